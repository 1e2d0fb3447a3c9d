"""Where a story stands, and the facts that put it there."""

from __future__ import annotations

import random
import struct
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.desk import Desk, Interest, Interests, Label, load_desk
from broadsheet.errors import ConfigError
from broadsheet.stages.rank import is_revision, rank
from broadsheet.types import Announce, Article, Edition, Sheet, Source, Story, Window, digest, story_id

AI = load_desk(
    (Path(__file__).parents[1] / "src/broadsheet/desks/ai/desk.toml").read_text(encoding="utf-8"), "ai/desk.toml"
)
SHIPPING = """
id = "shipping"
name = { en = "Shipping", "zh-Hant" = "航運" }
noun = { en = "shipping news", "zh-Hant" = "航運要聞" }
default_section = "ports"
sections = [
  { id = "ports", label = { en = "Ports", "zh-Hant" = "港口" }, cues = ["berth*", "terminal*", "港口"] },
  { id = "fleet", label = { en = "Fleet", "zh-Hant" = "船隊" }, cues = ["newbuilding*", "vessel*", "貨輪"] },
]
interests = [{ id = "canals", label = { en = "canals", "zh-Hant" = "運河" }, points = 2.0, cues = ["Suez", "運河"] }]
consequences = [{ id = "strike", label = { en = "a strike", "zh-Hant" = "罷工" }, points = 1.0, cues = ["strike*", "罷工"] }]
[beat]
core = ["container ship*", "shipping", "vessel*", "Suez", "貨輪", "航運"]
[importance]
critical = 9.0
high = 5.0
medium = 2.0
"""
SHEET = Sheet(
    date="2025-12-18",
    made=datetime(2025, 12, 17, 22, 44, tzinfo=UTC),
    window=Window(start=None, end=None),
    language="en",
)


def article(
    outlet: str, title: str, text: str = "", url: str = "", announce: Announce | None = None, language: str = "en"
) -> Article:
    address = url or f"https://{outlet.replace(' ', '').lower()}.example/{digest(title)}"
    return Article(
        id=digest(address, text),
        source=Source(name=outlet, kind="feed", url="", outlet=outlet, owner=outlet, language=language),
        url=address,
        title=title,
        published=None,
        day_only=False,
        text=text,
        language=language,
        announce=announce,
    )


def story(*articles: Article) -> Story:
    return Story(id=story_id(articles), articles=articles)


def ranked(stories: Sequence[Story], desk: Desk = AI, past: Sequence[Edition] = ()) -> dict[str, Story]:
    return {s.id: s for s in rank(stories, desk, past, SHEET)}


def day(sources: int = 30, stories: int = 24) -> list[Story]:
    """A day told by ``sources`` honest outlets: story k is told by several of them."""
    chance = random.Random(7)
    outlets = [f"Outlet {n}" for n in range(sources)]
    return [
        story(
            *(
                article(
                    outlet, f"OpenAI project {k} launches a new model", f"Project {k} of AI was released. {outlet}."
                )
                for outlet in chance.sample(outlets[: sources - 1], max(1, 9 - k // 2))
            )
        )
        for k in range(stories)
    ]


def test_a_score_is_the_sum_of_its_reasons() -> None:
    for s in ranked(day()).values():
        assert s.score == sum(reason.points for reason in s.reasons)
        assert s.reasons[0].code == "owners"
        assert s.reasons[0].count == len(s.reasons[0].names) == len({a.source.owner for a in s.articles})


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(chance: random.Random) -> None:
    stories = day(12, 12)
    expected = list(rank(stories, AI, [], SHEET))
    chance.shuffle(stories)
    assert list(rank(stories, AI, [], SHEET)) == expected


def test_copies_count_once_for_independence() -> None:
    original = article("Wire", "AI chip maker sued by regulator", "A regulator sued an AI chip maker.")
    copy = msgspec.structs.replace(
        article("Paper", "AI chip maker sued by regulator", "A regulator sued an AI chip maker!"),
        copy_of=original.id,
        copy_kind="near",
    )
    (s,) = ranked([story(original, copy)]).values()
    assert s.reasons[0].names == ("Wire",)
    assert s.score == sum(r.points for r in s.reasons)


@pytest.mark.parametrize(
    ("url", "announce", "revision"),
    [
        ("https://arxiv.org/abs/2512.14563", "new", False),
        ("https://arxiv.org/abs/2512.14563v2", "replaced", True),
        ("https://arxiv.org/abs/2511.13719", None, False),
        ("https://arxiv.org/abs/2510.14112", None, True),
        ("https://arxiv.org/pdf/2210.12590", "cross", True),
        ("https://arxiv.org/abs/2612.00001", None, False),
        ("https://example.com/2210.12590", None, False),
    ],
)
def test_an_old_paper_is_a_revision(url: str, announce: Announce | None, revision: bool) -> None:
    paper = article("arXiv", "A language model", "We propose a language model.", url=url, announce=announce)
    assert is_revision(paper, SHEET) is revision
    (s,) = ranked([story(paper)]).values()
    assert ("revision" in {r.code for r in s.reasons}) is revision
    assert s.printed == ("line" if revision else "full")


def test_papers_stand_on_one_shelf_whatever_they_are_about() -> None:
    text = "A court and a regulator and a merger: we study the AI market, revenue, funding and IPOs."
    (s,) = ranked(
        [story(article("arXiv", "Lawsuits and mergers", text, url="https://arxiv.org/abs/2512.00001"))]
    ).values()
    assert s.section == "research"


def test_off_the_beat_is_a_line_and_low() -> None:
    outlets = [article(f"O{n}", "The Oscars will stream from 2029", "A ceremony moves to a channel.") for n in range(9)]
    (s,) = ranked([story(*outlets)]).values()
    assert (s.printed, s.importance, s.lead) == ("line", "low", False)
    assert "off_beat" in {r.code for r in s.reasons}


def test_a_title_without_text_is_a_line_and_nothing_at_all_is_no() -> None:
    title_only = story(article("A", "OpenAI launches a model"))
    nothing = story(article("B", " ", "", url="https://b.example/x"))
    found = ranked([title_only, nothing])
    assert found[title_only.id].printed == "line"
    assert found[nothing.id].printed == "no"


def test_a_beat_is_data() -> None:
    desk = load_desk(SHIPPING, "shipping.toml")
    ship = story(article("Lloyd", "Suez reopens to container ships", "A vessel passed; newbuildings wait. 貨輪通行。"))
    chips = story(article("Chip", "OpenAI launches a model", "A new language model."))
    found = ranked([ship, chips], desk)
    assert (found[ship.id].section, found[ship.id].printed, found[ship.id].lead) == ("fleet", "full", True)
    assert [r.names for r in found[ship.id].reasons if r.code == "interest.canals"] == [("Suez",)]
    assert found[chips.id].printed == "line"
    assert "off_beat" in {r.code for r in found[chips.id].reasons}


LOUD = "OpenAI AI Act ruling: judge, $900 billion merger, acquires, launches new language model GPU agent benchmark"


@pytest.mark.parametrize("joins", [False, True], ids=["own stories", "joins every story it can"])
def test_one_hostile_source_changes_at_most_one_story_of_the_lead(joins: bool) -> None:
    honest = day()
    before = {s.articles[0].title for s in ranked(honest).values() if s.lead}
    loud = [article("Hostile", f"{LOUD} {n}", f"{LOUD}. Number {n}.") for n in range(40)]
    if joins:
        stories = [story(*s.articles, loud[n]) for n, s in enumerate(honest)] + [story(a) for a in loud[len(honest) :]]
    else:
        stories = honest + [story(a) for a in loud]
    after = {s.articles[0].title for s in ranked(stories).values() if s.lead}
    assert len(after) == len(before) == 6
    assert len(before - after) <= 1
    full = [
        s
        for s in ranked(stories).values()
        if s.printed == "full" and {a.source.owner for a in s.articles} == {"Hostile"}
    ]
    assert len(full) <= AI.limits.owner_full


@pytest.mark.parametrize("joined", [range(6, 24), range(0, 24, 2), range(3, 24)])
def test_a_hostile_source_that_joins_only_the_stories_it_wants_up(joined: range) -> None:
    honest = day()
    before = {s.articles[0].title for s in ranked(honest).values() if s.lead}
    loud = [article("Hostile", f"{LOUD} {n}", f"{LOUD}. Number {n}.") for n in range(40)]
    stories = [story(*s.articles, loud[n]) if n in joined else s for n, s in enumerate(honest)]
    stories += [story(a) for n, a in enumerate(loud) if n not in joined or n >= len(honest)]
    after = {s.articles[0].title for s in ranked(stories).values() if s.lead}
    assert len(before - after) <= 1


def flood(count: int, *, owner: str = "Hostile") -> list[Article]:
    """Articles of one source that shouts, calls itself first hand, and claims a million readers."""
    made = [article(owner, f"{LOUD} {n}", f"{LOUD}. Number {n}.") for n in range(count)]
    return [
        msgspec.structs.replace(
            a, points=1_000_000, comments=90_000, source=msgspec.structs.replace(a.source, primary=True, weight=2.0)
        )
        for a in made
    ]


def front(stories: Sequence[Story]) -> tuple[str, list[str], set[str]]:
    """The first story, the front page (the twelve best) and the lead, by title of the article that stands first."""
    best = sorted(ranked(stories).values(), key=lambda s: (-s.score, s.id))
    titles = [s.articles[0].title for s in best]
    return titles[0], titles[:12], {s.articles[0].title for s in best if s.lead}


@pytest.mark.parametrize(
    ("count", "joined"),
    [(5, range(0)), (12, range(0)), (12, range(14, 15)), (60, range(0)), (60, range(12, 13))]
    + [(count, joined) for count in (150, 300) for joined in (range(0), range(24), range(6, 24), range(0, 24, 2))],
    ids=str,
)
def test_one_source_in_thirty_changes_one_story_and_never_the_first(count: int, joined: range) -> None:
    """It prints ``count`` articles: stories of its own, and copies of the honest ones that it would like to see up."""
    honest, loud = day(), flood(count)
    every = [
        article(f"Outlet {n}", "OpenAI project 0 launches a new model", f"Project 0 of AI. {n}") for n in range(14)
    ]
    honest[0] = story(*every)  # one story is told by most: which of two equal ones is first, any second article decides
    first, page, lead = front(honest)
    stories = [story(*s.articles, loud[n]) if n in joined and n < count else s for n, s in enumerate(honest)]
    stories += [story(a) for n, a in enumerate(loud) if n not in joined or n >= len(honest)]
    first_now, page_now, lead_now = front(stories)
    assert first_now == first
    assert len(lead - lead_now) <= 1
    assert len(set(page) - set(page_now)) <= 1
    assert not [title for title in page_now if title.startswith(LOUD)]


def test_a_flood_takes_no_whole_brief_from_others() -> None:
    desk = msgspec.structs.replace(AI, limits=msgspec.structs.replace(AI.limits, full=24))
    honest = day()
    before = {s.id for s in ranked(honest, desk).values() if s.printed == "full"}
    after = {s.id for s in ranked([*honest, *map(story, flood(300))], desk).values() if s.printed == "full"}
    assert before <= after


def test_many_sources_of_one_owner_count_as_one() -> None:
    one = story(article("Network 1", "OpenAI launches a model", "An AI model."))
    same_owner = [
        msgspec.structs.replace(a, source=msgspec.structs.replace(a.source, owner="Network 1"))
        for a in (article(f"Network {n}", "OpenAI launches a model", f"An AI model {n}.") for n in range(1, 10))
    ]
    many = story(*same_owner)
    scores = {s.id: s.score for s in ranked([one, many]).values()}
    assert scores[one.id] == scores[many.id]


def test_what_one_owner_says_alone_is_bounded_and_says_so() -> None:
    (s,) = ranked([story(flood(1)[0])]).values()
    assert s.score == AI.limits.alone == sum(r.points for r in s.reasons)
    assert "alone" in {r.code for r in s.reasons}


def test_readers_answer_with_points_and_with_comments() -> None:
    quiet = article("A", "OpenAI launches a model", "An AI model.")
    talked = msgspec.structs.replace(article("B", "Claude launches a model", "An AI model."), comments=99)
    found = {s.articles[0].title: s for s in ranked([story(quiet), story(talked)]).values()}
    gains = {title: [r for r in s.reasons if r.code == "engagement"] for title, s in found.items()}
    assert gains[quiet.title] == []
    assert [(r.points, r.count, r.names) for r in gains[talked.title]] == [(1.0, 99, ("B",))]


def test_interests_are_configuration() -> None:
    s = story(article("A", "OpenAI launches an agent that plays chess", "An AI agent."))
    chess = Interest(id="chess", label=Label(en="chess", zh_hant="西洋棋"), points=3.0, cues=("chess",))
    (plain,) = ranked([s]).values()
    (keen,) = ranked([s], AI.wanting(Interests(points={"agents": 2.0}, topics=(chess,)))).values()
    assert keen.score == plain.score + AI.weights.interests * (3.0 + 1.0)
    (muted,) = ranked([s], AI.wanting(Interests(muted=("chess",)))).values()
    assert (muted.printed, muted.importance, muted.lead) == ("line", "low", False)
    assert [r.names for r in muted.reasons if r.code == "muted"] == [("chess",)]
    with pytest.raises(ConfigError, match="'agent'"):
        AI.wanting(Interests(points={"agent": 2.0}))
    with pytest.raises(ConfigError, match="agents"):
        AI.wanting(Interests(topics=(msgspec.structs.replace(chess, id="agents"),)))
    with pytest.raises(ValueError, match="outside"):
        Interests(points={"agents": 100.0})


def test_an_empty_day_ranks_to_nothing() -> None:
    assert list(rank([], AI, [], SHEET)) == []


class Placing:
    """An embedder that counts what it is asked, and places each text by its name and the text."""

    def __init__(self, name: str) -> None:
        self.name, self.asked = name, 0

    def __call__(self, texts: Sequence[str], languages: Sequence[str]) -> list[bytes]:
        self.asked += len(texts)
        seeds = (random.Random(self.name + text) for text in texts)
        return [struct.pack("<8f", *(seed.uniform(-1, 1) for _ in range(8))) for seed in seeds]


def test_prototypes_are_placed_once_a_process_and_by_each_embedder_for_itself() -> None:
    told = [story(article("Wire", "OpenAI launches a model", "It was released. Wire."))]
    prototypes = sum(len(section.prototypes) for section in AI.sections)
    one, again, other = Placing("one"), Placing("one"), Placing("other")
    shelved = [list(rank(told, AI, (), SHEET, embedder)) for embedder in (one, again, other, Placing("one"))]
    assert prototypes > 100
    assert (one.asked, again.asked, other.asked) == (prototypes + 1, 1, prototypes + 1)
    assert shelved[0] == shelved[1] == shelved[3]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Waymo opens in Lisbon", "The fleet of 40 cars starts on Monday."),
        ("Lisbon lets driverless taxis onto its bridges", "The city council voted on Monday."),
        ("高階智駕明年搭載於三款房車", "車廠週一宣布。"),
        ("无人驾驶公交在雄安上路", "首批共 12 辆。"),
        ("新模型权重下周开放下载", "团队周一宣布。"),
        ("Harbour publishes an open-weight reader of maps", "It has 9 billion parameters."),
        ("智谱发布GLM-6", "上下文窗口扩至100万。"),
        ("港灣發表新系統", "參數量達 1.2 兆，上下文長度 100 萬。"),
    ],
)
def test_the_words_of_the_field_put_an_article_on_the_beat(title: str, text: str) -> None:
    (one,) = ranked([story(article("Daily", title, text, language="en" if title.isascii() else "zh-Hans"))]).values()
    assert "off_beat" not in {reason.code for reason in one.reasons}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Farmers weigh their harvest", "The weights were checked on Monday."),
        ("市集權衡水果收成", "參加者共 40 人。"),
        ("Driver passes test at 82", "She drove for two hours."),
    ],
)
def test_words_that_only_look_like_it_do_not(title: str, text: str) -> None:
    (one,) = ranked([story(article("Daily", title, text, language="en" if title.isascii() else "zh-Hant"))]).values()
    assert "off_beat" in {reason.code for reason in one.reasons}
