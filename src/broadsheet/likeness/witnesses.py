"""What the articles of a day say of each other, pair by pair.

Four witnesses speak, and two speak against:

* the vectors, centred per language;
* the words that both hold, names and numbers among them, each weighed by its rarity on the day and in its language.
  Between English and Chinese a dictionary says which word of one may be which of the other
  (``text.bilingual``);
* the numbers that both hold;
* against: a title names its parties, and the other article, which names parties too, names none of these;
* against: the hours between them; and that neither has more than a title, in which one name is much.

Vetoes then hold what no sum may overrule: two papers are two stories, a paper and the news of its subject are two
stories unless the news names the paper's own coinage, two versions of one product are two stories, and a roundup is no
story but its own.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from broadsheet.likeness.reading import Reading
from broadsheet.likeness.table import Floats, Ints, Table, dot, empty, grown, matrix, shared, stacked, sums
from broadsheet.text.bilingual import senses
from broadsheet.text.commonness import rarity

WORDS_WEIGHT = 0.9
NUMBERS_WEIGHT = 0.08
PARTIES_WEIGHT = 0.35
DAY_WEIGHT = 0.2
BARE_WEIGHT = 0.08
THRESHOLD = 0.21
"""Two groups of articles are one story at this likeness (see ``linkage`` for groups).

The likeness of two articles is (cosine + 0.9 sqrt(words) + 0.08 ln(1 + shared numbers) - 0.35 other parties - 0.2 days
between them - 0.08 if both are bare titles) / 1.9.  A logistic regression over the pairs of three labelled days, each
day weighing the same, gives the first five 1, 1.57, 0.11, 0.26, 0.23; of single days, the reference edition 1, 1.12,
-0.01, 0.24 and 0.06, 2025-08-07 1, 1.66, 0.23, 0.38, 0.42, 2024-05-14 1, 1.74, 0.10, 0.19, 0.54.  With the weights of
two days, and cut where these are best, the third has BCubed F1 .975, .857 and .878 (``bench/likeness.py``); vectors
and shared names alone, cut at the reference edition's best, have .952, .745 and .770.

Swept on the three days and the headlines, words 0.9-1.1, parties 0.2 and 0.35, bare 0-0.12, threshold 0.17-0.27.  With
words above 0.9 or parties below 0.35 the headlines of one company run together (.961 falls to .89).  At 0.19, 0.21 and
0.23, F1 is .964 .852 .896 .961, .975 .842 .886 .961 and .977 .840 .869 .961; with no weight on bare titles the
headlines have .897, .946 and .961.  On the day held out it is .847 (.835 at 0.23).  Since
more units of numbers are read, .886 is .876; 2026-11-22."""
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
COINED_BONUS = 0.16
"""How far above the threshold a paper and the news that names its coinage are put."""
REFUSED = -1000.0
"""Similarity of a pair that must never share a story: one such pair outweighs every other in any average."""
CONTRADICTED = -0.3
"""Highest similarity of a pair with a contradiction: a third article bridges it only where it all but copies both.
Swept 0, -0.1, -0.2, -0.3 on the three labelled days: F1 moves by 0.002; 2026-11-22."""

PIECE = 2.0**-20
"""Weights are rounded to this, so that sums of their products are exact, in whatever order they are added."""

Word = tuple[bool, str]
"""A word of Chinese articles, or of all others."""
Sense = tuple[int, frozenset[str], float]
"""The column of a Chinese word, English words that it may mean together, their mean rarity."""


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


class Evidence(NamedTuple):
    """What speaks for a pair (cosine, root of the share of words, logarithm of shared numbers) and against it (other
    parties, days between, two bare titles); an entry a pair."""

    cosines: Floats
    words: Floats
    numbers: Floats
    parties: Floats
    days: Floats
    bare: Floats


class Witnesses:
    """What the articles of a day say of each other; every matrix is sparse, one row an article."""

    def __init__(
        self, readings: Sequence[Reading], counts: Counts | None = None, before: Witnesses | None = None
    ) -> None:
        """Index the readings, after those of ``before``.

        ``counts`` tell how rare a word is (not given: the readings themselves); what two articles say of each other
        depends on these and on the two alone.
        """
        counts = counts or count(readings)
        first = len(before.readings) if before else 0
        self.readings: tuple[Reading, ...] = (*before.readings, *readings) if before else tuple(readings)
        everything = self.readings
        quantities = [[fact for fact in reading.facts if fact[0].isdigit()] for reading in readings]
        self._numbers: Table[str] = grown(before._numbers if before else empty(), quantities)
        hours = [math.nan if reading.hour is None else reading.hour for reading in everything]
        self._hours = np.array(hours, dtype=np.float64)
        self._bare = np.array([reading.bare for reading in everything], dtype=bool)
        self._roundup = np.array([reading.roundup for reading in everything], dtype=bool)
        self._chinese = np.array([reading.chinese for reading in everything], dtype=bool)
        self._words, self._meant, self._in_chinese = _of_words(everything, first, counts, before)
        self._length = np.sqrt(sums(self._words.matrix.power(2)))
        keys = frozenset[str]().union(*(reading.parties | reading.leading for reading in readings))
        self._parties: Table[str] = grown(
            before._parties if before else empty(), [r.parties for r in readings], keys=sorted(keys)
        )
        self._leading: Table[str] = grown(
            before._leading if before else empty(), [r.leading for r in readings], keys=sorted(keys)
        )
        self._names_parties = sums(self._parties.matrix) > 0
        self._leads_with_parties = sums(self._leading.matrix) > 0
        self._is_paper = np.array([reading.is_paper for reading in everything])
        self._keys: Table[str] = grown(before._keys if before else empty(), [reading.keys for reading in readings])
        self._coined: Table[str] = grown(
            before._coined if before else empty(), [reading.coined for reading in readings]
        )
        named = self._coined.index
        spoken = [[name for name in reading.spoken if name in named] for reading in everything]
        self._spoken: Table[str] = grown(empty(), spoken, keys=named)
        versions = [reading.versions for reading in readings]
        starts = [frozenset(v[:k] for v in row for k in range(2, len(v) + 1)) for row in versions]
        self._starts: Table[tuple[str, ...]] = grown(before._starts if before else empty(), starts)
        begun = self._starts.index
        self._versions: Table[tuple[str, ...]] = grown(before._versions if before else empty(), versions, keys=begun)
        families = [frozenset(v[0] for v in row) for row in versions]
        self._families: Table[str] = grown(before._families if before else empty(), families)

    def similarity(self, cosines: Floats, i: Ints, j: Ints) -> Floats:
        """Return the similarity of each pair (i, j), given the cosine of its vectors: vetoes applied."""
        told = self.evidence(cosines, i, j)
        alike: Floats = told.cosines + WORDS_WEIGHT * told.words
        alike += NUMBERS_WEIGHT * told.numbers
        alike -= PARTIES_WEIGHT * told.parties + DAY_WEIGHT * told.days
        alike -= BARE_WEIGHT * told.bare
        alike /= 1 + WORDS_WEIGHT
        alike = np.round(alike, 6)
        papers = self._is_paper[i].astype(np.int64) + self._is_paper[j]
        same_work = shared(self._keys, self._keys, i, j) > 0
        named = (
            same_work | (shared(self._coined, self._spoken, i, j) > 0) | (shared(self._spoken, self._coined, i, j) > 0)
        )
        alike = np.where(papers == 2, np.where(same_work, 1.0, REFUSED), alike)
        bonus = np.maximum(alike, THRESHOLD + COINED_BONUS)
        alike = np.where(papers == 1, np.where(named, bonus, np.minimum(alike, CONTRADICTED)), alike)
        contradicted = self._other_versions(i, j) | self._roundup[i] | self._roundup[j]
        final: Floats = np.where(contradicted & ~same_work, np.minimum(alike, CONTRADICTED), alike)
        return final

    def evidence(self, cosines: Floats, i: Ints, j: Ints) -> Evidence:
        """Return what speaks for and against each pair (i, j), given the cosine of its vectors."""
        numbers: Floats = np.log1p(shared(self._numbers, self._numbers, i, j))
        bare: Floats = (self._bare[i] & self._bare[j]).astype(np.float64)
        words: Floats = np.sqrt(self.words(i, j))
        return Evidence(cosines, words, numbers, self._other_parties(i, j), self._days_between(i, j), bare)

    def _other_versions(self, i: Ints, j: Ints) -> npt.NDArray[np.bool_]:
        """Say whether the titles of each pair name versions of one family, and none that continues the other's."""
        found = np.zeros(len(i), dtype=bool)
        some = np.flatnonzero(shared(self._families, self._families, i, j) > 0)
        if len(some):
            i, j = i[some], j[some]
            continued = shared(self._starts, self._versions, i, j) + shared(self._versions, self._starts, i, j)
            found[some] = continued == 0
        return found

    def words(self, i: Ints, j: Ints) -> Floats:
        """Return what share of their words each pair has in common, weighed by rarity, in [0, 1]: a cosine within a
        language; across two, with each English article put into the Chinese words of the day that may mean its own."""
        both: Floats = np.zeros(len(i), dtype=np.float64)
        across = self._chinese[i] != self._chinese[j]
        both[~across] = shared(self._words, self._words, i[~across], j[~across])
        english = np.where(self._chinese[i], j, i)[across]
        chinese = np.where(self._chinese[i], i, j)[across]
        both[across] = dot(self._in_chinese, self._words.matrix, english, chinese)
        lengths = self._length[i] * self._length[j]
        of_both: Floats = np.minimum(1.0, both / np.where(lengths > 0, lengths, 1.0))
        return of_both

    def _days_between(self, i: Ints, j: Ints) -> Floats:
        """Return the days between each pair, at most 1: what is told a day later may as well be told a week later."""
        hours = np.nan_to_num(np.abs(self._hours[i] - self._hours[j]), nan=UNDATED_HOURS)
        days: Floats = np.minimum(hours, 24.0) / 24.0
        return days

    def _other_parties(self, i: Ints, j: Ints) -> Floats:
        """Return 1 where the title of one names parties, the other names some, and none of these; else 0."""
        one = self._leads_with_parties[i] & self._names_parties[j] & (shared(self._leading, self._parties, i, j) == 0)
        two = self._leads_with_parties[j] & self._names_parties[i] & (shared(self._parties, self._leading, i, j) == 0)
        either: Floats = np.where(one | two, 1.0, 0.0)
        return either


def _of_words(
    readings: Sequence[Reading], first: int, counts: Counts, before: Witnesses | None
) -> tuple[Table[Word], Mapping[str, Sequence[Sense]], csr_array]:
    """Return the words of each article, the senses of the Chinese words, and the articles in Chinese words.

    The words are weighed by rarity, Chinese articles' apart from all others'.  Senses are found by their rarest English
    word.  The last matrix holds, for each article that is not Chinese, the Chinese words of the day of which a sense
    stands in it, by the mean rarity of that sense's words.
    """

    @cache
    def weight(key: Word) -> float:
        chinese, word = key
        of_day = day_rarity(counts.words[chinese].get(word, 0), counts.articles[chinese])
        return on_grid(of_day**RARITY_POWER * (1 + rarity(word)) / 2)

    rows = [[(reading.chinese, word) for word in reading.words] for reading in readings[first:]]
    words = grown(before._words if before else empty(), rows, weight)
    old = before._words.index if before else {}
    fresh: dict[str, list[Sense]] = defaultdict(list)
    for key, column in words.index.items():
        if not key[0] or key in old:
            continue
        for sense in senses(key[1]):
            worth = sum(weight((False, part)) for part in sense) / len(sense)
            if worth * weight(key) >= FAINT:
                fresh[min(sense, key=lambda part: (-weight((False, part)), part))].append((column, sense, worth))
    meant: dict[str, Sequence[Sense]] = dict(before._meant) if before else {}
    for part, some in fresh.items():
        meant[part] = [*meant.get(part, ()), *some]
    size = len(words.index)
    below = matrix(list(_translated(readings[first:], meant)), len(readings) - first, size)
    if before is None:
        return words, meant, below
    above = matrix(list(_translated(readings[:first], fresh)), first, size)
    told = before._in_chinese
    return words, meant, stacked(csr_array((told.data, told.indices, told.indptr), shape=above.shape) + above, below)


def _translated(readings: Sequence[Reading], meant: Mapping[str, Sequence[Sense]]) -> Iterator[tuple[int, int, float]]:
    """Yield article, column of a Chinese word, weight, by article."""
    for i, reading in enumerate(readings):
        if reading.chinese:
            continue
        best: dict[int, float] = {}
        for part in reading.words & meant.keys():
            for column, sense, worth in meant[part]:
                if len(sense) == 1 or sense <= reading.words:
                    best[column] = max(best.get(column, 0.0), worth)
        for column, worth in best.items():
            yield i, column, on_grid(worth)
