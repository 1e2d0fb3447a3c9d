"""Sentences that say what a term means: "X is a …", "X, a …,", "X 是一種…", "X（…）為…".

Rules for English and Chinese, no model.  The whole sentence is returned, to be quoted; what it is about is its subject.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from broadsheet.text.sentences import sentences

SHORTEST, LONGEST = 24, 420
"""Characters of a defining sentence in English; in Chinese the least is half."""

LONGEST_TERM = 6
"""Words of a term; a longer subject is a clause.  (2026-11-22, read on the reference input.)"""


class Definition(NamedTuple):
    """``text[start:end]`` says what ``term`` is.

    ``strength``: 3 the sentence defines it, 2 it introduces it and says what it is, 1 it says so in passing while it
    reports something else.
    """

    term: str
    start: int
    end: int
    strength: int


_WORD = r"[A-Z0-9][\w.+\-/’']*"
_TERM = rf"{_WORD}(?: (?:{_WORD}|of|for|and|the|in|to|\w+)){{0,{LONGEST_TERM - 1}}}?"
_GLOSS = r"(?: ?\([^()]{1,60}\))?"
_ENGLISH = re.compile(
    rf"^(?:(?:The|A|An) )?(?P<term>{_TERM}){_GLOSS},? "
    r"(?:is|are|refers to|stands for|means) "
    r"(?:(?:essentially|basically) )?(?:an?|the|one of the|any) (?P<what>[\w\-,’' ]{12,})"
)
"""No "now", "still" or "also": what a thing has just become is news of it, not what it is."""

_APPOSITION = re.compile(
    rf"(?:^|[ (“])(?P<term>{_WORD}(?: {_WORD}){{0,3}}){_GLOSS}, (?:an?|the) "
    r"(?P<what>[a-z][\w\-’' ]{14,90}?)(?:,|\.|;|—| that | which )"
)
_CHINESE = re.compile(
    r"(?:所謂的?|所谓的?)?[「“『《]?"
    r"(?P<term>[A-Za-z0-9][\w.+\-/ ]{1,40}?|[\u3400-\u9fff][\u3400-\u9fffA-Za-z0-9\-]{1,11}?)[」”』》]?"
    r"(?: ?[（(][^（）()]{1,60}[）)])? ?"
    r"(?:是指|指的是|意指|係指|是一種|是一种|是一個|是一个|是一款|是一套|是一項|是一项|為一種|为一种|為一個|为一个|為一款|为一款|為一套|"
    r"是.{2,24}(?:的|之)(?:系統|系统|技術|技术|方法|框架|模型|平台|工具|標準|标准|協議|协议|架構|架构))"
)


_CLAUSE = re.compile(r"[，；](?=[A-Z])")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NO_TERM = _words(
    "this that these those it its there here what who which when where why how our we they he she you i his her their "
    "one another each such the a an both all some many most it's there's here's that's however but and so if as in on "
    "at for with results experiments today yesterday tomorrow problem goal question answer result idea point reason "
    "key challenge meanwhile now new two three four five first second"
)
_NO_CHINESE_TERM = re.compile(
    r"^(?:這|这|那|此|該|该|其|它|他|她|我|你|我們|我们|他們|他们|目前|現在|现在|今天|昨天|因此|所以|而|但|也|就|都|不|可能|關鍵|关键|問題|问题|"
    r"重點|重点|目標|目标|結果|结果|原因|背後|背后)"
)
_OPINION = re.compile(
    r"^(?:\w+ly )?(?:key|big|huge|major|good|great|bad|real|clear|huge|sign|step|part|matter|kind|sort|lot|result|"
    r"testament|reminder|must|game|bit|little|few|winner|first|latest|best|only|same|right|wrong|next|most|biggest|most|more|"
    r"better|challenge|challenging|critical|crucial|important|significant|promising|fundamental|vital|long-standing|problem)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"(?:(?:Q[1-4]|[HF]Y?\d+|year|spring|summer|autumn|fall|winter|in|of|the|early|late|mid|by|until"
    r"|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?|[\d.,%$€£¥–-]+(?:s|st|nd|rd|th)?"
    r"|[\d.,% -]*[年月日季週周度上下半底初中第一二三四億万萬元]+)[ ,-]*)+",
    re.IGNORECASE,
)
"""A date, a period or a bare figure: when, and not what."""

_CUT_NAME = re.compile(r"[A-Z0-9]\w* (?:for|of|with|and|on|in|from|to|at|against|the|for the|of the) $|[A-Z]\w* $")
_TYPESETTING = re.compile(r"\\[A-Za-z%&_{}]|\$[^$]{1,80}\$")
_REPORT = re.compile(
    r"^(?:Objective|Background|Methods?|Results?|Conclusions?|Aims?|Purpose)s?: "
    r"|\b(?:today|yesterday|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|last (?:week|month|year))\b"
    r"|\b(?:now|currently) available\b"
    r"|\b(?:said|says|told|launched|released|announced|unveiled|acquired|bought|rolled out|will"
    r"|is (?:testing|bringing|adding|buying|planning)|(?:launch|releas|announc|unveil|acquir)es)\b",
    re.IGNORECASE,
)
"""A sentence that reports: what it says in passing of a name is true, but it does not read as a definition."""

_HAN = re.compile(r"[\u3400-\u9fff]")


def definitions(text: str) -> tuple[Definition, ...]:
    """Return the defining sentences of ``text`` in order, one term a sentence, spelled as in the text."""
    found: list[Definition] = []
    for span in sentences(text):
        sentence = text[span.start : span.end]
        chinese = _HAN.search(sentence) is not None
        if not (SHORTEST // 2 if chinese else SHORTEST) <= len(sentence) <= LONGEST or sentence.endswith(("?", "？")):
            continue
        if is_typeset(sentence):
            continue
        term = _chinese(sentence) if chinese else _english(sentence)
        if term is not None:
            found.append(Definition(term[0], span.start, span.end, term[1]))
    return tuple(found)


def is_typeset(text: str) -> bool:
    """Say whether ``text`` holds typesetting that a reader would see as raw signs (``50\\%``, ``$k$``)."""
    return _TYPESETTING.search(text) is not None


def _english(sentence: str) -> tuple[str, int] | None:
    for pattern, strength in ((_ENGLISH, 3), (_APPOSITION, 1 if _REPORT.search(sentence) else 2)):
        for match in pattern.finditer(sentence):
            term = match["term"].strip(" ,")
            words = term.lower().replace("’", "'").split()
            if _WHEN.fullmatch(term) or words[0] in _NO_TERM or words[-1] in _NO_TERM or len(words) > LONGEST_TERM:
                continue
            cut = pattern is _APPOSITION and _CUT_NAME.search(sentence[: match.start("term")])
            if cut or _OPINION.match(match["what"]) or not _named(term):
                continue
            return term, strength
    return None


def _named(term: str) -> bool:
    """A term is a name, not an ordinary word that happens to open the sentence: several words, or capitals inside."""
    return " " in term or any(c.isupper() or c.isdigit() for c in term[1:]) or "-" in term


def _chinese(sentence: str) -> tuple[str, int] | None:
    match = _CHINESE.match(sentence)
    if match is not None and not _NO_CHINESE_TERM.match(match["term"]) and not _WHEN.fullmatch(match["term"].strip()):
        return match["term"].strip(), 3
    # "…收購 SchedMD，Slurm 是…的系統": a clause that has a Latin name for its subject defines it in passing.
    clauses = (_CHINESE.match(sentence, found.end()) for found in _CLAUSE.finditer(sentence))
    terms = (found["term"].strip() for found in clauses if found is not None)
    return next(((term, 2) for term in terms if not _WHEN.fullmatch(term)), None)
