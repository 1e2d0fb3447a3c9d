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

from broadsheet.delivery.outbox import look_into
from mail_server import Hook, Post, smtp, webhook

from editions import DATE, record, write_lines

HERE = Path(__file__).parent
SOURCE = HERE.parent / "src" / "broadsheet"
NAMED = re.compile(r'failpoint\("([a-z_.]+)"\)')
OTHERWISE = {"chat.noted", "chat.answered", "store.evidence", "outbox.putting_off", "outbox.put_off"}
"""Points that this edition does not pass: it has no chat, no capture, and a relay that takes everything."""
UNSURE = {"outbox.noted", "mail.ended", "mail.answered", "webhook.answered", "outbox.settling"}
"""Points between the note that a message may arrive and the note that it has."""
LEAST = 100


class Runner:
    """The process that forks the children, and the receivers that count."""

    def __init__(self, root: Path, post: Post, hook: Hook) -> None:
        self.root, self.post, self.hook = root, post, hook
        (root / "subscribers.csv").write_text("address,token\nada@example.com,token-ada\nbob@example.com,token-bob\n")
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


def test_a_process_that_dies_anywhere_loses_nothing_and_repeats_nothing(runner: Runner, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    printing = runner.counted(whole, "print")
    delivering = runner.counted(whole, "deliver")
    again = {name: n for name, n in runner.counted(whole, "print").items() if name.startswith("folder.")}
    expected = printed(whole)
    assert runner.receive() == ({"ada@example.com": 1, "bob@example.com": 1}, 1)
    source = {name for path in SOURCE.rglob("*.py") for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert source - set(printing) - set(delivering) - set(again) == OTHERWISE
    cases = [(*case, "print") for case in points(printing, 4)]
    cases += [(*case, "print-again") for case in points(again, 2)]
    cases += [(*case, "deliver") for case in points(delivering, 12)]
    assert len(cases) >= LEAST
    for at, (name, nth, steps) in enumerate(cases):
        folder = tmp_path / str(at)
        if steps == "deliver":  # what is delivered is printed already
            folder.mkdir()
            (folder / DATE).symlink_to(whole / DATE)
        elif steps == "print-again":
            shutil.copytree(whole, folder)
        died, told = runner(name, nth, folder, steps)
        assert died == -signal.SIGKILL, (name, nth, told)
        ended, told = runner("-", 0, folder, steps)
        assert ended == 0, (name, nth, told)
        if steps != "deliver":
            assert printed(folder) == expected, (name, nth)
            continue
        mails, hooks = runner.receive()
        with look_into(folder) as outbox:
            assert outbox is not None
            rows = [row for channel in ("mail", "webhook") for row in outbox.rows(*named(whole), channel)]  # type: ignore[arg-type]
        unsure = {row.recipient for row in rows if row.state == "undecided"}
        assert len(rows) == 3 and {row.state for row in rows} <= {"sent", "undecided"}, (name, nth)
        assert len(unsure) == (name in UNSURE), (name, nth, unsure)
        for recipient, arrived in [
            *((p, mails.get(p, 0)) for p in ("ada@example.com", "bob@example.com")),
            ("desk", hooks),
        ]:
            assert arrived == 1 or (arrived == 0 and recipient in unsure), (name, nth, recipient, arrived)


def named(root: Path) -> tuple[str, int]:
    from broadsheet.delivery.deliver import identity
    from broadsheet.store import read_edition

    return identity(read_edition(root / DATE)), 0
