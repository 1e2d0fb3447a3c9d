"""Read what arXiv announces: its news feeds, its pages of new listings, or a search for what was submitted.

What counts is the announcement.  ``published`` is its moment, not that of the submission: an edition of 24 hours on a
Monday then has the papers that were submitted from Thursday on, and an edition of each day has each paper once.

A batch that is older than the calendar says is *stale*: told, and on demand waited for.  A holiday of arXiv looks the
same; it is told too, and the old batch, which an earlier edition had, falls out of the window.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from urllib.parse import urlencode

import msgspec

from broadsheet.adapters.answer import failure
from broadsheet.adapters.arxiv.batch import Batch, read_listing, read_news, read_search
from broadsheet.adapters.arxiv.calendar import announced_at, days_in, due, fed_at, submitted
from broadsheet.adapters.confine import inline
from broadsheet.ports import Confine, Fetch
from broadsheet.sources import options_of
from broadsheet.types import Failure, Item, Page, Source, Window

ASK_EVERY = 5
"""Minutes between two looks for a late batch."""
PAPERS = 500
"""Papers of a search that are asked for at a time; the service advises small slices."""
MOST = 5000
"""Papers of a search that are asked for at all."""
_AGREE = 0.5  # share of the listed papers that a feed of the same day has; a stale one has none, a fresh one all
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]+(?:-[a-z]+)*)?$")
_ORDER = ("new", "cross", None, "replaced")  # a paper announced in several ways is announced in the first of these


class ArxivOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``categories`` are those of arXiv (``cs.AI, cs.CL``); ``mode`` tells what ``url`` is.

    ``rss``: a news feed (``https://rss.arxiv.org/rss/``), all categories in one request, versions told.  ``listing``:
    the pages of new listings (``https://arxiv.org/list/``), one for each category, four hours earlier.  ``api``: the
    search (``https://export.arxiv.org/api/query``), for days that the others have forgotten; it knows new papers only.
    ``wait_minutes`` is how long to wait for a late batch.  ``check`` are the listings by which a news feed is checked
    (empty: none): a feed calls itself today's whenever it is written, so its date does not say that its papers are.
    """

    categories: str
    mode: Literal["rss", "listing", "api"] = "rss"
    check: str = "https://arxiv.org/list/"
    wait_minutes: Annotated[int, msgspec.Meta(ge=0, le=360)] = 0

    def __post_init__(self) -> None:
        if not self.names:
            raise ValueError("categories: name one at least")
        if wrong := [name for name in self.names if not _CATEGORY.match(name)]:
            raise ValueError(f"categories: {', '.join(wrong)} is no category such as cs.AI")

    @property
    def names(self) -> tuple[str, ...]:
        """The categories, one by one."""
        return tuple(dict.fromkeys(self.categories.replace(",", " ").split()))


class _Served(msgspec.Struct, frozen=True):
    """A batch, why it is not the one that is due (empty when it is), and how many minutes it was waited for."""

    batch: Batch
    stale: str
    waited: int


class ArxivReader:
    """``Reader`` of kind ``arxiv``.  A paper that several categories announce is one item; its abstract is the summary.

    What is due is judged at the moment of the answer, so a replay from an archive says what the run said.
    """

    options: type[msgspec.Struct] = ArxivOptions

    def __init__(
        self,
        known: Mapping[str, Source] | None = None,
        confine: Confine = inline,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        """A paper belongs to the source that announces it, so ``known`` outlets are not asked."""
        self._confine = confine
        self._sleep = sleep

    def __call__(self, source: Source, fetch: Fetch, window: Window) -> Iterator[Item | Failure]:
        """Yield the papers: new, cross-listed, replaced.

        Kinds: ``stale_batch`` (late, or empty on a day that has one), ``missed_batch`` (the window asks for days that
        are no longer served), ``undated_batch``, ``too_many``, ``broken_entries``, and those of a broken answer.
        """
        options = options_of(source, ArxivOptions)
        if options.mode == "api":
            yield from self._search(source, fetch, window, options)
            return
        papers: dict[str, Item] = {}
        minutes = options.wait_minutes
        for address in _addresses(source.url, options):
            page = fetch(address)
            if isinstance(page, Failure):
                yield page
                continue
            listed, trouble = self._listed(source, fetch, options)
            yield from trouble
            served = self._served(source, fetch, page, options, listed, minutes)
            if isinstance(served, Failure):
                yield served
                continue
            minutes -= served.waited
            yield from served.batch.failures
            yield from _late(source, address, served, window, options)
            for paper in served.batch.items:
                papers[paper.url] = _first_of(papers.get(paper.url), paper)
        yield from papers.values()

    def _listed(self, source: Source, fetch: Fetch, options: ArxivOptions) -> tuple[Batch | None, list[Failure]]:
        """Return what the pages of new listings say, by which a news feed is checked, and what was wrong with that."""
        if options.mode != "rss" or not options.check:
            return None, []
        page = fetch(_listing(options.check, options.names[0]))
        listed = self._confine(read_listing, source, page) if isinstance(page, Page) else page
        if isinstance(listed, Failure):
            return None, [listed]
        return listed, [] if listed.day else listed.failures

    def _served(
        self, source: Source, fetch: Fetch, page: Page, options: ArxivOptions, listed: Batch | None, minutes: int
    ) -> _Served | Failure:
        """Return the batch of ``page``, or the one that came when it was waited for at most ``minutes``."""
        read = read_news if options.mode == "rss" else read_listing
        batch = self._confine(read, source, page)
        waited = 0
        while not isinstance(batch, Failure):
            served = _Served(batch, _staleness(batch, page.when, options, listed), waited)
            if not served.stale or waited + ASK_EVERY > minutes:
                return served
            self._sleep(60 * ASK_EVERY)
            waited += ASK_EVERY
            later = fetch(page.url, again=True)
            if isinstance(later, Failure):  # the next look may have more luck; what came first still stands
                if later.kind == "stopped":
                    return served
                continue
            if later.when == page.when:  # an archive: it will not change
                return served
            page, batch = later, self._confine(read, source, later)
        return batch

    def _search(self, source: Source, fetch: Fetch, window: Window, options: ArxivOptions) -> Iterator[Item | Failure]:
        days = days_in(window, announced_at)
        if window.start is not None and not days:
            return
        found: set[str] = set()
        announced: set[datetime] = set()
        start, total = 0, 1
        while start < min(total, MOST):
            page = fetch(_search_address(source.url, options, days, start))
            batch = self._confine(read_search, source, page, options.names) if isinstance(page, Page) else page
            if isinstance(batch, Failure):
                yield batch
                return
            yield from batch.failures
            for paper in batch.items:
                if paper.url not in found:
                    found.add(paper.url)
                    announced |= {paper.published} if paper.published else set()
                    yield paper
            total = batch.total if days else 0
            start += PAPERS
            if not batch.read:
                break
        if days and len(found) < min(total, MOST):
            yield failure(source, "broken_entries", f"{len(found)} of {total} papers came; the search broke off")
        if total > MOST:
            yield failure(source, "too_many", f"{total} papers; {MOST} were asked for; ask for fewer categories")
        for day in days:
            if announced_at(day) not in announced:
                message = f"no paper of {day:%A} {day} was found; arXiv is late, keeps a holiday or has not indexed it"
                yield failure(source, "stale_batch", message)


def _addresses(base: str, options: ArxivOptions) -> list[str]:
    base = base.rstrip("/")
    if options.mode == "rss":
        return [f"{base}/{'+'.join(options.names)}"]
    return [_listing(base, name) for name in options.names]


def _listing(base: str, category: str) -> str:
    return f"{base.rstrip('/')}/{category}/new?skip=0&show=2000"


def _search_address(base: str, options: ArxivOptions, days: list[date], start: int) -> str:
    wanted = " OR ".join(f"cat:{name if '.' in name else name + '*'}" for name in options.names)
    query = f"({wanted})"
    if days:
        first, last = submitted(days[0])[0], submitted(days[-1])[1] - timedelta(minutes=1)
        query += f" AND submittedDate:[{first:%Y%m%d%H%M} TO {last:%Y%m%d%H%M}]"
    order = {"sortBy": "submittedDate", "sortOrder": "descending", "start": start, "max_results": PAPERS}
    return f"{base}?{urlencode({'search_query': query} | order)}"


def _moment(options: ArxivOptions) -> Callable[[date], datetime]:
    return fed_at if options.mode == "rss" else announced_at


def _staleness(batch: Batch, now: datetime, options: ArxivOptions, listed: Batch | None) -> str:
    """Say why ``batch`` is not the one that is due at ``now``; empty when it is, or when it names no day."""
    expected = due(now, _moment(options))
    if batch.day is None or batch.day > expected:
        return ""
    if batch.day < expected:
        return f"the batch of {batch.day:%A} {batch.day} came, that of {expected:%A} {expected} was due"
    if not batch.read:
        return f"an empty batch of {batch.day:%A} {batch.day} came"
    if listed and listed.day == batch.day:
        new = {paper.url for paper in listed.items if paper.announce == "new"}
        have = len(new & {paper.url for paper in batch.items})
        if have < _AGREE * len(new):
            return f"the feed of {batch.day} has {have} of the {len(new)} new papers that are listed for that day"
    return ""


def _late(source: Source, address: str, served: _Served, window: Window, options: ArxivOptions) -> Iterator[Failure]:
    """Say which batch came when another was due, and which ones the window asks for in vain."""
    batch = served.batch
    if batch.day is None:
        if batch.read or not batch.failures:
            message = f"{address} names no day; nobody can say whether it is the newest batch"
            yield failure(source, "undated_batch", message)
        return
    if served.stale:
        patience = f"it was waited for {served.waited} minutes" if served.waited else "it was not waited for"
        yield failure(source, "stale_batch", f"{served.stale}; {patience}; arXiv is late, or keeps a holiday")
    days = days_in(window, _moment(options))
    if missed := [day for day in days if day < batch.day]:
        message = (
            f"{len(missed)} earlier announcements lie in the window (the first of {missed[0]}), and only that of "
            f"{batch.day} is served; a source of mode api has them"
        )
        yield failure(source, "missed_batch", message)


def _first_of(one: Item | None, other: Item) -> Item:
    """Return the announcement that counts of two of one paper; the earlier of equals."""
    if one is None:
        return other
    return other if _ORDER.index(other.announce) < _ORDER.index(one.announce) else one
