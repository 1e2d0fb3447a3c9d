"""Edition folders: what a run leaves behind, and what the next one may read.

    ROOT/DATE/items.jsonl articles.jsonl stories.jsonl drafts.jsonl briefs.jsonl refused.jsonl ledger.jsonl
         dropped.jsonl edition.json sources.jsonl capture.warc.gz kept.jsonl
         and, once it was printed again otherwise: reprinted.jsonl
         and, once it was corrected or looked at again: edition.first.json corrections.jsonl flags.jsonl
    ROOT/.work/DATE/       checkpoints of a run that has not ended yet
    ROOT/.cache/           what may be lost: vectors of texts, what sites said of their pages (validators, robots.txt)

A folder appears whole or not at all.  The newsroom's memory is its own output: nothing else need be kept between days.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from broadsheet.decode import decode_json
from broadsheet.engine import Outcome
from broadsheet.errors import StorageError, UsageError
from broadsheet.failpoints import failpoint
from broadsheet.files import whole_folder
from broadsheet.folder import printed_again
from broadsheet.folder import read_ledger as read_ledger
from broadsheet.folder import read_lines as read_lines
from broadsheet.folders import DATED
from broadsheet.text.days import is_day
from broadsheet.types import (
    Article,
    Brief,
    Draft,
    Drop,
    Edition,
    Ledger,
    Printed,
    Question,
    Source,
    Story,
    StoryRecord,
    Value,
)

_JSON = msgspec.json.Encoder(order="deterministic")


KEPT = "kept.jsonl"
"""Articles of earlier editions that the standing questions of this one cite: their evidence travels with them."""

PAST_EDITIONS = 7
"""How many earlier editions the next one may see: a week, so that a weekly rhythm shows."""

FIRST = "edition.first.json"
"""The edition as it was first printed; there from its first correction on."""
JOURNAL = "corrections.jsonl"
"""What was done to an edition since, a line each."""

REPRINTED = "reprinted.jsonl"
"""What an edition of the same date printed before this one took its place, and this one does not: id and headline."""

CAPTURE = "capture.warc.gz"
"""What was fetched for an edition, in its folder."""


def write_edition(
    folder: Path,
    edition: Edition,
    outcome: Outcome,
    sources: Sequence[Source],
    dropped: Sequence[Drop],
    evidence: Callable[[Path], object] | None,
    kept: Mapping[str, Article],
) -> Path:
    """Write the edition folder, whole or not at all; return ``folder``.  Raises StorageError.

    ``kept`` are articles of earlier editions by id; those that the edition's questions cite are written beside it.

    ``sources`` are those that were asked: with them the capture, which ``evidence`` writes to the path that it is
    given, can be read again as it was.
    """
    gone = _gone(edition, folder)
    with whole_folder(folder) as new:
        for name, lines in edition_files(edition, outcome):
            with (new / name).open("wb") as handle:
                handle.writelines(lines)
            failpoint("store.file")
        if gone:
            (new / REPRINTED).write_bytes(b"".join(_lines(gone)))
        (new / "sources.jsonl").write_bytes(b"".join(_lines(sources)))
        (new / "dropped.jsonl").write_bytes(b"".join(_lines(dropped)))
        cited = dict.fromkeys(c.article for question in edition.questions for c in question.claim.citations)
        if cited:
            (new / KEPT).write_bytes(b"".join(_lines(kept[article] for article in cited)))
        if evidence:
            evidence(new / CAPTURE)
            failpoint("store.evidence")
    return folder


def edition_files(edition: Edition, outcome: Outcome) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield the files of an edition folder (name, lines) for the stages that ``outcome`` holds."""
    given, ledger = outcome.given, outcome.ledger
    if "collect" in given:
        yield "items.jsonl", _lines(given["collect"])
    if "dedupe" in given:
        yield "articles.jsonl", _lines(given["dedupe"])
    if "rank" in given:
        printed: dict[str, Printed] = dict.fromkeys((p.id for p in edition.also), "line")
        printed |= dict.fromkeys((p.id for p in edition.stories), "full")
        yield "stories.jsonl", _lines(_record(s, printed) for s in given["rank"] if isinstance(s, Story))
    if "write" in given:
        yield "drafts.jsonl", _lines(_by_story_id(d) for d in given["write"] if isinstance(d, Draft))
    if "verify" in given:
        briefs = [b for b in given["verify"] if isinstance(b, Brief)]
        yield "briefs.jsonl", _lines(_by_story_id(b) for b in briefs)
        yield "refused.jsonl", _lines(refusal for b in briefs for refusal in b.refused)
    if "compose" in given:
        yield "ledger.jsonl", _lines([*ledger.tallies, *ledger.counts, *ledger.failures])
        yield "edition.json", [edition_bytes(edition)]


def _record(story: Story, printed: Mapping[str, Printed]) -> StoryRecord:
    return StoryRecord(
        id=story.id,
        articles=tuple(a.id for a in story.articles),
        section=story.section,
        lead=story.lead,
        importance=story.importance,
        score=story.score,
        reasons=story.reasons,
        printed=printed.get(story.id, "no"),
        continues=story.continues,
    )


def story_records(records: Iterable[StoryRecord], edition: Edition) -> bytes:
    """Return ``stories.jsonl`` for records that say how ``edition`` prints them."""
    printed: dict[str, Printed] = dict.fromkeys((p.id for p in edition.also), "line")
    printed |= dict.fromkeys((p.id for p in edition.stories), "full")
    return b"".join(_lines(msgspec.structs.replace(r, printed=printed.get(r.id, "no")) for r in records))


def edition_bytes(edition: Edition) -> bytes:
    """Return ``edition.json``."""
    return msgspec.json.format(_JSON.encode(edition), indent=1) + b"\n"


def _by_story_id(value: Draft | Brief) -> dict[str, object]:
    """Give a draft or brief with its story's id in place of the story, whose articles stand in articles.jsonl."""
    plain = {name: getattr(value, name) for name in value.__struct_fields__}
    return plain | {"story": value.story.id}


def _lines(values: Iterable[object]) -> Iterator[bytes]:
    return (_JSON.encode(value) + b"\n" for value in values)


def read_edition(folder: Path) -> Edition:
    """Read ``edition.json`` of an edition folder.  Raises UsageError when it is none, StorageError when damaged."""
    path = folder / "edition.json"
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise no_edition(folder) from error
    except OSError as error:
        raise StorageError(
            f"cannot be read ({error.strerror or error})", subject=str(path), remedy="look at its permissions"
        ) from error
    try:
        return decode_json(data, Edition)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StorageError(f"is damaged: {error}", subject=str(path), remedy=printed_again(folder)) from error


def no_edition(folder: Path) -> UsageError:
    """Return what is to be said of a path that was named as an edition folder, DIR/DATE, and is none."""
    if not folder.is_dir():
        fault = "is a file, and no folder" if folder.exists() else "there is no such folder"
        if DATED.fullmatch(folder.name) and not is_day(folder.name):
            fault = f"{folder.name} is no day of the calendar"
        beside = edition_folders(folder.parent)
        newest = f"; the newest edition there is {beside[-1]}" if beside else ""
        return UsageError(fault, subject=str(folder), remedy=f"name an edition folder as DIR/DATE{newest}")
    inside = edition_folders(folder)
    remedy = f"name one of its {len(inside)} as DIR/DATE, such as {inside[-1]}" if inside else "name one as DIR/DATE"
    return UsageError("is not an edition folder: it holds no edition.json", subject=str(folder), remedy=remedy)


def no_folder(root: Path) -> UsageError:
    """Return what is to be said of a path that was named as the folder of all editions, and is no folder."""
    fault = "is a file, and no folder" if root.exists() else "there is no such folder"
    return UsageError(fault, subject=str(root), remedy="name the folder that holds the edition folders")


def read_articles(folder: Path) -> dict[str, Article]:
    """Return the articles of an edition folder by id."""
    return {article.id: article for article in read_lines(folder / "articles.jsonl", Article, printed_again(folder))}


def read_kept(folder: Path) -> dict[str, Article]:
    """Return the articles of earlier editions that an edition folder keeps, by id."""
    path = folder / KEPT
    return {article.id: article for article in read_lines(path, Article)} if path.is_file() else {}


def read_evidence(folder: Path) -> dict[str, Article]:
    """Return all that an edition cites by id: its own articles, and those kept of earlier editions."""
    return read_kept(folder) | read_articles(folder)


def kept_articles(
    root: Path, before: str, questions: Sequence[Question], without: Collection[str] = ()
) -> dict[str, Article]:
    """Return the articles that standing questions cite, by id: kept by the last edition, or of the one that asked.

    An article that is in neither any more is missing from the answer.
    """
    wanted = {citation.article: question.since for question in questions for citation in question.claim.citations}
    folders = _earlier(root, before, without)
    found: dict[str, Article] = {}
    for folder in reversed(folders):
        names = set(wanted.keys() - found.keys())
        if not names:
            break
        if folder.name in {wanted[name] for name in names}:
            found |= {id: one for id, one in read_articles(folder).items() if id in names}
        found |= {id: one for id, one in read_kept(folder).items() if id in names}
    return found


def edition_folders(root: Path) -> list[Path]:
    """Return the edition folders below ``root``, oldest first."""
    return [root / date for date in dated(root) if os.path.isfile(f"{root}/{date}/edition.json")]


def dated(root: Path) -> list[str]:
    """Return what below ``root`` is called by a date, edition or not, oldest first."""
    if not root.is_dir():
        return []
    with os.scandir(root) as entries:
        return sorted(entry.name for entry in entries if DATED.fullmatch(entry.name))


def _earlier(root: Path, before: str, without: Collection[str]) -> list[Path]:
    return [folder for folder in edition_folders(root) if folder.name < before and folder.name not in without]


def past_ledgers(root: Path, before: str, most: int, without: Collection[str] = ()) -> tuple[tuple[str, Ledger], ...]:
    """Return date and ledger of the last ``most`` editions of ``root`` older than ``before``, oldest first.

    The dates ``without`` are passed over, here and below.  Raises StorageError for one that is damaged.
    """
    return tuple((folder.name, read_ledger(folder)) for folder in _earlier(root, before, without)[-most:])


def past_articles(root: Path, past: Sequence[Edition]) -> dict[str, Article]:
    """Return the articles of ``past`` editions by id; an edition whose articles were thrown away has none.

    Raises StorageError when they are damaged.
    """
    folders = [root / edition.date for edition in past]
    kept = [read_articles(folder) for folder in folders if (folder / "articles.jsonl").is_file()]
    return {id: article for articles in kept for id, article in articles.items()}


def past_editions(root: Path, before: str, most: int, without: Collection[str] = ()) -> tuple[Edition, ...]:
    """Return the last ``most`` editions of ``root`` that are older than the date ``before``, oldest first."""
    return tuple(read_edition(folder) for folder in _earlier(root, before, without)[-most:])


class Gone(Value, frozen=True, kw_only=True):
    """A story under the headline that an edition gave it before another one took its place."""

    story: str
    headline: str


def _gone(edition: Edition, folder: Path) -> tuple[Gone, ...]:
    """Return what editions that stood in ``folder`` printed and ``edition`` does not print under that headline.

    Later editions may go on from it: what they say of this date was said.
    """
    try:
        told = list(read_lines(folder / REPRINTED, Gone)) if (folder / REPRINTED).is_file() else []
        told += _told(read_edition(folder)) if (folder / "edition.json").is_file() else []
    except StorageError:
        return ()  # what is damaged bears nothing out
    return tuple(dict.fromkeys(one for one in told if one not in set(_told(edition))))


def _told(edition: Edition) -> list[Gone]:
    return [Gone(story=one.id, headline=one.headline.text) for one in (*edition.stories, *edition.also)]


class Replaced(NamedTuple):
    """The edition that stood where another now stands: its moment, and the later ones that were made from it."""

    made: datetime
    later: tuple[Edition, ...]


def replaced_by(edition: Edition, folder: Path) -> Replaced | None:
    """Return what stands in ``folder`` and says otherwise than ``edition``; None where nothing does that can be read.

    Later editions were made from it where a story of theirs goes on from one of its, or a question was put on its day.
    """
    if not (folder / "edition.json").is_file():
        return None
    try:
        before = read_edition(folder)
    except StorageError:
        return None
    changed = (before.stories, before.also, before.questions) != (edition.stories, edition.also, edition.questions)
    if not changed:
        return Replaced(before.made, ()) if before.made != edition.made else None
    later = []
    for path in edition_folders(folder.parent):
        if path.name > edition.date:
            try:
                after = read_edition(path)
            except StorageError:
                continue  # it is told when it is read for its own sake
            days = {one.continues_date for one in (*after.stories, *after.also) if one.continues}
            if edition.date in days | {question.since for question in after.questions}:
                later.append(after)
    return Replaced(before.made, tuple(later))


def damaged_editions(root: Path, before: str) -> dict[str, StorageError]:
    """Return the first fault, by date, of each edition before ``before`` that cannot be read.

    All are looked at, however old: where one is passed over, an older one is read in its place.
    """
    found: dict[str, StorageError] = {}
    for folder in _earlier(root, before, ()):
        try:
            read_edition(folder)
            if (folder / "articles.jsonl").is_file():
                read_articles(folder)
            read_kept(folder)
            read_ledger(folder)
        except StorageError as error:
            found[folder.name] = error
    return found
