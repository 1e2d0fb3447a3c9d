"""What a run would ask of a model, and about what it would cost, before anybody is paid."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import msgspec

from broadsheet.adapters.judge_llm import ModelJudge
from broadsheet.adapters.match_llm import ModelMatcher
from broadsheet.adapters.model.ask import Model
from broadsheet.adapters.write_llm import ModelWriter
from broadsheet.adapters.writing.plan import Cost, total
from broadsheet.config import Settings, kit
from broadsheet.engine import Progress
from broadsheet.errors import UsageError
from broadsheet.likeness.borders import ROUNDS
from broadsheet.ports import Engine
from broadsheet.press import run_through, with_cache
from broadsheet.stages.cluster import ASKED, MOST_ASKED
from broadsheet.types import Article, Assignment


@dataclass(frozen=True)
class Preview:
    """What a run would ask of a model: every assignment with about what it takes, and whether its price is known.

    ``insight`` is about what title and insight take, ``judge`` what second opinions do, ``matcher`` what is asked about
    stories that may be one; ``most`` what the run never exceeds, whatever the model answers.
    """

    lines: tuple[tuple[Assignment, Cost], ...]
    insight: Cost
    judge: Cost
    matcher: Cost
    most: Cost
    price_known: bool
    model: str

    @property
    def about(self) -> Cost:
        """About what the run takes in all."""
        return total([cost for _, cost in self.lines] + [self.insight, self.judge, self.matcher])


def preview(settings: Settings, engine: Engine, progress: Progress | None = None) -> Preview:
    """Run the stages before the writer and return its plan; nobody is paid.  Raises what ``print_edition`` raises.

    What was fetched is kept, so that the run itself goes on from there.  No matcher is asked, so the run may find other
    stories than the plan has.
    """
    press = kit(msgspec.json.encode(with_cache(settings)))
    writer, judge = press.writer, press.judge
    if not isinstance(writer, ModelWriter):
        raise UsageError(
            "asks no model, so there is nothing to plan or to pay",
            subject=f"writer {settings.writer!r}",
            remedy="--writer llm",
        )
    outcome = run_through(msgspec.structs.replace(settings, matcher=""), "assign", engine, progress)
    planned = [one for one in outcome.given["assign"] if isinstance(one, Assignment)]
    insight, never = writer.price_of_insight([story for one in planned for story in one.stories])
    most = total([writer.most(one) for one in planned] + [never])
    opinions = Cost(0, 0)
    known = writer.model.price.known
    if isinstance(judge, ModelJudge):
        told = sum(one.depth in ("full", "short") for one in planned)
        opinions, at_most = (Cost(told * one.tokens, told * one.microdollars) for one in judge.price())
        known = known and judge.model.price.known
        most = total([most, at_most])
    questions = Cost(0, 0)
    if isinstance(press.matcher, ModelMatcher):
        originals = sum(a.copy_of is None for a in outcome.given["dedupe"] if isinstance(a, Article))
        about = min(MOST_ASKED, ceil(ASKED * originals))
        questions, at_most = press.matcher.price(about, min(MOST_ASKED, ROUNDS * originals))
        most = total([most, at_most])
    return Preview(
        lines=tuple((one, writer.price(one)) for one in planned),
        insight=insight,
        judge=opinions,
        matcher=questions,
        most=_within(most, writer.model),
        price_known=known,
        model=writer.model.settings.name,
    )


def _within(most: Cost, model: Model) -> Cost:
    """Return the less of ``most`` and of what the model's purse allows."""
    limits = model.purse.limits
    tokens, microdollars = limits.tokens or most.tokens, limits.microdollars or most.microdollars
    return Cost(min(most.tokens, tokens), min(most.microdollars, microdollars))
