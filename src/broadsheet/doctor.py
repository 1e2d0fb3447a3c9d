"""Checks an installation: each finding says what was looked at, and what to do when it is not well."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import NamedTuple

import msgspec

from broadsheet.config import Kit, adapter, read_file
from broadsheet.errors import BroadsheetError, UsageError
from broadsheet.press import plan


class Finding(NamedTuple):
    """One thing that was looked at."""

    ok: bool
    what: str
    told: str


def examine(config: Path | None) -> Iterator[Finding]:
    """Yield what was found, in the order a run would need it; the first broken link of the chain ends the list."""
    try:
        file = read_file(config)
        settings = plan(file, at=datetime.now(UTC))
    except BroadsheetError as error:
        yield Finding(False, "configuration", str(error))
        return
    yield Finding(True, "configuration", str(config or "broadsheet.toml, or the defaults"))
    kit = Kit(settings)
    looks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("desk", lambda: f"{settings.desk}: {len(kit.desk.sections)} sections"),
        ("names", lambda: _names(kit)),
        ("sources", lambda: f"{len(kit.sources)} of {len({s.owner for s in kit.sources})} owners"),
        ("readers", lambda: ", ".join(sorted(kit.readers))),
        ("embedder", lambda: _embedder(kit)),
        ("writer", lambda: kit.writer.name),
        ("model", lambda: _model(kit)),
        ("publishers", lambda: ", ".join(name for name in settings.publish if kit.publisher(name))),
        ("engine", lambda: _engine(file.engine)),
        ("output", lambda: _writable(Path(settings.root))),
        ("memory", lambda: _memory(Path(settings.root).absolute() / ".cache" / "web.sqlite")),
    )
    for what, look in looks:
        try:
            yield Finding(True, what, look())
        except (BroadsheetError, OSError, msgspec.MsgspecError, sqlite3.Error) as error:
            yield Finding(False, what, str(error))


def _embedder(kit: Kit) -> str:
    (vector,) = kit.embedder(["one sentence to place"], ["en"])
    return f"{kit.embedder.name}, {len(vector) // 4} dimensions"


def _model(kit: Kit) -> str:
    """Try the configured model; where none writes, tell how to use one that runs on this machine."""
    from broadsheet.adapters.model.probe import look, try_model

    if kit.plans:
        ok, told = try_model(kit.settings.model)
        if not ok:
            raise UsageError(told, remedy="the edition would be quoted; see docs/configuration.md, [model]")
        return told
    found = list(look())
    if not found:
        return "none is asked, and none listens on this machine (Ollama at 11434, llama.cpp at 8080)"
    told = "\n".join(f"{one.server}: {one.told}.  --writer llm uses it with\n[model]\n{one.lines}" for one in found)
    return f"none is asked; on this machine\n{told}"


def _engine(name: str) -> str:
    adapter("engines", name)
    others = sorted(entry.name for entry in entry_points(group="broadsheet.engines") if entry.name != name)
    return f"{name} (also: {', '.join(others)})"


def _names(kit: Kit) -> str:
    assert kit.names is not None  # it was read, which is what was to be seen
    return "can be read"


def _writable(folder: Path) -> str:
    """Prove that files can be written below ``folder``, leaving nothing behind."""
    parent = next(at for at in (folder, *folder.absolute().parents) if at.exists())
    with tempfile.TemporaryFile(dir=parent):
        return f"{folder.absolute()} can be written"


def _memory(path: Path) -> str:
    """Prove that a run can keep what it fetches in the database ``path``: write to it what stands there already.

    It is not made when it is not there, and not mended when it is damaged: a run does both.
    """
    if not path.exists():
        return _writable(path.parent)
    try:
        database = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=1, isolation_level=None)
        with contextlib.closing(database) as file:
            file.execute("BEGIN IMMEDIATE")
            (version,) = file.execute("PRAGMA user_version").fetchone()
            file.execute(f"PRAGMA user_version = {int(version)}")
            file.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
            return f"{path} is damaged ({error}); the next run sets it aside and begins a new one"
        if error.sqlite_errorname == "SQLITE_BUSY":
            return f"{path} is being written by a run"
        raise OSError(f"{path} cannot be written ({error})") from error
    return f"{path} can be written"
