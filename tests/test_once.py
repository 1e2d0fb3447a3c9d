"""What is costly is built once, however many threads ask."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from broadsheet.once import once


def test_many_threads_build_one() -> None:
    built: list[int] = []
    together = threading.Barrier(16)

    @once
    def costly(number: int) -> object:
        built.append(number)
        threading.Event().wait(0.05)
        return object()

    def ask(_: int) -> object:
        together.wait()
        return costly(7)

    with ThreadPoolExecutor(16) as pool:
        assert len({id(one) for one in pool.map(ask, range(16))}) == 1
    assert built == [7]


def test_each_way_of_calling_has_its_own_and_a_failure_is_tried_again() -> None:
    calls: list[tuple[int, int]] = []

    @once
    def costly(x: int, y: int = 0) -> int:
        calls.append((x, y))
        if len(calls) == 1:
            raise OSError("not yet")
        return x + y

    with pytest.raises(OSError, match="not yet"):
        costly(1)
    assert [costly(1), costly(1), costly(1, y=2), costly(1, y=2)] == [1, 1, 3, 3]
    assert calls == [(1, 0), (1, 0), (1, 2)]
