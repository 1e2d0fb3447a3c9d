"""Adapters by kind and name: entry points, the built-in ones through the same door, imported when first needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Literal, cast

from broadsheet.errors import UsageError
from broadsheet.once import once
from broadsheet.ports import Engine

Kind = Literal["readers", "embedders", "writers", "judges", "matchers", "publishers", "engines"]


@once
def registered(kind: Kind) -> Mapping[str, EntryPoint]:
    """Return what is registered in the entry points ``broadsheet.<kind>``, by name.

    Asked once a process: it opens the records of every installed distribution, and a run asks some twenty times.
    """
    return {entry.name: entry for entry in entry_points(group=f"broadsheet.{kind}")}


def adapter(kind: Kind, name: str) -> object:
    """Return the factory registered under ``name`` in the entry points ``broadsheet.<kind>``.  Raises UsageError."""
    found = registered(kind)
    if name not in found:
        raise UsageError(
            "is not installed", subject=f"{kind[:-1]} {name!r}", remedy=f"installed: {', '.join(sorted(found))}"
        )
    return found[name].load()


def open_engine(name: str) -> Engine:
    """Start the engine ``name``; the caller closes it."""
    return cast("Callable[..., Engine]", adapter("engines", name))()
