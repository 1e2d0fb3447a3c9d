"""Quotations that hold several sentences: in which of them somebody speaks, though no mark stands in the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 3_000
"""Characters of a quotation; a mark that is closed later than that was never closed.  Set by hand, 2026-11-23."""
_MARK = re.compile(r"[“”「」\"\n]")
_CLOSES = {"“": "”", "「": "」", '"': '"'}
_BEGINS = re.compile(r"\s*[“「\"]")
_NEW_LINE = re.compile(r"(?:^|\n)[ \t]*$")


def speeches(text: str) -> Iterator[tuple[int, int]]:
    """Yield the quotations of ``text``: offsets of their marks.  One that goes on opens each paragraph anew.

    A mark that no other closes before its paragraph ends opens nothing, unless the next paragraph begins with one.
    """
    opened = -1
    for found in _MARK.finditer(text):
        sign, at = found[0], found.start()
        if sign == "\n":
            if opened >= 0 and text[at + 1 : at + 2] != "\n" and not _BEGINS.match(text, at + 1):
                opened = -1
        elif opened < 0:
            opened = at if sign in _CLOSES else -1
        elif sign == _CLOSES[text[opened]] and not (sign == '"' and _NEW_LINE.search(text[max(0, at - 8) : at])):
            if at - opened <= LONGEST:
                yield opened, at
            opened = -1
