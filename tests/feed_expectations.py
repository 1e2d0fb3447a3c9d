"""What other parsers' own test files expect of a feed, as far as an Item can hold it, beside what our reader gives."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from broadsheet.adapters.read_feed import read_feed
from broadsheet.text.clean import clean_title
from broadsheet.types import Failure, Item, Page

from loopback_web import a_source

WHEN = datetime(2025, 12, 17, 12, tzinfo=UTC)
BASE = "http://127.0.0.1:8097/feed.xml"

Read = Callable[[bytes, str, str], list[Item | Failure]]


class Check(NamedTuple):
    """One value of one file: what is expected, what came, and whether that is the same."""

    file: str
    field: str
    expected: object
    got: object
    same: bool


def read(body: bytes, base: str = BASE, content_type: str = "") -> list[Item | Failure]:
    """Read ``body`` as a feed that came from ``base``."""
    headers = (("Content-Type", content_type),) if content_type else ()
    return read_feed(a_source(), Page(url=base, final_url=base, status=200, headers=headers, body=body, when=WHEN))


def moment_of(parts: tuple[int, ...]) -> datetime:
    """Return the moment in UTC that the first six of ``parts`` (year, month, ...) tell."""
    year, month, day, hour, minute, second = parts[:6]
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def gofeed_checks(folder: Path) -> Iterator[Check]:
    """Compare titles, links and dates of the items with the expected JSON beside each file of gofeed."""
    for path in sorted(folder.rglob("*.xml")):
        beside = path.with_suffix(".json")
        if beside.exists():
            expected = json.loads(beside.read_text(encoding="utf-8"))
            wanted = expected.get("items") or expected.get("entries") or []
            items = [value for value in read(path.read_bytes()) if isinstance(value, Item)]
            name = str(path.relative_to(folder))
            if len(wanted) != len(items):
                yield Check(name, "entries", len(wanted), len(items), False)
            for want, item in zip(wanted, items, strict=False):
                yield from _gofeed_item(name, want, item)


def _gofeed_item(name: str, want: dict[str, Any], item: Item) -> Iterator[Check]:
    if title := want.get("title"):
        yield _title(name, title, item)
    links = want.get("links") or []
    link = want.get("link") or (links[0] if links else "")
    if isinstance(link, dict):
        alternates = [one for one in links if one.get("rel", "alternate") == "alternate" and one.get("href")]
        link = alternates[0]["href"] if alternates else ""
    if link:
        yield _link(name, link, item)
    names = ("publishedParsed", "pubDateParsed", "updatedParsed", "createdParsed")
    if date := next((want[key] for key in names if want.get(key)), None):
        yield _date(name, datetime.fromisoformat(date), item)


_EXPECT = re.compile(r"Expect:\s*(.+)")
_HEADER = re.compile(r"^Header:\s*([^:]+):\s*(.+)", re.MULTILINE)
_BOZO = re.compile(r"^not bozo and ")
_FIELDS = {
    "title": "title",
    "link": "link",
    "published_parsed": "date",
    "issued_parsed": "date",
    "updated_parsed": "date",
    "modified_parsed": "date",
    "created_parsed": "date",
    "date_parsed": "date",
}


def feedparser_checks(folder: Path) -> Iterator[Check]:
    """Compare with what the comments of feedparser's test files expect of the titles, links and dates of entries."""
    for path in sorted(folder.rglob("*.xml")):
        body = path.read_bytes()
        head = body[:2000].decode("latin-1") if b"\x00" not in body[:100] else ""
        headers = {name.lower(): value.strip() for name, value in _HEADER.findall(head)}
        base = headers.get("content-location", "")
        base = base if base.startswith("http") else f"http://127.0.0.1:8097/{path.relative_to(folder)}"
        items = [v for v in read(body, base, headers.get("content-type", "")) if isinstance(v, Item)]
        name = str(path.relative_to(folder))
        for index, field, value in _expected(head):
            if index >= len(items):
                yield Check(name, field, value, None, False)
            elif field == "title":
                yield _title(name, str(value), items[index])
            elif field == "link":
                yield _link(name, str(value), items[index])
            elif isinstance(value, tuple):
                yield _date(name, moment_of(value), items[index])


def _expected(head: str) -> Iterator[tuple[int, str, object]]:
    """Give (entry, field, value) of each ``entries[N]['field'] == value`` that a file expects."""
    found = _EXPECT.search(head)
    if not found:
        return
    try:
        tree = ast.parse(_BOZO.sub("", found[1].strip()), mode="eval")
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq) and isinstance(node.left, ast.Subscript):
            try:
                keys, value = _keys(node.left), ast.literal_eval(node.comparators[0])
            except ValueError:
                continue
            field = _FIELDS.get(str(keys[2])) if len(keys) == 3 and keys[0] == "entries" else None
            if field is None and keys[0] == "entries" and keys[2:] == ["title_detail", "value"]:
                field = "title"
            if field:
                yield int(str(keys[1])), field, value


def _keys(node: ast.expr) -> list[object]:
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Subscript):
        return [*_keys(node.value), ast.literal_eval(node.slice)]
    raise ValueError


def _title(name: str, expected: str, item: Item) -> Check:
    want, got = clean_title(expected), clean_title(item.title)
    return Check(name, "title", want, got, want == got)


def _link(name: str, expected: str, item: Item) -> Check:
    return Check(name, "link", expected, item.url, expected.rstrip("/") == item.url.rstrip("/"))


def _date(name: str, expected: datetime, item: Item) -> Check:
    got = item.published
    same = got is not None and (got == expected or (item.day_only and abs((got - expected).total_seconds()) < 86_400))
    return Check(name, "date", expected, got, same)
