"""The watch list and its memory: what the sources say is still to come, and what became of it.

    day's sentences -> Watch          past editions -> standing questions -> Question, answered, due or retired

An item of a watch list is a standing question from the next edition on.  It ends with a sentence of a later story
that tells the awaited thing as done or called off, or without an answer some days after it was due.  The newest edition
holds all that is open, so the memory is as long as a question is, however few editions are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import msgspec

from broadsheet.page import READ, Page, Piece
from broadsheet.page.backmatter import Ahead
from broadsheet.text.due import due, dues
from broadsheet.text.frame import framed
from broadsheet.text.outcomes import Outcome, awaited, outcome
from broadsheet.text.sentences import sentences
from broadsheet.types import Article, Claim, Edition, Part, Printing, Question, SourceRef, Watch

MOST_WATCHED, LEAST_WATCHED = 7, 3

OVERDUE_DAYS = 14
"""Days that a dated question is listed as overdue, then retired: two weeks of silence are an answer (2026-11-22)."""

UNDATED_DAYS = 30
"""Days that a question without a day stays open: what "plans to" promises and nobody mentions for a month is none."""

MOST_OPEN = 120
"""Standing questions that an edition carries: four months of a full watch list of dated items, or about 150 kB.  Above
it the oldest without a day go first, then the oldest."""

WEEK = timedelta(days=6)
"""A question is due "this week" when its last day is within seven days, today included."""

LEAST_NAMES = 2
LEAST_WORDS = 2
"""An answer shares a model, product or law with its question, two other names, or one and that many telling words."""

_THINGS = frozenset({"model", "product", "chip", "law", "event"})
_PARTIES = frozenset({"company", "lab", "person", ""})
_OPEN = frozenset({"open", "today", "week", "overdue"})
_WORD = re.compile(r"[A-Za-z][A-Za-z-]{4,}|[\u3400-\u9fff]{2,}")
_COMMON = frozenset(
    (
        *("their", "which", "would", "could", "about", "after", "before"),
        *("there", "these", "those", "expected", "expects", "planned", "plans"),
        *("launch", "release", "company", "companies", "model", "models", "according"),
        *("people", "other", "first", "early", "later", "month", "months"),
        *("years", "today", "technology"),
    )
)


def watch_list(ahead: Sequence[Ahead], page: Page) -> Iterator[Watch]:
    """Yield what the sources say is still to come.  A bare "will" is printed only to fill a short list.

    A day is told as seen from the day of its article; one without a day has that of its story, or of the edition.
    """
    firm = [a for a in ahead if a.found.strength > 1]
    bare = [a for a in ahead if a.found.strength <= 1]
    for a in (*firm[:MOST_WATCHED], *bare[: max(0, LEAST_WATCHED - len(firm))]):
        claim = page.quote(a.article, "text", a.found.start, a.found.end)
        found = a.found.due
        yield Watch(
            claim=claim,
            story=a.piece.printing.id,
            due_start=found.first if found else None,
            due_end=found.last if found else None,
            precision=found.precision if found else "",
        )


def standing(past: Sequence[Edition]) -> tuple[Question, ...]:
    """Return what the editions of ``past`` still await, oldest question first."""
    awaiting: dict[str, Question] = {}
    closed: set[str] = set()
    for edition in sorted(past, key=lambda edition: edition.date):
        for question in edition.questions:
            if _goes_on(question):
                awaiting[_key(question.claim)] = msgspec.structs.replace(
                    question, state="open", answer=None, answered_by=None
                )
            else:
                awaiting.pop(_key(question.claim), None)
                closed.add(_key(question.claim))
        moved = {_key(q.answer) for q in edition.questions if q.answer is not None and q.state == "postponed"}
        closed |= moved  # what gave a question another day goes on in that question
        stories = {printing.id: printing for printing in (*edition.stories, *edition.also)}
        for watch in edition.watch_list:
            source = next(
                (s for s in stories[watch.story].sources if s.article == watch.claim.citations[0].article), None
            )
            if source is not None and _key(watch.claim) not in awaiting.keys() | closed:
                awaiting[_key(watch.claim)] = _asked(watch, stories[watch.story], source, edition.date)
    return tuple(sorted(awaiting.values(), key=lambda q: (q.since, _key(q.claim))))


def _asked(watch: Watch, printing: Printing, source: SourceRef, since: str) -> Question:
    return Question(
        claim=watch.claim,
        source=source,
        since=since,
        story=watch.story,
        parties=printing.entities,
        due_start=watch.due_start,
        due_end=watch.due_end,
        precision=watch.precision,
    )


def _goes_on(question: Question) -> bool:
    return question.state in _OPEN or (question.state == "postponed" and question.due_end is not None)


def _key(claim: Claim) -> str:
    return "\n".join(citation.quote for citation in claim.citations)


def questions(
    past: Sequence[Edition], pieces: Sequence[Piece], kept: Mapping[str, Article], page: Page
) -> tuple[Question, ...]:
    """Return the standing questions as this edition leaves them: answered first, then what is due, then the rest.

    ``kept`` are the articles that the questions cite: one whose passage is gone cannot be shown, and is asked no more.
    """
    today = date.fromisoformat(page.sheet.date)
    shown = [
        _answered(question, pieces, page) or dated(question, today)
        for question in standing(past)
        if all(c.article in kept and c.resolves(kept[c.article]) for c in question.claim.citations)
    ]
    living = [q for q in shown if _goes_on(q)]
    surplus = sorted(living, key=lambda q: (q.due_end is not None, q.since, _key(q.claim)))[
        : max(0, len(living) - MOST_OPEN)
    ]
    let_go = {id(q) for q in surplus}
    told = [msgspec.structs.replace(q, state="retired") if id(q) in let_go else q for q in shown]
    order = ("answered", "postponed", "cancelled", "today", "week", "overdue", "open", "retired")
    return tuple(sorted(told, key=lambda q: (order.index(q.state), q.due_end or date.max, q.since, _key(q.claim))))


def dated(question: Question, today: date) -> Question:
    """Give a question without an answer its state on this day."""
    asked = date.fromisoformat(question.since)
    first, last = question.due_start, question.due_end
    if first is None or last is None:
        state = "retired" if today - asked > timedelta(days=UNDATED_DAYS) else "open"
    elif today > last:
        state = "retired" if today - last > timedelta(days=OVERDUE_DAYS) else "overdue"
    elif today == last or (first == today and last - first <= WEEK):
        state = "today"
    elif last - today <= WEEK and first <= today + WEEK:
        state = "week"
    else:
        state = "open"
    return msgspec.structs.replace(question, state=state)  # a postponed one keeps nothing of its old answer


# --- answers ---------------------------------------------------------------------------------------------------------


class _Found(NamedTuple):
    """A sentence that ends a wait: better the more names it shares, then the better its story."""

    shared: int
    score: float
    story: str
    article: Article
    part: Part
    start: int
    end: int
    outcome: Outcome


def _answered(question: Question, pieces: Sequence[Piece], page: Page) -> Question | None:
    """Return the question with the sentence of today that ends it, if there is one."""
    quote = " ".join(citation.quote for citation in question.claim.citations)
    acts = awaited(quote)
    mentions = page.names.mentions(quote)
    things = frozenset(m.name for m in mentions if m.kind in _THINGS)
    parties = frozenset(m.name for m in mentions if m.kind in _PARTIES)
    beside = parties | frozenset(
        m.name for name in question.parties for m in page.names.mentions(name) if m.kind in _PARTIES
    )
    words = _telling(quote)
    if not (things or beside):
        return None
    found: list[_Found] = []
    for piece in pieces:
        if not (set(piece.names) & (things | beside)):
            continue
        continued = piece.brief.story.continues == question.story
        for article in piece.brief.story.articles:
            if article.copy_of is not None or not _newer(article, question):
                continue
            for part, start, end in _spans(article):
                sentence = article.part(part)[start:end]
                ended = outcome(sentence, acts, title=part == "title")
                if ended is None or _long_ago(sentence, article, question):
                    continue
                names = {m.name: m.kind for m in page.names.mentions(sentence)}
                same_things = things & names.keys()
                same = beside & names.keys()
                if things and not same_things:
                    continue
                if not things and (
                    not parties & names.keys()
                    or (len(same) < LEAST_NAMES and not continued and len(words & _telling(sentence)) < LEAST_WORDS)
                ):
                    continue
                shared = 2 * len(same_things) + len(same) + continued
                found.append(_Found(shared, piece.printing.score, piece.printing.id, article, part, start, end, ended))
    if not found:
        return None
    best = min(
        found,
        key=lambda f: (
            f.outcome == "answered" and any(o.outcome != "answered" for o in found),
            -f.shared, not page.own_script(f.article.part(f.part)[f.start : f.end]), f.part == "title",
            -f.score, f.story, f.article.id, f.start,
        ),
    )  # fmt: skip
    claim = page.quote(best.article, best.part, best.start, best.end)
    changes: dict[str, object] = {"state": best.outcome, "answer": claim, "answered_by": best.story}
    if best.outcome == "postponed":
        said = best.article.published.date() if best.article.published else date.fromisoformat(page.sheet.date)
        new = due(best.article.part(best.part)[best.start : best.end], said)
        changes |= {
            "due_start": new.first if new else None,
            "due_end": new.last if new else None,
            "precision": new.precision if new else "",
        }
    return msgspec.structs.replace(question, **changes)


def _spans(article: Article) -> Iterator[tuple[Part, int, int]]:
    """Yield what an article tells itself: no title or sentence that it denies, doubts or supposes."""
    context = framed(article.title, article.text)
    title = article.title
    start, end = len(title) - len(title.lstrip()), len(title.rstrip())
    if end > start and context.title.standing == "told" and not context.labelled:
        yield "title", start, end
    for span in sentences(article.text[:READ]):
        if context.frame(span.start).standing == "told" and (span.end < READ or len(article.text) <= READ):
            yield "text", span.start, span.end


def _newer(article: Article, question: Question) -> bool:
    """Say whether an article can know more than the one that asked: it is later, and another text."""
    if article.published is None:
        return False
    asked = question.source.published
    if asked is not None:
        return article.published > asked and article.url != question.source.url
    return article.published.date() >= date.fromisoformat(question.since)


def _long_ago(sentence: str, article: Article, question: Question) -> bool:
    """Say whether a sentence dates what it tells before the question was asked: a rehash is no answer."""
    assert article.published is not None  # _newer has seen to it
    asked = question.source.published.date() if question.source.published else date.fromisoformat(question.since)
    return any(found.last is not None and found.last < asked for found in dues(sentence, article.published.date()))


def _telling(text: str) -> frozenset[str]:
    """Return the words of a sentence that tell its subject: longer Latin words and pairs of Han."""
    words: set[str] = set()
    for word in _WORD.findall(text.lower()):
        if word[0] > "\u3000":
            words |= {word[i : i + 2] for i in range(len(word) - 1)}
        elif word not in _COMMON:
            words.add(word)
    return frozenset(words)
