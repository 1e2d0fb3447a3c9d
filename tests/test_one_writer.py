"""Several processes add a line to one file at once: every line is kept."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.delivery.subscribers import add_subscriber, read_subscribers, unsubscribe
from broadsheet.feedback import Correction, add_feedback, read_feedback
from broadsheet.subscriptions.file import add_tables, declared
from broadsheet.types import Source

MANY = 24
Write = Callable[[Path, int], object]


def feedback(root: Path, number: int) -> None:
    told = Correction(
        action="pin",
        date="2026-05-01",
        stories=(f"story{number}",),
        headlines=(f"Story {number}",),
        addresses=((f"https://s{number}.example/a",),),
    )
    add_feedback(root, told)


def source(root: Path, number: int) -> None:
    url = f"https://s{number}.example/feed"
    add_tables(
        root / "sources.toml",
        [(Source(name=f"S{number}", kind="rss", url=url, outlet=f"S{number}", owner=f"S{number}"), ())],
    )


def subscriber(root: Path, number: int) -> None:
    add_subscriber(root / "list.csv", f"reader{number}@example.org", "en")


def leaver(root: Path, number: int) -> None:
    unsubscribe(root / "list.csv", root / "left.txt", f"reader{number}@example.org")


def together(write: Write, root: Path) -> None:
    """Let ``MANY`` processes write at once."""
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(MANY)

    def run(number: int) -> None:
        gate.wait()
        write(root, number)

    started = [context.Process(target=run, args=(number,)) for number in range(MANY)]
    for process in started:
        process.start()
    for process in started:
        process.join()
    assert [process.exitcode for process in started] == [0] * MANY


@pytest.mark.parametrize("round_", range(3))
def test_of_many_writers_at_once_each_keeps_its_line(tmp_path: Path, round_: int) -> None:
    for write in (feedback, source, subscriber, leaver):
        together(write, tmp_path)
    assert len(read_feedback(tmp_path)) == MANY
    assert len(declared((tmp_path / "sources.toml").read_text(), "sources.toml")) == MANY
    assert len((tmp_path / "left.txt").read_text().split()) == MANY
    read = read_subscribers(tmp_path / "list.csv", tmp_path / "left.txt")
    assert (len(read.everyone), read.gone) == (0, MANY)
