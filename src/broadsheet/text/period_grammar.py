"""The patterns by which English and Chinese name a period, each with its reader of `text/periods.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from broadsheet.text.periods import (
    COUNT,
    COUNT_FIGURES,
    DAY,
    EN_YEAR,
    MONTH,
    ORDINAL,
    WEEKDAY,
    YEAR,
    ZH_YEAR,
    Span,
    read_day,
    read_day_of_month,
    read_half,
    read_later,
    read_month,
    read_month_end,
    read_month_range,
    read_next,
    read_numeric,
    read_quarter,
    read_running,
    read_season,
    read_this_year,
    read_tomorrow,
    read_weekday,
    read_within,
    read_year,
    read_year_end,
    read_years,
)

Reader = Callable[[re.Match[str], date], Span | None]


def _grammar() -> Iterator[tuple[str, re.Pattern[str], Reader]]:
    """Yield the patterns, the fullest first: what one has read, the later ones leave alone.

    Before each stand the signs (``signs``) of which a text needs one.  Where a pattern needs the word before a period,
    the group ``core`` is the period itself.
    """
    i = re.IGNORECASE
    yield (
        "Y",
        re.compile(rf"(?<!\d)(?P<y>20\d\d)(?P<s>[-/.])(?P<m>1[0-2]|0?[1-9])(?P=s)(?P<d>{DAY})(?!\d)"),
        read_numeric,
    )
    day = rf"(?P<d>{DAY})(?:st|nd|rd|th)?(?:\s?[-–]\s?(?P<d2>{DAY})(?:st|nd|rd|th)?)?"
    yield "m", re.compile(rf"\b(?P<month>{MONTH})\s{day}(?![\d:%]|\.\d)(?:,?{EN_YEAR})?"), read_day
    yield "m", re.compile(rf"(?<![\d.,$])\b{day}\s(?:of\s)?(?P<month>{MONTH})(?:,?{EN_YEAR})?"), read_day
    zh_day = rf"(?P<d>{DAY})\s?(?:[日號号]?\s?[-–~～至到]\s?(?P<d2>{DAY})\s?)?[日號号]"
    yield "月", re.compile(rf"(?:{ZH_YEAR}\s?)?(?<![\d.])(?P<month>1[0-2]|0?[1-9])\s?月\s?{zh_day}"), read_day
    pair = rf"(?P<month>{MONTH})\s?(?:[-–]|to|through|and)\s?(?P<until>{MONTH})(?!\s\d\d?(?!\d))"
    yield "m", re.compile(rf"\b(?:(?<=between )|(?<=from )|(?=\w+\s?[-–])){pair}(?:,?{EN_YEAR})?"), read_month_range
    zh_pair = r"(?<![\d.])(?P<month>1[0-2]|0?[1-9])\s?月?\s?[-–~～至到]\s?(?P<until>1[0-2]|0?[1-9])\s?月(?!\s?\d)"
    yield "月", re.compile(rf"(?:{ZH_YEAR}\s?){zh_pair}"), read_month_range
    yield "m", re.compile(rf"\b(?P<month>{MONTH}),?{EN_YEAR}"), read_month
    han_month = "1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
    yield "月", re.compile(rf"{ZH_YEAR}\s?(?P<month>{han_month})\s?月(?!\s?\d)"), read_month
    yield "q", re.compile(rf"\bQ(?P<q>[1-4]){EN_YEAR}", i), read_quarter
    either = rf"(?P<q>{'|'.join(ORDINAL)})(?:\s(?:or|to)\s|/|-)(?:the\s)?(?P<q2>{'|'.join(ORDINAL)})"
    yield "q", re.compile(rf"\b{either}[- ]quarters?(?:{EN_YEAR})?", i), read_quarter
    yield "q", re.compile(rf"(?P<y>{YEAR})[ -]?Q(?P<q>[1-4])\b", i), read_quarter
    yield "q", re.compile(rf"\b(?P<q>{'|'.join(ORDINAL)})[- ]quarter{EN_YEAR}", i), read_quarter
    yield "年", re.compile(rf"{ZH_YEAR}\s?(?:第\s?|Q)(?P<q>[一二三四1-4])(?:\s?季度?)?"), read_quarter
    yield "季", re.compile(rf"(?P<y>{YEAR})\s?(?:第\s?)(?P<q>[一二三四1-4])\s?季度?"), read_quarter
    yield "h", re.compile(rf"\b(?P<h>first|second)[- ]half{EN_YEAR}", i), read_half
    yield "h", re.compile(rf"\bH(?P<h>[12])\s?(?P<y>{YEAR})\b", i), read_half
    yield "h", re.compile(r"\b(?P<h>[12])H\s?(?:20)?(?P<y2>[2-4]\d)\b"), read_half
    yield "年", re.compile(rf"{ZH_YEAR}\s?(?P<q>[首一二三四])季度?"), read_quarter
    yield "半", re.compile(rf"{ZH_YEAR}\s?的?\s?(?P<h>[上下])半年"), read_half
    yield "半", re.compile(rf"(?P<y>{YEAR})\s?(?P<h>[上下])半年"), read_half
    yield "h", re.compile(rf"(?P<y>{YEAR})[ -]?H(?P<h>[12])\b", i), read_half
    yield "h", re.compile(rf"\b(?P<h>[12])H\s?(?P<y>{YEAR})\b", i), read_half
    yield "s", re.compile(rf"\b(?P<s>spring|summer|autumn|fall|winter){EN_YEAR}", i), read_season
    yield "s", re.compile(r"\b(?P<which>this|next) (?P<s>spring|summer|autumn|fall|winter)\b", i), read_season
    yield "年", re.compile(rf"{ZH_YEAR}\s?的?(?P<s>[春夏秋冬])(?:[季天]|(?=[，。]))"), read_season
    yield "Y", re.compile(rf"\b(?P<a>{YEAR})\s?(?:[-–—]|to|through)\s?(?P<b>{YEAR})\b(?!\s?年)"), read_years
    yield "Y", re.compile(rf"(?P<a>{YEAR})\s?年?\s?[-–~～至到]\s?(?P<b>{YEAR})\s?年"), read_years
    yield "年", re.compile(rf"{ZH_YEAR}(?=年?底)"), read_year
    yield "u", re.compile(r"\byear[- ]?end\b|\b(?:the )?end of (?:the|this) year\b", i), read_year_end
    yield "年", re.compile(r"今年底|今年年底|(?<![明後后去前\d]年)(?<![\d明後后去前])年底"), read_year_end
    yield "uq", re.compile(r"\blater (?:this|in the) (?P<unit>week|month|quarter|year)\b", i), read_later
    yield "uq", re.compile(r"\bnext (?P<unit>week|month|quarter|year)\b(?! (?:of|after))", i), read_next
    yield "下", re.compile(r"[下](?:個|个)?(?P<unit>月|季)(?!\s?\d)(?:度)?"), read_next
    which = r"(?<![上每])(?P<which>下個?|下个?|本|這個?|这个?)?"
    weekday = (
        r"(?<![上每])(?<![日號号][（(])\s?(?:週|周|星期|禮拜|礼拜)"
        r"(?P<han>[一二三四五六日天])(?![天日年個个度])"
    )
    bracketed = rf"(?P<bare>(?:週|周|星期|禮拜|礼拜)[一二三四五六日天]\s?[（(]\s?)(?P<d>{DAY})\s?[日號号]?\s?[)）]"
    yield "週", re.compile(which + bracketed), read_day_of_month
    yield "週", re.compile(which + weekday), read_weekday
    yield "週", re.compile(r"下(?:個|个)?\s?(?P<unit>週|周|星期|禮拜|礼拜)"), read_next
    dated = rf"(?!,?\s(?:the\s)?(?:{MONTH}\s\d|{DAY}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH}))"
    yield "w", re.compile(rf"\b(?P<which>next|this|coming) (?P<day>{WEEKDAY})\b(?-i:{dated})", i), read_weekday
    ties = r"on|by|until|till|before|through|for|starting|beginning|from(?! \w+day (?:to|through|until))|(?<!day )to"
    yield "w", re.compile(rf"\b(?:{ties}) (?P<core>(?P<day>{WEEKDAY}))\b(?-i:{dated})", i), read_weekday
    yield (
        "日",
        re.compile(r"(?P<which>下個?月|下个?月|本月|這個月|这个月)\s?(?P<d>[0-3]?\d)\s?[日號号]"),
        read_day_of_month,
    )
    yield "日", re.compile(r"(?<=[於于在])\s?(?P<which>)(?P<d>[0-3]?\d)\s?[日號号]"), read_day_of_month
    lasts = "月至到期每達达共近逾過过滿满續续延長长這这個个數数幾几第約约僅仅有歷历為为前後后"
    no_term = r"(?![內内前前後后以之間间遊游本報报均的薪照線线])"
    yield (
        "日",
        re.compile(
            rf"(?<![\d.,\-–~～/{lasts}])\s?(?<!月\s)(?P<core>(?P<bare>[（(]?)(?P<d>{DAY})[)）]?\s?[日號号]){no_term}"
        ),
        read_day_of_month,
    )
    yield (
        "t",
        re.compile(r"\b(?:the day after )?tomorrow\b|(?<!大)[後后]天|明[天日]|明\s?[（(]\d{1,2}[)）]\s?日", i),
        read_tomorrow,
    )
    number = rf"(?P<n>\d{{1,4}}|{'|'.join(COUNT)})"
    ahead = r"(?:within(?: the)?(?: next| coming)?|(?:in|over|during) the (?:next|coming))"
    unit = r"(?P<unit>day|week|month|year)s?"
    yield "u", re.compile(rf"\b{ahead} {number}[ -]{unit}\b(?! (?:of|after|from|following))", i), read_within
    yield "u", re.compile(rf"\b(?P<in>in) {number} {unit}(?:[’'] time)?\b(?! (?:of|after|ago))", i), read_within
    zh_unit = "(?P<unit>天|日|週|周|星期|個月|个月|年)"
    yield "內", re.compile(rf"(?P<n>{COUNT_FIGURES})\s?{zh_unit}\s?[之以]?[內内](?![部容])"), read_within
    yield "後", re.compile(rf"(?P<n>{COUNT_FIGURES})\s?{zh_unit}\s?[之以]?(?P<in>[後后])"), read_within
    yield (
        "內",
        re.compile(
            r"(?<![\d〇零一二三四五六七八九十百兩两幾几數数近多每全常往去前明後后整學学財财])(?:今|本)?年[內内](?![部容])"
        ),
        read_this_year,
    )
    yield "來", re.compile(rf"未[來来]\s?(?P<n>{COUNT_FIGURES})\s?{zh_unit}"), read_within
    yield (
        "u月",
        re.compile(
            r"\b(?:the )?end of (?:the|this) month\b"
            r"|(?<![\d一二三四五六七八九十])(?<![\d一二三四五六七八九十]\s)(?:本月底|這個月底|月底)",
            i,
        ),
        read_month_end,
    )
    yield "uq", re.compile(r"\bthis (?P<unit>week|month|quarter)\b", i), read_running
    yield "本", re.compile(r"本(?P<unit>週|周|月|季)(?![刊報报])"), read_running
    not_year = "第|上半|下半|前的|[來来齡龄代級级間间歷历資资薪度]"
    yield "年", re.compile(rf"{ZH_YEAR}(?!\s?\d{{1,2}}\s?月|{not_year})"), read_year
    yield "u", re.compile(r"\b(?P<rel>this year)\b", i), read_year
    leads = r"in|by|from|until|till|through|during|before|for|early|late|mid|of|starting|beginning|than"
    years = rf"(?P<core>(?P<y>{YEAR}))(?![-–]\d|,\d|\s?年)(?!\s(?:[a-z]{{4,}}s|people|men|women|others)\b)"
    yield "Y", re.compile(rf"\b(?:{leads})[ -](?:the year )?{years}", i), read_year
    months = rf"(?P<core>(?P<month>(?-i:{MONTH})))(?!\s?\d)"
    yield "m", re.compile(rf"\b(?:{leads}|to)[ -]{months}", i), read_month
    yield (
        "月",
        re.compile(
            r"(?<![\d.年])(?P<month>1[0-2]"
            r"|0?[1-9])\s?月(?!\s?\d)份?(?=\s?[底初中前上起下開开將将內内正，。公舉举召推發发至到或延提改順顺])"
        ),
        read_month,
    )
    yield "月", re.compile(rf"(?<=[於于在至到或])\s?(?P<core>(?P<month>{han_month})\s?月)(?!\s?\d)"), read_month
    quarter = r"(?P<core>Q(?P<q>[1-4]))\b(?!\s?\d)"
    yield "q", re.compile(rf"\b(?:{leads}|the)[ -](?:the )?{quarter}", i), read_quarter
    spelt = r"(?P<core>(?P<q>first|second|third|fourth) quarter)\b"
    yield "q", re.compile(rf"\b(?:{leads})[ -](?:the )?{spelt}", i), read_quarter
    yield "季", re.compile(r"(?<![年\d])第\s?(?P<q>[一二三四1-4])\s?季度?"), read_quarter
    yield (
        "季",
        re.compile(r"(?<![年\d第前近連连每過过上下一二三四])(?P<q>[首一二三四])季(?![節节後后])度?"),
        read_quarter,
    )
    yield "h", re.compile(rf"\b(?:{leads})[ -](?:the )?(?P<core>(?P<h>first|second) half)\b(?! of)", i), read_half
    yield "半", re.compile(r"(?<![年\d])(?P<h>[上下])半年"), read_half


_SIGNS = re.compile(
    rf"(?P<Y>20\d\d)|\b(?:(?P<m>(?-i:{MONTH}))|(?P<w>{WEEKDAY})|(?P<q>(?:\w+-)?quarter|Q[1-4])|(?P<h>half)"
    r"|(?P<s>spring|summer|autumn|fall|winter)|(?P<t>tomorrow))|(?P<H>H[12]|[12]H)|(?P<Q>Q[1-4])"
    r"|(?P<u>week|month|year|day)|(?P<han>[月日號号週周星禮礼季年半下明後后內内來来本])",
    re.IGNORECASE,
)
_SAME = {"H": "h", "Q": "q"}
_SAME_HAN = {"號": "日", "号": "日", "周": "週", "星": "週", "禮": "週", "礼": "週", "明": "t", "后": "後", "内": "內",
             "来": "來"}  # fmt: skip


def signs(text: str) -> frozenset[str]:
    """Return what in ``text`` may name a period: a month, the sign of a year; most sentences have nothing.

    A pattern is tried only on a text that has its sign: one pass instead of sixty.
    """
    found: set[str] = set()
    for match in _SIGNS.finditer(text):
        kind = match.lastgroup or ""
        sign = _SAME_HAN.get(match[0], match[0]) if kind == "han" else _SAME.get(kind, kind)
        found.add(sign)
        if match[0] in ("後", "后"):
            found.add("t")
    return frozenset(found)


GRAMMAR = tuple(_grammar())
"""The signs of which a text needs one, the pattern, its reader."""
