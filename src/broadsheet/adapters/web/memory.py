"""What sites said that holds for other days too: validators and freshness, moves for good, pages that are gone,
until when they want to be left alone, their robots.txt.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import msgspec

from broadsheet.adapters.web.database import DAMAGED, Database, at_once, bare, digest, load, moment
from broadsheet.adapters.web.manners import LONGEST_WAIT
from broadsheet.types import Page


class Moved(NamedTuple):
    """A permanent redirect: the answer that told it, its target, and in how many runs it told the same."""

    page: Page
    target: str
    sightings: int


class Known(NamedTuple):
    """What is remembered of an address.  ``page`` and ``gone`` come without their bodies; ``recall`` brings those.

    ``fresh``: until when the page need not be asked for; ``later``: until when the address or its host wants to be
    left alone.
    """

    page: Page | None = None
    fresh: datetime | None = None
    moved: Moved | None = None
    gone: Page | None = None
    later: datetime | None = None


class Memory:
    """What is remembered of addresses, in ``database``; ``run`` tells sightings of different runs apart.

    All methods raise StorageError.
    """

    def __init__(self, database: Database, run: str, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._run = run
        self._clock = clock

    def known(self, url: str, host: str) -> Known:
        """Return what is remembered of ``url`` and of its host, and note that it was asked for.

        A wait that is longer than any that is believed was noted when the clock was wrong.
        """
        longest = (self._clock() + LONGEST_WAIT).timestamp()
        with self._database.using() as file:
            rows = file.execute(
                "SELECT kind, status, headers, at, fresh, target, sightings FROM memory WHERE url = ?", (url,)
            ).fetchall()
            if rows:
                file.execute(
                    "UPDATE memory SET asked = ?1, sightings = sightings + (kind = 'page' AND run != ?2), "
                    "run = iif(kind = 'page', ?2, run) WHERE url = ?3",
                    (self._clock().timestamp(), self._run, url),
                )
            (until,) = file.execute(
                "SELECT max(until) FROM later WHERE key IN (?, ?) AND until <= ?", (url, f"host {host}", longest)
            ).fetchone()
        known = Known(later=_moment(until))
        for kind, status, headers, at, fresh, target, sightings in rows:
            page = bare(url, status, headers, at)
            if page is None or (kind == "page" and _moment(fresh) is None):
                self.forget(url, kind)
            elif kind == "page":
                known = known._replace(page=page, fresh=_moment(fresh))
            elif kind == "moved":
                known = known._replace(moved=Moved(page, target, sightings))
            else:
                known = known._replace(gone=page)
        return known

    def recall(self, url: str) -> Page | None:
        """Return the last good page of ``url`` with its body."""
        with self._database.using() as file:
            row = file.execute(
                "SELECT url, status, headers, body, at FROM memory WHERE url = ? AND kind = 'page'", (url,)
            ).fetchone()
            return load(file, row)

    def remember(self, page: Page, fresh: datetime) -> None:
        """Keep ``page`` as the last good one of its address, which ends that it was gone; ``exchange`` comes first."""
        self._keep("page", page, fresh=fresh.timestamp(), body=digest(page.body))

    def renew(self, url: str, fresh: datetime) -> None:
        """Keep that the last good page of ``url`` holds until ``fresh``."""
        with self._database.using() as file:
            file.execute("UPDATE memory SET fresh = ? WHERE url = ? AND kind = 'page'", (fresh.timestamp(), url))

    def remember_gone(self, page: Page) -> None:
        """Keep that the address of ``page`` is gone for good."""
        self._keep("gone", page)

    def remember_moved(self, page: Page, target: str) -> int:
        """Keep that the address of ``page`` moved to ``target``; return in how many runs it said the same."""
        with self._database.using() as file:
            row = file.execute(
                "SELECT target, status FROM memory WHERE url = ? AND kind = 'moved'", (page.final_url,)
            ).fetchone()
        if row and row != (target, page.status):
            self.forget(page.final_url, "moved")
        return self._keep("moved", page, target=target)

    def leave_until(self, key: str, until: datetime) -> None:
        """Keep that an address, or a host (``"host NAME"``), wants to be left alone until then.

        A longer wait stands, unless it is longer than any that is believed.
        """
        longest = (self._clock() + LONGEST_WAIT).timestamp()
        with self._database.using() as file:
            file.execute(
                "INSERT INTO later VALUES (?1, ?2) "
                "ON CONFLICT DO UPDATE SET until = iif(until > ?3, ?2, max(until, ?2))",
                (key, until.timestamp(), longest),
            )

    def robots(self, origin: str) -> tuple[str, datetime] | None:
        """Return what the robots.txt of ``origin`` said to us, and when."""
        with self._database.using() as file:
            row = file.execute("SELECT text, at FROM robots WHERE origin = ?", (origin,)).fetchone()
        when = _moment(row[1]) if row else None
        return (str(row[0]), when) if when else None

    def remember_robots(self, origin: str, text: str, when: datetime) -> None:
        """Keep what the robots.txt of ``origin`` says to us."""
        with self._database.using() as file:
            file.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", (origin, text, when.timestamp()))

    def forget(self, url: str, kind: str = "") -> None:
        """Forget what is remembered of ``url``: everything, or one of ``page``, ``moved``, ``gone``."""
        with self._database.using() as file, at_once(file):
            file.execute("DELETE FROM memory WHERE url = ? AND ? IN ('', kind)", (url, kind))
            if not kind:
                file.execute("DELETE FROM later WHERE key = ?", (url,))

    def _keep(
        self, kind: str, page: Page, *, fresh: float | None = None, target: str | None = None, body: bytes | None = None
    ) -> int:
        packed = msgspec.json.encode(page.headers)
        said = (page.status, packed, body, page.when.isoformat(), fresh, target, self._run, self._clock().timestamp())
        with self._database.using() as file, at_once(file):
            row = file.execute(
                "INSERT INTO memory VALUES (?9, ?10, ?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?8) ON CONFLICT DO UPDATE SET "
                "status = ?1, headers = ?2, body = ?3, at = ?4, fresh = ?5, target = ?6, "
                "sightings = sightings + (run != ?7), run = ?7, asked = ?8 RETURNING sightings",
                (*said, page.final_url, kind),
            ).fetchone()
            if kind == "page":
                file.execute("DELETE FROM memory WHERE url = ? AND kind = 'gone'", (page.final_url,))
        return int(row[0])


def _moment(seconds: float | None) -> datetime | None:
    """Return the moment of a stored time; None where there is none, or a damaged one."""
    if seconds is None:
        return None
    try:
        return moment(seconds)
    except DAMAGED:
        return None
