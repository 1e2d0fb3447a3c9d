"""Read a capture (WARC): every page in it is an item, with the text that it has there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
from warcio.archiveiterator import ArchiveIterator

from broadsheet.adapters.answer import failure
from broadsheet.adapters.attribution import attributed
from broadsheet.adapters.confine import inline
from broadsheet.adapters.local_file import open_file, shown
from broadsheet.adapters.web.archive import ArchiveFetch
from broadsheet.errors import UsageError
from broadsheet.ports import Confine, Fetch
from broadsheet.sources import options_of
from broadsheet.text.main_text import main_text
from broadsheet.text.urls import canonical_url, is_web_url
from broadsheet.types import Failure, Item, Page, Source, Window

_FILES = (".warc", ".warc.gz")


class ArchiveOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``undated = false`` leaves out the pages that do not say when they were published: front pages, lists."""

    undated: bool = True


class ArchiveReader:
    """``Reader`` of kind ``warc``: ``source.url`` is a capture, or a folder of captures; nothing is fetched.

    Each page belongs to the source of ``known`` that lives at its address, else to its host.  What is no HTML (feeds,
    pictures, robots.txt) is no item.  Where an address was captured twice, the last capture counts.
    """

    options: type[msgspec.Struct] = ArchiveOptions

    def __init__(self, known: Mapping[str, Source] | None = None, confine: Confine = inline) -> None:
        self._known = known or {}
        self._confine = confine

    def __call__(self, source: Source, fetch: Fetch, window: Window) -> Iterator[Item | Failure]:
        """Yield the pages in the order of the capture.

        Kinds: ``unreadable``, ``broken_record``, ``walled``, those of ``main_text``, ``undated``, ``not_read``.
        """
        options = options_of(source, ArchiveOptions)
        path = Path(unquote(urlsplit(source.url).path)) if source.url.startswith("file:") else Path(source.url)
        try:
            files = sorted(file for file in path.iterdir() if file.name.endswith(_FILES)) if path.is_dir() else [path]
            for file in files:
                open_file(file).close()  # a named pipe would be waited for
        except OSError as error:
            name, why = shown(error.filename or path), error.strerror or error
            yield failure(source, "unreadable", f"{name} cannot be read ({why}); check the path and its permissions")
            return
        if not files:
            yield failure(source, "unreadable", f"{shown(path)} holds no capture ({' or '.join(_FILES)})")
            return
        try:
            archive = ArchiveFetch(files)
            addresses = list(dict.fromkeys(address for file in files for address in _addresses(file)))
        except UsageError as error:
            yield failure(source, "unreadable", shown(str(error)))
            return
        others = undated = 0
        for address in addresses:
            found = self._page(source, archive, address)
            if found is None:
                others += 1
            elif isinstance(found, Item) and found.published is None and not options.undated:
                undated += 1
            else:
                yield found
        if undated:
            yield failure(source, "undated", f"{undated} pages do not say when they were published; they were left out")
        if others:
            yield failure(source, "not_read", f"{others} records are no HTML page that answered; they are no items")

    def _page(self, source: Source, archive: ArchiveFetch, address: str) -> Item | Failure | None:
        page = archive(address)
        if isinstance(page, Failure):
            if page.kind.startswith("http_"):
                return None
            return msgspec.structs.replace(page, stage="collect", message=shown(page.message))
        kind = next((value for name, value in page.headers if name.lower() == "content-type"), "").lower()
        if canonical_url(page.final_url) != canonical_url(address) or "html" not in kind:
            return None  # a redirect, whose end is a record of its own; or no page
        found = self._confine(read_page, source, page)
        if isinstance(found, Failure):
            return msgspec.structs.replace(found, stage="collect", subject=address)
        outlet = attributed(found.url, self._known, kind=source.kind, weight=source.weight, terms=source.terms)
        return msgspec.structs.replace(found, source=outlet)


def read_page(source: Source, page: Page) -> Item | Failure:
    """Return a captured page as an item; its address is the one that was captured."""
    found = main_text(page)
    if isinstance(found, Failure):
        return found
    if found.walled:
        return Failure(
            stage="collect", subject=page.url, kind="walled", message=f"no article was shown ({found.walled})"
        )
    return Item(
        source=source,
        url=page.url,
        title=found.title,
        published=found.published,
        day_only=found.day_only,
        text=found.text,
        language=found.language,
        authors=found.authors,
        dated=found.dated,
    )


def _addresses(path: Path) -> Iterator[str]:
    """Yield the addresses of a capture that ``ArchiveFetch`` has accepted, in its order."""
    with path.open("rb") as handle:
        records: Any = ArchiveIterator(handle, no_record_parse=True)
        for record in records:
            if record.rec_type == "response":
                target = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
                if is_web_url(target):
                    yield target
