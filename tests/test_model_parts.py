"""Around the client: prices, the purse, the memory of answers, and the doctor's look at this machine."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from broadsheet.adapters.model.memory import AnswerMemory, key_of
from broadsheet.adapters.model.prices import Price, price_of
from broadsheet.adapters.model.probe import look, try_model
from broadsheet.adapters.model.purse import Limits, Purse
from broadsheet.adapters.model.settings import ModelSettings
from broadsheet.adapters.model.wire import Answer, Request
from broadsheet.adapters.writing.prompts import KINDS, load_prompts
from broadsheet.errors import ConfigError
from broadsheet.text.chinese import has_simplified

from model_server import Say, model_server

REQUEST = Request(subject="s", system="k1234567 rules", user="k1234567 S1: a", shape="story", schema={}, longest=9)
SETTINGS = ModelSettings(base_url="http://127.0.0.1:1/v1", name="m")
ANSWER = Answer(text="{}", finish="stop", tokens_in=3, tokens_out=2, milliseconds=5)


@pytest.mark.parametrize(
    ("settings", "price"),
    [
        (ModelSettings(base_url="https://api.openai.com/v1", name="gpt-4o-mini"), Price(150_000, 600_000)),
        (ModelSettings(base_url="https://api.deepseek.com/v1", name="deepseek-chat"), None),
        (ModelSettings(base_url="http://127.0.0.1:11434/v1", name="qwen2.5:7b"), Price(0, 0)),
        (
            ModelSettings(base_url="https://a.example/v1", name="m", input_usd=1, output_usd=2.5),
            Price(1_000_000, 2_500_000),
        ),
    ],
)
def test_prices_come_from_the_table_the_operator_or_are_nothing_at_home(
    settings: ModelSettings, price: Price | None
) -> None:
    found = price_of(settings)
    assert found.known and (price is None or found == price)


def test_a_price_that_nobody_knows_is_a_high_guess() -> None:
    found = price_of(ModelSettings(base_url="https://models.example/v1", name="nobody-knows-it"))
    assert not found.known and found.of(1_000_000, 0) >= 3_000_000


def test_a_price_is_rounded_up() -> None:
    assert Price(1, 0).of(1, 0) == 1 and Price(0, 0).of(10**9, 10**9) == 0


def test_the_purse_waits_for_what_is_under_way_and_refuses_what_cannot_fit() -> None:
    purse, free = Purse(Limits(0, 100)), Price(0, 0)
    assert purse.hold(free, 60, 20)
    got: list[bool] = []
    thread = threading.Thread(target=lambda: got.append(purse.hold(free, 50, 10)))
    thread.start()
    thread.join(0.1)
    assert not got, "it may still fit"
    purse.settle(free, (60, 20), (10, 5))
    thread.join(5)
    assert got == [True]
    purse.settle(free, (50, 10), None)
    assert not purse.hold(free, 90, 0) and purse.hold(free, 80, 5)
    assert purse.spent.tokens_in == 10


def test_answers_outlive_the_process_and_another_marker_is_the_same_question(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "answers.sqlite"
    AnswerMemory(path).put(key_of(REQUEST, SETTINGS, 0, "k1234567"), ANSWER)
    other = Request(subject="t", system="kffffff0 rules", user="kffffff0 S1: a", shape="story", schema={}, longest=9)
    assert AnswerMemory(path).get(key_of(other, SETTINGS, 0, "kffffff0")) == ANSWER
    assert AnswerMemory(path).get(key_of(other, SETTINGS, 1, "kffffff0")) is None


def test_a_damaged_memory_is_set_aside_and_told(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    path.write_bytes(b"no database at all, but long enough to be looked at" * 100)
    memory = AnswerMemory(path)
    assert memory.trouble is not None and memory.trouble.kind == "damaged_memory"
    memory.put(b"k", ANSWER)
    assert memory.get(b"k") == ANSWER and len(list(tmp_path.glob("*.aside-*"))) == 1


def test_a_memory_that_cannot_be_written_costs_no_edition(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    memory = AnswerMemory(tmp_path / "file" / "answers.sqlite")
    assert memory.trouble is not None
    memory.put(b"k", ANSWER)
    assert memory.get(b"k") == ANSWER


def test_the_doctor_finds_a_server_tries_it_and_prints_two_lines() -> None:
    with model_server([Say('{"word": "ready"}')]) as server:
        (found,) = look([("Ollama", server.base_url), ("llama.cpp", "http://127.0.0.1:9/v1")])
    assert found.ok and "JSON schemas" in found.told
    assert found.lines == f'base_url = "{server.base_url}"\nname = "scripted"'
    with model_server([Say(raw=b"", status=401)]) as server:
        ok, told = try_model(ModelSettings(base_url=server.base_url, name="m"))
    assert not ok and "401" in told


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_prompts_are_complete_versioned_and_in_their_language(language: str) -> None:
    prompts = load_prompts(language)  # type: ignore[arg-type]
    assert set(prompts) == set(KINDS)
    for prompt in prompts.values():
        assert prompt.version.isdigit()
        words = prompt.system.template + prompt.user.template
        assert "$style" not in words and not has_simplified(words)


def test_a_desk_has_its_own_prompts(tmp_path: Path) -> None:
    own = tmp_path / "prompts" / "en"
    own.mkdir(parents=True)
    (own / "full.toml").write_text(
        'version = 7\nsystem = "Be short. $style $marker"\nuser = "$sentences"\n', encoding="utf-8"
    )
    prompts = load_prompts("en", tmp_path)
    assert prompts["full"].version == "7+desk" and prompts["line"].version == "2"
    (own / "full.toml").write_text('version = 7\nsystem = "$nobody"\nuser = ""\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="is no prompt"):
        load_prompts("en", tmp_path)
