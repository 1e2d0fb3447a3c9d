"""When editions are due: pure arithmetic over a wall clock, a zone and the days of the week.

An edition belongs to a day of its zone.  Its *planned moment* is that day at the time of the schedule, also where the
clock is changed: a time that does not exist (the gap in spring) means the first moment after the gap, and a time that
comes twice (the fold in autumn) means the first of the two.  So every day has exactly one planned moment, and planned
moments follow one another in the order of their days; ``tests/test_daily_schedule.py`` holds both for every zone.

An edition covers what was published since the planned moment before it, so nothing falls between two editions: the
night of 25 hours is 25 hours long, and a Monday after a free week's end begins on Friday.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_DAY = timedelta(days=1)
_FURTHEST = 14
"""Days after which a schedule must have come round: a week, and as much again to be sure of it."""


class Daily(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Table ``[daily]``: when ``broadsheet daily`` prints, in the file's ``timezone``.

    ``at`` is a time of day, ``days`` the weekdays that have an edition.  ``catch_up`` is how many days back a missed
    edition is made up for; 0 prints only today's.  ``deadline`` is how many minutes after its planned moment an edition
    goes out with what there is.  ``retry`` is the minutes before a day that failed is tried again, doubled each time,
    ``longest_retry`` where that ends.
    """

    at: Annotated[
        str,
        msgspec.Meta(
            pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$",
            description="a time of day: HH:MM or HH:MM:SS, from 00:00 to 23:59:59",
        ),
    ] = "06:44"
    days: Annotated[tuple[Weekday, ...], msgspec.Meta(min_length=1)] = WEEK
    catch_up: Annotated[int, msgspec.Meta(ge=0, le=31)] = 3
    deadline: Annotated[float, msgspec.Meta(gt=0, le=12 * 60)] = 45.0
    retry: Annotated[float, msgspec.Meta(gt=0, le=24 * 60)] = 5.0
    longest_retry: Annotated[float, msgspec.Meta(gt=0, le=24 * 60)] = 60.0


class Schedule(msgspec.Struct, frozen=True):
    """``daily`` in the time zone ``zone``; ``hours`` is what an edition covers after a night of 24 hours."""

    daily: Daily
    zone: ZoneInfo
    hours: float = 24

    def planned(self, day: date) -> datetime:
        """Return the planned moment of ``day``, in its zone: the first real one that its clock calls so, or later."""
        wanted = datetime.combine(day, time.fromisoformat(self.daily.at), self.zone)  # fold 0: the first of two
        if _real(wanted):
            return wanted
        # In a gap: the moment read with the offset from before it lies after the gap, read with the one from after it
        # lies before it.  Between those two is the change; it falls on a whole second.
        first, last = wanted.replace(fold=1).timestamp(), wanted.timestamp()
        low, high = int(min(first, last)), int(max(first, last))
        before = datetime.fromtimestamp(low, self.zone).utcoffset()
        while high - low > 1:
            middle = (low + high) // 2
            if datetime.fromtimestamp(middle, self.zone).utcoffset() == before:
                low = middle
            else:
                high = middle
        return datetime.fromtimestamp(high, self.zone)

    def has_edition(self, day: date) -> bool:
        """Say whether ``day`` is one of the schedule's weekdays."""
        return WEEK[day.weekday()] in self.daily.days

    def days_until(self, now: datetime) -> Iterator[date]:
        """Yield the days with an edition whose planned moment has come by ``now``, newest first, without end."""
        day = now.astimezone(self.zone).date() + _DAY  # a zone may skip a whole day, so tomorrow is looked at too
        while True:
            if self.has_edition(day) and self.planned(day) <= now:
                yield day
            day -= _DAY

    def days_after(self, now: datetime) -> Iterator[date]:
        """Yield the days with an edition whose planned moment is still to come, soonest first, without end."""
        day = now.astimezone(self.zone).date() - _DAY
        while True:
            if self.has_edition(day) and self.planned(day) > now:
                yield day
            day += _DAY

    def latest(self, now: datetime) -> date:
        """Return the day of the last planned moment up to ``now``."""
        return next(self.days_until(now))

    def next(self, now: datetime) -> datetime:
        """Return the first planned moment after ``now``."""
        return self.planned(next(self.days_after(now)))

    def before(self, day: date) -> date:
        """Return the day with an edition before ``day``."""
        return next(d for back in range(1, _FURTHEST) if self.has_edition(d := day - back * _DAY))

    def within(self, now: datetime) -> list[date]:
        """Return the days that may still be printed at ``now``, oldest first: the latest, and ``catch_up`` days back.

        ``catch_up`` counts days of the calendar, editions or not.
        """
        newest = self.latest(now)
        found = []
        for day in self.days_until(now):
            if (newest - day).days > self.daily.catch_up:
                break
            found.append(day)
        return found[::-1]

    def covers(self, day: date) -> float:
        """Return the hours that the edition of ``day`` covers.

        What the night before was longer or shorter than 24 hours, by a change of clocks or a free day, is added.
        """
        since = self.planned(day).astimezone(UTC) - self.planned(self.before(day)).astimezone(UTC)
        return max(self.hours + since / timedelta(hours=1) - 24, 1.0)

    def until(self, day: date, now: datetime) -> datetime:
        """Return the moment at which a run of ``day`` that begins at ``now`` asks nobody any more.

        It is the planned moment plus the deadline, whenever the run began and however often it was broken off.  One
        that begins with less than half of that time left (a missed day, a machine that slept) has missed it, and gets
        the whole time from its own beginning: an edition of two minutes' reading would help nobody.
        """
        span = timedelta(minutes=self.daily.deadline)
        due = self.planned(day).astimezone(UTC) + span
        return due if due - now >= span / 2 else now.astimezone(UTC).replace(microsecond=0) + span

    def again(self, tries: int, now: datetime) -> datetime:
        """Return when a day that failed at ``now`` for the ``tries``-th time is tried again."""
        minutes = min(self.daily.retry * 2 ** min(tries - 1, 16), self.daily.longest_retry)
        return now.astimezone(UTC) + timedelta(minutes=minutes)


def _real(moment: datetime) -> bool:
    """Say whether clocks ever show ``moment``: one in a gap comes back from UTC as another."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == moment.replace(tzinfo=None)
