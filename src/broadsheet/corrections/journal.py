"""The journal of an edition's corrections, and the flags that were raised about it: two files in its folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from broadsheet.store import FIRST, JOURNAL, read_lines
from broadsheet.types import Claim, Correction, Edition, Part, Value

FLAGS = "flags.jsonl"
Found = Literal["gone", "missing", "changed", "withdrawn", "proof"]
_JSON = msgspec.json.Encoder(order="deterministic")


class Entry(Value, frozen=True, kw_only=True):
    """A line of ``corrections.jsonl``: what the edition tells, and what is needed to do it again.

    ``claim`` is the sentence that took the place of the old one, with what it cites; None where one was taken out, and
    where no sentence was edited.  ``undoes`` is the id of the correction that this one takes back.
    """

    correction: Correction
    claim: Claim | None = None
    undoes: str = ""


class Flag(Value, frozen=True, kw_only=True):
    """Something that an editor should look at.  It changes nothing by itself.

    ``gone``: the page is not there any more; ``missing``: the page is there and the sentence is not; ``changed``:
    another sentence (``now``) stands in its place; ``withdrawn``: the authors took the paper back; ``proof``: the
    edition does not bear out what it prints.  ``quote`` is the passage that was cited, from ``part`` of ``article``.
    """

    id: str
    at: datetime
    story: str
    kind: Found
    article: str = ""
    url: str = ""
    part: Part = "text"
    quote: str = ""
    now: str = ""
    message: str


def read_journal(folder: Path) -> tuple[Entry, ...]:
    """Return the corrections of an edition folder, oldest first.  Raises StorageError naming the damaged line."""
    path = folder / JOURNAL
    remedy = f"put back the file as it was; the first printing is {folder / FIRST}"
    return tuple(read_lines(path, Entry, remedy)) if path.is_file() else ()


def read_flags(folder: Path) -> tuple[Flag, ...]:
    """Return the flags that were ever raised about an edition, oldest first.  Raises StorageError."""
    path = folder / FLAGS
    remedy = f"take out that line, or the file: broadsheet recheck {folder} raises again what still does not hold"
    return tuple(read_lines(path, Flag, remedy)) if path.is_file() else ()


def lines(values: Iterable[Value]) -> bytes:
    """Return values as a .jsonl file."""
    return b"".join(_JSON.encode(value) + b"\n" for value in values)


def standing(entries: Sequence[Entry], edition: Edition) -> tuple[Entry, ...]:
    """Return the entries that ``edition`` was made with: its own, those they take back, and none that came to nothing.

    An entry is written before the edition.  One that the edition does not know was broken off, and never was.
    """
    told = {correction.id for correction in edition.corrections}
    told |= {entry.undoes for entry in entries if entry.undoes and entry.correction.id in told}
    return tuple(entry for entry in entries if entry.correction.id in told)


def open_flags(flags: Sequence[Flag], edition: Edition) -> tuple[Flag, ...]:
    """Return the flags that nobody has acted on: their story is printed, cites that passage and was not noted since."""
    printed = {printing.id: printing for printing in (*edition.stories, *edition.also)}
    noted = {c.story: c.at for c in edition.corrections if c.kind == "annotated"}
    found: list[Flag] = []
    for flag in flags:
        printing = printed.get(flag.story)
        if printing is None or (flag.story in noted and noted[flag.story] >= flag.at):
            continue
        cited = {
            (c.article, c.part, c.quote)
            for claim in (printing.headline, *printing.fields.all())
            for c in claim.citations
        }
        if not flag.quote or (flag.article, flag.part, flag.quote) in cited:
            found.append(flag)
    return tuple(found)


def place_of(flag: Flag, edition: Edition) -> tuple[str, int] | None:
    """Return the field and the number, from 1, of the sentence that a flag is about; None when it is about none."""
    for printing in (*edition.stories, *edition.also):
        if printing.id != flag.story or not flag.quote:
            continue
        fields = (("headline", (printing.headline,)), ("summary", printing.fields.summary),
                  ("details", printing.fields.details), ("uses", printing.fields.uses))  # fmt: skip
        for name, claims in fields:
            for number, claim in enumerate(claims, 1):
                if any((c.article, c.part, c.quote) == (flag.article, flag.part, flag.quote) for c in claim.citations):
                    return name, number
    return None
