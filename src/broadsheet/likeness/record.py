"""Readings -> Record: what the articles of a day say, as numbers.

A reading is 20 sets and some 80 strings, about 15 KB; a row of the record is some 80 numbers of five bytes.  So readings
are taken in one by one and never kept.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from broadsheet.likeness.reading import Reading
from broadsheet.likeness.table import Flags, Floats, Rows, stacked

_PART = "\0"
"""Stands between the parts of a version, so that it is one key."""


class Record(NamedTuple):
    """Rows are articles.  The tables share one vocabulary: a key has one column, whatever it is a key of.

    ``numbers`` are the facts that are numbers; ``starts`` every beginning of a version that has two parts or more,
    ``families`` its first part.  The rest as ``Reading`` has it.
    """

    vocabulary: Mapping[str, int]
    facts: csr_array
    numbers: csr_array
    words: csr_array
    parties: csr_array
    leading: csr_array
    versions: csr_array
    starts: csr_array
    families: csr_array
    keys: csr_array
    coined: csr_array
    spoken: csr_array
    hours: Floats
    bare: Flags
    roundup: Flags
    chinese: Flags
    is_paper: Flags

    @property
    def articles(self) -> int:
        """How many rows there are."""
        return len(self.hours)


TABLES = (
    "facts",
    "numbers",
    "words",
    "parties",
    "leading",
    "versions",
    "starts",
    "families",
    "keys",
    "coined",
    "spoken",
)


def recorded(readings: Iterable[Reading], before: Record | None = None) -> Record:
    """Return the record of ``readings``, after the rows of ``before``."""
    vocabulary = dict(before.vocabulary) if before else {}
    rows = tuple(Rows(vocabulary) for _ in TABLES)
    facts, numbers, words, parties, leading, versions, starts, families, keys, coined, spoken = rows
    rest: list[tuple[float, bool, bool, bool, bool]] = []
    for reading in readings:
        facts.add(reading.facts)
        numbers.add([fact for fact in reading.facts if fact[0].isdigit()])
        words.add(reading.words)
        parties.add(reading.parties)
        leading.add(reading.leading)
        versions.add([_PART.join(parts) for parts in reading.versions])
        starts.add({_PART.join(parts[:k]) for parts in reading.versions for k in range(2, len(parts) + 1)})
        families.add({parts[0] for parts in reading.versions})
        keys.add(reading.keys)
        coined.add(reading.coined)
        spoken.add(reading.spoken)
        hour = math.nan if reading.hour is None else reading.hour
        rest.append((hour, reading.bare, reading.roundup, reading.chinese, reading.is_paper))
    tables = [row.table(len(vocabulary)) for row in rows]
    hours, *flags = np.array(rest, dtype=np.float64).reshape(len(rest), 5).T
    bare, roundup, chinese, is_paper = (flag > 0 for flag in flags)
    fresh = Record(vocabulary, *tables, hours.copy(), bare, roundup, chinese, is_paper)
    if before is None:
        return fresh
    joined = [stacked(getattr(before, name), getattr(fresh, name)) for name in TABLES]
    single = [np.concatenate(pair) for pair in zip(before[-5:], fresh[-5:], strict=True)]
    return Record(vocabulary, *joined, *single)
