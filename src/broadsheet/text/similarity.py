"""Do two sentences tell the same?  Words within a language, names and numbers across languages; no model.

The question is asked of what a sentence *adds*: a long sentence may contain a short one and still bring something new,
so overlap is measured against the smaller of the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from broadsheet.text.numbers import numbers
from broadsheet.text.shingles import fold, terms

WORDS_SHARED = 0.6
"""Share of the smaller sentence's content words, or character pairs, from which two of one language repeat."""
PAIRS_SHARED = 0.6
NAMES_SHARED = 0.75
"""Share of the smaller sentence's names from which two sentences may repeat across languages, if the numbers agree.
All three hand-set 2026-11-22 by reading the briefs of the reference input in both languages (136 stories)."""
_FEW = 3
"""Fewer words, or names, than this prove nothing."""


class Gist(NamedTuple):
    """What a sentence is compared by; ``han``: it is written in Chinese."""

    words: frozenset[str]
    pairs: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[tuple[Decimal, str]]
    han: bool


def gist(text: str, names: Iterable[str]) -> Gist:
    """Return the gist of a sentence; ``names`` are the canonical names that it holds."""
    folded = fold(text)
    letters = [c for c in folded if c.isalnum()]
    return Gist(
        words=terms(text),
        pairs=frozenset(a + b for a, b in pairwise(letters)),
        names=frozenset(name.casefold() for name in names),
        numbers=frozenset((number.value, number.unit) for number in numbers(text)),
        han=2 * sum("\u3400" <= c <= "\u9fff" for c in letters) > len(letters),
    )


def repeats(one: Gist, other: Gist) -> bool:
    """Say whether two sentences tell the same, so that a reader needs only one of them.  Symmetric."""
    if one.han == other.han:
        if _shared(one.words, other.words) >= WORDS_SHARED and min(len(one.words), len(other.words)) >= _FEW:
            return True
        if one.han and _shared(one.pairs, other.pairs) >= PAIRS_SHARED:
            return True
    if bool(one.numbers) != bool(other.numbers):
        return False
    if _shared(one.names, other.names) < NAMES_SHARED:
        return False
    if one.numbers:
        return one.numbers <= other.numbers or other.numbers <= one.numbers
    return one.han != other.han and len(one.names & other.names) >= _FEW


def new_words(said: Gist, told: Sequence[Gist]) -> float:
    """Return the share of a sentence's content words that ``told`` (of the same language) does not hold, in [0, 1]."""
    alike = [other.words for other in told if other.han == said.han]
    return len(said.words.difference(*alike)) / len(said.words) if said.words else 0.0


def new_facts(said: Gist, told: Sequence[Gist]) -> float:
    """Return the share of a sentence's names and numbers that ``told`` does not hold, in any language, in [0, 1]."""
    facts = {*said.names, *said.numbers}
    known = {fact for other in told for fact in (*other.names, *other.numbers)}
    return len(facts - known) / len(facts) if facts else 0.0


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
