"""The audit of honest editions whose headlines hold every sign that a label, a list or a count is told with."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import get_args

import msgspec
import pytest

import odd_headlines
from broadsheet.audit import audit, read_desk
from broadsheet.audit.fault import Fault
from broadsheet.audit.quoted import MASK, bare, plain, without_labels
from broadsheet.types import Language

from editions import print_from, record, write_lines
from small_edition import small_day

SEEDS = (10, 19, 23, 118, 9006, 20073)
"""Days that failed before 2026-11-23: names beside quotations, a table's figure, a headline that is a name."""


@pytest.mark.parametrize("seed", SEEDS)
def test_no_headline_makes_an_honest_edition_fail(seed: int, tmp_path: Path) -> None:
    assert list(odd_headlines.faults(seed, 1 + seed % 12, tmp_path)) == []


def audited(tmp_path: Path, *lines: dict[str, object], language: Language = "en") -> tuple[Fault, ...]:
    printed = print_from(write_lines(tmp_path / "day.jsonl", lines), tmp_path / language, language=language)
    return audit(printed.folder, read_desk(files("broadsheet.desks") / "ai")).faults


QUOTED = (
    "Regulator calls chatbot “unsafe for every child in the country” and fines its maker",
    "食藥署公布回收「安舒寧」錠 3 批 因含量不足「恐影響療效」的人工智慧判讀",
    "Judge: “the model” (3 stories), “a robot and… others”, is the author",
)


@pytest.mark.parametrize("language", get_args(Language))
def test_a_label_may_hold_quotation_marks_and_counts(language: Language, tmp_path: Path) -> None:
    text = (
        "The maker of the AI model raised ${} billion. It plans to open the code of its robots. It employs {} people."
    )
    lines = [
        record(3 * at + n, title=title, text=text.format(at + 2, at + 30 + n))
        for at, title in enumerate(QUOTED)
        for n in range(2)
    ]
    assert audited(tmp_path, *lines, language=language) == ()


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize(
    "title", ["Acme says its AI robot is “ready.”", "輝達發表人工智慧機器人。", "Is Acme’s AI robot ready?"]
)
def test_a_day_of_one_story_may_have_a_headline_with_its_own_stop(
    title: str, language: Language, tmp_path: Path
) -> None:
    assert audited(tmp_path, record(title=title), language=language) == ()


@pytest.mark.parametrize("written", ["DALL·E 3", "DALL-E 3", "DALL‑E 3"])
def test_a_term_may_be_written_otherwise_in_its_source(written: str, tmp_path: Path) -> None:
    text = f"OpenAI retires {written} for images. {written} is an AI model that draws images. OpenAI made it in 2023."
    lines = [record(n, title=f"OpenAI retires {written}, its image model", text=text) for n in (1, 2)]
    assert audited(tmp_path, *lines) == ()


def test_a_label_is_a_headline_or_its_beginning_and_nothing_else() -> None:
    day = small_day("en")
    told = day.edition.stories[0].headline.text
    shorter = told[: len(told) - 9].rstrip() + "…"
    for label in (told, shorter):
        text = f"Told by two: “{label}” (2), “Acme sells the scheduler” (3)."
        hidden = without_labels(text, day.edition, "“{text}”")
        assert hidden == text.replace(f"“{label}”", MASK * (len(label) + 2))
    for wrong in (told + "!", told[1:], shorter[:-1], "…", ""):
        assert MASK not in without_labels(f"Told: “{wrong}”.", day.edition, "“{text}”")


def test_a_false_label_is_found(tmp_path: Path) -> None:
    lines = [record(n, title=QUOTED[0], text=f"The AI model failed {n + 4} tests.") for n in range(1, 4)]
    folder = print_from(write_lines(tmp_path / "day.jsonl", lines), tmp_path / "out").folder
    desk = read_desk(files("broadsheet.desks") / "ai")
    path = folder / "edition.json"
    honest = path.read_text(encoding="utf-8")
    label = "“Regulator calls chatbot “unsafe for…”"
    assert label in honest
    path.write_text(honest.replace(label, "“Regulator calls chatbot “loved by…”"), encoding="utf-8")
    assert "computed" in {fault.code for fault in audit(folder, desk).faults}


def test_words_are_compared_without_the_marks_of_typesetters() -> None:
    assert plain("Acme\u2019s GPT\u20115 ＡＩ") == "acme's gpt-5 ai"
    assert (bare("「DALL·E」，"), bare("。…"), bare("")) == ("DALL·E", "", "")
    assert msgspec.json.encode(MASK)
