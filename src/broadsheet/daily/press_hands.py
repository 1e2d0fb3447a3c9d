"""The hands of the real press: each edition is planned from the configuration as it stands when it is printed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from broadsheet.daily.log import Tell
from broadsheet.daily.shift import Deliver, Hands, Order


def press_hands(config: Path | None, out: Path, deliver: Deliver, tell: Tell) -> Hands:
    """Return hands that print into ``out`` by the configuration ``config``, read anew for each edition.

    What is changed there (sources, desk, publishers) counts from the next edition on; the schedule itself is the one
    that the scheduler was started with.
    """

    # The press is imported when there is something to print: mostly a look at the schedule finds nothing.
    def print_day(order: Order) -> Mapping[str, float]:
        from broadsheet.config_file import read_file
        from broadsheet.press import plan, print_edition
        from broadsheet.registry import open_engine

        file = read_file(config)
        settings = plan(file, date=order.date, at=order.planned, hours=order.hours, out=out, until=order.until)
        engine = open_engine(file.engine)
        stages = _Stages(tell, order.date)
        try:
            printed = print_edition(settings, engine, stages)
        finally:
            engine.close()
        counts, ledger = printed.edition.counts, printed.outcome.ledger
        tell(
            "the edition",
            date=order.date,
            articles=counts.articles,
            stories=counts.stories,
            full=counts.full,
            line=counts.line,
            failures=len(ledger.failures),
            silent=len(printed.edition.colophon.silent),
            resumed=printed.outcome.resumed,
        )
        return {name: round(seconds, 3) for name, seconds in printed.outcome.seconds.items()}

    def publish(folder: Path) -> None:
        from broadsheet.config_file import read_file
        from broadsheet.press import publish as publish_edition
        from broadsheet.replay import kit_of

        file = read_file(config)
        publish_edition(folder, kit_of(folder, file), file.publish.to)

    return Hands(print_day, publish, deliver)


class _Stages:
    """Tells a stage when it is done, and how long it took."""

    def __init__(self, tell: Tell, date: str) -> None:
        self._tell = tell
        self._date = date
        self._stage = ""
        self._began = 0.0

    def __call__(self, stage: str, done: int, total: int, /) -> None:
        if stage != self._stage:
            self._stage, self._began = stage, time.perf_counter()
        elif done == total:
            seconds = round(time.perf_counter() - self._began, 2)
            self._tell("a stage is done", date=self._date, stage=stage, values=total, seconds=seconds)
            self._stage = f"{stage} is told"
