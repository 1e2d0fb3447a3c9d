"""An edition as its pages show it: every claim with its marks, every source with its passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from broadsheet.adapters.site.digest import language_of
from broadsheet.adapters.site.passages import Cited, Passage, Piece, passages, whole
from broadsheet.adapters.wording import checks_of, safe_address
from broadsheet.errors import PublishError
from broadsheet.text.fragments import in_place
from broadsheet.types import (
    Article,
    Change,
    Citation,
    Claim,
    Disagreement,
    Edition,
    Language,
    Printing,
    SourceRef,
    source_ref,
)

_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*")
_Key = tuple[str, str, int, int]


class Cite(NamedTuple):
    """A marker: the number of the mark on the story's page, and who says it."""

    mark: int
    outlet: str


class Line(NamedTuple):
    """A claim as it is shown: its number on the story's page, its words, its language, its markers, its checks."""

    number: int
    text: str
    language: str
    converted: bool
    cites: tuple[Cite, ...]
    checks: tuple[str, ...]


class Proof(NamedTuple):
    """The passage behind a mark: the source that says it, the words around, where to read them on the live page."""

    ref: SourceRef
    passage: Passage
    href: str


class News(NamedTuple):
    """What is new about a story that goes on: the change, the line that says so, whether it has its number already."""

    told: Change
    line: Line
    numbered: bool


class SourceView(NamedTuple):
    """A source as it is shown: its title cut at its quotes, its passages; ``quoted`` by a claim of the story or not."""

    ref: SourceRef
    href: str
    titles: tuple[tuple[Piece, ...], ...]
    passages: tuple[Passage, ...]
    repeats: str
    quoted: bool


class Row(NamedTuple):
    """A value of a table: as written and its language, the sentence that says so, the source as it is printed.

    ``here``: the number of the sentence stands in this row, not above it.
    """

    value: str
    language: str
    passage: Line
    here: bool
    source: SourceRef


class Table(NamedTuple):
    """A quantity that sources give differently."""

    told: Disagreement
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story and all that its page shows.  ``other`` holds claims of the back pages that quote this story."""

    printing: Printing
    headline: Line
    summary: tuple[Line, ...]
    details: tuple[Line, ...]
    uses: tuple[Line, ...]
    other: tuple[Line, ...]
    sources: tuple[SourceView, ...]
    news: tuple[News, ...]
    tables: tuple[Table, ...]
    lines: Mapping[Claim, Line]
    claims_of: Mapping[int, tuple[int, ...]]
    proofs: Mapping[int, Proof]

    @property
    def id(self) -> str:
        """The story's id: its anchor in the edition and the name of its page."""
        return self.printing.id

    @property
    def unquoted(self) -> list[SourceView]:
        """The sources that no claim of the story quotes."""
        return [source for source in self.sources if not source.quoted]

    @property
    def more(self) -> tuple[Line, ...]:
        """The lines below the summary."""
        return self.details + self.uses


def href(url: str) -> str:
    """Return ``url`` when it is a plain http or https address, else the empty string: nothing else becomes a link."""
    return safe_address(url) or ""


def name(value: str, subject: str) -> str:
    """Return ``value`` when it may name a file; raise PublishError when it could leave the folder."""
    if not _NAME.fullmatch(value):
        raise PublishError(
            f"{value!r} cannot name a page", subject=subject, remedy="this edition was not made by compose"
        )
    return value


def story_views(edition: Edition, articles: Mapping[str, Article]) -> dict[str, StoryView]:
    """Return the views of all printed stories by story id, full ones first.

    Raises PublishError when a citation does not resolve in ``articles``, or a part names a story that is not printed.
    """
    other: dict[str, list[Claim]] = {story.id: [] for story in edition.stories + edition.also}
    back = [(q.answered_by, q.answer) for q in edition.questions if q.answered_by and q.answer]
    back += [(w.story, w.claim) for w in edition.watch_list] + [(r.story, r.why) for r in edition.reading]
    for story, claim in back + [(term.story, term.claim) for term in edition.background]:
        if story not in other:
            raise PublishError(f"the edition speaks of story {story}, which it does not print", subject=edition.date)
        other[story].append(claim)
    return {
        story.id: _story(story, other[story.id], articles, edition.language) for story in edition.stories + edition.also
    }


def _story(story: Printing, other: Sequence[Claim], articles: Mapping[str, Article], edition: Language) -> StoryView:
    own = (story.headline, *story.fields.all())
    passages_told = dict.fromkeys(change.claim for change in story.changes)
    passages_told |= dict.fromkeys(row.passage for table in story.disagreements for row in table.rows)
    told = tuple(claim for claim in passages_told if claim not in own)
    extra = told + tuple(claim for claim in dict.fromkeys(other) if claim not in own + told)
    marks: dict[_Key, int] = {}
    claims_of: dict[int, tuple[int, ...]] = {}
    lines: list[Line] = []
    for number, claim in enumerate(own + extra, 1):
        cites: list[Cite] = []
        for citation in claim.citations:
            article = _article(citation, articles, story.id)
            mark = marks.setdefault(_key(citation), len(marks) + 1)
            claims_of[mark] = (*claims_of.get(mark, ()), number)
            cites.append(Cite(mark, article.source.outlet))
        language = language_of(claim, articles[claim.citations[0].article].language, edition)
        converted = claim.transform == "opencc-s2twp"
        lines.append(Line(number, claim.text, language, converted, tuple(cites), checks_of(claim)))
    parts = iter(lines)
    by_claim = dict(zip(own + extra, lines, strict=True))
    sources = tuple(_sources(story, marks, articles))
    return StoryView(
        printing=story,
        headline=next(parts),
        summary=_take(parts, story.fields.summary),
        details=_take(parts, story.fields.details),
        uses=_take(parts, story.fields.uses),
        news=tuple(News(change, by_claim[change.claim], change.claim in own) for change in story.changes),
        tables=tuple(_tables(story, by_claim, {*own, *(change.claim for change in story.changes)})),
        other=tuple(parts)[len(told) :],
        sources=sources,
        lines=by_claim,
        claims_of=claims_of,
        proofs=dict(_proofs(sources, marks, articles)),
    )


def _tables(story: Printing, lines: Mapping[Claim, Line], numbered: set[Claim]) -> Iterator[Table]:
    for table in story.disagreements:
        rows: list[Row] = []
        for row in table.rows:
            line = lines[row.passage]
            rows.append(Row(row.value.text, line.language, line, row.passage not in numbered, row.source))
            numbered.add(row.passage)
        yield Table(table, tuple(rows))


def _take(lines: Iterator[Line], claims: Sequence[Claim]) -> tuple[Line, ...]:
    return tuple(next(lines) for _ in claims)


def _article(citation: Citation, articles: Mapping[str, Article], story: str) -> Article:
    article = articles.get(citation.article)
    if article is None or not citation.resolves(article):
        raise PublishError(
            f"a citation of article {citation.article} does not resolve: {citation.quote!r}",
            subject=f"story {story}",
            remedy="publish the edition with the articles that it was made from",
        )
    return article


def _sources(story: Printing, marks: Mapping[_Key, int], articles: Mapping[str, Article]) -> Iterable[SourceView]:
    outlets = {ref.article: ref.outlet for ref in story.sources}
    refs = list(story.sources)
    refs += [source_ref(articles[id]) for id in dict.fromkeys(key[0] for key in marks) if id not in outlets]
    cited: dict[tuple[str, str], list[Cited]] = {}
    for (id, part, start, end), mark in marks.items():
        cited.setdefault((id, part), []).append(Cited(start, end, mark))
    for ref in refs:
        article = articles.get(ref.article)
        title, text = cited.get((ref.article, "title"), ()), cited.get((ref.article, "text"), ())
        yield SourceView(
            ref=ref,
            href=href(ref.url),
            titles=whole(article.title if article and title else ref.title, title),
            passages=passages(article.text, text) if article and text else (),
            repeats=outlets.get(ref.copy_of or "", ""),
            quoted=bool(title or text),
        )


def _proofs(
    sources: Sequence[SourceView], marks: Mapping[_Key, int], articles: Mapping[str, Article]
) -> Iterator[tuple[int, Proof]]:
    """Yield the proof of every mark: the very passage that its source's box shows, so that no more of it is shown."""
    places = {mark: key for key, mark in marks.items()}
    for source in sources:
        for passage in (*(Passage(False, title, False) for title in source.titles), *source.passages):
            for _, mark in passage.pieces:
                if mark:
                    article, part, start, end = places[mark]
                    quoted = part == "text"
                    at = in_place(source.href, articles[article].text, start, end) if quoted else source.href
                    yield mark, Proof(source.ref, passage, at)


def _key(citation: Citation) -> _Key:
    return citation.article, citation.part, citation.start, citation.end
