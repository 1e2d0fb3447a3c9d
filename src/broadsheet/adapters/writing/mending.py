"""Refused sentences -> one request, and its answer -> claims in their old places: the writer's second chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from broadsheet.adapters.model.wire import Request
from broadsheet.adapters.writing.claims import MOST, Editor
from broadsheet.adapters.writing.context import Context, marker_of, plain
from broadsheet.adapters.writing.prompts import Prompt
from broadsheet.adapters.writing.shapes import RepairAnswer, schema_of
from broadsheet.text.quotable import fault
from broadsheet.types import Claim, Draft, Fields, Language, Refusal

MOST_FALLEN, MOST_MESSAGE = 400, 160
"""Characters of a refused sentence that are told, and of the reason: what is longer is no sentence, and the rest of a
reason repeats it."""
MOST_BYTES = (1 + sum(MOST.values())) * 4 * (MOST_FALLEN + MOST_MESSAGE + 16)
"""Bytes that the sentences of a whole brief and the reasons take in a request, at most."""
LOST: Mapping[str, int] = {"headline": 3, "summary": 2, "details": 1, "uses": 1}
"""What it costs a reader that a sentence of a field is quoted from a source instead of written."""
REPAIR_FROM = 4
"""Loss from which a brief is worth a second call.  Swept over the 66 stories in full of 2025-12-18 in English with a
scripted model, 2026-11-23; calls a story in full, and sentences left quoted of about 300:

    share of false sentences    from 1        from 3        from 4        from 5
    10 %                        1.41 (3)      1.18 (18)     1.06 (27)     1.05 (29)
    15 %                        1.53 (3)      1.21 (26)     1.08 (39)     1.06 (41)

Where no source is in the edition's language every loss is one more: a brief of a headline and seven sentences is then
mended in 23, 39 and 54 cases of 100 at 10, 15 and 20 per cent (binomial).  4 keeps a story below 1.2 calls, and leaves
no headline in another language."""
Place = tuple[str, int]


def places(draft: Draft, refusals: Sequence[Refusal]) -> dict[int, Place]:
    """Return where the refused texts stand in the draft, by their number from 1; those that nobody may see are left."""
    found = {at: _place(draft, refusal) for at, refusal in enumerate(refusals, 1)}
    return {
        at: place
        for at, place in found.items()
        if place is not None and not fault(refusals[at - 1].text) and not fault(refusals[at - 1].message)
    }


def loss(draft: Draft, at: Mapping[int, Place], language: Language) -> int:
    """Return what a reader loses where the sentences at ``at`` are quoted: by their fields, and one more for each
    whose source is in another language.
    """
    languages = {article.id: article.language for article in draft.story.articles}
    total = 0
    for field, number in at.values():
        claim = draft.headline if field == "headline" else getattr(draft.fields, field)[number]
        assert claim is not None  # a place is one of this draft
        own = any(languages.get(citation.article, "")[:2] == language[:2] for citation in claim.citations)
        total += LOST[field] + (not own)
    return total


def _place(draft: Draft, refusal: Refusal) -> Place | None:
    if refusal.field == "headline":
        return ("headline", 0) if draft.headline is not None and draft.headline.text == refusal.text else None
    if refusal.field == "entities":
        return None
    claims: tuple[Claim, ...] = getattr(draft.fields, refusal.field)
    return next(((refusal.field, at) for at, claim in enumerate(claims) if claim.text == refusal.text), None)


def request_of(
    draft: Draft,
    refusals: Sequence[Refusal],
    at: dict[int, Place],
    context: Context,
    prompt: Prompt,
    run: str,
    longest: int,
) -> tuple[Request, str]:
    """Return what is asked, and the marker of its lines."""
    marker = marker_of(run, context.lines(""), *(refusal.text for refusal in refusals))
    told = ((number, refusals[number - 1]) for number in at)
    fallen = "\n".join(
        f"{number}. {plain(one.text)[:MOST_FALLEN]} ({plain(one.message)[:MOST_MESSAGE]})" for number, one in told
    )
    system, user = prompt.fill(marker=marker, sentences=context.lines(marker), fallen=fallen, hint="")
    request = Request(
        subject=draft.story.id,
        system=system,
        user=user,
        shape="repair",
        schema=schema_of(RepairAnswer),
        longest=longest,
    )
    return request, marker


def mended(
    draft: Draft, told: RepairAnswer, at: dict[int, Place], context: Context, marker: str, editor: Editor
) -> Draft:
    """Return ``draft`` with the sentences of the answer in their places; what is no claim changes nothing."""
    anew: dict[Place, Claim] = {}
    for one in told.sentences:
        place = at.get(one.place)
        if place is not None:
            claim = editor.sentence(one.text, one.cites, context, marker, stop=place[0] != "headline")
            if claim is not None:
                anew[place] = claim
    fields = {
        name: tuple(anew.get((name, number), claim) for number, claim in enumerate(getattr(draft.fields, name)))
        for name in ("summary", "details", "uses")
    }
    return msgspec.structs.replace(
        draft, headline=anew.get(("headline", 0), draft.headline), fields=editor.introduced(Fields(**fields))
    )
