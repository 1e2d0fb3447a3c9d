"""Publishers: Atom feeds (RFC 4287) of the newest editions; an entry is a whole edition, or one story of it.

    root/*/edition.json + the edition at hand -> root/feed.xml      (publisher ``atom``)
                                              -> root/stories.xml   (publisher ``atom_stories``)

Where these editions are in several languages, each has a feed of its own beside it (``feed.en.xml``).
"""

from __future__ import annotations

from typing import ClassVar

from markupsafe import Markup, escape

from broadsheet.adapters.atom.entries import Each, Feed, environment, feed_id
from broadsheet.adapters.atom.publisher import FeedPublisher
from broadsheet.types import Edition

ENTRIES = 30
"""Editions in ``feed.xml``: a month, longer than readers stay away; 5.5 MB at the 190 kB of the reference day.  Set by
hand, 2026-11-22."""

STORY_DAYS = 7
"""Editions whose stories stand in ``stories.xml``: a week, some 250 entries, of which readers keep what they have seen.
Set by hand, 2026-11-22."""


class AtomPublisher(FeedPublisher):
    """Write ``root/feed.xml``.  Without a public address, links are relative."""

    most: ClassVar[int] = ENTRIES
    ending: ClassVar[str] = "xml"

    def text(self, feed: Feed, edition: Edition) -> str:
        """Return the feed as Atom."""
        return (
            environment()
            .get_template("feed.xml.j2")
            .render(
                feed=feed,
                root_id=feed_id(self.base),
                base=self.base,
                program=edition.colophon.program,
                escaped=lambda html: Markup(escape(html)),
            )
        )


class AtomStoriesPublisher(AtomPublisher):
    """Write ``root/stories.xml``, an entry a story, for those who sort by tag or name in their reader."""

    each: ClassVar[Each] = "story"
    most: ClassVar[int] = STORY_DAYS
