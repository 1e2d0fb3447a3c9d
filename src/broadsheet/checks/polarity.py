"""Polarity: what the source denies is not told as fact, and what it tells is not denied.

A negation is laid beside those of the other text by what it denies: the first act after it ("has not *released*",
尚未*推出*).  A paraphrase may leave a denied clause out, and may say it in other words ("undisclosed", 婉拒), so a
missing negation is a fault only where the other text tells the same act undenied, or tells all and denies nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.checks.aligned import concerns
from broadsheet.checks.bare import told_bare
from broadsheet.checks.case import Case, Finding
from broadsheet.checks.denials import Denial, denials
from broadsheet.checks.edits import edits
from broadsheet.checks.negatives import ONLY, contrary, negatives, prefixed, sides_of
from broadsheet.checks.overlap import Unit, borne_out, content_words, ground
from broadsheet.checks.reading import WEAK, Reading, is_whole, readings, told
from broadsheet.checks.telling import apart

CODE = "polarity"

IN_PART = 0.3
"""Share of what a negation may deny that a translation tells when it has not left the clause out.
Hand-set 2026-11-23 on tests/test_checks_together.py and the open half of gates/proof."""
COVERED = 0.6
"""Share of the source's names, numbers and acts that a sentence must tell before it is held to tell all of
it.  Hand-set 2026-11-22 on tests/test_checks_*."""

_CORE = re.compile(r"^(?:has|have|had) | (?:of|plans to|any)$")
"""What stands beside the negation itself: none of, has no plans to."""
_NOT_ONLY = re.compile(r"\bnot (?:only|just|merely|simply)\b|不[仅只单光]|不止|非[仅只]|何止")


_STOPS = re.compile(r"[停中断终间]|stop|end|halt|interrupt|ceas|suspend|paus")
"""What ends something that goes on, and takes nothing away."""
_REPLY = re.compile(r", (?:an? \w+|something|which)(?: that)? [^,.;]{2,40}$")
"""What stands before another's answer at the end: ", a claim the bank denies"."""


_KEPT_PRIVATE = re.compile(
    r"\b(?:kept|keeps?|keeping|held|holds) (.{3,40}?) "
    r"(?:private|secret|confidential|closed|under wraps|to itself|back)\b"
)
_MADE_PUBLIC = re.compile(r"\b(?:publish|releas|shar|disclos|reveal|open)(?:e[sd]?|es|ed|ing|s)?\b")
_BAN = re.compile(r"\b(?:ban|curb|limit|order|rule|block|sanction|tariff)|禁|限|令|封锁|制裁|关税")
"""To undo these lifts something: the other language says so without a negative."""


def polarity(case: Case) -> Finding | None:
    """Return the fault of a sentence that denies what its passages tell, or tells what they deny."""
    written, source = readings(case)
    here, there = denials(written, source), denials(source, written)
    more, all_there_is = _NOT_ONLY.search(written.folded), ONLY.search(source.folded)
    if more is not None and all_there_is is not None and not _NOT_ONLY.search(source.folded):
        return Finding(CODE, f"the passage says {all_there_is[0]!r}, the sentence {more[0]!r}", hard=True)
    kept = _kept(here, written, there, source)
    for denial in () if kept or (case.crosses and len(here) <= len(there)) else here:
        if _asserted(denial, written, source) and not (len(here) <= len(there) and _by_sense(denial, source)):
            return _finding(written, denial, "the sentence denies what the passage tells")
    bare = [denial for denial in here if not _undoes(written, denial, source)]
    if bare and len(bare) > _negatives_left(case, written, source, here) + len(prefixed(source)):
        return _finding(written, here[0], "the sentence denies more than the passage")
    if (bare_told := told_bare(case, here, written, source)) is not None:
        return _finding(written, bare_told, "the sentence denies what the passage tells")
    if here and negatives(source, True) and (alone := _elsewhere(case, here, source)) is not None:
        return _finding(written, alone, "the sentence denies what the passage tells")
    undoing = next(
        (m for m in written.of("negation") if m.tag.name == "undoing" and not _translates(case, m.start, m.end)), None
    )
    if undoing is not None and not negatives(source, False):
        return _finding(
            written,
            Denial(undoing.start, undoing.end, len(written.folded), ()),
            "the sentence undoes what the passage tells",
        )
    for denial in () if kept or (case.crosses and len(there) <= len(here)) else there:
        if (
            _asserted(denial, source, written)
            and not (len(here) >= len(there) and _by_sense(denial, written))
            and concerns(case, denial.start, denial.end, denial.stop)
        ):
            return _finding(source, denial, "the sentence tells what the passage denies")
    if (undone := _undone(case, written, source)) is not None:
        return undone
    if (edited := _edited(case, written, source)) is not None:
        return edited
    if (withheld := _withheld(written, source)) is not None:
        return withheld
    if written.of("attribution"):  # who answers what may be left out, as long as it stays somebody's word
        there = tuple(d for d in there if d.heads or not _REPLY.search(source.folded, 0, d.start))
    all_told = there and _tells_all(case, written, source, there)
    if there and (
        (_fewer(case, written, source, there) and (all_told or (case.crosses and is_whole(case))))
        or (
            case.crosses
            and (all_told or (is_whole(case) and _in_part(case, source, there)))
            and _unrendered(written, source, there) < len(there)
        )
    ):
        return _finding(source, there[0], "the sentence leaves out a negation of the passage")
    return None


def _undoes(reading: Reading, denial: Denial, source: Reading) -> bool:
    """Say whether what is denied is the end of what goes on in the passages: 不得中斷, "continue"."""
    return any(mark.tag.name == "start" and mark.tag.value > 0 for mark in source.of("opposite")) and any(
        mark.tag.name == "start" and mark.tag.value < 0 and denial.end <= mark.start <= denial.end + 1
        and _STOPS.match(reading.folded, mark.start)
        for mark in reading.of("opposite")
    )  # fmt: skip


def _elsewhere(case: Case, here: Sequence[Denial], source: Reading) -> Denial | None:
    """Return the denial of a sentence that surely tells a part of the passages that denies nothing."""
    places = negatives(source, case.crosses)
    return next(
        (denial for denial in here if denial.heads and all(apart(case, denial.start, place) for place in places)),
        None,
    )


def _kept(here: Sequence[Denial], written: Reading, there: Sequence[Denial], source: Reading) -> bool:
    """Say whether both texts have the very same negations, which a rewriting may put elsewhere: 予以否認, none of."""

    def words(denials: Sequence[Denial], reading: Reading) -> list[str]:
        return sorted(_CORE.sub("", reading.folded[denial.start : denial.end]).strip() for denial in denials)

    return bool(here) and words(here, written) == words(there, source)


def _translates(case: Case, start: int, end: int) -> bool:
    """Say whether a passage has the word itself, or what the dictionary says that it may mean: 退稿, to reject."""
    return any(borne_out(Unit(word), case.grounds) == 1 for word in content_words(case.text[start:end]))


def _undone(case: Case, written: Reading, source: Reading) -> Finding | None:
    """Return the fault of a sentence that has no negative of any kind for what its passages say was undone."""
    if not case.crosses or negatives(written, True) or not (is_whole(case) or source.clauses <= 1):
        return None
    for mark in source.of("negation"):
        beyond = source.folded[mark.end : mark.end + 8]
        if (
            mark.tag.name != "undoing"
            or _BAN.search(beyond)
            or source.denied(mark.start, mark.start)
            or sides_of(source, mark.start)
            & {side for other in written.of("opposite") for side in sides_of(written, other.start)}
        ):
            continue
        words = content_words(source.text[mark.start : mark.end])
        own = (ground(case.text, (), ()),)
        if words and not any(borne_out(Unit(word), own) == 1 for word in words):
            denial = Denial(mark.start, mark.end, len(source.folded), ())
            return _finding(source, denial, "the sentence tells what the passage says was undone")
    return None


def _edited(case: Case, written: Reading, source: Reading) -> Finding | None:
    """Return the fault of a copy in which a negation was put in or taken out where the rest stayed."""
    more = len(_strong(written)) - len(_strong(source))
    for edit in edits(case):
        here = _negations(written, edit.here)
        there = _negations(source, edit.there)
        if (
            more > 0
            and any(here.values())
            and not there
            and not contrary(source, *source.clause(edit.there[0]), written.folded)
        ):
            at = min(here)
            return _finding(written, Denial(at, at, edit.here[1], ()), "the sentence denies what the passage tells")
        if (
            more < 0
            and any(there.values())
            and not here
            and edit.small
            and told(case, max(there), source.clause(max(there))[1]) >= COVERED
        ):
            at = min(there)
            return _finding(
                source, Denial(at, at, edit.there[1], ()), "the sentence leaves out a negation of the passage"
            )
    return None


def _strong(reading: Reading) -> list[int]:
    return [mark.start for mark in reading.of("negation") if mark.tag.name not in ("faint", "thin")]


def _negations(reading: Reading, span: tuple[int, int]) -> dict[int, bool]:
    """Return the places of the negatives in a span, and whether each is the grammar's own."""
    return {
        mark.start: mark.tag.name == "plain"
        for mark in reading.of("negation")
        if mark.tag.name != "thin" and mark.start < span[1] and span[0] < mark.end
    }


def _finding(reading: Reading, denial: Denial, what: str) -> Finding:
    words = reading.text[denial.start : min(denial.stop, denial.end + 40)].strip()
    return Finding(CODE, f"{what}: {words!r}", hard=True)


def _negatives_left(case: Case, written: Reading, source: Reading, here: Sequence[Denial]) -> int:
    """Return how many negatives of the passages the denials of a sentence may stand for.

    One that a translation renders by another word than a denial is none of them: of 仍保密, "do not remain secret".
    """
    there = list(negatives(source, case.crosses))
    if not case.crosses:
        return len(there)
    denials = {denial.start for denial in here}
    for place in negatives(written, True):
        sides = sides_of(written, place)
        if (
            place not in denials
            and (one := next((at for at in there if sides_of(source, at) & sides), None)) is not None
        ):
            there.remove(one)
    return len(there)


def _fewer(case: Case, written: Reading, source: Reading, there: Sequence[Denial]) -> bool:
    """Say whether the sentence has nothing that could have kept a negation; across languages, too few of such words."""
    kept = {*negatives(written, case.crosses), *_turned(written, source, there)}
    if case.crosses and len(kept) >= len(there) and _in_part(case, source, there):
        kept -= _rendering(written, source, there)
    return len(kept) < (len(there) if case.crosses else 1)


def _rendering(written: Reading, source: Reading, there: Sequence[Denial]) -> set[int]:
    """Return the places of the faint negatives that only render a word beside the denials: the ban of 禁令從未生效."""
    beside = source.text
    for denial in there:
        beside = beside[: denial.start] + " " * (denial.end - denial.start) + beside[denial.end :]
    inside = (ground(beside, (), ()),)
    strong = set(_strong(written))
    return {
        mark.start
        for mark in written.of("negation")
        if mark.start not in strong
        and (words := content_words(written.text[mark.start : mark.end]))
        and all(borne_out(Unit(word), inside) == 1 for word in words)
    }


def _unrendered(written: Reading, source: Reading, there: Sequence[Denial]) -> int:
    """Return how many words of a translation can have kept a negation of the passage.

    A faint word that only renders one of the passage (反對, to oppose) has kept none; but the opposite of a denied word
    has: "not crowded", 冷清.
    """
    denied = {denial.start for denial in there}
    rendered = {
        (mark.tag.name, mark.tag.value)
        for mark in source.of("opposite")
        if not source.denied(mark.start) and mark.start not in denied
    } - {side for place in denied for side in sides_of(source, place)}
    kept = {place for place in negatives(written, True) if not sides_of(written, place) & rendered}
    return len(kept | _turned(written, source, there))


def _in_part(case: Case, source: Reading, there: Sequence[Denial]) -> bool:
    """Say whether a sentence tells something of every denied clause, and one denial is the grammar's own.

    Of "refuse" and the like the dictionary has too many translations.
    """
    plain = {mark.start for mark in source.of("negation") if mark.tag.name == "plain"}
    return any(denial.start in plain for denial in there) and all(
        told(case, denial.end, denial.stop) >= IN_PART for denial in there
    )


def _turned(written: Reading, source: Reading, there: Sequence[Denial]) -> set[int]:
    """Return the places of the words that are opposites of what the passage denies: "not optional", mandatory."""
    denied = {
        (mark.tag.name, -mark.tag.value)
        for denial in there
        for mark in source.of("opposite")
        if denial.end <= mark.start < denial.stop
    }
    kept = {(name, -value) for name, value in denied}
    return {
        mark.start
        for mark in written.of("opposite")
        if (mark.tag.name, mark.tag.value) in denied and not sides_of(written, mark.start) & kept
    }


def _denied_at(place: int, reading: Reading, beside: Reading | None = None, undone: bool = False) -> bool:
    """Say whether a place lies in the reach of any negative of its text, the faintest too.

    ``undone``: of the faint ones only those that undo an act (stop, ban, refuse), not "only" or "little".  A faint one
    that stands in the other text, ``beside``, too ("ended") has nothing to do with what is denied there.
    """
    low, high = reading.clause(place)
    undoing = {mark.start for mark in reading.of("opposite") if mark.tag.value < 0}
    faint = any(
        low <= mark.start < high
        and not mark.start <= place < mark.end
        and (not undone or mark.start in undoing)
        and not (undone and beside is not None and reading.folded[mark.start : mark.end] in beside.folded)
        for mark in reading.of("negation")
        if mark.tag.name in WEAK
    )
    return faint or contrary(reading, low, high) or reading.denied(place)


def _withheld(written: Reading, source: Reading) -> Finding | None:
    """Return the fault of a sentence that tells as made public what its passages say was kept private."""
    kept = _KEPT_PRIVATE.search(source.folded)
    made = _MADE_PUBLIC.search(written.folded)
    if kept is None or made is None or written.of("negation"):
        return None
    what = [word for word in content_words(kept[1]) if word.isascii()]
    said = content_words(written.text[made.end() :])
    if not what or not all(word in said for word in what):
        return None
    return _finding(source, Denial(kept.start(), kept.end(), kept.end(), ()), "the sentence tells what was kept back")


def _asserted(denial: Denial, one: Reading, other: Reading) -> bool:
    """Say whether ``other`` tells, undenied, the act that ``one`` denies (and ``one`` nowhere tells itself)."""
    if not denial.heads:
        return False
    for head in denial.heads[: 1 if _is_act(denial.heads[0].keys) else 2]:
        places = other.matches(head.keys)
        if not places:
            continue
        sides = sides_of(one, head.place)
        alike = [place for place in places if not sides & {(name, -side) for name, side in sides_of(other, place)}]
        same_word = any(key[0] in "sh" and other.at(key) for key in head.keys)
        if not alike or any(_denied_at(place, other, one, undone=same_word) for place in alike):
            return False
        return all(_denied_at(place, one) for place in one.matches(head.keys))
    return False


def _by_sense(denial: Denial, other: Reading) -> bool:
    """Say whether only a sense of the tables, and no word, joins what is denied to the other text."""
    return not any(key[0] in "sh" and other.at(key) for head in denial.heads for key in head.keys)


def _is_act(head: frozenset[str]) -> bool:
    return any(key[0] in "ao" for key in head)


def _tells_all(case: Case, written: Reading, source: Reading, denials: Sequence[Denial]) -> bool:
    """Say whether the sentence tells the denied clause too: most of what can be compared stands in it."""
    if source.clauses <= 1:
        return True
    shares: list[float] = []
    for denial in denials:
        low, _ = source.clause(denial.start)
        _, high = source.clause(max(denial.start, min(denial.stop, len(source.folded)) - 1))
        shares.append(told(case, low, high))
    if case.crosses:
        return min(shares) >= COVERED
    first = denials[0]
    if max(shares) < COVERED and first.heads and not written.matches(first.heads[0].keys):
        return False
    return max(shares) >= COVERED or told(case, 0, len(case.source)) >= COVERED
