"""The Confine port: a pure function on untrusted bytes, run where it can hurt nobody.

``inline`` runs it here, for tests and for trusted files.  ``confined()`` is the one pool of this process: a worker
process for each core, started when first needed, with limits on CPU, memory and time.  What a worker sends back is read
as data: values and errors, nothing that runs.

A worker has no network and no commands, and can make, change, empty, rename or remove no file; it may read what this
user may read, for that is how it imports.  The kernel enforces CPU, memory and that no file grows.  The rest is
refused by an audit hook, which sees what Python code asks for: machine code that takes over a C library goes past it.

A pipe for each worker, because a pool with one shared queue is lost with the worker that dies over it: pebble 5.2.3 is
broken for good when an idle worker is killed, and costs 0.68 ms a call of 100 kB where this costs 0.52 (2 workers, 200
threads, 2026-11-22).
"""

from __future__ import annotations

import io
import logging
import multiprocessing
import os
import pickle
import queue
import resource
import signal
import sys
import threading
from collections.abc import Callable
from datetime import date, time, timedelta, tzinfo
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Literal, ParamSpec, TypeVar, cast

import msgspec

from broadsheet.errors import EngineError
from broadsheet.once import once
from broadsheet.types import Failure

P = ParamSpec("P")
R = TypeVar("R")

SECONDS = 20.0
"""Wall time of one call: what ends a call that waits.  The slowest of 181 real pages takes 0.1 s; 2026-11-22."""
CPU_SECONDS = 10
"""CPU time of one call, enforced by the kernel, so that a busy machine does not make an honest page fail."""
MEMORY = 2**30
"""Bytes of address space that a call may add to what the worker has after its imports."""
MAX_TASKS = 1000
"""Calls after which a worker is replaced, so that what a C library leaks does not grow for a year."""
MAX_ANSWER = 64 * 2**20
"""Bytes of one pickled answer."""
MAX_FILES = 64
"""File descriptors of a worker."""

_PRELOADED = ("broadsheet.text.main_text", "broadsheet.adapters.read_feed", "trafilatura")
"""Imported once, before workers are forked from there: a worker that was killed is replaced in 10 ms."""
_FORBIDDEN = frozenset(
    {
        "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
        "socket.gethostbyname", "socket.gethostbyaddr", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn",
        "os.spawn", "os.fork", "os.forkpty", "os.kill", "os.killpg", "os.remove", "os.rename", "os.rmdir", "os.mkdir",
        "os.symlink", "os.link", "os.truncate", "os.chmod", "os.chown", "os.chflags", "os.utime",
        "os.setxattr", "os.removexattr", "sqlite3.connect",
    }
)  # fmt: skip
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
"""Flags by which a file could be changed, emptied or made."""

_Kind = Literal["too_slow", "out_of_memory", "crashed"]
_Outcome = Literal["value", "error", "out_of_memory"]


def inline(fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | Failure:
    """Call ``fn`` in this process, without limits."""
    return fn(*args, **kwargs)


@once
def confined() -> Confined:
    """Return the pool of this process; nothing is started before it is called."""
    return Confined()


class Confined:
    """Workers that are called one at a time, each from whichever thread holds it; see ``ports.Confine``.

    ``close`` kills them; callers that wait get an EngineError.  A process that ends, or is killed, takes them along.
    """

    def __init__(
        self,
        workers: int = 0,
        *,
        seconds: float = SECONDS,
        cpu_seconds: int = CPU_SECONDS,
        memory: int = MEMORY,
        max_tasks: int = MAX_TASKS,
    ) -> None:
        self._size = workers or os.cpu_count() or 1
        self._seconds = seconds
        self._limits = _Limits(cpu_seconds=cpu_seconds, memory=memory)
        self._max_tasks = max_tasks
        self._reset()
        os.register_at_fork(after_in_child=self._reset)

    def _reset(self) -> None:
        """Begin without workers: a forked process must not speak with its parent's."""
        self._starting = threading.Lock()
        self._running: set[_Worker] = set()
        self._closed = False
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(self._size):
            self._idle.put(None)  # a place without a worker yet

    def __call__(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | Failure:
        call = pickle.dumps((fn, args, kwargs), pickle.HIGHEST_PROTOCOL)
        worker = self._idle.get()
        kept: _Worker | None = None
        try:
            if worker is None or not worker.send(call):  # one that died while idle never had the call
                if worker is not None:
                    self._end(worker)
                worker = self._start()
                if not worker.send(call):
                    return self._ended(worker)
            answer = worker.answer(self._seconds)
            if answer is None:
                return self._ended(worker)
            if worker.tasks < self._max_tasks:
                kept = worker
        finally:
            if kept is None and worker is not None:
                self._end(worker)
            self._idle.put(kept)
        outcome, value = _read(answer)
        if outcome == "error":
            raise cast(BaseException, value)
        if outcome == "out_of_memory":
            return _failure("out_of_memory", f"it needed over {self._limits.memory >> 20} MiB")
        return cast(R, value)

    def _start(self) -> _Worker:
        with self._starting:
            if self._closed:
                raise EngineError("the confined workers were ended")
            try:
                worker = _Worker(self._limits)
            except (OSError, EOFError) as error:
                raise EngineError(f"no confined worker can be started ({error})") from error
            self._running.add(worker)
            return worker

    def _ended(self, worker: _Worker) -> Failure:
        """Tell why ``worker`` gave no answer."""
        if self._closed:
            raise EngineError("the confined workers were ended")
        if worker.overran:
            return _failure("too_slow", f"it took longer than {self._seconds:g} s")
        code = worker.end()
        if code == -signal.SIGXCPU:
            return _failure("too_slow", f"it took more than {self._limits.cpu_seconds} s of CPU")
        if code is not None and code < 0:
            return _failure("crashed", f"its process was ended by {signal.Signals(-code).name}")
        return _failure("crashed", f"its process ended with status {code} and no answer")

    def _end(self, worker: _Worker) -> None:
        worker.end()
        self._running.discard(worker)

    def close(self) -> None:
        """End all workers at once, busy ones too; may be called again, from any thread."""
        with self._starting:
            self._closed = True
            for worker in list(self._running):
                worker.kill()


class _Limits(msgspec.Struct, frozen=True, kw_only=True):
    cpu_seconds: int
    memory: int


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, limits: _Limits) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_preloaded())
        self._pipe, theirs = context.Pipe()
        self._process: ForkServerProcess = context.Process(
            target=_serve, args=(theirs, limits), name="broadsheet confined", daemon=True
        )
        # Where the fork server is begun, it imports for a second before it lets Ctrl-C pass: it never hears one.  The
        # resource tracker that is begun with it would open its ears again, so that comes first.
        resource_tracker.ensure_running()
        heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, heard)
            theirs.close()
        self.tasks = 0
        self.overran = False
        self._lost = False

    def send(self, call: bytes) -> bool:
        """Hand over a call; False when nobody is there any more."""
        try:
            self._pipe.send_bytes(call)
        except OSError:
            return False
        self.tasks += 1
        return True

    def answer(self, seconds: float) -> bytes | None:
        """Return what the worker answers; None when it does not in time (``overran``) or is dead."""
        try:
            if self._pipe.poll(seconds):
                return self._pipe.recv_bytes(MAX_ANSWER)
            self.overran = True
        except (OSError, EOFError):
            self._lost = True
        return None

    def kill(self) -> None:
        """End the process now; whoever waits for its answer finds it gone."""
        self._process.kill()

    def end(self) -> int | None:
        """End the process if it lives, and return its exit status (a negative signal number)."""
        if self._pipe.closed:
            return self._process.exitcode
        self._pipe.close()
        if self._lost:
            self._process.join(1.0)  # it goes down by itself, and its status says why
        self._process.kill()
        self._process.join()
        return self._process.exitcode


def _preloaded() -> list[str]:
    """Return what is imported before workers are forked: the heavy modules, and the module that was run, by its name.

    Not a package's ``__main__``, which acts when it is imported; multiprocessing leaves it alone as well.
    """
    spec = getattr(sys.modules["__main__"], "__spec__", None)
    name = spec.name if spec else "__main__"
    return [*_PRELOADED, *([] if name.endswith(".__main__") else ["__main__", name])]


def _failure(kind: _Kind, message: str) -> Failure:
    return Failure(stage="confine", subject="", kind=kind, message=message)


def _serve(pipe: Connection, limits: _Limits) -> None:
    """Answer calls until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the driver's to handle
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _confine_here(limits)
    while True:
        try:
            call = pipe.recv_bytes()
        except (OSError, EOFError):
            return
        _allow_seconds(limits.cpu_seconds)
        outcome: tuple[_Outcome, object]
        try:
            fn, args, kwargs = pickle.loads(call)
            outcome = "value", fn(*args, **kwargs)
        except MemoryError:
            outcome = "out_of_memory", None
        except Exception as error:  # noqa: BLE001  it is raised again by the caller
            outcome = "error", error.with_traceback(None)
        try:
            pipe.send_bytes(_dump(outcome))
        except OSError:
            return
        if outcome[0] == "out_of_memory":
            return


def _dump(outcome: tuple[_Outcome, object]) -> bytes:
    try:
        raw = pickle.dumps(outcome, pickle.HIGHEST_PROTOCOL)
        _read(raw)
    except MemoryError:
        return pickle.dumps(("out_of_memory", None))
    except Exception as error:  # noqa: BLE001  whatever an answer's own pickling raises
        told = (
            f"the answer of a confined function cannot be sent ({type(error).__name__}: {error}): {outcome[1]!r:.300}"
        )
        return pickle.dumps(("error", TypeError(told)))
    return raw


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _confine_here(limits: _Limits) -> None:
    """Take from this process for good what a parser does not need."""
    statm = Path("/proc/self/statm")
    if statm.exists():  # elsewhere address space is not limited, and time alone ends a call
        size = int(statm.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + limits.memory, size + limits.memory))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MAX_FILES, MAX_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # no file grows
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)  # what matters is in the answer, and a log could name what a terminal obeys
    sys.addaudithook(_forbid)


def _forbid(event: str, arguments: tuple[object, ...]) -> None:
    if event in _FORBIDDEN or (event == "open" and _writes(*arguments)):
        raise PermissionError(f"{event} is forbidden where untrusted data is read")


def _writes(path: object = None, mode: object = None, flags: object = None, *_: object) -> bool:
    """Say whether a file is opened for more than reading: by the letters of ``open`` or the flags of ``os.open``."""
    letters = isinstance(mode, str) and not set(mode).isdisjoint("wax+")
    return letters or (isinstance(flags, int) and bool(flags & _WRITES))


def _allow_seconds(seconds: int) -> None:
    """Let the kernel end this process when it has used ``seconds`` more of CPU."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


class _DataOnly(pickle.Unpickler):
    """Reads values and errors; a worker that was taken over cannot name anything else to be called here."""

    def find_class(self, module: str, name: str) -> object:
        if (module, name) in (("msgspec._utils", "rebuild"), ("broadsheet.errors", "_rebuild")):
            return super().find_class(module, name)
        if module in sys.modules and "." not in name:
            found = getattr(sys.modules[module], name, None)
            if isinstance(found, type) and issubclass(found, _DATA):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no data")


_DATA = (msgspec.Struct, BaseException, date, time, timedelta, tzinfo, set, frozenset, bytearray, complex)


def _read(raw: bytes) -> tuple[_Outcome, object]:
    return cast("tuple[_Outcome, object]", _DataOnly(io.BytesIO(raw)).load())
