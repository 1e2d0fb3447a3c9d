"""Placed -> Story: articles that tell one event, whatever their language.

How alike two articles are is said in ``likeness``: by their vectors (centred per language), by the words, names and
numbers that both hold, and by vetoes.

How they are grouped, and how a clustering grows, in ``likeness.clustering``.

The same bytes from any machine and in any order of the articles: see ``likeness.neighbours``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from broadsheet.feedback import Links, regrouped
from broadsheet.likeness.clustering import clustered
from broadsheet.text.names import NameTable
from broadsheet.types import Article, Placed, Story, story_id


def cluster(placed: Sequence[Placed], names: NameTable, links: Links = Links()) -> Iterator[Story]:  # noqa: B008
    """Yield the stories of the day, largest first, then by id; every article is in exactly one.

    Copies follow their original.  ``links`` are an editor's word on which articles belong together, and override all
    that this stage finds.  The first article of a story represents it (see ``_representative``), the rest follow
    by time, then id.
    """
    by_id = {place.article.id: place for place in placed}
    ordered = [by_id[key] for key in sorted(by_id)]
    followers: dict[str, list[Article]] = defaultdict(list)
    heads: list[Placed] = []
    for place in ordered:
        if place.article.copy_of in by_id:
            followers[str(place.article.copy_of)].append(place.article)
        else:
            heads.append(place)
    told: list[list[Article]] = []
    for group in clustered(heads, names).groups:
        members = [heads[row].article for row in group]
        told.append(members + [copy for article in members for copy in followers[article.id]])
    stories = [_story(members) for members in (_linked_by_hand(told, links) if links else told)]
    yield from sorted(stories, key=lambda story: (-len(story.articles), story.id))


def _linked_by_hand(told: Sequence[Sequence[Article]], links: Links) -> list[list[Article]]:
    """Return the groups as an editor wants them; articles of one address go together."""
    at: dict[str, list[Article]] = {}
    groups: list[list[str]] = []
    for group in told:
        groups.append(list(dict.fromkeys(article.url for article in group if article.url not in at)))
        for article in group:
            at.setdefault(article.url, []).append(article)
    wanted = regrouped([group for group in groups if group], links)
    return [[article for address in group for article in at[address]] for group in wanted]


# --- the story -------------------------------------------------------------------------------------------------------


def _story(members: Iterable[Article]) -> Story:
    by_time = sorted(members, key=lambda a: (a.published is None, a.published, a.id))
    first = min(by_time, key=_representative)
    articles = (first, *(article for article in by_time if article is not first))
    return Story(id=story_id(articles), articles=articles)


def _representative(article: Article) -> tuple[object, ...]:
    """Return the sort key of the article that speaks for its story: an original with a title and a text, from a primary
    source, then the desk's most trusted, then the earliest, then the one that tells most."""
    return (
        article.copy_of is not None,
        not article.title.strip(),
        not article.text.strip(),
        not article.source.primary,
        -article.source.weight,
        article.published is None,
        article.published,
        -len(article.text),
        article.id,
    )
