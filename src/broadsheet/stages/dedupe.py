"""Article -> Article: marks the copies, loses none.

A copy repeats another article of the day: at the same address (its own or the one that its page calls its own), with
the same text, with nearly the same text, under another owner with most of the same text (a press release with a
paragraph before it, a wire story cut in half), or as its translation between English and Chinese.  MinHash (Broder
1997) with banding proposes near pairs, a sample of shingles those that share a passage, rare names and figures
translations; exact Jaccard, exact containment and an alignment of sentences decide.  A text that differs in a number or
a name on *both* sides is a template filled twice, not a copy: two events must not merge.

Who copied whom is told by time, then by who tells most, and over both by what the copies say themselves: the one that
they credit ("(Reuters) -", 本文轉載自) is the original, and one that calls itself a translation is not.

Every copy points straight at its original; an original is never a copy.  Output is sorted by id, whatever came in.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil

import msgspec
from rensa import RMinHash, RMinHashLSH

from broadsheet.text.counterparts import Counterparts
from broadsheet.text.credits import origin
from broadsheet.text.names import NameTable
from broadsheet.text.shingles import jaccard, particulars, shingles, tokens
from broadsheet.text.standing import with_standing
from broadsheet.text.urls import host_of, identity_url, registrable_domain
from broadsheet.types import Article, CopyKind, Failure

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
HOST_TITLES = 0.5
"""Jaccard of title words below which equal texts of one host are its boilerplate (a consent page), not a copy."""
CANDIDATES = 64
"""Originals compared with one article at most.  On the reference input (268 articles) and the sample day MinHash
proposes one at most; 4,000 fillings of one template take 2 s with 64 and 30 s without a bound (2026-11-22)."""
PASSAGE = 0.60
"""Share of the shorter text's shingles in the longer one from which it repeats a passage, not a quotation.  On 173 news
texts of 100 words or more (2026-11-22) 0.60 finds all cut in half, 99 % of those with 40 % of their own added, 91 % of
those cut in half with 60 words of their own added, none with one quoted paragraph of 60 words in 300.  Of all pairs of
different texts the most alike has 0.28, of those of one day (the reference input) 0.30."""
PASSAGE_PART = 0.25
"""Least length of the shorter text against the longer: a newsletter of ten stories repeats none of them."""
PASSAGE_SHORT = 50
"""Shingles that both must have in common: shorter passages are quotations and boilerplate."""
SAME_PARTICULARS = 0.75
"""Share of the shorter text's numbers, and of its names, that the longer one must hold too: two fillings of one long
template hold the same words and other numbers.  Set by hand, 2026-11-22."""
SAMPLE = 8
"""One shingle of so many is indexed for passages: 60 of a text of 500 words, and 6 of the shortest passage."""
COMMON = 16
"""Originals that hold a shingle from which it is a phrase of the language, or of a template, and proposes nothing."""
SAME_TITLE = 0.5
SAME_WORDS = 0.2
"""Jaccard of titles, or of shingles, one of which must be met where only the page says that it is at another's address:
some sites call all pages by one address, and a hostile one could call itself what it likes.  Set by hand,
2026-11-22."""
_DEGREES: tuple[CopyKind, ...] = ("address", "text", "near", "passage", "translation")
_NO_TABLE = NameTable(())


class _Text(msgspec.Struct, frozen=True):
    """What is compared of an article; built once."""

    tokens: tuple[str, ...]
    shingles: frozenset[str]
    title: frozenset[str]
    host: str


class _Particulars(msgspec.Struct, frozen=True):
    """What makes a template speak of one event.  ``numbers`` are of title and text, ``names`` of the text alone."""

    numbers: frozenset[str]
    names: frozenset[str]
    names_anywhere: frozenset[str]


def dedupe(articles: Sequence[Article], names: NameTable = _NO_TABLE) -> Iterator[Article | Failure]:
    """Yield every article, sorted by id, with ``copy_of`` and ``copy_kind`` set on those that repeat another.

    The original is first the one that the others credit, then the one that does not call itself a translation, nor
    another site its home, then the earliest published, then the longest, then the primary source, then the smallest
    id.  ``names`` tell which Chinese and Latin names are one, by which translations are found.  Articles with equal ids
    are one article that was announced twice: the first by that order is kept, and where another outlet announced it
    too, that is told (``announced_twice``, once for each such source).
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
    originals = _Originals(ordered, texts, _counterparts(ordered, texts, names))
    found = _credited(ordered, [originals.place(i) for i in range(len(ordered))])
    marked = [_mark(article, ordered, copied) for article, copied in zip(ordered, found, strict=True)]
    yield from sorted(with_standing(marked), key=lambda article: article.id)


def _originality(article: Article) -> tuple[bool, bool, datetime | None, int, bool, float, str, str, str]:
    """Return the sort key that puts the original first; ``None`` is never compared with a time (the flag differs).

    Where only the day is known, it was printed at its end, unless it is the primary source: a bare date beats no time.
    """
    elsewhere = registrable_domain(article.canonical) != registrable_domain(article.url) if article.canonical else False
    return (
        elsewhere,
        article.published is None,
        _latest(article),
        -len(article.text),
        not article.source.primary,
        -article.source.weight,
        article.id,
        article.source.name,
        article.title,
    )


def _latest(article: Article) -> datetime | None:
    late = article.published is not None and article.day_only and not article.source.primary
    return article.published + timedelta(days=1) if late and article.published else article.published


def _read(article: Article) -> _Text:
    words = tokens(article.text)
    return _Text(words, shingles(words), frozenset(tokens(article.title)), host_of(article.url))


def _read_particulars(article: Article) -> _Particulars:
    numbers_of_title, names_of_title = particulars(article.title)
    numbers, names = particulars(article.text)
    return _Particulars(numbers | numbers_of_title, names, names | names_of_title)


class _SameText:
    """The originals of one and the same text, most original first; more than one only where a host's pages share it.

    A like title is found by prefix filtering (Chaudhuri et al. 2006): titles that are alike enough share one of their
    rarest words, so that a thousand pages behind one consent text are not compared with each other.
    """

    def __init__(self, first: int) -> None:
        self.first = first
        self.several = False
        self._by_word: dict[str, list[int]] = defaultdict(list)

    def add(self, i: int, words: Iterable[str]) -> None:
        self.several = i != self.first
        for word in words:
            self._by_word[word].append(i)

    def sharing(self, words: Iterable[str]) -> list[int]:
        """Return the most original ``CANDIDATES`` that share a word of ``words``."""
        found = {j for word in words for j in self._by_word.get(word, ())[:CANDIDATES]}
        return sorted(found)[:CANDIDATES]


def _counterparts(articles: Sequence[Article], texts: Sequence[_Text], names: NameTable) -> Counterparts:
    return Counterparts(
        [article.text for article in articles],
        [text.tokens for text in texts],
        [article.language for article in articles],
        names.names,
    )


def _credited(
    articles: Sequence[Article], found: Sequence[tuple[int, CopyKind] | None]
) -> list[tuple[int, CopyKind] | None]:
    """Return ``found`` with the one that its copies credit as the original, instead of the one that came first."""
    told = list(found)
    groups: dict[int, list[int]] = defaultdict(list)
    for i, copied in enumerate(found):
        if copied is not None:
            groups[copied[0]].append(i)
    for first, copies in groups.items():
        chosen = [first, *copies][origin([articles[i] for i in (first, *copies)])]
        copied = found[chosen]
        if copied is None:
            continue
        for i in (first, *copies):
            told[i] = None if i == chosen else (chosen, _weaker(articles[i], articles[chosen], found[i], copied[1]))
    return told


def _weaker(article: Article, chosen: Article, own: tuple[int, CopyKind] | None, other: CopyKind) -> CopyKind:
    """Return how ``article`` repeats ``chosen``, where both are known to repeat, or to be, a third one."""
    kind = max(own[1] if own else "address", other, key=_DEGREES.index)
    return "passage" if kind == "translation" and article.language[:2] == chosen.language[:2] else kind


class _Originals:
    """The originals so far, by address, by text and by MinHash; articles are placed in order of originality.

    Work for one article is bounded whatever the day holds.  A text is indexed once, and not where ``CANDIDATES`` texts
    like it are indexed already (a template filled a thousand times): such a text is kept under its numbers instead.
    """

    def __init__(self, articles: Sequence[Article], texts: Sequence[_Text], counterparts: Counterparts) -> None:
        self._articles = articles
        self._texts = texts
        self._counterparts = counterparts
        self._translated: dict[int, int] = {}
        title_words = Counter(word for text in texts for word in text.title)
        self._rarest = [_rarest(text.title, title_words) for text in texts]
        self._by_address: dict[str, int] = {}
        self._by_canonical: dict[str, int] = {}
        self._by_sample: dict[str, list[int]] = defaultdict(list)
        self._by_text: dict[tuple[tuple[str, ...], frozenset[str]], _SameText] = {}
        self._particulars: dict[int, _Particulars] = {}
        self._index = RMinHashLSH(NEAR, PERMUTATIONS, BANDS)
        self._minhashes: dict[int, RMinHash] = {}
        self._crowded: dict[frozenset[str], list[int]] = defaultdict(list)

    def place(self, i: int) -> tuple[int, CopyKind] | None:
        """Return the original that article ``i`` repeats and how, or take it in as an original.

        What repeats a translation is a translation too: every copy points straight at its original.
        """
        found = self._place(i)
        if found is not None and found[0] in self._translated:
            return self._translated[found[0]], "translation"
        return found

    def _place(self, i: int) -> tuple[int, CopyKind] | None:
        address = identity_url(self._articles[i].url)
        canonical = identity_url(self._articles[i].canonical) or address
        at_address = self._by_address.get(address) if address else None
        if at_address is not None:
            return at_address, "address"
        claims = (self._by_address.get(canonical), self._by_canonical.get(address), self._by_canonical.get(canonical))
        for known in claims:
            if known is not None and self._agrees(i, known):
                return known, "address"
        found = self._like(i)
        original = found[0] if found and found[1] != "translation" else i
        if address:
            self._by_address[address] = original
        if canonical != address:
            self._by_canonical.setdefault(canonical, original)
        return found

    def _agrees(self, i: int, j: int) -> bool:
        """Say whether article ``i`` can be at the address of ``j``, going by title or text."""
        a, b = self._texts[i], self._texts[j]
        return jaccard(a.title, b.title) >= SAME_TITLE or jaccard(a.shingles, b.shingles) >= SAME_WORDS

    def _like(self, i: int) -> tuple[int, CopyKind] | None:
        """Return the original that article ``i`` repeats by its text, or index it."""
        text = self._texts[i]
        if not text.tokens:
            return None
        same = self._by_text.get(_key(text))
        if same is not None:
            twin = self._twin(i, same)
            if twin is not None:
                return twin, "text"
        if len(text.tokens) >= SHORT:
            minhash = RMinHash(PERMUTATIONS, SEED)
            minhash.update(sorted(text.shingles))
            proposed = set(self._index.query(minhash))
            crowded = len(proposed) > CANDIDATES
            if crowded:
                proposed.update(self._crowded.get(self._particulars_of(i).numbers, ()))
            near = self._nearest(i, minhash, proposed)
            if near is not None:
                return near, "near"
            sample = _sample(text.shingles)
            passage = self._sharing_a_passage(i, sample)
            if passage is not None:
                return passage, "passage"
            translated = self._counterparts.original_of(i)
            if translated is not None:
                self._translated[i] = translated
            if same is None:
                self._take_in(i, minhash, crowded)
                for shingle in sample:
                    if len(self._by_sample[shingle]) < COMMON:
                        self._by_sample[shingle].append(i)
        if same is None:
            same = self._by_text[_key(text)] = _SameText(i)
        same.add(i, self._rarest[i])
        return (self._translated[i], "translation") if i in self._translated else None

    def _take_in(self, i: int, minhash: RMinHash, crowded: bool) -> None:
        if not crowded:
            self._index.insert(i, minhash)
        else:
            alike = self._crowded[self._particulars_of(i).numbers]
            if len(alike) >= CANDIDATES:
                return
            alike.append(i)
        self._minhashes[i] = minhash

    def _twin(self, i: int, same: _SameText) -> int | None:
        """Return the most original article of that text whose title or host says that article ``i`` repeats it."""
        this, first = self._texts[i], self._texts[same.first]
        if this.host != first.host or jaccard(this.title, first.title) >= HOST_TITLES:
            return same.first
        sharing = same.sharing(self._rarest[i]) if same.several else []
        return next((j for j in sharing if jaccard(this.title, self._texts[j].title) >= HOST_TITLES), None)

    def _nearest(self, i: int, minhash: RMinHash, proposed: Iterable[int]) -> int | None:
        """Return the candidate most like article ``i`` at or above ``NEAR``; the more original one among equals."""
        candidates = sorted(proposed)
        if len(candidates) > CANDIDATES:
            candidates.sort(key=lambda j: -minhash.jaccard(self._minhashes[j]))
        best: tuple[float, int] | None = None
        for j in sorted(candidates[:CANDIDATES]):
            twin = self._twin(i, self._by_text[_key(self._texts[j])])
            if twin is None or self._contradict(i, twin):
                continue
            alike = jaccard(self._texts[i].shingles, self._texts[twin].shingles)
            if alike >= NEAR and (best is None or alike > best[0]):
                best = alike, twin
        return best[1] if best else None

    def _sharing_a_passage(self, i: int, sample: Sequence[str]) -> int | None:
        """Return the original of another owner that holds most of article ``i``, or of which ``i`` holds most."""
        this = self._texts[i].shingles
        shared: Counter[int] = Counter()
        for shingle in sample:
            holders = self._by_sample.get(shingle, ())
            if len(holders) < COMMON:
                shared.update(holders)
        owner = self._articles[i].source.owner
        best: tuple[float, int] | None = None
        for j, _ in sorted(shared.items(), key=lambda found: (-found[1], found[0]))[:CANDIDATES]:
            that = self._texts[j].shingles
            shorter, longer = sorted((len(this), len(that)))
            if self._articles[j].source.owner == owner or shorter < PASSAGE_PART * longer:
                continue
            both = len(this & that)
            held = both / shorter
            if both < PASSAGE_SHORT or held < PASSAGE or both / (len(this) + len(that) - both) >= NEAR:
                continue  # as near as that, and yet no near copy: another filling of its template
            if (best is None or held > best[0]) and self._speak_of_the_same(i, j):
                best = held, j
        return best[1] if best else None

    def _speak_of_the_same(self, i: int, j: int) -> bool:
        """Say whether the longer of two texts holds most numbers, and most names, of the shorter."""
        short, long = sorted((i, j), key=lambda k: (len(self._texts[k].shingles), k))
        a, b = self._particulars_of(short), self._particulars_of(long)
        return len(a.numbers & b.numbers) >= SAME_PARTICULARS * len(a.numbers) and len(
            a.names & b.names_anywhere
        ) >= SAME_PARTICULARS * len(a.names)

    def _contradict(self, i: int, j: int) -> bool:
        """Say whether each holds numbers, or names, that the other lacks (a cut sentence is lacking on one side)."""
        a, b = self._particulars_of(i), self._particulars_of(j)
        if not (a.numbers <= b.numbers or b.numbers <= a.numbers):
            return True
        return bool(a.names - b.names_anywhere and b.names - a.names_anywhere)

    def _particulars_of(self, i: int) -> _Particulars:
        if i not in self._particulars:
            self._particulars[i] = _read_particulars(self._articles[i])
        return self._particulars[i]


def _sample(all_of_them: frozenset[str]) -> list[str]:
    """Return one of ``SAMPLE`` shingles, the same ones of every text that holds them."""
    return sorted(shingle for shingle in all_of_them if zlib.crc32(shingle.encode("utf-8", "replace")) % SAMPLE == 0)


def _rarest(title: frozenset[str], frequency: Mapping[str, int]) -> list[str]:
    """Return the rarest words of ``title``, one of which every title at ``HOST_TITLES`` or above shares."""
    words = sorted(title, key=lambda word: (frequency[word], word))
    return words[: len(words) - ceil(HOST_TITLES * len(words)) + 1]


def _key(text: _Text) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return what equal texts have in common; a short text says enough only together with its title."""
    return text.tokens, text.title if len(text.tokens) < SHORT else frozenset()


def _mark(article: Article, articles: Sequence[Article], found: tuple[int, CopyKind] | None) -> Article:
    if found is None:
        return msgspec.structs.replace(article, copy_of=None, copy_kind=None)
    return msgspec.structs.replace(article, copy_of=articles[found[0]].id, copy_kind=found[1])
