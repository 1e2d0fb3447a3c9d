"""Every word that Broadsheet itself prints, by language: ``labels(language)["common"]["field.summary"]``.

One folder a language, one TOML file a room (``common``, ``compose``, ``site``, ``hugo``). A test holds that all
languages have the same keys and that zh-Hant has no simplified character.

A template whose language has a plural names both forms after the number: ``{count:story|stories}`` gives "1 story".
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from broadsheet.once import once
from broadsheet.types import Language

Labels = Mapping[str, Mapping[str, str]]


@once
def labels(language: Language) -> Labels:
    """Return the words of ``language``: room -> flat key -> text (a ``str.format`` template where it has braces)."""
    folder = files(__name__) / language
    return {
        entry.name.removesuffix(".toml"): dict(_flatten(tomllib.loads(entry.read_text(encoding="utf-8"))))
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    }


class _Number(int):
    """An integer that a template may ask for with its noun: ``one|many``."""

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        return f"{int(self)} {one if self == 1 else many}" if bar else int.__format__(self, spec)


def fill(template: str, /, **values: object) -> str:
    """Return ``template`` with its values; raise KeyError for a value that it needs and does not get."""
    return template.format(**{key: _Number(v) if type(v) is int else v for key, v in values.items()})


def _flatten(table: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            flat += _flatten(value, f"{prefix}{key}.")
        else:
            flat.append((prefix + key, str(value)))
    return flat
