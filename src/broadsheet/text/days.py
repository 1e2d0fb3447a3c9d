"""Which day a string names: a moment of a machine, a day that people read.

Nothing is guessed: what names no day, or two, names none, and ``01/02/2025`` is two days on two shores of the Atlantic.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from broadsheet.folders import DATED

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"((?:19|20)\d\d)"
_FIGURES = re.compile(rf"(?<![\d.]){_YEAR}\s?[-/.年]\s?(\d{{1,2}})\s?[-/.月]\s?(\d{{1,2}})(?!\d)")
_DAY_FIRST = re.compile(rf"(?<![\w.])(\d{{1,2}})(?:st|nd|rd|th)?\s{_MONTH}\b\.?,?\s{_YEAR}\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\b\.?\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s{_YEAR}\b", re.IGNORECASE)
_LONGEST = 400  # characters in which a day is looked for: a date line, not an article


def is_day(text: str) -> bool:
    """Say whether ``text`` is a day as machines write it, YYYY-MM-DD, and one that the calendar has."""
    try:
        return DATED.fullmatch(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False


def moment_of(value: str) -> tuple[datetime | None, bool]:
    """Read an ISO moment (UTC when it names no zone) or day; a month, a year or prose is ``(None, False)``.

    Returns the moment in UTC, and whether only its day is known.
    """
    value = value.strip()
    try:
        if DATED.fullmatch(value):
            day = date.fromisoformat(value)
            return datetime(day.year, day.month, day.day, tzinfo=UTC), True
        if "T" not in value and ":" not in value:
            return None, False
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC), False
    except (ValueError, OverflowError):
        return None, False


def mail_moment(value: str) -> datetime | None:
    """Read a moment as e-mail and RSS write it, in UTC; None when it is none."""
    try:
        moment = parsedate_to_datetime(value.strip()[:_LONGEST])
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def day_named(text: str) -> datetime | None:
    """Return midnight UTC of the one day that ``text`` names: ``2025-12-18``, ``18 Dec 2025``, ``2025年12月18日``."""
    text = " ".join(text[:_LONGEST].split())
    named = [*_FIGURES.findall(text)]
    named += [(year, _number(month), number) for number, month, year in _DAY_FIRST.findall(text)]
    named += [(year, _number(month), number) for month, number, year in _MONTH_FIRST.findall(text)]
    found = {day for parts in named if (day := _midnight(*parts))}
    return found.pop() if len(found) == 1 else None


def _number(month: str) -> str:
    return str(_MONTHS.index(month[:3].lower()) + 1)


def _midnight(year: str, month: str, day: str) -> datetime | None:
    try:
        return datetime(int(year), int(month), int(day), tzinfo=UTC)
    except ValueError:
        return None
