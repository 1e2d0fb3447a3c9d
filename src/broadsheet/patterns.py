"""A value that does not match its pattern -> what was expected, in the words of its ``description``.

A regular expression is for the program; who wrote ``at = "6:44"`` is told "HH:MM or HH:MM:SS, from 00:00 to 23:59:59".
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import inspect


def in_words(error: msgspec.ValidationError, kind: type) -> str:
    """Return what ``error`` says of a value of ``kind``, with a pattern told by the description beside it."""
    told = str(error)
    for pattern, words in described(kind):
        told = told.replace(f"`str` matching regex {pattern!r}", words)
    return told


def described(kind: type) -> Iterator[tuple[str, str]]:
    """Yield every pattern that the fields of ``kind`` ask for, however deep, with its description ("" for none)."""
    yield from _within(inspect.type_info(kind), "")


def _within(kind: inspect.Type, words: str) -> Iterator[tuple[str, str]]:
    if isinstance(kind, inspect.Metadata):
        yield from _within(kind.type, str((kind.extra_json_schema or {}).get("description", "")))
    elif isinstance(kind, inspect.StrType):
        if kind.pattern is not None:
            yield kind.pattern, words
    elif isinstance(kind, inspect.StructType):
        for field in kind.fields:
            yield from _within(field.type, "")
    elif isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from _within(one, words)
    elif isinstance(kind, inspect.CollectionType):
        yield from _within(kind.item_type, words)
    elif isinstance(kind, inspect.DictType):
        yield from _within(kind.value_type, words)
