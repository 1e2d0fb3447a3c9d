"""Days, months, quarters and years that a text names, read to be compared: what one says, does the other say as well?

    text, the day it was published -> Date(grain, the intervals that it may mean, ...)

`text/due.py` looks for what is to come; here past and future weigh the same.  Nothing is guessed: what may mean two
days (a bare weekday, a bare month far from the day of publication) keeps both, and without a day of publication a day
without a year matches only by what it says.  民國 years are read (民國 115 年 is 2026); a fiscal year is another kind.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from broadsheet.text.date_grammar import GRAMMAR
from broadsheet.text.date_readers import ORDER, Grain

_NO_DAY = date(2000, 7, 5)
"""Stands in where no day of publication is known; only like is then compared with like (``Date.open``)."""


class Date(NamedTuple):
    """``text[start:end]`` names one of the intervals ``spans`` (first and last day).

    ``part`` is early, mid or late; ``open`` tells what the reading rests on that the text does not say: ``year`` (only
    month and day were said), ``day`` (counted from a day that is not known), or nothing.  ``clock`` is in minutes.
    """

    grain: Grain
    spans: tuple[tuple[date, date], ...]
    start: int
    end: int
    part: str = ""
    open: str = ""
    fiscal: bool = False
    weekday: bool = False
    clock: int = -1


_HINT = re.compile(
    r"\d|[年月日號号週周季]|星期|禮拜|礼拜|[昨今明後后前][天日晚早晨]|半年|財|财|\b(?:yesterday|today|tomorrow|tonight|morning"
    r"|week|month|quarter|year|half|noon|midnight|ago|day)|day\b|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
    re.IGNORECASE,
)
_YEAR_ON_YEAR = re.compile(
    r"\b(?:from|than|over|with|versus|vs\.?) (?:a|one) year (?:ago|earlier|before|prior)\b"
    r"|\b(?:in |from |than |with )?(?:the )?(?:same|year-ago|prior-year)"
    r" (?:period|quarter|month|time)(?: (?:of )?last year| a year (?:ago|earlier))?\b"
    r"|\ba year-(?:ago|earlier)\b|[去上前]一?年同期|[去上前]一?年同[月季]",
    re.IGNORECASE,
)
"""What only says that a change is counted over a year (年增, year over year): no date of its own."""
_WIDE = str.maketrans("０１２３４５６７８９．，％－’", "0123456789.,%-'")


_ANY_DIGIT = re.compile(r"\d")


def _small_letters(text: str) -> str:
    """Return ``text`` in small letters, to be searched for hints; it opens with "#" when it holds a digit."""
    return ("#" if _ANY_DIGIT.search(text) else "") + text.lower().replace("#", " ")


@lru_cache(maxsize=4096)  # a sentence is read by several checks, a passage for many sentences
def dates(text: str, said: date | None) -> tuple[Date, ...]:
    """Return the dates of ``text`` in order, never overlapping, seen from the day it was published."""
    if not _HINT.search(text):
        return ()
    plain = _YEAR_ON_YEAR.sub(lambda match: " " * len(match[0]), text.translate(_WIDE))
    taken = bytearray(len(plain))
    found: list[Date] = []
    small = _small_letters(plain)
    for hints, pattern, read in GRAMMAR:
        if not any(map(small.__contains__, hints)):
            continue
        for match in pattern.finditer(plain):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            try:
                grain, spans, more = read(match, said or _NO_DAY)
            except (ValueError, OverflowError, KeyError):  # the 31st of February, 25 o'clock
                continue
            opened = str(more.get("open", ""))
            if said is not None and opened != "noon":
                opened = ""
            found.append(
                Date(
                    grain,
                    spans,
                    start,
                    end,
                    part=str(more.get("part", "")),
                    open=opened,
                    fiscal=bool(more.get("fiscal")),
                    weekday=bool(more.get("weekday")),
                    clock=int(more.get("clock", -1)),
                )
            )
            taken[start:end] = b"\1" * (end - start)
    return tuple(sorted(found, key=lambda d: d.start))


def bears_out(source: Date, written: Date) -> bool:
    """Say whether a date of a source says what a written one says: as fine or finer, and the same where both speak."""
    if "clock" in (source.grain, written.grain):
        return source.grain == written.grain and _same_clock(source, written)
    if source.fiscal != written.fiscal and not (source.fiscal and written.open == "year"):
        return False
    if written.grain == "decade" != source.grain and not _whole_decade(written):
        return False  # from 2022 to 2028 is more than the year 2022
    finer = ORDER.index(source.grain) - ORDER.index(written.grain)
    if finer > 0:
        return False
    if written.part and written.part != source.part and not (finer < 0 and _in_part(source, written)):
        return False
    if written.weekday and not source.weekday and source.grain == "day":
        return source.open == "" and any(first.weekday() == written.spans[0][0].weekday() for first, _ in source.spans)
    return any(_within(one, other, source, written) for one in source.spans for other in written.spans)


def _whole_decade(written: Date) -> bool:
    return all(first.year % 10 == 0 and last.year - first.year == 9 for first, last in written.spans)


def _same_clock(source: Date, written: Date) -> bool:
    if "noon" in (source.open, written.open):
        return source.clock % 720 == written.clock % 720
    return source.clock == written.clock


def _within(source_span: tuple[date, date], written_span: tuple[date, date], source: Date, written: Date) -> bool:
    if source.grain == written.grain:
        if "year" in (source.open, written.open) and "day" not in (source.open, written.open):
            return _no_year(source_span) == _no_year(written_span)
        return source_span == written_span and ("day" in (source.open,)) == ("day" in (written.open,))
    if source.open or written.open:
        return False
    return written_span[0] <= source_span[0] and source_span[1] <= written_span[1]


def _no_year(span: tuple[date, date]) -> tuple[int, int, int, int]:
    return span[0].month, span[0].day, span[1].month, span[1].day


def _in_part(source: Date, written: Date) -> bool:
    """Say whether a finer date lies in the part of the longer period that is told: 12 月 in 年底."""
    for first, last in source.spans:
        for start, end in written.spans:
            whole = (end - start).days + 1
            low, high = (first - start).days / whole, (last - start).days / whole
            third = {"early": (0.0, 0.4), "mid": (0.25, 0.75), "late": (0.6, 1.0)}[written.part]
            if third[0] <= low and high <= third[1]:
                return True
    return False
