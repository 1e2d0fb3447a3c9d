"""Rates: what the passage counts by the year is not told by the month.

"€6 million a year" and 每年 600 萬歐元 have the same figure as "€6 million a month"; the period is no amount and no
date, so it is compared by itself.  A period of the sentence that no word of the passages names is at fault where they
count by another one.
"""

from __future__ import annotations

import re

from broadsheet.checks.case import Case, Finding

CODE = "unit"

_PERIODS = ("second", "minute", "hour", "day", "week", "month", "quarter", "year")
_HAN = {
    "second": "秒",
    "minute": "分钟|分鐘",
    "hour": "小时|小時",
    "day": "天|日",
    "week": "週|周|星期",
    "month": "月",
    "quarter": "季",
    "year": "年",
}
_ADJECTIVES = {
    "hour": "hourly",
    "day": "daily",
    "week": "weekly",
    "month": "monthly",
    "quarter": "quarterly",
    "year": "yearly|annual|annually",
}
_COUNTED_HAN = "活|營收|营收|薪|費|费|租|銷售|销售|產|产|收入|支出|利潤|利润|營業額|营业额"
"""What a bare period counts: 月薪, 年營收, 日活 (daily active users)."""


def _counted_by(period: str) -> re.Pattern[str]:
    adjective = _ADJECTIVES.get(period, f"{period}-by-{period}")
    each = "per|every" if period == "second" else "an?|per|each|every|the first|its first"  # a second crossing
    return re.compile(
        rf"\b(?:{each}) {period}\b(?! (?:ago|earlier|before|after|later|and a half))"
        rf"|\b(?:{adjective})\b|[每首](?:個|个)?(?:{_HAN[period]})|(?<![0-9 ])(?:{_HAN[period]})(?={_COUNTED_HAN})",
        re.IGNORECASE,
    )


_BASES = {period: _counted_by(period) for period in _PERIODS}
_OF_A_DATE = {
    "year": r"(?<![今明去前后後本同次当當隔\d ])",
    "quarter": r"(?<![上下本第一二三四\d ])",
    "month": r"(?<![上下本一二三四五六七八九十\d ])",
}
"""Before a Chinese period that is no part of a date: 明年 counts nothing by the year."""
_NAMED = {
    period: re.compile(
        rf"(?<!next )(?<!last )(?<!this )(?<!first )(?<!second )(?<!third )(?<!fourth )\b{period}s?\b"
        rf"|\b(?:{_ADJECTIVES.get(period, period)})\b|{_OF_A_DATE.get(period, '')}(?:{_HAN[period]})",
        re.I,
    )
    for period in _PERIODS
}
_SAME = {"day": ("hour",), "year": ("quarter",)}
"""Periods whose words another one may be told in: 24 hours, the four quarters."""


def rates(case: Case) -> Finding | None:
    """Return the fault of a sentence that counts by a period that its passages, which count by another, do not name."""
    written = {period for period, pattern in _BASES.items() if pattern.search(case.text)}
    source = {period for period, pattern in _BASES.items() if pattern.search(case.source)}
    if not source:
        return None
    for period in _PERIODS:
        if period not in written or period in source or _NAMED[period].search(case.source):
            continue
        if any(_NAMED[other].search(case.source) for other in _SAME.get(period, ()) if other not in source):
            continue
        words = _BASES[period].search(case.text)
        assert words is not None
        return Finding(CODE, f"{words[0]!r}: the passage counts by another period", hard=True)
    return None
