"""The timeline of a story that goes on, from the edition folders alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as RichText

from broadsheet.errors import StorageError, UsageError
from broadsheet.labels import labels
from broadsheet.show import COLOURS, Text
from broadsheet.store import edition_folders, read_edition
from broadsheet.types import Change, Edition, Printing


class Day(NamedTuple):
    """One day of a thread; ``printing`` is None where the edition that should hold it is gone or damaged."""

    date: str
    printing: Printing | None
    trouble: str = ""


def timeline(folder: Path, prefix: str) -> tuple[Day, ...]:
    """Return the days of the thread that the story ``prefix`` of an edition folder belongs to, oldest first.

    Back by what each story says it continues, forward by the later editions that say so of it.  An edition that is
    missing or damaged ends the walk and is told.  Raises UsageError for a wrong id.
    """
    first = _only(read_edition(folder), prefix)
    line = [Day(folder.name, first)]
    while (before := line[0].printing) is not None and before.continues and before.continues_date:
        line.insert(0, _find(folder.parent, before.continues_date, before.continues))
    known = {first.id}
    for later in edition_folders(folder.parent):
        if later.name <= folder.name:
            continue
        try:
            found = [p for p in _all(read_edition(later)) if p.continues in known]
        except StorageError as error:
            line.append(Day(later.name, None, str(error)))
            continue
        known |= {printing.id for printing in found}
        line += [Day(later.name, printing) for printing in found]
    return tuple(line)


def _find(root: Path, date: str, story: str) -> Day:
    try:
        found = [p for p in _all(read_edition(root / date)) if p.id == story]
    except (StorageError, UsageError) as error:
        return Day(date, None, str(error))
    return Day(date, found[0]) if found else Day(date, None, f"edition {date} does not print story {story}")


def _all(edition: Edition) -> Iterator[Printing]:
    yield from (*edition.stories, *edition.also)


def _only(edition: Edition, prefix: str) -> Printing:
    found = [printing for printing in _all(edition) if printing.id.startswith(prefix)]
    if len(found) != 1:
        told = "fits no printed story" if not found else f"fits {len(found)} stories"
        raise UsageError(told, subject=f"story {prefix!r}", remedy="broadsheet show DIR/DATE lists the ids")
    return found[0]


def show_thread(console: Console, folder: Path, story: str | None) -> None:
    """Print the timeline of a story: date, headline, what was new.  Raises UsageError for a wrong id or none."""
    if story is None:
        raise UsageError("--thread needs a story", remedy="broadsheet show DIR/DATE lists the ids")
    words = labels(read_edition(folder).language)["common"]
    for day in timeline(folder, story):
        if day.printing is None:
            console.print(Text(f"{day.date}  {day.trouble}", style="yellow"))
            continue
        told = Text(f"{day.date}  ")
        told.append(Text(day.printing.headline.text, style="bold"))
        told.append(Text(f"  {day.printing.id[:8]}", style="dim"))
        console.print(told)
        for change in day.printing.changes:
            console.print(Padding(_line(change, words), (0, 0, 0, 12)))
        if day.printing.continues and not day.printing.changes:
            when = day.printing.continues_date
            nothing = words["thread.nothing"].format(date=when)
            console.print(Padding(Text(nothing, style=COLOURS["low"]), (0, 0, 0, 12)))


def _line(change: Change, words: Mapping[str, str]) -> RichText:
    key = "fact" if change.code == "party" and not change.now else change.code
    line = Text(words[f"thread.{key}"].format(earlier=change.earlier, now=change.now), style="cyan")
    return line.append("  ").append(Text(change.claim.text))
