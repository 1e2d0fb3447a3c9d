"""What the README and ``--help`` show is what a reader meets: commands that parse, stories that exist, words not eaten."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from broadsheet.cli import app

from conftest import Day
from test_recipes import parsed

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
LINES = [
    words
    for block in re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    for line in block.splitlines()
    if (words := shlex.split(line, comments=True)) and words[0] == "broadsheet"
]
STORY = re.compile(r"[0-9a-f]{4,16}")
STYLES = {"[bold]", "[/bold]"}
"""Brackets of a help text that are markup; any other must reach the reader."""


@pytest.mark.parametrize("words", LINES, ids=" ".join)
def test_every_command_of_the_readme_is_one_of_ours(words: list[str]) -> None:
    parsed(words[1:])


def test_every_story_that_the_readme_names_is_in_the_edition_of_the_demo(sample_day: Day) -> None:
    named = [word for words in LINES for word in words[2:] if STORY.fullmatch(word)]
    assert len(named) >= 3 and {word for words in LINES for word in words if word.startswith("editions/")} == {
        f"editions/{sample_day.edition.date}"
    }
    for prefix in named:
        assert len([story for story in sample_day.everything if story.id.startswith(prefix)]) == 1, prefix


def commands() -> Mapping[tuple[str, ...], list[str]]:
    """Return every command, by its words, with the texts that its help is made of."""

    def below(command: object, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
        told = [getattr(command, "help", ""), *(getattr(one, "help", "") for one in getattr(command, "params", ()))]
        yield words, [text for text in told if text]
        for name, inner in getattr(command, "commands", {}).items():
            yield from below(inner, (*words, name))

    return dict(below(get_command(app), ()))


@pytest.mark.parametrize("words", commands(), ids=lambda words: " ".join(words) or "broadsheet")
def test_no_word_of_a_help_page_is_taken_for_markup(words: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "300", "NO_COLOR": "1"})
    assert shown.exit_code == 0
    told = " ".join(commands()[words])
    for bracket in {bracket.lstrip("\\") for bracket in re.findall(r"\\?\[[^\]]*\]", told)} - STYLES:
        assert bracket in shown.output, f"{bracket} is not on the page: write \\\\{bracket}"
    assert "\\[" not in shown.output
