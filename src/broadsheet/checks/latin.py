"""Case -> Finding: every word in Latin script of a Chinese sentence stands in the passages.

Names are kept in Latin in both languages, so this is cheap and strong.  A word passes that stands in the source
(letters folded, a plural or possessive s let go), that is part of a number or date (40 GW, Q3), that the tables know
as another form of a name of the source, or that spells the initials of words of the source (large language model: LLM).
"""

from __future__ import annotations

import re
import unicodedata

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.known import Known, known
from broadsheet.text.amounts import amounts
from broadsheet.text.dates import dates

_WORD = re.compile(
    r"[A-Za-z\u00c0-\u024f][A-Za-z0-9\u00c0-\u024f]*(?:[.'’&+/-][A-Za-z0-9\u00c0-\u024f]+)*\+*", re.ASCII
)
_PIECE = re.compile(r"[A-Za-z\u00c0-\u024f]+|\d+")


def check_latin(case: Case) -> Finding | None:
    """Say which Latin word of a Chinese sentence is not in the passages."""
    if not case.language.startswith("zh"):
        return None
    words = list(_WORD.finditer(case.text))
    if not words:
        return None
    there = source_words(case.source)
    taken: bytearray | None = None
    for match in words:
        if stands(match[0], there):
            continue
        if taken is None:
            taken = _explained(case)
        if all(taken[match.start() : match.end()]) or _initials(match[0], case.source):
            continue
        return Finding("latin", f"{match[0]!r} is not in the passage", True)
    return None


def fold(word: str) -> str:
    """Return a word without case, accents, and a plural or possessive s."""
    plain = unicodedata.normalize("NFKD", word.replace("’", "'")).encode("ascii", "ignore").decode().lower()
    plain = plain.removesuffix("'s").removesuffix("s'") if "'" in plain else plain
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") and not plain.endswith("ss") else plain


def source_words(source: str) -> frozenset[str]:
    """Return the folded Latin words of a source, whole and in the parts that a hyphen or a dot joins."""
    found: set[str] = set()
    for match in _WORD.finditer(source):
        found.add(fold(match[0]))
        found.update(fold(part) for part in re.split(r"[.'’&+/-]", match[0]) if part)
    return frozenset(found)


def stands(word: str, there: frozenset[str]) -> bool:
    """Say whether a word is one of the source's, or is made of them by a hyphen."""
    if fold(word) in there:
        return True
    parts = [part for part in re.split(r"[./&-]", word) if part]
    return len(parts) > 1 and all(part.isdigit() or fold(part) in there for part in parts)


def _explained(case: Case) -> bytearray:
    """Mark the signs of the sentence that numbers, dates and known names of the source explain."""
    taken = bytearray(len(case.text))
    spans = [(a.start, a.end) for a in amounts(case.text, case.language)]
    spans += [(d.start, d.end) for d in dates(case.text, None)]
    source: Known = known(case.source, case.source_names)
    spans += [(m.start, m.end) for m in case.names if m.known and source.has(m.name)]
    written = known(case.text, ())
    spans += [(start, end) for name, start, end in written.places if source.has(name)]
    for start, end in spans:
        taken[start:end] = b"\1" * (end - start)
    return taken


def _initials(word: str, source: str) -> bool:
    """Say whether an acronym spells the initials of words that follow each other in the source."""
    letters = word.rstrip("s")
    if not (2 <= len(letters) <= 6 and letters.isupper()):
        return False
    initials = "".join(match[0][0] for match in re.finditer(r"[A-Za-z]+", source)).upper()
    return letters in initials
