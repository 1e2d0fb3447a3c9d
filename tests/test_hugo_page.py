"""The Hugo page: the anatomy of the reference edition, and none of its defects."""

from __future__ import annotations

import re

import lxml.html
import msgspec
import pytest
from markdown_it import MarkdownIt

from broadsheet.adapters.hugo.page import markdown
from broadsheet.types import Claim, Fields, Language

from reading_back import same, simplified
from small_edition import HEADINGS, in_page_order, small_day

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


# --- anatomy ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_stand_in_the_order_of_the_reference(language: Language) -> None:
    headings = [plain(found) for found in re.findall(r"^## (.*) \{#[\w-]+\}$", page(language), re.MULTILINE)]
    assert headings == SECTIONS[language]


def test_front_matter_is_that_of_the_reference() -> None:
    edition = small_day().edition
    front = page("zh-Hant").split("\n---\n")[0].splitlines()
    assert front[0] == "---"
    keys = [line.partition(":")[0] for line in front[1:] if not line.lstrip().startswith("- ")]
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
        "stories",
        *["    entities"] * 5,
        "description",
        "summary",
    ]
    values = {key: value.strip() for key, _, value in (line.partition(":") for line in front[1:])}
    assert values["  image"] == '"/images/2025-12-18.png"'
    assert values["date"] == "2025-12-18T06:44:44+08:00"
    assert values["draft"] == "false"
    assert msgspec.json.decode(values["title"]) == edition.title
    tags, entities, stories = (front[front.index(f"{key}:") + 1 :] for key in ("tags", "entities", "stories"))
    assert [msgspec.json.decode(line[4:]) for line in tags[:3]] == list(edition.tags)
    named = ["Acme", "Sched", "輝達", "arXiv", "a_b_"]
    assert [msgspec.json.decode(line[4:]) for line in entities[: len(named) + 1] if line.startswith("  - ")] == named
    assert [msgspec.json.decode(line[11:]) for line in stories if line.startswith("  - title: ")] == [
        same(story.headline.text) for story in in_page_order(edition)
    ]


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
