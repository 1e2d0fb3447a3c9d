"""Case -> Finding: every amount of the sentence stands in the passages, with its unit, its scale and its bound."""

from __future__ import annotations

import re

from broadsheet.checks.case import Case, Finding
from broadsheet.text.amount_readers import Amount
from broadsheet.text.amounts import amounts
from broadsheet.text.dates import dates
from broadsheet.text.firmness import bears_out, units_agree

_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")


def check_numbers(case: Case) -> Finding | None:
    """Say which amount the passages do not bear out: ``unit`` where only its unit differs, else ``number``."""
    source = tuple(a for passage in case.passages for a in amounts(passage.text, passage.language))
    written = amounts(case.text, case.language)
    for amount in written:
        if amount.soft or any(bears_out(other, amount) for other in source) or _as_ends(amount, source):
            continue
        words = case.text[amount.start : amount.end].strip()
        if _elsewhere_a_date(case, amount):
            continue
        if any(other.value == amount.value and not units_agree(other, amount) for other in source):
            return Finding("unit", f"{words!r} counts something else in the passage", True)
        if any(other.value == amount.value for other in source):
            return Finding("number", f"{words!r} is firmer than, or bounded otherwise than, the passage", True)
        return Finding("number", f"{words!r} is not in the passage", True)
    return _left_over(case, written)


def _as_ends(amount: Amount, source: tuple[Amount, ...]) -> bool:
    """A change "from 10 % to 15 %" is borne out by both of its ends; so is a range that the source tells as a pair."""
    if amount.high is None or not amount.pair:
        return False
    return all(
        any(bears_out(other, Amount(end, amount.unit, 0, 0, noun=amount.noun)) for other in source)
        for end in (amount.value, amount.high)
    )


def _elsewhere_a_date(case: Case, amount: Amount) -> bool:
    """A bare figure that may be a year (2026) is borne out by that year."""
    if amount.unit != "year":
        return False
    return any(
        date.grain == "year" and date.spans[0][0].year == amount.value
        for passage in case.passages
        for date in dates(passage.text, passage.published)
    )


def _left_over(case: Case, written: tuple[Amount, ...]) -> Finding | None:
    """Look at digits that no reading took (versions, scores, names with a figure): they must stand in the source."""
    taken = bytearray(len(case.text))
    for amount in written:
        taken[amount.start : amount.end] = b"\1" * (amount.end - amount.start)
    for date in dates(case.text, None):
        taken[date.start : date.end] = b"\1" * (date.end - date.start)
    there: set[str] | None = None
    for match in _DIGITS.finditer(case.text):
        if any(taken[match.start() : match.end()]):
            continue
        if there is None:
            there = {figure for passage in case.passages for figure in _figures(passage.text)}
        if _bare(match[0]) not in there:
            return Finding("number", f"{match[0]!r} is not in the passage", True)
    return None


def _figures(text: str) -> set[str]:
    found = {_bare(match[0]) for match in _DIGITS.finditer(text)}
    return found | {part for figure in found for part in re.split(r"[.:]", figure)}


def _bare(figure: str) -> str:
    return figure.replace(",", "").lstrip("0") or "0"
