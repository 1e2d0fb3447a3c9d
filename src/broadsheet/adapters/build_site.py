"""The site of every edition below a folder: what stands is left, what is new or changed is written, what is gone goes.

    ROOT/DATE/  --stamps that differ--> pages --> ROOT/site/

What stands is told by stamps and not by reading (``site/standing.py``): a year of editions is 300 MB.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from broadsheet.adapters.publish_site import SitePublisher, history_of, read, told_later, with_links, write_pages
from broadsheet.adapters.site import entities
from broadsheet.adapters.site.digest import NAME, Digest, decoded, digest_of_folder
from broadsheet.adapters.site.edition_pages import History
from broadsheet.adapters.site.standing import READ, Standing, form_of, known, remember, told_of
from broadsheet.errors import PublishError, StorageError
from broadsheet.files import remove_folder
from broadsheet.folders import DATED, editions_below, is_lost, stamp_of
from broadsheet.text.names import NameTable
from broadsheet.types import Article, Edition

_MONTH = re.compile(r"\d{4}-\d{2}")

Headings = Mapping[str, Mapping[str, str]]
Read = Callable[[Path], tuple[Edition, Mapping[str, Article]]]
Each = Callable[[Callable[[bytes], bytes], Sequence[bytes]], Iterable[bytes]]


class Built(NamedTuple):
    """What became of a site: its front page, how many editions it has, the dates written and removed.

    ``troubles``: date -> why that edition was left out; of those, ``kept`` have pages that stay as they were.
    """

    front: Path
    editions: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    troubles: Mapping[str, str]
    kept: frozenset[str]


class _Job(NamedTuple):
    """One edition: all that another process needs to write its folder."""

    root: str
    date: str
    headings: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    base_url: str
    digest: bytes
    history: History
    read: Read


def build_site(
    root: Path,
    headings: Headings,
    base_url: str,
    read_proved: Read,
    each: Each = map,
    progress: Callable[[int, int], None] = lambda done, of: None,
    *,
    anew: bool = False,
    names: NameTable | None = None,
) -> Built:
    """Bring ``root/site/`` up to date with the editions below ``root``; ``anew`` writes every page.

    ``names`` are those that the search finds in all their forms.

    ``read_proved`` reads an edition folder and raises PublishError or StorageError for one that may not be published:
    it is told in ``troubles``.  Where such an edition has pages, they stay as they are; where it has none, it is left
    out, and nothing leads to it.  Pages of an edition whose texts were thrown away stay too.

    ``each`` is a map over bytes: with that of a process pool editions are written side by side, to the same bytes.
    Raises PublishError when there is no edition at all, or the site cannot be written.
    """
    dates = editions_below(root)
    if not dates:
        raise PublishError(
            "there is no edition to publish", subject=str(root), remedy="name the folder that holds them"
        )
    try:
        return _Building(root, headings, base_url, read_proved, dates, anew, names).run(each, progress)
    except StorageError as error:
        raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error


def waiting(root: Path, headings: Headings, base_url: str) -> int:
    """Return how many editions below ``root`` have no pages that stand: what ``build_site`` will write at least."""
    before = known(root, form_of(headings, base_url))
    return sum(date not in before or before[date].stamp != stamp_of(root / date, READ) for date in editions_below(root))


class _Building:
    """One building of the site.  ``past`` are the digests of the editions that are in it."""

    def __init__(
        self,
        root: Path,
        headings: Headings,
        base_url: str,
        read_proved: Read,
        dates: Sequence[str],
        anew: bool,
        names: NameTable | None,
    ) -> None:
        self._root, self._headings, self._base_url, self._read = root, headings, base_url, read_proved
        self._names = names
        self._form = form_of(headings, base_url)
        self._stamps = {date: stamp_of(root / date, READ) for date in dates}
        before = {} if anew else known(root, self._form)
        self._old = {date: digest for date in _published(root) if (digest := _digest(root, date))}
        self._stands = {
            date: before[date]
            for date, stamp in self._stamps.items()
            if date in self._old and date in before and before[date].stamp == stamp
        }
        # Their texts were thrown away (vacuum --evidence): what cannot be proved again is not written again.
        whole = {date for date in dates if not is_lost(root / date)}
        self._freed = {date for date in self._old if date in whole and not (root / date / "articles.jsonl").exists()}
        self._past: dict[str, Digest] = {}
        self._troubles: dict[str, str] = {}

    def run(self, each: Each, progress: Callable[[int, int], None]) -> Built:
        """Write what is new, remove what is gone."""
        self._look(each)
        written: dict[str, None] = {}
        done = 0
        while True:  # an edition that turns out to be damaged changes what others may lead to
            history = history_of(self._past, tuple(self._past))
            told = {date: told_of(one) for date, one in history.items()}
            settled = self._troubles.keys() | self._freed
            jobs = [d for d in self._past if d not in settled and not self._is_written(d, told[d])]
            failed = False
            for date, trouble in zip(jobs, each(_write, self._jobs(jobs, history)), strict=True):
                if trouble:
                    self._leave(date, trouble.decode("utf-8", "replace"))
                    failed = True
                else:
                    self._stands[date] = Standing(self._stamps[date], told[date])
                    written[date] = None
                done += 1
                progress(done, max(done, len(jobs)))
            if not failed:
                break
        removed = tuple(sorted(self._old.keys() - self._past.keys()))
        self._write_shared(history, frozenset(written), removed)
        remember(self._root, self._form, self._stands, whole=True)
        return Built(
            self._root / "site" / "index.html",
            len(self._past),
            tuple(sorted(written)),
            removed,
            dict(sorted(self._troubles.items())),
            frozenset(self._troubles.keys() & self._past.keys()),
        )

    def _look(self, each: Each) -> None:
        """Find the digest of every edition: that of pages that stand, or one made of its folder."""
        self._past = {date: self._old[date] for date in self._stands.keys() | self._freed}
        asked = [date for date in self._stamps if date not in self._past]
        for date, packed in zip(asked, each(_digest_in, [bytes(self._root / date) for date in asked]), strict=True):
            found = pickle.loads(packed)
            if isinstance(found, Digest):
                self._past[date] = found
            else:
                self._leave(date, found)
        self._past = dict(sorted(self._past.items()))

    def _is_written(self, date: str, told: str) -> bool:
        return date in self._stands and self._stands[date].history == told

    def _leave(self, date: str, trouble: str) -> None:
        """Leave an edition out that cannot be published; its pages, where it has some, stay in the site."""
        self._troubles[date] = trouble
        self._stands.pop(date, None)
        self._past.pop(date, None)
        if date in self._old:
            self._past = dict(sorted({**self._past, date: self._old[date]}.items()))

    def _jobs(self, dates: Sequence[str], history: Mapping[str, History]) -> list[bytes]:
        headings = tuple((language, tuple(rows.items())) for language, rows in self._headings.items())
        root = str(self._root)
        digests = {date: told_later(self._past[date], history[date]) for date in dates}
        return [
            pickle.dumps(_Job(root, d, headings, self._base_url, digests[d], history[d], self._read)) for d in dates
        ]

    def _write_shared(self, history: Mapping[str, History], written: frozenset[str], removed: Sequence[str]) -> None:
        """Write the pages of all editions, then remove what leads nowhere any more."""
        site = self._root / "site"
        as_they_were = self._troubles.keys() | self._freed
        past = {d: one if d in as_they_were else with_links(one, history[d]) for d, one in self._past.items()}
        newest = _newest(self._root, past)
        if newest is None:
            told = "\n".join(f"  - {date}: {trouble}" for date, trouble in self._troubles.items())
            raise PublishError(f"no edition can be published:\n{told}", subject=str(self._root))
        changed = written | frozenset(removed)
        months = {day[:7] for day in past}
        if {path.stem for path in (site / "archive").glob("*.html") if _MONTH.fullmatch(path.stem)} - months:
            changed |= frozenset(past)  # months lead to those beside them
        gone = frozenset(
            entities.key(name) for d in changed & self._old.keys() for s in self._old[d].stories for name in s.entities
        )
        publisher = SitePublisher(self._headings, self._base_url, self._names)
        publisher.write_shared(self._root, past, newest, changed, gone)
        for date in removed:
            remove_folder(site / date)
        for folder, kind in (("archive", "html"), ("search", "js")):
            for path in (site / folder).glob(f"*.{kind}"):
                if _MONTH.fullmatch(path.stem) and path.stem not in months:
                    path.unlink(missing_ok=True)


def _digest_in(folder: bytes) -> bytes:
    """Return the digest of the edition in a folder, or why there is none, for the process that asks."""
    try:
        return pickle.dumps(digest_of_folder(Path(os.fsdecode(folder))))
    except PublishError as error:
        return pickle.dumps(str(error))


def _write(packed: bytes) -> bytes:
    """Write the folder of one edition; return why it cannot be published, or nothing."""
    with _no_collection():
        return _written(pickle.loads(packed))


def _written(job: _Job) -> bytes:
    """Write as ``_write`` does.  When it returns its values are gone, and a collection has none to look through."""
    folder = Path(job.root) / job.date
    publisher = _publisher(job.headings, job.base_url)
    try:
        edition, articles = job.read(folder)
        pages = publisher.pages(edition, articles, folder.parent, job.digest, job.history)
    except (PublishError, StorageError) as error:
        return str(error).encode()
    write_pages(folder.parent, job.date, pages)
    return b""


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Let Python look for cyclic garbage after the block, not in it, where it does so otherwise.

    The pages of an edition are a hundred thousand values that all live until they are written: looking through them
    again and again finds nothing and took 7 % of the time (2026-11-23, 40 editions of the reference day).  The block is
    to leave none of them behind, or they are looked through once after all.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@lru_cache(maxsize=1)
def _publisher(headings: tuple[tuple[str, tuple[tuple[str, str], ...]], ...], base_url: str) -> SitePublisher:
    return SitePublisher({language: dict(rows) for language, rows in headings}, base_url)


def _newest(root: Path, past: Mapping[str, Digest]) -> Edition | None:
    """Return the newest edition of the site that can be read, and is that of its folder."""
    for date in sorted(past, reverse=True):
        with contextlib.suppress(PublishError):
            edition = read(root / date)
            if edition.date == date:
                return edition
    return None


def _published(root: Path) -> list[str]:
    return sorted(p.parent.name for p in (root / "site").glob(f"*/{NAME}") if DATED.fullmatch(p.parent.name))


def _digest(root: Path, date: str) -> Digest | None:
    return decoded(root / "site" / date / NAME, date) if (root / "site" / date / "index.html").is_file() else None
