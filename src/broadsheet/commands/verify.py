"""``broadsheet eval verify``: score the checks of written sentences."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from broadsheet.errors import UsageError
from broadsheet.terminal import plain

if TYPE_CHECKING:
    from broadsheet.checks.case import Knowledge
    from broadsheet.config import Kit
    from broadsheet.ports import Judge

out = Console()


def verify(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="sentences.jsonl, paraphrases.jsonl, errors.jsonl; or summedits_*.json (SummEdits)."
        ),
    ],
    show: Annotated[int, typer.Option(min=0, help="Mistakes of each kind to print, of the open half.")] = 0,
    one_in: Annotated[int, typer.Option(min=1, help="Try one text in so many.")] = 1,
    judge: Annotated[
        str,
        typer.Option(
            "--judge",
            metavar="NAME",
            help="Ask this judge where the checks are in doubt (llm, entailment): a call a doubt, thousands in all.",
        ),
    ] = "",
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Configuration; default: broadsheet.toml, if any.")
    ] = None,
) -> None:
    """Score the checks of written sentences: seeded errors stopped by class, false alarms on true sentences and on
    correct paraphrases, in one language and across two.  Without --judge a doubt is a refusal, whatever is configured.

    With the files of SummEdits: balanced accuracy of each set, with no judge.
    """
    from broadsheet.checks.case import Knowledge
    from broadsheet.evaluate_summaries import PUBLISHED, evaluate_summaries, is_summaries

    kit = _kit(config, judge)
    knows = Knowledge(kit.names, kit.embedder)
    if is_summaries(folder):
        if judge:
            raise UsageError("is measured on seeded errors only", subject="--judge", remedy="give gates/proof")
        for score in evaluate_summaries(folder, knows, one_in):
            out.print(f"{score.name}: {score}", highlight=False, soft_wrap=True)
        anchors = ", ".join(f"{name} {figure}" for name, figure in PUBLISHED.items())
        out.print(f"published, news: {anchors}", highlight=False, soft_wrap=True)
        return
    _material(folder, knows, kit.judge, show, one_in)


def _kit(config: Path | None, judge: str) -> Kit:
    from broadsheet.config import Kit
    from broadsheet.config_file import read_file
    from broadsheet.press import plan, with_cache

    file = msgspec.structs.replace(read_file(config), judge=judge)
    settings = plan(file, at=datetime.now(UTC))
    return Kit(with_cache(settings) if judge else settings)


def _material(folder: Path, knows: Knowledge, judge: Judge | None, show: int, one_in: int) -> None:
    from broadsheet.evaluate_verify import evaluate_verify
    from broadsheet.show import show_scores

    score = evaluate_verify(folder, knows, one_in, judge)
    table = Table(box=None, pad_edge=False)
    for heading in ("refused", *(f"{half}, {where}" for half in score.halves for where in ("same", "across"))):
        table.add_column(heading)
    for row in score.rows():
        table.add_row(*row)
    out.print(table)
    show_scores(out, score.figures())
    if judge is not None:
        out.print(plain(f"judge: {judge.name}"), highlight=False, soft_wrap=True)
        show_scores(out, score.judged())
    for label, outcomes in score.mistakes(show).items() if show else ():
        out.print(f"\n[bold]{plain(label)}[/bold]")
        for outcome in outcomes:
            out.print(f"  {plain(outcome.trial.passage.text)}", highlight=False, soft_wrap=True)
            told = f"  ({outcome.message})" if outcome.message else ""
            out.print(f"    -> {plain(outcome.trial.text + told)}", highlight=False, soft_wrap=True)
