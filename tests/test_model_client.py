"""The client of a model: what it sends, what it makes of every way to fail, and that it stops in time."""

from __future__ import annotations

import threading
from typing import Any

import msgspec
import pytest

from broadsheet.adapters.circuit import BREAKS_AFTER, REST_SECONDS
from broadsheet.adapters.model.client import PAID_TRIES, TRIES, Client
from broadsheet.adapters.model.settings import ModelSettings, checked, is_local
from broadsheet.adapters.model.tokens import bound, estimate
from broadsheet.adapters.model.wire import Answer, Request
from broadsheet.errors import ConfigError
from broadsheet.types import Failure

from model_server import Say, model_server

ERROR = b'{"error": {"message": "%s", "type": "invalid_request_error"}}'


def request(subject: str = "story") -> Request:
    return Request(
        subject=subject, system="Be brief.", user="Say it.", shape="brief", schema={"type": "object"}, longest=50
    )


class Clock:
    """Seconds that pass only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def client(base_url: str, clock: Clock | None = None, **fields: Any) -> Client:
    settings = ModelSettings(base_url=base_url, name="scripted", **fields)
    clock = clock or Clock()
    return Client(settings, sleep=clock.sleep, clock=clock, chance=lambda: 1.0)


def failed(answer: Answer | Failure) -> str:
    assert isinstance(answer, Failure), answer
    assert answer.stage == "write" and answer.subject == "story"
    return answer.kind


def test_asks_for_the_schema_and_reads_the_answer() -> None:
    with model_server([Say("hello")]) as server:
        answer = client(server.base_url, parameters={"top_p": 0.5})(request())
    assert isinstance(answer, Answer)
    assert (answer.text, answer.finish, answer.tokens_in, answer.tokens_out) == ("hello", "stop", 100, 20)
    (asked,) = server.asked
    assert asked["model"] == "scripted" and asked["max_tokens"] == 50 and asked["top_p"] == 0.5
    assert asked["temperature"] == 0
    assert [message["role"] for message in asked["messages"]] == ["system", "user"]
    assert asked["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert "tools" not in asked
    assert "authorization" not in server.headers[0]


def test_the_key_comes_from_the_environment_and_is_told_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_KEY", "sk-secret")
    with model_server([Say(raw=b'{"error": "sk-secret is wrong"}', status=401)]) as server:
        answer = client(server.base_url, key_env="A_KEY")(request())
    assert server.headers[0]["authorization"] == "Bearer sk-secret"
    assert failed(answer) == "forbidden" and "sk-secret" not in str(answer) and len(server.asked) == 1
    monkeypatch.delenv("A_KEY")
    with pytest.raises(ConfigError, match="A_KEY"):
        client("http://127.0.0.1:1/v1", key_env="A_KEY")


@pytest.mark.parametrize(
    ("told", "then"),
    [
        ("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", {"max_completion_tokens"}),
        ("Unsupported value: 'temperature' does not support 0", {"max_tokens"}),
        ("response_format json_schema is not supported", {"max_tokens", "temperature"}),
    ],
)
def test_gives_way_to_what_a_server_does_not_take(told: str, then: set[str]) -> None:
    with model_server([Say(raw=ERROR % told.encode(), status=400), Say("yes")]) as server:
        ask = client(server.base_url)
        assert isinstance(ask(request()), Answer)
        assert isinstance(ask(request()), Answer)
    assert len(server.asked) == 3, "what was agreed is remembered"
    assert then <= server.asked[-1].keys() == server.asked[-2].keys()


def test_steps_down_from_schema_to_object_to_text() -> None:
    def script(asked: dict[str, Any]) -> Say:
        return Say(raw=ERROR % b"no", status=400) if "response_format" in asked else Say("plain")

    with model_server(script) as server:
        answer = client(server.base_url)(request())
    assert isinstance(answer, Answer) and answer.text == "plain"
    forms = [asked.get("response_format", {}).get("type") for asked in server.asked]
    assert forms == ["json_schema", "json_object", None]


def test_a_configured_form_is_kept() -> None:
    with model_server([Say(raw=ERROR % b"no", status=400)]) as server:
        assert failed(client(server.base_url, structured="object")(request())) == "bad_request"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("say", "kind", "sent"),
    [
        (Say(raw=b"busy", status=503), "server_error", TRIES),
        (Say(raw=b"slow down", status=429), "rate_limited", TRIES),
        (Say(raw=b"<html>log in</html>"), "not_a_model", PAID_TRIES),
        (Say(raw=b'{"choices": []}'), "not_a_model", PAID_TRIES),
        (Say(raw=b'{"z": ' + b"[" * 200_000 + b"]" * 200_000 + b', "choices": []}'), "not_a_model", PAID_TRIES),
        (Say(raw=b"{}", status=302, headers={"Location": "http://elsewhere.example/"}), "redirected", 1),
        (Say(raw=b"{}", status=403), "forbidden", 1),
        (Say(raw=ERROR % b"You exceeded your current quota: insufficient_quota", status=429), "no_money", 1),
        (Say(raw=ERROR % b"maximum context length is 4096 tokens", status=400), "too_long", 1),
        (Say(raw=ERROR % b"no such model", status=404), "bad_request", 1),
        (Say(drop=True), "broken_off", PAID_TRIES),
    ],
)
def test_every_failure_has_its_kind(say: Say, kind: str, sent: int) -> None:
    with model_server([say]) as server:
        assert failed(client(server.base_url)(request())) == kind
    assert len(server.asked) == sent


def test_a_server_that_is_not_there() -> None:
    with model_server([Say()]) as server:
        pass
    assert failed(client(server.base_url)(request())) == "unreachable"


def test_a_time_out_is_tried_once_more_only() -> None:
    with model_server([Say("late", wait=0.6)]) as server:
        settings = ModelSettings(base_url=server.base_url, name="scripted", timeout=0.15)
        assert failed(Client(settings, sleep=lambda _: None)(request())) == "timeout"
    assert len(server.asked) == 2


def test_retry_after_is_obeyed_and_bounded() -> None:
    clock = Clock()
    with model_server([Say(raw=b"", status=429, headers={"Retry-After": "7"}), Say("ok")]) as server:
        assert isinstance(client(server.base_url, clock)(request()), Answer)
    assert 7 <= sum(clock.slept) <= 8.1
    clock = Clock()
    far = {"Retry-After": "Sat, 01 Jan 2050 00:00:00 GMT"}
    with model_server([Say(raw=b"", status=503, headers=far), Say("ok")]) as server:
        assert isinstance(client(server.base_url, clock)(request()), Answer)
    assert 60 <= sum(clock.slept) <= 61


def test_a_server_that_fails_is_left_alone_and_tried_again_after_a_rest() -> None:
    clock = Clock()
    says = [Say(raw=b"", status=500)] * BREAKS_AFTER + [Say("back")]
    with model_server(says) as server:
        ask = client(server.base_url, clock)
        assert failed(ask(request())) == "server_error"
        assert failed(ask(request())) == "circuit_open"
        assert len(server.asked) == BREAKS_AFTER
        assert failed(ask(request())) == "circuit_open"
        assert len(server.asked) == BREAKS_AFTER, "nobody asks while it rests"
        clock.now += REST_SECONDS
        assert isinstance(ask(request()), Answer)
        assert isinstance(ask(request()), Answer)


def test_a_refused_key_ends_all_asking() -> None:
    clock = Clock()
    with model_server([Say(raw=b"", status=401)]) as server:
        ask = client(server.base_url, clock)
        assert failed(ask(request())) == "forbidden"
        clock.now += 10 * REST_SECONDS
        assert failed(ask(request())) == "circuit_open"
    assert len(server.asked) == 1


def test_no_more_in_flight_than_agreed() -> None:
    with model_server(lambda _: Say("ok", wait=0.05)) as server:
        ask = Client(ModelSettings(base_url=server.base_url, name="scripted", in_flight=3))
        threads = [threading.Thread(target=ask, args=(request(),)) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(server.asked) == 12 and server.most == 3


def test_proxies_of_the_environment_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with model_server([Say("direct")]) as server:
        assert isinstance(client(server.base_url)(request()), Answer)


def test_a_server_that_counts_nothing_gets_estimates() -> None:
    with model_server([Say("four words of text", usage=None)]) as server:
        answer = client(server.base_url)(request())
    assert isinstance(answer, Answer) and not answer.counted and answer.tokens_in > 0 and answer.tokens_out > 0


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"base_url": "http://127.0.0.1/v1"},
        {"name": "m", "base_url": "ftp://127.0.0.1/v1"},
        {"name": "m", "base_url": "http://user:pass@127.0.0.1/v1"},
        {"name": "m", "base_url": "http://[::1"},
        {"name": "m", "base_url": "http://127.0.0.1:99999/v1"},
        {"name": "m", "base_url": "https://models.example/v1?key=sk-1"},
        {"name": "m", "base_url": "http://models.example/v1", "key_env": "KEY"},
        {"name": "m", "base_url": "http://127.0.0.1/v1", "parameters": {"stream": True}},
    ],
)
def test_wrong_settings_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        checked(ModelSettings(**fields))


@pytest.mark.parametrize("field", ["max_usd", "input_usd", "output_usd", "temperature"])
def test_a_number_without_end_is_no_setting(field: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({field: float("inf")}, ModelSettings)


def test_local_addresses_are_told_from_others() -> None:
    assert (
        is_local("http://localhost:11434/v1") and is_local("http://127.0.0.1:8080/v1") and is_local("http://[::1]/v1")
    )
    assert not is_local("https://api.openai.com/v1") and not is_local("http://localhost.evil.example/v1")


def test_a_bound_is_above_any_estimate() -> None:
    for text in ("The price is $2 billion.", "輝達週三發表新軟體。", "🙂" * 20, ""):
        assert estimate(text) <= bound(text)
