"""Placed articles -> groups that tell one event; and the same again, cheaply, when a few articles come.

Average linkage (UPGMA) over the similarity of ``witnesses``, cut at one threshold.  A merge needs at least one pair at
or above the threshold, so the connected components of the pairs above it can be clustered one by one, and no n x n
matrix is built.

A clustering has a ``Background``: what it takes for usual, drawn from the articles that it began with (the mean vector
of each language, how rare each word is, the cells of the vectors).  What two articles say of each other depends on the
background and on the two alone.  So articles that come later are compared with what is there, and only components that
gain or lose a pair are clustered again: the result is that of clustering all articles at once with this background.
Only the vectors, readings and pairs of articles are kept, never a judgement that a new article could overrule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from broadsheet.likeness.neighbours import GRID, Grid, Pairs, best, cells, centres, nearest, probed, reached
from broadsheet.likeness.reading import Reading, primary_language, read
from broadsheet.likeness.witnesses import THRESHOLD, Counts, Floats, Ints, Witnesses, count, day_rarity, on_grid
from broadsheet.text.names import NameTable
from broadsheet.types import Placed

SHRINKAGE = 100
"""Articles of a language that weigh as much as the embedder's own centring, when the day's mean is subtracted: a day of
one article keeps its vector, a day of thousands is centred by itself.  Swept 20, 50, 100, 300, 1000 on three labelled
days, 2026-11-22: F1 moves by less than 0.006, but for the headlines, which lose 0.017 from 300 on."""
RARE = 40
"""Articles that a name may stand in and still propose pairs by itself; commoner ones propose too many."""
FACTS_PROPOSE = 1.0
"""Sum of the rarities of the shared names and numbers from which a pair is compared, however far its vectors are."""
LARGEST = 1500
"""Articles in a component that is clustered at once (9 MB of distances); a larger one is cut at a higher threshold."""
CHUNK = 16_384
"""Pairs of articles that are compared at once (32 MB of vectors)."""
RENEWED = 0.2
"""Share of articles that may come after the background was drawn; from there on a new one is drawn."""

Codes = npt.NDArray[np.int64]


class Background(NamedTuple):
    """What a clustering takes for usual."""

    means: Mapping[str, npt.NDArray[np.float64]]
    counts: Counts
    centres: Grid
    articles: int


class Edges(NamedTuple):
    """Pairs (i < j) that were compared and are alike; ``named`` says that names proposed the pair, not only vectors."""

    i: Ints
    j: Ints
    alike: Floats
    named: npt.NDArray[np.bool_]


class Clustering(NamedTuple):
    """Articles and their groups.  Rows are in order of arrival; groups hold rows, each in the order of ids."""

    ids: tuple[str, ...]
    readings: tuple[Reading, ...]
    background: Background
    grid: Grid
    cell: Ints
    near: Pairs
    edges: Edges
    linked: Mapping[bytes, tuple[tuple[int, ...], ...]]
    """The groups of each component, by its rows."""

    @property
    def groups(self) -> Iterator[tuple[int, ...]]:
        """Every row in exactly one group."""
        for groups in self.linked.values():
            yield from groups


def clustered(placed: Sequence[Placed], names: NameTable, background: Background | None = None) -> Clustering:
    """Cluster articles of different ids; ``background`` is drawn from them when it is not given."""
    placed = sorted(placed, key=lambda place: place.article.id)
    readings = tuple(read(place.article, names) for place in placed)
    return _clustered(placed, readings, background)


def extended(before: Clustering, fresh: Sequence[Placed], names: NameTable) -> Clustering:
    """Return ``before`` with some articles more: what ``clustered`` says of all, with the background of ``before``.

    Articles that are there already are left out.  When more than ``RENEWED`` of the articles are later than the
    background, ``ValueError`` asks for a new one: ``clustered`` over all.
    """
    known = set(before.ids)
    fresh = sorted((place for place in fresh if place.article.id not in known), key=lambda place: place.article.id)
    if not fresh:
        return before
    ids = (*before.ids, *(place.article.id for place in fresh))
    if len(ids) > (1 + RENEWED) * max(1, before.background.articles):
        raise ValueError(f"a background of {before.background.articles} articles is too old for {len(ids)}")
    readings = (*before.readings, *(read(place.article, names) for place in fresh))
    grid = np.concatenate([before.grid, _grid(fresh, before.background.means)])
    cell = np.concatenate([before.cell, cells(grid[-len(fresh) :], before.background.centres)])
    rank = _ranks(ids)
    first = len(before.ids)
    reach = reached(grid, len(fresh), cell, probed(before.background.centres))
    moved = np.zeros(len(ids), dtype=bool)
    moved[reach[0]] = True
    stale = moved[before.near[0]]
    again = best(_both(_where(before.near, stale), reach), rank)
    near = _both(_where(before.near, ~stale), again)
    named = _by_facts(readings, before.background.counts, first)
    indexed = _Indexed(readings, before.background.counts, whole=False)
    proposed = _codes(again[0], again[1])
    pairs = np.union1d(proposed[_ends(proposed)[1] >= first], named)
    lost = _lost(_codes(*_where(before.near, stale)[:2]), proposed, near)
    old = before.edges
    left = old.named | ~np.isin(old.i << 32 | old.j, lost)
    new = _edges(pairs, named, grid, indexed)
    edges = Edges(*(np.concatenate([one[left], other]) for one, other in zip(old, new, strict=True)))
    linked = _linked(edges, grid, indexed, rank, before.linked)
    return Clustering(ids, readings, before.background, grid, cell, near, edges, linked)


def _clustered(placed: Sequence[Placed], readings: tuple[Reading, ...], background: Background | None) -> Clustering:
    ids = tuple(place.article.id for place in placed)
    means = background.means if background else _means(placed)
    grid = _grid(placed, means)
    background = background or Background(means, count(readings), centres(grid), len(ids))
    cell = cells(grid, background.centres)
    rank = _ranks(ids)
    near = nearest(grid, rank, cell, probed(background.centres))
    named = _by_facts(readings, background.counts, 0)
    indexed = _Indexed(readings, background.counts, whole=True)
    edges = _edges(np.union1d(_codes(near[0], near[1]), named), named, grid, indexed)
    return Clustering(ids, readings, background, grid, cell, near, edges, _linked(edges, grid, indexed, rank, {}))


def _lost(before: Codes, proposed: Codes, near: Pairs) -> Codes:
    """Return the pairs of ``before`` that no row's neighbours hold any longer."""
    lost = np.setdiff1d(before, proposed, assume_unique=True)
    touched = np.zeros(int(near[0].max(initial=0)) + 1, dtype=bool)
    touched[np.concatenate(_ends(lost))] = True
    return np.setdiff1d(lost, _codes(*_where(near, touched[near[0]])[:2]), assume_unique=True)


# --- vectors ---------------------------------------------------------------------------------------------------------


def _vectors(placed: Sequence[Placed]) -> Grid:
    joined = np.frombuffer(b"".join(place.vector for place in placed), dtype="<f4")
    return joined.reshape(len(placed), len(joined) // max(1, len(placed)))


def _means(placed: Sequence[Placed]) -> dict[str, npt.NDArray[np.float64]]:
    """Return what is subtracted from the vectors of each language."""
    vectors = _vectors(placed)
    spoken = vectors.any(axis=1)
    languages = np.array([primary_language(place.article) for place in placed])
    found: dict[str, npt.NDArray[np.float64]] = {}
    for language in sorted(set(languages.tolist())):
        rows = (languages == language) & spoken
        if rows.any():
            found[language] = vectors[rows].sum(axis=0, dtype=np.float64) / (int(rows.sum()) + SHRINKAGE)
    return found


def _grid(placed: Sequence[Placed], means: Mapping[str, npt.NDArray[np.float64]]) -> Grid:
    """Return the vectors, centred once more by the background's mean of each language, on the grid."""
    grid = np.empty((len(placed), len(placed[0].vector) // 4 if placed else 0), dtype=np.float32)
    for start in range(0, len(placed), CHUNK):
        some = placed[start : start + CHUNK]
        vectors = _vectors(some).astype(np.float64)
        spoken = vectors.any(axis=1)
        languages = np.array([primary_language(place.article) for place in some])
        for language, mean in means.items():
            vectors[(languages == language) & spoken] -= mean
        lengths = np.sqrt((vectors**2).sum(axis=1, keepdims=True))
        grid[start : start + CHUNK] = np.rint(GRID * vectors / np.where(lengths > 0, lengths, 1.0))
    return grid


def _ranks(ids: Sequence[str]) -> Ints:
    """Return the place of each row in the order of ids."""
    rank = np.empty(len(ids), dtype=np.int64)
    rank[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    return rank


# --- pairs -----------------------------------------------------------------------------------------------------------


def _codes(row: Ints, column: Ints) -> Codes:
    """Return each pair of rows as one number, once, sorted."""
    return np.unique(np.minimum(row, column) << 32 | np.maximum(row, column))


def _ends(codes: Codes) -> tuple[Ints, Ints]:
    return codes >> 32, codes & 0xFFFFFFFF


def _where(pairs: Pairs, kept: npt.NDArray[np.bool_]) -> Pairs:
    row, column, product = pairs
    return row[kept], column[kept], product[kept]


def _both(one: Pairs, other: Pairs) -> Pairs:
    row, column, product = (np.concatenate([a, b]) for a, b in zip(one, other, strict=True))
    return row, column, product


def _by_facts(readings: Sequence[Reading], counts: Counts, first: int) -> Codes:
    """Return the pairs that share rare names and numbers worth ``FACTS_PROPOSE``, one of each from ``first`` on."""
    total = sum(counts.articles.values())
    wanted = {fact for reading in readings[first:] for fact in reading.facts if counts.facts.get(fact, 0) <= RARE}
    place = {fact: at for at, fact in enumerate(sorted(wanted))}
    held = [[place[fact] for fact in reading.facts & wanted] for reading in readings]
    ends = np.cumsum([0, *map(len, held)])
    columns = np.array([at for row in held for at in row], dtype=np.int64)
    shape = (len(readings), max(1, len(place)))
    holds = csr_array((np.ones(len(columns)), columns, ends), shape=shape)
    weight = np.array([on_grid(day_rarity(counts.facts.get(fact, 0), total)) for fact in place])
    weighed = csr_array((weight[columns] if len(columns) else np.zeros(0), columns, ends), shape=shape)
    shared = coo_array(weighed[first:] @ holds.T)
    row, column = shared.row.astype(np.int64) + first, shared.col.astype(np.int64)
    kept = (shared.data >= FACTS_PROPOSE) & (row != column)
    return _codes(row[kept], column[kept])


def _alike(grid: Grid, witnesses: Witnesses, rows: Ints, i: Ints, j: Ints) -> Floats:
    """Return the similarity of each pair (i, j) of rows; ``witnesses`` speak of ``rows``, which are sorted."""
    alike = np.empty(len(i))
    for start in range(0, len(i), CHUNK):
        a, b = i[start : start + CHUNK], j[start : start + CHUNK]
        cosines = np.einsum("ij,ij->i", grid[a], grid[b]).astype(np.float64) / GRID**2
        alike[start : start + CHUNK] = witnesses.similarity(cosines, np.searchsorted(rows, a), np.searchsorted(rows, b))
    return alike


def _edges(pairs: Codes, named: Codes, grid: Grid, indexed: _Indexed) -> Edges:
    """Compare the pairs; return those that are alike."""
    i, j = _ends(pairs)
    alike = _alike(grid, *indexed.over(i, j), i, j)
    kept = alike >= THRESHOLD
    return Edges(i[kept], j[kept], alike[kept], np.isin(pairs[kept], named, assume_unique=True))


class _Indexed:
    """Makes witnesses over the rows that are asked for, or keeps those over all rows at hand."""

    def __init__(self, readings: Sequence[Reading], counts: Counts, whole: bool) -> None:
        self._readings = readings
        self._counts = counts
        self._whole = (Witnesses(readings, counts), np.arange(len(readings))) if whole else None

    def over(self, *rows: Ints) -> tuple[Witnesses, Ints]:
        """Return witnesses that speak of ``rows``, and these rows, sorted."""
        if self._whole:
            return self._whole
        some = np.unique(np.concatenate(rows))
        return Witnesses([self._readings[row] for row in some.tolist()], self._counts), some


# --- linkage ---------------------------------------------------------------------------------------------------------


def _linked(
    edges: Edges, grid: Grid, indexed: _Indexed, rank: Ints, before: Mapping[bytes, tuple[tuple[int, ...], ...]]
) -> dict[bytes, tuple[tuple[int, ...], ...]]:
    """Return the groups of each component; those that ``before`` has are taken from there."""
    found: dict[bytes, tuple[tuple[int, ...], ...]] = {}
    changed: list[Ints] = []
    for piece in _pieces(np.argsort(rank), edges.i, edges.j, edges.alike, THRESHOLD):
        key = piece.tobytes()
        if len(piece) == 1:
            found[key] = ((int(piece[0]),),)
        elif key in before:
            found[key] = before[key]
        else:
            changed.append(piece)
    if changed:
        witnesses, rows = indexed.over(*changed)
        for some in _batches(changed):
            found.update(_agglomerated(some, grid, witnesses, rows))
    return found


def _batches(pieces: Sequence[Ints]) -> Iterator[list[Ints]]:
    """Yield the pieces some at a time: about ``CHUNK`` pairs, for asking about few costs as much as about many."""
    some: list[Ints] = []
    pairs = 0
    for piece in pieces:
        some.append(piece)
        pairs += len(piece) * (len(piece) - 1) // 2
        if pairs >= CHUNK:
            yield some
            some, pairs = [], 0
    if some:
        yield some


def _agglomerated(
    pieces: Sequence[Ints], grid: Grid, witnesses: Witnesses, rows: Ints
) -> Iterator[tuple[bytes, tuple[tuple[int, ...], ...]]]:
    """Yield the groups of some components by average linkage."""
    corners = [np.triu_indices(len(piece), 1) for piece in pieces]
    i = np.concatenate([piece[a] for piece, (a, _) in zip(pieces, corners, strict=True)])
    j = np.concatenate([piece[b] for piece, (_, b) in zip(pieces, corners, strict=True)])
    apart = 1.0 - _alike(grid, witnesses, rows, i, j)
    start = 0
    for piece, (a, _) in zip(pieces, corners, strict=True):
        distances = apart[start : start + len(a)]
        start += len(a)
        labels = fcluster(linkage(distances, "average"), 1.0 - THRESHOLD, "distance")
        groups: dict[int, list[int]] = defaultdict(list)
        for member, label in zip(piece.tolist(), labels.tolist(), strict=True):
            groups[label].append(member)
        yield piece.tobytes(), tuple(tuple(group) for group in groups.values())


def _pieces(members: Ints, i: Ints, j: Ints, alike: Floats, threshold: float) -> Iterator[Ints]:
    """Yield the connected components of ``members``, each in their order; one larger than ``LARGEST`` is cut at ever
    higher thresholds."""
    place = np.zeros(int(members.max(initial=0)) + 1, dtype=np.int64)
    place[members] = np.arange(len(members))
    graph = coo_array((np.ones(len(i)), (place[i], place[j])), shape=(len(members), len(members)))
    count_, labels = connected_components(graph, directed=False)
    order = np.argsort(labels, kind="stable")
    bounds = np.searchsorted(labels[order], np.arange(count_ + 1))
    for start, stop in pairwise(bounds.tolist()):
        component = members[order[start:stop]]
        if len(component) <= LARGEST:
            yield component
            continue
        higher = threshold + 0.02
        inside = np.isin(i, component) & (alike >= higher)
        yield from _pieces(component, i[inside], j[inside], alike[inside], higher)
