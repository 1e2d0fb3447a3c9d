"""Every kind of source: what hostile answers do to it, what real sockets give it, and the example of the manual."""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.adapters.confine import confined, inline
from broadsheet.adapters.read_archive import ArchiveReader
from broadsheet.adapters.read_arxiv import ArxivReader
from broadsheet.adapters.read_edition import EditionReader
from broadsheet.adapters.read_folder import FolderReader
from broadsheet.adapters.read_github import GitHubReader
from broadsheet.adapters.read_hackernews import HackerNewsReader
from broadsheet.adapters.read_huggingface import HuggingFaceReader
from broadsheet.adapters.read_jsonl import JsonlReader
from broadsheet.adapters.read_links import LinksReader
from broadsheet.adapters.read_sitemap import SitemapReader
from broadsheet.adapters.web.fetch import WebFetch
from broadsheet.adapters.web.transport import Transport
from broadsheet.ports import Confine, Reader
from broadsheet.sources import load_sources, options_of
from broadsheet.types import Failure, Item, Source, Window

from kinds_web import DAY, OPEN, Answers, body, everything, failures, items, source
from loopback_web import Answer, web

MANUAL = Path(__file__).parents[1] / "docs" / "sources.md"

READERS: dict[str, type[Reader]] = {
    "arxiv": ArxivReader,
    "edition": EditionReader,
    "folder": FolderReader,
    "github": GitHubReader,
    "hackernews": HackerNewsReader,
    "huggingface": HuggingFaceReader,
    "jsonl": JsonlReader,
    "links": LinksReader,
    "sitemap": SitemapReader,
    "warc": ArchiveReader,
}
SELECTORS: dict[str, str | int] = {"selector": "article", "title_selector": "h3", "date_selector": "time, .date"}
CASES = {
    "arxiv rss": (source("arxiv", "https://rss.arxiv.org/rss/", {"categories": "cs.AI", "check": ""}), "arxiv.rss.xml"),
    "arxiv listing": (
        source("arxiv", "https://arxiv.org/list/", {"categories": "cs.CL", "mode": "listing"}),
        "arxiv.listing.html",
    ),
    "arxiv api": (
        source("arxiv", "https://export.arxiv.org/api/query", {"categories": "cs.CL", "mode": "api"}),
        "arxiv.api.xml",
    ),
    "hackernews": (source("hackernews", "https://hn.algolia.com/api/v1/search_by_date"), "hackernews.json"),
    "papers": (source("huggingface", "https://huggingface.co/papers"), "huggingface.papers.json"),
    "models": (source("huggingface", "https://huggingface.co/northlight"), "huggingface.models.json"),
    "github": (source("github", "https://github.com/keel/rope"), "github.atom.xml"),
    "sitemap": (source("sitemap", "https://harbour.example/pages.xml"), "sitemap.pages.xml"),
    "news sitemap": (source("sitemap", "https://harbour.example/news.xml"), "sitemap.news.xml"),
    "links": (source("links", "https://northlight.example/news", SELECTORS), "links.html"),
}
WEB = sorted(CASES)


def reader(kind: str, confine: Confine = inline) -> Reader:
    make: Callable[..., Reader] = READERS[kind]
    return make(known={}, confine=confine, **({"sleep": lambda _: None} if kind == "arxiv" else {}))


def read(name: str, raw: bytes, window: Window = DAY) -> list[Item | Failure]:
    what = CASES[name][0]
    return list(reader(what.kind)(what, everything(raw), window))


def check(values: list[Item | Failure]) -> None:
    """What comes out of a reader, whatever went in: values that can be stored, with times in UTC."""
    for value in values:
        assert msgspec.json.decode(msgspec.json.encode(value), type=type(value)) == value
        if isinstance(value, Item):
            assert value.published is None or value.published.tzinfo is UTC
            assert value.dated in ("", "feed", "page", "address") and (value.published or not value.dated)
        else:
            assert value.kind and value.message and len(value.message) < 2000


@pytest.mark.parametrize("name", WEB)
def test_what_was_recorded_gives_items(name: str) -> None:
    values = read(name, body(CASES[name][1]))
    assert items(values)
    check(values)


@pytest.mark.parametrize("name", WEB)
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" ",
        b"null",
        b"[]",
        b"{}",
        b'[1, null, "x", {}]',
        b"\xff\xfe\x00\x01",
        b"<html><body><h1>502 Bad Gateway</h1></body></html>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'/>",
        b"<rss/>",
        b"<urlset><url/><url><loc/></url></urlset>",
        b"[" * 100_000,
        b"<a>" * 100_000,
        b'{"hits": [' + b"{},".join([b""] * 50) + b"{}]}",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><feed>&b;</feed>',
        b"<feed " + b" ".join(b'a%d=""' % n for n in range(5000)) + b"/>",
    ],
    ids=lambda raw: repr(raw[:24]),
)
def test_an_answer_of_another_sort_is_a_failure(name: str, raw: bytes) -> None:
    values = read(name, raw)
    check(values)
    assert not items(values)


HOSTILE = [
    b"null",
    b"-1",
    b"1e400",
    b"99999999999999999999999999",
    b'""',
    b"[]",
    b"{}",
    b'"9999-99-99T99:99:99Z"',
    b'"\\ud800"',
]


def _values(raw: bytes) -> Iterator[bytes]:
    """Yield the recording with each of its values in turn replaced by something hostile."""
    for match in re.finditer(rb'":\s*("(?:[^"\\]|\\.)*"|-?\d+|true|false)', raw):
        for hostile in HOSTILE:
            yield raw[: match.start(1)] + hostile + raw[match.end(1) :]


@pytest.mark.parametrize("name", ["hackernews", "papers", "models"])
def test_no_value_of_an_answer_can_hurt(name: str) -> None:
    for raw in _values(body(CASES[name][1])):
        check(read(name, raw))


WRONG = [
    b"",
    b"9999-99-99",
    b"0001-01-01T00:00:00+14:00",
    b"9999-12-31T23:59:59-12:00",
    b"&#55296;",
    b"<b>",
    b"-",
    b"\x00",
]


@pytest.mark.parametrize("name", [name for name in WEB if CASES[name][1].endswith(("xml", "html"))])
def test_no_text_of_a_document_can_hurt(name: str) -> None:
    raw = body(CASES[name][1])
    for match in re.finditer(rb">([^<>]+)<", raw):
        if match[1].strip():
            for wrong in WRONG:
                check(read(name, raw[: match.start(1)] + wrong + raw[match.end(1) :]))


@given(st.sampled_from(WEB), st.integers(0, 5000), st.integers(0, 5000), st.binary(max_size=40))
@settings(max_examples=200, deadline=None)
def test_damaged_answers(name: str, start: int, length: int, new: bytes) -> None:
    raw = body(CASES[name][1])
    check(read(name, raw[:start] + new + raw[start + length :], OPEN))


@pytest.mark.parametrize("name", WEB)
def test_a_fetch_that_fails_is_told(name: str) -> None:
    what = CASES[name][0]
    values = list(reader(what.kind)(what, Answers({}), DAY))
    assert set(failures(values)) >= {"http_404"} and not items(values)


# --- in a confined process, over real sockets -------------------------------------------------------------------------

PATHS = {
    "arxiv rss": "/rss/cs.AI",
    "arxiv listing": "/list/cs.CL/new?skip=0&show=2000",
    "arxiv api": "/api/query?search_query=%28cat%3Acs.CL%29&sortBy=submittedDate&sortOrder=descending&start=0&max_results=500",
    "hackernews": "/api/v1/search_by_date?tags=story&hitsPerPage=100&page=0",
    "papers": "/api/daily_papers?limit=100",
    "models": "/api/models?author=northlight&sort=createdAt&direction=-1&limit=20",
    "github": "/keel/rope/releases.atom",
    "sitemap": "/pages.xml",
    "news sitemap": "/news.xml",
    "links": "/news",
}


def test_over_real_sockets_and_in_a_confined_process() -> None:
    types_of = {"json": "application/json", "html": "text/html; charset=utf-8", "xml": "application/xml"}
    answers = {
        PATHS[name]: Answer(body(CASES[name][1]), headers={"Content-Type": types_of[CASES[name][1].rpartition(".")[2]]})
        for name in WEB
    }
    with web(answers) as served:
        fetch = WebFetch(Transport(allow_private=True), None, robots=False, delay=0)
        try:
            for name in WEB:
                what, recorded = CASES[name]
                here = msgspec.structs.replace(what, url=re.sub(r"https://[^/]+", served.address, what.url))
                values = list(reader(what.kind, confined())(here, fetch, OPEN))
                expected = [item.title for item in items(read(name, body(recorded), OPEN))]
                assert [item.title for item in items(values)] == expected and expected, name
        finally:
            fetch.close()


# --- the manual -------------------------------------------------------------------------------------------------------


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)


def test_every_source_of_the_manual_can_be_declared() -> None:
    declared = [one for block in _blocks("toml") if "[[source]]" in block for one in load_sources(block, "sources.md")]
    for one in declared:
        if one.kind in READERS:
            options_of(one, READERS[one.kind].options)
    assert {one.kind for one in declared} >= set(READERS) | {"feed"}


@pytest.mark.parametrize("kind", sorted(READERS))
def test_every_option_is_in_the_manual(kind: str) -> None:
    text = MANUAL.read_text(encoding="utf-8")
    section = text.partition(f"\n## `{kind}`")[2].partition("\n## ")[0]
    assert section, f"no section on {kind}"
    for field in msgspec.structs.fields(READERS[kind].options):
        assert f"`{field.encode_name}`" in section, f"{kind} has an option {field.encode_name}"


def test_the_example_of_a_new_kind_works(monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = [block for block in _blocks("python") if "class StatusReader" in block]
    assert len([line for line in code.splitlines() if line.strip()]) <= 50
    module = types.ModuleType("read_status")
    monkeypatch.setitem(sys.modules, "read_status", module)
    exec(compile(code, str(MANUAL), "exec"), module.__dict__)
    what: Source = source("status", "https://status.example", {"impact": "major"})
    answer = (
        b'{"incidents": [{"name": "Login is slow", "shortlink": "https://stspg.example/1", "impact": "major",'
        b' "created_at": "2026-11-20T08:00:00Z"}, {"name": "Typo", "shortlink": "https://stspg.example/2", "impact": "minor"}]}'
    )
    fetch = Answers({"https://status.example/api/v2/incidents.json": answer})
    (item,) = list(module.StatusReader()(what, fetch, DAY))
    assert (item.url, item.title) == ("https://stspg.example/1", "Login is slow")
    assert (item.published, item.dated) == (datetime(2026, 11, 20, 8, tzinfo=UTC), "feed")
    for raw in (b"", b"null", b'{"incidents": [1]}'):
        (told,) = list(module.StatusReader()(what, everything(raw), DAY))
        assert isinstance(told, Failure)
