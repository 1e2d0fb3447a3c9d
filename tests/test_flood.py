"""One owner that writes very much leaves the stories of the others as they are; what it prints under everything is no
likeness."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import numpy as np
import pytest
from msgspec.structs import replace

from broadsheet.adapters.embed_use import UseEmbedder
from broadsheet.adapters.write_extract import ExtractWriter
from broadsheet.desk_files import desk_names
from broadsheet.likeness.crowds import FARTHEST, NEAREST, USUAL, crowding, crowds
from broadsheet.likeness.neighbours import GRID
from broadsheet.likeness.witnesses import ENOUGH, OWNER_COUNTS, shares
from broadsheet.stages.cluster import cluster
from broadsheet.stages.dedupe import dedupe
from broadsheet.stages.embed import embed
from broadsheet.text.standing import LEAST, own_text
from broadsheet.types import Article, Story

from conftest import Day, article, source

FLOOD = source("Flood")
MOVED = 12
"""Stories of the sample day that a flood of many owners may move: 11 on 2026-11-23."""


@cache
def encoder() -> UseEmbedder:
    return UseEmbedder()


def stories(articles: Sequence[Article]) -> list[Story]:
    names = desk_names("ai")
    read = [told for told in dedupe(articles, names) if isinstance(told, Article)]
    return list(cluster(list(embed(read, encoder())), names))


def ours(told: Iterable[Story]) -> set[frozenset[str]]:
    """Return the stories as sets of addresses, without the flood."""
    found = {frozenset(a.url for a in story.articles if a.source.owner != FLOOD.owner) for story in told}
    return found - {frozenset()}


def a_match(draw: random.Random) -> tuple[str, str]:
    def told() -> str:
        who = draw.choice(("keeper", "rower", "archer", "skater", "boxer", "diver"))
        what = draw.choice(("won the cup", "lost the derby", "led the relay", "missed the final", "opened the season"))
        where = draw.choice(("Odense", "Tartu", "Cadiz", "Vigo", "Lund", "Bari", "Turku", "Arles"))
        return f"The {who} of {where} {what} before {draw.randrange(900, 90_000)} people."

    return told().rstrip("."), " ".join(told() for _ in range(5))


def an_item(draw: random.Random) -> tuple[str, str]:
    part = draw.randrange(10**6)
    return f"Part {part} is in stock again", f"Part {part} is in stock again. It costs {part % 90} euros."


def a_match_in_chinese(draw: random.Random) -> tuple[str, str]:
    def told() -> str:
        who = draw.choice(("高雄門將", "臺南投手", "嘉義隊長", "花蓮新秀", "基隆選手"))
        return f"{who}{draw.choice(('拿下', '錯失', '挺進', '止步於'))}{draw.choice(('決賽', '聯賽', '接力賽'))}"

    return told(), "".join(f"{told()}，現場{draw.randrange(900, 90_000)}名觀眾。" for _ in range(5))


@pytest.mark.parametrize("kind", [a_match, an_item, a_match_in_chinese], ids=lambda kind: str(kind.__name__))
def test_a_flood_of_one_owner_leaves_the_stories_of_others_alone(
    sample_day: Day, kind: Callable[[random.Random], tuple[str, str]]
) -> None:
    day = [replace(one, copy_of=None, copy_kind=None) for one in sample_day.articles.values()]
    draw = random.Random(7)
    flood = []
    for number in range(300):
        title, text = kind(draw)
        flood.append(article(text, title=title, url=f"https://flood.example/{number}", source=FLOOD))
    alone, flooded = stories(day), stories([*day, *flood])
    assert len(alone) > 60
    assert ours(flooded) == ours(alone)
    mixed = [story for story in flooded if len({a.source.owner == FLOOD.owner for a in story.articles}) == 2]
    assert not mixed


def test_a_flood_of_many_owners_moves_few_stories(sample_day: Day) -> None:
    """Without crowding 22 of 81 stories change."""
    day = [replace(one, copy_of=None, copy_kind=None) for one in sample_day.articles.values()]
    draw = random.Random(7)
    flood = []
    for number in range(300):
        title, text = a_match(draw)
        owner = f"{number % 100}.flood.example"
        flood.append(article(text, title=title, url=f"https://{owner}/{number}", source=source(owner)))
    alone = ours(stories(day))
    flooded = {frozenset(url for url in one if "flood.example" not in url) for one in ours(stories([*day, *flood]))}
    assert len(alone - flooded) <= MOVED


def test_the_crowding_of_a_place_is_the_mean_of_its_farther_neighbours() -> None:
    rows = np.random.default_rng(3).normal(size=(90, 16))
    grid = np.rint(GRID * rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.int16)
    chinese = np.arange(90) >= 70
    among = crowds(grid, chinese, [f"owner {row}" for row in range(90)], np.ones(90))
    found = crowding(grid, among)
    cosines = grid.astype(np.float64) @ grid.T.astype(np.float64) / GRID**2
    others = -np.sort(-cosines[:, :70], axis=1)[:, NEAREST : FARTHEST + 1]
    assert found[:, 0] == pytest.approx(others.mean(axis=1))
    assert found[:, 1] == pytest.approx(USUAL), "twenty neighbours are the nearest, and those do not count"
    assert crowding(grid[:0], among).shape == (0, 2)
    nobody = crowds(grid[:0], chinese[:0], [], np.ones(0))
    assert crowding(grid, nobody) == pytest.approx(USUAL)


def test_of_an_owner_as_many_are_drawn_as_it_counts_for(monkeypatch: pytest.MonkeyPatch) -> None:
    owners = [f"owner {row}" for row in range(60)] + ["Flood"] * 200
    grid = np.ones((260, 4), dtype=np.int16)
    assert crowds(grid, np.zeros(260, dtype=bool), owners, shares(owners)).of == (60 + OWNER_COUNTS, 0)
    monkeypatch.setattr("broadsheet.likeness.crowds.SAMPLE", 13)
    some = crowds(grid, np.zeros(260, dtype=bool), owners, shares(owners))
    assert (len(some.drawn[0]), some.of) == (13, (60 + OWNER_COUNTS, 0))
    assert np.isfinite(crowding(grid, some)).all()


def test_an_owner_counts_for_so_many_articles_at_most() -> None:
    small = [f"owner {number}" for number in range(ENOUGH)]
    counted = shares([*small, *["Flood"] * 1000])
    assert np.all(counted[:ENOUGH] == 1)
    assert counted[ENOUGH:].sum() == pytest.approx(OWNER_COUNTS, abs=0.01)


def test_where_there_is_too_little_else_it_counts_for_more() -> None:
    assert np.all(shares(["Alone"] * (ENOUGH - 1)) == 1)
    counted = shares(["Other", *["Alone"] * 1000])
    assert counted.sum() == pytest.approx(ENOUGH, abs=0.01)
    assert not len(shares([]))


# --- what an owner prints under everything ---------------------------------------------------------------------------

NEWS = (
    ("Tallinn orders two ferries", "The port of Tallinn ordered two electric ferries from a yard in Rauma."),
    ("Mistral hires a head of chips", "Mistral hired Ana Keller, who ran chip design at Graphcore."),
    ("A court blocks a voice clone", "A court in Delhi told a start-up to stop selling a clone of a voice."),
    ("Samsung opens a packaging line", "Samsung opened a line for chip packaging in Cheonan."),
    ("淡江大橋延後通車", "交通部指出，淡江大橋因颱風延後三週通車。"),
)
TAIL = "Our newsletter brings the day to your inbox each morning. Readers can support this paper from five dollars a month."


def feed(count: int, outlet: str = "Daily Circuit", tail: str = TAIL) -> list[Article]:
    return [
        article(f"{text} {tail}", title=title, url=f"https://{outlet[:5]}.example/{at}", source=source(outlet))
        for at, (title, text) in enumerate(NEWS[:count])
    ]


def deduped(articles: Sequence[Article]) -> list[Article]:
    return [told for told in dedupe(articles) if isinstance(told, Article)]


def test_five_items_with_one_tail_are_five_stories() -> None:
    assert len(stories(feed(5))) == 5


def test_the_tail_is_marked_where_it_stands_and_the_text_is_kept() -> None:
    for one, told in zip(sorted(feed(4), key=lambda a: a.id), deduped(feed(4)), strict=True):
        assert told.text == one.text
        assert [one.text[start:end] for start, end in told.standing] == [f"{s.strip(' .')}." for s in TAIL.split(". ")]
        assert own_text(told).strip() == one.text.removesuffix(TAIL).strip()


def test_a_sentence_in_fewer_articles_is_no_standing_matter() -> None:
    assert not any(told.standing for told in deduped(feed(LEAST - 1)))


def test_one_text_under_many_titles_or_addresses_is_a_copy_and_not_standing_matter() -> None:
    text = "The port of Tallinn ordered two electric ferries from a yard in Rauma for 84 million euros, it said. " * 6
    copies = [article(text, title=f"Ferries {at}", url=f"https://{at}.example/", source=source("P")) for at in "abcd"]
    assert not any(told.standing for told in deduped(copies))


def test_two_owners_are_not_taken_together() -> None:
    assert not any(told.standing for told in deduped([*feed(2), *feed(4, "Other Desk")[2:]]))


def test_who_has_nothing_else_to_say_stands_by_its_title() -> None:
    bare = deduped([article(TAIL, title=title, url=f"https://circuit.example/{title}") for title, _ in NEWS])
    assert {one.copy_of for one in bare} == {None}
    assert {own_text(one).strip() for one in bare} == {""}
    assert len(stories(bare)) == 5


def test_marking_again_changes_nothing() -> None:
    once = deduped(feed(5))
    assert deduped(once) == once
    assert all(not told.standing for told in deduped(once[:2]))


def test_what_an_owner_prints_under_everything_is_not_quoted() -> None:
    bait = "OpenAI and Nvidia news reaches 40,000 readers of this paper every day. Join them for 5 dollars a month."
    told = stories(feed(5, tail=bait))
    for one in told:
        draft = ExtractWriter("en", desk_names("ai"))(replace(one, printed="full"))
        assert draft.fields.all() or one.articles[0].language != "en"
        assert not [
            claim.text for claim in draft.fields.all() if "readers" in claim.text or "dollars a month" in claim.text
        ]
