"""Room in memory for bodies in the making: hundreds of threads may read at once, and any site may send a lot."""

from __future__ import annotations

import contextlib
import ctypes
import threading

from broadsheet.once import once

FREE = 65_536
"""Bytes of a body that count for nothing: what most answers are made of, and what a thread may hold while it waits."""
ROOM = 8_000_000
"""Bytes beyond that of all bodies together, from the first byte until they lie in the journal; packing may double it.

Chosen 2026-11-22 with 200 threads and a farm of 290 loopback sites (60 endless bodies, 60 of 4.8 MB, 30 bombs, 40 slow
or silent): the process grew by 60 MB with 16 MB, by 47 MB with 8 MB, in the same time."""
_MMAP_THRESHOLD, _ARENAS = -3, -8  # names of glibc's mallopt


@once
def keep_small() -> None:
    """Ask the C library to give large memory back when it is freed, as it does until many threads have freed some.

    glibc raises the size from which it does so with every large piece that is freed, and gives every thread a heap of
    its own: on the farm above, with room for 16 MB, the process grew by 165 MB without this and by 60 MB with it.
    With another C library nothing happens.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_MMAP_THRESHOLD, 131_072)
        mallopt(_ARENAS, 2)


class Room:
    """A number of bytes that threads share; one of them at a time may go beyond it, so that none waits for ever.

    Where the room is taken, each waits, in no order, until another leaves; the one that may go beyond always comes to
    its end, so that the others do.
    """

    def __init__(self, size: int = ROOM) -> None:
        self._size = size
        self._changed = threading.Condition()
        self._used = 0
        self._beyond: Stay | None = None

    def take(self, stay: Stay, more: int) -> None:
        """Let ``stay`` have ``more`` bytes; wait until there is room."""
        with self._changed:
            while self._used + more > self._size and self._beyond is not stay:
                if self._beyond is None:
                    self._beyond = stay
                else:
                    self._changed.wait()
            self._used += more
            stay.taken += more

    def leave(self, stay: Stay) -> None:
        """Give back all that ``stay`` has taken."""
        with self._changed:
            self._used -= stay.taken
            stay.taken = 0
            if self._beyond is stay:
                self._beyond = None
            self._changed.notify_all()


class Stay:
    """What one body has taken of a room."""

    def __init__(self) -> None:
        self.taken = 0
