"""What a value should look like is told in words, never as a regular expression."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import pytest

from broadsheet.config_file import File, read_file
from broadsheet.errors import ConfigError
from broadsheet.patterns import described
from broadsheet.sources import options_of
from broadsheet.types import Source


def test_every_pattern_of_the_configuration_has_words() -> None:
    found = dict(described(File))
    assert len(found) >= 5 and not [pattern for pattern, words in found.items() if not words]


def test_every_pattern_of_an_option_has_words() -> None:
    options = [entry.load().options for entry in entry_points(group="broadsheet.readers")]
    found = {pattern: words for one in options for pattern, words in described(one)}
    assert found and not [pattern for pattern, words in found.items() if not words]


@pytest.mark.parametrize(
    ("toml", "place", "words"),
    [
        ('[daily]\nat = "6:44"', "$.daily.at", "HH:MM or HH:MM:SS, from 00:00 to 23:59:59"),
        ('[publish]\nbase_url = "news.example.org"', "$.publish.base_url", "http(s) address"),
        ('[archive]\nurl = "mysql://x"', "$.archive.url", "postgresql://user@host/database"),
        ('[fetch]\ncontact = "編輯"', "$.fetch.contact", "in ASCII"),
        ('[[deliver.chats]]\nname = "a b"\nurl_env = "X"', "$.deliver.chats[0].name", "a name of at most 64 letters"),
    ],
)
def test_a_wrong_value_is_told_with_its_place_and_in_words(toml: str, place: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "broadsheet.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(ConfigError) as told:
        read_file(path)
    assert place in str(told.value) and words in str(told.value)
    assert "regex" not in str(told.value) and "^" not in str(told.value)


def test_so_is_an_option_of_a_source() -> None:
    (entry,) = entry_points(group="broadsheet.readers", name="feed")
    source = Source(name="a", kind="feed", url="https://a.example/", outlet="A", owner="A", options=(("zone", "8"),))
    with pytest.raises(ConfigError, match=r"a distance from UTC such as \+08:00"):
        options_of(source, entry.load().options)
