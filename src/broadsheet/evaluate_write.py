"""Two models, or two sets of prompts, on one day: refusals by reason, length, key facts told, price.

Both print the same articles into folders of their own, whose caches stay: to compare again costs nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from broadsheet.config_file import File
from broadsheet.engine import Progress
from broadsheet.errors import UsageError
from broadsheet.page.bill import MICRO, spent
from broadsheet.press import plan, print_edition
from broadsheet.registry import open_engine
from broadsheet.text.numbers import numbers
from broadsheet.text.sentences import sentences
from broadsheet.types import Brief, Story

MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
"""The moment of a compared edition: always the same, so that it is resumed and remembered."""
LEAD_SENTENCES = 2
"""Sentences of an article whose figures count as key facts, with its title."""


def evaluate_write(articles: Path, file: File, out: Path, progress: Progress | None = None) -> Mapping[str, float]:
    """Return the scores of the model that ``file`` names over the day of ``articles``; prints it into ``out``.

    Raises UsageError when ``file`` names no model.
    """
    if not file.model.name:
        raise UsageError("names no model", subject="[model]", remedy="give base_url and name")
    settings = plan(file, date="2000-01-01", at=MOMENT, origins=[articles], writer="llm", out=out)
    engine = open_engine(file.engine)
    try:
        outcome = print_edition(settings, engine, progress).outcome
    finally:
        engine.close()
    briefs = [brief for brief in outcome.given["verify"] if isinstance(brief, Brief) and brief.writer != "extract"]
    quoted = [brief for brief in outcome.given["verify"] if isinstance(brief, Brief) and brief.writer == "extract"]
    claims = [claim for brief in briefs for claim in brief.fields.all()]
    written = [claim for claim in claims if claim.transform == "written"]
    refused = Counter(f"refused: {refusal.code}" for brief in briefs for refusal in brief.refused)
    repaired = sum(refusal.action == "repaired" for brief in briefs for refusal in brief.refused)
    told = refused.total() + len(written)
    unfit = Counter(c.gate for c in outcome.ledger.counts if c.stage == "write" and c.gate.startswith("unfit."))
    facts = [coverage(brief) for brief in briefs]
    took = spent(outcome.ledger)
    scores: dict[str, float] = {
        "stories written": len(briefs),
        "stories quoted": len(quoted),
        "sentences written": len(written),
        "refusal rate": refused.total() / told if told else 0.0,
        **dict(sorted(refused.items())),
        "repaired": repaired,
        **dict(sorted(unfit.items())),
        "characters a story": sum(len(claim.text) for claim in claims) / len(briefs) if briefs else 0.0,
        "key figures told": sum(facts) / len(facts) if facts else 0.0,
        "calls": took["calls"],
        "of these repairs": took["repair.calls"],
        "tokens in": took["tokens_in"],
        "tokens out": took["tokens_out"],
        "seconds": took["milliseconds"] / 1000,
        "dollars": took["microdollars"] / MICRO,
    }
    return scores


def coverage(brief: Brief) -> float:
    """Return the share of the figures in titles and leads that the brief tells; 1 where there are none."""
    wanted = _key_figures(brief.story)
    claims = (*((brief.headline,) if brief.headline is not None else ()), *brief.fields.all())
    told = {number.value for claim in claims for number in numbers(claim.text)}
    return len(wanted & told) / len(wanted) if wanted else 1.0


def _key_figures(story: Story) -> set[Decimal]:
    found: set[Decimal] = set()
    for article in story.originals or story.articles:
        lead = [article.text[span.start : span.end] for span in sentences(article.text[:2000])[:LEAD_SENTENCES]]
        found.update(number.value for text in (article.title, *lead) for number in numbers(text))
    return found
