"""Where the rules are unsure somebody is asked: whom it joins and keeps apart, and that silence leaves the rules alone."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.likeness.borders import OPEN, ROUNDS, Pair, settled
from broadsheet.likeness.clustering import Clustering, clustered, edges_at, likeness
from broadsheet.likeness.linkage import agglomerate
from broadsheet.likeness.table import Floats
from broadsheet.types import Placed
from test_clustering import NAMES, day

Answer = Callable[[str, str], bool | None]


class Reader:
    """Answers by the ids of the two articles, and keeps what it was asked, round by round."""

    def __init__(self, made: Clustering, answer: Answer) -> None:
        self._made = made
        self._answer = answer
        self.rounds: list[list[frozenset[str]]] = []

    def __call__(self, pairs: Sequence[Pair]) -> Sequence[bool | None]:
        named = [(self._made.ids[a], self._made.ids[b]) for a, b in pairs]
        self.rounds.append([frozenset(pair) for pair in named])
        return [self._answer(*sorted(pair)) for pair in named]


def parts(made: Clustering, answer: Answer, most: int = 10_000) -> tuple[set[frozenset[str]], Reader]:
    reader = Reader(made, answer)
    groups = settled(made, reader, most)
    assert sorted(row for group in groups for row in group) == list(range(len(made.ids)))
    return {frozenset(made.ids[row] for row in group) for group in groups}, reader


def event(place: Placed) -> str:
    """Return the event that ``day`` made an article of."""
    found = re.search(r"Zorp\d+", place.article.title)
    assert found is not None
    return found[0]


def silence(one: str, other: str) -> None:
    return None


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 60), st.integers(0, 10_000))
def test_where_nobody_can_say_the_rules_decide(count: int, seed: int) -> None:
    made = clustered(day(count, seed), NAMES)
    rules = {frozenset(made.ids[row] for row in group) for group in made.groups}
    assert parts(made, silence)[0] == rules
    assert parts(made, lambda one, other: True, most=0)[0] == rules, "nobody was asked"


@settings(max_examples=15, deadline=None)
@given(st.integers(5, 50), st.integers(0, 10_000))
def test_the_order_of_the_articles_changes_nothing(count: int, seed: int) -> None:
    placed = day(count, seed)

    def answer(one: str, other: str) -> bool | None:
        return random.Random(f"{seed}{one}{other}").choice((True, False, None))

    first, asked = parts(clustered(placed, NAMES), answer)
    again, as_much = parts(clustered(random.Random(seed).sample(placed, len(placed)), NAMES), answer)
    assert first == again and list(map(set, asked.rounds)) == list(map(set, as_much.rounds))


def wrong_pairs(groups: set[frozenset[str]], truth: dict[str, str]) -> int:
    """Return how many pairs are joined or parted against the truth."""
    home = {one: group for group in groups for one in group}
    return sum(
        (home[one] == home[other]) != (truth[one] == truth[other]) for one in truth for other in truth if one < other
    )


@pytest.mark.parametrize("seed", [0, 1, 2, 4])
def test_right_answers_mend_what_the_rules_got_wrong(seed: int) -> None:
    placed = day(200, seed)
    made = clustered(placed, NAMES)
    truth = {place.article.id: event(place) for place in placed}
    found, reader = parts(made, lambda one, other: truth[one] == truth[other])
    rules, _ = parts(made, silence)
    assert wrong_pairs(found, truth) <= 2 < 5 < wrong_pairs(rules, truth)
    asked = [pair for some in reader.rounds for pair in some]
    assert len(reader.rounds) <= ROUNDS and len(set(asked)) == len(asked), "nobody is asked the same twice"


def test_a_yes_joins_a_no_parts_and_a_veto_stands() -> None:
    placed = day(200, 5)
    made = clustered(placed, NAMES)
    joined, reader = parts(made, lambda one, other: True)
    home = {one: group for group in joined for one in group}
    for pair in (pair for some in reader.rounds for pair in some):
        one, other = pair
        assert home[one] is home[other]
    parted, reader = parts(made, lambda one, other: False)
    home = {one: group for group in parted for one in group}
    for pair in (pair for some in reader.rounds for pair in some):
        one, other = pair
        assert home[one] is not home[other]
    assert len(parted) > len(joined)
    papers = {p.article.id: p.article.url for p in placed if "arxiv" in p.article.url}
    assert len(papers) > 3
    for group in joined:
        assert len({papers[one] for one in group if one in papers}) <= 1, "two papers are two stories, whoever says yes"


def test_so_many_are_asked_about_and_no_more_the_likeliest_first() -> None:
    made = clustered(day(200, 5), NAMES)
    _, everything = parts(made, lambda one, other: True)
    assert len(everything.rounds[0]) > 8
    _, some = parts(made, lambda one, other: True, most=8)
    assert some.rounds == [everything.rounds[0][:8]]


def test_what_is_asked_about_is_near_the_border() -> None:
    made = clustered(day(60, 7), NAMES)
    edges = edges_at(made, OPEN)
    assert len(edges.i) and edges.alike.min() >= OPEN
    assert (likeness(made, edges.i, edges.j) == edges.alike).all()


def test_agglomeration_may_begin_with_groups() -> None:
    """Beginning with the groups of a higher threshold is going on from there."""

    def square(seed: int) -> Floats:
        chance = random.Random(seed)
        alike = [[0.0] * 24 for _ in range(24)]
        for a in range(24):
            for b in range(a):
                alike[a][b] = alike[b][a] = round(chance.random(), 6)
        return np.array(alike)

    for seed in range(20):
        early = agglomerate(square(seed), 0.6)
        assert agglomerate(square(seed), 0.45, early) == agglomerate(square(seed), 0.45)
        assert len(early) > len(agglomerate(square(seed), 0.45))
