"""The newest editions, or their stories, as entries of a feed, whatever its format: ids that stay, HTML, times.

    root/*/edition.json + the edition at hand -> Feed (of all), Feed (of each language, where there are several)

Ids are tag URIs (RFC 4151) made of the public address, the date and the story, so what is printed again or corrected
updates its entry.  ``updated`` moves when something was corrected, and only then.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from broadsheet.adapters.wording import Headings, Wording, clean, earlier_page, printable, safe_address, updated
from broadsheet.decode import decode_json
from broadsheet.errors import PublishError
from broadsheet.folders import EDITION, editions_below
from broadsheet.labels import labels
from broadsheet.once import once
from broadsheet.types import Edition, Language, Printing

Each = Literal["edition", "story"]
"""What one entry of a feed is."""

_NO_ADDRESS = "broadsheet.invalid"
"""Stands in the ids of a feed that has no public address; RFC 2606 keeps the name free for ever."""


@dataclass(frozen=True)
class Entry:
    """An edition, or one story of it, as a feed has it.

    ``id`` is what stands behind the feed's own id; ``page`` its page, relative to the root; ``html`` all that it says.
    ``stories`` and ``also`` are those that it tells, in full and as a line.
    """

    id: str
    title: str
    summary: str
    page: str
    html: str
    updated: datetime
    tags: tuple[str, ...]
    stories: tuple[Printing, ...]
    also: tuple[Printing, ...]
    wording: Wording

    @property
    def edition(self) -> Edition:
        """The edition that it is, or is of."""
        return self.wording.edition


@dataclass(frozen=True)
class Feed:
    """A feed: the stem of its file's name, its id, its newest edition's language, its entries, newest first.

    ``updated`` tells when anything in it last changed.
    """

    stem: str
    id: str
    language: Language
    updated: datetime
    entries: tuple[Entry, ...]

    @property
    def title(self) -> str:
        """The name of the newspaper."""
        return labels(self.language)["common"]["name"]


def feeds_of(
    edition: Edition, root: Path, headings: Headings, base: str, *, each: Each = "edition", most: int
) -> Iterator[Feed]:
    """Yield the feed of the newest ``most`` editions of ``root``, ``edition`` among them or instead of its folder.

    Where these are in several languages, the feed of each language follows (``feed.en``).  ``base`` is "" or the public
    address of ``root`` with a slash at its end.  Pages of earlier stories are linked where the site below ``root`` has
    them.  An older edition that cannot be read has no entry: it is not to keep the day's news out of the feed.
    """
    past = standing(root)
    newest = sorted({*past, edition.date}, reverse=True)[:most]
    make = _edition_entries if each == "edition" else _story_entries
    told: list[Edition] = []
    for date in newest:
        with contextlib.suppress(PublishError):
            told.append(edition if date == edition.date else read(past[date]))
    stem, whole = ("feed", feed_id(base)) if each == "edition" else ("stories", f"{feed_id(base)}/stories")
    entries = [entry for one in told for entry in make(Wording(one, headings), root / "site", base)]
    yield Feed(stem, whole, told[0].language, max(updated(one) for one in told), tuple(entries))
    languages = sorted({one.language for one in told})
    for language in languages if len(languages) > 1 else ():
        last = max(updated(one) for one in told if one.language == language)
        own = tuple(entry for entry in entries if entry.edition.language == language)
        yield Feed(f"{stem}.{language}", f"{whole}/{language}", language, last, own)


def _edition_entries(wording: Wording, site: Path, base: str) -> Sequence[Entry]:
    edition = wording.edition
    html = _rendered("entry.html.j2", wording, site, base)
    entry = Entry(
        id=edition.date,
        title=edition.title,
        summary=edition.summary,
        page=f"site/{edition.date}/index.html",
        html=html,
        updated=updated(edition),
        tags=edition.tags,
        stories=edition.stories,
        also=edition.also,
        wording=wording,
    )
    return [entry]


def _story_entries(wording: Wording, site: Path, base: str) -> Sequence[Entry]:
    """Return the stories printed in full, and a notice for each that was withdrawn."""
    edition = wording.edition
    entries = []
    for shelf in wording.shelves():
        for story in shelf.stories:
            entry = Entry(
                id=f"{edition.date}/{story.id}",
                title=story.headline.text,
                summary="",
                page=f"site/{edition.date}/stories/{story.id}.html",
                html=_rendered("story.html.j2", wording, site, base, story=story),
                updated=updated(edition, story.id),
                tags=(shelf.heading, *dict.fromkeys(story.entities)),
                stories=(story,),
                also=(),
                wording=wording,
            )
            entries.append(entry)
    for gone in wording.withdrawn():
        told = wording.correction(gone)
        title = wording.own["line.withdrawn"].format(headline=clean(gone.headline))
        html = _rendered("story.html.j2", wording, site, base, story=None, withdrawn=told)
        page, last = f"site/{edition.date}/index.html", updated(edition, gone.story)
        entries.append(Entry(f"{edition.date}/{gone.story}", title, "", page, html, last, (), (), (), wording))
    return entries


def _rendered(template: str, wording: Wording, site: Path, base: str, **more: object) -> str:
    return (
        environment()
        .get_template(template)
        .render(p=wording, safe=safe_address, base=base, earlier=lambda story: earlier_page(story, site), **more)
    )


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


def standing(root: Path) -> dict[str, Path]:
    """Return the file of each edition below ``root`` by its date."""
    return {date: path for date in editions_below(root) if (path := root / date / EDITION).is_file()}


def read(path: Path) -> Edition:
    """Read an edition for a feed.  Raises PublishError."""
    try:
        return decode_json(path.read_bytes(), Edition)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PublishError(
            f"an older edition cannot be read: {error}",
            subject=str(path),
            remedy="print that day again, or move its folder away",
        ) from error
