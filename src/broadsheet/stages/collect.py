"""Source -> Item: what the source announces inside the window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from broadsheet.ports import Fetch, Reader
from broadsheet.text.urls import is_web_url
from broadsheet.types import Failure, Item, Page, Sheet, Source, Window

# Clocks and zones go wrong by hours; a day ahead is a mistake or a trick (every zone on earth is within 14 h of UTC).
_AHEAD = timedelta(hours=24)
# Nothing was published on the web before it: earlier dates are the zero of some clock (1970, 1980, year 1).
_WEB_BEGINS = datetime(1991, 8, 6, tzinfo=UTC)
_DAY = timedelta(days=1)


def collect(
    source: Source, fetch: Fetch, readers: Mapping[str, Reader], window: Window, sheet: Sheet | None = None
) -> Iterator[Item | Page | Failure]:
    """Yield the items that ``source`` announces in ``window``, the pages fetched for that, and what went wrong.

    An item of which only the day is known is inside when its day (UTC) and the window meet.  An undated item is kept,
    undated.  A date that cannot be believed is told (``future_date``, ``absurd_date``) and the item kept as undated:
    more than 24 h after the window, or, where the window is open, after the moment that ``sheet`` gives.  Items outside
    are counted in one failure (``outside_window``); one without an address that can be linked is dropped (``bad_url``).
    """
    reader = readers.get(source.kind)
    if reader is None:
        kinds = ", ".join(sorted(readers))
        yield _failure(source.name, "unknown_kind", f"no reader for kind {source.kind!r}; installed: {kinds}")
        return
    latest = window.end or (sheet.made if sheet else None)
    outside = 0
    for value in reader(source, fetch):
        if isinstance(value, Failure):
            yield replace(value, stage="collect")
        elif isinstance(value, Page):
            yield value
        elif not is_web_url(value.url.strip()):
            name = value.title.strip()[:200] or "an item without a title"
            yield _failure(source.name, "bad_url", f"{name}: {value.url[:200]!r} is no web address; it was left out")
        else:
            disbelief = _disbelief(value.published, latest)
            if disbelief:
                yield _failure(value.url, disbelief, f"dated {value.published:%Y-%m-%d}; it is kept as undated")
                yield replace(value, published=None, day_only=False)
            elif _inside(value, window):
                yield value
            else:
                outside += 1
    if outside:
        yield _failure(source.name, "outside_window", f"left out {outside}, older or newer than the window")


def _disbelief(published: datetime | None, latest: datetime | None) -> str:
    if published is None:
        return ""
    if published < _WEB_BEGINS:
        return "absurd_date"
    return "future_date" if latest is not None and published > latest + _AHEAD else ""


def _inside(item: Item, window: Window) -> bool:
    if item.published is None:
        return True
    last = item.published + _DAY if item.day_only else item.published
    early = window.start is not None and (last <= window.start if item.day_only else last < window.start)
    late = window.end is not None and item.published >= window.end
    return not early and not late


def _failure(subject: str, kind: str, message: str) -> Failure:
    return Failure(stage="collect", subject=subject, kind=kind, message=message)
