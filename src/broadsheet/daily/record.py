"""What the scheduler knows of a day, in a file of its own: OUT/.daily/DATE.json.

A day is a file, so two days never share one, and a damaged one loses a day at most.  The files appear whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from broadsheet.decode import decode_json
from broadsheet.errors import StorageError
from broadsheet.files import storage_error, write_whole

FOLDER = ".daily"
"""Where, below the folder of the editions, the scheduler keeps what it knows."""

State = Literal["begun", "failed", "empty", "done"]
"""``begun``: being printed, or broken off while it was; ``failed``: tried, and tried again at ``again``; ``empty``:
nobody published anything, so there is no edition; ``done``: printed, published and delivered.  The last two are
final."""

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.json")


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One day.

    ``planned`` is its planned moment; ``began`` the moment of the last try, ``ended`` when that ended.  ``tries``
    counts the tries that failed or never came back, ``again`` is the moment before which there is no other.
    ``message`` says what went wrong, or why the day is empty.  ``seconds`` are those of each stage, ``sent`` what
    delivery told.
    """

    date: str
    planned: datetime
    state: State
    tries: int = 0
    began: datetime
    ended: datetime | None = None
    again: datetime | None = None
    message: str = ""
    seconds: Mapping[str, float] = {}
    sent: Mapping[str, int] = {}

    @property
    def settled(self) -> bool:
        """Say whether nothing more is to be done for the day."""
        return self.state in ("empty", "done")


def write_record(root: Path, record: Record) -> Record:
    """Keep ``record``, durably; return it.  Raises StorageError."""
    write_whole(
        root / FOLDER / f"{record.date}.json", msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"
    )
    return record


def read_record(root: Path, date: str) -> Record | None:
    """Return what is known of the day ``date``; None where nothing is.  Raises StorageError when it cannot be read."""
    path = root / FOLDER / f"{date}.json"
    try:
        return decode_json(path.read_bytes(), Record)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StorageError(
            f"cannot be read ({error})",
            subject=str(path),
            remedy="remove it: the edition folder still says whether the day is printed",
        ) from error


def set_aside(root: Path, date: str) -> Path:
    """Keep what is known of ``date`` under a name that counts for nothing; return it.  Raises StorageError."""
    path = root / FOLDER / f"{date}.json"
    aside = path.with_name(f"{date}.set-aside.json")
    try:
        path.replace(aside)
    except OSError as error:
        raise storage_error(path, error) from error
    return aside


def recorded(root: Path) -> list[str]:
    """Return the dates that there are records of, oldest first."""
    folder = root / FOLDER
    found = (_NAME.fullmatch(path.name) for path in folder.iterdir()) if folder.is_dir() else ()
    return sorted(match[1] for match in found if match)


def records(root: Path, most: int) -> Iterator[Record]:
    """Yield the newest ``most`` records, newest first.  Raises StorageError."""
    for date in recorded(root)[::-1][:most]:
        if record := read_record(root, date):
            yield record
