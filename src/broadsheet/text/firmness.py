"""What an amount of a source lets a sentence say: the same, or less firmly; never more (see ``amounts``)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from broadsheet.text.amount_readers import Amount, Bound
from broadsheet.text.nouns import kin
from broadsheet.text.numbers import one_unit

ROUNDED = Decimal("0.05")
"""How far a figure that the sentence marks as rounded may lie from the source (issue 5, 2026-11-22)."""

SILENT = Decimal("0.005")
"""How far a figure that is not marked may lie from the source when it is the source, rounded to fewer digits."""

LARGE = 10_000
"""From here up an unmarked figure may be rounded: below, 2025 and 2026 are half a thousandth apart."""

NEAR = Decimal("0.10")
"""How far "more than" may lie below the value, and "nearly" above: more is no lie but no news either."""


_FIRMER: dict[Bound, frozenset[Bound]] = {
    "exact": frozenset({"exact", "about", "least", "most"}),
    "about": frozenset({"about", "nearly"}),
    "nearly": frozenset({"nearly", "about", "under", "most"}),
    "least": frozenset({"least", "over"}),
    "over": frozenset({"over", "least"}),
    "most": frozenset({"most"}),
    "under": frozenset({"under", "most"}),
    "vague": frozenset({"vague"}),
}
"""What a bound of the source lets the sentence say of the same value."""


def bears_out(source: Amount, written: Amount) -> bool:
    """Say whether a source's amount says what a written one says, and no less firmly."""
    return _values(source, written) and units_agree(source, written)


def units_agree(source: Amount, written: Amount) -> bool:
    """Say whether two amounts count the same: one unit, and nouns that may stand for each other."""
    if {source.unit, written.unit} == {"x", ""}:
        return "occasion" in (source.noun, written.noun)
    if {source.unit, written.unit} == {"x", "%"}:
        return True
    return one_unit(source.unit, written.unit) and kin(source.noun, written.noun)


def _values(source: Amount, written: Amount) -> bool:
    if "nth" in (source.unit, written.unit):
        return source.unit == written.unit and source.value == written.value
    if written.bound == "vague" or source.bound == "vague":
        return _vague(source, written)
    if written.high is not None:
        return source.high is not None and (source.value, source.high) == (written.value, written.high)
    if source.high is not None:
        if source.pair and written.bound == "exact":
            return written.value in (source.value, source.high)
        if written.bound in ("least", "over"):
            return written.value == source.value
        return written.bound in ("most", "under") and written.value == source.high
    if {source.unit, written.unit} == {"x", "%"}:
        return _as_growth(source, written)
    if source.unit == written.unit == "x":
        return _multiple(source, written) and written.bound in _FIRMER[source.bound]
    one, other = source.value, written.value
    if one == -other and (source if one > 0 else written).falls:
        one = other
    return _near(replace(source, value=one), written)


def _near(source: Amount, written: Amount) -> bool:
    one, other = source.value, written.value
    if one == other or (source.fraction != written.fraction and _rounds_fraction(source, written)):
        return written.bound in _FIRMER[source.bound]
    if one <= 0 or other <= 0:
        return False
    gap = abs(one - other) / max(one, other)
    if written.bound == "over":
        return source.bound in ("exact", "over", "least") and other < one and gap <= NEAR and _coarser(written, source)
    if written.bound == "least":
        return source.bound in ("exact", "over", "least") and other < one and gap <= NEAR and _coarser(written, source)
    if written.bound in ("under", "most"):
        fits = source.bound in ("exact", "under", "most", "nearly")
        return fits and one < other and gap <= NEAR and _coarser(written, source)
    if written.bound == "nearly":
        return (
            source.bound in ("exact", "nearly", "about")
            and one < other
            and gap <= ROUNDED
            and _coarser(written, source)
        )
    if written.bound == "about":
        return source.bound in ("exact", "nearly", "about") and gap <= ROUNDED and _coarser(written, source)
    large = min(one, other) >= LARGE and written.digits >= 3
    return source.bound == "exact" and large and gap <= SILENT and _coarser(written, source) and _rounded(one, written)


def _rounds_fraction(source: Amount, written: Amount) -> bool:
    """A third and 33 %, two thirds and 66.7 %: the share in percent, rounded to what it was written with."""
    if source.unit != "%" or written.unit != "%":
        return False
    figure, fraction = (source, written) if written.fraction else (written, source)
    places = max(0, -int(figure.value.as_tuple().exponent)) if isinstance(figure.value.as_tuple().exponent, int) else 0
    return abs(figure.value - fraction.value) < Decimal(10) ** -places


def _coarser(written: Amount, source: Amount) -> bool:
    return written.digits < source.digits or written.fraction


def _rounded(value: Decimal, written: Amount) -> bool:
    """Say whether ``written`` is ``value`` rounded to as many digits as it has."""
    step = Decimal(10) ** (written.value.adjusted() - written.digits + 1)
    return abs(value - written.value) * 2 <= step


def _vague(source: Amount, written: Amount) -> bool:
    if written.bound != "vague":
        return False
    if source.bound == "vague":
        return source.value == written.value
    if source.value <= 0:
        return False
    power = (source.high or source.value).adjusted() if source.high else source.value.adjusted()
    return power == written.value or (written.wide and written.value <= power < written.value + 3)


def _multiple(source: Amount, written: Amount) -> bool:
    """Compare multiples: by their figures, but what was added (成長兩倍) with what it came to (tripled) less one."""
    if source.to is None or written.to is None or source.to == written.to:
        return source.value == written.value or _once_more(source, written) or _once_more(written, source)
    added, came = (source, written) if source.to is False else (written, source)
    return added.value + 1 == came.value


def _once_more(added: Amount, came: Amount) -> bool:
    """Faster by once (快一倍) is twice as fast; more often the two languages settle nothing."""
    return added.to is False and added.value == 1 and came.value == 2


def _as_growth(source: Amount, written: Amount) -> bool:
    """Compare growth in percent with a multiple: up 200 % is tripled, 成長兩倍."""
    share, multiple = (source, written) if source.unit == "%" else (written, source)
    if share.bound != multiple.bound or multiple.to is None:
        return False
    added = multiple.value if multiple.to is False else multiple.value - 1
    return share.value == added * 100 and share.value >= 100
