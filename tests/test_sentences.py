"""Sentences: every kind of stop that is no end, every end that is one, and no character lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.text.sentences import sentences

CASES: list[list[str]] = [
    ["The U.S. government paid Dr. Smith.", "It cost $3.5 billion."],
    ["GPT-5.2 is out!", "See https://a.example/b.c?d=e.f for more.", "It is free."],
    ["Apple Inc. CEO Tim Cook spoke.", "It bought Beats Inc.", "The deal closed at 5 p.m.", "They left."],
    ["J. R. R. Tolkien wrote it.", "So did C. S. Lewis."],
    ["Use tools, e.g. a hammer, i.e. something heavy.", "See Fig. 3 and No. 5, cf. Smith et al. (2025).", "Done."],
    ["It beat Gemini 2.5 Pro vs. GPT-5.", "Version 1.2.3 followed on Dec. 17 and Jan. 3.", "Fine."],
    ["“We are happy. We go on,” he said.", "He said, “We go.”", "Then he left."],
    ['"Yes. No," she said.', '"End."', "A new day."],
    ["Yes...", "No one came.", "He paused... then spoke."],
    ["The model (it was trained in 2024. Really.) is good.", "Next."],
    ["What?!", "Really!", "Yes."],
    ["It has 12 layers.", "12 teams used it.", "xAI did too.", "iPhone sales rose.", "t-SNE shows why."],
    ["1. First point.", "2. Second point."],
    ["A claim with a note.[1]", "Another one.[23]"],
    ["Yahoo! Inc. rose 5.5% in the a.m. trading.", "Good."],
    ["Sold for 3.5M.", "Then no.", "Not now."],
    ["Mail a.b@c.example now.", "Bye."],
    ["The cat vs. the dog.", "Prof. Li won."],
    ["He has a Ph.D. in physics.", "She has none."],
    ["U.S. shares fell in the U.K.", "The rest rose."],
    ["Nordlys closed its Series C.", "Halden Capital led the round.", "George W. Bush and J. Smith did not."],
    [
        "He takes Vitamin D.",
        "Doctors advise it.",
        "It is Hepatitis B.",
        "Plan B.",
        "Acme sold Class A and B.",
        "Bo left.",
    ],
    ["他說：「今天很好。我們走吧。」", "然後離開。"],
    ["「這很重要。」他說。", "「好！」王先生表示，會繼續。"],
    ["真的嗎？！", "是。", "好；不過要等；再說。"],
    ["Google 宣布!", "已開源。", "推理速度為 2.5 Pro 的 3.5 倍。"],
    ["OpenAI Inc. 收購 Neptune。", "No. 1 是誰?", "不知道。"],
    ["他喊「衝啊！」的口號很響。", "大家都笑了。"],
    ["《誰！在那裡？》是一本書（見圖。）很好。", "完。"],
    ["這件事……還沒完。", "等等……"],
    ["摩尔线程算法一鸣惊人,图形学顶会夺银!", "已开源"],
    ["“我们很高兴。”李先生说。", "他走了。"],
    ["加州 DMV 表示，16 日收盤 489.88 美元。", "The U.S. agreed.", "結束。"],
    ["他說「好。", "走。"],
    ["a) one (see below.", "Two."],
    ["Цена выросла.", "Рынок упал."],
    ["Le prix est de 3,5 M€.", "Élan nouveau."],
]


@pytest.mark.parametrize("parts", CASES, ids=lambda parts: parts[0][:24])
def test_it_cuts_where_a_sentence_ends(parts: list[str]) -> None:
    separator = "" if any("\u4e00" <= c <= "\u9fff" for c in parts[0]) and not parts[-1].isascii() else " "
    text = separator.join(parts)
    assert [text[s.start : s.end] for s in sentences(text)] == parts


def test_a_newline_always_ends_a_sentence() -> None:
    text = "A heading\n\n The first line (is\nopen) 他說「一\n二」  \r\n"
    assert [text[a:b] for a, b in sentences(text)] == ["A heading", "The first line (is", "open) 他說「一", "二」"]


def test_a_lost_space_does_not_join_two_sentences() -> None:
    text = "It fails on high-resolution inputs.To address this, Node.js and os.A are kept."
    assert [text[a:b] for a, b in sentences(text)] == [text[:35], text[35:]]


def test_nothing_gives_nothing() -> None:
    assert sentences("") == () and sentences(" \n\u3000\n") == ()


ALPHABET = st.sampled_from([*"aB.。！?!…「」“”\"'()（） \n\r3,U.SIncthe今天說《》[]1；:", "Inc. ", "e.g. ", "\u2028"])


@settings(max_examples=150, deadline=None)
@given(st.lists(ALPHABET | st.characters(), max_size=60).map("".join))
def test_the_spans_hold_every_character_and_never_overlap(text: str) -> None:
    spans = sentences(text)
    at = 0
    for span in spans:
        assert at <= span.start < span.end <= len(text)
        assert not text[at : span.start].strip()
        piece = text[span.start : span.end]
        assert piece == piece.strip() and "\n" not in piece
        at = span.end
    assert not text[at:].strip()


@settings(max_examples=100, deadline=None)
@given(st.lists(ALPHABET | st.characters(), max_size=60).map("".join), st.integers(0, 80))
def test_the_first_sentences_are_those_of_the_whole(text: str, until: int) -> None:
    spans, first = sentences(text), sentences(text, until)
    assert first == spans[: len(first)]
    assert all(span.end <= until for span in first[:-1])
    assert len(first) == len(spans) or first[-1].end > until


HOSTILE = ["「" * 30_000, "(" * 15_000 + "」" * 15_000, "a." * 30_000, "A. " * 20_000, '"' * 30_000]


@pytest.mark.parametrize("text", HOSTILE, ids=["open", "mixed", "no space", "initials", "quotes"])
def test_hostile_text_costs_linear_time(text: str) -> None:
    started = time.process_time()
    sentences(text)
    assert time.process_time() - started < 3
