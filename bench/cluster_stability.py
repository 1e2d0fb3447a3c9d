"""How firmly the clustering stands: BCubed F1 with the threshold moved by a tenth, and on random halves of the events.

    .venv/bin/python bench/cluster_stability.py ../shared/reference-edition/articles.jsonl

A half holds all articles of half of the events and is clustered anew (its frequencies are its own).
"""

from __future__ import annotations

import random
import statistics
import sys
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.config import Kit
from broadsheet.config_file import File
from broadsheet.evaluate import event_of, read_articles, score_stories
from broadsheet.likeness import clustering
from broadsheet.press import plan
from broadsheet.stages.cluster import cluster
from broadsheet.stages.dedupe import dedupe
from broadsheet.stages.embed import embed
from broadsheet.types import Article

HALVES = 20


def main() -> None:
    path = Path(sys.argv[1])
    events = event_of(path)
    kit = Kit(plan(File(), origins=[path], at=datetime(2025, 12, 18, tzinfo=UTC)))
    placed = list(embed([a for a in dedupe(read_articles(path, kit)) if isinstance(a, Article)], kit.embedder))
    settings = vars(clustering)
    chosen = float(settings["THRESHOLD"])
    for factor in (0.8, 0.9, 1.0, 1.1, 1.2):
        settings["THRESHOLD"] = chosen * factor
        scores = score_stories(cluster(placed, kit.names), events)
        print(f"threshold {chosen * factor:.3f}: F1 {scores.f1:.4f} (P {scores.precision:.4f} R {scores.recall:.4f})")
    settings["THRESHOLD"] = chosen
    names = sorted(set(events.values()))
    found: list[float] = []
    for seed in range(HALVES):
        half = set(random.Random(seed).sample(names, len(names) // 2))
        kept = {url: event for url, event in events.items() if event in half}
        some = [place for place in placed if place.article.url in kept]
        found.append(score_stories(cluster(some, kit.names), kept).f1)
    print(
        f"{HALVES} random halves of {len(names)} events: F1 median {statistics.median(found):.4f},"
        f" lowest {min(found):.4f}, highest {max(found):.4f}"
    )


if __name__ == "__main__":
    main()
