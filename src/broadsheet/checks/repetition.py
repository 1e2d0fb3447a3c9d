"""What was told already: a claim must tell what no claim before it told: other words, from another place."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.text.shingles import jaccard, terms
from broadsheet.types import Citation, Claim

ALIKE = 0.6
"""Jaccard similarity of the content words from which on two written sentences tell the same."""


def repeated(claim: Claim, stood: Sequence[Claim]) -> tuple[str, str] | None:
    """Return the reason code and what was told already, if the claim tells it again; else None.

    Two written sentences may share a source sentence, which may tell two things; then their words must differ.
    """
    key = _key(claim.text)
    for other in stood:
        both_written = claim.transform == other.transform == "written"
        if _key(other.text) == key or (
            jaccard(terms(claim.text), terms(other.text)) >= ALIKE
            if both_written
            else any(_within(a, b) for a in claim.citations for b in other.citations)
        ):
            return "repeat", f"told already: {other.text!r}"
    return None


def _key(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum()) or text


def _within(one: Citation, other: Citation) -> bool:
    """Say whether one of two citations holds the other."""
    same = (one.article, one.part) == (other.article, other.part)
    first, second = sorted((one, other), key=lambda citation: (citation.start, -citation.end))
    return same and second.end <= first.end
