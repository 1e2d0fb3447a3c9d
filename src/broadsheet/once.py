"""Things that are costly to build are built once a process, however many threads ask at the same moment.

``functools.cache`` lets every thread that comes early build its own: 32 waiting threads once loaded the same model 32
times over, and a minute was gone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def once(build: Callable[P, T]) -> Callable[P, T]:
    """Return ``build`` so that it runs once for each set of (hashable) arguments; others wait and share the result."""
    kept = cache(build)
    lock = threading.RLock()
    ready: dict[object, T] = {}

    @wraps(build)
    def get(*args: P.args, **kwargs: P.kwargs) -> T:
        if not kwargs and args in ready:  # asked a thousand times an edition: what is there needs no lock
            return ready[args]
        with lock:
            made = kept(*args, **kwargs)  # type: ignore[arg-type]
            if not kwargs:
                ready[args] = made
            return made

    return get
