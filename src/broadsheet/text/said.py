"""Is a claim the words that it quotes, in the writing that ``transform`` names?"""

from __future__ import annotations

from broadsheet.text.chinese import to_taiwan
from broadsheet.types import Claim


def is_said(claim: Claim) -> bool:
    """Say whether the text is the quotes, joined, word for word or in Taiwan's writing; a written text never is."""
    quotes = [citation.quote for citation in claim.citations]
    said = (" ".join(quotes), "".join(quotes))
    if claim.transform == "written":
        return False
    return claim.text in (map(to_taiwan, said) if claim.transform == "opencc-s2twp" else said)
