"""Translations are told from independent reports, and copies from what they copied, on the labelled pairs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from broadsheet.stages.dedupe import dedupe
from broadsheet.text.anchors import figures, in_order
from broadsheet.text.credits import credit_of, credits_outlet
from broadsheet.text.shingles import tokens
from broadsheet.types import Article

from conftest import article, source

PAIRS = Path(__file__).parents[1] / "gates" / "copies" / "pairs.jsonl"
NOON = datetime(2025, 12, 17, 12, tzinfo=UTC)
STORY = (
    "The harbour authority opened its second automated terminal on Wednesday after two years of tests. Cranes there are "
    "steered by a scheduling model that plans every lift twelve minutes ahead. Officials said the berth can now serve "
    "four container ships at once. Dock workers kept their posts and were retrained as remote operators over the summer."
)


def told(text: str, outlet: str, hours: float, title: str = "", **changes: object) -> Article:
    fields = {"source": source(outlet), "url": f"https://{outlet.lower().replace(' ', '-')}.example/{hours}"} | changes
    return article(text, title=title, published=NOON + timedelta(hours=hours), **fields)


def copies(articles: Sequence[Article]) -> dict[str, tuple[str, str | None]]:
    """Return outlet of a copy -> outlet of its original and how, or itself and None."""
    found = [value for value in dedupe(articles) if isinstance(value, Article)]
    outlets = {a.id: a.source.outlet for a in found}
    return {a.source.outlet: (outlets[a.copy_of or a.id], a.copy_kind) for a in found}


@pytest.mark.parametrize("split", ["dev", "held", "fresh"])
def test_labelled_pairs_in_one_day(split: str) -> None:
    """All texts of a half are one day: what is marked besides the labelled pairs counts as wrong."""
    day: dict[str, Article] = {}
    wanted: set[frozenset[str]] = set()
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        if pair["split"] != split:
            continue
        for hours, side in enumerate((pair["a"], pair["b"])):
            day.setdefault(
                side["text"], told(side["text"], f"Outlet {len(day)}", hours, side["title"], language=side["lang"])
            )
        if pair["copy"]:
            wanted.add(frozenset((day[pair["a"]["text"]].source.outlet, day[pair["b"]["text"]].source.outlet)))
    marked = {frozenset((one, other)) for one, (other, how) in copies(list(day.values())).items() if how}
    right = marked & wanted
    assert len(right) >= 0.98 * len(marked), sorted(map(sorted, marked - wanted))
    assert len(right) >= 0.85 * len(wanted)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("$14 billion for 90,000 chips", "140 億美元買 9 萬顆晶片"),
        ("1.6 million", "160 萬"),
        ("7.5 percent in 2027", "2027 年 7.5%"),
    ],
)
def test_figures_read_alike_in_both_languages(english: str, chinese: str) -> None:
    assert sorted(figures(tokens(english))) == sorted(figures(tokens(chinese)))


def test_the_share_in_order() -> None:
    places = {"a": 0, "b": 1, "c": 2, "d": 3}
    assert in_order(places, places) == 1.0
    assert in_order(places, {"d": 0, "c": 1, "b": 2, "a": 3}) == 0.25
    assert in_order(places, {}) == 0.0


@pytest.mark.parametrize(
    ("notice", "outlet"),
    [
        ("LONDON (Reuters) - Cranes move.", "Reuters"),
        ("（中央社記者林某台北三日電）起重機動了。", "中央社"),
        ("（路透社）起重機動了。", "Reuters"),
        ("起重機動了。\n本文轉載自數位時代", "數位時代"),
        ("Cranes move.\nThis story originally appeared in Harbour Weekly.", "Harbour Weekly"),
        ("本文編譯自 TechCrunch。起重機動了。", "TechCrunch"),
    ],
)
def test_a_notice_credits_its_origin(notice: str, outlet: str) -> None:
    assert credits_outlet(credit_of(notice), outlet)
    assert not credits_outlet(credit_of(notice), "Another Gazette")


@pytest.mark.parametrize(
    "text", ["According to Reuters, cranes move.", "據路透社報導，起重機動了。", "Cranes (new ones) move."]
)
def test_a_report_that_quotes_another_is_its_own(text: str) -> None:
    assert not credits_outlet(credit_of(text), "Reuters")


def test_the_credited_one_is_the_original_though_it_came_later() -> None:
    early = told(f"LONDON (Reuters) - {STORY}", "Evening News", 0)
    wire = told(STORY, "Reuters", 1)
    third = told(STORY, "Morning Post", 2)
    for order in permutations((early, wire, third)):
        found = copies(order)
        assert found["Reuters"] == ("Reuters", None)
        assert found["Evening News"] == ("Reuters", "near")
        assert found["Morning Post"][0] == "Reuters"


def test_a_release_is_its_company_s() -> None:
    agency = told(f"{STORY} SOURCE: PRNewswire", "Agency Feed", 0)
    company = told(STORY, "Harbour Authority", 1, source=source("Harbour Authority", primary=True))
    assert copies([agency, company])["Agency Feed"] == ("Harbour Authority", "near")


def test_a_bare_date_is_not_earlier_than_a_time_of_that_day() -> None:
    dated = told(STORY, "Listing", -12, day_only=True)
    timed = told(STORY, "Gazette", -2)
    assert copies([dated, timed])["Listing"] == ("Gazette", "text")


def _pair(name: str) -> tuple[dict[str, str], dict[str, str]]:
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        if pair["id"] == name:
            return pair["a"], pair["b"]
    raise KeyError(name)


def test_what_repeats_a_translation_points_at_the_original() -> None:
    english, chinese = _pair("k13")
    first = told(english["text"], "Original", 0, language="en")
    second = told(chinese["text"], "Translator", 1, language="zh-Hant")
    third = told(chinese["text"], "Reprinter", 2, language="zh-Hant")
    assert copies([third, second, first]) == {
        "Original": ("Original", None),
        "Translator": ("Original", "translation"),
        "Reprinter": ("Original", "translation"),
    }


def test_one_that_calls_itself_a_translation_is_the_copy_though_it_came_first() -> None:
    english, chinese = _pair("k13")
    early = told(f"（編譯／綜合外電報導）{chinese['text']}", "Translator", 0, language="zh-Hant")
    late = told(english["text"], "Original", 1, language="en")
    assert copies([early, late]) == {"Original": ("Original", None), "Translator": ("Original", "translation")}
