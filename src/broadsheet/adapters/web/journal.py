"""What a run has fetched: in one SQLite file, with what sites said earlier, that may be deleted at any time.

    run      exchange   every request that was answered (redirects, robots.txt, errors, 304), as it came
             answer     what an asked address came to: the exchanges that led to its page, or its failure
    between  memory     of an address: its last good page, where it moved for good, that it is gone
      days   later      until when an address or a host wants to be left alone
             robots     what an origin's robots.txt says to us
    both     body       the bytes, once for each content, packed

Every row is committed before its page is given on, so a process that is killed repeats no finished fetch.
"""

from __future__ import annotations

import secrets
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from broadsheet.adapters.web.answers import final
from broadsheet.adapters.web.database import DAMAGED, Database, at_once, digest, load
from broadsheet.adapters.web.manners import LONGEST_WAIT
from broadsheet.adapters.web.memory import Memory
from broadsheet.decode import decode_json
from broadsheet.types import Failure, Page

OLD_RUN = timedelta(days=7)
"""How long a run that was broken off can be gone on with."""
UNASKED = timedelta(days=14)
"""How long an address is remembered that nobody asks for."""
ASKED_ONCE = timedelta(days=2)
"""The same for a page that only one run has asked for, as most articles are: twice the window of a daily edition."""
AHEAD = timedelta(days=1)
"""What was noted so much later than now was noted when the clock was wrong; it is forgotten at the end of a run."""

Hop = tuple[str, int]
"""Which exchange: the address that was asked, and the number of the exchange with it in this run, from 1."""


class Journal:
    """The journal of the run ``run`` (a name that an interrupted run is resumed by), in the file ``path``.

    None as ``path`` keeps it in memory.  ``memory`` is what sites said in earlier runs too.  ``trouble`` is a failure
    to tell where a damaged or foreign file was set aside.  Safe for threads, and for other processes with other runs.
    All methods raise StorageError.
    """

    def __init__(
        self, path: Path | None, run: str, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._run = run
        self._clock = clock
        self._session = secrets.token_hex(8)
        self._database = Database(path, clock)
        self.trouble = self._database.trouble
        self.memory = Memory(self._database, run, clock)
        self.close = self._database.close
        """Close the file; called by itself when nothing uses this journal any more."""
        with self._database.using() as file:
            file.execute("INSERT OR IGNORE INTO run VALUES (?, ?)", (run, clock().timestamp()))

    def answered(self, url: str) -> Page | Failure | None:
        """Return what ``url`` came to in this run.

        A failure that need not last (``answers.final``) is an answer only in the process that met it.
        """
        with self._database.using() as file:
            row = file.execute(
                "SELECT hops, failure, session FROM answer WHERE run = ? AND url = ?", (self._run, url)
            ).fetchone()
            if row is None:
                return None
            if row[1] is not None:
                told = self._told(file, url, row[1])
                return told if told and (row[2] == self._session or final(told)) else None
            hops = self._hops(file, url, row[0])
            page = self._load(file, *hops[-1]) if hops else None
        return msgspec.structs.replace(page, url=url) if page else None

    def answer(self, url: str, hops: Sequence[Hop], told: Failure | None = None) -> None:
        """Note that ``url`` came to the page of the last of ``hops``, or to ``told``."""
        packed = None if told is None else msgspec.json.encode(told)
        row = (self._run, url, msgspec.json.encode(hops), packed, self._session)
        with self._database.using() as file:
            file.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)", row)

    def exchange(self, page: Page) -> Hop:
        """Keep one answer of ``page.final_url``, whatever its status, and return which exchange it is.

        A page that this run has already (the same moment, status and bytes) is not kept twice.
        """
        name = digest(page.body)
        packed = zlib.compress(page.body, 1) if name and not self._has(name) else None  # while others may write
        headers, at = msgspec.json.encode(page.headers), page.when.isoformat()
        key = (self._run, page.final_url)
        with self._database.using() as file, at_once(file):
            if name is not None and not _lies_in(file, name):  # another run may have dropped it since
                file.execute("INSERT INTO body VALUES (?, ?)", (name, packed or zlib.compress(page.body, 1)))
            rows = file.execute(
                "SELECT seq, status, at, body FROM exchange WHERE run = ? AND url = ? ORDER BY seq", key
            ).fetchall()
            for seq, *same in rows:
                if same == [page.status, at, name]:
                    return page.final_url, seq
            seq = rows[-1][0] + 1 if rows else 1
            file.execute(
                "INSERT INTO exchange VALUES (?, ?, ?, ?, ?, ?, ?)", (*key, seq, page.status, headers, name, at)
            )
        return page.final_url, seq

    def exchanged(self, url: str) -> tuple[Hop, Page] | None:
        """Return the last answer of ``url`` itself in this run that asking again would not change."""
        with self._database.using() as file:
            row = file.execute(
                "SELECT seq FROM exchange WHERE run = ? AND url = ? AND status < 500 "
                "AND status NOT IN (304, 408, 425, 429) ORDER BY seq DESC LIMIT 1",
                (self._run, url),
            ).fetchone()
            page = self._load(file, url, row[0]) if row else None
        return ((url, row[0]), page) if page else None

    def exchanges(self, url: str) -> tuple[Page, ...]:
        """Return the answers that led to what ``url`` came to in this run, in their order."""
        with self._database.using() as file:
            row = file.execute("SELECT hops FROM answer WHERE run = ? AND url = ?", (self._run, url)).fetchone()
            found = [self._load(file, *hop) for hop in self._hops(file, url, row[0])] if row else []
        return tuple(page for page in found if page is not None)

    def records(self) -> Iterator[Page | Failure]:
        """Yield every exchange of this run by address, then every failure by address, one at a time.

        A page that a 304 stands for comes right before that 304.
        """
        at: Hop = ("", 0)
        while True:
            with self._database.using() as file:
                row = file.execute(
                    "SELECT url, seq FROM exchange WHERE run = ? AND (url, seq) > (?, ?) ORDER BY url, seq LIMIT 1",
                    (self._run, *at),
                ).fetchone()
                page = self._load(file, *row) if row else None
            if row is None:
                break
            at = row
            if page is not None:
                yield page
        last = ""
        while True:
            with self._database.using() as file:
                row = file.execute(
                    "SELECT url, failure FROM answer WHERE run = ? AND url > ? AND failure IS NOT NULL "
                    "ORDER BY url LIMIT 1",
                    (self._run, last),
                ).fetchone()
                told = self._told(file, *row) if row else None
            if row is None:
                return
            last = row[0]
            if told is not None:
                yield told

    def end(self) -> None:
        """Forget this run, runs that were broken off long ago, and what nobody has asked for lately."""
        now = self._clock().timestamp()
        ago = {"old": now - OLD_RUN.total_seconds(), "unasked": now - UNASKED.total_seconds(), "now": now}
        ago |= {"once": now - ASKED_ONCE.total_seconds(), "ahead": now + AHEAD.total_seconds()}
        ago |= {"never": now + (LONGEST_WAIT + AHEAD).total_seconds()}
        with self._database.using() as file, at_once(file):
            file.execute("DELETE FROM run WHERE run = :run OR begun < :old OR begun > :ahead", ago | {"run": self._run})
            for table in ("exchange", "answer"):
                file.execute(f"DELETE FROM {table} WHERE run NOT IN (SELECT run FROM run)")
            file.execute(
                "DELETE FROM memory WHERE asked < :unasked OR asked > :ahead OR fresh > :ahead "
                "OR (kind = 'page' AND sightings = 1 AND asked < :once)",
                ago,
            )
            file.execute("DELETE FROM later WHERE until < :now OR until > :never", ago)
            file.execute("DELETE FROM robots WHERE at < :unasked OR at > :ahead", ago)
            file.execute(
                "DELETE FROM body WHERE digest NOT IN (SELECT body FROM exchange WHERE body IS NOT NULL "
                "UNION SELECT body FROM memory WHERE body IS NOT NULL)"
            )
        with self._database.using() as file:
            file.execute("PRAGMA incremental_vacuum").fetchall()

    def _has(self, name: bytes) -> bool:
        with self._database.using() as file:
            return _lies_in(file, name)

    def _hops(self, file: sqlite3.Connection, url: str, packed: bytes) -> list[Hop]:
        """Return the exchanges of an answer; none, and the answer forgotten, where they cannot be read."""
        try:
            return decode_json(packed, list[tuple[str, int]])
        except DAMAGED:
            self._drop_answer(file, url)
            return []

    def _told(self, file: sqlite3.Connection, url: str, packed: bytes) -> Failure | None:
        """Return the failure of an answer; None, and the answer forgotten, where it cannot be read."""
        try:
            return decode_json(packed, Failure)
        except DAMAGED:
            self._drop_answer(file, url)
            return None

    def _drop_answer(self, file: sqlite3.Connection, url: str) -> None:
        file.execute("DELETE FROM answer WHERE run = ? AND url = ?", (self._run, url))

    def _load(self, file: sqlite3.Connection, url: str, seq: int) -> Page | None:
        row = file.execute(
            "SELECT url, status, headers, body, at FROM exchange WHERE run = ? AND url = ? AND seq = ?",
            (self._run, url, seq),
        ).fetchone()
        page = load(file, row)
        if row is not None and page is None:
            file.execute("DELETE FROM exchange WHERE run = ? AND url = ? AND seq = ?", (self._run, url, seq))
        return page


def _lies_in(file: sqlite3.Connection, name: bytes) -> bool:
    return file.execute("SELECT 1 FROM body WHERE digest = ?", (name,)).fetchone() is not None
