"""An entry's HTML as plain text: a paragraph a block, a dash before an item, the address of a link behind its words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import lxml.html

_BLOCKS = frozenset({"h2", "h3", "h4", "p", "ul", "ol", "hr"})


def plain(html: str) -> str:
    """Return what ``html``, as the templates of this folder make it, says; links out of the feed keep their address."""
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    return "\n\n".join(block for block in _blocks(root) if block) + "\n"


def _blocks(root: Any) -> Iterator[str]:
    for child in root:
        if child.tag in ("ul", "ol"):
            yield "\n".join(f"- {_words(item)}" for item in child)
        elif child.tag in _BLOCKS:
            yield _words(child)


def _words(element: Any) -> str:
    lines = "".join(_pieces(element)).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _pieces(element: Any) -> Iterator[str]:
    yield _line(element.text)
    for child in element:
        if child.tag == "br":
            yield "\n"
        else:
            yield from _pieces(child)
            href = child.get("href", "") if child.tag == "a" else ""
            if href.startswith(("http://", "https://")):
                yield f" <{href}>"
        yield _line(child.tail)


def _line(text: str | None) -> str:
    return (text or "").replace("\n", " ")
