"""The seal: what was published is listed, whoever publishes, however the publishing before it ended."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
from pathlib import Path

import pytest

from broadsheet import seal as module
from broadsheet.errors import StorageError
from broadsheet.seal import SEAL, read_seal, sealing, sealing_sites

DAYS = ("2026-03-01", "2026-03-02", "2026-03-03")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give three editions with a page each, and a feed, sealed one after another."""
    for day in DAYS:
        put(tmp_path / day / "edition.json", day)
        with sealing(tmp_path / day):
            put(tmp_path / "site" / day / "index.html", day)
            put(tmp_path / "feed.xml", day)
    return tmp_path


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def cut_short(root: Path) -> None:
    for day in DAYS[:2]:
        put(root / "site" / day / "index.html", f"{day}, new")
    raise KeyboardInterrupt


def unsealed(root: Path) -> list[str]:
    """Return the published files whose bytes are not those of a seal, and the seals that are open."""
    shared = read_seal(root / SEAL)
    known = dict(shared.files) if shared and shared.whole else {}
    for day in DAYS:
        own = read_seal(root / day / SEAL)
        known |= own.files if own and own.whole else {}
    files = (*(root / "site").rglob("*"), *(root / "script").rglob("*"), root / "feed.xml")
    return [
        name
        for path in files
        if path.is_file()
        for name in (path.relative_to(root).as_posix(),)
        if known.get(name) != hashlib.sha256(path.read_bytes()).hexdigest()
    ]


def test_what_is_published_is_sealed(root: Path) -> None:
    assert unsealed(root) == []
    with sealing(root / DAYS[0]):
        put(root / "script" / f"{DAYS[0]}.txt", "read aloud")
    assert unsealed(root) == []


def test_after_a_publishing_of_all_that_was_cut_short_the_next_seals_every_edition(root: Path) -> None:
    with pytest.raises(KeyboardInterrupt), sealing_sites(root):
        cut_short(root)
    assert unsealed(root)
    with sealing(root / DAYS[2]):
        put(root / "site" / DAYS[2] / "index.html", "the morning's")
    assert unsealed(root) == []


def test_a_change_of_somebody_elses_is_not_sealed_by_the_next_edition(root: Path) -> None:
    forged = root / "site" / DAYS[0] / "index.html"
    put(forged, "forged")
    with sealing(root / DAYS[2]):
        put(root / "site" / DAYS[2] / "index.html", "again")
    with sealing_sites(root) as seal:
        put(root / "site" / DAYS[1] / "index.html", "again")
        seal([DAYS[1]])
    assert unsealed(root) == [forged.relative_to(root).as_posix()]


def test_an_edition_that_lost_its_seal_is_sealed_with_all_that_stands(root: Path) -> None:
    (root / DAYS[1] / SEAL).unlink()
    assert unsealed(root)
    with sealing(root / DAYS[1]):
        put(root / "feed.xml", "only the feed")
    assert unsealed(root) == []


def test_who_waits_too_long_is_told_and_seals_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    monkeypatch.setattr(module, "PAUSE", 0.0)
    with (root / ".cache" / "publish.lock").open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(StorageError, match="publishing"), sealing(root / DAYS[0]):
            pass
    assert unsealed(root) == []


def test_a_file_system_without_locks_is_published_to(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: object, how: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with sealing(root / DAYS[0]):
        put(root / "site" / DAYS[0] / "index.html", "again")
    assert unsealed(root) == []


def test_a_file_that_cannot_be_read_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_bytes

    def broken(path: Path) -> bytes:
        if path.name == "index.html":
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", broken)
    with pytest.raises(StorageError, match=r"index\.html"), sealing(root / DAYS[0]):
        put(root / "site" / DAYS[0] / "index.html", "again")
