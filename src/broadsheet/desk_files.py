"""The files of a desk: where they lie, what they say, and a digest of them all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from broadsheet.desk import load_desk
from broadsheet.errors import ConfigError
from broadsheet.once import once
from broadsheet.text.names import NameTable, load_names
from broadsheet.types import Language


def desk_folder(name: str) -> Traversable | Path:
    """Return the folder of a desk: a shipped one by name, or a path that holds desk.toml.  Raises ConfigError."""
    if "/" in name or Path(name).is_dir():
        folder: Traversable | Path = Path(name)
    else:
        folder = files("broadsheet.desks") / name
    if not (folder / "desk.toml").is_file():
        shipped = sorted(d.name for d in files("broadsheet.desks").iterdir() if (d / "desk.toml").is_file())
        raise ConfigError(
            "no desk.toml there", subject=f"desk {name!r}", remedy=f"shipped desks: {', '.join(shipped)}; or a folder"
        )
    return folder


def desk_digest(name: str, sources: str) -> str:
    """Return a digest of all that the desk's files say, so that a changed desk is a changed run."""
    h = hashlib.sha256()
    folder = desk_folder(name)
    for part in ("desk.toml", "names.toml", "sources.toml"):
        h.update((folder / part).read_bytes() if (folder / part).is_file() else b"-")
    for path in _own_prompts(folder):
        h.update(path.name.encode() + path.read_bytes())
    if sources:
        h.update(read_text(Path(sources), f"sources {sources}").encode())
    return h.hexdigest()[:16]


def _own_prompts(folder: Traversable | Path) -> Iterator[Traversable | Path]:
    """Give the files of a desk's own prompts, in their order."""
    for language in ("en", "zh-Hant"):
        prompts = folder / "prompts" / language
        if prompts.is_dir():
            yield from sorted((path for path in prompts.iterdir() if path.is_file()), key=lambda path: path.name)


def read_text(path: Path | Traversable, subject: str) -> str:
    """Return the text of a file.  Raises ConfigError, which names ``subject``."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"cannot be read ({error.strerror})", subject=subject) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"is not UTF-8 text ({error})", subject=subject, remedy="save it as UTF-8") from error


def desk_headings(desk: str) -> dict[Language, dict[str, str]]:
    """Return the headings of a desk's sections by language and id.  Raises ConfigError."""
    path = desk_folder(desk) / "desk.toml"
    return load_desk(read_text(path, str(path)), str(path)).headings


def desk_names(desk: str) -> NameTable:
    """Return the names that a desk knows in several forms.  Raises ConfigError."""
    path = desk_folder(desk) / "names.toml"
    return _table(read_text(path, str(path))) if path.is_file() else NameTable(())


@once
def _table(toml_text: str) -> NameTable:
    """Return the table of a names file; the same text is read once a process, however many editions are printed."""
    return NameTable(load_names(toml_text))
