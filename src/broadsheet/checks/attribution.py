"""Attribution: what stands or falls with its speaker keeps one.

A view, an accusation, hearsay, a forecast, a maker's praise of its own product is somebody's; told without "said",
"according to", 表示 or 據 it becomes the newspaper's own.  What somebody announces about their own acts ("said it will
open an office") is a fact by being announced, and may stand alone.  Any attribution will do, and any of its forms.
"""

from __future__ import annotations

import re

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.reading import Reading, readings
from broadsheet.checks.words import Mark

CODE = "attribution"

_ANNOUNCED = ("announc", "unveil", "disclos", "confirm", "declar", "reveal", "宣布", "公布", "证实", "披露", "说明")
"""How words begin whose telling is itself the event."""
_OWN = re.compile(
    r" ?(?:on \w+day |this week |today |yesterday |in a statement |late \w+day )?,?(?:that )?"
    r"(?:it|they|he|she|its|we)\b"
    r"(?:'s| is| has| have| had|'ll| will| would| plan\w*| intend\w*| ha[sd] been| was| were| [a-z]+ed)\b"
    r"|[，,：: ]?(?:该公司|公司|旗下|团队|双方|将|已|计划|正)"
)
_PRAISE = frozenset(
    ("beat", "better", "faster", "safe", "cheap", "optimist", "strong", "biggest", "certain", "succeed", "easy")
)
"""Opposites in which a maker praises: what they say of their own product is no plain fact."""
_QUOTED = re.compile(r"[“”\"「」『』]")
_COLON = re.compile(r"^[^:：]{2,40}[:：]\s?\S")


def attribution(case: Case) -> Finding | None:
    """Return the fault of a sentence that tells as plain fact what its passages only tell in somebody's name."""
    written, source = readings(case)
    asked = source.of("attribution")
    if not asked or written.of("attribution") or _COLON.match(case.text) or _QUOTED.search(case.text):
        return None
    for mark in asked:
        if _needs(source, mark, case) and _tells(written, source, mark, case.crosses):
            words = source.text[mark.start : mark.end]
            return Finding(
                CODE, f"the passage tells this in somebody's name ({words!r}), the sentence does not", hard=False
            )
    return None


def _needs(source: Reading, mark: Mark, case: Case) -> bool:
    """Say whether an attribution of the source must be kept."""
    if mark.tag.name == "kept" or source.denied(mark.start):
        return False
    if mark.tag.name == "claim":
        return True
    low, high = source.sentence(mark.start)
    praised = any(low <= other.start < high and other.tag.name in _PRAISE for other in source.of("opposite"))
    if praised:
        return True
    word = source.folded[mark.start : mark.end]
    announced = word.startswith(_ANNOUNCED)
    return not announced and _OWN.match(source.folded, mark.end) is None


def _tells(written: Reading, source: Reading, mark: Mark, crosses: bool) -> bool:
    """Say whether the sentence tells something of what is attributed."""
    low, high = source.sentence(mark.start)
    keys = {key for key, *_ in source.within(low, high) if not crosses or key[0] in "n#ao"}
    return crosses or not keys or bool(keys & written.key_set)
