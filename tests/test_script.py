"""The text for reading aloud: sentences of the edition and nothing else, nothing that a voice cannot say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from broadsheet.adapters.publish_script import ScriptPublisher
from broadsheet.adapters.wording import Wording, clean
from broadsheet.errors import PublishError
from broadsheet.labels import labels
from broadsheet.types import Edition, Language

from corrected_day import corrected_day
from small_edition import HEADINGS, small_day


def script(edition: Edition, root: Path) -> str:
    (path,) = ScriptPublisher(HEADINGS)(edition, {}, root)
    assert path == root / "script" / f"{edition.date}.txt"
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_story_is_told_with_its_outlets_and_in_its_own_words(language: Language, tmp_path: Path) -> None:
    edition = small_day(language).edition
    text = script(edition, tmp_path)
    p = Wording(edition, HEADINGS)
    for story in (*edition.stories, *edition.also):
        assert clean(story.headline.text).rstrip(".。") in text
    for story in edition.stories:
        for claim in story.fields.summary:
            assert clean(claim.text) in text
            assert all(clean(source.outlet) in text for source in p.cited(claim))
    assert script(edition, tmp_path / "again") == text, "the same bytes"


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_nothing_is_said_that_the_edition_does_not_print(language: Language, tmp_path: Path) -> None:
    """Take out what the edition prints and the fixed words: nothing is left."""
    edition = small_day(language).edition
    text, p = script(edition, tmp_path), Wording(edition, HEADINGS)
    first, second, *middle, last = text.strip().split("\n\n")
    printed = [clean(claim.text) for s in edition.stories for claim in (s.headline, *s.fields.summary)]
    printed += [clean(s.headline.text) for s in edition.also]
    printed += [clean(shelf.heading).partition("（")[0] for shelf in (*p.shelves(), *p.also())]
    printed += [clean(source.outlet) for s in edition.stories for source in s.sources]
    rest = "\n".join(middle)
    for words in sorted(printed, key=len, reverse=True):
        rest = rest.replace(words, "")
    assert re.sub(r"[\s.:,。：、]", "", rest) == ""
    assert edition.title.rstrip(".。") in first and str(len(edition.also)) in second and last


def test_no_address_is_read_out(tmp_path: Path) -> None:
    edition = small_day("en").edition
    text = script(edition, tmp_path)
    assert not [source.url for story in edition.stories for source in story.sources if source.url in text]


def test_what_was_withdrawn_is_told_and_not_read(tmp_path: Path) -> None:
    day, gone = corrected_day("en")
    text = script(day.edition, tmp_path)
    assert f"Withdrawn since it was printed: {clean(gone.headline.text).rstrip('.')}." in text
    assert text.count(clean(gone.headline.text).rstrip(".")) == 1
    assert not [claim.text for claim in gone.fields.summary if clean(claim.text) in text]


def test_both_languages_have_the_same_words() -> None:
    assert labels("en")["script"].keys() == labels("zh-Hant")["script"].keys()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "script").write_text("a file where the folder should be")
    with pytest.raises(PublishError, match="script"):
        script(small_day("en").edition, tmp_path)
