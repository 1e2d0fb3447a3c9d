"""Find many cue words in a text at once (Aho-Corasick), and say which group each belongs to.

A cue is a word or a phrase.  Four rules, so that a desk's list reads as a person would write it:

* A Latin cue stands alone: no letter or digit touches it (``ruling`` is not in ``scheduling``).  A ``*`` at its end
  lets the word go on (``regulat*`` finds ``regulators``).
* A cue written in capitals matches only in capitals (``AI`` is not the French ``ai``); every other cue in any case.
* A Chinese cue matches anywhere, and also in the simplified spelling and wording that OpenCC gives for it.
* It does not match in a longer word that means another thing: 機器人 is not in 聊天機器人 (see ``longer.txt``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources

import opencc
from ahocorasick_rs import AhoCorasick

from broadsheet.once import once


class Cues:
    """All cues of some groups, ready to be found.  Building takes milliseconds; finding is linear in the text."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        exact: dict[str, list[tuple[str, str, bool]]] = {}
        folded: dict[str, list[tuple[str, str, bool]]] = {}
        for group, cues in groups.items():
            for cue in cues:
                word, runs_on = cue.removesuffix("*"), cue.endswith("*")
                capitals = word.isascii() and word.upper() == word and word.lower() != word
                for spelling in spellings(word):
                    table = exact if capitals else folded
                    table.setdefault(spelling if capitals else spelling.lower(), []).append((group, word, runs_on))
        self._exact = _Automaton(exact)
        self._folded = _Automaton(folded)

    def find(self, text: str) -> dict[str, tuple[str, ...]]:
        """Return the distinct cues of each group that stand in ``text``, as the desk spells them, sorted."""
        found: dict[str, set[str]] = {}
        for group, cue in (*self._exact.find(text), *self._folded.find(text.lower())):
            found.setdefault(group, set()).add(cue)
        return {group: tuple(sorted(found[group])) for group in sorted(found)}


class _Automaton:
    def __init__(self, table: Mapping[str, list[tuple[str, str, bool]]]) -> None:
        self._words = sorted(table)
        self._table = table
        self._find = AhoCorasick(self._words) if self._words else None

    def find(self, text: str) -> list[tuple[str, str]]:
        if self._find is None:
            return []
        hits: list[tuple[str, str]] = []
        for index, start, end in self._find.find_matches_as_indexes(text, overlapping=True):
            word = self._words[index]
            if _is_hidden(text, start, word):
                continue
            starts_clean = not _joins(word[0]) or start == 0 or not _joins(text[start - 1])
            ends_clean = not _joins(word[-1]) or end == len(text) or not _joins(text[end])
            hits += [
                (group, cue) for group, cue, runs_on in self._table[word] if starts_clean and (ends_clean or runs_on)
            ]
        return hits


def _joins(character: str) -> bool:
    """Say whether a character would make a longer word of the cue beside it: letters and digits but not Han."""
    return character.isalnum() and not "\u3040" <= character <= "\u9fff"


def standing(cue: str, text: str) -> tuple[str, ...]:
    """Return how a desk's cue stands in ``text``, place by place: the whole word that ``releas*`` was found in."""
    word, runs_on = cue.removesuffix("*"), cue.endswith("*")
    capitals = word.isascii() and word.upper() == word and word.lower() != word
    forms = "|".join(map(re.escape, sorted(spellings(word), key=len, reverse=True)))
    found: list[str] = []
    # Boundaries are looked at here: as part of the pattern they make it a hundred times slower to compile.
    for match in re.finditer(forms, text, 0 if capitals else re.IGNORECASE):
        start, end = match.span()
        if _is_hidden(text, start, match[0]):
            continue
        if word.isascii() and start and _joins(text[start - 1]):
            continue
        while word.isascii() and runs_on and end < len(text) and _joins(text[end]):
            end += 1
        if not word.isascii() or end == len(text) or not _joins(text[end]):
            found.append(text[start:end])
    return tuple(found)


def _is_hidden(text: str, start: int, word: str) -> bool:
    """Say whether ``word``, which stands at ``start``, is there a part of a longer word that means another thing."""
    begins = ((longer, start - back) for longer, back in _longer().get(word, ()))
    return any(at >= 0 and text.startswith(longer, at) for longer, at in begins)


@once
def _longer() -> Mapping[str, Sequence[tuple[str, int]]]:
    """Return the longer words of ``longer.txt`` by the words in them, and where in each these begin; every spelling."""
    table: dict[str, list[tuple[str, int]]] = {}
    lines = resources.files("broadsheet.text").joinpath("longer.txt").read_text("utf-8").splitlines()
    for word, *longer in (line.split() for line in lines if line and not line.startswith("#")):
        for form in spellings(word):
            whole = dict.fromkeys(spelling for one in longer for spelling in spellings(one) if form in spelling)
            table.setdefault(form, []).extend((one, one.index(form)) for one in whole)
    return table


def spellings(cue: str) -> tuple[str, ...]:
    """Return ``cue`` and, for a Chinese cue, its simplified spelling and its mainland wording."""
    if cue.isascii():
        return (cue,)
    return tuple(dict.fromkeys((cue, _converter("t2s").convert(cue), _converter("tw2sp").convert(cue))))


@once
def _converter(table: str) -> opencc.OpenCC:
    return opencc.OpenCC(table)
