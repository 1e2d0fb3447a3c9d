"""Text -> the words that it is found by, the same for both databases; and a query -> what must stand there.

No tokeniser of a database is used: none cuts Chinese, and the two would not agree.  A text becomes *tokens* of letters
and figures only:

* Han, kana and hangul: every pair of neighbours, and the last sign of a run alone, so that a word of two signs is one
  token, a longer one a phrase, and a single sign a prefix.  Characters are folded to simplified ones first.
* Other scripts: small letters without accents, English endings taken off (Snowball), letters and figures apart, so that
  ``GPT-5.2``, ``GPT5.2`` and ``gpt 5.2`` are the same three tokens.

A Chinese query is asked in three wordings, as typed and as OpenCC writes it in Taiwan and on the mainland: 軟體 finds
软件, and 视频 finds 影片.  A word that is a name of the desk is asked in all forms of the name: 輝達 finds NVIDIA.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import snowballstemmer
from opencc import OpenCC

from broadsheet.errors import UsageError
from broadsheet.once import once
from broadsheet.text.shingles import CJK, fold

VERSION = "1"
"""Changes with the tokens: an index of another version must be made again."""
LONGEST = 64
"""Characters of a token; what is longer is no word."""

_RUN = re.compile(rf"(?P<han>[{CJK}]+)|\d+|[^\W\d_{CJK}]+")
_HAS_CJK = re.compile(f"[{CJK}]")
_OWNER = re.compile(r"(?<=\w)'s\b")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_UNITS = re.compile("[b-df-hj-np-tv-xz]{2}us")
"""Plurals of abbreviations in -U (GPUs, TPUs), which Snowball takes for Latin."""
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_ACCENT = re.compile("[\u0300-\u036f]")
_ASKED = re.compile(r'(?P<not>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


class Token(NamedTuple):
    """A token and where it stands in the text that it was taken from."""

    word: str
    start: int
    end: int


class Phrase(NamedTuple):
    """Tokens that must stand one behind the other; ``prefix``: the last one may go on."""

    words: tuple[str, ...]
    prefix: bool = False


class Term(NamedTuple):
    """One word or quoted phrase of a query: any of its wordings will do."""

    wordings: tuple[Phrase, ...]


class Also(NamedTuple):
    """A word of a query that is a name, and the other forms of it that were looked for."""

    asked: str
    forms: tuple[str, ...]


class Query(NamedTuple):
    """What must stand in a story, every term of it, and what may not; and the names that were asked in other forms."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()
    also: tuple[Also, ...] = ()


NameForms = Callable[[str], Sequence[str]]
"""A word as it was typed -> all forms of the name that it is; nothing when it is none."""


def tokens(text: str) -> tuple[str, ...]:
    """Return the tokens of ``text`` in their order."""
    found: list[str] = []
    for run in _RUN.finditer(_folded(text)[0]):  # ``placed`` without the places: an index is made of nothing else
        word = run[0]
        if run["han"] is None:
            found.append(_stem(word))
        else:
            found += map("".join, pairwise(word))
            found.append(word[-1])
    return tuple(found)


def placed(text: str) -> Iterator[Token]:
    """Yield the tokens of ``text`` with the place in it that each comes from."""
    return _placed(*_folded(text))


def _placed(folded: str, places: Sequence[int]) -> Iterator[Token]:
    for run in _RUN.finditer(folded):
        start, end = run.span()
        if run["han"] is None:
            yield Token(_stem(run[0]), places[start], places[end - 1] + 1)
            continue
        for at in range(start, end - 1):
            yield Token(folded[at : at + 2], places[at], places[at + 1] + 1)
        yield Token(folded[end - 1], places[end - 1], places[end - 1] + 1)


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Return ``text`` as it is compared, and for each sign of that the place of its own in ``text``."""
    plain = fold(text)
    places: Sequence[int] = range(len(text))
    if len(plain) != len(text):  # a sign became several, or none: fold sign by sign, and note whence
        parts = [fold(sign) for sign in text]
        plain = "".join(parts)
        places = [at for at, part in enumerate(parts) for _ in part]
    plain = _ACCENTED.sub(lambda found: _bare(found[0]), plain)
    if "'" in plain:
        plain = _OWNER.sub("  ", plain)  # blanked, not cut out: places stay what they are
    if _THOUSANDS.search(plain):
        commas = {found.start() for found in _THOUSANDS.finditer(plain)}
        kept = [at for at in range(len(plain)) if at not in commas]
        return "".join(plain[at] for at in kept), [places[at] for at in kept]
    return plain, places


@lru_cache(maxsize=4096)
def _bare(sign: str) -> str:
    """Return a letter without its accents; one sign for one sign."""
    bare = _ACCENT.sub("", unicodedata.normalize("NFD", sign))
    return bare if len(bare) == 1 else sign


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    if _UNITS.fullmatch(word):
        return word[:-1]
    return str(_stemmer().stemWord(word[:LONGEST])) if word.isascii() and word.isalpha() else word[:LONGEST]


@once
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


@once
def _converter(config: str) -> OpenCC:
    return OpenCC(config)


LONGEST_NAME = 4
"""Words of a name that is known without quotation marks: of 908 such names of the shipped desks one in ninety has more
(2026-11-23)."""


def parse(asked: str, forms: NameForms | None = None) -> Query:
    """Return the query of what a person typed: words, ``"phrases"``, ``-without``, ``begin*``; all of them must hold.

    With ``forms`` a word or phrase that is a name will do in any form of it, and so will words in a row that are one.

    Raises UsageError when there is no word to look for.
    """
    wanted: list[Term] = []
    unwanted: list[Term] = []
    also: list[Also] = []
    names = _spoken_names(asked, forms) if forms is not None else {}
    for found in _ASKED.finditer(asked):
        text = found["phrase"] if found["phrase"] is not None else found["word"]
        begun = found["phrase"] is None and text.endswith("*")
        term = _term(text, begun)
        if forms is not None and not begun and term.wordings:
            term, others = _in_all_forms(term, forms(text))
            also += [Also(text, others)] if others else []
        if forms is not None and (name := names.get(found.start())) and term.wordings:
            term, others = _in_all_forms(term, forms(name))
            if others and all(told.asked != name for told in also):
                also.append(Also(name, others))
        if term.wordings:
            (unwanted if found["not"] else wanted).append(term)
    if not wanted:
        raise UsageError(
            "holds no word to look for",
            subject=f"search {asked!r}",
            remedy='words, "a phrase", begin*, -without; Chinese and English',
        )
    return Query(tuple(wanted), tuple(unwanted), tuple(also))


def _spoken_names(asked: str, forms: NameForms) -> dict[int, str]:
    """Return the names of several words that are typed without quotation marks, by the place of each of their words."""
    words = list(_ASKED.finditer(asked))
    plain = [f["word"] is not None and not f["not"] and not f["word"].endswith("*") for f in words]
    found: dict[int, str] = {}
    for size in range(LONGEST_NAME, 1, -1):
        for at in range(len(words) - size + 1):
            run = words[at : at + size]
            name = " ".join(str(one["word"]) for one in run)
            free = all(plain[at : at + size]) and not any(one.start() in found for one in run)
            if free and forms(name):
                found |= {one.start(): name for one in run}
    return found


def _in_all_forms(term: Term, forms: Sequence[str]) -> tuple[Term, tuple[str, ...]]:
    """Return the term with the wordings of other forms of its name, and those forms that are worded otherwise.

    What holds a wording that is looked for already (Google LLC holds Google) would find nothing new, at a price.
    """
    wordings, others = list(term.wordings), []
    for form in sorted(forms, key=lambda form: len(_phrase(form, False).words)):
        worded = [wording for wording in _term(form, False).wordings if not wording.prefix]
        new = [wording for wording in worded if not any(_holds(wording, known) for known in wordings)]
        if new:
            wordings += new
            others.append(form)
    return Term(tuple(wordings)), tuple(form for form in forms if form in others)


def _holds(long: Phrase, short: Phrase) -> bool:
    """Say whether whatever has ``long`` has ``short``."""
    if short.prefix:
        return long == short
    size = len(short.words)
    return any(long.words[at : at + size] == short.words for at in range(len(long.words) - size + 1))


def _term(text: str, prefix: bool) -> Term:
    wordings = [text]
    if _HAS_CJK.search(text):
        wordings += [str(_converter(config).convert(text)) for config in ("tw2sp", "s2twp")]
    phrases = dict.fromkeys(phrase for wording in wordings if (phrase := _phrase(wording, prefix)).words)
    return Term(tuple(phrases))


def _phrase(text: str, prefix: bool) -> Phrase:
    """Return the tokens that say ``text``: a run of Han signs by its pairs, a sign that stands alone as a beginning."""
    folded, _ = _folded(text)
    words: list[str] = []
    last_alone = False
    for run in _RUN.finditer(folded):
        last_alone = run["han"] is not None and len(run[0]) == 1
        if run["han"] is None:
            begun = prefix and run.end() >= len(folded.rstrip("*"))
            words.append(run[0][:LONGEST] if begun else _stem(run[0]))
        else:
            words += [run[0][at : at + 2] for at in range(len(run[0]) - 1)] or [run[0]]
    return Phrase(tuple(words), prefix or last_alone)


def marks(text: str, query: Query) -> tuple[tuple[int, int], ...]:
    """Return the places of ``text`` where a wanted term stands, in order, none within another."""
    folded, places = _folded(text)
    begun = {phrase.words[0][:_SURE] for term in query.wanted for phrase in term.wordings}
    if not any(beginning in folded for beginning in begun):
        return ()  # most texts: looking is cheaper than cutting them into tokens
    there = list(_placed(folded, places))
    said = [token.word for token in there]
    found = [
        (there[at].start, there[at + len(phrase.words) - 1].end)
        for term in query.wanted
        for phrase in term.wordings
        for at in _standing(phrase, said)
    ]
    told: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if told and start < told[-1][1]:
            told[-1] = told[-1][0], max(end, told[-1][1])
        else:
            told.append((start, end))
    return tuple(told)


def _standing(phrase: Phrase, said: Sequence[str]) -> Iterator[int]:
    """Yield where in the words ``said`` a phrase begins."""
    *firsts, last = phrase.words
    if firsts and firsts[0] not in said:
        return  # most forms of a name stand in no story that has one of them
    size = len(firsts)
    for at in range(len(said) - size):
        if said[at : at + size] == firsts:
            word = said[at + size]
            if word == last or (phrase.prefix and word.startswith(last)):
                yield at


SNIPPET = 160
"""Width of a snippet in Latin letters, of which a Han sign is two."""
_BEFORE = 40


_SURE = 2
"""Letters that a word keeps when its ending is taken off."""


class Snippet(NamedTuple):
    """A piece of a text around the first word that was looked for, and where those words stand in the piece."""

    text: str
    marks: tuple[tuple[int, int], ...]


def snippet(text: str, query: Query | None) -> Snippet:
    """Return the piece of ``text`` to show: around the first mark, or its beginning."""
    found = marks(text, query) if query is not None else ()
    start = 0
    if found:
        start = _back(text, found[0][0], _BEFORE)
    end, width = start, 0
    while end < len(text) and width < SNIPPET:
        width += 2 if _HAS_CJK.match(text[end]) else 1
        end += 1
    end = max(end, found[0][1] if found else 0)
    if end < len(text) and (gap := text.rfind(" ", start + (end - start) // 2, end)) > (found[0][1] if found else 0):
        end = gap
    head, tail = "…" if start else "", "…" if end < len(text) else ""
    shift = len(head) - start
    inside = tuple((a + shift, min(b, end) + shift) for a, b in found if a < end)
    return Snippet(head + text[start:end].replace("\n", " ") + tail, inside)


def _back(text: str, at: int, room: int) -> int:
    """Return a place before ``at`` to begin: of a line or sentence that is near, of a word else."""
    first, width = at, 0
    while first > 0 and width < room:
        first -= 1
        width += 2 if _HAS_CJK.match(text[first]) else 1
    if first == 0:
        return 0
    stops = [text.rfind(mark, first, at) + len(mark) for mark in ("\n", "。", ". ") if mark in text[first:at]]
    if stops:
        return max(stops)
    gap = text.find(" ", first, at)
    return gap + 1 if gap >= 0 else first
