"""A small edition for tests of publishers: every field, mark and part of the page once, and one hostile source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import msgspec
from msgspec.structs import replace

from broadsheet.proof import printed_claims
from broadsheet.text.chinese import to_taiwan
from broadsheet.types import (
    Article,
    Claim,
    Colophon,
    Counts,
    Edition,
    Fields,
    Insight,
    Language,
    Printing,
    Reading,
    Reason,
    Remark,
    Source,
    StoryRecord,
    StoryRef,
    Term,
    Watch,
    Window,
    cite,
    digest,
    source_ref,
    story_id,
)

HEADINGS: Mapping[str, Mapping[str, str]] = {
    "zh-Hant": {"research": "模型與技術更新", "tools": "工具與資源", "market": "市場動態精選"},
    "en": {"research": "Model & Research Updates", "tools": "Tools & Resources", "market": "Key Market Updates"},
}
TAIPEI = timezone(timedelta(hours=8))
EVIL = "evil.example"
HOSTILE_TITLE = (
    f"# 1. {{{{< figure src=x >}}}} {{{{% x %}}}} [click](http://{EVIL}/) ![i](http://{EVIL}/i.png) <script>alert(1)</script> "
    f"<!--more--> `code` *a* **b** _c_ ~~d~~ | e | &amp; &lt; :smile: https://{EVIL}/p www.{EVIL} me@{EVIL} {{#id}} \\ $x$ ##"
)
HOSTILE_TEXT = f"- not a list <img src=x onerror=alert(1)> “quoted” and 「引號」 [x]: http://{EVIL} \u202eabc\u200b ]]> done.\nEnd."


@dataclass(frozen=True)
class Day:
    """An edition with the articles that it was made from."""

    edition: Edition
    articles: dict[str, Article]

    def save(self, root: Path) -> Path:
        """Write the edition folder as far as publishers and readers need it."""
        folder = root / self.edition.date
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "edition.json").write_bytes(msgspec.json.encode(self.edition))
        lines = [msgspec.json.encode(one) for one in self.articles.values()]
        (folder / "articles.jsonl").write_bytes(b"\n".join(lines) + b"\n")
        return root


def small_day(language: Language = "zh-Hant", date: str = "2025-12-18") -> Day:
    """Build the day: two headlines, three other stories, three lines; copies, an undated and a hostile source."""
    at = datetime(2025, 12, 17, 20, 30, tzinfo=UTC)
    chips = _article(
        "Chip Times",
        "Acme buys the scheduler",
        "Acme bought Sched on Wednesday. The price is $2 billion. "
        "Sched runs on 300 clusters. Labs use it to queue training. Acme will open the code in 2026.",
        published=at,
    )
    wire = _article("Wire", "Acme takes over Sched", "Acme bought Sched on Wednesday, both said.", published=at)
    copy = _article(
        "Copyist",
        "Acme takes over Sched!",
        "Acme bought Sched on Wednesday, both said!",
        published=at,
        copy_of=wire.id,
        copy_kind="near",
    )
    mainland = _article(
        "芯片报",
        "英伟达发布新软件",
        "英伟达周三发布了新软件。用户可以在服务器上运行视频模型。",
        language="zh-Hans",
        published=at,
        day_only=True,
    )
    taiwan = _article("科技報", "輝達發表新軟體", "輝達週三發表新軟體。開發者可以免費下載。", language="zh-Hant")
    paper = _article(
        "arXiv",
        "Reading small models",
        "We read small models. They hold 7 billion weights.",
        published=at,
        primary=True,
    )
    hostile = _article(
        "Evil [Outlet](x)", HOSTILE_TITLE, HOSTILE_TEXT, published=at, url="https://host.example/a_(b)?q=*x*&amp;y=[1]"
    )
    scripted = _article("Scripted", "An address that is none", "It leads nowhere.", url="javascript:alert(1)")
    bike = _article("Bike News", "A bicycle maker is bankrupt", "The maker sold 4,000 bicycles.", published=at)
    old = _article("arXiv", "An older paper, revised", "", published=at, announce="replaced")
    tool = _article("Toolsmith", "A faster checker", "The checker is 10 times as fast.", published=at)

    def claim(one: Article, start: int = 0, end: int | None = None, *, title: bool = False) -> Claim:
        whole = one.title if title else one.text
        cited = cite(one, "title" if title else "text", start, len(whole) if end is None else end)
        if one.language == "zh-Hans" and language == "zh-Hant":
            return Claim(text=to_taiwan(cited.quote), citations=(cited,), transform="opencc-s2twp")
        return Claim(text=cited.quote, citations=(cited,))

    def sentence(one: Article, number: int) -> Claim:
        stop = "。" if "。" in one.text else "."
        ends = [at + 1 for at, character in enumerate(one.text) if character == stop]
        start = ends[number - 1] if number else 0
        return claim(one, start + (one.text[start] == " "), ends[number])

    full = (
        _printing(
            (chips, wire, copy),
            claim(chips, title=True),
            "market",
            lead=True,
            importance="critical",
            continues="aaaa",
            fields=Fields(
                summary=(sentence(chips, 0), sentence(chips, 1)),
                details=(sentence(chips, 2),),
                uses=(sentence(chips, 3),),
            ),
            entities=("Acme", "Sched"),
        ),
        _printing(
            (mainland, taiwan),
            claim(mainland, title=True),
            "tools",
            lead=True,
            importance="high",
            fields=Fields(
                summary=(sentence(mainland, 0), sentence(taiwan, 0)), uses=(sentence(mainland, 1), sentence(taiwan, 1))
            ),
            entities=("輝達",),
        ),
        _printing(
            (paper,),
            claim(paper, title=True),
            "research",
            fields=Fields(summary=(sentence(paper, 0),), details=(sentence(paper, 1),)),
            entities=("arXiv",),
        ),
        _printing(
            (hostile,),
            claim(hostile, title=True),
            "research",
            fields=Fields(summary=(claim(hostile, 0, HOSTILE_TEXT.index("\n")),)),
            entities=("[x](y)", "a_b_", "`z`"),
        ),
        _printing((scripted,), claim(scripted, title=True), "market", fields=Fields()),
    )
    also = (
        _printing(
            (bike,),
            claim(bike, title=True),
            "market",
            fields=Fields(summary=(sentence(bike, 0),)),
            note="off_beat",
        ),
        _printing((old,), claim(old, title=True), "research", fields=Fields(), note="revision"),
        _printing((tool,), claim(tool, title=True), "tools", fields=Fields(summary=(sentence(tool, 0),))),
    )
    articles = {one.id: one for one in (chips, wire, copy, mainland, taiwan, paper, hostile, scripted, bike, old, tool)}
    edition = Edition(
        date=date,
        made=datetime(2025, 12, 18, 6, 44, 44, tzinfo=TAIPEI),
        window=Window(start=at - timedelta(hours=22), end=at + timedelta(hours=2)),
        language=language,
        title='輝達與 Acme: 「兩件事」 "x" # — 2025/12/18',
        description="兩則要聞: 一、二。",
        summary="- 涵蓋 Acme、輝達。",
        tags=("生成式 AI", "a: b", "#c"),
        counts=Counts(
            items=12,
            articles=11,
            originals=10,
            copies=1,
            outlets=10,
            owners=10,
            stories=8,
            full=5,
            line=3,
            no=0,
            cited_articles=10,
            claims=24,
            refused=2,
            failures=3,
        ),
        stories=full,
        also=also,
        insight=Insight(
            trends=(
                Remark(text="兩則談 [軟體]。", citations=(StoryRef(story=full[0].id), StoryRef(story=full[1].id))),
            ),
            context=(Remark(text="工具變快。", citations=(StoryRef(story=also[2].id),)),),
            outlook=(Remark(text="開放原始碼。", citations=(StoryRef(story=full[0].id),)),),
        ),
        watch_list=(
            Watch(claim=sentence(chips, 4), story=full[0].id),
            Watch(claim=sentence(taiwan, 1), story=full[1].id),
        ),
        reading=(Reading(story=full[2].id, source=source_ref(paper), why=sentence(paper, 0)),),
        background=(Term(term="Sched", claim=sentence(chips, 2), story=full[0].id),),
        keywords=("Sched", "輝達", "a`b", "{{< x >}}"),
        colophon=Colophon(
            program="Broadsheet 0.1.0", desk="AI", writer="extract", embedder="use", silent=("dead_feed",)
        ),
    )
    return Day(edition, articles)


def counted(day: Day) -> Day:
    """Return ``day`` with counts, scores and numbers of sources that are those of its articles, for who counts again."""
    by_id = day.articles

    def told(story: Printing) -> Printing:
        owners = {by_id[s.article].source.owner for s in story.sources if s.copy_of is None}
        reasons = tuple(replace(r, count=len(owners)) if r.code == "owners" else r for r in story.reasons)
        score = sum(reason.points for reason in reasons) if reasons else story.score
        return replace(story, reasons=reasons, score=score, single_source=len(owners) == 1)

    edition = day.edition
    claims = list(printed_claims(edition))
    counts = replace(
        edition.counts,
        claims=len(claims),
        cited_articles=len({citation.article for claim in claims for citation in claim.citations}),
    )
    stories, also = (tuple(map(told, printed)) for printed in (edition.stories, edition.also))
    return Day(replace(edition, counts=counts, stories=stories, also=also), by_id)


def story_records(edition: Edition) -> list[StoryRecord]:
    """Return the lines of ``stories.jsonl`` for what ``edition`` prints."""
    return [
        StoryRecord(
            id=p.id,
            articles=tuple(s.article for s in p.sources),
            section=p.section,
            lead=p.lead,
            importance=p.importance,
            score=p.score,
            reasons=(Reason(code="revision", points=-3.0),) if p.note == "revision" else (),
            printed="full" if p in edition.stories else "line",
        )
        for p in (*edition.stories, *edition.also)
    ]


def in_page_order(edition: Edition) -> list[Printing]:
    """Return the stories printed in full as a page has them: headlines, then section by section."""
    sections = list(HEADINGS["en"])
    return sorted(edition.stories, key=lambda story: (not story.lead, not story.lead and sections.index(story.section)))


def _article(
    outlet: str, title: str, text: str, *, url: str = "", primary: bool = False, language: str = "en", **rest: object
) -> Article:
    address = url or f"https://source.example/{digest(title, text)}"
    fields: dict[str, object] = {
        "id": digest(address, text),
        "source": Source(
            name=outlet, kind="feed", url=address, outlet=outlet, owner=outlet, language=language, primary=primary
        ),
        "url": address,
        "title": title,
        "published": None,
        "day_only": False,
        "text": text,
        "language": language,
    }
    return Article(**{**fields, **rest})  # type: ignore[arg-type]


def _printing(articles: tuple[Article, ...], headline: Claim, section: str, **rest: object) -> Printing:
    fields: dict[str, object] = {
        "id": story_id(articles),
        "headline": headline,
        "section": section,
        "lead": False,
        "importance": "medium",
        "score": 1.0,
        "reasons": (
            Reason(code="owners", points=1.0, count=len(articles), text=f"{len(articles)} 家媒體報導。"),
            Reason(code="novel", points=0.5, text="首次報導"),
        ),
        "entities": (),
        "sources": tuple(source_ref(one) for one in articles),
        "single_source": len(articles) == 1,
    }
    return Printing(**{**fields, **rest})  # type: ignore[arg-type]
