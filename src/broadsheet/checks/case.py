"""What a check sees: one written sentence, the passages that it cites, and what both were found to say.

Several checks read the same sentence, so each reading (numbers, names, ...) is made once, when it is first wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property
from typing import NamedTuple, TypeAlias

from broadsheet.checks.known import known, named
from broadsheet.checks.overlap import Ground, Unit, ground, units
from broadsheet.text.chinese import to_taiwan
from broadsheet.text.frame import Standing
from broadsheet.text.names import Mention, NameTable
from broadsheet.text.numbers import Number, numbers


class Passage(NamedTuple):
    """A cited passage: whole source sentences.  ``published`` is the day that its relative dates count from."""

    text: str
    language: str
    published: Date | None = None


class Finding(NamedTuple):
    """What is wrong with a sentence.  A hard fault is certain enough to stand alone; a soft one asks for a judge."""

    code: str
    message: str
    hard: bool


Align: TypeAlias = Callable[[Sequence[str], Sequence[str]], Sequence[bytes]]
"""Texts and their languages -> a unit vector (float32, little-endian) for each: an ``Embedder``."""


@dataclass(frozen=True)
class Knowledge:
    """What the checks know besides the texts: the desk's names, and an embedder that places two languages together."""

    names: NameTable
    embed: Align


@dataclass(frozen=True)
class Case:
    """One written sentence before the court: ``text`` in ``language``, and the ``passages`` that it cites."""

    text: str
    language: str
    passages: tuple[Passage, ...]
    knows: Knowledge
    standing: Standing = "told"
    """How the article of the passages tells what the sentence tells: in its own name or not."""

    @cached_property
    def source(self) -> str:
        """The passages, a line each."""
        return "\n".join(passage.text for passage in self.passages)

    @cached_property
    def taiwan(self) -> str:
        """The passages as Taiwan writes them: what a sentence in Traditional Chinese can be compared with by letter."""
        return to_taiwan(self.source) if any(p.language.startswith("zh") for p in self.passages) else self.source

    @cached_property
    def crosses(self) -> bool:
        """Whether the sentence is in another language than every passage, so that no words can be compared."""
        return all(passage.language[:2] != self.language[:2] for passage in self.passages)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        return tuple(numbers(self.text))

    @cached_property
    def names(self) -> tuple[Mention, ...]:
        return named(self.text, self.knows.names)

    @cached_property
    def source_names(self) -> tuple[Mention, ...]:
        return tuple(mention for passage in self.passages for mention in named(passage.text, self.knows.names))

    @cached_property
    def told(self) -> tuple[Mention, ...]:
        """The names of the sentence; across languages those of the common table as well, which no words compare."""
        return _with_places(self.text, self.names) if self.crosses else self.names

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The content of the sentence in its order: words, names, numbers."""
        return units(self.text, self.told, self.numbers, crosses=self.crosses)

    @cached_property
    def grounds(self) -> tuple[Ground, ...]:
        """The passages, each for looking words up in it."""
        return tuple(
            ground(passage.text, self._names_of(passage), tuple(numbers(passage.text))) for passage in self.passages
        )

    def _names_of(self, passage: Passage) -> tuple[Mention, ...]:
        names = named(passage.text, self.knows.names)
        return _with_places(passage.text, names, inner=True) if self.crosses else names


def _with_places(text: str, names: tuple[Mention, ...], *, inner: bool = False) -> tuple[Mention, ...]:
    """Return ``names`` and what the common table finds beside them (``inner``: inside them too), in their order."""
    taken = [(m.start, m.end) for m in names if m.known and not inner]
    places = [
        Mention(name=name, kind="place", start=start, end=end, known=True)
        for name, start, end in known(text, ()).places
        if not any(first < end and start < last for first, last in taken)
    ]
    free = [m for m in names if m.known or not any(p.start < m.end and m.start < p.end for p in places)]
    return tuple(sorted((*free, *places), key=lambda mention: (mention.start, mention.end, mention.name)))
