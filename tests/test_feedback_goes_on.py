"""An editor's split holds tomorrow, too: what goes on from its two sides stays apart; and whom a word is said of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from broadsheet.adapters.engines import Local
from broadsheet.config_file import File
from broadsheet.feedback import Action, Correction, add_feedback
from broadsheet.press import plan, print_edition
from broadsheet.types import Edition, Printing

from editions import record, write_lines

A, B, C = "https://a.example/suit", "https://b.example/suit", "https://c.example/suit"
FIRST = [
    record(1, url=A, title="Publishers sue Nordlys AI over audiobooks",
           text="Three publishers sued Nordlys AI in a district court in Oslo over 90,000 audiobooks used for training."),
    record(2, url=B, title="Publishers sue Nordlys AI in Oslo over audiobooks",
           text="Publishers led by Gyldendal sued Nordlys AI in a district court in Oslo over audiobooks used for training."),
    record(3, url=C, title="Voice actors sue Nordlys AI over audiobooks",
           text="Forty voice actors sued Nordlys AI in a federal court in New York over audiobooks used for training."),
]  # fmt: skip
NEXT = [
    record(4, url="https://d.example/suit", title="Nordlys AI asks Oslo court to dismiss publishers' suit over audiobooks",
           text="Nordlys AI asked the district court in Oslo to dismiss the suit of the publishers over audiobooks used for training."),
    record(5, url="https://e.example/suit", title="Voice actors widen suit against Nordlys AI over audiobooks",
           text="The voice actors now ask the federal court in New York for $40 million of Nordlys AI over audiobooks used for training."),
]  # fmt: skip


def printed(root: Path, date: str, lines: list[dict[str, object]]) -> Edition:
    articles = [line | {"published": f"{date}T08:00:00Z"} for line in lines]
    path = write_lines(root / f"{date}.jsonl", articles)
    at = datetime.fromisoformat(f"{date}T20:00:00+00:00")
    return print_edition(plan(File(language="en"), date=date, at=at, origins=[path], out=root / "out"), Local()).edition


def stories(edition: Edition) -> Mapping[frozenset[str], Printing]:
    return {frozenset(s.url for s in p.sources): p for p in (*edition.stories, *edition.also)}


def say(root: Path, action: Action, told: Printing, *groups: tuple[str, ...], section: str = "") -> None:
    said = Correction(action=action, date="2026-03-10", stories=(told.id,), headlines=(told.headline.text,),
                      addresses=groups, section=section)  # fmt: skip
    add_feedback(root / "out", said)


@pytest.fixture
def joined(tmp_path: Path) -> Printing:
    first = stories(printed(tmp_path, "2026-03-10", FIRST))
    assert set(first) == {frozenset({A, B, C})}
    return first[frozenset({A, B, C})]


def test_what_goes_on_from_two_sides_of_a_split_stays_apart(tmp_path: Path, joined: Printing) -> None:
    together = stories(printed(tmp_path, "2026-03-11", NEXT))
    assert len(together) == 1
    say(tmp_path, "split", joined, (C,), (A, B))
    apart = stories(printed(tmp_path, "2026-03-11", NEXT))
    assert sorted(map(len, apart)) == [1, 1]
    say(tmp_path, "forget", joined, (A, B, C))
    assert set(stories(printed(tmp_path, "2026-03-11", NEXT))) == set(together)


def test_a_word_said_beside_a_split_holds_for_the_side_that_it_was_said_of(tmp_path: Path, joined: Printing) -> None:
    say(tmp_path, "split", joined, (C,), (A, B))
    say(tmp_path, "resection", joined, (A, B, C), section="tools")
    for date, lines in (("2026-03-10", FIRST), ("2026-03-11", NEXT)):
        told = stories(printed(tmp_path, date, lines))
        sections = {("actors" in p.headline.text): p.section for p in told.values()}
        assert len(told) == 2 and sections[False] == "tools" and sections[True] != "tools"
