"""The Hugo site: built by the real binary, whole, inert, and the same bytes again."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from urllib.parse import unquote

import lxml.html
import msgspec
import pytest

from broadsheet.adapters.hugo.site import owners_config
from broadsheet.adapters.publish_hugo import HugoPublisher
from broadsheet.errors import PublishError
from broadsheet.types import Language, Printing

from corrected_day import NOTE, SAID_AT, WITHDRAWN_AT, corrected_day
from hugo_build import build
from reading_back import same
from small_edition import EVIL, HEADINGS, HOSTILE_TITLE, Day, in_page_order, small_day

LANGUAGES: tuple[Language, ...] = ("zh-Hant", "en")
SOURCES: dict[Language, str] = {"zh-Hant": "來源", "en": "Sources"}


@pytest.fixture(scope="module", params=LANGUAGES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Day, Path]:
    day, root = small_day(request.param), tmp_path_factory.mktemp("out")
    HugoPublisher(HEADINGS)(small_day(request.param, "2025-12-17").edition, day.articles, root)
    HugoPublisher(HEADINGS)(day.edition, day.articles, root)
    output = build(root)
    assert "WARN" not in output and "ERROR" not in output
    return day, root / "hugo" / "public"


def rendered(site: tuple[Day, Path]) -> lxml.html.HtmlElement:
    return lxml.html.fromstring((site[1] / "posts" / "2025-12-18" / "index.html").read_bytes())


def test_hugo_builds_every_page(site: tuple[Day, Path]) -> None:
    public = site[1]
    for path in ("index.html", "posts/2025-12-17/index.html", "tags/index.html", "404.html", "images/2025-12-18.png"):
        assert (public / path).is_file(), path
    home = lxml.html.fromstring((public / "index.html").read_bytes())
    assert home.xpath("//article//h2/a/@href") == ["./posts/2025-12-18/", "./posts/2025-12-17/"]
    assert home.get("lang") == site[0].edition.language
    assert len(list((public / "tags").iterdir())) == 1 + len(site[0].edition.tags)


def test_every_headline_stands_once(site: tuple[Day, Path]) -> None:
    edition = site[0].edition
    document = rendered(site)
    shown = [
        (one.get("id"), same(one.text_content()))
        for one in document.iter("h3")
        if re.fullmatch("[0-9a-f]{16}", one.get("id"))
    ]
    wanted = {story.id: same(story.headline.text) for story in edition.stories}
    assert dict(shown) == wanted and len(shown) == len(wanted)
    bold = [same(one.text_content()) for one in document.xpath("//li/strong")]
    assert sorted(bold) == sorted(same(story.headline.text) for story in edition.also)


def test_the_theme_shows_sources_one_a_line(site: tuple[Day, Path]) -> None:
    edition = site[0].edition
    label = SOURCES[edition.language]
    shown = [one.getparent() for one in rendered(site).iter("strong") if one.text_content() == label]
    for block, story in zip(shown, in_page_order(edition), strict=True):
        broken = [
            one
            for one in block.iter("a")
            if one.getprevious().tag == "br" and not (one.getprevious().tail or "").strip()
        ]
        assert len(broken) == len(story.sources) - 1


def test_no_markup_leaks_and_the_hostile_source_is_inert(site: tuple[Day, Path]) -> None:
    document = rendered(site)
    html = lxml.html.tostring(document, encoding="unicode")
    assert document.xpath("//script | //article//*[@onerror] | //iframe") == []
    assert [one.get("src") for one in document.iter("img")] == ["../../images/2025-12-18.png"]
    assert [
        one.get("href") for one in document.iter("a") if EVIL in one.get("href") or ":alert" in one.get("href")
    ] == []
    shown = same(document.text_content())
    for own in (same(HOSTILE_TITLE), "Evil [Outlet](x)", "[x](y)", "{{< x >}}"):
        assert own in shown
        shown = shown.replace(own, "")
    assert not re.search(r"\*\*|\{#|\]\(|\{\{[<%]|<!--", shown)
    assert "<!--more-->" not in html
    sentence = (
        next(story for story in site[0].edition.stories if "figure" in story.headline.text).fields.summary[0].text
    )
    assert same(sentence) in same(document.text_content())


def test_every_link_within_the_site_arrives(site: tuple[Day, Path]) -> None:
    every_link_arrives(site[1])


def every_link_arrives(public: Path) -> None:
    for path in public.rglob("*.html"):
        document = lxml.html.fromstring(path.read_bytes())
        for one in document.xpath("//@href | //@src"):
            if one.startswith(("http:", "https:")) or path.name == "404.html":
                continue
            target, _, anchor = one.partition("#")
            file = (path.parent / unquote(target)).resolve() if target else path
            file = file / "index.html" if file.is_dir() else file
            assert file.is_file(), (path, one)
            if anchor:
                assert lxml.html.fromstring(file.read_bytes()).xpath(f"//*[@id='{anchor}']"), (path, one)


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_the_same_edition_gives_the_same_bytes(tmp_path: Path) -> None:
    day = small_day()
    for folder in ("a", "b"):
        paths = HugoPublisher(HEADINGS)(day.edition, day.articles, tmp_path / folder)
        assert paths[0] == tmp_path / folder / "hugo" / "content" / "posts" / "2025-12-18.md"
    HugoPublisher(HEADINGS)(day.edition, day.articles, tmp_path / "b")
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_other_editions_and_the_owner_s_configuration_stay(tmp_path: Path) -> None:
    older, newer = small_day(date="2025-12-17"), small_day()
    HugoPublisher(HEADINGS)(older.edition, older.articles, tmp_path)
    config = tmp_path / "hugo" / "hugo.toml"
    config.write_text(config.read_text() + "# mine\n")
    before = tree(tmp_path)
    HugoPublisher(HEADINGS)(newer.edition, newer.articles, tmp_path)
    after = tree(tmp_path)
    signed = "hugo/published.json"
    assert before.keys() <= after.keys()
    assert {path for path in before if before[path] != after[path]} == {signed}
    assert json.loads(before[signed]).items() <= json.loads(after[signed]).items()
    assert set(after) - set(before) == {"hugo/content/posts/2025-12-18.md", "hugo/static/images/2025-12-18.png"}


def test_a_public_address_reaches_the_configuration() -> None:
    config = tomllib.loads(owners_config("zh-Hant", "https://news.example/x/"))
    assert (config["baseURL"], config["relativeURLs"]) == ("https://news.example/x/", False)


def test_what_cannot_be_written_is_a_publish_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "hugo").write_text("in the way")
    day = small_day()
    with pytest.raises(PublishError) as caught:
        HugoPublisher(HEADINGS)(day.edition, day.articles, tmp_path)
    assert str(tmp_path / "hugo") in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["hugo"]


def test_an_edition_that_does_not_hold_together_is_refused(tmp_path: Path) -> None:
    edition = small_day().edition
    broken = msgspec.structs.replace(edition, stories=tuple(_without_sources(s) for s in edition.stories))
    with pytest.raises(PublishError):
        HugoPublisher(HEADINGS)(broken, {}, tmp_path)


def _without_sources(story: Printing) -> Printing:
    return msgspec.structs.replace(story, sources=())


def test_an_empty_edition_has_a_page(tmp_path: Path) -> None:
    edition = small_day().edition
    empty = msgspec.structs.replace(
        edition,
        stories=(),
        also=(),
        insight=type(edition.insight)(),
        watch_list=(),
        reading=(),
        background=(),
        keywords=(),
        tags=(),
    )
    HugoPublisher(HEADINGS)(empty, {}, tmp_path)
    build(tmp_path)
    text = (tmp_path / "hugo" / "content" / "posts" / "2025-12-18.md").read_text()
    assert "## " not in text and "tags: []" in text and "資料來源：" in text


# --- names ------------------------------------------------------------------------------------------------------------

HOSTILE_NAMES = (
    "../up", "..", ".", "!!!", "a/b", "[x](y)", "<script>alert(1)</script>", "{{< x >}}", "page", "index", "_index",
    "C", "C++", "C#", "openai", "OpenAI", "AT&T", "It's", "GPT-5.2 (mini)", "北京大學", "摩爾 線程", "摩爾-線程", "x" * 300,
    "\u202eabc", 'a"b', "a\\b", "%2e%2e", "posts",
)  # fmt: skip


def named(day: Day, *names: str) -> Day:
    first, *rest = day.edition.stories
    first = msgspec.structs.replace(first, entities=names)
    return Day(msgspec.structs.replace(day.edition, stories=(first, *rest)), day.articles)


def test_each_name_has_a_page_that_leads_to_its_stories_and_no_name_climbs_out(tmp_path: Path) -> None:
    day = named(small_day("en"), *HOSTILE_NAMES)
    HugoPublisher(HEADINGS)(day.edition, day.articles, tmp_path)
    older = named(small_day("en", "2025-12-17"), "OpenAI")
    HugoPublisher(HEADINGS)(older.edition, older.articles, tmp_path)
    output = build(tmp_path)
    assert "WARN" not in output and "Duplicate" not in output
    public = tmp_path / "hugo" / "public"
    assert sorted(path.name for path in public.iterdir()) == [
        "404.html", "broadsheet.css", "entities", "images", "index.html", "posts", "sitemap.xml", "tags",
    ]  # fmt: skip
    pages = {path.name for path in (public / "entities").iterdir()} - {"index.html"}
    assert {"c", "c++", "c#", "openai", "att", "its", "gpt-5.2-mini", "北京大學", "摩爾-線程", "page", "posts"} <= pages
    assert not pages & {"up", "..", "a", "xy", "script", "!!!", "x" * 300}
    openai = lxml.html.fromstring((public / "entities" / "openai" / "index.html").read_bytes())
    story = day.edition.stories[0]
    assert openai.xpath("//section/ul/li/a/@href") == [
        f"../../posts/2025-12-{number}/#{story.id}" for number in (18, 17)
    ]
    assert [same(text) for text in openai.xpath("//section/ul/li/a/text()")] == [same(story.headline.text)] * 2
    listed = lxml.html.fromstring((public / "entities" / "index.html").read_bytes())
    counts = [int(one) for one in listed.xpath("//ul[@class='all-tags']/li/span/text()")]
    assert counts == sorted(counts, reverse=True) and counts[0] == 2
    assert all(name.strip() for name in listed.xpath("//ul[@class='all-tags']/li/a/text()"))


def test_two_names_of_two_days_never_share_a_page(tmp_path: Path) -> None:
    """Hugo writes one page over the other and says nothing: the name that came later has none of its own."""
    names = {"2025-12-16": ("AT&T", "C", "Grok-2", "R·D"), "2025-12-17": ("ATT", "C++", "Grok 2", "RD", "at&t")}
    for _ in range(2):  # publishing an older day again changes nothing
        for date, told in names.items():
            day = small_day("en", date)
            first, *rest = (msgspec.structs.replace(story, entities=()) for story in day.edition.stories)
            stories = (msgspec.structs.replace(first, entities=told), *rest)
            HugoPublisher(HEADINGS)(msgspec.structs.replace(day.edition, tags=(), stories=stories), {}, tmp_path)
    assert "Duplicate" not in build(tmp_path)
    public = tmp_path / "hugo" / "public"
    days: dict[str, int] = {}
    for path in (public / "entities").glob("*/index.html"):
        days[path.parent.name] = len(lxml.html.fromstring(path.read_bytes()).xpath("//section[@class='day']"))
    assert days == {"att": 2, "c": 1, "c++": 1, "grok-2": 2, "rd": 1}


# --- languages --------------------------------------------------------------------------------------------------------


def test_two_languages_of_one_day_stand_side_by_side(tmp_path: Path) -> None:
    chinese, english = small_day("zh-Hant"), small_day("en")
    for day in (chinese, english, small_day("zh-Hant", "2025-12-17")):
        HugoPublisher(HEADINGS)(day.edition, day.articles, tmp_path)
    posts = tmp_path / "hugo" / "content" / "posts"
    assert sorted(path.name for path in posts.iterdir()) == ["2025-12-17.md", "2025-12-18.en.md", "2025-12-18.md"]
    assert "核心摘要" in (posts / "2025-12-18.md").read_text(encoding="utf-8")
    output = build(tmp_path)
    assert "WARN" not in output
    public = tmp_path / "hugo" / "public"
    ours = lxml.html.fromstring((public / "posts" / "2025-12-18" / "index.html").read_bytes())
    theirs = lxml.html.fromstring((public / "en" / "posts" / "2025-12-18" / "index.html").read_bytes())
    assert (ours.get("lang"), theirs.get("lang")) == ("zh-Hant", "en")
    assert ours.xpath("//header/nav/a[@hreflang='en']/@href") == ["../../en/posts/2025-12-18/"]
    assert theirs.xpath("//header/nav/a[@hreflang='zh-Hant']/text()") == ["中文"]
    assert {link.get("hreflang") for link in theirs.xpath("//link[@rel='alternate']")} == {"zh-Hant", "en"}
    assert [one.text_content() for one in theirs.xpath("//header/nav/a")][:3] == ["Editions", "Tags", "Names"]
    assert ours.xpath("//header/nav/a/text()")[:3] == ["各期", "標籤", "關鍵實體"]
    alone = lxml.html.fromstring((public / "posts" / "2025-12-17" / "index.html").read_bytes())
    assert alone.xpath("//header/nav/a[@hreflang]") == []
    assert (public / "en" / "entities" / "acme" / "index.html").is_file()
    every_link_arrives(public)


def test_two_roots_share_one_site_by_a_link(tmp_path: Path) -> None:
    chinese, english = small_day("zh-Hant"), small_day("en")
    HugoPublisher(HEADINGS)(chinese.edition, chinese.articles, tmp_path / "zh")
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "hugo").symlink_to(tmp_path / "zh" / "hugo")
    HugoPublisher(HEADINGS)(english.edition, english.articles, tmp_path / "en")
    build(tmp_path / "zh")
    assert (tmp_path / "zh" / "hugo" / "public" / "en" / "posts" / "2025-12-18" / "index.html").is_file()


def test_a_site_of_an_earlier_version_keeps_its_first_language(tmp_path: Path) -> None:
    old = 'baseURL = "/"\nlocale = "en"\ntitle = "Mine"\ntheme = "broadsheet"\ndisableKinds = ["rss"]\n[taxonomies]\n  tag = "tags"\n  serie = "series"\n[permalinks]\n  posts = "/posts/:slug/"\n'
    (tmp_path / "hugo").mkdir()
    (tmp_path / "hugo" / "hugo.toml").write_text(old)
    for language in LANGUAGES:
        day = small_day(language)
        HugoPublisher(HEADINGS)(day.edition, day.articles, tmp_path)
    assert (tmp_path / "hugo" / "hugo.toml").read_text() == old
    posts = tmp_path / "hugo" / "content" / "posts"
    assert sorted(path.name for path in posts.iterdir()) == ["2025-12-18.md", "2025-12-18.zh-hant.md"]
    build(tmp_path)
    public = tmp_path / "hugo" / "public"
    assert lxml.html.fromstring((public / "index.html").read_bytes()).get("lang") == "en"
    assert (public / "zh-hant" / "posts" / "2025-12-18" / "index.html").is_file()
    assert (public / "series").is_dir() and (public / "entities" / "acme").is_dir()


def test_a_configuration_that_nobody_can_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "hugo").mkdir()
    (tmp_path / "hugo" / "hugo.toml").write_text("title = \n")
    day = small_day()
    with pytest.raises(PublishError, match=r"hugo\.toml"):
        HugoPublisher(HEADINGS)(day.edition, day.articles, tmp_path)


# --- corrections ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_corrected_is_marked_listed_and_dated(tmp_path: Path, language: Language) -> None:
    fixed, gone = corrected_day(language)
    after = small_day(language, "2025-12-19")
    first, *rest = after.edition.stories
    goes_on = {"continues": gone.id, "continues_date": "2025-12-18", "continues_headline": gone.headline.text}
    first = msgspec.structs.replace(first, **goes_on)
    later = msgspec.structs.replace(after.edition, stories=(first, *rest))
    for edition in (fixed.edition, later):
        HugoPublisher(HEADINGS)(edition, fixed.articles, tmp_path)
    front = (tmp_path / "hugo" / "content" / "posts" / "2025-12-18.md").read_text(encoding="utf-8").split("\n---\n")[0]
    assert f"\nlastmod: {WITHDRAWN_AT.isoformat()}\n" in front
    assert "lastmod" not in (tmp_path / "hugo" / "content" / "posts" / "2025-12-19.md").read_text(encoding="utf-8")
    build(tmp_path)
    page = lxml.html.fromstring((tmp_path / "hugo" / "public" / "posts" / "2025-12-18" / "index.html").read_bytes())
    assert page.xpath("//p[@class='byline']/time/@datetime") == [
        fixed.edition.made.isoformat(),
        WITHDRAWN_AT.isoformat(),
    ]
    unchanged = lxml.html.fromstring(
        (tmp_path / "hugo" / "public" / "posts" / "2025-12-19" / "index.html").read_bytes()
    )
    assert len(unchanged.xpath("//p[@class='byline']/time")) == 1
    listed = page.xpath("//h2[@id='corrections']/following-sibling::ul[1]/li")
    starts = [next(at for at in SAID_AT[language] if one.text_content().startswith(at)) for one in listed]
    assert starts == [SAID_AT[language][1], *[SAID_AT[language][0]] * 3]
    assert "*ours*" in listed[-1].text_content() and "They hold 7 trillion weights." in listed[-1].text_content()
    (notice,) = page.xpath(f"//h4[@id='{gone.id}']")
    assert gone.headline.text in notice.text_content() and "the source is gone" in notice.getnext().text_content()
    marks = page.xpath("//article/ul/li[a[contains(@href, '#corrections')]]")
    assert len(marks) == 1 and fixed.edition.stories[2].fields.details[0].text in marks[0].text_content()
    note = page.xpath(f"//h3[@id='{fixed.edition.stories[0].id}']/following-sibling::p[1]")[0].text_content()
    assert NOTE in note and SAID_AT[language][0] in note
    assert page.xpath("//article/p[1]/a/@href") == ["../../posts/2025-12-18/#corrections"]
    every_link_arrives(tmp_path / "hugo" / "public")


# --- the archive ------------------------------------------------------------------------------------------------------


def test_the_archive_lists_every_day_by_month_and_the_front_page_a_fortnight(tmp_path: Path) -> None:
    day = small_day("en")
    days = [f"2025-11-{number:02}" for number in range(20, 31)] + [f"2025-12-{number:02}" for number in range(1, 9)]
    for date in days:
        made = day.edition.made.replace(month=int(date[5:7]), day=int(date[8:]))
        edition = msgspec.structs.replace(day.edition, date=date, made=made)
        HugoPublisher(HEADINGS)(edition, day.articles, tmp_path)
    build(tmp_path)
    public = tmp_path / "hugo" / "public"
    archive = lxml.html.fromstring((public / "posts" / "index.html").read_bytes())
    assert [one.text_content() for one in archive.iter("h2")] == ["2025-12", "2025-11"]
    assert [str(one)[-11:-1] for one in archive.xpath("//ul[@class='days']/li/a/@href")] == sorted(days, reverse=True)
    home = lxml.html.fromstring((public / "index.html").read_bytes())
    assert [str(one)[-11:-1] for one in home.xpath("//article//h2/a/@href")] == sorted(days, reverse=True)[:14]
    assert home.xpath("//p[@class='more']/a/@href") == ["./posts/"]


@pytest.mark.parametrize("base", ["", "https://news.example/ai/"])
def test_the_site_loads_nothing_from_elsewhere(tmp_path: Path, base: str) -> None:
    day = small_day()
    HugoPublisher(HEADINGS, base)(day.edition, day.articles, tmp_path)
    build(tmp_path)
    for path in (tmp_path / "hugo" / "public").rglob("*.html"):
        page = lxml.html.fromstring(path.read_bytes())
        loaded = page.xpath("//@src | //link[@rel='stylesheet']/@href | //@srcset")
        assert loaded and not [
            one for one in loaded if re.match("https?:|//", one) and not (base and one.startswith(base))
        ]
        assert page.xpath("//script") == []
    style = (tmp_path / "hugo" / "public" / "broadsheet.css").read_text(encoding="utf-8")
    assert "url(" not in style and "@import" not in style
