"""Types are learned one at a time: threads that read a type for the first time at once do not end the process."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import ValidationError

from broadsheet.decode import convert, decode_json, decode_msgpack

PACKAGE = Path(__file__).parents[1] / "src" / "broadsheet"
LEARNING = (
    "msgspec.convert",
    "msgspec.json.decode",
    "msgspec.json.Decoder",
    "msgspec.msgpack.decode",
    "msgspec.msgpack.Decoder",
)
FIRST_READS = """
import sys, threading, msgspec
from broadsheet.decode import convert, decode_json, decode_msgpack

sys.setswitchinterval(1e-6)  # a thread loses its turn wherever it can
READS = (
    lambda of: decode_json(b'{"x11": [{"a11": 3}]}', of).x11[0].a11,
    lambda of: decode_msgpack(b'\\x81\\xa3x11\\x91\\x81\\xa3a11\\x03', of).x11[0].a11,
    lambda of: convert({"x11": [{"a11": 3}]}, of).x11[0].a11,
)
for _ in range(300):
    inner = msgspec.defstruct("Inner", [(f"a{n}", int, 0) for n in range(12)])
    outer = msgspec.defstruct("Outer", [(f"x{n}", tuple[inner, ...], ()) for n in range(12)])
    gate, read = threading.Barrier(6), []

    def go(number):
        gate.wait()
        read.append(READS[number % 3](outer))

    threads = [threading.Thread(target=go, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == [3] * 6, read
"""


def test_threads_read_a_type_for_the_first_time_at_once() -> None:
    """With msgspec itself in place of the room this ends by signal 11, within 300 rounds every time that we tried."""
    ended = subprocess.run([sys.executable, "-c", FIRST_READS], capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0, (ended.returncode, ended.stderr[-2000:])


def test_nobody_else_makes_msgspec_learn_a_type() -> None:
    """The audit shares no code with the rest; it reads types in one thread, after the edition."""
    found = []
    for path in PACKAGE.rglob("*.py"):
        if path.name == "decode.py" or path.is_relative_to(PACKAGE / "audit"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in LEARNING:
                typed = any(keyword.arg == "type" for keyword in node.keywords) or len(node.args) > 1
                if typed or not ast.unparse(node.func).endswith(".decode"):
                    found.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    assert not found, "read types with broadsheet.decode"


def test_strictness_is_the_callers() -> None:
    assert decode_json('{"a": 1}', dict[str, int]) == convert({"a": 1}, dict[str, int]) == {"a": 1}
    assert decode_msgpack(b"\x81\xa1a\x01", dict[str, int]) == {"a": 1}
    assert decode_json(b'{"a": "1"}', dict[str, int], strict=False) == {"a": 1}
    assert convert({"a": "1"}, dict[str, int], strict=False) == {"a": 1}
    strict: tuple[Callable[[], dict[str, int]], ...] = (
        lambda: decode_json(b'{"a": "1"}', dict[str, int]),
        lambda: convert({"a": "1"}, dict[str, int]),
    )
    for read in strict:
        with pytest.raises(ValidationError):
            read()
