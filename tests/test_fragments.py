"""Links to the words themselves: encoded as the specification asks, unique in their text, cut between words."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.text.fragments import WHOLE, in_place

AT = "https://a.example/story"
LONG = (
    "The company, which was founded in 1999, said on Wednesday that it would buy the maker of the scheduler for two"
    " billion dollars in cash and shares."
)


def linked(text: str, quote: str, address: str = AT) -> str:
    start = text.index(quote)
    return in_place(address, text, start, start + len(quote))


def test_a_short_quote_is_named_whole_and_encoded() -> None:
    assert linked("It is so - yes, & more.", "so - yes, & more") == f"{AT}#:~:text=so%20%2D%20yes%2C%20%26%20more"


def test_a_long_quote_is_named_by_its_first_and_last_words() -> None:
    told = "The%20company%2C%20which%20was%20founded,dollars%20in%20cash%20and%20shares."
    assert linked(LONG, LONG) == f"{AT}#:~:text={told}"


def test_chinese_is_cut_at_its_clauses() -> None:
    text = "據彭博報導，亞馬遜正商討投資這家公司，" * 8 + "金額至少一百億美元，雙方尚未簽約。"
    first, _, last = linked(text, text).partition("#:~:text=")[2].partition(",")
    assert unquote(first) == "據彭博報導，亞馬遜正商討投資這家公司" and unquote(last) == "雙方尚未簽約。"


def test_words_that_stand_twice_are_told_apart_by_what_comes_before() -> None:
    text = "On Monday it rose. On Tuesday morning it rose."
    assert in_place(AT, text, 38, 46) == f"{AT}#:~:text=On%20Tuesday%20morning-,it%20rose."


def test_a_quote_over_two_paragraphs_is_a_range() -> None:
    assert linked("First line here.\nSecond line there.", "line here.\nSecond line") == (
        f"{AT}#:~:text=line%20here.,Second%20line"
    )


def test_an_anchor_stays() -> None:
    assert linked("Words.", "Words.", f"{AT}#part") == f"{AT}#part:~:text=Words."


@pytest.mark.parametrize("address", ["https://a.example/paper.pdf", "javascript:alert(1)", "ftp://a.example/x"])
def test_what_is_no_page_stays_as_it_is(address: str) -> None:
    assert linked("Words.", "Words.", address) == address


@given(st.text(min_size=1, max_size=400), st.data())
def test_a_fragment_holds_only_what_an_address_may_hold(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    told = in_place(AT, text, start, end).removeprefix(AT)
    assert told.isascii() and not set(told) & set(' "<>\n\t')
    if told:
        assert told.count(",") <= 1 and all(unquote(part).strip() for part in told[9:].split(","))
        assert len(text[start:end]) > WHOLE or "\n" in text[start:end] or told.count(",") == 0 or len(text) > 0
