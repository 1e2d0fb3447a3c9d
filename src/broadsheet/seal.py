"""The seal: which files were published, and the digest of each as it stood when the publishers were done.

    with sealing(DIR/DATE): publishers  -->  DIR/DATE/published.json   the edition's own files
                                             DIR/published.json        those that editions share

What a page says can be read again and proved.  That it is the page that was printed, that none is gone and none was
put beside it, only a list can tell.  ``broadsheet audit`` reads both lists, with code of its own.
"""

from __future__ import annotations

import fcntl
import hashlib
import shlex
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from broadsheet.decode import decode_json
from broadsheet.errors import StorageError
from broadsheet.files import storage_error, write_whole
from broadsheet.folders import DATED

SEAL = "published.json"
"""The name of both lists."""

PATIENCE, PAUSE = 600.0, 0.1
"""Seconds that one who publishes waits for another, and between two looks.  Set by hand, 2026-11-23: a year of editions
is published anew in a minute or two."""

_LOCK = Path(".cache") / "publish.lock"
_RECORD = ("edition.json", "articles.jsonl", "kept.jsonl", "stories.jsonl")
"""What an edition says and what bears it out."""
_FEEDS = ("feed*.xml", "stories*.xml", "feed*.json", "stories*.json")
_HUGO = ("hugo/config/_default", "hugo/themes/broadsheet")
"""What the house writes of a Hugo site besides the editions; all else there is its owner's."""

_Stamp = tuple[int, int, int]
"""What changes when a file is written: inode, size, time."""


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """``files``: path from the root -> SHA-256.  ``whole`` is false while publishers are at work, or were cut short.

    ``coming`` are files that ``broadsheet correct`` is about to write, as they will be.
    """

    files: dict[str, str]
    whole: bool = True
    coming: dict[str, str] = {}


@contextmanager
def sealing(folder: Path) -> Iterator[None]:
    """Seal what the block publishes of the edition in ``folder``.  One process at a time publishes below a root.

    A file that the block does not write keeps the digest that it had: nobody's change is sealed by the next edition.
    When the block does not end well the shared seal stays open, and the next seals, of every edition, are made of all
    that stands there: nobody knows how far the block came.  Raises StorageError.
    """
    root, date = folder.parent, folder.name
    with _alone(root, folder), _sealing_shared(root) as known:
        own = read_seal(folder / SEAL)
        before = _stamps(root, _own(root, date)) if known and own else {}
        yield
        written = _written(root, before, _stamps(root, _own(root, date)), own.files if own else {})
        _write(folder / SEAL, Seal(files=written | _record(root, date)))
        if not known:
            for other in _dates(root) - {date}:
                _seal_pages(root, other)


@contextmanager
def sealing_sites(root: Path) -> Iterator[Callable[[Iterable[str]], None]]:
    """Seal what the block publishes of many editions; it tells the dates of which it wrote all pages of the site.

    Other files of these editions keep the digests that they had.  After a block that did not end well every edition is
    sealed again.  Raises StorageError.
    """
    with _alone(root, root), _sealing_shared(root) as known:

        def seal(dates: Iterable[str]) -> None:
            for date in {*dates} if known else {*dates} | _dates(root):
                _seal_pages(root, date)

        yield seal


def _dates(root: Path) -> set[str]:
    return {path.parent.name for path in root.glob("*/edition.json") if DATED.fullmatch(path.parent.name)}


def _seal_pages(root: Path, date: str) -> None:
    own = read_seal(root / date / SEAL)
    pages = f"site/{date}/"
    kept = {path: told for path, told in own.files.items() if not path.startswith(pages)} if own else {}
    fresh = (path for path in _own(root, date) if own is None or path.is_relative_to(root / pages))
    record = _record(root, date)
    if own is not None and edited(root / date):  # not proved by the block: nobody's change is sealed
        record = {path: own.files.get(path, digest) for path, digest in record.items()}
    _write(root / date / SEAL, Seal(files=kept | _digests(root, fresh) | record))


def edited(folder: Path) -> tuple[str, ...]:
    """Return the files of an edition's record that are not as they were when it was sealed, nor as a correction made
    them; none for an edition without a seal.  A file that is gone is told by whoever reads it.
    """
    seal = read_seal(folder / SEAL)
    if seal is None:
        return ()
    found = _record(folder.parent, folder.name).items()
    known = ((path, digest, {seal.files.get(path, digest), seal.coming.get(path, "")}) for path, digest in found)
    return tuple(path.partition("/")[2] for path, digest, sealed in known if digest not in sealed)


def announce(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put down what a correction is about to write into the folder, by name: then it is no change by hand."""
    seal = read_seal(folder / SEAL)
    if seal is not None:
        coming = {f"{folder.name}/{name}": hashlib.sha256(data).hexdigest() for name, data in files.items()}
        _write(folder / SEAL, Seal(files=seal.files, whole=seal.whole, coming=coming))


@contextmanager
def _sealing_shared(root: Path) -> Iterator[bool]:
    """Seal what the block changes of the files that editions share; say whether their last seal is whole."""
    shared = read_seal(root / SEAL)
    _write(root / SEAL, Seal(files=shared.files if shared else {}, whole=False))
    known = shared is not None and shared.whole
    before = _stamps(root, _shared(root)) if known else {}
    yield known
    kept = shared.files if shared is not None and known else {}
    _write(root / SEAL, Seal(files=_written(root, before, _stamps(root, _shared(root)), kept)))


def _record(root: Path, date: str) -> dict[str, str]:
    return _digests(root, (root / date / name for name in _RECORD))


def read_seal(path: Path) -> Seal | None:
    """Return the seal at ``path``; None where there is none, or what stands there is none: then all is sealed anew."""
    try:
        return decode_json(path.read_bytes(), Seal)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


@contextmanager
def _alone(root: Path, what: Path) -> Iterator[None]:
    """Wait until nobody else publishes below ``root``.  The lock is the system's: it ends with the process.

    ``what`` is to be published: the edition, or the folder of all.
    """
    path = root / _LOCK
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = path.open("ab")
    except OSError as error:
        raise storage_error(path, error) from error
    with handle:
        late = time.monotonic() + PATIENCE
        while not _locked(handle):
            if time.monotonic() > late:
                again = f"broadsheet publish {shlex.quote(str(what))}"
                raise StorageError(
                    "another process has been publishing there for ten minutes",
                    subject=str(root),
                    remedy=f"let it end, or stop it; what is printed is kept: {again}",
                )
            time.sleep(PAUSE)
        yield


def _locked(handle: BinaryIO) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks: there, only its owner can see to it that one publishes at a time
        return True
    return True


def _written(
    root: Path, before: Mapping[str, _Stamp], after: Mapping[str, _Stamp], kept: Mapping[str, str]
) -> dict[str, str]:
    """Return the digests after publishing: new ones of what was written, the old ones of what was not."""
    changed = [root / path for path, stamp in after.items() if before.get(path) != stamp]
    gone = before.keys() - after.keys()
    return {path: digest for path, digest in kept.items() if path not in gone} | _digests(root, changed)


def _digests(root: Path, paths: Iterable[Path]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in paths:
        try:
            if path.is_file():
                found[path.relative_to(root).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise storage_error(path, error) from error
    return found


def _own(root: Path, date: str) -> Iterator[Path]:
    yield from (root / "site" / date).rglob("*")
    yield from (root / "hugo" / "content" / "posts").glob(f"{date}*.md")
    yield from (root / "hugo" / "static" / "images").glob(f"{date}.*")
    yield from (root / "script").glob(f"{date}.*")


def _shared(root: Path) -> Iterator[Path]:
    site = root / "site"
    for path in site.iterdir() if site.is_dir() else ():
        if path.is_dir() and not DATED.fullmatch(path.name):
            yield from path.rglob("*")
        else:
            yield path
    for folder in _HUGO:
        yield from (root / folder).rglob("*")
    for pattern in _FEEDS:
        yield from root.glob(pattern)


def _stamps(root: Path, paths: Iterator[Path]) -> dict[str, _Stamp]:
    found: dict[str, _Stamp] = {}
    for path in paths:
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(root).parts):
            told = path.stat()
            found[path.relative_to(root).as_posix()] = (told.st_ino, told.st_size, told.st_mtime_ns)
    return found


def _write(path: Path, seal: Seal) -> None:
    ordered = {"files": dict(sorted(seal.files.items())), "whole": seal.whole}
    told = ordered | ({"coming": dict(sorted(seal.coming.items()))} if seal.coming else {})
    write_whole(path, msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n")
