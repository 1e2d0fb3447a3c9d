"""What lies below the folder of the editions: which folders are editions, which have lost theirs, and in what state.

ROOT/DATE/ --> is it an edition's, is its edition.json there, has a file of it changed?
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from broadsheet.errors import BroadsheetError

DATED = re.compile(r"\d{4}-\d\d-\d\d")
"""A day as machines write it, and as the folder of an edition is called (``fullmatch``)."""

EDITION = "edition.json"
LEFT = ("stories.jsonl", "published.json", "edition.first.json")
"""Files that only a printed edition has: where one stands without an edition.json, that was lost, and nobody has taken
the edition out.  Who does so removes its folder."""

_Told = TypeVar("_Told", bound=BroadsheetError)


def is_edition(folder: Path) -> bool:
    """Say whether a folder is that of an edition, whether or not its edition.json is lost."""
    return (folder / EDITION).is_file() or is_lost(folder)


def is_lost(folder: Path) -> bool:
    """Say whether a folder is that of an edition whose edition.json is gone."""
    return not (folder / EDITION).is_file() and any((folder / name).is_file() for name in LEFT)


def editions_below(root: Path) -> list[str]:
    """Return the dates of the editions below ``root``, those that are lost with them, oldest first."""
    return sorted(path.name for path in root.glob("????-??-??") if DATED.fullmatch(path.name) and is_edition(path))


def of_another_day(kind: type[_Told], date: str, folder: Path) -> _Told:
    """Return the error that names an edition in a folder of another date."""
    return kind(f"holds the edition of {date}", subject=str(folder), remedy="give the folder its edition's name")


def stamp_of(folder: Path, names: Sequence[str]) -> str:
    """Return what tells the state of the files ``names`` of a folder, moments and sizes; "" where none is there."""
    told: list[str] = []
    for name in names:
        with contextlib.suppress(OSError):
            state = (folder / name).stat()
            told.append(f"{name}:{state.st_mtime_ns}:{state.st_size}")
    return hashlib.sha256(" ".join(told).encode()).hexdigest()[:16] if told else ""
