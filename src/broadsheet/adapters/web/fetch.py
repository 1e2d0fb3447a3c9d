"""Fetch an address from the web with manners, and remember: the one way from the house to a site.

    answered in this run? -> no address? -> gone, moved or to be left alone, as remembered? -> robots.txt
    -> fresh in memory? -> turn of the host -> conditional request -> wait and ask again in trouble
    -> redirect: the same for the next address, with no turn held

Every exchange is in the journal before its page is given on.
"""

from __future__ import annotations

import math
import random as chance
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urldefrag

import msgspec

from broadsheet.adapters.web.answers import (
    MAX_REDIRECTS,
    REDIRECTS,
    STOPPED,
    advice,
    failure,
    final,
    header,
    no_address,
    redirected,
    settled,
    stopped,
    target,
)
from broadsheet.adapters.web.guard import StoppedError
from broadsheet.adapters.web.journal import Hop, Journal
from broadsheet.adapters.web.manners import (
    LONGEST_FRESH,
    OutOfTimeError,
    Turn,
    Turns,
    fresh_until,
    host_key,
    retry_after,
)
from broadsheet.adapters.web.memory import Known, Moved
from broadsheet.adapters.web.robots import Robots, ours, robots_url
from broadsheet.adapters.web.transport import Transport
from broadsheet.text.urls import registrable_domain
from broadsheet.types import Failure, Page

MOST_RETRIES = 2
"""How often an address is asked again whose site has trouble."""
_RETRIES = {"refused": 2, "unreachable": 2, "broken": 2, "timeout": 1, "too_slow": 1, "dns": 1}
"""The same for trouble with the connection; each timeout costs half a minute."""
BACK_OFF = 1.0
"""Seconds before the first of them, doubled for each, with a chance of half more or less."""
SHORT_WAIT = timedelta(seconds=30)
"""A Retry-After up to this is waited for in the run; a longer one is remembered."""
TOO_OFTEN = timedelta(seconds=10)
"""How long a host is left alone that was asked too often and does not say how long, the first time."""
SIGHTINGS = 3
"""Runs that must meet the same permanent redirect before its target is asked instead."""
MOVE_HOLDS = timedelta(days=30)
"""After that, a remembered move is looked at again."""
GONE_HOLDS = timedelta(days=7)
"""After that, an address that was gone is asked again: a site's mistake must not last for ever."""
ROBOTS_HOLD = timedelta(hours=24)
MINUTES = 20.0
_NO_ROBOTS = ("gone", "redirects", "insecure_redirect", "bad_scheme", "bad_url")
"""What says, as a 4xx does, that a site has no robots.txt, so that nothing is forbidden (RFC 9309, 2.3.1.3)."""
_OUT_OF_TIME = "the time of this run was over before {} {}; it is asked with the next edition"


class WebFetch:
    """``Fetch`` over the web.  Safe for any number of threads of one process.

    ``journal``: None keeps what came in memory, as long as this fetcher lives.  ``robots``: ask for robots.txt and obey
    it, except on the hosts of the ``permitted`` addresses.  ``delay``: seconds between two requests to one host.
    ``minutes``: how long after its first call this fetcher asks at all; ``until``: the moment, by the wall clock, from
    which it asks nothing more, whatever is left of them.  The rest is replaced by tests; without ``sleep`` every pause
    ends with ``stop``.
    """

    def __init__(
        self,
        transport: Transport,
        journal: Journal | None,
        *,
        robots: bool = True,
        permitted: frozenset[str] = frozenset(),
        delay: float = 1.0,
        minutes: float = MINUTES,
        until: datetime | None = None,
        sleep: Callable[[float], object] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
        random: Callable[[], float] = chance.random,
    ) -> None:
        self._transport = transport
        self._journal = journal or Journal(None, "", clock=clock)
        self._memory = self._journal.memory
        self._robots = Robots() if robots else None
        self._permitted = frozenset(host_key(url) for url in permitted)
        self._stopped = threading.Event()
        self._turns = Turns(delay, sleep=self._rest, monotonic=monotonic, random=random)
        self._seconds = minutes * 60
        self._spent = math.inf
        self._deadline = until
        self._sleep = sleep or self._stopped.wait
        self._clock = clock
        self._monotonic = monotonic
        self._random = random
        self.close = weakref.finalize(self, transport.close)
        """Close the connections that are kept open; called by itself when nothing uses this fetcher any more."""

    def __call__(self, url: str, *, again: bool = False) -> Page | Failure:
        """Bring ``url``.  The stage of a failure is ``fetch``; its subject is the address that was asked.

        With ``again`` a failure leaves the page that was there before as the answer of this run.
        """
        refused = no_address(url)
        if refused is not None:
            return refused
        if self._spent == math.inf:
            self._spent = self._monotonic() + self._seconds
        try:
            return self._bring(url, again=again, asks_robots=True)
        except StoppedError:
            return failure(url, STOPPED, stopped(url))

    def stop(self) -> None:
        """Ask nothing more: every call, also those under way and those that wait, comes to kind ``stopped`` soon."""
        self._stopped.set()
        self._transport.stop()

    @property
    def _until(self) -> float:
        """When to ask nothing more, on the monotonic clock, which stands still while the machine sleeps."""
        if self._deadline is None:
            return self._spent
        return min(self._spent, self._monotonic() + (self._deadline - self._clock()).total_seconds())

    def _rest(self, seconds: float) -> None:
        """Wait; raise StoppedError where the wait was ended."""
        self._sleep(seconds)
        self._go_on()

    def _go_on(self) -> None:
        if self._stopped.is_set():
            raise StoppedError

    def _bring(self, url: str, *, again: bool, asks_robots: bool) -> Page | Failure:
        """Return what ``url`` came to in this run, or let it come to something and note that."""
        self._go_on()
        before = self._journal.answered(url)
        if before is not None and not again:
            return before
        hops: list[Hop] = []
        answer = self._follow(url, hops, again=again, asks_robots=asks_robots)
        if isinstance(answer, Page):
            self._journal.answer(url, hops)
            return answer if answer.url == url else msgspec.structs.replace(answer, url=url)
        if not isinstance(before, Page):
            self._journal.answer(url, hops, answer)
        return answer

    def _follow(self, url: str, hops: list[Hop], *, again: bool, asks_robots: bool) -> Page | Failure:
        """Return the page that ``url`` leads to, or the failure of ``url``; note the exchanges on the way."""
        at, seen = urldefrag(url)[0], list[str]()
        for _ in range(MAX_REDIRECTS + 1):
            seen.append(at)
            answer = self._hop(at, hops, again=again, asks_robots=asks_robots)
            if isinstance(answer, Failure):
                return failure(url, answer.kind, redirected(url, at, answer.message))
            if 200 <= answer.status < 300:
                return answer
            location = header(answer.headers, "location")
            if answer.status not in REDIRECTS or not location:
                return failure(url, f"http_{answer.status}", advice(answer.status))
            try:
                following = urldefrag(target(at, location))[0]
            except ValueError:
                message = f"{at} redirects to {location[:200]!r}, which is no address; tell the site"
                return failure(url, "bad_url", redirected(url, at, message))
            if at.startswith("https:") and following.startswith("http:"):
                message = (
                    f"{at} leads from https to {following}, which anybody on the way could change; it was not asked"
                )
                told = redirected(url, at, f"{message}; give that address if it is meant")
                return failure(url, "insecure_redirect", told)
            if following in seen:
                return failure(url, "redirects", f"{at} leads back to {following}; check the address")
            self._moves(answer, following)
            at = following
        return failure(url, "redirects", f"more than {MAX_REDIRECTS} redirects, the last to {at}; check the address")

    def _hop(self, url: str, hops: list[Hop], *, again: bool, asks_robots: bool) -> Page | Failure:
        """Return what ``url`` itself answers, redirects and errors included, from this run, from memory or anew."""
        self._go_on()
        if not again and (found := self._journal.exchanged(url)):
            return self._found(found, hops)
        refused = self._transport.refusal(url)
        if refused is not None:
            return refused
        known = self._memory.known(url, host_key(url))
        remembered = self._remembered(url, hops, known, again=again)
        if remembered is not None:
            return remembered
        delay = 0.0
        if asks_robots and self._robots is not None and host_key(url) not in self._permitted:
            judged = self._judge(url)
            if isinstance(judged, Failure):
                return judged
            delay = judged
        return self._ask(url, hops, known, delay, again=again)

    def _remembered(self, url: str, hops: list[Hop], known: Known, *, again: bool) -> Page | Failure | None:
        """Return what earlier runs learnt of ``url`` that makes asking needless, as it was told then.

        What was learnt later than now, or holds longer than anything does, was noted when the clock was wrong.
        """
        now = self._clock()
        if known.gone and timedelta() <= now - known.gone.when < GONE_HOLDS:
            hops.append(self._journal.exchange(known.gone))
            when = known.gone.when.date().isoformat()
            message = f"{url} was gone for good on {when} and is asked again a week after; find its new address"
            return failure(url, "gone", message)
        fresh = known.page and known.page.when <= now and known.fresh and now < known.fresh <= now + LONGEST_FRESH
        if fresh and not again and (page := self._memory.recall(url)):
            hops.append(self._journal.exchange(page))
            return page
        if known.later and known.later > now:
            message = f"the site wants to be left alone until {known.later:%Y-%m-%d %H:%M} UTC; it is asked after that"
            return failure(url, "asked_later", message)
        moved = known.moved
        holds = moved and moved.sightings >= SIGHTINGS and timedelta() <= now - moved.page.when < MOVE_HOLDS
        if moved and holds and _same_site(moved):
            hops.append(self._journal.exchange(moved.page))
            return moved.page
        return None

    def _judge(self, url: str) -> float | Failure:
        """Return the pause that the site's robots.txt asks for, or the failure that keeps ``url`` from being asked."""
        assert self._robots is not None
        asked = robots_url(url)
        known = self._memory.robots(asked)
        if known is None or not timedelta() <= self._clock() - known[1] <= ROBOTS_HOLD:
            answer = self._bring(asked, again=False, asks_robots=False)
            if isinstance(answer, Page):
                known = ours(answer.body), self._clock()
            elif answer.kind in _NO_ROBOTS or (answer.kind.startswith("http_4") and final(answer)):
                known = "", self._clock()
            elif known is None and answer.kind.startswith(("http_", "too_large", "encoding")):
                message = f"what the site allows cannot be learnt from {asked} ({answer.kind.replace('_', ' ')})"
                return failure(url, "robots_unknown", f"{message}; it is asked again with the next edition")
            elif known is None:
                return answer
            self._memory.remember_robots(asked, *known)
        rules = self._robots(known[0], url)
        if rules.allowed:
            return rules.delay
        message = f"{asked} does not allow it; leave it out, or set permitted = true if the site has allowed you"
        return failure(url, "robots", message)

    def _ask(self, url: str, hops: list[Hop], known: Known, delay: float, *, again: bool) -> Page | Failure:
        """Ask the site, and again in trouble; a page that has not changed comes from memory."""
        validators = _validators(known.page)
        for attempt in range(MOST_RETRIES + 1):
            try:
                with self._turns.of(url, delay=delay, until=self._until) as turn:
                    self._go_on()
                    if not again and attempt == 0 and (found := self._journal.exchanged(url)):
                        return self._found(found, hops)  # another thread has asked while this one waited
                    if turn.hopeless:
                        message = f"{host_key(url)} failed so often in a row that {url} was not asked"
                        return failure(url, "unreachable", f"{message}; it is asked again with the next edition")
                    turn.taken = True
                    answer = self._exchange(url, hops, validators)
                    if isinstance(answer, Failure):
                        self._go_on()  # it failed because it was stopped, or nobody waits for it any more
                    wait = self._wait(url, answer, attempt, turn)
            except OutOfTimeError:
                return failure(url, "out_of_time", _OUT_OF_TIME.format(url, "was asked"))
            if wait is None:
                break
            self._rest(wait)
        return answer

    def _exchange(self, url: str, hops: list[Hop], validators: Sequence[tuple[str, str]]) -> Page | Failure:
        """Ask once, and once more for the whole page where a 304 speaks of one that is not here any more."""
        with self._transport.exchange(url, validators, seconds=self._until - self._monotonic()) as answer:
            if isinstance(answer, Failure):
                if answer.kind == "timeout" and self._monotonic() >= self._until:
                    return failure(url, "out_of_time", _OUT_OF_TIME.format(url, "had answered"))
                return answer
            if answer.status != 304 or not validators:
                hops.append(self._journal.exchange(answer))
                self._learn(answer)
                return answer
        page = self._memory.recall(url)
        if page is None:
            return self._exchange(url, hops, ())
        kept = self._journal.exchange(page)  # first: evidence tells the page before the word that it still holds
        hops.extend((self._journal.exchange(answer), kept))
        fresh = fresh_until(answer.headers, answer.when)
        if fresh:
            self._memory.renew(url, fresh)
        return page

    def _wait(self, url: str, answer: Page | Failure, attempt: int, turn: Turn) -> float | None:
        """Return the seconds after which to ask again; None when this answer is the last word for now."""
        now = self._clock()
        if isinstance(answer, Failure):
            retries, asked = _RETRIES.get(answer.kind, 0), None
        else:
            retries = 0 if settled(answer.status) else MOST_RETRIES
            asked = retry_after(answer.headers, now) if answer.status in (429, 503) else None
            if asked is None and answer.status == 429:
                asked = TOO_OFTEN * (attempt + 1)
        if asked is not None and (attempt >= retries or asked > SHORT_WAIT):
            whole_host = isinstance(answer, Page) and answer.status == 429
            self._memory.leave_until(f"host {host_key(url)}" if whole_host else url, now + asked)
            return None
        if asked is not None:
            turn.rest(asked.total_seconds())
        wait = BACK_OFF * 2**attempt * (0.5 + self._random()) if asked is None else asked.total_seconds()
        if attempt < retries and not turn.hopeless and self._monotonic() + wait < self._until:
            return wait
        turn.went(well=isinstance(answer, Page) or answer.kind not in _RETRIES)
        return None

    def _learn(self, page: Page) -> None:
        """Remember of a fresh answer what holds for other days."""
        if page.status == 410:
            self._memory.remember_gone(page)
        elif 200 <= page.status < 300:
            fresh = fresh_until(page.headers, page.when)
            if fresh and (fresh > page.when or _validators(page)):  # else it could neither be used nor asked about
                self._memory.remember(page, fresh)
            else:
                self._memory.forget(page.final_url, "page")

    def _moves(self, page: Page, following: str) -> None:
        """Count a permanent redirect."""
        if page.status in (301, 308):
            self._memory.remember_moved(page, following)

    def _found(self, found: tuple[Hop, Page], hops: list[Hop]) -> Page:
        hops.append(found[0])
        return found[1]


def _same_site(moved: Moved) -> bool:
    """Say whether a move stays with who registered the name: one to others may be a name that was sold."""
    return registrable_domain(moved.page.final_url) == registrable_domain(moved.target)


def _validators(page: Page | None) -> tuple[tuple[str, str], ...]:
    """Return the headers that ask for a page only if it is another than ``page``: byte for byte what the site gave."""
    if page is None:
        return ()
    pairs = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
    return tuple((name, value) for name, of in pairs if (value := header(page.headers, of)))
