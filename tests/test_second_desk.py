"""A beat is data: the space desk prints an edition with its own shelves, and no code was told."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files
from pathlib import Path

import pytest

from broadsheet.adapters.engines import Local
from broadsheet.audit import audit, read_desk
from broadsheet.config_file import File, read_file
from broadsheet.press import Printed, plan, print_edition
from broadsheet.types import Language

DAY = Path(__file__).parent / "data" / "space_day.jsonl"


def printed(folder: Path, language: Language) -> Printed:
    (folder / "broadsheet.toml").write_text(f'desk = "space"\nout = "{folder}/out"\n', encoding="utf-8")
    file: File = read_file(folder / "broadsheet.toml")
    at = datetime.fromisoformat("2026-11-22T06:30:00+08:00")
    return print_edition(plan(file, at=at, origins=[DAY], language=language), Local())


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return printed(tmp_path_factory.mktemp("space"), "en")


def shelf(edition: Printed, *words: str) -> str:
    stories = (*edition.edition.stories, *edition.edition.also)
    return next(s.section for s in stories if all(word in s.headline.text.lower() for word in words))


def test_the_edition_has_the_shelves_of_its_desk(english: Printed) -> None:
    assert shelf(english, "aurora") == "launches"
    assert shelf(english, "water vapour") == "science"
    assert shelf(english, "spectrum") == "satellites"
    assert shelf(english, "senate") == "policy"
    assert "Launches &amp; Vehicles" in "".join(page.read_text(encoding="utf-8") for page in english.pages[:1])


def test_one_event_in_two_languages_is_one_story(english: Printed) -> None:
    told = {frozenset(source.outlet for source in story.sources) for story in english.edition.stories}
    assert {frozenset({"Harbour Post", "Orbit Ledger", "太空日報"}), frozenset({"Relay News", "文匯快報"})} <= told


def test_what_is_off_the_beat_does_not_lead(english: Printed) -> None:
    everything = (*english.edition.stories, *english.edition.also)
    soup = next((s for s in everything if "soup" in s.headline.text.lower()), None)
    assert soup is None or (not soup.lead and soup.score <= min(s.score for s in everything))


def test_the_page_in_chinese_has_chinese_shelves(tmp_path: Path) -> None:
    chinese = printed(tmp_path, "zh-Hant")
    assert "太空要聞" in chinese.edition.title
    page = chinese.pages[0].read_text(encoding="utf-8")
    assert "發射與運載火箭" in page and "人工智慧" not in page
    assert audit(chinese.folder, read_desk(files("broadsheet.desks") / "space")).faults == ()


def test_the_audit_knows_the_words_of_the_house_whatever_the_desk(english: Printed, tmp_path: Path) -> None:
    report = audit(english.folder, read_desk(files("broadsheet.desks") / "space"))
    assert report.faults == ()
    assert {"site", "hugo", "feed", "json feed"} <= {sheet.output for sheet in report.sheets}
    (tmp_path / "desk.toml").write_bytes((files("broadsheet.desks") / "space" / "desk.toml").read_bytes())
    assert audit(english.folder, read_desk(tmp_path)).faults == (), "and a desk without a table of names"
