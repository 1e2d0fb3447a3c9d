"""Chinese in Taiwan's writing: what is simplified, what only looks so, and that conversion leaves nothing behind."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from broadsheet.adapters.extract_cues import telling
from broadsheet.audit.fault import in_taiwan, taiwan_forms
from broadsheet.labels import labels
from broadsheet.text.chinese import has_simplified, to_taiwan
from broadsheet.text.said import is_said
from broadsheet.types import Claim, cite

from conftest import article


@pytest.mark.parametrize(
    "text",
    [
        "摩尔线程",
        "云/晶片商",
        "學習范式",
        "规范",
        "以后",
        "這里",
        "里面",
        "由于成本",
        "剩余",
        "机器学习",
        "网絡",
        "万",
        "体验",
        "云端",
        "几天後",
    ],
)
def test_simplified_writing_is_seen(text: str) -> None:
    assert has_simplified(text)


@pytest.mark.parametrize(
    "text",
    ["公里", "皇后", "人云亦云", "范教授", "于右任", "余光中", "伙伴", "平台", "周杰倫", "拮据", "採用", "里程碑", "游泳", "夸克", "臺灣", "台灣",
     "幾個", "占有率", "裏面", "OpenAI Inc.", "", "雲端", "機器學習", "每周", "影后", "茶几"],
)  # fmt: skip
def test_traditional_writing_is_left_alone(text: str) -> None:
    assert not has_simplified(text)


@pytest.mark.parametrize(
    ("text", "taiwan"),
    [
        ("这个软件用于视频数据", "這個軟體用於影片資料"),
        ("互联网和人工智能", "網際網路和人工智慧"),
        ("OpenAI 发布 GPT-5.2。", "OpenAI 發布 GPT-5.2。"),
        ("官方公布分布与布局", "官方公布分布與布局"),
        ("通过短信，响应速度与上下文窗口", "透過簡訊，回應速度與上下文視窗"),
        ("公司通过法案，机会窗口", "公司通過法案，機會窗口"),
        ("Nothing to do.", "Nothing to do."),
    ],
)
def test_conversion_uses_the_terms_of_taiwan(text: str, taiwan: str) -> None:
    assert to_taiwan(text) == taiwan
    assert not has_simplified(taiwan)


def test_threads_get_the_same_words() -> None:
    texts = [f"第 {n} 个软件发布" for n in range(200)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(to_taiwan, texts)) == [to_taiwan(text) for text in texts]


def test_what_the_house_itself_says_is_traditional() -> None:
    for room in labels("zh-Hant").values():
        assert not [text for text in room.values() if has_simplified(text)]


def test_real_texts_are_told_apart(reference: Path) -> None:
    rows = [json.loads(line) for line in reference.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        text = f"{row['title']} {row['text']}"
        if row["lang"] == "zh-Hant":
            assert not has_simplified(text), text
        if row["lang"] == "zh-Hans":
            assert has_simplified(text), text
            assert not has_simplified(to_taiwan(text)), to_taiwan(text)


@pytest.mark.parametrize(
    ("text", "taiwan"),
    [
        ("模型刷新多项纪录", "模型刷新多項紀錄"),
        ("两千亿参数，激活市场", "兩千億參數，激活市場"),
        ("全局最优", "全局最優"),
        ("出货 3.2 亿台", "出貨 3.2 億台"),
        ("联合声明支持和平进程", "聯合聲明支持和平進程"),
        ("据知情人士消息", "據知情人士消息"),
        ("半导体设备项目", "半導體設備項目"),
        ("政府文件与文件夹", "政府文件與資料夾"),
        ("司法程序与小程序", "司法程序與小程式"),
        ("股价回调，产能扩展", "股價回調，產能擴展"),
        ("字节跳动的视频号", "字節跳動的視頻號"),
        ("相对象征性的芯片", "相對象徵性的晶片"),
        ("软件、硬盘、内存、服务器、鼠标、激光", "軟體、硬碟、記憶體、伺服器、滑鼠、雷射"),
    ],
)
def test_a_word_of_the_news_keeps_its_meaning(text: str, taiwan: str) -> None:
    assert to_taiwan(text) == taiwan
    assert in_taiwan(text) == taiwan, "the audit reads the same list by other code"
    assert not has_simplified(taiwan)


@pytest.mark.parametrize(
    ("text", "taiwan"),
    [
        ("合作伙伴用超级计算机构建模型", "合作夥伴用超級電腦建構模型"),
        ("支持 100 万 token，激活参数 150 亿", "支援 100 萬 token，啟用參數 150 億"),
        ("计算机视觉达到领先水平", "電腦視覺達到領先水準"),
        ("图像质量与数据质量", "影像品質與資料品質"),
        ("首席运营官说，营收同比增长 30%", "營運長說，營收年增 30%"),
        ("特朗普与马克龙在悉尼", "川普與馬克宏在雪梨"),
        ("多智能体系统与移动支付", "多代理系統與行動支付"),
        ("私有云的账号反馈", "私有雲的帳號回饋"),
    ],
)
def test_terms_that_opencc_lacks(text: str, taiwan: str) -> None:
    assert to_taiwan(text) == taiwan
    assert in_taiwan(text) == taiwan, "the audit reads the same list by other code"


@pytest.mark.parametrize(
    ("text", "taiwan"),
    [
        ("支持者与政府支持", "支持者與政府支持"),
        ("质量守恒，水平方向", "質量守恆，水平方向"),
        ("智能体验更好", "智慧體驗更好"),
        ("朝鲜半岛的计算", "朝鮮半島的計算"),
        ("数码宝贝", "數碼寶貝"),
    ],
)
def test_where_the_word_means_something_else_it_stays(text: str, taiwan: str) -> None:
    assert to_taiwan(text) == taiwan
    assert in_taiwan(text) == taiwan


def test_what_was_printed_with_an_older_table_is_still_said() -> None:
    quoted = article("合作伙伴发布参数。", language="zh-Hans")
    citation = cite(quoted, "text", 0, len(quoted.text))
    for text in ("合作夥伴發布參數。", "合作伙伴發佈參數。", "合作伙伴釋出引數。"):
        assert is_said(Claim(text=text, citations=(citation,), transform="opencc-s2twp")), text
        assert text in taiwan_forms(quoted.text)
    assert not is_said(Claim(text="合作夥伴公布參數。", citations=(citation,), transform="opencc-s2twp"))


@pytest.mark.parametrize(
    "title", ["科維德推AI加速器R9 第四季出貨", "台達電攜手輝達", "新創募資 3 億", "法院駁回", "公司推動改革"]
)
def test_a_headline_of_taiwan_tells_as_much_as_one_that_was_converted(title: str) -> None:
    assert telling(title) == telling("科维德发布AI加速器R9") == 1.0


def test_a_push_of_any_kind_is_no_news_by_itself() -> None:
    assert telling("推車與推測") == 0.0
