"""The head of a page -> what it says of itself: title, date and its basis, address, language, authors, outlet.

Read in the order of how seldom they lie: schema.org in JSON-LD, OpenGraph, the meta names of content systems (those of
Chinese sites among them), the ``time`` element, and for a date the page's own address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

import lxml.html
import msgspec
from lxml import etree

from broadsheet.text.clean import clean_title
from broadsheet.text.urls import canonical_url, is_web_url
from broadsheet.types import Basis

_ARTICLE_TYPES = re.compile(r"(?:https?://schema\.org/)?(?:[A-Za-z]*Article|[A-Za-z]*Posting|Report|Review)", re.ASCII)
"""schema.org's Article and what is derived from it, by the way these are named."""
_DATE_NAMES = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "bytedance:published_time", "article:published", "parsely-pub-date", "sailthru.date", "citation_publication_date",
    "citation_online_date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dcterms.date", "dc.date",
    "dc.date.created", "publishdate", "publish-date", "publish_date", "published_time", "published-date", "pubdate",
    "publication_date", "weibo:article:create_at", "weibo: article:create_at", "og:release_date", "article.published",
    "apub:time", "_pubtime", "firstcreatetime", "created", "timestamp", "date",
)  # fmt: skip
_AUTHOR_NAMES = ("author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator")
_OUTLET_NAMES = ("og:site_name", "application-name", "publisher")
_LONGEST_NAME = 100  # characters of an author or an outlet; what is longer is a sentence
_MOST_AUTHORS = 20
_MAX_JSON = 1_000_000  # characters of one JSON-LD block
_MAX_NODES = 2000  # of all JSON-LD blocks: the largest real page has some hundred
_DEEPEST = 20

_DATED = etree.XPath("//*[@itemprop='datePublished']")
_TIMES = etree.XPath("//time[@datetime]")
_ISO = re.compile(
    r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*"
    r"(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?\s*",
    re.IGNORECASE,
)
_CHINESE_DAY = re.compile(r"\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_COMPACT = re.compile(r"\s*(20\d\d)(\d\d)(\d\d)\s*$")
_IN_ADDRESS = re.compile(r"[/_-](20\d\d)([/_-]?)(0?[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?=[/_.?-]|$)")
_FIRST_YEAR = 1995
_AHEAD = timedelta(hours=24)  # a date later than this after the page came is a mistake
_WRITTEN = re.compile(r"^(?:by|von|作者|文|記者|记者)[\s:：/／]+", re.IGNORECASE)
_NO_NAME = re.compile(r"^https?://|^@|^\d+$|^(?:admin|administrator|editor|root|webmaster|user)$", re.IGNORECASE)


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says of itself.  ``body`` is the text that its JSON-LD gives; ``free`` is False where it says so."""

    title: str = ""
    published: datetime | None = None
    day_only: bool = False
    dated: Basis = ""
    canonical: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    outlet: str = ""
    body: str = ""
    free: bool = True


def read_head(tree: lxml.html.HtmlElement, url: str, came: datetime) -> Head:
    """Read the metadata of a parsed page that ``url`` gave at the moment ``came``."""
    meta = _meta(tree)
    nodes = _articles(tree)
    published, day_only = _published(tree, meta, nodes, came)
    dated: Basis = "page" if published else ""
    if published is None:
        published, dated = day_in_address(url, came), "address"
        day_only, dated = published is not None, dated if published else ""
    bodies = [body for node in nodes if isinstance(body := node.get("articleBody"), str)]
    return Head(
        title=_title(tree, meta, nodes),
        published=published,
        day_only=day_only,
        dated=dated,
        canonical=_canonical(tree, meta, url),
        language=_language(tree, meta),
        authors=_authors(meta, nodes),
        outlet=_outlet(meta, nodes),
        body=max(bodies, key=len, default=""),
        free=not any(str(node.get("isAccessibleForFree", "")).strip().lower() == "false" for node in nodes),
    )


def _meta(tree: lxml.html.HtmlElement) -> dict[str, list[str]]:
    """Return name -> contents of the meta elements, names in small letters, in the order of the page."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        if content is None:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(attribute)
            if name:
                found.setdefault(str(name).strip().lower(), []).append(str(content))
    return found


def _articles(tree: lxml.html.HtmlElement) -> list[dict[str, Any]]:
    """Return the nodes of a page's JSON-LD that are articles; what is no JSON is passed over."""
    found: list[dict[str, Any]] = []
    budget = _MAX_NODES
    for script in tree.iter("script"):
        if "ld+json" not in script.get("type", ""):
            continue
        text = script.text or ""
        if len(text) > _MAX_JSON or '"@type"' not in text:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            budget -= 1
            if budget < 0:
                return found
            kinds = node.get("@type")
            if any(_ARTICLE_TYPES.fullmatch(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                found.append(node)
    return found


def _nodes(data: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Give the objects at the top of a JSON-LD document, of its graph, and of the page's main entity."""
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for part in data:
            yield from _nodes(part, depth + 1)
    elif isinstance(data, dict):
        yield cast("dict[str, Any]", data)
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(data.get(key), list | dict):
                yield from _nodes(data[key], depth + 1)


def _first(meta: dict[str, list[str]], names: tuple[str, ...]) -> str:
    return next((text for name in names for raw in meta.get(name, ()) if (text := clean_title(raw[:2000]))), "")


def _title(tree: lxml.html.HtmlElement, meta: dict[str, list[str]], nodes: list[dict[str, Any]]) -> str:
    if title := _first(meta, ("og:title",)):
        return title
    for node in nodes:
        if isinstance(node.get("headline"), str) and (title := clean_title(node["headline"][:2000])):
            return title
    for tag in ("h1", "title"):
        for element in tree.iter(tag):
            if title := clean_title(element.text_content()[:2000]):
                return title
    return _first(meta, ("twitter:title",))


def _published(
    tree: lxml.html.HtmlElement, meta: dict[str, list[str]], nodes: list[dict[str, Any]], came: datetime
) -> tuple[datetime | None, bool]:
    """Return the first moment that a page gives with its zone, else the first day; ``(None, False)`` when none."""
    day: datetime | None = None
    for raw in _dates(tree, meta, nodes):
        moment, day_only = moment_or_day(raw)
        if moment is None or moment.year < _FIRST_YEAR or moment > came + _AHEAD:
            continue
        if not day_only:
            return moment, False
        day = day or moment
    return day, day is not None


def _dates(tree: lxml.html.HtmlElement, meta: dict[str, list[str]], nodes: list[dict[str, Any]]) -> Iterator[str]:
    for node in nodes:
        for key in ("datePublished", "dateCreated"):
            if isinstance(node.get(key), str):
                yield node[key]
    for name in _DATE_NAMES:
        yield from meta.get(name, ())
    for element in _DATED(tree):
        yield str(element.get("content") or element.get("datetime") or element.text_content()[:100])
    times = _TIMES(tree)
    own = [time for time in times if time.get("pubdate") is not None or _stands_in_head(time)]
    told = list(dict.fromkeys(str(time.get("datetime")) for time in own or times))
    if own or len(told) == 1:  # several, and none beside a headline: dates of other articles
        yield from told[:1]


def _stands_in_head(time: etree._Element) -> bool:
    """Say whether a ``time`` element is beside the headline: in a header, or in an article that has one."""
    return any(
        around.tag == "header" or (around.tag in ("article", "main") and around.find(".//h1") is not None)
        for around in time.iterancestors("header", "article", "main")
    )


def moment_or_day(raw: str) -> tuple[datetime | None, bool]:
    """Read a date as pages write it: a moment in UTC where a zone is named, else midnight UTC of its day, day only."""
    raw = raw.strip()[:60]
    try:
        if match := _ISO.fullmatch(raw):
            year, month, day = (int(part) for part in match.group(1, 2, 3))
            zone = match[7]
            if not zone or match[4] is None:
                return datetime(year, month, day, tzinfo=UTC), True
            text = f"{year:04}-{month:02}-{day:02}T{int(match[4]):02}:{match[5]}:{match[6] or '00'}"
            offset = "+00:00" if zone.upper() in ("Z", "UTC", "GMT") else zone
            return datetime.fromisoformat(text + offset).astimezone(UTC), False
        if match := _CHINESE_DAY.match(raw) or _COMPACT.match(raw):
            year, month, day = (int(part) for part in match.groups())
            return datetime(year, month, day, tzinfo=UTC), True
        moment = parsedate_to_datetime(raw)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None, False
    if moment.tzinfo is None:
        return datetime(moment.year, moment.month, moment.day, tzinfo=UTC), True
    return moment.astimezone(UTC), False


def day_in_address(url: str, came: datetime) -> datetime | None:
    """Return the day that the path of ``url`` names (``/2025/12/18/``, ``-2025-12-18``, ``/20251218``), or None."""
    match = _IN_ADDRESS.search(urlsplit(url).path)
    if match is None:
        return None
    try:
        day = datetime(int(match[1]), int(match[3]), int(match[4]), tzinfo=UTC)
    except ValueError:
        return None
    return day if day <= came + _AHEAD else None


def _canonical(tree: lxml.html.HtmlElement, meta: dict[str, list[str]], url: str) -> str:
    """Return the address that the page calls its own; none that is no web address, or the front page of a site."""
    links = [
        str(link.get("href"))
        for link in tree.iter("link")
        if link.get("href") is not None and "canonical" in link.get("rel", "").lower().split()
    ]
    for raw in (*links, *meta.get("og:url", ())):
        try:
            address = canonical_url(urljoin(url, raw.strip()))
        except ValueError:
            continue
        if is_web_url(address) and (urlsplit(address).path.strip("/") or urlsplit(address).query):
            return address
    return ""


def _language(tree: lxml.html.HtmlElement, meta: dict[str, list[str]]) -> str:
    """Return the BCP 47 tag of the house for what the page declares, Chinese by script; empty when nothing."""
    declared = (str(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""),)
    for raw in (*declared, *meta.get("og:locale", ()), *meta.get("content-language", ()), *meta.get("language", ())):
        parts = raw.strip().lower().replace("_", "-").split("-")
        if not re.fullmatch("[a-z]{2,3}", parts[0]):
            continue
        if parts[0] != "zh":
            return str(parts[0])
        if not {"hant", "tw", "hk", "mo"}.isdisjoint(parts):
            return "zh-Hant"
        return "zh-Hans" if not {"hans", "cn", "sg"}.isdisjoint(parts) else "zh"
    return ""


def _authors(meta: dict[str, list[str]], nodes: list[dict[str, Any]]) -> tuple[str, ...]:
    told = [name for node in nodes for name in _names(node.get("author"))]
    told = told or [raw for name in _AUTHOR_NAMES for raw in meta.get(name, ())]
    names: dict[str, None] = {}
    for raw in told[:_MOST_AUTHORS]:
        name = _WRITTEN.sub("", clean_title(raw[:1000]))
        if name and len(name) <= _LONGEST_NAME and not _NO_NAME.search(name):
            names[name] = None
    return tuple(names)


def _outlet(meta: dict[str, list[str]], nodes: list[dict[str, Any]]) -> str:
    told = _first(meta, _OUTLET_NAMES[:1])
    told = told or next((clean_title(name[:1000]) for node in nodes for name in _names(node.get("publisher"))), "")
    told = told or _first(meta, _OUTLET_NAMES[1:])
    return told if len(told) <= _LONGEST_NAME else ""


def _names(who: object) -> Iterator[str]:
    for one in who if isinstance(who, list) else [who]:
        name = one.get("name") if isinstance(one, dict) else one
        for part in name if isinstance(name, list) else [name]:
            if isinstance(part, str):
                yield part
