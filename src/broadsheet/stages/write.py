"""Story -> Draft: what a writer proposes, and nobody believes yet."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.ports import Writer
from broadsheet.types import Draft, Story


def write(story: Story, writer: Writer) -> Iterator[Draft]:
    """Yield the one draft of ``story``; a story that is not printed gets an empty one, so that none is lost."""
    yield writer(story)
