"""All editions of a folder, published again: proved as one is, side by side, and only those that need it.

ROOT/DATE/* --prove--> ROOT/site/ --seal--> ROOT/DATE/published.json, ROOT/published.json
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from broadsheet.adapters.build_site import Built, build_site
from broadsheet.adapters.build_site import waiting as waiting_below
from broadsheet.adapters.publish_hugo import remove_posts
from broadsheet.adapters.publish_script import remove_scripts
from broadsheet.config import Kit
from broadsheet.engine import Progress
from broadsheet.errors import PublishError, StorageError
from broadsheet.ports import Engine
from broadsheet.proving import Proved
from broadsheet.seal import sealing_sites
from broadsheet.store import edition_folders


def publish_all(
    root: Path, press: Kit, engine: Engine, progress: Progress | None = None, *, anew: bool = False
) -> Built:
    """Bring the site of all editions below ``root`` up to date; ``anew`` writes every page.

    What other publishers wrote of editions that are gone goes, too.  Raises PublishError.
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
            )
            remove_posts(root)
            remove_scripts(root)
            seal(built.written)
    except StorageError as error:
        raise PublishError(error.message, subject=error.subject, remedy=error.remedy) from error
    return built


def waiting(root: Path, press: Kit, anew: bool) -> int:
    """Return how many editions below ``root`` are to be written."""
    if anew:
        return len(edition_folders(root))
    return waiting_below(root, _headings(press), press.settings.base_url)


def _headings(press: Kit) -> dict[str, dict[str, str]]:
    return {str(language): dict(rows) for language, rows in press.desk.headings.items()}
