"""Addresses that open a page at the words that were quoted (text fragments, WICG scroll-to-text-fragment).

    address, text, start, end --> address#:~:text=[prefix-,]start[,end]

A browser that does not know them opens the page at its top.  Ranges are cut between words: a browser finds whole words.
"""

from __future__ import annotations

import re
from urllib.parse import quote

WHOLE = 120
"""Code points up to which a quote is named whole; a longer one by its first and last words.  Hand-set 2026-11-22: long
addresses break when they are copied, and the longer a match must be the likelier the live page differs in it."""

_EDGE_WORDS, _EDGE_SIGNS = 5, 6
"""Words (Latin script) or least signs (Chinese) that name an end of a long quote."""

_BEFORE_WORDS, _BEFORE_SIGNS = 3, 8
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
_CLAUSE = re.compile("[，、。；：！？,;:!?]")
_NO_PAGE = re.compile(r"\.(?:pdf|jpe?g|png|gif|mp[34]|zip|json|xml|txt)$", re.IGNORECASE)


def in_place(address: str, text: str, start: int, end: int) -> str:
    """Return ``address`` with the fragment that finds ``text[start:end]``; as it is where that is no HTML page."""
    bare, _, anchor = address.partition("#")
    words = text[start:end].strip()
    if not bare.startswith(("http://", "https://")) or _NO_PAGE.search(bare.partition("?")[0]) or not words:
        return address
    first, last = _ends(words)
    directive = f"{_encoded(first)},{_encoded(last)}" if last else _encoded(first)
    if text.count(first) > 1 and (before := _before(text, start)):
        directive = f"{_encoded(before)}-,{directive}"
    return f"{bare}#{anchor}:~:text={directive}"


def _ends(words: str) -> tuple[str, str]:
    """Return the words that name a quote: all of them and "", or its first and its last."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    if len(lines) == 1 and len(words) <= WHOLE:
        return lines[0], ""
    first, last = _head(lines[0]), _tail(lines[-1])
    apart = len(lines) > 1 or len(first) + len(last) < len(lines[0])
    return (first, last) if apart else (lines[0], "")


def _head(line: str) -> str:
    if _HAN.search(line):
        cut = next((found.start() for found in _CLAUSE.finditer(line) if found.start() >= _EDGE_SIGNS), len(line))
        return line[:cut].strip()
    return " ".join(line.split()[:_EDGE_WORDS])


def _tail(line: str) -> str:
    if _HAN.search(line):
        ends = [found.end() for found in _CLAUSE.finditer(line) if len(line) - found.end() >= _EDGE_SIGNS]
        return line[ends[-1] :].strip() if ends else line
    return " ".join(line.split()[-_EDGE_WORDS:])


def _before(text: str, start: int) -> str:
    """Return the words before a quote, on its own line: they tell it from the same words elsewhere."""
    line = text[text.rfind("\n", 0, start) + 1 : start].strip()
    if not line:
        return ""
    if _HAN.search(line):
        starts = [found.end() for found in _CLAUSE.finditer(line) if len(line) - found.end() >= _BEFORE_SIGNS]
        return line[starts[-1] :].strip() if starts else line
    return " ".join(line.split()[-_BEFORE_WORDS:])


def _encoded(words: str) -> str:
    """Return percent-encoded words: a dash, a comma and an ampersand have a meaning in a fragment of their own."""
    return quote(" ".join(words.split()), safe="").replace("-", "%2D")
