"""What a site wants left alone: robots.txt as RFC 9309 reads it, by Protego.

A file may have 500 kB, and be made to cost: thousands of names over thousands of rules are multiplied by a parser.  So
only the groups that speak to us are given to Protego, and only those are remembered.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from typing import NamedTuple
from urllib.parse import urlsplit

from protego import Protego

PRODUCT = "broadsheet"
"""Our name in a robots.txt; also the start of the User-Agent."""
MAX_BYTES = 512_000
"""How much of a robots.txt is read; RFC 9309 asks for 500 KiB at least."""
MOST_RULES = 5_000
"""Rules for us that are read."""
MAX_LINE = 2_000
LONGEST_DELAY = 30.0
"""The longest Crawl-delay that is kept, in seconds; the largest that sites commonly ask for."""
PARSED_SIZE = 500_000
"""Characters of robots.txt whose parsed form is kept: parsed, they take some thirty times that."""
_AGENT = re.compile(r"user[- ]?agent\s*[:\s]\s*(\*|[a-z_-]*)", re.IGNORECASE)
_NO_RULE = re.compile(r"$|#|site-?maps?\b|host\b", re.IGNORECASE)


class Rules(NamedTuple):
    """May the address be asked, and what pause does the site want (seconds)."""

    allowed: bool
    delay: float


class Robots:
    """Judges addresses by the text of a robots.txt, and keeps some parsed."""

    def __init__(self) -> None:
        self._parsed: OrderedDict[str, Protego] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def __call__(self, text: str, url: str) -> Rules:
        """Return what ``text`` (of ``ours``) says of ``url``."""
        if not text:
            return Rules(True, 0.0)
        parsed = self._parse(text)
        delay = parsed.crawl_delay(PRODUCT) or 0.0
        return Rules(parsed.can_fetch(url, PRODUCT), min(float(delay), LONGEST_DELAY))

    def _parse(self, text: str) -> Protego:
        with self._lock:
            parsed = self._parsed.get(text)
            if parsed is not None:
                self._parsed.move_to_end(text)
                return parsed
        parsed = Protego.parse(text)
        with self._lock:
            if text not in self._parsed:
                self._parsed[text] = parsed
                self._size += len(text)
            while self._size > PARSED_SIZE and self._parsed:
                gone, _ = self._parsed.popitem(last=False)
                self._size -= len(gone)
        return parsed


def robots_url(url: str) -> str:
    """Return where the robots.txt of ``url``'s origin lives."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def ours(body: bytes) -> str:
    """Return the groups of a robots.txt that speak to us or to everybody; all others are left out."""
    kept: list[str] = []
    relevant, among_names, rules = False, False, 0
    for line in body[:MAX_BYTES].decode("utf-8-sig", "replace").splitlines():
        line = line.strip()[:MAX_LINE]
        named = _AGENT.match(line)
        if named:
            if not among_names:
                relevant, among_names = False, True
            name = named[1].lower()
            if name in ("*", PRODUCT):
                relevant = True
                kept.append(f"User-agent: {name}")
        elif not _NO_RULE.match(line):
            among_names = False
            if relevant and rules < MOST_RULES:
                kept.append(line)
                rules += 1
    return "\n".join(kept)
