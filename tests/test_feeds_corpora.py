"""Feeds of other projects: what they expect is what we read, and the fast way gives the answer of the thorough one."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.adapters import read_feed as reader
from broadsheet.adapters.feed.entry import MAX_ENTRIES, Parsed
from broadsheet.adapters.feed.fast import parse_fast
from broadsheet.adapters.feed.thorough import parse_thoroughly
from broadsheet.sample.origin import answers, key
from broadsheet.sample.records import load
from broadsheet.types import Failure, Item, Page, Source

from conftest import SHARED
from feed_expectations import BASE, gofeed_checks, read

FEEDS = SHARED / "bench" / "feeds"
KNOWN = {
    # feedparser takes the attribute uri= of a link for its address, before its text
    ("parser/rss/rss_channel_item_uri_at_protocol.xml", "link"),
}
FLOOR = 0.98


def files() -> list[Path]:
    if not FEEDS.exists():
        pytest.skip("gofeed's test files are not on this machine (../shared/bench/feeds)")
    return [*sorted(FEEDS.rglob("*.xml")), *sorted(p for p in FEEDS.rglob("*.json") if "json" in p.parent.name)]


def test_gofeeds_titles_links_and_dates_are_ours() -> None:
    files()
    checks = list(gofeed_checks(FEEDS))
    assert Counter(check.field for check in checks)["title"] >= 50 and len(checks) >= 78
    wrong = [check for check in checks if not check.same]
    assert {(check.file, check.field) for check in wrong} <= KNOWN, wrong
    assert 1 - len(wrong) / len(checks) >= FLOOR


def test_no_file_crashes_the_reader() -> None:
    entries = 0
    for path in files():
        values = read(path.read_bytes())
        entries += sum(isinstance(value, Item) for value in values)
        assert all(value.message for value in values if isinstance(value, Failure)), path
    assert entries >= 250


def both(text: str) -> tuple[list[Item | Failure], list[Item | Failure]] | None:
    """Return what the fast way and feedparser make of ``text``; None when the fast way leaves it to feedparser."""
    fast = parse_fast(text, BASE)
    return (made(fast), made(parse_thoroughly(text, BASE))) if fast else None


def made(parsed: Parsed) -> list[Item | Failure]:
    source, page = reader_page()
    return reader._items(source, page, parsed)


def reader_page() -> tuple[Source, Page]:
    page = Page(url=BASE, final_url=BASE, status=200, headers=(), body=b"", when=datetime(2025, 12, 17, tzinfo=UTC))
    return Source(name="S", kind="feed", url=BASE, outlet="S", owner="s.example"), page


def test_the_fast_way_gives_feedparsers_answer() -> None:
    taken = 0
    for path in files():
        text = path.read_bytes().decode("utf-8", "replace").lstrip("\ufeff \r\n")
        if found := both(text):
            taken += 1
            assert found[0] == found[1], path
    assert taken >= 200


def test_the_feeds_of_the_sample_day_are_read_the_fast_way_with_feedparsers_answer() -> None:
    day = load()
    sent = answers(day)
    feeds = [sent[key(source.url)].body.decode() for source in day.sources]
    found = [answer for text in feeds if (answer := both(text))]
    assert len(found) >= 0.5 * len(feeds) > 0
    assert all(fast == thorough for fast, thorough in found)


PIECES = (
    "<title>A &amp;amp; B</title>", "<title></title>", "<title type='html'>&lt;b&gt;x&lt;/b&gt;</title>", "<dc:title>D</dc:title>",
    "<link>https://s.example/1</link>", "<link>/r?a=1&amp;b=2</link>", "<link/>", "<link href='x/y'/>",
    "<a:link rel='self' href='https://s.example/f'/>", "<a:link rel='replies' type='text/html' href='/c'/>",
    "<guid>https://s.example/g</guid>", "<guid isPermaLink='false'>g</guid>", "<guid>rel</guid>", "<a:id>tag:x</a:id>",
    "<description>one</description>", "<description>two</description>", "<a:summary type='text'>three</a:summary>",
    "<dc:description>four</dc:description>", "<content:encoded><![CDATA[<p>five</p>]]></content:encoded>",
    "<a:content type='html'>six</a:content>", "<description/>", "<a:content type='xhtml'><p>x</p></a:content>",
    "<author>a@b.com (Ann)</author>", "<author>Bo</author>", "<author>c@d.org</author>", "<dc:creator>Cy</dc:creator>",
    "<a:author><a:name>Di</a:name><a:uri>/d</a:uri></a:author>", "<author>Ed e@f.com</author>", "<author/>",
    "<category>X</category>", "<category domain='d'>Y</category>", "<category domain='d'/>", "<category>X</category>",
    "<a:category term='t' label='l'/>", "<dc:subject>Z</dc:subject>", "<category/>",
    "<pubDate>Wed, 17 Dec 2025 20:30:00 +0800</pubDate>", "<pubDate>nonsense</pubDate>", "<pubDate/>",
    "<dc:date>2025-12-17</dc:date>", "<a:updated>2025-12-18T01:00:00Z</a:updated>", "<pubDate>2025</pubDate>",
    "<comments>/c</comments>", "<slash:comments>3</slash:comments>", "<thr:total>4</thr:total>", "<comments x='1'>c</comments>",
    "<arxiv:announce_type>new</arxiv:announce_type>", "<fb:origLink>https://o.example/</fb:origLink>",
    "<media:group><media:title>M</media:title><media:description>seven</media:description></media:group>",
    "<media:content url='u'><media:description>eight</media:description></media:content>", "<media:title>N</media:title>",
    "<media:category>mc</media:category>", "<media:thumbnail url='t'/>", "<media:credit>who</media:credit>",
    "<source url='u'>S</source>", "<image>i</image>", "<image><title>I</title></image>", "<enclosure url='e'/>",
    "<a:source><a:title>S</a:title></a:source>", "<odd:thing>1</odd:thing>", "<odd:thing><title>t</title></odd:thing>",
    "<unknown>u</unknown>", "<tags>a,b</tags>", "<itunes:author>It</itunes:author>", "<itunes:summary>nine</itunes:summary>",
    "<itunes:keywords>k,l</itunes:keywords>", "<itunes:image href='h'/>", "<name>n</name>", "<TITLE>up</TITLE>",
    "<title>Caf\u00c3\u00a9</title>", "<title>\u0093q\u0094</title>", "<title>a<b>c</b></title>", "text", "<!-- c -->",
    "<title>a<!-- c -->b</title>", "<rights>r</rights>", "<wfw:commentRss>w</wfw:commentRss>", "<language>de</language>",
)  # fmt: skip
RSS = (
    '<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:thr="http://purl.org/syndication/thread/1.0" '
    'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:wfw="http://wellformedweb.org/CommentAPI/" '
    'xmlns:odd="https://odd.example/"><channel><title>S</title>{head}<item>{one}</item><item>{two}</item></channel></rss>'
)
HEADS = ("", "<language>en</language>", "<image><url>u</url><title>i</title></image>", "<description>d</description>")


@settings(max_examples=250, deadline=None)
@given(
    st.sampled_from(HEADS),
    st.lists(st.sampled_from(PIECES), max_size=8),
    st.lists(st.sampled_from(PIECES), max_size=4),
)
def test_whatever_an_entry_holds_the_fast_way_gives_feedparsers_answer(
    head: str, one: list[str], two: list[str]
) -> None:
    found = both(RSS.format(head=head, one="".join(one), two="".join(two)))
    if found:
        assert found[0] == found[1]


def test_the_fast_way_takes_what_blogs_write() -> None:
    plain = [PIECES[0], PIECES[4], PIECES[10], PIECES[14], PIECES[18], PIECES[36]]
    assert parse_fast(RSS.format(head="", one="".join(plain), two=""), BASE)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutated_feeds_never_crash_and_end_soon(data: st.DataObject) -> None:
    seeds = [path for path in files()[::7] if path.stat().st_size < 20_000]
    body = bytearray(data.draw(st.sampled_from(seeds)).read_bytes() * data.draw(st.sampled_from([1, 1, 1, 40])))
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, max(len(body) - 1, 0)))
        kind = data.draw(st.sampled_from(["flip", "cut", "double", "insert"]))
        if kind == "flip" and body:
            body[place] ^= 1 << data.draw(st.integers(0, 7))
        elif kind == "cut":
            del body[place : place + data.draw(st.integers(1, 200))]
        elif kind == "double":
            body[place:place] = body[place : place + 300] * data.draw(st.integers(1, 20))
        else:
            body[place:place] = data.draw(
                st.sampled_from([b"<item>", b"</item>", b"<![CDATA[", b"]]>", b"&", b"\x00", b"<"])
            )
    begun = time.process_time()
    values = read(bytes(body))
    assert time.process_time() - begun < 10
    assert sum(isinstance(value, Item) for value in values) <= MAX_ENTRIES
