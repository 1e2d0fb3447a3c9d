"""What a run would ask of a model, and about what it would cost, before anybody is paid."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from broadsheet.adapters.write_llm import ModelWriter
from broadsheet.adapters.writing.plan import Cost
from broadsheet.config import Settings, kit
from broadsheet.engine import Progress
from broadsheet.errors import UsageError
from broadsheet.ports import Engine
from broadsheet.press import run_through, with_cache
from broadsheet.types import Assignment


@dataclass(frozen=True)
class Preview:
    """What a run would ask of a model: every assignment with about what it takes, and whether its price is known."""

    lines: tuple[tuple[Assignment, Cost], ...]
    price_known: bool
    model: str


def preview(settings: Settings, engine: Engine, progress: Progress | None = None) -> Preview:
    """Run the stages before the writer and return its plan; nobody is paid.  Raises what ``print_edition`` raises.

    What was fetched is kept, so that the run itself goes on from there.
    """
    writer = kit(msgspec.json.encode(with_cache(settings))).writer
    if not isinstance(writer, ModelWriter):
        raise UsageError(
            "asks no model, so there is nothing to plan or to pay",
            subject=f"writer {settings.writer!r}",
            remedy="--writer llm",
        )
    outcome = run_through(settings, "assign", engine, progress)
    planned = [one for one in outcome.given["assign"] if isinstance(one, Assignment)]
    return Preview(
        tuple((one, writer.price(one)) for one in planned), writer.model.price.known, writer.model.settings.name
    )
