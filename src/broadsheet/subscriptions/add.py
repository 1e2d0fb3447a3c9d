"""An address -> a source that could be declared: the kind found out, the table proposed, the newest items to look at.

    url --propose--> Proposal

What people give is a feed, a page that declares one, a site whose feed lies where such feeds lie, a project on GitHub,
a category of arXiv, an organisation of Hugging Face, a search of Hacker News.  Each is tried as a run would read it, so
what is proposed works.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urljoin, urlsplit

import msgspec
from msgspec.structs import replace

from broadsheet.errors import UsageError
from broadsheet.sources import has_credentials, options_of
from broadsheet.subscriptions.check import CANDIDATES, Asker, read
from broadsheet.subscriptions.file import Roll, owner_of
from broadsheet.subscriptions.opml import language_tag
from broadsheet.subscriptions.verdict import NO_TROUBLE
from broadsheet.text.alternates import Alternates, FeedHead, alternates, feed_head
from broadsheet.text.clean import clean_text, clean_title
from broadsheet.text.language import language_of
from broadsheet.text.urls import host_of, is_web_url
from broadsheet.types import Failure, Item, Option, Page, Source

NEWEST = 3
"""Items that are shown."""
COMMON_PATHS = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json")
"""Where blog engines put feeds, most used first: WordPress, Ghost, Astro, Jekyll, Movable Type, Hugo, JSON Feed."""
MAX_TITLE = 80
"""Characters of an outlet's name that are kept."""

_FORGE = frozenset({"github.com"})
_REPOSITORY = re.compile(r"^/([A-Za-z0-9][A-Za-z0-9-]{0,38})/([A-Za-z0-9._-]{1,100}?)(?:\.git|/.*)?$")
_NO_OWNER = frozenset({"features", "topics", "trending", "orgs", "sponsors", "marketplace", "about", "blog", "explore"})
_CATEGORY = re.compile(r"^/(?:list|rss|atom|archive)/([a-z-]+(?:\.[A-Za-z-]{2,})?)")
_ORGANISATION = re.compile(r"^/([A-Za-z0-9][A-Za-z0-9._-]{0,95})(?:/models)?/?$")
_NO_ORGANISATION = frozenset(
    {"blog", "models", "datasets", "spaces", "docs", "api", "join", "login", "pricing", "chat"}
)
_DECORATION = re.compile(r"\s*(?:[-|:»·–—]\s*)?(?:\b(?:RSS|Atom|XML)\b\s*(?:Feed)?|\bFeed\b)\s*$", re.IGNORECASE)


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A source to declare, notes for the person who decides, and the newest items that it lists."""

    source: Source
    notes: tuple[str, ...]
    newest: tuple[Item, ...]
    items: int


def propose(
    url: str,
    asker: Asker,
    present: Iterable[Source] = (),
    kind: str = "",
    options: tuple[tuple[str, Option], ...] = (),
) -> Proposal:
    """Return what to declare for ``url``; ``kind`` and ``options`` say what is not to be found out.

    Raises UsageError when there is nothing to read, when it cannot be read, or when one of ``present`` is it.
    """
    address = url.strip() if "://" in url else f"https://{url.strip()}"
    if has_credentials(address):
        told = "the address holds a user name or a password; credentials are not sent"
        raise UsageError(told, remedy="give it without them")
    if not is_web_url(address):
        raise UsageError("is no http or https address", subject=repr(url), remedy="give it whole, https://...")
    if kind and kind not in asker.readers:
        raise UsageError("is not installed", subject=f"kind {kind!r}", remedy=", ".join(sorted(asker.readers)))
    roll = Roll(present)
    draft = _of_kind(address, kind) or _by_address(address, asker.readers)
    if options:
        draft = replace(draft or _draft("feed", address, host_of(address), owner_of(address, "")), options=options)
    if draft and draft.kind in asker.readers:
        options_of(draft, asker.readers[draft.kind].options)
    proposal = _tried(draft, asker) if draft else _feed(address, asker)
    source = replace(proposal.source, name=roll.free_name(proposal.source.outlet))
    twin = roll.twin(source)
    if twin:
        raise UsageError(f"is there already, as {twin.name}", subject=url)
    return replace(proposal, source=source)


def options_said(said: Iterable[str]) -> tuple[tuple[str, Option], ...]:
    """Return options written ``KEY=VALUE``, numbers and ``true`` or ``false`` as such.  Raises UsageError."""
    options: dict[str, Option] = {}
    for one in said:
        key, equals, text = one.partition("=")
        if not equals or not key.strip():
            raise UsageError("is not written KEY=VALUE", subject=f"--option {one}")
        truth: dict[str, Option] = {"true": True, "false": False}
        number: Option = int(text) if text.lstrip("-").isdecimal() else text
        options[key.strip()] = truth.get(text, number)
    return tuple(sorted(options.items()))


def _draft(
    kind: str, url: str, outlet: str, owner: str, options: dict[str, Option] | None = None, **more: object
) -> Source:
    fields: dict[str, object] = {"weight": 1.0, "language": "und", **more}
    given = tuple(sorted((options or {}).items()))
    return Source(name="new", kind=kind, url=url, outlet=outlet, owner=owner, options=given, **fields)  # type: ignore[arg-type]


def _of_kind(address: str, kind: str) -> Source | None:
    """Return the draft of a kind that was asked for by name; feeds are looked for as always."""
    if not kind or kind == "feed":
        return None
    known = _by_address(address, (kind,))
    return known or _draft(kind, address, host_of(address), owner_of(address, host_of(address)))


def _by_address(address: str, kinds: Iterable[str]) -> Source | None:
    """Return the draft of a service that its address gives away, None for any other site."""
    parts = urlsplit(address)
    host, path = host_of(address), parts.path
    found: Source | None = None
    if host in _FORGE and (repository := _REPOSITORY.match(path)) and repository[1].lower() not in _NO_OWNER:
        owner, project = repository.groups()
        found = _draft("github", f"https://github.com/{owner}/{project}", project, owner, language="en", primary=True)
    elif host in ("arxiv.org", "rss.arxiv.org", "export.arxiv.org") and (category := _CATEGORY.match(path)):
        found = _draft(
            "arxiv", ARXIV, "arXiv", "arXiv", {"categories": category[1]}, weight=1.3, language="en", primary=True
        )
    elif host == "huggingface.co" and path.rstrip("/") == "/papers":
        found = _draft("huggingface", "https://huggingface.co/papers", "Hugging Face Daily Papers", "Hugging Face")
    elif host == "huggingface.co" and (organisation := _ORGANISATION.match(path)):
        name = organisation[1]
        if name.lower() not in _NO_ORGANISATION:
            found = _draft("huggingface", f"https://huggingface.co/{name}", name, name, primary=True)
    elif host in ("news.ycombinator.com", "hn.algolia.com", "hnrss.org"):
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        options: dict[str, Option] = {"points": int(points)} if (points := asked.get("points", "")).isdecimal() else {}
        if words := asked.get("q") or asked.get("query"):
            options["query"] = words
        if not options:
            options["points"] = FRONT_PAGE
        found = _draft("hackernews", HACKER_NEWS, "Hacker News", "Y Combinator", options, weight=0.7, language="en")
    return found if found and found.kind in tuple(kinds) else None


ARXIV = "https://rss.arxiv.org/rss/"
HACKER_NEWS = "https://hn.algolia.com/api/v1/search_by_date"
FRONT_PAGE = 100
"""Points of a story of Hacker News that has been on its front page for hours."""


def _tried(draft: Source, asker: Asker) -> Proposal:
    """Read a draft as a run would.  Raises UsageError when nothing can be read of it."""
    items, failures = read(draft, asker.fetch, asker)
    trouble = [failure for failure in failures if failure.kind not in NO_TROUBLE]
    if trouble and not items:
        raise _unreadable(draft.url, trouble[0])
    notes = ["owner: as the address says; correct it if another controls this outlet"]
    if not items:
        notes.append("it lists nothing of the last days")
    source = replace(draft, language=_language(items, "")) if draft.language == "und" else draft
    return Proposal(source=source, notes=tuple(notes), newest=_newest(items), items=len(items))


def _feed(address: str, asker: Asker) -> Proposal:
    """Find the feed at or behind ``address``."""
    answer = asker.fetch(address)
    if isinstance(answer, Failure):
        raise _unreadable(address, answer)
    tried = [address]
    if proposal := _as_feed(address, answer, asker, Alternates()):
        return proposal
    found = asker.confine(alternates, answer)
    declared = Alternates() if isinstance(found, Failure) else found
    for candidate in (*declared.feeds[:CANDIDATES], *_common(answer.final_url)):
        if candidate in tried:
            continue
        tried.append(candidate)
        page = asker.fetch(candidate)
        if isinstance(page, Page) and (proposal := _as_feed(candidate, page, asker, declared)):
            return proposal
    raise UsageError(
        f"is no feed, declares none that can be read, and none lies at {len(tried) - 1} usual places",
        subject=address,
        remedy="--kind links takes the links of a page, --kind sitemap those of a sitemap",
    )


def _common(page: str) -> Iterable[str]:
    """Yield the places where feeds usually lie: below the page, then below the site."""
    below = page if page.endswith("/") or "." in page.rsplit("/", 1)[-1] else page + "/"
    return dict.fromkeys(urljoin(base, path) for base in (below, urljoin(page, "/")) for path in COMMON_PATHS)


def _as_feed(url: str, page: Page, asker: Asker, site: Alternates) -> Proposal | None:
    draft = _draft("feed", asker.lasting(url) or url, "outlet", "owner")
    items, _ = read(replace(draft, url=url), asker.fetch, asker)
    if not items:
        return None
    said = asker.confine(feed_head, page)
    head = FeedHead() if isinstance(said, Failure) else said
    home = head.home if is_web_url(head.home) else draft.url
    title = _DECORATION.sub("", head.title) or site.site or site.title
    outlet = clean_title(title)[:MAX_TITLE] or host_of(home)
    notes = [f"outlet: {'as the feed calls itself' if head.title else 'as its site does'}; shorten it for print"]
    owner = owner_of(home, outlet)
    notes.append(f"owner: {owner} stands in for it; write who controls the outlet")
    if asker.lasting(url):
        notes.append(f"{url} leads here for good")
    source = replace(draft, outlet=outlet, owner=owner, language=_language(items, head.language or site.language))
    return Proposal(source=source, notes=tuple(notes), newest=_newest(items), items=len(items))


def _language(items: Iterable[Item], said: str) -> str:
    """Return the language of what the items say; what the feed says of itself decides where they leave it open."""
    hint = language_tag(said)
    text = "\n".join(f"{item.title}\n{clean_text(item.summary)[:500]}" for item in list(items)[:10])
    found = language_of(text, "" if hint == "und" else hint)
    return found if found != "und" else hint


def _newest(items: Iterable[Item]) -> tuple[Item, ...]:
    dated = sorted((item for item in items if item.published), key=lambda item: str(item.published), reverse=True)
    undated = [item for item in items if not item.published]
    return tuple([*dated, *undated][:NEWEST])


def _unreadable(url: str, failure: Failure) -> UsageError:
    return UsageError(f"cannot be read ({failure.kind}): {failure.message}", subject=url)
