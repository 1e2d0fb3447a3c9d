"""Conditions: what holds only "if" is not told without it, and what a condition waits for is not told as done."""

from __future__ import annotations

import re

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.reading import Reading, readings, told
from broadsheet.text.bilingual import base_form

CODE = "modality"

TOLD = 0.5
"""Share of the clause that a condition stands with that a sentence tells when it tells that.  Hand-set 2026-11-23."""

_IF = re.compile(
    r"\b(?:if|unless|provided(?: that)?|providing that|on condition that|as long as|only once|subject to|contingent on|depending on|conditional on)\b"
    r"|(?:^|[，；。：])若|如果|倘|假如|一旦|除非|须待|视.{0,8}而定"
)
"""What opens a condition of a passage."""
_KEEPS = re.compile(
    r"\b(?:if|unless|provid\w+|condition\w*|as long as|once|subject|contingent|depend\w*|hing\w+|should|could|may|might|would|can"
    r"|up to|as much as|until|when|only|pending|await\w*|potential\w*|possib\w*|requir\w*|need\w*|must|after|without|otherwise|where|with|whether"
    r"|plan\w*|threat\w*|in case|even|for .{3,40} to|in return|in exchange|approv\w*|permi\w*|allow\w*|let)\b"
)
"""What may have kept one in a sentence."""
_DONE = re.compile(r"\b(?:has|have|had|now) (?:already |now |just )?([a-z]{3,})\b")
_ENDS = re.compile(r"[,;:.()。，；：]|\b(?:but|and|while)\b")


def conditions(case: Case) -> Finding | None:
    """Return the fault of an English sentence that drops a condition of its passages, or tells that it was met."""
    if case.language.startswith("zh") or case.text.strip() in case.source:
        return None
    written, source = readings(case)
    for found in _IF.finditer(source.folded):
        end = _ENDS.search(source.folded, found.end())
        stop = end.start() if end else len(source.folded)
        if (verb := _met(written, source, found.end(), stop)) is not None:
            return Finding(CODE, f"the passage says {found[0]!r}, the sentence that it is so ({verb})", hard=False)
        if _KEEPS.search(written.folded) is None and _tells(case, source, found.start(), stop):
            return Finding(CODE, f"the passage says {found[0]!r}, the sentence drops the condition", hard=False)
    return None


def _met(written: Reading, source: Reading, start: int, stop: int) -> str | None:
    """Return the verb of a condition that the sentence tells as done, and the passage nowhere else."""
    within = {base_form(word) for word in re.findall(r"[a-z]{3,}", source.folded[start:stop])}
    beside = {base_form(w) for w in re.findall(r"[a-z]{3,}", source.folded[:start] + " " + source.folded[stop:])}
    return next((f[1] for f in _DONE.finditer(written.folded) if base_form(f[1]) in within - beside), None)


def _tells(case: Case, source: Reading, start: int, stop: int) -> bool:
    """Say whether a sentence tells the clause that a condition stands with: the one before it, else the one behind."""
    low = max((found.end() for found in _ENDS.finditer(source.folded, 0, start)), default=0)
    if len(source.folded[low:start].strip()) > 12:
        return told(case, low, start) >= TOLD
    high = _ENDS.search(source.folded, stop + 1)
    return told(case, stop, high.start() if high else len(source.folded)) >= TOLD
