"""Is a remark on several stories borne out by what the edition says of them?

A remark (of the insight) cites stories, not sentences: its passages are their published claims, which have stood before
the court themselves.  It may count the stories that it cites; beyond that every name, figure, date, denial and hedge
must be theirs, by the same checks as any sentence's, and it must have something of each story that it cites.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.checks import Opinion, Verdict, try_case
from broadsheet.checks.case import Case, Finding, Knowledge, Passage
from broadsheet.checks.overlap import share
from broadsheet.text.amount_readers import small_number

_COUNT = re.compile(
    r"(?P<n>\d{1,3}|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b|[一二兩两三四五六七八九十]{1,3})"
    r"(?: (?:of (?:the|today's|these) )?(?:\w+ )?(?:stories|story|reports|items|pieces)\b"
    r"|\s?[則则篇條条件項项]\s?(?:新聞|新闻|報導|报道|消息|故事|要聞|要闻))",
    re.IGNORECASE,
)
"""The stories counted: three stories, 三則新聞."""


def try_remark(
    text: str,
    language: str,
    stories: Sequence[Sequence[Passage]],
    knows: Knowledge,
    judge: Opinion | None = None,
) -> Verdict:
    """Return the verdict on a remark that cites ``stories``, each given as its published claims."""
    if not stories or not all(stories):
        return Verdict(Finding("alignment", "it cites no story, or one that says nothing", True))
    for count in _COUNT.finditer(text):
        if small_number(count["n"].lower()) != len(stories):
            return Verdict(Finding("number", f"{count[0]!r}: it cites {len(stories)}", True))
    told = re.sub(r"\s{2,}", " ", _COUNT.sub(" ", text)).strip()
    case = Case(told, language, tuple(claim for claims in stories for claim in claims), knows)
    for claims in stories:
        one = Case(told, language, tuple(claims), knows)
        if share(one.units, one.grounds) == 0:
            return Verdict(Finding("alignment", f"nothing in it is of {claims[0].text[:40]!r}", False))
    return try_case(case, judge)
