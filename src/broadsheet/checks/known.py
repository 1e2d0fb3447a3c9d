"""Places, public bodies and common terms that every desk knows, in both languages (``places.toml``).

    text -> Known(the ids that it names, where)

A desk's own names (``Knowledge.names``) come on top; both use the same ids for places.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import rjieba
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind
from opencc import OpenCC

from broadsheet.once import once
from broadsheet.text.names import Mention, NameTable

_SHORT: Mapping[str, str] = {
    "美": "United States", "华": "China", "華": "China", "日": "Japan", "韩": "South Korea", "韓": "South Korea",
    "台": "Taiwan", "臺": "Taiwan", "欧": "Europe", "歐": "Europe", "俄": "Russia", "印": "India",
    "英": "United Kingdom", "德": "Germany", "法": "France",
}  # fmt: skip
_TOWARDS = re.compile(
    rf"(?:[對对赴訪访駐驻旅留來来輸输銷销](?P<to>[{''.join(_SHORT)}]))|(?P<of>美)(?=[線线航債债製制])"
)
"""A country by its sign alone: 對美, 赴日, 美線.  A source may name it so; a sentence is not held to it (面對日益)."""
_HAN = re.compile("[\u4e00-\u9fff]+")
_PAIR = 2
"""Characters of the shortest Chinese names of the table, which may stand by chance across two words."""


@dataclass(frozen=True)
class Known:
    """What a text names: ids, and the spans of those of the common table."""

    ids: frozenset[str]
    places: tuple[tuple[str, int, int], ...]

    def has(self, name: str) -> bool:
        """Say whether the text names ``name``, or something that lets a sentence name it."""
        return name in self.ids


@dataclass(frozen=True)
class _Table:
    automaton: AhoCorasick
    inner: AhoCorasick
    """Finds the names inside names as well: Europe in European Space Agency."""
    forms: tuple[tuple[str, tuple[str, ...]], ...]
    """Each form with the ids that it stands for."""
    implies: Mapping[str, Sequence[str]]
    words: frozenset[str]
    """Forms that are everyday words too: a source may name by them, a sentence is not held to them."""
    terms: frozenset[str]


@once
def _table() -> _Table:
    data = tomllib.loads(files("broadsheet.checks").joinpath("places.toml").read_text(encoding="utf-8"))
    forms: dict[str, tuple[str, ...]] = {}
    for section in ("places", "cities", "bodies", "firms", "people", "terms"):
        for name, others in data[section].items():
            for form in (name, *others):
                if forms.setdefault(form, (name,)) != (name,):
                    raise ValueError(f"places.toml: {form!r} is written twice")
    forms |= {form: tuple(ids) for form, ids in data["both"].items()}
    words = {form: (name,) for name, others in data["words"].items() for form in others}
    forms |= words
    converter = OpenCC("t2s")
    for form, ids in tuple(forms.items()):
        forms.setdefault(str(converter.convert(form)), ids)
    return _Table(
        AhoCorasick(tuple(forms), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA),
        AhoCorasick(tuple(forms), implementation=Implementation.ContiguousNFA),
        tuple(forms.items()),
        data["implies"],
        frozenset(words) | {str(converter.convert(form)) for form in words},
        frozenset(data["terms"]),
    )


def is_term(name: str) -> bool:
    """Say whether an id is a common term and no name."""
    return name in _table().terms


@lru_cache(maxsize=4096)  # a sentence is read by several checks, a passage for many sentences
def named(text: str, names: NameTable) -> tuple[Mention, ...]:
    """Return the names that a desk's table finds in ``text``."""
    return names.mentions(text)


@lru_cache(maxsize=1024)  # a passage is read by several checks and for many sentences
def known(text: str, mentions: tuple[Mention, ...]) -> Known:
    """Return what ``text`` names; ``mentions`` are the desk's, already found."""
    table = _table()
    places: list[tuple[str, int, int]] = []
    unsure: set[str] = set()
    for index, start, end in table.automaton.find_matches_as_indexes(text):
        form, names = table.forms[index]
        if form[0].isascii() and not _whole(text, start, end):
            continue
        if end - start == _PAIR and not form[0].isascii() and _across(text, start, end):
            continue
        if form in table.words:
            unsure.update(names)
            continue
        places.extend((name, start, end) for name in names)
    for index, start, end in table.inner.find_matches_as_indexes(text, overlapping=True):
        form, names = table.forms[index]
        if not form[0].isascii() or _whole(text, start, end):
            unsure.update(names)
    unsure.update(_SHORT[found["to"] or found["of"]] for found in _TOWARDS.finditer(text))
    ids = unsure | {name for name, _, _ in places} | {m.name for m in mentions if m.known}
    ids |= {implied for name in sorted(ids) for implied in table.implies.get(name, ())}
    return Known(frozenset(ids), tuple(places))


def _across(text: str, start: int, end: int) -> bool:
    """Say whether a Chinese form ends one word and begins another: 商報 in 承包商報酬."""
    run = next(found for found in _HAN.finditer(text) if found.start() <= start < found.end())
    at = run.start()
    inside = [False, False]
    for word in rjieba.cut(run[0]):
        first, last = at, at + len(word)
        inside[0] |= first < start < last < end
        inside[1] |= start < first < end < last
        at = last
    return all(inside)


def _whole(text: str, start: int, end: int) -> bool:
    """Say whether a Latin form stands as a word: not inside another, not as a currency's sign."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and (after.isalnum() or after == "$"))
