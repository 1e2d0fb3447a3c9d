"""Beside each sentence a reader finds the passage in its context, who said it when, where to read it, and the checks."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import lxml.html
import msgspec
import pytest
from rich.console import Console

from broadsheet.adapters.publish_atom import AtomPublisher
from broadsheet.adapters.publish_hugo import HugoPublisher
from broadsheet.adapters.publish_site import SitePublisher
from broadsheet.checks import CODES, JUDGED
from broadsheet.labels import labels
from broadsheet.show import show_edition, show_story
from broadsheet.types import Claim, Language

from small_edition import HEADINGS, Day, small_day

OWN_WORDS = "Sched is in use on 300 clusters"


def written_day(language: Language) -> tuple[Day, Claim]:
    """The small day with one sentence in somebody's own words, and that sentence."""
    day = small_day(language)
    story = day.edition.stories[0]
    quote = story.fields.details[0]
    claim = msgspec.structs.replace(quote, text=OWN_WORDS, transform="written", checks=(*CODES, JUDGED))
    story = msgspec.structs.replace(story, fields=msgspec.structs.replace(story.fields, details=(claim,)))
    edition = msgspec.structs.replace(day.edition, stories=(story, *day.edition.stories[1:]))
    return Day(edition, day.articles), claim


def proofs(day: Day, root: Path) -> dict[str, Any]:
    """Return the proof beside every numbered sentence of the first story's page, by the words of the sentence."""
    SitePublisher(HEADINGS)(day.edition, day.articles, root)
    path = root / "site" / day.edition.date / "stories" / f"{day.edition.stories[0].id}.html"
    page = lxml.html.fromstring(path.read_bytes())
    return {
        holder.xpath("string(text()[normalize-space()])").strip(): holder.getnext()
        for holder in page.xpath("//ul[@class='claims']//span[starts-with(@id, 'c')]")
    }


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_a_quote_shows_its_passage_and_what_it_passed(language: Language, tmp_path: Path) -> None:
    day = small_day(language)
    words = labels(language)
    shown = proofs(day, tmp_path)
    own = day.edition.stories[0].fields.all()
    assert {claim.text for claim in own} <= shown.keys()
    for claim in own:
        proof = shown[claim.text]
        assert proof.tag == "details" and proof[0].tag == "summary" and proof.get("open") is None
        (citation,) = claim.citations
        article = day.articles[citation.article]
        assert [mark.text_content() for mark in proof.iter("mark")] == [citation.quote]
        passage = proof.xpath("string(.//blockquote)").strip("… ")
        assert citation.quote in passage and passage in article.text and len(passage) > len(citation.quote)
        assert article.source.outlet in proof.text_content() and proof.find(".//time") is not None
        (address,) = proof.xpath(".//a/@href")
        assert address.startswith(f"{article.url}#:~:text=")
        told = [label.text_content() for label in proof.xpath(".//p[contains(@class, 'checks')]/span")]
        assert told == [words["common"]["check.resolves"], words["common"]["check.verbatim"]]


def test_a_conversion_says_so_and_shows_the_original(tmp_path: Path) -> None:
    day = small_day("zh-Hant")
    stories = (day.edition.stories[1], day.edition.stories[0], *day.edition.stories[2:])
    shown = proofs(Day(msgspec.structs.replace(day.edition, stories=stories), day.articles), tmp_path)
    proof = shown["輝達週三釋出了新軟體。"] if "輝達週三釋出了新軟體。" in shown else next(iter(shown.values()))
    assert "英伟达周三发布了新软件。" in proof.text_content()
    assert labels("zh-Hant")["common"]["check.converted"] in proof.text_content()


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_own_words_show_every_check_and_stand_in_no_quotation_marks(language: Language, tmp_path: Path) -> None:
    day, claim = written_day(language)
    told = labels(language)["common"]
    proof = proofs(day, tmp_path)[OWN_WORDS]
    for code in ("resolves", *CODES, JUDGED):
        assert told[f"check.{code}"] in proof.text_content()
    assert [mark.text_content() for mark in proof.iter("mark")] == [claim.citations[0].quote]
    HugoPublisher(HEADINGS)(day.edition, day.articles, tmp_path)
    AtomPublisher(HEADINGS)(day.edition, day.articles, tmp_path)
    for path in (tmp_path / "hugo" / "content" / "posts" / "2025-12-18.md", tmp_path / "feed.xml"):
        text = path.read_text(encoding="utf-8")
        at = text.index(OWN_WORDS)
        assert text[at - 1] not in "“「『‘" and text[at + len(OWN_WORDS)] not in "”」』’"


def test_show_gives_the_same_in_a_terminal() -> None:
    day, claim = written_day("en")
    out = io.StringIO()
    show_story(Console(file=out, width=200), day.edition, day.articles, day.edition.stories[0].id)
    told = out.getvalue()
    assert f">>{claim.citations[0].quote}<<" in told
    assert "The price is $2 billion. >>Sched runs on 300 clusters.<< Labs use it" in told
    assert "#:~:text=Sched%20runs%20on%20300%20clusters." in told
    assert "Checked  the passage stands in the source  quotation marks  numbers" in told
    assert "word for word" in told and "2025-12-18 04:30 UTC+08:00" in told


def test_every_check_has_a_name_in_both_languages() -> None:
    for language in ("zh-Hant", "en"):
        common = labels(language)["common"]
        assert all(f"check.{code}" in common for code in (*CODES, JUDGED))


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
def test_headlines_can_be_read_at_any_width(width: int) -> None:
    edition = small_day("zh-Hant").edition
    out = io.StringIO()
    show_edition(Console(file=out, width=width), edition, {})
    told = out.getvalue().splitlines()
    for story in (*edition.stories, *edition.also):
        at = next(n for n, line in enumerate(told) if line.startswith(story.id[:8]))
        column = told[at][9:].lstrip()
        assert len(column) >= min(8, width // 4), "the first line of a headline holds more than a letter or two"
