"""One pipeline under every engine: same values, same ledger; finished work is never done twice."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.adapters.engines import Local, Processes, Threads
from broadsheet.engine import Call, Checkpoints, Outcome, Step, _tasks, check, run
from broadsheet.errors import EngineError
from broadsheet.ports import Engine
from broadsheet.types import Page, Reason, Remark, Value

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


@pytest.mark.parametrize("kind", [Threads, Processes])
def test_a_lane_is_taken_one_after_another_and_lanes_side_by_side(kind: type[Threads | Processes]) -> None:
    engine = kind()
    running: dict[str, int] = {}
    worst: list[int] = []
    order: list[str] = []
    lock = threading.Lock()
    lanes_busy = threading.Barrier(3, timeout=20)  # broken, and the test fails, unless three lanes run at once

    def work(value: bytes) -> bytes:
        lane = value[:1].decode()
        with lock:
            running[lane] = running.get(lane, 0) + 1
            worst.append(running[lane])
            order.append(value.decode())
        if value.endswith(b"0"):
            lanes_busy.wait()
        time.sleep(0.005)
        with lock:
            running[lane] -= 1
        return value.upper()

    values = [f"{lane}{number}".encode() for number in range(4) for lane in "abc"]
    try:
        given = list(engine(work, values, waits=True, lanes=[value[:1].decode() for value in values]))
    finally:
        engine.close()
    assert given == [value.upper() for value in values], "results come in the order of the values"
    assert max(worst) == 1, "two tasks of one lane ran at once"
    for lane in "abc":
        assert [v for v in order if v[0] == lane] == [f"{lane}{number}" for number in range(4)]


def test_an_error_in_a_lane_is_raised() -> None:
    engine = Threads()

    def work(value: bytes) -> bytes:
        if value == b"bad":
            raise ZeroDivisionError("a bug in a stage")
        return value

    try:
        with pytest.raises(ZeroDivisionError, match="a bug in a stage"):
            list(engine(work, [b"one", b"bad", b"two"], waits=True, lanes=["a", "a", "b"]))
    finally:
        engine.close()


def test_counts_are_added_up_and_sorted(engine: Engine, tmp_path: Path) -> None:
    ledger = go(engine, tmp_path).ledger
    assert [(c.stage, c.subject, c.gate, c.count) for c in ledger.counts] == [
        ("shout", "long", "heard", 4),
        ("shout", "short", "heard", 3),
    ]


def test_a_task_holds_neighbours_of_one_lane() -> None:
    step = Step("s", toy.shout, "each", Reason, Reason, size=2, lane=lambda value: value.code[0])
    values = [toy.word(word) for word in ("a1", "a2", "a3", "b1", "a4")]
    tasks = [(lane, [v.code for v in task if isinstance(v, Reason)]) for lane, task in _tasks(step, values)]
    assert tasks == [("a", ["a1", "a2"]), ("a", ["a3"]), ("b", ["b1"]), ("a", ["a4"])]
