"""What the parts of an edition are composed from: each brief beside its printing, the words of the language, the names.

`stages/compose.py` makes the front, the shelves and the counts; `insight.py` and `backmatter.py` the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from broadsheet.desk import Desk
from broadsheet.labels import fill
from broadsheet.text.chinese import to_taiwan
from broadsheet.text.frame import honestly, joined
from broadsheet.text.names import NameTable
from broadsheet.text.proper import is_only_a_noun
from broadsheet.text.sentences import Span
from broadsheet.types import Article, Brief, Citation, Claim, Part, Printing, Sheet, cite

READ = 12_000
"""Characters of an article that the back matter reads: a whole feature, a bounded part of a book (2026-11-22)."""

LONGEST_LABEL = 36
"""Latin characters of a story's label; a Chinese one counts as two.  Four still make one sentence (2026-11-22)."""

LABEL_NAMES = 2
LONGEST_NUMBER = 4
"""Signs of a name with a figure that says nothing without its maker: R9, M5, H200 (2026-11-23)."""
_NUMBERED = re.compile(r"\d")
_MAKERS = frozenset({"company", "lab"})
_TITLE_MENTION = 3
_BREAK = re.compile(r"[ ,:;，、：；!?！？]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_THEMES_NOT_NAMES = frozenset({"place", "topic"})


class Piece(NamedTuple):
    """A brief and how it is printed.  ``names``: canonical name -> mentions, the headline's counting more."""

    brief: Brief
    printing: Printing
    names: Mapping[str, int]


class Page(NamedTuple):
    """What every part needs: the desk, the sheet, the words of its language, the table of names.

    ``forms`` gives a canonical name as the edition's language writes it, where that differs.
    """

    desk: Desk
    sheet: Sheet
    words: Mapping[str, str]
    names: NameTable
    forms: Mapping[str, str]

    @classmethod
    def of(cls, desk: Desk, sheet: Sheet, words: Mapping[str, str], names: NameTable) -> Page:
        """Return the page of an edition."""
        chinese = sheet.language == "zh-Hant"
        return cls(desk, sheet, words, names, {n.id: n.zh for n in names.names if n.zh} if chinese else {})

    def say(self, key: str, /, **values: object) -> str:
        """Return the sentence of that key with its values."""
        return fill(self.words[key], **values)

    def series(self, items: Iterable[str]) -> str:
        """Return items in a row."""
        return self.words["list"].join(items)

    def quote(self, article: Article, part: Part, start: int, end: int) -> Claim:
        """Return the verbatim quote as a claim; simplified Chinese is converted on a zh-Hant page, and says so."""
        return self._said(article, (cite(article, part, start, end),))

    def honest(self, article: Article, part: Part, start: int, end: int) -> Claim | None:
        """Return the same, with the sentences that say how it stands in its article; None where none do."""
        citations = honestly(article, part, Span(start, end))
        return self._said(article, citations) if citations else None

    def _said(self, article: Article, citations: tuple[Citation, ...]) -> Claim:
        quote = joined(citations)
        if self.sheet.language == "zh-Hant" and article.language == "zh-Hans":
            converted = to_taiwan(quote)
            if converted != quote:
                return Claim(text=converted, citations=citations, transform="opencc-s2twp")
        return Claim(text=quote, citations=citations)

    def converted(self, text: str) -> str:
        """Return simplified Chinese as a zh-Hant page prints it."""
        return to_taiwan(text)

    def display(self, name: str, surfaces: Mapping[str, int]) -> str:
        """Return how to print a canonical name: the edition's form, the canonical, or the commonest of ``surfaces``."""
        for form in (self.forms.get(name, name), name):
            if form in surfaces:
                return form
        return min(surfaces, key=lambda form: (-surfaces[form], form))

    def own_script(self, text: str) -> bool:
        """Say whether ``text`` is in the script of the edition: with Chinese signs in it, or without any."""
        return (_HAN.search(text) is not None) == (self.sheet.language == "zh-Hant")

    def label(self, piece: Piece, short: bool = False) -> str:
        """Return a few words for a story in a sentence about several.

        The name that a paper gives itself before a colon; the first two names of the headline, with what they say that
        the story is about; the one name where ``short`` asks for no more; else as much of the headline as fits, in
        quotation marks.
        """
        headline = piece.printing.headline.text.strip()
        if self.desk.is_preprint(piece.brief.story.articles[0].url):
            own = headline.partition(":")[0].strip()
            return own if own != headline and len(own) <= LONGEST_LABEL else self._clipped(headline)
        named = [name for name in piece.names if piece.names[name] >= _TITLE_MENTION][:LABEL_NAMES]
        if len(named) < LABEL_NAMES and not (named and short):
            return self._clipped(headline)
        return self.words["pair"].join(self.forms.get(name, name) for name in named)

    def _clipped(self, headline: str) -> str:
        """Return as much of a headline as a label holds, in quotation marks; a cut falls between words or clauses."""
        if width(headline) > LONGEST_LABEL / 2:
            cut = max((n for n in range(len(headline)) if width(headline[:n]) <= LONGEST_LABEL / 2), default=0)
            ends = [found.start() for found in _BREAK.finditer(headline, 1, cut + 1)]
            clauses = [end for end in ends if headline[end] != " " and width(headline[:end]) >= LONGEST_LABEL / 5]
            han = _HAN.search(headline[max(0, cut - 1) : cut + 1])
            end = clauses[-1] if clauses else cut if han or not ends else ends[-1]
            headline = headline[:end].rstrip() + "…"
        return self.say("quoted", text=headline)

    def more(self, row: str) -> str:
        """Return a row with "and others" after it."""
        closed = row[-1:].isascii() and self.sheet.language == "zh-Hant"
        return self.say("more", names=row + " " if closed else row)

    def labels(self, pieces: Sequence[Piece], count: int | None = None) -> str:
        """Return the labels of stories in a row, and "and others" when ``count`` stories are meant and fewer named."""
        named = list(dict.fromkeys(self.label(piece) for piece in pieces))
        row = self.series(named)
        return self.more(row) if count is not None and count > len(pieces) else row

    def main_name(self, piece: Piece) -> str:
        """Return the name that stands for a story in a list: its headline's first, an entity, or the headline."""
        named = next(iter(piece.names), "") or next(iter(piece.printing.entities), "")
        return self.forms.get(named, named) or piece.printing.headline.text

    def whose(self, piece: Piece) -> str:
        """Return the name that stands for a story in the title: a model's number (R9) behind its maker's name."""
        name = self.main_name(piece)
        if len(name) > LONGEST_NUMBER or not _NUMBERED.search(name):
            return name
        longer = next((other for other in piece.names if other.endswith(f" {name}")), "")
        makers = (m.name for other in piece.printing.entities for m in self.names.mentions(other) if m.kind in _MAKERS)
        maker = next(makers, "")
        return longer or (f"{self.forms.get(maker, maker)} {name}" if maker else name)

    def mentions(self, printing: Printing) -> dict[str, int]:
        """Count the names of a printed story: who and what, not where; most first, then by first place."""
        counts: Counter[str] = Counter()
        weights = [(printing.headline.text, _TITLE_MENTION)] + [(c.text, 1) for c in printing.fields.all()]
        whole = "\n".join(text for text, _ in weights)
        for text, weight in weights:
            for mention in self.names.mentions(text):
                if mention.kind not in _THEMES_NOT_NAMES and (mention.known or not is_only_a_noun(mention.name, whole)):
                    counts[mention.name] += weight
        return dict(counts.most_common())

    def own_language_first(self, articles: Iterable[Article]) -> list[Article]:
        """Order articles: the edition's language, its sister script, English, the rest; originals before copies."""
        base = self.sheet.language.split("-")[0]
        return sorted(
            articles,
            key=lambda a: (
                a.copy_of is not None,
                a.language != self.sheet.language,
                a.language.split("-")[0] != base,
                a.language.split("-")[0] != "en",
                a.id,
            ),
        )


def width(text: str) -> float:
    """Return the width of ``text`` in Han characters: everything else counts half."""
    return sum(1.0 if "\u2e80" <= character <= "\uffef" else 0.5 for character in text)


def full(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces printed whole, best first."""
    return sorted((p for p in pieces if p.brief.story.printed == "full"), key=by_score)


def by_score(piece: Piece) -> tuple[float, str]:
    """The order of the day: best first, ties by id."""
    return -piece.printing.score, piece.printing.id
