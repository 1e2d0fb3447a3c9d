"""Kill -9 at any time, run again: nothing that was fetched is fetched again, and the edition is that of an unbroken run.

More kills, or others: python bench/soak.py kills [KILLS [SEED]].
"""

from __future__ import annotations

import math
import random
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from broadsheet.store import read_lines
from broadsheet.types import Item

from farm_run import family, finished, start
from hostile_farm import SITES, Served, farm

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="needs Linux")]

ASKED = [site for site in SITES if site.name.startswith(("plain-1", "chunked", "moved"))]
PAUSE = 0.2
"""Seconds that every answer of the farm takes: a host's robots.txt, feed and pages come one after another."""
RECORDING = 1.0
"""Seconds that a killed process may have needed to note what had come, on a busy machine."""
KILLS, FEWEST = 6, 3
PATIENCE = 300.0
"""Seconds after which nobody is killed any more, if ``FEWEST`` were: a busy machine prints an edition in a minute."""

Row = dict[str, Any]


@dataclass
class Killed:
    """What many kills came to: how many there were, how many editions were ended, how many requests were repeated."""

    kills: int = 0
    editions: int = 0
    requests: int = 0
    repeated: int = 0


def kill_often(folder: Path, served: Served, kills: int, seed: int, patience: float = math.inf) -> Killed:
    """Print editions that are killed at random moments and resumed until they end; raise AssertionError on a fault.

    After ``patience`` seconds ``FEWEST`` kills are enough.
    """
    chance, found = random.Random(seed), Killed()
    served.ask(f"/pause/{PAUSE}")
    began = time.monotonic()
    (whole,) = finished(start(folder / "whole", served, [(0, ASKED)]))
    rows = served.log()
    assert max(Counter((row["host"], row["path"]) for row in rows if row["path"] != "/robots.txt").values()) == 1
    first, end = min(row["begun"] for row in rows) - began, time.monotonic() - began

    def enough() -> bool:
        late = time.monotonic() - began > patience
        return found.kills >= (min(FEWEST, kills) if late else kills)

    while not enough():
        served.ask("/forget")
        at, moments = folder / f"broken-{found.editions}", list[float]()
        told: list[dict[str, Any]] = []
        while not told:
            child = start(at, served, [(0, ASKED)])
            if enough():
                told = finished(child)
                break
            try:
                child.wait(0.8 * first + chance.random() * (end - first))
            except subprocess.TimeoutExpired:
                workers = list(family(child.pid))
                child.kill()
                moments.append(time.monotonic())
                child.communicate()
                found.kills += 1
                gone(workers)
                told = ended(at / "editions")
            else:
                told = finished(child)
        rows = served.log()
        found.editions += 1
        found.requests += len(rows)
        found.repeated += len(repeated(rows, moments))
        compare(Path(whole["folder"]), Path(told[0]["folder"]))
        complete(Path(told[0]["folder"]), served.port)
    return found


def ended(editions: Path) -> list[dict[str, Any]]:
    """Return the folder of an edition that was printed before its process was killed; to run again is to print anew."""
    unfinished = list((editions / ".work").glob("*/run.json"))
    printed = [] if unfinished else list(editions.glob("*/edition.json"))
    return [{"folder": str(path.parent)} for path in printed]


def gone(workers: Sequence[int]) -> None:
    """See that the processes which a killed one had started end too."""
    until = time.monotonic() + 10
    while left := [process for process in workers if Path(f"/proc/{process}/cmdline").exists() and alive(process)]:
        assert time.monotonic() < until, f"{left} outlive the process that was killed"
        time.sleep(0.05)


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes() != b""  # that of one that has ended is empty
    except OSError:
        return False


def repeated(rows: Sequence[Row], moments: Sequence[float]) -> list[Row]:
    """Return the requests that were made again although the site had answered; each was under way at a kill.

    The next request to its host tells that an answer was noted: one host is asked one thing at a time.
    """
    again: list[Row] = []
    for number, row in enumerate(rows):
        after = [later for later in rows[number + 1 :] if later["host"] == row["host"]]
        if row["status"] in ("200", "301") and any(later["path"] == row["path"] for later in after):
            kill = next((moment for moment in moments if moment > row["begun"]), None)
            assert kill is not None, f"{row} was asked twice in one run"
            assert after[0]["begun"] > kill, f"{row} had been answered and noted"
            assert row["sent"] is None or row["sent"] > kill - RECORDING, f"{row} had been answered long before {kill}"
            again.append(row)
    return again


def compare(whole: Path, broken: Path) -> None:
    """See that two edition folders hold the same bytes."""
    names = sorted(path.name for path in whole.iterdir())
    assert "capture.warc.gz" in names and "edition.json" in names
    assert names == sorted(path.name for path in broken.iterdir())
    assert [name for name in names if (whole / name).read_bytes() != (broken / name).read_bytes()] == []


def complete(edition: Path, port: int) -> None:
    """See that every item is there once."""
    items = [item.url for item in read_lines(edition / "items.jsonl", Item)]
    assert sorted(items) == sorted(link for site in ASKED for link in site.links(port, 0))


@pytest.mark.timeout(900)
def test_kill_at_any_time(tmp_path: Path) -> None:
    with farm() as served:
        found = kill_often(tmp_path, served, KILLS, seed=3, patience=PATIENCE)
    print(found)
    assert found.kills >= FEWEST and found.editions >= 1
