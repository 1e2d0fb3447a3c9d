"""Scores of the judgement stages against gold, for ``broadsheet eval`` and the gates.

A clustering is scored by BCubed (Bagga and Baldwin 1998; the element-wise measure that Amigo et al. 2009 recommend):
precision is the share of an article's story that tells its event, recall the share of its event that its story holds,
both averaged over articles.  The adjusted Rand index (Hubert and Arabie 1985) counts pairs, less what chance gives.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import combinations
from math import log
from pathlib import Path

import msgspec

from broadsheet.config import Kit
from broadsheet.config_file import File
from broadsheet.decode import decode_json
from broadsheet.errors import UsageError
from broadsheet.feedback import Links
from broadsheet.ports import Embedder
from broadsheet.press import plan, with_cache
from broadsheet.stages.cluster import cluster, cluster_asking
from broadsheet.stages.collect import collect
from broadsheet.stages.dedupe import dedupe
from broadsheet.stages.embed import embed
from broadsheet.stages.extract import extract
from broadsheet.text.names import NameTable
from broadsheet.types import Article, Count, Failure, Item, Source, Story, Window


class Partition(msgspec.Struct, frozen=True, kw_only=True):
    """How well a partition agrees with the gold one; every share in [0, 1]."""

    items: int
    predicted: int
    gold: int
    precision: float
    recall: float
    f1: float
    pairs_precision: float
    pairs_recall: float
    pairs_f1: float
    v_measure: float
    rand: float

    def figures(self) -> dict[str, str]:
        """Return label -> figure, for printing."""
        return {
            "articles with an event": f"{self.items}",
            "stories / events": f"{self.predicted} / {self.gold}",
            "BCubed precision": f"{self.precision:.4f}",
            "BCubed recall": f"{self.recall:.4f}",
            "BCubed F1": f"{self.f1:.4f}",
            "pairwise precision": f"{self.pairs_precision:.4f}",
            "pairwise recall": f"{self.pairs_recall:.4f}",
            "pairwise F1": f"{self.pairs_f1:.4f}",
            "V-measure": f"{self.v_measure:.4f}",
            "adjusted Rand index": f"{self.rand:.4f}",
        }


def harmonic(a: float, b: float) -> float:
    """Return the harmonic mean; 0 when both are 0."""
    return 2 * a * b / (a + b) if a + b else 0.0


def score_partition(predicted: Sequence[Hashable], gold: Sequence[Hashable]) -> Partition:
    """Compare two labellings of the same items.  Raises ValueError when the lengths differ or there is no item."""
    if len(predicted) != len(gold) or not gold:
        raise ValueError(f"{len(predicted)} predicted labels for {len(gold)} gold ones")
    n = len(gold)
    stories, events = Counter(predicted), Counter(gold)
    shared = Counter(zip(predicted, gold, strict=True))
    precision = sum(k * k / stories[p] for (p, _), k in shared.items()) / n
    recall = sum(k * k / events[g] for (_, g), k in shared.items()) / n
    together = _pairs(shared.values())
    pairs_precision = together / _pairs(stories.values()) if _pairs(stories.values()) else 1.0
    pairs_recall = together / _pairs(events.values()) if _pairs(events.values()) else 1.0
    homogeneity = _explained(shared, stories, events, n)
    completeness = _explained(Counter({(g, p): k for (p, g), k in shared.items()}), events, stories, n)
    return Partition(
        items=n,
        predicted=len(stories),
        gold=len(events),
        precision=precision,
        recall=recall,
        f1=harmonic(precision, recall),
        pairs_precision=pairs_precision,
        pairs_recall=pairs_recall,
        pairs_f1=harmonic(pairs_precision, pairs_recall),
        v_measure=harmonic(homogeneity, completeness),
        rand=_adjusted_rand(together, _pairs(stories.values()), _pairs(events.values()), _pairs((n,))),
    )


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _adjusted_rand(together: int, predicted: int, gold: int, everything: int) -> float:
    """Return the adjusted Rand index of so many pairs together in both, in either, and in all; 1 for equal parts."""
    chance = predicted * gold / everything if everything else 0.0
    most = (predicted + gold) / 2
    return (together - chance) / (most - chance) if most != chance else 1.0


def _explained(
    shared: Mapping[tuple[Hashable, Hashable], int], given: Mapping[Hashable, int], of: Mapping[Hashable, int], n: int
) -> float:
    """Return 1 - H(of | given) / H(of)."""
    entropy = -sum(k / n * log(k / n) for k in of.values())
    conditional = -sum(k / n * log(k / given[g]) for (g, _), k in shared.items())
    return 1.0 - conditional / entropy if entropy else 1.0


def lines_of(path: Path) -> list[bytes]:
    """Return the lines of a labelled file, without the byte order mark that some editors put first."""
    return path.read_bytes().removeprefix(BOM_UTF8).splitlines()


def event_of(path: Path) -> dict[str, str]:
    """Return address -> event_id of the lines of ``path`` that have one.

    Raises UsageError when the file cannot be read, no line has an event, or one address is given two events.
    """
    try:
        lines = lines_of(path)
    except OSError as error:
        raise UsageError(f"cannot be read ({error.strerror or error})", subject=str(path)) from error
    events: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        try:
            labelled = decode_json(line, _Labelled) if line.strip() else _Labelled()
        except (msgspec.DecodeError, msgspec.ValidationError, RecursionError) as error:
            raise UsageError(f"line {number} is no labelled article: {error}", subject=str(path)) from error
        if not labelled.event_id:
            continue
        if events.setdefault(labelled.url.strip(), labelled.event_id) != labelled.event_id:
            raise UsageError(f"line {number}: {labelled.url} is given a second event", subject=str(path))
    if not events:
        raise UsageError(
            "has no line with an event_id", subject=str(path), remedy="label each article with the event it tells"
        )
    return events


class _Labelled(msgspec.Struct):
    url: str = ""
    event_id: str | None = None


def read_articles(path: Path, kit: Kit) -> list[Article]:
    """Return the articles of a jsonl file as a run would see them: through ``collect`` and ``extract``."""
    source = Source(name=path.name, kind="jsonl", url=str(path.resolve()), outlet=path.name, owner=path.name)
    everything = Window(start=None, end=None)
    told = collect(source, kit.fetch, kit.readers, everything, kit.sheet)
    items = [item for item in told if isinstance(item, Item)]
    read = [extract(item, kit.fetch, kit.confine, everything) for item in items]
    return [value for values in read for value in values if isinstance(value, Article)]


def tell_stories(articles: Sequence[Article], embedder: Embedder, names: NameTable) -> tuple[Story, ...]:
    """Return the stories of ``articles`` by the stages that the program itself runs."""
    return tuple(cluster(list(embed([a for a in dedupe(articles, names) if isinstance(a, Article)], embedder)), names))


def score_stories(stories: Iterable[Story], events: Mapping[str, str]) -> Partition:
    """Score ``stories`` against address -> event; a labelled address that is in no story stands alone, and costs."""
    story_of = {article.url.strip(): story.id for story in stories for article in story.articles}
    return score_partition([story_of.get(url, f"lost {url}") for url in events], list(events.values()))


class PairScore(msgspec.Struct, frozen=True, kw_only=True):
    """How well pairs of two languages are joined: ``together`` in a story, ``told`` of one event, ``right`` both."""

    together: int
    told: int
    right: int

    @property
    def precision(self) -> float:
        """Return the share of the joined pairs that are of one event; 1 when none is joined."""
        return self.right / self.together if self.together else 1.0

    @property
    def recall(self) -> float:
        """Return the share of the pairs of one event that are joined; 1 when there is none."""
        return self.right / self.told if self.told else 1.0


def score_languages(stories: Iterable[Story], events: Mapping[str, str]) -> dict[str, PairScore]:
    """Return language pair -> score, such as ``en-zh``, by primary language, over the labelled articles, sorted."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for (one, story), (other, of_other) in combinations(_placed(stories, events), 2):
        pair = "-".join(sorted(article.language.split("-", 1)[0].lower() for article in (one, other)))
        together, told = story == of_other, events[one.url.strip()] == events[other.url.strip()]
        counts[pair] += Counter(together=together, told=told, right=together and told)
    return {
        pair: PairScore(together=n["together"], told=n["told"], right=n["right"]) for pair, n in sorted(counts.items())
    }


class Mistake(msgspec.Struct, frozen=True, kw_only=True):
    """A story that mixes events, or an event that is split: how many pairs it costs, and a title of each part."""

    kind: str
    pairs: int
    titles: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.kind}, {self.pairs} pairs: " + " | ".join(self.titles)


def worst_mistakes(stories: Iterable[Story], events: Mapping[str, str], count: int = 10) -> list[Mistake]:
    """Return the mistakes that cost the most pairs of articles, costliest first."""
    mixed: dict[str, dict[str, list[Article]]] = defaultdict(lambda: defaultdict(list))
    split: dict[str, dict[str, list[Article]]] = defaultdict(lambda: defaultdict(list))
    for article, story in _placed(stories, events):
        event = events[article.url.strip()]
        mixed[story][event].append(article)
        split[event][story].append(article)
    found = []
    for kind, wholes in (("mixed", mixed), ("split", split)):
        for parts in wholes.values():
            lost = _pairs((sum(map(len, parts.values())),)) - _pairs(map(len, parts.values()))
            if lost:
                largest = sorted(parts.values(), key=lambda part: (-len(part), part[0].id))
                found.append(Mistake(kind=kind, pairs=lost, titles=tuple(part[0].title for part in largest)))
    return sorted(found, key=lambda mistake: (-mistake.pairs, mistake.kind, mistake.titles))[:count]


def _placed(stories: Iterable[Story], events: Mapping[str, str]) -> list[tuple[Article, str]]:
    """Return the labelled articles, each with the id of its story."""
    return [(article, story.id) for story in stories for article in story.articles if article.url.strip() in events]


def evaluate_cluster(path: Path, file: File | None = None, matcher: str = "") -> dict[str, str]:
    """Return the figures (label -> value) of the stories of ``path`` against its ``event_id``.  Raises UsageError.

    With a ``matcher`` it is asked near the border, and what it answered is remembered as in a run.
    """
    events = event_of(path)
    settings = plan(msgspec.structs.replace(file or File(), matcher=matcher), origins=[path], at=datetime.now(UTC))
    kit = Kit(with_cache(settings) if matcher else settings)
    originals = [a for a in dedupe(read_articles(path, kit), kit.names) if isinstance(a, Article)]
    told = tuple(cluster_asking(list(embed(originals, kit.embedder)), kit.names, Links(), kit.matcher))
    stories = [story for story in told if isinstance(story, Story)]
    figures = score_stories(stories, events).figures()
    if matcher:
        figures |= {f"matcher, {count.gate}": f"{count.count:,}" for count in told if isinstance(count, Count)}
        figures |= {f"matcher, {one.kind}": one.message for one in told if isinstance(one, Failure)}
    for pair, score in score_languages(stories, events).items():
        if score.told or score.together:
            figures[f"{pair} pairs, precision / recall"] = f"{score.precision:.4f} / {score.recall:.4f} of {score.told}"
    for number, mistake in enumerate(worst_mistakes(stories, events), 1):
        figures[f"mistake {number}"] = str(mistake)
    return figures
