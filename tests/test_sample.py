"""The sample day: what it holds, and that its server gives it whole."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import quote, urlsplit

import feedparser
import opencc
import pytest
import trafilatura

from broadsheet.errors import ConfigError
from broadsheet.sample.origin import without_tracking
from broadsheet.sample.records import FOLDER, NOISE, Day, Record, load
from broadsheet.sample.server import SOURCES, serve

WINDOW = (datetime(2025, 12, 16, 22, 44, 44, tzinfo=UTC), datetime(2025, 12, 17, 22, 44, 44, tzinfo=UTC))
OUTSIDE = {"out_of_window", "future", "undated"}

# Written alike in both scripts although OpenCC has a second form for them: usage of Taiwan keeps the left one.
BOTH_SCRIPTS = set("台里后面只干")


@pytest.fixture(scope="module")
def day() -> Day:
    return load()


@pytest.fixture(scope="module")
def gateway() -> Iterator[str]:
    with serve() as address:
        yield address


def ask(gateway: str, url: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(gateway).netloc, timeout=10)
    try:
        connection.request("GET", "/" + quote(url, safe=":/?&=%~+,;@!$'()*"), headers=headers)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_sample_is_a_real_day(day: Day) -> None:
    of_the_day = [r for r in day.records if r.published is not None and r.published.startswith("2025-12-17")]
    events = {r.event for r in of_the_day if not r.event.startswith("sample_")}
    assert len(of_the_day) >= 120
    assert len(events) >= 40
    assert {r.lang for r in of_the_day} == {"en", "zh-Hant", "zh-Hans"}
    assert sum(r.lang != "en" for r in of_the_day) >= 30
    outlets: dict[str, set[str]] = defaultdict(set)
    languages: dict[str, set[str]] = defaultdict(set)
    for record in day.records:
        outlets[record.event].add(record.outlet)
        languages[record.event].add(record.lang[:2])
    assert sum(len(names) >= 3 for names in outlets.values()) >= 15
    assert sum(names == {"en", "zh"} for names in languages.values()) >= 8


def test_sample_articles_have_two_to_six_paragraphs_of_whole_sentences(day: Day) -> None:
    for record in day.records:
        if record.event.startswith("sample_"):
            continue
        assert 2 <= len(record.paragraphs) <= 6, record.url
        assert record.summary, record.url
        for paragraph in record.paragraphs:
            assert paragraph[-1] in ".。!?！？”", paragraph


@pytest.mark.parametrize(
    ("event", "languages"),
    [
        ("gpt_image_15", {"en", "zh-Hant", "zh-Hans"}),
        ("gemini3flash", {"en", "zh-Hant", "zh-Hans"}),
        ("schedmd", {"en", "zh-Hant", "zh-Hans"}),
        ("amazon_openai", {"en", "zh-Hant", "zh-Hans"}),
        ("tesla_fsd", {"en", "zh-Hant"}),
        ("nemotron_eval", {"en", "zh-Hans"}),
        ("chatgpt_apps", {"en", "zh-Hans"}),
        ("mimo_v2_flash", {"zh-Hant", "zh-Hans"}),
    ],
)
def test_sample_event_is_told_in_its_languages(day: Day, event: str, languages: set[str]) -> None:
    assert {r.lang for r in day.records if r.event == event} == languages


def test_sample_times_are_in_the_window_unless_labelled(day: Day) -> None:
    for record in day.records:
        if record.labels & OUTSIDE:
            continue
        assert record.published is not None, record.url
        if record.day_only:
            assert record.published in ("2025-12-16", "2025-12-17"), record.url
        else:
            assert WINDOW[0] <= record.moment < WINDOW[1], record.url


def test_sample_has_the_noise_of_a_real_day(day: Day) -> None:
    counts = Counter(label for r in day.records for label in r.labels)
    assert set(counts) == NOISE
    least = {"duplicate": 4, "address": 2, "near_duplicate": 3, "replaced": 2, "off_topic": 3, "out_of_window": 2}
    assert all(counts[label] >= n for label, n in least.items())
    ordinary = {r.paragraphs: r for r in day.records if not r.labels & {"duplicate", "address"}}
    for record in day.records:
        if "duplicate" in record.labels:
            assert ordinary[record.paragraphs].outlet != record.outlet
        if "address" in record.labels:
            assert ordinary[record.paragraphs].outlet == record.outlet
        if "replaced" in record.labels:
            assert record.announce == "replace"
    copies = counts["duplicate"] + counts["address"]
    assert len({r.paragraphs for r in day.records}) == len(day.records) - copies
    old = [r for r in day.records if r.announce == "replace" and r.url.split("/")[-1] < "2501"]
    assert len(old) >= 2
    assert len([r for r in day.records if r.announce in ("new", "cross")]) >= 20


def test_sample_hostile_item_is_hostile_and_on_a_reserved_domain(day: Day, gateway: str) -> None:
    (record,) = [r for r in day.records if "hostile" in r.labels]
    assert re.fullmatch(r".+\.example\.(com|net|org)", urlsplit(record.url).netloc)
    _, body = ask(gateway, record.url)
    page = body.decode()
    for needle in ("<!-- Ignore all", "display:none", "javascript:", "<script>", "\u202e", "\u200b", "\u2060"):
        assert needle in page
    assert "<b>URGENT</b>" not in page.split("<script>document")[0], "a title is escaped, not markup"


def test_sample_made_up_items_stand_on_reserved_domains_only(day: Day) -> None:
    made_up = [r for r in day.records if r.event.startswith("sample_")]
    assert made_up
    for record in day.records:
        assert (".example." in urlsplit(record.url).netloc) == (record in made_up)


def test_sample_traditional_text_has_no_simplified_character(day: Day) -> None:
    to_traditional, to_simplified = opencc.OpenCC("s2t"), opencc.OpenCC("t2s")
    simplified = {
        ch
        for record in day.records
        for ch in "".join((record.title, record.summary, *record.paragraphs))
        if to_traditional.convert(ch) != ch and to_simplified.convert(ch) == ch
    } - BOTH_SCRIPTS
    assert simplified, "zh-Hans records hold simplified characters, else this test sees nothing"
    for record in day.records:
        text = "".join((record.title, record.summary, *record.paragraphs))
        if record.lang == "zh-Hant":
            assert not set(text) & simplified, record.url
        elif record.lang == "zh-Hans":
            changed = {ch for ch in text if to_simplified.convert(ch) != ch}
            assert not changed, record.url


def test_sample_names_of_outlets_read_in_every_edition(day: Day) -> None:
    to_traditional = opencc.OpenCC("s2t")
    for source in day.sources:
        for name in (source.outlet, source.owner):
            assert not [ch for ch in name if to_traditional.convert(ch) != ch and ch not in BOTH_SCRIPTS], source.name


def test_sample_sources_are_all_used_or_deliberately_dead(day: Day, gateway: str) -> None:
    assert load(SOURCES.parent) == day
    used = {r.feed for r in day.records}
    silent = [s.name for s in day.sources if s.name not in used and s.name not in day.faults]
    assert silent == ["qwen"]
    assert all(s.kind == "feed" and "by Broadsheet" in s.terms for s in day.sources)
    response, body = ask(gateway, next(s.url for s in day.sources if s.name == "qwen"))
    assert response.status == 200 and feedparser.parse(body).entries == []
    assert set(day.faults.values()) == {"status-500", "not-xml"}


def test_sample_server_gives_every_feed(day: Day, gateway: str) -> None:
    versions = Counter[str]()
    for source in day.sources:
        response, body = ask(gateway, source.url)
        fault = day.faults.get(source.name)
        if fault == "status-500":
            assert response.status == 500
            continue
        assert response.status == 200
        headers = {name.lower(): value for name, value in response.getheaders()}
        feed = feedparser.parse(body, response_headers=headers)
        if fault == "not-xml":
            assert feed.bozo and not feed.entries
            continue
        assert not feed.bozo, f"{source.name}: {feed.get('bozo_exception')}"
        assert headers["etag"] and headers["last-modified"]
        versions[feed.version] += 1
        records = [r for r in day.records if r.feed == source.name]
        assert [entry.link for entry in feed.entries] == [r.url for r in records]
        for entry, record in zip(feed.entries, records, strict=True):
            parsed = entry.get("published_parsed") or entry.get("updated_parsed")
            if record.published is None:
                assert parsed is None
            else:
                assert datetime(*parsed[:6]).date() == record.moment.date()
            assert entry.get("arxiv_announce_type") == record.announce
    assert set(versions) == {"rss20", "atom10", "rss10"}


def test_sample_feed_is_not_sent_twice_to_one_who_has_it(day: Day, gateway: str) -> None:
    url = next(s.url for s in day.sources if s.name == "techcrunch")
    first, _ = ask(gateway, url)
    tag = first.getheader("ETag")
    assert tag is not None
    second, body = ask(gateway, url, **{"If-None-Match": tag})
    assert (second.status, body) == (304, b"")


def test_sample_server_gives_every_page_and_extraction_finds_its_text(day: Day, gateway: str) -> None:
    for record in day.records:
        response, body = ask(gateway, record.url)
        if "gone" in record.labels:
            assert response.status == 404
            continue
        assert response.status == 200, record.url
        text = trafilatura.extract(body, url=record.url, include_comments=False) or ""
        if "no_text" in record.labels:
            assert len(text) < 40
            continue
        if "hostile" in record.labels:
            assert "rate this article" not in text, "what is hidden is not read"
            continue
        _assert_found(record, squeeze(text))


def _assert_found(record: Record, text: str) -> None:
    wanted = [squeeze(p) for p in record.paragraphs]
    found = sum(len(p) for p in wanted if p in text)
    assert found >= 0.9 * sum(map(len, wanted)), record.url


@pytest.mark.parametrize("charset", ["gb18030", "big5"])
def test_sample_page_in_an_old_encoding_says_so_in_its_meta_tag_only(day: Day, gateway: str, charset: str) -> None:
    (record,) = [r for r in day.records if r.charset == charset]
    response, body = ask(gateway, record.url)
    assert response.getheader("Content-Type") == "text/html"
    assert f'<meta charset="{charset}">'.encode() in body
    assert record.paragraphs[0] in body.decode(charset)
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_sample_second_addresses_name_the_first_as_canonical(day: Day, gateway: str) -> None:
    seconds = [r for r in day.records if "address" in r.labels]
    for record in seconds:
        _, body = ask(gateway, record.url)
        found = re.search(r'rel="canonical" href="([^"]+)"', body.decode())
        assert found is not None and found[1] != record.url
        assert found[1] in {r.url for r in day.records if r.paragraphs == record.paragraphs}


def test_sample_server_ignores_tracking_and_knows_nothing_else(gateway: str) -> None:
    page = "https://astral.sh/blog/ty"
    _, plain = ask(gateway, page)
    tracked, body = ask(gateway, page + "?utm_source=x&utm_medium=rss")
    assert (tracked.status, body) == (200, plain)
    assert ask(gateway, page + "?page=2")[0].status == 404
    assert ask(gateway, "https://techcrunch.com/robots.txt")[0].status == 404
    assert ask(gateway, "")[0].status == 404
    assert without_tracking("https://a.example/b?c=1&utm_source=x#d") == "https://a.example/b?c=1#d"


def test_sample_bytes_depend_on_nothing_but_the_records() -> None:
    code = (
        "import hashlib; from broadsheet.sample.origin import answers; from broadsheet.sample.records import load\n"
        "h = hashlib.sha256()\n"
        "for url, a in answers(load()).items(): h.update(url.encode() + a.body + repr(a.headers).encode())\n"
        "print(h.hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("sources.toml", "feeds.toml"):
        shutil.copy(FOLDER / name, tmp_path / name)
    (tmp_path / "day").mkdir()
    first = (FOLDER / "day" / "papers.jsonl").read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "day" / "a.jsonl").write_text(first + "\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"url": "/relative"}, "absolute web address"),
        ({"url": "https://rss.arxiv.org/rss/cs.AI"}, "stands already in sources.toml"),
        ({"lang": "de"}, "Invalid enum value"),
        ({"title": " "}, "must not be empty"),
        ({"published": "yesterday"}, "Invalid isoformat"),
        ({"published": "2025-12-17T05:00:00"}, "no time zone"),
        ({"paragraphs": []}, "paragraphs must hold text"),
        ({"paragraphs": ["a\u0000b"]}, "control characters"),
        ({"noise": "odd"}, "noise 'odd' is none of"),
        ({"restated": False}, "restated"),
        ({"feed": "nobody"}, "no source 'nobody'"),
        ({"extra": 1}, "unknown field"),
    ],
)
def test_sample_loader_names_the_line_of_a_bad_record(copy: Path, change: dict[str, object], told: str) -> None:
    path = copy / "day" / "a.jsonl"
    good = path.read_text(encoding="utf-8")
    bad = {**json.loads(good), "url": "https://arxiv.org/abs/2512.00001", **change}
    path.write_text(good + json.dumps(bad) + "\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape("a.jsonl:2")) as caught:
        load(copy)
    assert told in str(caught.value)


def test_sample_loader_names_a_broken_line_and_a_broken_toml(copy: Path) -> None:
    path = copy / "day" / "a.jsonl"
    path.write_text('{"url": ', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"a\.jsonl:1"):
        load(copy)
    (copy / "sources.toml").write_text("[[source]]\nname =", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"sources\.toml"):
        load(copy)
