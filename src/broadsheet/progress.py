"""What a person sees while a run goes on: one bar a stage on a terminal, one line a stage elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

DOING = {
    "collect": "asking the sources",
    "extract": "reading the pages",
    "dedupe": "finding copies",
    "embed": "placing texts by meaning",
    "cluster": "finding stories",
    "rank": "weighing stories",
    "write": "choosing sentences",
    "verify": "proving sentences",
    "compose": "composing the edition",
    "archive": "indexing the editions",
    "site": "writing the pages",
    "recheck": "asking the sources again",
}


@contextmanager
def watching(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that is told ``(stage, done, total)`` and shows it on ``console``."""
    if not console.is_terminal:
        yield _Lines(console)
        return
    columns = (
        TextColumn("{task.description:<26}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console) as bars:

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(DOING.get(stage, stage), total=max(total, 1))
            bars.update(tasks[stage], completed=done if total else 1, total=max(total, 1))

        yield show


class _Lines:
    """Plain lines for a log: a stage when it ends, and how far it is every few seconds."""

    EVERY = 5.0
    """Seconds between two lines of one stage."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last = 0.0
        self._told: tuple[str, int, int] | None = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        news = (stage, done, total)
        if total and news != self._told and (done in (0, total) or now - self._last > self.EVERY):
            self._last, self._told = now, news
            self._console.print(f"{DOING.get(stage, stage):<26} {done}/{total}", highlight=False)
