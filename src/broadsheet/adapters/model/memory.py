"""Answers that were paid for, in a SQLite file: the same question is never asked twice, not even after a kill.

The key is the digest of all that decides an answer: what the prompt says (its random marker aside), its version, the
shape asked for, the model, its address and its parameters.  An answer is committed before anybody uses it.

Where an edition has a budget, a call is written down before it is made, with the most that it can take (a write-ahead
log of money): what a killed run had under way counts as spent when the edition is begun again.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import threading
import weakref
from pathlib import Path

import msgspec

from broadsheet.adapters.model.settings import ModelSettings
from broadsheet.adapters.model.wire import Answer, Request
from broadsheet.decode import decode_json
from broadsheet.types import Failure

FORMAT = 1
"""Raised when the table or the making of keys changes; a file of another format is set aside."""
KEPT = 50_000
"""Answers kept, the newest first: some 150 MB, two years of days with 66 calls."""
WAIT = 30.0
"""Seconds to wait for another process that writes."""


def key_of(request: Request, settings: ModelSettings, attempt: int, marker: str) -> bytes:
    """Return the key of a request; ``marker`` is the random word in it, which changes nothing in the question."""
    parts = (
        str(FORMAT),
        settings.base_url.rstrip("/"),
        settings.name,
        repr((settings.temperature, settings.structured, sorted(settings.parameters.items()))),
        request.system.replace(marker, "\0"),
        request.user.replace(marker, "\0"),
        request.shape,
        repr((request.longest, attempt)),
        msgspec.json.encode(request.schema, order="sorted").decode(),
    )
    h = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        h.update(len(raw).to_bytes(8, "big") + raw)
    return h.digest()


class AnswerMemory:
    """One connection that threads take in turns; ``path`` None keeps answers for this process only.

    A damaged file is set aside; where none can be used every question is asked anew.  ``trouble`` tells of either.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self.trouble: Failure | None = None
        self._file = self._opened()
        self.close = weakref.finalize(self, self._file.close)

    def get(self, key: bytes) -> Answer | None:
        """Return the answer of ``key``; None when it is not known, or cannot be read."""
        with self._lock:
            try:
                row = self._file.execute("SELECT answer FROM answers WHERE key = ?", (key,)).fetchone()
                return decode_json(row[0], Answer) if row is not None else None
            except (sqlite3.Error, msgspec.DecodeError, TypeError) as error:
                self._tell(f"an answer cannot be read ({error}) and is asked anew")
                return None

    def pledge(self, run: str, key: bytes, tokens_in: int, tokens_out: int) -> int:
        """Write down that ``run`` is about to make a call that takes so much at most; returns the pledge's number."""
        with self._lock:
            try:
                with self._file:
                    self._file.execute(
                        "DELETE FROM calls WHERE id <= (SELECT coalesce(max(id), 0) FROM calls) - ?", (KEPT,)
                    )
                    row = self._file.execute(
                        "INSERT INTO calls (run, key, tokens_in, tokens_out) VALUES (?, ?, ?, ?)",
                        (run, key, tokens_in, tokens_out),
                    )
                    return row.lastrowid or 0
            except sqlite3.Error as error:
                self._tell(f"a call cannot be written down ({error}): a run after a kill would not know of it")
                return 0

    def release(self, pledge: int) -> None:
        """Forget a pledge: the call was never made, or its failure costs nothing."""
        with self._lock:
            try:
                with self._file:
                    self._file.execute("DELETE FROM calls WHERE id = ?", (pledge,))
            except sqlite3.Error as error:
                self._tell(f"a pledge cannot be released ({error}) and counts as spent")

    def pledged(self, run: str) -> list[tuple[bytes, int, int]]:
        """Return what ``run`` has called so far, in its order: key, tokens in and out (at most, if none answered)."""
        with self._lock:
            try:
                rows = self._file.execute(
                    "SELECT key, tokens_in, tokens_out FROM calls WHERE run = ? ORDER BY id", (run,)
                )
                return [(bytes(key), int(tokens_in), int(tokens_out)) for key, tokens_in, tokens_out in rows]
            except sqlite3.Error as error:
                self._tell(f"what earlier runs have spent cannot be read ({error}) and is not counted")
                return []

    def put(self, key: bytes, answer: Answer, pledge: int = 0) -> None:
        """Keep ``answer``, and that ``pledge`` took no more than it says; when this returns both stand on the disk."""
        with self._lock:
            try:
                with self._file:
                    self._file.execute(
                        "UPDATE calls SET tokens_in = ?, tokens_out = ? WHERE id = ?",
                        (answer.tokens_in, answer.tokens_out, pledge),
                    )
                    self._file.execute(
                        "INSERT OR REPLACE INTO answers (key, answer) VALUES (?, ?)",
                        (key, msgspec.json.encode(answer)),
                    )
                    self._file.execute("DELETE FROM answers WHERE id <= (SELECT max(id) FROM answers) - ?", (KEPT,))
            except sqlite3.Error as error:
                self._tell(f"an answer cannot be kept ({error}); the next run pays for it again; free some space")

    def _tell(self, message: str) -> None:
        self.trouble = self.trouble or Failure(
            stage="write", subject=str(self._path), kind="damaged_memory", message=message
        )

    def _opened(self) -> sqlite3.Connection:
        if self._path is None:
            return _open(":memory:")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                return _open(str(self._path))
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError as error:
                aside = self._path.with_name(f"{self._path.name}.aside-{self._path.stat().st_mtime_ns}")
                self._path.rename(aside)
                for tail in ("-wal", "-shm"):
                    self._path.with_name(self._path.name + tail).unlink(missing_ok=True)
                self._tell(f"it is damaged ({error}) and was set aside as {aside.name}; every question is asked anew")
                return _open(str(self._path))
        except (sqlite3.Error, OSError) as error:
            self._tell(f"it cannot be used ({error}), so the next run pays for this one's answers again")
            return _open(":memory:")


def _open(name: str) -> sqlite3.Connection:
    file = sqlite3.connect(name, timeout=WAIT, check_same_thread=False)
    try:
        (version,) = file.execute("PRAGMA user_version").fetchone()
        fresh = file.execute("SELECT 1 FROM sqlite_master").fetchone() is None
        told = file.execute("PRAGMA quick_check(1)").fetchone()[0]
        if (not fresh and version != FORMAT) or told != "ok":
            raise sqlite3.DatabaseError(f"format {version}, {told}")
        file.execute("PRAGMA journal_mode = WAL").fetchone()
        file.execute("PRAGMA synchronous = FULL")
        with file:
            file.execute(
                "CREATE TABLE IF NOT EXISTS answers (id INTEGER PRIMARY KEY, key BLOB UNIQUE, answer BLOB NOT NULL)"
            )
            file.execute(
                "CREATE TABLE IF NOT EXISTS calls (id INTEGER PRIMARY KEY, run TEXT NOT NULL, key BLOB NOT NULL, "
                "tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL)"
            )
            file.execute("CREATE INDEX IF NOT EXISTS calls_of_run ON calls (run)")
            file.execute(f"PRAGMA user_version = {FORMAT}")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            file.close()
        raise
    return file
