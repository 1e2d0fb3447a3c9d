"""What a story adds to the earlier ones that it continues: sentences of today, each with what is new in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from broadsheet.page.archive import (
    NONE,
    VOICES,
    Earlier,
    is_chinese,
)
from broadsheet.page.kinship import LARGE, LEAD, WHO, View, parts_by_place, parts_of
from broadsheet.text.due import due, dues, gives_another_day
from broadsheet.text.events import kinds, stage
from broadsheet.text.frame import framed
from broadsheet.text.names import NameTable
from broadsheet.text.numbers import Number, numbers
from broadsheet.text.quantities import Quantity, compatible, quantities
from broadsheet.text.quotable import fault
from broadsheet.text.sentences import sentences
from broadsheet.text.shingles import fold, terms
from broadsheet.types import Article, Part, Printing

Code = Literal["fact", "number", "party", "confirmed", "denied", "moved"]

READ = 2_000
"""Characters of a text in which what is new is looked for."""
CLOSE = Decimal("0.03")
"""Two values nearer than this are one, rounded: 150 million and 148.5 million."""
UNSEEN = 0.7
"""Share of a sentence's content words that earlier editions did not print, from which it tells something new."""
REHASHED = 0.4
"""Share of a story's content words that earlier editions did not print, up to which it may be called a rehash.  Of six
stories of a stranger's two threads that had been called one (at ``UNSEEN``), the one that was has 0.23, one that only
moves a day 0.25 (which is told as such), and the others, a denial, a confirmation, a ruling, a protest, 0.50-0.73.  On
the development half of gates/threads 0.4 to 0.8 give the same, 0.3 misses one of two; 2026-11-23."""
MOST_CHANGES = 5
LONGEST = 400
"""Characters of a sentence that is quoted, as everywhere."""

_NO = re.compile(
    r"\b(?:did|does|do|has|have|had|is|are|was|were|will|would)(?:n['\u2019]t| not)\b"
    r"(?! (?:disclos|say|said|comment|respon|reveal|specif|nam|give|given|provid|immediate|elaborat|only|just|yet|been"
    r"|identif|detail|known))"
    r"|(?:並未|并未)(?!透露|公布|公佈|說明|说明|回應|回应|揭露|具名|提到|提及)|不會|不会|並無|并无|並非|并非",
    re.IGNORECASE,
)
"""That something is not so; not that somebody said nothing of it."""
_PARTIES = frozenset({"company", "person", "lab"})
_ORDER: tuple[Code, ...] = ("confirmed", "denied", "moved", "number", "party", "fact")


class Found(NamedTuple):
    """What is new, at ``article.part[start:end]``.

    ``now`` is the new value or party as the sentence has it, ``earlier`` the value that the edition of
    ``since`` printed.
    """

    code: Code
    article: Article
    part: Part
    start: int
    end: int
    now: str
    earlier: str
    since: str


class _Known(NamedTuple):
    """What the chain told: its sentences (with their dates), folded words, names, kinds of event, quantities (with
    words and date)."""

    said: tuple[tuple[str, str], ...]
    text: str
    names: frozenset[str]
    kinds: frozenset[str]
    quantities: tuple[tuple[Quantity, str, str], ...]
    values: tuple[tuple[Decimal, str], ...]
    unprinted: tuple[str, ...]
    words: frozenset[str]
    talked: bool
    denied: bool
    outlets: frozenset[str]


def _known(line: Sequence[Earlier], names: NameTable, articles: Mapping[str, Article]) -> _Known:
    unprinted = _unprinted(line, articles)
    heard = "\n".join(unprinted)
    said = [(earlier.date, text) for earlier in line for text in _told(earlier.printing)]
    whole = "\n".join(text for _, text in said)
    changed = [change.code for e in line for change in e.printing.changes]
    stages = [stage(f"{e.printing.headline.text}\n{' '.join(c.text for c in e.printing.fields.summary)}") for e in line]
    return _Known(
        said=(*said, *((line[0].date, text) for text in unprinted)),
        text=fold(f"{whole}\n{heard}"),
        names=frozenset(parts_by_place({fold(m.name): 1.0 for m in names.mentions(whole)})),
        kinds=kinds(f"{whole}\n{heard}"),
        quantities=tuple((q, text[q.start : q.end], date) for date, text in said for q in quantities(text)),
        values=tuple((number.value, number.unit) for _, text in said for number in numbers(text)),
        unprinted=unprinted,
        words=terms(f"{whole}\n{heard}"),
        talked="talked" in stages and not {"done", "confirmed"}.intersection((*stages, *changed)),
        denied="denied" in stages,
        outlets=frozenset(fold(name) for e in line for ref in e.printing.sources for name in (ref.outlet, ref.owner)),
    )


def _unprinted(line: Sequence[Earlier], articles: Mapping[str, Article]) -> tuple[str, ...]:
    """The texts of the first sources of a chain: what they told is no news, though the edition had no room for it."""
    refs = [ref.article for earlier in line for ref in earlier.printing.sources[:VOICES]]
    return tuple(articles[id].text[:READ] for id in dict.fromkeys(refs) if id in articles)


def _told(printing: Printing) -> list[str]:
    """All that a story told, each text once."""
    claims = [printing.headline, *printing.fields.all(), *(change.claim for change in printing.changes)]
    return list(dict.fromkeys([*(c.text for c in claims), *(r.title for r in printing.sources), *printing.entities]))


def _before(now: Quantity, known: _Known) -> tuple[str, str] | None:
    """Return words and date of the value that ``now`` had when it was last printed; None where it is the same or where
    the last edition that told it told several."""
    told = [
        (before, shown, date)
        for before, shown, date in known.quantities
        if (before.role, before.unit, before.qualifiers) == (now.role, now.unit, now.qualifiers)
    ]
    if not told or any(compatible(now, before) for before, _, _ in told):
        return None
    last = [entry for entry in told if entry[2] == told[0][2]]
    alike = all(compatible(last[0][0], before) for before, _, _ in last)
    return (last[0][1], last[0][2]) if alike else None


def changes(
    articles: Sequence[Article],
    line: Sequence[Earlier],
    names: NameTable,
    past: Mapping[str, Article] = NONE,
) -> tuple[Found, ...]:
    """Return what ``articles`` tell that ``line`` (a chain, latest first) did not, the weightiest first, few.

    ``past`` are articles of past editions by id.  Of sentences that tell the same news, the first is taken: put
    first the articles in the language of the page.
    """
    if not line:
        return ()
    known = _known(line, names, past)
    outlets = known.outlets | {fold(name) for a in articles for name in (a.source.outlet, a.source.owner)}
    known = known._replace(outlets=outlets)
    found: dict[tuple[str, ...], Found] = {}
    for sentence in _sentences(articles):
        for key, news in _news(sentence, known, line[0].date, names):
            found.setdefault(key, news)
    found = found or _otherwise(articles, known, line[0].date, names)
    picked: dict[tuple[str, str, int, str], Found] = {}
    for news in sorted(found.values(), key=lambda news: _ORDER.index(news.code)):
        place = news.article.id, news.part, news.start
        if news.code == "number" or not any(key[:3] == place for key in picked):  # a sentence is quoted once, or twice
            picked.setdefault((*place, news.code), news)
    return tuple(picked.values())[:MOST_CHANGES]


def _otherwise(articles: Sequence[Article], known: _Known, date: str, names: NameTable) -> dict[tuple[str, ...], Found]:
    """Return the leading sentence of which least was printed, where it is no rehash: a ruling has no new name."""
    best: dict[tuple[str, ...], Found] = {}
    most = REHASHED
    for said in _sentences(articles):
        words = terms(said.text)
        leading = said.part == "title" or said.start < LEAD
        if not (leading and len(words) >= 5 and _same_script(said.text, known.text)):
            continue
        unseen = len(words - known.words) / len(words)
        if unseen > most and any(_is_known(fold(m.name), known) for m in names.mentions(said.text)):
            most = unseen
            best = {("fact", said.text): Found("fact", said.article, said.part, said.start, said.end, "", "", date)}
    return best


class _Sentence(NamedTuple):
    article: Article
    part: Part
    start: int
    end: int
    text: str


def _sentences(articles: Sequence[Article]) -> Iterator[_Sentence]:
    """The sentences in which news is looked for: texts first, as a title is shown anyway; only what may be quoted."""
    for article in articles[:VOICES]:
        for span in sentences(article.text[:READ]):
            text = article.text[span.start : span.end]
            whole = span.end < min(READ, len(article.text)) or len(article.text) <= READ
            if framed(article.title, article.text).frame(span.start).standing != "told":
                continue
            if whole and len(text) <= LONGEST and not text.endswith(("?", "？")) and not fault(text):
                yield _Sentence(article, "text", span.start, span.end, text)
    for article in articles[:VOICES]:
        text = article.title.strip()
        told = framed(article.title, article.text).title.standing == "told"
        if told and text and len(text) <= LONGEST and not text.endswith(("?", "？")) and not fault(text):
            start = article.title.index(text)
            yield _Sentence(article, "title", start, start + len(text), text)


def _news(said: _Sentence, known: _Known, date: str, names: NameTable) -> Iterator[tuple[tuple[str, ...], Found]]:
    """Yield what one sentence adds to ``known``, with a key that tells equal news of other sentences."""
    mentions = names.mentions(said.text)
    familiar = [m for m in mentions if _is_known(fold(m.name), known)]
    strange = [m for m in mentions if m not in familiar and fold(m.name) not in known.outlets]
    leading = said.part == "title" or said.start < LEAD
    if not familiar and not leading:
        return

    def news(code: Code, now: str = "", earlier: str = "", since: str = "") -> Found:
        return Found(code, said.article, said.part, said.start, said.end, now, earlier, since or date)

    told = "denied" if leading and _says_no(said.text, len(familiar), known) else stage(said.text)
    if told == "denied" and not known.denied and familiar:
        yield ("denied",), news("denied")
    if told == "done" and known.talked and familiar and (kinds(said.text) & known.kinds or len(familiar) > 1):
        yield ("confirmed",), news("confirmed")
    if gives_another_day(said.text) and not _is_set(said, known):
        yield ("moved",), news("moved")
    measured = {quantity.start: quantity for quantity in quantities(said.text)}
    for quantity in measured.values():
        if (before := _before(quantity, known)) and not _is_unprinted(quantity.value, quantity.unit, known):
            shown = said.text[quantity.start : quantity.end]
            yield ("number", quantity.role, quantity.unit), news("number", shown, *before)
    for number in numbers(said.text):
        plain = number.unit not in ("", "year") or number.value >= LARGE
        if plain and not _is_told(number, known):
            shown = said.text[number.start : number.end]
            yield ("fact", f"{number.value.normalize():f}", number.unit), news("fact", shown)
    for mention in strange:
        shown = said.text[mention.start : mention.end]
        if (mention.kind in _PARTIES and leading) or (not mention.known and said.part == "title"):
            yield ("party", fold(mention.name)), news("party", shown)
        elif mention.kind in WHO - {"place"} and (mention.known or leading):
            yield ("fact", fold(mention.name)), news("fact", shown)
    if leading and (other := kinds(said.text) - known.kinds) and (familiar or said.part == "title"):
        yield ("fact", *sorted(other)[:1]), news("fact")
    words = terms(said.text)
    unseen = len(words - known.words) / len(words) if words else 0.0
    if leading and familiar and len(words) >= 5 and unseen >= UNSEEN and _same_script(said.text, known.text):
        yield ("fact", said.text), news("fact")


def _says_no(text: str, familiar: int, known: _Known) -> bool:
    """Say whether a sentence says that something told is not so ("did not raise money from X"): of that kind, or with
    two of its names."""
    told = familiar > 1 or bool(kinds(text) & known.kinds)
    return told and _NO.search(text) is not None and _NO.search(known.text) is None


def _is_set(said: _Sentence, known: _Known) -> bool:
    """Say whether the chain told the day that a sentence moves an event to; of one without a day, that it was moved."""
    of = said.article.published
    new = due(said.text, of.date()) if of is not None else None
    if new is None:
        return any(gives_another_day(text) for _, text in known.said)
    days = (new.first, new.last) if not new.by else (None, new.last)
    return any(
        days == ((one.first, one.last) if not one.by else (None, one.last))
        for day, text in known.said
        for one in dues(text, date.fromisoformat(day))
    )


def _is_told(number: Number, known: _Known) -> bool:
    """Say whether a figure was told before; the texts of earlier sources are read only for one that was not printed."""
    printed = any(_same(number.value, number.unit, *value) for value in known.values)
    return printed or _is_unprinted(number.value, number.unit, known)


def _is_unprinted(value: Decimal, unit: str, known: _Known) -> bool:
    """Say whether the texts of the earlier sources hold a figure."""
    return any(_same(value, unit, n.value, n.unit) for text in known.unprinted for n in numbers(text))


def _is_known(name: str, known: _Known) -> bool:
    return name in known.text or any(part in known.names for part in parts_of(name))


def _same(value: Decimal, unit: str, other: Decimal, other_unit: str) -> bool:
    """Say whether two figures are one, rounded; a unit that is not said agrees with any."""
    if unit and other_unit and unit != other_unit and not {unit, other_unit} & {"元", "¥"}:
        return False
    return abs(value - other) <= CLOSE * max(abs(value), abs(other))


def _same_script(text: str, known: str) -> bool:
    """Say whether most of two texts is Chinese, or most of neither: words of two languages cannot be compared."""
    return is_chinese(text) == is_chinese(known)


def says_nothing_new(view: View, line: Sequence[Earlier], articles: Mapping[str, Article]) -> bool:
    """Say whether the words of a story were printed before too, so that it may be called a rehash.

    Words of two languages cannot be compared; then the names and figures, of which none was new, are the witnesses.
    """
    printed = [text for earlier in line for text in _told(earlier.printing)]
    known = terms("\n".join((*printed, *_unprinted(line, articles))))
    comparable = bool(view.words & known)
    return not comparable or len(view.words - known) / len(view.words) < REHASHED
