"""In whose name a sentence speaks: traps that may not be told flatly, and look-alikes that are told.

The rules were written with the first halves of the cases.  What they gave at first sight: of the second halves, written
before them, 6 of 32 traps missed and no look-alike (of 32) taken for one; of a third set, written when those six were
mended in kind, 10 of 24 traps missed (two of these name a speaker themselves) and 1 of 24 look-alikes taken for one
(2026-11-23).  All were mended in kind since.  All cases have one author, who knew the rules.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet import config
from broadsheet.adapters.embed_use import UseEmbedder
from broadsheet.adapters.write_extract import ExtractWriter
from broadsheet.desk import load_desk
from broadsheet.page.watch import _spans
from broadsheet.stages.verify import verify
from broadsheet.text.frame import framed
from broadsheet.text.names import NameTable
from broadsheet.types import Article, Draft, Language, Sheet, Source, Story, Window, digest, story_id
from composing import composed
from context_cases import (
    CHINESE_HONEST,
    CHINESE_TRAPS,
    ENGLISH_HONEST,
    ENGLISH_TRAPS,
    THIRD_HONEST,
    THIRD_TRAPS,
    Honest,
    Trap,
)

TRAPS = (*ENGLISH_TRAPS, *CHINESE_TRAPS, *THIRD_TRAPS)
HONEST = (*ENGLISH_HONEST, *CHINESE_HONEST, *THIRD_HONEST)


def article(title: str, text: str, outlet: str = "Bote") -> Article:
    chinese = any("\u4e00" <= sign <= "\u9fff" for sign in text)
    simple = any(sign in text for sign in "这为个说发将")
    url = f"https://{outlet.lower()}.example/{digest(title, text)}"
    return Article(
        id=digest(url, text),
        url=url,
        title=title,
        text=text,
        language=("zh-Hans" if simple else "zh-Hant") if chinese else "en",
        published=datetime(2026, 3, 2, tzinfo=UTC),
        day_only=False,
        source=Source(name=outlet, kind="feed", url="https://bote.example/feed", outlet=outlet, owner=outlet),
    )


def written(*articles: Article) -> Draft:
    story = Story(id=story_id(articles), articles=articles, printed="full")
    language: Language = "zh-Hant" if articles[0].language.startswith("zh") else "en"
    return ExtractWriter(language, NameTable(()))(story)


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.title)
def test_a_sentence_that_its_article_takes_back_is_not_told(trap: Trap) -> None:
    context = framed(trap.title, trap.text)
    place = context.place(trap.text.index(trap.bad))
    assert place is not None
    own = trap.text[slice(*context.spans[place])]
    assert not context.alone(trap.text.index(trap.bad)) or trap.mark in own  # one that says it itself may stand alone
    shown = " ".join(trap.text[span.start : span.end] for span in context.passage(context.frames[place].shown))
    if trap.mark == "-":
        assert shown == ""
    else:
        assert trap.bad in shown
        assert trap.mark in shown


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.title)
def test_it_is_printed_with_the_sentence_that_says_so_or_not_at_all(trap: Trap) -> None:
    draft = written(article(trap.title, trap.text))
    assert draft.headline is not None
    for claim in (draft.headline, *draft.fields.all()):
        if any(citation.part == "text" for citation in claim.citations):
            cited = " ".join(citation.quote for citation in claim.citations)
            assert trap.bad not in cited or trap.mark in cited


@pytest.mark.parametrize("honest", HONEST, ids=lambda honest: honest.title)
def test_a_sentence_that_only_looks_so_is_told(honest: Honest) -> None:
    context = framed(honest.title, honest.text)
    assert [frame for place, frame in enumerate(context.frames) if frame != ("told", (place,))] == []
    assert context.title.standing == "told"


def test_a_denial_is_the_news_of_a_fact_check() -> None:
    text = (
        "A post shared 40,000 times made a claim about Orvane. Orvane closed its Leeds office and dismissed 55 engineers. "
        "We rate the post false. The post has been up since June."
    )
    made = written(article("Fact check: Orvane did not close its office", text))
    assert made.fields.summary[0].text == text.rpartition(" The post")[0]
    assert [citation.quote for citation in made.fields.summary[0].citations] == [made.fields.summary[0].text]


def test_no_sentence_is_printed_twice_for_its_neighbour() -> None:
    text = (
        "Critics made accusations against Tarn. Tarn faked 12 safety reports in 2024. It paid 3 inspectors in Leeds. "
        "An inquiry found no basis for the accusations."
    )
    printed = " ".join(claim.text for claim in written(article("Tarn cleared", text)).fields.all())
    assert printed.count("no basis for the accusations") == 1


def test_quotes_far_apart_are_cited_each() -> None:
    filler = " ".join(
        f"Page {n} of the story tells of a street, a tower and a river in the north of the city." for n in range(6)
    )
    text = f"A robot was elected mayor of Halden on Monday. {filler} This story is satire."
    made = written(article("The mayor of Halden", text))
    claim = next(c for c in made.fields.all() if "elected" in c.text)
    assert [c.quote for c in claim.citations] == [
        "A robot was elected mayor of Halden on Monday.",
        "This story is satire.",
    ]
    assert claim.text == " ".join(c.quote for c in claim.citations)


@pytest.mark.parametrize(
    ("title", "text", "headline"),
    [
        (
            "Lumen elected minister of Finland",
            "This is satire. The model Lumen was elected minister of Finland.",
            "This is satire. Lumen elected minister of Finland",
        ),
        (
            "Orvane closes its Leeds plant",
            "A viral post claims that Orvane closes its Leeds plant. We rate the post false.",
            "A viral post claims that Orvane closes its Leeds plant. We rate the post false.",
        ),
        ("流明當選芬蘭部長", "本文為諷刺作品。AI 模型流明當選芬蘭部長。", "本文為諷刺作品。流明當選芬蘭部長"),
        (
            "輝達裁撤台南工程師",
            "網傳輝達裁撤台南工程師。查核中心指出，該訊息為假。",
            "網傳輝達裁撤台南工程師。查核中心指出，該訊息為假。",
        ),
        (
            "Orvane denies a post on its plant",
            "A viral post claims that Orvane closes its plant. We rate the post false.",
            None,
        ),
    ],
)
def test_a_title_that_the_text_takes_back_is_told_with_it(title: str, text: str, headline: str | None) -> None:
    made = written(article(title, text)).headline
    assert made is not None
    assert made.text == (headline or title)


def test_another_title_goes_before_one_that_is_taken_back() -> None:
    joke = article(
        "Lumen elected minister of Finland", "This is satire. Lumen was elected minister of Finland.", "Jest"
    )
    news = article("Finland laughs at Lumen joke", "Finland laughed on Monday at a joke about the model Lumen.", "Wire")
    made = written(joke, news).headline
    assert made is not None
    assert made.text == "Finland laughs at Lumen joke"


def test_inside_a_long_quotation_the_speaker_is_shown_or_nothing() -> None:
    said = " ".join(
        f"Orvane took {n} million records from the hospitals of the city in {2010 + n}." for n in range(1, 8)
    )
    text = f"The critic Dale Morrow wrote: “{said}” The model has 3 billion parameters."
    context = framed("A critic writes", text)
    inside = context.frame(text.index("Orvane took 4"))
    assert inside.standing == "alleged"
    assert 0 in inside.shown
    assert context.alone(text.index("The model has"))


def test_a_quotation_that_is_never_closed_holds_nothing() -> None:
    text = (
        "Its sign reads “open. The plant in Leeds hired 40 engineers.\nThe firm said so on Monday.\nIt has 300 people."
    )
    assert all(framed("", text).alone(span.start) for span in framed("", text).spans)


def test_what_stands_behind_what_is_read_is_told() -> None:
    text = "The plant hired 40 engineers on Monday. " * 600
    assert framed("", text).alone(23_000)
    assert framed("", text).frame(23_000).standing == "told"


def test_the_watch_list_awaits_nothing_that_is_denied() -> None:
    text = (
        "A rumour circulates on forums. Google will shut down its model Gemini in June 2026. Google called the rumour "
        "nonsense. Google will open an office in Oslo in May 2026."
    )
    told = article("Google in Oslo", text)
    desk = load_desk((Path(config.__file__).parent / "desks/ai/desk.toml").read_text(encoding="utf-8"), "desk.toml")
    story = Story(id=story_id((told,)), articles=(told,), printed="full", section=desk.sections[0].id)
    names = NameTable(())
    draft = ExtractWriter("en", names)(story)
    brief = next(verify(draft, "en", names, UseEmbedder()))
    sheet = Sheet(
        date="2026-03-02",
        made=datetime(2026, 3, 2, tzinfo=UTC),
        window=Window(start=None, end=None),
        language="en",
    )
    watched = [watch.claim.text for watch in composed((brief,), desk, sheet, names).watch_list]
    assert watched == ["Google will open an office in Oslo in May 2026."]


def test_what_is_denied_ends_no_wait() -> None:
    denied = article(
        "Talk of a launch", "A post spreads a rumour. Lumen launched its model Brio on Monday. Lumen denied it."
    )
    assert [denied.text[start:end] for part, start, end in _spans(denied) if part == "text"] == [
        "A post spreads a rumour.",
        "Lumen denied it.",
    ]
    label = article("Satire: Lumen launched its model", "Lumen launched its model Brio on Monday.")
    assert list(_spans(label)) == []
