"""Files that a person named: a link stays a link, and what is no file is not replaced by one."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from typer.testing import CliRunner

from broadsheet.cli import app
from broadsheet.delivery.subscribers import add_subscriber, read_subscribers
from broadsheet.errors import StorageError
from broadsheet.files import write_named, write_whole


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    real = tmp_path / "far" / "real.txt"
    real.parent.mkdir()
    real.write_text("old")
    real.chmod(0o600)
    (tmp_path / "middle").symlink_to(real)
    link = tmp_path / "link"
    link.symlink_to("middle")
    assert write_named(link, "new") == link
    assert link.is_symlink() and (tmp_path / "middle").is_symlink() and real.read_text() == "new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o600, "a private list stays private"
    assert sorted(path.name for path in real.parent.iterdir()) == ["real.txt"]


def test_a_link_to_nothing_makes_what_it_names(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_named(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_text() == "new"


@pytest.mark.parametrize("kind", ["fifo", "link to a fifo", "folder", "circle"])
def test_what_is_no_file_is_refused_and_stays(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "it"
    if kind == "circle":
        path.symlink_to(path)
    elif kind == "folder":
        path.mkdir()
    else:
        os.mkfifo(tmp_path / "pipe")
        path = path if kind == "link to a fifo" else tmp_path / "pipe"
        if kind == "link to a fifo":
            path.symlink_to(tmp_path / "pipe")
    before = path.lstat()
    with pytest.raises(StorageError) as error:
        write_named(path, "new")
    assert error.value.subject == str(path) and error.value.remedy
    assert (path.lstat().st_ino, path.lstat().st_mode) == (before.st_ino, before.st_mode)


def test_within_our_own_folders_no_link_leads_a_write_away(tmp_path: Path) -> None:
    strange = tmp_path / "strange"
    strange.write_text("theirs")
    (tmp_path / "edition.json").symlink_to(strange)
    write_whole(tmp_path / "edition.json", "ours")
    assert strange.read_text() == "theirs" and not (tmp_path / "edition.json").is_symlink()


def test_lists_that_are_shared_by_a_link_stay_shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shared").mkdir()
    readers = tmp_path / "shared" / "readers.csv"
    readers.write_text("address,language,token\n")
    (tmp_path / "readers.csv").symlink_to(readers)
    add_subscriber(tmp_path / "readers.csv", "a@example.org", "en")
    assert (tmp_path / "readers.csv").is_symlink()
    assert [one.address for one in read_subscribers(readers, Path()).everyone] == ["a@example.org"]

    opml = tmp_path / "shared" / "list.opml"
    opml.touch()
    (tmp_path / "list.opml").symlink_to(opml)
    assert CliRunner().invoke(app, ["sources", "export", "--to", "list.opml"]).exit_code == 0
    assert (tmp_path / "list.opml").is_symlink() and b"<opml" in opml.read_bytes()

    mine = tmp_path / "shared" / "mine.toml"
    mine.touch()
    (tmp_path / "mine.toml").symlink_to(mine)
    assert CliRunner().invoke(app, ["sources", "import", "list.opml", "--to", "mine.toml"]).exit_code == 0
    assert (tmp_path / "mine.toml").is_symlink() and "[[source]]" in mine.read_text()


def test_a_list_goes_into_a_pipe_which_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as reader:
        read = reader.submit(pipe.read_bytes)
        assert CliRunner().invoke(app, ["sources", "export", "--to", str(pipe)]).exit_code == 0
        assert read.result(30).startswith(b"<?xml")
    assert pipe.is_fifo()


def test_a_list_goes_to_standard_output_with_a_hyphen_too() -> None:
    told = CliRunner().invoke(app, ["sources", "export", "--to", "-"])
    assert told.exit_code == 0 and told.stdout.startswith("<?xml")
