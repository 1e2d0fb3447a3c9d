"""Numbers: one value for every way to write it, no ten-fold slip, and nothing read out of names, dates and versions."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.text.numbers import Number, numbers, same

EQUAL = [
    ("10 billion", "100 億"), ("$10B", "100 億美元"), ("10 billion dollars", "100亿美元"),
    ("$10 billion", "一百億美元"),
    ("US$2.5 billion", "25 億美元"), ("$2.5bn", "25亿美元"), ("USD 2.5 billion", "2,500 百萬美元"),
    ("1.2 trillion", "1.2 兆"),
    ("$1.2tn", "1.2 兆美元"), ("3 trillion parameters", "3 万亿参数"), ("405B", "4050 億"), ("405B", "4050亿"),
    ("309B parameters", "3090 億參數"), ("15B", "150亿"), ("7M", "700 萬"),
    ("1M-token context", "100 萬 token 上下文"),
    ("a 1-million-token window", "一百萬 token"), ("a million users", "100 萬名用戶"), ("one billion", "10 億"),
    ("300,000", "30 萬"), ("300K", "30万"), ("15,000", "1.5 萬"), ("1,250,000", "125 萬"), ("742 million", "7.42 億"),
    ("1.04 billion devices", "10.4 億裝置"), ("120 million", "1 億 2,000 萬"), ("3.157 trillion", "3兆1570億"),
    ("315.7 billion", "3157 億"), ("NT$315.7 billion", "新台幣 3157 億元"), ("NT$5 million", "500 萬元新台幣"),
    ("70%", "七成"), ("70 percent", "7 成"), ("35%", "三成五"), ("25 percent", "百分之25"), ("25%", "百分之二十五"),
    ("25 per cent", "25％"), ("0.5%", "0.5 %"), ("81.2 percent", "81.2%"), ("5 percentage points", "5 個百分點"),
    ("1.5 percentage points", "1.5个百分点"), ("4x faster", "4 倍"), ("4× faster", "四倍"), ("four times", "4倍"),
    ("3 times", "三倍"), ("2 times", "兩倍"), ("10x", "十倍"), ("in 2029", "2029 年"), ("in 2025", "二〇二五年"),
    ("60 seconds", "60 秒"), ("a 60-second test", "一分鐘：60 秒"), ("34 seconds", "34秒"), ("30 days", "30 天"),
    ("3 months", "三個月"), ("two weeks", "14 天"), ("six months", "6 個月"), ("5 years", "5 年"),
    ("90 minutes", "90 分鐘"),
    ("2 hours", "120 分鐘"), ("1 GW", "1,000 MW"), ("1 gigawatt", "1 吉瓦"), ("300 MW", "300 兆瓦"),
    ("16GB", "16 GB"),
    ("2 nm", "2 奈米"), ("7nm", "7纳米"), ("10 km", "10 公里"), ("€500 million", "5 億歐元"),
    ("£2 billion", "20 億英鎊"),
    ("500 million yuan", "5 億元人民幣"), ("RMB 500 million", "人民币5亿元"), ("500 million yuan", "5亿元"),
    ("100 million yen", "1 億日圓"), ("HK$3 billion", "30 億港元"), ("three companies", "三家公司"),
    ("five people", "5 人"),
    ("twenty-one people", "21 人"), ("120 people", "一百二十人"), ("12 billion", "一百二十億"),
    ("2 thousand", "兩千"),
    ("one hundred thousand", "十萬名"), ("$10 to $15 billion", "100 億至 150 億美元"), ("10-15%", "10% 至 15%"),
    ("$10-15 billion", "$10 billion to $15 billion"), ("2–3 GW", "2 GW to 3 GW"),
    ("3 to 5 million", "300 萬到 500 萬"),
    ("300 多億美元", "$30 billion"), ("3 億多", "300 million"), ("700+ questions", "700 多題"), ("3.50", "3.5"),
    ("over 500 billion", "超過 5000 億"), ("$0.50", "0.5 美元"), ("１２３", "123"), ("489.88 美元", "$489.88"),
    ("百億美元", "$10 billion"), ("千萬美元", "$10 million"), ("135,000", "13.5 萬"), ("-5%", "−5%"),
    ("$300m", "3 億美元"),
]  # fmt: skip

DIFFERENT = [
    ("10 billion", "10 億"), ("$10 billion", "10 億美元"), ("$10 billion", "1000 億美元"), ("1.2 trillion", "1.2 億"),
    ("1.2 兆", "12 兆"), ("405B", "405 億"), ("405B", "405M"), ("7M", "7 萬"), ("7M", "70 萬"),
    ("one million", "十萬名"),
    ("300,000", "3 萬"), ("15,000", "15 萬"), ("742 million", "742 萬"), ("120 million", "1 億 2 萬"), ("70%", "7%"),
    ("七成", "7%"), ("70%", "70"), ("25%", "25 個百分點"), ("4x", "4%"), ("四倍", "四成"), ("2025", "2026"),
    ("2029 年", "2092 年"), ("60 seconds", "60 分鐘"), ("30 days", "30 個月"), ("1 GW", "1 MW"), ("300 MW", "300 GW"),
    ("$2.5 billion", "25 億歐元"), ("$2.5 billion", "25 億元新台幣"), ("NT$5 million", "500 萬美元"),
    ("€500 million", "£500 million"), ("2 nm", "2 mm"), ("16 GB", "16 TB"), ("three companies", "四家公司"),
    ("12 billion", "一百二十萬"), ("2 thousand", "兩百"), ("3.5", "35"), ("1,234", "1.234"), ("0.5%", "5%"),
    ("81.2%", "82.1%"), ("5 億歐元", "5 億元"), ("-5%", "5%"), ("million", "billion"),
    ("100 million yen", "1 億元人民幣"),
    ("三個月", "三年"), ("3 千瓦", "3 兆瓦"), ("500 million yuan", "5 億元新台幣"), ("10x", "10%"),
]  # fmt: skip

NOTHING = [
    "GPT-5.2 and GPT-4o", "Gemini 3 Flash", "Gemini 2.5 Pro", "v2", "Qwen2.5-7B-Instruct", "H100", "RTX 5090",
    "iPhone 17",
    "2025-12-17", "2025/12/17", "12月17日", "十二月十七日", "2025 年 12 月 17 日", "Dec 17", "December 17, 2025",
    "17 December 2025",
    "Dec. 17", "16 日收盤", "10:30", "5 p.m.", "arXiv:2512.14563v2", "2512.14563", "https://a.example/2025/12",
    "a1@b2.com",
    "3D and 5G", "1.2.3", "第三季", "第 3 名", "the 3rd", "the 1990s", "數十億美元", "上百億", "百度", "千問",
    "三星電子", "統一", "唯一",
    "四川", "二次元", "十分", "千萬不要", "一個", "Gemini 3 成為預設模型", "iOS 26 發布", "version 3.5", "TOP500",
    "24/7", "1024x768",
    "Claude Opus 4.5", "三分之二", "two-thirds", "週三", "Llama 4 家族", "Windows 11", "MiMo-V2-Flash", "billions",
    "One more", "",
    "SWE-bench", "Area 51", "9" * 60, "t-SNE", "COVID-19",
]  # fmt: skip


def read(text: str) -> list[tuple[Decimal, str]]:
    return [(n.value, n.unit) for n in numbers(text)]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_two_ways_to_write_one_number_are_the_same(one: str, other: str) -> None:
    a, b = numbers(one)[-1], numbers(other)[-1]
    assert same(a, b) and same(b, a), (a, b)
    assert same(numbers(one)[0], numbers(other)[0]) or len(numbers(one)) != len(numbers(other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_numbers_are_not_the_same(one: str, other: str) -> None:
    assert not any(same(a, b) for a in numbers(one) for b in numbers(other)), (numbers(one), numbers(other))


@pytest.mark.parametrize("text", NOTHING)
def test_names_dates_and_versions_are_no_quantities(text: str) -> None:
    assert read(text) == []


def test_a_sentence_with_names_keeps_its_figures_only() -> None:
    text = "12 月 18 日 Google 推出 Gemini 3 Flash，速度為 2.5 Pro 的 3 倍，SWE-bench Verified 78%，減少約 30%，2026 年上市。"
    assert read(text) == [(Decimal(3), "x"), (Decimal(78), "%"), (Decimal(30), "%"), (Decimal(2026), "year")]
    text = "On Dec. 17, 2025 OpenAI raised $10 billion at a $500B value, 3x more than in 2024, for GPT-5.2."
    want = [(Decimal(10**10), "USD"), (Decimal(5 * 10**11), "USD"), (Decimal(3), "x"), (Decimal(2024), "year")]
    assert read(text) == want


def test_offsets_point_at_the_words() -> None:
    text = "It paid US$2.5 billion, 30 % more, 三成五。"
    assert [text[n.start : n.end] for n in numbers(text)] == ["US$2.5 billion", "30 %", "三成五"]


def test_a_unit_left_unsaid_agrees_but_two_units_do_not() -> None:
    yuan, taiwan, unsaid = (numbers(t)[0] for t in ("5 億人民幣", "5 億新台幣", "5 億元"))
    assert same(yuan, unsaid) and same(taiwan, unsaid) and not same(yuan, taiwan)


def test_there_are_enough_hand_made_pairs() -> None:
    assert len(EQUAL) + len(DIFFERENT) >= 120


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 999_999), st.sampled_from(["萬", "億", "兆"]))
def test_a_scale_in_chinese_is_the_scale_in_figures(count: int, scale: str) -> None:
    power = {"萬": 4, "億": 8, "兆": 12}[scale]
    assert numbers(f"共 {count} {scale}次")[0].value == Decimal(count) * 10**power
    assert numbers(f"a total of {count * 10**power:,}.")[0].value == Decimal(count) * 10**power


PIECES = st.sampled_from(
    [*"0123456789.,%$-萬億兆十百千三年月日成倍 美元xBkmA", "billion", "million ", "GPT-", "US$", "\0"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.characters(), max_size=40).map("".join))
def test_any_text_gives_ordered_offsets(text: str) -> None:
    at = 0
    for number in numbers(text):
        assert isinstance(number, Number) and at <= number.start < number.end <= len(text)
        assert number.value.is_finite()
        at = number.end


HOSTILE = [
    "1" * 200_000,
    "億" * 200_000,
    "a-" * 50_000,
    "1 million " * 20_000,
    "a." * 50_000,
    "漢" * 200_000,
    "Two " * 30_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:4] for text in HOSTILE])
def test_hostile_text_costs_linear_time(text: str) -> None:
    started = time.process_time()
    numbers(text)
    assert time.process_time() - started < 4


@pytest.mark.parametrize(
    ("text", "value"),
    [("裁員 1 萬 7500 人", 17500), ("裁員1萬7500人", 17500), ("1 萬 7,500 名", 17500), ("收 2 萬 3410 點", 23410),
     ("3 億 2500 萬 6400 股", 325006400), ("10 億 2026 年", 10**9), ("3 萬 2025 學年", 30000),
     ("1 萬 7500 億元", 1_750_000_000_000), ("12 萬 8 千元", 128_000), ("4 千 5 百人", 4500),
     ("五千多萬元", 50_000_000), ("廿三人", 23), ("卅五人", 35), ("兩萬五千人", 25000), ("薪水兩萬五元", 25000),
     ("三百五十人", 350), ("三百零五人", 305), ("年增 2 成 5", 25), ("六成三", 63), ("3.2 億 8 月", 320_000_000),
     ("5 萬 3 百貨公司", 50000), ("8 億 5 千萬", 850_000_000), ("增 2 成 5 月起", 20)],
)  # fmt: skip
def test_what_is_left_over_after_a_scale_belongs_to_it(text: str, value: int) -> None:
    assert numbers(text)[0].value == value
