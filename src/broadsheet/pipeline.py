"""The stages in their order: read this first.

Source --collect--> Item --extract--> Article --dedupe--> Article --embed--> Placed --cluster--> Story
                                                                                           | rank
                     Edition <--compose-- Brief <--verify-- Draft <--write-- Story  <------+
"""

from __future__ import annotations

from dataclasses import replace

from broadsheet.engine import Step
from broadsheet.stages.assign import assign
from broadsheet.stages.cluster import cluster_asking
from broadsheet.stages.collect import collect
from broadsheet.stages.compose import compose
from broadsheet.stages.dedupe import dedupe
from broadsheet.stages.embed import embed
from broadsheet.stages.extract import extract
from broadsheet.stages.rank import rank
from broadsheet.stages.verify import verify_mended
from broadsheet.stages.write import write, write_assigned
from broadsheet.text.urls import host_of
from broadsheet.types import Article, Assignment, Brief, Draft, Edition, Item, Placed, Source, Story

PIPELINE = (
    Step(
        "collect",
        collect,
        "each",
        Source,
        Item,
        ("fetch", "readers", "window", "sheet", "until"),
        size=1,
        waits=True,
        lane=lambda source: host_of(source.url),
    ),
    Step(
        "extract",
        extract,
        "each",
        Item,
        Article,
        ("fetch", "confine", "window"),
        size=8,
        waits=True,
        lane=lambda item: "" if item.text else host_of(item.url),  # no page is asked for what has its text
    ),
    Step("dedupe", dedupe, "all", Article, Article, ("names",)),
    Step("embed", embed, "batch", Article, Placed, ("embedder",), size=64),
    Step("cluster", cluster_asking, "all", Placed, Story, ("names", "links", "matcher")),
    Step(
        "rank", rank, "all", Story, Story, ("desk", "past", "sheet", "embedder", "feedback", "names", "past_articles")
    ),
    Step("write", write, "each", Story, Draft, ("writer",)),
    Step("verify", verify_mended, "each", Draft, Brief, ("language", "names", "embedder", "judge", "repair")),
    Step(
        "compose",
        compose,
        "all",
        Brief,
        Edition,
        ("page", "back_issues", "ledger", "program", "embedder_name", "judge"),
    ),
)

_PLACE = {step.name: place for place, step in enumerate(PIPELINE)}
_VERIFY = replace(PIPELINE[_PLACE["verify"]], size=1, waits=True)  # it may wait for a judge, or for a repair
_COMPOSE = PIPELINE[_PLACE["compose"]]

COURT = (*PIPELINE[: _PLACE["verify"]], _VERIFY, _COMPOSE)
"""The same with a judge, who may wait for others, and is one however many processes work."""

NEWSROOM = (
    *PIPELINE[: _PLACE["write"]],
    Step("assign", assign, "all", Story, Assignment, ("newsroom",)),
    Step("write", write_assigned, "each", Assignment, Draft, ("newsroom",), size=1, waits=True),
    _VERIFY,
    replace(_COMPOSE, needs=(*_COMPOSE.needs, "columnist")),
)
"""The same with a writer that must plan and waits for others: a model."""
