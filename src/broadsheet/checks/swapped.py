"""One of a kind in another's place: "its customer" of "its supplier", 執行長 of the finance chief, profit of revenue.

The kinds are those of ``kinds.toml``.  A sentence that has a member of a kind that no passage has, and lacks the one
that stands there among the same words, tells the same of another.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import NamedTuple, cast

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.reading import Reading, readings
from broadsheet.checks.telling import alike, around
from broadsheet.checks.words import fold
from broadsheet.once import once

CODE = "direction"
DATA = "kinds.toml"

BESIDE = 0.3
"""Share of the words around a member that stand around the other one in the passage."""


class _Kind(NamedTuple):
    """Its members, each with what names it, and what may stand for any."""

    members: Mapping[str, re.Pattern[str]]
    anyone: re.Pattern[str]


def swapped(case: Case) -> Finding | None:
    """Return the fault of a sentence that has a thing in the place of another one of its kind."""
    written, source = readings(case)
    for kind in _kinds():
        here, there = _found(kind, written), _found(kind, source)
        new = {name: places for name, places in here.items() if name not in there}
        gone = {name: places for name, places in there.items() if name not in here}
        if not new or not gone or kind.anyone.search(_without(source.folded, there)):
            continue
        for now in new.values():
            if any(places == now for name, places in here.items() if name in there):
                continue  # one word for two of the kind
            for was in gone.values():
                if _stands_for(case, written, now, source, was):
                    one, other = written.text[slice(*now[0])], source.text[slice(*was[0])]
                    return Finding(CODE, f"the passage says {other!r}, the sentence {one!r}", hard=False)
    return None


def _without(text: str, found: Mapping[str, list[tuple[int, int]]]) -> str:
    """Return a text without the members found in it: the chief of "chief financial officer" is nobody else."""
    for start, end in (place for places in found.values() for place in places):
        text = text[:start] + "-" * (end - start) + text[end:]
    return text


def _stands_for(
    case: Case, written: Reading, now: list[tuple[int, int]], source: Reading, was: list[tuple[int, int]]
) -> bool:
    """Say whether the words around any place of one text stand around any place of the other."""
    return any(alike(case, around(written, *one), around(source, *other)) >= BESIDE for one in now for other in was)


def _found(kind: _Kind, reading: Reading) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for name, pattern in kind.members.items():
        places = [
            match.span()
            for match in pattern.finditer(reading.folded)
            if not any(m.start < match.end() and match.start() < m.end and m.known for m in reading.mentions)
        ]
        if places:
            found[name] = places
    return found


@once
def _kinds() -> tuple[_Kind, ...]:
    table = tomllib.loads(fold(files("broadsheet.checks").joinpath(DATA).read_text(encoding="utf-8")))
    return tuple(_read(cast(Mapping[str, str], entry)) for entry in table.values())


def _read(entry: Mapping[str, str]) -> _Kind:
    members = {name: re.compile("|".join(_patterns(forms))) for name, forms in entry.items() if name != "any"}
    return _Kind(members, re.compile("|".join(_patterns(entry["any"]))))


def _patterns(forms: str) -> Iterator[str]:
    """Yield the patterns of the forms of an entry, the longest first."""
    for form in sorted((" ".join(one.split()) for one in forms.split(",")), key=len, reverse=True):
        if not form[0].isascii():
            yield re.escape(form)
        else:
            yield rf"(?<![a-z0-9-]){re.escape(form).replace(re.escape('(s)'), 's?')}(?![a-z0-9])"
