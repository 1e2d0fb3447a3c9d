"""The shapes of real providers: exchanges recorded or written from public documentation, each sent through the client.

``data/providers/*.json``: when it was recorded or where it is documented, how it differs, and exchanges.  ``expect`` is
the answer or the failure that the client must make of it, ``then`` what it must send next when it gives way.
``data/providers/README.md`` says which are which, and how to record again.
"""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from broadsheet.adapters.model.client import Client, listed
from broadsheet.adapters.model.settings import ModelSettings, checked
from broadsheet.adapters.model.wire import Answer
from broadsheet.types import Failure
from test_model_client import Clock, request

from model_server import Say, model_server

FILES = sorted((Path(__file__).parent / "data" / "providers").glob("*.json"))
CASES = [
    pytest.param(provider, exchange, id=f"{path.stem}: {exchange['name']}")
    for path in FILES
    for provider in [json.loads(path.read_text(encoding="utf-8"))]
    for exchange in provider["exchanges"]
]


def test_the_providers_that_people_use_are_there() -> None:
    assert {path.stem for path in FILES} >= {"openai", "azure", "ollama", "vllm", "llamacpp", "openrouter", "deepseek"}
    assert len(CASES) >= 50


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_recording_says_so_and_the_rest_says_where_it_is_documented(path: Path) -> None:
    provider = json.loads(path.read_text(encoding="utf-8"))
    recorded = "recorded" in provider
    assert recorded == path.stem.endswith("_recorded") and recorded != ("source" in provider)
    assert not recorded or all("sent" in one and "raw" in one for one in provider["exchanges"])


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.stem.endswith("_recorded")], ids=lambda path: path.stem
)
def test_the_models_that_a_real_server_lists_are_read(path: Path) -> None:
    provider = json.loads(path.read_text(encoding="utf-8"))
    assert [model["id"] for model in json.loads(provider["models"])["data"]]

    class Models(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.path == "/v1/models"
            body = provider["models"].encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Models) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        found = listed(f"http://127.0.0.1:{server.server_address[1]}/v1")
        server.shutdown()
    assert list(found) == [model["id"] for model in json.loads(provider["models"])["data"]]


def said(exchange: dict[str, Any]) -> Say:
    raw = exchange["raw"] if "raw" in exchange else json.dumps(exchange["body"], ensure_ascii=False)
    return Say(raw=raw.encode(), status=exchange["status"], headers=exchange.get("headers", {}))


@pytest.mark.parametrize(("provider", "exchange"), CASES)
def test_what_a_provider_sends_is_understood(
    provider: dict[str, Any], exchange: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_KEY", "secret")
    clock = Clock()
    query = f"?{provider['query']}" if "query" in provider else ""
    header = provider.get("key_header", "Authorization")
    with model_server([said(exchange), *([Say("yes")] if "then" in exchange else [])]) as server:
        settings = ModelSettings(base_url=server.base_url + query, name="m", key_env="A_KEY", key_header=header)
        ask = Client(checked(settings), sleep=clock.sleep, clock=clock, chance=lambda: 0.0)
        answer = ask(request())
    assert server.headers[0][header.lower()].endswith("secret")
    assert server.paths[0] == f"/v1/chat/completions{query}"
    if "then" in exchange:
        assert isinstance(answer, Answer) and answer.text == "yes" and len(server.asked) == 2
        assert set(exchange["then"]["sends"]) <= server.asked[1].keys()
        assert not set(exchange["then"].get("omits", ())) & server.asked[1].keys()
        if form := exchange["then"].get("form"):
            assert server.asked[1]["response_format"]["type"] == form
        return
    expect = exchange["expect"]
    assert len(server.asked) == expect.get("sent", 1)
    if "mode" in expect:
        assert ask.terms.mode == expect["mode"], "what is wrong with the matter is not wrong with the form"
    if "fails" in expect:
        assert isinstance(answer, Failure) and answer.kind == expect["fails"], answer
        if "waits" in expect:
            assert clock.slept[0] == pytest.approx(expect["waits"])
        return
    assert isinstance(answer, Answer), answer
    assert answer.finish == expect["finish"] and answer.text == expect.get("text", answer.text)
    assert answer.refusal.startswith(expect.get("refusal", ""))
    if "json" in expect:
        assert list(json.loads(answer.text)) == expect["json"]
    if "tokens" in expect:
        assert [answer.tokens_in, answer.tokens_out] == expect["tokens"] and answer.counted
    if expect.get("estimated"):
        assert not answer.counted and answer.tokens_in > 0 and answer.tokens_out > 0


@pytest.mark.parametrize(
    "usage",
    [
        {"prompt_tokens": -5, "completion_tokens": -7},
        {"prompt_tokens": 10, "completion_tokens": -7},
        {"prompt_tokens": 2**64, "completion_tokens": 2**63},
        {"prompt_tokens": 10**15, "completion_tokens": 10},
        {"prompt_tokens": "many", "completion_tokens": None},
        {"prompt_tokens": True, "completion_tokens": True},
        "none",
        [],
    ],
)
def test_a_count_that_cannot_be_is_an_estimate(usage: Any) -> None:
    body = {"choices": [{"message": {"content": "four words of text"}}], "usage": usage}
    with model_server([Say(raw=json.dumps(body).encode())]) as server:
        answer = Client(ModelSettings(base_url=server.base_url, name="m"))(request())
    assert isinstance(answer, Answer) and not answer.counted
    assert 0 < answer.tokens_in < 100 and 0 < answer.tokens_out < 100
