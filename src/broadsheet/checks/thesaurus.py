"""English words by their meaning: which stand for each other, and which are opposites.

The words are those of WordNet 3.0 (Miller 1995, "WordNet: a lexical database for English"; its licence stands in the
file), without phrases and rare nouns.  Two words are *related* when a sense of one is a sense of the other or lies
right above it, so that "told" may stand for "informed"; sisters ("spring" and "autumn") are not.

A second book, Fallows 1898, lists for a word what comes near it and what is put against it, wider than WordNet does:
"deny" against "confirm" and "grant".  It is asked only where two languages meet, and no word is the other's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from broadsheet.once import once

DATA = "thesaurus.txt"
WIDER = "fallows.txt"
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis", "de")
"""What makes the opposite of a word: available and unavailable, connect and disconnect."""


class _Thesaurus(NamedTuple):
    senses: dict[str, frozenset[str]]
    above: dict[str, frozenset[str]]
    opposites: dict[str, frozenset[str]]


@once
def _thesaurus() -> _Thesaurus:
    senses: dict[str, frozenset[str]] = {}
    above: dict[str, frozenset[str]] = {}
    opposites: dict[str, frozenset[str]] = {}
    for line in files("broadsheet.checks").joinpath(DATA).read_text(encoding="utf-8").splitlines():
        sign, word, *rest = line.split() if line[0] in "=^!" else ("#", "")
        if sign == "=":
            senses[word] = frozenset(rest)
        elif sign == "^":
            above[word] = frozenset(rest)
        elif sign == "!":
            opposites[word] = opposites.get(word, frozenset()) | {rest[0]}
            opposites[rest[0]] = opposites.get(rest[0], frozenset()) | {word}
    return _Thesaurus(senses, above, opposites)


class _Lists(NamedTuple):
    near: dict[str, set[str]]
    against: dict[str, set[str]]


@once
def _lists() -> _Lists:
    near: dict[str, set[str]] = {}
    contrary: dict[str, set[str]] = {}
    for line in files("broadsheet.checks").joinpath(WIDER).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        word, *rest = line.split()
        table = near
        for part in rest:
            if part in "=!":
                table = near if part == "=" else contrary
                continue
            table.setdefault(word, set()).add(part)
            table.setdefault(part, set()).add(word)
    return _Lists(near, contrary)


@once
def _members() -> dict[str, list[str]]:
    """Return the words of each sense."""
    members: dict[str, list[str]] = {}
    for word, senses in _thesaurus().senses.items():
        for sense in senses:
            members.setdefault(sense, []).append(word)
    return members


@lru_cache(maxsize=65536)
def near(word: str) -> frozenset[str]:
    """Return the base forms that share a sense with ``word``, or that Fallows puts beside it; not the word itself."""
    shared = frozenset().union(*(_members()[sense] for sense in _senses(word)))
    return (shared | _lists().near.get(word, set())) - {word}


def known(word: str) -> bool:
    """Say whether the thesaurus has a base form."""
    return word in _thesaurus().senses


@lru_cache(maxsize=65536)
def related(one: str, other: str) -> bool:
    """Say whether two base forms can stand for the same thing in some sense of each."""
    if one == other:
        return True
    here, there = _senses(one), _senses(other)
    return bool(here & there or _over(here) & there or here & _over(there)) and not opposed(one, other)


class Words(NamedTuple):
    """Base forms of one text, ready to be asked which of them another word may stand for."""

    words: frozenset[str]
    senses: frozenset[str]
    over: frozenset[str]

    def relates(self, word: str) -> bool:
        """Say whether ``word`` is ``related`` to one of the words."""
        if word in self.words:
            return True
        own = _senses(word)
        if own.isdisjoint(self.senses) and own.isdisjoint(self.over) and _over(own).isdisjoint(self.senses):
            return False
        return any(related(word, other) for other in self.words)


def gathered(words: Iterable[str]) -> Words:
    """Return ``words`` for asking which of them another word may stand for."""
    said = frozenset(words)
    senses = [_senses(word) for word in said]
    return Words(said, frozenset().union(*senses), frozenset().union(*map(_over, senses)))


@lru_cache(maxsize=65536)
def opposed(one: str, other: str) -> bool:
    """Say whether two base forms are antonyms, or one is the other with a prefix that denies it."""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    if len(shorter) > 3 and longer in {prefix + shorter for prefix in _PREFIXES} and known(longer):
        return True
    return other in _thesaurus().opposites.get(one, ())


@lru_cache(maxsize=65536)
def against(one: str, other: str) -> bool:
    """Say whether two base forms are opposites, or one is a synonym of the other's antonym."""
    if opposed(one, other):
        return True
    table = _thesaurus().opposites
    return any(_senses(one) & _senses(word) for word in sorted(table.get(other, ()))) or any(
        _senses(other) & _senses(word) for word in sorted(table.get(one, ()))
    )


def contrary(one: str, other: str) -> bool:
    """Say whether two base forms are ``against`` each other, or Fallows puts one against the other."""
    return other in _lists().against.get(one, ()) or against(one, other)


def _senses(word: str) -> frozenset[str]:
    return _thesaurus().senses.get(word, frozenset())


@lru_cache(maxsize=65536)  # a word is laid beside every word of the other text
def _over(senses: frozenset[str]) -> frozenset[str]:
    above = _thesaurus().above
    return frozenset(over for sense in senses for over in above.get(sense, ()))
