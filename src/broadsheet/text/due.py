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
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from broadsheet.text.period_grammar import GRAMMAR, signs
from broadsheet.text.periods import MONTH, WEEKDAY, YEAR, Span, months
from broadsheet.text.tense import OPEN_DAYS, Tense, may_come, tense
from broadsheet.types import Precision

HORIZON_YEARS = 30
"""A "year" further off than this is some other number."""


class Due(NamedTuple):
    """``text[start:end]`` names the days ``first`` to ``last``, both included; both None when ``unknown``.

    ``by`` tells a deadline ("by March"): then ``first`` is the day after the text was said.  ``way`` is where its
    clause looks, which for a day long past is "ahead" where the text tells an old plan ("plans to open in 2025").
    """

    start: int
    end: int
    first: date | None
    last: date | None
    precision: Precision
    by: bool = False
    way: Tense = "open"


class _Read(NamedTuple):
    """A period as the grammar read it: ``text[start:end]``."""

    start: int
    end: int
    span: Span


class _Told(NamedTuple):
    """A period in its place: ``core`` is where the words of the period itself begin."""

    due: Due
    span: Span | None
    core: int


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
_JOIN = re.compile(r"\s?(?:to|through|and|or|until|[-–—~～至到與与/]|或是?)\s?(?:the\s|in\s)?")
_LASTS = re.compile(
    r"\b(?:contract|deal|lease|tenure|term|mandate|licen[cs]e|agreement|pact|extension|sign(?:s|ed|ing)?|renew(?:s|ed|al)?)"
    r"\b[^,;:]*\b(?:until|till|through|to|into)\s(?:the\s)?(?:(?:end|close|start|beginning|middle)\sof\s(?:the\s)?"
    r"|(?:early|mid|late)[- ])?$"
    r"|(?:合[約约同]|[續续簽签新租][約约]|任期|[效期]期|聘期|授[權权])[^，；：,;。]{0,12}[至到]\s?$",
    re.IGNORECASE,
)
"""What only lasts so long: a contract until 2031 is no thing to come."""
_MOVE = re.compile(
    r"\b(?:postpon\w+|delay(?:s|ed|ing)?|push(?:es|ed|ing)?\s(?:[\w’'-]+\s){0,8}?back|put(?:s|ting)?\s"
    r"(?:[\w’'-]+\s){0,8}?(?:off|back)|defer(?:s|red|ring)?|reschedul\w+|adjourn\w*|slip(?:s|ped|ping)?"
    r"|(?:bring|brings|brought|bringing)\s(?:[\w’'-]+\s){0,8}?forward"
    r"|(?P<other>mov(?:es?|ed|ing)|shift(?:s|ed|ing)?|chang(?:es?|ed|ing)|extend(?:s|ed|ing)?|advanc(?:es?|ed|ing)"
    r"|revis(?:es?|ed|ing)))\b"
    r"|[順顺展]?延(?:[後后期長长]|[至到為为])|延宕|推[遲迟]|提[前早]|改(?:[期訂订定]|[至到為为在於于])|[移挪][至到]",
    re.IGNORECASE,
)
"""What gives an event another day.  The verbs of ``other`` do so only where both days are told: a shop moves to another
street, too."""
ONCE = re.compile(
    r"\b(?:(?:originally|initially|previously) (?:planned|scheduled|expected|set|due)|had been (?:planned|scheduled"
    r"|expected|set|due))\b[^,;]*|原(?:本|先)?(?:計[劃畫]|计划|訂|订|定|預計|预计)[^，；,]*",
    re.IGNORECASE,
)
"""What was planned once, to the end of its clause: no day of it is to come, but one to which it was moved."""
_TO_A_DAY = re.compile(
    rf"[^,;:.]*?\b(?:to|until|till)\s(?:(?:the|early|mid|late|next|end of|start of)[ -])*"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH}|{MONTH}|{WEEKDAY}|{YEAR}|Q[1-4]"
    r"|(?:first|second|third|fourth) quarter|(?:first|second) half|week|month|quarter|year|spring|summer|autumn|fall"
    r"|winter)\b"
)
_OLD = re.compile(
    r"\b(?:from|instead of|rather than"
    r"|(?:originally|previously|initially|earlier)\s(?:\w+\s(?:for|in|on|by|to be)\s)?)\s?(?:the\s)?"
    r"(?:(?:end|start|beginning|middle)\sof\s|(?:early|mid|late)[- ])?$"
    r"|(?:[由自從从]|原(?:本|先)?(?:預|预)?(?:[訂订定]於?于?|[計计][劃畫划画]?)?)\s?$",
    re.IGNORECASE,
)
"""What stands before the day that no longer holds."""
_NEW = re.compile(
    r"\b(?:to|until|till|into)\s(?:the\s)?(?:(?:end|start|beginning|middle)\sof\s(?:the\s)?|(?:early|mid|late)[- ])?$"
    r"|(?:[至到為为在於于]|改)\s?$",
    re.IGNORECASE,
)


def dues(text: str, said: date) -> tuple[Due, ...]:
    """Return every period that ``text`` names, in order, never overlapping, seen from the day ``said``.

    What is past is returned too; what an ambiguous word names is returned only where its clause looks ahead.  Of an
    event that was given another day ("postponed from 15 April to 10 June") only the new one is.
    """
    seen = signs(text)
    if not seen and _FISCAL.search(text) is None:
        return ()
    taken = bytearray(len(text))
    told: list[_Told] = []
    for match in _FISCAL.finditer(text):
        taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
        told.append(_Told(Due(match.start(), match.end(), None, None, "unknown"), None, match.start()))
    way: Tense = "open"
    end = -1
    for read in sorted(_read(text, said, seen, taken), key=lambda read: read.start):
        beside = end >= 0 and _JOIN.fullmatch(text, end, _lead(text, read.start)) is not None
        due, way = _placed(text, read, said, way if beside else None)
        end = max(read.end, due.end) if due else read.end
        if due is not None:
            told.append(_Told(due, read.span, read.start))
    told.sort(key=lambda one: one.due.start)
    return tuple(_joined(text, _moved(text, told, said)))


def due(text: str, said: date, today: date | None = None) -> Due | None:
    """Return the nearest period of ``text`` that is to come on ``said`` and not over on ``today`` (which is ``said``
    where it is left out); an unknown one where there is no other.
    """
    return nearest(dues(text, said), said, today or said)


def nearest(told: Sequence[Due], said: date, today: date) -> Due | None:
    """Return what ``due`` does of periods that are read already.

    Of periods that end on one day the narrowest.  A running period counts only as a deadline or where its clause looks
    ahead ("later this year").
    """
    ahead = [d for d in told if d.first is not None and d.last is not None and d.first > said and d.last >= today]
    if ahead:
        return min(ahead, key=lambda d: (d.last or date.max, -(d.first or date.min).toordinal(), d.start))
    return next((d for d in told if d.precision == "unknown"), None)


def gives_another_day(text: str) -> bool:
    """Say whether ``text`` gives an event another day: postponed, brought forward, moved to 9 May, 延至, 提前."""
    return any(found["other"] is None or _TO_A_DAY.match(text, found.end()) for found in _MOVE.finditer(text))


def _read(text: str, said: date, seen: frozenset[str], taken: bytearray) -> Iterator[_Read]:
    """Yield the periods that the grammar finds, the fullest first; none over another."""
    for needed, pattern, read in GRAMMAR:
        if not any(sign in seen for sign in needed):
            continue
        for match in pattern.finditer(text):
            start, end = match.span("core" if "core" in pattern.groupindex else 0)
            if any(taken[start:end]):
                continue
            try:
                span = read(match, said)
            except (ValueError, OverflowError):  # the 31st of November 2026 is no day, and not all of that month either
                taken[start:end] = b"\1" * (end - start)
                continue
            if span is not None and abs(span.first.year - said.year) <= HORIZON_YEARS:
                taken[start:end] = b"\1" * (end - start)
                yield _Read(start, end, span)


def _lead(text: str, start: int) -> int:
    """Return where the words before a period begin that belong to it: by the end of, early."""
    lead = _BEFORE.search(text, max(0, start - 40), start)
    return start - len(lead[0]) if lead else start


def _placed(text: str, read: _Read, said: date, beside: Tense | None) -> tuple[Due | None, Tense]:
    """Return the period with what stands before and after it (by, since, early, the end of, 底, 前, 以來), and its way.

    ``beside`` is the way of the period that it is joined to, if it is.
    """
    start, end, span = read
    before, after = text[max(0, start - 40) : start], text[end : end + 12]
    if _SINCE.search(before) or _PAST_AFTER.match(after) or _LASTS.search(text[max(0, start - 100) : start]):
        return None, "past"
    if span.precision in ("quarter", "half") and not span.year and _RESULTS.match(after):
        return None, "open"
    way = tense(text, start, end)
    if way == "open" and beside is not None:
        way = beside
    if span.precision == "day" and not span.year:
        if way == "ahead" and said - span.last > OPEN_DAYS:
            span = _a_year_on(span)
        if span.last > said and not may_come(way, span.last - said):
            return None, way
    lead, trail = _BEFORE.search(before), _AFTER.match(after)
    by, part = span.by, ""
    if lead:
        start -= len(lead[0])
        by = by or bool(lead["by"])
        part = (lead["at"] or lead["at2"] or lead["part"] or lead["part2"] or "").lower()
    chinese = not text[read.start : read.end].isascii()
    if trail and chinese:
        part = part or (trail["part"] or "")
        by = by or bool(trail["by"])
        end += trail.end() if trail["part"] or trail["by"] else 0
    if not (span.sure or (part and span.precision == "year")) and way != "ahead":
        return None, way
    first, last, precision = _part(span, part)
    if (
        lead
        and (lead["by"] or "").lower() == "before"
        and not part
        and "end" not in text[read.start : read.end].lower()
    ):
        last = first - timedelta(days=1)
    if by:
        first = said + timedelta(days=1) if last > said else last
    elif first <= said < last and way == "ahead":
        first = said + timedelta(days=1)
    return Due(start, end, first, last, precision, by, way), way


def _a_year_on(span: Span) -> Span:
    return span._replace(
        first=_with_year(span.first, span.first.year + 1), last=_with_year(span.last, span.last.year + 1)
    )


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


def _moved(text: str, told: Sequence[_Told], said: date) -> Sequence[_Told]:
    """Return the periods without those from which an event was moved; the new day is no deadline ("until 2030")."""
    move = _MOVE.search(text) if told else None
    once = ONCE.search(text) if told else None
    if once is not None:
        ends = move.start() if move and move.start() > once.start() else once.end()
        told = [one for one in told if not once.start() <= one.core < min(ends, once.end())]
    if move is None or not told:
        return told
    chinese = not move[0].isascii()
    old = [one for one in told if _OLD.search(text[: one.core])]
    if len(old) == 1 and (ended := _ends(old[0], text)) != old[0]:
        return [ended if one == old[0] else one for one in told]
    new = [
        one
        for one in told
        if one not in old
        and one.core >= move.end()
        and _NEW.search(text[move.start() if chinese else move.end() : one.core])
    ]
    if not new and (move["other"] or not old):
        return told
    if new and not chinese and not old:  # moved the hearing of 3 March to 5 April
        old = [one for one in told if move.end() <= one.core < new[0].core]
    if not old and move["other"]:
        return told
    return [_day_of(one, said) if one in new else one for one in told if one not in old]


def _ends(told: _Told, text: str) -> _Told:
    """Return the new day of "from 2028 to 2029", which the grammar reads as one range."""
    last, precision = told.due.last, told.due.precision
    if last is None or " to " not in text[told.core : told.due.end] or precision not in ("year", "month"):
        return told
    first = last.replace(day=1) if precision == "month" else date(last.year, 1, 1)
    return told._replace(due=told.due._replace(first=first))


def _day_of(told: _Told, said: date) -> _Told:
    """Return the new day as one to come, and no deadline."""
    if told.span is not None and told.span.precision == "day" and not told.span.year and told.span.last < said:
        span = _a_year_on(told.span)
        return told._replace(due=told.due._replace(first=span.first, last=span.last, by=False), span=span)
    if not told.due.by or told.span is None or told.span.by:
        return told
    return told._replace(due=told.due._replace(first=min(told.span.first, told.due.last or date.max), by=False))


def _joined(text: str, found: Sequence[_Told]) -> Iterator[Due]:
    """Yield the periods, two that make a range ("March to June 2026", "late 2027 or early 2028") as one."""
    at = 0
    while at < len(found):
        one, span, _ = found[at]
        if at + 1 < len(found) and one.first and one.last:
            other, other_span, _ = found[at + 1]
            between = _JOIN.fullmatch(text, one.end, other.start)
            word = between[0].split()[0] if between and between[0].strip() else ""
            ranged = between and (
                word not in ("and", "與", "与") or re.search(r"between\s?$|介於", text[: one.start], re.I)
            )
            if ranged and other.first and other.last:
                first = one.first
                if span and other_span and not span.year and (first > other.first or other_span.year):
                    first = _with_year(first, other.last.year)
                    first = _with_year(first, first.year - 1) if first > other.last else first
                if span and other_span and span.year and not other_span.year and first > other.last:
                    other = other._replace(last=_with_year(other.last, one.last.year))
                if other.last and first <= other.last:
                    yield Due(one.start, other.end, first, other.last, other.precision, False, one.way)
                    at += 2
                    continue
        yield one
        at += 1


def _with_year(day: date, year: int) -> date:
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
