"""One POST to an address that the operator named: the guarded fetcher's sibling, behind the same guard.

    (url, headers, body, commit) -> Answer        a message: whether it arrived
    .reply(url, headers, body, most) -> Reply     a question: what is answered

Names are resolved once, every answer is checked, a checked one is dialled; what leads inside must be one of the origins
that the operator called private.  No redirect is followed and no proxy asked.  ``commit`` is called when the connection
stands and before the first byte of the request: what fails earlier has certainly not arrived.
"""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import httpcore2

from broadsheet import __version__
from broadsheet.adapters.mail.answer import Answer
from broadsheet.adapters.web.guard import (
    BlockedError,
    CheckedBackend,
    LongHeadError,
    NoHostError,
    Resolve,
    TooSlowError,
    Watch,
    resolve,
)
from broadsheet.adapters.web.transport import Transport
from broadsheet.failpoints import failpoint
from broadsheet.types import Failure

SECONDS = 30.0
"""How long a receiver may take; set by hand, 2026-11-22: it need only queue what it gets."""
TOLD = 200
_BROKEN = (
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    TooSlowError,
    LongHeadError,
)
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


class Reply(NamedTuple):
    """What a server answered a question with."""

    status: int
    body: bytes


class Poster:
    """Posts to any number of addresses.  ``private`` are origins (see ``transport.private_origins``)."""

    def __init__(self, private: Sequence[str] = (), *, names: Resolve = resolve, seconds: float = SECONDS) -> None:
        self._rules = Transport(private=private)
        self._watch = Watch()
        self._backend = CheckedBackend(names, self._rules.trusts, self._watch)
        self._seconds = seconds

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes, commit: Callable[[], None]) -> Answer:
        """Post ``body`` once, on a connection of its own."""
        refusal = self._rules.refusal(url)
        if isinstance(refusal, Failure):
            return Answer("refused", refusal.message)
        sending = _headers(headers)
        committed = False

        def watch(event: str, _: Mapping[str, object]) -> None:
            nonlocal committed
            if event.endswith("send_request_headers.started") and not committed:
                commit()
                committed = True

        try:
            with self._posted(url, sending, body, {"trace": watch}) as reply:
                failpoint("webhook.answered")
                told = b"".join(_first(reply))
                return _meaning(reply.status, told)
        except BlockedError as error:
            return Answer(
                "refused", f"it leads to {error}, which is not on the public internet; name it in fetch.private"
            )
        except (*_BROKEN, NoHostError, ssl.SSLError) as e:
            return Answer("undecided" if committed else "later", (str(e) or type(e).__name__)[:TOLD])

    def reply(self, url: str, headers: Mapping[str, str], body: bytes, most: int) -> Reply | Failure:
        """Post a question and return the whole answer, of at most ``most`` bytes, whatever its status.

        Kinds of failure: those of an address that must not be asked, ``blocked_address``, ``unreachable``, ``timeout``,
        ``broken_off``, ``too_large``.
        """
        refusal = self._rules.refusal(url)
        if isinstance(refusal, Failure):
            return refusal
        got = bytearray()
        try:
            with self._posted(url, _headers(headers), body) as reply:
                for chunk in reply.iter_stream():
                    got += chunk
                    if len(got) > most:
                        return _trouble(url, "too_large", f"the answer has more than {most} bytes")
                return Reply(reply.status, bytes(got))
        except BlockedError as error:
            return _trouble(url, "blocked_address", f"it leads to {error}, which is not on the public internet")
        except LongHeadError:
            return _trouble(url, "too_large", "the headers of the answer have no end")
        except (httpcore2.TimeoutException, TooSlowError) as error:
            kind = "unreachable" if isinstance(error, httpcore2.ConnectTimeout) else "timeout"
            return _trouble(url, kind, f"no whole answer within {self._seconds:g} s")
        except (httpcore2.ReadError, httpcore2.WriteError, httpcore2.ProtocolError) as error:
            return _trouble(url, "broken_off", str(error) or type(error).__name__)
        except (httpcore2.NetworkError, NoHostError, ssl.SSLError) as error:
            return _trouble(url, "unreachable", str(error) or type(error).__name__)

    @contextlib.contextmanager
    def _posted(
        self,
        url: str,
        headers: Sequence[tuple[bytes | str, bytes | str]],
        body: bytes,
        more: Mapping[str, object] | None = None,
    ) -> Iterator[httpcore2.Response]:
        """Send ``body`` on a connection of its own, which ends with the block."""
        self._watch.begin(self._seconds)
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self._seconds)
        extensions = {"timeout": timeouts, **(more or {})}
        with (
            httpcore2.ConnectionPool(network_backend=self._backend, max_connections=1, retries=0) as pool,
            pool.stream("POST", url, headers=headers, content=body, extensions=extensions) as reply,
        ):
            yield reply


def _headers(headers: Mapping[str, str]) -> list[tuple[bytes | str, bytes | str]]:
    return [
        (b"User-Agent", f"Broadsheet/{__version__}".encode()),
        (b"Content-Type", b"application/json"),
        *((name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()),
    ]


def _trouble(url: str, kind: str, message: str) -> Failure:
    return Failure(stage="post", subject=url, kind=kind, message=message[:TOLD])


def _first(reply: httpcore2.Response) -> list[bytes]:
    """Return the beginning of what a receiver says; how it ends does not matter."""
    try:
        for chunk in reply.iter_stream():
            return [chunk[:TOLD]]
    except _BROKEN:
        pass  # the status is here, which is the answer
    return []


def _meaning(status: int, told: bytes) -> Answer:
    said = f"{status} {' '.join(told.decode('utf-8', 'replace').split())}"[:TOLD].strip()
    if 200 <= status < 300:
        return Answer("sent", said)
    if 300 <= status < 400:
        return Answer("refused", f"{status}: it sends elsewhere, which is never followed")
    return Answer("later" if status in _BUSY else "refused", said)
