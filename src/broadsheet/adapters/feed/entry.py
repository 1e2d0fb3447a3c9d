"""What all parsers of feeds give: the entries of one feed as raw strings, so that one mapping serves them all."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import struct_time

MAX_ENTRIES = 2000
"""Entries that are read of one feed, from its top."""
MAX_TAGS = 1000
"""Categories of one entry: parsers compare each with all before it."""


@dataclass(slots=True)
class Entry:
    """One entry.  Addresses are whole (made so against ``xml:base`` and the feed's own); nothing else is changed.

    ``link`` is the one that the format prefers (``alternate``, or a guid that is a permanent link), ``links`` are all,
    as (rel, address).  ``origin`` is the address behind a counting redirector, as feedburner tells it.  ``dates`` are
    (raw, what a parser made of it), the best first: published, updated, created.  ``comments`` is where readers talk,
    ``talks`` how often they did.  ``announce`` is arXiv's announce type.
    """

    title: str = ""
    link: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    guid: str = ""
    origin: str = ""
    dates: list[tuple[str, struct_time | None]] = field(default_factory=list)
    summary: str = ""
    contents: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    language: str = ""
    announce: str = ""
    comments: str = ""
    talks: str = ""


@dataclass(slots=True)
class Parsed:
    """The first ``MAX_ENTRIES`` entries, how many there were, and what was wrong; no feed at all when not ``known``."""

    entries: list[Entry]
    total: int
    trouble: str = ""
    known: bool = True
