"""Source -> Item: what the window takes, and that all it does not take is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.ports import Fetch
from broadsheet.stages.collect import collect
from broadsheet.types import Failure, Item, Page, Sheet, Source, Window

from loopback_web import a_source, failures, items, no_fetch

END = datetime(2025, 12, 17, 22, 44, 44, tzinfo=UTC)
WINDOW = Window(start=END - timedelta(hours=24), end=END)
OPEN = Window(start=None, end=None)


def item(published: datetime | None = None, **changes: object) -> Item:
    fields: dict[str, object] = {
        "url": "https://a.example/1",
        "title": "T",
        "published": published,
        "source": a_source(),
    }
    return Item(**{**fields, **changes})  # type: ignore[arg-type]


def run(*values: Item | Page | Failure, window: Window = WINDOW, **more: object) -> list[Item | Page | Failure]:
    def reader(source: Source, fetch: Fetch) -> Iterator[Item | Page | Failure]:
        yield from values

    return list(collect(a_source(), no_fetch, {"feed": reader}, window, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("published", "taken"),
    [
        (END - timedelta(hours=24), True),
        (END - timedelta(hours=24, seconds=1), False),
        (END - timedelta(seconds=1), True),
        (END, False),
        (END + timedelta(hours=23), False),
        (None, True),
    ],
)
def test_the_window_is_half_open(published: datetime | None, taken: bool) -> None:
    values = run(item(published))
    assert bool(items(values)) == taken
    assert ("outside_window" in failures(values)) == (not taken)


@pytest.mark.parametrize(("day", "taken"), [(15, False), (16, True), (17, True), (18, False)])
def test_a_day_is_inside_when_it_meets_the_window(day: int, taken: bool) -> None:
    assert bool(items(run(item(datetime(2025, 12, day, tzinfo=UTC), day_only=True)))) == taken


def test_what_is_outside_is_told_once_with_its_count() -> None:
    old = item(END - timedelta(days=9))
    (failure,) = run(old, old, old)
    assert isinstance(failure, Failure)
    assert (failure.stage, failure.subject, failure.kind) == ("collect", "S", "outside_window")
    assert failure.message.startswith("left out 3")


@pytest.mark.parametrize(
    ("published", "kind"),
    [
        (datetime(2035, 1, 1, tzinfo=UTC), "future_date"),
        (END + timedelta(hours=24, seconds=1), "future_date"),
        (datetime(1970, 1, 1, tzinfo=UTC), "absurd_date"),
        (datetime(1, 1, 1, tzinfo=UTC), "absurd_date"),
    ],
)
def test_a_date_that_cannot_be_is_told_and_the_item_is_undated(published: datetime, kind: str) -> None:
    values = run(item(published))
    (kept,) = items(values)
    assert (kept.published, kept.day_only) == (None, False)
    assert failures(values)[kind].subject == "https://a.example/1"


def test_an_open_window_takes_all_and_still_knows_the_future() -> None:
    assert len(items(run(item(END - timedelta(days=4000)), item(END), item(), window=OPEN))) == 3
    sheet = Sheet(date="2025-12-18", made=END, window=OPEN, language="en")
    values = run(item(datetime(2035, 1, 1, tzinfo=UTC)), window=OPEN, sheet=sheet)
    assert "future_date" in failures(values)
    assert items(values)[0].published is None


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "data:text/html,x", "/relative", "https://u:p@a.example/"])
def test_an_item_without_a_web_address_is_dropped_and_named(url: str) -> None:
    values = run(item(url=url, title="The one"))
    assert not items(values)
    assert "The one" in failures(values)["bad_url"].message


def test_an_unknown_kind_is_told() -> None:
    (failure,) = collect(a_source(kind="fax"), no_fetch, {}, OPEN)
    assert isinstance(failure, Failure)
    assert (failure.kind, failure.subject) == ("unknown_kind", "S")


def test_a_failure_of_the_reader_becomes_one_of_this_stage() -> None:
    (failure,) = run(Failure(stage="fetch", subject="https://s.example/feed", kind="dns", message="unknown"))
    assert isinstance(failure, Failure) and failure.stage == "collect"
