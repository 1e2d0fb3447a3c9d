"""What a call costs: by the table of genai-prices (kept by Pydantic, in the wheel), by the operator, or by a guess.

A model on this machine costs nothing.  A price that nobody knows is a guess on the high side, and is told as one.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from genai_prices import Usage, calc_price

from broadsheet.adapters.model.settings import ModelSettings, is_local

MILLION = 1_000_000
GUESS = (5_000_000, 25_000_000)
"""Microdollars per million tokens in and out of a model that no table knows: a dear one of autumn 2026, so that
``--max-usd`` holds for most; hand-set 2026-11-22."""


class Price(NamedTuple):
    """Microdollars per million tokens; ``known`` is False for a guess."""

    tokens_in: int
    tokens_out: int
    known: bool = True

    def of(self, tokens_in: int, tokens_out: int) -> int:
        """Return what a call costs, in microdollars, rounded up."""
        return -(-(tokens_in * self.tokens_in + tokens_out * self.tokens_out) // MILLION)


def price_of(settings: ModelSettings) -> Price:
    """Return the price of the configured model."""
    if settings.input_usd is not None or settings.output_usd is not None:
        return Price(round((settings.input_usd or 0) * MILLION), round((settings.output_usd or 0) * MILLION))
    if is_local(settings.base_url):
        return Price(0, 0)
    usage = Usage(input_tokens=MILLION, output_tokens=MILLION)
    for provider in (settings.base_url, None):  # the provider that lives there, else whoever makes the model
        try:
            found = calc_price(usage, settings.name, provider_api_url=provider)
        except LookupError:
            continue
        return Price(_micro(found.input_price), _micro(found.output_price))
    return Price(*GUESS, known=False)


def _micro(usd: Decimal) -> int:
    return round(usd * MILLION)
