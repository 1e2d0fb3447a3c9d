"""Feeds of all kinds become items: the right title, link and date, whatever the encoding and however hostile.

The file is long because it is one list of feeds, each beside what must be read in it.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import codec
from broadsheet.adapters.feed.dates import moment
from broadsheet.adapters.read_feed import MAX_ENTRIES, MAX_TEXT, FeedOptions, FeedReader, announce_of
from broadsheet.errors import ConfigError
from broadsheet.sources import options_of
from broadsheet.types import Failure, Item, Page, Window

from loopback_web import a_source, failures, items

WHEN = datetime(2025, 12, 17, 12, tzinfo=UTC)
OPEN = Window(start=None, end=None)


def read(body: str | bytes, content_type: str = "", **source: object) -> list[Item | Failure]:
    raw = body.encode() if isinstance(body, str) else body

    def fetch(url: str, *, again: bool = False) -> Page:
        headers = (("Content-Type", content_type),) if content_type else ()
        return Page(url=url, final_url=url, status=200, headers=headers, body=raw, when=WHEN)

    return list(FeedReader()(a_source(**source), fetch, OPEN))


def rss(entry: str, head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:arxiv="http://arxiv.org/schemas/atom">'
        f"<channel><title>S</title><link>https://s.example/</link>{head}{entry}</channel></rss>"
    )


def one(entry: str) -> Item:
    (item,) = items(read(rss(f"<item>{entry}</item>")))
    return item


def test_an_rss_entry_becomes_an_item() -> None:
    values = read(
        rss(
            "<item><title>A &amp;amp; B</title><link>/story?id=1</link><dc:creator>Ann Lee</dc:creator>"
            "<pubDate>Wed, 17 Dec 2025 20:30:00 +0800</pubDate><category>AI</category><description>Short.</description></item>"
        )
    )
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
    assert "broken_feed" in failures(read(rss(f"<item><title>T</title>{tag} & </item>")))
    assert len(items(read(rss(f"<item><title>T</title>{tag}</item>")))) == 1  # libxml2 has no trouble with it
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


def test_a_fetch_that_fails_is_told_of_the_source() -> None:
    def fetch(url: str, *, again: bool = False) -> Failure:
        return Failure(stage="fetch", subject="x", kind="dns", message="unknown")

    (told,) = FeedReader()(a_source(), fetch, OPEN)
    assert told == Failure(stage="collect", subject="S", kind="dns", message="unknown")


def test_what_a_confined_parser_cannot_do_is_told() -> None:
    def too_slow(fn: object, /, *args: object, **kwargs: object) -> Failure:
        return Failure(stage="confine", subject="", kind="too_slow", message="5 s")

    def fetch(url: str, *, again: bool = False) -> Page:
        return Page(url=url, final_url=url, status=200, headers=(), body=b"<rss/>", when=WHEN)

    (told,) = FeedReader(confine=too_slow)(a_source(), fetch, OPEN)
    assert isinstance(told, Failure) and (told.subject, told.kind) == ("S", "too_slow")


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_feed_reader(body: bytes) -> None:
    read(b"<rss version='2.0'><channel><item><title>" + body + b"</title></item></channel></rss>")


# Formats


def test_json_feed_is_read() -> None:
    body = msgspec.json.encode(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "language": "fr",
            "items": [
                {"id": 7, "title": "T", "url": "/a b?x=1&amp;y=2", "content_text": "Words.", "tags": ["A", 5, " "]},
                {"id": "https://s.example/2", "date_modified": "2025-12-17T01:02:03.456+08:00"},
                {"external_url": "https://o.example/3", "author": {"name": "Ann"}, "authors": [{"name": "Bo"}, 3]},
                "no item",
            ],
        }
    )
    values = read(body)
    one, two, three = items(values)
    assert (one.url, one.title, one.summary) == ("https://s.example/a%20b?x=1&y=2", "T", "Words.")
    assert (one.categories, one.language) == (("A",), "fr")
    assert (two.url, two.published) == ("https://s.example/2", datetime(2025, 12, 16, 17, 2, 3, tzinfo=UTC))
    assert (three.url, three.authors) == ("https://o.example/3", ("Bo", "Ann"))
    assert "1 items are no objects" in failures(values)["broken_feed"].message


@pytest.mark.parametrize("body", ["[" * 200_000, '{"items":' * 50_000, '{"items": 5}', '{"a": "\\ud800"}', "{"])
def test_json_that_is_no_feed_is_told(body: str) -> None:
    assert set(failures(read(body))) == {"not_a_feed"}


def test_atom_03_and_cdf_are_read() -> None:
    (old,) = items(
        read(
            '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="escaped">A</title>'
            '<link rel="alternate" type="text/html" href="https://s.example/1"/><issued>2025-12-17T05:00:00Z</issued>'
            "</entry></feed>"
        )
    )
    assert (old.title, old.url, old.dated) == ("A", "https://s.example/1", "feed")
    (cdf,) = items(
        read('<CHANNEL><ITEM HREF="https://s.example/1" LASTMOD="2025-12-17T05:00Z"><TITLE>A</TITLE></ITEM></CHANNEL>')
    )
    assert (cdf.title, cdf.url, cdf.published) == ("A", "https://s.example/1", datetime(2025, 12, 17, 5, tzinfo=UTC))


def test_a_youtube_entry_is_described_by_its_media() -> None:
    (item,) = items(
        read(
            '<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" '
            'xmlns="http://www.w3.org/2005/Atom"><entry><id>yt:video:x</id><yt:videoId>x</yt:videoId><title>T</title>'
            '<link rel="alternate" href="https://s.example/watch?v=x"/><author><name>Ann</name><uri>https://s.example/a'
            "</uri></author><published>2025-12-17T05:00:00+00:00</published><media:group><media:title>M</media:title>"
            '<media:content url="https://s.example/v" type="x"/><media:description>Cranes at work.</media:description>'
            '<media:community><media:statistics views="9"/></media:community></media:group></entry></feed>'
        )
    )
    assert (item.title, item.summary, item.authors) == ("T", "Cranes at work.", ("Ann",))
    assert item.url == "https://s.example/watch?v=x"


def test_where_readers_talk_and_how_much_is_kept() -> None:
    (item,) = items(
        read(
            rss(
                "<item><title>T</title><link>https://s.example/1</link><comments>/1#c</comments>"
                "<slash:comments>12</slash:comments></item>"
            ).replace("xmlns:dc", 'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:dc')
        )
    )
    assert (item.discussion, item.comments) == ("https://s.example/1#c", 12)
    assert one("<link>https://s.example/1</link><comments>javascript:x</comments>").discussion == ""


def test_the_feed_tells_the_language_when_the_desk_does_not() -> None:
    feed = rss("<item><title>T</title></item>", "<language>zh-tw</language>")
    assert items(read(feed))[0].language == "zh-tw"
    assert items(read(feed, language="en"))[0].language == "en"


# Links


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("<link>\n  https://s.example/a\n/b \n</link>", "https://s.example/a/b"),
        ("<link>https://s.example/a b</link>", "https://s.example/a%20b"),
        ("<link>https://s.example/?a=1&amp;amp;b=2</link>", "https://s.example/?a=1&b=2"),
        ("<link>//o.example/1</link>", "https://o.example/1"),
        ("<link>/1</link><guid>https://s.example/2</guid>", "https://s.example/1"),
        ("<guid>https://s.example/2</guid>", "https://s.example/2"),
        ('<guid isPermaLink="false">https://s.example/2</guid>', "https://s.example/2"),
        ('<guid isPermaLink="false">abc</guid>', ""),
        ('<atom:link rel="self" href="https://s.example/f"/><link>https://s.example/1</link>', "https://s.example/1"),
        ('<link>https://s.example/1</link><atom:link rel="self" href="https://s.example/f"/>', "https://s.example/1"),
        (
            "<link>https://feeds.example/~r/1</link><fb:origLink>https://s.example/1</fb:origLink>",
            "https://s.example/1",
        ),
        (
            "<link>https://news.google.com/rss/articles/CBMi?oc=5</link>",
            "https://news.google.com/rss/articles/CBMi?oc=5",
        ),
        ('<link xml:base="https://b.example/x/">y</link>', "https://b.example/x/y"),
    ],
)
def test_the_link_of_an_entry(entry: str, url: str) -> None:
    feed = rss(f"<item><title>T</title>{entry}</item>").replace(
        "xmlns:dc",
        'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0" xmlns:dc',
    )
    assert [item.url for item in items(read(feed))] == [url]


# Dates


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Wed, 17 Dec 2025 20:30:05 +0800", (12, 30, 5)),
        ("Wed, 17 Dec 2025 20:30:05 +08:00", (12, 30, 5)),
        ("Mon, 17 December 2025 12:30 GMT", (12, 30, 0)),
        ("17 Dec 25 07:30:00 EST", (12, 30, 0)),
        ("Wed, 17-Dec-2025 12:30:00 UTC", (12, 30, 0)),
        ("Wed,17 Dec 2025 12:30:00 GMT", (12, 30, 0)),
        ("Wed Dec 17 2025 20:30:00 GMT+0800 (China Standard Time)", (12, 30, 0)),
        ("Wed Dec 17 12:30:00 UTC 2025", (12, 30, 0)),
        ("December 17, 2025 12:30 pm", (12, 30, 0)),
        ("Dec 17, 2025, 8:30 AM EDT", (12, 30, 0)),
        ("2025-12-17T12:30:00.123456789Z", (12, 30, 0)),
        ("2025-12-17 20:30:00 +0800", (12, 30, 0)),
        ("2025/12/17 12:30", (12, 30, 0)),
        ("20251217T123000Z", (12, 30, 0)),
        ("2025-12-17T12:30Z", (12, 30, 0)),
        ("2025年12月17日 20:30", (12, 30, 0)),
        ("2025年12月17日 星期三 下午8:30", (12, 30, 0)),
        ("2025年12月17日20時30分", (12, 30, 0)),
        ("2025년 12월 17일 21:30:00", (12, 30, 0)),
        ("2025-12-17 오후 9:30:00", (12, 30, 0)),
        ("Wed, 2025/12/17 07:30:00 EST", (12, 30, 0)),
        ("2025-012-17T12:30:00+00:00", (12, 30, 0)),
        ("2025-12-16T24:00:01Z", None),
        ("2025-12-17T25:30:00Z", None),
        ("2025-12-17T12:30:61Z", None),
        ("2025-12-17T12:30:60Z", (12, 30, 59)),
        ("1765974600", (12, 30, 0)),
        ("1765974600123", (12, 30, 0)),
        ("Wed, 17 Dec 2025 12:30:00 ABCDE", (12, 30, 0)),
        ("Wed, 17 Dec 2025 12:30:00 +9900", None),
        ("Wed, 31 Feb 2025 12:30:00 GMT", None),
        ("17/12/2025 12:30", None),
        ("12:30", None),
        ("x" * 500, None),
    ],
)
def test_the_forms_of_dates(raw: str, expected: tuple[int, int, int] | None) -> None:
    published, day_only = moment(raw)
    assert published == (datetime(2025, 12, 17, *expected, tzinfo=UTC) if expected else None)
    assert not day_only


@pytest.mark.parametrize("raw", ["2025-12-17", "17 Dec 2025", "20251217", "2025-351", "2025年12月17日", "Dec 17, 2025"])
def test_a_day_is_a_day(raw: str) -> None:
    assert moment(raw) == (datetime(2025, 12, 17, tzinfo=UTC), True)


def test_24_00_is_the_end_of_the_day() -> None:
    assert moment("2025-12-16T24:00:00Z") == (datetime(2025, 12, 17, tzinfo=UTC), False)


@pytest.mark.parametrize(
    "raw",
    ["2025", "2025-12", "2025-xx-17", "2025-12-17-01", "25-12-17", "--12-17", "-25-12", "yesterday", "13", "03335"],
)
def test_what_names_no_day_leaves_an_item_undated(raw: str) -> None:
    item = one(f"<title>T</title><link>https://s.example/1</link><pubDate>{raw}</pubDate>")
    assert (item.published, item.day_only, item.dated) == (None, False, "")


def test_zones_that_a_feed_does_not_tell_come_from_the_desk() -> None:
    feed = rss("<item><title>T</title><pubDate>2025-12-17 20:30:00</pubDate></item>")
    assert items(read(feed))[0].published == datetime(2025, 12, 17, 20, 30, tzinfo=UTC)
    east = items(read(feed, options=(("zone", "+08:00"),)))
    assert east[0].published == datetime(2025, 12, 17, 12, 30, tzinfo=UTC)
    central = rss("<item><title>T</title><pubDate>Wed, 17 Dec 2025 20:30:00 CST</pubDate></item>")
    assert items(read(central, language="zh-Hans"))[0].published == datetime(2025, 12, 17, 12, 30, tzinfo=UTC)
    assert items(read(central, language="en"))[0].published == datetime(2025, 12, 18, 2, 30, tzinfo=UTC)
    with pytest.raises(ConfigError, match="zone"):
        options_of(a_source(options=(("zone", "Mars"),)), FeedOptions)


# Limits


def test_the_text_of_a_feed_is_bounded_and_the_rest_keeps_its_title() -> None:
    body = "word " * 100_000
    entry = f"<item><title>T</title><link>https://s.example/1</link><description>{body}</description></item>"
    values = read(rss(entry * 8))
    read_items = items(values)
    assert len(read_items) == 8 and all(item.title == "T" and item.url for item in read_items)
    assert sum(len(item.summary) + len(item.text) for item in read_items) <= MAX_TEXT
    assert "2 entries" in failures(values)["too_much_text"].message


def test_a_broken_feed_of_many_entries_is_cut_before_it_is_parsed() -> None:
    entry = "<item><title>a & b</title><link>https://s.example/1</link></item>"
    begun = time.process_time()
    values = read(rss(entry * 10_000))
    assert time.process_time() - begun < 15  # uncut: five times as much
    assert len(items(values)) == MAX_ENTRIES
    assert "8000 were left out" in failures(values)["too_many"].message


HEAD, TAIL = rss("|").split("|")
HOSTILE = {
    "depth": ("<item><title>T</title>" + "<a>" * 100_000 + "</a>" * 100_000 + "</item>", "inside one another"),
    "depth of xhtml": ("<item>" + "<div><p>" * 40 + "</p></div>" * 40 + "</item>", "inside one another"),
    "attributes": ("<item><a " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>&</item>", "attributes"),
    "marks": ("<item>" + "<" * 1_000_000 + "</item>", "tags and entities"),
    "categories": ("<item>" + "<category>%s</category>" * 5000 % tuple(range(5000)) + "</item>", "categories"),
    "a long author": ("<item><author>" + "a" * 500_000 + "</author>&</item>", "author"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_is_refused_soon(name: str) -> None:
    entries, reason = HOSTILE[name]
    begun = time.process_time()
    values = read(HEAD + entries + TAIL)
    assert time.process_time() - begun < 3
    assert not items(values) and reason in failures(values)["broken_feed"].message


def test_sloppy_markup_is_not_deep() -> None:
    entry = "<item><title>T</title><link>https://s.example/1</link><description><p>a<br>b<li>c & d</description></item>"
    assert len(items(read(rss(entry * 300)))) == 300


def test_no_item_holds_what_no_file_can_hold() -> None:
    body = (
        '{"version": "https://jsonfeed.org/version/1", "items": [{"title": "a\\u0000b", "url": "https://s.example/1"}]}'
    )
    values = read(body)
    assert items(values)[0].title == "a\ufffdb"
    assert codec.decode(codec.encode(values)) == tuple(values)


# Encodings

TITLES = {
    "big5": "人工智慧公司今天在台北公布新的模型",
    "gb18030": "人工智能公司今天在北京公布新的模型",
    "gbk": "人工智能公司今天在北京公布新的模型",
    "shift_jis": "新しいモデルを東京で発表しました",
    "euc-kr": "인공지능 회사가 새 모델을 발표했다",
    "cp1252": "L’été dernier, le modèle était déjà prêt à Évry",
    "utf-8": "L’été 你好 모델",
    "utf-16": "L’été 你好 모델",
    "utf-16-le": "L’été 你好 모델",
    "utf-16-be": "L’été 你好 모델",
    "utf-32-le": "L’été 你好 모델",
    "utf-8-sig": "L’été 你好 모델",
}


@pytest.mark.parametrize("encoding", TITLES)
@pytest.mark.parametrize("declared", ["", "utf-8", "iso-8859-1", "own", "nonsense"])
@pytest.mark.parametrize("header", ["", "; charset=utf-8", "; charset=windows-1252", "; charset=own"])
def test_a_feed_is_read_in_its_real_encoding(encoding: str, declared: str, header: str) -> None:
    said = {"own": encoding}.get(declared, declared)
    declaration = f'<?xml version="1.0" encoding="{said}"?>' if said else ""
    entry = f"<item><title>{TITLES[encoding]}</title><link>https://s.example/1</link></item>"
    feed = declaration + rss(entry * 3).split("?>", 1)[1]
    values = read(feed.encode(encoding), "text/xml" + header.replace("own", encoding))
    assert {item.title for item in items(values)} == {TITLES[encoding]}
