"""What the publishers of feeds share: which feeds there are, where they lie, and how they are written."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from broadsheet.adapters.atom.entries import Each, Feed, feeds_of
from broadsheet.adapters.wording import Headings
from broadsheet.errors import PublishError, StorageError
from broadsheet.files import write_whole
from broadsheet.types import Article, Edition


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
        """Return the feeds' paths.  Raises PublishError, naming the file when an older edition cannot be read."""
        feeds = list(feeds_of(edition, root, self._headings, self.base, each=self.each, most=self.most))
        try:
            return [write_whole(root / f"{feed.stem}.{self.ending}", self.text(feed, edition)) for feed in feeds]
        except StorageError as error:
            raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error

    @abstractmethod
    def text(self, feed: Feed, edition: Edition) -> str:
        """Return a feed as it is written; ``edition`` is the one at hand."""
