"""broadsheet.toml -> File: what an operator may say, checked key by key, with the default of each."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from broadsheet.adapters.entailment.settings import EntailmentSettings
from broadsheet.adapters.mail.settings import DeliverSettings
from broadsheet.adapters.model.settings import ModelSettings
from broadsheet.decode import convert
from broadsheet.desk import Interests
from broadsheet.desk_files import read_text
from broadsheet.errors import ConfigError
from broadsheet.patterns import in_words
from broadsheet.schedule import Daily
from broadsheet.types import Language

MOST_HOURS = 24 * 366
"""The longest window of an edition, in hours: a year."""


class FileFetch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Table ``[fetch]``: the manners towards sites.

    ``contact`` (a URL or e-mail) is sent to every site in the User-Agent.  ``delay`` is the pause in seconds between
    two requests to one host, ``minutes`` how long a run may ask at all.  ``robots = false`` asks no robots.txt.
    ``private`` names hosts of your own network, which are asked only at the addresses and ports of your sources.
    """

    contact: Annotated[
        str, msgspec.Meta(pattern=r"^[\x20-\x7e]*$", description="a URL or an e-mail address in ASCII, on one line")
    ] = ""
    delay: Annotated[float, msgspec.Meta(ge=0, le=60)] = 1.0
    minutes: Annotated[float, msgspec.Meta(gt=0, le=24 * 60)] = 20.0
    robots: bool = True
    private: tuple[
        Annotated[
            str,
            msgspec.Meta(
                pattern=r"^[^\s/:*@]+$|^\[?[0-9A-Fa-f]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*\]?$",
                description="a host alone, such as wiki.lan, 10.0.0.7 or ::1: no address, port, range or wildcard",
            ),
        ],
        ...,
    ] = ()


class FilePublish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Table ``[publish]``: the publishers to run after an edition, and the public address of the output."""

    to: tuple[str, ...] = ("site", "hugo", "atom", "json_feed")
    base_url: Annotated[
        str,
        msgspec.Meta(
            pattern=r"^(https?://[\w.:-]+(/[^\s\"'<>]*)?)?$",
            description="an http(s) address without blanks, quotes, < and >, such as https://news.example.org/daily",
        ),
    ] = ""


class FileArchive(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Table ``[archive]``: a PostgreSQL for the index over all editions; without one it is a file beside them."""

    url: Annotated[
        str,
        msgspec.Meta(pattern=r"^(postgres(ql)?://\S+)?$", description="an address postgresql://user@host/database"),
    ] = ""


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What broadsheet.toml may say; every key has the default that is used without a file."""

    desk: str = "ai"
    sources: str = ""
    language: Language = "zh-Hant"
    timezone: str = "Asia/Taipei"
    hours: Annotated[float, msgspec.Meta(gt=0, le=MOST_HOURS)] = 24
    writer: str = "extract"
    judge: str = ""
    matcher: str = ""
    embedder: str = "use"
    engine: str = "threads"
    out: str = "editions"
    fetch: FileFetch = msgspec.field(default_factory=FileFetch)
    publish: FilePublish = msgspec.field(default_factory=FilePublish)
    deliver: DeliverSettings = DeliverSettings()
    archive: FileArchive = FileArchive()
    model: ModelSettings = ModelSettings()
    judge_model: ModelSettings = ModelSettings()
    entailment: EntailmentSettings = EntailmentSettings()
    interests: Interests = Interests()
    daily: Daily = Daily()


def archive_url(file: File) -> str:
    """Return the address of the PostgreSQL that holds the index; empty for a file beside the editions."""
    return os.environ.get("BROADSHEET_ARCHIVE", "") or file.archive.url


def read_file(path: Path | None) -> File:
    """Read ``path``, or this folder's broadsheet.toml when None and it exists, else defaults.  Raises ConfigError."""
    if path is None:
        path = Path("broadsheet.toml")
        if not path.exists():
            return File()
    text = read_text(path, f"--config {path}")
    try:
        file = convert(tomllib.loads(text), File)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        told = in_words(error, File) if isinstance(error, msgspec.ValidationError) else str(error)
        raise ConfigError(told, subject=str(path), remedy="docs/configuration.md lists every key") from error
    if any("\0" in name for name in (file.desk, file.sources, file.out)):
        raise ConfigError("a name of a file holds NUL", subject=str(path), remedy="write it without")
    # Relative names in a file are relative to the file, so that a desk can be moved as one folder.
    return msgspec.structs.replace(
        file,
        desk=_beside(path, file.desk),
        sources=_beside(path, file.sources),
        out=_beside(path, file.out),
        deliver=file.deliver.beside(path.parent),
    )


def _beside(path: Path, name: str) -> str:
    return str(path.parent / name) if "/" in name and not Path(name).is_absolute() else name


def zone(name: str) -> ZoneInfo:
    """Return the time zone ``name``; raise ConfigError when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigError(f"no time zone is named {name!r}", remedy="use a name like Asia/Taipei or UTC") from error
