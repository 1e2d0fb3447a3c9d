"""Alarms about sources: what is certain at once, what is inferred rarely wrong, and both told in words."""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date as Date
from datetime import timedelta
from statistics import fmean, median

import pytest

from broadsheet.labels import labels
from broadsheet.page.health import (
    GAVE_NOTHING,
    LEAST_EDITIONS,
    MOST_NAMED,
    NEVER_GAVE,
    Alarm,
    History,
    alarms,
    day_of,
    told,
)
from broadsheet.text.chinese import has_simplified
from broadsheet.types import Count, Failure, Language, Ledger

MONDAY = Date(2026, 9, 7)
RATES = ((15, 20, 60), (25, 6, 20), (30, 3, 6), (25, 1, 3), (15, 0.2, 1))
"""130 sources with the two groups below: how many give how many items a working day, from and to."""
AT_WEEKENDS = 0.35
REMEMBERED = 28


def ledger(
    taken: Mapping[str, int],
    failures: Mapping[str, str] | None = None,
    languages: Mapping[str, Mapping[str, int]] | None = None,
) -> Ledger:
    """The ledger of an edition: a source that failed and is not in ``taken`` gave nothing at all."""
    failures = failures or {}
    counts = [Count(stage="collect", subject=name, gate="asked") for name in {**taken, **failures}]
    for name, count in taken.items():
        # A healthy feed shows the entries of other days beside those that are taken.
        counts.append(Count(stage="collect", subject=name, gate="read", count=count + 5))
        counts += [Count(stage="collect", subject=name, gate="taken", count=count)] * (count > 0)
    for name, spoken in (languages or {}).items():
        counts += [Count(stage="extract", subject=name, gate=f"language:{k}", count=n) for k, n in spoken.items()]
    troubles = [Failure(stage="collect", subject=name, kind=kind, message="m") for name, kind in failures.items()]
    return Ledger(counts=tuple(counts), failures=tuple(troubles))


def history(ledgers: Sequence[Ledger]) -> tuple[History, str]:
    """The ledgers as editions of days in a row, beginning on a Monday, and the date after them."""
    days = [(MONDAY + timedelta(days=number)).isoformat() for number in range(len(ledgers) + 1)]
    return tuple(zip(days, ledgers, strict=False)), days[-1]


def after(ledgers: Sequence[Ledger], today: Ledger) -> tuple[Alarm, ...]:
    past, date = history(ledgers)
    return alarms(today, past, date)


def kinds(found: Sequence[Alarm]) -> list[tuple[str, str]]:
    return [(alarm.kind, alarm.subject) for alarm in found]


# ---------------------------------------------------------------- the sweep's figures, measured again


def poisson(rng: random.Random, rate: float) -> int:
    """Knuth's draw; the rates here are small."""
    limit, count, product = math.exp(-rate), 0, rng.random()
    while product > limit:
        count, product = count + 1, product * rng.random()
    return count


def healthy(rng: random.Random) -> dict[str, list[float]]:
    """130 sources: the rate of each weekday; -1 marks the weekday of a weekly one that keeps its day (3 of 100 miss)."""
    sources: dict[str, list[float]] = {}
    for group, low, high in RATES:
        for number in range(group):
            rate = math.exp(rng.uniform(math.log(low), math.log(high)))
            sources[f"daily {low:04} {number:02}"] = [rate] * 5 + [AT_WEEKENDS * rate] * 2
    for number in range(5):
        sources[f"archive {number}"] = [rng.uniform(30, 120)] * 5 + [0.0, 0.0]
    for number in range(15):
        own = rng.randrange(5)
        sources[f"weekly {number:02}"] = [-1.0 if weekday == own else 0.0 for weekday in range(7)]
    return sources


def sixty_days(seed: int) -> tuple[dict[str, list[float]], list[dict[str, int]]]:
    rng = random.Random(seed)
    sources = healthy(rng)

    def drawn(rate: float) -> int:
        return int(rng.random() > 0.03) if rate < 0 else poisson(rng, rate)

    return sources, [{name: drawn(rates[day % 7]) for name, rates in sources.items()} for day in range(60)]


def alarms_of(days: Sequence[Mapping[str, int]], at: int) -> tuple[Alarm, ...]:
    first = max(0, at - REMEMBERED)
    past = tuple(((MONDAY + timedelta(days=n)).isoformat(), ledger(days[n])) for n in range(first, at))
    return alarms(ledger(days[at]), past, (MONDAY + timedelta(days=at)).isoformat())


def test_healthy_sources_ring_less_than_once_a_day_and_dead_ones_soon() -> None:
    sources, days = sixty_days(seed=2)
    rung = Counter(alarm.kind for at in range(7, 60) for alarm in alarms_of(days, at))
    false_a_day = rung.total() / 53

    # Every source dies on a working day, all else going on; how many editions until it is told?
    delays: dict[str, list[int]] = {"daily, median >= 3": [], "weekly, keeping its day": [], "others": []}
    for place, (name, rates) in enumerate(sources.items()):
        death = 35 + place % 5
        dead = [{name: 0 if at >= death else day[name]} for at, day in enumerate(days)]
        told_at = next((at for at in range(death, 60) if any(a.subject for a in alarms_of(dead, at))), 60 + death)
        same = median([days[at][name] for at in range(death - 28, death) if at % 7 == death % 7])
        group = "weekly, keeping its day" if -1 in rates else "daily, median >= 3" if same >= 3 else "others"
        delays[group].append(told_at - death + 1)

    print(f"false alarms a day: {false_a_day:.2f} {dict(rung)}")
    for group, waited in delays.items():
        next_one = fmean(delay <= 1 for delay in waited)
        within = fmean(delay <= 7 for delay in waited)
        print(
            f"{group}: {len(waited)} sources, next edition {next_one:.2f}, within 7 {within:.2f}, half in {median(waited):g}"
        )
    assert false_a_day < 1
    assert fmean(delay <= 1 for delay in delays["daily, median >= 3"]) >= 0.9
    assert max(delays["daily, median >= 3"]) <= 7
    assert fmean(delay <= 7 for delay in delays["weekly, keeping its day"]) >= 0.85
    assert median(delays["others"]) <= 10


# ---------------------------------------------------------------- kinds of alarm


def test_a_source_that_fails_is_told_at_once_and_its_editions_are_counted() -> None:
    dead = ledger({"B": 3}, {"A": "timeout"})
    assert kinds(after([], dead)) == [("failing", "A")]
    (alarm,) = after([ledger({"A": 4, "B": 3}), dead, dead], dead)
    assert (alarm.editions, alarm.trouble) == (3, "timeout")


def test_what_cannot_be_read_is_told_from_what_cannot_be_reached() -> None:
    today = ledger({}, {"A": "not_a_feed", "B": "http_503", "C": "dns", "D": "stale_batch"})
    assert kinds(after([], today)) == [
        ("failing", "B"),
        ("failing", "C"),
        ("unreadable", "A"),
        ("stale_batch", "D"),
    ]


def test_a_trouble_that_is_a_habit_is_no_news() -> None:
    partly = ledger({"A": 4}, {"A": "broken_feed"})
    well = ledger({"A": 4})
    assert kinds(after([well] * 7, partly)) == [("partly", "A")]
    assert not after([partly] * 7, partly)
    assert not after([well] * 7, ledger({"A": 4}, {"A": "future_date"}))


def test_a_source_without_items_that_never_gives_on_that_day_is_no_alarm() -> None:
    working = [ledger({"A": 40, "B": 9})] * 5
    weekend = [ledger({"A": 0, "B": 9})] * 2
    weeks = working + weekend + working + weekend + working
    assert not after(weeks, weekend[0])
    assert kinds(after(weeks[:-1], weekend[0])) == [("silent", "A")]


def test_a_silence_is_counted_from_the_day_that_it_began() -> None:
    well, silent = ledger({"A": 12, "B": 30}), ledger({"A": 0, "B": 30})
    (alarm,) = after([well] * 14 + [silent] * 3, silent)
    assert (alarm.kind, alarm.editions, alarm.usual) == ("silent", 4, 12.0)


def test_a_silence_is_still_told_when_it_has_lasted_for_most_of_what_is_remembered() -> None:
    assert kinds(after([ledger({"A": 12})] * 7 + [ledger({"A": 0})] * 21, ledger({"A": 0})))[-1] == ("silent", "A")


def test_a_new_source_that_never_gave_is_told_after_some_editions() -> None:
    empty = Ledger(counts=(Count(stage="collect", subject="A", gate="asked"),))
    assert [len(after([empty] * number, empty)) for number in range(NEVER_GAVE + 1)] == [0] * (NEVER_GAVE - 1) + [1, 1]
    assert kinds(after([empty] * NEVER_GAVE, empty)) == [("new_silent", "A")]
    assert not after([ledger({"A": 0})] * 20, ledger({"A": 0})), "a feed of old entries is slow, not dead"


def test_a_source_and_a_day_far_under_their_weekday() -> None:
    weeks = [ledger({"A": 60, "B": 60})] * 21
    assert kinds(after(weeks, ledger({"A": 6, "B": 58}))) == [("weekday", "A")]
    assert not after(weeks, ledger({"A": 40, "B": 40}))
    small = [f"S{n}" for n in range(4)]
    weeks = [ledger(dict.fromkeys(small, 16))] * 21
    assert kinds(after(weeks, ledger(dict.fromkeys(small, 7)))) == [("weekday", "")]
    assert not after(weeks, ledger(dict.fromkeys(small, 8)))


def test_a_flood_is_more_than_ever() -> None:
    weeks = [ledger({"A": 12})] * 14
    assert kinds(after(weeks, ledger({"A": 36}))) == [("flood", "A")]
    assert not after(weeks, ledger({"A": 35}))
    assert not after([ledger({"A": 1})] * 14, ledger({"A": 9})), "nine items bury no day"


def test_a_sudden_change_of_language_is_told() -> None:
    chinese, english = {"A": {"zh-Hant": 6}}, {"A": {"en": 6}}
    weeks = [ledger({"A": 6}, languages=chinese)] * 8
    (alarm,) = after(weeks, ledger({"A": 6}, languages=english))
    assert (alarm.kind, alarm.languages) == ("language", ("zh-Hant", "en"))
    assert not after(weeks, ledger({"A": 6}, languages={"A": {"zh-Hant": 3, "en": 3}}))
    assert not after(weeks[:3], ledger({"A": 6}, languages=english)), "18 articles are no habit"


def test_sources_that_are_not_asked_any_more_are_forgotten() -> None:
    assert not after([ledger({"A": 12, "B": 9})] * 14, ledger({"B": 9}))


def test_the_first_editions_infer_nothing() -> None:
    for number in range(LEAST_EDITIONS):
        assert not after([ledger({"A": 30})] * number, ledger({"A": 0}))


# ---------------------------------------------------------------- in words


def tell(found: Sequence[Alarm], language: Language, asked: int = 131) -> tuple[str, ...]:
    today = day_of("2026-11-20", ledger({f"S{n}": 1 for n in range(asked)}))
    return told(found, today, labels(language))


EACH = (
    Alarm("failing", "A", trouble="timeout"),
    Alarm("silent", "B", editions=4, usual=6.5),
    Alarm("failing", "C", trouble="http_410"),
    Alarm("stale_batch", "D", trouble="stale_batch"),
    Alarm("partly", "E", trouble="broken_feed"),
    Alarm("weekday", "", items=300, usual=900.0),
    Alarm("weekday", "F", items=1, usual=14.2),
    Alarm("flood", "G", items=120, usual=6.5),
    Alarm("language", "H", languages=("zh-Hant", "en")),
)


def test_alarms_in_english() -> None:
    assert tell(EACH, "en") == (
        "3 of 131 sources gave nothing and should have: A (no answer in time); B (nothing new, for 4 editions in a row);"
        " C (410, gone).",
        "1 source still showed the batch of an earlier day: D (the batch of an earlier day).",
        "1 source could be read only in part: E (a feed that is not well-formed).",
        "The whole day brought 300 items; a Friday usually brings 900.",
        "1 source gave far less than on other Fridays: F (1 item, usually 14).",
        "1 source gave far more than ever: G (120 items, usually 6.5).",
        "1 source changed language: H (now English, before Traditional Chinese).",
    )
    assert tell(EACH[:1], "en", asked=1)[0].startswith("1 of 1 source gave nothing")


def test_alarms_in_the_chinese_of_taiwan() -> None:
    sentences = tell(EACH, "zh-Hant")
    assert sentences[0] == (
        "131 個來源中，有 3 個應有內容而未取得：A（逾時沒有回應）；B（沒有新內容，已連續 4 期）；C（410，已永久移除）。"
    )
    for sentence in sentences:
        assert not has_simplified(sentence)
        assert not re.search("[a-z]{2}", sentence), f"English leaks: {sentence}"
        assert not re.search("[,;:()]", sentence), f"half-width punctuation: {sentence}"


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_long_lists_are_cut_and_say_so(language: Language) -> None:
    (sentence,) = tell([Alarm("failing", f"Source {n}", trouble="dns") for n in range(20)], language)
    assert sentence.count("Source ") == MOST_NAMED
    assert f"{20 - MOST_NAMED}" in sentence


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_trouble_without_words_is_told_by_its_kind(language: Language) -> None:
    assert "http" not in tell([Alarm("failing", "A", trouble="http_503")], language)[0]
    assert "HTTP 503" in tell([Alarm("failing", "A", trouble="http_503")], language)[0]
    assert "quite_new" in tell([Alarm("failing", "A", trouble="quite_new")], language)[0]


def test_the_kinds_that_name_silent_sources_are_told_in_one_sentence() -> None:
    assert (
        len(
            tell(
                [
                    Alarm(kind, kind, trouble="dns" if kind in ("failing", "unreadable") else "")
                    for kind in GAVE_NOTHING
                ],
                "en",
            )
        )
        == 1
    )
