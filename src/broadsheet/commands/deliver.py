"""``broadsheet deliver`` and ``broadsheet subscribers``: an edition goes out, and to whom."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from broadsheet.terminal import plain

if TYPE_CHECKING:
    from broadsheet.delivery.deliver import Delivered, Line
    from broadsheet.delivery.outbox import Channel

out, err = Console(), Console(stderr=True)
subscribers_app = typer.Typer(help="The list of those who get the mail: add, list, unsubscribe.", no_args_is_help=True)
ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Configuration; default: broadsheet.toml, if any.")
]
_SHOWN = 10
"""Messages that are told one by one; the table counts all."""


def deliver(
    folder: Annotated[Path, typer.Argument(metavar="DIR/DATE", help="An edition folder.")],
    to: Annotated[
        list[str] | None, typer.Option(metavar="CHANNEL", help="mail, chat or webhook; default: all.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would go to how many, and send nothing; needs no secret.")
    ] = False,
    resend: Annotated[
        bool, typer.Option("--resend-undecided", help="Send again what may have arrived: some may get it twice.")
    ] = False,
    correction: Annotated[
        bool, typer.Option("--correction", help="Send a letter that tells what was corrected in this edition.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Send a printed edition by mail, chat and webhook, to each recipient once.

    Run it again after any end: what has gone is noted in DIR/.outbox and never sent twice.  A message whose
    answer was lost is undecided, and left alone.  Ends with 0 when everybody has it, 1 when something is kept,
    refused or undecided, 3 when nothing could be sent.  A dry run ends with 1 where a delivery would for what is known
    before it begins: a recipient that cannot be read, is refused or undecided.
    """
    from broadsheet.config_file import read_file
    from broadsheet.delivery.deliver import configured
    from broadsheet.delivery.deliver import deliver as deliver_edition
    from broadsheet.errors import UsageError

    file = read_file(config)
    if not configured(file):
        raise UsageError("names nobody to deliver to", subject="[deliver]", remedy="docs/delivery.md shows the table")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        bars = {channel: progress.add_task(channel, total=None) for channel in configured(file)}

        def tell(channel: Channel, done: int, of: int) -> None:
            progress.update(bars[channel], completed=done, total=of)

        done = deliver_edition(
            folder,
            file,
            to=to or (),
            dry_run=dry_run,
            resend_undecided=resend,
            correction=correction,
            tell=tell,
        )
    show(done, dry_run=dry_run)
    if not done.goes if dry_run else not done.whole:
        raise typer.Exit(1)


def show(done: Delivered, *, dry_run: bool) -> None:
    """Print what became of an edition, or what would: a line a channel, then what needs a person."""
    title = f"{done.edition} (a dry run: nothing was sent)" if dry_run else done.edition
    table = Table(title=title, title_justify="left")
    went = ("would go", "sent before") if dry_run else ("sent now", "before", "kept")
    for heading in ("channel", *went, "undecided", "refused", "given up", "left"):
        table.add_column(heading, justify="left" if heading == "channel" else "right")
    for line in done.lines:
        states = line.states
        before = states["sent"] - line.sent_now
        first = (states["pending"], before) if dry_run else (line.sent_now, before, states["pending"])
        rest = (states["undecided"], states["refused"], states["failed"], states["left"])
        table.add_row(line.channel, *map(str, (*first, *rest)))
    out.print(table)
    for line in done.lines:
        if not line.rows:
            _say(f"[yellow]{line.channel}[/yellow] has nobody to deliver to")
        _explain(line)


def _explain(line: Line) -> None:
    if line.shut:
        _say(f"[red]{line.channel}[/red] {plain(line.shut)}; what is left is kept: run the same command again")
    for lack in line.lacks:
        _say(f"[yellow]would not go as things are[/yellow] {plain(lack)}")
    for fault in line.faults[:_SHOWN]:
        _say(f"[yellow]{plain(fault.subject)}[/yellow] {plain(fault.message)}")
    for state in ("undecided", "refused", "failed", "pending"):
        rows = [row for row in line.rows if row.state == state and row.told]
        for row in rows[:_SHOWN]:
            word = "kept" if state == "pending" else state
            _say(f"[yellow]{word}[/yellow] {plain(row.recipient)}: {plain(row.told)}")
        if len(rows) > _SHOWN:
            _say(f"  ... and {len(rows) - _SHOWN} more")
    if line.states["undecided"]:
        _say("Undecided messages may have arrived.  They are sent again only with --resend-undecided.")


@subscribers_app.command("add")
def add(
    address: Annotated[str, typer.Argument(help="An e-mail address.")],
    lang: Annotated[str, typer.Option(help="zh-Hant or en: only editions in that language; default: all.")] = "",
    config: ConfigOption = None,
) -> None:
    """Add a subscriber, with a token of his own to unsubscribe with."""
    from broadsheet.config_file import read_file
    from broadsheet.delivery.subscribers import add_subscriber

    made = add_subscriber(Path(read_file(config).deliver.mail.subscribers), address, lang)
    _say(f"{plain(made.address)} {made.token}")


@subscribers_app.command("list")
def list_them(config: ConfigOption = None) -> None:
    """List who gets the mail, and which lines of the list cannot be used (then it ends with 1)."""
    from broadsheet.config_file import read_file
    from broadsheet.delivery.subscribers import read_subscribers

    mail = read_file(config).deliver.mail
    listed = read_subscribers(Path(mail.subscribers), Path(mail.unsubscribed))
    for one in listed.everyone:
        _say(f"{plain(one.address)} {one.language or 'all'}")
    _say(f"[dim]{len(listed.everyone)} subscribers; {listed.gone} have unsubscribed[/dim]")
    for fault in listed.faults:
        _say(f"[yellow]{plain(fault.subject)}[/yellow] {plain(fault.message)}")
    if listed.faults:
        raise typer.Exit(1)


@subscribers_app.command("unsubscribe")
def leave(
    name: Annotated[str, typer.Argument(metavar="TOKEN|ADDRESS", help="What the one-click address was posted with.")],
    config: ConfigOption = None,
) -> None:
    """Note that somebody wants no more mail: what the address behind the one-click link calls.

    Ends with 2 for what is no token and no address of the list: then nothing is noted.
    """
    from broadsheet.config_file import read_file
    from broadsheet.delivery.subscribers import unsubscribe

    mail = read_file(config).deliver.mail
    new = unsubscribe(Path(mail.subscribers), Path(mail.unsubscribed), name)
    _say("noted" if new else "was noted already")


def _say(text: str) -> None:
    out.print(text, highlight=False, soft_wrap=True)
