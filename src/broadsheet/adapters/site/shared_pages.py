"""The pages of all editions: front, archive, names, search, corrections, about.  Made of digests, and of one edition.

A page speaks the language of the newest edition that it tells of, and holds nothing of editions that it does not: so a
new edition changes the front page, its month, the pages of its own names, and the lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date as Date
from datetime import timedelta
from importlib.resources import files as resources
from typing import Any, NamedTuple

import msgspec
from markupsafe import Markup, escape

from broadsheet.adapters.site import daymap, entities
from broadsheet.adapters.site.digest import Digest, Told, language_of, told
from broadsheet.adapters.site.inline import lang_tag
from broadsheet.adapters.site.pages import Pages, day_of, minute, of
from broadsheet.adapters.site.view import name
from broadsheet.adapters.wording import asked, printable
from broadsheet.labels import fill, labels
from broadsheet.types import Claim, Correction, Edition, Language, Printing, Question, SourceRef, Watch

RECENT = 8
"""Editions that the front page shows besides the archive: two rows of a desk."""

SECTION, RUNNING, DUE = 4, 6, 8
"""Stories of a section, running stories and awaited things of the front page.  Set by hand, 2026-11-22, on a desk."""

SOON = 31
"""Days ahead of an edition within which the front page tells what comes due."""

NAMES = 400
"""Names that the list of names shows, those with the most stories first.  Set by hand, 2026-11-22: below 60 kB."""

FILES = ("style.css", "search.js", "vendor/minisearch.js", "vendor/minisearch.LICENSE.txt")


_JSON = msgspec.json.Encoder()
_LINE_ENDS = tuple((sign.encode(), f"\\u{ord(sign):x}".encode()) for sign in "\u2028\u2029")
"""Two signs that end a line of a script for older browsers, and how a script writes them."""


class Listed(NamedTuple):
    """An edition as a list shows it."""

    digest: Digest
    leads: tuple[Told, ...]


class Month(NamedTuple):
    """A month of the archive: ``2025-12``, its editions and stories."""

    id: str
    first: Date
    editions: int
    stories: int


class Corrected(NamedTuple):
    """A correction with the edition that it was made in."""

    date: str
    told: Correction


def fixed_files() -> Iterator[tuple[str, bytes]]:
    """Yield the files that are the same for every site."""
    for path in FILES:
        yield path.rpartition("/")[2], resources("broadsheet.adapters").joinpath(f"site/{path}").read_bytes()


def shared_pages(
    pages: Pages,
    past: Mapping[str, Digest],
    newest: Edition,
    changed: frozenset[str],
    names: Mapping[str, entities.Named],
) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of all editions by path: those that the editions of the dates ``changed`` can have changed.

    ``past`` are all digests by date, oldest first; ``newest`` is the edition of the last of them, ``names`` all names.
    """
    digest = past[newest.date]
    shared = pages.shared(digest)
    months = _months(past)
    yield "index.html", _front(pages, newest, past, months)
    yield "archive/index.html", pages.render("archive.html", shared, root="../", months=months, total=len(past))
    told = {day[:7] for day in changed}
    for at, month in enumerate(months):
        later, earlier = (months[n] if 0 <= n < len(months) else None for n in (at - 1, at + 1))
        own = {month.id} | {one.id for one in (later, earlier) if one}  # a month leads to those beside it
        if own & told:
            yield from _month(pages, past, month, later, earlier)
    yield "search.html", pages.render("search.html", shared, root="", months=months)
    corrections = _corrections(past)
    days = {c.date: past[c.date] for c in corrections}
    yield "corrections.html", pages.render("corrections.html", shared, root="", corrections=corrections, days=days)
    yield "about.html", pages.render("about.html", shared, root="")
    listed = entities.spelt(names)
    yield (
        "names/index.html",
        pages.render("names.html", shared, root="../", names=listed[:NAMES], more=max(0, len(listed) - NAMES)),
    )
    linked = {slug for one in past.values() for slug in one.linked}
    for one in names.values():
        if (one.has_page or one.slug in linked) and any(day in changed for day, _ in one.stories):
            yield f"names/{one.slug}.html", _name(pages, one, past)


def _months(past: Mapping[str, Digest]) -> list[Month]:
    """Return the months that have editions, the newest first."""
    found: dict[str, list[Digest]] = {}
    for day in sorted(past, reverse=True):
        found.setdefault(day[:7], []).append(past[day])
    return [
        Month(id, day_of(f"{id}-01"), len(editions), sum(len(one.stories) for one in editions))
        for id, editions in found.items()
    ]


def _month(
    pages: Pages, past: Mapping[str, Digest], month: Month, later: Month | None, earlier: Month | None
) -> Iterator[tuple[str, bytes]]:
    editions = [past[day] for day in sorted(past, reverse=True) if day.startswith(month.id)]
    yield (
        f"archive/{month.id}.html",
        pages.render(
            "month.html",
            pages.shared(editions[0]),
            root="../",
            month=month,
            editions=[_listed(one) for one in editions],
            later=later,
            earlier=earlier,
        ),
    )
    yield f"search/{month.id}.js", _shard(month.id, editions)


def _listed(digest: Digest) -> Listed:
    leads = tuple(one for one in digest.stories if one.lead) or digest.stories[:2]
    return Listed(digest, leads[:6])


def _shard(month: str, editions: Sequence[Digest]) -> bytes:
    """Return the stories of a month for the search page, as a script, because a page on a disk may load nothing else.

    A row is ``[date, id, language, headline, sentence language, sentence, outlets, names]``.
    """
    rows = [
        [
            one.date,
            name(story.id, "story"),
            story.language,
            printable(story.headline),
            story.sentence_language,
            printable(story.sentence),
            [printable(outlet) for outlet in story.outlets],
            [printable(entity) for entity in story.entities],
        ]
        for one in editions
        for story in one.stories
    ]
    lines = b",\n".join(map(_JSON.encode, rows))
    for sign, escaped in _LINE_ENDS:
        lines = lines.replace(sign, escaped)
    return f'broadsheetMonth("{month}",[\n'.encode() + lines + b"\n]);\n"


def _corrections(past: Mapping[str, Digest]) -> list[Corrected]:
    """Return the corrections of all editions, the newest first."""
    found = [Corrected(day, one) for day, digest in past.items() for one in digest.corrections]
    return sorted(found, key=lambda c: (c.told.at, c.date, c.told.id), reverse=True)


def _row(pages: Pages, language: Language, day: str, hues: Mapping[str, int], story: Told) -> Markup:
    """Return a story as the page of a name lists it.

    Not a template: a new edition writes a hundred such pages of sixty rows, and this takes a tenth of the time.
    """
    words = labels(language)["site"]
    page = f"../{day}/stories/{name(story.id, 'story')}.html"

    def tag(told: str) -> str:
        return "" if told == language else f' lang="{lang_tag(told)}"'

    def text(told: str) -> Markup:
        return escape(told if told.isprintable() else printable(told))

    outlets = words["list_separator"].join(story.outlets[:3])
    if len(story.outlets) > 3:
        outlets += f" {fill(words['and_outlets'], count=len(story.outlets) - 3)}"
    section = pages.heading(language, "lead" if story.lead else story.section)
    sentence = (
        f' <span class="se"{tag(story.sentence_language)}>{text(story.sentence)}</span>'
        f' <a class=c href="{page}">{text(story.sentence_outlet)}</a>'
        if story.sentence
        else ""
    )
    return Markup(
        f'<li class="h{hues.get(story.section, 0)}{" is-lead" if story.lead else ""}">'
        f'<small class="sect">{text(section)}</small> '
        f'<a class="hl"{tag(story.language)} href="{page}">{text(story.headline)}</a>{sentence}'
        f' <small class="ol">{text(outlets)}</small>'
    )


def _name(pages: Pages, one: entities.Named, past: Mapping[str, Digest]) -> bytes:
    first, last = one.stories[-1][0], one.stories[0][0]
    begin = min(Date.fromisoformat(first), Date.fromisoformat(last) - timedelta(days=entities.SPAN - 1))
    days: dict[str, list[Told]] = {}
    for day, story in one.stories[: entities.SHOWN]:
        days.setdefault(day, []).append(story)
    return pages.render(
        "name.html",
        pages.shared(past[last]),
        root="../",
        one=one,
        row=lambda day, hues, story: _row(pages, past[last].language, day, hues, story),
        days=[(day, past[day].hues, stories) for day, stories in days.items()],
        figure=entities.timeline(one.stories, begin.isoformat(), last),
        begin=begin.isoformat(),
        last=last,
        first=first,
        editions=len({day for day, _ in one.stories}),
        more=max(0, len(one.stories) - entities.SHOWN),
        spellings=sorted(set(one.spellings) - {one.name}),
        beside=entities.beside(one),
    )


# ---------------------------------------------------------------- the front page


class Said(NamedTuple):
    """A sentence of the front page: its words, its language, who says it and the story that proves it."""

    text: str
    language: str
    outlet: str
    story: str
    converted: bool


class Running(NamedTuple):
    """A story that goes on: what is new (the words of the change, empty when nothing is told) and since when."""

    story: Printing
    headline: Said
    label: Any
    news: Said | None


class Awaited(NamedTuple):
    """Something that comes due: what was asked of an earlier edition, or told in this one."""

    state: str
    item: Question | Watch
    said: Said | None
    since: Date | None


def _front(pages: Pages, edition: Edition, past: Mapping[str, Digest], months: Sequence[Month]) -> bytes:
    digest = past[edition.date]

    def said(story: Printing, claim: Claim) -> Said:
        one = _told_claim(story, claim, edition)
        return Said(claim.text, one[0], one[1], story.id, claim.transform == "opencc-s2twp")

    top = minute(edition)
    lead = top[0] if top else None
    rest = [s for s in edition.stories if s not in top]
    held = {story.id: story for story in (*edition.stories, *edition.also)}
    shown = [story for story in (*edition.stories, *edition.also) if story.continues_date]
    shown.sort(key=lambda story: (not story.changes, not story.lead, -story.score, story.id))
    return pages.render(
        "index.html",
        pages.edition(edition) | {"hue": digest.hues},
        root="",
        page=f"{edition.date}/index.html",
        folder=name(edition.date, "edition"),
        lead=lead,
        lead_lines=[said(lead, claim) for claim in lead.fields.all()[:3]] if lead else [],
        lead_outlets=_outlets(lead.sources) if lead else [],
        minute=[(s, said(s, s.headline), [said(s, c) for c in s.fields.summary[:1]]) for s in top],
        sections=[
            (id, [(s, said(s, s.headline), [said(s, c) for c in s.fields.all()[:1]]) for s in stories[:SECTION]])
            for id in pages.sections(edition, rest)
            if (stories := of(rest, id))
        ],
        counts={id: len(of(edition.stories, id)) + len(of(edition.also, id)) for id in digest.hues},
        running=[
            Running(s, said(s, s.headline), change, said(s, change.claim) if change else None)
            for s in shown[:RUNNING]
            for change in (s.changes[0] if s.changes else None,)
        ],
        language_of=lambda ref, claim: language_of(claim, ref.language, edition.language),
        awaited=_awaited(edition, held, said)[:DUE],
        earlier_page=lambda story: _earlier(story, past),
        chart=pages.chart(edition),
        kinds=daymap.KINDS,
        views={id: told(story, edition.language, full=True) for id, story in held.items()},
        editions=[_listed(past[day]) for day in sorted(past, reverse=True)[:RECENT]],
        months=months[:13],
        kickers=pages.kickers(edition.language),
        corrected=[c for c in _corrections(past) if c.date == edition.date],
    )


def _earlier(story: Printing, past: Mapping[str, Digest]) -> str:
    found = past.get(story.continues_date)
    if found is None or not any(one.id == story.continues for one in found.stories):
        return ""
    return f"{story.continues_date}/stories/{name(story.continues or '', 'story')}.html"


def _told_claim(story: Printing, claim: Claim, edition: Edition) -> tuple[str, str]:
    ref = next((ref for ref in story.sources if ref.article == claim.citations[0].article), None)
    quoted = ref.language if ref else "und"
    return language_of(claim, quoted, edition.language), ref.outlet if ref else ""


def _outlets(sources: Sequence[SourceRef]) -> list[str]:
    return list(dict.fromkeys(ref.outlet for ref in sources))


def _awaited(edition: Edition, held: Mapping[str, Printing], said: Any) -> list[Awaited]:
    """Return what comes due within ``SOON`` days, and what became of what was awaited, by the day that it is due."""
    today = Date.fromisoformat(edition.date)
    found: list[Awaited] = []
    for state, questions in asked(edition):
        for question in questions:
            answered = held.get(question.answered_by or "")
            answer = said(answered, question.answer) if answered and question.answer else None
            found.append(Awaited(state, question, answer, Date.fromisoformat(question.since)))
    for watch in edition.watch_list:
        if watch.due_end is not None and today <= watch.due_end <= today + timedelta(days=SOON):
            found.append(Awaited("", watch, said(held[watch.story], watch.claim), None))
    return found
