"""Is a claim the words that it quotes, in the writing that ``transform`` names?"""

from __future__ import annotations

from broadsheet.text.chinese import taiwan_forms
from broadsheet.types import Claim


def is_said(claim: Claim) -> bool:
    """Say whether the text is the quotes, joined, word for word or in Taiwan's writing; a written text never is."""
    quotes = [citation.quote for citation in claim.citations]
    said = (" ".join(quotes), "".join(quotes))
    if claim.transform == "written":
        return False
    if claim.transform == "opencc-s2twp":
        return any(claim.text in taiwan_forms(text) for text in said)
    return claim.text in said
