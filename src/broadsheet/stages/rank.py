"""Stories -> Stories: where each stands on the page, and the facts that put it there.

No model has a say here.  A story's score is the exact sum of the points of its reasons, and every reason names what a
reader can check: who tells it (copies count once, by owner), whether one who speaks of its own deeds is among them, in
how many languages, which words of consequence stand in it, what an earlier edition printed.

What keeps one loud source from steering the page:

* an owner's voice counts once in a story, and is divided when the owner tells very many stories in one day;
* a cue counts only when at least half of a story's owners bear it;
* one owner may hold up one story of the lead, and a bounded number of whole briefs;
* a preprint server is a carrier of many authors, not a voice: its share of the page is bounded by section instead.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import msgspec

from broadsheet.desk import Desk, grid
from broadsheet.page.memory import Memory
from broadsheet.text.cues import Cues
from broadsheet.text.numbers import numbers
from broadsheet.types import Article, Edition, Importance, Printed, Reason, Sheet, Source, Story

OPENING = 1500
"""Characters of a text that are read for cues.  News says first what it is about; a cue deep in a page is an aside.
Not swept: the texts of the reference input are shorter (2026-11-22)."""

TITLE_CUE = 3.0
"""A cue of a title against one of the opening, for the choice of a shelf.  Set by hand: a long opening must not outvote
its own headline (2026-11-22)."""

ON_BEAT_SHARE = 1 / 3
"""A story is the desk's business when this share of its owners tells it as such: business pages tell a technology deal
without a word of technology.  On the reference input 1/4 to 1/2 part the same stories by gold event, and 1/2 loses a
merger of two learning platforms when one article falls out of its cluster (2026-11-22)."""

SHELF_MARGIN = 0.5
"""A shelf wins outright by this much (in opening cues per owner); a closer race is decided by titles alone."""

REVISION_AGE = timedelta(days=45)
"""A paper whose arXiv number was given out longer ago than this is a revision, whatever its feed says.  Counted from
the *last* day of the number's month, so that no paper is called old before it can be (rule of issue 2, 2026-11-22)."""

_ARXIV_NUMBER = re.compile(r"arxiv\.org/(?:abs|pdf|html)/(\d{2})(0[1-9]|1[0-2])\.\d{4,5}", re.IGNORECASE)
_MOST_ENGAGEMENT = 2.0
_CURRENCIES = frozenset(["USD", "EUR", "GBP", "JPY", "KRW", "INR", "HKD", "TWD", "CNY", "元", "¥"])
_MONEY = re.compile(
    r"[$€£¥₩₹元圓圆]|美金|[港台臺]幣|[港台]币|\b(?:USD|NTD|TWD|HKD|RMB|CNY|EUR|GBP|JPY|KRW|INR)\b|dollar|euro|pound|yen|yuan|renminbi|rupee|won\b",
    re.I,
)
"""What a text with a sum of money holds somewhere.  Most do not, and reading numbers is the dear part of ranking."""


class Signals(NamedTuple):
    """What was found in one story, before points are added up."""

    story: Story
    owners: tuple[str, ...]
    firm_owners: tuple[str, ...]
    reasons: tuple[Reason, ...]
    section: str
    continues: str | None
    paper: bool
    on_beat: bool
    news: bool

    @property
    def score(self) -> float:
        return math.fsum(reason.points for reason in self.reasons)


def rank(stories: Sequence[Story], desk: Desk, past: Sequence[Edition], sheet: Sheet) -> Iterator[Story]:
    """Give every story its section, importance, score, reasons and place; best first, ties by id.

    ``past`` are earlier editions (those not before ``sheet.date`` are ignored).  The order of ``stories`` does not
    matter.  Reasons carry no ``text`` yet.  ``printed`` is the plan: ``full`` for the best fresh stories of the
    beat that have a text to quote, ``no`` only for a story with neither text nor title, ``line`` for the rest.
    """
    cues = Cues(_cue_groups(desk))
    told = Counter(owner for story in stories for owner in {a.source.owner for a in _voices(story)})
    memory = Memory([edition for edition in past if edition.date < sheet.date])
    signals = [_signals(story, desk, cues, told, memory, sheet) for story in stories]
    signals.sort(key=lambda s: (-s.score, s.story.id))
    full = _full(signals, desk)
    lead = _lead([s for s in signals if s.story.id in full], desk)
    grades = _grades(signals, desk)
    for s in signals:
        yield msgspec.structs.replace(
            s.story,
            section=s.section,
            lead=s.story.id in lead,
            importance=grades[s.story.id],
            score=s.score,
            reasons=s.reasons,
            printed=_printed(s, full),
            continues=s.continues,
        )


def is_revision(article: Article, sheet: Sheet) -> bool:
    """Say whether an article is a paper that is not new: announced as replaced, or with an old arXiv number."""
    if article.announce == "replaced":
        return True
    number = _ARXIV_NUMBER.search(article.url)
    if number is None:
        return False
    year, month = 2000 + int(number[1]), int(number[2])
    last_day = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    window = sheet.window.start or sheet.made
    return datetime(last_day.year, last_day.month, last_day.day, tzinfo=UTC) + REVISION_AGE < window


def _voices(story: Story) -> tuple[Article, ...]:
    """The articles that speak for the story: its originals, or all when each repeats an article of another story."""
    return story.originals or story.articles


def _cue_groups(desk: Desk) -> dict[str, tuple[str, ...]]:
    groups = {"beat.core": desk.beat.core, "beat.terms": desk.beat.terms}
    groups |= {f"section.{section.id}": section.cues for section in desk.sections}
    groups |= {f"interest.{interest.id}": interest.cues for interest in desk.interests}
    groups |= {f"consequence.{consequence.id}": consequence.cues for consequence in desk.consequences}
    return groups


class _Reading(NamedTuple):
    """The cues of one article by group: in its title, and in its title or opening."""

    article: Article
    title: Mapping[str, tuple[str, ...]]
    opening: Mapping[str, tuple[str, ...]]


def _read(article: Article, cues: Cues, desk: Desk) -> _Reading:
    title = cues.find(article.title)
    opening = cues.find(f"{article.title}\n{article.text[:OPENING]}")
    for consequence in desk.consequences:
        if consequence.amount is not None:
            group = f"consequence.{consequence.id}"
            in_title = _sums(article.title, consequence.amount)
            in_all = tuple(dict.fromkeys((*in_title, *_sums(article.text[:OPENING], consequence.amount))))
            title |= {group: (*title.get(group, ()), *in_title)} if in_title else {}
            opening |= {group: (*opening.get(group, ()), *in_all)} if in_all else {}
    return _Reading(article, title, opening)


def _sums(text: str, least: float) -> tuple[str, ...]:
    """The sums of money of at least ``least`` that ``text`` names, as it writes them."""
    if not _MONEY.search(text):
        return ()
    found = (n for n in numbers(text) if n.unit in _CURRENCIES and n.value >= least)
    return tuple(dict.fromkeys(text[n.start : n.end] for n in found))


def _signals(story: Story, desk: Desk, cues: Cues, told: Mapping[str, int], memory: Memory, sheet: Sheet) -> Signals:
    voices = _voices(story)
    readings = [_read(a, cues, desk) for a in sorted(voices, key=lambda a: a.id)]
    paper = 2 * sum(desk.is_preprint(a.url) for a in voices) >= len(voices)
    owners = tuple(sorted({a.source.owner for a in voices}))
    carriers = {a.source.owner for a in voices if desk.is_preprint(a.url)}
    revision = all(is_revision(a, sheet) for a in voices)
    on_beat = _borne(readings, lambda r: _on_beat(r, desk), ON_BEAT_SHARE)
    earlier, all_seen = memory.recall(story)
    weights = desk.weights

    reasons = [_owners(owners, told, desk)]
    primary = sorted({a.source.outlet for a in voices if desk.is_primary(a)})
    if primary:
        reasons.append(_reason("primary", weights.primary, primary))
    reasons += _authority([a.source for a in voices], desk)
    languages = sorted({a.language.split("-")[0] for a in voices} - {"und", ""})
    if len(languages) > 1:
        reasons.append(_reason("languages", weights.languages, languages))
    points = [(a.points, a.source.outlet) for a in voices if a.points is not None and a.points > 0]
    if points:
        most, outlet = max(points)
        gain = min(_MOST_ENGAGEMENT, weights.engagement * math.log10(1 + most))
        reasons.append(Reason(code="engagement", points=grid(gain), count=most, names=(outlet,)))
    kinds = {c.id: c.points for c in desk.consequences}
    titles_only = [r._replace(opening=r.title) for r in readings] if paper else readings
    consequences = _topical(titles_only, "consequence", kinds, desk.limits.consequences)
    reasons += consequences
    reasons += _topical(readings, "interest", {i.id: i.points for i in desk.interests}, desk.limits.interests)
    if all_seen:
        reasons.append(_reason("repeated", weights.repeated, [earlier.date] if earlier else []))
    elif earlier:
        reasons.append(_reason("continues", weights.continues, [earlier.date]))
    elif memory.editions:
        reasons.append(Reason(code="novel", points=grid(weights.novel), count=memory.editions))
    if revision:
        reasons.append(_reason("revision", weights.revision, sorted({a.source.outlet for a in voices})))
    if not on_beat:
        reasons.append(Reason(code="off_beat", points=grid(weights.off_beat)))
    return Signals(
        story=story,
        owners=owners,
        firm_owners=tuple(owner for owner in owners if owner not in carriers),
        reasons=tuple(reasons),
        section=desk.preprints.section if paper else _section(readings, consequences, desk),
        continues=earlier.story if earlier else None,
        paper=paper,
        on_beat=on_beat,
        news=not revision and not all_seen and any(a.text.strip() for a in story.articles),
    )


def _reason(code: str, points: float, names: Sequence[str]) -> Reason:
    return Reason(code=code, points=grid(points), count=len(names), names=tuple(names))


def _owners(owners: Sequence[str], told: Mapping[str, int], desk: Desk) -> Reason:
    """Independent owners: points grow with the logarithm, and the voice of one who tells very much is divided."""
    voices = math.fsum(min(1.0, desk.limits.owner_stories / told[owner]) for owner in owners)
    return _reason("owners", desk.weights.owners * math.log2(max(1.0, voices)), owners)


def _authority(sources: Sequence[Source], desk: Desk) -> list[Reason]:
    """The two most trusted owners: more would only count the owners again."""
    best: dict[str, tuple[float, str]] = {}
    for source in sources:
        excess = desk.weight(source.outlet, source.owner, source.weight) - 1.0
        best[source.owner] = min(best.get(source.owner, (math.inf, "")), (-excess, source.outlet))
    top = sorted(best.values())[:2]
    gain = grid(desk.weights.authority * math.fsum(-negative for negative, _ in top))
    names = tuple(outlet for negative, outlet in top if negative)
    return [Reason(code="authority", points=gain, count=len(names), names=names)] if gain else []


def _topical(readings: Sequence[_Reading], kind: str, points: Mapping[str, float], most: int) -> list[Reason]:
    """Reasons of the cue groups of one kind: whole points when titles bear a cue, half when only openings do."""
    reasons: list[Reason] = []
    for entry, gain in points.items():
        group = f"{kind}.{entry}"
        in_titles = _borne(readings, lambda r, group=group: group in r.title)  # type: ignore[misc]
        if in_titles or _borne(readings, lambda r, group=group: group in r.opening):  # type: ignore[misc]
            words = Counter(cue for r in readings for cue in (r.title if in_titles else r.opening).get(group, ()))
            names = [cue for cue, _ in sorted(words.items(), key=lambda item: (-item[1], item[0]))[:3]]
            reasons.append(_reason(group, gain if in_titles else gain / 2, names))
    return sorted(reasons, key=lambda r: (-r.points, r.code))[:most]


def _borne(readings: Sequence[_Reading], holds: Callable[[_Reading], bool], share: float = 0.5) -> bool:
    """Say whether at least that share of the owners has an article of which ``holds`` is true."""
    owners: dict[str, bool] = defaultdict(bool)
    for reading in readings:
        owners[reading.article.source.owner] |= holds(reading)
    return any(owners.values()) and sum(owners.values()) >= share * len(owners)


def _on_beat(reading: _Reading, desk: Desk) -> bool:
    in_category = any(
        category.lower().startswith(prefix.lower())
        for category in reading.article.categories
        for prefix in desk.beat.categories
    )
    named = "beat.core" in reading.opening or "beat.terms" in reading.title
    return in_category or named or len(reading.opening.get("beat.terms", ())) >= desk.beat.opening


def _section(readings: Sequence[_Reading], consequences: Sequence[Reason], desk: Desk) -> str:
    """The shelf whose cues the story bears most; a close race goes by titles, then by the desk's order."""
    owners = len({r.article.source.owner for r in readings})
    borne = {reason.code.removeprefix("consequence.") for reason in consequences}
    titles: dict[str, float] = {}
    whole: dict[str, float] = {}
    for section in desk.sections:
        group = f"section.{section.id}"
        kinds = TITLE_CUE * len(borne & set(section.consequences))
        titles[section.id] = TITLE_CUE * sum(len(r.title.get(group, ())) for r in readings) / owners + kinds
        whole[section.id] = titles[section.id] + sum(len(r.opening.get(group, ())) for r in readings) / owners
    order = [section.id for section in desk.sections]
    ranked = sorted(order, key=lambda section: -whole[section])
    if not whole[ranked[0]]:
        return desk.default_section
    close = [section for section in ranked if whole[ranked[0]] - whole[section] < SHELF_MARGIN]
    return min(close, key=lambda section: (-titles[section], order.index(section)))


def _full(signals: Sequence[Signals], desk: Desk) -> frozenset[str]:
    """The ids of the stories in full: best first, bounded by owner, and by section while others want the place."""
    limits = desk.limits
    eligible = [s for s in signals if s.on_beat and s.news]
    chosen: set[str] = set()
    by_owner: Counter[str] = Counter()
    by_section: Counter[str] = Counter()
    for section_bound in (max(1, round(limits.section_share * limits.full)), limits.full):
        for s in eligible:
            if len(chosen) >= limits.full:
                break
            alone = s.firm_owners[0] if len(s.owners) == 1 and s.firm_owners else None
            if s.story.id in chosen or by_section[s.section] >= section_bound:
                continue
            if alone is not None and by_owner[alone] >= limits.owner_full:
                continue
            chosen.add(s.story.id)
            by_section[s.section] += 1
            if alone is not None:
                by_owner[alone] += 1
    return frozenset(chosen)


def _lead(signals: Sequence[Signals], desk: Desk) -> frozenset[str]:
    """The ids of the lead.

    First the stories that several owners tell, no section above its share; a quiet day fills up with others.  A story
    *hangs on* an owner when fewer than ``lead_owners`` would be left without it: an owner holds up one such story.
    """
    limits = desk.limits
    chosen: set[str] = set()
    held: Counter[str] = Counter()
    by_section: Counter[str] = Counter()
    for strict in (True, False):
        for s in signals:
            if len(chosen) >= limits.lead:
                break
            hangs_on = s.firm_owners if len(s.owners) <= limits.lead_owners else ()
            weak = len(s.owners) < limits.lead_owners or by_section[s.section] >= limits.lead_per_section
            if s.story.id in chosen or (strict and weak):
                continue
            if any(held[owner] >= limits.lead_per_owner for owner in hangs_on):
                continue
            chosen.add(s.story.id)
            by_section[s.section] += 1
            held.update(hangs_on)
    return frozenset(chosen)


def _grades(signals: Sequence[Signals], desk: Desk) -> dict[str, Importance]:
    """Grade by the desk's cuts; what is off the beat or not new is low, and ``critical`` stays rare."""
    cuts = desk.importance
    grades: dict[str, Importance] = {}
    criticals = 0
    for s in signals:
        if not (s.on_beat and s.news):
            grades[s.story.id] = "low"
        elif s.score >= cuts.critical and len(s.owners) >= cuts.critical_owners and criticals < cuts.criticals:
            grades[s.story.id] = "critical"
            criticals += 1
        else:
            grades[s.story.id] = "high" if s.score >= cuts.high else "medium" if s.score >= cuts.medium else "low"
    return grades


def _printed(s: Signals, full: frozenset[str]) -> Printed:
    if s.story.id in full:
        return "full"
    return "line" if any(a.title.strip() or a.text.strip() for a in s.story.articles) else "no"
