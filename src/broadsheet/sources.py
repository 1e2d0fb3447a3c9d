"""The sources of a desk: a TOML file of ``[[source]]`` tables becomes ``Source`` values, or a message that says where.

Nothing is guessed.  An unknown key, a missing one, a name or an address that stands twice, an address that is not
http(s) or carries credentials, a weight or a language out of range, a kind that nobody reads, an option that its kind
does not know: each is refused with file, entry and field.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec

from broadsheet.decode import convert
from broadsheet.errors import ConfigError
from broadsheet.patterns import in_words
from broadsheet.types import Source

LOCAL = ("folder", "jsonl", "warc", "edition")
"""Kinds of source that lie on this machine: their ``url`` is a path."""

O = TypeVar("O", bound=msgspec.Struct)  # noqa: E741 - the type of a reader's options

_SCHEMES = ("http", "https")
_LANGUAGE = re.compile(r"(?:[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?|und)$")
_MISSING = re.compile(r"Object missing required field `([^`]*)`")
_KEYS = tuple(field.name for field in msgspec.structs.fields(Source))
_REQUIRED = ("name", "kind", "url", "outlet", "owner")


def load_sources(toml_text: str, origin: str) -> tuple[Source, ...]:
    """Return the sources that ``toml_text`` declares, in its order; ``origin`` is the file's name for messages.

    Raises ConfigError naming the file, the entry and the field at fault.
    """
    try:
        document = tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"not TOML: {error}", subject=origin, remedy="see the line that the message names") from error
    for key in document:
        if key != "source":
            raise ConfigError(f"unknown table {key!r}", subject=origin, remedy="a sources file holds [[source]] only")
    entries = document.get("source")
    if not isinstance(entries, list) or not entries:
        raise ConfigError("declares no source", subject=origin, remedy="add a [[source]] table")
    names: dict[str, int] = {}
    addresses: dict[str, int] = {}
    sources: list[Source] = []
    for number, entry in enumerate(entries, 1):
        source = _source(entry, number, origin)
        asked = " ".join((source.url, *(f"{name}={value}" for name, value in source.options)))
        for field, value, seen in (("name", source.name, names), ("url", asked, addresses)):
            if value in seen:
                raise _error(origin, number, source.name, field, f"{value!r} is also that of entry {seen[value]}")
            seen[value] = number
        sources.append(source)
    return tuple(sources)


def _source(entry: object, number: int, origin: str) -> Source:
    if not isinstance(entry, dict):
        raise _error(origin, number, "", "source", "is not a table")
    label = str(entry.get("name", ""))
    _check_keys(entry, number, label, origin)
    options = entry.get("options", {})
    if not isinstance(options, dict) or not all(isinstance(value, str | int | float) for value in options.values()):
        raise _error(origin, number, label, "options", "is not a table of texts, numbers and yes or no")
    try:
        source = convert(entry | {"options": sorted(options.items())}, Source)
    except (msgspec.ValidationError, ValueError) as error:
        message, _, path = str(error).partition(" - at `$.")
        raise _error(origin, number, label, path.rstrip("`") or "value", message) from error
    if source.kind not in LOCAL:
        try:
            address = urlsplit(source.url)
            host = address.hostname
        except ValueError as error:
            raise _error(origin, number, label, "url", f"{source.url!r} is no address ({error})") from error
        if has_credentials(source.url):
            # Without the address: what is printed may be read by others, and stays in a log.
            told = "holds a user name or a password; credentials are not sent, so write the address without them"
            raise _error(origin, number, label, "url", told)
        if address.scheme not in _SCHEMES or not host:
            raise _error(origin, number, label, "url", f"{source.url!r} is not an http or https address")
    if not _LANGUAGE.match(source.language):
        raise _error(origin, number, label, "language", f"{source.language!r} is not a tag such as en or zh-Hant")
    return source


def _check_keys(entry: Mapping[str, Any], number: int, label: str, origin: str) -> None:
    for key in entry:
        if key not in _KEYS:
            raise _error(origin, number, label, key, f"is unknown; known are {', '.join(_KEYS)}")
    for key in _REQUIRED:
        if key not in entry:
            raise _error(origin, number, label, key, "is missing")
        if isinstance(entry[key], str) and not entry[key].strip():
            raise _error(origin, number, label, key, "is empty")
    weight = entry.get("weight", 1.0)
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= 2:
        raise _error(origin, number, label, "weight", f"{weight!r} is not a number above 0 and up to 2")


def has_credentials(url: str) -> bool:
    """Say whether ``url`` carries a user name or a password (``https://user:word@host/``)."""
    try:
        return "@" in urlsplit(url).netloc
    except ValueError:
        return False


def check_kinds(sources: Sequence[Source], kinds: Mapping[str, type[msgspec.Struct]], origin: str) -> None:
    """Refuse a source whose kind is not one of ``kinds``, or whose options the struct of its kind does not take.

    ``sources`` are those of the file ``origin``, in its order.  Raises ConfigError naming file, entry and field.
    """
    for number, source in enumerate(sources, 1):
        if fault := kind_fault(source, kinds):
            raise _error(origin, number, source.name, *fault)


def kind_fault(source: Source, kinds: Mapping[str, type[msgspec.Struct]]) -> tuple[str, str] | None:
    """Return the field of ``source`` that its kind does not allow and why, None when all is well."""
    if source.kind not in kinds:
        return "kind", f"{source.kind!r} is none that is installed{_nearest(source.kind, sorted(kinds))}"
    options = kinds[source.kind]
    try:
        convert(dict(source.options), options)
    except msgspec.ValidationError as error:
        message, _, path = in_words(error, options).partition(" - at `$.")
        known = [field.encode_name for field in msgspec.structs.fields(options)]
        unknown = [name for name, _ in source.options if name not in known]
        if unknown and not path:
            return f"options.{unknown[0]}", f"is unknown to kind {source.kind!r}{_nearest(unknown[0], known)}"
        missing = _MISSING.fullmatch(message)
        name = path.rstrip("`") or (missing[1] if missing else "")
        return (f"options.{name}" if name else "options"), "is missing" if missing else f"is not right ({message})"
    return None


def _nearest(word: str, known: Iterable[str]) -> str:
    """Return what was perhaps meant, and what there is to choose from."""
    known = list(known)
    near = difflib.get_close_matches(word.lower(), known, n=1)
    meant = f"; did you mean {near[0]!r}?" if near else ";"
    return f"{meant} known are {', '.join(known) or 'none'}"


def options_of(source: Source, options: type[O]) -> O:
    """Return the options of ``source`` as the struct ``options`` of its kind.  Raises ConfigError."""
    try:
        return convert(dict(source.options), options)
    except msgspec.ValidationError as error:
        known = ", ".join(field.encode_name for field in msgspec.structs.fields(options)) or "none"
        raise ConfigError(
            f"options: {in_words(error, options)}",
            subject=f"source {source.name}",
            remedy=f"options of kind {source.kind}: {known}",
        ) from error


def _error(origin: str, number: int, label: str, field: str, message: str) -> ConfigError:
    entry = f"source {number} ({label})" if label else f"source {number}"
    return ConfigError(f"{entry}: {field} {message}", subject=origin, remedy="correct that entry")
