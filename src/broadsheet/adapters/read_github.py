"""Read the releases of a project on GitHub, from the feed that needs no key and has no limit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import msgspec

from broadsheet.adapters.answer import as_xml, children, failure, local, said
from broadsheet.adapters.confine import inline
from broadsheet.ports import Confine, Fetch
from broadsheet.sources import options_of
from broadsheet.text.days import moment_of
from broadsheet.types import Failure, Item, Page, Source, Window

_PROJECT = re.compile(r"/([A-Za-z0-9][A-Za-z0-9-]{0,38})/([A-Za-z0-9._-]{1,100}?)(?:\.git|/releases(?:\.atom)?)?/?$")
# The feed does not say which release is one of trial; its tag does, in the words of semver, PEP 440 and common use.
_TRIAL = re.compile(
    r"(?:^|[^a-z])(?:alpha|beta|canary|dev|experimental|nightly|next|pre|preview|rc|snapshot|test)(?![a-z])"
    r"|\d(?:a|b|rc)\d+",
    re.IGNORECASE,
)
_FOLD = re.compile(r"[\W_]+")


class GitHubOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``prereleases = true`` takes releases too whose tag calls them alpha, beta, rc, nightly and the like."""

    prereleases: bool = False


class GitHubReader:
    """``Reader`` of kind ``github``: ``source.url`` is ``https://github.com/OWNER/PROJECT``.

    The title is what the release is called, with the project's name before it where it does not say it; the text are
    the notes.  A release without notes has no text, and its page is fetched.
    """

    options: type[msgspec.Struct] = GitHubOptions

    def __init__(self, known: Mapping[str, Source] | None = None, confine: Confine = inline) -> None:
        """A release belongs to the source that is asked, so ``known`` outlets are not."""
        self._confine = confine

    def __call__(self, source: Source, fetch: Fetch, window: Window) -> Iterator[Item | Failure]:
        """Yield the releases, newest first.  Kinds: ``no_project``, ``not_xml``, ``broken_xml``, ``not_a_feed``."""
        options = options_of(source, GitHubOptions)
        parts = urlsplit(source.url)
        project = _PROJECT.match(parts.path)
        if project is None:
            yield failure(source, "no_project", f"{source.url} names no project; give https://github.com/OWNER/PROJECT")
            return
        answer = fetch(f"{parts.scheme}://{parts.netloc}/{project[1]}/{project[2]}/releases.atom")
        found = (
            self._confine(read_releases, source, answer, project[2], options) if isinstance(answer, Page) else answer
        )
        yield from [found] if isinstance(found, Failure) else found


def read_releases(source: Source, page: Page, project: str, options: GitHubOptions) -> list[Item | Failure]:
    """Return the releases that the feed of ``project`` announces."""
    root, failures = as_xml(source, page)
    if root is None:
        return [*failures]
    if local(root) != "feed":
        return [failure(source, "not_a_feed", f"no feed of releases came from {page.final_url}; check the address")]
    releases = [_release(source, page, project, entry) for entry in children(root, "entry")]
    return [*(item for tag, item in releases if options.prereleases or not _TRIAL.search(tag)), *failures]


def _release(source: Source, page: Page, project: str, entry: Any) -> tuple[str, Item]:
    link = next(
        (link.get("href", "") for link in children(entry, "link") if link.get("rel", "alternate") == "alternate"), ""
    )
    try:
        url = urljoin(page.final_url, link.strip()) if link.strip() else ""
    except ValueError:
        url = link
    tag = unquote(url.rpartition("/releases/tag/")[2]) or said(entry, "id").rpartition("/")[2]
    name = said(entry, "title") or tag
    published, day_only = moment_of(said(entry, "updated"))
    named = _FOLD.sub("", project).casefold() in _FOLD.sub("", name).casefold()
    return tag, Item(
        source=source,
        url=url,
        title=name if named or not name else f"{project} {name}",
        published=published,
        day_only=day_only,
        text=said(entry, "content"),
        authors=tuple(author for one in children(entry, "author") if (author := said(one, "name"))),
        dated="feed" if published else "",
    )
