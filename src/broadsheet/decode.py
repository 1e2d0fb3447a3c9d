"""JSON, MessagePack and plain values to typed values: whoever reads a type goes through here.

msgspec learns what a struct looks like when the struct is first read, and marks it as learned before it is: a second
thread that reads the same struct at that moment follows a null pointer, and the process is gone (msgspec 0.22.0,
``tests/test_decode.py``; once in some thousand editions that a model wrote, eight calls at a time).  So types are
learned here, one at a time.  What is learned is read by many threads at once without a lock.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from broadsheet.once import once

T = TypeVar("T")


@once
def _json(kind: Any, strict: bool) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind, strict=strict)


def decode_json(raw: bytes | str, kind: type[T], strict: bool = True) -> T:
    """Return ``raw`` as a ``kind``; not ``strict``, a number may also be written as text.

    Raises msgspec.DecodeError where it is no JSON, msgspec.ValidationError where it is no ``kind``.
    """
    value: T = _json(kind, strict).decode(raw)
    return value


def decode_msgpack(raw: bytes | memoryview, kind: type[T]) -> T:
    """Return ``raw`` as a ``kind``; raises as ``decode_json`` does."""
    _json(kind, True)  # what the type looks like is learned once for every format
    return msgspec.msgpack.decode(raw, type=kind)


def convert(value: object, kind: type[T], strict: bool = True) -> T:
    """Return ``value``, made of what JSON or TOML has, as a ``kind``; raises msgspec.ValidationError."""
    _json(kind, True)
    return msgspec.convert(value, kind, strict=strict)
