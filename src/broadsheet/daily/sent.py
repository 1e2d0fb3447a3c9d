"""What delivery told, as the scheduler keeps it: figures by channel and state, and whether to call it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from broadsheet.errors import BroadsheetError

AGAIN = "pending"
"""The state of a message that another call may still send.  What is undecided may have arrived and is never sent again
by itself; what was refused or failed for good needs a person: all are counted, and the day is done."""


class Line(Protocol):
    """What became of an edition on one channel: messages by state, and why its door was shut, if it was."""

    @property
    def channel(self) -> str: ...

    @property
    def states(self) -> Mapping[str, int]: ...

    @property
    def shut(self) -> str: ...


class UndeliveredError(BroadsheetError):
    """Some of the readers have not got the edition yet; those who have will not get it again."""


def figures(lines: Iterable[Line]) -> dict[str, int]:
    """Return how many messages are in which state, as ``channel.state``.

    Raises UndeliveredError while a message waits or a door is shut, so that the day is tried again.
    """
    told = list(lines)
    late = [
        f"{line.channel}: {line.states.get(AGAIN, 0)} still wait{f' ({line.shut})' if line.shut else ''}"
        for line in told
        if line.shut or line.states.get(AGAIN)
    ]
    if late:
        remedy = "it is tried again by itself; what has gone is not sent twice"
        raise UndeliveredError("; ".join(late), subject="delivery", remedy=remedy)
    return {f"{line.channel}.{state}": count for line in told for state, count in sorted(line.states.items()) if count}
