"""What Prometheus may scrape, read from the editions themselves: it survives a restart, and any process may serve it.

All are gauges: they tell how the newest edition came about, and how the schedule stands.  Prometheus keeps the days
before.  Names end with their unit; labels are few, and their values come from the program, the desk or its sources.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from broadsheet import __version__
from broadsheet.config import PAST_LEDGERS
from broadsheet.daily.health import health, printed_at
from broadsheet.daily.record import Record, read_record, records
from broadsheet.page.bill import MICRO, spent
from broadsheet.page.health import GAVE_NOTHING, alarms
from broadsheet.schedule import Schedule
from broadsheet.store import edition_folders, past_ledgers, read_edition, read_ledger

KNOWN_DAYS = 31
"""Days whose records are counted by state."""


def registry(root: Path, schedule: Schedule, clock: Callable[[], datetime]) -> CollectorRegistry:
    """Return a registry of the metrics of the editions below ``root``; each scrape looks at the disk anew."""
    found = CollectorRegistry(auto_describe=False)
    found.register(_Editions(root, schedule, clock))
    return found


class _Editions(Collector):
    """Collects; an edition folder is read once, as long as it does not change."""

    def __init__(self, root: Path, schedule: Schedule, clock: Callable[[], datetime]) -> None:
        self._root = root
        self._schedule = schedule
        self._clock = clock
        self._read: tuple[object, list[Metric]] = (None, [])

    def describe(self) -> Iterator[Metric]:
        """Describe nothing in advance: what is told depends on the disk."""
        yield from ()

    def collect(self) -> Iterator[Metric]:
        """Yield how the schedule stands, then how the newest edition came about."""
        yield _one("broadsheet_info", "The program; always 1.", 1, version=__version__)
        yield from self._standing()
        folders = edition_folders(self._root)
        yield _one("broadsheet_editions", "Edition folders that lie there.", len(folders))
        if folders:
            newest = folders[-1]
            key = newest, (newest / "edition.json").stat().st_mtime_ns
            if self._read[0] != key:
                self._read = key, list(_of_edition(self._root, newest))
            yield from self._read[1]
            if record := read_record(self._root, newest.name):
                yield _many("broadsheet_edition_stage_seconds", "How long each stage took.", "stage", record.seconds)
                yield _deliveries(record)

    def _standing(self) -> Iterator[Metric]:
        now = self._clock()
        state = health(self._root, self._schedule, now)
        yield _one("broadsheet_healthy", "1 when nothing is overdue and nothing is in the way.", state.ok)
        yield _one("broadsheet_editions_overdue", "Days whose edition should be out and is not.", len(state.overdue))
        yield _one("broadsheet_next_edition_timestamp_seconds", "The next planned moment.", state.next.timestamp())
        if state.trouble:  # the records cannot be read, or mean nothing
            return
        days = Counter[str](record.state for record in records(self._root, KNOWN_DAYS))
        yield _many("broadsheet_days", f"The last {KNOWN_DAYS} days that were begun, by state.", "state", days)


def _deliveries(record: Record) -> Metric:
    family = GaugeMetricFamily(
        "broadsheet_edition_deliveries", "Messages of it, by channel and state.", labels=("channel", "state")
    )
    for name, count in sorted(record.sent.items()):
        channel, _, state = name.partition(".")
        family.add_metric((channel, state), count)
    return family


def _of_edition(root: Path, folder: Path) -> Iterator[Metric]:
    edition, ledger = read_edition(folder), read_ledger(folder)
    counts = edition.counts
    yield _one(
        "broadsheet_edition_moment_timestamp_seconds", "The moment of the newest edition.", edition.made.timestamp()
    )
    printed = printed_at(folder, datetime.now(UTC)).timestamp()
    yield _one("broadsheet_edition_printed_timestamp_seconds", "When the newest edition was written.", printed)
    stories = {"full": counts.full, "line": counts.line, "no": counts.no}
    yield _many("broadsheet_edition_stories", "Its stories, by how they are printed.", "printed", stories)
    articles = {"original": counts.originals, "copy": counts.copies}
    yield _many("broadsheet_edition_articles", "Articles of the newest edition.", "kind", articles)
    yield _one("broadsheet_edition_items", "What its sources announced.", counts.items)
    yield _one("broadsheet_edition_outlets", "Outlets of its articles.", counts.outlets)
    yield _one("broadsheet_edition_claims", "Its sentences that stand with a citation.", counts.claims)
    yield _one("broadsheet_edition_claims_refused", "Sentences that were proposed and fell.", counts.refused)
    yield _one("broadsheet_edition_corrections", "Corrections that it tells of.", len(edition.corrections))
    failures = GaugeMetricFamily(
        "broadsheet_edition_failures", "What went wrong and was told, by stage and kind.", labels=("stage", "kind")
    )
    for (stage, kind), number in sorted(Counter((f.stage, f.kind) for f in ledger.failures).items()):
        failures.add_metric((stage, kind), number)
    yield failures
    took = spent(ledger)
    tokens = {"in": took["tokens_in"], "out": took["tokens_out"]}
    yield _one("broadsheet_edition_model_calls", "Calls to the model.", took["calls"])
    yield _many("broadsheet_edition_model_tokens", "Tokens that the model read and wrote.", "direction", tokens)
    yield _one("broadsheet_edition_model_seconds", "Time in calls to the model.", took["milliseconds"] / 1000)
    yield _one("broadsheet_edition_model_cost_dollars", "What the model cost.", took["microdollars"] / MICRO)
    silent = GaugeMetricFamily(
        "broadsheet_source_silent_editions",
        "Sources that gave nothing and should have: for how many editions in a row, today's included.",
        labels=("source", "kind"),
    )
    for alarm in alarms(ledger, past_ledgers(root, folder.name, PAST_LEDGERS), folder.name):
        if alarm.kind in GAVE_NOTHING:
            silent.add_metric((alarm.subject, alarm.kind), alarm.editions)
    yield silent


def _one(name: str, told: str, value: float, **labels: str) -> Metric:
    family = GaugeMetricFamily(name, told, labels=tuple(labels))
    family.add_metric(tuple(labels.values()), value)
    return family


def _many(name: str, told: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, told, labels=(label,))
    for key, value in sorted(values.items()):
        family.add_metric((key,), value)
    return family
