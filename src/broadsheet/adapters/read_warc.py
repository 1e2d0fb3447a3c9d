"""Answer from a capture instead of the network: what was fetched once can be read again, offline and alike."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from broadsheet.errors import UsageError
from broadsheet.evidence import ASKED
from broadsheet.text.urls import canonical_url
from broadsheet.types import Failure, Page

MAX_REDIRECTS = 5
MAX_BODY = 5_000_000  # bytes unpacked, as the fetcher (not imported: it would load the HTTP library)
_CHUNK = 65_536
# What warcio raises on a record that is no record: a length or status that is no number, broken packing, odd bytes.
_DAMAGE = (ArchiveLoadFailed, ValueError, TypeError, AttributeError, EOFError, zlib.error)
_REMEDY = "give a .warc or .warc.gz file, such as the capture.warc.gz of an edition"


class _Place(NamedTuple):
    path: Path
    offset: int
    asked: str


class ArchiveFetch:
    """``Fetch`` from one or more WARC files (``.warc`` or ``.warc.gz``), of this program or of another.

    Reads an index once (address -> place in the file) and each page when it is asked for.  Where an address was
    captured more than once, the last capture counts.  Raises UsageError when a file is no WARC.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._places: dict[str, _Place] = {}
        self._names = ", ".join(path.name for path in paths)
        for path in paths:
            self._index(path)

    def __call__(self, url: str) -> Page | Failure:
        """Return the captured page of ``url``, following captured redirects; else kind ``not_captured``.

        A record that cannot be read is ``broken_record``, one over ``MAX_BODY`` is ``too_large``.
        """
        at = url
        for _ in range(MAX_REDIRECTS + 1):
            place = self._places.get(canonical_url(at))
            if place is None:
                return _failure(url, "not_captured", f"{at} is not in {self._names}; capture it, or run without --from")
            page = _read(place, url)
            if isinstance(page, Failure):
                return page
            location = next((value for key, value in page.headers if key.lower() == "location"), "")
            if 300 <= page.status < 400 and location:
                try:
                    at = urljoin(at, location)
                except ValueError:
                    return _failure(url, "bad_url", f"redirects to {location[:200]!r}, which is no address")
                continue
            if not 200 <= page.status < 300:
                return _failure(url, f"http_{page.status}", f"status {page.status} was what the capture met")
            return page
        return _failure(url, "redirects", f"more than {MAX_REDIRECTS} redirects in the capture")

    def _index(self, path: Path) -> None:
        known = len(self._places)
        try:
            with path.open("rb") as handle:
                records: Any = ArchiveIterator(handle, no_record_parse=True)
                for record in records:
                    if record.rec_type == "response":
                        target = record.rec_headers.get_header("WARC-Target-URI") or ""
                        asked = record.rec_headers.get_header(ASKED) or target
                        if not asked.startswith(("http:", "https:")):  # nobody can ask for it
                            continue
                        place = _Place(path, records.get_record_offset(), asked)
                        self._places[canonical_url(asked)] = place
                        if target:
                            self._places.setdefault(canonical_url(target), place)
        except _DAMAGE as error:
            raise UsageError(f"is not a WARC ({error})", subject=str(path), remedy=_REMEDY) from error
        except OSError as error:
            raise UsageError(f"cannot be read ({error.strerror or error})", subject=str(path)) from error
        if len(self._places) == known:
            raise UsageError("holds no captured page", subject=str(path), remedy=_REMEDY)


def _read(place: _Place, url: str) -> Page | Failure:
    try:
        with place.path.open("rb") as handle:
            handle.seek(place.offset)
            record: Any = next(iter(ArchiveIterator(handle)))
            headers = tuple((str(key), str(value)) for key, value in record.http_headers.headers)
            body = _body(record.content_stream())
            if len(body) > MAX_BODY:
                return _failure(url, "too_large", f"the captured body is over {MAX_BODY} bytes; nothing of it was used")
            when = datetime.fromisoformat(str(record.rec_headers.get_header("WARC-Date")))
            return Page(
                url=url,
                final_url=str(record.rec_headers.get_header("WARC-Target-URI") or place.asked),
                status=int(record.http_headers.get_statuscode()),
                headers=headers,
                body=body,
                when=when if when.tzinfo else when.replace(tzinfo=UTC),
            )
    except (*_DAMAGE, OSError, StopIteration) as error:
        message = f"its record in {place.path.name} is damaged ({type(error).__name__}: {error}); capture it again"
        return _failure(url, "broken_record", message)


def _body(stream: Any) -> bytes:
    """Return the unpacked body, at most one chunk over ``MAX_BODY``: a record may be a bomb."""
    pieces: list[bytes] = []
    size = 0
    while size <= MAX_BODY and (piece := stream.read(_CHUNK)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _failure(url: str, kind: str, message: str) -> Failure:
    return Failure(stage="fetch", subject=url, kind=kind, message=message)
