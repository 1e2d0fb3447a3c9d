"""An edition as its pages show it: every claim with its marks, every source with its passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from broadsheet.adapters.site.passages import Cited, Passage, Piece, passages, whole
from broadsheet.adapters.wording import safe_address
from broadsheet.errors import PublishError
from broadsheet.types import Article, Citation, Claim, Edition, Printing, SourceRef

_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*")
_Key = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class Cite:
    """A marker: the number of the mark on the story's page, and who says it."""

    mark: int
    outlet: str


@dataclass(frozen=True, slots=True)
class Line:
    """A claim as it is shown: its number on the story's page, its words, its language, its markers."""

    number: int
    text: str
    language: str
    converted: bool
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as it is shown: its title cut at its quotes, its passages, and which claims each mark bears out."""

    ref: SourceRef
    href: str
    titles: tuple[tuple[Piece, ...], ...]
    passages: tuple[Passage, ...]
    repeats: str

    @property
    def quoted(self) -> bool:
        """Say whether any claim of the story quotes this source."""
        return bool(self.passages) or any(piece.mark for title in self.titles for piece in title)


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
    lines: Mapping[Claim, Line]
    claims_of: Mapping[int, tuple[int, ...]]

    @property
    def id(self) -> str:
        """The story's id: its anchor in the edition and the name of its page."""
        return self.printing.id

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
    back = [(w.story, w.claim) for w in edition.watch_list] + [(r.story, r.why) for r in edition.reading]
    for story, claim in back + [(term.story, term.claim) for term in edition.background]:
        if story not in other:
            raise PublishError(f"the edition speaks of story {story}, which it does not print", subject=edition.date)
        other[story].append(claim)
    return {story.id: _story(story, other[story.id], articles) for story in edition.stories + edition.also}


def _story(story: Printing, other: Sequence[Claim], articles: Mapping[str, Article]) -> StoryView:
    own = (story.headline, *story.fields.all())
    extra = tuple(claim for claim in dict.fromkeys(other) if claim not in own)
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
        language = "zh-Hant" if claim.transform == "opencc-s2twp" else articles[claim.citations[0].article].language
        lines.append(Line(number, claim.text, language, claim.transform != "none", tuple(cites)))
    parts = iter(lines)
    return StoryView(
        printing=story,
        headline=next(parts),
        summary=_take(parts, story.fields.summary),
        details=_take(parts, story.fields.details),
        uses=_take(parts, story.fields.uses),
        other=tuple(parts),
        sources=tuple(_sources(story, marks, articles)),
        lines=dict(zip(own + extra, lines, strict=True)),
        claims_of=claims_of,
    )


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
    refs += [_ref(articles[id]) for id in dict.fromkeys(key[0] for key in marks) if id not in outlets]
    for ref in refs:
        cited = {
            part: [Cited(k[2], k[3], m) for k, m in marks.items() if k[:2] == (ref.article, part)] for part in _PARTS
        }
        article = articles.get(ref.article)
        yield SourceView(
            ref=ref,
            href=href(ref.url),
            titles=whole(article.title if article and cited["title"] else ref.title, cited["title"]),
            passages=passages(article.text, cited["text"]) if article and cited["text"] else (),
            repeats=outlets.get(ref.copy_of or "", ""),
        )


_PARTS = ("title", "text")


def _key(citation: Citation) -> _Key:
    return citation.article, citation.part, citation.start, citation.end


def _ref(article: Article) -> SourceRef:
    return SourceRef(
        article=article.id,
        title=article.title,
        url=article.url,
        outlet=article.source.outlet,
        owner=article.source.owner,
        language=article.language,
        published=article.published,
        day_only=article.day_only,
        primary=article.source.primary,
        announce=article.announce,
        copy_of=article.copy_of,
    )
