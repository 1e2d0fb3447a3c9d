"""What a sentence shares with its passages, word by word: by base form, by character, or by dictionary.

A content word of the sentence is *borne out* when a passage holds it: the same base form or stem in English, the same
word (for a part, its characters) in Chinese, a translation where the languages differ, the same name in any form, the
same number in any notation.  Function words, and verbs of saying, tell nothing and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import rjieba

from broadsheet.checks.thesaurus import near
from broadsheet.text.bilingual import base_form, glosses, mainland
from broadsheet.text.names import Mention
from broadsheet.text.numbers import Number, same
from broadsheet.text.romanised import spelt_in
from broadsheet.text.shingles import CJK, ENGLISH_FUNCTION_WORDS, fold
from broadsheet.text.transliterated import heard_in

STEM = 5
"""Letters at the start of an English word that two words of one family share: ``suspend`` and ``suspension``."""
PARTLY = 0.5
"""What a Chinese word is worth whose characters all stand in the passage, but not together."""
NEAR = 0.5
"""What a word is worth that only a synonym of its translation stands for in a passage of the other language."""
LONGEST_WORD = 4
"""Characters of the longest Chinese word that is looked up inside a run."""

_RUN = re.compile(rf"[{CJK}]+|[^\W\d_{CJK}](?:[^\W_{CJK}]|(?<=\w)['’.&+-](?=[^\W_{CJK}]))*")
_HAS_CJK = re.compile(f"[{CJK}]")
_SAYING = """
    accord according add announce argue article call claim describe explain note piece report reportedly reveal say
    source state tell write writer today yesterday company firm year month week day also even get give go make new one
    people take time use want way well while without within among since over under upon via
    表示 指出 認為 宣布 報導 根據 據報 透露 強調 說明 公司 文章 該公司 目前 已經 將會 可以 因為 所以 以及 並且 而且 但是
    不過 其中 他們 我們 這個 這些 那些 一個 一名 一家 一位 進行 相關 透過 由於 此外 同時 以上 以下 之後 之前 這是 就是
    也是 今年 去年 明年 昨天 今天
"""
_LIGHT = frozenset(base_form(word) for word in mainland(_SAYING).split()) | ENGLISH_FUNCTION_WORDS
"""Words that any sentence of news may hold, whatever it tells."""


class Unit(NamedTuple):
    """A content word, a known name (its canonical form) or a number of the sentence."""

    word: str
    name: bool = False
    number: Number | None = None


@dataclass(frozen=True)
class Ground:
    """A passage, as words are looked up in it.

    ``lexicon`` holds base forms and stems of its English, ``meanings`` what its Chinese may mean in English,
    ``written`` all of it folded to one writing, ``names`` the canonical forms of its names.
    """

    lexicon: frozenset[str]
    meanings: frozenset[str]
    written: str
    names: frozenset[str]
    numbers: tuple[Number, ...]


def ground(text: str, names: Sequence[Mention], numbers: Sequence[Number]) -> Ground:
    """Return the passage ``text`` for looking up; ``names`` and ``numbers`` are what it holds."""
    lexicon, meanings, written = _lookup(text)
    return Ground(lexicon, meanings, written, frozenset(mention.name for mention in names), tuple(numbers))


@lru_cache(maxsize=1024)
def _lookup(text: str) -> tuple[frozenset[str], frozenset[str], str]:
    """Return what depends on the text alone; a passage is often cited again."""
    folded = fold(mainland(text))
    lexicon: set[str] = set()
    meanings: set[str] = set()
    for run in _RUN.findall(folded):
        if _HAS_CJK.match(run):
            for word in _words_inside(run):
                for sense in glosses(word):
                    meanings.update(sense)
        else:
            for part in (run, *re.split("[-'’.&+]", run)):
                lexicon.add(word := base_form(part.removesuffix("'s").removesuffix("’s")))
                lexicon.add(word.removesuffix("ly"))
    return _with_stems(lexicon), _with_stems(meanings), "".join(folded.split())


@lru_cache(maxsize=4096)
def _words_inside(run: str) -> tuple[str, ...]:
    """Return every stretch of 2 to ``LONGEST_WORD`` characters: cutting a run into words is a guess that may miss."""
    return tuple(run[i : i + size] for size in range(2, LONGEST_WORD + 1) for i in range(len(run) - size + 1))


def _with_stems(words: set[str]) -> frozenset[str]:
    return frozenset(words) | {word[:STEM] for word in words if len(word) >= STEM}


def units(text: str, names: Sequence[Mention], numbers: Sequence[Number], *, crosses: bool = False) -> tuple[Unit, ...]:
    """Return the content of ``text`` in its order; ``names`` and ``numbers`` are those found in it, by offset.

    Where the passage is in another language, ``crosses``, a name that no table knows is one unit as well: it may be
    spelt in the other script.
    """
    taken = sorted(
        [(m.start, _end(text, m), Unit(m.name, name=True)) for m in names if m.known or (crosses and m.name.isascii())]
        + [(n.start, n.end, Unit(text[n.start : n.end], number=n)) for n in numbers],
        key=lambda entry: entry[:2],
    )
    found: list[Unit] = []
    at = 0
    for start, end, unit in taken:
        if start < at:
            continue
        found.extend(Unit(word) for word in content_words(text[at:start]))
        found.append(unit)
        at = end
    found.extend(Unit(word) for word in content_words(text[at:]))
    return tuple(found)


def _end(text: str, mention: Mention) -> int:
    """Return where a mention ends, with the small letters that a hyphen ties to it: Ku Chi-feng."""
    tail = None if mention.known else re.compile(r"(?:-[a-z]+)+").match(text, mention.end)
    return tail.end() if tail else mention.end


@lru_cache(maxsize=16384)  # several checks ask for the words of one stretch
def content_words(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` that tell something, folded, in order; English ones as base forms."""
    found: list[str] = []
    for run in _RUN.findall(fold(mainland(text))):
        if _HAS_CJK.match(run):
            words = [word for word in rjieba.cut(run) if len(word) > 1]
        elif run in ENGLISH_FUNCTION_WORDS:
            continue
        else:
            words = [base_form(run.removesuffix("'s").removesuffix("’s"))]
        found.extend(word for word in words if len(word) > 1 and word not in _LIGHT)
    return tuple(found)


def borne_out(unit: Unit, grounds: Sequence[Ground]) -> float:
    """Return how far the passages hold ``unit``, in [0, 1]: the best of them."""
    return max((_held(unit, one) for one in grounds), default=0.0)


def _held(unit: Unit, one: Ground) -> float:
    if unit.number is not None:
        return float(any(same(unit.number, other) for other in one.numbers))
    if unit.name:
        return float(unit.word in one.names or _is_spelt(unit.word, one))
    word = unit.word
    if not _HAS_CJK.match(word):
        if word in one.written and not word.isascii():
            return 1.0
        stem = word[:STEM] if len(word) >= STEM else word
        return float(
            any(key in where for key in (word, stem, word.removesuffix("ly")) for where in (one.lexicon, one.meanings))
        )
    if word in one.written or any(_said(sense, one.lexicon) for sense in glosses(word)):
        return 1.0
    shared = sum(character in one.written for character in word) / len(word)
    meant = any(_said(sense, one.lexicon) for part in _words_inside(word) if part != word for sense in glosses(part))
    return PARTLY * max(shared, float(meant))


def nearly_borne_out(unit: Unit, grounds: Sequence[Ground]) -> float:
    """Return ``borne_out``, and ``NEAR`` at least where a synonym of a translation stands in a passage."""
    held = borne_out(unit, grounds)
    if held >= NEAR or unit.name or unit.number is not None:
        return held
    return NEAR if any(_is_near(unit.word, one) for one in grounds) else held


def _is_near(word: str, one: Ground) -> bool:
    if not _HAS_CJK.match(word):
        return not near(word).isdisjoint(one.meanings) or not near(word).isdisjoint(one.lexicon)
    single = (next(iter(sense)) for sense in glosses(word) if len(sense) == 1)
    return any(meant in one.meanings or not near(meant).isdisjoint(one.lexicon) for meant in single)


def _is_spelt(name: str, one: Ground) -> bool:
    """Say whether a passage spells a name that no table knows: letter for letter, romanised, or by its sound."""
    parts = [base_form(part) for part in fold(name).split()]
    if all(part in one.lexicon for part in parts):
        return True
    return any(spelt_in(part, one.written) or heard_in(part, one.written) is not None for part in (name, *name.split()))


def _said(sense: frozenset[str], lexicon: frozenset[str]) -> bool:
    return all(word in lexicon or (len(word) >= STEM and word[:STEM] in lexicon) for word in sense)


def share(units: Sequence[Unit], grounds: Sequence[Ground]) -> float:
    """Return the share of ``units`` that the passages bear out; 1 where there is nothing to bear out."""
    return sum(borne_out(unit, grounds) for unit in units) / len(units) if units else 1.0


def near_share(units: Sequence[Unit], grounds: Sequence[Ground]) -> float:
    """Return ``share`` where synonyms of translations count as well, for half."""
    return sum(nearly_borne_out(unit, grounds) for unit in units) / len(units) if units else 1.0
