"""The static site: a front page, an archive, names, search; a page an edition, a page a story with its sources.

Everything is relative and nothing is remote, so ``site/`` opens from a disk and from any host under any prefix.  No
page has a script but that of the search, which says so where scripts are off.  Text of sources reaches a page only
through autoescaping.

The pages of an edition depend on it and on earlier ones; those of all editions are made of digests
(``site/digest.py``), so that one new edition writes its own folder and what it changes, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from broadsheet.adapters.cover import cover_png
from broadsheet.adapters.site import entities
from broadsheet.adapters.site.digest import (
    NAME,
    Digest,
    chain,
    digest_of,
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
from broadsheet.adapters.site.forms import PATH, forms_script
from broadsheet.adapters.site.pages import MINUTE, Pages
from broadsheet.adapters.site.shared_pages import fixed_files, shared_pages
from broadsheet.adapters.site.standing import READ, Standing, form_of, remember, told_of
from broadsheet.adapters.site.view import name
from broadsheet.decode import decode_json
from broadsheet.errors import PublishError, StorageError
from broadsheet.files import whole_folder, write_all
from broadsheet.folders import stamp_of
from broadsheet.text.names import NameTable
from broadsheet.types import Article, Edition

__all__ = ["MINUTE", "PAGE_BUDGET", "REASONS", "SOURCES", "SitePublisher"]


class SitePublisher:
    """Write ``root/site/``: this edition's pages, and the pages of all editions as far as it changes them.

    ``headings`` are the desk's section headings: language -> section id -> heading, in the order of the page.
    ``base_url`` is where the site will stand; without it no absolute address is written, and no picture for previews.
    ``names`` are the desk's: in all their forms the search finds them.
    """

    needs = ("names",)

    def __init__(
        self, headings: Mapping[str, Mapping[str, str]], base_url: str = "", names: NameTable | None = None
    ) -> None:
        self._names = names.names if names is not None else ()
        self._pages = Pages(headings, base_url)
        self._form = form_of(headings, base_url)

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
        stamp = stamp_of(root / edition.date, READ)
        earlier = {day: one for day, one in past.items() if day < edition.date}
        own = digest_of(edition)
        history = history_of({**earlier, edition.date: own}, (edition.date,))[edition.date]
        try:
            page = self.write_edition(edition, articles, root, own, history)
            if trouble is not None:
                raise trouble
            past = dict(sorted({**past, edition.date: with_links(own, history)}.items()))
            newest = edition if max(past) == edition.date else read(root / max(past))
            gone = frozenset(entities.key(n) for s in (before.stories if before else ()) for n in s.entities)
            self.write_shared(root, past, newest, frozenset({edition.date}), gone)
            remember(root, self._form, {edition.date: Standing(stamp, told_of(history))})
        except StorageError as error:
            raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error
        return page, site / "index.html"

    def write_edition(
        self, edition: Edition, articles: Mapping[str, Article], root: Path, own: Digest, history: History
    ) -> Path:
        """Write the folder of ``edition``, whole or not at all; return its page.  Raises PublishError, StorageError."""
        return write_pages(root, edition.date, self.pages(edition, articles, root, told_later(own, history), history))

    def pages(
        self, edition: Edition, articles: Mapping[str, Article], root: Path, digest: bytes, history: History
    ) -> dict[str, bytes]:
        """Return the files of the folder of ``edition`` by their paths in it.  Raises PublishError."""
        files = dict(edition_pages(self._pages, edition, articles, root, history, lambda one: cover_png(one)))
        files[NAME] = digest
        return files

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
        pages = shared_pages(self._pages, past, newest, changed | also, names)
        files = (*fixed_files(), (PATH, forms_script(self._names)), *pages)
        write_all((site / path, data) for path, data in files if not _holds(site / path, data))
        linked = {slug for one in past.values() for slug in one.linked}
        for key in gone:
            if not (key in names and names[key].has_page) and (slug := entities.slug(key)) not in linked:
                (site / "names" / f"{slug}.html").unlink(missing_ok=True)


def history_of(past: Mapping[str, Digest], dates: Sequence[str]) -> dict[str, History]:
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


def with_links(own: Digest, history: History) -> Digest:
    """Return ``own`` with the pages of names that its pages lead to."""
    return msgspec.structs.replace(own, linked=tuple(sorted(entities.slug(key) for key in history.names)))


def told_later(own: Digest, history: History) -> bytes:
    """Return the file that tells later editions of this one."""
    return encoded(with_links(own, history))


def read(folder: Path) -> Edition:
    """Return the edition of a folder.  Raises PublishError when it is damaged."""
    path = folder / "edition.json"
    try:
        return decode_json(path.read_bytes(), Edition)
    except (OSError, UnicodeDecodeError, msgspec.MsgspecError) as error:
        raise unreadable(path, error) from error


def write_pages(root: Path, date: str, files: Mapping[str, bytes]) -> Path:
    """Write the folder of the edition of ``date``, whole or not at all; return its page.  Raises StorageError."""
    folder = root / "site" / name(date, "edition")
    with whole_folder(folder) as fresh:
        (fresh / "stories").mkdir()
        for path, data in files.items():
            (fresh / path).write_bytes(data)
    return folder / "index.html"


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:  # there is none yet; one that cannot be read is written anew, or the write says why not
        return False
