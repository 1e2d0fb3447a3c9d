"""Stories -> Stories: where each stands on the page, and the facts that put it there.

No model has a say here.  A story's score is the exact sum of the points of its reasons, and every reason names what a
reader can check: who tells it (copies count once, by owner), whether one who speaks of its own deeds is among them, in
how many languages, which words of consequence stand in it, what an earlier edition printed, what an editor said.

What keeps one loud source from steering the page:

* an owner's voice counts once in a story, and is divided when the owner tells very many stories in one day; what such
  a voice brings (its being first hand, its readers, its weight) is divided with it;
* a cue counts only when at least half of a story's owners bear it;
* what one owner says alone is worth a bounded number of points;
* one owner may hold up one story of the lead, and a bounded number of whole briefs;
* a preprint server is a carrier of many authors, not a voice: its share of the page is bounded by section instead.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import msgspec

from broadsheet.desk import Desk, grid
from broadsheet.feedback import Correction, Word, Words
from broadsheet.page.threads import Thread, threads
from broadsheet.ports import Embedder
from broadsheet.ranking.caps import Standing, grades, in_full, in_lead, printed
from broadsheet.ranking.readings import Reading, borne, cues_of, on_beat, read, reason, topical, voices
from broadsheet.ranking.shelves import Shelves
from broadsheet.text.cues import Cues
from broadsheet.text.names import NameTable
from broadsheet.types import Article, Edition, Reason, Sheet, Story

ON_BEAT_SHARE = 1 / 3
"""A story is the desk's business when this share of its owners tells it as such: business pages tell a technology deal
without a word of technology.  On the reference input 1/4 to 1/2 part the same stories by gold event, and 1/2 loses a
merger of two learning platforms when one article falls out of its cluster (2026-11-22)."""

REVISION_AGE = timedelta(days=45)
"""A paper whose arXiv number was given out longer ago than this is a revision, whatever its feed says.  Counted from
the *last* day of the number's month, so that no paper is called old before it can be (rule of issue 2, 2026-11-22)."""

SECOND_VOICE = 0.5
"""How much of a voice besides the first one makes a story more than one owner's word.  Not swept: an owner that keeps
half of its voice tells twice as many stories as is free (2026-11-22)."""

_NO_ARTICLES: Mapping[str, Article] = {}
_NO_TABLE = NameTable(())
"""Names are then known by their capitals alone."""
_ARXIV_NUMBER = re.compile(r"arxiv\.org/(?:abs|pdf|html)/(\d{2})(0[1-9]|1[0-2])\.\d{4,5}", re.IGNORECASE)
_MOST_ENGAGEMENT = 2.0


def rank(
    stories: Sequence[Story],
    desk: Desk,
    past: Sequence[Edition],
    sheet: Sheet,
    embedder: Embedder | None = None,
    feedback: Sequence[Correction] = (),
    names: NameTable = _NO_TABLE,
    past_articles: Mapping[str, Article] = _NO_ARTICLES,
) -> Iterator[Story]:
    """Give every story its section, importance, score, reasons and place; best first, ties by id.

    ``past`` are earlier editions (those not before ``sheet.date`` are ignored).  ``embedder`` places titles beside the
    desk's prototypes; without it cues alone choose the section.  The order of ``stories`` does not matter.  Reasons
    carry no ``text`` yet; ``names`` is the desk's table, by which an earlier story is known again in another language,
    ``past_articles`` what the stories of ``past`` were made of, by id.
    ``printed`` is the plan: ``full`` for the best fresh stories of the beat that have a text to quote, ``no`` for a
    story with neither text nor title or with an editor's veto, ``line`` for the rest.
    """
    cues = cues_of(desk)
    told = Counter(owner for story in stories for owner in {a.source.owner for a in voices(story)})
    earlier = [edition for edition in past if edition.date < sheet.date]
    memory = threads(stories, earlier, names, past_articles)
    words = Words(feedback, earlier)
    shelves = Shelves(desk, stories, embedder)
    standings = [
        _standing(story, desk, cues, told, memory[story.id], len(earlier), words, shelves, sheet) for story in stories
    ]
    standings.sort(key=lambda s: (-s.score, s.story.id))
    full = in_full(standings, desk)
    lead = in_lead([s for s in standings if s.story.id in full], desk)
    graded = grades(standings, desk)
    for s in standings:
        yield msgspec.structs.replace(
            s.story,
            section=s.section,
            lead=s.story.id in lead,
            importance=graded[s.story.id],
            score=s.score,
            reasons=s.reasons,
            printed=printed(s, full),
            continues=s.continues,
            news=tuple(dict.fromkeys(found.article.id for found in memory[s.story.id].found)),
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


def _standing(
    story: Story,
    desk: Desk,
    cues: Cues,
    told: Mapping[str, int],
    thread: Thread,
    editions: int,
    words: Words,
    shelves: Shelves,
    sheet: Sheet,
) -> Standing:
    speaking = voices(story)
    readings = [read(a, cues, desk) for a in sorted(speaking, key=lambda a: a.id)]
    paper = 2 * sum(desk.is_preprint(a.url) for a in speaking) >= len(speaking)
    carriers = {a.source.owner for a in speaking if desk.is_preprint(a.url)}
    owners = tuple(sorted({a.source.owner for a in speaking}))
    voice = {o: 1.0 if o in carriers else min(1.0, desk.limits.owner_stories / told[o]) for o in owners}
    revision = all(is_revision(a, sheet) for a in speaking)
    earlier = thread.chain[0] if thread.chain else None
    followed = earlier is not None and all(told.code != "off_beat" for told in earlier.printing.reasons)
    beat = followed or borne(
        readings, lambda r: on_beat(r, desk), ON_BEAT_SHARE
    )  # a court's ruling on our company's deal
    muted = borne(readings, lambda r: "muted" in r.title)
    all_seen = not thread.fresh
    word = words.of(story, earlier.printing.id if earlier else None)
    weights = desk.weights

    reasons = _sources(story, speaking, voice, desk)
    kinds = {c.id: weights.consequences * c.points for c in desk.consequences}
    titles_only = [r._replace(opening=r.title) for r in readings] if paper else readings
    consequences = topical(titles_only, "consequence", kinds, desk.limits.consequences)
    wanted = {i.id: weights.interests * i.points for i in desk.interests}
    interests = topical(readings, "interest", wanted, desk.limits.interests)
    reasons += consequences + interests
    reasons += _bounded(reasons, voice, desk)
    if all_seen:
        reasons.append(reason("repeated", weights.repeated, [earlier.date] if earlier else []))
    elif earlier and thread.rehash:
        reasons.append(reason("rehash", weights.repeated, [earlier.date]))
    elif earlier:
        reasons.append(reason("continues", weights.continues, [earlier.date], len(thread.found)))
    elif editions:
        reasons.append(reason("novel", weights.novel, count=editions))
    if revision:
        reasons.append(reason("revision", weights.revision, sorted({a.source.outlet for a in speaking})))
    if not beat:
        reasons.append(reason("off_beat", weights.off_beat))
    if muted:
        reasons.append(reason("muted", weights.muted, sorted({w for r in readings for w in r.title.get("muted", ())})))
    reasons += _editors(word, desk)
    section = _paper_shelf(readings, desk) if paper else shelves.shelf(story, readings, consequences)
    return Standing(
        story=story,
        owners=owners,
        firm_owners=tuple(owner for owner in owners if owner not in carriers),
        reasons=tuple(reasons),
        score=math.fsum(r.points for r in reasons),
        section=word.section if _is_section(word.section, desk) else section,
        continues=earlier.printing.id if earlier else None,
        on_beat=beat and not muted,
        news=not revision and not all_seen and not thread.rehash and any(a.text.strip() for a in story.articles),
        topic=interests[0].code if interests else "",
        heard=math.fsum(sorted(voice.values())),
        pinned=word.pinned,
        vetoed=word.vetoed,
    )


def _sources(story: Story, speaking: Sequence[Article], voice: Mapping[str, float], desk: Desk) -> list[Reason]:
    """What the telling of a story is worth: who tells it, first hand or not, in which languages, and how many read."""
    weights = desk.weights
    owners = sorted(voice)
    whole = math.fsum(voice[owner] for owner in owners)
    reasons = [reason("owners", weights.owners * math.log2(max(1.0, whole)), owners)]
    primary = [a for a in speaking if desk.is_primary(a)]
    if primary:
        heard = max(voice[a.source.owner] for a in primary)
        reasons.append(reason("primary", weights.primary * heard, sorted({a.source.outlet for a in primary})))
    reasons += _authority(speaking, voice, desk)
    languages = sorted({a.language.split("-")[0] for a in speaking} - {"und", ""})
    if len(languages) > 1:
        reasons.append(reason("languages", weights.languages, languages))
    carried = {a.source.owner for a in story.articles if a.copy_of is not None} - set(owners)
    if carried and weights.reach:
        reasons.append(reason("reach", weights.reach * math.log2(1 + len(carried)), sorted(carried)))
    answers = [
        (max(0, a.points or 0) + max(0, a.comments or 0), voice[a.source.owner], a.source.outlet) for a in speaking
    ]
    gains = [
        (min(_MOST_ENGAGEMENT, weights.engagement * math.log10(1 + most)) * heard, most, outlet)
        for most, heard, outlet in answers
        if most
    ]
    if gains:
        gain, most, outlet = max(gains)
        reasons.append(reason("engagement", gain, [outlet], most))
    return reasons


def _authority(speaking: Sequence[Article], voice: Mapping[str, float], desk: Desk) -> list[Reason]:
    """The two most trusted owners: more would only count the owners again."""
    best: dict[str, tuple[float, str]] = {}
    for a in speaking:
        source = a.source
        excess = desk.weight(source.outlet, source.owner, source.weight) - 1.0
        heard = excess * voice[source.owner] if excess > 0 else excess
        best[source.owner] = min(best.get(source.owner, (math.inf, "")), (-heard, source.outlet))
    top = sorted(best.values())[:2]
    gain = grid(desk.weights.authority * math.fsum(-negative for negative, _ in top))
    return [reason("authority", gain, tuple(outlet for negative, outlet in top if negative))] if gain else []


def _bounded(reasons: Sequence[Reason], voice: Mapping[str, float], desk: Desk) -> list[Reason]:
    """What is taken back from a story that rests on one voice, or on less than one."""
    whole = math.fsum(sorted(voice.values()))
    points = math.fsum(r.points for r in reasons if r.points > 0)
    if whole < 1:
        return [reason("loud", -points * (1 - whole), sorted(voice))]
    if whole < 1 + SECOND_VOICE and points > desk.limits.alone:
        return [reason("alone", desk.limits.alone - points, sorted(o for o in voice if voice[o] >= SECOND_VOICE))]
    return []


def _editors(word: Word, desk: Desk) -> list[Reason]:
    reasons = [reason("pinned", desk.weights.pinned)] if word.pinned else []
    reasons += [reason("vetoed", -desk.weights.pinned)] if word.vetoed else []
    return reasons + ([reason("resectioned", 0.0, [word.section])] if _is_section(word.section, desk) else [])


def _is_section(section: str, desk: Desk) -> bool:
    return any(section == known.id for known in desk.sections)


def _paper_shelf(readings: Sequence[Reading], desk: Desk) -> str:
    """Papers stand on one shelf, except those whose title says that they are about rules and rights."""
    policy = desk.preprints.policy_section
    if policy and borne(readings, lambda r: "preprints.policy" in r.title):
        return policy
    return desk.preprints.section
