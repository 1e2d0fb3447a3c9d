"""Labels that changed places, who did it to whom, and what was added at the end."""

from __future__ import annotations

import pytest

from broadsheet.checks import CERTAIN
from broadsheet.checks.binding import other_name
from broadsheet.checks.clauses import check as clauses
from broadsheet.checks.crossed import crossed, half_crossed
from broadsheet.checks.direction import direction
from broadsheet.checks.doer import reversed_doer
from broadsheet.checks.rates import rates
from checks_cases import case

SURE = (crossed,)
EITHER = (crossed, half_crossed)

CROSSED = [
    # passage, what is true, what is not
    (
        "The orchard sold 40 tonnes of pears, and the vineyard shipped 900 cases of wine.",
        "The vineyard shipped 900 cases of wine, and the orchard sold 40 tonnes of pears.",
        "The orchard sold 900 tonnes of pears, and the vineyard shipped 40 cases of wine.",
        SURE,
    ),
    (
        "The ferry carries 300 passengers, while the freighter hauls 85 containers.",
        "渡輪可載 300 名乘客，貨輪則可運 85 個貨櫃。",
        "渡輪可載 85 名乘客，貨輪則可運 300 個貨櫃。",
        SURE,
    ),
    (
        "On the GPQA Diamond benchmark it scores 90.4%, and on Humanity's Last Exam it reaches 33.7%.",
        "它在 GPQA Diamond 得 90.4%，在 Humanity's Last Exam 得 33.7%。",
        "它在 GPQA Diamond 得 33.7%，在 Humanity's Last Exam 得 90.4%。",
        SURE,
    ),
    (
        "小米發布模型，採用總參數 3090 億、活躍參數 150 億的架構。",
        "模型的活躍參數 150 億、總參數 3090 億。",
        "模型的活躍參數 3090 億、總參數 150 億。",
        EITHER,
    ),
    (
        "水庫有效蓄水 820 萬噸、淤積泥沙 210 萬噸。",
        "淤積泥沙 210 萬噸、有效蓄水 820 萬噸。",
        "淤積泥沙 820 萬噸、有效蓄水 210 萬噸。",
        EITHER,
    ),
]


@pytest.mark.parametrize(("passage", "true", "false", "checks"), CROSSED)
def test_two_labels_keep_their_figures(passage: str, true: str, false: str, checks: tuple) -> None:  # type: ignore[type-arg]
    assert not any(check(case(true, passage)) for check in EITHER)
    assert any(check(case(false, passage)) for check in checks)


def test_what_is_certain_is_hard_and_what_is_not_is_soft() -> None:
    for passage, _, false, _ in CROSSED:
        sure, doubt = crossed(case(false, passage)), half_crossed(case(false, passage))
        assert (sure is None) != (doubt is None)
        assert (sure is None or sure.hard) and (doubt is None or not doubt.hard)
    assert {crossed, reversed_doer, other_name} <= {check for _, check in CERTAIN}


@pytest.mark.parametrize(
    ("passage", "true", "false"),
    [
        ("NVIDIA 收購 Slurm 開發商 SchedMD，擴展版圖", "NVIDIA 收購 SchedMD", "SchedMD 收購 NVIDIA"),
        ("Google buys the Wiz scanner maker Anthropic.", "Google buys Anthropic.", "Anthropic buys Google."),
        ("OpenAI 洽亞馬遜募資至少百億美元", "亞馬遜洽談投資 OpenAI 至少百億美元", "OpenAI 洽談投資亞馬遜至少百億美元"),
    ],
)
def test_every_name_behind_the_verb_is_looked_at(passage: str, true: str, false: str) -> None:
    assert direction(case(true, passage)) is None
    found = direction(case(false, passage))
    assert found is not None and found.hard
    assert "does it to" in found.message


def test_a_successor_is_not_the_one_succeeded() -> None:
    passage = "Apple replaced Intel last year."
    assert reversed_doer(case("Apple 去年取代 Intel。", passage)) is None
    found = reversed_doer(case("Intel 去年取代 Apple。", passage))
    assert found is not None and found.hard


def test_a_clause_is_not_told_of_another_name() -> None:
    passage = "這筆交易可能使 OpenAI 的估值達到 5000 億美元，OpenAI 也考慮採用亞馬遜的晶片。"
    assert other_name(case("這筆交易可能使 OpenAI 的估值達到 5000 億美元。", passage)) is None
    found = other_name(case("這筆交易可能使亞馬遜的估值達到 5000 億美元。", passage))
    assert found is not None and found.hard


@pytest.mark.parametrize(
    ("passage", "true", "false"),
    [
        ("The pump moves 90 litres per second.", "幫浦每秒抽水 90 公升。", "幫浦每分鐘抽水 90 公升。"),
        ("幫浦每分鐘抽水 90 公升。", "The pump moves 90 litres a minute.", "The pump moves 90 litres an hour."),
        ("全球月活使用者 7.42 億。", "全球月活躍使用者 7.42 億。", "全球日活躍使用者 7.42 億。"),
    ],
)
def test_a_period_is_not_another(passage: str, true: str, false: str) -> None:
    assert rates(case(true, passage)) is None
    assert rates(case(false, passage)) is not None


@pytest.mark.parametrize(
    ("passage", "true", "false"),
    [
        ("The tower sits below the ridge.", "塔的位置低於山脊。", "塔的位置高於山脊。"),
        ("圖書館向所有居民開放。", "圖書館對所有居民開放。", "圖書館只向居民開放。"),
        (
            "Mira Olsen was named chief executive of the port.",
            "Mira Olsen 出任港務局執行長。",
            "Mira Olsen 辭去港務局執行長。",
        ),
    ],
)
def test_new_opposites(passage: str, true: str, false: str) -> None:
    assert direction(case(true, passage)) is None
    assert direction(case(false, passage)) is not None


def test_a_short_clause_is_not_added_at_the_end() -> None:
    passage = "市府宣布修復舊橋。"
    assert clauses(case("市府宣布修復舊橋。", passage)) is None
    found = clauses(case("市府宣布修復舊橋，令居民震驚。", passage))
    assert found is not None and not found.hard
