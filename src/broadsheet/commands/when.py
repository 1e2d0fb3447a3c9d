"""Days and moments as they are typed: one form of each for every command, and a word for a day that does not exist."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

import typer

from broadsheet.errors import UsageError
from broadsheet.folders import DATED
from broadsheet.text.days import is_day

EXAMPLE = "2025-12-18T06:44:44+08:00"


def day(text: str) -> date:
    """Return the day that an option names, YYYY-MM-DD.  Raises typer.BadParameter, which names the option."""
    if not DATED.fullmatch(text):
        raise typer.BadParameter(f"{text!r} is no date; write it as YYYY-MM-DD, such as 2025-12-18.")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text} is no day of the calendar ({error}).") from error


def moment(text: str) -> datetime:
    """Return the moment that ``--at`` names, in ISO 8601.  Raises UsageError."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        fault = f"{text!r} is no ISO 8601 moment"
        if DATED.match(text) and not is_day(text[:10]):
            fault = f"{text[:10]} is no day of the calendar"
        raise UsageError(fault, subject="--at", remedy=f"write it as {EXAMPLE}") from error


def moment_there(text: str, local: tzinfo) -> datetime:
    """Return the moment that ``--at`` names, in the zone ``local``, which is also that of one without an offset.

    Raises UsageError.
    """
    told = moment(text)
    try:
        return told.astimezone(local) if told.tzinfo else told.replace(tzinfo=local)
    except OverflowError as error:
        raise UsageError("no edition can be made of that time", subject=f"--at {text}") from error
