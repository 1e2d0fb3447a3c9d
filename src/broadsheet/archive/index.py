"""The index as a whole: opened, made from the folders, brought up to date.

An edition is known by the stamp of its ``edition.json`` (moment and size), so what was printed, corrected, deleted or
put back since the last look is found by a ``stat`` of each folder, whoever did it and however it ended.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from broadsheet.archive.migrations import migrate
from broadsheet.archive.rows import MOST_STORIES, EntityKey, doc_of, entity_key, rows_of, wording_of
from broadsheet.archive.shelf import Shelf, Wording
from broadsheet.archive.sqlite import SqliteShelf
from broadsheet.archive.words import VERSION
from broadsheet.errors import BroadsheetError, StorageError, UsageError
from broadsheet.failpoints import failpoint
from broadsheet.files import storage_error
from broadsheet.folders import EDITION, of_another_day, stamp_of
from broadsheet.store import dated, edition_folders, no_folder, read_edition
from broadsheet.text.names import NameTable
from broadsheet.types import Edition

FILE = Path(".cache") / "archive.sqlite"
"""Below the folder of the editions, with what else may be lost."""

Progress = Callable[[int, int], None]
_TABLES = ("story", "awaited", "correction", "edition")


class Report(NamedTuple):
    """What was done to the index: the dates taken in and dropped, and what could not be read."""

    taken: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()


@contextlib.contextmanager
def opened(root: Path, url: str = "", *, only_asked: bool = False) -> Iterator[Shelf]:
    """Open the index of the editions below ``root``: its own file, or the PostgreSQL at ``url``; close it at the end.

    An index that is ``only_asked`` is held in memory where its file cannot be written.

    Raises UsageError for an address of another kind, StorageError when it cannot be used or belongs to other editions.
    """
    shelf = _open(root / FILE, url, only_asked)
    try:
        migrate(shelf)
        _check(shelf, root)
        yield shelf
    finally:
        shelf.close()


def _open(path: Path, url: str, only_asked: bool = False) -> Shelf:
    if not url:
        return SqliteShelf(path, in_memory=only_asked and not _may_write(path))
    if not url.startswith(("postgresql://", "postgres://")):
        raise UsageError(
            "is no address of a PostgreSQL", subject="[archive] url", remedy="postgresql://user@host/database"
        )
    from broadsheet.archive.postgres import PostgresShelf

    return PostgresShelf(url)


def _may_write(path: Path) -> bool:
    """Say whether a file can be written, with the files that a database puts beside it, or made where it is not."""
    there = next(folder for folder in path.parents if folder.exists())
    return os.access(there, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _facts(shelf: Shelf) -> dict[str, str]:
    return {str(name): str(value) for name, value in shelf.rows("SELECT name, value FROM fact")}


def _check(shelf: Shelf, root: Path) -> None:
    """Refuse an index whose tokens another version made, or one that belongs to another folder of editions."""
    facts = _facts(shelf)
    if facts.get("words", VERSION) != VERSION:
        raise StorageError(
            "was made by another version of the words",
            subject=shelf.place,
            remedy=f"broadsheet archive rebuild {root}",
        )
    # A file lies with its editions and may be moved or copied with them; a database stays where it is.
    if (
        shelf.dialect == "postgresql"
        and facts.get("root", str(root.resolve())) != str(root.resolve())
        and root.is_dir()
    ):
        raise StorageError(
            f"is the archive of {facts['root']}",
            subject=shelf.place,
            remedy=f"give each folder of editions its own database; or take this one over: "
            f"broadsheet archive rebuild {root}",
        )


def _claim(shelf: Shelf, root: Path) -> None:
    """Write down whose index it is, and in which words."""
    for name, value in (("words", VERSION), ("root", str(root.resolve()))):
        shelf.run("DELETE FROM fact WHERE name = ?", (name,))
        shelf.add("fact", [(name, value)])


def catch_up(shelf: Shelf, root: Path, key: EntityKey, progress: Progress = lambda *_: None) -> Report:
    """Take in what was printed, corrected or deleted below ``root`` since the last time; each edition whole.

    A damaged edition is told, and what was known of it is kept.  Where ``root`` is not on this machine the index is
    left as it is.  Raises StorageError when the index cannot be written.
    """
    if not root.is_dir():
        return Report()
    known = {str(date): str(stamp) for date, stamp in shelf.rows("SELECT date, stamp FROM edition")}
    there: dict[str, str] = {}
    for date in dated(root):  # before every answer: one look at each of years of folders
        if stamp := stamp_of(root / date, (EDITION,)):  # else no edition, or deleted since it was listed
            there[date] = stamp
    gone = sorted(known.keys() - there.keys())
    stale = [date for date, stamp in there.items() if known.get(date) != stamp]
    if not gone and not stale and _facts(shelf):
        return Report()
    with shelf.whole():
        shelf.lock()
        _claim(shelf, root)
        for date in gone:
            _drop(shelf, date)
        failpoint("archive.claiming")
    failpoint("archive.claimed")
    taken: list[str] = []
    troubles: list[str] = []
    for done, date in enumerate(stale):
        progress(done, len(stale))
        try:
            edition = _read(root / date)
        except (StorageError, UsageError) as error:
            troubles.append(str(error))
            continue
        with shelf.whole():
            shelf.lock()
            _drop(shelf, date)
            failpoint("archive.dropped")
            _put(shelf, edition, there[date], key)
            failpoint("archive.put")
        failpoint("archive.taken")
        taken.append(date)
    if taken:
        shelf.tidy()
    progress(len(stale), len(stale))
    return Report(tuple(taken), tuple(gone), tuple(troubles))


def kept_up(root: Path, url: str, names: NameTable) -> tuple[str, ...]:
    """Tell the archive of ``root`` what became of the editions; return what went wrong.

    An edition that is out is not held up by its index: the next search takes in what is missing.
    """
    try:
        with opened(root, url) as shelf:
            return catch_up(shelf, root, entity_key(names)).troubles
    except BroadsheetError as error:
        return (str(error),)


def rebuild(root: Path, url: str, key: EntityKey, progress: Progress = lambda *_: None) -> Report:
    """Make the index of ``root`` anew from its folders; who searches meanwhile finds the old one.

    SQLite: a file beside it that takes its place.  PostgreSQL: one transaction.  Raises StorageError, UsageError.
    """
    if not root.is_dir():
        raise no_folder(root)
    if url:
        shelf = _open(root / FILE, url)
        try:
            migrate(shelf)
            with shelf.whole():
                shelf.lock()
                for table in ("entity", *_TABLES):
                    shelf.run(f"DELETE FROM {table}")
                report = _fill(shelf, root, key, progress)
            shelf.tidy()
            # Or the first questions are planned for an empty table, and meet the rows that were.
            shelf.run(f"VACUUM (ANALYZE) entity, {', '.join(_TABLES)}")
            return report
        finally:
            shelf.close()
    path = root / FILE
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        shelf = _open(new, "")
        try:
            failpoint("archive.making")
            migrate(shelf)
            failpoint("archive.migrated")
            with shelf.whole():
                report = _fill(shelf, root, key, progress)
            shelf.run("INSERT INTO words (words) VALUES ('optimize')")
            failpoint("archive.filled")
            shelf.rows("PRAGMA journal_mode = DELETE")  # all of it in the one file, and on the disk
        finally:
            shelf.close()
        failpoint("archive.made")
        for beside in ("-wal", "-shm"):  # of the old file: they must not meet the new one
            path.with_name(path.name + beside).unlink(missing_ok=True)
        failpoint("archive.replacing")
        os.replace(new, path)
        failpoint("archive.replaced")
    except OSError as error:
        raise storage_error(path, error) from error
    finally:
        for beside in ("", "-wal", "-shm", "-journal"):
            new.with_name(new.name + beside).unlink(missing_ok=True)
    return report


def _fill(shelf: Shelf, root: Path, key: EntityKey, progress: Progress) -> Report:
    taken: list[str] = []
    troubles: list[str] = []
    _claim(shelf, root)
    folders = edition_folders(root)
    for done, folder in enumerate(folders):
        progress(done, len(folders))
        try:
            stamp = stamp_of(folder, (EDITION,))
            edition = _read(folder)
        except (StorageError, UsageError, FileNotFoundError) as error:
            troubles.append(str(error))
            continue
        _put(shelf, edition, stamp, key)
        taken.append(edition.date)
    progress(len(folders), len(folders))
    return Report(tuple(taken), (), tuple(troubles))


def _read(folder: Path) -> Edition:
    edition = read_edition(folder)
    if edition.date != folder.name:
        raise of_another_day(StorageError, edition.date, folder)
    return edition


def _put(shelf: Shelf, edition: Edition, stamp: str, key: EntityKey) -> None:
    rows = rows_of(edition, stamp, key)
    shelf.add("edition", [rows.edition])
    shelf.add("story", rows.stories)
    shelf.add("entity", rows.entities)
    shelf.add("awaited", rows.awaited)
    shelf.add("correction", rows.corrections)
    shelf.add_words(_wordings(shelf, edition.date))


def _drop(shelf: Shelf, date: str) -> None:
    shelf.drop_words(_wordings(shelf, date))
    shelf.run("DELETE FROM entity WHERE doc >= ? AND doc < ?", (doc_of(date), doc_of(date, MOST_STORIES)))
    for table in _TABLES:
        shelf.run(f"DELETE FROM {table} WHERE date = ?", (date,))


def _wordings(shelf: Shelf, date: str) -> Sequence[Wording]:
    found = shelf.rows("SELECT doc, headline, text, named, outlets FROM story WHERE date = ? ORDER BY doc", (date,))
    return [wording_of(int(str(doc)), str(h), str(t), str(n), str(o)) for doc, h, t, n, o in found]
