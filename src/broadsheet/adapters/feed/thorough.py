"""Read any feed with feedparser, which knows what three decades of software have called a feed.

feedparser costs 100 times what ``fast`` does, and most of that for what nobody here needs: it is asked neither to make
the links inside of texts whole nor to sanitise them (``extract`` takes words only, and cleans them itself).
"""

from __future__ import annotations

import io
from time import struct_time
from typing import Any

import feedparser

from broadsheet.adapters.feed.entry import MAX_ENTRIES, Entry, Parsed


def parse_thoroughly(text: str, base: str) -> Parsed:
    """Return the entries of ``text``, well-formed or not; ``base`` is the feed's address."""
    try:
        parsed: Any = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": base},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except (ValueError, RecursionError, OverflowError) as error:  # UnicodeError is a ValueError
        return Parsed([], 0, f"cannot be parsed: {type(error).__name__}: {error}")
    found: list[Any] = parsed.get("entries", [])
    trouble = parsed.get("bozo_exception") if parsed.get("bozo") else None
    if isinstance(trouble, feedparser.CharacterEncodingOverride):
        trouble = None
    language = _text(parsed.get("feed", {}), "language")
    return Parsed(
        [_entry(entry, language) for entry in found[:MAX_ENTRIES]],
        len(found),
        f"not well-formed: {trouble}" if trouble else "",
        known=bool(found or (parsed.get("version") and not trouble)),
    )


def _entry(entry: Any, language: str) -> Entry:
    links = [
        (str(link.get("rel") or ""), str(link["href"]).strip()) for link in _dicts(entry, "links") if link.get("href")
    ]
    dates: list[tuple[str, struct_time | None]] = []
    for name in ("published", "updated", "created"):
        # dict.get: feedparser's own get answers one date for another, with a warning
        raw, read = _text(entry, name), dict.get(entry, f"{name}_parsed")
        if raw:
            dates.append((raw, read if isinstance(read, struct_time) else None))
    title_detail = dict.get(entry, "title_detail")
    own = _text(title_detail, "language") if isinstance(title_detail, dict) else ""
    return Entry(
        title=_text(entry, "title"),
        link=_text(entry, "link").strip(),
        links=links,
        guid=_text(entry, "id").strip(),
        origin=_text(entry, "feedburner_origlink"),
        dates=dates,
        summary=_text(entry, "summary"),
        contents=[_text(content, "value") for content in _dicts(entry, "content")],
        authors=[name for author in _dicts(entry, "authors") if (name := _text(author, "name"))],
        categories=[term for tag in _dicts(entry, "tags") if (term := _text(tag, "term").strip())],
        language=_text(entry, "language") or own or language,
        announce=_text(entry, "arxiv_announce_type"),
        comments=_text(entry, "comments").strip(),
        talks=_text(entry, "slash_comments") or _text(entry, "thr_total"),
    )


def _text(holder: Any, name: str) -> str:
    """Return a string of an entry; what stands there as something else (an unknown element's attributes) is none."""
    value = dict.get(holder, name)
    return value if isinstance(value, str) else ""


def _dicts(holder: Any, name: str) -> list[Any]:
    value = dict.get(holder, name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
