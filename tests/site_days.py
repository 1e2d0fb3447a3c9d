"""Three days of a paper for tests of the site: every kind of page, a thread, a table, corrections, what was dropped."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from broadsheet.adapters.publish_site import SitePublisher
from broadsheet.text.names import NameTable
from broadsheet.types import (
    Change,
    Claim,
    Correction,
    Count,
    Disagreement,
    Drop,
    Edition,
    Failure,
    Language,
    Printing,
    Question,
    Reported,
    Tally,
    Value,
    Watch,
    cite,
)

from small_edition import HEADINGS, TAIPEI, Day, small_day, story_records

DAYS = ("2025-11-30", "2025-12-17", "2025-12-18")
WITHDRAWN = "feedfacefeedface"
BEFORE, NOTE, WHY = "Acme bought Sched on Tuesday.", "The paper is a preprint.", "The weekday was wrong."
GONE = "A robot <b>wins</b> a race"


def day_of(number: int, language: Language = "en") -> Day:
    """Return the day ``number`` of ``DAYS``: it goes on from the one before, and the last one was corrected."""
    day = small_day(language, DAYS[number])
    edition = day.edition
    lead, *others = edition.stories
    chips, wire = (day.articles[ref.article] for ref in lead.sources[:2])
    if number:
        others = [_going_on(story, DAYS[number - 1]) for story in others]
        news = Change(code="party", claim=lead.fields.summary[0], now="Sched", since=DAYS[number - 1])
        lead = msgspec.structs.replace(_going_on(lead, DAYS[number - 1]), changes=(news,))
    start, said = chips.text.index("$2 billion"), wire.text.index("Wednesday")
    rows = (
        Reported(
            value=Claim(text="$2 billion", citations=(cite(chips, "text", start, start + 10),)),
            passage=lead.fields.summary[1],
            source=lead.sources[0],
        ),
        Reported(
            value=Claim(text="Wednesday", citations=(cite(wire, "text", said, said + 9),)),
            passage=Claim(text=wire.text, citations=(cite(wire, "text", 0, len(wire.text)),)),
            source=lead.sources[1],
        ),
    )
    table = Disagreement(quantity="price", label="price", kind="differ", rows=rows)
    lead = msgspec.structs.replace(lead, disagreements=(table,))
    today = date.fromisoformat(DAYS[number])
    watch = Watch(
        claim=edition.watch_list[0].claim,
        story=lead.id,
        due_start=today + timedelta(days=3),
        due_end=today + timedelta(days=3),
        precision="day",
    )
    question = Question(
        claim=edition.watch_list[0].claim,
        source=lead.sources[0],
        since=DAYS[max(0, number - 1)],
        story=lead.id,
        due_start=today,
        due_end=today,
        precision="day",
        state="today",
    )
    edition = msgspec.structs.replace(
        edition,
        stories=(lead, *others),
        watch_list=(watch, *edition.watch_list),
        questions=(question,),
        corrections=_corrections(edition) if number == len(DAYS) - 1 else (),
    )
    return Day(edition, day.articles)


def _going_on(story: Printing, day: str) -> Printing:
    """Return the story as one that was told on ``day`` too."""
    return msgspec.structs.replace(
        story, continues=story.id, continues_date=day, continues_headline=story.headline.text
    )


def _corrections(edition: Edition) -> tuple[Correction, ...]:
    at = datetime(2025, 12, 18, 9, 30, tzinfo=TAIPEI)
    lead, paper = edition.stories[0], edition.stories[2]
    return (
        Correction(
            id="c1", at=at, story=lead.id, headline=lead.headline.text, kind="edited", field="summary",
            before=BEFORE, after=lead.fields.summary[0].text, reason=WHY,
        ),
        Correction(
            id="c2", at=at + timedelta(hours=1), story=paper.id, headline=paper.headline.text, kind="annotated",
            after=NOTE, reason="Readers asked.",
        ),
        Correction(
            id="c3", at=at + timedelta(hours=2), story=WITHDRAWN, headline=GONE, kind="withdrawn",
            reason="The source took it back.",
        ),
    )  # fmt: skip


def save_with_record(day: Day, root: Path) -> Path:
    """Write the folder of ``day`` with the files that tell what was read and what was left out; return it."""
    folder = day.save(root) / day.edition.date
    edition = day.edition
    records = story_records(edition)
    start = edition.window.start
    assert start is not None
    drops = [
        Drop(
            stage="collect",
            gate="older",
            source="Wire",
            url=f"https://wire.example/{number}",
            title=f"A dropped <i>item</i> {number}",
            published=start - timedelta(minutes=number + 1),
            reason="before the window",
        )
        for number in range(15)
    ]
    ledger: list[Value] = [
        Tally(stage="collect", taken=2, given=11, failed=1),
        Count(stage="collect", subject="Wire", gate="read", count=26),
        Count(stage="collect", subject="Wire", gate="taken", count=11),
        Count(stage="collect", subject="Wire", gate="older", count=15),
        Failure(stage="collect", subject="dead_feed", kind="http_410", message="gone"),
    ]
    for name, values in (("stories", records), ("dropped", drops), ("ledger", ledger)):
        (folder / f"{name}.jsonl").write_bytes(b"".join(msgspec.json.encode(value) + b"\n" for value in values))
    return folder


def publish_days(root: Path, language: Language = "en", days: int = len(DAYS), names: NameTable | None = None) -> Path:
    """Publish the first ``days`` days one after another, for a desk that knows ``names``; return the site."""
    for number in range(days):
        day = day_of(number, language)
        save_with_record(day, root)
        SitePublisher(HEADINGS, names=names)(day.edition, day.articles, root)
    return root / "site"


def kinds_of_pages(site: Path) -> dict[str, Path]:
    """Return one page of every kind that the site has."""
    last = site / DAYS[-1]
    day = day_of(len(DAYS) - 1)
    return {
        "front": site / "index.html",
        "archive": site / "archive" / "index.html",
        "month": site / "archive" / "2025-12.html",
        "names": site / "names" / "index.html",
        "name": site / "names" / "acme.html",
        "search": site / "search.html",
        "corrections": site / "corrections.html",
        "about": site / "about.html",
        "edition": last / "index.html",
        "coverage": last / "coverage.html",
        "story": last / "stories" / f"{day.edition.stories[0].id}.html",
        "withdrawn": last / "stories" / f"{WITHDRAWN}.html",
    }
