"""Read the stories of Hacker News, with their points and comments, from the search API of Algolia."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode

import msgspec

from broadsheet.adapters.answer import as_json, entries, failure
from broadsheet.adapters.attribution import attributed
from broadsheet.adapters.confine import inline
from broadsheet.ports import Confine, Fetch
from broadsheet.sources import options_of
from broadsheet.text.urls import is_web_url
from broadsheet.types import Failure, Item, Page, Source, Window

HITS = 100
"""Stories asked for at a time."""
MOST = 1000
"""Stories that a search can reach, however many it finds: the service's own limit."""
_DISCUSSION = "https://news.ycombinator.com/item?id="
_TAGS = ("story", "show_hn", "ask_hn", "front_page", "launch_hn")
_SANE = 2**53  # above it a number of votes is no number of votes

_Whole = Annotated[int, msgspec.Meta(ge=0, le=_SANE)]


class HackerNewsOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``query`` are words to search for, ``points`` and ``comments`` the least number of them.

    ``tags`` are the sorts of story, any of which will do: story, show_hn, ask_hn, launch_hn, front_page.
    """

    query: str = ""
    points: _Whole = 0
    comments: _Whole = 0
    tags: str = "story"

    def __post_init__(self) -> None:
        if unknown := [tag for tag in self.sorts if tag not in _TAGS]:
            raise ValueError(f"tags: {', '.join(unknown)} is none of {', '.join(_TAGS)}")
        if not self.sorts:
            raise ValueError("tags: name one at least")

    @property
    def sorts(self) -> tuple[str, ...]:
        """The tags, one by one."""
        return tuple(self.tags.replace(",", " ").split())


class _Answer(msgspec.Struct):
    hits: list[msgspec.Raw]
    nbHits: _Whole = 0
    nbPages: _Whole = 0


class _Hit(msgspec.Struct):
    objectID: Annotated[str, msgspec.Meta(pattern=r"^\d{1,12}$")]
    title: str | None = None
    url: str | None = None
    author: str | None = None
    points: Annotated[int, msgspec.Meta(ge=-_SANE, le=_SANE)] | None = None
    num_comments: _Whole | None = None
    story_text: str | None = None
    created_at_i: Annotated[int, msgspec.Meta(ge=0, le=4_102_444_800)] | None = None  # up to the year 2100


class _Found(msgspec.Struct, frozen=True):
    """What one page of the answer gave: items and failures, the pages there are, the stories there are."""

    values: list[Item | Failure]
    pages: int
    stories: int


class HackerNewsReader:
    """``Reader`` of kind ``hackernews``: asks ``source.url`` (the API's ``search_by_date``) for stories of the window.

    A story that links elsewhere belongs to the outlet that wrote it: the source of ``known`` that lives at its host, or
    else the host.  A text post belongs to Hacker News, its discussion is its address.  The time is that of the posting;
    for a text post it is the publication (``dated`` is ``feed``), for a link a hint that its page may correct.
    """

    options: type[msgspec.Struct] = HackerNewsOptions

    def __init__(self, known: Mapping[str, Source] | None = None, confine: Confine = inline) -> None:
        self._known = known or {}
        self._confine = confine

    def __call__(self, source: Source, fetch: Fetch, window: Window) -> Iterator[Item | Failure]:
        """Yield the stories, newest first.  Kinds: ``not_json``, ``unexpected``, ``broken_entries``, ``too_many``."""
        options = options_of(source, HackerNewsOptions)
        told: set[str] = set()
        for number in range(MOST // HITS):
            answer = fetch(search_address(source.url, options, window, number))
            found = self._confine(read_hits, source, answer) if isinstance(answer, Page) else answer
            if isinstance(found, Failure):
                yield found
                return
            for value in found.values:
                if isinstance(value, Failure):
                    yield value
                elif value.discussion not in told:  # a story slides to the next page when one is posted meanwhile
                    told.add(value.discussion)
                    yield self._of_its_outlet(source, value)
            if number + 1 >= min(found.pages, MOST // HITS):
                if found.stories > MOST:
                    message = f"{found.stories} stories; the newest {MOST} can be had; ask for more points"
                    yield failure(source, "too_many", message)
                return

    def _of_its_outlet(self, source: Source, item: Item) -> Item:
        if item.url == item.discussion:
            return item
        outlet = attributed(item.url, self._known, kind=source.kind, weight=source.weight, terms=source.terms)
        return msgspec.structs.replace(item, source=outlet)


def search_address(base: str, options: HackerNewsOptions, window: Window, page: int) -> str:
    """Return the address of one page of the search."""
    numbers = []
    if window.start is not None and window.end is not None:
        numbers += [f"created_at_i>={int(window.start.timestamp())}", f"created_at_i<{int(window.end.timestamp())}"]
    numbers += [f"points>={options.points}"] if options.points else []
    numbers += [f"num_comments>={options.comments}"] if options.comments else []
    tags = options.sorts[0] if len(options.sorts) == 1 else f"({','.join(options.sorts)})"
    asked = {"tags": tags, "query": options.query, "numericFilters": ",".join(numbers)}
    words = {name: value for name, value in asked.items() if value} | {"hitsPerPage": HITS, "page": page}
    return f"{base}{'&' if '?' in base else '?'}{urlencode(words)}"


def read_hits(source: Source, page: Page) -> _Found | Failure:
    """Return what one page of the answer holds; every item has the finder as its source still."""
    answer = as_json(source, page, _Answer)
    if isinstance(answer, Failure):
        return answer
    hits, failures = entries(source, answer.hits, _Hit)
    return _Found([*(_item(source, hit) for hit in hits), *failures], answer.nbPages, answer.nbHits)


def _item(source: Source, hit: _Hit) -> Item:
    discussion = f"{_DISCUSSION}{hit.objectID}"
    link = (hit.url or "").strip()
    posted = datetime.fromtimestamp(hit.created_at_i, UTC) if hit.created_at_i is not None else None
    elsewhere = is_web_url(link)
    return Item(
        source=source,
        url=link if elsewhere else discussion,
        title=hit.title or "",
        published=posted,
        text="" if elsewhere else hit.story_text or "",
        authors=() if elsewhere or not hit.author else (hit.author,),
        points=hit.points,
        comments=hit.num_comments,
        discussion=discussion,
        dated="" if elsewhere or posted is None else "feed",
    )
