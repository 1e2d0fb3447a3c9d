"""Bytes -> text: which encoding they are really in, whatever they say.

Order of belief: a byte-order mark, then zero bytes that stand as in UTF-16 and UTF-32, then bytes that *are* UTF-8,
then the HTTP header, the XML or meta declaration, and last a statistical guess.  A declared encoding that makes
unreadable characters loses to one that makes fewer, so a page that lies about itself is still read (the algorithm of
the WHATWG Encoding Standard, with a check behind it).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

_HEAD = 4096  # bytes in which a declaration must stand; browsers look at the first 1024
_SAMPLE = 65_536  # bytes that the statistical guess reads: more does not change it and costs seconds on 5 MB
_MARKUP = re.compile(rb"<[^<>]*>")  # tags are ASCII in every language and blur the guess
_UNREADABLE = re.compile("[\ufffd\x80-\x9f\ue000-\uf8ff]")  # C1 controls and private use: no writer's characters
# Text read as Windows-1252, which accepts nearly all bytes, is believed while at most this share of its non-ASCII
# characters stands in runs of four or is a sign inside a word.  Western prose has none or nearly none; Chinese,
# Russian, Korean or Polish bytes read so have 0.3 to 1.  Tried on nine encodings x five headers (tests/test_clean.py),
# 2026-11-22.
_WESTERN = 0.1
_RUN = re.compile(r"[^\x00-\x7f]{4,}")
_SIGN_IN_WORD = re.compile(
    r"(?<=[^\W\d_])[\u00a1-\u00a9\u00ac-\u00b4\u00b6\u00b8\u00b9\u00bc-\u00bf\u00d7\u00f7](?=[^\W\d_])"
)
# Which of the first four bytes are zero, when the first character is ASCII and the second is too.
_WIDE = {
    (True, False, True, False): "utf-16-be",
    (False, True, False, True): "utf-16-le",
    (True, True, True, False): "utf-32-be",
    (False, True, True, True): "utf-32-le",
}
_SEVEN_BIT = ("iso-2022", "hz", "utf-7")
# Python's codecs that turn bytes into text but are no encoding of a page: name labels, source escapes, this machine's.
_NO_ENCODING = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"})


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """Return the text of ``body`` and the Python name of the encoding it was read in.

    ``content_type`` is the HTTP header, empty when unknown.  Never fails: bytes without an encoding become U+FFFD.
    """
    bom_encoding, bom = read_bom(body)
    if bom_encoding and bom:
        return body[len(bom) :].decode(bom_encoding, "replace"), bom_encoding
    if wide := _wide(body):
        return body.decode(wide, "replace"), wide
    declared = _declared(body, content_type)
    seven_bit = next((name for name in declared if name.startswith(_SEVEN_BIT)), None)
    if seven_bit is None and (text := _as_utf8(body)) is not None:
        return text, "utf-8"
    best: tuple[float, str, str] | None = None
    for name in (*declared, *_guesses(body)):
        try:
            text = body.decode(name, "replace")
        except (LookupError, UnicodeError):  # a codec that knows no replacement
            continue
        doubt = unreadable(text) + _foreign(text, name)
        if doubt == 0:
            return text, name
        if best is None or doubt < best[0]:
            best = (doubt, text, name)
    assert best is not None  # _guesses ends with a name
    return best[1], best[2]


def _wide(body: bytes) -> str | None:
    """Return the encoding of several bytes a character that markup without a byte-order mark is in, if it is.

    Markup begins with ASCII in every language, and its zero bytes stand where only these encodings have them.
    """
    head = body[:4]
    if len(body) < 8 or b"\x00" not in head:
        return None
    return _WIDE.get((head[0] == 0, head[1] == 0, head[2] == 0, head[3] == 0))


def _guesses(body: bytes) -> Iterator[str]:
    """Give what the web falls back to, then a statistical guess: it knows scripts, but mixes up Western code pages."""
    yield "cp1252"
    guess = from_bytes(_MARKUP.sub(b" ", body[:_SAMPLE])).best()
    if guess:
        yield guess.encoding
    yield "utf-8"


def _foreign(text: str, name: str) -> float:
    """Return how far ``text`` is from anything Western, when read as what accepts nearly all bytes."""
    if name != "cp1252" or not text:
        return 0.0
    odd = sum(map(len, _RUN.findall(text))) + len(_SIGN_IN_WORD.findall(text))
    share = odd / (sum(not character.isascii() for character in text) or 1)
    return share if share > _WESTERN else 0.0


def unreadable(text: str) -> float:
    """Return the share of characters that no writer types: replacement, C1 control, private use."""
    return len(_UNREADABLE.findall(text)) / len(text) if text else 0.0


def _as_utf8(body: bytes) -> str | None:
    """Decode strictly, but forgive a last character that was cut off."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body, final=False)
    except UnicodeDecodeError:
        return None


def _declared(body: bytes, content_type: str) -> list[str]:
    """Return the encodings that header and document name, in order of belief, under their Python names, once each."""
    head = body[:_HEAD]
    named = (http_content_type_encoding(content_type), html_body_declared_encoding(head))
    return list(dict.fromkeys(name for raw in named if raw and (name := resolve_encoding(raw)) and _is_encoding(name)))


def _is_encoding(name: str) -> bool:
    """Say whether Python's codec ``name`` reads pages: ``zlib``, ``rot13`` and ``base64`` are codecs too."""
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return codec._is_text_encoding and codec.name not in _NO_ENCODING
