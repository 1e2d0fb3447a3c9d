"""Placed -> Story: articles that tell one event, whatever their language.

How alike two articles are is said in ``likeness``: by their vectors (centred per language), by the words, names and
numbers that both hold, and by vetoes.

How they are grouped, and how a clustering grows, in ``likeness.clustering``; where a matcher is configured, it is asked
near the border (``likeness.borders``).

The same bytes from any machine and in any order of the articles: see ``likeness.neighbours``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from broadsheet.feedback import Links, regrouped
from broadsheet.likeness.borders import Pair, settled
from broadsheet.likeness.clustering import clustered
from broadsheet.ports import Matcher
from broadsheet.text.names import NameTable
from broadsheet.types import Article, Count, Couple, Failure, Match, Placed, Story, story_id

ASKED = 0.55
"""Couples for each original of a day, to plan with: 0.54 and 0.56 on the hard days of 2025-08-07 and 2024-05-14, 0.09
on the reference day; 2026-11-23."""
MOST_ASKED = 600
"""Couples that a matcher is asked about, of one day: four times those of a day of 230 articles.  Set by hand,
2026-11-23: a bound of what a day of thousands can cost; the rules decide the rest."""


def cluster(placed: Sequence[Placed], names: NameTable, links: Links = Links()) -> Iterator[Story]:  # noqa: B008
    """Yield the stories of the day, largest first, then by id; every article is in exactly one.

    Copies follow their original.  ``links`` are an editor's word on which articles belong together, and override all
    that this stage finds.  The first article of a story represents it (see ``_representative``), the rest follow
    by time, then id.
    """
    heads, followers = _originals(placed)
    yield from _stories(clustered(heads, names).groups, heads, followers, links)


def cluster_asking(
    placed: Sequence[Placed], names: NameTable, links: Links, matcher: Matcher | None
) -> Iterator[Story | Count | Failure]:
    """Do the same, and ask ``matcher``, where there is one, about couples near the border; tell what that took."""
    if matcher is None:
        yield from cluster(placed, names, links)
        return
    heads, followers = _originals(placed)
    asking = _Asking(matcher, heads)
    groups = settled(clustered(heads, names), asking, MOST_ASKED)
    yield from asking.told()
    yield from _stories(groups, heads, followers, links)


def _originals(placed: Sequence[Placed]) -> tuple[list[Placed], Mapping[str, Sequence[Article]]]:
    """Return what is no copy, in the order of ids, and the copies of each by its id."""
    by_id = {place.article.id: place for place in placed}
    followers: dict[str, list[Article]] = defaultdict(list)
    heads: list[Placed] = []
    for _, place in sorted(by_id.items()):
        if place.article.copy_of in by_id:
            followers[str(place.article.copy_of)].append(place.article)
        else:
            heads.append(place)
    return heads, followers


def _stories(
    groups: Iterable[Sequence[int]],
    heads: Sequence[Placed],
    followers: Mapping[str, Sequence[Article]],
    links: Links,
) -> Iterator[Story]:
    told: list[list[Article]] = []
    for group in groups:
        members = [heads[row].article for row in group]
        told.append(members + [copy for article in members for copy in followers.get(article.id, ())])
    stories = [_story(members) for members in (_linked_by_hand(told, links) if links else told)]
    yield from sorted(stories, key=lambda story: (-len(story.articles), story.id))


class _Asking:
    """Puts the questions of ``settled`` to a matcher, and keeps what to tell of it."""

    def __init__(self, matcher: Matcher, heads: Sequence[Placed]) -> None:
        self._matcher = matcher
        self._heads = heads
        self._took: Counter[tuple[str, str]] = Counter()
        self._failures: dict[str, Failure] = {}

    def __call__(self, pairs: Sequence[Pair]) -> Sequence[bool | None]:
        """Return what the matcher says of each pair of rows."""
        said: dict[int, bool | None] = {}
        couples = [Couple(one=self._heads[a].article, other=self._heads[b].article) for a, b in pairs]
        for told in self._matcher(couples):
            if isinstance(told, Match):
                said[told.couple] = told.same
            elif isinstance(told, Count):
                self._took[told.subject, told.gate] += told.count
            else:
                self._failures.setdefault(told.kind, told)
        answers = [said.get(place) for place in range(len(pairs))]
        for gate, count in zip(_HEARD, (len(answers), *map(answers.count, (True, False, None))), strict=True):
            self._took["matcher", gate] += count
        return answers

    def told(self) -> Iterator[Count | Failure]:
        """Yield what was asked, what that took, and what went wrong."""
        for (subject, gate), count in sorted(self._took.items()):
            if count:
                yield Count(stage="cluster", subject=subject, gate=gate, count=count)
        yield from self._failures.values()


_HEARD = ("match.asked", "match.same", "match.other", "match.silent")


def _linked_by_hand(told: Sequence[Sequence[Article]], links: Links) -> list[list[Article]]:
    """Return the groups as an editor wants them; articles of one address go together."""
    at: dict[str, list[Article]] = {}
    groups: list[list[str]] = []
    for group in told:
        groups.append(list(dict.fromkeys(article.url for article in group if article.url not in at)))
        for article in group:
            at.setdefault(article.url, []).append(article)
    for group in told:
        links = links.apart(group)
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
