"""Draft -> Brief: only what the cited words bear out.

A claim is believed when every citation resolves and its text is what was quoted, word for word or in Taiwan's writing;
or, in somebody's own words, when it passes every check of ``checks`` against the sentences that it cites.  What fails
is told (``Refusal``), shown once to a writer that repairs, and else replaced by the whole source sentence around a
citation that does resolve, or dropped; a story is never dropped for one bad sentence.  Nothing here trusts the writer,
whoever it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from broadsheet.checks import Verdict as Ruling
from broadsheet.checks import doubts, hard_fault, ruled
from broadsheet.checks.alignment import wanted
from broadsheet.checks.case import Case, Knowledge
from broadsheet.checks.cited import MOST_SENTENCES, breadth, case_of, remembering, widened
from broadsheet.checks.entities import entities
from broadsheet.checks.framed import flat
from broadsheet.checks.repetition import repeated
from broadsheet.checks.script import script_fault
from broadsheet.checks.verbatim import difference
from broadsheet.ports import Embedder, Judge, Repair
from broadsheet.text.chinese import has_simplified, to_taiwan
from broadsheet.text.frame import honestly, joined
from broadsheet.text.names import NameTable
from broadsheet.text.orders import is_order
from broadsheet.text.quotable import fault
from broadsheet.text.said import is_said
from broadsheet.text.sentences import Span, sentences
from broadsheet.types import (
    Article,
    Brief,
    Claim,
    Count,
    Doubt,
    Draft,
    Failure,
    Fields,
    Language,
    Opinion,
    Part,
    Refusal,
    Story,
)

Field = Literal["headline", "summary", "details", "uses", "entities"]
Action = Literal["repaired", "replaced", "dropped"]
QUOTING: tuple[Literal["none", "opencc-s2twp"], ...] = ("none", "opencc-s2twp")
Verdict = tuple[str, str] | None
"""A reason code and what was wrong; None when the check is passed."""

LONGEST = 600
"""Characters of a written sentence, and of a source sentence that may replace it; what is longer has no stops."""
MOST_REASON = 200
"""Characters of a judge's reason that are told."""
SILENT = Opinion(doubt=-1, supported=None, reason="it gave no opinion")


@dataclass
class _Court:
    """What the verdicts of one draft rest on, and what they were."""

    story: Story
    language: Language
    articles: Mapping[str, Article]
    knows: Knowledge
    judge: Judge | None
    tried: dict[Claim, tuple[Claim, Verdict]] = field(default_factory=dict)
    open: dict[Claim, tuple[Claim, Case]] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)
    stood: list[Claim] = field(default_factory=list)

    def refuse(self, name: Field, text: str, verdict: tuple[str, str], action: Action) -> None:
        """Tell the ledger of the brief that ``text`` fell."""
        code, message = verdict
        self.refused.append(
            Refusal(story=self.story.id, field=name, text=text, code=code, message=message, action=action)
        )


def verify(
    draft: Draft, language: Language, names: NameTable, embedder: Embedder, judge: Judge | None = None
) -> Iterator[Brief]:
    """Yield the one brief of ``draft``, which nobody mends (``verify_mended``)."""
    return (one for one in verify_mended(draft, language, names, embedder, judge) if isinstance(one, Brief))


def verify_mended(
    draft: Draft,
    language: Language,
    names: NameTable,
    embedder: Embedder,
    judge: Judge | None = None,
    repair: Repair | None = None,
) -> Iterator[Brief | Count | Failure]:
    """Yield the one brief of ``draft``; before it, what judge and repair took and what went wrong with them.

    ``names`` are those that the desk knows in several forms; ``embedder`` places what the words leave open; ``judge``
    is asked, once for all sentences of the draft and once more for what was mended, where every fault of a written
    sentence is a soft one; ``repair`` is shown once what fell.

    Codes of what was refused: ``foreign unresolved breadth transform language number name wording address markup hidden
    instruction simplified repeat entity``, and those of the checks (``checks.CODES``).
    """
    articles = {article.id: article for article in draft.story.articles}
    court = _Court(draft.story, language, articles, Knowledge(names, remembering(embedder)), judge)
    yield from _foresee(draft, court)
    draft = yield from _repaired(draft, court, repair)
    headline = _headline(draft, court)
    if headline is not None:
        court.stood.append(headline)
    told: dict[str, list[Claim]] = {"summary": [], "details": [], "uses": []}
    for name, claims in _by_field(draft.fields):
        for claim in claims:
            stands = _judged(claim, name, court)
            if stands is not None:
                told[name].append(stands)
                court.stood.append(stands)
    fields = Fields(**{name: tuple(claims) for name, claims in told.items()})
    yield Brief(
        story=draft.story,
        headline=headline,
        fields=fields,
        entities=tuple(dict.fromkeys(_entities(draft.entities, court))),
        refused=tuple(court.refused),
        writer=draft.writer,
    )


def _by_field(fields: Fields) -> tuple[tuple[Field, tuple[Claim, ...]], ...]:
    return ("summary", fields.summary), ("details", fields.details), ("uses", fields.uses)


def _foresee(draft: Draft, court: _Court) -> Iterator[Count | Failure]:
    """Try the claims of a draft as far as nothing need be embedded, then place in one call what the others want.

    What is still in doubt is put to the judge, if there is one, in one question.
    """
    for claim in _places(draft).values():
        if claim not in court.tried and claim not in court.open:
            _try(claim, court)
    pairs = [pair for _, case in court.open.values() for pair in wanted(case)]
    if pairs:
        court.knows.embed([text for text, _ in pairs], [language for _, language in pairs])
    if court.judge is not None and (court.story.printed == "full" or not court.judge.dear):
        yield from _heard(court, court.judge)


def _heard(court: _Court, judge: Judge) -> Iterator[Count | Failure]:
    """Rule on every doubt that is open by what the judge says; what it does not say, or says both ways, is a no."""
    found = {claim: list(doubts(case)) for claim, (_, case) in court.open.items()}
    doubted = [claim for claim, faults in found.items() if faults]
    if not doubted:
        return
    cases = [court.open[claim][1] for claim in doubted]
    asked = [Doubt(text=case.text, passages=tuple(passage.text for passage in case.passages)) for case in cases]
    opinions: dict[int, Opinion] = {}
    for told in judge(court.story.id, asked):
        if not isinstance(told, Opinion):
            yield told
        elif told.doubt not in opinions or told.supported is not True:
            opinions[told.doubt] = told
    gates = Counter[str](asked=len(asked))
    for place, claim in enumerate(doubted):
        opinion = opinions.get(place, SILENT)
        whole, _ = court.open.pop(claim)
        stands, reason = opinion.supported is True, opinion.reason[:MOST_REASON] or "it says no"
        court.tried[claim] = _ruled(whole, ruled(found[claim], supported=stands, reason=reason))
        gates["passed" if stands else "silent" if opinion.supported is None else "rejected"] += 1
    for gate, count in sorted(gates.items()):
        yield Count(stage="verify", subject=court.story.id, gate=f"judge.{gate}", count=count)


def _ruled(whole: Claim, verdict: Ruling) -> tuple[Claim, Verdict]:
    """Return a claim with the checks that it passed, and what was wrong with it."""
    if verdict.fault is not None:
        return whole, (verdict.fault.code, verdict.fault.message)
    return msgspec.structs.replace(whole, checks=verdict.passed), None


def _repaired(draft: Draft, court: _Court, repair: Repair | None) -> Generator[Count | Failure, None, Draft]:
    """Return ``draft`` with what fell written anew, by its place; the rest stays, whatever else the writer sends."""
    if repair is None:
        return draft
    fallen: dict[tuple[Field, int], tuple[Claim, tuple[str, str]]] = {}
    for place, claim in _places(draft).items():
        verdict = _tried(claim, court)[1]
        if verdict is not None:
            fallen[place] = claim, verdict
    if not fallen:
        return draft
    told = [
        Refusal(story=court.story.id, field=name, text=claim.text, code=code, message=message, action="repaired")
        for (name, _), (claim, (code, message)) in fallen.items()
    ]
    answer = list(repair(draft, told))
    yield from (value for value in answer if not isinstance(value, Draft))
    anew = _places(next((value for value in answer if isinstance(value, Draft)), draft))
    mended = _places(draft)
    for refusal, place in zip(told, fallen, strict=True):
        if place in anew and anew[place] != mended[place]:
            mended[place] = anew[place]
            court.refused.append(refusal)
    fields = {name: tuple(mended[name, at] for at in range(len(claims))) for name, claims in _by_field(draft.fields)}
    changed = msgspec.structs.replace(draft, headline=mended.get(("headline", 0)), fields=Fields(**fields))
    yield from _foresee(changed, court)
    return changed


def _places(draft: Draft) -> dict[tuple[Field, int], Claim]:
    found: dict[tuple[Field, int], Claim] = {}
    if draft.headline is not None:
        found["headline", 0] = draft.headline
    for name, claims in _by_field(draft.fields):
        found.update({(name, at): claim for at, claim in enumerate(claims)})
    return found


def _judged(claim: Claim, name: Field, court: _Court) -> Claim | None:
    """Return the claim if it stands, the verbatim sentence in its place if it fell, or None."""
    tried, verdict = _tried(claim, court)
    if verdict is None:
        verdict = repeated(tried, court.stood)
        if verdict is None:
            return tried
        court.refuse(name, claim.text, verdict, "dropped")
        return None
    for stand_in in _stand_ins(claim, court):
        if _fault(stand_in, court) is None and repeated(stand_in, court.stood) is None:
            court.refuse(name, claim.text, verdict, "replaced")
            return stand_in
    court.refuse(name, claim.text, verdict, "dropped")
    return None


def _tried(claim: Claim, court: _Court) -> tuple[Claim, Verdict]:
    """Return the claim as it may be printed, with the checks that it passed, and what was wrong with it."""
    if claim not in court.tried:
        whole, case = court.open.pop(claim)
        first = next(doubts(case), None)  # nobody asks for the others
        court.tried[claim] = _ruled(whole, ruled([first] if first is not None else []))
    return court.tried[claim]


def _try(claim: Claim, court: _Court) -> None:
    """Judge a claim, or leave it ``open`` when all that may be wrong with it is what only a soft check would find."""
    if claim.transform != "written" or _citations(claim, court) is not None:
        court.tried[claim] = claim, _fault(claim, court)
        return
    for transform in QUOTING:  # said in its own words, and they are the source's after all
        quoting = msgspec.structs.replace(claim, transform=transform, checks=())
        if is_said(quoting):
            court.tried[claim] = quoting, _fault(quoting, court)
            return
    whole = widened(claim, court.articles)
    verdict = _decency(claim, court) or _writing(claim, court) or _language(claim, court) or _breadth(claim, court)
    if verdict is None:
        case = case_of(whole, court.language, court.articles, court.knows)
        fault = hard_fault(case)
        if fault is None:
            court.open[claim] = whole, case
            return
        verdict = fault.code, fault.message
    court.tried[claim] = whole, verdict


# --- checks: each looks at one claim and says what is wrong with it --------------------------------------------------


def _fault(claim: Claim, court: _Court) -> Verdict:
    checks: tuple[Callable[[Claim, _Court], Verdict], ...] = (_citations, _words, _context, _decency, _writing)
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
    """The text is what is quoted."""
    return difference(claim)


def _context(claim: Claim, court: _Court) -> Verdict:
    """What the article does not tell itself is quoted with the sentences that say so."""
    return flat(claim, court.articles)


def _language(claim: Claim, court: _Court) -> Verdict:
    """What is written is written in the edition's language; names may be in any."""
    wrong = script_fault(claim.text, "".join(citation.quote for citation in claim.citations), court.language)
    return ("language", wrong) if wrong else None


def _breadth(claim: Claim, court: _Court) -> Verdict:
    """A written sentence is one, and rests on few sentences of its sources."""
    if len(claim.text) > LONGEST:
        return "breadth", f"{len(claim.text)} characters are no sentence"
    cited = breadth(claim, court.articles)
    return ("breadth", f"it cites {cited} sentences, {MOST_SENTENCES} are enough") if cited > MOST_SENTENCES else None


def _decency(claim: Claim, court: _Court) -> Verdict:
    """The text holds no address, no markup, no hidden sign, and speaks to no machine."""
    code = fault(claim.text)
    return (code, f"the text holds what may not be printed: {code}") if code else None


def _writing(claim: Claim, court: _Court) -> Verdict:
    """An edition in Traditional Chinese holds no simplified character."""
    bad = court.language == "zh-Hant" and has_simplified(claim.text)
    return ("simplified", "the text holds simplified characters") if bad else None


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
    """Give the claim that says a span word for word, in the edition's writing; nothing if it is empty or too long.

    Nor if it tells its reader to do something: no writer is shown such a sentence, and none stands in for another.
    """
    citations = honestly(article, part, span) if span.end > span.start else ()
    quote = joined(citations)  # with the sentences that say how it stands in its article
    if not 0 < len(quote) <= LONGEST or is_order(article.part(part)[span.start : span.end]):
        return
    if court.language == "zh-Hant" and (article.language == "zh-Hans" or has_simplified(quote)):
        taiwan = to_taiwan(quote)
        if taiwan != quote:
            yield Claim(text=taiwan, citations=citations, transform="opencc-s2twp")
            return
    yield Claim(text=quote, citations=citations)


def _trimmed(text: str) -> Span:
    start = len(text) - len(text.lstrip())
    return Span(start, max(start, len(text.rstrip())))


def _headline(draft: Draft, court: _Court) -> Claim | None:
    """Return the headline that stands: the writer's, else the best title of the story, else a first sentence."""
    if draft.headline is None:
        return None if draft.story.printed == "no" else next(_titles(court), None)
    tried, verdict = _tried(draft.headline, court)
    if verdict is None:
        return tried
    stand_ins = (claim for claim in _stand_ins(draft.headline, court) if _fault(claim, court) is None)
    found = next(stand_ins, None) or next(_titles(court), None)
    court.refuse("headline", draft.headline.text, verdict, "replaced" if found is not None else "dropped")
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


def _entities(names: tuple[str, ...], court: _Court) -> Iterator[str]:
    """Give the names that stand, those that the desk knows as the edition's language writes them."""
    for name, verdict in entities(names, court.story.articles, court.language):
        if verdict is None:
            yield court.knows.names.form_in(name, court.language)
        else:
            court.refuse("entities", name, verdict, "dropped")
