"""What the commands say of a model: its plan before, its bill after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from rich.console import Console

from broadsheet.adapters.model.settings import ModelSettings
from broadsheet.adapters.writing.plan import Cost
from broadsheet.errors import UsageError
from broadsheet.page.bill import MICRO, heard, matched, spent
from broadsheet.terminal import seen
from broadsheet.types import Ledger

if TYPE_CHECKING:
    from broadsheet.config import Settings

TITLE = 64
MOST_USD, MOST_TOKENS = 1_000_000, 1_000_000_000_000
"""Bounds of the bounds, set by hand, 2026-11-22: what is above them is a slip of the hand, or infinite."""


def bounded(settings: ModelSettings, max_usd: float | None, max_tokens: int | None) -> ModelSettings:
    """Return ``settings`` with the bounds that were asked for.  Raises UsageError for one that bounds nothing."""
    usd = settings.max_usd if max_usd is None else max_usd
    tokens = settings.max_tokens if max_tokens is None else max_tokens
    if not (usd <= MOST_USD and tokens <= MOST_TOKENS):
        raise UsageError(
            f"the model may cost at most {MOST_USD:,} dollars and {MOST_TOKENS:,} tokens an edition",
            subject="max-usd, max-tokens",
            remedy="0 is no bound",
        )
    return msgspec.structs.replace(settings, max_usd=usd, max_tokens=tokens)


def show_preview(console: Console, settings: Settings, engine_name: str) -> None:
    """Print what a run would ask of the model, call by call, and about what it costs."""
    from broadsheet.preview import preview
    from broadsheet.progress import watching
    from broadsheet.registry import open_engine

    engine = open_engine(engine_name)
    try:
        with watching(Console(stderr=True)) as progress:
            found = preview(settings, engine, progress)
    finally:
        engine.close()
    calls = stories = 0
    for assignment, cost in found.lines:
        stories += len(assignment.stories)
        if assignment.depth != "quote":
            calls += 1
        title = seen(assignment.stories[0].articles[0].title)[:TITLE]
        more = f" and {len(assignment.stories) - 1} more" if len(assignment.stories) > 1 else ""
        console.print(_line(assignment.depth, cost, f"{title}{more}"), highlight=False, markup=False, soft_wrap=True)
    if found.insight.tokens:
        calls += 1
        told = "title and insight, from what the page prints"
        console.print(_line("insight", found.insight, told), highlight=False, markup=False, soft_wrap=True)
    if found.judge.tokens:
        told = "second opinions on doubtful sentences, a call for a story that has any"
        console.print(_line("judge", found.judge, told), highlight=False, markup=False, soft_wrap=True)
    if found.matcher.tokens:
        told = "questions near the border between two stories, eight in a call"
        console.print(_line("matcher", found.matcher, told), highlight=False, markup=False, soft_wrap=True)
    known = "" if found.price_known else "  (no table knows this model: the price is a guess on the high side)"
    about, most = (f"{one.tokens} tokens, ${one.microdollars / MICRO:.4f}" for one in (found.about, found.most))
    console.print(
        f"{stories} stories, {calls} calls to {seen(found.model)} and some for repairs: about {about}{known}; "
        f"whatever it answers never more than {most}.  Nobody was paid.",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )


def _line(what: str, cost: Cost, title: str) -> str:
    return f"{what:7} {cost.tokens:6} tokens  ${cost.microdollars / MICRO:.5f}  {title}"


def tell_spent(console: Console, ledger: Ledger) -> None:
    """Print what the model's part of an edition took, and the judge's; nothing of one that was not asked."""
    took = spent(ledger)
    if took["calls"]:
        console.print(
            f"model: {took['calls']} calls, {took['tokens_in']} tokens in, {took['tokens_out']} out, "
            f"{took['milliseconds'] / 1000:.1f} s, ${took['microdollars'] / MICRO:.4f}"
            + (f"; {took['repair.calls']} of the calls were repairs" if took["repair.calls"] else "")
            + (f"; {took['judge.calls']} of the calls were second opinions" if took["judge.calls"] else "")
            + (f"; {took['match.calls']} of the calls told events apart" if took["match.calls"] else ""),
            highlight=False,
            markup=False,
        )
    said = heard(ledger)
    if said["asked"]:
        console.print(
            f"judge: {said['asked']} doubtful sentences, {said['passed']} let pass, {said['rejected']} rejected, "
            f"{said['silent']} without an opinion",
            highlight=False,
            markup=False,
        )
    border = matched(ledger)
    if border["asked"]:
        console.print(
            f"matcher: {border['asked']} couples of articles near the border, {border['same']} tell one event, "
            f"{border['other']} do not, {border['silent']} left to the rules",
            highlight=False,
            markup=False,
        )
