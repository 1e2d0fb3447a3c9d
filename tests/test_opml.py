"""Subscription lists: taken as readers write them, told where not, and safe against hostile ones."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.adapters.read_feed import FeedReader
from broadsheet.adapters.read_github import GitHubReader
from broadsheet.adapters.read_hackernews import HackerNewsReader
from broadsheet.adapters.read_links import LinksReader
from broadsheet.errors import UsageError
from broadsheet.sources import load_sources
from broadsheet.subscriptions.file import table
from broadsheet.subscriptions.opml import MAX_BYTES, MAX_OUTLINES, Subscriptions, language_tag, read_opml, write_opml
from broadsheet.types import Source

from conftest import source

MADE = datetime(2026, 11, 22, 6, tzinfo=UTC)


KINDS: dict[str, type[msgspec.Struct]] = {
    "feed": FeedReader.options,
    "github": GitHubReader.options,
    "hackernews": HackerNewsReader.options,
    "links": LinksReader.options,
}


def read(raw: bytes, origin: str, present: Sequence[Source] = (), *, trust: bool = False) -> Subscriptions:
    return read_opml(raw, origin, KINDS, present, trust=trust)


def opml(*outlines: str, head: str = '<?xml version="1.0"?>', version: str = "2.0") -> bytes:
    return f'{head}<opml version="{version}"><head/><body>{"".join(outlines)}</body></opml>'.encode()


def feed(title: str, url: str, more: str = "") -> str:
    return f'<outline type="rss" text="{title}" xmlUrl="{url}" {more}/>'


def test_folders_titles_and_languages_are_kept() -> None:
    inner = feed("A &amp; B", "https://a.example.co.uk/feed", 'language="zh-TW" htmlUrl="https://a.example.co.uk/"')
    subscriptions = read(
        opml(f'<outline text="News"><outline text="Asia">{inner}</outline></outline>', feed("C", "http://c.example/")),
        "list.opml",
    )
    (first, second) = subscriptions.taken
    assert first.folders == ("News", "Asia") and second.folders == ()
    assert (first.source.name, first.source.outlet, first.source.owner) == ("a-b", "A & B", "example.co.uk")
    assert first.source.language == "zh-Hant" and second.source.language == "und"
    assert subscriptions.refused == ()


def test_writers_on_a_platform_own_themselves() -> None:
    raw = opml(feed("Ann", "https://medium.com/feed/@ann"), feed("Bo", "https://medium.com/feed/@bo"))
    assert [s.source.owner for s in read(raw, "x").taken] == ["Ann", "Bo"]


@pytest.mark.parametrize("name", ["xmlUrl", "xmlurl", "xmlURL", "XMLURL"])
def test_opml_1_without_type_and_in_any_letters(name: str) -> None:
    raw = opml(f'<outline title="A" {name}="https://a.example/feed"/>', version="1.0")
    assert [s.source.url for s in read(raw, "x").taken] == ["https://a.example/feed"]


def test_a_title_beats_a_text_and_the_domain_serves_when_there_is_neither() -> None:
    raw = opml(
        '<outline title="T" text="X" xmlUrl="https://a.example/1"/>', '<outline xmlUrl="https://www.b.example/2"/>'
    )
    assert [s.source.outlet for s in read(raw, "x").taken] == ["T", "b.example"]


@pytest.mark.parametrize(
    ("address", "taken"),
    [("feed://a.example/x", "http://a.example/x"), ("feed:https://a.example/x", "https://a.example/x")],
)
def test_the_feed_scheme_of_old_readers(address: str, taken: str) -> None:
    assert read(opml(feed("A", address)), "x").taken[0].source.url == taken


@pytest.mark.parametrize(
    ("outline", "told"),
    [
        (feed("Local", "file:///etc/passwd"), "Local: 'file:///etc/passwd' is no http"),
        (feed("Secret", "https://me:pw@a.example/feed"), "Secret: .*credentials are not sent"),
        ('<outline type="link" text="Page" url="https://a.example/"/>', "Page: a link to a page"),
        ('<outline type="include" text="List" url="https://a.example/list.opml"/>', "List: a link to a page"),
        ('<outline type="audio" text="Pod" xmlUrl="https://a.example/x"/>', "Pod: is of type 'audio'"),
        ('<outline text="Nothing"/>', "Nothing: names no feed"),
        (feed("B", "https://b.example/x") + feed("B2", "http://b.example/x/"), "B2: is there already, as b"),
        (feed("Here", "https://here.example/feed"), "Here: is there already, as present"),
        (
            '<outline text="Mine" url="/home/me" xmlns:b="urn:broadsheet:source:1" b:kind="folder"/>',
            "Mine: lies on another machine",
        ),
        (
            '<outline text="Fax" url="https://h.example/" xmlns:b="urn:broadsheet:source:1" b:kind="telex"/>',
            "Fax: kind 'telex' is none that is installed",
        ),
        (
            """<outline text="Opt" xmlUrl="https://h.example/" xmlns:b="urn:broadsheet:source:1" b:options='{"zne": 8}'/>""",
            "Opt: options.zne is unknown to kind 'feed'; did you mean 'zone'",
        ),
        (
            '<outline text="Bare" url="https://h.example/" xmlns:b="urn:broadsheet:source:1" b:kind="links"/>',
            "Bare: options.selector is missing",
        ),
        (
            '<outline text="Odd" xmlUrl="https://h.example/" xmlns:b="urn:broadsheet:source:1" b:options="[1"/>',
            "Odd: ",
        ),
    ],
)
def test_what_cannot_be_taken_is_told(outline: str, told: str) -> None:
    import re

    present = [source(name="present", url="https://here.example/feed")]
    good = feed("Good", "https://good.example/feed")
    subscriptions = read(opml(outline, good), "x", present)
    assert subscriptions.taken[-1].source.outlet == "Good"
    assert len(subscriptions.refused) == 1 and re.match(told, subscriptions.refused[0])


def test_no_password_is_repeated_or_exported() -> None:
    raw = opml('<outline xmlUrl="https://me:s3cret@a.example/feed"/>', feed("B", "feed:https://s3cret@b.example/x"))
    told = read(raw, "x")
    assert not told.taken and len(told.refused) == 2 and "s3cret" not in "".join(told.refused)
    kept = [source(name="a", url="https://a.example/"), source(name="b", url="https://me:s3cret@b.example/")]
    assert b"s3cret" not in write_opml(kept, "t", MADE) and b"a.example" in write_opml(kept, "t", MADE)


def test_whom_to_believe_is_not_for_a_stranger_to_say() -> None:
    judged = 'xmlns:b="urn:broadsheet:source:1" b:owner="The Times" b:weight="2" b:primary="true"'
    raw = opml(feed("Bait", "https://bait.example/feed", judged), feed("Plain", "https://plain.example/feed"))
    bait, plain = (entry.source for entry in read(raw, "x").taken)
    assert (bait.owner, bait.weight, bait.primary) == ("bait.example", 1.0, False)
    assert read(raw, "x").unbelieved == 1 and read(raw, "x").refused == ()
    bait, plain = (entry.source for entry in read(raw, "x", trust=True).taken)
    assert (bait.owner, bait.weight, bait.primary) == ("The Times", 2.0, True)
    assert (plain.owner, plain.weight, plain.primary) == ("plain.example", 1.0, False)
    assert read(raw, "x", trust=True).unbelieved == 0


def test_a_weight_that_cannot_be_is_told_where_it_counts() -> None:
    raw = opml(feed("Heavy", "https://h.example/", 'xmlns:b="urn:broadsheet:source:1" b:weight="9"'))
    assert "weight 9" in read(raw, "x", trust=True).refused[0]
    assert [entry.source.weight for entry in read(raw, "x").taken] == [1.0]


def test_a_broken_file_gives_what_can_be_read_and_says_so() -> None:
    raw = opml(
        '<outline text="Tom & Jerry &eacute;" xmlUrl="https://a.example/?x=1&y=2"/>', feed("B", "https://b.example/")
    )
    subscriptions = read(raw, "x")
    assert [s.source.url for s in subscriptions.taken][-1] == "https://b.example/"
    assert "not well-formed" in subscriptions.refused[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "big5", "utf-8-sig"])
def test_encodings_declared_or_not(encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    text = f'<?xml version="1.0" encoding="{declared}"?><opml version="1.1"><body>{feed("電腦報週刊", "https://a.example/")}</body></opml>'
    assert read(text.encode(encoding), "x").taken[0].source.outlet == "電腦報週刊"


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body/></opml>', "entities"),
        (b"<html><body><p>hello</p></body></html>", "first element is not <opml>"),
        (b"<opml version='2.0'><head/></opml>", "without a body"),
        (b"", "is no OPML"),
        (b"\x00\x01\x02", "is no OPML"),
        (b"x" * (MAX_BYTES + 1), "is over"),
    ],
)
def test_what_is_no_list_is_refused_with_its_name(raw: bytes, told: str) -> None:
    with pytest.raises(UsageError, match=told) as caught:
        read(raw, "my.opml")
    assert caught.value.subject == "my.opml"


def test_a_hostile_list_costs_little() -> None:
    deep = b"<opml><body>" + b"<outline text='x'>" * 5000 + b"</outline>" * 5000 + b"</body></opml>"
    same = "".join(f'<outline text="A" xmlUrl="https://a{n}.example/"/>' for n in range(MAX_OUTLINES + 5))
    begun = time.process_time()
    read(deep, "x")
    subscriptions = read(opml(same), "x")
    assert time.process_time() - begun < 8
    assert len(subscriptions.taken) == MAX_OUTLINES
    assert "left out" in subscriptions.refused[-1]
    assert len({s.source.name for s in subscriptions.taken}) == MAX_OUTLINES


PACK = (
    source(name="a", outlet="甲 & 乙", owner='Owner "Q"', weight=1.3, language="zh-Hant", primary=True, terms="quote"),
    source(
        name="hn",
        kind="hackernews",
        url="https://hn.algolia.com/",
        outlet="Hacker News",
        language="en",
        options=(("points", 100), ("query", "AI <LLM>")),
    ),
    source(name="gh", kind="github", url="https://github.com/a/b", outlet="B", options=(("prereleases", False),)),
)


def test_a_round_trip_loses_nothing() -> None:
    raw = write_opml(PACK, "Sources of ai", MADE)
    back = read(raw, "x", trust=True)
    assert back.refused == ()
    assert {s.source.name: s.source for s in back.taken} == {s.name: s for s in PACK}
    assert {s.source.name: s.folders for s in back.taken} == {"a": (), "hn": ("hackernews",), "gh": ("github",)}
    assert raw == write_opml(PACK, "Sources of ai", MADE)


def test_what_is_ours_alone_is_not_exported() -> None:
    kept = source(name="k", url="https://k.example/feed", permitted=True)
    raw = write_opml([kept, source(name="f", kind="folder", url="/home/me/texts")], "t", MADE)
    assert b"/home/me" not in raw and b"permitted" not in raw
    assert [s.source.permitted for s in read(raw, "x").taken] == [False]


def test_other_readers_subscribe_to_feeds_only() -> None:
    raw = write_opml(PACK, "t", MADE).decode()
    assert raw.count('type="rss"') == 1 and raw.count("xmlUrl=") == 1 and raw.count('type="link"') == 2


@pytest.mark.parametrize(
    ("tag", "language"),
    [("en-us", "en"), ("zh-CN", "zh-Hans"), ("zh_Hant_HK", "zh-Hant"), ("zh", "zh"), ("Deutsch", "und"), ("", "und")],
)
def test_language_tags(tag: str, language: str) -> None:
    assert language_tag(tag) == language


words = st.text(min_size=1, max_size=30).filter(lambda s: s.strip() != "")


@given(
    st.builds(
        Source,
        name=st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True),
        kind=st.sampled_from(["feed", "links", "sitemap"]),
        url=st.from_regex(r"https://[a-z]{1,9}\.example/[a-z0-9]{0,9}", fullmatch=True),
        outlet=words,
        owner=words,
        weight=st.floats(0.01, 2),
        language=st.sampled_from(["en", "zh-Hant", "zh-Hans", "und"]),
        terms=st.text(max_size=20),
        primary=st.booleans(),
        options=st.dictionaries(
            st.text(min_size=1, max_size=8),
            st.one_of(st.text(max_size=9), st.booleans(), st.integers(-9, 9)),
            max_size=3,
        ).map(lambda d: tuple(sorted(d.items()))),
    )
)
def test_any_source_can_be_written_as_a_table_and_read_back(written: Source) -> None:
    if not written.outlet.strip() or not written.owner.strip():
        return
    assert load_sources(table(written, ["a note\n[[source]]"]), "x") == (written,)
