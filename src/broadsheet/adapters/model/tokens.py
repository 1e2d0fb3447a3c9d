"""How many tokens a text is, before anybody has counted: an estimate to plan with, and a bound to be safe with.

No tokenizer is loaded: each model has its own, and most are not at hand.  Every tokenizer in use works on bytes, so no
text has more tokens than UTF-8 bytes; that is the bound.
"""

from __future__ import annotations

import re

_HAN = re.compile("[\u3000-\u9fff\uf900-\uffef]")
HAN_TOKENS = 1.0
"""Tokens of a Chinese character or mark: vocabularies that know Chinese take 0.6, older ones 1.3; set between them."""
CHARACTERS = 3.9
"""Characters of a token elsewhere: English prose takes four to five, numbers and names two to three."""
FRAME = 32
"""Tokens that a chat template puts around two messages, at most."""


def estimate(*texts: str) -> int:
    """Return about how many tokens ``texts`` are."""
    total = 0.0
    for text in texts:
        han = len(_HAN.findall(text))
        total += HAN_TOKENS * han + (len(text) - han) / CHARACTERS
    return round(total) + 1


def bound(*texts: str) -> int:
    """Return what no tokenizer exceeds, with the chat template."""
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) + FRAME
