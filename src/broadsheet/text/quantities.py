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
from broadsheet.text.qualifiers import KIND_OF_INCOME, NO_KIND, OBJECTS, OF_SENTENCE, ONLY_OF, QUALIFIERS, SERIES, YEARS
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
_A_SUM = re.compile(
    r"\s*(?:for|at|in)? ?(?:a |the )?(?:total|price|sum|deal|consideration)?(?: of| is| was| worth| valued at)?\s?"
    r"|(?:交易|收購|收购|投資|投资|合約|合约|成交)?總?总?(?:金額|金额|價格|价格|價金|对价|對價|規模|规模|價|价)"
    r"(?:[為为是計计達达約约逾近超過过高將将]|大約|大约|估計|估计)*\s?",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_MULTIPLES = re.compile(r"\b(?:hundreds|dozens|tens|thousands|millions|billions) of\b|[數数上][十百千萬万億亿]")


_TOLLS = frozenset({"dead", "injured", "missing", "cases"})


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
    spans = [_clause_of_sum(sentence, edges, number) for number in told]
    pairs: list[tuple[float, int, int, int, str]] = []
    for index, number in enumerate(told):
        low, high = spans[index]
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
        if role == "headcount" and _LAID_OFF.search(sentence, *spans[index]):
            role = "layoffs"
        if (quantity := _quantity(sentence, told, index, role, spans[index], offset)) is not None:
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


def _clause_of_sum(sentence: str, edges: list[tuple[int, int]], number: Number) -> tuple[int, int]:
    """Return the clause of a number; with the one before it where it only says what that comes to (總金額 920 億元)."""
    low, high = _clause(edges, number)
    if low and _A_SUM.fullmatch(sentence, low, number.start):
        low = max((end for start, end in edges if end <= low and start < low and end < low), default=0)
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
    qualifiers = {name for name, pattern in QUALIFIERS if pattern.search(sentence if name in OF_SENTENCE else context)}
    if role != "tariff":
        qualifiers -= OBJECTS
    qualifiers -= {name for name, roles in ONLY_OF.items() if role not in roles}
    qualifiers |= {letter.lower() for pair in SERIES.findall(context) for letter in pair if letter}
    if role.split()[0] in ("revenue", "profit", "loss"):
        kinds = {(m["en"] or m["zh"]).lower() for m in KIND_OF_INCOME.finditer(within)}
        qualifiers |= {f"of {kind}" for kind in kinds - NO_KIND}
    qualifiers |= {
        year.lower().replace("今年", "this year").replace("明年", "next year") for year in YEARS.findall(context)
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
