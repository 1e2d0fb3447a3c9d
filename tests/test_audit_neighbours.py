"""What stands beside an edition, and what it is called after: a damaged neighbour, a source with the name of a day."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.audit import audit
from broadsheet.audit.fault import Fault
from broadsheet.audit.placed import misplaced
from broadsheet.audit.reading import read_html
from broadsheet.audit.record import read_record
from broadsheet.audit.vocabulary import Vocabulary, integer
from broadsheet.types import Language
from test_audit import DATE, desk, honest_day
from test_audit_sealed import sealed


@pytest.mark.parametrize("kinds", [("date", "name"), ("name", "date")])
def test_a_source_may_be_called_after_a_day(kinds: tuple[str, str]) -> None:
    known = Vocabulary()
    for kind in kinds:
        known.add(kind, [DATE])
    known.blanks |= {"name": lambda t, at: known.ends(t, at, "name"), "date": lambda t, at: known.ends(t, at, "date")}
    known.blanks["count"] = integer
    known.learn(["{name}（{count}）", "made {date}"])
    assert known.cover(f"{DATE}（11）")[1] == ""
    assert known.cover(f"made {DATE}")[1] == ""
    assert known.cover("2025-12-19（11）")[1]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_line_in_another_section_is_not_charged_to_the_story_before(tmp_path: Path, language: Language) -> None:
    day = honest_day(language)
    day.save(tmp_path)
    record = read_record(tmp_path / DATE, desk().forms)
    assert not isinstance(record, Fault)
    story = day.edition.stories[0]
    other = next(id for id in desk().sections if id != story.section)
    for label in desk().sections[other]:
        page = f"<main><ul><li id='{story.id}'>{story.headline.text}</li></ul><h3>{label}</h3></main>"
        assert list(misplaced(record, desk(), "site", read_html("x.html", page))) == []
        moved = page.replace("<h3>", "<p>").replace("</h3>", "</p>")
        assert [one.code for one in misplaced(record, desk(), "site", read_html("x.html", moved))]


def test_a_damaged_neighbour_is_one_fault_and_shared_pages_are_held_to_the_seal(tmp_path: Path) -> None:
    root = sealed(tmp_path / "root")
    (root / "2025-12-17").mkdir()
    (root / "2025-12-17" / "edition.json").write_text('{"date": "2025-')
    faults = [fault for fault in audit(root / DATE, desk()).faults if "2025-12-17" in fault.place]
    assert [(one.output, one.code) for one in faults] == [("site", "damaged")]
    assert "2025-12-17" in faults[0].text and "seal only" in faults[0].text
    index = root / "site" / "archive" / "index.html"
    index.write_text(index.read_text() + " ")
    assert ("site", "site/archive/index.html", "changed") in {one[:3] for one in audit(root / DATE, desk()).faults}
