"""Who says it: what one says in the passages is not told as the word of another who stands beside.

What the sentence lets somebody say is laid beside the parts of the passages.  Where it surely tells one of them, and
that part has a speaker, the sentence's must be named there; a speaker that may be a pronoun for another ("the company")
tells nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from broadsheet.checks.aligned import aligned
from broadsheet.checks.attribution import unsaid, whole_scope
from broadsheet.checks.case import Case, Finding
from broadsheet.checks.known import named
from broadsheet.checks.overlap import Unit, borne_out, ground, near_share, units
from broadsheet.checks.reading import Reading, readings
from broadsheet.checks.telling import Span
from broadsheet.text.numbers import numbers

CODE = "attribution"

LEAD = 0.15
"""By how much more of what is said the part must have than any other."""
SHARE = 0.25
"""Share of what is said that the part must have.  Hand-set 2026-11-23, as ``LEAD``, on the open halves."""
LONGEST = 60
"""Characters of a speaker with all that describes it."""
OWN = 0.4
"""Share of what is said that the same speaker's own words in the passages have when it may be those."""
OWN_ACROSS = 0.15
"""The same across languages, where a dictionary bears out less."""
LEAST = 2
"""Content words that are a statement."""

_BREAK = re.compile("[;；]")
_MEANT = re.compile(r"^\W*(?:and |but )?(?:the|its|his|her|their|it|he|she|they|we|this|that|both)\b", re.IGNORECASE)
"""How a speaker begins who may have been named before."""
_COUNTED = re.compile(r"^[据據]|[一二兩两三四五六七八九十\d]\s?[名位家]|[有某]|分析|專家|专家|业内|業內")
"""Somebody new: 三名知情人士, 有獵頭業者."""


_SAYS = re.compile(
    r"(?:expect|pledg|argu|warn|urg|conclud|promis)(?:e?s|e?d|e)?\b|主张|预期|承诺|呼吁|警告|担心|认定|强调|建议|要求"
)
"""Words of saying among those that only keep a speaker; the others are nouns as well (a report, a survey)."""


class _Speech(NamedTuple):
    """What is said, ``text[said]``, and the words beside it that hold who says so; both lie in ``text[around]``."""

    said: Span
    speaker: str
    around: Span
    leads: bool


def speaker(case: Case) -> Finding | None:
    """Return the fault of a sentence that lets one say what in its passages another says."""
    written, source = readings(case)
    there = _speeches(source)
    for speech in _speeches(written) if there else ():
        if not speech.leads or len(speech.speaker) > LONGEST:
            continue
        who = _who(speech.speaker, case)
        part = aligned(case, speech.said) if who else None
        if part is None or part.share < SHARE or part.lead < LEAD:
            continue
        over = [one for one in there if one.said[0] < part.end and part.start < one.said[1]]
        if not over:
            continue
        own = max(over, key=lambda one: (min(one.said[1], part.end) - max(one.said[0], part.start), one.speaker))
        if any(
            _shares(speech, one, case) >= (OWN_ACROSS if case.crosses else OWN) and _is_of(who, one.speaker, case)
            for one in there
            if one is not own
        ):
            continue
        if not _is_somebody(own, there, who, case):
            continue
        beside = (ground(own.speaker, named(own.speaker, case.knows.names), ()),)
        elsewhere = source.text[: own.around[0]] + "\n" + source.text[own.around[1] :]
        outside = (ground(elsewhere, named(elsewhere, case.knows.names), ()),)
        known = [unit for unit in who if borne_out(unit, outside) == 1]
        if known and not any(borne_out(unit, beside) > 0 for unit in who):
            return Finding(
                CODE,
                f"in the passage it is {own.speaker.strip()!r} who says this, not {speech.speaker.strip()!r}",
                hard=False,
            )
    return None


def _is_of(who: tuple[Unit, ...], speaker: str, case: Case) -> bool:
    """Say whether a speaker of the sentence is one of the passages."""
    return any(borne_out(unit, (ground(speaker, named(speaker, case.knows.names), ()),)) == 1 for unit in who)


def _shares(speech: _Speech, other: _Speech, case: Case) -> float:
    """Return the share of what is said in the sentence that a speech of the passages has too."""
    said, there = case.text[slice(*speech.said)], case.source[slice(*other.said)]
    names = case.knows.names
    content = units(said, named(said, names), numbers(said), crosses=case.crosses)
    return near_share(content, (ground(there, named(there, names), numbers(there)),)) if content else 1.0


def _is_somebody(own: _Speech, there: list[_Speech], who: tuple[Unit, ...], case: Case) -> bool:
    """Say whether a speaker of the passages is surely another than those who were named before."""
    if not _who(own.speaker, case) or _MEANT.match(own.speaker):
        return False
    if named(own.speaker, case.knows.names) or own.speaker.strip()[:1].isascii() or _COUNTED.search(own.speaker):
        return True
    return any(_is_of(who, one.speaker, case) for one in there if one is not own)


def _who(text: str, case: Case) -> tuple[Unit, ...]:
    return units(text, named(text, case.knows.names), ())


def _speeches(reading: Reading) -> list[_Speech]:
    """Return what is said in a text, each with its speaker."""
    found: list[_Speech] = []
    for mark in reading.of("attribution"):
        if (mark.tag.name == "kept" and not _SAYS.match(reading.folded, mark.start)) or unsaid(reading, mark):
            continue
        first, last = reading.sentence(mark.start)
        first = max([first, *(cut.end() for cut in _BREAK.finditer(reading.folded, first, mark.start))])
        last = min([last, *(cut.start() for cut in _BREAK.finditer(reading.folded, mark.end, last))])
        low, high = whole_scope(reading, mark)
        low, high = max(low, first), min(high, last)
        if high - low <= LEAST:
            continue
        speaker = reading.text[first : mark.start] if low >= mark.end else reading.text[high:last]
        found.append(_Speech((low, high), speaker, (first, last), low >= mark.end))
    return found
