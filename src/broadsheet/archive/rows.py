"""Edition -> the rows that the archive keeps of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date as Date
from functools import lru_cache
from typing import NamedTuple

import msgspec

from broadsheet.archive.shelf import Row, Wording
from broadsheet.archive.words import tokens
from broadsheet.text.names import NameTable
from broadsheet.text.shingles import fold
from broadsheet.types import Edition, Printing

MOST_STORIES = 100_000
"""Stories of a day that have numbers of their own: the number of a story grows with its date."""

EntityKey = Callable[[str], str]
"""A name as it is written -> what all forms of that name share."""


def entity_key(names: NameTable) -> EntityKey:
    """Return what makes one key of 輝達, 英伟达 and NVIDIA, as far as the desk's ``names`` know them."""

    @lru_cache(maxsize=16_384)  # a name comes back every day
    def key(name: str) -> str:
        whole = [m for m in names.mentions(name) if m.known and (m.start, m.end) == (0, len(name))]
        return fold(whole[0].name if whole else name).strip()

    return key


class Rows(NamedTuple):
    """What is kept of one edition, table by table."""

    edition: Row
    stories: tuple[Row, ...]
    entities: tuple[Row, ...]
    awaited: tuple[Row, ...]
    corrections: tuple[Row, ...]


def doc_of(date: str, place: int = 0) -> int:
    """Return the number of the story at ``place`` of the edition of ``date``, or of its first: later dates, larger."""
    return Date.fromisoformat(date).toordinal() * MOST_STORIES + place


def date_of(doc: int) -> Date:
    """Return the date of the edition that a story's number belongs to."""
    return Date.fromordinal(doc // MOST_STORIES)


def rows_of(edition: Edition, stamp: str, key: EntityKey) -> Rows:
    """Return the rows of ``edition``; ``stamp`` tells the state of its file, ``key`` makes one of a name's forms."""
    told = [("full", p) for p in edition.stories] + [("line", p) for p in edition.also]
    stories: list[Row] = []
    entities: list[Row] = []
    for place, (printed, printing) in enumerate(told):
        doc = doc_of(edition.date, place)
        stories.append(_story(doc, edition.date, printed, printing))
        names = dict.fromkeys(printing.entities)
        entities += {key(name): (key(name), doc, name) for name in reversed(names) if key(name)}.values()
    return Rows(
        (edition.date, stamp, edition.language, edition.title, edition.made.isoformat(), len(told)),
        tuple(stories),
        tuple(entities),
        tuple(_awaited(edition)),
        tuple((edition.date, c.id, c.at.isoformat(), c.story, c.headline, c.kind, c.reason)
              for c in edition.corrections),
    )  # fmt: skip


def _story(doc: int, date: str, printed: str, printing: Printing) -> Row:
    claims = (*printing.fields.all(), *(change.claim for change in printing.changes))
    outlets = dict.fromkeys(source.outlet for source in printing.sources)
    titles = dict.fromkeys(source.title for source in printing.sources)
    changes = [(c.code, c.claim.text, c.now, c.earlier, c.since) for c in printing.changes]
    return (
        doc,
        date,
        printing.id,
        printing.headline.text,
        "\n".join(dict.fromkeys(claim.text for claim in claims)),
        "\n".join((*titles, *printing.entities)),
        printing.section,
        printing.importance,
        printed,
        printing.score,
        " ".join(sorted({source.language for source in printing.sources})),
        "\n".join(outlets),
        printing.continues or "",
        printing.continues_date,
        msgspec.json.encode(changes).decode(),
    )


def _awaited(edition: Edition) -> Iterator[Row]:
    """Yield what an edition awaits: its standing questions, then what its own watch list adds."""
    place = 0
    for question in edition.questions:
        yield (
            edition.date,
            place,
            question.since,
            question.story,
            question.claim.text,
            question.source.outlet,
            question.source.url,
            question.due_start.isoformat() if question.due_start else "",
            question.due_end.isoformat() if question.due_end else "",
            question.precision,
            question.state,
            question.answer.text if question.answer else "",
            question.answered_by or "",
        )
        place += 1
    sources = {p.id: {s.article: s for s in p.sources} for p in (*edition.stories, *edition.also)}
    for watch in edition.watch_list:
        source = sources[watch.story].get(watch.claim.citations[0].article)
        yield (
            edition.date,
            place,
            edition.date,
            watch.story,
            watch.claim.text,
            source.outlet if source else "",
            source.url if source else "",
            watch.due_start.isoformat() if watch.due_start else "",
            watch.due_end.isoformat() if watch.due_end else "",
            watch.precision,
            "open",
            "",
            "",
        )
        place += 1


def wording_of(doc: int, headline: str, text: str, named: str, outlets: str) -> Wording:
    """Return the tokens of a story, from the columns that its row keeps: the same whenever they are asked for."""
    return Wording(doc, tokens(headline), tokens(text), tokens(f"{named}\n{outlets}"))
