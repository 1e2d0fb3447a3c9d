"""The audit reads what is read aloud: every line under its story, behind the outlets that said it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from broadsheet.adapters.publish_script import ScriptPublisher
from broadsheet.cli import app
from broadsheet.types import Language
from test_audit import DATE, looked

from corrected_day import corrected_day
from editions import record, write_lines
from small_edition import HEADINGS, Day, small_day

SCRIPT = f"script/{DATE}.txt"


def publish(day: Day, root: Path) -> Path:
    day.save(root)
    ScriptPublisher(HEADINGS)(day.edition, day.articles, root)
    return root / DATE


def faults(folder: Path) -> set[tuple[str, str]]:
    return {(one.place.split()[0], one.code) for one in looked(folder).faults if one.output == "script"}


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@pytest.mark.parametrize("day_of", [small_day, lambda language: corrected_day(language)[0]], ids=["plain", "corrected"])
def test_an_honest_text_passes(tmp_path: Path, language: Language, day_of: Callable[[Language], Day]) -> None:
    report = looked(publish(day_of(language), tmp_path))
    (sheet,) = (one for one in report.sheets if one.output == "script")
    assert sheet.faults == 0 and sheet.sentences == sheet.resolved > 8


def moved(text: str) -> str:
    """Let the last line of the first story be the last line of the next one."""
    paragraphs = text.split("\n\n")
    first, second = [at for at, told in enumerate(paragraphs) if "\n" in told][:2]
    rest, _, last = paragraphs[first].rpartition("\n")
    paragraphs[first], paragraphs[second] = rest, f"{paragraphs[second]}\n{last}"
    return "\n\n".join(paragraphs)


FORGERIES: dict[str, tuple[Callable[[str], str], str]] = {
    "a figure": (lambda text: text.replace("$2 billion", "$3 billion"), "stranger"),
    "a count": (lambda text: text.replace("Today: 5", "Today: 6"), "stranger"),
    "a day": (lambda text: text.replace("18 December", "19 December", 1), "stranger"),
    "an invented line": (lambda text: text.replace("\n\n", "\n\nAcme was sold to a rival.\n\n", 1), "stranger"),
    "a sentence under another story": (moved, "uncited"),
    "another outlet": (lambda text: text.replace("Chip Times: ", "Wire Daily: "), "miscited"),
    "no outlet": (lambda text: text.replace("Chip Times: ", ""), "miscited"),
    "a sentence left out": (lambda text: text.replace("\nThe price is $2 billion.", ""), "missing"),
    "cut off": (lambda text: text[: len(text) // 2], "missing"),
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_text_is_found(tmp_path: Path, forgery: str) -> None:
    folder = publish(small_day("en"), tmp_path)
    forge, code = FORGERIES[forgery]
    text = (tmp_path / SCRIPT).read_text(encoding="utf-8")
    assert forge(text) != text
    (tmp_path / SCRIPT).write_text(forge(text), encoding="utf-8")
    assert (f"{DATE}.txt", code) in faults(folder)


def test_the_report_names_what_it_did_not_read(tmp_path: Path) -> None:
    folder = publish(small_day("en"), tmp_path)
    config = tmp_path / "broadsheet.toml"
    config.write_text('[publish]\nto = ["script", "hugo", "braille"]\n', encoding="utf-8")
    told = CliRunner().invoke(app, ["audit", str(folder), "--config", str(config)]).output
    assert "not there, and so not audited: hugo" in told
    assert "written by a plug-in, and so not audited: braille" in told


def test_the_words_of_topics_that_the_configuration_adds_are_known(tmp_path: Path) -> None:
    config = tmp_path / "broadsheet.toml"
    topic = '[[interests.topics]]\nid = "rhubarb"\nlabel = { en = "Rhubarb", "zh-Hant" = "大黃" }\npoints = 5\ncues = ["Sched"]\n'
    config.write_text(topic, encoding="utf-8")
    lines = tmp_path / "articles.jsonl"
    text = "Acme has bought the maker of Sched for $2 billion. The deal closed on Wednesday in Oslo."
    write_lines(lines, [record(title="Acme buys the maker of Sched", text=text)])
    for language in ("en", "zh-Hant"):
        out = tmp_path / language
        asked = ["--config", str(config)]
        made = ["run", "--from", str(lines), "--out", str(out), "--lang", language, "--at", "2025-12-18T20:00:00Z"]
        assert CliRunner().invoke(app, [*made, *asked]).exit_code == 0
        (folder,) = [path.parent for path in out.glob("*/edition.json")]
        assert ("Rhubarb" if language == "en" else "大黃") in (folder / "edition.json").read_text(encoding="utf-8")
        told = CliRunner().invoke(app, ["audit", str(folder), *asked])
        assert told.exit_code == 0, told.output
