"""Sentences that look ahead, and sentences that say what a term means."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.text.forward import forward
from broadsheet.text.terms import definitions

TODAY = date(2025, 12, 18)


@pytest.mark.parametrize(
    ("sentence", "strength", "until"),
    [
        ("The first phase is due in Q2 2027 in Louisiana.", 2, date(2027, 6, 30)),
        ("Data will no longer go to the charts after January 16, 2026.", 3, date(2026, 1, 16)),
        ("The change applies from charts of January 17.", 3, date(2026, 1, 17)),
        ("另兩款預計 2026 年上半年推出。", 3, date(2026, 6, 30)),
        ("新制將於明年上路。", 3, date(2026, 12, 31)),
        ("合约预计 2026 年第二季完成。", 3, date(2026, 6, 30)),
        ("They are planned for the first half of 2026.", 2, date(2026, 6, 30)),
        ("Amazon is in early talks to invest in the lab.", 2, None),
        ("雙方仍在洽談投資條件。", 2, None),
        ("The company said it will not train its own model.", 1, None),
    ],
)
def test_what_is_to_come(sentence: str, strength: int, until: date | None) -> None:
    (found,) = forward(sentence, TODAY)
    assert (found.strength, found.due and found.due.last) == (strength, until)
    assert sentence[found.start : found.end] == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Google introduced the model on 17 December 2025.",
        "The paper compares detectors released between 2024 and 2025.",
        "Will the talks succeed in 2026?",
        "原計劃 2026 年發布，後來提前。",
        "The code will be made available upon acceptance.",
        "It was founded in 1998 and sold in 2011.",
        "The context holds 2048 tokens and 2030 pages of text.",
        "On February 30 nothing was said.",
        "Nvidia will keep distributing the scheduler as open source.",
        "輝達表示，將持續以開源方式開發。",
        "Vessels adjust their plans to what the fleet reports.",
    ],
)
def test_what_is_past_or_no_news(sentence: str) -> None:
    assert forward(sentence, TODAY) == ()


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        ("Reinforcement Learning is a method that trains agents by reward.", "Reinforcement Learning"),
        ("The AI Act is a European law on high-risk systems.", "AI Act"),
        ("We propose FooNet, a foundation model for river monitoring.", "FooNet"),
        ("In March it bought SchedMD, the main commercial developer of Slurm.", "SchedMD"),
        ("3D Gaussian Splatting（3DGS）是一種以高斯分布表示場景的技術。", "3D Gaussian Splatting"),
        ("Slurm 是一套開源的工作排程系統。", "Slurm"),
    ],
)
def test_a_defining_sentence(sentence: str, term: str) -> None:
    (found,) = definitions(sentence)
    assert (found.term, sentence[found.start : found.end]) == (term, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "This is a model that everyone can use today.",
        "OpenAI is a big winner of the year, critics say.",
        "Gemini Flash is now the default model in the app.",
        r"We revisit Ladder Tuning, a rarely explored technique that saves 50\% of memory.",
        "It introduced News Academy for Local Newsrooms, a hub for training editors.",
        "這是一種新的方法，目前還在測試。",
        "Is Slurm a workload manager for big machines?",
    ],
)
def test_no_definition(sentence: str) -> None:
    assert definitions(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "strength"),
    [
        ("SchedMD is a company that sells support for a scheduler.", 3),
        ("We propose FooNet, a foundation model for river monitoring.", 2),
        ("On Monday it bought SchedMD, the main commercial developer of Slurm.", 1),
        ("輝達收購 SchedMD，Slurm 是一套開源的工作排程系統。", 2),
    ],
)
def test_a_definition_is_stronger_than_an_aside(sentence: str, strength: int) -> None:
    (found,) = definitions(sentence)
    assert found.strength == strength


@given(st.text(max_size=300), st.dates(date(1990, 1, 1), date(9000, 12, 31)))
def test_any_text_on_any_day(text: str, today: date) -> None:
    for found in forward(text, today):
        assert 0 <= found.start < found.end <= len(text)
        assert found.due is None or found.due.last is None or found.due.last > today
    for term in definitions(text):
        assert term.term in text[term.start : term.end]
