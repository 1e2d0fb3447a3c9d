"""One schema for both databases, by numbered steps that only go forward.

``NNNN_name.sql`` is for both; ``NNNN_name.sqlite.sql`` and ``NNNN_name.postgresql.sql`` are one step in two dialects.
What was done stands in the table ``migration`` with a digest of its text: a step that was changed after it was done is
refused, and so is an index of a later version of this program.  A step and its record are one transaction.

(Alembic is the well-kept library for this.  It needs SQLAlchemy and Mako, half a second of import before a search of
five milliseconds; and the one table that differs, FTS5 beside tsvector, would be hand-written SQL there too.  yoyo's
last release is of August 2024.)
"""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from typing import NamedTuple

from broadsheet.archive.shelf import Dialect, Shelf
from broadsheet.errors import StorageError

_NAME = re.compile(r"(\d{4})_(\w+?)(?:\.(sqlite|postgresql))?\.sql")


class Migration(NamedTuple):
    """A step: its number, its name, the SQL of one dialect."""

    number: int
    name: str
    sql: str

    @property
    def digest(self) -> str:
        """16 hex digits of the text, so that a step that was changed is known."""
        return hashlib.sha256(self.sql.encode()).hexdigest()[:16]

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements, one by one; a semicolon at the end of a line ends one."""
        bare = "\n".join(line for line in self.sql.splitlines() if not line.startswith("--"))
        return tuple(part.strip() for part in re.split(r";\s*(?:\n|$)", bare) if part.strip())


def migrations(dialect: Dialect) -> tuple[Migration, ...]:
    """Return every step of ``dialect``, in order; each number once and none left out."""
    found: list[Migration] = []
    for entry in sorted(files(__name__).iterdir(), key=lambda entry: entry.name):
        told = _NAME.fullmatch(entry.name)
        if told and told[3] in (None, dialect):
            found.append(Migration(int(told[1]), told[2], entry.read_text(encoding="utf-8")))
    assert [step.number for step in found] == list(range(1, len(found) + 1))  # held by a test, and by the wheel
    return tuple(found)


def migrate(shelf: Shelf) -> int:
    """Bring the schema of ``shelf`` up to date; return how many steps were done.  Raises StorageError."""
    steps = migrations(shelf.dialect)
    with shelf.whole():
        shelf.lock()
        shelf.run(
            "CREATE TABLE IF NOT EXISTS migration "
            "(number INTEGER PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL)"
        )
        done = {int(str(number)): str(digest) for number, digest in shelf.rows("SELECT number, digest FROM migration")}
        for step in steps:
            if step.number in done and done[step.number] != step.digest:
                raise _foreign(shelf, f"step {step.number} ({step.name}) was done with another text")
        if unknown := sorted(done.keys() - {step.number for step in steps}):
            raise _foreign(shelf, f"step {unknown[-1]} is of a later version of Broadsheet")
        missing = [step for step in steps if step.number not in done]
        for step in missing:
            for statement in step.statements:
                shelf.run(statement)
            shelf.run("INSERT INTO migration VALUES (?, ?, ?)", (step.number, step.name, step.digest))
    return len(missing)


def _foreign(shelf: Shelf, why: str) -> StorageError:
    return StorageError(
        f"its schema is not this program's: {why}",
        subject=shelf.place,
        remedy="install that version; or point [archive] at an empty database (of SQLite: delete the file) and rebuild",
    )
