"""What earlier editions printed: the newsroom's memory is its own output."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from broadsheet.types import Edition, Story

SAME_NAMES = 3
SAME_SHARE = 0.6
"""A story continues an earlier one when a title of each share this many telling words, and that share of the shorter
title's.  Conservative on purpose: a wrong thread is worse than a missed one.  Issue 4 will bring real threads."""

_TELLING = re.compile(r"[^\W\d_]*\d[\w.\-]*|[^\W\d_]{4,}|[\u3400-\u9fff]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]+")


class Told(NamedTuple):
    """A story of an earlier edition."""

    date: str
    story: str


class Memory:
    """What earlier editions printed, by address and by the telling words of their titles."""

    def __init__(self, past: Sequence[Edition]) -> None:
        self.editions = len(past)
        self._urls: dict[str, Told] = {}
        self._titles: list[tuple[Told, frozenset[str]]] = []
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for edition in sorted(past, key=lambda edition: edition.date, reverse=True):
            for printing in (*edition.stories, *edition.also):
                told = Told(edition.date, printing.id)
                for ref in printing.sources:
                    self._urls.setdefault(ref.url, told)
                for title in dict.fromkeys(ref.title for ref in printing.sources):
                    words = telling(title)
                    for word in sorted(words):
                        self._by_word[word].append(len(self._titles))
                    self._titles.append((told, words))

    def recall(self, story: Story) -> tuple[Told | None, bool]:
        """Return the latest earlier story that this one continues, and whether every article stood there already."""
        voices = story.originals or story.articles
        seen = [self._urls[a.url] for a in voices if a.url in self._urls]
        if seen:
            return max(seen), len(seen) == len(voices)
        best: Told | None = None
        for title in sorted({a.title for a in voices}):
            words = telling(title)
            shared = Counter(index for word in words for index in self._by_word.get(word, ()))
            for index, count in shared.items():
                told, other = self._titles[index]
                enough = count >= SAME_NAMES and count >= SAME_SHARE * min(len(words), len(other))
                if enough and (best is None or told > best):
                    best = told
        return best, False


def telling(title: str) -> frozenset[str]:
    """Return the words of a title that tell it from others: longer words, words with digits, pairs of Han."""
    words: set[str] = set()
    for word in _TELLING.findall(title.lower()):
        if _HAN.fullmatch(word):
            words |= {word[i : i + 2] for i in range(len(word) - 1)}
        else:
            words.add(word)
    return frozenset(words)
