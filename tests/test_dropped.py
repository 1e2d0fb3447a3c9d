"""``show DIR/DATE --dropped``: gates that add up, what was left out, and the story just above each one's line."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from broadsheet.page.coverage import below_the_line, gates
from broadsheet.show_dropped import show_dropped, tell_health
from broadsheet.store import read_articles, read_edition, read_ledger, read_lines
from broadsheet.types import Count, Drop, Failure, Language, Ledger, StoryRecord, Tally, Value

from editions import AT, print_from, record, write_lines
from small_edition import small_day, story_records

START = AT.astimezone(UTC) - timedelta(hours=24)


def shown(folder: Path, most: int = 10) -> str:
    out = io.StringIO()
    show_dropped(Console(file=out, width=200, force_terminal=True, color_system=None), folder, most)
    return out.getvalue()


def story(number: int, score: float, printed: str = "line", section: str = "tools", **changes: object) -> StoryRecord:
    fields: dict[str, object] = {
        "id": f"{number:016}",
        "articles": (f"a{number}",),
        "section": section,
        "lead": False,
        "importance": "low",
        "score": score,
        "reasons": (),
        "printed": printed,
    }
    return StoryRecord(**{**fields, **changes})  # type: ignore[arg-type]


# ---------------------------------------------------------------- the nearest story above the line


def test_the_nearest_story_above_the_line_is_the_lowest_printed_one_of_the_section() -> None:
    stories = [
        story(1, 9.0, "full"),
        story(2, 7.0, "full"),
        story(3, 6.5),
        story(4, 1.0, "no"),
        story(5, 6.8, "full", "market"),
    ]
    found = {below.story.id: below.nearest for below in below_the_line(stories)}
    assert list(found) == [story(3, 0).id, story(4, 0).id]
    assert {nearest.id for nearest in found.values() if nearest} == {story(2, 0).id}


def test_where_a_lower_story_was_printed_no_score_was_in_the_way() -> None:
    (below,) = below_the_line([story(1, 9.0, "full"), story(2, 5.0, "full"), story(3, 6.0)])
    assert (below.nearest, below.section_has_full) == (None, True)


def test_a_section_without_a_story_in_full_has_no_line() -> None:
    (below,) = below_the_line([story(1, 9.0, "full"), story(2, 5.0, section="market")])
    assert (below.nearest, below.section_has_full) == (None, False)


@given(
    st.lists(
        st.tuples(st.floats(0, 9), st.sampled_from(["full", "line", "no"]), st.sampled_from(["tools", "market"])),
        max_size=12,
    )
)
def test_no_story_stands_between_one_and_the_nearest_above_it(drawn: list[tuple[float, str, str]]) -> None:
    stories = [story(number, *one) for number, one in enumerate(drawn)]
    found = below_the_line(stories)
    assert sorted(b.story.id for b in found) == [s.id for s in stories if s.printed != "full"]
    for below in found:
        if below.nearest is not None:
            full = [s for s in stories if s.printed == "full" and s.section == below.story.section]
            assert below.nearest.score == min(s.score for s in full) >= below.story.score


# ---------------------------------------------------------------- gates


def test_gates_come_in_the_order_of_the_flow_and_count_by_source() -> None:
    ledger = Ledger(
        failures=(Failure(stage="collect", subject="B", kind="dns", message="m"),),
        counts=(
            Count(stage="extract", subject="A", gate="paywall", count=2),
            Count(stage="extract", subject="A", gate="language:en", count=2),
            Count(stage="collect", subject="A", gate="older", count=40),
            Count(stage="collect", subject="A", gate="read", count=42),
            Count(stage="collect", subject="A", gate="asked"),
            Count(stage="collect", subject="B", gate="asked"),
            Count(stage="brand-new", subject="A", gate="thing"),
        ),
    )
    found = gates(ledger, {}, [])
    assert [(g.stage, g.gate, g.number) for g in found] == [
        ("collect", "asked", 2),
        ("collect", "read", 42),
        ("collect", "older", 40),
        ("collect", "failures", 1),
        ("extract", "language:en", 2),
        ("extract", "paywall", 2),
        ("brand-new", "thing", 1),
    ]
    assert found[0].sources == {"A": 1, "B": 1}


# ---------------------------------------------------------------- a folder


def folder_of(root: Path, language: Language = "en", drops: int = 3, title: str = "A dropped item") -> Path:
    """An edition folder as far as ``show_dropped`` reads it: the small day with a ledger and what was left out."""
    day = small_day(language)
    folder = day.save(root) / day.edition.date
    stories = story_records(day.edition)
    dropped = [
        Drop(
            stage="collect",
            gate="older",
            source="Wire",
            url=f"https://wire.example/{number}",
            title=f"{title} {number}",
            published=(day.edition.window.start or START) - timedelta(minutes=number + 1),
            reason=f"{number + 1} min before the window",
        )
        for number in reversed(range(drops))
    ]
    counts = [
        Count(stage="collect", subject="Wire", gate="read", count=drops + 11),
        Count(stage="collect", subject="Wire", gate="taken", count=11),
        Count(stage="collect", subject="Wire", gate="older", count=drops),
        Count(stage="extract", subject="Wire", gate="language:zh-Hant", count=11),
    ]
    failures = [Failure(stage="collect", subject="Dead", kind="http_410", message="the site says: removed")]
    write(folder / "stories.jsonl", *stories)
    write(folder / "dropped.jsonl", *dropped)
    write(folder / "ledger.jsonl", Tally(stage="collect", taken=2, given=11, failed=1), *counts, *failures)
    return folder


def write(path: Path, *values: Value) -> None:
    path.write_bytes(b"".join(msgspec.json.encode(value) + b"\n" for value in values))


def test_everything_left_out_is_told(tmp_path: Path) -> None:
    text = shown(folder_of(tmp_path))
    for expected in (
        r"entries read +14",
        r"older than the window +3 +Wire \(3\)",
        r"language: Traditional Chinese +11",
        r"copies: nearly the same text +1",
        r"Dead  410, gone  the site says: removed",
        r"Left out: older than the window by less than a day \(3\)",
        r"A dropped item 0  Wire  2025-12-16 \d\d:\d\d UTC  1 min before the window  https://wire.example/0",
        r"held back: a revised paper, not a new one",
    ):
        assert re.search(expected, text), expected
    assert text.index("A dropped item 0") < text.index("A dropped item 2"), "the nearest to the window first"


def test_long_lists_are_cut_and_say_how_many_more(tmp_path: Path) -> None:
    text = shown(folder_of(tmp_path, drops=3000), most=5)
    assert len(re.findall("A dropped item", text)) == 5
    assert "and 2995 more, all in dropped.jsonl" in text
    assert len(text.splitlines()) < 80


def test_chinese_output_is_chinese(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "zh-Hant", title="未採用的")
    text = shown(folder)
    day = small_day("zh-Hant")
    known = [
        s
        for p in (*day.edition.stories, *day.edition.also)
        for source in p.sources
        for s in (source.title, source.outlet)
    ]
    known += [day.edition.title, *(p.section for p in (*day.edition.stories, *day.edition.also))]
    known += ["Wire", "Dead", "UTC", *re.findall(r"https://\S+", text)]
    for name in sorted(known, key=len, reverse=True):
        text = text.replace(name[:120], "")
    lines = [line for line in text.splitlines() if re.search("[A-Za-z]{3}", line) and "evil.example" not in line]
    assert lines == []


def test_a_terminal_obeys_nothing_of_it(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, title="\x1b]0;owned\x07\u202e[bold]x[/bold]")
    write(folder / "ledger.jsonl", Failure(stage="collect", subject="\x1b[31mS", kind="\x1b[2J", message="\x9b2J"))
    text = shown(folder)
    assert not re.search("[\x1b\x07\x9b\u202e]", text)
    assert "[bold]x[/bold]" in text


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_alarms_are_told_at_the_end_of_a_run(language: Language) -> None:
    edition = small_day(language).edition
    colophon = msgspec.structs.replace(edition.colophon, alarms=("3 of 131 gave nothing: \x1b[31mA",))
    out = io.StringIO()
    tell_health(Console(file=out, width=80), msgspec.structs.replace(edition, colophon=colophon))
    assert out.getvalue() == "3 of 131 gave nothing: \ufffd[31mA\n"
    out = io.StringIO()
    tell_health(Console(file=out), edition)
    assert out.getvalue() == ""


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_printed_day_tells_what_it_left_out(tmp_path: Path, language: Language) -> None:
    lines = [record(number) for number in range(1, 6)]
    lines += [record(6, published=(START - timedelta(hours=3)).isoformat()), record(7, url="javascript:x"), record(1)]
    lines += [
        record(8, published=datetime(2035, 1, 1, tzinfo=UTC).isoformat()),
        record(9, published="2020-01-01T00:00Z"),
    ]
    path = write_lines(tmp_path / "day.jsonl", lines)
    folder = print_from(path, tmp_path / "out", language=language, hours=24).folder
    counts = {count.gate: count.count for count in read_ledger(folder).counts if count.stage == "collect"}
    assert counts == {
        "asked": 1,
        "read": 10,
        "taken": 6,
        "older": 2,
        "no_address": 1,
        "twice": 1,
        "bad_date": 1,
    }
    dropped = [drop.gate for drop in read_lines(folder / "dropped.jsonl", Drop)]
    assert sorted(dropped) == ["no_address", "older", "twice"]
    assert len(read_articles(folder)) == 6
    assert read_edition(folder).colophon.alarms == ()
    assert shown(folder).count("outlet6.example") == 1
