"""Similarities -> groups: agglomeration by the mean of all pairs and the best of them.

The mean alone (UPGMA) keeps out the article that tells the event from an odd angle and resembles but one other; the
best pair alone (single linkage) chains.  Both follow from those of the merged parts (Lance and Williams 1967), so a
merge costs one row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from broadsheet.likeness.table import Floats, Ints

LARGEST = 1500
"""Articles in a component that is clustered at once (9 MB of distances); a larger one is cut at a higher threshold."""
BEST_WEIGHT = 0.1
"""Share of the best pair in the likeness of two groups.  BCubed F1 at the threshold 0.23 on the reference edition,
2025-08-07, 2024-05-14 and the headlines: 0 gives .977 .838 .865 .961, 0.1 .977 .840 .869 .961, 0.2 .977 .840 .866 .946;
0.5, weights and threshold fitted on the other days, .961 .844 .866; 2026-11-22."""


def agglomerate(alike: Floats, threshold: float, parts: Sequence[Sequence[int]] = ()) -> list[list[int]]:
    """Return the groups of n items, each sorted, by their first item.

    ``alike`` is the n x n matrix of similarities, symmetric; it is used up.  With ``parts``, every item in one of them,
    they are where it begins; without, each item is a part.  The two most similar groups are merged, of
    equals those with the first items, until no two are at ``threshold``.  O(n^2) memory, O(n^2) time for n merges that
    each leave most nearest groups as they were, O(n^3) at worst.
    """
    count = len(alike)
    best = alike
    np.fill_diagonal(best, -np.inf)
    total = np.where(np.isfinite(best), best, 0.0)
    size = np.ones(count)
    members = [[item] for item in range(count)]
    if parts:
        members = [list(part) for part in parts]
        total = np.array([[total[np.ix_(one, other)].sum() for other in members] for one in members])
        best = np.array([[best[np.ix_(one, other)].max() for other in members] for one in members])
        np.fill_diagonal(best, -np.inf)
        np.fill_diagonal(total, 0.0)
        size = np.array([float(len(part)) for part in members])
        count = len(members)
    alive = np.ones(count, dtype=bool)
    linked = (1 - BEST_WEIGHT) * total / np.outer(size, size) + BEST_WEIGHT * best if parts else best.copy()
    nearest = linked.argmax(axis=1)
    height = linked[np.arange(count), nearest]
    while count > 1:
        one = int(height.argmax())
        if height[one] < threshold:
            break
        a, b = sorted((one, int(nearest[one])))
        total[a] += total[b]
        total[:, a] = total[a]
        np.maximum(best[a], best[b], out=best[a])
        best[:, a] = best[a]
        size[a] += size[b]
        members[a] += members[b]
        alive[b] = False
        row = (1 - BEST_WEIGHT) * total[a] / (size[a] * size) + BEST_WEIGHT * best[a]
        row[~alive] = -np.inf
        row[a] = -np.inf
        linked[a] = row
        linked[:, a] = row
        linked[b] = -np.inf
        linked[:, b] = -np.inf
        height[b] = -np.inf
        stale = alive & ((nearest == a) | (nearest == b))
        stale[a] = True
        for item in np.flatnonzero(stale).tolist():
            nearest[item] = linked[item].argmax()
            height[item] = linked[item, nearest[item]]
        closer = alive & ~stale & ((row > height) | ((row == height) & (a < nearest)))
        nearest[closer] = a
        height[closer] = row[closer]
    return [sorted(group) for group, lives in zip(members, alive.tolist(), strict=True) if lives]


def pieces(members: Ints, i: Ints, j: Ints, alike: Floats, threshold: float) -> Iterator[Ints]:
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
        yield from pieces(component, i[inside], j[inside], alike[inside], higher)
