"""The money and the tokens of one edition: nothing is asked that might not be paid.

Before a call its highest possible price is set aside; after it the price that it had is booked and the rest is free
again.  A call that does not fit waits while others are under way, for they may leave something, and then is refused.
"""

from __future__ import annotations

import threading
from typing import NamedTuple

from broadsheet.adapters.model.prices import Price
from broadsheet.adapters.model.settings import ModelSettings

MICRO = 1_000_000


class Limits(NamedTuple):
    """What an edition may cost: microdollars and tokens; 0 is no bound."""

    microdollars: int = 0
    tokens: int = 0


def bounds(settings: ModelSettings) -> Limits:
    """Return what the settings let an edition cost."""
    return Limits(round(settings.max_usd * MICRO), settings.max_tokens)


class Spent(NamedTuple):
    """What was booked; ``asked`` calls were made now, the others had been answered by an earlier run."""

    calls: int = 0
    asked: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    microdollars: int = 0


class Purse:
    """What all models of an edition are paid from, each at its ``price``.  Safe for any number of threads."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._turn = threading.Condition()
        self._held = [0, 0]
        self._under_way = 0
        self._spent = Spent()

    @property
    def spent(self) -> Spent:
        """What was booked so far."""
        with self._turn:
            return self._spent

    def left(self) -> Limits:
        """Return what may still be spent; 0 is no bound, and never less than 1 where there is one."""
        with self._turn:
            return Limits(
                max(1, self.limits.microdollars - self._spent.microdollars) if self.limits.microdollars else 0,
                max(1, self.limits.tokens - self._tokens()) if self.limits.tokens else 0,
            )

    def hold(self, price: Price, tokens_in: int, tokens_out: int) -> bool:
        """Set aside what a call may take at most; False when it does not fit."""
        cost, tokens = price.of(tokens_in, tokens_out), tokens_in + tokens_out
        with self._turn:
            while not self._fits(cost, tokens):
                if not self._under_way:
                    return False
                self._turn.wait()
            self._held[0] += cost
            self._held[1] += tokens
            self._under_way += 1
            return True

    def settle(self, price: Price, held: tuple[int, int], used: tuple[int, int] | None) -> None:
        """Free what was set aside for a call and book what it ``used`` (tokens in and out; None: nothing).

        A server that counts more than was set aside, which no tokenizer does, is booked as it counts.
        """
        with self._turn:
            self._held[0] -= price.of(*held)
            self._held[1] -= sum(held)
            self._under_way -= 1
            if used is not None:
                self._book(price, used, asked=1)
            self._turn.notify_all()

    def book(self, price: Price, tokens_in: int, tokens_out: int) -> bool:
        """Book a call that was paid before, if it fits: the bound is the edition's, however often it is begun."""
        cost, tokens = price.of(tokens_in, tokens_out), tokens_in + tokens_out
        with self._turn:
            while not self._fits(cost, tokens):
                if not self._under_way:
                    return False
                self._turn.wait()
            self._book(price, (tokens_in, tokens_out), asked=0)
            return True

    def owe(self, price: Price, tokens_in: int, tokens_out: int) -> None:
        """Book what an earlier run of this edition has called, fit or not."""
        with self._turn:
            self._book(price, (tokens_in, tokens_out), asked=0)

    def _book(self, price: Price, used: tuple[int, int], asked: int) -> None:
        spent = self._spent
        self._spent = Spent(
            spent.calls + 1,
            spent.asked + asked,
            spent.tokens_in + used[0],
            spent.tokens_out + used[1],
            spent.microdollars + price.of(*used),
        )

    def _tokens(self) -> int:
        return self._spent.tokens_in + self._spent.tokens_out

    def _fits(self, cost: int, tokens: int) -> bool:
        limits, spent = self.limits, self._spent
        within = not limits.microdollars or spent.microdollars + self._held[0] + cost <= limits.microdollars
        return within and (not limits.tokens or self._tokens() + self._held[1] + tokens <= limits.tokens)
