"""What the archive asks of a database: rows, writes, transactions, and the tokens of a story to be found by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Literal, NamedTuple, Protocol

from broadsheet.archive.words import Query

Dialect = Literal["sqlite", "postgresql"]
Cell = str | int | float | None
Row = tuple[Cell, ...]


class Found(NamedTuple):
    """A story that holds what was asked; ``relevance`` is the database's own measure, higher is better."""

    doc: int
    relevance: float


class Bounds(NamedTuple):
    """Which stories may be found: numbers from ``first`` to before ``end``, of which ``where`` (over ``story s``) is
    true with its ``values``; empty asks nothing more."""

    first: int = 0
    end: int = 2**62
    where: str = ""
    values: tuple[Cell, ...] = ()


class Wording(NamedTuple):
    """The tokens of a story by where they stand."""

    doc: int
    headline: Sequence[str]
    text: Sequence[str]
    named: Sequence[str]


class Shelf(Protocol):
    """A database of either kind.  SQL is common to both, with ``?`` for values.  All methods raise StorageError."""

    dialect: Dialect
    place: str
    """Where it is, as a person may be told: never a password."""

    def rows(self, sql: str, values: Sequence[Cell] = ()) -> list[Row]: ...

    def run(self, sql: str, values: Sequence[Cell] = ()) -> None: ...

    def add(self, table: str, rows: Iterable[Row]) -> None: ...

    def whole(self) -> AbstractContextManager[None]:
        """Everything in the block, or nothing of it."""
        ...

    def lock(self) -> None:
        """Keep other writers out until the transaction ends."""
        ...

    def add_words(self, wordings: Iterable[Wording]) -> None:
        """Let stories be found by their tokens; their rows stand there already."""
        ...

    def drop_words(self, wordings: Iterable[Wording]) -> None:
        """Undo that, before the rows go: with the very tokens that were added."""
        ...

    def find(self, query: Query, most: int, bounds: Bounds) -> list[Found]:
        """Return the ``most`` newest stories within ``bounds`` that hold ``query``."""
        ...

    def tidy(self) -> None:
        """Put what was added where questions look for it at once; outside of ``whole``, after the last addition."""
        ...

    def close(self) -> None: ...
