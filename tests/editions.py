"""Printing editions in tests, through the same door as the command line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from broadsheet.adapters.engines import Local
from broadsheet.config_file import File
from broadsheet.ports import Engine
from broadsheet.press import Printed, plan, print_edition
from broadsheet.sample.server import SOURCES, serve
from broadsheet.types import Language

AT = datetime.fromisoformat("2025-12-18T06:44:44+08:00")
DATE = "2025-12-18"


def record(number: int = 1, **changes: object) -> dict[str, object]:
    """One line of a .jsonl of articles; only what a test cares about need be said."""
    return {
        "url": f"https://outlet{number}.example/story",
        "title": f"Harbour number {number} opens a new model yard",
        "outlet": f"Outlet {number}",
        "lang": "en",
        "published": "2025-12-17T10:00:00Z",
        "text": f"Harbour {number} opened a yard for {number + 3} models on Wednesday. The yard employs {number + 20} people.",
    } | changes


def write_lines(path: Path, lines: Sequence[Mapping[str, object] | str | bytes]) -> Path:
    raw = [
        line if isinstance(line, bytes) else (line if isinstance(line, str) else json.dumps(line)).encode()
        for line in lines
    ]
    path.write_bytes(b"\n".join(raw) + b"\n")
    return path


def print_from(
    path: Path, out: Path, *, language: Language = "en", engine: Engine | None = None, hours: float | None = None
) -> Printed:
    settings = plan(File(), date=DATE, at=AT, origins=[path], language=language, out=out, hours=hours)
    return print_edition(settings, engine or Local())


def print_sample(out: Path, *, language: Language = "zh-Hant", engine: Engine | None = None) -> Printed:
    with serve() as gateway:
        settings = plan(
            File(sources=str(SOURCES)), date=DATE, at=AT, hours=24, language=language, out=out, gateway=gateway
        )
        return print_edition(settings, engine or Local())
