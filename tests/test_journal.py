"""The journal: what a run fetched is never fetched again, even by the run that goes on after a kill; and it may be lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.adapters.web.answers import failure, final
from broadsheet.adapters.web.database import FORMAT
from broadsheet.adapters.web.journal import Journal
from broadsheet.errors import StorageError
from broadsheet.types import Page

from loopback_web import Answer, Reply, a_fetch, web

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def a_page(url: str = "https://a.example/1", **changes: object) -> Page:
    fields: dict[str, object] = {"url": url, "final_url": url, "status": 200, "body": b"<p>hi</p>", "when": NOW}
    return Page(**{"headers": (("ETag", 'W/"x"'),), **fields, **changes})  # type: ignore[arg-type]


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "web.sqlite", "run", clock=lambda: NOW)
    yield journal
    journal.close()


def test_what_was_answered_is_answered_again_exactly(journal: Journal, tmp_path: Path) -> None:
    pages = [
        a_page(body=bytes(range(256)) * 500, headers=(("X", "é\xff"), ("X", "2"), ("etag", '"'))),
        a_page("https://a.example/empty", body=b"", headers=()),
        a_page("https://a.example/早報?q=é", status=203),
    ]
    for page in pages:
        journal.answer(page.url, [journal.exchange(page)])
    again = Journal(tmp_path / "web.sqlite", "run")
    for page in pages:
        assert journal.answered(page.url) == again.answered(page.url) == page
        assert again.exchanges(page.url) == (page,)
    assert journal.answered("https://a.example/none") is None
    assert Journal(tmp_path / "web.sqlite", "other").answered(pages[0].url) is None


LASTING = ["http_404", "http_410", "http_403", "http_451", "gone", "robots", "redirects", "too_large", "blocked_port"]
PASSING = ["http_429", "http_408", "http_500", "http_503", "timeout", "dns", "tls", "refused", "unreachable", "broken"]
PASSING += ["too_slow", "out_of_time", "asked_later", "robots_unknown", "blocked_address"]


@pytest.mark.parametrize("kind", LASTING + PASSING)
def test_a_failure_that_may_pass_is_asked_again_only_by_the_next_process(tmp_path: Path, kind: str) -> None:
    told = failure("https://a.example/1", kind, "something happened there")
    first = Journal(tmp_path / "web.sqlite", "run")
    first.answer(told.subject, [], told)
    assert first.answered(told.subject) == told
    assert Journal(tmp_path / "web.sqlite", "run").answered(told.subject) == (told if kind in LASTING else None)
    assert final(told) == (kind in LASTING)


def test_records_are_told_in_an_order_that_no_timing_changes(tmp_path: Path) -> None:
    pages = [a_page(f"https://a.example/{n}", body=b"%d" % n) for n in range(30)]
    told = [failure(f"https://b.example/{n}", "dns", "the name is not known") for n in range(10)]
    orders = []
    for name, step in (("a", 1), ("b", -1)):
        journal = Journal(tmp_path / name, "run")
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(lambda p, j=journal: j.answer(p.url, [j.exchange(p)]), pages[::step]))
            list(threads.map(lambda f, j=journal: j.answer(f.subject, [], f), told[::step]))
        orders.append(list(journal.records()))
    assert orders[0] == orders[1] and len(orders[0]) == 40
    assert [r.final_url if isinstance(r, Page) else r.subject for r in orders[0]] == [
        *sorted(p.url for p in pages),
        *sorted(f.subject for f in told),
    ]


def test_equal_bodies_lie_there_once(journal: Journal, tmp_path: Path) -> None:
    for n in range(50):
        journal.exchange(a_page(f"https://a.example/{n}", body=os.urandom(1) * 1000 if n == 0 else b"same" * 1000))
    with closing(sqlite3.connect(tmp_path / "web.sqlite")) as file:
        assert file.execute("SELECT count(*) FROM body").fetchone() == (2,)


def test_the_end_of_a_run_leaves_what_is_remembered_and_nothing_else(tmp_path: Path) -> None:
    clock = [NOW]
    path = tmp_path / "web.sqlite"
    for day in range(20):
        clock[0] = NOW + timedelta(days=day)
        journal = Journal(path, str(day), clock=lambda: clock[0])
        daily = a_page("https://a.example/feed", body=b"feed %d" % day, when=clock[0])
        once = a_page(f"https://a.example/article{day}", body=os.urandom(20_000), when=clock[0])
        for page in (daily, once):
            journal.memory.known(page.url, "a.example")
            journal.answer(page.url, [journal.exchange(page)])
            journal.memory.remember(page, page.when)
        journal.memory.leave_until("https://a.example/later", clock[0] + timedelta(hours=1))
        journal.memory.remember_robots(f"https://r{day}.example/robots.txt", "User-agent: *", clock[0])
        if day == 3:
            journal.memory.remember_gone(a_page("https://a.example/gone", status=410, when=clock[0]))
        journal.end()
        assert list(journal.records()) == [] and journal.answered(daily.url) is None
        journal.close()
    with closing(sqlite3.connect(path)) as file:
        count = {t: file.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("run", "exchange", "answer")}
        assert count == {"run": 0, "exchange": 0, "answer": 0}
        urls = {url for (url,) in file.execute("SELECT url FROM memory")}
        assert urls == {"https://a.example/feed", *(f"https://a.example/article{day}" for day in (17, 18, 19))}
        assert file.execute("SELECT count(*) FROM body").fetchone() == (4,)
        assert file.execute("SELECT count(*) FROM robots").fetchone() == (15,)
    assert path.stat().st_size < 300_000, "what was forgotten gives its room back"
    recalled = Journal(path, "x", clock=lambda: clock[0]).memory.recall("https://a.example/feed")
    assert recalled is not None and recalled.body == b"feed 19"


def test_a_run_that_was_broken_off_long_ago_is_forgotten(tmp_path: Path) -> None:
    clock = [NOW]
    old = Journal(tmp_path / "web.sqlite", "old", clock=lambda: clock[0])
    old.answer("https://a.example/1", [old.exchange(a_page())])
    for days, kept in ((6, True), (8, False)):
        clock[0] = NOW + timedelta(days=days)
        Journal(tmp_path / "web.sqlite", "other", clock=lambda: clock[0]).end()
        assert (old.answered("https://a.example/1") is not None) == kept


def test_what_is_remembered_can_be_seen_and_forgotten(journal: Journal) -> None:
    url, memory = "https://a.example/1", journal.memory
    journal.exchange(a_page())
    memory.remember(a_page(), NOW + timedelta(hours=1))
    memory.remember_moved(a_page(status=301, body=b""), "https://a.example/2")
    memory.remember_gone(a_page(status=410, body=b""))
    memory.leave_until(url, NOW + timedelta(hours=2))
    memory.leave_until("host a.example", NOW + timedelta(hours=3))
    known = memory.known(url, "a.example")
    assert known.page and known.fresh == NOW + timedelta(hours=1) and known.gone
    assert known.moved and known.moved.target == "https://a.example/2" and known.moved.sightings == 1
    assert known.later == NOW + timedelta(hours=3)
    memory.forget(url)
    assert memory.known(url, "b.example") == type(known)()
    assert memory.recall(url) is None


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "words": lambda raw: b"this is a text and no database at all" * 100,
    "cut": lambda raw: raw[: len(raw) // 2],
    "middle": lambda raw: raw[:4096] + os.urandom(len(raw) - 8192) + raw[-4096:],
    "head": lambda raw: b"\0" * 100 + raw[100:],
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_file_is_set_aside_and_told(tmp_path: Path, how: str) -> None:
    path = tmp_path / "web.sqlite"
    journal = Journal(path, "run")
    for n in range(100):
        journal.answer(
            f"https://a.example/{n}", [journal.exchange(a_page(f"https://a.example/{n}", body=os.urandom(500)))]
        )
    journal.close()
    path.write_bytes(DAMAGE[how](path.read_bytes()))
    again = Journal(path, "run")
    assert again.trouble and again.trouble.kind == "damaged_memory" and "set aside as" in again.trouble.message
    assert again.answered("https://a.example/1") is None
    again.answer("https://a.example/1", [again.exchange(a_page())])
    assert isinstance(again.answered("https://a.example/1"), Page)
    assert len(list(tmp_path.glob("web.sqlite.aside-*"))) == 1
    again.close()
    assert Journal(path, "run").trouble is None


@pytest.mark.parametrize("statement", ["CREATE TABLE notes (text)", f"PRAGMA user_version = {FORMAT + 1}"])
def test_a_file_of_others_is_set_aside_whole(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "web.sqlite"
    if "user_version" in statement:
        Journal(path, "run").close()
    file = sqlite3.connect(path, isolation_level=None)
    file.execute(statement)
    file.close()
    before = path.read_bytes()
    journal = Journal(path, "run")
    assert journal.trouble and "another" in journal.trouble.message
    (aside,) = tmp_path.glob("web.sqlite.aside-*")
    assert aside.read_bytes() == before or "user_version" in statement


SPOILS = [
    "UPDATE body SET data = x'0102'",
    "UPDATE body SET data = 7",
    "DELETE FROM body",
    "UPDATE exchange SET headers = '{'",
    "UPDATE exchange SET headers = 7",
    "UPDATE exchange SET at = 'yesterday'",
    "UPDATE exchange SET status = 'ok'",
    "UPDATE answer SET hops = x'ff'",
    "UPDATE answer SET hops = '[]' WHERE failure IS NULL",
    "UPDATE answer SET failure = x'ff' WHERE failure IS NOT NULL",
    "UPDATE exchange SET at = CAST(x'ff' AS TEXT)",
    "UPDATE memory SET headers = '{', body = NULL",
    "UPDATE memory SET at = 'now'",
    "UPDATE memory SET fresh = 1e300",
    "UPDATE memory SET fresh = 'x'",
    "UPDATE later SET until = 'x'",
    "UPDATE robots SET at = 'x'",
    "UPDATE robots SET at = 1e300",
]


@pytest.mark.parametrize("statement", SPOILS)
def test_a_damaged_row_or_body_is_as_if_it_were_not_there(journal: Journal, statement: str) -> None:
    page = a_page()

    def fill() -> None:
        journal.answer(page.url, [journal.exchange(page)])
        journal.answer("https://a.example/2", [], failure("https://a.example/2", "http_404", "nothing is there"))
        journal.memory.remember(page, NOW + timedelta(hours=1))
        journal.memory.leave_until(page.url, NOW + timedelta(hours=1))
        journal.memory.remember_robots("https://a.example/robots.txt", "", NOW)

    def look() -> list[object]:
        known = journal.memory.known(page.url, "a.example")
        return [
            journal.answered(page.url),
            journal.answered("https://a.example/2"),
            journal.exchanged(page.url),
            journal.exchanges(page.url),
            list(journal.records()),
            journal.memory.recall(page.url),
            known,
            journal.memory.robots("https://a.example/robots.txt"),
        ]

    fill()
    whole = look()
    with journal._database.using() as file:
        file.execute(statement)
    assert look() != whole
    fill()
    assert look() == whole, "and what is asked again mends it"


def test_a_damaged_exchange_leaves_its_number_to_nobody(journal: Journal) -> None:
    hops = [journal.exchange(a_page(body=body)) for body in (b"1", b"2")]
    with journal._database.using() as file:
        file.execute("UPDATE exchange SET at = 'x' WHERE seq = 1")
    journal.answer(hops[0][0], hops)
    assert [page.body for page in journal.exchanges(hops[0][0])] == [b"2"]
    assert journal.exchange(a_page(body=b"3")) == (hops[0][0], 3)


def test_a_body_that_another_run_drops_meanwhile_is_kept_again(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Journal, "_has", lambda self, name: True)  # it was there when it was looked for
    journal.answer("https://a.example/1", [journal.exchange(a_page())])
    got = journal.answered("https://a.example/1")
    assert isinstance(got, Page) and got.body == a_page().body


def test_what_was_noted_when_the_clock_was_wrong_is_forgotten(tmp_path: Path) -> None:
    path, wrong = tmp_path / "web.sqlite", NOW + timedelta(days=3000)
    future = Journal(path, "future", clock=lambda: wrong)
    future.answer("https://a.example/1", [future.exchange(a_page(when=wrong))])
    future.memory.remember(a_page(when=wrong), wrong + timedelta(hours=1))
    future.memory.remember_gone(a_page("https://a.example/2", status=410, when=wrong))
    future.memory.leave_until("host a.example", wrong + timedelta(hours=1))
    future.memory.remember_robots("https://a.example/robots.txt", "Disallow: /", wrong)
    future.close()
    now = Journal(path, "run", clock=lambda: NOW)
    assert now.memory.known("https://b.example/", "a.example").later is None
    now.memory.leave_until("host a.example", NOW + timedelta(hours=1))
    assert now.memory.known("https://b.example/", "a.example").later == NOW + timedelta(hours=1)
    now.memory.leave_until("host b.example", wrong)
    beside = Journal(path, "beside", clock=lambda: NOW + timedelta(seconds=5))
    now.end()
    with now._database.using() as file:
        counts = {
            t: file.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("run", "memory", "robots", "body")
        }
        keys = [key for (key,) in file.execute("SELECT key FROM later")]
    assert counts == {"run": 1, "memory": 0, "robots": 0, "body": 0} and keys == ["host a.example"]
    beside.close()


def test_an_empty_file_is_begun(tmp_path: Path) -> None:
    (tmp_path / "web.sqlite").touch()
    assert Journal(tmp_path / "web.sqlite", "run").trouble is None


def test_where_nothing_can_be_written_a_person_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "web.sqlite", tmp_path):
        with pytest.raises(StorageError, match=str(path)):
            Journal(path, "run")


def test_two_runs_share_the_file(tmp_path: Path) -> None:
    journals = [Journal(tmp_path / "web.sqlite", name) for name in ("a", "b")]

    def fill(job: tuple[Journal, int]) -> None:
        journal, n = job
        journal.answer(f"https://a.example/{n}", [journal.exchange(a_page(f"https://a.example/{n}", body=b"%d" % n))])

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(fill, [(journal, n) for n in range(100) for journal in journals]))
    journals[0].end()
    assert len(list(journals[1].records())) == 100 and list(journals[0].records()) == []


RUN = """
import sys, time
from pathlib import Path
from concurrent.futures import ThreadPoolExecutor
from broadsheet.adapters.web.fetch import WebFetch
from broadsheet.adapters.web.journal import Journal
from broadsheet.adapters.web.transport import Transport
address, path, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
fetch = WebFetch(Transport(allow_private=True), Journal(path, "run"), robots=True, delay=0.0)
with ThreadPoolExecutor(8) as threads:
    for url, got in zip(urls := [f"{address}/{n}" for n in range(count)], threads.map(fetch, urls)):
        print(url, getattr(got, "kind", "page"), flush=True)
"""


def test_a_killed_run_goes_on_and_repeats_no_finished_fetch(tmp_path: Path) -> None:
    moments = (0.05, 0.2)
    count = 120

    def reply(n: int) -> Callable[[dict[str, str]], Answer]:
        def answer(headers: dict[str, str]) -> Answer:
            time.sleep(0.004)
            if n % 10 == 3:
                return Answer(b"", 404)
            if n % 10 == 5:
                return Answer(b"", 302, {"Location": f"/to{n}"})
            return Answer(b"page %d" % n)

        return answer

    answers: dict[str, Reply] = {f"/{n}": reply(n) for n in range(count)}
    answers |= {f"/to{n}": Answer(b"to") for n in range(count)}
    with web(answers, host="127.0.0.1") as site:
        told: set[str] = set()
        arguments = [sys.executable, "-c", RUN, site.address, str(tmp_path / "web.sqlite"), str(count)]
        for moment in (*moments, None):
            with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
                assert process.stdout
                if moment is not None:
                    told.add(process.stdout.readline().strip())  # it has begun
                    time.sleep(moment)
                    process.send_signal(signal.SIGKILL)
                told |= {line.strip() for line in process.stdout if line.endswith("\n")}
            assert process.returncode == (0 if moment is None else -signal.SIGKILL)
        asked = list(site.paths)
    assert len(told) == count and sum("http_404" in line for line in told) == 12
    repeated = sorted(path for path in set(asked) if asked.count(path) > 1)
    # At the moment of a kill one request is under way on this host; no other address is asked twice.
    assert len(repeated) <= len(moments), repeated
    assert asked.count("/robots.txt") <= 1 + len(moments)


def test_a_page_is_in_the_file_before_it_is_given_on(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "web.sqlite", "run")
    with web({"/": Answer(b"x")}) as site:
        got = a_fetch(journal)(site.address + "/")
        other = Journal(tmp_path / "web.sqlite", "run")
        assert other.answered(site.address + "/") == got
        assert isinstance(a_fetch(other)(site.address + "/"), Page) and len(site.asked) == 1


def test_a_full_disk_stops_the_run_with_a_remedy(journal: Journal) -> None:
    with journal._database.using() as file:
        file.execute(f"PRAGMA max_page_count = {file.execute('PRAGMA page_count').fetchone()[0] + 1}")
    with pytest.raises(StorageError, match=r"full.*\n.*free some space"):
        journal.exchange(a_page(body=os.urandom(500_000)))
    journal.answer("https://a.example/1", [journal.exchange(a_page(body=b"small"))])
    assert isinstance(journal.answered("https://a.example/1"), Page), "and nothing half-written stays"
