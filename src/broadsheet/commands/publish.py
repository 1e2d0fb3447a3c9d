"""``broadsheet publish``: one printed edition to its publishers, or the site of all editions of a folder."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from broadsheet.errors import UsageError
from broadsheet.terminal import plain

if TYPE_CHECKING:
    from broadsheet.config_file import File

out = Console()
err = Console(stderr=True)

FEW = 8
"""Editions that this process writes alone; for more, a process a core is worth its start.  Set by hand, 2026-11-22: a
process takes a second to start, an edition of 115 stories a fifth of one to write."""


def publish(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR/DATE | DIR", help="An edition folder; or the folder that holds them all.")
    ],
    to: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Publishers; default: the configured. Of all editions: site."),
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="With DIR: write every page again, not only what is new or changed.")
    ] = False,
    engine: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="With DIR: local or processes; default: processes where there is much."),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="Configuration; default: broadsheet.toml here, if any."),
    ] = None,
) -> None:
    """Publish an edition that is printed already, to one or more publishers (site, hugo, atom, json_feed).

    With DIR, the folder of the editions, bring the site of all of them up to date: what is new or was corrected is
    proved once more and written, what was removed goes, and what stands is left alone. What was removed goes from the
    feeds and the other outputs too; those that lack an edition are named with the command that brings it back.

    Ends with 3 when an edition is damaged or not borne out by its articles: it is named, the others are published, and
    the pages that it had stay; or when a feed cannot be made without one that is gone.
    """
    from broadsheet.config_file import read_file

    file = read_file(config)
    if (folder / "edition.json").exists():
        from broadsheet.press import publish as publish_edition
        from broadsheet.replay import kit_of

        if anew or engine:
            raise UsageError("are for the folder of all editions", subject="--anew and --engine")
        for page in publish_edition(folder, kit_of(folder, file), to or file.publish.to):
            out.print(str(page.resolve()), highlight=False, soft_wrap=True)
        return
    if to not in (None, [], ["site"]):
        raise UsageError(
            "only the site is made of all editions",
            subject=f"--to {' '.join(to or ())}",
            remedy="name one edition as DIR/DATE",
        )
    _all(folder, file, engine, anew, config)


def _all(root: Path, file: File, engine_name: str | None, anew: bool, config: Path | None) -> None:
    from datetime import UTC, datetime

    from broadsheet.config import Kit
    from broadsheet.press import plan
    from broadsheet.progress import watching
    from broadsheet.registry import open_engine
    from broadsheet.republish import publish_all, waiting
    from broadsheet.store import edition_folders, no_edition

    if not root.is_dir():
        raise no_edition(root)
    if not edition_folders(root):
        raise UsageError("holds no editions", subject=str(root), remedy="name DIR/DATE, or the folder that holds them")
    press = Kit(plan(file, at=datetime.now(UTC), out=root))
    engine = open_engine(engine_name or ("processes" if waiting(root, press, anew) > FEW else "local"))
    try:
        with watching(err) as progress:
            done = publish_all(root, press, engine, progress, anew=anew)
    except KeyboardInterrupt:
        err.print("\nstopped; what was written stands, and the same command goes on from there")
        raise typer.Exit(130) from None
    finally:
        engine.close()
    built = done.site
    told = [f"{len(built.written)} of {built.editions} editions written"]
    if built.removed:
        told.append(f"{len(built.removed)} removed")
    out.print(", ".join(told), highlight=False)
    out.print(str(built.front.resolve()), highlight=False, soft_wrap=True)
    for date, trouble in built.troubles.items():
        stays = "its pages stay as they were" if date in built.kept else "it is not in the site"
        err.print(f"left out: {date} ({stays}): {plain(trouble)}", highlight=False, soft_wrap=True)
    for error in done.troubles:
        err.print(f"left as it was: {plain(str(error))}", highlight=False, soft_wrap=True)
    for date, names in done.lacking.items():
        err.print(f"{date} is not in: {', '.join(names)}; bring it back with", style="yellow", soft_wrap=True)
        command = ["broadsheet", "publish", str(root / date), *(word for name in names for word in ("--to", name))]
        command += ["--config", str(config)] if config else []
        err.print(f"  {plain(shlex.join(command))}", highlight=False, soft_wrap=True)
    if built.troubles or done.troubles:
        raise typer.Exit(3)
