"""The editor's insight, computed from the day: counts, names, sums and dates, each remark with its stories.

Nothing is concluded here.  A remark says what can be counted on the page, and cites the stories that it speaks of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from broadsheet.page import Page, Piece, full
from broadsheet.page.backmatter import Ahead
from broadsheet.text.due import Due
from broadsheet.text.numbers import numbers
from broadsheet.types import Edition, Insight, Reason, Remark, StoryRef

MOST_SHARING = 8
"""A term of more stories than that is the beat itself, not a thread."""

MOST_CITED = 5
"""Stories that one remark names and cites; of more it gives the number."""

EXAMPLES = 4
TOP_NAMES, TOP_SUMS, TOP_OWNERS, TOP_TERMS, TOP_KINDS = 3, 3, 4, 3, 2


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
        said = [page.say("trends.told", name=page.label(p), count=_owners(p)) for p in top]
        yield _remark(page.say("trends.owners", stories=page.series(said)), top)
    yield from _names(whole, page)
    yield from _shelves(whole, past, page)
    yield from _money(whole, page)
    yield from _kinds(whole, page)
    alone = [p for p in whole if p.printing.lead and p.printing.single_source]
    if alone:
        shown = alone[:MOST_CITED]
        yield _remark(page.say("trends.single", count=len(alone), names=page.labels(shown, len(alone))), shown)


def _owners(piece: Piece) -> int:
    return next((reason.count for reason in piece.printing.reasons if reason.code == "owners"), 0)


def _names(whole: Sequence[Piece], page: Page) -> Iterator[Remark]:
    stories: dict[str, list[Piece]] = defaultdict(list)
    for piece in whole:
        for name in piece.names:
            stories[name].append(piece)
    listed = {name.id for name in page.names.names}
    common = sorted(
        # Names that nobody listed are guesses: good for one story, not for a count of many.
        ((name, found) for name, found in stories.items() if len(found) > 1 and name in listed),
        key=lambda entry: (-len(entry[1]), entry[0]),
    )[:TOP_NAMES]
    if common:
        said = [page.say("trends.name", name=page.forms.get(name, name), count=len(found)) for name, found in common]
        best = [found[place] for place in (0, 1) for _, found in common]
        cited = list({piece.printing.id: piece for piece in best}.values())[:MOST_CITED]
        yield _remark(page.say("trends.names", names=page.series(said)), cited)


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
                value, before = largest.get(number.unit, (Decimal(0), ""))
                better = number.value > value or (number.value == value and _plainer(words, before, page))
                if number.unit and better:
                    largest[number.unit] = (number.value, words)
        for unit, (value, words) in largest.items():
            sums[unit].append((value, words, piece))
    if sums:
        unit = min(sums, key=lambda unit: (-len(sums[unit]), unit))
        top = sorted(sums[unit], key=lambda entry: (-entry[0], entry[2].printing.id))[:TOP_SUMS]
        told = ((_written(words, page), page.main_name(piece)) for _, words, piece in top)
        said = [page.say("trends.sum", sum=words, name=name) for words, name in told]
        yield _remark(page.say("trends.money", sums=page.series(said)), [piece for _, _, piece in top])


def _written(words: str, page: Page) -> str:
    """Return words of a source as the edition writes them."""
    return page.converted(words) if page.sheet.language == "zh-Hant" else words


def _plainer(words: str, before: str, page: Page) -> bool:
    """Say whether a reader of the edition reads ``words`` more easily than ``before``: its own script, then figures."""
    return (page.own_script(words), words[:1].isdigit()) > (page.own_script(before), before[:1].isdigit())


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
        shown = bearing if len(bearing) <= MOST_CITED else bearing[:EXAMPLES]
        names = page.labels(shown, len(bearing))
        yield _remark(page.say("trends.consequence", label=label, count=len(bearing), names=names), shown)


def _whole_points(reason: Reason, points: float) -> bool:
    return reason.points >= points


def _context(whole: Sequence[Piece], page: Page) -> Iterator[Remark]:
    """Terms that several stories share: the words of the desk's interests; names are no terms.

    An English edition leaves out the Chinese ones; a Chinese one keeps the English ones, which papers are written in.
    """
    stories: dict[str, list[Piece]] = defaultdict(list)
    for piece in whole:
        words = {name for r in piece.printing.reasons if r.code.startswith("interest.") for name in r.names}
        for word in sorted(words):
            stories[word].append(piece)
    shared = [
        (term, found)
        for term, found in stories.items()
        if 2 <= len(found) <= MOST_SHARING
        and (page.sheet.language == "zh-Hant" or page.own_script(term))
        and all(mention.kind == "topic" for mention in page.names.mentions(term))
    ]
    used: set[str] = set()
    said = 0
    for term, found in sorted(shared, key=lambda entry: (-len(entry[1]), entry[0])):
        fresh = [p for p in found if p.printing.id not in used]
        if said < TOP_TERMS and 2 * len(fresh) > len(found):
            used |= {p.printing.id for p in found}
            said += 1
            shown = found if len(found) <= MOST_CITED else found[:EXAMPLES]
            names = page.labels(shown, len(found))
            yield _remark(page.say("context.term", term=term, count=len(found), names=names), shown)
    yield from _papers(whole, page)


def _papers(whole: Sequence[Piece], page: Page) -> Iterator[Remark]:
    papers = [p for p in whole if page.desk.is_preprint(p.brief.story.articles[0].url)]
    themes: list[tuple[int, str, str, list[Piece]]] = []
    for interest in page.desk.interests:
        bearing = [p for p in papers if any(r.code == f"interest.{interest.id}" for r in p.printing.reasons)]
        if bearing:
            themes.append((-len(bearing), interest.id, interest.label.of(page.sheet.language), bearing))
    if len(papers) > 1 and themes:
        top = sorted(themes, key=lambda theme: theme[:2])[:TOP_TERMS]
        said: list[str] = []
        firsts: dict[str, Piece] = {}
        for count, _, label, bearing in top:
            first = next((p for p in bearing if p.printing.id not in firsts), bearing[0])
            firsts[first.printing.id] = first
            example = page.labels([first], -count)
            said.append(page.say("context.theme", label=label, count=-count, names=example))
        themes_said = page.words["semicolon"].join(said)
        yield _remark(page.say("context.papers", count=len(papers), themes=themes_said), firsts.values())


def _outlook(ahead: Sequence[Ahead], page: Page) -> Iterator[Remark]:
    dated = sorted(
        ((a.found.due, a) for a in ahead if a.found.due is not None and a.found.due.last is not None),
        key=lambda entry: (entry[0].last or date.max, entry[1].piece.printing.id),
    )
    if dated:
        shown = dated[:MOST_CITED]
        said = [
            page.say("outlook.dated_item", name=page.label(a.piece, short=True), due=_due(due, page))
            for due, a in shown
        ]
        items = page.series(said)
        if len(dated) > len(shown):
            items = page.more(items)
        yield _remark(page.say("outlook.dated", count=len(dated), items=items), [a.piece for _, a in shown])
    undated = [a.piece for a in ahead if a.found.due is None and a.found.strength > 1]
    if undated:
        names = page.labels(undated[:MOST_CITED], len(undated))
        yield _remark(page.say("outlook.open", count=len(undated), names=names), undated[:MOST_CITED])


def _due(due: Due, page: Page) -> str:
    """Tell the days of a period as the watch list does: the last one alone where it may come any day until then."""
    assert due.first is not None and due.last is not None
    days = {"end": _day(due.last, page), "start": _day(due.first, page)}
    one = due.first == due.last or due.first.isoformat() <= page.sheet.date
    return page.say("outlook.due_day" if one else "outlook.due_span", **days)


def _day(day: date, page: Page) -> str:
    return page.say("outlook.day", year=day.year, month=page.words[f"month.{day.month}"], day=day.day)
