"""When something was corrected: one moment, said in one way, in the edition's zone, wherever a reader is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import msgspec
import pytest

from broadsheet.adapters.mail.letter import letter
from broadsheet.adapters.publish_atom import AtomPublisher
from broadsheet.adapters.publish_hugo import HugoPublisher
from broadsheet.adapters.publish_json_feed import JsonFeedPublisher
from broadsheet.adapters.publish_site import SitePublisher
from broadsheet.adapters.site.inline import Inline
from broadsheet.adapters.site.view import Line
from broadsheet.adapters.site.when import Clock
from broadsheet.types import Correction, Edition, Language
from test_audit import looked

from corrected_day import SAID_AT, corrected_day
from small_edition import HEADINGS, Day

DATE = "2025-12-18"
OUTPUTS = {
    f"site/{DATE}/index.html": 3,
    "site/corrections.html": 4,
    f"hugo/content/posts/{DATE}.md": 4,
    "feed.xml": 4,
    "feed.json": 4,
}
"""Output -> how often it says when at least: a withdrawn story's has one, and each of the others."""


def elsewhere(edition: Edition) -> Edition:
    """Return an edition whose corrections were typed by an editor whose clock is on another zone."""
    typed = tuple(msgspec.structs.replace(one, at=one.at.astimezone(UTC)) for one in edition.corrections)
    return msgspec.structs.replace(edition, corrections=typed)


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_every_output_says_it_alike_whatever_zone_it_was_typed_in(tmp_path: Path, language: Language) -> None:
    day = corrected_day(language)[0]
    day = Day(elsewhere(day.edition), day.articles)
    day.save(tmp_path)
    for publisher in (SitePublisher, HugoPublisher, AtomPublisher, JsonFeedPublisher):
        publisher(HEADINGS)(day.edition, day.articles, tmp_path)
    for name, least in OUTPUTS.items():
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert sum(text.count(said) for said in SAID_AT[language]) >= least, name
        assert "01:30" not in text.replace("T01:30", ""), f"{name} says it in the zone of the one who typed"
    told = letter(day.edition, HEADINGS, "", correction=True)
    assert all(said in told.text and said in told.html for said in SAID_AT[language])


OTHER: dict[str, Callable[[str], str]] = {
    f"site/{DATE}/index.html": lambda text: text.replace("2025 09:30", "2025 09:31", 1),
    "site/corrections.html": lambda text: text.replace("20 December 2025", "21 December 2025", 1),
    f"hugo/content/posts/{DATE}.md": lambda text: text.replace("19 December 2025 09:30", "2025-12-19 09:30", 1),
    "feed.xml": lambda text: text.replace("2025 18:05", "2025 18:06", 1),
    "feed.json": lambda text: text.replace('"at": "2025-12-19T09:30', '"at": "2025-12-19T08:30', 1),
}


def test_the_audit_finds_another_time_in_every_output(tmp_path: Path) -> None:
    day = corrected_day("en")[0]
    day.save(tmp_path / "honest")
    for publisher in (SitePublisher, HugoPublisher, AtomPublisher, JsonFeedPublisher):
        publisher(HEADINGS)(day.edition, day.articles, tmp_path / "honest")
    honest = set(looked(tmp_path / "honest" / DATE).faults)
    for number, (name, forged) in enumerate(OTHER.items()):
        root = Path(shutil.copytree(tmp_path / "honest", tmp_path / str(number)))
        text = (root / name).read_text(encoding="utf-8")
        assert forged(text) != text, name
        (root / name).write_text(forged(text), encoding="utf-8")
        found = set(looked(root / DATE).faults) - honest
        place = name.removeprefix("site/").removeprefix("hugo/content/posts/")
        assert {(one.place.split()[0], one.code) for one in found} == {(place, "stranger")}, name


def test_a_sentence_that_two_corrections_put_there_has_one_mark() -> None:
    edition = corrected_day("en")[0].edition
    once = edition.corrections[0]
    story = next(one for one in edition.stories if one.id == once.story)
    line = Line(number=1, text=once.after, language="en", converted=False, cites=(), checks=())
    clock = Clock({}, UTC, 2025)
    given: tuple[tuple[Correction, ...], ...] = ((), (once,), (once, once))
    marks = [Inline(edition, clock, {story.id: found}).fix_of(story, line, "x.html").count("class=") for found in given]
    assert marks == [0, 1, 1]
