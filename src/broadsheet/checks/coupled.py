"""Words coupled otherwise: "published its data, kept its model back" of "published its model, kept its data back".

Every word is the passage's own, and no figure or name that ``crossed`` looks for need stand there.  Two looks are taken
at the words that tell something and stand side by side.  Two couples of the passage may not have exchanged their second
words.  And what stands right before a word in the passage may not stand behind it in the sentence, while what stands
behind it in the passage is right before it: "cells keep twice as much as the battery", "the battery keeps twice as
much as cells".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.edits import Token, tokens
from broadsheet.text.shingles import ENGLISH_FUNCTION_WORDS

CODE = "direction"

MOST_WORDS = 80
"""Telling words of the longest passage that is looked at: in a longer one any two words stand side by side somewhere.
Hand-set 2026-11-23."""

_BREAK = re.compile(r"[,;:.()]|\b(?:but|while|and|or|which|who|that|after|before|because|as|than|from)\b")
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|be|being)\b[^,;.]{0,40}\bby\b")
_BY = re.compile(r"\bby\b")
_PLACED = re.compile(r"\b(on|in|at|by|from|of|with|to|for|into)(?: [\w'-]+){0,3} $")
"""What stands before a word that is no party: "production starts on the line", "the line starts production"."""

Couple = tuple[str, str]


def coupled(case: Case) -> Finding | None:
    """Return the fault of a sentence that couples words of its passage otherwise than there."""
    if case.crosses or case.language.startswith("zh"):
        return None
    text, source = case.text.lower(), case.source.lower()
    if bool(_PASSIVE.search(text)) != bool(_PASSIVE.search(source)) or (_BY.search(text) and not _BY.search(source)):
        return None
    new, old = _telling(case.text), _telling(case.source)
    if len(old) > MOST_WORDS:
        return None
    here, there = set(_couples(case.text, new)), set(_couples(case.source, old))
    found = _exchanged(here, there) or _turned_round(case, new, old)
    if found is None:
        return None
    return Finding(CODE, f"{found[0]!r} and {found[1]!r} go with other words in the passage", hard=False)


def _telling(text: str) -> list[Token]:
    return [token for token in tokens(text) if token.word not in ENGLISH_FUNCTION_WORDS]


def _couples(text: str, telling: Sequence[Token]) -> Iterator[Couple]:
    """Yield every two words that stand side by side in one clause."""
    folded = text.lower()
    for one, other in pairwise(telling):
        if not _BREAK.search(folded, one.end, other.start):
            yield one.word, other.word


def _exchanged(here: set[Couple], there: set[Couple]) -> Couple | None:
    """Return a couple of the sentence that has the second word of another couple, which has its own."""
    new = [couple for couple in sorted(here - there) if all(word[0].isalpha() for word in couple)]
    for one, other in new:
        for first, second in new:
            if len({one, other, first, second}) == 4 and (one, second) in there and (first, other) in there:
                return one, other
    return None


def _turned_round(case: Case, new: Sequence[Token], old: Sequence[Token]) -> Couple | None:
    """Return the two words that have changed sides around a third."""
    folded, passage = case.text.lower(), case.source.lower()
    for before, verb in pairwise(new):
        if (
            verb.word == before.word
            or folded[before.end : verb.start].strip()
            or not (before.word + verb.word).isalpha()
        ):
            continue
        for other, same in pairwise(old):
            if same.word != verb.word or other.word == before.word or passage[other.end : same.start].strip():
                continue
            behind = next((t for t in new if t.start >= verb.end and t.word == other.word), None)
            was = next((t for t in old if t.start >= same.end and t.word == before.word), None)
            if behind is None or was is None or any(t.word == before.word and t.end <= same.start for t in old):
                continue
            if any(t.word == other.word and t.end <= before.start for t in new):
                continue
            if re.search(r"[,;]|\. ", folded[verb.start : behind.start]):
                continue
            if _placed(folded, behind.start) == _placed(passage, was.start):
                return before.word, verb.word
    return None


def _placed(text: str, at: int) -> str:
    """Return the preposition that stands before a word; "" where there is none."""
    found = _PLACED.search(text, 0, at)
    return found[1] if found else ""
