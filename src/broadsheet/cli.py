"""The commands.  They parse, call and print; they decide nothing.

Heavy modules are imported inside the commands, so that ``--help`` and a wrong option answer at once.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date as Date
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from broadsheet import __version__
from broadsheet.commands.archive import app as archive_app
from broadsheet.commands.audit import audit
from broadsheet.commands.correct import correct, recheck, tell_corrected
from broadsheet.commands.daily import daily
from broadsheet.commands.deliver import deliver, subscribers_app
from broadsheet.commands.feedback import feedback
from broadsheet.commands.model import bounded, show_preview, tell_spent
from broadsheet.commands.publish import publish
from broadsheet.commands.replaced import tell_replaced
from broadsheet.commands.search import search
from broadsheet.commands.sources import app as sources_app
from broadsheet.commands.vacuum import vacuum
from broadsheet.commands.verify import verify as eval_verify
from broadsheet.commands.when import day as day_of
from broadsheet.commands.when import moment_there
from broadsheet.commands.write import write as eval_write
from broadsheet.errors import BroadsheetError
from broadsheet.terminal import OutputError, check_words, end_output, plain, prepare_output
from broadsheet.types import Language

if TYPE_CHECKING:
    from broadsheet.press import Printed

app = typer.Typer(
    name="broadsheet",
    help="""Read what a field published in the last 24 hours, tell the stories that happened, and show the sentence
    that says so.

    [bold]broadsheet demo[/bold] prints the edition of a sample day.
    [bold]broadsheet run[/bold] reads the live sources of your desk and prints today's.
    A command ends with 0 when all is well, 2 when it was asked wrongly, 3 when no edition could be made, 130 when you
    stopped it; [bold]replay[/bold] with 1 when an edition would come out otherwise, [bold]audit[/bold] with 1 when a
    sentence is borne out by nothing, [bold]sources check[/bold] with 1 when a source cannot be used.""",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
eval_app = typer.Typer(help="Score the machine's judgement against labelled data.", no_args_is_help=True)
app.add_typer(sources_app, name="sources")
app.add_typer(archive_app, name="archive")
app.add_typer(eval_app, name="eval")
app.command()(feedback)
app.command()(audit)
app.command()(daily)
app.command()(publish)
app.command()(vacuum)
app.command()(deliver)
app.add_typer(subscribers_app, name="subscribers")
app.command()(search)
app.command()(correct)
app.command()(recheck)

out = Console()
err = Console(stderr=True)


ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Configuration; default: broadsheet.toml here, if any.")
]
EngineOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="local, threads, processes or ray: the same bytes, other speed.")
]
FolderArgument = Annotated[Path, typer.Argument(metavar="DIR/DATE", help="An edition folder.")]


def main() -> None:
    """Run the command line; turn an error of ours into its message and exit code."""
    prepare_output()
    try:
        try:
            check_words(sys.argv[1:])
            app()
        finally:
            sys.stdout.flush()  # what is only noticed now would be noticed without a word when Python ends
    except OutputError as error:
        end_output()
        if error.told:
            err.print(f"[bold red]broadsheet:[/bold red] {plain(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)
    except BroadsheetError as error:
        err.print(f"[bold red]broadsheet:[/bold red] {plain(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        out.print(f"Broadsheet {__version__}")
        raise typer.Exit


@app.command()
def run(
    config: ConfigOption = None,
    day: Annotated[
        Date | None,
        typer.Option("--date", parser=day_of, metavar="DATE", help="Date of the edition; default: today there."),
    ] = None,
    at: Annotated[
        str | None, typer.Option(metavar="ISO", help="The moment that counts as now, e.g. 2025-12-18T06:44:44+08:00.")
    ] = None,
    hours: Annotated[
        float | None, typer.Option(min=0.1, help="Hours that the edition covers; default 24, or all with --from.")
    ] = None,
    origin: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="PATH", help="Take articles from a .jsonl, a .warc.gz capture or an edition."),
    ] = None,
    lang: Annotated[Language | None, typer.Option(help="Language of every label; quotes stay in theirs.")] = None,
    writer: Annotated[
        str | None, typer.Option(metavar="NAME", help="extract quotes whole sentences; llm writes with your \\[model].")
    ] = None,
    max_usd: Annotated[
        float | None, typer.Option(min=0, help="What the model may cost for this edition, in dollars; 0: no bound.")
    ] = None,
    max_tokens: Annotated[
        int | None, typer.Option(min=0, help="Tokens that the model may read and write for it; 0: no bound.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --writer llm: print what would be written at what price, and stop.")
    ] = False,
    engine: EngineOption = None,
    out_dir: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where editions go.")] = None,
) -> None:
    """Print an edition: collect, extract, dedupe, embed, cluster, rank, write, verify, compose, publish.

    The edition is a folder DIR/DATE; the publishers of the configuration then write DIR/site, DIR/hugo and
    DIR/feed.xml.  A run that was interrupted goes on from what it finished when the same command is given again.
    """
    from broadsheet.config_file import read_file, zone
    from broadsheet.evidence import sheet_of
    from broadsheet.press import plan

    file = read_file(config)
    settings = plan(
        file,
        date=day.isoformat() if day else None,
        at=moment_there(at, zone(file.timezone)) if at else None,
        hours=hours,
        origins=origin or (),
        language=lang,
        writer=writer,
        model=bounded(file.model, max_usd, max_tokens),
        out=out_dir,
    )
    if at is None and datetime.now(settings.made.tzinfo) - settings.made > timedelta(seconds=5):
        captured = any((sheet := sheet_of(path)) and sheet.made == settings.made for path in origin or ())
        told = "the moment is that of the capture:" if captured else "going on with the unfinished run of"
        err.print(f"{told} {settings.made.isoformat()}", highlight=False)
    if dry_run:
        show_preview(out, settings, engine or file.engine)
        return
    _print(settings, engine or file.engine)


def _print(settings: object, engine_name: str) -> None:
    """Print an edition with a progress bar, then tell what came of it."""
    from broadsheet.adapters.confine import confined
    from broadsheet.config import Settings
    from broadsheet.press import print_edition
    from broadsheet.progress import watching
    from broadsheet.registry import open_engine

    assert isinstance(settings, Settings)
    engine = open_engine(engine_name)
    try:
        with watching(err) as progress:
            printed = print_edition(settings, engine, progress)
    except KeyboardInterrupt:  # caught here: typer would end without a word
        confined().close()  # what waits for a parser need not wait longer
        err.print("\nstopped; finished work is kept, and the same command goes on from there")
        raise typer.Exit(130) from None
    finally:
        engine.close()
    _tell(printed)


def _tell(printed: Printed) -> None:
    counts, outcome = printed.edition.counts, printed.outcome
    out.print(f"\n[bold]{plain(printed.edition.title)}[/bold]", highlight=False)
    out.print(
        f"{counts.articles} articles ({counts.copies} copies) of {counts.outlets} outlets -> {counts.stories} stories: "
        f"{counts.full} in full, {counts.line} as a line, {counts.no} not printable; "
        f"{counts.claims} cited sentences, {counts.refused} refused",
        highlight=False,
    )
    slow = "  ".join(f"{name} {seconds:.1f}s" for name, seconds in outcome.seconds.items())
    out.print(f"[dim]{slow}[/dim]", highlight=False)
    if outcome.resumed:
        out.print(f"[dim]{outcome.resumed} tasks were finished by an earlier run and not done again[/dim]")
    failures = outcome.ledger.failures
    if failures:
        kinds = ", ".join(f"{n} {kind}" for kind, n in Counter(f.kind for f in failures).most_common())
        out.print(f"[yellow]{_things(len(failures))} told[/yellow] ({kinds}):", highlight=False)
        for failure in failures[:5]:
            out.print(f"  {plain(failure.subject)}: {plain(failure.message)}", highlight=False, soft_wrap=True)
        if len(failures) > 5:
            out.print(f"  ... all of them: {printed.folder / 'ledger.jsonl'}", highlight=False, soft_wrap=True)
    tell_spent(out, outcome.ledger)
    from broadsheet.show_dropped import tell_health

    tell_health(out, printed.edition)
    for trouble in printed.troubles:
        err.print(f"[yellow]the archive was not told:[/yellow] {plain(trouble)}", highlight=False, soft_wrap=True)
    if printed.replaced is not None:
        tell_replaced(out, err, printed, printed.replaced)
    out.print("\nThe edition is printed.  Open:", highlight=False)
    for page in printed.pages:
        out.print(f"  {page.resolve()}", highlight=False, soft_wrap=True)
    out.print(f"  {printed.folder.resolve()}  [dim](its data)[/dim]", highlight=False, soft_wrap=True)


def _things(count: int) -> str:
    return "1 thing went wrong and was" if count == 1 else f"{count} things went wrong and were"


@app.command()
def demo(
    lang: Annotated[Language, typer.Option(help="Language of every label.")] = "zh-Hant",
    engine: EngineOption = None,
    out_dir: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the edition goes.")] = Path("editions"),
) -> None:
    """Print the edition of a sample day, 17 December 2025, that ships with Broadsheet.

    Its feeds and pages are served on this machine and read through the same door as live ones: fetch, parse, extract.
    """
    from broadsheet.config_file import File
    from broadsheet.press import plan
    from broadsheet.sample.server import SOURCES, serve

    file = File(sources=str(SOURCES))
    with serve() as gateway:
        settings = plan(
            file,
            date="2025-12-18",
            at=datetime.fromisoformat("2025-12-18T06:44:44+08:00"),
            hours=24,
            language=lang,
            out=out_dir,
            gateway=gateway,
        )
        _print(settings, engine or file.engine)


@app.command()
def replay(
    folder: FolderArgument,
    through: Annotated[str, typer.Option(metavar="STAGE", help="The last stage to compare.")] = "compose",
    config: ConfigOption = None,
    engine: EngineOption = None,
) -> None:
    """Make an edition again from its stored articles and compare it, byte for byte, with what was printed.

    Ends with 1 and the names of the files that differ when this version, desk or configuration would print otherwise.
    """
    from broadsheet.config_file import read_file
    from broadsheet.progress import watching
    from broadsheet.registry import open_engine
    from broadsheet.replay import replay as replay_edition
    from broadsheet.store import read_edition

    file = read_file(config)
    started = open_engine(engine or file.engine)
    try:
        with watching(err) as progress:
            different = replay_edition(folder, file, started, through, progress)
    finally:
        started.close()
    if different:
        out.print(f"comes out otherwise: {', '.join(different)}", highlight=False)
        raise typer.Exit(1)
    corrections = len(read_edition(folder).corrections)
    but = f", but for {corrections} correction{'' if corrections == 1 else 's'}" if corrections else ""
    out.print(f"the same to the byte, through {through}{but}", highlight=False)


@app.command()
def show(
    folder: FolderArgument,
    story: Annotated[str | None, typer.Argument(help="A story's id, or the beginning of it.")] = None,
    dropped: Annotated[
        bool, typer.Option("--dropped", help="What was left out, at which gate, and what stood above it.")
    ] = False,
    thread: Annotated[
        bool, typer.Option("--thread", help="With a story: the days that it has gone on, and what each brought.")
    ] = False,
    most: Annotated[int, typer.Option(min=1, help="With --dropped: lines of each list.")] = 10,
    config: ConfigOption = None,
) -> None:
    """Show an edition in the terminal, or one story with every claim and the passage that bears it out.

    With --thread: its timeline, from this edition folder and those beside it.

    With --dropped: everything that did not come into it, gate by gate, and for each story below the line the nearest
    one above it.
    """
    from broadsheet.show import show_edition, show_story
    from broadsheet.store import read_edition, read_evidence

    edition = read_edition(folder)
    if dropped:
        from broadsheet.show_dropped import show_dropped

        show_dropped(out, folder, most)
    elif thread:
        from broadsheet.show_thread import show_thread

        show_thread(out, folder, story)
    elif story is None:
        from broadsheet.config_file import read_file
        from broadsheet.desk_files import desk_headings

        show_edition(out, edition, desk_headings(read_file(config).desk))
        tell_corrected(folder, edition)
    else:
        show_story(out, edition, read_evidence(folder), story)


@eval_app.command("cluster")
def eval_cluster(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Articles as .jsonl with an event_id each.")],
    config: ConfigOption = None,
    matcher: Annotated[str, typer.Option("--matcher", metavar="NAME", help="Ask this matcher too, such as llm.")] = "",
) -> None:
    """Score clustering against labels: BCubed precision, recall and F1 over articles that carry an event_id."""
    from broadsheet.config_file import read_file
    from broadsheet.evaluate import evaluate_cluster
    from broadsheet.show import show_scores

    show_scores(out, evaluate_cluster(file, read_file(config), matcher))


@eval_app.command("rank")
def eval_rank(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Articles as .jsonl with event_id, section_gold, importance_gold.")
    ],
    config: ConfigOption = None,
) -> None:
    """Score ranking against labels: nDCG@12 of importance, section accuracy and confusions, share of critical, the ten
    worst mistakes; with the labelled events as stories, then with the machine's own stories.
    """
    from broadsheet.config_file import read_file
    from broadsheet.evaluate_rank import evaluate_rank
    from broadsheet.show import show_scores

    headings = ("The labelled events as stories", "The machine's own stories")
    for heading, scores in zip(headings, evaluate_rank(file, read_file(config)), strict=True):
        out.print(f"\n[bold]{heading}[/bold]")
        show_scores(out, scores.figures())
        for mistake in scores.worst:
            out.print(f"  {plain(mistake.told)}: {plain(mistake.title)}", highlight=False, soft_wrap=True)


@eval_app.command("extract")
def eval_extract(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="html/*.html.gz and ground-truth.json.")],
) -> None:
    """Score the text of pages against labels: F1 over runs of four words, pages per CPU-second, the worst ten pages.

    DIR has the form of scrapinghub's article-extraction-benchmark.
    """
    from broadsheet.evaluate_extract import evaluate_extract
    from broadsheet.show import show_scores

    show_scores(out, evaluate_extract(folder))


eval_app.command("verify")(eval_verify)
eval_app.command("write")(eval_write)


@app.command()
def doctor(config: ConfigOption = None) -> None:
    """Check this installation: configuration, desk, sources, weights, publishers, schedule, delivery, room on disk."""
    from broadsheet.delivery.look import look
    from broadsheet.doctor import Finding, examine

    healthy = True
    for finding in examine(config, more=lambda file, root: (Finding(*found) for found in look(file, root))):
        mark = "[green]ok[/green]  " if finding.ok else "[red]no[/red]  "
        out.print(f"{mark}{plain(finding.what)}: {plain(finding.told)}", highlight=False, soft_wrap=True)
        healthy &= finding.ok
    if not healthy:
        raise typer.Exit(3)
