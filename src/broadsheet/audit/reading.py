"""Published files as a reader meets them: blocks of words in their order, with the links that they stand in.

    bytes of HTML | Markdown | Atom | e-mail --> Document: blocks of runs, addresses, what should not be there

Markdown is rendered by markdown-it, HTML and XML are read by lxml, mail by the standard library.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default as MODERN
from typing import Any, NamedTuple

import lxml.etree
import lxml.html
from markdown_it import MarkdownIt

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "dd", "desc", "details", "div", "dl", "dt",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html",
        "li", "main", "nav", "ol", "p", "pre", "section", "summary", "svg", "table", "tbody", "td", "text", "th",
        "thead", "title", "tr", "ul",
    }
)  # fmt: skip
_LOADING = frozenset({"href", "src", "action", "poster", "data", "srcset", "formaction", "background"})
_SPOKEN = ("alt", "aria-label", "title", "placeholder")
_ATTRIBUTE = re.compile(r"\s*\{#([^{}\s]+)\}$")
ADDRESS = re.compile(r"(https?://[^\s<>]+)")
_FRONT = re.compile(r"^\s*(?:- )?(?:([a-z_]+): ?)?(.*)$")
_PLAIN = re.compile(r"|true|false|\[\]|\d{4}-\d\d-\d\dT[\d:+.-]+")
_TOLD_META = frozenset({"description", "og:title", "og:description", "og:site_name", "twitter:title"})
_LINKED_META = frozenset({"og:url", "og:image", "twitter:image"})
_QUIET_META = frozenset(
    {
        "viewport", "color-scheme", "referrer", "generator", "og:type", "og:locale", "og:image:width",
        "og:image:height", "twitter:card",
    }
)  # fmt: skip
_LD_TOLD = frozenset({"name", "headline", "description", "articleSection"})
_LD_LINKED = frozenset({"url", "image", "citation"})
_LD_QUIET = frozenset({"@context", "@type", "datePublished", "inLanguage"})


class Run(NamedTuple):
    """Words and what they stand in: the address of their link, the tag and class of their element, a mark's id."""

    text: str
    href: str = ""
    tag: str = ""
    classes: tuple[str, ...] = ()
    id: str = ""


@dataclass
class Block:
    """Words that stand together: a paragraph, a list item, a heading, a value that is read aloud.

    ``id`` is that of the block or the nearest element around it; ``path`` the tags and classes around it, outermost
    first; ``box`` tells blocks of one element of class ``src`` or ``proof`` apart from others.
    """

    tag: str
    id: str
    path: tuple[str, ...]
    box: int = 0
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words of the block."""
        return "".join(run.text for run in self.runs)


@dataclass
class Document:
    """One file: its blocks in order, every address that it leads to or loads, and what may not stand in it.

    ``places`` are the citations that it gives to programs: article, part, start, end, quote; ``stated`` what it says
    to them of a story, by id: section, importance, whether it leads.  ``damage`` tells what does not fit together.
    """

    name: str
    blocks: list[Block] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    boxes: int = 0
    places: list[tuple[str, str, int, int, str]] = field(default_factory=list)
    stated: dict[str, tuple[object, object, object]] = field(default_factory=dict)
    damage: list[str] = field(default_factory=list)


def read_html(name: str, data: bytes | str) -> Document:
    """Read a page."""
    document = Document(name)
    root = lxml.html.document_fromstring(data) if data.strip() else None
    if root is not None:
        _walk(root, document, Block("html", "", ()), (), "", 0)
    return document


def read_shard(name: str, text: str, date: str) -> Document:
    """Read what the search page finds in a month: the stories of the edition of ``date``, a block each."""
    document = Document(name)
    _, _, rows = text.partition(",")
    for day, story, _, headline, _, sentence, outlets, names in json.loads(rows.strip().removesuffix(");")):
        if day == date:
            block = Block("li", story, ("li",), runs=[Run(headline, f"{day}/stories/{story}.html", "a")])
            block.runs.append(Run(sentence, f"{day}/stories/{story}.html", "a"))
            block.runs += [Run(told, tag="span") for told in (*outlets, *names)]
            document.blocks.append(block)
    return document


def only_of(document: Document, date: str) -> Document:
    """Return a page of several editions without the blocks that lead to another edition than that of ``date``."""
    dates = re.compile(r"(?:^|/)(\d{4}-\d\d-\d\d)/")
    own = [
        block
        for block in document.blocks
        if all(found[1] == date for run in block.runs if (found := dates.search(run.href)))
    ]
    return Document(document.name, own, document.links, document.scripts, document.boxes)


def read_style(name: str, text: str) -> Document:
    """Read a style sheet: the words that it puts on a page, and what it loads."""
    document = Document(name)
    for told in re.findall(r"content:\s*(\"[^\"]*\"|'[^']*')", text):
        document.blocks.append(Block("attribute", "", ("attribute",), runs=[Run(told[1:-1])]))
    document.links += re.findall(r"url\(\s*[\"']?([^\"')\s]+)", text) + re.findall(r"@import\s+[\"']([^\"']+)", text)
    return document


def read_markdown(name: str, text: str) -> Document:
    """Read a Markdown page with YAML front matter whose strings are JSON strings."""
    head, _, body = text.partition("\n---\n")
    html = MarkdownIt().enable("table").enable("strikethrough").render(body)
    document = read_html(name, f"<main>{html}</main>")
    for block in document.blocks:
        if block.tag in ("h2", "h3", "h4") and block.runs and (found := _ATTRIBUTE.search(block.runs[-1].text)):
            block.id = found[1]
            block.runs[-1] = block.runs[-1]._replace(text=_ATTRIBUTE.sub("", block.runs[-1].text))
    for line in head.splitlines():
        found = _FRONT.match(line)
        key, value = (found[1], found[2]) if found else ("", line)
        if line == "---" or _PLAIN.fullmatch(value):
            continue
        try:
            told = json.loads(value)
        except ValueError:
            told = value
        if key == "image":
            document.links.append(str(told))
        else:
            document.blocks.append(Block("front", "", ("front",), runs=[Run(str(told), tag=key or "")]))
    return document


def plain_text(text: str, document: Document) -> None:
    """Read plain text: a paragraph is a block, an address a link."""
    for paragraph in re.split(r"\n\s*\n", text):
        block = Block("p", "", ("plain",))
        for at, piece in enumerate(ADDRESS.split(paragraph)):
            block.runs.append(Run("", href=piece) if at % 2 else Run(piece))
        document.links += [run.href for run in block.runs if run.href]
        document.blocks.append(block)


def read_mail(name: str, data: bytes) -> Document:
    """Read a message: its subject, its HTML and its plain text, where an address is a link and a paragraph a block."""
    message = message_from_bytes(data, policy=MODERN)
    document = Document(name)
    document.blocks.append(Block("front", "", ("front",), runs=[Run(str(message["subject"] or ""))]))
    for part in message.walk():
        if part.get_content_type() == "text/html":
            inner = read_html(name, str(part.get_content()))
            document.blocks += inner.blocks
            document.links += inner.links
            document.scripts += inner.scripts
        elif part.get_content_type() == "text/plain":
            plain_text(str(part.get_content()), document)
    return document


def _walk(element: Any, document: Document, block: Block, path: tuple[str, ...], href: str, box: int) -> None:
    if not isinstance(element.tag, str):
        return
    tag = element.tag.rpartition("}")[2].lower()
    classes = tuple(element.get("class", "").split())
    if tag == "script":
        _script(element, document)
        return
    if tag in ("style", "iframe", "object", "embed", "base", "form", "input", "video", "audio", "template"):
        document.scripts.append(f"<{tag}>")
    if tag == "meta":
        _meta(element, document)
        return
    path = (*path, tag, *classes)
    if tag in _BLOCKS:
        if "src" in classes or "proof" in classes:
            document.boxes += 1
            box = document.boxes
        block = Block(tag, element.get("id") or block.id, path, box)
        document.blocks.append(block)
    for name, value in element.attrib.items():
        _attribute(tag, str(name), str(value), document)
    if tag == "a":
        href = element.get("href", "") or element.get("{http://www.w3.org/1999/xlink}href", "")
    block.runs.append(Run(element.text or "", href, tag, classes, element.get("id", "")))
    for child in element:
        _walk(child, document, block, path, href, box)
        if child.tail:
            inside = href, tag, classes
            if _is_block(child):  # words after a block are a block of their own
                block = Block(tag, block.id, path, box)
                document.blocks.append(block)
            block.runs.append(Run(child.tail, *inside))


def _is_block(element: Any) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2].lower() in _BLOCKS


def _attribute(tag: str, name: str, value: str, document: Document) -> None:
    if name in _SPOKEN and value.strip():
        document.blocks.append(Block("attribute", "", ("attribute",), runs=[Run(value)]))
    if name in _LOADING and not (tag == "link" and value.startswith("data:image/svg+xml,")):
        document.links.append(value)
    if name.startswith("on") or name in ("style", "srcdoc", "http-equiv"):
        document.scripts.append(f"<{tag} {name}={value[:60]!r}>")


def _meta(element: Any, document: Document) -> None:
    name = element.get("name") or element.get("property") or ""
    content = element.get("content", "")
    if name in _TOLD_META:
        document.blocks.append(Block("attribute", "", ("attribute",), runs=[Run(content)]))
    elif name in _LINKED_META:
        document.links.append(content)
    elif element.get("http-equiv", "Content-Security-Policy") != "Content-Security-Policy" or (
        name and name not in _QUIET_META
    ):
        document.scripts.append(f"<meta {name or element.get('http-equiv')}>")


def _script(element: Any, document: Document) -> None:
    if element.get("src"):
        document.scripts.append(f"<script {element.get('src')}>")
        return
    if element.get("type") != "application/ld+json":
        document.scripts.append(f"<script> {(element.text or '')[:60]}")
        return
    try:
        told = json.loads(element.text or "{}")
    except ValueError:
        document.scripts.append(f"<script> {(element.text or '')[:60]}")
        return
    _linked_data(told, document)


def _linked_data(value: object, document: Document, key: str = "") -> None:
    if isinstance(value, Mapping):
        for name, below in value.items():
            _linked_data(below, document, str(name))
    elif isinstance(value, list):
        for below in value:
            _linked_data(below, document, key)
    elif key in _LD_LINKED:
        document.links.append(str(value))
    elif key in _LD_TOLD:
        document.blocks.append(Block("attribute", "", ("attribute",), runs=[Run(str(value))]))
    elif key not in _LD_QUIET:
        document.scripts.append(f"linked data {key}: {value!r}"[:80])
