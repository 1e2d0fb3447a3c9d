"""Does every story stand in its section and with its importance, wherever an output says one?

    Document, Record, Desk --misplaced--> Fault ...

A level or a heading is a known word wherever it stands, so that it is known proves nothing: it must be the story's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from broadsheet.audit.fault import Fault, seen
from broadsheet.audit.house import Desk, labels
from broadsheet.audit.reading import Block, Document
from broadsheet.audit.record import Record
from broadsheet.types import Printing

_LEVELS = ("critical", "high", "medium", "low")
_COLOUR = re.compile(r"i-(critical|high|medium|low)")
_STORY = re.compile(r"(?:stories/|#|^)([0-9A-Za-z_-]+)(?:\.html)?(?:#[\w-]*)?$")
_HEADINGS = ("h1", "h2")
_SHELF_TAGS = ("h1", "h2", "h3")
"""An h3 is a heading of a story, or of a shelf among the lines below the stories."""
_LEAD = "lead"
"""The shelf of the stories under the headlines; a story of it has a section as well."""


def misplaced(record: Record, desk: Desk, output: str, document: Document) -> Iterator[Fault]:
    """Yield the levels and sections that an output gives to a story and the edition does not."""
    words = labels(record.edition.language)["common"]
    stories = {story.id: story for story in (*record.edition.stories, *record.edition.also)}
    shelves = {seen(text): id for id, texts in desk.sections.items() for text in texts}
    shelves[seen(words["part.lead"])] = _LEAD
    page = stories.get(document.name.rpartition("/")[2].removesuffix(".html"))
    here, shelf, waiting = page, "", ""

    def fault(story: Printing, told: str) -> Fault:
        return Fault(output, f"{document.name} {story.id}", "misplaced", f"{story.headline.text} {told}")

    for block in document.blocks:
        if block.tag in _HEADINGS:
            shelf = next((id for text, id in shelves.items() if seen(block.text).startswith(text)), "")
        if page is None:
            if (
                block.id not in stories
                and any(seen(block.text).startswith(text) for text in shelves)
                and block.tag in _SHELF_TAGS
            ):
                here = None  # the heading of a shelf is said of no story, least of all of the one before it
            here = stories.get(block.id) or (None if block.tag in _HEADINGS else here)
        if shelf and block.id in stories and block.tag in ("article", "h3") and not _is_on(stories[block.id], shelf):
            yield fault(stories[block.id], f"stands under {shelf}")
        story = here if page is not None else _linked(block, stories) or here
        level = _level(block, words)
        if story is None:
            waiting = level or waiting  # the level of a front page stands above its story
            continue
        level, waiting = level or waiting, ""
        if level and level != story.importance:
            yield fault(story, f"is called {level}, not {story.importance}")
        if block.tag not in _HEADINGS:
            for section in (shelves.get(seen(run.text), "") for run in block.runs):
                if section and not _is_on(story, section):
                    yield fault(story, f"is put into {section}")
    for id, told in document.stated.items():
        if (found := stories.get(id)) and told != (found.section, found.importance, found.lead):
            yield fault(found, f"is stated as {told}")


def _is_on(story: Printing, shelf: str) -> bool:
    return story.lead if shelf == _LEAD else story.section == shelf


def _linked(block: Block, stories: Mapping[str, Printing]) -> Printing | None:
    """Return the one story that the links of a block lead to."""
    found = {match[1] for run in block.runs if (match := _STORY.search(run.href)) and match[1] in stories}
    return stories[found.pop()] if len(found) == 1 else None


def _level(block: Block, words: Mapping[str, str]) -> str:
    """Return the level that a block tells of a story, in its colour or behind the label; "" when it tells none.

    A word in the colour of another level is neither.
    """
    levels = {level: seen(words[f"importance.{level}"]) for level in _LEVELS}
    for at, run in enumerate(block.runs):
        if colour := next((found[1] for name in run.classes if (found := _COLOUR.fullmatch(name))), ""):
            return colour if seen(run.text) == levels[colour] else f"{seen(run.text)!r} in the colour of {colour}"
        if seen(run.text) == seen(words["field.importance"]):
            after = seen("".join(one.text for one in block.runs[at + 1 :])).lstrip(":： ")
            return next((level for level, word in levels.items() if re.match(rf"{re.escape(word)}(?!\w)", after)), "")
    return ""
