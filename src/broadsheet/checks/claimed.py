"""Claims that a sentence makes by one small word: all, the largest, the first in the world, because, despite.

Such a word changes what is told and little else: the names, the figures and nearly all words stay the passage's own.
``claims.toml`` has them in families: what claims in a sentence, and what in a passage, in either language, lets it be
claimed.  A family of which the passage has no word at all is at fault.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import NamedTuple, cast

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.reading import Reading, readings
from broadsheet.checks.words import fold
from broadsheet.once import once

CODE = "novelty"
DATA = "claims.toml"

_NO_SUPERLATIVE = """
    arrest attest bequest conquest contest detest digest divest earliest earnest forest furthest guest harvest honest
    infest ingest inquest interest invest latest manifest midwest modest molest nest northeast northwest pest protest
    quest reinvest request rest retest southwest suggest test unrest vest west
"""
"""English words that end in -est and rank nothing, or only in time."""
_SECOND = re.compile(
    r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))[ -]"
    r"(?:most |[a-z]+est\b|best\b)"
)
"""The second largest is no largest."""


class _Family(NamedTuple):
    """``claims`` is looked for in an English sentence, ``allows`` in its passages, if these have any of ``where``."""

    claims: re.Pattern[str]
    allows: re.Pattern[str]
    where: re.Pattern[str]


def claimed(case: Case) -> Finding | None:
    """Return the fault of an English sentence that makes a claim of which no word is in its passages."""
    if case.language.startswith("zh") or case.text.strip() in case.source:
        return None
    written, source = readings(case)
    here, there = _SECOND.sub(" ", _unnamed(written)), _SECOND.sub(" ", source.folded)
    for family in _families():
        found = family.claims.search(here)
        if found is not None and family.where.search(there) and family.allows.search(there) is None:
            return Finding(CODE, f"nothing in the passage says {found[0]!r}", hard=False)
    return None


def _unnamed(reading: Reading) -> str:
    """Return a text without its names: Budapest is no superlative."""
    text = reading.folded
    for name in reading.mentions:
        text = text[: name.start] + "-" * (name.end - name.start) + text[name.end :]
    return text


@once
def _families() -> tuple[_Family, ...]:
    table = tomllib.loads(files("broadsheet.checks").joinpath(DATA).read_text(encoding="utf-8"))
    return tuple(_read(table))


def _read(table: Mapping[str, Mapping[str, object]]) -> Iterator[_Family]:
    superlative = rf"\b(?!(?:{'|'.join(_NO_SUPERLATIVE.split())})\b)[a-z]{{3,}}est\b"
    for name, entry in table.items():
        claims = "|".join(cast(list[str], entry["claims"])).replace("NO_SUPERLATIVE", "|".join(_NO_SUPERLATIVE.split()))
        english = "|".join(_spelt(word) for word in _listed(entry["en"]))
        chinese = "|".join(re.escape(fold(word)) for word in _listed(entry["zh"]))
        allows = [rf"(?<![a-z0-9])(?:{english})(?![a-z0-9])", chinese, *([superlative] if name == "best" else [])]
        where = "|".join(re.escape(fold(word)) for word in _listed(entry.get("where", "")))
        yield _Family(re.compile(claims), re.compile("|".join(allows)), re.compile(where))


def _listed(words: object) -> list[str]:
    return [" ".join(word.split()) for word in cast(str, words).split(",")]


def _spelt(word: str) -> str:
    """Return the pattern of a word of the table; an asterisk stands for any letters."""
    return re.escape(word).replace(r"\*", "[a-z]*")
