"""Raw strings -> strings fit to be quoted: what a reader sees, and nothing that he does not.

What goes: tags, entities, hidden elements, zero-width and bidirectional controls, tag characters, private use,
control characters.  What stays: every visible character as its source wrote it (NFC only, so ``Ａ`` stays ``Ａ`` and
quotation marks keep their form), because a quote must be found again in the text word for word.
"""

from __future__ import annotations

import html
import re
import unicodedata

from broadsheet.text.markup import is_markup, visible_text

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NEWLINE = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_BLANK = r"\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000"
_BLANKS = re.compile(f"[{_BLANK}][ {_BLANK}]*| [ {_BLANK}]+")  # a single space is what it shall be
# A joiner is spelling between letters of Arabic and Indic scripts, and a hiding place elsewhere.
_JOINER = re.compile("(?<![\u0600-\u06ff\u0900-\u0dff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u06ff\u0900-\u0dff])")
# Format characters (Unicode Cf) but for the joiners and the Arabic signs that are seen; then what is unseen by nature.
_FORMAT = (
    "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_CONTROLS = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_PRIVATE = "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff"
_BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0"
_DROPPED = re.compile(f"[{_CONTROLS}{_FORMAT}{_PRIVATE}{_BLANK_LETTERS}]")
# UTF-8 read as Windows-1252 begins each character with one of these and goes on with what stands at 0x80-0xBF.
_MOJIBAKE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
_HARD_WRAP = re.compile(r"(?<![.!?:;。！？：；…])\n(?=[a-z])")


def clean_title(raw: str) -> str:
    """Return ``raw`` as one line of visible characters, its HTML read (twice, for feeds that escape twice)."""
    text = raw
    for _ in range(2):
        if is_markup(text):
            text = visible_text(text)
        text = _unescape(text)
    if is_markup(text):
        text = visible_text(text)
    return " ".join(_characters(text).split())


def clean_text(raw: str) -> str:
    """Return ``raw``, HTML or plain, as paragraphs separated by one newline, blanks collapsed.

    In plain text a line that goes on in lower case after no end of sentence is joined: it was wrapped, not ended.
    """
    marked = is_markup(raw)
    lines = (line.strip() for line in _characters(visible_text(raw) if marked else _unescape(raw)).split("\n"))
    text = "\n".join(line for line in lines if line)
    return text if marked else _HARD_WRAP.sub(" ", text)


def _unescape(text: str) -> str:
    """Read entities that end in a semicolon; ``?a=1&copy=2`` is an address, not a copyright sign."""
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text) if "&" in text else text


def _characters(text: str) -> str:
    """Apply the character rules of this module; lines stay lines."""
    text = _NEWLINE.sub("\n", text)
    # What one rule takes away can bring out the next one's case.  Rounds end: repair shortens, the others are final.
    while (cleaner := _round(text)) != text:
        text = cleaner
    return text


def _round(text: str) -> str:
    if _MOJIBAKE.search(text):
        text = "\n".join(_repaired(line) for line in text.split("\n"))
    text = _DROPPED.sub("", text)
    if "\u200c" in text or "\u200d" in text:
        text = _JOINER.sub("", text)
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text))


def _repaired(line: str) -> str:
    """Undo UTF-8 read as Windows-1252, only where it is certain: the whole line turns into valid UTF-8 again."""
    if not _MOJIBAKE.search(line):
        return line
    try:
        raw = b"".join(_byte(character) for character in line)
        return raw.decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return line


def _byte(character: str) -> bytes:
    """Windows-1252, and Latin-1 for the five bytes that Windows-1252 leaves open."""
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")
