"""``broadsheet doctor``: what it calls well is, and what it does not is named with what to do."""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet import doctor
from broadsheet.config_file import File
from broadsheet.daily.record import FOLDER, Record, write_record
from broadsheet.doctor import Finding, examine

from small_edition import small_day

ENTRY = '[[source]]\nname = "a"\nkind = "feed"\nurl = "https://a.example/feed"\noutlet = "A"\nowner = "A"\n'
NOW = datetime.now(UTC)


def found(
    folder: Path, more: str = "", now: datetime = NOW, look: doctor.Look = doctor.nothing_more
) -> dict[str, Finding]:
    (folder / "sources.toml").write_text(ENTRY)
    path = folder / "broadsheet.toml"
    path.write_text(f'sources = "./sources.toml"\nout = "./editions"\ntimezone = "UTC"\n[daily]\nat = "00:00"\n{more}')
    return {finding.what: finding for finding in examine(path, now, look)}


def noted(folder: Path, days_ago: int, state: str, message: str = "") -> str:
    then = NOW - timedelta(days=days_ago)
    date = then.date().isoformat()
    record = Record(date=date, planned=then, state=state, began=then, message=message, tries=1)  # type: ignore[arg-type]
    write_record(folder / "editions", record)
    return date


def test_an_installation_is_looked_at_from_the_interpreter_to_the_last_edition(tmp_path: Path) -> None:
    looked = found(tmp_path)
    assert not [finding for finding in looked.values() if not finding.ok]
    assert list(looked)[:3] == ["python", "packages", "configuration"]
    assert {"desk", "sources", "disk", "output", "clock", "schedule", "last edition", "optional"} <= set(looked)
    assert "no schedule is kept here" in looked["last edition"].told
    assert "00:00 UTC, every day" in looked["schedule"].told
    assert all("\n" not in finding.told for name, finding in looked.items() if name != "model"), "one line a check"
    assert not (tmp_path / "editions").exists()


def test_a_schedule_that_is_kept_is_told(tmp_path: Path) -> None:
    date = noted(tmp_path, 0, "done")
    assert found(tmp_path)["last edition"] == Finding(
        True, "last edition", f"none yet; the newest day, {date}, is done"
    )


def test_an_edition_that_is_overdue_is_named_with_its_reason(tmp_path: Path) -> None:
    date = noted(tmp_path, 0, "failed", "the network is down")
    told = found(tmp_path)["last edition"]
    assert not told.ok and date in told.told and "the network is down" in told.told and "daily --once" in told.told


def test_a_scheduler_that_nobody_runs_any_more_is_told(tmp_path: Path) -> None:
    noted(tmp_path, 2, "done")
    told = found(tmp_path)["last edition"]
    yesterday = (NOW - timedelta(days=1)).date().isoformat()
    assert not told.ok and yesterday in told.told


def test_a_damaged_record_is_named(tmp_path: Path) -> None:
    date = noted(tmp_path, 0, "done")
    (tmp_path / "editions" / FOLDER / f"{date}.json").write_text("{")
    told = found(tmp_path)["schedule"]
    assert not told.ok and f"{date}.json" in told.told


def test_a_clock_before_the_installation_cannot_be_right(tmp_path: Path) -> None:
    told = found(tmp_path, now=datetime(1970, 1, 1, 8, tzinfo=UTC))["clock"]
    assert not told.ok and "1970-01-01" in told.told and "set the clock" in told.told


def test_a_disk_that_is_nearly_full_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**9, 10**9 - 10**8, 10**8))
    told = found(tmp_path)["disk"]
    assert not told.ok and "100.0 MB free" in told.told and "vacuum" in told.told


def test_a_package_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "requires", lambda name: ["rich>=15", "no-such-package-xyz>=1", "ray; extra == 'ray'"])
    told = found(tmp_path)["packages"]
    assert not told.ok and told.told.startswith("not installed: no-such-package-xyz")


@pytest.mark.parametrize(
    ("more", "what", "told"),
    [
        ('days = ["noday"]\n', "configuration", "daily"),
        ("[fetch]\nminutes = 0\n", "configuration", "minutes"),
        ('[publish]\nto = ["papyrus"]\n', "publishers", "papyrus"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, more: str, what: str, told: str) -> None:
    finding = found(tmp_path, more)[what]
    assert not finding.ok and told in finding.told


def test_more_is_looked_at_with_the_configuration(tmp_path: Path) -> None:
    def mail(file: File, root: Path) -> Iterator[Finding]:
        yield Finding(False, "mail", f"{file.timezone} {root.name}: nobody answers")

    assert found(tmp_path, look=mail)["mail"].told == "UTC editions: nobody answers"


def test_the_newest_edition_is_told(tmp_path: Path) -> None:
    small_day("en").save(tmp_path / "editions")
    told = found(tmp_path)
    assert told["last edition"].ok and "2025-12-18, printed" in told["last edition"].told
    assert "the newest edition takes" in told["disk"].told
