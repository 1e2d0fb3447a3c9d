"""The archive on both databases: one schema, the same answers, kept up to date from the folders."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from typer.testing import CliRunner

from broadsheet.adapters.engines import Local
from broadsheet.archive import index, migrations, words
from broadsheet.archive.answers import Wanted, awaited, life, search, thread
from broadsheet.archive.index import FILE, catch_up, opened, rebuild
from broadsheet.archive.postgres import shown
from broadsheet.archive.rows import entity_key
from broadsheet.archive.shelf import Bounds, Shelf
from broadsheet.archive.sqlite import SqliteShelf
from broadsheet.cli import app
from broadsheet.config_file import File
from broadsheet.errors import StorageError, UsageError
from broadsheet.press import plan, print_edition
from broadsheet.store import read_edition
from broadsheet.text.names import NameTable, load_names
from broadsheet.types import Correction

from archive_editions import a_postgres, days, fresh
from editions import AT, DATE, print_from, record, write_lines
from small_edition import HEADINGS, small_day

NAMES = NameTable(
    load_names((Path(migrations.__file__).parents[2] / "desks/ai/names.toml").read_text(encoding="utf-8"))
)
KEY, FORMS = entity_key(NAMES), NAMES.forms


class Place(NamedTuple):
    """Three days in a folder, and where their index is."""

    root: Path
    url: str

    @contextlib.contextmanager
    def open(self) -> Iterator[Shelf]:
        with opened(self.root, self.url) as shelf:
            catch_up(shelf, self.root, KEY)
            yield shelf


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with a_postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    days(tmp_path / "editions")
    if request.param == "sqlite":
        return Place(tmp_path / "editions", "")
    name = "t" + re.sub(r"\W", "_", tmp_path.name.lower())
    return Place(tmp_path / "editions", fresh(request.getfixturevalue("server"), name))


def found(place: Place, asked: str, **wanted: str) -> list[tuple[str, str]]:
    with place.open() as shelf:
        return [(hit.date[-2:], hit.headline) for hit in search(shelf, asked, Wanted(**wanted), 50).hits]


@pytest.mark.parametrize("asked", ["輝達", "英伟达", "軟體", "软件", "影片", "視頻", "开发者"])
def test_chinese_finds_both_writings(place: Place, asked: str) -> None:
    assert {date for date, _ in found(place, asked)} == {"16", "17", "18"}


@pytest.mark.parametrize("asked", ["bicycles", "bicycle", "bankrupt", '"bicycle maker"', "bicyc*", "4000"])
def test_english_finds_endings_phrases_and_beginnings(place: Place, asked: str) -> None:
    assert [headline for _, headline in found(place, asked)] == ["A bicycle maker is bankrupt"] * 3


def test_what_may_not_stand_leaves_a_story_out(place: Place) -> None:
    assert len(found(place, "acme")) == 3
    assert found(place, "acme -queue") == []
    assert found(place, "acme -bicycle") == found(place, "acme")


def test_nothing_is_found_of_what_nobody_told(place: Place) -> None:
    assert found(place, "zeppelin") == []


def test_newer_stands_first_when_the_words_fit_alike(place: Place) -> None:
    assert [date for date, _ in found(place, "bicycle")] == ["18", "17", "16"]


def test_a_headline_stands_before_a_sentence(place: Place) -> None:
    with place.open() as shelf:
        hits = search(shelf, "checker", Wanted(since="2025-12-18"), 5).hits
    assert hits[0].headline == "A faster checker"


def test_a_search_is_narrowed(place: Place) -> None:
    assert {date for date, _ in found(place, "bicycle", since="2025-12-17")} == {"17", "18"}
    assert {date for date, _ in found(place, "bicycle", until="2025-12-17")} == {"16", "17"}
    assert len(found(place, "輝達", language="zh")) == 3
    assert len(found(place, "輝達", language="zh-Hans")) == 3
    assert found(place, "bicycle", language="zh") == []
    assert [date for date, _ in found(place, "acme", entity=KEY("NVIDIA"))] == ["18", "17"]


def test_a_name_is_found_in_every_form(place: Place) -> None:
    with place.open() as shelf:
        for form in ("NVIDIA", "輝達", "英伟达", "nvidia"):
            told = life(shelf, form, KEY, Wanted(), 10)
            assert sorted(told.names) == ["NVIDIA", "輝達"]
            assert told.stories == 5  # the second story of each day is NVIDIA's too
            assert told.months == (("2025-12", 5),)
            assert [hit.date[-2:] for hit in told.hits] == ["18", "18", "17", "17", "16"]
        with pytest.raises(UsageError, match="Acme"):
            life(shelf, "Acne", KEY, Wanted(), 10)


@pytest.mark.parametrize("asked", ["0000", "1111", "2025-12-18/2222", "2222222222222222"])
def test_a_thread_is_told_from_any_of_its_days(place: Place, asked: str) -> None:
    with place.open() as shelf:
        line = thread(shelf, asked)
    assert [day.date for day in line] == ["2025-12-16", "2025-12-17", "2025-12-18"]
    assert [len(day.changes) for day in line] == [0, 1, 1]
    assert line[1].changes[0].now == "Sched"


@pytest.mark.parametrize(
    ("asked", "told"), [("eeee", "no story"), ("", "no story|fits"), ("2025-12-16/2222", "no story")]
)
def test_a_story_that_is_none_is_told(place: Place, asked: str, told: str) -> None:
    with place.open() as shelf, pytest.raises(UsageError, match=told):
        thread(shelf, asked)


def test_what_is_awaited_is_due_first_and_never_retired(place: Place) -> None:
    with place.open() as shelf:
        date, things = awaited(shelf)
        assert date == "2025-12-18"
        assert [thing.due_end for thing in things] == ["2025-12-22", "", "", ""]
        assert things[0].state == "week" and things[0].since == "2025-12-10"
        assert {thing.state for thing in things} == {"week", "open"}
        assert len(awaited(shelf, "輝達 -acme")[1]) == 0
        assert len(awaited(shelf, "billion")[1]) == 1
        assert len(awaited(shelf, "", Wanted(until="2025-12-21"))[1]) == 1
        assert len(awaited(shelf, "", Wanted(since="2025-12-23"))[1]) == 0


def test_a_name_is_found_in_all_its_forms(place: Place) -> None:
    with place.open() as shelf:
        told = {asked: search(shelf, asked, Wanted(), 9, FORMS) for asked in ("輝達", "英伟达", "nvidia", '"NVIDIA"')}
        alone = {
            asked: {(hit.date, hit.story) for hit in search(shelf, asked, Wanted(), 9).hits}
            for asked in ("輝達", "NVIDIA")
        }
        both = alone["輝達"] | alone["NVIDIA"]
        assert alone["輝達"] != both != alone["NVIDIA"], "each form alone misses stories"
        assert [{(hit.date, hit.story) for hit in found.hits} for found in told.values()] == [both] * 4
        assert [(one.asked, one.forms[0]) for one in told["輝達"].also] == [("輝達", "NVIDIA")]
        assert "輝達" in told["nvidia"].also[0].forms
        assert (
            search(shelf, "acme -輝達", Wanted(), 9, FORMS).matched
            == search(shelf, "acme -NVIDIA", Wanted(), 9, FORMS).matched
        )
        assert search(shelf, "bicycle", Wanted(), 9, FORMS).also == ()
        assert search(shelf, "輝*", Wanted(), 9, FORMS).also == ()


def test_a_name_of_two_words_is_found_with_and_without_quotation_marks(tmp_path: Path) -> None:
    told = (("Jensen Huang opens an AI lab", "en"), ("黃仁勳談人工智慧", "zh-Hant"))
    for day, (title, language) in enumerate(told, 17):  # one edition each: on one day they might be one story
        line = record(day, title=title, text=f"{title}。", lang=language)
        source = write_lines(tmp_path / f"{day}.jsonl", [line])
        print_edition(plan(File(), date=f"2025-12-{day}", origins=[source], out=tmp_path / "out"), Local())
    root = tmp_path / "out"
    with opened(root) as shelf:
        catch_up(shelf, root, KEY)

        def found(asked: str) -> tuple[int, tuple[str, ...]]:
            answer = search(shelf, asked, Wanted(), 9, FORMS)
            return answer.matched, tuple(one.asked for one in answer.also)

        assert found('"Jensen Huang"') == found("Jensen Huang") == (2, ("Jensen Huang",))
        assert found("jensen huang zeppelin") == (0, ("jensen huang",))
        assert found("Jensen* Huang")[0] == 1, "a beginning is no name"


def test_where_nothing_can_be_written_the_archive_answers_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days(tmp_path)
    monkeypatch.setenv("BROADSHEET_ARCHIVE", "")
    monkeypatch.setattr(index, "_may_write", lambda path: False)

    def told() -> str:
        return CliRunner().invoke(app, ["search", "bicycle", "--dir", str(tmp_path)]).output

    before = told()
    assert "3 stories" in before and not (tmp_path / FILE).parent.exists()
    with opened(tmp_path) as shelf:
        catch_up(shelf, tmp_path, KEY)
    size = (tmp_path / FILE).stat().st_size
    shutil.rmtree(tmp_path / "2025-12-16")
    assert "2 stories" in told(), "what stands in the file is brought up to date in memory"
    assert (tmp_path / FILE).stat().st_size == size


def test_a_folder_that_nobody_may_write_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def access(path: Path, mode: int) -> bool:
        asked.append(path)
        return False

    assert index._may_write(tmp_path / FILE)
    monkeypatch.setattr(os, "access", access)
    assert not index._may_write(tmp_path / FILE) and asked == [tmp_path]


def test_the_command_says_which_forms_it_looked_for(run: Callable[..., str]) -> None:
    told = run("search", "輝達")
    assert "輝達 also as NVIDIA" in told and "5 stories" in told
    assert "also as" not in run("search", "bicycle")


def test_sections_are_called_as_the_edition_calls_them_whatever_is_configured(tmp_path: Path) -> None:
    small_day("en", date="2025-12-17").save(tmp_path)
    small_day("zh-Hant", date="2025-12-18").save(tmp_path)
    for asked in (["acme"], ["--entity", "Acme"]):
        told = CliRunner().invoke(app, ["search", *asked, "--dir", str(tmp_path)]).output
        english, chinese = (read_edition(tmp_path / day) for day in ("2025-12-17", "2025-12-18"))
        for edition in (english, chinese):
            section = edition.stories[0].section
            assert HEADINGS[edition.language][section] in told, told


# --- kept up to date -------------------------------------------------------------------------------------------------


def everything(shelf: Shelf) -> dict[str, list[object]]:
    tables = ("edition", "entity", "awaited", "correction", "fact")
    told: dict[str, list[object]] = {}
    for table in tables:
        told[table] = list(shelf.rows(f"SELECT * FROM {table} ORDER BY 1, 2"))
    columns = "doc, date, story, headline, text, named, score, languages, outlets, continues, changes"
    told["story"] = list(shelf.rows(f"SELECT {columns} FROM story ORDER BY doc"))
    for asked in ("acme", "軟體", "bicycle"):
        told[asked] = [hit.doc for hit in shelf.find(words.parse(asked), 100, Bounds())]
    return told


def test_what_is_kept_up_is_what_is_made_anew(place: Place) -> None:
    shutil.move(place.root / "2025-12-17", place.root.parent / "away")
    with place.open() as shelf:
        assert {hit.date for hit in search(shelf, "acme", Wanted(), 9).hits} == {"2025-12-16", "2025-12-18"}
    shutil.move(place.root.parent / "away", place.root / "2025-12-17")
    with place.open() as shelf:
        kept_up = everything(shelf)
    assert rebuild(place.root, place.url, KEY).taken == ("2025-12-16", "2025-12-17", "2025-12-18")
    with place.open() as shelf:
        assert everything(shelf) == kept_up
        assert len(kept_up["acme"]) == 3


def test_a_changed_edition_is_taken_in_and_what_it_said_is_forgotten(place: Place) -> None:
    with place.open():
        pass
    path = place.root / "2025-12-17" / "edition.json"
    edition = read_edition(path.parent)
    noted = Correction(
        id="c1", at=AT, story=edition.also[0].id, headline="A bicycle", kind="withdrawn", reason="It is not so."
    )
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(edition, also=edition.also[1:], corrections=(noted,))))
    assert {date for date, _ in found(place, "bicycle")} == {"16", "18"}
    with place.open() as shelf:
        assert shelf.rows("SELECT date, id, kind FROM correction") == [("2025-12-17", "c1", "withdrawn")]


def test_nothing_is_done_when_nothing_has_changed(place: Place) -> None:
    with opened(place.root, place.url) as shelf:
        assert catch_up(shelf, place.root, KEY).taken == ("2025-12-16", "2025-12-17", "2025-12-18")
        assert catch_up(shelf, place.root, KEY) == ((), (), ())


def test_a_damaged_edition_is_told_and_what_was_known_stays(place: Place) -> None:
    with place.open():
        pass
    (place.root / "2025-12-17" / "edition.json").write_text("{", encoding="utf-8")
    with opened(place.root, place.url) as shelf:
        report = catch_up(shelf, place.root, KEY)
        assert "2025-12-17" in report.troubles[0] and "damaged" in report.troubles[0]
        assert len(search(shelf, "acme", Wanted(), 9).hits) == 3
    assert len(rebuild(place.root, place.url, KEY).troubles) == 1


def test_an_edition_is_taken_in_whole_or_not_at_all(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    with opened(place.root, place.url) as shelf:
        add = shelf.add

        def dying(table: str, rows: object) -> None:
            if table == "awaited":
                raise Killed
            add(table, rows)  # type: ignore[arg-type]

        monkeypatch.setattr(shelf, "add", dying)
        with pytest.raises(Killed):
            catch_up(shelf, place.root, KEY)
    with opened(place.root, place.url) as shelf:
        assert shelf.rows("SELECT COUNT(*) FROM story") == [(0,)]
        assert len(catch_up(shelf, place.root, KEY).taken) == 3
        assert len(search(shelf, "acme", Wanted(), 9).hits) == 3


# --- the schema ------------------------------------------------------------------------------------------------------


def test_every_step_is_there_for_both_databases_under_one_name() -> None:
    names = [
        [(step.number, step.name) for step in migrations.migrations(dialect)] for dialect in ("sqlite", "postgresql")
    ]
    assert names[0] == names[1] == [(1, "editions"), (2, "words")]


def test_both_databases_have_the_same_tables(tmp_path: Path, server: str) -> None:
    url = fresh(server, "same_tables")
    with opened(tmp_path / "a") as one, opened(tmp_path / "b", url) as other:
        asked = "SELECT name FROM pragma_table_info(?) ORDER BY cid"
        for table in ("edition", "story", "entity", "awaited", "correction", "fact", "migration"):
            columns = [name for (name,) in one.rows(asked, (table,))]
            there = other.rows(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ? ORDER BY ordinal_position",
                (table,),
            )
            assert columns == [name for (name,) in there if name != "words"]


def test_steps_are_done_once_and_recorded(place: Place) -> None:
    with opened(place.root, place.url) as shelf:
        assert migrations.migrate(shelf) == 0
        assert shelf.rows("SELECT number, name FROM migration ORDER BY number") == [(1, "editions"), (2, "words")]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE migration SET digest = 'x' WHERE number = 1", "another text"),
        ("INSERT INTO migration VALUES (9999, 'later', 'x')", "later version"),
        ("UPDATE fact SET value = '0' WHERE name = 'words'", "version of the words"),
        ("UPDATE fact SET value = '/elsewhere' WHERE name = 'root'", "is the archive of /elsewhere"),
    ],
)
def test_a_foreign_schema_is_refused(place: Place, change: str, told: str) -> None:
    with place.open() as shelf:
        shelf.run(change)
    if "root" in change and not place.url:
        assert len(found(place, "acme")) == 3  # a file lies with its editions, and may be moved with them
        return
    with pytest.raises(StorageError, match=told), place.open():
        pass
    if "migration" not in change:
        rebuild(place.root, place.url, KEY)
        assert len(found(place, "acme")) == 3


def test_a_step_that_fails_leaves_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = migrations.migrations
    broken = migrations.Migration(3, "broken", "CREATE TABLE half (a INTEGER);\nCREATE TABLE story (b INTEGER);\n")
    monkeypatch.setattr(migrations, "migrations", lambda dialect: (*whole(dialect), broken))
    with pytest.raises(StorageError), opened(place.root, place.url):
        pass
    monkeypatch.undo()
    with opened(place.root, place.url) as shelf, pytest.raises(StorageError):
        shelf.rows("SELECT * FROM half")


# --- what is wrong outside -------------------------------------------------------------------------------------------


def test_a_damaged_file_is_told_with_what_to_do_and_made_anew(tmp_path: Path) -> None:
    days(tmp_path)
    place = Place(tmp_path, "")
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_bytes(b"no database at all" * 500)
    with pytest.raises(StorageError, match="archive rebuild"), place.open():
        pass
    rebuild(tmp_path, "", KEY)
    assert len(found(place, "acme")) == 3


def test_a_file_that_cannot_be_written_is_not_told_to_be_made_again(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageError, match="look who may write there"):
        SqliteShelf(tmp_path / "folder")
    with contextlib.closing(SqliteShelf(tmp_path / "full.sqlite")) as shelf:
        shelf.run("PRAGMA max_page_count = 2")
        with pytest.raises(StorageError, match=r"full.*\n.*make room there"):
            shelf.run("CREATE TABLE large AS SELECT zeroblob(99999)")


def test_nobody_answers(tmp_path: Path) -> None:
    with (
        pytest.raises(StorageError, match="cannot be used") as told,
        opened(tmp_path, f"postgresql://me:secret@/x?host={tmp_path}"),
    ):
        pass
    assert "secret" not in str(told.value)


def test_a_password_is_never_told() -> None:
    assert shown("postgresql://me:secret@db.example:5433/news") == "postgresql://me@db.example:5433/news"
    with pytest.raises(UsageError, match="no address of a PostgreSQL") as told, opened(Path(), "mysql://me:secret@h/x"):
        pass
    assert "secret" not in str(told.value)


# --- the commands ----------------------------------------------------------------------------------------------------


@pytest.fixture
def run(place: Place, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    monkeypatch.setenv("BROADSHEET_ARCHIVE", place.url)
    monkeypatch.chdir(place.root.parent)

    def run(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, [*words], catch_exceptions=True)
        if isinstance(result.exception, (UsageError, StorageError)):
            assert result.exception.exit_code == code
            return str(result.exception)
        assert result.exit_code == code, result.output
        return result.output

    return run


def test_the_commands_answer(run: Callable[..., str]) -> None:
    assert "3 stories" in run("search", "bicycle")
    assert ">>bicycle<<" in run("search", "bicycle", "--most", "1")
    assert "NVIDIA" in run("search", "--entity", "輝達")
    assert "3 days" in run("search", "--thread", "1111")
    assert "2025-12-20 – 2025-12-22" in run("search", "--watch")
    assert "no story" in run("search", "zeppelin")
    told = json.loads(run("search", "軟體", "--json"))
    assert told["hits"][0]["date"] == "2025-12-18" and told["hits"][0]["snippet"]["marks"]
    assert [day["date"][-2:] for day in json.loads(run("search", "--thread", "1111", "--json"))] == ["16", "17", "18"]
    assert "3 editions" in run("archive", "rebuild", "editions")
    assert "3 editions, 24 stories" in run("archive", "status", "editions")


def test_a_question_that_makes_no_sense_ends_with_two(run: Callable[..., str]) -> None:
    assert "nothing to look for" in run("search", code=2)
    assert "stands alone" in run("search", "x", "--thread", "1111", code=2)
    assert "not with --entity" in run("search", "--watch", "--entity", "x", code=2)


def test_a_folder_that_is_not_there_ends_with_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["search", "x"])
    assert isinstance(result.exception, UsageError)
    assert list(tmp_path.iterdir()) == []


def test_printing_keeps_the_archive_up_to_date(tmp_path: Path) -> None:
    lines = [record(1), record(2, text="A ferry line bought 40 language models on Friday. It paid 3 million euros.")]
    printed = print_from(write_lines(tmp_path / "a.jsonl", lines), tmp_path / "out")
    assert printed.troubles == ()
    assert (tmp_path / "out" / FILE).is_file()
    with opened(tmp_path / "out") as shelf:
        assert [hit.date for hit in search(shelf, "ferry", Wanted(), 5).hits] == [DATE]


def test_an_edition_goes_out_when_its_archive_is_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_ARCHIVE", f"postgresql://nobody@/none?host={tmp_path}")
    printed = print_from(write_lines(tmp_path / "a.jsonl", [record(1), record(2)]), tmp_path / "out")
    assert (tmp_path / "out" / "feed.xml").is_file()
    (trouble,) = printed.troubles
    assert "cannot be used" in trouble


def test_no_address_of_a_database_is_written_to_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_ARCHIVE", f"postgresql://nobody:hunter2@/none?host={tmp_path}")
    print_from(write_lines(tmp_path / "a.jsonl", [record(1), record(2)]), tmp_path / "out")
    for folder, _, names in os.walk(tmp_path):
        assert not [name for name in names if b"hunter2" in (Path(folder) / name).read_bytes()]
