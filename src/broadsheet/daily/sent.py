"""What delivery told, as the scheduler keeps it: figures by channel and state, and whether to call it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from broadsheet.errors import BroadsheetError

AGAIN = "pending"
"""The state of a message that another call may still send.  What is undecided may have arrived and is never sent again
by itself; what was refused or failed for good needs a person: all are counted, and the day is done."""


S = TypeVar("S", bound=str)


class Line(Protocol[S]):
    """What became of an edition on one channel: messages by state, and why its door was shut, if it was."""

    @property
    def channel(self) -> str: ...

    @property
    def states(self) -> Mapping[S, int]: ...

    @property
    def shut(self) -> str: ...


class UndeliveredError(BroadsheetError):
    """Some of the readers have not got the edition yet; those who have will not get it again."""


def figures(lines: Iterable[Line[S]]) -> dict[str, int]:
    """Return how many messages are in which state, as ``channel.state``.

    Raises UndeliveredError while a message waits or a door is shut, so that the day is tried again.
    """
    told = [(line.channel, {str(state): n for state, n in line.states.items()}, line.shut) for line in lines]
    late = [
        f"{channel}: {states.get(AGAIN, 0)} still wait{f' ({shut})' if shut else ''}"
        for channel, states, shut in told
        if shut or states.get(AGAIN)
    ]
    if late:
        remedy = "it is tried again by itself; what has gone is not sent twice"
        raise UndeliveredError("; ".join(late), subject="delivery", remedy=remedy)
    return {f"{channel}.{state}": n for channel, states, _ in told for state, n in sorted(states.items()) if n}
