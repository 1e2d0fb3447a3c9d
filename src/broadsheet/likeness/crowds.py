"""How crowded the place of an article is: how near its neighbours are, whatever they tell.

On a beat everything is alike, off it nothing is, and where the middle of a day's vectors lies decides which is which.
So a cosine says more where neighbours are far.  From the cosine of two articles half of what each has in common with
its neighbours in the other's language is taken (the idea of cross-domain similarity local scaling, Conneau et al.
2018, with other ranks: the nearest are left out, because they may tell the same event).

Neighbours are looked for among some articles of the background, no owner with more than its share, so that later
articles change nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from broadsheet.likeness.neighbours import BLOCK, GRID, Grid, on_scale
from broadsheet.likeness.table import Flags, Floats

NEAREST, FARTHEST = 20, 60
"""Neighbours whose mean cosine says how crowded a place is, by rank.  Swept 1-40, 10-40, 10-60, 15-60, 20-40, 20-60 and
20-80 on three labelled days, these in one, and the headlines: F1 differs by less than 0.01, but for the largest stories
of the reference day, which 1-40 splits, and the headlines, which want 20 or more; 2026-11-23."""
USUAL = 0.05
"""Crowding up to which nothing changes; neighbours that a small day lacks count as that near.  It puts the cut of a
large day where it was; 2026-11-23."""
SAMPLE = 2048
"""Articles of a language that neighbours are looked for among.  Of more, so many are drawn, and ranks shrink with
them."""


class Crowds(NamedTuple):
    """Articles that are not Chinese, and articles that are, and of how many each were drawn."""

    drawn: tuple[Grid, Grid]
    of: tuple[int, int]


def crowds(grid: Grid, chinese: Flags, owners: Sequence[str], share: Floats) -> Crowds:
    """Draw what neighbours are looked for among; rows are in the order of ids, which are digests, so equal steps draw
    at random.  Of each owner as many articles are taken as it counts for (``witnesses.shares``)."""
    told, seen = Counter(owners), Counter[str]()
    counted = np.zeros(len(grid), dtype=bool)
    for row, owner in enumerate(owners):
        seen[owner] += 1
        counted[row] = seen[owner] <= round(share[row] * told[owner])
    both: list[Grid] = []
    many: list[int] = []
    for flags in (~chinese, chinese):
        rows = np.flatnonzero(counted & flags)
        many.append(len(rows))
        both.append(grid[rows[np.linspace(0, len(rows) - 1, min(len(rows), SAMPLE)).astype(np.int64)]])
    return Crowds((both[0], both[1]), (many[0], many[1]))


def crowding(grid: Grid, among: Crowds) -> Floats:
    """Return two cosines a row: how near its neighbours that are not Chinese are, and those that are."""
    found = np.empty((len(grid), 2))
    for column, (drawn, of) in enumerate(zip(among.drawn, among.of, strict=True)):
        part = len(drawn) / of if of else 1.0
        first = max(1, round(NEAREST * part))
        last = max(first + 3, round(FARTHEST * part))
        others = np.ascontiguousarray(on_scale(drawn).T)
        for start in range(0, len(grid), BLOCK):
            product = on_scale(grid[start : start + BLOCK]) @ others
            if product.shape[1] > last + 1:
                product = -np.partition(-product, last, axis=1)[:, : last + 1]
            product = -np.sort(-product, axis=1)[:, first:]
            lacking = last + 1 - first - product.shape[1]
            total = product.sum(axis=1, dtype=np.float64) / GRID**2 + lacking * USUAL
            found[start : start + BLOCK, column] = total / (last + 1 - first)
    return found
