"""Things that are costly to build are built once a process, however many threads ask at the same moment.

``functools.cache`` lets every thread that comes early build its own: 32 waiting threads once loaded the same model 32
times over, and a minute was gone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def once(build: Callable[P, T]) -> Callable[P, T]:
    """Return ``build`` so that it runs once for each way that it is called; others wait and share the result.

    A way of calling is its (hashable) arguments as they are written: f(1) and f(x=1) are two.
    """
    made: dict[Hashable, T] = {}
    lock = threading.RLock()

    @wraps(build)
    def get(*args: P.args, **kwargs: P.kwargs) -> T:
        key: Hashable = (args, tuple(sorted(kwargs.items()))) if kwargs else args
        if key not in made:  # asked a thousand times an edition: what is there needs no lock
            with lock:
                if key not in made:
                    made[key] = build(*args, **kwargs)
        return made[key]

    return get
