"""Placed -> Story: articles that tell one event, whatever their language.

Two articles are alike by three witnesses: their vectors (centred per language), the rare names and numbers that both
hold (the only witness that crosses into a language which the encoder does not know), and their words.  Vetoes then hold
what no average may overrule: two papers are two stories, a paper and the news of its subject are two stories unless the
news names the paper's own coinage, and two versions of one product are two stories.

Average linkage (UPGMA) over that similarity, cut at one threshold.  A merge needs at least one pair at or above the
threshold, so the connected components of the pairs above it can be clustered one by one, and no n x n matrix is built.

The same bytes from any machine: articles are sorted by id, and vectors are rounded to a grid of 1/2048 on which float32
dot products are exact integers, so that neither BLAS nor its threads can change a sum.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from broadsheet.feedback import Links, regrouped
from broadsheet.text.names import Mention, NameTable
from broadsheet.text.numbers import numbers
from broadsheet.text.papers import coinages, paper_keys, title_keys
from broadsheet.text.shingles import ENGLISH_FUNCTION_WORDS, fold, terms
from broadsheet.types import Article, Placed, Story, story_id

Floats = npt.NDArray[np.float64]
Grid = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

FACTS_WEIGHT = 0.3
WORDS_WEIGHT = 0.3
FACTS_ENOUGH = 2.0
"""Shared names and numbers, each weighed by its rarity in [0, 1], at which that witness is wholly convinced."""
THRESHOLD = 0.28
"""The four above were swept together on 2026-11-22: weights 0.1-0.4 and 0.2-0.5, enough 2-4, threshold 0.26-0.34, on
../shared/reference-edition (268 articles, 136 events) and ../shared/bench/headlines (120 titles, 30 events).  BCubed F1
is flat over the grid, 0.970-0.982 and 0.910-0.944; these values sit inside: 0.979 and 0.936, and at 10 % less and more
of the threshold 0.976 / 0.944 and 0.977 / 0.916.  Vectors and vetoes alone: 0.972 and 0.920; without vetoes 0.939."""
SHRINKAGE = 100
"""Articles of a language that weigh as much as the embedder's own centring, when the day's mean is subtracted: a day of
one article keeps its vector, a day of thousands is centred by itself.  Swept 20-1000: F1 moves by less than 0.005."""
SMOOTHING = 100
"""Articles assumed to have been read before today: on a small day no name looks common.  Swept 30-300: no change."""
LEAD = 400
"""Characters of the text in which names, numbers and words are read: what a story is about stands at its top.
Swept 200-1000: no change on the short texts of the reference input; reading costs most of this stage."""
COINED_BONUS = 0.1
"""How far above the threshold a paper and the news that names its coinage are put."""
REFUSED = -1000.0
"""Similarity of a pair that must never share a story: one such pair outweighs every other in any average."""
CONTRADICTED = 0.0
"""Highest similarity of a pair with a contradiction that a third article may still bridge."""
NEIGHBOURS = 40
"""Nearest vectors of an article that are compared in full."""
NEIGHBOUR_FLOOR = 0.05
RARE = 40
"""Articles that a name may stand in and still propose pairs by itself; commoner ones propose too many."""
LARGEST = 1500
"""Articles in a component that is clustered at once (9 MB of distances); a larger one is cut at a higher threshold."""
BLOCK = 512
CHUNK = 16_384
"""Rows of vectors and pairs of articles that are held in memory at once (32 MB each)."""
GRID = 2048.0
"""Unit vectors times 2^11, rounded: products sum to at most 2^22, so float32 (24 bits) adds them without error."""

Key = TypeVar("Key", str, tuple[str, ...])

_UNITS_OF_VERSION = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)*")
_VERSIONED_KINDS = frozenset({"model", "product", "chip"})


class _View(msgspec.Struct, frozen=True):
    """What the clustering sees of an article."""

    facts: frozenset[str]
    words: frozenset[str]
    versions: frozenset[tuple[str, ...]]
    keys: frozenset[str]
    is_paper: bool
    coined: frozenset[str]
    spoken: frozenset[str]


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


# --- reading ---------------------------------------------------------------------------------------------------------


def _view(article: Article, names: NameTable) -> _View:
    lead = article.text[:LEAD]
    both = f"{article.title}\n{lead}"
    mentions = names.mentions(both)
    facts: set[str] = set()
    for mention in mentions:
        # The words of a name, so that "DeSantis" meets "Peter DeSantis"; the whole only where it adds a version.
        units = _UNITS_OF_VERSION.findall(fold(mention.name))
        facts.update(
            word for word in units if len(word) > 1 and not word[0].isdigit() and word not in ENGLISH_FUNCTION_WORDS
        )
        if any(unit[0].isdigit() for unit in units):
            facts.add(" ".join(units))
    for number in numbers(both):
        if number.unit != "year":
            facts.add(f"{number.value.normalize():f} {number.unit}".rstrip())
    paper = paper_keys(article.url, article.source.outlet, article.title)
    keys = paper | title_keys(article.title)
    versions = frozenset(
        parts for mention in mentions if mention.end <= len(article.title) and len(parts := _version(mention)) > 1
    )
    words = terms(both)
    coined = coinages(article.title) if paper else frozenset[str]()
    return _View(frozenset(facts), words, versions, keys, bool(paper), coined, words | facts)


def _primary_language(article: Article) -> str:
    """Return ``zh`` for ``zh-Hant``."""
    return article.language.split("-", 1)[0].lower()


def _version(mention: Mention) -> tuple[str, ...]:
    """Return ("gemini", "3", "flash") for a versioned name, () for any other."""
    if mention.kind not in _VERSIONED_KINDS and mention.known:
        return ()
    parts = tuple(_UNITS_OF_VERSION.findall(fold(mention.name)))
    numbered = any(part[0].isdigit() for part in parts[1:])
    attached = mention.known or re.search(r"[^\W\d_][-]?\d", mention.name)
    return parts if numbered and attached else ()


# --- witnesses -------------------------------------------------------------------------------------------------------


class _Witnesses:
    """What the articles of a day say of each other, pair by pair; every matrix is sparse, one row an article."""

    def __init__(self, views: Sequence[_View]) -> None:
        self.facts = _weighed([view.facts for view in views], root=True)
        self._words = _weighed([view.words for view in views], root=False)
        self._words_length = np.sqrt(_sums(self._words.power(2)))
        self._is_paper = np.array([view.is_paper for view in views])
        self._keys = _incidence([view.keys for view in views])
        coined = frozenset[str]().union(*(view.coined for view in views))
        index = {name: i for i, name in enumerate(sorted(coined))}
        self._coined = _incidence([view.coined for view in views], index)
        self._spoken = _incidence([view.spoken & coined for view in views], index)
        versions = {
            version: i for i, version in enumerate(sorted(frozenset().union(*(view.versions for view in views))))
        }
        self._versions = _incidence([view.versions for view in views], versions)
        same, other = _version_relations(list(versions))
        self._versions_same = csr_array(self._versions @ same)
        self._versions_other = csr_array(self._versions @ other)

    def similarity(self, cosines: Floats, i: Ints, j: Ints) -> Floats:
        """Return the similarity of each pair (i, j), given the cosine of its vectors: at most 1, vetoes applied."""
        facts = np.minimum(1.0, _dot(self.facts, self.facts, i, j) / FACTS_ENOUGH)
        lengths = self._words_length[i] * self._words_length[j]
        words = _dot(self._words, self._words, i, j) / np.where(lengths > 0, lengths, 1.0)
        alike = (cosines + FACTS_WEIGHT * facts + WORDS_WEIGHT * words) / (1 + FACTS_WEIGHT + WORDS_WEIGHT)
        alike = np.round(alike, 6)
        papers = self._is_paper[i].astype(np.int64) + self._is_paper[j]
        same_work = _dot(self._keys, self._keys, i, j) > 0
        named = same_work | (_dot(self._coined, self._spoken, i, j) > 0) | (_dot(self._spoken, self._coined, i, j) > 0)
        alike = np.where(papers == 2, np.where(same_work, 1.0, REFUSED), alike)
        bonus = np.maximum(alike, THRESHOLD + COINED_BONUS)
        alike = np.where(papers == 1, np.where(named, bonus, np.minimum(alike, CONTRADICTED)), alike)
        other = _dot(self._versions_other, self._versions, i, j) > 0
        same = _dot(self._versions_same, self._versions, i, j) > 0
        return np.where(other & ~same & ~same_work, np.minimum(alike, CONTRADICTED), alike)


def _incidence(rows: Sequence[frozenset[Key]], index: Mapping[Key, int] | None = None) -> csr_array:
    columns = index if index is not None else {key: i for i, key in enumerate(sorted(frozenset[Key]().union(*rows)))}
    pairs = [(i, columns[key]) for i, row in enumerate(rows) for key in sorted(row)]
    where = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return csr_array(coo_array((np.ones(len(pairs)), (where[0], where[1])), shape=(len(rows), max(1, len(columns)))))


def _weighed(rows: Sequence[frozenset[str]], *, root: bool) -> csr_array:
    """Return the incidence matrix weighed by rarity: 1 for a key of one article, near 0 for a key of all.

    The frequencies are the day's own, smoothed (``SMOOTHING``).  ``root`` takes the square root, so that the dot
    product of two rows is the sum of the shared weights.
    """
    counts = Counter(key for row in rows for key in row)
    scale = math.log(len(rows) + SMOOTHING)
    keys = sorted(counts)
    weight = np.array(
        [max(0.0, math.log((len(rows) + SMOOTHING) / (counts[key] + 1)) / scale) for key in keys] or [0.0]
    )
    matrix = _incidence(rows, {key: i for i, key in enumerate(keys)})
    matrix.data = (np.sqrt(weight) if root else weight)[matrix.indices]
    return matrix


def _version_relations(versions: Sequence[tuple[str, ...]]) -> tuple[csr_array, csr_array]:
    """Return two 0/1 matrices over versioned names: one continues the other; both of a family, but contradictory."""
    families: dict[str, list[int]] = defaultdict(list)
    for i, version in enumerate(versions):
        families[version[0]].append(i)
    relations: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for members in families.values():
        for a in members:
            for b in members:
                shorter = min(len(versions[a]), len(versions[b]))
                relations[versions[a][:shorter] != versions[b][:shorter]].append((a, b))
    size = max(1, len(versions))
    made = []
    for pairs in relations:
        where = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        made.append(csr_array(coo_array((np.ones(len(pairs)), (where[0], where[1])), shape=(size, size))))
    return made[0], made[1]


def _dot(a: csr_array, b: csr_array, i: Ints, j: Ints) -> Floats:
    """Return the dot products of the rows ``a[i]`` and ``b[j]``."""
    if not len(i):
        return np.zeros(0)
    return _sums(a[i].multiply(b[j]))


def _sums(matrix: csr_array) -> Floats:
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()


# --- linkage ---------------------------------------------------------------------------------------------------------


def _groups(placed: Sequence[Placed], names: NameTable) -> Iterator[list[int]]:
    """Yield the groups of indices, each sorted."""
    if not placed:
        return
    grid = _grid(placed)
    witnesses = _Witnesses([_view(place.article, names) for place in placed])
    i, j, alike = _edges(grid, witnesses)
    for piece in _pieces(np.arange(len(placed)), i, j, alike, THRESHOLD):
        yield from _linked(piece, grid, witnesses)


def _grid(placed: Sequence[Placed]) -> Grid:
    """Return the vectors, centred once more by the day's own mean of each language, on the grid; one row an article."""
    vectors = np.stack([np.frombuffer(place.vector, dtype="<f4").astype(np.float64) for place in placed])
    spoken = vectors.any(axis=1)
    languages = np.array([_primary_language(place.article) for place in placed])
    centred = vectors.copy()
    for language in sorted(set(languages.tolist())):
        rows = (languages == language) & spoken
        count = int(rows.sum())
        if count:
            centred[rows] -= vectors[rows].sum(axis=0) / (count + SHRINKAGE)
    lengths = np.sqrt((centred**2).sum(axis=1, keepdims=True))
    return np.rint(GRID * centred / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)


def _edges(grid: Grid, witnesses: _Witnesses) -> tuple[Ints, Ints, Floats]:
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
    """Return the codes i * n + j (i < j) of the pairs that share rare facts worth at least half of enough."""
    counts = np.bincount(facts.indices, minlength=facts.shape[1])
    rare = facts[:, np.flatnonzero((counts > 1) & (counts <= RARE))]
    shared = coo_array(rare @ rare.T)
    kept = (shared.data >= FACTS_ENOUGH / 2) & (shared.row < shared.col)
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


def _linked(piece: Ints, grid: Grid, witnesses: _Witnesses) -> Iterator[list[int]]:
    """Yield the groups of one component by average linkage."""
    if len(piece) == 1:
        yield [int(piece[0])]
        return
    cosines = (grid[piece] @ grid[piece].T).astype(np.float64) / GRID**2
    a, b = np.triu_indices(len(piece), 1)
    alike = np.empty(len(a))
    for some in np.array_split(np.arange(len(a)), max(1, len(a) // CHUNK)):
        alike[some] = witnesses.similarity(cosines[a[some], b[some]], piece[a[some]], piece[b[some]])
    labels = fcluster(linkage(1.0 - alike, "average"), 1.0 - THRESHOLD, "distance")
    groups: dict[int, list[int]] = defaultdict(list)
    for member, label in zip(piece.tolist(), labels.tolist(), strict=True):
        groups[label].append(member)
    yield from groups.values()
