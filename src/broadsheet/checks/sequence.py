"""What came first: "after its rocket failed, the firm put up a satellite" is not "it failed after the satellite".

A clause that "after" or "before" opens, and the clause that it stands with, hold the words of two events.  Where the
sentence has the words of the passage's one event in its other one, and the reverse, their order was turned round.  The
opposite word turns it back: A after B is B before A.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.edits import tokens
from broadsheet.text.shingles import ENGLISH_FUNCTION_WORDS

CODE = "direction"

LEAST = 2
"""Words of each event that must have changed sides.  Hand-set 2026-11-23."""

_WHEN = re.compile(r"\b(after|before)\b(?! (?:the (?:court|committee|judge)|tax|interest|all|congress|parliament))")
_END = re.compile(r"[,;:.]")
_STOP = re.compile(r"[;.]\s")


class _Order(NamedTuple):
    """The words of the earlier event and of the later one."""

    first: frozenset[str]
    then: frozenset[str]


def sequence(case: Case) -> Finding | None:
    """Return the fault of an English sentence that turns the order of two events of its passages round."""
    if case.crosses or case.language.startswith("zh") or case.text.strip() in case.source:
        return None
    here, there = _order(case.text), _order(case.source)
    if here is None or there is None:
        return None
    first, then = there.first - there.then, there.then - there.first
    turned = len(here.first & then), len(here.then & first)
    if min(turned) >= LEAST and turned[0] > len(here.first & first) and turned[1] > len(here.then & then):
        return Finding(CODE, "the sentence has the two events in the other order", hard=False)
    return None


def _order(text: str) -> _Order | None:
    """Return the two events of the only "after" or "before" of a text; None where it has none, or several."""
    folded = text.lower()
    marks = list(_WHEN.finditer(folded))
    if len(marks) != 1:
        return None
    mark = marks[0]
    low = max((found.end() for found in _STOP.finditer(folded, 0, mark.start())), default=0)
    stop = _STOP.search(folded, mark.end())
    high = stop.start() if stop else len(text)
    end = _END.search(folded, mark.end(), high)
    if folded[low : mark.start()].strip():
        one, other = _words(text[mark.end() : high]), _words(text[low : mark.start()])
    elif end is not None:
        one, other = _words(text[mark.end() : end.start()]), _words(text[end.end() : high])
    else:
        return None
    return _Order(one, other) if mark[1] == "after" else _Order(other, one)


def _words(text: str) -> frozenset[str]:
    return frozenset(t.word for t in tokens(text) if t.word not in ENGLISH_FUNCTION_WORDS)
