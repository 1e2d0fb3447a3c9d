"""Claim: a thousand sources are read at least three times as fast as lemon24/reader reads them, for less CPU an item.

    uv sync --inexact --all-extras --group bench && python bench/collect.py [SOURCES [RUNS]]

Every source is a host of its own on loopback (127.1.x.y) with a feed of 20 items, served by another process.  Each
contender starts in a new process with nothing known, asks every source once and holds the items at the end:
Broadsheet's collect step (guard, journal, confined parsers; with and without asking robots.txt, and with the second
that it lets pass between two requests to one host), ``reader`` with the same number of threads and its SQLite storage,
and the plain loop of httpx and feedparser that one writes first.  The clock starts when a contender has imported what
it needs and knows its sources; the start of our confined workers counts.  CPU is that of the contender and of all
processes it started.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import textwrap
from functools import lru_cache
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
from broadsheet.engine import Call, Step, run
from broadsheet.stages.collect import collect
from broadsheet.text.urls import host_of
from broadsheet.types import Item, Sheet, Source, Window

class Kit:
    def __init__(self):
        self.fetch = WebFetch(Transport(allow_private=True), Journal(Path(folder) / "web.sqlite", "x"),
                              robots=ROBOTS, delay=DELAY)
        self.readers = {"feed": FeedReader(confine=confined())}
        self.window = Window(start=None, end=None)
        made = datetime(2025, 12, 18, tzinfo=UTC)
        self.sheet = Sheet(date="2025-12-18", made=made, window=self.window, language="en")

the_kit = Kit()
sys.modules["contender"] = sys.modules["__main__"]
STEPS = [Step("collect", collect, "each", Source, Item, ("fetch", "readers", "window", "sheet"), size=1, waits=True,
              lane=lambda source: host_of(source.url))]  # as in the pipeline
kit = lambda settings: the_kit
engine = Threads()
sources = [Source(name=url, kind="feed", url=url, outlet="x", owner="x") for url in urls]
began = clock()
outcome = run(STEPS, sources, call=Call("contender:STEPS", "contender:kit", b"", ""), engine=engine)
count = len(outcome.given["collect"])
ended = clock()
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
ended = clock()
"""
LOOP = """
import feedparser, httpx
began = clock()
count = 0
with httpx.Client() as client:
    for url in urls:
        count += len(feedparser.parse(client.get(url).content).entries)
ended = clock()
"""
FRAME = """
import json, os, sys, time
from pathlib import Path

def clock():
    return time.perf_counter(), sum(map(cpu, family(os.getpid())))

def family(process):
    yield process
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from family(int(child))

def cpu(process):
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")  # own, and of children that have ended

urls, folder = json.load(open(sys.argv[1])), sys.argv[2]
"""
END = """
print(json.dumps({"count": count, "wall": ended[0] - began[0], "cpu": ended[1] - began[1]}))
"""


@lru_cache(SOURCES)
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
    """Run a contender in a new process; return items, and the wall and CPU seconds of its work."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "contender.py"
        # Indented under its condition: the confined workers import the program that they serve.
        script.write_text("if __name__ == '__main__':\n" + textwrap.indent(FRAME + code + END, "    "))
        child = subprocess.run([sys.executable, script, urls, folder], capture_output=True, text=True, check=False)
        if child.returncode:
            raise SystemExit(f"the contender failed:\n{child.stderr[-3000:]}")
    told = json.loads(child.stdout.splitlines()[-1])
    return told["count"], told["wall"], told["cpu"]


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else SOURCES
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else RUNS
    hosts = [f"127.1.{n // 250}.{n % 250 + 1}" for n in range(number)]
    port = 8080
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(hosts, port, there), daemon=True)
    server.start()
    here.recv()
    contenders = {
        "broadsheet": BROADSHEET.replace("ROBOTS", "False").replace("DELAY", "0"),
        "broadsheet, robots.txt too": BROADSHEET.replace("ROBOTS", "True").replace("DELAY", "0"),
        "broadsheet with its manners": BROADSHEET.replace("ROBOTS", "True").replace("DELAY", "1"),
        "reader": READER,
        "httpx + feedparser loop": LOOP,
    }
    walls: dict[str, list[float]] = {name: [] for name in contenders}
    with tempfile.TemporaryDirectory() as folder:
        urls = Path(folder) / "urls.json"
        urls.write_text(json.dumps([f"http://{host}:{port}/{n}" for n, host in enumerate(hosts)]))
        costs: dict[str, list[float]] = {name: [] for name in contenders}
        for _ in range(runs):
            for name, code in contenders.items():
                count, wall, cpu = measure(code, urls)
                if count != number * ITEMS:
                    raise SystemExit(f"{name} gave {count} items of {number * ITEMS}")
                walls[name].append(wall)
                costs[name].append(cpu)
    server.kill()
    print(f"{number} sources, {ITEMS} items each, {os.cpu_count()} cores, median of {runs}")
    for name in contenders:
        wall, cpu = statistics.median(walls[name]), statistics.median(costs[name])
        items = number * ITEMS
        print(f"  {name:<28} {wall:7.2f} s  {items / wall:8.0f} items/s  {1e6 * cpu / items:7.0f} us CPU an item")
    reader = statistics.median(walls["reader"])
    for name in list(contenders)[:3]:
        print(f"  {name}: {reader / statistics.median(walls[name]):.1f} times as fast as reader")
    if reader / statistics.median(walls["broadsheet"]) < AT_LEAST:  # reader asks for no robots.txt either
        raise SystemExit(f"FAILED: less than {AT_LEAST} times as fast as reader")


if __name__ == "__main__":
    main()
