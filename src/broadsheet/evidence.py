"""The evidence of an edition: every page that was fetched, in a WARC 1.1 file that any archive tool reads.

The bytes are those that the extractor saw: unpacked, so ``Content-Encoding`` and its like are kept under the
``X-Archive-Orig-`` prefix that archives use.  ``WARC-Target-URI`` is the address that answered; where another one was
asked, ``X-Asked-URI`` tells it.  The same pages give the same file: identifiers are digests, not random.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable
from datetime import UTC
from http import HTTPStatus
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from broadsheet.types import Page, digest

ASKED = "X-Asked-URI"
ORIGINAL = "X-Archive-Orig-"
_NO_LONGER_TRUE = ("content-encoding", "content-length", "transfer-encoding")


def write_warc(path: Path, pages: Iterable[Page]) -> int:
    """Write ``pages`` to ``path`` (gzip, one member a record) in their order and return how many.  Raises OSError.

    The caller makes the file appear whole or not at all, by writing it into a folder that does.
    """
    count = 0
    with path.open("wb") as handle:
        writer = WARCWriter(handle, gzip=True, warc_version="1.1")
        for page in pages:
            writer.write_record(_record(writer, page))
            count += 1
    return count


def _record(writer: WARCWriter, page: Page) -> object:
    when = page.when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    name = uuid.UUID(hex=digest(page.url, page.final_url, when) + digest(page.body.hex()))
    headers = [
        (ORIGINAL + key if key.lower() in _NO_LONGER_TRUE else key, _one_line(value)) for key, value in page.headers
    ]
    headers.append(("Content-Length", str(len(page.body))))
    fields = {"WARC-Date": when, "WARC-Record-ID": f"<urn:uuid:{name}>"}
    if page.url != page.final_url:
        fields[ASKED] = page.url
    return writer.create_warc_record(
        page.final_url,
        "response",
        payload=io.BytesIO(page.body),
        length=len(page.body),
        http_headers=StatusAndHeaders(f"{page.status} {_phrase(page.status)}", headers, protocol="HTTP/1.1"),
        warc_headers_dict=fields,
    )


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
