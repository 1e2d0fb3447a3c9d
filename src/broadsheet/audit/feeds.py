"""Feeds as people and programs get them: the entries of an edition, or of its stories, as documents."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import lxml.etree

from broadsheet.audit.reading import ADDRESS, Block, Document, Run, plain_text, read_html

_BESIDE = re.compile(r"<(https?://[^\s<>]+)>")


def read_atom(name: str, data: bytes, date: str) -> Document | None:
    """Read the entries of an edition, or of its stories, in a feed; None when it has none.

    Raises lxml.etree.XMLSyntaxError.
    """
    space = {"a": "http://www.w3.org/2005/Atom"}
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True)
    feed = lxml.etree.fromstring(data, parser)
    document = None
    for entry in feed.iterfind("a:entry", space):
        if not _is_of(str(entry.findtext("a:id", "", space)), date):
            continue
        document = document or Document(name)
        _join(document, read_html(name, f"<main>{entry.findtext('a:content', '', space)}</main>"))
        told = [str(entry.findtext(f"a:{tag}", "", space)) for tag in ("title", "summary")]
        told += [str(label.get("term")) for label in entry.iterfind("a:category", space)]
        document.blocks += [Block("front", "", ("front",), runs=[Run(text)]) for text in told]
        document.links += [str(link.get("href")) for link in entry.iterfind("a:link", space)]
    return document


def read_json_feed(name: str, data: bytes, date: str) -> Document | None:
    """Read the items of an edition, or of its stories, in a JSON feed: what people see and what programs get.

    None when it has none.  Raises ValueError when it is no JSON feed, or has what a feed of ours has not.
    """
    feed = json.loads(data)
    document = None
    try:
        for item in feed["items"]:
            if not _is_of(item["id"], date):
                continue
            document = document or Document(name)
            if strange := set(item) - _ITEM:
                raise ValueError(f"no member of an item: {', '.join(sorted(strange))}")
            page = read_html(name, f"<main>{item['content_html']}</main>")
            _read_twin(item["content_text"], page)
            _join(document, page)
            told = [item["title"], item.get("summary", ""), *item["tags"], *(one["name"] for one in item["authors"])]
            document.blocks += [Block("front", "", ("front",), runs=[Run(text)]) for text in told]
            document.links += [item["url"]] if "url" in item else []
            _data(item["_broadsheet"], document)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no JSON feed of editions: {error!r}") from error
    return document


def dates_in(name: str, data: bytes) -> frozenset[str]:
    """Return the dates of the editions that a feed of either format tells of; none of one that cannot be read."""
    try:
        if name.endswith(".json"):
            ids = [str(item["id"]) for item in json.loads(data)["items"]]
        else:
            parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True)
            ids = [str(id.text) for id in lxml.etree.fromstring(data, parser).iterfind("{*}entry/{*}id")]
    except (lxml.etree.LxmlError, ValueError, KeyError, TypeError):
        return frozenset()
    return frozenset(match[1] for id in ids if (match := _OF_DAY.search(id)))


_OF_DAY = re.compile(r"/(\d{4}-\d\d-\d\d)(?:/[0-9A-Za-z_-]+)?$")
_ITEM = frozenset(
    {
        "id", "url", "title", "summary", "content_html", "content_text", "date_published", "date_modified", "authors",
        "language", "tags", "_broadsheet",
    }
)  # fmt: skip
_CODES = frozenset(
    {"version", "date", "id", "story", "section", "importance", "transform", "article", "part", "kind", "field",
     "continues"}
)  # fmt: skip
_CODE = re.compile(r"[\w.:+-]*")


def _data(value: object, document: Document, key: str = "") -> None:
    """Read what a program gets: a sentence with the addresses beside it, its quotes as passages, all else as words."""
    if isinstance(value, Mapping) and "citations" in value:
        cited = value["citations"]
        beside = [Run(one["outlet"], one["url"] or "") for one in cited]
        document.blocks.append(Block("li", "", ("json",), runs=[Run(value["text"]), *beside]))
        document.links += [run.href for run in beside if run.href]
        for one, run in zip(cited, beside, strict=True):
            document.boxes += 1
            quote = Block("blockquote", "", ("json",), document.boxes, [Run(one["quote"], tag="mark")])
            document.blocks += [quote, Block("p", "", ("json", "go"), document.boxes, [run])]
            document.places.append((one["article"], one["part"], one["start"], one["end"], one["quote"]))
        _data({name: below for name, below in value.items() if name not in ("text", "citations")}, document)
    elif isinstance(value, Mapping):
        if {"id", "section", "importance", "lead"} <= value.keys():
            document.stated[str(value["id"])] = value["section"], value["importance"], value["lead"]
        for name, below in value.items():
            _data(below, document, str(name))
    elif isinstance(value, list):
        for below in value:
            _data(below, document, key)
    elif isinstance(value, str) and not (key in _CODES and _CODE.fullmatch(value)):
        document.blocks.append(Block("front", "", ("front",), runs=[Run(value)]))


def _is_of(id: str, date: str) -> bool:
    """Say whether an entry is the edition of ``date`` or a story of it."""
    return re.search(rf"/{re.escape(date)}(/[0-9A-Za-z_-]+)?$", id) is not None


def _join(document: Document, other: Document) -> None:
    """Add what another document holds; boxes of the two stay apart."""
    for block in other.blocks:
        block.box += document.boxes if block.box else 0
    document.boxes += other.boxes
    document.blocks += other.blocks
    document.links += other.links
    document.scripts += other.scripts
    document.damage += other.damage


def _read_twin(text: str, page: Document) -> None:
    """Read a page told again in plain text: a line that the page does not have is read as a block of its own.

    It is damaged when lines are missing, or when its addresses are not those of the page in their order.
    """
    whole = "".join(_squeezed(block.text) for block in page.blocks)
    at, strange = 0, False
    for line in text.splitlines():
        bare = _squeezed(line)
        found = next((told for told in (bare.removeprefix("-"), bare) if whole.startswith(told, at)), None)
        if found is None and bare and bare.removeprefix("-") in whole[at:]:
            break
        if found is None:
            strange = True
            plain_text(line, page)
        else:
            at += len(found)
    if at < len(whole) and not strange:
        page.damage.append(f"the plain text of an item leaves out {whole[at : at + 80]!r}")
    runs = [run for block in page.blocks for run in block.runs]
    linked = [run.href for run in runs if ADDRESS.match(run.href) and run.text.strip()]
    if not strange and _BESIDE.findall(text) != linked:
        page.damage.append("the plain text of an item has other addresses than its page")


def _squeezed(text: str) -> str:
    """Return the words of a line without blanks and without the addresses in angle brackets."""
    return "".join(_BESIDE.sub("", text).split())
