"""What the articles of a day say of each other, pair by pair.

Four witnesses speak, and two speak against:

* the vectors, centred per language, less what each has in common with all its neighbours (``crowds``);
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
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median_low
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from broadsheet.likeness.crowds import USUAL
from broadsheet.likeness.reading import Reading
from broadsheet.likeness.record import Record, recorded
from broadsheet.likeness.table import Flags, Floats, Ints, dot, holds_any, only, per_entry, squares, stacked, weighed
from broadsheet.likeness.translated import in_chinese, meanings
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
two days, and cut where these are best, the third has BCubed F1 .975, .868 and .881 (``bench/likeness.py``); vectors
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
SMOOTHING = 3
"""Articles assumed to have been read before today, in which a word did not stand.  With many, a word that half of a day
of a dozen articles holds looks rare, and one beat is one story.  BCubed F1 on seven small days of other beats (6-34
articles each, sports to a city's council), on 270 days of two to eight articles drawn from labelled ones, and on the
reference day, 2025-08-07 and 2024-05-14:

    100     .797    .925    .975 .843 .880
    20      .815    .934    .975 .846 .878
    5       .853    .934    .975 .853 .882
    3       .893    .930    .975 .853 .885
    1       .903      -     .975 .853 .885

With less than 3, two articles that are a day by themselves fall apart; 2026-11-23."""
OWNER_COUNTS = 5
"""An owner counts for so many times the articles that owners have in the middle (one, on most days), however many it
has, when it is told what is usual on a day: who floods the day with sports makes every other word look rare, and the
stories of all others run together.  With 100 and 1,000 articles more of one owner (``bench/flood.py``: items,
matches in two languages, notes on the beat), so many stories of three labelled days change at most, and F1 without the
flood:

    no bound                    29, 53      .975 .847 .877
    20                           4, 4       .975 .847 .880
    10                           2, 2       .975 .845 .880
    5 and 3                      2, 2       .975 .845 .880

Since ``SMOOTHING`` is 3 it is 6, 6 with 5; 2026-11-23."""
ENOUGH = 50
"""Articles of which a day's usual is told, if there are as many: of fewer owners each counts for more than
``OWNER_COUNTS``.  The 120 headlines, all of one file, have F1 .927 without it, and .961 from 50 to 200; 2026-11-23."""
CROWDED = 0.5
"""Share of the crowding beyond ``USUAL`` that is taken from a cosine (``crowds``).  F1 on the reference day,
2025-08-07, 2024-05-14, and on these with 1,000 reports of matches by 300 owners (``bench/flood.py``):

    0        .975 .845 .880      .928 .779 .775
    0.5      .975 .845 .880      .965 .827 .860

With 1 nothing moves under a flood, but the largest stories of the reference day split (.961).  A place that is less
crowded than usual brings nothing nearer, or the headlines run together (.944 for .961); 2026-11-23."""
COINED_BONUS = 0.16
"""How far above the threshold a paper and the news that names its coinage are put."""
REFUSED = -1000.0
"""Similarity of a pair that must never share a story: one such pair outweighs every other in any average."""
CONTRADICTED = -0.3
"""Highest similarity of a pair with a contradiction: a third article bridges it only where it all but copies both.
Swept 0, -0.1, -0.2, -0.3 on the three labelled days: F1 moves by 0.002; 2026-11-22."""

PIECE = 2.0**-20
"""Weights are rounded to this, so that sums of their products are exact, in whatever order they are added."""


class Counts(NamedTuple):
    """How many articles hold each fact, of ``rows``; and, by language (Chinese or not), for how many those count that
    hold each word, and all."""

    facts: Mapping[str, int]
    rows: int
    words: Mapping[bool, Mapping[str, float]]
    articles: Mapping[bool, float]


def shares(owners: Sequence[str]) -> Floats:
    """Return what the article of each owner counts for: 1, or less where its owner has more than ``OWNER_COUNTS`` times
    what owners have in the middle, and the articles count for ``ENOUGH`` without it."""
    told = Counter(owners)
    most = OWNER_COUNTS * median_low(told.values()) if told else OWNER_COUNTS
    while sum(min(many, most) for many in told.values()) < min(ENOUGH, len(owners)):
        most += 1
    return np.array([on_grid(min(1.0, most / told[owner])) for owner in owners])


def counted(record: Record, share: Floats) -> Counts:
    """Count the facts and words of a day, each article for its ``share``."""
    words = list(record.vocabulary)
    facts, spoken = record.tables.facts, record.tables.words
    chinese, of_words = per_entry(spoken, record.chinese), per_entry(spoken, share)
    return Counts(
        {word: round(many) for word, many in _tally(words, facts.indices, np.ones(len(facts.indices))).items()},
        record.articles,
        {zh: _tally(words, spoken.indices[chinese == zh], of_words[chinese == zh]) for zh in (False, True)},
        {zh: float(share[record.chinese == zh].sum()) for zh in (False, True)},
    )


def _tally(words: Sequence[str], columns: npt.NDArray[np.int32], share: Floats) -> dict[str, float]:
    held = np.bincount(columns, weights=share, minlength=len(words))
    some = np.flatnonzero(held)
    return {words[column]: many for column, many in zip(some.tolist(), held[some].tolist(), strict=True)}


def day_rarity(held: float, articles: float) -> float:
    """Return the rarity of what ``held`` of the ``articles`` hold: 1 for none, near 0 for all (``SMOOTHING``)."""
    total = articles + SMOOTHING
    return max(0.0, math.log(total / (held + 1)) / math.log(total))


def on_grid(weight: float) -> float:
    """Return ``weight`` rounded to ``PIECE``."""
    return round(weight / PIECE) * PIECE


class Evidence(NamedTuple):
    """What speaks for a pair (cosine less the crowding, root of the share of words, logarithm of shared numbers) and
    against it (other parties, days between, two bare titles); an entry a pair."""

    cosines: Floats
    words: Floats
    numbers: Floats
    parties: Floats
    days: Floats
    bare: Floats


class Witnesses:
    """What the articles of a day say of each other.  Readings are taken in and not kept."""

    def __init__(
        self,
        readings: Iterable[Reading],
        counts: Counts | None = None,
        before: Witnesses | None = None,
        share: Floats | None = None,
        crowded: Floats | None = None,
    ) -> None:
        """Index the readings, after those of ``before``.

        ``counts`` tell how rare a word is (not given: the readings themselves, each counting for its ``share``); what
        two articles say of each other depends on these and on the two alone.  ``crowded`` is how crowded the place of
        each is (``crowds``; not given: as usual).
        """
        record = recorded(readings, before.record if before else None)
        self.record: Record = record
        self.counts = counts or counted(record, np.ones(record.articles) if share is None else share)
        self._weights: Floats = _weights(record.vocabulary, self.counts, before)
        size = self._weights.shape[1]
        old = len(before._words.data) if before else 0
        at = record.tables.words.indices + np.int32(size) * per_entry(record.tables.words, record.chinese)
        weights = self._weights.ravel()[at[old:]].astype(np.float32)
        self._words: csr_array = weighed(
            record.tables.words, np.concatenate([before._words.data, weights]) if before else weights
        )
        lengths = np.sqrt(squares(self._words[before.record.articles if before else 0 :]))
        self._length: Floats = np.concatenate([before._length, lengths]) if before else lengths
        fresh = record.articles - (before.record.articles if before else 0)
        crowded = np.full((fresh, 2), USUAL) if crowded is None else crowded
        self._crowded: Floats = np.concatenate([before._crowded, crowded]) if before else crowded
        self._in_chinese: csr_array
        self._heard: Flags
        self._in_chinese, self._heard = self._translated(before)
        self._spoken = only(record.tables.spoken, _held(record.tables.coined))
        self._names_parties = holds_any(record.tables.parties)
        self._leads_with_parties = holds_any(record.tables.leading)

    def _translated(self, before: Witnesses | None) -> tuple[csr_array, Flags]:
        """Return the articles that are not Chinese in Chinese words, and which columns Chinese articles hold."""
        record = self.record
        words = list(record.vocabulary)
        heard = self._columns(0, chinese=True)

        def told(heard: Flags, first: int, last: int) -> csr_array:
            """Return the articles from ``first`` to ``last`` in the words ``heard``."""
            spoken = {words[column] for column in np.flatnonzero(self._columns(first, last)).tolist()}
            offered = meanings(np.flatnonzero(heard).tolist(), words, record.vocabulary, spoken, self._weights, PIECE)
            return in_chinese(self._words[first:last], offered, ~record.chinese[first:last])

        if before is None:
            return told(heard, 0, record.articles), heard
        fresh = heard.copy()
        fresh[: len(before._heard)] &= ~before._heard
        first, table = before.record.articles, before._in_chinese
        above = told(fresh, 0, first)
        above = csr_array((table.data, table.indices, table.indptr), shape=above.shape) + above
        return stacked(above, told(heard, first, record.articles)), heard

    def _columns(self, first: int, last: int | None = None, *, chinese: bool = False) -> Flags:
        """Say of each column whether it is a word of the Chinese articles from ``first`` to ``last``, or of others."""
        some = self._words[first:last]
        found = np.zeros(some.shape[1], dtype=bool)
        found[some.indices[per_entry(some, self.record.chinese[first:last] == chinese)]] = True
        return found

    def similarity(self, cosines: Floats, i: Ints, j: Ints) -> Floats:
        """Return the similarity of each pair (i, j), given the cosine of its vectors: vetoes applied."""
        told = self.evidence(cosines, i, j)
        alike: Floats = told.cosines + WORDS_WEIGHT * told.words
        alike += NUMBERS_WEIGHT * told.numbers
        alike -= PARTIES_WEIGHT * told.parties + DAY_WEIGHT * told.days
        alike -= BARE_WEIGHT * told.bare
        alike /= 1 + WORDS_WEIGHT
        alike = np.round(alike, 6)
        papers = self.record.is_paper[i].astype(np.int64) + self.record.is_paper[j]
        same_work = dot(self.record.tables.keys, self.record.tables.keys, i, j) > 0
        named = (
            same_work
            | (dot(self.record.tables.coined, self._spoken, i, j) > 0)
            | (dot(self._spoken, self.record.tables.coined, i, j) > 0)
        )
        alike = np.where(papers == 2, np.where(same_work, 1.0, REFUSED), alike)
        bonus = np.maximum(alike, THRESHOLD + COINED_BONUS)
        alike = np.where(papers == 1, np.where(named, bonus, np.minimum(alike, CONTRADICTED)), alike)
        contradicted = self._other_versions(i, j) | self.record.roundup[i] | self.record.roundup[j]
        final: Floats = np.where(contradicted & ~same_work, np.minimum(alike, CONTRADICTED), alike)
        return final

    def evidence(self, cosines: Floats, i: Ints, j: Ints) -> Evidence:
        """Return what speaks for and against each pair (i, j), given the cosine of its vectors."""
        numbers: Floats = np.log1p(dot(self.record.tables.numbers, self.record.tables.numbers, i, j))
        bare: Floats = (self.record.bare[i] & self.record.bare[j]).astype(np.float64)
        words: Floats = np.sqrt(self.words(i, j))
        of_other = self._crowded[i, self.record.chinese[j].astype(int)]
        of_one = self._crowded[j, self.record.chinese[i].astype(int)]
        near = cosines - CROWDED * np.maximum(0.0, (of_one + of_other) / 2 - USUAL)
        return Evidence(near, words, numbers, self._other_parties(i, j), self._days_between(i, j), bare)

    def _other_versions(self, i: Ints, j: Ints) -> npt.NDArray[np.bool_]:
        """Say whether the titles of each pair name versions of one family, and none that continues the other's."""
        found = np.zeros(len(i), dtype=bool)
        some = np.flatnonzero(dot(self.record.tables.families, self.record.tables.families, i, j) > 0)
        if len(some):
            i, j = i[some], j[some]
            continued = dot(self.record.tables.starts, self.record.tables.versions, i, j) + dot(
                self.record.tables.versions, self.record.tables.starts, i, j
            )
            found[some] = continued == 0
        return found

    def words(self, i: Ints, j: Ints) -> Floats:
        """Return what share of their words each pair has in common, weighed by rarity, in [0, 1]: a cosine within a
        language; across two, with each English article put into the Chinese words of the day that may mean its own."""
        both: Floats = np.zeros(len(i), dtype=np.float64)
        across = self.record.chinese[i] != self.record.chinese[j]
        both[~across] = dot(self._words, self._words, i[~across], j[~across])
        english = np.where(self.record.chinese[i], j, i)[across]
        chinese = np.where(self.record.chinese[i], i, j)[across]
        both[across] = dot(self._in_chinese, self._words, english, chinese)
        lengths = self._length[i] * self._length[j]
        of_both: Floats = np.minimum(1.0, both / np.where(lengths > 0, lengths, 1.0))
        return of_both

    def _days_between(self, i: Ints, j: Ints) -> Floats:
        """Return the days between each pair, at most 1: what is told a day later may as well be told a week later."""
        hours = np.nan_to_num(np.abs(self.record.hours[i] - self.record.hours[j]), nan=UNDATED_HOURS)
        days: Floats = np.minimum(hours, 24.0) / 24.0
        return days

    def _other_parties(self, i: Ints, j: Ints) -> Floats:
        """Return 1 where the title of one names parties, the other names some, and none of these; else 0."""
        one = (
            self._leads_with_parties[i]
            & self._names_parties[j]
            & (dot(self.record.tables.leading, self.record.tables.parties, i, j) == 0)
        )
        two = (
            self._leads_with_parties[j]
            & self._names_parties[i]
            & (dot(self.record.tables.parties, self.record.tables.leading, i, j) == 0)
        )
        either: Floats = np.where(one | two, 1.0, 0.0)
        return either


def _weights(vocabulary: Mapping[str, int], counts: Counts, before: Witnesses | None) -> Floats:
    """Return two rows: the weight of each column as a word of English articles, and as one of Chinese."""
    old = before._weights if before else np.zeros((2, 0))
    fresh = list(vocabulary)[old.shape[1] :]
    rarities = (1 + np.array([rarity(word) for word in fresh])) / 2
    found: list[Floats] = []
    for chinese in (False, True):
        held = [counts.words[chinese].get(word, 0) for word in fresh]
        of_day = {many: day_rarity(many, counts.articles[chinese]) ** RARITY_POWER for many in set(held)}
        found.append(np.rint(np.array([of_day[many] for many in held]) * rarities / PIECE) * PIECE)
    return np.concatenate([old, np.array(found).reshape(2, len(fresh))], axis=1)


def _held(table: csr_array) -> Flags:
    """Say of each column whether an article holds it."""
    found = np.zeros(table.shape[1], dtype=bool)
    found[table.indices] = True
    return found
