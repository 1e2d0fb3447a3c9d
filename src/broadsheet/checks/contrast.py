"""Which of two it is and which it is not: "delays rather than weak demand" is not 需求疲弱，而非延誤.

A sentence that keeps the contrast of its passage has on each side what the passage has there.  Where each side is more
like the other one of the passage than like its own, the two have changed places.
"""

from __future__ import annotations

import re

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.reading import Reading, readings
from broadsheet.checks.telling import alike

CODE = "direction"

LEAST = 0.3
"""Share of the words that each side must have of the other side of the passage."""

_NOT = re.compile(r"\b(?:rather than|instead of|as opposed to|and not|but not|not)\b|而非|而不是|而不在|并非|不是|不在")
"""Between what it is and what it is not."""
_BUT = re.compile(r",? (?:but|it is|it was)\b|而是|，是")
"""Behind what it is not, where that comes first."""
_STOP = re.compile(r"[。！？!?;；\n]|\.(?=\s|$)")
_REACH = 60
"""Characters to either side that belong to a contrast."""


def contrast(case: Case) -> Finding | None:
    """Return the fault of a sentence that says it is what its passages say it is not, and the reverse."""
    written, source = readings(case)
    here, there = _sides(written), _sides(source)
    if here is None or there is None:
        return None
    (is_, not_), (was, was_not) = here, there
    turned = min(alike(case, is_, was_not), alike(case, not_, was))
    kept = max(alike(case, is_, was), alike(case, not_, was_not))
    if turned >= LEAST and turned > kept:
        return Finding(CODE, "what it is and what it is not have changed places", hard=False)
    return None


def _sides(reading: Reading) -> tuple[str, str] | None:
    """Return what the only contrast of a text says it is, and what it is not; None where there is none, or several."""
    marks = [
        found
        for found in _NOT.finditer(reading.folded)
        if found[0] not in ("not", "不是", "并非", "不在") or _behind(reading, found) is not None
    ]
    if len(marks) != 1:
        return None
    mark = marks[0]
    low, high = reading.sentence(mark.start())
    but = _behind(reading, mark)
    if but is not None:
        stop = _STOP.search(reading.folded, but.end())
        end = min(high, but.end() + _REACH, stop.start() if stop else high)
        return reading.text[but.end() : end], reading.text[mark.end() : but.start()]
    return (
        reading.text[max(low, mark.start() - _REACH) : mark.start()],
        reading.text[mark.end() : min(high, mark.end() + _REACH)],
    )


def _behind(reading: Reading, mark: re.Match[str]) -> re.Match[str] | None:
    """Return the word behind what it is not that leads to what it is."""
    if mark[0] in ("rather than", "instead of", "as opposed to", "and not", "but not", "而非", "而不是"):
        return None
    _, high = reading.sentence(mark.start())
    return _BUT.search(reading.folded, mark.end(), min(high, mark.end() + _REACH))
