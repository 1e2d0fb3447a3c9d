"""Broadsheet's clustering beside BERTopic and HDBSCAN, on the same vectors in the same run: quality and time.

    uv pip install hdbscan umap-learn plotly pandas scikit-learn tqdm pyyaml   # all but bertopic of the group ``bench``
    uv pip install --no-deps bertopic                             # its other needs serve encoders that are not used
    .venv/bin/python bench/cluster_peers.py [--days F.jsonl,...] [--stream 10000]

Each gets the vectors as ``embed`` gives them; those that read words get the title and the lead too.  An article that a
peer calls noise is a group of its own.  Peers run as their guides say, with two settings that events ask for: groups
may have two members, and of the sizes of neighbourhood swept the best for each input is shown, chosen by the gold (in
the peers' favour).  HDBSCAN takes the space as UMAP or PCA leaves it, with euclidean distances.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from broadsheet.config import Kit
from broadsheet.config_file import File
from broadsheet.evaluate import event_of, read_articles, score_partition
from broadsheet.likeness.clustering import clustered
from broadsheet.press import plan
from broadsheet.stages.dedupe import dedupe
from broadsheet.stages.embed import embed
from broadsheet.types import Article, Placed

from stream import desk_names, stream

Floats = npt.NDArray[np.float32]
Labels = Sequence[Hashable]

ROOT = Path(__file__).resolve().parent.parent
DAYS = (
    ROOT.parent / "shared/reference-edition/articles.jsonl",
    ROOT / "gates/days/2025-08-07/articles.jsonl",
    ROOT / "gates/days/2024-05-14/articles.jsonl",
)
NEIGHBOURS = (5, 15)
"""UMAP's, its default and a third of it: events have fewer members than topics."""
PCA_DIMENSIONS = (20, 50)


class Input(NamedTuple):
    """Originals of a day, their vectors and gold events."""

    name: str
    placed: list[Placed]
    events: list[Hashable]
    vectors: Floats

    @property
    def texts(self) -> list[str]:
        return [f"{place.article.title}\n{place.article.text[:400]}" for place in self.placed]


class Result(NamedTuple):
    """One method's labels and what they cost."""

    peer: str
    labels: Labels
    wall: float
    cpu: float


def _input(name: str, placed: Sequence[Placed], events: Sequence[Hashable]) -> Input:
    vectors = np.frombuffer(b"".join(place.vector for place in placed), dtype="<f4").reshape(len(placed), -1)
    return Input(name, list(placed), list(events), vectors)


def of_day(path: Path) -> Input:
    events = event_of(path)
    kit = Kit(plan(File(), origins=[path], at=datetime(2025, 12, 18, tzinfo=UTC)))
    articles = [value for value in dedupe(read_articles(path, kit)) if isinstance(value, Article)]
    placed = [p for p in embed(articles, kit.embedder) if p.article.copy_of is None and p.article.url.strip() in events]
    return _input(path.parent.name, placed, [events[place.article.url.strip()] for place in placed])


def of_stream(n: int) -> Input:
    told = list(stream(n))
    return _input(f"stream of {n}", [tell.placed for tell in told], [tell.event for tell in told])


def alone(labels: npt.NDArray[np.int64]) -> Labels:
    """Return the labels with noise (-1) each in a group of its own."""
    return [int(label) if label >= 0 else f"noise {at}" for at, label in enumerate(labels.tolist())]


def timed(peer: str, call: Callable[[], Labels]) -> Result:
    wall, cpu = time.perf_counter(), time.process_time()
    labels = call()
    return Result(peer, labels, time.perf_counter() - wall, time.process_time() - cpu)


def ours(day: Input) -> Labels:
    clustering = clustered(day.placed, desk_names())
    group_of = {clustering.ids[row]: number for number, group in enumerate(clustering.groups) for row in group}
    return [group_of[place.article.id] for place in day.placed]


def hdbscan_pca(day: Input, dimensions: int) -> Labels:
    from sklearn.cluster import HDBSCAN
    from sklearn.decomposition import PCA

    few = PCA(min(dimensions, len(day.placed) - 1), random_state=0).fit_transform(day.vectors)
    few /= np.maximum(np.linalg.norm(few, axis=1, keepdims=True), 1e-9)
    return alone(HDBSCAN(min_cluster_size=2, min_samples=1, copy=True).fit_predict(few))


def hdbscan_umap(day: Input, neighbours: int) -> Labels:
    from sklearn.cluster import HDBSCAN
    from umap import UMAP

    model = UMAP(n_neighbors=neighbours, n_components=5, min_dist=0.0, metric="cosine", random_state=0)
    return alone(HDBSCAN(min_cluster_size=2, min_samples=1, copy=True).fit_predict(model.fit_transform(day.vectors)))


def bertopic(day: Input, neighbours: int) -> Labels:
    from bertopic import BERTopic
    from umap import UMAP

    model = BERTopic(
        min_topic_size=2,
        umap_model=UMAP(n_neighbors=neighbours, n_components=5, min_dist=0.0, metric="cosine", random_state=0),
        calculate_probabilities=False,
    )
    return alone(np.array(model.fit_transform(day.texts, day.vectors)[0]))


def results(day: Input) -> Iterator[list[Result]]:
    """Yield the runs of each method, one a setting; methods that are not installed are told of and left out."""
    yield [timed("broadsheet", lambda: ours(day))]
    for peer, needs, method, settings in (
        ("PCA + HDBSCAN", ("sklearn",), hdbscan_pca, PCA_DIMENSIONS),
        ("UMAP + HDBSCAN", ("sklearn", "umap"), hdbscan_umap, NEIGHBOURS),
        ("BERTopic", ("bertopic", "umap", "hdbscan"), bertopic, NEIGHBOURS),
    ):
        if missing := [need for need in needs if find_spec(need) is None]:
            print(f"{peer}: left out, {', '.join(missing)} not installed (see the head of this file)")
            continue
        yield [timed(f"{peer} ({x})", partial(method, day, x)) for x in settings]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", default=",".join(map(str, DAYS)), help="labelled days, or nothing")
    parser.add_argument("--stream", type=int, default=10_000, help="articles of the synthetic stream; 0: none")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    days = [of_day(Path(path)) for path in options.days.split(",") if path]
    days += [of_stream(options.stream)] if options.stream else []
    if days:
        small = Input("", days[0].placed[:60], days[0].events[:60], days[0].vectors[:60])
        list(results(small))  # imports and compilers are done before the clock starts
    print(f"{'input':22}{'method':22}{'F1':>8}{'P':>8}{'R':>8}{'ARI':>8}{'groups':>8}{'wall s':>9}{'CPU s':>9}")
    for day in days:
        for runs in results(day):
            scores = [(score_partition(run.labels, day.events), run) for run in runs]
            score, run = max(scores, key=lambda pair: pair[0].f1)
            print(
                f"{day.name:22}{run.peer:22}{score.f1:8.4f}{score.precision:8.4f}{score.recall:8.4f}{score.rand:8.4f}"
                f"{score.predicted:8}{run.wall:9.2f}{run.cpu:9.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
