"""The JSON feed: version 1.1, the whole text twice, every citation for programs, ids that stay."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import lxml.html
import msgspec
import pytest

from broadsheet.adapters.atom.plain import plain
from broadsheet.adapters.publish_atom import AtomPublisher, AtomStoriesPublisher
from broadsheet.adapters.publish_json_feed import ENTRIES, STORY_DAYS, JsonFeedPublisher, JsonStoriesPublisher
from broadsheet.types import Edition, Language, cite

from corrected_day import EDITED_AT, WITHDRAWN_AT, corrected_day
from reading_back import same
from small_edition import EVIL, HEADINGS, HOSTILE_TITLE, in_page_order, small_day

BASE = "https://news.example/ai"
SCHEMA = json.loads((Path(__file__).parent / "data" / "json_feed_1_1.schema.json").read_text(encoding="utf-8"))


def publish(root: Path, edition: Edition, base_url: str = BASE) -> Any:
    (path, *_) = JsonFeedPublisher(HEADINGS, base_url)(edition, {}, root)
    assert path == root / "feed.json"
    return read(path)


def read(path: Path) -> Any:
    feed = json.loads(path.read_bytes())
    jsonschema.Draft202012Validator(SCHEMA).validate(feed)
    return feed


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
@pytest.mark.parametrize("base", [BASE, ""])
def test_it_is_a_json_feed_of_version_1_1(tmp_path: Path, language: Language, base: str) -> None:
    edition = small_day(language).edition
    feed = publish(tmp_path, edition, base)
    assert (feed["language"], feed["authors"]) == (language, [{"name": "Broadsheet"}])
    (item,) = feed["items"]
    assert (item["title"], item["summary"], item["tags"]) == (edition.title, edition.summary, list(edition.tags))
    assert (
        datetime.fromisoformat(item["date_published"]) == datetime.fromisoformat(item["date_modified"]) == edition.made
    )
    if base:
        assert feed["feed_url"] == f"{BASE}/feed.json"
        assert (item["id"], item["url"]) == (
            "tag:news.example,2026:broadsheet/ai/2025-12-18",
            f"{BASE}/site/2025-12-18/index.html",
        )
    else:
        assert "url" not in item and "feed_url" not in feed


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_html_and_text_say_the_whole_edition(tmp_path: Path, language: Language) -> None:
    edition = small_day(language).edition
    (item,) = publish(tmp_path, edition)["items"]
    page = lxml.html.fromstring(item["content_html"])
    assert [same(h.text_content()) for h in page.iter("h3") if h.get("id")] == [
        same(story.headline.text) for story in in_page_order(edition)
    ]
    for story in (*edition.stories, *edition.also):
        for claim in (story.headline, *story.fields.all()):
            assert same(claim.text) in same(page.text_content())
            assert same(claim.text) in same(item["content_text"])
    addresses = {source.url for story in edition.stories for source in story.sources if source.url.startswith("http")}
    assert all(f"<{address}>" in item["content_text"] for address in addresses)


def test_every_citation_stands_where_it_says(tmp_path: Path) -> None:
    day = small_day()
    (item,) = publish(tmp_path, day.edition)["items"]
    own = item["_broadsheet"]
    assert [s["id"] for s in own["stories"]] == [s.id for s in day.edition.stories]
    assert [s["id"] for s in own["also"]] == [s.id for s in day.edition.also]
    said = [
        one for s in own["stories"] for one in (s["headline"], *(c for field in s["fields"].values() for c in field))
    ]
    assert len(said) == sum(1 + len(s.fields.all()) for s in day.edition.stories)
    cited = [one for sentence in said for one in sentence["citations"]]
    assert len(cited) >= len(said)
    for one in cited:
        article = day.articles[one["article"]]
        citation = cite(article, one["part"], one["start"], one["end"])
        assert same(citation.quote) == same(one["quote"])
        assert (one["url"], one["outlet"]) == (
            article.url if article.url.startswith("http") else None,
            article.source.outlet,
        )


def test_a_hostile_source_is_inert(tmp_path: Path) -> None:
    (item,) = publish(tmp_path, small_day().edition)["items"]
    page = lxml.html.fromstring(item["content_html"])
    assert page.xpath("//script | //img | //iframe | //*[@onerror]") == []
    assert [one for one in page.xpath("//@href") if EVIL in one or "javascript" in one] == []
    assert same(HOSTILE_TITLE) in [same(one.text_content()) for one in page.iter("h3")]
    assert '"javascript' not in json.dumps(item)


def test_it_moves_when_it_is_corrected_and_only_then(tmp_path: Path) -> None:
    day, (fixed, gone) = small_day(), corrected_day()
    small_day(date="2025-12-17").save(tmp_path)
    (before, older), (after, still) = (publish(tmp_path, one.edition)["items"] for one in (day, fixed))
    assert older == still
    assert before["id"] == after["id"] and before["date_published"] == after["date_published"]
    assert datetime.fromisoformat(before["date_modified"]) == day.edition.made
    assert datetime.fromisoformat(after["date_modified"]) == WITHDRAWN_AT
    told = after["_broadsheet"]["corrections"]
    assert [(one["kind"], one["story"]) for one in told][-1] == ("withdrawn", gone.id)
    assert told[0]["before"] == "They hold 7 trillion weights." and told[0]["reason"] == "a slip of *ours*"
    assert "撤回〈An address that is none〉。理由：the source is gone" in after["content_text"]
    assert "（已更正）" in after["content_text"] and "編按：Acme has <b>confirmed</b>" in after["content_text"]
    assert before["_broadsheet"]["corrections"] == []


def test_an_entry_a_story_and_a_notice_for_the_one_withdrawn(tmp_path: Path) -> None:
    fixed, gone = corrected_day()
    (path,) = JsonStoriesPublisher(HEADINGS, BASE)(fixed.edition, {}, tmp_path)
    assert path.name == "stories.json"
    items = {item["id"].rpartition("/")[2]: item for item in read(path)["items"]}
    assert list(items) == [*(story.id for story in in_page_order(fixed.edition)), gone.id]
    assert items[gone.id]["title"] == "撤回：An address that is none"
    assert (
        items[gone.id]["content_html"].strip()
        == "<p>2025 年 12 月 20 日 18:05：撤回〈An address that is none〉。理由：the source is gone</p>"
    )
    assert items[gone.id]["_broadsheet"]["stories"] == []
    first, second, paper = (items[story.id] for story in fixed.edition.stories[:3])
    assert datetime.fromisoformat(second["date_modified"]) == fixed.edition.made
    assert datetime.fromisoformat(paper["date_modified"]) == EDITED_AT
    assert first["url"] == f"{BASE}/site/2025-12-18/stories/{fixed.edition.stories[0].id}.html"
    assert first["tags"] == ["今日焦點（Top Headlines）", "Acme", "Sched"]
    assert first["id"] == f"tag:news.example,2026:broadsheet/ai/2025-12-18/{fixed.edition.stories[0].id}"


def test_a_feed_keeps_the_newest_editions_and_no_more(tmp_path: Path) -> None:
    days = [f"2025-11-{day:02}" for day in range(1, ENTRIES + 6)]
    tiny = small_day().edition
    tiny = msgspec.structs.replace(tiny, stories=tiny.stories[2:3], also=(), insight=type(tiny.insight)(), watch_list=(),
                                   background=())  # fmt: skip
    for date in days[:-1]:
        (tmp_path / date).mkdir(parents=True)
        (tmp_path / date / "edition.json").write_bytes(msgspec.json.encode(msgspec.structs.replace(tiny, date=date)))
    last = msgspec.structs.replace(tiny, date=days[-1])
    assert [item["id"][-10:] for item in publish(tmp_path, last)["items"]] == days[: -ENTRIES - 1 : -1]
    (path,) = JsonStoriesPublisher(HEADINGS)(last, {}, tmp_path)
    assert len(read(path)["items"]) == STORY_DAYS


def test_each_language_has_a_feed_where_there_are_several(tmp_path: Path) -> None:
    small_day("en", "2025-12-17").save(tmp_path)
    day = small_day("zh-Hant")
    for make, ending in ((JsonFeedPublisher, "json"), (AtomPublisher, "xml")):
        paths = make(HEADINGS, BASE)(day.edition, {}, tmp_path)
        assert [path.name for path in paths] == [f"feed.{ending}", f"feed.en.{ending}", f"feed.zh-Hant.{ending}"]
    whole, english, chinese = (read(tmp_path / f"feed{part}.json") for part in ("", ".en", ".zh-Hant"))
    assert [item["language"] for item in whole["items"]] == ["zh-Hant", "en"]
    assert whole["items"] == [*chinese["items"], *english["items"]]
    assert english["feed_url"] == f"{BASE}/feed.en.json" and english["language"] == "en"
    paths = AtomStoriesPublisher(HEADINGS, BASE)(day.edition, {}, tmp_path)
    assert [path.name for path in paths] == ["stories.xml", "stories.en.xml", "stories.zh-Hant.xml"]


def test_an_empty_edition_has_a_feed(tmp_path: Path) -> None:
    edition = small_day().edition
    empty = msgspec.structs.replace(
        edition, stories=(), also=(), insight=type(edition.insight)(), watch_list=(), reading=(), background=()
    )
    assert len(publish(tmp_path, empty)["items"]) == 1
    (path,) = JsonStoriesPublisher(HEADINGS)(empty, {}, tmp_path)
    assert read(path)["items"] == []


def test_the_same_editions_give_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        small_day(date="2025-12-17").save(tmp_path / folder)
        publish(tmp_path / folder, small_day().edition)
    assert (tmp_path / "a" / "feed.json").read_bytes() == (tmp_path / "b" / "feed.json").read_bytes()


def test_an_older_edition_that_cannot_be_read_keeps_no_other_out_of_the_feed(tmp_path: Path) -> None:
    publish(tmp_path, small_day().edition)
    before = (tmp_path / "feed.json").read_bytes()
    (tmp_path / "2025-12-10").mkdir()
    (tmp_path / "2025-12-10" / "edition.json").write_text('{"date": 1')
    publish(tmp_path, small_day().edition)
    assert (tmp_path / "feed.json").read_bytes() == before


def test_plain_text_keeps_paragraphs_items_and_addresses() -> None:
    html = '<h2>A &amp; B</h2>\n<p>One<br>two (<a href="https://x.example/">X</a>, <a href="site/y.html">y</a>)</p>\n<ul>\n<li><em>a</em>\nb</li>\n<li>c</li></ul><hr>'
    assert plain(html) == "A & B\n\nOne\ntwo (X <https://x.example/>, y)\n\n- a b\n- c\n"
