"""Articles of one story -> the quantities on which they differ, each value with its passage.

A wrong disagreement is worse than a missed one.  Values are compared only where role, unit, qualifiers and the parties
of their sentences agree, and where no article itself gives two values for it.  One owner is one voice: what its later
article gives otherwise is an update.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from typing import Literal, NamedTuple

from broadsheet.page import READ, Page
from broadsheet.text.frame import framed
from broadsheet.text.names import NameTable
from broadsheet.text.quantities import Quantity, compatible, quantities, worded_alike
from broadsheet.types import Article, Disagreement, Part, Reported, SourceRef

MOST_ROWS = 8
"""Rows of a table: more than any reader compares; values that differ come first."""

_THINGS = frozenset({"model", "product", "chip"})
_PARTIES = frozenset({"company", "lab", ""})

_REPORTERS = frozenset(
    (
        *("Reuters", "Bloomberg", "CNBC", "CNN", "BBC", "AP", "AFP", "Axios", "Semafor", "Nikkei", "TechCrunch"),
        *("Wired", "Forbes", "Fortune", "Engadget", "Associated Press", "Financial Times", "Wall Street Journal"),
        *("The Wall Street Journal", "New York Times", "The New York Times", "The Information", "Business Insider"),
        *("Ars Technica", "Nikkei Asia", "The Verge", "CNA", "Xinhua", "Kyodo", "Yonhap"),
    )
)
"""Whom a sentence names as the one who reported: no party to what it says."""

_OF_A_FIRM = frozenset(
    {"layoffs", "headcount", "revenue", "profit", "loss", "capex", "raise", "valuation", "users", "price"}
)
"""Roles of which a clause begins with whose it is."""
_BEGIN = re.compile(r"\s*([\u3400-\u9fff]{2})")

Kind = Literal["differ", "bound", "update"]


class Said(NamedTuple):
    """A value where it stands: ``article.part`` holds it at ``quantity.start``."""

    article: Article
    part: Part
    quantity: Quantity
    parties: frozenset[str]
    things: frozenset[str]


class Difference(NamedTuple):
    """Values of one quantity: ``differ`` (they exclude each other), ``bound`` (the same figure, "at least" in one),
    ``update`` (one owner, later)."""

    role: str
    unit: str
    kind: Kind
    rows: tuple[Said, ...]


def differences(articles: Sequence[Article], names: NameTable) -> tuple[Difference, ...]:
    """Return what the articles of one story tell differently, whatever their order; copies say nothing of their own."""
    told: dict[tuple[str, str, frozenset[str]], list[Said]] = defaultdict(list)
    outlets = frozenset(article.source.outlet for article in articles)
    for article in sorted(articles, key=_when):
        if article.copy_of is None:
            for said in _said(article, names, outlets):
                told[said.quantity.role, said.quantity.unit, said.quantity.qualifiers].append(said)
    found = [difference for _, group in sorted(told.items(), key=_key) for difference in _of_group(group)]
    order = {"differ": 0, "update": 1, "bound": 2}
    return tuple(sorted(found, key=lambda d: (order[d.kind], d.role, d.unit)))


def _key(entry: tuple[tuple[str, str, frozenset[str]], list[Said]]) -> tuple[str, str, list[str]]:
    role, unit, qualifiers = entry[0]
    return role, unit, sorted(qualifiers)


def _when(article: Article) -> tuple[bool, str, str]:
    when: datetime | None = article.published
    return when is None, when.isoformat() if when else "", article.id


def _said(article: Article, names: NameTable, outlets: frozenset[str]) -> Iterator[Said]:
    parts: tuple[tuple[Part, str], ...] = (("title", article.title), ("text", article.text[:READ]))
    context = framed(article.title, article.text)
    for part, text in parts:
        for quantity in quantities(text):
            if part == "text" and context.frame(quantity.first).standing != "told":
                continue
            sentence = text[quantity.first : quantity.last]
            mentions = [m for m in names.mentions(sentence) if m.name not in outlets | _REPORTERS]
            low, high = quantity.clause[0] - quantity.first, quantity.clause[1] - quantity.first
            clause = [m for m in mentions if low <= m.start and m.end <= high]
            yield Said(
                article,
                part,
                quantity,
                frozenset(m.name for m in mentions if m.kind in _PARTIES),
                frozenset(m.name for m in clause if m.kind in _THINGS),
            )


def _of_group(group: Sequence[Said]) -> Iterator[Difference]:
    """Yield the differences of values with one role, unit and qualifiers."""
    by_article: dict[str, list[Said]] = defaultdict(list)
    for said in group:
        by_article[said.article.id].append(said)
    for values in by_article.values():
        if any(not compatible(a.quantity, b.quantity) for a, b in combinations(values, 2)):
            return  # the article knows of two: only a reader can tell them apart
    by_owner: dict[str, list[Said]] = defaultdict(list)
    for values in by_article.values():
        by_owner[values[0].article.source.owner].append(_plainest(values))
    latest: list[Said] = []
    for _, values in sorted(by_owner.items()):
        changed = [
            v for v in values if _of_one_thing(v, values[-1]) and not compatible(v.quantity, values[-1].quantity)
        ]
        if changed:
            first = changed[-1]
            if _later(first, values[-1]):
                yield Difference(first.quantity.role, first.quantity.unit, "update", (first, values[-1]))
            else:
                continue  # an owner of two minds at one time is no voice on this
        latest.append(values[-1])
    yield from _among_owners(latest)


def _among_owners(owners: Sequence[Said]) -> Iterator[Difference]:
    sentences = {said.article.part(said.part)[said.quantity.first : said.quantity.last]: said for said in owners[::-1]}
    voices = list(sentences.values())  # one sentence printed by two owners is one voice
    pairs = [(a, b) for a, b in combinations(voices, 2) if _of_one_thing(a, b)]
    apart = [pair for pair in pairs if not compatible(pair[0].quantity, pair[1].quantity)]
    worded = [pair for pair in pairs if not worded_alike(pair[0].quantity, pair[1].quantity)]
    kind: Kind = "differ" if apart else "bound"
    chosen = apart or worded
    if not chosen:
        return
    involved = {said for pair in chosen for said in pair}
    beside = {b if a in involved else a for a, b in pairs if (a in involved) != (b in involved)}
    ranked = [*sorted(involved, key=_place), *sorted(beside, key=_place)]
    firsts = {(s.quantity.value, s.quantity.bound): s for s in reversed(ranked)}
    rows = list(dict.fromkeys([*sorted(firsts.values(), key=_place), *ranked]))[:MOST_ROWS]
    first = rows[0].quantity
    yield Difference(first.role, first.unit, kind, tuple(sorted(rows, key=_place)))


def _place(said: Said) -> tuple[bool, str, str]:
    return _when(said.article)


def _later(one: Said, other: Said) -> bool:
    a, b = one.article, other.article
    return (
        a.published is not None
        and b.published is not None
        and a.published < b.published
        and not (a.day_only or b.day_only)
    )


def _plainest(values: Sequence[Said]) -> Said:
    """Return the value of an article that says most: a bound before none, the text before the title, the first."""
    order = {"least": 0, "most": 0, "about": 1, "exact": 2}
    return min(values, key=lambda s: (order[s.quantity.bound], s.part != "text", s.quantity.start))


def _of_one_thing(one: Said, other: Said) -> bool:
    """Say whether two sentences speak of the same parties: one names no other party than the other does."""
    if one.things and other.things and one.things != other.things:
        return False
    of_a_firm = one.quantity.role in _OF_A_FIRM and not (one.parties or other.parties)
    if of_a_firm and _begins_otherwise(one, other) and _begins_otherwise(other, one):
        return False
    return _within(one, other) or _within(other, one)


def _begins_otherwise(one: Said, other: Said) -> bool:
    """Say whether a Chinese clause begins with what the other article writes nowhere: 沙鷗裁員, 海燕裁員.

    A Chinese name that no table knows shows by nothing else.
    """
    begin = _BEGIN.match(one.article.part(one.part), one.quantity.clause[0])
    return begin is not None and begin[1] not in f"{other.article.title}\n{other.article.text}"


def _within(one: Said, other: Said) -> bool:
    """Say whether each party that one sentence names stands in the other: a name that begins one may not be seen as
    such."""
    sentence = other.article.part(other.part)[other.quantity.first : other.quantity.last]
    return all(party in other.parties or party in sentence for party in one.parties)


# --- as it is printed ------------------------------------------------------------------------------------------------


def disagreements(
    articles: Sequence[Article], sources: Mapping[str, SourceRef], page: Page
) -> tuple[Disagreement, ...]:
    """Return the tables of a story.  ``sources`` are its printed sources by article id."""
    return tuple(
        Disagreement(
            quantity=found.role,
            label=page.say(f"quantity.{found.role.replace(' ', '_')}"),
            kind=found.kind,
            rows=tuple(_row(said, sources[said.article.id], page) for said in found.rows),
        )
        for found in differences(articles, page.names)
    )


def _row(said: Said, source: SourceRef, page: Page) -> Reported:
    quantity = said.quantity
    return Reported(
        value=page.quote(said.article, said.part, quantity.start, quantity.end),
        passage=page.quote(said.article, said.part, quantity.first, quantity.last),
        source=source,
    )
