"""Claim: a reader who is asked near the border between two stories mends most of what the rules get wrong there.

    python bench/matcher.py [DAY.jsonl ...]        default: the labelled days of gates/days that are not held out

The reader is the labels, wrong in one answer of so many: 0, 5, 10 and 20 per cent, each drawn four times.  Beside it,
where somebody's answers were recorded (``gates/matches``, see its README), those.  F1 is BCubed over the originals of
the day; precision and recall are those of pairs of an English and a Chinese article.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from broadsheet.evaluate import score_partition
from broadsheet.likeness.borders import Pair, settled
from broadsheet.likeness.clustering import Clustering, clustered
from broadsheet.stages.cluster import MOST_ASKED
from cluster_hardness import Day, across, read_day

ROOT = Path(__file__).resolve().parent.parent
DAYS = (ROOT / "gates/days/2025-08-07/articles.jsonl", ROOT / "gates/days/2024-05-14/articles.jsonl")
RECORDED = ROOT / "gates/matches"
WRONG = (0.0, 0.05, 0.1, 0.2)
DRAWS = 4
PROMISED = 0.03
"""Points of F1 that a reader who errs once in ten brings at least."""

Verdict = Callable[[str, str], bool | None]


class Found(NamedTuple):
    """How good the stories are that came of somebody's answers."""

    f1: float
    precision: float
    recall: float
    asked: int


def settle(day: Day, made: Clustering, verdict: Verdict) -> Found:
    """Return what comes of asking ``verdict`` about couples of addresses."""
    address = {place.article.id: place.article.url for place in day.placed}
    row_of = {place.article.id: row for row, place in enumerate(day.placed)}
    asked = 0

    def ask(pairs: Sequence[Pair]) -> Sequence[bool | None]:
        nonlocal asked
        asked += len(pairs)
        return [verdict(address[made.ids[one]], address[made.ids[other]]) for one, other in pairs]

    label = np.zeros(len(made.ids), dtype=np.int64)
    for number, group in enumerate(settled(made, ask, MOST_ASKED)):
        label[[row_of[made.ids[row]] for row in group]] = number
    f1 = score_partition(label.tolist(), day.events.tolist()).f1
    return Found(f1, *across(day, np.arange(len(label)), label), asked)


def labelled(event: Mapping[str, str], wrong: float, chance: random.Random) -> Verdict:
    """Return a reader who knows the labels and errs in a share of the answers."""

    def verdict(one: str, other: str) -> bool:
        return (event[one] == event[other]) is not (chance.random() < wrong)

    return verdict


def recited(answers: Mapping[frozenset[str], bool]) -> Verdict:
    """Return a reader who says what was recorded, and nothing else."""

    def verdict(one: str, other: str) -> bool | None:
        return answers.get(frozenset((one, other)))

    return verdict


def told(name: str, found: Sequence[Found]) -> float:
    """Print the means of ``found`` and return that of F1."""
    f1, precision, recall, asked = (statistics.fmean(column) for column in zip(*found, strict=True))
    print(f"  {name:<34} F1 {f1:.3f}   en-zh {precision:.2f} / {recall:.2f}   {asked:4.0f} couples", flush=True)
    return f1


def main(paths: Sequence[Path]) -> int:
    """Print the figures; return 1 when the promise is broken."""
    kept = True
    for path in paths:
        day = read_day(path)
        made = clustered(day.placed, day.names)
        event = {place.article.url: name for place, name in zip(day.placed, day.events.tolist(), strict=True)}
        print(f"{path.parent.name}, {len(day.placed)} originals")
        rules = told("rules alone", [settle(day, made, lambda one, other: None)._replace(asked=0)])
        for wrong in WRONG:
            draws = range(DRAWS if wrong else 1)
            found = [settle(day, made, labelled(event, wrong, random.Random(f"{seed} {wrong}"))) for seed in draws]
            f1 = told(f"a reader wrong in {wrong:.0%}", found)
            kept &= wrong > 0.1 or f1 >= rules + PROMISED
        for recorded in sorted(RECORDED.glob(f"{path.parent.name}*.jsonl")):
            answers = {frozenset(a["urls"]): bool(a["same"]) for a in map(json.loads, recorded.open(encoding="utf-8"))}
            told(recorded.stem.removeprefix(path.parent.name).strip("-"), [settle(day, made, recited(answers))])
            right = [same == (len({event[url] for url in pair}) == 1) for pair, same in answers.items()]
            print(f"    right in {sum(right)} of {len(right)} answers")
    return int(not kept)


if __name__ == "__main__":
    raise SystemExit(main([Path(name) for name in sys.argv[1:]] or DAYS))
