"""When arXiv announces: five evenings a week, by the clock of New York.

The batch *of* a day, Monday to Friday, is announced at 20:00 Eastern of the evening before (Sunday to Thursday) and
fills the news feeds at midnight.  What was submitted until 14:00 Eastern is in the next batch, so Monday's batch (of
Sunday evening) holds Thursday afternoon to Friday afternoon, and Tuesday's the whole weekend.  Nothing is announced on
Friday and Saturday evening.  Holidays move a batch by a day or more; they are not foreseen here.

Source: arXiv's availability schedule, https://info.arxiv.org/help/availability.html.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from broadsheet.types import Window

EASTERN = ZoneInfo("America/New_York")
_DAY = timedelta(days=1)
_ANNOUNCED = time(20)
_CUTOFF = time(14)
_FRIDAY = 4


def announced_at(day: date) -> datetime:
    """Return the moment (UTC) at which the batch of ``day`` is announced."""
    return datetime.combine(day - _DAY, _ANNOUNCED, EASTERN).astimezone(UTC)


def fed_at(day: date) -> datetime:
    """Return the moment (UTC) at which the batch of ``day`` fills the news feeds."""
    return datetime.combine(day, time(), EASTERN).astimezone(UTC)


def due(now: datetime, moment: Callable[[date], datetime]) -> date:
    """Return the day of the newest batch that ought to be there at ``now``; ``moment`` tells when a batch appears."""
    day = now.astimezone(EASTERN).date() + _DAY
    while day.weekday() > _FRIDAY or moment(day) > now:
        day -= _DAY
    return day


def days_in(window: Window, moment: Callable[[date], datetime]) -> list[date]:
    """Return the days whose batches appear in ``window``, oldest first; none when it is open."""
    if window.start is None or window.end is None:
        return []
    day, found = window.start.astimezone(EASTERN).date(), []
    while day <= window.end.astimezone(EASTERN).date() + _DAY:
        if day.weekday() <= _FRIDAY and window.start <= moment(day) < window.end:
            found.append(day)
        day += _DAY
    return found


def submitted(day: date) -> tuple[datetime, datetime]:
    """Return from and until when (UTC) the papers of the batch of ``day`` were submitted, if nothing held them back."""
    last = _weekday_before(day)
    first = _weekday_before(last)
    return (
        datetime.combine(first, _CUTOFF, EASTERN).astimezone(UTC),
        datetime.combine(last, _CUTOFF, EASTERN).astimezone(UTC),
    )


def batch_of(moment: datetime) -> date:
    """Return the day of the batch in which a paper submitted at ``moment`` is announced, if nothing holds it back."""
    day = moment.astimezone(EASTERN).date()
    while day.weekday() > _FRIDAY or submitted(day)[1] <= moment:
        day += _DAY
    return day


def _weekday_before(day: date) -> date:
    day -= _DAY
    while day.weekday() > _FRIDAY:
        day -= _DAY
    return day
