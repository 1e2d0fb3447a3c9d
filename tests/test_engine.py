"""One pipeline under every engine: same values, same ledger; finished work is never done twice."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.adapters.engines import Local, Processes, Threads
from broadsheet.engine import Call, Checkpoints, Outcome, check, run
from broadsheet.errors import EngineError
from broadsheet.ports import Engine
from broadsheet.types import Page, Remark, Value

import toy

WORDS = ("one", "bad", "twice", "page", "four", "five", "六")


def go(engine: Engine, folder: Path, words: tuple[str, ...] = WORDS, **options: object) -> Outcome:
    call = Call("toy:PIPELINE", "toy:kit", str(folder).encode(), "")
    values = [toy.word(w) for w in words]
    return run(toy.PIPELINE, values, call=call, engine=engine, **options)  # type: ignore[arg-type]


def calls(folder: Path) -> list[str]:
    return (folder / "calls").read_text().split()


@pytest.fixture(params=[Local, Threads, Processes])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    # A spawned process finds the toy pipeline by name only when it is on its path.
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    made: Engine = request.param()
    yield made
    made.close()


def test_every_engine_gives_the_same(engine: Engine, tmp_path: Path) -> None:
    kept: list[Value] = []
    outcome = go(engine, tmp_path, keep=kept.append)
    (remark,) = outcome.given["tell"]
    assert isinstance(remark, Remark)
    assert remark.text == "ONE!0 TWICE!1 TWICE AGAIN2 PAGE!0 FOUR!1 FIVE!2 六!0 / 1 failed"
    assert [(t.stage, t.taken, t.given, t.failed) for t in outcome.ledger.tallies] == [
        ("shout", 7, 7, 1),
        ("number", 7, 7, 0),
        ("tell", 7, 1, 0),
    ]
    assert [type(v).__name__ for v in kept] == ["Failure", "Page"]
    assert isinstance(kept[1], Page)


def test_an_unexpected_error_stops_the_run(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError, match="a bug in a stage"):
        go(engine, tmp_path, ("one", "bug"))


def test_no_values_is_no_error(engine: Engine, tmp_path: Path) -> None:
    assert go(engine, tmp_path, ()).ledger.given("shout") == 0


def test_an_interrupted_run_resumes(tmp_path: Path) -> None:
    words = ("one", "two", "three", "four", "stop", "six")
    with pytest.raises(KeyboardInterrupt):
        go(Local(), tmp_path, words, checkpoints=Checkpoints(tmp_path / "done", b"run"))
    assert calls(tmp_path) == ["one", "two", "three", "four", "stop"]
    (tmp_path / "go").touch()
    second = Checkpoints(tmp_path / "done", b"run")
    outcome = go(Local(), tmp_path, words, checkpoints=second)
    assert calls(tmp_path)[5:] == ["stop", "six"], "tasks that finished were done again"
    assert outcome.resumed == 2
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    (fresh / "go").touch()
    assert go(Local(), fresh, words).given == outcome.given


def test_a_half_written_checkpoint_does_not_exist(tmp_path: Path) -> None:
    points = Checkpoints(tmp_path / "done", b"run")
    path = points.path("step", b"chunk")
    path.parent.mkdir(parents=True)
    (path.parent / f".{path.name}.tmp").write_bytes(b"half")
    assert points.load(path) is None


def test_other_settings_are_another_task(tmp_path: Path) -> None:
    a, b = (Checkpoints(tmp_path, settings).path("step", b"chunk") for settings in (b"1", b"2"))
    assert a != b


def test_what_failed_is_asked_again(tmp_path: Path) -> None:
    words = ("one", "two", "bad", "three", "stop", "six")
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            go(Local(), tmp_path, words, checkpoints=Checkpoints(tmp_path / "done", b"run"))
    assert calls(tmp_path) == ["one", "two", "bad", "three", "stop", "bad", "three", "stop"]


def test_a_killed_worker_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    engine = Processes()
    try:
        with pytest.raises(EngineError, match="a worker process died"):
            list(engine(die, [b""], waits=False))
    finally:
        engine.close()


def die(_: bytes) -> bytes:
    os._exit(9)


def test_the_pipeline_is_checked() -> None:
    from broadsheet.config import Kit
    from broadsheet.pipeline import PIPELINE

    check(PIPELINE, Kit)
    with pytest.raises(TypeError, match="needs 'suffix'"):
        check(toy.PIPELINE, object)
    with pytest.raises(TypeError, match="collect gives Item, tell takes Reason"):
        check((PIPELINE[0], toy.PIPELINE[2]), Kit)
