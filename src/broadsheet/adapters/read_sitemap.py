"""Read a sitemap: what a site says of its pages to search engines, in plain form or with Google's news fields.

A news sitemap tells titles and dates of publication.  A plain one tells at most ``lastmod``, when something of a page
last changed, and that is no publication: an old article with a new advertisement has one of today.  It is given on as a
hint (its day, ``dated`` empty), which the page may correct.  A page with neither is one of all that the site ever had,
unless its address names a day; it is left out, and counted.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from typing import Annotated, Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import msgspec

from broadsheet.adapters.answer import as_xml, children, failure, local, said
from broadsheet.adapters.confine import inline
from broadsheet.ports import Confine, Fetch
from broadsheet.sources import options_of
from broadsheet.text.days import moment_of
from broadsheet.text.metadata import day_in_address
from broadsheet.text.urls import is_web_url
from broadsheet.types import Basis, Failure, Item, Page, Source, Window

MAX_UNPACKED = 50 * 2**20
"""Bytes of an unpacked sitemap: the limit of the protocol (sitemaps.org)."""
MAX_SITEMAPS = 20
"""Sitemaps of one index that are read, newest first."""
MAX_DEPTH = 3
"""How deep an index may stand in an index; the protocol allows none."""
_DAY = timedelta(days=1)
_OLDEST = datetime(1, 1, 1, tzinfo=UTC)


class SitemapOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``include`` and ``exclude`` are beginnings of paths (``/news/``) or patterns (``*/2025/*``), blank-separated.

    ``limit`` is how many pages are taken at most, newest first.
    """

    include: str = ""
    exclude: str = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=5000)] = 200


class _Sitemap(msgspec.Struct, frozen=True):
    """What one file holds: further sitemaps with their dates, its newest pages, what was wrong.

    ``undated`` counts the pages without a date, ``left`` those that are older than the newest ``limit``.
    """

    sitemaps: list[tuple[str, datetime | None]]
    items: list[Item]
    failures: list[Failure]
    undated: int = 0
    left: int = 0


class _Entry(NamedTuple):
    """A page of a sitemap, before it is an item: there may be 50 000, of which few are taken."""

    published: datetime
    day_only: bool
    dated: Basis
    url: str
    title: str = ""
    language: str = ""


class SitemapReader:
    """``Reader`` of kind ``sitemap``: ``source.url`` is a sitemap or an index of sitemaps, packed with gzip or not."""

    options: type[msgspec.Struct] = SitemapOptions

    def __init__(self, known: Mapping[str, Source] | None = None, confine: Confine = inline) -> None:
        """A page belongs to the source that lists it, so ``known`` outlets are not asked."""
        self._confine = confine

    def __call__(self, source: Source, fetch: Fetch, window: Window) -> Iterator[Item | Failure]:
        """Yield the pages that may lie in the window, newest first.

        Kinds: ``not_xml``, ``broken_xml``, ``not_a_sitemap``, ``too_large``, ``too_deep``, ``too_many``, ``undated``.
        """
        options = options_of(source, SitemapOptions)
        items: dict[str, Item] = {}
        undated = left = 0
        queue, seen, asked = [(source.url, 0)], {source.url}, 0
        while queue and asked <= MAX_SITEMAPS:
            url, depth = queue.pop(0)
            page = fetch(url)
            asked += 1
            found = self._confine(read_sitemap, source, page, options, window) if isinstance(page, Page) else page
            if isinstance(found, Failure):
                yield found
                continue
            yield from found.failures
            undated += found.undated
            left += found.left
            for item in found.items:
                items.setdefault(item.url, item)
            inner = [(at, depth + 1) for at in _order(found.sitemaps, window) if at not in seen]
            if inner and depth >= MAX_DEPTH:
                yield failure(
                    source, "too_deep", f"{url} is the {depth + 1}th index in a row; its sitemaps were not read"
                )
                continue
            seen.update(at for at, _ in inner)
            queue = inner + queue
        if queue:
            yield failure(source, "too_many", f"{len(queue)} sitemaps were left out; give the one with the news as url")
        newest = sorted(items.values(), key=lambda item: item.published or _OLDEST, reverse=True)
        yield from newest[: options.limit]
        left += max(0, len(newest) - options.limit)
        if left:
            yield failure(source, "too_many", f"the {left} oldest pages of the window were left out; see limit")
        if undated:
            message = f"{undated} pages have no date and none in their address; they were left out"
            yield failure(source, "undated", message)


def _order(sitemaps: list[tuple[str, datetime | None]], window: Window) -> list[str]:
    """Return those that may hold something of the window: newest first, then the undated ones as they come."""
    dated = [(when, at) for at, when in sitemaps if when and (window.start is None or when > window.start - _DAY)]
    newest = [at for _, at in sorted(dated, key=lambda pair: pair[0], reverse=True)]
    return list(dict.fromkeys([*newest, *(at for at, when in sitemaps if when is None)]))


def read_sitemap(source: Source, page: Page, options: SitemapOptions, window: Window) -> _Sitemap:
    """Return what a sitemap, or an index of sitemaps, holds for ``window``."""
    body = _unpacked(page.body)
    if body is None:
        message = f"{page.final_url} is no whole gzip, or over {MAX_UNPACKED} bytes when unpacked; it was not read"
        return _Sitemap([], [], [failure(source, "too_large", message)])
    root, failures = as_xml(source, page, body)
    if root is None:
        return _Sitemap([], [], failures)
    if local(root) == "sitemapindex":
        inner = (
            (_whole(page, said(one, "loc")), moment_of(said(one, "lastmod"))[0]) for one in children(root, "sitemap")
        )
        return _Sitemap([(at, when) for at, when in inner if is_web_url(at)], [], failures)
    if local(root) != "urlset":
        message = f"{page.final_url} is no sitemap (its first element is {local(root)[:40]!r}); check the address"
        return _Sitemap([], [], [failure(source, "not_a_sitemap", message)])
    undated = 0
    found: list[_Entry] = []
    for one in children(root, "url"):
        url, changed, news = _parts(page, one)
        if not _is_wanted(url, options):
            continue
        entry = _entry(page, url, changed, news)
        if entry is None:
            undated += 1
        elif _may_lie_in(entry, window):
            found.append(entry)
    found.sort(key=lambda entry: entry.published, reverse=True)
    items = [_item(source, entry) for entry in found[: options.limit]]
    return _Sitemap([], items, failures, undated, len(found) - len(items))


def _parts(page: Page, entry: Any) -> tuple[str, str, Any]:
    """Return address, ``lastmod`` and news element of an entry, in one walk over it."""
    url, changed, news = "", "", None
    for child in entry:
        name = local(child) if isinstance(child.tag, str) else ""
        if name == "loc":
            url = (child.text or "").strip()
        elif name == "lastmod":
            changed = (child.text or "").strip()
        elif name == "news":
            news = child
    return (url if url.startswith(("https://", "http://")) else _whole(page, url)), changed, news


def _entry(page: Page, url: str, changed: str, news: Any) -> _Entry | None:
    """Return an entry with the best time it has; None when it has none."""
    title, language = "", ""
    if news is not None:
        title = said(news, "title")
        language = next((said(one, "language") for one in children(news, "publication")), "")
        published, day_only = moment_of(said(news, "publication_date"))
        if published:
            return _Entry(published, day_only, "feed", url, title, language)
    moment, _ = moment_of(changed)
    if moment:
        return _Entry(moment.replace(hour=0, minute=0, second=0, microsecond=0), True, "", url, title, language)
    day = day_in_address(url, page.when) if is_web_url(url) else None
    return _Entry(day, True, "address", url, title, language) if day else None


def _item(source: Source, entry: _Entry) -> Item:
    return Item(
        source=source,
        url=entry.url,
        title=entry.title,
        published=entry.published,
        day_only=entry.day_only,
        language=source.language if source.language != "und" else entry.language,
        dated=entry.dated,
    )


def _may_lie_in(entry: _Entry, window: Window) -> bool:
    if window.start is None:
        return True
    return entry.published >= window.start - (_DAY if entry.day_only else timedelta())


def _is_wanted(url: str, options: SitemapOptions) -> bool:
    if not options.include and not options.exclude:
        return True
    included = not options.include.strip() or _matches(url, options.include)
    return included and not _matches(url, options.exclude)


def _matches(url: str, patterns: str) -> bool:
    try:
        path = urlsplit(url).path
    except ValueError:
        return False
    return any(
        fnmatchcase(path, pattern) if "*" in pattern or "?" in pattern else path.startswith(pattern)
        for pattern in patterns.split()
    )


def _whole(page: Page, location: str) -> str:
    try:
        return urljoin(page.final_url, location) if location else ""
    except ValueError:
        return location


def _unpacked(body: bytes) -> bytes | None:
    """Return the body, unpacked where it is gzip; None when it is damaged or too large."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        whole = unpacker.decompress(body, MAX_UNPACKED)
    except zlib.error:
        return None
    return whole if unpacker.eof else None
