"""The static site: an index of editions, a page an edition, a page a story with its sources side by side.

Everything is relative, nothing is remote and nothing is a script, so ``site/`` opens from a disk and from any host
under any prefix.  Text of sources reaches a page only through autoescaping.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files as resources
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from broadsheet.adapters.cover import cover_png, cover_svg
from broadsheet.adapters.site import daymap
from broadsheet.adapters.site.view import StoryView, href, language_of, name, story_views
from broadsheet.adapters.site.when import Clock, say
from broadsheet.adapters.wording import asked, earlier_page, printable
from broadsheet.errors import PublishError, StorageError
from broadsheet.files import whole_folder, write_whole
from broadsheet.labels import labels
from broadsheet.types import Article, Claim, Edition, Language, Printing, SourceRef, Window

Depth = Literal["all", "lead", "first"]
"""How much of a story that is no headline the edition page quotes: all, its summary, its first sentence."""

PAGE_BUDGET = 150_000
"""Bytes of an edition page.  Above it, stories that are no headline leave their details and uses to their own pages;
still above it, all but their first sentence.
Set 2026-11-22 with 66 full stories and 70 lines: two seconds on a slow phone line."""

SOURCES, REASONS = 6, 3
"""Sources and reasons of a story that the edition page shows; its own page shows all."""

MINUTE = 6
"""Stories of the one-minute view when an edition has no headline."""

_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")

_KICKER: Mapping[Language, Language] = {"zh-Hant": "en"}
"""Section headings of the first language carry the second beside them, as the paper's readers know them."""


class Listed(msgspec.Struct, frozen=True):
    """What the index reads of an edition folder: unknown fields are left alone, so that older editions stay listed."""

    date: str
    language: Language
    title: str
    description: str
    counts: dict[str, int]


_Read = TypeVar("_Read")


class SitePublisher:
    """Write ``root/site/``: this edition's pages, the style sheet, and the index of all editions that have pages.

    ``headings`` are the desk's section headings: language -> section id -> heading, in the order of the page.
    ``base_url`` is where the site will stand; without it no absolute address is written.
    """

    def __init__(self, headings: Mapping[str, Mapping[str, str]], base_url: str = "") -> None:
        self._headings = headings
        self._base = base_url.rstrip("/")
        if base_url and not href(base_url):
            raise PublishError("base_url is no http or https address", subject=base_url)
        self._pages = Environment(
            loader=PackageLoader("broadsheet.adapters", "site"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_printable,
        )
        self._pages.filters["json_ld"] = _json_ld
        self._pages.filters["tag"] = _tag

    def __call__(self, edition: Edition, articles: Mapping[str, Article], root: Path) -> Sequence[Path]:
        """Publish ``edition``; return the edition's page and the index.  Raises PublishError."""
        site = root / "site"
        pages = dict(self._edition_pages(edition, articles, site))
        folder = site / name(edition.date, "edition")
        try:
            write_whole(site / "style.css", resources("broadsheet.adapters").joinpath("site/style.css").read_bytes())
            with whole_folder(folder) as fresh:
                (fresh / "stories").mkdir()
                for path, data in pages.items():
                    (fresh / path).write_bytes(data)
            write_whole(site / "index.html", self._index(edition, root))
        except StorageError as error:
            raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error
        return folder / "index.html", site / "index.html"

    def _edition_pages(
        self, edition: Edition, articles: Mapping[str, Article], site: Path
    ) -> Iterator[tuple[str, bytes]]:
        views = story_views(edition, articles)
        shared = self._words(edition) | {
            "edition": edition,
            "views": views,
            "earlier_page": lambda story: earlier_page(story, site),
        }
        yield "cover.svg", cover_svg(edition).encode()
        yield "cover.png", cover_png(edition)
        depths: tuple[Depth, ...] = ("all", "lead", "first")
        page = b""
        for depth in depths:
            page = self._edition_page(edition, views, shared, depth)
            if len(page) <= PAGE_BUDGET:
                break
        yield "index.html", page
        order = [*views.values()]
        for at, view in enumerate(order):
            yield (
                f"stories/{name(view.id, 'story')}.html",
                self._render(
                    "story.html",
                    shared,
                    root="../../",
                    view=view,
                    section=self._heading(edition.language, view.printing.section),
                    before=order[at - 1] if at else None,
                    ld_sources=[source.href for source in view.sources if source.href],
                    after=order[at + 1] if at + 1 < len(order) else None,
                ),
            )

    def _edition_page(
        self, edition: Edition, views: Mapping[str, StoryView], shared: Mapping[str, Any], depth: Depth
    ) -> bytes:
        leads = [s for s in edition.stories if s.lead]
        rest = [s for s in edition.stories if not s.lead]
        blocks = [("lead", leads)] + [(section, _of(rest, section)) for section in self._sections(edition, rest)]
        plain = [s for s in edition.also if not s.note]
        also = [(self._heading(edition.language, s), "", _of(plain, s)) for s in self._sections(edition, plain)]
        common = labels(edition.language)["common"]
        for note in ("revision", "off_beat"):
            also.append((common[f"part.{note}"], note, [s for s in edition.also if s.note == note]))
        return self._render(
            "edition.html",
            shared,
            root="../",
            depth=depth,
            most=SOURCES,
            reasons_shown=REASONS,
            kinds=daymap.KINDS,
            ld_parts=[
                {"@type": "NewsArticle", "headline": s.headline.text, "url": f"stories/{s.id}.html"} for s in leads
            ],
            colophon=_colophon(edition, labels(edition.language)["site"], str(shared["zone"])),
            minute=_minute(edition),
            blocks=[(id, self._heading(edition.language, id), stories) for id, stories in blocks if stories],
            also=[group for group in also if group[2]],
            kickers=self._kickers(edition.language),
            chart=self._chart(edition),
            asked=asked(edition),
            dates={question.since: _day(question.since) for question in edition.questions},
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

    def _chart(self, edition: Edition) -> Mapping[str, Any]:
        words, common = labels(edition.language)["site"], labels(edition.language)["common"]
        rows: list[tuple[str, list[tuple[str, str]]]] = []
        told: list[tuple[str, str]] = []
        for section in self._sections(edition, edition.stories + edition.also):
            kinds = [(s.id, str(s.importance)) for s in _of(edition.stories, section)]
            kinds += [(s.id, "line") for s in _of(edition.also, section)]
            rows.append((section, kinds))
            parts = []
            for kind in daymap.KINDS:
                if count := sum(k == kind for _, k in kinds):
                    key = "map_line" if kind == "line" else "map_part"
                    parts.append(words[key].format(count=count, importance=common.get(f"importance.{kind}", "")))
            heading = self._heading(edition.language, section)
            told.append((heading, words["list_separator"].join(parts)))
        spoken = " ".join(words["map_row"].format(section=heading, parts=parts) for heading, parts in told)
        text = words["map_text"].format(full=len(edition.stories), line=len(edition.also), rows=spoken)
        return {
            "map": daymap.day_map(rows),
            "text": text,
            "headings": {section: self._heading(edition.language, section) for section, _ in rows},
            "totals": {section: len(kinds) for section, kinds in rows},
        }

    def _index(self, edition: Edition, root: Path) -> bytes:
        folders = [
            path for path in root.glob("*/edition.json") if (root / "site" / path.parent.name / "index.html").is_file()
        ]
        editions = {path.parent.name: _read(path, Listed) for path in folders}
        editions[edition.date] = msgspec.convert(msgspec.to_builtins(edition), Listed)
        newest = max(editions)
        shown = edition if newest == edition.date else _read(root / newest / "edition.json", Edition)
        return self._render(
            "index.html",
            self._words(shown) | {"edition": shown},
            root="",
            folder=newest,
            minute=_minute(shown),
            language_of=lambda story, claim: _language_of(story, claim, shown.language),
            outlet_of=_outlet_of,
            editions=[
                (folder, one, say(labels(one.language)["site"], "when.long", _day(one.date)))
                for folder, one in sorted(editions.items(), reverse=True)
            ],
        )

    def _words(self, edition: Edition) -> dict[str, Any]:
        """Return what every page of an edition needs."""
        words = labels(edition.language)
        if edition.made.tzinfo is None:
            raise PublishError("the moment of the edition has no time zone", subject=edition.date)
        clock = Clock(words["site"], edition.made.tzinfo, _day(edition.date).year)
        return {
            "w": words["site"],
            "common": words["common"],
            "clock": clock,
            "earlier_day": lambda day: clock.day(_day(day)),
            "day": say(words["site"], "when.long", _day(edition.date)),
            "zone": clock.zone(edition.made),
            "window": _window(edition.window, clock, words["site"], clock.zone(edition.made)),
            "zone_note": words["site"]["colophon_zone"].format(zone=clock.zone(edition.made)),
            "figures": words["site"]["figures"].format(**msgspec.structs.asdict(edition.counts)),
            "languages": {
                k.removeprefix("language."): v for k, v in words["site"].items() if k.startswith("language.")
            },
            "hue": daymap.hues(edition),
            "href": href,
            "today": _day(edition.date),
            "base": self._base,
        }

    def _render(self, template: str, shared: Mapping[str, Any], **own: object) -> bytes:
        return self._pages.get_template(template).render({**shared, **own}).encode("utf-8", "replace")

    def _heading(self, language: Language, section: str) -> str:
        if section == "lead":
            return labels(language)["common"]["part.lead"]
        return self._headings.get(language, {}).get(section, section)

    def _kickers(self, language: Language) -> Mapping[str, str]:
        other = _KICKER.get(language)
        return {s: self._heading(other, s) for s in ("lead", *self._headings.get(other, {}))} if other else {}

    def _sections(self, edition: Edition, stories: Sequence[Printing]) -> list[str]:
        """Return the sections that ``stories`` have: the desk's order, then those that the desk does not know."""
        known = list(self._headings.get(edition.language, {}))
        held = {story.section for story in stories}
        return [s for s in known if s in held] + sorted(held.difference(known))


def _of(stories: Sequence[Printing], section: str) -> list[Printing]:
    return [story for story in stories if story.section == section]


def _minute(edition: Edition) -> tuple[Printing, ...]:
    return tuple(s for s in edition.stories if s.lead) or edition.stories[:MINUTE]


def _reference(story: Printing, claim: Claim) -> SourceRef | None:
    return next((ref for ref in story.sources if ref.article == claim.citations[0].article), None)


def _language_of(story: Printing, claim: Claim, edition: Language) -> str:
    ref = _reference(story, claim)
    return language_of(claim, ref.language if ref else "und", edition)


def _outlet_of(story: Printing, claim: Claim) -> str:
    ref = _reference(story, claim)
    return ref.outlet if ref else ""


def _colophon(edition: Edition, words: Mapping[str, str], zone: str) -> list[str]:
    counts, made = msgspec.structs.asdict(edition.counts), edition.colophon
    lines = [words["colophon_counts"].format(**counts), words["colophon_stories"].format(**counts)]
    if counts["failures"]:
        lines.append(words["colophon_failures"].format(**counts))
    lines += made.alarms
    lines.append(words["colophon_made"].format(**msgspec.structs.asdict(made)))
    return [*lines, *made.notes, words["colophon_zone"].format(zone=zone)]


def _read(path: Path, kind: type[_Read]) -> _Read:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, UnicodeDecodeError, msgspec.MsgspecError) as error:
        remedy = "the pages of this edition are written; repair or remove that folder and publish again for the index"
        raise PublishError(f"cannot be read ({error})", subject=str(path), remedy=remedy) from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise PublishError(
            f"{text!r} is no date", subject="edition", remedy="an edition is named YYYY-MM-DD"
        ) from error


def _window(window: Window, clock: Clock, words: Mapping[str, str], zone: str) -> str:
    if window.start is None or window.end is None:
        return words["window_open"]
    return words["window"].format(start=clock.moment(window.start), end=clock.moment(window.end), zone=zone)


def _json_ld(value: object) -> Markup:
    """Return JSON that cannot end the element that it stands in: ``<``, ``>`` and ``&`` become escapes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _printable(value: object) -> object:
    """Return ``value`` without what no page may hold, such as controls that would turn the text around them."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _tag(language: str) -> str:
    """Return a language tag that is safe without quotation marks; ``und`` for what is no tag."""
    return language if _TAG.fullmatch(language) else "und"
