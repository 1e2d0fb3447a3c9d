"""English articles in the Chinese words of a day: where two languages meet without a name.

A dictionary (``text.bilingual``) says which English words, together, a Chinese word may mean.  An article that holds
all words of a meaning is given the Chinese word, by the mean weight of the meaning; of several the weightiest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, vstack

from broadsheet.likeness.table import BLOCK, Flags, Floats, Ints
from broadsheet.text.bilingual import LONGEST_SENSE, senses

FAINT = 0.02
"""Weight below which a word that a dictionary offers is left out: two common words say nothing, and cost most."""

Columns = npt.NDArray[np.int32]


class Meanings(NamedTuple):
    """Meanings, in the order of the rarest of their English words.

    ``starts[c]`` to ``starts[c + 1]`` are those of which column ``c`` is that word; ``chinese`` is the column of the
    Chinese word, ``english`` those of all words of the meaning, filled up with the rarest.
    """

    starts: Ints
    chinese: Columns
    english: Columns
    several: Flags
    worth: npt.NDArray[np.float32]


def meanings(
    chinese: Sequence[int],
    words: Sequence[str],
    vocabulary: Mapping[str, int],
    spoken: AbstractSet[str],
    weights: Floats,
    piece: float,
) -> Meanings:
    """Return what the columns ``chinese`` may mean, as far as English articles have ``spoken`` the words.

    ``weights`` has two rows, those of every column as an English and as a Chinese word; what they amount to is rounded
    to ``piece``.
    """
    of_english, of_chinese = weights
    columns: list[int] = []
    parts: list[int] = []
    for column in chinese if spoken else ():
        for sense in senses(words[column]):
            if sense <= spoken:
                columns.append(column)
                parts += [vocabulary[part] for part in sense]
                parts += [-1] * (LONGEST_SENSE - len(sense))
    english = np.array(parts, dtype=np.int32).reshape(len(columns), LONGEST_SENSE)
    known = english >= 0
    each = np.where(known, of_english[english], 0.0)
    count = known.sum(axis=1)
    worth = each.sum(axis=1) / np.maximum(count, 1)
    rarest = english[np.arange(len(english)), each.argmax(axis=1)] if len(english) else np.zeros(0, dtype=np.int32)
    english = np.where(known, english, rarest[:, None])
    at = np.array(columns, dtype=np.int32)
    kept = np.flatnonzero(worth * of_chinese[at] >= FAINT)
    kept = kept[np.argsort(rarest[kept], kind="stable")]
    starts = np.concatenate([[0], np.cumsum(np.bincount(rarest[kept], minlength=len(words)))])
    rounded = (np.rint(worth[kept] / piece) * piece).astype(np.float32)
    return Meanings(starts, at[kept], english[kept], count[kept] > 1, rounded)


def in_chinese(words: csr_array, told: Meanings, translated: Flags) -> csr_array:
    """Return the rows of ``words`` that are ``translated`` in the Chinese words that ``told`` gives them; the others
    empty."""
    blocks = [
        _block(words[start : start + BLOCK], told, translated[start : start + BLOCK])
        for start in range(0, max(1, words.shape[0]), BLOCK)
    ]
    found: csr_array = blocks[0] if len(blocks) == 1 else vstack(blocks, format="csr")
    return found


def _block(words: csr_array, told: Meanings, translated: Flags) -> csr_array:
    rows, width = words.shape
    row = np.repeat(np.arange(rows), np.diff(words.indptr))
    inside = translated[row]
    row, column = row[inside], words.indices[inside].astype(np.int64)
    held = row * width + column
    first = told.starts[column]
    many = told.starts[column + 1] - first
    row = np.repeat(row, many)
    at = np.repeat(first - np.cumsum(many) + many, many) + np.arange(len(row))
    doubtful = np.flatnonzero(told.several[at])
    wanted = row[doubtful, None] * width + told.english[at[doubtful]]
    stays = np.ones(len(at), dtype=bool)
    if len(doubtful):
        place = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
        stays[doubtful] = (held[place] == wanted).all(axis=1)
    row, at = row[stays], at[stays]
    code = row * width + told.chinese[at]
    order = np.argsort(code, kind="stable")
    code = code[order]
    begins = np.flatnonzero(np.concatenate([[True], code[1:] != code[:-1]])) if len(code) else np.zeros(0, np.int64)
    worth = np.maximum.reduceat(told.worth[at[order]], begins) if len(code) else np.zeros(0, np.float32)
    row, column = np.divmod(code[begins], width)
    ends = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=rows))])
    return csr_array((worth, column.astype(np.int32), ends.astype(np.int32)), shape=(rows, width))
