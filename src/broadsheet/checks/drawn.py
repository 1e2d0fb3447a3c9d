"""What a remark draws from the stories that it cites: each clause tells what one of them prints.

A remark is no sentence of a source, so no passage can be held against it as a whole: it may join stories ("both X and Y
released open models").  But it may not add.  Every content word of a clause is borne out by what a cited story prints;
a name in it stands in such a story; and a clause with names of two stories must hold of both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.checks.case import Case, Knowledge, Passage
from broadsheet.checks.known import named
from broadsheet.checks.overlap import PARTLY, Ground, Unit, borne_out, content_words, units
from broadsheet.text.numbers import numbers

_BREAK = re.compile(r"[，；;：:。！？!?]\s*|,\s+(?!\d)|(?<=[a-z])\.\s+|\s[-–—]{1,2}\s")
_JOINING = """
    both each same alike respectively meanwhile likewise together several another
    同日 同天 同一天 當日 今日 雙雙 先後 相繼 分別 各自 接連 業者 成為
"""
"""Words that join stories and tell nothing of them."""
_RELEASE = "launch release unveil publish introduce present debut 推出 發布 公布 發表 釋出 上線 問世 亮相"
"""Words for one act: a story that has one of them bears out the others."""


def unsaid(text: str, language: str, stories: Sequence[Sequence[Passage]], knows: Knowledge) -> str:
    """Return the first clause of ``text`` that what the cited ``stories`` print does not bear out; else nothing."""
    told = [Case(text, language, tuple(story), knows).grounds for story in stories]
    parts: list[str] = _BREAK.split(text)
    for clause in filter(None, map(str.strip, parts)):
        content = units(clause, named(clause, knows.names), tuple(numbers(clause)), crosses=True)
        names = [unit for unit in content if unit.name]
        words = [unit for unit in content if not unit.name and unit.number is None]  # figures have checks of their own
        if names:
            bearing = [story for story in told if all(_stands(word, story) for word in words)]
            said = bool(bearing) and all(any(_stands(name, story) for story in bearing) for name in names)
        else:  # it speaks of nobody: "chips and schedulers"
            said = all(any(_stands(word, story) for story in told) for word in words)
        if not said:
            return clause
    return ""


def _stands(unit: Unit, story: Sequence[Ground]) -> bool:
    if unit.word in _JOINED:
        return True
    if unit.word in _ACTS:
        return any(borne_out(Unit(word), story) > PARTLY for word in _ACTS)
    held = borne_out(unit, story)
    # A word of two characters that stand apart is another word; of a longer one, a part is meant.
    return held > PARTLY or (held == PARTLY and len(unit.word) > 2)


_JOINED = frozenset(content_words(_JOINING))
_ACTS = frozenset(content_words(_RELEASE))
