"""Western names by their sound in Chinese: 布里斯托 is near Bristol, 史密斯 near Smith, and far from Jones.

    Han characters, a Latin name -> distance in [0, 1]

Both are written as a row of sounds, of which consonants count most: Chinese adds a vowel after each consonant, has no
r, no v, no th, and tells b from p otherwise.  The distance is the cost of turning one row into the other (Levenshtein
1966 with costs by class of sound), by the length of the longer.  It is a witness for names only; it compares no words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from broadsheet.text.romanised import letters, readings

NEAR = 0.3
"""Greatest distance of one name in two scripts.  Swept 0.2-0.5 on 2026-11-22 on 769 foreign names of CC-CEDICT that no
romanisation explains and as many shuffled pairs: at 0.25 90 % of the names and 0.8 % of the strangers are near, at 0.3
94 % and 2.2 %, at 0.34 97 % and 4.8 %, at 0.42 99 % and 15 %."""
NEAR_ANYWHERE = 0.25
"""The same where every stretch of a text is tried: a stranger has many chances."""
NEAR_SHORT = 0.15
"""The same for a name of two consonants, which many others resemble."""

NEAR_PART = 0.25
"""The same for a part of a name that is laid beside the part at its own place, however short.  Swept 0.15-0.3 on the 12
names of tests/test_checks_dotted.py (2026-11-23): up to 0.25 11 pass, and 8 of the 264 with one part exchanged."""

_ENGLISH = (
    (r"^kn", "n"), (r"^wr", "r"), (r"^ps", "s"), (r"mb$", "m"), (r"tch", "C"), (r"sch", "S"), (r"ch", "C"),
    (r"sh", "S"),
    (r"tion", "Sn"), (r"ph", "f"), (r"th", "t"), (r"gh(?=t|$)", ""), (r"gh", "g"), (r"ck", "k"), (r"qu", "kw"),
    (r"x", "ks"),
    (r"c(?=[eiy])", "s"), (r"c", "k"), (r"g(?=[ei])", "J"), (r"j", "J"), (r"z", "s"), (r"ng(?=[^aeiou]|$)", "N"),
    (r"q", "k"),
    (r"(.)\1+", r"\1"), (r"(?<=[aeiou])h", ""), (r"y(?=[aeiou])", "I"), (r"y", "i"), (r"w(?=[^aeiou]|$)", "u"),
)  # fmt: skip
_PINYIN = (
    ("^zh", "J"), ("^ch", "C"), ("^sh", "S"), ("^q", "C"), ("^x", "S"), ("^j", "J"), ("^z", "D"), ("^c", "Z"),
    ("^y", "I"), ("ng$", "N"), ("^er$", "r"), ("ü", "u"), ("(?<=[JCS])i(?=.)", ""),
)  # fmt: skip
_CLASSES = {
    "b": "P", "p": "P", "f": "F", "v": "F", "w": "W", "h": "H", "d": "T", "t": "T", "g": "K", "k": "K", "s": "S",
    "S": "S",
    "C": "C", "J": "C", "D": "S", "Z": "S", "l": "L", "r": "L", "m": "M", "n": "N", "N": "N", "I": "Y",
}  # fmt: skip
_KIN = {
    frozenset(pair): cost
    for pair, cost in {
        "PF": 0.5, "FW": 0.3, "FH": 0.4, "HK": 0.4, "SC": 0.3, "TC": 0.4, "TS": 0.5, "CK": 0.5, "MN": 0.4, "PW": 0.5,
        "YC": 0.4,
        "WH": 0.5, "HY": 0.6, "KS": 0.7, "LN": 0.6,
    }.items()
}  # fmt: skip
"""What Chinese writes for a sound that it has not: cost of the change; all others cost 1."""
_LOSS = {"L": 0.35, "H": 0.3, "Y": 0.3, "W": 0.4, "N": 0.6, "K": 0.7, "T": 0.6, "P": 0.8, "S": 0.8}
"""Cost of a sound that one of the two lacks: Carter is 卡特, and 爾 stands for a mere l."""
_VOWEL = 0.3
_VOWEL_LOST = 0.1
_FRONT, _BACK = frozenset("ie"), frozenset("ou")


def _rows(word: str, rules: tuple[tuple[str, str], ...]) -> str:
    for pattern, sound in rules:
        word = re.sub(pattern, sound, word)
    return "".join(_CLASSES.get(sign, sign if sign in "aeiou" else "") for sign in word)


@lru_cache(maxsize=8192)
def _latin_sounds(name: str) -> str:
    return _rows(letters(name), _ENGLISH)


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    reading = readings(character)
    return _rows(reading[0], _PINYIN) if reading else ""


def distance(han: str, name: str) -> float:
    """Return how far a Latin name is from sounding as ``han`` does: 0 the same, 1 nothing in common."""
    return _distance("".join(map(_syllable, han)), _latin_sounds(name))


@lru_cache(maxsize=32768)
def _distance(one: str, other: str) -> float:
    if not one or not other:
        return 1.0
    above = [0.0]
    for sound in other:
        above.append(above[-1] + _lost(sound))
    for sound in one:
        row = [above[0] + _lost(sound)]
        for at, opposite in enumerate(other):
            row.append(
                min(above[at] + _changed(sound, opposite), above[at + 1] + _lost(sound), row[at] + _lost(opposite))
            )
        above = row
    whole = max(sum(map(_weight, one)), sum(map(_weight, other)))
    return min(1.0, above[-1] / whole) if whole else 1.0


def _weight(sound: str) -> float:
    return _VOWEL if sound.islower() else 1.0


def _lost(sound: str) -> float:
    return _VOWEL_LOST if sound.islower() else _LOSS.get(sound, 1.0)


def _changed(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one.islower() and other.islower():
        alike = {one, other} <= _FRONT or {one, other} <= _BACK
        return _VOWEL_LOST if alike else _VOWEL
    if one.islower() or other.islower():
        consonant = one if other.islower() else other
        return 0.3 if consonant in "YW" else 1.0
    return _KIN.get(frozenset((one, other)), 1.0)


SOUND_SIGNS = frozenset(
    "阿埃艾愛安奧澳巴芭班邦鮑保貝本比彼畢賓波伯博勃布查德得登迪狄丁杜多頓厄恩爾耳法凡范菲費芬佛夫弗福蓋甘岡高戈哥格葛根古哈海漢豪荷赫亨侯胡"
    "華懷惠霍基吉季加佳迦嘉傑金卡凱坎康考柯科可克肯庫昆拉萊蘭朗勞勒雷里理利立莉麗蓮廉列林琳隆盧魯倫羅洛馬瑪麥曼梅門蒙孟米密敏明摩莫姆穆納"
    "娜南內尼妮涅寧紐農諾努歐帕潘龐培佩彭皮普奇齊喬切琴瓊丘饒熱仁日榮茹瑞若薩塞賽桑瑟森沙莎山珊尚紹舍申生聖施史士什舒斯司絲思索蘇孫塔泰坦湯"
    "唐陶特滕提蒂田廷圖托瓦萬旺韋威維衛魏溫文翁沃烏伍武西希錫席夏香肖謝辛欣興休雪遜雅亞揚楊耶葉伊依宜因英尤於約贊澤扎札詹珍芝朱茲祖佐茨崔默"
    "淡檀暹柔檳槟峇里維维爱尔贝毕宾鲁伦罗马玛麦门纳内纽农诺欧庞齐乔琼热荣萨赛绍圣苏孙汤图万韦卫乌兴逊亚扬杨叶约赞泽兹达達莱兰劳里丽莲卢宁费盖冈汉华怀杰凯库"
)
"""Characters that spell foreign names, in both scripts."""
_TRANSLITERATION = 0.8


def is_transliteration(han: str) -> bool:
    """Say whether ``han`` looks like a foreign name by its characters."""
    return len(han) > 1 and sum(sign in SOUND_SIGNS for sign in han) >= _TRANSLITERATION * len(han)


_RUNS = re.compile(r"[\u3400-\u9fff]+")
SHORTEST_SOUND = 3
"""Consonants from which on a name is no short one."""


def sounds_like(han: str, name: str) -> bool:
    """Say whether a name in Chinese and a Latin one are near by their sound."""
    weight = sum(map(str.isupper, _latin_sounds(name)))
    return distance(han, name) < (NEAR if weight >= SHORTEST_SOUND else NEAR_SHORT)


def sounds_alike(han: Sequence[Iterable[str]], names: Sequence[str]) -> bool:
    """Say whether the parts of one name, each in its possible forms, are near those of a Latin one, place by place.

    Short parts too: Ana and 安娜 are compared with nothing else.
    """
    return len(han) == len(names) and all(
        any(distance(form, name) < NEAR_PART for form in forms) for forms, name in zip(han, names, strict=True)
    )


@lru_cache(maxsize=8192)
def heard_in(name: str, text: str) -> tuple[int, int] | None:
    """Return where ``text`` holds characters that spell foreign names and sound as the Latin ``name`` does."""
    sounds = _latin_sounds(name)
    weight = sum(map(str.isupper, sounds))
    if weight < SHORTEST_SOUND - 1:
        return None
    best: tuple[float, int, int] = (NEAR_ANYWHERE if weight >= SHORTEST_SOUND else NEAR_SHORT, -1, -1)
    for start, end in _windows(text, max(2, weight - 2), weight + 3):
        far = distance(text[start:end], name)
        if far < best[0]:
            best = (far, start, end)
    return None if best[1] < 0 else best[1:]


def _windows(text: str, shortest: int, longest: int) -> Iterator[tuple[int, int]]:
    for run in _RUNS.finditer(text):
        for start in range(run.start(), run.end() - 1):
            for end in range(start + shortest, min(start + longest, run.end()) + 1):
                if text[start] in SOUND_SIGNS and text[end - 1] in SOUND_SIGNS and is_transliteration(text[start:end]):
                    yield start, end
