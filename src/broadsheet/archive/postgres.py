"""The archive in PostgreSQL: the same tokens in a tsvector, for a team that searches from many machines.

The address is the operator's own, in broadsheet.toml or the environment, and nothing that an article says can change
it; so this connection does not pass the guard of ``adapters/web``.  A password belongs in ``~/.pgpass`` or
``PGPASSWORD``, which libpq reads itself.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from broadsheet.archive.shelf import Bounds, Cell, Dialect, Found, Row, Wording
from broadsheet.archive.sqlite import WEIGHTS
from broadsheet.archive.words import Phrase, Query, Term
from broadsheet.errors import StorageError, UsageError

if TYPE_CHECKING:
    import psycopg

_CONNECT_SECONDS = 10
_LOCK = 0x62726F61
"""The advisory lock of writers: "broa"."""
_LAST_PLACE = 16_000
"""A tsvector knows 16,383 places; what stands behind is found as a word, not as part of a phrase."""
_APART = 16
"""Places between the parts of a story, so that no phrase runs from one into the next."""
_CHUNK = 200


class PostgresShelf:
    """``Shelf`` at a ``postgresql://`` address.  Raises UsageError without psycopg, StorageError without an answer."""

    dialect: Dialect = "postgresql"

    def __init__(self, url: str) -> None:
        self.place = shown(url)
        try:
            import psycopg
        except ImportError as error:
            raise UsageError(
                "PostgreSQL needs psycopg", subject=self.place, remedy="pip install 'broadsheet[postgres]'"
            ) from error
        self._error: type[Exception] = psycopg.Error
        with self._telling():
            self._base: psycopg.Connection[Row] = psycopg.connect(
                url, autocommit=True, connect_timeout=_CONNECT_SECONDS, application_name="broadsheet"
            )

    def rows(self, sql: str, values: Sequence[Cell] = ()) -> list[Row]:
        with self._telling():
            return self._base.execute(_dialect(sql), values).fetchall()

    def run(self, sql: str, values: Sequence[Cell] = ()) -> None:
        with self._telling():
            self._base.execute(_dialect(sql), values)

    def add(self, table: str, rows: Iterable[Row]) -> None:
        waiting = iter(rows)
        while chunk := list(islice(waiting, _CHUNK)):
            marks = ", ".join(["%s"] * len(chunk[0]))
            with self._telling(), self._base.cursor() as cursor:
                cursor.executemany(f"INSERT INTO {table} VALUES ({marks})".encode(), chunk)

    @contextlib.contextmanager
    def whole(self) -> Iterator[None]:
        with self._telling(), self._base.transaction():
            yield

    def lock(self) -> None:
        self.run("SELECT pg_advisory_xact_lock(?)", (_LOCK,))

    def add_words(self, wordings: Iterable[Wording]) -> None:
        with self._telling(), self._base.cursor() as cursor:
            cursor.executemany(
                b"UPDATE story SET words = %s::tsvector WHERE doc = %s", [(vector(w), w.doc) for w in wordings]
            )

    def drop_words(self, wordings: Iterable[Wording]) -> None:
        """Nothing to do: the tokens stand in the rows that go."""

    def find(self, query: Query, most: int, bounds: Bounds) -> list[Found]:
        headline, text, named = (weight / max(WEIGHTS) for weight in WEIGHTS)
        only = f"AND {bounds.where}" if bounds.where else ""
        sql = (
            f"SELECT n.doc, ts_rank_cd('{{0, {text}, {named}, {headline}}}', n.words, q.asked) "
            "FROM (SELECT ?::tsquery AS asked) q, LATERAL (SELECT s.doc, s.words FROM story s "
            f"WHERE s.words @@ q.asked AND s.doc >= ? AND s.doc < ? {only} ORDER BY s.doc DESC LIMIT ?) n"
        )
        asked = (expression(query), bounds.first, bounds.end, *bounds.values, most)
        return [Found(int(str(doc)), float(str(rank))) for doc, rank in self.rows(sql, asked)]

    def tidy(self) -> None:
        """Empty the list of what was added to the index of words lately: until a vacuum comes by, each question would
        read it from end to end, up to four megabytes (postgresql.org/docs, GIN fast update)."""
        self.rows("SELECT gin_clean_pending_list('story_words')")

    def close(self) -> None:
        self._base.close()

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except self._error as error:
            raise StorageError(
                f"the archive cannot be used ({' '.join(str(error).split())[:300]})",
                subject=self.place,
                remedy="the editions are safe; when the database answers again, broadsheet archive rebuild DIR",
            ) from error


def shown(url: str) -> str:
    """Return the address of a database as it may be told: without its password."""
    parts = urlsplit(url)
    at = f"{parts.username}@" if parts.username else ""
    host = f"{at}{parts.hostname or ''}" + (f":{parts.port}" if parts.port else "")
    return f"{parts.scheme}://{host}{parts.path}"


def _dialect(sql: str) -> bytes:
    return sql.replace("%", "%%").replace("?", "%s").encode()


def vector(wording: Wording) -> str:
    """Return a story's tokens as a tsvector: headline A, names B, sentences C, each with its place."""
    places: dict[str, list[str]] = {}
    at = 0
    for words, weight in ((wording.headline, "A"), (wording.text, "C"), (wording.named, "B")):
        for word in words:
            at += 1
            places.setdefault(word, []).append(f"{min(at, _LAST_PLACE)}{weight}")
        at += _APART
    return " ".join(f"'{word}':{','.join(there)}" for word, there in places.items())


def expression(query: Query) -> str:
    """Return ``query`` as a tsquery.  Tokens hold letters and figures alone, so nothing need be escaped."""
    asked = " & ".join(map(_term, query.wanted))
    return f"{asked} & !({' | '.join(map(_term, query.unwanted))})" if query.unwanted else asked


def _term(term: Term) -> str:
    return f"({' | '.join(map(_phrase, term.wordings))})"


def _phrase(phrase: Phrase) -> str:
    *firsts, last = phrase.words
    words = [f"'{word}'" for word in firsts] + [f"'{last}'" + (":*" if phrase.prefix else "")]
    return f"({' <-> '.join(words)})"
