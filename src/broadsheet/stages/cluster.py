"""Placed -> Story: articles that tell one event, whatever their language.

How alike two articles are is said in ``likeness``: by their vectors (centred per language), by the words, names and
numbers that both hold, and by vetoes.

Agglomeration over that similarity (``likeness.linkage``), cut at one threshold.  A merge needs at least one pair at or
above the threshold, so the connected components of the pairs above it can be clustered one by one, and no n x n matrix
is built.

The same bytes from any machine: articles are sorted by id, and vectors are rounded to a grid of 1/2048 on which float32
dot products are exact integers, so that neither BLAS nor its threads can change a sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from broadsheet.feedback import Links, regrouped
from broadsheet.likeness.linkage import agglomerate
from broadsheet.likeness.reading import primary_language, read
from broadsheet.likeness.witnesses import THRESHOLD, Floats, Ints, Witnesses
from broadsheet.text.names import NameTable
from broadsheet.types import Article, Placed, Story, story_id

Grid = npt.NDArray[np.float32]

SHRINKAGE = 10
"""Articles of a language that weigh as much as the embedder's own centring, when the day's mean is subtracted: a day of
one article keeps its vector, a day of hundreds is centred by itself.  Swept 8, 15, 30, 100 on the labelled days: F1
moves by less than 0.013; above 10, a day of a dozen articles on one beat runs together; 2026-11-22."""
NEIGHBOURS = 40
"""Nearest vectors of an article that are compared in full."""
NEIGHBOUR_FLOOR = 0.05
RARE = 40
"""Articles that a name may stand in and still propose pairs by itself; commoner ones propose too many."""
FACTS_PROPOSE = 1.0
"""Sum of the rarities of the shared names and numbers from which a pair is compared, however far its vectors are."""
LARGEST = 1500
"""Articles in a component that is clustered at once (9 MB of distances); a larger one is cut at a higher threshold."""
BLOCK = 512
CHUNK = 16_384
"""Rows of vectors and pairs of articles that are held in memory at once (32 MB each)."""
GRID = 2048.0
"""Unit vectors times 2^11, rounded: products sum to at most 2^22, so float32 (24 bits) adds them without error."""


def cluster(placed: Sequence[Placed], names: NameTable, links: Links = Links()) -> Iterator[Story]:  # noqa: B008
    """Yield the stories of the day, largest first, then by id; every article is in exactly one.

    Copies follow their original.  ``links`` are an editor's word on which articles belong together, and override all
    that this stage finds.  The first article of a story represents it (see ``_representative``), the rest follow
    by time, then id.
    """
    by_id = {place.article.id: place for place in placed}
    ordered = [by_id[key] for key in sorted(by_id)]
    followers: dict[str, list[Article]] = defaultdict(list)
    heads: list[Placed] = []
    for place in ordered:
        if place.article.copy_of in by_id:
            followers[str(place.article.copy_of)].append(place.article)
        else:
            heads.append(place)
    told: list[list[Article]] = []
    for group in _groups(heads, names):
        members = [heads[i].article for i in group]
        told.append(members + [copy for article in members for copy in followers[article.id]])
    stories = [_story(members) for members in (_linked_by_hand(told, links) if links else told)]
    yield from sorted(stories, key=lambda story: (-len(story.articles), story.id))


def _linked_by_hand(told: Sequence[Sequence[Article]], links: Links) -> list[list[Article]]:
    """Return the groups as an editor wants them; articles of one address go together."""
    at: dict[str, list[Article]] = {}
    groups: list[list[str]] = []
    for group in told:
        groups.append(list(dict.fromkeys(article.url for article in group if article.url not in at)))
        for article in group:
            at.setdefault(article.url, []).append(article)
    wanted = regrouped([group for group in groups if group], links)
    return [[article for address in group for article in at[address]] for group in wanted]


# --- the story -------------------------------------------------------------------------------------------------------


def _story(members: Iterable[Article]) -> Story:
    by_time = sorted(members, key=lambda a: (a.published is None, a.published, a.id))
    first = min(by_time, key=_representative)
    articles = (first, *(article for article in by_time if article is not first))
    return Story(id=story_id(articles), articles=articles)


def _representative(article: Article) -> tuple[object, ...]:
    """Return the sort key of the article that speaks for its story: an original with a title and a text, from a primary
    source, then the desk's most trusted, then the earliest, then the one that tells most."""
    return (
        article.copy_of is not None,
        not article.title.strip(),
        not article.text.strip(),
        not article.source.primary,
        -article.source.weight,
        article.published is None,
        article.published,
        -len(article.text),
        article.id,
    )


# --- linkage ---------------------------------------------------------------------------------------------------------


def _groups(placed: Sequence[Placed], names: NameTable) -> Iterator[list[int]]:
    """Yield the groups of indices, each sorted."""
    if not placed:
        return
    grid = _grid(placed)
    witnesses = Witnesses([read(place.article, names) for place in placed])
    i, j, alike = _edges(grid, witnesses)
    for piece in _pieces(np.arange(len(placed)), i, j, alike, THRESHOLD):
        yield from _linked(piece, grid, witnesses)


def _grid(placed: Sequence[Placed]) -> Grid:
    """Return the vectors, centred once more by the day's own mean of each language, on the grid; one row an article."""
    vectors = np.stack([np.frombuffer(place.vector, dtype="<f4").astype(np.float64) for place in placed])
    spoken = vectors.any(axis=1)
    languages = np.array([primary_language(place.article) for place in placed])
    centred = vectors.copy()
    for language in sorted(set(languages.tolist())):
        rows = (languages == language) & spoken
        count = int(rows.sum())
        if count:
            centred[rows] -= vectors[rows].sum(axis=0) / (count + SHRINKAGE)
    lengths = np.sqrt((centred**2).sum(axis=1, keepdims=True))
    return np.rint(GRID * centred / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)


def _edges(grid: Grid, witnesses: Witnesses) -> tuple[Ints, Ints, Floats]:
    """Return the pairs (i < j) at or above the threshold among near neighbours and sharers of rare facts."""
    n = len(grid)
    codes = [_by_facts(witnesses.facts, n)]
    for start in range(0, n, BLOCK):
        block = grid[start : start + BLOCK] @ grid.T
        rows = np.arange(len(block))
        block[rows, start + rows] = -np.inf
        k = min(NEIGHBOURS, n - 1)
        if k:
            nearest = np.sort(np.argpartition(-block, k - 1, axis=1)[:, :k], axis=1)
            row = np.repeat(rows, k)
            column = nearest.ravel()
            near = block[row, column] >= NEIGHBOUR_FLOOR * GRID**2
            a, b = row[near] + start, column[near]
            codes.append(np.minimum(a, b) * n + np.maximum(a, b))
    pairs = np.unique(np.concatenate(codes))
    found: list[tuple[Ints, Ints, Floats]] = []
    for some in np.array_split(pairs, max(1, len(pairs) // CHUNK)):
        i, j = some // n, some % n
        alike = witnesses.similarity(np.einsum("ij,ij->i", grid[i], grid[j]).astype(np.float64) / GRID**2, i, j)
        kept = alike >= THRESHOLD
        found.append((i[kept], j[kept], alike[kept]))
    i, j, alike = (np.concatenate([part[k] for part in found]) for k in range(3))
    return i, j, alike


def _by_facts(facts: csr_array, n: int) -> Ints:
    """Return the codes i * n + j (i < j) of the pairs that share rare facts worth at least ``FACTS_PROPOSE``."""
    counts = np.bincount(facts.indices, minlength=facts.shape[1])
    rare = facts[:, np.flatnonzero((counts > 1) & (counts <= RARE))]
    shared = coo_array(rare @ rare.T)
    kept = (shared.data >= FACTS_PROPOSE) & (shared.row < shared.col)
    return shared.row[kept].astype(np.int64) * n + shared.col[kept].astype(np.int64)


def _pieces(members: Ints, i: Ints, j: Ints, alike: Floats, threshold: float) -> Iterator[Ints]:
    """Yield the connected components of ``members``; one larger than ``LARGEST`` is cut at ever higher thresholds."""
    place = {int(member): at for at, member in enumerate(members)}
    rows = np.array([place[int(x)] for x in i], dtype=np.int64)
    columns = np.array([place[int(x)] for x in j], dtype=np.int64)
    graph = coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(members), len(members)))
    count, labels = connected_components(graph, directed=False)
    order = np.argsort(labels, kind="stable")
    bounds = np.searchsorted(labels[order], np.arange(count + 1))
    for start, stop in pairwise(bounds.tolist()):
        component = members[order[start:stop]]
        if len(component) <= LARGEST:
            yield component
            continue
        higher = threshold + 0.02
        inside = np.isin(i, component) & (alike >= higher)
        yield from _pieces(component, i[inside], j[inside], alike[inside], higher)


def _linked(piece: Ints, grid: Grid, witnesses: Witnesses) -> Iterator[list[int]]:
    """Yield the groups of one component by average linkage."""
    if len(piece) == 1:
        yield [int(piece[0])]
        return
    cosines = (grid[piece] @ grid[piece].T).astype(np.float64) / GRID**2
    a, b = np.triu_indices(len(piece), 1)
    alike = np.empty(len(a))
    for some in np.array_split(np.arange(len(a)), max(1, len(a) // CHUNK)):
        alike[some] = witnesses.similarity(cosines[a[some], b[some]], piece[a[some]], piece[b[some]])
    for group in agglomerate(squareform(alike), THRESHOLD):
        yield [int(piece[member]) for member in group]
