"""Days that a text speaks of, as intervals: "expected in Q2 2026", "hearing on 3 March", 「明年第二季」, 「下週三」.

    sentence, day it was said -> Due(first day, last day, precision)

Rules for English and Chinese, no model.  Nothing is guessed: a fiscal year begins when its owner says so and is told as
``unknown``; 兩會, "soon" and "the coming months" name no day; a bare month, quarter or weekday counts only where the
verb that it stands with looks ahead (`text/tense.py`).  A season is that of the northern half of the world.

`text/periods.py` is the grammar of the periods themselves; here are the words around them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from broadsheet.text.periods import GRAMMAR, YEAR, Span, months
from broadsheet.text.tense import may_come, tense
from broadsheet.types import Precision

HORIZON_YEARS = 30
"""A "year" further off than this is some other number."""


class Due(NamedTuple):
    """``text[start:end]`` names the days ``first`` to ``last``, both included; both None when ``unknown``.

    ``by`` tells a deadline ("by March"): then ``first`` is the day after the text was said.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    precision: Precision
    by: bool = False


_FISCAL = re.compile(
    rf"\b(?:fiscal|financial|tax|academic|school)(?:[- ]year)?(?:[- ](?:{YEAR}|'?\d\d|(?:first|second|third|fourth)[- ]"
    rf"(?:quarter|half)(?:[- ](?:of )?{YEAR})?|Q[1-4](?:[- ]{YEAR})?))?|\bFY\s?'?(?:20)?\d\d\b|\bF[1-4]Q\d\d\b"
    rf"|\b(?:Q[1-4]|(?:first|second|third|fourth) (?:quarter|half)) (?:of )?(?:the |its |their )?"
    rf"(?:fiscal|financial)(?: year)?(?: {YEAR})?"
    rf"|(?:{YEAR}\s?|今|明|本|新|下個?|下个?)?(?:財年|财年|財政年度|财政年度|會計年度|会计年度|學年度?|学年度?)"
    rf"(?:{YEAR})?(?:第?[一二三四1-4]季度?)?",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|as of|as at|ago|last|past|previous|late[sr]t)\s(?:early |late |mid-?|the )?$", re.I)
_PAST_AFTER = re.compile(r"\s?(?:以來|以来|迄今|至今)|\s(?:ago|last year)\b|\s?\(?(?:年報|年报|版)")
_BEFORE = re.compile(
    r"\b(?P<by>by|before|until|till|no later than|not later than|on or before|within|through)\s"
    r"(?:the\s)?(?:(?P<at2>end|close|start|beginning|middle)\sof\s(?:the\s)?|(?P<part2>early|mid|late)[- ])?$"
    r"|\b(?:the\s)?(?P<at>end|close|start|beginning|middle)\sof\s(?:the\s)?$|\b(?P<part>early|mid|late)[- ](?:in\s)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s?(?P<part>年?底|年?初|年?中(?![國国])|上旬|中旬|下旬)?\s?(?P<by>前|以前|之前|內|内)?(?![瞻端面景鋒])"
)
_RESULTS = re.compile(
    r"\s?(?:results|earnings|revenues?|profits?|sales|report|numbers|figures|guidance|財報|财报|營收|营收|業績|业绩"
    r"|獲利)",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s?(?:to|through|and|until|[-–—~～至到與与])\s?")


def dues(text: str, said: date) -> tuple[Due, ...]:
    """Return every period that ``text`` names, in order, never overlapping, seen from the day ``said``.

    What is past is returned too; what an ambiguous word names is returned only where its clause looks ahead.
    """
    taken = bytearray(len(text))
    found: list[tuple[Due, Span | None]] = []
    for match in _FISCAL.finditer(text):
        taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
        found.append((Due(match.start(), match.end(), None, None, "unknown"), None))
    for pattern, read in GRAMMAR:
        for match in pattern.finditer(text):
            start, end = match.span("core" if "core" in pattern.groupindex else 0)
            if any(taken[start:end]):
                continue
            span = _try(read, match, said)
            if span is None:
                continue
            taken[start:end] = b"\1" * (end - start)
            due = _placed(text, start, end, span, said)
            if due is not None:
                found.append((due, span))
    found.sort(key=lambda entry: entry[0].start)
    return tuple(_joined(text, found))


def due(text: str, said: date) -> Due | None:
    """Return the nearest period of ``text`` that is still to come on ``said``; an unknown one where there is no other.

    Of periods that end on one day the narrowest.  A running period counts only as a deadline or where its clause looks
    ahead ("later this year").
    """
    told = dues(text, said)
    ahead = [d for d in told if d.last is not None and d.first is not None and d.last > said and d.first > said]
    if ahead:
        return min(ahead, key=lambda d: (d.last or date.max, -(d.first or date.min).toordinal(), d.start))
    return next((d for d in told if d.precision == "unknown"), None)


def _try(read: Callable[[re.Match[str], date], Span | None], match: re.Match[str], said: date) -> Span | None:
    try:
        span = read(match, said)
    except (ValueError, OverflowError):  # the 31st of February, the year 10000
        return None
    return span if span and abs(span.first.year - said.year) <= HORIZON_YEARS else None


def _placed(text: str, start: int, end: int, span: Span, said: date) -> Due | None:
    """Return the period with what stands before and after it: by, since, early, the end of, 底, 前, 以來."""
    core, stop = start, end
    before, after = text[max(0, start - 40) : start], text[end : end + 12]
    if _SINCE.search(before) or _PAST_AFTER.match(after):
        return None
    if span.precision in ("quarter", "half") and not span.year and _RESULTS.match(after):
        return None
    way = tense(text, start, end)
    if span.precision == "day" and not span.year and span.last > said and not may_come(way, span.last - said):
        return None
    lead, trail = _BEFORE.search(before), _AFTER.match(after)
    by, part = span.by, ""
    if lead:
        start -= len(lead[0])
        by = by or bool(lead["by"])
        part = (lead["at"] or lead["at2"] or lead["part"] or lead["part2"] or "").lower()
    chinese = not text[core:stop].isascii()
    if trail and chinese:
        part = part or (trail["part"] or "")
        by = by or bool(trail["by"])
        end += trail.end() if trail["part"] or trail["by"] else 0
    if not (span.sure or (part and span.precision == "year")) and way != "ahead":
        return None
    first, last, precision = _part(span, part)
    if lead and (lead["by"] or "").lower() == "before" and not part:
        last = first - timedelta(days=1)
    if by:
        first = said + timedelta(days=1) if last > said else last
    elif first <= said < last and way == "ahead":
        first = said + timedelta(days=1)
    return Due(start, end, first, last, precision, by)


def _part(span: Span, part: str) -> tuple[date, date, Precision]:
    """Return the part of a period: early, mid, late, end of; 初 中 底, 上旬 中旬 下旬."""
    if not part:
        return span.first, span.last, span.precision
    late = part in ("end", "close", "late", "底", "年底", "下旬")
    early = part in ("start", "beginning", "early", "初", "年初", "上旬")
    if span.precision == "year":
        y = span.first.year
        if part in ("end", "close", "底", "年底"):
            return date(y, 12, 1), date(y, 12, 31), "month"
        return (*months(y, 10 if late else 1 if early else 5, 3 if late or early else 4), "quarter")
    if span.precision == "month":
        y, m, days = span.first.year, span.first.month, span.last.day
        low, high = (21, days) if late else (1, 10) if early else (11, 20)
        return date(y, m, low), date(y, m, high), "week"
    if span.precision in ("quarter", "half"):
        month = span.last.month if late else span.first.month if early else span.first.month + 1
        return (*months(span.first.year, month, 1), "month")
    return span.first, span.last, span.precision


def _joined(text: str, found: list[tuple[Due, Span | None]]) -> Iterator[Due]:
    """Yield the periods, two that make a range ("March to June 2026", 3 月 3 日至 5 日) as one."""
    at = 0
    while at < len(found):
        one, span = found[at]
        if at + 1 < len(found) and one.first and one.last:
            other, _ = found[at + 1]
            between = _JOIN.fullmatch(text, one.end, other.start)
            word = between[0].strip() if between else ""
            ranged = between and (
                word not in ("and", "與", "与") or re.search(r"between\s?$|介於", text[: one.start], re.I)
            )
            if ranged and other.first and other.last:
                first = one.first
                if span and not span.year and first > other.first:
                    first = _with_year(first, other.last.year)
                if first <= other.last:
                    yield Due(one.start, other.end, first, other.last, other.precision, False)
                    at += 2
                    continue
        yield one
        at += 1


def _with_year(day: date, year: int) -> date:
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
