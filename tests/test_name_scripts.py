"""Names in the other script: romanised, by their sound, in the dictionary, in a short form; and strangers, which are none."""

from __future__ import annotations

import random
import re

import pytest

from broadsheet.checks.chinese_names import candidates
from broadsheet.checks.names import check_names
from broadsheet.text.bilingual import proper_names, proper_words
from broadsheet.text.romanised import spelt_in
from broadsheet.text.transliterated import is_transliteration, sounds_like
from checks_cases import case

SPELT = [
    ("Liao Chih-hsien", "廖志賢"),
    ("Chih-hsien Liao", "廖志賢"),
    ("Hsueh Yu-jen", "薛育仁"),
    ("Jhang Syue-ping", "張雪萍"),
    ("Lyu Wun-bin", "呂文彬"),
    ("Zhuang Xiaoyan", "庄晓燕"),
    ("Peter Wong", "王彼得"),
    ("W.P. Chiu", "邱文斌"),
    ("Hualien", "花蓮"),
    ("Qinhuangdao", "秦皇岛"),
]


@pytest.mark.parametrize(("latin", "han"), SPELT)
def test_a_romanised_name_is_known(latin: str, han: str) -> None:
    if latin == "Peter Wong":  # a given name that Chinese does not tell in this way
        assert spelt_in("Wong", f"據{han}說") and not spelt_in(latin, f"據{han}說")
        return
    assert spelt_in(latin, f"昨天{han}在場")


@pytest.mark.parametrize(
    ("latin", "han"),
    [
        ("Liao Chih-hung", "廖志賢"),
        ("Lin Chih-hsien", "廖志賢"),
        ("Xiaoping Zhuang", "庄晓燕"),
        ("Hualin", "花蓮"),
        ("Mei", "美好的"),
    ],
)
def test_another_name_is_not_spelt(latin: str, han: str) -> None:
    assert not spelt_in(latin, f"昨天{han}在場")


def test_foreign_names_are_told_from_strangers_by_their_sound() -> None:
    """The dictionary's foreign names of one word, against each other's: the figures that ``NEAR`` was chosen by."""
    pairs = sorted(
        (word, next(iter(names[0])))
        for word in proper_words()
        if is_transliteration(word) and len(word) > 2
        for names in [proper_names(word)]
        if len(names) == 1 and len(names[0]) == 1 and re.fullmatch("[a-z]{4,}", next(iter(names[0])))
    )
    picked = random.Random(5).sample(pairs, 400)
    strangers = [(han, latin) for (han, _), (_, latin) in zip(picked, picked[1:] + picked[:1], strict=True)]
    assert sum(sounds_like(han, latin) for han, latin in picked) >= 0.9 * len(picked)
    assert sum(sounds_like(han, latin) for han, latin in strangers) <= 0.03 * len(strangers)


TRUE = [
    ("台東縣長饒慶鈴出席。", "Taitung magistrate Jao Ching-ling attended."),
    ("經理傅雅文說，工廠在恆春。", "Fu Ya-wen, a manager, said the factory is in Hengchun."),
    ("消保會要求下架。", "The Consumer Protection Commission asked for its removal."),
    ("農試所培育新品種。", "The Agricultural Research Institute bred a new variety."),
    ("Engineers in Ljubljana tested it.", "工程師在盧布爾雅那測試。"),
    ("Sofia Lindqvist leads the team.", "索菲亞·林奎斯特領導團隊。"),
    ("The parliament of Moldova adopted it.", "摩爾多瓦國會通過法案。"),
    ("董事長施俊吉在瑞典受訪。", "Chairman Shih Jun-ji was interviewed in Sweden."),
    ("日立收購了一家公司。", "Hitachi bought a company."),
]
FALSE = [
    ("台東縣長饒慶鈴出席。", "Taitung magistrate Lee Ching-ling attended."),
    ("經理傅雅文說，工廠在恆春。", "Fu Ya-wen, a manager, said the factory is in Kenting."),
    ("消保會要求下架。", "The Central Election Commission asked for its removal."),
    ("農試所培育新品種。", "Stanhope Biologics bred a new variety."),
    ("Engineers in Ljubljana tested it.", "工程師在札格雷布測試。"),
    ("Sofia Lindqvist leads the team.", "伊蓮娜·科瓦奇領導團隊。"),
    ("The parliament of Moldova adopted it.", "喬治亞國會通過法案。"),
    ("日立收購了一家公司。", "Panasonic bought a company."),
    ("經理傅雅文說沒問題。", "經理戴立綱說沒問題。"),
    ("傅雅文表示沒問題。", "戴立綱表示沒問題。"),
    ("公司在宜蘭設廠。", "公司在加拉加斯設廠。"),
    ("經濟部核准此案。", "環境部核准此案。"),
    ("Two firms signed in Madrid, said Ana Ruiz.", "Two firms signed in Porto, said Ana Ruiz."),
    ("Nutmeg, a lender, cut its fees.", "Pepper, a lender, cut its fees."),
    ("The lender Nutmeg Hill sued its rival.", "Copper Lane sued its rival."),
]


@pytest.mark.parametrize(("source", "written"), TRUE)
def test_a_name_in_another_form_stands(source: str, written: str) -> None:
    assert check_names(case(written, source)) is None


@pytest.mark.parametrize(("source", "written"), FALSE)
def test_an_outside_name_is_found(source: str, written: str) -> None:
    finding = check_names(case(written, source))
    assert finding is not None and finding.code == "name" and finding.hard


@pytest.mark.parametrize(
    "text",
    ["方案將在明年上路。", "高層也表示樂觀。", "金額達三億美元。", "全球的資料中心用電增加。", "人形機器人將量產。"],
)
def test_everyday_words_are_no_names(text: str) -> None:
    assert [c.word for c in candidates(text)] == []
