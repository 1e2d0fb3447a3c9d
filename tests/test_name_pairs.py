"""The pairs of gates/names: what the AI desk's table takes for one name in two languages."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path

from broadsheet.text.names import NameTable, load_names

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "gates/names/pairs.jsonl").read_text("utf-8").splitlines()
]


@cache
def table() -> NameTable:
    return NameTable(load_names(files("broadsheet").joinpath("desks/ai/names.toml").read_text("utf-8")))


def whole(text: str) -> str | None:
    return next((m.name for m in table().mentions(text) if m.known and (m.start, m.end) == (0, len(text))), None)


def known_as_same(row: dict[str, str]) -> bool:
    one = whole(row["en"])
    return one is not None and one == whole(row["zh"])


def test_there_are_enough_names() -> None:
    assert len(ROWS) >= 300
    assert sum(row["same"] for row in ROWS) >= 200 and sum(not row["same"] for row in ROWS) >= 100


def test_what_the_table_calls_one_name_is_one() -> None:
    assert [row for row in ROWS if known_as_same(row) and not row["same"]] == []


def test_the_table_knows_four_in_five() -> None:
    same = [row for row in ROWS if row["same"]]
    assert sum(known_as_same(row) for row in same) / len(same) >= 0.8
