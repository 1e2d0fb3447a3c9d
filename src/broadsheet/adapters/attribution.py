"""Who stands behind an address that somebody else announces: a file of articles, a forum, a list of papers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from urllib.parse import urlsplit

from broadsheet.once import once
from broadsheet.text.urls import arxiv_id, host_of, is_web_url, registrable_domain
from broadsheet.types import Source

# Where many independent outlets publish under one domain; there the outlet is its own owner.
_PLATFORMS = frozenset(
    {
        "163.com", "arxiv.org", "baidu.com", "blogspot.com", "csdn.net", "facebook.com", "github.com", "github.io",
        "githubusercontent.com", "gitlab.com", "google.com", "huggingface.co", "hatenablog.com", "linkedin.com",
        "medium.com", "msn.com", "note.com", "qq.com", "reddit.com", "sohu.com", "substack.com", "toutiao.com",
        "weibo.com", "wordpress.com", "x.com", "yahoo.com", "ycombinator.com", "youtube.com", "zhihu.com",
    }
)  # fmt: skip
# Of these, where the first part of the path is the account that speaks.
_ACCOUNTS = frozenset(
    {"github.com", "gitlab.com", "huggingface.co", "medium.com", "raw.githubusercontent.com", "x.com"}
)


def attributed(
    url: str,
    known: Mapping[str, Source],
    *,
    kind: str,
    outlet: str = "",
    owner: str = "",
    language: str = "und",
    weight: float = 1.0,
    terms: str = "",
    primary: bool = False,
) -> Source:
    """Return the source of the article at ``url``, of kind ``kind``.

    ``known`` (host or registrable domain -> source that a desk declares) tells what ``outlet`` and ``owner`` leave
    open, and the weight, the terms and whether it is primary; without it, the host is the outlet, and its owner is
    who is known to have the site (``owners.toml``), else the registrable domain.  On platforms the outlet owns itself:
    there it is the account (``github.com/example``), and ``known`` counts only for its own account.  A paper (arXiv)
    is primary.
    """
    domain = registrable_domain(url) if is_web_url(url) else ""
    declared = _declared(url, domain, known)
    outlet = outlet or (declared.outlet if declared else "") or _outlet(url) or "unknown"
    owner = owner or (declared.owner if declared else "")
    if not owner:
        owner = outlet if domain in _PLATFORMS or not domain else owner_of(domain)
    return Source(
        name=outlet,
        kind=kind,
        url=url,
        outlet=outlet,
        owner=owner,
        weight=declared.weight if declared else weight,
        language=language if language != "und" or declared is None else declared.language,
        terms=declared.terms if declared else terms,
        primary=declared.primary if declared else bool(arxiv_id(url)) or primary,
    )


def owner_of(domain: str) -> str:
    """Return who controls the site of a registrable domain; the domain itself where nothing else is known."""
    return _owners().get(domain, domain)


@once
def _owners() -> Mapping[str, str]:
    table = tomllib.loads(resources.files("broadsheet.adapters").joinpath("owners.toml").read_text("utf-8"))
    return {domain: owner for owner, domains in table.items() for domain in domains}


def _declared(url: str, domain: str, known: Mapping[str, Source]) -> Source | None:
    found = known.get(host_of(url)) or known.get(domain)
    if found is None or host_of(url) not in _ACCOUNTS:
        return found
    return found if _account(url) == _account(found.url) else None


def _outlet(url: str) -> str:
    if not is_web_url(url):
        return ""
    host, account = host_of(url), _account(url)
    return f"{host}/{account}" if host in _ACCOUNTS and account else host


def _account(url: str) -> str:
    return urlsplit(url).path.strip("/").split("/")[0].lower()
