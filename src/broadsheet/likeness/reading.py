"""Article -> Reading: what the clustering sees of an article."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

import msgspec

from broadsheet.text.bilingual import content, mainland
from broadsheet.text.names import Mention, NameTable
from broadsheet.text.numbers import numbers
from broadsheet.text.papers import coinages, paper_keys, title_keys
from broadsheet.text.roundups import is_roundup
from broadsheet.text.shingles import ENGLISH_FUNCTION_WORDS, fold, terms
from broadsheet.text.standing import own_text
from broadsheet.types import Article

LEAD = 400
"""Characters of the text in which names, numbers and words are read: what a story is about stands at its top.
Swept 200, 400, 900 on 2026-11-22: F1 moves by less than 0.003 on two labelled days; reading costs most of the stage."""
COUNTED = Decimal(20)
"""A smaller number without a unit says nothing: two articles that share one are of one event in 1-8 % of the pairs
(three labelled days, 2026-11-22); of those that share a larger one, or one with a unit, 47-94 % across languages."""

_UNITS_OF_VERSION = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)*")
_VERSIONED_KINDS = frozenset({"model", "product", "chip"})
_PARTY_KINDS = frozenset({"company", "lab"})


class Reading(msgspec.Struct, frozen=True):
    """What the clustering sees of an article.

    ``facts`` are names (their words, so that "DeSantis" meets "Peter DeSantis", and the whole where it has a version)
    and numbers; ``words`` all that it speaks of: content words, facts, and whose the named products and people are.
    ``parties`` are the companies and institutions named, ``leading`` those of the title.  ``keys`` identify the paper,
    ``coined`` is what a paper calls its own work, ``spoken`` what may name such a work.  ``hour`` is when it was
    published, in hours since 1970, if that is known.  ``bare`` says that it has a title and no text,
    ``roundup`` that its title announces several things.
    """

    chinese: bool
    facts: frozenset[str]
    words: frozenset[str]
    parties: frozenset[str]
    leading: frozenset[str]
    versions: frozenset[tuple[str, ...]]
    keys: frozenset[str]
    is_paper: bool
    coined: frozenset[str]
    spoken: frozenset[str]
    hour: float | None
    bare: bool
    roundup: bool


def primary_language(article: Article) -> str:
    """Return ``zh`` for ``zh-Hant``."""
    return article.language.split("-", 1)[0].lower()


def read(article: Article, names: NameTable) -> Reading:
    """Read the title and the first ``LEAD`` characters of an article's own text."""
    text = own_text(article)
    both = f"{article.title}\n{text[:LEAD]}"
    mentions = names.mentions(both)
    facts = {unit for mention in mentions for unit in _units(mention)}
    for number in numbers(both):
        if number.unit != "year" and (number.unit or number.value >= COUNTED):
            facts.add(f"{number.value.normalize():f} {number.unit}".rstrip())
    in_title = tuple(mention for mention in mentions if mention.end <= len(article.title))
    paper = paper_keys(article.url, article.source.outlet, article.title)
    chinese = primary_language(article) == "zh"
    spoken = terms(mainland(both) if chinese else both) | facts
    words = spoken | {word for mention in mentions for word in _folded(mention.of).split()}
    return Reading(
        chinese=chinese,
        facts=frozenset(facts),
        words=frozenset(words) if chinese else content(frozenset(words)),
        parties=_parties(mentions),
        leading=_parties(in_title),
        versions=frozenset(parts for mention in in_title if len(parts := _version(mention)) > 1),
        keys=paper | title_keys(article.title),
        is_paper=bool(paper),
        coined=coinages(article.title) if paper else frozenset(),
        spoken=frozenset(spoken),
        hour=article.published.timestamp() / 3600 if article.published else None,
        bare=not text.strip(),
        roundup=is_roundup(article.title),
    )


@lru_cache(maxsize=65536)
def _folded(name: str) -> str:
    return fold(name)


def _units(mention: Mention) -> set[str]:
    units = _UNITS_OF_VERSION.findall(_folded(mention.name))
    found = {word for word in units if len(word) > 1 and not word[0].isdigit() and word not in ENGLISH_FUNCTION_WORDS}
    return found | {" ".join(units)} if any(unit[0].isdigit() for unit in units) else found


def _parties(mentions: tuple[Mention, ...]) -> frozenset[str]:
    """Return the companies and institutions of ``mentions``; a product or a person stands for whose it is."""
    named = {mention.name for mention in mentions if mention.known and mention.kind in _PARTY_KINDS}
    return frozenset(named | {mention.of for mention in mentions if mention.of})


def _version(mention: Mention) -> tuple[str, ...]:
    """Return ("gemini", "3", "flash") for a versioned name, () for any other."""
    if mention.kind not in _VERSIONED_KINDS and mention.known:
        return ()
    parts = tuple(_UNITS_OF_VERSION.findall(_folded(mention.name)))
    numbered = any(part[0].isdigit() for part in parts[1:])
    attached = mention.known or re.search(r"[^\W\d_][-]?\d", mention.name)
    return parts if numbered and attached else ()
