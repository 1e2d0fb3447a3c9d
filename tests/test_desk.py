"""A beat is data: the desk file is read strictly, and no code names a field."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.desk import Desk, grid, load_desk
from broadsheet.errors import ConfigError
from broadsheet.text.cues import Cues, standing

PACKAGE = Path(__file__).parents[1] / "src" / "broadsheet"
AI = (PACKAGE / "desks" / "ai" / "desk.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def ai() -> Desk:
    return load_desk(AI, "desk.toml")


def test_the_ai_desk_has_the_shelves_of_the_reference_edition(ai: Desk) -> None:
    assert [section.id for section in ai.sections] == ["research", "tools", "industry", "insights", "market"]
    assert list(ai.headings["zh-Hant"]) == list(ai.headings["en"]) == [section.id for section in ai.sections]
    assert ai.headings["zh-Hant"]["research"] == "模型與技術更新"
    assert ai.headings["en"]["market"] == "Key Market Updates"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('default_section = "industry"', 'default_section = "harbour"', "default_section"),
        ("opening = 2", 'opening = "two"', "beat.opening"),
        ("opening = 2", "opening = 2\nclosing = 3", "closing"),
        ("weight = 1.5", "weight = 7.0", "authority[1]"),
        ("critical = 13.0", "critical = 1.0", "importance"),
        ('consequences = ["ruling", "people"]', 'consequences = ["rulings"]', "rulings"),
        ('id = "tools"', 'id = "research"', "sections"),
        ('noun = { en = "AI news", "zh-Hant" = "AI 要聞" }', 'noun = { en = "AI news" }', "noun"),
        ('id = "ai"', "id = ", "TOML"),
    ],
)
def test_a_wrong_desk_names_file_table_and_key(old: str, new: str, said: str) -> None:
    assert old in AI
    with pytest.raises(ConfigError) as caught:
        load_desk(AI.replace(old, new, 1), "my/desk.toml")
    assert caught.value.subject == "my/desk.toml"
    assert said in str(caught.value)


def test_no_code_names_the_field() -> None:
    for path in [PACKAGE / "desk.py", *PACKAGE.glob("page/*.py")] + [
        PACKAGE / "stages" / name for name in ("rank.py", "compose.py")
    ]:
        words = Cues({"field": ["AI", "OpenAI", "language model*", "人工智慧", "robot*", "GPU"]})
        assert not words.find(path.read_text(encoding="utf-8").replace("desks/ai", "").replace("robots", "")), path


@given(st.lists(st.floats(-9, 9), max_size=20))
def test_points_on_the_grid_add_up_in_any_order(points: list[float]) -> None:
    gridded = [grid(p) for p in points]
    assert sum(gridded) == sum(reversed(gridded)) == sum(sorted(gridded))


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ("AI", "OpenAI said", False),
        ("AI", "用AI寫作", True),
        ("AI", "j'ai dit", False),
        ("ruling", "scheduling", False),
        ("ruling", "The Ruling.", True),
        ("regulat*", "regulators", True),
        ("regulat*", "deregulated", False),
        ("人工智慧", "人工智能", True),
        ("軟體", "这个软件", True),
        ("to invest", "in talks to  invest", False),
    ],
)
def test_cues(cue: str, text: str, found: bool) -> None:
    assert bool(Cues({"g": [cue]}).find(text)) is found


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ("機器人", "聊天機器人更會說話", False),
        ("機器人", "聊天机器人更会说话", False),
        ("機器人", "聊天機器人與機器人", True),
        ("合併", "台積電二月合併營收創新高", False),
        ("合併", "兩家公司宣布合併", True),
        ("投資", "投資人觀望", False),
        ("投資", "公布投資計畫", True),
        ("起訴", "獲不起訴處分", False),
        ("起訴", "檢方起訴三人", True),
        ("智慧", "智慧財產局", False),
        ("智慧", "智慧財產與智慧城市", True),
        ("基準", "央行基準利率", False),
        ("代理", "代理部長上任", False),
        ("代理", "智慧代理人", True),
    ],
)
def test_a_longer_word_hides_a_cue(cue: str, text: str, found: bool) -> None:
    assert bool(Cues({"g": [cue]}).find(text)) is found
    assert bool(standing(cue, text)) is found


@pytest.mark.parametrize(
    "title",
    [
        "Whisper-Free: Low-Resource Speech Recognition with Synthetic Labels",
        "Neural machine translation of court records",
        "語音辨識新法",
        "语音识别新方法",
        "无人驾驶出租车进入三座城市",
        "高阶智驾方案量产",
    ],
)
def test_what_machines_hear_say_and_drive_is_on_the_beat_of_the_ai_desk(title: str) -> None:
    assert Cues({"core": load_desk(AI, "desk.toml").beat.core}).find(title)
