"""Quotation marks only around the words of a passage."""

from __future__ import annotations

import pytest

from broadsheet.checks.quotes import quotes
from checks_cases import case

TALK = "“We won’t ship it until it’s safe,” said the head of Anthropic, calling the plan “a first step”."
SIMPLE = "他说：“我们不会在今年发布这款软件。”"

TRUE = [
    ('The plan is "a first step", Anthropic said.', TALK),
    ("The plan is ‘a first step’, Anthropic said.", TALK),
    ("The plan is 'a first step', Anthropic said.", TALK),
    ("“We won't ship it until it's safe.”", TALK),
    ("“We won’t ship it … until it’s safe”", TALK),
    ("“[They] won’t ship it until it’s safe”", TALK),
    ("Anthropic will not ship the firm's model before its tests' end.", TALK),
    ("「Anthropic」主管說，這是第一步。", TALK),
    ("Anthropic 的主管稱該計畫是第一步。", TALK),
    ("主管在《紐約時報》上撰文。", TALK),
    ("他說：「我們不會在今年發布這款軟體。」", SIMPLE),
    ("他說「不會在今年發布」。", SIMPLE),
    ("He said that they will not release the software this year.", SIMPLE),
    ('The 6.1" screen is new.', "The 6.1-inch screen is new."),
    ("「輝達」發表新晶片。", "Nvidia unveiled a new chip."),
    ("The '90s are over, and the users' data too.", "The nineties are over, and the data of the users too."),
]
FALSE = [
    ('The plan is "a last step", Anthropic said.', TALK),
    ("The plan is ‘a big step’, Anthropic said.", TALK),
    ("The plan is 'a big step', Anthropic said.", TALK),
    ("“We will ship it when it’s safe.”", TALK),
    ("“until it’s safe … We won’t ship it”", TALK),
    ("主管說：「安全之前我們不會推出。」", TALK),
    ("主管說：『安全之前我們不會推出。』", TALK),
    ("主管說：“安全之前我們不會推出。”", TALK),
    ("他說：「我們會在今年發布這款軟體。」", SIMPLE),
    ("He said: “We will not release the software this year.”", SIMPLE),
    ("「OpenAI」主管說，這是第一步。", TALK),
    ("«We won't sell it», said Anthropic.", TALK),
]


@pytest.mark.parametrize(("written", "source"), TRUE)
def test_the_words_of_a_passage_may_be_quoted(written: str, source: str) -> None:
    assert quotes(case(written, source)) is None


@pytest.mark.parametrize(("written", "source"), FALSE)
def test_other_words_may_not(written: str, source: str) -> None:
    finding = quotes(case(written, source))
    assert finding is not None and finding.hard and finding.code == "quote"


def test_a_quotation_may_stand_in_any_of_the_passages() -> None:
    assert quotes(case("“a first step”", SIMPLE, TALK)) is None
