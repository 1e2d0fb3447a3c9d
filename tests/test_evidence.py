"""The evidence: what was fetched can be read by any archive tool, and a day can be read again from it, offline."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from broadsheet.adapters import fetch_http, read_warc
from broadsheet.adapters.fetch_http import HttpFetch
from broadsheet.adapters.read_feed import FeedReader
from broadsheet.adapters.read_warc import ArchiveFetch
from broadsheet.errors import UsageError
from broadsheet.evidence import write_warc
from broadsheet.types import Failure, Page

from loopback_web import Answer, a_source, items, web

WHEN = datetime(2025, 12, 17, 12, 30, tzinfo=UTC)


def page(url: str = "https://a.example/1", **changes: object) -> Page:
    fields: dict[str, object] = {"url": url, "final_url": url, "status": 200, "body": b"<p>hi</p>", "when": WHEN}
    return Page(**{"headers": (("Content-Type", "text/html"),), **fields, **changes})  # type: ignore[arg-type]


def test_other_tools_read_it(tmp_path: Path) -> None:
    packed = page(headers=(("Content-Encoding", "gzip"), ("Content-Length", "3"), ("X-A", "b\r\nX-Evil: 1")))
    assert write_warc(tmp_path / "c.warc.gz", [packed]) == 1
    with (tmp_path / "c.warc.gz").open("rb") as handle:
        (record,) = [(r.rec_headers, r.http_headers, r.content_stream().read()) for r in _records(handle)]
    assert record[0].get_header("WARC-Target-URI") == packed.url
    assert record[0].get_header("WARC-Date") == "2025-12-17T12:30:00Z"
    assert record[0].get_header("WARC-Payload-Digest")
    assert record[1].get_header("X-Archive-Orig-Content-Encoding") == "gzip"
    assert record[1].get_header("Content-Length") == str(len(packed.body))
    assert record[1].get_header("X-Evil") is None
    assert record[2] == packed.body


def _records(handle: Any) -> Any:
    return ArchiveIterator(handle, check_digests=True)


def test_what_was_written_is_answered(tmp_path: Path) -> None:
    pages = [page(), page("https://a.example/old", final_url="https://a.example/new", body=b"\0\xff" * 9, status=203)]
    write_warc(tmp_path / "c.warc.gz", [*pages, page("https://a.example/2", body=b"")])
    fetch = ArchiveFetch([tmp_path / "c.warc.gz"])
    for known in pages:
        got = fetch(known.url)
        assert isinstance(got, Page)
        assert (got.url, got.final_url, got.body, got.status, got.when) == (
            *(known.url, known.final_url, known.body, known.status, known.when),
        )
    assert isinstance(fetch("https://a.example/new"), Page)
    missing = fetch("https://a.example/none")
    assert isinstance(missing, Failure) and missing.kind == "not_captured" and "c.warc.gz" in missing.message


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_warc(tmp_path / name, [page(), page("https://a.example/2")])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_source_reads_the_same_from_the_net_and_from_its_capture(tmp_path: Path) -> None:
    feed = b'<rss version="2.0"><channel><title>S</title><item><title>T</title><link>/1</link></item></channel></rss>'
    with web({"/feed": Answer(feed, headers={"Content-Type": "application/rss+xml"})}) as site:
        source = a_source(url=f"{site.address}/feed")
        live = list(FeedReader()(source, HttpFetch(allow_private=True)))
    write_warc(tmp_path / "c.warc.gz", [value for value in live if isinstance(value, Page)])
    again = list(FeedReader()(source, ArchiveFetch([tmp_path / "c.warc.gz"])))
    assert items(live) == items(again) and len(items(again)) == 1


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz").write_bytes(b"no archive at all, just some words\r\n\r\n")
    for name in ("x.warc.gz", "none.warc.gz"):
        with pytest.raises(UsageError, match=name):
            ArchiveFetch([tmp_path / name])


def record(date: str = "2025-12-17T12:30:00Z", status: str = "200 OK", head: str = "", body: bytes = b"hi") -> bytes:
    http = f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body
    fields = ["WARC/1.0", "WARC-Type: response", "WARC-Target-URI: https://a.example/1", f"WARC-Date: {date}"]
    fields += ["Content-Type: application/http; msgtype=response", f"Content-Length: {len(http)}"]
    return "\r\n".join(fields).encode() + b"\r\n\r\n" + http + b"\r\n\r\n"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (record(date="../../x"), "broken_record"),
        (record().replace(b"WARC-Date", b"X-Date"), "broken_record"),
        (record(status="abc OK"), "broken_record"),
        (record(status="302 Found", head="Location: http://[::1\r\n"), "bad_url"),
        (record(body=b"x" * (read_warc.MAX_BODY + 1)), "too_large"),
        (record(body=gzip.compress(bytes(50_000_000)), head="Content-Encoding: gzip\r\n"), "too_large"),
    ],
    ids=["date", "no date", "status", "redirect", "large", "bomb"],
)
def test_a_damaged_record_is_told_and_the_others_are_read(tmp_path: Path, raw: bytes, kind: str) -> None:
    nameless = record().replace(b"WARC-Target-URI", b"X-Target")
    (tmp_path / "c.warc").write_bytes(nameless + raw + record().replace(b"example/1", b"example/2"))
    fetch = ArchiveFetch([tmp_path / "c.warc"])
    told = fetch("https://a.example/1")
    assert isinstance(told, Failure) and told.kind == kind and told.subject == "https://a.example/1"
    assert isinstance(fetch("https://a.example/2"), Page)


def test_a_capture_that_names_no_zone_is_of_utc(tmp_path: Path) -> None:
    (tmp_path / "c.warc").write_bytes(record(date="2025-12-17T12:30:00"))
    got = ArchiveFetch([tmp_path / "c.warc"])("https://a.example/1")
    assert isinstance(got, Page) and got.when == WHEN
    assert read_warc.MAX_BODY == fetch_http.MAX_BODY
