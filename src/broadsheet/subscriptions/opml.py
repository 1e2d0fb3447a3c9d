"""Subscription lists: OPML 1.0, 1.1 and 2.0, the format that every feed reader imports and exports.

    bytes --read_opml--> Subscriptions        Source ... --write_opml--> bytes

A list comes from a stranger as often as from one's own reader, so it is parsed as the web is: entities refused, size,
depth and number bounded, the encoding found out.  What cannot be taken is told, each outline by itself.  Whom to
believe is for the operator to say: weight, owner and primary of a list count only where the list is trusted.

An export carries, beside what every reader knows (``text``, ``xmlUrl``, ``language``), all that a sources file says, as
attributes of our own namespace, which other readers skip.  ``permitted``, sources on this machine and addresses with a
password stay at home: what a site has allowed its reader, paths and secrets are nobody else's.

lxml rather than listparser: that reads OPML as HTML, in which attributes of a namespace are lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from itertools import groupby
from typing import NamedTuple

import msgspec
from lxml import etree

from broadsheet.decode import decode_json
from broadsheet.errors import UsageError
from broadsheet.sources import LOCAL, has_credentials, kind_fault
from broadsheet.subscriptions.file import Roll, owner_of
from broadsheet.text.budget import is_overloaded
from broadsheet.text.charset import decode
from broadsheet.text.clean import clean_title
from broadsheet.text.urls import is_web_url
from broadsheet.types import Option, Source

NAMESPACE = "urn:broadsheet:source:1"
MAX_BYTES = 5_000_000
"""Bytes of a list: 5,000 subscriptions need about 1 MB."""
MAX_OUTLINES = 5_000
"""Outlines that are looked at; the longest lists that people share hold some 1,500 feeds."""
MAX_DEPTH = 40
"""Folders within folders; readers allow two or three, libxml2 stops at 256."""
MAX_TEXT = 200
"""Characters of an outlet or owner that are kept."""

_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,400}\?>")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML cannot hold
_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}))?$", re.IGNORECASE)
_SCRIPTS = {"cn": "zh-Hans", "sg": "zh-Hans", "tw": "zh-Hant", "hk": "zh-Hant", "mo": "zh-Hant"}
_FEEDS = ("", "rss", "atom", "rdf", "feed", "rss1", "rss2", "jsonfeed")
"""Values of ``type`` under which readers write feeds; 1.0 has none."""


class Subscription(NamedTuple):
    """A source of a list, and the folders that it lies in, outermost first."""

    source: Source
    folders: tuple[str, ...]


class Subscriptions(NamedTuple):
    """What a list gave: its sources in their order, and what could not be taken and why, one sentence each.

    ``unbelieved`` counts the sources of which the list says a weight, an owner or primary that was not taken.
    """

    taken: tuple[Subscription, ...]
    refused: tuple[str, ...]
    unbelieved: int = 0


def read_opml(
    raw: bytes,
    origin: str,
    kinds: Mapping[str, type[msgspec.Struct]],
    present: Sequence[Source] = (),
    *,
    trust: bool = False,
) -> Subscriptions:
    """Read a list.  ``kinds`` are those that can be read, each with its options; others are refused.

    ``present`` are the sources that are there already: they are not taken again.  ``trust`` takes what the list says
    of weight, owner and primary; else weight is 1, the owner is the domain, and nothing is primary.

    Raises UsageError, naming ``origin``, when it is no OPML, is over a limit, or declares entities.
    """
    body, broken = _body(raw, origin)
    taken: list[Subscription] = []
    refused: list[str] = []
    unbelieved = 0
    if broken:
        refused.append(f"the file is not well-formed ({broken}); what could be read of it was")
    roll = Roll(present)
    for number, (outline, folders) in enumerate(_outlines(body)):
        if number >= MAX_OUTLINES:
            refused.append(f"everything after {MAX_OUTLINES} outlines was left out")
            break
        found = _source(outline, roll, kinds, trust)
        if isinstance(found, Source):
            unbelieved += not trust and _judges(_own(outline), found)
            roll.add(found)
            taken.append(Subscription(found, folders))
        elif found:
            refused.append(found)
    return Subscriptions(tuple(taken), tuple(refused), unbelieved)


def _body(raw: bytes, origin: str) -> tuple[etree._Element, str]:
    """Return the body element, and what was wrong with the XML, empty when nothing was."""
    remedy = "export the list from your reader once more, as OPML"
    if len(raw) > MAX_BYTES:
        raise UsageError(f"is over {MAX_BYTES} bytes", subject=origin, remedy="split it")
    text, _ = decode(raw)
    text = _UNSEEN.sub("\ufffd", _DECLARATION.sub("", text.lstrip("\ufeff"), count=1))
    if _ENTITY.search(text) or is_overloaded(text):
        raise UsageError("declares entities, or has tags of a thousand attributes, as attacks do", subject=origin)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UsageError(f"is no OPML ({error})", subject=origin, remedy=remedy) from error
    if root is None or _local(root).lower() != "opml":
        raise UsageError("is no OPML: its first element is not <opml>", subject=origin, remedy=remedy)
    body = next((child for child in root if _local(child).lower() == "body"), None)
    if body is None:
        raise UsageError("is OPML without a body", subject=origin, remedy=remedy)
    return body, str(parser.error_log[0].message) if len(parser.error_log) else ""


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _outlines(body: etree._Element) -> Iterator[tuple[etree._Element, tuple[str, ...]]]:
    """Yield every outline with its folders, in the order of the file; without recursion, the file decides the depth."""
    stack: list[tuple[etree._Element, tuple[str, ...]]] = [(child, ()) for child in reversed(body)]
    while stack:
        element, folders = stack.pop()
        if _local(element).lower() != "outline":
            continue
        yield element, folders
        inside = (*folders, _title(_plain(element)) or "unnamed folder")[:MAX_DEPTH]
        stack.extend((child, inside) for child in reversed(element))


def _plain(element: etree._Element) -> dict[str, str]:
    """Return the attributes of no namespace, names in small letters: 1.0 files write xmlUrl in four ways."""
    return {str(k).lower(): str(v).strip() for k, v in element.attrib.items() if not str(k).startswith("{")}


def _own(element: etree._Element) -> dict[str, str]:
    prefix = f"{{{NAMESPACE}}}"
    return {str(k)[len(prefix) :]: str(v) for k, v in element.attrib.items() if str(k).startswith(prefix)}


def _title(plain: dict[str, str]) -> str:
    return clean_title(plain.get("title") or plain.get("text") or "")[:MAX_TEXT]


def _judges(own: Mapping[str, str], taken: Source) -> bool:
    """Say whether a list says of a source whom to believe, other than it was taken."""
    owner, weight = own.get("owner", taken.owner), own.get("weight", "1")
    return owner != taken.owner or weight not in ("1", "1.0") or own.get("primary") == "true"


def _source(
    outline: etree._Element, roll: Roll, kinds: Mapping[str, type[msgspec.Struct]], trust: bool
) -> Source | str:
    """Return the source of an outline, or why it cannot be taken; empty for a folder."""
    plain, own = _plain(outline), _own(outline)
    kind = own.get("kind", "feed")
    address = plain.get("xmlurl") or (plain.get("url", "") if "kind" in own else "")
    title = _title(plain)
    label = title or address[:MAX_TEXT] or "an outline without a title"
    if not address:
        if plain.get("type", "").lower() in ("link", "include"):
            return f"{label}: a link to a page or to another list, not a feed"
        return "" if len(outline) else f"{label}: names no feed (xmlUrl)"
    if kind in LOCAL:
        return f"{label}: lies on another machine (kind {kind})"
    if "kind" not in own and plain.get("type", "").lower() not in _FEEDS:
        return f"{label}: is of type {plain['type'][:20]!r}, not a feed"
    url = _without_feed_scheme(address)
    if has_credentials(url):
        return f"{title or 'an outline without a title'}: its address holds a password; credentials are not sent"
    if not is_web_url(url):
        return f"{label}: {address[:MAX_TEXT]!r} is no http or https address"
    outlet = clean_title(own.get("outlet", ""))[:MAX_TEXT] or title or owner_of(url, url)
    name = clean_title(own.get("name", ""))[:MAX_TEXT]
    try:
        source = Source(
            name=name if name and not roll.has_name(name) else roll.free_name(name or outlet),
            kind=kind,
            url=url,
            outlet=outlet,
            owner=(clean_title(own.get("owner", ""))[:MAX_TEXT] if trust else "") or owner_of(url, outlet),
            weight=float(own.get("weight", "1")) if trust else 1.0,
            language=language_tag(plain.get("language", "")),
            terms=clean_title(own.get("terms", ""))[:MAX_TEXT],
            primary=trust and own.get("primary") == "true",
            options=_options(own.get("options", "")),
        )
    except (ValueError, msgspec.DecodeError) as error:
        return f"{label}: {error}"
    if fault := kind_fault(source, kinds):
        return f"{label}: {fault[0]} {fault[1]}"
    twin = roll.twin(source)
    return f"{label}: is there already, as {twin.name}" if twin else source


def _without_feed_scheme(address: str) -> str:
    """Return ``feed:https://x`` and ``feed://x``, as browsers once handed feeds to readers, as what they stand for."""
    if not address.lower().startswith("feed:"):
        return address
    rest = address[5:].removeprefix("//")
    return rest if rest.lower().startswith(("http:", "https:")) else f"http://{rest}"


def _options(text: str) -> tuple[tuple[str, Option], ...]:
    """Return the options of an exported source: a JSON object of texts, numbers and truth values."""
    if not text:
        return ()
    return tuple(sorted(decode_json(text, dict[str, str | int | float | bool]).items()))


def language_tag(tag: str) -> str:
    """Return a language as sources files write it: ``zh-TW`` is ``zh-Hant``, ``en-us`` is ``en``; else ``und``."""
    found = _TAG.match(tag.strip())
    if not found:
        return "und"
    language, script, region = (part or "" for part in found.groups())
    if language.lower() in ("zh", "cmn"):
        return f"zh-{script.title()}" if script else _SCRIPTS.get(region.lower(), "zh")
    return language.lower()


def write_opml(sources: Iterable[Source], title: str, made: datetime) -> bytes:
    """Return ``sources`` as OPML 2.0, feeds in their order, then the other kinds, a folder each.

    A kind that is no feed is written as a link, which other readers show and do not subscribe to.
    """
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"broadsheet": NAMESPACE})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _UNSEEN.sub("\ufffd", title)
    etree.SubElement(head, "dateCreated").text = format_datetime(made)
    etree.SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    body = etree.SubElement(root, "body")
    kept = [source for source in sources if source.kind not in LOCAL and not has_credentials(source.url)]
    for kind, group in groupby(sorted(kept, key=lambda source: (source.kind != "feed", source.kind)), _kind):
        folder = body if kind == "feed" else etree.SubElement(body, "outline", {"text": kind})
        for source in group:
            folder.append(_outline(source))
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def _kind(source: Source) -> str:
    return source.kind


def _outline(source: Source) -> etree._Element:
    plain = {"text": source.outlet, "title": source.outlet}
    if source.kind == "feed":
        plain |= {"type": "rss", "xmlUrl": source.url}
    else:
        plain |= {"type": "link", "url": source.url}
    if source.language != "und":
        plain["language"] = source.language
    own = {
        "name": source.name,
        "kind": source.kind,
        "outlet": source.outlet,
        "owner": source.owner,
        "weight": repr(source.weight),
        "terms": source.terms,
        "primary": "true" if source.primary else "",
        "options": msgspec.json.encode(dict(source.options)).decode() if source.options else "",
    }
    outline = etree.Element("outline", {name: _UNSEEN.sub("\ufffd", text) for name, text in plain.items()})
    for name, text in own.items():
        if text:
            outline.set(f"{{{NAMESPACE}}}{name}", _UNSEEN.sub("\ufffd", text))
    return outline
