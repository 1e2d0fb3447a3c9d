"""A printed edition, read and proved: what every publisher is given.

    DIR/DATE --read--> Edition, articles --proof.faults--> the same, or PublishError

A module of its own, and a light one: a process that helps to publish a year of editions loads it, and neither press nor
checks nor settings until an edition holds a sentence that somebody wrote.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.errors import PublishError
from broadsheet.folders import of_another_day
from broadsheet.proof import faults, printed_claims
from broadsheet.seal import edited
from broadsheet.store import read_edition, read_evidence
from broadsheet.types import Article, Edition

if TYPE_CHECKING:
    from broadsheet.checks.case import Knowledge
    from broadsheet.config import Kit


def proved(folder: Path, press: Callable[[], Kit]) -> tuple[Edition, dict[str, Article]]:
    """Return an edition and the articles that it cites.  Raises PublishError when they do not bear it out, or when
    they are not those that were sealed and no correction made them so.

    Names and embedder of the kit are loaded when a written sentence asks for them; a quote needs none.
    """
    edition, articles = read_edition(folder), read_evidence(folder)
    written = any(claim.transform == "written" for claim in printed_claims(edition))
    if fault := next(faults(edition, articles, _knowledge(press) if written else None), None):
        raise PublishError(fault, subject=str(folder), remedy="print the day again; nothing was published")
    if edition.date != folder.resolve().name:
        raise of_another_day(PublishError, edition.date, folder)
    if names := edited(folder):
        raise PublishError(
            f"was changed by hand after it was published: {', '.join(names)}",
            subject=str(folder),
            remedy=f"put back what stood there and use broadsheet correct {shlex.quote(str(folder))}, which tells its "
            "readers; or print the day again; nothing was published",
        )
    return edition, articles


def _knowledge(press: Callable[[], Kit]) -> Knowledge:
    from broadsheet.checks.case import Knowledge

    return Knowledge(press().names, lambda texts, languages: press().embedder(texts, languages))


@dataclass(frozen=True)
class Proved:
    """Reads an edition and proves it with the kit of ``settings``: a value, so that other processes can be given it."""

    settings: bytes

    def __call__(self, folder: Path) -> tuple[Edition, dict[str, Article]]:
        """Return an edition and the articles that it cites.  Raises PublishError, StorageError."""
        return proved(folder, self._kit)

    def _kit(self) -> Kit:
        from broadsheet.config import kit

        return kit(self.settings)
