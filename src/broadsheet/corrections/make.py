"""A correction, from what an editor asks to the pages that are published again.

    first printing -> edition.first.json, once          what was printed can be proven
    the journal, one line more -> corrections.jsonl     not believed until the edition knows it
    the edition -> edition.json                         from here on it is corrected
    who is printed -> stories.jsonl
    publishers, archive

Each file is written whole, in this order, while the date is held.  Killed before ``edition.json`` is replaced, nothing
was corrected and the next command drops the line; killed after it, the same command given again finishes the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from broadsheet.adapters.site.when import told_at
from broadsheet.archive.index import kept_up
from broadsheet.checks.case import Knowledge
from broadsheet.config import Kit
from broadsheet.corrections.apply import Past, applied, corrected
from broadsheet.corrections.journal import Entry, lines, read_journal, standing
from broadsheet.corrections.judge import cited, judged
from broadsheet.decode import convert, decode_json
from broadsheet.errors import RefusedError, StorageError, UsageError
from broadsheet.failpoints import failpoint
from broadsheet.files import sweep, write_whole
from broadsheet.hold import holding, let_go, work_folder
from broadsheet.labels import labels
from broadsheet.page.watch import standing as asked_of
from broadsheet.press import publish
from broadsheet.proof import faults
from broadsheet.seal import announce, edited
from broadsheet.store import (
    FIRST,
    JOURNAL,
    edition_bytes,
    read_articles,
    read_edition,
    read_evidence,
    read_lines,
    story_records,
)
from broadsheet.types import Claim, Correction, Edition, Printing, Story, StoryRecord, digest

Field = Literal["headline", "summary", "details", "uses"]
_ID = 8


class Ask(NamedTuple):
    """What an editor asks: exactly one of ``edit`` (field, number from 1, new text), ``withdraw``, ``note``, ``undo``.

    ``cite`` are words of the sources that an edited sentence rests on; without them it rests on what the old one cited.
    """

    reason: str
    story: str = ""
    edit: tuple[Field, int, str] | None = None
    withdraw: bool = False
    note: str = ""
    undo: str = ""
    cite: tuple[str, ...] = ()


class Corrected(NamedTuple):
    """What came of it: the correction, whether it had been made before, the pages, what went wrong with the archive."""

    correction: Correction
    again: bool
    pages: tuple[Path, ...]
    troubles: tuple[str, ...]


def correct(
    folder: Path,
    ask: Ask,
    press: Kit,
    publishers: Sequence[str],
    *,
    at: datetime,
    typed: bool = True,
    archive: str = "",
) -> Corrected:
    """Correct the edition in ``folder``, publish it again and tell the archive.

    ``press`` is the kit of that edition; ``at`` the moment that the correction tells.  One that nobody ``typed`` gives
    way to the last moment that the edition tells, where that is later.  A correction that stands already, in the same
    words, is not made twice: what may be missing behind it is done again.

    Raises RefusedError when a sentence is not borne out, UsageError for a story or sentence that is not there,
    NoEditionError when the date is held, StorageError, PublishError (then the edition is corrected, its pages are not).
    """
    root, date = folder.parent, folder.name
    _of_its_desk(read_edition(folder), folder, press)  # before anything is made for a date that has no edition
    with holding(root, date):
        try:
            entries = settle(folder)
            edition = read_edition(folder)
            _untouched(folder)
            before = _made_before(edition, ask)
            if before is None:
                last = max((entry.correction.at for entry in entries), default=edition.made)
                _later(at, last, typed)
                at = max(at, last).astimezone(edition.made.tzinfo)  # as readers are told it
                past = past_of(folder, edition, press)
                entry = _entry(folder, ask, edition, entries, past, press, at)
                changed = _changed(folder, edition, entries, entry, past)
                _prove(folder, changed, press)
                _write(folder, edition, (*entries, entry), changed)
            told = before or entry.correction
            pages = publish(folder, press, publishers)
            failpoint("correct.published")
            troubles = kept_up(root, archive, press.names)
            failpoint("correct.indexed")
        finally:
            let_go(work_folder(root, date))
    return Corrected(told, before is not None, pages, troubles)


def _of_its_desk(edition: Edition, folder: Path, press: Kit) -> None:
    """Refuse a desk that has not the sections of the edition: it could put none of its stories in their order."""
    known = {section.id for section in press.desk.sections}
    for story in (*edition.stories, *edition.also):
        if story.section not in known:
            raise UsageError(
                f"is an edition of {edition.colophon.desk!r}; the configured desk has no section {story.section!r}",
                subject=str(folder),
                remedy="name the configuration that it was printed with: --config FILE; nothing was changed",
            )


def _untouched(folder: Path) -> None:
    """Refuse an edition that somebody changed by hand: a correction would put the change under its own seal."""
    if names := edited(folder):
        raise UsageError(
            f"was changed by hand after it was published: {', '.join(names)}",
            subject=str(folder),
            remedy="put back what stood there, then say the change with this command; nothing was changed",
        )


def _later(at: datetime, last: datetime, typed: bool) -> None:
    """Refuse a moment before what the edition tells already: a reader's feed would take the correction for old news."""
    if typed and at < last:
        raise UsageError(
            f"{at.isoformat()} is before the last correction, or before the edition was made ({last.isoformat()})",
            subject="the moment of the correction",
            remedy="leave out --at: it is then now, or the moment of the last correction where that is later",
        )


def settle(folder: Path) -> tuple[Entry, ...]:
    """Finish or drop what a killed process left; return the corrections that the edition was made with."""
    sweep(folder)
    written = read_journal(folder)
    edition = read_edition(folder)
    entries = standing(written, edition)
    if len({entry.correction.id for entry in entries if not _is_undone(entry, entries)}) != len(edition.corrections):
        raise StorageError(
            "does not hold every correction that the edition tells of",
            subject=str(folder / JOURNAL),
            remedy="put back the file as it was; the first printing is edition.first.json",
        )
    if entries != written:
        if entries:
            write_whole(folder / JOURNAL, lines(entries))
        else:
            (folder / JOURNAL).unlink()
    if entries:
        _write_records(folder, edition)
    return entries


def _is_undone(entry: Entry, entries: Sequence[Entry]) -> bool:
    return any(other.undoes == entry.correction.id for other in entries)


def past_of(folder: Path, edition: Edition, press: Kit) -> Past:
    """Return what a corrected edition is made with besides itself."""
    articles = read_articles(folder)
    records = list(read_lines(folder / "stories.jsonl", StoryRecord))
    stories = {
        r.id: Story(
            id=r.id,
            articles=tuple(articles[id] for id in r.articles),
            section=r.section,
            lead=r.lead,
            importance=r.importance,
            score=r.score,
            reasons=r.reasons,
            printed=r.printed,
            continues=r.continues,
        )
        for r in records
    }
    return Past(press.page, stories, asked_of(press.past))


def first_of(folder: Path) -> Edition:
    """Return the edition as it was first printed."""
    path = folder / FIRST
    if not path.is_file():
        return read_edition(folder)
    try:
        return decode_json(path.read_bytes(), Edition)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StorageError(f"is damaged: {error}", subject=str(path), remedy="put back the file as it was") from error


def find_story(edition: Edition, prefix: str) -> Printing:
    """Return the printed story whose id begins so.  Raises UsageError for none, or several."""
    found = [story for story in (*edition.stories, *edition.also) if story.id.startswith(prefix)]
    if len(found) != 1 or not prefix:
        gone = [c for c in edition.corrections if c.kind == "withdrawn" and c.story.startswith(prefix) and prefix]
        told = "was withdrawn" if gone else f"fits {len(found)} stories" if found else "fits no printed story"
        remedy = "broadsheet correct DIR/DATE --list tells what was corrected; show DIR/DATE lists the ids"
        raise UsageError(told, subject=f"story {prefix!r}", remedy=remedy)
    return found[0]


def _made_before(edition: Edition, ask: Ask) -> Correction | None:
    """Return the latest correction of its story when it is the one that is asked for."""
    of_story = [c for c in edition.corrections if ask.story and c.story.startswith(ask.story)]
    if not of_story or ask.undo:
        return None
    last = of_story[-1]
    if last.reason != ask.reason:
        return None
    same = (
        (ask.withdraw and last.kind == "withdrawn")
        or (bool(ask.note) and last.kind == "annotated" and last.after == ask.note)
        or (ask.edit is not None and last.kind == "edited" and (last.field, last.after) == (ask.edit[0], ask.edit[2])
            and _stands(edition, last))
    )  # fmt: skip
    return last if same else None


def _stands(edition: Edition, told: Correction) -> bool:
    """Say whether what a correction put there is there: the same words asked for twice are then one correction."""
    printing = find_story(edition, told.story)
    claims = (printing.headline,) if told.field == "headline" else getattr(printing.fields, told.field)
    texts = [claim.text for claim in claims]
    return told.after in texts if told.after else told.before not in texts


def _entry(
    folder: Path, ask: Ask, edition: Edition, entries: Sequence[Entry], past: Past, press: Kit, at: datetime
) -> Entry:
    """Return the line of the journal that does what is asked.  Raises UsageError, RefusedError."""
    if not ask.reason.strip():
        raise UsageError("is wanted: readers are told why", subject="--reason")
    number = str(len(entries))
    if ask.undo:
        return _undoing(ask, edition, entries, past, at, number)
    printing = find_story(edition, ask.story)
    kind: Literal["edited", "withdrawn", "annotated"] = "withdrawn" if ask.withdraw else "annotated"
    field, before, after, claim = "", "", ask.note, None
    if ask.edit is not None:
        kind, field, after = "edited", ask.edit[0], ask.edit[2].strip()
        old = _sentence(printing, *ask.edit[:2])
        before = old.text
        story = past.stories.get(printing.id)
        if story is None:
            raise UsageError("is not in stories.jsonl", subject=f"story {printing.id}", remedy="withdraw it")
        if after:
            rests = cited(ask.cite, story) or old.citations
            typed = Claim(text=after, citations=rests, transform="written")
            claim = judged(typed, field, printing, old, story, press)
        elif field == "headline":
            raise UsageError("cannot be empty", subject="headline", remedy="--withdraw takes the story out")
    told = _correction(
        id=digest(edition.date, printing.id, at.isoformat(), kind, field, before, after, number)[:_ID],
        at=at, story=printing.id, headline=printing.headline.text, kind=kind, field=field, before=before, after=after,
        reason=ask.reason.strip(),
    )  # fmt: skip
    return Entry(correction=told, claim=claim)


def _correction(**fields: object) -> Correction:
    try:
        return convert(fields, Correction)
    except (msgspec.ValidationError, ValueError) as error:
        raise UsageError(str(error)) from error


def _sentence(printing: Printing, field: Field, number: int) -> Claim:
    claims: tuple[Claim, ...] = (printing.headline,) if field == "headline" else getattr(printing.fields, field)
    if not 1 <= number <= len(claims):
        there = ", ".join(f"{name} {len(getattr(printing.fields, name))}" for name in ("summary", "details", "uses"))
        raise UsageError(f"has no sentence {number}", subject=field, remedy=f"it holds: headline 1, {there}")
    return claims[number - 1]


def _undoing(ask: Ask, edition: Edition, entries: Sequence[Entry], past: Past, at: datetime, number: str) -> Entry:
    """Return the line that takes a correction back.  Readers who saw it are told: it leaves a note."""
    found = [entry for entry in entries if entry.correction.id.startswith(ask.undo)]
    if len(found) != 1 or found[0].correction.id not in {c.id for c in edition.corrections} or found[0].undoes:
        raise UsageError(
            "is no correction that stands", subject=f"--undo {ask.undo}", remedy="broadsheet correct DIR/DATE --list"
        )
    old = found[0].correction
    when = told_at(labels(edition.language)["site"], old.at.astimezone(edition.made.tzinfo))
    told = _correction(
        id=digest(edition.date, old.id, at.isoformat(), "undone", number)[:_ID], at=at, story=old.story,
        headline=old.headline, kind="annotated", reason=ask.reason.strip(),
        after=past.page.say("correction.undone", at=when),
    )  # fmt: skip
    return Entry(correction=told, undoes=old.id)


def _changed(folder: Path, edition: Edition, entries: Sequence[Entry], entry: Entry, past: Past) -> Edition:
    if entry.undoes:
        return corrected(first_of(folder), (*entries, entry), past)
    return applied(edition, entry, past)


def _prove(folder: Path, edition: Edition, press: Kit) -> None:
    """Refuse an edition that may not be published, before anything is written."""
    knows = Knowledge(press.names, lambda texts, languages: press.embedder(texts, languages))
    fault = next(faults(edition, read_evidence(folder), knows), None)
    if fault:
        raise RefusedError(
            f"{fault}; nothing was changed",
            subject=str(folder),
            remedy="correct that first: broadsheet recheck DIR/DATE lists what does not hold",
        )


def _write(folder: Path, before: Edition, entries: Sequence[Entry], after: Edition) -> None:
    failpoint("correct.proved")
    made, told = edition_bytes(after), story_records(read_lines(folder / "stories.jsonl", StoryRecord), after)
    announce(folder, {"edition.json": made, "stories.jsonl": told})
    failpoint("correct.announced")
    if not (folder / FIRST).is_file():
        write_whole(folder / FIRST, (folder / "edition.json").read_bytes())
    failpoint("correct.kept")
    write_whole(folder / JOURNAL, lines(entries))
    failpoint("correct.noted")
    write_whole(folder / "edition.json", made)
    failpoint("correct.corrected")
    _write_records(folder, after)
    failpoint("correct.recorded")


def _write_records(folder: Path, edition: Edition) -> None:
    """Let ``stories.jsonl`` say who is printed, as the edition does."""
    path = folder / "stories.jsonl"
    told = story_records(read_lines(path, StoryRecord), edition)
    if told != path.read_bytes():
        write_whole(path, told)
