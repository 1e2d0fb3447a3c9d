"""Hold our reader of feeds against the test files of feedparser and gofeed.

    python bench/feed_fixtures.py [FOLDER]

feedparser's files come with its source distribution, which pip downloads into a temporary folder; gofeed's lie in
FOLDER (``../shared/bench/feeds`` without one).  Printed are crashes, how many titles, links and dates are as expected
and each that is not, and how often the fast way was taken and gave another answer than feedparser.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from broadsheet.adapters import read_feed as reader
from broadsheet.adapters.feed.fast import parse_fast
from broadsheet.adapters.feed.thorough import parse_thoroughly
from broadsheet.text.charset import decode
from broadsheet.types import Item, Page, Source

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from feed_expectations import BASE, WHEN, Check, feedparser_checks, gofeed_checks, moment_of, read  # noqa: E402

VERSION = "6.0.14"
SOURCE = Source(name="S", kind="feed", url=BASE, outlet="S", owner="s.example")


def download(folder: Path) -> Path:
    """Return the folder of feedparser's tests, downloaded from the package index and unpacked below ``folder``."""
    wanted = f"feedparser=={VERSION}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-binary", ":all:", "--no-deps", wanted]
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode:
        command[0:3] = ["python3", "-m", "pip"]  # an environment without pip
    subprocess.run(command, cwd=folder, check=True)
    with tarfile.open(next(folder.glob("feedparser-*.tar.gz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / f"feedparser-{VERSION}" / "tests"


def tell(name: str, checks: Iterable[Check]) -> None:
    found = list(checks)
    total, wrong = Counter(c.field for c in found), Counter(c.field for c in found if not c.same)
    share = 1 - sum(wrong.values()) / len(found)
    print(f"{name}: {len(found)} values, {share:.1%} as expected", end="; ")
    print(", ".join(f"{field} {count - wrong[field]}/{count}" for field, count in sorted(total.items())))
    for check in found:
        if not check.same:
            print(f"    {check.file}: {check.field} {check.expected!r}, ours {check.got!r}")


def compare(name: str, folder: Path) -> None:
    """Print crashes of the reader, and how often the fast way answers, and otherwise than feedparser."""
    page = Page(url=BASE, final_url=BASE, status=200, headers=(), body=b"", when=WHEN)
    files = crashes = entries = fast = other = 0
    for path in sorted(folder.rglob("*.xml")):
        files += 1
        body = path.read_bytes()
        try:
            entries += sum(isinstance(value, Item) for value in read(body))
        except Exception as error:  # noqa: BLE001 - counting them is what this is for
            crashes += 1
            print(f"    {path}: {error!r}")
        text = decode(body)[0].lstrip("\ufeff \r\n")
        if (parsed := parse_fast(text, BASE)) is not None:
            fast += 1
            if reader._items(SOURCE, page, parsed) != reader._items(SOURCE, page, parse_thoroughly(text, BASE)):
                other += 1
                print(f"    {path}: the fast way gives another answer")
    print(f"{name}: {files} files, {entries} entries, {crashes} crashes; fast {fast} of them, {other} otherwise")


def dates(runtests: Path) -> None:
    """Print how many of the dates in feedparser's own test table are read as it reads them."""
    tree = ast.parse(runtests.read_text(encoding="utf-8"))
    (table,) = (
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "date_tests"
    )
    assert isinstance(table, ast.Dict)
    total = same = 0
    for value in table.values:
        for raw, wanted in ast.literal_eval(value):
            feed = f"<rss version='2.0'><channel><item><title>T</title><pubDate>{raw}</pubDate></item></channel></rss>"
            (item,) = (value for value in read(feed.encode()) if isinstance(value, Item))
            expected = moment_of(wanted) if wanted else None
            total += 1
            if item.published == expected:
                same += 1
            else:
                print(f"    {raw!r}: {expected}, ours {item.published}")
    print(f"feedparser's dates: {same} of {total} as expected")


def main() -> None:
    gofeed = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "bench" / "feeds"
    if gofeed.exists():
        compare("gofeed", gofeed)
        tell("gofeed", gofeed_checks(gofeed))
    else:
        print(f"gofeed: {gofeed} is not here")
    with tempfile.TemporaryDirectory() as folder:
        tests = download(Path(folder))
        compare("feedparser", tests)
        tell("feedparser", feedparser_checks(tests))
        dates(tests / "runtests.py")


if __name__ == "__main__":
    main()
