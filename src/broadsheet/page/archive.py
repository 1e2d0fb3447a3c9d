"""What past editions printed: found again by id, address, text and title; and the chain that a story continues."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from broadsheet.text.shingles import tokens
from broadsheet.types import Article, Edition, Printing, Story

VOICES = 6
"""Articles of a story that are read, the one that represents it first."""
LEAST_QUOTED = 60
"""Width (a Han character is two) of the sentences quoted from an earlier article that make a text with the same words
that text: two short sentences, or one long one (2026-11-22)."""
TITLE_TOKENS = 5
"""Tokens of a title by which an article without a text is known again."""

NONE: Mapping[str, Article] = {}
_HAN = re.compile(r"[\u3400-\u9fff]")


class Earlier(NamedTuple):
    """A story of a past edition."""

    date: str
    printing: Printing


def voices(story: Story) -> tuple[Article, ...]:
    """The articles that speak for a story: its originals, or all when each repeats an article of another story."""
    return story.originals or story.articles


class Archive(NamedTuple):
    """What past editions printed: stories latest first, and by id; by address, text and title of their sources."""

    told: tuple[Earlier, ...]
    by_id: Mapping[str, Earlier]
    by_url: Mapping[str, Earlier]
    by_text: Mapping[str, Earlier]
    by_title: Mapping[str, tuple[Earlier, ...]]
    articles: Mapping[str, Article]


def archived(past: Iterable[Edition], articles: Mapping[str, Article] = NONE) -> Archive:
    """Return the archive of ``past``; ``articles`` are those that its stories were made of, as far as they are kept."""
    told = sorted(
        (Earlier(edition.date, printing) for edition in past for printing in (*edition.stories, *edition.also)),
        key=latest_first,
        reverse=True,
    )
    by_id: dict[str, Earlier] = {}
    by_url: dict[str, Earlier] = {}
    by_text: dict[str, Earlier] = {}
    by_title: dict[str, tuple[Earlier, ...]] = defaultdict(tuple)
    for earlier in told:
        by_id.setdefault(earlier.printing.id, earlier)
        for ref in earlier.printing.sources:
            by_url.setdefault(ref.url, earlier)
            if ref.article in articles and articles[ref.article].text.strip():
                by_text.setdefault(articles[ref.article].text, earlier)
        for key in sorted({_title_key(ref.title) for ref in earlier.printing.sources}):
            by_title[key] += (earlier,)
    return Archive(tuple(told), by_id, by_url, by_text, dict(by_title), articles)


def latest_first(earlier: Earlier) -> tuple[str, float, str]:
    """The order of earlier stories: by date; on one day the more important, then by id."""
    return earlier.date, earlier.printing.score, earlier.printing.id


def _title_key(title: str) -> str:
    return " ".join(tokens(title))


def chain(latest: Earlier, archive: Archive) -> tuple[Earlier, ...]:
    """Return ``latest`` and the stories that it continues in turn, as far back as the archive goes."""
    line = [latest]
    while (before := archive.by_id.get(line[-1].printing.continues or "")) is not None and before not in line:
        line.append(before)
    return tuple(line)


def printed_before(article: Article, archive: Archive, near: Sequence[Earlier]) -> Earlier | None:
    """Return the latest earlier story that printed this article: by its address, or by its words.

    By its words: a text that holds every sentence quoted from an earlier article is that article, whatever its address;
    without a text, the same long title of the same owner.
    """
    at_address = archive.by_url.get(article.url) or archive.by_url.get(article.canonical)
    known = at_address or archive.by_text.get(article.text)
    if known is not None:
        return known
    titled = archive.by_title.get(_title_key(article.title), ())
    for earlier in dict.fromkeys((*titled, *near)):
        if _holds_what_was_quoted(article, earlier.printing):
            return earlier
    if not article.text.strip() and len(tokens(article.title)) >= TITLE_TOKENS:
        owner = article.source.owner
        key = _title_key(article.title)
        for earlier in titled:
            if any(ref.owner == owner and _title_key(ref.title) == key for ref in earlier.printing.sources):
                return earlier
    return None


def _holds_what_was_quoted(article: Article, printing: Printing) -> bool:
    quotes: dict[str, dict[str, None]] = defaultdict(dict)
    for claim in (*printing.fields.all(), *(change.claim for change in printing.changes)):
        for citation in claim.citations:
            if citation.part == "text":
                quotes[citation.article][citation.quote] = None
    return any(
        sum(_width(quote) for quote in said) >= LEAST_QUOTED and all(quote in article.text for quote in said)
        for said in quotes.values()
    )


def _width(text: str) -> int:
    return len(text) + len(_HAN.findall(text))


def is_chinese(text: str) -> bool:
    """Say whether a text is written in Chinese, Latin names or not."""
    return 3 * len(_HAN.findall(text)) > len(text.replace(" ", ""))
