"""The rules of the verifier, one file a check: each says what is wrong with one written sentence, or nothing.

A sentence in somebody's own words is believed when no check finds a fault.  A hard fault stands alone.  A soft one asks
a judge, who may let it pass; with no judge it is a fault as well.  The order is that of the table: what is cheap and
certain comes first, and the first fault is the one that is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol

from broadsheet.checks import alignment, clauses, novelty
from broadsheet.checks.attribution import attribution
from broadsheet.checks.binding import binding
from broadsheet.checks.case import Case, Finding
from broadsheet.checks.dates import check_dates
from broadsheet.checks.direction import direction
from broadsheet.checks.doer import doer
from broadsheet.checks.exceptions import exceptions
from broadsheet.checks.latin import check_latin
from broadsheet.checks.modality import modality, stage
from broadsheet.checks.names import check_names
from broadsheet.checks.numbers import check_numbers
from broadsheet.checks.polarity import polarity
from broadsheet.checks.quotes import quotes
from broadsheet.checks.rates import rates
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
    (("modality",), modality),
    (("stage",), stage),
    (("direction",), direction),
)
"""The checks whose faults are hard, in their order, with the reason codes that each may give."""
DOUBTS: Table = (
    (("attribution",), attribution),
    (("direction",), binding),
    (("direction",), doer),
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


class Opinion(Protocol):
    """A second opinion (``ports.Judge``): what is wrong with a text beside its passages, or None."""

    def __call__(self, text: str, passages: Sequence[str]) -> str | None: ...


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


def try_case(case: Case, judge: Opinion | None = None) -> Verdict:
    """Return the verdict on a written sentence.  The judge is heard once, only where every fault is a soft one."""
    fault = hard_fault(case)
    return Verdict(fault) if fault is not None else try_doubts(case, judge)


def try_doubts(case: Case, judge: Opinion | None = None) -> Verdict:
    """Return the verdict on a written sentence that has no hard fault."""
    doubts = _found(case, DOUBTS)
    first = next(doubts, None)
    if first is None:
        return Verdict(None, CODES)
    if judge is None:
        return Verdict(first)  # nobody asks for the others, some of which place texts
    soft = [first, *doubts]
    reason = judge(case.text, tuple(passage.text for passage in case.passages))
    if reason is not None:
        return Verdict(soft[0]._replace(message=f"{soft[0].message}; the judge: {reason}"))
    return Verdict(None, (*passed(soft), JUDGED))


def _found(case: Case, table: Table) -> Iterator[Finding]:
    for _, check in table:
        finding = check(case)
        if finding is not None:
            yield finding
