"""Which part of its passages a clause of the sentence tells: the one that alone has what the clause has.

A word that several parts of a passage have (who it is about) says little of which of them is told, so each word counts
by one over the parts that hold it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from broadsheet.checks.case import Case
from broadsheet.checks.known import named
from broadsheet.checks.overlap import ground, nearly_borne_out, units
from broadsheet.checks.reading import readings, told
from broadsheet.checks.telling import Span, spans
from broadsheet.text.names import NameTable
from broadsheet.text.numbers import numbers

BOTH = 2
"""Clauses of passages that a sentence is held to whatever it tells."""
IN_PART = 0.2
"""Share of a clause's content that the sentence tells when the clause concerns it though another part of the passages
is what it tells sooner.  Hand-set 2026-11-23 on the open half of gates/natural2: at 0.3 two errors less are found."""


class Aligned(NamedTuple):
    """The part of the passages, at ``source[start:end]``, that a clause at ``text[own]`` tells.

    ``share`` is how much of the clause's content it has, each word counted by its rareness among the parts; ``lead`` by
    how much that is more than what the next best part has.
    """

    start: int
    end: int
    own: Span
    share: float
    lead: float


def aligned(case: Case, own: Span) -> Aligned | None:
    """Return what the stretch ``own`` of the sentence tells; None where the two have nothing in common."""
    return _aligned(case.text, case.source, own, case.crosses, case.knows.names)


def concerns(case: Case, place: int, low: int, high: int) -> bool:
    """Say whether the sentence tells anything of ``source[low:high]``, where a word at ``place`` denies or hedges.

    A sentence about other clauses of a dense passage is not held to that one.
    """
    _, source = readings(case)
    return source.clauses <= BOTH or _is_told(case, place) or told(case, low, high) >= IN_PART


def _is_told(case: Case, place: int) -> bool:
    """Say whether a part of the sentence tells the part of the passages at ``place``, sooner than any other."""
    parts = (aligned(case, own) for own in spans(case.text, case.knows.names))
    return any(part is not None and part.start <= place < part.end for part in parts)


@lru_cache(maxsize=4096)
def _aligned(text: str, source: str, own: Span, crosses: bool, names: NameTable) -> Aligned | None:
    words = text[own[0] : own[1]]
    content = units(words, named(words, names), numbers(words), crosses=crosses)
    there = spans(source, names)
    grounds = [ground(part := source[low:high], named(part, names), numbers(part)) for low, high in there]
    scores = [0.0] * len(there)
    for unit in content:
        held = [nearly_borne_out(unit, (one,)) for one in grounds]
        for index, value in enumerate(held):
            scores[index] += value / max(1.0, sum(held))
    best = max(range(len(there)), key=scores.__getitem__)
    if not scores[best]:
        return None
    rest = max((score for index, score in enumerate(scores) if index != best), default=0.0)
    n = len(content)
    return Aligned(*there[best], own, scores[best] / n, (scores[best] - rest) / n)
