"""``sources check``: a farm of sick sources, each with the verdict and the advice it needs."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from broadsheet.adapters.confine import inline
from broadsheet.adapters.engines import Threads
from broadsheet.adapters.read_feed import FeedReader
from broadsheet.adapters.read_links import LinksReader
from broadsheet.adapters.web.fetch import WebFetch
from broadsheet.adapters.web.journal import Journal
from broadsheet.adapters.web.transport import Transport
from broadsheet.commands.sources import app
from broadsheet.ports import Reader
from broadsheet.subscriptions.check import Asker, check_all
from broadsheet.subscriptions.verdict import Finding, leads
from broadsheet.types import Page, Source, Window

from conftest import source
from loopback_web import Answer, Web, web

NOW = datetime.now(UTC).replace(microsecond=0)
READERS: Mapping[str, Reader] = {"feed": FeedReader(), "links": LinksReader()}


def rss(*ages: timedelta | None, title: str = "A feed", language: str = "en") -> bytes:
    items = "".join(
        f"<item><title>Item {n}</title><link>https://site.example/{n}</link>"
        + ("" if age is None else f"<pubDate>{format_datetime(NOW - age)}</pubDate>")
        + "</item>"
        for n, age in enumerate(ages)
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://site.example/</link><language>{language}</language>{items}</channel></rss>"
    ).encode()


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
XML = {"Content-Type": "application/rss+xml"}
HTML = {"Content-Type": "text/html; charset=utf-8"}
FRESH = Answer(rss(HOUR, 3 * HOUR, 5 * DAY), headers=XML)


def page(*links: str) -> Answer:
    declared = "".join(f'<link rel="alternate" type="application/rss+xml" href="{link}">' for link in links)
    return Answer(
        f"<html><head><title>A site</title>{declared}</head><body><p>Hi</p></body></html>".encode(), headers=HTML
    )


FARM: dict[str, Answer] = {
    "/ok": FRESH,
    "/quiet": Answer(rss(50 * DAY), headers=XML),
    "/stale": Answer(rss(430 * DAY), headers=XML),
    "/undated": Answer(rss(None, None), headers=XML),
    "/future": Answer(rss(-90 * DAY, 2 * HOUR), headers=XML),
    "/empty": Answer(rss(), headers=XML),
    "/moved": Answer(b"", 301, {"Location": "/ok"}),
    "/wandering": Answer(b"", 302, {"Location": "/ok"}),
    "/html": page("/nothing", "/ok"),
    "/html-bare": page(),
    "/gone": Answer(b"gone", 410),
    "/lost": Answer(b"no", 404),
    "/closed": Answer(b"no", 403),
    "/busy": Answer(b"slow down", 429, {"Retry-After": "3600"}),
    "/sick": Answer(b"oh", 500),
    "/file": Answer(b"", 302, {"Location": "file:///etc/passwd"}),
    "/nowhere": Answer(b"", 302, {"Location": "http://[half/feed"}),
    "/ahead": Answer(rss(-2 * DAY, -400 * DAY), headers=XML),
    "/circle": Answer(b"", 302, {"Location": "/circle2"}),
    "/circle2": Answer(b"", 302, {"Location": "/circle"}),
    "/cut": Answer(rss(HOUR, 2 * HOUR)[:-60], headers=XML),
    "/gbk": Answer(
        '<?xml version="1.0" encoding="gbk"?><rss version="2.0"><channel><title>报</title><item><title>新闻：卫星发射成功</title>'
        f"<link>https://s.example/1</link><pubDate>{format_datetime(NOW - HOUR)}</pubDate></item></channel></rss>".encode(
            "gbk"
        ),
        headers={"Content-Type": "text/xml"},
    ),
    "/bomb": Answer(b'<!DOCTYPE r [<!ENTITY a "b">]><rss version="2.0"><channel/></rss>', headers=XML),
    "/list": Answer(
        f"<html><body><ul><li><a href='/{NOW - 450 * DAY:%Y/%m/%d}/x'>A long enough title</a></li></ul></body></html>".encode(),
        headers=HTML,
    ),
}


@contextlib.contextmanager
def asking(
    site: Web,
    path: Path | None = None,
    *,
    robots: bool = False,
    run: str = "check 1",
    private: Sequence[str] = ("127.0.0.1",),
) -> Iterator[tuple[Asker, Journal]]:
    journal = Journal(path, run)
    transport = Transport(private=private, total_seconds=3, read_seconds=1)
    fetch = WebFetch(transport, journal, robots=robots, delay=0, sleep=lambda _: None)
    yield (
        Asker(
            fetch=fetch,
            readers=READERS,
            confine=inline,
            window=Window(start=NOW - DAY, end=NOW),
            now=NOW,
            lasting=lambda url: leads(url, journal.exchanges(url)),
            forget=lambda url: journal.memory.forget(url, "gone"),
        ),
        journal,
    )
    fetch.close()
    journal.close()


def checked(asker: Asker, sources: list[Source]) -> dict[str, Finding]:
    engine = Threads()
    try:
        return {finding.name: finding for finding in check_all(sources, asker, engine)}
    finally:
        engine.close()


@pytest.fixture(scope="module")
def findings() -> Iterator[tuple[dict[str, Finding], str]]:
    with web(FARM) as site, asking(site) as (asker, _):
        sources = [
            source(name=path[1:], url=site.address + path)
            for path in FARM
            if path not in ("/circle2", "/list", "/busy")
        ]
        options = (("selector", "li a"),)
        sources += [
            source(name="list", kind="links", url=f"{site.address}/list", options=options),
            source(name="list-wrong", kind="links", url=f"{site.address}/list", options=(("selector", "h2 a"),)),
            source(name="refusing", url="http://127.0.0.1:9/feed"),
            source(name="inside", url="http://10.0.0.7/feed"),
            source(name="odd", kind="telex", url=f"{site.address}/ok"),
            source(name="busy", url=f"{site.address}/busy"),  # its whole host is left alone after it
            source(name="beside", url=f"{site.address}/beside"),
        ]
        yield checked(asker, sources), site.address


@pytest.mark.parametrize(
    ("name", "verdict", "usable", "status", "said"),
    [
        ("ok", "ok", True, 200, ""),
        ("quiet", "quiet", True, 200, "its newest item is 50 days old"),
        ("stale", "stale", False, 200, "14 months old: remove it"),
        ("undated", "ok", True, 200, "none of its items has a date"),
        ("future", "ok", True, 200, ""),
        ("empty", "empty", False, 200, "holds no item"),
        ("moved", "moved", True, 200, "change url to {site}/ok"),
        ("wandering", "ok", True, 200, ""),
        ("html", "not a feed", False, 200, "it serves text/html, no feed; its site declares {site}/ok: try that"),
        ("html-bare", "not a feed", False, 200, "it serves text/html, no feed: give the feed's address"),
        ("gone", "dead", False, 410, "410, gone for good: remove it"),
        ("lost", "dead", False, 404, "find the new address, or remove it"),
        ("closed", "refused", False, 403, "the site refuses this program"),
        ("busy", "busy", False, 429, "asked too often"),
        ("beside", "busy", False, None, "not asked: its host said so, to another address"),
        (
            "file",
            "broken",
            False,
            None,
            "it redirects to file:///etc/passwd, which is not an http or https address: tell",
        ),
        ("nowhere", "broken", False, None, "it redirects to 'http://[half/feed', which is no address: tell the site"),
        ("ahead", "ok", True, 200, f"all its dates lie ahead, the nearest is {NOW + 2 * DAY:%Y-%m-%d}; they are not"),
        ("sick", "down", False, 500, "500, the site has trouble"),
        ("circle", "broken", False, None, "redirects in a circle"),
        ("cut", "ok", True, 200, ""),
        ("gbk", "ok", True, 200, ""),
        ("bomb", "broken", False, 200, "cannot be read"),
        ("list", "stale", False, 200, "old"),
        ("list-wrong", "broken", False, 200, "'h2 a' finds no link"),
        ("refusing", "down", False, None, "refuses connections"),
        ("inside", "blocked", False, None, "private network"),
        ("odd", "wrong", False, None, "correct the kind"),
    ],
)
def test_each_gets_its_verdict_and_advice(
    findings: tuple[dict[str, Finding], str], name: str, verdict: str, usable: bool, status: int | None, said: str
) -> None:
    found, site = findings
    finding = found[name]
    assert (finding.verdict, finding.usable, finding.status) == (verdict, usable, status), finding
    assert said.replace("{site}", site) in finding.suggestion, finding.suggestion
    assert said or not finding.suggestion or name == "cut"


def test_the_numbers_of_a_healthy_source(findings: tuple[dict[str, Finding], str]) -> None:
    found, site = findings
    ok = found["ok"]
    assert (ok.items, ok.in_window, ok.newest, ok.charset) == (3, 2, NOW - HOUR, "utf-8")
    assert found["gbk"].charset in ("gb18030", "gbk")
    assert found["undated"].undated == 2
    assert found["future"].newest == NOW - 2 * HOUR, "a date of next year says nothing of how fresh a feed is"
    assert found["moved"].redirect == found["wandering"].redirect == f"{site}/ok"


def test_a_farm_that_robots_forbid_is_told_and_permission_heeded() -> None:
    answers = {**FARM, "/robots.txt": Answer(b"User-agent: *\nDisallow: /ok\n")}
    with web(answers) as site, asking(site, robots=True) as (asker, _):
        found = checked(
            asker, [source(name="ok", url=f"{site.address}/ok"), source(name="quiet", url=f"{site.address}/quiet")]
        )
    assert found["ok"].verdict == "forbidden" and found["ok"].robots == "forbids"
    assert "permitted = true" in found["ok"].suggestion
    assert found["quiet"].robots == "allowed"


def test_a_remembered_410_is_asked_again_and_cleared_when_the_source_lives(tmp_path: Path) -> None:
    answers = {"/feed": Answer(b"", 410)}
    memory = tmp_path / "web.sqlite"
    with web(answers) as site:
        mine = [source(name="s", url=f"{site.address}/feed")]
        with asking(site, memory) as (asker, journal):
            assert checked(asker, mine)["s"].verdict == "dead"
            journal.end()
        site.answers["/feed"] = FRESH
        with asking(site, memory, run="a run") as (asker, _):
            answer = asker.fetch(mine[0].url)
            assert not isinstance(answer, Page) and answer.kind == "gone", "a run does not even ask"
        with asking(site, memory, run="check 2") as (asker, journal):
            assert checked(asker, mine)["s"].verdict == "ok"
            journal.end()
        with asking(site, memory, run="another run") as (asker, _):
            assert isinstance(asker.fetch(mine[0].url), Page)


def test_a_site_whose_feed_is_gone_is_asked_for_another_one() -> None:
    with web({"/": page("/new/feed"), "/new/feed": FRESH}) as site, asking(site) as (asker, _):
        finding = checked(asker, [source(name="s", url=f"{site.address}/old/feed")])["s"]
    assert finding.verdict == "dead"
    assert finding.suggestion.endswith(f"its site declares {site.address}/new/feed: try that")


@pytest.mark.allow_hosts([f"127.0.0.{n}" for n in range(1, 5)])
def test_hosts_are_asked_at_once_and_one_host_in_turn() -> None:
    together = threading.Barrier(4)
    with contextlib.ExitStack() as stack:
        slow = dataclasses.replace(FRESH, wait=lambda: together.wait(20))
        hosts = [f"127.0.0.{n + 1}" for n in range(4)]
        sites = [stack.enter_context(web({"/feed": slow, "/more": FRESH}, host=host)) for host in hosts]
        asker, _ = stack.enter_context(asking(sites[0], private=hosts))
        sources = [
            source(name=f"{n} {path}", url=s.address + path) for n, s in enumerate(sites) for path in ("/feed", "/more")
        ]
        found = checked(asker, sources)
        assert {finding.verdict for finding in found.values()} == {"ok"}
        assert [site.most for site in sites] == [1, 1, 1, 1]


def test_what_is_fresh_in_memory_is_asked_all_the_same(tmp_path: Path) -> None:
    fresh = dataclasses.replace(FRESH, headers={**XML, "Cache-Control": "max-age=9999"})
    with web({"/feed": fresh}) as site:
        for run in ("1", "2"):
            with asking(site, tmp_path / "web.sqlite", run=run) as (asker, _):
                assert checked(asker, [source(name="s", url=f"{site.address}/feed")])["s"].verdict == "ok"
        assert len([path for path, _ in site.asked if path == "/feed"]) == 2


def hop(url: str, status: int, location: str) -> Page:
    return Page(url=url, final_url=url, status=status, headers=(("location", location),), body=b"", when=NOW)


@pytest.mark.parametrize(
    ("hops", "to"),
    [
        (
            [hop("http://a.example/", 301, "https://a.example/"), hop("https://a.example/", 308, "/feed")],
            "https://a.example/feed",
        ),
        (
            [hop("http://a.example/", 301, "https://a.example/"), hop("https://a.example/", 302, "/feed")],
            "https://a.example/",
        ),
        ([hop("http://a.example/", 302, "/x"), hop("http://a.example/x", 301, "/y")], ""),
        ([], ""),
    ],
)
def test_only_what_is_permanent_from_the_start_is_a_new_address(hops: list[Page], to: str) -> None:
    assert leads("http://a.example/", hops) == to


def config(folder: Path, *sources: str) -> Path:
    (folder / "sources.toml").write_text("\n".join(sources), encoding="utf-8")
    path = folder / "broadsheet.toml"
    path.write_text(
        f'sources = "./sources.toml"\nout = "{folder}/editions"\n[fetch]\nprivate = ["127.0.0.1"]\ndelay = 0\n',
        encoding="utf-8",
    )
    return path


def entry(name: str, url: str) -> str:
    return f'[[source]]\nname = "{name}"\nkind = "feed"\nurl = "{url}"\noutlet = "{name}"\nowner = "{name}"\n'


def test_the_command_prints_a_table_and_ends_with_1_when_some_cannot_be_used(tmp_path: Path) -> None:
    with web(FARM) as site:
        path = config(tmp_path, entry("good", f"{site.address}/ok"), entry("bad", f"{site.address}/gone"))
        good = CliRunner().invoke(app, ["check", "good", "--config", str(path)])
        both = CliRunner().invoke(app, ["check", "--config", str(path)])
        machine = CliRunner().invoke(app, ["check", "--json", "--config", str(path)])
        wrong = CliRunner().invoke(app, ["check", "nobody", "--config", str(path)])
    assert good.exit_code == 0, good.output
    assert "1 of 1 sources can be used (1 ok)" in good.output
    assert both.exit_code == 1 and "1 cannot: 1 dead" in both.output
    assert "bad [dead]: 410, gone for good: remove it" in both.output
    assert any(line.split()[:3] == ["good", "ok", "200"] and "2/3" in line for line in both.output.splitlines())
    told = json.loads(machine.stdout)
    assert [(f["name"], f["verdict"]) for f in told] == [("good", "ok"), ("bad", "dead")] and machine.exit_code == 1
    assert wrong.exit_code != 0 and "nobody" in str(wrong.exception)
