"""The standing matter of an owner: what it prints under everything, and what therefore tells of no event.

"Sign up for our newsletter", the line on the author, the note on rights: in a feed of short items they are half of what
an article says, and five items would be one story for their sake.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from broadsheet.text.sentences import sentences
from broadsheet.types import Article

LEAST = 3
"""Articles under different titles, none a copy, in which an owner must print a sentence word for word: two on one event
may well share one.  Set by hand, 2026-11-23."""
READ = 1000
"""Characters of a text that are looked at: what an article is like is read at its top."""


def with_standing(articles: Sequence[Article]) -> Iterator[Article]:
    """Yield the articles of a day, copies marked, with the spans of their owners' standing matter."""
    of_owner: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        if article.copy_of is None:
            of_owner[article.source.owner].append(article)
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for own in of_owner.values():
        held: dict[str, list[tuple[Article, int, int]]] = defaultdict(list)
        for article in own if len(own) >= LEAST else ():
            for start, end in sentences(article.text, until=READ):
                held[article.text[start:end]].append((article, start, end))
        for holders in held.values():
            if len({article.title for article, _, _ in holders}) >= LEAST:
                for article, start, end in holders:
                    spans[article.id].append((start, end))
    for article in articles:
        found = tuple(sorted(spans.get(article.id, ())))
        yield article if article.standing == found else msgspec.structs.replace(article, standing=found)


def own_text(article: Article) -> str:
    """Return the text of an article without standing matter."""
    if not article.standing:
        return article.text
    edges = [0, *(at for span in article.standing for at in span), len(article.text)]
    return "".join(article.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
