"""Is the schedule kept?  A value worked out from the disk, whoever asks: /healthz, ``doctor``, the metrics."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from broadsheet.daily.record import Record, read_record, recorded
from broadsheet.daily.shift import SET_RIGHT, ahead, due, wrong_clock
from broadsheet.errors import StorageError
from broadsheet.schedule import Schedule
from broadsheet.store import edition_folders

PATIENCE = timedelta(minutes=15)
"""How long after its deadline an edition is overdue.  Set by hand, 2026-11-22, because the deadline ends only what is
asked of others: to write, prove, publish and send what came is still to do."""


class Last(msgspec.Struct, frozen=True):
    """The newest edition that lies there: its day, and when it was printed."""

    date: str
    printed: datetime


class Health(msgspec.Struct, frozen=True):
    """How the schedule stands at ``now``.

    ``overdue`` are the days whose edition should be out and is not settled; ``tries`` and ``message`` tell of the
    newest of them.  ``trouble`` is what keeps the scheduler from working at all.
    ``to_come`` are days that a clock which ran ahead has begun: the next shift sets them aside.
    """

    ok: bool
    now: datetime
    next: datetime
    last_edition: Last | None
    last_day: Record | None
    overdue: tuple[str, ...]
    message: str = ""
    trouble: str = ""
    to_come: tuple[str, ...] = ()


def health(root: Path, schedule: Schedule, now: datetime) -> Health:
    """Return how the schedule stands; nothing is written."""
    overdue: list[str] = []
    message = trouble = ""
    newest: Record | None = None
    to_come: tuple[str, ...] = ()
    try:
        to_come = tuple(record.date for record in ahead(root, now))
        known = [date for date in recorded(root) if date not in to_come]
        newest = read_record(root, known[-1]) if known else None
        if reason := wrong_clock(root, now):
            trouble = f"{reason}; {SET_RIGHT}"
        for day in due(root, schedule, now):
            if late := _late(read_record(root, day.isoformat()), schedule, day, now):
                overdue.append(day.isoformat())
                message = late
    except StorageError as error:
        trouble = str(error)
    folders = edition_folders(root)
    last = Last(folders[-1].name, printed_at(folders[-1], now)) if folders else None
    return Health(
        ok=not overdue and not trouble,
        now=now,
        next=schedule.next(now).astimezone(schedule.zone),
        last_edition=last,
        last_day=newest,
        overdue=tuple(overdue),
        message=message,
        trouble=trouble,
        to_come=to_come,
    )


def _late(record: Record | None, schedule: Schedule, day: Date, now: datetime) -> str:
    """Return why an unsettled day should be settled by ``now``; nothing while there is still time."""
    if record is None:
        late = now > schedule.planned(day) + PATIENCE
        return "nobody has begun it; is the scheduler running?" if late else ""
    if record.state == "failed":
        return record.message
    if now <= schedule.until(day, record.began) + PATIENCE:
        return ""
    return record.message or f"it was begun at {record.began:%H:%M:%S} UTC and has not come to an end"


def printed_at(folder: Path, now: datetime) -> datetime:
    """Return when the edition in ``folder`` was written, in the zone of ``now``."""
    return datetime.fromtimestamp(int((folder / "edition.json").stat().st_mtime), now.tzinfo)
