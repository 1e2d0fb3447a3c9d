"""Readings -> Record: what the articles of a day say, as numbers.

A reading is a dozen sets and some 80 strings, a row of the record some 80 numbers of five bytes: so readings are taken
in one by one and never kept.
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


class Tables(NamedTuple):
    """Which article holds which key.  One vocabulary: a key has one column, whatever it is a key of.

    ``numbers`` are the facts that are numbers; ``starts`` every beginning of a version that has two parts or more,
    ``families`` its first part.  The rest as ``Reading`` has it.
    """

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


class Record(NamedTuple):
    """What articles say, one row each; ``hours`` are not a number where an article is undated."""

    vocabulary: Mapping[str, int]
    tables: Tables
    hours: Floats
    bare: Flags
    roundup: Flags
    chinese: Flags
    is_paper: Flags

    @property
    def articles(self) -> int:
        """How many rows there are."""
        return len(self.hours)


def recorded(readings: Iterable[Reading], before: Record | None = None) -> Record:
    """Return the record of ``readings``, after the rows of ``before``."""
    vocabulary = dict(before.vocabulary) if before else {}
    rows = tuple(Rows(vocabulary) for _ in Tables._fields)
    facts, numbers, words, parties, leading, versions, starts, families, keys, coined, spoken = rows
    hours: list[float] = []
    rest: list[tuple[bool, bool, bool, bool]] = []
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
        hours.append(math.nan if reading.hour is None else reading.hour)
        rest.append((reading.bare, reading.roundup, reading.chinese, reading.is_paper))
    tables = Tables(*(row.table(len(vocabulary)) for row in rows))
    flags = np.array(rest, dtype=bool).reshape(len(rest), 4)
    if before is None:
        return Record(vocabulary, tables, np.array(hours), *flags.T.copy())
    return Record(
        vocabulary,
        Tables(*(stacked(above, below) for above, below in zip(before.tables, tables, strict=True))),
        np.concatenate([before.hours, hours]),
        *(np.concatenate(both) for both in zip(before[3:], flags.T, strict=True)),
    )
