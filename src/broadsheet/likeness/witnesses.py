"""What the articles of a day say of each other, pair by pair.

Four witnesses speak, and two speak against:

* the vectors, centred per language;
* the words that both hold, names and numbers among them, each weighed by its rarity on the day and in its language.
  Between English and Chinese a dictionary says which word of one may be which of the other
  (``text.bilingual``);
* the numbers that both hold;
* against: a title names its parties, and the other article, which names parties too, names none of these;
* against: the hours between them.

Vetoes then hold what no sum may overrule: two papers are two stories, a paper and the news of its subject are two
stories unless the news names the paper's own coinage, and two versions of one product are two stories.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array

from broadsheet.likeness.reading import Reading
from broadsheet.text.bilingual import senses
from broadsheet.text.commonness import rarity

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

WORDS_WEIGHT = 0.9
NUMBERS_WEIGHT = 0.08
PARTIES_WEIGHT = 0.35
DAY_WEIGHT = 0.2
THRESHOLD = 0.23
"""Two groups of articles are one story at this likeness (see ``linkage`` for groups).

The likeness of two articles is (cosine + 0.9 sqrt(words) + 0.08 ln(1 + shared numbers) - 0.35 other parties - 0.2 days
between them) / 1.9.  A logistic regression over the pairs of three labelled days, each day weighing the same, gives 1,
1.13, 0.08, 0.17 and 0.23; of single days, the reference edition 1, 0.83, 0.01, 0.18 and 0.04, 2025-08-07 1, 1.26, 0.20,
0.25 and 0.36, 2024-05-14 1, 1.54, 0.09, 0.16 and 0.50.  Fitted on two days and cut where these are best, the third has
BCubed F1 .969, .855 and .863 (vectors and shared names alone, cut at the reference edition's best: .952 .745 .770).

Swept on the three days and the headlines, words 0.9-1.1, parties 0.2 and 0.35, threshold 0.20-0.27: F1 moves by 0.012
but on the headlines, where words above 0.9 or parties below 0.35 join events of one company (.961 falls to .89).  At
0.22, 0.23 and 0.25 it is .975 .843 .874 .944, .977 .840 .869 .961 and .976 .836 .854 .961; 2026-11-22."""
RARITY_POWER = 2.0
"""The rarity of a word on the day, in [0, 1], is raised to this, and halved for the commonest word of its language.
Average precision of the words alone over the pairs of a language and of two, on the three days (2026-11-22):

    of the day                         .973 .869   .409 .566   .469 .532
    of the language                    .958 .924   .272 .429   .330 .459
    the less of the two                .975 .913   .398 .609   .475 .563

The less of the two joins too much on bare titles (headlines .961 -> .924); halving keeps both."""
UNDATED_HOURS = 4.0
"""Hours taken to lie between two articles where one is undated: between dated ones of one event lie 10.8, 3.1 and 2.4
hours (medians of the three days)."""
SMOOTHING = 100
"""Articles assumed to have been read before today.  Swept 20, 100, 500 on 2026-11-22: average precision moves by less
than 0.02."""
FAINT = 0.02
"""Weight below which a word that a dictionary offers is left out: two common words say nothing, and cost most."""
THRESHOLD = 0.25
"""Similarity at which two groups are one story."""
COINED_BONUS = 0.16
"""How far above the threshold a paper and the news that names its coinage are put."""
REFUSED = -1000.0
"""Similarity of a pair that must never share a story: one such pair outweighs every other in any average."""
CONTRADICTED = -0.3
"""Highest similarity of a pair with a contradiction: a third article bridges it only where it all but copies both.
Swept 0, -0.1, -0.2, -0.3 on the three labelled days: F1 moves by 0.002; 2026-11-22."""

Key = TypeVar("Key", str, tuple[str, ...])


class Witnesses:
    """What the articles of a day say of each other; every matrix is sparse, one row an article."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.facts = _of_facts([reading.facts for reading in readings])
        self._numbers = _incidence(
            [frozenset(fact for fact in reading.facts if fact[0].isdigit()) for reading in readings]
        )
        hours = [math.nan if reading.hour is None else reading.hour for reading in readings]
        self._hours = np.array(hours, dtype=np.float64)
        self._chinese = np.array([reading.chinese for reading in readings], dtype=bool)
        self._words, self._in_chinese = _of_words(readings)
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
        versions = _index(reading.versions for reading in readings)
        self._versions = _incidence([reading.versions for reading in readings], versions)
        same, other = _version_relations(list(versions))
        self._versions_same = csr_array(self._versions @ same)
        self._versions_other = csr_array(self._versions @ other)

    def similarity(self, cosines: Floats, i: Ints, j: Ints) -> Floats:
        """Return the similarity of each pair (i, j), given the cosine of its vectors: vetoes applied."""
        alike: Floats = cosines + WORDS_WEIGHT * np.sqrt(self.words(i, j))
        alike += NUMBERS_WEIGHT * np.log1p(_dot(self._numbers, self._numbers, i, j))
        alike -= PARTIES_WEIGHT * self._other_parties(i, j) + DAY_WEIGHT * self._days_between(i, j)
        alike /= 1 + WORDS_WEIGHT
        alike = np.round(alike, 6)
        papers = self._is_paper[i].astype(np.int64) + self._is_paper[j]
        same_work = _dot(self._keys, self._keys, i, j) > 0
        named = same_work | (_dot(self._coined, self._spoken, i, j) > 0) | (_dot(self._spoken, self._coined, i, j) > 0)
        alike = np.where(papers == 2, np.where(same_work, 1.0, REFUSED), alike)
        bonus = np.maximum(alike, THRESHOLD + COINED_BONUS)
        alike = np.where(papers == 1, np.where(named, bonus, np.minimum(alike, CONTRADICTED)), alike)
        other = _dot(self._versions_other, self._versions, i, j) > 0
        same = _dot(self._versions_same, self._versions, i, j) > 0
        final: Floats = np.where(other & ~same & ~same_work, np.minimum(alike, CONTRADICTED), alike)
        return final

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

    def _days_between(self, i: Ints, j: Ints) -> Floats:
        """Return the days between each pair, at most 1: what is told a day later may as well be told a week later."""
        hours = np.nan_to_num(np.abs(self._hours[i] - self._hours[j]), nan=UNDATED_HOURS)
        days: Floats = np.minimum(hours, 24.0) / 24.0
        return days

    def _other_parties(self, i: Ints, j: Ints) -> Floats:
        """Return 1 where the title of one names parties, the other names some, and none of these; else 0."""
        one = self._leads_with_parties[i] & self._names_parties[j] & (_dot(self._leading, self._parties, i, j) == 0)
        two = self._leads_with_parties[j] & self._names_parties[i] & (_dot(self._parties, self._leading, i, j) == 0)
        either: Floats = np.where(one | two, 1.0, 0.0)
        return either


def _of_words(readings: Sequence[Reading]) -> tuple[csr_array, csr_array]:
    """Return two matrices over the words of the day, Chinese articles' words apart from all others'.

    The first holds the words of each article by rarity.  The second holds, for each article that is not Chinese, the
    Chinese words of the day of which a sense stands in it, by the mean rarity of that sense's words and their own.
    """
    rows = [[(reading.chinese, word) for word in sorted(reading.words)] for reading in readings]
    weight: dict[tuple[bool, str], float] = {}
    for chinese in (False, True):
        here = [reading.words for reading in readings if reading.chinese == chinese]
        weight |= {(chinese, word): _weight(of_day, rarity(word)) for word, of_day in _rarity(here).items()}
    index = {key: place for place, key in enumerate(sorted(weight))}
    own = _matrix(((i, index[key], weight[key]) for i, row in enumerate(rows) for key in row), len(rows), len(index))
    known = {word for chinese, word in weight if not chinese}
    meant: dict[str, list[tuple[str, frozenset[str], float]]] = defaultdict(list)
    for chinese, word in sorted(weight):
        if not chinese:
            continue
        for sense in senses(word):
            if sense <= known:
                worth = sum(weight[False, part] for part in sorted(sense)) / len(sense)
                if worth * weight[True, word] >= FAINT:
                    meant[min(sense, key=lambda part: (-weight[False, part], part))].append((word, sense, worth))
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
            for word, sense, worth in meant.get(part, ()):
                if len(sense) == 1 or sense <= reading.words:
                    best[word] = max(best.get(word, 0.0), worth)
        for word, worth in best.items():
            yield i, index[True, word], worth


def _weight(of_day: float, of_language: float) -> float:
    """Return what a word weighs, from its rarities; see ``RARITY_POWER``."""
    return float(of_day**RARITY_POWER * (1 + of_language) / 2)


def _rarity(rows: Sequence[frozenset[str]]) -> dict[str, float]:
    """Return the rarity of each key: 1 for a key that nobody holds, near 0 for a key of all (``SMOOTHING``)."""
    counts = Counter(key for row in rows for key in row)
    total = len(rows) + SMOOTHING
    return {key: max(0.0, math.log(total / (counts[key] + 1)) / math.log(total)) for key in sorted(counts)}


def _of_facts(rows: Sequence[frozenset[str]]) -> csr_array:
    """Return the incidence of names and numbers, each by the root of its rarity: a product sums what two rows share."""
    weight = _rarity(rows)
    index = {key: place for place, key in enumerate(weight)}
    entries = ((i, index[key], math.sqrt(weight[key])) for i, row in enumerate(rows) for key in sorted(row))
    return _matrix(entries, len(rows), len(index))


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


def _version_relations(versions: Sequence[tuple[str, ...]]) -> tuple[csr_array, csr_array]:
    """Return two 0/1 matrices over versioned names: one continues the other; both of a family, but contradictory."""
    families: dict[str, list[int]] = defaultdict(list)
    for i, version in enumerate(versions):
        families[version[0]].append(i)
    relations: tuple[list[tuple[int, int, float]], list[tuple[int, int, float]]] = ([], [])
    for members in families.values():
        for a in members:
            for b in members:
                shorter = min(len(versions[a]), len(versions[b]))
                relations[versions[a][:shorter] != versions[b][:shorter]].append((a, b, 1.0))
    size = max(1, len(versions))
    return _matrix(relations[0], size, size), _matrix(relations[1], size, size)


def _dot(a: csr_array, b: csr_array, i: Ints, j: Ints) -> Floats:
    """Return the dot products of the rows ``a[i]`` and ``b[j]``."""
    if not len(i):
        return np.zeros(0)
    return _sums(a[i].multiply(b[j]))


def _sums(matrix: csr_array) -> Floats:
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()
