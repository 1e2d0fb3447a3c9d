"""Pairs of texts -> how much the second follows from the first: one server, asked by many threads within its limits.

The form is that of Hugging Face's text-embeddings-inference (``POST /predict``): ``inputs`` is a list of pairs, the
answer a list of labels with scores for each.  A text is never cut to fit (``truncate`` is false): half a passage may
say the opposite of the whole.
"""

from __future__ import annotations

import hashlib
import math
import random
import threading
import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from broadsheet.adapters.circuit import Circuit
from broadsheet.adapters.entailment.settings import EntailmentSettings, checked, key_of
from broadsheet.adapters.model.memory import AnswerMemory
from broadsheet.adapters.model.wire import Answer
from broadsheet.adapters.web.post import Poster, Reply
from broadsheet.decode import decode_json
from broadsheet.types import Failure

Pair = tuple[str, str]
MOST_PAIRS = 32
"""Pairs of one request: the server's own bound, unless it was started with another (``--max-client-batch-size``)."""
MOST_LABELS = 64
MAX_BODY = 1_000_000
"""Bytes of an answer: 32 pairs of three labels have 4,000."""
IN_FLIGHT = 8
"""Requests under way at once; set by hand, 2026-11-23: the server makes batches of them itself."""
TRIES = 3
FIRST_WAIT = 0.5
"""Seconds before a second try, a random share of it; twice as long before the third."""
_BUSY = frozenset({408, 429, 500, 502, 503, 504})
_TOO_LONG = frozenset({HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY})
_FOR_GOOD = frozenset({"blocked_address", "redirected", "forbidden"})
_UNSOUND = frozenset({"unreachable", "timeout", "broken_off", "server_error"})


class Prediction(msgspec.Struct, frozen=True):
    """A label of the model, and its score in [0, 1]."""

    label: str
    score: float


Scores = tuple[Prediction, ...]


class Entailments:
    """Asks one server.  Safe for any number of threads.  Raises ConfigError when built wrongly.

    Answers are remembered in the file ``memory``, under the address, the ``name`` of the settings and the pair.

    Kinds of failure: those of ``Poster.reply``, ``server_error redirected forbidden bad_request not_entailment
    too_long circuit_open``.
    """

    def __init__(
        self,
        settings: EntailmentSettings,
        memory: Path | None = None,
        *,
        sleep: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._settings = checked(settings)
        key = key_of(settings)
        self._headers = {"Accept-Encoding": "identity", **({"Authorization": f"Bearer {key}"} if key else {})}
        parts = urlsplit(settings.url)
        # The address is the operator's own choice, often this machine: this one origin may lead inside, nothing else.
        self._post = Poster((f"{parts.scheme}://{parts.netloc}",), seconds=settings.timeout)
        self._turns = threading.BoundedSemaphore(IN_FLIGHT)
        self._circuit = Circuit(clock)
        self._sleep, self._chance = sleep, chance
        self.memory = AnswerMemory(memory)

    def __call__(self, pairs: Sequence[Pair]) -> list[Scores | Failure]:
        """Return the scores of each pair, or why it has none."""
        found: dict[Pair, Scores | Failure] = {
            pair: scores for pair in pairs if (scores := self._remembered(pair)) is not None
        }
        missing = [pair for pair in dict.fromkeys(pairs) if pair not in found]
        for at in range(0, len(missing), MOST_PAIRS):
            some = missing[at : at + MOST_PAIRS]
            found.update(zip(some, self._asked(some), strict=True))
        return [found[pair] for pair in pairs]

    def _asked(self, pairs: Sequence[Pair]) -> Sequence[Scores | Failure]:
        """Ask about some pairs; where one of them is too long, each by itself."""
        told = self._tried(pairs)
        if isinstance(told, Failure):
            if told.kind == "too_long" and len(pairs) > 1:
                return [one for pair in pairs for one in self._asked([pair])]
            return [told] * len(pairs)
        for pair, scores in zip(pairs, told, strict=True):
            kept = Answer(text=msgspec.json.encode(scores).decode(), finish="stop")
            self.memory.put(self._key(pair), kept)
        return told

    def _tried(self, pairs: Sequence[Pair]) -> Sequence[Scores] | Failure:
        body = msgspec.json.encode({"inputs": pairs, "raw_scores": False, "truncate": False})
        told: Sequence[Scores] | Failure = self._failure("circuit_open", "it failed too often and is left alone")
        for attempt in range(TRIES):
            if not self._circuit.lets_pass():
                return told
            with self._turns:
                answer = self._post.reply(self._settings.url, self._headers, body, MAX_BODY)
            told = self._read(answer, len(pairs))
            unsound = isinstance(told, Failure) and told.kind in _UNSOUND
            self._circuit.note(sound=not unsound)
            if isinstance(told, Failure) and told.kind in _FOR_GOOD:
                self._circuit.shut()
            if not unsound:
                return told
            if attempt + 1 < TRIES:
                self._sleep(self._chance() * FIRST_WAIT * 2**attempt)
        return told

    def _read(self, answer: Reply | Failure, count: int) -> Sequence[Scores] | Failure:
        """Return the scores of an answer to ``count`` pairs, or what is wrong with it."""
        if isinstance(answer, Failure):
            return self._failure(answer.kind, answer.message)
        status = answer.status
        if 300 <= status < 400:
            return self._failure("redirected", f"it sends elsewhere ({status}), which is never followed")
        if status in (401, 403):
            return self._failure("forbidden", f"it refuses the key ({status})")
        if status in _TOO_LONG:
            return self._failure("too_long", f"the passages are longer than its model reads ({status})")
        if status in _BUSY:
            return self._failure("server_error", f"it answers {status}")
        if status == HTTPStatus.FAILED_DEPENDENCY:
            return self._failure("not_entailment", "its model puts no labels on pairs (424)")
        if status != HTTPStatus.OK:
            return self._failure("bad_request", f"it answers {status}")
        scores = read_scores(answer.body, count)
        if scores is None:
            return self._failure("not_entailment", f"its answer is no list of labels and scores for {count} pairs")
        return scores

    def _remembered(self, pair: Pair) -> Scores | None:
        known = self.memory.get(self._key(pair))
        found = read_scores(known.text.encode(), 1) if known is not None else None
        return found[0] if found is not None else None

    def _key(self, pair: Pair) -> bytes:
        h = hashlib.sha256(b"entailment 1")
        for part in (self._settings.url, self._settings.name, *pair):
            raw = part.encode("utf-8", "surrogatepass")
            h.update(len(raw).to_bytes(8, "big") + raw)
        return h.digest()

    def _failure(self, kind: str, message: str) -> Failure:
        return Failure(stage="verify", subject=self._settings.url, kind=kind, message=message)


def read_scores(body: bytes, count: int) -> Sequence[Scores] | None:
    """Return labels and scores of ``count`` pairs; None when ``body`` is not exactly that.

    One pair may come without the outer list.  A score is a probability: one outside [0, 1] is none.
    """
    try:
        found = decode_json(body, list[Scores])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        try:
            found = [decode_json(body, Scores)]
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
    sound = all(
        0 < len(scores) <= MOST_LABELS and all(math.isfinite(one.score) and 0 <= one.score <= 1 for one in scores)
        for scores in found
    )
    return found if sound and len(found) == count else None
