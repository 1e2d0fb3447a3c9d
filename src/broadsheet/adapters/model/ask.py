"""The one door to a model: remembered answers first, then the purse, then the server.

``ask`` gives the answer and what it took, or the failure that says why there is none.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from broadsheet.adapters.model.client import MAY_COST, Client
from broadsheet.adapters.model.memory import AnswerMemory, key_of
from broadsheet.adapters.model.prices import price_of
from broadsheet.adapters.model.purse import MICRO, Limits, Purse
from broadsheet.adapters.model.settings import ModelSettings, checked
from broadsheet.adapters.model.tokens import bound, estimate
from broadsheet.adapters.model.wire import Answer, Request
from broadsheet.types import Failure

MARGIN = 1.1
"""Share by which the estimate of a prompt is raised to plan with."""


Asks = Callable[[Request], Answer | Failure]


class Model:
    """A model, its memory and its purse.  Safe for any number of threads.  Raises ConfigError when built wrongly."""

    def __init__(self, settings: ModelSettings, memory: Path | None = None, client: Asks | None = None) -> None:
        self.settings = checked(settings)
        self.client: Asks = client or Client(settings)
        self.memory = AnswerMemory(memory)
        self.price = price_of(settings)
        self._lock = threading.Lock()
        self._booked = set[bytes]()
        self.purse = Purse(Limits(round(settings.max_usd * MICRO), settings.max_tokens), self.price)

    @property
    def trouble(self) -> Failure | None:
        """What is wrong with the memory, if anything."""
        return self.memory.trouble

    def expected(self, request: Request, tokens_out: int) -> tuple[int, int]:
        """Return about how many tokens in and out a request takes, to plan with."""
        return round(MARGIN * estimate(request.system, request.user)), tokens_out

    def remembered(self, request: Request, marker: str, attempt: int = 0) -> Answer | None:
        """Return the answer that an earlier run has paid, and book it: the budget is the edition's, not the run's."""
        key = key_of(request, self.settings, attempt, marker)
        known = self.memory.get(key)
        if known is not None:
            with self._lock:
                first = key not in self._booked
                self._booked.add(key)
            if first:
                self.purse.book(known.tokens_in, known.tokens_out)
        return known

    def ask(self, request: Request, marker: str, attempt: int = 0) -> Answer | Failure:
        """Return the answer; ``attempt`` counts the times that this very question was answered badly.

        Kinds of failure: those of ``Client``, and ``budget``.
        """
        known = self.remembered(request, marker, attempt)
        if known is not None:
            return known
        most = bound(request.system, request.user, str(request.schema)), request.longest
        if not self.purse.hold(*most):
            return Failure(
                stage="write",
                subject=request.subject,
                kind="budget",
                message=f"up to {sum(most)} tokens do not fit into what is left of the edition's budget",
            )
        used: tuple[int, int] | None = None
        try:
            answer = self.client(request)
            if isinstance(answer, Answer):
                key = key_of(request, self.settings, attempt, marker)
                with self._lock:
                    self._booked.add(key)
                self.memory.put(key, answer)
                used = answer.tokens_in, answer.tokens_out
            elif answer.kind in MAY_COST:
                used = estimate(request.system, request.user), request.longest
        finally:
            self.purse.settle(most, used)
        return answer
