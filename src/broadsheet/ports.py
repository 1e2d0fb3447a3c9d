"""What the house asks of the outside: one Protocol per adapter kind, one method each.

An adapter is registered as an entry point (group ``broadsheet.<kind>``; the built-in ones go through the same door) and
is built once per process by ``config.py`` from frozen settings.  An adapter imports no stage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from broadsheet.types import Article, Draft, Edition, Failure, Item, Page, Source, Story

A = TypeVar("A")
B = TypeVar("B")


class Fetch(Protocol):
    """Bring one address.  Trouble is a value: a ``Failure`` that says what happened, never an exception."""

    def __call__(self, url: str) -> Page | Failure: ...


class Reader(Protocol):
    """Read one source of the kind that this adapter is registered for: its items, the pages it fetched, its failures."""

    def __call__(self, source: Source, fetch: Fetch) -> Iterator[Item | Page | Failure]: ...


class Embedder(Protocol):
    """Place texts in meaning-space: one float32 little-endian vector of unit length for each text, same order.

    The vector of a text must not depend on the texts beside it.  ``name`` (with version) is printed in the colophon.
    """

    name: str

    def __call__(self, texts: Sequence[str], languages: Sequence[str]) -> list[bytes]: ...


class Writer(Protocol):
    """Propose a draft of one story.  Nothing in it is believed until ``verify`` has seen it."""

    name: str

    def __call__(self, story: Story) -> Draft: ...


class Publisher(Protocol):
    """Write one edition somewhere below ``root`` (the folder that holds the edition folders), whole or not at all.

    ``articles`` are the edition's articles by id, for showing a quote in its context.  Returns the paths that a person
    would open, the first one first.  The same edition gives the same bytes.  Raises ``PublishError``.
    """

    def __call__(self, edition: Edition, articles: Mapping[str, Article], root: Path) -> Sequence[Path]: ...


class Map(Protocol):
    """An engine: apply a function to values, results in the order of the values."""

    def __call__(self, fn: Callable[[A], B], values: Iterable[A], /) -> Iterable[B]: ...
