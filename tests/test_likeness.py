"""What two articles say of each other: shared words across languages, rarity, other parties."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.sparse import csr_array

from broadsheet.likeness.reading import Reading, read
from broadsheet.likeness.translated import FAINT, in_chinese, meanings
from broadsheet.likeness.witnesses import DAY_WEIGHT, PARTIES_WEIGHT, UNDATED_HOURS, WORDS_WEIGHT, Witnesses
from broadsheet.text.bilingual import base_form, mainland, senses
from broadsheet.text.commonness import COMMONEST, RAREST, rarity
from broadsheet.text.names import Name, NameTable

from conftest import article

NAMES = NameTable(
    (
        Name(id="SMIC", kind="company", zh="中芯國際"),
        Name(id="AMD", kind="company", zh="超微"),
        Name(id="Lisa Su", kind="person", zh="蘇姿丰", of="AMD"),
        Name(id="Apple", kind="company", zh="蘋果", exact=True),
    )
)


def reading(title: str, language: str = "en", text: str = "") -> Reading:
    return read(article(text, title=title, language=language), NAMES)


def pair(one: Reading, other: Reading, *more: Reading) -> tuple[float, float]:
    """Return the similarity of two articles of a day with ``more``, at cosine 0, and what their words share."""
    witnesses = Witnesses([one, other, *more])
    i, j = np.array([0]), np.array([1])
    return float(witnesses.similarity(np.zeros(1), i, j)[0]), float(witnesses.words(i, j)[0])


@pytest.mark.parametrize(
    ("chinese", "english"), [("关税", "tariff"), ("起诉", "sue"), ("国际象棋", "chess"), ("肯塔基", "kentucky")]
)
def test_the_dictionary_tells_what_a_word_may_mean(chinese: str, english: str) -> None:
    assert frozenset({english}) in senses(chinese)


def test_a_word_that_no_dictionary_holds_has_no_sense_and_a_latin_one_is_its_own() -> None:
    assert senses("不在词典里的词") == ()
    assert senses("chips") == (frozenset({"chip"}),)


def test_english_words_meet_in_their_base_form() -> None:
    assert (base_form("sued"), base_form("tariffs"), base_form("关税")) == ("sue", "tariff", "关税")


def test_the_terms_of_taiwan_and_the_mainland_meet() -> None:
    assert mainland("軟體與網路") == "软件与网络"
    assert mainland("plain English") == "plain English"


def test_words_cross_the_languages_without_any_name() -> None:
    english = reading("A newspaper sues over copyright", text="The lawsuit was filed on Thursday.")
    chinese = reading("報社因著作權問題起訴", "zh-Hant", "這家報紙要求賠償。")
    other = reading("新款汽車上市", "zh-Hant", "售價不高。")
    assert pair(english, chinese, other)[1] > 0.05
    assert pair(english, other, chinese)[1] == 0.0


def test_a_rare_word_says_more_than_a_common_one() -> None:
    one, two = reading("Quarterly otters"), reading("Otters visit")
    crowd = [reading(f"Quarterly number{i}") for i in range(50)]
    shares_rare = pair(one, two, *crowd)[1]
    shares_common = pair(one, crowd[0], two, *crowd[1:])[1]
    assert shares_rare > 2 * shares_common > 0


def test_symmetric_and_the_same_in_any_order() -> None:
    a, b = (
        reading("Apple adds a tariff line", text="It costs $600 million."),
        reading("蘋果增列關稅 6 億美元", "zh-Hant"),
    )
    assert pair(a, b) == pair(b, a)


def test_other_parties_speak_against_and_a_person_stands_for_the_company() -> None:
    smic = reading("中芯國際第二季營收下滑", "zh-Hant", "中芯國際公布財報。")
    amd = reading("超微第二季營收下滑", "zh-Hant", "超微公布財報。")
    nameless = reading("晶圓代工廠第二季營收下滑", "zh-Hant", "公司公布財報。")
    su = reading("Su speaks of a quarter", text="Lisa Su told of sales.")
    undated = DAY_WEIGHT * UNDATED_HOURS / 24
    alike, words = pair(smic, amd, nameless)
    told = WORDS_WEIGHT * words**0.5 - PARTIES_WEIGHT - undated
    assert alike == pytest.approx(told / (1 + WORDS_WEIGHT), abs=1e-6)
    alike, words = pair(smic, nameless, amd)
    assert alike == pytest.approx((WORDS_WEIGHT * words**0.5 - undated) / (1 + WORDS_WEIGHT), abs=1e-6)
    assert su.parties == {"AMD"}
    alike, words = pair(amd, su)
    assert alike >= 0


def test_a_small_count_is_no_fact_but_an_amount_is() -> None:
    assert "2" not in reading("Two plants close", text="The 2 plants close.").facts
    assert "2000000000 USD" in reading("A deal", text="It paid $2 billion.").facts


def test_an_english_article_takes_the_chinese_words_of_which_it_holds_a_whole_meaning() -> None:
    words = ["关税", "tariff", "国际象棋", "international", "chess", "肯塔基", "kentucky", "起诉"]
    vocabulary = {word: column for column, word in enumerate(words)}
    weights = np.array([[0.0, 0.5, 0.0, 0.25, 0.75, 0.0, 0.001, 0.0], [0.5, 0, 0.5, 0, 0, 0.5, 0, 0.5]])
    rows = ["tariff international", "chess international kentucky", "kentucky"]
    held = np.array([[word in row.split() for word in words] for row in rows])
    spoken = frozenset(" ".join(rows).split())
    chinese = [vocabulary[word] for word in ("关税", "国际象棋", "肯塔基", "起诉")]
    told = meanings(chinese, words, vocabulary, spoken, weights, 2.0**-20)
    found = in_chinese(csr_array(held.astype(np.float32)), told, np.array([True, True, False])).toarray()
    expected = np.zeros_like(found)
    for row, has in enumerate(rows[:2]):
        for column in chinese:
            worths = [
                np.mean([weights[0, vocabulary[part]] for part in sense])
                for sense in senses(words[column])
                if sense <= frozenset(has.split())
            ]
            expected[row, column] = max((w for w in worths if w * weights[1, column] >= FAINT), default=0.0)
    assert found.tolist() == expected.tolist()
    assert found[0, vocabulary["关税"]] == 0.5
    assert found[1, vocabulary["国际象棋"]] == 0.75
    assert not found[:, vocabulary["肯塔基"]].any(), "a word that says nothing is left out"
    assert not found[:, vocabulary["起诉"]].any()
    assert not found[2].any()


def test_rarity_is_that_of_the_lists_as_their_package_reads_them() -> None:
    from wordfreq import get_frequency_dict

    for language, words in (("en", ("the", "chip", "tariff", "otter")), ("zh", ("的", "关税", "芯片"))):
        frequencies = get_frequency_dict(language, "small")
        for word in (*words, *list(frequencies)[::997]):
            if word.isascii() == (language == "en"):
                zipf = math.log10(frequencies[word]) + 9
                assert rarity(word) == min(1.0, max(0.0, (COMMONEST - zipf) / (COMMONEST - RAREST))), word
    assert rarity("zorpwickle") == 1.0
