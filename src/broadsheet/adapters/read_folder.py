"""Read a folder of documents on this machine: pages that were saved, notes in Markdown, plain texts.

What an edition prints it links, so a document must say where it lives on the web: a saved page by its canonical link, a
note by ``url:`` in its head, a text by its first line.  One that does not is told, and left out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec
from markdown_it import MarkdownIt

from broadsheet.adapters.answer import failure
from broadsheet.adapters.attribution import attributed
from broadsheet.adapters.confine import inline
from broadsheet.adapters.local_file import open_file, shown
from broadsheet.ports import Confine, Fetch
from broadsheet.sources import options_of
from broadsheet.text.charset import decode
from broadsheet.text.days import moment_of
from broadsheet.text.main_text import main_text
from broadsheet.text.urls import is_web_url
from broadsheet.types import Failure, Item, Page, Source, Window

MAX_FILE = 5_000_000
"""Bytes of one document, as of a page of the web."""
MOST = 5000
"""Documents of one folder that are read, in the order of their names."""
_PAGES = (".html", ".htm")
_NOTES = (".md", ".markdown")
_TEXTS = (".txt",)
_HEAD = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.{0,20000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z_]{1,30})[ \t]*:[ \t]*(.*)")
_ADDRESS = ("url", "canonical_url", "canonical", "link", "source")
_FIRST_LINE = re.compile(
    r"\A[\ufeff\s]*(?:(?:url|source|link)[ \t]*:[ \t]*)?(https?://\S+)[ \t]*(?:\r?\n|\Z)", re.IGNORECASE
)
_HEADING = re.compile(r"\A\s*#[ \t]+(\S.*)(?:\n|\Z)")
# Nobody knows when a document was saved, so its word on when it was published is not doubted here; collect does.
_ANY_TIME = datetime(2199, 1, 1, tzinfo=UTC)


class FolderOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``inside = true`` reads the folders in the folder too."""

    inside: bool = True


class FolderReader:
    """``Reader`` of kind ``folder``: ``source.url`` is a folder, as a path or a ``file:`` address; nothing is fetched.

    Each document belongs to the source of ``known`` that lives at its address, else to its host.  Its time is what it
    says itself; when its file was last written says nothing of it.  Links (of the file system) are not followed.
    """

    options: type[msgspec.Struct] = FolderOptions

    def __init__(self, known: Mapping[str, Source] | None = None, confine: Confine = inline) -> None:
        self._known = known or {}
        self._confine = confine

    def __call__(self, source: Source, fetch: Fetch, window: Window) -> Iterator[Item | Failure]:
        """Yield a document a file, in the order of their names.

        Kinds, each with the name of the file: ``no_address``, ``too_large``, ``unreadable`` (of a folder inside too),
        ``link``, those of ``main_text``; for the folder: ``too_many``, ``not_read`` (files of other forms).
        """
        options = options_of(source, FolderOptions)
        root = Path(unquote(urlsplit(source.url).path)) if source.url.startswith("file:") else Path(source.url)
        if not root.is_dir():
            yield failure(source, "unreadable", f"{shown(root)} is no folder, or may not be read; check the path")
            return
        read = others = 0
        unread: list[OSError] = []
        for path in _files(root, options.inside, unread):
            name = shown(path.relative_to(root))
            if path.suffix.lower() not in (*_PAGES, *_NOTES, *_TEXTS):
                others += 1
            elif read == MOST:
                yield failure(source, "too_many", f"more than {MOST} documents; those after {name} were left out")
                break
            else:
                read += 1
                yield from self._document(source, path, name)
        for error in unread:
            name = shown(os.path.relpath(error.filename or root, root))
            yield _told(name, "unreadable", f"the folder cannot be read ({error.strerror or error})")
        if others:
            yield failure(
                source, "not_read", f"{others} files are neither HTML, Markdown nor plain text; only those are read"
            )

    def _document(self, source: Source, path: Path, name: str) -> Iterator[Item | Failure]:
        if path.is_symlink():
            yield _told(name, "link", "a link to another place; it is not followed")
            return
        try:
            with open_file(path, follow=False) as handle:
                body = handle.read(MAX_FILE + 1)
        except OSError as error:
            yield _told(name, "unreadable", f"cannot be read ({error.strerror or error})")
            return
        if len(body) > MAX_FILE:
            yield _told(name, "too_large", f"over {MAX_FILE} bytes; it was not read")
            return
        found = self._confine(read_document, source, name, path.as_uri(), body)
        if isinstance(found, Failure):
            yield msgspec.structs.replace(found, stage="collect", subject=name)
        else:
            outlet = attributed(found.url, self._known, kind=source.kind, weight=source.weight, terms=source.terms)
            yield msgspec.structs.replace(found, source=outlet)


def _files(root: Path, inside: bool, unread: list[OSError]) -> Iterator[Path]:
    """Yield the files under ``root``, in a fixed order; not those that are hidden, and none through a link.

    What hides a folder goes to ``unread``.
    """
    for folder, folders, names in os.walk(root, onerror=unread.append, followlinks=False):
        folders[:] = sorted(name for name in folders if inside and not name.startswith("."))
        yield from (Path(folder) / name for name in sorted(names) if not name.startswith("."))


def read_document(source: Source, name: str, address: str, body: bytes) -> Item | Failure:
    """Return the document ``name`` (its ending tells its form), whose file lies at ``address``."""
    if name.lower().endswith(_PAGES):
        return _page(source, name, address, body)
    text = decode(body)[0]
    head: dict[str, str] = {}
    if opening := _HEAD.match(text):
        head = _fields(opening[1])
        text = text[opening.end() :]
    url = next((head[key] for key in _ADDRESS if is_web_url(head.get(key, ""))), "")
    if not url and (line := _FIRST_LINE.match(text)) and is_web_url(line[1]):
        url = line[1]
        text = text[line.end() :]
    if not url:
        return _told(
            name, "no_address", "it does not say where it lives; put its address in the first line, or url: in its head"
        )
    published, day_only = moment_of(head.get("date", head.get("published", "")))
    title, text = _title(head.get("title", ""), text, name.lower().endswith(_NOTES))
    return Item(
        source=source,
        url=url,
        title=title,
        published=published,
        day_only=day_only,
        text=MarkdownIt("commonmark", {"html": False}).render(text) if name.lower().endswith(_NOTES) else text,
        language=head.get("lang", head.get("language", "")),
        authors=tuple(part for one in head.get("author", "").split(",") if (part := one.strip())),
        dated="feed" if published else "",
    )


def _page(source: Source, name: str, address: str, body: bytes) -> Item | Failure:
    found = main_text(Page(url=address, final_url=address, status=200, headers=(), body=body, when=_ANY_TIME))
    if isinstance(found, Failure):
        return found
    if not is_web_url(found.canonical):
        return _told(name, "no_address", "the page names no canonical address; save it with its head")
    if found.walled:
        return _told(name, "walled", f"what was saved is no article ({found.walled})")
    return Item(
        source=source,
        url=found.canonical,
        title=found.title,
        published=found.published,
        day_only=found.day_only,
        text=found.text,
        language=found.language,
        authors=found.authors,
        dated=found.dated,
    )


def _fields(head: str) -> dict[str, str]:
    """Return the simple fields of a head: ``name: value`` a line.  Lists and what else YAML knows are passed over."""
    found = (_FIELD.fullmatch(line.strip()) for line in head.splitlines() if not line.startswith((" ", "\t", "-")))
    return {match[1].lower(): match[2].strip().strip("\"'") for match in found if match}


def _title(stated: str, text: str, is_note: bool) -> tuple[str, str]:
    """Return the title and what is left: the one stated, the first heading of a note, the first line of a text."""
    if stated:
        return stated, text
    if is_note:
        heading = _HEADING.match(text)
        return (heading[1].strip(), text[heading.end() :]) if heading else ("", text)
    first, _, rest = text.lstrip().partition("\n")
    return (first.strip(), rest) if rest.strip() else ("", text)


def _told(name: str, kind: str, message: str) -> Failure:
    return Failure(stage="collect", subject=name, kind=kind, message=message)
