"""Which titles announce several things, and that a roundup joins no story."""

from __future__ import annotations

import numpy as np
import pytest

from broadsheet.likeness.reading import read
from broadsheet.likeness.witnesses import CONTRADICTED, Witnesses
from broadsheet.text.names import NameTable
from broadsheet.text.roundups import is_roundup

from conftest import article


@pytest.mark.parametrize(
    "title",
    [
        "AI 早報 3 月 4 日：模型降價、晶片缺貨、法院開庭",
        "科技周报|第12期：甲公司裁员，乙公司融资，丙公司上市",
        "九点1氪：甲公司发布新机；乙公司裁员；丙公司上市",
        "Bank cuts rates; carmaker recalls vans; port reopens",
        "Daily briefing: what moved overnight",
        "The week in robotics",
        "Week 14: three launches",
        "Chip round-up",
    ],
)
def test_a_title_that_lists_things_or_says_so_is_a_roundup(title: str) -> None:
    assert is_roundup(title)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "南華早報：輝達、台積電談妥產能，年底量產",
        "人民日报：要发展，要治理，要安全",
        "輝達財報優於預期；盤後股價上漲",
        "A week with the new phone",
        "Message digests are broken again",
        "Regulator asks: too big, too fast, too cheap?",
        "One year on; what changed",
    ],
)
def test_one_thing_told_in_parts_is_none(title: str) -> None:
    assert not is_roundup(title)


def test_a_roundup_stands_apart_from_the_story_it_names() -> None:
    told = [
        read(article("", title=title, language="zh-Hant"), NameTable(()))
        for title in ("甲公司裁員一千人", "甲公司裁員千人", "晚報 3月4日：甲公司裁員一千人；乙公司融資；丙公司上市")
    ]
    likeness = Witnesses(told).similarity(np.ones(2), np.array([0, 0]), np.array([1, 2]))
    assert likeness[0] > 0
    assert likeness[1] == CONTRADICTED
