"""The scheduler, on a clock that is a value: no test here waits.

The file is long because every trouble of a day is told with the one scripted newsroom.
"""

from __future__ import annotations

import io
import json
import multiprocessing
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from broadsheet.daily.health import PATIENCE, health
from broadsheet.daily.keep import STEP, keep, wait, wake
from broadsheet.daily.lock import alone
from broadsheet.daily.log import MASK, logger
from broadsheet.daily.record import FOLDER, Record, read_record, recorded, records, write_record
from broadsheet.daily.sent import figures
from broadsheet.daily.shift import Hands, Order, Shift, due, work
from broadsheet.errors import EmptyDayError, NoEditionError, PublishError, StorageError
from broadsheet.schedule import WEEK, Daily, Schedule

TAIPEI = ZoneInfo("Asia/Taipei")
PLAN = Schedule(Daily(), TAIPEI)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TAIPEI)


MONDAY = moment("2026-11-23T06:44:05")


NEVER = datetime.max.replace(tzinfo=UTC)


class EndOfTestError(Exception):
    """Ends a scheduler that would go on for ever."""


@dataclass
class Clock:
    """Shows ``at``; a wait moves it on, unless the machine sleeps (``jumps``: the number of the wait -> what happens)."""

    at: datetime
    end: datetime = NEVER
    jumps: dict[int, timedelta] = field(default_factory=dict)
    waits: list[timedelta] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def wait(self, span: timedelta) -> None:
        self.waits.append(span)
        self.at += span + self.jumps.pop(len(self.waits), timedelta())
        if self.at >= self.end:
            raise EndOfTestError


@dataclass
class Press:
    """Prints into ``root`` as the real one does, as far as a scheduler can see: a folder that appears whole."""

    root: Path
    clock: Clock
    orders: list[Order] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    delivered: list[str] = field(default_factory=list)
    trouble: dict[str, list[BaseException]] = field(default_factory=dict)
    """What is raised next for a date, or for a step (``publish``, ``deliver``)."""
    takes: timedelta = timedelta(seconds=30)

    def _may_fail(self, what: str) -> None:
        if waiting := self.trouble.get(what):
            raise waiting.pop(0)

    def print(self, order: Order) -> Mapping[str, float]:
        self.orders.append(order)
        self.clock.at += self.takes
        self._may_fail(order.date)
        folder = self.root / order.date
        folder.mkdir()
        (folder / "edition.json").write_text("{}")
        self._may_fail("publish")
        self.published.append(order.date)
        return {"collect": 1.0, "compose": 0.5}

    def publish(self, folder: Path) -> None:
        self._may_fail("publish")
        self.published.append(folder.name)

    def deliver(self, folder: Path) -> Mapping[str, int]:
        self._may_fail("deliver")
        self.delivered.append(folder.name)
        return {"sent": 2}

    @property
    def hands(self) -> Hands:
        return Hands(self.print, self.publish, self.deliver)

    @property
    def printed(self) -> list[str]:
        return [order.date for order in self.orders]


class Log:
    def __init__(self) -> None:
        self.lines: list[tuple[str, Mapping[str, object]]] = []

    def __call__(self, event: str, /, **facts: object) -> None:
        self.lines.append((event, facts))

    def told(self, event: str) -> list[Mapping[str, object]]:
        return [facts for name, facts in self.lines if name == event]


def shift(root: Path, clock: Clock, press: Press, plan: Schedule = PLAN, *, at_once: bool = False) -> Shift:
    return work(root, plan, clock.now, press.hands, Log(), at_once=at_once)


def newsroom(root: Path, at: datetime = MONDAY) -> tuple[Clock, Press]:
    clock = Clock(at)
    return clock, Press(root, clock)


def begun(root: Path, date: str, **changes: object) -> None:
    """Note a day as done, so that the schedule has begun on it."""
    told = moment(f"{date}T06:44:00")
    write_record(root, Record(**({"date": date, "planned": told, "state": "done", "began": told} | changes)))  # type: ignore[arg-type]


# --- what is due ------------------------------------------------------------------------------------------------------


def test_a_day_is_printed_published_delivered_once(tmp_path: Path) -> None:
    clock, press = newsroom(tmp_path)
    for _ in range(3):
        shift(tmp_path, clock, press)
    assert (press.printed, press.published, press.delivered) == (["2026-11-23"],) * 3
    (order,) = press.orders
    assert order.planned == moment("2026-11-23T06:44:00") and order.hours == 24
    assert order.until == moment("2026-11-23T07:29:00")
    record = read_record(tmp_path, "2026-11-23")
    assert record and record.state == "done" and record.sent == {"sent": 2} and record.seconds["collect"] == 1.0
    assert record.began == MONDAY and record.ended == MONDAY + press.takes


def test_the_first_start_prints_the_latest_edition_and_no_older_one(tmp_path: Path) -> None:
    clock, press = newsroom(tmp_path, moment("2026-11-23T05:00:00"))
    (tmp_path / "2026-11-17").mkdir()  # an edition that was printed by hand, once
    (tmp_path / "2026-11-17" / "edition.json").write_text("{}")
    shift(tmp_path, clock, press)
    assert press.printed == ["2026-11-22"]


def test_missed_days_are_made_up_for_oldest_first(tmp_path: Path) -> None:
    begun(tmp_path, "2026-11-18")
    clock, press = newsroom(tmp_path)
    shift(tmp_path, clock, press)
    assert press.printed == ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"]
    assert [order.planned.day for order in press.orders] == [20, 21, 22, 23]
    # The first began on time and keeps its deadline; the others have missed theirs, and get the whole time.
    assert press.orders[0].until == MONDAY + timedelta(minutes=45)
    assert press.orders[3].until == moment("2026-11-23T07:29:00")


def test_days_further_back_than_the_setting_are_let_go(tmp_path: Path) -> None:
    begun(tmp_path, "2026-11-18")
    clock, press = newsroom(tmp_path)
    shift(tmp_path, clock, press, Schedule(Daily(catch_up=0), TAIPEI))
    assert press.printed == ["2026-11-23"]


def test_free_days_are_not_missed(tmp_path: Path) -> None:
    begun(tmp_path, "2026-11-19")
    clock, press = newsroom(tmp_path)
    shift(tmp_path, clock, press, Schedule(Daily(days=WEEK[:5]), TAIPEI))
    assert press.printed == ["2026-11-20", "2026-11-23"]
    assert press.orders[1].hours == 72


def test_an_edition_that_lies_there_is_not_printed_again(tmp_path: Path) -> None:
    """By hand, or by a scheduler that was killed before it had noted it: readers still get it, once."""
    (tmp_path / "2026-11-23").mkdir()
    (tmp_path / "2026-11-23" / "edition.json").write_text("{}")
    clock, press = newsroom(tmp_path)
    shift(tmp_path, clock, press)
    shift(tmp_path, clock, press)
    assert (press.printed, press.published, press.delivered) == ([], ["2026-11-23"], ["2026-11-23"])


# --- what goes wrong --------------------------------------------------------------------------------------------------


def test_an_empty_day_is_told_and_is_no_failure(tmp_path: Path) -> None:
    clock, press = newsroom(tmp_path)
    press.trouble["2026-11-23"] = [EmptyDayError("nobody published anything")]
    came = shift(tmp_path, clock, press)
    assert not came.failed and came.again is None
    record = read_record(tmp_path, "2026-11-23")
    assert record and record.state == "empty" and "nobody published" in record.message
    shift(tmp_path, clock, press, at_once=True)
    assert press.printed == ["2026-11-23"], "it stays empty"
    assert health(tmp_path, PLAN, MONDAY + timedelta(hours=12)).ok


def test_a_day_that_fails_is_tried_again_and_the_others_are_printed(tmp_path: Path) -> None:
    begun(tmp_path, "2026-11-21")
    clock, press = newsroom(tmp_path)
    press.trouble["2026-11-22"] = [NoEditionError("the network is down")] * 2
    came = shift(tmp_path, clock, press)
    assert press.printed == ["2026-11-22", "2026-11-23"]
    assert [day.date for day in came.failed] == ["2026-11-22"]
    assert came.again == MONDAY + press.takes + timedelta(minutes=5)
    shift(tmp_path, clock, press)
    assert len(press.orders) == 2, "not yet"
    clock.at = came.again
    shift(tmp_path, clock, press)
    record = read_record(tmp_path, "2026-11-22")
    assert record and record.tries == 2 and record.again == came.again + press.takes + timedelta(minutes=10)
    assert not health(tmp_path, PLAN, clock.at).ok
    shift(tmp_path, clock, press, at_once=True)
    assert press.printed[-1] == "2026-11-22" and health(tmp_path, PLAN, clock.at).ok


@pytest.mark.parametrize("step", ["publish", "deliver"])
def test_what_fails_after_the_printing_is_done_again_without_printing(tmp_path: Path, step: str) -> None:
    clock, press = newsroom(tmp_path)
    press.trouble[step] = [PublishError("the disk is full")]
    assert shift(tmp_path, clock, press).failed
    assert not press.delivered
    assert not shift(tmp_path, clock, press, at_once=True).failed
    assert (press.printed, press.delivered) == (["2026-11-23"], ["2026-11-23"])


@pytest.mark.parametrize("what", ["2026-11-23", "publish", "deliver"])
def test_what_is_told_to_end_goes_on_at_once_with_the_next_start(tmp_path: Path, what: str) -> None:
    clock, press = newsroom(tmp_path)
    press.trouble[what] = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        shift(tmp_path, clock, press)
    record = read_record(tmp_path, "2026-11-23")
    assert record and (record.state, record.tries, record.again) == ("begun", 0, None)
    shift(tmp_path, clock, press)
    assert press.delivered == ["2026-11-23"] and press.printed.count("2026-11-23") <= 2


def test_a_bug_ends_the_scheduler_loudly_and_does_not_spin(tmp_path: Path) -> None:
    begun(tmp_path, "2026-11-21")
    clock, press = newsroom(tmp_path)
    press.trouble["2026-11-22"] = [ZeroDivisionError()] * 3
    for _ in range(2):  # the first try is repeated at once: most crashes are a machine's
        with pytest.raises(ZeroDivisionError):
            shift(tmp_path, clock, press)
    shift(tmp_path, clock, press)
    assert press.printed == ["2026-11-22", "2026-11-22", "2026-11-23"], "the newer day does not wait for the bug"
    clock.at += timedelta(minutes=6)
    with pytest.raises(ZeroDivisionError):
        shift(tmp_path, clock, press)


def test_two_schedulers_do_not_work_at_once(tmp_path: Path) -> None:
    clock, press = newsroom(tmp_path)
    inner: list[Shift] = []
    real = press.print

    def print_meanwhile(order: Order) -> Mapping[str, float]:
        inner.append(shift(tmp_path, clock, press))
        return real(order)

    came = work(tmp_path, PLAN, clock.now, Hands(print_meanwhile, press.publish, press.deliver), Log())
    assert inner[0].held == "elsewhere" and not came.held
    assert press.printed == ["2026-11-23"]


def _hold(root: str, held: object, release: object) -> None:
    with alone(Path(root)) as mine:
        assert mine
        held.set()  # type: ignore[attr-defined]
        release.wait(30)  # type: ignore[attr-defined]


def test_the_lock_ends_with_its_process(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held, release = context.Event(), context.Event()
    process = context.Process(target=_hold, args=(str(tmp_path), held, release))
    process.start()
    assert held.wait(60)
    with alone(tmp_path) as mine:
        assert not mine
    process.kill()
    process.join()
    with alone(tmp_path) as mine:
        assert mine


def test_a_record_that_is_damaged_is_named(tmp_path: Path) -> None:
    clock, press = newsroom(tmp_path)
    shift(tmp_path, clock, press)
    path = tmp_path / FOLDER / "2026-11-23.json"
    path.write_text("{")
    with pytest.raises(StorageError, match=r"2026-11-23\.json.*(.|\n)*remove it"):
        shift(tmp_path, clock, press)
    assert "2026-11-23.json" in health(tmp_path, PLAN, clock.at).trouble
    path.unlink()
    shift(tmp_path, clock, press)
    assert press.printed == ["2026-11-23"], "the folder still says that it is printed"


def lies(root: Path, date: str, **changes: object) -> Path:
    """Lay down the edition of a day, and note it as done."""
    begun(root, date, **changes)
    (root / date).mkdir()
    (root / date / "edition.json").write_text("{}")
    return root / date


def test_a_clock_that_cannot_be_right_prints_nothing(tmp_path: Path) -> None:
    lies(tmp_path, "2026-11-23")
    clock, press = newsroom(tmp_path, moment("1970-01-01T08:00:00"))
    assert shift(tmp_path, clock, press).held == "clock" and not press.orders
    assert "1970" in health(tmp_path, PLAN, clock.at).trouble
    clock.at = moment("2026-11-24T06:44:00")
    assert not shift(tmp_path, clock, press).held and press.printed == ["2026-11-24"]


@pytest.mark.parametrize("state", ["begun", "failed", "empty"])
def test_a_day_to_come_that_has_no_edition_is_set_aside_once(tmp_path: Path, state: str) -> None:
    begun(tmp_path, "2035-12-30", state=state)
    clock, press = newsroom(tmp_path)
    before = health(tmp_path, PLAN, clock.at)
    assert before.to_come == ("2035-12-30",) and not before.trouble and before.last_day is None
    log = Log()
    assert not work(tmp_path, PLAN, clock.now, press.hands, log).held and press.printed == ["2026-11-23"]
    (told,) = log.told("a day to come is set aside")
    assert told["date"] == "2035-12-30" and Path(str(told["kept"])).is_file()
    assert health(tmp_path, PLAN, clock.at).ok and not health(tmp_path, PLAN, clock.at).to_come
    again = Log()
    work(tmp_path, PLAN, clock.now, press.hands, again)
    assert not again.lines


def test_an_edition_of_a_day_to_come_is_named_and_moving_it_away_helps(tmp_path: Path) -> None:
    folder = lies(tmp_path, "2035-12-30")
    clock, press = newsroom(tmp_path)
    log = Log()
    assert work(tmp_path, PLAN, clock.now, press.hands, log).held == "clock"
    (told,) = log.told("the clock cannot be right")
    assert str(folder) in str(told["reason"]) and "move its folder away" in str(told["remedy"])
    assert str(folder) in health(tmp_path, PLAN, clock.at).trouble
    folder.rename(tmp_path / "away")
    assert not shift(tmp_path, clock, press).held and press.printed == ["2026-11-23"]


@pytest.mark.parametrize(
    ("changed", "then"),
    [
        (Schedule(Daily(at="23:30"), TAIPEI), "2026-11-23"),
        (Schedule(Daily(), ZoneInfo("America/Los_Angeles")), "2026-11-23"),
        (Schedule(Daily(days=("tue", "wed")), TAIPEI), "2026-11-24"),
        (Schedule(Daily(days=("sun",)), TAIPEI), "2026-11-29"),
    ],
    ids=["at", "zone", "days", "sunday"],
)
@pytest.mark.parametrize("first", ["2026-11-23", "2026-10-05"])
def test_a_changed_schedule_is_no_wrong_clock(tmp_path: Path, changed: Schedule, then: str, first: str) -> None:
    lies(tmp_path, first)
    clock, press = newsroom(tmp_path)
    shift(tmp_path, clock, press)
    press.orders.clear()
    assert shift(tmp_path, clock, press, changed) == Shift(), "nothing is due"
    told = health(tmp_path, changed, clock.at)
    assert told.ok and told.last_day and told.last_day.date == "2026-11-23"
    clock.at = changed.next(clock.at).astimezone(UTC)
    shift(tmp_path, clock, press, changed)
    assert press.printed == ([then] if then != "2026-11-23" else [])


# --- the wait ---------------------------------------------------------------------------------------------------------


def kept(root: Path, clock: Clock, press: Press, plan: Schedule = PLAN) -> Log:
    log = Log()
    with pytest.raises(EndOfTestError):
        keep(root, plan, clock, press.hands, log)
    return log


def test_the_schedule_is_kept_for_a_week(tmp_path: Path) -> None:
    clock, press = newsroom(tmp_path, moment("2026-11-23T05:00:00"))
    clock.end = moment("2026-11-30T06:00:00")
    log = kept(tmp_path, clock, press)
    assert press.printed == [f"2026-11-{day}" for day in range(22, 30)]
    begun_at = [datetime.fromisoformat(str(facts["planned"])) for facts in log.told("the edition is begun")]
    late = [facts["late"] for facts in log.told("the edition is begun")]
    assert begun_at[1:] == [moment(f"2026-11-{day}T06:44:00") for day in range(23, 30)] and late[1:] == [0] * 7
    assert max(clock.waits) <= STEP
    assert len(log.told("waiting")) == 8, "one line a day, not one a wait"


def test_the_change_of_clocks_is_kept(tmp_path: Path) -> None:
    plan = Schedule(Daily(at="02:30"), ZoneInfo("Europe/Berlin"))
    clock, press = newsroom(tmp_path, datetime(2026, 10, 24, 12, tzinfo=UTC))
    clock.end = datetime(2026, 10, 26, 12, tzinfo=UTC)
    kept(tmp_path, clock, press, plan)
    assert [(o.date, o.planned.astimezone(UTC).hour, o.hours) for o in press.orders] == [
        ("2026-10-24", 0, 24),
        ("2026-10-25", 0, 24),  # the first 02:30
        ("2026-10-26", 1, 25),
    ]


def test_a_machine_that_slept_finds_its_days_when_it_wakes(tmp_path: Path) -> None:
    clock, press = newsroom(tmp_path, moment("2026-11-23T07:00:00"))
    clock.jumps = {3: timedelta(days=2, hours=5)}
    clock.end = moment("2026-11-25T13:00:00")
    log = kept(tmp_path, clock, press)
    assert press.printed == ["2026-11-23", "2026-11-24", "2026-11-25"]
    (jump,) = log.told("the clock jumped")
    assert jump["seconds"] == (2 * 24 + 5) * 3600
    assert log.told("the edition is begun")[1]["late"] < 30 * 3600  # type: ignore[operator]


def test_a_clock_that_is_set_back_prints_nothing_twice(tmp_path: Path) -> None:
    clock, press = newsroom(tmp_path, moment("2026-11-23T06:44:00"))
    clock.jumps = {2: timedelta(minutes=-10)}
    clock.end = moment("2026-11-23T08:00:00")
    log = kept(tmp_path, clock, press)
    assert press.printed == ["2026-11-23"] and log.told("the clock jumped")


def test_a_clock_that_was_years_ahead_is_believed_again_when_it_is_right(tmp_path: Path) -> None:
    clock, press = newsroom(tmp_path, moment("2026-11-23T07:00:00"))
    shift(tmp_path, clock, press)
    clock.at += timedelta(days=3650)
    far = wake(Shift(), PLAN, clock.at)
    clock.jumps = {1: timedelta(days=-3650)}
    wait(clock, far, Log())
    assert clock.at < MONDAY + timedelta(days=1), "it does not sleep until then"


def test_a_failed_day_is_waited_for(tmp_path: Path) -> None:
    clock, press = newsroom(tmp_path)
    clock.end = moment("2026-11-23T09:00:00")
    press.trouble["2026-11-23"] = [NoEditionError("down")] * 2
    kept(tmp_path, clock, press)
    assert press.printed == ["2026-11-23"] * 3 and press.delivered == ["2026-11-23"]


# --- what is told -----------------------------------------------------------------------------------------------------


def test_health(tmp_path: Path) -> None:
    clock, press = newsroom(tmp_path)
    before = health(tmp_path, PLAN, MONDAY)
    assert before.ok and before.last_edition is None and before.next == moment("2026-11-24T06:44:00")
    late = health(tmp_path, PLAN, MONDAY + PATIENCE + timedelta(minutes=1))
    assert not late.ok and late.overdue == ("2026-11-23",) and "is the scheduler running?" in late.message
    shift(tmp_path, clock, press)
    after = health(tmp_path, PLAN, clock.at)
    assert after.ok and after.last_edition and after.last_edition.date == "2026-11-23"
    assert after.last_day and after.last_day.state == "done"


def test_a_day_that_never_ends_is_overdue(tmp_path: Path) -> None:
    begun(tmp_path, "2026-11-23", state="begun", began=MONDAY)
    deadline = moment("2026-11-23T07:29:00")
    assert health(tmp_path, PLAN, deadline + PATIENCE).ok
    late = health(tmp_path, PLAN, deadline + PATIENCE + timedelta(seconds=1))
    assert late.overdue == ("2026-11-23",) and "has not come to an end" in late.message


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_line_an_event_and_no_secret(form: str) -> None:
    stream = io.StringIO()
    environment = {
        "MY_MODEL_KEY": "sk-very-secret-1",
        "SMTP_PASSWORD": "korrekt horse",
        "HOME": "/root/home",
        "A_KEY": "x",
    }
    tell = logger(form, stream, environment)  # type: ignore[arg-type]
    tell(
        "it failed", reason="https://user:hush@feeds.example/a said sk-very-secret-1\nand korrekt horse", level="error"
    )
    tell("it went", nested={"a": ["sk-very-secret-1"]}, path=Path("/root/home"), number=3, moment=MONDAY)
    text = stream.getvalue()
    assert text.count("\n") == 2 and text.count(MASK) == 4
    assert not {"sk-very", "hush", "korrekt"} & set(text.replace("/", " ").replace(":", " ").split())
    assert "sk-very" not in text and "hush" not in text and "korrekt" not in text and "/root/home" in text
    if form == "json":
        first, second = (json.loads(line) for line in text.splitlines())
        assert list(first)[:3] == ["time", "level", "event"] and first["level"] == "error"
        assert second["number"] == 3 and second["level"] == "info"


@dataclass(frozen=True)
class Told:
    channel: str
    states: Mapping[str, int]
    shut: str = ""


def test_what_delivery_tells_is_kept_and_what_waits_is_tried_again(tmp_path: Path) -> None:
    lines = [Told("mail", {"sent": 3, "undecided": 1, "refused": 0}), Told("chat", {"sent": 1})]
    assert figures(lines) == {"mail.sent": 3, "mail.undecided": 1, "chat.sent": 1}
    clock, press = newsroom(tmp_path)
    waiting = [[Told("mail", {"pending": 2}, "nobody answers")], [Told("mail", {"sent": 2})]]
    hands = Hands(press.print, press.publish, lambda folder: figures(waiting.pop(0)))
    first = work(tmp_path, PLAN, clock.now, hands, Log())
    assert first.failed and "2 still wait (nobody answers)" in first.days[0].message
    second = work(tmp_path, PLAN, clock.now, hands, Log(), at_once=True)
    assert not second.failed and second.days[0].sent == {"mail.sent": 2} and press.printed == ["2026-11-23"]


def test_records_are_read_newest_first(tmp_path: Path) -> None:
    for day in ("2026-11-20", "2026-11-22", "2026-11-21"):
        begun(tmp_path, day)
    (tmp_path / FOLDER / "lock").touch()
    assert recorded(tmp_path) == ["2026-11-20", "2026-11-21", "2026-11-22"]
    assert [record.date for record in records(tmp_path, 2)] == ["2026-11-22", "2026-11-21"]


def test_the_first_record_is_where_the_schedule_began(tmp_path: Path) -> None:
    begun(tmp_path, "2026-11-21", state="failed")
    assert [day.day for day in due(tmp_path, PLAN, MONDAY)] == [21, 22, 23]
