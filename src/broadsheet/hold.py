"""One date of one folder is one process's at a time: to print it, or to correct it."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from broadsheet.errors import NoEditionError
from broadsheet.files import storage_error

_TRIES = 100
"""Runs of one date that may end while one more begins."""


def work_folder(root: Path, date: str) -> Path:
    """Return where a run of ``date`` keeps what it did until it ends."""
    return root / ".work" / date


@contextlib.contextmanager
def holding(root: Path, date: str) -> Iterator[None]:
    """Hold the date for this process.  The lock is the system's: it ends with the process, however that ends.

    Raises NoEditionError when another process holds it, StorageError.
    """
    work = work_folder(root, date)
    try:
        handle = _locked(work)
    except BlockingIOError as error:
        raise NoEditionError(
            "another process is printing or correcting this date there",
            subject=f"{root}/{date}",
            remedy="let it end; a run may print into another folder with --out",
        ) from error
    except OSError as error:
        raise storage_error(work, error) from error
    with handle:
        yield


def let_go(work: Path) -> None:
    """Remove the lock and the folder that it lies in, where nothing else does; called while the lock is held, last.

    From then on this date is another's, and so is what stands in ``work``.
    """
    with contextlib.suppress(OSError):  # another run of this date has begun, or another date is being printed
        if [path.name for path in work.iterdir()] == ["lock"]:
            (work / "lock").unlink()
            work.rmdir()
            work.parent.rmdir()


def _locked(work: Path) -> BinaryIO:
    """Return the file ``lock`` of ``work``, locked.  Raises BlockingIOError when another holds it, OSError.

    A run that ends removes its folder, lock and all.  Who opened the file before that locks one that nobody else can
    find, and two would print: so it is tried again until the file that is locked is the file that stands there.
    """
    path = work / "lock"
    missing: FileNotFoundError | None = None
    for _ in range(_TRIES):
        missing = None
        try:
            with contextlib.ExitStack() as opened:
                work.mkdir(parents=True, exist_ok=True)
                handle = opened.enter_context(path.open("wb"))
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.path.samestat(os.fstat(handle.fileno()), path.stat()):
                    opened.pop_all()
                    return handle
        except FileNotFoundError as error:  # the other run has just ended; or nothing can be made in such a place
            missing = error
    if missing is not None:
        raise missing
    raise BlockingIOError(errno.EAGAIN, "runs of this date end one after another", str(path))
