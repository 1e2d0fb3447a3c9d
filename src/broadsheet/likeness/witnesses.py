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
        against = PARTIES_WEIGHT * self._other_parties(i, j)
        alike: Floats = (cosines + WORDS_WEIGHT * np.sqrt(self.words(i, j)) - against) / (1 + WORDS_WEIGHT)
        alike = np.round(alike, 6)
        papers = self._is_paper[i].astype(np.int64) + self._is_paper[j]
        same_work = shared(self._keys, self._keys, i, j) > 0
        named = (
            same_work | (shared(self._coined, self._spoken, i, j) > 0) | (shared(self._spoken, self._coined, i, j) > 0)
        )
        alike = np.where(papers == 2, np.where(same_work, 1.0, REFUSED), alike)
        bonus = np.maximum(alike, THRESHOLD + COINED_BONUS)
        alike = np.where(papers == 1, np.where(named, bonus, np.minimum(alike, CONTRADICTED)), alike)
        final: Floats = np.where(self._other_versions(i, j) & ~same_work, np.minimum(alike, CONTRADICTED), alike)
        return final

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
        return on_grid(of_day**RARITY_POWER)

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
