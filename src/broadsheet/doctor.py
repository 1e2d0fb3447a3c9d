"""Checks an installation: each finding says what was looked at, and what to do when it is not well."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import NamedTuple

import msgspec

from broadsheet.config import Kit, adapter, read_file
from broadsheet.errors import BroadsheetError
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
        ("sources", lambda: f"{len(kit.pack)} of {len({s.owner for s in kit.pack})} owners"),
        ("readers", lambda: ", ".join(sorted(kit.readers))),
        ("embedder", lambda: _embedder(kit)),
        ("writer", lambda: kit.writer.name),
        ("publishers", lambda: ", ".join(name for name in settings.publish if kit.publisher(name))),
        ("engine", lambda: _engine(file.engine)),
        ("output", lambda: _output(Path(settings.root))),
    )
    for what, look in looks:
        try:
            yield Finding(True, what, look())
        except (BroadsheetError, OSError, msgspec.MsgspecError) as error:
            yield Finding(False, what, str(error))


def _embedder(kit: Kit) -> str:
    (vector,) = kit.embedder(["one sentence to place"], ["en"])
    return f"{kit.embedder.name}, {len(vector) // 4} dimensions"


def _engine(name: str) -> str:
    adapter("engines", name)
    others = sorted(entry.name for entry in entry_points(group="broadsheet.engines") if entry.name != name)
    return f"{name} (also: {', '.join(others)})"


def _output(root: Path) -> str:
    """Prove that editions can be written below ``root``, leaving nothing behind."""
    parent = next(folder for folder in (root, *root.absolute().parents) if folder.exists())
    with tempfile.TemporaryFile(dir=parent):
        return f"{root.absolute()} can be written"
