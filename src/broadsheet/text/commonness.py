"""How rare a word is in its language, whatever the day speaks of.

A day's own counts cannot tell it: on a day of a dozen articles no word looks common.  The lists are those of
``wordfreq`` (Speer 2022; code Apache-2.0, lists CC BY-SA 4.0): the words of English and of Chinese in simplified
characters that stand at least once in a million words.
"""

from __future__ import annotations

import math

from broadsheet.once import once

COMMONEST = 7.0
RAREST = 3.0
"""Zipf frequencies (log10 of the occurrences in a thousand million words; van Heuven and others 2014) of a word that
tells nothing, as "of", and of one that tells all that a word can: the lists end there.  Rarity falls evenly between
them.  Swept 6.5 and 7, and the rarity alone or with the day's: see ``likeness.witnesses``; 2026-11-22."""


@once
def _frequencies() -> tuple[dict[str, float], dict[str, float]]:
    from wordfreq import get_frequency_dict  # half a second, mostly for repairing text, that most commands never need

    return get_frequency_dict("en", "small"), get_frequency_dict("zh", "small")


def is_common(word: str) -> bool:
    """Say whether the list of English has a folded word."""
    return word in _frequencies()[0]


def rarity(word: str) -> float:
    """Return the rarity, in [0, 1], of a folded word: 1 for one that the list of its language lacks."""
    english, chinese = _frequencies()
    frequency = (english if word.isascii() else chinese).get(word)
    if frequency is None:
        return 1.0
    zipf = math.log10(frequency) + 9
    return min(1.0, max(0.0, (COMMONEST - zipf) / (COMMONEST - RAREST)))
