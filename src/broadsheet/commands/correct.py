"""``broadsheet correct`` and ``broadsheet recheck``: what becomes of an edition after it was printed."""

from __future__ import annotations

import shlex
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text as RichText

from broadsheet.commands.when import moment as moment_of
from broadsheet.errors import UsageError
from broadsheet.terminal import seen

if TYPE_CHECKING:
    from broadsheet.corrections.journal import Flag
    from broadsheet.corrections.make import Field
    from broadsheet.types import Correction, Edition

out = Console()
err = Console(stderr=True)

FolderArgument = Annotated[Path, typer.Argument(metavar="DIR/DATE", help="An edition folder.")]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Configuration; default: broadsheet.toml here, if any.")
]
AHEAD = timedelta(minutes=5)
"""How far a moment that is typed may lie ahead of this machine's clock, which may be slow.  Set by hand, 2026-11-23: a
clock that is set by the network is right to a second, one that is not loses minutes a month.  Readers would be told of
a correction that is yet to come, and no later one could be told in its order."""
FIELDS = ("headline", "summary", "details", "uses")


def correct(
    folder: FolderArgument,
    story: Annotated[str, typer.Argument(metavar="[STORY]", help="A story's id, or its beginning.")] = "",
    edit: Annotated[
        tuple[str, int, str] | None,
        typer.Option(metavar="FIELD N TEXT", help="Sentence N of headline, summary, details or uses; '' takes it out."),
    ] = None,
    cite: Annotated[
        list[str] | None,
        typer.Option(metavar="WORDS", help="With --edit: words of a source that it rests on; default: as before."),
    ] = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Print the story no longer; its page says so.")] = False,
    note: Annotated[str, typer.Option(metavar="TEXT", help="A note of the editor's beside the story.")] = "",
    undo: Annotated[
        str, typer.Option(metavar="ID", help="Take a correction back (its id or the beginning); readers are told.")
    ] = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it is printed with the correction.")] = "",
    listed: Annotated[bool, typer.Option("--list", help="What was corrected, and the ids.")] = False,
    flags: Annotated[bool, typer.Option("--flags", help="What a recheck found, each with a command.")] = False,
    at: Annotated[
        str | None, typer.Option(metavar="ISO", help="The moment that the correction tells; default: now.")
    ] = None,
    to: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Publishers; default: the configured.")] = None,
    config: ConfigOption = None,
) -> None:
    """Correct a printed edition: edit a sentence, withdraw a story, or put a note beside it.

    [bold]correct DIR/DATE STORY --edit summary 2 "Sched runs on 300 clusters." --reason "a wrong figure"[/bold]
    What you type is proved like a model's sentence, against the passages that the old sentence cites, or those that
    --cite names; one that they do not bear out is refused with the check that felled it, and nothing is changed.

    [bold]correct DIR/DATE STORY --withdraw --reason "the paper was withdrawn"[/bold] takes the story and all that
    speaks of it off the page.

    [bold]correct DIR/DATE STORY --note "The outlet has since..." --reason "..."[/bold]

    The first printing stays beside it (edition.first.json), every correction is printed with its reason, and the
    configured publishers run again; outputs of others, which still show what stood before, are named with the command
    that brings them up to date. Given once more, the same command finishes what was broken off. Ends with 2 when it
    is refused, 3 when the edition is being printed or a publisher failed.
    """
    from broadsheet.config_file import archive_url, read_file, zone
    from broadsheet.corrections.elsewhere import published_to
    from broadsheet.corrections.make import Ask
    from broadsheet.corrections.make import correct as make_correction
    from broadsheet.replay import kit_of
    from broadsheet.store import read_edition

    if listed or flags:
        edition = read_edition(folder)
        (_tell_flags if flags else _list)(folder, edition)
        return
    asked = [name for name, given in (("--edit", edit), ("--withdraw", withdraw), ("--note", note), ("--undo", undo))
             if given]  # fmt: skip
    if len(asked) != 1:
        told = " and ".join(asked) or "nothing"
        raise UsageError(f"{told} was asked", remedy="one of --edit, --withdraw, --note, --undo; or --list, --flags")
    if bool(story) == bool(undo):
        raise UsageError(
            "goes without a story: the id names it" if undo else "name a story",
            subject=asked[0],
            remedy="broadsheet show DIR/DATE lists the ids",
        )
    if edit and edit[0] not in FIELDS:
        raise UsageError("is no field that can be edited", subject=edit[0], remedy=f"one of: {', '.join(FIELDS)}")
    if cite and not edit:
        raise UsageError("goes with --edit", subject="--cite")
    if cite and edit and not edit[2].strip():
        raise UsageError("goes with a sentence; '' takes one out, and rests on nothing", subject="--cite")
    file = read_file(config)
    ask = Ask(
        reason=reason, story=story, withdraw=withdraw, note=note.strip(), undo=undo, cite=tuple(cite or ()),
        edit=(cast("Field", edit[0]), edit[1], edit[2]) if edit else None,
    )  # fmt: skip
    now = datetime.now(zone(file.timezone)).replace(microsecond=0)
    moment = now if at is None else _typed(at, now)
    named, folder = folder, folder.absolute()
    publishers = to or file.publish.to
    done = make_correction(
        folder, ask, kit_of(folder, file), publishers, at=moment, typed=at is not None, archive=archive_url(file)
    )
    out.print(RichText(seen(_line(done.correction))))
    out.print("it stood already; the pages are published again" if done.again else "corrected, and published again")
    for page in done.pages:
        out.print(f"  {page.resolve()}", markup=False, highlight=False, soft_wrap=True)
    for trouble in done.troubles:
        err.print(f"the archive was not told: {seen(trouble)}", markup=False, highlight=False, soft_wrap=True)
    if left := [name for name in published_to(folder) if name not in publishers]:
        err.print(RichText(f"still as before: {', '.join(left)}; bring them up to date with", "yellow"), soft_wrap=True)
        command = ["broadsheet", "publish", str(named), *(word for name in left for word in ("--to", name))]
        command += ["--config", str(config)] if config else []
        err.print(f"  {seen(shlex.join(command))}", markup=False, highlight=False, soft_wrap=True)


def _typed(text: str, now: datetime) -> datetime:
    """Return the moment that ``--at`` names, in the zone of ``now`` where it names none.  Raises UsageError."""
    moment = moment_of(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=now.tzinfo)
    if moment > now + AHEAD:
        raise UsageError(
            f"{moment.isoformat()} is yet to come; here it is {now.isoformat()}",
            subject="--at",
            remedy="leave out --at, which then is now; if that is not the time, set the clock of this machine",
        )
    return moment


def _line(told: Correction) -> str:
    what = f"{told.kind} {told.field}".strip()
    change = (
        f": {told.before!r} -> {told.after!r}" if told.kind == "edited" else f": {told.after}" if told.after else ""
    )
    return f"{told.id}  {told.at:%Y-%m-%d %H:%M}  {told.story[:8]} {told.headline}\n  {what}{change}\n  {told.reason}"


def _list(folder: Path, edition: Edition) -> None:
    from broadsheet.corrections.journal import read_journal, standing

    entries = standing(read_journal(folder), edition)
    undone = {entry.undoes for entry in entries if entry.undoes}
    for entry in entries:
        style = "dim strike" if entry.correction.id in undone else ""
        out.print(RichText(seen(_line(entry.correction)), style=style), soft_wrap=True)
    count = len(edition.corrections)
    out.print(f"{count} correction{'' if count == 1 else 's'}; the first printing is {folder}/edition.first.json"
              if count else "nothing was corrected", markup=False, highlight=False, soft_wrap=True)  # fmt: skip


def recheck(
    folder: FolderArgument,
    days: Annotated[int, typer.Option(min=1, max=366, help="This edition and so many days before it.")] = 1,
    config: ConfigOption = None,
) -> None:
    """Ask the cited pages again and prove the edition anew; raise a flag where something does not hold any more.

    A page that is gone, a sentence that is not there or reads otherwise, a paper that was withdrawn, a claim that its
    source does not bear out: each is kept in DIR/DATE/flags.jsonl once and listed with a correct command that is ready
    to run. The edition itself is never changed. Sites are asked with the manners of a run (robots.txt, pauses).
    Ends with 1 when there are open flags.
    """
    from broadsheet.adapters.engines import Threads
    from broadsheet.config_file import read_file
    from broadsheet.corrections.recheck import folders_back
    from broadsheet.corrections.recheck import recheck as recheck_edition
    from broadsheet.progress import watching
    from broadsheet.store import read_edition

    file, open_flags = read_file(config), 0
    for one in folders_back(folder, days):
        engine = Threads()
        try:
            with watching(err) as progress:
                report = recheck_edition(one, file, engine, lambda done, of: progress("recheck", done, of))
        except KeyboardInterrupt:
            err.print("\nstopped; nothing was changed")
            raise typer.Exit(130) from None
        finally:
            engine.close()
        out.print(
            f"{one.name}: {report.pages} pages asked, {report.standing} passages stand as cited, "
            f"{len(report.raised)} new flags, {len(report.unasked)} pages could not be judged",
            highlight=False,
        )
        for failure in report.unasked[:5]:
            out.print(RichText(seen(f"  {failure.subject}: {failure.message}"), style="dim"), soft_wrap=True)
        open_flags += _tell_flags(one, read_edition(one))
    if open_flags:
        raise typer.Exit(1)


def tell_corrected(folder: Path, edition: Edition) -> None:
    """Print, below an edition, that it was corrected and that flags are open; nothing for one that is as it was."""
    from broadsheet.corrections.journal import open_flags, read_flags

    for told in edition.corrections:
        out.print(RichText(seen(_line(told)), style="yellow"), soft_wrap=True)
    flags = len(open_flags(read_flags(folder), edition))
    if flags:
        more = f"{flags} open flag{'' if flags == 1 else 's'}: broadsheet correct {folder} --flags"
        out.print(RichText(seen(more), style="bold red"), soft_wrap=True)


def _tell_flags(folder: Path, edition: Edition) -> int:
    """Print the flags that nobody has acted on, each with a command; return how many."""
    from broadsheet.corrections.journal import open_flags, read_flags

    found = open_flags(read_flags(folder), edition)
    headlines = {printing.id: printing.headline.text for printing in (*edition.stories, *edition.also)}
    for flag in found:
        head = RichText(f"{flag.kind:<10}", style="bold red" if flag.kind in ("proof", "withdrawn") else "bold yellow")
        out.print(head.append(seen(f"{flag.story[:8]} {headlines.get(flag.story, '')}"), style=""), soft_wrap=True)
        told = "\n".join(part for part in (flag.message, flag.url, flag.quote, flag.now and f"-> {flag.now}") if part)
        out.print(Padding(RichText(seen(told), style="dim"), (0, 0, 0, 10)))
        out.print(RichText(seen(f"          {ready(flag, folder, edition)}"), style="cyan"), soft_wrap=True)
    out.print(f"{len(found)} open flag{'' if len(found) == 1 else 's'}", highlight=False)
    return len(found)


def ready(flag: Flag, folder: Path, edition: Edition) -> str:
    """Return the command line that acts on a flag; an editor reads it before he runs it."""
    from broadsheet.corrections.journal import place_of

    command = ["broadsheet", "correct", str(folder), flag.story[:8]]
    place = place_of(flag, edition)
    reason = flag.message + (f": {flag.url}" if flag.url else "")
    if flag.kind == "withdrawn" or (flag.kind == "proof" and place is None):
        command += ["--withdraw"]
    elif flag.kind in ("changed", "missing", "proof") and place is not None and place[0] != "headline":
        command += ["--edit", place[0], str(place[1]), ""]
    else:
        command += ["--note", reason]
    return shlex.join([*command, "--reason", reason])
