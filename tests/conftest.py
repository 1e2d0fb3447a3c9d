"""What the tests share.  No test reaches another machine: see --allow-hosts in pyproject.toml."""

from __future__ import annotations

import dataclasses
import fcntl
import importlib.util
import os
import pickle
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

from broadsheet.press import Printed
from broadsheet.store import read_articles
from broadsheet.types import Article, Edition, Language, Printing, Source, digest

from editions import print_from, print_sample

# What lands is judged by the same examples everywhere; `make explore` looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1000, deadline=None, print_blob=True)
settings.load_profile("same")

SHARED = Path(__file__).parents[2] / "shared"


def load_program(path: Path) -> ModuleType:
    """Load a program of gates/ or bench/, which are no packages: a test measures what the program measures."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


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


def printed_day(name: str, factory: pytest.TempPathFactory) -> Day:
    """Return a day that is printed once a session, by the worker that asks first; each asker gets its own copy."""
    if name != "sample" and not (SHARED / "reference-edition" / "articles.jsonl").exists():
        pytest.skip("the reference edition is not on this machine (../shared/reference-edition/articles.jsonl)")
    workers = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        workers = workers.parent
    first, kept = workers / f"day-{name}", workers / f"day-{name}.pickle"
    with (workers / f"day-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_print(name, first)))
    printed: Printed = pickle.loads(kept.read_bytes())
    folder = factory.mktemp(name)
    shutil.copytree(first, folder, dirs_exist_ok=True)
    own = dataclasses.replace(
        printed,
        folder=folder / printed.folder.relative_to(first),
        pages=tuple(folder / page.relative_to(first) for page in printed.pages),
    )
    return Day(own, folder, read_articles(own.folder))


def _print(name: str, folder: Path) -> Printed:
    if name == "sample":
        return print_sample(folder)
    language: Language = "en" if name == "reference-en" else "zh-Hant"
    return print_from(SHARED / "reference-edition" / "articles.jsonl", folder, language=language)


@pytest.fixture(scope="session")
def sample_day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The sample day, printed once, in Traditional Chinese."""
    return printed_day("sample", tmp_path_factory)


@pytest.fixture(scope="session", params=["sample", "reference", "reference-en"])
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The sample day, and the reference day in both languages where it is at hand; each printed once."""
    if request.param == "sample":
        printed: Day = request.getfixturevalue("sample_day")
        return printed
    return printed_day(request.param, tmp_path_factory)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files with slow tests first: two workers take file by file, and a long one at the end is waited for."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
