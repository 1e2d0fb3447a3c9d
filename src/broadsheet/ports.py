"""What the house asks of the outside: one Protocol per adapter kind, one method each.

An adapter is registered as an entry point (group ``broadsheet.<kind>``; the built-in ones go through the same door) and
is built once per process by ``config.py`` from frozen settings.  An adapter imports no stage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

import msgspec

from broadsheet.types import (
    Article,
    Assignment,
    Count,
    Couple,
    Doubt,
    Draft,
    Edition,
    Failure,
    Item,
    Match,
    Opinion,
    Page,
    Printing,
    Proposal,
    Refusal,
    Source,
    Story,
    Window,
)

P = ParamSpec("P")
R = TypeVar("R")


class Fetch(Protocol):
    """Bring one address.  Trouble is a value: a ``Failure`` that says what happened, never an exception.

    An address is asked once in a run, however often it is wanted; ``again`` asks anew, for what may have changed.  What
    came is kept as evidence by the fetcher itself.
    """

    def __call__(self, url: str, *, again: bool = False) -> Page | Failure: ...


class Confine(Protocol):
    """Run a pure function on untrusted data where it can hurt nobody: within seconds of CPU, within memory.

    ``fn`` is found by its name in another process; it and its arguments can be pickled.  What does not end well is a
    ``Failure`` of stage ``confine`` and kind ``too_slow``, ``out_of_memory`` or ``crashed``; an exception of ``fn`` is
    raised here.
    """

    def __call__(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | Failure: ...


class Reader(Protocol):
    """Read one source of the kind this adapter is registered for: its items, and what went wrong.

    A reader is built with ``known`` (host -> the source that lives there, for those that bring others' news) and
    ``confine``.  ``options`` is a struct of the options that a source of this kind may have: every field with a default
    or required.  ``window`` spares asking for what is outside; ``collect`` sorts out what comes all the same.
    """

    options: type[msgspec.Struct]

    def __call__(self, source: Source, fetch: Fetch, window: Window) -> Iterator[Item | Failure]: ...


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


class Newsroom(Protocol):
    """A writer that must plan: it sees the day before it writes, and writes what waits for others in parallel.

    ``assign`` gives every story once, in an order that depends on the stories alone; ``write`` gives one draft for each
    story of an assignment, counts of what it took and failures that it survived.
    """

    name: str

    def assign(self, stories: Sequence[Story]) -> Iterator[Assignment]: ...

    def write(self, assignment: Assignment) -> Iterator[Draft | Count | Failure]: ...


class Repair(Protocol):
    """A writer's second chance: write anew the claims of ``draft`` that fell, each in its old place.

    A writer that wants one has a method ``repair`` of this shape.  It is called once for a draft, with the reasons.  It
    gives the draft anew, or none where it cannot; all but the fallen places of it is ignored, and those are judged like
    any other.  Counts (stage ``verify``) tell what that took, failures what went wrong.
    """

    def __call__(self, draft: Draft, refusals: Sequence[Refusal]) -> Iterator[Draft | Count | Failure]: ...


class Columnist(Protocol):
    """A writer that also says what the day's stories have in common.

    A writer that wants to has a method ``reflect`` of this shape.  It sees what the edition prints in full and gives
    one proposal, or none; counts (stage ``compose``) of what it took; failures.
    """

    def __call__(self, printings: Sequence[Printing]) -> Iterator[Proposal | Count | Failure]: ...


class Judge(Protocol):
    """A second opinion on the sentences of one story (``subject``) about which ``verify`` is in doubt.

    All of them come in one question.  No hard fault is among them, so a judge can let pass only what is doubtful.  It
    gives an opinion on each; one that is missing, or contradicted, is a rejection.  Counts (stage ``verify``) tell what
    that took, failures why it could not answer.

    ``dear`` says that a question costs: then it is asked about stories in full only, for the verbatim stand-in of a
    single line says as much.  The factory is called with what its attribute ``needs`` names (docs/configuration.md).
    """

    name: str
    dear: bool

    def __call__(self, subject: str, doubts: Sequence[Doubt], /) -> Iterator[Opinion | Count | Failure]: ...


class Matcher(Protocol):
    """Somebody who reads: of couples of articles near the border that the rules draw, which tell one event.

    Those of a round come in one question; it gives a match for each, and one that is missing is silence, where the
    rules decide.  Counts (stage ``cluster``) tell what that took, failures why it could not answer.  The factory is
    called with what its attribute ``needs`` names, as a judge's (docs/configuration.md).
    """

    name: str

    def __call__(self, couples: Sequence[Couple], /) -> Iterator[Match | Count | Failure]: ...


class Publisher(Protocol):
    """Write one edition somewhere below ``root`` (the folder that holds the edition folders), whole or not at all.

    ``articles`` are the edition's articles by id, for showing a quote in its context.  Returns the paths that a person
    would open, the first one first.  The same edition gives the same bytes.  Raises ``PublishError``.
    """

    def __call__(self, edition: Edition, articles: Mapping[str, Article], root: Path) -> Sequence[Path]: ...


class Engine(Protocol):
    """A map: apply ``fn`` to every value, results in the order of the values, as they come.

    ``waits`` tells that the work mostly waits for others, so more of it may be in flight than there are cores; it stays
    in the calling process.  With ``lanes``, a name for each value, the values of one lane are taken one after another,
    in their order.  ``fn`` can be pickled; an exception in it is raised here.  ``close`` ends what the engine started.
    """

    def __call__(
        self, fn: Callable[[bytes], bytes], values: Sequence[bytes], /, *, waits: bool, lanes: Sequence[str] = ()
    ) -> Iterable[bytes]: ...

    def close(self) -> None: ...
