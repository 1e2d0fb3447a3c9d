"""Text as a bag: tokens for comparing words, shingles for finding copies; any script, no language model.

A token is a word of a spaced script, a number, or one character of Chinese, Japanese or Korean.  Everything is folded
first (NFKC, small letters, simplified characters), so that a wire story and its traditional-script copy look alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import rjieba
from opencc import OpenCC

from broadsheet.once import once

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_HAS_CJK = re.compile(f"[{CJK}]")
_TOKEN = re.compile(rf"[{CJK}]|\d+(?:[.,:]\d+)*|[^\W\d_{CJK}](?:[^\W_{CJK}]|(?<=\w)['.&+-](?=[^\W_{CJK}]))*")
_RUN = re.compile(rf"[{CJK}]+|\d+(?:[.,:]\d+)*|[^\W\d_{CJK}](?:[^\W_{CJK}]|(?<=\w)['.&+-](?=[^\W_{CJK}]))*")
_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u2032"), "'") | dict.fromkeys(map(ord, "\u2010\u2011\u2012"), "-")

WORD_SHINGLE = 3
"""Words in a shingle of a spaced script: 3 is the usual choice for short texts (100-500 words)."""
CHARACTER_SHINGLE = 5
"""Characters in a shingle of CJK text: about three Chinese words, so that both scripts are compared alike."""

_FUNCTION_WORDS = """
    a about after all also an and any are as at be been but by can could did do does for from had has have he her his
    how i if in into is it its just more most new not now of on one or our out over said says she so some than that the
    their them then there these they this to up us was we were what when which who why will with would you your
"""
ENGLISH_FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words too common to tell anything; all other weighing is left to the day's own frequencies."""


@once
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def fold(text: str) -> str:
    """Return ``text`` folded for comparison: NFKC, plain quotes and hyphens, simplified characters, small letters."""
    return _plain(text).casefold()


def _plain(text: str) -> str:
    if text.isascii():  # nothing to fold: most of what is asked are English words and glosses
        return text
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return _simplifier().convert(plain) if _HAS_CJK.search(plain) else plain


def tokens(text: str) -> tuple[str, ...]:
    """Return the folded tokens of ``text`` in order: words, numbers, single CJK characters; no punctuation."""
    return tuple(_TOKEN.findall(fold(text)))


def shingles(words: Sequence[str]) -> frozenset[str]:
    """Return the set of runs of tokens: 3 words, or 5 characters where most tokens are CJK (shorter texts: one run)."""
    size = (
        CHARACTER_SHINGLE if 2 * sum(_HAS_CJK.match(word) is not None for word in words) > len(words) else WORD_SHINGLE
    )
    return (
        frozenset(" ".join(words[i : i + size]) for i in range(max(1, len(words) - size + 1))) if words else frozenset()
    )


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    """Return the exact Jaccard similarity, in [0, 1]; two empty sets are not alike (0)."""
    both = len(a & b)
    return both / (len(a) + len(b) - both) if both else 0.0


def terms(text: str) -> frozenset[str]:
    """Return the folded content words of ``text``: words of spaced scripts (plain English plurals and possessives cut),
    Chinese words of two or more characters (rjieba), no numbers, no English function words."""
    found: set[str] = set()
    for run in _RUN.findall(fold(text)):
        if _HAS_CJK.match(run):
            found.update(word for word in rjieba.cut(run) if len(word) > 1)
        elif not run[0].isdigit():
            word = run.removesuffix("'s")
            if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
                word = word[:-1]
            if len(word) > 1 and word not in ENGLISH_FUNCTION_WORDS:
                found.add(word)
    return frozenset(found)


def particulars(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return what makes a templated text speak of *this* event: its numbers, and its capitalised words.

    Numbers are written without separators of thousands.  A capitalised word counts when it does not open a sentence.
    """
    plain = _plain(text)
    numbers: set[str] = set()
    names: set[str] = set()
    opens = True
    end = 0
    for found in _TOKEN.finditer(plain):
        word = found.group()
        between = plain[end : found.start()]
        opens = end == 0 or any(mark in between for mark in '.!?:\u3002\n"\u201c')
        end = found.end()
        if word[0].isdigit():
            numbers.add(word.replace(",", ""))
        elif not opens and word[0].isupper():
            names.add(word.casefold().removesuffix("'s"))
    return frozenset(numbers), frozenset(names)
