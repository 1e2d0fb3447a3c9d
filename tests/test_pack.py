"""The shipped packs: every source honest about who stands behind it, spelled one way, of a kind that takes its options."""

from __future__ import annotations

import csv
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest

from broadsheet.adapters.read_arxiv import ArxivReader
from broadsheet.adapters.read_feed import FeedReader
from broadsheet.adapters.read_github import GitHubReader
from broadsheet.adapters.read_hackernews import HackerNewsReader
from broadsheet.adapters.read_huggingface import HuggingFaceReader
from broadsheet.adapters.read_links import LinksReader
from broadsheet.adapters.read_sitemap import SitemapReader
from broadsheet.desk import load_desk
from broadsheet.sources import load_sources, options_of
from broadsheet.subscriptions.file import Roll
from broadsheet.text.names import NameTable, load_names
from broadsheet.text.urls import host_of, registrable_domain
from broadsheet.types import Source

DESKS = ("ai", "space")
FEEDS = Path(__file__).resolve().parents[2] / "shared" / "research" / "feeds.csv"
KINDS: dict[str, type[msgspec.Struct]] = {
    "feed": FeedReader.options,
    "arxiv": ArxivReader.options,
    "github": GitHubReader.options,
    "hackernews": HackerNewsReader.options,
    "huggingface": HuggingFaceReader.options,
    "links": LinksReader.options,
    "sitemap": SitemapReader.options,
}
CLASSES = (1.3, 1.2, 1.1, 1.0, 0.9, 0.8, 0.7, 0.6)
"""Weights by class: the head of the pack tells what each means."""

# Feeds of the research list that the pack does not ask at that address, and what it asks instead; None: nothing.
REPLACED: dict[str, str | None] = {
    "https://raw.githubusercontent.com/Olshansk/rss-feeds/main/feeds/feed_meta_ai.xml": "meta-engineering",
    "https://qwenlm.github.io/blog/index.xml": "models-qwen",
    **{f"https://rss.arxiv.org/rss/{name}": "arxiv-ai-language" for name in ("cs.AI", "cs.CL")},
    **{f"https://rss.arxiv.org/rss/{name}": "arxiv-learning" for name in ("cs.LG", "stat.ML")},
    **{f"https://rss.arxiv.org/rss/{name}": "arxiv-vision-robots" for name in ("cs.CV", "cs.RO")},
    "https://papers.takara.ai/api/feed": "hugging-face-daily-papers",
    "http://ai.stanford.edu/blog/feed.xml": "stanford-ai-lab-blog",
    "https://news.mit.edu/topic/mitartificial-intelligence2-rss.xml": "mit-news-ai",
    "https://venturebeat.com/category/ai/feed/": "venturebeat-ai",
    "https://developer.nvidia.com/blog/feed": "nvidia-developer-blog",
    "https://semianalysis.com/feed/": "semianalysis",
    "https://hnrss.org/frontpage?points=100": "hacker-news-front-page",
    "https://hnrss.org/newest?q=AI&points=100": "hacker-news-ai",
    "https://hnrss.org/newest?q=LLM&points=50": "hacker-news-llm",
    "https://www.jiqizhixin.com/rss": None,
    "https://www.reddit.com/r/MachineLearning/.rss": None,
    "https://www.reddit.com/r/LocalLLaMA/.rss": None,
}
SHARED_HOSTS = {
    "arxiv": {"rss.arxiv.org"},
    "github": {"github.com"},
    "hackernews": {"hn.algolia.com"},
    "huggingface": {"huggingface.co"},
    "feed": {
        *("openai.com", "blog.google", "nature.com", "microsoft.com", "raw.githubusercontent.com"),
    },
}
"""Hosts that several sources of one kind ask: services of many, and sites with a feed for each of their parts."""


def text_of(desk: str, name: str) -> str:
    return (files("broadsheet.desks") / desk / name).read_text(encoding="utf-8")


def pack(desk: str) -> tuple[Source, ...]:
    return load_sources(text_of(desk, "sources.toml"), f"{desk}/sources.toml")


@pytest.fixture(params=DESKS)
def desk(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_source_is_whole_and_its_kind_takes_its_options(desk: str) -> None:
    for source in pack(desk):
        options_of(source, KINDS[source.kind])
        assert source.terms, source.name
        assert source.weight in CLASSES, source.name
        assert source.language in {"en", "zh-Hans", "zh-Hant"}, source.name
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", source.name)
        assert not source.permitted, "no site has allowed us anything"
        assert host_of(source.url) not in ("localhost", "127.0.0.1")


def test_nothing_is_asked_twice(desk: str) -> None:
    roll = Roll()
    for source in pack(desk):
        assert roll.twin(source) is None, source.name
        roll.add(source)


def test_owners_are_spelled_one_way_and_so_are_the_outlets_of_each(desk: str) -> None:
    spelled: dict[str, set[str]] = {}
    for source in pack(desk):
        for within, value in (("", source.owner), (source.owner, source.outlet)):
            folded = re.sub(r"[\W_]+", "", value).casefold()
            spelled.setdefault(f"{within}: {folded}", set()).add(value)
            assert value == value.strip()
    assert not [ways for ways in spelled.values() if len(ways) > 1]


def test_an_outlet_has_one_owner() -> None:
    owners: dict[str, set[str]] = {}
    for source in (*pack("ai"), *pack("space")):
        owners.setdefault(source.outlet, set()).add(source.owner)
    assert not {outlet: names for outlet, names in owners.items() if len(names) > 1}


def test_hosts_are_asked_by_one_source_or_for_a_reason(desk: str) -> None:
    hosts = Counter((source.kind, host_of(source.url)) for source in pack(desk))
    assert {key for key, n in hosts.items() if n > 1} <= {(k, host) for k, hs in SHARED_HOSTS.items() for host in hs}


def test_mirrors_say_so_and_are_never_primary() -> None:
    mirrors = [source for source in pack("ai") if "(mirror)" in source.owner]
    assert len(mirrors) >= 8
    for source in mirrors:
        assert "unofficial mirror" in source.outlet
        assert not source.primary and source.weight == 0.6
    unofficial = {"raw.githubusercontent.com", "mshibanami.github.io", "papers.takara.ai", "hnrss.org"}
    assert all(host_of(s.url) not in unofficial or s in mirrors for s in (*pack("ai"), *pack("space")))
    assert all(s.weight != 0.6 or s in mirrors for s in pack("ai"))


def test_weights_follow_the_class(desk: str) -> None:
    for source in pack(desk):
        if source.weight == 1.3:
            assert source.primary, f"{source.name}: the heaviest speak of their own deeds"
        if source.kind == "hackernews":
            assert source.weight == 0.7 and not source.primary
    weight = {source.name: source.weight for source in pack("ai")}
    assert weight["openai-news"] > weight["the-guardian-ai"] > weight["releases-vllm"] > weight["venturebeat-ai"]
    assert weight["venturebeat-ai"] > weight["import-ai"] > weight["lobsters"] > weight["anthropic-news-mirror"]


def test_one_owner_counts_once() -> None:
    owner = {source.name: source.owner for source in pack("ai")}
    assert owner["ars-technica-ai"] == owner["wired-ai"]
    assert owner["the-register-ai-ml"] == owner["next-platform"]
    assert owner["models-qwen"] == owner["alibaba-alizila-newsroom"] == owner["scmp-tech"]
    assert owner["github-blog"] == owner["models-microsoft"]
    assert len({owner[name] for name in owner if name.startswith("arxiv-")}) == 1


def test_chinese_sources_are_in_the_script_of_their_country(desk: str) -> None:
    for source in pack(desk):
        domain = registrable_domain(source.url)
        if domain.endswith(".tw") or source.name in {"cna-technology", "pansci"}:
            assert source.language == "zh-Hant", source.name
        if domain.endswith(".cn"):
            assert source.language == "zh-Hans", source.name


def test_every_feed_of_the_research_is_there_or_accounted_for() -> None:
    if not FEEDS.is_file():
        pytest.skip("the shared research folder is not beside this checkout")
    with FEEDS.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    sources = pack("ai")
    asked, names = {source.url for source in sources}, {source.name for source in sources}
    missing = {row["url"] for row in rows} - asked
    assert missing == set(REPLACED)
    assert {name for name in REPLACED.values() if name} <= names
    removed = sum(name is None for name in REPLACED.values())
    assert len(sources) >= len(rows) - removed
    tail = text_of("ai", "sources.toml").partition("# --- Left out")[2]
    for url, instead in REPLACED.items():
        if instead is None:
            word = urlsplit(url).hostname or ""
            assert word.removeprefix("www.").partition(".")[0].casefold() in tail.casefold(), (
                f"{url}: no reason is given"
            )


def test_the_packs_say_that_nobody_tried_their_addresses(desk: str) -> None:
    head = text_of(desk, "sources.toml").partition("[[source]]")[0]
    assert re.search(r"tried live", head) and "sources check" in head and "2026-" in head


def test_the_head_counts_right() -> None:
    told = re.search(r"desk, (\d+) of them", text_of("ai", "sources.toml"))
    assert told and int(told[1]) == len(pack("ai"))


def test_laboratories_without_a_feed_are_heard_through_their_models() -> None:
    models = {s.url.rpartition("/")[2] for s in pack("ai") if s.kind == "huggingface"}
    assert {
        "deepseek-ai",
        "Qwen",
        "moonshotai",
        "zai-org",
        "MiniMaxAI",
        "ByteDance-Seed",
        "tencent",
        "mistralai",
    } <= models
    assert {"facebook", "google", "nvidia", "microsoft", "allenai", "papers"} <= models


def test_the_second_desk_is_small_and_bilingual() -> None:
    sources = pack("space")
    assert 15 <= len(sources) <= 25
    assert {"en", "zh-Hant", "zh-Hans"} == {source.language for source in sources}
    assert len({source.kind for source in sources}) >= 4
    beat = load_desk(text_of("space", "desk.toml"), "space")
    assert not {section.id for section in beat.sections} & {
        section.id for section in load_desk(text_of("ai", "desk.toml"), "ai").sections
    }
    names = load_names(text_of("space", "names.toml"))
    assert len(names) >= 60 and sum(len(name.forms) > 1 for name in names) > 50
    found = NameTable(names).mentions("NASA and 美國國家航空航天局, 歐空局 or 欧洲航天局, Falcon 9 或猎鹰九号")
    assert [m.name for m in found] == ["NASA", "NASA", "ESA", "ESA", "Falcon 9", "Falcon 9"]
