"""Case -> Finding: every amount of the sentence stands in the passages, with its unit, its scale and its bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from broadsheet.checks.ages import same_age, turned_age
from broadsheet.checks.case import Case, Finding
from broadsheet.checks.running import ORDINALS, in_a_row
from broadsheet.text.amount_readers import WORDS, Amount, small_number
from broadsheet.text.amounts import amounts
from broadsheet.text.dates import dates
from broadsheet.text.firmness import bears_out, units_agree
from broadsheet.text.numbers import one_unit

_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")


def check_numbers(case: Case) -> Finding | None:
    """Say which amount the passages do not bear out: ``unit`` where only its unit differs, else ``number``."""
    source = tuple(
        _Told(amount, passage.text, passage.language)
        for passage in case.passages
        for amount in amounts(passage.text, passage.language)
    )
    if (turned := turned_age(case.text, case.source)) is not None:
        return Finding("number", f"{turned!r} is bounded the other way in the passage", True)
    written = amounts(case.text, case.language)
    for amount in written:
        words = case.text[amount.start : amount.end].strip()
        if amount.soft or any(_says(case, other, amount) for other in source) or _as_ends(amount, source):
            continue
        if (
            _left_unsaid(amount, written, source, case.text)
            or _phase(case, amount.start, words)
            or _the_two(case, amount)
            or _in_other_words(case, amount)
            or _for_each(case, amount)
            or _most_of(case, amount)
        ):
            continue
        if _elsewhere_a_date(case, amount):
            continue
        if any(
            other.value == amount.value and not (units_agree(other, amount) and other.unit != "元")
            for other, _, _ in source
        ):
            return Finding("unit", f"{words!r} counts something else in the passage", True)
        if any(other.value == amount.value for other, _, _ in source):
            return Finding("number", f"{words!r} is firmer than, or bounded otherwise than, the passage", True)
        return Finding("number", f"{words!r} is not in the passage", True)
    return _left_over(case, written)


_TIMES = frozenset({"s", "day", "month", "year"})
_DURING = re.compile(r"over\b", re.IGNORECASE)
_EMPHATIC = re.compile(r"高達|高达|多達|多达|達|达")
_LIMIT = re.compile("上限")
"""上限提高到三分鐘: the limit is that much."""
_YOUNGER = re.compile(r"[歲岁]以下")
"""18 歲以下 is what the press writes for "under 18"."""
_THE_OTHER = re.compile(
    r"(?:\w+ )?(?:more than|less than|fewer than|higher than|lower than|above|below|over|under|exceed\w*) the\b",
    re.IGNORECASE,
)
"""Above the $20 billion that it gave: a known figure that another is compared with, and no bound."""
_WITHIN = re.compile(r"\s?(?:之|以)?[內内]")
_MISSED, _TARGET = re.compile(r"未[達达]"), re.compile(r"目標|目标|標準|标准|門檻|门槛")
"""未達 30,000 名的目標: the target is that much, and was missed."""
TARGET = 12
"""Characters between a figure and the target that it is; hand-set 2026-11-23."""


class _Told(NamedTuple):
    """An amount, and the text that tells it."""

    amount: Amount
    text: str
    language: str


def _says(case: Case, told: _Told, written: Amount) -> bool:
    """Say whether a source's amount bears a written one out, where words of bounds may be read in two ways.

    "Over two years" may be in the course of them, 兩分鐘內 may be "in two minutes", and 高達 praises a figure rather
    than bounding it.
    """
    if written.unit == "¥" and told.amount.unit == "元" and told.language == "zh-Hant":
        return False  # neither yen nor renminbi: of Taiwan
    return any(
        bears_out(one, other) for one in _readings(told.amount, told.text) for other in _readings(written, case.text)
    )


def _readings(amount: Amount, text: str) -> Iterator[Amount]:
    yield amount
    words = text[amount.start : amount.end]
    if amount.bound == "most" and _EMPHATIC.match(words):
        yield replace(amount, bound="exact")
    if amount.bound in ("over", "under") and _THE_OTHER.match(words):
        yield replace(amount, bound="exact")
    if amount.bound == "under" and _MISSED.match(words) and _TARGET.search(text, amount.end, amount.end + TARGET):
        yield replace(amount, bound="exact")
    if amount.bound == "most" and _LIMIT.search(words):
        yield replace(amount, bound="exact")
    if amount.bound == "most" and _YOUNGER.search(words):
        yield replace(amount, bound="under")
    if amount.unit not in _TIMES or amount.high is not None:
        return
    if amount.bound == "over" and _DURING.match(words):
        yield replace(amount, bound="exact")
    if amount.bound == "exact" and _WITHIN.match(text, amount.end):
        yield replace(amount, bound="under")
        yield replace(amount, bound="most")


def _left_unsaid(amount: Amount, written: tuple[Amount, ...], source: tuple[_Told, ...], text: str) -> bool:
    """Say whether one side only leaves a unit unsaid that it tells of another figure: 12 days to 3."""
    if amount.high is not None:
        return False
    if amount.unit == "" and amount.noun == "":
        for like in written:
            if like.unit in ("", "nth", "x"):
                continue
            full = replace(amount, value=amount.value * _factor(like, text), unit=like.unit)
            meant = tuple(_readings(full, text))
            if any(bears_out(other, one) for other, _, _ in source if one_unit(other.unit, like.unit) for one in meant):
                return True
        return False
    if amount.unit in ("", "nth", "x"):
        return False
    factor = _factor(amount, text)
    units = {other.unit for other, words, _ in source if _factor(other, words) == factor}
    if amount.unit not in units and not (amount.unit == "pp" and "%" in units):
        return False
    return any(
        bears_out(replace(other, value=other.value * factor, unit=amount.unit, noun=""), amount)
        for other, _, _ in source
        if other.unit == "" and (other.noun == "" or (other.noun == "point" and amount.unit == "pp"))
    )


def _factor(amount: Amount, text: str) -> Decimal:
    """Return what the unit multiplied the figure by: 60 for 4 minutes, which are 240 s."""
    figure = _FIRST.search(text, amount.start, amount.end)
    if figure is None:
        return Decimal(1)
    try:
        told = small_number(figure[0])
    except (KeyError, ArithmeticError):
        return Decimal(1)
    ratio = amount.value / told if told else Decimal(1)
    return ratio if ratio in _FACTORS else Decimal(1)


_FIRST = re.compile(
    r"\d[\d,]*(?:\.\d+)?|[一二兩两三四五六七八九十百]{1,4}|\b(?:" + "|".join(WORDS) + r")\b", re.IGNORECASE
)
_FACTORS = frozenset(map(Decimal, (60, 3600, 7, 12, 3)))
"""Minutes and hours in seconds, weeks in days, years and quarters in months."""


_PHASE = re.compile(r"(?:\bphase|\b[A-Z][a-z]+)[ -]$", re.IGNORECASE)
_HAN_PHASE = re.compile(r"(?:第\s?)?(?P<n>[一二三四五六七八九十]{1,2}|\d{1,2})\s?[期號号型代廠厂]")
_NUMBERED = re.compile(
    r"\b(?:phase|stage|fab|plant|No\.|number|reactor|unit|route|line) ?(?P<n>\d{1,2})\b", re.IGNORECASE
)
"""What Chinese numbers before its word: phase 2 is 第二期, reactor No. 3 三號反應爐."""
_GENERATION = re.compile(
    r"\b(?P<n>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)[- ]generation\b", re.I
)
_HAN_GENERATION = re.compile(
    r"(?P<n>[一二三四五六七八九十]{1,2}|\d{1,2}(?:\.5)?)\s?代(?!表|替|理|工|碼|码|价|價|言|号|號|謝|谢)"
)
"""A fifth-generation plant is 五代廠, and no plant in fifth place."""


def _phase(case: Case, start: int, figure: str) -> bool:
    """Phase 2 of a trial is 二期, Long March 8 is 長征八號: part of a name, no count."""
    han = next((one for one in _HAN_PHASE.finditer(case.text) if one.start() <= start < one.end()), None)
    if han is not None:
        return small_number(han["n"]) in {Decimal(one["n"]) for one in _NUMBERED.finditer(case.source)}
    for one in _GENERATION.finditer(case.text):
        if one.start() <= start < one.end():
            there = {small_number(found["n"]) for found in _HAN_GENERATION.finditer(case.source)}
            return Decimal(ORDINALS.get(one["n"].lower(), 1)) in there
    numbered = next((one for one in _NUMBERED.finditer(case.text) if one.start() <= start < one.end()), None)
    figure = numbered["n"] if numbered else figure
    if not figure.isdigit() or not (numbered or _PHASE.search(case.text, max(0, start - 16), start)):
        return False
    return Decimal(figure) in {small_number(match["n"]) for match in _HAN_PHASE.finditer(case.source)}


_THE_TWO = re.compile(r"\bthe two(?= (?:are|were|have|had|will|would|said|say|companies|firms|sides|parties|groups)\b)")


def _the_two(case: Case, amount: Amount) -> bool:
    """ "The two" after two names is a pronoun."""
    return amount.value == 2 and _THE_TWO.match(case.text, max(0, amount.start - 4)) is not None


# What the two languages write so differently that no reader of either takes it for an amount.
_OF = re.compile(r"(?P<n>\d+|[a-z]+) (?:out )?of (?:the |its |all )?(?P<m>\d+|[a-z]+)\b", re.IGNORECASE)
_HAN_COUNT = re.compile(r"[兩两]\s?[黨党方國国家個个名位款項项座所種种台人件國国間间支隻只條条篇部場场次大份棟株票起]")
_HAN_SECOND = re.compile(r"次[高低大小多少佳好強强]|[二再]次|居次|[僅仅]次")
"""What Chinese says for the second: 次高, 二次感染."""
OFTEN = 1000
"""Times from which on "downloaded so many times" counts occasions: nothing grows by as many.  Hand-set 2026-11-23."""
_HAN_CENTURY = re.compile(r"(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})\s?世[紀纪]")
_CENTURY = re.compile(r"\b(?P<n>\d{1,2}(?=th|st|nd|rd)|[a-z]+(?:-first)?)(?:th|st|nd|rd)?[- ]century\b", re.IGNORECASE)
_CENTURIES = {
    word: n
    for n, word in enumerate(
        [
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
            "twenty-first",
        ],
        10,
    )
}
_RATES = {
    "USD": "dollar|美元",
    "EUR": "euro|[歐欧]元",
    "GBP": "pound|英[鎊镑]",
    "JPY": "yen|日[圓元]",
    "CNY": "yuan|人民[幣币]",
    "TWD": r"NT\$|Taiwan dollar|[台臺][幣币]",
}
"""What one unit of a money is called in a rate of exchange: "940 to the dollar"."""
_RATE = re.compile(r"[兌兑換换每]\s?$|\bper\s$")
_RATED = re.compile(r"\s?[兌兑換换]")
_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?$")


def _bare_counts(case: Case) -> set[Decimal]:
    return {
        amount.value
        for passage in case.passages
        for amount in amounts(passage.text, passage.language)
        if amount.unit == "" and not amount.soft
    }


def _in_other_words(case: Case, amount: Amount) -> bool:
    """Say whether a passage tells an age, a count, a century, a day or "12 of 15" as the other language has it."""
    words = case.text[amount.start : amount.end].strip()
    if same_age(case.text, case.source, amount.start, amount.end):
        return True
    if (share := _OF.fullmatch(words)) is not None:
        parts = {_count(share["n"]), _count(share["m"])}
        if any({_count(one["n"]), _count(one["m"])} == parts for one in _OF.finditer(case.source)):
            return True
    if _marked(case, amount):
        return True
    if amount.unit == "" and amount.bound == "exact" and amount.value == 2 and _HAN_COUNT.search(case.source):
        return True
    if amount.unit == "nth" and amount.value == 2 and _HAN_SECOND.search(case.source):
        return True
    if amount.unit == "x" and amount.value >= OFTEN and words.endswith("times"):
        return any(same_bare == amount.value for same_bare in _bare_counts(case))
    if amount.value == 1 and (
        _RATE.search(case.text, max(0, amount.start - 4), amount.start) or _RATED.match(case.text, amount.end)
    ):
        return re.search(_RATES.get(amount.unit, "(?!)"), case.source) is not None
    if in_a_row(case.text, case.source, amount):
        return True
    century = _HAN_CENTURY.match(case.text, amount.start)
    if century is not None and small_number(century["n"]) in {
        _CENTURIES.get(match["n"].lower(), _count(match["n"])) for match in _CENTURY.finditer(case.source)
    }:
        return True
    if amount.unit == "nth" and _DAY.match(words):
        return any(
            date.grain == "day" and date.spans[0][0].day == amount.value
            for passage in case.passages
            for date in dates(passage.text, passage.published)
        )
    return False


_OUT_OF = re.compile(r"\b(?P<n>\d+(?:\.\d+)?)[ -]out[ -]of[ -](?P<m>\d+)(?![\d,])", re.IGNORECASE)
_FULL_MARKS = re.compile(r"[滿满]分(?:為|为|是)?\s?(?P<m>\d+)")


def _marked(case: Case, amount: Amount) -> bool:
    """Say whether a figure is a mark out of a best one that both texts have: 9 out of 10, 滿分10分."""
    marks = [(Decimal(one["n"]), Decimal(one["m"])) for one in _OUT_OF.finditer(case.source)]
    best = {Decimal(one["m"]) for one in _FULL_MARKS.finditer(case.text)}
    if any(amount.value in pair and pair[1] in best for pair in marks):
        return True
    here = next((one for one in _OUT_OF.finditer(case.text) if one.start() <= amount.start < one.end()), None)
    return here is not None and (Decimal(here["n"]), Decimal(here["m"])) in marks


_EACH = re.compile(
    r"(?:\b(?:per|a|an|every|each|one)|每一?)\s?(?P<power>hundred|thousand|million|billion|[十百千]?[萬万億亿]|千)",
    re.IGNORECASE,
)
_EACH_POWERS = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "千": 3}
_ZEROS = {"十": 1, "百": 2, "千": 3, "萬": 4, "万": 4, "億": 8, "亿": 8}
_MOST = re.compile(
    r"\bmost\b(?! (?:likely|recent\w*|important\w*))|\b(?:mostly|mainly|largely)\b"
    r"|[多過过]半|[多半]數|多数|大部[分份]|大多"
)


def _for_each(case: Case, amount: Amount) -> bool:
    """Say whether "a million tokens" only tells what a price is for, as the passage does: per million, 每百萬個."""
    if amount.unit != "" or amount.high is not None or amount.bound != "exact":
        return False
    words = {_each(match["power"]) for match in _EACH.finditer(case.source)}
    here = _EACH.search(case.text, max(0, amount.start - 6), amount.end)
    return here is not None and amount.value in words and _each(here["power"]) == amount.value


def _each(power: str) -> Decimal:
    zeros = _EACH_POWERS.get(power.lower())
    return Decimal(10) ** (zeros if zeros is not None else sum(_ZEROS[sign] for sign in power))


def _most_of(case: Case, amount: Amount) -> bool:
    """Say whether "the majority" tells the passage's "most"."""
    is_half = amount.unit == "%" and amount.value == 50
    return is_half and amount.bound == "over" and _MOST.search(case.source) is not None


def _count(figure: str) -> Decimal | None:
    """Return a figure of digits or of one English word."""
    if figure.isdigit():
        return Decimal(figure)
    return Decimal(WORDS[figure.lower()]) if figure.lower() in WORDS else None


def _as_ends(amount: Amount, source: tuple[_Told, ...]) -> bool:
    """A change "from 10 % to 15 %" is borne out by both of its ends; so is a range that the source tells as a pair."""
    if amount.high is None or not amount.pair:
        return False
    return all(
        any(bears_out(other, Amount(end, amount.unit, 0, 0, noun=amount.noun)) for other, _, _ in source)
        for end in (amount.value, amount.high)
    )


def _elsewhere_a_date(case: Case, amount: Amount) -> bool:
    """A bare figure that may be a year (2026) is borne out by that year."""
    if amount.unit not in ("", "year") or amount.bound != "exact" or not 1500 <= amount.value < 2100:
        return False
    return any(
        date.grain == "year" and date.spans[0][0].year == amount.value
        for passage in case.passages
        for date in dates(passage.text, passage.published)
    )


def _left_over(case: Case, written: tuple[Amount, ...]) -> Finding | None:
    """Look at digits that no reading took (versions, scores, names with a figure): they must stand in the source."""
    taken = bytearray(len(case.text))
    for amount in written:
        taken[amount.start : amount.end] = b"\1" * (amount.end - amount.start)
    for date in dates(case.text, None):
        taken[date.start : date.end] = b"\1" * (date.end - date.start)
    there: set[str] | None = None
    for match in _DIGITS.finditer(case.text):
        if any(taken[match.start() : match.end()]):
            continue
        if there is None:
            there = {figure for passage in case.passages for figure in _figures(passage.text)}
        if _bare(match[0]) not in there and not _phase(case, match.start(), match[0]):
            return Finding("number", f"{match[0]!r} is not in the passage", True)
    return None


def _figures(text: str) -> set[str]:
    found = {_bare(match[0]) for match in _DIGITS.finditer(text)}
    return found | {part for figure in found for part in re.split(r"[.:]", figure)}


def _bare(figure: str) -> str:
    return figure.replace(",", "").lstrip("0") or "0"
