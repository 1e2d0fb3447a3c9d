"""What the words of a date say: each function turns one match of the grammar into a grain and its intervals.

match of a pattern, day of publication -> grain, the intervals that it may mean, more fields of a ``Date``
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

Grain = Literal["clock", "day", "week", "month", "quarter", "half", "year", "decade"]
ORDER: tuple[Grain, ...] = ("day", "week", "month", "quarter", "half", "year", "decade")
"""The grains of the calendar, the finest first."""
NEAREST_MONTHS = 7
"""A month or quarter without a year is one that lies at most so many months from the day of publication."""
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTHS = {form: n for n, month in enumerate(_MONTH_NAMES, 1) for form in (month, month[:3])} | {"sept": 9}
_DAYS = {day: n for n, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_HAN_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_HAN = {"零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "兩": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
        "八": 8, "九": 9}  # fmt: skip
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
           "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "eighteen": 18, "twenty": 20, "半": 0}  # fmt: skip
_UNITS = {"day": "day", "天": "day", "日": "day", "week": "week", "週": "week", "周": "week", "星期": "week",
          "個星期": "week", "个星期": "week", "禮拜": "week", "個禮拜": "week", "month": "month", "月": "month",
          "個月": "month", "个月": "month", "quarter": "quarter", "季": "quarter", "季度": "quarter",
          "year": "year", "年": "year"}  # fmt: skip
_RELATIVE_YEAR = {"今": 0, "本": 0, "去": -1, "前": -2, "明": 1, "後": 2, "后": 2}
_PART = {
    **dict.fromkeys(("early", "beginning", "start", "初", "年初", "月初", "上旬", "初期"), "early"),
    **dict.fromkeys(("mid", "middle", "中", "年中", "月中", "中旬", "中期"), "mid"),
    **dict.fromkeys(("late", "end", "close", "later", "底", "年底", "月底", "下旬", "末", "稍晚"), "late"),
}  # fmt: skip


def _number(text: str) -> int:
    """Read a small figure, in digits or in Chinese."""
    text = text.strip().lower()
    if text.isdigit():
        return int(text)
    if text in COUNTS:
        return COUNTS[text]
    if text in _ORDINALS:
        return _ORDINALS[text]
    if all(sign in _HAN for sign in text) and len(text) > 1:
        return int("".join(str(_HAN[sign]) for sign in text))
    total, digit = 0, 0
    for sign in text:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _HAN[sign]
    return total + digit


def _month_of(word: str) -> int:
    """Return the number of a month, however it is written."""
    word = word.rstrip(".").lower()
    return _MONTHS[word] if word in _MONTHS else _number(word)


def months(year: int, month: int, count: int) -> tuple[date, date]:
    """Return the first and last day of ``count`` months from a month; months outside 1 to 12 move the year."""
    last = month + count - 1
    first = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    y, m = year + (last - 1) // 12, (last - 1) % 12 + 1
    return first, date(y, m, monthrange(y, m)[1])


Reading = tuple[Grain, tuple[tuple[date, date], ...], dict[str, str | bool | int]]


def _year_of(match: re.Match[str], said: date) -> int | None:
    """Return the year that a match tells, in any calendar; None when it tells none."""
    group = match.groupdict()
    if group.get("y"):
        return _number(group["y"])
    if roc := group.get("roc") or group.get("roc2"):
        return _number(roc) + 1911
    if rel := group.get("rel"):
        return said.year + _RELATIVE_YEAR[rel]
    return None


def _one(first: date, last: date | None = None) -> tuple[tuple[date, date], ...]:
    """Return one interval; a single day when it has no end."""
    return ((first, last or first),)


def read_day(match: re.Match[str], said: date) -> Reading:
    """December 17, 2025; 17 December; 12 月 17 日; 2025-12-17; with a second day a span."""
    group = match.groupdict()
    month, day, last = _month_of(group["m"]), _number(group["d"]), _number(group.get("d2") or group["d"])
    year = _year_of(match, said)
    if year is not None:
        return _grain(day, last), ((date(year, month, day), date(year, month, last)),), _since(match)
    options = []
    for candidate in (said.year - 1, said.year, said.year + 1):
        if day <= monthrange(candidate, month)[1]:
            options.append((date(candidate, month, day), date(candidate, month, last)))
    first, last_day = min(options, key=lambda pair: (abs(pair[0] - said), pair))
    return _grain(day, last), ((first, last_day),), {"open": "year"}


def _grain(day: int, last: int) -> Grain:
    """Return whether a match tells a day or several."""
    return "day" if day == last else "week"


def _since(match: re.Match[str]) -> dict[str, str | bool | int]:
    """Tell that a year was counted from the day of publication."""
    return {"open": "day"} if match.groupdict().get("rel") else {}


def _nearby(said: date, month: int, count: int) -> tuple[tuple[date, date], ...]:
    """Return the periods of ``count`` months from a month without a year that lie near the day of publication."""
    options = [(said.year + step, (step * 12 + month - said.month)) for step in (-1, 0, 1)]
    near = [year for year, gap in options if -NEAREST_MONTHS - count < gap <= NEAREST_MONTHS]
    return tuple(months(year, month, count) for year in near)


def read_month(match: re.Match[str], said: date) -> Reading:
    """December 2025, early March; 2026 年 3 月, 3 月初."""
    month, year = _month_of(match["m"]), _year_of(match, said)
    more = _part(match)
    if year is not None:
        return "month", (months(year, month, 1),), more | _since(match)
    return "month", _nearby(said, month, 1), more | {"open": "year"}


def read_month_of(match: re.Match[str], said: date) -> Reading:
    """August next year, August of last year: counted from the day of publication."""
    year = said.year + {"next": 1, "last": -1}.get(match["rel"], 0)
    return "month", (months(year, _month_of(match["m"]), 1),), {"open": "day"}


def read_next_month(match: re.Match[str], said: date) -> Reading:
    """Next February: the one to come, or that of next year."""
    month = _month_of(match["m"])
    years = (said.year + (month <= said.month), said.year + 1)
    return "month", tuple(dict.fromkeys(months(year, month, 1) for year in years)), {"open": "day"}


def _part(match: re.Match[str]) -> dict[str, str | bool | int]:
    """Return the part of a period that a match tells."""
    group = match.groupdict()
    word = (group.get("part") or group.get("part2") or "").lower().removeprefix("the ").removesuffix(" of")
    return {"part": _PART[word]} if word else {}


def _fiscal(match: re.Match[str]) -> dict[str, str | bool | int]:
    """Return whether a match tells a fiscal year."""
    group = match.groupdict()
    return {"fiscal": True} if group.get("fiscal") or group.get("fiscal2") else {}


def read_quarter(match: re.Match[str], said: date) -> Reading:
    """Q3 2025, the third quarter, 2026 財年第三季."""
    quarter, year = _number(match["q"] or match["q_"]), _year_of(match, said)
    more = _fiscal(match)
    if match.groupdict().get("yy"):
        year = 2000 + int(match["yy"])
    if year is not None:
        return "quarter", (months(year, 3 * quarter - 2, 3),), more | _since(match)
    return "quarter", _nearby(said, 3 * quarter - 2, 3), more | {"open": "year"}


def read_half(match: re.Match[str], said: date) -> Reading:
    """The first half of 2026, H1, 明年下半年."""
    second, year = match["h"].lower() in ("second", "2", "下", "2nd", "latter"), _year_of(match, said)
    if match.groupdict().get("yy"):
        year = 2000 + int(match["yy"])
    month = 7 if second else 1
    if year is not None:
        return "half", (months(year, month, 6),), _fiscal(match) | _since(match)
    return "half", _nearby(said, month, 6), {"open": "year"}


def read_year(match: re.Match[str], said: date) -> Reading:
    """2026, fiscal 2026, 明年, 民國 115 年, 2026 年底."""
    year = _year_of(match, said)
    if match.groupdict().get("yy"):
        year = 2000 + int(match["yy"])
    assert year is not None
    return "year", _one(date(year, 1, 1), date(year, 12, 31)), _part(match) | _fiscal(match) | _since(match)


def read_decade(match: re.Match[str], said: date) -> Reading:
    """The 1990s, 1990 年代."""
    figure = match["decade"]
    year = _number(figure) if len(figure) == 4 else 1900 + _number(figure)
    return "decade", _one(date(year, 1, 1), date(year + 9, 12, 31)), {}


def read_weekday(match: re.Match[str], said: date) -> Reading:
    """Wednesday, last Wednesday, next Wednesday; 週三, 上週三, 本週三, 下週三."""
    group = match.groupdict()
    wanted = _HAN_DAYS[group["han"]] if group.get("han") else _DAYS[group["day"][:3].lower()]
    which = (group.get("which") or "").lower()
    monday = said - timedelta(days=said.weekday())
    past = said - timedelta(days=(said.weekday() - wanted) % 7)
    coming = said + timedelta(days=(wanted - said.weekday()) % 7)
    if which in ("上", "上個", "上个"):
        days = [monday + timedelta(days=wanted - 7)]
    elif which in ("下", "下個", "下个"):
        days = [monday + timedelta(days=wanted + 7)]
    elif which in ("本", "這", "这", "這個", "这个", "this"):
        days = [monday + timedelta(days=wanted)]
    elif which in ("last", "past"):
        before = past if past < said else past - timedelta(days=7)
        days = [before, monday + timedelta(days=wanted - 7)]
    elif which in ("next", "coming"):
        after = coming if coming > said else coming + timedelta(days=7)
        days = [after, monday + timedelta(days=wanted + 7)]
    else:
        days = [past, coming, *([past - timedelta(days=7), coming + timedelta(days=7)] if past == coming else [])]
    spans = tuple((day, day) for day in dict.fromkeys(days))
    return "day", spans, {"open": "day", "weekday": not which}


def read_day_word(match: re.Match[str], said: date) -> Reading:
    """Yesterday, today, tomorrow; 昨天, 今天, 後天."""
    word = match[0].lower().replace(" ", "")
    step = next(step for step, words in _DAY_WORDS if word.startswith(words))
    day = said + timedelta(days=step)
    return "day", _one(day), {"open": "day"}


_DAY_WORDS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (-2, ("thedaybeforeyesterday", "前天", "前日")),
    (2, ("thedayaftertomorrow", "後天", "后天")),
    (-1, ("yesterday", "lastnight", "昨")),
    (1, ("tomorrow", "明")),
    (0, ("today", "tonight", "this", "earliertoday", "latertoday", "今", "當天", "同日", "本日")),
)


def read_relative(match: re.Match[str], said: date) -> Reading:
    """Last week, this month, next quarter, 上週, 本月, 下季, 上個月."""
    group = match.groupdict()
    which, unit = group["which"].lower(), _UNITS[group["unit"].lower()]
    step = -1 if which[0] in "上lp前" else 1 if which[0] in "下nfc次" and which != "current" else 0
    spans = (_run(said, unit, step),)
    part = _part(match)
    if group.get("later"):
        part = {"part": "late" if group["later"].lower() == "later" else "early"}
    return _as_grain(unit), spans, part | {"open": "day"}


def read_twice(match: re.Match[str], said: date) -> Reading:
    """上上季, 下下週: two steps from that of publication."""
    unit = _UNITS[match["unit"]]
    return _as_grain(unit), (_run(said, unit, -2 if match["twice"] == "上上" else 2),), {"open": "day"}


def _as_grain(unit: str) -> Grain:
    """Return the grain of a unit."""
    return next(grain for grain in ORDER if grain == unit)


def _run(said: date, unit: str, step: int) -> tuple[date, date]:
    """Return the day, week, month, quarter or year so many steps from that of publication."""
    if unit == "day":
        day = said + timedelta(days=step)
        return day, day
    if unit == "week":
        monday = said - timedelta(days=said.weekday()) + timedelta(days=7 * step)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return months(said.year, said.month + step, 1)
    if unit == "quarter":
        return months(said.year, (said.month - 1) // 3 * 3 + 1 + 3 * step, 3)
    return date(said.year + step, 1, 1), date(said.year + step, 12, 31)


def read_counted(match: re.Match[str], said: date) -> Reading:
    """Three years ago, two weeks from now; 三年前, 兩週後: the unit that lies so far off."""
    group = match.groupdict()
    unit = _UNITS[group["unit"].lower().rstrip("s")]
    back = group["dir"].lower() in ("ago", "earlier", "前", "以前", "之前")
    count = _number(group["n"]) * (-1 if back else 1)
    if unit == "week":
        day = said + timedelta(days=7 * count)
        return "week", (_run(day, "week", 0),), {"open": "day"}
    return _as_grain(unit), (_run(said, unit, count),), {"open": "day"}


def read_day_of_month(match: re.Match[str], said: date) -> Reading:
    """本月 3 日, 上個月 20 日, 17 日: a day of the month that is told, or of the nearest one that has it."""
    which, day = (match.groupdict().get("which") or ""), _number(match["d"])
    if which:
        step = -1 if which[0] == "上" else 1 if which[0] == "下" else 0
        first = _run(said, "month", step)[0]
        return "day", _one(first.replace(day=day)), {"open": "day"}
    options = [
        first.replace(day=day)
        for step in (-1, 0, 1)
        for first, last_day in [_run(said, "month", step)]
        if day <= last_day.day
    ]
    best = min(options, key=lambda option: (abs(option - said), option))
    return "day", _one(best), {"open": "day"}


_HALVES_OF_DAY = {"上午": 0, "凌晨": 0, "清晨": 0, "早上": 0, "今早": 0, "下午": 12, "晚上": 12, "晚間": 12, "傍晚": 12,
                  "中午": 12, "晚间": 12}  # fmt: skip


def read_clock(match: re.Match[str], said: date) -> Reading:
    """5 p.m., 10:30, 下午 5 點, 晚上八點半; ``open`` when before or after noon was not said."""
    group = match.groupdict()
    if word := group.get("word"):
        minutes = 12 * 60 if word.lower() == "noon" else 0
        return "clock", (), {"clock": minutes}
    hour, minute = _number(group["hour"]), 30 if group.get("half") else _number(group.get("minute") or "0")
    noon = group.get("noon") or ""
    side = _HALVES_OF_DAY.get(noon, -1) if not noon.isascii() or not noon else (12 if noon[0].lower() == "p" else 0)
    if hour > 24 or minute > 59:
        raise ValueError(match[0])
    if side >= 0 and hour <= 12:
        hour = hour % 12 + side
    return "clock", (), {"clock": hour * 60 + minute, "open": "" if side >= 0 or hour > 12 else "noon"}


def read_years(match: re.Match[str], said: date) -> Reading:
    """2024 to 2026, 2024–26, 2024 至 2026 年."""
    first, last = match["a"], match["b"]
    end = int(last) if len(last) == 4 else int(first[:2] + last)
    if end <= int(first):
        raise ValueError(match[0])
    return "decade", _one(date(int(first), 1, 1), date(end, 12, 31)), {}


def read_year_part(match: re.Match[str], said: date) -> Reading:
    """The end of the year, 年底."""
    word = (match.groupdict().get("part") or match.groupdict().get("part2") or "end").lower()
    return "year", (_run(said, "year", 0),), {"part": _PART[word], "open": "day"}


def read_bare_year(match: re.Match[str], said: date) -> Reading:
    """A year that nothing leads, unless capitals before it make it a name (CES 2026)."""
    if (before := _NAME_BEFORE.search(match.string, max(0, match.start() - 20), match.start())) and before[0].strip():
        raise ValueError(match[0])
    return read_year(match, said)


_NAME_BEFORE = re.compile(r"\b[A-Z]{2,} $")
"""Capitals before a year: the name of a meeting or of a model (CES 2026), which `latin` and `names` look at."""


def read_quarter_short(match: re.Match[str], said: date) -> Reading:
    """Q3 '25, 3Q25."""
    quarter, year = int(match["q"] or match["q_"]), 2000 + int(match["yy"] or match["yy_"])
    return "quarter", (months(year, 3 * quarter - 2, 3),), {}


def read_decade_short(match: re.Match[str], said: date) -> Reading:
    """The '90s, 九〇年代."""
    figure = match["decade"] or match["decade_"].replace("十", "〇")
    year = _number(figure)
    year += 2000 if year < 30 else 1900
    return "decade", _one(date(year, 1, 1), date(year + 9, 12, 31)), {}
