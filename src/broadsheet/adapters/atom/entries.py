"""The newest editions as entries of a feed, whatever its format: ids that stay, the whole page as HTML.

Ids are tag URIs (RFC 4151) made of the public address and the date, so an edition printed again or corrected updates
its entry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from broadsheet.adapters.wording import Headings, Wording, earlier_page, printable, safe_address, updated
from broadsheet.errors import PublishError
from broadsheet.once import once
from broadsheet.types import Edition

ENTRIES = 30
"""A month of days: longer than readers stay away, and about 5 MB at 150 kB an edition."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_ADDRESS = "broadsheet.invalid"
"""Stands in the ids of a feed that has no public address; RFC 2606 keeps the name free for ever."""


@dataclass(frozen=True)
class Entry:
    """An edition, when it last changed, its page as HTML, and the words of its language."""

    edition: Edition
    updated: datetime
    html: str
    wording: Wording


def entries_of(edition: Edition, root: Path, headings: Headings, base: str) -> tuple[Entry, ...]:
    """Return ``edition`` and those in ``root`` as entries, newest first.

    ``base`` is "" or the public address of ``root`` with a slash at its end.  Pages of earlier stories are linked where
    the site below ``root`` has them.  Raises PublishError, naming the file when an older edition cannot be read.
    """
    past = {path.parent.name: path for path in root.glob("*/edition.json") if _DATE.fullmatch(path.parent.name)}
    newest = sorted({*past, edition.date}, reverse=True)[:ENTRIES]
    page = environment().get_template("entry.html.j2")
    entries = []
    for date in newest:
        told = edition if date == edition.date else _read(past[date])
        wording = Wording(told, headings)
        html = page.render(
            p=wording, safe=safe_address, base=base, earlier=lambda story: earlier_page(story, root / "site")
        )
        entries.append(Entry(told, updated(told), html, wording))
    return tuple(entries)


def feed_id(base: str) -> str:
    """Return the id of the feed whose public address is ``base``."""
    parts = urlsplit(base)
    path = parts.path.strip("/")
    return f"tag:{parts.hostname or _NO_ADDRESS},2026:broadsheet" + (f"/{path}" if path else "")


@once
def environment() -> Environment:
    """Return the templates of the feeds: everything is escaped, what XML forbids is taken out."""
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


def _read(path: Path) -> Edition:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Edition)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PublishError(
            f"an older edition cannot be read, so the feed was left as it was: {error}",
            subject=str(path),
            remedy="print that day again, or move its folder away",
        ) from error
