"""What ``broadsheet run`` says of the edition that stood where it has just put another one."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from broadsheet.press import Printed
    from broadsheet.store import Replaced


def tell_replaced(out: Console, err: Console, printed: Printed, replaced: Replaced) -> None:
    """Say when it was made, and which later editions were made from it: their readers were told what is gone."""
    if replaced.made != printed.edition.made:
        told = f"It takes the place of the edition of this date that was made for {replaced.made:%Y-%m-%d %H:%M}."
        out.print(told, highlight=False, soft_wrap=True)
    if not replaced.later:
        return
    root = printed.folder.parent
    dates = ", ".join(edition.date for edition in replaced.later)
    were = "was" if len(replaced.later) == 1 else "were"
    err.print(
        f"[yellow]{dates} {were} made from the edition that stood here before[/yellow] and may go on from what this "
        "one does not say.  To print anew, oldest first:",
        highlight=False,
        soft_wrap=True,
    )
    for edition in replaced.later:
        words = ["run", "--from", str(root / edition.date), "--date", edition.date, "--at", edition.made.isoformat()]
        told = shlex.join(["broadsheet", *words, "--lang", edition.language, "--out", str(root)])
        err.print(f"  {told}", markup=False, highlight=False, soft_wrap=True)
    err.print("each with the --config that it was made with", highlight=False, soft_wrap=True)
