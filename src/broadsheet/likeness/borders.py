"""Where the rules are unsure, somebody who reads is asked: groups that may be one story, settled in a few rounds.

    clustering --sure--> groups --round--> pairs --ask--> same, other or silence --> groups --round--> ... --> groups

Two groups at ``SURE`` are one without a question, two below ``OPEN`` are two.  Between, each group asks about the group
that is most like it, all at once (as Borůvka's algorithm takes the nearest edge of every part); a yes joins, and those
joined ask again.  A no holds for whatever the two become part of.  What nobody was asked about, or nobody could say,
the rules decide as ever.  The same groups in any order of the articles.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from broadsheet.likeness.clustering import Clustering, Edges, edges_at, likeness
from broadsheet.likeness.linkage import BEST_WEIGHT, agglomerate, pieces
from broadsheet.likeness.table import Floats, Ints
from broadsheet.likeness.witnesses import REFUSED, THRESHOLD

OPEN, SURE = 0.14, 0.35
"""Between these likenesses of two groups a question is worth its price.  BCubed F1 on 2025-08-07 and 2024-05-14, and
questions, where every answer is right: 0.17-0.25 .882 .919, 32 and 45; 0.14-0.28 .912 .943, 68 and 81; 0.14-0.35 .944
.975, 125 and 131; 0.12-0.40 .955 .977, 178 and 162.  Where one answer of ten is wrong: .904 .934, and .907 .931 for the
last (``bench/matcher.py``); 2026-11-23."""
ROUNDS = 3
"""Rounds of questions: a fourth asked 4 and 0 of them on these days; 2026-11-23."""

Rows = tuple[int, ...]
Pair = tuple[int, int]
Ask = Callable[[Sequence[Pair]], Sequence[bool | None]]
"""Pairs of rows in; for each whether the two articles tell one event, None where nobody can say."""


class _Between(NamedTuple):
    """Pairs of groups (one < other) that have articles at ``OPEN``, and how alike the groups are."""

    one: Ints
    other: Ints
    alike: Floats


def settled(made: Clustering, ask: Ask, most: int) -> list[Rows]:
    """Return every row of ``made`` in exactly one group, each in the order of ids.

    ``ask`` is asked about ``most`` pairs at most, the likeliest of a round first; a pair is asked about once.
    """
    order = sorted(range(len(made.ids)), key=made.ids.__getitem__)
    edges = edges_at(made, OPEN)
    groups = _joined([(row,) for row in order], order, made, edges, SURE, ())
    apart: list[Pair] = []
    asked = 0
    for _ in range(ROUNDS):
        wanted = _wanted(groups, made, edges, apart)[: most - asked]
        if not wanted:
            break
        asked += len(wanted)
        said = list(zip(wanted, ask(wanted), strict=True))
        apart += [pair for pair, same in said if same is False]
        groups = _united(groups, [pair for pair, same in said if same])
    return _joined(groups, order, made, edges, THRESHOLD, apart)


# --- questions -------------------------------------------------------------------------------------------------------


def _wanted(groups: Sequence[Rows], made: Clustering, edges: Edges, apart: Collection[Pair]) -> list[Pair]:
    """Return for each group, with the group most like it, the two articles that speak for them: the likeliest first."""
    between = _compared(groups, made, edges, apart)
    taken: set[int] = set()
    speakers: dict[int, int] = {}
    found: list[Pair] = []
    for at in np.lexsort((between.other, between.one, -between.alike)).tolist():
        ends = int(between.one[at]), int(between.other[at])
        if between.alike[at] < OPEN:
            break
        if not taken.issuperset(ends):
            taken.update(ends)
            for group in ends:
                speakers.setdefault(group, _speaker(groups[group], made))
            found.append((speakers[ends[0]], speakers[ends[1]]))
    return found


def _speaker(group: Rows, made: Clustering) -> int:
    """Return the article that is most like the others of its group, of equals the first."""
    if len(group) < 3:
        return group[0]
    upper, lower = np.triu_indices(len(group), 1)
    rows = np.array(group)
    alike = likeness(made, rows[upper], rows[lower])
    total = np.bincount(upper, alike, len(group)) + np.bincount(lower, alike, len(group))
    return group[int(np.round(total, 6).argmax())]


def _compared(groups: Sequence[Rows], made: Clustering, edges: Edges, apart: Collection[Pair]) -> _Between:
    """Return how alike the groups are that hold an edge, but for those that are ``apart``: the mean of all pairs and
    the best of them, as in ``linkage``."""
    home = _homes(groups)
    a, b = home[edges.i], home[edges.j]
    count = len(groups)
    codes = np.unique((np.minimum(a, b) * count + np.maximum(a, b))[a != b])
    barred = [min(home[x], home[y]) * count + max(home[x], home[y]) for x, y in apart]
    one, other = np.divmod(np.setdiff1d(codes, np.array(barred, dtype=np.int64)), max(1, count))
    rows = [np.array(group) for group in groups]
    left, right = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for x, y in zip(one.tolist(), other.tolist(), strict=True):
        left.append(np.repeat(rows[x], len(rows[y])))
        right.append(np.tile(rows[y], len(rows[x])))
    alike = likeness(made, np.concatenate(left), np.concatenate(right))
    bounds = np.cumsum([len(part) for part in left])
    linked: Floats = np.zeros(len(one))
    for at, (start, stop) in enumerate(pairwise(bounds.tolist())):
        linked[at] = (1 - BEST_WEIGHT) * alike[start:stop].mean() + BEST_WEIGHT * alike[start:stop].max()
    return _Between(one, other, np.round(linked, 6))


def _homes(groups: Sequence[Rows]) -> npt.NDArray[np.int64]:
    """Return the number of the group of each row."""
    home = np.zeros(sum(map(len, groups)), dtype=np.int64)
    for number, group in enumerate(groups):
        home[list(group)] = number
    return home


# --- groups ----------------------------------------------------------------------------------------------------------


def _united(groups: Sequence[Rows], pairs: Iterable[Pair]) -> list[Rows]:
    """Return ``groups`` with those of each pair of rows in one."""
    home = _homes(groups)
    ends = [(int(home[a]), int(home[b])) for a, b in pairs]
    shape = (len(groups), len(groups))
    graph = coo_array((np.ones(len(ends)), ([a for a, _ in ends], [b for _, b in ends])), shape=shape)
    _, labels = connected_components(graph, directed=False)
    found: dict[int, Rows] = {}
    for group, label in zip(groups, labels.tolist(), strict=True):
        found[label] = (*found.get(label, ()), *group)
    return list(found.values())


def _joined(
    groups: Sequence[Rows],
    order: Sequence[int],
    made: Clustering,
    edges: Edges,
    threshold: float,
    apart: Collection[Pair],
) -> list[Rows]:
    """Return ``groups`` joined by the rules down to ``threshold``, but for those that hold rows that are ``apart``."""
    home = _homes(groups)
    place = {row: at for at, row in enumerate(order)}
    found: list[Rows] = []
    for piece in _pieces(groups, np.array(order), edges, threshold):
        inside = {int(row): at for at, row in enumerate(piece)}
        parts: dict[int, list[int]] = {}
        for row, at in inside.items():
            parts.setdefault(int(home[row]), []).append(at)
        if len(parts) == 1:
            found.append(tuple(int(row) for row in piece))
            continue
        a, b = np.triu_indices(len(piece), 1)
        square = squareform(likeness(made, piece[a], piece[b]))
        for x, y in apart:
            if x in inside and y in inside:
                square[inside[x], inside[y]] = square[inside[y], inside[x]] = REFUSED
        found += [tuple(piece[group].tolist()) for group in agglomerate(square, threshold, list(parts.values()))]
    return [tuple(sorted(group, key=place.__getitem__)) for group in found]


def _pieces(groups: Sequence[Rows], order: Ints, edges: Edges, threshold: float) -> Iterator[Ints]:
    """Yield rows that the rules may join at ``threshold``, whole groups in each piece."""
    links = [pair for group in groups for pair in pairwise(group)]
    at = edges.alike >= threshold
    i, j = (np.array([pair[end] for pair in links], dtype=np.int64) for end in (0, 1))
    held = np.full(len(links), np.inf)
    return pieces(
        order,
        np.concatenate([edges.i[at], i]),
        np.concatenate([edges.j[at], j]),
        np.concatenate([edges.alike[at], held]),
        threshold,
    )
