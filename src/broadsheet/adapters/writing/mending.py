"""Refused sentences -> one request, and its answer -> claims in their old places: the writer's second chance."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from broadsheet.adapters.model.wire import Request
from broadsheet.adapters.writing.claims import Editor
from broadsheet.adapters.writing.context import Context, marker_of, plain
from broadsheet.adapters.writing.prompts import Prompt
from broadsheet.adapters.writing.shapes import RepairAnswer, schema_of
from broadsheet.text.quotable import fault
from broadsheet.types import Claim, Draft, Fields, Refusal

MOST_MESSAGE = 160
"""Characters of a reason that are told: the rest repeats the sentence."""
Place = tuple[str, int]


def places(draft: Draft, refusals: Sequence[Refusal]) -> dict[int, Place]:
    """Return where the refused texts stand in the draft, by their number from 1; those that nobody may see are left."""
    found = {at: _place(draft, refusal) for at, refusal in enumerate(refusals, 1)}
    return {
        at: place
        for at, place in found.items()
        if place is not None and not fault(refusals[at - 1].text) and not fault(refusals[at - 1].message)
    }


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
    fallen = "\n".join(
        f"{number}. {plain(refusals[number - 1].text)} ({plain(refusals[number - 1].message)[:MOST_MESSAGE]})"
        for number in at
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
