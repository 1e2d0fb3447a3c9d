"""The small day after an editor's corrections: a sentence edited, one taken out, a note, a story withdrawn."""

from __future__ import annotations

from datetime import datetime

import msgspec

from broadsheet.types import Correction, Language, Printing

from small_edition import TAIPEI, Day, small_day

EDITED_AT = datetime(2025, 12, 19, 9, 30, tzinfo=TAIPEI)
WITHDRAWN_AT = datetime(2025, 12, 20, 18, 5, tzinfo=TAIPEI)
SAID_AT: dict[Language, tuple[str, str]] = {
    "zh-Hant": ("2025 年 12 月 19 日 09:30", "2025 年 12 月 20 日 18:05"),
    "en": ("19 December 2025 09:30", "20 December 2025 18:05"),
}
"""The same two moments as every output says them."""
BEFORE = "They hold 7 trillion weights."
NOTE = "Acme has <b>confirmed</b> the price since."


def corrected_day(language: Language = "zh-Hant", date: str = "2025-12-18") -> tuple[Day, Printing]:
    """Return the corrected day and the story (the scripted one) that was withdrawn from it."""
    day = small_day(language, date)
    first, _, paper, _, gone = day.edition.stories
    after = paper.fields.details[0].text
    corrections = (
        Correction(
            id="c1",
            at=EDITED_AT,
            story=paper.id,
            headline=paper.headline.text,
            kind="edited",
            field="details",
            before=BEFORE,
            after=after,
            reason="a slip of *ours*",
        ),
        Correction(
            id="c2",
            at=EDITED_AT,
            story=first.id,
            headline=first.headline.text,
            kind="edited",
            field="uses",
            before="Everybody uses it.",
            reason="nobody said so",
        ),
        Correction(
            id="c3",
            at=EDITED_AT,
            story=first.id,
            headline=first.headline.text,
            kind="annotated",
            after=NOTE,
            reason="the maker called",
        ),
        Correction(
            id="c4",
            at=WITHDRAWN_AT,
            story=gone.id,
            headline=gone.headline.text,
            kind="withdrawn",
            reason="the source is gone",
        ),
    )
    counts = msgspec.structs.replace(day.edition.counts, full=4, stories=7)
    edition = msgspec.structs.replace(
        day.edition, stories=day.edition.stories[:-1], counts=counts, corrections=corrections
    )
    return Day(edition, day.articles), gone
