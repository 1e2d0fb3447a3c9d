"""The static site: every sentence leads to its mark, nothing of a source is alive, and it stands whole or not at all."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from broadsheet.adapters.publish_site import SitePublisher
from broadsheet.adapters.wording import printable
from broadsheet.errors import PublishError
from broadsheet.labels import labels
from broadsheet.types import (
    Claim,
    Edition,
    Language,
)

from site_read import Document, parse, printings, publish, same
from small_edition import EVIL, HEADINGS, Day, small_day

LANGUAGES: tuple[Language, ...] = ("zh-Hant", "en")


def claims_of(edition: Edition) -> Iterator[tuple[str, Claim]]:
    """Yield every claim of the edition with the story that it belongs to."""
    for story in printings(edition):
        yield story.id, story.headline
        yield from ((story.id, claim) for claim in story.fields.all())
    yield from ((watch.story, watch.claim) for watch in edition.watch_list)
    yield from ((reading.story, reading.why) for reading in edition.reading)
    yield from ((term.story, term.claim) for term in edition.background)


@pytest.fixture(scope="module", params=LANGUAGES)
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Day, Path]:
    day = small_day(request.param)
    return day, publish(day, tmp_path_factory.mktemp("site"))


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


# --- every sentence leads to its mark --------------------------------------------------------------------------------


def test_every_story_has_a_page(published: tuple[Day, Path]) -> None:
    day, site = published
    assert {path.stem for path in (site / day.edition.date / "stories").iterdir()} == {
        story.id for story in printings(day.edition)
    }


def test_every_claim_is_on_the_edition_page_and_on_its_story_page(published: tuple[Day, Path]) -> None:
    day, site = published
    folder = site / day.edition.date
    edition_text = same(parse(folder / "index.html").text_content())
    for story, claim in claims_of(day.edition):
        assert same(claim.text) in edition_text
        assert same(claim.text) in same(parse(folder / "stories" / f"{story}.html").text_content())


def test_every_marker_leads_to_a_mark_that_is_the_quote(published: tuple[Day, Path]) -> None:
    day, site = published
    folder = site / day.edition.date
    page = parse(folder / "index.html")
    for story, claim in claims_of(day.edition):
        marks = {
            mark.get("id"): mark.text_content() for mark in parse(folder / "stories" / f"{story}.html").iter("mark")
        }
        wanted = [printable(citation.quote) for citation in claim.citations]
        assert set(wanted) <= set(marks.values())
        found = [
            [marks.get(a.get("href").partition("#")[2], "") for a in holder.findall("a") if is_marker(a, story)]
            for holder in page.iter("p", "li", "dd")
            if same(claim.text) in same(holder.text_content()) and any(is_marker(a, story) for a in holder.findall("a"))
        ]
        if claim not in [s.headline for s in printings(day.edition)]:
            assert any(set(wanted) <= set(row) for row in found), claim.text


def is_marker(link: Document, story: str) -> bool:
    return str(link.get("href")).startswith(f"stories/{story}.html#m")


def test_marks_and_claims_lead_to_each_other(published: tuple[Day, Path]) -> None:
    day, site = published
    for path in (site / day.edition.date / "stories").iterdir():
        page = parse(path)
        ids = [element.get("id") for element in page.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        back = {str(a.get("href"))[1:] for a in page.iter("a") if "b" in a.classes}
        assert back == {name for name in ids if re.fullmatch(r"c\d+", name)}
        there = {str(a.get("href"))[1:] for a in page.iter("a") if "c" in a.classes}
        assert there == {
            mark.get("id")
            for mark in page.iter("mark")
            if "src" in {c for a in mark.iterancestors() for c in a.classes}
        }


def test_a_source_box_names_outlet_language_time_and_original(published: tuple[Day, Path]) -> None:
    day, site = published
    words = labels(day.edition.language)
    story = day.edition.stories[0]
    page = parse(site / day.edition.date / "stories" / f"{story.id}.html")
    boxes = page.xpath("//article[contains(@class, 'src')]")
    cited = {citation.article for s, claim in claims_of(day.edition) if s == story.id for citation in claim.citations}
    assert len(boxes) == len(cited)
    chips = boxes[0]
    assert chips.xpath("string(.//b)") == "Chip Times"
    assert words["site"]["language.en"] in chips.text_content()
    assert chips.xpath(".//time/@datetime") == ["2025-12-18T04:30:00+08:00"]
    assert chips.xpath(".//p[contains(@class, 'go')]/a/@href") == [story.sources[0].url]
    rest = page.xpath("string(//ul[@class='unquoted'])")
    assert words["common"]["copy.near"].format(outlet="Wire") in rest


def test_marks_of_stories_and_sources_are_told(published: tuple[Day, Path]) -> None:
    day, site = published
    text = parse(site / day.edition.date / "index.html").text_content()
    common, own = labels(day.edition.language)["common"], labels(day.edition.language)["site"]
    for key in ("mark.single_source", "mark.primary", "mark.undated", "part.off_beat", "part.revision"):
        assert common[key] in text, key
    revised = site / day.edition.date / "stories" / f"{day.edition.also[1].id}.html"
    assert common["mark.revised"] in parse(revised).text_content()
    assert own["continues"] in text
    assert (own["converted"] in text) == (day.edition.language == "zh-Hant")


def test_every_line_says_when(published: tuple[Day, Path]) -> None:
    day, site = published
    page = parse(site / day.edition.date / "index.html")
    for story in day.edition.also:
        assert page.get_element_by_id(story.id).xpath("string(small)").strip() in (
            "12 月 18 日 04:30",
            "18 December 04:30",
        )


def test_a_day_without_an_hour_is_not_moved_between_zones(published: tuple[Day, Path]) -> None:
    day, site = published
    page = parse(site / day.edition.date / "stories" / f"{day.edition.stories[1].id}.html")
    assert "2025-12-17" in page.xpath("//time/@datetime")


def test_reasons_are_behind_details(published: tuple[Day, Path]) -> None:
    day, site = published
    page = parse(site / day.edition.date / "index.html")
    for story in day.edition.stories:
        told = page.get_element_by_id(story.id).xpath(".//details//li")
        assert [li.text_content().strip() for li in told] == [reason.text for reason in story.reasons]


def test_parts_stand_in_the_order_of_the_paper(published: tuple[Day, Path]) -> None:
    day, site = published
    headings = parse(site / day.edition.date / "index.html").xpath("//h2/@id")
    order = [
        "minute",
        "map",
        "lead",
        "research",
        "market",
        "insight",
        "watch",
        "reading",
        "background",
        "keywords",
        "also",
    ]
    assert [h for h in headings if h in order] == order


def test_the_map_has_a_tile_for_every_story_and_says_so(published: tuple[Day, Path]) -> None:
    day, site = published
    svg = parse(site / day.edition.date / "index.html").xpath("//svg")[0]
    assert len(svg.xpath(".//use")) == len(printings(day.edition))
    assert svg.get("role") == "group" and svg.xpath("string(./desc)")
    assert {link.get("href")[1:] for link in svg.iter("a")} == {story.id for story in day.edition.stories}


def test_a_section_that_the_desk_does_not_know_is_shown_under_its_own_name(tmp_path: Path) -> None:
    day = small_day("en")
    odd = msgspec.structs.replace(day.edition.stories[2], section="oceans")
    stories = (*day.edition.stories[:2], odd, *day.edition.stories[3:])
    site = publish(Day(msgspec.structs.replace(day.edition, stories=stories), day.articles), tmp_path)
    assert parse(site / day.edition.date / "index.html").xpath("string(//h2[@id='oceans'])").strip() == "oceans"


# --- links, markup, words --------------------------------------------------------------------------------------------


def test_every_link_arrives(published: tuple[Day, Path]) -> None:
    day, site = published
    inputs = {article.url for article in day.articles.values()}
    documents = {path: parse(path) for path in pages(site)}
    ids = {path: {e.get("id") for e in page.iter() if e.get("id")} for path, page in documents.items()}
    for path, page in documents.items():
        for element in page.iter():
            for link in (element.get("href"), element.get("src")):
                if link is None or link.startswith("data:"):
                    continue
                if link.startswith("http"):
                    assert link in inputs or re.sub("#?:~:text=.*", "", link) in inputs
                    continue
                name, _, anchor = link.partition("#")
                target = (path.parent / name).resolve() if name else path
                assert target.is_file() and target.is_relative_to(site.resolve()), link
                assert not anchor or anchor in ids[target], link


def test_no_page_asks_for_anything_remote_or_runs_anything(published: tuple[Day, Path]) -> None:
    _, site = published
    css = (site / "style.css").read_text(encoding="utf-8")
    assert "@import" not in css and "url(" not in css
    for path in pages(site):
        page = parse(path)
        assert "default-src 'none'" in page.xpath("string(//meta[@http-equiv]/@content)")
        scripts = [script.get("src") for script in page.iter("script") if script.get("type") != "application/ld+json"]
        assert scripts == (["minisearch.js", "search.js"] if path.name == "search.html" else []), path
        for element in page.iter():
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"], path
        assert not list(page.iter("iframe", "object", "embed", "form", "base"))


def test_pages_are_well_formed_for_readers(published: tuple[Day, Path]) -> None:
    day, site = published
    for path in pages(site):
        page = parse(path)
        assert page.get("lang") == day.edition.language
        assert len(page.xpath("//main")) == len(page.xpath("//h1")) == 1
        levels = [int(e.tag[1]) for e in page.iter("h1", "h2", "h3", "h4")]
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), path
        assert page.xpath("//body/*[1]/@href") == ["#main"]
        assert all(image.get("alt") is not None for image in page.iter("img"))


def test_quotes_carry_their_language(published: tuple[Day, Path]) -> None:
    day, site = published
    folder = site / day.edition.date
    for story, claim in claims_of(day.edition):
        wanted = "zh-Hant" if claim.transform != "none" else day.articles[claim.citations[0].article].language
        page = parse(folder / "stories" / f"{story}.html")
        shown = [
            e
            for e in page.iter("h1", "span")
            if e.get("id", "").startswith("c") and same(claim.text) in same(e.text_content())
        ]
        assert shown and all((e.get("lang") or day.edition.language) == wanted for e in shown)


def test_hostile_strings_are_inert(published: tuple[Day, Path]) -> None:
    _day, site = published
    for path in pages(site):
        raw = path.read_text(encoding="utf-8")
        assert "<script>alert" not in raw and "<img src=x" not in raw and "\u202e" not in raw
        for element in parse(path).iter():
            for attribute in ("href", "src"):
                assert not str(element.get(attribute, "")).startswith(
                    ("javascript:", f"http://{EVIL}", f"https://{EVIL}")
                )


def test_attributes_and_json_cannot_be_left(tmp_path: Path) -> None:
    day = small_day("en")
    evil = '"onmouseover=alert(1) x="</script><script>alert(2)</script><!-- \u05d0\u202e {{ 7*7 }}'
    edition = msgspec.structs.replace(
        day.edition, title=evil, summary=evil, description=evil, keywords=(evil,), tags=(evil,)
    )
    site = publish(Day(edition, day.articles), tmp_path, "https://paper.example/x")
    for path in pages(site):
        page = parse(path)
        assert not [e for e in page.iter() if any(name.startswith("on") for name in e.attrib)]
        scripts = [script for script in page.iter("script") if not script.get("src")]
        assert len(scripts) == 1
        json.loads(scripts[0].text)
    front = parse(site / edition.date / "index.html")
    assert json.loads(front.xpath("string(//script)"))["name"] == evil
    assert front.xpath("string(//h1)") == printable(evil)


def test_a_story_id_cannot_leave_the_folder(tmp_path: Path) -> None:
    day = small_day("en")
    odd = msgspec.structs.replace(day.edition.also[2], id="../../../escape")
    edition = msgspec.structs.replace(
        day.edition, also=(*day.edition.also[:2], odd), insight=msgspec.structs.replace(day.edition.insight, context=())
    )
    with pytest.raises(PublishError, match="cannot name a page"):
        publish(Day(edition, day.articles), tmp_path)
    assert not (tmp_path / "site").exists()


def test_a_citation_that_does_not_resolve_stops_the_publisher(tmp_path: Path) -> None:
    day = small_day("en")
    article = day.edition.stories[0].headline.citations[0].article
    changed = {**day.articles, article: msgspec.structs.replace(day.articles[article], title="Another title")}
    with pytest.raises(PublishError, match="does not resolve"):
        publish(Day(day.edition, changed), tmp_path)
    assert not (tmp_path / "site").exists()


def test_base_url_is_written_only_when_there_is_one(tmp_path: Path) -> None:
    with_base = publish(small_day("en"), tmp_path / "a", "https://paper.example/daily/")
    page = parse(with_base / "2025-12-18" / "index.html")
    assert page.xpath("//meta[@property='og:url']/@content") == ["https://paper.example/daily/2025-12-18/index.html"]
    assert page.xpath("//meta[@property='og:image']/@content") == ["https://paper.example/daily/2025-12-18/cover.png"]
    without = parse(publish(small_day("en"), tmp_path / "b") / "2025-12-18" / "index.html")
    assert not without.xpath("//meta[@property='og:url' or @property='og:image'] | //link[@rel='canonical']")
    with pytest.raises(PublishError):
        SitePublisher(HEADINGS, "javascript:alert(1)")
