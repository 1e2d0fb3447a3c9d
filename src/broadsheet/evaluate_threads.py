"""Threads against labels: pairs of stories of consecutive days, all in one archive, so that every wrong link counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from broadsheet.decode import decode_json
from broadsheet.page.threads import Thread, threads
from broadsheet.text.names import NameTable
from broadsheet.text.sentences import sentences
from broadsheet.types import (
    Article,
    Claim,
    Colophon,
    Counts,
    Edition,
    Fields,
    Insight,
    Printing,
    Source,
    Story,
    Window,
    cite,
    digest,
    source_ref,
    story_id,
)

TODAY = date(2025, 12, 18)
_WHEN = datetime(2025, 12, 18, 6, tzinfo=UTC)


class Side(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A story of one article."""

    language: str
    title: str
    text: str


class Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two stories, ``gap`` days apart; ``thread``: the later goes on from the earlier, and ``new`` is what it adds.

    Pairs of ``part`` held were never looked at while thresholds were chosen.
    """

    id: str
    part: Literal["development", "held"]
    kind: str
    thread: bool
    gap: int
    new: tuple[str, ...]
    earlier: Side
    today: Side


class Score(NamedTuple):
    """``wrong`` lists (id, title of today, title that it was taken to continue)."""

    precision: float
    recall: float
    wrong: tuple[tuple[str, str, str], ...]
    missed: tuple[tuple[str, str, str], ...]
    news: float
    misread: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]


def read_pairs(path: Path) -> tuple[Pair, ...]:
    """Read a file of pairs, one a line."""
    return tuple(decode_json(line, Pair) for line in path.read_bytes().splitlines())


def score(pairs: Sequence[Pair], names: NameTable, archive: Sequence[Pair] = ()) -> Score:
    """Return how well ``pairs`` are told, with the earlier sides of ``archive`` (default: theirs) in the past editions.

    Precision: of the stories that were given an earlier one, how many were given theirs.  Recall: of the threads, how
    many were found.  News: of the threads found, how many have at least one of the changes they should have, or none
    where nothing is new.
    """
    past = editions(archive or pairs)
    stories = {pair.id: story(side_article(pair.today, f"{pair.id}-b")) for pair in pairs}
    known = {pair.id: story(side_article(pair.earlier, f"{pair.id}-a")).id for pair in pairs}
    found = threads(list(stories.values()), past, names)
    linked = {pair.id: found[stories[pair.id].id] for pair in pairs if found[stories[pair.id].id].chain}
    right = [p for p in pairs if p.id in linked and p.thread and linked[p.id].chain[0].printing.id == known[p.id]]
    misread = [(p.id, p.new, codes(linked[p.id])) for p in right if not _agrees(p, linked[p.id])]
    return Score(
        precision=len(right) / len(linked) if linked else 1.0,
        recall=len(right) / max(1, sum(pair.thread for pair in pairs)),
        wrong=tuple(
            (p.id, p.today.title, linked[p.id].chain[0].printing.headline.text)
            for p in pairs
            if p.id in linked and p not in right
        ),
        missed=tuple((p.id, p.today.title, p.earlier.title) for p in pairs if p.thread and p not in right),
        news=1 - len(misread) / max(1, len(right)),
        misread=tuple(misread),
    )


def codes(thread: Thread) -> tuple[str, ...]:
    """Return the codes of what is new, each once."""
    return tuple(dict.fromkeys(found.code for found in thread.found))


def _agrees(pair: Pair, thread: Thread) -> bool:
    return bool(set(pair.new) & set(codes(thread))) if pair.new else thread.rehash


def side_article(side: Side, name: str) -> Article:
    """Return the article of one side, from an outlet of its own."""
    outlet = f"Outlet {name}"
    url = f"https://{name}.example/story"
    return Article(
        id=digest(url, side.text),
        source=Source(name=name, kind="feed", url="", outlet=outlet, owner=outlet, language=side.language),
        url=url,
        title=side.title,
        published=None,
        day_only=False,
        text=side.text,
        language=side.language,
    )


def story(*articles: Article) -> Story:
    """Return the story of ``articles``."""
    return Story(id=story_id(articles), articles=articles)


def printing(told: Story, *, continues: str | None = None, whole: bool = True) -> Printing:
    """Return a story as an edition prints it: its first title, the first sentences of its first text."""
    first = told.articles[0]
    spans = sentences(first.text)[: 3 if whole else 1]
    claims = tuple(
        Claim(text=first.text[s.start : s.end], citations=(cite(first, "text", s.start, s.end),)) for s in spans
    )
    return Printing(
        id=told.id,
        headline=Claim(text=first.title, citations=(cite(first, "title", 0, len(first.title)),)),
        section=told.section or "industry",
        lead=False,
        importance=told.importance,
        score=told.score,
        reasons=(),
        fields=Fields(summary=claims),
        entities=(),
        sources=tuple(source_ref(a) for a in told.articles),
        single_source=len({a.source.owner for a in told.articles}) == 1,
        continues=continues,
    )


def editions(pairs: Sequence[Pair]) -> tuple[Edition, ...]:
    """Return the past editions that hold the earlier sides of ``pairs``, by their gaps."""
    gaps = sorted({pair.gap for pair in pairs}, reverse=True)
    return tuple(
        edition(
            (TODAY - timedelta(days=gap)).isoformat(),
            [printing(story(side_article(pair.earlier, f"{pair.id}-a"))) for pair in pairs if pair.gap == gap],
        )
        for gap in gaps
    )


def edition(day: str, stories: Iterable[Printing]) -> Edition:
    """Return an edition of nothing but stories."""
    printed = tuple(stories)
    return Edition(
        date=day,
        made=_WHEN,
        window=Window(start=None, end=None),
        language="en",
        title=day,
        description="",
        summary="",
        tags=(),
        counts=Counts(
            items=0,
            articles=0,
            originals=0,
            copies=0,
            outlets=0,
            owners=0,
            stories=len(printed),
            full=len(printed),
            line=0,
            no=0,
            cited_articles=0,
            claims=0,
            refused=0,
            failures=0,
        ),
        stories=printed,
        also=(),
        insight=Insight(),
        watch_list=(),
        reading=(),
        background=(),
        keywords=(),
        colophon=Colophon(program="", desk="", writer="", embedder=""),
    )
