"""Where else an edition is told: the outputs of it that stand beside it, whoever published them and when.

    DIR/DATE --published_to--> names of publishers

Read from what stands there, not from the configuration: an edition may have been published to more than that names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from broadsheet.errors import StorageError

_FEEDS = {
    "atom": "feed*.xml",
    "atom_stories": "stories*.xml",
    "json_feed": "feed*.json",
    "json_stories": "stories*.json",
}
"""Publisher -> its files, each of which tells of several editions."""


def published_to(folder: Path) -> tuple[str, ...]:
    """Return the publishers that told of the edition in ``folder``, in the order of their names."""
    return tuple(sorted(_publishers(folder.parent, folder.name)))


def _publishers(root: Path, date: str) -> Iterator[str]:
    if (root / "site" / date / "index.html").is_file():
        yield "site"
    posts = root / "hugo" / "content" / "posts"
    if any(any(posts.glob(name)) for name in (f"{date}.md", f"{date}.*.md")):
        yield "hugo"
    if (root / "script" / f"{date}.txt").is_file():
        yield "script"
    entry = re.compile(rf'/{re.escape(date)}(?:/[0-9A-Za-z_-]+)?(?:</id>|")'.encode())
    for name, files in _FEEDS.items():
        if _holds(root.glob(files), entry):
            yield name


def _holds(paths: Iterable[Path], entry: re.Pattern[bytes]) -> bool:
    try:
        return any(entry.search(path.read_bytes()) for path in paths)
    except OSError as error:
        raise StorageError(f"cannot be read ({error.strerror})", subject=str(error.filename)) from error
