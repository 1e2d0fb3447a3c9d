"""The extractive writer: a draft made of whole sentences of the sources, word for word.

Which sentences?  Those that most of the story's owners speak of (centrality in the manner of LexRank, over words and
over names, which have one form in every language), that come early, that name who and how much, and that stand alone.
The edition's language goes first among near-equals; nothing is told twice; no source is quoted beyond its share.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from broadsheet.adapters.extract_cues import (
    ORDERED,
    hype,
    is_han,
    leans,
    proposing,
    reads_english,
    substance,
    telling,
    title_span,
    undated,
    usable,
    use,
)
from broadsheet.text.chinese import has_simplified, to_taiwan
from broadsheet.text.names import Mention, NameTable
from broadsheet.text.orders import is_order
from broadsheet.text.quotable import fault
from broadsheet.text.sentences import Span, sentences
from broadsheet.text.shingles import terms
from broadsheet.text.similarity import Gist, gist, new_facts, new_words, repeats
from broadsheet.text.terms import is_typeset
from broadsheet.types import Article, Citation, Claim, Draft, Fields, Language, Part, Story, cite

Mentions = Mapping[str, tuple[Sequence[Mention], Sequence[Mention]]]
"""Names by article id: those of the title, those of the text."""

MAX_SHARE = 0.5
"""The largest share of an article's characters that one brief quotes; one sentence is allowed even if it is longer."""
MAX_CHARS = 800
"""The most characters quoted of one article, however long it is: about five sentences."""
READ_CHARS = 20_000
"""Characters of an article that are read for sentences: news tells its matter early, and time stays bounded."""
LENIENT_CHARS = 600
"""The longest sentence that stands in where an article has no better one."""

PLAN = ("summary", "details", "uses", "summary", "details", "uses", "details", "details", "uses", "details", "uses")
"""The order in which the fields take turns, so that a short source still fills the fields that it can: at most 2
sentences of summary, 5 of details, 4 of uses."""
MAX_ENTITIES = 8
_ACTS = {"company": 1.0, "lab": 1.0, "model": 1.0, "product": 1.0, "person": 1.0, "chip": 0.9, "law": 0.8}
"""How much a kind of name tells who acts and with what; places and names that the desk does not know come after."""
FOREIGN = 1.1
"""What it costs a sentence not to be in the edition's language: more than place or figures can outweigh."""
REDUNDANT = 1.5
"""What it costs a sentence to tell again, wholly, what the brief has told; partly told costs its part."""
PROPOSING = 0.7
"""What a summary gains by the sentence in which a paper says what it brings; it stands after the background."""
MIN_NEW_WORDS = 0.4
MIN_NEW_FACTS = 0.3
"""The share of its words, and of its names and numbers, that a sentence must add to what the brief has told."""
MIN_BEYOND_HEADLINE = 0.15
"""The share of its words that the first sentence must add to the headline."""
MIN_SUMMARY = 0.2
MIN_FIELD = 0.2
MIN_SUBSTANCE = 2.0
MIN_USE = 1.0
"""What a sentence must reach to stand in a field; below it the field stays empty.  Hand-set 2026-11-22 by reading 30
briefs of the reference input in both languages."""


@dataclass(frozen=True)
class _Sentence:
    """A sentence that may be quoted, and what is known of it."""

    article: Article
    rank: int
    place: int
    span: Span
    quote: str
    gist: Gist
    undated: Gist
    """The same without its dates: to tell again *when* a thing happened is to tell it again."""
    central: float
    merit: float
    near: float
    tells: float
    proposes: bool
    matter: float
    serves: int
    lean: float
    lenient: bool = False


@dataclass
class _Page:
    """What has been chosen so far."""

    nearest: float = 0.0
    """How near the nearest sentence is to the edition's language: a story of English papers is judged among its own."""
    headline: Gist | None = None
    told: list[tuple[str, Gist]] = field(default_factory=list)
    """What has been told, each with the article that tells it."""
    quoted: Counter[str] = field(default_factory=Counter)
    owners: Counter[str] = field(default_factory=Counter)
    picks: dict[str, list[_Sentence]] = field(default_factory=lambda: {"summary": [], "details": [], "uses": []})


class ExtractWriter:
    """Proposes a draft of verbatim sentences; needs no model and no network."""

    name = "extract"

    def __init__(self, language: Language, names: NameTable) -> None:
        self._language = language
        self._names = names
        self._taiwan = {name.id: name.zh or name.id for name in names.names}

    def __call__(self, story: Story) -> Draft:
        if story.printed == "no":
            return Draft(story=story, headline=None, fields=Fields(), writer=self.name)
        articles = _in_order(story)
        mentions = {a.id: (self._names.mentions(a.title), self._names.mentions(a.text[:READ_CHARS])) for a in articles}
        spoken = _spoken(articles, mentions)
        pool = [s for rank, a in enumerate(articles) for s in self._read(a, rank, mentions[a.id][1], spoken)]
        headline = self._headline(articles, mentions, spoken) or self._first(pool)
        if any(s.near > -2 * FOREIGN for s in pool if not s.lenient):
            pool = [s for s in pool if s.near > -2 * FOREIGN]
        page = _Page(nearest=max((s.near for s in pool), default=0.0))
        if headline is not None:
            page.headline = gist(headline.citations[0].quote, _names_of(headline.citations[0], mentions))
        plan = PLAN if story.printed == "full" else PLAN[:1]
        for name in plan:
            best = self._best(name, pool, page)
            if best is not None:
                _take(page, name, best)
        if not page.picks["summary"] and (fallback := self._fallback(pool, page, headline)) is not None:
            _take(page, "summary", fallback)
        fields = Fields(**{name: tuple(map(self._claim, _arranged(name, picks))) for name, picks in page.picks.items()})
        entities = self._entities(articles, mentions) if story.printed == "full" else ()
        return Draft(story=story, headline=headline, fields=fields, entities=entities, writer=self.name)

    def _read(
        self, article: Article, rank: int, mentions: Sequence[Mention], spoken: Mapping[str, float]
    ) -> Iterator[_Sentence]:
        """Give the sentences of an article that may be printed, each with its merit."""
        starts = [m.start for m in mentions]
        proposed = False
        for place, span in enumerate(sentences(article.text[:READ_CHARS])):
            quote = article.text[span.start : span.end]
            good = usable(quote)
            if not good and (len(quote) > LENIENT_CHARS or fault(quote) or len(quote) < 2):
                continue
            inside = mentions[bisect_left(starts, span.start) : bisect_right(starts, span.end - 1)]
            said = gist(quote, (m.name for m in inside))
            keys = said.words | {f"@{name}" for name in said.names}
            central = sum(spoken.get(key, 0.0) for key in sorted(keys)) / (len(keys) + 4)
            near = self._closeness(quote, article)
            merit = central + near + _merit(article, quote, said, place)
            proposes = proposing(quote) and not proposed
            proposed = proposed or proposes
            matter = substance(quote) + 0.8 * min(len(said.numbers), 3) + 0.3 * min(len(said.names), 2)
            yield _Sentence(
                article=article,
                rank=rank,
                place=place,
                span=span,
                quote=quote,
                gist=said,
                undated=gist(undated(quote), said.names),
                central=central,
                merit=merit,
                near=near,
                tells=telling(quote),
                proposes=proposes,
                matter=matter,
                serves=use(quote),
                lean=leans(quote),
                lenient=not good,
            )

    def _closeness(self, text: str, article: Article) -> float:
        """Return how near a text is to the edition's language: 0 is its own, and every step away costs."""
        # "OpenAI 發布 GPT Image 1.5" is Chinese, though nearly all of its letters are Latin names.
        han = is_han(text) or (article.language.startswith("zh") and any(map(is_han, text)))
        if self._language == "zh-Hant":
            if han:
                return -0.1 if article.language == "zh-Hans" or has_simplified(text) else 0.0
            return -FOREIGN if reads_english(text, article.language) else -2 * FOREIGN
        if han:
            return -2 * FOREIGN
        return 0.0 if reads_english(text, article.language) else -2 * FOREIGN

    def _best(self, name: str, pool: Sequence[_Sentence], page: _Page) -> _Sentence | None:
        """Return the best sentence for a field: of the edition's own language while there is one that serves.

        Only the first sentence of a brief is chosen among all: it must tell the story, and distance has its price.
        """
        if not page.told:
            return self._best_of(name, [s for s in pool if not s.lenient], page)
        own = [s for s in pool if not s.lenient and s.near > -FOREIGN]
        other = [s for s in pool if not s.lenient and s.near <= -FOREIGN]
        return self._best_of(name, own, page) or self._best_of(name, other, page)

    def _best_of(self, name: str, pool: Sequence[_Sentence], page: _Page) -> _Sentence | None:
        best: tuple[float, int, int] | None = None
        found: _Sentence | None = None
        for candidate in pool:
            score = _score(name, candidate, page)
            if score is None or not _fits(candidate, page):
                continue
            key = (-score, candidate.rank, candidate.place)
            if (best is None or key < best) and not _told(name, candidate, page):
                best, found = key, candidate
        return found

    def _fallback(self, pool: Sequence[_Sentence], page: _Page, headline: Claim | None) -> _Sentence | None:
        """Return the sentence that is printed where none stands out: it may repeat the headline or be a fragment."""
        used = headline.citations[0] if headline is not None else None
        rest = [s for s in pool if used is None or (s.article.id, s.quote) != (used.article, used.quote)]
        return min(rest, key=lambda s: (s.lenient, -s.merit, s.rank, s.place), default=None)

    def _headline(
        self,
        articles: Sequence[Article],
        mentions: Mentions,
        spoken: Mapping[str, float],
    ) -> Claim | None:
        best: tuple[float, int] | None = None
        found: tuple[Article, Span] | None = None
        for rank, article in enumerate(articles):
            span = title_span(article.title, (article.source.outlet, article.source.owner))
            title = article.title[span.start : span.end]
            if not title or fault(title):
                continue
            said = gist(title, (m.name for m in mentions[article.id][0]))
            keys = said.words | {f"@{name}" for name in said.names}
            score = 1.5 * sum(spoken.get(key, 0.0) for key in sorted(keys)) / (len(keys) + 3)
            score += 0.15 * min(len(said.names), 3) + 0.15 * min(len(said.numbers), 2) + 0.3 * telling(title)
            score -= 1.3 * hype(title)
            score -= 0.5 * (not (8 <= len(title) <= 45 if said.han else 20 <= len(title) <= 120))
            score += 0.4 * (article.source.weight - 1) + 0.2 * article.source.primary
            score += 2 * self._closeness(title, article) - ORDERED * is_order(title)
            if best is None or (-score, rank) < best:
                best, found = (-score, rank), (article, span)
        return None if found is None else self._say(found[0], "title", found[1])

    def _first(self, pool: Sequence[_Sentence]) -> Claim | None:
        """Return the first sentence, for a story of which no article has a title."""
        first = min(pool, key=lambda s: (s.lenient, s.rank, s.place), default=None)
        return None if first is None else self._claim(first)

    def _claim(self, sentence: _Sentence) -> Claim:
        return self._say(sentence.article, "text", sentence.span)

    def _say(self, article: Article, part: Part, span: Span) -> Claim:
        citation = cite(article, part, span.start, span.end)
        if self._language == "zh-Hant" and (article.language == "zh-Hans" or has_simplified(citation.quote)):
            taiwan = to_taiwan(citation.quote)
            if taiwan != citation.quote:
                return Claim(text=taiwan, citations=(citation,), transform="opencc-s2twp")
        return Claim(text=citation.quote, citations=(citation,))

    def _entities(self, articles: Sequence[Article], mentions: Mentions) -> tuple[str, ...]:
        """Return the names that most articles speak of, each in a form that stands in one of them."""
        told: Counter[str] = Counter()
        times: Counter[str] = Counter()
        surfaces: dict[str, Counter[str]] = {}
        kinds: dict[str, str] = {}
        titled: set[str] = set()
        for article in articles:
            here: set[str] = set()
            for part, found in zip((article.title, article.text), mentions[article.id], strict=True):
                for mention in found:
                    if mention.kind == "topic":
                        continue
                    here.add(mention.name)
                    times[mention.name] += 1
                    surfaces.setdefault(mention.name, Counter())[part[mention.start : mention.end]] += 1
                    if mention.known:
                        kinds[mention.name] = mention.kind
                    if part is article.title:
                        titled.add(mention.name)
            told.update(here)
        outlets = "\n".join(article.source.outlet.casefold() for article in articles)
        worthy = [n for n in told if n in kinds or told[n] > 1 + (" " not in n) or (n in titled and times[n] > 2)]
        worthy = [n for n in worthy if n in titled or n.casefold() not in outlets]
        worthy.sort(key=lambda n: (-told[n] * _ACTS.get(kinds.get(n, ""), 0.5), n not in titled, -times[n], n))
        texts = [part for article in articles for part in (article.title, article.text)]
        if self._language == "zh-Hant":
            texts += [to_taiwan(part) for part in texts if has_simplified(part)]
        forms: list[str] = []
        for name in worthy:
            form = self._form(name, surfaces[name], texts)
            if form is not None and not any(form in other or other in form for other in forms):
                forms.append(form)
        return tuple(forms[:MAX_ENTITIES])

    def _form(self, name: str, surfaces: Counter[str], texts: Sequence[str]) -> str | None:
        """Return how the edition prints a name: in its language if the sources hold such a form, else as they do."""
        forms = sorted(surfaces, key=lambda form: (-surfaces[form], form))
        if self._language == "zh-Hant":
            forms = [to_taiwan(form) if has_simplified(form) else form for form in forms]
            forms.sort(key=lambda form: (form != self._taiwan.get(name), form != name, not is_han(form)))
        else:
            forms.sort(key=lambda form: (form != name, is_han(form)))
        return next(
            (f for f in forms if not has_simplified(f) and any(f in text for text in texts) and not fault(f)), None
        )


def _in_order(story: Story) -> tuple[Article, ...]:
    """Return the articles to quote from: originals, the most trusted first, in an order that no input order changes."""
    originals = story.originals or story.articles
    return tuple(sorted(originals, key=lambda a: (not a.source.primary, -a.source.weight, a.id)))


def _merit(article: Article, quote: str, said: Gist, place: int) -> float:
    """Return what a sentence is worth whatever field it stands in."""
    worth = 0.6 / sqrt(1 + place)
    worth += 0.12 * min(len(said.names), 4) + 0.15 * min(len(said.numbers), 3)
    worth -= 0.8 * leans(quote)
    worth -= 0.5 * is_typeset(quote)
    worth -= 0.3 * (len(quote) > (130 if said.han else 260)) + 0.2 * quote.startswith(("“", '"', "「"))
    return worth + 0.3 * (article.source.weight - 1) + 0.2 * article.source.primary


def _spoken(articles: Sequence[Article], mentions: Mentions) -> dict[str, float]:
    """Return, for every word and every ``@name``, how much of the story speaks of it: owners, and titles besides."""
    owners: dict[str, set[str]] = {}
    titles: Counter[str] = Counter()
    for article in articles:
        in_title, in_text = mentions[article.id]
        named = {f"@{m.name.casefold()}" for m in (*in_title, *in_text)}
        for key in terms(f"{article.title}\n{article.text[:READ_CHARS]}") | named:
            owners.setdefault(key, set()).add(article.source.owner)
        for key in terms(article.title) | {f"@{m.name.casefold()}" for m in in_title}:
            titles[key] += 1
    total = len({article.source.owner for article in articles})
    many = max(1, total - 1)
    return {key: (len(by) - 1) / many + min(1.0, 2 * titles[key] / len(articles)) for key, by in owners.items()}


def _names_of(citation: Citation, mentions: Mentions) -> Iterator[str]:
    found = mentions[citation.article][0 if citation.part == "title" else 1]
    return (m.name for m in found if citation.start <= m.start < citation.end)


def _told(name: str, s: _Sentence, page: _Page) -> bool:
    """Say whether the brief tells this already.  The summary may tell the headline's matter, in more words.

    One author does not tell a thing twice, two outlets do: a sentence of another article must bring facts of its own.
    """
    if page.headline is not None:
        if name == "summary" and new_words(s.gist, [page.headline]) < MIN_BEYOND_HEADLINE:
            return True
        if name != "summary" and repeats(s.gist, page.headline):
            return True
    if not page.told:
        return False
    told = [one for _, one in page.told]
    known = [*told, page.headline] if page.headline is not None else told
    if new_words(s.undated, known) < MIN_NEW_WORDS or any(repeats(s.gist, one) for one in told):
        return True
    others = [one for article, one in page.told if article != s.article.id]
    return bool(others) and new_facts(s.undated, others) < MIN_NEW_FACTS


def _score(name: str, s: _Sentence, page: _Page) -> float | None:
    """Return how well a sentence serves a field; None when it does not belong there."""
    repeated = 0.3 * page.owners[s.article.source.owner]
    repeated += REDUNDANT * (1 - new_words(s.gist, [gist for _, gist in page.told])) if page.told else 0.0
    merit = s.merit - page.nearest
    if name == "summary":
        score = merit + s.central + 0.7 * s.tells - 0.1 * max(0, s.serves - 1)
        if not page.picks["summary"]:
            return score + PROPOSING * s.proposes
        return score - repeated if score - repeated > MIN_SUMMARY and s.lean < 1 and s.tells >= 0 else None
    if name == "details":
        if s.matter < MIN_SUBSTANCE or s.tells < 0:
            return None
        score = merit + 0.35 * s.matter - 0.25 * s.serves - repeated
        return score if score > MIN_FIELD else None
    if s.serves < MIN_USE or s.tells < 0:
        return None
    score = merit + 0.6 * s.serves - 0.15 * len(s.gist.numbers) - repeated
    return score if score > MIN_FIELD else None


def _fits(s: _Sentence, page: _Page) -> bool:
    """Say whether quoting ``s`` keeps its article within its share."""
    before = page.quoted[s.article.id]
    return not before or before + len(s.quote) <= min(MAX_CHARS, MAX_SHARE * len(s.article.text))


def _take(page: _Page, name: str, s: _Sentence) -> None:
    page.picks[name].append(s)
    page.told.append((s.article.id, s.gist))
    page.quoted[s.article.id] += len(s.quote)
    page.owners[s.article.source.owner] += 1


def _arranged(name: str, picks: Sequence[_Sentence]) -> list[_Sentence]:
    """Put details and uses in the order in which the sources tell them; the summary leads with its best sentence."""
    return list(picks) if name == "summary" else sorted(picks, key=lambda s: (s.rank, s.place))
