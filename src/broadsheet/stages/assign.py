"""Story -> Assignment: who is written at what length, decided before anybody is paid.

Only for a writer that must plan (``ports.Newsroom``).  Every story goes on, at depth ``quote`` where nothing is paid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from broadsheet.ports import Newsroom
from broadsheet.types import Assignment, Count, Story


def assign(stories: Sequence[Story], newsroom: Newsroom) -> Iterator[Assignment | Count]:
    """Yield the assignments of ``stories``, each story in one of them, and how many there are of each depth."""
    for assignment in newsroom.assign(stories):
        yield assignment
        yield Count(stage="assign", subject=assignment.depth, gate="stories", count=len(assignment.stories))
