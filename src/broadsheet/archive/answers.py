"""What the archive is asked, and what it answers: stories by words, by name, by thread; what is awaited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date as Date
from datetime import timedelta
from typing import NamedTuple

import msgspec

from broadsheet.archive.rows import MOST_STORIES, EntityKey, date_of, doc_of
from broadsheet.archive.shelf import Bounds, Cell, Row, Shelf
from broadsheet.archive.words import Also, NameForms, Query, Snippet, marks, parse, snippet
from broadsheet.errors import UsageError
from broadsheet.text.days import is_day
from broadsheet.types import Language

CANDIDATES = 1000
"""Matching stories that are weighed, the newest ones: a word that stands in more of them tells little by itself."""
HALF_LIFE = 365
"""Days after which a story must be twice as relevant to stand as high (set by hand, 2026-11-22, because an archive is
asked for what happened as often as for what is new: a year apart, the words still decide)."""

_STORY = "doc, date, story, headline, text, named, section, importance, printed, languages, outlets"


class Hit(NamedTuple):
    """A story that was found: where it was printed, what to show of it, and its thread."""

    date: str
    story: str
    headline: str
    snippet: Snippet
    section: str
    importance: str
    printed: str
    outlets: tuple[str, ...]
    languages: tuple[str, ...]
    marks: tuple[tuple[int, int], ...] = ()
    """Of the headline."""


class Found(NamedTuple):
    """The best hits, and whether more than ``CANDIDATES`` stories matched, of which only the newest were weighed."""

    hits: tuple[Hit, ...]
    matched: int
    also: tuple[Also, ...] = ()

    @property
    def bounded(self) -> bool:
        return self.matched >= CANDIDATES


class Change(NamedTuple):
    """What was new on a day of a thread, as the edition told it."""

    code: str
    text: str
    now: str
    earlier: str
    since: str


class Day(NamedTuple):
    """A day of a thread; ``headline`` is empty where the edition that it names is not in the archive."""

    date: str
    story: str
    headline: str
    changes: tuple[Change, ...] = ()
    continues: str = ""
    continues_date: str = ""


class Life(NamedTuple):
    """What the archive knows of a name: the forms it was printed in, how often each month, and the newest stories."""

    names: tuple[str, ...]
    stories: int
    months: tuple[tuple[str, int], ...]
    hits: tuple[Hit, ...]


class Awaited(NamedTuple):
    """Something still to come: who said it when, and when it is due (empty: no day was told)."""

    since: str
    story: str
    text: str
    outlet: str
    url: str
    due_start: str
    due_end: str
    precision: str
    state: str
    answer: str
    answered_by: str


class Wanted(NamedTuple):
    """What a search is narrowed by; empty fields narrow nothing.  ``language`` is one that a source of the story has:
    ``zh`` is any Chinese."""

    since: str = ""
    until: str = ""
    entity: str = ""
    language: str = ""

    def bounds(self) -> Bounds:
        """Return this as what a shelf is asked for."""
        first, end = Bounds().first, Bounds().end
        told: list[str] = []
        values: list[Cell] = []
        if self.since:
            first = doc_of(self.since)
        if self.until:
            end = doc_of((Date.fromisoformat(self.until) + timedelta(days=1)).isoformat())
        if self.entity:
            told.append("EXISTS (SELECT 1 FROM entity e WHERE e.name_key = ? AND e.doc = s.doc)")
            values.append(self.entity)
        if self.language:
            told.append("(' ' || s.languages || ' ') LIKE ?")
            values.append(f"% {self.language}%")
        return Bounds(first, end, " AND ".join(told), tuple(values))


ANYTHING = Wanted()


def search(shelf: Shelf, asked: str, wanted: Wanted, most: int, forms: NameForms | None = None) -> Found:
    """Return the ``most`` best stories that hold the words ``asked``: relevance, halved for each year of age.

    A word that ``forms`` knows as a name is found in all its forms.
    Raises UsageError when there is no word in ``asked``.
    """
    query = parse(asked, forms)
    found = shelf.find(query, CANDIDATES, wanted.bounds())
    if not found:
        return Found((), 0, query.also)
    newest, best = date_of(max(f.doc for f in found)), max(f.relevance for f in found)
    weights = {
        f.doc: (f.relevance / best if best > 0 else 1.0) * 0.5 ** ((newest - date_of(f.doc)).days / HALF_LIFE)
        for f in found
    }
    chosen = sorted(weights, key=lambda doc: (-weights[doc], -doc))[:most]
    return Found(_hits(shelf, chosen, query), len(found), query.also)


def _hits(shelf: Shelf, docs: Sequence[int], query: Query | None) -> tuple[Hit, ...]:
    if not docs:
        return ()
    rows = shelf.rows(f"SELECT {_STORY} FROM story WHERE doc IN ({', '.join('?' * len(docs))})", docs)
    by_doc = {row[0]: _hit(row, query) for row in rows}
    return tuple(by_doc[doc] for doc in docs if doc in by_doc)


def tongues(shelf: Shelf, dates: Sequence[str]) -> dict[str, Language]:
    """Return the language of each edition of ``dates``."""
    asked = sorted(set(dates))
    if not asked:
        return {}
    rows = shelf.rows(f"SELECT date, language FROM edition WHERE date IN ({', '.join('?' * len(asked))})", asked)
    return {str(date): "en" if language == "en" else "zh-Hant" for date, language in rows}


def _hit(row: Row, query: Query | None) -> Hit:
    _, date, story, headline, text, named, section, importance, printed, languages, outlets = map(str, row)
    told = [line for part in (text, named) for line in part.split("\n") if line]
    found = next((line for line in told if query is not None and marks(line, query)), "") or next(iter(told), "")
    return Hit(
        date=date,
        story=story,
        headline=headline,
        snippet=snippet(found, query),
        section=section,
        importance=importance,
        printed=printed,
        outlets=tuple(outlets.split("\n")),
        languages=tuple(languages.split()),
        marks=marks(headline, query) if query is not None else (),
    )


def life(shelf: Shelf, name: str, key: EntityKey, wanted: Wanted, most: int) -> Life:
    """Return what the archive knows of ``name``, in any form that the desk's names join.

    Raises UsageError with names that begin alike when there is none.
    """
    bounds = wanted._replace(entity="").bounds()
    # The names lead, and unless a language is asked for, no story is opened but those that are shown.
    stories = f"AND EXISTS (SELECT 1 FROM story s WHERE s.doc = e.doc AND {bounds.where})" if bounds.where else ""
    named = f"FROM entity e WHERE e.name_key = ? AND e.doc >= ? AND e.doc < ? {stories}"
    values = (key(name), bounds.first, bounds.end, *bounds.values)
    days = shelf.rows(f"SELECT e.doc / {MOST_STORIES} AS day, COUNT(*) {named} GROUP BY day ORDER BY day", values)
    if not days and not shelf.rows("SELECT 1 FROM entity WHERE name_key = ? LIMIT 1", (key(name),)):
        raise UsageError("is a name of no story", subject=f"entity {name!r}", remedy=_alike(shelf, key(name)))
    newest = shelf.rows(f"SELECT e.doc {named} ORDER BY e.doc DESC LIMIT ?", (*values, most))
    docs = [int(str(doc)) for (doc,) in newest]
    months: Counter[str] = Counter()
    for day, count in days:
        months[Date.fromordinal(int(str(day))).isoformat()[:7]] += int(str(count))
    forms = shelf.rows(
        "SELECT name, COUNT(*) AS often FROM entity WHERE name_key = ? GROUP BY name ORDER BY often DESC, name",
        (key(name),),
    )
    told = tuple(str(form) for form, _ in forms)
    return Life(told, months.total(), tuple(months.items()), _hits(shelf, docs, None))


def _alike(shelf: Shelf, key: str) -> str:
    rows = shelf.rows(
        "SELECT MIN(name) FROM entity WHERE name_key >= ? AND name_key < ? GROUP BY name_key ORDER BY COUNT(*) DESC "
        "LIMIT 5",
        (key[:2], key[:2] + "\U0010ffff"),
    )
    names = ", ".join(str(name) for (name,) in rows)
    return f"names that begin alike: {names}" if names else "broadsheet search WORDS looks in the sentences as well"


def thread(shelf: Shelf, asked: str) -> tuple[Day, ...]:
    """Return the days of the thread that the story ``asked`` (the beginning of an id, or DATE/ID) belongs to.

    Back by what each story continues, forward by all that continue it.  Raises UsageError when it fits no story, or
    several.
    """
    date, _, prefix = asked.rpartition("/")
    if date and not is_day(date):
        raise UsageError(f"{date!r} is no day of the calendar", subject=f"story {asked!r}", remedy="DATE/ID, or the id")
    first = _story(shelf, prefix, date)
    line = {(first.date, first.story): first}
    at = first
    while at.continues:
        before = _days(shelf, "story = ? AND (date = ? OR ? = '') AND date < ?",
                       (at.continues, at.continues_date, at.continues_date, at.date))  # fmt: skip
        if not before:
            if at.continues_date:
                line[at.continues_date, at.continues] = Day(at.continues_date, at.continues, "")
            break
        at = before[-1]
        line[at.date, at.story] = at
    waiting = list(line.values())
    while waiting:
        told = waiting.pop()
        for later in _days(shelf, "continues = ? AND (continues_date = ? OR continues_date = '') AND date > ?",
                           (told.story, told.date, told.date)):  # fmt: skip
            if (later.date, later.story) not in line:
                line[later.date, later.story] = later
                waiting.append(later)
    return tuple(line[place] for place in sorted(line))


def _story(shelf: Shelf, prefix: str, date: str) -> Day:
    """Return the newest printing of the one story whose id begins so."""
    found = _days(shelf, "story >= ? AND story < ? AND (date = ? OR ? = '')", (prefix, prefix + "g", date, date))
    ids = sorted({day.story for day in found})
    if len(ids) != 1 or not prefix:
        told = "fits no story of the archive" if not ids else f"fits {len(ids)} stories"
        raise UsageError(told, subject=f"story {prefix!r}", remedy="broadsheet search WORDS tells the ids")
    return found[-1]


def _days(shelf: Shelf, where: str, values: Sequence[Cell]) -> list[Day]:
    rows = shelf.rows(
        f"SELECT date, story, headline, changes, continues, continues_date FROM story WHERE {where} ORDER BY doc",
        values,
    )
    return [
        Day(str(date), str(story), str(headline), tuple(Change(*c) for c in msgspec.json.decode(str(changes))),
            str(continues), str(since))
        for date, story, headline, changes, continues, since in rows
    ]  # fmt: skip


def awaited(
    shelf: Shelf, asked: str = "", wanted: Wanted = ANYTHING, forms: NameForms | None = None
) -> tuple[str, tuple[Awaited, ...]]:
    """Return the newest edition's date and what it awaits: what is due first, then what has no day, oldest first.

    With ``asked`` only what holds those words; ``wanted.since`` and ``until`` are about the days that it is due.
    Answered, called off and retired questions are not among it.
    """
    query = parse(asked, forms) if asked.strip() else None
    dates = shelf.rows("SELECT MAX(date) FROM edition")
    date = str(dates[0][0] or "")
    rows = shelf.rows(
        "SELECT since, story, text, outlet, url, due_start, due_end, due_precision, state, answer, answered_by "
        "FROM awaited WHERE date = ? AND state IN ('open', 'today', 'week', 'overdue', 'postponed')",
        (date,),
    )
    found = [Awaited(*map(str, row)) for row in rows]
    if wanted.since:
        found = [a for a in found if a.due_end >= wanted.since]
    if wanted.until:
        found = [a for a in found if a.due_end and a.due_start <= wanted.until]
    if query is not None:
        found = [a for a in found if _holds(f"{a.text}\n{a.outlet}", query)]
    return date, tuple(sorted(found, key=lambda a: (a.due_end or "9999", a.since, a.text)))


def _holds(text: str, query: Query) -> bool:
    return all(marks(text, Query((term,))) for term in query.wanted) and not any(
        marks(text, Query((term,))) for term in query.unwanted
    )
