"""What a terminal may be sent of a stranger's text, and what it may send."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from rich.markup import escape

from broadsheet.errors import UsageError

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


def check_words(words: Sequence[str]) -> None:
    """Refuse words that are no UTF-8: no file of ours could hold them.  What names a file may be in any bytes.

    Raises UsageError.
    """
    for word in words:
        value = word.partition("=")[2] if word.startswith("--") else word
        if not _is_text(word) and not os.path.lexists(value):
            raise UsageError(
                "is neither text in UTF-8 nor the name of a file; nothing was done",
                subject=word.encode("utf-8", "replace").decode(),
                remedy="see `locale`: the terminal must send UTF-8",
            )


def _is_text(word: str) -> bool:
    try:
        word.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
