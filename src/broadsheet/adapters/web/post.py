"""One POST to an address that the operator named: the guarded fetcher's sibling, behind the same guard.

    (url, headers, body, commit) -> Answer

Names are resolved once, every answer is checked, a checked one is dialled; what leads inside must be one of the origins
that the operator called private.  No redirect is followed and no proxy asked.  ``commit`` is called when the connection
stands and before the first byte of the request: what fails earlier has certainly not arrived.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping, Sequence

import httpcore2

from broadsheet import __version__
from broadsheet.adapters.mail.answer import Answer
from broadsheet.adapters.web.guard import BlockedError, CheckedBackend, NoHostError, Resolve, Watch, resolve
from broadsheet.adapters.web.transport import Transport
from broadsheet.failpoints import failpoint
from broadsheet.types import Failure

SECONDS = 30.0
"""How long a receiver may take; set by hand, 2026-11-22: it need only queue what it gets."""
TOLD = 200
_BROKEN = (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError)
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


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
        sending = [
            (b"User-Agent", f"Broadsheet/{__version__}".encode()),
            (b"Content-Type", b"application/json"),
            *((name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()),
        ]
        committed = False

        def watch(event: str, _: Mapping[str, object]) -> None:
            nonlocal committed
            if event.endswith("send_request_headers.started") and not committed:
                commit()
                committed = True

        self._watch.begin(self._seconds)
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self._seconds)
        try:
            with (
                httpcore2.ConnectionPool(network_backend=self._backend, max_connections=1, retries=0) as pool,
                pool.stream(
                    "POST", url, headers=sending, content=body, extensions={"timeout": timeouts, "trace": watch}
                ) as reply,
            ):
                failpoint("webhook.answered")
                told = b"".join(_first(reply))
                return _meaning(reply.status, told)
        except BlockedError as error:
            return Answer(
                "refused", f"it leads to {error}, which is not on the public internet; name it in fetch.private"
            )
        except (*_BROKEN, NoHostError, ssl.SSLError) as e:
            return Answer("undecided" if committed else "later", (str(e) or type(e).__name__)[:TOLD])


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
