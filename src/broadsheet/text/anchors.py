"""What a translation keeps as it was: figures, and names in Latin script, written alike for English and Chinese.

Cheap enough to be read of every article of a day: no numbers are parsed, no words are segmented.  Two articles that
share rare anchors may be translations of each other (see ``translation``); nothing more is said of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from broadsheet.text.names import Name
from broadsheet.text.shingles import fold, tokens

_SCALES = {
    "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "m": 6, "bn": 9, "b": 9,
    "千": 3, "万": 4, "亿": 8, "兆": 12,
}  # fmt: skip
_SHORTEST = 2
"""Characters of a word that says anything by itself."""
_LONGEST_FIGURE = 15


class ChineseAnchors:
    """Reads the anchors of Chinese texts: figures as values, and Latin words; Chinese forms of names count as Latin."""

    def __init__(self, names: Iterable[Name] = ()) -> None:
        """Take the Chinese forms of ``names``; each stands for the longest word of its name in English."""
        forms: dict[str, str] = {}
        for name in names:
            latin = [word for word in tokens(name.id) if word.isascii() and len(word) >= _SHORTEST]
            for form in name.forms if latin else ():
                if not form.isascii() and len(key := fold(form)) >= _SHORTEST:
                    forms.setdefault(key, max(latin, key=len))
        self._words = tuple(forms.values())
        self._automaton = AhoCorasick(tuple(forms), matchkind=MatchKind.LeftmostLongest) if forms else None

    def of_chinese(self, words: Sequence[str]) -> frozenset[str]:
        """Return the anchors of a Chinese text, given its folded tokens."""
        found = {word for word in words if word.isascii() and word[0].isalpha() and len(word) >= _SHORTEST}
        found.update(figures(words))
        if self._automaton is not None:
            matches = self._automaton.find_matches_as_indexes("".join(words))
            found.update(self._words[index] for index, _, _ in matches)
        return frozenset(found)


class EnglishAnchors:
    """Reads the anchors of English texts: only those that are ``known`` from Chinese ones."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known
        self._forms = {form: anchor for anchor in known for form in (anchor, f"{anchor}'s")}

    def of_english(self, words: Sequence[str]) -> frozenset[str]:
        """Return the anchors of an English text, given its folded tokens."""
        found = {self._forms[word] for word in self._forms.keys() & words}
        found.difference_update([word for word in found if word[0] <= "9"])  # 14 may stand for 14 billion
        found.update(figure for figure in figures(words) if figure in self._known)
        return frozenset(found)


def figures(words: Sequence[str]) -> list[str]:
    """Return the figures among folded tokens as plain values: ``14 billion`` and ``140 亿`` are both 14000000000."""
    return [_figure(words, place) for place, word in enumerate(words) if word[0] <= "9"]  # no token opens with a mark


def places(words: Sequence[str], anchors: frozenset[str]) -> dict[str, int]:
    """Return where each of ``anchors`` first stands in a text, in order; those told by a Chinese form are left out."""
    found: dict[str, int] = {}
    for place, word in enumerate(words):
        anchor = _figure(words, place) if "0" <= word[0] <= "9" else word.removesuffix("'s")
        if anchor in anchors:
            found.setdefault(anchor, place)
    return found


def in_order(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """Return the share of the anchors of ``one`` that ``other`` has in the same order, from their ``places``."""
    ends: list[int] = []  # the longest increasing run, by patience sorting
    for anchor in one:
        if anchor in other:
            at = bisect_left(ends, other[anchor])
            ends[at : at + 1] = [other[anchor]]
    return len(ends) / len(one) if one else 1.0


def _figure(words: Sequence[str], place: int) -> str:
    word = words[place]
    after = words[place + 1] if place + 1 < len(words) else ""
    return _value(word, _SCALES.get(after, 0)) if len(word) <= _LONGEST_FIGURE else word


@lru_cache(maxsize=65536)
def _value(word: str, scale: int) -> str:
    plain = word.replace(",", "")
    if ":" in plain or plain.count(".") > 1 or not plain.isascii():
        return plain
    value = Decimal(plain).scaleb(scale)
    return str(int(value)) if value == int(value) else str(value.normalize())
