"""Wording: a copy with one word exchanged, the thesaurus behind it, and where two texts differ."""

from __future__ import annotations

import pytest

from broadsheet.checks.edits import edits
from broadsheet.checks.modality import modality
from broadsheet.checks.polarity import polarity
from broadsheet.checks.thesaurus import against, contrary, near, opposed, related
from broadsheet.checks.wording import wording
from checks_cases import Check, alarms, believes_the_source, case, missed, pairs

CHECKS: tuple[Check, ...] = (wording,)
CASES = """
The bakery opened a branch near the harbour in June. | The bakery started a branch near the harbour in June. | The bakery burgled a branch near the harbour in June.
Volunteers painted the hall before the winter fair. | Volunteers painted the hall ahead of the winter fair. | Volunteers flooded the hall before the winter fair.
The council funds two libraries on the east side. | Two libraries on the east side are funded by the council. | The council demolishes two libraries on the east side.
The crew repaired the bridge after the storm in April. | The crew fixed the bridge after the storm in April. | The crew photographed the bridge after the storm in April.
The museum lent the painting to a school in Leeds. | The museum loaned the painting to a school in Leeds. | The museum denied the painting to a school in Leeds.
The new ferry is faster than the old one was. | The new ferry is faster than the old one. | The new ferry is slower than the old one was.
市立圖書館延長週末的開放時間。 | 市立圖書館延長週末開放的時間。 | 市立圖書館檢討週末的開放時間。
這家麵包店在港口附近開設分店。 | 這家麵包店在港口附近設立分店。 | 這家麵包店在港口附近拍攝分店。
志工在冬季市集前粉刷禮堂。 | 志工在市集前粉刷禮堂。 | 志工在冬季市集前拆除禮堂。
工程人員四月修復這座橋樑。 | 工程人員四月修理這座橋樑。 | 工程人員四月參觀這座橋樑。
"""


@pytest.mark.parametrize("languages", ["en-en", "zh-zh"])
def test_an_exchanged_word_is_found_and_a_synonym_is_not(languages: str) -> None:
    rows = pairs(CASES)[languages]
    assert alarms(rows, CHECKS) == []
    assert missed(rows, CHECKS) == []


def test_a_sentence_that_says_the_same_words_is_never_at_fault() -> None:
    believes_the_source(CASES, CHECKS)


def test_the_fault_is_soft_and_shows_both_words() -> None:
    finding = wording(case("The crew photographed the bridge in April.", "The crew repaired the bridge in April."))
    assert finding is not None and not finding.hard and finding.code == "novelty"
    assert "'repaired'" in finding.message and "'photographed'" in finding.message


def test_a_rewriting_is_no_copy() -> None:
    source = "The council voted on Monday to fund two libraries on the east side."
    assert edits(case("Money for a pair of eastern reading rooms was approved by local politicians.", source)) == ()


def test_edits_have_their_places_in_both_texts() -> None:
    one = case("The crew painted the bridge.", "The crew repaired the bridge.")
    (edit,) = edits(one)
    assert one.text[slice(*edit.here)] == "painted" and one.source[slice(*edit.there)] == "repaired"


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("The crew left the bridge closed in April.", "The crew did not leave the bridge closed in April."),
        ("志工已拒絕市集的邀請。", "志工並未拒絕市集的邀請。"),
    ],
)
def test_a_negation_put_into_a_copy_is_found_beside_another_negative(source: str, written: str) -> None:
    assert polarity(case(written, source)) is not None
    assert polarity(case(source, source)) is None


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("The museum will sell the painting to a school.", "The museum has sold the painting to a school."),
        ("博物館有意出售這幅畫給學校。", "博物館出售這幅畫給學校。"),
        ("The hall probably needs new lamps.", "The hall undoubtedly needs new lamps."),
        ("The hall may close in winter, the mayor fears.", "禮堂冬天必定關閉，市長擔心。"),
        ("博物館擬出售這幅畫。", "The museum has sold the painting."),
    ],
)
def test_a_hedge_taken_out_is_found(source: str, written: str) -> None:
    assert modality(case(written, source)) is not None


def test_the_thesaurus_knows_synonyms_and_opposites() -> None:
    assert related("inform", "tell") and related("car", "automobile")
    assert not related("spring", "autumn") and not related("rise", "fall")
    assert opposed("remember", "forget") and opposed("available", "unavailable") and not opposed("big", "large")
    assert against("overlook", "notice") or against("ignore", "notice")
    assert not related("zzzz", "car") and not opposed("zzzz", "car")


def test_the_wider_lists_are_asked_apart() -> None:
    assert contrary("deny", "confirm") and contrary("confirm", "deny") and not opposed("deny", "confirm")
    assert contrary("remember", "forget") and not contrary("deny", "contradict") and not contrary("zzzz", "deny")
    assert "purchase" in near("buy") and "disown" in near("deny") and "deny" in near("disown")
    assert "deny" not in near("deny") and not near("zzzz")
