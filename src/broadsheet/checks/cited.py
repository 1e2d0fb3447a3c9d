"""A claim and the articles that it cites -> the case that the checks try.

The passages of a case are whole sentences: a citation that begins after the "not" is widened until it holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import msgspec

from broadsheet.checks.case import Case, Knowledge, Passage
from broadsheet.text.frame import Standing, framed
from broadsheet.text.sentences import Span, sentences
from broadsheet.text.shingles import terms
from broadsheet.types import Article, Citation, Claim, Language, cite

MOST_SENTENCES = 5
"""Source sentences that one written sentence may rest on: who cites the whole article has shown nothing."""
LONG_SENTENCE = 300
"""Characters that count as a sentence more: a text without stops is no single sentence."""


def widened(claim: Claim, articles: Mapping[str, Article]) -> Claim:
    """Return ``claim`` with every citation widened to whole sentences, each once; all of them must resolve."""
    whole = dict.fromkeys(_whole(citation, articles[citation.article]) for citation in claim.citations)
    return msgspec.structs.replace(claim, citations=tuple(whole))


def breadth(claim: Claim, articles: Mapping[str, Article]) -> int:
    """Return how many source sentences ``claim`` cites, one of 700 characters counting as three."""
    return sum(
        sum(-(-(span.end - span.start) // LONG_SENTENCE) for span in _touched(citation, articles[citation.article]))
        or 1
        for citation in claim.citations
    )


def case_of(claim: Claim, language: Language, articles: Mapping[str, Article], knows: Knowledge) -> Case:
    """Return the case of a written claim whose citations resolve and are whole sentences."""
    passages = tuple(_passage(c, articles[c.article]) for c in claim.citations)
    return Case(claim.text, language, passages, knows, _standing(claim, articles))


def _standing(claim: Claim, articles: Mapping[str, Article]) -> Standing:
    """Return how the articles tell what ``claim`` tells: as the cited sentence that shares most words with it stands.

    Of sentences that share as many, one that its article does not tell itself has the say: across two languages that is
    all of them, and who cites a denied sentence beside a told one must show the denial.
    """
    cited: list[tuple[str, Standing]] = []
    for citation in claim.citations:
        article = articles[citation.article]
        context = framed(article.title, article.text)
        if citation.part == "title":
            cited.append((citation.quote, context.title.standing))
        for span in _touched(citation, article):
            frame = context.frame(span.start)
            if frame.shown or frame.standing != "told":  # else it only says of others how they stand
                cited.append((article.text[span.start : span.end], frame.standing))
    if all(standing == "told" for _, standing in cited):
        return "told"
    own = terms(claim.text)
    return max(cited, key=lambda one: (len(own & terms(one[0])), one[1] != "told"))[1]


def remembering(embed: Callable[[Sequence[str], Sequence[str]], Sequence[bytes]]) -> Callable[..., list[bytes]]:
    """Return ``embed`` such that a text is placed once, and what is wanted together is placed in one call."""
    known: dict[tuple[str, str], bytes] = {}

    def place(texts: Sequence[str], languages: Sequence[str]) -> list[bytes]:
        wanted = list(zip(texts, languages, strict=True))
        missing = [key for key in dict.fromkeys(wanted) if key not in known]
        if missing:
            placed = embed([text for text, _ in missing], [language for _, language in missing])
            known.update(zip(missing, placed, strict=True))
        return [known[key] for key in wanted]

    return place


def _passage(citation: Citation, article: Article) -> Passage:
    day = article.published.date() if article.published is not None else None
    return Passage(citation.quote, article.language, day)


def _whole(citation: Citation, article: Article) -> Citation:
    if citation.part == "title":
        text = article.title
        start = len(text) - len(text.lstrip())
        return cite(article, "title", start, max(start + 1, len(text.rstrip())))
    touched = _touched(citation, article)
    if not touched:
        return citation
    start = min(citation.start, touched[0].start)
    return cite(article, "text", start, max(citation.end, touched[-1].end))


def _touched(citation: Citation, article: Article) -> list[Span]:
    """Return the sentences that a citation lies in; none for a title, and for a place between sentences."""
    if citation.part == "title":
        return []
    return [span for span in _spans(article.text) if span.start < citation.end and citation.start < span.end]


@lru_cache(maxsize=64)
def _spans(text: str) -> tuple[Span, ...]:
    return sentences(text)
