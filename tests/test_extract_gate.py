"""The quality of the main text is pinned: it may rise; who lowers a floor says why in the commit.

A floor speaks of one input: another corpus needs another floor.  ``.venv/bin/broadsheet eval extract FOLDER`` prints
the figures of all pages.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from broadsheet.errors import UsageError
from broadsheet.evaluate_extract import agreement, evaluate_extract, read_gold, score_pages

from conftest import SHARED

GATE = Path(__file__).parents[1] / "gates" / "extract.json"
FOLDER = SHARED / "bench" / "extraction"


class Floor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pages: int | None
    sha256: str
    f1: float


class Gate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``pages_per_cpu_second`` is a floor against mistakes, far below what any machine of today does."""

    pinned: str
    floors: tuple[Floor, ...]
    pages_per_cpu_second: float


def check(most: int | None) -> None:
    if not FOLDER.exists():
        pytest.skip("the extraction pages are not on this machine (../shared/bench/extraction)")
    gate = msgspec.json.decode(GATE.read_bytes(), type=Gate)
    (floor,) = (floor for floor in gate.floors if floor.pages == most)
    score = score_pages(read_gold(FOLDER, most))
    assert score.sha256 == floor.sha256, "the corpus changed: measure again and set the floor for it"
    assert score.f1 >= floor.f1
    assert score.pages_per_second >= gate.pages_per_cpu_second


def test_the_first_forty_pages_are_as_good_as_pinned() -> None:
    check(40)


@pytest.mark.slow
def test_all_pages_are_as_good_as_pinned() -> None:
    check(None)


def test_agreement_is_counted_in_runs_of_four_words() -> None:
    assert agreement("a b c d e", "a b c d e") == (1.0, 1.0)
    assert agreement("a b c d e", "a b c d x") == (0.5, 0.5)
    assert agreement("a b c d", "") == (0.0, 0.0)
    assert agreement("", "") == (1.0, 1.0)
    assert agreement("", "a b c d") == (0.0, 1.0)
    assert agreement("a b c d", "a b c d a b c d") == (0.2, 1.0), "repetitions count"


def test_a_folder_without_pages_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        evaluate_extract(tmp_path)
    for content in ("[]", "{}", '{"a": {}}', '{"a": {"articleBody": "x"}}'):
        (tmp_path / "ground-truth.json").write_text(content, encoding="utf-8")
        with pytest.raises(UsageError):
            evaluate_extract(tmp_path)
