"""What an audit finds and what it reads with: faults, texts as a reader sees them, Taiwan's writing."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from opencc import OpenCC

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufdd0-\ufdef\ufffe\uffff]"
)


class Fault(NamedTuple):
    """Something published that is not borne out: the output, the place in it, a reason code, the words.

    Codes: of the edition itself ``damaged unresolved altered unproven number name latin simplified source entity``
    ``counted computed earlier reprinted``; of an output of it ``damaged missing stranger uncited miscited misplaced``
    ``passage stale gone link fragment script hidden``; of a file that was published, or was not, ``missing changed``
    ``stray unsealed``.
    """

    output: str
    place: str
    code: str
    text: str


def seen(text: str) -> str:
    """Return ``text`` as it is compared: blanks run together, without the characters that no page may hold."""
    return " ".join(_UNSEEN.sub("", text).split())


def has_unseen(text: str) -> bool:
    """Say whether ``text`` holds a control or a sign that turns the text around it."""
    return _UNSEEN.search(text) is not None


@lru_cache(maxsize=8192)
def same_address(url: str) -> str:
    """Return an address as it is compared: percent-encoding undone, the host in its ASCII form."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.encode("idna").decode("ascii") if not parts.netloc.isascii() else parts.netloc
    except ValueError:  # an address that is none, or a host that is none
        return unquote(url)
    return unquote(parts._replace(netloc=host).geturl())


@lru_cache(maxsize=8192)
def in_taiwan(text: str, *, added: bool = True) -> str:
    """Return Chinese in Taiwan's writing: OpenCC, whose terms the house's lists (data, no code) limit and add to."""
    plain, words, at = _plain(text), [], 0
    for found in _kept_words().finditer(text):
        words += [_terms(text[at : found.start()]), _plain(found[0])]
        at = found.end()
    cuts = [0, *(edge for found in _kept_words().finditer(text) for edge in found.span()), len(text)]
    whole = "".join(_plain(text[start:end]) for start, end in pairwise(cuts)) == plain
    written = "".join(words) + _terms(text[at:]) if whole else _terms(text)
    for line in _listed("taiwan.txt") if added else ():
        wrong, _, term = line.rpartition(" ")
        written = re.sub(wrong, term, written)
    return written if "臺" in text else written.replace("臺", "台")


def taiwan_forms(text: str) -> set[str]:
    """Return ``text`` in Taiwan's writing as printed now, and as before 2026-11-23: without the house's own terms, and
    with all terms of OpenCC."""
    return {in_taiwan(text), in_taiwan(text, added=False), _terms(text)}


def _plain(text: str) -> str:
    return str(_converter("s2tw").convert(text))


@lru_cache(maxsize=8192)
def _terms(text: str) -> str:
    return str(_converter("s2twp").convert(text))


@lru_cache(maxsize=2)
def _listed(name: str) -> list[str]:
    written = (resources.files("broadsheet.text") / name).read_text("utf-8")
    return [line for line in written.split("\n") if line.strip() and line[0] != "#"]


@lru_cache(maxsize=1)
def _kept_words() -> re.Pattern[str]:
    traditional = _listed("kept.txt")
    return re.compile("|".join(traditional + [str(_converter("t2s").convert(word)) for word in traditional]))


def simplified(text: str) -> str:
    """Return the first character of ``text`` that only Simplified Chinese has; "" when there is none.

    Such a character has another traditional form and no place in Big5, the character set of Taiwan.
    """
    traditional = str(_converter("s2t").convert(text))
    if traditional == text:
        return ""
    for char in text:
        if "\u3400" <= char <= "\u9fff" and not _big5(char) and str(_converter("s2t").convert(char)) != char:
            return char
    return ""


@lru_cache(maxsize=4)
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


def _big5(char: str) -> bool:
    try:
        char.encode("cp950")
    except UnicodeEncodeError:
        return False
    return True
