"""What a page may cost its reader: bytes, requests, shifts of the layout; what it must have; what a finger must hit.

The budgets are those of Lighthouse (performance, accessibility, best practices, SEO), asked of Chromium directly.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from playwright.sync_api import Browser, sync_playwright

from broadsheet.adapters.publish_site import PAGE_BUDGET
from site_days import kinds_of_pages, publish_days
from test_site_browser import CHROMIUM

SHIFT = 0.1
"""Cumulative layout shift that counts as good (web.dev)."""

REQUESTS, FIRST_BYTES = 3, 170_000
"""Before a page can be painted: itself, its style sheet, a picture; and the bytes of the first two."""

OF_SEARCH = 5
"""What the search loads besides, none of it needed to paint: the library, itself, the forms of names, two months here."""

FINGER = 24
"""CSS pixels that a target has at least in both directions (WCAG 2.2, 2.5.8); links in sentences are exempt."""

SHIFTED = """() => new Promise(done => { let sum = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value; })
    .observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(sum), 50)); })"""

PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length"

SMALL = """least => [...document.querySelectorAll('nav a, .btn, summary, .months a, .keys a, .pager a, button, input')]
  .filter(one => one.checkVisibility() && one.getClientRects().length)
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width < least || box.height < least)
  .map(([one, box]) => `${one.tagName} ${one.textContent.trim().slice(0, 20)} ${box.width}x${box.height}`)"""


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_days(tmp_path_factory.mktemp("paper"), "zh-Hant")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (looked for chromium, chromium-browser, google-chrome)")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


def test_every_page_paints_from_a_few_small_files_and_stands_still(browser: Browser, paper: Path) -> None:
    asked: list[str] = []
    phone = browser.new_page(viewport={"width": 390, "height": 844})
    phone.on("request", lambda request: None if request.url.startswith("data:") else asked.append(request.url))
    style = (paper / "style.css").stat().st_size
    for kind, path in kinds_of_pages(paper).items():
        asked.clear()
        phone.goto(path.as_uri())
        assert phone.evaluate(SHIFTED) <= SHIFT, kind
        assert phone.evaluate(PAINTED) == 1, kind
        early = [url for url in asked if not url.endswith(".svg")]
        assert len(early) <= (REQUESTS + OF_SEARCH if kind == "search" else REQUESTS), (kind, early)
        assert path.stat().st_size + style <= FIRST_BYTES, kind
        assert phone.evaluate(SMALL, FINGER) == [], kind
    phone.close()


def test_pages_are_there_without_scripts(browser: Browser, paper: Path) -> None:
    with_scripts, without = (browser.new_context(java_script_enabled=on) for on in (True, False))
    told, plain = with_scripts.new_page(), without.new_page()
    for kind, path in kinds_of_pages(paper).items():
        plain.goto(path.as_uri())
        text = plain.locator("main").inner_text()
        assert text.strip() and plain.locator("main a, nav a").count() > 5, kind
        if kind != "search":  # the one page that has a script; it says where to look instead
            told.goto(path.as_uri())
            assert told.locator("main").inner_text() == text, kind
    with_scripts.close()
    without.close()


def test_every_page_says_what_it_is(paper: Path) -> None:
    titles: dict[str, str] = {}
    for kind, path in kinds_of_pages(paper).items():
        page = lxml.html.fromstring(path.read_bytes())
        assert page.get("lang") == "zh-Hant", kind
        assert page.xpath("string(//meta[@name='viewport']/@content)") == "width=device-width, initial-scale=1", kind
        (title,) = page.xpath("/html/head/title/text()")
        assert title.strip() and title not in titles.values(), (kind, title)
        titles[kind] = title
        described = page.xpath("string(//meta[@name='description']/@content)")
        assert len(described.strip()) >= 10, (kind, described)
        assert len(page.xpath("//h1")) == 1, kind
        styles = page.xpath("//link[@rel='stylesheet']/@href")
        assert len(styles) == 1 and not styles[0].startswith("http"), kind
        assert not page.xpath("//script[@src and not(@defer)]"), f"{kind}: a script stands before the page"
        assert not page.xpath("//img[not(@width and @height)]"), f"{kind}: a picture without its size moves the text"


def test_an_edition_page_keeps_within_its_budget(paper: Path) -> None:
    assert PAGE_BUDGET == 150_000, "what the readers were promised"
    assert all(path.stat().st_size <= PAGE_BUDGET for path in paper.glob("2*/index.html"))
