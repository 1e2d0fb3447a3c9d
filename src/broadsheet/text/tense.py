"""Which way a day looks that says no year: "said on Monday" looks back, "will rule on Monday" looks ahead.

    text, where the day stands in it -> "past", "ahead" or "open"

A bare weekday, a day without a year, "in March" and "the second quarter" may each be the last or the next.  Each
belongs to the verb that it stands with, and not to every verb of its sentence: "dropped its plan to list on Monday"
tells of the Monday on which the plan was dropped.  In English that is the last finite verb before the day, or the
first one after it where none stands before; `text/tense_chinese.py` reads Chinese, where the verb comes after the day.
What an infinitive or a noun of a past verb speaks of ("announced plans to build it on Monday") may be either, and is
left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Literal, NamedTuple

from broadsheet.text.tense_chinese import chinese_tense

Tense = Literal["past", "ahead", "open"]

_HARD = re.compile(r"[;:!?()\n“”\"。；：！？（）「」『』《》]|\s[-–]\s|—|\.(?=\s+[A-Z“\"]|\s*$)")
_SOFT = re.compile(r"[,，、](?!\d)")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z]+(?:[-'’][A-Za-z]+)*|\d[\d.,]*|[$€£%]")

OPEN_DAYS = timedelta(days=90)
"""Days ahead at which a day without a year is still taken for one to come where its verb leaves it open (3 March).
The other reading lies 275 days back, and who looks back so far says the year: of the 45 such days in the sample day,
the reference input and the two days of gates/days that may be read, the furthest ahead was 31 days off and the
furthest back 116, so that 31 to 248 give the same (2026-11-23)."""
LONGEST_CLAUSE = 300
"""Characters on either side of a day in which its verb is looked for: no clause of the news is longer."""
FRONTED, BESIDE = 10, 2
"""Words between a day and the verb behind it: "On Friday, the chairman of the committee will"; "The hearing on Friday
will".  Behind a noun the next verb is the noun's, and one further off is another's ("the ruling on Friday means that
it will").  Hand-set by reading 128 sentences, 2026-11-23."""
NEAR_BE = 4
"""Words between "is" and its day: "the deadline for replies is noon on Friday", but "is the second of the suits
that ... on Friday" says nothing.  Hand-set with ``FRONTED``."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_MODAL = _set(
    "will won't won’t shall would wouldn't wouldn’t could may might must should can cannot can't can’t he'll "
    "she'll they'll we'll it'll i'll you'll he’ll she’ll they’ll we’ll it’ll i’ll you’ll"
)
_IS = _set("is are isn't aren't isn’t aren’t it's it’s they're they’re we're we’re")
_WAS = _set("was were wasn't weren't wasn’t weren’t")
_AUXILIARY = _set("has have had did didn't didn’t hasn't hasn’t haven't haven’t hadn't hadn’t")
_BE = _IS | _WAS | _set("be been being get gets got")
_LIGHT = _set("not also now still then likely reportedly officially formally finally already only just never ever yet")
"""Words that may stand between an auxiliary and its verb."""
_DUE = _set("expected set due scheduled slated planned planning poised likely expecting hoping preparing going about")
_PLAN = _set("plans expects aims intends hopes wants promises vows pledges seeks expect aim intend hope")
_PROGRAMME = _set(
    "begins starts opens closes ends expires launches ships arrives takes comes goes returns meets convenes "
    "reconvenes resumes runs kicks votes decides hears holds faces hosts speaks testifies reports releases "
    "publishes applies apply enters stands falls lands premieres debuts lapses matures begin start open close end "
    "expire meet take resume run go come return"
)
"""What a programme says in the present tense: the trial begins on Friday."""
_PLANNED = _set("to a an its their another more two three four five")
"""What follows the verb: plans to build, plans a concert."""
_RESULTS = _set("its their earnings results first second third fourth quarterly after")
"""What a company reports; the reports of others are nouns."""
_ENDED = _set(
    "held released published delivered launched closed opened unveiled announced presented heard decided paid"
)
"""What "is" makes an appointment of: the talk is held on Friday."""
_NOT_VERBS = _set(
    "need feed seed speed indeed hundred embed bed red shed breed greed weed deed unprecedented ahead instead "
    "bleed reed so-called exceed proceed succeed aged united limited med fed wed sacred naked wicked ted ed "
    "reddit medicated newsfeed"
)
_IRREGULAR = _set(
    "said told wrote rose fell met left sold bought cut put hit held took made gave got went came ran won lost "
    "paid sent built led brought kept spoke struck drew chose fought sought taught thought heard became withdrew "
    "sank swore broke froze stole threw grew knew saw laid quit spent lent stood understood felt dealt hung shot "
    "caught began found shut bid spread split rode flew drove wore tore hurt beat overthrew oversaw undertook "
    "overtook foresaw forbade forgave shook woke sat slid slung swept swung stuck bound wound meant set sped fled "
    "bled underwent overcame outsold resold"
)
_SPOKE = _set("said told added believed thought noted stressed estimated predicted warned argued wrote tweeted posted")
"""Verbs that take a sentence without "that" (said Google plans to), and no noun such as "plans"."""
_MOVED = _set(
    "postponed delayed moved pushed deferred adjourned rescheduled shifted extended scheduled set fixed slated "
    "planned called booked invited announced listed brought pencilled penciled advanced summoned convened "
    "arranged timed put"
)
"""Verbs whose own day is another one than that of the deed: moved to Friday, called for Friday."""
_ASKED = _set(
    "promised pledged vowed gave given asked demanded requested ordered told urged required wanted agreed "
    "committed allowed granted set directed instructed extended needed had sought invited called expected hoped"
)
"""Verbs that set a term: ordered it to reply by Friday."""
_BEFORE_NOUN = _set(
    "a an the its their his her our my your this these those of for in by with from at on over under about into "
    "against new more most newly some any all no other such despite amid among between after before"
)
"""Words behind which a form in -ed is an adjective: a proposed merger."""
_OPENS = _set(
    "that which who whose where when whether if while because as although though but and or it he she they we i "
    "you there until once since what how so than before after"
)
"""Words that open a clause of its own, or are the subject of one."""
_EVENT = re.compile(
    r"\b(?:trials?|hearings?|votes?|elections?|deadlines?|meetings?|summits?|conferences?|launch|events?|debut|release"
    r"|auctions?|sessions?|talks|strikes?|IPO|listing)\s+(?:on\s+)?$",
    re.IGNORECASE,
)
_FOR_EVENT = re.compile(rf"\b(?:for|ahead of|to)\s(?:[\w’'-]+\s){{0,5}}?{_EVENT.pattern}", re.IGNORECASE)
"""What is prepared for a day to come: hired a lawyer for the trial on March 3."""
_HANDLE = re.compile(
    r"\b(?P<word>by|until|till|before|no later than|through|for|to|from|starting|beginning|effective)\s+"
    r"(?:(?:on|from|the|early|late|mid|end|of|start|close|next|this|coming)[ -])*$",
    re.IGNORECASE,
)
"""The word that ties a day to its verb, where it is not "on"."""
_FRONT = re.compile(
    r"\s*(?:(?:and|but|then|so)\s)?(?:(?:early|late|first|back|only)\s)?(?:(?:on|in|by|from|until)\s)?$", re.I
)


class _Clause(NamedTuple):
    """The words around a day: what it says of a verb, and what stands between them."""

    tense: Tense | None
    verb: str = ""
    infinitive: bool = False
    """Whether an infinitive stands between the verb and the day."""
    perfect: bool = False
    at: int = 0
    """How many words stand before the verb."""


def may_come(way: Tense, ahead: timedelta) -> bool:
    """Say whether a day without a year, so far ahead at the nearest, is one to come."""
    return way == "ahead" or (way == "open" and ahead <= OPEN_DAYS)


def tense(text: str, start: int, end: int) -> Tense:
    """Say whether the period ``text[start:end]`` is told as gone by or as to come, or is left open."""
    low, high = max(0, start - LONGEST_CLAUSE), min(len(text), end + LONGEST_CLAUSE)
    opens = max((m.end() for m in _HARD.finditer(text, low, start)), default=low)
    closes = next((m.start() for m in _HARD.finditer(text, end, high)), high)
    if _HAN.search(text, opens, closes):
        return chinese_tense(text[opens:start], text[start:end], text[end:closes])
    before, after = _SOFT.split(text[opens:start]), _SOFT.split(text[end:closes])
    return _english(before, after)


def _english(before: Sequence[str], after: Sequence[str]) -> Tense:
    lead = before[-1]
    fronted = _FRONT.fullmatch(lead) is not None
    found = _scan(lead, begun=len(before) > 1)
    if found.tense is None and len(before) == 1:
        reach = FRONTED if fronted else BESIDE
        for part in after[: 2 if fronted else 1]:
            behind = _scan(part, first=True, begun=False)
            if behind.tense is not None:
                return behind.tense if behind.at <= reach else "open"
    elif found.tense is None:
        found = next((other for part in reversed(before[:-1]) if (other := _scan(part)).tense), found)
    if found.tense is None:
        handle = _HANDLE.search(lead)
        return "ahead" if handle and handle["word"].lower() in ("starting", "beginning") else "open"
    return found.tense if found.tense != "past" else _of_the_past(found, lead)


def _of_the_past(found: _Clause, lead: str) -> Tense:
    """Say what a day is that follows a past verb: that of the deed, unless its own word ties it to what comes."""
    handle = _HANDLE.search(lead)
    word = handle["word"].lower() if handle else ""
    if word in ("starting", "beginning", "effective"):
        return "ahead"
    if found.verb in _MOVED and word in ("for", "to", "until", "till", "from"):
        return "ahead"
    if word in ("by", "until", "till", "no later than", "before") and found.verb in _ASKED:
        return "ahead"
    if word and word not in ("from", "through"):
        return "open"
    if _FOR_EVENT.search(lead):
        return "ahead"
    if found.infinitive or found.perfect or _EVENT.search(lead):
        return "open"
    return "past"


def _scan(part: str, first: bool = False, begun: bool = True) -> _Clause:
    """Return what the last verb of ``part`` says, or the first where ``first``; ``begun``: more stands before it."""
    told = _Clause(None)
    for found in _verbs(_WORD.findall(part), begun):
        told = found
        if first:
            break
    return told


def _verbs(words: Sequence[str], begun: bool) -> Iterator[_Clause]:
    """Yield what holds from each verb on: the finite verb that governs, and whether an infinitive came after it."""
    small = [word.lower() for word in words]
    told = _Clause(None)
    own = True  # whether a present form may be a verb here: no past verb governs, or a clause of its own has begun
    for at, word in enumerate(small):
        rest = [w for w in small[at + 1 :] if w not in _LIGHT]
        last = next((w for w in reversed(small[:at]) if w not in _LIGHT), "")
        if word in _OPENS:
            own = True
            continue
        if words[at] == "May" and at:
            continue
        now: _Clause | None = None
        if word in _MODAL:
            now = _Clause("open" if rest[:1] == ["have"] else "ahead", word)
        elif word == "to":
            now = _to(told, last, rest, at)
        elif word in _IS:
            now = _is(rest)
        elif word in _WAS:
            now = _Clause("ahead" if rest[:1] and rest[0] in _DUE else "past", rest[0] if rest else word)
        elif word in _AUXILIARY and last not in _MODAL and last != "to":
            now = _has(word, rest)
        elif last in _MODAL or last in _BE or last in _AUXILIARY or last == "to":
            continue  # part of the group that is read already
        elif word in _PLAN or word in _PROGRAMME or word == "plan":
            own_verb = (own or told.verb in _SPOKE) and (last or begun) and last not in _BEFORE_NOUN
            if own_verb and _no_noun(word, rest, last):
                now = _Clause("ahead", word)
        elif word in _DUE and rest[:1] and rest[0] in ("for", "on", "to", "by", "in", "at", "until"):
            now = None if last in _BEFORE_NOUN or (word == "due" and rest[0] == "to") else _Clause("ahead", word)
        elif _is_past(word) and last not in _BEFORE_NOUN and not last.endswith(("'s", "’s", "s'", "s’")):
            now = _Clause("past", word)
        if now is not None:
            told = now._replace(at=at)
            own = own and told.tense != "past"
            yield told


def _no_noun(word: str, rest: Sequence[str], last: str) -> bool:
    """Say whether "plans" and "reports", which are nouns more often than others, are verbs here."""
    if word in ("plans", "plan"):
        return rest[:1] != [] and rest[0] in _PLANNED and not last.endswith(("'s", "’s"))
    return word != "reports" or (rest[:1] != [] and rest[0] in _RESULTS)


def _to(told: _Clause, last: str, rest: Sequence[str], at: int) -> _Clause | None:
    """Read an infinitive: "a summit to be held" looks ahead by itself, any other one as its verb does."""
    if rest[:1] == ["be"] and last and not _is_past(last) and last not in ("not", "as") and last not in _DUE:
        return _Clause("ahead", "to be")
    return told._replace(infinitive=True) if told.tense == "past" else None


def _is(rest: Sequence[str]) -> _Clause:
    """Read "is": what is going on or appointed looks ahead, and so does a day right behind it."""
    if not rest:
        return _Clause("ahead", "is")
    if rest[0] in _DUE or rest[0] == "to" or rest[0].endswith("ing") or rest[0] in _ENDED:
        return _Clause("ahead", rest[0])
    if _is_past(rest[0]):
        return _Clause("open", rest[0])
    return _Clause("ahead" if len(rest) <= NEAR_BE else "open", "is")


def _has(word: str, rest: Sequence[str]) -> _Clause:
    if rest[:1] == ["to"] or (rest[:1] and rest[0] in ("until", "till")):
        return _Clause("ahead" if word in ("has", "have") else "past", "had")
    perfect = word.startswith(("has", "have")) and bool(rest) and _is_past(rest[0])
    return _Clause("past", rest[0] if rest else word, perfect=perfect)


def _is_past(word: str) -> bool:
    return word in _IRREGULAR or (word.endswith("ed") and len(word) > 3 and word not in _NOT_VERBS and "-" not in word)
