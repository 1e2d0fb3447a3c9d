"""Bytes of a page -> the article's own title and text, what the page says of itself, and whether it is a wall.

Pure and picklable: made to run in a confined process, where what a page costs is bounded.  The text is trafilatura's
(fast mode, with its own rescue of short texts), from a tree without hidden elements and without lists of links; the
text that JSON-LD gives stands in where it holds what the page shows and clearly more.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

import lxml.html
import msgspec
from lxml import etree

from broadsheet.once import once
from broadsheet.text.budget import MAX_ATTRIBUTES, is_overloaded
from broadsheet.text.charset import decode
from broadsheet.text.clean import clean_text, clean_title
from broadsheet.text.furniture import without_furniture
from broadsheet.text.markup import parse_page
from broadsheet.text.metadata import Head, read_head
from broadsheet.text.shingles import shingles, tokens
from broadsheet.text.urls import arxiv_id, host_of
from broadsheet.text.walls import Wall, wall_of
from broadsheet.types import Basis, Failure, Page

if TYPE_CHECKING:
    from trafilatura.settings import Extractor

# Elements of a page that trafilatura is given: its cost can grow with their square.  Set by hand, no sweep; 2026-11-22.
MAX_ELEMENTS = 30_000
PDF_PAGES = 20
"""Pages of a PDF that are read: the longest paper says what it found by then."""
PDF_CHARACTERS = 200_000
_HTML = ("html", "xml", "text/plain")
_BULLET = re.compile(r"^(?:[-*•·▪◦‣]\s+)+")
_PROSE_CELL = 120  # characters from which the cell of a table is a paragraph laid out, not a figure

_INERT = (
    "applet", "area", "aside", "audio", "button", "canvas", "datalist", "dialog", "embed", "footer", "frame",
    "frameset", "head", "iframe", "img", "input", "label", "legend", "link", "map", "math", "menu", "meta", "meter",
    "nav", "noscript", "object", "optgroup", "option", "output", "param", "picture", "progress", "script", "select",
    "source", "style", "svg", "template", "textarea", "time", "track", "video",
)  # fmt: skip
"""Elements that never hold an article's text, or that trafilatura drops itself.  Taken out before it comes, for each
element that is left costs it some 50 us; with ``script`` goes the JSON-LD that it would take for the text of a
short page, unseen by its readers."""
_ASIDE = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "dialog"})  # roles
_BLOCKS = frozenset(
    {"div", "section", "ul", "ol", "li", "dl", "table", "tr", "td", "header", "figure", "p", "h2", "h3", "h4"}
)
_BOXES = _BLOCKS | {"span"}
_KEPT = frozenset({"html", "body", "br", "hr"})
"""Elements that mean something without a text in them.  All others without one go: on the 181 pages of the extraction
benchmark that makes an extraction an eighth faster, and F1 .9645, which is .9647 without; 2026-11-22."""
_NOTHING = (0, 0, 0)
_LINKS = 3
_LINKED = 0.9
"""What holds three links or more and nine tenths of whose characters are linked is no part of the text: menus, "read
also".  On the 181 pages of the extraction benchmark F1 is .9607 without the rule, .9620 with five links, .9631 with
three, .9516 with five at eight tenths; and it spares a third of trafilatura's time; 2026-11-22."""
_WHOLE = 0.85
"""Share of what is left of a page from which its ``article`` or ``main`` element is the page.  On the same pages F1 is
.9631 without the rule, .9645 from 0.8 to 0.9, .9595 from 0.4 to 0.7 (articles of several parts); 2026-11-22."""
_LONGER = 1.5
_SHOWN = 0.8
_SHORTEST_BODY = 500
"""JSON-LD's text stands in when it is 1.5 times as long as the page's, of 500 characters or more, and holds four fifths
of what the page shows.  Set by hand, on the same pages; 2026-11-22."""


class MainText(msgspec.Struct, frozen=True, kw_only=True):
    """What a page gives: title and text (paragraphs separated by a newline; either may be empty), and its own word on
    when it was published, where it lives, who wrote it and for whom.  ``walled`` names the wall that the text is."""

    title: str = ""
    text: str = ""
    published: datetime | None = None
    day_only: bool = False
    dated: Basis = ""
    canonical: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    outlet: str = ""
    walled: Wall = ""


def main_text(page: Page) -> MainText | Failure:
    """Read a page.  Failures (stage ``extract``): ``pdf``, ``not_html``, ``broken_page``, ``too_complex``."""
    content_type = next((value for name, value in page.headers if name.lower() == "content-type"), "").lower()
    if "application/pdf" in content_type or page.body.startswith(b"%PDF-"):
        return _pdf(page)
    if content_type and not any(word in content_type for word in _HTML):
        return _failure(page, "not_html", f"the page is {content_type[:100]}; only HTML is read")
    try:
        return _html(page, decode(page.body, content_type)[0])
    except (etree.LxmlError, ValueError, RecursionError) as error:
        return _failure(page, "broken_page", f"the page cannot be parsed ({type(error).__name__}: {str(error)[:200]})")


def _html(page: Page, html: str) -> MainText | Failure:
    if is_overloaded(html):
        return _failure(page, "too_complex", f"a tag has more than {MAX_ATTRIBUTES} attributes; it was not read")
    tree = parse_page(html)
    if tree is None:
        return MainText()
    head = read_head(tree, page.final_url or page.url, page.when)
    if arxiv_id(page.final_url):
        title, text = _paper(tree)
        return _told(head, title or head.title, text, "")
    elements = int(etree.XPath("count(//*)")(tree))
    if elements > MAX_ELEMENTS:
        return _failure(page, "too_complex", f"the page has {elements} elements; over {MAX_ELEMENTS} none is read")
    unscripted = " ".join(element.text_content() for element in tree.iter("noscript"))
    text = without_furniture(_body(tree), head.title)
    if len(head.body) >= max(_SHORTEST_BODY, _LONGER * len(text)):
        text = _longer(text, clean_text(head.body))
    host = host_of(page.final_url)
    walled = wall_of(text or " ".join(unscripted.split())[:300], title=head.title, html=html, host=host, free=head.free)
    return _told(head, head.title, text, walled)


def _told(head: Head, title: str, text: str, walled: Wall) -> MainText:
    return MainText(
        title=title,
        text=text,
        published=head.published,
        day_only=head.day_only,
        dated=head.dated,
        canonical=head.canonical,
        language=head.language,
        authors=head.authors,
        outlet=head.outlet,
        walled=walled,
    )


def _body(tree: lxml.html.HtmlElement) -> str:
    """Return the cleaned main text of a parsed page; takes the tree apart."""
    # Imported here because a run from a file has no page to read, and a quarter of a second to spare.
    import trafilatura

    etree.strip_elements(tree, *_INERT, with_tail=False)
    _drop_linked(tree)
    _keep_article(tree)
    text = trafilatura.extract(tree, options=_options())
    return clean_text("\n".join(_prose(line) for line in (text or "").split("\n")))


@once
def _options() -> Extractor:
    from trafilatura.settings import Extractor

    return Extractor(fast=True, comments=False, tables=True, formatting=False, with_metadata=False)


def _drop_linked(tree: lxml.html.HtmlElement) -> None:
    """Take out what stands aside by its role, and boxes that are little but links or hold nothing at all.

    Each element is measured once, after all that it holds.
    """
    elements = list(tree.iter())
    measured: dict[etree._Element, tuple[int, int, int]] = {}  # characters, those of them that are linked, links
    doomed: set[etree._Element] = set()
    for element in reversed(elements):
        if element.get("role") in _ASIDE:
            doomed.add(element)
            measured[element] = _NOTHING
            continue
        text = element.text
        characters, linked, links = len(text.strip()) if text else 0, 0, 0
        for child in element:
            inner = measured[child]
            characters += inner[0]
            linked += inner[1]
            links += inner[2]
            text = child.tail
            if text:
                characters += len(text.strip())
        tag = element.tag
        if tag == "a":
            linked, links = characters, 1
        if not characters:
            if tag not in _KEPT and (not (tail := element.tail) or tail.isspace()):
                if tag in _BLOCKS:
                    element.tail = tail or " "  # what stands around it is not one word
                    doomed.add(element)
                elif not element.text and not len(element):
                    doomed.add(element)
        elif links >= _LINKS and linked >= _LINKED * characters and tag in _BOXES:
            doomed.add(element)
        measured[element] = characters, linked, links
    for element in elements:
        if element in doomed:
            around = element.getparent()
            if around is not None and around not in doomed:
                element.drop_tree()


def _keep_article(tree: lxml.html.HtmlElement) -> None:
    """Make the innermost ``article`` or ``main`` that holds nearly all of a page the only content of its body."""
    body = tree.find(".//body")
    if body is None:
        return
    least = _WHOLE * len(body.text_content())
    whole = [element for element in body.iter("article", "main") if len(element.text_content()) >= least]
    if whole and least:
        whole[-1].tail = None
        body[:] = [whole[-1]]
        body.text = None


def _longer(shown: str, told: str) -> str:
    """Return the text that JSON-LD tells when it holds what the page shows, else what the page shows."""
    if len(told) < max(_SHORTEST_BODY, _LONGER * len(shown)):
        return shown
    seen = shingles(tokens(shown))
    return told if not seen or len(seen & shingles(tokens(told))) >= _SHOWN * len(seen) else shown


def _prose(line: str) -> str:
    """Drop list marks and rows of figures; keep the paragraphs of a table that only lays out the page."""
    if not line.startswith("|"):
        return _BULLET.sub("", line)
    cells = [cell.strip() for cell in line.split("|") if cell.strip(" -")]
    return "\n".join(cell for cell in cells if len(cells) == 1 or len(cell) >= _PROSE_CELL)


def _paper(tree: lxml.html.HtmlElement) -> tuple[str, str]:
    """Return title and abstract of an arXiv abstract page, from the fields it gives to indexes."""
    fields = {name: tree.xpath(f"//meta[@name='{name}']/@content") for name in ("citation_title", "citation_abstract")}
    title, abstract = (str(values[0]) if values else "" for values in fields.values())
    if not abstract:
        blocks = tree.xpath("//blockquote[contains(@class, 'abstract')]")
        abstract = re.sub(r"^\s*Abstract:\s*", "", blocks[0].text_content()) if blocks else ""
    return clean_title(title), " ".join(clean_text(abstract).split())


def _pdf(page: Page) -> MainText | Failure:
    """Return the text of a PDF's first pages where pypdf (the extra ``pdf``) is installed; else it is only linked."""
    try:
        import pypdf
    except ImportError:
        return _failure(page, "pdf", "the page is a PDF; it is linked, and read only with the extra broadsheet[pdf]")
    import io

    try:
        reader = pypdf.PdfReader(io.BytesIO(page.body), strict=False)
        parts: list[str] = []
        for sheet in reader.pages[:PDF_PAGES]:
            parts.append(sheet.extract_text())
            if sum(map(len, parts)) > PDF_CHARACTERS:
                break
        title = str(reader.metadata.title or "") if reader.metadata else ""
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  a hostile file makes pypdf raise nearly anything
        return _failure(page, "broken_page", f"the PDF cannot be read ({type(error).__name__}: {str(error)[:200]})")
    text = clean_text("\n".join(parts)[:PDF_CHARACTERS])
    return MainText(title=clean_title(title), text=text) if text else _failure(page, "pdf", "the PDF holds no text")


def _failure(page: Page, kind: str, message: str) -> Failure:
    return Failure(stage="extract", subject=page.url, kind=kind, message=message)
