"""Prompts are files with versions: ``prompts/LANGUAGE/KIND.toml``, the desk's own before the shipped ones.

A file has ``version`` (an integer, raised with every change of its words), ``system`` and ``user``; ``$name`` in them
is filled in.  Kinds: ``full short line`` write, ``repair`` mends, ``insight`` says what the day has in common,
``judge`` whether passages bear a sentence out, and ``match`` whether two articles tell one event.
docs/style.md says what they are built from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from typing import Literal

import msgspec

from broadsheet.decode import convert
from broadsheet.errors import ConfigError
from broadsheet.text.chinese import has_simplified
from broadsheet.types import Language

Kind = Literal["full", "short", "line", "repair", "insight", "judge", "match"]
KINDS: tuple[Kind, ...] = ("full", "short", "line", "repair", "insight")
"""The kinds that a writer needs."""
FILLED = ("marker", "sentences", "title", "names", "others", "fallen", "hint", "stories", "doubts", "pairs")
"""What is filled in, of one kind or another."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    system: str
    user: str


class _Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    terms: dict[str, str]


class Prompt(msgspec.Struct, frozen=True):
    """A prompt by kind, with its version and whether it is the desk's own."""

    kind: Kind
    version: str
    system: Template
    user: Template

    def fill(self, **values: str) -> tuple[str, str]:
        """Return the system and the user message."""
        return self.system.substitute(values).strip(), self.user.substitute(values).strip()


def load_prompts(language: Language, desk: Traversable | Path | None = None) -> Mapping[Kind, Prompt]:
    """Return the prompts of a writer in ``language``.  Raises ConfigError for one that cannot be used."""
    return {kind: load_prompt(kind, language, desk) for kind in KINDS}


def load_terms(language: Language, desk: Traversable | Path | None = None) -> Mapping[str, str]:
    """Return the words that are replaced in a text, and by what: the shipped table, the desk's over it.

    Raises ConfigError for a table that cannot be used.
    """
    terms: dict[str, str] = {}
    shipped = files("broadsheet.prompts") / language / "terms.toml"
    place, own = _place("terms.toml", language, desk)
    for path in (shipped, *((place,) if own else ())):
        if not path.is_file():
            continue
        try:
            told = convert(tomllib.loads(path.read_text(encoding="utf-8")), _Terms).terms
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
            raise ConfigError(
                f"is no table of terms: {error}", subject=str(path), remedy="docs/style.md tells the form"
            ) from error
        for word, instead in told.items():
            if not word or (language == "zh-Hant" and has_simplified(instead)):
                raise ConfigError(
                    f"{word!r} cannot become {instead!r}",
                    subject=str(path),
                    remedy="write the right side in Traditional Chinese",
                )
        terms |= told
    return {word: instead for word, instead in terms.items() if word != instead}


def _place(name: str, language: Language, desk: Traversable | Path | None) -> tuple[Traversable | Path, bool]:
    if desk is not None:
        own = desk / "prompts" / language / name
        if own.is_file():
            return own, True
    return files("broadsheet.prompts") / language / name, False


def _style(language: Language, desk: Traversable | Path | None) -> str:
    place, _ = _place("style.txt", language, desk)
    return place.read_text(encoding="utf-8").strip()


def load_prompt(kind: Kind, language: Language, desk: Traversable | Path | None = None) -> Prompt:
    """Return one prompt of ``language``.  Raises ConfigError when it cannot be used."""
    style = _style(language, desk)
    place, own = _place(f"{kind}.toml", language, desk)
    try:
        file = convert(tomllib.loads(place.read_text(encoding="utf-8")), _File)
        prompt = Prompt(
            kind,
            f"{file.version}{'+desk' if own else ''}",
            Template(file.system.replace("$style", style)),
            Template(file.user),
        )
        prompt.fill(
            marker="k", sentences="", title="", names="", others="", fallen="", hint="", stories="", doubts="", pairs=""
        )
    except (
        OSError,
        UnicodeDecodeError,
        tomllib.TOMLDecodeError,
        msgspec.ValidationError,
        KeyError,
        ValueError,
    ) as error:
        raise ConfigError(
            f"is no prompt: {error}", subject=str(place), remedy="docs/style.md tells the form"
        ) from error
    return prompt
