"""Amounts as a text states them, with their bounds, so that a written one can be held against those of a source.

``numbers`` reads figures; here are the other ways to say how many: ranges (10-15 %, 三到五), bounds (at least, 近,
超過), shares (a third, 三分之一, 將近一半), multiples (doubled, fourfold, 翻倍), vague amounts (dozens, 數百萬),
ordinals (third-largest, 第三大).  ``firmness`` holds one amount against another by these decisions (2026-11-22):

    text, language -> Amount(value, unit, bound, ...)

倍.  成長兩倍 and 增加兩倍 tell what was added: they are tripled.  增至兩倍 and 增為兩倍 tell what it came to: doubled.
A plain "4x", "4 times", 快 4 倍 or 是…的 4 倍 is compared by its figure: neither language settles what it means.

Bounds.  A written amount is never firmer than its source: "10" may become "about 10", "at least 10", "up to 10";
"about 10", "at least 10" and "up to 10" may not become "10".  "At least" and "more than" count as one, as 超過, 逾 and
以上 do in the press, but "more than 10" is not borne out by exactly 10.  A range needs a range; one end alone stands
only as "at least" or "up to".

Rounding.  With "about" or "nearly" a figure may be rounded by at most 5 %, with "more than" and "less than" by 10 %.
Without such a word only amounts from 10,000 up may be, to no fewer than three digits, correctly, by at most 0.5 %.

兆 is 10^12 in text of Taiwan; in simplified text it is 10^6 (a megabyte, say), unless money or 亿 stands with it: such
text came from Taiwan.  Before a unit (兆瓦, 兆赫) it is 10^6 in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from broadsheet.text.amount_readers import Amount, Bound, small_number
from broadsheet.text.amount_words import SPECIALS
from broadsheet.text.dates import dates
from broadsheet.text.nouns import noun_after
from broadsheet.text.numbers import Number, numbers, one_unit
from broadsheet.text.units import CURRENCIES

# --- bounds ----------------------------------------------------------------------------------------------------------

_LEADS: tuple[tuple[Bound, str, str], ...] = (
    (
        "least",
        "at least|no (?:less|fewer) than|a minimum of|not less than",
        "至少|不低於|不低于|不少於|不少于|最少|起碼|起码",
    ),
    (
        "most",
        "up to|as much as|as many as|at most|no more than|not more than|a maximum of|as high as"
        "|not exceed(?:ing)?|maximum of",
        "最多|最高|高達|高达|多達|多达|至多|不超過|不超过|不逾|上看|上限(?:[由從从][^，。]{1,16})?(?:[調调]高|提高|上[調调]|[調调]升)?(?:為|为|至|到)?|可達|可达|最長|最长",
    ),
    (
        "over",
        "(?:(?:just|slightly|a little|well) )?(?:(?<!no )(?<!not )more than|over|above|exceed(?:s|ed|ing)?"
        "|greater than|higher than)"
        "|(?<=may )top|(?<=might )top|(?<=could )top|(?<=will )top|(?<=would )top"
        "|passed|crossed|upwards? of|north of|surpass(?:es|ed|ing)?|topp(?:ed|ing)|tops|in excess of",
        "(?<!不)超過|(?<!不)超过|超逾|(?<!不)逾|突破|高於|高于|大於|大于|多於|多于|衝破|站上",
    ),
    (
        "under",
        "(?:(?:just|slightly|a little|well) )?(?:(?<!no )less than|(?<!no )fewer than|under|below|lower than"
        "|younger than|not even)"
        "|shy of|short of",
        "不到|(?<!不)低於|(?<!不)低于|(?<!不)少於|(?<!不)少于|未滿|未满|不足|小於|小于|未達|跌破",
    ),
    ("nearly", "nearly|almost|close to|approaching|near", "將近|将近|接近|逼近|(?<![最附靠])近|幾乎|几乎|幾近"),
    (
        "about",
        r"about|around|roughly|approximately|approx\.?|some|circa|an estimated|estimated(?: at)?|something like"
        r"|in the region of",
        "~|≈|約|约|估計|估计|大概|差不多|概略",
    ),
)
_LEAD = re.compile(
    "(?:"
    + "|".join(rf"(?P<{bound}>\b(?:{english})\b|{chinese})" for bound, english, chinese in _LEADS)
    + r")(?:\s?[：:])?\s?(?:了|有|莫|為|为|達|达|到|可達|可|再"
    r"|[快慢高低多少]|(?<=[約约])[比較较][\u4e00-\u9fff]{1,10}[高低快慢多少貴便]宜?|(?<=[少多約约])(?:[延推提縮缩增減减裁募聘虧亏][\u4e00-\u9fff]{0,2}|虧損?|亏损?)|(?:全球|全部|全體|全体|總數|总数|整體|整体|業界|业界)的|(?:是|為|为)[\u4e00-\u9fff]{1,6}的|(?<=接近)[\u4e00-\u9fff\d]{1,10}的|(?:可達|可达|達|达|為|为)?[\u4e00-\u9fff]{0,4}(?:營收|营收|收入|銷售額|销售额|營業額|营业额|總額|总额|薪資|價格|价格)的?|增加|減少|减少|成長|增長|增长|提升|提高|裁減|裁员|裁員|a\s|an\s|the\s|its\s)?\s?$",
    re.IGNORECASE,
)
_THING = r"\s?(?:[個个名位人家款項项台件元次歲座間枚顆條種篇套組架艘輛台匹]|公司|用戶|員工)?\s?"
_TRAIL: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    (
        "least",
        re.compile(
            r"\s?(?:\+|or (?:more|higher|above|greater)\b|plus\b)|" + _THING + r"(?:[以之]上|起跳"
            r"|起(?=[，。、）)]|$))",
            re.I,
        ),
    ),
    ("over", re.compile(r"\s?(?:[多餘余](?=[\s\u4e00-\u9fff，。]|$))")),
    (
        "most",
        re.compile(
            r"\s?(?:\w+\s)?(?:or less\b|or fewer\b|or lower\b)|" + _THING + "(?:以下|以內|以内|之內|封頂)", re.I
        ),
    ),
    ("about", re.compile(r"\s?(?:\w+\s)?(?:or so\b)|" + _THING + "(?:左右|上下|許(?=[，。]))", re.I)),
)
_RANGE = re.compile(r"\s?(?:[-–—~～至到或]|to|or)\s?[$€£]?", re.IGNORECASE)
_AND = re.compile(r"\s?(?:and|與|与|和|及|to|[-–—~～至到])\s?[$€£]?", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:between|介[於于])\s?(?:US|NT)?[$€£]?\s?$", re.IGNORECASE)
_FROM = re.compile(r"(?:\bfrom|[從从由自])\s?(?:about|around|約)?\s?(?:US|NT)?[$€£]?\s?$", re.IGNORECASE)
_MINUS = re.compile(r"(?:(?<!plus or )\b(?:minus|negative)|(?<!正)負|(?<!正)负|零下)\s?$", re.IGNORECASE)
_FALLS = re.compile(
    r"(?:\b(?:fell|fall(?:s|ing|en)?|down|declin\w+|drop\w*|decreas\w+|los[st]\w*|slid|plung\w+|slump\w*|shrank"
    r"|shrink\w*|cut\w*)"
    r"|下[跌滑降挫修]|減少?|减少?|衰退|跌|虧損|亏损|萎縮|縮減|降)[^,，.。;；]{0,16}$",
    re.IGNORECASE,
)


_LONG = re.compile(r"-(?:year|month|week|day|hour|minute|second)s?$")
_ARTICLE = re.compile(r"\b(?:a|an|the|its)\s$")
"""Under a five-year deal: the deal is above, not the years."""


_MOVED_UP = re.compile(
    r"\b(?:edg|inch|creep|crept|tick|nudg|go|went|gone|drift|mov|bounc|ratchet|step|pick|speed|sped|trend)"
    r"(?:e?s|e?d|ing|ped|ping)?(?: back| further| slightly)? $",
    re.IGNORECASE,
)
"""Before "up to" it tells a way, and no bound: edged up to 9.1 %."""


def _bound(text: str, start: int, end: int) -> tuple[Bound, int, int]:
    """Return how the amount at ``text[start:end]`` is bounded, and where it begins and ends with those words."""
    lead = _LEAD.search(text, max(0, start - 24), start) if start else None
    moved = lead and lead[0].startswith("up to") and _MOVED_UP.search(text, max(0, lead.start() - 24), lead.start())
    if lead and lead.lastgroup and not moved and not (_LONG.search(text, start, end) and _ARTICLE.search(lead[0])):
        return lead.lastgroup, lead.start(), end  # type: ignore[return-value]
    for bound, trail in _TRAIL:
        if found := trail.match(text, end):
            return bound, start, found.end()
    inside = re.search(r"[多餘余]", text[start:end])
    return ("over" if inside else "exact"), start, end


# --- reading ---------------------------------------------------------------------------------------------------------

_WIDE = str.maketrans("０１２３４５６７８９．，％－", "0123456789.,%-")


@lru_cache(maxsize=4096)  # a passage is read for every sentence that cites it
def amounts(text: str, language: str = "zh-Hant") -> tuple[Amount, ...]:
    """Return the amounts that ``text`` states, in order; soft ones may overlap others."""
    plain = text.translate(_WIDE)
    taken = bytearray(len(plain))
    for day in dates(text, None):
        taken[day.start : day.end] = b"\1" * (day.end - day.start)
    found: list[Amount] = []
    small = plain.lower()
    for hints, pattern, read in SPECIALS:
        if not any(map(small.__contains__, hints)):
            continue
        for match in pattern.finditer(plain):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            amount = read(match)
            if amount is None:
                continue
            if not amount.soft:
                taken[amount.start : amount.end] = b"\1" * (amount.end - amount.start)
            found.append(amount)
    figures = [n for n in numbers(text) if not any(taken[n.start : n.end])]
    merged = list(_ranged(plain, figures, language))
    found.extend(merged)
    return tuple(sorted((_dressed(plain, a) for a in found), key=lambda a: (a.start, a.end, a.soft)))


def _ranged(text: str, figures: list[Number], language: str) -> Iterator[Amount]:
    at = 0
    while at < len(figures):
        one = _plain(text, figures[at], language)
        if at + 1 < len(figures):
            other = _plain(text, figures[at + 1], language)
            joint = text[one.end : other.start]
            between = _BETWEEN.search(text, max(0, one.start - 16), one.start) is not None
            ranged = _RANGE.fullmatch(joint) or (between and _AND.fullmatch(joint))
            if ranged and one.value < other.value and one_unit(one.unit, other.unit):
                pair = not between and _FROM.search(text, max(0, one.start - 16), one.start) is not None
                yield replace(one, high=other.value, unit=other.unit or one.unit, end=other.end, pair=pair)
                at += 2
                continue
        yield _with_low(text, one, text[one.start : one.end])
        at += 1


_HAN_LOW = re.compile(r"(?P<low>[一二兩两三四五六七八九十]{1,3})\s?[到至]\s?$")
_HAN_HEAD = re.compile(r"[一二兩两三四五六七八九十]{1,3}")


def _with_low(text: str, amount: Amount, words: str) -> Amount:
    """Read the first end of 三到五家, which alone would be no number."""
    low, head = _HAN_LOW.search(text, max(0, amount.start - 6), amount.start), _HAN_HEAD.match(words)
    if low is None or head is None or amount.high is not None:
        return amount
    one, other = small_number(low["low"]), small_number(head[0])
    if not 0 < one < other:
        return amount
    return replace(amount, value=amount.value / other * one, high=amount.value, start=low.start())


def _plain(text: str, number: Number, language: str) -> Amount:
    value, words = number.value, text[number.start : number.end]
    money = number.unit in CURRENCIES
    if language == "zh-Hans" and "兆" in words and not money and not re.search(r"[億亿]", words) and number.unit == "":
        value /= 10**6
    if _MINUS.search(text, max(0, number.start - 10), number.start):
        value = -value
    return Amount(value, number.unit, number.start, number.end, digits=_digits(words, value))


def _digits(words: str, value: Decimal) -> int:
    """Return how many significant digits a value was written with."""
    literal = re.search(r"\d[\d,]*(?:\.\d+)?", words)
    if literal:
        return max(1, len(literal[0].replace(",", "").replace(".", "").strip("0")))
    return max(1, len(re.sub(r"\D", "", str(abs(value).normalize()).split("E")[0]).strip("0")))


def _dressed(text: str, amount: Amount) -> Amount:
    """Give an amount its bound, its noun and its direction."""
    bound, start, end = _bound(text, amount.start, amount.end)
    if amount.bound != "exact":
        bound, start, end = amount.bound, amount.start, amount.end
    if amount.unit == "nth":
        bound, start, end = "exact", amount.start, amount.end
    noun = noun_after(text, amount.end) if amount.unit in ("", "x") else ""
    falls = amount.unit != "nth" and _FALLS.search(text, max(0, amount.start - 24), amount.start) is not None
    return replace(amount, bound=bound, start=start, end=end, noun=noun, falls=falls)
