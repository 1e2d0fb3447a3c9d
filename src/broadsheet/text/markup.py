"""HTML -> the text that a reader sees: no comments, no scripts, nothing hidden.

Hidden text is where a page speaks to machines behind the reader's back, so it goes before any text is taken.
"""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

_TAGS = (
    "a|abbr|address|applet|article|aside|b|big|blink|blockquote|body|br|button|caption|center|cite|code|dd|del|"
    "details|dfn|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|frame|frameset|h[1-6]|head|header|hr|"
    "html|i|iframe|img|input|ins|kbd|label|li|link|main|mark|meta|nav|noscript|object|ol|p|picture|pre|q|s|samp|"
    "script|section|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|tfoot|th|thead|"
    "time|title|tr|tt|u|ul|var|video|wbr"
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
_ZERO = r"0*(?:\.0+)?(?:px|pt|r?em|ex|ch|vw|vh|%)?\s*(?:;|!|$)"
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden"
    rf"|(?<![-\w])(?:font-size|opacity|(?:max-)?height|(?:max-)?width)\s*:\s*(?=[\d.]){_ZERO}|font\s*:\s*0(?:px|pt|r?em)?[\s/]"
    r"|(?<![-\w])(?:left|top|right|bottom|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}|transform\s*:[^;]*scale[xy]?\(\s*(?:0+(?:\.0+)?|\.0+)\s*[,)]"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)"
    r"|clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(\s*0|polygon\(\s*0[^,)]*\))|color\s*:\s*transparent",
    re.IGNORECASE,
)
_INK = re.compile(r"(?<![-\w])color\s*:\s*([^;!]+)", re.IGNORECASE)
_PAPER = re.compile(r"(?<![-\w])background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_WHITE = frozenset({"white", "#fff", "#ffff", "#ffffff", "#ffffffff", "rgb(255,255,255)", "rgba(255,255,255,1)"})
_BLACK = {"black": "#000000", "#000": "#000000"}
# What sites call text that only a screen reader says: labels of buttons, "opens in a new window".
_SPOKEN = frozenset({"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screenreader-only"})
_SUSPECT = frozenset({"hidden", "aria-hidden", "style", "color"})  # attributes without which no element hides itself
# Elements that hold neither text nor what a page says of itself; gone early, they are looked at by nothing after.
_MUTE = ("canvas", "iframe", "select", "style", "svg", "template")
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SIMPLE = re.compile(r"(?:[a-z][a-z0-9]*)?([.#])([\w-]+)", re.IGNORECASE)
_HIDING_WORD = re.compile("none|hidden|opacity|size|left|top|indent|clip|scale|transparent|eight:0")
_MAX_STYLE = 50_000
"""Characters of a page's own style rules that are read; what is longer is a framework's, and hides no text of ours."""
_PLAIN = etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def is_markup(text: str) -> bool:
    """Say whether ``text`` holds HTML tags that are known as such; ``a < b`` and ``List<String>`` do not count."""
    return _TAG.search(text) is not None


def parse_page(html: str) -> lxml.html.HtmlElement | None:
    """Return the tree of a whole page without comments and hidden elements; None when there is no element.

    All its elements are of one class, which lxml finds without asking Python: a tenth of the time of an extraction.
    """
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_PLAIN)
    try:
        root = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # "Document is empty"
        return None
    _drop_hidden(root)
    return root


def _drop_hidden(root: lxml.html.HtmlElement) -> None:
    """Take out of a page what its reader does not see: by attribute, by style, by the page's own simple style rules.

    Rules are read that hide one class or one id outright.
    """
    classes, ids = _hidden_names(root)
    etree.strip_elements(root, *_MUTE, with_tail=False)
    unseen: dict[str, bool] = {}  # value of a class attribute -> whether it names a hidden class
    hidden = []
    for element in root.iter():
        attributes = element.keys()
        if not attributes and element.tag != "dialog":
            continue
        named = element.get("class", "")
        if named not in unseen:
            unseen[named] = not classes.isdisjoint(named.split())
        if (
            unseen[named]
            or element.get("id") in ids
            or ((element.tag == "dialog" or not _SUSPECT.isdisjoint(attributes)) and _is_hidden(element))
        ):
            hidden.append(element)
    for element in hidden:
        if element.getparent() is not None and element.tag not in ("html", "body"):
            element.drop_tree()


def _hidden_names(root: lxml.html.HtmlElement) -> tuple[set[str], set[str]]:
    """Return the classes and the ids that are hidden: by the page's own style rules, or by their meaning."""
    found: dict[str, set[str]] = {".": set(_SPOKEN), "#": set()}
    for style in root.iter("style"):
        css = style.text or ""
        if len(css) > _MAX_STYLE:
            continue
        for block in _CSS_COMMENT.sub(" ", css).split("}"):
            before, _, rule = block.rpartition("{")
            if not _HIDING_WORD.search(rule):  # a cheap look first: pages have a hundred rules
                continue
            selectors = before.rpartition("{")[2].split(",")
            names = [match for selector in selectors if (match := _SIMPLE.fullmatch(selector.strip()))]
            if names and _hides(rule):
                for match in names:
                    found[match[1]].add(match[2])
    return found["."], found["#"]


def _hides(style: str) -> bool:
    """Say whether declarations make their element unseen: no size, out of sight, or ink on paper of the same colour."""
    if _HIDING.search(style):
        return True
    ink = _INK.search(style)
    paper = _PAPER.search(style)
    return bool(ink and paper and _colour(ink[1]) == _colour(paper[1]))


def _is_white_on_white(element: etree._Element) -> bool:
    """Say whether ``element`` is written in white where nothing says that the paper has another colour."""
    ink = _INK.search(str(element.get("style", "")))
    if _colour(ink[1] if ink else str(element.get("color", ""))) != "white":
        return False
    around = (element, *element.iterancestors())
    return not any("background" in str(e.get("style", "")) or "bgcolor" in e.attrib for e in around)


def _colour(value: str) -> str:
    plain = "".join(value.split()).lower()
    return "white" if plain in _WHITE else _BLACK.get(plain, plain)


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
    if element.tag == "dialog" and "open" not in attributes:
        return True
    style = attributes.get("style")
    return (bool(style) and _hides(str(style))) or _is_white_on_white(element)
