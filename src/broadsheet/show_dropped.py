"""What an edition left out, in a terminal: gates with their counts, items, stories below the line; and its alarms.

Everything comes from the edition's own folder.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from broadsheet.labels import Labels, fill, labels
from broadsheet.page.health import trouble_in_words
from broadsheet.show import COLOURS, Text
from broadsheet.stages.collect import GATES as COLLECT_GATES
from broadsheet.store import read_articles, read_edition, read_ledger, read_lines
from broadsheet.types import Article, Drop, Edition, Failure, Ledger, StoryRecord

MOST = 10
"""Lines of each list: a day of thousands still fits a few screens, and each list says how many more there are."""

MOST_SOURCES = 3
LEAST_GAP = 0.005
"""Points that can be shown with two digits; nearer scores are told as equal (ties go by id)."""

HELD_BACK = ("off_beat", "revision", "repeated")
"""Reasons that keep a story from being printed in full whatever its score (``stages/rank.py``)."""

FAILURES = "failures"
_STAGES = ("collect", "extract", "dedupe", "stories")
_ORDER: Mapping[str, tuple[str, ...]] = {
    "collect": (*COLLECT_GATES, FAILURES),
    "extract": ("article", "language", "older", "newer", "empty", "paywall", "consent", "login", FAILURES),
    "dedupe": ("original", "address", "text", "near", "passage", "translation", FAILURES),
    "stories": ("full", "line", "no"),
}
_PASSED = frozenset([("collect", "asked"), ("collect", "read"), ("collect", "taken"), ("extract", "article")])
"""Gates of which nobody asks who lost most."""


class Gate(NamedTuple):
    """How many met a gate of a stage, in all and by source."""

    stage: str
    gate: str
    number: int
    sources: Mapping[str, int]


class Below(NamedTuple):
    """A story that was not printed in full, and the nearest one above the line.

    ``nearest`` is the lowest-scored story printed in full in the same section with at least its score; None when no
    score stood in its way.  ``section_has_full`` tells whether the section has a story in full at all.
    """

    story: StoryRecord
    nearest: StoryRecord | None
    section_has_full: bool


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


def gates(ledger: Ledger, articles: Mapping[str, Article], stories: Sequence[StoryRecord]) -> list[Gate]:
    """Return every gate that something met, in the order of the flow; the languages of articles are gates too.

    ``failures`` counts what the ledger tells of a stage; copies and stories are counted from the edition's own values.
    """
    met: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for count in ledger.counts:
        met[count.stage, count.gate][count.subject] += count.count
    for failure in ledger.failures:
        met[failure.stage, FAILURES][failure.subject] += 1
    for article in articles.values():
        met["dedupe", article.copy_kind or "original"][article.source.name] += 1
    for story in stories:
        met["stories", story.printed][articles[story.articles[0]].source.name] += 1
    return [Gate(stage, gate, met[stage, gate].total(), met[stage, gate]) for stage, gate in sorted(met, key=_place)]


def _place(key: tuple[str, str]) -> tuple[int, str, int, str]:
    stage, gate = key
    order, family = _ORDER.get(stage, ()), gate.partition(":")[0]
    return (
        _STAGES.index(stage) if stage in _STAGES else len(_STAGES),
        stage,
        order.index(family) if family in order else len(order),
        gate,
    )


def _gate(stage: str, gate: str, words: Labels) -> str:
    """Return the words of a gate; ``FAMILY:LANGUAGE`` names a language."""
    family, _, language = gate.partition(":")
    own = words["coverage"].get(f"gate.{stage}.{family}")
    return gate if own is None else fill(own, language=words["site"].get(f"language.{language}", language))


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
                most = "" if (stage, gate.gate) in _PASSED else _most_from(gate.sources, own)
                table.add_row(Text(_gate(stage, gate.gate, words)), str(gate.number), Text(most))
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
    for stage, gate in sorted(by_gate, key=_place):
        left_out = sorted(by_gate[stage, gate], key=_interest(edition))
        told = own.get(f"dropped.{stage}.{gate}") or _gate(stage, gate, words)
        console.print(Text(fill(own["dropped.left_out"], gate=told, count=len(left_out)), style="bold"))
        # Reasons are English, as the ledger is; a gate that has words in the edition's language needs no more.
        reasons = edition.language == "en" or f"gate.{stage}.{gate}" not in own

        def line(drop: Drop, reasons: bool = reasons) -> str:
            when = f"{drop.published:%Y-%m-%d %H:%M %Z}" if drop.published else own["dropped.undated"]
            parts = (drop.title, drop.source, when, drop.reason if reasons else "", drop.url)
            return "  ".join(part for part in parts if part)

        _lines(console, map(line, left_out), len(left_out), most, "dropped.jsonl", own)


def _interest(edition: Edition) -> Callable[[Drop], tuple[float, str, str, str]]:
    """Return the order of what was left out: nearest to the window first, undated last, ties by source and title."""
    ends = [end.timestamp() for end in (edition.window.start, edition.window.end) if end is not None]

    def key(drop: Drop) -> tuple[float, str, str, str]:
        if drop.published is None:
            return math.inf, drop.source, drop.title, drop.url
        far = min((abs(drop.published.timestamp() - end) for end in ends), default=0.0)
        return far, drop.source, drop.title, drop.url

    return key


def _lines(console: Console, lines: Iterable[str], count: int, most: int, file: str, words: Mapping[str, str]) -> None:
    for line, _ in zip(lines, range(most), strict=False):
        console.print(Padding(Text(line.replace("\n", " ")), (0, 0, 0, 2)))
    if count > most:
        more = fill(words["dropped.more"], count=count - most, file=file)
        console.print(Padding(Text(more, style="dim"), (0, 0, 0, 2)))
    console.print()


# ---------------------------------------------------------------- stories


def below_the_line(stories: Iterable[StoryRecord]) -> list[Below]:
    """Return the stories that were not printed in full, best first, each with the nearest one above the line."""
    stories = list(stories)
    full: dict[str, list[StoryRecord]] = defaultdict(list)
    for story in stories:
        if story.printed == "full":
            full[story.section].append(story)
    found = []
    for story in sorted(stories, key=lambda s: (-s.score, s.id)):
        if story.printed != "full":
            above = [other for other in full[story.section] if other.score >= story.score]
            # Where a lower-scored story of the section was printed in full, it was no score that held this one back.
            beaten = len(above) < len(full[story.section])
            nearest = None if beaten else min(above, key=lambda s: (s.score, s.id), default=None)
            found.append(Below(story, nearest, bool(full[story.section])))
    return found


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
        printed = _gate("stories", one.story.printed, words)
        table.add_row(
            Text(f"{one.story.score:.2f}", style=COLOURS[one.story.importance]),
            Text(one.story.section),
            Text(f"{_title(one.story, articles)} — {articles[one.story.articles[0]].source.outlet} ({printed})"),
            Text(_why(one, articles, words)),
        )
    console.print(table)
    if len(below) > most:
        more = fill(own["dropped.more"], count=len(below) - most, file="stories.jsonl")
        console.print(Padding(Text(more, style="dim"), (0, 0, 0, 2)))


def _why(one: Below, articles: Mapping[str, Article], words: Labels) -> str:
    own, reasons = words["coverage"], words["compose"]
    told = [
        fill(own["dropped.held"], reason=fill(reasons[f"reason.{r.code}"], names=own["health.list"].join(r.names)))
        for r in one.story.reasons
        if r.code in HELD_BACK
    ]
    if one.nearest is not None:
        by = one.nearest.score - one.story.score
        key = "dropped.nearest" if by >= LEAST_GAP else "dropped.tie"
        told.append(
            fill(own[key], title=_title(one.nearest, articles), **({"missed": f"{by:.2f}"} if by >= LEAST_GAP else {}))
        )
    elif not told:
        told.append(own["dropped.no_room"] if one.section_has_full else own["dropped.none"])
    return own["health.list"].join(told)


def _title(story: StoryRecord, articles: Mapping[str, Article]) -> str:
    first = articles[story.articles[0]]
    return (first.title.strip() or first.text.strip().partition("\n")[0])[:120]
