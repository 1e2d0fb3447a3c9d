"""The static site: a front page, an archive, names, search; a page an edition, a page a story with its sources.

Everything is relative and nothing is remote, so ``site/`` opens from a disk and from any host under any prefix.  No
page has a script but that of the search, which says so where scripts are off.  Text of sources reaches a page only
through autoescaping.

The pages of an edition depend on it and on earlier ones; those of all editions are made of digests
(``site/digest.py``), so that one new edition writes its own folder and what it changes, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from broadsheet.adapters.cover import cover_png
from broadsheet.adapters.site import entities
from broadsheet.adapters.site.digest import (
    NAME,
    Digest,
    chain,
    digest_of,
    digest_of_folder,
    digests,
    encoded,
    unreadable,
)
from broadsheet.adapters.site.edition_pages import (
    PAGE_BUDGET,
    REASONS,
    SOURCES,
    THREAD,
    History,
    edition_pages,
)
from broadsheet.adapters.site.pages import MINUTE, Pages
from broadsheet.adapters.site.shared_pages import fixed_files, shared_pages
from broadsheet.adapters.site.view import name
from broadsheet.errors import PublishError, StorageError
from broadsheet.files import whole_folder, write_whole
from broadsheet.types import Article, Edition

__all__ = ["MINUTE", "PAGE_BUDGET", "REASONS", "SOURCES", "SitePublisher", "build_site"]


class SitePublisher:
    """Write ``root/site/``: this edition's pages, and the pages of all editions as far as it changes them.

    ``headings`` are the desk's section headings: language -> section id -> heading, in the order of the page.
    ``base_url`` is where the site will stand; without it no absolute address is written, and no picture for previews.
    """

    def __init__(self, headings: Mapping[str, Mapping[str, str]], base_url: str = "") -> None:
        self._pages = Pages(headings, base_url)

    def __call__(self, edition: Edition, articles: Mapping[str, Article], root: Path) -> Sequence[Path]:
        """Publish ``edition``; return the edition's page and the front page.  Raises PublishError.

        Where another edition is damaged, the pages of this one are written first.
        """
        site = root / "site"
        trouble: PublishError | None = None
        past: dict[str, Digest] = {}
        try:
            past = digests(root)
        except PublishError as error:
            trouble = error
        before = past.pop(edition.date, None)
        earlier = {day: one for day, one in past.items() if day < edition.date}
        own = digest_of(edition)
        history = _history({**earlier, edition.date: own}, (edition.date,))[edition.date]
        try:
            page = self.write_edition(edition, articles, root, own, history)
            if trouble is not None:
                raise trouble
            past = dict(sorted({**past, edition.date: _with_links(own, history)}.items()))
            newest = edition if max(past) == edition.date else _edition(root / max(past))
            gone = frozenset(entities.key(n) for s in (before.stories if before else ()) for n in s.entities)
            self.write_shared(root, past, newest, frozenset({edition.date}), gone)
        except StorageError as error:
            raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error
        return page, site / "index.html"

    def write_edition(
        self, edition: Edition, articles: Mapping[str, Article], root: Path, own: Digest, history: History
    ) -> Path:
        """Write the folder of ``edition``, whole or not at all; return its page.  Raises PublishError, StorageError."""
        folder = root / "site" / name(edition.date, "edition")
        files = dict(edition_pages(self._pages, edition, articles, root, history, lambda one: cover_png(one)))
        files[NAME] = encoded(_with_links(own, history))
        with whole_folder(folder) as fresh:
            (fresh / "stories").mkdir()
            for path, data in files.items():
                (fresh / path).write_bytes(data)
        return folder / "index.html"

    def write_shared(
        self,
        root: Path,
        past: Mapping[str, Digest],
        newest: Edition,
        changed: frozenset[str],
        gone: frozenset[str] = frozenset(),
    ) -> None:
        """Write the pages of all editions that ``changed`` editions change; ``gone`` are names they had before.

        A file that holds the same bytes already is left alone.  Raises StorageError.
        """
        site = root / "site"
        names = entities.named(past.values())
        also = frozenset(day for key in gone if key in names for day, _ in names[key].stories[:1])
        for path, data in (*fixed_files(), *shared_pages(self._pages, past, newest, changed | also, names)):
            _write_new(site / path, data)
        linked = {slug for one in past.values() for slug in one.linked}
        for key in gone:
            if not (key in names and names[key].has_page) and (slug := entities.slug(key)) not in linked:
                (site / "names" / f"{slug}.html").unlink(missing_ok=True)


class Job(NamedTuple):
    """One edition of a site that is built whole: all that another process needs to write its folder."""

    root: str
    date: str
    headings: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    base_url: str
    own: Digest
    history: History
    evidence: Callable[[Path], Mapping[str, Article]]


def build_site(
    root: Path,
    headings: Mapping[str, Mapping[str, str]],
    base_url: str,
    evidence: Callable[[Path], Mapping[str, Article]],
    each: Callable[[Callable[[Job], str], Iterable[Job]], Iterable[str]] = map,
) -> Path:
    """Build the site of every edition below ``root``; return its front page.  Raises PublishError.

    ``evidence`` reads the articles that the edition in a folder cites.  ``each`` is a map: with that of a process pool
    the editions are written side by side, and the bytes are the same.
    """
    folders = sorted(path.parent for path in root.glob("????-??-??/edition.json"))
    if not folders:
        raise PublishError(
            "there is no edition to publish", subject=str(root), remedy="name the folder that holds them"
        )
    past = {folder.name: digest_of_folder(folder) for folder in folders}
    history = _history(past, tuple(past))
    told = tuple((language, tuple(rows.items())) for language, rows in headings.items())
    jobs = [Job(str(root), day, told, base_url, past[day], history[day], evidence) for day in past]
    for _ in each(_write_one, jobs):
        pass
    complete = {day: _with_links(one, history[day]) for day, one in past.items()}
    try:
        SitePublisher(headings, base_url).write_shared(root, complete, _edition(folders[-1]), frozenset(complete))
    except StorageError as error:
        raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error
    return root / "site" / "index.html"


def _write_one(job: Job) -> str:
    folder = Path(job.root) / job.date
    try:
        _publisher(job.headings, job.base_url).write_edition(
            _edition(folder), job.evidence(folder), folder.parent, job.own, job.history
        )
    except StorageError as error:
        raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error
    return job.date


@lru_cache(maxsize=1)
def _publisher(headings: tuple[tuple[str, tuple[tuple[str, str], ...]], ...], base_url: str) -> SitePublisher:
    return SitePublisher({language: dict(rows) for language, rows in headings}, base_url)


def _history(past: Mapping[str, Digest], dates: Sequence[str]) -> dict[str, History]:
    """Return what the editions before each of ``dates`` say of it."""
    names = entities.linkable(past.values())
    return {
        day: History(
            names[day],
            {
                story.id: tuple(told)
                for story in past[day].stories
                if story.continues and (told := chain(story, past, THREAD))
            },
        )
        for day in dates
    }


def _with_links(own: Digest, history: History) -> Digest:
    return msgspec.structs.replace(own, linked=tuple(sorted(entities.slug(key) for key in history.names)))


def _edition(folder: Path) -> Edition:
    path = folder / "edition.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=Edition)
    except (OSError, UnicodeDecodeError, msgspec.MsgspecError) as error:
        raise unreadable(path, error) from error


def _write_new(path: Path, data: bytes) -> None:
    try:
        if path.read_bytes() == data:
            return
    except OSError:  # there is none yet; one that cannot be read is written anew, or the write says why not
        pass
    write_whole(path, data)
