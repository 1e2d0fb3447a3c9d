"""A recheck against real pages on loopback that change, disappear, are walled off or say that they were withdrawn."""

from __future__ import annotations

import os
import shlex
import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from broadsheet.adapters.confine import inline
from broadsheet.adapters.engines import Threads
from broadsheet.cli import app
from broadsheet.config_file import File
from broadsheet.corrections.journal import FLAGS, Flag, open_flags, read_flags
from broadsheet.corrections.recheck import Report, folders_back, recheck
from broadsheet.store import read_edition
from broadsheet.types import Edition

from editions import DATE, print_from, record, write_lines
from loopback_web import Answer, Web, a_fetch, web

NOW = datetime(2025, 12, 19, 9, 0, tzinfo=UTC)
STORIES = {
    "/ferry": (
        "Ferry line buys language models",
        "A ferry line bought 40 language models on Friday. It paid 3 million euros. The board had objected.",
    ),
    "/light": (
        "Denmark acquires nine lighthouses",
        "Nine lighthouses were sold to Denmark this week. The sale took a year of talks.",
    ),
    "/paper": (
        "Reading small networks",
        "We read small networks layer by layer. They hold 7 billion weights in our tests.",
    ),
}


def page(path: str, change: Callable[[str], str] = lambda text: text) -> Answer:
    title, text = STORIES[path]
    shown = "".join(f"<p>{sentence}.</p>" for sentence in change(text).rstrip(".").split(". "))
    html = f"<html><head><title>{title}</title></head><body><nav>Home</nav><article><h1>{title}</h1>{shown}</article></body></html>"
    return Answer(html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


@pytest.fixture(scope="module")
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def printed(port: int, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recheck")
    lines = [
        record(number, url=f"http://127.0.0.1:{port}{path}", title=title, text=text)
        for number, (path, (title, text)) in enumerate(STORIES.items(), 1)
    ]
    return print_from(write_lines(folder / "a.jsonl", lines), folder / "out").folder


@pytest.fixture
def folder(printed: Path, tmp_path: Path) -> Path:
    shutil.copytree(printed, tmp_path / DATE)
    return tmp_path / DATE


@pytest.fixture
def site(port: int) -> Iterator[Web]:
    with web({path: page(path) for path in STORIES}, port=port) as served:
        yield served


def look(folder: Path, *, at: datetime = NOW) -> Report:
    return recheck(folder, File(language="en"), Threads(), at=at, asker=(a_fetch(), inline))


def story_of(folder: Path, path: str) -> str:
    edition = read_edition(folder)
    return next(p.id for p in (*edition.stories, *edition.also) if p.sources[0].url.endswith(path))


def test_nothing_has_changed(folder: Path, site: Web) -> None:
    before = (folder / "edition.json").read_bytes()
    report = look(folder)
    assert (report.pages, report.raised, report.unasked) == (3, (), ())
    assert report.standing >= 3
    assert sorted(site.paths) == sorted(STORIES)
    assert not (folder / FLAGS).exists()
    assert (folder / "edition.json").read_bytes() == before


def test_a_sentence_that_moved_still_stands(folder: Path, site: Web) -> None:
    site.answers["/ferry"] = page("/ferry", lambda text: f"The port had a busy week. {text} More will follow.")
    assert look(folder).raised == ()


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_raises_a_flag(folder: Path, site: Web, status: int) -> None:
    site.answers["/ferry"] = Answer(b"gone", status)
    (flag,) = look(folder).raised
    assert (flag.kind, flag.story, flag.at) == ("gone", story_of(folder, "/ferry"), NOW)
    assert str(status) in flag.message
    assert read_flags(folder) == (flag,)


def test_a_changed_sentence_is_shown_beside_the_old_one(folder: Path, site: Web) -> None:
    site.answers["/ferry"] = page("/ferry", lambda text: text.replace("40", "14"))
    flags = look(folder).raised
    assert {flag.kind for flag in flags} == {"changed"}
    assert all("40" in flag.quote and "14" in flag.now for flag in flags)


def test_a_missing_sentence_raises_a_flag(folder: Path, site: Web) -> None:
    site.answers["/light"] = page(
        "/light", lambda text: "The harbour has opened a museum of ropes. It is free on Sundays."
    )
    flags = look(folder).raised
    assert {flag.kind for flag in flags} == {"missing"} and {f.story for f in flags} == {story_of(folder, "/light")}


@pytest.mark.parametrize(
    "said",
    [
        "This paper has been withdrawn by the authors due to an error. ",
        "The article has been retracted. ",
        "本文已被撤回. ",
    ],
)
def test_a_withdrawn_paper_raises_a_flag(folder: Path, site: Web, said: str) -> None:
    site.answers["/paper"] = page("/paper", lambda text: said + text)
    (flag,) = look(folder).raised
    assert (flag.kind, flag.story) == ("withdrawn", story_of(folder, "/paper"))


def test_another_paper_that_was_withdrawn_raises_none(folder: Path, site: Web) -> None:
    page_now = page("/paper")
    beside = b"<footer><a href='/x'>The article has been retracted</a></footer></body>"
    site.answers["/paper"] = Answer(page_now.body.replace(b"</body>", beside), headers=page_now.headers)
    assert look(folder).raised == ()


def test_a_withdrawal_that_a_later_edition_read_raises_a_flag(folder: Path, site: Web, port: int) -> None:
    later = folder.parent / "2025-12-19"
    shutil.copytree(folder, later)
    edition = read_edition(later)
    (later / "edition.json").write_bytes(msgspec.json.encode(msgspec.structs.replace(edition, date="2025-12-19")))
    text = (later / "items.jsonl").read_text(encoding="utf-8")
    (later / "items.jsonl").write_text(
        text.replace("We read small networks", "This paper has been withdrawn. We read small networks"),
        encoding="utf-8",
    )
    (flag,) = look(folder).raised
    assert flag.kind == "withdrawn" and "2025-12-19" in flag.message
    assert folders_back(later, 2) == [later, folder]
    assert folders_back(later, 1) == [later]


@pytest.mark.parametrize(
    "answer",
    [Answer(b"", 500), Answer(b"", 403), Answer(b"<html><body></body></html>", headers={"Content-Type": "text/html"})],
)
def test_what_cannot_be_judged_is_told_and_raises_no_flag(folder: Path, site: Web, answer: Answer) -> None:
    site.answers["/ferry"] = answer
    report = look(folder)
    assert report.raised == () and [f.subject.endswith("/ferry") for f in report.unasked] == [True]


def test_a_claim_that_does_not_hold_any_more_raises_a_flag(folder: Path, site: Web) -> None:
    path = folder / "edition.json"
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b'"text": "A ferry line bought 40', b'"text": "A ferry line bought 41'))
    flags = look(folder).raised
    assert {flag.kind for flag in flags} == {"proof"}
    assert flags[0].story == story_of(folder, "/ferry") and "41" in flags[0].message


def test_the_same_thing_is_one_flag(folder: Path, site: Web) -> None:
    site.answers["/ferry"] = Answer(b"gone", 410)
    assert len(look(folder).raised) == 1
    assert look(folder, at=NOW.replace(hour=12)).raised == ()
    site.answers["/light"] = Answer(b"gone", 410)
    assert len(look(folder).raised) == 1
    assert len(read_flags(folder)) == 2


def test_a_flag_that_was_acted_on_is_closed(folder: Path) -> None:
    edition: Edition = read_edition(folder)
    story = (*edition.stories, *edition.also)[0]
    quote = story.fields.summary[0].citations[0]
    about = Flag(id="1", at=NOW, story=story.id, kind="gone", message="the page is gone")
    cited = msgspec.structs.replace(
        about, id="2", kind="missing", article=quote.article, part=quote.part, quote=quote.quote
    )
    assert open_flags([about, cited], edition) == (about, cited)
    bare = msgspec.structs.replace(story, fields=msgspec.structs.replace(story.fields, summary=()))
    swapped = (
        [bare if p.id == story.id else p for p in edition.stories],
        [bare if p.id == story.id else p for p in edition.also],
    )
    without = msgspec.structs.replace(edition, stories=tuple(swapped[0]), also=tuple(swapped[1]))
    assert about in open_flags([about, cited], without)


# --- the command, through the guarded fetcher itself -----------------------------------------------------------------


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    monkeypatch.chdir(folder.parent)
    (folder.parent / "broadsheet.toml").write_text(
        'language = "en"\n[publish]\nto = ["atom"]\n[fetch]\nprivate = ["127.0.0.1"]\ndelay = 0.0\n', encoding="utf-8"
    )

    def run(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, [*words])
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    return run


def test_the_command_asks_with_manners_and_every_flag_leads_to_a_command_that_works(
    run: Callable[..., str], folder: Path, site: Web
) -> None:
    assert "0 new flags" in run("recheck", DATE)
    assert "/robots.txt" in site.paths  # a run of Broadsheet asks first, and so does this
    site.answers |= {
        "/ferry": page("/ferry", lambda text: text.replace("40", "14")),
        "/light": Answer(b"gone", 410),
        "/paper": page("/paper", lambda text: "This paper has been withdrawn by its authors. " + text),
    }
    told = run("recheck", DATE, code=1)
    assert "changed" in told and "gone" in told and "withdrawn" in told
    assert "open flag" in run("show", DATE)
    commands = [line.strip() for line in run("correct", DATE, "--flags").splitlines() if "broadsheet correct" in line]
    assert len(commands) >= 3
    for command in commands:
        run(*shlex.split(command)[1:])
    edition = read_edition(folder)
    assert {c.kind for c in edition.corrections} == {"edited", "annotated", "withdrawn"}
    assert "0 open flags" in run("correct", DATE, "--flags")
    assert not os.listdir(folder.parent / ".work") if (folder.parent / ".work").exists() else True
