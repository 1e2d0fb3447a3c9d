"""How hard is a labelled day?  Broadsheet's clustering beside a plain pipeline, as the day is made easier.

    .venv/bin/python bench/cluster_hardness.py [--reference ../shared/reference-edition/articles.jsonl] [DAY.jsonl ...]

The plain pipeline is what anybody builds first: vectors centred per language, rare shared names, average linkage
(scipy), cut where the reference day is best.  Days of one hardness can then be compared: the articles that the plain
pipeline puts farthest from their event are taken away, a tenth of the day at a time (so a day is eased in the plain
pipeline's favour), and both cluster what is left.  F1 is BCubed; precision and recall are those of pairs of an English
and a Chinese article.  Where a second reader has grouped the day, blind, what he says is scored by the labels as well.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from broadsheet.config import Kit
from broadsheet.config_file import File
from broadsheet.evaluate import event_of, read_articles, score_partition
from broadsheet.likeness.clustering import clustered
from broadsheet.likeness.neighbours import GRID
from broadsheet.likeness.reading import read
from broadsheet.press import plan
from broadsheet.stages.dedupe import dedupe
from broadsheet.stages.embed import embed
from broadsheet.text.names import NameTable
from broadsheet.types import Article, Placed

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT.parent / "shared/reference-edition/articles.jsonl"
DAYS = (ROOT / "gates/days/2025-08-07/articles.jsonl", ROOT / "gates/days/2024-05-14/articles.jsonl")
NAMES_WEIGHT = 0.2
"""Of 0, 0.2 and 0.3 the best on the days below, at the best cut of each."""
CUTS = np.arange(0.2, 0.7, 0.02)
FARTHEST = 1.5
"""No likeness of two articles is larger: one and the names' weight, and a margin."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Day(NamedTuple):
    """Originals of a day in order of ids, the event of each, which are Chinese, and the plain likeness of all pairs."""

    placed: Sequence[Placed]
    names: NameTable
    events: npt.NDArray[np.str_]
    chinese: npt.NDArray[np.bool_]
    plain: Floats


def read_day(path: Path) -> Day:
    """Read a labelled day; an article without an event is an event of its own."""
    kit = Kit(plan(File(), origins=[path], at=datetime(2025, 12, 18, tzinfo=UTC)))
    articles = [a for a in dedupe(read_articles(path, kit), kit.names) if isinstance(a, Article) and not a.copy_of]
    placed = sorted(embed(articles, kit.embedder), key=lambda place: place.article.id)
    told = event_of(path)
    events = np.array([str(told.get(place.article.url.strip()) or place.article.id) for place in placed])
    made = clustered(placed, kit.names)
    vectors = made.grid.astype(np.float64) / GRID
    readings = [read(place.article, kit.names) for place in placed]
    names = [{fact for fact in reading.facts if not fact[0].isdigit()} for reading in readings]
    held = Counter(name for some in names for name in some)
    rare = {name: np.log(len(placed) / count) / np.log(len(placed)) for name, count in held.items()}
    shared = [[min(1.0, sum(rare[name] for name in one & other) / 2) for other in names] for one in names]
    chinese = np.array([reading.chinese for reading in readings])
    return Day(placed, kit.names, events, chinese, vectors @ vectors.T + NAMES_WEIGHT * np.array(shared))


def plainly(day: Day, rows: Ints, cut: float) -> Ints:
    """Return the group of each row, by average linkage of the plain likeness."""
    distances = FARTHEST - day.plain[np.ix_(rows, rows)]
    np.fill_diagonal(distances, 0)
    merges = linkage(squareform(distances, checks=False), "average")
    return np.asarray(fcluster(merges, FARTHEST - cut, "distance"), dtype=np.int64)


def ours(day: Day, rows: Ints) -> Ints:
    """Return the group of each row, as the program makes them."""
    groups = np.zeros(len(rows), dtype=np.int64)
    for number, group in enumerate(clustered([day.placed[row] for row in rows], day.names).groups):
        groups[list(group)] = number
    return groups


def read_by(labels: Path, path: Path, day: Day) -> Ints:
    """Return the group of each article as somebody else labelled the day; ``labels`` is by the ids of the file."""
    events = json.loads(labels.read_text(encoding="utf-8"))
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    by_url = {line["url"].strip(): events[line["id"]] for line in lines}
    numbers = {event: number for number, event in enumerate(sorted(set(by_url.values())))}
    return np.array([numbers[by_url[place.article.url.strip()]] for place in day.placed], dtype=np.int64)


def across(day: Day, rows: Ints, groups: Ints) -> tuple[float, float]:
    """Return precision and recall of the pairs of an English and a Chinese article."""
    events, chinese = day.events[rows], day.chinese[rows]
    pairs = chinese[:, None] != chinese[None]
    same, joined = (events[:, None] == events[None]) & pairs, (groups[:, None] == groups[None]) & pairs
    both = int((same & joined).sum())
    return both / max(1, int(joined.sum())), both / max(1, int(same.sum()))


def told(day: Day, rows: Ints, groups: Ints) -> str:
    """Return BCubed F1, and precision and recall of the pairs across languages."""
    precision, recall = across(day, rows, groups)
    f1 = score_partition(groups.tolist(), day.events[rows].tolist()).f1
    return f"F1 {f1:.3f}, en-zh {precision:.2f} / {recall:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reference", type=Path, default=REFERENCE)
    parser.add_argument("days", nargs="*", type=Path, default=DAYS)
    args = parser.parse_args()
    if not args.reference.exists():
        raise SystemExit(
            f"the plain pipeline is cut where the reference day is best, and {args.reference} is not there"
        )
    first = read_day(args.reference)
    everything = np.arange(len(first.placed))
    gold = first.events.tolist()
    scored = [(score_partition(plainly(first, everything, cut).tolist(), gold).f1, cut) for cut in CUTS]
    cut = float(max(scored)[1])
    for path in (args.reference, *args.days):
        day = read_day(path)
        same = day.events[:, None] == day.events[None]
        np.fill_diagonal(same, False)
        own = np.array([day.plain[row][same[row]].mean() if same[row].any() else np.inf for row in range(len(same))])
        nearest = np.argsort(own, kind="stable")
        if (second := path.parent / "second_reader.json").exists():
            everyone = np.arange(len(day.placed))
            print(f"{path.parent.name}, a second reader, blind: {told(day, everyone, read_by(second, path, day))}")
        for tenths in (0,) if path == args.reference else range(4):
            rows = np.sort(nearest[len(nearest) * tenths // 10 :])
            texts = told(day, rows, plainly(day, rows, cut)), told(day, rows, ours(day, rows))
            print(f"{path.parent.name}, {tenths} tenths away: plain {texts[0]}; broadsheet {texts[1]}", flush=True)


if __name__ == "__main__":
    main()
