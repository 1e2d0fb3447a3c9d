"""What has gone out: one row for each (edition, revision, channel, recipient), whatever happens to this process.

    ROOT/.outbox/outbox.sqlite

    pending --> sending --> sent
       ^           |------> undecided    it may have arrived, and nobody can know: told, never sent again unasked
       |           |------> refused      the other side said no, for good
       |           `------> failed       it was put off too often
       `-----------'  put off: tried again after a while
    pending ------> left   who was to get it is no longer on the list

``sending`` is on the disk before the message can be complete at the other side.  ``sent`` is in the file as soon as
that has said so, which survives any end of the process, and on the disk with the next ``sending`` or the end: should
the power go between, one mail more is told as undecided, and none is sent twice.  A mail waits for the disk once.
Whoever opens the outbox and finds ``sending`` knows that a process died between the two: the one moment that cannot be
decided (*The Two Generals*; Gray, 1978).  So a message is sent at most once, and exactly once but for what is told.
"""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from broadsheet.errors import DeliveryError, StorageError
from broadsheet.failpoints import failpoint
from broadsheet.types import digest

Channel = Literal["mail", "chat", "webhook"]
State = Literal["pending", "sending", "sent", "undecided", "refused", "failed", "left"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS message (
  key TEXT PRIMARY KEY,
  edition TEXT NOT NULL,
  revision INTEGER NOT NULL,
  channel TEXT NOT NULL,
  recipient TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending'
    CHECK (state IN ('pending', 'sending', 'sent', 'undecided', 'refused', 'failed', 'left')),
  tries INTEGER NOT NULL DEFAULT 0,
  due REAL NOT NULL DEFAULT 0,
  told TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS message_of ON message (edition, revision, channel, state);
"""
_COLUMNS = "key, edition, revision, channel, recipient, state, tries, due, told"
_VERSION = 1
_DIED = "the process died between sending it and hearing the answer"


@dataclass(frozen=True, slots=True)
class Message:
    """A row.  It is not tried before ``due`` (seconds since 1970); ``told`` is the last answer."""

    key: str
    edition: str
    revision: int
    channel: Channel
    recipient: str
    state: State = "pending"
    tries: int = 0
    due: float = 0.0
    told: str = ""


def key_of(edition: str, revision: int, channel: Channel, recipient: str) -> str:
    """Return the idempotency key of a message: 32 hex digits that depend on what is said to whom, and nothing else."""
    parts = (edition, str(revision), channel, recipient)
    return digest("broadsheet", *parts) + digest("message", *parts)


class Outbox:
    """The rows of one root.  What a method has changed outlives this process; what must outlive the power as well is on
    the disk when it returns (all but ``settled`` and ``put_off``)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def expect(self, edition: str, revision: int, channel: Channel, recipients: Iterable[str]) -> None:
        """Add a pending row for each recipient that has none; let those go that are on the list no more.

        Who has come back to the list is expected again.
        """
        wanted = {key_of(edition, revision, channel, one): one for one in recipients}
        failpoint("outbox.expecting")
        with self._change():
            self._db.executemany(
                "INSERT OR IGNORE INTO message (key, edition, revision, channel, recipient) VALUES (?, ?, ?, ?, ?)",
                [(key, edition, revision, channel, one) for key, one in wanted.items()],
            )
            rows = self.rows(edition, revision, channel)
            gone = [(m.key,) for m in rows if m.state == "pending" and m.key not in wanted]
            back = [(m.key,) for m in rows if m.state == "left" and m.key in wanted]
            self._db.executemany("UPDATE message SET state = 'left' WHERE key = ?", gone)
            self._db.executemany("UPDATE message SET state = 'pending' WHERE key = ?", back)
        failpoint("outbox.expected")

    def rows(self, edition: str, revision: int, channel: Channel) -> list[Message]:
        """Return the rows of a channel, in the order of their keys."""
        found = self._db.execute(
            f"SELECT {_COLUMNS} FROM message WHERE edition = ? AND revision = ? AND channel = ? ORDER BY key",
            (edition, revision, channel),
        )
        return [Message(*row) for row in found]

    def undecided(self) -> dict[str, int]:
        """Return how many messages of each edition may or may not have arrived."""
        found = self._db.execute(
            "SELECT edition, COUNT(*) FROM message WHERE state IN ('sending', 'undecided') "
            "GROUP BY edition ORDER BY edition"
        )
        return {str(edition): int(count) for edition, count in found}

    def sending(self, message: Message) -> None:
        """Note that from now on ``message`` may arrive."""
        failpoint("outbox.sending")
        self._set(message.key, "sending", "")
        failpoint("outbox.noted")

    def settled(self, message: Message, state: State, told: str = "") -> None:
        """Note what came of ``message``."""
        failpoint("outbox.settling")
        self._set(message.key, state, told, synced=False)
        failpoint("outbox.settled")

    def put_off(self, message: Message, due: float, told: str) -> None:
        """Note that ``message`` certainly did not arrive and is to be tried again at ``due``."""
        failpoint("outbox.putting_off")
        with self._change(synced=False):
            self._db.execute(
                "UPDATE message SET state = 'pending', tries = tries + 1, due = ?, told = ? WHERE key = ?",
                (due, told, message.key),
            )
        failpoint("outbox.put_off")

    def again(self, edition: str, revision: int, channel: Channel) -> None:
        """Make what is undecided pending again: a person has asked for it."""
        with self._change():
            self._db.execute(
                "UPDATE message SET state = 'pending', due = 0 "
                "WHERE state = 'undecided' AND edition = ? AND revision = ? AND channel = ?",
                (edition, revision, channel),
            )

    def recover(self) -> None:
        """Note as undecided what was being sent when a process died."""
        with self._change():
            self._db.execute("UPDATE message SET state = 'undecided', told = ? WHERE state = 'sending'", (_DIED,))
        failpoint("outbox.recovered")

    def _set(self, key: str, state: State, told: str, *, synced: bool = True) -> None:
        with self._change(synced=synced):
            self._db.execute("UPDATE message SET state = ?, told = ? WHERE key = ?", (state, told, key))

    @contextmanager
    def _change(self, *, synced: bool = True) -> Iterator[None]:
        # In the log of SQLite's WAL mode, FULL waits for the disk at every commit, and then for all that stands before
        # it there; NORMAL leaves it to the system (sqlite.org/pragma.html#pragma_synchronous).
        self._db.execute(f"PRAGMA synchronous = {'FULL' if synced else 'NORMAL'}")
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


@contextmanager
def open_outbox(root: Path) -> Iterator[Outbox]:
    """Open the outbox of ``root`` for this process alone.  Raises DeliveryError, StorageError.

    The lock is the system's: it ends with the process, however that ends.
    """
    folder = root / ".outbox"
    path = folder / "outbox.sqlite"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)  # it holds addresses of people
        with (folder / "lock").open("wb") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise DeliveryError(
                    "another process is delivering from there", subject=str(folder), remedy="let it end"
                ) from error
            failpoint("outbox.opening")
            connection = sqlite3.connect(path, isolation_level=None)
            try:
                _prepare(connection, path)
                outbox = Outbox(connection)
                outbox.recover()
                yield outbox
            finally:
                connection.close()
    except sqlite3.Error as error:
        raise StorageError(
            f"cannot be used ({error})",
            subject=str(path),
            remedy="nothing was sent that is not noted there; restore it from a backup before you deliver again",
        ) from error
    except OSError as error:
        raise StorageError(f"cannot be written ({error.strerror or error})", subject=str(folder)) from error


@contextmanager
def look_into(root: Path) -> Iterator[Outbox | None]:
    """Open the outbox of ``root`` for reading, beside whoever delivers; None where there is none yet."""
    path = root / ".outbox" / "outbox.sqlite"
    if not path.is_file():
        yield None
        return
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            # A process that dies at its first start may leave a file without tables: nothing was ever sent from it.
            begun = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'message'").fetchone()
            yield Outbox(connection) if begun else None
    except sqlite3.Error as error:
        raise StorageError(f"cannot be read ({error})", subject=str(path)) from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version not in (0, _VERSION):
        raise StorageError(
            f"is of version {version}", subject=str(path), remedy=f"this program knows {_VERSION}: use the newer one"
        )
    if not version:
        connection.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version = {_VERSION};COMMIT;")
