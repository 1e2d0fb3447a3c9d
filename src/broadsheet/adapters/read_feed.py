"""Read a feed (RSS 0.9x, 1.0, 2.0, Atom 0.3, 1.0, JSON Feed, CDF) into items.

The encoding is settled first (``text/charset``), so a feed that lies about itself is read all the same.  A plain feed
is read by ``feed/fast``, any other by feedparser; both give the same answer.  What they give is not trusted:
``extract`` cleans every string.  The cost grows with the length of the feed, which the fetcher bounds, and with the
entries, of which ``MAX_ENTRIES`` are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Annotated

import msgspec

from broadsheet.adapters.confine import inline
from broadsheet.adapters.feed.dates import is_foreign, moment
from broadsheet.adapters.feed.entry import MAX_ENTRIES, MAX_TAGS, Entry, Parsed
from broadsheet.adapters.feed.fast import parse_fast
from broadsheet.adapters.feed.json_feed import parse_json_feed
from broadsheet.adapters.feed.links import address_of, whole
from broadsheet.adapters.feed.thorough import parse_thoroughly
from broadsheet.ports import Confine, Fetch
from broadsheet.sources import options_of
from broadsheet.text.budget import (
    MAX_ATTRIBUTES,
    MAX_DEPTH,
    MAX_MARKS,
    cut_after,
    is_crowded,
    is_overloaded,
    is_too_deep,
)
from broadsheet.text.charset import decode
from broadsheet.text.clean import clean_text, clean_title
from broadsheet.text.urls import arxiv_id, is_web_url
from broadsheet.types import Announce, Failure, Item, Page, Source, Window

__all__ = ["MAX_ENTRIES", "MAX_TEXT", "FeedOptions", "FeedReader", "announce_of", "read_feed"]

MAX_TEXT = 3_000_000
"""Characters of summaries and texts that are taken from one feed; the entries beyond keep title, address and date."""
_MAX_TITLE = 1000  # characters: the longest title of 3 000 real ones has 420; a longer one is no title
_MAX_NAMES = 5000  # authors of an entry: the largest collaborations sign with 3 000 names
_KEPT_TAGS = 100
_MAX_NAME = 300  # characters of a name or a category
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
_REFERENCE = re.compile(r"&#(?:[xX]0*+([dD][89a-fA-F][0-9a-fA-F]{2})(?![0-9a-fA-F])|0*+(5[5-7][0-9]{3})(?![0-9]));?")
_ELEMENT_OF_FEED = re.compile(
    r"<(?:[\w.-]{1,100}:)?(?:[Rr][Ss][Ss]|[Ff]eed|FEED|[Rr][Dd][Ff]|[Cc]hannel|CHANNEL|[Ii]tem|ITEM|[Ee]ntry|ENTRY)(?=[\s/>])"
)
# feedparser looks for a mail address in every person, at a cost of the square of the longest word.
_LONG_PERSON = re.compile(
    r"<(?:[\w.-]{1,100}:)?(?:author|creator|managingeditor|webmaster|publisher|owner)\b[^>]{0,1000}>"
    r"(?:[\w.+-]{1,199}+(?![\w.+-])|(?!</)[^\w.+-])*+[\w.+-]{200}",
    re.IGNORECASE,
)
_START_OF_ENTRY = re.compile(r"<(?:[\w.-]{1,100}:)?(?:item|entry)(?=[\s/>])", re.IGNORECASE)
_TAG = re.compile(r"<(?:[\w.-]{1,100}:)?(?:category|subject|keywords)\b", re.IGNORECASE)
_UNHOLDABLE = re.compile("[\x00\ud800-\udfff]")  # what no file of ours can hold


class FeedOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``zone``: hours from UTC of dates that name no zone, e.g. ``+08:00``; without it they are read as UTC."""

    zone: Annotated[
        str,
        msgspec.Meta(
            pattern=r"^(?:|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])$", description="a distance from UTC such as +08:00"
        ),
    ] = ""


class FeedReader:
    """``Reader`` of kind ``feed``: fetches ``source.url`` and gives one item an entry.

    An entry belongs to the source that announces it, so ``known`` outlets are not asked.
    """

    options: type[msgspec.Struct] = FeedOptions

    def __init__(self, known: Mapping[str, Source] | None = None, confine: Confine = inline) -> None:
        """Every reader is built with ``known`` and ``confine`` (see ``docs/configuration.md``)."""
        self._confine = confine

    def __call__(self, source: Source, fetch: Fetch, window: Window) -> Iterator[Item | Failure]:
        """Yield the items in the order of the feed, then what went wrong (``not_a_feed``, ...)."""
        page = fetch(source.url)
        if isinstance(page, Failure):
            yield _failure(source, page.kind, page.message)
            return
        values = self._confine(read_feed, source, page)
        if isinstance(values, Failure):
            yield _failure(source, values.kind, values.message)
        else:
            yield from values


def read_feed(source: Source, page: Page) -> list[Item | Failure]:
    """Return the items that ``page`` announces, in its order, then what went wrong.

    Failures: ``not_a_feed``, ``broken_feed`` (parts of it, or all when it is hostile), ``too_many`` entries,
    ``too_much_text``.
    """
    content_type = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    text = decode(page.body, content_type)[0].lstrip("\ufeff \t\r\n\x00\u00a0\u200b")
    if text.startswith(("{", "[")):
        parsed = parse_json_feed(text, page.final_url)
    elif not _ELEMENT_OF_FEED.search(text):
        parsed = Parsed([], 0, known=False)
    else:
        text = _REFERENCE.sub(_whole_character, _DECLARED_ENCODING.sub(r"\1", text, count=1))
        parsed = parse_fast(text, page.final_url) or _thorough(text, page.final_url)
    return _items(source, page, parsed)


def _thorough(text: str, base: str) -> Parsed:
    """Read the first entries of ``text`` with feedparser, unless they are too costly for it."""
    cut, total = cut_after(text, MAX_ENTRIES, ("item", "entry"))
    if refusal := _refusal(cut):
        return Parsed([], 0, refusal)
    parsed = parse_thoroughly(cut, base)
    if cut is not text:
        parsed.total = max(total, parsed.total)
    return parsed


def _items(source: Source, page: Page, parsed: Parsed) -> list[Item | Failure]:
    if not parsed.known:
        reason = f" ({parsed.trouble})" if parsed.trouble else ""
        message = f"no RSS, Atom or JSON Feed came from {page.final_url}{reason}; give the feed's address"
        return [_failure(source, "not_a_feed", message)]
    options = options_of(source, FeedOptions)
    zone = _zone(options.zone)
    values: list[Item | Failure] = []
    room, bare = MAX_TEXT, 0
    for entry in parsed.entries:
        summary, text = _bodies(entry)
        if len(summary) + len(text) > room:
            bare += 1
            summary = text = ""
        room -= len(summary) + len(text)
        values.append(_item(source, page, entry, summary, text, zone))
    if parsed.total > len(parsed.entries) and parsed.total > MAX_ENTRIES:
        rest = parsed.total - MAX_ENTRIES
        values.append(_failure(source, "too_many", f"{parsed.total} entries; the last {rest} were left out"))
    if bare:
        told = f"more than {MAX_TEXT} characters of text; {bare} entries keep only title, address and date"
        values.append(_failure(source, "too_much_text", told))
    if parsed.trouble:
        told = f"{parsed.trouble}; {len(parsed.entries)} entries were read"
        values.append(_failure(source, "broken_feed", told))
    return values


def _refusal(text: str) -> str:
    """Return why ``text`` is not even parsed; empty when it is."""
    if _ENTITY.search(text):
        return "it declares entities of its own, as attacks do; tell the site"
    if is_overloaded(text):
        return f"a tag has more than {MAX_ATTRIBUTES} attributes; tell the site"
    if is_too_deep(text):
        return f"elements stand more than {MAX_DEPTH} inside one another; tell the site"
    if is_crowded(text):
        return f"it has more than {MAX_MARKS} tags and entities; tell the site"
    if any(len(_TAG.findall(entry)) > MAX_TAGS for entry in _START_OF_ENTRY.split(text)):
        return f"an entry has more than {MAX_TAGS} categories; tell the site"
    if _LONG_PERSON.search(text):
        return "an author has a name with a word of hundreds of letters; tell the site"
    return ""


def _whole_character(match: re.Match[str]) -> str:
    """Return U+FFFD for a reference to half of a character, on which feedparser fails; other references as they are."""
    point = int(match[1], 16) if match[1] else int(match[2])
    return "\ufffd" if 0xD800 <= point <= 0xDFFF else match[0]


def _zone(name: str) -> tzinfo:
    if not name:
        return UTC
    offset = timedelta(hours=int(name[1:3]), minutes=int(name[4:6]))
    return timezone(offset if name[0] == "+" else -offset)


def _item(source: Source, page: Page, entry: Entry, summary: str, text: str, zone: tzinfo) -> Item:
    url = address_of(entry, page.final_url)
    published, day_only = _date(source, entry, zone)
    names = [name for raw in entry.authors[:_MAX_NAMES] if (name := clean_title(raw[: _MAX_NAME * _MAX_NAMES]))]
    if len(names) == 1 and arxiv_id(url):  # arXiv puts the whole list into one dc:creator
        names = [name.strip() for name in names[0].split(",") if name.strip()]
    discussion = whole(entry.comments or next((a for rel, a in entry.links if rel == "replies"), ""), page.final_url)
    talks = entry.talks.strip()
    return Item(
        source=source,
        url=_holdable(url),
        title=_holdable(entry.title[:_MAX_TITLE]),
        published=published,
        day_only=day_only,
        summary=_holdable(summary),
        text=_holdable(text),
        language=source.language if source.language != "und" else _holdable(entry.language.strip()[:_MAX_NAME]),
        announce=announce_of(entry.announce),
        authors=tuple(_holdable(name[:_MAX_NAME]) for name in names[:_MAX_NAMES]),
        categories=tuple(dict.fromkeys(_holdable(tag[:_MAX_NAME]) for tag in entry.categories[:_KEPT_TAGS])),
        comments=int(talks) if talks.isascii() and talks.isdigit() and len(talks) < 10 else None,
        discussion=discussion if is_web_url(discussion) else "",
        dated="feed" if published else "",
    )


def announce_of(value: str) -> Announce | None:
    """Return what an announce type means: arXiv says ``new``, ``cross``, ``replace`` or ``replace-cross``."""
    word = value.strip().lower()
    if word.startswith("replace"):
        return "replaced"
    if word.startswith("cross"):
        return "cross"
    return "new" if word.startswith("new") else None


def _date(source: Source, entry: Entry, zone: tzinfo) -> tuple[datetime | None, bool]:
    """Return the first date that can be read, in UTC, and whether only its day is known; ``(None, False)`` if none."""
    for raw, read in entry.dates:
        published, day_only = moment(raw, zone, source.language.startswith("zh"))
        if published is None and read is not None and is_foreign(raw):
            try:
                published = datetime(*read[:6], tzinfo=UTC)
            except (ValueError, OverflowError):
                continue
        if published is not None:
            return published, day_only
    return None, False


def _bodies(entry: Entry) -> tuple[str, str]:
    """Return summary and text: the longest body is the text when it is clearly the whole article, else the summary."""
    summary, body = entry.summary, max(entry.contents, key=len, default="")
    if not body or (body == summary and len(body) < _WHOLE_CJK):
        return summary, ""
    plain = clean_text(body)
    beside = plain if summary == body else clean_text(summary)
    enough = _WHOLE_CJK if 2 * len(_CJK.findall(plain)) > len(plain) else _WHOLE
    if len(plain) >= enough and len(plain) >= len(beside) and not _BREAKS_OFF.search(plain[-_TAIL:]):
        return ("" if summary == body else summary), body
    return (body if len(plain) > len(beside) else summary), ""


def _holdable(text: str) -> str:
    return _UNHOLDABLE.sub("\ufffd", text)


def _failure(source: Source, kind: str, message: str) -> Failure:
    return Failure(stage="collect", subject=source.name, kind=kind, message=message)
