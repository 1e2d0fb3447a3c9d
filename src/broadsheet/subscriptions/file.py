"""Writes sources files: a ``Source`` as a ``[[source]]`` table, tables at the end of a person's own file.

    Source --table--> text of one table --add_tables--> the file, whole or as it was

What stands in the file stays to the byte: comments, order, line ends and byte order mark are the owner's.  The tables
are flat, so writing them needs no TOML library; what is written is read back with ``load_sources`` before the file is
touched.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

from broadsheet.adapters.attribution import attributed
from broadsheet.errors import ConfigError, UsageError
from broadsheet.files import one_writer, write_named
from broadsheet.sources import load_sources
from broadsheet.text.urls import canonical_url
from broadsheet.types import Option, Source

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NOT_IN_A_NAME = re.compile(r"[^0-9a-z\u00c0-\u024f\u3400-\u9fff]+")
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]+")  # what a TOML comment may not hold, and line ends
_COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
MAX_NAME = 60
"""Characters of a name that is made from a title."""


def table(source: Source, notes: Sequence[str] = ()) -> str:
    """Return ``source`` as a ``[[source]]`` table that ends with a newline; ``notes`` stand above it as comments.

    What a source has by default is left out.
    """
    lines = [f"# {_CONTROL.sub(' ', note).strip()}".rstrip() for note in notes]
    lines.append("[[source]]")
    for key in ("name", "kind", "url", "outlet", "owner"):
        lines.append(f"{key} = {value(getattr(source, key))}")
    lines.append(f"weight = {value(source.weight)}")
    lines.append(f"language = {value(source.language)}")
    if source.terms:
        lines.append(f"terms = {value(source.terms)}")
    for key in ("primary", "permitted"):
        if getattr(source, key):
            lines.append(f"{key} = true")
    if source.options:
        inner = ", ".join(f"{_key(name)} = {value(option)}" for name, option in source.options)
        lines.append(f"options = {{ {inner} }}")
    return "\n".join(lines) + "\n"


def value(option: Option) -> str:
    """Return ``option`` as TOML.  A JSON string is a TOML basic string, but for DEL, and for halves of characters."""
    if isinstance(option, bool):
        return "true" if option else "false"
    if isinstance(option, str):
        whole = option.encode("utf-8", "replace").decode("utf-8")
        return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(option)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else value(name)


def add_tables(path: Path, additions: Sequence[tuple[Source, Sequence[str]]]) -> None:
    """Append sources (each with its notes) to the file at ``path``, which need not exist yet.

    Raises UsageError when one is there already by name or by what it asks, ConfigError when the file is not
    a sources file, StorageError when it cannot be written.  Then nothing of it is changed.
    """
    with one_writer(path):
        raw = _bytes(path)
        before = _text(raw, path)
        present = declared(before, str(path))
        roll = Roll(present)
        for source, _ in additions:
            twin = roll.twin(source)
            if twin or roll.has_name(source.name):
                told = f"is there already, as {twin.name}" if twin else "there is another source of that name"
                raise UsageError(told, subject=f"source {source.name} ({source.url})")
            roll.add(source)
        if not additions:
            return
        gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
        more = gap + "\n".join(table(source, notes) for source, notes in additions)
        if raw.count(b"\r\n") * 2 > raw.count(b"\n"):
            more = more.replace("\n", "\r\n")
        whole = raw + more.encode("utf-8")
        if load_sources(_text(whole, path), str(path))[len(present) :] != tuple(source for source, _ in additions):
            raise ConfigError("would not read back as it was written; nothing was changed", subject=str(path))
        write_named(path, whole)


def declared(text: str, origin: str) -> tuple[Source, ...]:
    """Return the sources that ``text`` declares; none where nothing but comments stands.  Raises ConfigError."""
    return load_sources(text, origin) if any(line.strip() for line in _COMMENT.sub("", text).splitlines()) else ()


def read_text(path: Path) -> str:
    """Return the text of a sources file, empty when there is none yet.  Raises ConfigError."""
    return _text(_bytes(path), path)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise ConfigError(f"cannot be read ({error.strerror})", subject=str(path)) from error


def _text(raw: bytes, path: Path) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8 text", subject=str(path), remedy="save it as UTF-8") from error


class Roll:
    """Which sources are there, by name and by what they ask: the same address with the same options is one source."""

    def __init__(self, sources: Iterable[Source] = ()) -> None:
        self._names: set[str] = set()
        self._asks: dict[object, Source] = {}
        self._numbers: dict[str, int] = {}
        for source in sources:
            self.add(source)

    def add(self, source: Source) -> None:
        """Take ``source`` in."""
        self._names.add(source.name)
        self._asks.setdefault(_asks(source), source)

    def twin(self, source: Source) -> Source | None:
        """Return the one that asks what ``source`` asks, if there is one."""
        return self._asks.get(_asks(source))

    def free_name(self, title: str) -> str:
        """Return ``title`` as a name, in small letters with hyphens, that no source here has."""
        plain = unicodedata.normalize("NFKC", title).lower()
        stem = _NOT_IN_A_NAME.sub("-", plain)[:MAX_NAME].strip("-") or "source"
        name = stem
        while name in self._names:
            self._numbers[stem] = self._numbers.get(stem, 1) + 1
            name = f"{stem}-{self._numbers[stem]}"
        return name

    def has_name(self, name: str) -> bool:
        """Say whether a source here has that name."""
        return name in self._names


def _asks(source: Source) -> tuple[str, str, tuple[tuple[str, Option], ...]]:
    address = canonical_url(source.url)
    return source.kind, address.split("://", 1)[-1].rstrip("/"), source.options


def owner_of(url: str, outlet: str) -> str:
    """Return who is taken for the owner while nobody knows better: the domain that someone registered.

    On a platform of many (medium.com) that is the outlet itself: its writers are independent of one another.
    """
    return attributed(url, {}, kind="feed", outlet=outlet).owner


def own_file(sources: str, desk: str) -> Path | None:
    """Return the sources file that a person may change, of the configuration's ``sources`` and ``desk``.

    None when the sources are a shipped pack: that is replaced with the next version, so it is never edited.
    """
    if sources:
        path = Path(sources)
    elif "/" in desk or Path(desk).is_dir():
        path = Path(desk) / "sources.toml"
    else:
        return None
    return None if is_shipped(path) else path


def is_shipped(path: Path) -> bool:
    """Say whether ``path`` lies inside the installed package."""
    return path.resolve().is_relative_to(Path(str(files("broadsheet"))).resolve())
