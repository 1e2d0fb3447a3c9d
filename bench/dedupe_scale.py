"""CPU seconds of finding copies at growing sizes, and the order in which they grow.

    .venv/bin/python bench/dedupe_scale.py ../shared/reference-edition/articles.jsonl [--sizes 2000,20000]

The articles are the input retold as the news of other days, as in ``embed_cluster_scale.py``: names and numbers of one
day are shared within that day, no text occurs twice.

2026-11-22, two cores shared with others: 1.0 s at 2,000 and 13.8 s at 20,000, n^1.13; before translations were looked
for 0.9 and 11.6 s, n^1.09.  Timed inside one run, they add 13 to 15 %; at 20,000 articles 300 pairs are aligned.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

from broadsheet.stages.dedupe import dedupe
from broadsheet.types import Article
from embed_cluster_scale import articles_of, kit_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--sizes", default="2000,20000")
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    sizes = [int(size) for size in asked.sizes.split(",")]
    names = kit_of(asked.path).names
    first = len(articles_of(asked.path, 1))
    articles = articles_of(asked.path, -(-max(sizes) // first))
    list(dedupe(articles[:first], names))  # dictionaries are read before the clock starts
    took: list[float] = []
    for size in sizes:
        runs: list[float] = []
        kinds: Counter[str] = Counter()
        for _ in range(asked.repeats if size <= 5000 else 1):
            begun = time.process_time()
            marked = [a for a in dedupe(articles[:size], names) if isinstance(a, Article)]
            runs.append(time.process_time() - begun)
            kinds = Counter(a.copy_kind or "original" for a in marked)
        took.append(statistics.median(runs))
        print(f"{size:7d} articles {took[-1]:8.2f} s CPU  {dict(sorted(kinds.items()))}")
    for (a, s), (b, t) in pairwise(zip(sizes, took, strict=True)):
        print(f"{a} -> {b}: grows as n^{math.log(t / s) / math.log(b / a):.2f}")


if __name__ == "__main__":
    main()
