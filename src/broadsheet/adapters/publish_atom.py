"""Publisher: one Atom feed (RFC 4287) of the newest editions, each entry the whole edition.

    root/*/edition.json + the edition at hand -> root/feed.xml

Ids are tag URIs (RFC 4151) made of the public address and the date, so an edition printed again updates its entry.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from broadsheet.adapters.wording import Headings, Wording, earlier_page, printable, safe_address
from broadsheet.errors import PublishError, StorageError
from broadsheet.files import write_whole
from broadsheet.labels import labels
from broadsheet.once import once
from broadsheet.types import Article, Edition

ENTRIES = 30
"""A month of days: longer than readers stay away, and about 5 MB at 150 kB an edition."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_ADDRESS = "broadsheet.invalid"
"""Stands in the ids of a feed that has no public address; RFC 2606 keeps the name free for ever."""


@dataclass(frozen=True)
class Entry:
    """An edition and its page as HTML."""

    edition: Edition
    html: Markup


class AtomPublisher:
    """Write ``root/feed.xml``.  ``base_url`` is the public address of ``root``; without one, links are relative."""

    def __init__(self, headings: Headings, base_url: str = "") -> None:
        self._headings = headings
        self._base = base_url.rstrip("/") + "/" if base_url else ""

    def __call__(self, edition: Edition, articles: Mapping[str, Article], root: Path) -> Sequence[Path]:
        """Return the feed's path.  Raises PublishError, naming the file when an older edition cannot be read."""
        editions = {edition.date: edition}
        for path in sorted(root.glob("*/edition.json")):
            if _DATE.fullmatch(path.parent.name) and path.parent.name != edition.date:
                editions[path.parent.name] = _read(path)
        site = root / "site"
        newest = [editions[date] for date in sorted(editions, reverse=True)[:ENTRIES]]
        try:
            return (write_whole(root / "feed.xml", feed(newest, self._headings, self._base, site)),)
        except StorageError as error:
            raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error


def feed(editions: Sequence[Edition], headings: Headings, base: str, site: Path) -> str:
    """Return the feed of ``editions``, newest first.  ``base`` is "" or an address that ends in a slash.

    ``site`` is the folder of the website, to whose pages of earlier stories it links where they are.
    """
    environment = _environment()
    page = environment.get_template("entry.html.j2")
    entries = []
    for edition in editions:
        html = page.render(
            p=Wording(edition, headings),
            safe=safe_address,
            base=base,
            earlier=lambda story: earlier_page(story, site),
        )
        entries.append(Entry(edition, Markup(escape(html))))
    return environment.get_template("feed.xml.j2").render(
        feed_id=_feed_id(base),
        title=labels(editions[0].language)["common"]["name"],
        base=base,
        newest=editions[0],
        updated=max(edition.made for edition in editions),
        entries=entries,
    )


@once
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("broadsheet.adapters", "atom"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_printable,
    )


def _printable(value: object) -> object:
    """Keep out of the feed what XML forbids; markup is made of parts that went through here."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _feed_id(base: str) -> str:
    parts = urlsplit(base)
    path = parts.path.strip("/")
    return f"tag:{parts.hostname or _NO_ADDRESS},2026:broadsheet" + (f"/{path}" if path else "")


def _read(path: Path) -> Edition:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Edition)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PublishError(
            f"an older edition cannot be read, so the feed was left as it was: {error}",
            subject=str(path),
            remedy="print that day again, or move its folder away",
        ) from error
