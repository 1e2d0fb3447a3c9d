"""What is confined is ended, told and outlived; what ends well is as if it had been called here."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.adapters.confine import Confined, confined, inline
from broadsheet.errors import ConfigError, EngineError
from broadsheet.types import Failure, Page

WHEN = datetime(2025, 12, 18, tzinfo=UTC)


@pytest.fixture(scope="module")
def pool() -> Iterator[Confined]:
    pool = Confined(2, seconds=1.5, memory=200 * 2**20)
    yield pool
    pool.close()


def double(page: Page, *, times: int = 2) -> Page:
    return Page(
        url=page.url, final_url=page.final_url, status=200, headers=page.headers, body=page.body * times, when=page.when
    )


def pid() -> int:
    return os.getpid()


def spin() -> None:
    while True:
        pass


def eat() -> int:
    return len([bytearray(50 * 2**20) for _ in range(100)])


def die() -> None:
    os.abort()


def leave() -> None:
    os._exit(0)


def fail() -> None:
    raise ConfigError("no such thing", subject="x", remedy="y")


def connect() -> None:
    socket.create_connection(("127.0.0.1", 9))


def look_up() -> None:
    socket.getaddrinfo("broadsheet.example", 80)


def command() -> None:
    subprocess.run(["true"], check=True)


def shell() -> int:
    return os.system("true")


def write(path: str) -> None:
    Path(path).write_text("x" * 100_000, encoding="ascii")


def open_many() -> int:
    return len([open(os.devnull) for _ in range(1000)])


def evil() -> object:
    return Evil()


class Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return print, ("pwned",)


def a_page() -> Page:
    return Page(url="u", final_url="u", status=200, headers=(("a", "b"),), body=b"x" * 100_000, when=WHEN)


def test_the_answer_is_the_same_as_here(pool: Confined) -> None:
    assert pool(double, a_page(), times=3) == inline(double, a_page(), times=3)
    assert pool(pid) != os.getpid()


def test_an_error_is_raised_as_it_would_be_here(pool: Confined) -> None:
    with pytest.raises(ConfigError) as caught:
        pool(fail)
    assert (caught.value.subject, caught.value.remedy) == ("x", "y")


@pytest.mark.parametrize(
    ("fn", "arguments", "kind", "word"),
    [
        (time.sleep, (60,), "too_slow", "1.5 s"),
        (eat, (), "out_of_memory", "200 MiB"),
        (die, (), "crashed", "SIGABRT"),
        (leave, (), "crashed", "status 0"),
    ],
)
def test_what_does_not_end_well_is_a_failure_and_the_next_call_works(
    fn: object, arguments: tuple[object, ...], kind: str, word: str, pool: Confined
) -> None:
    started = time.monotonic()
    told = pool(fn, *arguments)  # type: ignore[arg-type]
    assert isinstance(told, Failure) and (told.stage, told.kind) == ("confine", kind), told
    assert word in told.message
    assert time.monotonic() - started < 8
    assert pool(pid) != os.getpid()


def test_what_computes_too_long_is_ended_by_the_kernel() -> None:
    pool = Confined(1, cpu_seconds=0)
    try:
        told = pool(spin)
        assert isinstance(told, Failure) and told.kind == "too_slow" and "CPU" in told.message
    finally:
        pool.close()


@pytest.mark.parametrize("fn", [connect, look_up, command, shell])
def test_the_network_and_commands_are_out_of_reach(fn: object, pool: Confined) -> None:
    with pytest.raises(PermissionError, match="forbidden"):
        pool(fn)  # type: ignore[arg-type]


CHANGES: dict[str, Callable[[Path], None]] = {}
"""Ways to change the file ``path``, or to put something beside it; by name, so that a worker finds them too."""


def changes(fn: Callable[[Path], None]) -> Callable[[Path], None]:
    CHANGES[fn.__name__] = fn
    return fn


@changes
def empty_by_open(path: Path) -> None:
    path.open("w").close()


@changes
def append(path: Path) -> None:
    path.open("ab").close()


@changes
def open_to_change(path: Path) -> None:
    path.open("r+b").close()


@changes
def empty_by_flags(path: Path) -> None:
    os.close(os.open(path, os.O_RDONLY | os.O_TRUNC))


@changes
def make(path: Path) -> None:
    os.close(os.open(path.with_name("new"), os.O_RDONLY | os.O_CREAT))


@changes
def truncate(path: Path) -> None:
    os.truncate(path, 0)


@changes
def chmod(path: Path) -> None:
    path.chmod(0o600)


@changes
def chown(path: Path) -> None:
    os.chown(path, os.getuid(), os.getgid())


@changes
def utime(path: Path) -> None:
    os.utime(path, (0, 0))


@changes
def remove(path: Path) -> None:
    path.unlink()


@changes
def rename(path: Path) -> None:
    path.replace(path.with_name("other"))


@changes
def symlink(path: Path) -> None:
    path.with_name("link").symlink_to(path)


@changes
def hardlink(path: Path) -> None:
    path.with_name("link").hardlink_to(path)


@changes
def mkdir(path: Path) -> None:
    path.with_name("folder").mkdir()


@changes
def database(path: Path) -> None:
    sqlite3.connect(path.with_name("db")).close()


@pytest.mark.parametrize("name", list(CHANGES))
def test_files_can_be_read_and_nothing_else(pool: Confined, tmp_path: Path, name: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"kept")
    path.chmod(0o640)
    before = (path.stat().st_mode, path.stat().st_mtime_ns, path.stat().st_ctime_ns)
    with pytest.raises(PermissionError, match="forbidden"):
        pool(CHANGES[name], path)
    assert [child.name for child in tmp_path.iterdir()] == ["file"]
    assert (path.stat().st_mode, path.stat().st_mtime_ns, path.stat().st_ctime_ns) == before
    assert pool(Path.read_bytes, path) == b"kept"


def test_no_file_grows_and_few_are_open(pool: Confined, tmp_path: Path) -> None:
    with pytest.raises(OSError):
        pool(write, str(tmp_path / "x"))
    with pytest.raises(OSError, match="Too many open files"):
        pool(open_many)


def test_an_answer_is_data_and_never_runs(pool: Confined, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(TypeError, match="cannot be sent"):
        pool(evil)
    assert "pwned" not in capfd.readouterr().out


def test_what_cannot_be_sent_is_raised_and_holds_no_worker(pool: Confined) -> None:
    for _ in range(5):
        with pytest.raises((pickle.PicklingError, AttributeError)):
            pool(lambda: 1)
    assert pool(pid)


def test_a_worker_that_died_while_idle_is_replaced(pool: Confined) -> None:
    first = pool(pid)
    assert isinstance(first, int)
    os.kill(first, signal.SIGKILL)
    time.sleep(0.2)
    second = pool(pid)
    assert isinstance(second, int) and second != first


def test_a_worker_is_replaced_after_its_share_of_calls() -> None:
    pool = Confined(1, max_tasks=3)
    try:
        pids = Counter(pool(pid) for _ in range(7))
    finally:
        pool.close()
    assert sorted(pids.values()) == [1, 3, 3]


def maybe(n: int, body: bytes) -> int:
    if n % 25 == 7:
        os.abort()
    return n


def test_two_hundred_threads_get_each_their_own_answer(pool: Confined) -> None:
    with ThreadPoolExecutor(200) as threads:
        answers = list(threads.map(lambda n: pool(maybe, n, b"x" * 20_000), range(400)))
    for n, answer in enumerate(answers):
        assert isinstance(answer, Failure) if n % 25 == 7 else answer == n


def test_closing_ends_those_that_wait() -> None:
    pool = Confined(1)
    pool(pid)
    with ThreadPoolExecutor(3) as threads:
        waiting = [threads.submit(pool, time.sleep, 60) for _ in range(3)]
        time.sleep(0.3)
        started = time.monotonic()
        pool.close()
        for one in waiting:
            with pytest.raises(EngineError):
                one.result()
    assert time.monotonic() - started < 3


def test_there_is_one_pool() -> None:
    assert confined() is confined()


PROGRAM = """
    import os, sys, time
    from broadsheet.adapters.confine import confined
    if __name__ == "__main__":
        pool = confined()
        print(pool(os.getpid), flush=True)
        {then}
"""


@contextmanager
def program(tmp_path: Path, then: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    script = tmp_path / "program.py"
    script.write_text(textwrap.dedent(PROGRAM.format(then=then)), encoding="utf-8")
    command = [sys.executable, str(script)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout
        yield process, int(process.stdout.readline())


def gone(number: int) -> bool:
    for _ in range(100):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{number}/stat").exists() and ") Z " in Path(f"/proc/{number}/stat").read_text():
            return True
        time.sleep(0.05)
    return False


def test_a_program_that_ends_takes_its_workers_along(tmp_path: Path) -> None:
    with program(tmp_path, "pass") as (process, worker):
        assert process.wait(10) == 0
        assert gone(worker)


def test_a_program_that_is_killed_takes_its_workers_along(tmp_path: Path) -> None:
    with program(tmp_path, "pool(time.sleep, 60)") as (process, worker):
        time.sleep(0.3)
        process.kill()
        assert gone(worker)


def test_ctrl_c_ends_a_program_that_waits_at_once(tmp_path: Path) -> None:
    with program(tmp_path, "pool(time.sleep, 60)") as (process, worker):
        time.sleep(0.3)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(5) != 0
        assert gone(worker)


def test_a_package_that_is_run_is_not_run_again_by_its_workers(tmp_path: Path) -> None:
    (tmp_path / "newsroom").mkdir()
    (tmp_path / "newsroom" / "__init__.py").touch()
    (tmp_path / "newsroom" / "__main__.py").write_text(
        "import os\nfrom broadsheet.adapters.confine import confined\nprint('run')\nprint(confined()(os.getpid) != os.getpid())\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "newsroom"], cwd=tmp_path, capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout.split() == ["run", "True"]
