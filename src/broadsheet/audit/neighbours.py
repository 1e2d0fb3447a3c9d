"""The editions beside an edition: what it says of them, and what the pages that they share say of them.

    DIR/*/edition.json, edition.first.json --siblings_of--> what shared pages tell of another edition

An edition that was corrected said something before, and the one after it may have been printed then: what an earlier
story was called is each headline that it ever had.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from broadsheet.audit.fault import Fault
from broadsheet.audit.record import EDITION
from broadsheet.types import Edition

FIRST = "edition.first.json"
"""The first printing of an edition that was corrected."""

REPRINTED = "reprinted.jsonl"
"""What stood in an edition's place before it was printed again."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def earlier_faults(root: Path, edition: Edition) -> Iterator[Fault]:
    """Yield what an edition says of earlier ones that these, where they lie beside it, do not say and never said."""
    for story in (*edition.stories, *edition.also):
        plain = _read(root / story.continues_date / EDITION) if story.continues_date else None
        if plain is None:
            continue  # none lies there, or its own audit tells it
        if story.continues_headline in _called(root / story.continues_date, plain).get(story.continues or "", ()):
            continue
        before = (story.continues or "", story.continues_headline) in _reprinted(root / story.continues_date)
        told = f"{story.continues_headline} ({story.continues_date})" if before else story.continues_headline
        yield Fault(EDITION, story.id, "reprinted" if before else "earlier", told)


def unread_days(root: Path, date: str) -> Iterator[str]:
    """Yield the days of other editions that cannot be read: what shared pages say of them has no proof."""
    yield from (path.parent.name for path in _others(root, date) if _read(path) is None)


def siblings_of(root: Path, date: str) -> Iterator[Mapping[str, Any]]:
    """Yield what other editions say of themselves on the index: date, language, title, description, summary.

    Another edition's trouble is told by its own audit.
    """
    for path in _others(root, date):
        if (plain := _read(path)) is None:
            continue
        keys = ("date", "language", "title", "description", "summary")
        told = [*plain.get("stories", ()), *plain.get("also", ())]
        called = _called(path.parent, plain) if path.parent.name < date else {}
        yield {key: plain.get(key, "") for key in keys} | {
            "made": plain.get("made", ""),
            "corrections": plain.get("corrections", ()),
            "headlines": [headline for headlines in called.values() for headline in sorted(headlines)],
            "pages": {f"{path.parent.name}/stories/{id}.html": headlines for id, headlines in called.items()},
            "entities": [name for one in told for name in one["entities"]],
        }


def _others(root: Path, date: str) -> Iterator[Path]:
    for path in sorted(root.glob(f"*/{EDITION}")):
        if _DAY.fullmatch(path.parent.name) and path.parent.name != date:
            yield path


def _called(folder: Path, plain: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Return by its id every headline that a story of an edition has or had: now, when printed, when corrected."""
    first = _read(folder / FIRST) if plain.get("corrections") else None
    found: dict[str, set[str]] = {}
    for edition in (plain, first or {}):
        for one in (*edition.get("stories", ()), *edition.get("also", ())):
            found.setdefault(one["id"], set()).add(one["headline"]["text"])
    for fixed in plain.get("corrections", ()):
        told = {fixed["headline"]}
        if fixed["kind"] == "edited" and fixed["field"] == "headline":
            told |= {fixed["before"], fixed["after"]}
        found.setdefault(fixed["story"], set()).update(told)
    return {id: frozenset(told) for id, told in found.items()}


def _reprinted(folder: Path) -> frozenset[tuple[str, str]]:
    """Return id and headline of what an edition printed before another one of its date took its place."""
    try:
        lines = [msgspec.json.decode(line) for line in (folder / REPRINTED).read_bytes().splitlines()]
        return frozenset((str(line["story"]), str(line["headline"])) for line in lines)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, TypeError, KeyError):
        return frozenset()


def _read(path: Path) -> Mapping[str, Any] | None:
    """Return an edition as it stands; None where none lies there, or none that can be read."""
    try:
        plain = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return plain if isinstance(plain, dict) else None
