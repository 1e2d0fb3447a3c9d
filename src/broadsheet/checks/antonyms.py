"""Antonyms across languages, by dictionary and thesaurus: 提高 is not "to lower", whatever the table knows.

A Chinese word whose meanings have nothing in an English text, but an antonym there that translates nothing else, was
turned round on the way.
"""

from __future__ import annotations

import re
from functools import lru_cache

import rjieba

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.overlap import content_words
from broadsheet.checks.reading import Reading
from broadsheet.checks.thesaurus import against, contrary, gathered
from broadsheet.text.bilingual import base_form, glosses, mainland
from broadsheet.text.shingles import ENGLISH_FUNCTION_WORDS

CODE = "direction"

LEAST_TURNED = 0.25
"""Share of a word's senses that must be opposites of the other word: of a word of many senses one is the opposite of
nearly anything (報告, to cut).  Hand-set 2026-11-22."""
LEAST_CONTRARY = 0.5
"""The same where the wider lists of Fallows count too.  Swept 0.25-0.5 on the open half and the fresh part of
gates/proof with the tables of opposites left out (2026-11-23): 0.5 stops 53 of 339 turned words and 6 of 781 true
sentences, 0.25 66 and 10, WordNet alone 39 and 5."""
_LIGHT_WORDS = """
    take make get give go come use run say see set put keep hold bring turn call base second
    move issue colour color person away centre center next last first
"""
_NO = frozenset(("never", "nothing", "nobody", "none", "neither", "without"))
"""What denies is compared as a negation."""
_OTHER_PLURALS = frozenset(("damages", "arms", "goods", "means", "customs", "savings", "minutes", "spirits"))
"""Plurals that are no more of what the single word names."""
_WHERE = frozenset(("身上", "手上", "手中", "其中", "当中", "其间"))
"""Where a thing is: the dictionary gives such words senses of deeds."""
_LIGHT = frozenset(_LIGHT_WORDS.split())
"""English words of many senses: one of them is the opposite of nearly anything."""
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def antonym(case: Case, written: Reading, source: Reading) -> Finding | None:
    """Return the fault of a word that translates the antonym of a word of the other text, and nothing that is in it."""
    chinese, english = (written, source) if case.language.startswith("zh") else (source, written)
    said = _english(english)
    lexicon = gathered(word for word, *_ in said)
    meanings = {start: _meant(word) for word, start in _chinese(chinese)}
    translated = {part for senses_of in meanings.values() for sense in senses_of for part in sense}
    sides = {(mark.tag.name, mark.tag.value) for mark in english.of("opposite")}
    rendered = {mark.start for mark in chinese.of("opposite") if (mark.tag.name, mark.tag.value) in sides}
    for start, senses_of in meanings.items():
        if (
            start in rendered
            or chinese.denied(start, start)
            or any(lexicon.relates(part) for sense in senses_of for part in sense)
        ):
            continue
        for word, at, end in said:
            if word in translated or english.denied(at, at):
                continue
            if _is_turned(senses_of, word):
                return Finding(
                    CODE, f"{english.text[at:end]!r} is the opposite of {chinese.text[start : start + 2]!r}", hard=True
                )
    return None


def _is_turned(senses_of: tuple[frozenset[str], ...], word: str) -> bool:
    """Say whether enough of a Chinese word's senses are opposites of an English word."""
    single = [next(iter(sense)) for sense in senses_of if len(sense) == 1]
    turned = sum(against(one, word) for one in single)
    wider = sum(contrary(one, word) for one in single)
    return 0 < turned >= LEAST_TURNED * len(senses_of) or 0 < wider >= LEAST_CONTRARY * len(senses_of)


def _english(reading: Reading) -> list[tuple[str, int, int]]:
    return [
        (base_form(found[0]), *found.span())
        for found in _WORD.finditer(reading.folded)
        if len(found[0]) > 2
        and not _named(reading, found.start())
        and found[0] not in _OTHER_PLURALS
        and found[0] not in ENGLISH_FUNCTION_WORDS | _NO
        and base_form(found[0]) not in _LIGHT
    ]


def _chinese(reading: Reading) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    at = 0
    for word in rjieba.cut(reading.folded):
        if (
            len(word) > 1
            and word[0] >= "\u4e00"
            and word not in _WHERE
            and content_words(word)
            and not _named(reading, at)
        ):
            found.append((word, at))
        at += len(word)
    return found


def _named(reading: Reading, at: int) -> bool:
    """Say whether a place lies in a name: 跳動 in 字節跳動 leaps nowhere."""
    return any(mention.start <= at < mention.end for mention in reading.mentions)


@lru_cache(maxsize=65536)
def _meant(word: str) -> tuple[frozenset[str], ...]:
    return glosses(mainland(word))
