"""Story -> numbered sentences: what a model may see of a story, and all that it may cite.

The sentences are chosen one by one: each for what it adds (words, names and numbers not told yet), for standing early,
and for coming from an owner who has not spoken much.  An instruction, any order or question, an address or markup is
never among them, so that an article can neither speak to the model nor be cited for having tried.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from broadsheet.adapters.extract_cues import leans, title_span, usable
from broadsheet.adapters.model.tokens import estimate
from broadsheet.text.frame import Framed, framed
from broadsheet.text.names import NameTable
from broadsheet.text.orders import is_order
from broadsheet.text.quotable import fault
from broadsheet.text.sentences import Span
from broadsheet.text.similarity import Gist, gist, new_words
from broadsheet.types import Article, Citation, Part, Story, cite

READ_CHARS = 12_000
"""Characters of an article that are read: news tells its matter early."""
LONGEST = 600
"""Characters of a sentence that may be shown; what is longer has no stops."""
MOST_SOURCES = 8
"""Articles that a model sees of one story; the others are named."""
MIN_NEW = 0.35
"""The share of its words that a sentence must add to those chosen before it.  Hand-set 2026-11-22, not swept."""
OWNER_REST = 0.15
"""What it costs a sentence for each one that its owner has given already."""


class Shown(NamedTuple):
    """A sentence as the model sees it: its number, and what citing it means."""

    number: int
    citation: Citation
    outlet: str


@dataclass(frozen=True)
class Context:
    """What the model sees of one story.  ``others`` are outlets whose articles it does not see."""

    story: Story
    shown: tuple[Shown, ...]
    others: tuple[str, ...] = ()

    @property
    def numbers(self) -> frozenset[int]:
        """The ids that may be cited."""
        return frozenset(one.number for one in self.shown)

    def numbered(self, first: int) -> Context:
        """Return the same with ids that begin with ``first``."""
        shown = tuple(one._replace(number=first + at) for at, one in enumerate(self.shown))
        return Context(self.story, shown, self.others)

    def by_number(self) -> dict[int, Citation]:
        """Return what each id cites."""
        return {one.number: one.citation for one in self.shown}

    def lines(self, marker: str) -> str:
        """Return the sentences, one a line, every line with the marker: what bears none is not of the story."""
        told: list[str] = []
        outlet = ""
        for one in self.shown:
            if one.outlet != outlet:
                outlet = one.outlet
                told.append(f"{marker} ({plain(outlet)})")
            told.append(f"{marker} S{one.number}: {plain(one.citation.quote)}")
        return "\n".join(told)


@dataclass(frozen=True)
class _Candidate:
    article: Article
    order: int
    part: Part
    span: Span
    gist: Gist
    merit: float
    tokens: int


def plain(text: str) -> str:
    """Return text of a source on one line, its brackets of no meaning to a prompt."""
    return " ".join(text.replace("`", "'").split())


def marker_of(run: str, *contents: str) -> str:
    """Return the random word of one call: nobody who writes an article can know it, and a run repeats it."""
    for turn in range(100):
        h = hashlib.sha256("\0".join((run, str(turn), *contents)).encode("utf-8", "surrogatepass"))
        marker = "k" + h.hexdigest()[:7]
        if not any(marker in content for content in contents):
            return marker
    raise AssertionError("a text holds a hundred digests of itself")


def context_of(story: Story, names: NameTable, tokens: int) -> Context:
    """Return what a model sees of ``story`` within about ``tokens`` tokens, numbered from 1."""
    articles = _in_order(story)
    pool = [c for order, article in enumerate(articles[:MOST_SOURCES]) for c in _candidates(article, order, names)]
    chosen: list[_Candidate] = []
    owners: Counter[str] = Counter()
    left = tokens
    while pool and left > 0:
        told = [candidate.gist for candidate in chosen]
        best: tuple[float, _Candidate] | None = None
        rest: list[_Candidate] = []
        for candidate in pool:
            new = new_words(candidate.gist, told) if told else 1.0
            if candidate.tokens > left or new < MIN_NEW:
                continue  # what adds too little now adds no more later, and room does not grow
            rest.append(candidate)
            worth = candidate.merit + new - OWNER_REST * owners[candidate.article.source.owner]
            if best is None or worth > best[0]:
                best = worth, candidate
        if best is None:
            break
        chosen.append(best[1])
        owners[best[1].article.source.owner] += 1
        left -= best[1].tokens
        pool = [candidate for candidate in rest if candidate is not best[1]]
    chosen.sort(key=lambda c: (c.order, c.part != "title", c.span.start))
    shown = tuple(
        Shown(1 + at, cite(c.article, c.part, c.span.start, c.span.end), c.article.source.outlet)
        for at, c in enumerate(chosen)
    )
    seen = {c.article.source.outlet for c in chosen}
    return Context(story, shown, tuple(dict.fromkeys(a.source.outlet for a in articles if a.source.outlet not in seen)))


def _candidates(article: Article, order: int, names: NameTable) -> list[_Candidate]:
    found: list[_Candidate] = []
    span = title_span(article.title, (article.source.outlet, article.source.owner))
    context = framed(article.title, article.text)
    titled = span.end > span.start and context.title.standing == "told"
    parts: list[tuple[Part, Span, float]] = [("title", span, 0.8)] if titled else []
    parts += [("text", one, 0.6 / sqrt(1 + place)) for place, one in _passages(context)]
    for part, span, early in parts:
        quote = article.part(part)[span.start : span.end]
        if not quote.strip() or len(quote) > LONGEST or fault(quote) or is_order(quote):
            continue
        if part == "text" and not usable(quote) and len(parts) > 3:
            continue
        said = gist(quote, (mention.name for mention in names.mentions(quote)))
        merit = early + 0.12 * min(len(said.names), 4) + 0.15 * min(len(said.numbers), 3) - 0.5 * leans(quote)
        merit += 0.2 * (article.source.weight - 1) + 0.2 * article.source.primary - 0.05 * order
        found.append(_Candidate(article, order, part, span, said, merit, estimate(quote) + 10))
    return found


def _passages(context: Framed) -> Iterator[tuple[int, Span]]:
    """Yield each sentence with its place; one that the article denies, supposes or lets another say, as far as the
    sentences that say so: a model is not shown it alone."""
    seen: set[tuple[int, ...]] = set()
    for frame in context.frames:
        if frame.shown and frame.shown not in seen and context.spans[frame.shown[-1]].end <= READ_CHARS:
            seen.add(frame.shown)
            first, last = frame.shown[0], frame.shown[-1]
            yield first, Span(context.spans[first].start, context.spans[last].end)


def _in_order(story: Story) -> Sequence[Article]:
    """Return the originals, the first of each owner before second ones, then by trust; no input order changes it."""
    ranked = sorted(story.originals or story.articles, key=lambda a: (not a.source.primary, -a.source.weight, a.id))
    spoken: Counter[str] = Counter()
    turns: list[tuple[int, int, Article]] = []
    for at, article in enumerate(ranked):
        turns.append((spoken[article.source.owner], at, article))
        spoken[article.source.owner] += 1
    return [article for _, _, article in sorted(turns, key=lambda turn: turn[:2])]
