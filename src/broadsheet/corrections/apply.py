"""Edition + entries of the journal -> the corrected edition.  Pure: the same entries give the same bytes.

What is corrected is one story; what the rest of the page says of it goes with it: counts, the front matter, the
computed remarks that speak of a withdrawn story, what is watched, read and explained through it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date as Date

import msgspec
from msgspec.structs import replace

from broadsheet.corrections.journal import Entry
from broadsheet.errors import UsageError
from broadsheet.page import Page, Piece, by_score
from broadsheet.page.backmatter import keywords
from broadsheet.page.watch import dated
from broadsheet.proof import printed_claims
from broadsheet.stages.compose import description, front
from broadsheet.types import Brief, Claim, Edition, Insight, Printing, Question, Remark, Story

_COUNTED = ("colophon.revisions", "colophon.off_beat", "colophon.converted")
"""The notes of the colophon that count what is printed."""


class Past(msgspec.Struct, frozen=True):
    """What a corrected edition is made with besides itself: its page, its stories by id, and what it was asked.

    ``asked`` are the standing questions as the edition found them, for those whose answer is withdrawn.
    """

    page: Page
    stories: Mapping[str, Story]
    asked: Sequence[Question] = ()


def corrected(first: Edition, entries: Sequence[Entry], past: Past) -> Edition:
    """Return ``first``, the edition as it was printed, after every correction that was not taken back.

    Raises UsageError where one rests on another that was: a sentence that it changed is not there.
    """
    undone = {entry.undoes for entry in entries if entry.undoes}
    edition = first
    for entry in entries:
        if entry.correction.id not in undone:
            edition = applied(edition, entry, past)
    return edition


def applied(edition: Edition, entry: Entry, past: Past) -> Edition:
    """Return ``edition`` after one correction more.  Raises UsageError when the story or the sentence is not there."""
    told = entry.correction
    printing = next((p for p in (*edition.stories, *edition.also) if p.id == told.story), None)
    if told.kind == "annotated":
        return replace(edition, corrections=(*edition.corrections, told))
    if printing is None:
        raise UsageError("is not printed", subject=f"story {told.story}", remedy="broadsheet show DIR/DATE lists them")
    if told.kind == "withdrawn":
        changed = _without(edition, printing, past)
    else:
        after = _edited(printing, entry)
        swapped = {p.id: p for p in (*edition.stories, *edition.also)} | {printing.id: after}
        changed = replace(
            edition,
            stories=tuple(swapped[p.id] for p in edition.stories),
            also=tuple(swapped[p.id] for p in edition.also),
        )
        if told.field == "headline":
            changed = _renamed(changed, printing, after, past)
    settled = _settled(edition, changed, past)
    return replace(settled, corrections=(*edition.corrections, told))


def _edited(printing: Printing, entry: Entry) -> Printing:
    told = entry.correction
    if told.field == "headline":
        if printing.headline.text != told.before or entry.claim is None:
            raise _not_there(told.before)
        return replace(printing, headline=entry.claim)
    claims: tuple[Claim, ...] = getattr(printing.fields, told.field)
    at = next((at for at, claim in enumerate(claims) if claim.text == told.before), None)
    if at is None:
        raise _not_there(told.before)
    put = (entry.claim,) if entry.claim is not None else ()
    return replace(printing, fields=replace(printing.fields, **{told.field: (*claims[:at], *put, *claims[at + 1 :])}))


def _not_there(text: str) -> UsageError:
    return UsageError(
        "is not what stands there", subject=repr(text), remedy="take back later corrections of that sentence first"
    )


def _without(edition: Edition, gone: Printing, past: Past) -> Edition:
    """Return ``edition`` without a story, and without all that speaks of it."""

    def kept(remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
        return tuple(r for r in remarks if all(citation.story != gone.id for citation in r.citations))

    return replace(
        edition,
        stories=tuple(p for p in edition.stories if p.id != gone.id),
        also=tuple(p for p in edition.also if p.id != gone.id),
        insight=Insight(
            trends=kept(edition.insight.trends),
            context=kept(edition.insight.context),
            outlook=kept(edition.insight.outlook),
        ),
        theme=next(iter(kept((edition.theme,) if edition.theme is not None else ())), None),
        watch_list=tuple(w for w in edition.watch_list if w.story != gone.id),
        reading=tuple(r for r in edition.reading if r.story != gone.id),
        background=tuple(t for t in edition.background if t.story != gone.id),
        questions=tuple(q for question in edition.questions for q in _asked_again(question, gone, edition.date, past)),
    )


def _asked_again(question: Question, gone: Printing, date: str, past: Past) -> tuple[Question, ...]:
    """Return a question as it stands without the story that answered it; as it was asked, where that is still known."""
    if question.answered_by != gone.id:
        return (question,)
    before = next((q for q in past.asked if q.claim == question.claim), None)
    return (dated(replace(before, answer=None, answered_by=None), Date.fromisoformat(date)),) if before else ()


def _pieces(edition: Edition, past: Past) -> list[Piece]:
    """Return the printed stories as the parts of the page are composed from them, best first."""
    made: list[Piece] = []
    for printed, printings in (("full", edition.stories), ("line", edition.also)):
        for printing in printings:
            story = past.stories.get(printing.id)
            if story is not None:
                story = replace(story, printed=printed)
                brief = Brief(story=story, headline=printing.headline, fields=printing.fields,
                              entities=printing.entities, writer="")  # fmt: skip
                made.append(Piece(brief, printing, past.page.mentions(printing)))
    return sorted(made, key=by_score)


def _renamed(edition: Edition, before: Printing, after: Printing, past: Past) -> Edition:
    """Return ``edition`` with the remarks that call a story by its old headline calling it by the new one."""
    story = past.stories.get(before.id)
    if story is None:
        return edition
    names: list[tuple[str, str]] = []
    pieces = [
        Piece(Brief(story=story, headline=p.headline, fields=p.fields, entities=p.entities, writer=""), p,
              past.page.mentions(p))
        for p in (before, after)
    ]  # fmt: skip
    for short in (False, True):
        old, new = (past.page.label(piece, short) for piece in pieces)
        names.append((old, new))
    names.append((before.headline.text, after.headline.text))

    def said(remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
        return tuple(_said(remark, after.id, names) for remark in remarks)

    insight = edition.insight
    return replace(
        edition,
        insight=Insight(trends=said(insight.trends), context=said(insight.context), outlook=said(insight.outlook)),
    )


def _said(remark: Remark, story: str, names: Sequence[tuple[str, str]]) -> Remark:
    if all(citation.story != story for citation in remark.citations):
        return remark
    text = remark.text
    for old, new in names:
        if old != new and old in text:
            return replace(remark, text=text.replace(old, new))
    return remark


def _settled(before: Edition, after: Edition, past: Past) -> Edition:
    """Return ``after`` with true counts, and with the front matter of the stories that are left.

    Front matter that the correction does not touch stays as it was printed, whatever the desk says today.
    """
    claims = tuple(printed_claims(after))
    full, line = len(after.stories), len(after.also)
    counts = replace(
        after.counts,
        full=full,
        line=line,
        no=after.counts.stories - full - line,
        claims=len(claims),
        cited_articles=len({citation.article for claim in claims for citation in claim.citations}),
    )
    old, new = ((*front(pieces, past.page, theme.text if theme is not None else ""), keywords(pieces, past.page))
                for theme, pieces in ((one.theme, _pieces(one, past)) for one in (before, after)))  # fmt: skip
    title, summary, tags, words = (
        fresh if fresh != stale else printed
        for stale, fresh, printed in zip(
            old, new, (after.title, after.summary, after.tags, after.keywords), strict=True
        )
    )
    told = description(counts, past.page)
    return replace(
        after,
        title=title,
        summary=summary,
        tags=tags,
        keywords=words,
        description=told if told != description(before.counts, past.page) else after.description,
        counts=counts,
        colophon=replace(after.colophon, notes=_notes(before, after, past)),
    )


def _notes(before: Edition, after: Edition, past: Past) -> tuple[str, ...]:
    """Return the colophon's notes with those that count what is printed counting it as it is now."""
    page = past.page
    stale, fresh = _figures(before), _figures(after)
    swapped = {
        page.say(key, count=stale[key]): page.say(key, count=fresh[key]) if fresh[key] else ""
        for key in _COUNTED
        if stale[key] != fresh[key]
    }
    return tuple(told for note in after.colophon.notes if (told := swapped.get(note, note)))


def _figures(edition: Edition) -> dict[str, int]:
    noted = [printing.note for printing in edition.also]
    converted = sum(claim.transform == "opencc-s2twp" for claim in printed_claims(edition))
    return dict(zip(_COUNTED, (noted.count("revision"), noted.count("off_beat"), converted), strict=True))
