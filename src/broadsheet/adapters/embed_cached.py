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

from broadsheet.errors import StorageError
from broadsheet.ports import Embedder

KEPT = 50_000
"""Vectors kept, the newest first: 100 MB of 512 dimensions, a week of 7,000 texts a day."""
WAIT = 30.0
"""Seconds to wait for another process that writes."""
PER_QUERY = 500
"""Keys in one query; SQLite takes at least 999."""


class CachedEmbedder:
    """``embedder``, and a SQLite file that may be deleted at any time.  Safe for threads and processes side by side."""

    def __init__(self, embedder: Embedder, path: Path) -> None:
        self._embedder = embedder
        self._path = path
        self.name = embedder.name

    def __call__(self, texts: Sequence[str], languages: Sequence[str]) -> list[bytes]:
        """Return what ``embedder`` returns.  Raises StorageError when the file cannot be read or written."""
        keys = [self._key(text, language) for text, language in zip(texts, languages, strict=True)]
        with self._open() as file:
            known = _select(file, keys)
        first: dict[bytes, int] = {}
        for at, key in enumerate(keys):
            if key not in known:
                first.setdefault(key, at)
        missing = list(first.values())
        if missing:
            placed = self._embedder([texts[at] for at in missing], [languages[at] for at in missing])
            fresh = {keys[at]: vector for at, vector in zip(missing, placed, strict=True)}
            with self._open() as file:
                file.executemany("INSERT OR IGNORE INTO vectors (key, vector) VALUES (?, ?)", list(fresh.items()))
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
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=WAIT)) as file, file:
                file.execute(
                    "CREATE TABLE IF NOT EXISTS vectors (id INTEGER PRIMARY KEY, key BLOB UNIQUE, vector BLOB NOT NULL)"
                )
                yield file
        except (sqlite3.Error, OSError) as error:
            raise StorageError(
                f"cannot be used ({error})",
                subject=str(self._path),
                remedy="free some space, or delete the file: it only saves time",
            ) from error


def _select(file: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    for at in range(0, len(keys), PER_QUERY):
        some = keys[at : at + PER_QUERY]
        marks = ",".join("?" * len(some))
        found |= dict(file.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", some))
    return found
