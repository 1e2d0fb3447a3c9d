"""What editors say is kept whole, holds tomorrow, and is honoured by clustering, by ranking, and by a replay."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from broadsheet.cli import app
from broadsheet.commands.feedback import corrected
from broadsheet.config_file import File
from broadsheet.errors import ConfigError, UsageError
from broadsheet.feedback import (
    FILE,
    Action,
    Correction,
    Links,
    add_feedback,
    feedback_digest,
    links_of,
    read_feedback,
    regrouped,
)
from broadsheet.press import plan
from broadsheet.stages.cluster import cluster
from broadsheet.stages.rank import rank
from broadsheet.text.names import NameTable
from broadsheet.types import Edition, Placed, Story
from test_rank import AI, SHEET, article, day, ranked, story

from conftest import Day


def said(action: Action, *groups: tuple[str, ...], date: str = "2025-12-17", section: str = "") -> Correction:
    stories = ("s0",) if action == "split" else tuple(f"s{n}" for n in range(len(groups)))
    return Correction(action=action, date=date, stories=stories, headlines=stories, addresses=groups, section=section)


def urls(s: Story) -> tuple[str, ...]:
    return tuple(a.url for a in s.articles)


# ---------------------------------------------------------------- the file


def test_the_file_only_grows_and_speaks_of_its_date_and_later(tmp_path: Path) -> None:
    first, second = said("pin", ("https://a.example",)), said("veto", ("https://b.example",), date="2025-12-19")
    add_feedback(tmp_path, first)
    before = (tmp_path / FILE).read_bytes()
    add_feedback(tmp_path, second)
    assert (tmp_path / FILE).read_bytes().startswith(before)
    assert read_feedback(tmp_path) == (first, second)
    assert read_feedback(tmp_path, "2025-12-18") == (first,)
    assert read_feedback(tmp_path, "2025-12-16") == ()
    assert [p.name for p in tmp_path.iterdir()] == [FILE]


def test_a_broken_file_is_told_and_never_extended(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"action": "pin"}\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="line 1"):
        add_feedback(tmp_path, said("pin", ("https://a.example",)))
    assert (tmp_path / FILE).read_text(encoding="utf-8") == '{"action": "pin"}\n'


def test_a_line_without_its_end_is_not_run_into(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(msgspec.json.encode(said("pin", ("https://a.example",))))
    add_feedback(tmp_path, said("veto", ("https://a.example",)))
    assert [c.action for c in read_feedback(tmp_path)] == ["pin", "veto"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": "merge", "stories": ("a",), "headlines": ("A",), "addresses": (("u",),)},
        {"action": "split", "stories": ("a",), "headlines": ("A",), "addresses": (("u",),)},
        {"action": "pin", "stories": ("a",), "headlines": ("A",), "addresses": ((),)},
        {"action": "pin", "stories": ("a",), "headlines": ("A",), "addresses": (("u",),), "section": "tools"},
        {"action": "resection", "stories": ("a",), "headlines": ("A",), "addresses": (("u",),)},
        {"action": "pin", "stories": ("a",), "headlines": ("A",), "addresses": (("u",),), "date": "yesterday"},
    ],
)
def test_a_correction_that_makes_no_sense_cannot_be_built(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Correction(**({"date": "2025-12-17"} | wrong))  # type: ignore[arg-type]


# ---------------------------------------------------------------- links


def test_merge_and_split_are_links_and_the_later_word_holds() -> None:
    links = links_of([said("merge", ("a",), ("b", "c")), said("split", ("c",), ("a", "b"))])
    assert links == Links(frozenset({("a", "b")}), frozenset({("a", "c"), ("b", "c")}))
    assert regrouped([["a", "x"], ["b", "c"]], links) == [["a", "b", "x"], ["c"]]


ADDRESS = st.sampled_from("abcdefgh")
PAIRS = st.frozensets(st.tuples(ADDRESS, ADDRESS).filter(lambda p: p[0] < p[1]), max_size=8)


@settings(deadline=None)
@given(st.lists(st.integers(0, 3), min_size=8, max_size=8), PAIRS, PAIRS)
def test_no_forbidden_pair_stands_together_and_nothing_is_lost(
    labels: list[int], must: frozenset[tuple[str, str]], cannot: frozenset[tuple[str, str]]
) -> None:
    groups = [[a for a, label in zip("abcdefgh", labels, strict=True) if label == k] for k in range(4)]
    groups = [group for group in groups if group]
    made = regrouped(groups, Links(must - cannot, cannot))
    assert sorted(a for group in made for a in group) == list("abcdefgh")
    assert not [pair for pair in cannot for group in made if set(pair) <= set(group)]
    assert made == regrouped([list(reversed(group)) for group in reversed(groups)], Links(must - cannot, cannot))
    if not cannot:
        assert all(any({a, b} <= set(group) for group in made) for a, b in must)


def test_clustering_honours_an_editor() -> None:
    def placed(name: str, title: str, axis: int) -> Placed:
        vector = np.zeros(512, dtype="<f4")
        vector[axis] = 1.0
        return Placed(article=article(name, title, url=f"https://{name}.example/"), vector=vector.tobytes())

    today = [placed("a", "Chip maker buys a rival", 0), placed("b", "Chip maker buys a rival", 0)]
    today += [placed("c", "A painter paints", 1), placed("d", "Rain is expected", 2)]
    names = NameTable(())
    u = [p.article.url for p in today]
    before = {urls(s) for s in cluster(today, names)}
    assert {tuple(sorted(found)) for found in before} == {(u[0], u[1]), (u[2],), (u[3],)}
    links = links_of([said("split", (u[0],), (u[1],)), said("merge", (u[2],), (u[3],))])
    for order in (today, today[::-1]):
        told = {tuple(sorted(urls(s))) for s in cluster(order, names, links)}
        assert told == {(u[0],), (u[1],), (u[2], u[3])}
    elsewhere = links_of([said("merge", ("https://x.example",), (u[0],))])
    assert {urls(s) for s in cluster(today, names, elsewhere)} == before


# ---------------------------------------------------------------- ranking


def test_pin_veto_and_resection_hold_for_a_story_that_shares_an_article() -> None:
    stories = day()
    last = min(ranked(stories).values(), key=lambda s: s.score)
    (pinned,) = [s for s in rank(stories, AI, [], SHEET, None, [said("pin", urls(last)[:1])]) if s.id == last.id]
    assert (pinned.lead, pinned.printed) == (True, "full")
    assert pinned.score == sum(r.points for r in pinned.reasons)
    first = max(ranked(stories).values(), key=lambda s: s.score)
    words = [said("pin", urls(first)), said("veto", urls(first)[-1:]), said("resection", urls(first), section="tools")]
    (gone,) = [s for s in rank(stories, AI, [], SHEET, None, words) if s.id == first.id]
    assert (gone.lead, gone.printed, gone.importance, gone.section) == (False, "no", "low", "tools")
    assert {"vetoed", "resectioned"} <= {r.code for r in gone.reasons}


def test_a_word_holds_for_the_story_that_continues_tomorrow(sample_day: Day) -> None:
    edition = msgspec.structs.replace(sample_day.edition, date="2025-12-17")
    told = edition.stories[0]
    url = told.sources[0].url
    again = story(article("New Outlet", "The same address, told anew", "OpenAI again.", url=url))
    said_then = Correction(
        action="veto", date="2025-12-17", stories=(told.id,), headlines=("x",), addresses=(("https://gone.example",),)
    )
    past: list[Edition] = [edition]
    (found,) = rank([again], AI, past, SHEET, None, [said_then])
    assert found.continues == told.id
    assert found.printed == "no"


# ---------------------------------------------------------------- what is taken back


def test_forget_takes_back_links_of_the_story_and_no_others() -> None:
    words = [said("merge", ("a",), ("b",)), said("merge", ("c",), ("d",)), said("split", ("a",), ("x",))]
    assert links_of([*words, said("forget", ("a",))]) == Links(frozenset({("c", "d")}))
    again = [*words, said("forget", ("a",)), said("merge", ("a",), ("b",))]
    assert links_of(again).must == {("a", "b"), ("c", "d")}


def test_forget_takes_back_a_pin_a_veto_and_a_section() -> None:
    stories = day()
    for of in (ranked(stories).values(), list(ranked(stories).values())[-1:]):
        plain = max(of, key=lambda s: s.score)
        words = [said("veto", urls(plain)), said("resection", urls(plain), section="tools"), said("pin", urls(plain))]
        (spoken,) = [s for s in rank(stories, AI, [], SHEET, None, words) if s.id == plain.id]
        assert spoken != plain
        words.append(said("forget", urls(plain)[:1]))
        assert [s for s in rank(stories, AI, [], SHEET, None, words) if s.id == plain.id] == [plain]


def test_the_command_forgets_what_was_said_and_says_when_nothing_was(sample_day: Day) -> None:
    folder, run = str(sample_day.printed.folder), CliRunner()
    told, other = sample_day.edition.stories[:2]
    path = sample_day.printed.folder.parent / FILE
    try:
        nothing = run.invoke(app, ["feedback", folder, "forget", told.id])
        assert isinstance(nothing.exception, UsageError) and "nothing was said of it" in str(nothing.exception)
        add_feedback(path.parent, said("veto", ("https://gone.example",)))
        assert run.invoke(app, ["feedback", folder, "pin", told.id]).exit_code == 0
        for wrong in (["forget"], ["forget", other.id], ["forget", "zzz"], ["forget", told.id, "--section", "tools"]):
            assert isinstance(run.invoke(app, ["feedback", folder, *wrong]).exception, UsageError), wrong
        assert run.invoke(app, ["feedback", folder, "forget", told.id]).exit_code == 0
        unprinted = run.invoke(app, ["feedback", folder, "forget", "s0"])
        assert (unprinted.exit_code, "forget: s0" in unprinted.output) == (0, True), "what is vetoed is not printed"
        last = read_feedback(path.parent)[-1]
        assert (last.action, last.addresses) == ("forget", (("https://gone.example",),))
    finally:
        path.unlink(missing_ok=True)


# ---------------------------------------------------------------- the command, a run, a replay


def test_the_command_keeps_lists_and_refuses(sample_day: Day) -> None:
    folder, run = str(sample_day.printed.folder), CliRunner()
    told = sample_day.edition.stories[0]
    path = sample_day.printed.folder.parent / FILE
    try:
        for wrong in (["pin"], ["pin", "zzz"], ["bless", told.id], ["resection", told.id], ["merge", told.id]):
            assert isinstance(run.invoke(app, ["feedback", folder, *wrong]).exception, UsageError)
        assert not path.exists()
        assert "no feedback is kept in" in run.invoke(app, ["feedback", "list", str(path.parent)]).output
        identity = plan(File(), date=sample_day.edition.date, at=sample_day.edition.made, out=path.parent)
        assert run.invoke(app, ["feedback", folder, "resection", told.id[:10], "--section", "tools"]).exit_code == 0
        listed = run.invoke(app, ["feedback", "list", str(path.parent)])
        assert "resection -> tools" in listed.output
        corrected_run = plan(File(), date=sample_day.edition.date, at=sample_day.edition.made, out=path.parent)
        assert (identity.feedback_digest, corrected_run.feedback_digest) == (
            "",
            feedback_digest(read_feedback(path.parent)),
        )
        assert plan(File(), date="2025-12-01", at=sample_day.edition.made, out=path.parent).feedback_digest == ""
        replayed = run.invoke(app, ["replay", folder, "--through", "rank", "--engine", "local"])
        assert (replayed.exit_code, "stories.jsonl" in replayed.output) == (1, True)
    finally:
        path.unlink(missing_ok=True)


def test_a_split_names_articles_that_leave(sample_day: Day) -> None:
    told = next(s for s in sample_day.edition.stories if len({source.url for source in s.sources}) > 2)
    addresses = list(dict.fromkeys(source.url for source in told.sources))
    made = corrected("split", sample_day.edition.date, [told], addresses[:1], "", ("tools",))
    assert made.addresses == ((addresses[0],), tuple(addresses[1:]))
    strange = "https://elsewhere.example"
    for leaving, why in (
        ([], "name the articles that leave$"),
        ([strange], f"not in that story: {strange}$"),
        ([addresses[0], strange], f"not in that story: {strange}$"),
        (addresses, "not all of them$"),
    ):
        with pytest.raises(UsageError, match=re.compile(why, re.MULTILINE)):
            corrected("split", sample_day.edition.date, [told], leaving, "", ("tools",))
