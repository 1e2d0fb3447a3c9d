"""What the weights of likeness rest on: fitted on labelled days, and judged on the day that was left out.

    .venv/bin/python bench/likeness.py ../shared/reference-edition/articles.jsonl gates/days/2025-08-07/articles.jsonl \
        gates/days/2024-05-14/articles.jsonl

First the weights that a logistic regression over the pairs of each day gives, the cosine weighing 1, papers left out.
Then each day is clustered with the weights of the others, cut where these are best: what to expect of an unseen day.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from broadsheet.config import Kit
from broadsheet.config_file import File
from broadsheet.evaluate import event_of, read_articles, score_stories
from broadsheet.likeness import clustering, witnesses
from broadsheet.likeness.neighbours import GRID
from broadsheet.likeness.witnesses import Evidence
from broadsheet.press import plan
from broadsheet.stages.cluster import cluster
from broadsheet.stages.dedupe import dedupe
from broadsheet.stages.embed import embed
from broadsheet.text.names import NameTable
from broadsheet.types import Article, Placed

THRESHOLDS = np.arange(0.15, 0.36, 0.02)
GIVEN = {"words": "WORDS_WEIGHT", "numbers": "NUMBERS_WEIGHT", "parties": "PARTIES_WEIGHT", "days": "DAY_WEIGHT"}
"""Which weight of ``witnesses`` each column of the evidence has; bare titles are too few on these days to be fitted."""


class Day(NamedTuple):
    """A labelled day: its articles, the event of each address, and evidence and truth of its pairs."""

    name: str
    placed: Sequence[Placed]
    names: NameTable
    events: Mapping[str, str]
    pairs: npt.NDArray[np.float64]
    same: npt.NDArray[np.bool_]


def read_day(path: Path) -> Day:
    """Read a labelled day and compare all its articles but papers and copies."""
    events = event_of(path)
    kit = Kit(plan(File(), origins=[path], at=datetime(2025, 12, 18, tzinfo=UTC)))
    articles = [a for a in dedupe(read_articles(path, kit), kit.names) if isinstance(a, Article)]
    placed = list(embed(articles, kit.embedder))
    heads = sorted((p for p in placed if p.article.copy_of is None), key=lambda place: place.article.id)
    made = clustering.clustered(heads, kit.names)
    told = [events.get(place.article.url.strip()) for place in heads]
    news = [at for at, is_paper in enumerate(made.witnesses.record.is_paper) if not is_paper and told[at]]
    upper, lower = np.triu_indices(len(news), 1)
    i, j = np.array(news)[upper], np.array(news)[lower]
    grid = made.grid.astype(np.float64) / GRID
    evidence = made.witnesses.evidence(np.einsum("ij,ij->i", grid[i], grid[j]), i, j)
    same = np.array([told[a] == told[b] for a, b in zip(i.tolist(), j.tolist(), strict=True)])
    return Day(path.parent.name, placed, kit.names, events, np.stack(evidence, axis=1)[:, :-1], same)


def fitted(days: Sequence[Day]) -> npt.NDArray[np.float64]:
    """Return the weights of a logistic regression, the cosine's being 1; every day weighs the same."""
    pairs = np.concatenate([np.c_[day.pairs, np.ones(len(day.same))] for day in days])
    sign = np.concatenate([np.where(day.same, 1.0, -1.0) for day in days])
    share = np.concatenate([np.full(len(day.same), 1 / len(day.same)) for day in days])

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        margin = sign * (pairs @ weights)
        wrong = 1 / (1 + np.exp(np.clip(margin, -50, 50)))
        return float(share @ np.logaddexp(0, -margin)), -(pairs.T @ (share * sign * wrong))

    found: npt.NDArray[np.float64] = minimize(loss, np.zeros(pairs.shape[1]), jac=True, method="L-BFGS-B").x
    weights: npt.NDArray[np.float64] = found[:-1] / found[0]
    return weights


def score(day: Day, threshold: float) -> float:
    """Return BCubed F1 of a day cut at ``threshold``."""
    for module in (witnesses, clustering):
        settings: dict[str, Any] = vars(module)
        settings["THRESHOLD"] = threshold
    return score_stories(cluster(day.placed, day.names), day.events).f1


def main() -> None:
    days = [read_day(Path(name)) for name in sys.argv[1:]]
    columns = Evidence._fields[1:-1]
    for some in (*([day] for day in days), days):
        weights = dict(zip(columns, fitted(some)[1:].round(2).tolist(), strict=True))
        print(f"{' + '.join(day.name for day in some)}: {weights}", flush=True)
    settings: dict[str, Any] = vars(witnesses)
    for left in days:
        others = [day for day in days if day is not left]
        for column, weight in zip(columns, fitted(others)[1:].tolist(), strict=True):
            settings[GIVEN[column]] = weight if column in ("words", "numbers") else -weight
        means = [float(np.mean([score(day, threshold) for day in others])) for threshold in THRESHOLDS]
        cut = float(THRESHOLDS[int(np.argmax(means))])
        print(f"{left.name}, weights and cut ({cut:.2f}) of the others: BCubed F1 {score(left, cut):.3f}", flush=True)


if __name__ == "__main__":
    main()
