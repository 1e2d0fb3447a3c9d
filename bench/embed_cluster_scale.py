"""Time and memory of embedding and clustering at 1x, 10x and 100x of a day, and the order in which they grow.

    .venv/bin/python bench/embed_cluster_scale.py ../shared/reference-edition/articles.jsonl [--sizes 1,10,100]

A size is that many days at once.  Day 0 is the input; every other day is the input retold as other news: each word
with a capital is renamed by a spelling of that day (so the articles of one event still share their names), three in
ten of the other words are drawn anew from the words of all articles in that language, and each number is changed.  No
text occurs twice.

Each size runs in a process of its own, so that its peak memory is its own; texts are encoded by ``--processes``
processes, each on one thread.  Times are wall seconds, medians of the repeats.

The baseline is what one would write first, in the same run and on the same vectors: average linkage of the full matrix
of cosine distances, by scikit-learn where it is installed, else by scipy; at 1x and 10x, for it holds n x n numbers.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import random
import re
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import msgspec
import numpy as np
import rjieba
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist

from broadsheet.adapters.embed_use import UseEmbedder
from broadsheet.config import Kit
from broadsheet.config_file import File
from broadsheet.evaluate import read_articles
from broadsheet.likeness.reading import read
from broadsheet.press import plan
from broadsheet.stages.cluster import cluster
from broadsheet.stages.dedupe import dedupe
from broadsheet.stages.embed import embed
from broadsheet.types import Article, Placed, digest

_WORD = re.compile(r"[\u4e00-\u9fff]+|[^\W\d_]+|\d+|.", re.S)
_SYLLABLES = ("ba", "ce", "do", "fi", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "xu", "za")


class Measured(msgspec.Struct):
    """One size, once."""

    articles: int
    stories: int
    dedupe: float
    embed: float
    cluster: float
    reading: float
    baseline: float | None
    peak_mib: float


def words_of(text: str) -> list[str]:
    return [word for run in _WORD.findall(text) for word in (rjieba.cut(run) if run[0] >= "\u4e00" else [run])]


def renamed(word: str, day: int) -> str:
    chance = random.Random(f"{day} {word.lower()}")
    return "".join(chance.choice(_SYLLABLES) for _ in range(2 + len(word) // 4)).capitalize()


def retold(article: Article, day: int, vocabulary: Sequence[str]) -> Article:
    """Return the article as the news of another day."""
    chance = random.Random(f"{day} {article.id}")

    def word(old: str) -> str:
        if old.isdigit():
            return str(int(old) + 1 + random.Random(f"{day} {old}").randrange(7 + int(old)))
        if old[0].isupper() and old[0] < "\u4e00":
            return renamed(old, day)
        return chance.choice(vocabulary) if old.isalpha() and chance.random() < 0.3 else old

    title = "".join(word(old) for old in words_of(article.title))
    text = "".join(word(old) for old in words_of(article.text))
    url = f"https://day{day}.example/{article.id}"
    return msgspec.structs.replace(article, id=digest(url, text), url=url, title=title, text=text)


def kit_of(path: Path) -> Kit:
    return Kit(plan(File(), origins=[path], at=datetime(2025, 12, 18, tzinfo=UTC)))


def articles_of(path: Path, days: int) -> list[Article]:
    first = read_articles(path, kit_of(path))
    vocabulary: dict[str, list[str]] = {}
    for language in {article.language for article in first}:
        mine = [article.text for article in first if article.language == language]
        vocabulary[language] = sorted(
            {w for text in mine for w in words_of(text) if w.isalpha() and not w[0].isupper()}
        )
    return first + [retold(a, day, vocabulary[a.language]) for day in range(1, days) for a in first]


@cache
def encoder() -> UseEmbedder:
    return UseEmbedder()


def placed_batch(batch: tuple[Article, ...]) -> list[Placed]:
    return list(embed(batch, encoder()))


def full_matrix(placed: Sequence[Placed]) -> Callable[[], object]:
    vectors = np.stack([np.frombuffer(place.vector, dtype="<f4") for place in placed]).astype(np.float64)
    if find_spec("sklearn"):
        from sklearn.cluster import AgglomerativeClustering  # type: ignore[import-not-found, unused-ignore]

        model = AgglomerativeClustering(n_clusters=None, metric="cosine", linkage="average", distance_threshold=0.56)
        return lambda: model.fit_predict(vectors)
    return lambda: fcluster(linkage(pdist(vectors, "cosine"), "average"), 0.56, "distance")


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def measure(path: Path, days: int, processes: int, with_baseline: bool) -> Measured:
    """Run one size; called in a process of its own."""
    articles = articles_of(path, days)
    names = kit_of(path).names
    start = time.perf_counter()
    marked = [value for value in dedupe(articles) if isinstance(value, Article)]
    deduped = time.perf_counter()
    batches = [tuple(marked[start : start + 64]) for start in range(0, len(marked), 64)]
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(placed_batch, [batches[0][:1]] * 2 * processes))  # the weights are read before the clock starts
        begun = time.perf_counter()
        placed = [place for batch in pool.map(placed_batch, batches) for place in batch]
        embedded = time.perf_counter()
    # The share of clustering that reads names, numbers and words; the baseline has no such part.
    list(cluster(placed[:1], names))  # dictionaries are read before the clock starts
    reading = timed(lambda: [read(place.article, names) for place in placed if place.article.copy_of is None])
    clustering = time.perf_counter()
    stories = list(cluster(placed, names))
    done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(
        articles=len(articles),
        stories=len(stories),
        dedupe=deduped - start,
        embed=embedded - begun,
        cluster=done - clustering,
        reading=reading,
        baseline=timed(full_matrix(placed)) if with_baseline else None,
        peak_mib=peak,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sizes", default="1,10,100")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3, help="at sizes up to 10; larger ones run once")
    options = parser.parse_args()
    library = "scikit-learn" if find_spec("sklearn") else "scipy"
    medians: list[Measured] = []
    heads = ("articles", "stories", "dedupe s", "embed s", "cluster s", "(reading)", "full matrix s", "peak MiB")
    print("".join(f"{head:>14}" for head in heads))
    for days in (int(size) for size in options.sizes.split(",")):
        runs = []
        for _ in range(options.repeats if days <= 10 else 1):
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
                runs.append(alone.submit(measure, options.articles, days, options.processes, days <= 10).result())
        baselines = [run.baseline for run in runs if run.baseline is not None]
        median = Measured(
            articles=runs[0].articles,
            stories=runs[0].stories,
            dedupe=statistics.median(run.dedupe for run in runs),
            embed=statistics.median(run.embed for run in runs),
            cluster=statistics.median(run.cluster for run in runs),
            reading=statistics.median(run.reading for run in runs),
            baseline=statistics.median(baselines) if baselines else None,
            peak_mib=max(run.peak_mib for run in runs),
        )
        medians.append(median)
        cells = [str(median.articles), str(median.stories)]
        cells += [f"{seconds:.2f}" for seconds in (median.dedupe, median.embed, median.cluster, median.reading)]
        cells += [f"{median.baseline:.2f}" if median.baseline is not None else "-", f"{median.peak_mib:.0f}"]
        print("".join(f"{cell:>14}" for cell in cells), flush=True)
    for small, large in pairwise(medians):
        scale = math.log(large.articles / small.articles)
        stages = {
            "dedupe": (small.dedupe, large.dedupe),
            "embed": (small.embed, large.embed),
            "cluster": (small.cluster, large.cluster),
        }
        orders = ", ".join(f"{name} n^{math.log(b / a) / scale:.2f}" for name, (a, b) in stages.items())
        print(f"order of growth {small.articles} -> {large.articles}: {orders}")
    for median in medians:
        if median.baseline is not None:
            linking = median.cluster - median.reading
            print(
                f"cluster / {library} full matrix at {median.articles}: {median.cluster / median.baseline:.2f}x,"
                f" without reading {linking / median.baseline:.2f}x"
            )
    print(json.dumps([msgspec.to_builtins(median) for median in medians]))


if __name__ == "__main__":
    main()
