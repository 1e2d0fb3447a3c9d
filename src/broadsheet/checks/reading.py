"""How a text reads to the checks of polarity, modality, stage, attribution and direction: its marks, clauses and keys.

A *key* is a place where one text can be laid beside another: an act or a pair of opposites of the tables (the only
ones that hold across languages), a name, a number, the stem of an English word, two Chinese characters side by side.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from broadsheet.checks.case import Case
from broadsheet.checks.known import named
from broadsheet.checks.overlap import Unit, borne_out, ground, share, units
from broadsheet.checks.words import Mark, Tag, fold, words
from broadsheet.text.names import Mention, NameTable
from broadsheet.text.numbers import Number, numbers
from broadsheet.text.shingles import ENGLISH_FUNCTION_WORDS

WEAK = ("faint", "thin", "undoing")
"""Kinds of negation that are none of the grammar's own: alone they deny no other word."""
STEM = 5
"""Letters of an English word that make its stem: approve and approval, release and releasing."""

WHOLE = 0.8
"""Share of the passages' length that a sentence of all their content has at least.  Hand-set 2026-11-22; at 0.7 true
sentences that leave out a denied clause fall (tests/test_checks_together.py, 2026-11-23)."""
LETTERS_WORD = 1.6
"""Chinese characters that an English word comes to in news: an estimate, 2026-11-22."""
_SIZE = re.compile(r"[\u4e00-\u9fff]|[A-Za-z][\w'’-]*")
_CLAUSE = re.compile(
    r",(?!\d)|[，;；:：。！？!?()（）\n—]|\.(?=\s|$)"
    r"|\b(?:and|but|while|although|though|because|which|who|after|before|when|where|whereas|since|once|if|until"
    r"|as(?! (?:an?|chief|chair\w*|head|president|director|part|well|much|many|long|of)\b))\b"
    r"|(?:但|而且|并且|因为|所以|虽然|尽管|然而|不过|同时|以及|(?<![合购兼吞])并(?![未非不购入发无]))"
)
_REACH = re.compile(
    r"[,，;；:：。！？!?()（）\n—]|\.(?=\s|$)|\b(?:but|while|although|because|which|who|and)\b|但|而且|并且|因为"
)
_HEADLINE = re.compile(
    r"(?:^|\n)(?!According|Due|Thanks|Next|Back|Close|Up|How|What|Where|When|Ways?\b)"
    r"(?:[A-Z0-9][\w.&’'-]*,? (?:and |of |the )?){1,6}(to) (?=[a-z])"
)
"""A headline that looks ahead: "Apple to open a lab"."""
_TO_BE = re.compile(
    r"(?:[,;:–—]|\b(?:which|that) (?:is|are)|\b(?:is|are)|\bdate|\bone) (to be) (?=[a-z]+(?:ed|en|lt|ld|wn|nt|ght|t)\b)"
)
"""What is still to be done: "a second one, to be finished next year"."""
_WEIGHED = re.compile(
    r"\b(?:consider(?:s|ed)?|weigh(?:s|ed)?|explore[sd]?|contemplate[sd]?|discuss(?:es|ed)?|mull(?:s|ed)?)"
    r"(?= [a-z]+ing\b)"
)
"""What is only thought of: "considered selling"."""
_NEAR = re.compile(r"\b(?:close|closer) to (?=[a-z]+ing\b)")
"""What has nearly come: "close to choosing"."""
_NEARLY = Tag("modal", "near", 1.2, 2.5)
_THOUGHT_OF = Tag("modal", "possible", 1.0, 1.0)
_OR = re.compile(r"(?<=[年月季度周天底初内后末])或(?![\d一二三四五六七八九十两数者许多])")
"""Chinese "or" after a time says "may": 下季或改用."""
_PERHAPS = Tag("modal", "possible", 1.0, 1.0)
_POINTS_OUT = re.compile(r"(?<=[业仲师者员府院局方界家商媒体])指(?![数标定导挥责控出派示向明望甲纹令称认证引涉])")
"""Who says so: 房仲指, which a cutter of words takes for a part of the next."""
_POINTS = Tag("attribution", "told")
_ADDED = re.compile(r", ((?:[a-z']+ ){1,3}(?:say|says|said|adds?|added|noted|stressed)), that\b")
"""Who says so, put inside: "there was no sign, they added, that"."""
_OBJECT = re.compile(r"(?:no|none|nothing|nobody|neither|nor)\b")
"""A negation that an English verb may have after it: "ignores no signal"."""
_LEFT = Tag("modal", "expected", 2.0)
_AHEAD = Tag("modal", "future", 3.0, 3.0)
_SENTENCE = re.compile(r"[。！？!?\n]|\.(?=\s|$)")
_TOKEN = re.compile(r"[a-z][a-z0-9]*(?:['.&+-][a-z0-9]+)*|[\u4e00-\u9fff]")
_MORE_FUNCTION_WORDS = """
    yet only even still also did does done doing being having very much many own same such both each other others any
    every me my him hers himself itself themselves those through during between among against within per via well make
    makes made take takes took get gets got go goes went like way ways part case year years month months week day days
    time times percent company companies firm
"""
_EMPTY = ENGLISH_FUNCTION_WORDS | frozenset(_MORE_FUNCTION_WORDS.split())
_MONTH = re.compile(r"(?:in|since|by|until|till|from|of|late|early|last|this|next|mid|for|on|\d) ?-?$")
_MONTH_NEXT = re.compile(r" ?(?:\d|,|\.|$)")
NOT = re.compile(r"(?:[不未没]|[无不]法|[不未]能|难以|\b(?:not|never|hardly|cannot|unable to|could not)|n't) ?$")
"""What denies the word right behind it."""


@dataclass(frozen=True)
class Reading:
    """A text with its marks; ``mentions`` are the names of the desk's table, and others in Latin script."""

    text: str
    folded: str
    marks: tuple[Mark, ...]
    mentions: tuple[Mention, ...]
    numbers: tuple[Number, ...]

    def of(self, kind: str) -> tuple[Mark, ...]:
        """Return the marks of one kind."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> dict[str, tuple[Mark, ...]]:
        kinds: dict[str, list[Mark]] = {}
        for mark in self.marks:
            kinds.setdefault(mark.tag.kind, []).append(mark)
        return {kind: tuple(marks) for kind, marks in kinds.items()}

    @cached_property
    def _bounds(self) -> tuple[int, ...]:
        return (
            0,
            *(found.start() if found[0].isalpha() else found.end() for found in _CLAUSE.finditer(self.folded, 1)),
            len(self.folded) + 1,
        )

    @cached_property
    def _stops(self) -> tuple[int, ...]:
        return (0, *(found.end() for found in _SENTENCE.finditer(self.folded)), len(self.folded) + 1)

    def denied(self, place: int, but: int = -1) -> bool:
        """Say whether a negation (not one that starts at ``but``) stands in the clause of a place, or reaches to it."""
        low, high = self.clause(place)
        return any(
            low <= mark.start < high or (mark.start < place and not _REACH.search(self.folded, mark.end, place))
            for mark in self.of("negation")
            if mark.tag.name not in WEAK
            and mark.start != but
            and not self._describes(mark.end, place)
            and not (but >= 0 and self._attributive(mark.end, place))
        )

    def denied_before(self, place: int) -> bool:
        """Say whether a negation stands before a place, in its clause or reaching to it."""
        low, _ = self.clause(place)
        return any(
            mark.start < place and (low <= mark.start or not _REACH.search(self.folded, mark.end, place))
            for mark in self.of("negation")
            if mark.tag.name not in WEAK
        )

    def _describes(self, end: int, place: int) -> bool:
        """Say whether a negation that ends at ``end`` only describes who is named next: 未持股的 Deere 開始."""
        return any(
            end < name.start < place and self.folded[end : name.start].rstrip().endswith("的") for name in self.mentions
        )

    def _attributive(self, end: int, place: int) -> bool:
        """Say whether a negation that ends at ``end`` only describes the word behind it: 未交付的廣體客機."""
        return end < place and self.folded[end:place].endswith("的")

    def negated(self, word: Mark) -> bool:
        """Say whether a word of direction is denied: by a negation before it, or by "no" and the like right after it.

        What follows otherwise denies something else: "dropped the case for lack of evidence".
        """
        low, high = self.clause(word.start)
        return any(
            (low <= mark.start or not _REACH.search(self.folded, mark.end, word.start))
            if mark.start < word.start
            else mark.start < high
            and word.start != mark.start
            and (mark.start == word.end or _OBJECT.match(self.folded, mark.start) is not None)
            for mark in self.of("negation")
            if mark.tag.name not in WEAK
            and not self._describes(mark.end, word.start)
            and not self._attributive(mark.end, word.start)
        )

    def clause(self, at: int) -> tuple[int, int]:
        """Return the bounds of the clause that holds offset ``at``."""
        index = bisect_right(self._bounds, at)
        return self._bounds[index - 1], self._bounds[index]

    def sentence(self, at: int) -> tuple[int, int]:
        """Return the bounds of the sentence that holds offset ``at``."""
        index = bisect_right(self._stops, at)
        return self._stops[index - 1], self._stops[index]

    @cached_property
    def clauses(self) -> int:
        """How many clauses hold a key."""
        return len({bisect_right(self._bounds, start) for _, start, _ in self.keys})

    @cached_property
    def keys(self) -> tuple[tuple[str, int, int], ...]:
        """Return every key with its place, in order."""
        keys: list[tuple[str, int, int]] = []
        taken = [False] * (len(self.folded) + 1)
        for mention in self.mentions:
            keys.append((f"n:{fold(mention.name)}", mention.start, mention.end))
            taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
        for number in self.numbers:
            keys.append((f"#:{number.value.normalize():f}", number.start, number.end))
            taken[number.start : number.end] = [True] * (number.end - number.start)
        for mark in self.marks:
            kind = mark.tag.kind
            if taken[mark.start] and kind in ("act", "opposite"):
                continue
            if kind == "act":
                keys.append((f"a:{mark.tag.name}", mark.start, mark.end))
            elif kind == "opposite":
                keys.append((f"o:{mark.tag.name}", mark.start, mark.end))
        for mark in self.marks:
            if mark.tag.kind in ("negation", "modal"):
                taken[mark.start : mark.end] = [True] * (mark.end - mark.start)
        before = -2
        for found in _TOKEN.finditer(self.folded):
            start, end = found.span()
            if taken[start]:
                continue
            token = found.group()
            if token[0] >= "\u4e00":
                if before == start - 1 and not taken[before]:
                    keys.append((f"h:{self.folded[before:end]}", before, end))
                before = start
            elif len(token) > 2 and token not in _EMPTY:
                keys.append((f"s:{token.removesuffix(chr(39) + 's')[:STEM]}", start, end))
        return tuple(sorted(keys, key=lambda key: key[1]))

    def within(self, start: int, end: int) -> tuple[tuple[str, int, int], ...]:
        """Return the keys that start in ``[start, end)``."""
        return tuple(key for key in self.keys if start <= key[1] < end)

    def at(self, key: str) -> tuple[int, ...]:
        """Return the places of a key."""
        return self._places.get(key, ())

    def matches(self, word: Iterable[str]) -> tuple[int, ...]:
        """Return the places of words that share most of what ``word`` (the keys of one place) stands for.

        A word of the tables has several senses; one in common is little: "release" may be 透露, but is not as a rule.
        """
        keys = frozenset(word)
        surface = {at for key in keys if key[0] in "sh" for at in self.at(key)}
        if surface:
            return tuple(sorted(surface))
        senses = {key for key in keys if key[0] in "ao"}
        found: list[int] = []
        for at in sorted({at for key in senses for at in self.at(key)}):
            other = self._senses[at]
            if len(senses & other) * 2 > min(len(senses), len(other)):
                found.append(at)
        return tuple(found)

    @cached_property
    def _senses(self) -> dict[int, frozenset[str]]:
        senses: dict[int, set[str]] = {}
        for key, start, _ in self.keys:
            if key[0] in "ao":
                senses.setdefault(start, set()).add(key)
        return {start: frozenset(keys) for start, keys in senses.items()}

    @cached_property
    def _places(self) -> dict[str, tuple[int, ...]]:
        places: dict[str, tuple[int, ...]] = {}
        for key, start, _ in self.keys:
            places[key] = (*places.get(key, ()), start)
        return places


@lru_cache(maxsize=2048)
def read(text: str, names: NameTable) -> Reading:
    """Return how ``text`` reads; kept, because a passage is cited by many sentences."""
    folded = _ADDED.sub(r"  \1  that", fold(text))  # no clause ends at these commas; every offset holds
    mentions = named(text, names)
    marks = tuple(
        mark
        for mark in words().marks(folded)
        if not _is_month(text, folded, mark)
        and not _is_noun(folded, mark)
        and not any(name.start <= mark.start and mark.end <= name.end and _hides(name, mark) for name in mentions)
    )
    ahead = tuple(Mark(_AHEAD, found.start(1), found.end(1)) for found in _HEADLINE.finditer(text))
    left = tuple(Mark(_LEFT, found.start(1), found.end(1)) for found in _TO_BE.finditer(folded))
    perhaps = tuple(Mark(_PERHAPS, *found.span()) for found in _OR.finditer(folded))
    points = tuple(Mark(_POINTS, *found.span()) for found in _POINTS_OUT.finditer(folded))
    weighed = tuple(Mark(_THOUGHT_OF, *found.span()) for found in _WEIGHED.finditer(folded))
    near = tuple(Mark(_NEARLY, *found.span()) for found in _NEAR.finditer(folded))
    told = tuple(mark for mark in marks if mark.tag.kind != "modal" or all(mark.start != one.start for one in perhaps))
    return Reading(text, folded, (*told, *ahead, *left, *weighed, *near, *perhaps, *points), mentions, numbers(text))


def readings(case: Case) -> tuple[Reading, Reading]:
    """Return the sentence and its passages as they read."""
    return read(case.text, case.knows.names), read(case.source, case.knows.names)


def told(case: Case, low: int, high: int) -> float:
    """Return the share of the content of ``source[low:high]`` that the sentence tells, in [0, 1].

    What the rest of the passages has as well ("the company", the thing that all of it is about) tells nothing of this
    stretch, unless it holds nothing else: of the shares of all content and of its own the less is meant.
    """
    content, own = _own_content(case.source, low, high, case.knows.names)
    if not content:
        return 0.0
    inside = (ground(case.text, case.names, case.numbers),)
    return min(share(content, inside), share(own, inside)) if own else share(content, inside)


@lru_cache(maxsize=4096)
def _own_content(source: str, low: int, high: int, names: NameTable) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """Return the content of a stretch, and what of it stands nowhere else in the passages."""
    text, beside = source[low:high], f"{source[:low]}\n{source[high:]}"
    content = units(text, named(text, names), numbers(text))
    rest = (ground(beside, named(beside, names), numbers(beside)),)
    return content, tuple(unit for unit in content if borne_out(unit, rest) < 1)


def is_whole(case: Case) -> bool:
    """Say whether a sentence is about as long as its passages, so that hardly a clause of them was left out."""
    return _length(case.text) >= WHOLE * _length(case.source)


@lru_cache(maxsize=2048)
def _length(text: str) -> float:
    return sum(1.0 if found[0] >= "\u4e00" else LETTERS_WORD for found in _SIZE.finditer(text))


def _hides(name: Mention, mark: Mark) -> bool:
    """Say whether a word within a name is the name's ("United States", "Open Philanthropy")."""
    return mark.tag.kind not in ("negation", "modal") and (name.known or mark.tag.kind == "attribution")


_OF_A_DATE = re.compile(
    r"[ -](?:in |next |this |last )?(?:(?:19|20)\d\d\b|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|(?:year|month|week|quarter|decade|century)\b|spring|summer|autumn|winter|fall)"
)
"""What makes "early" and "late" a part of a date: early 2027."""
_MANY = re.compile(
    r"(?:\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozen|several|some|many|few|more|other|these|those|its|their"
    r"|the|of|cargo|container|cruise|war|merchant|supply|naval|drone|both|all|new|old)) $"
)
"""What makes "ships" a noun."""


_TALKS = frozenset(("磋商", "协商", "洽谈", "谈判", "会谈", "商谈"))
_ROUND = re.compile("[轮场次项回阶段]$")
"""What makes talks a thing: 下一輪磋商."""


def _is_noun(folded: str, mark: Mark) -> bool:
    """Say whether a word of the tables is no verb, or no "early", where it stands."""
    word = folded[mark.start : mark.end]
    if word in _TALKS and mark.tag.kind == "modal":
        return _ROUND.search(folded, 0, mark.start) is not None
    if word == "ships":
        return _MANY.search(folded, 0, mark.start) is not None
    return mark.tag.kind == "opposite" and word in ("early", "late") and _OF_A_DATE.match(folded, mark.end) is not None


def _is_month(text: str, folded: str, mark: Mark) -> bool:
    """Say whether a "may" is the month."""
    return (
        mark.tag.kind == "modal"
        and text[mark.start : mark.end] == "May"
        and (
            _MONTH.search(folded, max(0, mark.start - 8), mark.start) is not None
            or _MONTH_NEXT.match(folded, mark.end) is not None
        )
    )
