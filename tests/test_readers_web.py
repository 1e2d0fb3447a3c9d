"""Hacker News, Hugging Face, GitHub, sitemaps and pages of links: what each gives, and what it says of the rest."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from broadsheet.adapters.read_github import GitHubReader
from broadsheet.adapters.read_hackernews import HackerNewsReader
from broadsheet.adapters.read_huggingface import HuggingFaceReader
from broadsheet.adapters.read_links import LinksReader
from broadsheet.adapters.read_sitemap import MAX_SITEMAPS, MAX_UNPACKED, SitemapReader
from broadsheet.errors import ConfigError
from broadsheet.types import Failure, Item, Page, Source, Window

from kinds_web import DAY, NOW, OPEN, Answers, body, everything, failures, items, source

HN = "https://hn.algolia.com/api/v1/search_by_date"


def query(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


# --- Hacker News ----------------------------------------------------------------------------------------------------


def test_a_story_belongs_to_the_outlet_that_wrote_it() -> None:
    harbour = source("feed", "https://www.harbour.example/feed", outlet="The Harbour", owner="Quay Press")
    what = source("hackernews", HN)
    values = list(HackerNewsReader({"harbour.example": harbour})(what, everything(body("hackernews.json")), DAY))
    assert not failures(values)
    story, post, project = items(values)
    assert (story.source.outlet, story.source.owner) == ("The Harbour", "Quay Press")
    assert (story.points, story.comments) == (311, 142)
    assert story.discussion == "https://news.ycombinator.com/item?id=46100001"
    assert (story.published, story.dated) == (datetime(2026, 11, 20, 9, 15, tzinfo=UTC), "")
    assert post.source == what and post.url == post.discussion and post.dated == "feed"
    assert post.text.startswith("I keep") and post.authors == ("mast",)
    assert (project.source.outlet, project.source.owner) == ("github.com/keel", "github.com/keel")


def test_a_known_account_is_not_its_platform() -> None:
    other = source("github", "https://github.com/mast/line", outlet="Line")
    own = source("github", "https://github.com/Keel/rope", outlet="Rope")
    for known, outlet in ((other, "github.com/keel"), (own, "Rope")):
        values = HackerNewsReader({"github.com": known})(
            source("hackernews", HN), everything(body("hackernews.json")), DAY
        )
        assert [item.source.outlet for item in items(list(values))][2] == outlet


def test_the_search_names_hours_points_comments_words_and_sorts() -> None:
    fetch = everything(body("hackernews.json"))
    options: dict[str, str | int] = {"query": "small models", "points": 50, "comments": 5, "tags": "story, show_hn"}
    list(HackerNewsReader()(source("hackernews", HN, options), fetch, DAY))
    (address,) = fetch.asked
    asked = query(address)
    assert asked["query"] == ["small models"] and asked["tags"] == ["(story,show_hn)"]
    first, last = int(DAY.start.timestamp()), int(NOW.timestamp())  # type: ignore[union-attr]
    expected = f"created_at_i>={first},created_at_i<{last},points>=50,num_comments>=5"
    assert asked["numericFilters"] == [expected]


def pages(count: int, stories: int) -> bytes:
    hit = {"objectID": "7", "title": "T", "url": "https://s.example/7", "created_at_i": 1795166100}
    return json.dumps({"hits": [hit], "nbHits": stories, "nbPages": count}).encode()


@pytest.mark.parametrize(
    ("count", "stories", "asked", "kinds"),
    [(3, 250, 3, set()), (10, 4000, 10, {"too_many"}), (99, 4000, 10, {"too_many"})],
)
def test_paging_ends(count: int, stories: int, asked: int, kinds: set[str]) -> None:
    fetch = everything(pages(count, stories))
    values = list(HackerNewsReader()(source("hackernews", HN), fetch, DAY))
    assert len(fetch.asked) == asked and len(items(values)) == 1 and set(failures(values)) == kinds


# --- Hugging Face -----------------------------------------------------------------------------------------------------


def test_the_papers_of_the_days_of_the_window() -> None:
    empty = "https://huggingface.co/api/daily_papers?date=2026-11-19&limit=100"
    full = "https://huggingface.co/api/daily_papers?date=2026-11-20&limit=100"
    fetch = Answers({empty: b"[]", full: body("huggingface.papers.json")})
    what = source("huggingface", "https://huggingface.co/papers", {"points": 10})
    arxiv = source("arxiv", "https://arxiv.org/list/", outlet="arXiv", owner="Cornell University")
    values = list(HuggingFaceReader({"arxiv.org": arxiv})(what, fetch, DAY))
    assert fetch.asked == [empty, full] and not failures(values)
    (paper,) = items(values)
    assert (paper.url, paper.points, paper.comments) == ("https://arxiv.org/abs/2611.10001", 38, 2)
    assert paper.discussion == "https://huggingface.co/papers/2611.10001"
    assert paper.authors == ("Ida Lund", "Bo Chen") and paper.source.outlet == "arXiv"
    assert (paper.published, paper.dated) == (datetime(2026, 11, 20, 2, 11, 40, tzinfo=UTC), "")


def test_a_model_is_called_what_the_list_calls_it() -> None:
    what = source("huggingface", "https://huggingface.co/northlight", {"limit": 5})
    fetch = everything(body("huggingface.models.json"))
    values = list(HuggingFaceReader()(what, fetch, DAY))
    assert query(fetch.asked[0]) == {
        "author": ["northlight"],
        "sort": ["createdAt"],
        "direction": ["-1"],
        "limit": ["5"],
    }
    first, second = items(values)
    assert first.title == "northlight/Lantern-12M-Instruct" and first.source == what and not first.text
    assert first.url == "https://huggingface.co/northlight/Lantern-12M-Instruct"
    assert (first.points, first.categories, first.dated) == (41, ("text-generation",), "feed")
    assert second.published == datetime(2026, 11, 19, 5, tzinfo=UTC)


def test_an_address_that_names_no_organisation_is_told() -> None:
    for url in ("https://huggingface.co/", "https://huggingface.co/a/b"):
        assert set(failures(list(HuggingFaceReader()(source("huggingface", url), Answers({}), DAY)))) == {
            "no_organisation"
        }


# --- GitHub ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["https://github.com/keel/rope", "https://github.com/keel/rope/releases", "https://github.com/keel/rope.git"]
)
def test_releases_of_a_project(url: str) -> None:
    fetch = Answers({"https://github.com/keel/rope/releases.atom": body("github.atom.xml")})
    second, third = items(list(GitHubReader()(source("github", url), fetch, DAY)))
    assert (second.title, third.title) == ("rope v2.0.0", "Rope 1.9.3 (Bowline)")
    assert "survives a crash" in second.text and not third.text
    assert second.url == "https://github.com/keel/rope/releases/tag/v2.0.0"
    assert (second.published, second.dated, second.authors) == (
        datetime(2026, 11, 19, 22, tzinfo=UTC),
        "feed",
        ("keel",),
    )


def test_releases_of_trial_come_on_demand() -> None:
    what = source("github", "https://github.com/keel/rope", {"prereleases": True})
    assert [item.title for item in items(list(GitHubReader()(what, everything(body("github.atom.xml")), DAY)))] == [
        "rope v2.1.0-rc.1",
        "rope v2.0.0",
        "Rope 1.9.3 (Bowline)",
    ]


@pytest.mark.parametrize(
    ("tag", "trial"),
    [
        ("v1.0.0-rc1", True), ("1.0b2", True), ("nightly-2026-11-20", True), ("v2.0.0-alpha.1", True), ("b4120", False),
        ("v1.0.0", False), ("release-2026.11", False), ("devtools-1.2", False), ("preact-10", False), ("v3.0.0.dev0", True),
    ],
)  # fmt: skip
def test_which_tags_are_of_trial(tag: str, trial: bool) -> None:
    raw = body("github.atom.xml").replace(b"v2.1.0-rc.1", tag.encode()).replace(b"v2.0.0", b"v9")
    found = items(list(GitHubReader()(source("github", "https://github.com/keel/rope"), everything(raw), DAY)))
    assert len(found) == (2 if trial else 3)


# --- sitemaps ---------------------------------------------------------------------------------------------------------

MAP = "https://harbour.example/sitemap.xml"
SITE = {
    MAP: body("sitemap.index.xml"),
    "https://harbour.example/sitemaps/2026-11.xml.gz": gzip.compress(body("sitemap.pages.xml")),
    "https://harbour.example/sitemaps/news.xml": body("sitemap.news.xml"),
}


def test_an_index_is_followed_to_what_may_lie_in_the_window() -> None:
    fetch = Answers(SITE)
    values = list(SitemapReader()(source("sitemap", MAP), fetch, DAY))
    assert fetch.asked == [
        MAP,
        "https://harbour.example/sitemaps/news.xml",
        "https://harbour.example/sitemaps/2026-11.xml.gz",
    ]
    found = {urlsplit(item.url).path: item for item in items(values)}
    assert sorted(found) == ["/2026/11/20/quay-opens", "/news/crane-falls", "/news/tide-tables", "/tags/cranes"]
    news = found["/news/tide-tables"]
    assert (news.title, news.language, news.dated) == ("Tide tables are wrong, says the pilot", "en", "feed")
    assert (news.published, news.day_only) == (datetime(2026, 11, 20, 5, 45, tzinfo=UTC), False)
    page = found["/news/crane-falls"]
    assert (page.published, page.day_only, page.dated) == (datetime(2026, 11, 20, tzinfo=UTC), True, "")
    assert found["/2026/11/20/quay-opens"].dated == "address"
    assert failures(values)["undated"].message.startswith("1 pages")


def test_pages_are_chosen_by_beginnings_and_patterns_and_limited() -> None:
    plain = "https://harbour.example/pages.xml"
    fetch = Answers({plain: body("sitemap.pages.xml")})
    what = source("sitemap", plain, {"include": "/news/ /2026/*", "exclude": "*/old", "limit": 1})
    values = list(SitemapReader()(what, fetch, OPEN))
    assert len(items(values)) == 1 and set(failures(values)) == {"too_many"}


def test_an_index_that_leads_in_circles_ends() -> None:
    def index(*locations: str) -> bytes:
        inner = "".join(f"<sitemap><loc>{one}</loc></sitemap>" for one in locations)
        return f"<sitemapindex>{inner}</sitemapindex>".encode()

    circle = Answers({MAP: index("https://harbour.example/b.xml"), "https://harbour.example/b.xml": index(MAP)})
    assert list(SitemapReader()(source("sitemap", MAP), circle, DAY)) == [] and len(circle.asked) == 2

    class Deeper(Answers):
        def __call__(self, url: str, *, again: bool = False) -> Page | Failure:
            self._answers[url] = index(f"{url}/x", f"{url}/y")
            return super().__call__(url, again=again)

    deep = Deeper({})
    values = list(SitemapReader()(source("sitemap", MAP), deep, DAY))
    assert set(failures(values)) == {"too_deep"} and len(deep.asked) == 1 + 2 + 4 + 8
    many = Answers({MAP: index(*(f"https://harbour.example/{n}.xml" for n in range(500)))})
    assert "too_many" in failures(list(SitemapReader()(source("sitemap", MAP), many, DAY)))
    assert len(many.asked) == MAX_SITEMAPS + 1


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "soon", ""])
def test_no_date_of_an_index_can_hurt(moment: str) -> None:
    index = body("sitemap.index.xml").replace(b"2026-11-20T10:00:00+00:00", moment.encode())
    assert items(list(SitemapReader()(source("sitemap", MAP), Answers(SITE | {MAP: index}), DAY)))


@pytest.mark.parametrize(
    "raw",
    [gzip.compress(bytes(MAX_UNPACKED + 1), mtime=0), gzip.compress(b"<urlset/>", mtime=0)[:-9], b"\x1f\x8b rest"],
)
def test_a_bomb_or_a_broken_packing_is_told(raw: bytes) -> None:
    assert set(failures(list(SitemapReader()(source("sitemap", MAP), everything(raw), DAY)))) == {"too_large"}


# --- links ------------------------------------------------------------------------------------------------------------


def links(options: dict[str, str | int]) -> tuple[list[Item], dict[str, Failure]]:
    what = source("links", "https://northlight.example/news", options)
    values = list(LinksReader()(what, everything(body("links.html")), DAY))
    return items(values), failures(values)


def test_a_list_of_links_with_the_days_that_can_be_had() -> None:
    found, told = links(
        {"selector": "main article.card", "title_selector": "h3", "date_selector": "time, .date", "limit": 1}
    )
    assert [(item.url, item.title) for item in found] == [
        ("https://northlight.example/en/news/lantern", "Lantern is here"),
        ("https://northlight.example/2026/11/19/office?ref=list", "A new office"),
        ("https://northlight.example/en/news/prize", "We won a prize"),
        ("https://northlight.example/en/about-us", "About us"),
    ]
    moment, address, words, none = found
    assert (moment.published, moment.day_only, moment.dated) == (datetime(2026, 11, 20, 6, tzinfo=UTC), False, "feed")
    assert (address.published, address.day_only, address.dated) == (datetime(2026, 11, 19, tzinfo=UTC), True, "address")
    assert (words.published, words.day_only, words.dated) == (datetime(2026, 11, 18, tzinfo=UTC), True, "feed")
    assert (none.published, none.dated) == (None, "")
    assert told["undated"].message == "2 of 5 links have no day; the first 1 were taken"


def test_a_selector_may_find_the_links_themselves() -> None:
    found, _ = links({"selector": "main h3 > a"})
    assert [item.title for item in found] == ["Lantern is here", "We won a prize", "About us", "Jobs"]


def test_a_page_that_changed_is_told() -> None:
    assert set(links({"selector": "div.teaser"})[1]) == {"nothing_selected"}


@pytest.mark.parametrize(
    "options",
    [{}, {"selector": " "}, {"selector": "a[["}, {"selector": "a", "limit": 0}, {"selector": "a", "css": "b"}],
)
def test_selectors_that_make_no_sense_are_refused(options: dict[str, str | int]) -> None:
    with pytest.raises(ConfigError):
        links(options)


@pytest.mark.parametrize(
    ("reader", "kind", "options"),
    [
        (HackerNewsReader, "hackernews", {"tags": "comment"}),
        (HackerNewsReader, "hackernews", {"points": -1}),
        (HuggingFaceReader, "huggingface", {"limit": 1000}),
        (GitHubReader, "github", {"prereleases": "yes"}),
        (SitemapReader, "sitemap", {"limit": "many"}),
    ],
)
def test_options_that_make_no_sense_are_refused(
    reader: type[HackerNewsReader | HuggingFaceReader | GitHubReader | SitemapReader],
    kind: str,
    options: dict[str, str | int],
) -> None:
    with pytest.raises(ConfigError):
        list(reader()(source(kind, "https://github.com/keel/rope", options), Answers({}), DAY))


def test_windows_of_a_week_ask_for_seven_lists() -> None:
    fetch = everything(b"[]")
    year = Window(start=NOW - timedelta(days=365), end=NOW)
    list(HuggingFaceReader()(source("huggingface", "https://huggingface.co/papers"), fetch, year))
    assert [query(url)["date"][0] for url in fetch.asked] == [f"2026-11-{day}" for day in range(14, 21)]


def test_a_source_is_as_it_was_declared() -> None:
    what: Source = source("github", "https://github.com/keel/rope", outlet="Rope")
    assert {item.source for item in items(list(GitHubReader()(what, everything(body("github.atom.xml")), DAY)))} == {
        what
    }
