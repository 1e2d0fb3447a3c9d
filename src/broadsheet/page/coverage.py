"""What an edition left out, as facts: gates with their counts, the stories below the line and why they are there.

Ledger, articles, story records --gates, below_the_line--> what the terminal and the site's coverage page tell
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from broadsheet.labels import Labels, fill
from broadsheet.types import Article, Drop, Edition, Ledger, StoryRecord

LEAST_GAP = 0.005
"""Points that can be shown with two digits; nearer scores are told as equal (ties go by id)."""

HELD_BACK = ("off_beat", "revision", "repeated")
"""Reasons that keep a story from being printed in full whatever its score (``stages/rank.py``)."""

FAILURES = "failures"
COLLECTED = ("asked", "read", "taken", "older", "newer", "no_address", "twice", "undated", "bad_date")
"""The gates of ``stages/collect.py``, in its order."""

_STAGES = ("past", "collect", "extract", "dedupe", "stories")
_OF_STORIES = frozenset({"cluster", "assign", "write", "verify", "compose"})
"""Stages whose counts are of stories and of money, which the bill tells (``page/bill.py``): no source met them."""
_ORDER: Mapping[str, tuple[str, ...]] = {
    "collect": (*COLLECTED, FAILURES),
    "extract": ("article", "language", "older", "newer", "empty", "paywall", "consent", "login", FAILURES),
    "dedupe": ("original", "address", "text", "near", "passage", "translation", FAILURES),
    "stories": ("full", "line", "no"),
}
PASSED = frozenset([("collect", "asked"), ("collect", "read"), ("collect", "taken"), ("extract", "article")])
"""Gates of which nobody asks who lost most."""


class Gate(NamedTuple):
    """How many met a gate of a stage, in all and by source."""

    stage: str
    gate: str
    number: int
    sources: Mapping[str, int]


class Below(NamedTuple):
    """A story that was not printed in full, and the nearest one above the line.

    ``nearest`` is the lowest-scored story printed in full in the same section with at least its score; None when no
    score stood in its way.  ``section_has_full`` tells whether the section has a story in full at all.
    """

    story: StoryRecord
    nearest: StoryRecord | None
    section_has_full: bool


def gates(ledger: Ledger, articles: Mapping[str, Article], stories: Sequence[StoryRecord]) -> list[Gate]:
    """Return every gate that something met, in the order of the flow; the languages of articles are gates too.

    ``failures`` counts what the ledger tells of a stage; copies and stories are counted from the edition's own values.
    """
    met: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for count in ledger.counts:
        if count.stage not in _OF_STORIES:
            met[count.stage, count.gate][count.subject] += count.count
    for failure in ledger.failures:
        met[failure.stage, FAILURES][failure.subject] += 1
    for article in articles.values():
        met["dedupe", article.copy_kind or "original"][article.source.name] += 1
    for story in stories:
        met["stories", story.printed][articles[story.articles[0]].source.name] += 1
    return [
        Gate(stage, gate, met[stage, gate].total(), met[stage, gate]) for stage, gate in sorted(met, key=place_of_gate)
    ]


def place_of_gate(key: tuple[str, str]) -> tuple[int, str, int, str]:
    """Return where ``(stage, gate)`` stands in the flow, for sorting."""
    stage, gate = key
    order, family = _ORDER.get(stage, ()), gate.partition(":")[0]
    return (
        _STAGES.index(stage) if stage in _STAGES else len(_STAGES),
        stage,
        order.index(family) if family in order else len(order),
        gate,
    )


def gate_in_words(stage: str, gate: str, words: Labels) -> str:
    """Return the words of a gate; ``FAMILY:LANGUAGE`` names a language."""
    family, _, language = gate.partition(":")
    own = words["coverage"].get(f"gate.{stage}.{family}")
    return gate if own is None else fill(own, language=words["site"].get(f"language.{language}", language))


def by_interest(edition: Edition) -> Callable[[Drop], tuple[float, str, str, str]]:
    """Return the order of what was left out: nearest to the window first, undated last, ties by source and title."""
    ends = [end.timestamp() for end in (edition.window.start, edition.window.end) if end is not None]

    def key(drop: Drop) -> tuple[float, str, str, str]:
        if drop.published is None:
            return math.inf, drop.source, drop.title, drop.url
        far = min((abs(drop.published.timestamp() - end) for end in ends), default=0.0)
        return far, drop.source, drop.title, drop.url

    return key


def below_the_line(stories: Iterable[StoryRecord]) -> list[Below]:
    """Return the stories that were not printed in full, best first, each with the nearest one above the line."""
    stories = list(stories)
    full: dict[str, list[StoryRecord]] = defaultdict(list)
    for story in stories:
        if story.printed == "full":
            full[story.section].append(story)
    found = []
    for story in sorted(stories, key=lambda s: (-s.score, s.id)):
        if story.printed != "full":
            above = [other for other in full[story.section] if other.score >= story.score]
            # Where a lower-scored story of the section was printed in full, it was no score that held this one back.
            beaten = len(above) < len(full[story.section])
            nearest = None if beaten else min(above, key=lambda s: (s.score, s.id), default=None)
            found.append(Below(story, nearest, bool(full[story.section])))
    return found


def why_below(one: Below, articles: Mapping[str, Article], words: Labels) -> str:
    """Return why a story was not printed in full: what held it back, the nearest one above it, or no room."""
    own, reasons = words["coverage"], words["compose"]
    told = [
        fill(own["dropped.held"], reason=fill(reasons[f"reason.{r.code}"], names=own["health.list"].join(r.names)))
        for r in one.story.reasons
        if r.code in HELD_BACK
    ]
    if one.nearest is not None:
        by = one.nearest.score - one.story.score
        key = "dropped.nearest" if by >= LEAST_GAP else "dropped.tie"
        told.append(
            fill(
                own[key], title=title_of(one.nearest, articles), **({"missed": f"{by:.2f}"} if by >= LEAST_GAP else {})
            )
        )
    elif not told:
        told.append(own["dropped.no_room"] if one.section_has_full else own["dropped.none"])
    return own["health.list"].join(told)


def title_of(story: StoryRecord, articles: Mapping[str, Article]) -> str:
    """Return the title of the article that represents a story, or how its text begins."""
    first = articles[story.articles[0]]
    return (first.title.strip() or first.text.strip().partition("\n")[0])[:120]
