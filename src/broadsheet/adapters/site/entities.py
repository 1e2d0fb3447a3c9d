"""Names across editions: which stories name one, under which address, and the figure of when.

A name has a page when two stories name it, or one that is a headline.  Two spellings that differ only in case, width or
blanks are one name; the spelling that most stories have stands on its page.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import timedelta
from functools import lru_cache

from broadsheet.adapters.site.digest import Digest, Told

LEAST = 2
"""Stories that give a name a page, if none of them is a headline.  Set by hand, 2026-11-22: one story is read there."""

SHOWN = 60
"""Stories that a name's page lists, the newest first; the figure counts all, and search finds all.  Set by hand,
2026-11-22: below 50 kB, and a day that names a hundred names writes their pages in half a second."""

_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RESERVED = re.compile(r"index|con|prn|aux|nul|com\d|lpt\d")
_SLUG = 40


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """Return what makes two spellings one name."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


@lru_cache(maxsize=65536)  # a year of editions leads to some hundred names fifty thousand times
def slug(key: str) -> str:
    """Return a file name for a name's key: letters, digits and hyphens of ASCII, whatever the name holds.

    A key that is not its own slug carries eight digits of its digest, so that no two names share an address.
    """
    if _PLAIN.fullmatch(key) and len(key) <= _SLUG and not _RESERVED.fullmatch(key):
        return key
    told = "-".join(re.findall(r"[a-z0-9]+", key))[:_SLUG].strip("-")
    digits = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{told or 'n'}-{digits}"


@dataclass
class Named:
    """A name and the stories that name it, the newest edition first: ``(date, story)``."""

    key: str
    stories: list[tuple[str, Told]] = field(default_factory=list)
    spellings: Counter[str] = field(default_factory=Counter)

    @property
    def slug(self) -> str:
        """The name of its page."""
        return slug(self.key)

    @property
    def name(self) -> str:
        """The spelling that most stories have; of equals, the first in order."""
        return min(self.spellings, key=lambda spelling: (-self.spellings[spelling], spelling))

    @property
    def has_page(self) -> bool:
        """Say whether it is told of often enough, or prominently enough."""
        return len(self.stories) >= LEAST or any(story.lead for _, story in self.stories)


def named(editions: Iterable[Digest]) -> dict[str, Named]:
    """Return every name of ``editions`` by key, in the order of the keys."""
    found: dict[str, Named] = {}
    for digest in sorted(editions, key=lambda one: one.date, reverse=True):
        for story in digest.stories:
            for spelling in story.entities:
                if not (told := key(spelling)):
                    continue
                if (one := found.get(told)) is None:
                    one = found[told] = Named(told)
                one.spellings[spelling] += 1
                if not one.stories or one.stories[-1] != (digest.date, story):
                    one.stories.append((digest.date, story))
    return dict(sorted(found.items()))


def linkable(editions: Iterable[Digest]) -> dict[str, frozenset[str]]:
    """Return, by date, the names of each edition that have a page when it and those before it are all there is.

    An edition's pages lead to these and no others: so they are the same whatever comes later.
    """
    count: Counter[str] = Counter()
    leads: set[str] = set()
    found: dict[str, frozenset[str]] = {}
    for digest in sorted(editions, key=lambda one: one.date):
        own: set[str] = set()
        for story in digest.stories:
            keys = {key(name) for name in story.entities} - {""}
            count.update(keys)
            own |= keys
            if story.lead:
                leads |= keys
        found[digest.date] = frozenset(one for one in own if one in leads or count[one] >= LEAST)
    return found


# ---------------------------------------------------------------- the figure

WIDTH, HEIGHT = 640.0, 96.0
"""Units of the figure: bars stand on ``HEIGHT``, their labels below it."""

DAYS, WEEKS = 62, 730
"""A figure of up to so many days has a bar a day, up to so many a bar a week, else a bar a month."""

_WIDEST = 26.0


@dataclass(frozen=True, slots=True)
class Timeline:
    """The figure: a bar a ``scale`` (day, week, month), drawn as two paths, of all stories and of the headlines.

    ``most`` are the stories of the highest bar, which begins on ``peak``.
    """

    scale: str
    bars: str
    leads: str
    most: int
    peak: Date


def timeline(stories: Iterable[tuple[str, Told]], first: str, last: str) -> Timeline:
    """Draw when ``stories`` were told, from the edition of ``first`` to that of ``last``."""
    begin, end = Date.fromisoformat(first), Date.fromisoformat(last)
    days = (end - begin).days + 1
    scale = "day" if days <= DAYS else "week" if days <= WEEKS else "month"
    starts = [begin]
    while (following := _next(starts[-1], scale)) <= end:
        starts.append(following)
    count: Counter[Date] = Counter()
    leads: Counter[Date] = Counter()
    for day, story in stories:
        start = _start(Date.fromisoformat(day), scale, begin)
        count[start] += 1
        leads[start] += story.lead
    peak = max(starts, key=lambda start: count[start])
    step = WIDTH / len(starts)
    width = min(step * 0.84, _WIDEST)

    def drawn(values: Counter[Date]) -> str:
        return "".join(
            f"M{at * step:.1f} {HEIGHT:g}v-{HEIGHT * values[start] / count[peak]:.1f}h{width:.1f}V{HEIGHT:g}z"
            for at, start in enumerate(starts)
            if values[start]
        )

    return Timeline(scale, drawn(count), drawn(leads), count[peak], peak)


def _next(day: Date, scale: str) -> Date:
    if scale == "month":
        return Date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day + timedelta(days=7 if scale == "week" else 1)


def _start(day: Date, scale: str, begin: Date) -> Date:
    if scale == "month":
        return max(begin, day.replace(day=1))
    return day if scale == "day" else begin + timedelta(days=(day - begin).days // 7 * 7)


def spelt(names: Mapping[str, Named]) -> list[Named]:
    """Return the names that have pages, most told first."""
    return sorted((one for one in names.values() if one.has_page), key=lambda one: (-len(one.stories), one.key))


SPAN = 14
"""Days that a figure spans at least, so that one bar is seen to be one day."""

BESIDE = 8


def beside(one: Named) -> list[tuple[str, str, int]]:
    """Return ``(spelling, slug, stories)`` of the names that stand in most of the stories listed.

    Only those that these stories alone give a page, so that the list never depends on what is told elsewhere.
    """
    count: Counter[str] = Counter()
    leads: set[str] = set()
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for _, story in one.stories[:SHOWN]:
        for spelling in story.entities:
            if (other := key(spelling)) not in (one.key, ""):
                spellings[other][spelling] += 1
        keys = {key(spelling) for spelling in story.entities} - {one.key, ""}
        count.update(keys)
        leads |= keys if story.lead else set()
    ordered = sorted(count.items(), key=lambda entry: (-entry[1], entry[0]))
    told = [(other, number) for other, number in ordered if number >= LEAST or other in leads]
    return [
        (min(spellings[other], key=lambda s: (-spellings[other][s], s)), slug(other), number)
        for other, number in told[:BESIDE]
    ]
