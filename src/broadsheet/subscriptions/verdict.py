"""Probe -> Finding: what a source answered, and so what a person should do about it; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from broadsheet.adapters.web.answers import target
from broadsheet.sources import LOCAL
from broadsheet.types import Failure, Item, Page, Source, Window

Verdict = Literal[
    "ok", "quiet", "moved", "stale", "empty", "not a feed", "broken", "forbidden", "refused", "busy", "down", "dead",
    "blocked", "wrong",
]  # fmt: skip
"""``ok`` to ``moved`` can be used as they are; the others bring nothing until somebody does something."""

USABLE = ("ok", "quiet", "moved")
QUIET = timedelta(days=30)
"""A source whose newest item is older is called quiet.  Half of the laboratories' blogs pause for three weeks."""
STALE = timedelta(days=365)
"""A source whose newest item is older has ended, in all likelihood: the peers' lists keep such feeds for years."""
LOOK_BACK = timedelta(hours=72)
"""Hours that are asked of sources that want a window: more than a weekend, in which arXiv announces nothing."""
DIRECT = ("feed", "sitemap", "links")
"""Kinds that ask the very address of their source; the others ask an API for it."""
WINDOWED = ("arxiv", "hackernews", "huggingface", "github")
"""Kinds that list what is new in a window, so that nothing may be a fine answer."""
NO_TROUBLE = ("stale_batch", "missed_batch", "undated_batch", "undated", "too_many")
"""Kinds of failures that tell of what was read; the source itself is well."""

_DEAD = "nothing is there any more: find the new address, or remove it"
_MEANING: Mapping[str, tuple[Verdict, str]] = {
    "robots_unknown": ("down", "its robots.txt cannot be read, which counts as a no: look again later"),
    "robots": ("forbidden", "robots.txt forbids it: leave it out, or set permitted = true if the site has said yes"),
    "gone": ("dead", "410, gone for good: remove it"),
    "http_410": ("dead", "410, gone for good: remove it"),
    "http_404": ("dead", _DEAD),
    "http_401": ("refused", "it wants a password, which Broadsheet does not send: look for an open feed, or remove it"),
    "http_402": ("refused", "it is for subscribers: look for an open feed, or remove it"),
    "http_403": ("refused", "the site refuses this program: set fetch.contact and ask the site, or leave it out"),
    "http_451": ("refused", "closed for legal reasons: leave it out"),
    "http_429": ("busy", "asked too often: raise fetch.delay, or look again later"),
    "asked_later": ("busy", ""),
    "not_a_feed": ("not a feed", "it serves no feed: give the feed's address"),
    "broken_feed": ("broken", "what it serves cannot be read: tell the site"),
    "too_large": ("broken", "it is larger than the limit: look for a shorter feed of the site"),
    "encoding": ("broken", "what it sends cannot be unpacked: tell the site"),
    "malformed": ("broken", "its server answers against the rules of HTTP: tell the site"),
    "redirects": ("broken", "it redirects in a circle: look for the new address"),
    "insecure_redirect": ("broken", "it leads from https to http: give that address yourself if you trust it"),
    "blocked_address": ("blocked", "it leads inside a private network: remove it, or name the host in fetch.private"),
    "blocked_port": ("blocked", "its port is none of the web's: remove it, or name the host in fetch.private"),
    "bad_scheme": ("wrong", "correct the address"),
    "bad_url": ("wrong", "correct the address"),
    "unknown_kind": ("wrong", "correct the kind"),
    "no_project": ("wrong", ""),
    "no_organisation": ("wrong", ""),
    "nothing_selected": ("broken", ""),
    "broken_page": ("broken", ""),
    "not_json": ("broken", ""),
    "unexpected": ("broken", ""),
    "not_xml": ("broken", ""),
    "broken_xml": ("broken", ""),
    "not_a_sitemap": ("broken", ""),
    "file": ("wrong", ""),
    "dns": ("down", "its name is not known: check the address; remove it when that lasts"),
    "tls": ("down", "its certificate is not valid: look again later, or look for the new address"),
    "out_of_time": ("down", "there was no time left to ask it: raise fetch.minutes"),
}
_AGAIN = "look again later, remove it when that lasts"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of one source.  ``status`` is the last HTTP status, ``redirect`` where it leads, for good
    (``lasting``) or not.

    ``items`` counts what it lists (of a kind that wants a window: of the last 72 hours), ``in_window`` those inside the
    hours of an edition, ``undated`` those without a date.  ``robots`` is ``allowed``, ``forbids`` or ``permitted``.
    """

    name: str
    kind: str
    url: str
    verdict: Verdict
    usable: bool
    status: int | None = None
    newest: datetime | None = None
    items: int = 0
    in_window: int = 0
    undated: int = 0
    charset: str = ""
    redirect: str = ""
    lasting: bool = False
    robots: str = ""
    suggestion: str = ""
    seconds: float = 0.0


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """What one source answered.  ``lasting`` is where its address leads for good, empty when nowhere.

    ``alternative`` is a feed that its site declares and that can be read, looked for when its address served none.
    """

    items: tuple[Item, ...] = ()
    failures: tuple[Failure, ...] = ()
    page: Page | None = None
    charset: str = ""
    lasting: str = ""
    alternative: str = ""
    seconds: float = 0.0


def leads(url: str, answers: Sequence[Page]) -> str:
    """Return where ``url`` leads for good by the answers that were met on its way; empty when nowhere.

    Only permanent redirects (301, 308) count, and only while no other one came between.
    """
    at = url
    for answer in answers:
        location = next((value for name, value in answer.headers if name.lower() == "location"), "")
        if answer.status not in (301, 308) or not location:
            break
        try:
            at = target(answer.final_url, location)
        except ValueError:
            break
    return at if at != url else ""


def judge(source: Source, found: Probe, window: Window, now: datetime) -> Finding:
    """Return the verdict on what a source answered, and what a person should do; pure."""
    dates = [item.published for item in found.items if item.published is not None]
    # A date ahead of now is a mistake of the site's and says nothing of how fresh it is.
    newest = max((date for date in dates if date <= now + timedelta(hours=24)), default=None)
    verdict, suggestion = _verdict(source, found, newest, now)
    usable = verdict in USABLE
    permanent = found.lasting if found.lasting != source.url else ""
    if usable and permanent:
        verdict = "moved" if verdict == "ok" else verdict
        suggestion = f"the address has moved for good: change url to {permanent}; {suggestion}".removesuffix("; ")
    page = found.page
    landed = page.final_url if page is not None and page.final_url != source.url and source.kind in DIRECT else ""
    kinds = [failure.kind for failure in found.failures]
    return Finding(
        name=source.name,
        kind=source.kind,
        url=source.url,
        verdict=verdict,
        usable=usable,
        status=page.status if page else _status(kinds),
        newest=newest,
        items=len(found.items),
        in_window=sum(_inside(item, window) for item in found.items),
        undated=len(found.items) - len(dates),
        charset=found.charset,
        redirect=permanent or landed,
        lasting=bool(permanent),
        robots=_robots(source, kinds, page),
        suggestion=suggestion,
        seconds=round(found.seconds, 2),
    )


def _verdict(source: Source, found: Probe, newest: datetime | None, now: datetime) -> tuple[Verdict, str]:
    instead = f"; its site declares {found.alternative}: try that" if found.alternative else ""
    if not found.items:
        if any(failure.kind not in NO_TROUBLE for failure in found.failures):
            return _trouble(source, found, instead)
        if source.kind in WINDOWED:
            told = next((failure.message for failure in found.failures), "")
            return "quiet", told or f"it lists nothing of the last {LOOK_BACK.days} days"
        return "empty", f"it can be read and holds no item{instead or ': look whether the site has another feed'}"
    if newest is None and (dates := [item.published for item in found.items if item.published is not None]):
        told = f"all its dates lie ahead, the nearest is {min(dates):%Y-%m-%d}; they are not believed"
        return "ok", f"{told}: its items count as undated, whatever their age"
    if newest is None:
        return "ok", "none of its items has a date: all count as undated, whatever their age"
    passed = now - newest
    if passed > STALE:
        return "stale", f"its newest item is {age(passed)} old: remove it, or look for where the site writes now"
    if passed > QUIET:
        return "quiet", f"its newest item is {age(passed)} old"
    partial = next((f.message for f in found.failures), "")
    return "ok", partial


def _trouble(source: Source, found: Probe, instead: str) -> tuple[Verdict, str]:
    failure = next(failure for failure in found.failures if failure.kind not in NO_TROUBLE)
    verdict, told = _MEANING.get(failure.kind, ("down", ""))
    leads = f"{source.url} redirects to "
    if failure.kind in ("bad_scheme", "bad_url") and failure.message.startswith(leads):
        where = failure.message.removeprefix(leads).partition(";")[0]
        return "broken", f"it redirects to {where}: tell the site, or look for the new address{instead}"
    if failure.kind == "asked_later":
        message = failure.message.partition(";")[0]
        return verdict, f"not asked: its host said so, to another address or on another day; {message}{instead}"
    if not told:
        trouble = failure.kind.startswith("http_5")
        told = f"{failure.kind[5:]}, the site has trouble: {_AGAIN}" if trouble else failure.message
    if failure.kind == "not_a_feed" and found.page is not None:
        content_type = next((v for n, v in found.page.headers if n.lower() == "content-type"), "")
        told = f"it serves {content_type.partition(';')[0].strip() or 'something else'}, no feed"
        told += instead or ": give the feed's address, or use kind links or sitemap"
        return verdict, told
    return verdict, told + instead


def _status(kinds: Sequence[str]) -> int | None:
    """Return the HTTP status that a failure was named after."""
    named = (int(kind[5:]) for kind in kinds if kind.startswith("http_") and kind[5:].isdigit())
    return next(named, 410 if "gone" in kinds else None)


def _robots(source: Source, kinds: Sequence[str], page: Page | None) -> str:
    if source.permitted:
        return "permitted"
    if "robots" in kinds:
        return "forbids"
    return "allowed" if page is not None and source.kind not in LOCAL else ""


def _inside(item: Item, window: Window) -> bool:
    if item.published is None:
        return False
    last = item.published + timedelta(days=1) if item.day_only else item.published
    return (window.start is None or last > window.start) and (window.end is None or item.published < window.end)


def age(passed: timedelta) -> str:
    """Return an age in the unit a person would use."""
    if passed < timedelta(hours=48):
        return f"{max(0, int(passed.total_seconds() // 3600))} h"
    if passed < timedelta(days=60):
        return f"{passed.days} days"
    return f"{passed.days // 30} months" if passed < timedelta(days=730) else f"{passed.days // 365} years"
