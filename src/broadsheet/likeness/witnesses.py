"""What the articles of a day say of each other, pair by pair.

Three witnesses speak, and one speaks against:

* the vectors, centred per language;
* the words that both hold, names and numbers among them, each weighed by its rarity of the day.  Between English and
  Chinese a dictionary says which word of one may be which of the other (``text.bilingual``);
* against: a title names its parties, and the other article, which names parties too, names none of these.

Vetoes then hold what no sum may overrule: two papers are two stories, a paper and the news of its subject are two
stories unless the news names the paper's own coinage, and two versions of one product are two stories.

How well each tells a pair of one event, as average precision over the pairs of a language (en-en, zh-zh, en-zh), news
alone, 2026-11-22.  "Three" are the vectors, names and numbers, and words within a language that were used before:

    day                  vectors           words with dictionary   all above         three
    reference            .96 .98 .94       .91 .94 .91             .97 .98 .98       .97 .98 .98
    2025-08-07           .36 .16 .47       .34 .41 .57             .48 .43 .71       .41 .29 .56
    headlines            .80 .86 .93       .88 .86 .93             .93 .95 .96       .87 .90 .96

("All above" and "three" with weights fitted by logistic regression on the other two days; the words alone over papers
too.)
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array

from broadsheet.likeness.reading import Reading
from broadsheet.text.bilingual import senses

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

WORDS_WEIGHT = 0.9
PARTIES_WEIGHT = 0.35
THRESHOLD = 0.24
"""Similarity at which two articles, or two groups on average, are one story.

The likeness of two articles is (cosine + 0.9 sqrt(words) - 0.35 other parties) / 1.9.  A logistic regression over the
pairs of one day gives the words 1.1, 1.5 and 1.0 times the weight of the cosine, and the parties 0.24, 0.32 and 0.23
times, on the reference edition, on 2025-08-07 and on the headlines (2026-11-22).

Swept together on these three: words 0.6, 0.9, 1.3, parties 0.1, 0.25, 0.35, threshold 0.18-0.47.  BCubed F1 at 0.23 is
.973 .852 .961, at 0.24 .976 .850 .961, at 0.25 .976 .837 .961.  The grid chosen on two of the days alone gives the
third .975, .828 and .908: days differ more than the grid does."""
RARITY_POWER = 2.0
"""The rarity of a word, in [0, 1], is raised to this: 1, 2 and 3 give average precision .31 .34 .34 (en-en),
.40 .41 .42 (zh-zh) and .58 .57 .54 (en-zh) on 2025-08-07, and .92 .91 .89, .95 .94 .91 and .95 .91 .84 on the
reference; 2026-11-22."""
SMOOTHING = 100
"""Articles assumed to have been read before today: on a small day no word looks common.  Swept 20, 100, 500 on
2026-11-22: average precision moves by less than 0.02."""
FAINT = 0.02
"""Weight below which a word that a dictionary offers is left out: two common words say nothing, and cost most."""
COINED_BONUS = 0.16
"""How far above the threshold a paper and the news that names its coinage are put."""
REFUSED = -1000.0
"""Similarity of a pair that must never share a story: one such pair outweighs every other in any average."""
CONTRADICTED = -0.3
"""Highest similarity of a pair with a contradiction: a third article bridges it only where it all but copies both.
Swept 0, -0.1, -0.2, -0.3 on the three labelled days: F1 moves by 0.002; 2026-11-22."""

PIECE = 2.0**-20
"""Weights are rounded to this, so that sums of their products are exact, in whatever order they are added."""

Key = TypeVar("Key", str, tuple[str, ...])


class Counts(NamedTuple):
    """How many articles hold each fact and, by language (Chinese or not), each word, and of how many."""

    facts: Mapping[str, int]
    words: Mapping[bool, Mapping[str, int]]
    articles: Mapping[bool, int]


def count(readings: Sequence[Reading]) -> Counts:
    """Count the facts and words of a day."""
    return Counts(
        Counter(fact for reading in readings for fact in reading.facts),
        {zh: Counter(word for r in readings if r.chinese == zh for word in r.words) for zh in (False, True)},
        {zh: sum(r.chinese == zh for r in readings) for zh in (False, True)},
    )


def day_rarity(held: int, articles: int) -> float:
    """Return the rarity of what ``held`` of the ``articles`` hold: 1 for none, near 0 for all (``SMOOTHING``)."""
    total = articles + SMOOTHING
    return max(0.0, math.log(total / (held + 1)) / math.log(total))


def on_grid(weight: float) -> float:
    """Return ``weight`` rounded to ``PIECE``."""
    return round(weight / PIECE) * PIECE


class Witnesses:
    """What the articles of a day say of each other; every matrix is sparse, one row an article."""

    def __init__(self, readings: Sequence[Reading], counts: Counts) -> None:
        """Index the readings.  ``counts`` tell how rare a word is; what two articles say of each other depends on
        these and on the two alone, not on which others are indexed."""
        self._chinese = np.array([reading.chinese for reading in readings], dtype=bool)
        self._words, self._in_chinese = _of_words(readings, counts)
        self._length = np.sqrt(_sums(self._words.power(2)))
        parties = _index(reading.parties | reading.leading for reading in readings)
        self._parties = _incidence([reading.parties for reading in readings], parties)
        self._leading = _incidence([reading.leading for reading in readings], parties)
        self._names_parties = _sums(self._parties) > 0
        self._leads_with_parties = _sums(self._leading) > 0
        self._is_paper = np.array([reading.is_paper for reading in readings])
        self._keys = _incidence([reading.keys for reading in readings])
        coined = _index(reading.coined for reading in readings)
        self._coined = _incidence([reading.coined for reading in readings], coined)
        self._spoken = _incidence([reading.spoken & coined.keys() for reading in readings], coined)
        versions = [reading.versions for reading in readings]
        starts = [frozenset(v[:k] for v in row for k in range(2, len(v) + 1)) for row in versions]
        beginnings = _index(starts)
        self._versions = _incidence(versions, beginnings)
        self._starts = _incidence(starts, beginnings)
        self._families = _incidence([frozenset(v[0] for v in row) for row in versions])

    def similarity(self, cosines: Floats, i: Ints, j: Ints) -> Floats:
        """Return the similarity of each pair (i, j), given the cosine of its vectors: vetoes applied."""
        against = PARTIES_WEIGHT * self._other_parties(i, j)
        alike: Floats = (cosines + WORDS_WEIGHT * np.sqrt(self.words(i, j)) - against) / (1 + WORDS_WEIGHT)
        alike = np.round(alike, 6)
        papers = self._is_paper[i].astype(np.int64) + self._is_paper[j]
        same_work = _dot(self._keys, self._keys, i, j) > 0
        named = same_work | (_dot(self._coined, self._spoken, i, j) > 0) | (_dot(self._spoken, self._coined, i, j) > 0)
        alike = np.where(papers == 2, np.where(same_work, 1.0, REFUSED), alike)
        bonus = np.maximum(alike, THRESHOLD + COINED_BONUS)
        alike = np.where(papers == 1, np.where(named, bonus, np.minimum(alike, CONTRADICTED)), alike)
        final: Floats = np.where(self._other_versions(i, j) & ~same_work, np.minimum(alike, CONTRADICTED), alike)
        return final

    def _other_versions(self, i: Ints, j: Ints) -> npt.NDArray[np.bool_]:
        """Say whether the titles of each pair name versions of one family, and none that continues the other's."""
        found = np.zeros(len(i), dtype=bool)
        some = np.flatnonzero(_dot(self._families, self._families, i, j) > 0)
        if len(some):
            i, j = i[some], j[some]
            continued = _dot(self._starts, self._versions, i, j) + _dot(self._versions, self._starts, i, j)
            found[some] = continued == 0
        return found

    def words(self, i: Ints, j: Ints) -> Floats:
        """Return what share of their words each pair has in common, weighed by rarity, in [0, 1]: a cosine within a
        language; across two, with each English article put into the Chinese words of the day that may mean its own."""
        shared: Floats = np.zeros(len(i), dtype=np.float64)
        across = self._chinese[i] != self._chinese[j]
        shared[~across] = _dot(self._words, self._words, i[~across], j[~across])
        english = np.where(self._chinese[i], j, i)[across]
        chinese = np.where(self._chinese[i], i, j)[across]
        shared[across] = _dot(self._in_chinese, self._words, english, chinese)
        lengths = self._length[i] * self._length[j]
        of_both: Floats = np.minimum(1.0, shared / np.where(lengths > 0, lengths, 1.0))
        return of_both

    def _other_parties(self, i: Ints, j: Ints) -> Floats:
        """Return 1 where the title of one names parties, the other names some, and none of these; else 0."""
        one = self._leads_with_parties[i] & self._names_parties[j] & (_dot(self._leading, self._parties, i, j) == 0)
        two = self._leads_with_parties[j] & self._names_parties[i] & (_dot(self._parties, self._leading, i, j) == 0)
        either: Floats = np.where(one | two, 1.0, 0.0)
        return either


def _of_words(readings: Sequence[Reading], counts: Counts) -> tuple[csr_array, csr_array]:
    """Return two matrices over the words of the day, Chinese articles' words apart from all others'.

    The first holds the words of each article by rarity.  The second holds, for each article that is not Chinese, the
    Chinese words of the day of which a sense stands in it, by the mean rarity of that sense's words and their own.
    """
    rows = [[(reading.chinese, word) for word in reading.words] for reading in readings]
    weight = {
        (chinese, word): on_grid(
            day_rarity(counts.words[chinese].get(word, 0), counts.articles[chinese]) ** RARITY_POWER
        )
        for chinese, word in {key for row in rows for key in row}
    }
    index = {key: place for place, key in enumerate(sorted(weight))}
    own = _matrix(((i, index[key], weight[key]) for i, row in enumerate(rows) for key in row), len(rows), len(index))
    known = {word for chinese, word in weight if not chinese}
    meant: dict[str, list[tuple[str, frozenset[str], float]]] = defaultdict(list)
    for chinese, word in sorted(weight):
        if not chinese:
            continue
        for sense in senses(word):
            if sense <= known:
                rarity = sum(weight[False, part] for part in sorted(sense)) / len(sense)
                if rarity * weight[True, word] >= FAINT:
                    meant[min(sense, key=lambda part: (-weight[False, part], part))].append((word, sense, rarity))
    return own, _matrix(_translated(readings, meant, index), len(rows), len(index))


def _translated(
    readings: Sequence[Reading],
    meant: Mapping[str, Sequence[tuple[str, frozenset[str], float]]],
    index: Mapping[tuple[bool, str], int],
) -> Iterator[tuple[int, int, float]]:
    """Yield article, column of a Chinese word, weight; ``meant`` is kept by the rarest English word of each sense."""
    for i, reading in enumerate(readings):
        if reading.chinese:
            continue
        best: dict[str, float] = {}
        for part in sorted(reading.words):
            for word, sense, rarity in meant.get(part, ()):
                if len(sense) == 1 or sense <= reading.words:
                    best[word] = max(best.get(word, 0.0), rarity)
        for word, rarity in best.items():
            yield i, index[True, word], on_grid(rarity)


def _index(rows: Iterable[frozenset[Key]]) -> dict[Key, int]:
    return {key: place for place, key in enumerate(sorted({key for row in rows for key in row}))}


def _incidence(rows: Sequence[frozenset[Key]], index: Mapping[Key, int] | None = None) -> csr_array:
    columns = index if index is not None else _index(rows)
    entries = ((i, columns[key], 1.0) for i, row in enumerate(rows) for key in sorted(row))
    return _matrix(entries, len(rows), len(columns))


def _matrix(entries: Iterable[tuple[int, int, float]], rows: int, columns: int) -> csr_array:
    """Return the sparse matrix of (row, column, value)."""
    row, column, value = array("q"), array("q"), array("d")
    for i, j, x in entries:
        row.append(i)
        column.append(j)
        value.append(x)
    where = (np.array(row, dtype=np.int64), np.array(column, dtype=np.int64))
    return csr_array(coo_array((np.array(value, dtype=np.float64), where), shape=(rows, max(1, columns))))


def _dot(a: csr_array, b: csr_array, i: Ints, j: Ints) -> Floats:
    """Return the dot products of the rows ``a[i]`` and ``b[j]``; only pairs of rows that hold something are read."""
    dots = np.zeros(len(i))
    busy = np.flatnonzero((np.diff(a.indptr) > 0)[i] & (np.diff(b.indptr) > 0)[j])
    if len(busy):
        dots[busy] = _sums(a[i[busy]].multiply(b[j[busy]]))
    return dots


def _sums(matrix: csr_array) -> Floats:
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()
