"""When editions are due: every day once, in every zone, whatever is done to the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.config_file import read_file
from broadsheet.errors import ConfigError
from broadsheet.schedule import WEEK, Daily, Schedule, Weekday

ZONES = (
    "Asia/Taipei",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour
    "America/Sao_Paulo",  # at midnight, in years gone by
    "Pacific/Apia",  # skipped 30 December 2011
    "Africa/Casablanca",
    "Antarctica/Troll",  # two hours
    "UTC",
)


def schedule(at: str = "06:44", zone: str = "Asia/Taipei", **settings: object) -> Schedule:
    return Schedule(Daily(at=at, **settings), ZoneInfo(zone))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("zone", "at", "day", "planned"),
    [
        ("Asia/Taipei", "06:44", "2026-11-23", "2026-11-22T22:44:00Z"),
        # The gap: 02:30 is no time on that day; the first moment after it is 03:00 summer time.
        ("Europe/Berlin", "02:30", "2026-03-29", "2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "02:00", "2026-03-29", "2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "03:00", "2026-03-29", "2026-03-29T01:00:00Z"),
        # The fold: 02:30 comes twice; the first one counts, and only that.
        ("Europe/Berlin", "02:30", "2026-10-25", "2026-10-25T00:30:00Z"),
        ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:30:00Z"),
        # A gap at midnight: the day begins at one.
        ("America/Sao_Paulo", "00:00", "2018-11-04", "2018-11-04T03:00:00Z"),
        # A day that never was: its moment is the first of the next one.
        ("Pacific/Apia", "06:44", "2011-12-30", "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "06:44", "2011-12-31", "2011-12-30T16:44:00Z"),
    ],
)
def test_planned_moments(zone: str, at: str, day: str, planned: str) -> None:
    found = schedule(at, zone).planned(date.fromisoformat(day))
    assert found.astimezone(UTC) == datetime.fromisoformat(planned)


@given(
    st.sampled_from(ZONES),
    st.times(),
    st.dates(date(2000, 1, 1), date(2037, 12, 1)),
)
def test_every_day_has_one_moment_and_they_follow_one_another(zone: str, at: object, first: date) -> None:
    plan = schedule(str(at)[:8], zone)
    days = [first + timedelta(days=n) for n in range(4)]
    moments = [plan.planned(day).astimezone(UTC) for day in days]
    for before, after in pairwise(moments):
        assert timedelta() < after - before <= timedelta(hours=49)
    for day, moment in zip(days, moments, strict=True):
        shown = moment.astimezone(plan.zone)
        wanted = datetime.combine(day, shown.time().fromisoformat(plan.daily.at))
        # It is shown as asked for, or it lies in a gap and nothing between the two ever is.
        assert shown.replace(tzinfo=None) >= wanted
        assert (moment - timedelta(seconds=1)).astimezone(plan.zone).replace(tzinfo=None) < wanted


@given(st.sampled_from(ZONES), st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1)), st.sets(st.sampled_from(WEEK)))
def test_what_is_next_was_not_yet_and_what_is_latest_is_past(zone: str, now: datetime, days: set[Weekday]) -> None:
    plan = schedule(zone=zone, days=tuple(days) or WEEK)
    moment = now.replace(tzinfo=UTC)
    latest, after = plan.planned(plan.latest(moment)), plan.next(moment)
    assert latest <= moment < after
    assert plan.planned(plan.before(next(plan.days_after(moment)))) == latest
    assert [d for d in islice(plan.days_after(moment), 9) if not plan.has_edition(d)] == []


@pytest.mark.parametrize(
    ("zone", "days", "day", "hours"),
    [
        ("Asia/Taipei", WEEK, "2026-11-23", 24),
        ("Europe/Berlin", WEEK, "2026-10-25", 25),
        ("Europe/Berlin", WEEK, "2026-03-29", 23),
        ("Asia/Taipei", WEEK[:5], "2026-11-23", 72),  # a Monday after a free week's end
        ("Asia/Taipei", ("mon",), "2026-11-23", 168),
        ("Pacific/Apia", WEEK, "2011-12-30", 17.266666666666666),
    ],
)
def test_nothing_falls_between_two_editions(zone: str, days: tuple[Weekday, ...], day: str, hours: float) -> None:
    plan = schedule(zone=zone, days=days)
    when = date.fromisoformat(day)
    assert plan.covers(when) == pytest.approx(hours)
    begins = plan.planned(when).astimezone(UTC) - timedelta(hours=plan.covers(when))
    assert begins == plan.planned(plan.before(when))


def test_an_edition_that_looks_back_further_still_does() -> None:
    plan = Schedule(Daily(), ZoneInfo("Europe/Berlin"), hours=36)
    assert plan.covers(date(2026, 10, 25)) == 37


def test_the_days_that_may_still_be_printed() -> None:
    now = datetime.fromisoformat("2026-11-23T12:00:00+08:00")  # a Monday
    assert [d.day for d in schedule(catch_up=3).within(now)] == [20, 21, 22, 23]
    assert [d.day for d in schedule(catch_up=0).within(now)] == [23]
    assert [d.day for d in schedule(catch_up=3, days=WEEK[:5]).within(now)] == [20, 23]
    assert [d.day for d in schedule(catch_up=3).within(now.replace(hour=6))] == [19, 20, 21, 22]


@pytest.mark.parametrize(
    ("begun", "until"),
    [
        ("06:44:03", "07:29:00"),  # on time
        ("07:06:00", "07:29:00"),  # resumed: the deadline stands
        ("07:10:00", "07:55:00"),  # too late for it: the whole time, from now
        ("15:00:00", "15:45:00"),  # a day that was missed
    ],
)
def test_the_deadline(begun: str, until: str) -> None:
    plan, day = schedule(deadline=45), date(2026, 11, 23)
    now = datetime.fromisoformat(f"2026-11-23T{begun}+08:00")
    assert plan.until(day, now) == datetime.fromisoformat(f"2026-11-23T{until}+08:00")


def test_a_day_that_fails_is_left_alone_for_longer_and_longer() -> None:
    plan, now = schedule(retry=5, longest_retry=60), datetime(2026, 11, 23, tzinfo=UTC)
    waits = [(plan.again(tries, now) - now) // timedelta(minutes=1) for tries in (1, 2, 3, 4, 5, 6, 1000)]
    assert waits == [5, 10, 20, 40, 60, 60, 60]


@pytest.mark.parametrize(
    "table",
    [
        'at = "6:44"',
        'at = "24:00"',
        'at = "06:44 "',
        "days = []",
        'days = ["Monday"]',
        "catch_up = -1",
        "deadline = 0",
        "tine = 1",
    ],
)
def test_a_schedule_that_is_wrong_is_refused(tmp_path: Path, table: str) -> None:
    path = tmp_path / "broadsheet.toml"
    path.write_text(f"[daily]\n{table}\n")
    with pytest.raises(ConfigError, match="daily"):
        read_file(path)


def test_a_schedule_is_read_from_the_configuration(tmp_path: Path) -> None:
    path = tmp_path / "broadsheet.toml"
    path.write_text('[daily]\nat = "05:30:10"\ndays = ["mon", "fri"]\ncatch_up = 0\ndeadline = 20\n')
    assert read_file(path).daily == Daily(at="05:30:10", days=("mon", "fri"), catch_up=0, deadline=20)
