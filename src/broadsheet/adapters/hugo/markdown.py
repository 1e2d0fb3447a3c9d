"""Text into Markdown that renders as the same characters, whatever they are.

The reader of the Markdown is Goldmark (CommonMark, GFM, heading attributes, definition lists) after Hugo's own lexer,
which finds shortcodes and the summary divider anywhere in a file: an escape inside the token breaks it up.
"""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from broadsheet.adapters.wording import clean, safe_address

# Escaped wherever they stand.  Braces: shortcodes, heading attributes.  ``<`` and ``>``: tags, autolinks, the divider.
_ALWAYS = re.compile(r"[\\`*{}\[\]<>~#]")
_ENTITY = r"&(?=#|[A-Za-z][A-Za-z0-9]*;)"
# Escaped where they would mean something: an underscore at the edge of a word, an ampersand that starts an entity,
# a colon that starts an emoji name or stands in an address, the dot and the at sign that GFM makes links of.
_SOMETIMES = re.compile(
    rf"(?<![^\W_])_|_(?![^\W_])|{_ENTITY}|:(?=//|[+A-Za-z-][\w+-]*:)|(?<=www)\.|(?<=www\d)\.|@(?=\w)",
    re.IGNORECASE,
)
_AT_START = re.compile(r"^(?:([-+=:|])|(\d{1,9})([.)]))")
_IN_DESTINATION = re.compile(_ENTITY)
_NEVER_IN_ADDRESS = re.compile('[\x00-\x20\x7f"<>`{}|^\x85\u2028\u2029]')
# What Hugo's lexer would act on even inside a code span.
_LEXED = re.compile(r"\{\{|<!--|`|[\n\r]")


def escaped(text: str) -> str:
    """Return Markdown that renders as ``clean(text)``, inert wherever in a line it stands."""
    line = _SOMETIMES.sub(r"\\\g<0>", _ALWAYS.sub(r"\\\g<0>", clean(text)))
    return _AT_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", line)


def link(label: str, url: str) -> str:
    """Return a link to ``url``, or the label alone when no reader should be sent there."""
    address = safe_address(url)
    if address is None:
        return escaped(label)
    # What no address may hold is percent-encoded, brackets too where they are not in pairs; all else stays as given.
    whole = _NEVER_IN_ADDRESS.sub(lambda m: quote(m[0]), address)
    if not _paired(whole):
        whole = whole.replace("(", "%28").replace(")", "%29")
    # Goldmark takes the backslash away first and reads the entity then, so the ampersand itself is written as one.
    destination = _IN_DESTINATION.sub("&amp;", whole)
    return f"[{escaped(label)}]({destination})"


def _paired(text: str) -> bool:
    """Say whether the round brackets of ``text`` close in order, as a Markdown address asks."""
    depth = 0
    for mark in re.findall(r"[()]", text):
        depth += 1 if mark == "(" else -1
        if depth < 0:
            return False
    return depth == 0


def anchor_link(label: str, anchor: str) -> str:
    """Return a link to an anchor of the same page."""
    return f"[{escaped(label)}](#{anchor})"


def keyword(text: str) -> str:
    """Return a keyword as a code span, or escaped where a code span cannot hold it."""
    word = clean(text)
    return escaped(word) if _LEXED.search(word) else f"`{word}`"


def quoted(text: str) -> str:
    """Return a string that YAML and TOML both read as ``clean(text)``: a JSON string is one in both."""
    return json.dumps(clean(text), ensure_ascii=False)
