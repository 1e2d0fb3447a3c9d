"""A clustering that grows is the clustering of everything; what two articles say of each other depends on them alone."""

from __future__ import annotations

import gc
import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.likeness import clustering as module
from broadsheet.likeness import crowds, linkage, neighbours, table, translated
from broadsheet.likeness.clustering import Clustering, clustered, extended
from broadsheet.likeness.neighbours import NEIGHBOUR_FLOOR, NEIGHBOURS, Grid, nearest, probed
from broadsheet.likeness.reading import Reading
from broadsheet.text.names import Name, NameTable
from broadsheet.types import Placed

from conftest import article, source

NAMES = NameTable(
    (
        Name(id="Nvidia", kind="company", zh="輝達"),
        Name(id="Gemini", kind="model"),
        Name(id="Google", kind="company", zh="谷歌"),
    )
)
WORDS = ("chips", "lawsuit", "launch", "acquire", "bankruptcy", "scheduler", "robot", "election", "battery", "museum")
WORDS_ZH = ("晶片", "訴訟", "發布", "收購", "破產", "調度", "機器人", "選舉", "電池", "博物館")


def day(count: int, seed: int) -> list[Placed]:
    """Place articles of both languages around events that share names, versions and words."""
    chance = random.Random(seed)
    noise = np.random.default_rng(seed)
    centres = noise.normal(size=(count // 3 + 1, 32))
    made = []
    for number in range(count):
        event = chance.randrange(len(centres))
        of_event = random.Random(f"{seed} {event}")
        chinese = chance.random() < 0.4
        topic = of_event.sample(range(len(WORDS)), 4)
        said = [(WORDS_ZH if chinese else WORDS)[w] for w in topic if chance.random() < 0.8]
        names = [of_event.choice(("Nvidia", "Google", "Gemini 2", "Gemini 3")), f"Zorp{event}"]
        paper = of_event.random() < 0.15
        title = ("" if chinese else " ").join([*names, *said])
        where = f"https://arxiv.org/abs/2512.{event:05}" if paper else f"https://{number}.example/{seed}"
        outlet = source("arXiv") if paper else source(f"Outlet {number}")
        vector = centres[event] + noise.normal(size=32) * 0.8
        vector /= np.linalg.norm(vector)
        language = "zh-Hant" if chinese else "en"
        text = f"{title} {of_event.randint(30, 99)} % {number}"
        made.append(
            Placed(
                article=article(text, title=title, url=where, language=language, source=outlet),
                vector=vector.astype("<f4").tobytes(),
            )
        )
    return made


def parts(clustering: Clustering) -> set[frozenset[str]]:
    return {frozenset(clustering.ids[row] for row in group) for group in clustering.groups}


def edges(clustering: Clustering) -> set[tuple[frozenset[str], float, bool]]:
    i, j, alike, named = (column.tolist() for column in clustering.edges)
    ids = clustering.ids
    return {(frozenset({ids[a], ids[b]}), s, n) for a, b, s, n in zip(i, j, alike, named, strict=True)}


@pytest.mark.parametrize("flat", [24_000, 20], ids=["all with all", "cells"])
@pytest.mark.parametrize("steps", [1, 4])
def test_growing_gives_what_clustering_everything_gives(flat: int, steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "FLAT", flat)
    monkeypatch.setattr(neighbours, "PROBED", 6)
    monkeypatch.setattr(module, "SQUARE_KEPT", 4)
    monkeypatch.setattr(linkage, "LARGEST", 30)
    monkeypatch.setattr(neighbours, "NEIGHBOURS", 8)
    placed = day(300, 5)
    grown = clustered(placed[:260], NAMES)
    whole = clustered(placed, NAMES, grown.background)
    for step in range(steps):
        grown = extended(grown, placed[260 + step * 40 // steps : 260 + (step + 1) * 40 // steps], NAMES)
    assert edges(grown) == edges(whole)
    assert parts(grown) == parts(whole)
    assert parts(grown) != parts(clustered(placed[:260], NAMES)) | {frozenset({p.article.id}) for p in placed[260:]}


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(30, 60))
def test_any_small_day_grows(seed: int, count: int) -> None:
    placed = day(count, seed)
    first = clustered(placed[: count - 4], NAMES)
    grown = extended(first, placed[count - 4 :], NAMES)
    whole = clustered(placed[::-1], NAMES, first.background)
    assert (edges(grown), parts(grown)) == (edges(whole), parts(whole))


def test_what_is_there_already_changes_nothing() -> None:
    placed = day(60, 1)
    first = clustered(placed, NAMES)
    assert extended(first, placed[:9], NAMES) is first
    assert extended(first, [], NAMES) is first


def test_a_background_that_is_too_old_is_refused() -> None:
    placed = day(60, 2)
    with pytest.raises(ValueError, match="too old"):
        extended(clustered(placed[:30], NAMES), placed[30:], NAMES)


def test_a_clustering_is_a_value() -> None:
    placed = day(80, 3)
    first = clustered(placed[:76], NAMES)
    told = (parts(first), edges(first))
    one = extended(first, placed[76:], NAMES)
    assert (parts(first), edges(first)) == told
    again = extended(first, placed[76:], NAMES)
    assert (parts(again), edges(again)) == (parts(one), edges(one))


def test_the_size_of_a_block_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    placed = day(120, 9)
    whole = clustered(placed, NAMES)
    for at, name, size in (
        (module, "CHUNK", 7),
        (module, "MULTIPLIED", 3),
        (crowds, "BLOCK", 5),
        (table, "BLOCK", 5),
        (translated, "BLOCK", 5),
    ):
        monkeypatch.setattr(at, name, size)
    pieces = clustered(placed, NAMES)
    assert (parts(pieces), edges(pieces)) == (parts(whole), edges(whole))
    assert all((pieces.background.means[one] == mean).all() for one, mean in whole.background.means.items())


def test_an_article_takes_few_bytes() -> None:
    """Readings are not kept, or a day of a million does not fit: each would hold some 15 KB."""
    record = clustered(day(120, 9), NAMES).witnesses.record
    held = sum(part.nbytes for each in record.tables for part in (each.data, each.indices, each.indptr))
    assert held < 2_000 * record.articles
    assert not any(isinstance(part, Reading) for part in gc.get_objects())


def grid_of(count: int, seed: int, same: int = 0) -> Grid:
    rows = np.random.default_rng(seed).normal(size=(count, 16))
    rows[:same] = rows[0]
    rows *= 2048 / np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.rint(rows), dtype=np.int16)


def brute(grid: Grid, ties: Sequence[int]) -> set[tuple[int, int]]:
    product = grid.astype(np.int64) @ grid.T.astype(np.int64)
    found = set()
    for row in range(len(grid)):
        others = [c for c in range(len(grid)) if c != row and product[row, c] >= NEIGHBOUR_FLOOR]
        found |= {(row, c) for c in sorted(others, key=lambda c: (-product[row, c], ties[c]))[:NEIGHBOURS]}
    return found


@pytest.mark.parametrize("same", [0, 90])
def test_the_nearest_are_the_nearest_and_ties_are_broken_by_rank(same: int) -> None:
    grid = grid_of(200, 7, same)
    ties = np.random.default_rng(1).permutation(200)
    row, column, _ = nearest(grid, ties, np.zeros(200, dtype=np.int64), probed(np.zeros((0, 16), dtype=np.int16)))
    assert sorted(zip(row.tolist(), column.tolist(), strict=True)) == sorted(brute(grid, ties.tolist()))
