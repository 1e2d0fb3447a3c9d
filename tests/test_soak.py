"""A morning on a farm of 300 sites, half of them hostile: it ends in time, in little memory, and names every failure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from broadsheet.store import read_articles, read_ledger, read_lines
from broadsheet.types import Article, Item, Ledger

from farm_run import MINUTES, finished, start
from hostile_farm import HIDDEN, SITES, TRAP, UNSEEN, farm, sentences, title_of

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="needs Linux")]

HEALTHY = [site for site in SITES if site.healthy]
NEXT_DAY = [site for site in SITES if site.steady or site.later or site.name.startswith(("moved", "plain-1"))]
MORE_MEMORY = 64 * 1024
"""kB over the peak of a run that asks the healthy sites only."""
REST_SECONDS = 20.0
"""What the stages after the last request may take."""


@dataclass(frozen=True)
class Soaked:
    port: int
    baseline: dict[str, Any]
    days: list[dict[str, Any]]
    log: list[dict[str, Any]]

    def ledger(self, day: int) -> Ledger:
        return read_ledger(Path(self.days[day]["folder"]))

    def items(self, day: int) -> dict[str, set[str]]:
        found = defaultdict(set)
        for item in read_lines(Path(self.days[day]["folder"]) / "items.jsonl", Item):
            found[item.source.name].add(item.url)
        return found

    def articles(self, day: int) -> dict[str, Article]:
        return {article.url: article for article in read_articles(Path(self.days[day]["folder"])).values()}

    def told(self, day: int) -> dict[str, set[str]]:
        found = defaultdict(set)
        for failure in self.ledger(day).failures:
            if failure.stage == "collect":
                found[failure.subject].add(failure.kind)
        return found

    def asked(self, name: str, day: int) -> list[dict[str, Any]]:
        hosts = {site.host for site in SITES if site.name.rpartition("-")[0] == name}
        return [row for row in self.log if row["host"] in hosts and row["day"] == day]


@pytest.fixture(scope="module")
def soaked(tmp_path_factory: pytest.TempPathFactory) -> Soaked:
    folder = tmp_path_factory.mktemp("soak")
    with farm() as served:
        (baseline,) = finished(start(folder / "healthy", served, [(0, HEALTHY)]))
        served.ask("/forget")
        days = finished(start(folder / "all", served, [(0, SITES), (1, NEXT_DAY)]))
        return Soaked(served.port, baseline, days, served.log())


def test_the_farm_is_what_it_should_be() -> None:
    assert len(SITES) == 300 and len(HEALTHY) >= 120


def test_it_ends_in_time(soaked: Soaked) -> None:
    stages = soaked.days[0]["stages"]
    assert stages["collect"] + stages["extract"] < 60 * MINUTES
    assert soaked.days[0]["seconds"] < 60 * MINUTES + REST_SECONDS


def test_memory_stays_near_that_of_the_healthy_half(soaked: Soaked) -> None:
    print({name: soaked.baseline[name] for name in ("collected", "peak", "workers")}, "with the healthy sites only")
    print({name: soaked.days[0][name] for name in ("collected", "peak", "workers")}, "with the whole farm")
    for name in ("collected", "peak"):  # until the last page is read, and in all
        assert soaked.days[0][name] < soaked.baseline[name] + MORE_MEMORY, name


def test_every_item_of_the_healthy_arrives_with_its_text(soaked: Soaked) -> None:
    items, articles = soaked.items(0), soaked.articles(0)
    for site in HEALTHY:
        links = site.links(soaked.port, 0)
        assert items[site.name] == set(links), site.name
        for link in links:
            article = articles[link]
            assert title_of(link) in article.title, site.name
            assert all(sentence in article.text for sentence in sentences(link)), site.name


def test_every_failure_is_named(soaked: Soaked) -> None:
    told = soaked.told(0)
    expected = {site.name: set(site.told) for site in SITES if site.told}
    assert {name: told[name] for name in (*expected, *told)} == expected
    items = soaked.items(0)
    assert {site.name: len(items[site.name]) for site in SITES} == {site.name: site.items for site in SITES}


def test_hostile_pages_are_told_and_the_summary_stands_in(soaked: Soaked) -> None:
    told = defaultdict(set)
    hosts = {site.host: site.name.rpartition("-")[0] for site in SITES}
    for failure in soaked.ledger(0).failures:
        if failure.stage == "extract":
            host = urlsplit(failure.subject).hostname or ""
            told[hosts.get(host, "inside")].add(failure.kind)
    expected = {"bomb-pages": "too_large", "endless-pages": "too_large", "slow-pages": "too_slow"}
    assert {name: kinds - {"summary_only"} for name, kinds in told.items()} == {
        **{name: {kind} for name, kind in expected.items()},
        "inside": {"blocked_address"},
        "deep-pages": set(),
    }
    assert all("summary_only" in kinds for kinds in told.values())


def test_nobody_is_led_inside(soaked: Soaked) -> None:
    assert [row for row in soaked.log if row["host"] == TRAP] == []
    rebound = sum(site.name.startswith("rebound") for site in SITES)
    assert soaked.days[0]["dialled"] == {"93.184.216.34": rebound}, "what a name leads to at first, and nobody else"


def test_what_nobody_sees_is_not_read(soaked: Soaked) -> None:
    for article in soaked.articles(0).values():
        assert HIDDEN not in article.text + article.title
        assert not set(UNSEEN) & set(article.text + article.title)


def test_the_next_day_what_was_said_is_remembered(soaked: Soaked) -> None:
    told = soaked.told(1)
    assert {site.name: told[site.name] for site in NEXT_DAY} == {site.name: set(site.later or ()) for site in NEXT_DAY}
    for name in ("gone", "too-often", "too-often-date"):
        assert soaked.asked(name, 0) and not soaked.asked(name, 1), name
    steady = [row for row in soaked.asked("steady", 1) if row["path"] == "/feed"]
    assert [row["status"] for row in steady] == ["304"] * sum(site.steady for site in SITES)
    items = soaked.items(1)
    assert all(len(items[site.name]) == (site.news if site.healthy and not site.steady else 0) for site in NEXT_DAY)
