"""Publisher: one Atom feed (RFC 4287) of the newest editions, each entry the whole edition.

root/*/edition.json + the edition at hand -> root/feed.xml
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from markupsafe import Markup, escape

from broadsheet.adapters.atom.entries import entries_of, environment, feed_id
from broadsheet.adapters.wording import Headings
from broadsheet.errors import PublishError, StorageError
from broadsheet.files import write_whole
from broadsheet.labels import labels
from broadsheet.types import Article, Edition


class AtomPublisher:
    """Write ``root/feed.xml``.  ``base_url`` is the public address of ``root``; without one, links are relative."""

    def __init__(self, headings: Headings, base_url: str = "") -> None:
        self._headings = headings
        self._base = base_url.rstrip("/") + "/" if base_url else ""

    def __call__(self, edition: Edition, articles: Mapping[str, Article], root: Path) -> Sequence[Path]:
        """Return the feed's path.  Raises PublishError, naming the file when an older edition cannot be read."""
        entries = entries_of(edition, root, self._headings, self._base)
        newest = entries[0].edition
        text = (
            environment()
            .get_template("feed.xml.j2")
            .render(
                feed_id=feed_id(self._base),
                title=labels(newest.language)["common"]["name"],
                base=self._base,
                newest=newest,
                updated=max(entry.updated for entry in entries),
                entries=entries,
                escaped=lambda html: Markup(escape(html)),
            )
        )
        try:
            return (write_whole(root / "feed.xml", text),)
        except StorageError as error:
            raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error
