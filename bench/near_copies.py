"""Sweep the threshold of near copies: ``stages.dedupe.NEAR``.

    .venv/bin/python bench/near_copies.py ../shared/bench/extraction/ground-truth.json

Takes real news texts (``articleBody``), republishes each in seven ways that outlets do, and asks how many republished
texts are found (recall), and how many pairs of different texts are called copies (false pairs).  Exact Jaccard, without
the particulars that dedupe also compares, so false pairs here are an upper bound.

2026-11-22, 179 texts of 60 words or more, share found at

    threshold               0.50    0.60    0.65    0.70    0.75    0.80    0.85    0.90
    last quarter cut       1.000   1.000   1.000   1.000    .458    .011    .006    .006
    5 % of words edited    1.000    .983    .950    .894    .520    .128    .000    .000
    the other five         1.000   1.000   1.000    .989    .983    .955    .883    .402   (worst of them)
    false pairs of 15,931      0       0       0       0       0       0       0       0   (most alike: 0.148)

0.70 finds all but heavy editing and keeps far from the most alike different texts; templated texts are told apart by
their particulars, which no threshold can do.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

from broadsheet.text.shingles import jaccard, shingles, tokens

NOTICE = (
    "This story was first published by a partner outlet and is republished here with permission. All rights reserved. "
)


def cut(share: float) -> Callable[[list[str], random.Random], list[str]]:
    return lambda words, _: words[: int(len(words) * (1 - share))]


def swapped(share: float) -> Callable[[list[str], random.Random], list[str]]:
    return lambda words, chance: [chance.choice(words) if chance.random() < share else word for word in words]


REWRITINGS: dict[str, Callable[[list[str], random.Random], list[str]]] = {
    "last tenth cut": cut(0.1),
    "last quarter cut": cut(0.25),
    "dateline before": lambda words, _: ["LONDON", "Reuters", *words],
    "notice after": lambda words, _: [*words, *NOTICE.split()],
    "first sentence cut": lambda words, _: words[20:],
    "2 % of words edited": swapped(0.02),
    "5 % of words edited": swapped(0.05),
}
THRESHOLDS = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)


def main() -> None:
    stored = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    texts = [words for key in sorted(stored) if len(words := stored[key]["articleBody"].split()) >= 60]
    bags = [shingles(tokens(" ".join(words))) for words in texts]
    print(f"{len(texts)} texts; share found at each threshold")
    print(f"{'':22}" + "".join(f"{threshold:8.2f}" for threshold in THRESHOLDS))
    for name, rewrite in REWRITINGS.items():
        chance = random.Random(name)
        alike = [
            jaccard(bag, shingles(tokens(" ".join(rewrite(words, chance)))))
            for words, bag in zip(texts, bags, strict=True)
        ]
        print(f"{name:22}" + "".join(f"{sum(a >= t for a in alike) / len(alike):8.3f}" for t in THRESHOLDS))
    pairs = [jaccard(a, b) for a, b in combinations(bags, 2)]
    print(f"{'false pairs':22}" + "".join(f"{sum(a >= t for a in pairs):8d}" for t in THRESHOLDS))
    print(f"most alike of {len(pairs)} different pairs: {sorted(pairs)[-3:]}")


if __name__ == "__main__":
    main()
