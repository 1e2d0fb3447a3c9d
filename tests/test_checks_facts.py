"""The checks of numbers, dates, Latin words and names: what they let pass and what they stop, with its code."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.checks.case import Case, Finding, Knowledge, Passage
from broadsheet.checks.dates import check_dates
from broadsheet.checks.known import known
from broadsheet.checks.latin import check_latin
from broadsheet.checks.names import check_names
from broadsheet.checks.numbers import check_numbers
from broadsheet.text.amounts import amounts
from broadsheet.text.dates import dates
from broadsheet.text.names import NameTable, load_names

SAID = date(2025, 12, 18)
CHECKS = (check_numbers, check_dates, check_latin, check_names)


@cache
def knows() -> Knowledge:
    text = files("broadsheet").joinpath("desks/ai/names.toml").read_text("utf-8")
    return Knowledge(NameTable(load_names(text)), lambda texts, languages: [])


def language(text: str) -> str:
    return "zh-Hant" if sum("\u4e00" <= sign <= "\u9fff" for sign in text) * 10 > len(text) else "en"


def case(source: str, written: str, said: date | None = SAID) -> Case:
    return Case(written, language(written), (Passage(source, language(source), said),), knows())


def codes(source: str, written: str, said: date | None = SAID) -> list[str]:
    found: list[Finding | None] = [check(case(source, written, said)) for check in CHECKS]
    assert all(finding.hard and finding.message for finding in found if finding)
    return [finding.code for finding in found if finding]


FAITHFUL = [
    ("Microsoft said Tuesday it would spend $80 billion this fiscal year on data centers, more than half in the U.S.",
     "微軟週二表示，本財年將斥資 800 億美元興建資料中心，其中逾半在美國。"),
    ("The model, which has 671 billion parameters, was trained on 14.8 trillion tokens for about $5.6 million.",
     "該模型擁有 6,710 億個參數，以 14.8 兆個 token 訓練，花費約 560 萬美元。"),
    ("Amazon plans to cut as many as 30,000 corporate jobs beginning Tuesday.",
     "亞馬遜計劃自週二起裁減最多 3 萬個企業職位。"),
    ("The European Commission fined Google 2.95 billion euros on Friday.",
     "歐盟執委會週五對 Google 開罰 29.5 億歐元。"),
    ("英伟达周三公布，第三财季营收达570亿美元，同比增长62%。",
     "Nvidia said Wednesday that revenue in its fiscal third quarter reached $57 billion, up 62% from a year earlier."),
    ("Artificial intelligence startups raised $100 billion in the first half.", "AI 新創上半年募資 1,000 億美元。"),
    ("Researchers at Stanford and MIT tested 12 models.", "史丹佛與麻省理工的研究人員測試 12 個模型。"),
    ("About 4 in 10 workers use AI.", "約四成員工使用 AI。"),
    ("The ban covers 14-year-olds and takes effect Dec. 10.", "禁令涵蓋 14 歲者，12 月 10 日生效。"),
    ("The second-generation chip is up to three times faster.", "第二代晶片速度最多快三倍。"),
    ("Google released Gemini 3 Pro.", "谷歌發布 Gemini 3 Pro。"),
    ("Google released Gemini 3 Pro.", "Google's newest Gemini is out."),
    ("美方要求中方說明。", "U.S. officials asked China to explain."),
    ("American officials spoke to the Dutch.", "美國官員與荷蘭交涉。"),
    ("The share rose from 10% to 15%.", "占比從 10% 升至 15%。"),
    ("It was signed on Wednesday, Dec. 17.", "雙方於 12 月 17 日（週三）簽署。"),
    ("清华大学发布论文。", "清華大學發布論文。"),
    ("The coach Marco Bellini resigned.", "教練馬可·貝里尼辭職。"),
    ("Judge Robert Haines dismissed it.", "法官羅伯特·海恩斯駁回此案。"),
    ("Minister Olga Petrova resigned.", "部長奧爾嘉·彼得羅娃請辭。"),
    ("部長奧爾嘉·彼得羅娃請辭。", "Minister Olga Petrova resigned."),
    ("Sarah Mitchell left the bank.", "莎拉·米契爾離開銀行。"),
    ("虎岩軟體推出新版。", "A new version was released by Tiger Rock."),
    ("鶴池生技開發新疫苗。", "A new vaccine is being developed by Crane Pond."),
    ("雪橋資本投資這家新創。", "The startup was backed by Snow Bridge."),
]  # fmt: skip

UNFAITHFUL = [
    ("Microsoft said Tuesday it would spend $80 billion.", "微軟週三表示將斥資 800 億美元。", "date"),
    ("It was agreed in December.", "雙方於 12 月 17 日達成協議。", "date"),
    ("It takes effect in 2026.", "將於 2027 年生效。", "date"),
    ("Anthropic raised $13 billion.", "OpenAI 募資 130 億美元。", "name"),
    ("Anthropic raised $13 billion.", "Anthropic 募資 1,300 億美元。", "number"),
    ("Anthropic raised $13 billion.", "Anthropic 募資 130 億歐元。", "unit"),
    ("Anthropic raised $13 billion.", "Anthropic 募資 130 億美元，Claude 領先。", "latin"),
    ("TSMC revenue rose 30%.", "台積電營收成長 30 個百分點。", "unit"),
    ("It has 671 billion parameters.", "它有 6,710 億個 token。", "unit"),
    ("It plans a 2-gigawatt site.", "計畫興建 2 MW 園區。", "number"),
    ("It may cut up to 30,000 jobs.", "恐裁減 3 萬個職位。", "number"),
    ("The EU fined Google.", "美國對 Google 開罰。", "name"),
    ("Sam Altman met officials.", "馬斯克會見官員。", "name"),
    ("GPT-5.2 was released.", "GPT-5.1 發布。", "name"),
    ("GPT-5.2 was released.", "GPT-5.1 was released.", "name"),
    ("Researchers at Stanford tested it.", "Researchers at Harvard tested it.", "name"),
    ("John Smith left the firm.", "Jane Smith left the firm.", "name"),
    ("The coach Marco Bellini resigned.", "教練尼娜·貝里尼辭職。", "name"),
    ("The coach Marco Bellini resigned.", "教練馬可·海恩斯辭職。", "name"),
    ("部長奧爾嘉·彼得羅娃請辭。", "Minister Nina Petrova resigned.", "name"),
    ("虎岩軟體推出新版。", "A new version was released by Tiger Lake.", "name"),
    ("鯨灣航運訂購三艘船。", "Three ships were ordered by Whale Peak.", "name"),
    ("北京大學研究團隊發表論文。", "清華大學研究團隊發表論文。", "name"),
    ("執行長王大明表示看好。", "執行長李大明表示看好。", "name"),
    ("The score was 88.5 on the test.", "The score was 85.8 on the test.", "number"),
    ("It is the third-largest maker.", "它是第二大廠商。", "number"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "written"), FAITHFUL)
def test_a_faithful_sentence_passes(source: str, written: str) -> None:
    assert codes(source, written) == []


@pytest.mark.parametrize(("source", "written", "code"), UNFAITHFUL)
def test_a_false_fact_is_named(source: str, written: str, code: str) -> None:
    assert code in codes(source, written)


@pytest.mark.parametrize("text", [text for pair in FAITHFUL for text in pair])
def test_a_sentence_bears_itself_out(text: str) -> None:
    assert codes(text, text) == []
    assert codes(text, text, None) == []


def test_relative_dates_need_the_day_of_publication() -> None:
    assert codes("It was signed yesterday.", "雙方於 12 月 17 日簽署。") == []
    assert codes("It was signed yesterday.", "雙方於 12 月 17 日簽署。", None) == ["date"]
    assert codes("It was signed yesterday.", "雙方於昨天簽署。", None) == []
    assert codes("It was signed yesterday.", "雙方於前天簽署。", None) == ["date"]


def test_the_day_is_that_of_the_passage_that_tells_it() -> None:
    passages = (Passage("It began yesterday.", "en", date(2025, 12, 10)), Passage("It ended.", "en", SAID))
    assert check_dates(Case("於 12 月 9 日開始。", "zh-Hant", passages, knows())) is None
    assert check_dates(Case("於 12 月 17 日開始。", "zh-Hant", passages, knows())) is not None


def test_several_passages_bear_out_one_sentence() -> None:
    passages = (Passage("It raised $5 billion.", "en", SAID), Passage("It has 40 employees in Tokyo.", "en", SAID))
    for check in CHECKS:
        assert check(Case("該公司募資 50 億美元，在東京有 40 名員工。", "zh-Hant", passages, knows())) is None


def test_the_sign_for_trillion_depends_on_where_it_was_written() -> None:
    assert [a.value for a in amounts("共 3 兆。", "zh-Hant")] == [3 * 10**12]
    assert [a.value for a in amounts("共 3 兆。", "zh-Hans")] == [3 * 10**6]
    assert [a.value for a in amounts("市值 3 兆美元。", "zh-Hans")] == [3 * 10**12]
    for script in ("zh-Hans", "zh-Hant"):
        assert [(a.value, a.unit) for a in amounts("3 兆瓦", script)] == [(Decimal(3 * 10**6), "W")]


def test_places_stand_once_in_the_table_and_match_as_words() -> None:
    assert known("US officials spent US$5 on buses in Austria.", ()).ids == {"United States", "Austria"}
    assert "China" in known("Sino-US talks", ()).ids and "China" in known("美中談判", ()).ids
    assert known("美国官员", ()).ids == {"United States"}


PIECES = st.sampled_from(
    [*"0123456789.,%$-年月日週三第半倍成約近萬億兆 美元", "half ", "third ", "million ", "Dec. ", "2025", "last ", "約"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.characters(), max_size=30).map("".join))
def test_any_text_is_read_and_bears_itself_out(text: str) -> None:
    for amount in amounts(text):
        assert 0 <= amount.start <= amount.end <= len(text) and amount.value.is_finite()
    for one in dates(text, SAID):
        assert 0 <= one.start < one.end <= len(text)
    assert check_numbers(Case(text, "zh-Hant", (Passage(text, "zh-Hant", SAID),), knows())) is None
    assert check_dates(Case(text, "zh-Hant", (Passage(text, "zh-Hant", SAID),), knows())) is None


HOSTILE = ["1" * 50_000, "年" * 50_000, "a third " * 5_000, "2025-" * 10_000, "十" * 50_000, "first half " * 5_000]


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:6] for text in HOSTILE])
def test_hostile_text_costs_linear_time(text: str) -> None:
    started = time.process_time()
    amounts(text)
    dates(text, SAID)
    assert time.process_time() - started < 4


def test_the_four_checks_are_quick() -> None:
    pairs = [(source, f"{written}{n}", n) for n in range(10) for source, written, *_ in (*FAITHFUL, *UNFAITHFUL)]
    started = time.process_time()
    for source, written, n in pairs:
        for check in CHECKS:
            check(case(f"{source} {n}", written))
    assert (time.process_time() - started) / len(pairs) < 0.006  # 1.5 ms is the aim; a loaded machine takes longer


UNSAID_TRUE = [
    ("The wait fell from 40 minutes to 12.", "等候時間從 40 分鐘減為 12 分鐘。"),
    ("等候時間從 40 分鐘減為 12 分鐘。", "The wait is 12 minutes instead of 40."),
    ("Margins passed 30%.", "利潤率突破 30%。"),
    ("手術花了三個半小時。", "The operation took three and a half hours."),
    ("It happened in the first fortnight.", "發生在前兩週。"),
    ("One in 50,000 failed.", "五萬分之一故障。"),
    ("It costs a two-thousandth of that.", "成本是兩千分之一。"),
    ("The alloy melts at 60 degrees Celsius.", "該合金在攝氏 60 度熔化。"),
    ("It pays 700 kroner.", "支付 700 挪威克朗。"),
    ("二期試驗明年 3 月開始。", "The phase 2 trial starts next March."),
    ("It holds less than 4% of the world's stock.", "其持有量不到全球的 4%。"),
    ("It opens next spring.", "明年春天啟用。"),
    ("It was delayed by at least five weeks.", "至少延後五週。"),
]
UNSAID_FALSE = [
    ("The wait fell from 40 minutes to 12.", "等候時間從 40 分鐘減為 12 小時。", "number"),
    ("手術花了三個半小時。", "手術花了三個半週。", "number"),
    ("It happened in the first fortnight.", "發生在前三週。", "number"),
    ("One in 50,000 failed.", "五千分之一故障。", "number"),
    ("電費 800 元。", "The bill was ¥800.", "unit"),
    ("It opens next spring.", "明年秋天啟用。", "date"),
    ("It opened this summer.", "It opened last summer.", "date"),
    ("They met before Christmas.", "They met before Easter.", "date"),
    ("It ran between 2019 and 2022.", "It ran from 2019 to 2024.", "date"),
    ("It led last quarter.", "It led two quarters ago.", "date"),
    ("It led last quarter.", "該公司上上季領先。", "date"),
]


@pytest.mark.parametrize(("source", "written"), UNSAID_TRUE)
def test_a_figure_told_in_another_way_passes(source: str, written: str) -> None:
    assert codes(source, written) == []


@pytest.mark.parametrize(("source", "written", "code"), UNSAID_FALSE)
def test_a_figure_told_otherwise_is_found(source: str, written: str, code: str) -> None:
    assert {"number", "unit"} & set(codes(source, written)) if code != "date" else "date" in codes(source, written)
