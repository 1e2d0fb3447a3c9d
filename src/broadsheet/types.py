"""The values that travel through the house, one type per floor.

    Source -> Item -> Article -> Article -> Placed -> Story -> Story -> Draft -> Brief -> Edition
          collect extract  dedupe     embed     cluster  rank    write    verify  compose

Every value is frozen, validates itself when it is built *and* when it is decoded, and holds all that the next stage
needs, so no stage looks anything up.  One definition serves as type, as codec (msgspec: JSON and MessagePack) and as
JSON Schema (``docs/edition.schema.json``).

Conventions
* Times are timezone-aware ``datetime``; a missing time is ``None``, never "now".
* Offsets count code points of the Python string, so ``article.text[start:end]`` is the quote.
* Languages are BCP 47 tags: ``en``, ``zh-Hant``, ``zh-Hans``, ``fr``; ``und`` says that nobody knows.
* Collections are tuples, so a value can be shared, hashed and sent to any machine.

The file is long because it is one table: what travels is read, and changed, in one place.
"""

from __future__ import annotations

import hashlib
from datetime import date as Date
from datetime import datetime
from typing import Literal

import msgspec

Section = str
"""A topic section of the desk: ``research tools industry insights market`` for the AI desk; others define theirs."""

Importance = Literal["critical", "high", "medium", "low"]
Announce = Literal["new", "cross", "replaced"]
Basis = Literal["", "feed", "page", "address"]
"""What a time of publication rests on: the source's own listing, the page's metadata, the date in its address."""
CopyKind = Literal["address", "text", "near", "passage", "translation"]
"""How an article repeats another, in degrees: the same page, the same text, nearly the same, much of it, in another
language."""
Option = str | int | float | bool
Part = Literal["text", "title"]
Transform = Literal["none", "opencc-s2twp", "written"]
"""How a claim's text came from its quotes: word for word, in Taiwan's writing, or written by a model or an editor."""
Printed = Literal["full", "line", "no"]
Precision = Literal["day", "week", "month", "quarter", "half", "year", "unknown"]
"""How finely a period was told; ``unknown`` where only its owner knows its days."""
Language = Literal["zh-Hant", "en"]
"""A language that editions are printed in."""


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=False):
    """What all values share: frozen, keyword-only, unknown fields refused."""


def _sensible(moment: datetime, what: str) -> None:
    """Refuse a moment without a zone, or so far off that it cannot be told in another zone."""
    if moment.tzinfo is None or not 1900 <= moment.year <= 2200:
        raise ValueError(f"{what} is {moment.isoformat()}: it needs a time zone, and a year from 1900 to 2200")


def _dated(text: str) -> None:
    """Refuse what is no date of the form YYYY-MM-DD."""
    if Date.fromisoformat(text).isoformat() != text:
        raise ValueError(f"{text!r} is no date of the form YYYY-MM-DD")


def digest(*parts: str) -> str:
    """Return 16 hex digits of SHA-256 over ``parts``, each length-prefixed so that no two splits collide."""
    h = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        h.update(len(raw).to_bytes(8, "big"))
        h.update(raw)
    return h.hexdigest()[:16]


class Source(Value, frozen=True, kw_only=True):
    """We may ask it: an address that a desk declares, and what the desk knows of who stands behind it.

    ``outlet`` is the name printed beside a quote; ``owner`` is who controls the outlet, the unit of independence (nine
    editions of one broadcaster are one owner).  ``weight`` in (0, 2] is the desk's trust in the source, 1 is ordinary.
    ``primary`` marks one who speaks of its own deeds (a company's blog, a court, an author list).  ``options`` are what
    its kind wants to know besides the address (a selector, a least number of points), by name, sorted.
    ``permitted`` says that the site has allowed us what its robots.txt forbids.
    """

    name: str
    kind: str
    url: str
    outlet: str
    owner: str
    weight: float = 1.0
    language: str = "und"
    terms: str = ""
    primary: bool = False
    permitted: bool = False
    options: tuple[tuple[str, Option], ...] = ()

    def __post_init__(self) -> None:
        if not self.name or not self.outlet or not self.owner:
            raise ValueError(f"a source needs a name, an outlet and an owner: {self.url or self.name!r}")
        if not 0 < self.weight <= 2:
            raise ValueError(f"source {self.name}: weight {self.weight} is outside (0, 2]")


class Item(Value, frozen=True, kw_only=True):
    """It exists, and it is untrusted: one entry of a source, as announced.

    ``text`` is the whole text where the source itself carries it (a jsonl file, an archive); empty means that
    ``extract`` must fetch the page.  ``points`` is what readers gave it elsewhere (forum votes, likes) and ``comments``
    how many they wrote, if known; ``discussion`` is where they did.  ``version`` counts the versions of a paper from 1.
    ``dated`` tells what ``published`` rests on.
    """

    source: Source
    url: str
    title: str
    published: datetime | None = None
    day_only: bool = False
    summary: str = ""
    text: str = ""
    language: str = ""
    announce: Announce | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    points: int | None = None
    comments: int | None = None
    discussion: str = ""
    version: int | None = None
    dated: Basis = ""


class Page(Value, frozen=True, kw_only=True):
    """The bytes as they came, kept in the edition's WARC.  ``url`` was asked, ``final_url`` answered."""

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    when: datetime


class Article(Value, frozen=True, kw_only=True):
    """One text of one outlet.  ``text`` never changes after this point; ``id`` is the digest of url and text.

    Paragraphs of ``text`` are separated by a newline.  ``url`` is the address as announced, ``canonical`` the one that
    its page calls its own, empty when it names none.  ``copy_of`` is the id of the article that this one repeats and
    ``copy_kind`` how (``CopyKind``); copies stay in the story and count once for independence.  ``standing`` are the
    spans of ``text`` that its owner prints under everything, in order (``text.standing``).
    """

    id: str
    source: Source
    url: str
    title: str
    published: datetime | None
    day_only: bool
    text: str
    language: str
    announce: Announce | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    points: int | None = None
    comments: int | None = None
    discussion: str = ""
    version: int | None = None
    dated: Basis = ""
    canonical: str = ""
    copy_of: str | None = None
    copy_kind: CopyKind | None = None
    standing: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if self.id != digest(self.url, self.text):
            raise ValueError(f"article {self.url}: id {self.id} is not the digest of its url and text")
        if (self.copy_of is None) != (self.copy_kind is None):
            raise ValueError(f"article {self.url}: copy_of and copy_kind go together")
        if self.published is not None and self.published.tzinfo is None:
            raise ValueError(f"article {self.url}: published has no time zone")
        ends = [0, *(at for span in self.standing for at in span), len(self.text)]
        if self.standing and ends != sorted(ends):
            raise ValueError(f"article {self.url}: standing holds no spans of its text, in order")

    def part(self, part: Part) -> str:
        """Return the string that citations of ``part`` point into."""
        return self.text if part == "text" else self.title


class Placed(Value, frozen=True, kw_only=True):
    """A point in meaning-space: ``vector`` is float32, little-endian, unit length (all zero when there was no text)."""

    article: Article
    vector: bytes


class Reason(Value, frozen=True, kw_only=True):
    """Why a story stands where it does: a fact of the ranking that a person can check.

    ``code`` names the signal, ``points`` what it added to the score, ``names`` and ``count`` the evidence; ``text`` is
    the sentence that the edition prints (empty until ``compose`` writes it in the edition's language).
    """

    code: str
    points: float
    count: int = 0
    names: tuple[str, ...] = ()
    text: str = ""


class Story(Value, frozen=True, kw_only=True):
    """Its articles tell one event.  Copies are included; the first article is the one that represents it.

    Born in ``cluster`` with its articles; ``rank`` fills section, importance, score, reasons, lead and ``printed``
    (the plan: a whole brief, one line, or nothing).  ``continues`` is the id of an earlier story of a past edition,
    ``news`` the ids of the articles that tell what is new since, the weightiest first.
    """

    id: str
    articles: tuple[Article, ...]
    section: Section = ""
    lead: bool = False
    importance: Importance = "low"
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()
    printed: Printed = "line"
    continues: str | None = None
    news: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.articles:
            raise ValueError("a story without an article is no story")
        if self.id != story_id(self.articles):
            raise ValueError(f"story {self.id} is not the digest of its articles")

    @property
    def originals(self) -> tuple[Article, ...]:
        """The articles that repeat no other article of the day."""
        return tuple(a for a in self.articles if a.copy_of is None)


def story_id(articles: tuple[Article, ...]) -> str:
    """Return the id of the story made of ``articles``, whatever their order."""
    return digest(*sorted(a.id for a in articles))


class Citation(Value, frozen=True, kw_only=True):
    """``article.part[start:end] == quote``, or it is refused (by ``resolve``, which every reader of one must call)."""

    article: str
    part: Part
    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not (0 <= self.start < self.end and self.end - self.start == len(self.quote)):
            raise ValueError(f"citation of {self.article}: [{self.start}:{self.end}] cannot be {self.quote!r}")

    def resolves(self, article: Article) -> bool:
        """Say whether this citation is borne out by ``article``."""
        return article.id == self.article and article.part(self.part)[self.start : self.end] == self.quote


def cite(article: Article, part: Part, start: int, end: int) -> Citation:
    """Return the citation of ``article.part[start:end]``; raise ValueError when that is empty or out of range."""
    quote = article.part(part)[start:end]
    return Citation(article=article.id, part=part, start=start, end=start + len(quote), quote=quote)


class Claim(Value, frozen=True, kw_only=True):
    """A sentence and where it stands.  Cannot be built without a citation.

    ``transform`` names the only rewriting of a quote that needs no proof, ``none`` or ``opencc-s2twp``; a ``written``
    text is somebody's own words.  ``checks`` are the reason codes of the checks that a written text has passed, in
    the order they were made, and ``judge`` where a second opinion let a soft doubt pass.  Only ``stages/verify.py``
    sets them; a verbatim claim needs none.
    """

    text: str
    citations: tuple[Citation, ...]
    transform: Transform = "none"
    checks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a claim without words")
        if not self.citations:
            raise ValueError(f"a claim without a citation: {self.text!r}")
        if self.checks and self.transform != "written":
            raise ValueError(f"checks belong to a written text, and this is a quote: {self.text!r}")


class Fields(Value, frozen=True, kw_only=True):
    """The claims of a brief by field: core summary, technical details, uses."""

    summary: tuple[Claim, ...] = ()
    details: tuple[Claim, ...] = ()
    uses: tuple[Claim, ...] = ()

    def all(self) -> tuple[Claim, ...]:
        """Every claim, in the order of the page."""
        return self.summary + self.details + self.uses


Depth = Literal["quote", "line", "short", "full"]
"""How much a model writes of a story: nothing (it is quoted), a headline and a sentence, a summary, a whole brief."""


class Assignment(Value, frozen=True, kw_only=True):
    """What one call to a model is to write: one story, or several small ones at depth ``line``.

    Decided for the whole edition before the first call, by what each story is worth and what the edition may cost.
    """

    stories: tuple[Story, ...]
    depth: Depth

    def __post_init__(self) -> None:
        if not self.stories or (len(self.stories) > 1 and self.depth not in ("line", "quote")):
            raise ValueError(f"{len(self.stories)} stories cannot be one call of depth {self.depth}")


class Draft(Value, frozen=True, kw_only=True):
    """*Proposed*: nothing in it is believed.  ``entities`` are names that the story's articles hold."""

    story: Story
    headline: Claim | None
    fields: Fields
    entities: tuple[str, ...] = ()
    writer: str


class Couple(Value, frozen=True, kw_only=True):
    """Two articles about which ``cluster`` is unsure: do they tell one event?"""

    one: Article
    other: Article


class Match(Value, frozen=True, kw_only=True):
    """What a matcher says of one of the couples that it was asked about; ``couple`` is its place among them, from 0.

    ``same`` is None where it cannot say.
    """

    couple: int
    same: bool | None


class Doubt(Value, frozen=True, kw_only=True):
    """A written sentence without a hard fault about which ``verify`` is in doubt, and the passages that it cites."""

    text: str
    passages: tuple[str, ...]


class Opinion(Value, frozen=True, kw_only=True):
    """What a judge says of one of the doubts that it was asked about; ``doubt`` is its place among them, from 0.

    ``supported`` is None where it cannot say; ``reason`` tells why the passages do not bear the sentence out, or why it
    cannot say.
    """

    doubt: int
    supported: bool | None
    reason: str = ""


class Refusal(Value, frozen=True, kw_only=True):
    """A claim that fell in ``verify``, why, and the remedy.

    ``repaired``: the writer was shown the reason and wrote it anew, which was judged again (and, if that fell too, is
    told beside it); ``replaced`` by the verbatim sentence; or ``dropped``.
    """

    story: str
    field: Literal["headline", "summary", "details", "uses", "entities"]
    text: str
    code: str
    message: str
    action: Literal["repaired", "replaced", "dropped"]


class Brief(Value, frozen=True, kw_only=True):
    """*Verified*: the claims that stood.  Only ``stages/verify.py`` makes one."""

    story: Story
    headline: Claim | None
    fields: Fields
    entities: tuple[str, ...]
    refused: tuple[Refusal, ...] = ()
    writer: str


class SourceRef(Value, frozen=True, kw_only=True):
    """A source as it is printed: the article, where it lives, who says it, and when."""

    article: str
    title: str
    url: str
    outlet: str
    owner: str
    language: str
    published: datetime | None
    day_only: bool = False
    primary: bool = False
    announce: Announce | None = None
    copy_of: str | None = None
    copy_kind: CopyKind | None = None

    def __post_init__(self) -> None:
        if self.published is not None:
            _sensible(self.published, f"the date of {self.url}")


def source_ref(article: Article, *, primary: bool | None = None) -> SourceRef:
    """Return ``article`` as a source is printed; ``primary`` is the desk's word, where it knows more."""
    return SourceRef(
        article=article.id,
        title=article.title,
        url=article.url,
        outlet=article.source.outlet,
        owner=article.source.owner,
        language=article.language,
        published=article.published,
        day_only=article.day_only,
        primary=article.source.primary if primary is None else primary,
        announce=article.announce,
        copy_of=article.copy_of,
        copy_kind=article.copy_kind,
    )


class Change(Value, frozen=True, kw_only=True):
    """What is new about a story that goes on, in a sentence of today.

    ``code``: a new ``fact`` (figure, name or kind of event), a ``number`` that was another before, a new ``party``,
    the first time that something talked about is ``confirmed`` or ``denied``, another day that an event was given
    (``moved``).  ``now`` is the value or name, as the
    claim has it (may be empty); ``earlier`` the value as the edition of ``since`` printed it, only for a ``number``.
    """

    code: Literal["fact", "number", "party", "confirmed", "denied", "moved"]
    claim: Claim
    now: str = ""
    earlier: str = ""
    since: str

    def __post_init__(self) -> None:
        if self.now not in self.claim.text:
            raise ValueError(f"{self.now!r} does not stand in the claim that is to say so: {self.claim.text!r}")
        if (self.code == "number") != bool(self.earlier):
            raise ValueError(f"a changed number, and nothing else, has an earlier value: {self.claim.text!r}")
        _dated(self.since)


class Reported(Value, frozen=True, kw_only=True):
    """One source's value of a quantity: the value as written, within the sentence that says it, and who says it."""

    value: Claim
    passage: Claim
    source: SourceRef


class Disagreement(Value, frozen=True, kw_only=True):
    """A quantity that the sources of a story give differently, the earliest source first.

    ``kind``: ``differ`` (the values exclude each other), ``bound`` (one figure, "at least" or "up to" in some sources),
    ``update`` (one owner, later).  ``quantity`` is the role (valuation, layoffs ...), ``label`` its name in the
    edition's language.
    """

    quantity: str
    label: str
    kind: Literal["differ", "bound", "update"]
    rows: tuple[Reported, ...]

    def __post_init__(self) -> None:
        if len(self.rows) < 2:
            raise ValueError(f"one value of {self.quantity} is no disagreement")


class Printing(Value, frozen=True, kw_only=True):
    """A story as an edition prints it, in full or (in ``Edition.also``) as one line: the headline and one sentence.

    ``note`` tells what the reader must know of a line: ``revision`` (a replaced paper), ``off_beat``, or empty.
    ``continues`` is the id of the latest earlier story that this one goes on from; ``continues_date`` and
    ``continues_headline`` are the edition that printed it and what it was called there, ``changes`` what is new since.
    """

    id: str
    headline: Claim
    section: Section
    lead: bool
    importance: Importance
    score: float
    reasons: tuple[Reason, ...]
    fields: Fields
    entities: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    single_source: bool
    continues: str | None = None
    continues_date: str = ""
    continues_headline: str = ""
    changes: tuple[Change, ...] = ()
    note: Literal["", "revision", "off_beat"] = ""
    disagreements: tuple[Disagreement, ...] = ()

    def __post_init__(self) -> None:
        if self.continues_date:
            _dated(self.continues_date)
        if not self.continues and (self.continues_date or self.continues_headline or self.changes):
            raise ValueError(f"story {self.id} continues nothing, yet tells what is new")


class StoryRef(Value, frozen=True, kw_only=True):
    """The citation of the insight: a story of this edition."""

    story: str


class Remark(Value, frozen=True, kw_only=True):
    """A sentence about the day; every story that it speaks of is cited.

    Computed, or ``written`` by a model from the sentences that these stories print, and judged against them.
    """

    text: str
    citations: tuple[StoryRef, ...]
    written: bool = False

    def __post_init__(self) -> None:
        if not self.text.strip() or not self.citations:
            raise ValueError(f"a remark needs words and a story: {self.text!r}")


class Insight(Value, frozen=True, kw_only=True):
    """The editor's insight, computed or written: the day's trends, its technical thread, its outlook."""

    trends: tuple[Remark, ...] = ()
    context: tuple[Remark, ...] = ()
    outlook: tuple[Remark, ...] = ()


class Proposal(Value, frozen=True, kw_only=True):
    """The title and the insight that a writer proposes for an edition; nobody believes it yet."""

    theme: Remark | None
    insight: Insight


class Watch(Value, frozen=True, kw_only=True):
    """Something the sources say is still to come: the sentence, the story it belongs to, and when it is due.

    ``due_start`` and ``due_end`` are the first and last day that it may come, with the ``precision`` they were told in;
    ``unknown`` is a period whose days only its owner knows (a fiscal year), empty that no date was told.
    """

    claim: Claim
    story: str
    due_start: Date | None = None
    due_end: Date | None = None
    precision: Precision | Literal[""] = ""

    def __post_init__(self) -> None:
        _due(self.due_start, self.due_end)


class Question(Value, frozen=True, kw_only=True):
    """An item of an earlier watch list, until a later story answers it.

    ``since`` is the date of the edition that asked, ``story`` its story there; ``source`` says who said it.
    ``parties`` are the names that it is about, by which an answer is known.  ``state``: ``open`` (nothing is due),
    ``today``, ``week`` (due within seven days), ``overdue``, ``answered``, ``cancelled``, ``postponed``
    (open still when the answer names a new day) or ``retired``, which ends it without an answer.  ``answer`` is the
    sentence of this edition's story ``answered_by``.
    """

    claim: Claim
    source: SourceRef
    since: str
    story: str
    parties: tuple[str, ...] = ()
    due_start: Date | None = None
    due_end: Date | None = None
    precision: Precision | Literal[""] = ""
    state: Literal["open", "today", "week", "overdue", "answered", "postponed", "cancelled", "retired"] = "open"
    answer: Claim | None = None
    answered_by: str | None = None

    def __post_init__(self) -> None:
        _due(self.due_start, self.due_end)
        if (self.answer is None) != (self.answered_by is None):
            raise ValueError("an answer needs its story")
        if self.answer is None and self.state in ("answered", "postponed", "cancelled"):
            raise ValueError(f"{self.state} without the sentence that says so")


def _due(first: Date | None, last: Date | None) -> None:
    if (first is None) != (last is None) or (first is not None and last is not None and first > last):
        raise ValueError(f"due from {first} to {last}")


class Reading(Value, frozen=True, kw_only=True):
    """One text worth reading whole, with the sentence that says why."""

    story: str
    source: SourceRef
    why: Claim


class Term(Value, frozen=True, kw_only=True):
    """A background term and the sentence of a source that explains it."""

    term: str
    claim: Claim
    story: str


class Window(Value, frozen=True, kw_only=True):
    """The hours that an edition covers, ``[start, end)``; both None when every article was taken whatever its date."""

    start: datetime | None
    end: datetime | None

    def __post_init__(self) -> None:
        if (self.start is None) != (self.end is None):
            raise ValueError("a window is open at both ends or at none")
        if self.start is not None and self.end is not None:
            _sensible(self.start, "the start of the window")
            _sensible(self.end, "the end of the window")


class Counts(Value, frozen=True, kw_only=True):
    """The footer's figures.  They add up: ``articles = originals + copies`` and ``stories = full + line + no``."""

    items: int
    articles: int
    originals: int
    copies: int
    outlets: int
    owners: int
    stories: int
    full: int
    line: int
    no: int
    cited_articles: int
    claims: int
    refused: int
    failures: int

    def __post_init__(self) -> None:
        if self.articles != self.originals + self.copies or self.stories != self.full + self.line + self.no:
            raise ValueError(f"the counts of the edition do not add up: {self}")


class Colophon(Value, frozen=True, kw_only=True):
    """How the edition was made, in words that need no clock: program, writer, embedder, the sources that fell out.

    ``silent`` names every source that gave nothing and should have; ``alarms`` are the sentences that tell why, and
    what else was unusual about the day's sources.
    """

    program: str
    desk: str
    writer: str
    embedder: str
    silent: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Correction(Value, frozen=True, kw_only=True):
    """What an editor changed in a printed edition, when and why.  An edition tells every one of its own.

    ``edited``: the text ``before`` of ``field`` became ``after`` (empty: the sentence was taken out); ``withdrawn``:
    the story is no longer printed, its page says so; ``annotated``: ``after`` is the editor's note beside the story.
    ``headline`` is what the story was called when it was corrected.  ``id`` is unique in the edition.
    """

    id: str
    at: datetime
    story: str
    headline: str
    kind: Literal["edited", "withdrawn", "annotated"]
    field: Literal["", "headline", "summary", "details", "uses"] = ""
    before: str = ""
    after: str = ""
    reason: str

    def __post_init__(self) -> None:
        _sensible(self.at, "the moment of a correction")
        if (self.kind == "edited") != bool(self.field) or not self.reason.strip():
            raise ValueError(f"a correction of {self.story} says neither what it changes nor why")


class Edition(Value, frozen=True, kw_only=True):
    """The only thing that a publisher sees.

    ``theme`` is the part of the title that a model wrote, with the stories that bear it out; None: it was computed.
    """

    date: str
    made: datetime
    window: Window
    language: Language
    title: str
    description: str
    summary: str
    tags: tuple[str, ...]
    counts: Counts
    stories: tuple[Printing, ...]
    also: tuple[Printing, ...]
    insight: Insight
    watch_list: tuple[Watch, ...]
    reading: tuple[Reading, ...]
    background: tuple[Term, ...]
    keywords: tuple[str, ...]
    colophon: Colophon
    questions: tuple[Question, ...] = ()
    corrections: tuple[Correction, ...] = ()
    theme: Remark | None = None

    def __post_init__(self) -> None:
        _dated(self.date)
        _sensible(self.made, "the moment of the edition")
        told = [printing.id for printing in (*self.stories, *self.also)]
        if len(set(told)) != len(told):
            raise ValueError("a story stands twice in the edition")
        gone = {c.story for c in self.corrections if c.kind == "withdrawn"}
        if back := sorted(gone & set(told)):
            raise ValueError(f"stories that were withdrawn are still printed: {', '.join(back)}")
        remarks = (*self.insight.trends, *self.insight.context, *self.insight.outlook)
        remarks += (self.theme,) if self.theme is not None else ()
        spoken = {c.story for remark in remarks for c in remark.citations}
        spoken |= (
            {w.story for w in self.watch_list}
            | {q.answered_by for q in self.questions if q.answered_by is not None}
            | {r.story for r in self.reading}
            | {t.story for t in self.background}
        )
        if strangers := sorted(spoken - set(told)):
            raise ValueError(f"the edition speaks of stories that it does not print: {', '.join(strangers)}")
        if self.theme is not None and not (self.theme.written and self.theme.text in self.title):
            raise ValueError(f"the theme is no part of the title that a model wrote: {self.theme.text!r}")


class Failure(Value, frozen=True, kw_only=True):
    """Expected trouble, told in the ledger: where, with what, which kind, and what was kept or can be done."""

    stage: str
    subject: str
    kind: str
    message: str


class Tally(Value, frozen=True, kw_only=True):
    """What one stage did: values taken, values given on, failures told."""

    stage: str
    taken: int
    given: int
    failed: int


class Count(Value, frozen=True, kw_only=True):
    """How many values of ``subject`` (a source, by name) met ``gate`` of ``stage``; the engine adds equal ones up."""

    stage: str
    subject: str
    gate: str
    count: int = 1


class Drop(Value, frozen=True, kw_only=True):
    """Something that was read and goes no further: what it was, the gate that it did not pass, and why."""

    stage: str
    gate: str
    source: str
    url: str
    title: str
    published: datetime | None
    reason: str


class Ledger(Value, frozen=True, kw_only=True):
    """What the run did so far, as the engine counted it.  ``counts`` are sorted, one for each subject and gate."""

    tallies: tuple[Tally, ...] = ()
    failures: tuple[Failure, ...] = ()
    counts: tuple[Count, ...] = ()

    def given(self, stage: str) -> int:
        """Return how many values ``stage`` gave on; 0 when it did not run."""
        return sum(t.given for t in self.tallies if t.stage == stage)


class Sheet(Value, frozen=True, kw_only=True):
    """What edition is asked for: its date, the moment that counts as "now", the hours it covers, its language."""

    date: str
    made: datetime
    window: Window
    language: Language

    def __post_init__(self) -> None:
        if self.made.tzinfo is None:
            raise ValueError("the moment of an edition needs a time zone")


class StoryRecord(Value, frozen=True, kw_only=True):
    """A line of ``stories.jsonl``: every story of the day, printed or not, by the ids of its articles."""

    id: str
    articles: tuple[str, ...]
    section: Section
    lead: bool
    importance: Importance
    score: float
    reasons: tuple[Reason, ...]
    printed: Printed
    continues: str | None = None
