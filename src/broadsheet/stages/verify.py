"""Draft -> Brief: only what the cited words bear out.

A claim is believed when every citation resolves and its text is what was quoted, word for word or in Taiwan's writing.
What fails is told (``Refusal``) and replaced by the whole source sentence around a citation that does resolve, or
dropped; a story is never dropped for one bad sentence.  Nothing here trusts the writer, whoever it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from broadsheet.text.chinese import has_simplified, to_taiwan
from broadsheet.text.numbers import numbers, same
from broadsheet.text.quotable import fault
from broadsheet.text.sentences import Span, sentences
from broadsheet.types import (
    Article,
    Brief,
    Citation,
    Claim,
    Draft,
    Fields,
    Language,
    Part,
    Refusal,
    Story,
    cite,
)

Field = Literal["headline", "summary", "details", "uses", "entities"]
Verdict = tuple[str, str] | None
"""A reason code and what was wrong; None when the check is passed."""

LONGEST = 600
"""Characters of a source sentence that may replace a fallen claim; a longer one is a text without stops."""

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f][\w\u00c0-\u024f]*(?:[.'’&+-][\w\u00c0-\u024f]+)*", re.ASCII)


@dataclass
class _Court:
    """What the verdicts of one draft rest on, and what they were."""

    story: Story
    language: Language
    articles: Mapping[str, Article]
    refused: list[Refusal] = field(default_factory=list)
    stood: list[Claim] = field(default_factory=list)

    def refuse(self, name: Field, text: str, verdict: tuple[str, str], *, replaced: bool) -> None:
        """Tell the ledger of the brief that ``text`` fell."""
        action: Literal["replaced", "dropped"] = "replaced" if replaced else "dropped"
        code, message = verdict
        self.refused.append(
            Refusal(story=self.story.id, field=name, text=text, code=code, message=message, action=action)
        )


def verify(draft: Draft, language: Language) -> Iterator[Brief]:
    """Yield the one brief of ``draft``.

    Codes of what was refused: ``foreign unresolved transform number name wording address markup hidden instruction
    simplified repeat entity``.
    """
    court = _Court(draft.story, language, {article.id: article for article in draft.story.articles})
    headline = _headline(draft, court)
    if headline is not None:
        court.stood.append(headline)
    told: dict[str, list[Claim]] = {"summary": [], "details": [], "uses": []}
    for name, claims in _by_field(draft.fields):
        for claim in claims:
            stands = _judge(claim, name, court)
            if stands is not None:
                told[name].append(stands)
                court.stood.append(stands)
    fields = Fields(**{name: tuple(claims) for name, claims in told.items()})
    yield Brief(
        story=draft.story,
        headline=headline,
        fields=fields,
        entities=_entities(draft.entities, court),
        refused=tuple(court.refused),
        writer=draft.writer,
    )


def _by_field(fields: Fields) -> tuple[tuple[Field, tuple[Claim, ...]], ...]:
    return ("summary", fields.summary), ("details", fields.details), ("uses", fields.uses)


def _judge(claim: Claim, name: Field, court: _Court) -> Claim | None:
    """Return the claim if it stands, the verbatim sentence in its place if it fell, or None."""
    verdict = _fault(claim, court)
    if verdict is None:
        verdict = _repeated(claim, court)
        if verdict is None:
            return claim
        court.refuse(name, claim.text, verdict, replaced=False)
        return None
    for stand_in in _stand_ins(claim, court):
        if _fault(stand_in, court) is None and _repeated(stand_in, court) is None:
            court.refuse(name, claim.text, verdict, replaced=True)
            return stand_in
    court.refuse(name, claim.text, verdict, replaced=False)
    return None


# --- checks: each looks at one claim and says what is wrong with it --------------------------------------------------


def _fault(claim: Claim, court: _Court) -> Verdict:
    checks: tuple[Callable[[Claim, _Court], Verdict], ...] = (_citations, _words, _decency, _writing)
    return next((verdict for check in checks if (verdict := check(claim, court)) is not None), None)


def _citations(claim: Claim, court: _Court) -> Verdict:
    """Every citation names an article of the story and resolves in it."""
    for citation in claim.citations:
        article = court.articles.get(citation.article)
        if article is None:
            return "foreign", f"article {citation.article} is not of this story"
        if not citation.resolves(article):
            place = f"{citation.part}[{citation.start}:{citation.end}]"
            return "unresolved", f"{place} of article {citation.article} is not {citation.quote!r}"
    return None


def _words(claim: Claim, court: _Court) -> Verdict:
    """The text is the quotes, joined, in the writing that ``transform`` names; what differs is named precisely."""
    if any(claim.text == _written(quote, claim.transform) for quote in _joined(claim)):
        return None
    if claim.transform != "none":
        return "transform", f"the text is not {claim.transform} of the quote"
    quotes = "\n".join(citation.quote for citation in claim.citations)
    return _numbers(claim.text, quotes) or _names(claim.text, quotes) or ("wording", "the text is not what is quoted")


def _numbers(text: str, quotes: str) -> Verdict:
    """Every number of the text stands in the quotes, value and unit."""
    there = numbers(quotes)
    for number in numbers(text):
        if not any(same(number, other) for other in there):
            return "number", f"{text[number.start : number.end]!r} is not in the quote"
    return None


def _names(text: str, quotes: str) -> Verdict:
    """Every word in Latin script stands in the quotes, letter for letter: names are kept in both languages."""
    there = set(_LATIN.findall(quotes))
    return next((("name", f"{word!r} is not in the quote") for word in _LATIN.findall(text) if word not in there), None)


def _decency(claim: Claim, court: _Court) -> Verdict:
    """The text holds no address, no markup, no hidden sign, and speaks to no machine."""
    code = fault(claim.text)
    return (code, f"the text holds what may not be printed: {code}") if code else None


def _writing(claim: Claim, court: _Court) -> Verdict:
    """An edition in Traditional Chinese holds no simplified character."""
    if court.language == "zh-Hant" and has_simplified(claim.text):
        return "simplified", "the text holds simplified characters"
    return None


def _repeated(claim: Claim, court: _Court) -> Verdict:
    """The claim tells what no claim before it told: other words, from another place."""
    key = _key(claim.text)
    for other in court.stood:
        if _key(other.text) == key or any(_within(a, b) for a in claim.citations for b in other.citations):
            return "repeat", f"told already: {other.text!r}"
    return None


def _joined(claim: Claim) -> tuple[str, ...]:
    quotes = [citation.quote for citation in claim.citations]
    return " ".join(quotes), "".join(quotes)


def _written(quote: str, transform: str) -> str:
    return to_taiwan(quote) if transform == "opencc-s2twp" else quote


def _key(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum()) or text


def _within(one: Citation, other: Citation) -> bool:
    """Say whether one of two citations holds the other."""
    if (one.article, one.part) != (other.article, other.part):
        return False
    return (one.start <= other.start and other.end <= one.end) or (other.start <= one.start and one.end <= other.end)


# --- what takes the place of what fell -------------------------------------------------------------------------------


def _stand_ins(claim: Claim, court: _Court) -> Iterator[Claim]:
    """Give the whole source sentences around the claim's citations; a quote at a wrong place is looked up first."""
    for citation in claim.citations:
        article = court.articles.get(citation.article)
        if article is None:
            continue
        text = article.part(citation.part)
        start = citation.start if citation.resolves(article) else text.find(citation.quote)
        if start < 0:
            continue
        if citation.part == "title":
            yield from _said(article, "title", _trimmed(text), court)
            continue
        for span in sentences(text):
            if span.start <= start < span.end:
                yield from _said(article, "text", span, court)


def _said(article: Article, part: Part, span: Span, court: _Court) -> Iterator[Claim]:
    """Give the claim that says a span word for word, in the edition's writing; nothing if it is empty or too long."""
    if not 0 < span.end - span.start <= LONGEST:
        return
    citation = cite(article, part, span.start, span.end)
    if court.language == "zh-Hant" and (article.language == "zh-Hans" or has_simplified(citation.quote)):
        taiwan = to_taiwan(citation.quote)
        if taiwan != citation.quote:
            yield Claim(text=taiwan, citations=(citation,), transform="opencc-s2twp")
            return
    yield Claim(text=citation.quote, citations=(citation,))


def _trimmed(text: str) -> Span:
    start = len(text) - len(text.lstrip())
    return Span(start, max(start, len(text.rstrip())))


def _headline(draft: Draft, court: _Court) -> Claim | None:
    """Return the headline that stands: the writer's, else the best title of the story, else a first sentence."""
    if draft.headline is None:
        return None if draft.story.printed == "no" else next(_titles(court), None)
    verdict = _fault(draft.headline, court)
    if verdict is None:
        return draft.headline
    stand_ins = (claim for claim in _stand_ins(draft.headline, court) if _fault(claim, court) is None)
    found = next(stand_ins, None) or next(_titles(court), None)
    court.refuse("headline", draft.headline.text, verdict, replaced=found is not None)
    return found


def _titles(court: _Court) -> Iterator[Claim]:
    """Give titles that may be printed, in the edition's language first, then first sentences."""
    articles = sorted(
        court.story.articles,
        key=lambda a: (a.copy_of is not None, a.language[:2] != court.language[:2], -a.source.weight, a.id),
    )
    for article in articles:
        for claim in _said(article, "title", _trimmed(article.title), court):
            if _fault(claim, court) is None:
                yield claim
    for article in articles:
        for span in sentences(article.text):
            for claim in _said(article, "text", span, court):
                if _fault(claim, court) is None:
                    yield claim


def _entities(entities: tuple[str, ...], court: _Court) -> tuple[str, ...]:
    """Return the entities that stand in an article of the story, in its own writing or in Taiwan's, each once."""
    texts = [part for article in court.story.articles for part in (article.title, article.text)]
    taiwan: list[str] = []
    stood: list[str] = []
    for entity in entities:
        if not taiwan and court.language == "zh-Hant":
            taiwan = [to_taiwan(text) for text in texts]
        verdict: Verdict = None
        if not entity.strip() or not any(entity in text for text in (*texts, *taiwan)):
            verdict = "entity", "the name stands in no article of the story"
        elif entity in stood:
            verdict = "repeat", "named already"
        elif code := fault(entity):
            verdict = code, f"the name holds what may not be printed: {code}"
        elif court.language == "zh-Hant" and has_simplified(entity):
            verdict = "simplified", "the name holds simplified characters"
        if verdict is None:
            stood.append(entity)
        else:
            court.refuse("entities", entity, verdict, replaced=False)
    return tuple(stood)
