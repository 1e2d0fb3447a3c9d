"""A server that is gone is not asked again and again: a circuit breaker, after Nygard, *Release It!*"""

from __future__ import annotations

import threading
from collections.abc import Callable

BREAKS_AFTER = 5
"""Faults of the server in a row, of whichever calls, that open the circuit."""
REST_SECONDS = 30.0
"""How long an open circuit answers by itself before one call may try again."""


class Circuit:
    """Closed while the server answers; open for a while after ``BREAKS_AFTER`` faults in a row; shut for good."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._faults = 0
        self._open_until: float | None = None

    def lets_pass(self) -> bool:
        """Say whether a call may be tried; of an open circuit whose rest is over, one call may."""
        with self._lock:
            if self._open_until is None:
                return True
            if self._clock() < self._open_until:
                return False
            self._open_until = self._clock() + REST_SECONDS
            return True

    def note(self, *, sound: bool) -> None:
        """Count what came of a try."""
        with self._lock:
            if self._open_until == float("inf"):
                return
            if sound:
                self._faults, self._open_until = 0, None
                return
            self._faults += 1
            if self._faults >= BREAKS_AFTER:
                self._open_until = self._clock() + REST_SECONDS

    def shut(self) -> None:
        """Let nothing pass any more: the next answer would be the same."""
        with self._lock:
            self._open_until = float("inf")
