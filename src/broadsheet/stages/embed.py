"""Article -> Placed: each text as a point in meaning-space.

Identity is not content: a wire text that two outlets print is encoded once, and both articles keep their own Placed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from broadsheet.ports import Embedder
from broadsheet.text.standing import own_text
from broadsheet.types import Article, Placed

LEAD = 200
"""Characters of the text read after the title; news tells who did what in its lead, and a mean over a long text blurs.
Swept 0, 120, 160, 200, 240, 280, 320, 500 on the reference input: BCubed F1 of average linkage over the vectors alone,
at the best threshold of each, is .878 .930 .934 .937 .935 .934 .934 .929; 2026-11-22."""


def embed(articles: Sequence[Article], embedder: Embedder) -> Iterator[Placed]:
    """Yield every article of a batch with its vector, in order; the vector does not depend on the batch."""
    passages = [(passage(article.title, own_text(article)), article.language) for article in articles]
    different = list(dict.fromkeys(passages))
    vectors = dict(
        zip(different, embedder([text for text, _ in different], [language for _, language in different]), strict=True)
    )
    for article, of_article in zip(articles, passages, strict=True):
        yield Placed(article=article, vector=vectors[of_article])


def passage(title: str, text: str) -> str:
    """Return what stands for an article: its title and the first ``LEAD`` characters of its text, cut at a word."""
    lead = text[:LEAD]
    if len(text) > LEAD and (space := lead.rfind(" ")) > LEAD * 3 // 4:
        lead = lead[:space]
    return "\n".join(part for part in (title.strip(), lead.strip()) if part)
