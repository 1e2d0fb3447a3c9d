"""A page or a feed -> what it says of itself: the feeds it declares, its title, its language."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import lxml.html
import msgspec
from lxml import etree

from broadsheet.decode import decode_json
from broadsheet.text.budget import is_overloaded
from broadsheet.text.charset import decode
from broadsheet.text.clean import clean_title
from broadsheet.text.urls import is_web_url
from broadsheet.types import Page, Value

FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/xml"}
    | {"application/json", "text/xml"}
)
MOST = 20
"""Declared feeds that are looked at: a shop declares one for every shelf."""
MAX_HTML = 2_000_000
"""Bytes that are read: what a page declares stands in its head."""

_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,400}\?>")


class Alternates(Value, frozen=True, kw_only=True):
    """``feeds`` in the order of the page, absolute, comment feeds last; ``site`` is og:site_name, ``title`` <title>."""

    feeds: tuple[str, ...] = ()
    site: str = ""
    title: str = ""
    language: str = ""


def alternates(page: Page) -> Alternates:
    """Return what ``page`` declares; all empty when it is no HTML."""
    content_type = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    text, _ = decode(page.body[:MAX_HTML], content_type)
    if is_overloaded(text):
        return Alternates()
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        return Alternates()
    base = next((str(found) for found in root.xpath("//base/@href")), "")
    feeds: list[str] = []
    for link in root.iter("link"):
        relations = str(link.get("rel") or "").lower().split()
        kind = str(link.get("type") or "").lower().partition(";")[0].strip()
        if "alternate" not in relations and "feed" not in relations:
            continue
        if kind not in FEED_TYPES and not ("feed" in relations and not kind):
            continue
        url = _whole(page.final_url, base, str(link.get("href") or ""))
        if is_web_url(url) and "oembed" not in url and "wp-json" not in url:
            feeds.append(url)
    unique = list(dict.fromkeys(feeds))[:MOST]
    unique.sort(key=lambda url: "comment" in url.lower())  # stable: the page's order, but for comment feeds
    site = next((str(found) for found in root.xpath("//meta[@property='og:site_name']/@content")), "")
    title = next((str(found) for found in root.xpath("//title/text()")), "")
    return Alternates(
        feeds=tuple(unique),
        site=clean_title(site),
        title=clean_title(title),
        language=str(root.get("lang") or "").strip(),
    )


def _whole(page: str, base: str, href: str) -> str:
    try:
        return urljoin(urljoin(page, base), href.strip()) if href.strip() else ""
    except ValueError:
        return ""


class FeedHead(Value, frozen=True, kw_only=True):
    """What a feed says of itself: its title, its language as it writes it, the address of its site."""

    title: str = ""
    language: str = ""
    home: str = ""


def feed_head(page: Page) -> FeedHead:
    """Return what the feed ``page`` says of itself: RSS, RDF, Atom or JSON Feed; empty where it says nothing."""
    content_type = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    text = decode(page.body[:MAX_HTML], content_type)[0].lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        return _json_head(text)
    text = _DECLARATION.sub("", text, count=1)
    if is_overloaded(text) or _ENTITY.search(text):
        return FeedHead()
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, recover=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return FeedHead()
    if root is None:
        return FeedHead()
    channel = next((child for child in root if _local(child) == "channel"), root)
    said: dict[str, str] = {}
    for child in channel:
        name = _local(child)
        if name in ("item", "entry"):
            continue
        if name == "link" and child.get("href") and child.get("rel", "alternate") != "alternate":
            continue
        said.setdefault(name, "".join(child.itertext()).strip() or str(child.get("href") or "").strip())
    lang = said.get("language") or str(root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    return FeedHead(title=clean_title(said.get("title", "")), language=lang, home=said.get("link", ""))


def _json_head(text: str) -> FeedHead:
    try:
        said = decode_json(text.encode("utf-8", "replace"), _JsonHead)
    except (msgspec.DecodeError, RecursionError):
        return FeedHead()
    return FeedHead(title=clean_title(said.title), language=said.language, home=said.home_page_url)


class _JsonHead(msgspec.Struct):
    title: str = ""
    language: str = ""
    home_page_url: str = ""


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""
