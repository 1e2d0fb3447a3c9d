"""Owners: two sites of one house are one voice, wherever an article says that it is from."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest

from broadsheet.adapters.attribution import attributed, owner_of
from broadsheet.text.urls import registrable_domain

DESKS = [desk for desk in files("broadsheet.desks").iterdir() if (desk / "sources.toml").is_file()]


@pytest.mark.parametrize(
    "sites",
    [
        ("https://asia.nikkei.com/a", "https://www.ft.com/b"),
        ("https://www.bbc.com/news", "https://www.bbc.co.uk/future", "https://feeds.bbci.co.uk/x"),
        ("https://www.chinatimes.com/a", "https://www.ctee.com.tw/b"),
        ("https://udn.com/a", "https://money.udn.com/b"),
        ("https://news.ltn.com.tw/a", "https://www.taipeitimes.com/b"),
        ("https://36kr.com/a", "https://console.kr-asia.com/b"),
        ("https://www.wsj.com/a", "https://www.marketwatch.com/b"),
    ],
)
def test_sites_of_one_house_have_one_owner(sites: tuple[str, ...]) -> None:
    assert len({attributed(site, {}, kind="jsonl").owner for site in sites}) == 1


def test_a_site_that_nobody_knows_is_its_own_owner_and_the_line_has_the_first_word() -> None:
    assert attributed("https://news.a.example/b", {}, kind="jsonl").owner == registrable_domain(
        "https://news.a.example/b"
    )
    assert attributed("https://www.ft.com/b", {}, kind="jsonl", owner="Someone").owner == "Someone"
    assert attributed("https://medium.com/@a/b", {}, kind="jsonl", outlet="A").owner == "A"


def test_no_site_has_two_owners() -> None:
    table = tomllib.loads(files("broadsheet.adapters").joinpath("owners.toml").read_text("utf-8"))
    domains = [domain for sites in table.values() for domain in sites]
    assert len(domains) == len(set(domains))
    assert all(registrable_domain(f"https://{domain}/") == domain for domain in domains)


@pytest.mark.parametrize("desk", DESKS, ids=[desk.name for desk in DESKS])
def test_the_table_says_what_the_desks_say(desk: Traversable) -> None:
    told = tomllib.loads((desk / "sources.toml").read_text("utf-8"))
    sources = [source for rows in told.values() if isinstance(rows, list) for source in rows]
    assert sources
    for source in sources:
        known = owner_of(domain := registrable_domain(source["url"]))
        assert known in (domain, source["owner"]), source["url"]
