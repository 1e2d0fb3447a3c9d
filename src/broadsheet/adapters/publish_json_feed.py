"""Publisher: one JSON Feed (version 1.1, jsonfeed.org) of the newest editions, for programs as much as for readers.

    root/*/edition.json + the edition at hand -> root/feed.json

Beside the page as HTML, each item carries in ``_broadsheet`` its stories: every sentence with the address and the quote
that it rests on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from broadsheet.adapters.atom.entries import Entry, entries_of, feed_id
from broadsheet.adapters.wording import Headings, Wording, printable, safe_address
from broadsheet.errors import PublishError, StorageError
from broadsheet.files import write_whole
from broadsheet.labels import labels
from broadsheet.types import Article, Claim, Edition, Printing

_VERSION = "https://jsonfeed.org/version/1.1"
_EXTENSION = 1
"""Version of what ``_broadsheet`` holds."""


class JsonFeedPublisher:
    """Write ``root/feed.json``.  ``base_url`` is the public address of ``root``; without one no address is written."""

    def __init__(self, headings: Headings, base_url: str = "") -> None:
        self._headings = headings
        self._base = base_url.rstrip("/") + "/" if base_url else ""

    def __call__(self, edition: Edition, articles: Mapping[str, Article], root: Path) -> Sequence[Path]:
        """Return the feed's path.  Raises PublishError, naming the file when an older edition cannot be read."""
        entries = entries_of(edition, root, self._headings, self._base)
        name = labels(entries[0].edition.language)["common"]["name"]
        feed: dict[str, object] = {"version": _VERSION, "title": name}
        if self._base:
            feed |= {"home_page_url": f"{self._base}site/index.html", "feed_url": f"{self._base}feed.json"}
        feed["authors"] = [{"name": name}]
        feed["language"] = entries[0].edition.language
        feed["items"] = [self._item(entry) for entry in entries]
        try:
            return (write_whole(root / "feed.json", json.dumps(feed, ensure_ascii=False, indent=1) + "\n"),)
        except StorageError as error:
            raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error

    def _item(self, entry: Entry) -> dict[str, object]:
        edition = entry.edition
        item: dict[str, object] = {"id": f"{feed_id(self._base)}/{edition.date}"}
        if self._base:
            item["url"] = f"{self._base}site/{edition.date}/index.html"
        return item | {
            "title": printable(edition.title),
            "summary": printable(edition.summary),
            "content_html": entry.html,
            "date_published": edition.made.isoformat(),
            "date_modified": entry.updated.isoformat(),
            "language": edition.language,
            "tags": [printable(tag) for tag in edition.tags],
            "_broadsheet": {
                "version": _EXTENSION,
                "stories": [_story(story, entry.wording) for story in edition.stories],
                "also": [_story(story, entry.wording) for story in edition.also],
                "corrections": entry.wording.corrected(),
            },
        }


def _story(story: Printing, wording: Wording) -> dict[str, object]:
    return {
        "id": story.id,
        "section": story.section,
        "importance": story.importance,
        "single_source": story.single_source,
        "headline": _sentence(story.headline, wording),
        "sentences": [_sentence(claim, wording) for claim in story.fields.all()],
    }


def _sentence(claim: Claim, wording: Wording) -> dict[str, object]:
    """Return a sentence with what it rests on; ``text`` is a quotation unless ``transform`` is ``written``.

    The address of a source that no reader should be sent to is left out.
    """
    cited = []
    for citation in claim.citations:
        source = wording.sources[citation.article]
        address = safe_address(source.url)
        cited.append(
            ({"url": address} if address else {}) | {"outlet": source.outlet, "quote": printable(citation.quote)}
        )
    return {"text": printable(claim.text), "transform": claim.transform, "citations": cited}
