"""What is under way is not told as over: an act that no passage holds, done, where all that they tell is unfinished.

The tables of stages know the steps of some roads.  Here the words need not be known: where a passage only looks ahead,
begins or is at something ("is searching", 正在, 著手), a sentence that has no such word and tells something done must
tell an act that the passage has (in the other language: that the dictionary, or a synonym, finds there).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import rjieba

from broadsheet.checks.actor import UNCHANGED
from broadsheet.checks.ahead import looks_ahead
from broadsheet.checks.case import Case, Finding
from broadsheet.checks.overlap import Ground, Unit, borne_out, content_words, ground, nearly_borne_out
from broadsheet.checks.reading import WEAK, Reading, is_whole, readings, told
from broadsheet.text.bilingual import base_form, glosses

CODE = "stage"

TOLD = 0.5
"""Share of the unfinished clause that the sentence must tell.  Hand-set 2026-11-23."""

_PROGRESS = (
    r"\b(?:is|are|was|were|has been|have been|had been) (?:now |still |also |currently |already |actively )?"
    r"(?!during\b)([a-z]{2,}ing)\b"
)
_AT_IT = r"正在?(?![式常当确好面中义是比规直版品反负在])"
_UNFINISHED = re.compile(
    rf"{_PROGRESS}|\b(?:beg[aiu]n(?:s|ning)?|start(?:s|ed|ing)?|under ?way|ongoing|in progress|for sale|for auction"
    r"|await(?:s|ed|ing)?|pending|invit(?:e|es|ed|ing)|submit(?:s|ted|ting)?|refer(?:s|red) to|sent to"
    r"|appl(?:y|ies|ied|ying)|fil(?:e|es|ed|ing)|seek(?:s|ing)?|sought|draft(?:s|ed|ing)?|outline|preliminary"
    r"|stage of|phase of)\b"
    rf"|{_AT_IT}|[开開]始|[着著]手|展开|启动|进行中|求售|待售|招标|送交|送审|提交|递交|提起|等待|[声申诉]请|征求|寻求|草案"
    r"|初步|大纲|开拍|受理|进入.{0,8}阶段|中(?=[，。；,;]|$)"
)
"""What tells that something is begun, at work or asked for; it keeps that in a sentence too."""
_OPEN = re.compile(
    r"\b(?:search(?:es|ed|ing)?|whether|review(?:s|ed|ing)?|candidates?|combing"
    r"|(?:open|launch|order|begin|announc)(?:e?s|e?d|ing)? (?:an? |its |their )?(?:\w+ )?"
    r"(?:review|inquiry|enquiry|probe|investigation|consultation|study|plan|search|competition|tender|ballot|trial))\b"
    r"|搜寻|搜索|审议|审理|审查|寻找|是否|拟议|筹"
)
"""The same of a passage only: a search may be over."""
_BEGUN = re.compile(r"\b(?:beg[au]n|start(?:s|ed)?|beginning|starting) (?:to )?(?!the\b|an?\b)([a-z]{4,})\b")
_ASKED = re.compile(
    r"\b(?:appl(?:y|ies|ied)|ask(?:s|ed)?|agree[sd]?|offer(?:s|ed)?|threaten(?:s|ed)?|propose[sd]?|promise[sd]?|vow(?:s|ed)?|seeks?"
    r"|sought|plan(?:s|ned)?|wants?|wanted|hope[sd]?|aims?|intend(?:s|ed)?|due|prepar(?:es?|ing)|petition(?:s|ed)?)"
    r" (?:\w+ ){0,3}?to (?!the\b|an?\b)([a-z]{3,})\b"
)
_ASKED_HAN = re.compile("[声申诉]请|请求|要求|寻求|提议|扬言|威胁|呼吁|同意|准备|打算|计划|考虑|拟|承诺|答应")
"""What somebody asks, agrees or plans to do."""
_PERFECT = re.compile(
    r"\b(?:has|have|had|having|did)(?: already| now| just| since| also| all| both| finally)?(?: been)?"
    r" (?!been\b|to\b|not\b|no\b|a\b|an\b|the\b|had\b)([a-z]{3,})\b"
)
_PAST = re.compile(
    r"(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bof )(?<!\bto )(?<!\bbe )(?<!\bis )(?<!\bare )(?<!-)"
    r"\b(?!un)([a-z]{3,}ed)\b(?!-)"
)
_ENDLESS = """
    begin start open continue say tell report state add note become come have be do get make
"""
_OPENING = """
    launch announce plan expect propose consider seek ask want agree decide intend hope try offer call claim accuse
    allege suspect believe think argue warn base name use involve affect concern relate need require include go take
    put set
    submit file apply refer invite order draft search publish hire send enter
"""
_OPENING_HAN = """
    开始 展开 着手 著手 启动 进行 宣布 表示 指出 计划 准备 提出 同意 决定 打算 考虑 有 是 在 为 会 能 可 被 遭
    将 向 对 就 与 于 使 让 令 送交 提交 申请 要求 发布 公布 公开 发出 出现 成为 包括 涉及 进入 聘请
"""
_NO_END = frozenset(_ENDLESS.split())
"""Acts that end nothing, or tell nothing."""
_LIGHT = _NO_END | frozenset(_OPENING.split())
"""Those of a passage that may begin what is under way."""
_LIGHT_HAN = frozenset(_OPENING_HAN.split())
_NO_END_HAN = _LIGHT_HAN - frozenset(("发布", "公布", "公开"))
_DONE_HAN = re.compile("已经?(?!知|故|往|婚)|成功|正式|业已|[获遭](?!利|益|得|悉|知|奖|遇)")


def unfinished(case: Case) -> Finding | None:
    """Return the fault of a sentence that tells as done what its passages are at, or what they have not at all."""
    if case.text.strip() in case.source:
        return None
    written, source = readings(case)
    ahead = _UNFINISHED.search(source.folded) or _OPEN.search(source.folded)
    if ahead is None and not any(mark.tag.asks and looks_ahead(source, mark) for mark in source.of("modal")):
        return None
    if _UNFINISHED.search(written.folded) or any(m.tag.name not in WEAK for m in written.of("negation")):
        return None
    if (act := _at_work(written, source)) is not None:
        return Finding(CODE, f"the passage is still at it, the sentence tells it as done: {act!r}", hard=False)
    if written.of("modal") or not _tells(case, source, ahead):
        return None
    here = (ground(case.text, case.names, case.numbers),)
    if any(not _held(word, here) for word in _done(source, _LIGHT)):
        return None
    for word in _done(written, _NO_END):
        if _is_known(word) and borne_out(Unit(word), case.grounds) == 0:
            what = ahead[0] if ahead else "what is to come"
            return Finding(CODE, f"the passage says {what!r}, the sentence that it is done: {word!r}", hard=False)
    return None


def _tells(case: Case, source: Reading, ahead: re.Match[str] | None) -> bool:
    if is_whole(case) or source.clauses <= 1:
        return True
    return ahead is not None and told(case, *source.clause(ahead.start())) >= TOLD


def _at_work(written: Reading, source: Reading) -> str | None:
    """Return the act that a sentence tells in the perfect, and its passages only as going on."""
    at_it = [base_form(found[1]).removesuffix("ing") for found in re.finditer(_PROGRESS, source.folded)]
    at_it += [base_form(found[1]) for found in _BEGUN.finditer(source.folded)]
    at_it += [
        word
        for found in re.finditer(f"{_AT_IT}|[开開]始|[着著]手", source.folded)
        for word in _first_verb(source, found.end())
    ]
    if not _ASKED.search(written.folded) and not _ASKED_HAN.search(written.folded):
        at_it += [base_form(found[1]) for found in _ASKED.finditer(source.folded)]
        at_it += [word for found in _ASKED_HAN.finditer(source.folded) for word in _first_verb(source, found.end())]
    if not at_it:
        return None
    going_on = (ground("\n".join(at_it), (), ()),)
    return next((word for word in _done(written, _NO_END, past=False) if borne_out(Unit(word), going_on) == 1), None)


def _first_verb(reading: Reading, start: int) -> Iterator[str]:
    for word, kind in rjieba.tag(reading.folded[start : reading.clause(start)[1]]):
        if kind.startswith("v") and len(word) > 1:
            yield word
            return


def _held(word: str, grounds: tuple[Ground, ...]) -> bool:
    return nearly_borne_out(Unit(word), grounds) > 0


def _is_known(word: str) -> bool:
    return word.isascii() or bool(glosses(word))


def _done(reading: Reading, light: frozenset[str], *, past: bool = True) -> Iterator[str]:
    """Yield the acts that a text calls done, without the ``light`` ones; without ``past`` only in the perfect."""
    han = _LIGHT_HAN if light is _LIGHT else _NO_END_HAN
    for found in (*_PERFECT.finditer(reading.folded), *(_PAST.finditer(reading.folded) if past else ())):
        word = base_form(found[1])
        if word == found[1] and word.endswith("ed"):  # a verb that the list of base forms has not
            word = word.removesuffix("ed")
        if not found[1].endswith("ing") and (word != found[1] or word in UNCHANGED) and word not in light:
            yield from content_words(word)
    for sign in _DONE_HAN.finditer(reading.folded):
        yield from (word for word in _first_verb(reading, sign.end()) if word not in han)
    if "了" in reading.folded:
        before = ""
        for word in rjieba.cut(reading.folded):
            if word == "了" and len(before) > 1 and before not in han:
                yield before
            before = word
