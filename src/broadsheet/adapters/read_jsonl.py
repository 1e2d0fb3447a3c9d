"""Read a file of articles, one JSON object a line: url, title, outlet, lang, published, text; unknown keys ignored."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote, urlsplit

import msgspec

from broadsheet.adapters.attribution import attributed
from broadsheet.adapters.confine import inline
from broadsheet.adapters.local_file import open_file, shown
from broadsheet.adapters.read_feed import announce_of
from broadsheet.decode import decode_json
from broadsheet.ports import Confine, Fetch
from broadsheet.sources import options_of
from broadsheet.text.charset import decode
from broadsheet.text.clean import clean_title
from broadsheet.text.days import moment_of
from broadsheet.text.urls import is_web_url, registrable_domain
from broadsheet.types import Failure, Item, Source, Window

MAX_LINE = 32_000_000  # bytes: above any article, below what hurts
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LETTERS = re.compile(r"[\W_]+")
_SENTENCE_HEAD = 200  # characters of a text in which its subject is named


class _Line(msgspec.Struct):
    """What a line may say.  Keys that are not here are ignored."""

    url: str
    title: str | None = None
    outlet: str | None = None
    lang: str | None = None
    published: str | None = None
    text: str | None = None
    summary: str | None = None
    owner: str | None = None
    announce_type: str | None = None
    authors: list[str] | str | None = None
    categories: list[str] | str | None = None
    points: Annotated[int, msgspec.Meta(ge=-(2**53), le=2**53)] | None = None
    comments: Annotated[int, msgspec.Meta(ge=0, le=2**53)] | None = None
    discussion: str | None = None


_LISTENS = re.compile(
    r"(?:\b(?:told|tells|to|by|with|via|from|for|according to)(?: (?:the|a|an))?\s"
    r"|[(（\[【]|據|据|告訴|告诉|告知|向|接受|引述|援引|記者|记者)[\s「《]?$",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"\s?(?:(?:has |had )?(?:learn(?:ed|t|s)|understands|previously reported)\b|獲悉|获悉|掌握|報導|报道)"
)
"""Before and after the name of one who was told something, or who reports: no deed of his own."""


class JsonlOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A source of kind ``jsonl`` has no options."""


class JsonlReader:
    """``Reader`` of kind ``jsonl``: ``source.url`` is a path or a ``file:`` address; nothing is fetched.

    Each item gets a source of its own.  Its owner is what the line or ``known`` (host or registrable domain -> source
    that a desk declares) says, else the registrable domain, except on platforms, where the outlet owns itself.

    It is primary when ``known`` says so; when it is a paper (arXiv); or when an outlet writes about itself on its own
    domain: the domain's name is the outlet's name, and its title or first words name it ("OpenAI ..." by OpenAI on
    openai.com, but neither "Apple ..." by The Verge on theverge.com nor "two people told CNBC").
    """

    options: type[msgspec.Struct] = JsonlOptions

    def __init__(self, known: Mapping[str, Source] | None = None, confine: Confine = inline) -> None:
        """``confine`` is not used: the file is the operator's own, and a line is decoded without code of its own."""
        self._known = known or {}

    def __call__(self, source: Source, fetch: Fetch, window: Window) -> Iterator[Item | Failure]:
        """Yield the items of the file in its order; a line that cannot be read is a failure named ``FILE:LINE``."""
        options_of(source, JsonlOptions)
        path = _path(source.url)
        try:
            for number, raw in _lines(path):
                yield from self._read(f"{shown(path.name)}:{number}", raw)
        except OSError as error:
            message = f"cannot be read ({error.strerror or error}); check the path and its permissions"
            yield _failure(shown(path), "unreadable", message)

    def _read(self, place: str, raw: bytes) -> Iterator[Item | Failure]:
        if len(raw) > MAX_LINE:
            yield _failure(place, "too_large", f"the line is over {MAX_LINE} bytes; it was left out")
            return
        if not raw.strip():
            return
        text, encoding = decode(raw)
        if encoding != "utf-8" and not encoding.startswith("utf-16"):
            yield _failure(
                place, "encoding", f"the line is not UTF-8; it was read as {encoding}; save the file as UTF-8"
            )
        try:
            # Surrogate halves pass in JSON and in nothing else; the round trip makes them U+FFFD.
            line = decode_json(text.encode("utf-8", "replace"), _Line)
        except msgspec.ValidationError as error:
            yield _failure(place, "broken_line", f"not an article ({error}); correct the line, the others were read")
            return
        except msgspec.DecodeError as error:
            yield _failure(place, "broken_line", f"not JSON ({error}); correct the line, the others were read")
            return
        except RecursionError:
            yield _failure(place, "broken_line", "JSON nested too deeply; correct the line, the others were read")
            return
        if not line.url.strip():
            yield _failure(place, "broken_line", "the line has no url; give it one, the others were read")
            return
        published, day_only = moment_of(line.published or "")
        if line.published and line.published.strip() and published is None:
            yield _failure(
                place, "undated", f"{line.published[:60]!r} is no day or moment; {line.url} counts as undated"
            )
        yield Item(
            source=self._source(line),
            url=line.url.strip(),
            title=line.title or "",
            published=published,
            day_only=day_only,
            summary=line.summary or "",
            text=line.text or "",
            language=line.lang or "",
            announce=announce_of(line.announce_type or ""),
            authors=_names(line.authors),
            categories=_names(line.categories),
            points=line.points,
            comments=line.comments,
            discussion=line.discussion or "",
            dated="feed" if published else "",
        )

    def _source(self, line: _Line) -> Source:
        url = line.url.strip()
        outlet = clean_title(line.outlet or "")
        return attributed(
            url,
            self._known,
            kind="jsonl",
            outlet=outlet,
            owner=clean_title(line.owner or ""),
            language=line.lang or "und",
            primary=_speaks_of_itself(line, outlet, registrable_domain(url) if is_web_url(url) else ""),
        )


def _speaks_of_itself(line: _Line, outlet: str, domain: str) -> bool:
    name, label = _LETTERS.sub("", outlet).lower(), _LETTERS.sub("", domain.split(".")[0]).lower()
    if not name or name != label:
        return False
    opening = f"{line.title or ''} {(line.text or '')[:_SENTENCE_HEAD]}"
    named = re.finditer(rf"(?<!\w){re.escape(outlet)}(?!\w)", opening, re.IGNORECASE)
    return any(
        not (_LISTENS.search(opening, 0, match.start()) or _REPORTS.match(opening, match.end())) for match in named
    )


def _names(value: list[str] | str | None) -> tuple[str, ...]:
    parts = re.split(r"[,;、]\s*", value) if isinstance(value, str) else value or []
    return tuple(name for part in parts if (name := clean_title(part)))


def _path(url: str) -> Path:
    return Path(unquote(urlsplit(url).path)) if url.startswith("file:") else Path(url)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield line numbers and lines; each may be in an encoding of its own, a UTF-16 file is one whole."""
    with open_file(path) as handle:
        wide = handle.read(2) in _UTF16
    if wide:
        with path.open(encoding="utf-16", errors="replace") as text:
            yield from ((number, line.encode("utf-8", "replace")) for number, line in enumerate(text, start=1))
        return
    with open_file(path) as handle:
        number = 0
        while line := handle.readline(MAX_LINE + 1):
            number += 1
            yield number, line
            while len(line) > MAX_LINE and not line.endswith(b"\n"):  # the rest of a line that was refused
                line = handle.readline(MAX_LINE + 1)


def _failure(subject: str, kind: str, message: str) -> Failure:
    return Failure(stage="collect", subject=subject, kind=kind, message=message)
