"""Are two stories of different days one matter?  Names, figures, words, kinds of event, each weighed by its rarity."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache

from broadsheet.page.archive import (
    VOICES,
    Earlier,
    is_chinese,
    voices,
)
from broadsheet.text.events import Stage, kinds, stage
from broadsheet.text.names import Mention, NameTable
from broadsheet.text.numbers import numbers
from broadsheet.text.papers import paper_keys
from broadsheet.text.proper import is_english_word
from broadsheet.text.quantities import quantities
from broadsheet.text.shingles import ENGLISH_FUNCTION_WORDS, fold, terms, tokens
from broadsheet.types import Printing, Story

LEAD = 400
"""Characters of a text in which names and words are read to find the earlier story: its top says what it is about."""
SMOOTHING = 100
"""Stories assumed to have been read before: in a young archive no name looks common (as in ``cluster``)."""
THRESHOLD = 1.58
"""What two stories must have in common to be one matter.  Swept 1.3-1.7 on the development part of gates/threads (48
pairs, 2026-11-22), precision / recall 0.95 / 0.83 at 1.3, 0.95 / 0.79 at 1.5, 1 / 0.75 at 1.58, 1 / 0.58 at 1.7."""
IN_BODY = 0.5
"""What a name counts that stands in the text only, against one of a title."""
KIND = 0.4
LAUNCH = 0.15
FIGURE = 0.5
MEASURE = 0.3
WORDS = 1.6
APART = 0.5
SETTLED = 0.25
LEAST_NAMES = 0.25
"""Weights of what both tell: a kind of event (a launch is the commonest), a figure, a quantity whatever its value (both
speak of a sum raised), words; that what one title says is talked about is done in the other; and what is
taken off when each of two titles has a name of its own, or one tells the launch of another product.  Without a name in
common there is no thread.  Swept with THRESHOLD."""
LARGE = 100
"""A bare count from which a figure is news by itself; small ones are steps, days, places."""

WHO = frozenset({"company", "place", "person", "lab", "model", "product", "chip", "law", "event", ""})
_VERSIONED = frozenset({"model", "product", "chip"})
_FAINT = {"place": 0.6, "topic": 0.3}
_UNITS_OF_VERSION = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)*")


class View:
    """What a story is found again by: its titles at once, its text only when a story like it is found."""

    def __init__(
        self,
        titles: Sequence[str],
        texts: Sequence[str],
        entities: Sequence[str],
        works: frozenset[str],
        table: NameTable,
    ) -> None:
        self._title, self._text = "\n".join(dict.fromkeys(titles)), "\n".join(texts)
        self.works = works
        """The keys of the papers that it is about."""
        self.han = frozenset(is_chinese(title) for title in titles if title.strip())
        """It is told in Chinese, or in another script, or in both."""
        self._table = table
        self._first: dict[str, float] = {}
        self._own: dict[str, bool] = {}
        versions: set[tuple[str, ...]] = set()
        for mention in table.mentions(self._title):
            key = fold(mention.name)
            self._first[key] = _FAINT.get(mention.kind, 1.0)
            if mention.kind in WHO:
                self._own[key] = mention.known
            if version := _version(mention):
                versions.add(version)
        self.versions = frozenset(versions)
        for mention in table.mentions("\n".join(entities)) if entities else ():
            self._first.setdefault(fold(mention.name), IN_BODY * _FAINT.get(mention.kind, 1.0))
        self.parts = parts_by_place(self._first)
        """Name, or a word that stands for it -> place, of titles and entities: by these it is looked up."""

    @cached_property
    def names(self) -> Mapping[str, float]:
        """Folded name -> its place (1 in a title, less in the text), times its kind."""
        names = dict(self._first)
        for mention in self._table.mentions(self._text):
            names.setdefault(fold(mention.name), IN_BODY * _FAINT.get(mention.kind, 1.0))
        return names

    @cached_property
    def all_parts(self) -> Mapping[str, float]:
        return parts_by_place(self.names)

    @cached_property
    def kinds(self) -> frozenset[str]:
        return kinds(self._title)

    @cached_property
    def stage(self) -> Stage:
        return stage(self._title)

    @cached_property
    def title_words(self) -> frozenset[str]:
        return terms(self._title)

    @cached_property
    def words(self) -> frozenset[str]:
        return (self.title_words | terms(self._text)) - {token for name in self.names for token in tokens(name)}

    @cached_property
    def figures(self) -> frozenset[tuple[Decimal, str]]:
        """Values with their units; no years, no small bare counts."""
        found = numbers(f"{self._title}\n{self._text}")
        return frozenset((n.value, n.unit) for n in found if n.unit != "year" and (n.unit or n.value >= LARGE))

    @cached_property
    def measured(self) -> frozenset[tuple[str, str]]:
        """What its figures measure, and in which units."""
        return frozenset((q.role, q.unit) for q in quantities(f"{self._title}\n{self._text}"))

    def names_another(self, other: View) -> bool:
        """Say whether its titles name somebody of whom ``other`` knows nothing.

        A name that no table holds may be written in another script in the other language, and proves nothing there.
        """
        crossing = not self.han & other.han
        return any(
            not any(part in other.all_parts for part in parts_of(name))
            for name, in_table in self._own.items()
            if in_table or not crossing
        )

    def launches_another(self, other: View) -> bool:
        """Say whether it tells the launch of a numbered product that the titles of ``other`` do not name."""
        return "launch" in self.kinds and bool(self.versions) and not self.versions & other.versions


def of_story(story: Story, table: NameTable) -> View:
    """Return the view of a story of today."""
    heard = voices(story)[:VOICES]
    works = frozenset[str]().union(*(paper_keys(a.url, a.source.outlet, a.title) for a in heard))
    return View([a.title for a in heard], [a.text[:LEAD] for a in heard], (), works, table)


def of_printing(printing: Printing, table: NameTable) -> View:
    """Return the view of a story that was printed."""
    heard = printing.sources[:VOICES]
    works = frozenset[str]().union(*(paper_keys(ref.url, ref.outlet, ref.title) for ref in heard))
    told = [claim.text for claim in printing.fields.summary] or [claim.text for claim in printing.fields.all()[:2]]
    titles = [printing.headline.text, *(ref.title for ref in heard)]
    return View(titles, [" ".join(told)[: 2 * LEAD]], printing.entities, works, table)


def _version(mention: Mention) -> tuple[str, ...]:
    """Return ("gemini", "3", "flash") for a versioned name, () for any other."""
    if mention.kind not in _VERSIONED and mention.known:
        return ()
    parts = tuple(_UNITS_OF_VERSION.findall(fold(mention.name)))
    return parts if any(part[0].isdigit() for part in parts[1:]) else ()


@lru_cache(maxsize=16_384)
def parts_of(name: str) -> tuple[str, ...]:
    """A name, and those of its words by which it is known alone: "desantis" of "peter desantis", not "times"."""
    words = tokens(name)
    if len(words) < 2:
        return (name,)
    telling = (w for w in words if len(w) > 2 and w.isascii() and w.isalpha() and not is_english_word(w))
    return (name, *dict.fromkeys(w for w in telling if w not in ENGLISH_FUNCTION_WORDS))


def parts_by_place(names: Mapping[str, float]) -> dict[str, float]:
    """Return each part of the names with its best place."""
    parts: dict[str, float] = {}
    for name, place in names.items():
        for part in parts_of(name):
            parts[part] = max(parts.get(part, 0.0), place)
    return parts


class Index:
    """Earlier stories by the names of their titles and entities, each weighed by its rarity in all that was told."""

    def __init__(self, told: Sequence[Earlier], today: Sequence[View], table: NameTable) -> None:
        self._told = told
        self._views = [of_printing(earlier.printing, table) for earlier in told]
        everybody = (*self._views, *today)
        self._names = Counter(part for view in everybody for part in view.parts)
        self._words = Counter(word for view in everybody for word in view.title_words)
        self._size = len(everybody) + SMOOTHING
        self._weights: dict[frozenset[str], float] = {}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        for at, view in enumerate(self._views):
            for part in view.parts:
                self._by_name[part].append(at)

    def earlier(self, view: View) -> tuple[list[Earlier], list[Earlier]]:
        """Return the earlier stories that ``view`` continues, and those that share a name with it, latest first."""
        near = sorted({at for part in view.parts for at in self._by_name.get(part, ())})
        linked = [self._told[at] for at in near if self.alike(view, self._views[at]) >= THRESHOLD]
        return linked, [self._told[at] for at in near]

    def alike(self, one: View, other: View) -> float:
        """Return what two stories have in common; minus infinity when they cannot be one matter.

        The dear witnesses, figures and what they measure, are heard only where they can decide.
        """
        if one.works and other.works and not one.works & other.works:
            return -math.inf
        if _contradict(one.versions, other.versions):
            return -math.inf
        total = self._shared_names(one, other)
        if total < LEAST_NAMES:
            return 0.0
        both = one.kinds & other.kinds
        total += max((LAUNCH if kind == "launch" else KIND for kind in both), default=0.0)
        if both and one.stage and other.stage and one.stage != other.stage and "talked" in (one.stage, other.stage):
            total += SETTLED
        total -= APART * (one.names_another(other) and other.names_another(one))
        total -= APART * (one.launches_another(other) or other.launches_another(one))
        if total + WORDS + 1 < THRESHOLD:
            return total
        total += WORDS * self._shared_words(one.words, other.words)
        if THRESHOLD - 1 <= total < THRESHOLD:
            figures = min(1.0, FIGURE * len(one.figures & other.figures))
            measured = (
                MEASURE if not figures and total >= THRESHOLD - MEASURE and one.measured & other.measured else 0.0
            )
            total += figures + measured
        return total

    def _shared_names(self, one: View, other: View) -> float:
        others = other.all_parts
        total = 0.0
        for name, place in one.names.items():
            shared = (
                self._rarity(self._names[part]) * place * others[part] for part in parts_of(name) if part in others
            )
            total += max(shared, default=0.0)
        return total

    def _shared_words(self, one: frozenset[str], other: frozenset[str]) -> float:
        shared = one & other
        return self._weight(shared) / max(min(self._weight(one), self._weight(other)), 3.0) if shared else 0.0

    def _weight(self, words: frozenset[str]) -> float:
        """Return the sum of the rarities of ``words``, counted once for each set."""
        if words not in self._weights:
            self._weights[words] = math.fsum(self._rarity(self._words[word]) for word in words)
        return self._weights[words]

    def _rarity(self, count: int) -> float:
        """Return nearly 1 for what one story holds, near 0 for what all do."""
        return max(0.0, math.log(self._size / (count + 1)) / math.log(self._size))


def _contradict(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    """Say whether two sets of versioned names speak of one family and agree on none of it."""
    related = [(a, b) for a in one for b in other if a[0] == b[0]]
    return bool(related) and not any(a[: len(b)] == b[: len(a)] for a, b in related)
