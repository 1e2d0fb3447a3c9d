"""``sources add``, ``import`` and ``export``: what people give becomes a table that works, in a file that stays theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from broadsheet.adapters.confine import inline
from broadsheet.adapters.read_arxiv import ArxivReader
from broadsheet.adapters.read_feed import FeedReader
from broadsheet.adapters.read_github import GitHubReader
from broadsheet.adapters.read_hackernews import HackerNewsReader
from broadsheet.adapters.read_huggingface import HuggingFaceReader
from broadsheet.adapters.read_links import LinksReader
from broadsheet.commands.sources import app
from broadsheet.errors import BroadsheetError, ConfigError, UsageError
from broadsheet.ports import Fetch, Reader
from broadsheet.sources import load_sources
from broadsheet.subscriptions.add import options_said, propose
from broadsheet.subscriptions.check import Asker
from broadsheet.subscriptions.file import Roll, add_tables, is_shipped, own_file, read_text, table, value
from broadsheet.text.alternates import alternates, feed_head
from broadsheet.types import Failure, Page, Source, Window

from conftest import source
from loopback_web import web
from test_sources_check import FRESH, HOUR, NOW, config, entry, rss

READERS: dict[str, Reader] = {
    "feed": FeedReader(),
    "arxiv": ArxivReader(sleep=lambda _: None),
    "github": GitHubReader(),
    "hackernews": HackerNewsReader(),
    "huggingface": HuggingFaceReader(),
    "links": LinksReader(),
}
RELEASES = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Release notes</title><entry><title>v2</title><updated>2026-11-21T00:00:01Z</updated>'
    '<link rel="alternate" href="https://github.com/a/b/releases/tag/v2"/><content type="html">Notes</content></entry></feed>'
)


def pages(answers: Mapping[str, str | bytes]) -> Fetch:
    """Return a fetch of canned answers by address."""

    def fetch(url: str, *, again: bool = False) -> Page | Failure:
        body = answers.get(url)
        if body is None:
            return Failure(stage="fetch", subject=url, kind="http_404", message="status 404: nothing is there")
        raw = body.encode() if isinstance(body, str) else body
        return Page(url=url, final_url=url, status=200, headers=(), body=raw, when=NOW)

    return fetch


def asker(fetch: Fetch) -> Asker:
    return Asker(
        fetch=fetch, readers=READERS, confine=inline, window=Window(start=NOW - timedelta(days=1), end=NOW), now=NOW
    )


def test_a_feed_itself() -> None:
    body = rss(HOUR, title="Harbour Daily - RSS Feed", language="en-gb")
    found = propose("site.example/feed", asker(pages({"https://site.example/feed": body})))
    made = found.source
    assert (made.kind, made.url, made.outlet, made.name) == (
        "feed",
        "https://site.example/feed",
        "Harbour Daily",
        "harbour-daily",
    )
    assert (made.owner, made.language) == ("site.example", "en")
    assert [item.title for item in found.newest] == ["Item 0"]
    assert any("owner" in note for note in found.notes)


def test_the_language_is_that_of_the_text_whatever_the_feed_says() -> None:
    body = rss(HOUR).replace(b"Item 0", "我國衛星發射成功，進入預定軌道".encode())
    assert propose("https://s.example/x", asker(pages({"https://s.example/x": body}))).source.language == "zh-Hant"


@pytest.mark.parametrize(
    "links",
    [
        '<link rel="alternate" type="application/rss+xml" href="/deep/rss">',
        '<link rel="alternate" type="application/rss+xml" href="/broken"><link rel="alternate feed" type="application/atom+xml; charset=utf-8" href="deep/rss">',
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed"><link rel=feed href="https://site.example/deep/rss">',
    ],
)
def test_a_page_that_declares_one(links: str) -> None:
    html = f"<html><head><title>Home</title>{links}</head><body>x</body></html>"
    fetch = pages({"https://site.example/": html, "https://site.example/deep/rss": rss(HOUR)})
    assert propose("https://site.example/", asker(fetch)).source.url == "https://site.example/deep/rss"


@pytest.mark.parametrize("place", ["https://site.example/blog/feed", "https://site.example/atom.xml"])
def test_a_feed_at_a_usual_place(place: str) -> None:
    fetch = pages({"https://site.example/blog": "<html><body>x</body></html>", place: rss(HOUR)})
    assert propose("https://site.example/blog", asker(fetch)).source.url == place


@pytest.mark.parametrize(
    ("given", "kind", "address", "options"),
    [
        ("https://github.com/a/b", "github", "https://github.com/a/b", ()),
        ("https://github.com/a/b/releases.atom", "github", "https://github.com/a/b", ()),
        ("github.com/a/b.git", "github", "https://github.com/a/b", ()),
        ("https://huggingface.co/deepseek-ai", "huggingface", "https://huggingface.co/deepseek-ai", ()),
        ("https://huggingface.co/deepseek-ai/models", "huggingface", "https://huggingface.co/deepseek-ai", ()),
        (
            "https://hnrss.org/newest?q=LLM&points=50",
            "hackernews",
            "https://hn.algolia.com/api/v1/search_by_date",
            (("points", 50), ("query", "LLM")),
        ),
        (
            "https://news.ycombinator.com/",
            "hackernews",
            "https://hn.algolia.com/api/v1/search_by_date",
            (("points", 100),),
        ),
    ],
)
def test_services_become_their_kinds(
    given: str, kind: str, address: str, options: tuple[tuple[str, object], ...]
) -> None:
    def fetch(url: str, *, again: bool = False) -> Page | Failure:
        body = '{"hits": []}' if "algolia" in url else "[]" if "huggingface" in url else RELEASES
        return Page(url=url, final_url=url, status=200, headers=(), body=body.encode(), when=NOW)

    made = propose(given, asker(fetch)).source
    assert (made.kind, made.url, made.options) == (kind, address, options)


@pytest.mark.parametrize(
    "given", ["https://arxiv.org/list/cs.AI/new", "https://rss.arxiv.org/rss/cs.AI", "arxiv.org/list/cs.AI"]
)
def test_a_category_of_arxiv(given: str) -> None:
    paper = b"<item><title>T</title><link>https://arxiv.org/abs/2611.00001</link><description>Abstract: A.</description></item>"
    feed = b'<rss version="2.0"><channel><title>cs.AI</title><pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate>'
    fetch = pages({"https://rss.arxiv.org/rss/cs.AI": feed + paper + b"</channel></rss>"})
    made = propose(given, asker(fetch)).source
    assert made.kind == "arxiv" and made.options == (("categories", "cs.AI"),)


@pytest.mark.parametrize(
    ("given", "kind", "told"),
    [
        ("https://nowhere.example/x", "", "http_404"),
        ("https://site.example/", "", "declares none"),
        ("https://me:pw@site.example/", "", "^[^p]*holds a user name or a [^:@]*credentials are not sent"),
        ("javascript:alert(1)", "", "is no http or https address"),
        ("https://site.example/", "telex", "is not installed"),
        ("https://site.example/", "links", "selector"),
        ("https://have.example/feed", "", "is there already, as have"),
    ],
)
def test_what_cannot_be_added_is_refused_with_a_reason(given: str, kind: str, told: str) -> None:
    fetch = pages({"https://site.example/": "<html><body>x</body></html>", "https://have.example/feed": rss(HOUR)})
    present = [source(name="have", url="http://have.example/feed/")]
    with pytest.raises(BroadsheetError, match=told):
        propose(given, asker(fetch), present, kind)


def test_links_with_a_selector() -> None:
    html = "<html><body><h2><a href='/2026/11/21/one'>The first headline of all</a></h2></body></html>"
    options = options_said(["selector=h2 a", "limit=3"])
    made = propose("https://site.example/news", asker(pages({"https://site.example/news": html})), (), "links", options)
    assert (
        made.source.kind == "links" and made.source.options == (("limit", 3), ("selector", "h2 a")) and made.items == 1
    )
    with pytest.raises(UsageError, match="KEY=VALUE"):
        options_said(["limit"])


def test_hostile_pages_give_nothing() -> None:
    def page(body: bytes) -> Page:
        return Page(
            url="https://h.example/", final_url="https://h.example/", status=200, headers=(), body=body, when=NOW
        )

    for body in (
        b"",
        b"\x00\xff",
        b'<!DOCTYPE r [<!ENTITY a "b">]><rss><channel><title>&a;</title></channel></rss>',
        b"{" * 9999,
    ):
        assert feed_head(page(body)).title == ""
        assert alternates(page(body)).feeds == ()
    sly = alternates(
        page(b'<link rel=alternate type=application/rss+xml href="javascript:x"><base href="http://[::1">')
    )
    assert sly.feeds == ()


# --- the file --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("last", ["", "\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "BOM"])
def test_what_stands_in_the_file_stays_to_the_byte(tmp_path: Path, mark: bytes, end: str, last: str) -> None:
    path = tmp_path / "s.toml"
    before = mark + f"# mine\n{entry('a', 'https://a.example/')}# 的 end{last}".replace("\n", end).encode()
    path.write_bytes(before)
    new = source(name="b", url="https://b.example/", options=(("points", 3),))
    add_tables(path, [(new, ["a note\nof two lines"])])
    raw = path.read_bytes()
    assert raw.startswith(before)
    added = raw[len(before) :].decode()
    assert f"{end}# a note of two lines{end}[[source]]{end}" in added
    assert added.count(end) == added.count("\n") and added.endswith(end)
    assert load_sources(read_text(path), "s")[-1] == new
    add_tables(path, [(source(name="c", url="https://c.example/"), ())])
    assert path.read_bytes().startswith(raw)


@pytest.mark.parametrize(
    ("twin", "told"),
    [
        (source(name="other", url="http://www2.a.example/feed/"), None),
        (source(name="other", url="http://a.example/feed/"), "is there already, as a"),
        (source(name="a", url="https://c.example/"), "another source of that name"),
    ],
)
def test_no_source_stands_twice(tmp_path: Path, twin: Source, told: str | None) -> None:
    path = tmp_path / "s.toml"
    path.write_text(entry("a", "https://a.example/feed"), encoding="utf-8")
    before = path.read_bytes()
    if told is None:
        add_tables(path, [(twin, ())])
        return
    with pytest.raises(UsageError, match=told):
        add_tables(path, [(source(name="new", url="https://n.example/"), ()), (twin, ())])
    assert path.read_bytes() == before


def test_a_broken_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text("[[source\n", encoding="utf-8")
    with pytest.raises(ConfigError):
        add_tables(path, [(source(), ())])
    assert path.read_text(encoding="utf-8") == "[[source\n"


@pytest.mark.parametrize("raw", ["# caf\u00e9".encode("latin-1"), "# x".encode("utf-16")], ids=["latin-1", "utf-16"])
def test_a_file_that_is_not_utf_8_is_refused_by_its_name(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(raw)
    with pytest.raises(ConfigError, match="is not UTF-8 text") as caught:
        add_tables(path, [(source(), ())])
    assert caught.value.subject == str(path) and path.read_bytes() == raw


def test_a_shipped_pack_is_nobodys_own(tmp_path: Path) -> None:
    shipped = Path(str(files("broadsheet.desks.ai"))) / "sources.toml"
    assert is_shipped(shipped) and own_file(str(shipped), "ai") is None and own_file("", "ai") is None
    assert own_file("", str(tmp_path)) == tmp_path / "sources.toml"
    assert own_file(str(tmp_path / "x.toml"), "ai") == tmp_path / "x.toml"


def test_values_and_names() -> None:
    assert (value(True), value(3), value(0.5), value('a"\\\n\x7f')) == ("true", "3", "0.5", '"a\\"\\\\\\n\\u007f"')
    roll = Roll([source(name="the-news")])
    assert (roll.free_name("The NEWS!"), roll.free_name("  "), roll.free_name("量子位 QbitAI")) == (
        "the-news-2",
        "source",
        "量子位-qbitai",
    )
    assert table(source(name="x"), ["[[source]]\n"]).startswith("# [[source]]\n[[source]]\n")


# --- the commands ----------------------------------------------------------------------------------------------------


@pytest.fixture
def site() -> Iterator[str]:
    with web({"/feed": FRESH}) as served:
        yield served.address


def test_add_appends_to_the_users_own_file(tmp_path: Path, site: str) -> None:
    path = config(tmp_path, "# mine\n" + entry("a", "https://a.example/"))
    added = CliRunner().invoke(app, ["add", f"{site}/feed", "--config", str(path)])
    assert added.exit_code == 0, (added.output, added.exception)
    assert "Item 0" in added.output and "appended to" in added.output
    text = (tmp_path / "sources.toml").read_text(encoding="utf-8")
    assert text.startswith("# mine\n") and [s.url for s in load_sources(text, "s")] == [
        "https://a.example/",
        f"{site}/feed",
    ]
    again = CliRunner().invoke(app, ["add", f"{site}/feed", "--config", str(path)])
    assert isinstance(again.exception, UsageError) and "is there already" in str(again.exception)
    assert (tmp_path / "sources.toml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("before", [None, "", "# mine\n\n"], ids=["missing", "empty", "comments"])
@pytest.mark.parametrize("to", [False, True], ids=["configured", "--to"])
def test_add_and_import_begin_a_list(tmp_path: Path, site: str, before: str | None, to: bool) -> None:
    path = config(tmp_path, "")
    configured, other = tmp_path / "sources.toml", tmp_path / "new" / "other.toml"
    for file in (configured, other):
        file.parent.mkdir(exist_ok=True)
        file.unlink(missing_ok=True)
        if before is not None:
            file.write_text(before, encoding="utf-8")
    target = other if to else configured
    more = ["--config", str(path), *(["--to", str(other)] if to else [])]
    added = CliRunner().invoke(app, ["add", f"{site}/feed", *more])
    assert added.exit_code == 0, (added.output, added.exception)
    text = target.read_text(encoding="utf-8")
    assert text.startswith(before or "") and [s.url for s in load_sources(text, "s")] == [f"{site}/feed"]
    target.write_text(before or "", encoding="utf-8")
    listed = tmp_path / "x.opml"
    listed.write_text('<opml version="2.0"><body><outline text="N" xmlUrl="https://n.example/f"/></body></opml>')
    taken = CliRunner().invoke(app, ["import", str(listed), *more])
    assert taken.exit_code == 0, (taken.output, taken.exception)
    assert [s.url for s in load_sources(target.read_text(encoding="utf-8"), "s")] == ["https://n.example/f"]


def test_a_shipped_pack_is_never_edited(tmp_path: Path, site: str) -> None:
    path = tmp_path / "broadsheet.toml"
    path.write_text(f'out = "{tmp_path}/e"\n[fetch]\nprivate = ["127.0.0.1"]\ndelay = 0\n', encoding="utf-8")
    shipped = Path(str(files("broadsheet.desks.ai"))) / "sources.toml"
    before = shipped.read_bytes()
    refused = CliRunner().invoke(app, ["add", f"{site}/feed", "--config", str(path), "--to", str(shipped)])
    assert isinstance(refused.exception, UsageError) and "next version" in str(refused.exception)
    listed = tmp_path / "x.opml"
    listed.write_text(
        f'<opml version="2.0"><body><outline text="N" xmlUrl="{site}/feed"/></body></opml>', encoding="utf-8"
    )
    printed = CliRunner().invoke(app, ["import", str(listed), "--config", str(path)])
    assert printed.exit_code == 0, (printed.output, printed.exception)
    assert load_sources(printed.stdout, "x")[0].url == f"{site}/feed" and "--to FILE" in printed.stderr
    assert shipped.read_bytes() == before


def test_what_no_command_could_read_is_not_imported(tmp_path: Path) -> None:
    ours = 'xmlns:b="urn:broadsheet:source:1"'
    listed = tmp_path / "x.opml"
    listed.write_text(
        f'<opml version="2.0"><body><outline text="Good" xmlUrl="https://g.example/feed"/>'
        f'<outline text="Fax" url="https://f.example/" {ours} b:kind="telex"/>'
        f"""<outline text="Opt" xmlUrl="https://o.example/" {ours} b:options='{{"limt": 3}}'/></body></opml>""",
        encoding="utf-8",
    )
    path = config(tmp_path, entry("a", "https://a.example/"))
    taken = CliRunner().invoke(app, ["import", str(listed), "--config", str(path)])
    assert taken.exit_code == 0, (taken.output, taken.exception)
    told = " ".join(taken.stderr.split())
    assert "not taken: Fax: kind 'telex'" in told and "not taken: Opt: options.limt" in told
    assert "1 taken, 2 told" in told
    seen = CliRunner().invoke(app, ["list", "--config", str(path)])
    assert seen.exit_code == 0 and "2 sources" in seen.output


def test_an_import_tells_of_addresses_that_are_never_asked(tmp_path: Path) -> None:
    inside = (
        "http://127.0.0.1/f",
        "http://[::1]/f",
        "http://10.0.0.7:8080/f",
        "http://localhost/f",
        "http://192.168.1.9/f",
    )
    listed = tmp_path / "x.opml"
    feeds = "".join(
        f'<outline text="N" xmlUrl="{url}"/>' for url in (*inside, "https://n.example/f", "http://8.8.8.8/f")
    )
    listed.write_text(f'<opml version="2.0"><body>{feeds}</body></opml>', encoding="utf-8")
    path = tmp_path / "broadsheet.toml"
    path.write_text('[fetch]\nprivate = ["192.168.1.9"]\n', encoding="utf-8")
    taken = CliRunner().invoke(app, ["import", str(listed), "--config", str(path), "--to", str(tmp_path / "s.toml")])
    assert taken.exit_code == 0, (taken.output, taken.exception)
    told = [line for line in taken.stderr.splitlines() if line.startswith("taken, and not asked:")]
    assert len(told) == 4 and all(url in line for url, line in zip(inside, told, strict=False))
    assert all("fetch.private" in line for line in told) and "7 taken, 0 told" in taken.stderr


def test_export_and_import_are_a_round_trip(tmp_path: Path) -> None:
    path = config(
        tmp_path,
        entry("a", "https://a.example/"),
        entry("b", "https://b.example/") + 'weight = 1.3\nlanguage = "zh-Hant"\n',
    )
    exported = CliRunner().invoke(app, ["export", "--config", str(path), "--to", str(tmp_path / "x.opml")])
    assert exported.exit_code == 0, (exported.output, exported.exception)
    back = CliRunner().invoke(
        app, ["import", str(tmp_path / "x.opml"), "--config", str(path), "--to", str(tmp_path / "new.toml"), "--trust"]
    )
    assert back.exit_code == 0, (back.output, back.exception)
    first, second = ((tmp_path / name).read_text(encoding="utf-8") for name in ("sources.toml", "new.toml"))
    assert load_sources(first, "1") == load_sources(second, "2")
    strange = CliRunner().invoke(
        app, ["import", str(tmp_path / "x.opml"), "--config", str(path), "--to", str(tmp_path / "s.toml")]
    )
    assert "2 of them have a weight, an owner or primary" in strange.stderr.replace("\n", " ")
    assert [s.weight for s in load_sources((tmp_path / "s.toml").read_text(encoding="utf-8"), "3")] == [1.0, 1.0]
    twice = CliRunner().invoke(
        app, ["import", str(tmp_path / "x.opml"), "--config", str(path), "--to", str(tmp_path / "new.toml")]
    )
    assert "not taken: a: is there already, as a" in twice.stderr and "0 taken, 2 told" in twice.stderr
