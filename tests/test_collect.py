"""Source -> Item: what the window takes, and that all it does not take is counted and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.ports import Fetch
from broadsheet.stages.collect import GATES, collect
from broadsheet.types import Count, Drop, Failure, Item, Page, Sheet, Source, Value, Window

from conftest import source

END = datetime(2025, 12, 17, 22, 44, 44, tzinfo=UTC)
WINDOW = Window(start=END - timedelta(hours=24), end=END)
OPEN = Window(start=None, end=None)
S = source("S", url="https://s.example/feed")


class Told:
    """What collect yielded, by kind of value."""

    def __init__(self, values: list[Value]) -> None:
        self.items = [value for value in values if isinstance(value, Item)]
        self.drops = [value for value in values if isinstance(value, Drop)]
        self.failures = {value.kind: value for value in values if isinstance(value, Failure)}
        self.counts = {value.gate: value.count for value in values if isinstance(value, Count)}
        assert len(values) == len(self.items) + len(self.drops) + len(self.failures) + len(self.counts)
        assert all(value.subject == "S" for value in values if isinstance(value, (Failure, Count)))


def nobody(url: str, *, again: bool = False) -> Page | Failure:
    raise AssertionError(f"{url} must not be fetched")


def item(published: datetime | None = None, **changes: object) -> Item:
    fields: dict[str, object] = {"url": "https://a.example/1", "title": "T", "published": published, "source": S}
    return Item(**{**fields, **changes})  # type: ignore[arg-type]


def run(*values: Item | Failure, window: Window = WINDOW) -> Told:
    class Reader:
        options: type[msgspec.Struct] = msgspec.Struct

        def __call__(self, source: Source, fetch: Fetch, window: Window) -> Iterator[Item | Failure]:
            yield from values

    sheet = Sheet(date="2025-12-18", made=END, window=window, language="en")
    return Told(list(collect(S, nobody, {"feed": Reader()}, window, sheet)))


@pytest.mark.parametrize(
    ("published", "gate"),
    [
        (END - timedelta(hours=24), "taken"),
        (END - timedelta(hours=24, seconds=1), "older"),
        (END - timedelta(seconds=1), "taken"),
        (END, "newer"),
        (END + timedelta(hours=23), "newer"),
        (None, "taken"),
    ],
)
def test_the_window_is_half_open(published: datetime | None, gate: str) -> None:
    told = run(item(published))
    assert bool(told.items) == (gate == "taken")
    assert [drop.gate for drop in told.drops] == [gate] * (gate != "taken")
    assert told.counts == {"asked": 1, "read": 1, gate: 1} | ({} if published else {"undated": 1})
    assert not told.failures


@pytest.mark.parametrize(("day", "taken"), [(15, False), (16, True), (17, True), (18, False)])
def test_a_day_is_inside_when_it_meets_the_window(day: int, taken: bool) -> None:
    assert bool(run(item(datetime(2025, 12, day, tzinfo=UTC), day_only=True)).items) == taken


def test_a_day_that_ends_where_the_window_begins_is_older_and_told() -> None:
    noon = Window(start=datetime(2025, 12, 17, tzinfo=UTC), end=datetime(2025, 12, 18, tzinfo=UTC))
    told = run(item(datetime(2025, 12, 16, tzinfo=UTC), day_only=True), window=noon)
    assert [drop.gate for drop in told.drops] == ["older"]


def test_older_items_are_named_for_a_day_and_then_counted() -> None:
    told = run(
        *(item(END - timedelta(hours=24 + hours), url=f"https://a.example/{hours}") for hours in (1, 24, 25, 999))
    )
    assert told.counts["older"] == 4
    assert [drop.url for drop in told.drops] == ["https://a.example/1", "https://a.example/24"]
    assert told.drops[0].reason == "1 h 00 min before the window"
    assert told.drops[0].published == END - timedelta(hours=25)


@pytest.mark.parametrize(
    ("published", "kind"),
    [
        (datetime(2035, 1, 1, tzinfo=UTC), "future_date"),
        (END + timedelta(hours=24, seconds=1), "future_date"),
        (datetime(1970, 1, 1, tzinfo=UTC), "absurd_date"),
        (datetime(1, 1, 1, tzinfo=UTC), "absurd_date"),
    ],
)
def test_a_date_that_cannot_be_is_told_once_and_the_items_are_undated(published: datetime, kind: str) -> None:
    told = run(item(published), item(published, url="https://a.example/2"))
    assert [(kept.published, kept.day_only) for kept in told.items] == [(None, False)] * 2
    assert "https://a.example/1" in told.failures[kind].message and "2 items" in told.failures[kind].message
    assert told.counts == {"asked": 1, "read": 2, "taken": 2, "bad_date": 2}


def test_an_open_window_takes_all_and_still_knows_the_future() -> None:
    addresses = (f"https://a.example/{n}" for n in range(4))
    dates = (END - timedelta(days=4000), END, None, datetime(2035, 1, 1, tzinfo=UTC))
    told = run(*(item(date, url=url) for date, url in zip(dates, addresses, strict=True)), window=OPEN)
    assert [kept.published for kept in told.items] == [*dates[:3], None]
    assert set(told.failures) == {"future_date"}


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "data:text/html,x", "/relative", "https://u:p@a.example/"])
def test_an_item_without_a_web_address_is_dropped_and_named(url: str) -> None:
    told = run(item(url=url, title="The one"))
    assert not told.items
    assert [(drop.gate, drop.title) for drop in told.drops] == [("no_address", "The one")]


def test_an_item_that_comes_twice_is_taken_once() -> None:
    told = run(item(title="first"), item(title="again", url=" https://a.example/1 "), item(text="another text"))
    assert [kept.title for kept in told.items] == ["first", "T"]
    assert [(drop.gate, drop.title) for drop in told.drops] == [("twice", "again")]


def test_an_old_announcement_does_not_hide_the_new_one() -> None:
    told = run(item(END - timedelta(days=9)), item(END - timedelta(hours=1)))
    assert len(told.items) == 1
    assert "twice" not in told.counts


def test_two_outlets_of_one_file_may_give_the_same_article() -> None:
    assert len(run(item(source=source("A")), item(source=source("B"))).items) == 2


def test_what_is_told_of_a_dropped_item_is_short_and_clean() -> None:
    hostile = item(url="x" * 99999, title="<b>\x1b[31m" + "long " * 9999)
    (drop,) = run(hostile).drops
    assert len(drop.title) <= 300 and len(drop.url) <= 1000
    assert "\x1b" not in drop.title and "<b>" not in drop.title


def test_an_unknown_kind_is_told_and_counted_as_asked() -> None:
    sheet = Sheet(date="2025-12-18", made=END, window=OPEN, language="en")
    told = Told(list(collect(source("S", kind="fax"), nobody, {}, OPEN, sheet)))
    assert set(told.failures) == {"unknown_kind"}
    assert told.counts == {"asked": 1}


def test_a_failure_of_the_reader_becomes_one_of_the_source_and_stops_nothing() -> None:
    told = run(Failure(stage="fetch", subject="https://s.example/feed", kind="dns", message="unknown"), item())
    assert told.failures["dns"].stage == "collect"
    assert told.failures["dns"].message == "https://s.example/feed: unknown"
    assert len(told.items) == 1


dates = st.none() | st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
near = st.timedeltas(timedelta(days=-4), timedelta(days=4)).map(lambda span: END + span)
items = st.builds(
    item,
    published=dates | near,
    url=st.sampled_from(["https://a.example/1", "https://a.example/2", "https://a.example/3", "", "ftp://a.example/"]),
    title=st.text(max_size=20),
    text=st.sampled_from(["", "a text"]),
    day_only=st.booleans(),
)


@given(st.lists(items, max_size=12), st.booleans(), st.booleans())
def test_the_counts_add_up(values: list[Item], fails: bool, opened: bool) -> None:
    extra = [Failure(stage="fetch", subject="x", kind="dns", message="m")] * fails
    told = run(*values, *extra, window=OPEN if opened else WINDOW)
    counts = Counter(told.counts)
    assert counts["read"] == len(values)
    assert counts["read"] == sum(counts[gate] for gate in ("taken", "older", "newer", "no_address", "twice"))
    assert counts["taken"] == len(told.items)
    assert counts["undated"] + counts["bad_date"] == sum(kept.published is None for kept in told.items)
    left_out = Counter(drop.gate for drop in told.drops)
    assert all(left_out[gate] == counts[gate] for gate in ("newer", "no_address", "twice"))
    assert left_out["older"] <= counts["older"]
    assert set(counts) <= set(GATES)
    assert len({(kept.url.strip(), kept.text) for kept in told.items}) == len(told.items)


def test_a_morning_made_up_for_takes_nothing_of_the_days_after_it() -> None:
    """A source read three days later lists what is newer than the window: that is newer, not undated."""
    read = END + timedelta(days=3)
    page = Page(url=S.url, final_url=S.url, status=200, headers=(), body=b"", when=read)

    class Reader:
        options: type[msgspec.Struct] = msgspec.Struct

        def __call__(self, source: Source, fetch: Fetch, window: Window) -> Iterator[Item | Failure]:
            assert isinstance(fetch(source.url, again=True), Page)
            yield item(read - timedelta(hours=1))
            yield item(read + timedelta(hours=25), url="https://a.example/2")

    def fetch(url: str, *, again: bool = False) -> Page | Failure:
        assert again
        return page

    sheet = Sheet(date="2025-12-18", made=END, window=WINDOW, language="en")
    told = Told(list(collect(S, fetch, {"feed": Reader()}, WINDOW, sheet)))
    assert told.counts["newer"] == 1 and set(told.failures) == {"future_date"}
    assert [i.published for i in told.items] == [None]
