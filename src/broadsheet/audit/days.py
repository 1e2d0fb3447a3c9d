"""Days and moments as a page may print them: of an edition, of what it cites, of what was corrected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, tzinfo
from typing import Any

from broadsheet.audit.vocabulary import Labels


def dates(plain: Mapping[str, Any], words: Labels, zone: tzinfo | None) -> Iterator[str]:
    """Yield every day and moment of an edition, in every form that a page may print.

    Not those of its corrections, which have one form (see ``fixed_at``).
    """
    for text in _strings({key: below for key, below in plain.items() if key != "corrections"}):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            continue
        if moment.tzinfo is None:
            yield from day_forms(moment.date(), words)
            continue
        local = moment.astimezone(zone)
        for when in (moment, local):
            yield from day_forms(when.date(), words)
        offset = f"{local:%z}"
        clock = f"{local:%H:%M}"
        yield from (f"{form} {clock}" for form in day_forms(local.date(), words))
        yield f"{local:%Y/%m/%d %H:%M:%S} {offset[:3]}:{offset[3:5]}"
        yield from (local.isoformat(), moment.isoformat())


def fixed_at(plain: Mapping[str, Any], words: Labels) -> Iterator[str]:
    """Yield when each correction of an edition was made: in its zone, in the one form of all outputs; as data as is."""
    for fixed in plain.get("corrections", ()):
        moment = datetime.fromisoformat(fixed["at"])
        local = moment.astimezone(datetime.fromisoformat(plain["made"]).tzinfo)
        yield f"{_said(local.date(), words, 'when.short_year')} {local:%H:%M}"
        yield from (moment.isoformat(), local.isoformat())


def day_forms(day: date, words: Labels) -> Iterator[str]:
    """Yield a day in every form that a page may print."""
    for form in ("when.short", "when.short_year", "when.long"):
        yield _said(day, words, form)
    yield day.isoformat()
    yield f"{day:%Y/%m/%d}"


def _said(day: date, words: Labels, form: str) -> str:
    site = words["site"]
    return site[form].format(
        year=day.year,
        month=day.month,
        day=day.day,
        month_name=site[f"month.{day.month}"],
        weekday=site[f"weekday.{day.isoweekday()}"],
    )


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for below in value.values():
            yield from _strings(below)
    elif isinstance(value, list | tuple):
        for below in value:
            yield from _strings(below)
    elif isinstance(value, str) and 10 <= len(value) <= 40:
        yield value
