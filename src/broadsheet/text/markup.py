"""HTML -> the text that a reader sees: no comments, no scripts, nothing hidden.

Hidden text is where a page speaks to machines behind the reader's back, so it goes before any text is taken.
"""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

_TAGS = (
    "a|abbr|address|article|aside|b|big|blockquote|body|br|button|caption|center|cite|code|dd|del|details|dfn|div|dl|dt|"
    "em|embed|fieldset|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|"
    "link|main|mark|meta|nav|noscript|object|ol|p|picture|pre|q|s|samp|script|section|small|source|span|strike|strong|"
    "style|sub|summary|sup|svg|table|tbody|td|template|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr"
)
_TAG = re.compile(rf"<(?:/?(?=[a-z])(?:{_TAGS})(?:\s[^<>]*)?/?>|!(?=[-\[d])(?:--|\[CDATA\[|doctype\b))", re.IGNORECASE)
_UNSEEN = frozenset(
    {"applet", "button", "canvas", "embed", "head", "iframe", "link", "math", "meta", "noscript", "object", "script"}
    | {"select", "style", "svg", "template", "textarea", "title"}
)
_BLOCK = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li"}
    | {"main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"}
)
_CELL = frozenset({"td", "th"})
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?:\.0+)?(?:px|pt|r?em|%)?\s*(?:;|!|$)"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def is_markup(text: str) -> bool:
    """Say whether ``text`` holds HTML tags that are known as such; ``a < b`` and ``List<String>`` do not count."""
    return _TAG.search(text) is not None


def parse_page(html: str) -> lxml.html.HtmlElement | None:
    """Return the tree of a whole page without comments, scripts and hidden elements; None when there is no element."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # "Document is empty"
        return None
    for element in list(root.iter()):
        if _is_hidden(element) and element.getparent() is not None:
            element.drop_tree()
    return root


def visible_text(html: str) -> str:
    """Return what a reader sees of an HTML fragment or page: blocks on lines of their own, entities read."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    wrapped = f"<div>{_CDATA.sub(lambda match: match.group(1), html)}</div>"
    try:
        root = lxml.html.document_fromstring(wrapped.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return ""
    pieces: list[str] = []
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped: etree._Element | None = None
    for event, element in walker:
        if event == "start":
            if skipped is None and (element.tag in _UNSEEN or _is_hidden(element)):
                skipped = element
                walker.skip_subtree()
                continue
            pieces.append("\n" if element.tag in _BLOCK else " " if element.tag in _CELL else "")
            pieces.append(_inline(element.text))
        else:
            if skipped is element:
                skipped = None
            elif element.tag in _BLOCK:
                pieces.append("\n")
            pieces.append(_inline(element.tail))
    return "".join(pieces)


def _inline(text: str | None) -> str:
    """In HTML a line break is a blank; only elements make paragraphs."""
    return re.sub(r"\s+", " ", text) if text else ""


def _is_hidden(element: etree._Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in ("html", "body"):
        return False
    attributes = element.attrib
    if "hidden" in attributes or str(attributes.get("aria-hidden", "")).strip().lower() == "true":
        return True
    style = attributes.get("style")
    return bool(style) and _HIDING.search(str(style)) is not None
