"""The watch list remembers: what was awaited is answered, comes due, is overdue, and is let go."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from broadsheet.adapters.engines import Local
from broadsheet.adapters.wording import asked
from broadsheet.config_file import File
from broadsheet.page.back_issues import BackIssues
from broadsheet.page.watch import MOST_OPEN, OVERDUE_DAYS, UNDATED_DAYS, standing
from broadsheet.press import plan, print_edition, publish
from broadsheet.proof import faults, printed_claims
from broadsheet.replay import kit_of, replay
from broadsheet.store import PAST_EDITIONS, read_articles, read_edition, read_evidence
from broadsheet.text.outcomes import awaited, outcome
from broadsheet.types import Article, Edition, Language, Sheet, Source, Story, Window, digest, story_id
from composing import composed
from test_compose import DESK, LEDGER, NAMES, brief

from editions import record, write_lines

ASKED = date(2025, 12, 18)
Told = tuple[str, str]
"""Title and text."""


class Room:
    """A newsroom that prints day after day, and reads as many past editions as the real one does."""

    def __init__(self) -> None:
        self.editions: list[Edition] = []
        self.articles: dict[str, Article] = {}

    def day(self, day: date, *told: Told, language: Language = "en") -> Edition:
        """Print one edition; every article is of the noon before, each a story in full."""
        made = datetime(day.year, day.month, day.day, tzinfo=UTC)
        stories = [_story(number, title, text, made - timedelta(hours=12)) for number, (title, text) in enumerate(told)]
        briefs = [brief(story) for story in stories]
        past = self.editions[-PAST_EDITIONS:]
        sheet = Sheet(date=str(day), made=made, window=Window(start=None, end=None), language=language)
        edition = composed(briefs, DESK, sheet, NAMES, BackIssues(past, asked=self.articles), LEDGER)
        self.editions.append(edition)
        self.articles |= {article.id: article for story in stories for article in story.articles}
        return edition


def _story(number: int, title: str, text: str, when: datetime) -> Story:
    outlet, url = f"Outlet {digest(text)}", f"https://{digest(text)}.example/{number}"
    article = Article(
        id=digest(url, text),
        source=Source(name=outlet, kind="jsonl", url="", outlet=outlet, owner=outlet),
        url=url,
        title=title,
        published=when,
        day_only=False,
        text=text,
        language="en" if text.isascii() else "zh-Hant",
    )
    return Story(id=story_id((article,)), articles=(article,), section=DESK.default_section, printed="full")


def filler(number: int) -> Told:
    return f"A language model reads harbour maps {number}", f"The open source AI model number {number} reads maps."


QUESTION = (
    "Amazon weighs OpenAI stake",
    "Amazon held talks on Monday about a machine learning deal. "
    "OpenAI will launch GPT-9 in January 2026, people at the AI company said.",
)


def states(edition: Edition) -> dict[str, str]:
    return {q.claim.text: q.state for q in edition.questions}


@pytest.fixture
def room() -> Room:
    return Room()


def test_a_watch_has_its_days(room: Room) -> None:
    edition = room.day(ASKED, QUESTION)
    (watch,) = [w for w in edition.watch_list if "GPT-9" in w.claim.text]
    assert (watch.due_start, watch.due_end, watch.precision) == (date(2026, 1, 1), date(2026, 1, 31), "month")


@pytest.mark.parametrize(
    "text",
    [
        "OpenAI released GPT-9, its AI model, on 12 July.",
        "OpenAI 於 7 月 12 日宣布推出人工智慧模型 GPT-9。",
        "OpenAI will launch GPT-9, its AI model, on 5 August.",
        "OpenAI 將於 8 月 5 日推出人工智慧模型 GPT-9。",
        "OpenAI plans to launch GPT-9, its AI model.",
        "OpenAI will launch GPT-9, its AI model, next month.",
    ],
)
def test_an_old_article_promises_nothing_for_today(text: str) -> None:
    made = datetime(2026, 5, 20, tzinfo=UTC)
    story = _story(0, "GPT-9, an AI model", text, datetime(2025, 7, 13, 12, tzinfo=UTC))
    sheet = Sheet(date="2026-05-20", made=made, window=Window(start=None, end=None), language="zh-Hant")
    edition = composed([brief(story)], DESK, sheet, NAMES, BackIssues([], asked={}), LEDGER)
    assert not edition.watch_list
    assert "2026 年 7 月" not in str(edition.insight) and "2026 年 8 月" not in str(edition.insight)


def test_an_article_without_a_day_has_that_of_its_story() -> None:
    sheet = Sheet(
        date="2026-05-20", made=datetime(2026, 5, 20, tzinfo=UTC), window=Window(start=None, end=None), language="en"
    )
    one = _story(0, "GPT-9, an AI model", "OpenAI showed GPT-9, its AI model.", datetime(2025, 7, 13, tzinfo=UTC))
    two = _story(
        1, "GPT-9 comes", "OpenAI will open GPT-9, its AI model, on 5 August.", datetime(2025, 7, 13, tzinfo=UTC)
    )
    bare = msgspec.structs.replace(two.articles[0], published=None)
    both = msgspec.structs.replace(one, id=story_id((*one.articles, bare)), articles=(*one.articles, bare))
    assert not composed([brief(both)], DESK, sheet, NAMES, BackIssues([], asked={}), LEDGER).watch_list


def test_an_old_article_may_name_a_day_that_is_still_to_come() -> None:
    made = datetime(2026, 5, 20, tzinfo=UTC)
    text = "OpenAI will launch GPT-9, its AI model, in September 2026."
    story = _story(0, "GPT-9, an AI model", text, datetime(2025, 7, 13, 12, tzinfo=UTC))
    sheet = Sheet(date="2026-05-20", made=made, window=Window(start=None, end=None), language="en")
    (watch,) = composed([brief(story)], DESK, sheet, NAMES, BackIssues([], asked={}), LEDGER).watch_list
    assert (watch.due_start, watch.due_end) == (date(2026, 9, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("OpenAI launched GPT-9 on Tuesday, its largest AI model.", "answered"),
        ("OpenAI has postponed the launch of GPT-9, its AI model, to March 2026.", "postponed"),
        ("OpenAI has cancelled the launch of GPT-9, its AI model.", "cancelled"),
        ("OpenAI will launch GPT-9 soon, its chief of AI said again.", "open"),
        ("OpenAI has not launched GPT-9, its AI model.", "open"),
        ("OpenAI launched GPT-8 on Tuesday, its largest AI model.", "open"),
        ("Google launched a rival to the AI models of others on Tuesday.", "open"),
        ("OpenAI 週二正式推出人工智慧模型 GPT-9。", "answered"),
        ("OpenAI 宣布將人工智慧模型 GPT-9 的發布延後至 2026 年 3 月。", "postponed"),
        ("OpenAI 预计下周推出人工智能模型 GPT-9。", "open"),
    ],
)
def test_a_later_story_answers_or_does_not(room: Room, text: str, state: str) -> None:
    room.day(ASKED, QUESTION)
    later = room.day(ASKED + timedelta(days=3), ("An AI model and its launch", text))
    (question,) = [q for q in later.questions if "GPT-9" in q.claim.text]
    assert question.state == state
    assert question.since == str(ASKED)
    if state != "open":
        assert question.answer is not None
        assert text.startswith(question.answer.text[:20])
        assert question.answer in list(printed_claims(later))
        assert question.answered_by in {s.id for s in (*later.stories, *later.also)}
    if state == "postponed":
        assert question.due_end == date(2026, 3, 31)


def test_an_answered_question_is_asked_no_more(room: Room) -> None:
    room.day(ASKED, QUESTION)
    answer = ("GPT-9 is here", "OpenAI launched GPT-9 on Tuesday, its largest AI model.")
    room.day(ASKED + timedelta(days=2), answer)
    third = room.day(ASKED + timedelta(days=3), filler(3))
    assert not [q for q in third.questions if "GPT-9" in q.claim.text]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 1, 10), "open"),
        (date(2026, 1, 24), "open"),
        (date(2026, 1, 25), "week"),
        (date(2026, 1, 31), "today"),
        (date(2026, 2, 1), "overdue"),
        (date(2026, 1, 31) + timedelta(days=OVERDUE_DAYS), "overdue"),
        (date(2026, 2, 1) + timedelta(days=OVERDUE_DAYS), "retired"),
    ],
)
def test_what_was_dated_comes_due(room: Room, day: date, state: str) -> None:
    room.day(ASKED, QUESTION)
    later = room.day(day, filler(1))
    (question,) = [q for q in later.questions if "GPT-9" in q.claim.text]
    assert question.state == state
    assert (state in dict(asked(later))) == (state in ("week", "today", "overdue"))


def test_the_memory_outlasts_the_editions_that_are_read(room: Room) -> None:
    room.day(ASKED, QUESTION)
    for number in range(1, 11):
        last = room.day(ASKED + timedelta(days=number), filler(number))
    assert [q.since for q in last.questions if "GPT-9" in q.claim.text] == [str(ASKED)]
    assert standing(room.editions[-1:]) == standing(room.editions[-PAST_EDITIONS:])


def test_without_a_day_a_question_ends_in_a_month(room: Room) -> None:
    undated = ("Amazon and an AI deal", "Amazon is expected to buy a machine learning company, OpenAI, people said.")
    room.day(ASKED, undated)
    later = room.day(ASKED + timedelta(days=UNDATED_DAYS), filler(1))
    assert set(states(later).values()) == {"open"}
    end = room.day(ASKED + timedelta(days=UNDATED_DAYS + 1), filler(2))
    assert set(states(end).values()) == {"retired"}
    assert any("retired" in note for note in end.colophon.notes)


def test_the_memory_is_bounded(room: Room) -> None:
    edition = room.day(ASKED, QUESTION)
    asked_of = [
        room.day(ASKED, (f"An AI deal {n}", f"OpenAI is expected to buy the machine learning company number {n} soon."))
        for n in range(MOST_OPEN + 4)
    ]
    questions = tuple(question for one in (edition, *asked_of) for question in standing([one]))
    assert len(questions) == MOST_OPEN + 5
    room.editions = [msgspec.structs.replace(edition, watch_list=(), questions=questions)]
    later = room.day(ASKED + timedelta(days=1), filler(1))
    assert sorted(q.state for q in later.questions) == ["open"] * MOST_OPEN + ["retired"] * 5
    assert all(q.due_end is None for q in later.questions if q.state == "retired")


def test_a_question_whose_evidence_is_gone_is_asked_no_more(room: Room) -> None:
    room.day(ASKED, QUESTION)
    room.articles = {}
    assert room.day(ASKED + timedelta(days=1), filler(1)).questions == ()


def test_the_evidence_travels_with_the_question(tmp_path: Path) -> None:
    folders: list[Path] = []
    told = (QUESTION, filler(1), ("GPT-9 is here", "OpenAI launched GPT-9 on Tuesday, its largest AI model."))
    for number, (title, text) in enumerate(told):
        day = ASKED + timedelta(days=number)
        made = datetime(day.year, day.month, day.day, tzinfo=UTC)
        line = record(number, url=f"https://outlet{number}.example/x", title=title, text=text)
        path = write_lines(
            tmp_path / f"{number}.jsonl", [line | {"published": (made - timedelta(hours=12)).isoformat()}]
        )
        settings = plan(File(), date=str(day), at=made, origins=[path], language="en", out=tmp_path / "out")
        folders.append(print_edition(settings, Local()).folder)
    (question,) = [q for q in read_edition(folders[-1]).questions if "GPT-9" in q.claim.text]
    assert (question.state, question.since) == ("answered", str(ASKED))
    assert list(faults(read_edition(folders[-1]), read_evidence(folders[-1]))) == []
    assert list(faults(read_edition(folders[-1]), read_articles(folders[-1])))  # it is not of this day
    pages = publish(folders[-1], kit_of(folders[-1], File()), ["site", "hugo", "atom"])
    for page in (pages[0], tmp_path / "out" / "hugo/content/posts/2025-12-20.md", tmp_path / "out" / "feed.xml"):
        told_there = page.read_text(encoding="utf-8")
        assert "awaited since" in told_there and ")(due" not in told_there
    assert replay(folders[-1], File(), Local(), "compose") == []


def test_a_question_and_its_answer_are_proved(room: Room) -> None:
    room.day(ASKED, QUESTION)
    answer = ("GPT-9 is here", "OpenAI launched GPT-9 on Tuesday, its largest AI model.")
    later = room.day(ASKED + timedelta(days=2), answer)
    evidence = room.articles
    assert list(faults(later, evidence)) == []
    (question,) = [q for q in later.questions if q.state == "answered"]
    assert question.answer is not None
    for changes in (
        {"claim": msgspec.structs.replace(question.claim, text="OpenAI will close")},
        {"answer": msgspec.structs.replace(question.answer, text="OpenAI closed")},
        {"source": msgspec.structs.replace(question.source, outlet="Reuters")},
    ):
        forged = msgspec.structs.replace(later, questions=(msgspec.structs.replace(question, **changes),))
        assert len(list(faults(forged, evidence))) == 1


@pytest.mark.parametrize(
    ("asked_for", "told", "ended"),
    [
        ("The court is expected to rule by June.", "The court ruled against the app.", "answered"),
        ("法院預計 6 月前裁定。", "法院今天裁定該應用程式敗訴。", "answered"),
        ("The deal is expected to close in March.", "The deal closed on Monday.", "answered"),
        ("The committee will vote on Friday.", "The committee voted 9 to 2 for it.", "answered"),
        ("The law takes effect on January 1.", "The law came into force on Thursday.", "answered"),
        ("新法將於 1 月 1 日上路。", "新法今日正式上路。", "answered"),
        ("The hearing is set for 3 March.", "The hearing was pushed back to May.", "postponed"),
        ("法院訂於 3 月 3 日開庭。", "法院宣布開庭延期。", "postponed"),
        ("The firm plans to launch a phone.", "The firm scrapped the launch of its phone.", "cancelled"),
        ("The firm plans to launch a phone.", "The firm could cancel the launch of its phone.", None),
        ("The firm plans to launch a phone.", "The firm will launch a phone.", None),
        ("The firm plans to launch a phone.", "The firm is considering whether to launch a phone.", None),
        ("The firm plans to launch a phone.", "The firm hired a cook.", None),
        ("公司預計推出手機。", "公司尚未推出手機。", None),
        ("公司預計推出手機。", "公司即將推出手機。", None),
        ("公司預計推出手機。", "公司正式推出手機。", "answered"),
    ],
)
def test_outcomes(asked_for: str, told: str, ended: str | None) -> None:
    assert outcome(told, awaited(asked_for)) == ended


OPENING = (
    "Mistral to open an AI data center in Larnow",
    "Mistral will open its AI data center in Larnow on 3 March 2026. The Larnow site holds 40,000 GPUs, Mistral said.",
)
MOVED = {
    "en": (
        "Mistral puts off its AI data center in Larnow",
        "Mistral has postponed the opening of its AI data center in Larnow from 3 March to 9 June 2026.",
    ),
    "zh-Hant": (
        "Mistral 資料中心延後啟用",
        "Mistral 宣布，位於 Larnow 的 AI 資料中心由 3 月 3 日延至 2026 年 6 月 9 日啟用。",
    ),
}


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_another_day_is_news_and_the_question_goes_on_with_it(tmp_path: Path, language: Language) -> None:
    folders: list[Path] = []
    opened = ("Mistral opens in Larnow", "Mistral opened its AI data center in Larnow on Tuesday, 98 days late.")
    for number, (day, (title, text)) in enumerate(
        ((ASKED, OPENING), (ASKED + timedelta(days=1), MOVED[language]), (date(2026, 6, 10), opened))
    ):
        made = datetime(day.year, day.month, day.day, tzinfo=UTC)
        line = record(number, url=f"https://outlet{number}.example/x", title=title, text=text)
        path = write_lines(
            tmp_path / f"{number}.jsonl", [line | {"published": (made - timedelta(hours=12)).isoformat()}]
        )
        settings = plan(File(), date=str(day), at=made, origins=[path], language=language, out=tmp_path / "out")
        folders.append(print_edition(settings, Local()).folder)
    second, third = read_edition(folders[1]), read_edition(folders[2])
    (story,) = second.stories
    assert story.continues_date == str(ASKED)
    assert "moved" in [change.code for change in story.changes]
    assert not [reason for reason in story.reasons if reason.code == "rehash"]
    (question,) = second.questions
    assert (question.state, question.due_start, question.since) == ("postponed", date(2026, 6, 9), str(ASKED))
    assert [watch.due_end for watch in second.watch_list] == [date(2026, 6, 9)]
    assert [q.since for q in standing([second])] == [str(ASKED)], "what moved the day is asked as one question"
    assert [(q.state, q.since) for q in third.questions] == [("answered", str(ASKED))]
    assert list(faults(second, read_evidence(folders[1]))) == []


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_remark_tells_the_days_of_the_watch_list(language: Language) -> None:
    texts = (
        "Mistral's AI model is expected in the first quarter of next year.",
        "Mistral 的 AI 模型預計明年第一季推出。",
        "Mistral said its AI model is due by the end of this month.",
        "Mistral 的 AI 模型預計本月底前推出。",
        "Mistral plans to open its AI lab next Friday.",
        "Mistral 的 AI 園區預計民國 116 年 3 月啟用。",
        "Mistral must open its AI model within 18 months.",
        "Mistral plans to move its AI lab in late 2027 or early 2028.",
    )
    for text in texts:
        story = _story(0, "Mistral and its AI plans", text, datetime(2026, 11, 22, 12, tzinfo=UTC))
        made = datetime(2026, 11, 23, tzinfo=UTC)
        sheet = Sheet(date="2026-11-23", made=made, window=Window(start=None, end=None), language=language)
        edition = composed([brief(story)], DESK, sheet, NAMES, BackIssues([], asked={}), LEDGER)
        (watch,) = edition.watch_list
        assert edition.insight is not None and watch.due_start and watch.due_end
        (remark,) = edition.insight.outlook
        days = [watch.due_end] if watch.due_start <= made.date() else [watch.due_start, watch.due_end]
        days = list(dict.fromkeys(days))
        for day in days:
            shown = (
                f"{day.day} {day:%B} {day.year}" if language == "en" else f"{day.year} 年 {day.month} 月 {day.day} 日"
            )
            assert shown in remark.text, text
        assert remark.text.count("20") == len(days), text


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mistral denied that it is in talks to sell its AI lab.", 0),
        ("Mistral 否認正洽談出售 AI 實驗室。", 0),
        ("Mistral expects to open its AI lab in 2025.", 0),
        ("Mistral has signed an AI contract that runs until 2031.", 0),
        ("Mistral is in talks to sell its AI lab.", 1),
    ],
)
def test_what_is_denied_past_or_only_lasts_is_not_watched(text: str, count: int) -> None:
    story = _story(0, "Mistral and its AI plans", text, datetime(2026, 11, 22, 12, tzinfo=UTC))
    made = datetime(2026, 11, 23, tzinfo=UTC)
    sheet = Sheet(date="2026-11-23", made=made, window=Window(start=None, end=None), language="en")
    edition = composed([brief(story)], DESK, sheet, NAMES, BackIssues([], asked={}), LEDGER)
    assert len(edition.watch_list) == count


def test_a_day_that_is_named_is_watched_before_a_vague_one() -> None:
    text = "Mistral's AI sales are expected to rise in the second half of 2027. The next meeting is on June 18."
    story = _story(0, "Mistral and its AI plans", text, datetime(2027, 3, 19, 12, tzinfo=UTC))
    made = datetime(2027, 3, 20, tzinfo=UTC)
    sheet = Sheet(date="2027-03-20", made=made, window=Window(start=None, end=None), language="en")
    (watch,) = composed([brief(story)], DESK, sheet, NAMES, BackIssues([], asked={}), LEDGER).watch_list
    assert watch.due_end == date(2027, 6, 18)


def test_an_approval_does_not_close_a_deal(room: Room) -> None:
    asked_for = ("Amazon buys OpenAI", "Amazon's deal for OpenAI, the AI lab, is expected to close in March 2026.")
    room.day(ASKED, asked_for)
    room.day(
        ASKED + timedelta(days=3), ("OpenAI deal approved", "A court approved Amazon's deal for OpenAI on Monday.")
    )
    assert set(states(room.editions[-1]).values()) == {"open"}
    room.day(ASKED + timedelta(days=4), ("OpenAI deal closes", "Amazon closed its deal for OpenAI, the AI lab, today."))
    assert set(states(room.editions[-1]).values()) == {"answered"}
