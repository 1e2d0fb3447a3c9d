"""What is too costly to parse: markup whose cost grows faster than its length, or that nests without end.

XML and HTML parsers compare every attribute of a tag with all before it: twice as many take four times as long.
"""

from __future__ import annotations

import re

MAX_ATTRIBUTES = 1000  # of one tag: 2000 cost feedparser 0.1 s, 10 000 cost 1.7 s; timed on one core, 2026-11-22
MAX_DEPTH = 64
"""Elements inside one another.  Feeds need 6, and xhtml in them 30."""
MAX_MARKS = 300_000
"""``<`` and ``&`` in a document: feedparser takes up to 40 us for a broken one; 2000 long entries have 100 000."""
# Possessive throughout: from each tag every character is looked at once.  A long value (inlined image) is no trouble.
# A tag too short for so many attributes, each a name and what parts it from the last, is passed over first.
_OVERLOADED = re.compile(
    rf"""<(?=[^\W\d][^<]{{{2 * (MAX_ATTRIBUTES + 1)}}})"""
    r"""[^\W\d][^\s<>="'/]*+(?:[\s/]++[^\s<>="'/]++(?:\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'|[^\s"'<>]++))?+)"""
    rf"{{{MAX_ATTRIBUTES + 1}}}"
)
_NAME = r"[^\W\d][^\s<>/=\"']{0,200}"
# What is no tag is stepped over as a whole; an unclosed section ends with the text.
_SECTION = r"<!\[CDATA\[(?:(?!\]\]>).)*+(?:\]\]>)?|<!--(?:(?!-->).)*+(?:-->)?|<\?[^>]*+>?"
_TAG = re.compile(rf"{_SECTION}|<(?P<close>/)?(?P<name>{_NAME})(?:[^<>\"']|\"[^\"]*+\"|'[^']*+'|[\"'])*+>", re.DOTALL)
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "meta", "param", "track", "wbr"})


def is_overloaded(markup: str) -> bool:
    """Say whether a tag in ``markup`` has more attributes than ``MAX_ATTRIBUTES``."""
    return _OVERLOADED.search(markup) is not None


def is_crowded(markup: str) -> bool:
    """Say whether ``markup`` has more tags and entities than ``MAX_MARKS``."""
    return markup.count("<") + markup.count("&") > MAX_MARKS


def is_too_deep(markup: str) -> bool:
    """Say whether elements of ``markup`` stand more than ``MAX_DEPTH`` inside one another.

    Sloppy markup is measured as a reader of it would: a closing tag ends all that was opened since its opening one, and
    one without an opening tag is nothing.
    """
    opened: list[str] = []
    for tag in _TAG.finditer(markup):
        name = tag["name"]
        if name is None:
            continue
        if tag["close"] is None:
            if tag[0].endswith("/>") or name.lower() in _VOID:
                continue
            opened.append(name)
            if len(opened) > MAX_DEPTH:
                return True
        elif name in opened:
            while opened.pop() != name:
                pass
    return False


def cut_after(markup: str, most: int, names: tuple[str, ...]) -> tuple[str, int]:
    """Return ``markup`` with its first ``most`` elements called one of ``names``, and how many it had.

    What follows the last of them stays, so what was well-formed still is.
    """
    wanted = "|".join(map(re.escape, names))
    pattern = re.compile(
        rf"{_SECTION}|<(?P<close>/)?(?:[\w.-]{{1,100}}:)?(?:{wanted})(?=[\s/>])", re.DOTALL | re.IGNORECASE
    )
    starts = 0
    first_cut = last_end = -1
    for found in pattern.finditer(markup):
        if found[0].startswith(("<!", "<?")):
            continue
        if found["close"]:
            last_end = found.end()
        else:
            starts += 1
            if starts == most + 1:
                first_cut = found.start()
    if first_cut < 0:
        return markup, starts
    rest = markup.find(">", last_end) + 1 if last_end > first_cut else 0
    return markup[:first_cut] + (markup[rest:] if rest else ""), starts
