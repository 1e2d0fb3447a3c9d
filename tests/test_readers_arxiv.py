"""arXiv: what is announced, in each of its forms, when, and what is said when a batch is late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.adapters.arxiv.calendar import announced_at, batch_of, days_in, due, fed_at, submitted
from broadsheet.adapters.read_arxiv import ArxivReader
from broadsheet.errors import ConfigError
from broadsheet.types import Failure, Item, Source, Window

from kinds_web import DAY, NOW, OPEN, Answers, body, failures, items, source

RSS = "https://rss.arxiv.org/rss/cs.AI+cs.CL"
LISTING = "https://arxiv.org/list/{}/new?skip=0&show=2000"
FRIDAY = date(2026, 11, 20)


def arxiv(mode: str = "rss", categories: str = "cs.AI, cs.CL", **options: str | int) -> Source:
    url = {"rss": "https://rss.arxiv.org/rss/", "listing": "https://arxiv.org/list/"}
    at = url.get(mode, "https://export.arxiv.org/api/query")
    return source("arxiv", at, {"mode": mode, "categories": categories, "check": "", **options})


def read(what: Source, fetch: Answers, window: Window = DAY, naps: list[float] | None = None) -> list[Item | Failure]:
    slept: list[float] = [] if naps is None else naps
    return list(ArxivReader(sleep=slept.append)(what, fetch, window))


def test_a_feed_tells_new_cross_and_replaced_with_version_categories_and_authors() -> None:
    values = read(arxiv(), Answers({RSS: body("arxiv.rss.xml")}))
    assert not failures(values)
    new, cross, replaced = items(values)
    assert new == Item(
        source=arxiv(),
        url="https://arxiv.org/abs/2611.10001",
        title="LanternNet: Small Models that Read by Night & by Day",
        published=datetime(2026, 11, 20, 5, tzinfo=UTC),
        summary="We present LanternNet, a model of 12 million parameters. It reads in the dark.",
        announce="new",
        authors=("Ida Lund", "Bo Chen"),
        categories=("cs.CL", "cs.AI"),
        version=1,
        dated="feed",
    )
    assert (cross.announce, cross.version, cross.categories) == ("cross", 1, ("cs.RO", "cs.AI"))
    assert (replaced.announce, replaced.version) == ("replaced", 3)


def test_a_listing_tells_its_three_parts_by_their_headings() -> None:
    values = read(arxiv("listing", "cs.CL"), Answers({LISTING.format("cs.CL"): body("arxiv.listing.html")}))
    new, cross, replaced = items(values)
    assert (new.title, new.authors) == (
        "LanternNet: Small Models that Read by Night & by Day",
        ("Ida Lund", "Bo Chen"),
    )
    assert (new.announce, new.version, new.categories) == ("new", 1, ("cs.CL", "cs.AI"))
    assert new.summary.startswith("We present LanternNet")
    assert new.published == datetime(2026, 11, 20, 1, tzinfo=UTC)  # Thursday, 20:00 in New York
    assert (cross.announce, cross.version, cross.categories) == ("cross", None, ("cs.RO", "cs.CL"))
    assert replaced.announce == "replaced"
    assert set(failures(values)) == {"too_many", "broken_entries"}  # 2 of 3 shown, one without a link


def test_a_paper_of_two_categories_is_one_item_announced_as_new() -> None:
    crossed = body("arxiv.listing.html").replace(b"New submissions (", b"Cross submissions (")
    fetch = Answers({LISTING.format("cs.AI"): crossed, LISTING.format("cs.CL"): body("arxiv.listing.html")})
    found = {item.url: item.announce for item in items(read(arxiv("listing"), fetch))}
    assert found["https://arxiv.org/abs/2611.10001"] == "new"
    assert len(found) == 3


def test_a_search_asks_for_the_hours_of_submission_and_dates_by_the_announcement() -> None:
    seen: list[str] = []

    class Search(Answers):
        def __call__(self, url: str, *, again: bool = False):  # type: ignore[no-untyped-def]
            seen.append(url)
            self._answers[url] = body("arxiv.api.xml")
            return super().__call__(url, again=again)

    values = read(arxiv("api", "cs.CL"), Search({}))
    assert not failures(values)
    new, cross = items(values)
    (address,) = seen
    assert "submittedDate%3A%5B202611181900+TO+202611191859%5D" in address and "cat%3Acs.CL" in address
    assert (new.announce, new.version, new.categories) == ("new", 1, ("cs.CL", "cs.AI"))
    assert new.published == announced_at(FRIDAY) and new.title == "LanternNet: Small Models that Read by Night & by Day"
    assert (cross.announce, cross.version) == ("cross", 2)


def test_a_search_of_a_window_without_an_announcement_asks_nobody() -> None:
    weekend = Window(start=datetime(2026, 11, 21, 12, tzinfo=UTC), end=datetime(2026, 11, 22, 12, tzinfo=UTC))
    assert read(arxiv("api"), Answers({}), weekend) == []


def test_a_refused_search_is_told() -> None:
    error = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/api/errors#x</id>'
        b"<title>Error</title><summary>incorrect id format</summary></entry></feed>"
    )
    reader = ArxivReader()
    fetch = Answers({})
    list(reader(arxiv("api"), fetch, OPEN))
    (address,) = fetch.asked
    assert set(failures(read(arxiv("api"), Answers({address: error}), OPEN))) == {"refused_search"}


# --- late batches ---------------------------------------------------------------------------------------------------


def dated(day: str, raw: bytes | None = None) -> bytes:
    return (raw or body("arxiv.rss.xml")).replace(b"Fri, 20 Nov 2026 00:00:00 -0500", day.encode())


THURSDAYS = dated("Thu, 19 Nov 2026 00:00:00 -0500")


def test_a_stale_batch_is_told_and_not_waited_for_by_default() -> None:
    naps: list[float] = []
    values = read(arxiv(), Answers({RSS: THURSDAYS}), naps=naps)
    message = failures(values)["stale_batch"].message
    assert "Thursday 2026-11-19" in message and "Friday 2026-11-20" in message and not naps
    assert all(item.published == datetime(2026, 11, 19, 5, tzinfo=UTC) for item in items(values))  # out of the window


def test_a_late_batch_is_waited_for() -> None:
    naps: list[float] = []
    broken = Failure(stage="fetch", subject=RSS, kind="http_503", message="busy")
    fetch = Answers({RSS: [THURSDAYS, THURSDAYS, broken, body("arxiv.rss.xml")]})
    values = read(arxiv(wait_minutes=30), fetch, naps=naps)
    assert naps == [300, 300, 300] and not failures(values)
    assert {item.published for item in items(values)} == {fed_at(FRIDAY)}


def test_patience_ends() -> None:
    naps: list[float] = []
    values = read(arxiv(wait_minutes=12), Answers({RSS: [THURSDAYS]}), naps=naps)
    assert naps == [300, 300] and "waited for 10 minutes" in failures(values)["stale_batch"].message


def test_an_archive_is_not_waited_for() -> None:
    naps: list[float] = []
    values = read(arxiv(wait_minutes=300), Answers({RSS: [THURSDAYS]}, ages=False), naps=naps)
    assert len(naps) <= 1 and "stale_batch" in failures(values)


CHECK = "https://arxiv.org/list/"


def test_a_feed_that_calls_itself_fresh_is_checked_by_the_listing() -> None:
    yesterdays = body("arxiv.rss.xml").replace(b"2611.10001", b"2611.08000")  # the date of today, papers of another day
    listing = {LISTING.format("cs.AI"): body("arxiv.listing.html")}
    values = read(arxiv(check=CHECK), Answers({RSS: yesterdays, **listing}))
    assert "0 of the 1 new papers" in failures(values)["stale_batch"].message
    naps: list[float] = []
    fetch = Answers({RSS: [yesterdays, body("arxiv.rss.xml")], **listing})
    assert not failures(read(arxiv(check=CHECK, wait_minutes=10), fetch, naps=naps)) and naps == [300]
    assert fetch.asked.count(LISTING.format("cs.AI")) == 1


def test_a_listing_of_another_day_proves_nothing_and_one_that_fails_is_told() -> None:
    other = (
        body("arxiv.listing.html")
        .replace(b"Friday, 20 November", b"Thursday, 19 November")
        .replace(b"2611.1", b"2611.2")
    )
    fetch = Answers({RSS: body("arxiv.rss.xml"), LISTING.format("cs.AI"): other})
    assert not failures(read(arxiv(check=CHECK), fetch))
    values = read(arxiv(check=CHECK), Answers({RSS: body("arxiv.rss.xml")}))
    assert set(failures(values)) == {"http_404"} and len(items(values)) == 3


def empty(raw: bytes) -> bytes:
    return raw[: raw.index(b"<item>")] + b"</channel></rss>"


def test_an_empty_batch_is_expected_at_the_weekend_and_told_on_a_weekday() -> None:
    saturday = NOW + timedelta(days=1)
    window = Window(start=NOW, end=saturday)
    nothing = Answers({RSS: dated("Sat, 21 Nov 2026 00:00:00 -0500", empty(body("arxiv.rss.xml")))}, when=saturday)
    assert read(arxiv(), nothing, window) == []
    assert set(failures(read(arxiv(), Answers({RSS: empty(body("arxiv.rss.xml"))})))) == {"stale_batch"}


def test_days_that_are_no_longer_served_are_told() -> None:
    three_days = Window(start=NOW - timedelta(days=3), end=NOW)
    message = failures(read(arxiv(), Answers({RSS: body("arxiv.rss.xml")}), three_days))["missed_batch"].message
    assert message.startswith("2 earlier announcements") and "2026-11-18" in message


def test_a_feed_without_a_day_is_told() -> None:
    undated = body("arxiv.rss.xml").replace(b"<pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate>", b"")
    values = read(arxiv(), Answers({RSS: undated}))
    assert "undated_batch" in failures(values) and all(item.published is None for item in items(values))


# --- the calendar -----------------------------------------------------------------------------------------------------


def test_a_monday_of_24_hours_has_the_papers_since_thursday() -> None:
    monday = date(2026, 11, 23)
    morning = datetime(2026, 11, 23, 6, tzinfo=UTC)
    window = Window(start=morning - timedelta(hours=24), end=morning)
    assert days_in(window, announced_at) == [monday] == days_in(window, fed_at)
    assert submitted(monday) == (datetime(2026, 11, 19, 19, tzinfo=UTC), datetime(2026, 11, 20, 19, tzinfo=UTC))
    tuesday = submitted(monday + timedelta(days=1))
    assert tuesday == (datetime(2026, 11, 20, 19, tzinfo=UTC), datetime(2026, 11, 23, 19, tzinfo=UTC))


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-20T00:59:00+00:00", "2026-11-19"),
        ("2026-11-20T01:00:00+00:00", "2026-11-20"),  # winter: 20:00 is 01:00 UTC
        ("2026-07-17T00:00:00+00:00", "2026-07-17"),  # summer: 20:00 is 00:00 UTC
        ("2026-11-21T12:00:00+00:00", "2026-11-20"),
        ("2026-11-22T23:59:00+00:00", "2026-11-20"),
        ("2026-11-23T01:00:00+00:00", "2026-11-23"),
    ],
)
def test_what_is_due(now: str, day: str) -> None:
    assert due(datetime.fromisoformat(now), announced_at) == date.fromisoformat(day)


@given(st.datetimes(datetime(2001, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_every_submission_has_one_batch(moment: datetime) -> None:
    day = batch_of(moment)
    start, end = submitted(day)
    assert start <= moment < end and day.weekday() < 5
    assert announced_at(day) < fed_at(day) and end < announced_at(day)
    assert due(announced_at(day), announced_at) == day


@given(st.datetimes(datetime(2001, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_windows_of_a_day_share_no_batch_and_miss_none(start: datetime) -> None:
    # Five batches a week; one may more or less lie between two readings when the clocks of New York have changed.
    day = timedelta(days=1)
    week = [
        found for n in range(7) for found in days_in(Window(start=start + n * day, end=start + (n + 1) * day), fed_at)
    ]
    dates = [start.date() + n * day for n in range(-4, 12)]
    assert week == [date for date in dates if date.weekday() < 5 and start <= fed_at(date) < start + 7 * day]
    assert week == days_in(Window(start=start, end=start + 7 * day), fed_at)


@pytest.mark.parametrize(
    "options",
    [{}, {"categories": ""}, {"categories": "cs.AI;rm"}, {"categories": "cs.AI", "mode": "oai"}, {"category": "cs.AI"}],
)
def test_options_that_make_no_sense_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(ConfigError):
        list(ArxivReader()(source("arxiv", "https://rss.arxiv.org/rss/", options), Answers({}), DAY))
