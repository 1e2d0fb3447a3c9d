"""The site in a real browser: a phone and a desk, light and dark, from the disk, with nothing in the console."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from broadsheet.adapters.publish_site import SitePublisher
from broadsheet.desk_files import desk_names
from broadsheet.labels import labels
from broadsheet.types import Insight, Language, Remark, StoryRef, Watch
from site_days import kinds_of_pages, publish_days

from small_edition import HEADINGS, Day, small_day

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
CONTRAST = """() => {
  const channel = v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const luminance = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  const bad = new Set();
  for (const e of document.body.querySelectorAll('*')) {
    if (e.closest('svg') || !e.offsetParent) continue;
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
    const [a, b] = [luminance(parse(getComputedStyle(e).color)), luminance(ground(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) bad.add(e.tagName + '.' + e.className + ' ' + ratio.toFixed(2));
  }
  return [...bad];
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (looked for chromium, chromium-browser, google-chrome)")
    with sync_playwright() as playwright:
        try:
            found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        except Error as error:
            pytest.skip(f"Chromium does not start here: {error}")
        yield found
        found.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_pages_fit_read_and_keep_quiet(browser: Browser, tmp_path: Path, language: Language, scheme: str) -> None:
    day = small_day(language)
    long = max(day.edition.stories, key=lambda story: len(story.headline.text))
    remark = Remark(text="A long headline is cited.", citations=(StoryRef(story=long.id),) * 3)
    watch = Watch(claim=long.headline, story=long.id)
    insight = Insight(trends=(remark,), context=(remark,), outlook=(remark,))
    day = Day(msgspec.structs.replace(day.edition, insight=insight, watch_list=(watch, watch)), day.articles)
    day.save(tmp_path)
    page_path, index = SitePublisher(HEADINGS)(day.edition, day.articles, tmp_path)
    stories = [page_path.parent / "stories" / f"{story.id}.html" for story in day.edition.stories[:4]]
    said: list[str] = []
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(("file:", "data:")) else said.append(request.url))
    grounds = set()
    for path in (index, page_path, *stories):
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        assert page.evaluate(CONTRAST) == [], path.name
        for width in (320, 390, 704, 768, 1024, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path.name, width)
    context.close()
    assert said == []
    assert len(grounds) == 1 and ("rgb(21" in grounds.pop()) == (scheme == "dark"), "the style sheet was not applied"


AXE = """() => axe.run(document, {resultTypes: ['violations'], preload: false}).then(found => found.violations
  .filter(one => ['serious', 'critical'].includes(one.impact))
  .map(one => one.id + ': ' + one.nodes.map(node => node.target.join(' ')).slice(0, 3).join(', ')))"""


@pytest.fixture(scope="module", params=["zh-Hant", "en"])
def paper(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_days(tmp_path_factory.mktemp("paper"), request.param, names=desk_names("ai"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page_is_accessible_quiet_and_fits(browser: Browser, paper: Path, scheme: str) -> None:
    axe = Path(str(files("axe_playwright_python").joinpath("axe.min.js"))).read_text(encoding="utf-8")
    said: list[str] = []
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True)
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(("file:", "data:")) else said.append(request.url))
    for kind, path in kinds_of_pages(paper).items():
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate(CONTRAST) == [], kind
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (kind, width)
        page.evaluate(axe)
        assert page.evaluate(AXE) == [], kind
    context.close()
    assert said == []


def test_sections_that_go_on_beyond_the_edge_of_a_phone_fade_there(browser: Browser, paper: Path) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(next(paper.glob("20*/index.html")).as_uri())
    bar = page.locator(".nav ul")
    assert bar.evaluate("bar => bar.scrollWidth > bar.clientWidth"), "all of it fits: nothing is tried"
    assert "gradient" in str(bar.evaluate("bar => getComputedStyle(bar).maskImage"))
    rest = """bar => { bar.scrollLeft = bar.scrollWidth;
      return bar.getBoundingClientRect().right - bar.querySelector('li:last-child a').getBoundingClientRect().right
        - parseFloat(getComputedStyle(bar).paddingInlineEnd) }"""
    assert bar.evaluate(rest) >= -1, "at its end the last section stands clear of the fade"
    page.set_viewport_size({"width": 1280, "height": 800})
    assert bar.evaluate("bar => getComputedStyle(bar).maskImage") == "none"
    page.close()


def test_search_finds_chinese_and_english_from_the_disk(browser: Browser, paper: Path) -> None:
    said: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: None if request.url.startswith("file:") else said.append(request.url))
    page.goto((paper / "search.html").as_uri())
    found = page.locator(".results a")
    for words, headline in (
        ("acme scheduler", "Acme buys the scheduler"),
        ("SCHED", "Acme buys the scheduler"),  # a name, and the beginning of a word
        ("軟體" if "zh-Hant" in page.evaluate("document.documentElement.lang") else "软件", "新"),  # two signs
        ("輝達", "新"),
        ("輝", "新"),
    ):
        page.fill("#q", words)
        found.first.wait_for()
        assert headline in (found.first.text_content() or ""), words
        assert (paper / str(found.first.get_attribute("href"))).is_file()
        said_when = (paper / "archive" / "2025-12.html").read_text(encoding="utf-8")
        day, _, outlets = (page.locator(".results .ol").first.text_content() or "").partition(" · ")
        assert "2025" in day and "-" not in day and day in said_when and outlets, "a date as the other pages say it"
    page.fill("#q", "體輝 nothing like it")
    page.wait_for_function("document.querySelectorAll('.results li').length === 0")
    page.goto((paper / "search.html").as_uri() + "?q=acme")
    found.first.wait_for()
    assert found.count() == 3, "one story a day names it"
    page.close()
    assert said == []


def test_a_search_finds_a_name_in_all_its_forms_and_both_writings(browser: Browser, paper: Path) -> None:
    said: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.goto((paper / "search.html").as_uri())
    status, found = page.locator("[role=status]"), page.locator(".results a")
    assert page.locator("html").get_attribute("lang") in ("en", "zh-Hant")
    page.fill("#q", "輝達")
    found.first.wait_for()
    told = {str(link.get_attribute("href")) for link in found.all()}
    assert len(told) == 3, "one story a day names it"
    for words, other in (
        ("NVIDIA", "輝達"),
        ("nvda", "輝達"),
        ("英伟达", "輝達"),
        ("英偉達 新", "輝達"),  # a name, and a word that must stand there too
        ("ＮＶＩＤＩＡ", "輝達"),
        ("辉达", ""),  # in the other writing than it stands there; what else there is depends on what is quoted
    ):
        page.fill("#q", "zeppelin")
        page.wait_for_function("document.querySelectorAll('.results li').length === 0")
        page.fill("#q", words)
        found.first.wait_for()
        assert {str(link.get_attribute("href")) for link in found.all()} == told, words
        line = status.text_content() or ""
        name = words.partition(" ")[0]
        _, _, forms = line.partition(f"{name} also as " if "also" in line else f"{name} 也作 ")
        assert other in forms, line
        assert "老黃家" not in line, "a form that no story has"
    page.fill("#q", "acme")
    page.wait_for_function("document.querySelector('.results a').textContent.includes('Acme')")
    assert "acme" not in (status.text_content() or ""), "no name of the desk: nothing else was looked for"
    page.fill("#q", "NVIDIA acme")
    page.wait_for_function("document.querySelectorAll('.results li').length === 0")
    page.close()
    assert said == []


def test_a_name_of_several_words_is_one_name(browser: Browser, tmp_path: Path) -> None:
    day = small_day("zh-Hant")
    lead = msgspec.structs.replace(day.edition.stories[0], entities=("馬斯克", "火箭 rocket"))
    edition = msgspec.structs.replace(day.edition, stories=(lead, *day.edition.stories[1:]))
    Day(edition, day.articles).save(tmp_path)
    SitePublisher(HEADINGS, names=desk_names("ai"))(edition, day.articles, tmp_path)
    page = browser.new_page()
    page.goto((tmp_path / "site" / "search.html").as_uri())
    for words in ("Elon Musk", "elon musk rocket", "馬斯克 火箭", "马斯克", "火箭", "rocket — musk", "-"):
        page.fill("#q", "elon cook")
        page.wait_for_function("document.querySelectorAll('.results li').length === 0")
        page.fill("#q", words)
        assert page.locator(".results a").count() == (words != "-"), words
    page.close()


def test_a_search_without_its_table_says_so(browser: Browser, tmp_path: Path) -> None:
    site = publish_days(tmp_path, days=1)
    (site / "forms.js").unlink()
    page = browser.new_page()
    page.goto((site / "search.html").as_uri())
    page.wait_for_function("document.querySelector('[role=status]').textContent !== ''")
    assert page.locator("[role=status]").text_content() == labels("en")["site"]["search_failed"]
    page.close()


def test_the_search_page_without_scripts_says_where_to_look(browser: Browser, paper: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((paper / "search.html").as_uri())
    assert page.locator("noscript a, main p a[href='archive/index.html']").first.is_visible()
    assert page.locator("input").count() == 0
    context.close()


def test_the_keyboard_reaches_the_stories_first(browser: Browser, tmp_path: Path) -> None:
    day = small_day("en")
    page_path, _ = SitePublisher(HEADINGS)(day.edition, day.articles, tmp_path)
    page = browser.new_page()
    page.goto(page_path.as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    page.close()
