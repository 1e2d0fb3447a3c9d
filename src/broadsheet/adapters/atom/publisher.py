"""What the publishers of feeds share: which feeds there are, where they lie, and how they are written."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, get_args

from broadsheet.adapters.atom.entries import Each, Feed, feeds_of, read, standing
from broadsheet.adapters.wording import Headings
from broadsheet.errors import PublishError, StorageError
from broadsheet.files import write_whole
from broadsheet.folders import editions_below
from broadsheet.types import Article, Edition, Language

_ID = re.compile(rb'(?:<id>|"id": ")tag:[^"<]*/(\d{4}-\d\d-\d\d)(?:/[0-9A-Za-z_-]+)?(?:</id>|")')
"""The id of an entry, as either format writes it: what an entry says is escaped, so none of it looks like that."""


class FeedPublisher(ABC):
    """Write the feeds of the newest editions.  ``base_url`` is the public address of ``root``.

    ``each`` is what an entry tells, ``most`` how many editions a feed holds, ``ending`` that of its file.
    """

    each: ClassVar[Each] = "edition"
    most: ClassVar[int]
    ending: ClassVar[str]

    def __init__(self, headings: Headings, base_url: str = "") -> None:
        self._headings = headings
        self.base = base_url.rstrip("/") + "/" if base_url else ""

    def __call__(self, edition: Edition, articles: Mapping[str, Article], root: Path) -> Sequence[Path]:
        """Return the feeds' paths.  Raises PublishError when one cannot be written."""
        feeds = list(feeds_of(edition, root, self._headings, self.base, each=self.each, most=self.most))
        try:
            return [write_whole(root / f"{feed.stem}.{self.ending}", self.text(feed, edition)) for feed in feeds]
        except StorageError as error:
            raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error

    def told(self, root: Path) -> dict[Path, frozenset[str]]:
        """Return each of these feeds below ``root`` with the dates that it tells of.  Raises PublishError."""
        stem = "feed" if self.each == "edition" else "stories"
        paths = [root / f"{name}.{self.ending}" for name in (stem, *(f"{stem}.{one}" for one in get_args(Language)))]
        try:
            found = {path: _ID.findall(path.read_bytes()) for path in paths if path.is_file()}
        except OSError as error:
            raise PublishError(f"cannot be read ({error.strerror})", subject=str(error.filename)) from error
        return {path: frozenset(date.decode("ascii") for date in dates) for path, dates in found.items()}

    def forget(self, root: Path, damaged: Collection[str] = ()) -> tuple[str, ...]:
        """Write the feeds again where they tell of editions that stand below ``root`` no more; return their dates.

        They are made of the newest editions that stand, as if those that are gone had never been: a story may lead to
        one of them too.  The feeds of languages go that are not written any more.  Raises PublishError, and leaves
        the feeds as they are, when one of these editions is among the ``damaged`` or cannot be read.
        """
        stand, there = standing(root), editions_below(root)  # one that lost its edition.json is not gone
        told = self.told(root)
        gone = sorted(frozenset[str]().union(*told.values()).difference(there))
        if not gone or not stand:
            return ()
        newest = there[::-1][: self.most]
        if wrong := [date for date in newest if date in damaged]:
            raise PublishError(
                f"still tells of editions that are gone ({', '.join(gone)}), for it cannot be made of {wrong[0]}",
                subject=str(next(iter(told))),
                remedy=f"mend {wrong[0]}, or move its folder away; then the same command makes the feed anew",
            )
        first, *_ = [read(stand[date]) for date in newest]
        try:
            written = self(first, {}, root)
            for path in told.keys() - {*written}:
                path.unlink()
        except OSError as error:
            raise PublishError(f"cannot be removed ({error.strerror})", subject=str(error.filename)) from error
        return tuple(gone)

    @abstractmethod
    def text(self, feed: Feed, edition: Edition) -> str:
        """Return a feed as it is written; ``edition`` is the one at hand."""
