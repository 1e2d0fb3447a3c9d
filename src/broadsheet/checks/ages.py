"""Ages, which the two languages count in different words: "under 16", "over-60s", "aged 12 and over", 60歲以上.

English leaves the years unsaid, so that its figure reads as a bare count; Chinese writes 歲.  An age is borne out by
the same age with the same bound: under, over, or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.text.amount_readers import WORDS, small_number

_WHO = (
    "children|kids|people|persons|minors|youngsters|teens|teenagers|adults|adolescents|users|anyone|everyone|those"
    "|patients|travellers|travelers|workers|pupils|students|men|women|boys|girls|drivers|voters|residents|customers"
    "|citizens|infants|babies|viewers|players|members|applicants|recruits"
)
_N = rf"(?P<n>\d{{1,3}}|{'|'.join(WORDS)})"
_ENGLISH = (
    re.compile(
        rf"(?:[A-Z][\w'’-]+,|\b(?:aged?|now|(?P<low>under|younger than|below)|(?P<high>over|older than|above))) {_N}"
        r"(?=(?P<up> (?:and|or) (?:over|older|above|up)| ?\+| upwards?)"
        r"|(?P<down> (?:and|or) (?:under|younger|below))|[,.;]|$| and\b)"
    ),
    re.compile(
        rf"\b(?:{_WHO})(?: (?:who are|aged))? (?:(?P<low>under|younger than|below)|(?P<high>over|older than|above))"
        rf"(?: the age of)? {_N}(?![\d,.]*(?:%|\d))(?! (?:per|million|billion|thousand|hundred))"
    ),
    re.compile(r"\b(?:(?P<low>under)|(?P<high>over))-(?P<n>\d{1,3})['’]?s?\b", re.IGNORECASE),
)
_HAN = re.compile(
    r"(?P<low>未[滿满]|不[滿满到足])?(?P<high>[超逾][過过]?|年[滿满]|[滿满])?\s?(?P<n>\d{1,3}|[一二兩两三四五六七八九十]{1,3})\s?[歲岁]"
    r"(?:(?P<down>[以之]下)|(?P<up>[以之]上))?"
)

Age = tuple[int, int]
"""Years, and -1, 0 or 1: under these, these, or more."""


def ages(text: str) -> Iterator[tuple[Age, int, int]]:
    """Yield the ages of a text with their places."""
    for pattern in (*_ENGLISH, _HAN):
        for found in pattern.finditer(text):
            parts = found.groupdict()
            side = bool(parts.get("high") or parts.get("up")) - bool(parts.get("low") or parts.get("down"))
            yield (int(small_number(found["n"])), side), found.start(), found.end()


def turned_age(text: str, source: str) -> str | None:
    """Return the age of a text that ``source`` bounds the other way only: "under-65s" of 65歲以上."""
    there = {age for age, *_ in ages(source)}
    for (years, side), start, end in ages(text):
        if side and (years, -side) in there and not {(years, side), (years, 0)} & there:
            return text[start:end]
    return None


def same_age(text: str, source: str, start: int, end: int) -> bool:
    """Say whether the figure at ``text[start:end]`` is an age that ``source`` tells as well."""
    there = {age for age, *_ in ages(source)}
    return any(age in there and first < end and start < last for age, first, last in ages(text))
