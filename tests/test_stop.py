"""Ctrl-C: whatever a run waits for, it ends within seconds, and nothing more is asked."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from broadsheet.adapters import engines
from broadsheet.adapters.engines import Processes, Threads
from broadsheet.adapters.web.journal import Journal
from broadsheet.types import Failure, Page

from loopback_web import Answer, Reply, Web, a_fetch, web

SECONDS = 5.0
"""What a person waits at most on a busy machine; 1.1 to 2.5 s were measured on one, a minute before (2026-11-22)."""
CRAWL = Answer(b"User-agent: *\nCrawl-delay: 30\n")


def told(answer: Page | Failure) -> str:
    return answer.kind if isinstance(answer, Failure) else "page"


def wait_for(condition: Callable[[], object], seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come so far"
        time.sleep(0.01)


def never(stop: threading.Event) -> Answer:
    return Answer(b"late", wait=lambda: stop.wait(30))


WAITS: dict[str, Callable[[threading.Event], dict[str, Reply]]] = {
    "crawl delay": lambda stop: {"/robots.txt": CRAWL},
    "retry after": lambda stop: {"/a": Answer(status=503, headers={"Retry-After": "25"})},
    "silence": lambda stop: {"/a": never(stop)},
}


@pytest.mark.parametrize("what", WAITS)
def test_a_fetcher_that_is_stopped_asks_nothing_more(tmp_path: Path, what: str) -> None:
    stop = threading.Event()
    with web({"/a": Answer(b"a"), "/b": Answer(b"b")} | WAITS[what](stop)) as site, ThreadPoolExecutor(4) as threads:
        journal = Journal(tmp_path / "web.sqlite", "run")
        fetch = a_fetch(journal, robots=True, delay=0.0, sleep=None)
        asked = [threads.submit(fetch, f"{site.address}{path}") for path in ("/a", "/b", "/c")]
        wait_for(lambda: {"/a", "/b", "/c"} & set(site.paths))
        time.sleep(0.1)
        begun, before = time.monotonic(), len(site.asked)
        fetch.stop()
        kinds = [told(answer.result()) for answer in asked]
        assert time.monotonic() - begun < 1.5
        assert "stopped" in kinds and set(kinds) <= {"stopped", "page", "http_404"}
        assert told(fetch(site.address + "/later")) == "stopped" and len(site.asked) == before
        stop.set()
        # The next run asks: that one was stopped is the last word on nothing.
        site.answers |= {"/a": Answer(b"a"), "/robots.txt": Answer(b"")}
        assert told(a_fetch(Journal(tmp_path / "web.sqlite", "run"))(site.address + "/a")) == "page"


@pytest.mark.parametrize("kind", [Threads, Processes])
@pytest.mark.parametrize("lanes", [(), ("a", "a", "b")])
def test_an_engine_is_closed_though_a_task_waits(
    kind: type[Threads | Processes], lanes: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "CLOSE_SECONDS", 0.2)
    release, begun, done = threading.Event(), list[bytes](), list[bytes]()

    def work(value: bytes) -> bytes:
        begun.append(value)
        release.wait(30)
        done.append(value)
        return value

    engine = kind()
    given = iter(engine(work, [b"1", b"2", b"3"], waits=True, lanes=lanes))
    threading.Thread(target=lambda: next(given, None), daemon=True).start()
    wait_for(lambda: len(begun) == (2 if lanes else 3))
    at = time.monotonic()
    engine.close()
    assert time.monotonic() - at < 2
    release.set()
    wait_for(lambda: len(done) == len(begun))
    time.sleep(0.05)
    assert sorted(begun) == ([b"1", b"3"] if lanes else [b"1", b"2", b"3"]), "what had not begun was dropped"


def _command(site: Web, folder: Path, *words: str) -> list[str]:
    tables = [
        f'[[source]]\nname = "{name}"\nkind = "feed"\nurl = "{site.address}/{name}"\noutlet = "{name}"\nowner = "o"\n'
        for name in "ab"
    ]
    (folder / "sources.toml").write_text("\n".join(tables), encoding="utf-8")
    path = folder / "broadsheet.toml"
    path.write_text(
        f'sources = "./sources.toml"\nout = "{folder}/editions"\n[fetch]\nprivate = ["127.0.0.1"]\n', encoding="utf-8"
    )
    return [sys.executable, "-m", "broadsheet", *words, "--config", str(path)]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("run",), "crawl delay"),
        (("run", "--engine", "processes"), "silence"),
        (("sources", "check"), "crawl delay"),
    ],
)
def test_a_run_that_is_interrupted_ends_at_once(tmp_path: Path, words: tuple[str, ...], what: str) -> None:
    stop = threading.Event()
    with (
        web({"/a": Answer(b"a"), "/b": Answer(b"b")} | WAITS[what](stop)) as site,
        subprocess.Popen(_command(site, tmp_path, *words), stderr=subprocess.PIPE, text=True) as child,
    ):
        try:
            wait_for(lambda: {"/a", "/b"} & set(site.paths) or child.poll() is not None, 40)
            time.sleep(0.3)
            begun = time.monotonic()
            child.send_signal(signal.SIGINT)
            code = child.wait(40)
            seconds = time.monotonic() - begun
            assert child.stderr
            assert code == 130 and "stopped; " in child.stderr.read()
        finally:
            child.kill()
            stop.set()
    assert seconds < SECONDS


CONFINED = """
from broadsheet.adapters.confine import Confined
if __name__ == "__main__":
    try:
        print(Confined(1)(len, b"abc"))
    except KeyboardInterrupt:
        print("stopped")
"""


def _children(pid: int) -> list[str]:
    """Return the command lines of the children of a process."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [Path(f"/proc/{child}/cmdline").read_text() for child in task.read_text().split()]
    return found


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the children of a process are read from /proc")
def test_ctrl_c_while_the_fork_server_imports_is_told_by_nobody_else(tmp_path: Path) -> None:
    script = tmp_path / "confined.py"
    script.write_text(CONFINED)
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as child:
        wait_for(lambda: any("forkserver" in line for line in _children(child.pid)))
        time.sleep(0.2)  # its interpreter is up, its imports are not done
        os.killpg(child.pid, signal.SIGINT)  # as a terminal does: to all of them
        printed, told = child.communicate(timeout=30)
    assert (printed, told) == ("stopped\n", "")
