"""What a sentence is read by to know how it stands among its neighbours: one pattern a kind, by language."""

from __future__ import annotations

import re
from typing import NamedTuple

from broadsheet.once import once
from broadsheet.text import frame_chinese, frame_english
from broadsheet.text.chinese import simplifications


class Words(NamedTuple):
    """What a sentence, or a title, is read by in one language; the Chinese patterns hold both scripts."""

    verdict: re.Pattern[str]
    """It says of what stands before it that it is not so: "That is not true", 該訊息為假."""
    verdict_all: re.Pattern[str]
    """The same of all that stands before it: "Nothing of this has happened"."""
    joked: re.Pattern[str]
    """It says of the whole text that it is satire, fiction or a joke."""
    retracted: re.Pattern[str]
    """It says that the text, or the work that it is about, was taken back."""
    cleared: re.Pattern[str]
    """A court, or whoever judges, did not follow an accusation."""
    unproven: re.Pattern[str]
    """It says of what stands before it that nobody knows."""
    hollow: re.Pattern[str]
    """It opens somebody's words and holds none of them: "He said the following", 網路流傳以下訊息."""
    claims: re.Pattern[str]
    """It tells hearsay or an accusation in its teller's name."""
    label: re.Pattern[str]
    """It bears a label, or is one: "Myth two", 謠言一."""
    supposed: re.Pattern[str]
    """It opens what is only supposed: "Imagine", 試想."""
    turns: re.Pattern[str]
    """It leaves what was told before: "In reality", "Fact:", 事實上."""
    said: re.Pattern[str]
    """It has a speaker of its own."""
    reality: re.Pattern[str]
    """It sets something right: "in fact", "denied", 其實."""
    negated: re.Pattern[str]
    plural: re.Pattern[str]
    """It speaks of several things that stand before it."""
    title_check: re.Pattern[str]
    """A title: the text looks into what others say, or takes back what it said."""
    marked: re.Pattern[str]
    """A title that says itself that what it tells is doubted, denied or made up."""
    doubted: re.Pattern[str]
    """The same of a sentence that somebody wrote: it speaks of a rumour, a denial, an accusation, a joke."""
    title_joked: re.Pattern[str]
    title_supposed: re.Pattern[str]
    title_if: re.Pattern[str]
    """A title that asks what would be; news may ask so too."""


def _either(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return one pattern for all; what is written in traditional characters is found in simplified ones.

    It is looked for in small letters: to ignore case takes twice the time.
    """
    simple = {ord(a): b for a, b in simplifications().items()}
    small = [pattern.lower() for pattern in patterns]
    forms = dict.fromkeys((*small, *(pattern.translate(simple) for pattern in small)))
    return re.compile("|".join(f"(?:{form})" for form in forms))


@once
def words(chinese: bool) -> Words:
    """Return the patterns of a language, compiled once a process."""
    tables = frame_chinese if chinese else frame_english
    return Words(*(_either(getattr(tables, name.upper())) for name in Words._fields))
