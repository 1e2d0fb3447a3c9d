"""Modality and stage: never stronger than the source.  "May" does not become "will", nor "in talks" "agreed".

Modality is compared act by act: an act that the source only calls possible, expected, planned or to come may not be
told as more.  A stage is a step on a road (rumour, talks, agreement, signature, closing) that the source has reached.
Weaker is allowed.
"""

from __future__ import annotations

import re

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.reading import Reading, readings
from broadsheet.checks.words import Mark

FACT = 4.0
"""Strength of what is told without any modal word."""
COMING = 3.0
"""Strength of what is to come: the least doubtful of the modal words."""
REACH = 3
"""Content words after a modal word among which its act is looked for."""
BEFORE = 24
"""Characters before a modal word that can hold its act where none follows ("a deal is likely")."""
COVERED = 0.5
"""Share of what can be compared in the hedged clause that the sentence must tell.
Hand-set 2026-11-22 on tests/test_checks_*."""

_HAN = re.compile("[\u4e00-\u9fff]")
_DONE = re.compile("已|了(?!解)|完成|刚刚?|昨|曾|日前|成功|[建达]成|正式")
_VERBAL = re.compile("[在于以与和对向为会可继持进正首再从由成有是投推使让全提支采逐陆合]")
"""What follows 將 when it means "will"."""


def modality(case: Case) -> Finding | None:
    """Return the fault of a sentence that makes an act of its passages more certain than they do."""
    written, source = readings(case)
    asked = [mark for mark in source.of("modal") if mark.tag.asks and _looks_ahead(source, mark)]
    if not asked:
        return None
    claims, hedges = written.of("modal"), source.of("modal")
    for mark in asked:
        allowed = _allowed(mark, asked, source)
        for keys in _acts(source, mark):
            places = written.matches(keys)
            if not places or any(_strength(source, hedges, place) > allowed for place in source.matches(keys)):
                continue
            low, high = source.clause(mark.start)
            elsewhere = source.folded[:low] + "\n" + source.folded[high:]
            strength = min(_strength(written, claims, place, elsewhere) for place in places)
            if _exceeds(strength, allowed, written):
                return _finding(source, mark, written, strength)
            break
        else:
            strength = min((claim.tag.value for claim in claims), default=FACT)
            if _exceeds(strength, allowed, written) and _tells(written, source, mark, case.crosses):
                return _finding(source, mark, written, strength)
    return None


def _finding(source: Reading, mark: Mark, written: Reading, strength: float) -> Finding:
    words = source.text[mark.start : mark.end + 40].split("\n")[0].strip()
    said = next((c for c in written.of("modal") if c.tag.value == strength), None)
    how = "as fact" if said is None else f"with {written.text[said.start : said.end]!r}"
    return Finding("modality", f"the passage says {words!r}, the sentence tells it {how}", hard=True)


def _exceeds(strength: float, allowed: float, written: Reading) -> bool:
    """Say whether a sentence claims more than it may.

    A bare Chinese verb has no tense (台積電在德國建廠 may be to come), so only a sign of completion makes it a fact
    where the source speaks of what is to come.
    """
    if strength == FACT and allowed >= COMING and _HAN.search(written.folded):
        return _DONE.search(written.folded) is not None
    return strength > allowed


def _allowed(mark: Mark, asked: list[Mark], source: Reading) -> float:
    """Return the least that is said of an act: "may be expected to" is a "may"."""
    low, high = source.clause(mark.start)
    return min(other.tag.asks for other in asked if low <= other.start < high)


def _acts(source: Reading, mark: Mark) -> list[frozenset[str]]:
    """Return the keys of the first content words that a modal word bears on, word by word; its own word not."""
    _, high = source.clause(mark.end)
    places: dict[int, set[str]] = {}
    for key, at, _ in source.within(mark.end, high):
        if key[0] not in "n#":
            places.setdefault(at, set()).add(key)
    if not places:
        low, _ = source.clause(mark.start)
        for key, at, end in source.within(max(low, mark.start - BEFORE), mark.start):
            if key[0] not in "n#" and end <= mark.start:
                places.setdefault(at, set()).add(key)
    found = [frozenset(places[at]) for at in sorted(places)[:REACH]]
    return [frozenset(key for key in keys if key[0] != "h") or keys for keys in found]


def _strength(reading: Reading, claims: tuple[Mark, ...], place: int, elsewhere: str = "") -> float:
    """Return how strongly the act at ``place`` is told: the weakest modal word before it, or in its clause.

    A word of an earlier clause does not count where the source has it ``elsewhere`` too: it speaks of another act.
    """
    low, high = reading.sentence(place)
    start, end = reading.clause(place)
    said = {mark.start for mark in reading.of("attribution")}
    strength = FACT
    for claim in claims:
        if claim.start == place or not low <= claim.start < high:
            continue
        own = start <= claim.start < end
        before = claim.start < start and reading.folded[claim.start : claim.end] not in elsewhere
        if own or before or (claim.start >= end and claim.start in said):
            strength = min(strength, claim.tag.value)
    return strength


def _looks_ahead(source: Reading, mark: Mark) -> bool:
    """Say whether a modal word bears on an act that is told: not "will not", not 將 in the sense of 把."""
    if source.denied(mark.start):
        return False
    if source.folded[mark.start : mark.end] != "将":
        return True
    return _VERBAL.match(source.folded, mark.end) is not None or any(
        mark.end <= other.start <= mark.end + 1 for other in source.marks if other.tag.kind in ("act", "modal")
    )


def _tells(written: Reading, source: Reading, mark: Mark, crosses: bool) -> bool:
    """Say whether the sentence tells the hedged clause, in other words."""
    if source.clauses <= 1:
        return True
    low, high = source.clause(mark.start)
    keys = {key for key, *_ in source.within(low, high) if not crosses or key[0] in "n#ao"}
    return bool(keys) and len(keys & written.key_set) / len(keys) >= COVERED


# --- stages ----------------------------------------------------------------------------------------------------------


def stage(case: Case) -> Finding | None:
    """Return the fault of a sentence that is further along a road than its passages."""
    written, source = readings(case)
    roads: dict[str, list[Mark]] = {}
    for mark in written.of("stage"):
        roads.setdefault(mark.tag.name, []).append(mark)
    for road, marks in roads.items():
        there = [mark for mark in source.of("stage") if mark.tag.name == road]
        if not there:
            continue
        reached = max(there, key=lambda mark: mark.tag.value)
        furthest = max(marks, key=lambda mark: mark.tag.value)
        if furthest.tag.value > reached.tag.value and not _weakened(written, furthest):
            said, told = source.text[reached.start : reached.end], written.text[furthest.start : furthest.end]
            return Finding("stage", f"the passage says {said!r}, the sentence {told!r}", hard=True)
    return None


def _weakened(written: Reading, mark: Mark) -> bool:
    """Say whether a step is only looked forward to, or denied."""
    low, _ = written.clause(mark.start)
    hedged = any(
        low <= other.start < mark.start and other.tag.name not in ("planned", "agreed") for other in written.of("modal")
    )
    return hedged or any(
        low <= other.start < mark.start for other in written.of("negation") if other.tag.name != "faint"
    )
