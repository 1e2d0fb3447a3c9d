"""What the parts of an edition are composed from: each brief beside its printing, the words of the language, the names.

`stages/compose.py` makes the front, the shelves and the counts; `insight.py` and `backmatter.py` the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from broadsheet.desk import Desk
from broadsheet.text.chinese import to_taiwan
from broadsheet.text.names import NameTable
from broadsheet.types import Article, Brief, Claim, Part, Printing, Sheet, cite

READ = 12_000
"""Characters of an article that the back matter reads: a whole feature, a bounded part of a book (2026-11-22)."""

_TITLE_MENTION = 3
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
        return self.words[key].format(**values)

    def series(self, items: Iterable[str]) -> str:
        """Return items in a row."""
        return self.words["list"].join(items)

    def quote(self, article: Article, part: Part, start: int, end: int) -> Claim:
        """Return the verbatim quote as a claim; simplified Chinese is converted on a zh-Hant page, and says so."""
        citation = cite(article, part, start, end)
        if self.sheet.language == "zh-Hant" and article.language == "zh-Hans":
            converted = to_taiwan(citation.quote)
            if converted != citation.quote:
                return Claim(text=converted, citations=(citation,), transform="opencc-s2twp")
        return Claim(text=citation.quote, citations=(citation,))

    def converted(self, text: str) -> str:
        """Return simplified Chinese as a zh-Hant page prints it."""
        return to_taiwan(text)

    def display(self, name: str, surfaces: Mapping[str, int]) -> str:
        """Return how to print a canonical name: the edition's form, the canonical, or the commonest of ``surfaces``."""
        for form in (self.forms.get(name, name), name):
            if form in surfaces:
                return form
        return min(surfaces, key=lambda form: (-surfaces[form], form))

    def main_name(self, piece: Piece) -> str:
        """Return the name that stands for a story in a list: its headline's first, an entity, or the headline."""
        named = next(iter(piece.names), "") or next(iter(piece.printing.entities), "")
        return self.forms.get(named, named) or piece.printing.headline.text

    def mentions(self, printing: Printing) -> dict[str, int]:
        """Count the names of a printed story: who and what, not where; most first, then by first place."""
        counts: Counter[str] = Counter()
        for text, weight in [(printing.headline.text, _TITLE_MENTION)] + [(c.text, 1) for c in printing.fields.all()]:
            for mention in self.names.mentions(text):
                if mention.kind not in _THEMES_NOT_NAMES:
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


def full(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces printed whole, best first."""
    return sorted((p for p in pieces if p.brief.story.printed == "full"), key=by_score)


def by_score(piece: Piece) -> tuple[float, str]:
    """The order of the day: best first, ties by id."""
    return -piece.printing.score, piece.printing.id
