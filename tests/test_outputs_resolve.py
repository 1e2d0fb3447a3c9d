"""Every sentence in every output leads to the words of its source, and no link leads anywhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.adapters.publish_atom import AtomPublisher
from broadsheet.adapters.publish_hugo import HugoPublisher
from broadsheet.adapters.publish_site import SitePublisher
from broadsheet.types import Language

import reading_back
from reading_back import Evidence, Reading, claims_of, foreign_links, same, unresolved
from small_edition import HEADINGS, Day, small_day

OUTPUTS = ("json", "hugo", "atom", "site")
BASE = "https://news.example/ai/"


@pytest.fixture(scope="module", params=[("zh-Hant", ""), ("en", BASE)], ids=["zh-Hant", "en"])
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Day, Path, str]:
    language, base = request.param
    return printed_day(language, base, tmp_path_factory.mktemp("out"))


def printed_day(language: Language, base: str, root: Path) -> tuple[Day, Path, str]:
    day = small_day(language)
    day.save(root)
    for publisher in (SitePublisher, HugoPublisher, AtomPublisher):
        publisher(HEADINGS, base)(day.edition, day.articles, root)
    return day, root, base


def look(printed: tuple[Day, Path, str], output: str) -> tuple[Reading, Evidence]:
    day, root, base = printed
    return reading_back.read(root, day.edition.date, base)[output], reading_back.evidence(root, day.edition.date)


@pytest.mark.parametrize("output", OUTPUTS)
def test_every_sentence_is_borne_out_by_the_source_it_names(printed: tuple[Day, Path, str], output: str) -> None:
    reading, known = look(printed, output)
    # A source without an address that a reader may follow has no link; its story says nothing but its headline.
    scripted = [quoted for quoted in reading.quotes if quoted.text == "An address that is none"]
    reading.quotes = [quoted for quoted in reading.quotes if quoted not in scripted]
    assert unresolved(reading, known) == []
    assert len(reading.quotes) >= 20


@pytest.mark.parametrize("output", ["hugo", "atom"])
def test_every_claim_of_the_edition_is_printed_once(printed: tuple[Day, Path, str], output: str) -> None:
    reading, _ = look(printed, output)
    assert Counter(same(quoted.text) for quoted in reading.quotes) == Counter(
        same(claim.text) for _, claim in claims_of(printed[0].edition)
    )


def test_every_claim_of_the_edition_is_on_the_site(printed: tuple[Day, Path, str]) -> None:
    reading, _ = look(printed, "site")
    shown = {same(quoted.text) for quoted in reading.quotes}
    assert {same(claim.text) for _, claim in claims_of(printed[0].edition)} <= shown


@pytest.mark.parametrize("output", OUTPUTS[1:])
def test_no_link_leads_to_what_was_no_input(printed: tuple[Day, Path, str], output: str) -> None:
    reading, known = look(printed, output)
    assert foreign_links(reading, known, printed[2]) == []
    assert len(reading.links) >= 30


SENTENCE = "Sched runs on 300 clusters."
FORGERIES: dict[str, Callable[[str], str]] = {
    "a changed word": lambda text: text.replace(SENTENCE, SENTENCE.replace("300", "900")),
    "another source": lambda text: text.replace("source.example", "other.example"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
@pytest.mark.parametrize("output", ["hugo", "atom", "site"])
def test_a_forged_output_is_caught(tmp_path: Path, output: str, forgery: str) -> None:
    printed = printed_day("en", "", tmp_path)
    files = {"hugo": "hugo/content/posts/*.md", "atom": "feed.xml", "site": "site/*/**/*.html"}[output]
    for path in tmp_path.glob(files):
        path.write_text(FORGERIES[forgery](path.read_text(encoding="utf-8")), encoding="utf-8")
    reading, known = look(printed, output)
    assert len(unresolved(reading, known)) >= 2
    assert bool(foreign_links(reading, known)) == (forgery == "another source")


def test_a_forged_citation_in_the_edition_is_caught(tmp_path: Path) -> None:
    printed = printed_day("en", "", tmp_path)
    path = tmp_path / "2025-12-18" / "articles.jsonl"
    day, root, _ = printed
    known = reading_back.evidence(root, day.edition.date)
    assert unresolved(reading_back.read_json(root, day.edition.date), known) == []
    moved = {name: one for name, one in known.articles.items() if one.source.outlet != "Chip Times"}
    complaints = unresolved(reading_back.read_json(root, day.edition.date), Evidence(moved, known.claims))
    assert len(complaints) == 7, path
