"""A sentence that copies its passage but for one word: the word must mean the same.

Who rewrites a sentence changes it in many places, or leaves parts out.  A sentence that keeps the passage's words in
their order and puts another word at one place has changed what is told, unless the two words are related: by the
thesaurus in English, by a character or a dictionary's sense in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.edits import Token, edits, tokens
from broadsheet.checks.reading import Reading, readings
from broadsheet.checks.thesaurus import opposed, related
from broadsheet.checks.words import Mark
from broadsheet.text.bilingual import glosses
from broadsheet.text.shingles import ENGLISH_FUNCTION_WORDS

CODE = "novelty"

LONGEST = 4
"""Content words of a replacement: a longer one is a rewriting."""
MOST_EDITS = 2
"""Places where a copy may differ: at one of them the word is at fault, the other may be a cut or a related word."""

_HAN = re.compile("[\u4e00-\u9fff]")
_TURNS_LIST = """
    增减 升降 涨跌 加减 有无 开关 高低 大小 多少 快慢 上下 前后 早晚 盈亏 胜败 胜负 赢输 买卖 进出 入出 内外 强弱 新旧
    好坏 长短 优劣 攻守 收放 存废 延提 松紧 轻重 冷热 左右 东西 南北 始终 攻防 是否 春秋 夏冬 宽严 缩扩 缩长 回出 易难
    真假 公私 同异 先后 收发
"""
_TURNS = tuple(_TURNS_LIST.split())
_OPPOSITE = {
    sign: frozenset(pair.replace(sign, "") for pair in _TURNS if sign in pair) for sign in sorted(set("".join(_TURNS)))
}
_EMPTY_WORDS = """
    仍得 还是 仍须 完全 一点 转而 改与 一出 迄今 至今 历来 向来 已有 之后 随后 依然 依旧 都
    还有 高达 用于 对于 关于 其中 因为 由于 以及 并且 而且 同时 目前 已经 仍然 将会 预计
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
_NAMING = frozenset(("accord", "according", "million", "billion", "trillion"))
"""What names a speaker in place of any word of saying, and the scale of a figure: other checks look at them."""
_DEGREE_WORDS = "far much lot lots considerably significantly substantially greatly vastly widely rather quite"
_DEGREES = frozenset(_DEGREE_WORDS.split())
"""Words that only say how much more: one may stand for another."""


def wording(case: Case) -> Finding | None:
    """Return the fault of a sentence that copies its passage but for a word that is not related to what stood there."""
    found = edits(case)
    if not found:
        return None
    written, source = readings(case)
    said, told = {token.word for token in tokens(case.text)}, {token.word for token in tokens(case.source)}
    odd: list[tuple[Sequence[Token], Sequence[Token]]] = []
    changes = 0
    for edit in found:
        turned = next(((a, b) for a in edit.new for b in edit.old if _turns(a.word, b.word)), None)
        if turned is not None and not (_negative(written, edit.here) or _negative(source, edit.there)):
            return _finding(case, [turned[0]], [turned[1]])
        new = [token for token in edit.new if _counts(token.word) and token.word not in told]
        old = [token for token in edit.old if _counts(token.word) and token.word not in said]
        changes += bool(new)
        old = [token for token in old if not _hedge(source, token)]
        if not new or not old or max(len(new), len(old)) > LONGEST:
            continue
        if _negative(written, edit.here) and _negative(source, edit.there):
            continue
        if not any(_related(one.word, other.word) for one in new for other in old) and not _judged(
            written, source, new, old
        ):
            odd.append((new, old))
    return _finding(case, *odd[0]) if len(odd) == 1 and changes <= MOST_EDITS else None


def _finding(case: Case, new: Sequence[Token], old: Sequence[Token]) -> Finding:
    here, there = case.text[new[0].start : new[-1].end], case.source[old[0].start : old[-1].end]
    return Finding(CODE, f"the passage has {there!r} where the sentence has {here!r}", hard=False)


def _counts(word: str) -> bool:
    if _HAN.match(word):
        return len(word) > 1 and word not in _EMPTY
    return word[0].isalpha() and word not in ENGLISH_FUNCTION_WORDS and word not in _NAMING


def _turns(one: str, other: str) -> bool:
    if _HAN.match(one) and _HAN.match(other):
        return len(one) == len(other) == 2 and any(
            one[1 - i] == other[1 - i] and other[i] in _OPPOSITE.get(one[i], ()) for i in (0, 1)
        )
    return opposed(one, other)


def _related(one: str, other: str) -> bool:
    if _HAN.match(one) and _HAN.match(other):
        return bool(set(one) & set(other)) or any(
            related(a, b) for first in glosses(one) for second in glosses(other) for a in first for b in second
        )
    return one[:5] == other[:5] or {one, other} <= _DEGREES or related(one, other)


def _judged(written: Reading, source: Reading, new: Sequence[Token], old: Sequence[Token]) -> bool:
    """Say whether both words are of one table (modal words, steps of one road, speakers): other checks judge them."""
    here, there = _marked(written, new), _marked(source, old)
    return bool(here & there)


def _hedge(reading: Reading, token: Token) -> bool:
    """Say whether a word is "might" and the like, which modality compares."""
    return token.word.isascii() and any(
        (mark.start, mark.end, mark.tag.name) == (token.start, token.end, "possible") for mark in reading.of("modal")
    )


def _negative(reading: Reading, span: tuple[int, int]) -> bool:
    """Say whether a negative of any kind stands in a span: what it does is the business of polarity."""
    return any(
        mark.tag.name != "thin" and mark.start < span[1] and span[0] < mark.end for mark in reading.of("negation")
    )


def _marked(reading: Reading, tokens: Sequence[Token]) -> set[tuple[str, ...]]:
    return {
        _table_of(mark)
        for mark in reading.marks
        if mark.tag.kind in ("modal", "stage", "attribution", "act", "opposite")
        and mark.start < tokens[-1].end
        and tokens[0].start < mark.end
    }


def _table_of(mark: Mark) -> tuple[str, ...]:
    """Return what two words must share to be of one table; of a pair of opposites the same side (跌至, 降到)."""
    if mark.tag.kind == "opposite":
        return (mark.tag.kind, mark.tag.name, str(mark.tag.value))
    return (mark.tag.kind, mark.tag.name) if mark.tag.kind in ("stage", "act", "attribution") else (mark.tag.kind,)
