"""Claim: a thousand sources are read at least three times as fast as lemon24/reader reads them, for less CPU an item.

    uv sync --inexact --all-extras --group bench && python bench/collect.py [SOURCES]

Every source is a host of its own on loopback (127.1.x.y) with a feed of 20 items, served by another process.  Each
contender starts in a new process with nothing known, asks every source once and holds the items at the end:
Broadsheet's collect step (guard, journal, confined parsers; with and without asking robots.txt), ``reader`` with the
same number of threads and its SQLite storage, and the plain loop of httpx and feedparser that one writes first.  CPU is
that of the contender and of the processes it started.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path

SOURCES = 1000
ITEMS = 20
RUNS = 3
AT_LEAST = 3.0

BROADSHEET = """
from datetime import UTC, datetime
from broadsheet.adapters.confine import confined
from broadsheet.adapters.engines import Threads
from broadsheet.adapters.read_feed import FeedReader
from broadsheet.adapters.web.fetch import WebFetch
from broadsheet.adapters.web.journal import Journal
from broadsheet.adapters.web.transport import Transport
from broadsheet.engine import Step, Call, run
from broadsheet.stages.collect import collect
from broadsheet.text.urls import host_of
from broadsheet.types import Item, Source, Window

class Kit:
    fetch = WebFetch(Transport(allow_private=True), Journal(Path(folder) / "web.sqlite", "bench"), robots=ROBOTS)
    readers = {"feed": FeedReader(confine=confined())}
    window = Window(start=None, end=None)
    sheet = None
THE_KIT = Kit()
def kit(settings): return THE_KIT
STEPS = (Step("collect", collect, "each", Source, Item, ("fetch", "readers", "window", "sheet"), size=1, waits=True,
              lane=lambda source: host_of(source.url)),)
sys.modules["contender"] = sys.modules["__main__"]
engine = Threads()
sources = [Source(name=url, kind="feed", url=url, outlet="x", owner="x") for url in urls]
outcome = run(STEPS, sources, call=Call("contender:STEPS", "contender:kit", b"", ""), engine=engine)
count = len(outcome.given["collect"])
engine.close()
"""
READER = """
from reader import make_reader
reader = make_reader(str(Path(folder) / "reader.sqlite"))
for url in urls:
    reader.add_feed(url)
began = clock()
reader.update_feeds(workers=200)
count = reader.get_entry_counts().total
"""
LOOP = """
import feedparser, httpx
count = 0
with httpx.Client() as client:
    for url in urls:
        count += len(feedparser.parse(client.get(url).content).entries)
"""
FRAME = """
import json, resource, sys, time
from pathlib import Path
def clock():
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
urls, folder = json.load(open(sys.argv[1])), sys.argv[2]
began = clock()
"""
END = """
wall, cpu = clock()
print(json.dumps({"count": count, "wall": wall - began[0]}))
"""


def feed(number: int) -> bytes:
    """Return an RSS feed of ``ITEMS`` items, about 20 kB: a title, a date, a summary of a few sentences each."""
    words = f"Harbour {number} opened another yard for models on Wednesday, the port authority told reporters. " * 6
    items = "".join(
        f"<item><title>Yard {n} of harbour {number} opens</title><link>https://h{number}.example/{n}</link>"
        f"<guid>https://h{number}.example/{n}</guid><pubDate>Wed, 17 Dec 2025 {n:02}:10:00 GMT</pubDate>"
        f"<description>{words}</description><category>ports</category></item>"
        for n in range(ITEMS)
    )
    head = f"<title>Harbour {number}</title><link>https://h{number}.example/</link><description>d</description>"
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def serve(hosts: list[str], port: int, ready: Connection) -> None:
    """Serve a feed from every host until the process is ended; robots.txt answers 404."""

    class Peer(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.Transport)
            self.transport, self.seen = transport, b""

        def data_received(self, data: bytes) -> None:
            self.seen += data
            while b"\r\n\r\n" in self.seen:
                head, _, self.seen = self.seen.partition(b"\r\n\r\n")
                body = b"" if b" /robots.txt " in head else feed(int(head.split(b" ")[1].strip(b"/")))
                status = b"200 OK" if body else b"404 Not Found"
                self.transport.write(
                    b"HTTP/1.1 %b\r\nContent-Type: application/rss+xml; charset=utf-8\r\nContent-Length: %d\r\n\r\n%b"
                    % (status, len(body), body)
                )

    async def main() -> None:
        loop = asyncio.get_running_loop()
        await loop.create_server(Peer, hosts, port)
        ready.send("ready")
        await asyncio.Event().wait()

    asyncio.run(main())


def measure(code: str, urls: Path) -> tuple[int, float, float]:
    """Run a contender in a new process; return items, wall seconds of its work, CPU seconds of the whole process."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "contender.py"
        script.write_text(FRAME + code + END)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        child = subprocess.run([sys.executable, script, urls, folder], capture_output=True, text=True, check=False)
        if child.returncode:
            raise SystemExit(f"the contender failed:\n{child.stderr[-3000:]}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = json.loads(child.stdout.splitlines()[-1])
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return told["count"], told["wall"], cpu


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else SOURCES
    hosts = [f"127.1.{n // 250}.{n % 250 + 1}" for n in range(number)]
    port = 8080
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(hosts, port, there), daemon=True)
    server.start()
    here.recv()
    contenders = {
        "broadsheet": BROADSHEET.replace("ROBOTS", "False"),
        "broadsheet, robots.txt too": BROADSHEET.replace("ROBOTS", "True"),
        "reader": READER,
        "httpx + feedparser loop": LOOP,
    }
    walls: dict[str, list[float]] = {name: [] for name in contenders}
    with tempfile.TemporaryDirectory() as folder:
        urls = Path(folder) / "urls.json"
        urls.write_text(json.dumps([f"http://{host}:{port}/{n}" for n, host in enumerate(hosts)]))
        costs: dict[str, list[float]] = {name: [] for name in contenders}
        for _ in range(RUNS):
            for name, code in contenders.items():
                count, wall, cpu = measure(code, urls)
                if count != number * ITEMS:
                    raise SystemExit(f"{name} gave {count} items of {number * ITEMS}")
                walls[name].append(wall)
                costs[name].append(cpu)
    server.kill()
    print(f"{number} sources, {ITEMS} items each, {os.cpu_count()} cores, median of {RUNS}")
    for name in contenders:
        wall, cpu = statistics.median(walls[name]), statistics.median(costs[name])
        items = number * ITEMS
        print(f"  {name:<28} {wall:7.2f} s  {items / wall:8.0f} items/s  {1e6 * cpu / items:7.0f} us CPU an item")
    reader = statistics.median(walls["reader"])
    for name in ("broadsheet", "broadsheet, robots.txt too"):
        print(f"  {name}: {reader / statistics.median(walls[name]):.1f} times as fast as reader")
    if reader / statistics.median(walls["broadsheet, robots.txt too"]) < AT_LEAST:
        raise SystemExit(f"FAILED: less than {AT_LEAST} times as fast as reader")


if __name__ == "__main__":
    main()
