"""What is left out and what is a part: "only two of them" is not "all but two", and a part is not the whole.

An exception has hardly a word in it that another check looks at, and turns a sentence round.
"""

from __future__ import annotations

import re
from decimal import Decimal

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.known import known
from broadsheet.checks.reading import Reading, readings
from broadsheet.text.amount_readers import small_number

CODE = "clause"

_ALL_BUT = re.compile(
    r"\ball but\b"
    r"|\b(?:all|every(?:one|thing)?)\b[^,;.]{0,20}?\b(?:except|save|but (?:the|one|two|three|four|five|\d))\b"
)
_EXCEPTED = re.compile(
    r"\b(?:except(?:ing|ion)?|excluding|other than|apart from|save for|all but|but not|unlike)\b"
    r"|除了?(?![夕役草法])[^，。；]{1,14}?(?:以外|之外|外)|除了|唯独|只有|仅有|不包括|不含|其余|其他"
)
_INCLUDED = re.compile(r"\bincluding\b|\balong with\b|\bas well as\b|\beven\b|包括|包含|连同|在内|甚至")
_NO = re.compile(r"\b(?:no|not|none|never|without|fail(?:s|ed)?|lack(?:s|ed)?|didn|doesn)\b|n't\b|不|没|未|无")
_ONLY = re.compile(r"\b(?:only|just)\b|仅|只")
_OF_WHICH = re.compile(r"\b(?:of (?:which|these|those|them))\b|其中")
_IS_ADJECTIVE = re.compile(r"[^,;.，。；]{0,12}?\b(?:is|are|was|were) ([a-z]{4,})\b")
_NEAR = 4
"""Letters between an exception and the figure of what is left out."""
_REACH = 3
"""Words between a figure and what it counts."""


def exceptions(case: Case) -> Finding | None:
    """Return the fault of a sentence that turns an exception round, or says of the whole what holds of a part."""
    written, source = readings(case)
    if _ALL_BUT.search(written.folded) and not _EXCEPTED.search(source.folded) and _denies(written) == _denies(source):
        return Finding(CODE, "the passage tells of some, the sentence of all but these", hard=False)
    all_but = _ALL_BUT.search(source.folded)
    limits = _EXCEPTED.search(written.folded) or _ONLY.search(written.folded)  # "only two passed"
    kept = limits or _denies(written) != _denies(source)
    if all_but and not kept and _counts(written, source, all_but.end()):
        return Finding(CODE, "the passage tells of all but some, the sentence of these", hard=False)
    if (name := _taken_in(written, source)) or (name := _taken_in(source, written)):
        return Finding(CODE, f"{name} is left out in the one and taken in in the other", hard=False)
    if (part := _part_as_whole(written, source)) is not None:
        return Finding(CODE, f"the passage says {part!r}, the sentence tells it of all of them", hard=False)
    if (place := _no_longer_outside(written, source)) is not None:
        return Finding(CODE, f"the passage tells of what is outside {place}", hard=False)
    if (word := _of_the_whole(written, source)) is not None:
        return Finding(CODE, f"the passage says {word!r} of a part, the sentence of the whole", hard=False)
    return None


def _denies(reading: Reading) -> bool:
    return _NO.search(reading.folded) is not None


def _counts(written: Reading, source: Reading, at: int) -> bool:
    """Say whether the sentence has the figure that stands at ``at`` in the passage, or right before."""
    left = {number.value for number in source.numbers if abs(number.start - at) <= _NEAR}
    return any(number.value in left for number in written.numbers)


def _taken_in(one: Reading, other: Reading) -> str:
    """Return the name that ``one`` takes in and ``other`` leaves out; "" when there is none."""
    for found in _INCLUDED.finditer(one.folded):
        for name in (
            m.name for m in one.mentions if found.end() <= m.start <= found.end() + 1 or m.end == found.start()
        ):
            for mention in other.mentions:
                before = other.folded[max(0, mention.start - 12) : mention.start]
                if mention.name == name and re.search(
                    r"(?:除了?|不包括|except(?: for)?|excluding|apart from|all but) ?$", before
                ):
                    return name
    return ""


_N = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_PART = re.compile(rf"\b(?P<n>{_N}) (?:out )?of (?:the |its |their |all )?(?P<m>{_N})\b")
_FIGURE = re.compile(rf"\b{_N}\b|[一二两三四五六七八九十]{{1,3}}(?=[个家名位种项款间座所件人组国])")
_HAN_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_PART_HAN = re.compile(
    rf"(?P<m>{_HAN_N})\s?[个家名位种项款间座所件人组国][^，。；]{{0,10}}?(?:[中里][的有只仅]*|只有|仅有)(?P<n>{_HAN_N})\s?[个家名位种项款间座所件人组国]"
)


def _part_as_whole(written: Reading, source: Reading) -> str | None:
    """Return the part that a passage tells of ("four of nine", 九種中的四種), where the sentence tells all of them."""
    for found in (*_PART.finditer(source.folded), *_PART_HAN.finditer(source.folded)):
        part, whole = _value(found["n"]), _value(found["m"])
        if part is None or whole is None or not part < whole:
            continue
        told = {number.value for number in written.numbers} | {
            _value(one[0]) for one in _FIGURE.finditer(written.folded)
        }
        if whole in told and part not in told and not _PARTS.search(written.folded):
            return found[0]
    return None


_PARTS = re.compile(
    r"\bof\b|\bamong\b|\b(?:some|half|most|many|few|several|part of|majority|minority)\b|%"
    r"|其中|之中|部分|多数|少数|一半|半数|分之|中[的有只仅]|[个家名位种项]中"
)


def _value(figure: str) -> Decimal | None:
    try:
        return small_number(figure)
    except (KeyError, ArithmeticError):
        return None


_OUTSIDE = re.compile(r"\b(?:outside|beyond)(?: of)? (?:the )?$")
_OUTSIDE_HAN = re.compile(r"(?:地区)?(?:以外|之外|境外)")
_STILL_OUTSIDE = re.compile(
    r"\b(?:outside|beyond|abroad|overseas|foreign|international\w*|other than|apart from|except|besides|non-)"
    r"|以外|之外|境外|海外|国外|外国|国际|跨国|除"
)


def _no_longer_outside(written: Reading, source: Reading) -> str | None:
    """Return the name of a place that the passage puts a thing outside of, and the sentence in."""
    if _STILL_OUTSIDE.search(written.folded):
        return None
    told = {name for name, *_ in known(written.text, ()).places} - _outside(written)
    return next(iter(sorted(told & _outside(source))), None)


def _outside(reading: Reading) -> set[str]:
    """Return the places that a thing is put outside of, and nothing in."""
    found: dict[str, list[bool]] = {}
    for name, start, end in known(reading.text, ()).places:
        low, _ = reading.clause(start)
        excepted = "除" in reading.folded[low:start]  # 除了德國以外: an exception, and no place
        outside = _OUTSIDE.search(reading.folded, 0, start) or _OUTSIDE_HAN.match(reading.folded, end)
        found.setdefault(name, []).append(bool(outside) and not excepted)
    return {name for name, flags in found.items() if flags == [True]}


def _of_the_whole(written: Reading, source: Reading) -> str | None:
    """Return the word that the passage says of a part ("of which 37 are active"), the sentence of a larger figure."""
    for found in _OF_WHICH.finditer(source.folded):
        part = next((n for n in source.numbers if 0 <= n.start - found.end() <= 2), None)
        told = _IS_ADJECTIVE.match(source.folded, part.end) if part is not None else None
        if part is None or told is None:
            continue
        whole = {n.value for n in source.numbers if n.end <= found.start() and n.value > part.value}
        if _figure_of(written, told[1]) in whole:
            return told[1]
    return None


def _figure_of(reading: Reading, word: str) -> Decimal | None:
    """Return the figure that a word stands right behind, with its unit between them at most."""
    for found in re.finditer(rf"\b{re.escape(word)}\b", reading.folded):
        before = [n for n in reading.numbers if n.end <= found.start()]
        if before and len(reading.folded[before[-1].end : found.start()].split()) < _REACH:
            between = reading.folded[before[-1].end : found.start()]
            return before[-1].value if not re.search(r"[,;.]| of which ", between) else None
    return None
