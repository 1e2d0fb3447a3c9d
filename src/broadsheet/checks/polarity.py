"""Polarity: what the source denies is not told as fact, and what it tells is not denied.

A negation is laid beside those of the other text by what it denies: the first act after it ("has not *released*",
尚未*推出*).  A paraphrase may leave a denied clause out, and may say it in other words ("undisclosed", 婉拒), so a
missing negation is a fault only where the other text tells the same act undenied, or tells all and denies nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.reading import Reading, readings

CODE = "polarity"

REACH = 3
"""Content words after a negation among which its act is looked for.  Hand-set 2026-11-22 on tests/test_checks_*."""
REACH_HAN = 8
"""Characters after a Chinese negation that can hold its act.  Hand-set 2026-11-22 on tests/test_checks_*."""
COVERED = 0.6
"""Share of the source's names, numbers and acts that a sentence must tell before it is held to tell all of
it.  Hand-set 2026-11-22 on tests/test_checks_*."""

_STOP = re.compile(
    r"[,，;；:：。！？!?()（）\n—]|\.(?=\s|$)|\b(?:but|while|although|because|which|who|and)\b|但|而且|并且|因为"
)


class _Head(NamedTuple):
    place: int
    keys: frozenset[str]


@dataclass(frozen=True)
class _Denial:
    """A negation at ``start``; what it denies begins at ``end``, and reaches to ``stop`` at most."""

    start: int
    end: int
    stop: int
    heads: tuple[_Head, ...]


def polarity(case: Case) -> Finding | None:
    """Return the fault of a sentence that denies what its passages tell, or tells what they deny."""
    written, source = readings(case)
    here, there = tuple(_denials(written)), tuple(_denials(source))
    if not here and not there:
        return None
    for denial in here:
        if _asserted(denial, written, source):
            return _finding(written, denial, "the sentence denies what the passage tells")
    if here and (not _negatives(source) or (len(here) > len(_negatives(source)) and not case.crosses)):
        return _finding(written, here[0], "the sentence denies more than the passage")
    for denial in there:
        if _asserted(denial, source, written):
            return _finding(source, denial, "the sentence tells what the passage denies")
    if there and not _negatives(written) and _tells_all(written, source, there, case.crosses):
        return _finding(source, there[0], "the sentence leaves out a negation of the passage")
    return None


def _finding(reading: Reading, denial: _Denial, what: str) -> Finding:
    words = reading.text[denial.start : min(denial.stop, denial.end + 40)].strip()
    return Finding(CODE, f"{what}: {words!r}", hard=True)


def _denials(reading: Reading) -> Iterator[_Denial]:
    """Yield the negations of a text that stand alone; two in a row cancel each other."""
    marks = [mark for mark in reading.of("negation") if mark.tag.name != "faint"]
    skip = -1
    for index, mark in enumerate(marks):
        if mark.start < skip:
            continue
        end = mark.end
        following = marks[index + 1] if index + 1 < len(marks) else None
        found = _STOP.search(reading.folded, end)
        stop = found.start() if found else len(reading.folded)
        if following is not None and following.start < stop and _near(reading.folded[end : following.start]):
            skip = following.end
            if following.tag.name == "lexical" or mark.tag.name == "lexical":
                continue
            end = following.end
        yield _Denial(mark.start, end, stop, _heads(reading, end, stop))


def _near(between: str) -> bool:
    """Say whether two negations belong to one verb: at most one short word stands between them."""
    return len(between.split()) <= 1 and len(between) <= 8


def _heads(reading: Reading, start: int, stop: int) -> tuple[_Head, ...]:
    """Return the first content words after ``start``, with their keys: what is denied."""
    places: dict[int, set[str]] = {}
    for key, at, _ in reading.within(start, stop):
        if key[0] not in "n#":
            places.setdefault(at, set()).add(key)
    reach = [at for at in sorted(places) if reading.folded[at] < "\u4e00" or at - start <= REACH_HAN][:REACH]
    acts = [at for at in reach if any(key[0] in "ao" for key in places[at])]
    return tuple(_Head(at, frozenset(places[at])) for at in (acts or reach))


def _negatives(reading: Reading) -> tuple[int, ...]:
    """Return the places of every word that could have kept a negation, the faintest too."""
    return tuple(sorted({mark.start for mark in reading.of("negation")}))


def _denied_at(place: int, reading: Reading, undone: bool = False) -> bool:
    """Say whether a place lies in the reach of any negative of its text, the faintest too.

    ``undone``: of the faint ones only those that undo an act (stop, ban, refuse), not "only" or "little".
    """
    low, high = reading.clause(place)
    undoing = {mark.start for mark in reading.of("opposite") if mark.tag.value < 0}
    faint = any(
        low <= mark.start < high and not mark.start <= place < mark.end and (not undone or mark.start in undoing)
        for mark in reading.of("negation")
        if mark.tag.name == "faint"
    )
    return faint or reading.denied(place)


def _sides(reading: Reading, place: int) -> set[tuple[str, float]]:
    """Return the sides of the pairs of opposites that a word stands for."""
    return {(mark.tag.name, mark.tag.value) for mark in reading.of("opposite") if mark.start == place}


def _asserted(denial: _Denial, one: Reading, other: Reading) -> bool:
    """Say whether ``other`` tells, undenied, the act that ``one`` denies (and ``one`` nowhere tells itself)."""
    if not denial.heads:
        return False
    for head in denial.heads[: 1 if _is_act(denial.heads[0].keys) else 2]:
        places = other.matches(head.keys)
        if not places:
            continue
        sides = _sides(one, head.place)
        alike = [place for place in places if not sides & {(name, -side) for name, side in _sides(other, place)}]
        same_word = any(key[0] in "sh" and other.at(key) for key in head.keys)
        if not alike or any(_denied_at(place, other, undone=same_word) for place in alike):
            return False
        return all(_denied_at(place, one) for place in one.matches(head.keys))
    return False


def _is_act(head: frozenset[str]) -> bool:
    return any(key[0] in "ao" for key in head)


def _tells_all(written: Reading, source: Reading, denials: tuple[_Denial, ...], crosses: bool) -> bool:
    """Say whether the sentence tells the denied clause too: most of what can be compared stands in it."""
    for denial in denials:
        low, _ = source.clause(denial.start)
        _, high = source.clause(max(denial.start, min(denial.stop, len(source.folded)) - 1))
        keys = {key for key, *_ in source.within(low, high) if not crosses or key[0] in "n#ao"}
        shared = keys & written.key_set
        if keys and len(shared) / len(keys) >= COVERED:
            return True
        if source.clauses > 1 and denial.heads and not written.matches(denial.heads[0].keys):
            return False
    if source.clauses <= 1:
        return True
    keys = {key for key, *_ in source.keys if not crosses or key[0] in "n#ao"}
    return bool(keys) and len(keys & written.key_set) / len(keys) >= COVERED
