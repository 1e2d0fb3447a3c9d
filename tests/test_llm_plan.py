"""The plan of ``--dry-run`` against what the run then takes: about so much is enough, and never more is never exceeded."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from broadsheet.adapters.engines import Threads
from broadsheet.adapters.model.settings import ModelSettings
from broadsheet.adapters.model.tokens import estimate
from broadsheet.adapters.writing.mending import REPAIR_FROM
from broadsheet.config_file import File
from broadsheet.page.bill import spent
from broadsheet.press import plan, print_edition
from broadsheet.preview import Preview, preview
from broadsheet.types import Language

from model_author import written
from model_server import Asked, Say, Script, model_server
from test_llm_edition import day

Change = Callable[[str], str]


def lying(share: float) -> Change:
    """Return what makes false a share of the sentences, always the same ones."""

    def told(text: str) -> str:
        if hashlib.sha256(text.encode()).digest()[0] >= 256 * share:
            return text
        return re.sub(r"\d", "7", text) + " It costs 7,777 dollars."

    return told


def changed(value: Any, change: Change) -> Any:
    if isinstance(value, dict):
        return {key: change(one) if key == "text" else changed(one, change) for key, one in value.items()}
    return [changed(one, change) for one in value] if isinstance(value, list) else value


def model(change: Change) -> Script:
    """Return a model that counts as a tokenizer would; what it mends is right."""

    def say(asked: Asked) -> Say:
        told = written(asked)
        content = json.dumps(told if "sentences" in told else changed(told, change))
        prompt = estimate(*(message["content"] for message in asked["messages"]))
        return Say(content, usage={"prompt_tokens": prompt, "completion_tokens": estimate(content)})

    return say


def both(script: Script, folder: Path, language: Language = "en", **fields: Any) -> tuple[Preview, dict[str, int]]:
    """Return the plan of a day, and what its edition took."""
    with model_server(script) as server:
        settings = plan(
            File(),
            date="2025-12-18",
            origins=[day(folder)],
            language=language,
            writer="llm",
            model=ModelSettings(base_url=server.base_url, name="m", input_usd=1.0, output_usd=4.0, **fields),
            out=folder / "out",
        )
        engine = Threads()
        try:
            found = preview(settings, engine)
            assert not server.asked
            took = spent(print_edition(settings, engine).outcome.ledger)
        finally:
            engine.close()
    return found, took


@pytest.mark.parametrize("share", [0.0, 0.2])
def test_the_plan_is_enough_for_a_model_that_errs_as_models_do(share: float, tmp_path: Path) -> None:
    found, took = both(model(lying(share)), tmp_path)
    assert found.insight.tokens and took["insight.calls"] == 1
    used = took["tokens_in"] + took["tokens_out"]
    assert used <= found.about.tokens <= 4 * used, (found.about, took)
    assert took["microdollars"] <= found.about.microdollars <= found.most.microdollars


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@pytest.mark.parametrize(
    "say",
    [
        Say("no json", usage={"prompt_tokens": 3000, "completion_tokens": 1500}),
        Say(raw=b"<html>"),
        Say('{"headline": {"text": "a", "cites": [1]}, "summary": [{"text": "b", "cites": [1]}]', "length"),
    ],
    ids=["unfit", "lost", "cut"],
)
def test_the_worst_model_takes_no_more_than_was_told(say: Say, language: Language, tmp_path: Path) -> None:
    found, took = both(lambda asked: say, tmp_path, language)
    assert took["microdollars"] + took["lost_microdollars"] <= found.most.microdollars
    assert took["tokens_in"] + took["tokens_out"] <= found.most.tokens


def test_every_sentence_refused_takes_no_more_than_was_told(tmp_path: Path) -> None:
    found, took = both(model(lying(1.0)), tmp_path)
    assert took["repair.calls"] > 0 and took["microdollars"] <= found.most.microdollars


def test_a_bound_is_told_as_the_most(tmp_path: Path) -> None:
    found, took = both(model(str), tmp_path, max_tokens=9000)
    assert found.most.tokens == 9000 >= took["tokens_in"] + took["tokens_out"]
    assert found.about.tokens <= 9000


def test_a_small_loss_is_quoted_and_no_call_is_paid_for_it(tmp_path: Path) -> None:
    """One sentence of the details of a story is false: its source says it in its place."""
    assert REPAIR_FROM > 1

    def say(asked: Asked) -> Say:
        told = written(asked)
        for one in told.get("details", [])[:1]:
            one["text"] = "It was painted by 7,777 gulls."
        return Say(json.dumps(told))

    _, took = both(say, tmp_path)
    assert took["calls"] > 0 and took["repair.calls"] == 0
