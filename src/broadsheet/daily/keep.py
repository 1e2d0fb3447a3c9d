"""Keep the schedule: do what is due, wait for the next moment, do it again.

The wait is many short ones, and each ends with a look at the wall clock.  A machine that slept through its moment finds
the day due when it wakes; a clock that was set is told, and what is due is worked out anew.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Protocol

from broadsheet.daily.log import Tell
from broadsheet.daily.shift import Hands, Shift, work
from broadsheet.schedule import Schedule

STEP = timedelta(seconds=20)
"""The longest single wait: an edition is begun so much after its moment at most, also when a machine wakes."""

JUMP = timedelta(seconds=60)
"""How much more or less than it was to take a wait may have taken by the wall clock before that is told.  Set by hand,
2026-11-22: what a loaded machine adds is seconds, what NTP corrects at once is less, a sleep is mostly more."""


class Clock(Protocol):
    """The wall clock, and the wait for it."""

    def now(self) -> datetime: ...

    def wait(self, span: timedelta) -> None: ...


class WallClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        return datetime.now(UTC)

    def wait(self, span: timedelta) -> None:
        """Wait for ``span``, or until a signal's handler raises."""
        Event().wait(max(span.total_seconds(), 0))


def keep(root: Path, schedule: Schedule, clock: Clock, hands: Hands, tell: Tell) -> None:
    """Keep ``schedule`` below ``root`` for ever; what ends it is an exception, KeyboardInterrupt among them."""
    told: datetime | None = None
    while True:
        shift = work(root, schedule, clock.now, hands, tell)
        until = wake(shift, schedule, clock.now())
        if not shift.held and until != told:
            tell("waiting", until=until.astimezone(schedule.zone).isoformat())
            told = until
        wait(clock, until, tell)


def wake(shift: Shift, schedule: Schedule, now: datetime) -> datetime:
    """Return when to look again after ``shift``: the next planned moment, or sooner where something is left over."""
    if shift.held:
        return now + STEP
    return min(schedule.next(now), shift.again or datetime.max.replace(tzinfo=UTC))


def wait(clock: Clock, until: datetime, tell: Tell) -> None:
    """Wait until ``clock`` shows ``until``, or until it jumps."""
    now = clock.now()
    while now < until:
        step = min(STEP, until - now)
        clock.wait(step)
        before, now = now, clock.now()
        jumped = now - before - step
        if abs(jumped) > JUMP:
            tell("the clock jumped", seconds=round(jumped.total_seconds()), now=now.isoformat())
            return
