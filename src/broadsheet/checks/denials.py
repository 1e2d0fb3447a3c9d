"""The negations of a text that stand alone, and what each denies: the first act after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from broadsheet.checks.reading import WEAK, Reading

REACH = 3
"""Content words after a negation among which its act is looked for.  Hand-set 2026-11-22 on tests/test_checks_*."""
REACH_HAN = 8
"""Characters after a Chinese negation that can hold its act.  Hand-set 2026-11-22 on tests/test_checks_*."""
_STOP = re.compile(
    r"[,，;；:：。！？!?()（）\n—]|\.(?=\s|$)|\b(?:but|while|although|because|which|who|and)\b|但|而且|并且|因为"
)
_NO_SIGN = re.compile(
    r" (?:\w+ )?(?:signs?|evidence|indications?|proof|suggestions?|hints?|grounds?)\b.{0,24}?\bthat\b"
)
"""What is denied stands behind "no sign that"."""
_UNTIL = re.compile(r"\b(?:until|till|before)\b")
_ONLY_THEN = re.compile(r"才|直到|方可|方能|最快|最早|\b(?:at the earliest|as soon as|as early as)\b")


class Head(NamedTuple):
    """A word that is denied: where it stands, and its keys."""

    place: int
    keys: frozenset[str]


@dataclass(frozen=True)
class Denial:
    """A negation at ``start``; what it denies begins at ``end``, and reaches to ``stop`` at most."""

    start: int
    end: int
    stop: int
    heads: tuple[Head, ...]


def _alone(reading: Reading) -> Iterator[Denial]:
    """Yield the negations of a text that stand alone; two in a row cancel each other."""
    marks = [mark for mark in reading.of("negation") if mark.tag.name not in WEAK]
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
        sign = _NO_SIGN.match(reading.folded, end, stop)
        yield Denial(mark.start, end, stop, _heads(reading, sign.end() if sign else end, stop))


def denials(reading: Reading, other: Reading) -> tuple[Denial, ...]:
    """Return the negations of a text, without "not ... until" where the other says 直到…才: then, and not before."""
    then = _ONLY_THEN.search(other.folded) is not None
    return tuple(one for one in _alone(reading) if not (then and _UNTIL.search(reading.folded, one.end, one.stop)))


def _near(between: str) -> bool:
    """Say whether two negations belong to one verb: at most one short word stands between them."""
    return len(between.split()) <= 1 and len(between) <= 8 and not between.startswith("经")  # 未經許可不得


def _heads(reading: Reading, start: int, stop: int) -> tuple[Head, ...]:
    """Return the first content words after ``start``, with their keys: what is denied."""
    places: dict[int, set[str]] = {}
    for key, at, _ in reading.within(start, stop):
        if key[0] not in "n#":
            places.setdefault(at, set()).add(key)
    reach = [at for at in sorted(places) if reading.folded[at] < "\u4e00" or at - start <= REACH_HAN][:REACH]
    acts = [at for at in reach if any(key[0] in "ao" for key in places[at])]
    return tuple(Head(at, frozenset(places[at])) for at in (acts or reach))
