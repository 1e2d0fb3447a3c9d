"""Where sources of one story give different values: told only when they surely speak of one quantity."""

from __future__ import annotations

import json
import random
from datetime import datetime
from pathlib import Path

import pytest

from broadsheet.page.disagreement import differences
from broadsheet.text.names import NameTable, load_names
from broadsheet.types import Article, Source, digest

ROOT = Path(__file__).parents[1]
NAMES = NameTable(load_names((ROOT / "src/broadsheet/desks/ai/names.toml").read_text(encoding="utf-8")))
CASES = [
    json.loads(line)
    for line in (ROOT / "gates/disagreement/cases.jsonl").read_text(encoding="utf-8").splitlines()
    if line.strip()
]
FLOOR = 0.95
"""Least share of the real ones that is found (2026-11-22: all of them)."""


def article(record: dict[str, str], number: int = 0, copy_of: str | None = None) -> Article:
    url = f"https://{digest(record['outlet'])}.example/{number}"
    han = any("\u4e00" <= sign <= "\u9fff" for sign in record["text"])
    return Article(
        id=digest(url, record["text"]),
        source=Source(name=record["outlet"], kind="jsonl", url="", outlet=record["outlet"], owner=record["outlet"]),
        url=url,
        title=record.get("title", ""),
        published=datetime.fromisoformat(record["published"].replace("Z", "+00:00")),
        day_only=False,
        text=record["text"],
        language="zh-Hant" if han else "en",
        copy_of=copy_of,
        copy_kind="near" if copy_of else None,
    )


def told(case: dict[str, object]) -> list[str]:
    records = case["articles"]
    assert isinstance(records, list)
    articles = [article(record, number) for number, record in enumerate(records)]
    random.Random(len(articles)).shuffle(articles)
    return [f"{found.kind} {found.role}" for found in differences(articles, NAMES)]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_nothing_wrong_is_told(case: dict[str, object]) -> None:
    wanted = case["wanted"]
    assert isinstance(wanted, list)
    assert set(told(case)) <= set(wanted)


def test_most_of_what_differs_is_found() -> None:
    real = [case for case in CASES if case["wanted"]]
    missed = [case["id"] for case in real if told(case) != case["wanted"]]
    assert len(real) >= 30
    assert len(CASES) - len(real) >= 0.5 * len(CASES)
    assert 1 - len(missed) / len(real) >= FLOOR, missed


def test_a_copy_says_nothing_of_its_own() -> None:
    one = article({"outlet": "Alpha", "published": "2026-03-02T08:00:00Z", "text": "The fire killed 12 people."})
    other = {"outlet": "Beta", "published": "2026-03-02T09:00:00Z", "text": "The fire killed 15 people."}
    assert differences([one, article(other, 1, copy_of=one.id)], NAMES) == ()
    assert differences([one, article(other, 1)], NAMES) != ()


def test_the_order_of_the_articles_changes_nothing() -> None:
    for case in CASES:
        articles = [article(record, number) for number, record in enumerate(case["articles"])]
        assert differences(articles, NAMES) == differences(articles[::-1], NAMES)
