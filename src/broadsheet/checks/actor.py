"""Who acts and who speaks: what one did, or said, is not told of another whom the passage names beside.

``doer`` knows some acts that one does to another.  Here the act may be any English verb that both texts have: where the
sentence has a name right before it, one of the passage's clauses must let that name be its subject.  The subject of a
verb is the name right before it; of one that follows a comma, a noun or a pronoun it may be any name before.  Of a word
of saying or denying the same is asked across languages, and its speaker may stand behind it ("said Acme").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.reading import Reading, readings
from broadsheet.text.bilingual import base_form
from broadsheet.text.names import Mention
from broadsheet.text.shingles import ENGLISH_FUNCTION_WORDS

CODE = "direction"

BEHIND = 40
"""Characters between a word of saying and a speaker that stands behind it: said Professor X.  Hand-set 2026-11-23."""

_HELPERS = (
    r"(?:has|have|had|will|would|also|may|might|can|could|should|since|now|once|then|just|first|still|already|later|not"
    r"|[a-z]+ly)"
)
_VERB = re.compile(rf",? (?:{_HELPERS} )*+([a-z]{{3,}})\b")
_IS = r" (?:is|was|are|were|became|becomes|remains) (?:now |also |still )?(?:an?|the) "
_BEING = re.compile(rf"{_IS}([a-z]+)")
"""What somebody is: "is now an adviser"."""
_BEFORE_VERB = re.compile(rf"((?: {_HELPERS})*) $")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|got) (?:\w+ly )?$")
_NOUN = re.compile(r"(?:\b(?:an?|the|its|their|his|her|this|that|of|in|on|for|with|by|no|some|any|price|each)|'s) $")
_OPEN = re.compile(
    r"\b(?:of|at|from|with|by|to|in|for|and|or|near|against|on|over|under|after|before|than|that|as)\b|'s"
)
"""What stands before a name that is no subject by itself: people close to X, A and X."""
_JOINED = re.compile(r"(?:,? and |, | of | at | from |'s [\w -]{0,40})")
"""What lies between two names of one subject."""
_POSSESSIVE = re.compile(r"['’]s?\b")
_PAPER = re.compile(r"(?: (?:in|by|from|of|to|at|the|an?|analysts?))* ")
"""What leads from a word of saying to who says it: a report in the Ledger."""
_SAID = re.compile(r",|\b(?:that|it|in|on|how|whether|the)\b")
"""What begins what is said."""
_RELATIVE = re.compile(r",? (?:which|who)$")
_SPOKEN = re.compile(rf"\b(?:we|i|you)(?: {_HELPERS})* $")
"""Before a verb in somebody's own words: it may be anybody's."""
_PARTICIPLES = ("ed", "en", "id", "ght", "ld", "nt", "wn", "lt")
_AGENT_BEHIND = re.compile(r"(?: \w+)? by ")
"""A passive that names its doer: paid for by."""
_HAN = re.compile("[\u4e00-\u9fff]")
_DENIES = ("den", "refut", "reject", "disput", "否认", "驳斥", "反驳", "澄清")
_AGENT = re.compile(r"(?:ors?|ers?|ists?|ments?|ions?|ives?|ies)$")
"""How a noun ends that follows a name: Louisiana regulators."""
UNCHANGED = frozenset(("cut", "put", "let", "set", "hit", "beat", "bid", "quit", "shut", "split", "spread"))
"""Verbs whose past is their base form."""
_MODALS = frozenset(("will", "would", "may", "might", "can", "could", "should"))
_DESCRIBED = re.compile(r", (?:an?|the|which|who|whose|its|once|long|now|formerly|based|backed|founded|owned|maker)\b")
"""What follows a name that is described between commas."""


class _Act(NamedTuple):
    """A verb at ``text[start:end]`` by its base form."""

    word: str
    start: int
    end: int


def actor(case: Case) -> Finding | None:
    """Return the fault of a sentence that lets one do or say what in its passages only others do or say."""
    if case.language.startswith("zh") or case.text.strip() in case.source:
        return None
    written, source = readings(case)
    turned = (
        None
        if case.crosses
        else (_order_turned(written, source) or _owner_turned(written, source) or _being_turned(written, source))
    )
    if turned is not None:
        return turned
    spoken = {mark.start: mark.end for mark in written.of("attribution")}
    for name, act in _deeds(written, _openers(written, source), spoken):
        if not any(_same(name, other.name) for other in source.mentions):
            continue
        says = act.start in spoken
        if (case.crosses and not says) or _did_too(source, name):
            continue
        denies = act.word.startswith(_DENIES)
        who = _speakers(source, denies, denies or bool(written.of("negation"))) if says else _doers(source, act.word)
        if who is not None and not any(_same(name, other) for other in who):
            return Finding(CODE, f"in the passage it is not {name} who does it ({act.word})", hard=False)
    return None


_ORDER = re.compile(r"\b(after|before) $")


def _order_turned(written: Reading, source: Reading) -> Finding | None:
    """Return the fault of "A did after B" where the passage has "B did after A"."""
    there = {(word, name): at for word, name, at in _ordered(source)}
    for word, name, _ in _ordered(written):
        first = min(_openers(written, source), key=lambda opener: opener[1])[0]
        at = there.get((word, first))
        before = {m.name for m in source.mentions if at is not None and m.end <= at}
        if first != name and name in before and (word, name) not in there:
            return Finding(CODE, f"in the passage it is {first} that stands {word!r}, not {name}", hard=False)
    return None


def _ordered(reading: Reading) -> Iterator[tuple[str, str, int]]:
    """Yield the names that stand right behind "after" or "before", with their place."""
    for mention in reading.mentions:
        if found := _ORDER.search(reading.folded, 0, mention.start):
            yield found[1], mention.name, mention.start


_OWNS = re.compile(r"['’]s? ((?:[a-z-]+ )?[a-z-]+)")


def _owner_turned(written: Reading, source: Reading) -> Finding | None:
    """Return the fault of a thing that is somebody's in the passage, and another's in the sentence."""
    there = list(_owned(source))
    for name, thing in _owned(written):
        owners = {other for other, same in there if same == thing}
        if owners and not any(_same(name, other) for other in owners) and any(
            _same(name, m.name) for m in source.mentions
        ):  # fmt: skip
            return Finding(CODE, f"in the passage it is not {name} whose it is ({thing})", hard=False)
    return None


def _owned(reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield the owners of a text with what is theirs, by two words: "Acme's largest rival"."""
    for mention in reading.mentions:
        found = _OWNS.match(reading.folded, mention.end)
        if found is not None and " " in found[1]:
            yield mention.name, found[1]


_DID = re.compile(r" (?:did|does|do|had|has|also)\b")


def _did_too(source: Reading, name: str) -> bool:
    """Say whether a name of the passage did the same as another: "a week after Acme did"."""
    return any(_same(name, m.name) and _DID.match(source.folded, m.end) for m in source.mentions)


def _same(one: str, other: str) -> bool:
    return one == other or bool(set(one.split()) & set(other.split()))


def _being_turned(written: Reading, source: Reading) -> Finding | None:
    """Return the fault of a sentence in which one is what in its passages only others are."""
    for name, start, end in _openers(written, source):
        found = _BEING.match(written.folded, end)
        low, _ = written.clause(start)
        if found is None or _OPEN.search(written.folded, low, start):
            continue
        same = [other for other in _BEING.finditer(source.folded) if other[1] == found[1]]
        who = {one for other in same for one in _subjects(source, other.start() + 1)}
        if who and not any(_same(name, one) for one in who) and any(_same(name, m.name) for m in source.mentions):
            return Finding(CODE, f"in the passage it is not {name} who is {found[1]!r}", hard=False)
    return None


def _openers(written: Reading, source: Reading) -> list[tuple[str, int, int]]:
    """Return the names of a sentence, and one of the passage that opens it: alone there it may be a common word."""
    found = [(m.name, m.start, m.end) for m in written.mentions]
    first = {m.name: source.text[m.start : m.end] for m in source.mentions}
    opens = [(name, 0, len(text)) for name, text in first.items() if written.text.startswith(f"{text} ")]
    return found + [one for one in opens if one[1:] not in {other[1:] for other in found}]


def _deeds(
    reading: Reading, openers: Sequence[tuple[str, int, int]], spoken: Collection[int]
) -> Iterator[tuple[str, _Act]]:
    """Yield every name that opens a clause right before a verb, with the verb."""
    for name, start, end in openers:
        found = _VERB.match(reading.folded, end)
        if found is None or _AGENT.search(found[1]):
            continue
        if found[1] in ENGLISH_FUNCTION_WORDS and found.start(1) not in spoken:
            continue
        if base_form(found[1]) == found[1] and found[1] not in UNCHANGED and found[0].split()[0] not in _MODALS:
            continue
        low, _ = reading.sentence(start) if found[0][0] == "," else reading.clause(start)
        if _OPEN.search(reading.folded, low, start) or _PASSIVE.search(reading.folded[: found.start(1)]):
            continue
        yield name, _Act(base_form(found[1]), *found.span(1))


def _doers(source: Reading, word: str) -> set[str] | None:
    """Return who may be the subject of a verb of the passage; None where the passage lacks it, or leaves it open."""
    who: set[str] = set()
    seen = False
    for found in re.finditer(rf"\b{re.escape(word[:1])}[a-z]*", source.folded):
        if base_form(found[0]) != word or any(m.start <= found.start() < m.end for m in source.mentions):
            continue
        if _NOUN.search(source.folded, 0, found.start()):
            continue
        seen = True
        agent = _AGENT_BEHIND.match(source.folded, found.end())
        if agent is not None and found[0].endswith(_PARTICIPLES):
            who |= {
                m.name
                for m in source.mentions
                if agent.end() <= m.start < agent.end() + BEHIND
                and not re.search("[,;.]", source.folded[agent.end() : m.start])
            }
            continue
        if _PASSIVE.search(source.folded, 0, found.start()) or _SPOKEN.search(source.folded, 0, found.start()):
            return None
        who |= _subjects(source, found.start())
    return who if seen else None


def _subjects(source: Reading, at: int) -> set[str]:
    """Return the names that may be the subject of an English verb."""
    helped = _BEFORE_VERB.search(source.folded, 0, at)
    end = helped.start() if helped else at
    near = next((m for m in source.mentions if m.end == end), None)
    if near is not None:
        return set(_subject(source, near))
    if relative := _RELATIVE.search(source.folded, 0, end):
        named = next((m for m in source.mentions if m.end == relative.start()), None)
        return set(_subject(source, named)) if named is not None else set()
    if source.folded[:end].endswith(","):
        low, _ = source.sentence(at)
        for m in source.mentions:
            if m.start >= low and m.end < end - 1 and _DESCRIBED.match(source.folded, m.end):
                if not _OPEN.search(source.folded, low, m.start):
                    return set(_subject(source, m))
                break
    low, _ = source.clause(at)
    return {
        m.name
        for m in source.mentions
        if m.end <= at and (m.start >= low or not _POSSESSIVE.match(source.folded, m.end))
    }


def _subject(source: Reading, last: Mention) -> Iterator[str]:
    """Yield the names of one subject, from its last backwards."""
    yield last.name
    for before in reversed([m for m in source.mentions if m.end <= last.start]):
        if not _JOINED.fullmatch(source.folded, before.end, last.start):
            return
        yield before.name
        last = before


def _speakers(source: Reading, denies: bool, denying: bool) -> set[str] | None:
    """Return who may have said, or denied, something in the passage; None where nobody does.

    Whoever only ``denies`` there said nothing that a sentence without any denial (``denying``) could tell.
    """
    who: set[str] = set()
    seen = False
    for mark in source.of("attribution"):
        word = source.folded[mark.start : mark.end]
        if (denies and not word.startswith(_DENIES)) or (not denying and word.startswith(_DENIES)):
            continue
        if _SPOKEN.search(source.folded, 0, mark.start):
            return None
        seen = True
        if _HAN.match(word):
            who |= _named_before(source, mark.start)
            continue
        who |= _subjects(source, mark.start)
        who |= {
            m.name
            for m in source.mentions
            if mark.end <= m.start <= mark.end + BEHIND
            and (
                _PAPER.fullmatch(source.folded, mark.end, m.start) or not _SAID.search(source.folded, mark.end, m.start)
            )
        }
    return who if seen else None


def _named_before(source: Reading, at: int) -> set[str]:
    """Return the names of the clause before a Chinese word of saying, else of the nearest one before that has any."""
    low, _ = source.clause(at)
    while True:
        found = {m.name for m in source.mentions if low <= m.start and m.end <= at}
        if found or low == 0:
            return found
        low, _ = source.clause(low - 1)
