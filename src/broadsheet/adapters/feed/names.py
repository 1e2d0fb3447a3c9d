"""The names of elements in plain feeds: which namespaces are known, and what is done with each element.

Namespaces and prefixes are read as feedparser reads them; what would be ambiguous to it is declined.
"""

from __future__ import annotations

import re

ATOM = "http://www.w3.org/2005/Atom"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PLAIN = frozenset(
    {"", ATOM, "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"}
    | {"http://backend.userland.com/rss", "http://backend.userland.com/rss2", "http://blogs.law.harvard.edu/tech/rss"}
)
"""Namespaces whose elements mean what an element without a namespace means."""
_KNOWN = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://wellformedweb.org/commentapi/": "wfw",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://www.georss.org/georss": "georss",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://webns.net/mvcb/": "admin",
    "http://madskills.com/public/xml/rss/module/trackback/": "trackback",
    "http://backend.userland.com/creativecommonsrssmodule": "creativecommons",
    "http://web.resource.org/cc/": "cc",
    "http://prismstandard.org/namespaces/1.2/basic/": "prism",
}
"""Namespaces in lower case, and the prefix that stands for them, whatever the feed's own."""
# Prefixes that mean something: bound to another namespace than their own, they would be taken for it.
_TAKEN = frozenset(_KNOWN.values()) | {"rdf", "gml", "psc", "xhtml", "l", "ss", "thr", "rdfs", "ag", "creativeCommons"}
_THREAD = "http://purl.org/syndication/thread/1.0"

_KINDS = {
    "title": "title", "dc:title": "title", "media:title": "media:title", "link": "link",
    "guid": "guid", "id": "guid",
    "description": "body", "summary": "body", "dc:description": "body", "media:description": "body",
    "itunes:summary": "body",
    "content": "content", "content:encoded": "content",
    "author": "author", "dc:creator": "author", "dc:author": "author", "itunes:author": "author",
    "category": "category", "dc:subject": "category", "media:category": "category",
    "pubdate": "published", "published": "published", "issued": "published", "dcterms:issued": "published",
    "updated": "updated", "modified": "updated", "lastbuilddate": "updated", "dc:date": "updated",
    "dcterms:modified": "updated",
    "created": "created", "dcterms:created": "created",
    "comments": "comments", "slash:comments": "talks", "thr:total": "talks", "arxiv:announce_type": "announce",
    "feedburner:origlink": "origin",
    "media:group": "inside", "media:content": "inside", "media:community": "inside",
    "source": "fresh", "image": "fresh", "contributor": "skip",
}  # fmt: skip
"""Element -> what is done with it; an element that is not here is skipped when it holds no other."""
_UNSURE = frozenset(
    {"rss", "channel", "feed", "item", "entry", "textinput", "managingeditor", "webmaster", "name", "url", "homepage"}
    | {"uri", "email", "width", "height", "abstract", "body", "fullitem", "newlocation", "tags", "links", "authors"}
    | {"keywords", "language", "svg", "math", "base", "div", "arxiv_announce_type", "slash_comments", "thr_total"}
    | {"feedburner_origlink", "summary_detail", "title_detail", "dc:language", "media:keywords", "itunes:keywords"}
    | {"itunes:category", "itunes:owner", "itunes:name", "itunes:email", "itunes:link", "feedburner:browserfriendly"}
)
"""Elements that are left to feedparser."""
_NAMESPACE = re.compile(r"""xmlns(?::([\w.-]{1,100}))?\s{0,9}=\s{0,9}["']([^"'<>]{0,500})["']""")


class Unsure(Exception):
    """The feed holds something that is left to feedparser."""


def prefixes_of(text: str) -> dict[str, str] | None:
    """Return namespace -> the one prefix that the document gives it; None when a prefix or a namespace has two.

    Declarations are looked for in the whole text, so one in a quoted piece of markup counts as well: that only makes
    more feeds go to feedparser.
    """
    uris: dict[str, str] = {}
    place = text.find("xmlns")
    while place >= 0:
        found = _NAMESPACE.match(text, place)
        if found and found[1] and uris.setdefault(found[1], found[2]) != found[2]:
            return None
        place = text.find("xmlns", place + 5)
    prefixes: dict[str, str] = {}
    for prefix, uri in sorted(uris.items()):
        known = _KNOWN.get(uri.lower())
        if (prefix in _TAKEN or prefix.lower() in _TAKEN) and known != prefix and uri not in (RDF, _THREAD):
            return None
        if known is None and uri not in _PLAIN and prefixes.setdefault(uri, prefix) != prefix:
            return None
    return prefixes


class Names:
    """Tags of lxml -> names with the prefix that stands for their namespace, each worked out once a document."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self._prefixes = prefixes
        self._names: dict[str, str] = {}
        self._kinds: dict[str, str] = {}

    def __call__(self, tag: str) -> str:
        name = self._names.get(tag)
        if name is None:
            name = self._names[tag] = self._work_out(tag)
        return name

    def plain(self, tag: str) -> str:
        """Return the name of an element without a prefix of its own; empty when it has one."""
        uri, _, local = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
        return local.lower() if uri in _PLAIN else ""

    def kind(self, tag: str) -> str:
        """Return what is done with an element: a value of ``_KINDS``, ``skip`` or ``unsure``."""
        kind = self._kinds.get(tag)
        if kind is None:
            name = self(tag)
            default = "unsure" if name in _UNSURE or name.startswith(("xhtml:", "gml:", "psc:")) else "skip"
            kind = self._kinds[tag] = _KINDS.get(name, default)
        return kind

    def _work_out(self, tag: str) -> str:
        if not tag.startswith("{"):
            return tag.lower()
        uri, _, local = tag[1:].rpartition("}")
        if uri in _PLAIN:
            return local.lower()
        prefix = _KNOWN.get(uri.lower()) or self._prefixes.get(uri)
        if not prefix:
            raise Unsure
        return f"{prefix.lower()}:{local.lower()}"
