"""The JSON feed: version 1.1, one item an edition, every sentence with what it rests on, ids that stay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from broadsheet.adapters.publish_atom import AtomPublisher
from broadsheet.adapters.publish_json_feed import JsonFeedPublisher
from broadsheet.errors import PublishError
from broadsheet.types import Edition, Language

from small_edition import EVIL, HEADINGS, corrected, small_day

BASE = "https://news.example/ai"


def published(root: Path, edition: Edition, base: str = BASE) -> dict[str, Any]:
    (path,) = JsonFeedPublisher(HEADINGS, base)(edition, {}, root)
    assert path == root / "feed.json"
    feed: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return feed


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_what_version_1_1_asks_for_is_there(tmp_path: Path, language: Language) -> None:
    edition = small_day(language).edition
    feed = published(tmp_path, edition)
    assert (feed["version"], feed["language"]) == ("https://jsonfeed.org/version/1.1", language)
    assert feed["title"] and feed["authors"][0]["name"]
    assert (feed["home_page_url"], feed["feed_url"]) == (f"{BASE}/site/index.html", f"{BASE}/feed.json")
    (item,) = feed["items"]
    assert item["id"] == "tag:news.example,2026:broadsheet/ai/2025-12-18"
    assert item["url"] == f"{BASE}/site/2025-12-18/index.html"
    assert item["date_published"] == item["date_modified"] == edition.made.isoformat()
    assert item["tags"] == list(edition.tags) and item["language"] == language
    assert set(item) <= {
        "id", "url", "title", "summary", "content_html", "date_published", "date_modified", "language", "tags", "_broadsheet"
    }  # fmt: skip


def test_without_a_public_address_none_is_written(tmp_path: Path) -> None:
    feed = published(tmp_path, small_day().edition, "")
    assert not {"home_page_url", "feed_url"} & set(feed) and "url" not in feed["items"][0]
    assert feed["items"][0]["id"] == "tag:broadsheet.invalid,2026:broadsheet/2025-12-18"


def test_every_sentence_carries_its_sources_and_quotes(tmp_path: Path) -> None:
    day = small_day()
    (item,) = published(tmp_path, day.edition)["items"]
    told = item["_broadsheet"]["stories"] + item["_broadsheet"]["also"]
    assert [one["id"] for one in told] == [s.id for s in (*day.edition.stories, *day.edition.also)]
    shown = 0
    for story, one in zip((*day.edition.stories, *day.edition.also), told, strict=True):
        for claim, said in zip(
            (story.headline, *story.fields.all()), (one["headline"], *one["sentences"]), strict=True
        ):
            assert (said["text"], said["transform"]) == (claim.text.replace("\u202e", ""), claim.transform)
            for citation, where in zip(claim.citations, said["citations"], strict=True):
                article = day.articles[citation.article]
                assert where["outlet"] == article.source.outlet
                assert where.get("url") == (article.url if article.url.startswith("https://") else None)
                assert where["quote"] == citation.quote.replace("\u202e", "")
                shown += 1
    assert shown > 10


def test_the_page_is_that_of_the_atom_feed(tmp_path: Path) -> None:
    edition = small_day("en").edition
    (item,) = published(tmp_path, edition)["items"]
    (atom,) = AtomPublisher(HEADINGS, BASE)(edition, {}, tmp_path)
    (content,) = lxml.etree.fromstring(atom.read_bytes()).xpath("//*[local-name()='content']")
    assert item["content_html"] == content.text
    page = lxml.html.fromstring(item["content_html"])
    assert page.xpath("//script | //img | //iframe | //*[@onerror]") == []
    assert [one for one in page.xpath("//@href") if EVIL in one or "javascript" in one] == []


def test_a_correction_moves_the_item_and_older_editions_stay(tmp_path: Path) -> None:
    small_day(date="2025-12-17").save(tmp_path)
    day = small_day()
    first, after = published(tmp_path, day.edition), corrected(day)
    second = published(tmp_path, after)
    assert [one["id"] for one in first["items"]] == [one["id"] for one in second["items"]]
    assert first["items"][1] == second["items"][1]
    assert second["items"][0]["date_published"] == day.edition.made.isoformat()
    assert second["items"][0]["date_modified"] == after.corrections[-1].at.isoformat()
    assert len(second["items"][0]["_broadsheet"]["corrections"]) == 3
    assert after.corrections[2].story not in [one["id"] for one in second["items"][0]["_broadsheet"]["also"]]


def test_the_same_editions_give_the_same_bytes_and_a_broken_one_is_named(tmp_path: Path) -> None:
    edition = small_day().edition
    published(tmp_path, edition)
    before = (tmp_path / "feed.json").read_bytes()
    published(tmp_path, edition)
    assert (tmp_path / "feed.json").read_bytes() == before
    (tmp_path / "2025-12-10").mkdir()
    (tmp_path / "2025-12-10" / "edition.json").write_text('{"date": 1')
    with pytest.raises(PublishError, match="2025-12-10"):
        published(tmp_path, edition)
    assert (tmp_path / "feed.json").read_bytes() == before
