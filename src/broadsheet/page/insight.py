"""The editor's insight, computed from the day: counts, names, sums and dates, each remark with its stories.

Nothing is concluded here.  A remark says what can be counted on the page, and cites the stories that it speaks of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from broadsheet.page import Page, Piece, full
from broadsheet.page.backmatter import Ahead
from broadsheet.text.numbers import numbers
from broadsheet.types import Edition, Insight, Reason, Remark, StoryRef

MOST_CITED = 8
"""Stories that one remark may speak of.  A term of more stories than that is the beat itself, not a thread."""

TOP_NAMES, TOP_SUMS, TOP_OWNERS, TOP_TERMS, TOP_KINDS = 3, 3, 3, 4, 2
EXAMPLES = 3


def insight(pieces: Sequence[Piece], ahead: Sequence[Ahead], past: Sequence[Edition], page: Page) -> Insight:
    """Return the insight of the stories printed whole.  ``ahead`` are the day's forward-looking sentences."""
    whole = full(pieces)
    return Insight(
        trends=tuple(_trends(whole, past, page)),
        context=tuple(_context(whole, page)),
        outlook=tuple(_outlook(ahead, page)),
    )


def _remark(text: str, pieces: Iterable[Piece]) -> Remark:
    ids = dict.fromkeys(piece.printing.id for piece in pieces)
    return Remark(text=text, citations=tuple(StoryRef(story=story) for story in ids))


def _trends(whole: Sequence[Piece], past: Sequence[Edition], page: Page) -> Iterator[Remark]:
    shared = sorted((p for p in whole if _owners(p) > 1), key=lambda p: (-_owners(p), -p.printing.score, p.printing.id))
    if shared:
        top = shared[:TOP_OWNERS]
        counts = page.series(str(_owners(p)) for p in top)
        yield _remark(page.say("trends.owners", stories=len(top), counts=counts), top)
    yield from _names(whole, page)
    yield from _shelves(whole, past, page)
    yield from _money(whole, page)
    yield from _kinds(whole, page)
    alone = [p for p in whole if p.printing.lead and p.printing.single_source]
    if alone:
        yield _remark(page.say("trends.single", count=len(alone)), alone)


def _owners(piece: Piece) -> int:
    return next((reason.count for reason in piece.printing.reasons if reason.code == "owners"), 0)


def _names(whole: Sequence[Piece], page: Page) -> Iterator[Remark]:
    stories: dict[str, list[Piece]] = defaultdict(list)
    for piece in whole:
        for name in piece.names:
            stories[name].append(piece)
    common = sorted(
        ((name, found) for name, found in stories.items() if len(found) > 1),
        key=lambda entry: (-len(entry[1]), entry[0]),
    )[:TOP_NAMES]
    if common:
        said = [page.say("trends.name", name=page.forms.get(name, name), count=len(found)) for name, found in common]
        best = [piece for _, found in common for piece in found[:EXAMPLES]]
        yield _remark(page.say("trends.names", names=page.series(said)), best)


def _shelves(whole: Sequence[Piece], past: Sequence[Edition], page: Page) -> Iterator[Remark]:
    said: list[str] = []
    firsts: list[Piece] = []
    for section in page.desk.sections:
        here = [p for p in whole if p.printing.section == section.id]
        if not here:
            continue
        label = section.label.of(page.sheet.language)
        if past:
            mean = sum(s.section == section.id for edition in past for s in edition.stories) / len(past)
            said.append(
                page.say("trends.shelf_past", label=label, count=len(here), editions=len(past), mean=f"{mean:.1f}")
            )
        else:
            said.append(page.say("trends.shelf", label=label, count=len(here)))
        firsts.append(here[0])
    if said:
        yield _remark(page.say("trends.shelves", shelves=page.series(said)), firsts)


def _money(whole: Sequence[Piece], page: Page) -> Iterator[Remark]:
    """The largest sum of each story, largest first within one currency; the currency that most stories name."""
    kinds = {f"consequence.{c.id}" for c in page.desk.consequences if c.amount is not None}
    sums: dict[str, list[tuple[Decimal, str, Piece]]] = defaultdict(list)
    for piece in whole:
        largest: dict[str, tuple[Decimal, str]] = {}
        for words in (name for reason in piece.printing.reasons if reason.code in kinds for name in reason.names):
            for number in numbers(words):
                if number.unit and number.value > largest.get(number.unit, (Decimal(0), ""))[0]:
                    largest[number.unit] = (number.value, words)
        for unit, (value, words) in largest.items():
            sums[unit].append((value, words, piece))
    if sums:
        unit = min(sums, key=lambda unit: (-len(sums[unit]), unit))
        top = sorted(sums[unit], key=lambda entry: (-entry[0], entry[2].printing.id))[:TOP_SUMS]
        said = [page.say("trends.sum", sum=words, name=page.main_name(piece)) for _, words, piece in top]
        yield _remark(page.say("trends.money", sums=page.series(said)), [piece for _, _, piece in top])


def _kinds(whole: Sequence[Piece], page: Page) -> Iterator[Remark]:
    """The kinds of consequence that titles bear most (sums of money have their own remark)."""
    kinds: list[tuple[int, str, str, list[Piece]]] = []
    for consequence in page.desk.consequences:
        code = f"consequence.{consequence.id}"
        bearing = [
            p for p in whole if any(r.code == code and _whole_points(r, consequence.points) for r in p.printing.reasons)
        ]
        if consequence.amount is None and len(bearing) > 1:
            kinds.append((-len(bearing), consequence.id, consequence.label.of(page.sheet.language), bearing))
    for _, _, label, bearing in sorted(kinds)[:TOP_KINDS]:
        shown = bearing[:EXAMPLES]
        yield _remark(page.say("trends.consequence", label=label, count=len(bearing), shown=len(shown)), shown)


def _whole_points(reason: Reason, points: float) -> bool:
    return reason.points >= points


def _context(whole: Sequence[Piece], page: Page) -> Iterator[Remark]:
    """Terms that several stories share: the words of the desk's interests, as they write them; names are no terms."""
    stories: dict[str, list[Piece]] = defaultdict(list)
    for piece in whole:
        words = {name for r in piece.printing.reasons if r.code.startswith("interest.") for name in r.names}
        for word in sorted(words):
            stories[word].append(piece)
    shared = [
        (term, found)
        for term, found in stories.items()
        if 2 <= len(found) <= MOST_CITED and all(mention.kind == "topic" for mention in page.names.mentions(term))
    ]
    used: set[str] = set()
    said = 0
    for term, found in sorted(shared, key=lambda entry: (-len(entry[1]), entry[0])):
        fresh = [p for p in found if p.printing.id not in used]
        if said < TOP_TERMS and 2 * len(fresh) > len(found):
            used |= {p.printing.id for p in found}
            said += 1
            yield _remark(page.say("context.term", term=term, count=len(found)), found)
    yield from _papers(whole, page)


def _papers(whole: Sequence[Piece], page: Page) -> Iterator[Remark]:
    papers = [p for p in whole if page.desk.is_preprint(p.brief.story.articles[0].url)]
    themes: list[tuple[int, str, str, Piece]] = []
    for interest in page.desk.interests:
        bearing = [p for p in papers if any(r.code == f"interest.{interest.id}" for r in p.printing.reasons)]
        if bearing:
            themes.append((-len(bearing), interest.id, interest.label.of(page.sheet.language), bearing[0]))
    if len(papers) > 1 and themes:
        top = sorted(themes, key=lambda theme: theme[:2])[:TOP_TERMS]
        said = page.series(page.say("context.theme", label=label, count=-count) for count, _, label, _ in top)
        yield _remark(page.say("context.papers", count=len(papers), themes=said), [piece for *_, piece in top])


def _outlook(ahead: Sequence[Ahead], page: Page) -> Iterator[Remark]:
    dated = sorted(
        (a for a in ahead if a.found.until is not None),
        key=lambda a: (a.found.until.isoformat() if a.found.until else "", a.piece.printing.id),
    )[:MOST_CITED]
    if dated:
        said = [page.say("outlook.dated_item", name=page.main_name(a.piece), until=a.found.until) for a in dated]
        text = page.say("outlook.dated", count=len(dated), items=page.series(said))
        yield _remark(text, [a.piece for a in dated])
    undated = [a for a in ahead if a.found.until is None and a.found.strength > 1][:MOST_CITED]
    if undated:
        said = [page.main_name(a.piece) for a in undated]
        text = page.say("outlook.open", count=len(undated), names=page.series(dict.fromkeys(said)))
        yield _remark(text, [a.piece for a in undated])
