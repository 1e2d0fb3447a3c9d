"""Modality: never stronger than the source.  "May" does not become "will".

It is compared act by act: an act that the source only calls possible, expected, planned or to come may not be told as
more.  Weaker is allowed.  How far along its road a thing is, see ``stages``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.checks.ahead import FEW, is_will, looks_ahead
from broadsheet.checks.aligned import concerns
from broadsheet.checks.case import Case, Finding
from broadsheet.checks.edits import edits
from broadsheet.checks.overlap import Unit, borne_out, content_words, ground
from broadsheet.checks.reading import NOT, Reading, is_whole, readings, told
from broadsheet.checks.telling import apart
from broadsheet.checks.words import Mark

FACT = 4.0
"""Strength of what is told without any modal word."""
COMING = 3.0
"""Strength of what is to come: the least doubtful of the modal words."""
HEDGE = 2.0
"""The strongest of the words that say "perhaps" or "expected"."""
SAME = 0.3
"""Strengths that lie no further apart than this are one: could and may."""
REACH = 3
"""Content words after a modal word among which its act is looked for."""
BEFORE = 24
"""Characters before a modal word that can hold its act where none follows ("a deal is likely")."""
COVERED = 0.5
"""Share of what can be compared in the hedged clause that the sentence must tell.
Hand-set 2026-11-22 on tests/test_checks_*."""

COVERED_ACROSS = 0.4
"""The same in another language, where a dictionary finds less.  At 0.5 one error less of a hundred is found; no true
sentence more falls at 0.4 (open half and fresh part of gates/proof, 2026-11-23)."""
BESIDE = 2
"""Characters between two words of one hedge."""

_HAN = re.compile("[\u4e00-\u9fff]")
_DONE = re.compile("已|了(?!解)|完成|刚刚?|昨|曾|日前|成功|[建达]成|正式")
_HAPPENED = re.compile(
    r"\b(?:is|are|has|have|had|was|were|did|already|[a-z]{2,}ed|won|lost|sold|bought|began|built|made|took|gave|went|came|rose"
    r"|fell|ran|sent|spent|kept|held|met|paid|said|told|got|left|led|struck|broke|wrote|drew|grew|threw|withdrew)\b"
)
"""What calls an English act done, or so already."""
_NOBODY = re.compile(
    r"\b(?:no|none|nobody|neither|not)\b(?:(?!\b(?:but|although|though|while|whereas)\b)[^,.;]){0,32}$"
    r"|[没未无不][^，。；的但]{0,10}$"
)
"""Nobody has verified, 還沒有學者驗證: what is denied is not called proven.  未能做到的服務一定 denies otherwise."""
_DOUBTED = re.compile(r"\b(?:doubt|question|dispute)(?:s|ed|ing)?\b[^,.;]{0,32}$|(?:质疑|怀疑|存疑)[^，。；]{0,10}$")
"""Doubts that the finding holds."""
_PERFECT = re.compile(
    r"已(?![知故往婚])|完成|\b(?:has|have) (?:already |now |just )?(?!been\b|to\b|not\b|no\b|had\b)"
    r"\w+(?:ed|en|wn|ght|ld|lt|ne|un)\b|\b(?:completed|already)\b"
)
"""What calls an act done."""
_COMING_HAN = 2.5
"""Of Chinese words as firm as this (將, 計畫) another check asks for a sign of completion."""
_LOOSE = frozenset(("chance", "weighed", "near", "tried", "ready", "unsure", "demand", "timed"))
"""Kinds whose words keep more than they ask for."""
_DRAFTS = frozenset(
    ("draft", "drafts", "proposal", "proposals", "草案", "提案", "征求意见", "公开征求意见", "征询意见", "广征意见")
)
"""What is not law yet: what it says is to come as long as it is called so."""
_SUSPECTED = ("涉嫌", "疑似", "疑", "suspect", "alleg", "purported", "accus", "据称", "据信", "聲稱", "声称")
"""What is only said to be so is not still to come."""
_NOUNS = frozenset(("planned", "agreed", "wish"))
"""Kinds of modal words that name a thing as well."""
_OF_TIME = frozenset(("can", "later"))
_PAST = re.compile(
    r"已|了|完成|曾|[经通]过|日前|昨|上[周月季个]|去年|刚|[达建做获]成|过去|获|"
    r"\b(?:has|have|had|having|already|completed|finished|done|now|was|were|did|ago|last)\b"
)
"""What may have called it done in the source."""
_NEXT = re.compile("next|tomorrow|later this|明[年天日]|下[个月周一季]|后年|今年底|今年稍后")
"""Words of time that stand for nothing but the future."""


def modality(case: Case) -> Finding | None:
    """Return the fault of a sentence that makes an act of its passages more certain than they do."""
    written, source = readings(case)
    if (surer := _surer(written, source)) is not None:
        return surer
    if (firm := _firmed(case, written, source)) is not None:
        return firm
    if (done := _completed(case, written, source)) is not None:
        return done
    if (dropped := _dropped(case, written, source)) is not None:
        return dropped
    asked = [
        mark
        for mark in source.of("modal")
        if _is_asked(source, mark) and looks_ahead(source, mark) and _concerns(case, source, mark)
    ]
    if not asked:
        return None
    claims, hedges = _claims(case, written, source, asked), source.of("modal")
    if _all_kept(claims, source):
        return None
    for mark in asked:
        allowed = _allowed(mark, asked, source)
        for keys in _acts(source, mark):
            places = [place for place in written.matches(keys) if not written.denied(place)]
            if not places or any(_strength(source, hedges, place) > allowed for place in source.matches(keys)):
                continue
            low, high = source.clause(mark.start)
            elsewhere = source.folded[:low] + "\n" + source.folded[high:]
            strength = min(_strength(written, claims, place, elsewhere) for place in places)
            if _exceeds(case, strength, allowed, mark, places):
                return _finding(source, mark, written, strength)
            break
        else:
            strength = min((claim.tag.value for claim in claims), default=FACT)
            if _exceeds(case, strength, allowed, mark) and _tells(case, source, mark):
                return _finding(source, mark, written, strength)
    return _unhedged(case, written, source, asked, claims) if case.crosses else None


_MAYBE = re.compile(
    r"\b(?:may|might|could|can|perhaps|maybe|possibly|possible|potential(?:ly)?|likely|unlikely|doubt\w*|whether|if|unless|chance|risk"
    r"|would|should|threat\w*)\b"
    r"|可能|或许|也许|或(?=[将会可改在被])|恐|有望|可望|不排除|能|可(?!以说)|会|是否|未必|疑|机会|机率|风险|若|如果|倘|一旦|威胁|扬言"
)
"""The grammar's own words for what is not certain; verbs of thinking ("fears that") keep them beside."""
_SURE_TO_COME = re.compile(
    r"\bwill\b|'ll\b|\bis going to\b|\bare going to\b"
    r"|将(?!其|此|它|他|她|近|军|来|士)|一定|必将|必定|确定|\bdefinitely\b"
)


def _firmed(case: Case, written: Reading, source: Reading) -> Finding | None:
    """Return the fault of a sentence that says "will" where its passages only say "may", beside "fears that" or not."""
    perhaps = [
        m for m in source.of("modal") if m.tag.asks and m.tag.asks <= HEDGE / 2 and _MAYBE.match(source.folded, m.start)
    ]
    coming = _SURE_TO_COME.search(written.folded)
    if not perhaps or coming is None or _SURE_TO_COME.search(source.folded) or written.denied(coming.start()):
        return None
    if len(_MAYBE.findall(written.folded)) >= len(_MAYBE.findall(source.folded)):
        return None
    low = next((m for m in perhaps if not source.denied(m.start)), None)
    if low is None or not (is_whole(case) or _tells(case, source, low)):
        return None
    words = source.text[low.start : low.end]
    return Finding("modality", f"the passage says {words!r}, the sentence {coming[0]!r}", hard=True)


def _concerns(case: Case, source: Reading, mark: Mark) -> bool:
    """Say whether the clause that a hedge stands in is any of the sentence's business."""
    return (case.crosses and is_whole(case)) or concerns(case, mark.start, *source.clause(mark.start))


def _is_asked(source: Reading, mark: Mark) -> bool:
    """Say whether a modal word calls for a hedge; in a long document only what is nothing else (may, expected to)."""
    return mark.tag.asks > 0 and (source.clauses <= FEW or mark.tag.name not in _LOOSE)


def _all_kept(claims: Sequence[Mark], source: Reading) -> bool:
    """Say whether every hedge of the passages has one as weak in the sentence: then it may stand at another place.

    A "could" that only renders what somebody is able to do (可提前解約) has kept none.
    """
    able = sum(mark.tag.name == "can" for mark in source.of("modal"))
    could = [mark for mark in _one_each(claims) if mark.tag.name == "able"][:able]
    there = sorted(map(_weakness, _one_each(_hedges(source))))
    here = sorted(mark.tag.value for mark in _one_each(claims) if mark not in could)
    return len(here) >= len(there) and all(one <= other + SAME for one, other in zip(here, there, strict=False))


def _weakness(mark: Mark) -> float:
    return mark.tag.asks or mark.tag.value


def _dropped(case: Case, written: Reading, source: Reading) -> Finding | None:
    """Return the fault of a copy in which a small edit took out a word that says "may", "plans to" or "will"."""
    for edit in edits(case):
        if not edit.small:
            continue
        gone = [mark for mark in _hedges(source) if edit.there[0] <= mark.start and mark.end <= edit.there[1]]
        kept = any(mark.start < edit.here[1] and edit.here[0] < mark.end for mark in written.of("modal"))
        weak = [mark for mark in gone if mark.tag.name not in _OF_TIME and (mark.tag.asks or mark.tag.value < FACT - 1)]
        han = bool(_HAN.search(written.folded))
        for mark in weak:
            _, high = source.clause(mark.start)
            if told(case, mark.end, high) < COVERED or len(_hedges(written)) >= len(_hedges(source)):
                continue
            if _beside(source, mark, edit.there) or (
                mark.tag.asks >= COMING and not (han or _HAPPENED.search(written.folded))
            ):
                continue
            if not kept and not (han and mark.tag.value >= _COMING_HAN) and not source.denied(mark.start):
                return _finding(source, mark, written, FACT)
    return None


def _beside(source: Reading, mark: Mark, edit: tuple[int, int]) -> bool:
    """Say whether a hedge that an edit took out stands right behind one that stayed: of 擬要求, 要求."""
    return any(
        one.end <= edit[0] and one.end <= mark.start <= one.end + BESIDE and one.tag.asks for one in _hedges(source)
    )


def _completed(case: Case, written: Reading, source: Reading) -> Finding | None:
    """Return the fault of a sentence that calls done what its passages only seek, weigh, ask for or prepare."""
    hedges = (m for m in source.of("modal") if _is_ahead(source, m) and looks_ahead(source, m))
    ahead = next((m for m in hedges if _concerns(case, source, m)), None)
    done = _PERFECT.finditer(written.folded) if ahead is not None else ()
    found = next((one for one in done if ahead is None or not apart(case, one.start(), ahead.start)), None)
    if found is None or ahead is None:
        return None
    scope = source.clause(ahead.start)[1] if source.clauses <= FEW else ahead.end
    if _PAST.search(source.folded, 0, ahead.start) or _PAST.search(source.folded, scope):
        return None
    if _PAST.search(source.folded, ahead.end, scope) and not (case.crosses and ahead.tag.asks):
        return None
    hedged = any(claim.start < found.end() for claim in written.of("modal"))  # "has suggested"
    act = written.text[found.end() : found.end() + 2] if found[0] == "已" else found[0].split()[-1]
    end = ahead.start if ahead.tag.name == "coming" else ahead.end  # 會上漲 holds its act
    outside = (ground(source.text[:end] + "\n" + source.text[scope:], (), ()),)
    if any(borne_out(Unit(word), outside) == 1 for word in content_words(act)):
        return None  # "has agreed to" of what "agreed to"
    if hedged or written.denied(found.start()) or not (is_whole(case) or told(case, 0, len(case.source)) >= COVERED):
        return None
    return Finding(
        "modality",
        f"the passage says {source.text[ahead.start : ahead.end]!r}, the sentence {found[0]!r}",
        hard=True,
    )


def _is_ahead(reading: Reading, mark: Mark) -> bool:
    if reading.folded[mark.start : mark.end].startswith(_SUSPECTED):
        return False
    if mark.tag.name == "later":
        return _NEXT.match(reading.folded, mark.start) is not None
    return mark.tag.name != "can" and (mark.tag.asks > 0 or mark.tag.name not in _LOOSE)


def _unhedged(
    case: Case, written: Reading, source: Reading, asked: list[Mark], claims: Sequence[Mark]
) -> Finding | None:
    """Return the fault of a translation that has lost one of several hedges: each keeps one as weak, in any order."""
    weakest = sorted(claim.tag.value for claim in claims if claim.tag.name != "can")
    able = min((claim.tag.value for claim in claims), default=FACT)
    ahead = {mark.start for mark in asked}
    for place, mark in enumerate(sorted(_one_each(_hedges(source)), key=lambda mark: (mark.tag.value, mark.start))):
        if mark.start not in ahead or not mark.tag.asks or mark.tag.asks > _least(mark):
            continue
        strength = weakest[place] if place < len(weakest) else able if mark.tag.name == "able" else FACT
        if strength > mark.tag.asks + SAME and _tells(case, source, mark):
            return _finding(source, mark, written, strength)
    return None


def _hedges(source: Reading) -> list[Mark]:
    """Return the modal words of a passage, without those that only may keep one in a sentence (ready, offer)."""
    return [mark for mark in source.of("modal") if mark.tag.asks or mark.tag.name not in _LOOSE]


def _least(mark: Mark) -> float:
    """Return the strength from which on a hedge may be dropped: a plan is often a noun (a spending plan)."""
    return HEDGE if mark.tag.name in _NOUNS else COMING - SAME


def _one_each(marks: Sequence[Mark]) -> list[Mark]:
    """Return the modal words; those that stand side by side ("is weighing whether") are one hedge, the weakest."""
    found: list[Mark] = []
    for mark in sorted((one for one in marks if one.tag.name != "can"), key=lambda mark: mark.start):
        if found and mark.start - found[-1].end <= BESIDE:
            weaker = min(found[-1], mark, key=lambda one: one.tag.asks or one.tag.value)
            found[-1] = weaker._replace(end=max(found[-1].end, mark.end))
        else:
            found.append(mark)
    return found


def _surer(written: Reading, source: Reading) -> Finding | None:
    """Return the fault of a sentence that calls certain, exact or proven what its passages do not."""
    sure = {
        mark.tag.name
        for mark in source.of("sure")
        if not any(sign.search(source.folded, 0, mark.start) for sign in (NOT, _DOUBTED))
    }
    for mark in written.of("sure"):
        denied = NOT.search(written.folded, 0, mark.start) or _NOBODY.search(written.folded, 0, mark.start)
        if mark.tag.value and mark.tag.name not in sure and not denied:
            words = written.text[mark.start : mark.end]
            return Finding("modality", f"the sentence says {words!r}, the passage is not as sure", hard=True)
    return None


def _finding(source: Reading, mark: Mark, written: Reading, strength: float) -> Finding:
    words = source.text[mark.start : mark.end + 40].split("\n")[0].strip()
    said = next((c for c in written.of("modal") if c.tag.value == strength), None)
    how = "as fact" if said is None else f"with {written.text[said.start : said.end]!r}"
    return Finding("modality", f"the passage says {words!r}, the sentence tells it {how}", hard=True)


def _exceeds(case: Case, strength: float, allowed: float, mark: Mark, places: Sequence[int] = ()) -> bool:
    """Say whether a sentence claims more of the act of ``mark``, at ``places`` of it where that is known, than it may.

    A bare Chinese verb has no tense (台積電在德國建廠 may be to come), nor has an English present of the timetable
    ("production ends in May"), so only a sign of completion makes it a fact where the source speaks of what is to come.
    """
    if strength == FACT and allowed >= COMING:
        written, _ = readings(case)
        done = _DONE if _HAN.search(written.folded) else _HAPPENED
        clauses = {written.clause(place) for place in places}
        return any(not clauses or written.clause(found.start()) in clauses for found in done.finditer(written.folded))
    return strength > allowed + SAME


def _allowed(mark: Mark, asked: list[Mark], source: Reading) -> float:
    """Return the least that is said of an act: "may be expected to" is a "may"."""
    low, high = source.clause(mark.start)
    return min(other.tag.asks for other in asked if low <= other.start < high)


def _acts(source: Reading, mark: Mark) -> list[frozenset[str]]:
    """Return the keys of the first content words that a modal word bears on, word by word; its own word not."""
    _, high = source.clause(mark.end)
    places: dict[int, set[str]] = {}
    for key, at, _ in source.within(mark.end, high):
        if key[0] not in "n#":
            places.setdefault(at, set()).add(key)
    if not places:
        low, _ = source.clause(mark.start)
        for key, at, end in source.within(max(low, mark.start - BEFORE), mark.start):
            if key[0] not in "n#" and end <= mark.start:
                places.setdefault(at, set()).add(key)
    found = [frozenset(places[at]) for at in sorted(places)[:REACH]]
    return [frozenset(key for key in keys if key[0] != "h") or keys for keys in found]


def _strength(reading: Reading, claims: tuple[Mark, ...], place: int, elsewhere: str = "") -> float:
    """Return how strongly the act at ``place`` is told: the weakest modal word before it, or in its clause.

    A word of an earlier clause does not count where the source has it ``elsewhere`` too: it speaks of another act.
    """
    low, high = reading.sentence(place)
    start, end = reading.clause(place)
    said = {mark.start for mark in reading.of("attribution")}
    strength = FACT
    for claim in claims:
        if claim.start == place or not low <= claim.start < high:
            continue
        own = start <= claim.start < end
        before = claim.start < start and reading.folded[claim.start : claim.end] not in elsewhere
        if own or before or (claim.start >= end and claim.start in said):
            strength = min(strength, claim.tag.value)
    return strength


def _claims(case: Case, written: Reading, source: Reading, asked: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return the words of a sentence that can have kept a hedge of its passages.

    Not a 將 in the sense of 把 (將部門賣給), nor a word that renders one of theirs beside the hedges: "to propose" of
    what somebody considers to propose.
    """
    here = [mark for mark in written.of("modal") if is_will(written, mark)]
    if not here or source.clauses > FEW:  # a long document has every word somewhere
        return tuple(here)
    beside = source.text
    for mark in asked:
        beside = beside[: mark.start] + " " * (mark.end - mark.start) + beside[mark.end :]
    return tuple(mark for mark in here if not _renders(case, written, mark, beside))


def _renders(case: Case, written: Reading, mark: Mark, beside: str) -> bool:
    if mark.tag.asks or mark.tag.name in _OF_TIME or written.folded[mark.start : mark.end] in _DRAFTS:
        return False
    if not case.crosses:
        return written.text[mark.start : mark.end] in beside
    words = content_words(written.text[mark.start : mark.end])
    inside = (ground(beside, (), ()),)
    return bool(words) and all(borne_out(Unit(word), inside) == 1 for word in words)


def _tells(case: Case, source: Reading, mark: Mark) -> bool:
    """Say whether the sentence tells the hedged clause, in other words."""
    return (
        source.clauses <= 1
        or (case.crosses and is_whole(case))
        or told(case, *source.clause(mark.start)) >= (COVERED_ACROSS if case.crosses else COVERED)
    )
