"""Addresses: is it one, who stands behind it, and do two of them lead to the same page.

Three forms of one address, from the loosest change to the strongest:

* as announced: what an edition prints and links, so that every link is an address that came in;
* ``canonical_url``: still an address that works, without fragment, default port and tracking parameters;
* ``identity_url``: no address any more but a key; two pages with one key are one page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

import tldextract
from w3lib.url import canonicalize_url

from broadsheet.once import once

_ORDINARY = 1000  # characters of an address that is worth remembering; a hostile one may have a million
# Parameters that say where a reader came from and never which page they read.  Collected from the public documentation
# of the analytics and advertising systems that set them; a name is listed only when no publisher is known to
# address pages with it (so `ref`, `source`, `from` and `id` are not here).  2026-11-22.
_TRACKING = frozenset(
    {
        "_ga", "_gl", "_hsenc", "_hsmi", "cmpid", "dclid", "fbclid", "gbraid", "gclid", "gclsrc", "guccounter",
        "guce_referrer", "guce_referrer_sig", "igsh", "igshid", "ito", "mc_cid", "mc_eid", "mkt_tok", "msclkid",
        "ncid", "ocid", "oly_anon_id", "oly_enc_id", "ref_src", "ref_url", "s_cid", "share_token", "smid",
        "spm", "sr_share", "srsltid", "ttclid", "twclid", "vero_id", "wbraid", "wickedid", "yclid",
    }
)  # fmt: skip
_TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "hsa_", "at_medium", "at_campaign")
_AMP_PARAMETERS = frozenset({"amp", "amp=1", "amp=true", "outputtype=amp", "output=amp"})
_SAME_SITE = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_AMP_PATH = re.compile(r"/amp/?$|(?<=.)\.amp(?=\.html?$)", re.IGNORECASE)
_ARXIV = re.compile(
    r"^/(?:abs|pdf|html|format)/([a-z-]+(?:\.[a-z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?/?$", re.IGNORECASE
)
_ARXIV_HOSTS = frozenset({"arxiv.org", "export.arxiv.org", "alphaxiv.org", "ar5iv.org", "ar5iv.labs.arxiv.org"})
_ADDRESS = re.compile(r"[\d.]+$|.*:")  # a bare IPv4 or IPv6
# Blanks, controls and quoting; then what nobody sees, which could hide or turn an address that is shown: zero-width and
# bidirectional signs, non-characters, halves of characters, private use.
_FORBIDDEN = re.compile(
    r"[\x00-\x20\x7f-\x9f\\<>\"`\s\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufdd0-\ufdef\ufffe\uffff"
    r"\ud800-\udfff\ue000-\uf8ff]"
)


def is_web_url(url: str) -> bool:
    """Say whether ``url`` is a whole http(s) address to link to: a host, no credentials, nothing unseen."""
    parts = _split(url)
    if parts is None or _FORBIDDEN.search(url):
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def canonical_url(url: str) -> str:
    """Return a working address of the same page: host in lower case, no default port, fragment or tracking parameter.

    Parameters are sorted and percent-encoding is made uniform (w3lib).  What is no web address comes back as it is.
    """
    url = url.strip()
    if not is_web_url(url):
        return url
    parts = urlsplit(canonicalize_url(url))
    query = "&".join(p for p in parts.query.split("&") if p and not _tracks(p))
    default = {"http": 80, "https": 443}[parts.scheme]
    host = parts.netloc.lower().removesuffix(f":{default}").rstrip(".")
    return parts._replace(netloc=host, query=query, fragment="").geturl()


def identity_url(url: str) -> str:
    """Return the key under which two addresses of one page meet: no scheme, ``www.``, ``m.``, AMP or arXiv version.

    The change of an AMP path is conservative: only a last segment ``/amp`` or an ending ``.amp.html``.  An empty string
    stands for "no web address", and never equals anything.
    """
    canonical = canonical_url(url)
    if not is_web_url(canonical):
        return ""
    parts = urlsplit(canonical)
    host = _SAME_SITE.sub("", parts.netloc)
    arxiv = arxiv_id(canonical)
    if arxiv:
        return f"arxiv.org/abs/{arxiv}"
    path = _AMP_PATH.sub("", parts.path).rstrip("/")
    query = "&".join(p for p in parts.query.split("&") if p and p.rstrip("=").lower() not in _AMP_PARAMETERS)
    return f"{host}{path}{'?' + query if query else ''}"


def arxiv_id(url: str) -> str:
    """Return the arXiv identifier that ``url`` shows, without its version; empty when it shows none."""
    parts = _split(url)
    if parts is None or _SAME_SITE.sub("", (parts.hostname or "")) not in _ARXIV_HOSTS:
        return ""
    match = _ARXIV.match(parts.path)
    return match.group(1).lower() if match else ""


def host_of(url: str) -> str:
    """Return the host of ``url`` in lower case, without ``www.``; empty when there is none."""
    parts = _split(url)
    return (parts.hostname or "").removeprefix("www.") if parts else ""


def registrable_domain(url: str) -> str:
    """Return the name that someone registered: ``bbc.co.uk`` for ``https://news.bbc.co.uk/x``; a bare host or IP stays.

    Sites under a shared host (``me.github.io``) count as registered, as the private part of the Public Suffix List
    says.  Reads the list that tldextract ships: no network, no cache on disk.
    """
    host = host_of(url)
    if not host:
        return ""
    found = _public_suffixes()(host)
    if not found.suffix and not _ADDRESS.match(host):  # a suffix that the list does not know is one label long
        return ".".join(host.split(".")[-2:])
    return found.top_domain_under_public_suffix or host


@once
def _public_suffixes() -> tldextract.TLDExtract:
    return tldextract.TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)


def _split(url: str) -> SplitResult | None:
    """Return the parts of an address, None when it is none."""
    return _remembered(url) if len(url) <= _ORDINARY else _parts(url)


@lru_cache(maxsize=4096)
def _remembered(url: str) -> SplitResult | None:
    return _parts(url)  # a collector asks some twenty times about the address of one source


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        parts.port  # noqa: B018  raises on a port that is no number
    except ValueError:
        return None
    return parts


def _tracks(parameter: str) -> bool:
    name = parameter.split("=", 1)[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)
