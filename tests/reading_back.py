"""Read our own outputs as a stranger would: which sentences are quoted, whose they are said to be, where the links go.

    root, date --read--> {output: Reading}          root, date --evidence--> Evidence
    Reading, Evidence --> what does not resolve, and the links that lead elsewhere

Nothing of the publishers is used here: Markdown is rendered by markdown-it, HTML read by lxml, the feed by feedparser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import feedparser
import lxml.html
import msgspec
import opencc
from markdown_it import MarkdownIt

from broadsheet.audit.fault import taiwan_forms
from broadsheet.types import Article, Claim, Edition

_LINK = re.compile("\ue000(\\d+)\ue001")
_CITATION = re.compile("[（(]([^（()）]*?\ue000[^（()）]*)[）)]")
_BOLD = re.compile("\ue002.*?\ue003")
_HEAD_OF_ITEM = re.compile("\\s*\ue002(.*?)\ue003")
_PAIRS = {"」": "「", "』": "『", "”": "“", "’": "‘"}
_STORY_ID = re.compile(r"[0-9a-f]{16}")
_ATTRIBUTE = re.compile(r"\s*\{#([^{}]+)\}$")
_MARKER = re.compile(r"#m\d+$")
_BLOCKS = ("p", "li", "h1", "h2", "h3", "h4")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)


@dataclass(frozen=True)
class Quoted:
    """A sentence that an output prints as a source's, and the addresses that it names for it.

    ``every`` says that all addresses must bear the sentence out (a citation); else one of them must (a headline, whose
    sources stand below it).
    """

    place: str
    text: str
    addresses: tuple[str, ...]
    every: bool = True


@dataclass
class Reading:
    """What one output says: its quoted sentences, and every address that it links to or loads."""

    quotes: list[Quoted] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Evidence:
    """The edition folder: every article by id, every claim of ``edition.json`` by its words."""

    articles: dict[str, Article]
    claims: dict[str, list[Claim]]


def evidence(root: Path, date: str) -> Evidence:
    """Read ``root/DATE/articles.jsonl`` and the claims of ``root/DATE/edition.json``."""
    lines = (root / date / "articles.jsonl").read_bytes().splitlines()
    articles = [msgspec.json.decode(line, type=Article) for line in lines if line.strip()]
    claims: dict[str, list[Claim]] = {}
    for _, claim in claims_of(_edition(root, date)):
        claims.setdefault(same(claim.text), []).append(claim)
    return Evidence({article.id: article for article in articles}, claims)


def read(root: Path, date: str, own: str = "") -> dict[str, Reading]:
    """Read every output of the edition that is there: ``json``, ``hugo``, ``atom``, ``site``.

    ``own`` is the public address of the outputs, if they were made with one: links below it are no sources.
    """
    outputs = {"json": read_json(root, date)}
    if (root / "hugo" / "content" / "posts" / f"{date}.md").exists():
        outputs["hugo"] = read_hugo(root, date, own)
    if (root / "feed.xml").exists():
        outputs["atom"] = read_atom(root, date, own)
    if (root / "site" / date / "index.html").exists():
        outputs["site"] = read_site(root, date)
    return outputs


def unresolved(reading: Reading, known: Evidence) -> list[str]:
    """Return a complaint for every quoted sentence that its named source does not hold, word for word."""
    complaints = []
    for quoted in reading.quotes:
        borne = [_bears(quoted.text, address, known) for address in quoted.addresses]
        if not borne or not (all(borne) if quoted.every else any(borne)):
            complaints.append(f"{quoted.place}: {quoted.text!r} is not borne out by {list(quoted.addresses)}")
    return complaints


def foreign_links(reading: Reading, known: Evidence, own: str = "") -> list[str]:
    """Return a complaint for every link that is neither an input address, nor relative, nor below ``own``."""
    inputs = {unquote(article.url) for article in known.articles.values()}
    return [
        f"{place}: {address}"
        for place, address in reading.links
        if not _own(address, own) and unquote(re.sub(r"#?:~:text=.*", "", address)) not in inputs
    ]


def same(text: str) -> str:
    """Return ``text`` as it is compared: blanks run together, what no page can show left out."""
    return " ".join(_INVISIBLE.sub("", text).split())


def simplified(text: str) -> list[str]:
    """Return the characters of ``text`` that only Simplified Chinese has.

    Such a character has another traditional form and no place in Big5, the character set of Taiwan; what both scripts
    share (後/后, 裡/里, 臺/台) is in Big5 and passes.
    """
    return [
        char for char in dict.fromkeys(text) if "\u3400" <= char <= "\u9fff" and not _big5(char) and _other_form(char)
    ]


def _big5(char: str) -> bool:
    try:
        char.encode("cp950")
    except UnicodeEncodeError:
        return False
    return True


def _other_form(char: str) -> bool:
    return bool(_traditional().convert(char) != char)


def _relative(address: str) -> bool:
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", address) is None


def _bears(text: str, address: str, known: Evidence) -> bool:
    for claim in known.claims.get(same(text), ()):
        for citation in claim.citations:
            article = known.articles.get(citation.article)
            if article is None or unquote(article.url) != unquote(address):
                continue
            whole = article.text if citation.part == "text" else article.title
            rewritten = {citation.quote} if claim.transform == "none" else taiwan_forms(citation.quote)
            if whole[citation.start : citation.end] == citation.quote and claim.text in rewritten:
                return True
    return False


@cache
def _traditional() -> Any:
    return opencc.OpenCC("s2t")


# --- edition.json ---------------------------------------------------------------------------------------------------


def _edition(root: Path, date: str) -> Edition:
    return msgspec.json.decode((root / date / "edition.json").read_bytes(), type=Edition)


def claims_of(edition: Edition) -> Iterator[tuple[str, Claim]]:
    """Yield every claim of ``edition`` with the place it stands at."""
    for story in (*edition.stories, *edition.also):
        for claim in (story.headline, *story.fields.summary, *story.fields.details, *story.fields.uses):
            yield story.id, claim
    yield from (("watch_list", watch.claim) for watch in edition.watch_list)
    yield from (("reading", reading.why) for reading in edition.reading)
    yield from (("background", term.claim) for term in edition.background)


def read_json(root: Path, date: str) -> Reading:
    """Read ``edition.json``: its claims with the addresses of the articles they cite, and its sources' addresses."""
    edition = _edition(root, date)
    sources = {source.article: source.url for story in (*edition.stories, *edition.also) for source in story.sources}
    sources |= {reading.source.article: reading.source.url for reading in edition.reading}
    reading = Reading()
    for place, claim in claims_of(edition):
        addresses = tuple(sources.get(citation.article, "") for citation in claim.citations)
        reading.quotes.append(Quoted(place, claim.text, addresses))
    reading.links = [("sources", url) for url in sources.values()]
    return reading


# --- prose with citations in brackets: the Hugo page and the feed -----------------------------------------------------


def read_hugo(root: Path, date: str, own: str = "") -> Reading:
    """Read the Markdown page of the edition."""
    page = (root / "hugo" / "content" / "posts" / f"{date}.md").read_text(encoding="utf-8")
    return read_prose(render(page), own)


def render(page: str) -> str:
    """Return the HTML of a Markdown page with YAML front matter, heading attributes made ids."""
    body = page.split("\n---\n", 1)[1]
    document = lxml.html.fromstring(f"<main>{MarkdownIt().enable('table').enable('strikethrough').render(body)}</main>")
    for heading in document.iter("h2", "h3"):
        if (last := heading.xpath("text()")) and (found := _ATTRIBUTE.search(last[-1])):
            heading.set("id", found[1])
            heading.text = _ATTRIBUTE.sub("", heading.text_content())
            for child in list(heading):
                heading.remove(child)
    return str(lxml.html.tostring(document, encoding="unicode"))


def read_atom(root: Path, date: str, own: str = "") -> Reading:
    """Read the entry of the edition in the feed.  Raises AssertionError when the feed is not well formed."""
    feed = feedparser.parse((root / "feed.xml").read_bytes())
    assert not feed.bozo, feed.get("bozo_exception")
    entry = next(entry for entry in feed.entries if entry.id.endswith(f"/{date}"))
    return read_prose(entry.content[0].value, own)


def read_prose(html: str, own: str = "") -> Reading:
    """Read HTML where a sentence is followed by its sources in brackets, and a headline by the sources of its story.

    A headline is a heading whose id is a story's, or what stands in bold at the head of a list item.
    """
    reading = Reading()
    document = lxml.html.fromstring(f"<main>{html}</main>")
    headline = ""
    below: list[str] = []
    for block in document.iter(*_BLOCKS):
        links: list[str] = []
        text = _flat(block, links)
        reading.links += [(_STORY_ID.sub("", block.tag) + ": " + text[:40], link) for link in links]
        if block.tag in ("h2", "h3"):
            if headline:
                reading.quotes.append(Quoted("headline", headline, tuple(below), every=False))
            is_story = _STORY_ID.fullmatch(block.get("id", ""))
            headline, below = (text, []) if is_story else ("", [])
        else:
            outside = [link for link in links if not _own(link, own)]
            below += outside
            reading.quotes += _sentences(text, links, own)
            if block.tag == "li" and (bold := _HEAD_OF_ITEM.match(text)):
                reading.quotes.append(Quoted("line", bold[1], tuple(outside), every=False))
    if headline:
        reading.quotes.append(Quoted("headline", headline, tuple(below), every=False))
    reading.links += [("image", str(image.get("src", ""))) for image in document.iter("img")]
    return reading


def _flat(block: Any, links: list[str]) -> str:
    """Return the text of a block: links as numbered tokens, bold in brackets of their own, line breaks as newlines."""
    parts = [block.text or ""]
    for child in block:
        if child.tag == "a":
            links.append(str(child.get("href", "")))
            parts.append(f"\ue000{len(links) - 1}\ue001")
        elif child.tag == "strong":
            parts.append(f"\ue002{_flat(child, links)}\ue003")
        elif child.tag == "br":
            parts.append("\n")
        elif child.tag not in ("ul", "ol"):
            parts.append(_flat(child, links))
        parts.append(child.tail or "")
    return "".join(parts)


def _sentences(text: str, links: list[str], own: str) -> Iterator[Quoted]:
    start = 0
    for found in _CITATION.finditer(text):
        before = text[start : found.start()]
        start = found.end()
        addresses = tuple(links[int(number)] for number in _LINK.findall(found[1]))
        sentence = _BOLD.sub("", before).strip()
        # Nothing but the bold headline before the brackets: the line has no sentence of its own.
        if sentence and not any(_own(address, own) for address in addresses):
            yield Quoted("text", _unquoted(sentence), addresses)


def _unquoted(sentence: str) -> str:
    """Return what stands in the quotation marks at the end of ``sentence``, or all of it."""
    opening = _PAIRS.get(sentence[-1:])
    return sentence[sentence.find(opening) + 1 : -1] if opening else sentence


def _own(address: str, own: str) -> bool:
    return _relative(address) or bool(own and address.startswith(own))


# --- the static site ------------------------------------------------------------------------------------------------


def read_site(root: Path, date: str) -> Reading:
    """Read the edition's page and its stories' pages.

    A marker beside a sentence leads to a marked passage; the passage stands in the box of a source, which links to it.
    """
    folder = root / "site" / date
    reading = Reading()
    pages = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.html"))}
    documents = {name: lxml.html.fromstring(path.read_bytes()) for name, path in pages.items()}
    marks = {name: _marked(document) for name, document in documents.items()}
    for name, document in documents.items():
        for element in document.iter():
            for attribute in ("href", "src"):
                if isinstance(element.tag, str) and element.get(attribute) and element.tag != "link":
                    reading.links.append((name, element.get(attribute)))
        reading.quotes += _marked_sentences(name, document, marks)
        reading.quotes += _story_links(name, document, documents, marks)
    return reading


_Marks = dict[str, dict[str, str]]


def _marked(document: Any) -> dict[str, str]:
    """Return the address of the source box that each marked passage stands in."""
    found = {}
    for mark in document.iter("mark"):
        box = next((ancestor for ancestor in mark.iterancestors("article") if "src" in ancestor.classes), None)
        links = box.xpath(".//p[contains(@class, 'go')]/a/@href") if box is not None else []
        found[str(mark.get("id"))] = str(links[0]) if links else ""
    return found


def _marked_sentences(page: str, document: Any, marks: _Marks) -> Iterator[Quoted]:
    """Yield every sentence that markers (links to marked passages) follow: the words before them, in their element.

    Markers in an element of their own belong to the element before it.
    """
    holders = dict.fromkeys(link.getparent() for link in document.iter("a") if _is_marker(link))
    for holder in holders:
        words, addresses = holder.text or "", list[str]()
        for child in holder:
            if _is_marker(child):
                addresses.append(_follow(page, child.get("href"), marks))
            else:
                if addresses:
                    yield Quoted(page, _last(words, holder), tuple(addresses))
                    addresses = []
                words = child.text_content() if child.text_content().strip() else words
            if (child.tail or "").strip():
                if addresses:
                    yield Quoted(page, _last(words, holder), tuple(addresses))
                    addresses = []
                words = child.tail
        if addresses:
            yield Quoted(page, _last(words, holder), tuple(addresses))


def _is_marker(element: Any) -> bool:
    return element.tag == "a" and _MARKER.search(element.get("href", "")) is not None


def _last(words: str, holder: Any) -> str:
    before = holder.getprevious()
    return words.strip() or (before.text_content().strip() if before is not None else "")


def _story_links(page: str, document: Any, documents: dict[str, Any], marks: _Marks) -> Iterator[Quoted]:
    """Yield every headline of the edition's page that leads to a story's page: it must be that page's headline, cited."""
    for link in document.xpath("//h3/a[starts-with(@href, 'stories/')] | //li[@id]/a[starts-with(@href, 'stories/')]"):
        if "#" in link.get("href"):
            continue
        target = urljoin(page, link.get("href"))
        cited = [
            q for q in _marked_sentences(target, documents[target], marks) if q.text == _headline(documents[target])
        ]
        text = link.text_content().strip()
        yield Quoted(page, text, cited[0].addresses if cited and cited[0].text == text else ())


def _headline(document: Any) -> str:
    return str(document.xpath("string(//h1)")).strip()


def _follow(page: str, href: str, marks: _Marks) -> str:
    """Return the address behind a marker, or "" when it leads nowhere."""
    target, _, anchor = urljoin(page, href).partition("#")
    return marks.get(target, {}).get(anchor, "")
