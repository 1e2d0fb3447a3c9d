"""Files of this machine: only what is a file is opened, and its name is text that can be stored."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO


def open_file(path: Path, *, follow: bool = True) -> BinaryIO:
    """Open ``path`` to read its bytes; ``follow`` says whether it may be a link.

    Raises OSError, also for what is no file: a named pipe would be waited for, a device may never end.
    """
    # O_NONBLOCK: without it the opening of a pipe that nobody writes to waits for ever.  It says nothing to a file.
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW)
    descriptor = os.open(path, flags)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is a folder, a pipe or a device, and no file", str(path))
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def shown(path: str | Path) -> str:
    """Return a path as text to store and to show; of a name that is not UTF-8, U+FFFD for the bytes that are not."""
    return os.fsencode(path).decode("utf-8", "replace")
