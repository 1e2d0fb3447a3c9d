"""One answer of arXiv -> its papers as items: a news feed, a page of new listings, a page of a search."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import msgspec
from lxml import etree

from broadsheet.adapters.answer import as_xml, children, failure, local, said
from broadsheet.adapters.arxiv.calendar import EASTERN, announced_at, batch_of, fed_at
from broadsheet.adapters.read_feed import announce_of
from broadsheet.text.budget import MAX_ATTRIBUTES, is_overloaded
from broadsheet.text.charset import decode
from broadsheet.text.days import day_named, mail_moment, moment_of
from broadsheet.text.markup import parse_page
from broadsheet.text.urls import arxiv_id
from broadsheet.types import Announce, Failure, Item, Page, Source

FEED_HOLDS = 2000
"""Papers that a news feed holds at most."""
_ID = re.compile(
    r"(?:arXiv(?:\.org)?:|/abs/)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v(\d{1,3}))?\s*$", re.IGNORECASE
)
_HEAD = re.compile(r"^\s*arXiv:\S+\s+Announce Type:\s*\S+\s+Abstract:\s*", re.IGNORECASE)
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]+(?:-[a-z]+)*)?$")
_IN_BRACKETS = re.compile(r"\(([^()\s]+)\)\s*(?:;|$)")
_OF = re.compile(r"showing (?:\w+ )?(\d+) of (\d+) entries", re.IGNORECASE)


class Batch(msgspec.Struct, frozen=True):
    """What one answer holds: the day that it names (None: none), its papers, and what was wrong.

    ``read`` says how many entries there were, readable or not; ``total`` how many papers a search found.
    """

    day: date | None
    items: list[Item]
    failures: list[Failure]
    read: int = 0
    total: int = 0


def read_news(source: Source, page: Page) -> Batch:
    """Return the batch of a news feed, RSS or Atom."""
    root, failures = as_xml(source, page)
    if root is None:
        return Batch(None, [], failures)
    feed = next(children(root, "channel"), None) if local(root) == "rss" else root if local(root) == "feed" else None
    if feed is None:
        return Batch(
            None, [], [failure(source, "not_a_feed", f"no feed came from {page.final_url}; check the address")]
        )
    day = _eastern(said(feed, "pubDate") or said(feed, "updated"))
    entries = [*children(feed, "item"), *children(feed, "entry")]
    days = [found for entry in entries if (found := _eastern(said(entry, "pubDate") or said(entry, "published")))]
    day = max(days, default=day)
    items = [item for entry in entries if (item := _of_news(source, entry, day))]
    failures += _unread(source, len(entries) - len(items), len(entries))
    if len(entries) >= FEED_HOLDS:
        failures.append(
            failure(source, "too_many", f"the feed is full at {FEED_HOLDS} papers; ask for fewer categories")
        )
    return Batch(day, items, failures, len(entries))


def _of_news(source: Source, entry: Any, day: date | None) -> Item | None:
    name = _ID.search(said(entry, "guid") or said(entry, "id")) or _ID.search(said(entry, "link"))
    if name is None:
        return None
    names = (part for creator in children(entry, "creator") for part in "".join(creator.itertext()).split(","))
    own = _eastern(said(entry, "pubDate") or said(entry, "published")) or day
    return Item(
        source=source,
        url=f"https://arxiv.org/abs/{name[1]}",
        title=said(entry, "title"),
        published=fed_at(own) if own else None,
        summary=_HEAD.sub("", said(entry, "description") or said(entry, "summary")),
        announce=announce_of(said(entry, "announce_type")),
        authors=tuple(author for part in names if (author := " ".join(part.split()))),
        categories=_categories(entry),
        version=int(name[2]) if name[2] else None,
        dated="feed" if own else "",
    )


def _categories(entry: Any) -> tuple[str, ...]:
    primary = [one.get("term", "") for one in children(entry, "primary_category")]
    others = [one.get("term", "") or "".join(one.itertext()).strip() for one in children(entry, "category")]
    return tuple(dict.fromkeys(name for name in (*primary, *others) if _CATEGORY.match(name)))


def _eastern(value: str) -> date | None:
    """Return the day that a moment names in New York."""
    moment: datetime | None = moment_of(value)[0] or mail_moment(value)
    try:
        return moment.astimezone(EASTERN).date() if moment else None
    except OverflowError:
        return None


def read_listing(source: Source, page: Page) -> Batch:
    """Return the batch of a page ``/list/CATEGORY/new``, whose three parts tell new, cross-listed and replaced papers.

    The page tells no versions; a paper that is new has its first.
    """
    html = decode(page.body, next((value for name, value in page.headers if name.lower() == "content-type"), ""))[0]
    if is_overloaded(html):
        told = f"a tag has more than {MAX_ATTRIBUTES} attributes; it was not read"
        return Batch(None, [], [failure(source, "broken_page", told)])
    try:
        tree = parse_page(html)
    except (etree.LxmlError, ValueError) as error:
        return Batch(None, [], [failure(source, "broken_page", f"cannot be parsed ({type(error).__name__}: {error})")])
    parts: list[Any] = tree.xpath("//h3|//dl[@id='articles']//dt|//dl[@id='articles']//dd") if tree is not None else []
    day: date | None = None
    section: Announce | None = None
    link = ""
    papers: list[Item] = []
    failures: list[Failure] = []
    entries = 0
    for part in parts:
        words = " ".join(part.text_content().split())
        if part.tag == "h3":
            if "listings for" in words and (named := day_named(words)):
                day = named.date()
            elif found := announce_of(words):
                section = found
                failures += _cut(source, words)
        elif part.tag == "dt":
            entries += 1
            link = next((str(href) for href in part.xpath(".//a[contains(@href, '/abs/')]/@href")), "")
        elif name := _ID.search(link):
            papers.append(_of_listing(source, name[1], section, part, day))
            link = ""
    if not parts:
        failures.append(failure(source, "no_listing", f"no listing came from {page.final_url}; check the address"))
    return Batch(day, papers, failures + _unread(source, entries - len(papers), entries), entries)


def _of_listing(source: Source, name: str, section: Announce | None, part: Any, day: date | None) -> Item:
    subjects = _field(part, "div", "list-subjects").removeprefix("Subjects:")
    return Item(
        source=source,
        url=f"https://arxiv.org/abs/{name}",
        title=_field(part, "div", "list-title").removeprefix("Title:").strip(),
        published=announced_at(day) if day else None,
        summary=_field(part, "p", "mathjax"),
        announce=section,
        authors=tuple(
            author
            for one in part.xpath(".//div[contains(@class, 'list-authors')]//a")
            if (author := " ".join(one.text_content().split()))
        ),
        categories=tuple(code for code in _IN_BRACKETS.findall(subjects) if _CATEGORY.match(code)),
        version=1 if section == "new" else None,
        dated="feed" if day else "",
    )


def _field(part: Any, tag: str, name: str) -> str:
    found = part.xpath(f".//{tag}[contains(@class, '{name}')]")
    return " ".join(found[0].text_content().split()) if found else ""


def _cut(source: Source, heading: str) -> list[Failure]:
    shown = _OF.search(heading)
    if shown is None or int(shown[1]) >= int(shown[2]):
        return []
    return [failure(source, "too_many", f"the page shows {shown[1]} of {shown[2]} papers under {heading[:60]!r}")]


def read_search(source: Source, page: Page, asked: tuple[str, ...]) -> Batch:
    """Return one page of a search; a paper whose first category is none of ``asked`` is cross-listed.

    Its time is that of the announcement in which a paper submitted then appears, not that of the submission.
    """
    root, failures = as_xml(source, page)
    if root is None:
        return Batch(None, [], failures)
    entries = list(children(root, "entry"))
    refusal = next((said(entry, "summary") for entry in entries if "/api/errors" in said(entry, "id")), "")
    if local(root) != "feed" or refusal:
        told = refusal[:200] or "no feed"
        return Batch(None, [], [failure(source, "refused_search", f"{page.final_url} answered: {told}")])
    items = [item for entry in entries if (item := _of_search(source, entry, asked))]
    total = said(root, "totalResults")
    return Batch(
        None,
        items,
        failures + _unread(source, len(entries) - len(items), len(entries)),
        len(entries),
        int(total) if total.isascii() and total.isdigit() and len(total) < 10 else 0,
    )


def _of_search(source: Source, entry: Any, asked: tuple[str, ...]) -> Item | None:
    name = _ID.search(said(entry, "id"))
    if name is None or not arxiv_id(f"https://arxiv.org/abs/{name[1]}"):
        return None
    submitted, categories = moment_of(said(entry, "published"))[0], _categories(entry)
    try:
        announced = announced_at(batch_of(submitted)) if submitted else None
    except OverflowError:
        announced = None
    main = categories[0] if categories else ""
    return Item(
        source=source,
        url=f"https://arxiv.org/abs/{name[1]}",
        title=" ".join(said(entry, "title").split()),
        published=announced,
        summary=said(entry, "summary"),
        announce="new" if not asked or main in asked or main.split(".")[0] in asked else "cross",
        authors=tuple(author for one in children(entry, "author") if (author := said(one, "name"))),
        categories=categories,
        version=int(name[2]) if name[2] else None,
        dated="feed" if announced else "",
    )


def _unread(source: Source, missing: int, entries: int) -> list[Failure]:
    if not missing:
        return []
    return [failure(source, "broken_entries", f"{missing} of {entries} entries name no paper; the others were read")]
