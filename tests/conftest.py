"""What the tests share.  No test reaches another machine: see --allow-hosts in pyproject.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from broadsheet.press import Printed
from broadsheet.store import read_articles
from broadsheet.types import Article, Edition, Printing, Source, digest

from editions import print_from, print_sample

# What lands is judged by the same examples everywhere; `make explore` looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1000, deadline=None, print_blob=True)
settings.load_profile("same")

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


@dataclass(frozen=True)
class Day:
    """A printed day: the edition, where it lies, and what went in."""

    printed: Printed
    root: Path
    articles: Mapping[str, Article]

    @property
    def edition(self) -> Edition:
        return self.printed.edition

    @property
    def everything(self) -> tuple[Printing, ...]:
        return (*self.edition.stories, *self.edition.also)

    @property
    def markdown(self) -> str:
        return (self.root / "hugo" / "content" / "posts" / f"{self.edition.date}.md").read_text(encoding="utf-8")


def _day(name: str, folder: Path) -> Day:
    if name == "sample":
        printed = print_sample(folder)
    else:
        path = SHARED / "reference-edition" / "articles.jsonl"
        if not path.exists():
            pytest.skip("the reference edition is not on this machine (../shared/reference-edition/articles.jsonl)")
        printed = print_from(path, folder, language="en" if name == "reference-en" else "zh-Hant")
    return Day(printed, folder, read_articles(printed.folder))


@pytest.fixture(scope="session")
def sample_day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The sample day, printed once, in Traditional Chinese."""
    return _day("sample", tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session", params=["sample", "reference", "reference-en"])
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The sample day, and the reference day in both languages where it is at hand; each printed once."""
    if request.param == "sample":
        printed: Day = request.getfixturevalue("sample_day")
        return printed
    return _day(request.param, tmp_path_factory.mktemp(request.param))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files with slow tests first: two workers take file by file, and a long one at the end is waited for."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
