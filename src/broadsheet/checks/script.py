"""In what script is a sentence written?

A Cyrillic letter drawn like a Latin one makes another word of a word that looks the same, so a script that neither the
languages of an edition nor the sources have is a fault.
"""

from __future__ import annotations

import re

from broadsheet.types import Language

_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_KNOWN_SCRIPT = re.compile("[A-Za-z\u00aa-\u024f\u1e00-\u1eff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
"""Letters that a sentence in English or Chinese may have without its sources: Latin, kana, Han."""

LETTERS_A_HAN = 2.7
"""Latin letters that say what one Chinese character says: 8,837 letters against 3,217 characters in the 235 lines of
our own labels that hold six characters or more and stand in both languages (2026-11-23).  Counted so, a clause of
Chinese outweighs an English tail of the same length, which a plain count of letters calls mostly English."""

HAN_OF_NAMES = 9
"""Chinese characters that the names in an English sentence may hold whatever they weigh: as long as 98 in 100 of the
1,589 Chinese names that the tables of the desks hold (2026-11-23; the longest has 13)."""


def script_fault(text: str, quoted: str, language: Language) -> str:
    """Return why ``text``, which cites ``quoted``, is no sentence in ``language``; nothing when it is one."""
    letters = _LETTER.findall(text)
    if not letters:
        return "it holds no word"
    if strange := next((sign for sign in letters if sign not in quoted and not _KNOWN_SCRIPT.match(sign)), ""):
        return f"it holds a letter of a script that its sources do not have: {strange!r}"
    han = len(_HAN.findall(text))
    if language == "zh-Hant" and not han:
        return "the edition is in Traditional Chinese, and this sentence holds no Chinese character"
    weighty = han > HAN_OF_NAMES and LETTERS_A_HAN * han > len(letters) - han
    if language == "en" and (weighty or 2 * han > len(letters)):
        return "the edition is in English, and this sentence is mostly Chinese"
    return ""
