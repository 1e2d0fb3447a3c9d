"""Vacuum: what goes, what stays, and that no page loses what it stands on."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from broadsheet.cli import app
from broadsheet.daily.record import Record, write_record
from broadsheet.daily.retention import EVIDENCE, removable, remove
from broadsheet.proof import faults
from broadsheet.store import read_edition, read_evidence

from small_edition import small_day

TODAY = datetime(2026, 11, 23, tzinfo=UTC)


def date(back: int) -> str:
    return (TODAY - timedelta(days=back)).date().isoformat()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Twelve editions, 5 days apart, each with a capture; broken-off runs; leftovers; records; a database with holes."""
    for back in range(0, 60, 5):
        small_day("en", date(back)).save(tmp_path)
        (tmp_path / date(back) / "capture.warc.gz").write_bytes(b"c" * 20_000)
    for back in (1, 50):
        work = tmp_path / ".work" / date(back)
        (work / "done" / "collect").mkdir(parents=True)
        (work / "done" / "collect" / "x").write_bytes(b"x" * 9_000)
        (work / "lock").touch()
    old = (datetime.now(UTC) - timedelta(days=400)).timestamp()
    for name in (".2026-10-01.0123abcd.tmp", ".2026-10-01.0123abcd.old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "edition.json").write_text("{}")
        os.utime(tmp_path / name, (old, old))
    (tmp_path / ".feed.xml.0123abcd.tmp").write_text("fresh")
    for back in (0, 10, 300):
        write_record(tmp_path, Record(date=date(back), planned=TODAY, state="done", began=TODAY))
    cache = tmp_path / ".cache"
    cache.mkdir()
    with closing(sqlite3.connect(cache / "vectors.sqlite")) as file, file:
        file.execute("CREATE TABLE v (a BLOB)")
        file.executemany("INSERT INTO v VALUES (?)", [(b"v" * 4000,) for _ in range(100)])
        file.commit()
        file.execute("DELETE FROM v WHERE rowid > 10")
    return tmp_path


def gone(root: Path, **options: int | bool) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    settings: dict[str, int] = {"keep_days": 30, "captures_days": 20}
    for piece in removable(root, TODAY.date(), **(settings | options)):  # type: ignore[arg-type]
        assert piece.size >= 0 and piece.path.exists()
        found.setdefault(piece.what, []).append(str(piece.path.relative_to(root)))
    return found


def test_what_may_go(root: Path) -> None:
    assert gone(root) == {
        "capture": [f"{date(back)}/capture.warc.gz" for back in range(55, 20, -5)],
        "work": [f".work/{date(50)}"],
        "leftover": [".2026-10-01.0123abcd.old", ".2026-10-01.0123abcd.tmp"],
        "record": [f".daily/{date(300)}.json"],
    }


def test_the_newest_edition_keeps_everything(root: Path) -> None:
    kept = gone(root, captures_days=1, keep_days=1, evidence=True)
    assert f"{date(0)}/capture.warc.gz" not in kept["capture"] and f"{date(5)}/capture.warc.gz" in kept["capture"]
    assert f".daily/{date(10)}.json" not in kept["record"]


def test_a_run_that_goes_on_keeps_its_work(root: Path) -> None:
    with (root / ".work" / date(50) / "lock").open("rb") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        assert "work" not in gone(root)


def test_no_page_loses_what_it_stands_on(root: Path) -> None:
    for piece in removable(root, TODAY.date(), keep_days=1, captures_days=1):
        remove(piece)
    for back in range(0, 60, 5):
        folder = root / date(back)
        assert not list(faults(read_edition(folder), read_evidence(folder)))
    assert gone(root, keep_days=1, captures_days=1) == {}


def test_evidence_goes_only_when_asked_for_and_never_that_of_the_last_editions(root: Path) -> None:
    assert "evidence" not in gone(root, keep_days=1)
    asked = gone(root, keep_days=1, evidence=True)
    folders = {path.split("/")[0] for path in asked["evidence"]}
    assert folders == {date(back) for back in range(35, 60, 5)}, "the next edition reads the last seven"
    assert {path.split("/")[1] for path in asked["evidence"]} <= set(EVIDENCE)
    everything = [path for paths in asked.values() for path in paths]
    assert len(everything) == len(set(everything)), "nothing is counted twice"


def test_the_command_shows_first_and_frees_then(root: Path) -> None:
    def command(*more: str) -> str:
        ended = CliRunner().invoke(app, ["vacuum", str(root), *more])
        assert ended.exit_code == 0, ended.output
        return ended.output

    before = sorted(path for path in root.rglob("*"))
    size = (root / ".cache" / "vectors.sqlite").stat().st_size
    told = command("--dry-run", "--keep-days", "1", "--captures-days", "1")
    assert "would be freed" in told and sorted(root.rglob("*")) == before
    assert "vectors.sqlite" in told and "edition" not in told.replace(str(root), "").split("capture")[0]
    told = command("--keep-days", "1", "--captures-days", "1")
    assert "would" not in told and "freed: capture" in told
    assert not (root / date(5) / "capture.warc.gz").exists() and (root / date(5) / "edition.json").exists()
    assert (root / ".cache" / "vectors.sqlite").stat().st_size < size / 2
    assert (root / ".feed.xml.0123abcd.tmp").exists(), "it may be being written"
    assert command("--keep-days", "1", "--captures-days", "1").startswith("0 bytes freed")


def test_a_folder_without_editions_is_refused(tmp_path: Path) -> None:
    (tmp_path / "precious").touch()
    ended = CliRunner().invoke(app, ["vacuum", str(tmp_path)])
    assert ended.exit_code != 0 and (tmp_path / "precious").exists()
