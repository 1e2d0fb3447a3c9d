"""Stories and a budget -> how long each is written, before the first call: most worth for the money.

Every story can be raised from being quoted to a line, a short brief, a full one.  A raise is worth the story's score
and importance times the step, and costs tokens and money; the best raises are bought first (the greedy rule for
knapsacks of small things, Dantzig 1957).  What was answered in an earlier run is priced like the rest, so that the same
day has the same plan whenever it is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from broadsheet.adapters.model.purse import Limits
from broadsheet.types import Assignment, Depth, Story

WORTH: Mapping[str, float] = {"critical": 4.0, "high": 2.5, "medium": 1.5, "low": 1.0}
STEPS: Mapping[Depth, float] = {"line": 0.3, "short": 1.0, "full": 1.5}
"""What a story is worth to a reader at each depth; quoted it is worth nothing more.  Hand-set 2026-11-22, not swept:
it assumes that a second story in short is better than details of the first."""
KEPT_BACK = 0.06
"""Share of a budget that is left for second answers, and because estimates err.  Swept from 0 to .18 on 2026-11-23
over the reference day with 80,000 tokens and a scripted model that writes 2.4 times what it copies, 15 per cent of it
false: nothing was cut at any, 90, 85, 78 and 74 per cent were spent, and 42, 39, 37 and 34 stories written in full.
Not 0, for a model may be wordier still, and what the plan promised would then be quoted."""
MOST_SHARED = 25
"""Stories in one call at most: beyond, models swap them."""
CUT = 8
"""A shared call ends after one story in this many, told by the story's own id: then a story more or less changes the
calls beside it and no others (content-defined chunking)."""


class Cost(NamedTuple):
    """What a story takes at a depth: tokens in all, and microdollars."""

    tokens: int
    microdollars: int


def total(costs: Iterable[Cost]) -> Cost:
    """Return what ``costs`` come to."""
    tokens = microdollars = 0
    for cost in costs:
        tokens, microdollars = tokens + cost.tokens, microdollars + cost.microdollars
    return Cost(tokens, microdollars)


def without(limits: Limits, kept: Cost) -> Limits:
    """Return what is left of ``limits`` when ``kept`` is set aside; a bound stays a bound."""
    parts = (kept.microdollars, kept.tokens)
    return Limits(*(max(1, limit - part) if limit else 0 for limit, part in zip(limits, parts, strict=True)))


def depths(costs: Mapping[str, Mapping[Depth, Cost]], stories: Sequence[Story], limits: Limits) -> dict[str, Depth]:
    """Return the depth of each story of ``stories`` by id, within ``limits``; 0 of a limit is none.

    ``costs`` are those of every depth that a story may have, by story; a story without any is quoted.
    """
    chosen: dict[str, Depth] = {story.id: "quote" for story in stories}
    spent = Cost(0, 0)
    room = Limits(*(int(limit * (1 - KEPT_BACK)) for limit in limits))
    raises: list[tuple[float, str, Depth]] = []
    for story in stories:
        worth = WORTH[story.importance] * (1 + max(0.0, story.score))
        for depth, cost in costs.get(story.id, {}).items():
            price = cost.microdollars if limits.microdollars else cost.tokens
            raises.append((-worth * STEPS[depth] / max(1, price), story.id, depth))
    bounded = any(limits)
    order = sorted(raises) if bounded else sorted(raises, key=lambda one: -STEPS[one[2]])
    for _, story_id, depth in order:
        before = chosen[story_id]
        if before != "quote" and STEPS[depth] <= STEPS[before]:
            continue
        had = costs[story_id][before] if before != "quote" else Cost(0, 0)
        cost = costs[story_id][depth]
        after = Cost(spent.tokens + cost.tokens - had.tokens, spent.microdollars + cost.microdollars - had.microdollars)
        if (not room.tokens or after.tokens <= room.tokens) and (
            not room.microdollars or after.microdollars <= room.microdollars
        ):
            spent, chosen[story_id] = after, depth
    return chosen


def assignments(
    stories: Sequence[Story], chosen: Mapping[str, Depth], tokens: Mapping[str, int], room: int
) -> Iterator[Assignment]:
    """Yield the calls: the most worthy stories first, then small ones together, then what is quoted, one by one.

    ``tokens`` is what a small story takes of a shared prompt, ``room`` what one holds.
    """
    for story in sorted(stories, key=lambda s: (-WORTH[s.importance] * (1 + max(0.0, s.score)), s.id)):
        if chosen[story.id] in ("short", "full"):
            yield Assignment(stories=(story,), depth=chosen[story.id])
    group: list[Story] = []
    taken = 0
    for story in sorted((s for s in stories if chosen[s.id] == "line"), key=lambda s: s.id):
        if group and (taken + tokens[story.id] > room or len(group) == MOST_SHARED):
            yield Assignment(stories=tuple(group), depth="line")
            group, taken = [], 0
        group.append(story)
        taken += tokens[story.id]
        if int(story.id[:8], 16) % CUT == 0:
            yield Assignment(stories=tuple(group), depth="line")
            group, taken = [], 0
    if group:
        yield Assignment(stories=tuple(group), depth="line")
    for story in sorted(stories, key=lambda s: s.id):
        if chosen[story.id] == "quote":
            yield Assignment(stories=(story,), depth="quote")
