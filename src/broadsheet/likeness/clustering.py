"""Placed articles -> groups that tell one event; and the same again, cheaply, when a few articles come.

Agglomeration (``linkage``) over the similarity of ``witnesses``, cut at one threshold.  A merge needs at least one pair
at or above the threshold, so the connected components of the pairs above it can be clustered one by one, and no n x n
matrix is built.

A clustering has a ``Background``: what it takes for usual, drawn from the articles that it began with (the mean vector
of each language, how rare each word is, the cells of the vectors, among whom neighbours are looked for).  What two
articles say of each other depends on the background and on the two alone.  So articles that come later are compared
with what is there, and only components that gain or lose a pair are clustered again: the result is that of clustering
all articles at once with this background.
Only the vectors, readings and pairs of articles are kept, never a judgement that a new article could overrule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.spatial.distance import squareform

from broadsheet.likeness.crowds import Crowds, crowding, crowds
from broadsheet.likeness.linkage import agglomerate, pieces
from broadsheet.likeness.neighbours import (
    GRID,
    Grid,
    Pairs,
    Rows,
    best,
    cells,
    centres,
    nearest,
    on_scale,
    probed,
    reached,
)
from broadsheet.likeness.reading import primary_language, read
from broadsheet.likeness.table import Floats, Ints, only, weighed
from broadsheet.likeness.witnesses import THRESHOLD, Counts, Witnesses, day_rarity, on_grid, shares
from broadsheet.text.names import NameTable
from broadsheet.types import Placed

SHRINKAGE = 10
"""Articles of a language that weigh as much as the embedder's own centring, when the day's mean is subtracted: a day of
one article keeps its vector, a day of hundreds is centred by itself.  Swept 8, 15, 30, 100 on the labelled days: F1
moves by less than 0.013; above 10, a day of a dozen articles on one beat runs together; 2026-11-22."""
RARE = 40
"""Articles that a name may stand in and still propose pairs by itself; commoner ones propose too many."""
FACTS_PROPOSE = 1.0
"""Sum of the rarities of the shared names and numbers from which a pair is compared, however far its vectors are."""
CHUNK = 16_384
"""Pairs of articles that are compared at once."""
MULTIPLIED = 1024
"""Pairs of vectors that are multiplied at once: 4 MB, which a processor keeps near; twice as fast as all of a chunk."""
MILLION = 1e6
"""Similarities have six decimals."""
SQUARE_KEPT = 30
"""Articles in a component of which the similarities are kept for the day that it grows."""
RENEWED = 0.2
"""Share of articles that may come after the background was drawn; from there on a new one is drawn."""

Codes = npt.NDArray[np.int64]


class Background(NamedTuple):
    """What a clustering takes for usual."""

    means: Mapping[str, npt.NDArray[np.float64]]
    counts: Counts
    centres: Grid
    crowds: Crowds
    articles: int


class Edges(NamedTuple):
    """Pairs (i < j) that were compared and are alike; ``named`` says that names proposed the pair, not only vectors."""

    i: Ints
    j: Ints
    alike: Floats
    named: npt.NDArray[np.bool_]


class Component(NamedTuple):
    """The groups of a component; of a large one the similarities of all pairs too, in millionths, as scipy condenses
    a square."""

    groups: tuple[tuple[int, ...], ...]
    alike: npt.NDArray[np.int32] | None = None


class Clustering(NamedTuple):
    """Articles and their groups.  Rows are in order of arrival; groups hold rows, each in the order of ids."""

    ids: tuple[str, ...]
    witnesses: Witnesses
    background: Background
    grid: Grid
    cell: Ints
    near: Pairs
    edges: Edges
    linked: Mapping[bytes, Component]
    """Each component by its rows."""

    @property
    def groups(self) -> Iterator[tuple[int, ...]]:
        """Every row in exactly one group."""
        for component in self.linked.values():
            yield from component.groups


def clustered(placed: Sequence[Placed], names: NameTable, background: Background | None = None) -> Clustering:
    """Cluster articles of different ids; ``background`` is drawn from them when it is not given."""
    placed = sorted(placed, key=lambda place: place.article.id)
    owners = [place.article.source.owner for place in placed]
    share = shares(owners)
    means = background.means if background else _means(placed, share)
    grid = _grid(placed, means)
    among = background.crowds if background else crowds(grid, _languages(placed) == "zh", owners, share)
    readings = (read(place.article, names) for place in placed)
    witnesses = Witnesses(
        readings, background.counts if background else None, share=share, crowded=crowding(grid, among)
    )
    ids = tuple(place.article.id for place in placed)
    background = background or Background(means, witnesses.counts, centres(grid), among, len(ids))
    cell = cells(grid, background.centres)
    rank = _ranks(ids)
    near = nearest(grid, rank, cell, probed(background.centres))
    named = _by_facts(witnesses, 0)
    edges = _edges(np.union1d(_codes(near[0], near[1]), named), named, grid, witnesses, THRESHOLD)
    return Clustering(ids, witnesses, background, grid, cell, near, edges, _linked(edges, grid, witnesses, rank, {}))


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
    more = _grid(fresh, before.background.means)
    grid = np.concatenate([before.grid, more])
    cell = np.concatenate([before.cell, cells(more, before.background.centres)])
    rank = _ranks(ids)
    first = len(before.ids)
    reach = reached(grid, before.near, rank, cell, probed(before.background.centres), first)
    moved = np.zeros(len(ids), dtype=bool)
    moved[reach[0]] = True
    stale = moved[before.near[0]]
    again = best(_both(_where(before.near, stale), reach), rank)
    near = _both(_where(before.near, ~stale), again)
    readings = (read(place.article, names) for place in fresh)
    crowded = crowding(more, before.background.crowds)
    witnesses = Witnesses(readings, before.background.counts, before.witnesses, crowded=crowded)
    named = _by_facts(witnesses, first)
    proposed = _codes(again[0], again[1])
    pairs = np.union1d(proposed[_ends(proposed)[1] >= first], named)
    lost = _lost(_codes(*_where(before.near, stale)[:2]), proposed, near)
    old = before.edges
    left = old.named | ~np.isin(old.i << 32 | old.j, lost)
    new = _edges(pairs, named, grid, witnesses, THRESHOLD)
    edges = Edges(*(np.concatenate([one[left], other]) for one, other in zip(old, new, strict=True)))
    linked = _linked(edges, grid, witnesses, rank, before.linked)
    return Clustering(ids, witnesses, before.background, grid, cell, near, edges, linked)


def _lost(before: Codes, proposed: Codes, near: Pairs) -> Codes:
    """Return the pairs of ``before`` that no row's neighbours hold any longer."""
    lost = np.setdiff1d(before, proposed, assume_unique=True)
    touched = np.zeros(int(near[0].max(initial=0)) + 1, dtype=bool)
    touched[np.concatenate(_ends(lost))] = True
    return np.setdiff1d(lost, _codes(*_where(near, touched[near[0]])[:2]), assume_unique=True)


# --- vectors ---------------------------------------------------------------------------------------------------------


def _vectors(placed: Sequence[Placed]) -> npt.NDArray[np.float32]:
    joined = np.frombuffer(b"".join(place.vector for place in placed), dtype="<f4")
    return joined.reshape(len(placed), len(joined) // max(1, len(placed)))


def _means(placed: Sequence[Placed], share: Floats) -> dict[str, npt.NDArray[np.float64]]:
    """Return what is subtracted from the vectors of each language; an article counts for its ``share``."""
    sums: dict[str, npt.NDArray[np.float64]] = {}
    spoken: dict[str, float] = {}
    for start in range(0, len(placed), CHUNK):
        some = placed[start : start + CHUNK]
        vectors = _vectors(some)
        languages = _languages(some)
        for language in set(languages.tolist()):
            held = (languages == language) & vectors.any(axis=1)
            of_rows = share[start : start + CHUNK][held]
            rows = vectors[held] * of_rows[:, None]
            if len(rows):  # added row by row, so that blocks change no sum
                above = sums.get(language, np.zeros(rows.shape[1]))
                sums[language] = np.concatenate([above[None], rows]).sum(axis=0, dtype=np.float64)
                spoken[language] = spoken.get(language, 0.0) + float(of_rows.sum())
    return {language: sums[language] / (spoken[language] + SHRINKAGE) for language in sorted(sums)}


def _grid(placed: Sequence[Placed], means: Mapping[str, npt.NDArray[np.float64]]) -> Grid:
    """Return the vectors, centred once more by the background's mean of each language, on the grid."""
    grid = np.empty((len(placed), len(placed[0].vector) // 4 if placed else 0), dtype=np.int16)
    for start in range(0, len(placed), CHUNK):
        some = placed[start : start + CHUNK]
        vectors = _vectors(some).astype(np.float64)
        spoken = vectors.any(axis=1)
        languages = _languages(some)
        for language, mean in means.items():
            vectors[(languages == language) & spoken] -= mean
        lengths = np.sqrt((vectors**2).sum(axis=1, keepdims=True))
        grid[start : start + CHUNK] = np.rint(GRID * vectors / np.where(lengths > 0, lengths, 1.0))
    return grid


def _languages(placed: Sequence[Placed]) -> npt.NDArray[np.str_]:
    return np.array([primary_language(place.article) for place in placed])


def _ranks(ids: Sequence[str]) -> Ints:
    """Return the place of each row in the order of ids."""
    rank = np.empty(len(ids), dtype=np.int64)
    rank[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    return rank


# --- pairs -----------------------------------------------------------------------------------------------------------


def _codes(row: Rows, column: Rows) -> Codes:
    """Return each pair of rows as one number, once, sorted."""
    codes = np.minimum(row, column).astype(np.int64)
    codes <<= 32
    codes |= np.maximum(row, column)
    codes.sort()
    return codes[np.concatenate([[True], codes[1:] != codes[:-1]])] if len(codes) else codes


def _ends(codes: Codes) -> tuple[Ints, Ints]:
    return codes >> 32, codes & 0xFFFFFFFF


def _where(pairs: Pairs, kept: npt.NDArray[np.bool_]) -> Pairs:
    row, column, product = pairs
    return row[kept], column[kept], product[kept]


def _both(one: Pairs, other: Pairs) -> Pairs:
    row, column, product = (np.concatenate([a, b]) for a, b in zip(one, other, strict=True))
    return row, column, product


def _by_facts(witnesses: Witnesses, first: int) -> Codes:
    """Return the pairs that share rare names and numbers worth ``FACTS_PROPOSE``, one of each from ``first`` on."""
    facts, counts = witnesses.record.tables.facts, witnesses.counts
    told = list(witnesses.record.vocabulary)
    weight = np.zeros(facts.shape[1])
    wanted = np.zeros(facts.shape[1], dtype=bool)
    for column in np.unique(facts.indices[facts.indptr[first] :]).tolist():
        held = counts.facts.get(told[column], 0)
        wanted[column] = held <= RARE
        weight[column] = on_grid(day_rarity(held, counts.rows))
    holds = only(facts, wanted).astype(np.float64)
    worth = weighed(holds, weight[holds.indices])
    holders = holds.T.tocsr()
    found = [np.zeros(0, dtype=np.int64)]
    for start in range(first, facts.shape[0], CHUNK):
        shared = coo_array(worth[start : start + CHUNK] @ holders)
        row, column = shared.row.astype(np.int64) + start, shared.col.astype(np.int64)
        kept = (shared.data >= FACTS_PROPOSE) & (row != column)
        found.append(_codes(row[kept], column[kept]))
    return np.unique(np.concatenate(found))


def _alike(grid: Grid, witnesses: Witnesses, i: Ints, j: Ints) -> Floats:
    """Return the similarity of each pair (i, j) of rows."""
    alike = np.empty(len(i))
    for start in range(0, len(i), CHUNK):
        a, b = i[start : start + CHUNK], j[start : start + CHUNK]
        cosines = np.empty(len(a))
        for at in range(0, len(a), MULTIPLIED):
            some = slice(at, at + MULTIPLIED)
            cosines[some] = np.einsum("ij,ij->i", on_scale(grid[a[some]]), on_scale(grid[b[some]]))
        alike[start : start + CHUNK] = witnesses.similarity(cosines / GRID**2, a, b)
    return alike


def _edges(pairs: Codes, named: Codes, grid: Grid, witnesses: Witnesses, least: float) -> Edges:
    """Compare the pairs; return those that are alike by ``least`` or more."""
    codes, degrees = [pairs[:0]], [np.zeros(0)]
    for start in range(0, len(pairs), CHUNK):
        some = pairs[start : start + CHUNK]
        alike = _alike(grid, witnesses, *_ends(some))
        kept = alike >= least
        codes.append(some[kept])
        degrees.append(alike[kept])
    found = np.concatenate(codes)
    return Edges(*_ends(found), np.concatenate(degrees), np.isin(found, named, assume_unique=True))


def likeness(made: Clustering, i: Ints, j: Ints) -> Floats:
    """Return the similarity of each pair (i, j) of rows of ``made``."""
    return _alike(made.grid, made.witnesses, i, j)


def edges_at(made: Clustering, least: float) -> Edges:
    """Return the pairs of rows that are neighbours, or share rare names, and are alike by ``least`` or more."""
    named = _by_facts(made.witnesses, 0)
    return _edges(np.union1d(_codes(*made.near[:2]), named), named, made.grid, made.witnesses, least)


# --- linkage ---------------------------------------------------------------------------------------------------------


def _linked(
    edges: Edges, grid: Grid, witnesses: Witnesses, rank: Ints, before: Mapping[bytes, Component]
) -> dict[bytes, Component]:
    """Return the components; those that ``before`` has are taken from there."""
    found: dict[bytes, Component] = {}
    changed: list[Ints] = []
    for piece in pieces(np.argsort(rank), edges.i, edges.j, edges.alike, THRESHOLD):
        key = piece.tobytes()
        if len(piece) == 1:
            found[key] = Component(((int(piece[0]),),))
        elif key in before:
            found[key] = before[key]
        else:
            changed.append(piece)
    known = _Squares(before, len(rank))
    for some in _batches([piece for piece in changed if len(piece) < SQUARE_KEPT]):
        corners = [np.triu_indices(len(piece), 1) for piece in some]
        i = np.concatenate([piece[a] for piece, (a, _) in zip(some, corners, strict=True)])
        j = np.concatenate([piece[b] for piece, (_, b) in zip(some, corners, strict=True)])
        alike = _alike(grid, witnesses, i, j)
        bounds = np.cumsum([len(a) for a, _ in corners])
        for piece, own in zip(some, np.split(alike, bounds[:-1]), strict=True):
            found[piece.tobytes()] = Component(_agglomerated(piece, own))
    for piece in changed:
        if len(piece) >= SQUARE_KEPT:
            a, b = np.triu_indices(len(piece), 1)
            alike, old = known.of(piece, a, b)
            new = np.flatnonzero(~old)
            alike[new] = _alike(grid, witnesses, piece[a[new]], piece[b[new]])
            square = np.rint(alike * MILLION).astype(np.int32)
            found[piece.tobytes()] = Component(_agglomerated(piece, alike), square)
    return found


class _Squares:
    """The similarities that large components of an earlier clustering have kept."""

    def __init__(self, before: Mapping[bytes, Component], rows: int) -> None:
        self._kept = [(key, one.alike) for key, one in before.items() if one.alike is not None]
        self._owner = np.full(rows, -1)
        self._place = np.zeros(rows, dtype=np.int64)
        for number, (key, _) in enumerate(self._kept):
            members = np.frombuffer(key, dtype=np.int64)
            self._owner[members] = number
            self._place[members] = np.arange(len(members))

    def of(self, piece: Ints, a: Ints, b: Ints) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Return the similarities of the pairs ``piece[a], piece[b]`` as far as one component has them, and which."""
        alike = np.zeros(len(a))
        owners = self._owner[piece]
        if not (owners >= 0).any():
            return alike, np.zeros(len(a), dtype=bool)
        number = int(np.bincount(owners[owners >= 0]).argmax())
        key, kept = self._kept[number]
        inside = owners == number
        old = inside[a] & inside[b]
        x, y = self._place[piece[a[old]]], self._place[piece[b[old]]]
        if kept is not None:
            alike[old] = kept[(len(key) // 8) * x - x * (x + 1) // 2 + y - x - 1] / MILLION
        return alike, old


def _agglomerated(piece: Ints, alike: Floats) -> tuple[tuple[int, ...], ...]:
    """Return the groups of a component."""
    groups = agglomerate(squareform(alike), THRESHOLD)
    return tuple(tuple(piece[group].tolist()) for group in groups)


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
