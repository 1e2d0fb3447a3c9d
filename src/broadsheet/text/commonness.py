"""How rare a word is in its language, whatever the day speaks of.

A day's own counts cannot tell it: on a day of a dozen articles no word looks common.  The lists are those of
``wordfreq`` (Speer 2022; code Apache-2.0, lists CC BY-SA 4.0): the words of English and of Chinese in simplified
characters that stand at least once in a million words.
"""

from __future__ import annotations

import gzip
import math
from importlib.util import find_spec
from pathlib import Path

import msgspec

from broadsheet.once import once

COMMONEST = 7.0
RAREST = 3.0
"""Zipf frequencies (log10 of the occurrences in a thousand million words; van Heuven and others 2014) of a word that
tells nothing, as "of", and of one that tells all that a word can: the lists end there.  Rarity falls evenly between
them.  Swept 6.5 and 7, and the rarity alone or with the day's: see ``likeness.witnesses``; 2026-11-22."""


_BUCKETS = 100
"""Lists of words in a tenfold of frequency: the package keeps the words of each hundredth of it together."""


@once
def _rarities() -> tuple[dict[str, float], dict[str, float]]:
    """Return word -> rarity of English and of Chinese.

    The lists are read as they lie in the package, whose own import takes ten times as long (it repairs text).
    """
    package = find_spec("wordfreq")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("No module named 'wordfreq'", name="wordfreq")
    data = Path(package.submodule_search_locations[0]) / "data"
    return _read(data / "small_en.msgpack.gz"), _read(data / "small_zh.msgpack.gz")


def _read(path: Path) -> dict[str, float]:
    header, *lists = msgspec.msgpack.decode(gzip.decompress(path.read_bytes()))
    if header != {"format": "cB", "version": 1}:
        raise ValueError(f"{path}: {header} is no list of words that this program reads")
    found: dict[str, float] = {}
    for place, words in enumerate(lists):
        zipf = math.log10(10 ** (-place / _BUCKETS)) + 9
        found |= dict.fromkeys(words, min(1.0, max(0.0, (COMMONEST - zipf) / (COMMONEST - RAREST))))
    return found


def is_common(word: str) -> bool:
    """Say whether the list of English has a folded word."""
    return word in _rarities()[0]


def rarity(word: str) -> float:
    """Return the rarity, in [0, 1], of a folded word: 1 for one that the list of its language lacks."""
    english, chinese = _rarities()
    return (english if word.isascii() else chinese).get(word, 1.0)
