"""A second look at a sentence in somebody's own words: simple tests of numbers and names against its quotes.

Not the verifier's reading of numbers and names, nor as good: what is wrong here is wrong for certain, and a sentence
that passes may still be wrong.  Every figure of the text must be a figure of the quotes, in any scale and either
language.  In Chinese every word in Latin script must stand in the quotes, or be another form of a name that does, and
is told as a name if it looks like one; in English every name must, for there the other words may be the writer's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from broadsheet.audit.fault import in_taiwan

_SCALES: tuple[tuple[str, float], ...] = (
    ("trillion", 1e12), ("tn", 1e12), ("billion", 1e9), ("bn", 1e9), ("million", 1e6), ("mn", 1e6), ("thousand", 1e3),
    ("hundred", 1e2), ("dozen", 12), ("percent", 1), ("萬億", 1e12), ("千億", 1e11), ("百億", 1e10), ("十億", 1e9),
    ("千萬", 1e7), ("百萬", 1e6), ("十萬", 1e5), ("兆", 1e12), ("億", 1e8), ("萬", 1e4), ("千", 1e3), ("百", 1e2),
    ("成", 10), ("k", 1e3), ("m", 1e6), ("b", 1e9), ("t", 1e12),
)  # fmt: skip
_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "half": 0.5, "double": 2, "doubled": 2, "twice": 2,
    "triple": 3, "tripled": 3, "quadrupled": 4,
}  # fmt: skip
_MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6,
    "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sep": 9, "sept": 9, "october": 10, "oct": 10,
    "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "兩": 2, "半": 0.5}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_FIGURE = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_HAN = re.compile(r"[零〇一二三四五六七八九十百千兩]{1,9}(?:點[零一二三四五六七八九]+)?")
_WORD = re.compile(r"[a-z]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f][\w\u00c0-\u024f]*(?:[.'’&+-][\w\u00c0-\u024f]+)*", re.ASCII)
_USUAL = re.compile("[A-Za-z\u00aa-\u024f\u1e00-\u1eff\u3005-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
"""Letters that English and Chinese are written with: Latin, kana, Han."""
_IS_HAN = re.compile("[\u3400-\u9fff]")
_CALENDAR = _MONTHS.keys() | {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "i"}
_SHORT = {
    "us": ("united", "states", "america", "american"), "usa": ("united", "states", "america", "american"),
    "uk": ("united", "kingdom", "britain", "british"), "eu": ("european", "union", "europe"),
    "un": ("united", "nations"), "ai": ("artificial", "intelligence"),
}  # fmt: skip
_LONGEST_SHORT = 5
"""Letters of a short form."""
_LINK = 3
"""Letters of the words that a headline set in capitals leaves small."""
_NEAR = 1e-6
_DAYS = 8
"""Days around a source's date that a relative date ("on Wednesday", "next week") may mean."""


def strange_number(text: str, quotes: Sequence[str], days: Sequence[date]) -> str:
    """Return the first figure of ``text`` that the quotes do not hold; "" when there is none.

    ``days`` are the days on which the quotes were published: their relative dates are counted from there.
    """
    there = {value for quote in quotes for _, values in _figures(quote) for value in values}
    there |= {float(value) for quote in quotes for value in _spoken(quote)}
    for day in days:
        for near in (day + timedelta(n) for n in range(-_DAYS, _DAYS + 1)):
            there |= {float(near.day), float(near.month), float(near.year), float(near.year - 1911)}
    there |= {year + 1911 for year in there if 60 <= year <= 200} | {year - 1911 for year in there if year > 1970}
    for told, values in _figures(text):
        if not any(abs(one - other) <= _NEAR * max(abs(one), abs(other), 1.0) for one in values for other in there):
            return told
    return ""


def strange_name(
    text: str, quotes: Sequence[str], forms: Mapping[str, frozenset[str]], *, english: bool = False
) -> str:
    """Return the first name in Latin script of ``text`` that the quotes do not hold, as itself or in another form.

    Empty when there is none.  ``forms``: a casefolded form of a name -> all forms of that name, casefolded.
    ``english``: the text is to be in English, so a Chinese name in it does not make it Chinese.
    """
    for sign in text:
        if sign.isalpha() and not _USUAL.match(sign) and not any(sign in quote for quote in quotes):
            return sign  # a Cyrillic letter that looks like a Latin one
    plain, across = unicodedata.normalize("NFKC", text), bool(_IS_HAN.search("\n".join(quotes)))
    chinese = _is_chinese(text, english)
    told = filter(_looks_a_name, _LATIN.findall(text)) if chinese else _names(plain, across, forms)
    return _first_strange(told, quotes, forms)


def strange_latin(
    text: str, quotes: Sequence[str], forms: Mapping[str, frozenset[str]], *, english: bool = False
) -> str:
    """Return the first word in Latin script of a Chinese ``text``, whether a name or not, that the quotes do not hold.

    Empty when there is none, and for a text in English; the rest as for ``strange_name``.
    """
    return _first_strange(_LATIN.findall(text), quotes, forms) if _is_chinese(text, english) else ""


def _is_chinese(text: str, english: bool) -> bool:
    """Say whether a text is to be read as Chinese: it holds a Han character, or, in English, more than a name of them.

    A Chinese character says what some three Latin letters do.
    """
    han = len(_IS_HAN.findall(text))
    return 3 * han > sum(sign.isalpha() for sign in text) - han if english else han > 0


def _looks_a_name(word: str) -> bool:
    return any(sign.isupper() or sign.isdigit() for sign in word)


def _first_strange(told: Iterable[str], quotes: Sequence[str], forms: Mapping[str, frozenset[str]]) -> str:
    source = _flat("\n".join(quotes))
    allowed = {
        word for form, others in forms.items() if form in source for other in others for word in _LATIN.findall(other)
    }
    there = {word.casefold() for word in _LATIN.findall(source)} | {word.casefold() for word in allowed}
    spelt = _initials(" ".join(quotes))
    for word in told:
        flat = word.casefold().removesuffix("'s").removesuffix("’s")
        short = re.sub(r"\W", "", flat)
        if flat not in there and _flat(word) not in there and not _same_stem(flat, there) and short not in spelt:
            return str(word)
    return ""


def _names(text: str, across: bool, forms: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Yield the words of an English sentence that are names for certain: known ones, and those with the look of one.

    A capital says nothing of the first word, nor of any in a headline set in capitals; and of a name that was written
    in Chinese (``across``) nobody here knows the Latin form, unless the desk does.
    """
    words = [found for found in _LATIN.findall(text) if found.casefold() not in _CALENDAR]
    long = [word for word in words if len(word) > _LINK]
    titled = 2 * sum(word[0].isupper() for word in long) > len(long)
    for at, word in enumerate(words):
        known = word.casefold().removesuffix("'s").removesuffix("’s") in forms
        inside = at > 0 and not titled
        spelt = sum(sign.isupper() for sign in word) > 1 and not text.isupper()
        if (word[0].isupper() and known) or (not across and (spelt or (word[0].isupper() and inside))):
            yield word


def _initials(text: str) -> frozenset[str]:
    """Return what the words of ``text`` may be shortened to (EU, USA), and the words that its short forms stand for."""
    words = [word for word in _LATIN.findall(text) if word.casefold() not in ("of", "the", "and", "for")]
    spelt = {
        "".join(word[0] for word in words[at : at + size]).casefold()
        for size in range(2, _LONGEST_SHORT + 1)
        for at in range(len(words) - size + 1)
    }
    for short in (re.sub(r"\W", "", word) for word in words):
        if 1 < len(short) <= _LONGEST_SHORT and short.isupper():
            spelt |= {word for known, whole in _SHORT.items() if known == short.casefold() for word in whole}
    return frozenset(spelt)


def _same_stem(word: str, there: set[str]) -> bool:
    return any(word.startswith(other) or other.startswith(word) for other in there if min(len(word), len(other)) > 3)


def _flat(text: str) -> str:
    return str(in_taiwan(unicodedata.normalize("NFKC", text)).casefold())


def _figures(text: str) -> Iterator[tuple[str, set[float]]]:
    """Yield each figure with its value: that of its digits times that of the scale word after it."""
    flat = _flat(text)
    for found in _FIGURE.finditer(flat):
        if found.start() and flat[found.start() - 1].isascii() and flat[found.start() - 1].isalpha():
            continue  # part of a name: a version, a model
        value = float(found[0].replace(",", ""))
        yield found[0], {value * _scale(flat[found.end() : found.end() + 12])}
    for found in _HAN.finditer(flat):
        if len(found[0]) > 1 or flat[found.end() : found.end() + 1] in tuple("億萬兆成倍%"):
            value = _han(found[0])
            yield found[0], {value * _scale(flat[found.end() : found.end() + 4])}


def _scale(after: str) -> float:
    rest = after.lstrip(" -")
    for word, scale in _SCALES:
        if rest.startswith(word) and not (word.isascii() and rest[len(word) : len(word) + 1].isalpha()):
            return scale
    return 1.0


def _spoken(text: str) -> Iterator[float]:
    for word in _WORD.findall(_flat(text)):
        if word in _WORDS:
            yield _WORDS[word]
        if word in _MONTHS:
            yield _MONTHS[word]
    flat = _flat(text)
    for found in re.finditer("(" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")[ -]", flat):
        yield _WORDS[found[1]] * _scale(flat[found.end() : found.end() + 12])
    for char in flat:
        if char in _DIGITS:
            yield _DIGITS[char]


def _han(text: str) -> float:
    """Return the value of a Chinese numeral below ten thousand."""
    whole, _, fraction = text.partition("點")
    if not any(char in _UNITS for char in whole):
        value = float("".join(str(_DIGITS.get(char, 0)) for char in whole if char != "半") or "0")
    else:
        value, digit = 0.0, 0.0
        for char in whole:
            if char in _UNITS:
                value += (digit or 1.0) * _UNITS[char]
                digit = 0.0
            else:
                digit = float(_DIGITS[char])
        value += digit
    return value + (float("0." + "".join(str(_DIGITS[char]) for char in fraction)) if fraction else 0.0)
