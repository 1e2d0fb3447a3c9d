"""Articles that tell one event become one story; everything else stays apart; the order of arrival changes nothing."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np
import pytest
from msgspec.structs import replace

from broadsheet.adapters.embed_use import UseEmbedder
from broadsheet.likeness import clustering, linkage
from broadsheet.likeness.crowds import FARTHEST, NEAREST, USUAL
from broadsheet.likeness.linkage import BEST_WEIGHT
from broadsheet.likeness.neighbours import GRID
from broadsheet.likeness.table import Floats
from broadsheet.likeness.witnesses import BARE_WEIGHT, CROWDED, DAY_WEIGHT, THRESHOLD, UNDATED_HOURS, WORDS_WEIGHT
from broadsheet.stages.cluster import cluster
from broadsheet.stages.embed import embed
from broadsheet.text.names import Name, NameTable
from broadsheet.types import Article, Placed, Story

from conftest import article, source

NAMES = NameTable(
    (
        Name(id="Nvidia", kind="company", zh="輝達", aliases=("英偉達",)),
        Name(id="Gemini", kind="model"),
        Name(id="Google", kind="company", zh="Google", aliases=("谷歌",)),
    )
)
NOON = datetime(2025, 12, 17, 12, tzinfo=UTC)


@cache
def encoder() -> UseEmbedder:
    return UseEmbedder()


def told(title: str, text: str = "", language: str = "en", **changes: object) -> Article:
    return article(text, title=title, language=language, **changes)


def stories(articles: Sequence[Article]) -> list[Story]:
    return list(cluster(list(embed(articles, encoder())), NAMES))


def titles(found: Iterable[Story]) -> set[frozenset[str]]:
    return {frozenset(a.title for a in story.articles) for story in found}


def paper(title: str, text: str, number: str) -> Article:
    return told(title, text, url=f"https://arxiv.org/abs/2512.{number}", source=source("arXiv"))


BUYS = told("Nvidia acquires SchedMD, maker of the Slurm scheduler", "Nvidia said on Monday that it bought SchedMD.")
BUYS_ZH = told("輝達收購 Slurm 開發商 SchedMD", "輝達宣布收購開源排程軟體 Slurm 的開發商 SchedMD。", "zh-Hant")
OSCARS = told("The Oscars will move to YouTube in 2029", "The Academy ends its half century with ABC.")
OSCARS_ZH = told("奧斯卡頒獎典禮 2029 年移師 YouTube", "影藝學院將結束與 ABC 逾半世紀的合作。", "zh-Hant")
EBIKE = told("E-bike maker Rad Power files for bankruptcy", "It plans a sale within 60 days.")


def test_one_event_in_two_languages_is_one_story() -> None:
    found = titles(stories([BUYS, OSCARS, EBIKE, OSCARS_ZH, BUYS_ZH]))
    assert found == {
        frozenset({BUYS.title, BUYS_ZH.title}),
        frozenset({OSCARS.title, OSCARS_ZH.title}),
        frozenset({EBIKE.title}),
    }


def test_two_papers_on_one_subject_are_two_stories() -> None:
    one = paper(
        "Fast defence against malicious image edits", "We defend images against malicious edits by noise.", "00001"
    )
    two = paper(
        "Defence against malicious image editing", "We defend images against malicious edits with noise.", "00002"
    )
    assert len(stories([one, two])) == 2


def test_no_news_can_join_two_papers() -> None:
    one = paper("LiteGS: training splats in minutes", "LiteGS trains Gaussian splats in minutes.", "00001")
    two = paper("FastGS: training splats in seconds", "FastGS trains Gaussian splats in seconds.", "00002")
    news = [
        told(
            f"LiteGS and FastGS train splats {speed}",
            "LiteGS and FastGS train Gaussian splats.",
            url=f"https://{speed}.example",
        )
        for speed in ("quickly", "faster", "in minutes")
    ]
    found = stories([one, two, *news])
    assert all({one.id, two.id} - {a.id for a in story.articles} for story in found)


def test_versions_of_a_paper_are_one_story() -> None:
    one = paper("Defence against malicious image edits", "We defend images.", "00001v1")
    two = paper("Defence against malicious image edits, revised", "We defend more images.", "00001v2")
    assert len(stories([one, two])) == 1


def test_news_joins_the_paper_that_it_names() -> None:
    work = paper(
        "LiteGS: A Framework to Train 3D Gaussian Splatting", "We train 3D Gaussian splats in minutes.", "00001"
    )
    names_it = told("Moore Threads wins a prize with LiteGS", "LiteGS trains 3D Gaussian splats in minutes.")
    of_the_subject = told(
        "How 3D Gaussian Splatting is trained", "A framework can train 3D Gaussian splats in minutes."
    )
    found = titles(stories([work, names_it, of_the_subject]))
    assert frozenset({work.title, names_it.title}) in found
    assert not any({work.title, of_the_subject.title} <= story for story in found)


def test_two_versions_of_a_product_are_two_stories() -> None:
    flash = told(
        "Google launches Gemini 3 Flash", "Google launched Gemini 3 Flash, a new model, in its app and in Search."
    )
    pro = told("Google launches Gemini 3 Pro", "Google launched Gemini 3 Pro, a new model, in its app and in Search.")
    also_flash = told("谷歌推出 Gemini 3 Flash", "Google 在應用與搜尋推出新模型 Gemini 3 Flash。", "zh-Hant")
    assert titles(stories([flash, pro, also_flash])) == {
        frozenset({flash.title, also_flash.title}),
        frozenset({pro.title}),
    }


def test_every_article_is_in_one_story_and_copies_follow_their_original() -> None:
    copy = replace(
        told("Something else altogether in the title", "", url="https://copy.example"),
        copy_of=BUYS.id,
        copy_kind="near",
    )
    orphan = replace(told("A copy of an absent one", url="https://orphan.example"), copy_of="0" * 16, copy_kind="text")
    everything = [BUYS, OSCARS, copy, orphan, told("", url="https://nothing.example")]
    found = stories(everything)
    assert sorted(a.id for story in found for a in story.articles) == sorted(a.id for a in everything)
    assert next(s for s in found if copy in s.articles) == next(s for s in found if BUYS in s.articles)


@pytest.mark.parametrize("count", [0, 1])
def test_a_quiet_day(count: int) -> None:
    assert len(stories([BUYS][:count])) == count


def test_the_order_of_arrival_changes_nothing() -> None:
    placed = list(embed([BUYS, BUYS_ZH, OSCARS, OSCARS_ZH, EBIKE], encoder()))
    expected = list(cluster(placed, NAMES))
    for seed in range(5):
        assert list(cluster(random.Random(seed).sample(placed, len(placed)), NAMES)) == expected


def test_the_first_article_speaks_for_the_story() -> None:
    late = replace(BUYS, published=NOON + timedelta(hours=3), source=source("Nvidia Blog", primary=True))
    early = replace(BUYS_ZH, published=NOON)
    undated = told("Nvidia acquires SchedMD and Slurm", "Nvidia said on Monday that it bought SchedMD, of Slurm fame.")
    (story,) = stories([undated, early, late])
    assert story.articles == (late, early, undated)


# --- the linkage, on vectors alone -----------------------------------------------------------------------------------


def points(count: int, events: int, seed: int) -> list[Placed]:
    """Place nameless articles around random centres."""
    chance = np.random.default_rng(seed)
    centres = chance.normal(size=(events, 64))
    made = []
    for number in range(count):
        vector = centres[chance.integers(events)] + chance.normal(size=64) * 0.9
        vector /= np.linalg.norm(vector)
        nameless = article("", title="", url=f"https://{number}.example", language="und", source=source(f"S{number}"))
        made.append(Placed(article=nameless, vector=vector.astype("<f4").tobytes()))
    return made


def parts(found: Iterable[Story]) -> set[frozenset[str]]:
    return {frozenset(a.id for a in story.articles) for story in found}


def naive(alike: Floats, threshold: float) -> list[set[int]]:
    """Agglomerate as the docstring says it, in the slowest way."""
    groups = [{item} for item in range(len(alike))]

    def linked(one: set[int], other: set[int]) -> float:
        between = alike[np.ix_(sorted(one), sorted(other))]
        return float((1 - BEST_WEIGHT) * between.mean() + BEST_WEIGHT * between.max())

    while True:
        best, a, b = max((linked(groups[a], groups[b]), -a, -b) for b in range(len(groups)) for a in range(b))
        if best < threshold:
            return groups
        groups[-a] |= groups.pop(-b)


def test_it_is_the_linkage_of_the_full_matrix() -> None:
    placed = sorted(points(90, 15, 1), key=lambda place: place.article.id)
    vectors = np.stack([np.frombuffer(place.vector, dtype="<f4") for place in placed]).astype(np.float64)
    vectors -= vectors.sum(axis=0) / (len(vectors) + clustering.SHRINKAGE)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    grid = np.rint(GRID * vectors) / GRID
    cosines = grid @ grid.T
    crowded = -np.sort(-cosines, axis=1)[:, NEAREST : FARTHEST + 1].mean(axis=1)
    cosines -= CROWDED * np.maximum(0, (crowded[:, None] + crowded[None]) / 2 - USUAL)
    alike = (cosines - DAY_WEIGHT * UNDATED_HOURS / 24 - BARE_WEIGHT) / (1 + WORDS_WEIGHT)
    expected = {frozenset(placed[item].article.id for item in group) for group in naive(alike, THRESHOLD)}
    assert 10 < len(expected) < 60
    assert parts(cluster(placed, NAMES)) == expected


def test_a_component_that_is_too_large_is_cut_and_loses_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    placed = points(120, 4, 2)
    whole = parts(cluster(placed, NAMES))
    monkeypatch.setattr(linkage, "LARGEST", 12)
    cut = parts(cluster(placed, NAMES))
    assert sum(map(len, cut)) == 120
    assert max(map(len, cut)) <= 12 < max(map(len, whole))
    assert list(cluster(placed[::-1], NAMES)) == list(cluster(placed, NAMES))


def test_identical_articles_of_many_outlets_end() -> None:
    placed = [
        replace(points(1, 1, 3)[0], article=article("", title="", url=f"https://{i}.example")) for i in range(600)
    ]
    assert [len(story.articles) for story in cluster(placed, NAMES)] == [600]
