"""The engine on a Ray cluster: the same tasks on many machines (``pip install 'broadsheet[ray]'``).

``RAY_ADDRESS`` names a running cluster; without it Ray starts on this machine.  Every node needs the same version of
broadsheet installed: only names, settings and values travel.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from broadsheet.adapters.engines import Threads
from broadsheet.errors import EngineError

if TYPE_CHECKING:
    from ray import ObjectRef

IN_FLIGHT = 64
"""Tasks submitted ahead of the one awaited: enough to feed a small cluster, and bounds what the object store holds."""


class Ray:
    """Tasks of a Ray cluster, awaited in order."""

    def __init__(self) -> None:
        try:
            import ray
        except ImportError as error:
            raise EngineError(
                "Ray is not installed",
                subject="engine ray",
                remedy="install the extra: uv sync --inexact --extra ray, or pip install 'broadsheet[ray]'",
            ) from error
        self._ray = ray
        self._started = not ray.is_initialized()
        if self._started:
            ray.init(log_to_driver=False, include_dashboard=False, configure_logging=False)
        self._task = ray.remote(num_cpus=1)(_call)
        # One process asks the network, however large the cluster: only so can a host be asked once at a time.
        self._threads = Threads()

    def __call__(
        self, fn: Callable[[bytes], bytes], values: Sequence[bytes], /, *, waits: bool, lanes: Sequence[str] = ()
    ) -> Iterator[bytes]:
        if waits:
            yield from self._threads(fn, values, waits=True, lanes=lanes)
            return
        function = self._ray.put(fn)
        pending: deque[ObjectRef[bytes]] = deque()
        try:
            for value in values:
                pending.append(self._task.remote(function, value))
                if len(pending) >= IN_FLIGHT:
                    yield self._ray.get(pending.popleft())
            while pending:
                yield self._ray.get(pending.popleft())
        except self._ray.exceptions.RayTaskError as error:
            # Ray wraps what a stage raised; the caller gets the error itself, as from every other engine.
            raise error.cause from error
        except self._ray.exceptions.RayError as error:
            raise EngineError(
                f"the cluster lost a task ({type(error).__name__})",
                subject="engine ray",
                remedy="run the same command again: finished work is kept",
            ) from error

    def close(self) -> None:
        """Leave the cluster, and stop it when this engine started it."""
        self._threads.close()
        if self._started:
            self._ray.shutdown()


def _call(fn: Callable[[bytes], bytes], value: bytes) -> bytes:
    return fn(value)
