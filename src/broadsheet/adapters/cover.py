"""The cover: the day's front page seen from across the room, drawn from its stories without any font.

One box a story, one column a section, the larger the more important.  The bars in a box are the story's own: the thick
ones as long as its headline, the thin ones as long as its quoted sentences.  The ticks below are the lines of "also
today".  A bare machine has no CJK font, so the date is drawn as paths and nothing is set in type.
"""

from __future__ import annotations

import bisect
import math
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import resvg_py

from broadsheet.adapters.site.daymap import hues
from broadsheet.types import Edition, Printing

WIDTH, HEIGHT = 1200, 630
"""Pixels: the size that link previews ask for (1.91 to 1)."""

PAPER, INK, FAINT = "#f4efe4", "#1b1814", "#cfc6b4"
HUES = ("#1f4e79", "#2c6e49", "#8a5c00", "#6b3f7f", "#a83a25", "#35606c")
"""One a section, as in the site's style sheet; white on each of them has a contrast of 5.8 at least."""

_WEIGHT = {"critical": 10.0, "high": 5.0, "medium": 2.2, "low": 1.2}
_SHADE = {"critical": 1.0, "high": 0.86, "medium": 0.30, "low": 0.16}
_PANEL = 352
_GAP = 5
_TICKS = 40
"""Pixels: the dark panel's width, the gap between boxes, the height kept for the ticks."""

_THICK = tuple(t / 2 for t in range(52, 4, -1))
"""Heights of a headline's bar that are tried, in pixels: the first with which the story fits its box."""

_DIGITS = {
    "0": "M12 34A18 22 0 0 1 48 34V66A18 22 0 0 1 12 66Z",
    "1": "M14 26L34 12V88",
    "2": "M12 34A18 20 0 0 1 48 34C48 52 12 66 12 88H50",
    "3": "M13 27A18 17 0 1 1 30 48A19 20 0 1 1 11 71",
    "4": "M40 88V12L9 66H54",
    "5": "M46 12H17L14 46C20 40 25 39 30 39A19 24 0 1 1 11 70",
    "6": "M43 14C22 26 11 44 11 64A19 24 0 1 0 49 64A19 22 0 0 0 13 56",
    "7": "M9 12H50L24 88",
    "8": "M30 48A17 18 0 1 1 30.1 48A20 20 0 1 1 30 48Z",
    "9": "M17 86C38 74 49 56 49 36A19 24 0 1 0 11 36A19 22 0 0 0 47 44",
    "-": "M20 50H40",
}
"""Numerals as strokes on a field of 60 by 100: drawn for this cover."""


class Box(NamedTuple):
    """A rectangle in pixels."""

    x: float
    y: float
    w: float
    h: float


def cover_svg(edition: Edition) -> str:
    """Return the cover of ``edition`` as SVG of 1200 by 630; it holds no text of a source and needs no font."""
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" ',
            f'viewBox="0 0 {WIDTH} {HEIGHT}">',
            _rectangle(PAPER, Box(0, 0, WIDTH, HEIGHT)),
            *_panel(edition),
            *_mosaic(edition),
            *_ticks(edition),
            "</svg>",
        )
    )


def cover_png(edition: Edition) -> bytes:
    """Return the cover as PNG, rendered by resvg without system fonts: the same bytes on every machine."""
    return bytes(resvg_py.svg_to_bytes(svg_string=cover_svg(edition), skip_system_fonts=True))


def squarify(weights: Sequence[float], box: Box) -> list[Box]:
    """Return one rectangle a weight, in order, that fill ``box`` with areas as the weights, as square as can be.

    Bruls, Huizing, van Wijk: Squarified Treemaps (2000).  ``weights`` are positive and fall.
    """
    boxes: list[Box] = []
    rest, at = box, 0
    while at < len(weights):
        scale = rest.w * rest.h / sum(weights[at:])
        short = min(rest.w, rest.h)
        count = 1
        while at + count < len(weights) and _worst(weights[at : at + count + 1], scale, short) <= _worst(
            weights[at : at + count], scale, short
        ):
            count += 1
        row = weights[at : at + count]
        depth = sum(row) * scale / short
        along = 0.0
        for weight in row:
            length = weight * scale / depth
            if rest.w >= rest.h:
                boxes.append(Box(rest.x, rest.y + along, depth, length))
            else:
                boxes.append(Box(rest.x + along, rest.y, length, depth))
            along += length
        if rest.w >= rest.h:
            rest = Box(rest.x + depth, rest.y, rest.w - depth, rest.h)
        else:
            rest = Box(rest.x, rest.y + depth, rest.w, rest.h - depth)
        at += count
    return boxes


def _worst(row: Sequence[float], scale: float, short: float) -> float:
    total = sum(row) * scale
    return max(max(short**2 * w * scale / total**2, total**2 / (short**2 * w * scale)) for w in row)


def _sections(edition: Edition) -> list[str]:
    return list(dict.fromkeys(story.section for story in edition.stories + edition.also))


def _panel(edition: Edition) -> Iterator[str]:
    """The dark column at the left: two rules as under a masthead, year and month, the day large, stories by section."""
    yield _rectangle(INK, Box(0, 0, _PANEL, HEIGHT))
    parts = edition.date.split("-")
    year_month, day = "-".join(parts[:-1]), parts[-1]
    x, wide = 48.0, _PANEL - 96.0
    yield _rectangle(PAPER, Box(x, 58, wide, 8))
    yield _rectangle(PAPER, Box(x, 73, wide, 2))
    yield _numerals(year_month, x, 108, wide, PAPER, 9)
    yield _numerals(day, x, 210, wide, PAPER, 13)
    colour = _colours(edition)
    sections = _sections(edition)
    counts = [sum(s.section == section for s in edition.stories + edition.also) for section in sections]
    along = x
    for section, count in zip(sections, counts, strict=True):
        length = wide * count / max(1, sum(counts))
        yield _rectangle(colour[section], Box(along, 560, max(0.0, length - 3), 12))
        along += length


def _rectangle(colour: str, box: Box, opacity: float = 1.0) -> str:
    faint = f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
    return f'<path fill="{colour}"{faint} d="M{box.x:.1f} {box.y:.1f}h{box.w:.1f}v{box.h:.1f}h-{box.w:.1f}z"/>'


def _numerals(text: str, x: float, y: float, wide: float, colour: str, stroke: float) -> str:
    known = [character for character in text if character in _DIGITS]
    if not known:
        return ""
    scale = wide / (64 * len(known) - 4)
    glyphs = "".join(f'<path transform="translate({64 * at})" d="{_DIGITS[c]}"/>' for at, c in enumerate(known))
    return (
        f'<g transform="translate({x:g} {y:g}) scale({scale:.4f})" fill="none" stroke="{colour}" '
        f'stroke-width="{stroke:g}" stroke-linejoin="round">{glyphs}</g>'
    )


def _colours(edition: Edition) -> dict[str, str]:
    return {section: HUES[at] for section, at in hues(edition).items()}


def _weight(story: Printing) -> float:
    return _WEIGHT[story.importance] * (1.5 if story.lead else 1.0)


def _mosaic(edition: Edition) -> Iterator[str]:
    colour = _colours(edition)
    ordered = sorted(edition.stories, key=lambda s: (-_weight(s), -s.score, s.id))
    groups = [[s for s in ordered if s.section == section] for section in _sections(edition)]
    groups = sorted((g for g in groups if g), key=lambda g: (-sum(map(_weight, g)), g[0].section))
    field = Box(_PANEL + 28, 36, WIDTH - _PANEL - 28 - 36, HEIGHT - 36 - 28 - _TICKS)
    for group, area in zip(groups, squarify([sum(map(_weight, g)) for g in groups], field), strict=True):
        for story, box in zip(group, squarify([_weight(s) for s in group], area), strict=True):
            yield from _story(
                story, Box(box.x, box.y, max(2.0, box.w - _GAP), max(2.0, box.h - _GAP)), colour[story.section]
            )


def _story(story: Printing, box: Box, hue: str) -> Iterator[str]:
    solid = story.importance in ("critical", "high")
    shade = _SHADE[story.importance]
    yield _rectangle(hue, box, shade)
    pad = min(14.0, box.w * 0.1, box.h * 0.1)
    inner = Box(box.x + pad, box.y + pad, box.w - 2 * pad, box.h - 2 * pad)
    widths = [_width(claim.text) for claim in (story.headline, *story.fields.all())]
    fits = bisect.bisect_left(_THICK, True, key=lambda t: _depth(widths, inner, t) <= inner.h)
    ink, y = (PAPER if solid else INK), inner.y
    for length, height, step, opacity in _bars(widths, inner, _THICK[min(fits, len(_THICK) - 1)]):
        if y + height > inner.y + inner.h:
            return
        yield _rectangle(ink, Box(inner.x, y, length, height), opacity)
        y += step


class _Bar(NamedTuple):
    """A drawn line: its length and height in pixels, the step to the next, its opacity."""

    length: float
    height: float
    step: float
    opacity: float


def _depth(widths: Sequence[int], inner: Box, thick: float) -> float:
    """Return the sum of the steps of ``_bars``, without drawing them."""
    headline, told = max(1.0, inner.w / (thick * 0.62)), max(1.0, inner.w / (thick * 0.32 * 0.62))
    rows = sum([max(1, math.ceil(width / told)) for width in widths[1:]])
    first = max(1, math.ceil(widths[0] / headline))
    return first * thick * 1.45 + rows * thick * 0.32 * 2.0 + len(widths) * thick * 0.5


def _bars(widths: Sequence[int], inner: Box, thick: float) -> Iterator[_Bar]:
    """Yield the lines of a story whose texts are ``widths`` columns wide, the headline first and ``thick``."""
    for at, width in enumerate(widths):
        height, leading, opacity = (thick, 1.45, 1.0) if at == 0 else (thick * 0.32, 2.0, 0.62)
        columns = max(1.0, inner.w / (height * 0.62))
        rows = max(1, math.ceil(width / columns))
        for row in range(rows):
            share = min(1.0, max(0.15, width / columns - row))
            yield _Bar(inner.w * share, height, height * leading + (thick * 0.5 if row == rows - 1 else 0.0), opacity)


def _width(text: str) -> int:
    """Return the columns that ``text`` would take: two for a CJK character, one for another."""
    if text.isascii():
        return len(text)
    return len(text) + sum([unicodedata.east_asian_width(character) in "WF" for character in text])


def _ticks(edition: Edition) -> Iterator[str]:
    colour = _colours(edition)
    order = {section: at for at, section in enumerate(_sections(edition))}
    lines = sorted(edition.also, key=lambda s: (order[s.section], -s.score, s.id))
    left, right = _PANEL + 28, WIDTH - 36 - _GAP
    step = min(14.0, (right - left) / max(1, len(lines)))
    for at, story in enumerate(lines):
        place = Box(left + at * step, HEIGHT - 28 - _TICKS + 12, step * 0.6, _TICKS - 12)
        yield _rectangle(colour[story.section], place, 0.75)
