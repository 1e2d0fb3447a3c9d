"""The word tables of the checks, found in a text at once: ``words.toml`` as one Aho-Corasick automaton.

Texts are folded sign for sign (small letters, plain apostrophes, half width, simplified characters), so that offsets
hold and one form serves both Chinese scripts.  Of words that overlap the longest counts alone: ``no longer`` hides
``longer``, and ``未來`` hides ``未``.  But ``agreed to`` does not hide what else ``agreed`` stands for.  A Chinese
form of one character counts only where it is a word (negations excepted: they are often joined to their verb).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Set
from importlib.resources import files
from typing import NamedTuple, cast

import rjieba
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind
from opencc import OpenCC

from broadsheet.once import once

DATA = "words.toml"
_NEGATORS = frozenset("不未无没非")
_ALWAYS = _NEGATORS | frozenset("拟恐说称拒")
"""Characters that count though they are joined to their verb (拟向, 恐拖累, 时说); [stop] has the words they are in."""
_WITHIN = frozenset(("act", "opposite", "stage", "attribution", "modal", "sure"))
_PREPOSITIONS = frozenset((" to", " of", " in", " for", " with", " on", " that", " from", " by", " than"))
_AUXILIARIES = frozenset(("may", "will"))
_OTHER_WORDS = frozenset(("close to",))
"""Forms whose first word says something else within them."""
_VOWELS = frozenset("aeiou")
_FIGURE = re.compile(
    r"(?: (?:by|to|from|about|around|some|nearly|almost|just|only|over|sharply|slightly|more than|as much as|roughly"
    r"|approximately|an? estimated))* ?(?:(?:us|nt|hk)?[$€£¥]?\d|(?:an? (?:third|half|quarter|tenth|fifth)|half|one|two"
    r"|three|four|five|six|seven|eight|nine|ten|several|twelve|twenty|thirty|fifty)\b)"
)


class Tag(NamedTuple):
    """What a word stands for.

    ``kind`` and ``name``: ``negation`` (plain lexical undoing faint thin), ``modal`` (its class), ``stage`` (its
    road), ``sure`` (certain exact proven), ``attribution`` (claim told kept), ``opposite`` and ``act`` (the concept).
    ``value`` is a step of a stage, the side of an opposite (1 or -1), 1 for a word that claims to be sure, or what a
    modal word claims; ``asks`` what a modal word of a source allows at most (0: nothing is asked for).
    """

    kind: str
    name: str
    value: float = 0.0
    asks: float = 0.0


class Mark(NamedTuple):
    """A word of the tables at ``text[start:end]``."""

    tag: Tag
    start: int
    end: int


class Concept(NamedTuple):
    """How a pair of opposites is to be compared; see the table."""

    loose: bool
    party: bool
    mirror: bool
    figure: bool


class Words:
    """All tables, ready to scan; holds no state that a scan changes."""

    def __init__(self, table: Mapping[str, object]) -> None:
        irregular = cast(Mapping[str, str], table["irregular"])
        self._tags: dict[str, tuple[Tag, ...]] = {}
        self._figure: set[str] = set()
        for tag, entries in _entries(table):
            for entry in entries.split(","):
                for form in _forms(" ".join(entry.split()), irregular):
                    if tag is not None and self._is_composed(form, tag):
                        continue
                    if form.endswith("^"):
                        form = form.removesuffix("^")
                        self._figure.add(form)
                    tags = self._tags.setdefault(form, ())
                    if tag is not None and tag not in tags:
                        self._tags[form] = (*tags, tag)
        for form, tags in self._tags.items():  # 未付 denies 付, though it is the opposite of something
            if form[0] == "未" and form[:2] != "未满" and tags and all(tag.kind == "opposite" for tag in tags):
                self._tags[form] = (*tags, Tag("negation", "plain"))
        self._surfaces = tuple(self._tags)
        self._roads = {
            form: frozenset(tag.name for tag in tags)
            for form, tags in self._tags.items()
            if tags and all(tag.kind == "stage" for tag in tags)
        }
        hedges = {form for form, tags in self._tags.items() if tags and all(tag.kind == "modal" for tag in tags)}
        self._within = self._roads | dict.fromkeys(hedges, frozenset[str]())
        self._single = {
            index
            for index, form in enumerate(self._surfaces)
            if len(form) == 1 and form >= "\u4e00" and form not in _ALWAYS
        }
        self._automaton = AhoCorasick(
            self._surfaces, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )
        opposites = cast(Mapping[str, Mapping[str, object]], table["opposite"])
        self.concepts = {
            name: Concept(*(bool(entry.get(flag, False)) for flag in Concept._fields))
            for name, entry in opposites.items()
        }

    def _is_composed(self, form: str, tag: Tag) -> bool:
        """Say whether a form is a negation before the other side of its concept (不確定, 未公開): two words."""
        if tag.kind != "opposite" or form[0] not in _NEGATORS:
            return False
        return tag._replace(value=-tag.value) in self._tags.get(form[1:], ())

    def marks(self, folded: str) -> tuple[Mark, ...]:
        """Return the words of ``folded``, none within another, by place."""
        found = [
            (start, end, index)
            for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True)
            if self._stands(folded, start, end, index)
        ]
        found.sort(key=lambda hit: (hit[0], -hit[1]))
        if any(end == start + 1 and index in self._single for start, end, index in found):
            alone = _alone(folded)
            found = [hit for hit in found if hit[1] > hit[0] + 1 or hit[2] not in self._single or hit[0] in alone]
        marks: list[Mark] = []
        whole, reached, inside = "", 0, 0
        for start, end, index in found:
            surface = self._surfaces[index]
            if end > reached:
                marks += [Mark(tag, start, end) for tag in self._tags[surface]]
                whole, reached, inside = surface, end, start
            elif self._tags[whole] and whole not in self._roads and _goes_on(whole, surface):
                composed = whole[0] in _NEGATORS or whole in _OTHER_WORDS
                known = {tag.kind for tag in self._tags[whole] if composed or tag.kind != "opposite"}
                concepts = {tag.name for tag in self._tags[whole] if tag.kind == "opposite"}
                marks += [
                    Mark(tag, start, end)
                    for tag in self._tags[surface]
                    if tag.kind in _WITHIN and tag.kind not in known and tag.name not in concepts
                ]
            elif start >= inside and (roads := self._within.get(whole)) is not None:
                # a step or hedge of several words hides no word of another kind or road: has *sold*
                marks += [
                    Mark(tag, start, end)
                    for tag in self._tags[surface]
                    if _shows(tag, roads, self._tags[whole][0].kind, end - start)
                ]
                inside = end
        return tuple(marks)

    def _stands(self, folded: str, start: int, end: int, index: int) -> bool:
        surface = self._surfaces[index]
        if surface[0].isascii() and surface[0] != "'" and surface != "n't":
            if start and _joins(folded[start - 1]):
                return False
            if surface[-1] != "-" and end < len(folded) and _joins(folded[end]):
                return False
        return surface not in self._figure or _FIGURE.match(folded, end) is not None


def _shows(tag: Tag, roads: Set[str], kind: str, size: int) -> bool:
    """Say whether a word stands within a longer form: a step within a hedge (has *offered to*), not the 不 of 不少."""
    if tag.kind == "stage":
        return tag.name not in roads
    if kind == "modal":
        return tag.kind == "attribution" and size > 1
    return tag.kind != "negation" or size > 1


def _goes_on(whole: str, part: str) -> bool:
    """Say whether a longer form is a shorter one in use (agreed to, 已收購), not another word (ruled out, 未來)."""
    if part[0].isascii():
        return whole.startswith(f"{part} ") and (part in _AUXILIARIES or whole[len(part) :] in _PREPOSITIONS)
    return len(part) > 1


def _alone(folded: str) -> frozenset[int]:
    """Return the places of the Chinese words of one character: 料 says "expect" alone, and nothing in 資料."""
    places: list[int] = []
    at = 0
    for word in rjieba.cut(folded):
        if len(word) == 1:
            places.append(at)
        at += len(word)
    return frozenset(places)


def _joins(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


@once
def words() -> Words:
    """Return the tables of the package."""
    return Words(tomllib.loads(fold(files("broadsheet.checks").joinpath(DATA).read_text(encoding="utf-8"))))


# --- folding ---------------------------------------------------------------------------------------------------------


@once
def _fold_map() -> dict[int, str]:
    table = {0xFF01 + i: chr(0x21 + i).lower() for i in range(94)}
    table |= {code: chr(code).lower() for code in range(0x41, 0x5B)}
    table |= dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u2032"), "'")
    table |= dict.fromkeys(map(ord, "\u2010\u2011\u2012"), "-")
    table |= dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u3000"), " ")
    han = [chr(code) for code in range(0x4E00, 0xA000)]
    simple = OpenCC("t2s").convert("\n".join(han)).split("\n")
    table |= {ord(a): b for a, b in zip(han, simple, strict=True) if a != b and len(b) == 1}
    return table


def fold(text: str) -> str:
    """Return ``text`` in small letters, half width and simplified characters; every offset holds."""
    return text.translate(_fold_map())


# --- reading the table -----------------------------------------------------------------------------------------------


def _entries(table: Mapping[str, object]) -> Iterator[tuple[Tag | None, str]]:
    """Yield every list of the table with the tag of its words (None: words that stand for nothing)."""
    tables = cast(Mapping[str, Mapping[str, Mapping[str, object]]], table)
    for hollow in cast(Mapping[str, str], table["stop"]).values():
        yield None, hollow
    for kind in ("negation", "attribution"):
        for name, lists in tables[kind].items():
            for entries in lists.values():
                yield Tag(kind, name), cast(str, entries)
    for name, entry in tables["modal"].items():
        claims = cast(float, entry["written"])
        for language in ("en", "zh"):
            if language in entry:
                yield Tag("modal", name, claims, cast(float, entry["source"])), cast(str, entry[language])
            yield Tag("modal", name, claims), cast(str, entry.get(f"{language}_kept", ""))
    for name, entry in tables["sure"].items():
        yield Tag("sure", name, 1), cast(str, entry["says"])
        yield Tag("sure", name), cast(str, entry["enough"])
    for name, road in tables["stage"].items():
        for step, reached in enumerate(cast(list[str], road["steps"]), 1):
            yield Tag("stage", name, step), reached
    for name, entry in tables["opposite"].items():
        yield Tag("opposite", name, 1), cast(str, entry["plus"])
        yield Tag("opposite", name, -1), cast(str, entry["minus"])
    for name, acts in cast(Mapping[str, str], table["act"]).items():
        yield Tag("act", name), acts


def _forms(entry: str, irregular: Mapping[str, str]) -> Iterator[str]:
    """Yield the surfaces of one entry of the folded table."""
    if not entry:
        return
    if "(s)" in entry:
        yield entry.replace("(s)", "")
        yield entry.replace("(s)", "s")
    elif "~" in entry:
        verb, _, rest = entry.partition("~")
        yield from (form + rest for form in _inflected(verb, irregular))
    else:
        yield entry


def _inflected(verb: str, irregular: Mapping[str, str]) -> tuple[str, ...]:
    """Return a verb's forms: the table's, else by rule; of a verb with a prefix (rebuild) or a hyphen, by its end."""
    first, _, rest = verb.partition(" ")
    if rest:
        return tuple(f"{form} {rest}" for form in _inflected(first, irregular))
    if verb in irregular:
        return (verb, *irregular[verb].split())
    if "-" in verb:
        head, _, last = verb.rpartition("-")
        return tuple(f"{head}-{form}" for form in _inflected(last, irregular))
    if verb.endswith("e"):
        return verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    double = verb + verb[-1] if _doubles(verb) else verb
    plural = f"{verb}es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{verb}s"
    return verb, plural, f"{double}ed", f"{double}ing"


def _doubles(verb: str) -> bool:
    """Say whether a short verb doubles its last sign: drop, dropped (not: fix, show)."""
    return (
        len(verb) > 2
        and verb[-1] not in _VOWELS | frozenset("wxy")
        and verb[-2] in _VOWELS
        and sum(sign in _VOWELS for sign in verb) == 1
    )
