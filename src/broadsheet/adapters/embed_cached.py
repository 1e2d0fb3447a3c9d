"""An embedder that remembers: the same text in the same language is placed once, whichever outlet prints it.

A wrapper of the same shape as what it wraps.  The key holds all that the call sees (language, text) and the embedder's
name with its version; identity is not content, so articles never enter it.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from broadsheet.ports import Embedder
from broadsheet.types import Failure

KEPT = 50_000
"""Vectors kept, the newest first: 100 MB of 512 dimensions, a week of 7,000 texts a day."""
WAIT = 30.0
"""Seconds to wait for another process that writes."""
PER_QUERY = 500
"""Keys in one query; SQLite takes at least 999."""


class CachedEmbedder:
    """``embedder``, and a SQLite file that may be deleted at any time.  Safe for threads and processes side by side.

    A damaged file is set aside; where none can be used, every text is placed anew.  ``trouble`` tells of either.
    """

    def __init__(self, embedder: Embedder, path: Path) -> None:
        self._embedder = embedder
        self._path = path
        self.name = embedder.name
        self.trouble: Failure | None = None
        with self._trying(), self._open() as file:
            told = file.execute("PRAGMA quick_check(1)").fetchone()[0]
            if told != "ok":
                raise sqlite3.DatabaseError(told)

    def __call__(self, texts: Sequence[str], languages: Sequence[str]) -> list[bytes]:
        """Return what ``embedder`` returns."""
        keys = [self._key(text, language) for text, language in zip(texts, languages, strict=True)]
        known: dict[bytes, bytes] = {}
        with self._trying(), self._open() as file:
            known = _select(file, keys)
        first: dict[bytes, int] = {}
        for at, key in enumerate(keys):
            if key not in known:
                first.setdefault(key, at)
        missing = list(first.values())
        if missing:
            placed = self._embedder([texts[at] for at in missing], [languages[at] for at in missing])
            fresh = {keys[at]: vector for at, vector in zip(missing, placed, strict=True)}
            with self._trying(), self._open() as file:
                file.executemany("INSERT OR REPLACE INTO vectors (key, vector) VALUES (?, ?)", list(fresh.items()))
                file.execute("DELETE FROM vectors WHERE id <= (SELECT max(id) FROM vectors) - ?", (KEPT,))
            known |= fresh
        return [known[key] for key in keys]

    def _key(self, text: str, language: str) -> bytes:
        h = hashlib.sha256()
        for part in (self.name, language, text):
            raw = part.encode("utf-8", "surrogatepass")
            h.update(len(raw).to_bytes(8, "big") + raw)
        return h.digest()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=WAIT)) as file, file:
            file.execute(
                "CREATE TABLE IF NOT EXISTS vectors (id INTEGER PRIMARY KEY, key BLOB UNIQUE, vector BLOB NOT NULL)"
            )
            yield file

    @contextmanager
    def _trying(self) -> Iterator[None]:
        """Let the block come to nothing where the file cannot be used; the first time, keep the reason.

        A file that is damaged is set aside for the next one who opens it, one that is only locked or full stays.
        """
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            message = f"it cannot be used ({error}), so texts are placed anew; free some space or delete it"
            if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
                message = f"it is damaged ({error}) and {self._set_aside()}; texts are placed anew; delete it"
            self.trouble = self.trouble or Failure(
                stage="embed", subject=str(self._path), kind="damaged_memory", message=message
            )

    def _set_aside(self) -> str:
        """Rename the file; the copy is named after when it was last written."""
        try:
            stat = self._path.stat()
            aside = self._path.with_name(f"{self._path.name}.aside-{stat.st_mtime_ns}")
            self._path.rename(aside)
            self._path.with_name(f"{self._path.name}-journal").unlink(missing_ok=True)
        except OSError as error:  # another process was faster, or nothing may be written there
            return f"could not be set aside ({error.strerror})"
        return f"was set aside as {aside.name}"


def _select(file: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    for at in range(0, len(keys), PER_QUERY):
        some = keys[at : at + PER_QUERY]
        marks = ",".join("?" * len(some))
        found |= dict(file.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", some))
    # Of one embedder all are as long; where they are not, nobody can say which of them are right.
    whole = all(isinstance(vector, bytes) for vector in found.values())
    return found if whole and len(set(map(len, found.values()))) <= 1 else {}
