"""The system's lock: of any number of schedulers over one folder, one works."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from broadsheet.daily.record import FOLDER
from broadsheet.files import storage_error


@contextlib.contextmanager
def alone(root: Path) -> Iterator[bool]:
    """Hold the schedule of ``root`` while the block runs; give False, and hold nothing, when another process does.

    The lock ends with the process, however that ends, so none is ever left behind.  Its file stays: a lock that is
    removed can be held twice.  Raises StorageError where no file can be made.
    """
    path = root / FOLDER / "lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = path.open("ab")
    except OSError as error:
        raise storage_error(path, error) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        except OSError as error:  # a file system without locks
            raise storage_error(path, error) from error
        yield True
