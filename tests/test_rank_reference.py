"""The ranking on the real day of 2025-12-18, its articles grouped by the gold events."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.adapters.embed_use import UseEmbedder
from broadsheet.desk import load_desk
from broadsheet.stages.rank import rank
from broadsheet.types import Announce, Article, Sheet, Source, Story, Window, digest, story_id

ROOT = Path(__file__).parents[1]
DAY = ROOT.parent / "shared" / "reference-edition" / "articles.jsonl"
DESK = load_desk((ROOT / "src/broadsheet/desks/ai/desk.toml").read_text(encoding="utf-8"), "desk.toml")
OFF_BEAT = {"yt_oscars", "rad_power", "monzo", "axis_upi_card", "yt_billboard"}


@pytest.fixture(scope="module")
def day() -> tuple[dict[str, Story], dict[str, dict[str, object]]]:
    """Event -> its ranked story, and event -> one of its records."""
    if not DAY.exists():
        pytest.skip("the reference edition is not on this machine (../shared/reference-edition/articles.jsonl)")
    records = [json.loads(line) for line in DAY.read_text(encoding="utf-8").splitlines()]
    articles: dict[str, list[Article]] = defaultdict(list)
    for r in records:
        source = Source(name=r["outlet"], kind="jsonl", url="", outlet=r["outlet"], owner=r["outlet"])
        announce: Announce | None = "replaced" if r.get("announce_type", "").startswith("replace") else None
        articles[r["event_id"]].append(
            Article(
                id=digest(r["url"], r["text"]),
                source=source,
                url=r["url"],
                title=r["title"],
                published=None,
                day_only=False,
                text=r["text"],
                language=r["lang"],
                announce=announce,
                categories=tuple(r.get("categories", ())),
            )
        )
    stories = {event: Story(id=story_id(tuple(found)), articles=tuple(found)) for event, found in articles.items()}
    sheet = Sheet(
        date="2025-12-18",
        made=datetime(2025, 12, 17, 22, 44, 44, tzinfo=UTC),
        window=Window(start=None, end=None),
        language="zh-Hant",
    )
    by_id = {story.id: story for story in rank(list(stories.values()), DESK, [], sheet, UseEmbedder())}
    return {event: by_id[story.id] for event, story in stories.items()}, {r["event_id"]: r for r in records}


def test_every_story_stands_and_the_great_ones_in_full(
    day: tuple[dict[str, Story], dict[str, dict[str, object]]],
) -> None:
    ranked, gold = day
    assert Counter(s.printed for s in ranked.values()) == {"full": 66, "line": len(ranked) - 66}
    great = {event for event, record in gold.items() if record["importance_gold"] in ("極高", "高")}
    assert len(great) >= 14
    assert not {event for event in great if ranked[event].printed != "full"}


def test_the_lead_is_mostly_the_reference_editions(
    day: tuple[dict[str, Story], dict[str, dict[str, object]]],
) -> None:
    ranked, gold = day
    lead = [event for event, s in ranked.items() if s.lead]
    assert len(lead) == 6
    assert sum(gold[event]["section_gold"] == "今日焦點" for event in lead) >= 4


def test_the_grades_say_something(day: tuple[dict[str, Story], dict[str, dict[str, object]]]) -> None:
    grades = Counter(s.importance for s in day[0].values())
    assert 1 <= grades["critical"] <= 3
    assert 8 <= grades["high"] <= 14
    assert grades["medium"] > grades["high"]


def test_off_beat_and_old_papers_are_lines(day: tuple[dict[str, Story], dict[str, dict[str, object]]]) -> None:
    ranked, gold = day
    for event in OFF_BEAT:
        assert ranked[event].printed == "line"
        assert "off_beat" in {reason.code for reason in ranked[event].reasons}
    for event, record in gold.items():
        if str(record.get("announce_type", "")).startswith("replace"):
            assert ranked[event].printed == "line"
            assert "revision" in {reason.code for reason in ranked[event].reasons}
