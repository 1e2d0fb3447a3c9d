"""Case -> Finding: every day, month, quarter and year of the sentence stands in the passages, or follows from them.

Relative dates of a passage (yesterday, 上週三) count from the day that it was published; those of the sentence from the
same day, since nothing else is known of when it is read.
"""

from __future__ import annotations

import re

from broadsheet.checks.case import Case, Finding
from broadsheet.text.amounts import amounts
from broadsheet.text.dates import Date, bears_out, dates
from broadsheet.text.seasons import bears_out as season_bears_out
from broadsheet.text.seasons import times

_A_YEAR_EARLIER = re.compile(r"(?:a|one) year (?:earlier|before|ago)|一年前|前一年|去年", re.IGNORECASE)
_SAME_PERIOD = re.compile(
    r"[去上前]一?年同[期月季]|年[增減减]|同比|year[ -](?:on|over)[ -]year"
    r"|(?:a|one) year (?:earlier|before|ago)|last year",
    re.IGNORECASE,
)
_NO_SPAN = re.compile(r"(?P<one>(?:19|20)\d\d)\s?年?\s?(?:至|到|to|and|[-–—])\s?(?P=one)(?!\d)")


_THIS_YEAR = re.compile(r"this year|今年|本年", re.IGNORECASE)
_WHOLE_YEAR = re.compile(
    r"\b(?:for|of|in|over) the (?:full |whole )?year\b(?! (?:to (?:date|come|[A-Z]|the )|end|before|earlier))"
    r"|\bfull[- ]year\b|全年",
    re.IGNORECASE,
)


_PERIOD_BEFORE = re.compile(
    r"(?:the )?(?:previous|prior|preceding|last) (?:quarter|month|week)|[上前]一?[季月週周]", re.IGNORECASE
)
_ON_PERIOD = re.compile(
    r"[季月週周][增減减]|[環环]比|(?:quarter|month|week)[- ](?:on|over)[- ](?:quarter|month|week)"
    r"|(?:from|than|over) the (?:previous|prior|preceding) (?:quarter|month|week)",
    re.IGNORECASE,
)
_YEAR_END = re.compile(r"(?:the )?(?:year[- ]end|end of the year)|年底|年末", re.IGNORECASE)
_ENDED_YEAR = re.compile(r"\bend(?:ed|s|ing)? (?:the|its|this) year\b|年底|年末|\bend of the year\b", re.IGNORECASE)
_COMPARED = re.compile(r"\s?than\b", re.IGNORECASE)
_EARLIER = re.compile(r"\s(?:earlier|later|before|after)\s*$", re.IGNORECASE)
_TODAYS = re.compile(r"today(?:['’]s)?$", re.IGNORECASE)
_AS_IT_IS = re.compile(
    r"現行|现行|目前|現有|现有|現今|如今|\b(?:current|existing|present)(?:ly)?\b|\bnow\b", re.IGNORECASE
)
_WITHIN_THE_YEAR = re.compile(
    r"(?<![\d一二兩两三四五六七八九十幾几數数半多整])年[內内]|\bwithin the year\b|年底前|before the year is out"
)
_SAID_OTHERWISE = (
    (_THIS_YEAR, _WHOLE_YEAR),
    (_PERIOD_BEFORE, _ON_PERIOD),
    (_YEAR_END, _ENDED_YEAR),
    (_TODAYS, _AS_IT_IS),
    (_THIS_YEAR, _WITHIN_THE_YEAR),
)
"""A date as the sentence has it, and what else a passage may have said for it."""


def check_dates(case: Case) -> Finding | None:
    """Say which date of the sentence no passage bears out."""
    told = times(case.text)
    for written in dates(case.text, None):
        if _COMPARED.match(case.text, written.end) and _as_long(case, case.text[written.start : written.end]):
            continue
        if any(time.start <= written.start and written.end <= time.end for time in told):
            continue  # 明年春天: the season tells its year
        if not _borne_out(case, written):
            return Finding("date", f"{case.text[written.start : written.end].strip()!r} is not in the passage", True)
    if (empty := _NO_SPAN.search(case.text)) and not _NO_SPAN.search(case.source):
        return Finding("date", f"{empty[0]!r} is no span of years", True)
    seasons = [time for passage in case.passages for time in times(passage.text)]
    for time in told:
        if not any(season_bears_out(other, time) for other in seasons):
            return Finding("date", f"{case.text[time.start : time.end]!r} is not in the passage", True)
    return None


def _borne_out(case: Case, written: Date) -> bool:
    for passage in case.passages:
        source = dates(passage.text, passage.published)
        if not source:
            continue
        seen = next(
            (d for d in dates(case.text, passage.published) if (d.start, d.end) == (written.start, written.end)), None
        )
        if seen is not None and any(bears_out(other, seen) for other in source):
            return True
    if _A_YEAR_EARLIER.search(case.text[written.start : written.end]) and _SAME_PERIOD.search(case.source):
        return True
    words = case.text[written.start : written.end].strip()
    if any(here.fullmatch(words) and there.search(case.source) for here, there in _SAID_OTHERWISE):
        return True
    return _bare_figure(case, written) or _both_ends(case, written)


def _as_long(case: Case, words: str) -> bool:
    """Say whether a passage tells so long a time: "ten days earlier than" others is no date."""
    lengths = amounts(_EARLIER.sub("", words), "en")
    told = [amount for passage in case.passages for amount in amounts(passage.text, passage.language)]
    return bool(lengths) and all(any((a.value, a.unit) == (b.value, b.unit) for b in told) for a in lengths)


def _both_ends(case: Case, written: Date) -> bool:
    """A run of years is borne out by its first and last."""
    if written.grain != "decade" or len(written.spans) != 1:
        return False
    years = {
        first.year
        for passage in case.passages
        for date in dates(passage.text, passage.published)
        if date.grain == "year"
        for first, _ in date.spans
    }
    return {written.spans[0][0].year, written.spans[0][1].year} <= years


def _bare_figure(case: Case, written: Date) -> bool:
    """A year that the source's reader took for a bare count (2025) is borne out by that figure."""
    if written.grain != "year" or written.part or written.open:
        return False
    year = written.spans[0][0].year
    return any(a.value == year and a.unit in ("", "year") for p in case.passages for a in amounts(p.text, p.language))
