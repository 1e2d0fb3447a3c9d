"""The words that a story is found by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.archive.words import Also, Query, marks, parse, placed, snippet, tokens
from broadsheet.errors import UsageError
from broadsheet.text.names import Name, NameTable


def stands(asked: str, text: str) -> bool:
    query = parse(asked)
    return all(marks(text, Query((term,))) for term in query.wanted)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("收購", "輝達收購 SchedMD"),
        ("收购", "輝達收購 SchedMD"),
        ("收購", "英伟达收购了它"),
        ("輝達", "英伟达收购了它"),
        ("英伟达", "輝達收購 SchedMD"),
        ("軟體", "新软件发布"),
        ("软件", "新軟體發表"),
        ("视频", "影片模型"),
        ("影片", "视频模型"),
        ("網路", "网络安全"),
        ("芯", "新芯片"),
        ("片", "新芯片"),
        ("release", "It releases two models"),
        ("models", "One model was released"),
        ("released", "The release is near"),
        ("gpus", "a GPU cluster"),
        ("GPT-5.2", "OpenAI's GPT5.2 is out"),
        ("gpt5.2", "GPT 5.2"),
        ("openai", "OpenAI’s plan"),
        ("cafe", "the Café model"),
        ("1000", "1,000 chips"),
        ("1,000", "1000 chips"),
        ("quant*", "quantization"),
        ('"world model"', "two World Models"),
        ("ＡＩ", "AI everywhere"),
    ],
)
def test_is_found(asked: str, text: str) -> None:
    assert stands(asked, text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("購輝", "輝達收購"),
        ("達購", "輝達收購"),
        ("收購案", "收購了這案"),
        ('"model world"', "world model"),
        ("quant", "quantization"),
        ("100", "1,000 chips"),
        ("car", "careful"),
    ],
)
def test_is_not_found(asked: str, text: str) -> None:
    assert not stands(asked, text)


def test_a_query_says_what_must_not_stand() -> None:
    query = parse('chips -"bicycle maker" -軟體')
    assert len(query.wanted) == 1
    assert [term.wordings[0].words for term in query.unwanted] == [("bicycl", "maker"), ("软体",)]


@pytest.mark.parametrize("asked", ["", "  ", "-chips", "!?", '""', "*"])
def test_a_query_without_a_word_is_refused(asked: str) -> None:
    with pytest.raises(UsageError, match="no word"):
        parse(asked)


@given(st.text(max_size=200))
def test_tokens_know_their_place_and_need_no_escape(text: str) -> None:
    assert tokens(text) == tuple(token.word for token in placed(text))
    for token in placed(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.word
        assert all(sign.isalnum() or sign == "\u30fc" or not sign.isascii() for sign in token.word)
        assert not set(token.word) & set("'\"\\ \n")


@given(st.text(alphabet="中文軟體软件ab1, 。\n’s", min_size=1, max_size=60))
def test_every_piece_of_a_text_finds_it(text: str) -> None:
    found = [text[token.start : token.end] for token in placed(text)]
    for piece in found:
        assert marks(text, parse(f'"{piece}"')), piece


def test_a_snippet_shows_the_word_and_marks_it() -> None:
    text = "前言。" * 60 + "英伟达发布了新软件，开发者可以下载。" + "后话。" * 60
    shown = snippet(text, parse("軟體"))
    ((start, end),) = shown.marks
    assert shown.text[start:end] == "软件"
    assert shown.text.startswith("…") and shown.text.endswith("…")
    assert len(shown.text) < 120


def test_a_snippet_without_a_query_is_the_beginning() -> None:
    assert snippet("Short.", None) == ("Short.", ())
    long = snippet("word " * 100, None)
    assert long.text.endswith("word…") and len(long.text) <= 161


def test_both_scripts_give_the_same_tokens() -> None:
    assert tokens("半導體晶圓") == tokens("半导体晶圆")


def test_a_form_that_holds_another_is_not_asked_as_well() -> None:
    names = NameTable(
        (
            Name(id="Google", kind="company", aliases=("Google LLC", "谷歌", "谷歌公司")),
            Name(id="AMD", kind="company", zh="超微"),
        )
    )
    query = parse("谷歌", names.forms)
    assert [phrase.words for phrase in query.wanted[0].wordings] == [("谷歌",), ("googl",)]
    assert query.also == (Also("谷歌", ("Google",)),), "Google LLC and 谷歌公司 are found with what they hold"
    longer = parse('"Google LLC"', names.forms)
    assert [phrase.words for phrase in longer.wanted[0].wordings] == [("googl", "llc"), ("googl",), ("谷歌",)]
    assert parse("amd", names.forms).also == (Also("amd", ("超微",)),), "who searches types no capitals"
    assert parse("amd*", names.forms).also == ()


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("超微發表, 超微半導體", "超微", ["超微", "超微"]),
        ("released, releases, release", "releasing", ["released", "releases", "release"]),
        ("quantum quants q", "quant*", ["quantum", "quants"]),
        ("open source, open the source", '"open source"', ["open source"]),
        ("芯片和晶片", "晶片", ["芯片", "晶片"]),
        ("a b a b c", '"a b c"', ["a b c"]),
    ],
)
def test_marks_stand_where_the_words_do(text: str, asked: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in marks(text, parse(asked))] == found
