"""What follows the stories: what looks ahead, what to read whole, what the terms mean, the keywords of the day.

Every sentence here is a whole sentence of a source, found by rule and cited.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from broadsheet.page import READ, Page, Piece, full
from broadsheet.text.forward import Forward, forward
from broadsheet.text.frame import framed
from broadsheet.text.sentences import sentences
from broadsheet.text.terms import SHORTEST, definitions
from broadsheet.types import Article, Claim, Reading, SourceRef, Term

READINGS = 3
MOST_TERMS, LEAST_TERMS = 6, 3
MOST_KEYWORDS = 18
OWN_SCRIPT = 1.5
"""What a definition gains by being in the script of the edition (2026-11-22)."""

LONG_TEXT = 800
"""Characters of a text from which length begins to speak for reading it whole; Chinese says as much in half."""

STRENGTH_POINTS = 4.0
"""What a step of forward strength is worth against the score of its story: a dated sentence of a middling story goes
before an undated one of a top story, and no bare "will" goes before either (reference input by eye, 2026-11-22)."""

FOREIGN = 1.5
"""Steps of forward strength that a sentence must have ahead to be taken in another language than the edition's: a dated
one beats a bare "will" of the edition's language, nothing less does (2026-11-22)."""


NAMELESS = 0.75
"""Steps that a sentence loses because it names nobody: "The fee takes effect" wants the sentence before it."""

NAMES_DAY = 1.0
"""Steps that a sentence gains because it names the very day: "The next meeting is on June 18" is awaited before
"inflation is expected to fall in the second half", though it names nobody.  Set by hand, 2026-11-23."""

STALE_DAYS = 30
"""Days after its publication that a promise without a day still looks ahead: the same month that a question without a
day stays open (``page/watch.py``); set by hand, 2026-11-23."""


class Ahead(NamedTuple):
    """The sentence of a story that looks ahead most."""

    piece: Piece
    article: Article
    found: Forward
    cost: float
    """Steps of strength that it has less because it is in another language, or names nobody; or more for its day."""
    said: date
    """The day that its words count from."""


def look_ahead(pieces: Sequence[Piece], page: Page) -> list[Ahead]:
    """Return at most one sentence of each story in full, best first; no papers, which promise only themselves, and
    nothing that its article denies, supposes or lets another say."""
    today = date.fromisoformat(page.sheet.date)
    ahead: list[Ahead] = []
    for piece in full(pieces):
        candidates: list[tuple[float, int, int, Ahead]] = []
        for order, article in enumerate(page.own_language_first(piece.brief.story.articles)):
            foreign = FOREIGN if article.language.split("-")[0] != page.sheet.language.split("-")[0] else 0.0
            if page.desk.is_preprint(article.url) or article.copy_of is not None:
                continue
            said = _said(article, piece, today)
            stale = (today - said).days > STALE_DAYS
            context = framed(article.title, article.text)
            for found in forward(article.text[:READ], today, said):
                if not context.alone(found.start):
                    continue
                if _whole(article, found.end) and not (stale and found.due is None):
                    sentence = article.text[found.start : found.end]
                    dated = found.due is not None and found.due.precision == "day"
                    cost = foreign + NAMELESS * (not page.names.mentions(sentence)) - NAMES_DAY * dated
                    told = Ahead(piece, article, found, cost, said)
                    candidates.append((cost - found.strength, order, found.start, told))
        if candidates:
            ahead.append(min(candidates, key=lambda entry: entry[:3])[3])
    return sorted(
        ahead,
        key=lambda a: (STRENGTH_POINTS * (a.cost - a.found.strength) - a.piece.printing.score, a.piece.printing.id),
    )


def _said(article: Article, piece: Piece, today: date) -> date:
    """Return the day an article's words count from: its own; else the newest of its story, told the same days; else
    the edition's."""
    days = [other.published.date() for other in piece.brief.story.articles if other.published is not None]
    return article.published.date() if article.published else max(days, default=today)


def _whole(article: Article, end: int) -> bool:
    """Say that a sentence of the part that was read is not one that the limit cut off."""
    return end < READ or len(article.text) <= READ


def readings(pieces: Sequence[Piece], page: Page) -> Iterator[Reading]:
    """Texts worth reading whole: primary or long ones, each of another story, and of another outlet while there are."""
    ranked: list[tuple[float, str, Piece, Article, SourceRef]] = []
    for piece in full(pieces):
        refs = {ref.article: ref for ref in piece.printing.sources}
        for article in piece.brief.story.articles:
            if article.copy_of is None and article.text.strip():
                ranked.append((-_worth(article, piece, page), article.id, piece, article, refs[article.id]))
    ranked.sort(key=lambda entry: entry[:2])
    stories: set[str] = set()
    outlets: set[str] = set()
    for others_only in (True, False):
        for _, _, piece, article, ref in ranked:
            if len(stories) >= READINGS:
                return
            if piece.printing.id in stories or (others_only and ref.outlet in outlets):
                continue
            why = _why(article, piece, page)
            if why is not None:
                stories.add(piece.printing.id)
                outlets.add(ref.outlet)
                yield Reading(story=piece.printing.id, source=ref, why=why)


def _worth(article: Article, piece: Piece, page: Page) -> float:
    """Length on a log scale, more for one who speaks of its own deeds, and the story's own score."""
    length = len(article.text) * (2 if article.language.startswith("zh") else 1)
    return math.log2(max(1.0, length / LONG_TEXT)) + 1.5 * page.desk.is_primary(article) + piece.printing.score / 4


def _why(article: Article, piece: Piece, page: Page) -> Claim | None:
    """Return the sentence of the article that its story quotes, else the one that says what it is, else its first."""
    for claim in piece.printing.fields.all():
        if len(claim.citations) == 1 and claim.citations[0].article == article.id and claim.citations[0].part == "text":
            return claim
    text = article.text[:READ]
    context = framed(article.title, article.text)
    spans = [(found.start, found.end) for found in definitions(text)] + [(s.start, s.end) for s in sentences(text)]
    for start, end in spans:
        if end - start >= SHORTEST // 2 and _whole(article, end) and context.alone(start):
            return page.quote(article, "text", start, end)
    return None


def background(pieces: Sequence[Piece], page: Page) -> Iterator[Term]:
    """Terms with the sentence that explains them: definitions first, then what several stories use.

    What a report says of a term in passing is printed only to fill a short list.
    """
    whole = full(pieces)
    texts = {p.printing.id: "\n".join(a.text[:READ] for a in p.brief.story.articles).casefold() for p in whole}
    ranked: list[tuple[float, str, int, str, Piece, Claim]] = []
    passing: set[Claim] = set()
    for piece in whole:
        for article in page.own_language_first(piece.brief.story.articles):
            context = framed(article.title, article.text)
            for found in definitions(article.text[:READ]):
                if article.copy_of is None and _whole(article, found.end) and context.alone(found.start):
                    uses = _stories_with(found.term, texts.values())
                    worth = 2.5 * found.strength + 1.5 * min(uses - 1, 3) + piece.printing.score / 6
                    claim = page.quote(article, "text", found.start, found.end)
                    worth += OWN_SCRIPT * page.own_script(claim.text)
                    ranked.append((-worth, article.id, found.start, _shown(found.term, claim, page), piece, claim))
                    passing.update({claim} if found.strength == 1 else ())
    ranked.sort(key=lambda entry: (entry[5] in passing, *entry[:3]))
    terms: set[str] = set()
    stories: set[str] = set()
    for _, _, _, term, piece, claim in ranked:
        most = LEAST_TERMS if claim in passing else MOST_TERMS
        if len(terms) < most and term.casefold() not in terms and piece.printing.id not in stories:
            terms.add(term.casefold())
            stories.add(piece.printing.id)
            yield Term(term=term, claim=claim, story=piece.printing.id)


def _stories_with(term: str, texts: Iterable[str]) -> int:
    word = re.compile(rf"(?<![0-9a-z]){re.escape(term.casefold())}(?![0-9a-z])")
    return sum(word.search(text) is not None for text in texts)


def _shown(term: str, claim: Claim, page: Page) -> str:
    """The term as the printed sentence spells it: converted with its sentence."""
    return term if claim.transform == "none" else page.converted(term)


def keywords(pieces: Sequence[Piece], page: Page) -> tuple[str, ...]:
    """Return the names of the stories in full by the scores of their stories, each once whatever its spelling.

    Each keyword stands in a story as it is printed: in the edition's own form where that stands there, else as it does.
    """
    weight: dict[str, float] = defaultdict(float)
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    for piece in full(pieces):
        for text in (piece.printing.headline.text, *(claim.text for claim in piece.printing.fields.all())):
            for mention in page.names.mentions(text):
                surfaces[mention.name][text[mention.start : mention.end]] += 1
        for name, count in piece.names.items():
            weight[name] += math.log2(1 + count) * max(1.0, piece.printing.score)
    shown: dict[str, str] = {}
    for name, _ in sorted(weight.items(), key=lambda entry: (-entry[1], entry[0])):
        word = page.display(name, surfaces[name])
        shown.setdefault(word.casefold(), word)
    return tuple(shown.values())[:MOST_KEYWORDS]
