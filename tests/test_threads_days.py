"""Four invented days, printed one after another into one root: threads, rehashes, what is new, where it is shown."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import lxml.html
import pytest
from rich.console import Console

from broadsheet.adapters.engines import Local
from broadsheet.config_file import File
from broadsheet.errors import StorageError, UsageError
from broadsheet.folder import read_ledger
from broadsheet.press import plan, print_edition
from broadsheet.proof import faults
from broadsheet.replay import replay
from broadsheet.show_thread import show_thread, timeline
from broadsheet.store import read_edition, read_evidence
from broadsheet.types import Edition, Language, Printing

from editions import record, write_lines

GROQ = (
    "Nvidia is in talks to acquire the AI chip start-up Groq for about $18 billion, people familiar with the matter "
    "said. Groq makes AI chips for inference in Oregon."
)
HALL = "Microsoft opened an AI data center in Larnow on Monday. The Larnow site holds 40,000 GPUs and cost $3 billion."
DAYS: Mapping[str, list[dict[str, object]]] = {
    "2025-12-15": [
        record(1, title="Nvidia in talks to buy AI chip start-up Groq", text=GROQ, url="https://a.example/groq"),
        record(2, title="Microsoft opens AI data center in Larnow", text=HALL, url="https://b.example/larnow"),
    ],
    "2025-12-16": [
        record(
            3,
            title="輝達正式宣布收購 AI 晶片新創 Groq",
            text="輝達與 Groq 正式宣布簽署收購協議，收購價格為 200 億美元。三星將參與投資這家 AI 晶片公司。",
            url="https://c.example/groq",
            lang="zh-Hant",
        ),
        record(
            4,
            title="Microsoft's AI data center in Larnow opens",
            text="Microsoft opened its AI data center in Larnow. The Larnow site holds 40,000 GPUs. It cost $3 billion.",
            url="https://d.example/larnow",
        ),
    ],
    "2025-12-17": [
        record(1, title="Nvidia in talks to buy AI chip start-up Groq", text=GROQ, url="https://mirror.example/groq"),
        record(
            5,
            title="Microsoft raises prices of Copilot for schools",
            text="Microsoft will ask schools for $12 a month for Copilot, its AI assistant, from July.",
            url="https://e.example/copilot",
        ),
        record(6, title="Mistral releases a language model", text="Mistral released a language model for law firms."),
    ],
    "2025-12-18": [
        record(
            7,
            title="Regulator in Brussels opens probe of Nvidia's purchase of Groq",
            text="The European Commission opened an antitrust investigation of Nvidia's acquisition of AI chip maker "
            "Groq. A decision is due within 25 days.",
            url="https://f.example/groq",
        ),
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Printed:
    root: Path
    editions: Mapping[str, Edition]

    def story(self, day: str, word: str) -> Printing:
        edition = self.editions[day]
        return next(p for p in (*edition.stories, *edition.also) if word in p.sources[0].url)


def print_days(root: Path, language: Language = "en", days: Mapping[str, list[dict[str, object]]] = DAYS) -> Printed:
    editions: dict[str, Edition] = {}
    for day, records in days.items():
        path = write_lines(root / f"{day}.jsonl", records)
        at = datetime.fromisoformat(f"{day}T22:00:00+00:00")
        settings = plan(File(), date=day, at=at, origins=[path], language=language, out=root / "out")
        editions[day] = print_edition(settings, Local()).edition
    return Printed(root / "out", editions)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return print_days(tmp_path_factory.mktemp("week"))


def test_a_story_goes_on_in_another_language_and_says_what_is_new(week: Printed) -> None:
    before, now = week.story("2025-12-15", "groq"), week.story("2025-12-16", "groq")
    assert (now.continues, now.continues_date) == (before.id, "2025-12-15")
    assert now.continues_headline == before.headline.text
    told = {change.code: change for change in now.changes}
    assert "confirmed" in told
    news = [c for c in now.changes if "200 億美元" in c.claim.text]
    assert news and all(c.since == "2025-12-15" for c in now.changes)
    assert any(reason.code == "continues" and reason.count == len(now.changes) for reason in now.reasons)


def test_a_changed_number_names_its_earlier_value() -> None:
    from broadsheet.evaluate_threads import Pair, Side, editions, score, side_article, story
    from broadsheet.page.threads import threads
    from broadsheet.text.names import NameTable

    names = NameTable(())
    pair = Pair(
        id="x",
        part="development",
        kind="number",
        thread=True,
        gap=2,
        new=("number",),
        earlier=Side("en", "Klarno lays off 400 employees", "Klarno laid off 400 employees in support."),
        today=Side("en", "Klarno layoffs grow: 650 employees", "Klarno laid off 650 employees, a second memo says."),
    )
    today = story(side_article(pair.today, "x-b"))
    (found,) = [f for f in threads([today], editions([pair]), names)[today.id].found if f.code == "number"]
    assert ("650" in found.now, "400" in found.earlier, found.since) == (True, True, "2025-12-16")
    assert score([pair], names).news == 1


def test_a_rehash_is_a_line_and_says_so(week: Printed) -> None:
    again = week.story("2025-12-16", "larnow")
    assert again in week.editions["2025-12-16"].also
    assert again.changes == ()
    assert [r.text for r in again.reasons if r.code == "rehash"] == ["nothing new since 2025-12-15"]


def test_two_matters_of_one_company_are_no_thread(week: Printed) -> None:
    assert week.story("2025-12-17", "copilot").continues is None


def test_a_text_printed_before_is_no_news_wherever_it_stands(week: Printed) -> None:
    again = week.story("2025-12-17", "mirror")
    assert again in week.editions["2025-12-17"].also
    assert {"repeated"} <= {reason.code for reason in again.reasons}
    assert again.changes == ()


def test_a_chain_points_at_the_latest_earlier_story(week: Printed) -> None:
    last = week.story("2025-12-18", "groq")
    assert last.continues_date in ("2025-12-16", "2025-12-17")
    assert last.continues == week.story(last.continues_date, "groq").id
    assert any("European Commission" in change.claim.text for change in last.changes)
    line = timeline(week.root / "2025-12-16", week.story("2025-12-16", "groq").id)
    assert [day.date for day in line] == ["2025-12-15", "2025-12-16", "2025-12-17", "2025-12-18"]


def test_two_days_may_lie_between_and_a_known_address_is_no_news_though_its_text_changed(tmp_path: Path) -> None:
    changed = record(
        2, title="Microsoft opens AI hall", text="Microsoft shut the AI hall.", url="https://b.example/larnow"
    )
    days = {"2025-12-15": DAYS["2025-12-15"], "2025-12-18": [*DAYS["2025-12-18"], changed]}
    printed = print_days(tmp_path, days=days)
    assert printed.story("2025-12-18", "groq").continues == printed.story("2025-12-15", "groq").id
    again = printed.story("2025-12-18", "larnow")
    assert again in printed.editions["2025-12-18"].also
    assert "repeated" in {reason.code for reason in again.reasons}
    assert again.changes == ()


def test_every_change_is_borne_out_and_counted(week: Printed) -> None:
    for day, edition in week.editions.items():
        assert list(faults(edition, read_evidence(week.root / day))) == []


def test_the_timeline_in_a_terminal(week: Printed) -> None:
    console = Console(width=160, force_terminal=False)
    with console.capture() as capture:
        show_thread(console, week.root / "2025-12-18", week.story("2025-12-18", "groq").id[:6])
    told = capture.get()
    assert told.index("2025-12-15") < told.index("2025-12-16") < told.index("2025-12-18")
    assert "輝達正式宣布收購" in told and "first confirmation" in told
    with pytest.raises(UsageError):
        show_thread(console, week.root / "2025-12-18", None)
    with pytest.raises(UsageError):
        show_thread(console, week.root / "2025-12-18", "zz")


def test_the_pages_link_to_the_earlier_story(week: Printed) -> None:
    now = week.story("2025-12-16", "groq")
    site = week.root / "site" / "2025-12-16"
    for page in (site / "index.html", site / "stories" / f"{now.id}.html"):
        document = lxml.html.parse(str(page))
        (target,) = {a.get("href") for a in document.iterfind(".//a") if f"{now.continues}.html" in a.get("href", "")}
        assert (page.parent / target).resolve().is_file()
    story = lxml.html.parse(str(site / "stories" / f"{now.id}.html")).getroot()
    assert "What is new since 15 December" in story.text_content()
    hugo = (week.root / "hugo/content/posts/2025-12-16.md").read_text(encoding="utf-8")
    assert "/posts/2025-12-15/#" in hugo and "continues the story of 15 December" in hugo
    assert f"site/2025-12-15/stories/{now.continues}.html" in (week.root / "feed.xml").read_text(encoding="utf-8")


def test_the_same_days_give_the_same_bytes_and_a_replay_too(week: Printed, tmp_path: Path) -> None:
    days = {day: list(reversed(records)) for day, records in list(DAYS.items())[:2]}
    again = print_days(tmp_path, days=days)
    for day in days:
        assert (again.root / day / "edition.json").read_bytes() == (week.root / day / "edition.json").read_bytes()
    for day in ("2025-12-16", "2025-12-18"):
        assert replay(week.root / day, File(), Local(), "compose") == []


def test_a_past_edition_that_is_missing_or_damaged(week: Printed, tmp_path: Path) -> None:
    """Missing: the thread begins later.  Damaged: nothing is printed over it, and its file is named."""
    root = tmp_path / "out"
    shutil.copytree(week.root, root)
    shutil.rmtree(root / "2025-12-16")
    last = week.story("2025-12-18", "groq")
    days = timeline(root / "2025-12-18", last.id)
    assert days[-1].date == "2025-12-18"
    assert (days[0].date, days[0].printing) == ("2025-12-16", None)
    assert "2025-12-16" in days[0].trouble
    (root / "2025-12-17" / "edition.json").write_text("{", encoding="utf-8")
    with pytest.raises(StorageError, match=r"2025-12-17.edition\.json: is damaged"):
        replay(root / "2025-12-18", File(), Local(), "compose")
    assert timeline(root / "2025-12-18", last.id)[-1].printing is not None


@pytest.mark.parametrize("name", ["edition.json", "articles.jsonl", "ledger.jsonl"])
def test_a_damaged_past_edition_costs_no_other_day(name: str, week: Printed, tmp_path: Path) -> None:
    """The next edition is made without it, and says so; once it stands again, everything is as it was."""
    root = tmp_path / "out"
    shutil.copytree(week.root, root)
    shutil.rmtree(root / "2025-12-18")
    whole = (root / "2025-12-17" / name).read_bytes()
    (root / "2025-12-17" / name).write_bytes(whole[: len(whole) // 2])
    last = {"2025-12-18": DAYS["2025-12-18"]}
    edition = print_days(tmp_path, days=last).editions["2025-12-18"]
    told = [failure for failure in read_ledger(root / "2025-12-18").failures if failure.stage == "past"]
    assert [(one.subject, one.kind) for one in told] == [("2025-12-17", "damaged_edition")]
    assert any("2025-12-17" in note for note in edition.colophon.notes)
    assert {story.continues_date for story in edition.stories} <= {None, "2025-12-15", "2025-12-16"}
    assert any(story.continues_date == "2025-12-16" for story in edition.stories)
    (root / "2025-12-17" / name).write_bytes(whole)
    assert print_days(tmp_path, days=last).editions == {"2025-12-18": week.editions["2025-12-18"]}


def test_where_one_is_passed_over_an_older_damaged_one_is_too(week: Printed, tmp_path: Path) -> None:
    """Of 28 earlier editions the ledgers are read; without the newest, that of the 29th is."""
    root = tmp_path / "out"
    olds = [f"2025-11-{day:02}" for day in range(1, 29)]
    for day in olds:
        shutil.copytree(week.root / "2025-12-15", root / day)
        written = (root / day / "edition.json").read_text(encoding="utf-8")
        (root / day / "edition.json").write_text(written.replace("2025-12-15", day), encoding="utf-8")
    shutil.copytree(week.root / "2025-12-17", root / "2025-12-17")
    for day in (olds[0], "2025-12-17"):
        (root / day / "ledger.jsonl").write_text("{", encoding="utf-8")
    print_days(tmp_path, days={"2025-12-18": DAYS["2025-12-18"]})
    told = [failure for failure in read_ledger(root / "2025-12-18").failures if failure.stage == "past"]
    assert [one.subject for one in told] == [olds[0], "2025-12-17"]


def test_in_chinese(tmp_path: Path) -> None:
    days = {day: DAYS[day] for day in ("2025-12-15", "2025-12-16")}
    printed = print_days(tmp_path, "zh-Hant", days)
    now = printed.story("2025-12-16", "groq")
    page = (printed.root / "site/2025-12-16/stories" / f"{now.id}.html").read_text(encoding="utf-8")
    assert "12 月 15 日以來的新進展" in page and "首度證實" in page
    assert read_edition(printed.root / "2025-12-16") == printed.editions["2025-12-16"]


def test_what_goes_on_from_the_beat_is_on_it(tmp_path: Path) -> None:
    """A march of workers is off the beat of a desk of AI, but not where the desk printed what they march against."""
    text = "Microsoft is cutting 5,500 jobs, 2.4% of its workforce, mostly in cloud and AI sales."
    cuts = record(1, title="Microsoft cuts 5,500 jobs", text=text)
    text = "Hundreds of Microsoft workers protested in Redmond on Thursday against the cut of 5,500 jobs."
    march = record(2, title="Hundreds protest Microsoft job cuts", text=text, published="2025-12-18T08:00:00Z")
    for name, days in (("after", {"2025-12-17": [cuts], "2025-12-18": [march]}), ("alone", {"2025-12-18": [march]})):
        (tmp_path / name).mkdir()
        edition = print_days(tmp_path / name, days=days).editions["2025-12-18"]
        (today,) = (*edition.stories, *edition.also)
        assert bool(today.continues) is (name == "after")
        assert ("off_beat" in {reason.code for reason in today.reasons}) is (name == "alone")


def test_the_headline_is_of_the_article_that_tells_what_is_new(tmp_path: Path) -> None:
    again = "Nvidia has been in talks to acquire the AI chip start-up Groq for about $18 billion, as was reported this week. "
    denial = "Groq's chief executive Grace Lin denied on Tuesday that the AI chip start-up was in talks with Nvidia."
    days = {
        "2025-12-15": DAYS["2025-12-15"][:1],
        "2025-12-16": [
            record(
                7,
                title="Everything we know about Nvidia's talks to buy Groq",
                text=again + GROQ,
                url="https://x.example/a",
            ),
            record(8, title="Groq's chief denies talks with Nvidia", text=denial, url="https://y.example/a"),
        ],
    }
    (story,) = print_days(tmp_path, days=days).editions["2025-12-16"].stories
    assert len(story.sources) == 2 and story.continues
    assert story.headline.text == "Groq's chief denies talks with Nvidia"
    assert "denied" in {change.code for change in story.changes}
    (tmp_path / "one").mkdir()
    (alone,) = print_days(tmp_path / "one", days={"2025-12-16": days["2025-12-16"]}).editions["2025-12-16"].stories
    assert alone.headline.text.startswith("Everything we know")
