"""The evidence of an edition: all that was fetched, in a WARC 1.1 file that any archive tool reads.

    warcinfo   what wrote the file
    response   every answer, whatever its status; also the page that a 304 stands for, with the date it came
    revisit    every 304 (profile server-not-modified), which speaks of the response before it
    metadata   every address that came to nothing, as JSON of its ``Failure``

The bytes are those that the extractor saw: unpacked, so ``Content-Encoding`` and its like are kept under the
``X-Archive-Orig-`` prefix that archives use.  The same records give the same file: identifiers are digests, not random,
and no clock is read.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import shutil
import uuid
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

import msgspec
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from broadsheet import __version__
from broadsheet.decode import decode_json
from broadsheet.types import Failure, Page, Sheet

ASKED = "X-Asked-URI"
"""The address that was asked, where the one of the record answered for it; files of earlier versions have it."""
ORIGINAL = "X-Archive-Orig-"
FAILURE = "application/vnd.broadsheet.failure+json"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SHEET = "broadsheet-sheet"
"""The field of the first record that tells which edition asked, as JSON of its ``Sheet``."""
DAMAGE = (ArchiveLoadFailed, ValueError, TypeError, AttributeError, EOFError, zlib.error)
"""What warcio raises on a record that is no record: a length or status that is no number, broken packing, odd bytes."""
_MAX_ABOUT = 10_000
_NO_LONGER_TRUE = ("content-encoding", "content-length", "transfer-encoding")
_ABOUT = {
    "software": f"Broadsheet/{__version__}",
    "format": "WARC File Format 1.1",
    "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
}


def write_warc(path: Path, records: Iterable[Page | Failure], sheet: Sheet) -> int:
    """Write ``records`` to ``path`` (gzip, one member a record) in their order and return how many.  Raises OSError.

    ``sheet`` tells which edition asked, so that the capture alone can print it again; its moment dates what has no date
    of its own.  The caller makes the file appear whole or not at all, by writing it into a folder that does.
    """
    count = 0
    with path.open("wb") as handle:
        writer = WARCWriter(handle, gzip=True, warc_version="1.1")
        writer.write_record(_about(writer, sheet))
        before: tuple[str, str, str] | None = None
        for count, record in enumerate(records, 1):
            if isinstance(record, Failure):
                writer.write_record(_failure(writer, record, sheet.made, count))
                continue
            writer.write_record(_exchange(writer, record, count, before))
            if record.status != 304:
                before = (record.final_url, _date(record.when), _name("response", count, record))
    return count


def join_warcs(path: Path, archives: Sequence[Path]) -> None:
    """Write the records of ``archives`` to ``path``, one file after the other, each as it is.  Raises OSError."""
    with path.open("wb") as out:
        for archive in archives:
            with archive.open("rb") as handle:
                if handle.read(2) == b"\x1f\x8b":
                    handle.seek(0)
                    shutil.copyfileobj(handle, out)
                    continue
                for start, length in _places(archive):
                    handle.seek(start)
                    out.write(gzip.compress(handle.read(length), mtime=0))


def _places(archive: Path) -> list[tuple[int, int]]:
    """Return start and length of every record of an unpacked WARC, its closing blank lines included."""
    with archive.open("rb") as handle:
        records = ArchiveIterator(handle, no_record_parse=True)
        return [(records.get_record_offset(), records.get_record_length()) for _ in records]


def sheet_of(archive: Path) -> Sheet | None:
    """Return the sheet of the edition that a capture of ours was made for; None where the file tells of none."""
    try:
        with archive.open("rb") as handle:
            first: Any = next(iter(ArchiveIterator(handle)), None)
            told = first.content_stream().read(_MAX_ABOUT) if first and first.rec_type == "warcinfo" else b""
            lines = (line.partition(": ") for line in told.decode("utf-8", "replace").splitlines())
            return decode_json(next(value for name, _, value in lines if name == SHEET), Sheet)
    except (StopIteration, OSError, msgspec.DecodeError, *DAMAGE):
        return None  # another tool's, or damaged: whoever reads its pages will say so


def _about(writer: WARCWriter, sheet: Sheet) -> ArcWarcRecord:
    about = _ABOUT | {SHEET: msgspec.json.encode(sheet).decode()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in about.items()).encode()
    fields = {"WARC-Date": _date(sheet.made), "WARC-Record-ID": _urn(b"warcinfo", _date(sheet.made).encode(), lines)}
    return writer.create_warc_record(
        "", "warcinfo", payload=io.BytesIO(lines), length=len(lines), warc_headers_dict=fields
    )


def _exchange(writer: WARCWriter, page: Page, number: int, before: tuple[str, str, str] | None) -> ArcWarcRecord:
    kind = "revisit" if page.status == 304 and before and before[0] == page.final_url else "response"
    headers = [
        (ORIGINAL + key if key.lower() in _NO_LONGER_TRUE else key, _one_line(value)) for key, value in page.headers
    ]
    if kind == "response":
        headers.append(("Content-Length", str(len(page.body))))
    fields = {"WARC-Date": _date(page.when), "WARC-Record-ID": _name(kind, number, page)}
    if page.url != page.final_url:
        fields[ASKED] = page.url
    if kind == "revisit" and before:
        fields["WARC-Profile"] = NOT_MODIFIED
        refers = ("WARC-Refers-To-Target-URI", "WARC-Refers-To-Date", "WARC-Refers-To")
        fields |= dict(zip(refers, before, strict=True))
    return writer.create_warc_record(
        page.final_url,
        kind,
        payload=io.BytesIO(page.body),
        length=len(page.body),
        http_headers=StatusAndHeaders(f"{page.status} {_phrase(page.status)}", headers, protocol="HTTP/1.1"),
        warc_headers_dict=fields,
    )


def _failure(writer: WARCWriter, failure: Failure, made: datetime, number: int) -> ArcWarcRecord:
    told = msgspec.json.encode(failure)
    fields = {"WARC-Date": _date(made), "WARC-Record-ID": _urn(b"metadata", str(number).encode(), told)}
    return writer.create_warc_record(
        _one_line(failure.subject),
        "metadata",
        payload=io.BytesIO(told),
        length=len(told),
        warc_content_type=FAILURE,
        warc_headers_dict=fields,
    )


def _name(kind: str, number: int, page: Page) -> str:
    parts = (kind, str(number), page.url, page.final_url, _date(page.when), str(page.status))
    return _urn(*(part.encode("utf-8", "replace") for part in parts), page.body)


def _urn(*parts: bytes) -> str:
    h = hashlib.sha256()
    for part in parts:
        h.update(len(part).to_bytes(8, "big"))
        h.update(part)
    return f"<urn:uuid:{uuid.UUID(bytes=h.digest()[:16])}>"


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
