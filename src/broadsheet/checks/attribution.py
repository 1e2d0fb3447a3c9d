"""Attribution: what stands or falls with its speaker keeps one.

A view, an accusation, hearsay, a forecast, a maker's praise of its own product is somebody's; told without "said",
"according to", 表示 or 據 it becomes the newspaper's own.  What somebody announces about their own acts ("said it will
open an office") is a fact by being announced, and may stand alone.  Any attribution will do, and any of its forms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.checks.aligned import aligned
from broadsheet.checks.case import Case, Finding
from broadsheet.checks.overlap import Unit, borne_out, content_words, ground
from broadsheet.checks.reading import Reading, readings, told
from broadsheet.checks.words import Mark, Tag

CODE = "attribution"

TOLD = 0.34
"""Share of what somebody says that the sentence must tell before it needs the speaker."""
TOLD_ACROSS = 0.2
"""The same across languages, where a dictionary bears out less."""
SHORT = 24
"""Characters beside an attribution that are no statement: a time, a place, a name."""
MOST = 0.6
"""Share of the passages that somebody says: a translation of them tells something of it."""
SPEAKER = 0.4
"""Share of the speaker's name and title that tells that the sentence has the same one."""
LEAD = 0.2
"""By how much more of a clause of the sentence another clause of the passage has that it surely tells.  Hand-set
2026-11-23."""
NEXT = 4
"""Characters between two words of one attribution: 知情人士透露, "told analysts, saying"."""
ADDRESSED = 48
"""The same after "told", where it says whom and when: told the daily Asahi on Wednesday.  Hand-set 2026-11-22."""
SHORT_HAN = 4
"""The same in Chinese, where a statement may have six characters."""

_ANNOUNCED = ("announc", "unveil", "disclos", "confirm", "declar", "reveal", "宣布", "公布", "证实", "披露", "说明")
"""How words begin whose telling is itself the event."""
_REPLY = re.compile(
    r",(?: an? \w+| something| which)(?: that)? [^,.;]{2,40}?\b(?:den(?:y|ies|ied)|disput(?:es|ed)|reject(?:s|ed)?)\b"
)
"""What another answers to it: ", a claim the bank denies"."""
_SPEAKER_BEHIND = re.compile(r" [A-Z]\w+[^,.;]*,")
"""A speaker behind the word, of whom the sentence goes on: ", said Professor Brandt, whose group"."""
_OWN = re.compile(
    r" ?(?:(?:on )?\w+day |this week |today |yesterday |in a statement |late \w+day )?,?(?:only )?(?:that )?"
    r"(?:it|they|he|she|its|we)\b"
    r"(?:'s| is| has| have| had|'ll| will| would| plan\w*| intend\w*| hope[sd]?| aim(?:s|ed)| ha[sd] been| was| were"
    r"| [a-z]+ed)\b"
    r"|[，,：: ]?(?:该公司|公司|旗下|团队|双方|将|已|计划|正)"
)
_NEVER_DID = re.compile(r"(?<=has|had)(?: never| not)\b|(?<=have)(?: never| not)\b")
"""What is denied of one's own past stands or falls with who denies it."""
_PRAISE = frozenset(
    ("beat", "better", "faster", "safe", "cheap", "optimist", "strong", "biggest", "certain", "succeed", "easy")
)
"""Opposites in which a maker praises: what they say of their own product is no plain fact."""
_SOURCED = (
    *("according to", "as reported", "per ", "in the view", "in the opinion"),
    *("根据", "依据", "据", "援引"),
)
_COMMA = re.compile(r"[,，;；](?!\d)")
_ALLEGED = ("suspect", "accus", "alleg", "涉嫌", "涉", "被控", "遭控", "疑")
"""What is only alleged: "suspected" and "whether" keep that in a sentence."""
_DEMANDS = ("主张", "要求", "呼吁", "demand", "urg")
_WISHES = frozenset(("wish", "tried", "expected"))
"""Modal words that tell who wants something: want, seek, demand."""
HEDGE = 2.0
"""Strength of "suspected", as in ``modality``."""
_DIRECT = re.compile(r" (?:an?|its|their|the first|new)\b")
_NOT_SAID = re.compile(
    r"(?:claims|suggests)(?! that| it| the| to)(?! ?[.,])|"
    r"(?:tell|tells|told|telling)(?: [\w'-]+){1,4} to\b|(?:wrote|writes|write|reported|report|noted)"
    r"(?: an?| the| his| her| its| \d| \w+ to)\b"
)
"""An order, or a work: "told hospitals to stop", "wrote the slow movement", "reported the case"."""
_NOUN = re.compile(r"(?:write|writes|wrote) up\b|(?:replies|reply)(?:(?= [a-z]+(?:ed|en)\b(?! that\b))|(?=[.,;]|$))")
"""Replies drafted by a model, notes that it writes up: nobody speaks."""
_ORDERED = re.compile(r"(?:要求|规定|必须|强制)[^，。；]{2,40}$")
"""What is to tell somebody of something by order: 要求應用彈窗提醒."""
_YET = re.compile(r"\b(?:may|might|could|can|will|would|should|to)(?: not)? $|[能可]够?$")
_SPOKEN = re.compile(r"[\"”]\s*$")
"""What stands in quotation marks before "said Ainsley, the head of operations"."""
_NAMING = re.compile(r"(?:call|describ|deem|brand|label|dub)[a-z]*\b")
"""What it says of something comes after it: "called the inquiry slow"."""
_TELLING = re.compile(r"(?:tell|tells|told)\b")
_CLAIM = Tag("attribution", "claim")
_PASSIVE = re.compile(r"\b(?:was|were|been|be|being|are|is) $|被$")
_QUOTED = re.compile(r"[“”\"「」『』]")
_COLON = re.compile(r"^[^:：]{2,40}[:：]\s?\S")


_RUMOUR_WORDS = """
    claims claim rumours rumors reports allegations accusations speculation
    传闻 传言 谣言 流言 说法 指控 报导 报道
"""
_RUMOURS = frozenset(_RUMOUR_WORDS.split())
"""What somebody said, as a thing that another may answer to."""


def attribution(case: Case) -> Finding | None:
    """Return the fault of a sentence that tells as plain fact what its passages only tell in somebody's name."""
    written, source = readings(case)
    asked = source.of("attribution") + _viewed(source) + _found(source)
    if not asked or _COLON.match(case.text) or _QUOTED.search(case.text):
        return None
    for mark in asked:
        if mark.tag.name == "kept" or unsaid(source, mark):
            continue
        low, high = _scope(source, mark, bool(written.of(CODE)))
        if (
            _keeps(case, written, source, mark, low, high)
            or _own(written, source, mark, case)
            or _hedged(written, source, mark)
        ):
            continue
        most = high - low >= MOST * len(case.source) and case.crosses
        if most or told(case, low, high) >= (TOLD_ACROSS if case.crosses else TOLD):
            words = source.text[mark.start : mark.end]
            return Finding(
                CODE, f"the passage tells this in somebody's name ({words!r}), the sentence does not", hard=False
            )
    return None


_VIEW = re.compile(
    r"\b(?:in|by|as) [^,.;]{2,40}?(?:['’]s?|\btheir|\bhis|\bher|\bits)(?: own)?"
    r" (?:view|eyes|account|opinion|estimate|words|reckoning)\b"
)
"""In the lawyers' view, by its own account."""


def _viewed(source: Reading) -> tuple[Mark, ...]:
    return tuple(Mark(_CLAIM, *found.span()) for found in _VIEW.finditer(source.folded))


_FOUND = re.compile(
    r", (?:[^,.;]|(?<=\d),(?=\d)){2,60} (found|finds|showed|shows|suggests|suggested|concluded|says|said)(?=[.,]|$)"
    r"|(?:调查|研究|报告|试验|民调|中心|测试|数据|统计|机构)[^，。]{0,12}(发现|显示|指出|表明)(?=[，,])"
)
"""What was found by a survey stands or falls with it: ", a survey of 3,400 people found"."""


def _found(source: Reading) -> tuple[Mark, ...]:
    return tuple(
        Mark(_CLAIM, *(found.span(1) if found[1] else found.span(2))) for found in _FOUND.finditer(source.folded)
    )


_ANSWERED = re.compile(
    r"\b(?:rebut|den[iy]|reject|dismiss|refut|disput|answer|respond|address|counter|contradict|quash|confirm)[a-z]*"
    r"(?: to| against)? (?:[\w'-]+ ){0,3}$"
    r"|(?:回应|驳斥|反驳|否认|澄清|针对|就|平息|证实|打破)[^，。；：]{0,8}$"
)
"""What somebody answers to: 回應停產傳聞, "rebutting claims"."""


def unsaid(source: Reading, mark: Mark) -> bool:
    """Say whether a word of saying tells of nothing said: "were told", "did not say", what is only answered to."""
    if source.folded[mark.start : mark.end] in _RUMOURS and _ANSWERED.search(source.folded, 0, mark.start):
        return True
    if _PASSIVE.search(source.folded, max(0, mark.start - 12), mark.start) or _NOT_SAID.match(
        source.folded, mark.start
    ):
        return True
    if _NOUN.match(source.folded, mark.start) or _ORDERED.search(source.folded, 0, mark.start):
        return True
    if mark.tag.name == "told" and _YET.search(source.folded, max(0, mark.start - 12), mark.start):
        return True
    return any(
        mark.start - 6 <= other.end <= mark.start
        for other in source.of("negation")
        if other.tag.name in ("plain", "lexical")
    )


def _praises(source: Reading, mark: Mark) -> bool:
    """Say whether a word of the passage praises: a maker's "better", not "second-best", nor goods delivered."""
    if mark.tag.name not in _PRAISE or source.folded[mark.start - 1 : mark.start] == "-":
        return False
    return not any(other.start == mark.start and other.tag.name == "supply" for other in source.of("opposite"))


def _scope(source: Reading, mark: Mark, attributed: bool) -> tuple[int, int]:
    """Return the bounds of what is told in somebody's name.

    Of a sentence that is ``attributed`` to anybody, without what the passage tells in another's name after that.
    """
    low, high = whole_scope(source, mark)
    if not attributed:
        return low, high
    ends = [found.start() for found in (_REPLY.search(source.folded, max(low, mark.end), high),) if found]
    ends += [
        source.clause(other.start)[0]
        for other in source.of("attribution")
        if other.tag.name != "kept" and mark.end + NEXT < other.start < high and low >= mark.end
    ]
    return low, min((end for end in ends if end > low + NEXT), default=high)


def whole_scope(source: Reading, mark: Mark) -> tuple[int, int]:
    """Return the bounds of what is told in somebody's name: before ", X said." and after "X said that"."""
    low, high = source.sentence(mark.start)
    before, after = source.folded[low : mark.start], source.folded[mark.end : high]
    sourced = source.folded[mark.start : mark.end].startswith(_SOURCED)
    comma = _COMMA.search(after)
    if sourced and comma is not None and len(before.strip()) <= SHORT:
        return mark.end + comma.end(), high
    if sourced and len(before.strip()) > SHORT and before.isascii():
        return low, mark.start
    commas = list(_COMMA.finditer(before))
    if commas and commas[-1].end() >= len(before) - 1 and _SPEAKER_BEHIND.match(source.text, mark.end):
        return low, low + commas[-1].start()
    rest = after.strip(" .。,，")
    opens = source.folded[mark.start : mark.end].endswith(" that") or _NAMING.match(source.folded, mark.start)
    if _SPOKEN.search(before):
        return low, mark.start
    if commas and not opens and before.isascii() and after.startswith(",") and commas[-1].start() > SHORT:
        return low, low + commas[-1].start()  # "No benefit was found, a pilot showed, while ..."
    longest = ADDRESSED if _TELLING.match(source.folded, mark.start) else SHORT
    if commas and not opens and len(rest) <= (longest if rest.isascii() else SHORT_HAN):
        return low, low + commas[-1].start()
    return mark.end, high


def _keeps(case: Case, written: Reading, source: Reading, mark: Mark, low: int, high: int) -> bool:
    """Say whether the sentence names a speaker of its own: an attribution that is no part of what is told.

    Nor is what another clause of the passage has: "rejected the allegation and said".
    """
    inner = [mark for mark in source.of("attribution") if low <= mark.start < high]
    while (
        inner
        and inner[0].start - low <= NEXT
        and inner[0].tag.name != "kept"
        and (case.crosses or not _COMMA.search(source.folded, low, inner[0].start))
    ):
        low = inner.pop(0).end
    first, _ = source.clause(mark.start)
    beside = [one for one in source.of("attribution") if one.tag.name == "kept" and one.end <= first]
    if case.crosses:
        other = " ".join((source.text[low:high], *(source.text[one.start : one.end] for one in beside)))
        own = [
            one
            for one in _speaking(written)
            if not _renders(written, one, other) and not _of_another(case, source, mark, one, high)
        ]
        return any(_count(own, kept) > 0 for kept in (False, True)) and (
            len(own) < len(_speaking(written)) or any(_count(own, kept) > _count(inner, kept) for kept in (False, True))
        )
    words = {source.folded[one.start : one.end] for one in (*inner, *beside)} - {source.folded[mark.start : mark.end]}
    return any(written.folded[one.start : one.end] not in words for one in _speaking(written))


def _of_another(case: Case, source: Reading, mark: Mark, own: Mark, end: int) -> bool:
    """Say whether an attribution of the sentence renders what another says behind ``end``, where a scope was cut."""
    part = aligned(case, (own.start, readings(case)[0].clause(own.start)[1]))
    cut = end > mark.end and end < source.sentence(mark.start)[1]
    return cut and part is not None and part.start >= end and part.lead >= LEAD


def _speaking(written: Reading) -> list[Mark]:
    """Return the attributions of a sentence, without what somebody is yet to say or show: "might show the city"."""
    return [
        mark
        for mark in written.of("attribution")
        if mark.tag.name != "kept" or not _YET.search(written.folded, max(0, mark.start - 12), mark.start)
    ]


def _renders(written: Reading, mark: Mark, told: str) -> bool:
    """Say whether a word only translates one of what is told: complaints, 申訴; not one that tells what follows."""
    if written.folded[mark.start : mark.end].endswith(" that") or written.folded.startswith(" that ", mark.end):
        return False
    content = content_words(written.text[mark.start : mark.end])
    inside = (ground(told, (), ()),)
    return bool(content) and all(borne_out(Unit(word), inside) == 1 for word in content)


def _hedged(written: Reading, source: Reading, mark: Mark) -> bool:
    """Say whether a word that both says and hedges (預期, promised) is kept as a hedge: "should", 承諾."""
    here = [m.tag.asks for m in source.of("modal") if m.start < mark.end and mark.start < m.end and m.tag.asks]
    word = source.folded[mark.start : mark.end]
    if word.startswith(_ALLEGED):
        here = [HEDGE]
    if word.startswith(_DEMANDS) and any(m.tag.name in _WISHES for m in written.of("modal")):
        return True  # who wants it is told, whatever the verb
    return bool(here) and any(m.tag.value <= min(here) for m in written.of("modal"))


def _count(marks: Sequence[Mark], kept: bool) -> int:
    return sum((mark.tag.name == "kept") == kept for mark in marks)


def _own(written: Reading, source: Reading, mark: Mark, case: Case) -> bool:
    """Say whether somebody speaks of their own acts, and is still named as the one who acts."""
    if mark.tag.name == "claim":
        return False
    low, high = source.sentence(mark.start)
    praised = {
        (m.tag.name, m.tag.value) for m in source.of("opposite") if low <= m.start < high and _praises(source, m)
    }
    if praised and (case.crosses or any((m.tag.name, m.tag.value) in praised for m in written.of("opposite"))):
        return False
    word = source.folded[mark.start : mark.end]
    acts = _OWN.match(source.folded, mark.end)
    if acts is not None and _NEVER_DID.match(source.folded, acts.end()):
        return False
    if not word.startswith(_ANNOUNCED) and acts is None:
        return False
    if _DIRECT.match(source.folded, mark.end) and word.startswith(_ANNOUNCED):
        return True
    start = max((found.end() for found in _COMMA.finditer(source.folded, low, mark.start)), default=low)
    if not content_words(source.text[start : mark.start]):  # "Acme, a partner, said"
        start = low
    speaker = content_words(source.text[start : mark.start])
    return not speaker or told(case, start, mark.start) >= SPEAKER
