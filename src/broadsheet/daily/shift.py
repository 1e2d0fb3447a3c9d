"""Do what is due, each day once: print, publish, deliver, and keep what came of it.

    another scheduler at work? -> nothing
    an edition of a day to come? -> the clock is wrong: nothing      a record of one without an edition? -> set aside
    a day that is settled, or to be tried later? -> the next one
    no edition folder? -> print it (which publishes too)      a folder? -> publish it again: the same bytes
    -> deliver -> done

Every step is repeatable: printing resumes, publishing writes the same bytes, delivery keeps an outbox.  So a shift that
is killed anywhere is simply done again, and the record, which is written before the first step and after the last,
only spares repetitions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from msgspec.structs import replace

from broadsheet.daily.lock import alone
from broadsheet.daily.log import Tell
from broadsheet.daily.record import Record, read_record, recorded, set_aside, write_record
from broadsheet.errors import BroadsheetError, EmptyDayError
from broadsheet.schedule import Schedule

_DAY = timedelta(days=1)


class Order(NamedTuple):
    """An edition that is to be printed: its day, its moment, the hours that it covers, and when to ask nobody more."""

    date: str
    planned: datetime
    hours: float
    until: datetime


class Print(Protocol):
    """Print and publish the edition of an order; return the seconds of each stage.

    Raises EmptyDayError when nobody published anything, another BroadsheetError when there is no edition.  What was
    finished by a call that was broken off is not done again.
    """

    def __call__(self, order: Order) -> Mapping[str, float]: ...


class Publish(Protocol):
    """Publish the edition in ``folder`` once more: the same bytes."""

    def __call__(self, folder: Path) -> None: ...


class Deliver(Protocol):
    """Send the edition in ``folder`` to those who have not got it; return what was sent, by channel or outcome."""

    def __call__(self, folder: Path) -> Mapping[str, int]: ...


@dataclass(frozen=True)
class Hands:
    """Those who do the work."""

    print: Print
    publish: Publish
    deliver: Deliver


@dataclass(frozen=True)
class Shift:
    """What came of a shift: the days that were worked on, and the next moment at which something may be due.

    ``held`` is why nothing was done: ``elsewhere`` (another scheduler is at work), ``clock`` (it cannot be right).
    """

    days: tuple[Record, ...] = ()
    again: datetime | None = None
    held: Literal["", "elsewhere", "clock"] = ""

    @property
    def failed(self) -> tuple[Record, ...]:
        """The days that came to nothing, for now."""
        return tuple(day for day in self.days if not day.settled)


BEHIND = timedelta(hours=1)
"""How far before the moment of an edition that was printed the clock may stand before it is called wrong.  Set by hand,
2026-11-23, because a clock that is put right by minutes is none of a person's business: nothing is due then anyway."""

SET_RIGHT = "set the clock of this machine; if it is right, a wrong one printed that edition: move its folder away"
"""What to do about ``wrong_clock``."""


def wrong_clock(root: Path, now: datetime) -> str:
    """Return why ``now`` cannot be right, or nothing.  Raises StorageError.

    A machine without a clock of its own wakes up in 1970; an edition of that day would go to every reader.  An edition
    that was printed for a moment tells that the time has been later already, whatever the schedule says today; a day
    that was only begun tells nothing (``ahead``).
    """
    for date in reversed(recorded(root)):
        folder = root / date
        if (folder / "edition.json").is_file() and (record := read_record(root, date)):
            if record.planned <= now + BEHIND:
                return ""
            return f"it is {now:%Y-%m-%d %H:%M %z} here, yet the edition of {date} is printed already, in {folder}"
    return ""


def ahead(root: Path, now: datetime) -> list[Record]:
    """Return what is known of days to come that have no edition: what a clock that ran ahead began.

    Raises StorageError.
    """
    dates = [date for date in recorded(root) if date >= (now - _DAY).date().isoformat()]
    known = [read_record(root, date) for date in dates if not (root / date / "edition.json").is_file()]
    return [record for record in known if record and record.planned > now + BEHIND]


def due(root: Path, schedule: Schedule, now: datetime) -> list[Date]:
    """Return the days that are not settled, oldest first: later editions go on from earlier ones.

    The latest day is one of them; an earlier one is missing only if this schedule had begun by then.  Where a later day
    is settled, the schedule was changed since (another time, zone or weekdays): then nothing is missing before it, and
    only what was begun is due.
    """
    days = schedule.within(now)
    to_come = {record.date for record in ahead(root, now)}
    known = [date for date in recorded(root) if date not in to_come]
    changed = any(
        (record := read_record(root, date)) and record.settled for date in known if date > days[-1].isoformat()
    )
    unsettled = []
    for day in days:
        record = read_record(root, day.isoformat())
        missed = not changed and (day == days[-1] or (known and known[0] <= day.isoformat()))
        if (record and not record.settled) or (record is None and missed):
            unsettled.append(day)
    return unsettled


def work(
    root: Path, schedule: Schedule, clock: Callable[[], datetime], hands: Hands, tell: Tell, *, at_once: bool = False
) -> Shift:
    """Do what is due by ``clock`` below ``root``, unless another process does.

    ``at_once`` tries days anew whose next try is later.  Raises StorageError when what is known cannot be kept, and
    whatever a bug raises: it ends the scheduler loudly, and the next one waits before it tries that day again.
    """
    with alone(root) as mine:
        if not mine:
            tell("another scheduler is at work", folder=str(root))
            return Shift(held="elsewhere")
        now = clock()
        if reason := wrong_clock(root, now):
            tell("the clock cannot be right", level="error", reason=reason, remedy=SET_RIGHT)
            return Shift(held="clock")
        for begun in ahead(root, now):
            path = set_aside(root, begun.date)
            tell("a day to come is set aside", level="warning", date=begun.date, state=begun.state, kept=str(path))
        done: list[Record] = []
        later: list[datetime] = []
        for day in due(root, schedule, now):
            before = read_record(root, day.isoformat())
            if before and before.again and before.again > now and not at_once:
                later.append(before.again)
                continue
            record = _day(root, schedule, day, clock, before, hands, tell)
            done.append(record)
            if record.again:
                later.append(record.again)
        return Shift(tuple(done), min(later, default=None))


def _day(
    root: Path,
    schedule: Schedule,
    day: Date,
    clock: Callable[[], datetime],
    before: Record | None,
    hands: Hands,
    tell: Tell,
) -> Record:
    """Bring one day as far as it comes; return what is known of it then."""
    date, planned, now = day.isoformat(), schedule.planned(day), clock()
    tries = (before.tries if before else 0) + 1
    # A try that never comes back (killed, out of memory) counts as well.  The first is repeated at once.
    again = schedule.again(tries - 1, now) if tries > 1 else None
    record = Record(date=date, planned=planned, state="begun", tries=tries, began=now, again=again)
    write_record(root, record)
    late = round((now - planned).total_seconds())
    tell("the edition is begun", date=date, planned=planned.isoformat(), late=late, tries=tries)
    try:
        record = _edition(root / date, schedule, day, record, hands, tell)
    except EmptyDayError as error:
        tell("the day is empty", date=date, reason=str(error))
        record = replace(record, state="empty", message=str(error), again=None)
    except BroadsheetError as error:
        record = replace(record, state="failed", message=str(error), again=schedule.again(tries, clock()))
        told = record.again.isoformat() if record.again else ""
        tell("the edition failed", level="error", date=date, reason=str(error), tries=tries, again=told)
    except KeyboardInterrupt:  # told to end: that is no failure, and the next start goes on at once
        write_record(root, replace(record, tries=tries - 1, again=None, message="stopped"))
        raise
    return write_record(root, replace(record, ended=clock()))


def _edition(folder: Path, schedule: Schedule, day: Date, record: Record, hands: Hands, tell: Tell) -> Record:
    """Print, publish and deliver; return the record of a day that is done."""
    if (folder / "edition.json").is_file():
        tell("the edition lies there already", date=record.date)
        hands.publish(folder)
    else:
        hours = schedule.covers(day)
        order = Order(record.date, record.planned, hours, schedule.until(day, record.began))
        record = replace(record, seconds=hands.print(order))
        tell("the edition is printed", date=record.date, seconds=round(sum(record.seconds.values()), 1))
    sent = dict(hands.deliver(folder))
    if sent:
        tell("the edition is delivered", date=record.date, **sent)
    return replace(record, state="done", again=None, sent=sent)
