"""``broadsheet sources``: list, check, add, import and export the sources of a desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text as RichText

from broadsheet.errors import UsageError
from broadsheet.terminal import plain, seen, uncut
from broadsheet.types import Source

if TYPE_CHECKING:
    from broadsheet.config_file import File
    from broadsheet.subscriptions.verdict import Finding

app = typer.Typer(help="See, check, add, import and export the sources of the desk.", no_args_is_help=True)
out = Console()
err = Console(stderr=True)

ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Configuration; default: broadsheet.toml here, if any.")
]
ToOption = Annotated[
    Path | None,
    typer.Option(
        "--to", metavar="FILE", help="Sources file to append to; default: the configured one, when it is yours."
    ),
]

COLOURS = {
    "ok": "green", "quiet": "yellow", "moved": "yellow", "busy": "yellow", "stale": "red", "empty": "red",
}  # fmt: skip
"""Of verdicts; the others are red."""


@app.command("list")
def list_sources(config: ConfigOption = None) -> None:
    """List the sources that the desk declares: outlet, owner, language, weight, address."""
    from broadsheet.config_file import read_file
    from broadsheet.press import pack_of
    from broadsheet.show import show_sources

    show_sources(out, pack_of(read_file(config)))


@app.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Which; default: all.")] = None,
    config: ConfigOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Ask every source, live, and say what is wrong with it and what to do.

    Ends with 0 when all of them can be used, with 1 when some cannot.
    """
    from broadsheet.adapters.engines import Threads
    from broadsheet.config_file import read_file
    from broadsheet.subscriptions.check import check_all, live

    engine = Threads()
    with live(read_file(config)) as (pack, asker):
        chosen = _chosen(pack, names or ())
        columns = (TextColumn("asking the sources"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        try:
            with Progress(*columns, console=err, disable=not err.is_terminal) as bars:
                bar = bars.add_task("", total=len(chosen))
                found = check_all(chosen, asker, engine, lambda done, _: bars.update(bar, completed=done))
        except KeyboardInterrupt:
            err.print("\nstopped; nothing was changed")
            raise typer.Exit(130) from None
        finally:
            engine.close()
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(found)).decode())
    else:
        _show(found, asker.now)
    if not all(finding.usable for finding in found):
        raise typer.Exit(1)


def _chosen(pack: Sequence[Source], names: Sequence[str]) -> tuple[Source, ...]:
    unknown = sorted(set(names) - {source.name for source in pack})
    if unknown:
        raise UsageError("is no source", subject=", ".join(unknown), remedy="broadsheet sources list names them all")
    return tuple(source for source in pack if not names or source.name in names)


def _show(findings: Sequence[Finding], now: datetime) -> None:
    """Print a table, then what is to be done, source by source: last, where the eye is when it ends."""
    from broadsheet.subscriptions.verdict import USABLE, age

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("name", "verdict", "http", "newest", "new/all", "charset", "robots"):
        table.add_column(heading, no_wrap=True, overflow="ellipsis")
    order: dict[str, int] = {verdict: rank for rank, verdict in enumerate(USABLE)}
    ranked = sorted(findings, key=lambda f: (order.get(f.verdict, len(order)), f.verdict, f.name))
    for finding in ranked:
        cells = (
            (finding.name, ""),
            (finding.verdict, COLOURS.get(finding.verdict, "red")),
            (str(finding.status or ""), ""),
            (age(now - finding.newest) if finding.newest else "", ""),
            (f"{finding.in_window}/{finding.items}", ""),
            (finding.charset, "dim"),
            (finding.robots, "" if finding.robots == "forbids" else "dim"),
        )
        table.add_row(*(RichText(seen(text), style=style) for text, style in cells))
    uncut(out).print(table)
    out.print()
    if findings and all(finding.verdict == "down" for finding in findings):
        out.print("not one answered: is this machine online?", highlight=False)
    else:
        for finding in ranked:
            if finding.suggestion or finding.redirect:
                leads = "" if finding.lasting or not finding.redirect else f"(leads to {finding.redirect}) "
                told = f"{finding.name} [{finding.verdict}]: {leads}{finding.suggestion}".rstrip()
                out.print(plain(told), highlight=False, soft_wrap=True)
    counts = Counter[str](finding.verdict for finding in findings)
    good = ", ".join(f"{counts[verdict]} {verdict}" for verdict in USABLE if counts[verdict])
    bad = ", ".join(f"{n} {verdict}" for verdict, n in counts.most_common() if verdict not in USABLE)
    usable = sum(finding.usable for finding in findings)
    out.print(f"\n{usable} of {len(findings)} sources can be used{f' ({good})' if good else ''}", highlight=False)
    if bad:
        out.print(f"{len(findings) - usable} cannot: {bad}", highlight=False)


@app.command()
def add(
    url: Annotated[
        str, typer.Argument(help="A feed, a page that has one, a project on GitHub, arxiv.org/list/cs.AI ...")
    ],
    kind: Annotated[str, typer.Option(metavar="NAME", help="The kind of source; default: found out.")] = "",
    to: ToOption = None,
    option: Annotated[
        list[str] | None, typer.Option("--option", metavar="KEY=VALUE", help="An option of the kind; may be repeated.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Look at an address, propose a source, and append it to your sources file, which is made where there is none.

    The pack that Broadsheet ships is never edited: then the table is printed, to be pasted where you want it.
    """
    from broadsheet.config_file import read_file
    from broadsheet.subscriptions.add import options_said, propose
    from broadsheet.subscriptions.check import live

    file = read_file(config)
    target = _target(file, to)
    with live(file, asked=url) as (pack, asker):
        present = (*pack, *_present(target)) if to else pack
        proposal = propose(url, asker, present, kind, options_said(option or ()))
    err.print(f"{proposal.items} items; the newest:", highlight=False)
    for item in proposal.newest:
        when = item.published.isoformat(timespec="minutes") if item.published else "undated"
        err.print(f"  {when}  {plain(item.title[:100])}", highlight=False, soft_wrap=True)
    _put(target, [(proposal.source, proposal.notes)])


@app.command("import")
def import_list(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A subscription list (OPML) of a feed reader.")],
    to: ToOption = None,
    trust: Annotated[
        bool,
        typer.Option(
            "--trust", help="Take also what the list says of weight, owner and primary; for lists of your own."
        ),
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Take the feeds of a subscription list into your sources file, which is made where there is none; what cannot be
    taken is told.

    Whom to believe is yours to say: of a list that is not your own, weight, owner and primary are not taken.
    Without a sources file of your own the tables are printed.
    """
    from broadsheet.config_file import read_file, zone
    from broadsheet.subscriptions.check import beginning, is_inside
    from broadsheet.subscriptions.opml import MAX_BYTES, read_opml

    file = read_file(config)
    target = _target(file, to)
    kit = beginning(file, datetime.now(zone(file.timezone)))
    kinds = {kind: reader.options for kind, reader in kit.readers.items()}
    try:
        with path.open("rb") as handle:
            raw = handle.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"cannot be read ({error.strerror})", subject=str(path)) from error
    subscriptions = read_opml(raw, str(path), kinds, _present(target) if to else kit.sources, trust=trust)
    for told in subscriptions.refused:
        err.print(f"not taken: {plain(told)}", highlight=False, soft_wrap=True)
    _put(target, [(entry.source, _folders(entry.folders)) for entry in subscriptions.taken])
    for entry in subscriptions.taken:
        if is_inside(entry.source.url, file.fetch.private):
            told = f"{entry.source.name}: {entry.source.url} lies inside a private network"
            err.print(f"taken, and not asked: {plain(told)}; name its host in fetch.private", soft_wrap=True)
    if subscriptions.unbelieved:
        told = f"{subscriptions.unbelieved} of them have a weight, an owner or primary in the list, which was not taken"
        err.print(f"{told}; if the list is your own, import it with --trust", highlight=False, soft_wrap=True)
    err.print(f"{len(subscriptions.taken)} taken, {len(subscriptions.refused)} told", highlight=False)


def _folders(folders: Sequence[str]) -> tuple[str, ...]:
    return (" / ".join(folders),) if folders else ()


@app.command("export")
def export_list(
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="Where to; default, and -: standard output; may be a pipe."),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Write the sources as a subscription list (OPML 2.0) that feed readers, and `sources import`, can read."""
    from broadsheet.config_file import read_file
    from broadsheet.files import write_plainly
    from broadsheet.press import pack_of
    from broadsheet.subscriptions.opml import write_opml

    file = read_file(config)
    raw = write_opml(
        pack_of(file), f"Sources of the desk {Path(file.desk).name}", datetime.now(UTC).replace(microsecond=0)
    )
    if to is None or str(to) == "-":
        typer.echo(raw, nl=False)
    else:
        err.print(str(write_plainly(to, raw)), highlight=False, soft_wrap=True)


def _target(file: File, to: Path | None) -> Path | None:
    """Return the sources file to append to; None when there is none of the user's own.  Raises UsageError."""
    from broadsheet.subscriptions.file import is_shipped, own_file

    if to and is_shipped(to):
        raise UsageError(
            "is part of Broadsheet, and replaced with its next version",
            subject=str(to),
            remedy='copy it, name the copy in broadsheet.toml (sources = "./my-sources.toml"), and append to that',
        )
    return to or own_file(file.sources, file.desk)


def _present(target: Path | None) -> tuple[Source, ...]:
    from broadsheet.subscriptions.file import declared, read_text

    return declared(read_text(target), str(target)) if target else ()


def _put(target: Path | None, additions: Sequence[tuple[Source, Sequence[str]]]) -> None:
    """Append to ``target`` and say so, or print the tables when there is no file of the user's own."""
    from broadsheet.subscriptions.file import add_tables, table

    if target is None:
        typer.echo("\n".join(table(source, notes) for source, notes in additions).encode(), nl=False)
        err.print("the configured sources are those that Broadsheet ships: append with --to FILE", highlight=False)
        return
    add_tables(target, additions)
    for source, notes in additions[:10]:
        out.print(plain(table(source, notes)), highlight=False, soft_wrap=True)
    if len(additions) > 10:
        out.print(f"... and {len(additions) - 10} more\n", highlight=False)
    if additions:
        out.print(f"appended to {target}", highlight=False, soft_wrap=True)
