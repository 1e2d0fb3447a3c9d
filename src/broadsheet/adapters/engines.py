"""Engines on this machine: the builtin map, a thread pool, a process pool.  Same tasks, same order, same bytes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from broadsheet.errors import EngineError

WAITING_THREADS = 32
"""Tasks in flight while they wait for the network; politeness towards one host is the fetch adapter's business."""


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Local:
    """One after the other in this thread: the plainest engine, and the one to debug with."""

    def __call__(self, fn: Callable[[bytes], bytes], values: Iterable[bytes], /, *, waits: bool) -> Iterator[bytes]:
        return map(fn, values)

    def close(self) -> None:
        """Nothing was started."""


class Threads:
    """A pool of threads: one a core for work, many for waiting."""

    def __init__(self) -> None:
        self._working: Executor = ThreadPoolExecutor(cores(), thread_name_prefix="broadsheet-work")
        self._waiting: Executor = ThreadPoolExecutor(WAITING_THREADS, thread_name_prefix="broadsheet-wait")

    def __call__(self, fn: Callable[[bytes], bytes], values: Iterable[bytes], /, *, waits: bool) -> Iterator[bytes]:
        return (self._waiting if waits else self._working).map(fn, values)

    def close(self) -> None:
        """Drop what has not begun and let the threads end."""
        for pool in (self._working, self._waiting):
            pool.shutdown(wait=True, cancel_futures=True)


class Processes(Threads):
    """A pool of processes for work; waiting stays with threads, which cost less.

    Processes are spawned, never forked: a fork copies locks that another thread may hold.
    """

    def __init__(self) -> None:
        super().__init__()
        self._working = ProcessPoolExecutor(cores(), mp_context=multiprocessing.get_context("spawn"))

    def __call__(self, fn: Callable[[bytes], bytes], values: Iterable[bytes], /, *, waits: bool) -> Iterator[bytes]:
        try:
            yield from super().__call__(fn, values, waits=waits)
        except BrokenProcessPool as error:
            raise EngineError(
                "a worker process died (killed, or out of memory)",
                subject="engine processes",
                remedy="run the same command again: finished work is kept; --engine local needs the least memory",
            ) from error
