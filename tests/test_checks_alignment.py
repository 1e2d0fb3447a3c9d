"""Alignment, clauses and novelty: what they find on the project's own pairs, and how words are looked up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from broadsheet.checks import CERTAIN, CHECKS, CODES, DOUBTS, alignment, clauses, findings, novelty, passed
from broadsheet.checks.case import Case, Finding, Knowledge, Passage
from broadsheet.checks.overlap import borne_out, content_words, ground, near_share, share, units
from broadsheet.text.bilingual import base_form, glosses, senses, stands_for
from broadsheet.text.names import Name, NameTable
from broadsheet.text.numbers import numbers

from conftest import load_program

NAMES = NameTable((Name(id="Nvidia", kind="company", zh="輝達", aliases=("英偉達",)),))


@pytest.fixture(scope="module")
def measured() -> dict[tuple[str, bool], tuple[int, dict[str, float]]]:
    module = load_program(Path(__file__).parents[1] / "bench" / "alignment.py")
    rates: dict[tuple[str, bool], tuple[int, dict[str, float]]] = module.rates(module.knowledge())
    return rates


LEAST_ACROSS = {"joined": 0.77, "topical": 0.54}
"""What a looser alignment and looser clauses across languages let pass (2026-11-22), for half as many true sentences."""


@pytest.mark.parametrize("crosses", [False, True], ids=["same", "across"])
@pytest.mark.parametrize(
    ("kind", "least"), [("invented", 0.98), ("beside", 0.97), ("joined", 0.88), ("merged", 0.97), ("topical", 0.55)]
)
def test_what_is_not_said_is_found(
    measured: dict[tuple[str, bool], tuple[int, dict[str, float]]], kind: str, least: float, crosses: bool
) -> None:
    least = LEAST_ACROSS.get(kind, least) if crosses else least
    assert measured[kind, crosses][1]["any"] >= least


@pytest.mark.parametrize(
    ("kind", "crosses", "most"), [("verbatim", False, 0.0), ("right", False, 0.06), ("right", True, 0.09)]
)
def test_what_is_said_is_let_pass(
    measured: dict[tuple[str, bool], tuple[int, dict[str, float]]], kind: str, crosses: bool, most: float
) -> None:
    count, shares = measured[kind, crosses]
    assert count >= 100 and shares.get("any", 0.0) <= most


def no_embedder(texts: object, languages: object) -> list[bytes]:
    raise AssertionError(f"nothing need be placed for {texts}")


def case(text: str, *passages: str, language: str = "en", of: str = "en") -> Case:
    cited = tuple(Passage(passage, of, date(2025, 12, 16)) for passage in passages)
    return Case(text, language, cited, Knowledge(NAMES, no_embedder))


PASSAGE = "Nvidia will suspend shipments of 40 chips to the harbour because inspectors found cracks in the crane."


def share_of(text: str, passage: str = PASSAGE) -> float:
    here, there = NAMES.mentions(text), NAMES.mentions(passage)
    return share(units(text, here, numbers(text)), (ground(passage, there, numbers(passage)),))


@pytest.mark.parametrize(
    "text",
    [
        "Suspended shipment, cracked cranes.",  # inflection
        "The suspension and the inspection",  # a word of the family
        "輝達暫停出貨",  # a name in another script, and a dictionary
        "英偉達：40 顆晶片",  # another alias, a number in another notation
        "檢查人員在起重機上發現裂縫",
    ],
)
def test_a_word_may_be_borne_out_in_another_form(text: str) -> None:
    assert share_of(text) >= 0.6


@pytest.mark.parametrize(
    "text", ["Teachers applaud the museum's music lessons.", "老師肯定博物館的音樂課程", "AMD", "41"]
)
def test_other_words_are_new(text: str) -> None:
    assert share_of(text) == 0.0


def test_a_chinese_word_is_found_in_both_writings_and_partly_by_its_characters() -> None:
    there = (ground("该公司暂停向港口发货", (), ()),)
    (pause,) = units("暫停", (), ())
    assert borne_out(pause, there) == 1.0
    (mixed,) = units("停港", (), ()) or units("停泊", (), ())
    assert 0 < borne_out(mixed, there) < 1


def test_a_synonym_of_a_translation_is_worth_half() -> None:
    for written, passage in (("譏笑", "The gardeners scoff."), ("scoff", "園丁譏笑了。")):
        told, there = units(written, (), ()), (ground(passage, (), ()),)
        assert share(told, there) == 0.0 and near_share(told, there) == 0.5
    told, there = units("The teachers applaud", (), ()), (ground("園丁浪費了。", (), ()),)
    assert near_share(told, there) == 0.0 and near_share((), there) == 1.0


def test_nothing_to_bear_out_is_borne_out() -> None:
    assert share((), ()) == 1.0
    assert content_words("and of the 的 了 ...") == ()


def test_the_longest_new_stretch_is_counted() -> None:
    there = (ground(PASSAGE, (), ()),)
    told = units("Inspectors found cracks; teachers applaud museum lessons; crane.", (), ())
    assert [borne_out(unit, there) for unit in told].count(0.0) >= 4


def test_where_the_words_suffice_nothing_is_placed() -> None:
    fine = case("Inspectors found cracks in the crane, so Nvidia will suspend shipments to the harbour.", PASSAGE)
    assert alignment.wanted(fine) == []
    assert [check(fine) for check in (alignment.check, clauses.check, novelty.check)] == [None, None, None]


def test_each_clause_needs_one_passage_and_two_may_share_the_work() -> None:
    other = "The city council voted to close the old museum on Friday."
    both = "Inspectors found cracks in the harbour crane, and the city council voted to close the museum."
    assert clauses.check(case(both, PASSAGE, other)) is None

    def unlike(texts: object, languages: object) -> list[bytes]:
        return [b"\0" * 8, b"\0" * 8]

    alone = Case(both, "en", (Passage(PASSAGE, "en"),), Knowledge(NAMES, unlike))
    finding = clauses.check(alone)
    assert finding is not None and finding.code == "clause" and not finding.hard and "city council" in finding.message


def test_a_passage_of_the_same_language_among_others_is_compared_by_words() -> None:
    mixed = Case(
        "Inspectors found cracks in the crane.",
        "en",
        (Passage("起重機有裂縫。", "zh-Hant"), Passage(PASSAGE, "en")),
        Knowledge(NAMES, no_embedder),
    )
    assert not mixed.crosses and alignment.check(mixed) is None


def test_the_table_names_every_check_once_and_in_order() -> None:
    assert CHECKS == CERTAIN + DOUBTS and len(set(CODES)) == len(CODES)
    assert (
        *("quote", "number", "unit", "date", "latin", "name", "polarity", "modality", "stage", "direction"),
        *("attribution", "alignment", "clause", "novelty"),
    ) == CODES
    assert passed([Finding("number", "", True), Finding("clause", "", False)]) == tuple(
        code for code in CODES if code not in ("number", "clause")
    )


def test_a_quote_is_beyond_every_doubt() -> None:
    assert list(findings(case(PASSAGE, PASSAGE))) == []


def test_the_dictionary_knows_what_a_word_may_be() -> None:
    assert frozenset({"crane"}) in senses("起重机") and base_form("cranes") == "crane"


def test_a_gloss_keeps_the_s_that_makes_no_plural() -> None:
    assert senses("病毒") == (frozenset({"viru"}),) and glosses("病毒") == (frozenset({"virus"}),)
    assert frozenset({"serious"}) in glosses("严重") and glosses("起重机") == senses("起重机")
    assert share_of("病毒", "The virus is back.") == share_of("Virus", "病毒捲土重來。") == 1.0


def test_a_character_stands_for_what_it_means_itself() -> None:
    assert "crane" in stands_for("鹤") and "lotus" in stands_for("莲") and not stands_for("zz")
    assert senses("鹤") == ()


SAID = "Developers can now submit apps to ChatGPT for review, OpenAI said on Wednesday."
SAID_ZH = "開發者現在可以把應用程式提交給 ChatGPT 審核，OpenAI 週三表示。"


@pytest.mark.parametrize(
    ("source", "written"),
    [
        (SAID, "Developers can now submit apps to ChatGPT in a surprising move for observers everywhere."),
        (SAID, "Developers can now submit apps to ChatGPT for review with enormous commercial consequences expected."),
        (SAID_ZH, "開發者現在可以把應用程式提交給 ChatGPT 審核，震撼業界對手與投資人。"),
    ],
)
def test_what_is_added_to_the_words_of_the_source_is_a_doubt(source: str, written: str) -> None:
    found = novelty.check(case(written, source))
    assert found is not None and not found.hard and "added" in found.message
    assert novelty.check(case(source, source)) is None


def test_other_words_for_the_same_are_no_addition() -> None:
    source = "Its software halved the time that inspectors spend on a blade, from 40 minutes to 20, the firm says."
    assert novelty.check(case("Inspectors need half as long for each blade with it, the firm claims.", source)) is None
