from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator, ValidationError

from broadsheet.schema import edition_schema, schema_text
from broadsheet.types import Language

from small_edition import small_day

COMMITTED = Path(__file__).parents[1] / "docs" / "edition.schema.json"


def plain(language: Language) -> dict[str, object]:
    decoded: dict[str, object] = json.loads(msgspec.json.encode(small_day(language).edition))
    return decoded


def test_descriptions_carry_no_indent_of_the_source() -> None:
    told = [line for text in _descriptions(edition_schema()) for line in text.splitlines()]
    assert len(told) > 20 and not [line for line in told if line != line.strip()]


def _descriptions(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _descriptions(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from (one,) if key == "description" and isinstance(one, str) else _descriptions(one)


def test_the_committed_schema_is_the_generated_one() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == schema_text(), (
        "python -m broadsheet.schema > docs/edition.schema.json"
    )


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(edition_schema())


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_an_edition_is_valid(language: Language) -> None:
    Draft202012Validator(edition_schema()).validate(plain(language))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("language",), "zh-Hans"),
        (("stories", 0, "importance"), "urgent"),
        (("stories", 0, "headline", "transform"), "rewritten"),
        (("stories", 0, "headline", "citations", 0, "part"), "summary"),
        (("unknown",), 1),
        (("counts", "stories"), "eight"),
    ],
)
def test_what_no_edition_says_is_refused(path: tuple[str | int, ...], value: object) -> None:
    edition = plain("en")
    place: object = edition
    for step in path[:-1]:
        place = place[step]  # type: ignore[index]
    place[path[-1]] = value  # type: ignore[index]
    with pytest.raises(ValidationError):
        Draft202012Validator(edition_schema()).validate(edition)


def test_every_type_is_described() -> None:
    described = edition_schema()["$defs"]
    assert len(described) >= 15
    assert [name for name, one in described.items() if not one.get("description")] == []
