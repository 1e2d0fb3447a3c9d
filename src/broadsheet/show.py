"""Editions, stories and sources in a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from broadsheet.adapters.site.passages import Cited, Passage, passages, whole
from broadsheet.adapters.wording import checks_of, safe_address
from broadsheet.errors import UsageError
from broadsheet.labels import labels
from broadsheet.terminal import seen, uncut
from broadsheet.text.fragments import in_place
from broadsheet.types import Article, Citation, Claim, Disagreement, Edition, Language, Printing, Source, SourceRef


def Text(text: str = "", style: str = "") -> RichText:
    """Return styled text of which the terminal obeys nothing."""
    return RichText(seen(text), style=style)


WIDE = 72
"""Columns of a terminal from which outlets have a column of their own: below it headlines would stand in a few letters
a line.  Set by hand, 2026-11-23: id, importance and outlets take 50."""
COLOURS = {"critical": "bold red", "high": "bold yellow", "medium": "cyan", "low": "dim"}


def show_edition(console: Console, edition: Edition, headings: Mapping[Language, Mapping[str, str]]) -> None:
    """Print an edition's stories, one a line, by section; ids are what ``show`` takes for one story.

    ``headings``: language -> section -> its heading; one that the desk does not know goes by its id.
    """
    own = headings.get(edition.language, {})
    words = labels(edition.language)["common"]
    console.print(Text(edition.title, style="bold"))
    console.print(Text(edition.summary, style="dim"))
    leads = [story for story in edition.stories if story.lead]
    rest = [story for story in edition.stories if not story.lead]
    _table(console, words["part.lead"], leads, words)
    for section, stories in groupby(rest, key=lambda story: story.section):
        _table(console, own.get(section, section), list(stories), words)
    _table(console, words["part.also"], edition.also, words)
    _questions(console, edition, words)


def _table(console: Console, title: str, stories: Sequence[Printing], words: Mapping[str, str]) -> None:
    if not stories:
        return
    table = Table(title=Text(title, style="bold"), title_justify="left", box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True, style="dim", width=8)
    wide = console.width >= WIDE
    if wide:
        table.add_column(no_wrap=True, width=8)
    table.add_column(ratio=1, overflow="fold")
    if wide:
        table.add_column(ratio=0, max_width=30, style="dim", overflow="ellipsis", no_wrap=True)
    for story in stories:
        importance = Text(words[f"importance.{story.importance}"], style=COLOURS[story.importance])
        headline = Text(story.headline.text)
        if not wide:
            table.add_row(story.id[:8], headline.append("  ").append(importance))
            continue
        outlets = list(dict.fromkeys(source.outlet for source in story.sources))
        more = f" +{len(outlets) - 2}" if len(outlets) > 2 else ""
        table.add_row(story.id[:8], importance, headline, Text(", ".join(outlets[:2]) + more))
    console.print(table)
    console.print()


def show_story(console: Console, edition: Edition, articles: Mapping[str, Article], prefix: str) -> None:
    """Print one story: every claim, the passage it quotes in its context, who said it when and where, and its checks.

    Raises UsageError for a wrong id.
    """
    found = [story for story in (*edition.stories, *edition.also) if story.id.startswith(prefix)]
    if len(found) != 1:
        told = "fits no printed story" if not found else f"fits {len(found)} stories"
        raise UsageError(told, subject=f"story {prefix!r}", remedy="broadsheet show DIR/DATE lists the ids")
    (story,) = found
    words = labels(edition.language)["common"]
    proof = _Evidence(console, articles, words, edition.made.tzinfo)
    console.print(Text(story.headline.text, style="bold"))
    importance = words[f"importance.{story.importance}"]
    console.print(Text(f"{story.id}  {importance}  {story.score:.2f}", style=COLOURS[story.importance]))
    for reason in story.reasons:
        console.print(Text(f"  {reason.points:+.2f}  {reason.text}", style="dim"))
    proof.passages(story.headline)
    for field, claims in (
        ("summary", story.fields.summary),
        ("details", story.fields.details),
        ("uses", story.fields.uses),
    ):
        if claims:
            console.print(Text(f"\n{words[f'field.{field}']}", style="bold"))
        for claim in claims:
            console.print(Padding(Text(claim.text), (0, 0, 0, 2)))
            proof.passages(claim)
    for table in story.disagreements:
        proof.differences(table)
    console.print(Text(f"\n{words['field.sources']}", style="bold"))
    for source in story.sources:
        line = f"{source.outlet}  {source.title}  {proof.when(source)}"
        console.print(Padding(Text(line, style="dim"), (0, 0, 0, 2)))
        console.print(Text(f"  {source.url}", style="dim"), soft_wrap=True)


def _questions(console: Console, edition: Edition, words: Mapping[str, str]) -> None:
    """Print what became of earlier watch lists, and what comes due."""
    told = [q for q in edition.questions if q.state not in ("open", "retired")]
    if not told:
        return
    console.print(Text(words["question.heading"], style="bold"))
    for question in told:
        due = f"  {question.due_start} – {question.due_end}" if question.due_end else ""
        space = " " if edition.language == "zh-Hant" else ""
        since = words["question.since"].format(date=question.since + space)
        console.print(Text(f"{words[f'question.{question.state}']}  {since}{due}", style="dim"))
        console.print(Padding(Text(f"{question.claim.text}  {question.source.outlet}"), (0, 0, 0, 2)))
        if question.answer is not None and question.answered_by is not None:
            console.print(Padding(Text(f"{question.answered_by[:8]}  {question.answer.text}"), (0, 0, 0, 4)))


class _Evidence:
    """What the passages of one story are shown with."""

    def __init__(
        self, console: Console, articles: Mapping[str, Article], words: Mapping[str, str], zone: tzinfo | None
    ) -> None:
        self._console = console
        self._articles = articles
        self._words = words
        self._zone = zone

    def when(self, told: SourceRef | Article) -> str:
        """Return when it was published, to the minute in the edition's zone; a day of unknown hour is never moved."""
        if told.published is None:
            return self._words["mark.undated"]
        if told.day_only:
            return told.published.date().isoformat()
        return told.published.astimezone(self._zone).strftime("%Y-%m-%d %H:%M %Z")

    def differences(self, told: Disagreement) -> None:
        """Print the values of one quantity: as written, by whom, when, then the passage."""
        kind = self._words[f"disagreement.{told.kind}"]
        heading = kind.format(quantity=told.label, owner=told.rows[0].source.owner)
        self._console.print(Text(f"\n{heading}", style="bold"))
        for row in told.rows:
            said = f"{row.value.text}  {row.source.outlet} ({row.source.owner})  {self.when(row.source)}"
            self._console.print(Padding(Text(said), (0, 0, 0, 2)))
            self.passages(row.passage)

    def passages(self, claim: Claim) -> None:
        """Print what each citation of ``claim`` points to, and the checks passed where all do."""
        sound = True
        for citation in claim.citations:
            article = self._articles.get(citation.article)
            if article is None or not citation.resolves(article):
                told = "its article is not in articles.jsonl" if article is None else "DOES NOT RESOLVE"
                place = (
                    f"{citation.article} ({citation.part} {citation.start}:{citation.end})  {citation.quote}  {told}"
                )
                self._console.print(Padding(Text(place, style="bold red"), (0, 0, 0, 4)))
                sound = False
                continue
            for shown in _excerpts(citation, article):
                line = Text()
                for piece in shown.pieces:
                    words_shown = seen(piece.text.replace("\n", " "))
                    if piece.mark and self._console.color_system is None:
                        words_shown = f">>{words_shown}<<"  # a pipe or a file knows no colours
                    line.append(words_shown, style="black on yellow" if piece.mark else "dim")
                self._console.print(Padding(line, (0, 0, 0, 4)))
            place = f"{article.source.outlet}  {self.when(article)}  {citation.part} {citation.start}:{citation.end}"
            self._console.print(Padding(Text(place, style="dim"), (0, 0, 0, 4)))
            if address := safe_address(article.url):
                live = (
                    in_place(address, article.text, citation.start, citation.end)
                    if citation.part == "text"
                    else address
                )
                self._console.print(Text(f"    {live}", style="dim"), soft_wrap=True)
        if sound:
            told = "  ".join(self._words[f"check.{check}"] for check in checks_of(claim))
            passed = Text(self._words["check.passed"], style="bold green").append(f"  {told}", style="green not bold")
            self._console.print(Padding(passed, (0, 0, 0, 4)))


def _excerpts(citation: Citation, article: Article) -> Sequence[Passage]:
    """Return the quote with at most a sentence before and after it; of a title, all."""
    cited = (Cited(citation.start, citation.end, 1),)
    if citation.part == "text":
        return passages(article.text, cited)
    return tuple(Passage(False, title, False) for title in whole(article.title, cited))


def show_sources(console: Console, pack: Sequence[Source]) -> None:
    """Print a pack of sources as a table."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("name", "kind", "lang", "owner", "weight", "primary", "address"):
        table.add_column(heading, overflow="fold" if heading == "address" else "ellipsis")
    for source in pack:
        primary = "yes" if source.primary else ""
        weight = f"{source.weight:g}"
        row = (source.name, source.kind, source.language, source.owner, weight, primary, source.url)
        table.add_row(*map(Text, row))
    uncut(console).print(table)
    console.print(f"{len(pack)} sources, {len({s.owner for s in pack})} owners", highlight=False)


def show_scores(console: Console, scores: Mapping[str, str]) -> None:
    """Print figures by name."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, value in scores.items():
        table.add_row(name, value)
    console.print(table)
