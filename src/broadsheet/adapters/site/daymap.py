"""The map of the day: one tile a story, a strip a section, the larger the more important."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from broadsheet.types import Edition

WIDTH = 360
"""Units across; the drawing fills its column, so text in it keeps a size that a phone can show."""

BAND = 58
"""Height of a strip: one critical tile, two high, three medium, four low, five lines stand in it."""

GAP = 2
LABEL = 22
HUES = 6
"""How many colours the style sheet and the cover have for sections."""

_STACK = {"critical": 1, "high": 2, "medium": 3, "low": 4, "line": 5}
KINDS = tuple(_STACK)


class Tile(NamedTuple):
    """The place of one story, in units."""

    story: str
    x: float
    y: float


class Run(NamedTuple):
    """Tiles of one kind: an importance, or ``line``."""

    kind: str
    tiles: tuple[Tile, ...]


class Strip(NamedTuple):
    """One section: where its label stands and its tiles, the most important kind first."""

    section: str
    label_y: float
    runs: tuple[Run, ...]


class DayMap(NamedTuple):
    """The drawing: ``height`` in units, tile sides by kind, the strips from top to bottom."""

    height: float
    sides: dict[str, float]
    strips: tuple[Strip, ...]


def hues(edition: Edition) -> dict[str, int]:
    """Return the number of the colour of every section of ``edition``: the same on the cover and on the pages."""
    return {s: at % HUES for at, s in enumerate(sorted({story.section for story in edition.stories + edition.also}))}


def side(kind: str) -> float:
    """Return the side of a tile of ``kind``."""
    stack = _STACK[kind]
    return round((BAND - GAP * (stack - 1)) / stack, 1)


def day_map(sections: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> DayMap:
    """Lay out ``(section, ((story id, kind), ...))``: each strip runs from large tiles to small and wraps."""
    strips: list[Strip] = []
    y = 0.0
    for section, stories in sections:
        top = y + LABEL
        runs: list[Run] = []
        x = 0.0
        for kind in KINDS:
            ids = [story for story, k in stories if k == kind]
            edge, stack, tiles = side(kind), _STACK[kind], list[Tile]()
            for column in range(0, len(ids), stack):
                if x + edge > WIDTH:
                    x, top = 0.0, top + BAND + GAP
                for row, story in enumerate(ids[column : column + stack]):
                    tiles.append(Tile(story, round(x, 1), round(top + row * (edge + GAP), 1)))
                x += edge + GAP
            if tiles:
                runs.append(Run(kind, tuple(tiles)))
        strips.append(Strip(section, y + LABEL - 8, tuple(runs)))
        y = top + BAND + 14
    return DayMap(round(y - 14 if strips else 0, 2), {kind: side(kind) for kind in KINDS}, tuple(strips))
