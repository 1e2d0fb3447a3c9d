"""Which article holds which key: sparse matrices, one row an article, one column a key.

A row is read once and kept as numbers: five bytes an entry, eight with a weight, whatever the key is.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_Kind = TypeVar("_Kind", bound=np.generic)

BLOCK = 8192
"""Rows that are worked on at once where a step needs room of its own."""


class Rows:
    """Rows that are being read.  ``vocabulary`` gives each key its column, and a new key the next one; tables share it.

    Columns are in no particular order: weights are such that their sums are exact (``witnesses.PIECE``).
    """

    def __init__(self, vocabulary: dict[str, int]) -> None:
        self._vocabulary = vocabulary
        self._columns = array("i")
        self._ends = array("q", [0])

    def add(self, keys: Iterable[str]) -> None:
        """Take the keys of one more article."""
        vocabulary = self._vocabulary
        self._columns.extend([vocabulary.setdefault(key, len(vocabulary)) for key in keys])
        self._ends.append(len(self._columns))

    def table(self, columns: int) -> csr_array:
        """Return a matrix of so many columns that holds 1 where an article holds a key."""
        at = np.frombuffer(self._columns, dtype=np.int32) if self._columns else np.zeros(0, dtype=np.int32)
        ends = np.frombuffer(self._ends, dtype=np.int64)
        found = csr_array((np.ones(len(at), dtype=np.int8), at, ends), shape=(len(ends) - 1, max(1, columns)))
        found.sort_indices()
        return found


def stacked(above: csr_array, below: csr_array) -> csr_array:
    """Return the rows of both; ``below`` may have more columns."""
    return csr_array(
        (
            np.concatenate([above.data, below.data]),
            np.concatenate([above.indices, below.indices]),
            np.concatenate([above.indptr, below.indptr[1:] + above.indptr[-1]]),
        ),
        shape=(above.shape[0] + below.shape[0], below.shape[1]),
    )


def weighed(table: csr_array, weights: npt.NDArray[np.generic]) -> csr_array:
    """Return ``table`` with other entries; where they stand is shared."""
    return csr_array((weights, table.indices, table.indptr), shape=table.shape)


def only(table: csr_array, wanted: Flags) -> csr_array:
    """Return ``table`` without the entries of columns that are not ``wanted``."""
    stay = wanted[table.indices]
    ends = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(stay)])[table.indptr]
    return csr_array((table.data[stay], table.indices[stay], ends), shape=table.shape)


def per_entry(table: csr_array, of_row: npt.NDArray[_Kind]) -> npt.NDArray[_Kind]:
    """Return for each entry what its row has in ``of_row``."""
    return np.repeat(of_row, np.diff(table.indptr))


def dot(a: csr_array, b: csr_array, i: Ints, j: Ints) -> Floats:
    """Return the dot products of the rows ``a[i]`` and ``b[j]``, whose columns are the same; only pairs of rows that
    hold something are read."""
    dots = np.zeros(len(i))
    busy = np.flatnonzero((a.indptr[i + 1] > a.indptr[i]) & (b.indptr[j + 1] > b.indptr[j]))
    if len(busy):
        one, other = a[i[busy]], b[j[busy]]
        if one.dtype == np.float32:  # products of weights need more than 24 bits
            one, other = one.astype(np.float64), other.astype(np.float64)
        dots[busy] = np.asarray(one.multiply(other).sum(axis=1)).ravel()
    return dots


def squares(table: csr_array) -> Floats:
    """Return the sum of the squares of each row."""
    found = np.empty(table.shape[0])
    for start in range(0, len(found), BLOCK):
        some = table[start : start + BLOCK].astype(np.float64)
        found[start : start + BLOCK] = np.asarray(some.multiply(some).sum(axis=1)).ravel()
    return found


def holds_any(table: csr_array) -> Flags:
    """Say of each row whether it holds a key."""
    return np.asarray(np.diff(table.indptr) > 0)
