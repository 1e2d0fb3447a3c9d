"""Bad input gets a clear error that names the item, and an edition, or exit 3 with the reason; nothing is half-written.

The file is long because it is one list of what may come, each beside what is said of it.
"""

from __future__ import annotations

import fcntl
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO

import msgspec
import pytest
from typer.testing import CliRunner

from broadsheet import press
from broadsheet.adapters.engines import Local
from broadsheet.adapters.web.journal import Journal
from broadsheet.cli import app, main
from broadsheet.config_file import File, read_file
from broadsheet.doctor import Finding, examine
from broadsheet.errors import BroadsheetError, ConfigError, NoEditionError, StorageError
from broadsheet.evidence import write_warc
from broadsheet.hold import holding
from broadsheet.press import Printed, plan, print_edition
from broadsheet.store import read_articles, read_edition, read_ledger
from broadsheet.types import Sheet, Source, Window

from editions import AT, DATE, print_from, record, write_lines

GOOD = (record(1), record(2))


def failure(printed: Printed, kind: str) -> str:
    """Return what the ledger tells of the one failure of ``kind``."""
    found = [f for f in printed.outcome.ledger.failures if f.kind == kind]
    assert len(found) == 1, [f"{f.kind}: {f.subject}: {f.message}" for f in printed.outcome.ledger.failures]
    return f"{found[0].subject}: {found[0].message}"


def tree(root: Path) -> list[str]:
    """Return what stands below ``root``, but for what only saves time: checkpoints and the cache of vectors."""
    names = (str(path.relative_to(root)) for path in root.rglob("*"))
    return sorted(name for name in names if not name.startswith((".work", ".cache")))


def command(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    ended: subprocess.CompletedProcess[str] = subprocess.run(
        [sys.executable, "-m", "broadsheet", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        **options,  # type: ignore[call-overload]
    )
    return ended


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """The program in this process, for what it refuses: the code that it ends with, and what it tells."""

    def run(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["broadsheet", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert isinstance(ended.value.code, int)
        return ended.value.code, capsys.readouterr().err.replace("\n", "")

    return run


def test_an_edition_that_takes_the_place_of_another_says_so(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "day.jsonl", [record(1)])
    ask = ("run", "--from", path, "--out", tmp_path / "out", "--date", DATE, "--at")
    first, again, later = (command(*ask, f"2025-12-18T{at}:00+08:00") for at in ("06:00", "06:00", "09:30"))
    assert [ended.returncode for ended in (first, again, later)] == [0, 0, 0]
    assert "takes the place" not in first.stdout + again.stdout
    assert "takes the place of the edition of this date that was made for 2025-12-18 06:00" in later.stdout


def test_an_empty_day_ends_with_3_and_leaves_nothing(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "empty.jsonl", [""])
    ended = command("run", "--from", path, "--out", tmp_path / "out", "--date", DATE)
    assert ended.returncode == 3
    assert "no article came from 1 source" in ended.stderr
    assert (
        f"read: {path} ({path.stat().st_size} bytes)" in ended.stderr and "an article a line, as JSON" in ended.stderr
    )
    assert not tree(tmp_path / "out")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nowhere", "there is no such file or folder"),
        ("folder", "is a folder without articles.jsonl"),
        ("pipe", "is a pipe or a device, and no file"),
    ],
)
def test_what_is_no_input_is_told_with_what_is(
    tmp_path: Path, program: Callable[..., tuple[int, str]], name: str, told: str
) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    code, said = program("run", "--from", tmp_path / name, "--out", tmp_path / "out")
    assert code == 2 and told in said and "give a .jsonl with an article a line" in said
    assert not (tmp_path / "out").exists()


def test_articles_of_other_hours_ask_for_wider_ones(tmp_path: Path, program: Callable[..., tuple[int, str]]) -> None:
    path = write_lines(tmp_path / "old.jsonl", [record(1, published="2025-12-01T10:00:00Z")])
    code, said = program("run", "--from", path, "--out", tmp_path / "out", "--hours", 24, "--at", AT.isoformat())
    assert code == 3 and "--hours takes a wider window" in said


def test_a_moment_of_another_zone_is_told_in_the_zone_of_the_paper(
    tmp_path: Path, program: Callable[..., tuple[int, str]]
) -> None:
    path = write_lines(tmp_path / "one.jsonl", [record(1)])
    for typed in ("2025-12-17T22:44:44Z", "2025-12-18T06:44:44", "2025-12-17T17:44:44-05:00"):
        code, said = program("run", "--from", path, "--out", tmp_path / "out", "--at", typed)
        assert code == 0, said
        edition = read_edition(tmp_path / "out" / "2025-12-18")
        assert edition.made.isoformat() == "2025-12-18T06:44:44+08:00", "timezone is Asia/Taipei where none is named"
    assert [path.name for path in (tmp_path / "out").glob("2*")] == ["2025-12-18"]


@pytest.mark.parametrize(
    "host", ["http://wiki.lan/", "wiki.lan:8000", "10.0.0.0/8", "*.lan", "127.0.0.1:80", "me@wiki.lan", "a b", ""]
)
def test_what_is_no_host_of_an_own_network_is_told_and_not_passed_over(tmp_path: Path, host: str) -> None:
    path = tmp_path / "broadsheet.toml"
    path.write_text(f'[fetch]\nprivate = ["{host}"]\n')
    with pytest.raises(ConfigError, match="a host alone, such as"):
        read_file(path)


@pytest.mark.parametrize("host", ["wiki.lan", "10.0.0.7", "::1", "[fd00::7]", "wiki.lan.", "內網", "::ffff:10.0.0.7"])
def test_a_host_of_an_own_network_is_taken_in_any_form(tmp_path: Path, host: str) -> None:
    path = tmp_path / "broadsheet.toml"
    path.write_text(f'[fetch]\nprivate = ["{host}"]\n', encoding="utf-8")
    assert read_file(path).fetch.private == (host,)


def test_a_capture_tells_moment_and_language_and_is_no_unfinished_run(
    tmp_path: Path, program: Callable[..., tuple[int, str]]
) -> None:
    capture = tmp_path / "capture.warc.gz"
    sheet = Sheet(date=DATE, made=AT, window=Window(start=AT - timedelta(hours=9), end=AT), language="en")
    write_warc(capture, [], sheet)
    asked = Source(name="a", kind="feed", url="https://a.example/feed", outlet="A", owner="A")
    (tmp_path / "sources.jsonl").write_bytes(msgspec.json.encode(asked))
    code, said = program("run", "--from", capture, "--out", tmp_path / "out")
    assert code == 2 and f"the moment is that of the capture: {AT.isoformat()}" in said and "unfinished" not in said, (
        said
    )
    settings = plan(File(language="zh-Hant"), origins=[capture], out=tmp_path)
    assert (settings.made, settings.hours, settings.language) == (AT, 9, "en")
    assert plan(File(), origins=[capture], language="zh-Hant", out=tmp_path).language == "zh-Hant"


def test_a_day_that_is_damaged_is_told_with_the_command_that_prints_it_again(tmp_path: Path) -> None:
    printed = print_from(write_lines(tmp_path / "one.jsonl", GOOD), tmp_path / "out")
    for name, read in (
        ("articles.jsonl", read_articles),
        ("edition.json", read_edition),
        ("ledger.jsonl", read_ledger),
    ):
        (printed.folder / name).write_text("{")
        with pytest.raises(StorageError, match=r"is damaged.*\n.*print the day again; or move its folder away"):
            read(printed.folder)
        (printed.folder / "capture.warc.gz").touch()
        with pytest.raises(StorageError, match=rf"run --from {printed.folder}/capture.warc.gz --out {tmp_path}/out\)"):
            read(printed.folder)
        (printed.folder / "capture.warc.gz").unlink()


def test_one_article_is_an_edition(tmp_path: Path) -> None:
    printed = print_from(write_lines(tmp_path / "one.jsonl", [record(1)]), tmp_path / "out")
    assert printed.edition.counts.stories == 1
    assert printed.edition.counts.full + printed.edition.counts.line == 1


@pytest.mark.slow
def test_five_thousand_articles(tmp_path: Path) -> None:
    lines = [record(n, url=f"https://o{n % 50}.example/{n}", outlet=f"Outlet {n % 50}") for n in range(5000)]
    printed = print_from(write_lines(tmp_path / "many.jsonl", lines), tmp_path / "out")
    counts = printed.edition.counts
    assert counts.articles == 5000
    assert counts.stories == counts.full + counts.line + counts.no
    assert sum(len(p.sources) for p in (*printed.edition.stories, *printed.edition.also)) == 5000


def test_an_article_without_text(tmp_path: Path) -> None:
    lines = [*GOOD, record(3, text="", title="Only a title about a model")]
    printed = print_from(write_lines(tmp_path / "a.jsonl", lines), tmp_path / "out")
    assert "outlet3.example" in failure(printed, "no_text")
    assert any(p.headline.text == "Only a title about a model" for p in printed.edition.also)


def test_an_article_without_title(tmp_path: Path) -> None:
    text = "The ferry council voted for seventeen language models. Captains were not asked."
    printed = print_from(write_lines(tmp_path / "a.jsonl", [*GOOD, record(3, title="", text=text)]), tmp_path / "out")
    assert "outlet3.example" in failure(printed, "no_title")
    headlines = [p.headline for p in (*printed.edition.stories, *printed.edition.also)]
    assert any(h.text == "The ferry council voted for seventeen language models." for h in headlines)


def test_an_article_with_neither_is_told_and_left_out(tmp_path: Path) -> None:
    lines = [*GOOD, record(3, title="", text="")]
    printed = print_from(write_lines(tmp_path / "a.jsonl", lines), tmp_path / "out")
    assert printed.edition.counts.articles == 2
    assert [f for f in printed.outcome.ledger.failures if "outlet3.example" in f.subject]


def test_an_article_without_date_is_undated_not_now(tmp_path: Path) -> None:
    lines = [*GOOD, record(3, published=None), record(4, published="some day")]
    printed = print_from(write_lines(tmp_path / "a.jsonl", lines), tmp_path / "out")
    undated = [a for a in read_articles(printed.folder).values() if a.published is None]
    assert {a.source.outlet for a in undated} == {"Outlet 3", "Outlet 4"}


def test_a_date_in_2035_is_told_and_not_believed(tmp_path: Path) -> None:
    lines = [*GOOD, record(3, published="2035-01-01T00:00:00Z")]
    printed = print_from(write_lines(tmp_path / "a.jsonl", lines), tmp_path / "out", hours=24)
    assert "outlet3.example" in failure(printed, "future_date")
    assert [a for a in read_articles(printed.folder).values() if a.published is None]


def test_a_broken_line_is_named_and_the_next_ones_are_read(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", [GOOD[0], '{"url": "https://x.example/', "[1, 2]", GOOD[1]])
    printed = print_from(path, tmp_path / "out")
    told = [f"{f.subject} {f.message}" for f in printed.outcome.ledger.failures]
    assert any("a.jsonl:2" in text for text in told)
    assert any("a.jsonl:3" in text for text in told)
    assert printed.edition.counts.articles == 2


def test_mixed_encodings_in_one_file(tmp_path: Path) -> None:
    chinese = '{"url": "https://z.example/1", "title": "小米发布新的人工智能模型", "outlet": "乙报", "text": "小米周三发布新的人工智能模型。"}'
    path = write_lines(tmp_path / "a.jsonl", [GOOD[0], chinese.encode("gb18030")])
    printed = print_from(path, tmp_path / "out")
    assert {a.title for a in read_articles(printed.folder).values()} >= {"小米发布新的人工智能模型"}


def test_a_text_of_five_megabytes(tmp_path: Path) -> None:
    long = "\n".join(f"The model yard of row {n} holds {n} crates." for n in range(120_000))
    assert len(long) > 5_000_000
    printed = print_from(write_lines(tmp_path / "a.jsonl", [*GOOD, record(3, text=long)]), tmp_path / "out")
    assert "outlet3.example" in failure(printed, "cut")
    assert all(len(a.text) < 500_000 for a in read_articles(printed.folder).values())


def test_html_in_a_title_is_text(tmp_path: Path) -> None:
    title = 'A <b>bold</b> model &amp; <script>alert("x")</script> yard opens'
    printed = print_from(write_lines(tmp_path / "a.jsonl", [*GOOD, record(3, title=title)]), tmp_path / "out")
    assert "A bold model & yard opens" in {" ".join(a.title.split()) for a in read_articles(printed.folder).values()}
    for page in (tmp_path / "out").rglob("*.html"):
        assert "<script>alert" not in page.read_text(encoding="utf-8")


def test_invisible_and_right_to_left_characters_are_removed(tmp_path: Path) -> None:
    title = "A\u200b model\u202e yard\u2066 opens\U000e0041"
    text = "The yard\u200d opened\u202e on\ufeff Wednesday with 12 models."
    printed = print_from(
        write_lines(tmp_path / "a.jsonl", [*GOOD, record(3, title=title, text=text)]), tmp_path / "out"
    )
    (seen,) = [a for a in read_articles(printed.folder).values() if a.source.outlet == "Outlet 3"]
    assert seen.title == "A model yard opens"
    assert seen.text == "The yard opened on Wednesday with 12 models."


def test_an_unwritable_output_folder(tmp_path: Path, program: Callable[..., tuple[int, str]]) -> None:
    (tmp_path / "file").write_text("not a folder")
    path = write_lines(tmp_path / "a.jsonl", GOOD)
    code, told = program("run", "--from", path, "--out", tmp_path / "file" / "out", "--date", DATE)
    assert code == 3
    assert str(tmp_path / "file" / "out") in told
    assert "cannot be written" in told


@pytest.mark.parametrize("limit", [2_000, 20_000, 60_000])
def test_a_full_disk_leaves_the_old_edition_or_none(tmp_path: Path, limit: int) -> None:
    """The system refuses every file beyond ``limit`` bytes, as a disk does that is nearly full."""
    path = write_lines(tmp_path / "a.jsonl", [record(n) for n in range(60)])
    out = tmp_path / "out"
    printed = print_from(write_lines(tmp_path / "old.jsonl", GOOD), out)
    before = {name: (out / name).read_bytes() for name in tree(out) if (out / name).is_file()}

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    ended = command("run", "--from", path, "--out", out, "--date", DATE, "--lang", "en", preexec_fn=small_files)
    assert ended.returncode == 3, ended.stderr
    assert "cannot be written" in ended.stderr or "the disk is full" in ended.stderr
    after = {
        name: (out / name).read_bytes() for name in tree(out) if (out / name).is_file() and not name.startswith(".work")
    }
    edition = f"{DATE}/edition.json"
    if after[edition] == before[edition]:  # the new edition did not fit: everything is as it was
        assert after == before
    else:
        assert {name for name in before if name.startswith(DATE)} <= set(after)
        assert read_edition(out / DATE).counts.articles == 60
    assert printed.folder.exists()
    assert not [name for name in tree(out) if ".tmp" in name or ".old" in name], "something half-written was left"


def test_an_interrupted_run_goes_on_at_the_same_moment(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", GOOD)
    first = plan(File(), date=DATE, at=AT, origins=[path], out=tmp_path / "out")

    class Stopped:
        def __call__(self, fn: object, values: object, /, *, waits: bool, lanes: Sequence[str] = ()) -> list[bytes]:
            raise KeyboardInterrupt

        def close(self) -> None: ...

    with pytest.raises(KeyboardInterrupt):
        print_edition(first, Stopped())
    assert plan(File(), date=DATE, origins=[path], out=tmp_path / "out") == first
    assert plan(File(), date=DATE, origins=[path], out=tmp_path / "out", language="en") != first


def test_two_runs_never_print_one_date_at_once(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", GOOD)
    inner: list[int] = []

    class Slow(Local):
        def __call__(
            self, fn: Callable[[bytes], bytes], values: Sequence[bytes], /, *, waits: bool, lanes: Sequence[str] = ()
        ) -> Iterator[bytes]:
            if not inner:
                inner.append(command("run", "--from", path, "--out", tmp_path / "out", "--date", DATE).returncode)
            return super().__call__(fn, values, waits=waits)

    printed = print_from(path, tmp_path / "out", engine=Slow())
    assert inner == [3]
    assert printed.edition.counts.articles == 2
    assert command("run", "--from", path, "--out", tmp_path / "out", "--date", DATE).returncode == 0


def test_no_such_file(tmp_path: Path, program: Callable[..., tuple[int, str]]) -> None:
    code, told = program("run", "--from", tmp_path / "nothing.jsonl", "--out", tmp_path / "out")
    assert code == 2
    assert "there is no such file" in told
    assert not (tmp_path / "out").exists()


# --- doctor: what it calls well works, and what it cannot use is named ------------------------------------------------

ENTRY = '[[source]]\nname = "a"\nkind = "{kind}"\nurl = "https://a.example/feed"\noutlet = "A"\nowner = "A"\n'


def examined(folder: Path, sources: str = ENTRY.format(kind="feed")) -> dict[str, Finding]:
    """Return what doctor finds, by what it looked at, of a configuration in ``folder``."""
    (folder / "sources.toml").write_text(sources, encoding="utf-8")
    (folder / "broadsheet.toml").write_text('sources = "./sources.toml"\nout = "./editions"\n', encoding="utf-8")
    return {finding.what: finding for finding in examine(folder / "broadsheet.toml")}


def test_doctor_finds_an_installation_well_and_leaves_nothing(tmp_path: Path) -> None:
    found = examined(tmp_path)
    assert not [finding for finding in found.values() if not finding.ok]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broadsheet.toml", "sources.toml"]


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        (ENTRY.format(kind="fed"), "kind 'fed'"),
        (ENTRY.format(kind="feed") + "options.zne = 8\n", "zne"),
    ],
)
def test_doctor_refuses_sources_that_no_run_would_take(tmp_path: Path, sources: str, told: str) -> None:
    found = examined(tmp_path, sources)["sources"]
    assert not found.ok and told in found.told


@pytest.mark.parametrize(
    "arguments", [("run",), ("sources", "list"), ("sources", "check"), ("sources", "export")], ids=" ".join
)
def test_a_kind_that_nobody_reads_ends_every_command_at_once(
    tmp_path: Path, arguments: tuple[str, ...], program: Callable[..., tuple[int, str]]
) -> None:
    examined(tmp_path, ENTRY.format(kind="fed"))
    code, told = program(*arguments, "--config", tmp_path / "broadsheet.toml")
    assert code == 2, told
    assert f"{tmp_path}/sources.toml: source 1 (a): kind 'fed'" in told and "did you mean 'feed'?" in told
    assert not (tmp_path / "editions" / DATE).exists()


def database(folder: Path) -> Path:
    path = folder / "editions" / ".cache" / "web.sqlite"
    Journal(path, "run 1").close()
    return path


def test_doctor_writes_to_the_memory_and_changes_nothing_in_it(tmp_path: Path) -> None:
    path = database(tmp_path)
    found = examined(tmp_path)["memory"]
    assert found.ok and found.told == f"{path} can be written"
    assert Journal(path, "run 2").trouble is None


def test_doctor_tells_of_a_memory_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = database(tmp_path)
    connect = sqlite3.connect

    def read_only(address: str, **options: object) -> sqlite3.Connection:  # root may write to what nobody may
        return connect(address.replace("mode=rw", "mode=ro"), **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(sqlite3, "connect", read_only)
    found = examined(tmp_path)["memory"]
    assert not found.ok and str(path) in found.told and "cannot be written" in found.told


def test_doctor_tells_of_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions" / ".cache").write_text("a file")
    assert not examined(tmp_path)["memory"].ok


def test_doctor_tells_that_a_damaged_memory_will_be_set_aside(tmp_path: Path) -> None:
    path = database(tmp_path)
    path.write_bytes(b"no database at all, " * 100)
    found = examined(tmp_path)["memory"]
    assert found.ok and "sets it aside" in found.told
    assert path.read_bytes().startswith(b"no database")


def test_a_lock_that_was_removed_meanwhile_is_nobodys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run ends, and removes its lock, between the opening and the locking of that file by the next one."""
    work = tmp_path / "out" / ".work" / DATE
    flock, removed = fcntl.flock, list[bool]()

    def late(handle: BinaryIO, how: int) -> None:
        if not removed:
            removed.append(True)
            press._clear(work)
        flock(handle, how)

    monkeypatch.setattr(fcntl, "flock", late)
    with holding(tmp_path / "out", DATE):
        assert removed and (work / "lock").exists()
        with pytest.raises(NoEditionError, match="another process"), holding(tmp_path / "out", DATE):
            pass
    press._clear(work)
    assert not (tmp_path / "out" / ".work").exists()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc here, in which nobody can make a folder")
def test_a_place_where_nothing_can_be_made_is_not_held_by_another() -> None:
    with pytest.raises(StorageError, match="cannot be written"), holding(Path("/proc/broadsheet"), DATE):
        pass


EDITION = (
    "audit PATH",
    "show PATH",
    "publish PATH",
    "replay PATH",
    "recheck PATH",
    "correct PATH ab --list",
    "feedback PATH veto ab",
)
ALL_EDITIONS = ("vacuum PATH", "archive status PATH", "archive rebuild PATH", "search ferry --dir PATH")


@pytest.mark.parametrize("words", [*EDITION, *ALL_EDITIONS])
def test_a_folder_that_is_not_there_is_told_from_one_without_an_edition(
    tmp_path: Path, program: Callable[..., tuple[int, str]], words: str
) -> None:
    def told(path: Path) -> str:
        code, said = program(*(path if word == "PATH" else word for word in words.split()))
        assert code == 2 and str(path) in said
        return said

    missing, empty, file = tmp_path / "out" / DATE, tmp_path / "empty", tmp_path / "a.jsonl"
    empty.mkdir()
    file.write_text("")
    assert "there is no such folder" in told(missing)
    assert "is a file" in told(file)
    if words in EDITION:
        assert "2026-02-30 is no day of the calendar" in told(tmp_path / "2026-02-30")
        assert ("holds no editions" if words == "publish PATH" else "is not an edition folder") in told(empty)
    assert not missing.parent.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["run", "--date", "2026-02-30"], "2026-02-30 is no day of the calendar"),
        (["run", "--date", "18.12.2025"], "'18.12.2025' is no date; write it as YYYY-MM-DD"),
        (["run", "--at", "2026-02-30T06:44"], "2026-02-30 is no day of the calendar"),
        (["run", "--at", "noon"], "'noon' is no ISO 8601 moment"),
        (["run", "--at", "0001-01-01T00:00:00Z"], "no edition can be made of that time"),
        (["run", "--at", "9999-12-31T23:59:59-12:00"], "no edition can be made of that time"),
        (["run", "--date", "0001-01-01"], "--date 0001-01-01: no edition can be made of that time"),
        (["run", "--date", "9999-12-31"], "--date 9999-12-31: no edition can be made of that time"),
        (["search", "ferry", "--since", "2025-13-01"], "2025-13-01 is no day of the calendar"),
        (["search", "ferry", "--until", "today"], "'today' is no date"),
        (["search", "--thread", "2026-02-30/ab"], "'2026-02-30' is no day of the calendar"),
        (["correct", "DIR", "ab", "--withdraw", "--reason", "x", "--at", "2026-02-30T06:44"], "2026-02-30 is no day"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_a_day_that_does_not_exist_is_told_in_every_command(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    program: Callable[..., tuple[int, str]],
    words: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "editions").mkdir()
    code, said = program(*words)
    assert code == 2 and told in said, said


def test_an_edition_in_a_folder_of_another_date_is_told_and_the_others_are_published(
    tmp_path: Path, program: Callable[..., tuple[int, str]]
) -> None:
    folder = print_from(write_lines(tmp_path / "a.jsonl", list(GOOD)), tmp_path / "out").folder
    shutil.copytree(folder, folder.with_name("2025-12-19"))
    code, said = program("publish", tmp_path / "out")
    assert code == 3 and f"holds the edition of {DATE}" in said and "left out: 2025-12-19" in said
    assert (tmp_path / "out" / "site" / DATE / "index.html").is_file()


@pytest.mark.parametrize("name", ["sources.toml", "desk.toml", "names.toml", "broadsheet.toml"])
def test_configuration_in_another_encoding_is_refused_and_a_mark_is_none(tmp_path: Path, name: str) -> None:
    shipped = files("broadsheet.desks") / "space"
    for part in ("desk.toml", "names.toml"):
        (tmp_path / part).write_bytes((shipped / part).read_bytes())
    (tmp_path / "sources.toml").write_text(ENTRY.format(kind="feed"), encoding="utf-8")
    (tmp_path / "broadsheet.toml").write_text(f'desk = "{tmp_path}"\nout = "{tmp_path}/out"\n', encoding="utf-8")
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + whole.replace(b"\n", b"\r\n"))
    assert not [finding for finding in examine(tmp_path / "broadsheet.toml") if not finding.ok]
    (tmp_path / name).write_bytes("# caf\u00e9\n".encode("latin-1") + whole)
    told = [finding.told for finding in examine(tmp_path / "broadsheet.toml") if not finding.ok]
    assert told and all(name in one and "is not UTF-8 text" in one for one in told), told


@pytest.mark.parametrize(
    ("command", "config", "told"),
    [
        (["run", "--max-usd", "inf"], "", "at most 1,000,000 dollars"),
        (["run", "--max-tokens", "9" * 24], "", "at most 1,000,000 dollars"),
        (["run"], "[model]\nmax_usd = inf\n", "Expected `float` <= 1000000.0"),
        (["run"], 'out = "\\u0000x"\n', "holds NUL"),
        (["sources", "add", "http://[::1"], "", "is no http or https address"),
    ],
)
def test_what_makes_no_sense_is_told_and_not_traced(tmp_path: Path, command: list[str], config: str, told: str) -> None:
    path = tmp_path / "broadsheet.toml"
    path.write_text(config, encoding="utf-8")
    with pytest.raises(BroadsheetError, match=told):
        CliRunner().invoke(app, [*command, "--config", str(path)], catch_exceptions=False)
