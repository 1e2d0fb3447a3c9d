"""The edition as one Markdown page: the anatomy of a printed day, with front matter as the PaperMod theme reads it.

Edition -> front matter, news, also today, insight, reading room, corrections, footer
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from broadsheet.adapters.hugo.markdown import anchor_link, escaped, keyword, link, quoted
from broadsheet.adapters.hugo.terms import terms_of
from broadsheet.adapters.wording import Headings, Shelf, Wording, updated
from broadsheet.types import Claim, Edition, Printing, Question, Remark, SourceRef, Watch

_BREAK = "  "
"""Two blanks at the end of a line: a line break in Markdown."""


def markdown(
    edition: Edition,
    headings: Headings,
    earlier: Mapping[str, str] | None = None,
    taken: Mapping[str, str] | None = None,
    cover: str = "",
) -> str:
    """Return the page of ``edition``: front matter, news, also today, insight, reading room, footer.

    ``earlier``: address on this site of a story of an earlier edition, by its id.  ``taken``: the names of other
    pages of this site (see ``taken_by``).  ``cover``: the name of its picture, the edition's date if not given.
    """
    page = _Page(Wording(edition, headings), earlier or {}, taken or {}, cover or f"{edition.date}.png")
    return "\n".join(page.lines()) + "\n"


class _Page:
    """One edition as lines of Markdown, from top to bottom."""

    def __init__(self, wording: Wording, earlier: Mapping[str, str], taken: Mapping[str, str], cover: str) -> None:
        self._p = wording
        self._cover = cover
        self._taken = taken
        self._earlier = earlier
        self._edition = wording.edition
        self._colon = wording.mark("colon")
        self._lines = {story.id: shelf.id for shelf in wording.also() for story in shelf.stories}

    def lines(self) -> Iterator[str]:
        yield from self._front_matter()
        yield from ("", "---")
        if self._edition.corrections:
            told, heading = escaped(self._p.own["line.corrections"]), self._p.word("correction.heading")
            yield from ("", f"**{told}** {anchor_link(heading, 'corrections')}")
        for shelf in self._p.shelves():
            yield from self._shelf(shelf)
        yield from self._also()
        yield from self._insight()
        yield from self._reading_room()
        yield from self._corrections()
        yield from self._footer()

    def _front_matter(self) -> Iterator[str]:
        edition = self._edition
        yield "---"
        yield "cover:"
        yield f"  image: {quoted(f'/images/{self._cover}')}"
        yield f"  alt: {quoted(edition.title)}"
        # The cover lies in static/, not beside the page: PaperMod must not join it to the page's address.
        yield "  relative: false"
        yield f"title: {quoted(edition.title)}"
        yield f"date: {edition.made.isoformat()}"
        if edition.corrections:
            yield f"lastmod: {updated(edition).isoformat()}"
        yield f"slug: {quoted(edition.date)}"
        yield "draft: false"
        tags = terms_of(edition.tags, self._taken)
        yield "tags:" if tags else "tags: []"
        yield from (f"  - {quoted(tag)}" for tag in tags)
        entities = terms_of((name for story in edition.stories for name in story.entities), self._taken)
        yield "entities:" if entities else "entities: []"
        yield from (f"  - {quoted(name)}" for name in entities)
        # The stories in the order of the page, so that the page of a name can lead to them: the theme counts headings.
        told = [story for shelf in self._p.shelves() for story in shelf.stories]
        yield "stories:" if told else "stories: []"
        for story in told:
            own = [name for name in terms_of(story.entities, self._taken) if name in entities]
            yield f"  - title: {quoted(story.headline.text)}"
            yield "    entities:" if own else "    entities: []"
            yield from (f"      - {quoted(name)}" for name in own)
        yield f"description: {quoted(edition.description)}"
        yield f"summary: {quoted(edition.summary)}"
        yield "---"

    def _shelf(self, shelf: Shelf) -> Iterator[str]:
        yield from ("", f"## {escaped(shelf.heading)} {{#{shelf.id}}}")
        for story in shelf.stories:
            yield from self._story(story)
            yield from ("", "---")

    def _story(self, story: Printing) -> Iterator[str]:
        yield from ("", f"### {escaped(story.headline.text)} {{#{story.id}}}", "")
        if self._p.is_corrected(story.headline):
            yield from (self._corrected(story.headline).strip(), "")
        if notes := self._notes(story):
            yield from (notes, "")
        if story.continues_date:
            yield from (f"*{self._goes_on(story)}*", "")
        if story.changes:
            yield f"**{self._p.word('thread.since').format(date=self._p.earlier_day(story))}**{_BREAK}"
            for change in story.changes:
                yield f"- {escaped(self._p.change(change))}{self._colon}{self._claim(change.claim)}{_BREAK}"
            yield ""
        if story.fields.summary:
            yield f"**{self._p.word('field.summary')}**{_BREAK}"
            yield self._p.mark("between_sentences").join(self._claim(claim) for claim in story.fields.summary)
            yield ""
        for field, claims in (("details", story.fields.details), ("uses", story.fields.uses)):
            if claims:
                yield f"**{self._p.word(f'field.{field}')}**{_BREAK}"
                yield from (f"- {self._claim(claim)}{_BREAK}" for claim in claims)
                yield ""
        for table in story.disagreements:
            yield f"**{escaped(self._p.differs(table))}**{_BREAK}"
            for row in table.rows:
                value, cited = escaped(self._p.sentence(row.value)), self._citation(row.passage, dated=True)
                yield f"- **{value}**{cited}{self._colon}{escaped(self._p.sentence(row.passage))}{_BREAK}"
            yield ""
        if story.entities:
            names = self._p.mark("list").join(escaped(name) for name in story.entities)
            yield f"{self._label('entities')}{names}{_BREAK}"
        yield f"{self._label('importance')}{escaped(self._p.importance(story))}{_BREAK}"
        sources = " | ".join(self._source(source, story) for source in story.sources)
        marks = "".join(f" · {mark}" for mark in self._p.story_marks(story))
        yield f"{self._label('sources').rstrip(' ')} {sources}{marks}"

    def _goes_on(self, story: Printing) -> str:
        """Return what the story goes on from, as a link where that has a page on this site."""
        told = escaped(self._p.goes_on(story))
        address = self._earlier.get(story.continues or "")
        return f"[{told}]({address})" if address else told

    def _label(self, field: str) -> str:
        return f"**{self._p.word(f'field.{field}')}**{self._colon}"

    def _source(self, source: SourceRef, story: Printing) -> str:
        return link(self._p.entitled(source), source.url) + self._bracketed(self._p.marks(source, story))

    def _bracketed(self, parts: Sequence[str]) -> str:
        inside = self._p.mark("comma").join(escaped(part) for part in parts)
        return f"{self._p.mark('left')}{inside}{self._p.mark('right')}" if parts else ""

    def _claim(self, claim: Claim, *, dated: bool = False) -> str:
        return escaped(self._p.sentence(claim)) + self._citation(claim, dated=dated) + self._corrected(claim)

    def _corrected(self, claim: Claim) -> str:
        """Return the mark of a sentence that an editor put there later: a link to what was changed."""
        if not self._p.is_corrected(claim):
            return ""
        return (
            f"{self._p.mark('left')}{anchor_link(self._p.own['mark.corrected'], 'corrections')}{self._p.mark('right')}"
        )

    def _notes(self, story: Printing) -> str:
        """Return what an editor notes beside a story, with the time."""
        label = f"**{self._p.own['line.note']}**{self._colon}"
        return " ".join(
            f"{label}{escaped(note.after)}{self._p.mark('left')}{self._p.corrected_at(note)}{self._p.mark('right')}"
            for note in self._p.notes(story)
        )

    def _citation(self, claim: Claim, *, dated: bool) -> str:
        """Return who says it, in brackets: for each source a link with its outlet's name, its time when ``dated``."""
        named = []
        for source in self._p.cited(claim):
            beside = (self._p.when(source), self._p.language_of(source)) if dated else ()
            named.append(
                self._p.mark("comma").join(
                    [link(source.outlet, source.url), *(escaped(part) for part in beside if part)]
                )
            )
        return f"{self._p.mark('left')}{self._p.mark('semicolon').join(named)}{self._p.mark('right')}"

    def _also(self) -> Iterator[str]:
        shelves = self._p.also()
        if not shelves:
            return
        yield from ("", f"## {escaped(self._p.bilingual('part.also'))} {{#also}}")
        for shelf in shelves:
            yield from ("", f"#### {escaped(shelf.heading)} {{#also-{shelf.id}}}", "")
            yield from (f"- {self._line(story)}{_BREAK}" for story in shelf.stories)
        yield from ("", "---")

    def _line(self, story: Printing) -> str:
        line = self._p.line(story)
        headline = f"**{escaped(story.headline.text)}**"
        marks = f"{self._p.mark('left')}{self._goes_on(story)}{self._p.mark('right')}" if story.continues_date else ""
        others = self._p.mark("list").join(link(source.outlet, source.url) for source in line.others)
        also_from = f" {self._p.own['line.also_from']}{others}" if others else ""
        said = self._citation(line.sentence, dated=True)
        if not line.repeats_headline:
            said = f" — {escaped(self._p.sentence(line.sentence))}{said}"
        notes = self._notes(story)
        return f"{headline}{marks}{said}{also_from}{' ' if notes else ''}{notes}"

    def _insight(self) -> Iterator[str]:
        insight, watch = self._edition.insight, self._edition.watch_list
        parts = (("trends", insight.trends), ("context", insight.context), ("outlook", insight.outlook))
        asked = self._p.asked()
        if not watch and not asked and not any(remarks for _, remarks in parts):
            return
        yield from ("", f"## {escaped(self._p.bilingual('part.insight'))} {{#insight}}")
        for part, remarks in parts:
            if remarks:
                yield from ("", f"### {self._p.word(f'part.{part}')}")
            for remark in remarks:
                yield from ("", self._remark(remark))
        if asked:
            yield from ("", f"### {self._p.word('question.heading')}")
        for state, questions in asked:
            yield from ("", f"**{state}**{self._colon.rstrip(' ')}", "")
            yield from (f"- {self._question(question)}{_BREAK}" for question in questions)
        if watch:
            yield from ("", f"**{self._p.word('part.watch')}**{self._colon.rstrip(' ')}", "")
            for number, item in enumerate(watch, start=1):
                due, see = self._due(item), self._see([self._p.story(item.story)])
                yield f"{number}. {self._claim(item.claim)}{due}{see}{_BREAK}"
        yield from ("", "---")

    def _due(self, item: Watch | Question) -> str:
        told = self._p.due(item)
        return self._bracketed((told,)) if told else ""

    def _question(self, question: Question) -> str:
        """Return "awaited since ...: the sentence", when it is due, and the sentence of today that ends the wait."""
        asked = f"{escaped(self._p.since(question))}{self._colon}{self._claim(question.claim)}"
        asked += self._due(question)
        if question.answer is None or question.answered_by is None:
            return asked
        return f"{asked} → {self._claim(question.answer)}{self._see([self._p.story(question.answered_by)])}"

    def _remark(self, remark: Remark) -> str:
        return escaped(remark.text) + self._see(self._p.remark_stories(remark))

    def _see(self, stories: Sequence[Printing]) -> str:
        links = self._p.mark("list").join(anchor_link(story.headline.text, self._anchor(story)) for story in stories)
        return f"{self._p.mark('left')}{self._p.own['line.see']}{links}{self._p.mark('right')}"

    def _anchor(self, story: Printing) -> str:
        """Return the anchor of a story: its own heading, or the group that its line stands in."""
        return f"also-{self._lines[story.id]}" if story.id in self._lines else story.id

    def _reading_room(self) -> Iterator[str]:
        edition = self._edition
        if not (edition.reading or edition.background or edition.keywords):
            return
        yield from ("", f"## {escaped(self._p.word('part.reading_room'))} {{#reading-room}}")
        if edition.reading:
            yield from ("", f"### {self._p.word('part.reading')}", "")
            for reading in edition.reading:
                source = reading.source
                yield f"* {link(self._p.entitled(source), source.url)} — {self._claim(reading.why)}{_BREAK}"
        if edition.background:
            yield from ("", f"### {self._p.word('part.background')}", "")
            yield from (
                f"* {escaped(term.term)}{self._colon}{self._claim(term.claim)}{_BREAK}" for term in edition.background
            )
        if edition.keywords:
            yield from ("", f"### {self._p.word('part.keywords')}", "")
            yield " ".join(keyword(word) for word in edition.keywords)
        yield from ("", "---")

    def _corrections(self) -> Iterator[str]:
        """Yield what was changed, the latest first, then a notice for each story withdrawn, at its own anchor."""
        told = self._p.corrected()
        if not told:
            return
        yield from ("", f"## {escaped(self._p.word('correction.heading'))} {{#corrections}}", "")
        yield from (f"* {escaped(line)}{_BREAK}" for line in told)
        for gone in self._p.withdrawn():
            words = self._p.own["line.withdrawn"].format(headline=gone.headline)
            yield from ("", f"#### {escaped(words)} {{#{gone.story}}}", "", escaped(self._p.correction(gone)))
        yield from ("", "---")

    def _footer(self) -> Iterator[str]:
        yield ""
        footer = self._p.footer()
        # Bars between figures divide them here as in the sources line: they are Broadsheet's own, not a table's.
        yield from (f"*{escaped(line)}*{_BREAK}" for line in footer[:-1])
        yield f"*{escaped(footer[-1])}*"
