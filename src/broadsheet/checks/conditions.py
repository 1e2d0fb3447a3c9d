"""Conditions and times to come: what holds only "if" is not told without it, nor what is to come as done."""

from __future__ import annotations

import re

from broadsheet.checks.actor import UNCHANGED
from broadsheet.checks.case import Case, Finding
from broadsheet.checks.reading import Reading, readings, told
from broadsheet.text.bilingual import base_form
from broadsheet.text.shingles import ENGLISH_FUNCTION_WORDS

CODE = "modality"

TOLD = 0.5
"""Share of the clause that a condition stands with that a sentence tells when it tells that.  Hand-set 2026-11-23."""

_IF = re.compile(
    r"\b(?<!ask )(?<!asked )(?<!asks )(?<!know )(?<!see )(?<!wonder )(?<!wondered )(?<!sure )(?<!check )"
    r"(?<!even )(?<!as )(?:if|unless|provided that|providing that|on condition that|as long as|only once|subject to"
    r"|contingent on|depending on|conditional on)\b"
    r"|(?:^|[，；。：])若|如果|倘|假如|一旦|除非|须待|视.{0,8}而定"
)
"""What opens a condition of a passage."""
_KEEPS = re.compile(
    r"\b(?:if|unless|provid\w+|condition\w*|as long as|once|subject|contingent|depend\w*|hing\w+|should|could|may|might"
    r"|would|can|up to|as much as|until|when|only|pending|await\w*|potential\w*|possib\w*|requir\w*|need\w*|must|after"
    r"|without|otherwise|where|with|whether|plan\w*|threat\w*|in case|even|for .{3,40} to|in return|in exchange"
    r"|approv\w*|permi\w*|allow\w*|let)\b"
)
"""What may have kept one in a sentence."""
_DONE = re.compile(r"\b(?:has|have|had|now) (?:already |now |just )?([a-z]{3,})\b")
_AHEAD = re.compile("最快|最早将|下个?[月周季]|明年|后年|将(?=[于在会])|拟于|预计|计划(?!的)|打算|尚待|有待|不排除")
_PAST = re.compile(
    r"已|了|完成|曾|[经通]过|日前|昨|上[周月季个]|去年|刚|[达建做获]成|过去|获|发现|研究|推出|宣布|公布|表示.*已|\d+年(?!.*(?:将|前))"
)
"""What may have called something done in a Chinese passage."""
_PERFECT = re.compile(
    r"\b(?:has|have) (?:now |already |just )?(?:been )?(?!(?:been|to|not|no|had|a|yet)\b)\w+(?:ed|en|wn|ght|lt|nt|un)\b"
)
_TO_COME = re.compile(
    r"\b(?:will|would|may|might|could|plan\w*|expect\w*|next|to be|set to|aim\w*|hop\w+|propos\w+|not|yet|due|earliest"
    r"|soon\w*|intend\w*|consider\w*|schedul\w*|pending|await\w*|subject to)\b|n't\b"
)
"""What may have kept in a sentence that it is to come."""
_ENDS = re.compile(r"[,;:.()。，；：]|\b(?:but|and|while)\b")


def conditions(case: Case) -> Finding | None:
    """Return the fault of an English sentence that drops a condition of its passages, or tells that it was met."""
    if case.language.startswith("zh") or case.text.strip() in case.source:
        return None
    written, source = readings(case)
    if (ahead := _still_ahead(written, source)) is not None:
        return Finding(CODE, f"the passage says {ahead!r}, the sentence that it is done", hard=False)
    for found in _IF.finditer(source.folded):
        end = _ENDS.search(source.folded, found.end())
        stop = end.start() if end else len(source.folded)
        if (verb := _met(written, source, found.end(), stop)) is not None:
            return Finding(CODE, f"the passage says {found[0]!r}, the sentence that it is so ({verb})", hard=False)
        if _KEEPS.search(written.folded) is None and _tells(case, source, found.start(), stop):
            return Finding(CODE, f"the passage says {found[0]!r}, the sentence drops the condition", hard=False)
    return None


def _still_ahead(written: Reading, source: Reading) -> str | None:
    """Return the word by which a Chinese passage looks ahead, where the sentence tells it in the perfect."""
    ahead = _AHEAD.search(source.folded)
    if ahead is None or _PAST.search(source.folded) or _TO_COME.search(written.folded):
        return None
    return ahead[0] if _PERFECT.search(written.folded) else None


def _met(written: Reading, source: Reading, start: int, stop: int) -> str | None:
    """Return the verb of a condition that the sentence tells as done, and the passage nowhere else."""
    within = {base_form(word) for word in re.findall(r"[a-z]{3,}", source.folded[start:stop])}
    beside = {base_form(w) for w in re.findall(r"[a-z]{3,}", source.folded[:start] + " " + source.folded[stop:])}
    done = [found[1] for found in _DONE.finditer(written.folded)]
    if _KEEPS.search(written.folded) is None and not any(m.tag.name == "plain" for m in written.of("negation")):
        done += [
            word
            for word in re.findall(r"\b[a-z]{3,}\b(?! by\b)", written.folded)
            if word.endswith("ed") or word in UNCHANGED
        ]
    return next((word for word in done if _verb(word) in within - beside), None)


def _verb(word: str) -> str:
    return "" if word in ENGLISH_FUNCTION_WORDS else base_form(word)


def _tells(case: Case, source: Reading, start: int, stop: int) -> bool:
    """Say whether a sentence tells the clause that a condition stands with: the one before it, else the one behind."""
    low = max((found.end() for found in _ENDS.finditer(source.folded, 0, start)), default=0)
    if len(source.folded[low:start].strip()) > 12:
        return told(case, low, start) >= TOLD
    return told(case, stop, source.sentence(start)[1]) >= TOLD
