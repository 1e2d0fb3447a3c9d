"""Request -> Answer, or a Failure that says why not: one endpoint, asked by many threads within its limits.

httpx2 and not the SDK of one vendor: one POST is all that is asked, and how often it is tried, how long it may take and
what it may cost must be known here.  A server that is gone is not asked again and again (a circuit breaker, after
Nygard, *Release It!*); waits are jittered in full (Brooker, 2015), and Retry-After is obeyed.
"""

from __future__ import annotations

import random
import threading
import time
import weakref
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2
import msgspec

from broadsheet import __version__
from broadsheet.adapters.circuit import Circuit
from broadsheet.adapters.model.settings import ModelSettings, endpoint, key_of
from broadsheet.adapters.model.tokens import estimate
from broadsheet.adapters.model.wire import Agreement, Answer, Request, Terms, fault_within, filtered, read_reply
from broadsheet.decode import decode_json
from broadsheet.types import Failure

TRIES = 4
"""How often one request is sent, time-outs aside."""
PAID_TRIES = 2
"""How often it is sent when a try may have been paid and gave nothing: a time-out, half an answer, no answer's form."""
FIRST_WAIT = 0.5
LONGEST_WAIT = 60.0
"""Seconds between tries: a random share of 0.5, 1, 2 ...; what Retry-After asks, up to a minute."""
CONNECT_SECONDS = 10.0
MAX_BODY = 4_000_000
"""Bytes of a reply: an answer of 4,000 tokens has 20,000."""
TOLD = 300
"""Characters of a server's message that are told on."""
_BUSY = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})
_TOO_LONG = ("context_length", "context length", "maximum context", "context size", "too many tokens", "n_ctx")
_BROKE = ("insufficient_quota", "billing", "insufficient balance", "credit")


class _GoneError(Exception):
    """The request has failed for good: ``kind`` and what was told."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class _AgainError(Exception):
    """The request may be sent again: ``kind``, what was told, and the seconds that the server asks to wait."""

    def __init__(self, kind: str, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.wait = wait


class Client:
    """Asks one endpoint.  Safe for any number of threads; ``close`` ends its connections.

    Kinds of failure: ``unreachable timeout broken_off rate_limited server_error not_a_model redirected forbidden
    no_money too_long bad_request circuit_open``.  Those of ``MAY_COST`` may have been paid.
    """

    def __init__(
        self,
        settings: ModelSettings,
        *,
        sleep: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Build the client; raises ConfigError when the key is not in the environment."""
        key = key_of(settings)
        headers = {"User-Agent": f"Broadsheet/{__version__}", "Accept-Encoding": "identity"}
        if key:
            headers[settings.key_header] = f"Bearer {key}" if settings.key_header == "Authorization" else key
        self._key = key
        self._settings = settings
        self._url = endpoint(settings.base_url, "chat/completions")
        self._agreement = Agreement(settings)
        self._turns = threading.BoundedSemaphore(settings.in_flight)
        self._circuit = Circuit(clock)
        self._sleep, self._clock, self._chance = sleep, clock, chance
        self._not_before = 0.0
        self._http = httpx2.Client(
            headers=headers,
            trust_env=False,  # a proxy of the environment would see the key and every article
            follow_redirects=False,
            timeout=httpx2.Timeout(settings.timeout, connect=min(CONNECT_SECONDS, settings.timeout)),
            limits=httpx2.Limits(max_connections=settings.in_flight, max_keepalive_connections=settings.in_flight),
        )
        self.close = weakref.finalize(self, self._http.close)
        """End the connections; called by itself when nothing uses this client any more."""

    @property
    def terms(self) -> Terms:
        """What was agreed with the server so far."""
        return self._agreement.terms

    def __call__(self, request: Request, again: Callable[[], bool] = lambda: True) -> Answer | Failure:
        """Ask; a failure has stage ``write`` and the request's subject.

        ``again`` is asked before a try that follows one which may have been paid: whoever pays may say no.
        """
        tries = paid = 0
        while True:
            if not self._circuit.lets_pass():
                return self._failure(request, "circuit_open", "the model's server failed too often; it is left alone")
            terms = self.terms
            try:
                answer = self._once(request, terms)
            except _GoneError as error:
                self._circuit.note(sound=error.kind in ("too_long", "bad_request"))
                if error.kind in ("forbidden", "redirected", "no_money"):
                    self._circuit.shut()
                return self._failure(request, error.kind, str(error))
            except _AgainError as error:
                if error.kind == "relented":
                    continue
                self._circuit.note(sound=error.kind == "rate_limited")
                tries += 1
                paid += error.kind in MAY_COST
                if tries >= TRIES or paid >= PAID_TRIES or (error.kind in MAY_COST and not again()):
                    return self._failure(request, error.kind, f"{error} (tried {tries} times)")
                self._wait(error.wait, tries)
            else:
                self._circuit.note(sound=True)
                return answer

    def _wait(self, asked: float | None, tries: int) -> None:
        """Wait before the next try; what a server asked for holds for every thread."""
        pause = self._chance() * FIRST_WAIT * 2 ** (tries - 1)
        if asked is not None:
            pause += min(asked, LONGEST_WAIT)
            self._not_before = max(self._not_before, self._clock() + min(asked, LONGEST_WAIT))
        self._sleep(pause)

    def _once(self, request: Request, terms: Terms) -> Answer:
        with self._turns:
            if (ahead := self._not_before - self._clock()) > 0:
                self._sleep(ahead)
            began = self._clock()
            status, headers, body = self._post(self._agreement.body(request, terms), began)
            took = round(1000 * (self._clock() - began))
        told = self._told(body)
        if status == 200:
            answer = read_reply(body, took, request)
            if answer is not None:
                return answer
            within = fault_within(body)
            if within is None:
                raise _AgainError("not_a_model", f"the answer is no chat completion: {told!r}")
            status, told = within[0], self._clean(within[1])
        if filtered(status, told):
            return Answer(
                text="",
                finish="content_filter",
                refusal=told,
                tokens_in=estimate(request.system, request.user),
                counted=False,
                milliseconds=took,
            )
        if 300 <= status < 400:
            raise _GoneError("redirected", f"the server sends elsewhere ({status}), which is never followed")
        if status in (401, 403):
            raise _GoneError("forbidden", f"the server refuses the key ({status}): {told}")
        if status == 402 or (status == 429 and any(word in told.casefold() for word in _BROKE)):
            raise _GoneError("no_money", f"the account cannot pay ({status}): {told}")
        if any(word in told.casefold() for word in _TOO_LONG):
            raise _GoneError("too_long", f"more than the model reads ({status}): {told}")
        if status in _BUSY:
            kind = "rate_limited" if status == 429 else "server_error"
            raise _AgainError(kind, f"the server answers {status}: {told}", _retry_after(headers))
        if status in (400, 415, 422, 501) and self._agreement.relent(terms, told):
            raise _AgainError("relented", told)
        raise _GoneError("bad_request", f"the server answers {status}: {told}")

    def _post(self, body: bytes, began: float) -> tuple[int, httpx2.Headers, bytes]:
        try:
            with self._http.stream(
                "POST", self._url, content=body, headers={"Content-Type": "application/json"}
            ) as reply:
                got = bytearray()
                for chunk in reply.iter_raw():
                    got += chunk
                    if len(got) > MAX_BODY:
                        raise _AgainError("not_a_model", f"the answer has more than {MAX_BODY} bytes")
                    if self._clock() - began > self._settings.timeout:
                        raise _AgainError("timeout", f"no whole answer within {self._settings.timeout:g} s")
                return reply.status_code, reply.headers, bytes(got)
        except httpx2.ConnectTimeout as error:
            raise _AgainError("unreachable", f"{self._settings.base_url} does not answer") from error
        except httpx2.TimeoutException as error:
            raise _AgainError("timeout", f"no answer within {self._settings.timeout:g} s") from error
        except (httpx2.ReadError, httpx2.RemoteProtocolError) as error:
            raise _AgainError("broken_off", f"{self._settings.base_url} ended the answer: {error}") from error
        except httpx2.TransportError as error:
            raise _AgainError("unreachable", f"{self._settings.base_url}: {error or type(error).__name__}") from error

    def _told(self, body: bytes) -> str:
        """Return the beginning of what a server said, on one line, without the key, should it repeat it."""
        return self._clean(body[: 4 * TOLD].decode("utf-8", "replace"))

    def _clean(self, text: str) -> str:
        text = " ".join(text.encode("utf-8", "replace").decode().split())[:TOLD]
        return text.replace(self._key, "***") if self._key else text

    def _failure(self, request: Request, kind: str, message: str) -> Failure:
        return Failure(stage="write", subject=request.subject, kind=kind, message=message)


MAY_COST = frozenset({"timeout", "broken_off", "not_a_model"})
"""Failures of a request that the server has read, may have worked on, and may bill."""


LOOK_SECONDS = 2.0
"""How long a server on this machine may take to say which models it has."""


class _Model(msgspec.Struct):
    id: str


class _Models(msgspec.Struct):
    data: list[_Model]


def listed(base_url: str) -> tuple[str, ...]:
    """Return the models that a server lists at ``base_url``; none where no server answers."""
    try:
        with httpx2.Client(trust_env=False, follow_redirects=False, timeout=LOOK_SECONDS) as http:
            reply = http.get(endpoint(base_url, "models"))
            return tuple(model.id for model in decode_json(reply.content, _Models).data)
    except (httpx2.TransportError, httpx2.InvalidURL, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ()


def _retry_after(headers: httpx2.Headers) -> float | None:
    """Return the seconds that Retry-After (seconds or a date) asks for; None where it asks for nothing.

    OpenAI and Azure tell milliseconds in a header of their own, which is finer.
    """
    try:
        return max(0.0, float(headers.get("retry-after-ms", "")) / 1000)
    except ValueError:
        pass
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
