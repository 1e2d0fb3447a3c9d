"""Values to bytes and back: a sequence of values of mixed types, each validated again when it is read.

Only bytes of this form cross to another process or stay in a checkpoint, so every engine hands a stage the same thing.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from broadsheet import types
from broadsheet.decode import decode_msgpack

_TYPES: dict[str, type[types.Value]] = {
    name: kind for name, kind in vars(types).items() if isinstance(kind, type) and issubclass(kind, types.Value)
}
_ENCODER = msgspec.msgpack.Encoder()


def encode(values: Iterable[types.Value]) -> bytes:
    """Return MessagePack of ``[(type name, value), ...]``; the same values give the same bytes."""
    return _ENCODER.encode([(type(value).__name__, value) for value in values])


def decode(data: bytes) -> tuple[types.Value, ...]:
    """Return the values in ``data``; raise msgspec.ValidationError when one is not valid any more."""
    return tuple(decode_msgpack(raw, _TYPES[name]) for name, raw in decode_msgpack(data, list[tuple[str, msgspec.Raw]]))
