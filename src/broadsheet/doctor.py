"""Checks an installation: each finding says what was looked at, and what to do when it is not well."""

from __future__ import annotations

import contextlib
import platform
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, entry_points, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import msgspec
from rich.filesize import decimal

from broadsheet.config import Kit
from broadsheet.config_file import File, read_file, zone
from broadsheet.daily.health import Health, health
from broadsheet.errors import BroadsheetError, StorageError, UsageError
from broadsheet.press import plan
from broadsheet.registry import adapter
from broadsheet.schedule import Schedule
from broadsheet.store import edition_folders
from broadsheet.types import Article, Couple, Doubt, Failure, Match, Opinion, Source, digest

LEAST_FREE = 200_000_000
"""Bytes that a run must find free where editions go, at least; else three times what the newest edition takes.  Set by
hand, 2026-11-22: the reference day, whose texts came without a capture, left 4 MB with its site, feed and caches; a
live day of every source is allowed fifty times that."""

OPTIONAL = (
    ("hugo", "builds the Hugo tree that the publisher hugo writes; without it, any Hugo elsewhere does"),
    ("chromium", "is for the project's own tests of pages"),
)
"""Programs that may be there, and what misses them."""

_NAME = re.compile(r"[A-Za-z0-9._-]+")


class Finding(NamedTuple):
    """One thing that was looked at."""

    ok: bool
    what: str
    told: str


Look = Callable[[File, Path], Iterator[Finding]]
"""What else is looked at, of a configuration and the folder of its editions."""


def nothing_more(file: File, root: Path) -> Iterator[Finding]:
    """Look at nothing else."""
    yield from ()


def examine(config: Path | None, now: datetime | None = None, more: Look = nothing_more) -> Iterator[Finding]:
    """Yield what was found, in the order a run would need it; a configuration that cannot be read ends the list.

    Nobody but a configured model, and what ``more`` asks (delivery), is asked for anything, and nothing is left behind.
    """
    now = now or datetime.now(UTC)
    yield from (_found(what, look) for what, look in (("python", _python), ("packages", _packages)))
    try:
        file = read_file(config)
        settings = plan(file, at=now)
        schedule = Schedule(file.daily, zone(file.timezone), file.hours)
    except BroadsheetError as error:
        yield Finding(False, "configuration", str(error))
        return
    yield Finding(True, "configuration", str(config or "broadsheet.toml, or the defaults"))
    kit = Kit(settings)
    root = Path(settings.root)
    looks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("desk", lambda: f"{settings.desk}: {len(kit.desk.sections)} sections"),
        ("names", lambda: _names(kit)),
        ("sources", lambda: f"{len(kit.sources)} of {len({s.owner for s in kit.sources})} owners"),
        ("readers", lambda: ", ".join(sorted(kit.readers))),
        ("embedder", lambda: _embedder(kit)),
        ("writer", lambda: kit.writer.name),
        ("model", lambda: _model(kit)),
        ("judge", lambda: _judge(kit)),
        ("matcher", lambda: _matcher(kit)),
        ("publishers", lambda: ", ".join(name for name in settings.publish if kit.publisher(name))),
        ("engine", lambda: _engine(file.engine)),
        ("output", lambda: _writable(root)),
        ("disk", lambda: _disk(root)),
        ("memory", lambda: _memory(root.absolute() / ".cache" / "web.sqlite")),
        ("clock", lambda: _clock(schedule, now)),
        ("schedule", lambda: _schedule(root, schedule, now)),
        ("last edition", lambda: _last_edition(root, schedule, now)),
        ("optional", _optional),
    )
    yield from (_found(what, look) for what, look in looks)
    yield from more(file, root)


def _found(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(True, what, look())
    except (BroadsheetError, OSError, msgspec.MsgspecError, sqlite3.Error) as error:
        return Finding(False, what, str(error))


def _python() -> str:
    return f"{platform.python_implementation()} {platform.python_version()} at {sys.executable}"


def _packages() -> str:
    """Look for every package that this one needs; whether versions fit together is its installer's to say."""
    try:
        named = requires("broadsheet") or []
    except PackageNotFoundError as error:
        raise UsageError("broadsheet itself is not installed", remedy="pip install broadsheet") from error
    wanted = [match[0] for line in named if "extra ==" not in line and (match := _NAME.match(line))]
    missing = [name for name in wanted if not _installed(name)]
    if missing:
        raise UsageError(f"not installed: {', '.join(missing)}", remedy="install Broadsheet anew, as you did at first")
    return f"Broadsheet {version('broadsheet')} and the {len(wanted)} packages that it needs"


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _disk(root: Path) -> str:
    parent = next(at for at in (root, *root.absolute().parents) if at.exists())
    free = shutil.disk_usage(parent).free
    folders = edition_folders(root)
    taken = sum(path.stat().st_size for path in folders[-1].rglob("*") if path.is_file()) if folders else 0
    told = f"{decimal(free)} free"
    if free < max(LEAST_FREE, 3 * taken):
        raise StorageError(told, subject=str(parent), remedy="broadsheet vacuum DIR --dry-run shows what can go")
    return f"{told}; the newest edition takes {decimal(taken)}" if taken else told


def _clock(schedule: Schedule, now: datetime) -> str:
    """Tell the time; refuse one that lies before this program was put on the disk."""
    installed = datetime.fromtimestamp(Path(__file__).stat().st_ctime, UTC)
    told = now.astimezone(schedule.zone).strftime("%Y-%m-%d %H:%M:%S %z")
    if now < installed:
        raise UsageError(
            f"it is {told}, yet this program was installed on {installed:%Y-%m-%d}",
            remedy="set the clock, and let something keep it (timedatectl set-ntp true)",
        )
    return f"{told} in {schedule.zone.key}"


def _schedule(root: Path, schedule: Schedule, now: datetime) -> str:
    state = _health(root, schedule, now)
    days = " ".join(schedule.daily.days) if len(schedule.daily.days) < 7 else "every day"
    told = f"{schedule.daily.at} {schedule.zone.key}, {days}; next {state.next:%Y-%m-%d %H:%M %z}"
    if state.to_come:
        begun = ", ".join(state.to_come)
        return f"{told}; warning: {begun} was begun while the clock ran ahead; broadsheet daily sets that aside"
    return told


def _last_edition(root: Path, schedule: Schedule, now: datetime) -> str:
    state = _health(root, schedule, now)
    last = state.last_edition
    told = f"{last.date}, printed {last.printed:%Y-%m-%d %H:%M} UTC" if last else "none yet"
    if state.last_day is None:
        return f"{told}; no schedule is kept here: broadsheet daily keeps one (docs/operations.md)"
    if state.overdue:
        raise UsageError(
            f"{told}; overdue: {', '.join(state.overdue)}: {state.message}",
            remedy="broadsheet daily --once tries it now and tells what happens",
        )
    return f"{told}; the newest day, {state.last_day.date}, is {state.last_day.state}"


def _health(root: Path, schedule: Schedule, now: datetime) -> Health:
    state = health(root, schedule, now)
    if state.trouble:
        raise UsageError(state.trouble, remedy="nothing is printed until that is put right")
    return state


def _optional() -> str:
    there = {name: bool(shutil.which(name) or find_spec(name)) for name, _ in OPTIONAL}
    told = [f"{name} {'is there' if there[name] else f'is not there: it {use}'}" for name, use in OPTIONAL]
    return "; ".join([*told, "fonts are needed by nothing here"])


def _embedder(kit: Kit) -> str:
    (vector,) = kit.embedder(["one sentence to place"], ["en"])
    return f"{kit.embedder.name}, {len(vector) // 4} dimensions"


def _model(kit: Kit) -> str:
    """Try the configured model; where none writes, tell how to use one that runs on this machine."""
    from broadsheet.adapters.model.probe import look, try_model

    if kit.plans:
        ok, told = try_model(kit.settings.model)
        if not ok:
            raise UsageError(told, remedy="the edition would be quoted; see docs/configuration.md, [model]")
        return told
    found = list(look())
    if not found:
        return "none is asked, and none listens on this machine (Ollama at 11434, llama.cpp at 8080)"
    told = "\n".join(f"{one.server}: {one.told}.  --writer llm uses it with\n[model]\n{one.lines}" for one in found)
    return f"none is asked; on this machine\n{told}"


CROSSING = "The ferry line opened a second crossing on Monday and will keep the first one."
TRIAL = (
    Doubt(text="A second crossing was opened by the ferry line on Monday.", passages=(CROSSING,)),
    Doubt(text="The ferry line closed its first crossing on Monday.", passages=(CROSSING,)),
)
"""A sentence that its passage bears out, and one that it contradicts."""


def _judge(kit: Kit) -> str:
    """Try the configured judge with a true sentence and a false one."""
    if kit.judge is None:
        return "none is asked: a doubt is a fault"
    told = list(kit.judge("doctor", TRIAL))
    opinions = {one.doubt: one for one in told if isinstance(one, Opinion)}
    troubles = [one.message for one in told if isinstance(one, Failure)]
    mute = [one.reason for one in opinions.values() if one.supported is None]
    if troubles or mute or len(opinions) < len(TRIAL):
        raise UsageError(
            f"{kit.judge.name}: {'; '.join(troubles or mute) or 'it gives no opinion'}",
            remedy="every doubt would be a fault, as without a judge; see docs/configuration.md, A second opinion",
        )
    if opinions[1].supported:
        raise UsageError(
            f"{kit.judge.name} lets a false sentence pass: {TRIAL[1].text!r} beside {CROSSING!r}",
            remedy="take a larger model; broadsheet eval verify --judge measures one",
        )
    if not opinions[0].supported:
        raise UsageError(
            f"{kit.judge.name} stops a true sentence as well: {TRIAL[0].text!r} beside {CROSSING!r}",
            remedy="nothing false is printed, and every doubt is a fault, as without a judge; take another model, or "
            "none; broadsheet eval verify --judge measures one",
        )
    return f"{kit.judge.name} lets a true sentence pass and stops a false one"


def _matcher(kit: Kit) -> str:
    """Try the configured matcher with two articles on one event, and with one on another."""
    if kit.matcher is None:
        return "none is asked: the rules decide which articles are one story"
    ferry, report, other = (
        _article(f"https://{at}.example/", text)
        for at, text in (("a", CROSSING), ("b", TRIAL[0].text), ("c", "The tram company raised its fares on Monday."))
    )
    told = list(kit.matcher((Couple(one=ferry, other=report), Couple(one=ferry, other=other))))
    said = {one.couple: one.same for one in told if isinstance(one, Match)}
    troubles = [one.message for one in told if isinstance(one, Failure)]
    if troubles or len(said) < 2 or None in said.values():
        raise UsageError(
            f"{kit.matcher.name}: {'; '.join(troubles) or 'it gives no fit answer'}",
            remedy="the rules would decide, as without a matcher; see docs/configuration.md, Near the border",
        )
    if said != {0: True, 1: False}:
        raise UsageError(
            f"{kit.matcher.name} takes {'two events for one' if said[1] else 'one event for two'}",
            remedy="take a larger model, or none; broadsheet eval cluster --matcher measures one",
        )
    return f"{kit.matcher.name} tells one event from two"


def _article(url: str, text: str) -> Article:
    source = Source(name="doctor", kind="feed", url=url, outlet="Doctor", owner="doctor", language="en")
    return Article(
        id=digest(url, text), source=source, url=url, title="", published=None, day_only=False, text=text, language="en"
    )


def _engine(name: str) -> str:
    adapter("engines", name)
    others = sorted(entry.name for entry in entry_points(group="broadsheet.engines") if entry.name != name)
    return f"{name} (also: {', '.join(others)})"


def _names(kit: Kit) -> str:
    assert kit.names is not None  # it was read, which is what was to be seen
    return "can be read"


def _writable(folder: Path) -> str:
    """Prove that files can be written below ``folder``, leaving nothing behind."""
    parent = next(at for at in (folder, *folder.absolute().parents) if at.exists())
    with tempfile.TemporaryFile(dir=parent):
        return f"{folder.absolute()} can be written"


def _memory(path: Path) -> str:
    """Prove that a run can keep what it fetches in the database ``path``: write to it what stands there already.

    It is not made when it is not there, and not mended when it is damaged: a run does both.
    """
    if not path.exists():
        return _writable(path.parent)
    try:
        database = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=1, isolation_level=None)
        with contextlib.closing(database) as file:
            file.execute("BEGIN IMMEDIATE")
            (version,) = file.execute("PRAGMA user_version").fetchone()
            file.execute(f"PRAGMA user_version = {int(version)}")
            file.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
            return f"{path} is damaged ({error}); the next run sets it aside and begins a new one"
        if error.sqlite_errorname == "SQLITE_BUSY":
            return f"{path} is being written by a run"
        raise OSError(f"{path} cannot be written ({error})") from error
    return f"{path} can be written"
