"""Files of an edition folder, read: lines of values, the ledger.  So low in the house that publishers may read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from broadsheet.decode import decode_json
from broadsheet.errors import StorageError
from broadsheet.types import Count, Failure, Ledger, Tally, Value

V = TypeVar("V", bound=Value)


def printed_again(folder: Path) -> str:
    """Return what to do about an edition folder that cannot be read; other days can be printed without it."""
    capture = folder / "capture.warc.gz"
    again = f" (broadsheet run --from {capture} --out {folder.parent})" if capture.is_file() else ""
    return f"print the day again{again}; or move its folder away: other days go on without it"


def read_lines(path: Path, kind: type[V], remedy: str = "") -> Iterator[V]:
    """Yield the values of a jsonl file of an edition folder.  Raises StorageError naming the line that is damaged, with
    ``remedy``."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        fault = f"cannot be read ({error.strerror or error})"
        raise StorageError(fault, subject=str(path), remedy=remedy) from error
    for number, line in enumerate(lines, start=1):
        try:
            yield decode_json(line, kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise StorageError(f"line {number} is damaged: {error}", subject=str(path), remedy=remedy) from error


def read_ledger(folder: Path) -> Ledger:
    """Return the ledger of an edition folder: tallies of its stages, counts of its gates, every failure told."""
    path = folder / "ledger.jsonl"
    try:
        plain = [(line, msgspec.json.decode(line)) for line in path.read_bytes().splitlines()]
        return Ledger(
            tallies=tuple(decode_json(line, Tally) for line, keys in plain if "taken" in keys),
            failures=tuple(decode_json(line, Failure) for line, keys in plain if "kind" in keys),
            counts=tuple(decode_json(line, Count) for line, keys in plain if "gate" in keys),
        )
    except OSError as error:
        raise StorageError("cannot be read", subject=str(path)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, TypeError) as error:
        raise StorageError(f"is damaged: {error}", subject=str(path), remedy=printed_again(folder)) from error
