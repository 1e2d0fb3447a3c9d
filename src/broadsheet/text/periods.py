"""The grammar of periods: how English and Chinese name a day, a week, a month, a quarter, a half, a year.

    match of a pattern, day it was said -> Span(first day, last day, precision)

`text/due.py` finds them in a text, and reads the words around them (by, since, the end of, 前, 底).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from broadsheet.types import Precision

NEAR = timedelta(days=183)
"""A day without a year is the one nearest to the day it was said: at most half a year off."""

SOON = timedelta(days=10)
"""A bare day of the month so near is the one to come where its verb leaves it open: the last one lies twice as far
back.  Hand-set, 2026-11-23."""

MOST_AHEAD = 1200
"""Days, weeks, months or years that "within N" may name; more is some other number."""


class Span(NamedTuple):
    """A period as named; ``sure`` is False where only a clause that looks ahead tells which one is meant."""

    first: date
    last: date
    precision: Precision
    sure: bool = True
    by: bool = False
    year: bool = True
    """Whether the year was said."""


_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTHS = {form: n for n, month in enumerate(_MONTH_NAMES, 1) for form in (month, month[:3])} | {"Sept": 9}
MONTH = rf"(?:(?:{'|'.join(_MONTH_NAMES)})\b|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS = {day: n for n, day in enumerate(_WEEKDAY_NAMES)}
WEEKDAY = "|".join(_WEEKDAYS)
_HAN_WEEKDAY = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_HAN_FIGURE = {"零": 0, "〇": 0, "一": 1, "首": 1, "二": 2, "兩": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6,
               "七": 7, "八": 8, "九": 9}  # fmt: skip
ORDINAL = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
COUNT = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
          "nine": 9, "ten": 10, "twelve": 12, "eighteen": 18}  # fmt: skip
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12,
            "春": 3, "夏": 6, "秋": 9, "冬": 12}  # fmt: skip

YEAR = r"(?<![\d.])20\d\d(?!\d)"
COUNT_FIGURES = r"(?:\d{1,4}|[零〇一二兩两三四五六七八九十]{1,3})"
ZH_YEAR = (
    rf"(?:(?P<y>{YEAR})\s?年|(?:民[國国]\s?|(?<![\d.])(?=1[0-4]\d\s?年\s?(?:\d{{1,2}}\s?月|年?底|第|上半|下半)))"
    r"(?P<roc>1[0-4]\d)\s?年|(?P<rel>今年|明年|後年|后年|去年|前年|本年))"
)
EN_YEAR = rf"(?:(?:,|\s?of|\s?in)?\s?(?P<y>{YEAR})|\s?(?:of\s)?(?P<rel>next year|this year|last year))"
DAY = r"[0-3]?\d"


def months(year: int, month: int, count: int) -> tuple[date, date]:
    """Return first and last day of ``count`` months from ``month`` on; months after December are of the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    last_year, last_month = year + (month + count - 2) // 12, (month + count - 2) % 12 + 1
    return date(year, month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1])


def _figure(words: str) -> int:
    """Return a number up to 99 in figures, Chinese numerals or English words; raises ValueError."""
    if words.isdigit():
        return int(words)
    if words.lower() in COUNT:
        return COUNT[words.lower()]
    if words in ORDINAL:
        return ORDINAL[words]
    tens, ten, ones = words.partition("十")
    if not ten:
        tens, ones = "", words
    if any(sign not in _HAN_FIGURE for sign in tens + ones):
        raise ValueError(words)
    return (10 * (_HAN_FIGURE[tens] if tens else 1) if ten else 0) + (_HAN_FIGURE[ones] if ones else 0)


_RELATIVE_YEAR = {"今年": 0, "本年": 0, "明年": 1, "後年": 2, "后年": 2, "去年": -1, "前年": -2,
                  "this year": 0, "next year": 1, "last year": -1}  # fmt: skip


def _year(match: re.Match[str], said: date) -> int | None:
    """Return the year that the match names, in any of its ways; None when it names none."""
    group = match.groupdict()
    if group.get("y"):
        return int(group["y"])
    if group.get("roc"):
        return 1911 + int(group["roc"])
    return said.year + _RELATIVE_YEAR[group["rel"].lower()] if group.get("rel") else None


def read_day(match: re.Match[str], said: date) -> Span | None:
    """Read "March 3-5, 2026", 3 月 3 日至 5 日; without a year the one nearest to the day it was said."""
    group = match.groupdict()
    month = _MONTHS[group["month"].rstrip(".")] if not group["month"][0].isdigit() else int(group["month"])
    year, low, high = _year(match, said), int(group["d"]), int(group.get("d2") or group["d"])
    if year is None:
        options = [date(y, month, low) for y in (said.year - 1, said.year, said.year + 1) if _holds(y, month, low)]
        near = [day for day in options if abs(day - said) <= NEAR]
        if not near:
            return None
        year = near[0].year
    last = date(year, month, high)
    if last < date(year, month, low):
        return None
    return Span(date(year, month, low), last, "day", year=bool(group.get("y") or group.get("rel") or group.get("roc")))


def _holds(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def read_numeric(match: re.Match[str], said: date) -> Span:
    """Read 2026-03-03."""
    day = date(int(match["y"]), int(match["m"]), int(match["d"]))
    return Span(day, day, "day")


def read_month(match: re.Match[str], said: date) -> Span:
    """Read "March 2026", "in March", 明年三月."""
    named = match["month"]
    month = _MONTHS[named.rstrip(".")] if (named.isascii() and named.isalpha()) or named[-1] == "." else _figure(named)
    year = _year(match, said)
    sure = year is not None
    if year is None:
        year = said.year if month >= said.month else said.year + 1
    return Span(*months(year, month, 1), "month", sure=sure, year=sure)


def read_month_range(match: re.Match[str], said: date) -> Span:
    """Read "between March and June 2026", 2026 年 3 月至 6 月."""
    one, other = (
        int(word) if word.isdigit() else _MONTHS[word.rstrip(".")] for word in (match["month"], match["until"])
    )
    year = _year(match, said)
    sure = year is not None
    if year is None:
        year = said.year if other >= said.month else said.year + 1
    first, last = months(year, one, 1)[0], months(year, other, 1)[1]
    return Span(first if first <= last else first.replace(year=year - 1), last, "month", sure=sure, year=sure)


def read_quarter(match: re.Match[str], said: date) -> Span:
    """Read "Q2 2026", "the second or third quarter", 第二季."""
    quarter = _figure(match["q"].lower())
    other = _figure((match.groupdict().get("q2") or match["q"]).lower())
    if not 1 <= quarter <= other <= 4:
        raise ValueError(match[0])
    year = _year(match, said)
    sure = year is not None
    if year is None:
        year = said.year if 3 * other >= said.month else said.year + 1
    return Span(*months(year, 3 * quarter - 2, 3 * (1 + other - quarter)), "quarter", sure=sure, year=sure)


def read_half(match: re.Match[str], said: date) -> Span:
    """Read "the first half of 2026", 2H26, 下半年."""
    second = match["h"].lower() in ("second", "2", "下", "2nd")
    year = _year(match, said)
    if match.groupdict().get("y2"):
        year = 2000 + int(match["y2"])
    sure = year is not None
    if year is None:
        year = said.year if second or said.month <= 6 else said.year + 1
    return Span(*months(year, 7 if second else 1, 6), "half", sure=sure, year=sure)


def read_season(match: re.Match[str], said: date) -> Span | None:
    """Read "spring 2026", "next spring", 明年春季; no winter, which lies in two years."""
    month, year = _SEASONS[match["s"].lower()], _year(match, said)
    if month == 12:
        return None  # "winter 2026" begins in one of two years
    which = (match.groupdict().get("which") or "").lower()
    if year is None and not which:
        return None
    if year is None:
        year = said.year
        if months(year, month, 3)[1] < said or (which == "next" and months(year, month, 3)[0] <= said):
            year += 1
    return Span(*months(year, month, 3), "quarter")


def read_year(match: re.Match[str], said: date) -> Span | None:
    """Read "in 2026", 明年; the running year only where its clause looks ahead."""
    year = _year(match, said)
    if year is None:
        return None
    return Span(date(year, 1, 1), date(year, 12, 31), "year", sure=year != said.year)


def read_years(match: re.Match[str], said: date) -> Span | None:
    """Read "2026-2027"."""
    first, last = int(match["a"]), int(match["b"])
    return Span(date(first, 1, 1), date(last, 12, 31), "year") if first < last else None


def read_year_end(match: re.Match[str], said: date) -> Span:
    """Read "year-end", 年底: December."""
    return Span(date(said.year, 12, 1), date(said.year, 12, 31), "month")


def read_this_year(match: re.Match[str], said: date) -> Span:
    """Read 年內: by the end of the running year."""
    return Span(date(said.year, 1, 1), date(said.year, 12, 31), "year", by=True)


def read_later(match: re.Match[str], said: date) -> Span:
    """Read "later this week", "later this month", "later this year": from tomorrow to its end."""
    unit, tomorrow = match["unit"].lower(), said + timedelta(days=1)
    last = _this(unit, said)[1]
    precision: Precision = {"week": "week", "month": "month", "quarter": "quarter", "year": "year"}[unit]  # type: ignore[assignment]
    return Span(tomorrow, max(last, tomorrow), precision)


def _this(unit: str, said: date) -> tuple[date, date]:
    if unit == "week":
        monday = said - timedelta(days=said.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return months(said.year, said.month, 1)
    if unit == "quarter":
        return months(said.year, (said.month - 1) // 3 * 3 + 1, 3)
    return date(said.year, 1, 1), date(said.year, 12, 31)


_UNITS = {"week": "week", "週": "week", "周": "week", "星期": "week", "禮拜": "week", "礼拜": "week", "month": "month",
          "月": "month", "個月": "month", "个月": "month", "quarter": "quarter", "季": "quarter", "year": "year",
          "年": "year", "day": "day", "天": "day", "日": "day"}  # fmt: skip
_STEP = {"month": 1, "quarter": 3, "year": 12}


def read_next(match: re.Match[str], said: date) -> Span:
    """Read "next month", 下季."""
    unit = _UNITS[match["unit"].lower()]
    if unit == "week":
        monday = said - timedelta(days=said.weekday()) + timedelta(days=7)
        return Span(monday, monday + timedelta(days=6), "week")
    first = _this(unit, said)[0]
    if unit == "quarter":
        return Span(*months(first.year, first.month + 3, 3), "quarter")
    return Span(*months(first.year, first.month + _STEP[unit], _STEP[unit]), "month" if unit == "month" else "year")


def read_running(match: re.Match[str], said: date) -> Span:
    """Read "this week", 本月."""
    unit = _UNITS[match["unit"].lower()]
    precision: Precision = "week" if unit == "week" else "month" if unit == "month" else "quarter"
    return Span(*_this(unit, said), precision, sure=False)


def read_weekday(match: re.Match[str], said: date) -> Span:
    """Read "next Friday", "this Friday", "on Friday", 下週三, 本週五, 週五."""
    group = match.groupdict()
    wanted = _WEEKDAYS[group["day"].lower()] if group.get("day") else _HAN_WEEKDAY[group["han"]]
    which = (group.get("which") or "").lower()
    monday = said - timedelta(days=said.weekday())
    if which in ("下", "下個", "下个"):
        day = monday + timedelta(days=7 + wanted)
    elif which in ("本", "這", "这", "這個", "这个"):
        day = monday + timedelta(days=wanted)
    else:
        day = said + timedelta(days=(wanted - said.weekday()) % 7)  # "will rule on Monday", said on Monday, is today
        if (which == "next" and day <= monday + timedelta(days=6)) or (which == "coming" and day == said):
            day += timedelta(days=7)
    return Span(day, day, "day", sure=which not in ("", "this"), year=which not in ("", "this"))


def read_tomorrow(match: re.Match[str], said: date) -> Span:
    """Read "tomorrow", 後天."""
    day = said + timedelta(days=2 if match[0][0] in "後后" or "after" in match[0].lower() else 1)
    return Span(day, day, "day")


def read_within(match: re.Match[str], said: date) -> Span | None:
    """Read "within 30 days", "in the next two weeks", "in two years", 三個月內, 未來兩週."""
    count, unit = _figure(match["n"]), _UNITS[match["unit"].lower()]
    if not 1 <= count <= MOST_AHEAD:
        return None
    if unit in ("day", "week"):
        last = said + timedelta(days=count * (7 if unit == "week" else 1))
    else:
        first, end = months(said.year, said.month + count * _STEP[unit], 1)
        last = first.replace(day=min(said.day, end.day))
    spread = match.groupdict().get("in") is None
    precision: Precision = (
        "day" if unit == "day" else "week" if unit == "week" else "month" if unit == "month" else "year"
    )
    if spread:
        return Span(said + timedelta(days=1), last, precision, by=True)
    if unit == "day":
        return Span(last, last, "day", sure=False)
    if unit == "week":
        monday = last - timedelta(days=last.weekday())
        return Span(monday, monday + timedelta(days=6), "week", sure=False)
    if unit == "month":
        return Span(*months(last.year, last.month, 1), "month", sure=False)
    return Span(date(last.year, 1, 1), date(last.year, 12, 31), "year", sure=False)


def read_day_of_month(match: re.Match[str], said: date) -> Span | None:
    """Read 下個月 3 日, 本月 20 日, 將於 20 日: a day of the next, the running, the coming month.

    A bare 「18 日」 is the next 18th, the day it was said included, where its clause looks ahead or it is near.
    """
    group = match.groupdict()
    bare, day = group.get("bare") is not None, int(group["d"])
    which = "" if bare else group.get("which") or ""
    step = 1 if which.startswith("下") else 0
    if bare and day == said.day:
        return Span(said, said, "day", sure=False)
    first, last = months(said.year, said.month + step, 1)
    if not which and day <= said.day:
        first, last = months(said.year, said.month + 1, 1)
    if not 1 <= day <= last.day:
        return None
    found = first.replace(day=day)
    return Span(
        found, found, "day", sure=bool(which) or (bare and found - said <= SOON), year=bare and found - said > SOON
    )


def read_month_end(match: re.Match[str], said: date) -> Span:
    """Read "the end of the month", 月底."""
    first, last = _this("month", said)
    return Span(first.replace(day=21), last, "week", sure=False)
