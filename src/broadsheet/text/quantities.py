"""Quantities with their role: what a number of a sentence is a number of, in English and Chinese.

    "in talks to invest at least $10 billion" -> role invest, at least 10^10 USD, the words as written

A role is a few words beside the number: valuation, raise, price, fine, layoffs, parameters, a deadline in days.  The
nearest word of a role takes the number, within one clause; a number that no role takes is left out.  What narrows a
quantity (a year, "per month", "active", "first") stands in its qualifiers, so that only like is compared with like.

Precision goes before recall: a sentence that speaks of an earlier value ("up from", 先前) yields nothing for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from broadsheet.text.numbers import Number, numbers
from broadsheet.text.roles import ROLES
from broadsheet.text.sentences import sentences

Bound = Literal["exact", "about", "least", "most"]

NEAREST = 44
"""Widest gap between a number and the word of its role; a Chinese sign counts as three Latin ones (2026-11-22, by
reading what the three labelled days give)."""

LOOSE = Decimal("0.10")
"""What "about" allows on either side, and "nearly" and "more than" beyond what they say."""

ROUNDING = Decimal("0.05")
"""Values that far apart may still be one value rounded, where the digits of the coarser one allow it."""


class Quantity(NamedTuple):
    """``text[start:end]`` is the value as written, with its "at least"; ``first`` to ``last`` is its sentence.

    ``low`` and ``high`` bound what it allows; None is without bound.  ``qualifiers`` narrow what is counted.
    """

    role: str
    unit: str
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    bound: Bound
    digits: int
    qualifiers: frozenset[str]
    start: int
    end: int
    first: int
    last: int
    clause: tuple[int, int]


_CUES = tuple(
    (role, units, re.compile(rf"\b(?:{english})\b|{chinese}", re.IGNORECASE)) for role, units, english, chinese in ROLES
)

_QUALIFIERS = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("per month", r"\b(?:per|a|each|every) month\b|\bmonthly (?:fee|price|plan|subscription)|/month|/mo\b|每月"
         r"|月費|月费|/月"),
        ("per year", r"\b(?:per|a|each|every) year\b|\bannual(?:ly|ised|ized)?\b|\byearly\b|/year|每年|年費|年费"
         r"|年化|全年|年度|/年"),
        ("per quarter", r"\bquarter(?:ly)?\b|\bQ[1-4]\b|每季|單季|[第上本]\S{0,2}季"),
        ("per hour", r"\b(?:per|an) hour\b|每小時|每小时"),
        ("per day", r"\b(?:per|a) day\b|\bdaily\b|每天|每日|日活|日均"),
        ("per week", r"\b(?:per|a) week\b|\bweekly\b|每週|每周|週活|周活"),
        ("monthly", r"\bmonthly (?:active|users)|月活"),
        ("per user", r"\bper (?:user|seat|person)\b|每人|每位|每用戶"),
        ("per share", r"\b(?:per|a) share\b|每股"),
        ("per token", r"\bper (?:\w+ )?(?:million|thousand|1M|M)?\s?(?:\w+ )?tokens?\b|百萬\s?(?:個\s?)?(?:token"
         r"|詞元|tokens)|/\s?M(?:Tok)?"),
        ("input", r"\binputs?\b|輸入|输入"),
        ("output", r"\boutputs?\b|輸出|输出"),
        ("active", r"\bactiv(?:e|ated)\b|激活|活躍|活跃|啟用的參數|启用"),
        ("total", r"\b(?:in )?total(?:s|ing|ling)?\b|\bcumulative|\baltogether\b|\bcombined\b|\bso far\b|\bto date\b"
         r"|總計|总计|累計|累计|總額|总额|合計|總參數|总参数|迄今|共計"),
        ("first", r"\b(?:first|initial(?:ly)?|upfront|up front)\b|第一階段|第一期|首期|首批|首輪|初期|首筆"),
        ("more", r"\b(?:additional|another|extra|further|more (?:than )?later)\b|追加|加碼|另外|額外|再投|再加|增資"),
        ("each", r"\b(?:each|apiece)\b|各\s?\d|每[顆座台家部枚款]"),
        ("average", r"\b(?:average|median|mean)\b|平均|中位"),
        ("share", r"\b(?:of which|including|part of)\b|其中"),
        ("quarter range", r"\b(?:forecast|guidance|outlook|expects?|projects?|projected|estimated?)\b|預估|預測|财测"
         r"|財測|展望|預期|预期|预计"),
        ("annualised", r"\brun[- ]rate\b|\bARR\b|annuali[sz]ed|年化"),
        ("net", r"\bnet\b|淨|净"),
        ("operating", r"\boperating\b|營業|营业"),
        ("school", r"\b(?:students?|teachers?|schools?)\b|學生|教師|学校|學校"),
        ("small", r"\b(?:mini|nano|lite|smaller|pro|max|ultra|plus|basic|free|premium|team|enterprise|business)\b"
         r"|輕量|小型|進階|企業版|團隊版"),
        ("series", r"\bseries [a-h]\b|[A-H]\s?輪|[A-H]\s?轮|種子輪|seed"),
        ("before money", r"\bpre-?money\b|投前|募資前|融資前|融资前"),
        ("of shares sold", r"\btender(?: offer)?s?\b|\b(?:employee|secondary|insider|staff) (?:share|stock)?\s?"
         r"(?:sales?|offerings?)|\bshare sales?\b|\bbuy-?backs?\b"
         r"|員工售股|員工持股|员工持股|员工售股|老股|二次發售|回購|回购"),
        ("debt", r"\b(?:debt|loans?|bonds?|credit|equity)\b|債|贷款|貸款|公司債"),
        ("us", r"\b(?:U\.?S\.?|American?|United States)\b(?!\$)|美國|美国|全美"),
        ("world", r"\b(?:worldwide|globally|global)\b|全球|全世界"),
        ("rate", r"\b(?:bonus|salary|salaries|pay|wage|compensation package|severance)\b|薪|獎金|年薪"),
        ("cars", r"\b(?:EVs?|electric (?:vehicles?|cars?)|cars?|vehicles?)\b|電動車|电动车|汽車|汽车"),
        ("chips", r"\b(?:chips?|semiconductors?)\b|晶片|芯片|半導體|半导体"),
        ("batteries", r"\bbatter(?:y|ies)\b|電池|电池"),
        ("solar", r"\bsolar\b|太陽能|太阳能|光伏"),
        ("metal", r"\b(?:steel|alumini?um|copper)\b|鋼|钢|鋁|铝|銅|铜"),
        ("all", r"\b(?:all|every)\b|所有|全部|一律"),
        ("up to now", r"\b(?:since|over the (?:past|last|next)|in the (?:past|last|next)|years?|decade)\b|過去|未來"
         r"|过去|未来|年內|年内"),
    )
)  # fmt: skip
_KIND_OF_INCOME = re.compile(
    r"(?P<en>[A-Za-z-]+)\s(?:revenues?|sales|profits?|income|loss(?:es)?|earnings)\b"
    r"|(?P<zh>[\u3400-\u9fff]{2})(?=營收|营收|收入|銷售額|销售额|獲利|获利|淨利|净利|利潤|利润|盈餘|虧損|亏损)",
    re.IGNORECASE,
)
_NO_KIND = frozenset(
    [
        "its",
        "their",
        "the",
        "total",
        "net",
        "operating",
        "quarterly",
        "annual",
        "record",
        "and",
        "in",
        "of",
        "with",
        "for",
        "our",
        "his",
        "report",
        "reported",
        "posts",
        "posted",
        "to",
        "on",
        "whose",
        "year",
        "full-year",
    ]
) | {
    "公司",
    "集團",
    "集团",
    "季度",
    "全年",
    "年度",
    "單季",
    "單月",
    "營業",
    "营业",
    "合併",
    "合并",
    "實現",
    "实现",
    "季營",
}
"""Words before "revenue" that do not make another quantity of it; every other one ("cloud", 廣告) does."""

_OF_SENTENCE = frozenset({"of shares sold"})
"""What narrows every quantity of its sentence, in whichever clause it stands."""

_OBJECTS = frozenset({"cars", "chips", "batteries", "solar", "metal", "all"})
"""What a tariff is on; beside other roles these words tell nothing."""

_SERIES = re.compile(r"\bseries ([a-h])\b|([A-H])\s?[輪轮]", re.IGNORECASE)
_YEARS = re.compile(r"(?<![\d.,])20\d\d(?![\d%])(?!\s?(?:people|employees|jobs))|\b(?:this|next) year\b|今年|明年|後年")
_PAST = re.compile(
    r"\b(?:previous(?:ly)?|last (?:year|month|round|week|valued|raised|quarter|fall|spring|summer|autumn|winter)"
    r"|earlier (?:this|in|round|deal)|formerly"
    r"|(?:up|down|rose|fell|increased|raised|cut|jumped|compared) (?:\S+ ){0,3}(?:from|with)|(?:rose|fell|increased"
    r"|raised|cut|jumped) (?:\S+ ){0,3}to|from (?:about |around |nearly |just )?[$€£\d]"
    r"|ago|in (?:January|February|March|April|June|July|August|September|October|November|December|20\d\d)"
    r"|had (?:already |previously )?(?:raised|invested|been)|has (?:already |previously )?(?:raised|invested)|as of"
    r"|rumou?red|instead of|originally|initially)\b"
    r"|此前|先前|去年|前一輪|上一輪|上一轮|曾[經经]?|原本|原[定訂先]|早前|前次|上次|上輪|年前|個月前|月前|由\s?\d"
    r"|從\s?\d|从\s?\d|自\s?\d|相比|高於|低於|調[升高降]|提[高升]|降至",
    re.IGNORECASE,
)  # fmt: skip
"""An earlier value, or a change from one value to another: which of the two the number is, only a parser could say."""

_LEAST_BEFORE = re.compile(
    r"(?:\b(?:at least|more than|over|above|exceed(?:s|ed|ing)?|upwards? of|north of|no (?:less|fewer) than"
    r"|a minimum of|surpass(?:es|ed|ing)?|pass(?:es|ed)?|topp(?:ed|ing)|in excess of)"
    r"|至少|超過|超过|超逾|逾|突破|不低於|不少於|最少|高於)\s?(?:a\s|an\s|the\s)?$",
    re.IGNORECASE,
)  # fmt: skip
_MOST_BEFORE = re.compile(
    r"(?:\b(?:up to|as much as|as many as|at most|less than|fewer than|under|below|no more than|a maximum of"
    r"|as high as|not exceed(?:ing)?)"
    r"|最多|最高|高達|高达|多達|多达|至多|不到|低於|少於|不超過|不超过|上看|上限|可達|可达)\s?(?:a\s|an\s|the\s)?$",
    re.IGNORECASE,
)  # fmt: skip
_ABOUT_BEFORE = re.compile(
    r"(?:\b(?:about|around|roughly|approximately|some|circa|an estimated|estimated|close to|nearly|almost|near"
    r"|just (?:over|under)|a little (?:over|under))|~|≈"
    r"|約|约|大約|大约|近|將近|将近|接近|估計|估计|上下|約莫|約為|左右)\s?(?:a\s|an\s|the\s)?$",
    re.IGNORECASE,
)  # fmt: skip
_LEAST_AFTER = re.compile(
    r"\s?(?:\+|or (?:more|higher|above)\b|plus\b|[以之]上|[多餘余](?=[億亿萬万美元人名個个]|\b)|起跳)", re.IGNORECASE
)
_MOST_AFTER = re.compile(r"\s?(?:or less\b|or fewer\b|以下|以內|以内)", re.IGNORECASE)
_ABOUT_AFTER = re.compile(r"\s?(?:左右|上下|or so\b)", re.IGNORECASE)
_VERB = re.compile(r"exceed|surpass|pass|topp|突破", re.IGNORECASE)
_RANGE = re.compile(r"\s?(?:[-–—~～至到]|to|and|or|或)\s?$")
_RANGE_AFTER = re.compile(r"\s?(?:[-–—~～至到]|to\s|or\s|或)\s?[$€£]?(?:\d|[一二三四五六七八九])", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:not|n[’']t|no|never|without|instead of|rather than|false|denied|denies)\b|並非|不是|沒有|未曾|否認|否认",
    re.I,
)
_CLAUSE = re.compile(
    r"[,，](?!\d)|[;:；：、。!?！？()（）「」“”]|\s[-–—]\s|—|\b(?:and|while|but|whereas|after|which|with)\b|以及"
    r"|並且|而且|另|其中",
    re.I,
)
_LAID_OFF = next(cue for role, _, cue in _CUES if role == "layoffs")
"""Employees of such a clause are those who go."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_MULTIPLES = re.compile(r"\b(?:hundreds|dozens|tens|thousands|millions|billions) of\b|[數数上][十百千萬万億亿]")


_TOLLS = frozenset({"dead", "injured", "cases"})


@lru_cache(maxsize=1024)  # a text is read for the page and again by its tests
def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of ``text`` that have a role, in order."""
    found: list[Quantity] = []
    for span in sentences(text):
        sentence = text[span.start : span.end]
        if not sentence.endswith(("?", "？")):
            found.extend(_of_sentence(sentence, span.start))
    return tuple(found)


def _of_sentence(sentence: str, offset: int) -> Iterator[Quantity]:
    told = numbers(sentence)
    if not told:
        return
    edges = _edges(sentence, told)
    pairs: list[tuple[float, int, int, int, str]] = []
    for index, number in enumerate(told):
        low, high = _clause(edges, number)
        for order, (role, units, cue) in enumerate(_CUES):
            if number.unit not in units:
                continue
            for match in cue.finditer(sentence, low, high):
                if match.start() < number.end and number.start < match.end():
                    continue
                gap = _gap(sentence, match.span(), number)
                if gap <= NEAREST and not _between(told, index, match.span()):
                    pairs.append((gap, index, match.start(), order, role))
    numbers_taken: set[int] = set()
    cues_taken: set[int] = set()
    for _, index, cue_at, _, role in sorted(pairs):
        if index in numbers_taken or cue_at in cues_taken:
            continue
        numbers_taken.add(index)
        cues_taken.add(cue_at)
        low, high = _clause(edges, told[index])
        if role == "headcount" and _LAID_OFF.search(sentence, low, high):
            role = "layoffs"
        if (quantity := _quantity(sentence, told, index, role, _clause(edges, told[index]), offset)) is not None:
            yield quantity


def _between(told: tuple[Number, ...], index: int, cue: tuple[int, int]) -> bool:
    """Say whether another number of the same unit stands between a number and the word: that one is nearer."""
    number = told[index]
    low, high = (cue[1], number.start) if cue[1] <= number.start else (number.end, cue[0])
    return any(low <= n.start and n.end <= high and n.unit == number.unit for n in told)


def _edges(sentence: str, told: tuple[Number, ...]) -> list[tuple[int, int]]:
    """Return the breaks between clauses that fall in no number."""
    return [m.span() for m in _CLAUSE.finditer(sentence) if not any(n.start <= m.start() < n.end for n in told)]


def _clause(edges: list[tuple[int, int]], number: Number) -> tuple[int, int]:
    low = max((end for _, end in edges if end <= number.start), default=0)
    high = min((start for start, _ in edges if start >= number.end), default=1 << 30)
    return low, high


def _gap(sentence: str, cue: tuple[int, int], number: Number) -> float:
    between = sentence[cue[1] : number.start] if cue[1] <= number.start else sentence[number.end : cue[0]]
    return sum(3.0 if _HAN.match(sign) else 1.0 for sign in between)


def _quantity(
    sentence: str, told: tuple[Number, ...], index: int, role: str, clause: tuple[int, int], offset: int
) -> Quantity | None:
    number = told[index]
    low_at, high_at = clause[0], min(clause[1], len(sentence))
    within = sentence[low_at:high_at]
    before, after = sentence[low_at : number.start], sentence[number.end : high_at]
    if _PAST.search(within) or _DENIED.search(within) or _MULTIPLES.search(within) or number.value <= 0:
        return None
    if _RANGE_AFTER.match(sentence, number.end) or (
        index and _RANGE.fullmatch(sentence[told[index - 1].end : number.start])
    ):
        return None
    bound, start, end = _bound(before, after, number)
    value = number.value
    low, high = {
        "exact": (value, value),
        "about": (value * (1 - LOOSE), value * (1 + LOOSE)),
        "least": (value * (1 - ROUNDING), None),
        "most": (None, value * (1 + ROUNDING)),
    }[bound]
    context = sentence[max(0, low_at - 1) : high_at]
    qualifiers = {
        name for name, pattern in _QUALIFIERS if pattern.search(sentence if name in _OF_SENTENCE else context)
    }
    if role != "tariff":
        qualifiers -= _OBJECTS
    qualifiers |= {letter.lower() for pair in _SERIES.findall(context) for letter in pair if letter}
    if role.split()[0] in ("revenue", "profit", "loss"):
        kinds = {(m["en"] or m["zh"]).lower() for m in _KIND_OF_INCOME.finditer(within)}
        qualifiers |= {f"of {kind}" for kind in kinds - _NO_KIND}
    qualifiers |= {
        year.lower().replace("今年", "this year").replace("明年", "next year") for year in _YEARS.findall(context)
    }
    return Quantity(
        role=role,
        unit=number.unit,
        value=value,
        low=low,
        high=high,
        bound=bound,
        digits=_digits(sentence[number.start : number.end], value),
        qualifiers=frozenset(qualifiers),
        start=offset + start,
        end=offset + end,
        first=offset,
        last=offset + len(sentence),
        clause=(offset + low_at, offset + high_at),
    )


def _bound(before: str, after: str, number: Number) -> tuple[Bound, int, int]:
    """Return how the value is bounded, and where it begins and ends with the words that say so."""
    for bound, lead in (("least", _LEAST_BEFORE), ("most", _MOST_BEFORE), ("about", _ABOUT_BEFORE)):
        if found := lead.search(before):
            verb = _VERB.match(found[0])  # "could pass $5 billion": the verb is no part of the value
            return bound, number.start - (0 if verb else len(found[0])), number.end  # type: ignore[return-value]
    for bound, trail in (("least", _LEAST_AFTER), ("most", _MOST_AFTER), ("about", _ABOUT_AFTER)):
        if found := trail.match(after):
            return bound, number.start, number.end + found.end()  # type: ignore[return-value]
    return "exact", number.start, number.end


def _digits(words: str, value: Decimal) -> int:
    """Return how many significant digits a value was written with."""
    literal = re.search(r"\d[\d,]*(?:\.\d+)?", words)
    digits = literal[0].replace(",", "").replace(".", "").strip("0") if literal else str(value.normalize()).strip("0")
    return max(1, len(re.sub(r"\D", "", digits.split("E")[0])))


def compatible(one: Quantity, other: Quantity) -> bool:
    """Say whether both may tell the same value: their bounds overlap, or one is the other rounded."""
    low = max((q.low for q in (one, other) if q.low is not None), default=None)
    high = min((q.high for q in (one, other) if q.high is not None), default=None)
    if low is None or high is None or low <= high:
        return True
    if one.bound != "exact" or other.bound != "exact":
        return False
    coarse = min(one, other, key=lambda q: q.digits)
    fine = other if coarse is one else one
    gap = abs(coarse.value - fine.value)
    half_unit = Decimal(10) ** (coarse.value.adjusted() - coarse.digits + 1) / 2
    return coarse.digits < fine.digits and gap <= half_unit and gap <= ROUNDING * max(coarse.value, fine.value)


def worded_alike(one: Quantity, other: Quantity) -> bool:
    """Say whether two compatible values mean the same: not "at least" against an exact figure of the same amount, nor,
    of people, against any other amount: "at least 9 dead" is not what 12 dead tells."""
    strict = {one.bound, other.bound}
    if one.role in _TOLLS and one.value != other.value and strict == {"least", "exact"}:
        return False
    return one.value != other.value or len(strict) == 1 or not strict & {"least", "most"}
