"""Crossed labels: of two parts that the passage tells, neither may take what the other one says.

"A has 12 of x, B 9 of y" has every figure and every word of "A has 9 of x, B 12 of y".  Both texts are cut into parts,
and each part into what it holds (its figures, or its names) and the words beside that.  Where two parts of the sentence
hold what two parts of the passage hold, but each has the words of the other's, they were crossed.  Words are looked up
as overlap does it, through the dictionary, so that one rule serves one language and two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations, permutations
from typing import NamedTuple

from broadsheet.checks.case import Case, Finding
from broadsheet.checks.overlap import Ground, Unit, borne_out, ground, units
from broadsheet.checks.reading import Reading, readings
from broadsheet.text.names import Mention

CODE = "direction"

MUCH_MORE = 2
"""Times as many words that must speak for two parts crossed as against, in one language: "them" and "chatbots" stand in
one part each.  Hand-set 2026-11-23."""
MOST = 8
"""Parts of a sentence or passage that are laid beside each other: a longer list is no pair of clauses."""

_CUT = re.compile(
    r"[,，](?!\d)|[;；:：。、！？!?()（）\n—]|\.(?=\s|$)|\b(?:and|but|while|whereas|versus)\b|(?<=[\d%元個个人年])[和與与及]"
)
_LATIN = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9.-]*[A-Za-z0-9]")

Spans = tuple[tuple[str, int, int], ...]


class _Part(NamedTuple):
    """A part of a text: the keys that it ``holds``, and the words beside them, to look up and to look them up in."""

    holds: frozenset[str]
    words: tuple[Unit, ...]
    ground: Ground


def crossed(case: Case) -> Finding | None:
    """Return the fault of a sentence two of whose parts each have words of the other's: it is certain."""
    found = _found(case)
    return found if found is not None and found.hard else None


def half_crossed(case: Case) -> Finding | None:
    """Return the fault of two parts of which one has words of the other's, and the other fits both: a doubt.

    In a translation, whose words may be lost on the dictionary, it is none.
    """
    found = None if case.crosses else _found(case)
    return found if found is not None and not found.hard else None


def _found(case: Case) -> Finding | None:
    written, source = readings(case)
    common = {found[0] for found in _LATIN.finditer(case.text)} & {found[0] for found in _LATIN.finditer(case.source)}
    for spans in (
        _figures,
        _subjects,
        partial(_names, common=frozenset(common) if case.language.startswith("zh") else frozenset()),
    ):
        if len({key for key, *_ in spans(written)} & {key for key, *_ in spans(source)}) < 2:
            continue
        here, there = tuple(_parts(case, written, spans)), tuple(_parts(case, source, spans))
        if max(len(here), len(there)) > MOST:
            continue
        if (found := _exchanged(case, here, there)) is not None:
            one, other, sure = found
            return Finding(CODE, f"{one} and {other} have changed places", hard=sure)
    return None


def _figures(reading: Reading) -> Spans:
    return tuple((f"{n.value.normalize():f}", n.start, n.end) for n in reading.numbers)


_SUBJECT = re.compile(
    r"(?:^|[,;.] |\b(?:and|but|while|whereas) )(?:the|an?|its|their|his|her) (?P<noun>[a-z-]{3,})"
    r"(?= (?:has|have|had|is|are|was|were|will|would|may|might|can|could|did|does|must|[a-z]+ed|[a-z]{3,}s)\b)"
)


def _subjects(reading: Reading) -> Spans:
    """Return the nouns with an article that open a clause of an English text before its verb: who, without a name."""
    return tuple((found["noun"], *found.span("noun")) for found in _SUBJECT.finditer(reading.folded))


def _names(reading: Reading, common: frozenset[str]) -> Spans:
    """Return the names of a text, and the ``common`` words in Latin letters, which a Chinese text keeps as they are."""
    named = [(m.name, m.start, m.end) for m in reading.mentions if m.kind != "place"]
    others = [
        (found[0], *found.span())
        for found in _LATIN.finditer(reading.text)
        if found[0] in common and not any(start < found.end() and found.start() < end for _, start, end in named)
    ]
    return tuple(sorted((*named, *others), key=lambda span: span[1]))


def _parts(case: Case, reading: Reading, spans: Callable[[Reading], Spans]) -> Iterator[_Part]:
    """Yield the parts of a text that hold something."""
    held = spans(reading)
    bounds = [0]
    for found in _CUT.finditer(reading.folded):
        if not any(start < found.end() and found.start() < end for _, start, end in held):
            bounds.append(found.end())
    bounds.append(len(reading.text))
    low = 0
    for high in bounds[1:]:
        inside = [span for span in held if low <= span[1] and span[2] <= high]
        if inside:
            yield _part(case, reading, low, high, inside)
        low = high


def _part(case: Case, reading: Reading, low: int, high: int, inside: Sequence[tuple[str, int, int]]) -> _Part:
    text = list(reading.text[low:high])
    for _, start, end in inside:
        text[start - low : end - low] = " " * (end - start)
    rest = "".join(text)
    names = [
        Mention(name=m.name, kind=m.kind, start=m.start - low, end=m.end - low, known=m.known)
        for m in reading.mentions
        if low <= m.start and m.end <= high and not rest[m.start - low : m.end - low].isspace()
    ]
    figures = [
        n._replace(start=n.start - low, end=n.end - low)
        for n in reading.numbers
        if low <= n.start and n.end <= high and not rest[n.start - low : n.end - low].isspace()
    ]
    words = units(rest, names, figures, crosses=case.crosses)
    return _Part(frozenset(key for key, *_ in inside), words, ground(rest, names, figures))


def _exchanged(case: Case, here: Sequence[_Part], there: Sequence[_Part]) -> tuple[str, str, bool] | None:
    for one, other in combinations(here, 2):
        for mine, his in permutations(there, 2):
            if not (one.holds & his.holds and other.holds & mine.holds):
                continue
            if one.holds & mine.holds or other.holds & his.holds or not (one.words and other.words):
                continue
            first, second = _votes(one, mine, his, not case.crosses), _votes(other, his, mine, not case.crosses)
            if first is None or second is None or not (first and second if case.crosses else first + second):
                continue
            return min(one.holds & his.holds), min(other.holds & mine.holds), bool(first and second)
    return None


def _votes(part: _Part, own: _Part, others: _Part, lenient: bool) -> int | None:
    """Return how many words of a part stand in ``own`` and not in ``others``; None where any does the reverse.

    ``lenient``: where much fewer do.
    """
    votes = against = 0
    for word in part.words:
        here, there = borne_out(word, (own.ground,)), borne_out(word, (others.ground,))
        against += there > here
        votes += here > there and here == 1
    return votes if not against else votes - against if votes >= MUCH_MORE * against and lenient else None
