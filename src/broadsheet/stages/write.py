"""Story -> Draft: what a writer proposes, and nobody believes yet."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.ports import Newsroom, Writer
from broadsheet.types import Assignment, Count, Draft, Failure, Story


def write(story: Story, writer: Writer) -> Iterator[Draft]:
    """Yield the one draft of ``story``; a story that is not printed gets an empty one, so that none is lost."""
    yield writer(story)


def write_assigned(assignment: Assignment, newsroom: Newsroom) -> Iterator[Draft | Count | Failure]:
    """Yield a draft for each story of ``assignment``, what was taken for them, and what went wrong meanwhile."""
    yield from newsroom.write(assignment)
