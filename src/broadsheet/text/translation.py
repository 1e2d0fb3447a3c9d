"""Whether an English text and a Chinese one are translations of each other: the same sentences in the same order.

A translator keeps the sentences, their order and every figure; a reporter of the same event shares the figures and the
names, but puts them in other sentences and another order.  So the sentences are aligned in order (dynamic programming
over one to one, one to two and two to one, as Gale and Church 1993), by the words that a dictionary says they share,
each by its rarity; what is left over on either side, and figures that differ, speak against it.  No model.

Which texts to compare at all is told by what a translation keeps as it was: see ``anchors``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

import msgspec

from broadsheet.text.anchors import figures
from broadsheet.text.bilingual import content, mainland, senses
from broadsheet.text.commonness import rarity
from broadsheet.text.numbers import numbers
from broadsheet.text.sentences import sentences
from broadsheet.text.shingles import terms, tokens

LONGEST_ENGLISH = 2400
LONGEST_CHINESE = 750
"""Code points of a text that are compared, from its start: about the same matter in both languages, some 18 sentences;
whether it is a translation shows in its first ones."""
LEAST_SENTENCES = 4
"""Sentences that both must have: three sentences of one event are soon alike."""
LEAST_WORDS = 2
"""Words of a sentence below which it is a caption or a byline, and is not aligned."""
MEANING = 0.42
"""Least agreement in words of the shorter text, aligned: the mean over its sentences, by weight.  Swept 0.26-0.46 with
bench/translations.py (2026-11-22): on dev 0.36 finds 0.95 and 0.42 finds 0.90 of the translations, both mark nothing
else; on the held half 0.36 marked one rewritten press release (0.38), so 0.42 was then
tried on ``fresh`` pairs.  Taken high: a wrong mark hides an owner."""
SENTENCE = 0.20
"""Agreement in words from which two aligned sentences are taken to say the same."""
KEPT_SHORT = 0.70
KEPT_LONG = 0.50
"""Share of the sentences, by weight, that must be aligned in the shorter and in the longer text: a translation may be
abridged, but it tells nothing of its own."""
FIGURES = 0.70
"""Share of the figures of the aligned sentences, on either side, that the other text states too."""
LATIN = 0.60
"""Share of the Latin words of the Chinese text, where it is the shorter one, that the English text must hold too (units
of figures aside): a translator adds no names."""
_LATIN = re.compile(r"[a-z][a-z0-9]")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")


class Sentence(msgspec.Struct, frozen=True):
    """What is compared of a sentence: its content words, their rarity summed (``weight``), and what is ``said``."""

    words: frozenset[str]
    weight: float
    said: str


class Reading(msgspec.Struct, frozen=True):
    """What is compared of a text: its sentences of ``LEAST_WORDS`` or more; of the whole its words in Latin script, and
    of these the ``named`` ones (no unit of a figure); ``text`` is itself, as far as it is read."""

    sentences: tuple[Sentence, ...]
    latin: frozenset[str]
    named: frozenset[str]
    text: str


def read_english(text: str) -> Reading:
    """Read an English text; its words are base forms."""
    return _read(text[:LONGEST_ENGLISH], lambda said: content(terms(said)))


def read_chinese(text: str) -> Reading:
    """Read a Chinese text in either script; its words are those that the dictionary has."""
    return _read(text[:LONGEST_CHINESE], lambda said: frozenset(word for word in terms(mainland(said)) if senses(word)))


def _read(head: str, words_of: Callable[[str], frozenset[str]]) -> Reading:
    found: list[Sentence] = []
    for start, end in sentences(head):
        words = words_of(head[start:end])
        if len(words) >= LEAST_WORDS:
            found.append(Sentence(words, sum(map(rarity, sorted(words))), head[start:end]))
    every = pairwise(("", *tokens(head)))
    latin = [(before, word.removesuffix("'s")) for before, word in every if _LATIN.match(word)]
    named = frozenset(word for before, word in latin if not before[:1].isdigit())
    return Reading(tuple(found), frozenset(word for _, word in latin), named, head)


_Stated = TypeVar("_Stated", Decimal, str)

# --- deciding --------------------------------------------------------------------------------------------------------


class Alignment(msgspec.Struct, frozen=True):
    """How far two texts are one: ``meaning`` of the shorter one; shares kept of both; shares of ``figures`` (0 where
    the meaning decides) and Latin words agreed."""

    meaning: float
    kept_short: float
    kept_long: float
    figures: float
    latin: float

    @property
    def is_translation(self) -> bool:
        """Say whether one text translates the other."""
        return (
            self.meaning >= MEANING
            and self.kept_short >= KEPT_SHORT
            and self.kept_long >= KEPT_LONG
            and self.figures >= FIGURES
            and self.latin >= LATIN
        )


def align(of_english: Reading, of_chinese: Reading) -> Alignment | None:
    """Return the best alignment of two texts in order; None when one is too short to tell."""
    english, chinese = of_english.sentences, of_chinese.sentences
    if min(len(english), len(chinese)) < LEAST_SENTENCES:
        return None
    beads = _best_path(english, chinese)
    e_weight = sum(s.weight for s in english)
    c_weight = sum(s.weight for s in chinese)
    kept_e = sum(s.weight for _, rows, _ in beads for s in rows) / e_weight
    kept_c = sum(s.weight for _, _, columns in beads for s in columns) / c_weight
    by_chinese = e_weight >= c_weight
    of_short = [(agreed, columns if by_chinese else rows) for agreed, rows, columns in beads]
    meaning = sum(agreed * sum(s.weight for s in side) for agreed, side in of_short) / min(e_weight, c_weight)
    kept = (kept_c, kept_e) if by_chinese else (kept_e, kept_c)
    agreed = 0.0
    if meaning >= MEANING:  # the figures of most pairs are never asked for: reading them costs as much as the words
        of_rows = _stated(
            [n for _, rows, _ in beads for s in rows for n in _values(s.said)], _all_values(of_chinese.text)
        )
        of_columns = _stated(
            [n for *_, cols in beads for s in cols for n in _values(s.said)], _all_values(of_english.text)
        )
        agreed = min(of_rows, of_columns)
    latin = _stated(sorted(of_chinese.named), of_english.latin) if by_chinese else 1.0
    return Alignment(meaning, *kept, agreed, latin)


def _stated(some: Sequence[_Stated], others: frozenset[_Stated]) -> float:
    """Return the share of figures, or words, that the other text holds; a text without any is agreed."""
    return sum(one in others for one in some) / len(some) if some else 1.0


def _values(text: str) -> list[Decimal]:
    return sorted({number.value for number in numbers(text)})


def _all_values(text: str) -> frozenset[Decimal]:
    """Return every figure of a text, those too that are part of a name or a date."""
    plain = (Decimal(figure) for figure in figures(tokens(text)) if _PLAIN.fullmatch(figure))
    return frozenset((*plain, *_values(text)))


_Bead = tuple[float, Sequence[Sentence], Sequence[Sentence]]
_STEPS = ((1, 1), (1, 2), (2, 1))


def _best_path(english: Sequence[Sentence], chinese: Sequence[Sentence]) -> list[_Bead]:
    """Return the beads of the best alignment in order, those of ``SENTENCE`` or more only."""
    rows, columns = len(english), len(chinese)
    agreed: dict[tuple[int, int, int, int], float] = {}
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    came: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(rows + 1):
        for j in range(columns + 1):
            top, step = (best[i - 1][j], (1, 0)) if i else (0.0, (0, 0))
            if j and best[i][j - 1] > top:
                top, step = best[i][j - 1], (0, 1)
            for down, right in _STEPS:
                if i < down or j < right:
                    continue
                of_e, of_c = english[i - down : i], chinese[j - right : j]
                held = agreed[i, j, down, right] = _agreement(of_e, of_c)
                gain = best[i - down][j - right] + held * sum(s.weight for s in (*of_e, *of_c))
                if held >= SENTENCE and gain > top:
                    top, step = gain, (down, right)
            best[i][j] = top
            came[i, j] = step
    beads: list[_Bead] = []
    i, j = rows, columns
    while i and j:
        down, right = came[i, j] if came[i, j] != (0, 0) else (0, 1)
        if down and right:
            beads.append((agreed[i, j, down, right], english[i - down : i], chinese[j - right : j]))
        i, j = i - down, j - right
    return beads[::-1]


def _agreement(of_e: Sequence[Sentence], of_c: Sequence[Sentence]) -> float:
    """Return the mean of the shares of rarity that each side finds in the other, in [0, 1]."""
    words = of_e[0].words.union(*(s.words for s in of_e[1:]))
    said = of_c[0].words.union(*(s.words for s in of_c[1:]))
    found: set[str] = set()
    known = 0.0
    for word in sorted(said):
        meant = [sense for sense in senses(word) if sense <= words]
        if meant:
            known += rarity(word)
            found.update(*meant)
    if not found:
        return 0.0
    all_c = sum(map(rarity, sorted(said)))
    all_e = sum(map(rarity, sorted(words)))
    return (known / all_c + sum(map(rarity, sorted(found))) / all_e) / 2 if all_c and all_e else 0.0
