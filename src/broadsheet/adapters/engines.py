"""Engines on this machine: the builtin map, a thread pool, a process pool.  Same tasks, same order, same bytes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
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
    """Many threads for waiting; work stays in the calling thread.

    Python's threads do not speed up Python's work: 268 articles were embedded in 4.0 s by one thread and in 5.6 s by
    two (bench/edition.py, 2026-11-22).  ``Processes`` is the engine for days of thousands.
    """

    def __init__(self) -> None:
        self._waiting = ThreadPoolExecutor(WAITING_THREADS, thread_name_prefix="broadsheet-wait")

    def __call__(self, fn: Callable[[bytes], bytes], values: Iterable[bytes], /, *, waits: bool) -> Iterator[bytes]:
        return self._waiting.map(fn, values) if waits else map(fn, values)

    def close(self) -> None:
        """Drop what has not begun and let the threads end."""
        self._waiting.shutdown(wait=True, cancel_futures=True)


class Processes:
    """A pool of processes for work; waiting stays with threads, which cost less.

    Processes are spawned, never forked: a fork copies locks that another thread may hold.
    """

    def __init__(self) -> None:
        self._threads = Threads()
        self._working = ProcessPoolExecutor(cores(), mp_context=multiprocessing.get_context("spawn"))

    def __call__(self, fn: Callable[[bytes], bytes], values: Iterable[bytes], /, *, waits: bool) -> Iterator[bytes]:
        try:
            yield from self._threads(fn, values, waits=True) if waits else self._working.map(fn, values)
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
