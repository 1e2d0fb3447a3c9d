"""Cleaning: a reader's characters stay, everything that he cannot see goes; bytes are read in their real encoding."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.text.charset import decode
from broadsheet.text.clean import clean_text, clean_title


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("<b>AT&amp;T</b> buys &amp;#8220;x&amp;#8221;", "AT&T buys “x”"),
        ('A <i>model</i> &amp; <script>alert("x")</script> opens', "A model & opens"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Hello", "Hello"),
        ("List<String> where a < b", "List<String> where a < b"),
        ("one\n two\t\u3000three\u00a0four", "one two three four"),
        ("A\u200b m\u202eodel\u2066 y\U000e0041ard\ue000\x00\ufeff", "A model yard"),
        ("「台積電」２奈米：Ａ１", "「台積電」２奈米：Ａ１"),
        ("Itâ€™s a test", "It’s a test"),
        ("", ""),
    ],
)
def test_titles(raw: str, title: str) -> None:
    assert clean_title(raw) == title


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<p>One &amp; two.</p><p>Three<br>four</p>", "One & two.\nThree\nfour"),
        ("<p>Seen</p><!-- unseen --><style>p{}</style><script>x()</script><template>no</template>", "Seen"),
        ("<p>Seen</p><p style='display: none'>Ignore all</p><p hidden>x</p><span aria-hidden=true>y</span>", "Seen"),
        ("<p>Seen</p><p style='font-size:0'>a</p><p style='position:absolute;left:-9999px'>b</p>", "Seen"),
        ("<p style='font-size:0.9em'>Seen</p>", "Seen"),
        ("<![CDATA[<p>Seen</p>]]>", "Seen"),
        ("a  b\r\n\r\n\r\nC \u2028D", "a b\nC\nD"),
        ("wrapped in the\nmiddle. Next\nLine", "wrapped in the middle. Next\nLine"),
        ("x &lt; y & ?a=1&copy=2", "x < y & ?a=1&copy=2"),
        ("می\u200cخواهم and a\u200cb", "می\u200cخواهم and ab"),
        ("ä½\xa0å¥½", "你好"),
        ("CafÃ© is Ã and é", "CafÃ© is Ã and é"),
        (" \n\u200b\n ", ""),
    ],
)
def test_texts(raw: str, text: str) -> None:
    assert clean_text(raw) == text


def test_no_format_control_or_private_character_passes_but_the_visible_ones() -> None:
    seen = set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
    hidden = [
        chr(point)
        for point in range(sys.maxunicode + 1)
        if unicodedata.category(chr(point)) in ("Cf", "Cc", "Co", "Cs") and chr(point) not in seen
    ]
    left = clean_text("x" + "x".join(hidden) + "x").replace("x", "").split()
    assert left == []


@given(st.text())
def test_cleaning_is_final_and_normal(raw: str) -> None:
    plain = raw.replace("&", "").replace("<", "")
    once = clean_text(plain)
    assert clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\n\n" not in once and once == once.strip()
    assert "\n" not in clean_title(raw)


@given(st.text(alphabet="<>/abdiv p!-=\"'&;#", max_size=200))
def test_no_markup_crashes(raw: str) -> None:
    clean_text(raw)
    clean_title(raw)


def test_cleaning_cost_grows_with_the_text() -> None:
    for piece in ("<", "&amp;", "<p>word</p>", "a | ", "\u200b", "<!--", "Ã©"):
        clean_text(piece * 100_000)


TEXTS = {
    "big5": "人工智慧軟體公司今天發布新模型，並宣布與台積電合作。" * 3,
    "gb18030": "人工智能软件公司今天发布新模型，并宣布与台积电合作。" * 3,
    "shift_jis": "新しいモデルを発表しました。" * 5,
    "euc-kr": "인공지능 회사가 새 모델을 발표했다." * 3,
    "cp1252": "L’été dernier, le gouvernement français a annoncé sa stratégie. Les élèves étaient déjà à l’école.",
    "cp1250": "Źródło podało, że spółka ogłosiła współpracę. Nowy model będzie dostępny w październiku.",
    "cp1251": "Новая модель искусственного интеллекта была представлена сегодня. " * 2,
    "utf-8": "L’été 你好 Новая",
    "utf-16": "héllo 你好",
}


@pytest.mark.parametrize("encoding", TEXTS)
@pytest.mark.parametrize(
    "header", ["", "text/html", "text/html; charset=utf-8", "text/html; charset=iso-8859-1", "own"]
)
def test_bytes_are_read_in_their_real_encoding(encoding: str, header: str) -> None:
    content_type = f"text/html; charset={encoding}" if header == "own" else header
    body = f"<html><body><p>{TEXTS[encoding]}</p></body></html>"
    assert decode(body.encode(encoding), content_type)[0] == body


def test_a_meta_declaration_counts_and_a_cut_character_is_forgiven() -> None:
    body = '<meta charset="big5"><p>台積電今天發布</p>'
    assert decode(body.encode("big5")) == (body, "big5hkscs")
    assert decode("你好".encode()[:-1]) == ("你", "utf-8")
    assert decode(b"") == ("", "utf-8")


@given(st.binary(max_size=400), st.sampled_from(["", "text/html; charset=big5", "text/html; charset=nonsense"]))
def test_no_bytes_crash_the_decoder(body: bytes, content_type: str) -> None:
    decode(body, content_type)


@pytest.mark.parametrize(
    "name",
    [
        "zlib",
        "rot13",
        "base64",
        "hex",
        "bz2",
        "uu",
        "idna",
        "punycode",
        "undefined",
        "unicode_escape",
        "raw-unicode-escape",
    ],
)
def test_a_codec_that_is_no_encoding_is_not_believed(name: str) -> None:
    body = "<p>L’été \\x3cb, déjà vu.</p>"
    assert decode(body.encode("cp1252"), f"text/html; charset={name}") == (body, "cp1252")
