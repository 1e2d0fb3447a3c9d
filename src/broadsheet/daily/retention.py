"""What may be thrown away: what it is, why, and how much room it takes.  Nothing here removes what a page stands on.

    captures   ROOT/DATE/capture.warc.gz     the pages as they came; every quote also stands in articles.jsonl
    work       ROOT/.work/DATE               what a run that was broken off had finished
    leftovers  ROOT/.NAME.*.tmp, *.old       what a process that was killed left of a file or a folder
    aside      ROOT/.cache/*.aside-*         memories that were damaged
    records    ROOT/.daily/DATE.json         the schedule's notes on days long settled
    evidence   ROOT/DATE/articles.jsonl ...  only when asked for: what the quotes of a page are proved with

The newest edition keeps everything, and so does one whose run goes on.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import date as Date
from pathlib import Path
from typing import Literal, NamedTuple

from broadsheet.daily.record import FOLDER, recorded
from broadsheet.errors import StorageError
from broadsheet.folders import DATED
from broadsheet.store import CAPTURE, KEPT, PAST_EDITIONS, edition_folders

What = Literal["capture", "work", "leftover", "aside", "record", "evidence", "memory"]

EVIDENCE = ("articles.jsonl", "items.jsonl", "drafts.jsonl", "dropped.jsonl", KEPT, CAPTURE)
"""Files of an edition folder that hold texts of others, beyond the sentences that it prints."""

LEAST_RECORDS = 60
"""Days whose records are kept in any case: longer than any schedule looks back."""

_LEFTOVER = re.compile(r"\..+\.[0-9a-f]{8}\.(tmp|old)")
"""What ``files.py`` writes beside a file or a folder before it takes its place."""


class Piece(NamedTuple):
    """Something that may go: what it is, where it lies, its bytes on the disk, and why it may."""

    what: What
    path: Path
    size: int
    why: str


def removable(
    root: Path, today: Date, *, keep_days: int, captures_days: int, evidence: bool = False
) -> Iterator[Piece]:
    """Yield what may be removed below ``root``, in the order of the table above, oldest first.

    Captures may go ``captures_days`` days after their edition, everything else after ``keep_days``.  With ``evidence``
    the texts of editions older than ``keep_days`` go too, but never those of the last editions, which the next one
    reads: from then on such an edition can be read, but neither proved nor published again.
    """
    folders = edition_folders(root)
    recent = {folder.name for folder in folders[-PAST_EDITIONS:]}
    for folder in folders[:-1]:
        if _age(folder.name, today) > captures_days:
            yield from _file("capture", folder / CAPTURE, "its quotes stand in articles.jsonl")
    if (root / ".work").is_dir():
        for folder in sorted((root / ".work").iterdir()):
            if DATED.fullmatch(folder.name) and _age(folder.name, today) > keep_days and not _in_use(folder):
                yield Piece("work", folder, _size(folder), "a run that was broken off and never resumed")
    for place in (root, root / FOLDER, root / ".cache", *folders):
        yield from _leftovers(place, today, keep_days)
    if (root / ".cache").is_dir():
        for path in sorted((root / ".cache").glob("*.aside-*")):
            if _days_old(path, today) > keep_days:
                yield from _file("aside", path, "a damaged memory that was set aside")
    for date in recorded(root)[:-1]:
        if _age(date, today) > max(keep_days, LEAST_RECORDS):
            yield from _file("record", root / FOLDER / f"{date}.json", "a day long settled")
    if evidence:
        for folder in folders:
            if folder.name not in recent and _age(folder.name, today) > keep_days:
                for name in EVIDENCE:
                    if name != CAPTURE or _age(folder.name, today) <= captures_days:  # named above already
                        yield from _file("evidence", folder / name, "asked for; its quotes cannot be proved any more")


def remove(piece: Piece) -> None:
    """Remove it.  Raises StorageError; what is gone already is no error."""
    try:
        if piece.path.is_dir() and not piece.path.is_symlink():
            if _in_use(piece.path):
                return
            shutil.rmtree(piece.path)
        else:
            piece.path.unlink(missing_ok=True)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StorageError(
            f"cannot be removed ({error.strerror or error})", subject=str(piece.path), remedy="see who owns it"
        ) from error


def memories(root: Path) -> Iterator[Piece]:
    """Yield the databases of ROOT/.cache and how many of their bytes hold nothing."""
    for path in sorted((root / ".cache").glob("*.sqlite")) if (root / ".cache").is_dir() else ():
        with contextlib.suppress(sqlite3.Error), contextlib.closing(_opened(path)) as file:
            (free,), (page,) = (file.execute(f"PRAGMA {name}").fetchone() for name in ("freelist_count", "page_size"))
            if free:
                yield Piece("memory", path, free * page, "holes in a database; what it holds is kept")


def compact(piece: Piece) -> bool:
    """Close the holes of a database; say whether that was done: not while a run writes to it, or without room."""
    try:
        with contextlib.closing(_opened(piece.path)) as file:
            file.execute("VACUUM")
    except sqlite3.Error:
        return False
    return True


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=1, isolation_level=None)


def _age(date: str, today: Date) -> int:
    return (today - Date.fromisoformat(date)).days


def _days_old(path: Path, today: Date) -> int:
    return (today - Date.fromtimestamp(path.lstat().st_mtime)).days


def _leftovers(place: Path, today: Date, keep_days: int) -> Iterator[Piece]:
    for path in sorted(place.iterdir()) if place.is_dir() else ():
        if _LEFTOVER.fullmatch(path.name) and _days_old(path, today) > max(keep_days, 1):
            yield Piece("leftover", path, _size(path), "left by a process that was killed")


def _file(what: What, path: Path, why: str) -> Iterator[Piece]:
    if path.is_file() and not path.is_symlink():
        yield Piece(what, path, _size(path), why)


def _size(path: Path) -> int:
    """Return the bytes that a file or a folder takes on the disk."""
    if not path.is_dir() or path.is_symlink():
        return path.lstat().st_blocks * 512
    return sum(_size(Path(folder) / name) for folder, _, names in os.walk(path) for name in names)


def _in_use(work: Path) -> bool:
    """Say whether a run holds the lock of its work folder."""
    try:
        with (work / "lock").open("rb") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
