"""The scheduler as processes: two at once, one that is told to end, one that comes days late; and its health."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.error import HTTPError

import pytest

from broadsheet.daily.record import Record, read_record, write_record
from broadsheet.store import read_articles, read_edition

from editions import record, write_lines
from loopback_web import Answer, Web, web

TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
"""The planned moment of today's edition in these tests."""


def day(back: int = 0) -> str:
    return (TODAY - timedelta(days=back)).date().isoformat()


def configured(folder: Path, sources: Mapping[str, str], more: str = "") -> list[str]:
    """Write a configuration with ``sources`` (name -> address); return the command of its scheduler."""
    tables = []
    for name, url in sources.items():
        kind = "feed" if url.startswith("http") else "jsonl"
        tables.append(
            f'[[source]]\nname = "{name}"\nkind = "{kind}"\nurl = "{url}"\noutlet = "{name}"\nowner = "{name}"\n'
        )
    (folder / "sources.toml").write_text("\n".join(tables), encoding="utf-8")
    path = folder / "broadsheet.toml"
    path.write_text(
        f'sources = "./sources.toml"\nout = "{folder}/editions"\nlanguage = "en"\ntimezone = "UTC"\n'
        f'[publish]\nto = ["atom"]\n[fetch]\nprivate = ["127.0.0.1"]\ndelay = 0\n[daily]\nat = "00:00"\n{more}',
        encoding="utf-8",
    )
    return [sys.executable, "-m", "broadsheet", "daily", "--config", str(path), "--log", "json"]


def feed(site: str, name: str) -> bytes:
    """Return a feed with an item of yesterday, whose text it carries."""
    at = format_datetime(TODAY - timedelta(hours=5))
    text = f"Harbour {name} opened a yard for seven models on Wednesday. " * 8
    return (
        f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>{name}</title>'
        f"<link>{site}/</link><item><title>Harbour {name} opens a model yard</title><link>{site}/{name}/story</link>"
        f"<pubDate>{at}</pubDate><content:encoded>{text}</content:encoded></item></channel></rss>"
    ).encode()


def events(stderr: str) -> list[str]:
    return [json.loads(line)["event"] for line in stderr.splitlines() if line.startswith("{")]


def wait_for(condition: Callable[[], object], seconds: float = 180.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come so far"
        time.sleep(0.02)


def noted_of(root: Path, url: str) -> bool:
    """Say whether a run has noted what ``url`` answered."""
    path = root / ".cache" / "web.sqlite"
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
        return file.execute("SELECT 1 FROM answer WHERE url = ?", (url,)).fetchone() is not None


def two_feeds(site: Web, hold: threading.Event) -> dict[str, str]:
    """Let ``a`` answer, and ``b`` only after ``hold``; return the sources."""
    kind = {"Content-Type": "application/rss+xml"}
    page = Answer(b"<html><body><p>nothing to read here</p></body></html>", headers={"Content-Type": "text/html"})
    site.answers |= {
        "/a": Answer(feed(site.address, "a"), headers=kind),
        "/b": Answer(feed(site.address, "b"), headers=kind, wait=lambda: hold.wait(60)),
        "/a/story": page,
        "/b/story": page,
    }
    return {"a": f"{site.address}/a", "b": f"{site.address}/b"}


def test_two_schedulers_at_once_print_once(tmp_path: Path) -> None:
    hold = threading.Event()
    with web({}) as site:
        command = [*configured(tmp_path, two_feeds(site, hold)), "--once"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as first:
            try:
                wait_for(lambda: "/b" in site.paths or first.poll() is not None)
                second = subprocess.run(command, capture_output=True, text=True, timeout=120)
                assert second.returncode == 0, second.stderr
                assert events(second.stderr) == ["another scheduler is at work"]
                hold.set()
                _, told = first.communicate(timeout=120)
            finally:
                hold.set()
                first.kill()
        assert first.returncode == 0, told
        assert events(told).count("the edition is printed") == 1
        third = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert events(third.stderr) == ["nothing is due"] and third.returncode == 0
        assert site.paths.count("/a") == site.paths.count("/b") == 1
    assert read_edition(tmp_path / "editions" / day()).counts.articles == 2


@pytest.mark.parametrize(("once", "code"), [(True, 143), (False, 0)])
def test_a_scheduler_that_is_told_to_end_goes_on_where_it_was(tmp_path: Path, once: bool, code: int) -> None:
    hold = threading.Event()
    with web({}) as site:
        command = configured(tmp_path, two_feeds(site, hold))
        words = ["--once"] if once else []
        with subprocess.Popen([*command, *words], stderr=subprocess.PIPE, text=True) as child:
            try:
                wait_for(lambda: {"/a", "/b"} <= set(site.paths) or child.poll() is not None)
                wait_for(lambda: noted_of(tmp_path / "editions", f"{site.address}/a") or child.poll() is not None)
                begun = time.monotonic()
                child.send_signal(signal.SIGTERM)
                _, told = child.communicate(timeout=60)
                assert time.monotonic() - begun < 10
            finally:
                hold.set()
                child.kill()
        assert child.returncode == code, told
        assert events(told)[-1] == "stopped" and "Traceback" not in told
        noted = read_record(tmp_path / "editions", day())
        assert noted and (noted.state, noted.tries) == ("begun", 0)
        assert not (tmp_path / "editions" / day()).exists()
        after = subprocess.run([*command, "--once"], capture_output=True, text=True, timeout=120)
        assert after.returncode == 0, after.stderr
        assert site.paths.count("/a") == 1, "what was read is not asked for again"
    assert read_edition(tmp_path / "editions" / day()).counts.articles == 2
    noted = read_record(tmp_path / "editions", day())
    assert noted and noted.state == "done"


def test_three_missed_days_are_made_up_for(tmp_path: Path) -> None:
    root = tmp_path / "editions"
    lines = [
        record(n, published=(TODAY - timedelta(days=n, hours=6)).isoformat(), url=f"https://outlet{n}.example/story")
        for n in range(6)
    ]
    write_lines(tmp_path / "articles.jsonl", lines)
    then = TODAY - timedelta(days=4)
    write_record(root, Record(date=day(4), planned=then, state="done", began=then))
    command = [*configured(tmp_path, {"a": "articles.jsonl"}), "--once"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert ended.returncode == 0, ended.stderr
    assert sorted(path.name for path in root.glob("2*")) == [day(3), day(2), day(1), day(0)]
    for back in range(4):
        edition = read_edition(root / day(back))
        assert edition.made == TODAY - timedelta(days=back)
        (article,) = read_articles(root / day(back)).values()
        assert article.url == f"https://outlet{back}.example/story", "each day has what was published on it"
    assert events(ended.stderr).count("the edition is printed") == 4


def test_an_empty_day_ends_well_and_a_dead_network_does_not(tmp_path: Path) -> None:
    write_lines(tmp_path / "articles.jsonl", [record(published="2001-01-01T00:00:00Z")])
    command = [*configured(tmp_path, {"a": "articles.jsonl"}), "--once"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0 and "the day is empty" in events(ended.stderr)
    noted = read_record(tmp_path / "editions", day())
    assert noted and noted.state == "empty" and "no article came from 1 source" in noted.message
    other = tmp_path / "other"
    other.mkdir()
    command = [*configured(other, {"a": "http://127.0.0.1:9/feed"}), "--once"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 3 and "the edition failed" in events(ended.stderr)
    noted = read_record(other / "editions", day())
    assert noted and noted.state == "failed" and noted.again and noted.tries == 1


def test_health_and_metrics_of_a_running_scheduler(tmp_path: Path) -> None:
    write_lines(tmp_path / "articles.jsonl", [record(published=(TODAY - timedelta(hours=6)).isoformat())])
    command = [*configured(tmp_path, {"a": "articles.jsonl"}), "--listen", "127.0.0.1:0"]
    log = tmp_path / "log"
    with log.open("w") as stderr, subprocess.Popen(command, stderr=stderr) as child:
        try:
            wait_for(lambda: "waiting" in events(log.read_text()) or child.poll() is not None)
            (address,) = re.findall(r"http://127\.0\.0\.1:\d+", log.read_text())
            with urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer:
                told = json.load(answer)
            assert answer.status == 200 and told["ok"] and told["last_edition"]["date"] == day()
            with urllib.request.urlopen(f"{address}/metrics", timeout=10) as answer:
                text = answer.read().decode()
            with pytest.raises(HTTPError, match="404"):
                urllib.request.urlopen(f"{address}/", timeout=10)
            child.send_signal(signal.SIGTERM)
            assert child.wait(30) == 0
        finally:
            child.kill()
    from prometheus_client.parser import text_string_to_metric_families

    found = {
        (s.name, tuple(s.labels.values())): s.value for f in text_string_to_metric_families(text) for s in f.samples
    }
    assert found["broadsheet_healthy", ()] == 1 and found["broadsheet_editions_overdue", ()] == 0
    assert found["broadsheet_editions", ()] == 1 and found["broadsheet_days", ("done",)] == 1
    assert found["broadsheet_edition_articles", ("original",)] == 1
    assert found["broadsheet_edition_stage_seconds", ("compose",)] > 0
