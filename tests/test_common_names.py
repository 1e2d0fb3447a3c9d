"""Names that are none: common nouns with a capital, bare years; and a model's number with its maker."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.text.proper import is_only_a_noun, proper_names
from broadsheet.text.terms import definitions

from editions import print_from, record, write_lines


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Corvid Semiconductor today announced the Corvid R9, a chip.", ["Corvid Semiconductor", "Corvid R9"]),
        ("Arsenal Women beat a club from Lyon in the first leg on Tuesday.", ["Arsenal Women", "Lyon"]),
        ("Introducing Corvid, our new set of tools for those who build.", ["Corvid"]),
        ("Many Americans think so about the matter of the year.", []),
        ("Startup Zorvex raised money for its own new robots.", ["Zorvex"]),
    ],
)
def test_two_capitals_at_the_head_of_a_sentence_are_one_name(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in proper_names(text, [])] == names


@pytest.mark.parametrize(
    ("name", "text", "noun"),
    [
        ("Search", "Google Search is free. People use search.", True),
        ("Evaluator", "The NeMo Evaluator is here. NeMo Evaluator runs.", True),
        ("Women", "Arsenal Women won the Women's World Cup.", True),
        ("Bush", "He met Bush.", False),
        ("Zorvex", "Acme Zorvex and zorvex", False),
        ("Corvid Search", "Corvid Search is a search engine", False),
    ],
)
def test_an_ordinary_word_with_a_capital_is_no_name_of_its_own(name: str, text: str, noun: bool) -> None:
    assert is_only_a_noun(name, text) is noun


@pytest.mark.parametrize("when", ["2031", "March 2031", "Q3 2026", "The year 2031"])
def test_a_date_is_no_term(when: str) -> None:
    assert definitions(f"{when} is a time that the club has in mind for its plans.") == ()


def test_a_chinese_date_is_no_term_and_a_number_of_a_model_is_one() -> None:
    assert definitions("2031 年是一個多數人都能買到這種機器的年份。") == ()
    assert [found.term for found in definitions("R9 是一款為資料中心設計的晶片。")] == ["R9"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Corvid Semiconductor today unveiled the Corvid R9. The R9 is an AI chip with {} GB of memory.",
            "Corvid R9: ",
        ),
        ("NVIDIA today unveiled the R9. The R9 is an AI chip of NVIDIA with {} GB of memory.", "NVIDIA R9: "),
        ("The R9 is an AI chip with {} GB of memory. It is made in Hsinchu, and Hsinchu is glad.", "R9: "),
    ],
)
def test_the_title_names_the_maker_of_a_mere_number(text: str, title: str, tmp_path: Path) -> None:
    lines = [record(n, title="AI 加速器 R9 亮相", text=text.format(n)) for n in (1, 2, 3)]
    edition = print_from(write_lines(tmp_path / "day.jsonl", lines), tmp_path / "out").edition
    assert edition.title.startswith(title), edition.title
    assert "R9" in edition.tags
