"""Chinese in Taiwan's writing: the one rewriting that needs no model, and the check that nothing is left undone.

Which character is simplified?  A character that OpenCC turns into another one, and that Big5 (Taiwan's character set
of 1984) does not hold, is written in simplified text only: 线, 发, 这.  Big5 does hold some 120 more that OpenCC
changes.  Of these

* those that traditional writing uses for no everyday word of its own count as simplified too: 机, 网, 体 (``_ALWAYS``);
* those that are also traditional words (公里, 皇后, surnames such as 范, 于, 余) count only where the word around them
  shows it: 這里, 以后, 范式, 由于 (``_WORDS``).  云 counts wherever OpenCC, which knows 人云亦云, would write 雲;
* all others (台, 游, 采, 占, 伙, 杰 ...) are left alone, because a reader in Taiwan meets them every day.

OpenCC's terms of Taiwan are those of software manuals, where 参数 is 引數 and to 刷新 a record is 重新整理.
``kept.txt`` lists the words that the news uses in another sense; of these only the characters are converted.
``taiwan.txt`` lists what OpenCC lacks (夥伴, 品質, 川普).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources

from opencc import OpenCC

from broadsheet.once import once

_ALWAYS = "万与么价优体儿厂吨听坏复宁异忏怀怜惊愿扰极构机柜气泞洁确离种筑篱网胜肮苹茧荐蚕触赶适庄岭"
_WORDS = re.compile(
    "范[式围圍例畴疇本]|[规規示典模防师師]范"
    "|于是|[由对對关關至等基位用处處属屬大小高低终終善便在过過限]于"
    "|[剩其多业業]余|余[额額下]"
    "|后[来來续續面者端天期备備悔勤]|[以之然最今此事日背随隨落]后"
    "|[这這那哪群家心手城]里|里[面头頭]"
    "|几[十百千天年]"
)
_RARE = range(0x3400, 0x4DC0)
_HAN = dict.fromkeys(map(chr, range(0x4E00, 0xA000)))


@once
def _converter(config: str) -> OpenCC:
    """Return the converter of this process; OpenCC keeps no state between calls, so threads may share it."""
    return OpenCC(config)


@once
def simplifications() -> Mapping[str, str]:
    """Return the characters that are written otherwise in simplified text: traditional -> simplified, one for one."""
    return {a: b for a, b in _converted("t2s") if a != b and len(b) == 1}


@once
def _simplified() -> re.Pattern[str]:
    """Return a pattern of the characters that only simplified writing uses."""
    kept = simplifications()
    only = [a for a, b in _converted("s2t") if a != b and a in _HAN and a not in kept and not _in_big5(a)]
    return re.compile(f"[{''.join(only)}{_ALWAYS}]")


def _converted(config: str) -> Iterator[tuple[str, str]]:
    """Yield each Chinese character and what OpenCC makes of it."""
    characters = [*map(chr, _RARE), *_HAN]
    return zip(characters, _converter(config).convert("\n".join(characters)).split("\n"), strict=True)


def _in_big5(character: str) -> bool:
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


@once
def _kept() -> re.Pattern[str]:
    """Return a pattern of the words of ``kept.txt``, in both scripts, as one group."""
    lines = resources.files("broadsheet.text").joinpath("kept.txt").read_text("utf-8").splitlines()
    words = [line for line in lines if line and not line.startswith("#")]
    both = dict.fromkeys([*words, *_converter("t2s").convert("\n".join(words)).split("\n")])
    return re.compile(f"({'|'.join(both)})")


def to_taiwan(text: str) -> str:
    """Return ``text`` in Traditional Chinese with Taiwan's terms; other scripts stay as they are.

    OpenCC ``s2twp``, less the words of ``kept.txt``, then the terms of ``taiwan.txt``; 台 stays 台, as Taiwan's
    newspapers print it.  Where cutting the text at a kept word would change how its neighbours are read (相对象征 holds
    no 对象), OpenCC has the whole text.
    """
    told = _news(text)
    for pattern, term in _added():
        told = pattern.sub(term, told)
    return told if "臺" in text else told.replace("臺", "台")


def taiwan_forms(text: str) -> frozenset[str]:
    """Return ``text`` as ``to_taiwan`` writes it, and as it did before 2026-11-23: without ``taiwan.txt``, and with all
    terms of OpenCC.  What an edition printed then is still said word for word."""
    before = _news(text)
    return frozenset((to_taiwan(text), before if "臺" in text else before.replace("臺", "台"), _terms(text)))


def _news(text: str) -> str:
    parts = _kept().split(text)
    plain = _converter("s2tw").convert
    told = ""
    if len(parts) > 1 and "".join(map(plain, parts)) == plain(text):
        told = "".join(plain(part) if at % 2 else _terms(part) for at, part in enumerate(parts))
    return told or _terms(text)


def _terms(text: str) -> str:
    return str(_converter("s2twp").convert(text))


@once
def _added() -> Sequence[tuple[re.Pattern[str], str]]:
    """Return the patterns of ``taiwan.txt``, each with the term that stands for it."""
    lines = resources.files("broadsheet.text").joinpath("taiwan.txt").read_text("utf-8").splitlines()
    pairs = [line.rsplit(" ", 1) for line in lines if line and not line.startswith("#")]
    return [(re.compile(pattern), term) for pattern, term in pairs]


def has_simplified(text: str) -> bool:
    """Say whether ``text`` holds a character, or a word, that is written in Simplified Chinese only."""
    if _simplified().search(text) or _WORDS.search(text):
        return True
    return "云" in text and text.count("云") > _converter("s2t").convert(text).count("云")
