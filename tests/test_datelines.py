"""Datelines: known for what they are, part of no sentence, and the home of no name."""

from __future__ import annotations

import time
from importlib.resources import files

import pytest

from broadsheet.text.datelines import dateline_end, datelines
from broadsheet.text.names import NameTable, load_names
from broadsheet.text.sentences import sentences

FILED = [
    ("TAIPEI, March 19 - ", "Taiwan held rates."),
    ("TOKYO -- ", "The Bank met. It did."),
    ("LONDON (Reuters) - ", "Two sources said."),
    ("（中央社奧斯陸 9 日綜合外電報導）", "挪威"),
    ("（記者王小明／台北報導）", "台積電"),
    ("新华社北京11月22日电 ", "国务院"),
    ("【記者王小明／台北報導】", "台積電"),
    ("新华社北京11月22日电（记者 张三）", "国务院"),
    ("财联社8月8日电，", "OpenAI"),
    ("IT之家 8月8日消息，", "微软"),
    ("May 14 (Reuters) - ", "Ilya"),
    ("(Reuters) - ", "Ilya"),
    ("WASHINGTON--(BUSINESS WIRE)--", "Apple today"),
    ("LOS ANGELES – ", "Chuan Geng, of Pasadena, is. So."),
    ("WASHINGTON (AP) — ", "President"),
    ("Taipei, March 19 (CNA) ", "The Executive"),
    ("BEIJING, Nov. 22 (Xinhua) -- ", "China"),
    ("SAN FRANCISCO, Nov. 20, 2025 /PRNewswire/ -- ", "Acme"),
    ("CAMBRIDGE, Mass. — ", "Researchers built it. Yes."),
    ("AUSTIN, Texas (AP) — ", "Tesla"),
    ("New Delhi [India], November 22 (ANI): ", "The"),
    ("MOSCOW, November 22. /TASS/. ", "Russia"),
    ("WASHINGTON/SAN FRANCISCO, May 3 (Reuters) - ", "U.S. officials"),
    ("(CNN) ", "The"),
    ("London (CNN) — ", "The"),
    ("TOKYO - ", "SoftBank Group subsidiary Arm will. It"),
    ("〔記者吳書緯／台北報導〕", "外交部"),
    ("【财新网】（记者 张三）", "央行"),
    ("（法新社）", "歐盟"),
    ("本报讯（记者 李四）", "昨日"),
    ("《科创板日报》22日讯（记者 王五）", "智谱"),
    ("（中央社記者林長順台北 11 日電）", "台北市"),
    ("【大紀元2026年3月9日訊】（大紀元記者張三綜合報導）", "中共"),
    ("记者陈三/北京报道 ", "智谱"),
    ("(中央社舊金山13日綜合外電報導)", "人工智慧"),
    ("WASHINGTON, D.C. — ", "The Senate voted. It passed."),
    ("São Paulo, Nov. 3 (Reuters) - ", "Nubank"),
    ("PALO ALTO, Calif., Nov. 20, 2025 –(BUSINESS WIRE)– ", "HP today"),
    ("SEOUL, South Korea (AP) — ", "Samsung"),
    ("HSINCHU, Taiwan, R.O.C., Jan. 16, 2026 - ", "TSMC today"),
    ("中新网北京3月9日电 (记者 王五)", "商务部"),
    ("路透華盛頓9日電 ", "美國"),
    ("（路透華盛頓9日電）", "美國"),
    ("【时代周报记者 李四】", "腾讯"),
    ("ROME, Nov 22 (Reuters) - ", "iPhone maker"),
    ("央视网消息：", "国务院"),
    ("TEL AVIV, Israel — ", "Wix said it. Yes."),
    ("BRUSSELS, June 3 (Reuters) - ", '"We will act,"'),
    ("LONDON (Thomson Reuters Foundation) - ", "Aid"),
    ("HONG KONG, July 2 (Reuters Breakingviews) - ", "China"),
    ("The Hague, 3 June 2026 - ", "The court"),
]
TOLD = [
    "Nvidia — the chipmaker — said so.",
    "NVIDIA — Taiwan's pride — said so. It did.",
    "On Monday, March 19 - The court",
    "OpenAI (ChatGPT) - the maker",
    "据法新社华盛顿8月7日电，美国",
    "據中央社記者報導，台積電",
    "公司11月22日電話會議上表示",
    "（台積電）今天宣布",
    "（記者會後）他說",
    "Microsoft, May 14 said",
    "GPT-5 - The new model is out.",
    "NVIDIA – Q3 results",
    "The FDA (Food and Drug Administration) - an agency",
    "彭博社 11 月 22 日消息，OpenAI 正洽談",
    "（據路透社報導）台積電",
    "AI agents - The new wave is. So",
    "March 19 - OpenAI releases it. Yes",
    "公司 3 月 9 日電動車銷量",
    "【新智元導讀】今天",
    "U.S. (AP) said",
    "根據路透社9日電，",
    "Meta (META) — Shares rose 3%. Yes.",
    "TSMC (Taiwan Semiconductor) - chips",
    "[1] The paper",
    "(AP Photo) The image",
    "APPLE: The maker. yes",
    "IBM - Big Blue to many - said so. It did.",
]


@pytest.mark.parametrize(("head", "rest"), FILED, ids=[head for head, _ in FILED])
def test_a_dateline_is_known(head: str, rest: str) -> None:
    assert head
    assert dateline_end(head + rest, 0, len(head + rest)) == len(head)
    text = f"A line of the house\n  {head}{rest}"
    assert text[sentences(text)[1].start :].startswith(rest[:2])


@pytest.mark.parametrize("text", TOLD)
def test_words_that_tell_something_are_no_dateline(text: str) -> None:
    assert dateline_end(text, 0, len(text)) == 0
    assert text[: sentences(text)[0].end] in text and sentences(text)[0].start == 0


def test_capitals_and_a_dash_open_a_list_further_down() -> None:
    item = "VERTEX - The maker of chips stays the first choice. It rose."
    assert dateline_end(item, 0, len(item)) > 0
    text = "One.\nTwo.\nThree.\n" + item
    assert dateline_end(text, text.index("VERTEX"), len(text)) == text.index("VERTEX")


def test_a_headline_is_no_dateline() -> None:
    assert datelines("NVIDIA - Record sales in every quarter") == []


def test_no_name_is_taken_from_a_dateline() -> None:
    table = NameTable(load_names((files("broadsheet.desks") / "ai" / "names.toml").read_text(encoding="utf-8")))
    texts = [
        "FRANKFURT, March 19 (Reuters) - The ECB held rates and named Zorvex Systems.",
        "（中央社奧斯陸 9 日綜合外電報導）Zorvex Systems 今天宣布。",
        "SAN FRANCISCO--(BUSINESS WIRE)--The maker Zorvex Systems today said www.a.example is down.",
    ]
    for text in texts:
        named = {mention.name for mention in table.mentions(text)}
        assert "Zorvex Systems" in named
        assert named.isdisjoint({"FRANKFURT", "Reuters", "CNA", "中央社", "BUSINESS WIRE", "SAN FRANCISCO"})


@pytest.mark.parametrize(
    "text", ["(" * 40_000, "（記者" * 20_000, "A, " * 30_000, "A B" * 30_000, "9 日" * 30_000, "\n(A) " * 9_000]
)
def test_hostile_text_costs_linear_time(text: str) -> None:
    started = time.process_time()
    datelines(text)
    assert time.process_time() - started < 2


def test_no_name_is_taken_from_a_ticker() -> None:
    table = NameTable(load_names((files("broadsheet.desks") / "ai" / "names.toml").read_text(encoding="utf-8")))
    texts = [
        "Zorvex Systems (NASDAQ: VNTR, TSX: ZVX) said so on Monday in a note to its owners.",
        "今天 Zorvex Systems（NYSE American：VNTR）宣布合併。",
        "今天 Zorvex Systems（2330-TW）宣布合併。",
    ]
    for text in texts:
        named = {mention.name for mention in table.mentions(text)}
        assert {name.split()[0] for name in named} <= {"Zorvex", "Monday"}, named
    assert "NASDAQ" in {mention.name for mention in table.mentions("He spoke of the fall of NASDAQ in spring.")}
