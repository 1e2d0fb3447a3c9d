"""What the tests share.  No test reaches another machine: see --allow-hosts in pyproject.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.types import Article, Source, digest

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def reference() -> Path:
    """The real articles of 2025-12-18, where the project's shared material is at hand."""
    path = SHARED / "reference-edition" / "articles.jsonl"
    if not path.exists():
        pytest.skip("the reference edition is not on this machine (../shared/reference-edition/articles.jsonl)")
    return path


def source(outlet: str = "Example Daily", **changes: object) -> Source:
    """Build a source; only what a test cares about need be said."""
    fields: dict[str, object] = {
        "name": outlet,
        "kind": "feed",
        "url": "https://example.com/feed",
        "outlet": outlet,
        "owner": outlet,
    }
    return Source(**{**fields, **changes})  # type: ignore[arg-type]


def article(text: str = "Something happened today.", title: str = "Something happened", **changes: object) -> Article:
    """Build an article; only what a test cares about need be said."""
    fields: dict[str, object] = {
        "url": f"https://example.com/{digest(title, text)}",
        "title": title,
        "text": text,
        "source": source(),
        "published": None,
        "day_only": False,
        "language": "en",
    }
    fields |= changes
    return Article(id=digest(str(fields["url"]), text), **fields)  # type: ignore[arg-type]
