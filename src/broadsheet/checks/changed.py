"""What a figure is in a change: what it rose from, what it rose to, or by how much; within a time, or after it.

"Fell by 4, from 11" has every figure and every word of "fell to 4, from 11".  A figure that both texts have with such a
word must have the same one.
"""

from __future__ import annotations

import re
from decimal import Decimal

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.reading import Reading, readings

CODE = "number"

REACH = 14
"""Characters before a figure that may hold its preposition and a word that bounds it."""
YEARS = range(1900, 2101)
"""Figures that may be years, of which "by" and "to" tell a date."""

_BOUND = r"(?:about|around|roughly|nearly|almost|some|just|over|only|an?|the|us|nt|hk|more than|less than|up to)"
_ROLES = (
    ("from", re.compile(rf"\bfrom (?:{_BOUND} )?(?:{_BOUND} ?)?[$€£¥]?$|[从由自](?:约|近|原本的?|原先的?|大约)?\s?$")),
    (
        "to",
        re.compile(
            rf"\bto (?:{_BOUND} )?(?:{_BOUND} ?)?[$€£¥]?$"
            r"|(?<=[升降增减跌涨调提缩扩滑低高加少砍])[至到为](?:约|近|仅|只)?\s?$"
        ),
    ),
    (
        "by",
        re.compile(
            rf"\bby (?:{_BOUND} )?(?:{_BOUND} ?)?[$€£¥]?$"
            r"|(?:增加|减少|下降|上升|下跌|上涨|成长|增长|提高|降低|调升|调降|上调|下调|萎缩|衰退|下滑|攀升)了?(?:约|近|逾)?\s?$"
        ),
    ),
    ("within", re.compile(r"\bwithin (?:the (?:next|first|last) )?(?:about |around )?$")),
    ("after", re.compile(r"\bafter (?:about |around |some )?$")),
)
_BEHIND = (
    ("within", re.compile(r"\s?(?:个)?(?:小时|分钟|秒|天|日|周|星期|个?月|年)[之以]?内")),
    (
        "after",
        re.compile(r"\s?(?:个)?(?:小时|分钟|秒|天|日|周|星期|个?月|年)[之以]?[后後]|(?:[ -]\w+)? (?:later|after)\b"),
    ),
)
_CHANGE = re.compile(
    r"\b(?:r[io]se|risen|rising|fell|fall\w*|grew|grow\w*|increas\w+|decreas\w+|declin\w+|drop\w*|climb\w*|cut\w*|rais\w+"
    r"|lower\w*|reduc\w+|jump\w*|slid\w*|shr[ia]nk\w*|up|down|widen\w*|narrow\w*|expand\w*|edg\w+|slow\w*|surg\w+|plung\w+)\b"
    r"|[升降增减跌涨调提缩扩滑]"
)
_CHANGES = frozenset(("from", "to", "by"))
_AMONG = ({"from", "to", "by"}, {"within", "after"})


def changed(case: Case) -> Finding | None:
    """Return the fault of a figure that is another part of a change than in the passages."""
    written, source = readings(case)
    here, there = _roles(written), _roles(source)
    for value, roles in here.items():
        others = there.get(value, set())
        for kind in _AMONG:
            mine, theirs = roles & kind, others & kind
            if len(mine) == len(theirs) == 1 and mine != theirs:
                is_, was = min(mine), min(theirs)
                told = f"the passage has {value.normalize():f} with {was!r}, the sentence with {is_!r}"
                return Finding(CODE, told, hard=False)
    return None


def _roles(reading: Reading) -> dict[Decimal, set[str]]:
    """Return the figures of a text with what each is in a change, or of a time."""
    found: dict[Decimal, set[str]] = {}
    for number in reading.numbers:
        if number.value in YEARS:
            continue
        low, high = reading.sentence(number.start)
        before = reading.folded[max(low, number.start - REACH - 4) : number.start]
        roles = {name for name, pattern in _ROLES if pattern.search(before)}
        roles |= {
            name for name, pattern in _BEHIND if pattern.match(reading.folded, _figure_end(reading, number.start))
        }
        if roles & _CHANGES and not _CHANGE.search(reading.folded, low, high):
            roles -= _CHANGES
        found.setdefault(number.value, set()).update(roles)
    return {value: roles for value, roles in found.items() if roles}


_FIGURE = re.compile(r"[\d.,]+|[一二两三四五六七八九十百]+")


def _figure_end(reading: Reading, start: int) -> int:
    """Return where the digits of a figure end, before its unit."""
    figure = _FIGURE.match(reading.folded, start)
    return figure.end() if figure else start
