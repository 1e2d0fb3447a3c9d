"""Corrections: what an editor types is proved, what was printed stays, and the edition is whole at every moment.

The file is long because every kind of correction is tried on one printed day, and killed at each of its steps.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from broadsheet.adapters.engines import Local
from broadsheet.adapters.site.when import told_at
from broadsheet.adapters.wording import updated
from broadsheet.archive.answers import Wanted, search
from broadsheet.archive.index import opened
from broadsheet.checks.case import Knowledge
from broadsheet.cli import app, main
from broadsheet.commands.correct import AHEAD, _typed
from broadsheet.config_file import File
from broadsheet.corrections import make
from broadsheet.corrections.apply import applied
from broadsheet.corrections.journal import FLAGS, Entry, read_flags, read_journal
from broadsheet.corrections.make import Ask, Corrected, past_of
from broadsheet.errors import NoEditionError, PublishError, RefusedError, StorageError, UsageError
from broadsheet.files import write_whole
from broadsheet.hold import holding, work_folder
from broadsheet.labels import labels
from broadsheet.proof import faults, printed_claims
from broadsheet.replay import kit_of, replay
from broadsheet.store import JOURNAL, read_edition, read_evidence, read_lines
from broadsheet.types import Correction, Edition, Printing, Remark, StoryRecord, StoryRef

from conftest import Day
from editions import DATE, print_from, record, write_lines

NOW = datetime(2025, 12, 18, 9, 0, tzinfo=UTC)
FERRY = (
    "A ferry line bought 40 language models on Friday. It paid 3 million euros. The Harbour Board had objected in May."
)
GOOD = "The ferry line bought 40 language models."


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("correct")
    lines = [
        record(1),
        record(2, title="Ferry line buys language models", text=FERRY),
        record(
            3,
            title="Denmark acquires nine lighthouses",
            text="Nine lighthouses were sold to Denmark. The sale took a year.",
        ),
    ]
    return print_from(write_lines(folder / "a.jsonl", lines), folder / "out").folder


@pytest.fixture
def folder(printed: Path, tmp_path: Path) -> Path:
    """An edition without the pages that were made of it: nothing is said to have been published."""
    shutil.copytree(printed, tmp_path / DATE, ignore=shutil.ignore_patterns("published.json"))
    return tmp_path / DATE


def ferry(edition: Edition) -> Printing:
    return next(p for p in (*edition.stories, *edition.also) if p.sources[0].title.startswith("Ferry"))


def ask(folder: Path, **changes: object) -> Ask:
    return Ask(**{"reason": "a reader wrote to us", "story": ferry(read_edition(folder)).id[:8], **changes})  # type: ignore[arg-type]


def correct(folder: Path, asked: Ask, *, to: tuple[str, ...] = ("atom",), at: datetime = NOW) -> Corrected:
    return make.correct(folder, asked, kit_of(folder, File()), to, at=at)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def proved(folder: Path) -> Edition:
    """Return the edition of a folder, which must be one that may be published and whose counts are true."""
    edition = read_edition(folder)
    kit = kit_of(folder, File())
    assert list(faults(edition, read_evidence(folder), Knowledge(kit.names, kit.embedder))) == []
    claims = list(printed_claims(edition))
    assert edition.counts.claims == len(claims)
    assert edition.counts.cited_articles == len({c.article for claim in claims for c in claim.citations})
    assert (edition.counts.full, edition.counts.line) == (len(edition.stories), len(edition.also))
    printed = {r.id: r.printed for r in read_lines(folder / "stories.jsonl", StoryRecord)}
    assert {id for id, how in printed.items() if how == "full"} == {p.id for p in edition.stories}
    assert {id for id, how in printed.items() if how == "line"} == {p.id for p in edition.also}
    return edition


# --- edited ----------------------------------------------------------------------------------------------------------


def test_an_edit_is_proved_printed_and_told(folder: Path) -> None:
    before = contents(folder)
    old = ferry(read_edition(folder)).fields.summary[0]
    done = correct(folder, ask(folder, edit=("summary", 1, GOOD)), to=("site", "hugo", "atom"))
    edition = proved(folder)
    (told,) = edition.corrections
    assert told == done.correction and not done.again and done.troubles == ()
    assert (told.kind, told.field, told.before, told.after) == ("edited", "summary", old.text, GOOD)
    claim = ferry(edition).fields.summary[0]
    assert claim.text == GOOD and claim.transform == "written" and "number" in claim.checks
    assert claim.citations == old.citations
    assert (folder / "edition.first.json").read_bytes() == before["edition.json"]
    assert [entry.correction for entry in read_journal(folder)] == [told]
    changed = {name for name, data in contents(folder).items() if before.get(name) != data}
    assert changed == {"edition.json", "edition.first.json", "corrections.jsonl", "published.json"}
    assert GOOD in (folder.parent / "feed.xml").read_text(encoding="utf-8")
    with opened(folder.parent) as shelf:
        assert [hit.snippet.text for hit in search(shelf, "ferry", Wanted(), 5).hits] == [GOOD] or GOOD in str(
            search(shelf, "ferry", Wanted(), 5).hits[0].snippet.text
        )
        assert shelf.rows("SELECT id FROM correction") == [(told.id,)]
    assert not work_folder(folder.parent, DATE).exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The ferry line bought 41 language models.", "number"),
        ("The ferry line did not buy 40 language models.", "polarity"),
        ("Google bought 40 language models.", "latin|name"),
        ("The ferry line bought 40 million language models.", "number|unit"),
        ("It paid 3 million euros.", "wording|novelty|repeat|number|unit|breadth|alignment|clause"),
        ("The ferry line bought 40 language models, see https://evil.example/.", "address"),
        ("輪船公司買了四十個語言模型。", "language"),
    ],
)
def test_a_sentence_that_is_not_borne_out_is_refused_and_nothing_changes(folder: Path, text: str, code: str) -> None:
    before = contents(folder)
    with pytest.raises(RefusedError, match=rf"\[({code})\]"):
        correct(folder, ask(folder, edit=("summary", 1, text)))
    assert contents(folder) == before
    assert not (folder.parent / "feed.xml").exists()
    assert not work_folder(folder.parent, DATE).exists()


def test_a_sentence_in_the_wrong_language_is_told_which_one_is_asked_for(sample_day: Day, folder: Path) -> None:
    at = kit_of(sample_day.printed.folder, File())
    story, now = sample_day.edition.stories[0].id, datetime(2025, 12, 18, 9, 0, tzinfo=UTC)
    for text, code in (("It was sold in May.", "language"), ("这家公司在五月被卖掉了。", "simplified")):
        with pytest.raises(RefusedError, match=rf"\[{code}\]") as refused:
            make.correct(sample_day.printed.folder, Ask("x", story, edit=("summary", 1, text)), at, (), at=now)
        assert refused.value.remedy.startswith("type it in Traditional Chinese")
    with pytest.raises(RefusedError, match="the edition is in English") as refused:
        correct(folder, ask(folder, edit=("summary", 1, "輪船公司買了四十個語言模型。")))
    assert refused.value.remedy.startswith("type it in English;")


def test_an_edit_rests_on_what_the_editor_cites(folder: Path) -> None:
    text = "The price was 3 million euros."
    with pytest.raises(RefusedError, match="number"):
        correct(folder, ask(folder, edit=("summary", 1, "It paid 3 million euros for them.")))
    correct(folder, ask(folder, edit=("summary", 1, "It paid 3 million euros."), cite=("paid 3 million euros",)))
    claim = ferry(proved(folder)).fields.summary[0]
    assert [c.quote for c in claim.citations] in (["It paid 3 million euros."], ["paid 3 million euros"])
    with pytest.raises(RefusedError, match="stands in no article"):
        correct(folder, ask(folder, edit=("summary", 1, text), cite=("paid 4 million",)))


def test_the_words_of_the_source_stay_a_quote(folder: Path) -> None:
    quote = "The Harbour Board had objected in May."
    correct(folder, ask(folder, edit=("summary", 1, quote), cite=(quote,)))
    claim = ferry(proved(folder)).fields.summary[0]
    assert (claim.text, claim.transform, claim.checks) == (quote, "none", ())


def test_a_headline_is_edited_wherever_the_page_says_it(folder: Path) -> None:
    old = ferry(read_edition(folder)).headline.text
    correct(
        folder,
        ask(
            folder,
            edit=("headline", 1, "A ferry line bought 40 language models"),
            cite=("A ferry line bought 40 language models",),
        ),
    )
    edition = proved(folder)
    (told,) = edition.corrections
    assert told.headline == old
    rest = msgspec.json.encode(msgspec.structs.replace(edition, corrections=())).decode()
    assert old not in edition.summary + edition.title + "".join(r.text for r in edition.insight.trends)
    assert "A ferry line bought 40 language models" in rest


def test_a_sentence_is_taken_out(folder: Path) -> None:
    was = ferry(read_edition(folder))
    correct(folder, ask(folder, edit=("summary", 1, "")))
    edition = proved(folder)
    now = next(p for p in (*edition.stories, *edition.also) if p.id == was.id)
    assert len(now.fields.all()) == len(was.fields.all()) - 1
    assert edition.corrections[0].after == ""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"edit": ("summary", 9, GOOD)}, "no sentence 9"),
        ({"edit": ("summary", 0, GOOD)}, "no sentence 0"),
        ({"edit": ("headline", 1, "")}, "cannot be empty"),
        ({"edit": ("summary", 1, GOOD), "reason": " "}, "readers are told why"),
        ({"story": "ffffffff", "withdraw": True}, "fits no printed story"),
        ({"story": "", "undo": "nothing"}, "no correction that stands"),
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_changes(folder: Path, change: dict[str, object], told: str) -> None:
    before = contents(folder)
    with pytest.raises(UsageError, match=told):
        correct(folder, ask(folder, **change))
    assert contents(folder) == before


def test_what_stands_there_already_is_no_edit(folder: Path) -> None:
    old = ferry(read_edition(folder)).fields.summary[0].text
    with pytest.raises(UsageError, match="already"):
        correct(folder, ask(folder, edit=("summary", 1, old)))


# --- withdrawn, annotated, taken back --------------------------------------------------------------------------------


def test_a_withdrawn_story_is_nowhere_but_in_the_correction(folder: Path) -> None:
    was = ferry(read_edition(folder))
    correct(folder, ask(folder, withdraw=True, reason="it was a hoax"), to=("site", "hugo", "atom"))
    edition = proved(folder)
    rest = msgspec.json.encode(msgspec.structs.replace(edition, corrections=())).decode()
    assert was.id not in rest and was.headline.text not in rest
    assert edition.corrections[0].headline == was.headline.text
    first = msgspec.json.decode((folder / "edition.first.json").read_bytes(), type=Edition)
    assert edition.counts.no == first.counts.no + 1
    with pytest.raises(UsageError, match="was withdrawn"):
        correct(folder, Ask(reason="x", story=was.id[:8], note="y"))
    with opened(folder.parent) as shelf:
        assert search(shelf, "ferry", Wanted(), 5).matched == 0


def test_many_stories_of_a_day_can_be_withdrawn(sample_day: Day) -> None:
    """One after the other: counts true, and no front matter that tells a headline that is gone."""
    folder = sample_day.printed.folder
    edition = sample_day.edition
    past = past_of(folder, edition, kit_of(folder, File()))
    gone: list[Printing] = []
    for number, printing in enumerate((*edition.stories[:6], *edition.also[::12])):
        told = Correction(
            id=str(number), at=NOW, story=printing.id, headline=printing.headline.text, kind="withdrawn", reason="x"
        )
        edition = applied(edition, Entry(correction=told), past)
        gone.append(printing)
        assert not [p for p in gone if len(p.headline.text) > 12 and p.headline.text in edition.summary + edition.title]
        assert edition.counts.claims == sum(1 for _ in printed_claims(edition))
        assert edition.counts.no == sample_day.edition.counts.no + len(gone)
        rest = msgspec.json.encode(msgspec.structs.replace(edition, corrections=(), questions=())).decode()
        assert not [p for p in gone if f'"{p.id}"' in rest]


def test_a_withdrawal_leaves_the_other_stories_to_the_byte(sample_day: Day) -> None:
    folder, edition = sample_day.printed.folder, sample_day.edition
    past = past_of(folder, edition, kit_of(folder, File()))
    gone = edition.also[-1]
    told = Correction(id="1", at=NOW, story=gone.id, headline="x", kind="withdrawn", reason="x")
    after = applied(edition, Entry(correction=told), past)
    assert after.stories == edition.stories and after.also == edition.also[:-1]
    assert after.title == edition.title and after.summary == edition.summary and after.tags == edition.tags


def test_a_withdrawn_story_takes_the_written_theme_that_cites_it_along(sample_day: Day) -> None:
    folder, computed = sample_day.printed.folder, sample_day.edition
    past = past_of(folder, computed, kit_of(folder, File()))
    gone, other = computed.stories[-1], computed.also[-1]
    theme = Remark(text="開放", citations=(StoryRef(story=gone.id),), written=True)
    _, _, tail = computed.title.partition("：")
    edition = msgspec.structs.replace(computed, title=f"{theme.text}：{tail}", theme=theme)

    def without(story: Printing) -> Edition:
        told = Correction(id="1", at=NOW, story=story.id, headline="x", kind="withdrawn", reason="x")
        return applied(edition, Entry(correction=told), past)

    kept, fell = without(other), without(gone)
    assert (kept.theme, kept.title) == (theme, edition.title)
    assert fell.theme is None and theme.text not in fell.title and fell.title.endswith(tail)


def test_a_note_changes_nothing_but_what_is_told(folder: Path) -> None:
    before = read_edition(folder)
    correct(folder, ask(folder, note="The line has since closed."))
    edition = proved(folder)
    assert msgspec.structs.replace(edition, corrections=()) == before
    assert (edition.corrections[0].kind, edition.corrections[0].after) == ("annotated", "The line has since closed.")


def test_a_correction_is_taken_back_and_readers_are_told(folder: Path) -> None:
    before = read_edition(folder)
    done = correct(folder, ask(folder, withdraw=True))
    correct(folder, Ask(reason="it was true after all", undo=done.correction.id[:4]))
    edition = proved(folder)
    assert msgspec.structs.replace(edition, corrections=()) == before
    (told,) = edition.corrections
    assert told.kind == "annotated" and "taken back" in told.after and told.reason == "it was true after all"
    assert len(read_journal(folder)) == 2
    with pytest.raises(UsageError, match="no correction that stands"):
        correct(folder, Ask(reason="x", undo=done.correction.id))
    with pytest.raises(UsageError, match="no correction that stands"):
        correct(folder, Ask(reason="x", undo=told.id))


def test_a_correction_tells_its_moment_in_the_zone_of_the_edition(folder: Path) -> None:
    made = read_edition(folder).made
    done = correct(folder, ask(folder, withdraw=True), at=NOW.astimezone(timezone(timedelta(hours=-7))))
    assert done.correction.at == NOW and done.correction.at.utcoffset() == made.utcoffset()
    correct(folder, Ask(reason="it was true after all", undo=done.correction.id))
    when = told_at(labels("en")["site"], NOW.astimezone(made.tzinfo))
    assert when in read_edition(folder).corrections[0].after


def test_a_correction_never_tells_an_earlier_moment_than_the_last(folder: Path) -> None:
    """Or the entry of the feed would go back in time, and readers would not see it."""
    first = correct(folder, ask(folder, withdraw=True))
    before, entry = contents(folder), updated(read_edition(folder))
    for asked in (Ask(reason="x", story=second_of(folder).id, note="x"), Ask(reason="x", undo=first.correction.id)):
        with pytest.raises(UsageError, match="is before the last correction"):
            correct(folder, asked, at=NOW - timedelta(seconds=1))
    assert contents(folder) == before
    correct(folder, Ask(reason="x", undo=first.correction.id), at=NOW)
    assert updated(read_edition(folder)) == entry == NOW


def second_of(folder: Path) -> Printing:
    edition = read_edition(folder)
    gone = {one.story for one in edition.corrections}
    return next(p for p in (*edition.stories, *edition.also) if p.id not in gone)


@pytest.mark.parametrize(("name", "told"), [(FLAGS, "raises again"), (JOURNAL, "edition.first.json")])
def test_a_damaged_file_of_corrections_is_told_with_its_line_and_a_remedy(folder: Path, name: str, told: str) -> None:
    (folder / name).write_text('{"id": 1}\n')
    with pytest.raises(StorageError, match="line 1 is damaged") as error:
        (read_flags if name == FLAGS else read_journal)(folder)
    assert told in str(error.value) and str(folder) in str(error.value)


def test_what_a_later_correction_rests_on_is_not_taken_back(folder: Path) -> None:
    first = correct(folder, ask(folder, edit=("summary", 1, GOOD)))
    second = correct(folder, ask(folder, edit=("summary", 1, "A ferry line bought language models."), reason="shorter"))
    before = contents(folder)
    with pytest.raises(UsageError, match="is not what stands there"):
        correct(folder, Ask(reason="x", undo=first.correction.id))
    assert contents(folder) == before
    correct(folder, Ask(reason="x", undo=second.correction.id))
    assert ferry(proved(folder)).fields.summary[0].text == GOOD


# --- whole or not at all ---------------------------------------------------------------------------------------------


class Killed(BaseException):
    """Stands for kill -9: nothing after it is done."""


ASKS: dict[str, dict[str, object]] = {
    "edit": {"edit": ("summary", 1, GOOD)},
    "withdraw": {"withdraw": True},
    "note": {"note": "The line has since closed."},
}


@pytest.mark.parametrize("kind", sorted(ASKS))
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_any_step_it_is_whole_and_the_same_command_finishes_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str, when: str
) -> None:
    asked = ask(folder, **ASKS[kind])
    unbroken = folder.parent / "unbroken" / DATE
    shutil.copytree(folder, unbroken)
    correct(unbroken, asked)
    first, wanted = contents(folder), contents(unbroken)
    write, steps = write_whole, 0
    for step in range(1, 9):
        broken = folder.parent / f"step-{step}" / DATE
        shutil.copytree(folder, broken)
        count = 0

        def dying(path: Path, data: bytes | str, step: int = step) -> Path:
            nonlocal count
            count += 1
            if count == step and when == "before":
                raise Killed
            written = write(path, data)
            if count == step:
                raise Killed
            return written

        monkeypatch.setattr("broadsheet.corrections.make.write_whole", dying)
        try:
            correct(broken, asked)
        except Killed:
            steps += 1
        else:
            break
        finally:
            monkeypatch.setattr("broadsheet.corrections.make.write_whole", write)
        assert read_edition(broken).corrections in ((), read_edition(unbroken).corrections)
        if (broken / "edition.json").read_bytes() == first["edition.json"]:
            assert {k: v for k, v in contents(broken).items() if k in first} == first
        # The moment is another when the command is given again: what stands already tells its own.
        later = NOW if not read_edition(broken).corrections else NOW.replace(hour=11)
        correct(broken, asked, at=later)
        assert contents(broken) == wanted
        assert (broken.parent / "feed.xml").read_bytes() == (unbroken.parent / "feed.xml").read_bytes()
    assert steps == {"edit": 3, "withdraw": 4, "note": 3}[kind]


_KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from broadsheet.config_file import File
from broadsheet.corrections import make
from broadsheet.replay import kit_of
folder, story, last = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
rename = Path.replace
def dying(self, target):
    if Path(target).name == last:
        os.kill(os.getpid(), signal.SIGKILL)
    return rename(self, target)
Path.replace = dying
make.correct(folder, make.Ask(reason="x", story=story, withdraw=True), kit_of(folder, File()), ("atom",),
             at=datetime(2025, 12, 18, 9, 0, tzinfo=UTC))
"""


@pytest.mark.parametrize(("last", "done"), [("edition.json", False), ("stories.jsonl", True)])
def test_kill_9(folder: Path, last: str, done: bool) -> None:
    before = contents(folder)
    story = ferry(read_edition(folder)).id
    ended = subprocess.run(
        [sys.executable, "-c", _KILLED, str(folder), story, last],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert ended.returncode == -signal.SIGKILL
    assert bool(read_edition(folder).corrections) is done
    assert ((folder / "edition.json").read_bytes() == before["edition.json"]) is not done
    assert len(list(folder.glob(".*.tmp"))) == 1, "it died between writing a file and naming it"
    again = correct(folder, Ask(reason="x", story=story, withdraw=True))
    assert again.again is done
    proved(folder)
    assert not list(folder.glob(".*")), "nothing half-written stays"


def test_what_a_publisher_could_not_write_is_finished_by_the_same_command(folder: Path) -> None:
    asked = ask(folder, edit=("summary", 1, GOOD))
    (folder.parent / "feed.xml").mkdir()
    with pytest.raises((PublishError, StorageError)):
        correct(folder, asked)
    assert proved(folder).corrections
    (folder.parent / "feed.xml").rmdir()
    again = correct(folder, asked, at=NOW.replace(hour=12))
    assert again.again and again.correction.at == NOW
    assert GOOD in (folder.parent / "feed.xml").read_text(encoding="utf-8")
    assert len(read_edition(folder).corrections) == 1


def test_a_date_that_is_being_printed_is_not_corrected_and_its_work_is_left(folder: Path) -> None:
    work = work_folder(folder.parent, DATE)
    asked = ask(folder, withdraw=True)
    with holding(folder.parent, DATE):
        (work / "run.json").write_text("{}", encoding="utf-8")
        with pytest.raises(NoEditionError, match="printing or correcting this date"):
            correct(folder, asked)
        assert read_edition(folder).corrections == ()
    correct(folder, asked)
    assert (work / "run.json").exists()


def test_a_journal_that_lost_a_line_is_told(folder: Path) -> None:
    correct(folder, ask(folder, note="One."))
    (folder / "corrections.jsonl").write_bytes(b"")
    with pytest.raises(StorageError, match=r"corrections\.jsonl"):
        correct(folder, ask(folder, note="Two."))


def test_a_corrected_edition_is_not_printed_over(folder: Path) -> None:
    correct(folder, ask(folder, withdraw=True))
    before = contents(folder)
    with pytest.raises(UsageError, match="corrected by an editor"):
        print_from(write_lines(folder.parent / "a.jsonl", [record(1)]), folder.parent)
    assert contents(folder) == before


# --- made again ------------------------------------------------------------------------------------------------------


def test_replay_makes_the_first_printing_and_its_corrections_again(folder: Path) -> None:
    correct(folder, ask(folder, edit=("summary", 1, GOOD)))
    correct(
        folder,
        Ask(
            reason="x",
            story=read_edition(folder).also[-1].id
            if read_edition(folder).also
            else read_edition(folder).stories[-1].id,
            withdraw=True,
        ),
    )
    assert replay(folder, File(language="en"), Local(), "compose") == []
    path = folder / "edition.json"
    path.write_bytes(path.read_bytes().replace(b"a reader wrote to us", b"a reader sang to us!"))
    assert replay(folder, File(language="en"), Local(), "compose") == ["edition.json"]


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    monkeypatch.chdir(folder.parent)
    (folder.parent / "broadsheet.toml").write_text('language = "en"\n[publish]\nto = ["atom"]\n', encoding="utf-8")

    def run(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, [*words], catch_exceptions=True)
        if isinstance(result.exception, (UsageError, StorageError)):
            assert result.exception.exit_code == code, str(result.exception)
            return str(result.exception)
        assert result.exit_code == code, result.output
        return result.output

    return run


def test_the_command_corrects_lists_and_takes_back(run: Callable[..., str], folder: Path) -> None:
    story = ferry(read_edition(folder)).id[:8]
    told = run("correct", DATE, story, "--edit", "summary", "1", GOOD, "--reason", "too long")
    assert "corrected, and published again" in told and "feed.xml" in told
    assert "it stood already" in run("correct", DATE, story, "--edit", "summary", "1", GOOD, "--reason", "too long")
    id = read_edition(folder).corrections[0].id
    assert id in run("correct", DATE, "--list") and id in run("show", DATE)
    assert "but for 1 correction" in run("replay", DATE, "--engine", "local")
    run("correct", DATE, "--undo", id, "--reason", "it was not")
    assert GOOD not in str(ferry(read_edition(folder)).fields)
    assert run("correct", DATE, "--flags") == "0 open flags\n"
    run("audit", DATE)


def test_the_audit_says_that_an_output_is_of_before_the_correction(run: Callable[..., str], folder: Path) -> None:
    run("publish", DATE, "--to", "site", "--to", "atom", "--to", "json_feed")
    story = ferry(read_edition(folder)).id[:8]
    run("correct", DATE, story, "--withdraw", "--reason", "x", "--to", "site")
    told = run("audit", DATE, "--all", code=1)
    stale = f"no claim of the edition cites it any more; publish again: broadsheet publish {DATE}"
    assert f"\njson feed stale: {stale}" in told, told
    assert (
        "a passage that is not in its source" not in told and "a citation is not what stands at its place" not in told
    )
    run("publish", DATE, "--to", "atom", "--to", "json_feed")
    run("audit", DATE)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "nothing was asked"),
        (("STORY", "--withdraw", "--note", "x"), "--withdraw and --note"),
        (("--withdraw",), "name a story"),
        (("STORY", "--undo", "x"), "the id names it"),
        (("STORY", "--edit", "entities", "1", "x"), "no field that can be edited"),
        (("STORY", "--withdraw", "--cite", "x"), "goes with --edit"),
        (("STORY", "--edit", "summary", "1", "", "--cite", "x", "--reason", "x"), "'' takes one out"),
        (("STORY", "--withdraw"), "readers are told why"),
        (("STORY", "--withdraw", "--reason", "x", "--at", "2025-12-18T06:00"), "before the edition was made"),
        (("STORY", "--withdraw", "--reason", "x", "--at", "noon"), "no ISO 8601 moment"),
        (("STORY", "--withdraw", "--reason", "x", "--at", ""), "'' is no ISO 8601 moment"),
        (("STORY", "--withdraw", "--reason", "x", "--at", "2999-01-01T00:00Z"), "is yet to come"),
        (
            ("STORY", "--edit", "summary", "1", "Google bought 40 language models.", "--reason", "x"),
            "nothing was changed",
        ),
    ],
)
def test_the_command_ends_with_two_and_changes_nothing(
    run: Callable[..., str], folder: Path, words: tuple[str, ...], told: str
) -> None:
    before = contents(folder)
    story = ferry(read_edition(folder)).id[:8]
    assert told in run("correct", DATE, *(story if word == "STORY" else word for word in words), code=2)
    assert contents(folder) == before


def test_a_correction_that_was_told_ahead_of_time_does_not_stop_the_next(run: Callable[..., str], folder: Path) -> None:
    """An older program took any --at, and clocks are set back."""
    story, ahead = ferry(read_edition(folder)).id[:8], datetime(2199, 1, 1, tzinfo=UTC)
    correct(folder, ask(folder, note="It sank."), at=ahead)
    assert "leave out --at" in run(
        "correct", DATE, story, "--note", "x", "--reason", "x", "--at", "2026-01-01T00:00Z", code=2
    )
    run("correct", DATE, story, "--note", "It floats.", "--reason", "x")
    assert [told.at for told in read_edition(folder).corrections] == [ahead, ahead]


def test_a_moment_that_is_typed_may_be_a_little_ahead_of_a_slow_clock() -> None:
    now = datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=8)))
    assert _typed("2026-01-01T00:05", now) == now + AHEAD == _typed("2025-12-31T16:05Z", now)
    with pytest.raises(UsageError, match="is yet to come"):
        _typed("2026-01-01T00:05:01", now)


def test_outputs_that_still_tell_what_stood_before_are_named_with_the_command_that_mends_them(
    run: Callable[..., str], folder: Path
) -> None:
    run("publish", DATE, "--to", "hugo", "--to", "site", "--to", "atom", "--to", "json_stories")
    story = ferry(read_edition(folder)).id[:8]
    told = run("correct", DATE, story, "--note", "It was sold.", "--reason", "news", "--to", "site")
    line = next(line for line in told.splitlines() if "still as before" in line)
    assert line == "still as before: atom, hugo, json_stories; bring them up to date with"
    command = shlex.split(told.splitlines()[told.splitlines().index(line) + 1])
    assert command == ["broadsheet", "publish", DATE, "--to", "atom", "--to", "hugo", "--to", "json_stories"]
    stale = {name: (folder.parent / name).read_bytes() for name in ("feed.xml", "stories.json")}
    run(*command[1:])
    assert all(b"It was sold." not in data for data in stale.values())
    assert all(b"It was sold." in (folder.parent / name).read_bytes() for name in stale)
    assert "still as before" not in run("correct", DATE, story, "--note", "And again.", "--reason", "news", *command[3:],
                                        "--to", "site")  # fmt: skip
    run("audit", DATE)


@pytest.mark.parametrize(
    "words",
    [
        ("correct", DATE, "STORY", "--note", "Caf\udce9", "--reason", "x"),
        ("correct", DATE, "STORY", "--withdraw", "--reason", "caf\udce9"),
        ("correct", DATE, "STORY", "--withdraw", "--reason=caf\udce9"),
        ("correct", DATE, "caf\udce9", "--withdraw", "--reason", "x"),
        ("search", "caf\udce9"),
        ("search", "--entity", "caf\udce9"),
        ("feedback", DATE, "pin", "caf\udce9"),
        ("feedback", DATE, "split", "STORY", "--article", "http://x.example/\udce9"),
        ("subscribers", "add", "caf\udce9@x.example"),
    ],
)
def test_words_that_are_no_utf_8_end_with_two_and_change_nothing(
    folder: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder.parent)
    before = contents(folder)
    story = ferry(read_edition(folder)).id[:8]
    monkeypatch.setattr(sys, "argv", ["broadsheet", *(story if word == "STORY" else word for word in words)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "neither text in UTF-8 nor the name of a file" in capsys.readouterr().err
    assert contents(folder) == before


def test_a_file_may_have_a_name_that_is_no_utf_8(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder.parent)
    path = folder.parent / "caf\udce9.toml"
    path.write_text('language = "en"\n', encoding="utf-8")
    for words in (("--config", path.name), (f"--config={path.name}",)):
        monkeypatch.setattr(sys, "argv", ["broadsheet", "correct", DATE, "--list", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 0 and "nothing was corrected" in capsys.readouterr().out


def test_the_edition_of_another_desk_is_refused_and_nothing_changes(folder: Path) -> None:
    before = contents(folder)
    press = kit_of(folder, File(desk="space"))
    with pytest.raises(UsageError, match="the configured desk has no section") as refused:
        make.correct(folder, ask(folder, withdraw=True), press, ("atom",), at=NOW)
    assert "--config" in str(refused.value) and contents(folder) == before


def test_a_folder_without_an_edition_ends_with_two(run: Callable[..., str], folder: Path) -> None:
    assert "there is no such folder" in run("correct", "2020-01-01", "aaaa", "--withdraw", "--reason", "x", code=2)
    assert not (folder.parent / "2020-01-01").exists() and not (folder.parent / ".work").exists()


def test_the_schema_of_a_line_of_the_journal_is_read_again(folder: Path) -> None:
    correct(folder, ask(folder, edit=("summary", 1, GOOD)))
    (line,) = (folder / "corrections.jsonl").read_bytes().splitlines()
    assert json.loads(line)["claim"]["text"] == GOOD
    assert msgspec.json.decode(line, type=Entry) == read_journal(folder)[0]
