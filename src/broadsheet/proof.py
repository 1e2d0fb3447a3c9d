"""An edition against its articles: nothing is published that they do not bear out.

`stages/verify.py` believes a claim once, when the edition is made.  An edition folder is files that anybody can edit,
so the press looks again before any publisher sees it: at a quote, whether it is one; at a written sentence, whether it
passes every check once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from broadsheet.text.said import is_said
from broadsheet.types import Article, Claim, Edition, Language, Printing, Reported, SourceRef

if TYPE_CHECKING:
    from broadsheet.checks.case import Knowledge


def printed_claims(edition: Edition) -> Iterator[Claim]:
    """Yield every claim that ``edition`` prints, in the order of the page; a claim printed twice comes twice."""
    for printing in (*edition.stories, *edition.also):
        yield from story_claims(printing)
    yield from (question.answer for question in edition.questions if question.answer is not None)
    yield from (watch.claim for watch in edition.watch_list)
    yield from (reading.why for reading in edition.reading)
    yield from (term.claim for term in edition.background)


def story_claims(printing: Printing) -> Iterator[Claim]:
    """Yield every claim that a printed story makes, in the order of the page."""
    yield printing.headline
    yield from printing.fields.all()
    yield from (change.claim for change in printing.changes)
    yield from (row.passage for table in printing.disagreements for row in table.rows)


def faults(edition: Edition, articles: Mapping[str, Article], knows: Knowledge | None = None) -> Iterator[str]:
    """Yield what ``articles`` (by id) do not bear out, one line each; nothing for an edition that may be published.

    ``articles`` are those of the day and those that the standing questions of earlier editions cite; ``knows`` is what
    the checks of a written sentence need: without it none is borne out.
    """
    doubt: Callable[[Claim], str] | None = None
    for claim in (*printed_claims(edition), *_values(edition), *(question.claim for question in edition.questions)):
        if not all(c.article in articles and c.resolves(articles[c.article]) for c in claim.citations):
            yield f"a citation does not resolve: {claim.text!r}"
        elif claim.transform == "written":
            doubt = doubt or _doubt(edition.language, articles, knows)
            if code := doubt(claim):
                yield f"not borne out by its source ({code}): {claim.text!r}"
        elif not is_said(claim):
            yield f"not the words of its source: {claim.text!r}"
    for printing in (*edition.stories, *edition.also):
        yield from (f"not a source of the day: {ref.url}" for ref in printing.sources if not _is_known(ref, articles))
    yield from (
        f"not a source of the day: {r.source.url}" for r in edition.reading if not _is_known(r.source, articles)
    )
    for row in _rows(edition):
        if not _is_known(row.source, articles) or not _stands_in(row):
            yield f"not what its source gives: {row.value.text!r}"
    yield from (
        f"not the source of a question: {q.source.url}" for q in edition.questions if not _is_known(q.source, articles)
    )


def _rows(edition: Edition) -> Iterator[Reported]:
    for printing in (*edition.stories, *edition.also):
        yield from (row for table in printing.disagreements for row in table.rows)


def _values(edition: Edition) -> Iterator[Claim]:
    return (row.value for row in _rows(edition))


def _stands_in(row: Reported) -> bool:
    """Say whether the value of a table stands in the passage beside it, and the passage in the source named."""
    (value,), (passage,) = row.value.citations, row.passage.citations
    return (
        (value.article, value.part) == (passage.article, passage.part)
        and value.article == row.source.article
        and passage.start <= value.start < value.end <= passage.end
    )


def _doubt(language: Language, articles: Mapping[str, Article], knows: Knowledge | None) -> Callable[[Claim], str]:
    """Return what finds the check that a written claim does not pass."""
    from broadsheet.checks.again import doubt  # a second to load, which an edition of quotes alone has no use for

    return doubt(language, articles, knows)


def _is_known(ref: SourceRef, articles: Mapping[str, Article]) -> bool:
    article = articles.get(ref.article)
    return article is not None and (ref.url, ref.title, ref.outlet, ref.owner, ref.published, ref.language) == (
        article.url,
        article.title,
        article.source.outlet,
        article.source.owner,
        article.published,
        article.language,
    )
