"""Standard output that cannot show everything, is full, is closed, or is read by nobody any more: met as they are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.cli import _things
from broadsheet.terminal import NO_READER

COMMAND = (sys.executable, "-m", "broadsheet")
LIST = ("sources", "list")
"""A command whose output has Chinese letters, accents and a table, and is longer than any buffer."""
ENCODINGS = {
    "LC_ALL": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "latin": {"PYTHONIOENCODING": "latin-1"},
}
FULL = Path("/dev/full")


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
    monkeypatch.setenv("COLUMNS", "200")
    pack = '[[source]]\nname = "報紙 é {0}"\nkind = "feed"\nurl = "https://e.example/{0}"\noutlet = "o"\nowner = "o"'
    (tmp_path / "mine.toml").write_text("\n".join(pack.format(n) for n in range(900)), encoding="utf-8")
    (tmp_path / "broadsheet.toml").write_text('sources = "./mine.toml"\n')
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("how", ENCODINGS)
def test_what_the_terminal_cannot_show_is_a_question_mark(how: str) -> None:
    told = subprocess.run((*COMMAND, *LIST), capture_output=True, env=os.environ | ENCODINGS[how], check=False)
    assert told.returncode == 0 and not told.stderr
    assert b"?? \xe9 899" in told.stdout if how == "latin" else b"?? ? 899" in told.stdout


def test_a_list_in_a_file_is_utf_8_whatever_the_terminal_shows() -> None:
    told = subprocess.run(
        (*COMMAND, "sources", "export"), capture_output=True, env=os.environ | ENCODINGS["LC_ALL"], check=True
    )
    assert "報紙 é 899".encode() in told.stdout


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
def test_a_full_disk_ends_with_a_word_and_3() -> None:
    with FULL.open("wb") as full:
        told = subprocess.run((*COMMAND, *LIST), stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert told.returncode == 3
    assert (
        told.stderr.startswith("broadsheet: standard output cannot be written (No space left")
        and "\n  ->" in told.stderr
    )
    assert "Traceback" not in told.stderr and "Exception ignored" not in told.stderr


def test_a_closed_output_ends_with_a_word_and_3() -> None:
    told = subprocess.run(
        ("sh", "-c", 'exec "$@" >&-', "sh", *COMMAND, *LIST), stderr=subprocess.PIPE, text=True, check=False
    )
    assert told.returncode == 3 and told.stderr.startswith("broadsheet: standard output cannot be written")
    assert "Traceback" not in told.stderr and "Exception ignored" not in told.stderr


def test_a_reader_that_has_read_enough_is_no_trouble() -> None:
    words = (*COMMAND, "sources", "export")
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == NO_READER


def test_one_thing_is_told_in_the_singular() -> None:
    assert (_things(1), _things(2)) == ("1 thing went wrong and was", "2 things went wrong and were")
