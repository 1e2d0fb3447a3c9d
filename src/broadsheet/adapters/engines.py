"""Engines on this machine: the builtin map, a thread pool, a process pool.  Same tasks, same order, same bytes."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from broadsheet.errors import EngineError

WAITING_THREADS = 200
"""Tasks in flight while they wait for the network: one for each of hundreds of hosts.  A waiting thread costs some
40 kB; politeness towards one host is the business of lanes, and of the fetch adapter."""


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
        self._waiting = ThreadPoolExecutor(WAITING_THREADS, thread_name_prefix="broadsheet-wait")
        self._stopped = threading.Event()

    def __call__(
        self, fn: Callable[[bytes], bytes], values: Sequence[bytes], /, *, waits: bool, lanes: Sequence[str] = ()
    ) -> Iterator[bytes]:
        if not waits:
            return map(fn, values)
        return self._in_lanes(fn, values, lanes) if lanes else self._waiting.map(fn, values)

    def _in_lanes(self, fn: Callable[[bytes], bytes], values: Sequence[bytes], lanes: Sequence[str]) -> Iterator[bytes]:
        """Give each lane one thread, the longest lanes first: they are what the others are waited for."""
        results: list[Future[bytes]] = [Future() for _ in values]
        queues: dict[str, list[int]] = {}
        for number, lane in enumerate(lanes):
            queues.setdefault(lane, []).append(number)

        def work(queue: list[int]) -> None:
            for number in queue:
                if self._stopped.is_set():
                    results[number].cancel()
                    continue
                try:
                    results[number].set_result(fn(values[number]))
                except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
                    results[number].set_exception(error)

        for queue in sorted(queues.values(), key=len, reverse=True):
            self._waiting.submit(work, queue)
        return (result.result() for result in results)

    def close(self) -> None:
        """Drop what has not begun and let the threads end."""
        self._stopped.set()
        self._waiting.shutdown(wait=True, cancel_futures=True)


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
