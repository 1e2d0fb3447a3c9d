"""Frame: what the article of a passage denies, supposes or lets another say is not told flatly.

The other checks compare a sentence with the words of its passage; here it is what stands around the passage that counts
("This is satire", "The post says the following", 該訊息為假), as ``text.frame`` reads it.  A sentence that says so in
any words may stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.reading import readings
from broadsheet.text.frame import framed
from broadsheet.text.frame_words import words
from broadsheet.types import Article, Citation, Claim

_SUPPOSES = re.compile(r"\b(?:would|could|might|may|if)\b|若|如果|假如|倘若|會|恐|可能", re.IGNORECASE)


def denied(case: Case) -> Finding | None:
    """Return the fault of a sentence that tells as true what the article of its passage takes back or makes up."""
    if case.standing not in ("denied", "supposed", "joked") or _marked(case):
        return None
    written, _ = readings(case)
    if case.standing == "supposed":
        if written.of("modal") or _SUPPOSES.search(case.text):
            return None
        return Finding("modality", "the article only supposes what the passage tells, the sentence tells it", hard=True)
    denies = any(mark.tag.name == "plain" for mark in written.of("negation"))
    if case.standing == "denied" and (denies or written.of("attribution")):
        return None
    said = "takes back" if case.standing == "denied" else "makes up"
    return Finding("polarity", f"the article {said} what the passage tells, the sentence tells it as true", hard=True)


def alleged(case: Case) -> Finding | None:
    """Return the fault of a sentence that tells in no name what its article lets another say."""
    if case.standing != "alleged" or _marked(case) or readings(case)[0].of("attribution"):
        return None
    return Finding("attribution", "the article lets another say this, the sentence does not", hard=False)


def flat(claim: Claim, articles: Mapping[str, Article]) -> tuple[str, str] | None:
    """Return the reason code and the sentence that a quoting claim tells without those that say how it stands."""
    cited = {
        (citation.article, place)
        for citation in claim.citations
        if citation.part == "text"
        for place in _places(citation, articles[citation.article])
    }
    for article, place in sorted(cited):
        context = framed(articles[article].title, articles[article].text)
        frame = context.frames[place]
        if frame.standing != "told" and not (frame.shown and {(article, one) for one in frame.shown} <= cited):
            return "attribution", f"its article does not tell this: {context.text[slice(*context.spans[place])]!r}"
    return None


def _places(citation: Citation, article: Article) -> list[int]:
    spans = framed(article.title, article.text).spans
    return [at for at, span in enumerate(spans) if span.start < citation.end and citation.start < span.end]


def _marked(case: Case) -> bool:
    """Say whether the sentence itself speaks of a rumour, a denial, an accusation, a joke."""
    return words(case.language.startswith("zh")).doubted.search(case.text.lower()) is not None
