"""Sentences that speak of what is still to come: a future date, or a verb of expectation.

Rules for English and Chinese, no model.  A sentence is returned whole, so it can be quoted; questions are left out, and
so is what a paper promises of itself ("future work", "code will be made available").
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from broadsheet.text.due import ONCE, Due, dues, nearest
from broadsheet.text.sentences import sentences
from broadsheet.text.tense_chinese import plans

SHORTEST, LONGEST = 16, 400
"""Characters of a sentence worth printing: a shorter one lacks its subject, a longer one is no line of a list.  Chinese
says the same in fewer signs, so there the least is half.  Set by reading the reference input's hits, 2026-11-22."""


class Forward(NamedTuple):
    """``text[start:end]`` looks ahead.

    ``strength``: 3 says what is expected and when, or the day of an appointment ("is on June 18"), 2 when or a firm
    expectation, 1 a bare "will".  ``due`` is the
    nearest period still to come that it names, as `text/due.py` reads it, if it names one; its places count from
    ``start``.
    """

    start: int
    end: int
    strength: int
    due: Due | None


_FIRM = re.compile(
    r"\b(?:(?:is|are|was|were) (?:expected|set|due|slated|scheduled|poised|planned|likely) to|expected to"
    r"|expects? (?:to|that|the)|plans? to (?!what|the|an?|its|their|our|his|her)|planning to"
    r"|aims? to|intends? to|in (?:early |preliminary )?talks|pending"
    r"|subject to|yet to be|remains to be|upcoming|coming (?:soon|weeks|months)|takes? effect|by the end of"
    r"|will (?:launch|release|roll out|open|begin|start|close|take effect|decide|vote|appeal|become|lead|take over"
    r"|stop|end|require|charge|cost|ship|arrive|join|merge|acquire|invest|build|receive|have))\b"
    r"|預計|预计|(?<![超於于出如合])(?:預期|预期)|將於|将于|將在|将在|(?P<plan>計[劃畫]|计划)|擬|拟|尚待|有待|有望|洽談|洽谈|即將|即将|"
    r"未來|未来|擬於|拟于|待.{0,8}(?:批准|核准|審查|审查)|預定|预定",
    re.IGNORECASE,
)
_BARE = re.compile(r"\b(?:will|won[’']t|going to|shall)\b|(?<![\u4e00-\u9fff])[將将](?!軍|军)", re.IGNORECASE)
_NOT_NEWS = re.compile(
    r"\bfuture (?:work|research|studies|directions?)\b"
    r"|\b(?:code|data|dataset|models?|weights)\b[^.]{0,40}\bwill be (?:made |publicly |released|available|open)"
    r"|\bwe (?:expect|hope|believe)\b|\bhad planned\b"
    r"|未來研究|未来研究|未來工作",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\b(?:will|shall) (?:not |also |still )?(?:continue|keep|remain|stay|maintain|still)\b"
    r"|[將将][會会]?(?:[持繼继續续]{2}|維持|维持|保持|依然|仍)",
    re.IGNORECASE,
)
"""What is promised to stay as it is: no news, unless a date or something else to come stands beside it."""
_CALLED_OFF = re.compile(
    r"\b(?:drop(?:s|ped|ping)|scrap(?:s|ped|ping)?|shelv(?:es?|ed|ing)|abandon(?:s|ed|ing)?|cancel(?:s|led|ed|ling|ing)?"
    r"|withdr(?:ew|awn|aws?|awing)|halt(?:s|ed|ing)?|suspend(?:s|ed|ing)?|ditch(?:es|ed|ing)?|ax(?:es|ed|ing)"
    r"|kill(?:s|ed|ing)|paus(?:es?|ed|ing)|revers(?:es?|ed|ing)|reject(?:s|ed|ing)?|block(?:s|ed|ing)?|den(?:y|ies|ied))"
    r"\b(?:\s[\w’'-]+){0,4}?\s(?:plans?|bids?|efforts?|offers?|proposals?|intentions?)\s(?:to|for)\b",
    re.IGNORECASE,
)
"""A plan that is given up, or denied: nothing of it is to come."""

_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|dismiss(?:es|ed|ing)?|reject(?:s|ed|ing)?|refut(?:es?|ed|ing)|rebut(?:s|ted|ting)?)\b"
    r"(?:\s(?:(?:on|last|late|early)\s)?\w+day)?,?\s(?:(?:a|any|all|the|media|press|market|recent)\s)*"
    r"(?:that|it|she|he|they|being|having|plans?|planning|reports?|rumou?rs?|speculation|suggestions?|talks?|talk of"
    r"|claims\sthat"
    r"|[\w’']+\s(?:is|are|was|were|plans?|will|would)\b)"
    r"(?:(?!,(?!\d)|;|\bbut\b|\band\s(?:will|said|says|plans?|expects?|is|it|that it)\b).)*"
    r"|\b(?:no\splans?|no\sintentions?|no\stalks|not\s(?:currently\s)?(?:in\s(?:\w+\s)?talks|planning|expected|set|going"
    r"|due|considering)|ruled\sout|rul(?:es|ing)\sout)\b(?:(?!,(?!\d)|;|\bbut\b).)*"
    r"|(?:否[認认]|[駁驳]斥|澄清[^，,；;。]{0,6}[無无未不非]|[並并]?[無无]意|[並并][無无未非]|[沒没]有[^，,；;。]{0,16}[計计][畫劃划]|[無无][^，,；;。]{0,6}[計计]"
    r"[畫劃划]|不會|不会)(?:(?!並將|并将)[^，,；;。])*",
    re.IGNORECASE,
)
"""What is denied is not to come, up to the end of its clause; nor is what nobody plans."""

_HAN = re.compile(r"[\u3400-\u9fff]")


def forward(text: str, today: date, said: date | None = None) -> tuple[Forward, ...]:
    """Return the forward-looking sentences of ``text`` in order.

    ``said`` is the day that the text was published, from which its words count ("next week", a day without a year);
    without it, ``today``.  A sentence all of whose days to come have gone by before ``today`` is left out.
    """
    seen_from = min(said or today, today)
    spans = sentences(text)
    return tuple(found for span in spans if (found := _look(text, span.start, span.end, today, seen_from)) is not None)


def _look(text: str, start: int, end: int, today: date, said: date) -> Forward | None:
    sentence = text[start:end]
    least = SHORTEST // 2 if _HAN.search(sentence) else SHORTEST
    if not least <= len(sentence) <= LONGEST or sentence.endswith(("?", "？")) or _NOT_NEWS.search(sentence):
        return None
    denied = [found.span() for found in _DENIED.finditer(sentence)]
    told = [day for day in dues(sentence, said) if not any(low <= day.start < high for low, high in denied)]
    coming = nearest(told, said, today)
    if coming is None and ONCE.search(sentence):
        return None
    if coming is None and any(day.last is not None and day.way == "ahead" for day in told):
        return None  # all its days to come have gone by
    moves = _DENIED.sub(" ", _CALLED_OFF.sub(" ", _GOES_ON.sub(" ", sentence)))
    firm = any(not hit["plan"] or plans(moves[: hit.start()], moves[hit.end() :]) for hit in _FIRM.finditer(moves))
    if coming is not None and coming.last is not None:
        appointed = coming.precision == "day" and coming.way == "ahead"
        return Forward(start, end, 3 if firm or appointed or _BARE.search(moves) else 2, coming)
    if firm:
        return Forward(start, end, 2, coming)
    return Forward(start, end, 1, coming) if _BARE.search(moves) else None
