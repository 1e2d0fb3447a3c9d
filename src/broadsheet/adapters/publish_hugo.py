"""Publisher: a Hugo site that builds as it is, with one Markdown page an edition.

    root/hugo/hugo.toml                  written once; from then on it is its owner's
              content/posts/DATE.md      the edition (front matter as the PaperMod theme reads it)
              static/images/DATE.png     its cover
              themes/broadsheet/         the theme that comes with Broadsheet, replaced as a whole

A root holds editions of one language.  To print with another theme, change ``theme`` in hugo.toml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from shutil import copytree

from broadsheet.adapters.cover import cover_png
from broadsheet.adapters.hugo.markdown import anchor_link, escaped, keyword, link, quoted
from broadsheet.adapters.wording import Headings, Shelf, Wording, clean, updated
from broadsheet.errors import PublishError, StorageError
from broadsheet.files import whole_folder, write_whole
from broadsheet.types import Article, Claim, Edition, Printing, Question, Remark, SourceRef

THEME = "broadsheet"
_BREAK = "  "
"""Two blanks at the end of a line: a line break in Markdown."""


class HugoPublisher:
    """Write the edition's page into ``root/hugo/``; other editions' pages stay as they are."""

    def __init__(self, headings: Headings, base_url: str = "") -> None:
        self._headings = headings
        self._base_url = base_url

    def __call__(self, edition: Edition, articles: Mapping[str, Article], root: Path) -> Sequence[Path]:
        """Return the page, then the site's folder.  Raises PublishError."""
        site = root / "hugo"
        page = markdown(edition, self._headings, _anchors(edition, site))
        cover = cover_png(edition)
        config = site / "hugo.toml"
        try:
            with (
                as_file(files("broadsheet.adapters.hugo") / "theme") as theme,
                whole_folder(site / "themes" / THEME) as new,
            ):
                copytree(theme, new, dirs_exist_ok=True)
            if not config.exists():
                write_whole(config, site_config(edition, self._base_url))
            write_whole(site / "static" / "images" / f"{edition.date}.png", cover)
            post = write_whole(site / "content" / "posts" / f"{edition.date}.md", page)
        except StorageError as error:
            raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error
        return (post, site)


def site_config(edition: Edition, base_url: str) -> str:
    """Return ``hugo.toml`` for the language of ``edition``.

    Goldmark's typographer and its autolinks are off: a quoted sentence is printed with the characters of its source.
    """
    wording = Wording(edition, {})
    words = "\n".join(
        f"  {key.removeprefix('theme.')} = {quoted(word)}"
        for key, word in wording.own.items()
        if key.startswith("theme.")
    )
    return f"""\
# The site of your editions.  Written once by Broadsheet; edit it as you like.
baseURL = {quoted(base_url or "/")}
relativeURLs = {"false" if base_url else "true"}
locale = {quoted(edition.language)}
title = {quoted(wording.word("name"))}
theme = {quoted(THEME)}
hasCJKLanguage = true
capitalizeListTitles = false
buildFuture = true
disableKinds = ["rss"]

[taxonomies]
  tag = "tags"
  entity = "entities"

[permalinks]
  posts = "/posts/:slug/"

[markup.goldmark.extensions]
  linkify = false
  [markup.goldmark.extensions.typographer]
    disable = true

[markup.tableOfContents]
  startLevel = 2
  endLevel = 2

[params]
  language = {quoted(edition.language)}
{words}
"""


def _entities(edition: Edition) -> tuple[str, ...]:
    """Return the names that the stories in full speak of, each once: the terms of the taxonomy ``entities``.

    One that Hugo could make no path of (``..``, a mark alone) is left out: its page would have no address.
    """
    names = dict.fromkeys(clean(name) for story in edition.stories for name in story.entities)
    return tuple(name for name in names if any(sign.isalnum() for sign in name))


def _anchors(edition: Edition, site: Path) -> Mapping[str, str]:
    """Return the addresses of the stories that this edition's go on from, by id, where their day has a page."""
    found: dict[str, str] = {}
    for story in (*edition.stories, *edition.also):
        page = site / "content" / "posts" / f"{story.continues_date}.md"
        if story.continues and story.continues_date and page.is_file():
            whole = f"{{#{story.continues}}}" in page.read_text(encoding="utf-8")
            found[story.continues] = f"/posts/{story.continues_date}/#{story.continues if whole else 'also'}"
    return found


def markdown(edition: Edition, headings: Headings, earlier: Mapping[str, str] | None = None) -> str:
    """Return the page of ``edition``: front matter, news, also today, insight, reading room, footer.

    ``earlier``: address on this site of a story of an earlier edition, by its id.
    """
    page = _Page(Wording(edition, headings), earlier or {})
    return "\n".join(page.lines()) + "\n"


class _Page:
    """One edition as lines of Markdown, from top to bottom."""

    def __init__(self, wording: Wording, earlier: Mapping[str, str]) -> None:
        self._p = wording
        self._earlier = earlier
        self._edition = wording.edition
        self._colon = wording.mark("colon")
        self._lines = {story.id: shelf.id for shelf in wording.also() for story in shelf.stories}

    def lines(self) -> Iterator[str]:
        yield from self._front_matter()
        yield from ("", "---")
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
        yield f"  image: {quoted(f'/images/{edition.date}.png')}"
        yield f"  alt: {quoted(edition.title)}"
        # The cover lies in static/, not beside the page: PaperMod must not join it to the page's address.
        yield "  relative: false"
        yield f"title: {quoted(edition.title)}"
        yield f"date: {edition.made.isoformat()}"
        if edition.corrections:
            yield f"lastmod: {updated(edition).isoformat()}"
        yield f"slug: {quoted(edition.date)}"
        yield "draft: false"
        yield "tags:" if edition.tags else "tags: []"
        yield from (f"  - {quoted(tag)}" for tag in edition.tags)
        entities = _entities(edition)
        yield "entities:" if entities else "entities: []"
        yield from (f"  - {quoted(name)}" for name in entities)
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
        return escaped(self._p.sentence(claim)) + self._citation(claim, dated=dated)

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
        return f"{headline}{marks}{said}{also_from}"

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
                due, see = escaped(self._p.due(item)), self._see([self._p.story(item.story)])
                yield f"{number}. {self._claim(item.claim)}{due}{see}{_BREAK}"
        yield from ("", "---")

    def _question(self, question: Question) -> str:
        """Return "awaited since ...: the sentence", when it is due, and the sentence of today that ends the wait."""
        asked = f"{escaped(self._p.since(question))}{self._colon}{self._claim(question.claim)}"
        asked += escaped(self._p.due(question))
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
        if told := self._p.corrected():
            yield from ("", f"## {self._p.word('correction.heading')} {{#corrections}}", "")
            yield from (f"* {escaped(line)}{_BREAK}" for line in told)
            yield from ("", "---")

    def _footer(self) -> Iterator[str]:
        yield ""
        footer = self._p.footer()
        # Bars between figures divide them here as in the sources line: they are Broadsheet's own, not a table's.
        yield from (f"*{escaped(line)}*{_BREAK}" for line in footer[:-1])
        yield f"*{escaped(footer[-1])}*"
