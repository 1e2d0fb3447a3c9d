"""What a terminal may be sent of a stranger's text, and what it may send."""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from broadsheet.errors import UsageError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

UNCUT = 500
"""Columns of a table that goes into a file or another program."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters, escape sequences' first sign among them, and signs that turn or hide the text around them."""


def uncut(console: Console) -> Console:
    """Return where a table goes: a terminal as it is; a file is wide enough that no cell is cut."""
    return console if console.is_terminal else Console(file=console.file, width=UNCUT)


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


NO_READER = 141
"""Exit code where the reader of the output ended first (``| head``): 128 and SIGPIPE's number, as a shell has it."""


class OutputError(Exception):
    """Standard output takes no more.  No BroadsheetError: nobody but the command line may make something of it."""

    def __init__(self, error: OSError) -> None:
        super().__init__(
            f"standard output cannot be written ({error.strerror or error})\n"
            "  -> make room there, or send it elsewhere; what the command did besides printing is kept"
        )
        self.told = error.errno != errno.EPIPE
        """Whether it is worth a word: a reader that ended has read what it wanted."""
        self.exit_code = 3 if self.told else NO_READER


class _Output(io.FileIO):
    """A descriptor whose refusals are told apart from those of every other file."""

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            raise OutputError(error) from error


def prepare_output() -> None:
    """Let standard output print "?" for what its encoding lacks, and raise OutputError where it takes no more.

    What was closed from the start takes nothing.  A stream that somebody put in its place is left alone.
    """
    before = sys.stdout
    if before is None:  # closed: an end that can only be read refuses what is written
        raw, encoding, lines, at_once = _Output(os.open(os.devnull, os.O_RDONLY), "wb"), "utf-8", False, False
    elif before is sys.__stdout__ and isinstance(before, io.TextIOWrapper):
        before.flush()
        raw = _Output(before.fileno(), "wb", closefd=False)
        encoding, lines, at_once = before.encoding, before.line_buffering, before.write_through
    else:
        return
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(raw), encoding=encoding, errors="replace", line_buffering=lines, write_through=at_once
    )


def end_output() -> None:
    """Send what standard output still holds nowhere, so that Python ends without a second complaint."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
