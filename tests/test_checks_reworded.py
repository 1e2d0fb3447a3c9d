"""What a rewording may do without being at fault, and what stands close to it and may not."""

from __future__ import annotations

from datetime import date

import pytest

from broadsheet.checks import hard_fault
from broadsheet.checks.attribution import attribution
from broadsheet.checks.case import Case, Passage
from checks_cases import knowledge

DAY = date(2026, 3, 2)


def case(passage: str, text: str) -> Case:
    languages = ["zh-Hant" if any("\u4e00" <= sign <= "\u9fff" for sign in one) else "en" for one in (passage, text)]
    return Case(text, languages[1], (Passage(passage, languages[0], DAY),), knowledge())


@pytest.mark.parametrize(
    ("passage", "text"),
    [
        ("倉庫裡有七具水泵。", "There are seven pumps in the store."),  # a measure word
        ("The mill burnt down in 1874.", "磨坊在 1874 年燒毀。"),
        ("The mill dates from the 1870s.", "這座磨坊建於 1870 年代。"),
        ("The rule applies from March next year.", "這項規定自明年 3 月起適用。"),
        ("The school will open early next year.", "學校將於明年初開放。"),
        ("It costs 8 cents per million letters.", "每百萬個字母收費 8 美分。"),
        ("Rent rose to 700 euros, above the 600 euros that it was.", "租金升至 700 歐元，高於原本的 600 歐元。"),
        ("Output will double within the year.", "年內產量將翻番。"),
        ("民國 118 年前將完成六座橋。", "Six bridges will be finished before 2029."),
        ("None of the three bridges was closed.", "Of the three bridges none was closed."),
        ("渡輪在港口不擁擠時靠岸。", "The ferry lands when the harbour is empty."),
        ("Experts believe that some of them may be older.", "Some may be older, experts believe."),
        ("Singapore's Fair Trade Commission met.", "新加坡公平交易委員會開會。"),
    ],
)
def test_a_rewording_stands(passage: str, text: str) -> None:
    assert hard_fault(case(passage, text)) is None


@pytest.mark.parametrize(
    ("passage", "text", "code"),
    [
        ("倉庫裡有七具水泵。", "There are nine pumps in the store.", "number"),
        ("The mill burnt down in 1874.", "磨坊在 1847 年燒毀。", "date"),
        ("The rule applies from March next year.", "這項規定自今年 3 月起適用。", "date"),
        ("It costs 8 cents per million letters.", "每十億個字母收費 8 美分。", "number"),
        ("None of the three bridges was closed.", "The three bridges were closed.", "polarity"),
        ("渡輪在港口不擁擠時靠岸。", "The ferry lands when the harbour is packed.", "polarity"),
        ("Growers fear that frost may harm the vines.", "果農擔心霜害將傷及葡萄藤。", "modality"),
        ("The harbour asked the county for a third crane.", "港口說服縣府添購第三座起重機。", "stage"),
        ("The company raised wages by 4 %.", "公司減薪 4%。", "direction"),
        ("The pump shortened the wait to 3 days.", "水泵把等待時間拉長到 3 天。", "direction"),
    ],
)
def test_what_stands_beside_it_is_found(passage: str, text: str, code: str) -> None:
    fault = hard_fault(case(passage, text))
    assert fault is not None
    assert fault.code == code


@pytest.mark.parametrize(
    ("passage", "text"),
    [
        ("Bees fly less in the wind, a survey of 40 hives found.", "蜜蜂在風中較少飛行。"),
        ("The bridge may close, a minister told the daily Post on Monday.", "The bridge may close."),
    ],
)
def test_who_found_it_is_kept(passage: str, text: str) -> None:
    fault = attribution(case(passage, text))
    assert fault is not None
    assert not fault.hard
