"""A writer that lies in every way: no edition of it shows a sentence that nothing bears out, by the audit's word."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from broadsheet.adapters import publish_hugo, publish_site
from broadsheet.adapters.embed_use import UseEmbedder
from broadsheet.types import Brief, Draft, Story

import liar
from liar import LIES, Lied, lied_edition

SEEDS = (*range(24), 136)
"""Small days; bench/lies.py prints a thousand of them.  In the last, a word of the dictionary posed as a company."""


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> list[Lied]:
    with pytest.MonkeyPatch.context() as patched:
        for module in (publish_site, publish_hugo):  # a picture costs as much time as the rest of an edition
            patched.setattr(module, "cover_png", lambda edition: b"")
        embedder = UseEmbedder()
        root = tmp_path_factory.mktemp("lies")
        return [lied_edition(seed, root / str(seed), embedder, ways=6) for seed in SEEDS]


def test_every_way_to_lie_is_told(editions: list[Lied]) -> None:
    assert len(LIES) >= 40
    assert set().union(*(made.told for made in editions)) == set(LIES)


def test_no_sentence_is_published_without_a_citation_that_resolves(editions: list[Lied]) -> None:
    faults = [(seed, *fault) for seed, made in zip(SEEDS, editions, strict=True) for fault in made.report.faults]
    assert faults == []
    sheets = [sheet for made in editions for sheet in made.report.sheets]
    assert {sheet.output for sheet in sheets} == {"edition.json", "site", "hugo", "feed"}
    assert all(sheet.sentences == sheet.resolved for sheet in sheets)
    assert sum(sheet.sentences for sheet in sheets) > 50 * len(SEEDS)


def test_no_lie_is_printed_as_it_was_told(editions: list[Lied]) -> None:
    believed = Counter(way for made in editions for way in made.believed())
    assert believed == {}
    assert sum(made.refused for made in editions) > 10 * len(SEEDS)


def test_honest_sentences_stand_beside_the_lies(editions: list[Lied]) -> None:
    full = [story for made in editions for story in made.edition.stories]
    assert sum(bool(story.fields.summary) for story in full) > 0.8 * len(full)  # some lies leave nothing to say
    assert all(story.headline.text for story in full)


def test_days_and_lies_come_from_the_seed_alone() -> None:
    def told(seed: int) -> tuple[tuple[Story, ...], list[object]]:
        rng = random.Random(seed)
        stories = liar.stories_of(rng)
        return stories, [liar.Liar("en", rng)(story) for story in stories]

    assert told(3) == told(3) != told(4)


def test_an_edition_that_believed_a_lie_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gullible(draft: Draft, *_: object) -> list[Brief]:
        return [Brief(story=draft.story, headline=draft.headline, fields=draft.fields, entities=(), writer="liar")]

    monkeypatch.setattr(liar, "verify", gullible)
    monkeypatch.setattr(liar, "_publishers", tuple)
    found = Counter[str]()
    for seed in range(12):
        made = lied_edition(seed, tmp_path / str(seed), UseEmbedder(), ways=8)
        found.update({fault.code for fault in made.report.faults})
        assert made.report.faults
    assert {"altered", "unresolved", "unproven"} <= found.keys()
