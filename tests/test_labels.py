from __future__ import annotations

import string
from importlib.resources import files

import pytest

from broadsheet.labels import fill, labels
from broadsheet.text.language import _PRESS
from broadsheet.types import Language

from reading_back import simplified

LANGUAGES: tuple[Language, ...] = ("en", "zh-Hant")
FOLDERS = sorted(
    entry.name for entry in files("broadsheet.labels").iterdir() if entry.is_dir() and entry.name[0] not in "._"
)
ROOMS = sorted(labels("en"))


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_every_folder_is_a_language_that_editions_are_printed_in() -> None:
    assert sorted(LANGUAGES) == FOLDERS


def test_languages_have_the_same_rooms() -> None:
    assert {language: sorted(labels(language)) for language in LANGUAGES} == dict.fromkeys(LANGUAGES, ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_languages_have_the_same_keys(room: str) -> None:
    assert sorted(labels("zh-Hant")[room]) == sorted(labels("en")[room])


@pytest.mark.parametrize("room", ROOMS)
def test_templates_have_the_same_placeholders(room: str) -> None:
    own, english = labels("zh-Hant")[room], labels("en")[room]
    # A date is put together differently in each language: the parts that it names are its own affair.
    own = {key: text for key, text in own.items() if not key.startswith("when.")}
    assert {key: placeholders(own[key]) for key in own} == {key: placeholders(english[key]) for key in own}


@pytest.mark.parametrize("room", ROOMS)
def test_zh_hant_has_no_simplified_character(room: str) -> None:
    found = {key: chars for key, text in labels("zh-Hant")[room].items() if (chars := simplified(text))}
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_empty_but_the_separators(language: Language) -> None:
    empty = [(room, key) for room, words in labels(language).items() for key, text in words.items() if not text.strip()]
    assert [one for one in empty if "separator" not in one[1] and "between" not in one[1]] == []


def test_simplified_characters_are_told_from_those_that_both_scripts_share() -> None:
    assert simplified("云、线程、范式、数据、软件") == ["线", "数", "软"]
    assert simplified("雲、執行緒、典範、資料、軟體；後台裡面只有一里，干擾、系統、台灣、什麼、群眾") == []


def test_a_number_takes_its_noun_with_it() -> None:
    assert fill("{n:story|stories} of {m}", n=1, m=2) == "1 story of 2"
    assert fill("{n:story|stories} of {m}", n=0, m="x") == "0 stories of x"


@pytest.mark.parametrize("own", ["en", "zh-Hant"])
def test_every_language_that_can_be_found_has_a_name(own: Language) -> None:
    words = labels(own)["site"]
    found = {*_PRESS.split(), "ja", "ko", "zh", "zh-Hans", "zh-Hant", "und"}
    assert [code for code in sorted(found) if f"language.{code}" not in words] == []
