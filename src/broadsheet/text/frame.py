"""In whose name does a sentence speak?  What an article says of its own sentences, before them, after them, above them.

"Orvane closed its plant" is one thing alone, and another after "A viral post claims the following" or before "That is
not true".  Every sentence is verbatim, so no comparison with the source finds the difference: it stands in the
neighbours.  It is read by rules over one article, in English and Chinese; a sentence of which nothing is known is told.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from broadsheet.text.frame_words import words
from broadsheet.text.sentences import Span, sentences
from broadsheet.text.shingles import terms
from broadsheet.text.speech import speeches
from broadsheet.types import Article, Citation, Part, cite

Standing = Literal["told", "denied", "alleged", "supposed", "joked"]
"""The article tells it; denies it; lets another say it; only supposes it; jokes, or makes it up."""

READ = 20_000
"""Characters of an article that are read: as far as any writer quotes.  What stands behind counts as told."""
FAR = 8
"""Sentences that lie at most between hearsay and the sentence that takes it back."""
CARRIED = 6
"""Sentences that one opening ("He said the following") holds at most, if no paragraph ends it before."""
WHOLE, WHOLE_HAN = 420, 210
"""Characters of a passage that is shown whole; of a longer one the opening, the sentence and the answer are."""
BETWEEN = 1
"""Sentences between two that are shown, which are shown too."""
HOLLOW, HOLLOW_HAN = 110, 36
"""Characters up to which an answer ("We rate the post false") says nothing without what it answers."""
SHARED = 0.6
"""Share of a title's words that a sentence has which tells the same.  All set by hand, 2026-11-23, on the first halves
of ``tests/context_cases.py`` and on the articles of the reference day and of the sample day."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|will|has|have|to|cut|won|lost|sold|bought|fell|rose|made|took|put)\b|[a-z](?:ed|s)\b"
)
"""What makes words above a text a title that tells: "Google and the model Gemini" tells nothing."""
_QUOTED = re.compile(r"[“”「」『』\"]")


_ANSWERS = ("joked", "retracted", "verdict_all", "verdict", "cleared", "unproven")


class Frame(NamedTuple):
    """How a sentence stands in its article, and which sentences are shown together to say so: places, in order.

    A sentence that is shown alone has only its own place.  Where ``shown`` is empty no sentence of the text says what
    it is (a label above it does), or it says nothing by itself ("He said the following").
    """

    standing: Standing
    shown: tuple[int, ...]


@dataclass(frozen=True)
class Framed:
    """An article's sentences and how they stand; ``title`` the same of its title, with the sentences that say so."""

    text: str
    spans: tuple[Span, ...]
    frames: tuple[Frame, ...]
    title: Frame
    labelled: bool
    """Whether the title itself says that what it tells is doubted, denied or made up."""

    def place(self, at: int) -> int | None:
        """Return the place of the sentence that holds the offset ``at``; None behind what is read, or between two."""
        return _place(self.spans, at)

    def frame(self, at: int) -> Frame:
        """Return how the sentence stands that holds the offset ``at``."""
        place = self.place(at)
        return Frame("told", (-1,)) if place is None else self.frames[place]

    def alone(self, at: int) -> bool:
        """Say whether the sentence that holds the offset ``at`` is told and may be shown without its neighbours."""
        place = self.place(at)
        return place is None or (self.frames[place].standing == "told" and self.frames[place].shown == (place,))

    def passage(self, shown: Sequence[int]) -> tuple[Span, ...]:
        """Return what is shown, as spans: neighbours that only a space parts are one."""
        spans: list[Span] = []
        for place in shown:
            span = self.spans[place]
            if spans and self.text[spans[-1].end : span.start] in ("", " "):
                spans[-1] = Span(spans[-1].start, span.end)
            else:
                spans.append(span)
        return tuple(spans)


def honestly(article: Article, part: Part, span: Span) -> tuple[Citation, ...]:
    """Return what is quoted to tell a title, or the sentence at ``span``, as the article means it; it may be nothing.

    A sentence brings those that say how it stands.  A title that the text calls a joke stands behind the sentence that
    does; one that tells what the text takes back gives way to the passage that takes it back.
    """
    context = framed(article.title, article.text)
    if part == "title":
        title = (cite(article, "title", *span),)
        if context.title.standing == "told":
            return title
        shown, behind = context.title.shown, title if context.title.standing == "joked" else ()
    else:
        place = context.place(span.start)
        if place is None:
            return (cite(article, "text", *span),)
        shown, behind = context.frames[place].shown, ()
    return (*(cite(article, "text", *one) for one in context.passage(shown)), *behind)


def joined(citations: Sequence[Citation]) -> str:
    """Return quotes in a row, as their language parts sentences."""
    quotes = [citation.quote for citation in citations]
    return ("" if _is_han("".join(quotes)) else " ").join(quotes)


@lru_cache(maxsize=512)
def framed(title: str, text: str) -> Framed:
    """Return the sentences of an article with how each of them stands."""
    return _Reader(title, text[:READ]).read()


class _Reader:
    """Reads one article: openings first, then speech, then the answers, which have the last word."""

    def __init__(self, title: str, text: str) -> None:
        self.title = title.strip().lower()
        self.text = text
        self.spans = sentences(text)
        self.said = [text[span.start : span.end].lower() for span in self.spans]
        self.known: dict[tuple[str, int], bool] = {}
        self.tongues = [words(_is_han(one)) for one in self.said]
        self.over = words(_is_han(self.title))
        self.frames = [Frame("told", (at,)) for at in range(len(self.spans))]

    def read(self) -> Framed:
        self._opened()
        self._spoken()
        self._headed()
        self._answered()
        return Framed(self.text, self.spans, tuple(self.frames), self._title(), self._marked_title())

    # --- what each sentence is ----------------------------------------------------------------------------------------

    @cached_property
    def answers(self) -> list[str]:
        """How each sentence answers what stands before it: one of ``_ANSWERS``, or ""."""
        return [next((kind for kind in _ANSWERS if self._has(kind, at)), "") for at in range(len(self.said))]

    def _claims(self, at: int) -> bool:
        """Say whether a sentence tells, or opens, hearsay or an accusation."""
        return any(self._has(kind, at) for kind in ("label", "claims", "hollow"))

    def _parted(self, one: int, other: int) -> bool:
        """Say whether a paragraph ends between two sentences."""
        return "\n" in self.text[self.spans[one].end : self.spans[other].start]

    def _has(self, kind: str, at: int) -> bool:
        """Say whether a sentence has what one of ``Words`` finds."""
        key = kind, at
        if key not in self.known:
            pattern: re.Pattern[str] = getattr(self.tongues[at], kind)
            self.known[key] = pattern.search(self.said[at]) is not None
        return self.known[key]

    def _together(self, first: int, at: int, last: int) -> tuple[int, ...]:
        """Return what is shown of the sentences from ``first`` to ``last`` to tell the one at ``at`` honestly."""
        whole = self.text[self.spans[first].start : self.spans[last].end]
        if len(whole) <= (WHOLE_HAN if _is_han(whole) else WHOLE):
            return tuple(range(first, last + 1))
        return tuple(sorted({first, at, last}))

    # --- openings -----------------------------------------------------------------------------------------------------

    def _opened(self) -> None:
        """Mark what stands under an opening: "The post says the following", "Imagine", "Myth two"."""
        at = 0
        while at < len(self.said):
            standing = self._opening(at)
            if standing is None:
                at += 1
                continue
            last = at
            while last + 1 < len(self.said) and self._goes_on(at, last + 1):
                last += 1
            for under in range(at + 1, last + 1):
                self.frames[under] = Frame(standing, self._together(at, under, last))
            if self._has("label", at) and not self._is_label(at):
                self.frames[at] = Frame("alleged", ())
            elif standing == "supposed":
                self.frames[at] = Frame("supposed", self._together(at, at, last) if last > at else ())
            else:
                self.frames[at] = Frame("told", ())
            at = last + 1

    def _opening(self, at: int) -> Standing | None:
        if self._has("hollow", at) or self._has("label", at):
            return "alleged"
        return "supposed" if self._has("supposed", at) else None

    def _goes_on(self, opened: int, at: int) -> bool:
        """Say whether a sentence still stands under the opening at ``opened``."""
        if self._has("label", opened) and not self._is_label(opened):
            return False  # "Myth two: it ships in May": the label holds its own sentence
        if at - opened > CARRIED or self._opening(at) is not None:
            return False
        if self.answers[at] or self._has("turns", at) or self._has("said", at):
            return False
        alone = self._parted(opened, opened + 1)
        return not self._parted(opened + 1 if alone else opened, at)

    # --- speech -------------------------------------------------------------------------------------------------------

    def _spoken(self) -> None:
        """Mark the sentences inside a quotation that is longer than one: who speaks stands at its beginning or end."""
        for low, high in speeches(self.text):
            first, last = _place(self.spans, low), _place(self.spans, high)
            if first is None or last is None or first == last:
                continue
            before = self.text[self.spans[first].start : low].lower()
            after = self.text[high + 1 : self.spans[last].end].lower()
            behind = self.tongues[last].said.search(after) is not None
            speaker = None
            if self.tongues[first].said.search(before) or before.rstrip().endswith((":", "：", ",", "，")):
                speaker = first
            elif behind:
                speaker = last
            elif first and self._has("said", first - 1) and _QUOTED.search(self.said[first - 1]):
                speaker = first - 1
            for at in range(first, last + 1):
                if at == speaker or (at == first and before.strip()) or (at == last and behind):
                    continue
                shown = () if speaker is None else self._together(min(speaker, at), at, max(speaker, at))
                self.frames[at] = Frame("alleged", shown)

    # --- the headline over the text -----------------------------------------------------------------------------------

    def _headed(self) -> None:
        """Mark what a label above the text makes of it: satire, a scenario, a fact check before its finding."""
        label: Standing | None = None
        if self.over.title_joked.search(self.title):
            label = "joked"
        elif self.over.title_supposed.search(self.title):
            label = "supposed"
        for at in range(len(self.said)):
            if label is not None:
                self.frames[at] = Frame(label, self.frames[at].shown if self.frames[at].standing == label else ())
        if label is not None:
            return
        if self.over.title_check.search(self.title):
            denies = self.over.negated.search(self.title) or self.over.verdict.search(self.title)
            found = next((at for at in range(len(self.said)) if self._settles(at)), None)
            for at in range(len(self.said)):
                flat = self.frames[at].standing == "told" and not self._has("said", at) and not self._claims(at)
                if flat and found is not None and at < found:
                    self.frames[at] = Frame("alleged", self._together(at, at, found))
                elif flat and found is None and denies and self._tells_title(at) and not self._has("negated", at):
                    self.frames[at] = Frame("denied", ())
        elif self.over.title_if.search(self.title):
            for at in range(len(self.said)):
                if self.frames[at].standing == "told" and self._tells_title(at):
                    self.frames[at] = Frame("supposed", ())

    def _settles(self, at: int) -> bool:
        """Say whether a sentence of a fact check is a finding."""
        return bool(self.answers[at]) or self._has("turns", at) or self._has("reality", at)

    def _tells_title(self, at: int) -> bool:
        """Say whether a sentence tells what the title tells; in somebody's name, whom the title does not name."""
        title, said = self._title_terms, self.said[at]
        if not _is_han(self.title) and not _VERB.search(self.title):
            return False
        speaks = self.tongues[at].said.search(said) or self.tongues[at].claims.search(said)
        if speaks is not None:
            rest = terms(said[speaks.end() :])
            if title & (terms(said[: speaks.end()]) - rest):
                return False
            return len(title) > 1 and len(title & rest) >= SHARED * len(title)
        return len(title) > 1 and len(title & terms(said)) >= SHARED * len(title)

    @cached_property
    def _title_terms(self) -> frozenset[str]:
        return terms(self.title)

    # --- answers ------------------------------------------------------------------------------------------------------

    def _answered(self) -> None:
        """Mark what a later sentence takes back, and what a sentence at the top or the end says of the whole text."""
        for at, answer in enumerate(self.answers):
            if not answer and not self._contradicts(at):
                continue
            if answer == "joked":
                self._whole(at, "joked")
            elif answer == "retracted" and at <= 1:
                self._whole(at, "denied")
            else:
                self._back(at, answer or "verdict")

    def _whole(self, at: int, standing: Standing) -> None:
        """Mark a text of which the sentence at ``at`` says what it is: all of it from the top, else what was before."""
        for one in range(len(self.said)) if at <= 1 else range(at):
            flat = self.frames[one].standing == "told" and (standing == "joked" or not self._has("said", one))
            if one != at and (flat or not self.frames[one].shown):
                self.frames[one] = Frame(standing, self._near(one, at))
        self.frames[at] = Frame("told", ())

    def _near(self, one: int, at: int) -> tuple[int, ...]:
        """Return what is shown of two places: what stands between as well, if that is little."""
        low, high = min(one, at), max(one, at)
        return self._together(low, one, high) if high - low <= BETWEEN + 1 else (low, high)

    def _back(self, at: int, answer: str) -> None:
        """Mark what the sentence at ``at`` takes back: all from the hearsay that it answers, else the one before it."""
        low = self._from(at, answer)
        if low is None:
            return
        standing: Standing = "alleged" if answer == "unproven" else "denied"
        done = False
        for one in range(low, at):
            if answer == "unproven" and (self._has("said", one) or self._has("negated", one)):
                continue
            if self.answers[one] or (self._has("turns", one) and one > low):
                continue
            done = True
            hollow = self._has("hollow", one) or self._is_label(one)
            self.frames[one] = Frame("told", ()) if hollow else Frame(standing, self._together(low, one, at))
        if done and len(self.said[at]) <= (HOLLOW_HAN if _is_han(self.said[at]) else HOLLOW):
            self.frames[at] = Frame("told", ())

    def _is_label(self, at: int) -> bool:
        found = self.tongues[at].label.search(self.said[at])
        return found is not None and found.end() >= len(self.said[at])

    def _from(self, at: int, answer: str) -> int | None:
        """Return the first sentence that an answer speaks of; None where it speaks of none before it."""
        opened = None
        for one in range(at - 1, max(-1, at - 1 - FAR), -1):
            if self.answers[one] or (self._has("turns", one) and one < at - 1):
                break
            if self._claims(one):
                opened = one
                break
        if opened is not None or answer == "cleared" or at == 0:
            return opened
        if answer == "verdict_all":
            return 0
        if self.answers[at - 1]:
            return None
        low = at - 1
        if self._has("plural", at):
            while low and not self._parted(low - 1, low) and at - low < CARRIED and not self.answers[low - 1]:
                low -= 1
        return low

    def _contradicts(self, at: int) -> bool:
        """Say whether a sentence sets right, with its own words, what the sentence before it told."""
        sets = self._has("reality", at) or self._has("said", at)
        if not at or not sets or not self._has("negated", at) or self._has("negated", at - 1):
            return False
        tongue, said = self.tongues[at], self.said[at]
        for cue in (tongue.reality, tongue.said, tongue.negated):
            said = cue.sub(" ", said)
        one, other = terms(said), terms(self.said[at - 1])
        return len(one & other) >= max(2, SHARED * min(len(one), len(other)))

    # --- the title ----------------------------------------------------------------------------------------------------

    def _title(self) -> Frame:
        """Return how the title stands: as the sentence that tells the same, if it does not say so itself."""
        told = Frame("told", ())
        if not self.title or self._marked_title():
            return told
        joke = next((at for at, answer in enumerate(self.answers) if answer == "joked"), None)
        if joke is not None:
            return Frame("joked", (joke,))
        if self.over.negated.search(self.title):
            return told
        for at, frame in enumerate(self.frames):
            if frame.standing != "told" and self._tells_title(at):
                return frame
        return told

    def _marked_title(self) -> bool:
        kinds = ("title_check", "title_joked", "title_supposed", "title_if", "marked")
        return any(getattr(self.over, kind).search(self.title) for kind in kinds)


def _place(spans: Sequence[Span], at: int) -> int | None:
    found = bisect_right(spans, at, key=lambda span: span.start) - 1
    return found if found >= 0 and at < spans[found].end else None


def _is_han(text: str) -> bool:
    return 3 * len(_HAN.findall(text)) > len(text)
