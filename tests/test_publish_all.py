"""``broadsheet publish DIR``: the site of all editions of a folder, through the command line."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import lxml.html
import msgspec
import pytest
from typer.testing import CliRunner, Result

from broadsheet.adapters.publish_atom import AtomPublisher, AtomStoriesPublisher
from broadsheet.adapters.publish_hugo import HugoPublisher
from broadsheet.adapters.publish_json_feed import JsonFeedPublisher, JsonStoriesPublisher
from broadsheet.adapters.site.standing import STAMPS
from broadsheet.adapters.wording import Headings
from broadsheet.audit.sealed import seal_faults
from broadsheet.cli import app
from broadsheet.errors import PublishError, UsageError
from broadsheet.ports import Publisher
from broadsheet.seal import announce, sealing
from broadsheet.store import read_edition
from broadsheet.types import Language
from site_days import DAYS, day_of, publish_days, save_with_record

from conftest import Day
from small_edition import HEADINGS

TWO_DAYS = DAYS[1:]


def publish(root: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["publish", str(root), *options], env={"COLUMNS": "500"})


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def touched(site: Path, before: Mapping[Path, int]) -> set[str]:
    return {
        path.relative_to(site).as_posix()
        for path in site.rglob("*")
        if path.is_file() and path.stat().st_mtime_ns != before.get(path)
    }


def moments(site: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}


def links(site: Path) -> list[tuple[str, str]]:
    """Return the links of all pages that lead nowhere."""
    return [
        (page.relative_to(site).as_posix(), link)
        for page in site.rglob("*.html")
        for link in lxml.html.fromstring(page.read_bytes()).xpath("//a/@href | //img/@src | //link/@href")
        if not re.match(r"https?:|data:|#", link) and not (page.parent / link.partition("#")[0]).is_file()
    ]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give three editions without a site; the second is Chinese."""
    for number, language in enumerate(("en", "zh-Hant", "en")):
        languages: tuple[Language, Language] = ("en", "zh-Hant")
        save_with_record(day_of(number, languages[language == "zh-Hant"]), tmp_path)
    return tmp_path


def test_all_editions_have_their_pages_each_in_its_language(root: Path) -> None:
    done = publish(root)
    assert done.exit_code == 0, done.output
    assert "3 of 3 editions written" in done.output and str(root / "site" / "index.html") in done.output
    spoken = [lxml.html.parse(root / "site" / day / "index.html").getroot().get("lang") for day in DAYS]
    assert spoken == ["en", "zh-Hant", "en"] and not links(root / "site")


def test_it_is_what_one_edition_after_another_gives(tmp_path: Path) -> None:
    one_by_one = contents(publish_days(tmp_path / "a"))
    for number in range(len(DAYS)):
        save_with_record(day_of(number), tmp_path / "b")
    for options in ((), ("--engine", "processes", "--anew")):
        assert publish(tmp_path / "b", *options).exit_code == 0
        assert contents(tmp_path / "b" / "site").keys() == one_by_one.keys()


def test_what_stands_is_left_alone_and_needs_no_reading(root: Path) -> None:
    assert publish(root).exit_code == 0
    site, before = root / "site", moments(root / "site")
    for day in DAYS[:2]:  # who reads them again finds nothing
        path = root / day / "edition.json"
        state = path.stat()
        path.write_bytes(b"x" * state.st_size)
        path.chmod(0o644)
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    done = publish(root)
    assert done.exit_code == 0 and "0 of 3 editions written" in done.output
    assert touched(site, before) == set()


def test_an_edition_that_was_published_by_itself_stands(tmp_path: Path) -> None:
    site = publish_days(tmp_path)
    assert (tmp_path / STAMPS).is_file()
    before = moments(site)
    first = publish(tmp_path)  # another desk has other headings: this one's site is not that of the tests
    assert first.exit_code == 0 and touched(site, before)
    again = publish(tmp_path)
    assert "0 of 3 editions written" in again.output


def test_without_its_memory_all_is_written_to_the_same_bytes(root: Path) -> None:
    publish(root)
    before = contents(root / "site")
    (root / STAMPS).write_bytes(b"{damaged")
    assert "3 of 3 editions written" in publish(root).output
    assert contents(root / "site") == before


@pytest.mark.parametrize("damage", ["edition.json", "articles.jsonl", "a quote", "gone"])
def test_a_damaged_edition_is_told_and_kept_out(root: Path, damage: str) -> None:
    folder = root / DAYS[1]
    if damage == "gone":
        (folder / "articles.jsonl").unlink()
    elif damage == "a quote":  # somebody has put other words into the mouth of a source
        edition = read_edition(folder)
        path = folder / "articles.jsonl"
        quote = edition.stories[0].fields.summary[0].citations[0].quote
        path.write_text(path.read_text(encoding="utf-8").replace(quote, quote[::-1]), encoding="utf-8")
    else:
        (folder / damage).write_bytes(b"{not json")
    done = publish(root)
    assert done.exit_code == 3, done.output
    assert f"left out: {DAYS[1]} (it is not in the site)" in done.output
    site = root / "site"
    assert (site / DAYS[0] / "index.html").is_file() and (site / DAYS[2] / "index.html").is_file()
    assert not (site / DAYS[1]).exists() and not links(site)
    assert DAYS[1] not in (site / "archive" / "2025-12.html").read_text(encoding="utf-8")


def test_what_is_repaired_comes_in_and_is_what_it_would_have_been(root: Path) -> None:
    whole = publish(root) and contents(root / "site")
    shutil.rmtree(root / "site")
    path = root / DAYS[1] / "edition.json"
    data = path.read_bytes()
    path.write_bytes(b"{")
    assert publish(root).exit_code == 3
    path.write_bytes(data)
    assert publish(root).exit_code == 0 and contents(root / "site") == whole


def test_pages_that_stand_stay_when_their_edition_is_damaged(root: Path) -> None:
    publish(root)
    before = contents(root / "site")
    (root / DAYS[1] / "edition.json").write_bytes(b"{not json")
    done = publish(root)
    assert done.exit_code == 3 and f"left out: {DAYS[1]} (its pages stay as they were)" in done.output
    assert contents(root / "site") == before
    assert publish(root).exit_code == 3, "it is told as long as it is damaged"


def test_pages_stay_whose_texts_were_thrown_away(root: Path) -> None:
    publish(root)
    before = contents(root / "site")
    (root / DAYS[0] / "articles.jsonl").unlink()  # broadsheet vacuum --evidence
    for options in ((), ("--anew",)):
        done = publish(root, *options)
        assert done.exit_code == 0, done.output
        assert contents(root / "site") == before


@pytest.mark.parametrize("gone", DAYS)
def test_a_removed_edition_goes_and_nothing_leads_to_it(
    root: Path, gone: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    publish(root)
    shutil.rmtree(root / gone)
    done = publish(root)
    assert done.exit_code == 0 and "1 removed" in done.output
    site = root / "site"
    assert not (site / gone).exists() and not links(site)
    afresh = tmp_path_factory.mktemp("afresh")
    for day in DAYS:
        if day != gone:
            shutil.copytree(root / day, afresh / day)
    publish(afresh)
    assert contents(site) == contents(afresh / "site"), "as if it had never been"


def test_a_removed_edition_leaves_the_hugo_site_too_and_an_owners_page_stays(root: Path) -> None:
    posts, images = root / "hugo" / "content" / "posts", root / "hugo" / "static" / "images"
    for date in DAYS:
        edition = read_edition(root / date)
        HugoPublisher(HEADINGS)(edition, {}, root)
    gone = DAYS[0]
    (posts / f"{gone}-note.md").write_text("mine", encoding="utf-8")
    publish(root)
    kept = {path.name for path in posts.glob("*.md")}
    shutil.rmtree(root / gone)
    assert publish(root).exit_code == 0
    assert kept - {path.name for path in posts.glob("*.md")} == {f"{gone}.md"}
    assert not (images / f"{gone}.png").exists() and (images / f"{DAYS[2]}.png").exists()


FEEDS: Mapping[str, Callable[[Headings], Publisher]] = {
    "feed.xml": AtomPublisher,
    "stories.xml": AtomStoriesPublisher,
    "feed.json": JsonFeedPublisher,
    "stories.json": JsonStoriesPublisher,
}


def feeds(root: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in sorted(root.iterdir()) if path.name.startswith(("feed", "stories"))
    }


def tells(feed: bytes, date: str) -> bool:
    """Say whether a feed has an entry of that day, by its id; a source may have written the day too."""
    return re.search(rf":broadsheet/{date}[/\"<]".encode(), feed) is not None


def publish_feeds(root: Path) -> None:
    newest = max(folder.name for folder in root.iterdir() if (folder / "edition.json").exists())
    with sealing(root / newest):
        for publisher in FEEDS.values():
            publisher(HEADINGS)(read_edition(root / newest), {}, root)


@pytest.mark.parametrize("gone", DAYS)
def test_a_removed_edition_leaves_the_feeds_too(root: Path, gone: str) -> None:
    publish(root)
    publish_feeds(root)
    mine = root / "feed-mine.xml"
    mine.write_text(f"<id>tag:me,2020:x/{gone}</id>", encoding="utf-8")
    before = feeds(root)
    assert set(FEEDS) < set(before) and "feed.zh-Hant.xml" in before
    shutil.rmtree(root / gone)
    done = publish(root)
    assert done.exit_code == 0, done.output
    after = feeds(root)
    assert after.pop(mine.name) == mine.read_bytes(), "an owner's file stays"
    assert all(tells(before[name], gone) for name in FEEDS)
    assert not any(tells(data, gone) for data in after.values())
    assert ("feed.zh-Hant.xml" in after) is (gone != DAYS[1]), "the feed of a language that no edition is in goes"
    for name in after:  # as if it had never been
        (root / name).unlink()
    publish_feeds(root)
    assert feeds(root) == {**after, mine.name: mine.read_bytes()}


def test_feeds_that_tell_of_no_edition_that_is_gone_are_left_alone(root: Path) -> None:
    publish(root)
    publish_feeds(root)
    before = {name: (root / name).stat().st_mtime_ns for name in feeds(root)}
    publish(root, "--anew")
    assert {name: (root / name).stat().st_mtime_ns for name in feeds(root)} == before


def test_the_seal_knows_feeds_that_were_made_anew(root: Path) -> None:
    publish(root)
    publish_feeds(root)
    shutil.rmtree(root / DAYS[0])
    publish(root)
    assert not [fault for fault in seal_faults(root / DAYS[2]) if fault.place in feeds(root)]


def test_a_feed_that_needs_a_damaged_edition_is_left_as_it_was_and_named(root: Path) -> None:
    publish(root)
    publish_feeds(root)
    before = feeds(root)
    shutil.rmtree(root / DAYS[0])
    path = root / DAYS[1] / "edition.json"
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    done = publish(root)
    assert done.exit_code == 3 and f"still tells of editions that are gone ({DAYS[0]})" in done.output
    assert feeds(root) == before
    path.write_bytes(whole)
    assert publish(root).exit_code == 0 and not tells(feeds(root)["feed.json"], DAYS[0])


def test_what_lacks_an_edition_that_came_back_is_named_with_the_command_that_mends_it(
    tmp_path: Path, sample_day: Day
) -> None:
    source = sample_day.printed.folder
    root, folder = tmp_path / "editions", tmp_path / "editions" / source.name
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("published.json"))
    names = ("site", "hugo", "script", "atom", "json_stories")
    assert publish(folder, *(word for name in names for word in ("--to", name))).exit_code == 0
    save_with_record(day_of(0, "en"), root)
    assert "is not in" in publish(root).output, "one that was copied in is in no feed yet"
    away = shutil.move(folder, tmp_path / "away")
    assert publish(root).exit_code == 0
    assert not list((root / "script").glob("*.txt")) and not tells((root / "feed.xml").read_bytes(), folder.name)
    shutil.move(away, folder)
    done = publish(root)
    assert done.exit_code == 0 and f"{folder.name} is not in: atom, json_stories, hugo, script" in done.output
    assert CliRunner().invoke(app, ["audit", str(folder)]).exit_code == 1
    command = shlex.split(next(line for line in done.output.splitlines() if "broadsheet publish" in line))
    assert command[:3] == ["broadsheet", "publish", str(folder)]
    assert CliRunner().invoke(app, command[1:]).exit_code == 0
    audited = CliRunner().invoke(app, ["audit", str(folder)], env={"COLUMNS": "500"})
    assert audited.exit_code == 0, audited.output
    assert "is not in" not in publish(root).output


def test_a_corrected_edition_is_written_and_the_others_are_not(root: Path) -> None:
    publish(root)
    before = moments(root / "site")
    path = root / TWO_DAYS[0] / "edition.json"
    edition = read_edition(path.parent)
    title = "第一版（更正）"
    data = msgspec.json.encode(msgspec.structs.replace(edition, title=title))
    announce(path.parent, {"edition.json": data})  # as broadsheet correct does
    path.write_bytes(data)
    done = publish(root)
    assert "1 of 3 editions written" in done.output
    changed = touched(root / "site", before)
    assert f"{TWO_DAYS[0]}/index.html" in changed and title in (root / "site" / "index.html").read_text("utf-8")
    assert not [name for name in changed if name.startswith((DAYS[0], DAYS[2]))]


def test_another_address_is_another_site(root: Path) -> None:
    publish(root)
    config = root / "paper.toml"
    config.write_text('[publish]\nbase_url = "https://paper.example"\n', encoding="utf-8")
    assert "3 of 3 editions written" in publish(root, "--config", str(config)).output
    assert b"https://paper.example/" in (root / "site" / "index.html").read_bytes()


@pytest.mark.parametrize("options", [("--to", "hugo"), ("--engine", "steam")])
def test_what_cannot_be_done_is_told(root: Path, options: tuple[str, str]) -> None:
    done = publish(root, *options)
    assert isinstance(done.exception, UsageError) and not (root / "site").exists()


def test_a_folder_without_editions_is_told(tmp_path: Path) -> None:
    assert isinstance(publish(tmp_path).exception, UsageError)


def test_an_output_that_is_not_there_is_named_by_the_audit(tmp_path: Path) -> None:
    publish_days(tmp_path)
    done = CliRunner().invoke(app, ["audit", str(tmp_path / DAYS[2])], env={"COLUMNS": "500"})
    assert "not there, and so not audited: hugo, feed" in done.output, done.output


def test_the_newest_edition_of_another_day_is_told_and_the_site_stays(root: Path) -> None:
    publish(root)
    before = contents(root / "site")
    path = root / DAYS[-1] / "edition.json"
    path.write_bytes((root / DAYS[0] / "edition.json").read_bytes())
    done = publish(root)
    assert done.exit_code == 3 and isinstance(done.exception, SystemExit), done.exception
    assert f"left out: {DAYS[-1]} (its pages stay as they were)" in done.output
    assert f"holds the edition of {DAYS[0]}" in done.output and "give the folder its edition's name" in done.output
    assert contents(root / "site").keys() == before.keys()
    alone = CliRunner().invoke(app, ["publish", str(root / DAYS[-1])])
    assert isinstance(alone.exception, PublishError) and "holds the edition of" in str(alone.exception)


def test_an_edition_that_lost_its_file_is_told_and_its_outputs_stay(root: Path) -> None:
    for date in DAYS:
        HugoPublisher(HEADINGS)(read_edition(root / date), {}, root)
    publish_feeds(root)
    publish(root)
    lost = root / DAYS[0]
    before, told = contents(root / "site"), feeds(root)
    (lost / "edition.json").unlink()
    done = publish(root)
    assert done.exit_code == 3, done.output
    assert f"left out: {DAYS[0]} (its pages stay as they were)" in done.output
    assert "has no edition.json" in done.output and "removes its whole folder" in done.output
    assert contents(root / "site") == before and feeds(root) == told
    assert (root / "hugo" / "content" / "posts" / f"{DAYS[0]}.md").is_file()
    (lost / "articles.jsonl").unlink()  # its texts were thrown away, too: it is lost all the same
    assert publish(root).exit_code == 3 and contents(root / "site") == before
    shutil.rmtree(lost)
    gone = publish(root)
    assert gone.exit_code == 0 and "1 removed" in gone.output
    assert not (root / "site" / DAYS[0]).exists()
    assert not (root / "hugo" / "content" / "posts" / f"{DAYS[0]}.md").exists()
