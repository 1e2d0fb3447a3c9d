"""Cases of the checks: lines of ``source | what is true | what is not``, judged one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from broadsheet import desks
from broadsheet.checks.case import Case, Finding, Knowledge, Passage
from broadsheet.text.names import NameTable, load_names

Check = Callable[[Case], Finding | None]
NONE = "-"


@cache
def knowledge() -> Knowledge:
    names = Path(desks.__file__).parent / "ai" / "names.toml"
    return Knowledge(names=NameTable(load_names(names.read_text(encoding="utf-8"))), embed=lambda texts, languages: [])


def language(text: str) -> str:
    return "zh-Hant" if any("\u4e00" <= sign <= "\u9fff" for sign in text) else "en"


def case(written: str, *passages: str) -> Case:
    cited = tuple(Passage(text, language(text), date(2026, 11, 22)) for text in passages)
    return Case(written, language(written), cited, knowledge())


def pairs(table: str) -> dict[str, list[tuple[str, str, str]]]:
    """Return the lines by languages: ``en-en``, ``en-zh`` (an English passage, a Chinese sentence) ..."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for line in table.strip().splitlines():
        source, true, false = (part.strip() for part in line.split(" | "))
        found.setdefault(f"{language(source)[:2]}-{language(true)[:2]}", []).append((source, true, false))
    return found


def alarms(rows: list[tuple[str, str, str]], checks: tuple[Check, ...]) -> list[str]:
    """Return the true sentences that a check calls false."""
    return [
        f"{source} => {true}: {finding.message}"
        for source, true, _ in rows
        for check in checks
        if (finding := check(case(true, source))) is not None
    ]


def missed(rows: list[tuple[str, str, str]], checks: tuple[Check, ...]) -> list[str]:
    """Return the false sentences that no check finds."""
    return [
        f"{source} => {false}"
        for source, _, false in rows
        if false != NONE and not any(check(case(false, source)) for check in checks)
    ]


def stands(table: str, languages: str, checks: tuple[Check, ...], *, least: int) -> None:
    """See that the ``checks`` leave the true sentences of a table alone (97 %) and find the false ones (90 %)."""
    rows = pairs(table)[languages]
    assert len(rows) >= least
    wrong = alarms(rows, checks)
    assert len(wrong) <= 0.03 * len(rows), "\n".join(wrong)
    unseen = missed(rows, checks)
    assert len(unseen) <= 0.1 * len(rows), "\n".join(unseen)


def believes_the_source(table: str, checks: tuple[Check, ...]) -> None:
    """See that no check finds fault with a sentence that says its passage word for word."""
    for rows in pairs(table).values():
        assert alarms([(source, source, NONE) for source, *_ in rows], checks) == []
