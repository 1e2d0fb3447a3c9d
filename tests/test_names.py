"""Names: the table is sound, forms of one name meet, versions stay apart, and spans are what they say."""

from __future__ import annotations

import random
import time
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from broadsheet.errors import ConfigError
from broadsheet.text.names import Mention, Name, NameTable, load_names

TABLE = (files("broadsheet.desks.ai") / "names.toml").read_text(encoding="utf-8")
NAMES = load_names(TABLE)
NAME_TABLE = NameTable(NAMES)
LABELLED = Path(__file__).parent / "data" / "names_labelled.txt"

PRECISION_FLOOR = 0.96
RECALL_FLOOR = 0.96
"""Measured on the labelled snippets on 2026-11-22: precision 0.985, recall 0.990.  The rules were written with these
snippets in sight, so the figures guard against a step back and promise nothing of other text."""


def names_of(text: str) -> list[str]:
    return [mention.name for mention in NAME_TABLE.mentions(text)]


# --- the table -------------------------------------------------------------------------------------------------------


def test_the_table_is_large_and_its_ids_are_unique() -> None:
    assert len(NAMES) >= 250
    assert len({name.id for name in NAMES}) == len(NAMES)
    assert len({name.id.lower() for name in NAMES}) == len(NAMES)


def test_no_simplified_character_stands_in_the_taiwan_form() -> None:
    to_traditional, to_simplified = OpenCC("s2t"), OpenCC("t2s")
    usual_in_taiwan = set("台丰里群范余岳杰扣")  # 台灣, 蘇姿丰, 阿里巴巴, 群聯: so written by those who bear the name
    for name in NAMES:
        for character in set(name.zh) - usual_in_taiwan:
            simplified = to_simplified.convert(character) == character != to_traditional.convert(character)
            assert not simplified, (name.id, name.zh, character)


def test_every_form_of_the_table_is_found_as_its_own_name() -> None:
    for name in NAMES:
        for form in name.forms:
            if name.numbered:
                form += " 7"
            found = NAME_TABLE.mentions(form)
            assert found and found[0].known and found[0].name.startswith(name.id), (name.id, form, found)
            assert (found[0].start, found[0].end) == (0, len(form)), (form, found)


def test_what_belongs_to_a_company_says_so() -> None:
    by_id = {name.id: name for name in NAMES}
    assert {name.of for name in NAMES if name.of} <= by_id.keys()
    found = {mention.name: mention.of for mention in NAME_TABLE.mentions("黃仁勳談 H20；Sam Altman on GPT-5; AMD")}
    assert found == {"Jensen Huang": "NVIDIA", "H20": "NVIDIA", "Sam Altman": "OpenAI", "GPT-5": "OpenAI", "AMD": ""}


def test_two_names_may_not_claim_one_form_in_any_script() -> None:
    with pytest.raises(ConfigError, match=r"names\.toml: the form '英伟达' is claimed by 'A' and 'B'"):
        load_names(
            '[[name]]\nid = "A"\nkind = "company"\nzh = "英偉達"\n[[name]]\nid = "B"\nkind = "chip"\naliases = ["英伟达"]\n'
        )


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('[[name]]\nid = "A"\nkind = "planet"\n', r"entry 1 \(A\)"),
        ('[[name]]\nid = "A"\nkind = "company"\ncolour = "red"\n', r"entry 1 \(A\).*colour"),
        ('[[name]]\nkind = "company"\n', r"entry 1 \(without id\)"),
        ('[[name]]\nid = "A"\nkind = "company"\naliases = ["A"]\n', "written twice"),
        ('[[name]]\nid = "A"\nkind = "company"\naliases = [" B"]\n', "outer white space"),
        ('[[name]]\nid = "A"\nkind = "model"\nversioned = "B-5 mini"\n', "versioned"),
        ("[[name]\n", "not TOML"),
        ("", "no .*entry"),
    ],
)
def test_a_wrong_table_is_refused_with_its_entry(entry: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_names(entry, "names.toml")


def test_the_order_of_the_table_does_not_matter() -> None:
    text = "輝達 and OpenAI: GPT-5.2, Gemini 3 Flash, Claude Code in California, 歐盟人工智慧法, 摩爾线程"
    expected = NAME_TABLE.mentions(text)
    for seed in range(3):
        shuffled = list(NAMES)
        random.Random(seed).shuffle(shuffled)
        assert NameTable(shuffled).mentions(text) == expected


# --- one name in every script ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("NVIDIA", ["NVIDIA", "Nvidia", "nvidia", "輝達", "辉达", "英偉達", "英伟达", "ＮＶＩＤＩＡ"]),
        ("Amazon", ["Amazon", "亞馬遜", "亚马逊"]),
        ("Google", ["Google", "谷歌"]),
        ("Moore Threads", ["Moore Threads", "摩爾線程", "摩尔线程", "摩爾线程"]),
        ("Fei-Fei Li", ["Fei-Fei Li", "Fei‑Fei Li", "李飛飛", "李飞飞"]),
        ("Yao Shunyu", ["Yao Shunyu", "Shunyu Yao", "姚順雨", "姚顺雨"]),
        ("Luo Fuli", ["Luo Fuli", "羅福莉", "罗福莉"]),
        ("California", ["California", "加州"]),
        ("EU AI Act", ["EU AI Act", "AI Act", "歐盟人工智慧法"]),
        ("Mark Zuckerberg", ["Mark Zuckerberg", "Zuckerberg", "祖克柏", "扎克伯格"]),
        ("Taiwan", ["Taiwan", "台灣", "臺灣", "台湾"]),
        ("TSMC", ["TSMC", "台積電", "台积电", "臺積電"]),
    ],
)
def test_all_forms_meet_in_one_name(name: str, forms: list[str]) -> None:
    for form in forms:
        assert names_of(form) == [name], form


# --- boundaries ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OpenAI洽亞馬遜", ["OpenAI", "Amazon"]),
        ("採用OpenAI的模型", ["OpenAI"]),
        ("OpenAI’s board", ["OpenAI"]),
        ("OpenAI's board", ["OpenAI"]),
        ("OpenAIs", ["OpenAIs"]),  # another word: not the known name
        ("a metallic meta level", []),
        ("apple pie and an oracle", []),
        ("the intel was wrong", []),
        ("AMDs", ["AMDs"]),
        ("Nvidia-backed and Google-owned", ["NVIDIA", "Google"]),
        ("an ex-Google engineer", ["Google"]),
        ("OpenAI-Amazon deal", ["OpenAI", "Amazon"]),
        ("AMD-HookNet++ segments glaciers", ["AMD-HookNet++"]),
        ("Meta-Reinforcement Learning for Buildings", []),
        ("US$10 billion", []),
        ("South America and the US", ["South America", "United States"]),
        ("write to press@openai.com or see https://nvidia.com/OpenAI", []),
    ],
)
def test_word_boundaries(text: str, expected: list[str]) -> None:
    assert names_of(text) == expected


# --- versions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPT-5", ["GPT-5"]),
        ("GPT-5.2", ["GPT-5.2"]),
        ("GPT 5.2", ["GPT-5.2"]),
        ("gpt-5.2", ["GPT-5.2"]),
        ("GPT-5.2。", ["GPT-5.2"]),
        ("GPT-5.", ["GPT-5"]),
        ("GPT-4o mini", ["GPT-4o mini"]),
        ("GPT-4o-mini", ["GPT-4o mini"]),
        ("Gemini 3 Flash正式上線", ["Gemini 3 Flash"]),
        ("Gemini-3-Flash", ["Gemini 3 Flash"]),
        ("Gemini 3 Pro, Gemini 3", ["Gemini 3 Pro", "Gemini 3"]),
        ("Nemotron 3 Nano", ["Nemotron 3 Nano"]),
        ("Llama 4 and Llama 3 70B", ["Llama 4", "Llama 3 70B"]),
        ("Claude Opus 4.5", ["Claude Opus 4.5"]),
        ("Qwen3-VL-235B and Qwen2.5", ["Qwen3-VL-235B", "Qwen2.5"]),
        ("MiMo-V2-Flash", ["MiMo-V2-Flash"]),
        ("YOLOv8 and YOLOv11", ["YOLOv8", "YOLOv11"]),
        ("DeepSeek V3.2, DeepSeek-V3.2", ["DeepSeek-V3.2", "DeepSeek-V3.2"]),
        ("Trainium 3, Trainium3", ["Trainium3", "Trainium3"]),
        ("Windows 11 breaks windows", ["Windows 11"]),
        ("Gemini 3 million users", ["Gemini"]),
        ("Gemini 3個月", ["Gemini"]),
        ("ChatGPT 2025 report", ["ChatGPT"]),
        ("Gemini app", ["Gemini"]),
        ("Llama 3,000 times", ["Llama"]),
    ],
)
def test_a_version_belongs_to_its_model(text: str, expected: list[str]) -> None:
    assert names_of(text) == expected


def test_a_company_with_a_version_is_a_model() -> None:
    assert [(m.name, m.kind) for m in NAME_TABLE.mentions("DeepSeek ships DeepSeek-V3.2")] == [
        ("DeepSeek", "company"),
        ("DeepSeek-V3.2", "model"),
    ]


# --- unknown names ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LiteTS beats H-STQGCN and S2D", ["LiteTS", "H-STQGCN", "S2D"]),
        ("puts Orla Venkataraman in charge", ["Orla Venkataraman"]),
        ("Later she joined the Kestrel Foundation in May", ["Kestrel Foundation"]),
        ("Large Language Models Can Plan, If You Let Them Think", []),
        ("She said that Samuel L. Okonkwo left", ["Samuel L. Okonkwo"]),
        (
            "He left the Bank of Zanzibar and joined the University of Ghent",
            ["Bank of Zanzibar", "University of Ghent"],
        ),
        ("an EEG-based and AI-powered 3D model with 10B parameters in Q3", []),
        ("老將Orla Venkataraman接掌", ["Orla Venkataraman"]),
    ],
)
def test_unknown_names(text: str, expected: list[str]) -> None:
    assert names_of(text) == expected


def test_an_unknown_name_keeps_its_surface() -> None:
    (mention,) = NAME_TABLE.mentions("at SchedXR today")
    assert mention == Mention(name="SchedXR", kind="", start=3, end=10, known=False)


# --- the labelled snippets -------------------------------------------------------------------------------------------


def test_precision_and_recall_on_the_labelled_snippets() -> None:
    right = given_back = wanted = snippets = 0
    missed: list[str] = []
    for line in LABELLED.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, _, labels = line.partition("\t")
        expected = Counter(label.strip() for label in labels.split("|") if label.strip())
        found = Counter(names_of(text))
        snippets += 1
        right += (expected & found).total()
        given_back += found.total()
        wanted += expected.total()
        if expected != found:
            missed.append(f"{text}: wanted {sorted(expected)}, got {sorted(found)}")
    assert snippets >= 80
    assert right / given_back >= PRECISION_FLOOR, missed
    assert right / wanted >= RECALL_FLOOR, missed


# --- properties ------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["OpenAI", "GPT-5.2", "輝達", "英伟达", " ", "-", "'s", "’s", "İ", "ﬁ", "\u200b", "。", ". ", "Peter", "Meta", "3", "的",
     "https://", "@", "\n", "Flash", "ＡＩ", "😀", "X", "a", "(", "US$", "\u0301"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=6), max_size=14).map("".join))
def test_spans_are_valid_and_never_overlap(text: str) -> None:
    mentions = NAME_TABLE.mentions(text)
    reached = 0
    for mention in mentions:
        assert reached <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip()
        assert mention.name.strip()
        assert mention.known == bool(mention.kind)
        reached = mention.end
    assert NAME_TABLE.mentions(text) == mentions


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(NAMES))
def test_a_canonical_id_is_its_own_canonical_form(name: Name) -> None:
    text = f"{name.id} 7" if name.numbered else name.id
    for mention in NAME_TABLE.mentions(text):
        again = NAME_TABLE.mentions(mention.name)
        assert [m.name for m in again] == [mention.name]


# --- size ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["a-", "A-", "Aa ", "a@", ". ", "A.B.", "OpenAI-", " of", "x.com", '"', "GPT-5 "])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        start = time.process_time()
        NAME_TABLE.mentions(unit * (size // len(unit)))
        return time.process_time() - start

    seconds(1_000)
    assert seconds(200_000) < 2.0


def test_ordinary_text_is_read_at_a_megabyte_in_seconds() -> None:
    prose = (
        "Nvidia said on Tuesday that it had bought SchedMD, which writes the Slurm scheduler that many laboratories use. "
        "The price was not told. 英偉達表示，Slurm 仍將開源，並支援各家硬體。\n"
    )
    text = prose * (500_000 // len(prose))
    start = time.process_time()
    mentions = NAME_TABLE.mentions(text)
    assert len(mentions) >= 4 * text.count("\n")
    assert time.process_time() - start < 3.0


# --- names in syllables, and forms of an edition ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Chou Yen-ting, a researcher, left the lab.", ["Chou Yen-ting"]),
        ("Lin Ya-hui said that the plant will expand.", ["Lin Ya-hui"]),
        ("Hsiao Bi-khim and Ko Wen-je met.", ["Hsiao Bi-khim", "Ko Wen-je"]),
        ("The minister met Kim Jong-un and Park Geun-hye.", ["Kim Jong-un", "Park Geun-hye"]),
        ("Min-joon Kim leads the work.", ["Min-joon Kim"]),
        ("Chang Hsiao-chun Says Delay Is Minor", ["Chang Hsiao-chun"]),
        ("執行長 Wu Tsung-hsi 表示", ["Wu Tsung-hsi"]),
    ],
)
def test_a_given_name_in_syllables_is_whole(text: str, names: list[str]) -> None:
    assert names_of(text) == names


@pytest.mark.parametrize(
    "text", ["Built-in tools fail.", "Log-in pages fail.", "An EEG-based U-turn was made.", "Scale matters."]
)  # fmt: skip
def test_a_word_with_a_hyphen_is_no_given_name(text: str) -> None:
    assert not names_of(text)


@pytest.mark.parametrize(
    ("word", "english", "chinese"),
    [
        ("路透", "Reuters", "路透社"),
        ("亞馬遜", "Amazon", "亞馬遜"),
        ("Amazon", "Amazon", "亞馬遜"),
        ("Nobody Inc.", "Nobody Inc.", "Nobody Inc."),
        ("amazon", "amazon", "amazon"),
    ],
)
def test_a_known_name_is_printed_as_the_language_writes_it(word: str, english: str, chinese: str) -> None:
    assert NAME_TABLE.form_in(word, "en") == english
    assert NAME_TABLE.form_in(word, "zh-Hant") == chinese
