"""Figures in each other's place: "laid off 5,800 workers" of "laid off 1,200 of its 5,800 workers".

Both figures are the passage's own, so that no check of numbers objects.  A figure of the sentence is laid beside those
of the passage by the word that stands right before it (with what lies between): where the passage has that word before
another figure of the same kind, which the sentence leaves out, and never before this one, it was put in its place.
``crossed`` and ``binding`` need both figures to be told.  Most, half, all and none count as figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.reading import Reading, readings
from broadsheet.text.bilingual import base_form
from broadsheet.text.numbers import one_unit, same
from broadsheet.text.shingles import ENGLISH_FUNCTION_WORDS

CODE = "number"

MOST = 8
"""Figures of the longest passage that is looked at: in a longer one any word stands before some figure."""
WORDS = 3
"""Words before a figure among which the one is looked for that it goes with.  Hand-set 2026-11-23."""

_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
_SOME = re.compile(r"\b(?:most|all|half|none|some|one|many|few|several)\b(?= (?:of|in|go|to)\b)")
_CUT = re.compile(r"[,;:.()]\s?$|[,;:()]|\.\s")
_LOOSE_WORDS = (
    "about around nearly almost roughly some just only over more than up to as much at least an estimated a the"
)
_LOOSE = frozenset(_LOOSE_WORDS.split())
"""Words that only bound a figure."""


_DIFFERENCE = re.compile(
    r" (?:over|above|under|below|short of|ahead of|behind|beyond) (?:(?:its|the|their) )?"
    r"(?:budget|target|plan|schedule|forecasts?|estimates?|expectations?|cost)\b"
)
"""What makes the figure before it a difference."""
_COMPARES = re.compile(
    r"\b(?:over\w*|above|under\w*|below|short\w*|ahead|behind|beyond|more|less|fewer|late\w*|earl\w+|extra|additional|exceed\w*|than"
    r"|excess|miss\w*|beat\w*|delay\w*|saved|saving)\b"
)


_LINKS = frozenset(("on", "in", "from", "for", "to", "of", "at", "by", "with", "among", "said"))


class _Place(NamedTuple):
    """A figure by its value and unit, and the words ``beside`` it, before and behind, the nearest first."""

    value: str
    unit: str
    beside: tuple[tuple[str, ...], tuple[str, ...]]


def placed(case: Case) -> Finding | None:
    """Return the fault of a figure that stands where the passage has another one."""
    if case.crosses or case.language.startswith("zh"):
        return None
    written, source = readings(case)
    if (over := _whole_of_difference(written, source)) is not None:
        return Finding(CODE, f"in the passage it is so much {over!r}", hard=False)
    here, there = _places(written), _places(source)
    if len(there) > MOST:
        return None
    told = {place.value for place in here}
    for one in here:
        own = [other for other in there if other.value == one.value]
        others = [other for other in there if other.value not in told and one_unit(one.unit, other.unit)]
        if not own or not others:
            continue
        for side in (0, 1):
            words, theirs = one.beside[side], [other.beside[side] for other in own]
            if not words or any({*words} & {*other} - ENGLISH_FUNCTION_WORDS for other in theirs):
                continue
            if any(words == other.beside[side] for other in others):
                what = " ".join(words[::-1] if side == 0 else words)
                return Finding(CODE, f"in the passage {what!r} goes with another figure", hard=False)
    return None


def _whole_of_difference(written: Reading, source: Reading) -> str | None:
    """Return what makes a figure of the passage a difference ("over budget"), where the sentence tells it as a sum."""
    if _COMPARES.search(written.folded):
        return None
    for number in source.numbers:
        found = _DIFFERENCE.match(source.folded, number.end)
        if found and any(same(number, other) for other in written.numbers):
            return found[0].strip()
    return None


def _places(reading: Reading) -> list[_Place]:
    spans = [(f"{n.value.normalize():f}", n.unit, n.start, n.end) for n in reading.numbers]
    spans += [
        (found[0], "", *found.span())
        for found in _SOME.finditer(reading.folded)
        if not any(start <= found.start() < end for _, _, start, end in spans)
    ]
    return [
        _Place(value, unit, (_before(reading.folded, start), _behind(reading.folded, end)))
        for value, unit, start, end in sorted(spans, key=lambda span: span[2])
    ]


def _before(text: str, at: int) -> tuple[str, ...]:
    """Return the words before a place up to the first that tells something, the nearest first; () where none is."""
    low = max((found.end() for found in _CUT.finditer(text, 0, at)), default=0)
    return _upto(reversed(_WORD.findall(text, low, at)))


def _behind(text: str, at: int) -> tuple[str, ...]:
    """Return the words behind a place, likewise, from the first that links: from April, went on computing."""
    found = _CUT.search(text, at)
    words = _WORD.findall(text, at, found.start() if found else len(text))
    first = next((index for index, word in enumerate(words[: WORDS + 1]) if word in _LINKS), None)
    return _upto(iter(words[first:])) if first is not None else ()


def _upto(words: Iterator[str]) -> tuple[str, ...]:
    found: list[str] = []
    for word in words:
        if word in _LOOSE:
            continue
        found.append(base_form(word))
        if word not in ENGLISH_FUNCTION_WORDS:
            return tuple(found)
        if len(found) == WORDS:
            break
    return ()
