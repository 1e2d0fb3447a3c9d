"""What the house asks of the outside: one Protocol per adapter kind, one method each.

An adapter is registered as an entry point (group ``broadsheet.<kind>``; the built-in ones go through the same door) and
is built once per process by ``config.py`` from frozen settings.  An adapter imports no stage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from broadsheet.types import Article, Draft, Edition, Failure, Item, Page, Source, Story


class Fetch(Protocol):
    """Bring one address.  Trouble is a value: a ``Failure`` that says what happened, never an exception."""

    def __call__(self, url: str) -> Page | Failure: ...


class Reader(Protocol):
    """Read one source of the kind this adapter is registered for: its items, the pages it fetched, its failures."""

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


class Engine(Protocol):
    """A map: apply ``fn`` to every value, results in the order of the values, as they come.

    ``waits`` tells that the work mostly waits for others, so more of it may be in flight than there are cores.  ``fn``
    can be pickled; an exception in it is raised here.  ``close`` ends what the engine started.
    """

    def __call__(self, fn: Callable[[bytes], bytes], values: Iterable[bytes], /, *, waits: bool) -> Iterable[bytes]: ...

    def close(self) -> None: ...
