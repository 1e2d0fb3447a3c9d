"""The JSON Schema of ``edition.json``, generated from ``types.Edition``.

python -m broadsheet.schema > docs/edition.schema.json
"""

from __future__ import annotations

import json
import sys
from inspect import cleandoc
from typing import Any

import msgspec

from broadsheet.types import Edition

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_ID = "urn:broadsheet:schema:edition:1"
"""Names the contract, not a place: it changes with the first change that an old reader could not read."""


def edition_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of an edition; descriptions are the docstrings of the types.

    The schema holds what JSON Schema can say.  That the counts add up and that a citation is as long as its quote is
    checked by the types themselves when an edition is decoded.
    """
    generated = _cleaned(msgspec.json.schema(Edition))
    return {
        "$schema": DIALECT,
        "$id": SCHEMA_ID,
        "title": "Broadsheet edition",
        "description": "One dated edition: what happened in the window, and for every sentence where it stands.",
        **generated,
    }


def _cleaned(value: Any) -> Any:
    """Return ``value`` with every description as inspect has it: Python 3.13 takes the indent of docstrings away."""
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: cleandoc(one) if key == "description" and isinstance(one, str) else _cleaned(one)
        for key, one in value.items()
    }


def schema_text() -> str:
    """Return the schema as the text that is committed: two-space indent, keys in the order of the types."""
    return json.dumps(edition_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
