"""Briefs -> Edition: the page of the day, every sentence of it from a brief, a source or a count.

`page/` holds what the parts share, the computed remarks (`insight`), the words of the reasons (`reasons`), what follows
the stories (`backmatter`) and the alarms about sources (`health`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from broadsheet.desk import Desk
from broadsheet.errors import NoEditionError
from broadsheet.labels import labels
from broadsheet.page import READ, Page, Piece, by_score, full, width
from broadsheet.page.archive import Archive, archived
from broadsheet.page.back_issues import BackIssues
from broadsheet.page.backmatter import background, keywords, look_ahead, readings
from broadsheet.page.bill import bill, heard
from broadsheet.page.column import merged, proposed
from broadsheet.page.disagreement import disagreements
from broadsheet.page.health import GAVE_NOTHING, History, alarms, day_of, told
from broadsheet.page.insight import insight
from broadsheet.page.news import Found
from broadsheet.page.reasons import explained
from broadsheet.page.threads import told_again
from broadsheet.page.watch import questions, watch_list
from broadsheet.ports import Columnist, Judge
from broadsheet.proof import printed_claims
from broadsheet.text.chinese import has_simplified
from broadsheet.text.sentences import sentences
from broadsheet.types import (
    Article,
    Brief,
    Change,
    Claim,
    Colophon,
    Count,
    Counts,
    Edition,
    Failure,
    Fields,
    Ledger,
    Printing,
    source_ref,
)

TITLE_WIDTH = 34.0
"""Width of a title in Han characters; a Latin letter is half of one, so an English title has about 70 letters."""

TITLE_NAMES = 3
SUMMARY_WIDTH = 130.0
"""Width of the front matter's summary; as long as the reference edition's at its longest field (205), and half more
would no longer fit a card (2026-11-22)."""

SUMMARY_ITEMS = 4
TAGS = 5
THEMES = 3


def compose(
    briefs: Sequence[Brief],
    page: Page,
    back_issues: BackIssues,
    ledger: Ledger,
    program: str,
    embedder_name: str,
    judge: Judge | None = None,
    columnist: Columnist | None = None,
) -> Iterator[Edition | Count | Failure]:
    """Yield the one edition of ``briefs``, whatever their order; before it, what a column of the day took.

    ``back_issues`` is what earlier editions left (those not before the day of ``page`` are ignored); ``ledger`` is the
    run so far; ``program`` and ``embedder_name`` are names with versions for the colophon, which also names a ``judge``
    that was asked; ``columnist`` proposes a theme and an insight, which stand as far as the stories bear them out.
    Raises NoEditionError when there is no brief, or none with a word to print.
    """
    desk, sheet = page.desk, page.sheet
    if not briefs:
        raise NoEditionError(
            "no article was found for this day",
            subject=f"edition {sheet.date}",
            remedy="--hours takes a wider window",
        )
    earlier = sorted((one for one in back_issues.editions if one.date < sheet.date), key=lambda edition: edition.date)
    archive = archived(earlier, back_issues.articles)
    pieces = [piece for brief in briefs if (piece := _piece(brief, page, archive)) is not None]
    if not pieces:
        raise NoEditionError(
            f"none of the {len(briefs)} stories has a title or a text",
            subject=f"edition {sheet.date}",
            remedy="look at articles.jsonl: the pages may have had no text to extract",
        )
    pieces.sort(key=by_score)
    stories = _in_page_order([p for p in pieces if p.brief.story.printed == "full"], desk)
    also = _in_page_order([p for p in pieces if p.brief.story.printed != "full"], desk)
    ahead = look_ahead(pieces, page)
    column = yield from proposed(columnist, stories, page)
    ledger = msgspec.structs.replace(ledger, counts=(*ledger.counts, *column.counts))
    theme = column.theme if column.theme is not None and themed(column.theme.text, page) else None
    title, summary, tags = front(pieces, page, theme.text if theme is not None else "")
    edition = Edition(
        date=sheet.date,
        made=sheet.made,
        window=sheet.window,
        language=sheet.language,
        title=title,
        description="",
        summary=summary,
        tags=tags,
        counts=_counts(briefs, pieces, ledger),
        stories=tuple(p.printing for p in stories),
        also=tuple(p.printing for p in also),
        insight=merged(column.insight, insight(pieces, ahead, earlier, page)),
        watch_list=tuple(watch_list(ahead, page)),
        reading=tuple(readings(pieces, page)),
        background=tuple(background(pieces, page)),
        keywords=keywords(pieces, page),
        colophon=_colophon(briefs, page, ledger, back_issues.ledgers, program, embedder_name, judge),
        questions=questions(earlier, pieces, back_issues.asked, page),
        theme=theme,
    )
    yield _settled(edition, page, briefs)


def _vetoed(brief: Brief) -> bool:
    return any(reason.code == "vetoed" for reason in brief.story.reasons)


def _settled(edition: Edition, page: Page, briefs: Sequence[Brief]) -> Edition:
    """Fill what can only be counted when the page stands: claims, cited articles, the description, the notes."""
    vetoed = sum(_vetoed(brief) for brief in briefs)
    claims = tuple(printed_claims(edition))
    counts = msgspec.structs.replace(
        edition.counts,
        claims=len(claims),
        cited_articles=len({citation.article for claim in claims for citation in claim.citations}),
    )
    noted = Counter(printing.note for printing in edition.also)
    told = (
        ("colophon.revisions", noted["revision"]),
        ("colophon.off_beat", noted["off_beat"]),
        ("colophon.converted", sum(claim.transform == "opencc-s2twp" for claim in claims)),
        ("colophon.vetoed", vetoed),
        ("colophon.nothing", counts.no - vetoed),
        ("colophon.retired", sum(question.state == "retired" for question in edition.questions)),
    )
    said = (page.say(key, count=count) for key, count in told if count)
    notes = (*edition.colophon.notes, *_refused(briefs, page), *said)
    colophon = msgspec.structs.replace(edition.colophon, notes=notes)
    return msgspec.structs.replace(edition, counts=counts, description=description(counts, page), colophon=colophon)


def _refused(briefs: Sequence[Brief], page: Page) -> Iterator[str]:
    """How many sentences fell in verifying, and for what; names that fell are no sentences."""
    codes = Counter(refusal.code for brief in briefs for refusal in brief.refused if refusal.field != "entities")
    if codes:
        told = [
            page.say("refused.item", what=page.words[f"refused.{code}"], count=count)
            for code, count in sorted(codes.items(), key=lambda entry: (-entry[1], entry[0]))
        ]
        yield page.say("colophon.refused", count=codes.total(), items=page.series(told))


# ---------------------------------------------------------------- stories


def _piece(brief: Brief, page: Page, archive: Archive) -> Piece | None:
    """Return the story as it is printed; None when neither its brief nor its articles hold a word."""
    story = brief.story
    headline = brief.headline or _headline(story.articles, page)
    if story.printed == "no" or headline is None:
        return None
    if story.printed == "full":
        fields = brief.fields
    else:
        sentence = next(iter(brief.fields.all()), None) or _first_sentence(story.articles, page)
        fields = Fields(summary=(sentence,) if sentence is not None else ())
    codes = {reason.code for reason in story.reasons}
    sources = tuple(
        source_ref(article, primary=page.desk.is_primary(article)) for article in _sources_in_order(story.articles)
    )
    again = told_again(story, page.own_language_first(story.articles), archive, page.names)
    printing = Printing(
        id=story.id,
        headline=headline,
        section=story.section,
        lead=story.lead,
        importance=story.importance,
        score=story.score,
        reasons=explained(story, page),
        fields=fields,
        entities=brief.entities,
        sources=sources,
        single_source=len({article.source.owner for article in story.originals or story.articles}) == 1,
        continues=story.continues,
        continues_date=again.earlier.date if again else "",
        continues_headline=again.earlier.printing.headline.text if again else "",
        changes=tuple(_changes(again.found, page)) if again else (),
        note="revision" if "revision" in codes else "off_beat" if "off_beat" in codes else "",
        disagreements=disagreements(story.articles, {source.article: source for source in sources}, page),
    )
    return Piece(brief, printing, page.mentions(printing))


def _changes(news: Iterable[Found], page: Page) -> Iterator[Change]:
    """What is new, each quoted; what cannot be written in the edition's writing is left out, as in ``verify``."""
    for found in news:
        claim = page.quote(found.article, found.part, found.start, found.end)
        if page.sheet.language == "zh-Hant" and has_simplified(claim.text):
            continue
        now = page.converted(found.now) if claim.transform == "opencc-s2twp" else found.now
        told = now if now in claim.text else ""
        yield Change(code=found.code, claim=claim, now=told, earlier=found.earlier, since=found.since)


def _headline(articles: Sequence[Article], page: Page) -> Claim | None:
    """The best title, or where no article has one, the first sentence of a text."""
    for article in page.own_language_first(articles):
        start, end = _span(article.title)
        if end > start and (told := page.honest(article, "title", start, end)) is not None:
            return told
    return _first_sentence(articles, page)


def _first_sentence(articles: Sequence[Article], page: Page) -> Claim | None:
    for article in page.own_language_first(articles):
        for span in sentences(article.text[:READ]):
            if (told := page.honest(article, "text", span.start, span.end)) is not None:
                return told
    return None


def _span(text: str) -> tuple[int, int]:
    """Return the offsets of ``text`` without the white space around it."""
    return len(text) - len(text.lstrip()), len(text.rstrip())


def _sources_in_order(articles: Sequence[Article]) -> list[Article]:
    """The article that represents the story, then originals by time (undated last), then copies."""
    first = articles[0]
    return sorted(
        articles,
        key=lambda a: (
            a.id != first.id,
            a.copy_of is not None,
            a.published is None,
            a.published.isoformat() if a.published is not None else "",
            a.id,
        ),
    )


def _in_page_order(pieces: Iterable[Piece], desk: Desk) -> list[Piece]:
    """The lead by score, then section by section in the desk's order, each by score."""
    order = {section.id: place for place, section in enumerate(desk.sections)}
    return sorted(
        pieces,
        key=lambda p: (not p.printing.lead, 0 if p.printing.lead else order[p.printing.section], *by_score(p)),
    )


# ---------------------------------------------------------------- front


def front(pieces: Sequence[Piece], page: Page, theme: str = "") -> tuple[str, str, tuple[str, ...]]:
    """Return title, summary and tags of an edition with these stories, best first; ``theme`` as for ``_title``."""
    told = [p for p in pieces if p.brief.story.printed == "full"]
    first = _in_page_order(told or pieces, page.desk)
    return _title(first, page, theme), _summary(first, page), _tags(pieces, page)


def description(counts: Counts, page: Page) -> str:
    """Return the sentence that says how much an edition holds."""
    return page.say(
        "front.description",
        noun=page.desk.noun.of(page.sheet.language),
        full=counts.full,
        line=counts.line,
        owners=counts.owners,
        articles=counts.articles,
    )


def themed(theme: str, page: Page) -> str:
    """Return the title that ``theme`` makes; empty where there is none or it does not fit."""
    noun, day = page.desk.noun.of(page.sheet.language), page.sheet.date.replace("-", "/")
    title = page.say("title.with_names", names=theme, noun=noun, date=day)
    return title if theme and width(title) <= TITLE_WIDTH else ""


def _title(pieces: Sequence[Piece], page: Page, theme: str = "") -> str:
    """The theme of the day where one stands and fits, else the names of the first stories; and the date."""
    if told := themed(theme, page):
        return told
    noun, day = page.desk.noun.of(page.sheet.language), page.sheet.date.replace("-", "/")
    named: list[str] = []
    title = page.say("title.plain", noun=noun, date=day)
    for piece in pieces:
        name = page.whose(piece)
        if len(named) < TITLE_NAMES and name not in named:
            longer = page.say("title.with_names", names=page.series([*named, name]), noun=noun, date=day)
            if width(longer) <= TITLE_WIDTH:
                named.append(name)
                title = longer
    return title


def _summary(pieces: Sequence[Piece], page: Page) -> str:
    """The headlines of the first stories, verbatim, as many as fit (the first always); of the lead if there is one."""
    lead = [piece for piece in pieces if piece.printing.lead]
    items: list[str] = []
    for piece in (lead or pieces)[:SUMMARY_ITEMS]:
        item = piece.printing.headline.text.strip().rstrip("。.；;")
        if items and width(page.words["semicolon"].join([*items, item])) > SUMMARY_WIDTH:
            break
        items.append(item)
    key = "front.summary" if lead else "front.summary_plain"
    return page.say(key, items=page.words["semicolon"].join(items))


def _tags(pieces: Sequence[Piece], page: Page) -> tuple[str, ...]:
    """Themes of the desk by the scores of the stories that bear them, then the names of the first stories."""
    whole = full(pieces) or list(pieces)
    themes: Counter[str] = Counter()
    for interest in page.desk.interests:
        for piece in whole:
            if any(reason.code == f"interest.{interest.id}" for reason in piece.printing.reasons):
                themes[interest.label.of(page.sheet.language)] += round(8 * max(0.0, piece.printing.score))
    tags = [label for label, _ in sorted(themes.items(), key=lambda entry: (-entry[1], entry[0]))[:THEMES]]
    tags += [page.main_name(piece) for piece in whole if piece.names]
    return tuple(dict.fromkeys(tags))[:TAGS]


# ---------------------------------------------------------------- counts and colophon


def _counts(briefs: Sequence[Brief], pieces: Sequence[Piece], ledger: Ledger) -> Counts:
    """Count what came in and what is printed; claims and cited articles are counted when the page stands."""
    articles = {article.id: article for brief in briefs for article in brief.story.articles}
    originals = sum(article.copy_of is None for article in articles.values())
    whole = sum(piece.brief.story.printed == "full" for piece in pieces)
    return Counts(
        items=ledger.given("collect"),
        articles=len(articles),
        originals=originals,
        copies=len(articles) - originals,
        outlets=len({article.source.outlet for article in articles.values()}),
        owners=len({article.source.owner for article in articles.values()}),
        stories=len(briefs),
        full=whole,
        line=len(pieces) - whole,
        no=len(briefs) - len(pieces),
        cited_articles=0,
        claims=0,
        refused=sum(len(brief.refused) for brief in briefs),
        failures=len(ledger.failures),
    )


def _unread(ledger: Ledger, page: Page) -> Iterator[str]:
    """Yield what the colophon says of earlier editions that could not be read, if there are any."""
    days = [failure.subject for failure in ledger.failures if failure.stage == "past"]
    if days:
        yield page.say("colophon.unread", count=len(days), days=page.series(days))


def _colophon(
    briefs: Sequence[Brief],
    page: Page,
    ledger: Ledger,
    history: History,
    program: str,
    embedder: str,
    judge: Judge | None,
) -> Colophon:
    language, date = page.sheet.language, page.sheet.date
    found = alarms(ledger, tuple(entry for entry in history if entry[0] < date), date)
    writer = page.series(sorted({brief.writer for brief in briefs}))
    return Colophon(
        program=program,
        desk=page.desk.name.of(language),
        writer=page.say("colophon.judged", writer=writer, judge=judge.name)
        if judge and heard(ledger)["asked"]
        else writer,
        embedder=embedder,
        silent=tuple(sorted(alarm.subject for alarm in found if alarm.kind in GAVE_NOTHING)),
        alarms=told(found, day_of(date, ledger), labels(language)),
        notes=(*_unread(ledger, page), *bill(ledger, page)),
    )
