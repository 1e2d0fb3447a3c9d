"""Killed at any named point and run again: the same bytes, one mail each, one message; what cannot be known is told."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.archive.index import opened
from broadsheet.archive.shelf import Bounds
from broadsheet.archive.words import parse
from broadsheet.delivery.deliver import identity
from broadsheet.delivery.outbox import look_into
from broadsheet.store import read_edition
from mail_server import Hook, Post, smtp, webhook

from editions import DATE, record, write_lines

HERE = Path(__file__).parent
SOURCE = HERE.parent / "src" / "broadsheet"
NAMED = re.compile(r'failpoint\("([a-z_.]+)"\)')
OTHERWISE = {"chat.noted", "chat.answered", "store.evidence", "outbox.putting_off", "outbox.put_off", "folder.away"}
"""Points that this edition does not pass: it has no chat, no capture, a relay that takes everything, and is not removed."""
UNSURE = {"outbox.noted", "mail.ended", "mail.answered", "webhook.answered", "outbox.settling"}
"""Points between the note that a message may arrive and the note that it has."""
LEAST = 100
"""Deaths while delivering: each point, for each message."""
PEOPLE = tuple(f"reader{n:02}@example.com" for n in range(12))


class Runner:
    """The process that forks the children, and the receivers that count."""

    def __init__(self, root: Path, post: Post, hook: Hook) -> None:
        self.root, self.post, self.hook = root, post, hook
        lines = "".join(f"{one},token-{n:04}\n" for n, one in enumerate(PEOPLE))
        (root / "subscribers.csv").write_text("address,token\n" + lines)
        write_lines(root / "articles.jsonl", [record(n) for n in range(1, 4)])
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "kill_run.py"), str(root), str(post.port), str(hook.port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": f"{SOURCE.parent}{os.pathsep}{HERE}", "OMP_NUM_THREADS": "1"},
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def __call__(self, point: str, nth: int, folder: Path, steps: str) -> tuple[int, str]:
        assert self.process.stdin is not None and self.process.stdout is not None
        print(point, nth, folder, steps, file=self.process.stdin, flush=True)
        code, _, told = self.process.stdout.readline().partition(" ")
        return int(code), told.strip()

    def counted(self, folder: Path, steps: str) -> dict[str, int]:
        """Run to the end and return how often each point was passed."""
        code, told = self("-", 0, folder, steps)
        assert code == 0, told
        return {name: int(n) for name, _, n in (one.partition(":") for one in told.split(","))}

    def receive(self) -> tuple[dict[str, int], int]:
        """Return what came since the last call: mails by recipient, messages of the webhook."""
        mails, hooks = dict(self.post.counts), len(self.hook.got)
        self.post.mails.clear()
        self.hook.got.clear()
        return mails, hooks


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    with smtp() as post, webhook() as hook:
        runner = Runner(tmp_path_factory.mktemp("kill"), post, hook)
        yield runner
        assert runner.process.stdin is not None
        runner.process.stdin.close()
        assert runner.process.wait(30) == 0
        assert runner.process.stdout is not None
        runner.process.stdout.close()


def printed(root: Path) -> dict[str, str]:
    """Return every file below ``root`` but the outbox and the caches, by name, with a digest of its bytes."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] not in (".outbox", ".cache")
    }


def points(passed: dict[str, int], most: int) -> list[tuple[str, int]]:
    """Return what to die at: each point the first and the last time, and between them, ``most`` in all at most."""
    cases = []
    for name, n in sorted(passed.items()):
        chosen = sorted({1, 2, n, n - 1, *range(1, n + 1, max(1, n // most))} & set(range(1, n + 1)))[:most]
        cases += [(name, nth) for nth in dict.fromkeys([*chosen, n])]
    return cases


@pytest.fixture(scope="module")
def whole(runner: Runner) -> Path:
    """A folder with the edition, printed without harm."""
    folder = runner.root / "whole"
    runner.counted(folder, "print")
    return folder


def test_every_point_is_passed_by_printing_or_delivering(runner: Runner, whole: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    passed = set(runner.counted(new, "print,deliver")) | set(runner.counted(new, "print"))
    passed |= set(runner.counted(new, "correct,rebuild"))
    runner.receive()
    source = {name for path in SOURCE.rglob("*.py") for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert source - passed == OTHERWISE


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_who_dies_while_correcting_has_corrected_wholly_or_not_at_all(
    runner: Runner, whole: Path, tmp_path: Path
) -> None:
    unbroken = tmp_path / "unbroken"
    shutil.copytree(whole, unbroken)
    passed = runner.counted(unbroken, "correct")
    expected, before = printed(unbroken), len(read_edition(whole / DATE).corrections)
    for name in sorted(one for one in passed if one.startswith(("correct.", "archive.", "press.", "file."))):
        folder = tmp_path / name
        shutil.copytree(whole, folder)
        died, told = runner(name, 1, folder, "correct")
        assert died == -signal.SIGKILL, (name, told)
        assert len(read_edition(folder / DATE).corrections) in (before, before + 1), "the edition is whole"
        ended, told = runner("-", 0, folder, "correct")
        assert ended == 0, (name, told)
        assert printed(folder) == expected and found(folder) == found(unbroken), name
        shutil.rmtree(folder)


def test_who_dies_while_the_archive_is_made_anew_leaves_the_old_one(
    runner: Runner, whole: Path, tmp_path: Path
) -> None:
    passed = runner.counted(whole, "rebuild")
    expected = found(whole)
    assert any(expected)
    for name in sorted(passed):
        folder = tmp_path / name
        shutil.copytree(whole, folder)
        died, told = runner(name, 1, folder, "rebuild")
        assert died == -signal.SIGKILL, (name, told)
        assert found(folder) == expected, "who searches meanwhile finds the old one, or the new one"
        ended, told = runner("-", 0, folder, "rebuild")
        assert ended == 0 and found(folder) == expected, (name, told)


def found(root: Path) -> list[tuple[object, ...]]:
    """Return what the archive of ``root`` holds, and what a search finds in it."""
    with opened(root) as shelf:
        hits = shelf.find(parse("harbour"), 50, Bounds())
        return [*shelf.rows("SELECT doc, story, headline FROM story ORDER BY doc"), tuple(hit.doc for hit in hits)]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_who_dies_while_delivering_repeats_nothing_and_tells_what_is_unsure(
    runner: Runner, whole: Path, tmp_path: Path
) -> None:
    def fresh(name: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / DATE).symlink_to(whole / DATE)
        return folder

    cases = points(runner.counted(fresh("-"), "deliver"), 20)
    assert runner.receive() == (dict.fromkeys(PEOPLE, 1), 1)
    assert len(cases) >= LEAST
    for name, nth in cases:
        folder = fresh(f"{name}-{nth}")
        died, told = runner(name, nth, folder, "deliver")
        assert died == -signal.SIGKILL, (name, nth, told)
        ended, told = runner("-", 0, folder, "deliver")
        assert ended == 0, (name, nth, told)
        mails, hooks = runner.receive()
        with look_into(folder) as outbox:
            assert outbox is not None
            edition = identity(read_edition(folder / DATE))
            rows = [*outbox.rows(edition, 0, "mail"), *outbox.rows(edition, 0, "webhook")]
        unsure = {row.recipient for row in rows if row.state == "undecided"}
        assert len(rows) == len(PEOPLE) + 1 and {row.state for row in rows} <= {"sent", "undecided"}, (name, nth)
        assert len(unsure) == (name in UNSURE), (name, nth, unsure)
        for recipient, arrived in ((row.recipient, (mails | {"desk": hooks}).get(row.recipient, 0)) for row in rows):
            assert arrived == 1 or (arrived == 0 and recipient in unsure), (name, nth, recipient, arrived)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_who_dies_while_printing_prints_the_same_bytes_when_run_again(
    runner: Runner, whole: Path, tmp_path: Path
) -> None:
    new, again = tmp_path / "new", tmp_path / "again"
    printing = runner.counted(new, "print")
    folders = {name: n for name, n in runner.counted(new, "print").items() if name.startswith("folder.")}
    expected = printed(whole)
    assert printed(new) == expected
    shutil.copytree(whole, again)
    for name, nth in points(printing, 1):
        folder = tmp_path / f"{name}-{nth}"
        died, told = runner(name, nth, folder, "print")
        assert died == -signal.SIGKILL, (name, nth, told)
        ended, told = runner("-", 0, folder, "print")
        assert ended == 0, (name, nth, told)
        assert printed(folder) == expected, (name, nth)
    for name in folders:  # where an edition stands already, it is moved aside for the new one
        died, told = runner(name, 1, again, "print")
        assert died == -signal.SIGKILL, (name, told)
        ended, told = runner("-", 0, again, "print")
        assert ended == 0 and printed(again) == expected, (name, told)
