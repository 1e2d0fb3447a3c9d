"""All editions of a folder, published again: proved as one is, side by side, and only those that need it.

ROOT/DATE/* --prove--> ROOT/site/ --seal--> ROOT/DATE/published.json, ROOT/published.json
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from broadsheet.adapters.atom.publisher import FeedPublisher
from broadsheet.adapters.build_site import Built, build_site
from broadsheet.adapters.build_site import waiting as waiting_below
from broadsheet.adapters.publish_atom import AtomPublisher, AtomStoriesPublisher
from broadsheet.adapters.publish_hugo import remove_posts
from broadsheet.adapters.publish_json_feed import JsonFeedPublisher, JsonStoriesPublisher
from broadsheet.adapters.publish_script import remove_scripts
from broadsheet.config import Kit
from broadsheet.engine import Progress
from broadsheet.errors import PublishError, StorageError
from broadsheet.ports import Engine
from broadsheet.proving import Proved
from broadsheet.seal import SEAL, read_seal, sealing_sites
from broadsheet.store import edition_folders

_FEEDS: Mapping[str, type[FeedPublisher]] = {
    "atom": AtomPublisher,
    "atom_stories": AtomStoriesPublisher,
    "json_feed": JsonFeedPublisher,
    "json_stories": JsonStoriesPublisher,
}
"""Publisher -> what writes its files, each of which tells of several editions."""

_OTHERS = ("hugo", "script")
"""Publishers besides the site that write files for one edition, in a folder of their name."""


class Republished(NamedTuple):
    """What became of all outputs: the site, why feeds were left as they were, and what does not tell an edition.

    ``lacking``: date -> the publishers whose output of it was published and is not there, or whose feeds lack it.
    """

    site: Built
    troubles: tuple[PublishError, ...]
    lacking: Mapping[str, tuple[str, ...]]


def publish_all(
    root: Path, press: Kit, engine: Engine, progress: Progress | None = None, *, anew: bool = False
) -> Republished:
    """Bring the site of all editions below ``root`` up to date; ``anew`` writes every page.

    What other publishers wrote of editions that are gone goes, too: posts, texts, entries of feeds.  What they wrote
    and is not there is only named: they publish one edition at a time.  Raises PublishError.
    """
    try:
        with sealing_sites(root) as seal:
            built = build_site(
                root,
                _headings(press),
                press.settings.base_url,
                Proved(msgspec.json.encode(press.settings)),
                lambda fn, values: engine(fn, values, waits=False),
                lambda done, of: progress("site", done, of) if progress else None,
                anew=anew,
                names=press.names,
            )
            remove_posts(root)
            remove_scripts(root)
            troubles = tuple(_forget(root, press, built.troubles))
            seal(built.written)
            lacking = {date: names for date in _dates(root) if (names := tuple(_lacking(root, date, press, built)))}
    except StorageError as error:
        raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error
    return Republished(built, troubles, lacking)


def _feeds(press: Kit) -> Iterator[tuple[str, FeedPublisher]]:
    for name, publisher in _FEEDS.items():
        yield name, publisher(_headings(press), press.settings.base_url)


def _forget(root: Path, press: Kit, damaged: Collection[str]) -> Iterator[PublishError]:
    """Take editions that are gone out of the feeds; yield why one was left as it was."""
    for _, feed in _feeds(press):
        try:
            feed.forget(root, damaged)
        except PublishError as error:
            yield error


def _dates(root: Path) -> list[str]:
    return [folder.name for folder in edition_folders(root)]


def _lacking(root: Path, date: str, press: Kit, built: Built) -> Iterator[str]:
    """Yield the publishers that an edition was given to and whose output of it is not there.

    Its seal knows the files.  Nothing knows the feeds that it stood in: those that stand and lack it are named when it
    comes into the site, and at no other time, for an edition need not be in them.
    """
    if date in built.written:
        newest = _dates(root)
        for name, feed in _feeds(press):
            told = feed.told(root).values()
            if told and date in newest[-feed.most :] and not any(date in dates for dates in told):
                yield name
    seal = read_seal(root / date / SEAL)
    gone = {path.partition("/")[0] for path in (seal.files if seal else ()) if not (root / path).is_file()}
    yield from (name for name in _OTHERS if name in gone)


def waiting(root: Path, press: Kit, anew: bool) -> int:
    """Return how many editions below ``root`` are to be written."""
    if anew:
        return len(edition_folders(root))
    return waiting_below(root, _headings(press), press.settings.base_url)


def _headings(press: Kit) -> dict[str, dict[str, str]]:
    return {str(language): dict(rows) for language, rows in press.desk.headings.items()}
