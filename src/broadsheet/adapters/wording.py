"""What the Markdown page and the feed share: the order of the sections, and the words beside a source.

    Edition -> shelves of stories, cited sources, times, marks

Nothing here knows Markdown or HTML; each publisher escapes what it prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from broadsheet.adapters.site.when import say, told_at
from broadsheet.errors import PublishError
from broadsheet.folders import DATED
from broadsheet.labels import Labels, labels
from broadsheet.text.chinese import has_simplified, to_taiwan
from broadsheet.text.urls import is_web_url
from broadsheet.types import (
    Change,
    Claim,
    Correction,
    Disagreement,
    Edition,
    Printing,
    Question,
    Remark,
    SourceRef,
    Watch,
)

Headings = Mapping[str, Mapping[str, str]]
"""Language -> section id -> heading, sections in the order of the page."""

_BLANK = re.compile(r"[ \t\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
# Code points that XML 1.0 forbids, and the bidirectional controls: unseen, they could turn the text around them.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)

_ANCHOR = re.compile(r"[0-9A-Za-z_-]+")


def clean(text: str) -> str:
    """Return ``text`` on one line, blanks run together, without control characters and bidirectional controls."""
    return _BLANK.sub(" ", printable(text)).strip(" ")


def printable(text: str) -> str:
    """Return ``text`` without what no page may hold: controls, code points that XML forbids, bidirectional controls."""
    return text if text.isprintable() else _UNPRINTABLE.sub("", text)  # what it removes is never printable


def safe_address(url: str) -> str | None:
    """Return ``url`` when a reader may be sent there (see ``is_web_url``), else None."""
    return url if is_web_url(url) else None


def earlier_page(story: Printing, site: Path) -> str:
    """Return the page of the story that ``story`` goes on from, relative to ``site``; "" when that has none."""
    if not (story.continues_date and story.continues and _ANCHOR.fullmatch(story.continues)):
        return ""
    page = f"{story.continues_date}/stories/{story.continues}.html"
    return page if (site / page).is_file() else ""


@dataclass(frozen=True)
class Shelf:
    """Stories under one heading.  ``id`` is the section's, or ``lead``, ``off_beat``, ``revision``."""

    id: str
    heading: str
    stories: tuple[Printing, ...]


@dataclass(frozen=True)
class Line:
    """A story of the "also today" list: its sentence, if it has one that the headline does not say already."""

    story: Printing
    sentence: Claim
    repeats_headline: bool
    others: tuple[SourceRef, ...]


def checks_of(claim: Claim) -> tuple[str, ...]:
    """Return the checks that a claim has passed, as the keys ``check.*`` of the labels.

    Its citations resolve, or nothing would be published; a quote is word for word or converted, a written text has
    passed the checks that it names.
    """
    if claim.transform == "written":
        return ("resolves", *claim.checks)
    return ("resolves", "verbatim" if claim.transform == "none" else "converted")


def updated(edition: Edition, story: str = "") -> datetime:
    """Return when an edition, or one ``story`` of it, last changed: when it was made, or last corrected."""
    return max((edition.made, *(one.at for one in edition.corrections if story in ("", one.story))))


TOLD = ("answered", "postponed", "cancelled", "today", "week", "overdue")
"""States of a standing question that a page tells, in this order; what is only open waits unprinted."""


def asked(edition: Edition) -> tuple[tuple[str, tuple[Question, ...]], ...]:
    """Return the standing questions that an edition tells, by state; empty states left out."""
    groups = ((state, tuple(q for q in edition.questions if q.state == state)) for state in TOLD)
    return tuple(group for group in groups if group[1])


class Wording:
    """An edition with the words of its language and its sources by article id."""

    def __init__(self, edition: Edition, headings: Headings) -> None:
        """Raises PublishError when the edition's date or a story's id could not stand in a path or an address."""
        self.edition = edition
        self.words: Labels = labels(edition.language)
        self.own: Mapping[str, str] = self.words["hugo"]
        self._common = self.words["common"]
        self._headings = headings
        self.sources: dict[str, SourceRef] = {}
        for story in (*edition.stories, *edition.also):
            for source in story.sources:
                self.sources.setdefault(source.article, source)
        for question in edition.questions:
            self.sources.setdefault(question.source.article, question.source)
        for reading in edition.reading:
            self.sources.setdefault(reading.source.article, reading.source)
        self.stories = {story.id: story for story in (*edition.stories, *edition.also)}
        self._put = {one.after for one in edition.corrections if one.kind == "edited" and one.after}
        if not DATED.fullmatch(edition.date):
            raise self._broken(f"its date is {edition.date!r}, not YYYY-MM-DD")
        for story_id in (*self.stories, *(one.story for one in edition.corrections)):
            if not _ANCHOR.fullmatch(story_id):
                raise self._broken(f"a story's id is {story_id!r}, which cannot be an anchor")

    def _broken(self, message: str) -> PublishError:
        return PublishError(message, subject=f"edition {self.edition.date}", remedy="print the day again")

    def word(self, key: str) -> str:
        """Return a word that every output shares, such as ``field.summary``."""
        return self._common[key]

    def mark(self, key: str) -> str:
        """Return a punctuation mark or separator of the edition's language."""
        return self.own[f"punctuation.{key}"]

    def bilingual(self, key: str) -> str:
        """Return the heading of a part of the page: with the English one in brackets on a Chinese page."""
        return self._with_english(self.word(key), labels("en")["common"][key])

    def _with_english(self, own: str, english: str) -> str:
        return own if self.edition.language == "en" else f"{own}（{english}）"

    def _heading(self, section: str) -> str:
        """Return a section's heading.  One that the desk does not know (another desk's edition) goes by its id."""
        own = self._headings.get(self.edition.language, {}).get(section)
        return section if own is None else self._with_english(own, self._headings.get("en", {}).get(section, section))

    def shelves(self) -> tuple[Shelf, ...]:
        """Return the stories printed in full: the headlines first, then section by section; empty ones left out."""
        lead = tuple(story for story in self.edition.stories if story.lead)
        rest = self._by_section(story for story in self.edition.stories if not story.lead)
        return (Shelf("lead", self.bilingual("part.lead"), lead), *rest) if lead else rest

    def also(self) -> tuple[Shelf, ...]:
        """Return the stories printed as one line, by section; then what is off the beat, then the revised papers."""
        shelves = self._by_section(story for story in self.edition.also if not story.note)
        for note in ("off_beat", "revision"):
            if noted := tuple(story for story in self.edition.also if story.note == note):
                shelves += (Shelf(note, self.word(f"part.{note}"), noted),)
        return shelves

    def _by_section(self, stories: Iterable[Printing]) -> tuple[Shelf, ...]:
        by_id: dict[str, list[Printing]] = {section: [] for section in self._headings.get(self.edition.language, {})}
        for story in stories:
            by_id.setdefault(story.section, []).append(story)
        return tuple(Shelf(id, self._heading(id), tuple(found)) for id, found in by_id.items() if found)

    def line(self, story: Printing) -> Line:
        """Return what the one line of ``story`` says, and the sources that it does not name otherwise."""
        claims = story.fields.all()
        sentence = claims[0] if claims else story.headline
        cited = {source.article for source in self.cited(sentence)}
        return Line(
            story=story,
            sentence=sentence,
            repeats_headline=clean(sentence.text) == clean(story.headline.text),
            others=tuple(source for source in story.sources if source.article not in cited),
        )

    def cited(self, claim: Claim) -> tuple[SourceRef, ...]:
        """Return the sources that ``claim`` cites, each once.  Raises PublishError when one is unknown."""
        found: dict[str, SourceRef] = {}
        for citation in claim.citations:
            source = self.sources.get(citation.article)
            if source is None:
                raise self._broken(
                    f"{claim.text[:60]!r} cites article {citation.article}, which is no source of a story"
                )
            found.setdefault(source.article, source)
        return tuple(found.values())

    def entitled(self, source: SourceRef) -> str:
        """Return outlet and title, or the outlet alone when there is no title.

        A Chinese page gives a title in Taiwan's writing, as it does a quote; the name of an outlet is left as it is.
        """
        title = source.title
        if self.edition.language == "zh-Hant" and has_simplified(title):
            title = to_taiwan(title)
        return source.outlet + (self.mark("colon") + title if title.strip() else "")

    def remark_stories(self, remark: Remark) -> tuple[Printing, ...]:
        """Return the stories that ``remark`` speaks of.  Raises PublishError when one is not printed."""
        return tuple(self.story(citation.story) for citation in remark.citations)

    def story(self, story_id: str) -> Printing:
        """Return a story of this edition.  Raises PublishError when it is not printed."""
        if story_id not in self.stories:
            raise self._broken(f"something points to story {story_id}, which is not printed")
        return self.stories[story_id]

    def sentence(self, claim: Claim) -> str:
        """Return the words of ``claim``, in quotation marks when they are those of its source, not a writer's.

        Where the words hold the marks themselves, the inner pair of the language goes around them.
        """
        text = clean(claim.text)
        joined = claim.transform == "none" and all(citation.quote != claim.text for citation in claim.citations)
        if joined or claim.transform == "written":
            return text
        kind = "_inner" if any(self.mark(mark) in text for mark in ("open", "close")) else ""
        return self.mark(f"open{kind}") + text + self.mark(f"close{kind}")

    def moment(self, when: datetime) -> str:
        """Return a time in the edition's zone, to the minute."""
        return when.astimezone(self.edition.made.tzinfo).strftime("%Y-%m-%d %H:%M")

    def when(self, source: SourceRef) -> str:
        """Return the time of a source; a date where only the day is known (never moved by a zone), or "undated"."""
        if source.published is None:
            return self.word("mark.undated")
        return source.published.strftime("%Y-%m-%d") if source.day_only else self.moment(source.published)

    def language_of(self, source: SourceRef) -> str:
        """Return the name of the source's language when it is not the edition's, else ""; unnamed ones as their tag."""
        if source.language == self.edition.language:
            return ""
        return self.own.get(f"language.{source.language}", source.language)

    def marks(self, source: SourceRef, story: Printing) -> tuple[str, ...]:
        """Return what the reader must know of a source: time, language, primary, revised, copy, converted."""
        original = self.sources.get(source.copy_of) if source.copy_of else None
        converted = any(
            claim.transform == "opencc-s2twp"
            and any(citation.article == source.article for citation in claim.citations)
            for claim in (story.headline, *story.fields.all())
        )
        copied = f"copy.{source.copy_kind}" if source.copy_kind else "mark.copy"  # older editions do not say how
        known = (
            self.when(source),
            self.language_of(source),
            self.word("mark.primary") if source.primary else "",
            self.word("mark.revised") if source.announce == "replaced" else "",
            self.word(copied).format(outlet=clean(original.outlet)) if original else "",
            self.own["mark.converted"] if converted else "",
        )
        return tuple(mark for mark in known if mark)

    def story_marks(self, story: Printing) -> tuple[str, ...]:
        """Return what the reader must know of a story as a whole."""
        known = (
            self.word("mark.single_source") if story.single_source else "",
            self.own["mark.continues"] if story.continues and not story.continues_date else "",
        )
        return tuple(mark for mark in known if mark)

    def goes_on(self, story: Printing) -> str:
        """Return "continues the story of DATE: HEADLINE", or "" for a story that is new."""
        if not story.continues_date:
            return ""
        headline = clean(story.continues_headline)
        return self.word("thread.continues").format(date=self.earlier_day(story), headline=headline)

    def earlier_day(self, story: Printing) -> str:
        """Return the date of the edition that a story goes on from, in words."""
        return say(self.words["site"], "when.short", date.fromisoformat(story.continues_date))

    def change(self, change: Change) -> str:
        """Return what kind of news a change is, with the earlier value or the new name."""
        key = "fact" if change.code == "party" and not change.now else change.code
        return self.word(f"thread.{key}").format(earlier=clean(change.earlier), now=clean(change.now))

    def due(self, item: Watch | Question) -> str:
        """Return when something is due, or nothing where no day was told."""
        if item.due_start is None or item.due_end is None:
            told = self._common["question.due_unknown"] if item.precision == "unknown" else ""
        elif item.due_start == item.due_end or item.due_start.isoformat() <= self.edition.date:
            told = self._common["question.due_day"].format(end=item.due_end)
        else:
            told = self._common["question.due_span"].format(start=f"{item.due_start} ", end=item.due_end)
        return " ".join(told.split())

    def since(self, question: Question) -> str:
        """Return since when a question stands."""
        space = " " if self.edition.language == "zh-Hant" else ""
        return self._common["question.since"].format(date=question.since + space)

    def asked(self) -> tuple[tuple[str, tuple[Question, ...]], ...]:
        """Return the standing questions that the page tells, by the heading of their state."""
        return tuple((self._common[f"question.{state}"], group) for state, group in asked(self.edition))

    def differs(self, table: Disagreement) -> str:
        """Return the heading of a table."""
        told = self._common[f"disagreement.{table.kind}"]
        return told.format(quantity=clean(table.label), owner=clean(table.rows[0].source.owner))

    def corrected(self) -> tuple[str, ...]:
        """Return what was changed in this edition since it was printed, a line each, the latest first."""
        told = sorted(self.edition.corrections, key=lambda one: (one.at, one.id), reverse=True)
        return tuple(self.correction(one) for one in told)

    def corrected_at(self, one: Correction) -> str:
        """Return when something was changed, in the edition's zone."""
        return told_at(self.words["site"], one.at.astimezone(self.edition.made.tzinfo))

    def correction(self, one: Correction) -> str:
        """Return what was changed, when, from what to what, and why."""
        kind = "removed" if one.kind == "edited" and not one.after else one.kind
        told = {name: clean(getattr(one, name)) for name in ("headline", "before", "after", "reason")}
        return self.word(f"correction.{kind}").format(when=self.corrected_at(one), **told)

    def is_corrected(self, claim: Claim) -> bool:
        """Say whether an editor put these words there after the edition was printed."""
        return claim.text in self._put

    def notes(self, story: Printing) -> tuple[Correction, ...]:
        """Return the editor's notes beside a story, oldest first."""
        found = (one for one in self.edition.corrections if one.kind == "annotated" and one.story == story.id)
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    def withdrawn(self) -> tuple[Correction, ...]:
        """Return the corrections that took a story off the page, oldest first."""
        found = (one for one in self.edition.corrections if one.kind == "withdrawn")
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    def importance(self, story: Printing) -> str:
        """Return the grade and its reasons: the value of the importance field."""
        reasons = self.mark("semicolon").join(
            clean(reason.text).rstrip("。.；;") for reason in story.reasons if reason.text
        )
        grade = self.word(f"importance.{story.importance}")
        return f"{grade} — {reasons}" if reasons else grade

    def footer(self) -> tuple[str, ...]:
        """Return the lines of the footer: counts, window, evidence, who made it, what could not be read."""
        edition, colophon = self.edition, self.edition.colophon
        counts = {name: getattr(edition.counts, name) for name in edition.counts.__struct_fields__}
        made = _stamp(edition.made)
        start, end = edition.window.start, edition.window.end
        if start is None or end is None:
            window = self.own["footer.window_open"].format(made=made)
        else:
            window = self.own["footer.window"].format(start=self.moment(start), end=self.moment(end), made=made)
        return (
            self.own["footer.sources"].format(**counts),
            window,
            self.own["footer.evidence"].format(**counts),
            self.own["footer.making"].format(
                program=clean(colophon.program),
                desk=clean(colophon.desk),
                writer=clean(colophon.writer),
                embedder=clean(colophon.embedder),
                colon=self.mark("colon"),
            ),
            *(clean(note) for note in colophon.notes),
            *(clean(alarm) for alarm in colophon.alarms),
            self.own["footer.quotes"],
        )


def _stamp(when: datetime) -> str:
    offset = when.strftime("%z")
    return f"{when:%Y/%m/%d %H:%M:%S} {offset[:3]}:{offset[3:5]}"
