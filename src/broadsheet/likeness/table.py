"""Which article holds which key: a sparse matrix, one row an article, one column a key, that grows by rows and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Table(Generic[Key]):
    """``matrix`` holds at (article, ``index[key]``) the weight of the key, where the article holds it.

    Columns are in no particular order: weights are such that their sums are exact (``witnesses.PIECE``).
    """

    index: Mapping[Key, int]
    weights: Floats
    matrix: csr_array


def empty() -> Table[Key]:
    """Return a table of no article."""
    return Table({}, np.zeros(0), csr_array((0, 1)))


def grown(
    table: Table[Key],
    rows: Sequence[Iterable[Key]],
    weight: Callable[[Key], float] = lambda _: 1.0,
    keys: Iterable[Key] = (),
) -> Table[Key]:
    """Return ``table`` with the rows of some articles more, and with columns for ``keys`` that it may lack."""
    index = dict(table.index)
    for key in keys:
        index.setdefault(key, len(index))
    columns: list[int] = []
    ends = [0]
    for row in rows:
        columns += [index.setdefault(key, len(index)) for key in row]
        ends.append(len(columns))
    fresh = [weight(key) for key in list(index)[len(table.index) :]]
    weights = np.concatenate([table.weights, np.array(fresh, dtype=np.float64)])
    at = np.array(columns, dtype=np.int32)
    below = csr_array((weights[at], at, np.array(ends, dtype=np.int32)), shape=(len(rows), max(1, len(index))))
    below.sort_indices()
    return Table(index, weights, stacked(table.matrix, below))


def stacked(above: csr_array, below: csr_array) -> csr_array:
    """Return the rows of both; ``below`` may have more columns."""
    if not above.shape[0]:
        return below
    return csr_array(
        (
            np.concatenate([above.data, below.data]),
            np.concatenate([above.indices, below.indices]),
            np.concatenate([above.indptr, below.indptr[1:] + above.indptr[-1]]),
        ),
        shape=(above.shape[0] + below.shape[0], below.shape[1]),
    )


def matrix(entries: Sequence[tuple[int, int, float]], rows: int, columns: int) -> csr_array:
    """Return the sparse matrix of (row, column, value), sorted by row."""
    counts = np.bincount([row for row, _, _ in entries], minlength=rows) if entries else np.zeros(rows, dtype=np.int64)
    found = csr_array(
        (
            np.array([value for _, _, value in entries], dtype=np.float64),
            np.array([column for _, column, _ in entries], dtype=np.int32),
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        ),
        shape=(rows, max(1, columns)),
    )
    found.sort_indices()
    return found


def dot(a: csr_array, b: csr_array, i: Ints, j: Ints) -> Floats:
    """Return the dot products of the rows ``a[i]`` and ``b[j]``; only pairs of rows that hold something are read."""
    dots = np.zeros(len(i))
    busy = np.flatnonzero((np.diff(a.indptr) > 0)[i] & (np.diff(b.indptr) > 0)[j])
    if len(busy):
        dots[busy] = sums(a[i[busy]].multiply(b[j[busy]]))
    return dots


def shared(one: Table[Key], other: Table[Key], i: Ints, j: Ints) -> Floats:
    """Return what the articles ``i`` of one table and ``j`` of the other hold both; their columns are the same."""
    return dot(one.matrix, other.matrix, i, j)


def sums(of: csr_array) -> Floats:
    """Return the sum of each row."""
    return np.asarray(of.sum(axis=1), dtype=np.float64).ravel()
