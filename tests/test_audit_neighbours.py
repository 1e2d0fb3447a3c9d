"""What stands beside an edition, and what it is called after: a damaged neighbour, a source with the name of a day."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
import pytest

from broadsheet.adapters.publish_hugo import remove_posts
from broadsheet.adapters.publish_script import remove_scripts
from broadsheet.adapters.publish_site import SitePublisher
from broadsheet.audit import audit
from broadsheet.audit.fault import Fault
from broadsheet.audit.placed import misplaced
from broadsheet.audit.reading import read_html
from broadsheet.audit.record import read_record
from broadsheet.audit.vocabulary import Vocabulary, integer
from broadsheet.store import edition_bytes, read_edition
from broadsheet.types import Correction, Language
from test_audit import DATE, SENTENCE, desk, honest_day, looked
from test_audit_sealed import sealed

from corrected_day import EDITED_AT
from small_edition import HEADINGS, Day, small_day


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


PLACES = {"edited": 0, "withdrawn": -1}
"""Which story of the first day is corrected: of the last one nothing else speaks."""


def continued(root: Path, headline: str, kind: str) -> Path:
    """Print two days; a story of the second goes on from one of the first, under ``headline``."""
    before, after = small_day("en", "2025-12-17"), small_day("en")
    story = before.edition.stories[PLACES[kind]]
    told = {"continues": story.id, "continues_date": "2025-12-17", "continues_headline": headline}
    first = msgspec.structs.replace(after.edition.stories[0], **told)
    stories = (first, *after.edition.stories[1:])
    before.save(root)
    Day(msgspec.structs.replace(after.edition, stories=stories), after.articles).save(root)
    return root / DATE


def recalled(root: Path, kind: Literal["edited", "withdrawn"]) -> None:
    """Correct the story of the first day: its headline, or take it back."""
    folder = root / "2025-12-17"
    edition = read_edition(folder)
    (folder / "edition.first.json").write_bytes((folder / "edition.json").read_bytes())
    old = edition.stories[PLACES[kind]]
    now = "" if kind == "withdrawn" else SENTENCE
    told = Correction(id="c", at=EDITED_AT, story=old.id, headline=old.headline.text, kind=kind, reason="a slip",
                      field="headline" if now else "", before=old.headline.text if now else "", after=now)  # fmt: skip
    new = [msgspec.structs.replace(old, headline=claim) for claim in old.fields.all() if claim.text == now][:1]
    stories = (*new, *(story for story in edition.stories if story is not old))
    fixed = msgspec.structs.replace(edition, stories=stories, corrections=(told,))
    (folder / "edition.json").write_bytes(edition_bytes(fixed))


@pytest.mark.parametrize("kind", ["edited", "withdrawn"])
def test_an_earlier_story_was_called_what_it_was_before_it_was_corrected(
    tmp_path: Path, kind: Literal["edited", "withdrawn"]
) -> None:
    """The later edition may have been printed before the correction, or after it: either headline was once true."""
    was = small_day("en", "2025-12-17").edition.stories[PLACES[kind]].headline.text
    for headline, sound in ((was, True), (SENTENCE, kind == "edited"), ("Acme sold Sched", False)):
        folder = continued(tmp_path, headline, kind)
        recalled(tmp_path, kind)
        faults = [fault for fault in audit(folder, desk()).faults if fault.code == "earlier"]
        assert (faults == []) is sound, headline


def test_what_was_published_of_editions_that_are_gone_goes_with_them(tmp_path: Path) -> None:
    root = sealed(tmp_path / "root")
    strays = ("hugo/static/images/2025-12-01.png", "script/2025-12-01.txt", "hugo/content/posts/2025-12-01.md")
    for path in (*strays, "hugo/static/images/logo.png", "script/notes.txt"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("Acme was sold.", encoding="utf-8")
    assert {fault.place for fault in audit(root / DATE, desk()).faults if fault.code == "stray"} == set(strays)
    assert set(remove_posts(root)) == {"2025-12-01"} and remove_scripts(root) == ("2025-12-01",)
    assert not [fault for fault in audit(root / DATE, desk()).faults if fault.code == "stray"]
    assert (root / "hugo" / "static" / "images" / "logo.png").is_file() and (root / "script" / "notes.txt").is_file()
    assert (root / "hugo" / "static" / "images" / f"{DATE}.png").is_file()


@pytest.mark.parametrize("beside", [False, True])
def test_a_sentence_that_was_taken_out_of_one_place_may_stand_in_another(tmp_path: Path, beside: bool) -> None:
    """The list of corrections tells it without a source: it is what an editor took out, not what the edition says."""
    day = honest_day("en")
    first = day.edition.stories[0]
    told = Correction(id="c", at=EDITED_AT, story=first.id, headline=first.headline.text, kind="edited", field="uses",
                      before=SENTENCE, after="", reason="said twice")  # fmt: skip
    if beside:  # the correction of another edition, which the pages of all editions tell of
        other = small_day("en", "2025-12-17")
        other = Day(msgspec.structs.replace(other.edition, corrections=(told,)), other.articles)
    else:
        other, day = (
            small_day("en", "2025-12-17"),
            Day(msgspec.structs.replace(day.edition, corrections=(told,)), day.articles),
        )
    for one in (other, day):
        one.save(tmp_path)
        SitePublisher(HEADINGS)(one.edition, one.articles, tmp_path)
    page = tmp_path / "site" / "corrections.html"
    text = page.read_text(encoding="utf-8")
    assert SENTENCE in text
    assert not [fault for fault in looked(tmp_path / DATE).faults if fault.place.startswith("corrections.html")]
    page.write_text(text.replace("said twice", ""), encoding="utf-8")
    faults = [fault for fault in looked(tmp_path / DATE).faults if fault.place.startswith("corrections.html")]
    assert [(fault.code, fault.text) for fault in faults] == [("uncited", SENTENCE)]
