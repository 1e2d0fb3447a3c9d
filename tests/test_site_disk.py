"""The site on the disk: its budget, the same bytes for the same edition, whole or not at all."""

from __future__ import annotations

import errno
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import lxml.html
import msgspec
import pytest

from broadsheet.adapters.publish_site import PAGE_BUDGET, SOURCES, SitePublisher
from broadsheet.errors import PublishError
from broadsheet.labels import labels
from broadsheet.text.sentences import sentences
from broadsheet.types import (
    Article,
    Claim,
    Counts,
    Fields,
    Printing,
    Source,
    SourceRef,
    cite,
    digest,
    story_id,
)

from site_read import parse, printings, publish, same
from small_edition import HEADINGS, Day, small_day

# --- budget, bytes, disk ---------------------------------------------------------------------------------------------


def large_day(full: int = 66, line: int = 70) -> Day:
    """An edition of the reference's size whose stories quote seven sentences of two hundred bytes and more."""
    articles: dict[str, Article] = {}
    stories: list[Printing] = []
    for number in range(full + line):
        text = " ".join(
            f"Sentence {at} of story {number} says that the laboratory of harbour {number} measured {at + 3} things in a "
            "week, among them the wind, the tide, the price of bread, and what the neighbours thought of all of it at last."
            for at in range(7)
        )
        outlets = [f"The Daily Outlet {n}" for n in range(8 if number < 3 else 2 if number % 3 else 1)]
        told = []
        for outlet in outlets:
            url = f"https://{outlet[-1]}.example/2025/12/17/a-story-with-a-long-address-{number}"
            source = Source(name=outlet, kind="feed", url=url, outlet=outlet, owner=outlet, language="en")
            told.append(
                Article(
                    id=digest(url, text), source=source, url=url, title=f"The laboratory of harbour {number} measures again",
                    published=datetime(2025, 12, 17, 9, tzinfo=UTC), day_only=False, text=text, language="en",
                )
            )  # fmt: skip
        articles |= {one.id: one for one in told}
        claims = tuple(Claim(text=text[s:e], citations=(cite(told[0], "text", s, e),)) for s, e in sentences(text))
        fields = (
            Fields(summary=claims[:2], details=claims[2:5], uses=claims[5:])
            if number < full
            else Fields(summary=claims[:1])
        )
        stories.append(
            Printing(
                id=story_id(tuple(told)),
                headline=Claim(text=told[0].title, citations=(cite(told[0], "title", 0, len(told[0].title)),)),
                section=("research", "tools", "market")[number % 3], lead=number < 6, importance="medium", score=1.0,
                reasons=small_day().edition.stories[0].reasons, fields=fields, entities=("Harbour", "Laboratory"),
                sources=tuple(
                    SourceRef(article=a.id, title=a.title, url=a.url, outlet=a.source.outlet, owner=a.source.owner,
                              language="en", published=a.published) for a in told
                ),
                single_source=len(told) == 1,
            )
        )  # fmt: skip
    small = small_day("en").edition
    counts = {**msgspec.structs.asdict(small.counts), "stories": full + line, "full": full, "line": line, "no": 0}
    edition = msgspec.structs.replace(
        small, stories=tuple(stories[:full]), also=tuple(stories[full:]), counts=Counts(**counts),
        insight=msgspec.structs.replace(small.insight, trends=(), context=(), outlook=()),
        watch_list=(), reading=(), background=(),
    )  # fmt: skip
    return Day(edition, articles)


def test_the_edition_page_keeps_its_budget_and_the_story_pages_keep_every_claim(tmp_path: Path) -> None:
    day = large_day()
    site = publish(day, tmp_path)
    folder = site / day.edition.date
    raw = (folder / "index.html").read_bytes()
    assert 100_000 < len(raw) <= PAGE_BUDGET
    text = same(lxml.html.fromstring(raw).text_content())
    for story in printings(day.edition):
        assert same(story.headline.text) in text and same(story.fields.summary[0].text) in text
        own = same(parse(folder / "stories" / f"{story.id}.html").text_content())
        assert all(same(claim.text) in own for claim in story.fields.all())
    for story in day.edition.stories[:6]:
        assert all(same(claim.text) in text for claim in story.fields.all())
    box = lxml.html.fromstring(raw).get_element_by_id(day.edition.stories[0].id)
    assert len(box.xpath(".//ul[@class='f']/li/a[starts-with(@href, 'http')]")) == SOURCES
    assert labels("en")["site"]["more_sources"].format(count=2) in box.text_content()


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_the_same_edition_gives_the_same_bytes(tmp_path: Path) -> None:
    first = contents(publish(small_day(), tmp_path / "a"))
    day = small_day()
    again = Day(day.edition, dict(reversed(day.articles.items())))
    assert contents(publish(again, tmp_path / "b")) == first
    assert contents(publish(again, tmp_path / "a")) == first


def test_another_edition_leaves_the_folder_of_an_older_one_alone(tmp_path: Path) -> None:
    old = contents(publish(small_day("en", "2025-12-17"), tmp_path))
    new = contents(publish(small_day("zh-Hant", "2025-12-18"), tmp_path))
    assert old.keys() <= new.keys()
    changed = {name for name in old if new[name] != old[name]}
    assert not [name for name in changed if name.startswith("2025-12-17/")]
    index = lxml.html.fromstring(new["index.html"])
    assert index.xpath("//ul[@class='past']/li/a/@href") == ["2025-12-18/index.html", "2025-12-17/index.html"]
    assert index.get("lang") == "zh-Hant"
    publish(small_day("en", "2025-12-17"), tmp_path)
    assert contents(tmp_path / "site") == new, "an older edition that is published again does not become the front page"


def test_the_index_lists_no_edition_without_pages_and_names_a_broken_one(tmp_path: Path) -> None:
    small_day("en", "2025-12-16").save(tmp_path)
    site = publish(small_day("en", "2025-12-17"), tmp_path)
    assert parse(site / "index.html").xpath("//ul[@class='past']/li/a/@href") == ["2025-12-17/index.html"]
    (tmp_path / "2025-12-17" / "edition.json").write_bytes(b"{broken")
    (site / "2025-12-17" / "digest.json").unlink()
    with pytest.raises(PublishError, match="2025-12-17"):
        publish(small_day("en", "2025-12-18"), tmp_path)
    assert (site / "2025-12-18" / "index.html").is_file()


def test_a_full_disk_leaves_what_stood_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(small_day("en"), tmp_path)
    before = contents(tmp_path)
    written = Path.write_bytes
    left = 5

    def fails(self: Path, data: Any) -> int:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return written(self, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", fails)
        with pytest.raises(PublishError, match="No space left"):
            SitePublisher(HEADINGS)(small_day("zh-Hant").edition, small_day("zh-Hant").articles, tmp_path)
    assert contents(tmp_path) == before


FILLED = """
import resource, sys
from pathlib import Path
from broadsheet.errors import StorageError
from broadsheet.files import write_all
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))  # the system refuses the bytes beyond, as a full disk does
root = Path(sys.argv[1])
try:
    write_all([(root / "first.html", b"small"), (root / "second.html", b"x" * 3000)])
except StorageError as error:
    print(error)
"""


def test_files_that_are_refused_while_they_are_closed_too_are_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "first.html").write_bytes(b"before")
    told = subprocess.run([sys.executable, "-c", FILLED, str(tmp_path)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "second.html: cannot be written" in told.stdout and "untouched" in told.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["first.html"]
    assert (tmp_path / "first.html").read_bytes() == b"before"


def test_an_edition_without_stories_has_its_pages(tmp_path: Path) -> None:
    day = small_day("en")
    empty = msgspec.structs.replace(
        day.edition, stories=(), also=(), watch_list=(), reading=(), background=(), keywords=(),
        insight=msgspec.structs.replace(day.edition.insight, trends=(), context=(), outlook=()),
    )  # fmt: skip
    site = publish(Day(empty, {}), tmp_path)
    assert parse(site / "2025-12-18" / "index.html").xpath("//footer") and parse(site / "index.html").xpath("//h1")
