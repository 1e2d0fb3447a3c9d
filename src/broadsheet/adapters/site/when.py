"""Dates and times in the words of an edition's language and in the edition's own zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo

import msgspec

from broadsheet.types import Correction, Edition


class Clock:
    """Says times as an edition says them: in ``zone``, without the year where it is the edition's own."""

    def __init__(self, words: Mapping[str, str], zone: tzinfo, year: int) -> None:
        self._words = words
        self._zone = zone
        self._year = year

    def moment(self, when: datetime) -> str:
        """Return date, hour and minute."""
        local = when.astimezone(self._zone)
        return f"{self._short(local.date())} {local:%H:%M}"

    def published(self, when: datetime, day_only: bool) -> str:
        """Return when a source was published; a day that is known without its hour is not moved between zones."""
        return self._short(when.date()) if day_only else self.moment(when)

    def machine(self, when: datetime, day_only: bool) -> str:
        """Return the same for the ``datetime`` attribute."""
        return when.date().isoformat() if day_only else when.astimezone(self._zone).isoformat(timespec="seconds")

    def zone(self, when: datetime) -> str:
        """Return the zone's offset at ``when``, as in ``UTC+08:00``."""
        offset = f"{when.astimezone(self._zone):%z}"
        return f"UTC{offset[:3]}:{offset[3:5]}"

    def day(self, day: date) -> str:
        """Return a day."""
        return self._short(day)

    def _short(self, day: date) -> str:
        return say(self._words, "when.short" if day.year == self._year else "when.short_year", day)


def told_at(words: Mapping[str, str], when: datetime) -> str:
    """Return when something was corrected, in the zone that ``when`` is in: the same words in every output."""
    return f"{say(words, 'when.short_year', when.date())} {when:%H:%M}"


def in_own_zone(edition: Edition) -> tuple[Correction, ...]:
    """Return the corrections of an edition, each at its moment in the zone that the edition was made in."""
    zone = edition.made.tzinfo
    return tuple(msgspec.structs.replace(one, at=one.at.astimezone(zone)) for one in edition.corrections)


def say(words: Mapping[str, str], key: str, day: date) -> str:
    """Return ``day`` in the form ``key``: ``when.long`` (with its weekday), ``when.short``, ``when.short_year``."""
    return words[key].format(
        year=day.year,
        month=day.month,
        day=day.day,
        month_name=words[f"month.{day.month}"],
        weekday=words[f"weekday.{day.isoweekday()}"],
    )
