"""What became of one message at one door, whichever the door is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Answer:
    """``sent``: the other side has it.  ``later``: it certainly has not, and may be asked again.  ``refused``: it has
    not and does not want it.  ``undecided``: it was sent whole and no answer came.  ``told`` is what was said.
    """

    kind: Literal["sent", "later", "refused", "undecided"]
    told: str


class DoorShutError(Exception):
    """Nothing can be sent there now, to whomever; the text says why.  The message at hand was certainly not sent."""
