"""The pages that an edition cites, as they are now: does what was quoted still stand there?

    cited article --fetch--> its page now --seen--> where each quote stands --> Flag, or nothing

A page is compared with itself: a quote that its own capture does not show (it came by the feed) is not missed today.  A
page that cannot be judged (no answer, a wall, robots.txt) raises no flag and is told.  Withdrawn papers are looked for
on the page, and among what later editions read of the same address.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from broadsheet.adapters.web.archive import ArchiveFetch
from broadsheet.checks.case import Knowledge
from broadsheet.config import Kit
from broadsheet.config_file import File, zone
from broadsheet.corrections.journal import FLAGS, Flag, Found, lines, read_flags
from broadsheet.decode import decode_msgpack
from broadsheet.errors import UsageError
from broadsheet.files import write_whole
from broadsheet.ports import Confine, Engine, Fetch
from broadsheet.press import plan
from broadsheet.proof import faults, story_claims
from broadsheet.store import (
    CAPTURE,
    edition_folders,
    read_articles,
    read_edition,
    read_evidence,
    read_lines,
)
from broadsheet.text.charset import decode
from broadsheet.text.clean import clean_text
from broadsheet.text.main_text import main_text
from broadsheet.text.sentences import sentences
from broadsheet.text.shingles import fold, jaccard, terms
from broadsheet.text.urls import arxiv_id, host_of
from broadsheet.types import Article, Citation, Edition, Failure, Item, Page, Value, digest

GONE = frozenset({"http_404", "http_410", "gone"})
"""Answers that say that a page is not there; other trouble says nothing about it."""
CHANGED = 0.5
"""Share of words (Jaccard) from which on another sentence stands in the place of one that is missing: a changed figure
or name leaves most words (set by hand, 2026-11-22, because a wrong guess costs only the words of a flag)."""
_SPACE = re.compile(r"\s+")
_WITHDRAWN = re.compile(
    r"(?:paper|article|submission|preprint|manuscript|work|study|publication)\s+(?:has|have|had)\s+been\s+"
    r"(?:withdrawn|retracted)"
    r"|(?:withdrawn|retracted)\s+by\s+(?:the\s+)?(?:authors?|arxiv|editors?|publishers?)"
    r"|^\W*(?:retracted|withdrawn|retraction(?:\s+note)?)\b(?:\s+article)?\s*[:：\]]"
    r"|(?:论文|論文|文章|本文|预印本|預印本)已?(?:被|由作者)?(?:撤回|撤稿)",
    re.IGNORECASE | re.MULTILINE,
)


class Seen(Value, frozen=True, kw_only=True):
    """What came of asking for one article again: its page's title, its main text and all that it shows, or the failure.

    Quotes are looked for everywhere; only the main text can say that it was withdrawn: a link beside it tells of
    another.
    """

    article: str
    title: str = ""
    main: str = ""
    text: str = ""
    failure: Failure | None = None


class Report(NamedTuple):
    """What a recheck did: pages that were asked, passages that stand as they were cited, new flags, and the pages that
    could not be judged."""

    pages: int
    standing: int
    raised: tuple[Flag, ...]
    unasked: tuple[Failure, ...]


def folders_back(folder: Path, days: int) -> list[Path]:
    """Return an edition folder and those of the ``days - 1`` days before it that have an edition, newest first."""
    last = read_edition(folder).date
    first = datetime.fromisoformat(last).toordinal() - days + 1
    found = [f for f in edition_folders(folder.parent) if datetime.fromisoformat(f.name).toordinal() >= first]
    return [f for f in reversed(found) if f.name <= folder.name] or [folder]


def recheck(
    folder: Path, file: File, engine: Engine, progress: Callable[[int, int], None] = lambda *_: None, *,
    at: datetime | None = None, asker: tuple[Fetch, Confine] | None = None,
) -> Report:  # fmt: skip
    """Compare what the edition in ``folder`` cites with the live pages, prove it again, and write the new flags down.

    ``asker`` is what asks and parses, by default as a run of the configuration would.  The edition is not changed.
    Raises UsageError when there is none, StorageError.
    """
    edition = read_edition(folder)
    moment = at or datetime.now(zone(file.timezone)).replace(microsecond=0)
    evidence = read_evidence(folder)
    cited = _cited(edition, evidence)
    kit = _kit(folder, file, edition, [evidence[id].url for id in cited])
    fetch, confine = asker or (kit.fetch, kit.confine)
    try:
        seen = _ask_all([evidence[id] for id in cited], fetch, confine, engine, progress)
    finally:
        if kit.journal is not None:
            kit.journal.end()
    before = _captured(folder)
    raised: list[Flag] = []
    standing = 0
    for one in seen:
        article = evidence[one.article]
        told, stood = _compared(article, cited[one.article], one, before, confine, moment)
        standing += stood
        raised += told
    raised += _withdrawn_later(folder, edition, evidence, cited, moment)
    raised += _proved(edition, evidence, kit, moment)
    known = read_flags(folder)
    old = {flag.id for flag in known}
    new = tuple({flag.id: flag for flag in raised if flag.id not in old}.values())
    if new:
        write_whole(folder / FLAGS, lines((*known, *new)))
    unasked = tuple(one.failure for one in seen if one.failure is not None and one.failure.kind not in GONE)
    return Report(len(seen), standing, new, unasked)


def _kit(folder: Path, file: File, edition: Edition, urls: Sequence[str]) -> Kit:
    """Return a kit that asks the live web with the manners of a run, under a name of its own.

    Of the operator's own network (``fetch.private``) it may ask what the sources name, and the first that is cited.
    """
    settings = plan(file, date=edition.date, at=edition.made, language=edition.language, out=folder.parent)
    cache = str(folder.parent.absolute() / ".cache")
    asked = next((url for url in urls if host_of(url) in file.fetch.private), "")
    return Kit(replace(settings, cache=cache, run=f"recheck {secrets.token_hex(8)}", asked=asked, archive=""))


Cited = dict[str, dict[str, list[Citation]]]
"""Article -> story -> what of the article that story's printed sentences cite."""


def _cited(edition: Edition, evidence: Mapping[str, Article]) -> Cited:
    found: Cited = {}
    for printing in (*edition.stories, *edition.also):
        for claim in (printing.headline, *printing.fields.all()):
            for citation in claim.citations:
                article = evidence.get(citation.article)
                if article is not None and article.url.startswith(("http://", "https://")):
                    found.setdefault(article.id, {}).setdefault(printing.id, []).append(citation)
    return found


def _ask_all(
    articles: Sequence[Article], fetch: Fetch, confine: Confine, engine: Engine, progress: Callable[[int, int], None]
) -> list[Seen]:
    """Ask for every article's page at once, those of one host after one another."""
    by_id, lock, done = {article.id: article for article in articles}, threading.Lock(), 0

    def one(raw: bytes) -> bytes:
        nonlocal done
        seen = _ask(by_id[raw.decode()], fetch, confine)
        with lock:
            done += 1
            progress(done, len(articles))
        return msgspec.msgpack.encode(seen)

    progress(0, len(articles))
    lanes = [host_of(article.url) or article.url for article in articles]
    found = engine(one, [article.id.encode() for article in articles], waits=True, lanes=lanes)
    return [decode_msgpack(raw, Seen) for raw in found]


def _ask(article: Article, fetch: Fetch, confine: Confine) -> Seen:
    answer = fetch(article.url, again=True)
    if isinstance(answer, Failure):
        return Seen(article=article.id, failure=answer)
    return _read(article, answer, confine)


def _read(article: Article, page: Page, confine: Confine) -> Seen:
    """Read a page: its title, and its main text followed by everything else that it shows."""
    found = confine(main_text, page)
    if isinstance(found, Failure):
        return Seen(article=article.id, failure=replace(found, subject=article.url))
    if found.walled:
        message = f"a wall stands before its text ({found.walled}); look at it yourself"
        return Seen(article=article.id, failure=_failure(article, found.walled, message))
    kind = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    whole = confine(_visible, page.body, kind)
    if isinstance(whole, Failure):
        return Seen(article=article.id, failure=replace(whole, subject=article.url))
    if not whole.strip() and not found.text.strip():
        return Seen(article=article.id, failure=_failure(article, "no_text", "its page shows no text"))
    return Seen(article=article.id, title=found.title, main=found.text, text=f"{found.text}\n{whole}")


def _visible(body: bytes, content_type: str) -> str:
    """Return all text that a page shows."""
    return clean_text(decode(body, content_type)[0])


def _failure(article: Article, kind: str, message: str) -> Failure:
    return Failure(stage="recheck", subject=article.url, kind=kind, message=message)


def _captured(folder: Path) -> ArchiveFetch | None:
    path = folder / CAPTURE
    try:
        return ArchiveFetch([path]) if path.is_file() else None
    except UsageError:  # an empty capture: nothing was fetched for this edition
        return None


def _plain(text: str) -> str:
    return _SPACE.sub(" ", fold(text)).strip()


def _shows(citation: Citation, seen: Seen) -> bool:
    return _plain(citation.quote) in _plain(f"{seen.title}\n{seen.text}")


def _compared(
    article: Article,
    stories: Mapping[str, Sequence[Citation]],
    now: Seen,
    before: ArchiveFetch | None,
    confine: Confine,
    at: datetime,
) -> tuple[list[Flag], int]:
    """Return the flags that one page raises, and how many of its cited passages stand as they were cited."""
    if now.failure is not None:
        if now.failure.kind not in GONE:
            return [], 0
        told = f"the page is gone ({now.failure.kind.replace('_', ' ')})"
        return [_flag("gone", at, story, article, None, told) for story in stories], 0
    if _is_withdrawn(now.title, now.main) and not _is_withdrawn(article.title, article.text):
        told = "its page says that it was withdrawn"
        return [_flag("withdrawn", at, story, article, None, told) for story in stories], 0
    found: list[Flag] = []
    standing = 0
    captured: Seen | None = None
    for story, citations in stories.items():
        for citation in dict.fromkeys(citations):
            if _shows(citation, now):
                standing += 1
                continue
            if before is not None and captured is None:
                page = before(article.url)
                captured = _read(article, page, confine) if isinstance(page, Page) else Seen(article=article.id)
            if captured is not None and not _shows(citation, captured):
                continue  # it never stood on the page itself
            if captured is None and citation.part == "title":
                continue  # a feed's title is often another than the page's, and no capture tells
            other = _instead(citation.quote, now)
            kind: Found = "changed" if other else "missing"
            message = "the page says something else now" if other else "the page does not hold this passage any more"
            found.append(_flag(kind, at, story, article, citation, message, other))
    return found, standing


def _instead(quote: str, now: Seen) -> str:
    """Return the sentence of the page that is most like ``quote``; empty when none is like it."""
    wanted = terms(quote)
    told = [now.text[span.start : span.end] for span in sentences(now.text)]
    best = max(told, key=lambda sentence: jaccard(wanted, terms(sentence)), default="")
    return best if best and jaccard(wanted, terms(best)) >= CHANGED else ""


def _is_withdrawn(title: str, text: str) -> bool:
    return _WITHDRAWN.search(title) is not None or _WITHDRAWN.search(text) is not None


def _withdrawn_later(
    folder: Path, edition: Edition, evidence: Mapping[str, Article], cited: Cited, at: datetime
) -> Iterator[Flag]:
    """Yield flags for papers that what later editions read of the same address calls withdrawn."""
    wanted = {_address(evidence[id].url): evidence[id] for id in cited
              if not _is_withdrawn(evidence[id].title, evidence[id].text)}  # fmt: skip
    for later in edition_folders(folder.parent):
        if later.name <= edition.date:
            continue
        read: list[tuple[str, str, str]] = []
        if (later / "items.jsonl").is_file():
            read += [(i.url, i.title, f"{i.summary}\n{i.text}") for i in read_lines(later / "items.jsonl", Item)]
        if (later / "articles.jsonl").is_file():
            read += [(a.url, a.title, a.text) for a in read_articles(later).values()]
        for url, title, text in read:
            article = wanted.get(_address(url))
            if article is not None and _is_withdrawn(title, text):
                told = f"edition {later.name} read that it was withdrawn"
                for story in cited[article.id]:
                    yield _flag("withdrawn", at, story, article, None, told)


def _address(url: str) -> str:
    return arxiv_id(url) or url


def _proved(edition: Edition, evidence: Mapping[str, Article], kit: Kit, at: datetime) -> Iterator[Flag]:
    """Yield a flag for everything that the edition does not bear out any more, by the story that says it."""
    knows = Knowledge(kit.names, lambda texts, languages: kit.embedder(texts, languages))
    said = {
        repr(claim.text): (printing.id, claim.citations[0])
        for printing in (*edition.stories, *edition.also)
        for claim in story_claims(printing)
    }
    for fault in faults(edition, evidence, knows):
        story, citation = next(((s, c) for text, (s, c) in said.items() if fault.endswith(text)), ("", None))
        article = evidence.get(citation.article) if citation is not None else None
        yield _flag("proof", at, story, article, citation, fault)


def _flag(
    kind: Found,
    at: datetime,
    story: str,
    article: Article | None,
    citation: Citation | None,
    message: str,
    now: str = "",
) -> Flag:
    """Return a flag; its id depends on what was found and not on when, so the same thing found twice is one flag."""
    about = article.id if article else citation.article if citation else ""
    part, quote = (citation.part, citation.quote) if citation else ("text", "")
    return Flag(
        id=digest(kind, story, about, part, quote, now, message)[:8],
        at=at,
        story=story,
        kind=kind,
        article=about,
        url=article.url if article else "",
        part=part,
        quote=quote,
        now=now,
        message=message,
    )
