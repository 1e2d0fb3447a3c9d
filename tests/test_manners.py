"""Manners: one request at a time, pauses, what a site says of later, of robots, of a page that holds.

The file is long because every manner is tried on one scripted site, with the clock in the test's hand.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.adapters.web import manners, robots
from broadsheet.adapters.web.fetch import SIGHTINGS
from broadsheet.adapters.web.journal import Journal
from broadsheet.adapters.web.manners import OutOfTimeError, Turns, fresh_until, host_key, http_date, retry_after
from broadsheet.adapters.web.robots import MOST_RULES, Robots, ours
from broadsheet.types import Failure, Page

from loopback_web import Answer, Reply, a_fetch, web

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Clock:
    """A wall clock and a monotonic one that move only when someone sleeps."""

    def __init__(self) -> None:
        self.now = NOW
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return (self.now - NOW).total_seconds()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


def told(answer: Page | Failure) -> str:
    assert isinstance(answer, Failure), answer
    assert answer.stage == "fetch" and len(answer.message) > 20
    return answer.kind


def body(answer: Page | Failure) -> bytes:
    assert isinstance(answer, Page), answer
    return answer.body


class Days:
    """Runs one after the other, with one memory; a day lies between two."""

    def __init__(self, folder: Path, **changes: object) -> None:
        self.clock = Clock()
        self._path = folder / "web.sqlite"
        self._changes = changes
        self._run = 0

    def fetch(self, url: str, *, days: float = 1, again: bool = False) -> Page | Failure:
        self.clock.now += timedelta(days=days)
        self._run += 1
        journal = Journal(self._path, str(self._run), clock=self.clock)
        fetch = a_fetch(journal, clock=self.clock, sleep=self.clock.sleep, **self._changes)  # type: ignore[arg-type]
        answer = fetch(url, again=again)
        journal.end()
        journal.close()
        fetch.close()
        return answer


# Retry-After

RETRY = [
    ("0", 0), ("1", 1), ("30", 30), ("120", 120), (" 60 ", 60), ("3600", 3600), ("86400", 86400), ("604800", 604800),
    ("604801", 604800), ("99999999", 604800), ("999999999999", 604800), ("00120", 120),
    ("Sun, 22 Nov 2026 12:02:00 GMT", 120), ("Sunday, 22-Nov-26 12:02:00 GMT", 120), ("Sun Nov 22 12:02:00 2026", 120),
    ("Sun, 22 Nov 2026 14:02:00 +0200", 120), ("Mon, 23 Nov 2026 12:00:00 GMT", 86400),
    ("Sat, 01 Jan 2050 00:00:00 GMT", 604800), ("Sun, 22 Nov 2026 12:00:00 GMT", 0),
    ("Sun, 22 Nov 2026 11:00:00 GMT", 0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Fri, 31 Dec 9999 23:59:59 GMT", None),
    ("", None), ("soon", None), ("-1", None), ("-120", None), ("+120", None), ("1.5", None), ("12e3", None),
    ("120, 240", None), ("120 seconds", None), ("0x10", None), ("１２０", None), ("9" * 40, None), ("NaN", None),
    ("Sun, 32 Nov 2026 12:00:00 GMT", None), ("Sun, 22 Foo 2026 12:00:00 GMT", None), ("2026-11-22T12:02:00Z", None),
    ("Sun, 22 Nov 2026", None), ("Sun, 22 Nov 2026 25:61:61 GMT", None), ("A" * 10_000, None),
]  # fmt: skip


@pytest.mark.parametrize(("value", "seconds"), RETRY)
def test_retry_after_is_read_in_both_forms(value: str, seconds: int | None) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert retry_after([("Retry-After", value)], NOW) == expected
    assert retry_after([("X", "y"), ("RETRY-AFTER", value)], NOW) == expected


def test_there_are_enough_cases() -> None:
    assert len({value for value, _ in RETRY}) >= 28
    assert retry_after([], NOW) is None


@given(st.text(max_size=60))
def test_no_date_is_too_odd(text: str) -> None:
    when = http_date(text)
    assert when is None or (when.tzinfo and 1900 <= when.year <= 2200)
    wait = retry_after([("Retry-After", text)], NOW)
    assert wait is None or timedelta() <= wait <= manners.LONGEST_WAIT


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("value", ["7", "Sun, 22 Nov 2026 12:00:07 GMT"])
def test_a_short_wait_is_waited_for(status: int, value: str) -> None:
    clock = Clock()
    answers = iter([Answer(status=status, headers={"Retry-After": value}), Answer(b"here")])
    with web({"/": lambda _: next(answers)}) as site:
        fetch = a_fetch(clock=clock, sleep=clock.sleep, monotonic=clock.monotonic)
        assert body(fetch(site.address + "/")) == b"here"
    assert clock.slept == [7]


@pytest.mark.parametrize(("status", "other"), [(429, "asked_later"), (503, "page")])
@pytest.mark.parametrize("value", ["7200", format_datetime(NOW + timedelta(days=1, hours=2), usegmt=True)])
def test_a_long_wait_is_remembered(tmp_path: Path, status: int, other: str, value: str) -> None:
    days = Days(tmp_path)
    with web({"/": Answer(status=status, headers={"Retry-After": value}), "/other": Answer(b"page")}) as site:
        assert told(days.fetch(site.address + "/")) == f"http_{status}"
        assert site.paths == ["/"] and days.clock.slept == []
        later = days.fetch(site.address + "/", days=1 / 24)
        assert told(later) == "asked_later" and isinstance(later, Failure) and "2026-11-23 14:00 UTC" in later.message
        # Asked too often: the whole host is left alone; a service that is down says so of one address.
        beside = days.fetch(site.address + "/other", days=0)
        assert (told(beside) if isinstance(beside, Failure) else body(beside).decode()) == other
        site.answers["/"] = Answer(b"back")
        site.asked.clear()
        assert body(days.fetch(site.address + "/", days=2 / 24)) == b"back" and site.paths == ["/"]


def test_trouble_is_asked_again_with_growing_pauses() -> None:
    clock = Clock()
    answers = iter([Answer(status=500), Answer(status=502), Answer(b"here")])
    with web({"/": lambda _: next(answers)}) as site:
        fetch = a_fetch(clock=clock, sleep=clock.sleep, monotonic=clock.monotonic, random=lambda: 0.5)
        assert body(fetch(site.address + "/")) == b"here"
    assert clock.slept == [1.0, 2.0]


def test_a_host_that_never_answers_is_not_asked_for_ever() -> None:
    with web({}) as site:
        dead = site.address
    fetch = a_fetch()
    kinds = [told(fetch(f"{dead}/{n}")) for n in range(8)]
    assert kinds == ["refused"] * manners.TROUBLES + ["unreachable"] * (8 - manners.TROUBLES)
    assert told(fetch(f"{dead}/0")) == "refused", "the answer of this run stays"


def test_a_shorter_wait_does_not_replace_a_longer_one(tmp_path: Path) -> None:
    days = Days(tmp_path)
    answers = {path: Answer(status=429, headers={"Retry-After": wait}) for path, wait in (("/a", "7200"), ("/b", "60"))}
    with web(answers) as site:
        fetch = days.fetch  # both are under way in one run, the second asked before the first was answered
        assert told(fetch(site.address + "/a")) == "http_429"
        memory = Journal(tmp_path / "web.sqlite", "other", clock=days.clock).memory
        host = site.address.removeprefix("http://")
        memory.leave_until(f"host {host}", days.clock() + timedelta(seconds=60))
        assert told(fetch(site.address + "/b", days=1 / 24)) == "asked_later"


@pytest.mark.parametrize("ahead", [timedelta(hours=12), timedelta(days=4000)])
def test_a_clock_that_was_wrong_keeps_no_source_away(tmp_path: Path, ahead: timedelta) -> None:
    days = Days(tmp_path, robots=True)
    late = {"Retry-After": "7200"}
    begun = {
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /closed\n"),
        "/gone": Answer(b"", 410),
        "/later": Answer(b"", 503, late),
        "/moved": Answer(b"", 301, {"Location": "/there"}),
        "/fresh": Answer(b"old", headers={"Cache-Control": "max-age=36000", "ETag": '"1"'}),
        "/there": Answer(b"there"),
        "/closed": Answer(b"open"),
    }
    with web(begun) as site:
        right = days.clock()
        days.clock.now += ahead
        for path in begun:
            for _ in range(3):
                days.fetch(site.address + path, days=0)
        days.clock.now = right
        site.asked.clear()
        open_now = {path: Answer(b"open") for path in ("/gone", "/later", "/moved", "/fresh", "/closed")}
        if ahead < manners.LONGEST_WAIT:  # a wait that can be meant is kept
            del open_now["/later"]
        site.answers |= open_now | {"/robots.txt": Answer(b"User-agent: *\nDisallow:\n")}
        for path in open_now:
            assert body(days.fetch(site.address + path, days=0)) == b"open", path
        assert "/robots.txt" in site.paths


# Turns


def test_a_host_is_asked_by_one_at_a_time_and_hosts_at_once() -> None:
    def slowly() -> None:
        time.sleep(0.03)

    with (
        web({f"/{n}": Answer(b"x", wait=slowly) for n in range(8)}, host="127.0.7.1") as one,
        web({f"/{n}": Answer(b"x", wait=slowly) for n in range(8)}, host="127.0.7.2") as two,
    ):
        fetch = a_fetch(delay=0.01, sleep=time.sleep)
        urls = [f"{site.address}/{n}" for n in range(8) for site in (one, two)]
        begun = time.monotonic()
        with ThreadPoolExecutor(16) as threads:
            assert all(isinstance(answer, Page) for answer in threads.map(fetch, urls))
        took = time.monotonic() - begun
    assert one.most == two.most == 1
    assert took >= 8 * 0.03 + 7 * 0.01


def test_redirects_between_two_hosts_hold_no_turn_of_the_other() -> None:
    with web({}, host="127.0.7.3") as one, web({}, host="127.0.7.4") as two:
        for n in range(20):
            one.answers[f"/{n}"] = Answer(status=302, headers={"Location": f"{two.address}/to{n}"})
            two.answers[f"/{n}"] = Answer(status=302, headers={"Location": f"{one.address}/to{n}"})
            one.answers[f"/to{n}"] = two.answers[f"/to{n}"] = Answer(b"there")
        fetch = a_fetch()
        urls = [f"{site.address}/{n}" for n in range(20) for site in (one, two)]
        with ThreadPoolExecutor(40) as threads:
            assert [body(answer) for answer in threads.map(fetch, urls)] == [b"there"] * 40
    assert one.most == two.most == 1


def test_many_who_want_one_address_ask_once() -> None:
    with web({"/": Answer(b"x", wait=lambda: time.sleep(0.05))}) as site:
        fetch = a_fetch()
        with ThreadPoolExecutor(20) as threads:
            assert {body(answer) for answer in threads.map(fetch, [site.address + "/"] * 20)} == {b"x"}
        assert len(site.asked) == 1


def a_turns(clock: Clock, delay: float = 1.0, random: float = 0.0) -> Turns:
    return Turns(delay, sleep=clock.sleep, monotonic=clock.monotonic, random=lambda: random)


@pytest.mark.parametrize(
    ("delay", "crawl", "random", "pause"), [(1, 0, 0, 1), (1, 5, 0, 5), (2, 1, 0.5, 2.25), (0, 0, 0.9, 0)]
)
def test_between_two_requests_lies_the_longer_pause(delay: float, crawl: float, random: float, pause: float) -> None:
    clock = Clock()
    turns = a_turns(clock, delay, random)
    for path in ("/a", "/b"):
        with turns.of("https://h.example" + path, delay=crawl, until=1e9) as turn:
            turn.taken = True
    assert clock.slept == ([pause] if pause else [])


def test_a_turn_that_was_not_taken_makes_nobody_wait() -> None:
    clock = Clock()
    turns = a_turns(clock)
    for _ in range(3):
        with turns.of("https://h.example/", until=1e9):
            pass
    assert clock.slept == []


def test_a_turn_that_would_come_too_late_is_refused() -> None:
    clock = Clock()
    turns = a_turns(clock, 10)
    with turns.of("https://h.example/", until=5) as turn:
        turn.taken = True
        with pytest.raises(OutOfTimeError), a_turns(clock).of("https://h.example/", until=0):
            pass
    with pytest.raises(OutOfTimeError), turns.of("https://h.example/", until=5):
        pass


def test_the_table_of_hosts_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manners, "MOST_HOSTS", 50)
    clock = Clock()
    turns = a_turns(clock, 0)
    with turns.of("https://busy.example/", until=1e9) as busy:
        busy.taken = True
        for n in range(500):
            with turns.of(f"https://h{n}.example/", until=1e9) as turn:
                turn.taken = True
        assert len(turns._hosts) <= 51 and "busy.example" in turns._hosts


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://News.Example/x", "news.example"), ("http://news.example:80/", "news.example"),
        ("https://news.example:443/", "news.example"), ("http://news.example.:8080/", "news.example:8080"),
        ("http://127.0.0.1:5000/", "127.0.0.1:5000"), ("http://[2606:4700::1111]/", "2606:4700::1111"),
    ],
)  # fmt: skip
def test_what_counts_as_one_host(url: str, key: str) -> None:
    assert host_key(url) == key


def test_when_the_minutes_are_spent_nobody_is_asked() -> None:
    clock = Clock()
    with web({"/a": Answer(b"a"), "/b": Answer(b"b")}) as site:
        fetch = a_fetch(minutes=1, clock=clock, monotonic=clock.monotonic)
        assert body(fetch(site.address + "/a")) == b"a"
        clock.now += timedelta(minutes=1)
        assert told(fetch(site.address + "/b")) == "out_of_time"
        assert body(fetch(site.address + "/a")) == b"a"
        assert site.paths == ["/a"]


def test_a_request_under_way_ends_with_the_minutes() -> None:
    go = threading.Event()
    with web({"/": Answer(b"x", wait=lambda: go.wait(5))}) as site:
        begun = time.monotonic()
        assert told(a_fetch(minutes=0.005)(site.address + "/")) == "out_of_time"
        assert time.monotonic() - begun < 2
        go.set()


# Freshness and validators

FRESH = [
    ({}, 0), ({"Cache-Control": "max-age=600"}, 600), ({"Cache-Control": "public, max-age=600"}, 600),
    ({"Cache-Control": 'MAX-AGE="600"'}, 600), ({"Cache-Control": "max-age=600", "Age": "100"}, 500),
    ({"Cache-Control": "max-age=60", "Age": "100"}, 0), ({"Cache-Control": "max-age=999999999"}, 43200),
    ({"Cache-Control": "max-age=" + "9" * 40}, 0), ({"Cache-Control": "max-age=-5"}, 0), ({"Cache-Control": "max-age"}, 0),
    ({"Cache-Control": "no-store"}, None), ({"Cache-Control": "max-age=600, no-store"}, None),
    ({"Cache-Control": "no-cache, max-age=600"}, 0), ({"Cache-Control": "max-age=600", "Vary": "*"}, 0),
    ({"Cache-Control": "max-age=600", "Vary": "Accept-Encoding"}, 600), ({"Cache-Control": "s-maxage=600"}, 0),
    ({"Expires": "Sun, 22 Nov 2026 12:10:00 GMT"}, 600), ({"Expires": "0"}, 0), ({"Expires": "never"}, 0),
    ({"Expires": "Sun, 22 Nov 2026 11:00:00 GMT"}, 0), ({"Expires": "Sat, 01 Jan 2050 00:00:00 GMT"}, 43200),
    ({"Expires": "Sun, 22 Nov 2026 12:10:00 GMT", "Date": "Sun, 22 Nov 2026 12:05:00 GMT"}, 300),
    ({"Expires": "Sun, 22 Nov 2026 12:10:00 GMT", "Cache-Control": "max-age=60"}, 60),
    ({"Cache-Control": 'private="x, no-store", max-age=60'}, 60), ({"Cache-Control": ";;=,=max-age"}, 0),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "seconds"), FRESH)
def test_how_long_a_page_holds(headers: dict[str, str], seconds: int | None) -> None:
    until = fresh_until(list(headers.items()), NOW)
    assert until == (None if seconds is None else NOW + timedelta(seconds=seconds))


ETAGS = [
    '"a"',
    'W/"a"',
    '"a b"',
    'W/"\\"q\\""',
    "unquoted",
    '"',
    '""',
    "W/",
    '"é"',
    '"x", "y"',
    "'single'",
    '"a;b=c"',
    "0",
]


def only_if_new(headers: dict[str, str], content: bytes) -> Callable[[dict[str, str]], Answer]:
    """Answer 304 to the exact validators only."""

    def reply(asked: dict[str, str]) -> Answer:
        pairs = (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since"))
        same = all(asked.get(of) == headers.get(name) for name, of in pairs)
        return Answer(b"", 304, headers) if same else Answer(content, headers=headers)

    return reply


@pytest.mark.parametrize("etag", ETAGS)
def test_validators_go_back_byte_for_byte(tmp_path: Path, etag: str) -> None:
    days = Days(tmp_path)
    with web({"/": only_if_new({"ETag": etag, "Last-Modified": "yesterday, about noon"}, b"feed")}) as site:
        first, second = days.fetch(site.address + "/"), days.fetch(site.address + "/")
    assert first == second and body(second) == b"feed"
    assert site.asked[1][1]["If-None-Match"] == etag
    assert site.asked[1][1]["If-Modified-Since"] == "yesterday, about noon"


def test_a_changed_page_is_taken_and_its_new_validator_used(tmp_path: Path) -> None:
    days = Days(tmp_path)
    with web({"/": only_if_new({"ETag": '"1"'}, b"one")}) as site:
        assert body(days.fetch(site.address + "/")) == b"one"
        site.answers["/"] = only_if_new({"ETag": '"2"'}, b"two")
        assert [body(days.fetch(site.address + "/")) for _ in range(2)] == [b"two", b"two"]
    assert [asked.get("If-None-Match") for _, asked in site.asked] == [None, '"1"', '"2"']


def test_a_fresh_page_is_not_asked_for(tmp_path: Path) -> None:
    days = Days(tmp_path)
    with web({"/": Answer(b"feed", headers={"Cache-Control": "max-age=3600"})}) as site:
        first = days.fetch(site.address + "/")
        assert days.fetch(site.address + "/", days=0.9 / 24) == first and len(site.asked) == 1
        assert isinstance(days.fetch(site.address + "/", days=0, again=True), Page) and len(site.asked) == 2
        assert isinstance(days.fetch(site.address + "/", days=2 / 24), Page) and len(site.asked) == 3


def test_a_daily_run_always_asks(tmp_path: Path) -> None:
    days = Days(tmp_path)
    with web({"/": Answer(b"feed", headers={"Cache-Control": "max-age=31536000", "ETag": '"x"'})}) as site:
        for _ in range(3):
            days.fetch(site.address + "/")
        assert len(site.asked) == 3


@pytest.mark.parametrize("headers", [{"Cache-Control": "no-store", "ETag": '"x"'}, {}])
def test_what_may_not_or_need_not_be_kept_is_asked_for_without_conditions(
    tmp_path: Path, headers: dict[str, str]
) -> None:
    days = Days(tmp_path)
    with web({"/": Answer(b"feed", headers=headers)}) as site:
        days.fetch(site.address + "/")
        days.fetch(site.address + "/")
    assert [set(asked) & {"If-None-Match", "If-Modified-Since"} for _, asked in site.asked] == [set(), set()]


def test_a_304_that_nobody_asked_for_is_no_page() -> None:
    with web({"/": Answer(status=304)}) as site:
        assert told(a_fetch()(site.address + "/")) == "http_304"


def test_a_304_renews_the_freshness(tmp_path: Path) -> None:
    days = Days(tmp_path)
    with web({"/": only_if_new({"ETag": '"1"', "Cache-Control": "max-age=3600"}, b"one")}) as site:
        for pause in (1, 1, 0.5 / 24):
            assert body(days.fetch(site.address + "/", days=pause)) == b"one"
        assert len(site.asked) == 2


# Gone and moved


def test_what_is_gone_is_not_asked_for_a_week(tmp_path: Path) -> None:
    days = Days(tmp_path)
    with web({"/": Answer(b"", 410)}) as site:
        kinds = [told(days.fetch(site.address + "/")) for _ in range(7)]
        assert kinds == ["http_410", *["gone"] * 6] and len(site.asked) == 1
        site.answers["/"] = Answer(b"back")
        assert body(days.fetch(site.address + "/", days=2)) == b"back"
        assert body(days.fetch(site.address + "/")) == b"back" and len(site.asked) == 3


@pytest.mark.parametrize("status", [301, 308])
def test_a_move_counts_after_three_runs_that_saw_it(tmp_path: Path, status: int) -> None:
    days = Days(tmp_path)
    with web({"/old": Answer(status=status, headers={"Location": "/new"}), "/new": Answer(b"here")}) as site:
        for _ in range(5):
            got = days.fetch(site.address + "/old")
            assert isinstance(got, Page) and (got.url, got.final_url) == (site.address + "/old", site.address + "/new")
        assert site.paths == ["/old", "/new"] * SIGHTINGS + ["/new"] * 2
        site.asked.clear()
        days.fetch(site.address + "/old", days=31)
        assert site.paths == ["/old", "/new"], "a move is looked at again after a month"


def test_a_move_that_changes_or_is_passing_is_not_learnt(tmp_path: Path) -> None:
    days = Days(tmp_path)
    with web({"/a": Answer(b"a"), "/b": Answer(b"b"), "/t": Answer(status=302, headers={"Location": "/a"})}) as site:
        for n in range(6):
            site.answers["/m"] = Answer(status=301, headers={"Location": "/a" if n % 2 else "/b"})
            days.fetch(site.address + "/m")
            days.fetch(site.address + "/t")
    assert site.paths.count("/m") == site.paths.count("/t") == 6


def test_a_move_to_another_site_is_followed_but_never_learnt(tmp_path: Path) -> None:
    days = Days(tmp_path)
    with web({"/": Answer(b"parked")}, host="127.0.7.6") as other, web({}, host="127.0.7.5") as site:
        site.answers["/"] = Answer(status=301, headers={"Location": other.address + "/"})
        for _ in range(5):
            assert body(days.fetch(site.address + "/")) == b"parked"
        assert len(site.asked) == 5
        moved = Journal(tmp_path / "web.sqlite", "check").memory.known(site.address + "/", "").moved
    assert moved and moved.sightings == 5 and moved.target == other.address + "/", "it can be told"


def test_a_move_seen_often_in_one_run_counts_once(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "web.sqlite", "1")
    with web({"/old": Answer(status=301, headers={"Location": "/new"}), "/new": Answer(b"here")}) as site:
        fetch = a_fetch(journal)
        for _ in range(6):
            fetch(site.address + "/old", again=True)
        moved = journal.memory.known(site.address + "/old", "").moved
    assert moved and moved.sightings == 1 and moved.target == site.address + "/new"


# robots.txt


def robots_web(text: bytes, status: int = 200, headers: dict[str, str] | None = None) -> dict[str, Reply]:
    return {"/robots.txt": Answer(text, status, headers or {}), "/a": Answer(b"a"), "/b/c": Answer(b"c")}


@pytest.mark.parametrize(
    ("text", "a", "c"),
    [
        (b"", True, True),
        (b"User-agent: *\nDisallow: /a", False, True),
        (b"User-agent: *\nDisallow: /", False, False),
        (b"User-agent: *\nDisallow: /\nAllow: /b/", False, True),
        (b"user-agent: BROADSHEET\ndisallow: /b\n\nuser-agent: *\ndisallow: /a", True, False),
        (b"User-agent: Broadsheet\nDisallow:\n\nUser-agent: *\nDisallow: /", True, True),
        (b"User-agent: Other\nDisallow: /", True, True),
        (b"User-agent: Other\nUser-agent: *\nDisallow: /a", False, True),
        (b"User-agent: *\nUser-agent: Other\nDisallow: /a", False, True),
        (b"User-agent: Other\nDisallow: /\nUser-agent: *\nDisallow: /b", True, False),
        (b"User-agent: broadsheet-spy\nDisallow: /", True, True),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /*c$\r\n", True, False),
        (b"Disallow: /\n", True, True),
        (b"<!doctype html><title>404</title>", True, True),
        (b"\xff\xfe\0\0garbage", True, True),
        (b"# User-agent: *\n# Disallow: /", True, True),
    ],
)
def test_robots_txt_is_obeyed(text: bytes, a: bool, c: bool) -> None:
    with web(robots_web(text)) as site:
        fetch = a_fetch(robots=True)
        for path, allowed in (("/a", a), ("/b/c", c)):
            got = fetch(site.address + path)
            assert isinstance(got, Page) if allowed else told(got) == "robots"
    assert site.paths.count("/robots.txt") == 1, "it is asked for once"
    assert [path in site.paths for path in ("/a", "/b/c")] == [a, c]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_robots_txt_allows_everything(status: int) -> None:
    with web(robots_web(b"User-agent: *\nDisallow: /", status)) as site:
        assert body(a_fetch(robots=True)(site.address + "/a")) == b"a"


def test_a_host_that_was_asked_too_often_is_left_alone_though_it_does_not_say_how_long() -> None:
    clock = Clock()
    with web({"/": Answer(status=429), "/third": Answer(b"x")}) as site:
        fetch = a_fetch(clock=clock, sleep=clock.sleep, monotonic=clock.monotonic)
        assert told(fetch(site.address + "/")) == "http_429" and clock.slept == [10, 20]
        assert told(fetch(site.address + "/other")) == "asked_later"
        clock.now += timedelta(seconds=31)
        assert body(fetch(site.address + "/third")) == b"x"


@pytest.mark.parametrize("status", [500, 503])
def test_a_site_whose_robots_txt_is_in_trouble_is_not_asked(status: int) -> None:
    with web(robots_web(b"", status)) as site:
        fetch = a_fetch(robots=True)
        assert told(fetch(site.address + "/a")) == "robots_unknown"
        assert told(fetch(site.address + "/b/c")) == "robots_unknown"
        assert site.paths == ["/robots.txt"] * 3, "and its robots.txt no oftener than any address in trouble"


def test_a_robots_txt_is_remembered_for_a_day_and_longer_in_trouble(tmp_path: Path) -> None:
    days = Days(tmp_path, robots=True)
    with web(robots_web(b"User-agent: *\nDisallow: /b")) as site:
        assert body(days.fetch(site.address + "/a")) == b"a"
        assert told(days.fetch(site.address + "/b/c", days=0.9)) == "robots"
        assert site.paths.count("/robots.txt") == 1
        site.answers["/robots.txt"] = Answer(b"", 503)
        assert told(days.fetch(site.address + "/b/c", days=2)) == "robots"
        assert body(days.fetch(site.address + "/a", days=2)) == b"a"
        site.answers["/robots.txt"] = Answer(b"", 404)
        assert body(days.fetch(site.address + "/b/c", days=2)) == b"c"


def test_permission_and_the_switch_spare_it() -> None:
    with web(robots_web(b"User-agent: *\nDisallow: /")) as site:
        for fetch in (a_fetch(robots=False), a_fetch(robots=True, permitted=frozenset({site.address + "/a"}))):
            assert body(fetch(site.address + "/a")) == b"a"
        assert "/robots.txt" not in site.paths
        other = a_fetch(robots=True, permitted=frozenset({"https://other.example/a"}))
        assert told(other(site.address + "/a")) == "robots"


def test_a_robots_txt_may_be_elsewhere_and_every_origin_has_its_own() -> None:
    with web(robots_web(b"User-agent: *\nDisallow: /a"), host="127.0.7.8") as other:
        with web({**robots_web(b""), "/x": Answer(status=302, headers={"Location": other.address + "/a"})}) as site:
            site.answers["/robots.txt"] = Answer(status=301, headers={"Location": other.address + "/robots.txt"})
            fetch = a_fetch(robots=True)
            assert told(fetch(site.address + "/a")) == "robots"
            assert told(fetch(site.address + "/x")) == "robots", "also after a redirect"
        assert other.paths == ["/robots.txt"]


def test_a_crawl_delay_is_kept_up_to_a_limit() -> None:
    for text, longest in ((b"5", 5), (b"0.5", 0.5), (b"86400", robots.LONGEST_DELAY), (b"soon", 0), (b"-1", 0)):
        clock = Clock()
        with web(robots_web(b"User-agent: *\nCrawl-delay: " + text)) as site:
            fetch = a_fetch(robots=True, clock=clock, sleep=clock.sleep, monotonic=clock.monotonic, random=lambda: 0.0)
            fetch(site.address + "/a")
            fetch(site.address + "/b/c")
        assert clock.slept == ([longest] if longest else []), text


def test_a_huge_robots_txt_is_read_to_its_limit() -> None:
    text = b"User-agent: *\nDisallow: /a\n" + b"# " + b"x" * 600_000 + b"\nDisallow: /b\n"
    with web(robots_web(gzip.compress(text), headers={"Content-Encoding": "gzip"})) as site:
        fetch = a_fetch(robots=True)
        assert told(fetch(site.address + "/a")) == "robots" and body(fetch(site.address + "/b/c")) == b"c"


@pytest.mark.parametrize(
    "text",
    [
        b"".join(b"User-agent: a%d\n" % n for n in range(20_000)) + b"Disallow: /%d\n" * 15_000,
        b"User-agent: *\n" + b"".join(b"Disallow: /%d\n" % n for n in range(35_000)),
        b"User-agent: *\nDisallow: /" + b"*a" * 200_000,
        b"User-agent: *\nDisallow: /" + b"$" * 400_000,
        b"User-agent: *\n" * 30_000,
        b"User-agent: *\nUser-agent: x\n" * 15_000 + b"Disallow: /a",
    ],
    ids=["names", "rules", "stars", "dollars", "repeats", "groups"],
)
def test_a_costly_robots_txt_costs_little(text: bytes) -> None:
    begun = time.process_time()
    rules = Robots()
    kept = ours(text)
    for n in range(20):
        rules(kept, f"https://h.example/{'a' * 2_000}{n}")
    assert time.process_time() - begun < 3
    assert kept.count("Disallow") <= MOST_RULES


def test_what_is_kept_parsed_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots, "PARSED_SIZE", 500)
    rules = Robots()
    for n in range(100):
        assert not rules(f"User-agent: *\nDisallow: /{n}", f"https://h.example/{n}").allowed
    assert 0 < rules._size <= 500 and len(rules._parsed) < 20
