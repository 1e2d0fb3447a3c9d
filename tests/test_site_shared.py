"""The pages of all editions: archive, names, search, corrections, coverage; what a new edition may change."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.adapters.build_site import build_site
from broadsheet.adapters.publish_site import SitePublisher
from broadsheet.adapters.site import entities
from broadsheet.adapters.site.digest import Digest, Told, digest_of, digests
from broadsheet.errors import PublishError
from broadsheet.labels import labels
from broadsheet.page.coverage import COLLECTED
from broadsheet.proving import Proved
from broadsheet.stages.collect import GATES
from broadsheet.types import Language
from site_days import BEFORE, DAYS, GONE, NOTE, WHY, WITHDRAWN, day_of, kinds_of_pages, publish_days, save_with_record

from site_read import parse
from small_edition import HEADINGS, Day, small_day

LANGUAGES: tuple[Language, ...] = ("zh-Hant", "en")
MINISEARCH = "03c27931eb603af1d3358579e9885eafdb6a2f5fa9929557b3e77d7e99d06d03"
"""SHA-256 of dist/umd/index.js of minisearch 7.2.0 in the npm registry."""


def text(path: Path) -> str:
    return " ".join(parse(path).xpath("string(//main)").split())


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.fixture(scope="module", params=LANGUAGES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_days(tmp_path_factory.mktemp("paper"), request.param)


PROVED = Proved(b"")
"""What only quotes is proved without a desk: the kit that these settings would give is never asked for."""


def words(site: Path) -> dict[str, str]:
    return dict(labels(parse(site / "index.html").get("lang"))["site"])


# --- what a new edition may change -------------------------------------------------------------------------------------


def test_one_edition_after_another_gives_the_bytes_of_all_at_once(tmp_path: Path) -> None:
    one_by_one = contents(publish_days(tmp_path / "a"))
    for number in range(len(DAYS)):
        save_with_record(day_of(number), tmp_path / "b")
    built = build_site(tmp_path / "b", HEADINGS, "", PROVED)
    assert built.front.is_file() and contents(tmp_path / "b" / "site") == one_by_one


def test_the_whole_site_does_not_depend_on_the_order_of_its_editions(tmp_path: Path) -> None:
    forward = contents(publish_days(tmp_path / "a"))
    for number in (2, 0, 1, 2):
        day = day_of(number)
        save_with_record(day, tmp_path / "b")
        SitePublisher(HEADINGS)(day.edition, day.articles, tmp_path / "b")
    for number in (1, 2):  # the editions after one that came late say what it changes for them
        day = day_of(number)
        SitePublisher(HEADINGS)(day.edition, day.articles, tmp_path / "b")
    assert contents(tmp_path / "b" / "site") == forward


def test_a_new_edition_writes_nothing_that_it_does_not_change(tmp_path: Path) -> None:
    site = publish_days(tmp_path, days=2)
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    day = day_of(2)
    save_with_record(day, tmp_path)
    SitePublisher(HEADINGS)(day.edition, day.articles, tmp_path)
    changed = {path.relative_to(site).as_posix() for path, when in before.items() if path.stat().st_mtime_ns != when}
    assert changed == {
        "index.html",
        "search.html",  # these lead to the newest edition
        "about.html",
        "corrections.html",
        "archive/index.html",
        "archive/2025-12.html",
        "names/index.html",
        "search/2025-12.js",
    } | {f"names/{entities.slug(entities.key(name))}.html" for story in day.edition.stories for name in story.entities}


def test_every_link_of_every_page_arrives(site: Path) -> None:
    pages = {path: parse(path) for path in site.rglob("*.html")}
    ids = {path: {e.get("id") for e in page.iter() if e.get("id")} for path, page in pages.items()}
    for path, page in pages.items():
        assert len([e for e in page.iter() if e.get("id")]) == len(ids[path]), f"an id stands twice on {path}"
        for element in page.iter("a", "link", "img", "script"):
            link = element.get("href") or element.get("src") or ""
            if not link or link.startswith(("http", "data:")):
                continue
            name, _, anchor = link.partition("#")
            target = (path.parent / name).resolve() if name else path
            assert target.is_file() and target.is_relative_to(site.resolve()), (path, link)
            assert not anchor or anchor in ids[target], (path, link)


def test_a_page_without_a_digest_is_told_from_its_edition(tmp_path: Path) -> None:
    site = publish_days(tmp_path, days=2)
    before = contents(site)
    for path in site.glob("*/digest.json"):
        path.write_bytes(b'{"form": 0}')
    day = day_of(1)
    SitePublisher(HEADINGS)(day.edition, day.articles, tmp_path)
    now = contents(site)
    assert {n: d for n, d in now.items() if n != f"{DAYS[0]}/digest.json"} == {
        n: d for n, d in before.items() if n != f"{DAYS[0]}/digest.json"
    }


def test_there_is_no_site_without_an_edition(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="no edition"):
        build_site(tmp_path, HEADINGS, "", PROVED)


# --- front, archive ----------------------------------------------------------------------------------------------------


def test_the_front_page_tells_the_day(site: Path) -> None:
    page, own = parse(site / "index.html"), words(site)
    lead = day_of(2).edition.stories[0]
    assert " ".join(page.xpath("string(//h2[@id='lead'])").split()) == lead.headline.text
    headings = [" ".join(h.text_content().split()) for h in page.iter("h2")]
    for key in ("minute", "running", "comes_due", "map", "earlier"):
        assert any(heading.startswith(own[key]) for heading in headings), key
    running = page.xpath("//section[@aria-labelledby='running']//li")
    assert len(running) == sum(bool(story.continues_date) for story in day_of(2).edition.stories) > 1
    assert all(row.xpath(f".//a[starts-with(@href, '{DAYS[1]}/stories/')]") for row in running)
    due = page.xpath("//section[@aria-labelledby='due']//li")
    assert len(due) == 2 and all(row.xpath(".//small[contains(@class, 'due')]") for row in due)
    assert page.xpath("//ul[@class='past']/li/a/@href") == [f"{day}/index.html" for day in reversed(DAYS)]
    assert page.xpath("//ul[@class='months']/li/a/@href") == [
        "archive/2025-12.html",
        "archive/2025-11.html",
        "archive/index.html",
    ]


def test_the_archive_is_by_month(site: Path) -> None:
    index = parse(site / "archive" / "index.html")
    assert index.xpath("//ul[@class='months']//a/@href") == ["2025-12.html", "2025-11.html"]
    month = parse(site / "archive" / "2025-12.html")
    assert month.xpath("//ol[contains(@class, 'days')]/li/h2/a/@href") == [
        f"../{day}/index.html" for day in (DAYS[2], DAYS[1])
    ]
    assert month.xpath("//a[@rel='prev']/@href") == ["2025-11.html"] and not month.xpath("//a[@rel='next']")
    assert parse(site / "archive" / "2025-11.html").xpath("//a[@rel='next']/@href") == ["2025-12.html"]


# --- names -------------------------------------------------------------------------------------------------------------


def test_a_name_has_a_page_with_its_stories_and_its_figure(site: Path) -> None:
    page = parse(site / "names" / "acme.html")
    assert page.xpath("string(//h1)") == "Acme"
    assert page.xpath("//ol[contains(@class, 'days')]/li/h2/a/@href") == [f"../{day}/index.html" for day in DAYS[::-1]]
    figure = page.xpath("//figure//svg")[0]
    assert figure.get("role") == "img" and figure.xpath("string(.//*[local-name()='desc'])")
    bars = figure.xpath(".//*[@class='bar']/@d")[0]
    assert bars.count("M") == 3
    assert page.xpath("//ul[@class='keys']//a/@href") == ["sched.html"]
    story = parse(site / DAYS[2] / "stories" / f"{day_of(2).edition.stories[0].id}.html")
    assert "../../names/acme.html" in story.xpath("//ul[@class='keys']//a/@href")


def test_a_name_that_is_told_once_and_is_no_headline_has_no_page(tmp_path: Path) -> None:
    site = publish_days(tmp_path, days=1)
    assert {path.stem for path in (site / "names").glob("*.html")} == {
        "index",
        "acme",
        "sched",
        entities.slug(entities.key("輝達")),
    }


@given(st.text(min_size=1, max_size=60))
def test_a_slug_is_a_safe_file_name(name: str) -> None:
    told = entities.slug(entities.key(name))
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", told) and len(told) <= 60
    assert not re.fullmatch(r"index|con|prn|aux|nul|com\d|lpt\d", told)


@given(st.sets(st.text(min_size=1, max_size=12), min_size=2, max_size=20))
def test_two_names_never_share_a_page(names: set[str]) -> None:
    keys = {entities.key(name) for name in names}
    assert len({entities.slug(key) for key in keys}) == len(keys)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a/b", "<script>", "CON", "index", "…", "輝達", "GPT 5", "gpt-5", "x" * 300]
)
def test_hostile_names(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", entities.slug(entities.key(name)))


def told(day: str, *names: str, lead: bool = False) -> Digest:
    story = Told(
        id="a", headline="H", language="en", outlet="O", section="s", importance="low", lead=lead, entities=names
    )
    return Digest(form=1, date=day, language="en", title="", description="", counts={}, stories=(story,))


def test_an_edition_leads_to_the_names_that_have_a_page_by_then() -> None:
    found = entities.linkable([told("2025-01-03", "a"), told("2025-01-01", "A "), told("2025-01-02", "b", lead=True)])
    assert found == {
        "2025-01-01": frozenset(),
        "2025-01-02": frozenset({"b"}),
        "2025-01-03": frozenset({"a"}),
    }


@pytest.mark.parametrize(
    ("first", "last", "scale", "bars"),
    [
        ("2025-01-01", "2025-02-10", "day", 2),
        ("2024-06-01", "2025-02-10", "week", 2),
        ("2020-01-15", "2025-02-10", "month", 2),
    ],
)
def test_a_figure_has_bars_of_days_weeks_or_months(first: str, last: str, scale: str, bars: int) -> None:
    stories = [(day, told(day, "a").stories[0]) for day in (last, last, first)]
    figure = entities.timeline(stories, first, last)
    assert (figure.scale, figure.bars.count("M"), figure.most) == (scale, bars, 2)
    assert figure.peak <= date.fromisoformat(last)


# --- search ------------------------------------------------------------------------------------------------------------


def test_a_month_of_search_holds_every_story_of_its_editions(site: Path) -> None:
    raw = (site / "search" / "2025-12.js").read_text(encoding="utf-8")
    rows = json.loads(raw.partition(",")[2].rstrip().removesuffix(");"))
    edition = day_of(2).edition
    assert [row[1] for row in rows if row[0] == DAYS[2]] == [s.id for s in (*edition.stories, *edition.also)]
    assert raw.startswith('broadsheetMonth("2025-12",') and "\u202e" not in raw
    page = parse(site / "search.html")
    assert page.xpath("//div[@id='search']/@data-months")[0].split() == ["2025-12", "2025-11"]
    assert "script-src 'self'" in page.xpath("string(//meta[@http-equiv]/@content)")
    assert page.xpath("//noscript//a/@href") == ["archive/index.html", "names/index.html"]


def test_the_search_library_is_the_released_file_with_its_licence(site: Path) -> None:
    raw = (site / "minisearch.js").read_bytes()
    assert hashlib.sha256(raw).hexdigest() == MINISEARCH
    assert "Permission is hereby granted, free of charge" in (site / "minisearch.LICENSE.txt").read_text("utf-8")
    assert raw == files("broadsheet.adapters").joinpath("site/vendor/minisearch.js").read_bytes()


# --- corrections -------------------------------------------------------------------------------------------------------


def test_a_corrected_sentence_carries_a_mark_and_what_stood_before(site: Path) -> None:
    own = words(site)
    lead = day_of(2).edition.stories[0]
    story = parse(site / DAYS[2] / "stories" / f"{lead.id}.html")
    box = story.xpath("//section[@aria-labelledby='corrected']")[0]
    assert box.xpath("string(.//del)") == BEFORE and WHY in box.text_content()
    assert story.xpath("//a[contains(@class, 'fixed')]/..")[0].get("id") == "c2"
    edition = parse(site / DAYS[2] / "index.html")
    assert edition.xpath(f"//article[@id='{lead.id}']//a[contains(@class, 'fixed')]")
    assert NOTE in text(site / DAYS[2] / "stories" / f"{day_of(2).edition.stories[2].id}.html")
    assert own["fixed"] not in text(site / DAYS[1] / "index.html")


def test_a_withdrawn_story_keeps_its_address_with_a_notice(site: Path) -> None:
    page = site / DAYS[2] / "stories" / f"{WITHDRAWN}.html"
    assert words(site)["withdrawn_note"] in text(page) and parse(page).xpath("string(//h1/del)") == GONE
    assert WITHDRAWN not in (site / "search" / "2025-12.js").read_text("utf-8")


def test_the_corrections_page_lists_all_the_newest_first(site: Path) -> None:
    page = parse(site / "corrections.html")
    assert [link.rpartition("/")[2].removesuffix(".html") for link in page.xpath("//article/h2/a/@href")] == [
        WITHDRAWN,
        day_of(2).edition.stories[2].id,
        day_of(2).edition.stories[0].id,
    ]


def test_without_corrections_the_page_says_so(tmp_path: Path) -> None:
    site = publish_days(tmp_path, days=1)
    assert words(site)["no_corrections"] in text(site / "corrections.html")


# --- coverage, thread --------------------------------------------------------------------------------------------------


def test_the_coverage_page_tells_what_was_read_and_what_was_not(site: Path) -> None:
    page, told = parse(site / DAYS[2] / "coverage.html"), text(site / DAYS[2] / "coverage.html")
    own = labels(page.get("lang"))["coverage"]
    assert own["gate.collect.older"] in told and "A dropped <i>item</i> 0" in told
    assert page.xpath("//ul[@class='left']/li/a/@href")[0] == "https://wire.example/0"
    silent = page.xpath("//tr[@class='silent']")
    assert len(silent) == 1 and "dead_feed" in silent[0].text_content() and own["trouble.http_410"] in told
    below = page.xpath("//section[@aria-labelledby='below']//tbody/tr")
    assert len(below) == 3 and parse(site / DAYS[2] / "index.html").xpath("//footer//a/@href")[0] == "coverage.html"


def test_an_edition_that_kept_no_record_has_no_coverage_page(tmp_path: Path) -> None:
    day = small_day("en")
    day.save(tmp_path)
    SitePublisher(HEADINGS)(day.edition, day.articles, tmp_path)
    assert not (tmp_path / "site" / day.edition.date / "coverage.html").exists()
    assert not parse(tmp_path / "site" / day.edition.date / "index.html").xpath("//a[@href='coverage.html']")


def test_the_gates_of_the_coverage_are_those_of_collect() -> None:
    assert COLLECTED == GATES


def test_a_story_tells_its_thread_over_editions(site: Path) -> None:
    lead = day_of(2).edition.stories[0]
    page = parse(site / DAYS[2] / "stories" / f"{lead.id}.html")
    assert page.xpath("//ol[@class='thread']/li/a/@href") == [
        f"../../{day}/stories/{lead.id}.html" for day in (DAYS[1], DAYS[0])
    ]
    assert page.xpath("//table[@class='differ']/tbody/tr")


def test_an_edition_page_leads_to_where_each_story_was_told_before(site: Path) -> None:
    page = parse(site / DAYS[2] / "index.html")
    for story in day_of(2).edition.stories:
        links = page.xpath(f"//*[@id='{story.id}']//a/@href")
        assert f"../{DAYS[1]}/stories/{story.id}.html" in links, story.headline.text


def test_a_digest_comes_back_as_it_was(tmp_path: Path) -> None:
    publish_days(tmp_path)
    found = digests(tmp_path)
    assert list(found) == list(DAYS)
    wanted = digest_of(day_of(2).edition, found[DAYS[2]].linked)
    assert found[DAYS[2]] == wanted and msgspec.json.decode(msgspec.json.encode(wanted), type=Digest) == wanted


def test_every_kind_of_page_is_there_and_speaks_its_language(site: Path) -> None:
    language = parse(site / "index.html").get("lang")
    for kind, path in kinds_of_pages(site).items():
        page = parse(path)
        assert page.get("lang") == language, kind
        assert len(page.xpath("//main")) == len(page.xpath("//h1")) == 1, kind
        levels = [int(e.tag[1]) for e in page.iter("h1", "h2", "h3", "h4")]
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), kind
        assert page.xpath("//meta[@property='og:title']/@content")[0], kind
        assert json.loads(page.xpath("string(//script[@type='application/ld+json'])"))["@type"], kind


def test_an_edition_page_keeps_its_budget_with_everything_on_it(site: Path) -> None:
    assert (site / DAYS[2] / "index.html").stat().st_size <= 150_000


def test_a_hostile_name_reaches_no_path_and_no_markup(tmp_path: Path) -> None:
    day = small_day("en")
    names = ("../../x", "<img src=x onerror=alert(1)>", "a\u202eb")
    lead = msgspec.structs.replace(day.edition.stories[0], entities=names)
    edition = msgspec.structs.replace(day.edition, stories=(lead, *day.edition.stories[1:]))
    Day(edition, day.articles).save(tmp_path)
    SitePublisher(HEADINGS)(edition, day.articles, tmp_path)
    site = tmp_path / "site"
    assert {path.parent for path in site.glob("names/**/*")} == {site / "names"}
    for path in site.rglob("*.html"):
        raw = path.read_text("utf-8")
        assert "<img src=x" not in raw and "\u202e" not in raw
