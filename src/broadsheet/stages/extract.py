"""Item -> Article: the article's own text, and nothing around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import lxml.html
from lxml import etree
from msgspec.structs import replace

from broadsheet.ports import Fetch
from broadsheet.text.budget import MAX_ATTRIBUTES, is_overloaded
from broadsheet.text.charset import decode
from broadsheet.text.clean import clean_text, clean_title
from broadsheet.text.language import language_of
from broadsheet.text.markup import parse_page
from broadsheet.text.urls import arxiv_id
from broadsheet.types import Article, Failure, Item, Page, digest

MAX_TEXT = 400_000  # characters of an article: a long book chapter; above it a page is a data dump
MAX_TITLE = 500  # characters: the longest real headline is under 300
_MAX_RAW = 4 * MAX_TEXT  # characters that are cleaned: markup is seldom more than three quarters
# Elements of a page that trafilatura is given: its cost can grow with their square.  Set by hand, no sweep; 2026-11-22.
MAX_ELEMENTS = 30_000
_CARRIED = ("jsonl", "edition")  # kinds of source whose items carry all there is: no page is asked for them
_HTML = ("html", "xml", "text/plain")

_ARXIV_HEAD = re.compile(r"^\s*arXiv:\S+\s+Announce Type:\s*\S+\s+Abstract:\s*", re.IGNORECASE)
_ARXIV_TITLE = re.compile(r"\s*\(arXiv:\d[^)]*\)\s*$")
_FOLD = re.compile(r"[\W_]+")
_BULLET = re.compile(r"^(?:[-*•·▪◦‣]\s+)+")
_PROSE_CELL = 120  # characters from which the cell of a table is a paragraph laid out, not a figure

# Lines around a text that are about it.  Short, with no end of sentence: a sentence that begins with "By" is text.
_LONGEST_FURNITURE = 80
_ENDS = re.compile(r"[.!?。！？…][\"'”’」』)）]*$")
_BYLINE = re.compile(
    r"^(?:(?:(?:written|posted|reported|reporting|editing) )?by|author|source|photo|image|credit|published|updated)\b"
    r"\s*:?\s+\S"
    r"|^(?:作者|文字?|撰文|記者|记者|(?:責任|责任)?[編编][輯辑]|編譯|编译|責編|责编|來源|来源|出處|出处|圖片?|图片?|攝影|摄影"
    r"|發布|发布|發佈|更新|時間|时间|日期)[^。，,]{0,10}[:：／/｜|]|^[記记]者[^。，,]{2,12}(?:報導|报道|報道)$",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE_LINE = re.compile(
    rf"^(?=.*\d)(?:{_MONTH}|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|published|posted|updated|on|at|am|pm"
    r"|utc|gmt|[ecmp][sd]?t|min(?:ute)?s?|read|ago|hours?|\d+(?:st|nd|rd|th)?|[年月日時时分上下午週周星期一二三四五六]"
    r"|[\s,.:/|·•–—-])++$",  # possessive: a line of digits and no date must not cost exponential time
    re.IGNORECASE,
)


def extract(item: Item, fetch: Fetch) -> Iterator[Article | Page | Failure]:
    """Yield the article of ``item``, the page fetched for it, and what went wrong.

    The text is, in this order: what the item carries; the abstract of a paper; the main text of its page; its summary
    (told: ``summary_only``).  Without text the title alone makes the article (``no_text``); without a title the first
    sentence must serve later (``no_title``); with neither there is no article (``empty``).  A text over ``MAX_TEXT`` is
    cut at the end of a paragraph (``cut``).  The address stays as announced.
    """
    title = _without_outlet(_ARXIV_TITLE.sub("", _title(item.title)), item.source.outlet)
    text = clean_text(item.text[:_MAX_RAW]) if item.text else _abstract(item)
    if not text and item.source.kind not in _CARRIED:
        answer = fetch(item.url)
        if isinstance(answer, Failure):
            yield replace(answer, stage="extract", subject=item.url)
        else:
            yield answer
            found = _main_text(answer)
            if isinstance(found, Failure):
                yield replace(found, subject=item.url)
            else:
                text = found[1]
                title = title or _without_outlet(_title(found[0]), item.source.outlet)
    text = _without_furniture(text, title)
    if not text and item.summary:
        text = _without_furniture(clean_text(item.summary[:_MAX_RAW]), title)
        if text:
            yield _failure(item, "summary_only", "the page gave no text; the announced summary stands in for it")
    if not title and not text:
        yield _failure(item, "empty", "neither title nor text; it was left out")
        return
    if not text:
        yield _failure(item, "no_text", f"only the title is known: {title[:120]}")
    if not title:
        yield _failure(item, "no_title", "no title; the first sentence stands in for it")
    whole = max(len(text), len(item.text))
    if len(text) > MAX_TEXT or len(item.text) > _MAX_RAW:
        text = _cut(text)
        yield _failure(item, "cut", f"the text has {whole} characters; the first {len(text)} were kept")
    url = item.url.strip()
    yield Article(
        id=digest(url, text),
        source=item.source,
        url=url,
        title=title,
        published=item.published,
        day_only=item.day_only,
        text=text,
        language=language_of(f"{title}\n{text}", item.language or item.source.language),
        announce=item.announce,
        authors=item.authors,
        categories=item.categories,
        points=item.points,
    )


def _title(raw: str) -> str:
    """Return the cleaned title; one of absurd length ends at its last whole word."""
    title = clean_title(raw[: 10 * MAX_TITLE])
    return title if len(title) <= MAX_TITLE else title[:MAX_TITLE].rpartition(" ")[0] or title[:MAX_TITLE]


def _abstract(item: Item) -> str:
    """Return the abstract that a paper archive's feed announces; empty when it announces none."""
    if not arxiv_id(item.url) or not item.summary:
        return ""
    return " ".join(_ARXIV_HEAD.sub("", clean_text(item.summary)).split())


def _main_text(page: Page) -> tuple[str, str] | Failure:
    """Return title and text of a page, perhaps empty.  Kinds: ``not_html``, ``broken_page``, ``too_complex``."""
    content_type = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    if content_type and not any(word in content_type.lower() for word in _HTML):
        return _page_failure(page, "not_html", f"the page is {content_type}; only HTML is read")
    try:
        html = decode(page.body, content_type)[0]
        if is_overloaded(html):
            return _page_failure(
                page, "too_complex", f"a tag has more than {MAX_ATTRIBUTES} attributes; it was not read"
            )
        tree = parse_page(html)
        if tree is None:
            return "", ""
        if arxiv_id(page.final_url):
            return _paper(tree)
        elements = sum(1 for _ in tree.iter())
        if elements > MAX_ELEMENTS:
            return _page_failure(
                page, "too_complex", f"the page has {elements} elements; over {MAX_ELEMENTS} none is read"
            )
        title = _page_title(tree)
        # Imported here because a run from a file has no page to read, and a quarter of a second to spare.
        import trafilatura

        # A new tree for trafilatura, which takes it apart.  Its own fetching is never used.
        text = trafilatura.extract(
            tree, fast=True, include_comments=False, include_tables=True, include_formatting=False, with_metadata=False
        )
    except (etree.LxmlError, ValueError, RecursionError) as error:
        return _page_failure(page, "broken_page", f"the page cannot be parsed ({type(error).__name__}: {error})")
    return title, clean_text("\n".join(_prose(line) for line in (text or "").split("\n")))


def _prose(line: str) -> str:
    """Drop list marks and rows of figures; keep the paragraphs of a table that only lays out the page."""
    if not line.startswith("|"):
        return _BULLET.sub("", line)
    cells = [cell.strip() for cell in line.split("|") if cell.strip(" -")]
    return "\n".join(cell for cell in cells if len(cells) == 1 or len(cell) >= _PROSE_CELL)


def _page_title(tree: lxml.html.HtmlElement) -> str:
    for path in ("//meta[@property='og:title']/@content", "//h1//text()", "//title/text()"):
        found: Any = tree.xpath(path)
        title = clean_title(" ".join(str(part) for part in (found[:1] if "@content" in path else found)))
        if title:
            return title
    return ""


def _paper(tree: lxml.html.HtmlElement) -> tuple[str, str]:
    """Return title and abstract of an arXiv abstract page, from the fields it gives to indexes."""
    fields = {name: tree.xpath(f"//meta[@name='{name}']/@content") for name in ("citation_title", "citation_abstract")}
    title, abstract = (str(values[0]) if values else "" for values in fields.values())
    if not abstract:
        blocks: Any = tree.xpath("//blockquote[contains(@class, 'abstract')]")
        abstract = re.sub(r"^\s*Abstract:\s*", "", blocks[0].text_content()) if blocks else ""
    return title, " ".join(clean_text(abstract).split())


def _without_outlet(title: str, outlet: str) -> str:
    """Drop the outlet's name that pages put behind their title: ``... | Example Daily``."""
    match = re.search(rf"\s+[|–—_·»-]\s*{re.escape(outlet)}$|[|｜_]\s*{re.escape(outlet)}$", title, re.IGNORECASE)
    return title[: match.start()].strip() if match and match.start() > 0 else title


def _without_furniture(text: str, title: str) -> str:
    """Drop headline, byline and date lines before and after the text."""
    lines = text.split("\n")
    while lines and _is_furniture(lines[0], title):
        lines.pop(0)
    while lines and _is_furniture(lines[-1], title):
        lines.pop()
    return "\n".join(lines)


def _is_furniture(line: str, title: str) -> bool:
    if title and _fold(line) == _fold(title):
        return True
    if len(line) > _LONGEST_FURNITURE or _ENDS.search(line):
        return False
    return bool(_BYLINE.search(line) or _DATE_LINE.search(line))


def _fold(text: str) -> str:
    return _FOLD.sub("", text).casefold()


def _cut(text: str) -> str:
    """Cut at the last end of a paragraph, else of a sentence, else anywhere, before the limit."""
    head = text[:MAX_TEXT]
    if len(text) <= MAX_TEXT:
        return text
    paragraph = head.rfind("\n")
    if paragraph > MAX_TEXT // 2:
        return head[:paragraph]
    sentence = max(head.rfind(mark) for mark in (". ", "。", "！", "？", "! ", "? "))
    return head[: sentence + 1] if sentence > MAX_TEXT // 2 else head


def _failure(item: Item, kind: str, message: str) -> Failure:
    return Failure(stage="extract", subject=item.url, kind=kind, message=message)


def _page_failure(page: Page, kind: str, message: str) -> Failure:
    return Failure(stage="extract", subject=page.url, kind=kind, message=message)
