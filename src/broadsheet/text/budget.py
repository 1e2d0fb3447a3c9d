"""What is too costly to parse: markup whose cost grows faster than its length.

XML and HTML parsers compare every attribute of a tag with all before it: twice as many take four times as long.
"""

from __future__ import annotations

import re

MAX_ATTRIBUTES = 1000  # of one tag: 2000 cost feedparser 0.1 s, 10 000 cost 1.7 s; timed on one core, 2026-11-22
# Possessive throughout: from each tag every character is looked at once.  A long value (inlined image) is no trouble.
_OVERLOADED = re.compile(
    r"""<[^\W\d][^\s<>="'/]*+(?:[\s/]++[^\s<>="'/]++(?:\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'|[^\s"'<>]++))?+)"""
    rf"{{{MAX_ATTRIBUTES + 1}}}"
)


def is_overloaded(markup: str) -> bool:
    """Say whether a tag in ``markup`` has more attributes than ``MAX_ATTRIBUTES``."""
    return _OVERLOADED.search(markup) is not None
