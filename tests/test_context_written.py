"""A model that cites what its article denies, doubts or makes up must say so; what stands in for it does."""

from __future__ import annotations

import pytest

from broadsheet.adapters.embed_use import UseEmbedder
from broadsheet.adapters.writing.context import context_of
from broadsheet.stages.verify import verify
from broadsheet.text.names import NameTable
from broadsheet.types import Brief, Citation, Claim, Draft, Fields, Language, Story, cite, story_id
from test_context import article

EMBEDDER, NAMES = UseEmbedder(), NameTable(())

CHECKED = article(
    "Fact check on an office in Leeds",
    "A post that was shared 40,000 times spreads a claim about Orvane. Orvane closed its office in Leeds and dismissed "
    "55 engineers. We rate the post false. Orvane opened a second office in Leeds in 2019.",
)
SATIRE = article(
    "Minister of Finland", "This is satire. The model Lumen was elected minister of Finland with 61% of the vote."
)
SUPPOSED = article(
    "Thoughts on a merger", "Imagine the following. Quorum buys the rival Xerion for $40 billion on a Tuesday in March."
)
TOLD_BY = article(
    "A critic writes", "The critic Dale Morrow wrote the following. Orvane copied 80 million pages without any licence."
)
ZH = article("查核辦公室傳言", "網路流傳以下訊息。歐文關閉里茲辦公室並裁撤 55 名工程師。查核中心指出，該訊息為假。")


def brief(text: str, quote: str, source: object = CHECKED, language: Language = "en") -> Brief:
    assert isinstance(source, type(CHECKED))
    start = source.text.index(quote)
    claim = Claim(text=text, citations=(cite(source, "text", start, start + len(quote)),), transform="written")
    story = Story(id=story_id((source,)), articles=(source,), printed="full")
    draft = Draft(story=story, headline=None, fields=Fields(summary=(claim,)), writer="scripted")
    return next(verify(draft, language, NAMES, EMBEDDER))


CLOSED = "Orvane closed its office in Leeds and dismissed 55 engineers."
CLOSED_ZH = "歐文關閉里茲辦公室並裁撤 55 名工程師。"


@pytest.mark.parametrize(
    ("text", "quote", "source", "language", "code"),
    [
        ("Orvane shut its office in Leeds and dismissed 55 engineers.", CLOSED, CHECKED, "en", "polarity"),
        (
            "Lumen, a model, was elected minister of Finland with 61% of the vote.",
            SATIRE.text[16:],
            SATIRE,
            "en",
            "polarity",
        ),
        (
            "Quorum buys its rival Xerion for $40 billion on a Tuesday in March.",
            SUPPOSED.text[23:],
            SUPPOSED,
            "en",
            "modality",
        ),
        ("Orvane copied 80 million pages with no licence.", TOLD_BY.text[44:], TOLD_BY, "en", "attribution"),
        ("歐文關閉了里茲辦公室，並裁撤 55 名工程師。", CLOSED_ZH, ZH, "zh-Hant", "polarity"),
    ],
)
def test_what_the_article_does_not_tell_is_not_told_flatly(
    text: str, quote: str, source: object, language: Language, code: str
) -> None:
    made = brief(text, quote.strip(), source, language)
    assert [(refusal.code, refusal.action) for refusal in made.refused] == [(code, "replaced")]
    (claim,) = made.fields.summary
    assert claim.transform == "none"
    assert len("".join(citation.quote for citation in claim.citations)) > len(quote)


@pytest.mark.parametrize(
    ("text", "quote", "source", "language"),
    [
        ("Orvane did not close its office in Leeds.", CLOSED, CHECKED, "en"),
        (
            "A false post claims that Orvane closed its office in Leeds and dismissed 55 engineers.",
            CLOSED,
            CHECKED,
            "en",
        ),
        ("網傳歐文關閉里茲辦公室並裁撤 55 名工程師，為假訊息。", CLOSED_ZH, ZH, "zh-Hant"),
        ("Dale Morrow says that Orvane copied 80 million pages without any licence.", TOLD_BY.text, TOLD_BY, "en"),
    ],
)
def test_who_says_how_it_stands_is_not_refused_for_it(
    text: str, quote: str, source: object, language: Language
) -> None:
    messages = [refusal.message for refusal in brief(text, quote.strip(), source, language).refused]
    assert not [message for message in messages if "the article" in message]


def test_a_told_sentence_beside_a_denied_one_may_be_told() -> None:
    made = brief("Orvane opened another office in Leeds in 2019.", "Orvane opened a second office in Leeds in 2019.")
    assert "polarity" not in [refusal.code for refusal in made.refused]


def test_a_model_is_shown_no_denied_sentence_alone() -> None:
    shown = context_of(Story(id=story_id((CHECKED,)), articles=(CHECKED,), printed="full"), NAMES, 4000).shown
    held = [one.citation.quote for one in shown if CLOSED in one.citation.quote]
    assert held
    assert all("We rate the post false." in quote for quote in held)


def test_a_citation_of_several_sentences_resolves() -> None:
    shown = context_of(Story(id=story_id((ZH,)), articles=(ZH,), printed="full"), NAMES, 4000).shown
    assert all(isinstance(one.citation, Citation) and one.citation.resolves(ZH) for one in shown)


def test_who_copies_a_denied_sentence_is_told_with_the_denial() -> None:
    made = brief(CLOSED, CLOSED)
    assert [(refusal.code, refusal.action) for refusal in made.refused] == [("attribution", "replaced")]
    (claim,) = made.fields.summary
    assert claim.text.startswith("A post")
    assert claim.text.endswith("We rate the post false.")
