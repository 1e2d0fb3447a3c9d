"""The coverage of a day: what was read by source, what was dropped at which gate, who was silent, who stood nearest.

ROOT/DATE/{ledger,dropped,stories,sources,articles}.jsonl --read--> Record --view--> Coverage
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from broadsheet.errors import PublishError, StorageError
from broadsheet.folder import read_ledger, read_lines
from broadsheet.labels import fill, labels
from broadsheet.page.coverage import (
    FAILURES,
    PASSED,
    below_the_line,
    by_interest,
    gate_in_words,
    gates,
    place_of_gate,
    title_of,
    why_below,
)
from broadsheet.page.health import trouble_in_words
from broadsheet.types import Article, Drop, Edition, Ledger, Source, StoryRecord, Value

DROPPED, BELOW, MOST_SOURCES = 12, 25, 3
"""Items of a gate, stories below the line and sources of a gate that the page lists.  Set by hand, 2026-11-22: with
110 sources the page stays below 100 kB; the files hold all."""


@dataclass(frozen=True)
class Record:
    """The files of an edition folder that tell what was read."""

    ledger: Ledger
    drops: tuple[Drop, ...]
    stories: tuple[StoryRecord, ...]
    sources: tuple[Source, ...]
    articles: Mapping[str, Article]


class Flow(NamedTuple):
    """A gate as it is shown: what it is, how many met it, its share of the widest bar of its stage, most from whom."""

    gate: str
    number: int
    share: float
    most: str
    passed: bool


class Asked(NamedTuple):
    """A source as it is shown; ``trouble`` tells in words what went wrong."""

    outlet: str
    name: str
    read: int
    taken: int
    articles: int
    cited: int
    silent: bool
    trouble: str


class Below(NamedTuple):
    """A story below the line: its page (empty when it has none) and why it stands there."""

    story: StoryRecord
    title: str
    language: str
    outlet: str
    printed: str
    page: str
    why: str


class Left(NamedTuple):
    """What a gate left out: its name, how many, the first of them with why."""

    gate: str
    number: int
    items: Sequence[tuple[Drop, str]]
    more: str


@dataclass(frozen=True)
class Coverage:
    """All that the page tells."""

    flows: Sequence[tuple[str, Sequence[Flow]]]
    sources: Sequence[Asked]
    silent: int
    left: Sequence[Left]
    below: Sequence[Below]
    below_more: str


class _Named(Value, frozen=True, forbid_unknown_fields=False):
    """What of an article tells which it is."""

    id: str


def read(folder: Path, articles: Mapping[str, Article]) -> Record | None:
    """Return the record of an edition folder; None where it keeps none.  Raises PublishError when it is damaged.

    ``articles`` are those that were read already, by id: where they are all of the folder's, none is read again.
    """
    needed = [folder / name for name in ("ledger.jsonl", "dropped.jsonl", "stories.jsonl", "articles.jsonl")]
    if not all(path.is_file() for path in needed):
        return None
    asked = folder / "sources.jsonl"
    try:
        return Record(
            read_ledger(folder),
            tuple(read_lines(folder / "dropped.jsonl", Drop)),
            tuple(read_lines(folder / "stories.jsonl", StoryRecord)),
            tuple(read_lines(asked, Source)) if asked.is_file() else (),
            _articles(folder / "articles.jsonl", articles),
        )
    except StorageError as error:
        raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error


def _articles(path: Path, known: Mapping[str, Article]) -> Mapping[str, Article]:
    names = [article.id for article in read_lines(path, _Named)]
    if all(name in known for name in names):
        return {name: known[name] for name in names}
    return {article.id: article for article in read_lines(path, Article)}


def view(edition: Edition, record: Record) -> Coverage:
    """Return what the page tells of ``edition``."""
    words = labels(edition.language)
    own = words["coverage"]
    found = [gate for gate in gates(record.ledger, record.articles, record.stories) if gate.gate != FAILURES]
    flows = []
    for stage in dict.fromkeys(gate.stage for gate in found):
        rows = [gate for gate in found if gate.stage == stage]
        widest = max(gate.number for gate in rows) or 1
        flows.append(
            (
                own.get(f"stage.{stage}", stage),
                [
                    Flow(
                        gate_in_words(stage, gate.gate, words),
                        gate.number,
                        round(100 * gate.number / widest, 1),
                        "" if (stage, gate.gate) in PASSED else _most(gate.sources, own),
                        (stage, gate.gate) in PASSED
                        or gate.gate in ("original", "full")
                        or gate.gate.startswith("language:"),  # in which languages articles came: nothing was lost
                    )
                    for gate in rows
                ],
            )
        )
    below = below_the_line(record.stories)
    sources = _sources(edition, record, own)
    return Coverage(
        flows=flows,
        sources=sources,
        silent=sum(one.silent for one in sources),
        left=list(_left(edition, record)),
        below=[
            Below(
                one.story,
                title_of(one.story, record.articles),
                record.articles[one.story.articles[0]].language,
                record.articles[one.story.articles[0]].source.outlet,
                gate_in_words("stories", one.story.printed, words),
                f"stories/{one.story.id}.html" if one.story.printed == "line" else "",
                why_below(one, record.articles, words),
            )
            for one in below[:BELOW]
        ],
        below_more=_more(len(below) - BELOW, "stories.jsonl", own),
    )


def _most(sources: Mapping[str, int], words: Mapping[str, str]) -> str:
    ordered = sorted(sources.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST_SOURCES]
    told = (fill(words["dropped.of"], name=_public(name), count=count) for name, count in ordered)
    return words["health.list"].join(told)


def _public(name: str) -> str:
    """Return a source's name as a page may show it: of a file of the operator's, not the folders that it lies in."""
    return name.rpartition("/")[2] if name.startswith("/") else name


def _more(count: int, file: str, words: Mapping[str, str]) -> str:
    return fill(words["dropped.more"], count=count, file=file) if count > 0 else ""


def _sources(edition: Edition, record: Record, words: Mapping[str, str]) -> list[Asked]:
    """Return every source that was asked, those with the most cited articles first."""
    met: Counter[tuple[str, str]] = Counter()
    for count in record.ledger.counts:
        if count.stage == "collect":
            met[count.subject, count.gate] += count.count
    troubles: dict[str, dict[str, None]] = {}
    for failure in record.ledger.failures:
        if failure.stage == "collect":
            troubles.setdefault(failure.subject, {})[trouble_in_words(failure.kind, words)] = None
    articles = Counter(article.source.name for article in record.articles.values())
    printed = [*edition.stories, *edition.also]
    cited_ids = {c.article for s in printed for claim in (s.headline, *s.fields.all()) for c in claim.citations}
    cited = Counter(record.articles[id].source.name for id in cited_ids if id in record.articles)
    outlets = {source.name: source.outlet for source in record.sources}
    outlets |= {a.source.name: a.source.outlet for a in record.articles.values() if a.source.name not in outlets}
    names = dict.fromkeys([*outlets, *(subject for subject, _ in met), *troubles])
    rows = [
        Asked(
            outlets.get(name, _public(name)),
            _public(name),
            met[name, "read"],
            met[name, "taken"],
            articles[name],
            cited[name],
            name in edition.colophon.silent,
            words["health.list"].join(troubles.get(name, ())),
        )
        for name in names
    ]
    return sorted(rows, key=lambda one: (-one.cited, -one.articles, -one.taken, one.outlet, one.name))


def _left(edition: Edition, record: Record) -> list[Left]:
    words = labels(edition.language)
    own = words["coverage"]
    by_gate: dict[tuple[str, str], list[Drop]] = {}
    for drop in record.drops:
        by_gate.setdefault((drop.stage, drop.gate), []).append(drop)
    found = []
    for stage, gate in sorted(by_gate, key=place_of_gate):
        drops = sorted(by_gate[stage, gate], key=by_interest(edition))
        told = own.get(f"dropped.{stage}.{gate}") or gate_in_words(stage, gate, words)
        # Reasons are English, as the ledger is; a gate that has words in the edition's language needs no more.
        reasons = edition.language == "en" or f"gate.{stage}.{gate}" not in own
        items = [(drop, drop.reason if reasons else "") for drop in drops[:DROPPED]]
        found.append(Left(told, len(drops), items, _more(len(drops) - DROPPED, "dropped.jsonl", own)))
    return found
