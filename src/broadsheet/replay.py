"""A printed edition, made again from what it left behind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from broadsheet.config import Kit, kit
from broadsheet.config_file import File
from broadsheet.corrections.apply import corrected
from broadsheet.corrections.journal import read_journal, standing
from broadsheet.corrections.make import first_of, past_of
from broadsheet.decode import decode_json
from broadsheet.engine import Call, Progress, run
from broadsheet.errors import UsageError
from broadsheet.ports import Engine
from broadsheet.press import hours_of, only_edition, plan, steps_of, with_cache
from broadsheet.store import (
    FIRST,
    edition_bytes,
    edition_files,
    read_articles,
    read_edition,
    read_ledger,
    story_records,
)
from broadsheet.types import Edition, Ledger, StoryRecord

STORED = ("dedupe", "rank", "write", "verify", "compose")
"""Stages whose values stand in an edition folder, so that a replay can be compared with them."""


def kit_of(folder: Path, file: File) -> Kit:
    """Return the kit to publish or replay a printed edition with: its own moment and language, the file's desk."""
    edition = read_edition(folder)
    settings = plan(
        file,
        date=edition.date,
        at=edition.made,
        hours=hours_of(edition.window),
        origins=() if edition.window.start else (folder,),
        language=edition.language,
        out=folder.parent,
    )
    return kit(msgspec.json.encode(settings))


def replay(folder: Path, file: File, engine: Engine, through: str, progress: Progress | None = None) -> list[str]:
    """Make the edition again from its stored articles; return the files that come out otherwise.

    ``through`` names the last stage to compare.  Raises UsageError when it is none that can be replayed.
    """
    if through not in STORED:
        raise UsageError("is not stored", subject=f"stage {through!r}", remedy=f"one of: {', '.join(STORED)}")
    press = kit_of(folder, file)
    if (
        press.plans or press.settings.judge or press.settings.matcher
    ):  # what was answered is remembered beside the editions
        press = kit(msgspec.json.encode(with_cache(press.settings)))
    pipeline, steps = steps_of(press)
    steps = tuple(step for step in steps if step.name not in ("collect", "extract"))
    names = [step.name for step in steps]
    steps = steps[: names.index(through) + 1]
    articles = [
        msgspec.structs.replace(article, copy_of=None, copy_kind=None) for article in read_articles(folder).values()
    ]
    stored = read_ledger(folder)
    before = Ledger(
        tallies=tuple(t for t in stored.tallies if t.stage not in names),
        failures=tuple(f for f in stored.failures if f.stage not in names),
        counts=tuple(c for c in stored.counts if c.stage not in names),
    )
    call = Call(pipeline, "broadsheet.config:kit", msgspec.json.encode(press.settings), "")
    outcome = run(steps, articles, call=call, engine=engine, progress=progress, ledger=before)
    edition = only_edition(outcome) if through == "compose" else read_edition(folder)
    told = {name: b"".join(lines) for name, lines in edition_files(edition, outcome)}
    if (folder / FIRST).is_file():
        told |= _first_printing(folder, told, press)
    return [
        name for name, data in told.items() if not (folder / name).is_file() or data != (folder / name).read_bytes()
    ]


def _first_printing(folder: Path, told: Mapping[str, bytes], press: Kit) -> dict[str, bytes]:
    """Return the files of a corrected edition as they must be: the first printing as it is made again, the corrections
    of the journal made again on the first printing, and who is printed after them.
    """
    edition = read_edition(folder)
    entries = standing(read_journal(folder), edition)
    found = {"stories.jsonl": _records(told["stories.jsonl"], edition)} if "stories.jsonl" in told else {}
    if "edition.json" in told:
        found[FIRST] = told["edition.json"]
        past = past_of(folder, edition, press)
        found["edition.json"] = edition_bytes(corrected(first_of(folder), entries, past))
    return found


def _records(data: bytes, edition: Edition) -> bytes:
    return story_records((decode_json(line, StoryRecord) for line in data.splitlines()), edition)
