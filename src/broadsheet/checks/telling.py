"""Which part of its passages a part of the sentence tells, as far as that is certain.

A dense passage has several: one rises, one is denied, one only "may" be.  A sentence that tells one of them is not to
be held to the others.  The parts of both texts are laid beside each other by the content that they share (base forms,
or translations and their synonyms; names; numbers).  Nothing is said of two parts unless the sentence's one clearly
tells another, and tells it best: a translation shares few words that a dictionary knows.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from broadsheet.checks.case import Case
from broadsheet.checks.known import named
from broadsheet.checks.overlap import Ground, Unit, ground, near_share, units
from broadsheet.checks.reading import Reading, readings
from broadsheet.text.names import NameTable
from broadsheet.text.numbers import numbers

CLEAR = 0.4
"""Share of the content that two parts have in common, counted from the one that has more of it, from which on the one
tells the other."""
NONE = 0.15
"""Share up to which they have nothing in common."""
LEAST = 1.5
"""Content words of the stretch around a word that the other part must hold: one, "gold", stands everywhere."""
ONE = 1.0
"""The same of the clause around it: "as households used more" may tell what no other clause of its part does."""
OWN = 3
"""Content words of a part; a shorter stretch (", a former minister,") belongs to what follows it."""

_CUT = re.compile(
    r",(?!\d)|[，;；:：。！？!?()（）\n—]|\.(?=\s|$)"
    r"|\band (?:then |also |now |not |never |still )?(?:is|are|was|were|has|have|had|will|would|may|might|can|could"
    r"|should|must|says?|said|"
    r"[a-z]{2,}(?:ed|[a-z](?<!ou)(?<!s)s))\b(?! (?:of|from|in) )"
    r"|\b(?:but|while|although|though|whereas|because|after|before)\b"
    r"|(?:但|而且|並且|并且|因為|因为|雖然|虽然|儘管|尽管|然而|不過|不过|同時|同时|以及)"
)

_DESCRIBED = re.compile(
    r"(?<=,) (?![^,]{2,60} (?:said|says|say),)"
    r"(?:(?:[A-Z][\w’'.-]*(?: (?=[A-Z])|(?=,))){1,4},|(?:an?|the|who|which|whose|its|his|her|their|once"
    r"|now|formerly|based|founded)\b)"
)
"""What only describes what stands before it, up to the next comma: ", the mission's manager,"; ", the port said," does
not."""

WINDOW, WINDOW_HAN = 48, 16
"""Characters to either side of a word that may belong to its statement."""
_STATEMENT = re.compile(r",(?!\d)|[，;；:：。！？!?()（）\n—]|\b(?:but|while|although|though|whereas)\b|\.(?=\s|$)")

Span = tuple[int, int]


class _Part(NamedTuple):
    """A part of a text, and the stretches between two cuts that it is joined of."""

    start: int
    end: int
    stretches: tuple[Span, ...]


def apart(case: Case, here: int, there: int) -> bool:
    """Say whether the part of the sentence at ``here`` surely tells another part of the passages than ``there``."""
    table = case.knows.names
    source = _parts(case.source, table)
    if len(source) < 2:
        return False
    written = _parts(case.text, table)
    told, own = _part_at(source, there), _part_at(written, here)
    best = max((part for part in source if part != told), key=lambda part: _common(case, own, part))
    if _common(case, own, told) > NONE:
        return False
    stretch = next((one for one in own.stretches if one[0] <= here < one[1]), own[:2])
    return (
        _common(case, own, best) >= CLEAR
        and all(_common(case, own, best) >= _common(case, other, best) for other in written)
        and _borne(case, stretch, best) >= LEAST
        and _borne(case, readings(case)[0].clause(here), best) >= ONE
    )


def around(reading: Reading, start: int, end: int) -> str:
    """Return the words around a word, without it, as far as they belong to its statement."""
    low, high = reading.sentence(start)
    reach = WINDOW_HAN if "\u4e00" <= reading.folded[start] <= "\u9fff" else WINDOW
    first, last = max(low, start - reach), min(high, end + reach)
    for cut in _STATEMENT.finditer(reading.folded, first, last):
        if cut.end() <= start:
            first = cut.end()
        elif cut.start() >= end:
            last = cut.start()
            break
    return reading.text[first:start] + " " + reading.text[end:last]


def alike(case: Case, text: str, other: str) -> float:
    """Return the larger of the two shares that a stretch of the sentence and one of the passage have of each other."""
    return _shared(text, other, case.crosses, case.knows.names)


def _part_at(parts: tuple[_Part, ...], at: int) -> _Part:
    return next((part for part in parts if part.start <= at < part.end), parts[-1])


def parts(text: str, names: NameTable) -> tuple[str, ...]:
    """Return the parts of a text."""
    return tuple(text[part.start : part.end] for part in _parts(text, names))


def spans(text: str, names: NameTable) -> tuple[Span, ...]:
    """Return where the parts of a text stand."""
    return tuple((part.start, part.end) for part in _parts(text, names))


def part_ground(part: str, case: Case) -> Ground:
    """Return a part of a passage for looking words up in it."""
    return ground(part, named(part, case.knows.names), numbers(part))


@lru_cache(maxsize=2048)
def _parts(text: str, names: NameTable) -> tuple[_Part, ...]:
    """Return the parts of a text."""
    found: list[_Part] = []
    stretches: list[Span] = []
    start = first = 0
    described = False
    for end in (*(cut.end() if not cut[0][0].isalpha() else cut.start() for cut in _CUT.finditer(text, 1)), len(text)):
        was, described = described, not described and _DESCRIBED.match(text, end) is not None
        if was or described or end == first:
            continue
        stretches.append((first, end))
        first = end
        if len(_content(text[start:end], False, names)) >= OWN:
            found.append(_Part(start, end, tuple(stretches)))
            start, stretches = end, []
    if not found:
        return (_Part(0, len(text), ((0, len(text)),)),)
    found[-1] = _Part(found[-1].start, len(text), (*found[-1].stretches, *stretches))
    return tuple(found)


def _common(case: Case, own: _Part, other: _Part) -> float:
    return _shared(case.text[own.start : own.end], case.source[other.start : other.end], case.crosses, case.knows.names)


def _borne(case: Case, own: Span, other: _Part) -> float:
    """Return how many content words of a stretch of the sentence a part of the passage holds."""
    text, names = case.text[own[0] : own[1]], case.knows.names
    return _share(text, case.source[other.start : other.end], case.crosses, names) * len(
        _content(text, case.crosses, names)
    )


@lru_cache(maxsize=4096)
def _shared(text: str, other: str, crosses: bool, names: NameTable) -> float:
    """Return the larger of the two shares of their content that two parts have in common."""
    return max(_share(text, other, crosses, names), _share(other, text, crosses, names))


def _share(text: str, other: str, crosses: bool, names: NameTable) -> float:
    content = _content(text, crosses, names)
    return near_share(content, (ground(other, named(other, names), numbers(other)),)) if content else 0.0


@lru_cache(maxsize=4096)
def _content(text: str, crosses: bool, names: NameTable) -> tuple[Unit, ...]:
    return units(text, named(text, names), numbers(text), crosses=crosses)
