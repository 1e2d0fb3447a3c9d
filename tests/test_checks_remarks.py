"""Remarks on several stories: what they may say, and what no story lets them say."""

from __future__ import annotations

import pytest

from broadsheet.adapters.embed_use import UseEmbedder
from broadsheet.checks.case import Knowledge, Passage
from broadsheet.checks.remarks import try_remark
from checks_cases import knowledge

CHIPS = (
    Passage("TSMC raised its spending plan for the year to $54 billion.", "en"),
    Passage("The company said that demand for AI chips may outstrip supply.", "en"),
)
DEAL = (Passage("OpenAI is in talks to buy memory from Samsung.", "en"),)
ZH_CHIPS = (Passage("台積電將全年支出計畫上調至 540 億美元。", "zh-Hant"),)
ZH_DEAL = (Passage("OpenAI 正洽談向三星採購記憶體。", "zh-Hant"),)


@pytest.fixture(scope="module")
def knows() -> Knowledge:
    return Knowledge(knowledge().names, UseEmbedder())


@pytest.mark.parametrize(
    "text",
    [
        "Two stories are about chips: TSMC raised its spending plan to $54 billion, and OpenAI is in talks to buy memory from"
        " Samsung.",
        "TSMC raised its spending plan, and OpenAI is in talks to buy memory.",
    ],
)
def test_a_remark_that_its_stories_bear_out_stands(text: str, knows: Knowledge) -> None:
    assert try_remark(text, "en", (CHIPS, DEAL), knows).fault is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Three stories are about chips: TSMC raised its plan, and OpenAI is in talks to buy memory.", "number"),
        ("TSMC raised its spending plan to $84 billion, and OpenAI is in talks to buy memory.", "number"),
        ("TSMC raised its spending plan, and Anthropic is in talks to buy memory from Samsung.", "name"),
        ("TSMC cut its spending plan, and OpenAI is in talks to buy memory from Samsung.", "direction"),
        ("TSMC raised its spending plan, and OpenAI did not talk to Samsung about memory.", "polarity"),
        ("Cyclists gathered outside the town hall to demand wider lanes.", "alignment"),
    ],
)
def test_a_remark_that_no_story_bears_out_falls(text: str, code: str, knows: Knowledge) -> None:
    fault = try_remark(text, "en", (CHIPS, DEAL), knows).fault
    assert fault is not None and fault.code == code


def test_a_remark_has_something_of_every_story_that_it_cites(knows: Knowledge) -> None:
    text = "TSMC raised its spending plan for the year to $54 billion."
    assert try_remark(text, "en", (CHIPS,), knows).fault is None
    fault = try_remark(text, "en", (CHIPS, DEAL), knows).fault
    assert fault is not None and "nothing in it is of 'OpenAI" in fault.message


def test_a_remark_in_chinese_counts_its_stories(knows: Knowledge) -> None:
    said = "兩則新聞談晶片：台積電將全年支出計畫上調至 540 億美元，OpenAI 正洽談向三星採購記憶體。"
    assert try_remark(said, "zh-Hant", (ZH_CHIPS, ZH_DEAL), knows).fault is None
    fault = try_remark(said.replace("兩則", "三則"), "zh-Hant", (ZH_CHIPS, ZH_DEAL), knows).fault
    assert fault is not None and fault.code == "number"


@pytest.mark.parametrize("stories", [(), (CHIPS, ())])
def test_a_remark_without_a_story_falls(stories: tuple[tuple[Passage, ...], ...], knows: Knowledge) -> None:
    assert try_remark("TSMC raised its spending plan.", "en", stories, knows).fault is not None
