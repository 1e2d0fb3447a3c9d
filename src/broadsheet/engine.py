"""Runs a pipeline with a map; counts, resumes, tells failures; knows no news.

A step is a function over values. An engine is only a ``map`` (builtin, threads, processes, Ray): what crosses it is
the name of the step, the settings and the values, all as bytes, so every engine gives the same bytes back. Barriers
run in the calling process. The idea of ``map`` as the one seam for parallelism is lemon24/reader's; that of an engine
of a few lines under any executor is datatrove's.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby, pairwise
from pathlib import Path
from pkgutil import resolve_name
from typing import Literal, NamedTuple, Protocol, cast

from broadsheet import codec
from broadsheet.files import write_whole
from broadsheet.ports import Engine
from broadsheet.types import Count, Failure, Ledger, Tally, Value


@dataclass(frozen=True)
class Step:
    """One row of a pipeline: what it turns into what, in which shape, with which needs.

    ``each`` sees one value, ``batch`` a tuple of at most ``size`` values, ``all`` every value (a barrier).  ``size`` is
    also how many values one task carries.  ``waits`` marks a step that mostly waits for the network; ``lane`` names
    what a value must wait its turn for (a host), so that tasks of one lane follow one another.  Values that are not
    ``gives`` go to the ledger (failures, counts) and to the caller's ``keep``.
    """

    name: str
    function: Callable[..., Iterator[Value]]
    shape: Literal["each", "batch", "all"]
    takes: type[Value]
    gives: type[Value]
    needs: tuple[str, ...] = ()
    size: int = 16
    waits: bool = False
    lane: Callable[..., str] | None = None


class Call(NamedTuple):
    """A step by name: all that another process must know to run it.

    ``pipeline`` and ``kit`` are ``module:attribute`` references; ``kit(settings)`` gives an object with every need.
    """

    pipeline: str
    kit: str
    settings: bytes
    step: str


class Progress(Protocol):
    """What a watcher is told: ``done`` of ``total`` values of ``stage`` so far (both in values, not tasks)."""

    def __call__(self, stage: str, done: int, total: int, /) -> None: ...


@dataclass(frozen=True)
class Outcome:
    """What a run gave: the ledger, the values of every stage by its name, and the seconds each stage took."""

    ledger: Ledger
    given: Mapping[str, tuple[Value, ...]]
    seconds: Mapping[str, float]
    resumed: int = 0


@dataclass
class Checkpoints:
    """Finished tasks in a folder, each under the digest of everything that it saw.

    ``identity`` stands for the settings: all of them that can change what a task gives.
    """

    folder: Path
    identity: bytes
    hits: int = field(default=0, init=False)

    def path(self, step: str, chunk: bytes) -> Path:
        """Return where the task of ``step`` over ``chunk`` is kept when it has finished."""
        h = hashlib.sha256()
        for part in (self.identity, step.encode(), chunk):
            h.update(len(part).to_bytes(8, "big"))
            h.update(part)
        return self.folder / step / h.hexdigest()[:32]

    def load(self, path: Path) -> bytes | None:
        """Return what a finished task gave, or None when it did not finish (files appear whole)."""
        if not path.exists():
            return None
        self.hits += 1
        return path.read_bytes()


_BUILDING = threading.Lock()


def perform(call: Call, chunk: bytes) -> bytes:
    """Run one task, in whatever process: decode the values, apply the step, encode what it yields."""
    step = next(s for s in cast("Sequence[Step]", resolve_name(call.pipeline)) if s.name == call.step)
    with _BUILDING:  # threads share one kit; its parts are built once, by the first that needs them
        kit = resolve_name(call.kit)(call.settings)
        needs = {name: getattr(kit, name) for name in step.needs}
    return codec.encode(_apply(step, codec.decode(chunk), needs))


def _apply(step: Step, values: tuple[Value, ...], needs: Mapping[str, object]) -> Iterator[Value]:
    if step.shape == "each":
        for value in values:
            yield from step.function(value, **needs)
    else:
        yield from step.function(values, **needs)


def run(
    steps: Sequence[Step],
    values: Sequence[Value],
    *,
    call: Call,
    engine: Engine,
    checkpoints: Checkpoints | None = None,
    keep: Callable[[Value], None] | None = None,
    progress: Progress | None = None,
    ledger: Ledger | None = None,
) -> Outcome:
    """Send ``values`` through ``steps`` and return what every step gave.

    A barrier that needs ``ledger`` gets the ledger of the steps before it, after those that ``ledger`` tells of.  With
    ``checkpoints`` a task that finished in an earlier, interrupted run is read instead of done again.  ``keep`` gets
    every failure and every other value that is not the step's to give, as they come.  An exception in a stage ends the
    run.
    """
    ledger = ledger or Ledger()
    given: dict[str, tuple[Value, ...]] = {}
    seconds: dict[str, float] = {}
    for step in steps:
        began = time.perf_counter()
        if progress:
            progress(step.name, 0, len(values))
        if step.shape == "all":
            results = _barrier(step, tuple(values), call, ledger)
        else:
            results = _spread(step, values, call._replace(step=step.name), engine, checkpoints, progress)
        passed: list[Value] = []
        failures: list[Failure] = []
        counts: Counter[tuple[str, str, str]] = Counter()
        for value in results:
            if isinstance(value, step.gives):
                passed.append(value)
            elif isinstance(value, Count):
                counts[value.stage, value.subject, value.gate] += value.count
            else:
                if isinstance(value, Failure):
                    failures.append(value)
                if keep is not None:
                    keep(value)
        tally = Tally(stage=step.name, taken=len(values), given=len(passed), failed=len(failures))
        ledger = Ledger(
            tallies=(*ledger.tallies, tally),
            failures=(*ledger.failures, *failures),
            counts=(*ledger.counts, *_counts(counts)),
        )
        if progress:
            progress(step.name, len(values), len(values))
        values = given[step.name] = tuple(passed)
        seconds[step.name] = time.perf_counter() - began
    return Outcome(ledger, given, seconds, checkpoints.hits if checkpoints else 0)


def _counts(counts: Counter[tuple[str, str, str]]) -> Iterator[Count]:
    for (stage, subject, gate), count in sorted(counts.items()):
        yield Count(stage=stage, subject=subject, gate=gate, count=count)


def _barrier(step: Step, values: tuple[Value, ...], call: Call, ledger: Ledger) -> Iterator[Value]:
    kit = resolve_name(call.kit)(call.settings)
    needs = {name: ledger if name == "ledger" else getattr(kit, name) for name in step.needs}
    return _apply(step, values, needs)


def _spread(
    step: Step,
    values: Sequence[Value],
    call: Call,
    engine: Engine,
    checkpoints: Checkpoints | None,
    progress: Progress | None,
) -> Iterator[Value]:
    """Yield what the step gives for every value, in the order of the values, task by task."""
    tasks = list(_tasks(step, values))
    chunks = [codec.encode(task) for _, task in tasks]
    paths = [checkpoints.path(step.name, chunk) if checkpoints else None for chunk in chunks]
    ready = [checkpoints.load(path) if checkpoints and path else None for path in paths]
    todo = [number for number, data in enumerate(ready) if data is None]
    lanes = [tasks[number][0] for number in todo] if step.lane else []
    fresh = iter(engine(partial(perform, call), [chunks[number] for number in todo], waits=step.waits, lanes=lanes))
    done = 0
    for (_, task), path, data in zip(tasks, paths, ready, strict=True):
        known = data is not None
        data = next(fresh) if data is None else data
        values_given = codec.decode(data)
        # What failed is asked again by the next run: the network may be back, the line mended.
        if path is not None and not known and not any(isinstance(value, Failure) for value in values_given):
            write_whole(path, data)
        yield from values_given
        done += len(task)
        if progress:
            progress(step.name, done, len(values))


def _tasks(step: Step, values: Sequence[Value]) -> Iterator[tuple[str, Sequence[Value]]]:
    """Yield lane and values of each task: neighbours of one lane, at most ``step.size`` of them."""
    for lane, group in groupby(values, key=step.lane or (lambda _: "")):
        neighbours = tuple(group)
        for at in range(0, len(neighbours), step.size):
            yield lane, neighbours[at : at + step.size]


def check(steps: Sequence[Step], kit_type: type) -> None:
    """Raise TypeError when a step needs what the kit lacks, or the types of neighbours do not fit."""
    for step in steps:
        for need in step.needs:
            if need != "ledger" and not hasattr(kit_type, need):
                raise TypeError(f"step {step.name} needs {need!r}, which {kit_type.__name__} does not have")
    for before, after in pairwise(steps):
        if before.gives is not after.takes:
            raise TypeError(f"{before.name} gives {before.gives.__name__}, {after.name} takes {after.takes.__name__}")
