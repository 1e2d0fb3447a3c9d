"""Engines on this machine: the builtin map, a thread pool, a process pool.  Same tasks, same order, same bytes."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from broadsheet.errors import EngineError

WAITING_THREADS = 200
"""Tasks in flight while they wait for the network: one for each of hundreds of hosts.  A waiting thread costs some
40 kB; politeness towards one host is the business of lanes, and of the fetch adapter."""
CLOSE_SECONDS = 1.5
"""How long ``close`` waits for tasks in flight; a person who stops a run waits as long.  A fetch that was told to stop
ends within a second."""


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Local:
    """One after the other in this thread: the plainest engine, and the one to debug with."""

    def __call__(
        self, fn: Callable[[bytes], bytes], values: Sequence[bytes], /, *, waits: bool, lanes: Sequence[str] = ()
    ) -> Iterator[bytes]:
        return map(fn, values)

    def close(self) -> None:
        """Nothing was started."""


class Threads:
    """Many threads for waiting; work stays in the calling thread.

    Python's threads do not speed up Python's work: 268 articles were embedded in 4.0 s by one thread and in 5.6 s by
    two (bench/edition.py, 2026-11-22).  ``Processes`` is the engine for days of thousands.
    """

    def __init__(self) -> None:
        self._started: list[threading.Thread] = []
        self._stopped = threading.Event()

    def __call__(
        self, fn: Callable[[bytes], bytes], values: Sequence[bytes], /, *, waits: bool, lanes: Sequence[str] = ()
    ) -> Iterator[bytes]:
        return self._in_lanes(fn, values, lanes) if waits else map(fn, values)

    def _in_lanes(self, fn: Callable[[bytes], bytes], values: Sequence[bytes], lanes: Sequence[str]) -> Iterator[bytes]:
        """Give each lane one thread, the longest lanes first: they are what the others are waited for.

        Without lanes each value is one of its own.  The threads end with the process whatever they wait for: those of
        an executor would be waited for, be it for minutes.
        """
        results: list[Future[bytes]] = [Future() for _ in values]
        queues: dict[str | int, list[int]] = {}
        for number in range(len(values)):
            queues.setdefault(lanes[number] if lanes else number, []).append(number)
        waiting = deque(sorted(queues.values(), key=len, reverse=True))

        def work(queue: list[int]) -> None:
            for number in queue:
                if self._stopped.is_set():
                    results[number].cancel()
                    continue
                try:
                    results[number].set_result(fn(values[number]))
                except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
                    results[number].set_exception(error)

        def take() -> None:
            while True:
                try:
                    queue = waiting.popleft()
                except IndexError:
                    return
                work(queue)

        self._started = [thread for thread in self._started if thread.is_alive()]
        for _ in range(min(len(waiting), WAITING_THREADS)):
            thread = threading.Thread(target=take, name="broadsheet-wait", daemon=True)
            thread.start()
            self._started.append(thread)
        return (result.result() for result in results)

    def close(self) -> None:
        """Drop what has not begun, and wait ``CLOSE_SECONDS`` at most for what has."""
        self._stopped.set()
        until = time.monotonic() + CLOSE_SECONDS
        for thread in self._started:
            thread.join(max(0.0, until - time.monotonic()))


class Processes:
    """A pool of processes for work; waiting stays with threads, which cost less.

    Processes are spawned, never forked: a fork copies locks that another thread may hold.
    """

    def __init__(self) -> None:
        self._threads = Threads()
        self._working = ProcessPoolExecutor(cores(), mp_context=multiprocessing.get_context("spawn"))

    def __call__(
        self, fn: Callable[[bytes], bytes], values: Sequence[bytes], /, *, waits: bool, lanes: Sequence[str] = ()
    ) -> Iterator[bytes]:
        try:
            yield from self._threads(fn, values, waits=True, lanes=lanes) if waits else self._working.map(fn, values)
        except BrokenProcessPool as error:
            raise EngineError(
                "a worker process died (killed, or out of memory)",
                subject="engine processes",
                remedy="run the same command again: finished work is kept; --engine local needs the least memory",
            ) from error

    def close(self) -> None:
        """Drop what has not begun and let the processes end."""
        self._working.shutdown(wait=True, cancel_futures=True)
        self._threads.close()
