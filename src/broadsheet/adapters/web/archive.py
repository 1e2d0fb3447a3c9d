"""Answer from a capture instead of the network: what was fetched once can be read again, offline and alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urldefrag

from warcio.archiveiterator import ArchiveIterator

from broadsheet.adapters.web.answers import MAX_BODY, MAX_REDIRECTS, REDIRECTS, failure, header, no_address, target
from broadsheet.decode import decode_json
from broadsheet.errors import UsageError
from broadsheet.evidence import ASKED, DAMAGE, FAILURE
from broadsheet.text.urls import canonical_url
from broadsheet.types import Failure, Page

_CHUNK = 65_536
_MAX_FAILURE = 100_000
_REMEDY = "give a .warc or .warc.gz file, such as the capture.warc.gz of an edition"


class _Place(NamedTuple):
    path: Path
    offset: int
    asked: str
    good: bool


class ArchiveFetch:
    """``Fetch`` from one or more WARC files (``.warc`` or ``.warc.gz``), of this program or of another.

    Reads an index once (address -> place in the file) and each page when it is asked for.  Where an address was
    captured more than once, the last capture counts that is no error.  An address that came to nothing when the
    capture was made comes to the same failure again.  ``nameless`` counts the records that say not what they answer.
    Raises UsageError when a file is no WARC.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._exact: dict[str, _Place] = {}
        self._alike: dict[str, _Place] = {}  # by canonical form, for what nobody captured exactly as it is asked
        self._failures: dict[str, Failure] = {}
        self._names = ", ".join(path.name for path in paths)
        self.nameless = 0
        for path in paths:
            self._index(path)

    @property
    def trouble(self) -> Failure | None:
        """What a person should know of these files as a whole."""
        if not self.nameless:
            return None
        message = f"{self.nameless} records name no address, so nobody can ask for them; look at the tool that wrote it"
        return failure(self._names, "nameless_records", message)

    def __call__(self, url: str, *, again: bool = False) -> Page | Failure:
        """Return the captured page of ``url``, following captured redirects; else kind ``not_captured``.

        ``again`` changes nothing: the page comes with the same ``when``, by which one knows that no newer will come.
        A record that cannot be read is ``broken_record``, one over ``MAX_BODY`` is ``too_large``.
        """
        refused = no_address(url)
        if refused is not None:
            return refused
        if url in self._failures:
            return self._failures[url]
        at = urldefrag(url)[0]
        for _ in range(MAX_REDIRECTS + 1):
            place = self._exact.get(at) or self._alike.get(canonical_url(at))
            if place is None:
                return failure(url, "not_captured", f"{at} is not in {self._names}; capture it, or run without --from")
            page = _read(place, url)
            if isinstance(page, Failure):
                return page
            location = header(page.headers, "location")
            if page.status in REDIRECTS and location:
                try:
                    at = urldefrag(target(at, location))[0]
                except ValueError:
                    return failure(url, "bad_url", f"redirects to {location[:200]!r}, which is no address")
                continue
            if not 200 <= page.status < 300:
                return failure(url, f"http_{page.status}", f"status {page.status} was what the capture met")
            return page
        return failure(url, "redirects", f"more than {MAX_REDIRECTS} redirects in the capture")

    def _index(self, path: Path) -> None:
        captured = 0
        try:
            with path.open("rb") as handle:
                records: Any = ArchiveIterator(handle, no_record_parse=True)
                for record in records:
                    if record.rec_type == "response":
                        # The offset is told only once the record is read to its end.
                        status = record.raw_stream.read(12).partition(b" ")[2]
                        captured += self._note(path, record, status, records.get_record_offset())
                    elif record.rec_type == "metadata" and record.rec_headers.get_header("Content-Type") == FAILURE:
                        told = decode_json(record.raw_stream.read(_MAX_FAILURE), Failure)
                        self._failures[told.subject] = told
                        captured += 1
        except DAMAGE as error:
            raise UsageError(f"is not a WARC ({error})", subject=str(path), remedy=_REMEDY) from error
        except OSError as error:
            raise UsageError(f"cannot be read ({error.strerror or error})", subject=str(path)) from error
        if not captured:
            raise UsageError("holds no captured page", subject=str(path), remedy=_REMEDY)

    def _note(self, path: Path, record: Any, status: bytes, offset: int) -> bool:
        """Keep the place of a response, and say whether it names what it answers."""
        target = record.rec_headers.get_header("WARC-Target-URI") or ""
        target = target.removeprefix("<").removesuffix(">")  # some tools of WARC 1.0 write them
        asked = record.rec_headers.get_header(ASKED) or target
        if not asked:
            self.nameless += 1
            return False
        if not asked.startswith(("http:", "https:")):  # a name lookup or the like: nobody asks for it
            return False
        place = _Place(path, offset, asked, status[:1] in (b"2", b"3") and status[:3] != b"304")
        for places, key in ((self._exact, asked), (self._alike, canonical_url(asked))):
            before = places.get(key)
            if before is None or place.good or not before.good:
                places[key] = place
        if target:
            self._alike.setdefault(canonical_url(target), place)
        if place.good:
            self._failures.pop(asked, None)
        return True


def _read(place: _Place, url: str) -> Page | Failure:
    try:
        with place.path.open("rb") as handle:
            handle.seek(place.offset)
            record: Any = next(iter(ArchiveIterator(handle)))
            headers = tuple((str(key), str(value)) for key, value in record.http_headers.headers)
            body = _body(record.content_stream())
            if len(body) > MAX_BODY:
                return failure(url, "too_large", f"the captured body is over {MAX_BODY} bytes; nothing of it was used")
            when = datetime.fromisoformat(str(record.rec_headers.get_header("WARC-Date")))
            target = str(record.rec_headers.get_header("WARC-Target-URI") or place.asked)
            return Page(
                url=url,
                final_url=target.removeprefix("<").removesuffix(">"),
                status=int(record.http_headers.get_statuscode()),
                headers=headers,
                body=body,
                when=when if when.tzinfo else when.replace(tzinfo=UTC),
            )
    except (*DAMAGE, OSError, StopIteration) as error:
        message = f"its record in {place.path.name} is damaged ({type(error).__name__}: {error}); capture it again"
        return failure(url, "broken_record", message)


def _body(stream: Any) -> bytes:
    """Return the unpacked body, at most one chunk over ``MAX_BODY``: a record may be a bomb."""
    pieces: list[bytes] = []
    size = 0
    while size <= MAX_BODY and (piece := stream.read(_CHUNK)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)
