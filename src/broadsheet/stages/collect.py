"""Source -> Item: what the source announces inside the window, and a count of all that it announces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from broadsheet.ports import Fetch, Reader
from broadsheet.text.clean import clean_title
from broadsheet.text.urls import is_web_url
from broadsheet.types import Count, Drop, Failure, Item, Page, Sheet, Source, Window

GATES = ("asked", "read", "taken", "older", "newer", "no_address", "twice", "undated", "bad_date")
"""What is counted of each source.  ``asked`` is 1; ``read = taken + older + newer + no_address + twice``.  Of those
taken, ``undated`` came without a date and ``bad_date`` with one that cannot be."""

# Clocks and zones go wrong by hours; a day ahead is a mistake or a trick (every zone on earth is within 14 h of UTC).
_AHEAD = timedelta(hours=24)
# Nothing was published on the web before it: earlier dates are the zero of some clock (1970, 1980, year 1).
_WEB_BEGINS = datetime(1991, 8, 6, tzinfo=UTC)
_DAY = timedelta(days=1)
# What is older by less was perhaps missed by the edition before; what is older by more is the tail of every feed.
_NEAR = timedelta(hours=24)
_LONGEST_TITLE, _LONGEST_ADDRESS = 300, 1000  # characters of a dropped item that are kept: enough to find it again


def collect(
    source: Source,
    fetch: Fetch,
    readers: Mapping[str, Reader],
    window: Window,
    sheet: Sheet,
    until: datetime | None = None,
) -> Iterator[Item | Failure | Count | Drop]:
    """Yield the items that ``source`` announces in ``window``, what went wrong, what was left out, and the counts.

    An item of which only the day is known is inside when its day (UTC) and the window meet.  An undated item is kept,
    undated.  A date that cannot be believed is told (``future_date``, ``absurd_date``: one failure for all of the
    source) and the item kept as undated: more than 24 h after the source was read, which may be long after the window
    (a morning made up for); of a source on this machine, after the window, the moment of ``sheet`` or ``until``.  Left
    out are, each as a ``Drop`` with its gate: ``newer`` and ``older`` items (of the older those of the day before the
    window; the rest is counted), those without an address that can be linked, and what the source announces a second
    time.
    Failures have the source's name as subject; what it counts is ``GATES``.
    """
    counts = Counter(asked=1)
    reader = readers.get(source.kind)
    if reader is None:
        kinds = ", ".join(sorted(readers))
        yield _failure(source, "unknown_kind", f"no reader for kind {source.kind!r}; installed: {kinds}")
        yield from _counts(source, counts)
        return
    latest = max(window.end or sheet.made, until or sheet.made)

    def watched(url: str, *, again: bool = False) -> Page | Failure:
        nonlocal latest
        answer = fetch(url, again=again)
        if isinstance(answer, Page):
            latest = max(latest, answer.when)
        return answer

    seen: set[tuple[str, str, str]] = set()
    disbelieved: dict[str, list[Item]] = {}
    for value in reader(source, watched, window):
        if isinstance(value, Failure):
            yield _of_source(value, source)
            continue
        counts["read"] += 1
        disbelief = _disbelief(value.published, latest)
        item = replace(value, published=None, day_only=False) if disbelief else value
        gate, reason = _left_out(item, window)
        # Of one outlet, the same address and the same text make the same article.
        key = (item.source.outlet, item.url.strip(), item.text)
        if not gate and key in seen:
            gate, reason = "twice", "the source announced it before"
        if gate:
            counts[gate] += 1
            if reason:
                yield _drop(source, item, gate, reason)
            continue
        seen.add(key)
        counts["taken"] += 1
        if disbelief:
            counts["bad_date"] += 1
            disbelieved.setdefault(disbelief, []).append(value)
        elif item.published is None:
            counts["undated"] += 1
        yield item
    for kind, items in sorted(disbelieved.items()):
        first = items[0]
        number = "an item is" if len(items) == 1 else f"{len(items)} items are, the first"
        told = f"{number} dated {first.published:%Y-%m-%d}: {first.url[:_LONGEST_ADDRESS]}; kept as undated"
        yield _failure(source, kind, told)
    yield from _counts(source, counts)


def _disbelief(published: datetime | None, latest: datetime) -> str:
    if published is None:
        return ""
    if published < _WEB_BEGINS:
        return "absurd_date"
    return "future_date" if published > latest + _AHEAD else ""


def _left_out(item: Item, window: Window) -> tuple[str, str]:
    """Return the gate that ``item`` does not pass, and why; no reason for what is only counted, no gate when it passes.

    ``window`` is half open; a day has passed when its last moment has.
    """
    if not is_web_url(item.url.strip()):
        return "no_address", f"{item.url[:200]!r} is no web address"
    if item.published is None or window.start is None or window.end is None:
        return "", ""
    if item.published >= window.end:
        return "newer", f"{_hours(item.published - window.end)} after the window"
    last = item.published + _DAY if item.day_only else item.published
    if last < window.start or (item.day_only and last == window.start):
        before = window.start - last
        return "older", f"{_hours(before)} before the window" if before <= _NEAR else ""
    return "", ""


def _hours(span: timedelta) -> str:
    minutes = max(1, round(span.total_seconds() / 60))
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def _drop(source: Source, item: Item, gate: str, reason: str) -> Drop:
    return Drop(
        stage="collect",
        gate=gate,
        source=source.name,
        url=item.url.strip()[:_LONGEST_ADDRESS],
        title=clean_title(item.title[: 4 * _LONGEST_TITLE])[:_LONGEST_TITLE],
        published=item.published,
        reason=reason,
    )


def _counts(source: Source, counts: Counter[str]) -> Iterator[Count]:
    for gate in GATES:
        if counts[gate]:
            yield Count(stage="collect", subject=source.name, gate=gate, count=counts[gate])


def _of_source(failure: Failure, source: Source) -> Failure:
    """Return a failure of the reader as one of its source: what it happened to goes into the message."""
    named = failure.subject in ("", source.name) or failure.subject in failure.message
    message = failure.message if named else f"{failure.subject}: {failure.message}"
    return replace(failure, stage="collect", subject=source.name, message=message)


def _failure(source: Source, kind: str, message: str) -> Failure:
    return Failure(stage="collect", subject=source.name, kind=kind, message=message)
