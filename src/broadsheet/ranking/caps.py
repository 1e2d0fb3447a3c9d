"""Who may take how much of the page: by owner, by section, by topic; and how rare the highest grade is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from broadsheet.desk import Desk
from broadsheet.types import Importance, Printed, Reason, Story


class Standing(NamedTuple):
    """What is known of a story when the page is laid out.

    ``firm_owners`` are its owners without the carriers of papers; ``topic`` is the interest that it bears most, empty
    for none; ``heard`` is how many whole voices tell it; ``pinned`` and ``vetoed`` are an editor's word.
    """

    story: Story
    owners: tuple[str, ...]
    firm_owners: tuple[str, ...]
    reasons: tuple[Reason, ...]
    score: float
    section: str
    continues: str | None
    on_beat: bool
    news: bool
    topic: str
    heard: float = 1.0
    pinned: bool = False
    vetoed: bool = False


def in_full(standings: Sequence[Standing], desk: Desk) -> frozenset[str]:
    """The ids of the stories in full: pinned ones, then the best, bounded by owner, and by section and topic while
    others want the place."""
    limits = desk.limits
    chosen = {s.story.id for s in standings if s.pinned and not s.vetoed and _has_text(s.story)}
    by_owner: Counter[str] = Counter()
    by_section: Counter[str] = Counter()
    by_topic: Counter[str] = Counter()
    section_most = max(1, round(limits.section_share * limits.full))
    topic_most = max(1, round(limits.topic_share * limits.full))
    for strict in (True, False):
        for s in standings:
            if len(chosen) >= limits.full:
                break
            alone = s.firm_owners[0] if len(s.owners) == 1 and s.firm_owners else None
            if s.story.id in chosen or not (s.on_beat and s.news) or s.vetoed:
                continue
            crowded = by_section[s.section] >= section_most or (bool(s.topic) and by_topic[s.topic] >= topic_most)
            if strict and (crowded or s.heard < 1):  # a divided voice waits until nobody else wants the place
                continue
            if alone is not None and by_owner[alone] >= limits.owner_full:
                continue
            chosen.add(s.story.id)
            by_section[s.section] += 1
            by_topic[s.topic] += 1
            if alone is not None:
                by_owner[alone] += 1
    return frozenset(chosen)


def in_lead(standings: Sequence[Standing], desk: Desk) -> frozenset[str]:
    """The ids of the lead: pinned ones, then the best of ``standings`` (those in full).

    First the stories that several owners tell, no section or topic above its share; a quiet day fills up with others.
    A story *hangs on* an owner when fewer than ``lead_owners`` would be left without it: an owner holds up one such
    story.
    """
    limits = desk.limits
    chosen = {s.story.id for s in standings if s.pinned}
    held: Counter[str] = Counter()
    by_section: Counter[str] = Counter()
    by_topic: Counter[str] = Counter()
    for strict in (True, False):
        for s in standings:
            if len(chosen) >= limits.lead:
                break
            hangs_on = s.firm_owners if len(s.owners) <= limits.lead_owners else ()
            crowded = by_section[s.section] >= limits.lead_per_section or (
                bool(s.topic) and by_topic[s.topic] >= limits.lead_per_topic
            )
            weak = len(s.owners) < limits.lead_owners or crowded or s.heard < limits.lead_owners - 1
            if s.story.id in chosen or (strict and weak):
                continue
            if any(held[owner] >= limits.lead_per_owner for owner in hangs_on):
                continue
            chosen.add(s.story.id)
            by_section[s.section] += 1
            by_topic[s.topic] += 1
            held.update(hangs_on)
    return frozenset(chosen)


def grades(standings: Sequence[Standing], desk: Desk) -> dict[str, Importance]:
    """Grade by the desk's cuts; what is off the beat or not new is low, and ``critical`` stays rare."""
    cuts = desk.importance
    given: dict[str, Importance] = {}
    criticals = 0
    for s in standings:
        if s.vetoed or not ((s.on_beat and s.news) or s.pinned):
            given[s.story.id] = "low"
        elif s.score >= cuts.critical and len(s.owners) >= cuts.critical_owners and criticals < cuts.criticals:
            given[s.story.id] = "critical"
            criticals += 1
        else:
            given[s.story.id] = "high" if s.score >= cuts.high else "medium" if s.score >= cuts.medium else "low"
    return given


def printed(s: Standing, full: frozenset[str]) -> Printed:
    """Say how a story is printed: in full, as a line, or not at all (no word to print, or an editor's veto)."""
    if s.vetoed:
        return "no"
    if s.story.id in full:
        return "full"
    return "line" if any(a.title.strip() or a.text.strip() for a in s.story.articles) else "no"


def _has_text(story: Story) -> bool:
    return any(article.text.strip() for article in story.articles)
