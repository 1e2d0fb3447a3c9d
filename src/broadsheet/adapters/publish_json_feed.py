"""Publishers: JSON Feeds (version 1.1, jsonfeed.org) of the newest editions, for programs as much as for readers.

    root/*/edition.json + the edition at hand -> root/feed.json      (publisher ``json_feed``)
                                              -> root/stories.json   (publisher ``json_stories``)

Beside its page as HTML and as plain text, each item carries in ``_broadsheet`` its stories: every sentence with the
article, the place, the address and the quote that it rests on; and what was corrected.
"""

from __future__ import annotations

import json
from typing import ClassVar

from broadsheet.adapters.atom.entries import Each, Entry, Feed, feed_id
from broadsheet.adapters.atom.plain import plain
from broadsheet.adapters.atom.publisher import FeedPublisher
from broadsheet.adapters.wording import Wording, printable, safe_address
from broadsheet.types import Claim, Correction, Edition, Printing

ENTRIES = 10
"""Editions in ``feed.json``: an item tells its day three times (HTML, text, sentences with their citations), 0.5 MB on
the reference day.  Set by hand, 2026-11-22."""

STORY_DAYS = 7
"""Editions whose stories stand in ``stories.json``, as in ``stories.xml``."""

_VERSION = "https://jsonfeed.org/version/1.1"
_EXTENSION = 1
"""Version of what ``_broadsheet`` holds."""

Json = dict[str, object]


class JsonFeedPublisher(FeedPublisher):
    """Write ``root/feed.json``.  Without a public address, no item has a ``url``."""

    most: ClassVar[int] = ENTRIES
    ending: ClassVar[str] = "json"

    def text(self, feed: Feed, edition: Edition) -> str:
        """Return the feed as JSON."""
        told: Json = {"version": _VERSION, "title": feed.title}
        if self.base:
            told |= {"home_page_url": f"{self.base}site/index.html", "feed_url": f"{self.base}{feed.stem}.json"}
        told["authors"] = [{"name": feed.title}]
        told["language"] = feed.language
        told["items"] = [self._item(entry, feed) for entry in feed.entries]
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"

    def _item(self, entry: Entry, feed: Feed) -> Json:
        edition = entry.edition
        item: Json = {"id": f"{feed_id(self.base)}/{entry.id}"}
        if self.base:
            item["url"] = f"{self.base}{entry.page}"
        item["title"] = printable(entry.title)
        if entry.summary:
            item["summary"] = printable(entry.summary)
        told = entry.id.removeprefix(edition.date).removeprefix("/")
        return item | {
            "content_html": entry.html,
            "content_text": plain(entry.html),
            "date_published": edition.made.isoformat(),
            "date_modified": entry.updated.isoformat(),
            "authors": [{"name": feed.title}],
            "language": edition.language,
            "tags": [printable(tag) for tag in entry.tags],
            "_broadsheet": {
                "version": _EXTENSION,
                "date": edition.date,
                "stories": [_story(story, entry.wording) for story in entry.stories],
                "also": [_story(story, entry.wording) for story in entry.also],
                "corrections": [_correction(one) for one in edition.corrections if told in ("", one.story)],
            },
        }


class JsonStoriesPublisher(JsonFeedPublisher):
    """Write ``root/stories.json``, an item a story."""

    each: ClassVar[Each] = "story"
    most: ClassVar[int] = STORY_DAYS


def _story(story: Printing, wording: Wording) -> Json:
    fields = {"summary": story.fields.summary, "details": story.fields.details, "uses": story.fields.uses}
    return {
        "id": story.id,
        "section": story.section,
        "lead": story.lead,
        "importance": story.importance,
        "single_source": story.single_source,
        "continues": story.continues,
        "entities": [printable(name) for name in story.entities],
        "headline": _sentence(story.headline, wording),
        "fields": {name: [_sentence(claim, wording) for claim in claims] for name, claims in fields.items()},
    }


def _sentence(claim: Claim, wording: Wording) -> Json:
    """Return a sentence with what it rests on; its words are those of the quotes unless ``transform`` is ``written``.

    ``start`` and ``end`` count code points of the article's text or title, as in ``edition.json``; ``url`` is null
    where no reader should be sent.
    """
    citations = []
    for one in claim.citations:
        source = wording.sources[one.article]
        citations.append(
            {
                "article": one.article,
                "part": one.part,
                "start": one.start,
                "end": one.end,
                "quote": printable(one.quote),
                "url": safe_address(source.url),
                "outlet": printable(source.outlet),
            }
        )
    return {"text": printable(claim.text), "transform": claim.transform, "citations": citations}


def _correction(one: Correction) -> Json:
    """Return a correction as ``edition.json`` has it."""
    words = {name: printable(getattr(one, name)) for name in ("headline", "before", "after", "reason")}
    return {"id": one.id, "at": one.at.isoformat(), "story": one.story, "kind": one.kind, "field": one.field, **words}
