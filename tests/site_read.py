"""A day published as a site, and its pages read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import lxml.html

from broadsheet.adapters.publish_site import SitePublisher
from broadsheet.adapters.wording import printable
from broadsheet.types import Edition, Printing

from small_edition import HEADINGS, Day

Document = Any


def publish(day: Day, root: Path, base_url: str = "") -> Path:
    day.save(root)
    page, index = SitePublisher(HEADINGS, base_url)(day.edition, day.articles, root)
    assert page == root / "site" / day.edition.date / "index.html" and index == root / "site" / "index.html"
    return root / "site"


def parse(path: Path) -> Document:
    return lxml.html.fromstring(path.read_bytes())


def same(text: str) -> str:
    """Return ``text`` as a page shows it: without controls, white space folded."""
    return " ".join(printable(text).split())


def printings(edition: Edition) -> tuple[Printing, ...]:
    return edition.stories + edition.also
