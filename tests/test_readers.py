"""The readers: feeds, files of articles and edition folders become items; what cannot be read is told, and where."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.adapters.read_edition import EditionReader
from broadsheet.adapters.read_feed import MAX_ENTRIES, FeedReader, announce_of
from broadsheet.adapters.read_jsonl import JsonlReader
from broadsheet.types import Failure, Item, Page

from conftest import SHARED, article
from loopback_web import a_source, failures, items, no_fetch

WHEN = datetime(2025, 12, 17, 12, tzinfo=UTC)


def read(body: str | bytes, content_type: str = "", **source: object) -> list[Item | Page | Failure]:
    raw = body.encode() if isinstance(body, str) else body

    def fetch(url: str) -> Page:
        headers = (("Content-Type", content_type),) if content_type else ()
        return Page(url=url, final_url=url, status=200, headers=headers, body=raw, when=WHEN)

    return list(FeedReader()(a_source(**source), fetch))


def rss(entry: str, head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:arxiv="http://arxiv.org/schemas/atom">'
        f"<channel><title>S</title><link>https://s.example/</link>{head}{entry}</channel></rss>"
    )


def one(entry: str) -> Item:
    (item,) = items(read(rss(f"<item>{entry}</item>")))
    return item


def test_an_rss_entry_becomes_an_item_and_the_page_comes_along() -> None:
    values = read(
        rss(
            "<item><title>A &amp;amp; B</title><link>/story?id=1</link><dc:creator>Ann Lee</dc:creator>"
            "<pubDate>Wed, 17 Dec 2025 20:30:00 +0800</pubDate><category>AI</category><description>Short.</description></item>"
        )
    )
    assert isinstance(values[0], Page)
    (item,) = items(values)
    assert item.url == "https://s.example/story?id=1"
    assert item.published == datetime(2025, 12, 17, 12, 30, tzinfo=UTC)
    assert not item.day_only
    assert (item.authors, item.categories, item.summary, item.text) == (("Ann Lee",), ("AI",), "Short.", "")


def test_atom_and_rdf_are_read() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://s.example/blog/"><title>S</title><entry><title>T</title>'
        '<link href="post"/><published>2025-12-17T01:02:03Z</published><updated>2025-12-18T00:00:01Z</updated></entry></feed>'
    )
    (item,) = items(read(atom))
    assert (item.url, item.published) == ("https://s.example/blog/post", datetime(2025, 12, 17, 1, 2, 3, tzinfo=UTC))
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item><title>T</title><link>https://s.example/1</link>'
        "<dc:date>2025-12-17</dc:date></item></rdf:RDF>"
    )
    (item,) = items(read(rdf))
    assert (item.published, item.day_only) == (datetime(2025, 12, 17, tzinfo=UTC), True)


@pytest.mark.parametrize(
    ("date", "published", "day_only"),
    [
        ("<dc:date>2025-12-17T00:00:00Z</dc:date>", datetime(2025, 12, 17, tzinfo=UTC), True),
        ("<pubDate>Wed, 17 Dec 2025 00:00:00 -0500</pubDate>", datetime(2025, 12, 17, tzinfo=UTC), True),
        ("<pubDate>Wed, 17 Dec 2025 00:00:00 +0800</pubDate>", datetime(2025, 12, 17, tzinfo=UTC), True),
        ("<pubDate>Wed, 17 Dec 2025 00:00:01 GMT</pubDate>", datetime(2025, 12, 17, 0, 0, 1, tzinfo=UTC), False),
        ("<pubDate>yesterday</pubDate>", None, False),
        ("<pubDate></pubDate>", None, False),
        ("", None, False),
    ],
)
def test_dates(date: str, published: datetime | None, day_only: bool) -> None:
    item = one(f"<title>T</title><link>https://s.example/1</link>{date}")
    assert (item.published, item.day_only) == (published, day_only)


def test_arxiv_entries_carry_announce_type_and_authors() -> None:
    item = one(
        "<title>T</title><link>https://arxiv.org/abs/2512.00001</link><dc:creator>Ann Lee, Bo Li</dc:creator>"
        "<category>cs.CL</category><arxiv:announce_type>replace-cross</arxiv:announce_type>"
        "<description>arXiv:2512.00001v2 Announce Type: replace-cross Abstract: We show.</description>"
    )
    assert (item.announce, item.authors, item.categories) == ("replaced", ("Ann Lee", "Bo Li"), ("cs.CL",))


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        ("new", "new"),
        ("cross", "cross"),
        ("replace", "replaced"),
        ("Replace-Cross", "replaced"),
        ("", None),
        ("x", None),
        ("replace (inferred: first listed 2025-10-17)", "replaced"),
    ],
)
def test_announce_types(value: str, meaning: str | None) -> None:
    assert announce_of(value) == meaning


def test_a_whole_body_is_text_and_a_teaser_is_not() -> None:
    body = "<p>" + "The harbour has many cranes and a long quay. " * 60 + "</p>"
    whole = one(f"<link>https://s.example/1</link><content:encoded><![CDATA[{body}]]></content:encoded>")
    assert whole.text == body and not whole.summary
    teaser = one(
        f"<link>https://s.example/1</link><content:encoded><![CDATA[{body}<p>Continue reading at S</p>]]></content:encoded>"
    )
    assert not teaser.text and teaser.summary
    short = one("<link>https://s.example/1</link><content:encoded>One line.</content:encoded>")
    assert (short.summary, short.text) == ("One line.", "")


@pytest.mark.parametrize("body", ["", "<html><body>404</body></html>", "{}", "\x00\x01", "<rss", "plain words", "<a/>"])
def test_what_is_no_feed_is_told(body: str) -> None:
    values = read(body)
    assert not items(values)
    assert set(failures(values)) == {"not_a_feed"}


def test_a_broken_feed_gives_what_it_has_and_is_told() -> None:
    values = read(
        rss("<item><title>T</title><link>https://s.example/1</link></item><item><title>broken").split("</channel>")[0]
    )
    assert [item.title for item in items(values)][:1] == ["T"]
    assert "broken_feed" in failures(values)


def test_an_empty_feed_is_no_trouble() -> None:
    assert failures(read(rss(""))) == {}


def test_a_feed_of_many_entries_is_cut_and_told() -> None:
    many = "".join(f"<item><link>https://s.example/{n}</link></item>" for n in range(MAX_ENTRIES + 3))
    values = read(rss(many))
    assert len(items(values)) == MAX_ENTRIES
    assert "3" in failures(values)["too_many"].message


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "utf-8", "utf-16"])
@pytest.mark.parametrize("content_type", ["", "text/xml; charset=utf-8", "application/rss+xml; charset=iso-8859-1"])
def test_a_feed_that_lies_about_its_encoding_is_read(encoding: str, content_type: str) -> None:
    title = "人工智能公司今天在台北公布新的模型"
    if encoding == "big5":
        title = "人工智慧公司今天在台北公布新的模型"
    feed = rss(f"<item><title>{title}</title><link>https://s.example/1</link></item>" * 3).replace("UTF-8", encoding)
    assert {item.title for item in items(read(feed.encode(encoding), content_type))} == {title}


def test_entities_bring_no_file_and_no_flood() -> None:
    outside = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    laughs = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 1000 + '"><!ENTITY c "' + "&b;" * 1000 + '">]>'
    for doctype, name in ((outside, "x"), (laughs, "c")):
        feed = rss(f"<item><title>T &{name};</title><link>https://s.example/1</link></item>").replace(
            "<rss", doctype + "<rss"
        )
        (told,) = failures(read(feed)).values()
        assert told.kind == "broken_feed" and "entities" in told.message and not items(read(feed))
    assert not items(read(feed.replace("<!ENTITY", "<!EN<!ENTITY>TITY")))


def test_half_a_character_does_not_end_the_run() -> None:
    entry = "<item><title>A &amp; B &#xD800; &#55296; &#x1F600; &#57344;x & y</title><link>https://s.example/1</link></item>"
    (item,) = items(read(rss(entry)))  # the bare ampersand makes the feed malformed
    item.title.encode()
    assert "\ufffd \ufffd \U0001f600" in item.title


def test_a_character_that_does_not_exist_is_a_broken_feed() -> None:
    values = read(rss("<item><title>a & b &#99999999999999999999;</title><link>https://s.example/1</link></item>"))
    assert "broken_feed" in failures(values)


def test_costly_markup_is_not_parsed() -> None:
    tag = "<a " + " ".join(f'a{n}=">"' for n in range(60_000)) + "/>"
    begun = time.process_time()
    assert "broken_feed" in failures(read(rss(f"<item><title>T</title>{tag}</item>")))
    read("<?xml" + " " * 400_000 + "version='1.0'?>" + rss(""))
    read("<?xml " + " encoding" * 50_000)
    assert time.process_time() - begun < 3
    image = f'<![CDATA[<img src="data:image/png;base64,{"A" * 100_000}">]]>'
    values = read(
        rss(f"<item><title>T</title><link>https://s.example/1</link><description>{image}</description></item>")
    )
    assert failures(values) == {} and len(items(values)) == 1


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://[bad", ""])
def test_a_bad_link_is_handed_on_as_it_is(address: str) -> None:
    assert one(f"<title>T</title><link>{address}</link>").url in (address, "")


def test_a_fetch_that_fails_is_the_only_value() -> None:
    trouble = Failure(stage="fetch", subject="x", kind="dns", message="unknown")
    assert list(FeedReader()(a_source(), lambda url: trouble)) == [trouble]


def test_the_public_feed_corpus_is_read_without_a_crash() -> None:
    folder = SHARED / "bench" / "feeds"
    if not folder.exists():
        pytest.skip("the feed corpus is not on this machine (../shared/bench/feeds)")
    given_items = 0
    for path in sorted(folder.rglob("*.xml")):
        values = read(path.read_bytes())
        given_items += len(items(values))
        assert all(failure.message for failure in failures(values).values()), path
    assert given_items >= 250


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_feed_reader(body: bytes) -> None:
    read(b"<rss version='2.0'><channel><item><title>" + body + b"</title></item></channel></rss>")


# Files of articles


def lines(tmp_path: Path, *rows: object) -> list[Item | Page | Failure]:
    path = tmp_path / "day.jsonl"
    raw = [row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode() for row in rows]
    path.write_bytes(b"\n".join(raw))
    return list(JsonlReader()(a_source(kind="jsonl", url=str(path)), no_fetch))


def row(**changes: object) -> dict[str, object]:
    return {
        "url": "https://d.example/1",
        "title": "T",
        "outlet": "D",
        "lang": "en",
        "published": "",
        "text": "X.",
    } | changes


def test_a_line_becomes_an_item_with_a_source_of_its_own(tmp_path: Path) -> None:
    (item,) = items(
        lines(tmp_path, row(unknown=1, published="2025-12-17T12:30:00Z", points=3, authors=["A"], lang="zh-Hant"))
    )
    assert (item.source.outlet, item.source.owner, item.source.kind) == ("D", "d.example", "jsonl")
    assert (item.published, item.points, item.authors) == (datetime(2025, 12, 17, 12, 30, tzinfo=UTC), 3, ("A",))
    assert (item.language, item.text) == ("zh-Hant", "X.")


@pytest.mark.parametrize(
    ("value", "published", "day_only"),
    [
        ("2025-12-17", datetime(2025, 12, 17, tzinfo=UTC), True),
        ("2025-12-17T20:00:00+08:00", datetime(2025, 12, 17, 12, tzinfo=UTC), False),
        ("2025-12-17T12:00:00", datetime(2025, 12, 17, 12, tzinfo=UTC), False),
        ("2025-12-17 12:00", datetime(2025, 12, 17, 12, tzinfo=UTC), False),
        ("2025-12", None, False),
        ("2025", None, False),
        ("20251217", None, False),
        ("2025-13-45", None, False),
        ("last week", None, False),
        ("0001-01-01T00:00:00+14:00", None, False),
        ("", None, False),
        (None, None, False),
    ],
)
def test_dates_of_a_line(tmp_path: Path, value: str | None, published: datetime | None, day_only: bool) -> None:
    values = lines(tmp_path, row(published=value))
    (item,) = items(values)
    assert (item.published, item.day_only) == (published, day_only)
    assert ("undated" in failures(values)) == bool(value and published is None)


@pytest.mark.parametrize(
    "bad",
    [
        b'{"url": "https://',
        b"[1, 2]",
        b"null",
        b'"text"',
        b'{"title": "no url"}',
        b'{"url": ""}',
        b'{"url": 5}',
        b"\x00",
        b'{"url": "https://d.example/2", "title": ["no", "string"]}',
        b'{"url": "https://d.example/2", "title": "a\x00b"}',
        b'{"url": "https://d.example/2", "points": 1' + b"0" * 400 + b"}",
        b'{"url": "https://d.example/2", "points": 18446744073709551616}',
        b'{"url": "https://d.example/2", "unknown": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(tmp_path: Path, bad: bytes) -> None:
    values = lines(tmp_path, row(), bad, row(url="https://d.example/3"))
    assert [item.url for item in items(values)] == ["https://d.example/1", "https://d.example/3"]
    (failure,) = failures(values).values()
    assert (failure.subject, failure.kind) == ("day.jsonl:2", "broken_line")


def test_encodings_may_differ_from_line_to_line(tmp_path: Path) -> None:
    simplified, traditional = "小米发布新的人工智能模型，成绩超过对手", "小米發表新的人工智慧模型，成績超過對手"
    values = lines(
        tmp_path,
        b"\xef\xbb\xbf" + json.dumps(row(title="with a mark")).encode(),
        json.dumps(row(title=simplified), ensure_ascii=False).encode("gb18030"),
        json.dumps(row(title=traditional), ensure_ascii=False).encode("big5"),
    )
    assert [item.title for item in items(values)] == ["with a mark", simplified, traditional]
    told = [value for value in values if isinstance(value, Failure)]
    assert [(f.subject, f.kind) for f in told] == [("day.jsonl:2", "encoding"), ("day.jsonl:3", "encoding")]


def test_a_utf16_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "wide.jsonl"
    path.write_bytes("\n".join(json.dumps(row(title=t), ensure_ascii=False) for t in ("你好", "b")).encode("utf-16"))
    assert [i.title for i in items(list(JsonlReader()(a_source(url=path.as_uri()), no_fetch)))] == ["你好", "b"]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    (failure,) = JsonlReader()(a_source(url=str(tmp_path / "none.jsonl")), no_fetch)
    assert isinstance(failure, Failure) and failure.kind == "unreadable" and "none.jsonl" in failure.subject


def test_a_line_of_five_megabytes_is_read(tmp_path: Path) -> None:
    (item,) = items(lines(tmp_path, row(text="word " * 1_000_000)))
    assert len(item.text) == 5_000_000


@pytest.mark.parametrize(
    ("changes", "owner", "primary"),
    [
        (
            {"url": "https://openai.com/index/x", "outlet": "OpenAI", "title": "OpenAI opens a school"},
            "openai.com",
            True,
        ),
        ({"url": "https://blog.acme.co.uk/x", "outlet": "Acme", "text": "At Acme we build."}, "acme.co.uk", True),
        ({"url": "https://www.theverge.com/x", "outlet": "The Verge", "title": "Apple opens"}, "theverge.com", False),
        ({"url": "https://www.theverge.com/x", "outlet": "OpenAI", "title": "OpenAI opens"}, "theverge.com", False),
        ({"url": "https://arxiv.org/abs/2512.00001", "outlet": "arXiv"}, "arXiv", True),
        ({"url": "https://medium.com/@a/x", "outlet": "Ann's Notes"}, "Ann's Notes", False),
        ({"url": "https://d.example/x", "outlet": "D", "owner": "D Group"}, "D Group", False),
        ({"url": "https://d.example/x", "outlet": ""}, "d.example", False),
        ({"url": "javascript:alert(1)", "outlet": ""}, "unknown", False),
    ],
)
def test_owner_and_primary(tmp_path: Path, changes: dict[str, object], owner: str, primary: bool) -> None:
    (item,) = items(lines(tmp_path, row(**changes)))
    assert (item.source.owner, item.source.primary) == (owner, primary)


def test_what_a_desk_knows_of_a_host_counts(tmp_path: Path) -> None:
    known = a_source(owner="Group", weight=1.5, primary=True)
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(row(url="https://news.d.example/1")))
    (item,) = items(list(JsonlReader({"d.example": known})(a_source(url=str(path)), no_fetch)))
    assert (item.source.owner, item.source.weight, item.source.primary) == ("Group", 1.5, True)
    assert item.source.outlet == "D"


def test_the_reference_articles_all_become_items(reference: Path) -> None:
    values = list(JsonlReader()(a_source(kind="jsonl", url=str(reference)), no_fetch))
    assert len(items(values)) == 268
    assert set(failures(values)) <= {"undated"}
    assert sum(item.announce == "replaced" for item in items(values)) == 8


def test_an_edition_folder_is_read_again(tmp_path: Path) -> None:
    first = article("One sentence.", "A title", points=3, published=WHEN, announce="new")
    (tmp_path / "articles.jsonl").write_bytes(msgspec.json.encode(first) + b"\n{broken\n\n")
    values = list(EditionReader()(a_source(url=str(tmp_path)), no_fetch))
    (item,) = items(values)
    assert (item.url, item.title, item.text, item.points, item.announce) == (
        first.url,
        "A title",
        "One sentence.",
        3,
        "new",
    )
    assert item.source == msgspec.structs.replace(first.source, kind="edition")
    assert failures(values)["broken_line"].subject == "articles.jsonl:2"
    (failure,) = EditionReader()(a_source(url=str(tmp_path / "none")), no_fetch)
    assert isinstance(failure, Failure) and failure.kind == "unreadable"
