"""The page of the day: every sentence from a brief, a source or a count, and counts that add up."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from broadsheet.desk import load_desk
from broadsheet.errors import NoEditionError
from broadsheet.labels import labels
from broadsheet.page import width
from broadsheet.page.back_issues import BackIssues
from broadsheet.proof import printed_claims
from broadsheet.stages.rank import rank
from broadsheet.text.chinese import has_simplified
from broadsheet.text.cues import standing
from broadsheet.text.names import NameTable, load_names
from broadsheet.text.sentences import sentences
from broadsheet.types import (
    Article,
    Brief,
    Claim,
    Count,
    Edition,
    Failure,
    Fields,
    Language,
    Ledger,
    Sheet,
    Source,
    Story,
    Tally,
    Window,
    cite,
    digest,
    story_id,
)
from composing import composed

DESKS = Path(__file__).parents[1] / "src/broadsheet/desks/ai"
DESK = load_desk((DESKS / "desk.toml").read_text(encoding="utf-8"), "desk.toml")
NAMES = NameTable(load_names((DESKS / "names.toml").read_text(encoding="utf-8")))
LEDGER = Ledger(
    tallies=(Tally(stage="collect", taken=4, given=9, failed=1),),
    failures=(
        Failure(stage="collect", subject="A dead feed", kind="http_404", message="404"),
        Failure(stage="collect", subject="day.jsonl", kind="broken_line", message="day.jsonl:7: no JSON"),
        Failure(stage="collect", subject="Alpha", kind="broken_feed", message="two entries were read"),
        Failure(stage="extract", subject="https://a.example/x", kind="text", message="no text"),
    ),
    counts=(
        Count(stage="collect", subject="A dead feed", gate="asked"),
        Count(stage="collect", subject="Alpha", gate="asked"),
        Count(stage="collect", subject="Alpha", gate="read", count=2),
        Count(stage="collect", subject="Alpha", gate="taken", count=2),
        Count(stage="collect", subject="day.jsonl", gate="asked"),
        Count(stage="collect", subject="day.jsonl", gate="read", count=7),
        Count(stage="collect", subject="day.jsonl", gate="taken", count=7),
    ),
)


def sheet(language: Language) -> Sheet:
    made = datetime(2025, 12, 17, 22, 44, tzinfo=UTC)
    return Sheet(date="2025-12-18", made=made, window=Window(start=None, end=None), language=language)


def article(outlet: str, title: str, text: str, language: str = "en", url: str = "") -> Article:
    address = url or f"https://{digest(outlet)}.example/{digest(title)}"
    return Article(
        id=digest(address, text),
        source=Source(name=outlet, kind="feed", url="", outlet=outlet, owner=outlet, language=language),
        url=address,
        title=title,
        published=None,
        day_only=False,
        text=text,
        language=language,
    )


def brief(story: Story) -> Brief:
    """A brief that quotes the first article, as a writer would."""
    first = story.articles[0]
    claims = [
        Claim(text=first.text[s.start : s.end], citations=(cite(first, "text", s.start, s.end),))
        for s in sentences(first.text)
    ]
    headline = None
    if first.title.strip():
        headline = Claim(text=first.title, citations=(cite(first, "title", 0, len(first.title)),))
    return Brief(story=story, headline=headline, fields=Fields(summary=tuple(claims[:2])), entities=(), writer="test")


ARTICLES: tuple[tuple[Article, ...], ...] = (
    (
        article("Alpha", "OpenAI launches a model", "OpenAI launched a model for $2 billion. It is fast. It is new."),
        article("Beta", "OpenAI 发布新模型", "OpenAI 发布新模型。预计 2026 年下半年开放软件接口。", "zh-Hans"),
    ),
    (
        article(
            "Alpha", "Nvidia buys a scheduler", "Nvidia will close the deal by March 2026. Slurm is a workload manager."
        ),
        article("Gamma", "輝達收購排程軟體", "輝達收購排程軟體公司，金額 3 億美元。", "zh-Hant"),
    ),
    (
        article(
            "arXiv",
            "A language model",
            "We propose FooNet, a small language model.",
            url="https://arxiv.org/abs/2512.1",
        ),
    ),
    (article("Delta", "The Oscars move", "A ceremony moves to a channel."),),
    (article("Eps", "", "An AI agent was released today by a lab. It will ship next year."),),
    (article("Zeta", " ", "", url="https://zeta.example/empty"),),
)


def printed(language: Language = "zh-Hant", past: Sequence[Edition] = (), shuffle: int = 0) -> Edition:
    stories = [Story(id=story_id(articles), articles=articles) for articles in ARTICLES]
    briefs = [brief(story) for story in rank(stories, DESK, past, sheet(language))]
    random.Random(shuffle).shuffle(briefs)
    return composed(briefs, DESK, sheet(language), NAMES, BackIssues(past), LEDGER)


@pytest.fixture(params=["zh-Hant", "en"])
def edition(request: pytest.FixtureRequest) -> Edition:
    return printed(request.param)


def test_every_claim_resolves(edition: Edition) -> None:
    by_id = {a.id: a for articles in ARTICLES for a in articles}
    claims = list(printed_claims(edition))
    assert len(claims) == edition.counts.claims > 6
    for claim in claims:
        assert all(citation.resolves(by_id[citation.article]) for citation in claim.citations)
        if claim.transform == "none":
            assert claim.text in {citation.quote for citation in claim.citations}


def test_the_counts_are_true(edition: Edition) -> None:
    counts = edition.counts
    assert (counts.items, counts.failures) == (9, 4)
    assert (counts.articles, counts.copies, counts.stories) == (8, 0, 6)
    assert (counts.full, counts.line, counts.no) == (len(edition.stories), len(edition.also), 1)
    cited = {citation.article for claim in printed_claims(edition) for citation in claim.citations}
    assert counts.cited_articles == len(cited)
    assert edition.colophon.silent == ("A dead feed",)
    (alarm,) = edition.colophon.alarms
    assert "A dead feed" in alarm and "404" in alarm and "Alpha" not in alarm


def test_a_story_without_a_title_is_headed_by_its_first_sentence(edition: Edition) -> None:
    (story,) = [p for p in (*edition.stories, *edition.also) if p.sources[0].outlet == "Eps"]
    assert story.headline.text == "An AI agent was released today by a lab."
    assert story.headline.citations[0].part == "text"


def test_the_order_of_the_page(edition: Edition) -> None:
    lead = [p for p in edition.stories if p.lead]
    assert list(edition.stories[: len(lead)]) == sorted(lead, key=lambda p: (-p.score, p.id))
    order = [section.id for section in DESK.sections]
    places = [(order.index(p.section), -p.score) for p in edition.stories[len(lead) :]]
    assert places == sorted(places)


def test_the_order_of_the_input_does_not_matter() -> None:
    assert msgspec.json.encode(printed(shuffle=1)) == msgspec.json.encode(printed(shuffle=2))


def test_lines_say_why_they_are_lines(edition: Edition) -> None:
    (oscars,) = [p for p in edition.also if p.note == "off_beat"]
    assert len(oscars.fields.all()) == 1
    assert any("1" in note for note in edition.colophon.notes)


def test_every_reason_has_its_sentence(edition: Edition) -> None:
    for p in (*edition.stories, *edition.also):
        assert all(reason.text and "{" not in reason.text for reason in p.reasons)
        assert p.score == sum(reason.points for reason in p.reasons)


def test_reasons_come_strongest_first_in_whole_words_of_the_sources(edition: Edition) -> None:
    by_id = {a.id: a for articles in ARTICLES for a in articles}
    for p in (*edition.stories, *edition.also):
        points = [reason.points for reason in p.reasons]
        assert points == sorted(points, reverse=True)
        text = "\n".join(f"{by_id[s.article].title}\n{by_id[s.article].text}" for s in p.sources)
        for reason in p.reasons:
            for word in re.findall(r"[「“]([A-Za-z][A-Za-z -]*)[」”]", reason.text):
                assert re.search(rf"\b{re.escape(word)}\b", text), (word, text)


def test_a_cue_is_shown_as_the_whole_word_that_it_was_found_in() -> None:
    assert standing("releas*", "It was Released; releases follow, no prerelease.") == ("Released", "releases")
    assert standing("AI", "AI is not said by AIs or in said.") == ("AI",)
    assert standing("軟體", "软件与軟體") == ("软件", "軟體")


def test_a_remark_names_a_few_stories(edition: Edition) -> None:
    for remark in (*edition.insight.trends, *edition.insight.context, *edition.insight.outlook):
        assert 1 <= len(remark.citations) <= 5


def test_every_remark_cites_a_printed_story(edition: Edition) -> None:
    ids = {p.id for p in (*edition.stories, *edition.also)}
    remarks = (*edition.insight.trends, *edition.insight.context, *edition.insight.outlook)
    assert edition.insight.trends
    assert edition.insight.outlook
    assert all(ref.story in ids for remark in remarks for ref in remark.citations)


def test_the_watch_list_quotes_what_is_to_come() -> None:
    watched = {w.claim.text: w.claim for w in printed("zh-Hant").watch_list}
    (converted,) = [claim for claim in watched.values() if claim.transform == "opencc-s2twp"]
    assert "軟體" in converted.text and "软件" in converted.citations[0].quote
    assert any("March 2026" in text for text in watched)
    assert len({w.story for w in printed("zh-Hant").watch_list}) == len(watched)


def test_nothing_simplified_is_printed_in_a_zh_hant_edition_but_quotes_that_say_so() -> None:
    page = printed("zh-Hant")
    computed = [page.title, page.description, *page.tags, *page.keywords]
    computed += [remark.text for remark in (*page.insight.trends, *page.insight.context, *page.insight.outlook)]
    computed += [reason.text for p in page.stories for reason in p.reasons]
    assert not [text for text in computed if has_simplified(text)]


def test_keywords_stand_in_a_printed_story(edition: Edition) -> None:
    text = "\n".join(c.text for p in edition.stories for c in (p.headline, *p.fields.all()))
    assert edition.keywords
    assert all(word in text for word in edition.keywords)
    assert len({word.casefold() for word in edition.keywords}) == len(edition.keywords)


def test_reading_repeats_no_story_and_terms_are_defined(edition: Edition) -> None:
    assert len({r.story for r in edition.reading}) == len(edition.reading) > 0
    for term in edition.background:
        assert term.term in term.claim.text
    assert "FooNet" in {term.term for term in edition.background}


def test_the_title_fits(edition: Edition) -> None:
    assert width(edition.title) <= 34
    assert "2025/12/18" in edition.title and "OpenAI" in edition.title


def test_an_empty_day_is_no_edition() -> None:
    with pytest.raises(NoEditionError, match="no article"):
        composed([], DESK, sheet("en"), NAMES)
    nothing = Story(id=story_id(ARTICLES[-1]), articles=ARTICLES[-1], section="tools", printed="no")
    with pytest.raises(NoEditionError, match="title or a text"):
        composed([brief(nothing)], DESK, sheet("en"), NAMES)


def test_what_an_earlier_edition_printed_is_not_news() -> None:
    yesterday = msgspec.structs.replace(printed("en"), date="2025-12-17")
    today = printed("en", [yesterday])
    assert not today.stories
    assert {reason.code for p in today.also for reason in p.reasons} >= {"repeated"}
    assert all(p.continues for p in today.also)
    assert printed("en", [msgspec.structs.replace(yesterday, date="2025-12-19")]) == printed("en")


def test_both_languages_have_the_same_words() -> None:
    assert labels("en")["compose"].keys() == labels("zh-Hant")["compose"].keys()
