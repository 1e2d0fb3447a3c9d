"""``broadsheet daily``: an edition every morning, once."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console

if TYPE_CHECKING:
    from broadsheet.daily.keep import Clock
    from broadsheet.daily.log import Tell
    from broadsheet.daily.shift import Deliver
    from broadsheet.schedule import Schedule

out = Console()

STOPPED = 143
"""Exit code of ``--once`` that was told to end in the middle: 128 and the number of SIGTERM, as a shell has it."""


def daily(
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Configuration; default: broadsheet.toml, if any.")
    ] = None,
    out_dir: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where editions go.")] = None,
    once: Annotated[
        bool, typer.Option("--once", help="Print what is due and end: for cron and systemd timers.")
    ] = False,
    upcoming: Annotated[
        int | None,
        typer.Option("--next", min=1, metavar="N", help="Show the next N planned moments, and print nothing."),
    ] = None,
    listen: Annotated[
        str, typer.Option(metavar="HOST:PORT", help="Serve /healthz and /metrics there, e.g. 127.0.0.1:9464.")
    ] = "",
    log: Annotated[
        Literal["text", "json"], typer.Option(help="One line an event on standard error, for people or for machines.")
    ] = "text",
) -> None:
    """Keep the schedule: print the edition of every day at its time, publish it, deliver it, once.

    The table \\[daily] of the configuration says when: at = "06:44" in its timezone, which days of the week, how many
    days back a missed edition is made up for, how many minutes after its moment an edition goes out with what there
    is.

    Any number of schedulers may run over one folder, this one, cron, systemd: each edition is printed once.  SIGTERM
    and Ctrl-C end it at once; finished work is kept, and the next start goes on from there.

    Ends with 0 when all that was due is done or the day was empty, 2 when it was asked wrongly, 3 when an edition that
    was due could not be made (it is tried again), 130 after Ctrl-C; 143 when --once was told to end (SIGTERM) in the
    middle, where the keeper of a schedule ends with 0.
    """
    from broadsheet.config_file import read_file, zone
    from broadsheet.schedule import Schedule

    file = read_file(config)
    root = out_dir or Path(file.out)
    schedule = Schedule(file.daily, zone(file.timezone), file.hours)
    if upcoming:
        for day in islice(schedule.days_after(datetime.now(UTC)), upcoming):
            covers = f"covers {schedule.covers(day):g} h"
            out.print(f"{schedule.planned(day):%a %Y-%m-%d %H:%M:%S %z}  {covers}", highlight=False)
        return
    from broadsheet.daily.keep import WallClock, keep
    from broadsheet.daily.log import logger
    from broadsheet.daily.press_hands import press_hands
    from broadsheet.daily.shift import work

    clock, tell = WallClock(), logger(log)
    hands = press_hands(config, root, _deliver(config), tell)
    with _ended_by_signals() as stopped:
        try:
            with _listening(listen, root, schedule, clock, tell):
                if once:
                    shift = work(root, schedule, clock.now, hands, tell, at_once=True)
                    if shift.failed or shift.held == "clock":
                        raise typer.Exit(3)
                    if not shift.days and not shift.held:
                        tell("nothing is due", next=schedule.next(clock.now()).isoformat())
                    return
                tell("the schedule is kept", at=file.daily.at, zone=file.timezone, days=" ".join(file.daily.days))
                keep(root, schedule, clock, hands, tell)
        except KeyboardInterrupt:  # caught here: typer would end without a word
            from broadsheet.adapters.confine import confined

            confined().close()  # what waits for a parser need not wait longer
            tell("stopped", remedy="finished work is kept; the next start goes on from there")
            if stopped() == signal.SIGTERM:
                raise typer.Exit(STOPPED if once else 0) from None
            raise typer.Exit(130) from None


def _deliver(config: Path | None) -> Deliver:
    """Return what sends an edition to its readers, by the configuration as it stands then."""

    def deliver(folder: Path) -> Mapping[str, int]:
        from broadsheet.config_file import read_file
        from broadsheet.daily.sent import figures
        from broadsheet.delivery.deliver import deliver as deliver_edition

        return figures(deliver_edition(folder, read_file(config)).lines)

    return deliver


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[Callable[[], int]]:
    """Let SIGTERM end what runs as Ctrl-C does; give what says which signal it was.

    A second one ends the process where it stands: everything is durable or not begun.
    """
    came = 0

    def end(number: int, _: FrameType | None) -> None:
        nonlocal came
        came = number
        signal.signal(number, signal.SIG_DFL)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield lambda: came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _listening(listen: str, root: Path, schedule: Schedule, clock: Clock, tell: Tell) -> Iterator[None]:
    """Serve /healthz and /metrics while the block runs, where that is asked for."""
    if not listen:
        yield
        return
    from broadsheet.daily.listen import address, listening

    with listening(address(listen), root, schedule, clock.now) as at:
        tell("listening", healthz=f"http://{_host(at.host)}:{at.port}/healthz")
        yield


def _host(host: str) -> str:
    return f"[{host}]" if ":" in host else host
