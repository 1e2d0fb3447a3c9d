"""The address of an entry: which of those that it gives, and how it is made whole."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from broadsheet.adapters.feed.entry import Entry
from broadsheet.text.urls import is_web_url

_BREAKS = re.compile(r"\s*[\r\n\t]\s*")  # browsers drop them wherever they stand in an address
_AMPERSAND = re.compile(r"&(?:amp;|#38;|#x26;)+", re.IGNORECASE)
# Addresses of which no part is left open, and that no rule below changes.
_WHOLE = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[!$%'-;=@-Z_a-z~]*)?(?:\?[!$%&'-;=?-Z_a-z~]+)?")
_LONGEST = 8192  # characters: what servers take


def address_of(entry: Entry, base: str) -> str:
    """Return the address of ``entry``: the one behind feedburner's, else its link, an alternate, or the guid.

    Only web addresses are preferred: one that is none comes back when there is no other, to be told.  Empty without
    any.  Redirectors other than feedburner's are left as they are: what is behind them is not told.
    """
    found = [entry.origin, entry.link, *(address for rel, address in entry.links if rel == "alternate"), entry.guid]
    for raw in found:
        if raw and is_web_url(address := whole(raw, base)) and (raw is not entry.guid or is_web_url(raw)):
            return address
    return whole(entry.link, base)


def is_whole(address: str) -> bool:
    """Say whether ``address`` is a plain web address that joining it to another would leave as it is."""
    return _WHOLE.fullmatch(address) is not None and ";" not in address


def whole(raw: str, base: str) -> str:
    """Return ``raw`` as one whole address: no breaks, blanks escaped, entities that were escaped twice undone."""
    if len(raw) <= _LONGEST and is_whole(raw):
        return raw
    address = _AMPERSAND.sub("&", _BREAKS.sub("", raw.strip())).replace(" ", "%20")
    if not address or len(address) > _LONGEST:
        return ""
    try:
        return urljoin(base, address)
    except ValueError:
        return address
