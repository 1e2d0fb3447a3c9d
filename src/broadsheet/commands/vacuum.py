"""``broadsheet vacuum``: room for the next editions, and what it costs."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.filesize import decimal

from broadsheet.errors import UsageError
from broadsheet.terminal import plain

out = Console()


def vacuum(
    root: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the editions.")],
    keep_days: Annotated[
        int, typer.Option(min=1, metavar="N", help="Days that work, leftovers and records are kept.")
    ] = 30,
    captures_days: Annotated[
        int, typer.Option(min=1, metavar="M", help="Days that the capture of an edition (its raw pages) is kept.")
    ] = 30,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Also the texts that quotes are proved with, of editions older than N.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be freed, and remove nothing.")] = False,
) -> None:
    """Free room: captures and what broken-off runs left, older than so many days; close the holes of the databases.

    No page loses what it stands on: an edition, its site and the texts that its quotes are proved with stay, unless
    --evidence is given. The newest edition keeps everything. May run beside a run or a scheduler.
    """
    from broadsheet.daily.retention import compact, memories, removable, remove
    from broadsheet.store import edition_folders, no_folder

    if not root.is_dir():
        raise no_folder(root)
    if not (edition_folders(root) or (root / ".work").is_dir() or (root / ".daily").is_dir()):
        raise UsageError("holds no editions", subject=str(root), remedy="name the folder that --out named")
    freed: Counter[str] = Counter()
    today = datetime.now(UTC).date()
    found = list(removable(root, today, keep_days=keep_days, captures_days=captures_days, evidence=evidence))
    for piece in found:
        if not dry_run:
            remove(piece)
        freed[piece.what] += piece.size
        _line(piece.what, piece.size, piece.path, piece.why)
    for piece in memories(root):
        if dry_run or compact(piece):
            freed[piece.what] += piece.size
            _line(piece.what, piece.size, piece.path, piece.why)
    total = ", ".join(f"{what} {decimal(size)}" for what, size in freed.items())
    verb = "would be freed" if dry_run else "freed"
    out.print(f"{decimal(sum(freed.values()))} {verb}{': ' + total if total else ''}", highlight=False, soft_wrap=True)


def _line(what: str, size: int, path: Path, why: str) -> None:
    told = f"{what:<9} {decimal(size):>9}  {plain(str(path))}  [dim]{why}[/dim]"
    out.print(told, highlight=False, soft_wrap=True)
