"""A denial of what the passages tell: the part of them that has what is denied denies nothing."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.checks.aligned import aligned
from broadsheet.checks.case import Case
from broadsheet.checks.denials import Denial
from broadsheet.checks.negatives import ONLY, contrary, negatives, prefixed, sides_of
from broadsheet.checks.overlap import content_words
from broadsheet.checks.reading import Reading

BARE = 0.5
"""Share of what a sentence denies that one part of the passages has, in which nothing is denied."""
BARE_LEAD = 0.1
"""By how much that is more than any other has.  Read off the open halves of gates/natural2, natural and proof
(2026-11-23): 9 more errors are stopped and no true sentence; at 0.4 one of each."""


def told_bare(case: Case, here: Sequence[Denial], written: Reading, source: Reading) -> Denial | None:
    """Return the denial of a sentence that denies what a part of the passages tells without a negative of any kind.

    Which part that is says what is denied, not who or what it is denied of; a single word must stand there itself.
    """
    for denial in here:
        stop = min(denial.stop, written.clause(denial.end)[1])
        part = aligned(case, (denial.end, stop))
        if part is None or part.share < BARE or part.lead < BARE_LEAD:
            continue
        if part.share < 1 and len(content_words(case.text[denial.end : stop])) < 2:
            continue
        denied = (*negatives(source, case.crosses), *prefixed(source))
        if (
            any(part.start <= place < part.end for place in denied)
            or contrary(source, part.start, part.end)
            or ONLY.search(source.folded[part.start : part.end])
        ):
            continue
        there = {side for at in range(part.start, part.end) for side in sides_of(source, at)}
        sides = {side for at in range(denial.start, stop) for side in sides_of(written, at)}
        if not any((name, -side) in there for name, side in sides):  # "not short of hands" of 人手充足
            return denial
    return None
