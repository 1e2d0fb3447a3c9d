"""``broadsheet eval write``: two models, or two sets of prompts, on one day."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

out = Console()


def write(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A day's articles as .jsonl, or an edition folder.")],
    config: Annotated[
        list[Path],
        typer.Option("--config", metavar="FILE", help="A configuration with a \\[model]; give two to compare."),
    ],
    out_dir: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where the editions go; to compare again then costs nothing.")
    ] = Path("editions/.eval"),
) -> None:
    """Compare models or prompts on a day: refusals by reason, repairs, length, share of key figures told, price.

    Prompts are the desk's (prompts/LANGUAGE/), so two configurations with two desks compare two sets of them.
    """
    from broadsheet.config_file import read_file
    from broadsheet.evaluate_write import evaluate_write

    columns = [
        evaluate_write(file, read_file(path), out_dir / f"{at}-{path.stem}") for at, path in enumerate(config, 1)
    ]
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for path in config:
        table.add_column(str(path), justify="right")
    for name in dict.fromkeys(name for column in columns for name in column):
        table.add_row(name, *(_shown(column.get(name, 0.0)) for column in columns))
    out.print(table)


def _shown(value: float) -> str:
    return f"{value:g}" if value == int(value) else f"{value:.4f}" if value < 1 else f"{value:.1f}"
