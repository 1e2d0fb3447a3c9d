"""The rules of the verifier, one file a check: each says what is wrong with one written sentence, or nothing.

A sentence in somebody's own words is believed when no check finds a fault.  A hard fault stands alone.  A soft one asks
a judge, who may let it pass; with no judge it is a fault as well.  The order is that of the table: what is cheap and
certain comes first, and the first fault is the one that is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from broadsheet.checks import alignment, clauses, novelty
from broadsheet.checks.actor import actor
from broadsheet.checks.attribution import attribution
from broadsheet.checks.binding import binding, other_name
from broadsheet.checks.case import Case, Finding
from broadsheet.checks.changed import changed
from broadsheet.checks.claimed import claimed
from broadsheet.checks.conditions import conditions
from broadsheet.checks.contrast import contrast
from broadsheet.checks.coupled import coupled
from broadsheet.checks.crossed import crossed, half_crossed
from broadsheet.checks.dates import check_dates
from broadsheet.checks.direction import direction
from broadsheet.checks.doer import doer, reversed_doer
from broadsheet.checks.exceptions import exceptions
from broadsheet.checks.framed import alleged, denied
from broadsheet.checks.latin import check_latin
from broadsheet.checks.modality import modality
from broadsheet.checks.names import check_names
from broadsheet.checks.numbers import check_numbers
from broadsheet.checks.placed import placed
from broadsheet.checks.polarity import polarity
from broadsheet.checks.quotes import quotes
from broadsheet.checks.rates import rates
from broadsheet.checks.sequence import sequence
from broadsheet.checks.speaker import speaker
from broadsheet.checks.stages import stage
from broadsheet.checks.swapped import swapped
from broadsheet.checks.unfinished import unfinished
from broadsheet.checks.wording import wording

Check = Callable[[Case], Finding | None]
Table = tuple[tuple[tuple[str, ...], Check], ...]

CERTAIN: Table = (
    (("quote",), quotes),
    (("number", "unit"), check_numbers),
    (("unit",), rates),
    (("date",), check_dates),
    (("latin",), check_latin),
    (("name",), check_names),
    (("polarity",), polarity),
    (("polarity", "modality"), denied),
    (("modality",), modality),
    (("stage",), stage),
    (("direction",), direction),
    (("direction",), reversed_doer),
    (("direction",), crossed),
    (("direction",), other_name),
)
"""The checks whose faults are hard, in their order, with the reason codes that each may give."""
DOUBTS: Table = (
    (("attribution",), attribution),
    (("attribution",), alleged),
    (("attribution",), speaker),
    (("direction",), half_crossed),
    (("direction",), binding),
    (("direction",), doer),
    (("direction",), actor),
    (("direction",), swapped),
    (("direction",), contrast),
    (("novelty",), claimed),
    (("modality",), conditions),
    (("stage",), unfinished),
    (("number",), placed),
    (("number",), changed),
    (("direction",), coupled),
    (("direction",), sequence),
    (("clause",), exceptions),
    (("novelty",), wording),
    (("alignment",), alignment.check),
    (("clause",), clauses.check),
    (("novelty",), novelty.check),
)
"""The checks whose faults are soft."""
CHECKS: Table = CERTAIN + DOUBTS

SOFT = ("attribution", "alignment", "clause", "novelty")
"""Reason codes that no hard check gives."""
CODES: tuple[str, ...] = (*dict.fromkeys(code for codes, _ in CERTAIN for code in codes), *SOFT)
"""Every reason code, in the order of the checks."""
JUDGED = "judge"
"""Stands among the checks that a sentence passed when a judge let a soft doubt pass."""


class Verdict(NamedTuple):
    """What became of a sentence: the ``fault`` that felled it, or None and the codes of the checks it ``passed``."""

    fault: Finding | None
    passed: tuple[str, ...] = ()


def findings(case: Case) -> Iterator[Finding]:
    """Yield all that is wrong with a written sentence, in the order of the checks."""
    return _found(case, CHECKS)


def hard_fault(case: Case) -> Finding | None:
    """Return the first hard fault of a written sentence: nothing is embedded for it, and no judge can help it."""
    return next(_found(case, CERTAIN), None)


def passed(found: Sequence[Finding]) -> tuple[str, ...]:
    """Return the codes of the checks that found nothing, in their order.

    A soft doubt that shares its code with a hard check takes nothing from that: the hard check has found nothing.
    """
    faults = {finding.code for finding in found if finding.hard or finding.code in SOFT}
    return tuple(code for code in CODES if code not in faults)


def doubts(case: Case) -> Iterator[Finding]:
    """Yield the soft faults of a written sentence that has no hard one, some of which place texts."""
    return _found(case, DOUBTS)


def try_case(case: Case) -> Verdict:
    """Return the verdict on a written sentence where there is no judge: a doubt is a fault."""
    return ruled([first] if (first := next(findings(case), None)) else [])


def ruled(found: Sequence[Finding], *, supported: bool = False, reason: str = "") -> Verdict:
    """Return the verdict on a written sentence of which this was found.

    A judge may have said of it that it is ``supported``, or why not; that counts only where every fault is a soft one.
    """
    if not found:
        return Verdict(None, CODES)
    if supported and not any(finding.hard for finding in found):
        return Verdict(None, (*passed(found), JUDGED))
    return Verdict(found[0]._replace(message=f"{found[0].message}; the judge: {reason}") if reason else found[0])


def _found(case: Case, table: Table) -> Iterator[Finding]:
    for _, check in table:
        finding = check(case)
        if finding is not None:
            yield finding
