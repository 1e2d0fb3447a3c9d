"""How English and Chinese write a day, a month, a quarter, a fiscal year, an hour: the grammar behind ``dates``.

match of a pattern, day of publication -> grain, the intervals that it may mean, more fields of a ``Date``
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from broadsheet.text.date_readers import (
    COUNTS,
    Reading,
    read_bare_year,
    read_clock,
    read_counted,
    read_day,
    read_day_of_month,
    read_day_word,
    read_decade,
    read_decade_short,
    read_half,
    read_month,
    read_month_of,
    read_next_month,
    read_quarter,
    read_quarter_short,
    read_relative,
    read_twice,
    read_weekday,
    read_year,
    read_year_part,
    read_years,
)

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_SURE_MONTH = _MONTH.replace("|March", "").replace("|May", "").replace("|Mar|", "|")
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat)\b\.)"
_N = r"(?:\d{1,3}|[一二兩两三四五六七八九十]{1,3})"
_Y = r"(?:19|20)\d\d"
_OLD_Y = r"(?:1[5-9]|20)\d\d"
"""A year where a word beside it says that it is one: 1889 年, the 1880s, in 1889."""
_ZH_YEAR = (
    rf"(?:(?:西元\s?)?(?P<y>{_OLD_Y}|[一二][零〇○一二三四五六七八九]{{3}})\s?年(?![來来前後后間间多餘])"
    r"|民[國国]\s?(?P<roc>\d{2,3}|[一二三四五六七八九十百零〇]{1,5})\s?年"
    r"|(?<![\d.,])(?P<roc2>1[01]\d)\s?年(?=\s?(?:\d{1,2}\s?月|年?底|第|度|上半|下半|Q))"
    r"|(?P<rel>[今去明前後后本])年(?![來来後后輕度紀纪代]|前(?![\d一二兩两三四五六七八九十半]))度?)"
)
_EN_YEAR = rf"(?:of |in )?(?P<y>{_Y})\b"


def _grammar() -> Iterator[tuple[str, re.Pattern[str], Callable[[re.Match[str], date], Reading]]]:
    """Yield the patterns, the fullest first: what one has read, the later ones leave alone.

    Before each stand words of which a text in small letters must hold one for it to match at all ("#": a digit).
    """
    i = re.IGNORECASE
    d = r"(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
    d2 = r"(?:\s?(?:[-–—]|to|and)\s?(?P<d2>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|,\d|\s?(?:%|percent|people)))?"
    quarter = r"(?P<q>first|second|third|fourth|final|1st|2nd|3rd|4th)[- ]quarter"
    fiscal_year = rf"(?:(?:fiscal|financial)(?: year)?|FY)\s?'?(?:(?P<y>{_Y})|(?P<yy>\d\d))\b"
    # full dates
    yield (
        "#",
        re.compile(rf"(?<![\d./-])(?P<y>{_Y})[-/.](?P<m>1[0-2]|0?[1-9])[-/.](?P<d>3[01]|[12]\d|0?[1-9])(?![\d])"),
        read_day,
    )
    yield (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        re.compile(rf"(?<!Long )\b(?P<m>{_MONTH})\s{d}\b{d2}(?![:%]|,\d{{3}}\b)(?:,?\s{_EN_YEAR})?"),
        read_day,
    )
    yield (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        re.compile(rf"(?<![\d.,$€£])\b{d}{d2}\s(?:of\s)?(?P<m>{_MONTH})(?:,?\s{_EN_YEAR})?"),
        read_day,
    )
    zh_m = r"(?<![\d.])(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?月(?:份)?"
    zh_d = (
        r"(?P<d>[0-3]?\d|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s?"
        r"(?:[日號号]?\s?[-–~～至到]\s?(?P<d2>[0-3]?\d)\s?)?[日號号]"
    )
    yield "月", re.compile(rf"(?:{_ZH_YEAR}\s?的?)?{zh_m}\s?{zh_d}"), read_day
    # fiscal years and quarters
    yield (
        "fiscal financial fy",
        re.compile(rf"(?P<fiscal>{fiscal_year})(?:'s)?[\s,-]*(?:Q(?P<q>[1-4]))", i),
        read_quarter,
    )
    yield (
        "fiscal financial fy",
        re.compile(rf"\bQ(?P<q>[1-4])\s?(?:of |in )?(?:the )?(?P<fiscal>{fiscal_year})", i),
        read_quarter,
    )
    yield (
        "fiscal financial fy",
        re.compile(rf"\b{quarter} (?:of |in )?(?:the |its )?(?P<fiscal>{fiscal_year})", i),
        read_quarter,
    )
    yield "fiscal financial fy", re.compile(rf"\b(?P<fiscal>{fiscal_year})(?:'s)? {quarter}", i), read_quarter
    yield (
        "fiscal financial",
        re.compile(rf"\b(?P<fiscal>(?:fiscal|financial)) {quarter}(?: of {_EN_YEAR})?", i),
        read_quarter,
    )
    yield (
        "fiscal financial",
        re.compile(rf"\b(?P<fiscal>(?:fiscal|financial)) Q(?P<q>[1-4])(?: {_EN_YEAR})?", i),
        read_quarter,
    )
    yield "fiscal financial fy", re.compile(rf"\b(?P<fiscal>{fiscal_year})", i), read_year
    zh_fiscal = r"\s?(?P<fiscal>財年|财年|財政年度|财政年度|會計年度|会计年度)"
    yield (
        "年度 財年 财年",
        re.compile(rf"(?P<y>{_Y})\s?年?{zh_fiscal}(?:的)?\s?第?\s?(?P<q>[一二三四1-4])\s?(?:財|财)?季度?"),
        read_quarter,
    )
    yield "年度 財年 财年", re.compile(rf"(?P<y>{_Y})\s?年?{zh_fiscal}\s?Q(?P<q>[1-4])"), read_quarter
    yield "年度 財年 财年", re.compile(rf"{zh_fiscal}\s?第?\s?(?P<q>[一二三四1-4])\s?季度?"), read_quarter
    yield "財 财", re.compile(r"(?P<fiscal>財|财)(?:年)?第?\s?(?P<q>[一二三四1-4])\s?季度?"), read_quarter
    yield "財季 财季", re.compile(r"第\s?(?P<q>[一二三四1-4])\s?(?P<fiscal>[財财])季度?"), read_quarter
    yield "年度 財年 财年", re.compile(rf"(?P<y>{_Y})\s?年?{zh_fiscal}"), read_year
    # quarters and halves
    yield "q1 q2 q3 q4", re.compile(rf"\bQ(?P<q>[1-4])[\s,]*{_EN_YEAR}", i), read_quarter
    yield "q", re.compile(r"\bQ(?P<q>[1-4])\s?'(?P<yy>\d\d)\b|\b(?P<q_>[1-4])Q\s?'?(?P<yy_>\d\d)\b"), read_quarter_short
    yield "q1 q2 q3 q4", re.compile(rf"(?<!\d)(?P<y>{_Y})[ -]?Q(?P<q>[1-4])\b", i), read_quarter
    yield "quarter", re.compile(rf"\b{quarter},? {_EN_YEAR}", i), read_quarter
    yield (
        "季",
        re.compile(rf"{_ZH_YEAR}\s?的?(?:第\s?(?P<q>[一二三四1-4])\s?季度?|(?P<q_>[一二三四])季度)"),
        read_quarter,
    )
    yield "q1 q2 q3 q4", re.compile(rf"{_ZH_YEAR}\s?Q(?P<q>[1-4])"), read_quarter
    yield "half", re.compile(rf"\b(?P<h>first|second|latter|1st|2nd)[- ]half,? {_EN_YEAR}", i), read_half
    yield "h1 h2", re.compile(rf"\bH(?P<h>[12])\s?{_EN_YEAR}|\bH(?P<h_>[12])\s?'(?P<yy>\d\d)\b", i), read_half
    yield "半年", re.compile(rf"{_ZH_YEAR}\s?的?(?P<h>[上下])半年"), read_half
    # months with a year, years with a part
    yield (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        re.compile(rf"\b(?P<m>{_MONTH}),? (?:of )?(?P<rel>next|last|this) year\b"),
        read_month_of,
    )
    yield "#", re.compile(rf"(?<![\d./-])(?P<y>{_Y})[-/](?P<m>1[0-2]|0[1-9])(?![\d/-])"), read_month
    part = r"(?:\b(?P<part>early|mid|late|beginning|middle|end|start|close)(?: of |[- ])(?:the )?)?"
    yield (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        re.compile(rf"{part}\b(?P<m>{_MONTH}),?\s{_EN_YEAR}", i),
        read_month,
    )
    zh_part = r"\s?(?P<part>[初中底]|[上中下]旬)?(?![國国心])"
    yield "月", re.compile(rf"{_ZH_YEAR}\s?的?{zh_m}{zh_part}"), read_month
    # several years, decades
    yield (
        "#",
        re.compile(
            rf"(?<![\d.,-])(?P<a>{_Y})\s?年?\s?(?:[-–—~～至到]|to|through|and(?<=between .{{7}}))\s?"
            rf"(?P<b>{_Y}|\d\d(?!\d|%))\s?年?(?![\d-])"
        ),
        read_years,
    )
    yield "0s 年代", re.compile(rf"(?<![\d.])(?P<decade>{_OLD_Y})(?:'?s\b|\s?年代)"), read_decade
    yield (
        "0s 年代",
        re.compile(
            r"(?<![\d.])(?<!over-)(?<!under-)(?<!over )(?<!under )['’]?(?P<decade>[2-9]0)(?:s\b|\s?年代)"
            r"|(?P<decade_>[二三四五六七八九][十〇零])年代"
        ),
        read_decade_short,
    )
    # relative words
    yield (
        "yesterday today tonight tomorrow night morning afternoon evening 前天 前日 後天 后天 昨 今 明 本日",
        re.compile(
            r"\b(?:the day before yesterday|the day after tomorrow|yesterday|(?:earlier |later )?today|tonight"
            r"|tomorrow"
            r"|last night|this (?:morning|afternoon|evening))\b"
            r"|前天|前日(?!本)|大?[後后]天|昨[天日晚夜早晨]|昨(?=\s?[（(])|[今明][天日晚晨早](?![本])"
            r"|今(?=\s?[（(])|本日",
            i,
        ),
        read_day_word,
    )
    yield (
        "week month quarter year",
        re.compile(
            r"\b(?:(?P<later>earlier|later) |(?P<part>early|late|(?:the )?(?:beginning|start|middle|end) of)[ -])?"
            r"(?P<which>last|this|next|past|previous|coming|current) "
            r"(?P<unit>week|month|quarter|year)(?:'s)?\b(?! of)",
            i,
        ),
        read_relative,
    )
    yield (
        "earlier later",
        re.compile(r"\b(?P<later>earlier|later) (?:in )?(?P<which>this|the) (?P<unit>week|month|quarter|year)\b", i),
        read_relative,
    )
    which = r"(?P<which>[上下]個?|上个|下个|本|[這这][個个]?|last|this|next|past|coming)?"
    yield (
        "day mon. tue wed. thu fri. sat.",
        re.compile(rf"\b(?:(?P<which>last|this|next|past|coming) )?\b(?P<day>{_WEEKDAY})(?:'s)?", i),
        read_weekday,
    )
    yield (
        "週 周 星期 禮拜 礼拜",
        re.compile(rf"{which}\s?(?:週|周|星期|禮拜|礼拜)(?P<han>[一二三四五六日天])(?![年個个度])(?!天)"),
        read_weekday,
    )
    yield (
        "日 號 号",
        re.compile(r"(?P<which>[上下]個?月|上个月|下个月|本月|這個月|这个月)\s?(?P<d>[0-3]?\d)\s?[日號号]"),
        read_day_of_month,
    )
    yield (
        "上上 下下",
        re.compile(r"(?P<twice>上上|下下)[個个]?(?P<unit>月|季度?|週|周|星期|禮拜)"),
        read_twice,
    )
    yield (
        "quarters ago",
        re.compile(
            rf"\b(?P<n>\d{{1,2}}|{'|'.join(word for word in COUNTS if word != '半')}) (?P<unit>quarters?) "
            r"(?P<dir>ago|earlier)\b",
            i,
        ),
        read_counted,
    )
    yield (
        "月 季 週 周 星期 禮拜",
        re.compile(
            r"(?P<which>[上下]一?個?|上个|下个|本|[這这][個个]|前一|次)(?P<unit>月|季度?|週|周|星期"
            r"|禮拜)(?![刊報报末一二三四五六日天])"
            r"(?P<part>[初中底]|[上中下]旬)?"
        ),
        read_relative,
    )
    unit = r"(?P<unit>days?|weeks?|months?|years?)"
    spelt = "|".join(word for word in COUNTS if word != "半")
    yield "ago earlier", re.compile(rf"\b(?P<n>\d{{1,3}}|{spelt}) {unit} (?P<dir>ago|earlier)\b", i), read_counted
    zh_unit = "(?P<unit>天|日|週|周|個?星期|个星期|禮拜|個月|个月|年)"
    yield (
        "前",
        re.compile(
            rf"(?<![\d.第])(?<!民國)(?<!民國 )(?<!民国)(?<!民国 )(?P<n>{_N})\s?"
            rf"{zh_unit}(?P<dir>[之以]?前)(?![端面景衛]|通知|告知|預告|预告)"
        ),
        read_counted,
    )
    yield (
        "early mid late beginning end start close",
        re.compile(
            rf"\b(?P<part>early|mid|late|beginning|middle|end|start|close)(?: of |[- ]"
            rf"|-)(?:the )?(?:year )?(?P<y>{_Y})\b",
            i,
        ),
        read_year,
    )
    yield (
        "year",
        re.compile(
            r"\b(?:(?:the )?(?P<part>end|beginning|start|middle) of (?:the|this) |(?P<part2>early"
            r"|late) this )year\b|\byear[- ]end\b",
            i,
        ),
        read_year_part,
    )
    yield "年", re.compile(rf"{_ZH_YEAR}\s?年?(?P<part>[底初末]|稍晚|中(?![國国期心]))"), read_year
    yield (
        "年",
        re.compile(r"(?<![\d一二三四五六七八九十今去明前後后本])年(?P<part>[底初]|中(?![國国]))"),
        read_year_part,
    )
    yield "年", re.compile(_ZH_YEAR), read_year
    # without a year
    lead = (
        r"(?:in|by|since|until|till|through|from|of|during|before|after|for|to|and|last|next|this|early|late|mid"
        r"|starting"
        r"|beginning|end of|as of|between)"
    )
    yield (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        re.compile(rf"\b(?P<part>early|mid|late)[- ](?P<m>{_MONTH})(?!\w)"),
        read_month,
    )
    yield (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        re.compile(rf"\b(?:the )?(?P<part>end|start|beginning|middle) of (?P<m>{_MONTH})(?!\w)"),
        read_month,
    )
    yield (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        re.compile(rf"\bnext (?P<m>{_MONTH})(?!\w)(?! of)"),
        read_next_month,
    )
    yield "jan feb mar apr may jun jul aug sep oct nov dec", re.compile(rf"\b(?P<m>{_SURE_MONTH})(?!\w)"), read_month
    yield "mar may", re.compile(rf"\b{lead} (?P<m>March|May|Mar\.)(?!\w)"), read_month
    yield "月", re.compile(rf"{zh_m}{zh_part}(?!\s?\d|[光餅球亮薪租費费活均])"), read_month
    yield "q1 q2 q3 q4", re.compile(r"\bQ(?P<q>[1-4])\b"), read_quarter
    yield "quarter", re.compile(rf"\b{quarter}\b", i), read_quarter
    yield "季", re.compile(r"(?<!前)第\s?(?P<q>[一二三四1-4])\s?季度?(?!度?[節节軍军])"), read_quarter
    yield "季度", re.compile(r"(?<![\d一二三四五六七八九十兩前後第])(?P<q>[一二三四])季度"), read_quarter
    yield "half", re.compile(r"\b(?P<h>first|second|latter)[- ]half(?= of the year|\b(?! of))", i), read_half
    yield "半年", re.compile(r"(?<![\d個个多])(?P<h>[上下])半年"), read_half
    yield (
        "日 號 号",
        re.compile(
            r"(?<![\d.,第])(?P<d>[0-3]?\d)\s?[日號号](?![圓元]|\s?[內内期]|[之以][內内]|[報报](?![導导道])|線|机|機|店)"
        ),
        read_day_of_month,
    )
    # clock
    noon = r"(?P<noon>[ap])\.?m\b\.?"
    yield (
        "am a.m pm p.m",
        re.compile(rf"(?<![\d:.])(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?\s?{noon}", i),
        read_clock,
    )
    yield ":", re.compile(r"(?<![\d:.])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?![\d:])"), read_clock
    yield "noon midnight", re.compile(r"\b(?P<word>noon|midnight)\b", i), read_clock
    zh_noon = r"(?P<noon>上午|下午|凌晨|清晨|早上|晚上|晚間|晚间|傍晚|中午|今早)\s?"
    zh_hour = r"(?P<hour>\d{1,2}|十[一二]?|[一二兩两三四五六七八九])\s?[點点時时]"
    yield (
        "點 点 時 时",
        re.compile(rf"{zh_noon}{zh_hour}(?:\s?(?:(?P<half>半)|(?P<minute>\d{{1,2}})\s?分))?"),
        read_clock,
    )
    # a bare year
    yield (
        "#",
        re.compile(r"(?<=\b(?:in|of) )(?P<y>1[5-8]\d\d)\b(?![.,]?\d|%|-\d|\s(?:[a-z]{3,}s|people|men|women)\b)"),
        read_bare_year,
    )
    yield (
        "#",
        re.compile(
            rf"(?<![\d.,$€£¥#/-])(?<![A-Za-z]-)(?<!\w[-.])\b(?P<y>{_Y})\b(?![.,]?\d|%|-\d"
            rf"|\s?[個个名位項项人家篇萬万億亿兆美元件台次種种題题座]"
            r"|\s(?:[a-z]{4,}s|people|men|women|others|million|billion)\b|\s?(?:[kKMGT]?Hz|[kMGT]?Wh?|[KMGT]B"
            r"|mAh|nm|km|tokens?)\b)"
        ),
        read_bare_year,
    )


GRAMMAR = tuple((tuple(hints.split()), pattern, read) for hints, pattern, read in _grammar())
"""Hints (see ``hinted``), pattern, reader."""
