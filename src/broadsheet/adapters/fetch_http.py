"""Fetch over HTTP(S): one address in, one ``Page`` or one ``Failure`` out, and nothing on the inside is reachable.

The only module of the house that opens a connection to a site.  It promises
* to dial only addresses that the public internet routes, checked after the name is resolved and on every redirect, so a
  hostile feed cannot make the newsroom read its own network (names are resolved once, and that answer is dialled);
* to stop: after seconds, after bytes of *decoded* body, after five redirects;
* to say who is calling, and to ignore proxies of the environment, which would step round the first promise.

Not here yet: conditional requests, robots.txt, Retry-After, waiting between requests to one host.
"""

from __future__ import annotations

import ipaddress
import math
import socket
import ssl
import time
import weakref
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urljoin

import httpcore2
import httpx2

from broadsheet import __version__
from broadsheet.text.urls import is_web_url
from broadsheet.types import Failure, Page

CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0
TOTAL_SECONDS = 30.0
MAX_BODY = 5_000_000
MAX_REDIRECTS = 5
PORTS = (80, 443, 8080, 8443)
_CHUNK = 65_536
_ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/html;q=0.9, */*;q=0.5"
_REDIRECTS = (301, 302, 303, 307, 308)

# What ``is_global`` of the standard library lets through although it leads inside or nowhere: addresses that carry
# another one (NAT64, 6to4, Teredo, mapped), the old site-local block, protocol assignments, the 6to4 relay.
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(net)
    for net in (
        *("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "fec0::/10"),
        *("192.0.0.0/24", "192.88.99.0/24"),
    )
)

Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """Return the IP addresses of ``host``, in the order of the system.  Raises ``socket.gaierror``."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: str) -> bool:
    """Say whether the public internet routes ``address`` and it hides no other address inside (NAT64, 6to4, Teredo)."""
    ip = ipaddress.ip_address(address.split("%")[0])
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not any(ip in net for net in _NOT_PUBLIC)


class _BlockedError(Exception):
    """The name leads to an address that is not public."""


class _NoHostError(Exception):
    """The name leads nowhere."""


class _TooLargeError(Exception):
    """The decoded body is over the limit."""


class _EncodingError(Exception):
    """The body is packed in a way that was not asked for, or is broken."""


_deadline: ContextVar[float] = ContextVar("_deadline", default=math.inf)
"""When the request of this thread must be over, on the monotonic clock: its connection may be older than it is."""


def _within(timeout: float | None) -> float:
    """Return the seconds that one wait may take.  Raises ReadTimeout when the request has none left."""
    left = _deadline.get() - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the whole answer took too long")
    return left if timeout is None else min(timeout, left)


class _TimedStream(httpcore2.NetworkStream):
    """A stream whose every wait ends at the deadline: one byte now and then, even of a header, keeps nothing open."""

    def __init__(self, inner: httpcore2.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _within(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _TimedStream(self._inner.start_tls(ssl_context, server_hostname, _within(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _CheckedBackend(httpcore2.SyncBackend):
    """Dial what was checked: resolve, refuse if any answer is not public, connect to the first answer that takes it.

    TLS still checks the certificate against the host name, which httpcore hands to ``start_tls`` by itself.
    """

    def __init__(self, names: Resolve, allow_private: bool) -> None:
        self._resolve = names
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        try:
            addresses = self._resolve(host, port)
        except (socket.gaierror, UnicodeError) as error:
            raise _NoHostError(str(error)) from error
        inside = [a for a in addresses if not is_public(a)]
        if inside and not self._allow_private:
            raise _BlockedError(inside[0])
        for last, address in enumerate(addresses, start=1 - len(addresses)):
            try:
                stream = super().connect_tcp(address, port, _within(timeout), local_address, socket_options)
                return _TimedStream(stream)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if last == 0:
                    raise
        raise _NoHostError("no address")


class HttpFetch:
    """``Fetch`` over HTTP.

    ``contact``: a URL or e-mail put in the User-Agent.  ``gateway``: when set, ``GET {gateway}/{url}`` is sent instead
    of asking the origin (a recorded day served on loopback); pages keep the original address, and the address check is
    off, because the gateway is ours.  ``allow_private``: dial private addresses and any port too (an intranet's feeds).
    ``names`` and ``clock`` are replaced by tests and by runs that must not depend on the hour.
    """

    def __init__(
        self,
        gateway: str = "",
        contact: str = "",
        *,
        allow_private: bool = False,
        max_body: int = MAX_BODY,
        total_seconds: float = TOTAL_SECONDS,
        read_seconds: float = READ_SECONDS,
        names: Resolve = resolve,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._gateway = gateway.rstrip("/")
        self._private = allow_private or bool(gateway)
        self._max_body = max_body
        self._total = total_seconds
        self._timeouts = {
            "connect": CONNECT_SECONDS,
            "read": min(read_seconds, total_seconds),
            "write": read_seconds,
            "pool": total_seconds,
        }
        self._clock = clock
        self._headers: list[tuple[bytes | str, bytes | str]] = [
            ("User-Agent", f"Broadsheet/{__version__}" + (f" (+{contact})" if contact else "")),
            ("Accept", _ACCEPT),
            ("Accept-Encoding", "gzip, deflate"),
        ]
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False),
            network_backend=_CheckedBackend(names, self._private),
            max_connections=64,
            keepalive_expiry=5.0,
        )
        self.close = weakref.finalize(self, self._pool.close)
        """Close the connections that are kept open; called by itself when nothing uses this fetcher any more."""

    def __call__(self, url: str) -> Page | Failure:
        """Bring ``url``.  The stage of a failure is ``fetch``; its subject is the address that was asked."""
        asked, at = url, url
        _deadline.set(time.monotonic() + self._total)
        for _ in range(MAX_REDIRECTS + 1):
            refusal = self._refusal(at)
            if refusal:
                return _failure(asked, *refusal)
            try:
                answer = self._once(asked, at)
            except _EXPECTED as error:
                return _failure(asked, *_explain(error, at))
            if isinstance(answer, Page):
                return answer
            if isinstance(answer, int):
                return _failure(asked, f"http_{answer}", _advice(answer))
            try:
                following = urljoin(at, self._through(answer))
            except ValueError:
                return _failure(asked, "bad_url", f"redirects to {answer[:200]!r}, which is no address; tell the site")
            if at.startswith("https:") and following.startswith("http:"):
                return _failure(
                    asked, "insecure_redirect", f"leads from https to {following}; give that address if meant"
                )
            at = following
        return _failure(asked, "redirects", f"more than {MAX_REDIRECTS} redirects, the last to {at}; check the address")

    def _refusal(self, url: str) -> tuple[str, str] | None:
        """Return kind and message when ``url`` must not even be resolved."""
        if not is_web_url(url):
            return "bad_scheme", f"{url[:200]!r} is not an http or https address; correct it"
        try:
            port = httpx2.URL(url).port
        except (httpx2.InvalidURL, UnicodeError) as error:
            return "bad_url", f"{url[:200]!r} cannot be read as an address ({error}); correct it"
        if port is not None and port not in PORTS and not self._private:
            return (
                "blocked_port",
                f"port {port} is not one of the web's ({', '.join(map(str, PORTS))}); check the address",
            )
        return None

    def _once(self, asked: str, url: str) -> Page | str | int:
        """Send one request: the page, the address that it redirects to, or its error status."""
        target = self._target(url)
        with self._pool.stream(
            "GET", target, headers=self._headers, extensions={"timeout": self._timeouts}
        ) as response:
            headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in response.headers)
            location = _header(headers, "location")
            if response.status in _REDIRECTS and location:
                return location
            if not 200 <= response.status < 300:
                return int(response.status)
            body = b"".join(self._decoded(response.iter_stream(), _header(headers, "content-encoding")))
        return Page(url=asked, final_url=url, status=response.status, headers=headers, body=body, when=self._clock())

    def _target(self, url: str) -> httpcore2.URL:
        if self._gateway:
            gate = httpx2.URL(self._gateway)
            path = gate.raw_path.rstrip(b"/") + b"/" + quote(url, safe="%/:=&?~#+!$,;'@()*[]").encode()
            return httpcore2.URL(scheme=gate.raw_scheme, host=gate.raw_host, port=gate.port, target=path)
        parsed = httpx2.URL(url)
        return httpcore2.URL(scheme=parsed.raw_scheme, host=parsed.raw_host, port=parsed.port, target=parsed.raw_path)

    def _through(self, location: str) -> str:
        """Return the original address that a redirect of the gateway stands for."""
        if self._gateway and location.startswith(self._gateway + "/"):
            return location[len(self._gateway) + 1 :]
        return location

    def _decoded(self, chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
        """Unpack a body piece by piece, never holding more than the limit: 2 MB of gzip can be 2 GB of zeros."""
        size = 0
        for piece in _unpacked(chunks, encoding):
            size += len(piece)
            if size > self._max_body:
                raise _TooLargeError(self._max_body)
            yield piece


def _unpacked(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    name = encoding.strip().lower()
    if name in ("", "identity"):
        yield from chunks
        return
    if name not in ("gzip", "x-gzip", "deflate"):
        raise _EncodingError(f"content coding {encoding!r} was not asked for")
    # 47: gzip or zlib, told by the header.  Some servers send raw deflate, which has none.
    stream = zlib.decompressobj(wbits=47)
    begun = False
    try:
        for chunk in chunks:
            if not begun and name == "deflate" and chunk and chunk[0] & 0x0F != 8:
                stream = zlib.decompressobj(wbits=-15)
            begun = begun or bool(chunk)
            while chunk:
                if stream.eof:  # another gzip member follows; padding does not
                    if not chunk.startswith(b"\x1f\x8b"):
                        break
                    stream = zlib.decompressobj(wbits=47)
                yield stream.decompress(chunk, _CHUNK)
                chunk = stream.unconsumed_tail or stream.unused_data
        if begun:
            yield stream.flush()  # all input may be taken while a few bytes of output still wait
    except zlib.error as error:
        raise _EncodingError(str(error)) from error
    if begun and not stream.eof:
        raise _EncodingError("it breaks off")


_EXPECTED = (
    _BlockedError,
    _NoHostError,
    _TooLargeError,
    _EncodingError,
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    ssl.SSLError,
)


def _explain(error: Exception, url: str) -> tuple[str, str]:
    """Return kind and message of a request that brought no answer."""
    cause = error.__cause__ or error.__context__ or error
    match error:
        case _BlockedError():
            return "blocked_address", f"{url} leads to {error}, which is not on the public internet; it was not asked"
        case _NoHostError():
            return "dns", f"the name in {url} is not known ({error}); check the address or the name server"
        case _TooLargeError():
            return "too_large", f"the body of {url} is over {error} bytes unpacked; nothing of it was used"
        case httpcore2.TimeoutException():
            return "timeout", f"{url} did not answer in time; it is asked again with the next edition"
        case _EncodingError():
            return "encoding", f"the body of {url} cannot be unpacked ({error}); tell the site"
        case ssl.SSLError() | httpcore2.ConnectError() if isinstance(cause, ssl.SSLError) or isinstance(
            error, ssl.SSLError
        ):
            return "tls", f"no secure connection to {url} ({cause}); check its certificate"
        case httpcore2.ConnectError() if isinstance(cause, ConnectionRefusedError):
            return "refused", f"{url} refuses connections; check the address and whether the server runs"
        case httpcore2.ConnectError():
            return "unreachable", f"{url} cannot be reached ({cause}); check the network"
    return "broken", f"the connection to {url} broke ({error or cause}); it is asked again with the next edition"


def _advice(status: int) -> str:
    if status in (404, 410):
        return f"status {status}: nothing is there; find the new address or remove it"
    if status in (401, 402, 403, 451):
        return f"status {status}: the site does not let us read it; look for its feed, or leave it out"
    if status == 429:
        return "status 429: asked too often; ask less often"
    if status >= 500:
        return f"status {status}: the site has trouble; it is asked again with the next edition"
    return f"status {status}: no page came; check the address"


def _failure(url: str, kind: str, message: str) -> Failure:
    return Failure(stage="fetch", subject=url or "(no address)", kind=kind, message=message)


def _header(headers: Iterable[tuple[str, str]], name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")
