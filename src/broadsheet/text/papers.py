"""Papers: is it one, which one, and what does it call its own work."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from broadsheet.text.shingles import fold, tokens

_HOSTS = (
    "arxiv.org",
    "biorxiv.org",
    "chemrxiv.org",
    "medrxiv.org",
    "openreview.net",
    "preprints.org",
    "ssrn.com",
    "techrxiv.org",
)
_OUTLET = re.compile(r"\b(?:arXiv|bioRxiv|ChemRxiv|medRxiv|OpenReview|SSRN|TechRxiv)\b", re.I)
_ARXIV_ID = re.compile(r"(?<!\d)(\d{4}\.\d{4,5})(?:v\d+)?(?!\d)")
_HEAD = re.compile(r"^\W*([^\W_][\w$^+.-]*(?: [\w$^+.-]+){0,2}?)\s*(?::|\s--?\s|\s[\u2013\u2014]\s)\s*\S")
_CAMEL = re.compile(r"\b(?=\w*[a-z])(?=\w*[A-Z]\w*[A-Z]|[a-z]+[A-Z])[A-Za-z][\w-]*\b")


def paper_keys(url: str, outlet: str, title: str) -> frozenset[str]:
    """Return the keys that identify a paper: arXiv id, title.  Empty when host and outlet are no preprint server."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if not (any(host == known or host.endswith(f".{known}") for known in _HOSTS) or _OUTLET.search(outlet)):
        return frozenset()
    found = _ARXIV_ID.search(parts.path) if host.endswith("arxiv.org") else None
    return title_keys(title) | ({f"arxiv {found[1]}"} if found else {f"address {host}{parts.path}?{parts.query}"})


def title_keys(title: str) -> frozenset[str]:
    """Return the key by which two pages about one paper share its title; none for an empty title."""
    words = " ".join(tokens(title))
    return frozenset({f"title {words}"} if words else ())


def coinages(title: str) -> frozenset[str]:
    """Return what a paper calls its own work, folded: "LiteGS" of "LiteGS: A ...", words of mixed case anywhere.

    Words before a colon count when they are one word or hold a mixed-case word or a digit ("DL3M", not "A Survey").
    """
    found = {match.group() for match in _CAMEL.finditer(title)}
    head = _HEAD.match(title)
    if head and (" " not in head[1] or _CAMEL.search(head[1]) or re.search(r"\d", head[1])):
        found.add(head[1])
    return frozenset(fold(name) for name in found if len(name) > 2)
