"""Scores of the main text of pages against gold, for ``broadsheet eval extract`` and its gate.

As in article-extraction-benchmark (Scrapinghub, 2020): runs of four words, counted with their repetitions; precision
and recall of each page, averaged over pages, and the harmonic mean of the two averages.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from broadsheet.decode import decode_json
from broadsheet.errors import UsageError
from broadsheet.evaluate import harmonic
from broadsheet.text.main_text import MainText, main_text
from broadsheet.types import Failure, Page

RUN = 4
"""Words in a run, as the benchmark has it."""
WORST = 10
_WORD = re.compile(r"\w+")
_FIRST = "https://first.example/"
_ANY_DAY = datetime(2025, 12, 18, tzinfo=UTC)  # the pages say nothing of when they came


class GoldPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page as it came, where from, and the text that a person marked in it."""

    name: str
    url: str
    body: bytes
    text: str


class PageScore(msgspec.Struct, frozen=True, kw_only=True):
    """How well the main text of one page agrees with the gold one; shares in [0, 1], CPU in seconds."""

    name: str
    url: str
    precision: float
    recall: float
    seconds: float
    failure: str = ""

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return harmonic(self.precision, self.recall)


class ExtractScore(msgspec.Struct, frozen=True, kw_only=True):
    """The scores of all pages; ``sha256`` is of the pages and their gold texts, so that a floor knows its input."""

    pages: tuple[PageScore, ...]
    sha256: str

    @property
    def precision(self) -> float:
        """Mean over pages."""
        return sum(page.precision for page in self.pages) / len(self.pages)

    @property
    def recall(self) -> float:
        """Mean over pages."""
        return sum(page.recall for page in self.pages) / len(self.pages)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two means, as the benchmark has it."""
        return harmonic(self.precision, self.recall)

    @property
    def pages_per_second(self) -> float:
        """Pages in a second of CPU; the whole of ``main_text``, metadata included."""
        return len(self.pages) / (sum(page.seconds for page in self.pages) or 1e-9)

    def figures(self) -> dict[str, str]:
        """Return label -> figure, for printing."""
        worst = sorted(self.pages, key=lambda page: (page.f1, page.name))[:WORST]
        return {
            "pages": f"{len(self.pages)}",
            "precision": f"{self.precision:.4f}",
            "recall": f"{self.recall:.4f}",
            "F1": f"{self.f1:.4f}",
            "pages per CPU second": f"{self.pages_per_second:.0f}",
        } | {
            f"worst {n}": f"{page.f1:.3f} (P {page.precision:.2f} R {page.recall:.2f}) {page.failure or page.url}"
            for n, page in enumerate(worst, 1)
        }


class _Gold(msgspec.Struct):
    articleBody: str
    url: str = ""


def read_gold(folder: Path, most: int | None = None) -> tuple[GoldPage, ...]:
    """Return the first ``most`` pages by name of ``ground-truth.json``, from ``html/NAME.html.gz``.

    Raises UsageError.
    """
    path = folder / "ground-truth.json"
    try:
        told = decode_json(path.read_bytes(), dict[str, _Gold])
        pages = tuple(
            GoldPage(
                name=name,
                url=told[name].url or f"https://page.example/{name}",
                body=gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()),
                text=told[name].articleBody,
            )
            for name in sorted(told)[:most]
        )
    except OSError as error:  # gzip's BadGzipFile among them
        raise UsageError(f"cannot be read ({error})", subject=str(error.filename or path)) from error
    except (msgspec.DecodeError, EOFError) as error:
        raise UsageError(f"is no ground truth of articles: {error}", subject=str(path)) from error
    if not pages:
        raise UsageError("holds no page", subject=str(path))
    return pages


def score_pages(pages: Sequence[GoldPage]) -> ExtractScore:
    """Read every page as a run would, and compare."""
    corpus = hashlib.sha256()
    scores: list[PageScore] = []
    # Once before the clock: importing the extractor is not reading a page.
    main_text(Page(url=_FIRST, final_url=_FIRST, status=200, headers=(), body=b"<p>first</p>", when=_ANY_DAY))
    for gold in pages:
        corpus.update(gold.body + gold.text.encode())
        page = Page(url=gold.url, final_url=gold.url, status=200, headers=(), body=gold.body, when=_ANY_DAY)
        started = time.process_time()
        found = main_text(page)
        seconds = time.process_time() - started
        precision, recall = agreement(gold.text, found.text if isinstance(found, MainText) else "")
        scores.append(
            PageScore(
                name=gold.name,
                url=gold.url,
                precision=precision,
                recall=recall,
                seconds=seconds,
                failure=f"{found.kind}: {gold.url}" if isinstance(found, Failure) else "",
            )
        )
    return ExtractScore(pages=tuple(scores), sha256=corpus.hexdigest())


def agreement(gold: str, found: str) -> tuple[float, float]:
    """Return precision and recall of the runs of four words of ``found``; none is right where gold has none."""
    true, given = _runs(gold), _runs(found)
    common = (true & given).total()
    return (common / given.total() if given else float(not true)), (common / true.total() if true else 1.0)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1))) if words else Counter()


def evaluate_extract(folder: Path) -> Mapping[str, str]:
    """Return the figures (label -> value) of the pages of ``folder`` against their gold texts.  Raises UsageError."""
    pages = read_gold(folder)
    score_pages(pages[:5])  # what is loaded once is no cost of a page
    return score_pages(pages).figures()
