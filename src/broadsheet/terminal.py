"""What a terminal may be sent of a stranger's text."""

from __future__ import annotations

import re

from rich.markup import escape

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters, escape sequences' first sign among them, and signs that turn or hide the text around them."""


def seen(text: str) -> str:
    """Return ``text`` with every sign that a terminal obeys or a reader cannot see as U+FFFD; tab and newline stay."""
    return _UNSEEN.sub("\ufffd", text)


def plain(text: str) -> str:
    """Return ``text`` for a terminal that reads markup: as ``seen`` gives it, and no bracket of it is a style."""
    return escape(seen(text))
