"""A synthetic stream of news: stories of a heavy tail, English and Chinese, names, versions, figures and near misses.

    .venv/bin/python bench/stream.py 10000        # what it holds, and how it compares with a labelled day

An event has a subject (a topic shared with hundreds of others), names of the desk's table or coined, figures, and words
of the dictionary (CC-CEDICT, so that an English and a Chinese article can tell the same).  An article tells some of
these, among words of its own.  One event in seven is a near miss of an earlier one: the same names and topic, half of
its words, but another version and other figures.

Vectors have 512 coordinates and the spread of real ones: unrelated articles have cosines of standard deviation 0.11
with a tail (the topics); two articles of one event as much as its tightness, 0.05-0.9, and less across languages; each
language has a mean of norm 0.25.  Calibrated on the reference edition and on the labelled days 2025-08-07 and
2024-05-14 (2026-11-22), whose quantiles of the cosines, counts of words and names, and shares in common stand in
``main``.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from broadsheet.likeness.reading import primary_language, read
from broadsheet.text.bilingual import dictionary, senses
from broadsheet.text.names import Name, NameTable, load_names
from broadsheet.types import Article, Placed, Source, digest

DIMENSIONS = 512
EFFECTIVE = 80
TOPICS = 400
PER_DAY = 20_000
LARGEST_STORY = 400
NEAR_MISS = 0.15
OUTLETS = 300
BLOCK = 4096
"""Articles whose vectors are made at once."""

_START = datetime(2026, 3, 2, tzinfo=UTC)
_SYLLABLES = (
    "ba",
    "ce",
    "do",
    "fi",
    "gu",
    "ka",
    "le",
    "mi",
    "no",
    "pu",
    "ra",
    "se",
    "ti",
    "vo",
    "xu",
    "bri",
    "cor",
    "dan",
)
_LINKS = ("the", "of", "to", "in", "for", "and", "with", "on", "its", "by", "from", "that", "will", "as", "at", "after")
_LINKS_ZH = tuple("的了和在與將對為從以")
_MONEY = (("${} million", "{}00 萬美元"), ("${} billion", "{}0 億美元"), ("{}%", "{}%"), ("{} jobs", "{} 人"))


class Told(NamedTuple):
    """An article and the number of its event."""

    placed: Placed
    event: int


class _Event(NamedTuple):
    number: int
    topic: int
    names: tuple[tuple[str, str], ...]
    words: tuple[int, ...]
    figures: tuple[tuple[str, str], ...]
    english: float
    tightness: float
    start: float


@cache
def vocabulary() -> tuple[tuple[str, str], ...]:
    """Return (English, Chinese) words that mean the same, in an order that is no alphabet's."""
    pairs: dict[str, str] = {}
    for word in sorted(dictionary()):
        meant = [sense for sense in senses(word) if len(sense) == 1]
        if len(word) in (2, 3) and meant:
            english = min(meant[0])
            if english.isalpha() and len(english) > 2:
                pairs.setdefault(english, word)
    words = sorted(pairs.items())
    random.Random(0).shuffle(words)
    return tuple(words)


@cache
def table() -> tuple[Name, ...]:
    return load_names(files("broadsheet.desks").joinpath("ai", "names.toml").read_text("utf-8"))


def desk_names() -> NameTable:
    return NameTable(table())


class _Zipf:
    """Draws places 0..n-1, the first most often; ``flat`` softens the head, which function words would fill."""

    def __init__(self, n: int, power: float, flat: float) -> None:
        self._sums = list(accumulate((place + flat) ** -power for place in range(n)))
        self._places = range(n)

    def draw(self, chance: random.Random, k: int) -> list[int]:
        return chance.choices(self._places, cum_weights=self._sums, k=k)


def story_size(chance: random.Random) -> int:
    """Return how many articles tell an event: 7 in 10 events have one, the rest a power tail up to hundreds."""
    if chance.random() < 0.7:
        return 1
    return min(LARGEST_STORY, 1 + int((1 - chance.random()) ** -0.8))


def coined(chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 4))).capitalize()


def _figures(chance: random.Random) -> tuple[tuple[str, str], ...]:
    found = []
    for _ in range(chance.randint(0, 3)):
        english, chinese = chance.choice(_MONEY)
        amount = chance.randint(21, 990)
        found.append((english.format(amount), chinese.format(amount)))
    return tuple(found)


def _named(chance: random.Random, zipf: _Zipf, names: Sequence[Name]) -> tuple[tuple[str, str], ...]:
    found = []
    for place in zipf.draw(chance, chance.randint(1, 3)):
        name = names[place]
        version = f" {chance.randint(2, 9)}" if name.kind in ("model", "product", "chip") else ""
        found.append((name.id + version, (name.zh or name.id) + version))
    if chance.random() < 0.6:
        fresh = coined(chance)
        found.append((fresh, fresh))
    return tuple(found)


def _events(n: int, chance: random.Random) -> Iterator[tuple[_Event, int]]:
    """Yield events and how many articles tell them, ``n`` articles in all."""
    names = sorted(table(), key=lambda name: digest(name.id))
    of_names = _Zipf(len(names), 1.0, 10)
    of_words = _Zipf(len(vocabulary()), 1.0, 60)
    days = max(1.0, n / PER_DAY)
    recent: list[_Event] = []
    number = 0
    while n:
        size = min(n, story_size(chance))
        n -= size
        old = chance.choice(recent) if recent and chance.random() < NEAR_MISS else None
        words = of_words.draw(chance, 24)
        if old:
            named = tuple(_other_version(chance, name) for name in old.names)
            words[:12] = old.words[:12]
        event = _Event(
            number=number,
            topic=old.topic if old else chance.randrange(TOPICS),
            names=named if old else _named(chance, of_names, names),
            words=tuple(words),
            figures=_figures(chance),
            english=chance.choice((1.0, 0.0, chance.random(), chance.random())),
            tightness=min(0.9, max(0.08, chance.gammavariate(3.0, 0.1))),
            start=chance.random() * days,
        )
        yield event, size
        recent = [*recent[-499:], event]
        number += 1


def _other_version(chance: random.Random, name: tuple[str, str]) -> tuple[str, str]:
    english, chinese = name
    if english[-2:-1] == " " and english[-1].isdigit():
        version = str((int(english[-1]) + chance.randint(1, 8)) % 10)
        return english[:-1] + version, chinese[:-1] + version
    return name


def _written(event: _Event, chinese: bool, chance: random.Random, zipf: _Zipf) -> tuple[str, str]:
    """Return title and text of one article of ``event``."""
    side = int(chinese)
    words = vocabulary()
    names = [name[side] for name in event.names]
    share = 0.3 + 0.5 * event.tightness
    told = [words[w][side] for w in event.words if chance.random() < share]
    others = [words[w][side] for w in zipf.draw(chance, chance.randint(10, 34))]
    figures = [figure[side] for figure in event.figures if chance.random() < 0.5]
    head = [*chance.sample(names, chance.randint(1, len(names))), *told[:4], *figures[:1]]
    body = [*(name for name in names if chance.random() < 0.5), *told, *figures, *others]
    chance.shuffle(head)
    chance.shuffle(body)
    links = _LINKS_ZH if chinese else _LINKS
    parts = [part for word in body for part in ((word, chance.choice(links)) if chance.random() < 0.5 else (word,))]
    cut = len(parts) // 2
    if chinese:
        return "".join(head), f"{''.join(parts[:cut])}。{''.join(parts[cut:])}。"
    text = " ".join(parts[:cut]).capitalize() if parts[0].islower() else " ".join(parts[:cut])
    return " ".join(head), f"{text}. The {' '.join(parts[cut:])}."


@cache
def _outlets() -> tuple[Source, ...]:
    return tuple(
        Source(
            name=f"Outlet {k}", kind="feed", url=f"https://o{k}.example/feed", outlet=f"Outlet {k}", owner=f"Owner {k}"
        )
        for k in range(OUTLETS)
    )


def stream(n: int, seed: int = 0) -> Iterator[Told]:
    """Yield ``n`` articles in the order of their events.  The same ``n`` and ``seed`` give the same bytes."""
    chance = random.Random(f"stream {n} {seed}")
    noise = np.random.default_rng([n, seed])
    basis = np.linalg.qr(noise.normal(size=(DIMENSIONS, EFFECTIVE + 2)))[0].T.astype(np.float32)
    topics = _units(noise.normal(size=(TOPICS, EFFECTIVE)))
    zipf = _Zipf(len(vocabulary()), 1.0, 60)
    held: list[tuple[_Event, bool]] = []
    for event, size in _events(n, chance):
        held += [(event, chance.random() >= event.english) for _ in range(size)]
        while len(held) >= BLOCK:
            yield from _articles(held[:BLOCK], chance, noise, basis, topics, zipf)
            held = held[BLOCK:]
    yield from _articles(held, chance, noise, basis, topics, zipf)


def _articles(
    held: Sequence[tuple[_Event, bool]],
    chance: random.Random,
    noise: np.random.Generator,
    basis: npt.NDArray[np.float32],
    topics: npt.NDArray[np.float64],
    zipf: _Zipf,
) -> Iterator[Told]:
    vectors = _vectors(held, noise, basis, topics)
    for (event, chinese), vector in zip(held, vectors, strict=True):
        title, text = _written(event, chinese, chance, zipf)
        source = chance.choice(_outlets())
        number = chance.getrandbits(48)
        url = f"https://{source.outlet[7:]}.example/{number:x}"
        article = Article(
            id=digest(url, text),
            source=source,
            url=url,
            title=title,
            published=_START + timedelta(days=event.start, hours=12 * chance.random()),
            day_only=False,
            text=text,
            language="zh-Hans" if chinese else "en",
        )
        yield Told(Placed(article=article, vector=vector.tobytes()), event.number)


def _vectors(
    held: Sequence[tuple[_Event, bool]],
    noise: np.random.Generator,
    basis: npt.NDArray[np.float32],
    topics: npt.NDArray[np.float64],
) -> npt.NDArray[np.float32]:
    """Return unit vectors: topic, event, the event as a language tells it, the article, the language."""
    if not held:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    chinese = np.array([zh for _, zh in held])
    of_event = np.stack([_direction(event.number, 0) for event, _ in held])
    in_language = np.stack([_direction(event.number, 1 + zh) for event, zh in held])
    tight = np.array([event.tightness for event, _ in held])[:, None]
    tight = np.clip(tight + 0.08 * noise.normal(size=tight.shape), 0.02, 0.95)
    of_topic = topics[[event.topic for event, _ in held]]
    subject = _units(np.sqrt(0.2) * of_topic + np.sqrt(0.5) * of_event + np.sqrt(0.3) * in_language)
    own = _units(0.45 * of_topic + noise.normal(size=subject.shape) / np.sqrt(EFFECTIVE))
    meaning = _units(np.sqrt(tight) * subject + np.sqrt(1 - tight) * own)
    language = np.zeros((len(held), 2))
    language[np.arange(len(held)), chinese.astype(int)] = 0.26
    return np.asarray(_units(np.hstack([meaning, language])) @ basis, dtype="<f4")


def _direction(event: int, part: int) -> npt.NDArray[np.float64]:
    return _normals(event * 3 + part)


def _normals(seed: int) -> npt.NDArray[np.float64]:
    drawn = np.random.Generator(np.random.SFC64(seed)).normal(size=EFFECTIVE)
    return np.asarray(drawn / np.sqrt(EFFECTIVE))


def _units(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def describe(placed: Sequence[Placed], events: Sequence[object], names: NameTable) -> None:
    """Print the figures that the stream is calibrated by: story sizes, cosines, words."""
    sizes = Counter(events)
    counts = sorted(sizes.values(), reverse=True)
    print(f"{len(events)} articles, {len(sizes)} events, {counts.count(1)} of one article, largest {counts[:8]}")
    some = placed[:3000]
    of = np.array([hash(event) for event in events[:3000]])
    language = np.array([primary_language(place.article) for place in some])
    rows = np.stack([np.frombuffer(place.vector, dtype="<f4") for place in some]).astype(np.float64)
    for one in ("en", "zh"):
        rows[language == one] -= rows[language == one].mean(axis=0)
    rows = _units(rows)
    a, b = np.triu_indices(len(rows), 1)
    cosines = (rows @ rows.T)[a, b]
    same = of[a] == of[b]
    readings = [read(place.article, names) for place in some]
    for x, y in (("en", "en"), ("zh", "zh"), ("en", "zh")):
        here = ((language[a] == x) & (language[b] == y)) | ((language[a] == y) & (language[b] == x))
        told = np.percentile(cosines[here & same], (5, 25, 50, 75, 95)).round(2)
        apart = np.percentile(cosines[here & ~same], (1, 25, 50, 75, 99, 99.9)).round(2)
        print(f"{x}-{y} cosines: one event 5-95 % {told}, two events 1-99.9 % {apart}")
        if x == y:
            pairs = np.flatnonzero(here & same)[:5000].tolist()
            words = np.mean([_overlap(readings[a[k]].words, readings[b[k]].words) for k in pairs])
            facts = np.mean([_overlap(readings[a[k]].facts, readings[b[k]].facts) for k in pairs])
            print(f"    shared by two of one event: {words:.2f} of the words, {facts:.2f} of names and numbers")
    words = np.mean([len(reading.words) for reading in readings])
    facts = np.mean([len(reading.facts) for reading in readings])
    distinct = len(frozenset[str]().union(*(reading.words for reading in readings)))
    print(f"an article has {words:.1f} words, {facts:.1f} names and numbers, {distinct} words in all")


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def main() -> None:
    told = list(stream(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
    for tell in told[:6]:
        print(tell.event, tell.placed.article.title, "|", tell.placed.article.text[:200])
    describe([tell.placed for tell in told], [tell.event for tell in told], desk_names())


if __name__ == "__main__":
    main()
