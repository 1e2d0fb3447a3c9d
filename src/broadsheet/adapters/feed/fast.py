"""Read a plain feed quickly: RSS 0.9x, 1.0, 2.0 and Atom 1.0 over lxml, with the same answer as ``thorough``, or none.

It speaks only of what it is sure of: well-formed, no document type, elements in namespaces that are known, one prefix
for each of them, no ``xml:base``, no markup inside of texts, dates that ``dates`` reads.  Whatever is else, ``None`` is
returned and feedparser is asked.  The rules below are those of feedparser for exactly these feeds (which of two titles
counts, when a second description is a body); ``bench/feed_fixtures.py`` and ``tests/test_feeds_fast.py`` hold both
against each other.
"""

from __future__ import annotations

import contextlib
import re
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from broadsheet.adapters.feed.dates import moment
from broadsheet.adapters.feed.entry import MAX_ENTRIES, MAX_TAGS, Entry, Parsed
from broadsheet.adapters.feed.links import is_whole
from broadsheet.adapters.feed.names import ATOM, RDF, Names, Unsure, prefixes_of

_LINK_ATTRIBUTES = frozenset({"href", "rel", "type", "title", "hreflang", "length"})
_PERSON = frozenset({"name", "uri", "url", "homepage", "email"})
_TEXT_TYPES = frozenset({None, "text", "plain", "text/plain", "html", "text/html"})
_PAGE_TYPES = frozenset({"html", "text/html", "xhtml", "application/xhtml+xml"})
# In a channel these change how its entries are read.
_UNSURE_ABOVE = frozenset({"item", "entry", "source", "svg", "summary", "content", "encoded", "body", "fullitem"})

_LINK_ENTITY = re.compile("&([A-Za-z0-9_]+);")
_MAILED = re.compile(r"[A-Za-z0-9_.+-]{1,100}@(?:[A-Za-z0-9-]{1,63}\.){1,9}[A-Za-z]{2,4}(?: \(([^()<>@]{0,200})\))?")
_SLASHES = re.compile("^([A-Za-z][A-Za-z0-9+-.]*://)(/*)")
_C1 = {
    code: character for code in range(0x80, 0xA0) if (character := bytes([code]).decode("cp1252", "ignore"))
}  # Windows-1252 characters that came as C1 controls


def parse_fast(text: str, base: str) -> Parsed | None:
    """Return the entries of ``text``, or None when it is not as plain as that; ``base`` is the feed's address."""
    if not base.startswith(("http://", "https://")) or "xml:base" in text:
        return None
    if text.count("<!") != text.count("<![CDATA[") + text.count("<!--"):  # a document type
        return None
    prefixes = prefixes_of(text)
    if prefixes is None:
        return None
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode(), parser)
        return _feed(root, base, prefixes)
    except (etree.XMLSyntaxError, UnicodeEncodeError, ValueError, Unsure):
        return None


def _feed(root: Any, base: str, prefixes: dict[str, str]) -> Parsed:
    language = _root_language(root)
    names = Names(prefixes)
    if root.tag == "rss":
        if len(root) != 1 or names.plain(root[0].tag) != "channel" or root[0].attrib:
            raise Unsure
        holders, entry_name = [root[0]], "item"
    elif root.tag == f"{{{RDF}}}RDF":
        holders, entry_name = [root], "item"
    elif root.tag == f"{{{ATOM}}}feed":
        holders, entry_name = [root], "entry"
    else:
        raise Unsure
    own, total = language, 0
    items: list[Any] = []
    for child in holders[0]:
        if names.plain(child.tag) == entry_name:
            total += 1
            if total <= MAX_ENTRIES:
                items.append(child)
            continue
        for below in child.iter():
            name = below.tag.rpartition("}")[2].lower()
            if name in _UNSURE_ABOVE:
                raise Unsure
            if name == "language" and names(below.tag) in ("language", "dc:language"):
                own = _fixed(below)
    entries = []
    for item in items:
        entry = _Filling(names, base).fill(item)
        entry.language = entry.language or language or own
        entries.append(entry)
    if not entries and entry_name == "item" and root.tag != "rss":  # RDF may hold anything
        raise Unsure
    return Parsed(entries, total)


def _root_language(root: Any) -> str:
    """Return the language that the root declares; raise ``Unsure`` when it says other things of note."""
    language = ""
    for name, value in root.items():
        if name in ("{http://www.w3.org/XML/1998/namespace}lang", "lang"):
            language = value.replace("_", "-")
        elif name != "version" and not (name.startswith("{") and "XML/1998" not in name):
            raise Unsure
    return language


class _Filling:
    """One entry while its elements are read, in their order."""

    def __init__(self, names: Names, base: str) -> None:
        self._names = names
        self._base = base
        self._entry = Entry()
        self._title: str | None = None
        self._title_depth = 0  # of the title that stands, 0 when none does
        self._depths: dict[str, int] = {}  # of what is stored, where the higher one wins
        self._summary: str | None = None
        self._has_content = False
        self._parted = False  # whether an author came in parts (name, address)
        self._link: str | None = None
        self._dates: dict[str, str] = {}
        self._tags: list[tuple[str | None, str | None, str | None]] = []

    def fill(self, item: Any) -> Entry:
        for name, value in item.items():
            if name == f"{{{RDF}}}about":
                self._entry.guid = value
            elif not name.startswith("{") or "XML/1998" in name:
                raise Unsure
        self._children(item, 1)
        entry = self._entry
        entry.title, entry.summary, entry.link = self._title or "", self._summary or "", (self._link or "").strip()
        entry.guid = entry.guid.strip()
        entry.links = [(rel, address.strip()) for rel, address in entry.links if address]
        entry.categories = [term.strip() for term, _, _ in self._tags if term and term.strip()]
        entry.dates = [(raw, None) for name in ("published", "updated", "created") if (raw := self._dates.get(name))]
        return entry

    def _children(self, holder: Any, depth: int) -> None:
        for child in holder:
            kind = self._names.kind(child.tag)
            if kind == "unsure":
                raise Unsure
            if kind == "inside":
                self._children(child, depth + 1)
            elif kind == "author" and len(child):
                self._person(child)
            elif kind == "skip":
                if len(child) and self._names(child.tag) != "contributor":
                    raise Unsure
            elif len(child):
                raise Unsure
            else:
                self._leaf(kind, child, depth)

    def _leaf(self, kind: str, child: Any, depth: int) -> None:
        if depth > 1 and kind not in ("media:title", "body", "category"):
            raise Unsure
        if kind in ("title", "media:title"):
            self._texts(child)
            self._take_title(_fixed(child), depth, kind)
        elif kind == "body":
            self._texts(child)
            self._take_body(_fixed(child), depth)
        elif kind == "content":
            self._texts(child)
            self._take_content(_fixed(child))
        elif kind == "link":
            self._take_link(child)
        elif kind == "guid":
            self._take_guid(child)
        elif kind in ("published", "updated", "created"):
            raw = _fixed(child)
            if raw and moment(raw)[0] is None:
                raise Unsure
            self._dates[kind] = raw
        elif kind == "category":
            self._take_category(child)
        elif kind == "author":
            self._take_author(_fixed(child))
        elif kind == "fresh":
            self._title_depth = 0
        elif child.attrib:  # the attributes would be taken for the value
            raise Unsure
        elif kind == "comments":
            self._entry.comments = self._join(_stripped(child)).strip()
        elif kind == "talks":
            self._take_talks(child)
        elif kind == "announce":
            self._entry.announce = _fixed(child)
        elif kind == "origin":
            self._entry.origin = _fixed(child)

    def _texts(self, child: Any) -> None:
        """Raise ``Unsure`` when a text says that it is no plain or HTML text."""
        for name, value in child.items():
            if name != "type" or value.lower() not in _TEXT_TYPES:
                raise Unsure

    def _higher(self, key: str, depth: int) -> bool:
        """Say whether a value found at ``depth`` counts beside the one that is there, and note it."""
        if depth > self._depths.get(key, depth):
            return False
        self._depths[key] = depth
        return True

    def _take_title(self, title: str, depth: int, kind: str) -> None:
        if not 0 < self._title_depth <= depth and self._higher("title", depth):
            self._title = title
        if title and kind == "title":
            self._title_depth = depth

    def _take_body(self, body: str, depth: int) -> None:
        if self._summary is not None and not self._has_content:
            self._take_content(body)
        elif self._higher("summary", depth):
            self._summary = body

    def _take_content(self, content: str) -> None:
        self._has_content = True
        self._entry.contents.append(content)
        if self._summary is None:
            self._summary = content

    def _take_link(self, child: Any) -> None:
        attributes = {name.lower(): value for name, value in child.items()}
        if not attributes.keys() <= _LINK_ATTRIBUTES:
            raise Unsure
        rel = attributes.get("rel", "alternate").lower()
        href = attributes.get("href")
        if href is None:
            link = self._join(_stripped(child))
            if "&" in link:
                link = _LINK_ENTITY.sub(r"&\g<1>", link.replace("&amp;", "&"))
            self._link = _repaired(link)
            self._entry.links.append((rel, self._link))
            return
        href = self._join(href)
        self._entry.links.append((rel, href))
        if rel == "alternate" and attributes.get("type", "text/html").lower() in _PAGE_TYPES:
            self._link = href

    def _take_guid(self, child: Any) -> None:
        attributes = {name.lower(): value for name, value in child.items()}
        if attributes.keys() - {"ispermalink"}:
            raise Unsure
        is_link = attributes.get("ispermalink", "true") == "true"
        guid = _stripped(child)
        self._entry.guid = _repaired(self._join(guid) if is_link else guid)
        if is_link and self._link is None:
            self._link = self._entry.guid

    def _take_category(self, child: Any) -> None:
        attributes = {name.lower(): value for name, value in child.items()}
        scheme = attributes.get("scheme", attributes.get("domain"))
        self._add_tag((attributes.get("term"), scheme, attributes.get("label")))
        term = _fixed(child)
        if term and self._tags and not self._tags[-1][0]:
            self._tags[-1] = (term, *self._tags[-1][1:])
        elif term:
            self._add_tag((term, None, None))

    def _add_tag(self, tag: tuple[str | None, str | None, str | None]) -> None:
        if len(self._tags) > MAX_TAGS:
            raise Unsure
        if any(tag) and tag not in self._tags:
            self._tags.append(tag)

    def _take_author(self, name: str) -> None:
        if self._parted:
            raise Unsure
        if "@" in name:
            found = _MAILED.fullmatch(name)
            if not found:
                raise Unsure
            name = (found[1] or "").strip()
        if name:
            self._entry.authors.append(name)

    def _person(self, author: Any) -> None:
        name = ""
        for child in author:
            part = self._names.plain(child.tag)
            if part not in _PERSON or len(child):
                raise Unsure
            if part == "name":
                name = (child.text or "").strip()
        # feedparser carries parts of one author over to the next when only one of them is in parts.
        if not any((child.text or "").strip() for child in author) or self._entry.authors or not name:
            raise Unsure
        self._parted = True
        self._entry.authors.append(name)

    def _take_talks(self, child: Any) -> None:
        if self._names(child.tag) == "slash:comments" or not self._entry.talks:
            self._entry.talks = _fixed(child)

    def _join(self, address: str) -> str:
        if not address or is_whole(address):
            return address
        try:
            return urljoin(self._base, _SLASHES.sub(r"\1", address))
        except ValueError:
            return ""


def _stripped(element: Any) -> str:
    return (element.text or "").strip()


def _fixed(element: Any) -> str:
    return _repaired(_stripped(element))


def _repaired(text: str) -> str:
    """Undo UTF-8 that was taken for Latin-1, and Windows-1252 that was, as feedparser does."""
    if text.isascii():
        return text
    with contextlib.suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return text.translate(_C1)
