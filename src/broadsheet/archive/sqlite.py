"""The archive in one SQLite file: FTS5 over ready-made tokens."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from broadsheet.archive.shelf import Bounds, Cell, Dialect, Found, Row, Wording
from broadsheet.archive.words import Phrase, Query, Term
from broadsheet.errors import StorageError
from broadsheet.files import storage_error

WEIGHTS = (4.0, 1.0, 2.0)
"""What a word counts in the headline, the sentences, the names and outlets (set by hand, 2026-11-22: a headline says
what a story is about, a sentence only what stands in it; PostgreSQL gets the same ones)."""
_BUSY_SECONDS = 30.0
_CHUNK = 500
_KEPT_OUT = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR}
)
"""What an index that is made again would meet as well."""


class SqliteShelf:
    """``Shelf`` in the file ``path``, made when it is not there.  Safe for many processes, for one thread."""

    dialect: Dialect = "sqlite"

    def __init__(self, path: Path, *, in_memory: bool = False) -> None:
        """Open the file, or with ``in_memory`` what it holds: where nobody may write, the answer is the same."""
        self.place = str(path)
        if in_memory:
            self._file = _copied(path)
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            if isinstance(error, OSError):
                raise storage_error(path, error) from error
            raise self._told(error) from error
        try:
            with self._telling():
                self._file.execute("PRAGMA journal_mode = WAL").fetchone()
                self._file.execute("PRAGMA synchronous = NORMAL")
        except StorageError:
            self._file.close()
            raise

    def rows(self, sql: str, values: Sequence[Cell] = ()) -> list[Row]:
        with self._telling():
            return self._file.execute(sql, values).fetchall()

    def run(self, sql: str, values: Sequence[Cell] = ()) -> None:
        with self._telling():
            self._file.execute(sql, values)

    def add(self, table: str, rows: Iterable[Row]) -> None:
        waiting = iter(rows)
        while chunk := list(islice(waiting, _CHUNK)):
            marks = ", ".join("?" * len(chunk[0]))
            with self._telling():
                self._file.executemany(f"INSERT INTO {table} VALUES ({marks})", chunk)

    @contextlib.contextmanager
    def whole(self) -> Iterator[None]:
        self.run("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._file.execute("ROLLBACK")
            raise
        self.run("COMMIT")

    def lock(self) -> None:
        """Nothing more to do: ``BEGIN IMMEDIATE`` has locked the file."""

    def add_words(self, wordings: Iterable[Wording]) -> None:
        with self._telling():
            self._file.executemany("INSERT INTO words (rowid, headline, text, named) VALUES (?, ?, ?, ?)",
                                   map(_joined, wordings))  # fmt: skip

    def drop_words(self, wordings: Iterable[Wording]) -> None:
        with self._telling():
            self._file.executemany("INSERT INTO words (words, rowid, headline, text, named) "
                                   "VALUES ('delete', ?, ?, ?, ?)", map(_joined, wordings))  # fmt: skip

    def find(self, query: Query, most: int, bounds: Bounds) -> list[Found]:
        weights = ", ".join(map(str, WEIGHTS))
        # CROSS: the words lead, newest first, and stop at ``most``.  Led by the stories, FTS5 would begin anew, and
        # count for bm25 how common the words are, at each of them.
        only = f"CROSS JOIN story s ON s.doc = w.rowid AND {bounds.where}" if bounds.where else ""
        sql = (
            f"SELECT w.rowid, -bm25(words, {weights}) FROM words w {only} "
            "WHERE words MATCH ? AND w.rowid >= ? AND w.rowid < ? ORDER BY w.rowid DESC LIMIT ?"
        )
        asked = (*bounds.values, expression(query), bounds.first, bounds.end, most)
        return [Found(int(str(doc)), float(str(rank))) for doc, rank in self.rows(sql, asked)]

    def tidy(self) -> None:
        """Nothing to do: FTS5 merges what is added as it is added."""

    def close(self) -> None:
        self._file.close()

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._told(error) from error

    def _told(self, error: sqlite3.Error) -> StorageError:
        # The rest of an extended code says which operation it was; the lowest byte says what is wrong.
        kept_out = getattr(error, "sqlite_errorcode", 0) & 0xFF in _KEPT_OUT
        return StorageError(
            f"the archive cannot be used ({error})",
            subject=self.place,
            remedy="the editions are safe; make room there, and look who may write there"
            if kept_out
            else "the editions are safe; broadsheet archive rebuild DIR makes the index again from them",
        )


def _copied(path: Path) -> sqlite3.Connection:
    """Return a database in memory with what stands in ``path``; an empty one where that cannot be read."""
    held = sqlite3.connect(":memory:", isolation_level=None)
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(address, uri=True)) as file:
        file.backup(held)
    return held


def _joined(wording: Wording) -> tuple[int, str, str, str]:
    doc, *parts = wording
    headline, text, named = (" ".join(part) for part in parts)
    return doc, headline, text, named


def expression(query: Query) -> str:
    """Return ``query`` in the language of FTS5.  Tokens hold letters and figures alone, so nothing need be escaped."""
    asked = " AND ".join(map(_term, query.wanted))
    return f"({asked}) NOT ({' OR '.join(map(_term, query.unwanted))})" if query.unwanted else asked


def _term(term: Term) -> str:
    return f"({' OR '.join(map(_phrase, term.wordings))})"


def _phrase(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"' + (" *" if phrase.prefix else "")
