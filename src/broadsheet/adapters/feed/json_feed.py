"""Read JSON Feed 1.0 and 1.1.  Every value may be of any type: what is not what the format says counts as absent."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

import msgspec

from broadsheet.adapters.feed.entry import MAX_ENTRIES, Entry, Parsed

_MANY = 1000  # names or tags of one entry


def parse_json_feed(text: str, base: str) -> Parsed:
    """Return the entries of ``text``; ``base`` is the feed's address."""
    try:
        feed: Any = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        return Parsed([], 0, str(error), known=False)
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return Parsed([], 0, "JSON without a list of items", known=False)
    language = _text(feed, "language")
    entries = [_entry(item, base, language) for item in items[:MAX_ENTRIES] if isinstance(item, dict)]
    strange = sum(not isinstance(item, dict) for item in items[:MAX_ENTRIES])
    trouble = f"{strange} items are no objects" if strange else ""
    if "jsonfeed.org" not in _text(feed, "version"):
        trouble = trouble or "it does not say which version of JSON Feed it is"
    return Parsed(entries, len(items), trouble)


def _entry(item: dict[str, Any], base: str, language: str) -> Entry:
    url, external, guid = _text(item, "url"), _text(item, "external_url"), _text(item, "id")
    html, plain = _text(item, "content_html"), _text(item, "content_text")
    authors = [*_list(item, "authors"), item.get("author")]
    tags = [tag.strip() for tag in _list(item, "tags") if isinstance(tag, str) and tag.strip()]
    return Entry(
        title=_text(item, "title"),
        link=_join(base, url or external) if url or external else "",
        links=[("related", _join(base, external))] if url and external else [],
        guid=guid,
        dates=[(raw, None) for name in ("date_published", "date_modified") if (raw := _text(item, name))],
        summary=_text(item, "summary"),
        contents=[html or plain] if html or plain else [],
        authors=[name for author in authors if isinstance(author, dict) and (name := _text(author, "name"))],
        categories=tags,
        language=_text(item, "language") or language,
    )


def _text(holder: dict[str, Any], name: str) -> str:
    value = holder.get(name)
    if isinstance(value, str):
        return value.strip()
    # Ids were numbers in many feeds of version 1.0.
    return str(value) if name == "id" and isinstance(value, int | float) and not isinstance(value, bool) else ""


def _list(holder: dict[str, Any], name: str) -> list[Any]:
    value = holder.get(name)
    return value[:_MANY] if isinstance(value, list) else []


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address
