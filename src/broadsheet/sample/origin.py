"""Day -> answers: what each address of the sample day would send, feeds and pages, byte for byte the same each time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import unquote, urldefrag, urlsplit, urlunsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from broadsheet.once import once
from broadsheet.sample.records import Day, Record
from broadsheet.types import Source

FEED_CHANGED = datetime(2025, 12, 17, 22, 44, 44, tzinfo=UTC)
"""When every feed changed last: the end of the sample day's window."""

RELATED = 3
"""How many other articles of its outlet a page links to."""

_FEED_TYPES = {
    "rss": "application/rss+xml",
    "arxiv": "application/rss+xml",
    "atom": "application/atom+xml",
    "rdf": "application/rdf+xml",
}


@dataclass(frozen=True)
class Answer:
    """A response: ``headers`` beside Content-Length and Date, which the server adds."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def answers(day: Day) -> dict[str, Answer]:
    """Return the answer for each address of ``day``, by ``key``: every source's feed and every record's page."""
    built: dict[str, Answer] = {}
    for source in day.sources:
        built[key(source.url)] = _feed(day, source)
    for record in day.records:
        built[key(record.url)] = _page(day, record)
    return built


def key(url: str) -> str:
    """Return the form under which ``url`` is looked up: no fragment, no percent-encoding."""
    return unquote(urldefrag(url).url)


def without_tracking(url: str) -> str:
    """Return ``url`` without ``utm_`` parameters, which a web site ignores."""
    parts = urlsplit(url)
    kept = [pair for pair in parts.query.split("&") if pair and not pair.startswith("utm_")]
    return urlunsplit(parts._replace(query="&".join(kept)))


def _feed(day: Day, source: Source) -> Answer:
    fault = day.faults.get(source.name)
    if fault == "status-500":
        return Answer(500, b"Internal Server Error\n", {"Content-Type": "text/plain; charset=utf-8"})
    if fault == "not-xml":
        body = _render("not-a-feed.html", source=source)
        return Answer(200, body.encode(), {"Content-Type": "text/html; charset=utf-8"})
    kind = day.formats.get(source.name, "rss")
    records = [record for record in day.records if record.feed == source.name]
    data = _render(f"{kind}.xml", source=source, site=_site(source.url), records=records, changed=FEED_CHANGED).encode()
    return Answer(
        200,
        data,
        {
            "Content-Type": f"{_FEED_TYPES[kind]}; charset=utf-8",
            "ETag": f'"{hashlib.sha256(data).hexdigest()[:16]}"',
            "Last-Modified": format_datetime(FEED_CHANGED, usegmt=True),
        },
    )


def _page(day: Day, record: Record) -> Answer:
    if "gone" in record.labels:
        body = _render("gone.html", record=record)
        return Answer(404, body.encode(), {"Content-Type": "text/html; charset=utf-8"})
    body = _render(
        _template(day, record),
        record=record,
        site=_site(record.url),
        canonical=_canonical(day, record),
        related=list(_related(day, record)),
        charset=record.charset,
    )
    # A page in an old encoding says so in its meta tag only, as such sites do.
    kind = "text/html; charset=utf-8" if record.charset == "utf-8" else "text/html"
    return Answer(200, body.encode(record.charset), {"Content-Type": kind})


def _template(day: Day, record: Record) -> str:
    """Name the page's template: pages differ by the kind of site, so that extraction has real work."""
    if "hostile" in record.labels:
        return "hostile.html"
    if "no_text" in record.labels:
        return "gallery.html"
    if day.formats.get(record.feed) == "arxiv":
        return "abstract.html"
    if record.lang != "en":
        return "portal.html"
    source = next(source for source in day.sources if source.name == record.feed)
    return "blog.html" if source.primary or source.weight < 1 else "news.html"


def _canonical(day: Day, record: Record) -> str:
    """Return the address that the page calls its own: that of the first article when this is a second address."""
    if "address" not in record.labels:
        return record.url
    return next(
        other.url
        for other in day.records
        if other.feed == record.feed and other.paragraphs == record.paragraphs and "address" not in other.labels
    )


def _related(day: Day, record: Record) -> Iterator[Record]:
    """Give the ``RELATED`` next articles of the same source, wrapping round."""
    same = [other for other in day.records if other.feed == record.feed]
    at = same.index(record)
    ring = same[at + 1 :] + same[:at]
    for other in ring[:RELATED]:
        if other.paragraphs != record.paragraphs:
            yield other


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _render(template: str, **values: object) -> str:
    return _environment().get_template(template).render(**values)


@once
def _environment() -> Environment:
    # Everything is escaped, feeds too: the five characters that HTML escapes are those of XML.
    environment = Environment(
        loader=PackageLoader("broadsheet.sample"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["rfc822"] = lambda moment: format_datetime(moment)
    return environment
