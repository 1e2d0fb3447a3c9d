"""Print editions over the farm in a process of its own, and tell what each day cost.

    python tests/farm_run.py JOB.json       prints a JSON line for every day

The limits of time are those of a test: seconds where the house waits for tens.  The clock is the day's.  Names ending
in ``.test`` are resolved here, hostilely, and nothing but the farm is dialled: who tries anything else is written down.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from hostile_farm import BEGIN, NET, PUBLIC, SITES, TRAP, Served, Site, write_sources

MINUTES = 0.6
"""How long a run may ask."""


class Job(msgspec.Struct, frozen=True):
    """What to print into ``out``: for each of ``days`` its number and its sources file; ``port`` of the farm."""

    out: str
    private: list[str]
    port: int
    days: list[tuple[int, str]]


class Clock:
    """The moment of an edition, standing still: what is told of a day does not depend on how long it takes."""

    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        return self.now


def shorten(clock: Clock) -> None:
    """Make every wait short, and let the day be that of ``clock``."""
    from broadsheet.adapters.web import fetch, guard, journal, robots, transport

    transport.CONNECT_SECONDS = 1.0
    transport.TOLD_SECONDS = 1.0
    guard.GRACE_SECONDS = 0.5
    fetch.BACK_OFF = 0.1
    fetch.TOO_OFTEN = timedelta(seconds=0.2)
    robots.LONGEST_DELAY = 0.3
    limits: dict[str, Any] = {"total_seconds": 3.0, "read_seconds": 1.5, "clock": clock}
    transport.Transport = functools.partial(transport.Transport, **limits)  # type: ignore[misc,assignment]
    fetch.WebFetch = functools.partial(fetch.WebFetch, clock=clock)  # type: ignore[misc,assignment]
    journal.Journal = functools.partial(journal.Journal, clock=clock)  # type: ignore[misc,assignment]


def hostile_names(dialled: Counter[str]) -> None:
    """Resolve names in ``.test`` to change their mind, count who is dialled, and dial nothing but the farm."""
    asked: Counter[str] = Counter()
    system = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        if not str(host).endswith(".test"):
            return system(host, port, *rest, **more)
        if more.get("flags", 0) & socket.AI_NUMERICHOST or str(host).endswith(".nowhere.test"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        asked[host] += 1
        addresses = [PUBLIC, TRAP] if str(host).endswith(".half.test") else [PUBLIC if asked[host] == 1 else TRAP]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    socket.getaddrinfo = getaddrinfo

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.connect" and isinstance(arguments[1], tuple):
            dialled[arguments[1][0]] += 1
            if not _on_farm(arguments[1][0]):
                raise OSError(101, "Network is unreachable")

    sys.addaudithook(watch)


def _on_farm(host: str) -> bool:
    return host.startswith(NET)


def status(process: int | str = "self") -> dict[str, int]:
    """Return the numbers of a process's status: kB of VmRSS and VmHWM, Threads."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines()
    told = dict(line.split(":", 1) for line in lines)
    return {name: int(told.get(name, "0").split()[0]) for name in ("VmRSS", "VmHWM", "Threads")}


def family(process: int) -> Iterator[int]:
    """Yield the descendants of a process."""
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # a thread that has ended meanwhile
            for child in map(int, children.read_text(encoding="ascii").split()):
                yield child
                yield from family(child)


def cost() -> dict[str, object]:
    """Return what this process holds, and the peaks of the confined workers that live."""
    own, workers = status(), list[int]()
    for child in family(os.getpid()):
        with contextlib.suppress(OSError):
            workers.append(status(child)["VmHWM"])
    return {
        "rss": own["VmRSS"],
        "peak": own["VmHWM"],
        "threads": own["Threads"],
        "files": len(os.listdir("/proc/self/fd")),
        "workers": sorted(workers),
    }


def start(folder: Path, farm: Served, days: Sequence[tuple[int, Sequence[Site]]]) -> subprocess.Popen[str]:
    """Start a process that prints the editions of ``days`` (each its number and the sites asked) below ``folder``."""
    folder.mkdir(exist_ok=True)
    files = [(day, str(write_sources(folder / f"sources-{day}.toml", sites, farm.port))) for day, sites in days]
    job = Job(out=str(folder / "editions"), private=[site.host for site in SITES], port=farm.port, days=files)
    (folder / "job.json").write_bytes(msgspec.json.encode(job))
    command = [sys.executable, __file__, str(folder / "job.json")]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(child: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """Wait for what ``start`` gave; return what it told of each day."""
    out, err = child.communicate()
    if child.returncode:
        raise AssertionError(err[-4000:])
    return [json.loads(line) for line in out.splitlines()]


def main() -> None:
    # Imported here: the confined workers import the program that they serve, and need none of this.
    from broadsheet.adapters.confine import confined
    from broadsheet.adapters.engines import Threads
    from broadsheet.config_file import File, FileFetch, FilePublish
    from broadsheet.press import plan, print_edition

    job = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Job)
    clock, dialled = Clock(), Counter[str]()
    shorten(clock)
    hostile_names(dialled)
    manner = FileFetch(delay=0, minutes=MINUTES, private=tuple(job.private), contact="https://desk.example")
    file = File(language="en", timezone="UTC", fetch=manner, publish=FilePublish(to=("atom",)))
    served = Served(job.port, 0)
    for day, sources in job.days:
        dialled.clear()
        served.ask(f"/day/{day}")
        clock.now = BEGIN + timedelta(days=day, hours=6)
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # peaks are those of the day
        began, collected = time.perf_counter(), list[int]()

        def progress(stage: str, done: int, total: int, collected: list[int] = collected) -> None:
            if stage == "dedupe" and not collected:  # later stages hold more: the weights of the embedder
                collected.append(status()["VmHWM"])

        engine = Threads()
        try:
            settings = plan(msgspec.structs.replace(file, sources=sources), at=clock.now, out=Path(job.out))
            printed = print_edition(settings, engine, progress)
        finally:
            engine.close()
        told = {
            "day": day,
            "folder": str(printed.folder),
            "collected": collected[0],
            "seconds": time.perf_counter() - began,
            "stages": dict(printed.outcome.seconds),
            "dialled": {host: times for host, times in sorted(dialled.items()) if host == TRAP or not _on_farm(host)},
            "resumed": printed.outcome.resumed,
        }
        print(json.dumps(told | cost()), flush=True)
    confined().close()


if __name__ == "__main__":
    main()
