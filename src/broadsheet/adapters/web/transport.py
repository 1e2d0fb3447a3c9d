"""One exchange with a site: an address and headers in, a ``Page`` with any status or a ``Failure`` out.

Redirects are not followed here and nobody is waited for: that is the business of ``fetch``.  Here are the limits: of
connecting, of the first byte, of the whole, of the rate, of headers, of the body packed and unpacked, and of memory.
Proxies of the environment are ignored: they would step round the guard.
"""

from __future__ import annotations

import contextlib
import io
import math
import re
import ssl
import threading
import weakref
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import SplitResult, quote, urlsplit

import httpcore2
import httpx2

from broadsheet import __version__
from broadsheet.adapters.web.answers import MAX_BODY, STOPPED, failure, header, no_address, stopped
from broadsheet.adapters.web.guard import (
    MAX_HEAD,
    RATE,
    BlockedError,
    CheckedBackend,
    LongHeadError,
    NoHostError,
    Resolve,
    StoppedError,
    TimedStream,
    TooSlowError,
    Watch,
    resolve,
)
from broadsheet.adapters.web.room import FREE, Room, Stay, keep_small
from broadsheet.once import once
from broadsheet.types import Failure, Page

CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0
TOTAL_SECONDS = 30.0
MAX_TOLD = 262_144
"""Bytes of the body of an answer that is no page: it is evidence, nobody reads it."""
TOLD_SECONDS = 5.0
"""How long such a body may take once its headers are here."""
MAX_RATIO = 100
"""How often more a body may unpack to than came, once it is over ``FREE_SIZE``; text packs to a tenth."""
FREE_SIZE = 1_000_000
PORTS = (80, 443, 8080, 8443)
POOLS = 64
"""Pools that share the hosts: a pool looks at all its connections for every request."""
IDLE = 4
"""Idle connections that a pool keeps: 256 in all."""
KEEP_SECONDS = 5.0
_CHUNK = 65_536
_ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/html;q=0.9, */*;q=0.5"


_BREAKS_OFF = re.compile("disconnect|closed", re.IGNORECASE)
"""What the library says of a connection that ended too early; what else it says is of an answer that came."""


class _TooLargeError(Exception):
    """The body is over a limit; the text tells which."""


class _EncodingError(Exception):
    """The body is packed in a way that was not asked for, or is broken."""


class Transport:
    """``(url, headers) -> Page | Failure``.  Safe for any number of threads.

    ``contact``: a URL or e-mail put in the User-Agent.  ``gateway``: when set, ``GET {gateway}/{url}`` is sent instead
    of asking the origin (a recorded day served on loopback); pages keep the original address, and the address check is
    off, because the gateway is ours.  ``private`` names what may lead inside: origins (``http://wiki.lan:8000``, see
    ``private_origins``), or hosts at any port; ``allow_private`` is for all hosts.  ``names`` and ``clock`` are
    replaced by tests.
    """

    def __init__(
        self,
        gateway: str = "",
        contact: str = "",
        *,
        private: Sequence[str] = (),
        allow_private: bool = False,
        max_body: int = MAX_BODY,
        total_seconds: float = TOTAL_SECONDS,
        read_seconds: float = READ_SECONDS,
        names: Resolve = resolve,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.gateway = gateway.rstrip("/")
        self._private = frozenset(_place(origin) for origin in private)
        self._anywhere = allow_private or bool(gateway)
        self._max_body = max_body
        self._total = total_seconds
        self._timeouts = {
            "connect": CONNECT_SECONDS,
            "read": min(read_seconds, total_seconds),
            "write": read_seconds,
            "pool": total_seconds,
        }
        self._clock = clock
        self._headers: list[tuple[bytes, bytes]] = [
            (b"User-Agent", f"Broadsheet/{__version__}{f' (+{contact})' if contact else ''}".encode("latin-1")),
            (b"Accept", _ACCEPT.encode()),
            (b"Accept-Encoding", b"gzip, deflate"),
        ]
        self._stopped = threading.Event()
        self._watch = Watch(self._stopped)
        keep_small()
        self._room = Room()
        self._pools = [
            httpcore2.ConnectionPool(
                ssl_context=_certificates(),
                network_backend=CheckedBackend(names, self.trusts, self._watch),
                max_connections=None,  # as many as there are threads that ask
                max_keepalive_connections=IDLE,
                keepalive_expiry=KEEP_SECONDS,
            )
            for _ in range(POOLS)
        ]
        self.close = weakref.finalize(self, _close, self._pools)
        """Close the connections that are kept open; called by itself when nothing uses this transport any more."""

    def __call__(
        self, url: str, headers: Sequence[tuple[str, str]] = (), *, seconds: float = math.inf
    ) -> Page | Failure:
        """Do what ``exchange`` does, and give the page away at once."""
        with self.exchange(url, headers, seconds=seconds) as answer:
            return answer

    @contextlib.contextmanager
    def exchange(
        self, url: str, headers: Sequence[tuple[str, str]] = (), *, seconds: float = math.inf
    ) -> Iterator[Page | Failure]:
        """Ask ``url`` once, for at most ``seconds``; ``url`` is both addresses of the page that comes.

        A page has any status.  The stage of a failure is ``fetch``; its subject is ``url``.  While the block runs the
        body counts among those in the making, of which there are only so many.
        """
        refusal = self.refusal(url)
        if refusal is not None:
            yield refusal
            return
        self._watch.begin(min(self._total, seconds))
        stay = Stay()
        try:
            try:
                answer: Page | Failure = self._surely(url, headers, stay)
            except _EXPECTED as error:
                answer = failure(url, *_explain(error, url))
            yield answer
        finally:
            if stay.taken:
                self._room.leave(stay)

    def refusal(self, url: str) -> Failure | None:
        """Return the failure of an address that must not even be resolved, None where it may be asked."""
        refused = no_address(url)
        if refused is not None:
            return refused
        try:
            parsed = _parsed(url)
        except (httpx2.InvalidURL, ValueError) as error:
            return failure(url, "bad_url", f"{url[:200]!r} cannot be read as an address ({error}); correct it")
        host, port = parsed.host.decode("ascii"), parsed.port
        if port is not None and port not in PORTS and not self.trusts(host, port):
            message = f"port {port} is not one of the web's ({', '.join(map(str, PORTS))}); check the address"
            return failure(url, "blocked_port", message)
        return None

    def stop(self) -> None:
        """Let every exchange under way, and every later one, come to a failure of kind ``stopped``."""
        self._stopped.set()

    def trusts(self, host: str, port: int) -> bool:
        name = _name(host)
        return self._anywhere or (name, port) in self._private or (name, None) in self._private

    def _surely(self, url: str, headers: Sequence[tuple[str, str]], stay: Stay) -> Page:
        """Ask; and at once again where a kept connection ends without a byte of an answer, until a new one is dialled.

        The site had closed it, or was about to, and may never have seen the request (RFC 9112, 9.3.1).  It is no
        trouble that the site has, and takes none of the few attempts that ``fetch`` makes for those.
        """
        for _ in range(IDLE):
            try:
                return self._once(url, headers, stay)
            except (httpcore2.NetworkError, httpcore2.ProtocolError):
                if self._watch.dialled or self._watch.received:
                    raise
        return self._once(url, headers, stay)

    def _once(self, url: str, headers: Sequence[tuple[str, str]], stay: Stay) -> Page:
        target = self._target(url)
        asking: list[tuple[bytes | str, bytes | str]] = [
            *self._headers,
            *((name.encode("latin-1"), value.encode("latin-1")) for name, value in headers),
        ]
        pool = self._pools[zlib.crc32(target.host) % POOLS]
        with pool.stream("GET", target, headers=asking, extensions={"timeout": self._timeouts}) as response:
            came = [(key.decode("latin-1"), value.decode("latin-1")) for key, value in response.headers]
            good = 200 <= response.status < 300
            chunks, encoding = response.iter_stream(), header(came, "content-encoding")
            body = self._body(chunks, encoding, stay) if good else self._told(chunks, encoding)
            stream = response.extensions.get("network_stream")
            if good:
                self._check_length(came, stream)
        if self.gateway:
            came = [(key, self._through(value) if key.lower() == "location" else value) for key, value in came]
        return Page(
            url=url,
            final_url=url,
            status=response.status,
            headers=tuple(came),
            body=body,
            when=self._clock().replace(microsecond=0),
        )

    def _body(self, chunks: Iterable[bytes], encoding: str, stay: Stay) -> bytes:
        """Return the body unpacked, and never hold more than its limit: 2 MB of gzip can be 2 GB of zeros."""
        whole, size = io.BytesIO(), 0
        for piece in _unpacked(_within(chunks, self._max_body), encoding):
            size += len(piece)
            if size > self._max_body:
                raise _TooLargeError(f"{self._max_body} bytes unpacked")
            if size > FREE_SIZE and size > MAX_RATIO * self._watch.received:
                raise _TooLargeError(f"{MAX_RATIO} times what came, and unpacks without end")
            if size > FREE:
                with self._watch.paused():
                    self._room.take(stay, len(piece))
            whole.write(piece)
        return whole.getvalue()

    def _told(self, chunks: Iterable[bytes], encoding: str) -> bytes:
        """Return what came of a body that nobody reads, up to a limit; how it ends does not matter."""
        whole = io.BytesIO()
        self._watch.shorten(TOLD_SECONDS)
        try:
            for piece in _unpacked(chunks, encoding):
                whole.write(piece[: MAX_TOLD - whole.tell()])
                if whole.tell() >= MAX_TOLD:
                    break
        except _EXPECTED:
            pass  # its status and headers are here, which is what was asked for
        return whole.getvalue()

    def _check_length(self, headers: Sequence[tuple[str, str]], stream: object) -> None:
        """Leave a connection that brought more than Content-Length says: what is over could pass for another answer.

        The page is what was announced, as browsers have it.
        """
        length = header(headers, "content-length")
        if not length.isdigit() or header(headers, "transfer-encoding"):
            return
        if self._watch.head.body > int(length) and isinstance(stream, TimedStream):
            stream.spoilt = True

    def _target(self, url: str) -> httpcore2.URL:
        if self.gateway:
            gate = httpx2.URL(self.gateway)
            path = gate.raw_path.rstrip(b"/") + b"/" + quote(url, safe="%/:=&?~#+!$,;'@()*[]").encode()
            return httpcore2.URL(scheme=gate.raw_scheme, host=gate.raw_host, port=gate.port, target=path)
        return _parsed(url)

    def _through(self, location: str) -> str:
        """Return the original address that a redirect of the gateway stands for."""
        return location[len(self.gateway) + 1 :] if location.startswith(self.gateway + "/") else location


def private_origins(hosts: Iterable[str], urls: Iterable[str]) -> tuple[str, ...]:
    """Return the origins (scheme, host, port) of those ``urls`` whose host is among ``hosts``; sorted."""
    names = frozenset(map(_name, hosts))
    parts: list[SplitResult] = []
    for url in urls:
        with contextlib.suppress(ValueError):  # an address that is none opens no door; whoever asks for it is told
            parts.append(urlsplit(url))
    return tuple(
        sorted({f"{at.scheme}://{at.netloc}" for at in parts if at.netloc and _name(at.hostname or "") in names})
    )


def _place(origin: str) -> tuple[str, int | None]:
    """Return host and port of an origin; no port where a host is given alone."""
    if "://" not in origin:
        return _name(origin), None
    parts = urlsplit(origin)
    return _name(parts.hostname or ""), parts.port or (443 if parts.scheme == "https" else 80)


def _name(host: str) -> str:
    return host.lower().strip("[]").rstrip(".")


@lru_cache(256)
def _parsed(url: str) -> httpcore2.URL:
    """Return the parts of ``url`` as they are sent.  Raises httpx2.InvalidURL, ValueError."""
    parsed = httpx2.URL(url)
    parsed.raw_host.decode("ascii")
    return httpcore2.URL(scheme=parsed.raw_scheme, host=parsed.raw_host, port=parsed.port, target=parsed.raw_path)


@once
def _certificates() -> ssl.SSLContext:
    """Load the certificates of the public authorities; it takes a while."""
    return httpx2.create_ssl_context(trust_env=False)


def _close(pools: Sequence[httpcore2.ConnectionPool]) -> None:
    for pool in pools:
        pool.close()


def _within(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise _TooLargeError(f"{most} bytes as it came")
        yield chunk


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
    BlockedError,
    NoHostError,
    TooSlowError,
    StoppedError,
    LongHeadError,
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
        case BlockedError():
            return "blocked_address", f"{url} leads to {error}, which is not on the public internet; it was not asked"
        case NoHostError():
            return "dns", f"the name in {url} is not known ({error}); check the address or the name server"
        case _TooLargeError():
            return "too_large", f"the body of {url} is over {error}; nothing of it was used"
        case LongHeadError():
            return "too_large", f"the headers of {url} are over {MAX_HEAD} bytes; nothing of it was used"
        case TooSlowError():
            return "too_slow", f"{url} sends less than {RATE} bytes a second ({error}); it is asked again next time"
        case httpcore2.TimeoutException():
            return "timeout", f"{url} did not answer in time; it is asked again with the next edition"
        case _EncodingError():
            return "encoding", f"the body of {url} cannot be unpacked ({error}); tell the site"
        case StoppedError():
            return STOPPED, stopped(url)
        case httpcore2.ProtocolError() if not _BREAKS_OFF.search(str(error)):
            return "malformed", f"what {url} answers is against the rules of HTTP ({error}); tell the site"
        case ssl.SSLError() | httpcore2.ConnectError() if isinstance(cause, ssl.SSLError) or isinstance(
            error, ssl.SSLError
        ):
            return "tls", f"no secure connection to {url} ({cause}); check its certificate"
        case httpcore2.ConnectError() if isinstance(cause, ConnectionRefusedError):
            return "refused", f"{url} refuses connections; check the address and whether the server runs"
        case httpcore2.ConnectError():
            return "unreachable", f"{url} cannot be reached ({cause}); check the network"
    return "broken", f"the connection to {url} broke ({error or cause}); it is asked again with the next edition"
