"""What a story's articles say in the desk's own words: cues by group, in titles and in openings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from broadsheet.desk import Desk, grid
from broadsheet.text.cues import Cues
from broadsheet.text.numbers import numbers
from broadsheet.text.standing import own_text
from broadsheet.types import Article, Reason, Story

OPENING = 1500
"""Characters of a text that are read for cues.  News says first what it is about; a cue deep in a page is an aside.
Not swept: the texts of the reference input are shorter (2026-11-22)."""

_CURRENCIES = frozenset(["USD", "EUR", "GBP", "JPY", "KRW", "INR", "HKD", "TWD", "CNY", "元", "¥"])
_MONEY = re.compile(
    r"[$€£¥₩₹元圓圆]|美金|[港台臺]幣|[港台]币|\b(?:USD|NTD|TWD|HKD|RMB|CNY|EUR|GBP|JPY|KRW|INR)\b|dollar|euro|pound|yen|yuan|renminbi|rupee|won\b",
    re.I,
)
"""What a text with a sum of money holds somewhere.  Most do not, and reading numbers is the dear part of ranking."""


class Reading(NamedTuple):
    """The cues of one article by group: in its title, and in its title or opening."""

    article: Article
    title: Mapping[str, tuple[str, ...]]
    opening: Mapping[str, tuple[str, ...]]


def voices(story: Story) -> tuple[Article, ...]:
    """Return the articles that speak for a story: its originals, or all when each repeats another story's article."""
    return story.originals or story.articles


def cues_of(desk: Desk) -> Cues:
    """Return every cue of the desk, by group: ``beat.core``, ``section.market``, ``interest.models``, ..."""
    groups = {"beat.core": desk.beat.core, "beat.terms": desk.beat.terms, "muted": desk.muted}
    groups |= {"preprints.policy": desk.preprints.policy_cues}
    groups |= {f"section.{section.id}": section.cues for section in desk.sections}
    groups |= {f"interest.{interest.id}": interest.cues for interest in desk.interests}
    groups |= {f"consequence.{consequence.id}": consequence.cues for consequence in desk.consequences}
    return Cues(groups)


def read(article: Article, cues: Cues, desk: Desk) -> Reading:
    """Read one article for cues, and for sums of money where the desk asks for them."""
    title = cues.find(article.title)
    opening = cues.find(f"{article.title}\n{own_text(article)[:OPENING]}")
    for consequence in desk.consequences:
        if consequence.amount is not None:
            group = f"consequence.{consequence.id}"
            in_title = _sums(article.title, consequence.amount)
            in_all = tuple(dict.fromkeys((*in_title, *_sums(own_text(article)[:OPENING], consequence.amount))))
            title |= {group: (*title.get(group, ()), *in_title)} if in_title else {}
            opening |= {group: (*opening.get(group, ()), *in_all)} if in_all else {}
    return Reading(article, title, opening)


def _sums(text: str, least: float) -> tuple[str, ...]:
    """The sums of money of at least ``least`` that ``text`` names, as it writes them."""
    if not _MONEY.search(text):
        return ()
    found = (n for n in numbers(text) if n.unit in _CURRENCIES and n.value >= least)
    return tuple(dict.fromkeys(text[n.start : n.end] for n in found))


def borne(readings: Sequence[Reading], holds: Callable[[Reading], bool], share: float = 0.5) -> bool:
    """Say whether at least that share of the owners has an article of which ``holds`` is true."""
    owners: dict[str, bool] = defaultdict(bool)
    for reading in readings:
        owners[reading.article.source.owner] |= holds(reading)
    return any(owners.values()) and sum(owners.values()) >= share * len(owners)


def on_beat(reading: Reading, desk: Desk) -> bool:
    """Say whether an article is the desk's business; ``Beat`` tells the rule."""
    in_category = any(
        category.lower().startswith(prefix.lower())
        for category in reading.article.categories
        for prefix in desk.beat.categories
    )
    named = "beat.core" in reading.opening or "beat.terms" in reading.title
    return in_category or named or len(reading.opening.get("beat.terms", ())) >= desk.beat.opening


def topical(readings: Sequence[Reading], kind: str, points: Mapping[str, float], most: int) -> list[Reason]:
    """Return the reasons of the cue groups of one kind: whole points when titles bear a cue, half when openings do."""
    reasons: list[Reason] = []
    for entry, gain in points.items():
        group = f"{kind}.{entry}"
        in_titles = borne(readings, lambda r, group=group: group in r.title)  # type: ignore[misc]
        if in_titles or borne(readings, lambda r, group=group: group in r.opening):  # type: ignore[misc]
            words = Counter(cue for r in readings for cue in (r.title if in_titles else r.opening).get(group, ()))
            names = [cue for cue, _ in sorted(words.items(), key=lambda item: (-item[1], item[0]))[:3]]
            reasons.append(reason(group, gain if in_titles else gain / 2, names))
    return sorted(reasons, key=lambda r: (-r.points, r.code))[:most]


def reason(code: str, points: float, names: Sequence[str] = (), count: int | None = None) -> Reason:
    """Build a reason: its points on the grid, ``count`` the number of its names unless it is given."""
    return Reason(code=code, points=grid(points), count=len(names) if count is None else count, names=tuple(names))
