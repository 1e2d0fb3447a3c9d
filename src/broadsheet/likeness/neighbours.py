"""Vectors -> the nearest of each: exact among all on a small day, among the nearest cells on a large one.

Vectors lie on a grid of 1/2048 on which float32 dot products are exact integers, so that neither BLAS nor its threads
can change a sum, and ties are real ones: they are broken by a number that each article brings along.

Cells (an inverted file: Sivic and Zisserman 2003; Jegou et al. 2011) spare the n x n products: each article belongs to
the nearest of some centres, themselves articles moved once to the mean of their cell, and is compared with the members
of the cells nearest to its own.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Grid = npt.NDArray[np.int16]
Scaled = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]
Pairs = tuple[Rows, Rows, npt.NDArray[np.float32]]

GRID = 2048.0
"""Unit vectors times 2^11, rounded: products sum to at most 2^22, so float32 (24 bits) adds them without error."""
NEIGHBOURS = 40
"""Nearest vectors of an article that are compared in full."""
NEIGHBOUR_FLOOR = 0.05 * GRID**2
FLAT = 24_000
"""Articles up to which all are compared with all (20,000: 9 s on two cores)."""
CELLS_PER_ROOT = 4.0
PROBED = 32
"""Cells are the first times the root of the articles; an article is compared with as many cells as the second says, its
own among them.  Of the exact neighbours that are of one event, 2 and 16, 32, 64 find .861, .884, .914; 4 and the same
find .902, .916, .933, in 2.5, 3.2 and 6.2 s (20,000 articles of ``bench/stream.py``, 2026-11-22).  Two articles of one
event meet by their rare names too, and through the others."""
BLOCK = 512
"""Rows of products that are held in memory at once."""


def on_scale(grid: Grid) -> Scaled:
    """Return rows of the grid as they are multiplied: kept as they are, a million would take 2 GB."""
    return grid.astype(np.float32)


def centres(grid: Grid) -> Grid:
    """Return the centres of the cells: none for a small day.  Rows are in the order of ids, which are digests, so
    equal steps draw at random."""
    n = len(grid)
    if n <= FLAT:
        return np.zeros((0, grid.shape[1]), dtype=np.int16)
    count = int(CELLS_PER_ROOT * n**0.5)
    seeds = grid[np.linspace(0, n - 1, count).astype(np.int64)]
    sample = grid[np.linspace(0, n - 1, min(n, 40 * count)).astype(np.int64)]
    cell = cells(sample, seeds)
    sums = np.zeros(seeds.shape, dtype=np.float64)
    np.add.at(sums, cell, sample)
    sums += seeds
    lengths = np.sqrt((sums**2).sum(axis=1, keepdims=True))
    return np.rint(GRID * sums / np.where(lengths > 0, lengths, 1.0)).astype(np.int16)


def cells(grid: Grid, centres_: Grid) -> Ints:
    """Return the cell of each row: that of the nearest centre, the first of equals; all 0 when there are no centres."""
    found = np.zeros(len(grid), dtype=np.int64)
    if len(centres_):
        across = on_scale(centres_).T
        for start in range(0, len(grid), BLOCK):
            found[start : start + BLOCK] = np.argmax(on_scale(grid[start : start + BLOCK]) @ across, axis=1)
    return found


def probed(centres_: Grid) -> Ints:
    """Return the cells that each cell is compared with, one row a cell."""
    if not len(centres_):
        return np.zeros((1, 1), dtype=np.int64)
    scaled = on_scale(centres_)
    order = np.argsort(-(scaled @ scaled.T), axis=1, kind="stable")
    return order[:, :PROBED].copy()


def nearest(grid: Grid, ties: Ints, cell: Ints, near: Ints) -> Pairs:
    """Return row, column and product of each article's ``NEIGHBOURS`` nearest, by row; below the floor none."""
    members = _members(cell, len(near))
    found: list[Pairs] = []
    for c, inside in enumerate(members):
        columns = np.sort(np.concatenate([members[k] for k in near[c]]))
        others = np.ascontiguousarray(on_scale(grid[columns]).T)
        for start in range(0, len(inside), BLOCK):
            rows = inside[start : start + BLOCK]
            found.append(_top(rows, columns, on_scale(grid[rows]) @ others, ties))
    return _joined(found)


def reached(grid: Grid, before: Pairs, ties: Ints, cell: Ints, near: Ints, first: int) -> Pairs:
    """Return the pairs that rows from ``first`` on bring into the lists ``before`` of the rows above: the neighbours
    of the new rows, and the new neighbours of the old."""
    bar = _bars(before, first)
    members = _members(cell, len(near))
    found: list[Pairs] = []
    for c, inside in enumerate(members):
        columns = np.sort(np.concatenate([members[k] for k in near[c]]))
        at = np.searchsorted(columns, first)
        old, new = inside[inside < first], inside[inside >= first]
        for start in range(0, len(new), BLOCK):
            rows = new[start : start + BLOCK]
            found.append(_top(rows, columns, on_scale(grid[rows]) @ on_scale(grid[columns]).T, ties))
        if at < len(columns) and len(old):
            product = on_scale(grid[old]) @ on_scale(grid[columns[at:]]).T
            row, column = np.nonzero(product >= bar[old][:, None])
            found.append((old[row], columns[at:][column], product[row, column]))
    return _joined(found)


def _bars(pairs: Pairs, rows: int) -> npt.NDArray[np.float32]:
    """Return the product from which a neighbour has a place in the list of each row."""
    row, _, product = pairs
    worst = np.full(rows, np.inf, dtype=np.float32)
    np.minimum.at(worst, row, product)
    full = np.bincount(row, minlength=rows) >= NEIGHBOURS
    return np.where(full, worst, np.float32(NEIGHBOUR_FLOOR)).astype(np.float32)


def best(pairs: Pairs, ties: Ints) -> Pairs:
    """Return of each row's pairs the ``NEIGHBOURS`` nearest, by row and nearness."""
    row, column, product = pairs
    order = np.lexsort((ties[column], -product, row))
    row, column, product = row[order], column[order], product[order]
    starts = np.flatnonzero(np.concatenate([[True], row[1:] != row[:-1]])) if len(row) else np.zeros(0, dtype=np.int64)
    place = np.arange(len(row)) - np.repeat(starts, np.diff([*starts.tolist(), len(row)]))
    kept = place < NEIGHBOURS
    return row[kept], column[kept], product[kept]


def _top(rows: Rows, columns: Rows, product: Scaled, ties: Ints) -> Pairs:
    """Return the pairs at the floor and among the ``NEIGHBOURS`` best of their row; where the last place is shared,
    ``ties`` decides."""
    product[rows[:, None] == columns] = -np.inf
    bar = np.full(len(rows), NEIGHBOUR_FLOOR, dtype=np.float32)
    if len(columns) > NEIGHBOURS:
        kth = len(columns) - NEIGHBOURS
        bar = np.maximum(bar, np.partition(product, kth, axis=1)[:, kth])
    at, to = np.nonzero(product >= bar[:, None])
    row, column, value = rows[at], columns[to], product[at, to]
    if len(at) and np.bincount(at).max() > NEIGHBOURS:
        row, column, value = best((row, column, value), ties)
    return row, column, value


def _members(cell: Ints, count: int) -> list[Rows]:
    order = np.argsort(cell, kind="stable").astype(np.int32)
    bounds = np.searchsorted(cell[order], np.arange(count + 1))
    return [order[bounds[c] : bounds[c + 1]] for c in range(count)]


def _joined(found: list[Pairs]) -> Pairs:
    if not found:
        return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
    row, column, product = (np.concatenate([part[k] for part in found]) for k in range(3))
    return row, column, product
