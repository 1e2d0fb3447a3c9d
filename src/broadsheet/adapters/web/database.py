"""The SQLite file of the web's journal: opened, checked, set aside where it is damaged, and safe for threads."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import threading
import weakref
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from broadsheet.adapters.web.answers import failure
from broadsheet.decode import decode_json
from broadsheet.errors import StorageError
from broadsheet.types import Failure, Page

FORMAT = 1
"""Raised when the tables change; a file of another format is set aside, for it only saves time."""
WAIT = 30.0
"""Seconds to wait for another process that writes."""
_APPLICATION = 0x42726F61  # "Broa"
_TABLES = """
CREATE TABLE body (digest BLOB PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE run (run TEXT PRIMARY KEY, begun REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE exchange (
    run TEXT, url TEXT, seq INTEGER, status INTEGER NOT NULL, headers BLOB NOT NULL, body BLOB, at TEXT NOT NULL,
    PRIMARY KEY (run, url, seq)) WITHOUT ROWID;
CREATE TABLE answer (
    run TEXT, url TEXT, hops BLOB NOT NULL, failure BLOB, session TEXT NOT NULL, PRIMARY KEY (run, url)) WITHOUT ROWID;
CREATE TABLE memory (
    url TEXT, kind TEXT, status INTEGER NOT NULL, headers BLOB NOT NULL, body BLOB, at TEXT NOT NULL, fresh REAL,
    target TEXT, sightings INTEGER NOT NULL, run TEXT NOT NULL, asked REAL NOT NULL,
    PRIMARY KEY (url, kind)) WITHOUT ROWID;
CREATE TABLE later (key TEXT PRIMARY KEY, until REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE robots (origin TEXT PRIMARY KEY, text TEXT NOT NULL, at REAL NOT NULL) WITHOUT ROWID;
"""

DAMAGED = (zlib.error, msgspec.DecodeError, ValueError, TypeError, OverflowError, LookupError, OSError)
"""What reading a damaged value raises: it is treated as not there, for what is lost is asked again."""

Row = tuple[str, int, bytes, bytes | None, str]
"""A page as it lies in a table: address, status, headers, digest of the body, moment."""


class Database:
    """One connection to the file ``path`` (None: in memory) that threads take in turns.

    ``trouble`` is a failure to tell where a damaged or foreign file was set aside.  All methods raise StorageError.
    """

    def __init__(self, path: Path | None, clock: Callable[[], datetime]) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        self.trouble: Failure | None = None
        self._file = self._opened()
        self.close = weakref.finalize(self, self._file.close)

    @contextlib.contextmanager
    def using(self) -> Iterator[sqlite3.Connection]:
        """Give the connection to one thread at a time."""
        with self._lock:
            try:
                yield self._file
            except (sqlite3.Error, zlib.error, OSError) as error:
                raise StorageError(
                    f"cannot be used ({error})",
                    subject=str(self._path or "the journal in memory"),
                    remedy="free some space; where that is not it, delete the file: it only saves time",
                ) from error

    def _opened(self) -> sqlite3.Connection:
        try:
            if self._path is None:
                return _open(":memory:")
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                return _open(str(self._path))
            except _ForeignError as error:
                aside = self._path.with_name(f"{self._path.name}.aside-{self._clock():%Y%m%dT%H%M%S}")
                self._path.rename(aside)
                for tail in ("-wal", "-shm"):
                    self._path.with_name(self._path.name + tail).unlink(missing_ok=True)
                message = f"{error}; it was set aside as {aside.name}, and every site is asked anew; delete it"
                self.trouble = failure(str(self._path), "damaged_memory", message)
                return _open(str(self._path))
        except (sqlite3.Error, OSError, _ForeignError) as error:
            raise StorageError(
                f"cannot be used ({error})", subject=str(self._path), remedy="look who may write there, and how much"
            ) from error


def load(file: sqlite3.Connection, row: Row | None) -> Page | None:
    """Return the page of ``row`` with its body; None where either is not there any more."""
    if row is None:
        return None
    url, status, headers, name, at = row
    body = b""
    if name is not None:
        packed = file.execute("SELECT data FROM body WHERE digest = ?", (name,)).fetchone()
        if packed is None:
            return None
        try:
            body = zlib.decompress(packed[0])
        except DAMAGED:
            file.execute("DELETE FROM body WHERE digest = ?", (name,))
            return None
    return bare(url, status, headers, at, body)


def bare(url: str, status: int, headers: bytes, at: str, body: bytes = b"") -> Page | None:
    """Return the page of a row's fields; None where they are damaged."""
    try:
        return Page(
            url=url,
            final_url=url,
            status=int(status),
            headers=decode_json(headers, tuple[tuple[str, str], ...]),
            body=body,
            when=datetime.fromisoformat(at),
        )
    except DAMAGED:
        return None


def moment(seconds: float) -> datetime:
    """Return the moment of a Unix time.  Raises one of ``DAMAGED`` where there is none."""
    return datetime.fromtimestamp(seconds, UTC)


def digest(body: bytes) -> bytes | None:
    """Return the name of a body; None for none."""
    return hashlib.blake2b(body, digest_size=16).digest() if body else None


class _ForeignError(Exception):
    """The file is no journal, or a damaged one."""


@contextlib.contextmanager
def at_once(file: sqlite3.Connection) -> Iterator[None]:
    """Let what the block writes stand whole or not at all."""
    file.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            file.execute("ROLLBACK")
        raise
    file.execute("COMMIT")


def _open(name: str) -> sqlite3.Connection:
    file = sqlite3.connect(name, timeout=WAIT, isolation_level=None, check_same_thread=False)
    file.text_factory = _text
    try:
        _prepare(file)
    except sqlite3.OperationalError:
        file.close()
        raise
    except sqlite3.DatabaseError as error:
        file.close()
        raise _ForeignError(f"it cannot be read ({error})") from error
    except BaseException:
        file.close()
        raise
    return file


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _prepare(file: sqlite3.Connection) -> None:
    """Check whose file it is before anything is changed in it, and that it is whole; lay out an empty one."""
    if not _empty(file):
        made = [file.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
        if made != [_APPLICATION, FORMAT]:
            raise _ForeignError("it is a file of another program, or of another version of this one")
        damage = file.execute("PRAGMA quick_check(1)").fetchone()[0]
        if damage != "ok":
            raise _ForeignError(f"it is damaged ({damage})")
    file.execute("PRAGMA auto_vacuum = INCREMENTAL")
    file.execute("PRAGMA journal_mode = WAL").fetchone()
    file.execute("PRAGMA synchronous = NORMAL")
    with at_once(file):
        if _empty(file):
            for statement in _TABLES.split(";\n"):
                file.execute(statement)
            file.execute(f"PRAGMA application_id = {_APPLICATION}")
            file.execute(f"PRAGMA user_version = {FORMAT}")


def _empty(file: sqlite3.Connection) -> bool:
    return file.execute("SELECT 1 FROM sqlite_master").fetchone() is None
