"""Read a feed (RSS 0.9x, 1.0, 2.0, Atom) into items, with feedparser.

feedparser gets text whose encoding is already settled (``text/charset``), so a feed that lies about itself is read all
the same; what it calls clean is not trusted: ``extract`` cleans every string.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from time import struct_time
from typing import Any
from urllib.parse import urljoin

import feedparser

from broadsheet.ports import Fetch
from broadsheet.text.budget import MAX_ATTRIBUTES, is_overloaded
from broadsheet.text.charset import decode
from broadsheet.text.clean import clean_text, clean_title
from broadsheet.text.urls import arxiv_id, is_web_url
from broadsheet.types import Announce, Failure, Item, Page, Source

MAX_ENTRIES = 2000
# A body is taken for the whole article from this many characters on (CJK says the same in a third), when it is longer
# than the summary beside it and does not break off.  Feeds that cut their bodies do so at 20 to 200 words; 2026-11-22.
_WHOLE = 1500
_WHOLE_CJK = 500
_TAIL = 600  # characters at the end of a body in which it says that it breaks off
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_BREAKS_OFF = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|(?:read|see|view|learn) more\W*|continue reading.{0,80}"
    r"|(?:閱讀|阅读)(?:全文|更多)\W*"
    r"|(?:the post|this article|this story) .{0,300} (?:appeared|published|originally) .{0,120})$",
    re.IGNORECASE,
)
# Bounded: a declaration of a megabyte of blanks must not cost the square of its length.
_DECLARED_ENCODING = re.compile(
    r"\A(<\?xml[^>]{0,200}?)\s{1,9}encoding\s{0,9}=\s{0,9}[\"'][^\"'<>]{0,60}[\"']", re.IGNORECASE
)
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)  # no feed needs its own; attacks do
_REFERENCE = re.compile(r"&#(?:x0*+(d[89a-f][0-9a-f]{2})(?![0-9a-f])|0*+(5[5-7][0-9]{3})(?![0-9]));?", re.IGNORECASE)
_NO_TIME = re.compile(r"^\s*\d{4}-\d\d-\d\d\s*$|[T ]00:00:00(?:\.0+)?\s*(?:Z|[A-Z]{1,4}|[+-]\d\d:?\d\d)?\s*$")
_WITH_TIME = re.compile(r"\d:\d\d")
_ZONE = re.compile(r"([+-])(\d\d):?(\d\d)\s*$")


class FeedReader:
    """``Reader`` of kind ``feed``: fetches ``source.url``, gives the page and one item an entry.

    An entry belongs to the source that announces it, so ``known`` outlets are not asked.
    """

    def __init__(self, known: Mapping[str, Source] | None = None) -> None:
        """Every reader is built with ``known`` (see ``docs/configuration.md``)."""

    def __call__(self, source: Source, fetch: Fetch) -> Iterator[Item | Page | Failure]:
        """Yield the page, then its items in the order of the feed, then what went wrong (``not_a_feed``, ...)."""
        page = fetch(source.url)
        yield page
        if isinstance(page, Page):
            yield from read_feed(source, page)


def read_feed(source: Source, page: Page) -> Iterator[Item | Failure]:
    """Yield the items that ``page`` announces.  Failures: ``not_a_feed``, ``broken_feed``, ``too_many``."""
    content_type = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    text, _ = decode(page.body, content_type)
    text = _REFERENCE.sub(_whole_character, _DECLARED_ENCODING.sub(r"\1", text.lstrip(), count=1))
    if refusal := _refusal(text):
        yield _failure(source, "broken_feed", refusal)
        return
    try:
        parsed: Any = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": page.final_url},
            sanitize_html=False,
        )
    except (ValueError, RecursionError, OverflowError) as error:  # UnicodeError is a ValueError
        yield _failure(source, "broken_feed", f"cannot be parsed ({type(error).__name__}: {error}); no entry was read")
        return
    entries: list[Any] = parsed.get("entries", [])
    trouble = parsed.get("bozo_exception")
    if not entries and (trouble or not parsed.get("version")):
        reason = f" ({trouble})" if trouble else ""
        yield _failure(
            source, "not_a_feed", f"no RSS or Atom came from {page.final_url}{reason}; give the feed's address"
        )
        return
    for entry in entries[:MAX_ENTRIES]:
        yield _item(source, page, entry)
    if len(entries) > MAX_ENTRIES:
        rest = len(entries) - MAX_ENTRIES
        yield _failure(source, "too_many", f"{len(entries)} entries; the last {rest} were left out")
    if parsed.get("bozo") and trouble and not isinstance(trouble, feedparser.CharacterEncodingOverride):
        yield _failure(source, "broken_feed", f"not well-formed ({trouble}); {len(entries)} entries were read")


def _refusal(text: str) -> str:
    """Return why ``text`` is not even parsed; empty when it is."""
    if _ENTITY.search(text):
        return "it declares entities of its own, as attacks do; nothing of it was read; tell the site"
    if is_overloaded(text):
        return f"a tag has more than {MAX_ATTRIBUTES} attributes; nothing of it was read; tell the site"
    return ""


def _whole_character(match: re.Match[str]) -> str:
    """Return U+FFFD for a reference to half of a character, on which feedparser fails; other references as they are."""
    point = int(match[1], 16) if match[1] else int(match[2])
    return "\ufffd" if 0xD800 <= point <= 0xDFFF else match[0]


def _item(source: Source, page: Page, entry: Any) -> Item:
    url = _link(page, entry)
    published, day_only = _date(entry)
    summary, text = _bodies(entry)
    authors = tuple(name for a in entry.get("authors", ()) if (name := clean_title(str(a.get("name", "")))))
    if len(authors) == 1 and arxiv_id(url):  # arXiv puts the whole list into one dc:creator
        authors = tuple(name.strip() for name in authors[0].split(",") if name.strip())
    categories = (str(tag.get("term") or "").strip() for tag in entry.get("tags", ()))
    return Item(
        source=source,
        url=url,
        title=str(entry.get("title", "")),
        published=published,
        day_only=day_only,
        summary=summary,
        text=text,
        language=source.language if source.language != "und" else str(entry.get("language", "") or ""),
        announce=announce_of(str(entry.get("arxiv_announce_type", ""))),
        authors=authors,
        categories=tuple(dict.fromkeys(category for category in categories if category)),
    )


def announce_of(value: str) -> Announce | None:
    """Return what an announce type means: arXiv says ``new``, ``cross``, ``replace`` or ``replace-cross``."""
    word = value.strip().lower()
    if word.startswith("replace"):
        return "replaced"
    if word.startswith("cross"):
        return "cross"
    return "new" if word.startswith("new") else None


def _link(page: Page, entry: Any) -> str:
    """Return the entry's address, made whole; the guid serves when it is one; empty when there is none."""
    link = str(entry.get("link") or "").strip()
    guid = str(entry.get("id") or "").strip()
    if not link and is_web_url(guid):
        link = guid
    try:
        return urljoin(page.final_url, link) if link else ""
    except ValueError:
        return link


def _date(entry: Any) -> tuple[datetime | None, bool]:
    """Return the moment of publication in UTC and whether only its day is known; ``(None, False)`` when undated.

    A date without a time, or at midnight sharp in its own zone, is a day: midnight is what software writes when it
    knows no hour.  A moment without a zone is read as UTC, as RSS readers do.
    """
    for name in ("published", "updated", "created"):
        # dict.get: feedparser's own get answers one date for another, with a warning
        parsed, raw = dict.get(entry, f"{name}_parsed"), str(dict.get(entry, name, ""))
        if isinstance(parsed, struct_time):
            try:
                moment = datetime(*parsed[:6], tzinfo=UTC)
                day_only = bool(_NO_TIME.search(raw)) or not _WITH_TIME.search(raw)
                return (_midnight(moment, raw), True) if day_only else (moment, False)
            except (ValueError, OverflowError):
                continue
    return None, False


def _midnight(moment: datetime, raw: str) -> datetime:
    """Return midnight UTC of the day that ``raw`` names, whatever its zone: a day is not an instant."""
    zone = _ZONE.search(raw)
    if zone:
        offset = timedelta(hours=int(zone[2]), minutes=int(zone[3]))
        moment = moment + offset if zone[1] == "+" else moment - offset
    return moment.replace(hour=0, minute=0, second=0)


def _bodies(entry: Any) -> tuple[str, str]:
    """Return summary and text: the longest body is the text when it is clearly the whole article, else the summary."""
    summary = str(entry.get("summary") or "")
    contents = [str(content.get("value") or "") for content in entry.get("content", ())]
    body = max(contents, key=len, default="")
    plain = clean_text(body)
    enough = _WHOLE_CJK if 2 * len(_CJK.findall(plain)) > len(plain) else _WHOLE
    if len(plain) >= enough and len(plain) >= len(clean_text(summary)) and not _BREAKS_OFF.search(plain[-_TAIL:]):
        return ("" if summary == body else summary), body
    return (body if len(plain) > len(clean_text(summary)) else summary), ""


def _failure(source: Source, kind: str, message: str) -> Failure:
    return Failure(stage="collect", subject=source.name, kind=kind, message=message)
