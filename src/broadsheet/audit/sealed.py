"""Is what stands there what was published: every file, each with its bytes, and none beside them?

    DIR/DATE/published.json, DIR/published.json, DIR/hugo/published.json --seal_faults--> Fault ...

The press writes both lists (path -> SHA-256) when its publishers are done.  They prove nothing about what a page says;
the rest of the audit does.  They tell what reading cannot: that a page is gone, or is another, or was put there.
"""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from broadsheet.audit.fault import Fault

SEAL = "published.json"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_COVER = re.compile(r"\d{4}-\d\d-\d\d(?:\.[a-z]{2}(?:-[a-z]{2,4})?)?")
_HOSTS = frozenset({"CNAME", "robots.txt", "favicon.ico"})
"""What an owner puts into a folder for its host, besides names with a dot before them; no reader is told anything."""


def seal_faults(folder: Path) -> Iterator[Fault]:
    """Yield what is gone, changed or added since the edition in ``folder`` was published."""
    root, date = folder.parent, folder.name
    own, shared = _read(folder / SEAL), _read(root / SEAL)
    if own is None or shared is None:
        if any(True for _ in _published(root, date)):
            yield Fault(
                SEAL, "", "unsealed", f"nothing says what was published: broadsheet publish {shlex.quote(str(folder))}"
            )
        return
    others = _by_others(root)
    for path, digest in sorted({**own, **shared}.items()):
        try:
            data = (root / path).read_bytes()
        except OSError:
            yield Fault(_output(path), path, "missing", "was published and is not there")
            continue
        if (told := hashlib.sha256(data).hexdigest()) != digest and (path, told) not in others:
            yield Fault(_output(path), path, "changed", "is not as it was published")
    for path in _published(root, date):
        if path not in own and path not in shared and (path, _digest(root / path)) not in others:
            yield Fault(_output(path), path, "stray", "stands there and was not published")


def _read(path: Path) -> dict[str, str] | None:
    """Return path -> digest; None where no seal stands that was ended."""
    try:
        told = json.loads(path.read_bytes())
        return {str(name): str(digest) for name, digest in told["files"].items()} if told["whole"] is True else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _by_others(root: Path) -> frozenset[tuple[str, str]]:
    """Return path and digest of what editions of any folder have put into the Hugo site that they share."""
    try:
        posts = json.loads((root / "hugo" / SEAL).read_bytes())
        found = ((path, digest) for post in posts.values() for path, digest in post["files"].items())
        return frozenset((f"hugo/{path}", str(digest)) for path, digest in found)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return frozenset()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _published(root: Path, date: str) -> Iterator[str]:
    """Yield the files that a reader could meet as part of the edition of ``date``, or of all editions."""
    site, hugo = root / "site", root / "hugo"
    for path in sorted(site.rglob("*")):
        parts = path.relative_to(site).parts
        other = _DAY.fullmatch(parts[0]) and parts[0] != date and (root / parts[0] / "edition.json").is_file()
        if path.is_file() and not other and not _is_the_hosts(parts):
            yield path.relative_to(root).as_posix()
    for path in sorted((hugo / "content" / "posts").rglob("*")):
        day = path.name[:10]
        if path.is_file() and (day == date or not (root / day / "edition.json").is_file()):
            yield path.relative_to(root).as_posix()
    for folder in (hugo / "static" / "images", root / "script"):
        for path in sorted(folder.glob("*")):
            day = path.stem[:10]
            if (
                path.is_file()
                and _COVER.fullmatch(path.stem)
                and (day == date or not (root / day / "edition.json").is_file())
            ):
                yield path.relative_to(root).as_posix()
    for path in sorted((*(hugo / "themes" / "broadsheet").rglob("*"), *(hugo / "config" / "_default").rglob("*"))):
        if path.is_file():
            yield path.relative_to(root).as_posix()
    for stem in ("feed", "stories"):
        yield from (path.name for ending in ("xml", "json") for path in sorted(root.glob(f"{stem}*.{ending}")))


def _is_the_hosts(parts: tuple[str, ...]) -> bool:
    return parts[0].startswith(".") or parts in {(name,) for name in _HOSTS}


def _output(path: str) -> str:
    first = path.partition("/")[0]
    if first in ("site", "hugo", "script"):
        return first
    if path.endswith(".xml"):
        return "feed"
    return "edition.json" if _DAY.fullmatch(first) else "json feed"
