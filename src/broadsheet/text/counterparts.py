"""Which text of a day translates which, without trying all pairs.

A text asks the other language by its rarest anchors (names and figures, see ``anchors``).  Those that share enough of
them, in the same order and in texts of fitting lengths, are compared sentence by sentence (see ``translation``).  Work
for one text is bounded, whatever the day holds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from broadsheet.text.anchors import ChineseAnchors, EnglishAnchors, in_order, places
from broadsheet.text.names import Name
from broadsheet.text.translation import Reading, align, read_chinese, read_english

ANCHORED = {"en": 500, "zh": 650}
"""Tokens from the start of a text whose anchors propose translations: about the same matter in both languages."""
COMMON_ANCHOR = 48
"""Articles in the other language that hold an anchor from which it proposes no translation."""
RAREST = 12
"""Anchors of an article, the rarest first, by which the other language is asked."""
SHARED = 3
"""Rare anchors that must be shared before two articles are compared."""
KEPT_ANCHORS = 0.6
"""Share of the anchors of the Chinese article that the English one must hold: a translator keeps names and figures."""
IN_ORDER = 0.6
"""Share of the anchors of the Chinese article that must stand in the English one in the same order: faithful
translations have 0.71 to 1, independent reports of one event 0.25 to 1 (gates/copies, the half not held out)."""
LEAST_WORDS = 50
"""Tokens of the English text, and of the Chinese, from which translations are told: an alert or a summary of three
sentences is like any other of the same event."""
TRANSLATIONS = 4
"""Articles in the other language that are compared with one, those that share most."""
LENGTHS = (0.9, 2.8)
"""Tokens of the Chinese text (characters) to one of the English (words); faithful translations have 1.3 to 2.1."""
_NONE: frozenset[str] = frozenset()


class Counterparts:
    """The texts so far that translate no other, by their anchors; they are asked for in order of originality."""

    def __init__(
        self,
        texts: Sequence[str],
        tokens: Sequence[Sequence[str]],
        languages: Sequence[str],
        names: Iterable[Name] = (),
    ) -> None:
        """Read the anchors of all texts, given their folded tokens and their languages (BCP 47)."""
        self._texts = texts
        self._tokens = tokens
        self._readings: dict[int, Reading] = {}
        self._places: dict[int, dict[str, int]] = {}
        spoken = [
            language[:2] if len(words) >= LEAST_WORDS else "" for language, words in zip(languages, tokens, strict=True)
        ]
        both = {"en", "zh"} <= set(spoken)
        chinese = ChineseAnchors(names) if both else None
        self._is_chinese = [language == "zh" for language in spoken]
        self._anchors = [
            chinese.of_chinese(words[: ANCHORED["zh"]]) if chinese and is_chinese else _NONE
            for is_chinese, words in zip(self._is_chinese, tokens, strict=True)
        ]
        reader = EnglishAnchors(_NONE.union(*self._anchors))
        for i, language in enumerate(spoken if both else ()):
            if language == "en":
                self._anchors[i] = reader.of_english(tokens[i][: ANCHORED["en"]])
        self._held_by: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        for is_chinese, anchors in zip(self._is_chinese, self._anchors, strict=True):
            self._held_by[is_chinese].update(anchors)
        self._holders: tuple[dict[str, list[int]], dict[str, list[int]]] = (defaultdict(list), defaultdict(list))

    def original_of(self, i: int) -> int | None:
        """Return the text that ``i`` translates, the one most alike; a text that translates none is taken in."""
        if not self._anchors[i]:
            return None
        mine = self._is_chinese[i]
        theirs = self._held_by[not mine]
        rare = sorted((theirs[a], a) for a in self._anchors[i] if 0 < theirs[a] < COMMON_ANCHOR)[:RAREST]
        shared: Counter[int] = Counter()
        for _, anchor in rare:
            shared.update(self._holders[not mine].get(anchor, ()))
        best: tuple[float, int] | None = None
        asked = sorted(
            (found for found in shared.items() if found[1] >= SHARED), key=lambda found: (-found[1], found[0])
        )
        for j, _ in asked[:TRANSLATIONS]:
            english, chinese = (j, i) if mine else (i, j)
            if not self._may_be(english, chinese):
                continue
            found = align(self._reading(english), self._reading(chinese))
            if found is not None and found.is_translation and (best is None or found.meaning > best[0]):
                best = found.meaning, j
        if best is not None:
            return best[1]
        held = self._held_by[mine]
        for anchor in self._anchors[i]:
            if held[anchor] < COMMON_ANCHOR:
                self._holders[mine][anchor].append(i)
        return None

    def _may_be(self, english: int, chinese: int) -> bool:
        least, most = LENGTHS
        anchors = self._anchors[chinese]
        return (
            least <= len(self._tokens[chinese]) / len(self._tokens[english]) <= most
            and len(anchors & self._anchors[english]) >= KEPT_ANCHORS * len(anchors)
            and in_order(self._where(chinese), self._where(english)) >= IN_ORDER
        )

    def _where(self, i: int) -> dict[str, int]:
        if i not in self._places:
            self._places[i] = places(self._tokens[i][: ANCHORED["en"]], self._anchors[i])
        return self._places[i]

    def _reading(self, i: int) -> Reading:
        if i not in self._readings:
            self._readings[i] = (read_chinese if self._is_chinese[i] else read_english)(self._texts[i])
        return self._readings[i]
