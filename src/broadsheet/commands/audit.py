"""``broadsheet audit``: prove that every published sentence leads to words of its source."""

from __future__ import annotations

import re
import shlex
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from broadsheet.errors import UsageError
from broadsheet.terminal import plain

if TYPE_CHECKING:
    from broadsheet.audit import Fault, Report
    from broadsheet.audit import Progress as Told

out = Console()
err = Console(stderr=True)

PATIENCE = 2.0
"""Seconds after which a bar tells how far an audit is."""

MOST = 20
"""Faults of one kind in one output that are listed without ``--all``."""


def audit(
    folder: Annotated[Path, typer.Argument(metavar="DIR/DATE", help="An edition folder.")],
    everything: Annotated[bool, typer.Option("--all", help="List every fault, not the first of each kind.")] = False,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Configuration; default: broadsheet.toml, if any.")
    ] = None,
) -> None:
    """Prove that every published sentence has a citation that resolves: read the site, the Hugo page, the feeds,
    the text for reading aloud and mail of an edition again, with another program than the one that checked them.

    Ends with 1 and a list when a sentence, a word, a link or a passage is borne out by nothing, or when a file is gone,
    was added, or is not the one that was published (published.json).
    """
    from broadsheet.audit import audit as audited
    from broadsheet.audit import read_desk
    from broadsheet.config_file import read_file
    from broadsheet.store import no_edition

    if not (folder / "edition.json").is_file():
        raise no_edition(folder)
    if not (folder / "articles.jsonl").is_file():
        raise UsageError(
            "has no articles.jsonl, and so nothing to prove its sentences with",
            subject=str(folder),
            remedy="put the file back; vacuum --evidence removes it of old editions",
        )
    file = read_file(config)
    made_by, stranger = _desk(folder, file.desk)
    desk = read_desk(made_by, [msgspec.to_builtins(topic) for topic in file.interests.topics])
    with _watching() as told:
        report = audited(folder, desk, file.publish.base_url, told)
    _tell(report, everything, folder)
    _tell_missing(report, file.publish.to)
    if stranger:
        out.print(
            f"[yellow]made by the desk[/yellow] {plain(stranger)}[yellow], which is not the configured one:[/yellow] "
            "its own words may be told as strangers; name the configuration that it was printed with: --config FILE",
            highlight=False,
            soft_wrap=True,
        )
    if report.faults:
        raise typer.Exit(1)


_OUTPUT_OF = {
    "site": "site", "hugo": "hugo", "atom": "feed", "atom_stories": "feed", "json_feed": "json feed",
    "json_stories": "json feed", "script": "script",
}  # fmt: skip
"""What a publisher's output is called in the audit."""


def _tell_missing(report: Report, publishers: Sequence[str]) -> None:
    """Name the outputs that the configuration asks for and that were not read: nothing was proved of them.

    No fault: an edition may have been published to some of them only.
    """
    read = {sheet.output for sheet in report.sheets}
    missing = dict.fromkeys(_OUTPUT_OF[name] for name in publishers if name in _OUTPUT_OF)
    if told := ", ".join(output for output in missing if output not in read):
        out.print(f"[yellow]not there, and so not audited:[/yellow] {told}", highlight=False)
    if told := ", ".join(plain(name) for name in dict.fromkeys(publishers) if name not in _OUTPUT_OF):
        out.print(f"[yellow]written by a plug-in, and so not audited:[/yellow] {told}", highlight=False)


def _desk(folder: Path, configured: str) -> tuple[Path | Traversable, str]:
    """Return the folder of the desk that made an edition, and nothing or the name of the desk that is not known here.

    That is the configured one, or the shipped one that the edition names; where it names another, the configured one:
    a desk may have been renamed since, and a damaged edition must still be told.
    """
    from broadsheet.desk_files import desk_folder

    own = desk_folder(configured)
    told = (folder / "edition.json").read_text(encoding="utf-8", errors="replace")  # the audit tells what is damaged
    shipped = sorted(files("broadsheet.desks").iterdir(), key=lambda entry: entry.name)
    for desk in (own, *(entry for entry in shipped if (entry / "desk.toml").is_file())):
        name = tomllib.loads((desk / "desk.toml").read_text(encoding="utf-8")).get("name", {})
        if any(f'"desk": "{word}"' in told or f'"desk":"{word}"' in told for word in name.values()):
            return desk, ""
    made = _DESK.search(told)
    return own, "" if made is None else made[1]


_DESK = re.compile(r'"desk":\s?"((?:[^"\\]|\\.)+)"')
"""The desk that the colophon of an edition names."""


@contextmanager
def _watching() -> Iterator[Told]:
    """Give a function that is told ``(output, done, total)`` and shows it when the audit takes long."""
    columns = (TextColumn("reading {task.description:<16}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bars = Progress(*columns, console=err, transient=True)
    started, shown, tasks = time.monotonic(), False, {}

    def told(output: str, done: int, total: int) -> None:
        nonlocal shown
        if time.monotonic() - started < PATIENCE or not err.is_terminal:
            return
        if not shown:
            bars.start()
            shown = True
        if output not in tasks:
            tasks[output] = bars.add_task(output, total=total)
        bars.update(tasks[output], completed=done)

    try:
        yield told
    finally:
        bars.stop()


def _tell(report: Report, everything: bool, folder: Path) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("output", "files", "sentences", "resolved", "faults"):
        table.add_column(heading, justify="left" if heading == "output" else "right")
    for sheet in report.sheets:
        colour = "red" if sheet.faults else "green"
        figures = (str(sheet.documents), str(sheet.sentences), str(sheet.resolved), f"[{colour}]{sheet.faults}[/]")
        table.add_row(sheet.output, *figures)
    out.print(table)

    def kind(fault: Fault) -> tuple[str, str]:
        return fault.output, fault.code

    for (output, code), group in groupby(sorted(report.faults, key=kind), key=kind):
        faults = list(group)
        words = TOLD[code].format(edition=shlex.quote(str(folder)), all=shlex.quote(str(folder.parent)))
        out.print(f"\n[red]{output}[/red] {code}: {plain(words)} ({len(faults)})", highlight=False, soft_wrap=True)
        for fault in faults if everything else faults[:MOST]:
            out.print(f"  {plain(fault.place)}  {plain(fault.text)}", highlight=False, soft_wrap=True)
        if len(faults) > MOST and not everything:
            out.print(f"  ... and {len(faults) - MOST} more: --all lists them", highlight=False)
    if not report.faults:
        out.print("every sentence shown is a claim of the edition, and every claim resolves", highlight=False)


TOLD = {
    "damaged": "cannot be read",
    "missing": "what the edition tells, or what was published, and is not there",
    "changed": "a file that is not as it was published",
    "stray": "a file that was not published",
    "unsealed": "nothing says what was published; broadsheet publish {edition} says it again",
    "stale": "no claim of the edition cites it any more; publish again: broadsheet publish {edition}",
    "gone": "a feed tells of an edition whose folder is gone; take it out: broadsheet publish {all}",
    "misplaced": "a story in another section, or of another importance",
    "unresolved": "a citation is not what stands at its place",
    "altered": "not the words of its quote",
    "unproven": "somebody's own words, without the checks that they need",
    "number": "a figure that the quote does not hold",
    "name": "a name that the quote does not hold",
    "latin": "a word in Latin script that the quote does not hold, in a Chinese sentence",
    "simplified": "simplified characters on a page in Traditional Chinese",
    "source": "not a source of the day",
    "entity": "a name that stands in no source of its story",
    "computed": "words in a computed text that come from nowhere",
    "counted": "a figure of the house that its record does not hold",
    "stranger": "words that no claim and no label covers",
    "uncited": "a sentence with nothing beside it that bears it out",
    "miscited": "a sentence beside a source that does not say it",
    "passage": "a passage that is not in its source",
    "link": "a link to what was no source",
    "fragment": "a link to words that the source does not hold",
    "script": "markup that does something",
    "hidden": "characters that nobody sees",
    "earlier": "an earlier edition did not say that",
    "reprinted": "an earlier edition said that before it was printed again; print this one again as well",
}
