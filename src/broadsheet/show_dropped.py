"""What an edition left out, in a terminal: gates with their counts, items, stories below the line; and its alarms.

Everything comes from the edition's own folder.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from broadsheet.folder import read_ledger, read_lines
from broadsheet.labels import Labels, fill, labels
from broadsheet.page.coverage import (
    PASSED,
    Below,
    Gate,
    below_the_line,
    by_interest,
    gate_in_words,
    gates,
    place_of_gate,
    title_of,
    why_below,
)
from broadsheet.page.health import trouble_in_words
from broadsheet.show import COLOURS, Text
from broadsheet.store import read_articles, read_edition
from broadsheet.types import Article, Drop, Edition, Failure, Ledger, StoryRecord

MOST = 10
"""Lines of each list: a day of thousands still fits a few screens, and each list says how many more there are."""

MOST_SOURCES = 3


def show_dropped(console: Console, folder: Path, most: int = MOST) -> None:
    """Print what the edition in ``folder`` left out, ``most`` lines a list.  Raises UsageError, StorageError."""
    edition, ledger, articles = read_edition(folder), read_ledger(folder), read_articles(folder)
    drops = list(read_lines(folder / "dropped.jsonl", Drop))
    stories = list(read_lines(folder / "stories.jsonl", StoryRecord))
    words = labels(edition.language)
    console.print(Text(edition.title, style="bold"))
    tell_health(console, edition)
    console.print()
    _show_gates(console, gates(ledger, articles, stories), words)
    _show_troubles(console, edition, ledger, words, most)
    _show_drops(console, edition, drops, words, most)
    _show_stories(console, below_the_line(stories), articles, words, most)


def tell_health(console: Console, edition: Edition) -> None:
    """Print the alarms of an edition about its sources, a sentence each; nothing when there is none."""
    for alarm in edition.colophon.alarms:
        console.print(Text(alarm, style="yellow"), soft_wrap=True)


# ---------------------------------------------------------------- gates


def _show_gates(console: Console, found: Sequence[Gate], words: Labels) -> None:
    own = words["coverage"]
    for stage in dict.fromkeys(gate.stage for gate in found):
        table = Table(box=None, pad_edge=False, title=Text(own.get(f"stage.{stage}", stage), style="bold"))
        table.title_justify = "left"
        table.add_column(Text(own["dropped.gate"]), width=36)
        table.add_column(Text(own["dropped.count"]), justify="right", width=8)
        table.add_column(Text(own["dropped.most"]), style="dim", ratio=1, overflow="fold")
        for gate in found:
            if gate.stage == stage:
                most = "" if (stage, gate.gate) in PASSED else _most_from(gate.sources, own)
                table.add_row(Text(gate_in_words(stage, gate.gate, words)), str(gate.number), Text(most))
        console.print(table)
        console.print()


def _most_from(sources: Mapping[str, int], words: Mapping[str, str]) -> str:
    ordered = sorted(sources.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST_SOURCES]
    return words["health.list"].join(fill(words["dropped.of"], name=name, count=count) for name, count in ordered)


def _show_troubles(console: Console, edition: Edition, ledger: Ledger, words: Labels, most: int) -> None:
    """Print each source with trouble on a line: how many of which kind and, as the ledger is English, its messages."""
    own = words["coverage"]
    troubles: dict[str, list[Failure]] = defaultdict(list)
    for failure in ledger.failures:
        if failure.stage == "collect":
            troubles[failure.subject].append(failure)
    if not troubles:
        return
    console.print(Text(own["dropped.sources"], style="bold"))

    def line(entry: tuple[str, list[Failure]]) -> str:
        name, failures = entry
        kinds = Counter(trouble_in_words(failure.kind, own) for failure in failures)
        told = [
            kind if count == 1 else fill(own["dropped.of"], name=kind, count=count) for kind, count in kinds.items()
        ]
        messages = [failure.message for failure in failures[:1] if edition.language == "en"]
        return "  ".join([name, own["health.list"].join(told), *messages])

    _lines(console, map(line, sorted(troubles.items())), len(troubles), most, "ledger.jsonl", own)


# ---------------------------------------------------------------- items


def _show_drops(console: Console, edition: Edition, drops: Sequence[Drop], words: Labels, most: int) -> None:
    own = words["coverage"]
    by_gate: dict[tuple[str, str], list[Drop]] = defaultdict(list)
    for drop in drops:
        by_gate[drop.stage, drop.gate].append(drop)
    if not drops:
        console.print(Text(own["dropped.nothing"], style="dim"))
    for stage, gate in sorted(by_gate, key=place_of_gate):
        left_out = sorted(by_gate[stage, gate], key=by_interest(edition))
        told = own.get(f"dropped.{stage}.{gate}") or gate_in_words(stage, gate, words)
        console.print(Text(fill(own["dropped.left_out"], gate=told, count=len(left_out)), style="bold"))
        # Reasons are English, as the ledger is; a gate that has words in the edition's language needs no more.
        reasons = edition.language == "en" or f"gate.{stage}.{gate}" not in own

        def line(drop: Drop, reasons: bool = reasons) -> str:
            when = f"{drop.published:%Y-%m-%d %H:%M %Z}" if drop.published else own["dropped.undated"]
            parts = (drop.title, drop.source, when, drop.reason if reasons else "", drop.url)
            return "  ".join(part for part in parts if part)

        _lines(console, map(line, left_out), len(left_out), most, "dropped.jsonl", own)


def _lines(console: Console, lines: Iterable[str], count: int, most: int, file: str, words: Mapping[str, str]) -> None:
    for line, _ in zip(lines, range(most), strict=False):
        console.print(Padding(Text(line.replace("\n", " ")), (0, 0, 0, 2)))
    if count > most:
        more = fill(words["dropped.more"], count=count - most, file=file)
        console.print(Padding(Text(more, style="dim"), (0, 0, 0, 2)))
    console.print()


# ---------------------------------------------------------------- stories


def _show_stories(
    console: Console,
    below: Sequence[Below],
    articles: Mapping[str, Article],
    words: Labels,
    most: int,
) -> None:
    if not below:
        return
    own = words["coverage"]
    console.print(Text(own["dropped.stories"], style="bold"))
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True, justify="right", width=6)
    table.add_column(no_wrap=True, width=8)
    table.add_column(ratio=3, overflow="fold")
    table.add_column(ratio=2, overflow="fold", style="dim")
    for one in below[:most]:
        printed = gate_in_words("stories", one.story.printed, words)
        table.add_row(
            Text(f"{one.story.score:.2f}", style=COLOURS[one.story.importance]),
            Text(one.story.section),
            Text(f"{title_of(one.story, articles)} — {articles[one.story.articles[0]].source.outlet} ({printed})"),
            Text(why_below(one, articles, words)),
        )
    console.print(table)
    if len(below) > most:
        more = fill(own["dropped.more"], count=len(below) - most, file="stories.jsonl")
        console.print(Padding(Text(more, style="dim"), (0, 0, 0, 2)))
