"""Names that a writer lists: each stands in an article of the story, and is listed once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from broadsheet.text.chinese import has_simplified, to_taiwan
from broadsheet.text.quotable import fault
from broadsheet.types import Article, Language


def entities(
    names: Sequence[str], articles: Sequence[Article], language: Language
) -> Iterator[tuple[str, tuple[str, str] | None]]:
    """Yield each name with the reason code and what is wrong with it, or with None where it stands.

    A name stands in an article of the story, in its own writing or in Taiwan's.
    """
    texts = [part for article in articles for part in (article.title, article.text)]
    taiwan: list[str] = []
    stood = set[str]()
    for name in names:
        if not taiwan and language == "zh-Hant":
            taiwan = [to_taiwan(text) for text in texts]
        verdict: tuple[str, str] | None = None
        if not name.strip() or not any(name in text for text in (*texts, *taiwan)):
            verdict = "entity", "the name stands in no article of the story"
        elif name in stood:
            verdict = "repeat", "named already"
        elif code := fault(name):
            verdict = code, f"the name holds what may not be printed: {code}"
        elif language == "zh-Hant" and has_simplified(name):
            verdict = "simplified", "the name holds simplified characters"
        if verdict is None:
            stood.add(name)
        yield name, verdict
