"""A printed edition that somebody edited is not published; damage is told with its file."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from broadsheet.config_file import File
from broadsheet.errors import PublishError, StorageError
from broadsheet.press import publish
from broadsheet.proof import faults
from broadsheet.replay import kit_of
from broadsheet.store import read_articles, read_edition
from broadsheet.terminal import plain, seen

from editions import DATE, print_from, record, write_lines


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("proof")
    lines = [record(1), record(2, text="A ferry line bought 40 language models on Friday. It paid 3 million euros.")]
    return print_from(write_lines(folder / "a.jsonl", lines), folder / "out").folder


@pytest.fixture
def copy(printed: Path, tmp_path: Path) -> Path:
    shutil.copytree(printed, tmp_path / DATE)
    return tmp_path / DATE


def edit(folder: Path, change: Callable[[Any], None]) -> None:
    path = folder / "edition.json"
    edition = json.loads(path.read_bytes())
    change(edition)
    path.write_text(json.dumps(edition), encoding="utf-8")


def first(edition: Any) -> Any:
    return (edition["stories"] + edition["also"])[0]


def test_what_was_printed_may_be_published(copy: Path) -> None:
    assert list(faults(read_edition(copy), read_articles(copy))) == []
    assert publish(copy, kit_of(copy, File()), ["site", "hugo", "atom"])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda e: first(e)["headline"].update(text="The harbour is bankrupt"), "not the words of its source"),
        (lambda e: first(e)["headline"].update(transform="opencc-s2twp", text="X"), "not the words of its source"),
        (lambda e: first(e)["sources"][0].update(url="https://evil.example/"), "not a source of the day"),
        (lambda e: first(e)["sources"][0].update(outlet="Reuters"), "not a source of the day"),
        (lambda e: first(e)["headline"]["citations"][0].update(quote="H" * 39, start=0, end=39), "does not resolve"),
        (lambda e: first(e)["headline"]["citations"][0].update(article="0" * 16), "does not resolve"),
    ],
)
def test_a_forged_edition_is_not_published(copy: Path, change: Callable[[Any], None], told: str) -> None:
    edit(copy, change)
    with pytest.raises(PublishError, match=told):
        publish(copy, kit_of(copy, File()), ["site", "hugo", "atom"])
    assert not (copy.parent / "site").exists()
    assert not (copy.parent / "feed.xml").exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda e: e.update(date="../../x"),
        lambda e: e.update(date="2025-13-45"),
        lambda e: e.update(made="2025-12-18T06:44:44"),
        lambda e: e.update(made="9999-12-31T23:59:59Z"),
        lambda e: e.update(window={"start": None, "end": "2025-12-18T00:00:00Z"}),
        lambda e: e["also"].extend(e["also"] + e["stories"]),
        lambda e: e["insight"].update(trends=[{"text": "x", "citations": [{"story": "none"}]}]),
        lambda e: first(e)["sources"][0].update(published="9999-12-31T23:59:59Z"),
    ],
)
def test_a_damaged_edition_is_refused_by_its_path(copy: Path, change: Callable[[Any], None]) -> None:
    edit(copy, change)
    with pytest.raises(StorageError, match=r"edition\.json: is damaged"):
        read_edition(copy)


@pytest.mark.parametrize("name", ["edition.json", "articles.jsonl"])
def test_bytes_that_are_no_text(copy: Path, name: str) -> None:
    path = copy / name
    path.write_bytes(path.read_bytes().replace(b"model", b"mod\xff\xfe"))
    with pytest.raises(StorageError, match=name):
        publish(copy, kit_of(copy, File()), ["site"])


def test_a_terminal_obeys_no_source() -> None:
    hostile = "a \\[/red] [bold]b \x1b]0;PWN\x07\x1b[2J \u202ec"
    assert seen(hostile) == "a \\[/red] [bold]b \ufffd]0;PWN\ufffd\ufffd[2J \ufffdc"
    console = Console(width=100, force_terminal=False)
    with console.capture() as capture:
        console.print(plain(hostile), highlight=False)
    assert capture.get() == seen(hostile) + "\n"
