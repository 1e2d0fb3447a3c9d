"""Manners: whose turn it is at a host, how long a site wants to be left alone, how long its page stays good.

The anchors are RFC 9110 (Retry-After), RFC 9111 (freshness) and what miniflux and reader do with them.
"""

from __future__ import annotations

import contextlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from broadsheet.adapters.web.answers import header

MOST_HOSTS = 4_096
"""Hosts whose last request is remembered; a hostile source may name any number of hosts."""
JITTER = 0.25
"""The part of a pause that chance adds to it, so that many runs do not meet at a site at once."""
LONGEST_WAIT = timedelta(days=7)
"""The longest Retry-After that is believed."""
LONGEST_FRESH = timedelta(hours=12)
"""The longest freshness that is believed: less than a day, so that a daily run always asks."""
TROUBLES = 3
"""Addresses of one host that may fail in a row, each after its own retries, before the rest is not asked any more."""
_SECONDS = re.compile(r"[0-9]{1,12}")
_DIRECTIVE = re.compile(r'([!#$%&\'*+.^_`|~0-9A-Za-z-]+)(?:\s*=\s*(?:"([^"]*)"|([^\s,"]*)))?')


class OutOfTimeError(Exception):
    """The run's time is spent before the turn came."""


class _Host:
    """What one host's requests have in common; guarded by its own lock, ``waiting`` by that of the table."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiting = 0
        self.next_at = 0.0
        self.troubles = 0


class Turn:
    """The right to send one request to a host, as long as the block runs."""

    def __init__(self, host: _Host, monotonic: Callable[[], float]) -> None:
        self._host = host
        self._monotonic = monotonic
        self.taken = False
        """Set when a request is sent; only then has the next one to wait."""

    @property
    def hopeless(self) -> bool:
        """Say whether so many addresses of this host failed in a row that no more are asked in this run."""
        return self._host.troubles >= TROUBLES

    def rest(self, seconds: float) -> None:
        """Let no other turn of this host begin for ``seconds``."""
        self._host.next_at = max(self._host.next_at, self._monotonic() + seconds)

    def went(self, well: bool) -> None:
        """Note how the last address of this host ended."""
        self._host.troubles = 0 if well else self._host.troubles + 1


class Turns:
    """One request in flight for each host, and a pause between two.

    ``delay`` in seconds; ``sleep``, ``monotonic`` and ``random`` (in [0, 1)) are replaced by tests.
    """

    def __init__(
        self,
        delay: float,
        *,
        sleep: Callable[[float], object],
        monotonic: Callable[[], float],
        random: Callable[[], float],
    ) -> None:
        self._delay = delay
        self._sleep = sleep
        self._monotonic = monotonic
        self._random = random
        self._lock = threading.Lock()
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    @contextlib.contextmanager
    def of(self, url: str, *, delay: float = 0.0, until: float) -> Iterator[Turn]:
        """Wait for the turn of ``url``'s host; the next one comes after the longer of both delays.

        Raises OutOfTimeError when it would not come before ``until`` (on the monotonic clock).
        """
        host = self._enter(host_key(url))
        try:
            if not host.lock.acquire(timeout=max(0.0, min(until - self._monotonic(), threading.TIMEOUT_MAX))):
                raise OutOfTimeError
            try:
                pause = host.next_at - self._monotonic()
                if self._monotonic() + max(pause, 0.0) >= until:
                    raise OutOfTimeError
                if pause > 0:
                    self._sleep(pause)
                turn = Turn(host, self._monotonic)
                yield turn
                if turn.taken:
                    wait = max(self._delay, delay) * (1 + JITTER * self._random())
                    host.next_at = max(host.next_at, self._monotonic() + wait)
            finally:
                host.lock.release()
        finally:
            with self._lock:
                host.waiting -= 1

    def _enter(self, key: str) -> _Host:
        with self._lock:
            host = self._hosts.get(key)
            if host is None:
                host = self._hosts[key] = _Host()
                self._forget()
            else:
                self._hosts.move_to_end(key)
            host.waiting += 1
            return host

    def _forget(self) -> None:
        """Drop the hosts that were not asked for longest, down to the limit; never one that someone waits for."""
        surplus = len(self._hosts) - MOST_HOSTS
        idle = (key for key, host in self._hosts.items() if not host.waiting and host.next_at <= self._monotonic())
        newest = next(reversed(self._hosts))
        for key in [key for _, key in zip(range(surplus), idle, strict=False)]:
            if key != newest:
                del self._hosts[key]


def host_key(url: str) -> str:
    """Return what counts as one host: its name in lower case, with the port where that is none of the defaults."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    return f"{host}:{parts.port}" if parts.port not in (None, 80, 443) else host


def retry_after(headers: Sequence[tuple[str, str]], now: datetime) -> timedelta | None:
    """Return how long the site wants to be left alone: seconds or a date, at most a week; None when it says nothing.

    What is neither (a negative or broken number, a date that is none) says nothing; a date in the past says "now".
    """
    value = header(headers, "retry-after").strip()
    if _SECONDS.fullmatch(value):
        return min(timedelta(seconds=int(value)), LONGEST_WAIT)
    when = http_date(value)
    if when is None:
        return None
    return min(max(when - now, timedelta()), LONGEST_WAIT)


def http_date(value: str) -> datetime | None:
    """Return the moment that an HTTP date (any of its three forms) tells; None when it tells none."""
    if not value or len(value) > 64 or not value[0].isalpha():
        return None
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return when.astimezone(UTC) if 1900 <= when.year <= 2200 else None


def fresh_until(headers: Sequence[tuple[str, str]], when: datetime) -> datetime | None:
    """Return until when a page that came at ``when`` need not be asked for again; None where it may not be kept.

    ``no-store`` may not be kept; ``no-cache``, a ``Vary: *`` and a page that says nothing are kept and asked for again.
    """
    said = _directives(",".join(value for key, value in headers if key.lower() == "cache-control"))
    if "no-store" in said:
        return None
    if "no-cache" in said or "*" in header(headers, "vary"):
        return when
    if "max-age" in said:
        life = _SECONDS.fullmatch(said["max-age"])
        age = _SECONDS.fullmatch(header(headers, "age").strip())
        seconds = int(said["max-age"]) - (int(age[0]) if age else 0) if life else 0
        lives = timedelta(seconds=min(max(seconds, 0), LONGEST_FRESH.total_seconds()))
    else:
        expires = http_date(header(headers, "expires").strip())
        dated = http_date(header(headers, "date").strip()) or when
        lives = expires - dated if expires else timedelta()
    return when + min(max(lives, timedelta()), LONGEST_FRESH)


def _directives(value: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for match in _DIRECTIVE.finditer(value[:4096]):
        said.setdefault(match[1].lower(), match[2] or match[3] or "")
    return said
