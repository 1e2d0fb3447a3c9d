"""What every page needs: templates, words, headings, the clock of an edition; and bytes out of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date
from typing import Any

import msgspec

from broadsheet.adapters.site import daymap
from broadsheet.adapters.site.digest import Digest
from broadsheet.adapters.site.inline import Inline, lang_attribute
from broadsheet.adapters.site.templates import templates
from broadsheet.adapters.site.view import href
from broadsheet.adapters.site.when import Clock, in_own_zone, say, told_at
from broadsheet.errors import PublishError
from broadsheet.labels import fill, labels
from broadsheet.types import Correction, Edition, Language, Printing, Window

_KICKER: Mapping[Language, Language] = {"zh-Hant": "en"}
"""Section headings of the first language carry the second beside them, as the paper's readers know them."""


class Pages:
    """Renders templates.  ``headings``: language -> section id -> heading, in the order of the page."""

    def __init__(self, headings: Mapping[str, Mapping[str, str]], base_url: str = "") -> None:
        self.headings = headings
        self.base = base_url.rstrip("/")
        if base_url and not href(base_url):
            raise PublishError("base_url is no http or https address", subject=base_url)

    def render(self, template: str, shared: Mapping[str, Any], **own: object) -> bytes:
        """Return a page in UTF-8."""
        return templates().get_template(template).render({**shared, **own}).encode("utf-8", "replace")

    def words(self, language: Language) -> dict[str, Any]:
        """Return what every page in ``language`` needs, whatever it tells."""
        words = labels(language)
        site = words["site"]
        return {
            "w": site,
            "common": words["common"],
            "about": words["site_about"],
            "fill": lambda key, **values: fill(site[key], **values),
            "long_day": lambda day: say(site, "when.long", day_of(day)),
            "told_at": lambda when: told_at(site, when),
            "short_day": lambda day, year: Clock(site, UTC, year).day(day_of(day)),
            "lang": lang_attribute(language),
            "heading": lambda section: self.heading(language, section),
            "href": href,
            "base": self.base,
        }

    def shared(self, digest: Digest) -> dict[str, Any]:
        """Return what a page of several editions needs; it speaks the language of ``digest``."""
        return self.words(digest.language) | {"edition": digest, "hue": digest.hues}

    def edition(self, edition: Edition) -> dict[str, Any]:
        """Return what every page of an edition needs."""
        words = labels(edition.language)
        if edition.made.tzinfo is None:
            raise PublishError("the moment of the edition has no time zone", subject=edition.date)
        clock = Clock(words["site"], edition.made.tzinfo, day_of(edition.date).year)
        zone = clock.zone(edition.made)
        corrections = _by_story(edition)
        return self.words(edition.language) | {
            "edition": edition,
            "clock": clock,
            "corrections": corrections,
            "earlier_day": lambda day: clock.day(day_of(day)),
            "day": say(words["site"], "when.long", day_of(edition.date)),
            "zone": zone,
            "window": _window(edition.window, clock, words["site"], zone),
            "zone_note": words["site"]["colophon_zone"].format(zone=zone),
            "figures": words["site"]["figures"].format(**msgspec.structs.asdict(edition.counts)),
            "hue": daymap.hues(edition),
            "today": day_of(edition.date),
            "picture": f"{self.base}/{edition.date}/cover.png" if self.base else "",
            **Inline(edition, clock, corrections).functions(),
        }

    def heading(self, language: Language, section: str) -> str:
        """Return the heading of a section; one that the desk does not know goes by its id."""
        if section == "lead":
            return labels(language)["common"]["part.lead"]
        return self.headings.get(language, {}).get(section, section)

    def kickers(self, language: Language) -> Mapping[str, str]:
        """Return the headings in the second language, for those who know the paper by them."""
        other = _KICKER.get(language)
        return {s: self.heading(other, s) for s in ("lead", *self.headings.get(other, {}))} if other else {}

    def sections(self, edition: Edition, stories: Sequence[Printing]) -> list[str]:
        """Return the sections that ``stories`` have: the desk's order, then those that the desk does not know."""
        known = list(self.headings.get(edition.language, {}))
        held = {story.section for story in stories}
        return [s for s in known if s in held] + sorted(held.difference(known))

    def chart(self, edition: Edition) -> Mapping[str, Any]:
        """Return the map of the day: its drawing, and the words that tell it to who cannot see it."""
        words, common = labels(edition.language)["site"], labels(edition.language)["common"]
        rows: list[tuple[str, list[tuple[str, str]]]] = []
        told: list[tuple[str, str]] = []
        for section in self.sections(edition, edition.stories + edition.also):
            kinds = [(s.id, str(s.importance)) for s in of(edition.stories, section)]
            kinds += [(s.id, "line") for s in of(edition.also, section)]
            rows.append((section, kinds))
            parts = []
            for kind in daymap.KINDS:
                if count := sum(k == kind for _, k in kinds):
                    key = "map_line" if kind == "line" else "map_part"
                    parts.append(words[key].format(count=count, importance=common.get(f"importance.{kind}", "")))
            told.append((self.heading(edition.language, section), words["list_separator"].join(parts)))
        spoken = " ".join(words["map_row"].format(section=heading, parts=parts) for heading, parts in told)
        return {
            "map": daymap.day_map(rows),
            "text": words["map_text"].format(full=len(edition.stories), line=len(edition.also), rows=spoken),
            "headings": {section: self.heading(edition.language, section) for section, _ in rows},
            "totals": {section: len(kinds) for section, kinds in rows},
        }


def _by_story(edition: Edition) -> dict[str, list[Correction]]:
    found: dict[str, list[Correction]] = {}
    for one in sorted(in_own_zone(edition), key=lambda c: (c.at, c.id)):
        found.setdefault(one.story, []).append(one)
    return found


def of(stories: Sequence[Printing], section: str) -> list[Printing]:
    """Return the stories of a section."""
    return [story for story in stories if story.section == section]


MINUTE = 6
"""Stories of the one-minute view when an edition has no headline."""


def minute(edition: Edition) -> tuple[Printing, ...]:
    """Return the stories of the one-minute view: the headlines, or the first stories where there is none."""
    return tuple(s for s in edition.stories if s.lead) or edition.stories[:MINUTE]


def day_of(text: str) -> date:
    """Return the day of an edition.  Raises PublishError."""
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
