"""What an amount is, and what the words for one say: a function turns a match of ``amount_words`` into an amount."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from broadsheet.text.units import AFTER, MEASURES

Bound = Literal["exact", "about", "nearly", "least", "over", "most", "under", "vague"]


@dataclass(frozen=True)
class Amount:
    """``text[start:end]`` states ``value`` (to ``high`` in a range) in ``unit``; see ``Number`` for the units.

    More units: ``nth`` (an ordinal).  ``to`` tells of a multiple whether it is what something came to (True), what was
    added (False) or not said (None).  ``pair`` marks "from 3 to 5", a range or a change.  ``vague`` amounts hold the
    power of ten; ``wide`` ones ("billions") may be anything up to the next word.
    """

    value: Decimal
    unit: str
    start: int
    end: int
    bound: Bound = "exact"
    high: Decimal | None = None
    digits: int = 1
    noun: str = ""
    to: bool | None = None
    pair: bool = False
    wide: bool = False
    fraction: bool = False
    falls: bool = False
    soft: bool = False
    """Read only where a source is read: words that may tell a number ("both", "second")."""


_COUNTING = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty"
)
WORDS = {
    word: n
    for n, word in enumerate(
        _COUNTING.split()
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100}  # fmt: skip
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
          "eighth": 8, "ninth": 9, "tenth": 10, "hundredth": 100, "thousandth": 1000}  # fmt: skip
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
        "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
        "twentieth": 20}  # fmt: skip
_HAN = {"零": 0, "〇": 0, "一": 1, "二": 2, "兩": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
        "九": 9}  # fmt: skip
_POWERS = {"十": 1, "百": 2, "千": 3, "萬": 4, "万": 4, "億": 8, "亿": 8, "兆": 12}
_ENGLISH_POWERS = {"ten": 1, "dozen": 1, "score": 1, "hundred": 2, "thousand": 3, "million": 6, "billion": 9,
                   "trillion": 12}  # fmt: skip
_MULTIPLES = {"doubl": 2, "tripl": 3, "trebl": 3, "quadrupl": 4, "quintupl": 5, "sextupl": 6, "twice": 2, "thrice": 3}


def small_number(text: str) -> Decimal:
    """Read a small figure: digits, an English word, Chinese numerals below a thousand."""
    text = text.strip().lower().replace(",", "")
    if text[:1].isdigit():
        return Decimal(text)
    if text in WORDS:
        return Decimal(WORDS[text])
    total, digit = 0, 0
    for sign in text:
        if sign in "十百":
            total += (digit or 1) * 10 ** _POWERS[sign]
            digit = 0
        else:
            digit = _HAN[sign]
    return Decimal(total + digit)


def _share(top: Decimal, bottom: Decimal) -> Decimal:
    """Return a fraction in percent."""
    return (top * 100 / bottom).quantize(Decimal("0.01")).normalize() + 0


Reader = Callable[[re.Match[str]], "Amount | None"]


def _scaled(spelling: str | None) -> tuple[str, Decimal]:
    """Return the base unit of a spelling and its factor."""
    if not spelling:
        return "", Decimal(1)
    spelling = spelling.strip().lower()
    if spelling in AFTER:
        return AFTER[spelling], Decimal(1)
    one, other = MEASURES[spelling].split()
    return (other, Decimal(one)) if one.isdigit() else (one, Decimal(10) ** int(other))


def _at(match: re.Match[str], value: Decimal, unit: str = "", **more: object) -> Amount:
    """Return an amount at a whole match."""
    return Amount(value, unit, match.start(), match.end(), **more)  # type: ignore[arg-type]


def read_vague_english(match: re.Match[str]) -> Amount:
    """Dozens, hundreds of millions of dollars, a few thousand."""
    powers = [_ENGLISH_POWERS[word.lower().rstrip("s")] for word in (match["one"], match["two"]) if word]
    unit, _ = _scaled(match["unit"])
    wide = not match["two"] and not match["few"] and powers[0] >= 3
    return _at(match, Decimal(sum(powers)), unit, bound="vague", wide=wide)


def read_vague_han(match: re.Match[str]) -> Amount:
    """數十, 數百萬, 上千."""
    unit, _ = _scaled(match["unit"])
    return _at(match, Decimal(sum(_POWERS[sign] for sign in match["powers"])), unit, bound="vague")


def read_some_ten(match: re.Match[str]) -> Amount:
    """十幾, 二十多: over ten, over twenty."""
    unit, factor = _scaled(match["unit"])
    return _at(match, small_number(match["n"]) * factor, unit, bound="over")


def read_multiple_english(match: re.Match[str]) -> Amount:
    """Doubled, tripling, twice."""
    word = match["word"].lower()
    value = next(n for stem, n in _MULTIPLES.items() if word.startswith(stem))
    return _at(match, Decimal(value), "x", to=None if word in ("twice", "thrice") else True)


def read_fold(match: re.Match[str]) -> Amount:
    """Fourfold, 10-fold."""
    return _at(match, small_number(match["n"]), "x", to=True)


def read_came_to(match: re.Match[str]) -> Amount:
    """增至兩倍: what it came to."""
    return Amount(_halves(match), "x", match.start("n"), match.end(), to=True)


def read_added(match: re.Match[str]) -> Amount:
    """成長兩倍: what was added."""
    return Amount(_halves(match), "x", match.start("n"), match.end(), to=False)


def _halves(match: re.Match[str]) -> Decimal:
    """Return a figure with the half after it."""
    return small_number(match["n"]) + (Decimal("0.5") if match["half"] else 0)


def read_two(match: re.Match[str]) -> Amount:
    """翻倍, 倍增; 翻兩番 is fourfold."""
    return _at(match, Decimal(4 if match.groupdict().get("again") else 2), "x", to=True)


def read_half(match: re.Match[str]) -> Amount:
    """Half, 一半, 腰斬."""
    return _at(match, Decimal(50), "%", fraction=True)


def read_over_half(match: re.Match[str]) -> Amount:
    """過半, a majority."""
    return _at(match, Decimal(50), "%", fraction=True, bound="over")


def read_fraction(match: re.Match[str]) -> Amount | None:
    """A third, three quarters."""
    part = match["part"].lower()
    top = small_number(match["n"])
    bottom = _PARTS[part.removesuffix("s") if part != "halves" else part]
    if not 0 < top < bottom:
        return None
    return _at(match, _share(top, Decimal(bottom)), "%", fraction=True, soft="may" in match.groupdict())


def read_fraction_figures(match: re.Match[str]) -> Amount | None:
    """1/3, one in five, three out of four."""
    top, bottom = small_number(match["top"]), small_number(match["bottom"])
    return _at(match, _share(top, bottom), "%", fraction=True) if 0 < top < bottom else None


def read_fraction_han(match: re.Match[str]) -> Amount | None:
    """三分之一, 百分之七, 千分之三."""
    bottom = {"百": Decimal(100), "千": Decimal(1000), "萬": Decimal(10000), "万": Decimal(10000)}.get(match["bottom"])
    top, bottom = small_number(match["top"]), bottom or small_number(match["bottom"])
    exact = bottom in (100, 1000, 10000)
    return _at(match, (top * 100 / bottom) if exact else _share(top, bottom), "%", fraction=not exact)


_GREAT = {"hundredth": 2, "thousandth": 3, "millionth": 6, "百": 2, "千": 3, "萬": 4, "万": 4, "億": 8, "亿": 8}


def read_great_fraction(match: re.Match[str]) -> Amount | None:
    """One three-thousandth, 兩萬分之一, 3 in 10,000."""
    top = small_number(match["top"])
    if match["power"].replace(",", "").isdigit():
        bottom = Decimal(match["power"].replace(",", ""))
    else:
        bottom = small_number(match["n"]) * Decimal(10) ** _GREAT[match["power"].lower()]
    return _at(match, top * 100 / bottom, "%") if 0 < top < bottom else None


def read_half_of(match: re.Match[str]) -> Amount:
    """Half a million, half an hour, half a dozen; 半年, 半小時, 半打."""
    word = match["of"].lower()
    if word in ("dozen", "打"):
        return _at(match, Decimal(6))
    if word in _ENGLISH_POWERS:
        power = Decimal(10) ** _ENGLISH_POWERS[word]
        unit, _ = _scaled(match["unit"])
        return _at(match, power / 2, unit or "")
    unit, factor = _scaled("個月" if word == "月" else word)
    return _at(match, factor / 2, unit)


def read_and_a_half(match: re.Match[str]) -> Amount | None:
    """Two and a half years, one and a half million; 兩年半, 一個半月."""
    value = small_number(match["n"]) + Decimal("0.5")
    scale = match.groupdict().get("scale")
    if scale:
        value *= Decimal(10) ** _ENGLISH_POWERS[scale.lower()]
    word = match.groupdict().get("unit") or ""
    unit, factor = _scaled("個月" if word == "月" else word or None)
    return _at(match, value * factor, unit)


def read_dozens(match: re.Match[str]) -> Amount:
    """A dozen, two dozen, 一打."""
    n = match.groupdict().get("n")
    return _at(match, 12 * (small_number(n) if n else Decimal(1)))


def read_a_decade(match: re.Match[str]) -> Amount:
    """A decade, the past century, a fortnight."""
    if match["word"].lower() == "fortnight":
        return _at(match, Decimal(14), "day")
    return _at(match, Decimal(1200 if match["word"].lower().startswith("cent") else 120), "month")


def read_celsius(match: re.Match[str]) -> Amount:
    """攝氏 40 度."""
    return _at(match, Decimal(match["n"]), "degC")


def read_age(match: re.Match[str]) -> Amount:
    """Aged 14."""
    return Amount(12 * small_number(match["n"]), "month", match.start("n"), match.end())


def read_rate_step(match: re.Match[str]) -> Amount:
    """升息兩碼: Taiwan counts interest rates in steps of a quarter of a percentage point."""
    value = Decimal("0.5") if match["n"] == "半" else small_number(match["n"])
    return Amount(value / 4, "pp", match.start("n"), match.end())


def read_nth(match: re.Match[str]) -> Amount | None:
    """Third, 10th, 第三."""
    word = (match["nth"]).lower()
    soft = bool(match.groupdict().get("may"))
    if word in _NTH:
        return _at(match, Decimal(_NTH[word]), "nth", soft=soft)
    figure = re.sub(r"(?:st|nd|rd|th)$", "", word)
    return _at(match, small_number(figure), "nth", soft=soft)


def read_is_first(match: re.Match[str]) -> Amount:
    """Words that may tell that something is the first."""
    return _at(match, Decimal(1), "nth", soft=True)


def read_pair_word(match: re.Match[str]) -> Amount:
    """Both, a pair, 雙方: two."""
    return _at(match, Decimal({"trio": 3, "三者": 3, "quartet": 4}.get(match[0].lower(), 2)), soft=True)


def read_million_with_money(match: re.Match[str]) -> Amount:
    """Multibillion-dollar."""
    unit, _ = _scaled(match["unit"])
    return _at(match, Decimal(_ENGLISH_POWERS[match["one"].lower()]), unit, bound="vague", wide=True)


def read_discount_either(match: re.Match[str]) -> Amount:
    """打八折: a fifth off."""
    figures = match["n"] or match["n_"]
    value = (
        small_number(figures)
        if len(figures) == 1 or figures[:1].isdigit()
        else Decimal(_HAN[figures[0]] * 10 + _HAN[figures[1]])
    )
    return _at(match, 100 - (value * 10 if value < 10 else value), "%")
