"""Read a page that only lists links, by the CSS selectors that the source's entry gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any
from urllib.parse import urljoin

import msgspec
from cssselect import GenericTranslator, SelectorError
from lxml import etree

from broadsheet.adapters.answer import failure
from broadsheet.adapters.confine import inline
from broadsheet.ports import Confine, Fetch
from broadsheet.sources import options_of
from broadsheet.text.budget import MAX_ATTRIBUTES, is_overloaded
from broadsheet.text.charset import decode
from broadsheet.text.days import day_named, moment_of
from broadsheet.text.markup import parse_page
from broadsheet.text.metadata import day_in_address
from broadsheet.text.urls import is_web_url
from broadsheet.types import Basis, Failure, Item, Page, Source, Window

MOST = 1000
"""Links of one page that are looked at."""


class LinksOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``selector`` finds the entries of the list: links, or the boxes around one link each.

    Inside an entry, ``title_selector`` finds the title (else it is the text of the link) and ``date_selector`` the day.
    ``limit`` is how many links without a day are taken, from the top: nobody can say which of them are new.
    """

    selector: str
    title_selector: str = ""
    date_selector: str = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST)] = 20

    def __post_init__(self) -> None:
        for name in ("selector", "title_selector", "date_selector"):
            css = getattr(self, name)
            try:
                GenericTranslator().css_to_xpath(css or "a")
            except SelectorError as error:
                raise ValueError(f"{name}: {css!r} is no CSS selector ({error})") from error
        if not self.selector.strip():
            raise ValueError("selector: say which entries of the page are its news")


class LinksReader:
    """``Reader`` of kind ``links``: ``source.url`` is the page.

    The day of a link is what ``date_selector`` finds (``dated`` is ``feed``), else the one in its address
    (``/2025/12/18/``, ``dated`` is ``address``).  A link with neither is undated.
    """

    options: type[msgspec.Struct] = LinksOptions

    def __init__(self, known: Mapping[str, Source] | None = None, confine: Confine = inline) -> None:
        """A link belongs to the source whose page lists it, so ``known`` outlets are not asked."""
        self._confine = confine

    def __call__(self, source: Source, fetch: Fetch, window: Window) -> Iterator[Item | Failure]:
        """Yield the links in their order.  Kinds: ``broken_page``, ``nothing_selected``, ``undated``, ``too_many``."""
        options = options_of(source, LinksOptions)
        answer = fetch(source.url)
        found = self._confine(read_links, source, answer, options) if isinstance(answer, Page) else answer
        yield from [found] if isinstance(found, Failure) else found


def read_links(source: Source, page: Page, options: LinksOptions) -> list[Item | Failure]:
    """Return what the selectors find on ``page``."""
    html = decode(page.body, next((value for name, value in page.headers if name.lower() == "content-type"), ""))[0]
    if is_overloaded(html):
        return [failure(source, "broken_page", f"a tag has more than {MAX_ATTRIBUTES} attributes; it was not read")]
    try:
        tree = parse_page(html)
        selected: list[Any] = _select(tree, options.selector) if tree is not None else []
        base = _base(tree, page)
        entries = [(entry, link) for entry in selected[:MOST] if (link := _link(entry)) is not None]
        found = (_item(source, page, base, entry, link, options) for entry, link in entries)
        read: dict[str, Item] = {}
        for item in found:
            if item is not None:
                read.setdefault(item.url, item)
    except (etree.LxmlError, ValueError, RecursionError) as error:
        return [failure(source, "broken_page", f"the page cannot be parsed ({type(error).__name__}: {error})")]
    items = list(read.values())
    if not items:
        message = f"{options.selector!r} finds no link on {page.final_url}; has the page changed?"
        return [failure(source, "nothing_selected", message)]
    failures: list[Failure] = []
    if len(selected) > MOST:
        failures.append(failure(source, "too_many", f"{len(selected)} entries; the first {MOST} were looked at"))
    undated = [item for item in items if item.published is None]
    if undated:
        taken = min(len(undated), options.limit)
        message = f"{len(undated)} of {len(items)} links have no day; the first {taken} were taken"
        failures.append(failure(source, "undated", message))
    kept = {item.url for item in undated[: options.limit]}
    return [*(item for item in items if item.published or item.url in kept), *failures]


def _select(element: Any, css: str) -> list[Any]:
    return list(element.xpath(GenericTranslator().css_to_xpath(css)))


def _base(tree: Any, page: Page) -> str:
    """Return what relative links of the page are relative to."""
    stated = tree.xpath("//base/@href") if tree is not None else []
    return urljoin(page.final_url, str(stated[0]).strip()) if stated else page.final_url


def _link(entry: Any) -> Any:
    """Return the link that ``entry`` is, holds or stands in."""
    if entry.tag == "a" and entry.get("href"):
        return entry
    inner = entry.xpath("(.//a[@href])[1] | (ancestor::a[@href])[last()]")
    return inner[0] if inner else None


def _item(source: Source, page: Page, base: str, entry: Any, link: Any, options: LinksOptions) -> Item | None:
    try:
        url = urljoin(base, str(link.get("href")).strip())
    except ValueError:
        return None
    if not is_web_url(url):
        return None
    url = url.partition("#")[0]
    titles = _select(entry, options.title_selector) if options.title_selector else []
    title = " ".join((titles[0] if titles else link).text_content().split())
    basis: Basis = "feed"
    published, day_only = _day(entry, options.date_selector)
    if published is None:
        published = day_in_address(url, page.when)
        day_only, basis = published is not None, "address"
    return Item(
        source=source,
        url=url,
        title=title,
        published=published,
        day_only=day_only,
        dated=basis if published else "",
    )


def _day(entry: Any, css: str) -> tuple[Any, bool]:
    """Return the moment or day that the first dated element found says, in its attribute for machines or its words."""
    for element in _select(entry, css) if css else ():
        moment, day_only = moment_of(str(element.get("datetime") or element.get("content") or ""))
        if moment:
            return moment, day_only
        day = day_named(str(element.text_content()))
        if day:
            return day, True
    return None, False
