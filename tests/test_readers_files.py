"""Folders, captures, files of articles and edition folders as sources: nothing is asked, nothing outside is read."""

from __future__ import annotations

import errno
import gzip
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from broadsheet.adapters.attribution import attributed
from broadsheet.adapters.read_archive import ArchiveReader
from broadsheet.adapters.read_edition import EditionReader
from broadsheet.adapters.read_folder import MAX_FILE, FolderReader
from broadsheet.adapters.read_jsonl import JsonlReader
from broadsheet.codec import decode, encode
from broadsheet.errors import ConfigError
from broadsheet.ports import Reader
from broadsheet.types import Failure, Item

from conftest import article
from kinds_web import DAY, Answers, failures, items, source

NOBODY = Answers({})
SENTENCE = "The crane on the north quay fell into the water on Friday morning, and nobody was hurt by it. "
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Crane falls</title>
<link rel="canonical" href="https://harbour.example/crane"><meta property="article:published_time" content="2026-11-20T08:00:00Z">
</head><body><nav><a href="/">Home</a></nav><article><h1>Crane falls</h1><p>{SENTENCE * 4}</p><p>{SENTENCE * 3}</p></article></body></html>"""
NOTE = """---
title: "Rope 2.0"
url: https://rope.example/2
date: 2026-11-20
author: Ida Lund, Bo Chen
tags:
  - queues
---
Rope is *faster* now. See [the notes](https://rope.example/notes).
"""


def folder(root: Path, **files: str | bytes) -> Path:
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def read(root: Path, **options: bool) -> list[Item | Failure]:
    return list(FolderReader()(source("folder", str(root), options), NOBODY, DAY))


def within(seconds: float, fn: Callable[[], list[Item | Failure]]) -> list[Item | Failure]:
    """Return what ``fn`` does; a test that would wait for ever fails instead."""

    def stop(*_: object) -> None:
        raise AssertionError(f"no answer in {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return fn()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


LOCAL_READERS: dict[str, Reader] = {
    "folder": FolderReader(), "jsonl": JsonlReader(), "warc": ArchiveReader(), "edition": EditionReader(),
}  # fmt: skip


def test_a_saved_page_a_note_and_a_text(tmp_path: Path) -> None:
    text = "URL: https://tide.example/tables\nTide tables are wrong\n\nSays the pilot of the port.\n"
    values = read(folder(tmp_path, a_dot_html=PAGE, b__note_dot_md=NOTE, c_dot_txt=text, d_dot_png=b"\x89PNG"))
    page, note, plain = sorted(items(values), key=lambda item: item.url)
    assert (page.url, page.title, page.published) == (
        "https://harbour.example/crane",
        "Crane falls",
        datetime(2026, 11, 20, 8, tzinfo=UTC),
    )
    assert "north quay" in page.text and "Home" not in page.text and page.source.outlet == "harbour.example"
    assert (note.url, note.title, note.authors) == ("https://rope.example/2", "Rope 2.0", ("Ida Lund", "Bo Chen"))
    assert (note.published, note.day_only, note.dated) == (datetime(2026, 11, 20, tzinfo=UTC), True, "feed")
    assert "<em>faster</em>" in note.text and "---" not in note.text
    assert (plain.url, plain.title) == ("https://tide.example/tables", "Tide tables are wrong")
    assert plain.text.strip() == "Says the pilot of the port."
    assert set(failures(values)) == {"not_read"}


def test_a_document_without_an_address_is_told(tmp_path: Path) -> None:
    values = read(
        folder(tmp_path, a_dot_md="# Only words", b_dot_txt="javascript:alert(1)\nT\nx", c_dot_html="<p>x</p>")
    )
    told = [value for value in values if isinstance(value, Failure)]
    assert not items(values) and {value.kind for value in told} == {"no_address"}
    assert sorted(value.subject for value in told) == ["a.md", "b.txt", "c.html"]


def test_links_lead_nowhere_and_hidden_files_are_not_read(tmp_path: Path) -> None:
    outside = folder(tmp_path / "outside", secret_dot_md=NOTE)
    root = folder(tmp_path / "root", _dot_git__x_dot_md=NOTE, ok_dot_md=NOTE.replace("/2", "/ok"))
    (root / "file.md").symlink_to(outside / "secret.md")
    (root / "folder").symlink_to(outside)
    values = read(root)
    assert [item.url for item in items(values)] == ["https://rope.example/ok"]
    assert set(failures(values)) == {"link"}


def test_what_is_too_large_or_not_there_is_told(tmp_path: Path) -> None:
    assert set(failures(read(folder(tmp_path, big_dot_txt=b"x" * (MAX_FILE + 1))))) == {"too_large"}
    assert set(failures(read(tmp_path / "nowhere"))) == {"unreadable"}


def test_folders_inside_can_be_left_out(tmp_path: Path) -> None:
    assert read(folder(tmp_path, b__note_dot_md=NOTE), inside=False) == []


@pytest.mark.parametrize("name", ["pipe.md", "pipe.html"])
def test_a_named_pipe_is_told_and_nobody_waits_for_it(tmp_path: Path, name: str) -> None:
    root = folder(tmp_path, ok_dot_md=NOTE)
    os.mkfifo(root / name)
    values = within(5, lambda: read(root))
    assert [item.url for item in items(values)] == ["https://rope.example/2"]
    assert failures(values)["unreadable"].subject == name and "no file" in failures(values)["unreadable"].message


@pytest.mark.parametrize(
    ("kind", "name"), [("jsonl", "a.jsonl"), ("warc", "a.warc"), ("warc", ""), ("edition", "")], ids=str
)
def test_nor_does_any_other_reader_wait_for_one(tmp_path: Path, kind: str, name: str) -> None:
    os.mkfifo(tmp_path / {"jsonl": "a.jsonl", "warc": "a.warc", "edition": "articles.jsonl"}[kind])
    values = within(5, lambda: list(LOCAL_READERS[kind](source(kind, str(tmp_path / name)), NOBODY, DAY)))
    assert set(failures(values)) == {"unreadable"} and not items(values)


def test_a_name_that_is_not_utf_8_is_told_in_text_that_can_be_stored(tmp_path: Path) -> None:
    for name in (b"caf\xe9.md", b"caf\xe9.txt", b"gr\xfc\xdfe/x.md"):
        path = tmp_path / os.fsdecode(name)
        path.parent.mkdir(exist_ok=True)
        path.write_text("no address", encoding="utf-8")
    values = read(tmp_path)
    assert decode(encode(values)) == tuple(values)
    assert sorted(value.subject for value in values if isinstance(value, Failure)) == [
        "caf\ufffd.md", "caf\ufffd.txt", "gr\ufffd\ufffde/x.md",
    ]  # fmt: skip


def test_such_a_name_is_told_by_every_other_reader_too(tmp_path: Path) -> None:
    root = tmp_path / os.fsdecode(b"caf\xe9")
    root.mkdir()
    broken = root / os.fsdecode(b"\xe9.jsonl")
    broken.write_text("{broken", encoding="utf-8")
    for kind, path in (
        ("jsonl", broken), ("jsonl", root / "none"), ("edition", root), ("warc", root), ("warc", broken),
        ("warc", root / "none.warc"), ("folder", root / "none"),
    ):  # fmt: skip
        values = list(LOCAL_READERS[kind](source(kind, str(path)), NOBODY, DAY))
        told = [value for value in values if isinstance(value, Failure)]
        assert told and decode(encode(told)) == tuple(told), kind


def test_a_folder_inside_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder(tmp_path, a__note_dot_md=NOTE, b__note_dot_md=NOTE.replace("/2", "/b"))
    scandir = os.scandir

    def refused(path: str) -> object:  # as the system does; a test that runs as root could not take a right away
        if str(path).endswith("/b"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    values = read(root)
    assert [item.url for item in items(values)] == ["https://rope.example/2"]
    told = failures(values)["unreadable"]
    assert told.subject == "b" and "Permission denied" in told.message


# --- captures ---------------------------------------------------------------------------------------------------------


def capture(path: Path, *pages: tuple[str, str, str, bytes]) -> Path:
    records = b""
    for number, (url, status, kind, raw) in enumerate(pages):
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(raw)}\r\n\r\n".encode() + raw
        head = (
            f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-11-20T09:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{number}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        records += gzip.compress(head.encode() + answer + b"\r\n\r\n")
    path.write_bytes(records)
    return path


def test_the_pages_of_a_capture_are_items(tmp_path: Path) -> None:
    path = capture(
        tmp_path / "c.warc.gz",
        ("https://harbour.example/crane", "200 OK", "text/html; charset=utf-8", PAGE.encode()),
        ("https://harbour.example/feed.xml", "200 OK", "application/rss+xml", b"<rss/>"),
        ("https://harbour.example/gone", "404 Not Found", "text/html", b"<p>no</p>"),
    )
    harbour = source("feed", "https://harbour.example/feed.xml", outlet="The Harbour", owner="Quay Press")
    values = list(ArchiveReader({"harbour.example": harbour})(source("warc", str(path)), NOBODY, DAY))
    (page,) = items(values)
    assert (page.url, page.title, page.source.owner, page.source.kind) == (
        "https://harbour.example/crane",
        "Crane falls",
        "Quay Press",
        "warc",
    )
    assert "north quay" in page.text and page.published == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert failures(values)["not_read"].message.startswith("2 records")
    assert items(list(ArchiveReader()(source("warc", str(tmp_path)), NOBODY, DAY)))  # a folder of captures


@pytest.mark.parametrize("raw", [b"", b"no warc at all", b"\x1f\x8b broken"])
def test_a_capture_that_is_none_is_told(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "c.warc.gz").write_bytes(raw)
    for url in (tmp_path / "c.warc.gz", tmp_path / "none.warc", tmp_path.parent / "empty"):
        values = list(ArchiveReader()(source("warc", str(url)), NOBODY, DAY))
        assert set(failures(values)) == {"unreadable"} and not items(values)


# --- files of articles ------------------------------------------------------------------------------------------------


def test_a_file_of_articles_is_a_source(tmp_path: Path) -> None:
    line = '{"url": "https://harbour.example/crane", "title": "Crane falls", "outlet": "The Harbour", "comments": 4, "discussion": "https://f.example/1"}'
    (tmp_path / "a.jsonl").write_text(line + "\n{broken\n", encoding="utf-8")
    values = list(JsonlReader()(source("jsonl", (tmp_path / "a.jsonl").as_uri()), NOBODY, DAY))
    (item,) = items(values)
    assert (item.source.outlet, item.comments, item.discussion) == ("The Harbour", 4, "https://f.example/1")
    assert set(failures(values)) == {"broken_line"}


def test_an_edition_gives_all_that_it_stored(tmp_path: Path) -> None:
    stored = article(points=3, comments=2, discussion="https://f.example/1", version=2, dated="page")
    (tmp_path / "articles.jsonl").write_bytes(msgspec.json.encode(stored))
    (item,) = items(list(EditionReader()(source("edition", str(tmp_path)), NOBODY, DAY)))
    assert (item.points, item.comments, item.discussion) == (3, 2, "https://f.example/1")
    assert (item.version, item.dated, item.source.kind) == (2, "page", "edition")


@pytest.mark.parametrize(("reader", "kind"), [(JsonlReader, "jsonl"), (EditionReader, "edition")])
def test_neither_has_options(reader: type[JsonlReader | EditionReader], kind: str) -> None:
    with pytest.raises(ConfigError):
        list(reader()(source(kind, "x", {"limit": 1}), NOBODY, DAY))


# --- who stands behind an address -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "outlet", "owner"),
    [
        ("https://www.harbour.example/a", "harbour.example", "harbour.example"),
        ("https://blog.harbour.co.uk/a", "blog.harbour.co.uk", "harbour.co.uk"),
        ("https://github.com/Keel/rope", "github.com/keel", "github.com/keel"),
        ("https://keel.github.io/rope", "keel.github.io", "keel.github.io"),
        ("https://github.com", "github.com", "github.com"),
        ("https://medium.com/@keel/rope-1", "medium.com/@keel", "medium.com/@keel"),
        ("javascript:alert(1)", "unknown", "unknown"),
        ("", "unknown", "unknown"),
    ],
)
def test_the_host_is_the_outlet_of_what_nobody_knows(url: str, outlet: str, owner: str) -> None:
    found = attributed(url, {}, kind="hackernews")
    assert (found.outlet, found.owner) == (outlet, owner)
