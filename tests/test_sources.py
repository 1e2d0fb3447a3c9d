"""The source pack: strict to read, complete, and honest about who stands behind a feed."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import pytest

from broadsheet.errors import ConfigError
from broadsheet.sources import load_sources

PACK = (files("broadsheet.desks.ai") / "sources.toml").read_text(encoding="utf-8")
SOURCES = load_sources(PACK, "sources.toml")
FEEDS = Path(__file__).resolve().parents[2] / "shared" / "research" / "feeds.csv"

GOOD = {"name": "a", "kind": "feed", "url": "https://a.example/feed", "outlet": "A", "owner": "A Ltd"}


def entry(**changes: object) -> str:
    values = {**GOOD, **changes}
    lines = [f"{key} = {_toml(value)}" for key, value in values.items() if value is not None]
    return "[[source]]\n" + "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)


def test_the_pack_holds_119_feeds_with_owners() -> None:
    assert len(SOURCES) == 119
    for source in SOURCES:
        assert source.kind == "feed"
        assert source.owner and source.outlet and source.terms
        assert 0.3 <= source.weight <= 1.5
        assert source.language in {"en", "zh-Hans", "zh-Hant"}


def test_mirrors_say_so_and_are_never_primary() -> None:
    mirrors = [source for source in SOURCES if "(mirror)" in source.owner]
    assert len(mirrors) >= 10
    for source in mirrors:
        assert "unofficial mirror" in source.outlet
        assert not source.primary
        assert source.weight <= 0.6
    assert all("Olshansk" not in source.url or source in mirrors for source in SOURCES)


def test_primary_sources_outweigh_press_and_press_outweighs_communities() -> None:
    weight = {source.name: source.weight for source in SOURCES}
    assert weight["openai-news"] > weight["the-guardian-ai"] > weight["venturebeat-ai"] > weight["import-ai"]
    assert weight["import-ai"] > weight["reddit-localllama"] > weight["anthropic-news-mirror"]


def test_one_owner_counts_once() -> None:
    owner = {source.name: source.owner for source in SOURCES}
    assert owner["ars-technica-ai"] == owner["wired-ai"]
    assert len({owner[source.name] for source in SOURCES if source.name.startswith("arxiv-")}) == 1


def test_the_pack_covers_every_feed_of_the_research() -> None:
    if not FEEDS.is_file():
        pytest.skip("the shared research folder is not beside this checkout")
    with FEEDS.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [row["url"] for row in rows] == [source.url for source in SOURCES]


def test_no_feed_declared_here_is_inside_this_machine() -> None:
    assert not any("localhost" in source.url or "127.0.0.1" in source.url for source in SOURCES)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (entry(colour="red"), r"desk/s\.toml: source 1 \(a\): colour is unknown"),
        (entry(outlet=None), r"source 1 \(a\): outlet is missing"),
        (entry(owner=" "), r"source 1 \(a\): owner is empty"),
        (entry(url="ftp://a.example/feed"), r"source 1 \(a\): url 'ftp://a.example/feed' is not an http"),
        (entry(url="a.example/feed"), "url .* is not an http"),
        (entry(url="https:///feed"), "url .* is not an http"),
        (entry(url="https://[::1/feed"), "url .* is no address"),
        (entry(weight=0), r"weight 0 is not a number"),
        (entry(weight=3.5), r"weight 3\.5"),
        (entry(weight="heavy"), "weight 'heavy'"),
        (entry(weight=True), "weight True"),
        (entry(language="Chinese"), "language 'Chinese'"),
        (entry(primary="yes"), r"source 1 \(a\): primary .*bool"),
        (entry() + entry(url="https://b.example/feed"), r"source 2 \(a\): name 'a' is also that of entry 1"),
        (entry() + entry(name="b"), r"source 2 \(b\): url .* is also that of entry 1"),
        ("[source]\nname = 'a'\n", "declares no source"),
        ("source = [1]\n", "source 1: source is not a table"),
        ("[[feeds]]\nname = 'a'\n", "unknown table 'feeds'"),
        ("", "declares no source"),
        ("[[source\n", "not TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_entry_and_field(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        load_sources(text, "desk/s.toml")
    assert caught.value.subject == "desk/s.toml"
    assert caught.value.remedy


def test_the_order_of_the_file_is_kept() -> None:
    text = entry(name="b", url="https://b.example/") + entry(name="a")
    assert [source.name for source in load_sources(text, "s.toml")] == ["b", "a"]
