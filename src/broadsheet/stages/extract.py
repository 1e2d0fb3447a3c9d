"""Item -> Article: the article's own text, and nothing around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec.structs import replace

from broadsheet.ports import Confine, Fetch
from broadsheet.text.clean import clean_text, clean_title
from broadsheet.text.furniture import without_furniture
from broadsheet.text.language import language_of
from broadsheet.text.main_text import MainText, main_text
from broadsheet.text.metadata import day_in_address
from broadsheet.text.urls import arxiv_id
from broadsheet.types import Article, Basis, Count, Drop, Failure, Item, Window, digest

GATES = (
    "article", "older", "newer", "empty",
    "paywall", "consent", "login", "script", "pdf", "unfetched", "summary_only", "no_text", "no_title", "cut",
)  # fmt: skip
"""What is counted of each source, besides ``language:`` with the tag of each article's language.  Every item meets one
of the first four; the others say what an article had to do without."""

MAX_TEXT = 400_000  # characters of an article: a long book chapter; above it a page is a data dump
MAX_TITLE = 500  # characters: the longest real headline is under 300
_MAX_RAW = 4 * MAX_TEXT  # characters that are cleaned: markup is seldom more than three quarters
_CARRIED = ("jsonl", "edition", "folder")  # kinds of source whose items carry all there is: no page is asked for them
_DAY = timedelta(days=1)
_WALLS = {
    "paywall": "the page gives its text to subscribers only",
    "consent": "the page asks for consent and gives no text",
    "login": "the page asks its reader to log in",
    "script": "the page wants a browser that runs its script, or doubts that its reader is human",
}

_ARXIV_HEAD = re.compile(r"^\s*arXiv:\S+\s+Announce Type:\s*\S+\s+Abstract:\s*", re.IGNORECASE)
_ARXIV_TITLE = re.compile(r"\s*\(arXiv:\d[^)]*\)\s*$")


def extract(item: Item, fetch: Fetch, confine: Confine, window: Window) -> Iterator[Article | Failure | Count | Drop]:
    """Yield the article of ``item``, what went wrong, and what is counted (``GATES``).

    The text is, in this order: what the item carries; the abstract of a paper; the main text of its page; its summary
    (told: ``summary_only``).  A wall is never taken for a text (told: ``paywall``, ``consent``, ``login``, ``script``).
    Without text the title alone makes the article (``no_text``); without a title the first sentence must serve later
    (``no_title``); with neither there is no article (``empty``).  A text over ``MAX_TEXT`` is cut at the end of a
    paragraph (``cut``).  The address stays as announced.

    An undated item takes the date of its page or of its address, and stays undated where they name none.  One that
    proves to be outside of ``window`` is a ``Drop``.
    """
    read = _read(item, fetch, confine)
    page, failures = read.page, read.failures
    title = _without_outlet(_ARXIV_TITLE.sub("", _title(item.title)), item.source.outlet)
    if not title and page.walled in ("", "paywall"):
        title = _without_outlet(_title(page.title), item.source.outlet)
    published, day_only, dated = _date(item, page, window)
    if item.published is None and published is not None and (gate := _outside(published, day_only, window)):
        yield Drop(
            stage="extract",
            gate=gate,
            source=item.source.name,
            url=item.url.strip(),
            title=title,
            published=published,
            reason=f"its {dated} is dated {published:%Y-%m-%d}; the source gave no date",
        )
        yield _count(item, gate)
        return
    text = without_furniture(read.text, title)
    if not text and item.summary:
        text = without_furniture(_cleaned(item, item.summary, confine, failures), title)
        if text:
            failures.append(_failure(item, "summary_only", "no text of the page; the announced summary stands in"))
    if not title and not text:
        failures.append(_failure(item, "empty", "neither title nor text; it was left out"))
    elif not text:
        failures.append(_failure(item, "no_text", f"only the title is known: {title[:120]}"))
    elif not title:
        failures.append(_failure(item, "no_title", "no title; the first sentence stands in for it"))
    whole = max(len(text), len(item.text))
    if len(text) > MAX_TEXT or len(item.text) > _MAX_RAW:
        text = _cut(text)
        failures.append(_failure(item, "cut", f"the text has {whole} characters; the first {len(text)} were kept"))
    yield from failures
    gates = [gate for gate in GATES if any(failure.kind == gate for failure in failures)]
    if read.unfetched:
        gates.append("unfetched")
    if title or text:
        url = item.url.strip()
        language = language_of(f"{title}\n{text}", item.language or page.language or item.source.language)
        yield Article(
            id=digest(url, text),
            source=item.source,
            url=url,
            title=title,
            published=published,
            day_only=day_only,
            text=text,
            language=language,
            announce=item.announce,
            authors=item.authors or page.authors,
            categories=item.categories,
            points=item.points,
            comments=item.comments,
            discussion=item.discussion,
            version=item.version,
            dated=dated,
            canonical=page.canonical,
        )
        gates += ["article", f"language:{language}"]
    for gate in gates:
        yield _count(item, gate)


class _Read:
    """What was found of an item: its text, what its page says of itself, and what went wrong on the way."""

    def __init__(self) -> None:
        self.text = ""
        self.page = MainText()
        self.failures: list[Failure] = []
        self.unfetched = False


def _read(item: Item, fetch: Fetch, confine: Confine) -> _Read:
    """Read what ``item`` carries, else its page."""
    read = _Read()
    if item.text:
        read.text = _cleaned(item, item.text, confine, read.failures)
    elif arxiv_id(item.url) and item.summary:
        read.text = " ".join(_ARXIV_HEAD.sub("", _cleaned(item, item.summary, confine, read.failures)).split())
    if read.text or item.source.kind in _CARRIED:
        return read
    answer = fetch(item.url)
    if isinstance(answer, Failure):
        read.unfetched = True
        read.failures.append(replace(answer, stage="extract", subject=item.url))
        return read
    found = confine(main_text, answer)
    if isinstance(found, Failure):
        read.failures.append(replace(found, stage="extract", subject=item.url))
        return read
    if found.walled:
        read.failures.append(_failure(item, found.walled, _WALLS[found.walled]))
    else:
        read.text = found.text
    # A page before the article says nothing of the article; a paywall is the article's own page.
    read.page = found if found.walled in ("", "paywall") else MainText(walled=found.walled)
    return read


def _cleaned(item: Item, raw: str, confine: Confine, failures: list[Failure]) -> str:
    """Return the text of what a source announced; markup of strangers is parsed where it can hurt nobody."""
    raw = raw[:_MAX_RAW]
    if item.source.kind in _CARRIED or "<" not in raw:
        return clean_text(raw)
    text = confine(clean_text, raw)
    if isinstance(text, Failure):
        failures.append(replace(text, stage="extract", subject=item.url))
        return ""
    return text


def _date(item: Item, page: MainText, window: Window) -> tuple[datetime | None, bool, Basis]:
    """Return when an item was published, whether only the day is known, and what that rests on."""
    if item.published is not None:
        return item.published, item.day_only, item.dated or "feed"
    if page.published is not None:
        return page.published, page.day_only, page.dated
    day = day_in_address(item.url, window.end) if window.end is not None else None
    return (day, True, "address") if day else (None, False, "")


def _outside(published: datetime, day_only: bool, window: Window) -> str:
    """Return the gate that a date does not pass: ``older`` or ``newer`` than the half-open window; "" when inside."""
    if window.start is None or window.end is None:
        return ""
    if published >= window.end:
        return "newer"
    passed = published + _DAY <= window.start if day_only else published < window.start
    return "older" if passed else ""


def _title(raw: str) -> str:
    """Return the cleaned title; one of absurd length ends at its last whole word."""
    title = clean_title(raw[: 10 * MAX_TITLE])
    return title if len(title) <= MAX_TITLE else title[:MAX_TITLE].rpartition(" ")[0] or title[:MAX_TITLE]


def _without_outlet(title: str, outlet: str) -> str:
    """Drop the outlet's name that pages put behind their title: ``... | Example Daily``."""
    match = re.search(rf"\s+[|–—_·»-]\s*{re.escape(outlet)}$|[|｜_]\s*{re.escape(outlet)}$", title, re.IGNORECASE)
    return title[: match.start()].strip() if match and match.start() > 0 else title


def _cut(text: str) -> str:
    """Cut at the last end of a paragraph, else of a sentence, else anywhere, before the limit."""
    head = text[:MAX_TEXT]
    if len(text) <= MAX_TEXT:
        return text
    paragraph = head.rfind("\n")
    if paragraph > MAX_TEXT // 2:
        return head[:paragraph]
    sentence = max(head.rfind(mark) for mark in (". ", "。", "！", "？", "! ", "? "))
    return head[: sentence + 1] if sentence > MAX_TEXT // 2 else head


def _failure(item: Item, kind: str, message: str) -> Failure:
    return Failure(stage="extract", subject=item.url, kind=kind, message=message)


def _count(item: Item, gate: str) -> Count:
    return Count(stage="extract", subject=item.source.name, gate=gate)
