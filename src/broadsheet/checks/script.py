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
    if language == "en" and 2 * han > len(letters):
        return "the edition is in English, and this sentence is mostly Chinese"
    return ""
