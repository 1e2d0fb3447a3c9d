"""The words that a page may show: strings known whole, and the house's own templates; all else is a stranger.

A text is *covered* when it can be laid out, from its first sign to its last, with known strings, templates whose blanks
are filled with known strings, and punctuation between them.  Words of Latin script are never cut.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import NamedTuple

from broadsheet.audit.fault import seen

Ends = Callable[[str, int], Iterable[int]]
"""A reader of one blank: a text and a place in it -> the places where the blank may end."""

_HEAD = 2
"""Signs of a known string by which it is found."""

_BOTH = frozenset({"name", "date"})
"""Kinds that one string may have at once: a source that is the folder of an edition is called after its day."""

_INTEGER = re.compile(r"\d{1,7}(?!\d)")
_NOT_FREE = frozenset("%‰#@&")


class Tile(NamedTuple):
    """A known string as it stands in a text; ``kind`` says what it is, ``label`` that it is the house's own."""

    kind: str
    text: str
    start: int
    end: int


class Part(NamedTuple):
    """A piece of a template: words, or the name of a blank (``after`` lists the nouns that may follow a number)."""

    words: str
    blank: str
    after: tuple[str, ...]


@dataclass
class Vocabulary:
    """Known strings by kind, templates, and readers of the blanks that they have."""

    known: dict[str, dict[str, str]] = field(default_factory=dict)
    templates: dict[str, list[tuple[Part, ...]]] = field(default_factory=dict)
    blanks: dict[str, Ends] = field(default_factory=dict)
    _kinds: dict[str, set[str]] = field(default_factory=dict)
    _covered: dict[str, tuple[tuple[Tile, ...], str]] = field(default_factory=dict)

    def add(self, kind: str, texts: Iterable[str]) -> None:
        """Make strings known; the first kind of a string stays, but a name may look like a date, and is then both."""
        self._covered.clear()
        for text in texts:
            told = seen(text)
            if told:
                self.known.setdefault(told[:_HEAD], {}).setdefault(told, kind)
                if kind in _BOTH:
                    self._kinds.setdefault(told, set()).add(kind)

    def learn(self, templates: Iterable[str]) -> None:
        """Take words of the house: plain ones as known strings, those with blanks as templates if all can be read."""
        for template in templates:
            parts = parsed(template)
            if all(not part.blank for part in parts):
                self.add("label", [template])
            elif all(not part.blank or part.blank in self.blanks for part in parts):
                self._covered.clear()
                self.templates.setdefault(parts[0].words[:1], []).append(parts)

    def strings(self, text: str, at: int) -> Iterator[tuple[str, str]]:
        """Yield the known strings that stand in ``text`` at ``at``, with their kinds."""
        for size in range(1, _HEAD + 1):
            for known, kind in self.known.get(text[at : at + size], {}).items():
                if text.startswith(known, at) and _whole(text, at, at + len(known)):
                    yield known, kind

    def ends(self, text: str, at: int, *kinds: str) -> Iterator[int]:
        """Yield where known strings of ``kinds`` that begin at ``at`` end."""
        yield from (at + len(known) for known, kind in self.strings(text, at) if self._is_one(known, kind, kinds))

    def _is_one(self, known: str, kind: str, kinds: Sequence[str]) -> bool:
        return kind in kinds or (kind in _BOTH and not self._kinds[known].isdisjoint(kinds))

    def filled(self, text: str, at: int, parts: Sequence[Part]) -> Iterator[int]:
        """Yield where a template that begins at ``at`` ends."""
        if not parts:
            yield at
            return
        part, rest = parts[0], parts[1:]
        here = _skip(text, at)
        if not part.blank:
            if text.startswith(part.words, here) and (at == here or not part.words[:1].isalnum() or here > at):
                yield from self.filled(text, here + len(part.words), rest)
            return
        for end in dict.fromkeys(self.blanks[part.blank](text, here)):
            if not part.after:
                yield from self.filled(text, end, rest)
                continue
            for noun in part.after:
                if text.startswith(noun, _skip(text, end)):
                    yield from self.filled(text, _skip(text, end) + len(noun), rest)

    def many(self, *templates: str) -> Ends:
        """Return a reader of one or more fillings of ``templates``, punctuation between them."""
        several = [parsed(template) for template in templates]

        def ends(text: str, at: int) -> Iterator[int]:
            reached, told = [at], set[int]()
            while reached:
                here = reached.pop()
                for parts in several:
                    for end in self.filled(text, here, parts):
                        if end not in told:
                            told.add(end)
                            reached.append(_free_run(text, end))
            yield from sorted(told)

        return ends

    def cover(self, text: str) -> tuple[tuple[Tile, ...], str]:
        """Return the tiles that cover ``text`` (see ``seen``) and "", or those so far and the words that none covers.

        Of several coverings the one with the fewest tiles is taken: the longest strings.
        """
        if text not in self._covered:
            self._covered[text] = self._cover(text)
        return self._covered[text]

    def _cover(self, text: str) -> tuple[tuple[Tile, ...], str]:
        best: dict[int, tuple[int, int, Tile | None]] = {0: (0, -1, None)}
        order = [0]
        at_most = 0
        while order:
            here = min(order)
            order.remove(here)
            at_most = max(at_most, here)
            if here == len(text):
                break
            cost = best[here][0]
            for end, price, tile in self._steps(text, here):
                if end > here and (end not in best or best[end][0] > cost + price):
                    if end not in best:
                        order.append(end)
                    best[end] = (cost + price, here, tile)
        goal = len(text) if len(text) in best else at_most
        tiles: list[Tile] = []
        back = goal
        while back > 0:
            _, back, tile = best[back]
            if tile is not None:
                tiles.append(tile)
        return tuple(reversed(tiles)), text[goal:]

    def _steps(self, text: str, at: int) -> Iterator[tuple[int, int, Tile | None]]:
        if _free(text[at]):
            yield at + 1, 0, None
        for known, kind in self.strings(text, at):
            yield at + len(known), 1, Tile(kind, known, at, at + len(known))
        for parts in (*self.templates.get(text[at], ()), *self.templates.get("", ())):
            if parts[0].blank or text.startswith(parts[0].words, at):
                for end in self.filled(text, at, parts):
                    if _whole(text, at, end):
                        yield end, 1, Tile("label", text[at:end], at, end)


def parsed(template: str) -> tuple[Part, ...]:
    """Return the pieces of a ``str.format`` template; ``{count:story|stories}`` is a number and its noun."""
    parts: list[Part] = []
    for words, blank, spec, _ in Formatter().parse(template):
        if told := seen(words):
            parts.append(Part(told, "", ()))
        if blank:
            parts.append(Part("", blank, tuple(spec.split("|")) if spec and "|" in spec else ()))
    return tuple(parts)


def integer(text: str, at: int) -> Iterator[int]:
    """Read a whole number."""
    if found := _INTEGER.match(text, at):
        yield found.end()


def pattern(expression: str) -> Ends:
    """Return a reader of what a regular expression matches."""
    compiled = re.compile(expression)

    def ends(text: str, at: int) -> Iterator[int]:
        if found := compiled.match(text, at):
            yield found.end()

    return ends


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] == " ":
        at += 1
    return at


def _free_run(text: str, at: int) -> int:
    while at < len(text) and _free(text[at]):
        at += 1
    return at


def _free(sign: str) -> bool:
    """Say whether a sign says nothing by itself: a blank, a dot, a bracket, a bar, an arrow."""
    return (unicodedata.category(sign)[0] in "PZC" and sign not in _NOT_FREE) or sign in "|→←=+<>~×^`▾▴▸"


def _whole(text: str, start: int, end: int) -> bool:
    return not (_joins(text, start) or _joins(text, end))


def _joins(text: str, at: int) -> bool:
    """Say whether a word of Latin script or a number goes on across ``at``."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    return before.isalnum() and after.isalnum() and _latin(before) and _latin(after)


def _latin(sign: str) -> bool:
    return sign.isdigit() or ord(sign) < 0x250


Labels = Mapping[str, Mapping[str, str]]
"""Room -> key -> words."""
