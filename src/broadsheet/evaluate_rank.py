"""Score the machine's judgement of importance and shelf against a labelled day.

A labelled day is a file of articles, one JSON object a line, each with ``event_id``, ``section_gold`` and
``importance_gold`` (one for all articles of an event; empty where the labeller printed nothing).  Labels are ids of
the desk or the words that editions print; an event labelled with the heading of the lead has no shelf, and counts as
found when its story is in the lead.

nDCG@12 (Jarvelin and Kekalainen 2002) with gains critical 3, high 2, medium 1, low or unlabelled 0, discounted by
log2(rank + 1).  It is measured twice: on stories that *are* the labelled events, which asks about ranking alone, and on
the machine's own stories, where an event counts once, for the first story that is mostly about it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import log2
from pathlib import Path
from typing import NamedTuple, get_args

import msgspec

from broadsheet.config import Kit
from broadsheet.config_file import File
from broadsheet.decode import decode_json
from broadsheet.errors import UsageError
from broadsheet.evaluate import event_of, lines_of, read_articles
from broadsheet.labels import labels
from broadsheet.press import plan
from broadsheet.stages.cluster import cluster
from broadsheet.stages.dedupe import dedupe
from broadsheet.stages.embed import embed
from broadsheet.stages.rank import rank
from broadsheet.types import Article, Importance, Language, Story, story_id

FIRST = 12
"""Stories that are looked at: the first screen of an edition."""

LEAD = "lead"
WORST = 10
_GRADES: tuple[Importance, ...] = ("low", "medium", "high", "critical")
_GAIN: Mapping[str, int] = {grade: gain for gain, grade in enumerate(_GRADES)}


class Gold(NamedTuple):
    """What a labeller said of an event; empty where nothing."""

    section: str
    importance: str


class Mistake(msgspec.Struct, frozen=True, kw_only=True):
    """A story that stands elsewhere than its label says.  ``cost`` orders mistakes: grades, or ranks lost."""

    cost: float
    told: str
    title: str


class RankScores(msgspec.Struct, frozen=True, kw_only=True):
    """How well stories are ranked and shelved; shares in [0, 1].

    ``confusion`` holds (gold, ours) -> events, wrong ones only.  ``lead`` counts events labelled as the lead that are
    in ours.
    """

    stories: int
    labelled: int
    sections: int
    sections_right: int
    lead: int
    lead_right: int
    ndcg: float
    criticals: int
    confusion: tuple[tuple[tuple[str, str], int], ...]
    worst: tuple[Mistake, ...]

    @property
    def accuracy(self) -> float:
        """Share of the events with a shelf that stand on it."""
        return self.sections_right / self.sections if self.sections else 1.0

    def figures(self) -> dict[str, str]:
        """Return label -> figure, for printing."""
        whole = self.sections + self.lead
        figures = {
            "stories / labelled events": f"{self.stories} / {self.labelled}",
            f"nDCG@{FIRST} of importance": f"{self.ndcg:.4f}",
            "section accuracy": f"{self.accuracy:.4f} ({self.sections_right} of {self.sections})",
        }
        if self.lead:
            figures["lead found"] = f"{self.lead_right} of {self.lead}"
            figures["section accuracy with the lead"] = f"{(self.sections_right + self.lead_right) / whole:.4f}"
        figures["share of critical"] = f"{self.criticals / max(1, self.stories):.4f} ({self.criticals})"
        wrong = "; ".join(f"{gold} as {ours}: {count}" for (gold, ours), count in self.confusion)
        return figures | {"confusion": wrong or "none"}


def ndcg(gains: Sequence[float], best: Sequence[float], first: int = FIRST) -> float:
    """Return the discounted gain of ``gains`` in their order against ``best`` in the best order; 1 when none is due."""

    def discounted(values: Sequence[float]) -> float:
        return sum(gain / log2(place + 2) for place, gain in enumerate(values[:first]))

    due = discounted(sorted(best, reverse=True))
    return discounted(gains) / due if due else 1.0


def gold_of(path: Path, kit: Kit) -> dict[str, Gold]:
    """Return event -> what its label says.  Raises UsageError for a label that the desk does not know, or for two
    labels of one event."""
    sections = {section: section for section in kit.desk.headings["en"]}
    grades: dict[str, str] = {grade: grade for grade in _GRADES}
    for language in get_args(Language):
        words = labels(language)["common"]
        sections |= {heading: section for section, heading in kit.desk.headings[language].items()}
        sections |= {words["part.lead"]: LEAD, LEAD: LEAD}
        grades |= {words[f"importance.{grade}"]: grade for grade in _GRADES}
    found: dict[str, Gold] = {}
    for number, line in enumerate(lines_of(path), 1):
        told = decode_json(line, _Labelled) if line.strip() else _Labelled()
        if not told.event_id:
            continue
        section, importance = told.section_gold or "", told.importance_gold or ""
        for label, known in ((section, sections), (importance, grades)):
            if label and label not in known:
                raise UsageError(f"line {number}: {label!r} is no label of this desk", subject=str(path))
        gold = Gold(sections.get(section, ""), grades.get(importance, ""))
        if found.setdefault(told.event_id, gold) != gold:
            raise UsageError(f"line {number}: event {told.event_id} has a second label", subject=str(path))
    return found


class _Labelled(msgspec.Struct):
    event_id: str | None = None
    section_gold: str | None = None
    importance_gold: str | None = None


def score_ranking(ranked: Sequence[Story], events: Mapping[str, str], gold: Mapping[str, Gold]) -> RankScores:
    """Score ``ranked``, best first, against address -> event and event -> label."""
    best_of: dict[str, tuple[int, int]] = {}
    about: list[str] = []
    for place, story in enumerate(ranked):
        held = Counter(events[a.url.strip()] for a in story.articles if a.url.strip() in events)
        about.append(min(held, key=lambda event: (-held[event], event)) if held else "")
        for event, count in held.items():
            best_of[event] = min(best_of.get(event, (0, len(ranked))), (-count, place))
    gains: list[float] = []
    counted: set[str] = set()
    for event in about:
        gains.append(0.0 if event in counted or not event else _GAIN.get(gold[event].importance, 0))
        counted.add(event)
    confusion: Counter[tuple[str, str]] = Counter()
    right = shelved = lead = lead_right = 0
    mistakes: list[Mistake] = []
    order = sorted(gold, key=lambda event: (-_GAIN.get(gold[event].importance, 0), event))
    for due, event in enumerate(order):
        label, (_, place) = gold[event], best_of.get(event, (0, len(ranked) - 1))
        story = ranked[place]
        gain, ours = _GAIN.get(label.importance, 0), _GAIN[story.importance]
        if label.section == LEAD:
            lead += 1
            lead_right += story.lead
        elif label.section:
            shelved += 1
            right += label.section == story.section
            if label.section != story.section:
                confusion[label.section, story.section] += 1
        lost = _lost(gain, due, place)
        if lost or abs(gain - ours) > 1:
            grade = label.importance or "not printed"
            mistakes.append(
                Mistake(
                    cost=lost + max(0, abs(gain - ours) - 1),
                    told=f"{grade}, stands at {place + 1} as {story.importance}",
                    title=story.articles[0].title,
                )
            )
    return RankScores(
        stories=len(ranked),
        labelled=sum(bool(label.section or label.importance) for label in gold.values()),
        sections=shelved,
        sections_right=right,
        lead=lead,
        lead_right=lead_right,
        ndcg=ndcg(gains, [_GAIN.get(label.importance, 0) for label in gold.values()]),
        criticals=sum(story.importance == "critical" for story in ranked),
        confusion=tuple(sorted(confusion.items(), key=lambda item: (-item[1], item[0]))),
        worst=tuple(sorted(mistakes, key=lambda m: (-m.cost, m.title))[:WORST]),
    )


def _lost(gain: int, due: int, place: int) -> float:
    """What an event costs that belongs among the first and is not, or the other way round."""
    if due < FIRST <= place and gain:
        return gain / log2(due + 2)
    return (3 - gain) / log2(place + 2) if place < FIRST <= due and gain < _GAIN["high"] else 0.0


class Day(NamedTuple):
    """A labelled day, read: its articles (copies marked), the event of each address, the label of each event."""

    articles: tuple[Article, ...]
    events: Mapping[str, str]
    gold: Mapping[str, Gold]


def read_day(path: Path, kit: Kit) -> Day:
    """Read a labelled day as a run would.  Raises UsageError."""
    events = event_of(path)
    articles = tuple(a for a in dedupe(read_articles(path, kit), kit.names) if isinstance(a, Article))
    return Day(articles, events, gold_of(path, kit))


def stories_of(day: Day) -> tuple[Story, ...]:
    """Return the labelled events as stories."""
    groups: dict[str, list[Article]] = defaultdict(list)
    for article in day.articles:
        if article.url.strip() in day.events:
            groups[day.events[article.url.strip()]].append(article)
    return tuple(Story(id=story_id(tuple(group)), articles=tuple(group)) for _, group in sorted(groups.items()))


def rank_day(day: Day, kit: Kit, stories: Sequence[Story]) -> tuple[Story, ...]:
    """Return ``stories`` of a day as the desk ranks them without a past."""
    return tuple(rank(stories, kit.desk, (), kit.sheet, kit.embedder))


def kit_for(path: Path, file: File | None = None) -> Kit:
    """Return the kit of a labelled day; its moment is the last hour that an article of it names."""
    moments = [
        moment
        for line in lines_of(path)
        if line.strip() and (moment := _moment(decode_json(line, _Dated).published or "")) is not None
    ]
    return Kit(plan(file or File(), origins=[path], at=max(moments, default=datetime.now(UTC))))


class _Dated(msgspec.Struct):
    published: str | None = None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def evaluate_rank(path: Path, file: File | None = None) -> tuple[RankScores, RankScores]:
    """Return the scores on the labelled events as stories, and on the machine's own stories.  Raises UsageError."""
    event_of(path)  # what cannot be read, or has no label, is told before anything is done
    kit = kit_for(path, file)
    day = read_day(path, kit)
    own = tuple(cluster(list(embed(day.articles, kit.embedder)), kit.names))
    told, ours = (rank_day(day, kit, stories) for stories in (stories_of(day), own))
    return score_ranking(told, day.events, day.gold), score_ranking(ours, day.events, day.gold)
