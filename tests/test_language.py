"""Language: scripts first, statistics second, the source's own word last."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.text.language import language_of

from conftest import SHARED


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("OpenAI releases a new model for developers", "en"),
        ("Moonshot AI (月之暗面) releases Kimi K2 for developers", "en"),
        ("OpenAI 推出 GPT Image 1.5，圖像編輯更快", "zh-Hant"),
        ("OpenAI 发布 GPT-5.2，迎战谷歌 Gemini 3", "zh-Hans"),
        ("2025小米“人车家全生态”伙伴大会启幕", "zh-Hans"),
        ("新しいモデルを発表しました", "ja"),
        ("米OpenAI、新モデル発表", "ja"),
        ("OpenAI, 새 모델 발표", "ko"),
        ("Der Bundestag beschließt ein neues Gesetz über künstliche Intelligenz", "de"),
        ("Новая модель искусственного интеллекта представлена сегодня", "ru"),
        ("Το νέο μοντέλο τεχνητής νοημοσύνης παρουσιάστηκε σήμερα", "el"),
        ("", "und"),
        ("12345 !!!", "und"),
        ("OK", "und"),
        ("人工智能", "zh"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        ("人工智能", "zh-Hant", "zh-Hant"),
        ("人工智能", "en", "zh"),
        ("发布", "zh-Hant", "zh-Hans"),
        ("Gemini vibe coding: Opal mini apps", "en", "en"),
        ("OK", "en", "en"),
        ("OK", "zh-Hant", "und"),
        ("12345", "en", "und"),
        ("OpenAI releases a new model for developers", "zh-Hant", "en"),
        ("OpenAI releases a new model for developers", "nonsense", "en"),
    ],
)
def test_the_hint_decides_only_what_the_text_leaves_open(text: str, hint: str, language: str) -> None:
    assert language_of(text, hint) == language


def test_the_reference_articles_are_told_without_a_hint(reference: Path) -> None:
    rows = [json.loads(line) for line in reference.read_text(encoding="utf-8").splitlines()]
    wrong = [(r["lang"], r["title"]) for r in rows if language_of(f"{r['title']}\n{r['text']}") != r["lang"]]
    assert not wrong


def test_headlines_alone_are_told_with_the_hint_of_their_source() -> None:
    path = SHARED / "bench" / "headlines" / "headline_pairs.json"
    if not path.exists():
        pytest.skip("the headline pairs are not on this machine (../shared/bench/headlines)")
    pairs = [
        (text, "en" if i < 2 else "zh-Hans") for event in json.loads(path.read_text()) for i, text in enumerate(event)
    ]
    assert not [text for text, language in pairs if language_of(text, language) != language]
    alone = [text for text, language in pairs if language_of(text) not in (language, "und")]
    assert not alone, "a guess without a hint may be missing, never wrong"


@given(st.text(max_size=200), st.text(max_size=10))
def test_no_text_crashes(text: str, hint: str) -> None:
    assert language_of(text, hint)
