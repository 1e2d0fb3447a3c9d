"""Names as terms of a Hugo taxonomy: each has a page of its own, in its own folder, whatever the name is.

Hugo makes the path of a term from its letters: what it leaves out can make two names one, none, or climb out of the
site's folder (``../up``).  A name that cannot be a path as it is stays on the edition's page and has none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from broadsheet.adapters.wording import clean

_TERM = re.compile(r"[\w .+\-#'’&()·:,]+")
_KEPT = re.compile(r"[^\w.+\-# ]")
_LONGEST = 80
"""Characters of a term: file systems end at 255 bytes, and a longer name is a sentence.  Set by hand, 2026-11-22."""


def term(name: str) -> str:
    """Return ``name`` as a term, or "" where it can have no page."""
    told = clean(name)
    whole = bool(_TERM.fullmatch(told)) and any(sign.isalnum() for sign in told)
    return told if whole and len(told) <= _LONGEST else ""


def terms_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return the terms of ``names`` in their order; of those that Hugo gives one path, the first."""
    found: dict[str, str] = {}
    for name in names:
        if told := term(name):
            found.setdefault(path_of(told), told)
    return tuple(found.values())


def path_of(told: str) -> str:
    """Return the last part of the path that Hugo gives a term."""
    return re.sub(r"[ -]+", "-", _KEPT.sub("", told)).casefold().strip("-")
