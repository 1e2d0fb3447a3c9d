"""What the site shows of a text that is not ours, and how it tells the time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.adapters.site.passages import CONTEXT, Cited, passages, whole
from broadsheet.adapters.site.when import Clock, say
from broadsheet.labels import labels
from broadsheet.text.sentences import sentences
from broadsheet.types import (
    Language,
)

# --- the rights of the sources ---------------------------------------------------------------------------------------


@given(
    st.lists(
        st.sampled_from(["First one.", "它說了。", "A second, longer sentence.", "Third!", "最後一句？"]),
        min_size=2,
        max_size=12,
    ),
    st.data(),
)
def test_a_passage_shows_each_quote_and_at_most_one_sentence_around_it(parts: list[str], data: st.DataObject) -> None:
    text = " ".join(parts)
    spans = sentences(text)
    chosen = sorted(data.draw(st.sets(st.integers(0, len(spans) - 1), min_size=1, max_size=3)))
    shown = passages(text, [Cited(*spans[at], mark) for mark, at in enumerate(chosen, 1)])
    pieces = [piece for passage in shown for piece in passage.pieces]
    assert sorted((p.mark, p.text) for p in pieces if p.mark) == [
        (mark, text[slice(*spans[at])]) for mark, at in enumerate(chosen, 1)
    ]
    near = {other for at in chosen for other in (at - 1, at, at + 1) if 0 <= other < len(spans)}
    assert sum(len(p.text.strip()) for p in pieces) <= sum(spans[at][1] - spans[at][0] + 1 for at in near)
    for passage in shown:
        assert "".join(p.text for p in passage.pieces) in text
    if len(chosen) < len(spans):
        assert any(passage.opens or passage.closes for passage in shown), "context made the text whole"


def test_quotes_that_overlap_stand_in_passages_of_their_own() -> None:
    text = "One fact here. Two facts there. Three facts follow. Four close it."
    shown = passages(text, [Cited(0, 31, 1), Cited(15, 51, 2)])
    marks = [(piece.mark, piece.text) for passage in shown for piece in passage.pieces if piece.mark]
    assert marks == [(1, text[0:31]), (2, text[15:51])]


def test_context_is_short_even_where_sentences_are_long() -> None:
    text = f"{'long ' * 400}. Quoted. {'more ' * 400}."
    start = text.index("Quoted.")
    (passage,) = passages(text, [Cited(start, start + 7, 1)])
    assert all(len(piece.text) <= CONTEXT + 1 for piece in passage.pieces) and passage.opens and passage.closes


def test_a_title_is_shown_whole_with_its_mark() -> None:
    ((before, mark, after),) = whole("Acme buys Sched today", [Cited(5, 15, 3)])
    assert (before.text, mark, after.text) == ("Acme ", ("buys Sched", 3), " today")


# --- time in words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "long", "moment"),
    [
        ("en", "Thursday, 18 December 2025", "18 December 06:44"),
        ("zh-Hant", "2025 年 12 月 18 日 星期四", "12 月 18 日 06:44"),
    ],
)
def test_time_is_told_in_the_zone_of_the_edition(language: Language, long: str, moment: str) -> None:
    words = labels(language)["site"]
    when = datetime(2025, 12, 17, 22, 44, tzinfo=UTC)
    taipei = timezone(timedelta(hours=8))
    clock = Clock(words, taipei, 2025)
    assert say(words, "when.long", when.astimezone(taipei).date()) == long
    assert clock.moment(when) == moment
    assert clock.zone(when) == "UTC+08:00"
    assert Clock(words, timezone(-timedelta(hours=3, minutes=30)), 2025).zone(when) == "UTC-03:30"
    assert "2024" in clock.published(when.replace(year=2024), True)
