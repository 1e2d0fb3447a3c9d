"""Alarms that mean something: which sources fell out today, judged by what they gave on the days before.

Pure: the ledger of the run and those of earlier editions in, alarms out, and the sentences that tell them.  The same
weekday is the measure of a day: a flat threshold rings every Sunday.  What is certain is told at once (``failing``,
``unreadable``, ``stale_batch``); the rest is inferred, and rings where chance hardly explains it.

Of a source that gives nothing, the number of items that it owes since it last gave is weighed as *surprise*, minus the
logarithm of the chance that a healthy source of its rhythm gives none: for Poisson counts the expected number itself;
for steadier sources, whose counts spread by a share D of a Poisson's, it is larger by ln D / (D - 1) (the binomial's).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date as Date
from statistics import fmean, median
from typing import Literal, NamedTuple

from broadsheet.labels import Labels, fill
from broadsheet.types import Failure, Ledger

History = tuple[tuple[str, Ledger], ...]
"""Date (ISO) and ledger of earlier editions, oldest first."""

AlarmKind = Literal[
    "failing", "unreadable", "silent", "new_silent", "stale_batch", "partly", "weekday", "flood", "language"
]

SURPRISE_ONE = 2.7
"""Surprise of a single edition from which a silent source is told: a source that gives 3 a day, the next day; one that
keeps its weekday, on that day.  Sweep over 4 x 60 days of 130 healthy sources, Poisson counts with a weekday rhythm:
at 2.5, 2.7, 2.9, 3.2 there are 0.9, 0.6, 0.5, 0.4 false alarms a day, and 96, 93, 91, 83 of 100 daily sources of median
3 and more are told in the next edition; from 3.2 weekly ones wait for weeks (2026-11-22; tests/test_health.py measures
the figures again)."""

SURPRISE_ALL = 5.0
"""Surprise of all editions since it last gave.  More than for one edition, because each longer silence is one more
chance to be wrong: same sweep, 4.5, 5, 6, 7 give 0.75, 0.7, 0.6, 0.5 false alarms a day, and half of the sources that
give less than 3 a day are told after 6, 7, 8, 9 editions (2026-11-22)."""

REGULAR = 0.1
"""Spread, as a share of Poisson's, below which a source is held to keep its days.  Only then does steadiness count for
it: measured on 28 days, the spread of an ordinary source falls to 0.5 by chance, and a third more false alarms would
ring (same sweep)."""

LEAST_SPREAD = 0.04
PRIOR_SPREAD = 0.2
"""Items by which every source's spread is pulled towards Poisson's: four equal Thursdays are regular, two are not."""

DAILY_SHARE = 0.5
"""Share of the working days (or week's ends) on which a source gave, from which it is held to be a daily one."""

LEAST_EDITIONS = 14
"""Editions of a source before its rhythm is known: two of each weekday."""

SAME_WEEKDAYS = 3
"""Equal weekdays in the history before a day, or a source, is called low for that weekday."""

LOW_SHARE, LOW_SIGMAS = 0.5, 4.0
"""A source is low for its weekday below half of the median and four standard deviations under it; the whole day below
half of the median.  At 2, 3, 4 deviations the sweep above has 0.55, 0.04 and no false alarms a day (2026-11-22)."""

FLOOD_TIMES, FLOOD_LEAST = 3, 30
"""A flood is three times the most that a source ever gave in the history, and at least 30: fewer cannot bury a day.
No healthy source of the sweep reaches it (2026-11-22)."""

NEVER_GAVE = 4
"""Editions after which a source that never had a single entry is told: a long weekend passes without a word."""

LANGUAGE_TODAY, LANGUAGE_BEFORE, LANGUAGE_SHIFT = 5, 20, 0.6
"""Articles today and before from which languages are compared, and the share that must have moved.  A source that
mixes two languages evenly shows five articles of one by chance every 16 days: a shift of 0.5 (2026-11-22)."""

HABIT = 7
"""Editions of a source in which the same trouble makes it a habit, and no news: many feeds are never well-formed."""

_OF_ONE_ITEM = frozenset(
    ["absurd_date", "bad_url", "broken_line", "cut", "future_date", "not_read", "too_many", "undated", "walled"]
)
"""Troubles of an item or a line, not of the source."""

_NOT_REACHED = frozenset(
    [
        "asked_later",
        "bad_scheme",
        "bad_url",
        "blocked_address",
        "blocked_port",
        "broken",
        "dns",
        "encoding",
        "gone",
        "insecure_redirect",
        "not_captured",
        "offline",
        "out_of_time",
        "redirects",
        "refused",
        "robots",
        "robots_unknown",
        "timeout",
        "tls",
        "too_large",
        "too_slow",
        "unknown_kind",
        "unreachable",
    ]
)
"""Troubles of fetching, beside ``http_NNN``: nothing came that could be read."""

GAVE_NOTHING: tuple[AlarmKind, ...] = ("failing", "unreadable", "silent", "new_silent")
"""The alarms of sources that gave nothing today and should have."""

ORDER: tuple[AlarmKind, ...] = (*GAVE_NOTHING, "stale_batch", "partly", "weekday", "flood", "language")


class Alarm(NamedTuple):
    """What is wrong with a source, or with the whole day (``subject`` is empty).

    ``editions`` counts the editions in a row, today's included; ``items`` is what came today and ``usual`` what comes
    on such a weekday; ``trouble`` is the kind of the failure; ``languages`` are the usual one and today's.
    """

    kind: AlarmKind
    subject: str
    editions: int = 1
    items: int = 0
    usual: float = 0.0
    trouble: str = ""
    languages: tuple[str, str] = ("", "")


class Day(NamedTuple):
    """An edition's ledger, by source: how many items were read and taken, the troubles, the languages of the articles.

    ``read`` has every source that was asked.
    """

    weekday: int
    read: Mapping[str, int]
    taken: Mapping[str, int]
    troubles: Mapping[str, tuple[str, ...]]
    languages: Mapping[str, Mapping[str, int]]


def alarms(ledger: Ledger, history: History, date: str) -> tuple[Alarm, ...]:
    """Return the alarms of the edition of ``date``: by kind, the sources that usually give most first.

    Only sources that ``ledger`` counts as asked are judged, each by the editions of ``history`` that asked it too.
    """
    today = day_of(date, ledger)
    past = [day_of(when, told) for when, told in history]
    found = [*_whole_day(today, past)]
    for name in today.read:
        found += _of_source(name, today, [day for day in past if name in day.read])
    return tuple(sorted(found, key=lambda a: (ORDER.index(a.kind), a.subject != "", -a.usual, a.subject)))


def day_of(date: str, ledger: Ledger) -> Day:
    """Return what ``ledger`` tells of each source."""
    read, taken = Counter[str](), Counter[str]()
    languages: dict[str, Counter[str]] = {}
    for count in ledger.counts:
        if count.stage == "collect" and count.gate in ("asked", "read"):
            read[count.subject] += count.count if count.gate == "read" else 0
        elif count.stage == "collect" and count.gate == "taken":
            taken[count.subject] += count.count
        elif count.stage == "extract" and count.gate.startswith("language:"):
            languages.setdefault(count.subject, Counter())[count.gate.removeprefix("language:")] += count.count
    return Day(Date.fromisoformat(date).weekday(), read, taken, _troubles(ledger.failures), languages)


def _troubles(failures: Iterable[Failure]) -> dict[str, tuple[str, ...]]:
    troubles: dict[str, tuple[str, ...]] = {}
    for failure in failures:
        if failure.stage == "collect":
            troubles[failure.subject] = (*troubles.get(failure.subject, ()), failure.kind)
    return troubles


def _of_source(name: str, today: Day, past: Sequence[Day]) -> Iterator[Alarm]:
    counts = [(day.weekday, day.taken.get(name, 0)) for day in past]
    usual = _usual(_rhythm(counts), today.weekday)
    count = today.taken.get(name, 0)
    troubles = today.troubles.get(name, ())
    if troubles and not today.read[name]:
        kind = _kind(troubles[0])
        # Failing and unreadable are one streak: a dead site answers now with an error, now with a page of its host.
        streak = _streak(past, lambda day: bool(day.troubles.get(name)) and not day.read[name])
        yield Alarm(kind, name, 1 + streak, 0, usual, troubles[0])
        return
    stale = [trouble for trouble in troubles if _kind(trouble) == "stale_batch"]
    if stale:
        streak = _streak(past, lambda day: any(_kind(t) == "stale_batch" for t in day.troubles.get(name, ())))
        yield Alarm("stale_batch", name, 1 + streak, count, usual, stale[0])
        return
    parts = [trouble for trouble in troubles if trouble not in _OF_ONE_ITEM]
    if parts and past and not any(parts[0] in day.troubles.get(name, ()) for day in past[-HABIT:]):
        yield Alarm("partly", name, 1, count, usual, parts[0])
    if not today.read[name] and len(past) >= NEVER_GAVE - 1 and not any(day.read[name] for day in past):
        yield Alarm("new_silent", name, 1 + len(past))
    elif not count:
        if _is_silent(counts, today.weekday):
            yield Alarm("silent", name, 1 + _streak(past, lambda day: not day.taken.get(name)), 0, usual)
    elif _is_low(count, counts, today.weekday):
        yield Alarm("weekday", name, 1, count, usual)
    elif len(past) >= LEAST_EDITIONS and count >= max(FLOOD_LEAST, FLOOD_TIMES * max(number for _, number in counts)):
        yield Alarm("flood", name, 1, count, usual)
    yield from _language(name, today, past)


def _kind(trouble: str) -> AlarmKind:
    if trouble.startswith("stale"):
        return "stale_batch"
    return "failing" if trouble in _NOT_REACHED or trouble.startswith("http_") else "unreadable"


def _streak(past: Sequence[Day], holds: Callable[[Day], bool]) -> int:
    """Return of how many editions in a row, back from the last, something ``holds``."""
    return next((number for number, day in enumerate(reversed(past)) if not holds(day)), len(past))


# ---------------------------------------------------------------- what is usual

_Counts = Sequence[tuple[int, int]]
"""Weekday and number of items of each edition, oldest first."""


def _rhythm(counts: _Counts) -> _Counts:
    """Return the counts up to the last edition that brought something: a silence must not become what is usual."""
    return counts[: max((place for place, (_, number) in enumerate(counts, start=1) if number), default=0)]


def _usual(counts: _Counts, weekday: int) -> float:
    """Return how many items come on such a weekday: the lesser of mean and median, so that one feast promises nothing.

    Where the weekday was seen less than twice: the mean of the working days, or of the week's ends.
    """
    same = [number for day, number in counts if day == weekday]
    if len(same) >= 2:
        return min(fmean(same), median(same))
    alike = [number for day, number in counts if (day >= 5) == (weekday >= 5)]
    return fmean(alike) if alike else 0.0


def _spread(counts: _Counts) -> float:
    """Return the variance of the counts around their weekday's mean as a share of a Poisson's."""
    squares = expected = PRIOR_SPREAD
    for weekday in range(7):
        same = [number for day, number in counts if day == weekday]
        if len(same) >= 2:
            mean = fmean(same)
            squares += sum((number - mean) ** 2 for number in same)
            expected += (len(same) - 1) * mean
    return max(LEAST_SPREAD, squares / expected)


def _owed(counts: _Counts, weekday: int, regular: bool) -> float:
    """Return how many items are owed on such a weekday: what is usual, and of a daily source no more than on any day.

    Four equal weekdays measure a daily source badly; the twenty working days around them do it better.
    """
    alike = [number for day, number in counts if (day >= 5) == (weekday >= 5)]
    daily = not regular and sum(number > 0 for number in alike) >= DAILY_SHARE * len(alike)
    usual = _usual(counts, weekday)
    return min(usual, fmean(alike)) if daily and alike else usual


def _is_silent(counts: _Counts, weekday: int) -> bool:
    """Say whether no item on this ``weekday``, and none since the source last gave, is more than chance explains."""
    rhythm = _rhythm(counts)
    if len(counts) < LEAST_EDITIONS or not rhythm:
        return False
    spread = _spread(rhythm)
    regular = spread <= REGULAR
    factor = math.log(spread) / (spread - 1) if regular or spread > 1 else 1.0
    owed = [_owed(rhythm, day, regular) for day, _ in counts[len(rhythm) :]] + [_owed(rhythm, weekday, regular)]
    return max(owed) * factor >= SURPRISE_ONE or sum(owed) * factor >= SURPRISE_ALL


def _is_low(count: int, counts: _Counts, weekday: int) -> bool:
    """Say whether ``count`` is far under this weekday's; roots of counts have a spread of 1/2 (Anscombe)."""
    same = [number for day, number in counts if day == weekday]
    if len(same) < SAME_WEEKDAYS or count >= LOW_SHARE * median(same):
        return False
    distance = 2 * (math.sqrt(_usual(counts, weekday) + 3 / 8) - math.sqrt(count + 3 / 8))
    return distance >= LOW_SIGMAS * math.sqrt(max(1.0, _spread(counts)) * (1 + 1 / len(same)))


def _whole_day(today: Day, past: Sequence[Day]) -> Iterator[Alarm]:
    """Yield the alarm of a day that brought far less than its weekday, from the sources that were asked today."""
    same = [
        sum(day.taken.get(name, 0) for name in today.read) for day in past if day.weekday == today.weekday and day.read
    ]
    count = sum(today.taken.values())
    if len(same) >= SAME_WEEKDAYS and count < LOW_SHARE * median(same):
        yield Alarm("weekday", "", 1, count, median(same))


def _language(name: str, today: Day, past: Sequence[Day]) -> Iterator[Alarm]:
    now, before = today.languages.get(name, {}), Counter[str]()
    for day in past:
        before.update(day.languages.get(name, {}))
    count, known = sum(now.values()), before.total()
    if count >= LANGUAGE_TODAY and known >= LANGUAGE_BEFORE:
        shift = sum(max(0.0, number / count - before[language] / known) for language, number in now.items())
        if shift >= LANGUAGE_SHIFT:
            yield Alarm("language", name, 1, count, 0.0, "", (_most(before), _most(now)))


def _most(languages: Mapping[str, int]) -> str:
    return min(languages, key=lambda language: (-languages[language], language))


# ---------------------------------------------------------------- told in words

MOST_NAMED = 8
"""Sources named in one sentence: two lines of the page.  All of them stand in the ledger."""


def told(found: Sequence[Alarm], today: Day, words: Labels) -> tuple[str, ...]:
    """Return the sentences that tell the alarms of an edition, most serious first.

    ``today`` is the edition's day and ``words`` are those of its language.  A sentence names ``MOST_NAMED`` sources and
    counts the rest.
    """
    own, day = words["coverage"], words["site"][f"weekday.{today.weekday + 1}"]
    sentences: list[str] = []
    for kinds, key in (
        (GAVE_NOTHING, "nothing"),
        (("stale_batch",), "stale"),
        (("partly",), "partly"),
        (("weekday",), "weekday"),
        (("flood",), "flood"),
        (("language",), "language"),
    ):
        of_day = [alarm for alarm in found if alarm.kind in kinds and not alarm.subject]
        of_sources = [alarm for alarm in found if alarm.kind in kinds and alarm.subject]
        sentences += [
            fill(own["health.whole_day"], items=alarm.items, usual=_figure(alarm.usual), weekday=day)
            for alarm in of_day
        ]
        if of_sources:
            names = own["health.list"].join(_named(alarm, words) for alarm in of_sources[:MOST_NAMED])
            if len(of_sources) > MOST_NAMED:
                names = fill(own["health.more"], names=names, count=len(of_sources) - MOST_NAMED)
            sentence = own[f"health.{key}"]
            sentences.append(fill(sentence, count=len(of_sources), names=names, **_else(key, len(today.read), day)))
    return tuple(sentences)


def _else(key: str, asked: int, day: str) -> dict[str, object]:
    return {"asked": asked} if key == "nothing" else {"weekday": day} if key == "weekday" else {}


def _named(alarm: Alarm, words: Labels) -> str:
    """Return a source's name and what is the matter with it, in brackets."""
    own, tongues = words["coverage"], words["site"]
    if alarm.trouble:
        what = trouble_in_words(alarm.trouble, own)
    elif alarm.kind == "language":
        before, now = (tongues.get(f"language.{language}", language) for language in alarm.languages)
        what = fill(own["health.what.language"], before=before, now=now)
    elif alarm.kind in ("weekday", "flood"):
        what = fill(own["health.what.items"], items=alarm.items, usual=_figure(alarm.usual))
    else:
        what = own[f"health.what.{alarm.kind}"]
    key = "health.named_streak" if alarm.editions > 1 else "health.named"
    return fill(own[key], name=alarm.subject, what=what, editions=alarm.editions)


def trouble_in_words(kind: str, words: Mapping[str, str]) -> str:
    """Return a few words for the kind of a failure; the kind itself where there are none."""
    own = words.get(f"trouble.{kind}")
    if own is None and kind.startswith("http_"):
        own = words["trouble.http"]
    return fill(own or words["trouble.other"], kind=kind, status=kind.removeprefix("http_"))


def _figure(usual: float) -> str:
    return f"{usual:.0f}" if usual >= 10 else f"{round(usual, 1):g}"
