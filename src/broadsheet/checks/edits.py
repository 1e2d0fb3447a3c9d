"""Where a sentence that copies its passage differs from it: the two laid side by side, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

import rjieba

from broadsheet.checks.case import Case
from broadsheet.checks.words import fold
from broadsheet.text.bilingual import base_form, mainland

KEPT = 0.6
"""Least share of the sentence that stands in the passage in the same order for it to be a copy. Hand-set 2026-11-22."""
SMALL = 4
"""Words that a small cut takes out: a longer one may be a clause left out."""

_TOKEN = re.compile(r"[a-z]+(?:['.&+-][a-z0-9]+)*|\d[\d.,:]*|[\u4e00-\u9fff]+|[%$€£¥]")


class Token(NamedTuple):
    """A word in its base form (a Chinese one in mainland terms) at ``text[start:end]``."""

    word: str
    start: int
    end: int


class Edit(NamedTuple):
    """``new`` words of the sentence stand where the passage has ``old`` ones; either may be empty.

    ``here`` and ``there`` are the bounds in either text; of what is empty, the place.
    """

    new: tuple[Token, ...]
    old: tuple[Token, ...]
    here: tuple[int, int]
    there: tuple[int, int]

    @property
    def small(self) -> bool:
        """Whether the passage's side is no more than a few words."""
        return len(self.old) <= SMALL


def edits(case: Case) -> tuple[Edit, ...]:
    """Return where the sentence differs from its passages; nothing for one that is no copy of them."""
    return () if case.crosses or case.text.strip() in case.taiwan else _edits(case.text, case.source)


@lru_cache(maxsize=256)
def _edits(text: str, source: str) -> tuple[Edit, ...]:
    new, old = tokens(text), tokens(source)
    matcher = SequenceMatcher(None, [t.word for t in new], [t.word for t in old], autojunk=False)
    if sum(block.size for block in matcher.get_matching_blocks()) < KEPT * len(new):
        return ()
    return tuple(
        Edit(new[i1:i2], old[j1:j2], _bounds(new, i1, i2), _bounds(old, j1, j2))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    )


def _bounds(found: tuple[Token, ...], first: int, last: int) -> tuple[int, int]:
    if first < last:
        return found[first].start, found[last - 1].end
    place = found[first].start if first < len(found) else (found[-1].end if found else 0)
    return place, place


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the words and figures of a text."""
    folded = fold(text)
    found: list[Token] = []
    for run in _TOKEN.finditer(folded):
        if run[0][0] >= "\u4e00":
            at = run.start()
            for word in rjieba.cut(run[0]):
                found.append(Token(mainland(word), at, at + len(word)))
                at += len(word)
        else:
            found.append(Token(base_form(run[0].removesuffix("'s")), *run.span()))
    return tuple(found)
