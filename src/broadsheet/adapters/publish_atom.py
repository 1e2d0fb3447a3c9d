"""Publishers: Atom feeds (RFC 4287) of the newest editions; an entry is a whole edition, or one story of it.

    root/*/edition.json + the edition at hand -> root/feed.xml      (publisher ``atom``)
                                              -> root/stories.xml   (publisher ``atom_stories``)

Where these editions are in several languages, each has a feed of its own beside it (``feed.en.xml``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from markupsafe import Markup, escape

from broadsheet.adapters.atom.entries import Each, Feed, environment, feed_id, feeds_of
from broadsheet.adapters.wording import Headings
from broadsheet.errors import PublishError, StorageError
from broadsheet.files import write_whole
from broadsheet.types import Article, Edition

ENTRIES = 30
"""Editions in ``feed.xml``: a month, longer than readers stay away; 5.5 MB at the 190 kB of the reference day.  Set by
hand, 2026-11-22."""

STORY_DAYS = 7
"""Editions whose stories stand in ``stories.xml``: a week, some 250 entries, of which readers keep what they have seen.
Set by hand, 2026-11-22."""


class AtomPublisher:
    """Write ``root/feed.xml``.  ``base_url`` is the public address of ``root``; without one, links are relative."""

    each: ClassVar[Each] = "edition"
    most: ClassVar[int] = ENTRIES

    def __init__(self, headings: Headings, base_url: str = "") -> None:
        self._headings = headings
        self._base = base_url.rstrip("/") + "/" if base_url else ""

    def __call__(self, edition: Edition, articles: Mapping[str, Article], root: Path) -> Sequence[Path]:
        """Return the feeds' paths.  Raises PublishError, naming the file when an older edition cannot be read."""
        feeds = list(feeds_of(edition, root, self._headings, self._base, each=self.each, most=self.most))
        try:
            return [write_whole(root / f"{feed.stem}.xml", self._text(feed, edition)) for feed in feeds]
        except StorageError as error:
            raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error

    def _text(self, feed: Feed, edition: Edition) -> str:
        return (
            environment()
            .get_template("feed.xml.j2")
            .render(
                feed=feed,
                root_id=feed_id(self._base),
                base=self._base,
                program=edition.colophon.program,
                escaped=lambda html: Markup(escape(html)),
            )
        )


class AtomStoriesPublisher(AtomPublisher):
    """Write ``root/stories.xml``, an entry a story, for those who sort by tag or name in their reader."""

    each: ClassVar[Each] = "story"
    most: ClassVar[int] = STORY_DAYS
