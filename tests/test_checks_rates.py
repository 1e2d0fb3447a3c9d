"""Rates: what a passage counts by one period is not told by another."""

from __future__ import annotations

from datetime import date

import pytest

from broadsheet.checks.case import Case, Passage
from broadsheet.checks.rates import rates
from checks_cases import knowledge

DAY = date(2026, 3, 2)


def fault(passage: str, text: str) -> bool:
    languages = ["zh-Hant" if any("\u4e00" <= sign <= "\u9fff" for sign in one) else "en" for one in (passage, text)]
    found = rates(Case(text, languages[1], (Passage(passage, languages[0], DAY),), knowledge()))
    assert found is None or (found.code == "unit" and found.hard)
    return found is not None


@pytest.mark.parametrize(
    ("passage", "text"),
    [
        ("The bakery pays €900 a month for the hall.", "The bakery pays €900 a year for the hall."),
        ("The bakery pays €900 a month for the hall.", "烘焙坊每年為場地支付 900 歐元。"),
        ("烘焙坊每月為場地支付 900 歐元。", "The bakery pays €900 a week for the hall."),
        ("罰款為年營收的 2%。", "罰款為月營收的 2%。"),
        ("The shop sold 400 lamps in its first week.", "這家店在首季賣出 400 盞燈。"),
    ],
)
def test_another_period_is_found(passage: str, text: str) -> None:
    assert fault(passage, text)


@pytest.mark.parametrize(
    ("passage", "text"),
    [
        ("The bakery pays €900 a month for the hall.", "The bakery's monthly rent for the hall is €900."),
        ("The bakery pays €900 a month for the hall.", "烘焙坊每月為場地支付 900 歐元。"),
        ("The pump runs 24 hours a day.", "這座幫浦每天運轉 24 小時。"),
        ("The pump was mended a year ago.", "The pump was mended last month."),
        ("Sales rose by 4 % in March.", "Monthly sales rose by 4 % in March."),
    ],
)
def test_the_same_period_in_other_words_stands(passage: str, text: str) -> None:
    assert not fault(passage, text)
