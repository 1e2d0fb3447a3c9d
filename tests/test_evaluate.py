"""The scores are the published ones, the gate shuts, and clustering stands above its floor."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.errors import UsageError
from broadsheet.evaluate import (
    evaluate_cluster,
    event_of,
    lines_of,
    score_languages,
    score_partition,
    score_stories,
    worst_mistakes,
)
from broadsheet.types import Story, story_id

from conftest import article, load_program

ROOT = Path(__file__).parents[1]


def repin() -> ModuleType:
    return load_program(ROOT / "gates" / "repin.py")


def test_bcubed_by_hand() -> None:
    # Stories {a b c} {d}; events {a b} {c d}: precision (2/3 + 2/3 + 1/3 + 1) / 4, recall (1 + 1 + 1/2 + 1/2) / 4.
    scores = score_partition("1112", "xxyy")
    assert scores.precision == pytest.approx(8 / 12)
    assert scores.recall == pytest.approx(3 / 4)
    assert scores.f1 == pytest.approx(2 * (2 / 3) * 0.75 / (2 / 3 + 0.75))
    assert scores.pairs_precision == pytest.approx(1 / 3)
    assert scores.pairs_recall == pytest.approx(1 / 2)


def test_the_extremes() -> None:
    assert score_partition("abc", "xyz").f1 == score_partition("aab", "yyx").v_measure == 1.0
    assert score_partition("aaaa", "wxyz").precision == 0.25
    assert score_partition("abcd", "xxxx").recall == 0.25
    with pytest.raises(ValueError, match="0 predicted"):
        score_partition("", "")


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=30))
def test_precision_is_recall_the_other_way_round(pairs: list[tuple[int, int]]) -> None:
    ours, gold = zip(*pairs, strict=True)
    there, back = score_partition(ours, gold), score_partition(gold, ours)
    assert there.precision == pytest.approx(back.recall)
    assert there.v_measure == pytest.approx(back.v_measure)
    assert 0 < there.f1 <= 1.0000001


def test_the_adjusted_rand_index_by_hand() -> None:
    # Together in both: none.  Stories {a b}{c d}, events {a c}{b d}: 2 pairs each of 6, chance 2 * 2 / 6.
    assert score_partition("1122", "xyxy").rand == pytest.approx((0 - 4 / 6) / (2 - 4 / 6))
    assert score_partition("1122", "xxyy").rand == 1.0


def labelled(*rows: tuple[str, str, str]) -> tuple[list[Story], dict[str, str]]:
    """Return stories and events of (language, story, event); the title is the place in the row."""
    articles = [
        article("", title=str(i), url=f"https://o{i}.example", language=language)
        for i, (language, _, _) in enumerate(rows)
    ]
    names = dict.fromkeys(story for _, story, _ in rows)
    members = [tuple(a for a, row in zip(articles, rows, strict=True) if row[1] == name) for name in names]
    events = {a.url: event for a, (_, _, event) in zip(articles, rows, strict=True)}
    return [Story(id=story_id(group), articles=group) for group in members], events


def test_each_pair_of_languages_has_its_score() -> None:
    stories, events = labelled(("en", "s", "x"), ("zh-Hant", "s", "x"), ("zh-Hans", "t", "x"), ("en", "t", "y"))
    scores = score_languages(stories, events)
    assert list(scores) == ["en-en", "en-zh", "zh-zh"]
    assert (scores["en-zh"].precision, scores["en-zh"].recall, scores["en-zh"].told) == (0.5, 0.5, 2)
    assert (scores["zh-zh"].precision, scores["zh-zh"].recall) == (1.0, 0.0)
    assert (scores["en-en"].precision, scores["en-en"].recall) == (1.0, 1.0)


def test_the_worst_mistake_comes_first_and_shows_titles() -> None:
    rows = [("en", "s", "x"), ("en", "s", "x"), ("en", "s", "y"), ("en", "t", "y"), ("en", "u", "z")]
    found = worst_mistakes(*labelled(*rows))
    assert [(mistake.kind, mistake.pairs) for mistake in found] == [("mixed", 2), ("split", 1)]
    assert str(found[0]) in ("mixed, 2 pairs: 0 | 2", "mixed, 2 pairs: 1 | 2")
    assert set(found[1].titles) == {"2", "3"}
    assert worst_mistakes(*labelled(*rows), count=1) == found[:1]
    assert worst_mistakes(*labelled(("en", "s", "x"), ("zh", "s", "x"))) == []


def test_a_lost_article_costs() -> None:
    kept = article("a", url="https://a.example")
    story = Story(id=story_id((kept,)), articles=(kept,))
    assert score_stories([story], {kept.url: "x", "https://lost.example": "x"}).recall == 0.5


def write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["{broken"], "line 1"),
        ([{"url": "https://a.example", "event_id": 3}], "line 1"),
        ([{"url": "https://a.example"}, ""], "no line with an event_id"),
        ([{"url": "https://a.example", "event_id": e} for e in "xy"], "second event"),
    ],
    ids=["not json", "not a name", "no label", "two events"],
)
def test_a_file_that_cannot_be_scored(tmp_path: Path, lines: list[object], told: str) -> None:
    path = write(tmp_path / "gold.jsonl", *lines)
    with pytest.raises(UsageError, match=told):
        event_of(path)


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", {"url": "https://a.example", "event_id": "e"})
    path.write_bytes(BOM_UTF8 + path.read_bytes())
    assert event_of(path) == {"https://a.example": "e"} and lines_of(path)[0].startswith(b"{")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"absent\.jsonl"):
        evaluate_cluster(tmp_path / "absent.jsonl")


def test_the_command_reads_a_file_as_a_run_would(tmp_path: Path) -> None:
    lines = [
        {
            "url": f"https://o{i}.example/a",
            "outlet": f"O{i}",
            "lang": lang,
            "title": title,
            "text": "",
            "event_id": event,
        }
        for i, (lang, title, event) in enumerate(
            [
                ("en", "Nvidia acquires SchedMD, maker of the Slurm scheduler", "buys"),
                ("zh-Hant", "輝達收購 Slurm 開發商 SchedMD", "buys"),
                ("en", "The Oscars will move to YouTube in 2029", "oscars"),
            ]
        )
    ]
    figures = evaluate_cluster(write(tmp_path / "gold.jsonl", *lines))
    assert (figures["BCubed F1"], figures["stories / events"]) == ("1.0000", "2 / 2")
    assert figures["en-zh pairs, precision / recall"] == "1.0000 / 1.0000 of 1"
    assert "mistake 1" not in figures


def test_the_gate_shuts_and_does_not_sink_by_itself() -> None:
    gates = repin()
    floor = gates.Floor("a.jsonl", "0" * 64, 0.9)
    gate = gates.Gate("2025-12-18", (floor,))

    def measured(f1: float, digest: str = "0" * 64) -> tuple[object, ...]:
        return (gates.Floor("a.jsonl", digest, f1),)

    assert gates.complaints(gate, measured(0.9 - gates.EPSILON / 2)) == []
    assert "below its floor" in gates.complaints(gate, measured(0.9 - 2 * gates.EPSILON))[0]
    assert "input changed" in gates.complaints(gate, measured(0.99, "1" * 64))[0]
    assert "not measured" in gates.complaints(gate, ())[0]
    assert gates.repinned(gate, measured(0.95), "today", allow_regression=False).floors[0].bcubed_f1 == 0.95
    for worse in (measured(0.8999), ()):
        with pytest.raises(ValueError, match="would sink"):
            gates.repinned(gate, worse, "today", allow_regression=False)
    assert gates.repinned(gate, measured(0.5), "today", allow_regression=True).floors[0].bcubed_f1 == 0.5


@pytest.fixture(scope="module")
def own_days() -> tuple[Any, ...]:
    """The figures of our own days, measured once for both tests."""
    figures: tuple[Any, ...] = repin().measure(None)
    return figures


def test_clustering_of_our_own_days_stands_above_its_floors(own_days: tuple[Any, ...]) -> None:
    gates = repin()
    gate = gates.read_gate()
    own = tuple(floor for floor in gate.floors if floor.input.startswith("days/"))
    assert len(own) == 7
    assert gates.complaints(gates.Gate(gate.pinned, own), own_days) == []


@pytest.mark.slow
def test_clustering_stands_above_its_floors(
    reference: Path, own_days: tuple[Any, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    gates = repin()
    others = {name: score for name, score in gates.MEASURES.items() if not name.startswith("days/")}
    monkeypatch.setattr(gates, "MEASURES", others)
    assert gates.complaints(gates.read_gate(), (*own_days, *gates.measure(reference.parents[1]))) == []
