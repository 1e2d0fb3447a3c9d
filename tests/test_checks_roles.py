"""Who does it to whom, what is left out, what is only a part: the lies that keep every word of the truth."""

from __future__ import annotations

from datetime import date

import pytest

from broadsheet.checks import doubts, ruled
from broadsheet.checks.case import Case, Knowledge, Passage
from broadsheet.checks.doer import doer
from broadsheet.checks.exceptions import exceptions
from checks_cases import knowledge, language

NAMES = Knowledge(knowledge().names, lambda texts, languages: [])


def case(text: str, passage: str) -> Case:
    return Case(text, language(text), (Passage(passage, language(passage), date(2026, 11, 20)),), NAMES)


DOERS = [
    # passage, true sentences, false ones
    (
        "百度起訴一名前員工，指其竊取自駕技術。",
        ("Baidu sued a former employee.", "A former employee was sued by Baidu.", "一名前員工遭百度起訴。"),
        ("A former employee sued Baidu.", "一名前員工起訴百度。"),
    ),
    (
        "蘋果每年將向 Google 支付約 10 億美元，取得客製 Gemini 模型。",
        (
            "Apple will pay Google about $1 billion a year for a custom Gemini model.",
            "Google will receive about $1 billion a year from Apple for a custom Gemini model.",
        ),
        ("Google will pay Apple about $1 billion a year for a custom Gemini model.",),
    ),
    (
        "Foxconn will build a plant in Houston to make Nvidia's humanoid robots.",
        ("鴻海將在休士頓設廠，生產輝達的人形機器人。",),
        ("輝達將在休士頓設廠，生產鴻海的人形機器人。",),
    ),
    (
        "聯發科主要由台積電代工，部分產品交由英特爾生產。",
        ("聯發科的產品主要由台積電代工，部分由英特爾生產。", "部分產品由英特爾生產，其餘由台積電代工。"),
        ("聯發科主要由英特爾代工，部分產品交由台積電生產。",),
    ),
    ("Microsoft acquired a startup that Google had backed.", ("微軟收購一家 Google 投資的新創公司。",), ("A startup acquired Microsoft.",)),
]  # fmt: skip

EXCEPTIONS = [
    (
        "Only two of the seven benchmarks showed an improvement.",
        ("Just two of seven benchmarks improved.", "All but two of the seven benchmarks showed no improvement."),
        ("All but two of the seven benchmarks showed an improvement.",),
    ),
    (
        "All but two of the seven models failed the test.",
        ("Only two of the seven models passed.", "Every model except two failed the test."),
        ("Two of the seven models failed the test.",),
    ),
    (
        "除了德國以外，歐盟各國皆支持該提案。",
        ("歐盟各國中只有德國不支持該提案。", "Every EU country except Germany backs the proposal."),
        ("包括德國在內，歐盟各國皆支持該提案。", "Every EU country, including Germany, backs the proposal."),
    ),
    (
        "The model has 671 billion parameters, of which 37 billion are active.",
        ("Of the model's 671 billion parameters, 37 billion are active.", "It has 37 billion active parameters."),
        ("The model has 671 billion active parameters.",),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("passage", "true", "false"), DOERS, ids=lambda value: str(value)[:30])
def test_the_one_who_does_it_stays_the_one(passage: str, true: tuple[str, ...], false: tuple[str, ...]) -> None:
    for text in true:
        assert doer(case(text, passage)) is None, text
    for text in false:
        finding = doer(case(text, passage))
        assert finding is not None and finding.code == "direction" and not finding.hard, text


@pytest.mark.parametrize(("passage", "true", "false"), EXCEPTIONS, ids=lambda value: str(value)[:30])
def test_an_exception_and_a_part_stay_what_they_are(
    passage: str, true: tuple[str, ...], false: tuple[str, ...]
) -> None:
    for text in true:
        assert exceptions(case(text, passage)) is None, text
    for text in false:
        finding = exceptions(case(text, passage))
        assert finding is not None and finding.code == "clause" and not finding.hard, text


def test_what_a_judge_lets_pass_has_passed_the_hard_checks_of_the_same_name() -> None:
    """``direction`` is the code of a hard check and of a soft one; the audit asks for every hard one."""
    passage = "百度起訴一名前員工，指其竊取自駕技術。"
    verdict = ruled(list(doubts(case("一名前員工起訴百度。", passage))), supported=True)
    assert verdict.fault is None and {"direction", "judge"} <= set(verdict.passed)
