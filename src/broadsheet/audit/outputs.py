"""Every output of an edition against its record: what is shown is known, cited where it stands, and leads home.

Document, Record, Vocabulary --document_faults--> Fault ..., sentences shown, sentences resolved
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urljoin

from broadsheet.audit.fault import Fault, has_unseen, same_address, seen, taiwan_forms
from broadsheet.audit.quoted import bare
from broadsheet.audit.reading import Block, Document, Run
from broadsheet.audit.record import Record, rows_of
from broadsheet.audit.vocabulary import Tile, Vocabulary
from broadsheet.types import Claim

_MARK = re.compile(r"#(m\d+)$")
_STORY = re.compile(r"(?:stories/|#)([0-9A-Za-z_-]+)(?:\.html)?$")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_CLOSED = re.compile("[)）]")
_DIRECTIVE = ":~:text="
_WORD = re.compile("[0-9A-Za-z]+|[\u3400-\u9fff]{1,4}")
_NUMBERED = frozenset({"no", "b", "t", "num"})
_NUMBER = re.compile(r"-?\d+(\.\d\d)?")
"""Classes of elements that hold the number of a sentence, a mark or a strip of the map, a count or a score."""

_NOTICE = 12
"""Blocks of a correction on the site from its headline to its reason, the blank ones between them counted."""

_NOTICED = frozenset({"fixes", "was", "now"})
"""Classes of a notice of a correction, of what stood there, of what stands there now."""

_ELLIPSIS = re.compile(r"^…|…$")


@dataclass(frozen=True)
class Sentence:
    """A claim as an output shows it: where, its words, and what stands beside it as its evidence.

    ``addresses`` are those of the sources beside it; ``quotes`` the marked passages that it points to; ``home`` the
    story that its own link, or heading, belongs to.
    """

    place: str
    text: str
    addresses: tuple[str, ...]
    quotes: tuple[str, ...]
    home: str


class Auditor:
    """Reads the documents of one output.  ``pages``: documents by name, so that a mark can be followed.

    ``earlier``: the headlines, each that it ever had, of each story of earlier
    editions, by the end of its page's address: DATE/stories/ID.html.  ``fixed``: the corrections of all editions.
    """

    def __init__(
        self,
        output: str,
        record: Record,
        known: Vocabulary,
        pages: Mapping[str, Document],
        own: str,
        earlier: Mapping[str, frozenset[str]],
        fixed: Sequence[Mapping[str, str]],
    ) -> None:
        self.output, self.record, self.known, self.pages, self.own = output, record, known, pages, own
        self._earlier, self._fixed = earlier, fixed
        self._claims = record.said()
        self._inputs = {same_address(article.url): article for article in record.articles.values()}
        self._texts = [
            (same_address(article.url), seen(part))
            for article in record.articles.values()
            for part in (article.title, article.text)
        ]
        self._quotes = {seen(c.quote) for claims in self._claims.values() for claim in claims for c in claim.citations}
        self._cited: dict[tuple[str, int, int], set[tuple[str, str]]] = {}
        for c in (c for claims in self._claims.values() for claim in claims for c in claim.citations):
            self._cited.setdefault((c.article, c.start, c.end), set()).add((c.part, seen(c.quote)))
        self._stories = {story.id: story for story in (*record.edition.stories, *record.edition.also)}
        named = (entity for story in self._stories.values() for entity in story.entities)
        self._named = {bare(name) for name in (*named, *record.edition.keywords, *record.edition.tags)}
        self._marks = {name: self._marked(document) for name, document in pages.items()}
        self.sentences = 0
        self.resolved = 0

    def faults(self, document: Document) -> Iterator[Fault]:
        """Yield what is wrong with one document, and count its sentences."""
        for told in document.damage:
            yield self._fault(document.name, "damaged", told)
        for told in document.scripts:
            yield self._fault(document.name, "script", told)
        yield from self._link_faults(document)
        yield from self._strangers(document)
        for article, part, start, end, quote in document.places:
            if (part, seen(quote)) not in self._cited.get((article, start, end), ()):
                if self._stands(article, part, start, end, quote):
                    yield self._fault(document.name, "stale", f"{article} {part}[{start}:{end}] {quote}"[:200])
                else:
                    yield self._fault(document.name, "unresolved", f"{article} {part}[{start}:{end}] is not {quote!r}")
        for sentence in self._sentences(document):
            found = self._uncited(sentence)
            if found is not None and ((own := bare(sentence.text)) in self._named or _WORD.fullmatch(own)):
                continue  # a headline that is a mere name, word or figure says nothing where the page has these
            self.sentences += 1
            if found is None:
                self.resolved += 1
            else:
                yield self._fault(sentence.place, *found)

    def _fault(self, place: str, code: str, text: str) -> Fault:
        return Fault(self.output, place, code, text)

    # --- words ---------------------------------------------------------------------------------------------------

    def _strangers(self, document: Document) -> Iterator[Fault]:
        for at, block in enumerate(document.blocks):
            if has_unseen(block.text.replace("\n", " ").replace("\t", " ").replace("\r", " ")):
                yield self._fault(document.name, "hidden", seen(block.text)[:80])
            if _is_passage(block):
                text = seen("".join(run.text for run in block.runs if not _is_number(run)))
                if text and not self._is_excerpt(_ELLIPSIS.sub("", text).strip(), self._said_at(document, at)):
                    yield self._fault(document.name, "passage", text[:200])
                for run in block.runs:
                    marked = seen(run.text)
                    if run.tag == "mark" and marked and marked not in self._quotes:
                        stands = self._is_excerpt(marked, self._said_at(document, at))
                        yield self._fault(document.name, "stale" if stands else "passage", marked[:200])
                continue
            for run in block.runs:
                text = seen(run.text)
                if not text or _is_number(run):
                    continue
                _, strange = self.known.cover(text)
                if strange:
                    yield self._fault(f"{document.name} {block.id}".strip(), "stranger", strange[:200])

    def _stands(self, article: str, part: str, start: int, end: int, quote: str) -> bool:
        """Say whether a quote stands at its place in an article, whoever cites it."""
        found = self.record.articles.get(article)
        if found is None or not isinstance(start, int) or not isinstance(end, int):  # a program may be told anything
            return False
        return seen((found.title if part == "title" else found.text)[start:end]) == seen(quote)

    def _said_at(self, document: Document, at: int) -> str:
        """Return the address that a passage is said to be from: the first link out after it, in its box."""
        box = document.blocks[at].box
        for block in document.blocks[at:]:
            if block.box != box:
                break
            for run in block.runs:
                if self._leads_out(run.href):
                    return same_address(_bare(run.href))
        return ""

    def _is_excerpt(self, text: str, address: str) -> bool:
        return any(text in whole for home, whole in self._texts if not address or home == address)

    # --- links ---------------------------------------------------------------------------------------------------

    def _link_faults(self, document: Document) -> Iterator[Fault]:
        for address in document.links:
            if not _SCHEME.match(address) or (self.own and address.startswith(self.own)):
                continue
            bare, directive = _bare(address), address.partition(_DIRECTIVE)[2]
            article = self._inputs.get(same_address(bare))
            if article is None and same_address(bare) in self.record.left:
                continue  # the coverage page leads to what was read and left out
            if article is None or not re.match("https?://", bare):
                yield self._fault(document.name, "link", address)
            elif directive and not _finds(directive, seen(article.text)):
                yield self._fault(document.name, "fragment", address)

    # --- sentences and what stands beside them ---------------------------------------------------------------------

    def _marked(self, document: Document) -> dict[str, tuple[str, str]]:
        """Return words and address of every marked passage by its id: the address is that of its box."""
        homes: dict[int, str] = {}
        for block in document.blocks:
            if block.box and "go" in block.path:
                homes.setdefault(block.box, next((run.href for run in block.runs if run.href), ""))
        return {
            run.id: (seen(run.text), homes.get(block.box, ""))
            for block in document.blocks
            for run in block.runs
            if run.tag == "mark" and run.id
        }

    def _sentences(self, document: Document) -> Iterator[Sentence]:
        for at, block in enumerate(document.blocks):
            if _is_passage(block) or block.tag in ("front", "attribute", "title", "desc"):
                continue
            tokens = list(self._tokens(block))
            places = [n for n, token in enumerate(tokens) if isinstance(token, Tile)]
            for order, place in enumerate(places):
                tile = tokens[place]
                assert isinstance(tile, Tile)
                if (
                    self._is_title(tile, block)
                    or self._is_correction(tile, document.blocks, at)
                    or self._is_earlier(tile, block)
                    or self._is_summary(tile, block)
                ):
                    continue
                stop = places[order + 1] if order + 1 < len(places) else len(tokens)
                beside = tokens[place + 1 : stop]
                linked = any(run.href and tile.text in seen(run.text) for run in block.runs)
                if not linked and not any(isinstance(token, Run) and token.href for token in beside):
                    beside = self._before(tokens, place) or self._after(document.blocks, at)
                addresses, quotes = self._evidence(document.name, beside)
                yield Sentence(document.name, tile.text, addresses, quotes, self._home(document, block, tile, beside))

    def _is_title(self, tile: Tile, block: Block) -> bool:
        """Say whether words that are a claim too stand here as the title of a source, in a link to it."""
        hrefs = [run.href for run in block.runs if tile.text in seen(run.text) and self._leads_out(run.href)]
        articles = [self._inputs.get(same_address(href)) for href in hrefs]
        return bool(hrefs) and all(
            article is not None and tile.text in {seen(form) for form in {article.title} | taiwan_forms(article.title)}
            for article in articles
        )

    def _is_correction(self, tile: Tile, blocks: Sequence[Block], at: int) -> bool:
        """Say whether words that are a claim too stand here as what an editor changed, where the reason is told.

        In a sentence that is one block; in a notice of the site's own the reason stands a few blocks below.
        """
        parts = ("headline", "before", "after")
        told = [one for one in self._fixed if tile.text in (seen(one[part]) for part in parts)]
        near = blocks[at : at + (_NOTICE if _NOTICED.intersection(blocks[at].path) else 1)] if told else ()
        return any(seen(one["reason"]) in seen(block.text) for one in told for block in near)

    def _is_earlier(self, tile: Tile, block: Block) -> bool:
        """Say whether words that are a claim too stand here as the headline of an earlier story, in a link to it."""
        hrefs = [run.href or "" for run in block.runs if tile.text in seen(run.text)]
        pages = ["/".join(href.partition("#")[0].split("/")[-3:]) for href in hrefs]
        return bool(pages) and all(tile.text in map(seen, self._earlier.get(page, ())) for page in pages)

    def _is_summary(self, tile: Tile, block: Block) -> bool:
        """Say whether words that are a claim too stand here as the day's summary: one headline with its own stop."""
        alone = not any(run.href for run in block.runs)
        return alone and tile.text == seen(self.record.edition.summary) == seen("".join(run.text for run in block.runs))

    def _leads_out(self, href: str) -> bool:
        return bool(_SCHEME.match(href)) and not (self.own and href.startswith(self.own))

    def _tokens(self, block: Block) -> Iterator[Tile | Run]:
        for run in block.runs:
            tiles = self.known.cover(seen(run.text))[0] if run.text.strip() and not _is_number(run) else ()
            claims = [tile for tile in tiles if tile.kind == "claim"]
            yield from claims
            if not claims:
                yield run
            elif claims[-1].end < len(seen(run.text)):
                yield Run(seen(run.text)[claims[-1].end :])

    def _before(self, tokens: Sequence[Tile | Run], place: int) -> list[Tile | Run]:
        """Return the evidence that stands before a sentence that has none behind it (a row: value, source, passage)."""
        found: list[Tile | Run] = []
        for token in reversed(tokens[:place]):
            if isinstance(token, Tile):
                return found
            found.insert(0, token)
        return []

    def _after(self, blocks: Sequence[Block], at: int) -> list[Tile | Run]:
        """Return the evidence of a page's headline, which stands in the block below it."""
        if blocks[at].tag == "h1" and at + 1 < len(blocks):
            return list(blocks[at + 1].runs)
        return []

    def _home(self, document: Document, block: Block, tile: Tile, beside: Sequence[Tile | Run]) -> str:
        """Return the story that a sentence belongs to: by its own link or the one beside it, its page or its block.

        A headline belongs to its story, too, where one of its sources is linked in the same block.
        """
        hrefs = [run.href for run in block.runs if run.href and tile.text in seen(run.text)]
        hrefs += [token.href for token in beside if isinstance(token, Run)]
        for place in (*hrefs, document.name):
            if (found := _STORY.search(place)) and found[1] in self._stories:
                return found[1]
        if block.id in self._stories:
            return block.id
        linked = {same_address(run.href) for run in block.runs if run.href}
        for story in self._stories.values():
            if seen(story.headline.text) == tile.text and linked.intersection(self.record.addresses(story.headline)):
                return story.id
        return ""

    def _evidence(self, page: str, beside: Sequence[Tile | Run]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        addresses: list[str] = []
        quotes: list[str] = []
        for token in beside:
            if not isinstance(token, Run):
                continue
            if not token.href:
                if addresses and _CLOSED.search(token.text):
                    break
                continue
            if found := _MARK.search(token.href):
                target = urljoin(page, token.href).partition("#")[0] or page
                words, address = self._marks.get(target, {}).get(found[1], ("", ""))
                quotes.append(words)
                addresses.append(address)
            elif self._leads_out(token.href):
                addresses.append(token.href)
        return tuple(addresses), tuple(quotes)

    def _uncited(self, sentence: Sentence) -> tuple[str, str] | None:
        """Return the code and words of what is wrong with the evidence beside a sentence; None when it resolves."""
        claims = self._claims[sentence.text]
        if not sentence.addresses:
            if self._is_at_home(sentence, claims):
                return None
            return "uncited", sentence.text
        for claim in claims:
            cited = self.record.addresses(claim)
            said = {seen(citation.quote) for citation in claim.citations}
            if all(same_address(a) in cited or not a for a in sentence.addresses) and said.issuperset(sentence.quotes):
                return None
        return "miscited", f"{sentence.text} -> {' '.join(sentence.addresses)}"

    def _is_at_home(self, sentence: Sentence, claims: Sequence[Claim]) -> bool:
        """Say whether a sentence without evidence beside it leads to, or heads, the story that holds it."""
        story = self._stories.get(sentence.home)
        if story is None:
            linkable = {address for claim in claims for address in self.record.addresses(claim) if _is_web(address)}
            return not linkable or any(claim in _values(self.record) for claim in claims)
        own = (story.headline, *story.fields.all(), *(change.claim for change in story.changes))
        rows = (claim for table in story.disagreements for row in table.rows for claim in (row.value, row.passage))
        held = (*own, *rows, *_back(self.record, story.id))
        return any(claim in held for claim in claims)


def _values(record: Record) -> tuple[Claim, ...]:
    return tuple(row.value for row in rows_of(record.edition))


def _back(record: Record, story: str) -> Iterator[Claim]:
    edition = record.edition
    yield from (watch.claim for watch in edition.watch_list if watch.story == story)
    yield from (reading.why for reading in edition.reading if reading.story == story)
    yield from (term.claim for term in edition.background if term.story == story)
    yield from (q.answer for q in edition.questions if q.answered_by == story and q.answer is not None)


def _is_passage(block: Block) -> bool:
    """Say whether a block shows a source's own words beside the edition's: in the box of a source, or a proof."""
    return bool(block.box) and (block.tag in ("blockquote", "h3") or "q" in block.path)


def _is_number(run: Run) -> bool:
    """Say whether a run is the number of a sentence, a mark or a strip of the map, a count or a score."""
    return bool(_NUMBER.fullmatch(run.text.strip())) and bool(_NUMBERED.intersection(run.classes))


def _bare(address: str) -> str:
    """Return an address without its text fragment."""
    bare, found, _ = address.partition(_DIRECTIVE)
    return bare.removesuffix("#") if found else address


def _is_web(address: str) -> bool:
    return address.startswith(("http://", "https://"))


def _finds(directive: str, text: str) -> bool:
    """Say whether a text fragment ([prefix-,]start[,end][,-suffix]) finds words of ``text``, in that order."""
    at = 0
    for part in directive.split(","):
        words = seen(unquote(part.removesuffix("-").removeprefix("-")))
        at = text.find(words, at)
        if at < 0 or not words:
            return False
    return True
