"""How many in a row: 連七季, 連續第七季, a seventh straight quarter."""

from __future__ import annotations

import re
from decimal import Decimal

from broadsheet.text.amount_readers import Amount, small_number

ORDINALS = {
    word: n
    for n, word in enumerate(["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 2)
}
_RUN = re.compile(r"[連连](?:[續续]第?|[升降漲涨跌減减增霸勝胜敗败虧亏])?\s?(?P<n>[兩两二三四五六七八九十]|\d{1,2})")
_COUNTED = re.compile(r"\s?[個个]?\s?(?P<what>[\u4e00-\u9fff])")
_STRAIGHT = re.compile(
    rf"\b(?P<n>{'|'.join(ORDINALS)})[- ](?:(?:straight|consecutive|successive)\b"
    r"|\w+ (?:running|in a row|in succession)\b)"
)
_FOR_A = re.compile(rf"\bfor an? (?P<n>{'|'.join(ORDINALS)}) (?:day|week|month|quarter|year|season)\b")
"""For a third month: it did so in two before."""


def in_a_row(text: str, source: str, amount: Amount) -> bool:
    """Say whether an amount of ``text`` is a run that ``source`` tells in other words."""
    run = next((one for one in _RUN.finditer(text) if one.start("n") == amount.start), None)
    running = {ORDINALS[match["n"].lower()] for pattern in (_STRAIGHT, _FOR_A) for match in pattern.finditer(source)}
    if run is not None and (small_number(run["n"]) in running or _run(text, run) in _runs(source)):
        return True
    straight = amount.unit == "nth" and _STRAIGHT.search(text, max(0, amount.start - 4))
    return bool(straight) and any(small_number(match["n"]) == amount.value for match in _RUN.finditer(source))


def _runs(text: str) -> set[tuple[Decimal, str]]:
    return {_run(text, one) for one in _RUN.finditer(text)}


def _run(text: str, run: re.Match[str]) -> tuple[Decimal, str]:
    """Return how many in a row, and of what."""
    what = _COUNTED.match(text, run.end())
    return small_number(run["n"]), what["what"] if what else ""
