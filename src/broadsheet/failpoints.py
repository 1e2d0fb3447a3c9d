"""Named points at which this program can be made to die, before and after every step that the disk must remember.

    BROADSHEET_FAILPOINT=folder.renamed      die (SIGKILL) where that point is first reached
    BROADSHEET_FAILPOINT=mail.accepted:3     where it is reached the third time

That what survives is whole, and that running again completes it, is a promise that only dying can test
(tests/test_outbox_kill.py).  SIGKILL and not an exception: no ``finally`` runs, as when the power goes.  Unset, a point
costs one comparison.  The idea and the name are FreeBSD's fail(9).
"""

from __future__ import annotations

import os
import signal
import threading
from typing import Protocol

VARIABLE = "BROADSHEET_FAILPOINT"


class Reached(Protocol):
    """Told the name of every point as it is reached."""

    def __call__(self, name: str, /) -> None: ...


class Death:
    """Kill this process where the point ``name`` is reached for the ``nth`` time; threads count together."""

    def __init__(self, name: str, nth: int = 1) -> None:
        self._name, self._left = name, nth
        self._lock = threading.Lock()

    def __call__(self, name: str, /) -> None:
        """Die, if this is the place."""
        if name != self._name:
            return
        with self._lock:
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)


def armed(text: str) -> Death | None:
    """Return the death that ``name`` or ``name:n`` asks for; None for an empty text.  Raises ValueError."""
    if not text:
        return None
    name, _, nth = text.partition(":")
    if not name or (nth and not (nth.isdigit() and int(nth))):
        raise ValueError(f"{VARIABLE}={text!r} is not of the form name or name:n")
    return Death(name, int(nth or 1))


watcher: Reached | None = armed(os.environ.get(VARIABLE, ""))
"""Who is told; None in every run that is no test.  Tests put their own here."""


def failpoint(name: str) -> None:
    """Pass the point ``name``."""
    if watcher is not None:
        watcher(name)
