"""The shelf of a story: cues that decide, and the nearest prototypes of the desk in meaning-space.

A prototype is a short description of a kind of news, written in ``desk.toml``.  A story lies near a section as its
titles do, on average, to that section's nearest prototypes; cues add to that.  Where two sections are as good as equal,
the desk's order decides.  (Nearest prototypes: Rocchio's classifier with several centres a class.)
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from broadsheet.desk import Desk
from broadsheet.ports import Embedder
from broadsheet.ranking.readings import Reading, voices
from broadsheet.types import Reason, Story

NEAREST = 2
CUE_WEIGHT = 0.05
TITLE_CUE = 3.0
"""Prototypes of a section that count; what a cue adds, by the logarithm of their number per article; a cue of a title
against one of the opening.  Swept together on 2026-11-22 (nearest 1-3; weight 0, .03, .05, .08, .12, .2; title 1, 3; of
titles, of passages, of both) on the news that is no paper of three labelled days: accuracy on 2025-12-18 / 2025-08-07 /
2024-05-14 is .81 / .75 / .71 here, .76 / .68 / .61 with prototypes alone, and .71 / .41 / .36 with cues alone before
there were prototypes.  Chosen on the other two days, the values are the same for the first and the third, and give .68
instead of .75 for the second."""

MARGIN = 0.002
"""Two sections this near are equal, and the desk's order decides.  Swept 0-.05: .005 moves a day by one or two stories
up or down, and from .03 on all days lose (2026-11-22)."""

MOST_VOICES = 16
"""Titles of a story that are placed: enough for any story of the labelled days."""

Floats = npt.NDArray[np.float64]


class Shelves:
    """Where each of some stories lies among the prototypes of a desk; without prototypes or embedder, nowhere."""

    def __init__(self, desk: Desk, stories: Sequence[Story], embedder: Embedder | None) -> None:
        self._desk = desk
        self._near: dict[str, dict[str, float]] = {}
        prototypes = [(section.id, text) for section in desk.sections for text in section.prototypes]
        if embedder is None or not prototypes:
            return
        centres = _centres(embedder, tuple(text for _, text in prototypes))
        sections = np.array([section for section, _ in prototypes])
        titled = {story.id: [a for a in voices(story) if a.title.strip()][:MOST_VOICES] for story in stories}
        wanted = list(dict.fromkeys((a.title, a.language) for key in sorted(titled) for a in titled[key]))
        placed = embedder([title for title, _ in wanted], [language for _, language in wanted]) if wanted else []
        vector_of = dict(zip(wanted, placed, strict=True))
        for story in stories:
            if not titled[story.id]:
                continue
            vectors = _vectors([vector_of[key] for key in sorted((a.title, a.language) for a in titled[story.id])])
            mean = vectors.sum(axis=0)
            length = math.sqrt(math.fsum((mean * mean).tolist()))
            alike = (centres * (mean / (length or 1.0))).sum(axis=1)
            self._near[story.id] = {
                section.id: math.fsum(sorted(alike[sections == section.id].tolist())[-NEAREST:]) / NEAREST
                for section in desk.sections
                if section.prototypes
            }

    def shelf(self, story: Story, readings: Sequence[Reading], consequences: Sequence[Reason]) -> str:
        """Return the section of a story that is no paper."""
        borne = {reason.code.removeprefix("consequence.") for reason in consequences}
        near: Mapping[str, float] = self._near.get(story.id, {})
        points: dict[str, float] = {}
        cued = False
        for section in self._desk.sections:
            group = f"section.{section.id}"
            found = math.fsum(
                TITLE_CUE * len(r.title.get(group, ())) + len(r.opening.get(group, ())) for r in readings
            ) / len(readings)
            if not near:  # a desk of cues alone lets what a story does count as its words do
                found += TITLE_CUE * len(borne & set(section.consequences))
            cued |= found > 0
            points[section.id] = round(CUE_WEIGHT * math.log1p(found) + near.get(section.id, 0.0), 6)
        if not near and not cued:
            return self._desk.default_section
        best = max(points.values())
        return next(section.id for section in self._desk.sections if best - points[section.id] <= MARGIN)


_PLACED: dict[tuple[str, tuple[str, ...]], Floats] = {}
"""The prototypes of the desk of this process, as its embedder placed them: they are the same for every edition."""


def _centres(embedder: Embedder, texts: tuple[str, ...]) -> Floats:
    """Return the vectors of prototypes, placed once a process: an embedder's name holds all that they depend on."""
    key = (embedder.name, texts)
    centres = _PLACED.get(key)
    if centres is None:
        centres = _vectors(embedder(texts, [_script(text) for text in texts]))
        _PLACED.clear()
        _PLACED[key] = centres
    return centres


def _vectors(raw: Sequence[bytes]) -> Floats:
    return np.stack([np.frombuffer(vector, dtype="<f4").astype(np.float64) for vector in raw])


def _script(text: str) -> str:
    return "zh-Hant" if any("\u3400" <= character <= "\u9fff" for character in text) else "en"
