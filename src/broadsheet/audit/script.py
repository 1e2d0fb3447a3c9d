"""The text for reading aloud: no line of it has a link, so each is held to the story whose headline it follows.

    script/DATE.txt --read_script--> Document: a block a line, with the story that it is told under

A listener cannot look: the outlets that are named before a sentence must be those that it cites, in their order.
"""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.audit.fault import Fault, seen
from broadsheet.audit.house import Desk, labels, vocabulary
from broadsheet.audit.reading import Block, Document, Run
from broadsheet.audit.record import Record
from broadsheet.audit.vocabulary import Vocabulary, pattern
from broadsheet.types import Claim, Printing

_STOPS = ".。"
"""What a line may end with that its sentence does not: a voice falls there."""


def read_script(name: str, text: str, record: Record) -> Document:
    """Read the text: lines of a paragraph that begins with a headline are of that story; a list has a story a line."""
    document = Document(name)
    told = _Headlines(record)
    for paragraph in text.split("\n\n"):
        story: Printing | None = None
        for line in paragraph.splitlines():
            if story is None or story.id not in told.full:
                story = told.next(line)
            document.blocks.append(Block("p", story.id if story else "", ("script",), runs=[Run(line)]))
    return document


class _Headlines:
    """The stories of an edition by what they are called; of two that are called the same the first comes first."""

    def __init__(self, record: Record) -> None:
        self.full = {story.id for story in record.edition.stories}
        self._left: dict[str, list[Printing]] = {}
        for story in (*record.edition.stories, *record.edition.also):
            self._left.setdefault(_bare(story.headline.text), []).append(story)

    def next(self, line: str) -> Printing | None:
        found = self._left.get(_bare(line))
        return found.pop(0) if found else None


def script_vocabulary(record: Record, desk: Desk) -> Vocabulary:
    """Return all that the text may say; its counts are those of the edition and no others."""
    edition, words = record.edition, labels(record.edition.language)["script"]
    known = vocabulary(record, desk)
    known.add("computed", [edition.title.rstrip(_STOPS)])
    known.add("told", (one.headline.rstrip(_STOPS) for one in edition.corrections))
    known.blanks |= {
        "day": known.blanks["date"],
        "title": lambda text, at: known.ends(text, at, "computed", "claim"),
        "headline": lambda text, at: known.ends(text, at, "told", "claim"),
        "full": pattern(rf"{len(edition.stories)}(?!\d)"),
        "line": pattern(rf"{len(edition.also)}(?!\d)"),
    }
    known.learn(words[key] for key in ("opening", "counts", "withdrawn", "closing"))
    return known


def script_faults(record: Record, document: Document) -> Iterator[Fault]:
    """Yield the headlines and sentences that the text leaves out, and those before which it names other outlets."""
    lines: dict[str, list[str]] = {}
    for block in document.blocks:
        lines.setdefault(block.id, []).append(block.text)
    for story in (*record.edition.stories, *record.edition.also):
        place = f"{document.name} {story.id}"
        told = [_bare(line) for line in lines.get(story.id, ())]
        if not told:
            yield Fault("script", place, "missing", story.headline.text)
        elif story.id in {one.id for one in record.edition.stories}:
            yield from _story_faults(record, story, place, told)


def _story_faults(record: Record, story: Printing, place: str, told: list[str]) -> Iterator[Fault]:
    said, at = "", 1
    for claim in story.fields.summary:
        text = _bare(claim.text)
        if text == _bare(story.headline.text):
            continue
        outlets = _outlets(record, claim)
        line = told[at] if at < len(told) else ""
        if not line.endswith(text):
            yield Fault("script", place, "missing", claim.text)
            continue
        if line != (text if outlets == said else _said(record, outlets, text)):
            yield Fault("script", place, "miscited", line)
        said, at = outlets, at + 1


def _outlets(record: Record, claim: Claim) -> str:
    cited = (record.articles.get(citation.article) for citation in claim.citations)
    names = dict.fromkeys(seen(article.source.outlet) for article in cited if article is not None)
    return labels(record.edition.language)["script"]["joint"].join(names)


def _said(record: Record, outlets: str, text: str) -> str:
    return _bare(labels(record.edition.language)["script"]["said"].format(outlets=outlets, told=text))


def _bare(line: str) -> str:
    return seen(line).rstrip(_STOPS)
