"""Stories that go on: which earlier story a story continues, and what is new since; by comparing claims, no model.

    past editions + stories of today -> Thread of each story -> what it adds, sentence by sentence

The newsroom's memory is its own output: headline, claims, entities and sources of the last editions.  A wrong thread is
worse than a missed one, so two witnesses must agree that two stories tell one matter: rare names that both hold (one
form for all languages), equal figures, words of one language, the kind of event.  Two versions of a product, two
papers, two deals of one company with different partners are two matters.

What is new is only ever a sentence of today that an earlier edition did not bear out: a figure that measured something
else before, a party, a kind of event, a first confirmation or denial of what was only talked about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from broadsheet.page.archive import (
    NONE,
    Archive,
    Earlier,
    archived,
    chain,
    latest_first,
    printed_before,
    voices,
)
from broadsheet.page.kinship import Index, of_story
from broadsheet.page.news import Found, changes, says_nothing_new
from broadsheet.text.names import NameTable
from broadsheet.types import Article, Edition, Story


class Thread(NamedTuple):
    """What the past knows of a story.

    ``chain``: the earlier stories that it continues, latest first; empty when it is new.  ``fresh``: its articles whose
    address and text no past edition printed.  ``found``: what is new.  ``rehash``: it continues and nothing is new.
    """

    chain: tuple[Earlier, ...]
    fresh: tuple[Article, ...]
    found: tuple[Found, ...]
    rehash: bool


class Again(NamedTuple):
    """The earlier story that a story of today goes on from, and what is new."""

    earlier: Earlier
    found: tuple[Found, ...]


def threads(
    stories: Sequence[Story], past: Sequence[Edition], names: NameTable, articles: Mapping[str, Article] = NONE
) -> dict[str, Thread]:
    """Return the thread of each story, by its id.  Neither the order of ``stories`` nor that of ``past`` matters.

    ``articles`` are those of the past editions, by id: what they told is not new, though nobody printed it.
    """
    archive = archived(past, articles)
    if not archive.told:
        return {story.id: Thread((), voices(story), (), False) for story in stories}
    views = [of_story(story, names) for story in stories]
    index = Index(archive.told, views, names)
    found: dict[str, Thread] = {}
    for story, view in zip(stories, views, strict=True):
        spoken = voices(story)
        linked, near = index.earlier(view)
        before = {a.id: told for a in spoken if (told := printed_before(a, archive, near)) is not None}
        latest = max((*before.values(), *linked), key=latest_first, default=None)
        fresh = tuple(a for a in spoken if a.id not in before)
        if latest is None:
            found[story.id] = Thread((), fresh, (), False)
            continue
        line = chain(latest, archive)
        news = changes(fresh, line, names, articles)
        rehash = bool(fresh) and not news and says_nothing_new(view, line, articles)
        found[story.id] = Thread(line, fresh, news, rehash)
    return found


def told_again(story: Story, articles: Sequence[Article], archive: Archive, names: NameTable) -> Again | None:
    """Return what a ranked story continues and adds; None when it continues nothing that ``archive`` has.

    ``articles`` are its own in the order in which the page quotes them.  What is printed already, or a rehash by the
    word of ``rank``, adds nothing.
    """
    latest = archive.by_id.get(story.continues or "")
    if latest is None:
        return None
    if any(reason.code in ("repeated", "rehash") for reason in story.reasons):
        return Again(latest, ())
    line = chain(latest, archive)
    spoken = {a.id for a in voices(story)}
    fresh = [a for a in articles if a.id in spoken and printed_before(a, archive, line) is None]
    return Again(latest, changes(fresh, line, names, archive.articles))
