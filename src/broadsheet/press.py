"""From settings to a printed edition: the one place where engine, pipeline, store and publishers meet."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from broadsheet.adapters.model.settings import ModelSettings
from broadsheet.archive.index import kept_up
from broadsheet.config import ARCHIVES, Kit, Settings, kit
from broadsheet.config_file import MOST_HOURS, File, archive_url, zone
from broadsheet.decode import decode_json
from broadsheet.desk_files import desk_digest
from broadsheet.engine import Call, Checkpoints, Outcome, Progress, Step, run
from broadsheet.errors import NoEditionError, PublishError, StorageError, UsageError
from broadsheet.evidence import join_warcs, sheet_of, write_warc
from broadsheet.failpoints import failpoint
from broadsheet.feedback import feedback_digest, read_feedback
from broadsheet.files import sweep, write_whole
from broadsheet.hold import holding, let_go, work_folder
from broadsheet.no_news import no_news
from broadsheet.pipeline import COURT, NEWSROOM, PIPELINE
from broadsheet.ports import Engine
from broadsheet.proving import proved
from broadsheet.seal import sealing
from broadsheet.store import (
    JOURNAL,
    Replaced,
    damaged_editions,
    read_lines,
    replaced_by,
    write_edition,
)
from broadsheet.types import Drop, Edition, Failure, Language, Ledger, Source, Value, Window

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says when a file can grow no more; libraries write temporary files too."""


def steps_of(press: Kit) -> tuple[str, tuple[Step, ...]]:
    """Return the pipeline of a run: the reference to it, for other processes, and its steps."""
    name, steps = ("NEWSROOM", NEWSROOM) if press.plans else ("COURT", COURT) if press.judge else ("PIPELINE", PIPELINE)
    return f"broadsheet.pipeline:{name}", steps


@dataclass(frozen=True)
class Printed:
    """A printed edition: where it lies, what it is, how it came about, and the pages to open."""

    folder: Path
    edition: Edition
    outcome: Outcome
    pages: tuple[Path, ...]
    troubles: tuple[str, ...] = ()
    """What went wrong after the edition was out: the archive could not be told of it."""
    replaced: Replaced | None = None
    """The edition of this date that stood there before, where it was another one."""


TAKEN = "a .jsonl with an article a line, a .warc.gz capture, or an edition folder, DIR/DATE"
"""What ``--from`` takes."""


def plan(
    file: File,
    *,
    date: str | None = None,
    at: datetime | None = None,
    hours: float | None = None,
    origins: Sequence[Path] = (),
    language: Language | None = None,
    writer: str | None = None,
    model: ModelSettings | None = None,
    out: Path | None = None,
    gateway: str = "",
    until: datetime | None = None,
) -> Settings:
    """Return the settings of one run: the file, overridden by what was asked.

    Without ``at``, an unfinished run of that date lends its moment, so that it is resumed; else it is now.  Without
    ``date`` it is the date of that moment in the file's time zone.  With ``origins`` and no ``hours``, every article
    is taken whatever its date.  The capture of an edition tells its moment, date, hours and language where none is
    given, so that it comes out the same.  From ``until`` on nobody is asked any more: the edition goes out with what
    there is.
    Raises UsageError, ConfigError.
    """
    local = zone(file.timezone)
    root = out or Path(file.out)
    if hours is not None and not 0 < hours <= MOST_HOURS:
        raise UsageError(f"{hours:g} hours", subject="--hours", remedy=f"more than 0 and at most {MOST_HOURS}")
    for origin in origins:
        if not origin.exists():
            raise UsageError("there is no such file or folder", subject=f"--from {origin}", remedy=f"give {TAKEN}")
        if not (origin.is_dir() or origin.is_file()):
            raise UsageError("is a pipe or a device, and no file", subject=f"--from {origin}", remedy=f"give {TAKEN}")
        if origin.is_dir() and not (origin / "articles.jsonl").is_file():
            raise UsageError(
                "is a folder without articles.jsonl, and so no edition folder",
                subject=f"--from {origin}",
                remedy=f"give {TAKEN}; a folder of documents is a source of its own kind: docs/sources.md",
            )
    captured = next((sheet for path in origins if path.name.endswith(ARCHIVES) and (sheet := sheet_of(path))), None)
    if captured and at is None and date in (None, captured.date):
        at, date, hours = captured.made, captured.date, hours or hours_of(captured.window)
        language = language or captured.language
    moment = at or datetime.now(local).replace(microsecond=0)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=local)
    day = date or moment.astimezone(moment.tzinfo if at else local).date().isoformat()
    for asked, then in ((f"--at {moment.isoformat()}", moment), (f"--date {day}", datetime.fromisoformat(day))):
        try:
            then - timedelta(hours=MOST_HOURS), then + timedelta(hours=MOST_HOURS)
        except OverflowError as error:
            raise UsageError("no edition can be made of that time", subject=asked) from error
    settings = Settings(
        date=day,
        made=moment,
        hours=hours if hours is not None or origins else file.hours,
        language=language or file.language,
        desk=file.desk,
        desk_digest=desk_digest(file.desk, file.sources),
        interests=file.interests,
        feedback_digest=feedback_digest(read_feedback(root, day)),
        sources=file.sources,
        origins=tuple(str(origin.resolve()) for origin in origins),
        origins_digest=origins_digest(origins),
        writer=writer or file.writer,
        judge=file.judge,
        matcher=file.matcher,
        model=model or file.model,
        judge_model=file.judge_model,
        entailment=file.entailment,
        embedder=file.embedder,
        root=str(root),
        gateway=gateway,
        until=until,
        fetch=file.fetch,
        publish=file.publish.to,
        base_url=file.publish.base_url,
        archive=archive_url(file),
    )
    return settings if at else _resumed(settings)


def origins_digest(origins: Sequence[Path]) -> str:
    """Return a digest of what the files of ``--from`` hold, so that a changed file is a changed run."""
    h = hashlib.sha256()
    for origin in origins:
        path = _read_of(origin)
        try:
            with path.open("rb") as handle:
                h.update(hashlib.file_digest(handle, "sha256").digest())
        except OSError as error:
            raise UsageError(f"cannot be read ({error.strerror})", subject=f"--from {origin}") from error
    return h.hexdigest()[:16] if origins else ""


def _read_of(origin: str | Path) -> Path:
    """Return the file that is read of what ``--from`` names."""
    path = Path(origin)
    return path / "articles.jsonl" if path.is_dir() else path


def hours_of(window: Window) -> float | None:
    """Return the hours of a window; None when it takes everything."""
    return (window.end - window.start).total_seconds() / 3600 if window.start and window.end else None


def _resumed(settings: Settings) -> Settings:
    """Take over the moment of an unfinished run that differs from this one in nothing else."""
    try:
        stored = decode_json((work_folder(Path(settings.root), settings.date) / "run.json").read_bytes(), Settings)
    except (OSError, msgspec.DecodeError):
        return settings  # nothing was begun, or what was begun cannot be told: begin
    same_but_time = msgspec.structs.replace(settings, made=stored.made)
    return same_but_time if _identity(same_but_time) == _identity(stored) else settings


def _identity(settings: Settings) -> bytes:
    """Return what tells two runs apart: all settings but those that change nothing in an edition.

    The gateway of a demo is at another port every time; the addresses that it answers for are the same.  What a
    deadline cut off is a failure, and no failure is ever a finished task: a run that is resumed with a later deadline
    takes up what was read and asks for the rest.  A matcher changes which articles a barrier puts together, and what
    comes after is another task by its own bytes; so a dry run, which asks none, fetches for the run itself.
    """
    plain = msgspec.structs.replace(settings, gateway="", until=None, cache="", run="", archive="", without=())
    return msgspec.json.encode(msgspec.structs.replace(plain, matcher=""))


def print_edition(settings: Settings, engine: Engine, progress: Progress | None = None) -> Printed:
    """Run every stage, write the edition folder, run the publishers.

    An interrupted run leaves its finished tasks in ROOT/.work/DATE and the next one reads them.  Raises
    NoEditionError when there is nothing to print, StorageError, PublishError, UsageError.
    """
    work = work_folder(Path(settings.root), settings.date)
    with holding(Path(settings.root), settings.date):
        printed = _print_alone(settings, work, engine, progress)
    assert isinstance(printed, Printed)
    return printed


def run_through(settings: Settings, stage: str, engine: Engine, progress: Progress | None = None) -> Outcome:
    """Run the stages up to ``stage`` and print nothing; what they did is kept for the run that goes on from there."""
    work = work_folder(Path(settings.root), settings.date)
    with holding(Path(settings.root), settings.date):
        outcome = _print_alone(settings, work, engine, progress, through=stage)
    assert isinstance(outcome, Outcome)
    return outcome


def with_cache(settings: Settings) -> Settings:
    """Return ``settings`` with the place of what is remembered between runs, and the name of the run."""
    return msgspec.structs.replace(
        settings,
        cache=str(Path(settings.root).absolute() / ".cache"),
        run=hashlib.sha256(_identity(settings)).hexdigest()[:16],
    )


def _print_alone(
    settings: Settings, work: Path, engine: Engine, progress: Progress | None, through: str = ""
) -> Printed | Outcome:
    """Print an edition, or run the stages up to ``through`` and keep what they did for the run that goes on."""
    archive = settings.archive  # an address may hold a password: it goes into no file and to no other process
    settings = with_cache(msgspec.structs.replace(settings, archive=""))
    folder = Path(settings.root) / settings.date
    if not through and (folder / JOURNAL).is_file():
        raise UsageError(
            "was corrected by an editor, and printing it again would lose that",
            subject=str(folder),
            remedy="print into another folder with --out; or move this one away first",
        )
    settings, torn = _readable(settings)
    packed = msgspec.json.encode(settings)
    press = kit(packed)
    # What is wrong with the configuration is found before anybody is asked for anything.
    for part in ("desk", "names", "writer", "judge", "matcher", "embedder", "links"):
        getattr(press, part)
    for name in settings.publish:
        press.publisher(name)
    sweep(Path(settings.root))
    write_whole(work / "run.json", packed)
    failpoint("press.begun")
    pipeline, steps = steps_of(press)
    steps = tuple(steps[: [step.name for step in steps].index(through) + 1]) if through else steps
    call = Call(pipeline, "broadsheet.config:kit", packed, "")
    dropped, failures = list[Drop](), list[Failure]()

    def keep(value: Value) -> None:
        if isinstance(value, Drop):
            dropped.append(value)
        elif isinstance(value, Failure):
            failures.append(value)

    sources = _sources(press)
    try:
        with _stopping(press):
            outcome = run(
                steps,
                sources,
                call=call,
                engine=engine,
                checkpoints=Checkpoints(work / "done", _identity(settings)),
                keep=keep,
                progress=progress,
                ledger=Ledger(failures=(*torn, *press.troubles)),
            )
        failpoint("press.composed")
        if through:
            return outcome
        edition = only_edition(outcome)
        replaced = replaced_by(edition, folder)
        write_edition(folder, edition, outcome, sources, dropped, _evidence(press), press.kept)
    except NoEditionError as error:
        if isinstance(error, StorageError):
            raise
        _clear(work)
        inputs = [_read_of(origin) for origin in settings.origins]
        raise no_news(sources, inputs, settings.hours, failures, dropped, error.remedy) from error
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise StorageError(
            f"the disk is full ({error.strerror})",
            subject=str(error.filename or settings.root),
            remedy="free some space and run the same command again: finished work is kept",
        ) from error
    failpoint("press.printed")
    pages = publish(folder, press, settings.publish)
    failpoint("press.published")
    troubles = kept_up(Path(settings.root), archive, press.names)
    _clear(work, press.journal.end if press.journal else None)
    failpoint("press.ended")
    return Printed(folder, edition, outcome, pages, troubles, replaced)


def _readable(settings: Settings) -> tuple[Settings, tuple[Failure, ...]]:
    """Return ``settings`` without the earlier editions that cannot be read, and the failures that tell of them.

    A folder that a failing disk, or a hand, has spoilt must not cost the papers of all the mornings after it.
    """
    press = kit(msgspec.json.encode(settings))
    try:
        for part in ("past", "past_articles", "kept", "history"):
            getattr(press, part)
        return settings, ()
    except StorageError:
        torn = damaged_editions(Path(settings.root), settings.date)
        if not torn:
            raise
    told = "; this edition was made without it" + ("" if len(torn) == 1 else f", and without {len(torn) - 1} more")
    return msgspec.structs.replace(settings, without=tuple(torn)), tuple(
        Failure(stage="past", subject=day, kind="damaged_edition", message=f"{error.subject}: {error.message}{told}")
        for day, error in torn.items()
    )


@contextlib.contextmanager
def _stopping(press: Kit) -> Iterator[None]:
    """Ask nothing more when the block ends otherwise than it should: threads may be in the middle of a long wait."""
    try:
        yield
    except BaseException:
        stop = getattr(press.fetch, "stop", None)
        if stop is not None:
            stop()
        raise


def _evidence(press: Kit) -> Callable[[Path], object] | None:
    """Return what writes the capture of a run: what its fetcher kept, or the captures that stood in for the network."""
    archives = [Path(origin) for origin in press.settings.origins if origin.endswith(ARCHIVES)]
    if archives:
        return lambda path: join_warcs(path, archives)
    journal = press.journal
    return (lambda path: write_warc(path, journal.records(), press.sheet)) if journal else None


def _clear(work: Path, forget: Callable[[], object] | None = None) -> None:
    """Remove what an ended run kept, ``forget`` what it fetched, and remove the folder when it was the last.

    What it fetched goes after its finished tasks: a run that took up those and found no fetch would print an edition
    without its evidence.  The lock goes last: from then on this date is another run's, and so is what stands in
    ``work``.
    """
    with contextlib.suppress(OSError):
        for path in list(work.iterdir()):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != "lock":
                path.unlink()
            failpoint("press.clearing")
    if forget is not None:
        forget()
    failpoint("press.cleared")
    let_go(work)


def only_edition(outcome: Outcome) -> Edition:
    """Return the edition that a run gave."""
    (edition,) = outcome.given["compose"]
    assert isinstance(edition, Edition)  # the engine has sorted the values by type
    return edition


def _sources(press: Kit) -> tuple[Source, ...]:
    """The sources of a run: what ``--from`` names, or the pack of the desk.

    A capture stands in for the network.  Beside it lies the list of the sources that were asked; a capture that was
    moved away from its edition is read with the desk's pack.
    """
    sources: tuple[Source, ...] = () if press.settings.origins else press.sources
    for path in map(Path, press.settings.origins):
        if path.name.endswith(ARCHIVES):
            asked = path.with_name("sources.jsonl")
            sources += tuple(read_lines(asked, Source)) if asked.is_file() else press.sources
        else:
            kind = "edition" if path.is_dir() else "jsonl"
            sources += (Source(name=str(path), kind=kind, url=str(path), outlet=path.name, owner=path.name),)
    return sources


def pack_of(file: File) -> tuple[Source, ...]:
    """Return the sources that a configuration names.  Raises ConfigError."""
    return Kit(plan(file, at=datetime.now(zone(file.timezone)))).sources


def publish(folder: Path, press: Kit, names: Sequence[str]) -> tuple[Path, ...]:
    """Run the publishers ``names`` over a printed edition; return the pages to open.  Raises PublishError."""
    edition, articles = proved(folder, lambda: press)
    publishers = [press.publisher(name) for name in names]
    pages: tuple[Path, ...] = ()
    try:
        with sealing(folder):
            for publisher in publishers:
                pages += tuple(publisher(edition, articles, folder.parent))
                failpoint("press.publisher")
    except StorageError as error:
        raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error
    return pages
