"""What can keep a negation: every word that denies, the faintest too, and the sides of the pairs of opposites."""

from __future__ import annotations

import re

from broadsheet.checks.reading import Reading
from broadsheet.checks.thesaurus import known as is_known
from broadsheet.text.bilingual import base_form

ONLY = re.compile(r"(?<!not )\b(?:only|just|merely|no more than)\b|(?<!不)(?<!非)[仅只](?!要|有在|怕|好|管|是因)")
"""What makes all there is of a thing, and what makes it a part: 只能做推理, 不僅能做推理."""
_PREFIXED = re.compile(r"\b(?:un|non|dis)([a-z]{4,})\b")
_CONTRARY = frozenset(("rather than", "instead of", "private", "secret", "confidential", "而不是", "保密"))


def negatives(reading: Reading, crosses: bool) -> tuple[int, ...]:
    """Return the places of every word that could have kept a negation, the faintest too (across: not the thin ones)."""
    return tuple(sorted({m.start for m in reading.of("negation") if not (crosses and m.tag.name == "thin")}))


def contrary(reading: Reading, low: int, high: int, kept: str = "") -> bool:
    """Say whether a clause denies without a negation of the grammar: "rather than its size", "kept its data private".

    A word that stands in ``kept``, the other text, as well has nothing to do with a negation there.
    """
    return any(
        low <= mark.start < high and (word := reading.folded[mark.start : mark.end]) in _CONTRARY and word not in kept
        for mark in reading.of("negation")
    )


def sides_of(reading: Reading, place: int) -> set[tuple[str, float]]:
    """Return the sides of the pairs of opposites that a word stands for."""
    return {(mark.tag.name, mark.tag.value) for mark in reading.of("opposite") if mark.start == place}


def prefixed(reading: Reading) -> tuple[int, ...]:
    """Return the places of the English words that deny by a prefix that no table has: unfiltered."""
    marked = {mark.start for mark in reading.of("negation")}
    return tuple(
        found.start()
        for found in _PREFIXED.finditer(reading.folded)
        if found.start() not in marked and is_known(base_form(found[1]))
    )
