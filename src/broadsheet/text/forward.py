"""Sentences that speak of what is still to come: a future date, or a verb of expectation.

Rules for English and Chinese, no model.  A sentence is returned whole, so it can be quoted; questions are left out, and
so is what a paper promises of itself ("future work", "code will be made available").
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from broadsheet.text.sentences import sentences
from broadsheet.text.tense import may_come, tense
from broadsheet.text.tense_chinese import plans

SHORTEST, LONGEST = 16, 400
"""Characters of a sentence worth printing: a shorter one lacks its subject, a longer one is no line of a list.  Chinese
says the same in fewer signs, so there the least is half.  Set by reading the reference input's hits, 2026-11-22."""

HORIZON_YEARS = 30
"""A "year" further off than this is some other number."""


class Forward(NamedTuple):
    """``text[start:end]`` looks ahead.

    ``strength``: 3 says what is expected and when, 2 when or a firm expectation, 1 a bare "will".  ``until`` is the
    last day of the nearest period still to come that it names, if it names one.
    """

    start: int
    end: int
    strength: int
    until: date | None


_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTHS = {
    form: number
    for number, month in enumerate(_MONTH_NAMES, start=1)
    for form in (month, month[:3], *(("sept",) if number == 9 else ()))
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = re.compile(
    rf"\b(?P<month>{_MONTH})\.? (?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:,? (?P<year>20\d\d))?\b"
    rf"|\b(?P<day2>[0-3]?\d)(?:st|nd|rd|th)? (?P<month2>{_MONTH})\.?,?(?: (?P<year2>20\d\d))?\b"
    r"|(?:(?P<year3>20\d\d) ?年 ?)?(?P<month3>1[0-2]|0?[1-9]) ?月 ?(?P<day3>[0-3]?\d) ?[日號号]",
    re.IGNORECASE,
)
_MONTH_OF = re.compile(
    rf"\b(?P<month>{_MONTH})\.?,? (?:of )?(?P<year>20\d\d)\b|(?P<year2>20\d\d) ?年 ?(?P<month2>1[0-2]|0?[1-9]) ?月",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"\b(?P<which>first|second) half of (?P<year>20\d\d)|\b(?:H|(?P<q>Q))(?P<n>[1-4]) (?P<year2>20\d\d)"
    r"|(?P<year3>20\d\d) ?年? ?的?(?P<half>上|下)半年|(?P<year4>20\d\d) ?年? ?第?(?P<quarter>[一二三四1-4])季",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"\b(?:in|by|from|until|till|through|since|during|before|after|for|early|late|mid|of|and|starting|beginning)[ -]"
    r"(?:early |late |mid-?|fiscal |the end of |the year )?(?P<year>20\d\d)\b(?!\s*(?:[a-z]+s\b|%))"
    r"|(?P<year2>20\d\d) ?年",
    re.IGNORECASE,
)
_RELATIVE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bnext year\b|明年", re.IGNORECASE), "next year"),
    (re.compile(r"\bnext month\b|下個月|下个月", re.IGNORECASE), "next month"),
    (re.compile(r"\bnext week\b|下週|下周", re.IGNORECASE), "next week"),
    (
        re.compile(
            r"\b(?:later this year|by year-?end|by the end of (?:the|this) year)\b|年底前|今年底", re.IGNORECASE
        ),
        "year",
    ),
    (re.compile(r"\btomorrow\b|明天|明日", re.IGNORECASE), "tomorrow"),
)
_FIRM = re.compile(
    r"\b(?:(?:is|are|was|were) (?:expected|set|due|slated|scheduled|poised|planned|likely) to|expected to"
    r"|expects? (?:to|that|the)|plans? to (?!what|the|an?|its|their|our|his|her)|planning to"
    r"|aims? to|intends? to|in (?:early |preliminary )?talks|pending"
    r"|subject to|yet to be|remains to be|upcoming|coming (?:soon|weeks|months)|takes? effect|by the end of"
    r"|will (?:launch|release|roll out|open|begin|start|close|take effect|decide|vote|appeal|become|lead|take over"
    r"|stop|end|require|charge|cost|ship|arrive|join|merge|acquire|invest|build|receive|have))\b"
    r"|預計|预计|(?<![超於于出如合])(?:預期|预期)|將於|将于|將在|将在|(?P<plan>計[劃畫]|计划)|擬|拟|尚待|有待|有望|洽談|洽谈|即將|即将|"
    r"未來|未来|擬於|拟于|待.{0,8}(?:批准|核准|審查|审查)|預定|预定",
    re.IGNORECASE,
)
_BARE = re.compile(r"\b(?:will|won[’']t|going to|shall)\b|(?<![\u4e00-\u9fff])[將将](?!軍|军)", re.IGNORECASE)
_NOT_NEWS = re.compile(
    r"\bfuture (?:work|research|studies|directions?)\b"
    r"|\b(?:code|data|dataset|models?|weights)\b[^.]{0,40}\bwill be (?:made |publicly |released|available|open)"
    r"|\bwe (?:expect|hope|believe)\b|\bhad planned\b"
    r"|\b(?:originally|initially|previously|had been) (?:planned|scheduled|expected|set|due)\b"
    r"|未來研究|未来研究|未來工作|原(?:本|先)?(?:計[劃畫]|计划|訂|订|定|預計|预计)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\b(?:will|shall) (?:not |also |still )?(?:continue|keep|remain|stay|maintain|still)\b"
    r"|[將将][會会]?(?:[持繼继續续]{2}|維持|维持|保持|依然|仍)",
    re.IGNORECASE,
)
"""What is promised to stay as it is: no news, unless a date or something else to come stands beside it."""
_CALLED_OFF = re.compile(
    r"\b(?:drop(?:s|ped|ping)|scrap(?:s|ped|ping)?|shelv(?:es?|ed|ing)|abandon(?:s|ed|ing)?|cancel(?:s|led|ed|ling|ing)?"
    r"|withdr(?:ew|awn|aws?|awing)|halt(?:s|ed|ing)?|suspend(?:s|ed|ing)?|ditch(?:es|ed|ing)?|ax(?:es|ed|ing)"
    r"|kill(?:s|ed|ing)|paus(?:es?|ed|ing)|revers(?:es?|ed|ing)|reject(?:s|ed|ing)?|block(?:s|ed|ing)?|den(?:y|ies|ied))"
    r"\b(?:\s[\w’'-]+){0,4}?\s(?:plans?|bids?|efforts?|offers?|proposals?|intentions?)\s(?:to|for)\b",
    re.IGNORECASE,
)
"""A plan that is given up, or denied: nothing of it is to come."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_CHINESE_QUARTER = {"一": 1, "二": 2, "三": 3, "四": 4}


def forward(text: str, today: date, said: date | None = None) -> tuple[Forward, ...]:
    """Return the forward-looking sentences of ``text`` in order.

    ``said`` is the day that the text was published, from which its words count ("next week", a day without a year);
    without it, ``today``.  A sentence all of whose days to come have gone by before ``today`` is left out.
    """
    seen_from = min(said or today, today)
    spans = sentences(text)
    return tuple(found for span in spans if (found := _look(text, span.start, span.end, today, seen_from)) is not None)


def _look(text: str, start: int, end: int, today: date, said: date) -> Forward | None:
    sentence = text[start:end]
    least = SHORTEST // 2 if _HAN.search(sentence) else SHORTEST
    if not least <= len(sentence) <= LONGEST or sentence.endswith(("?", "？")) or _NOT_NEWS.search(sentence):
        return None
    ahead = [day for day in periods(sentence, said) if day > said]
    until = min((day for day in ahead if day >= today), default=None)
    if ahead and until is None:
        return None
    moves = _CALLED_OFF.sub(" ", _GOES_ON.sub(" ", sentence))
    firm = any(not hit["plan"] or plans(moves[: hit.start()], moves[hit.end() :]) for hit in _FIRM.finditer(moves))
    if until is not None:
        return Forward(start, end, 3 if firm or _BARE.search(moves) else 2, until)
    if firm:
        return Forward(start, end, 2, None)
    return Forward(start, end, 1, None) if _BARE.search(moves) else None


def periods(sentence: str, today: date) -> Iterator[date]:
    """Yield the last day of every date, month, half, quarter or year that ``sentence`` names, seen from ``today``.

    The running month and year say nothing of what is to come and are left out.  A day without a year is the one nearest
    to ``today`` within half a year, and none where it tells when something was done.  Impossible dates are passed over.
    """
    days = [found.span() for found in _DAY.finditer(sentence)]
    finer = days + [found.span() for pattern in (_MONTH_OF, _HALF) for found in pattern.finditer(sentence)]
    for found in _DAY.finditer(sentence):
        group = found.groupdict()
        year = group["year"] or group["year2"] or group["year3"]
        named = (group["month"] or group["month2"] or "").lower()
        month, day = _MONTHS[named] if named else int(group["month3"]), group["day"] or group["day2"] or group["day3"]
        for told in _day(int(year) if year else None, month, int(day), today):
            if year or told <= today or may_come(tense(sentence, *found.span()), told - today):
                yield told
    for found in _MONTH_OF.finditer(sentence):
        group = found.groupdict()
        year = int(group["year"] or group["year2"])
        month = _MONTHS[group["month"].lower()] if group["month"] else int(group["month2"])
        if (year, month) != (today.year, today.month) and not _inside(found, days):
            yield from _end(year, month, today)
    for found in _HALF.finditer(sentence):
        group = found.groupdict()
        year = int(group["year"] or group["year2"] or group["year3"] or group["year4"])
        yield from _end(year, _half(group), today)
    for found in _YEAR.finditer(sentence):
        year = int(found["year"] or found["year2"])
        if year != today.year and not _inside(found, finer):
            yield from _end(year, 12, today)
    for pattern, kind in _RELATIVE:
        if pattern.search(sentence):
            yield _relative(kind, today)


def _inside(found: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    """Say whether a match shares a character with one of ``spans``: "December 2025" inside "17 December 2025"."""
    return any(found.start() < end and start < found.end() for start, end in spans)


def _half(group: dict[str, str | None]) -> int:
    """Return the last month of the half or quarter that was matched."""
    if group["which"]:
        return 6 if group["which"].lower() == "first" else 12
    if group["half"]:
        return 6 if group["half"] == "上" else 12
    if group["quarter"]:
        return 3 * (_CHINESE_QUARTER.get(group["quarter"]) or int(group["quarter"]))
    number = int(group["n"] or 1)
    return 3 * number if group["q"] else 6 * min(number, 2)


def _day(year: int | None, month: int, day: int, today: date) -> Iterator[date]:
    for candidate in (year,) if year is not None else (today.year, today.year + 1):
        if not 1 <= day <= monthrange(candidate, month)[1] or not _near(candidate, today):
            return
        found = date(candidate, month, day)
        if year is not None or abs(found - today) <= timedelta(days=183):
            yield found
            return


def _end(year: int, month: int, today: date) -> Iterator[date]:
    if _near(year, today) and 1 <= month <= 12:
        yield date(year, month, monthrange(year, month)[1])


def _near(year: int, today: date) -> bool:
    return today.year - HORIZON_YEARS <= year <= min(today.year + HORIZON_YEARS, date.max.year)


def _relative(kind: str, today: date) -> date:
    if kind == "next year":
        return date(today.year + 1, 12, 31)
    if kind == "year":
        return date(today.year, 12, 31)
    if kind == "next month":
        year, month = (today.year, today.month + 1) if today.month < 12 else (today.year + 1, 1)
        return date(year, month, monthrange(year, month)[1])
    return today + timedelta(days=1 if kind == "tomorrow" else 13 - today.weekday())
