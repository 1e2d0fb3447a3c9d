"""The pages of one edition: the whole day, a page a story, the coverage; a notice where a withdrawn story stood."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from markupsafe import Markup

from broadsheet.adapters.cover import cover_svg
from broadsheet.adapters.site import coverage, daymap, entities
from broadsheet.adapters.site.digest import Told, language_of
from broadsheet.adapters.site.pages import Pages, day_of, minute, of
from broadsheet.adapters.site.view import StoryView, name, story_views
from broadsheet.adapters.wording import asked
from broadsheet.labels import labels
from broadsheet.types import Article, Correction, Edition, Printing

DEPTHS = ("all", "lead", "first")
"""How much of a story that is no headline the edition page quotes: all, its summary, its first sentence."""

PAGE_BUDGET = 150_000
"""Bytes of an edition page.  Above it, stories that are no headline leave their details and uses to their own pages;
still above it, all but their first sentence.
Set 2026-11-22 with 66 full stories and 70 lines: two seconds on a slow phone line."""

SOURCES, REASONS = 6, 3
"""Sources and reasons of a story that the edition page shows; its own page shows all."""

THREAD = 12
"""Earlier editions that the thread of a story tells.  Set by hand, 2026-11-22: a screen."""


@dataclass(frozen=True)
class History:
    """What the editions before this one say of it: names that have a page, and what its stories go on from, by id."""

    names: frozenset[str] = frozenset()
    threads: Mapping[str, tuple[tuple[str, Told], ...]] = field(default_factory=dict)


def edition_pages(
    pages: Pages,
    edition: Edition,
    articles: Mapping[str, Article],
    root: Path,
    history: History,
    picture: Callable[[Edition], bytes],
) -> Iterator[tuple[str, bytes]]:
    """Yield every file of an edition's folder by its path in it.  Raises PublishError.

    ``picture`` draws what link previews ask for; without a public address nobody can ask.
    """
    views = story_views(edition, articles)
    record = coverage.read(root / edition.date, articles)
    shared = pages.edition(edition) | {
        "views": views,
        "earlier_page": lambda story: _earlier(story, history),
        "has_coverage": record is not None,
    }
    yield "cover.svg", cover_svg(edition).encode()
    if pages.base:
        yield "cover.png", picture(edition)
    yield "index.html", _edition_page(pages, edition, views, shared)
    order = [*views.values()]
    top = Markup(pages.render("top.html", shared, root="../../").decode())  # the same on every story's page
    for at, view in enumerate(order):
        s = view.printing
        yield (
            f"stories/{name(view.id, 'story')}.html",
            pages.render(
                "story.html",
                shared,
                root="../../",
                view=view,
                top=top,
                section=pages.heading(edition.language, s.section),
                before=order[at - 1] if at else None,
                ld_sources=[source.href for source in view.sources if source.href],
                after=order[at + 1] if at + 1 < len(order) else None,
                thread=history.threads.get(view.id, ()),
                names=[
                    (one, entities.slug(key) if key in history.names else "")
                    for one in s.entities
                    for key in (entities.key(one),)
                ],
            ),
        )
    for story, told in _withdrawn(edition, shared["corrections"]).items():
        yield (
            f"stories/{name(story, 'story')}.html",
            pages.render("withdrawn.html", shared, root="../../", told=told, section=""),
        )
    if record is not None:
        yield "coverage.html", pages.render("coverage.html", shared, root="../", c=coverage.view(edition, record))


def _earlier(story: Printing, history: History) -> str:
    """Return the page of the story that ``story`` goes on from, relative to the site; "" when that has none."""
    thread = history.threads.get(story.id, ())
    return f"{thread[0][0]}/stories/{name(thread[0][1].id, 'story')}.html" if thread else ""


def _withdrawn(edition: Edition, corrections: Mapping[str, list[Correction]]) -> dict[str, list[Correction]]:
    """Return what was corrected of each story that is no longer printed, by its id."""
    gone = {one.story for one in edition.corrections if one.kind == "withdrawn"}
    return {story: told for story, told in corrections.items() if story in gone}


_SLOT = Markup("\0")
"""Stands in the frame of an edition page where a story goes; no text of a page can hold it (``inline.text``)."""


def _edition_page(pages: Pages, edition: Edition, views: Mapping[str, StoryView], shared: Mapping[str, Any]) -> bytes:
    """Return the page at the greatest depth with which it keeps to its budget, or at the least.

    All but the stories that are no headline is the same at every depth, and rendered once.
    """
    shared = {**shared, "root": "../", "most": SOURCES, "reasons_shown": REASONS, "slot": _SLOT}
    rest = [s for s in edition.stories if not s.lead]
    ordered = [s for section in pages.sections(edition, rest) for s in of(rest, section)]
    frame = _frame(pages, edition, views, shared).split(_SLOT.encode())
    page = b""
    for depth in DEPTHS:
        told = pages.render("rest.html", shared, rest=ordered, depth=depth).split(_SLOT.encode())
        page = b"".join(part for pair in zip(frame, told, strict=True) for part in pair)
        if len(page) <= PAGE_BUDGET:
            break
    return page


def _frame(pages: Pages, edition: Edition, views: Mapping[str, StoryView], shared: Mapping[str, Any]) -> bytes:
    leads = [s for s in edition.stories if s.lead]
    rest = [s for s in edition.stories if not s.lead]
    blocks = [("lead", leads)] + [(section, of(rest, section)) for section in pages.sections(edition, rest)]
    plain = [s for s in edition.also if not s.note]
    also = [(pages.heading(edition.language, s), "", of(plain, s)) for s in pages.sections(edition, plain)]
    common = labels(edition.language)["common"]
    for note in ("revision", "off_beat"):
        also.append((common[f"part.{note}"], note, [s for s in edition.also if s.note == note]))
    return pages.render(
        "edition.html",
        shared,
        page="",
        kinds=daymap.KINDS,
        ld_parts=[{"@type": "NewsArticle", "headline": s.headline.text, "url": f"stories/{s.id}.html"} for s in leads],
        colophon=_colophon(edition, labels(edition.language)["site"], str(shared["zone"])),
        minute=minute(edition),
        blocks=[(id, pages.heading(edition.language, id), stories) for id, stories in blocks if stories],
        also=[group for group in also if group[2]],
        kickers=pages.kickers(edition.language),
        chart=pages.chart(edition),
        asked=asked(edition),
        dates={question.since: day_of(question.since) for question in edition.questions},
        language_of=lambda ref, claim: language_of(claim, ref.language, edition.language),
        insight=[
            (common[f"part.{part}"], remarks)
            for part, remarks in (
                ("trends", edition.insight.trends),
                ("context", edition.insight.context),
                ("outlook", edition.insight.outlook),
            )
            if remarks
        ],
    )


def _colophon(edition: Edition, words: Mapping[str, str], zone: str) -> list[str]:
    counts, made = msgspec.structs.asdict(edition.counts), edition.colophon
    lines = [words["colophon_counts"].format(**counts), words["colophon_stories"].format(**counts)]
    if counts["failures"]:
        lines.append(words["colophon_failures"].format(**counts))
    lines += made.alarms
    lines.append(words["colophon_made"].format(**msgspec.structs.asdict(made)))
    return [*lines, *made.notes, words["colophon_zone"].format(zone=zone)]
