"""Direction: what rose does not fall, the first is not the last, and who buys whom is not turned round.

The table of opposites names each concept with the words of its two sides, in both languages.  A sentence that has the
other side of a concept than its passages is at fault; a negated word stands for its opposite.  Where the passages have
both sides (one share rose, another fell), the figure nearest to the word decides.  Of a comparison or a transfer
between two names, their order is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from broadsheet.checks.antonyms import antonym
from broadsheet.checks.case import Case, Finding
from broadsheet.checks.reading import Reading, readings
from broadsheet.checks.telling import alike, apart, around
from broadsheet.checks.words import Mark, words
from broadsheet.text.names import Mention

CODE = "direction"

NEAR = 3
"""Content words to either side of an everyday adjective that tell what it is said of.
Hand-set 2026-11-22 on tests/test_checks_*."""
AGENT = 6
"""Characters between "by" and a name that does it: by a Nevada judge.  Hand-set 2026-11-23."""
FIGURE = 30
"""Characters between a word of direction and its figure.  Hand-set 2026-11-22 on tests/test_checks_*."""
BESIDE = 0.4
"""Share of the words around a word of direction that stand around its opposite in the passage."""
FAINTER = 0.4
"""Of that share, what may stand around a word of its own side at most."""
_ENDS = frozenset(("start", "impose"))
"""Concepts whose other side undoes what stands beside it: to lift a ban, to halt an expansion."""
_QUANTITY = frozenset(("rise", "greater", "than", "longer"))
"""Concepts whose words say of a figure that it is more or less."""
_THAN = re.compile(r"(?:\W+\w+){0,3}\W+than\b")
_BY = re.compile(r"(?: (?!(?:an?|the|its|their)\b)\w+){0,2} by\b")
"""What makes a verb a passive; an object of its own before "by" does not: "funded an audit by Acme"."""
_BEING = re.compile(r"\b(?:is|are|was|were|been|being|be) (?:\w+ly )?$")
_DONE_BY = re.compile(r" [$€£¥][\d.,]*\d(?: (?:million|billion))? by\b")
"""The same where a sum stands between: "was fined $12,000 by"."""
_PASSIVE = re.compile(r"被|遭|由|获|受")
_OBJECT_FIRST = re.compile(r"把|将|对|向|以|比|给|从|洽|找")


def direction(case: Case) -> Finding | None:
    """Return the fault of a sentence that turns round what its passages tell."""
    written, source = readings(case)
    if written.of("opposite") and source.of("opposite"):
        fault = (
            _turned(written, source)
            or _opposed(case, written, source)
            or _at_figure(written, source)
            or _beside_turned(case, written, source)
            or _both_denied(case, written, source)
        )
        if fault is not None:
            return fault
    return antonym(case, written, source) if case.crosses else None


def _finding(written: Reading, mark: Mark, source: Reading, other: Mark) -> Finding:
    said, told = source.text[other.start : other.end], written.text[mark.start : mark.end]
    return Finding(CODE, f"the passage says {said!r}, the sentence {told!r}", hard=True)


# --- sides -----------------------------------------------------------------------------------------------------------


_SLOWER = re.compile(r"slow|eas|cool|moderat|lower|放缓|趋缓|减缓|回落|收窄|放慢|降温|下滑|下降")
_GROWTH = re.compile(
    r"(?:增速|增幅|成长率|增长率|涨幅|升幅|成长|增长|扩张)[^，。；]{0,4}$|\b(?:growth|increases?|gains?|pace|inflation)\b[^,.;]{0,40}$"
)
_GREW = re.compile(
    r"[^，。；,.;]{0,6}(?:增速|增幅|成长率|增长率|涨幅|升幅|成长|增长)| (?:growth|increase|rise|gain|pace)\b"
)
"""What grows more slowly still grows: growth slowed to 3.1 %, 增速放緩."""
_DEMAND = re.compile(
    r"(?:要求|命令|责令|规定|勒令)[^，。；]{0,12}(?:不得|不准|不可|不要|勿|停止|禁止|别)"
    r"|(?:requir|order|ask|tell|told|urg)\w* (?:\w+ ){1,4}not to\b"
)
"""What is demanded is that something be not done."""


def _slower(reading: Reading, mark: Mark) -> bool:
    """Say whether a word of less is said of a growth, which is no fall."""
    low, _ = reading.clause(mark.start)
    return _SLOWER.match(reading.folded, mark.start) is not None and (
        _GROWTH.search(reading.folded, low, mark.start) is not None or _GREW.match(reading.folded, mark.end) is not None
    )


def _side(reading: Reading, mark: Mark) -> int:
    """Return the side that a word stands for; 0 where it is negated or ended, which other checks judge."""
    if mark.tag.value < 0 and mark.tag.name in _QUANTITY and _slower(reading, mark):
        return 0
    if _DEMAND.match(reading.folded, mark.start):
        return 0
    loose = words().concepts[mark.tag.name].loose
    if reading.denied(mark.start, mark.start) if loose else reading.negated(mark):
        return 0
    low, high = reading.clause(mark.start)
    ended = any(
        low <= other.start < high and not (other.start < mark.end and mark.start < other.end)
        for other in reading.of("opposite")
        if other.tag.value < 0 and other.tag.name in _ENDS and other.tag.name != mark.tag.name
    )
    return 0 if ended and not loose and mark.tag.name not in _ENDS else int(mark.tag.value)


def _sides(reading: Reading) -> dict[str, list[tuple[Mark, int]]]:
    sides: dict[str, list[tuple[Mark, int]]] = {}
    for mark in reading.of("opposite"):
        sides.setdefault(mark.tag.name, []).append((mark, _side(reading, mark)))
    return sides


def _opposed(case: Case, written: Reading, source: Reading) -> Finding | None:
    here, there = _sides(written), _sides(source)
    settled = {mark.start for *_, mark in _pairs(written)} if any(True for _ in _pairs(source)) else set()
    agreed = {
        mark.start
        for concept, marks in here.items()
        for mark, side in marks
        if any(side == other for _, other in there.get(concept, ()))
    }
    for concept, marks in here.items():
        if concept not in there:
            continue
        told = {side for _, side in there[concept]}
        said = {side for _, side in marks}
        for mark, side in marks:
            if mark.start in settled or (
                words().concepts[concept].party and _lead(written) != _lead(source) != "" != _lead(written)
            ):
                continue
            other = _by_figure(written, mark, source, there[concept])
            if other is not None:
                if other[1] == -side != 0 and len(_beside(source, other[0], there[concept])) == 1:
                    return _finding(written, mark, source, other[0])
                continue
            kind = words().concepts[concept]
            lone = len(marks) == len(there[concept]) == 1 and sum(map(len, there.values())) < 4
            if (kind.figure and not lone) or not side or mark.start in agreed or told != {-side} or said != {side}:
                continue
            if kind.loose and not _alike(written, marks, source, there[concept], case.crosses):
                continue
            other = next((pair for pair in there[concept] if not apart(case, mark.start, pair[0].start)), None)
            if other is not None:
                return _finding(written, mark, source, other[0])
    return None


def _beside_turned(case: Case, written: Reading, source: Reading) -> Finding | None:
    """Return the fault of a word whose opposite stands beside the same words, though the passages have both sides."""
    kinds = words().concepts
    for mark in written.of("opposite"):
        concept = kinds[mark.tag.name]
        side = _side(written, mark)
        if not side or concept.loose or concept.figure:
            continue
        there = [(other, _side(source, other)) for other in source.of("opposite") if other.tag.name == mark.tag.name]
        if {turn for _, turn in there} - {0} != {1, -1}:
            continue
        own = around(written, mark.start, mark.end)
        held = {
            turn: max(alike(case, own, around(source, other.start, other.end)) for other, at in there if at == turn)
            for turn in (1, -1)
        }
        if held[-side] >= BESIDE and held[side] <= held[-side] * FAINTER:
            other = max(
                (other for other, at in there if at == -side),
                key=lambda other: alike(case, own, around(source, other.start, other.end)),
            )
            return _finding(written, mark, source, other)
    return None


def _both_denied(case: Case, written: Reading, source: Reading) -> Finding | None:
    """Return the fault of a denied word whose opposite the passages deny: "refused to sell" is not 拒絕購買."""
    for concept, (one, *more) in _denied_marks(written).items():
        there = _denied_marks(source).get(concept, [])
        if not more and len(there) == 1 and there[0].tag.value == -one.tag.value:
            if apart(case, one.start, there[0].start):
                continue
            return _finding(written, one, source, there[0])
    return None


def _denied_marks(reading: Reading) -> dict[str, list[Mark]]:
    """Return, by concept, the words of direction of a text whose every word of the concept is denied."""
    found: dict[str, list[Mark]] = {}
    for mark in reading.of("opposite"):
        found.setdefault(mark.tag.name, []).append(mark)
    kinds = words().concepts
    return {
        name: marks
        for name, marks in found.items()
        if not (kinds[name].figure or kinds[name].loose or name in _ENDS)
        and all(reading.denied(mark.start, mark.start) for mark in marks)
    }


def _at_figure(written: Reading, source: Reading) -> Finding | None:
    """Return the fault of a figure that goes up in one text and down in the other, by whatever words."""
    there = [
        (figure, mark, side)
        for mark, side in _quantities(source)
        if (figure := _figure_of(source, mark)) is not None and side
    ]
    for mark, side in _quantities(written):
        figure = _figure_of(written, mark)
        beside = [(other, turn) for at, other, turn in there if at == figure]
        if figure is not None and side and beside and all(turn == -side for _, turn in beside):
            own = {turn for other, turn in _quantities(written) if _figure_of(written, other) == figure}
            if own == {side}:
                return _finding(written, mark, source, beside[0][0])
    return None


def _quantities(reading: Reading) -> list[tuple[Mark, int]]:
    return [(mark, _side(reading, mark)) for mark in reading.of("opposite") if mark.tag.name in _QUANTITY]


def _lead(reading: Reading) -> str:
    """Return the first name of a text: who acts, as a rule."""
    return next((mention.name for mention in reading.mentions if mention.kind != "place"), "")


def _figure_of(reading: Reading, mark: Mark) -> str | None:
    """Return the figure that a word of direction belongs to: the nearest one of its clause."""
    low, high = reading.clause(mark.start)
    near = [
        (max(start - mark.end, mark.start - end), key) for key, start, end in reading.within(low, high) if key[0] == "#"
    ]
    distance, key = min(near, default=(FIGURE + 1, ""))
    return key if distance <= FIGURE else None


def _by_figure(written: Reading, mark: Mark, source: Reading, there: list[tuple[Mark, int]]) -> tuple[Mark, int] | None:
    """Return the word of the passages that stands with the same figure."""
    figure = _figure_of(written, mark)
    if figure is None:
        return None
    return next((pair for pair in there if _figure_of(source, pair[0]) == figure), None)


def _beside(source: Reading, mark: Mark, there: list[tuple[Mark, int]]) -> set[int]:
    """Return the sides that the passages have with the figure of ``mark``."""
    figure = _figure_of(source, mark)
    return {side for other, side in there if _figure_of(source, other) == figure}


def _alike(
    written: Reading, here: list[tuple[Mark, int]], source: Reading, there: list[tuple[Mark, int]], crosses: bool
) -> bool:
    """Say whether everyday words stand beside the same words, and so are said of the same thing.

    Across languages few words can be compared; then one such word in either text is held to be the same one.
    """
    if crosses and len(here) == len(there) == 1:
        return True
    return any(
        _around(written, one, crosses) & _around(source, other, crosses) for one, _ in here for other, _ in there
    )


def _around(reading: Reading, mark: Mark, crosses: bool) -> set[str]:
    low, high = reading.clause(mark.start)
    keys = [key for key in reading.within(low, high) if not crosses or key[0] in "n#ao"]
    before = [key for key, _, end in keys if end <= mark.start]
    after = [key for key, start, _ in keys if start >= mark.end]
    reach = 2 * NEAR if crosses else NEAR
    return {key for key in (*before[-reach:], *after[:reach]) if key != f"o:{mark.tag.name}"}


# --- who does it to whom ---------------------------------------------------------------------------------------------


class _Pair(NamedTuple):
    """A word between names: everyone named before it who may be the doer, and the one whom it is done to."""

    concept: str
    side: int
    who: frozenset[str]
    whom: frozenset[str]
    mark: Mark


def _turned(written: Reading, source: Reading) -> Finding | None:
    """Return the fault of two names that have changed places around one concept."""
    there = list(_pairs(source))
    for one in _pairs(written):
        same = [other for other in there if (one.concept, one.side) == (other.concept, other.side)]
        turned = [other for other in same if one.who & other.whom and one.whom & other.who]
        if turned and not any(one.who & other.who and one.whom & other.whom for other in same):
            return _exchanged(one, turned[0])
    return None


def _exchanged(one: _Pair, other: _Pair) -> Finding:
    """Return the finding that names the two who changed places: the verb is the same in both texts."""
    who, whom = min(one.who & other.whom), min(one.whom & other.who)
    return Finding(CODE, f"in the passage it is {whom} who does it to {who}, in the sentence the other way", hard=True)


def _pairs(reading: Reading) -> Iterator[_Pair]:
    """Yield who and whom for every word of direction that stands between two names."""
    for mark in reading.of("opposite"):
        concept, side = words().concepts[mark.tag.name], _side(reading, mark)
        low, _ = reading.clause(mark.start)
        than = _THAN.match(reading.folded, mark.end) is not None or "than" in reading.folded[mark.start : mark.end]
        compared = than or "比" in reading.folded[low : mark.start]
        if not side or not (concept.party or (concept.mirror and compared)):
            continue
        order = _operands(reading, mark, than)
        if order is None or order[0] & order[1]:
            continue
        who, whom = order
        if concept.mirror and side < 0:
            who, whom, side = whom, who, 1
        yield _Pair(mark.tag.name, side, who, whom, mark)


def _operands(reading: Reading, mark: Mark, than: bool) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return who does it to whom, by the names around a word; None where one is missing."""
    low, high = reading.sentence(mark.start)
    before = [m for m in reading.mentions if low <= m.start and m.end <= mark.start]
    after = [m for m in reading.mentions if mark.end <= m.start < high]
    if len(before) > 1:
        between = reading.folded[before[-2].end : before[-1].start]
        if len(between) <= 4 and _PASSIVE.search(between):
            return frozenset((before[-1].name,)), frozenset((before[-2].name,))
        if len(between) <= 6 and _OBJECT_FIRST.search(between) and mark.start - before[-1].end <= 12:
            return frozenset((before[-2].name,)), frozenset((before[-1].name,))
    if not before or not after:
        return None
    who, whom = frozenset(m.name for m in before), frozenset((after[0].name, *_object(reading, mark, after)))
    agent = _DONE_BY.match(reading.folded, mark.end) if _BEING.search(reading.folded, low, mark.start) else None
    passive = agent is not None and 0 < after[0].start - agent.end() <= AGENT
    if not than and ((after[0].start - mark.end <= 30 and _BY.match(reading.folded, mark.end)) or passive):
        return frozenset((after[0].name,)), frozenset((before[-1].name,))
    return who, whom


def _object(reading: Reading, mark: Mark, after: Sequence[Mention]) -> Iterator[str]:
    """Yield the names of what is done to: all of the verb's own clause, since the first may only describe the next.

    "Acme buys the Zeta maker Yotta", 收購 Slurm 開發商 SchedMD.
    """
    _, high = reading.clause(mark.start)
    return (m.name for m in after if m.start < high)
