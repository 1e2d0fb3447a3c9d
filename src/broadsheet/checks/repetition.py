"""What was told already: a claim must tell what no claim before it told: other words, from another place."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.text.shingles import jaccard, terms
from broadsheet.types import Citation, Claim

ALIKE = 0.6
"""Jaccard similarity of the content words from which on two written sentences tell the same."""
SHARED = 0.5
"""Share of what a claim quotes that another quotes too, from which it tells the same: two passages may share the short
sentence that says how both stand ("This is satire").  Set by hand, 2026-11-23."""


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
            else _shared(claim, other) >= SHARED * sum(len(citation.quote) for citation in claim.citations)
        ):
            return "repeat", f"told already: {other.text!r}"
    return None


def _key(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum()) or text


def _shared(claim: Claim, other: Claim) -> int:
    """Return the characters of citations that hold those of the other claim, or stand in them."""
    return sum(max((_within(a, b) for b in other.citations), default=0) for a in claim.citations)


def _within(one: Citation, other: Citation) -> int:
    """Return the length of the shorter of two citations, if the longer holds it; else 0."""
    same = (one.article, one.part) == (other.article, other.part)
    first, second = sorted((one, other), key=lambda citation: (citation.start, -citation.end))
    return second.end - second.start if same and second.end <= first.end else 0
