"""Numbers of English, Chinese and mixed text, brought to one value and one unit so that two languages can be compared.

``10 billion``, ``$10B``, ``100 億``, ``100亿`` and ``一百億`` all read 10^10; ``七成`` reads 70 %.  A number that is
part of a name, a version, a date, a time, an address or an ordinal is no quantity and is left out.  兆 is 10^12, as
Taiwan counts, except before a unit (兆瓦 is a megawatt).  What is vague (數十億, "billions") is left out too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from broadsheet.text.units import AFTER, BEFORE, CURRENCIES, MEASURES, UNSAID


class Number(NamedTuple):
    """``text[start:end]`` says ``value`` in ``unit``: scale folded in, ``""`` for a bare count.

    Units: ``%``, ``pp`` (percentage points), ``x`` (times), ``year`` (a calendar year), the currencies ``USD EUR GBP
    JPY KRW INR HKD TWD CNY``, ``元`` and ``¥`` (whose is not said), and ``W Wh Hz byte s day month m kg``.
    """

    value: Decimal
    unit: str
    start: int
    end: int


LONGEST = 24
"""Characters of one figure; a longer run of digits is an identifier, or hostile."""


def same(one: Number, other: Number) -> bool:
    """Say whether two numbers tell the same: equal values in equal units, or in units that one text left unsaid."""
    return one.value == other.value and one_unit(one.unit, other.unit)


def one_unit(one: str, other: str) -> bool:
    """Say whether two units are one, or may be one where a text left unsaid whose."""
    units = frozenset((one, other))
    return len(units) == 1 or units == {"", "year"} or any(units <= pair for pair in UNSAID)


_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "mn": 6, "bn": 9, "tn": 12}
_LETTERS = {"k": 3, "m": 6, "b": 9, "t": 12}
_HAN_DIGITS = dict(zip("零〇一二兩两三四五六七八九", (0, 0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_HAN_TENS = {"十": 1, "百": 2, "千": 3}
_HAN_SCALES = {"萬": 4, "万": 4, "億": 8, "亿": 8, "兆": 12}
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip


def _either(spellings: Iterable[str]) -> str:
    return "|".join(re.escape(s) for s in sorted(spellings, key=lambda s: (-len(s), s)))


_HAN = "零〇一二兩两三四五六七八九十廿卅百千萬万億亿兆"
_SMALL = "零〇一二兩两三四五六七八九十"
_FULL_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = rf"(?:{_FULL_MONTH}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?\b"
_YEAR = r"(?:19|20)\d\d"

_NO_QUANTITY = re.compile(
    # What may begin here, said first, spares most attempts: within a Latin word only an address (below: a currency).
    # And a word only where a sign or a digit ends its letters, or where it is one of a few.
    rf"(?=[-+.\dA-Z_a-z{_HAN}第數数幾几上好星禮礼週周])(?:(?<![A-Za-z0-9])|(?![A-Za-z])|(?=https?://|www\.))"
    r"(?:(?![A-Za-z])|(?=[A-Za-z_+-]{0,64}+[@.\d])|(?=http|arXiv|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|one|two"
    r"|three|four|half|[vV]er|[rR]elease|[fF]ig|[tT]able|[sS]ection|[cC]hapter|[sS]tep|[pP]hase|[lL]evel|[nN]umber))(?:"
    + "|".join(
        (
            r"(?:https?://|www\.)[^\s<>，。；、）」]+",
            r"(?<![\w.+-])[A-Za-z0-9_.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}",
            r"(?<![\w.-])(?:[a-z0-9-]{1,40}\.){1,5}(?:com|org|net|io|ai|cn|tw|dev|app|gov|edu)\b(?:/[\w./-]*)?",
            r"\barXiv:?\s?\d{4}\.\d{4,5}(?:v\d+)?",
            r"(?<![\d,.])\d{4}\.\d{5}(?:v\d+)?(?!\d)",
            rf"\b{_MONTH}\s{_DAY}(?:\s?[-–]\s?{_DAY})?(?:,?\s{_YEAR}\b)?",
            rf"(?<![\d.,]){_DAY}\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR}\b)?",
            rf"\b{_MONTH},?\s{_YEAR}\b",
            rf"(?<!\d){_YEAR}[-/.](?:1[0-2]|0?[1-9])(?:[-/.](?:[12]\d|3[01]|0?[1-9]))?(?![\d]|[.,]\d)",
            rf"(?:{_YEAR}\s?年\s?)?(?<![\d.])(?:[01]?\d|[{_SMALL}]{{1,3}})\s?月"
            rf"(?:\s?(?:[0-3]?\d|[{_SMALL}]{{1,3}})\s?[日號号])?",
            r"(?<![\d.])[0-3]?\d\s?[日號号](?![圓元])",
            r"\b[01]?\d(?::[0-5]\d)?\s?[ap]\.?m\b\.?",
            r"(?<![\d.,])\d{1,3}:\d\d(?::\d\d)?(?!\d)",
            rf"第\s?(?:\d+|[{_SMALL}百]+)",
            r"(?<![\d.,])\d+(?:st|nd|rd|th)\b|(?<![\d.,])\d{2,4}s\b",
            r"(?<![\d.,])\d+\.\d+\.\d+[\w.]*",
            r"(?<![\d.,])\d+/\d+(?:/\d+)?(?!\d)",
            r"(?<![\d.,])\d+(?:\s?[x×]\s?\d+)+",
            r"(?<!first )(?<!last )(?<!past )(?<!next )(?<!previous )(?<!consecutive )(?<!straight )"
            r"\b(?:one|two|three|four)[- ](?:half|halves|thirds?|quarters?|fifths?|tenths?)\b",
            r"\bhalf[- ]a[- ](?:million|billion|trillion)\b",
            rf"(?:[{_SMALL}]{{1,4}}|\d{{1,4}})分之(?:[{_SMALL}]+|\d+)",
            r"\b(?:[vV]ersion|[vV]er\.|[rR]elease|[fF]igure|[fF]ig\.|[tT]able|[sS]ection|[cC]hapter|[sS]tep|[pP]hase"
            r"|[lL]evel|No\.|[nN]umber)\s?\d+(?:\.\d+)*",
            r"[數数幾几上好][十百千萬万億亿兆]+|(?:星期|禮拜|礼拜|[週周])[一二三四五六]",
            r"(?<![A-Za-z0-9])(?!(?:USD|EUR|GBP|TWD|NTD|CNY|RMB|JPY|KRW|INR|HKD)\d)"
            rf"(?!(?:mid|pre|post|early|late)-{_YEAR})"
            r"(?=[A-Za-z0-9._+-]{0,48}\d)[A-Za-z](?:[A-Za-z0-9]|[-_.+](?=[A-Za-z0-9]))*",
        )
    )
    + ")"
)
"""Where digits tell no quantity: addresses, dates, times, ordinals, fractions, vague amounts, names with a digit."""

_FIGURE = re.compile(
    rf"(?=[-−\dA-Z{_HAN}${''.join(s[0] for s in BEFORE if not s[0].isascii())}])"
    # A letter begins a currency before its digits, or one of ``_WORDS``, which two letters tell from most words.
    r"(?:(?![A-Z])|(?=[A-Z]{1,3}+[$¥]?\s?[-−]?\d)|(?<!\w)(?=[aefnost][ehilnow -]))(?:"
    rf"百分之\s?(?P<share>\d+(?:\.\d+)?|[{_SMALL}百]+)"
    rf"|(?:(?P<before>{_either(BEFORE)})\s?)?(?P<minus>(?<![\w.,)])[-−](?=\d))?"
    r"(?P<literal>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"|(?P<han>[{_HAN}]+)"
    rf"|\b(?P<word>(?:{_either(_WORDS)})(?:-(?:{_either(_WORDS)}))?|an?(?=[ -](?:{_either(_SCALES)})\b))\b)",
    re.IGNORECASE,
)
_SCALE = re.compile(rf"\+?[\s-]?({_either(_SCALES)})(?![A-Za-z])", re.IGNORECASE)
_LETTER = re.compile(r"([KkMBTmbt])(?![A-Za-z0-9])")
_HAN_SCALE = re.compile(
    r"(?!\s?(?:百[萬万]瓦|十億瓦|千[瓦米克]))\s?[多餘余]?\s?([十百千]?[萬万億亿兆]{1,2}|[十百千](?![分]))(?!瓦|赫|字[節节]|比特|位元)[多餘余]?"
)
_HAN_CHAIN = re.compile(r"\s?(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s?([千百]?[萬万億亿]|[千百](?![瓦米克貨货度分年]))")
_SOME_SCALE = re.compile("[多餘余]([萬万億亿])")
_HAN_TAIL = re.compile(r"\s?(\d,\d{3}|\d{3,4})(?![\d,.]*\d)(?!\s?(?:學|学)?年)")
"""What is left over after 萬 or 億 and has no scale of its own: 1 萬 7500, 3 億 2500 萬 600."""
_UNIT = re.compile(
    rf"[多餘余]?\+?(?:[\s-]?({_either(s for s in AFTER | MEASURES if s.isascii())})(?![A-Za-z0-9])(?!(?<=[xX])-?[Rr]ay)"
    r"(?!(?<=won)\s(?:the|an?|by|at|over|out|his|her|their|its)\b)"
    rf"|\s?({_either(s for s in AFTER | MEASURES if not s.isascii())})"
    r"(?!(?<=升)[至到級级值高溫温降破為为]|(?<=克)[朗服隆羅罗]|(?<=米)[蘭兰其]|(?<=季)[節节軍军]|(?<=[週周])[邊边歲岁]))",
    re.IGNORECASE,
)
_TENTHS = re.compile(
    r"\s?成(?![員员](?!工))(?![為为了功立長长本就果交績绩都分])([一二三四五六七八九]|\s?[1-9](?!\d|\s?[月日年萬万億亿]))?"
)
_COUNTED = re.compile(
    r"[多餘余]?\s?(?:[個个名位項项款人篇套座台件種种類类層层所間间檔枚顆颗隻份場场艘棟栋戶户張张本輛辆條条級级席幅株頭头匹件起樁桩宗]|量級"
    r"|[具艘扇柄棵朵盞盏趟齣出屆届堂冊册卷輪轮批組组隊队團团所筆笔封][\u4e00-\u9fff]|航次|班級|班级|班次|門課|門市|道題|道题|家(?![族庭用電电具園园])|次(?![元方]))"
)
_NAMES_BEFORE = re.compile(r"([A-Za-z][\w.+-]*) $")
_PLAIN_WORDS = (
    "in over about nearly almost some more only just around roughly under up to from by at and or of the with for "
    "among after before between within since until another these those all both first last top a an on its their has "
    "is are was were than least approximately exactly"
)
_NO_NAMES = frozenset(_PLAIN_WORDS.split())
_WIDE = str.maketrans("０１２３４５６７８９．，％＄￥－", "0123456789.,%$¥-")


@lru_cache(maxsize=4096)  # a sentence is read when it is chosen, proved and composed
def numbers(text: str) -> tuple[Number, ...]:
    """Return the quantities that ``text`` states, in order, never overlapping; offsets are those of ``text``."""
    plain = text.translate(_WIDE)
    if not _FIGURE.search(plain):
        return ()
    bare = _NO_QUANTITY.sub(lambda m: "\0" * len(m[0]), plain)
    found: list[_Reading] = []
    at = 0
    while match := _FIGURE.search(bare, at):
        reading = _read(bare, plain, match)
        at = match.end()
        if reading:
            at = max(at, reading.end)
            found.append(reading)
    for one, other in zip(found[-2::-1], found[:0:-1], strict=True):
        _share(one, other, plain[one.end : other.start], plain[max(0, one.start - 12) : one.start])
    return tuple(Number(_whole(r.value), r.unit, r.start, r.end) for r in found)


def _whole(value: Decimal) -> Decimal:
    return Decimal(int(value)) if value == int(value) else value.normalize()


@dataclass
class _Reading:
    value: Decimal
    unit: str
    start: int
    end: int
    scale: Decimal
    """What scale words and unit multiplied the digits by; 1 when there were none."""


_TO = re.compile(r"\s?(?:[-–—~～至到]|to)\s?")
_AND = re.compile(r"\s?(?:and|與|与|和|及)\s?")
_BETWEEN = re.compile(r"(?:between|介[於于])\s?$", re.IGNORECASE)


def _share(one: _Reading, other: _Reading, between: str, before: str) -> None:
    """Let the first end of a range ("3 to 5 million", "10-15 %") take the scale and unit that only the last tells."""
    if not _TO.fullmatch(between) and not (_AND.fullmatch(between) and _BETWEEN.search(before)):
        return
    alike = one.unit in ("", other.unit) or (not other.unit and one.unit in CURRENCIES)
    if alike and one.scale == 1 < other.scale and one.value <= other.value / other.scale:
        one.value *= other.scale
        one.scale = other.scale
    one.unit = one.unit or other.unit
    if not other.unit and one.unit in CURRENCIES:
        other.unit = one.unit


def _read(bare: str, plain: str, match: re.Match[str]) -> _Reading | None:
    if share := match["share"]:
        value = _han(share) if share[0] in _HAN else Decimal(share)
        return None if value is None else _Reading(value, "%", match.start(), match.end(), Decimal(1))
    if match["han"]:
        return _read_han(bare, match)
    if match["word"]:
        return _read_word(bare, match)
    return _read_figure(bare, plain, match)


def _read_figure(bare: str, plain: str, match: re.Match[str]) -> _Reading | None:
    literal = match["literal"]
    if len(literal) > LONGEST:
        return None
    currency = BEFORE[match["before"].upper()] if match["before"] else ""
    value, at, scale = Decimal(literal.replace(",", "")), match.end(), Decimal(1)
    letter = _LETTER.match(bare, at)
    if letter and (letter[1] != "t" or currency):
        scale, at = Decimal(10) ** _LETTERS[letter[1].lower()], letter.end()
    elif han := _HAN_SCALE.match(bare, at):
        scale, at = _han_scale(han[1]), han.end()
        value *= scale
        while chain := _HAN_CHAIN.match(bare, at):
            more, power = Decimal(chain[1].replace(",", "")), _han_scale(chain[2])
            value = (value + more) * power if power > scale else value + more * power  # 1 萬 7500 億, 1 萬 7 千
            at = chain.end()
        if han[1] in "萬万億亿" and (tail := _HAN_TAIL.match(bare, at)):
            value, at = value + Decimal(tail[1].replace(",", "")), tail.end()
        value /= scale
    else:
        scale, at = _word_scale(bare, at)
    value *= scale
    if match["minus"]:
        value = -value
    tenths = _TENTHS.match(bare, at)
    if tenths and scale == 1 and not currency:
        extra = _tenth(tenths[1])
        return _Reading(value * 10 + extra, "%", match.start(), tenths.end(), Decimal(10))
    whole = scale == 1 and not currency and re.fullmatch(r"(?:19|20)\d\d", literal) is not None
    if whole and (year := re.compile(r"\s?年").match(bare, at)):
        return _Reading(value, "year", match.start(), year.end(), scale)
    unit, factor, end = _unit(bare, at)
    if currency and unit not in CURRENCIES:
        unit, factor, end = "", Decimal(1), at  # "$180M weeks later": money is measured in nothing else
    if currency or unit:
        return _Reading(value * factor, currency or unit, match.start(), end, scale * factor)
    if bare[at : at + 1].isascii() and bare[at : at + 1].isalnum():
        return None
    counted = _COUNTED.match(bare, at) is not None
    if scale == 1 and not counted and "," not in literal and not whole and _names(plain, match.start(), at, literal):
        return None
    return _Reading(value, "year" if whole and not counted else "", match.start(), at, scale)


def _word_scale(bare: str, at: int) -> tuple[Decimal, int]:
    """Return what "hundred thousand", "million" and the like multiply by, and where they end; two words at most."""
    scale = Decimal(1)
    for _ in range(2):
        if word := _SCALE.match(bare, at):
            scale, at = scale * Decimal(10) ** _SCALES[word[1].lower()], word.end()
    return scale, at


def _names(plain: str, start: int, end: int, literal: str) -> bool:
    """Say whether a short figure is the version in a name: "Gemini 3", "iPhone 17", "2.5 Pro", "RTX 5090"."""
    digits = len(literal.split(".")[0])
    if "." in literal and digits < 3 and re.compile(r" [A-Z][a-z]").match(plain, end):
        return True
    before = _NAMES_BEFORE.search(plain[max(0, start - 32) : start])
    if before is None or before[1].lower() in _NO_NAMES:
        return False
    return not before[1].islower() if digits <= 3 else digits == 4 and len(before[1]) > 1 and before[1].isupper()


def _read_word(bare: str, match: re.Match[str]) -> _Reading | None:
    word = match["word"]
    lead = bare[max(0, match.start() - 8) : match.start()].rstrip(" “\"'(")
    if word[0].isupper() and lead and lead[-1] not in ".!?\n:":
        return None
    parts = word.lower().split("-")
    value = Decimal(sum(_WORDS.get(part, 1) for part in parts))
    scale, at = _word_scale(bare, match.end())
    if word.lower() in ("one", "a", "an") and scale == 1:
        return None
    unit, factor, end = _unit(bare, at)
    return _Reading(value * scale * factor, unit, match.start(), end, scale * factor)


def _read_han(bare: str, match: re.Match[str]) -> _Reading | None:
    """Read a figure written in Chinese, where it is one: not 統一, 百度, 三星, 千問, 四川."""
    run, start, at = match["han"], match.start(), match.end()
    if len(run) == 4 and not set(run) - set("零〇一二三四五六七八九") and bare[at : at + 1] == "年":
        return _Reading(Decimal("".join(str(_HAN_DIGITS[c]) for c in run)), "year", start, at + 1, Decimal(1))
    value = _han(run)
    if value is not None and (some := _SOME_SCALE.match(bare, at)):
        value, at = value * _han_scale(some[1]), some.end()
    if value is None or (run == "一" and bare[at : at + 1] not in ("成", "倍")):
        return None
    tenths = _TENTHS.match(bare, at)
    if tenths and len(run) == 1:
        extra = _tenth(tenths[1])
        return _Reading(value * 10 + extra, "%", start, tenths.end(), Decimal(10))
    unit, factor, end = _unit(bare, at)
    digits = [c for c in run if c in _HAN_DIGITS]
    plain_figure = bool(digits) and len(run) > len(digits) and run[0] in _HAN_DIGITS
    if not unit and not plain_figure and not _COUNTED.match(bare, at):
        return None
    return _Reading(value * factor, unit, start, end if unit else at, factor)


def _tenth(sign: str | None) -> int:
    """Return the 5 of 兩成五 and 2 成 5; 0 for nothing."""
    sign = (sign or "零").strip()
    return int(sign) if sign.isdigit() else _HAN_DIGITS[sign]


def _han(run: str) -> Decimal | None:
    """Return the value of Chinese numerals (一百二十, 三億, 兩千五百萬, 百億); None when they make no number."""
    if len(run) > LONGEST:
        return None
    run = run.replace("廿", "二十").replace("卅", "三十")
    total, section, digit = Decimal(0), Decimal(0), None
    last = 10**20
    for sign in run:
        if sign in _HAN_DIGITS:
            if digit:
                return None
            digit = _HAN_DIGITS[sign]
        elif sign in _HAN_TENS:
            section += (1 if digit is None else digit) * Decimal(10) ** _HAN_TENS[sign]
            digit = None
        else:
            power = _HAN_SCALES[sign]
            section += digit or 0
            digit = None
            if not section and not total:
                return None
            if power < last:
                total += section * Decimal(10) ** power
                last = power
            else:
                total = (total + section) * Decimal(10) ** power
            section = Decimal(0)
    before = run[-2:-1]
    if digit and before and (power := _HAN_TENS.get(before, _HAN_SCALES.get(before, 1))) > 1:
        return total + section + digit * Decimal(10) ** (power - 1)  # 三百五, 兩萬五
    return total + section + (digit or 0)


def _han_scale(signs: str) -> Decimal:
    power = sum(_HAN_TENS.get(sign, 0) + _HAN_SCALES.get(sign, 0) for sign in signs)
    return Decimal(10) ** power


def _unit(bare: str, at: int) -> tuple[str, Decimal, int]:
    """Return the unit that follows ``at``, the factor to its base, and where it ends; ``("", 1, at)`` without one."""
    match = _UNIT.match(bare, at)
    if not match:
        return "", Decimal(1), at
    spelling = (match[1] or match[2]).lower()
    if spelling in AFTER:
        return AFTER[spelling], Decimal(1), match.end()
    one, other = MEASURES[spelling].split()
    if one.isdigit():
        return other, Decimal(one), match.end()
    return one, Decimal(10) ** int(other), match.end()
