"""The feed: RFC 4287, one entry an edition, text that survives, ids that stay."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import lxml.etree
import lxml.html
import msgspec
import pytest

from broadsheet.adapters.publish_atom import ENTRIES, AtomPublisher, AtomStoriesPublisher
from broadsheet.errors import PublishError
from broadsheet.types import Edition, Language

from corrected_day import EDITED_AT, SAID_AT, WITHDRAWN_AT, corrected_day
from reading_back import same
from small_edition import EVIL, HEADINGS, HOSTILE_TITLE, in_page_order, small_day

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://news.example/ai"


def publish(root: Path, edition: Edition, base_url: str = "") -> Path:
    paths = AtomPublisher(HEADINGS, base_url)(edition, {}, root)
    assert [path.name for path in paths] == ["feed.xml"]
    return paths[0]


RFC_4287 = lxml.etree.RelaxNG(lxml.etree.parse(Path(__file__).parent / "data" / "atom.rng"))


def parsed(path: Path) -> feedparser.FeedParserDict:
    RFC_4287.assertValid(lxml.etree.parse(path))
    feed = feedparser.parse(path.read_bytes())
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    return feed


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_the_feed_is_well_formed_and_its_text_survives(tmp_path: Path, language: Language) -> None:
    edition = small_day(language).edition
    feed = parsed(publish(tmp_path, edition, BASE))
    entry = feed.entries[0]
    # feedparser keeps the inline HTML of the title's type "text" as text.
    assert entry.title == edition.title
    assert entry.summary == edition.summary
    assert [tag.term for tag in entry.tags] == list(edition.tags)
    assert datetime.fromisoformat(entry.updated) == edition.made
    content = lxml.html.fromstring(entry.content[0].value)
    assert [same(one.text_content()) for one in content.iter("h3") if one.get("id")] == [
        same(story.headline.text) for story in in_page_order(edition)
    ]
    for story in (*edition.stories, *edition.also):
        for claim in story.fields.all():
            assert same(claim.text) in same(content.text_content())


def test_what_rfc_4287_asks_for_is_there(tmp_path: Path) -> None:
    root = ElementTree.fromstring(publish(tmp_path, small_day().edition, BASE + "/").read_bytes())
    assert root.tag == ATOM + "feed"
    for name in ("id", "title", "updated", "author"):
        assert len(root.findall(ATOM + name)) == 1, name
    links = {link.get("rel"): link.get("href") for link in root.findall(ATOM + "link")}
    assert links == {"self": f"{BASE}/feed.xml", "alternate": f"{BASE}/site/index.html"}
    for entry in root.findall(ATOM + "entry"):
        for name in ("id", "title", "updated", "published", "summary", "content"):
            assert len(entry.findall(ATOM + name)) == 1, name
        content = entry.find(ATOM + "content")
        assert content is not None and content.get("type") == "html" and len(content) == 0


def test_ids_are_stable_tag_uris(tmp_path: Path) -> None:
    older, newer = small_day(date="2025-12-17"), small_day()
    older.save(tmp_path)
    first = parsed(publish(tmp_path, newer.edition, BASE))
    later = msgspec.structs.replace(newer.edition, made=newer.edition.made + timedelta(hours=3), title="Changed")
    second = parsed(publish(tmp_path, later, BASE + "/"))
    assert first.feed.id == second.feed.id == "tag:news.example,2026:broadsheet/ai"
    assert [entry.id for entry in first.entries] == [entry.id for entry in second.entries]
    assert [entry.id for entry in first.entries] == [
        f"tag:news.example,2026:broadsheet/ai/2025-12-{day}" for day in (18, 17)
    ]
    assert second.feed.updated == later.made.isoformat() and second.entries[0].title == "Changed"
    assert parsed(publish(tmp_path / "x", newer.edition)).feed.id == "tag:broadsheet.invalid,2026:broadsheet"


def test_the_edition_at_hand_replaces_its_folder_and_the_newest_thirty_stand_first(tmp_path: Path) -> None:
    small = small_day().edition
    tiny = msgspec.structs.replace(
        small, stories=small.stories[2:3], also=(), insight=type(small.insight)(), watch_list=(), background=()
    )
    first = date(2025, 11, 1)
    for number in range(ENTRIES + 5):
        day = (first + timedelta(days=number)).isoformat()
        (tmp_path / day).mkdir(parents=True)
        (tmp_path / day / "edition.json").write_bytes(
            msgspec.json.encode(msgspec.structs.replace(tiny, date=day, title=f"old {day}"))
        )
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "edition.json").write_text("not an edition folder")
    at_hand = msgspec.structs.replace(tiny, date="2025-12-05", title="at hand")
    feed = parsed(publish(tmp_path, at_hand))
    titles = [entry.title for entry in feed.entries]
    assert titles[0] == "at hand" and len(titles) == ENTRIES
    assert titles[1:] == [f"old {(date(2025, 12, 5) - timedelta(days=n)).isoformat()}" for n in range(1, ENTRIES)]


def test_a_hostile_source_is_inert(tmp_path: Path) -> None:
    path = publish(tmp_path, small_day().edition)
    html = parsed_raw(path)
    content = lxml.html.fromstring(html)
    assert content.xpath("//script | //img | //iframe | //*[@onerror]") == []
    assert [one for one in content.xpath("//@href") if EVIL in one or "javascript" in one] == []
    assert same(HOSTILE_TITLE) in [same(one.text_content()) for one in content.iter("h3")]
    assert "Scripted" in content.text_content()


def parsed_raw(path: Path) -> str:
    """Return the first entry's HTML as it is in the file: feedparser would sanitise it."""
    content = ElementTree.fromstring(path.read_bytes()).find(f"{ATOM}entry/{ATOM}content")
    assert content is not None and content.text
    return content.text


def test_characters_that_xml_forbids_do_not_break_the_feed(tmp_path: Path) -> None:
    edition = small_day().edition
    feed = parsed(
        publish(tmp_path, msgspec.structs.replace(edition, title="a\x00b\x0bc\ufffe]]>&amp;<d>", keywords=("x\x1by",)))
    )
    assert feed.entries[0].title == "abc]]>&amp;<d>"


def test_a_time_keeps_its_instant_and_its_zone(tmp_path: Path) -> None:
    made = datetime(2025, 12, 18, 23, 59, 59, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
    feed = parsed(publish(tmp_path, msgspec.structs.replace(small_day().edition, made=made)))
    assert feed.entries[0].updated == "2025-12-18T23:59:59-03:30"
    assert re.search(r"\b2025-12-17 17:00", parsed_raw(tmp_path / "feed.xml"))


def test_the_same_editions_give_the_same_bytes(tmp_path: Path) -> None:
    older, newer = small_day(date="2025-12-17"), small_day()
    feeds = []
    for folder in ("a", "b"):
        older.save(tmp_path / folder)
        feeds.append(publish(tmp_path / folder, newer.edition).read_bytes())
    newer.save(tmp_path / "b")
    assert feeds[0] == feeds[1] == publish(tmp_path / "b", newer.edition).read_bytes()


def test_an_older_edition_that_cannot_be_read_keeps_no_other_out_of_the_feed(tmp_path: Path) -> None:
    edition = small_day().edition
    before = publish(tmp_path, edition).read_bytes()
    (tmp_path / "2025-12-10").mkdir()
    (tmp_path / "2025-12-10" / "edition.json").write_text('{"date": 1')
    assert publish(tmp_path, edition).read_bytes() == before


def test_what_cannot_be_written_is_a_publish_error(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").mkdir()
    with pytest.raises(PublishError, match=r"feed\.xml"):
        publish(tmp_path, small_day().edition)
    assert [path.name for path in tmp_path.iterdir()] == ["feed.xml"]


@pytest.mark.parametrize(
    "damage",
    [
        ("<id>", "<id>no address "),
        ("+08:00</updated>", "</updated>"),
        ("<title>", "<title type='xhtml'>"),
        ("<entry ", "<item/><entry "),
        ('href="https', 'href="a b'),
    ],
)
def test_the_schema_of_rfc_4287_refuses_what_is_wrong(tmp_path: Path, damage: tuple[str, str]) -> None:
    text = publish(tmp_path, small_day().edition, BASE).read_text(encoding="utf-8")
    assert damage[0] in text
    assert not RFC_4287.validate(lxml.etree.fromstring(text.replace(*damage).encode()))


def test_updated_moves_when_an_edition_is_corrected_and_only_then(tmp_path: Path) -> None:
    day, (fixed, _) = small_day(), corrected_day()
    small_day(date="2025-12-17").save(tmp_path)
    before, again, after = (parsed(publish(tmp_path, one)) for one in (day.edition, day.edition, fixed.edition))
    assert [e.updated for e in before.entries] == [e.updated for e in again.entries]
    assert [e.id for e in before.entries] == [e.id for e in after.entries]
    assert [e.published for e in before.entries] == [e.published for e in after.entries]
    assert after.feed.updated == after.entries[0].updated == WITHDRAWN_AT.isoformat()
    assert after.entries[1].updated == before.entries[1].updated


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-Hant", ("本期刊出後有更正", "撤回〈An address that is none〉", "（已更正）", "更正為", "刪去", "編按")),
        ("en", ("was corrected after", "“An address that is none” was withdrawn", "(corrected)", "became", "taken out", "Editor’s note")),
    ],
)  # fmt: skip
def test_an_entry_tells_what_was_corrected(tmp_path: Path, language: Language, words: tuple[str, ...]) -> None:
    fixed, gone = corrected_day(language)
    page = lxml.html.fromstring(parsed_raw(publish(tmp_path, fixed.edition)))
    said = page.text_content()
    assert all(word in said for word in words)
    assert same(gone.headline.text) not in [same(one.text_content()) for one in page.iter("h3")]
    newest = page.xpath("//h2[@id='corrections']/following-sibling::ul[1]/li")[0]
    assert newest.text_content().startswith(SAID_AT[language][1])
    assert len(page.xpath("//h2[@id='corrections']/following-sibling::ul[1]/li")) == 4
    assert page.xpath("//b") == [], "a note of the editor is text"


def test_an_entry_a_story(tmp_path: Path) -> None:
    fixed, gone = corrected_day()
    (path,) = AtomStoriesPublisher(HEADINGS, BASE)(fixed.edition, {}, tmp_path)
    assert path.name == "stories.xml"
    feed = parsed(path)
    entries = {entry.id.rpartition("/")[2]: entry for entry in feed.entries}
    assert list(entries) == [*(story.id for story in in_page_order(fixed.edition)), gone.id]
    assert (
        entries[gone.id].title == "撤回：An address that is none"
        and "the source is gone" in entries[gone.id].content[0].value
    )
    assert entries[gone.id].updated == feed.feed.updated == WITHDRAWN_AT.isoformat()
    paper = fixed.edition.stories[2]
    assert entries[paper.id].updated == EDITED_AT.isoformat()
    assert entries[paper.id].link == f"{BASE}/site/2025-12-18/stories/{paper.id}.html"
    assert entries[fixed.edition.stories[1].id].updated == fixed.edition.made.isoformat()
    for story in fixed.edition.stories:
        said = same(lxml.html.fromstring(entries[story.id].content[0].value).text_content())
        assert all(same(claim.text) in said for claim in story.fields.all())
