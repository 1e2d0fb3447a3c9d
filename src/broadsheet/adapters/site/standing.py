"""Which pages of the site stand, told by stamps (moment and size of the files that they are made of), not by reading.

    ROOT/DATE/*, desk, program --> ROOT/.cache/site.json

It lies with what else may be lost: without it every page is written anew, to the same bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from broadsheet import __version__
from broadsheet.adapters.site.edition_pages import History
from broadsheet.decode import decode_json
from broadsheet.files import write_whole

STAMPS = Path(".cache") / "site.json"
"""Below the folder of the editions."""

READ = (
    "edition.json",
    "articles.jsonl",
    "kept.jsonl",
    "ledger.jsonl",
    "dropped.jsonl",
    "stories.jsonl",
    "sources.jsonl",
)
"""The files of an edition folder that its pages are made of."""


class Standing(msgspec.Struct, frozen=True):
    """Pages that stand: the stamp of what they were made of, and the digest of what earlier editions said of them."""

    stamp: str
    history: str


class _Stamps(msgspec.Struct, frozen=True):
    """What stands, and in which ``form``: another program, desk or address writes other pages."""

    form: str
    editions: dict[str, Standing]


def remember(root: Path, form: str, editions: Mapping[str, Standing], *, whole: bool = False) -> None:
    """Write down what stands: ``editions`` besides what is known, or them alone when they are the ``whole``."""
    kept = {} if whole else known(root, form)
    stamps = _Stamps(form, dict(sorted({**kept, **editions}.items())))
    write_whole(root / STAMPS, msgspec.json.encode(stamps) + b"\n")


def known(root: Path, form: str) -> dict[str, Standing]:
    """Return what stands of that form, by date; nothing where that is not known."""
    with contextlib.suppress(OSError, UnicodeDecodeError, msgspec.MsgspecError):
        found = decode_json((root / STAMPS).read_bytes(), _Stamps)
        if found.form == form:
            return found.editions
    return {}


def told_of(history: History) -> str:
    """Return a digest of what the editions before one say of it."""
    return hashlib.sha256(msgspec.json.encode([sorted(history.names), dict(history.threads)])).hexdigest()[:16]


@lru_cache(maxsize=1)
def _code() -> bytes:
    """Return a digest of what writes pages: the program, its templates, its words."""
    found = hashlib.sha256(__version__.encode())

    def take(entry: Traversable) -> None:
        if entry.is_dir():
            for inner in sorted(entry.iterdir(), key=lambda one: one.name):
                take(inner)
        elif entry.name.endswith((".py", ".html", ".svg", ".css", ".js", ".toml")):
            found.update(entry.name.encode() + entry.read_bytes())

    for package, name in (
        ("broadsheet.adapters", "site"),
        ("broadsheet", "labels"),
        ("broadsheet.adapters", "cover.py"),
    ):
        take(resources(package).joinpath(name))
    return found.digest()


def form_of(headings: Mapping[str, Mapping[str, str]], base_url: str) -> str:
    """Return a digest of what else pages are made of: the program, the headings of the desk, the address."""
    told = msgspec.json.encode([base_url, {language: list(rows.items()) for language, rows in headings.items()}])
    return hashlib.sha256(_code() + told).hexdigest()[:16]
