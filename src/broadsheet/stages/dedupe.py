"""Article -> Article: marks the copies, loses none.

A copy repeats another article of the day: at the same address, with the same text, or with nearly the same text.
MinHash (Broder 1997) with banding proposes pairs, exact Jaccard over shingles decides.  A text that differs in a number
or a name on *both* sides is a template filled twice, not a copy: two events must not merge.

Every copy points straight at its original; an original is never a copy.  Output is sorted by id, whatever came in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

import msgspec
from rensa import RMinHash, RMinHashLSH

from broadsheet.text.shingles import jaccard, particulars, shingles, tokens
from broadsheet.text.urls import identity_url
from broadsheet.types import Article, Failure

Kind = Literal["address", "text", "near"]

NEAR = 0.70
"""Jaccard at which two texts are near copies.  bench/near_copies.py swept 0.50-0.90 on 179 news texts in seven
rewritings (2026-11-22): at 0.70 a text cut by a quarter is always found, one with 5 % of its words edited in 89 %; of
15,931 pairs of different texts the most alike has 0.15."""
SHORT = 12
"""Tokens below which a text says too little to be called a copy by its text (a cookie notice, "read more")."""
PERMUTATIONS = 128
BANDS = 32
"""128 hashes in 32 bands of 4: a pair at Jaccard 0.70 is proposed with probability 0.9998, one at 0.3 with 0.23."""
SEED = 20251218
SAME_HOST_TITLES = 0.5
"""Jaccard of title words below which equal texts of one host are its boilerplate (a consent page), not a copy."""


class _Text(msgspec.Struct, frozen=True):
    """What is compared of an article; built once."""

    tokens: tuple[str, ...]
    shingles: frozenset[str]
    title: frozenset[str]


class _Particulars(msgspec.Struct, frozen=True):
    """What makes a template speak of one event.  ``numbers`` are of title and text, ``names`` of the text alone."""

    numbers: frozenset[str]
    names: frozenset[str]
    names_anywhere: frozenset[str]


def dedupe(articles: Sequence[Article]) -> Iterator[Article | Failure]:
    """Yield every article, sorted by id, with ``copy_of`` and ``copy_kind`` set on those that repeat another.

    The original is the earliest published, then the longest, then the primary source, then the smallest id.  Articles
    with equal ids are one article that was announced twice: the first by that order is kept, and where another outlet
    announced it too, that is told (``announced_twice``, once for each such source).
    """
    unique: dict[str, Article] = {}
    again: dict[str, list[Article]] = {}
    for article in sorted(articles, key=_originality):
        kept = unique.setdefault(article.id, article)
        if kept.source.outlet != article.source.outlet:
            again.setdefault(article.source.name, []).append(kept)
    for name, kept_ones in sorted(again.items()):
        first = kept_ones[0]
        message = f"announced by {first.source.outlet} too, and printed under that name: {first.url}"
        more = f" (and {len(kept_ones) - 1} more)" if len(kept_ones) > 1 else ""
        yield Failure(stage="dedupe", subject=name, kind="announced_twice", message=message + more)
    ordered = list(unique.values())
    texts = [_read(article) for article in ordered]
    originals = _Originals(ordered, texts)
    marked = [_mark(article, originals.place(i)) for i, article in enumerate(ordered)]
    yield from sorted(marked, key=lambda article: article.id)


def _originality(article: Article) -> tuple[bool, datetime | None, int, bool, float, str, str, str]:
    """Return the sort key that puts the original first; ``None`` is never compared with a time (the flag differs)."""
    return (
        article.published is None,
        article.published,
        -len(article.text),
        not article.source.primary,
        -article.source.weight,
        article.id,
        article.source.name,
        article.title,
    )


def _read(article: Article) -> _Text:
    words = tokens(article.text)
    return _Text(words, shingles(words), frozenset(tokens(article.title)))


def _read_particulars(article: Article) -> _Particulars:
    numbers_of_title, names_of_title = particulars(article.title)
    numbers, names = particulars(article.text)
    return _Particulars(numbers | numbers_of_title, names, names | names_of_title)


class _Originals:
    """The originals so far, by address, by text and by MinHash; articles are placed in order of originality."""

    def __init__(self, articles: Sequence[Article], texts: Sequence[_Text]) -> None:
        self._articles = articles
        self._texts = texts
        self._by_address: dict[str, int] = {}
        self._by_text: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._particulars: dict[int, _Particulars] = {}
        self._index = RMinHashLSH(NEAR, PERMUTATIONS, BANDS)

    def place(self, i: int) -> tuple[Article, Kind] | None:
        """Return the original that article ``i`` repeats and how, or take it in as an original."""
        address = identity_url(self._articles[i].url)
        at_address = self._by_address.get(address)
        if at_address is not None:
            return self._articles[at_address], "address"
        text = self._texts[i]
        same = next((j for j in self._by_text[text.tokens] if self._same_text(i, j)), None)
        if same is not None:
            self._by_address[address] = same
            return self._articles[same], "text"
        minhash = RMinHash(PERMUTATIONS, SEED)
        if len(text.tokens) >= SHORT:
            minhash.update(sorted(text.shingles))
            near = self._nearest(i, self._index.query(minhash))
            if near is not None:
                self._by_address[address] = near
                return self._articles[near], "near"
            self._index.insert(i, minhash)
        self._by_address[address] = i
        self._by_text[text.tokens].append(i)
        return None

    def _same_text(self, i: int, j: int) -> bool:
        a, b = self._texts[i], self._texts[j]
        if not a.tokens or (len(a.tokens) < SHORT and a.title != b.title):
            return False
        return not self._furniture(i, j)

    def _furniture(self, i: int, j: int) -> bool:
        """Say whether like texts are more likely what one host puts on all its pages."""
        if jaccard(self._texts[i].title, self._texts[j].title) >= SAME_HOST_TITLES:
            return False
        return urlsplit(self._articles[i].url).hostname == urlsplit(self._articles[j].url).hostname

    def _nearest(self, i: int, candidates: Iterable[int]) -> int | None:
        """Return the candidate most like article ``i`` at or above ``NEAR``; the more original one among equals."""
        best: tuple[float, int] | None = None
        for j in sorted(set(candidates)):
            if self._furniture(i, j) or self._contradict(i, j):
                continue
            alike = jaccard(self._texts[i].shingles, self._texts[j].shingles)
            if alike >= NEAR and (best is None or alike > best[0]):
                best = alike, j
        return best[1] if best else None

    def _contradict(self, i: int, j: int) -> bool:
        """Say whether each holds numbers, or names, that the other lacks (a cut sentence is lacking on one side)."""
        for k in (i, j):
            if k not in self._particulars:
                self._particulars[k] = _read_particulars(self._articles[k])
        a, b = self._particulars[i], self._particulars[j]
        if not (a.numbers <= b.numbers or b.numbers <= a.numbers):
            return True
        return bool(a.names - b.names_anywhere and b.names - a.names_anywhere)


def _mark(article: Article, found: tuple[Article, Kind] | None) -> Article:
    if found is None:
        return msgspec.structs.replace(article, copy_of=None, copy_kind=None)
    return msgspec.structs.replace(article, copy_of=found[0].id, copy_kind=found[1])
