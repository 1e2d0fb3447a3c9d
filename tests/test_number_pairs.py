"""The pairs of gates/numbers: what a source lets a sentence say of a number, a date, a currency, a unit."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from broadsheet.checks.case import Case, Knowledge, Passage
from broadsheet.checks.dates import check_dates
from broadsheet.checks.numbers import check_numbers
from broadsheet.text.names import Name, NameTable

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "gates/numbers/pairs.jsonl").read_text("utf-8").splitlines()
]
KNOWS = Knowledge(NameTable([Name(id="OpenAI", kind="company")]), lambda texts, languages: [])


def borne_out(row: dict[str, str]) -> bool:
    passage = Passage(row["left"], row["left_lang"], date.fromisoformat(row["said"]))
    case = Case(row["right"], row["right_lang"], (passage,), KNOWS)
    return check_numbers(case) is None and check_dates(case) is None


def test_there_are_enough_pairs_of_every_kind() -> None:
    assert len(ROWS) >= 1000
    assert sum(row["tenfold"] for row in ROWS) >= 200
    assert 0.3 <= sum(row["part"] == "held" for row in ROWS) / len(ROWS) <= 0.37
    assert {row["same"] for row in ROWS if row["tenfold"]} == {False}
    kinds = Counter(row["kind"] for row in ROWS)
    assert len(kinds) >= 24 and min(kinds.values()) >= 6


@pytest.mark.parametrize("part", ["dev", "held"])
def test_pairs_are_told_apart_and_no_tenfold_error_passes(part: str) -> None:
    rows = [row for row in ROWS if row["part"] == part]
    wrong = [row for row in rows if borne_out(row) != row["same"]]
    assert [row for row in wrong if row["tenfold"]] == []
    assert 1 - len(wrong) / len(rows) >= 0.995, wrong


def test_every_sentence_bears_itself_out() -> None:
    texts = {(row[side], row[f"{side}_lang"], row["said"]) for row in ROWS for side in ("left", "right")}
    failed = [
        t
        for t, lang, said in sorted(texts)
        if not borne_out({"left": t, "right": t, "left_lang": lang, "right_lang": lang, "said": said})
    ]
    assert failed == []
