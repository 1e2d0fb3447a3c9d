"""The evidence: what was fetched can be read by any archive tool, and a day can be read again from it, offline."""

from __future__ import annotations

import gzip
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fastwarc
import pytest
from warcio.archiveiterator import ArchiveIterator

from broadsheet.adapters.web.answers import MAX_BODY, failure
from broadsheet.adapters.web.archive import ArchiveFetch
from broadsheet.adapters.web.journal import Journal
from broadsheet.errors import UsageError
from broadsheet.evidence import ASKED, join_warcs, write_warc
from broadsheet.types import Failure, Page, Sheet, Window

from loopback_web import Answer, Reply, a_fetch, web

WARCIO = str(Path(sys.executable).with_name("warcio"))
WHEN = datetime(2025, 12, 17, 12, 30, tzinfo=UTC)
SHEET = Sheet(date="2025-12-18", made=WHEN, window=Window(start=None, end=None), language="en")


def page(url: str = "https://a.example/1", **changes: object) -> Page:
    fields: dict[str, object] = {"url": url, "final_url": url, "status": 200, "body": b"<p>hi</p>", "when": WHEN}
    return Page(**{"headers": (("Content-Type", "text/html"),), **fields, **changes})  # type: ignore[arg-type]


def test_other_tools_read_it(tmp_path: Path) -> None:
    packed = page(headers=(("Content-Encoding", "gzip"), ("Content-Length", "3"), ("X-A", "b\r\nX-Evil: 1")))
    assert write_warc(tmp_path / "c.warc.gz", [packed], SHEET) == 1
    with (tmp_path / "c.warc.gz").open("rb") as handle:
        _, record = [(r.rec_headers, r.http_headers, r.content_stream().read()) for r in _records(handle)]
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
    write_warc(tmp_path / "c.warc.gz", [*pages, page("https://a.example/2", body=b"")], SHEET)
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
        write_warc(tmp_path / name, [page(), page("https://a.example/2")], SHEET)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


FEED = b"<rss><channel><item><title>T</title></item></channel></rss>"


def a_day(headers: dict[str, str]) -> Answer:
    return Answer(b"", 304) if headers.get("If-None-Match") == 'W/"1"' else Answer(FEED, headers={"ETag": 'W/"1"'})


def the_web() -> dict[str, Reply]:
    return {
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /private\n"),
        "/feed": a_day,
        "/old": Answer(b"moved", 301, {"Location": "/feed"}),
        "/page?utm_source=x&b=2&a=1": Answer(status=302, headers={"Location": "/page?b=2&a=1"}),
        "/page?b=2&a=1": Answer("<p>早安</p>".encode(), headers={"Content-Type": "text/html; charset=utf-8"}),
        "/gone": Answer(b"it is gone", 410),
        "/down": Answer(b"oh", 503, {"Retry-After": "9999"}),
        "/loop": Answer(status=302, headers={"Location": "/loop"}),
        "/bytes": Answer(bytes(range(256)) * 999, headers={"Content-Type": "application/octet-stream"}),
        "/packed": Answer(gzip.compress(b"text " * 1000), headers={"Content-Encoding": "gzip"}),
    }


ASKED_FOR = [*the_web(), "/private/x", "/none", "/feed#part"]


def captured(folder: Path, run: str, site: str) -> tuple[Path, dict[str, Page | Failure], list[Page | Failure]]:
    """Fetch the whole day, write its evidence, and give that, the answers and the records."""
    journal = Journal(folder / "web.sqlite", run)
    fetch = a_fetch(journal, robots=True)
    addresses = [site + path for path in ASKED_FOR] + ["http://127.0.0.1:1/refused", "file:///etc/passwd"]
    answers = {url: fetch(url) for url in addresses}
    records = list(journal.records())
    write_warc(folder / f"{run}.warc.gz", journal.records(), SHEET)
    journal.end()
    fetch.close()
    return folder / f"{run}.warc.gz", answers, records


def test_a_capture_answers_as_the_web_did(tmp_path: Path) -> None:
    with web(the_web()) as site:
        days = [captured(tmp_path, run, site.address) for run in ("1", "2", "3", "4", "5")]
        assert "/old" not in site.paths[-9:], "by then the move is known"
    for path, answers, _ in days:
        fetch = ArchiveFetch([path])
        kinds = set()
        for url, live in answers.items():
            read = fetch(url)
            if isinstance(live, Failure):
                assert read == live, url
                kinds.add(live.kind)
                continue
            assert isinstance(read, Page)
            for name in ("url", "final_url", "status", "body", "when"):
                assert getattr(read, name) == getattr(live, name), (url, name)
            assert fetch(url, again=True) == read
        assert {"robots", "redirects", "http_404", "refused", "bad_scheme"} < kinds
        missing = fetch("https://other.example/")
        assert isinstance(missing, Failure) and missing.kind == "not_captured" and fetch.trouble is None


def test_every_exchange_is_in_the_capture(tmp_path: Path) -> None:
    with web(the_web()) as site:
        first, second = (captured(tmp_path, run, site.address) for run in ("1", "2"))
        asked = site.paths
    for path, _, records in (first, second):
        with path.open("rb") as handle:
            found = [(r.rec_type, r.rec_headers.get_header("WARC-Target-URI")) for r in _records(handle)]
        assert found[0][0] == "warcinfo" and len(found) == len(records) + 1
        kinds = {Page: ("response", "revisit"), Failure: ("metadata",)}
        assert all(kind in kinds[type(record)] for (kind, _), record in zip(found[1:], records, strict=True))
    exchanges = [r for _, _, records in (first, second) for r in records if isinstance(r, Page)]
    # The remembered feed and the page that was gone stand in the second capture too, though nobody sent them again.
    assert len(exchanges) == len(asked) + 2
    with second[0].open("rb") as handle:
        (revisit,) = [r.rec_headers for r in _records(handle) if r.rec_type == "revisit"]
    assert revisit.get_header("WARC-Profile").endswith("server-not-modified")
    assert revisit.get_header("WARC-Refers-To-Target-URI") == site.address + "/feed"
    with second[0].open("rb") as handle:
        names = {r.rec_headers.get_header("WARC-Record-ID"): r.rec_headers for r in _records(handle)}
    referred = names[revisit.get_header("WARC-Refers-To")]
    assert referred.get_header("WARC-Target-URI") == site.address + "/feed"
    assert referred.get_header("WARC-Date") == revisit.get_header("WARC-Refers-To-Date")


def test_two_tools_find_every_record_whole(tmp_path: Path) -> None:
    with web(the_web()) as site:
        captured(tmp_path, "1", site.address)
        path, answers, records = captured(tmp_path, "2", site.address)
    checked = subprocess.run([WARCIO, "check", "-v", str(path)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0 and "fail" not in checked.stdout.lower(), checked.stdout + checked.stderr
    with path.open("rb") as handle:
        ours = [
            (r.rec_type, r.rec_headers.get_header("WARC-Record-ID"), r.content_stream().read())
            for r in _records(handle)
        ]
    theirs = []
    with path.open("rb") as handle:
        for record in fastwarc.ArchiveIterator(handle, parse_http=False):
            assert record.verify_block_digest()
            record.parse_http()
            if record.headers["WARC-Type"] == "response":
                assert record.verify_payload_digest()
            theirs.append((str(record.headers["WARC-Type"]), record.headers["WARC-Record-ID"], record.reader.read()))
    assert theirs == ours and len(ours) == len(records) + 1
    assert len({name for _, name, _ in ours}) == len(ours), "every record has a name of its own"
    assert FEED in {content for _, _, content in theirs} and len(answers) == len(ASKED_FOR) + 2


def test_the_same_records_give_the_same_bytes_whatever_the_moment(tmp_path: Path) -> None:
    with web(the_web()) as site:
        path, _, records = captured(tmp_path, "1", site.address)
    assert write_warc(tmp_path / "again", iter(records), SHEET) == len(records)
    assert (tmp_path / "again").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("packed", [True, False])
def test_captures_are_joined_record_by_record(tmp_path: Path, packed: bool) -> None:
    paths = []
    for n in range(3):
        path = tmp_path / f"{n}.warc.gz"
        write_warc(
            path,
            [page(f"https://a.example/{n}", body=b"%d" % n), failure(f"https://b.example/{n}", "dns", "no name")],
            SHEET,
        )
        if not packed:
            path = path.with_suffix("")
            path.write_bytes(gzip.decompress(path.with_suffix(".warc.gz").read_bytes()))
        paths.append(path)
    join_warcs(tmp_path / "all.warc.gz", paths)
    one, many = ArchiveFetch([tmp_path / "all.warc.gz"]), ArchiveFetch(paths)
    for n in range(3):
        assert one(f"https://a.example/{n}") == many(f"https://a.example/{n}")
        assert (
            one(f"https://b.example/{n}")
            == many(f"https://b.example/{n}")
            == failure(f"https://b.example/{n}", "dns", "no name")
        )
    with (tmp_path / "all.warc.gz").open("rb") as handle:
        assert len(list(_records(handle))) == 9
    join_warcs(tmp_path / "one.warc.gz", paths[:1])
    assert (tmp_path / "one.warc.gz").read_bytes() == (tmp_path / "0.warc.gz").read_bytes() or not packed


def test_the_last_capture_counts_that_is_no_error(tmp_path: Path) -> None:
    records = [page(body=b"1"), page(body=b"2"), page(status=503, body=b"down"), page(status=304, body=b"")]
    write_warc(tmp_path / "c.warc.gz", records, SHEET)
    got = ArchiveFetch([tmp_path / "c.warc.gz"])("https://a.example/1")
    assert isinstance(got, Page) and got.body == b"2"


def test_what_an_earlier_version_wrote_is_read(tmp_path: Path) -> None:
    (tmp_path / "c.warc").write_bytes(
        record().replace(b"\r\nContent-Type", f"\r\n{ASKED}: https://b.example/\r\nContent-Type".encode(), 1)
    )
    got = ArchiveFetch([tmp_path / "c.warc"])("https://b.example/")
    assert isinstance(got, Page) and (got.url, got.final_url) == ("https://b.example/", "https://a.example/1")


def test_records_without_an_address_are_counted_and_told(tmp_path: Path) -> None:
    nameless = record().replace(b"WARC-Target-URI", b"X-Target")
    (tmp_path / "c.warc").write_bytes(nameless + record() + nameless)
    fetch = ArchiveFetch([tmp_path / "c.warc"])
    assert fetch.nameless == 2 and fetch.trouble and "2 records name no address" in fetch.trouble.message


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
        (record(body=b"x" * (MAX_BODY + 1)), "too_large"),
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
