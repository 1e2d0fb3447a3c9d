"""The deadline: nobody is asked from that moment on, and the edition goes out with what there is."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from broadsheet.adapters.engines import Threads
from broadsheet.adapters.web.fetch import WebFetch
from broadsheet.adapters.web.journal import Journal
from broadsheet.adapters.web.transport import Transport
from broadsheet.config_file import read_file
from broadsheet.errors import EmptyDayError, NoEditionError
from broadsheet.press import _identity, plan, print_edition
from broadsheet.stages.collect import collect
from broadsheet.store import read_edition, read_ledger
from broadsheet.types import Failure, Item, Page, Sheet, Window
from test_daily_process import TODAY, configured, day, two_feeds

from editions import record, write_lines
from loopback_web import Answer, a_source, no_fetch, web

NOW = datetime(2026, 11, 23, 6, 44, tzinfo=UTC)


@pytest.mark.parametrize(("left", "kind"), [(60, "page"), (0, "out_of_time"), (-60, "out_of_time")])
def test_nobody_is_asked_after_the_deadline(left: float, kind: str) -> None:
    with web({"/a": Answer(b"a")}) as site:
        clock = NOW
        fetch = WebFetch(
            Transport(allow_private=True), None, robots=False, until=NOW + timedelta(seconds=left), clock=lambda: clock
        )
        answer = fetch(f"{site.address}/a")
        assert (answer.kind if isinstance(answer, Failure) else "page") == kind
        assert len(site.asked) == (kind == "page")


def test_what_was_read_before_the_deadline_is_still_an_answer_after_it() -> None:
    with web({"/a": Answer(b"a"), "/b": Answer(b"b")}) as site:
        now = [NOW]
        journal = Journal(None, "")
        fetch = WebFetch(
            Transport(allow_private=True),
            journal,
            robots=False,
            delay=0,
            until=NOW + timedelta(seconds=60),
            clock=lambda: now[0],
            monotonic=lambda: 1000.0,  # the machine slept: this clock stood still
        )
        assert isinstance(fetch(f"{site.address}/a"), Page)
        now[0] += timedelta(hours=3)
        assert isinstance(fetch(f"{site.address}/a"), Page)
        late = fetch(f"{site.address}/b")
        assert isinstance(late, Failure) and late.kind == "out_of_time" and "the next edition" in late.message
        assert site.paths == ["/a"]


def test_an_edition_goes_out_with_what_there_is_and_says_so(tmp_path: Path) -> None:
    """``a`` answers, ``b`` does not before the deadline: the edition is of ``a``, and tells of ``b``."""
    hold = threading.Event()
    with web({}) as site:
        configured(tmp_path, two_feeds(site, hold))
        file = read_file(tmp_path / "broadsheet.toml")
        until = datetime.now(UTC) + timedelta(seconds=4)
        settings = plan(file, date=day(), at=TODAY, hours=24, until=until)
        engine = Threads()
        try:
            printed = print_edition(settings, engine)
        finally:
            engine.close()
            hold.set()
    assert datetime.now(UTC) >= until
    edition, ledger = read_edition(printed.folder), read_ledger(printed.folder)
    assert edition.counts.articles == 1
    (late,) = [failure for failure in ledger.failures if failure.stage == "collect"]
    assert (late.subject, late.kind) == ("b", "out_of_time")
    assert edition.colophon.silent == ("b",)
    assert any("the time of the run was over" in alarm for alarm in edition.colophon.alarms)
    # The evidence says the same: printed again from its capture, without a deadline, it is the same to the byte.
    again = plan(file, origins=[printed.folder / "capture.warc.gz"], out=tmp_path / "again")
    copy = print_edition(again, Threads()).folder
    for name in ("edition.json", "ledger.jsonl", "articles.jsonl"):
        assert (copy / name).read_bytes() == (printed.folder / name).read_bytes(), name


def test_a_later_deadline_is_the_same_run() -> None:
    file = read_file(None)
    first = plan(file, date="2026-11-23", at=NOW, until=NOW + timedelta(minutes=45))
    later = plan(file, date="2026-11-23", at=NOW, until=NOW + timedelta(minutes=90))
    assert msgspec.json.encode(first) != msgspec.json.encode(later) and _identity(first) == _identity(later)


def test_what_a_file_tells_of_later_days_is_newer_and_not_unbelievable(tmp_path: Path) -> None:
    """A missed day made up for from a file that has grown since: a later day's article is not an undated one of it."""
    from broadsheet.adapters.read_jsonl import JsonlReader

    end = NOW - timedelta(days=3)
    path = write_lines(tmp_path / "a.jsonl", [record(1, published=NOW.isoformat()), record(2, published="2031-01-01")])
    window = Window(start=end - timedelta(days=1), end=end)
    sheet = Sheet(date="2026-11-20", made=end, window=window, language="en")
    source = a_source(kind="jsonl", url=str(path))
    values = list(collect(source, no_fetch, {"jsonl": JsonlReader()}, window, sheet, NOW + timedelta(minutes=45)))
    (item,) = [value for value in values if isinstance(value, Item)]
    assert item.published is None and item.url.startswith("https://outlet2"), "2031 is still no date"


def test_an_empty_day_is_told_apart_from_a_day_that_nobody_could_read(tmp_path: Path) -> None:
    old = write_lines(tmp_path / "old.jsonl", [record(published="2001-01-01T00:00:00Z")])
    file = read_file(None)
    with pytest.raises(EmptyDayError):
        print_edition(plan(file, date="2026-11-23", at=NOW, hours=24, origins=[old], out=tmp_path / "a"), Threads())
    configured(tmp_path, {"b": "missing.jsonl"})
    with pytest.raises(NoEditionError) as told:
        print_edition(plan(read_file(tmp_path / "broadsheet.toml"), date="2026-11-23", at=NOW), Threads())
    assert not isinstance(told.value, EmptyDayError)
