"""What a source answered, as the form it promised: JSON by a type, XML as a tree; else a Failure that says why not.

Everything here is pure and may get any bytes.  One bad entry costs that entry, never its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import msgspec
from lxml import etree

from broadsheet.decode import decode_json
from broadsheet.text.budget import MAX_ATTRIBUTES, is_overloaded
from broadsheet.text.charset import decode
from broadsheet.types import Failure, Page, Source

T = TypeVar("T")

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,400}\?>")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)  # none of these forms needs its own; attacks do
_REFERENCE = re.compile(r"&#(?:x0*([0-9a-f]{4})|0*([0-9]{5}));", re.IGNORECASE)
_WORDS = 200  # characters of a reason that are told


def failure(source: Source, kind: str, message: str) -> Failure:
    """Return what went wrong with ``source``."""
    return Failure(stage="collect", subject=source.name, kind=kind, message=message)


def as_json(source: Source, page: Page, expected: type[T]) -> T | Failure:
    """Return the body of ``page`` as ``expected``.  Kinds: ``not_json``, ``unexpected``."""
    raw = _text(page).encode("utf-8", "replace")
    try:
        return decode_json(raw, expected)
    except msgspec.ValidationError as error:
        return failure(source, "unexpected", f"{page.final_url} answered something else than expected ({_told(error)})")
    except (msgspec.DecodeError, RecursionError) as error:
        return failure(source, "not_json", f"no JSON came from {page.final_url} ({_told(error)}); check the address")


def entries(source: Source, raws: Sequence[msgspec.Raw], expected: type[T]) -> tuple[list[T], list[Failure]]:
    """Return the entries that are of the type ``expected``, in order, and one failure for all that are not."""
    good: list[T] = []
    reasons: list[str] = []
    for raw in raws:
        try:
            good.append(decode_json(raw, expected))
        except (msgspec.DecodeError, RecursionError) as error:
            reasons.append(_told(error))
    if not reasons:
        return good, []
    message = f"{len(reasons)} of {len(raws)} entries could not be read (the first: {reasons[0]}); the others were"
    return good, [failure(source, "broken_entries", message)]


def as_xml(source: Source, page: Page, body: bytes | None = None) -> tuple[Any, list[Failure]]:
    """Return the root element (None when there is none) and what was wrong: ``not_xml``, ``broken_xml``.

    ``body`` stands in for that of the page (unpacked, say).  No entity is resolved and nothing is fetched.
    """
    text = _text(page if body is None else msgspec.structs.replace(page, body=body))
    text = _REFERENCE.sub(_whole_character, _DECLARATION.sub("", text, count=1))
    if _ENTITY.search(text):
        return None, [failure(source, "broken_xml", "it declares entities of its own, as attacks do; nothing was read")]
    if is_overloaded(text):
        return None, [
            failure(source, "broken_xml", f"a tag has more than {MAX_ATTRIBUTES} attributes; nothing was read")
        ]
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.strip().encode("utf-8", "replace"), parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return None, [failure(source, "not_xml", f"no XML came from {page.final_url} ({_told(error)}); check it")]
    if root is None:
        return None, [failure(source, "not_xml", f"no XML came from {page.final_url}; check the address")]
    if parser.error_log:
        return root, [
            failure(source, "broken_xml", f"not well-formed ({_told(parser.error_log[0])}); the rest was read")
        ]
    return root, []


def children(element: Any, name: str) -> Iterator[Any]:
    """Yield the children of ``element`` of that local name, whatever their namespace."""
    return (child for child in element if isinstance(child.tag, str) and local(child) == name)


def local(element: Any) -> str:
    """Return the name of ``element`` without its namespace."""
    return str(element.tag).rpartition("}")[2]


def said(element: Any, name: str) -> str:
    """Return the text of the first child of that local name; empty when there is none."""
    for child in children(element, name):
        return "".join(child.itertext()).strip()
    return ""


def _whole_character(match: re.Match[str]) -> str:
    """Return U+FFFD for a reference to half of a character, which lxml cannot give; others as they are."""
    point = int(match[1], 16) if match[1] else int(match[2])
    return "\ufffd" if 0xD800 <= point <= 0xDFFF else match[0]


def _text(page: Page) -> str:
    content_type = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    return decode(page.body, content_type)[0]


def _told(error: object) -> str:
    return " ".join(str(error).split())[:_WORDS]
