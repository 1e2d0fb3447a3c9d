"""Case -> Finding: every day, month, quarter and year of the sentence stands in the passages, or follows from them.

Relative dates of a passage (yesterday, 上週三) count from the day that it was published; those of the sentence from the
same day, since nothing else is known of when it is read.
"""

from __future__ import annotations

from broadsheet.checks.case import Case, Finding
from broadsheet.text.amounts import amounts
from broadsheet.text.dates import Date, bears_out, dates


def check_dates(case: Case) -> Finding | None:
    """Say which date of the sentence no passage bears out."""
    for written in dates(case.text, None):
        if not _borne_out(case, written):
            return Finding("date", f"{case.text[written.start : written.end].strip()!r} is not in the passage", True)
    return None


def _borne_out(case: Case, written: Date) -> bool:
    for passage in case.passages:
        source = dates(passage.text, passage.published)
        if not source:
            continue
        seen = next(
            (d for d in dates(case.text, passage.published) if (d.start, d.end) == (written.start, written.end)), None
        )
        if seen is not None and any(bears_out(other, seen) for other in source):
            return True
    return _bare_figure(case, written)


def _bare_figure(case: Case, written: Date) -> bool:
    """A year that the source's reader took for a bare count (2025) is borne out by that figure."""
    if written.grain != "year" or written.part or written.open:
        return False
    year = written.spans[0][0].year
    return any(a.value == year and a.unit in ("", "year") for p in case.passages for a in amounts(p.text, p.language))
