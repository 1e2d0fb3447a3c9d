"""Nothing on the inside is reachable: a name is resolved once, every answer is checked, and a checked one is dialled.

The check is of the *resolved* address, at the moment of dialling, for every connection; so no spelling of an address,
no redirect and no second answer of a name server steps round it.  The block list is that of the IANA registries of
special addresses, and whatever carries another address inside (mapped, NAT64, 6to4, Teredo), whichever that is.
"""

from __future__ import annotations

import contextlib
import ipaddress
import math
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpcore2

RESOLVE_SECONDS = 5.0
"""How long a name server may take; the system's own lookup has no limit that a program can set."""
LOOKUPS = 64
"""Lookups under way at once; one that is stuck holds its place until the system gives it up."""
MOST_ADDRESSES = 6
"""Addresses of one name that are tried: a name may have hundreds, each worth a connection's whole time."""
RATE = 1_000
"""Bytes a second that an answer must bring on the whole, once it has had ``GRACE_SECONDS``."""
GRACE_SECONDS = 5.0
MOST_AT_ONCE = 32_768
"""Bytes of one read; the library keeps each some three times over, for every thread that reads."""
STOP_SECONDS = 0.5
"""How long one read waits before it looks whether it should go on waiting."""
MAX_HEAD = 65_536
"""Bytes of status line and headers, of provisional answers too."""

# Of IPv6 only 2000::/3 is given out for the public internet.  Within it, and in IPv4, these are special (registries of
# IANA, RFC 6890 and what amends it), carry another address, or are a cloud's inside under a public number.
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_SPECIAL = tuple(
    ipaddress.ip_network(net)
    for net in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",  # the host's own services in a Microsoft cloud
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
)

Resolve = Callable[[str, int], list[str]]


class BlockedError(Exception):
    """The name leads to an address that is not public."""


class NoHostError(Exception):
    """The name leads nowhere, or its name server says nothing."""


class TooSlowError(Exception):
    """The answer comes below the least rate."""


class StoppedError(Exception):
    """The fetcher was told to stop."""


class LongHeadError(Exception):
    """The headers are over the limit."""


def is_public(address: str) -> bool:
    """Say whether the public internet routes ``address`` and it hides no other address inside (NAT64, 6to4, Teredo)."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _GLOBAL_V6:
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not any(ip in net for net in _SPECIAL)


def _look_up(host: str, port: int, flags: int = 0) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


_places = threading.BoundedSemaphore(LOOKUPS)


def resolve(host: str, port: int, *, seconds: float = RESOLVE_SECONDS, look_up: Resolve = _look_up) -> list[str]:
    """Return the IP addresses of ``host``, in the order of the system, within ``seconds``.

    Raises ``socket.gaierror`` as the system does, NoHostError when no answer came in time.  A lookup that is stuck is
    left behind in a thread of its own, which does not keep the process alive.
    """
    with contextlib.suppress(socket.gaierror):
        return _look_up(host, port, socket.AI_NUMERICHOST)  # an address in some spelling: nobody need be asked
    begun = time.monotonic()
    places = _places
    if not places.acquire(timeout=seconds):
        raise NoHostError(f"no name server answered: {LOOKUPS} lookups have been waiting for {seconds:g} s and more")
    answer: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answer.put(look_up(host, port))
        except Exception as error:  # noqa: BLE001 - it is raised where the answer is waited for
            answer.put(error)
        finally:
            places.release()

    threading.Thread(target=ask, name="broadsheet-resolve", daemon=True).start()
    try:
        found = answer.get(timeout=max(0.0, seconds - (time.monotonic() - begun)))
    except queue.Empty:
        raise NoHostError(f"the name server did not answer in {seconds:g} s") from None
    if isinstance(found, Exception):
        raise found
    return found


class Watch(threading.local):
    """The limits of the exchange that this thread has under way; its connection may be older than it is.

    A stream asks it before every wait and tells it what came.
    """

    def __init__(self, stopped: threading.Event | None = None) -> None:
        self._stopped = stopped or threading.Event()
        self.begin(math.inf)

    def begin(self, seconds: float) -> None:
        """Start the clock of one exchange, which may take ``seconds`` in all."""
        self._begun = time.monotonic()
        self._deadline = self._begun + seconds
        self._first: float | None = None
        self.dialled = False
        self.received = 0
        self.head = Head()

    def left(self, timeout: float | None) -> float:
        """Return the seconds that one wait may take.

        Raises ReadTimeout when the exchange has none left, StoppedError.
        """
        if self._stopped.is_set():
            raise StoppedError
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the whole answer took too long")
        return left if timeout is None else min(timeout, left)

    def took(self, data: bytes) -> None:
        """Count what came.  Raises TooSlowError when that is too little for the time it took, LongHeadError."""
        now = time.monotonic()
        self._first = now if self._first is None else self._first
        self.received += len(data)
        self.head.took(data)
        if self.head.size > MAX_HEAD:
            raise LongHeadError
        elapsed = now - self._first
        if data and elapsed > GRACE_SECONDS and self.received < RATE * elapsed:
            raise TooSlowError(f"{self.received} bytes in {elapsed:.0f} s")

    def shorten(self, seconds: float) -> None:
        """Let the rest of the exchange take at most ``seconds``."""
        self._deadline = min(self._deadline, time.monotonic() + seconds)

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Do not count the time of the block: we kept the site waiting, not it us."""
        begun = time.monotonic()
        yield
        waited = time.monotonic() - begun
        self._deadline += waited
        if self._first is not None:
            self._first += waited


class Head:
    """Where the head of an answer ends in the stream of its bytes, and so how many bytes of body came after it."""

    def __init__(self) -> None:
        self._tail = b""
        self._status = b""
        self._over = False
        self.size = 0
        self.body = 0

    def took(self, data: bytes) -> None:
        """Follow the stream; a provisional answer (1xx) has a head of its own, and another follows."""
        while data and not self._over:
            seen = self._tail + data
            self._status = (self._status + data)[:12]
            end = min((at + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (at := seen.find(mark)) >= 0), default=-1)
            if end < 0:
                self.size += len(data)
                self._tail = seen[-3:]
                return
            taken = end - len(self._tail)
            self.size += taken
            data = data[taken:]
            self._over = self._status[9:10] != b"1"
            self._tail = self._status = b""
        self.body += len(data)


class TimedStream(httpcore2.NetworkStream):
    """A stream whose every wait ends at the deadline: one byte now and then, even of a header, keeps nothing open."""

    def __init__(self, inner: httpcore2.NetworkStream, watch: Watch) -> None:
        self._inner = inner
        self._watch = watch
        self.spoilt = False
        """Set when what was left on it could be taken for the next answer: the pool then closes it."""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        until = math.inf if timeout is None else time.monotonic() + timeout
        while True:
            left = self._watch.left(until - time.monotonic())
            try:
                data = self._inner.read(min(max_bytes, MOST_AT_ONCE), max(0.001, min(left, STOP_SECONDS)))
            except httpcore2.ReadTimeout:
                if left <= STOP_SECONDS:
                    raise
                continue
            self._watch.took(data)
            return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._watch.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return TimedStream(self._inner.start_tls(ssl_context, server_hostname, self._watch.left(timeout)), self._watch)

    def get_extra_info(self, info: str) -> Any:
        return True if info == "is_readable" and self.spoilt else self._inner.get_extra_info(info)


class CheckedBackend(httpcore2.SyncBackend):
    """Dial what was checked: resolve, refuse if any answer is not public, connect to the first answer that takes it.

    ``trusted`` says which hosts may lead inside, at which port.  TLS still checks the certificate against the host
    name, which httpcore hands to ``start_tls`` by itself.
    """

    def __init__(self, names: Resolve, trusted: Callable[[str, int], bool], watch: Watch) -> None:
        self._resolve = names
        self._trusted = trusted
        self._watch = watch

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        self._watch.dialled = True
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise NoHostError(str(error)) from error
        if not self._trusted(host, port) and (inside := [a for a in addresses if not is_public(a)]):
            raise BlockedError(inside[0])
        addresses = addresses[:MOST_ADDRESSES]
        for last, address in enumerate(addresses, start=1 - len(addresses)):
            try:
                stream = super().connect_tcp(address, port, self._watch.left(timeout), local_address, socket_options)
                return TimedStream(stream, self._watch)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if last == 0:
                    raise
        raise NoHostError("the name has no address")

    def connect_unix_socket(self, *args: object, **kwargs: object) -> httpcore2.NetworkStream:
        """Refuse: no address leads to a socket of this machine."""
        raise BlockedError("a socket of this machine")
