"""The one door to a model: remembered answers first, then the purse, then the server.

``ask`` gives the answer, or the failure that says why there is none, and adds up what it took.
"""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path
from typing import Protocol

import msgspec

from broadsheet.adapters.model.client import MAY_COST, Client
from broadsheet.adapters.model.memory import AnswerMemory, key_of
from broadsheet.adapters.model.prices import price_of
from broadsheet.adapters.model.purse import Purse, bounds
from broadsheet.adapters.model.settings import ModelSettings, checked
from broadsheet.adapters.model.tokens import bound, estimate
from broadsheet.adapters.model.wire import Answer, Request
from broadsheet.types import Failure

MARGIN = 1.1
"""Share by which the estimate of a prompt is raised to plan with; hand-set 2026-11-22, for the estimate errs by as much
between vocabularies, and a plan that is too cheap ends in quotations."""


class Again(Protocol):
    """Asked before a try that follows one which may have been paid: may it be paid once more?"""

    def __call__(self) -> bool: ...


class Asks(Protocol):
    """What sends a request: ``Client``, or what a test puts in its place."""

    def __call__(self, request: Request, again: Again, /) -> Answer | Failure: ...


class Model:
    """A model, its memory and its purse.  Safe for any number of threads.  Raises ConfigError when built wrongly.

    ``run`` names the edition whose money it is: what its earlier, killed runs have spent counts.  Two models of one
    edition share a ``purse``, under a ``run`` each; without one the bounds of the settings hold.
    """

    def __init__(
        self,
        settings: ModelSettings,
        memory: Path | None = None,
        client: Asks | None = None,
        run: str = "",
        purse: Purse | None = None,
    ) -> None:
        self.settings = checked(settings)
        self.client: Asks = client or Client(settings)
        self.memory = AnswerMemory(memory)
        self.price = price_of(settings)
        self._run = run
        self._lock = threading.Lock()
        self._booked = set[bytes]()
        self.purse = purse or Purse(bounds(settings))
        if any(self.purse.limits):
            for key, tokens_in, tokens_out in self.memory.pledged(run):
                self._booked.add(key)
                self.purse.owe(self.price, tokens_in, tokens_out)

    @property
    def trouble(self) -> Failure | None:
        """What is wrong with the memory, if anything."""
        return self.memory.trouble

    def expected(self, request: Request, tokens_out: int) -> tuple[int, int]:
        """Return about how many tokens in and out a request takes, to plan with."""
        return round(MARGIN * estimate(request.system, request.user)), tokens_out

    def remembered(self, request: Request, marker: str, attempt: int = 0) -> Answer | None:
        """Return the answer that was paid before, and book it; None where there is none or it does not fit."""
        request = self._bounded(request)
        key = key_of(request, self.settings, attempt, marker)
        known = self.memory.get(key)
        if known is None:
            return None
        with self._lock:
            first = key not in self._booked
            self._booked.add(key)
        if first and not self.purse.book(self.price, known.tokens_in, known.tokens_out):
            with self._lock:
                self._booked.discard(key)
            return None
        return known

    def ask(self, request: Request, marker: str, took: Counter[str], attempt: int = 0) -> Answer | Failure:
        """Return the answer; ``attempt`` counts the times that this very question was answered badly.

        ``took`` gets calls, tokens, milliseconds and microdollars, as they were when the answer was paid; and under
        ``lost`` the tries that may have been paid and gave nothing, with the most that they may cost.

        Kinds of failure: those of ``Client``, and ``budget``.
        """
        known = self.remembered(request, marker, attempt)
        if known is not None:
            self._take(took, known)
            return known
        request = self._bounded(request)
        key = key_of(request, self.settings, attempt, marker)
        most = bound(request.system, request.user, str(request.schema)), request.longest
        if not self.purse.hold(self.price, *most):
            return Failure(
                stage="write",
                subject=request.subject,
                kind="budget",
                message=f"up to {sum(most)} tokens do not fit into what is left of the edition's budget",
            )
        bounded = any(self.purse.limits)
        pledge = self.memory.pledge(self._run, key, *most) if bounded else 0
        held = True
        used: tuple[int, int] | None = most  # what a fault of our own leaves behind may be on its way

        def again() -> bool:
            nonlocal held, pledge
            took.update(lost=1, lost_microdollars=self.price.of(*most))
            self.purse.settle(self.price, most, most)
            held = self.purse.hold(self.price, *most)
            pledge = self.memory.pledge(self._run, key, *most) if bounded and held else 0
            return held

        try:
            answer = self.client(request, again)
            if isinstance(answer, Answer):
                with self._lock:
                    self._booked.add(key)
                self.memory.put(key, answer, pledge)
                used = answer.tokens_in, answer.tokens_out
                self._take(took, answer)
            elif answer.kind in MAY_COST:
                if held:
                    took.update(lost=1, lost_microdollars=self.price.of(*most))
            else:
                used = None
                self.memory.release(pledge)
        finally:
            if held:
                self.purse.settle(self.price, most, used)
        return answer

    def _bounded(self, request: Request) -> Request:
        return msgspec.structs.replace(request, longest=min(request.longest, self.settings.answer_tokens))

    def _take(self, took: Counter[str], answer: Answer) -> None:
        took.update(
            calls=1,
            tokens_in=answer.tokens_in,
            tokens_out=answer.tokens_out,
            milliseconds=answer.milliseconds,
            microdollars=self.price.of(answer.tokens_in, answer.tokens_out),
        )
