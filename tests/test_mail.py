"""What the letter says, how long it is, and that no source can make it say or do anything else."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from lxml import html as lxml_html

from broadsheet.adapters.chat import notice
from broadsheet.adapters.mail.letter import BUDGET, HERE, ROOM, letter
from broadsheet.types import Edition, Language

from conftest import Day
from small_edition import EVIL, HEADINGS, HOSTILE_TITLE, small_day

BASE = "https://news.example.org/paper/"


def links(html: str) -> set[str]:
    return {str(a.get("href")) for a in lxml_html.fromstring(html).iter("a")}


def many(edition: Edition, times: int) -> Edition:
    """Return an edition with ``times`` as many stories, all alike but for their ids."""

    def copies(stories: tuple[object, ...]) -> list[object]:
        return [
            msgspec.structs.replace(story, id=f"{story.id}{n}")  # type: ignore[type-var,attr-defined]
            for n in range(times)
            for story in stories
        ]

    plain = {"insight": type(edition.insight)(), "watch_list": (), "reading": (), "background": ()}
    return msgspec.structs.replace(
        edition, stories=tuple(copies(edition.stories)), also=tuple(copies(edition.also)), **plain
    )


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_every_story_stands_in_both_parts_with_its_source(language: Language) -> None:
    edition = small_day(language).edition
    made = letter(edition, HEADINGS, BASE)
    text = " ".join(str(lxml_html.fromstring(made.html).text_content()).split())
    assert made.left_out == 0
    for story in (*edition.stories, *edition.also):
        page = f"{BASE}site/2025-12-18/stories/{story.id}.html"
        assert page in links(made.html) and page in made.text
        headline = " ".join(story.headline.text.split())
        assert headline in text or "\u202e" in headline
    for claim in edition.stories[0].fields.all():
        assert claim.text in text and claim.text in made.text
    assert made.subject == '輝達與 Acme: 「兩件事」 "x" # — 2025/12/18'


@pytest.mark.parametrize("base", ["", BASE])
def test_a_source_is_quoted_and_never_obeyed(base: str) -> None:
    made = letter(small_day("en").edition, HEADINGS, base)
    page = lxml_html.fromstring(made.html)
    assert not list(page.iter("script", "img", "iframe", "object", "form", "link", "base"))
    assert {tag.tag for tag in page.iter() if isinstance(tag.tag, str)} <= {
        *("html", "head", "title", "meta", "style", "body", "div", "table", "tbody", "tr", "td", "noscript", "xml"),
        *("p", "h1", "h2", "h3", "ul", "ol", "li", "a", "b", "br", "span", "mj-raw"),
    }
    assert HOSTILE_TITLE.split("<")[0].strip()[:12] in str(page.text_content())
    assert not [link for link in links(made.html) if EVIL in link or not link.startswith("https://")]
    assert "javascript:" not in made.html and "\u202e" not in made.html + made.text


def test_nothing_is_fetched_when_it_is_opened() -> None:
    made = letter(small_day("zh-Hant").edition, HEADINGS, BASE)
    page = lxml_html.fromstring(made.html)
    styles = "".join([str(style.text) for style in page.iter("style")] + [str(s) for s in page.xpath("//@style")])
    assert not re.search(r"@import|url\(", styles)
    assert not page.xpath("//@src | //@srcset | //@background | //link")


def test_dark_mode_is_asked_for_and_given() -> None:
    made = letter(small_day("en").edition, HEADINGS, BASE)
    assert 'name="color-scheme" content="light dark"' in made.html
    assert "@media (prefers-color-scheme:dark)" in made.html


def test_what_does_not_fit_is_left_out_from_the_least_important_and_told() -> None:
    edition = many(small_day("en").edition, 90)
    made = letter(edition, HEADINGS, BASE)
    assert BUDGET - 20_000 < len(made.html.encode()) <= BUDGET - ROOM
    leads = [story for story in edition.stories if story.lead]
    assert made.left_out > 0 and f"{made.left_out} stories are left out" in made.html
    printed = [f"stories/{story.id}.html" in made.html for story in leads]
    assert printed == sorted(printed, reverse=True) and printed[0]
    assert not [story for story in edition.also if f"stories/{story.id}.html" in made.html]
    assert f"{made.left_out} stories are left out" in made.text
    assert f"{BASE}site/2025-12-18/" in links(made.html)


def test_lines_go_before_headlines() -> None:
    edition = many(small_day("en").edition, 30)
    made = letter(edition, HEADINGS, BASE)
    present = {s.id for s in (*edition.stories, *edition.also) if f"stories/{s.id}.html" in made.html}
    assert made.left_out > 0 and {s.id for s in edition.stories if s.lead} <= present
    assert len(present) + made.left_out == len(edition.stories) + len(edition.also)


def test_a_day_of_news_fits_whole(day: Day) -> None:
    made = letter(day.edition, {"zh-Hant": {}, "en": {}}, BASE)
    assert made.left_out == 0 and len(made.html.encode()) <= BUDGET
    assert HERE in links(made.html) and HERE in made.text


@pytest.mark.parametrize("longest", [300, 600, 2000])
def test_a_chat_message_is_cut_between_stories(longest: int) -> None:
    edition = many(small_day("en").edition, 30)
    title, body = notice(edition, HEADINGS, BASE, longest)
    assert len(title) + 1 + len(body) <= longest
    lines = body.splitlines()
    assert lines[-1] == f"{BASE}site/2025-12-18/"
    left = int(re.sub(r"\D", "", lines[-2]))
    assert len(lines) - 2 + left == len(edition.stories) + len(edition.also)


def test_a_chat_message_calls_nobody() -> None:
    _, body = notice(small_day("en").edition, HEADINGS, "", 3000)
    assert not set("@<>`*_[]") & set(re.sub(r"https://\S+", "", body))


def test_the_letter_opens_in_a_browser(tmp_path: Path) -> None:
    sync = pytest.importorskip("playwright.sync_api", reason="no browser driver")
    chromium = Path("/usr/bin/chromium")
    if not chromium.exists():
        pytest.skip("no Chromium at /usr/bin/chromium")
    path = tmp_path / "letter.html"
    path.write_text(letter(small_day("zh-Hant").edition, HEADINGS, BASE).html, encoding="utf-8")
    with sync.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(chromium), args=["--no-sandbox", "--disable-gpu"])
        for width in (390, 600, 1280):
            for scheme in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
                asked: list[str] = []
                page.on("request", lambda request, asked=asked: asked.append(request.url))
                page.goto(path.as_uri())
                assert page.evaluate("document.documentElement.scrollWidth") == width
                ink, paper = page.evaluate(
                    "[getComputedStyle(document.querySelector('.sheet h1')).color,"
                    " getComputedStyle(document.querySelector('.sheet')).backgroundColor]"
                )
                light = sum(map(int, re.findall(r"\d+", paper)[:3])) > sum(map(int, re.findall(r"\d+", ink)[:3]))
                assert light == (scheme == "light")
                assert asked == [path.as_uri()]
        browser.close()


def test_a_second_article_of_one_outlet_is_no_second_outlet() -> None:
    edition = small_day("en").edition
    line, *rest = edition.also
    first = msgspec.structs.replace(line.sources[0], outlet="The Harbour")
    again = msgspec.structs.replace(first, url="https://example.org/again")
    other = msgspec.structs.replace(first, url="https://example.org/other", outlet="The Quay")
    for sources, told in (((first, again), "(The Harbour)"), ((first, again, other), "(The Harbour +1)")):
        also = (msgspec.structs.replace(line, sources=sources), *rest)
        made = letter(msgspec.structs.replace(edition, also=also), HEADINGS, BASE)
        assert told in [by.text_content().strip() for by in lxml_html.fromstring(made.html).find_class("by")]
