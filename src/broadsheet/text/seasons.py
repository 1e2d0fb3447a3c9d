"""Seasons and feasts that a text names: what a calendar date does not tell, and what must be the same in both.

text -> Time(name, year from this one or None, where)
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Time(NamedTuple):
    """A season or a feast at ``text[start:end]``; ``step`` is the year that it belongs to, counted from this one."""

    name: str
    step: int | None
    start: int
    end: int


_STEPS = {"last": -1, "this": 0, "next": 1, "去": -1, "今": 0, "明": 1}
_SEASONS = (
    ("spring", "spring(?!s|ing|ed|board| up)", "春"),
    ("summer", "summer(?!s|y)", "夏"),
    ("autumn", r"autumn|fall(?=\s(?:of|season|term|semester|list|launch|\d{4}))", "秋"),
    ("winter", "winter(?!s)", "冬"),
)
_FEASTS = (
    ("Christmas", "Christmas|Xmas", "聖誕|圣诞|耶誕|耶诞"),
    ("Easter", "Easter(?!n)", "復活節|复活节"),
    ("Thanksgiving", "Thanksgiving", "感恩節|感恩节"),
    ("Lunar New Year", "(?:Lunar|Chinese) New Year|Spring Festival", "春節|春节|農曆年|農曆新年|农历新年|過年"),
    ("New Year", "New Year(?:'s)?(?: Day| Eve)?", "元旦|新年|跨年"),
    ("Halloween", "Halloween", "萬聖節|万圣节"),
    ("Ramadan", "Ramadan", "齋戒月|斋戒月|齋月|斋月"),
    ("Diwali", "Diwali", "排燈節|排灯节"),
    ("Valentine", "Valentine's Day", "情人節|情人节"),
    ("Mid-Autumn", "Mid-Autumn", "中秋"),
    ("Dragon Boat", "Dragon Boat Festival", "端午"),
    ("Labour Day", "Labou?r Day|May Day", "勞動節|劳动节"),
    ("National Day", "National Day", "國慶|国庆"),
)
_ENGLISH = re.compile(
    "|".join(rf"(?P<{name.replace(' ', '_').replace('-', '__')}>\b(?:{english}))" for name, english, _ in _FEASTS)
    + r"|(?:\b(?P<step>last|this|next) )?"
    + "(?:"
    + "|".join(rf"(?P<{name}>\b(?:{english})\b)" for name, english, _ in _SEASONS)
    + ")",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    "|".join(rf"(?P<{name.replace(' ', '_').replace('-', '__')}>{chinese})" for name, _, chinese in _FEASTS)
    + r"|(?P<step>[今去明])年?(?:的)?(?P<one>[春夏秋冬])(?![節节])|(?P<two>[春夏秋冬])(?:[天季]|[初末](?=[，。前起]))"
)
_HAN = {han: name for name, _, han in _SEASONS}


@lru_cache(maxsize=4096)
def times(text: str) -> tuple[Time, ...]:
    """Return the seasons and feasts that a text names, in order."""
    found: list[Time] = []
    for pattern in (_ENGLISH, _CHINESE):
        for match in pattern.finditer(text):
            groups = {name: value for name, value in match.groupdict().items() if value}
            step = _STEPS.get(groups.pop("step", "").lower())
            han = groups.get("one") or groups.get("two")
            name = _HAN[han] if han else next(iter(groups))
            found.append(Time(name, step, match.start(), match.end()))
    return tuple(sorted(found, key=lambda time: time.start))


def bears_out(source: Time, written: Time) -> bool:
    """Say whether a season of a source is a written one: its year may be left out, and told only as the source does."""
    return source.name == written.name and (written.step is None or source.step in (None, written.step))
