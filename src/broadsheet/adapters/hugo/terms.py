"""Names as terms of a Hugo taxonomy: each has a page of its own, in its own folder, whatever the name is.

Hugo makes the path of a term from its letters: what it leaves out can make two names one, none, or climb out of the
site's folder (``../up``).  A name that cannot be a path as it is stays on the edition's page and has none of its own.
Nor has one whose path another name has already: ``ATT`` would write its page over that of ``AT&T`` of an older edition,
and Hugo says nothing (0.168, 2026-11-23).
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from broadsheet.adapters.wording import clean

_TERM = re.compile(r"[\w .+\-#'’&()·:,]+")
_KEPT = re.compile(r"[^\w.+\-# ]")
_LISTED = re.compile(r'^  - (".*")$', re.MULTILINE)
_LONGEST = 80
"""Characters of a term: file systems end at 255 bytes, and a longer name is a sentence.  Set by hand, 2026-11-22."""


def term(name: str) -> str:
    """Return ``name`` as a term, or "" where it can have no page."""
    told = clean(name)
    whole = bool(_TERM.fullmatch(told)) and any(sign.isalnum() for sign in told)
    return told if whole and len(told) <= _LONGEST else ""


def terms_of(names: Iterable[str], taken: Mapping[str, str] = MappingProxyType({})) -> tuple[str, ...]:
    """Return the terms of ``names`` in their order; of those that Hugo gives one path, the first.

    ``taken``: see ``taken_by``.
    """
    found: dict[str, str] = {}
    for name in names:
        if (told := term(name)) and taken.get(path_of(told), key_of(told)) == key_of(told):
            found.setdefault(path_of(told), told)
    return tuple(found.values())


def taken_by(posts: Iterable[Path]) -> dict[str, str]:
    """Return path -> key of the names that pages have in their front matter; of two that share a path, the first."""
    found: dict[str, str] = {}
    for post in posts:
        head = post.read_text(encoding="utf-8", errors="replace").partition("\n---\n")[0]
        for line in _LISTED.findall(head):
            with contextlib.suppress(ValueError):  # an owner's page may be written otherwise
                found.setdefault(path_of(json.loads(line)), key_of(json.loads(line)))
    return found


def key_of(told: str) -> str:
    """Return what is one term to Hugo, whatever its path: names that differ in case, or in a blank and a hyphen."""
    return told.replace(" ", "-").lower()


def path_of(told: str) -> str:
    """Return the last part of the path that Hugo gives a term."""
    return re.sub(r"[ -]+", "-", _KEPT.sub("", told)).casefold().strip("-")
