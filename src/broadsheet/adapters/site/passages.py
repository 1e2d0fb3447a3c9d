"""Quoted sentences of one source in their context: what a page may show of a text that is not ours."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from broadsheet.text.sentences import sentences

CONTEXT = 240
"""Code points of context shown on either side of a quote, at most, and never more than one sentence.  Hand-set
2026-11-22: two lines of a phone; the median sentence of the reference articles has 150."""

_NEAR = 0.5
"""Beyond this share of ``CONTEXT`` a cut looks for a space, so that no word is broken."""


class Cited(NamedTuple):
    """A quote to show: offsets into the text and the number of its mark on the page."""

    start: int
    end: int
    mark: int


class Piece(NamedTuple):
    """A run of text: the quote of ``mark``, or context when ``mark`` is 0."""

    text: str
    mark: int


class Passage(NamedTuple):
    """Neighbouring quotes with their context; ``opens`` and ``closes`` tell that the source says more there."""

    opens: bool
    pieces: tuple[Piece, ...]
    closes: bool


def passages(text: str, cited: Iterable[Cited]) -> tuple[Passage, ...]:
    """Return what may be shown of ``text``: each quote whole, with at most one sentence before and after it.

    Quotes that overlap stand in passages of their own, because a mark must hold exactly its quote.  Where the context
    would complete the text, what follows the quotes is left out, then what precedes them: context never adds up to the
    whole of a source.
    """
    left = sorted(set(cited))
    spans = sentences(text, max((one.end for one in left), default=0))
    shown: tuple[Passage, ...] = ()
    for before, after in ((True, True), (True, False), (False, False)):
        shown = tuple(passage for layer in _layers(left) for passage in _layer(text, layer, spans, before, after))
        if any(passage.opens or passage.closes for passage in shown):
            break
    return shown


def whole(text: str, cited: Iterable[Cited]) -> tuple[tuple[Piece, ...], ...]:
    """Return ``text`` cut at its quotes, once for every layer of overlapping quotes (a title is shown whole)."""
    return tuple(_pieces(text, layer, 0, len(text)) for layer in (_layers(sorted(set(cited))) or [[]]))


def _layers(cited: Sequence[Cited]) -> list[list[Cited]]:
    """Share sorted quotes out so that those of one layer do not overlap."""
    layers: list[list[Cited]] = []
    for one in cited:
        for layer in layers:
            if layer[-1].end <= one.start:
                layer.append(one)
                break
        else:
            layers.append([one])
    return layers


def _layer(
    text: str, layer: Sequence[Cited], spans: Sequence[tuple[int, int]], before: bool, after: bool
) -> Iterable[Passage]:
    runs: list[tuple[int, int, list[Cited]]] = []
    for one in layer:
        start = _before(text, one.start, spans) if before else one.start
        end = _after(text, one.end, spans) if after else one.end
        if runs and start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]), [*runs[-1][2], one])
        elif runs and not text[runs[-1][1] : start].strip():
            runs[-1] = (runs[-1][0], end, [*runs[-1][2], one])
        else:
            runs.append((start, end, [one]))
    for start, end, cited in runs:
        opens, closes = bool(text[:start].strip()), bool(text[end:].strip())
        yield Passage(opens, _pieces(text, cited, start, end), closes)


def _pieces(text: str, cited: Sequence[Cited], start: int, end: int) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = start
    for one in cited:
        pieces += [Piece(text[at : one.start], 0), Piece(text[one.start : one.end], one.mark)]
        at = one.end
    pieces.append(Piece(text[at:end], 0))
    return tuple(piece for piece in pieces if piece.text)


def _before(text: str, start: int, spans: Sequence[tuple[int, int]]) -> int:
    """Return where the context before ``start`` begins: the sentence that ends there, or the rest of its own."""
    at = bisect_left(spans, start, key=itemgetter(0))
    begin = spans[at - 1][0] if at else start
    if start - begin <= CONTEXT:
        return begin
    space = text.find(" ", start - CONTEXT, start - int(CONTEXT * _NEAR))
    return space + 1 if space >= 0 else start - CONTEXT


def _after(text: str, end: int, spans: Sequence[tuple[int, int]]) -> int:
    """Return where the context after ``end`` stops: the end of the sentence that begins there, or of its own."""
    at = bisect_right(spans, end, key=itemgetter(1))
    stop = spans[at][1] if at < len(spans) else end
    if stop - end <= CONTEXT:
        return stop
    space = text.rfind(" ", end + int(CONTEXT * _NEAR), end + CONTEXT)
    return space if space >= 0 else end + CONTEXT
