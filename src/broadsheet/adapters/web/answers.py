"""What an address may be answered with: the words of its failures, and which of them are the last word."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from urllib.parse import quote, urljoin

from broadsheet.text.urls import is_web_url
from broadsheet.types import Failure

MAX_BODY = 5_000_000
"""Bytes of a body, packed as well as unpacked."""
MAX_REDIRECTS = 5
MAX_URL = 8_000
"""Characters of an address; servers take about as many."""
REDIRECTS = (301, 302, 303, 307, 308)
STOPPED = "stopped"
"""The kind of failure of what was not asked because the run was stopped."""
_HOST = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]*", re.IGNORECASE)
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_PASSING = (408, 425, 429)
_SETTLED = ("gone", "robots", "redirects", "insecure_redirect", "bad_url", "blocked_port", "too_large", "encoding")


def header(headers: Iterable[tuple[str, str]], name: str) -> str:
    """Return the first value of the header ``name`` (in lower case); empty when there is none."""
    return next((value for key, value in headers if key.lower() == name), "")


def failure(url: str, kind: str, message: str) -> Failure:
    """Return a failure of the fetch of ``url``."""
    return Failure(stage="fetch", subject=_shown(url) or "(no address)", kind=kind, message=_shown(message))


def no_address(url: str) -> Failure | None:
    """Return the failure of what is no web address at all, None for one that is."""
    if len(url) > MAX_URL:
        short = url[:200]
        return failure(short, "bad_url", f"{short!r} goes on for {len(url)} characters; no site takes that")
    if not is_web_url(url):
        return failure(url, "bad_scheme", f"{url[:200]!r} is not an http or https address; correct it")
    return None


def stopped(url: str) -> str:
    """Return what is said of ``url`` when the fetcher was told to stop."""
    return f"the run was stopped before {url} had answered; it is asked when the same command is given again"


def target(url: str, location: str) -> str:
    """Return where a redirect of ``url`` leads.  Raises ValueError where that is no address.

    A header is bytes, read here as Latin-1.  Many servers write UTF-8 there; so it is read as that where it can be, and
    what is not ASCII is percent-encoded, as browsers do.
    """
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    at = urljoin(url, location)
    host = _HOST.match(at)
    start = host.end() if host else 0  # a name is left to IDNA
    return at[:start] + _FOREIGN.sub(lambda found: quote(found[0]), at[start:])


def redirected(url: str, at: str, message: str) -> str:
    """Return ``message``, which speaks of ``at``, as one that says that ``url`` led there."""
    if at == url:
        return message
    named = next((name for name in (at, repr(at)) if message.startswith(f"{name} ")), "")
    return f"{url} redirects to {at}{', which' + message[len(named) :] if named else ': ' + message}"


def settled(status: int) -> bool:
    """Say whether a site that answered ``status`` would say the same if it were asked again in this run."""
    return status < 500 and status not in _PASSING


def final(failure: Failure) -> bool:
    """Say whether an interrupted run need not ask again: the site has spoken, or will not be asked."""
    if failure.kind.startswith("http_"):
        return settled(int(failure.kind.removeprefix("http_")))
    return failure.kind in _SETTLED


def advice(status: int) -> str:
    """Return what a person can do about ``status``."""
    if status == 410:
        return "status 410: it is gone for good, and is asked again in a week only; find the new address or remove it"
    if status == 404:
        return "status 404: nothing is there; find the new address or remove it"
    if status in (401, 402, 403, 451):
        return f"status {status}: the site does not let us read it; look for its feed, or leave it out"
    if status == 429:
        return "status 429: asked too often; ask less often"
    if status >= 500:
        return f"status {status}: the site has trouble; it is asked again with the next edition"
    return f"status {status}: no page came; check the address"


def _shown(text: str) -> str:
    """Return ``text`` without halves of characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
