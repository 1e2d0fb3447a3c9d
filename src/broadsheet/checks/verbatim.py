"""What differs between a claim and the words that it quotes, named as precisely as can be."""

from __future__ import annotations

import re

from broadsheet.text.numbers import numbers, same
from broadsheet.text.said import is_said
from broadsheet.types import Claim

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f][\w\u00c0-\u024f]*(?:[.'’&+-][\w\u00c0-\u024f]+)*", re.ASCII)


def difference(claim: Claim) -> tuple[str, str] | None:
    """Return None for the words of its quotes, else a code and what differs, named as precisely as can be.

    Codes: ``transform``, ``number``, ``name``, ``wording``.
    """
    if is_said(claim):
        return None
    if claim.transform != "none":
        return "transform", f"the text is not {claim.transform} of the quote"
    quotes = "\n".join(citation.quote for citation in claim.citations)
    return _numbers(claim.text, quotes) or _names(claim.text, quotes) or ("wording", "the text is not what is quoted")


def _numbers(text: str, quotes: str) -> tuple[str, str] | None:
    """Every number of the text stands in the quotes, value and unit."""
    there = numbers(quotes)
    for number in numbers(text):
        if not any(same(number, other) for other in there):
            return "number", f"{text[number.start : number.end]!r} is not in the quote"
    return None


def _names(text: str, quotes: str) -> tuple[str, str] | None:
    """Every word in Latin script stands in the quotes, letter for letter: names are kept in both languages."""
    there = set(_LATIN.findall(quotes))
    return next((("name", f"{word!r} is not in the quote") for word in _LATIN.findall(text) if word not in there), None)
