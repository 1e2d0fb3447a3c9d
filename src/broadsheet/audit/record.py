"""What an edition folder says: the edition, the articles that it cites, and whether the one bears out the other.

    DIR/DATE --read_record--> Record --record_faults--> Fault ...

Read by the types alone; neither the press nor the store is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec

from broadsheet.audit.fault import Fault, in_taiwan, same_address, seen, simplified, taiwan_forms
from broadsheet.audit.written import strange_latin, strange_name, strange_number
from broadsheet.types import Article, Citation, Claim, Drop, Edition, Remark, Reported, Source, SourceRef, StoryRecord

HARD = ("quote", "number", "unit", "date", "latin", "name", "polarity", "modality", "stage", "direction")
"""Checks that a sentence in somebody's own words must have passed to be published."""

SOFT = ("attribution", "alignment", "clause", "novelty")
"""Checks of which a second opinion may overrule one; it then stands among the checks as ``judge``."""

EDITION = "edition.json"

_Line = TypeVar("_Line")

_COUNTED = re.compile(r"(?<![\d.,])(\d{1,3})(?:\s?[則篇條項]|(?: \w+){0,3}? (?:stories|reports|items|pieces)\b)")
"""The stories counted in figures: 3 of the stories, 3 則新聞."""


_PAYING = frozenset({"cluster", "write", "verify", "compose"})
"""Stages that ask a model: it tells one event from two, writes, repairs, and says what the stories share."""


@dataclass(frozen=True)
class Record:
    """An edition and all that it cites, by id.  ``forms``: a form of a name -> all its forms (see ``desk``).

    ``took``: what its ledger says that a model took, by gate (calls, tokens, milliseconds, microdollars).
    """

    edition: Edition
    articles: Mapping[str, Article]
    forms: Mapping[str, frozenset[str]]
    took: Mapping[str, int] = default(default_factory=dict)
    """What the ledger counts for writing, repairs and the insight, by gate."""
    left: Mapping[str, Drop] = default(default_factory=dict)
    """What was read and left out, by address."""
    asked: frozenset[str] = frozenset()
    """Names of the sources that were asked, and of their outlets."""
    taken: tuple[str, ...] = ()
    """The articles of the day, by id."""
    stories: Mapping[str, StoryRecord] = default(default_factory=dict)
    """Every story of the day by id, as it was ranked."""
    refused: Counter[tuple[str, str]] = default(default_factory=Counter)
    """The refused sentences and names, by field and code."""
    given: Mapping[str, int] = default(default_factory=dict)
    """What each stage gave on."""
    counts: Mapping[tuple[str, str, str], int] = default(default_factory=dict)
    """What the ledger counts: stage, subject, gate."""

    def said(self) -> dict[str, list[Claim]]:
        """Return the claims of the edition by their words as a reader sees them."""
        found: dict[str, list[Claim]] = {}
        for _, claim in claims_of(self.edition):
            found.setdefault(seen(claim.text), []).append(claim)
        return found

    def sources(self) -> Iterator[SourceRef]:
        """Yield every source that the edition names."""
        for story in (*self.edition.stories, *self.edition.also):
            yield from story.sources
        yield from (row.source for row in rows_of(self.edition))
        yield from (question.source for question in self.edition.questions)
        yield from (reading.source for reading in self.edition.reading)

    def resolves(self, citation: Citation) -> bool:
        """Say whether a citation is what stands at its place in the article that it names."""
        article = self.articles.get(citation.article)
        if article is None:
            return False
        whole = article.text if citation.part == "text" else article.title
        return whole[citation.start : citation.end] == citation.quote

    def addresses(self, claim: Claim) -> tuple[str, ...]:
        """Return the addresses of the articles that a claim cites."""
        found = (self.articles.get(citation.article) for citation in claim.citations)
        return tuple(dict.fromkeys(same_address(article.url) for article in found if article is not None))


def read_record(folder: Path, forms: Mapping[str, frozenset[str]]) -> Record | Fault:
    """Read an edition folder, or say what in it is damaged.  Raises OSError when its files are not there."""
    try:
        edition = msgspec.json.decode((folder / EDITION).read_bytes(), type=Edition)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return Fault(EDITION, "", "damaged", str(error))
    articles: dict[str, Article] = {}
    taken: list[str] = []
    for name in ("kept.jsonl", "articles.jsonl"):
        path = folder / name
        if name == "kept.jsonl" and not path.is_file():
            continue
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            try:
                article = msgspec.json.decode(line, type=Article)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                return Fault(name, f"line {number}", "damaged", str(error))
            articles[article.id] = article
            if name == "articles.jsonl":
                taken.append(article.id)
    drops, sources = _read(folder / "dropped.jsonl", Drop), _read(folder / "sources.jsonl", Source)
    ledger = _read(folder / "ledger.jsonl", _Entry)
    if isinstance(drops, Fault):
        return drops
    if isinstance(sources, Fault):
        return sources
    if isinstance(ledger, Fault):
        return ledger
    stories, refused = _read(folder / "stories.jsonl", StoryRecord), _read(folder / "refused.jsonl", _Refused)
    if isinstance(stories, Fault):
        return stories
    if isinstance(refused, Fault):
        return refused
    took: Counter[str] = Counter()
    for entry in ledger:
        if entry.stage in _PAYING:
            took[entry.gate.removeprefix("judge.")] += entry.count
    asked = {name for source in sources for name in (source.name, source.outlet)}
    asked |= {entry.subject for entry in ledger}
    left = {same_address(drop.url): drop for drop in drops}
    counts: Counter[tuple[str, str, str]] = Counter()
    for entry in ledger:
        counts[entry.stage, entry.subject, entry.gate] += entry.count
    return Record(
        edition,
        articles,
        forms,
        took,
        left,
        frozenset(asked),
        tuple(taken),
        {story.id: story for story in stories},
        Counter((refusal.field, refusal.code) for refusal in refused),
        {entry.stage: entry.given for entry in ledger if entry.given is not None},
        counts,
    )


class _Entry(msgspec.Struct):
    """What an audit reads of a line of the ledger."""

    stage: str = ""
    subject: str = ""
    gate: str = ""
    count: int = 0
    given: int | None = None


class _Refused(msgspec.Struct):
    """What an audit reads of a refusal."""

    field: str
    code: str


def _read(path: Path, kind: type[_Line]) -> list[_Line] | Fault:
    """Return the lines of a file, none where there is no such file, or the fault of the first that cannot be read."""
    lines: list[_Line] = []
    for number, line in enumerate(path.read_bytes().splitlines() if path.is_file() else (), 1):
        try:
            lines.append(msgspec.json.decode(line, type=kind))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            return Fault(path.name, f"line {number}", "damaged", str(error))
    return lines


def rows_of(edition: Edition) -> Iterator[Reported]:
    """Yield every row of every table of values."""
    for story in (*edition.stories, *edition.also):
        yield from (row for table in story.disagreements for row in table.rows)


def claims_of(edition: Edition) -> Iterator[tuple[str, Claim]]:
    """Yield every claim of an edition with the place that it stands at; one that stands twice comes twice."""
    for story in (*edition.stories, *edition.also):
        yield f"{story.id} headline", story.headline
        for field in ("summary", "details", "uses"):
            yield from ((f"{story.id} {field}", claim) for claim in getattr(story.fields, field))
        yield from ((f"{story.id} new", change.claim) for change in story.changes)
        for table in story.disagreements:
            for row in table.rows:
                yield f"{story.id} {table.quantity}", row.value
                yield f"{story.id} {table.quantity}", row.passage
    for question in edition.questions:
        yield "questions", question.claim
        if question.answer is not None:
            yield "questions", question.answer
    yield from (("watch list", watch.claim) for watch in edition.watch_list)
    yield from (("reading", reading.why) for reading in edition.reading)
    yield from (("background", term.claim) for term in edition.background)


def record_faults(record: Record) -> Iterator[Fault]:
    """Yield what the articles do not bear out of the edition itself."""
    edition = record.edition
    for place, claim in claims_of(edition):
        yield from (Fault(EDITION, place, code, text) for code, text in claim_faults(claim, record))
    for source in record.sources():
        if not _is_source(source, record):
            yield Fault(EDITION, "sources", "source", f"{source.outlet}: {source.title} {source.url}")
    written = [(place, remark) for place, remark in remarks_of(edition) if remark.written]
    for place, remark in written:
        yield from (Fault(EDITION, place, code, text) for code, text in remark_faults(remark, record))
    for place, remark in written[record.took.get("proposed", 0) :]:
        yield Fault(EDITION, place, "unproven", f"{remark.text} (the ledger tells of no such sentence of a model)")
    for row in rows_of(edition):
        if not _stands_in(row):
            yield Fault(EDITION, "disagreements", "unresolved", f"{row.value.text!r} beside {row.passage.text!r}")
    for story in (*edition.stories, *edition.also):
        own = {source.article for source in story.sources}
        for claim in (story.headline, *story.fields.all(), *(change.claim for change in story.changes)):
            if not own.issuperset(citation.article for citation in claim.citations):
                yield Fault(EDITION, story.id, "unresolved", f"cites what is no source of its story: {claim.text}")
        texts = [text for id in own if (article := record.articles.get(id)) for text in (article.title, article.text)]
        for name in story.entities:
            if any(name in text for text in texts) or any(
                name in form for text in texts for form in taiwan_forms(text)
            ):
                continue
            others = record.forms.get(in_taiwan(name).casefold(), frozenset())
            if not any(form in in_taiwan(text).casefold() for text in texts for form in others):
                yield Fault(EDITION, story.id, "entity", name)


def claim_faults(claim: Claim, record: Record) -> Iterator[tuple[str, str]]:
    """Yield the reason code and the words of each fault of one claim."""
    for citation in claim.citations:
        if not record.resolves(citation):
            where = f"{citation.article} {citation.part}[{citation.start}:{citation.end}]"
            yield "unresolved", f"{claim.text} -> {where} is not {citation.quote!r}"
    quotes = [citation.quote for citation in claim.citations]
    whole = {" ".join(quotes), "".join(quotes)}
    if claim.transform == "none":
        if claim.text not in whole:
            yield "altered", claim.text
    elif claim.transform == "opencc-s2twp":
        if claim.text not in {form for text in whole for form in taiwan_forms(text)}:
            yield "altered", claim.text
    else:
        yield from _written(claim, quotes, record)
    if record.edition.language == "zh-Hant" and (sign := simplified(claim.text)):
        yield "simplified", f"{sign} in {claim.text}"


def _written(claim: Claim, quotes: list[str], record: Record) -> Iterator[tuple[str, str]]:
    """A sentence in somebody's own words tells the checks that it has passed, and stands two more here."""
    wanted = HARD if "judge" in claim.checks else HARD + SOFT
    if missing := [code for code in wanted if code not in claim.checks]:
        yield "unproven", f"{claim.text} (not checked for {', '.join(missing)})"
    cited = [record.articles[c.article] for c in claim.citations if c.article in record.articles]
    days = [article.published.date() for article in cited if article.published is not None]
    yield from _strange(claim.text, claim.text, quotes, days, record)


def _strange(
    text: str, counted: str, quotes: Sequence[str], days: Sequence[date], record: Record
) -> Iterator[tuple[str, str]]:
    """Yield a figure, a name and a word of ``text`` that its quotes do not hold; figures are read in ``counted``."""
    english = record.edition.language == "en"
    if told := strange_number(counted, quotes, days):
        yield "number", f"{told} in {text}"
    if told := strange_name(text, quotes, record.forms, english=english):
        yield "name", f"{told} in {text}"
    elif told := strange_latin(text, quotes, record.forms, english=english):
        yield "latin", f"{told} in {text}"


def remark_faults(remark: Remark, record: Record) -> Iterator[tuple[str, str]]:
    """Yield the code and the words of each fault of a remark that a model wrote.

    It is tried as a claim in somebody's own words is, against what the stories that it cites print and quote.  It may
    count these stories; every other figure must be theirs.
    """
    cited = {reference.story for reference in remark.citations}
    stories = [one for one in (*record.edition.stories, *record.edition.also) if one.id in cited]
    claims = [claim for story in stories for claim in (story.headline, *story.fields.all())]
    quotes = [text for claim in claims for text in (claim.text, *(c.quote for c in claim.citations))]
    days = [source.published.date() for story in stories for source in story.sources if source.published is not None]
    counted = _COUNTED.sub(lambda found: "" if int(found[1]) == len(cited) else found[0], remark.text)
    yield from _strange(remark.text, counted, quotes, days, record)
    if record.edition.language == "zh-Hant" and (sign := simplified(remark.text)):
        yield "simplified", f"{sign} in {remark.text}"


def remarks_of(edition: Edition) -> Iterator[tuple[str, Remark]]:
    """Yield every remark about the day with the place that it stands at, the theme of the title among them."""
    for part in ("trends", "context", "outlook"):
        yield from ((f"insight {part}", remark) for remark in getattr(edition.insight, part))
    if edition.theme is not None:
        yield "title", edition.theme


def _is_source(source: SourceRef, record: Record) -> bool:
    article = record.articles.get(source.article)
    return article is not None and (
        (source.url, source.title, source.outlet, source.owner, source.published, source.language, source.copy_of)
        == (
            *(article.url, article.title, article.source.outlet, article.source.owner),
            *(article.published, article.language, article.copy_of),
        )
    )


def _stands_in(row: Reported) -> bool:
    value, passage = row.value.citations[0], row.passage.citations[0]
    return (
        (value.article, value.part) == (passage.article, passage.part)
        and value.article == row.source.article
        and passage.start <= value.start
        and value.end <= passage.end
    )
