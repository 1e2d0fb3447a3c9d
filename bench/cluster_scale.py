"""Time, memory and quality of clustering a synthetic stream, how they grow, and what a few articles more cost.

    .venv/bin/python bench/cluster_scale.py [--sizes 1000,10000,20000,100000,1000000]

Reading of names, numbers and words is part of it, embedding is not (``bench/embed_cluster_scale.py``).  "1 % more" is
``extended`` by a hundredth of the articles, checked against clustering all of them at once with the same background.
Each size runs in a process of its own.  CPU seconds count all threads; on a busy machine they say more than wall.
A size is one day, in one piece: what it peaks at holds the articles and their vectors too ("before": 4.4 KB each).
From ``TOLD`` on, a line a minute on standard error says how far it is.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import random
import resource
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from typing import NamedTuple, TypeVar

from broadsheet.evaluate import score_partition
from broadsheet.likeness.clustering import Clustering, clustered, extended
from broadsheet.text.names import Mention, NameTable

from stream import stream, table

T = TypeVar("T")

CHECKED = 20_000
"""Articles up to which the extension is checked against clustering everything again."""
EXTENDED = 20_000
"""Articles up to which a hundredth more is measured: it takes a clustering of the others first."""
TOLD = 100_000
"""Articles from which a run says how far it is."""


class Measured(NamedTuple):
    """One size."""

    articles: int
    groups: int
    f1: float
    wall: float
    cpu: float
    before_mib: float
    peak_mib: float
    more_wall: float | None
    more_cpu: float | None
    equal: bool | None


def timed(call: Callable[[], T]) -> tuple[T, float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    result = call()
    return result, time.perf_counter() - wall, time.process_time() - cpu


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Counting(NameTable):
    """Counts the texts that it has read."""

    read = 0

    def mentions(self, text: str) -> tuple[Mention, ...]:
        self.read += 1
        return super().mentions(text)


def tell(n: int, names: Counting, done: threading.Event) -> None:
    """Say once a minute how far a run is."""
    while not done.wait(60):
        with open("/proc/self/statm", encoding="ascii") as pages:
            now = int(pages.read().split()[1]) * resource.getpagesize() / 2**20
        told = f"{n} articles: {names.read} read, {time.process_time():.0f} CPU s, {now:.0f} MiB, peak {peak():.0f} MiB"
        print(told, file=sys.stderr, flush=True)


def groups_of(clustering: Clustering) -> set[frozenset[str]]:
    return {frozenset(clustering.ids[row] for row in group) for group in clustering.groups}


def measure(n: int) -> Measured:
    """Run one size; called in a process of its own."""
    names = Counting(table())
    done = threading.Event()
    if n >= TOLD:
        threading.Thread(target=tell, args=(n, names, done), daemon=True).start()
    told = list(stream(n))
    events = {tell.placed.article.id: tell.event for tell in told}
    placed = [tell.placed for tell in told]
    del told
    random.Random(n).shuffle(placed)
    clustered(placed[:50], names)  # dictionaries are read before the clock starts
    before = peak()
    whole, wall, cpu = timed(lambda: clustered(placed, names))
    most = peak()
    group_of = {whole.ids[row]: number for number, group in enumerate(whole.groups) for row in group}
    score = score_partition([group_of[key] for key in events], list(events.values()))
    size = Measured(n, len(set(group_of.values())), score.f1, wall, cpu, before, most, None, None, None)
    if n <= EXTENDED:
        background = whole.background
        del whole
        first = clustered(placed[: -max(1, n // 100)], names, background)
        more, more_wall, more_cpu = timed(lambda: extended(first, placed[-max(1, n // 100) :], names))
        equal = groups_of(more) == groups_of(clustered(placed, names, background)) if n <= CHECKED else None
        size = size._replace(more_wall=more_wall, more_cpu=more_cpu, equal=equal)
    done.set()
    return size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,100000")
    options = parser.parse_args()
    heads = ["articles", "groups", "BCubed F1", "wall s", "CPU s", "before MiB", "peak MiB"]
    heads += ["1% more s", "CPU s", "share", "equal"]
    print("".join(f"{head:>11}" for head in heads))
    sizes: list[Measured] = []
    for n in map(int, options.sizes.split(",")):
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
            size = alone.submit(measure, n).result()
        sizes.append(size)
        cells = [f"{size.articles}", f"{size.groups}", f"{size.f1:.4f}", f"{size.wall:.2f}", f"{size.cpu:.2f}"]
        cells += [f"{size.before_mib:.0f}", f"{size.peak_mib:.0f}"]
        if size.more_cpu is not None:
            cells += [f"{size.more_wall:.2f}", f"{size.more_cpu:.2f}", f"{size.more_cpu / size.cpu:.3f}"]
            cells += ["-" if size.equal is None else str(size.equal)]
        print("".join(f"{cell:>11}" for cell in cells), flush=True)
    for small, large in pairwise(sizes):
        order = math.log(large.cpu / small.cpu) / math.log(large.articles / small.articles)
        print(f"order of growth {small.articles} -> {large.articles}: n^{order:.2f} in CPU seconds")


if __name__ == "__main__":
    main()
