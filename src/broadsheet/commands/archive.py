"""``broadsheet archive``: the index over all editions, made again or looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from broadsheet.terminal import plain

app = typer.Typer(
    help="""The index over all editions that [bold]broadsheet search[/bold] answers from.

    It is kept up to date by itself, and made of the edition folders alone: it can be deleted and made again.""",
    no_args_is_help=True,
)
out = Console()
err = Console(stderr=True)

ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Configuration; default: broadsheet.toml here, if any.")
]
DirArgument = Annotated[
    Path | None, typer.Argument(metavar="DIR", help="The folder of the edition folders; default: the configured out.")
]


@app.command()
def rebuild(folder: DirArgument = None, config: ConfigOption = None) -> None:
    """Make the index again from the edition folders: DIR/.cache/archive.sqlite, or the PostgreSQL of \\[archive] url.

    Who searches meanwhile finds the old one.  Ends with 3 when an edition could not be read; the others are in.
    """
    from broadsheet.archive.index import rebuild as rebuild_index
    from broadsheet.archive.rows import entity_key
    from broadsheet.config_file import archive_url, read_file
    from broadsheet.desk_files import desk_names
    from broadsheet.progress import watching

    file = read_file(config)
    root = folder or Path(file.out)
    with watching(err) as progress:
        report = rebuild_index(
            root, archive_url(file), entity_key(desk_names(file.desk)), lambda done, of: progress("archive", done, of)
        )
    plural = "" if len(report.taken) == 1 else "s"
    out.print(f"{len(report.taken)} edition{plural} of {plain(str(root))} in the archive", highlight=False)
    _tell(report.troubles)


@app.command()
def status(folder: DirArgument = None, config: ConfigOption = None) -> None:
    """Take in what was printed, corrected or deleted lately, and tell what the index holds and where it is."""
    from broadsheet.archive.index import catch_up, opened
    from broadsheet.archive.rows import entity_key
    from broadsheet.config_file import archive_url, read_file
    from broadsheet.desk_files import desk_names
    from broadsheet.store import no_folder

    file = read_file(config)
    root, url = folder or Path(file.out), archive_url(file)
    if not url and not root.is_dir():
        raise no_folder(root)
    with opened(root, url) as shelf:
        report = catch_up(shelf, root, entity_key(desk_names(file.desk)))
        told = {
            name: shelf.rows(f"SELECT COUNT(*) FROM {table}")[0][0]
            for name, table in (("editions", "edition"), ("stories", "story"), ("corrections", "correction"))
        }
        ((first, last),) = shelf.rows("SELECT MIN(date), MAX(date) FROM edition")
        ((names,),) = shelf.rows("SELECT COUNT(DISTINCT name_key) FROM entity")
        out.print(f"{plain(shelf.place)} ({shelf.dialect})", highlight=False, soft_wrap=True)
    counts = ", ".join(f"{count} {name}" for name, count in (told | {"names": names}).items())
    out.print(counts + (f", {first} to {last}" if first else ""), highlight=False)
    if report.taken or report.dropped:
        out.print(f"just now: {len(report.taken)} taken in, {len(report.dropped)} dropped", highlight=False)
    _tell(report.troubles)


def _tell(troubles: tuple[str, ...]) -> None:
    for trouble in troubles:
        err.print(f"left out: {plain(trouble)}", highlight=False, soft_wrap=True)
    if troubles:
        raise typer.Exit(3)
