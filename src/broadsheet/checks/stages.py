"""Stage: a sentence is no further along a road (rumour, talks, agreement, signature, closing) than its passages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.checks.ahead import FEW
from broadsheet.checks.case import Case, Finding
from broadsheet.checks.reading import NOT, WEAK, Reading, is_whole, readings, told
from broadsheet.checks.words import Mark

_PUT_OFF = re.compile(
    r"\b(?:delay(?:s|ed|ing)?|postpon(?:e|es|ed|ing)|put(?:s|ting)? off|push(?:es|ed|ing)? back|deferr?(?:s|ed|ing)?)\b"
    r"|延[后期迟宕到至]|推迟|展延|顺延|改期|改[到至]"
)
"""What is to come later than it was."""
_OVERTAKEN = frozenset(("deal", "law"))
"""Roads on which an earlier step is told no more once one is ``AGREED``: what was agreed is not "in talks".  Of the
others an earlier step stays true (who was fined was accused), and to refuse it stops no error of gates/proof
(2026-11-23)."""
AGREED = 3.0
"""The step of these roads from which on it is settled: agreed, passed."""
_GOVERNS = re.compile(
    r"\b(?:petition(?:s|ed|ing)?|appl(?:y|ies|ied|ying) (?:for|to)|fil(?:e|es|ed|ing) (?:for|to)|ask(?:s|ed|ing)?"
    r"|seeks?|sought|seeking|request(?:s|ed|ing)?|threaten(?:s|ed|ing)?|offer(?:s|ed|ing)? to|urg(?:e|es|ed|ing)"
    r"|propos(?:e|es|ed|ing)|nominat(?:e|es|ed|ing)|submit(?:s|ted|ting)?|await(?:s|ed|ing)?|pending|subject to)\b"
    r"|[声申诉]请|申报|请求|要求|寻求|扬言|威胁|提议|呼吁|提名|推荐|送审|[等静]待|等候"
)
"""What is asked for, threatened or waited for is not reached by being named."""
_REACHED = re.compile(r"\b(?:and|was|were|has|have|had|who|which|that)\b|[a-z]ed$|[已获并后终而曾]|[，,;；]")
"""What tells that it was reached all the same: asked for, and was granted."""
_STOPS = frozenset("，,;；")
ANSWERS = 0.34
"""Share of a clause among more than those that the sentence must tell for its step to count.  Hand-set 2026-11-23."""
FIRST_READING = 2.0
"""The step of a bill that has passed its first reading, or a committee, and no more."""
_READING_BEFORE = re.compile(r"(?:[一二]读|初审|初步)[^，。；]{0,1}$|\b(?:preliminarily|initially|provisionally) $")
_READING = re.compile(r"了?(?:[一二]读|初审)|,? (?:(?:at|on|in|its|their|the|a) ){0,2}(?:first|second) reading\b")
"""What tells how far "passed" goes: 通過一讀, "passed its first reading"."""
_SIZE = "size"
"""The road from some to all: no "may" makes "all" less."""
_LATE = re.compile(r"\b(?:late|later|wait|slow|behind|until|by)\b|晚|等|慢|拖|才|之后|以后")
_NOT_REACHED = re.compile(
    r"(?:[仍尚]?未|没有)(?:对外|正式|公开|全面|完全|最终)?[被获再能曾予]?$"
    r"|\b(?:has|have|had) (?:still )?not (?:yet )?(?:been )?$"
)
"""What stands before a step that was not reached."""


def stage(case: Case) -> Finding | None:
    """Return the fault of a sentence that is further along a road than its passages."""
    written, source = readings(case)
    roads: dict[str, list[Mark]] = {}
    for mark in written.of("stage"):
        roads.setdefault(mark.tag.name, []).append(mark)
    for road, marks in roads.items():
        there = [mark for mark in source.of("stage") if mark.tag.name == road]
        if not there or all(NOT.search(source.folded, 0, mark.start) for mark in there):
            continue
        reached = max(there, key=lambda mark: _step(source, mark, there))
        furthest = max(marks, key=lambda mark: _step(written, mark, marks))
        if not _answers(case, source, reached):
            continue
        if _step(written, furthest, marks) > _step(source, reached, there) and not _weakened(
            written, furthest, source, reached
        ):
            said, told = source.text[reached.start : reached.end], written.text[furthest.start : furthest.end]
            return Finding("stage", f"the passage says {said!r}, the sentence {told!r}", hard=True)
        settled = min(mark.tag.value for mark in there)
        if road in _OVERTAKEN and furthest.tag.value < settled >= AGREED:
            said, told = source.text[reached.start : reached.end], written.text[furthest.start : furthest.end]
            return Finding("stage", f"the passage says {said!r}, the sentence {told!r}", hard=True)
    return _no_longer_put_off(case, written, source)


def _answers(case: Case, source: Reading, mark: Mark) -> bool:
    """Say whether the clause of a passage that a step stands in is what the sentence tells, where there are many."""
    return source.clauses <= FEW or told(case, *source.clause(mark.start)) >= ANSWERS


def _step(reading: Reading, mark: Mark, road: Sequence[Mark]) -> float:
    """Return the step that a word tells of: that of what governs it, where it is only asked for (applied for approval).

    ``road`` are all words of the text on its road.
    """
    if mark.tag.name == "law" and (
        _READING_BEFORE.search(reading.folded, 0, mark.start) or _READING.match(reading.folded, mark.end)
    ):
        return min(FIRST_READING, mark.tag.value)
    low, _ = reading.clause(mark.start)
    for asks in _GOVERNS.finditer(reading.folded, low, mark.start):
        before = [one.tag.value for one in road if low <= one.start <= asks.start() < one.end]
        step = min(before, default=1.0)
        end = mark.end + (reading.folded[mark.end : mark.end + 1] not in _STOPS)
        if step < mark.tag.value and not _REACHED.search(reading.folded, asks.end(), end):
            return step
    return mark.tag.value


def _no_longer_put_off(case: Case, written: Reading, source: Reading) -> Finding | None:
    """Return the fault of a translation that tells what its passages put off, and of the delay nothing."""
    put_off = _PUT_OFF.search(source.folded)
    if put_off is None or not (case.crosses and is_whole(case)) or source.denied(put_off.start()):
        return None
    if _PUT_OFF.search(written.folded) or _LATE.search(written.folded) or written.of("modal") or written.of("negation"):
        return None
    return Finding("stage", f"the passage says {put_off[0]!r}, the sentence does not", hard=True)


def _weakened(written: Reading, mark: Mark, source: Reading, reached: Mark) -> bool:
    """Say whether a step is only looked forward to, or denied, by more than the passages deny."""
    if _NOT_REACHED.search(written.folded, 0, mark.start):
        return True
    low, _ = written.clause(mark.start)
    if written.folded[mark.start : mark.end] == source.folded[reached.start : reached.end] and any(
        low <= other.start < mark.start for other in written.of("modal")
    ):
        return True  # 擬規定應用…使用 of 擬要求應用…使用: the plan is told
    hedged = mark.tag.name != _SIZE and any(
        low <= other.start < mark.start and other.tag.name not in ("planned", "agreed") for other in written.of("modal")
    )
    denied = [other for other in written.of("negation") if other.tag.name not in WEAK]
    kept = sum(other.tag.name not in WEAK for other in source.of("negation"))
    return hedged or (len(denied) > kept and any(low <= other.start < mark.start for other in denied))
